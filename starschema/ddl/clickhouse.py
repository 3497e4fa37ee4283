"""ClickHouse: MergeTree tables in the order of their key, partitioned by time, with texts that repeat in dictionaries.

Tried on ClickHouse 26.9 (chdb): a DateTime64 holds the years 1900 to 2299, so the open ends of validity are these
years' ends here; lightweight UPDATE needs the two settings of the table; nothing is unique and nothing is checked.

Source: ClickHouse documentation, "MergeTree", "LowCardinality", "Lightweight update".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from sqlalchemy import Column, CreateView, Dialect, Join, Select, Table

from starschema.backends.clickhouse_types import FIRST, LAST
from starschema.ddl.layout import Layout, layout_on
from starschema.ddl.literals import Literals
from starschema.ddl.spelled import Spelled
from starschema.ddl.types import Types
from starschema.model.bookkeeping import BOOKS

PARTS = {"day": "toDate({})", "month": "toYYYYMM({})", "year": "toYear({})"}
"""The partition of a time."""

UPDATABLE = "enable_block_number_column = 1, enable_block_offset_column = 1"
"""What a table needs so that UPDATE can be lightweight."""


class ClickHouse(Spelled):
    """Tables as ClickHouse wants them."""

    types = Types(
        boolean="Bool",
        smallint="Int16",
        integer="Int32",
        bigint="Int64",
        double="Float64",
        date="Date32",
        timestamp="DateTime64(6, 'UTC')",
        timestamp_with_zone="DateTime64(6, 'UTC')",
        time="String",  # 09:30:00.000000, which sorts as the time does; Time64 is too new for most tools
        binary="String",
        uuid="UUID",
        text=lambda _: "String",
        number=lambda precision, scale: f"Decimal({precision}, {scale})",
    )
    literals = Literals(
        backslashes=True,
        timestamp=lambda text: f"toDateTime64('{text}', 6, 'UTC')",
        zoned=lambda text: f"toDateTime64('{text}', 6, 'UTC')",
        date=lambda text: f"toDate32('{text}')",
        time=lambda text: f"'{text}'",
        binary=lambda text: f"unhex('{text}')",
        times=(FIRST, LAST),
    )
    primary_key = None
    apart = True
    elsewhere = BOOKS
    notes = (
        "ClickHouse keeps no keys but the order of rows; the loads keep natural keys and grains unique. A time is "
        f"between {FIRST.date()} and {LAST.date()}, which stand for the beginning and the end of time; times of "
        "day are text.",
    )
    options: ClassVar[Mapping[str, type | tuple[type, ...]]] = {"engine": str, "settings": dict}
    unused: ClassVar[Mapping[str, str]] = {
        "partition_span": "partitions come into being with their rows",
        "distribute_on": "a table over several nodes is a Distributed one, beside this",
        "replicate": "copies are a matter of the engine: Physical(options={'clickhouse': {'engine': ...}})",
        "compress": "columns are always compressed",
    }

    fixed: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("partition_by", "partition_every", "sort_on", "cluster_on"),
        "ClickHouse fixes it when a table is made: make a new one, INSERT ... SELECT, and EXCHANGE TABLES",
    )

    def create_schema(self, name: str) -> str:
        """Return the statement that creates a database, which is what a schema is here."""
        return f"CREATE DATABASE IF NOT EXISTS {self.preparer.quote(name)}"

    def type_of(self, column: Column[Any]) -> str:
        """Return the type, with Nullable said and texts that repeat in a dictionary."""
        named = super().type_of(column)
        if self.dialect.name in column.type._variant_mapping:
            return named
        if column.nullable:
            named = f"Nullable({named})"
        table: Any = column.table
        if column.name in layout_on(table).few_values and "String" in named:
            named = f"LowCardinality({named})"
        return named

    def column(self, column: Column[Any]) -> str:
        """Return the line of a column; NOT NULL is what a type is here unless it says Nullable."""
        parts = [self.preparer.quote(column.name), self.type_of(column)]
        if (default := self.default(column)) is not None:
            parts.append(f"DEFAULT {default}")
        if column.comment:
            parts.append(self.column_comment(column.comment))
        return " ".join(parts)

    def clauses(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return the engine, the order of rows, the partitions and their end, the settings and the comment."""
        engine = self.option(table, "engine") or "MergeTree"
        yield f"ENGINE = {engine}"
        if layout.partition is not None:
            yield f"PARTITION BY {PARTS[layout.every].format(self.listed([layout.partition]))}"
        order = self._order(table, layout)
        yield f"ORDER BY ({self.listed(order)})" if order else "ORDER BY tuple()"
        if layout.expire_days is not None:
            yield f"TTL {self._end(layout)}"
        settings = [UPDATABLE] if engine.endswith("MergeTree") or "MergeTree(" in engine else []
        if any(table.columns[name].nullable for name in order):
            settings.append("allow_nullable_key = 1")
        settings += self._settings(table)
        if settings:
            yield f"SETTINGS {', '.join(settings)}"
        if table.comment:
            yield f"COMMENT {self.literals.text(table.comment)}"

    def view_query(self, view: CreateView) -> str:
        """Return the query of a view, in which a join finds NULL where there is nothing, whoever makes or reads it."""
        query = view.selectable
        if not isinstance(query, Select) or not any(isinstance(found, Join) for found in query.get_final_froms()):
            return super().view_query(view)
        # What both sides have would be called by its table, too.
        named = query.with_only_columns(*(column.label(name) for name, column in query.selected_columns.items()))
        return f"{super().view_query(CreateView(named, view.table.name))}\nSETTINGS join_use_nulls = 1"

    def alterations(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return the end of rows and the settings."""
        if layout.expire_days is not None:
            yield f"MODIFY TTL {self._end(layout)}"
        if settings := self._settings(table):
            yield f"MODIFY SETTING {', '.join(settings)}"

    def comment_statements(self, table: Table, *, if_not_exists: bool) -> Iterator[str]:
        """Yield the statements that set comments."""
        if table.comment:
            yield f"ALTER TABLE {self.named(table)} MODIFY COMMENT {self.literals.text(table.comment)}"
        for column in table.columns:
            if column.comment:
                name, said = self.preparer.quote(column.name), self.literals.text(column.comment)
                yield f"ALTER TABLE {self.named(table)} COMMENT COLUMN {name} {said}"

    def _end(self, layout: Layout) -> str:
        assert layout.partition is not None  # which expire_days asks for
        return f"toDateTime({self.listed([layout.partition])}) + INTERVAL {layout.expire_days} DAY"

    def _settings(self, table: Table) -> list[str]:
        return [f"{key} = {_setting(value)}" for key, value in (self.option(table, "settings") or {}).items()]

    def _order(self, table: Table, layout: Layout) -> list[str]:
        """Return what rows are in the order of: what they are read by, then what tells one from another."""
        key = layout.key or tuple(table.primary_key.columns.keys())
        return list(dict.fromkeys((*layout.cluster, *layout.sort, *key)))


def _setting(value: object) -> str:
    return str(int(value)) if isinstance(value, bool | int) else Literals(backslashes=True).text(str(value))


def design(dialect: Dialect) -> ClickHouse:
    """Return the design for `dialect`."""
    return ClickHouse(dialect)
