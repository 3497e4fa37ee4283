"""Hash keys of members where their rows are: the recipe of `starschema.sql.hashed` in each warehouse's own words.

Only of natural keys that are whole numbers and texts, since of these every database writes the one text that is hashed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, FromClause, Integer, String, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from starschema.errors import StarSchemaError
from starschema.model.spec import DimensionSpec

MASK = 2**63 - 1
"""Which bits of the first 64 of a hash are in a key, as in `starschema.sql.hashed`."""

HALF = 2**32

LENGTHS = {
    "mysql": "char_length({})",
    "mariadb": "char_length({})",
    # It counts no trailing spaces.
    "mssql": "(len({} + 'x') - 1)",
    "bigquery": "char_length({})",
    "clickhousedb": "lengthUTF8({})",
}
"""How many characters a text has, where it is not `length`."""

TEXTS = {
    "mysql": "CAST({} AS CHAR)",
    "mariadb": "CAST({} AS CHAR)",
    "bigquery": "CAST({} AS STRING)",
    "databricks": "CAST({} AS STRING)",
    "clickhousedb": "toString({})",
    "oracle": "to_char({})",
}
"""A whole number's digits, where `CAST(... AS VARCHAR(20))` is not what it takes."""

NUMBERS = {
    "postgresql": "(('x' || left(md5({}), 16))::bit(64)::bigint & 9223372036854775807)",
    "duckdb": "CAST(CAST('0x' || left(md5({}), 16) AS UBIGINT) & 9223372036854775807::UBIGINT AS BIGINT)",
    "mysql": "CAST(CAST(conv(left(md5(CONVERT({} USING utf8mb4)), 16), 16, 10) AS UNSIGNED) & 9223372036854775807 "
    "AS SIGNED)",
    "snowflake": "mod(md5_number_upper64({}), 9223372036854775808)",
    "clickhousedb": "toInt64(bitAnd(reinterpretAsUInt64(reverse(substring(MD5({}), 1, 8))), 9223372036854775807))",
    # A hash of eight bytes and more is that of bytes, so of the text's in UTF-8.
    "mssql": "(CONVERT(BIGINT, SUBSTRING(HASHBYTES('MD5', CONVERT(VARCHAR(MAX), ({}) COLLATE "
    "Latin1_General_100_BIN2_UTF8)), 1, 8)) & 9223372036854775807)",
    "oracle": "mod(to_number(substr(standard_hash({}, 'MD5'), 1, 16), 'XXXXXXXXXXXXXXXX'), 9223372036854775808)",
}
NUMBERS["mariadb"] = NUMBERS["mysql"]
"""The first 64 bits of a text's MD5 without the highest, where one expression tells them."""

DIGITS = {
    "redshift": ("md5({})", "strtol(substring({}, {}, 8), 16)"),
    "bigquery": ("to_hex(md5({}))", "CAST(concat('0x', substr({}, {}, 8)) AS INT64)"),
    "databricks": ("md5({})", "CAST(conv(substr({}, {}, 8), 16, 10) AS BIGINT)"),
    "trino": ("lower(to_hex(md5(to_utf8({}))))", "from_base(substr({}, {}, 8), 16)"),
}
"""Where it takes two halves: the MD5 in hexadecimal digits, and the number that eight of them from a place on are."""


class _OfText(FunctionElement[Any]):
    """What is a function of one text."""

    def __init__(self, text: ColumnElement[Any]) -> None:
        super().__init__(text)


class CharacterCount(_OfText):
    """How many characters a text has."""

    inherit_cache = True
    type = BigInteger()
    name = "character_count"


class WrittenNumber(_OfText):
    """The digits of a whole number."""

    inherit_cache = True
    type = String()
    name = "written_number"


class HashNumber(_OfText):
    """The key that a text makes."""

    inherit_cache = True
    type = BigInteger()
    name = "hash_number"


def _inner(element: FunctionElement[Any], compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses.clauses[0], **options))


@compiles(CharacterCount)
def _count(element: CharacterCount, compiler: Any, **options: Any) -> str:
    return LENGTHS.get(compiler.dialect.name, "length({})").format(_inner(element, compiler, **options))


@compiles(WrittenNumber)
def _digits(element: WrittenNumber, compiler: Any, **options: Any) -> str:
    return TEXTS.get(compiler.dialect.name, "CAST({} AS VARCHAR(20))").format(_inner(element, compiler, **options))


@compiles(HashNumber)
def _number(element: HashNumber, compiler: Any, **options: Any) -> str:
    name, text = compiler.dialect.name, _inner(element, compiler, **options)
    if (whole := NUMBERS.get(name)) is not None:
        found = whole.format(text)
    elif name in DIGITS:
        hashed, eight = DIGITS[name]
        high, low = (eight.format(hashed.format(text), place) for place in (1, 9))
        found = f"(mod({high}, {HALF // 2}) * {HALF} + {low})"
    else:
        raise StarSchemaError(f"{name} has no MD5, of which hash keys are made: load the dimension by Warehouse.load")
    return f"coalesce(nullif({found}, 0), 1)"


def is_made_in_place(spec: DimensionSpec) -> bool:
    """Return whether the natural key is of types that all databases write alike."""
    return all(isinstance(column.type, Integer) or _is_text(column) for column in spec.natural_key)


def _is_text(column: Column[Any]) -> bool:
    return type(column.type).__visit_name__ in ("string", "text", "unicode", "VARCHAR", "TEXT")


def member_key(spec: DimensionSpec, rows: FromClause, start: datetime | None) -> ColumnElement[int]:
    """Return the key of members that rows in the warehouse name.

    Args:
        spec: The dimension.
        rows: Rows with its natural key.
        start: Where their versions start, or None for the key of all versions of one.

    Raises:
        StarSchemaError: The natural key is of a type that databases write in different words.
    """
    parts: list[ColumnElement[Any]] = []
    for column in spec.natural_key:
        value: ColumnElement[Any] = rows.c[column.name]
        if isinstance(column.type, Integer):
            value = WrittenNumber(value)
        elif not _is_text(column):
            raise StarSchemaError(
                f"{spec.cls.__name__}.{column.name} is of type {column.type!r}, of which databases write different "
                "texts, so no hash is made in place: load by Warehouse.load, or know members by numbers and texts"
            )
        parts += [WrittenNumber(CharacterCount(value)), literal(":", String()), value, literal(";", String())]
    if start is not None:
        text = start.isoformat(" ")
        parts.append(literal(f"{len(text)}:{text};", String()))
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.concat(part)
    return HashNumber(whole)
