"""Names, comments and values that are no friends of SQL: on every database they are quoted, or refused by name."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
import sqlglot
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped
from sqlglot.tokens import TokenType

from starschema import Dimension, Physical, TransactionFact, attribute, degenerate, measure, natural_key, role
from starschema.ddl import SUPPORTED, alter_ddl, create_ddl
from starschema.errors import ModelError
from tests.ddl.test_databases import HOSTILE
from tests.ddl.test_snapshots import PARSERS

REFUSES_QUOTES = ("bigquery", "databricks", "spark", "oracle")
"""Databases in whose names not every character can be."""


def star(table: str, column: str, text: str) -> type[DeclarativeBase]:
    """A star of two tables, one of them so called, with a column so called, that says `text` wherever it can."""

    class Base(DeclarativeBase):
        pass

    class Odd(Dimension, Base):
        __doc__ = text
        __tablename__ = table
        code: Mapped[str] = natural_key(String(20), comment=text)
        note: Mapped[str | None] = attribute(String(200), scd=2, unknown=text)

    named: Any = type(
        "Event",
        (TransactionFact, Base),
        {
            "__doc__": text,
            "__annotations__": {column: Mapped[int], "count_": Mapped[int]},
            "__module__": __name__,
            column: degenerate(grain=True, server_default=text),
            "odd": role(Odd, source="code"),
            "count_": measure(),
            "physical": Physical(sort_on=(column,), cluster_on=(column,)),
        },
        grain=text,
    )
    Base.kept = (Odd, named)  # type: ignore[attr-defined]  # SQLAlchemy's registry does not keep its classes alive
    return Base


@cache
def harmless(dialect: str, *, if_not_exists: bool = False) -> list[str]:
    """The kinds of tokens that a script has if all is harmless."""
    return shape(create_ddl(star("dim_odd", "no", "harmless"), dialect, if_not_exists=if_not_exists), dialect)


def shape(script: str, dialect: str) -> list[str]:
    """Return what kinds of tokens a script has, in order; names and quoted names are of one kind."""
    names = {TokenType.VAR, TokenType.IDENTIFIER}
    tokens = sqlglot.tokenize(script, read=PARSERS.get(dialect, dialect))
    return ["name" if token.token_type in names else token.token_type.name for token in tokens]


def texts(script: str, dialect: str) -> list[str]:
    tokens = sqlglot.tokenize(script, read=PARSERS.get(dialect, dialect))
    kinds = (TokenType.STRING, TokenType.NATIONAL_STRING)
    return [token.text for token in tokens if token.token_type in kinds]


@pytest.mark.parametrize("dialect", SUPPORTED)
@pytest.mark.parametrize("again", [False, True])
def test_a_text_that_looks_like_sql_stays_a_text(dialect: str, again: bool) -> None:
    script = create_ddl(star("dim_odd", "no", HOSTILE), dialect, if_not_exists=again)
    assert shape(script, dialect) == harmless(dialect, if_not_exists=again)
    # The comments of two tables and a column, a default, two special members; nothing is left of what it was.
    expected = {
        "sqlite": 3,  # no comments
        "trino": 5,  # no defaults
        "spark": 5,
        "duckdb": 5,  # and a comment with more in it
    }
    assert texts(script, dialect).count(HOSTILE) == expected.get(dialect, 6)


@pytest.mark.parametrize("dialect", SUPPORTED)
def test_a_text_stays_a_text_in_a_script_that_lays_tables_anew(dialect: str) -> None:
    first, then = (alter_ddl(star("dim_odd", "no", said), dialect) for said in ("harmless", HOSTILE))
    assert shape(then, dialect) == shape(first, dialect)


NAMES = {
    "quotes": 'it\'s "q" `t` [b] \\ %s :n',
    "spaces": "two words; -- ",
    "reserved": "order",
    "upper": "Upper",
    "unicode": "naïve_größe_客",
}


@pytest.mark.parametrize("dialect", SUPPORTED)
@pytest.mark.parametrize("kind", NAMES)
def test_a_name_of_any_kind_is_quoted_or_refused(dialect: str, kind: str) -> None:
    name = NAMES[kind]
    model = star("dim_odd", name, "harmless")
    if kind == "quotes" and dialect in ("bigquery", "oracle"):
        with pytest.raises(ModelError, match=rf"Event: {re.escape(repr(name))}, the name of a column, has .* rename"):
            create_ddl(model, dialect)
        return
    if kind == "spaces" and dialect == "bigquery":
        with pytest.raises(ModelError, match=r"Event: 'two words; -- ', the name of a column, has ';' in it"):
            create_ddl(model, dialect)
        return
    script = create_ddl(model, dialect)
    if dialect in ("databricks", "spark") and kind in ("quotes", "spaces"):
        mapping = "'delta.columnMapping.mode' = 'name'"
        mapping = f", {mapping}" if dialect == "databricks" else f"\nTBLPROPERTIES ({mapping})"
        # On Spark the table has one beside it with its rows as they were.
        assert script.count(mapping) == (1 if dialect == "databricks" else 2)
        script = script.replace(mapping, "")
    assert shape(script, dialect) == harmless(dialect)


@pytest.mark.parametrize("dialect", SUPPORTED)
def test_a_table_of_any_name_is_quoted_or_refused(dialect: str) -> None:
    model = star(NAMES["quotes"], "no", "harmless")
    if dialect in REFUSES_QUOTES:
        with pytest.raises(ModelError, match=r"Odd: .*the name of its table, has"):
            create_ddl(model, dialect)
    else:
        assert shape(create_ddl(model, dialect), dialect) == harmless(dialect)


def test_a_line_end_in_a_class_name_cannot_end_a_remark() -> None:
    from starschema.ddl.written import remark

    assert remark("one\nDROP TABLE x;\r\x0b\u2028 two") == "-- one DROP TABLE x; two"


def test_names_that_are_too_long_are_refused_when_they_are_declared() -> None:
    with pytest.raises(ModelError, match="longer than 63 bytes"):
        star("dim_odd", "c" * 64, "harmless")
