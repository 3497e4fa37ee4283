"""MySQL and MariaDB: exact collations, microseconds, and keys that have a width.

Source: MariaDB Server, "Supported Character Sets and Collations"; MySQL 8.4 manual, 17.21 "InnoDB Limits".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from sqlalchemy import Column, Connection, Dialect, Enum, Index, String, Table, Text, UniqueConstraint, text
from sqlalchemy.dialects.mysql import DATETIME, DOUBLE, LONGBLOB, LONGTEXT, TIME, VARCHAR
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import Constraint, CreateIndex, PrimaryKeyConstraint
from sqlalchemy.types import DateTime, Float, LargeBinary, Numeric, Time, TypeEngine

from starschema.ddl.design import Design, add_to_key, refuse_wide_keys
from starschema.ddl.layout import Layout, layout_on, listing_remarks, starts_of
from starschema.ddl.written import plain_preparer
from starschema.errors import ModelError

KEY_BYTES = 3072
"""What an InnoDB key may take (DYNAMIC row format, 16 KB pages)."""

TEXT_KEY_LENGTH = 255
"""Characters of a key column whose text has no declared length."""

MICROSECONDS = 6
"""Digits after the second; the default of both databases is none, and cuts in silence."""

COMMENT_LENGTH = 1024
"""Characters a column comment may have; a table comment may have twice as many."""

LOCK_SECONDS = 60
"""How long to wait for another process that is creating tables."""


class InlineIndex(Constraint):
    """An index written inside CREATE TABLE, the only place where MySQL lets IF NOT EXISTS cover it.

    Args:
        index: The index.
    """

    __visit_name__ = "inline_index"

    def __init__(self, index: Index) -> None:
        super().__init__()
        self.index = index


@compiles(InlineIndex)
def _inline_index(constraint: InlineIndex, compiler: Any, **_: Any) -> str:
    whole = compiler.visit_create_index(CreateIndex(constraint.index))
    head, columns = whole.split(f" ON {compiler.preparer.format_table(constraint.index.table)} ", 1)
    return f"{head.removeprefix('CREATE ')} {columns}"


class MySQL(Design):
    """Tables as MySQL 8 wants them.

    Every text is compared code point by code point: with the server's default, 'ab', 'AB', 'ab ' and 'áb' would be one
    key, one group in a query, and no change to a dimension.
    """

    collation = "utf8mb4_0900_bin"
    keeps_zones = False
    unused: ClassVar[Mapping[str, str]] = {
        "expire_days": "InnoDB deletes nothing by itself",
        "distribute_on": "one server holds all rows",
        "sort_on": "InnoDB keeps rows in the order of their key",
        "cluster_on": "InnoDB keeps rows in the order of their key",
        "replicate": "every replica has all tables",
    }

    def arrange(self, table: Table, layout: Layout) -> None:
        """Partition a fact by the ranges that the user lists; its key then holds the column that they go by."""
        name = self.dialect.name
        if layout.compress and f"{name}_row_format" not in table.dialect_kwargs:
            table.dialect_kwargs[f"{name}_row_format"] = "COMPRESSED"
        if not _partitioned(layout):
            return
        assert layout.partition is not None
        if table.foreign_key_constraints:
            raise ModelError(
                f"{layout.owner}: a partitioned table of InnoDB has no references; use foreign_keys='declared', or "
                "leave out Physical(partition_by=...)"
            )
        add_to_key(table, layout)
        table.dialect_kwargs[f"{name}_partition_by"] = self._partitions(layout)

    def _partitions(self, layout: Layout) -> str:
        assert layout.partition is not None
        starts = [day.isoformat() for day in starts_of(layout)]
        ranges = [f"PARTITION p_{end.replace('-', '')} VALUES LESS THAN (TO_DAYS('{end}'))" for end in starts]
        column = self.dialect.identifier_preparer.quote(layout.partition)
        listed = ", ".join([*ranges, "PARTITION p_last VALUES LESS THAN (MAXVALUE)"])
        return f"RANGE (TO_DAYS({column})) ({listed})"

    def altered(self, table: Table) -> Iterable[str]:
        """Yield the statement that gives a table its row format and its partitions, with the key that these want."""
        layout = layout_on(table)
        if layout.kind == "library":
            return
        preparer, changes = plain_preparer(self.dialect), []
        if row_format := table.dialect_kwargs.get(f"{self.dialect.name}_row_format"):
            changes.append(f"ROW_FORMAT = {row_format}")
        if _partitioned(layout):
            key = ", ".join(preparer.quote(column.name) for column in table.primary_key)
            changes.append(f"DROP PRIMARY KEY, ADD PRIMARY KEY ({key})")
        partitions = f" PARTITION BY {self._partitions(layout)}" if _partitioned(layout) else ""
        if changes:
            yield f"ALTER TABLE {preparer.format_table(table)} {', '.join(changes)}{partitions}"

    def remarks(self, table: Table) -> list[str]:
        """Say, too, what is missing for partitions."""
        layout = layout_on(table)
        said = [*super().remarks(table), *listing_remarks(layout)]
        if layout.compress is False:
            said.append(f"{layout.owner}: Physical(compress=False) is what InnoDB does anyway")
        return said

    def column_type(self, column: Column[Any], *, exact: bool, indexed: bool) -> TypeEngine[Any]:
        """Return a type that loses nothing: the short forms here cut texts, bytes, floats and fractions of seconds."""
        shown = self.implementation(column.type)
        match shown:
            case Enum():
                return column.type
            case String(length=None) if not indexed:
                return LONGTEXT(collation=shown.collation)
            case String() if exact or shown.length is None:
                length = shown.length or TEXT_KEY_LENGTH
                return VARCHAR(length, collation=self.collation if exact else shown.collation)
            case DateTime() if getattr(shown, "fsp", None) is None:
                return DATETIME(fsp=MICROSECONDS)
            case Time() if getattr(shown, "fsp", None) is None:
                return TIME(fsp=MICROSECONDS)
            case LargeBinary(length=None):
                return LONGBLOB()
            case Float(precision=None):
                return DOUBLE()
        return column.type

    def finish(self, table: Table) -> None:
        """Name engine, character set and collation, which a server's configuration could change; fit the comments."""
        wanted = {"engine": "InnoDB", "default_charset": "utf8mb4", "collate": self.collation}
        for option, value in wanted.items():
            if f"{self.dialect.name}_{option}" not in table.dialect_kwargs:
                table.dialect_kwargs[f"{self.dialect.name}_{option}"] = value
        table.comment = _fitted(table.comment, 2 * COMMENT_LENGTH)
        for column in table.columns:
            column.comment = _fitted(column.comment, COMMENT_LENGTH)

    def check(self, table: Table, owner: str) -> None:
        """Refuse keys that InnoDB could not index.

        Raises:
            ModelError: A key is wider than 3072 bytes.
        """
        refuse_wide_keys(table, owner, KEY_BYTES, self._key_widths(table))

    def make_repeatable(self, table: Table) -> None:
        """Write the indexes inside the table: MySQL has no CREATE INDEX IF NOT EXISTS."""
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            table.append_constraint(InlineIndex(index))
        table.indexes.clear()

    def lock(self, connection: Connection) -> None:
        """Take a named lock, since DDL ends transactions here."""
        connection.execute(text("SELECT GET_LOCK('starschema_ddl', :seconds)"), {"seconds": LOCK_SECONDS})

    def unlock(self, connection: Connection) -> None:
        """Release it."""
        connection.execute(text("SELECT RELEASE_LOCK('starschema_ddl')"))

    def _key_widths(self, table: Table) -> Iterator[tuple[str, dict[str, int]]]:
        for constraint in table.constraints:
            if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint):
                kind = "the primary key" if isinstance(constraint, PrimaryKeyConstraint) else "a unique key"
                yield kind, {column.name: self._width(column) for column in constraint.columns}
        for index in table.indexes:
            if isinstance(index, Index):
                yield f"index {index.name}", {column.name: self._width(column) for column in index.columns}

    def _width(self, column: Column[Any]) -> int:
        shown = self.implementation(column.type)
        match shown:
            case Enum():
                return 2
            case Text() | String():
                return 4 * (shown.length or TEXT_KEY_LENGTH)
            case LargeBinary():
                return shown.length or 0
            case Numeric() if not isinstance(shown, Float):
                # DECIMAL packs nine digits in four bytes.
                return 4 * -(-(shown.precision or 10) // 9)
        return 8


class MariaDB(MySQL):
    """Tables as MariaDB wants them: its other binary collations ignore trailing spaces, this one does not."""

    collation = "utf8mb4_nopad_bin"


def design(dialect: Dialect) -> Design:
    """Return the design for `dialect`; a mysql:// URL may well lead to a MariaDB server."""
    return MariaDB(dialect) if getattr(dialect, "is_mariadb", False) else MySQL(dialect)


def _fitted(comment: str | None, length: int) -> str | None:
    return comment if comment is None or len(comment) <= length else f"{comment[: length - 1]}…"


def _partitioned(layout: Layout) -> bool:
    return layout.kind == "fact" and layout.partition_said and layout.span is not None
