"""Spark: tables of Delta or Iceberg, whichever the URL says, without any keys.

Iceberg hides partitions of a column's time, and Spark writes its files in an order. Delta's clusters are what
Databricks recommends; Sail, whose tables of Delta have neither, is told nothing of them.

Source: Iceberg documentation, "Spark DDL"; Delta Lake documentation, "Use liquid clustering"; Apache Spark, "SQL
reference".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from sqlalchemy import Column, Dialect, Numeric, Table

from starschema.ddl.databricks import CLUSTER_COLUMNS, Databricks
from starschema.ddl.layout import Layout
from starschema.ddl.spelled import Spelled
from starschema.model.bookkeeping import BOOKS

DOUBLE_DIGITS = 15
"""Digits of a number that a double can tell, as which Delta keeps the least and the greatest of a file."""


class Spark(Databricks):
    """Tables as Spark wants them."""

    primary_key = None
    declared_reference = None
    defaults = False
    names_values = True
    apart = True
    elsewhere = BOOKS
    notes = (
        "Spark's tables have no keys, no references and no indexes; the loads keep natural keys and grains unique. "
        "Times of day are text.",
    )
    unused: ClassVar[Mapping[str, str]] = {
        "partition_span": "partitions come into being with their rows",
        "partition_every": "clusters find the ranges themselves, but for tables of Iceberg",
        "distribute_on": "files lie on no node; cluster_on is what it takes",
        "replicate": "small tables are broadcast to every node at the join",
        "compress": "Parquet files are always compressed",
        "expire_days": "it deletes nothing by itself",
    }
    options: ClassVar[Mapping[str, type | tuple[type, ...]]] = {"format": str, "tblproperties": dict}
    fixed: ClassVar[Mapping[str, str]] = {}

    def __init__(self, dialect: Dialect) -> None:
        super().__init__(dialect)
        place = getattr(dialect, "place", None)
        self._format: str = "delta" if place is None else place.format
        self.views = place is None or place.views
        self._is_sail: bool = getattr(dialect, "is_sail", False)
        self.leaves_files = self._is_sail

    def format(self, table: Table) -> str:
        """Return what the table is made as: delta or iceberg."""
        return str(self.option(table, "format") or self._format).lower()

    def type_of(self, column: Column[Any]) -> str:
        """Return the type; Iceberg has no number shorter than an INT, and texts no lengths."""
        named = super().type_of(column)
        if named == "SMALLINT" and self.format(column.table) == "iceberg":
            return "INT"
        return "STRING" if named.startswith("VARCHAR") else named

    def clauses(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return the format, the partitions or the clusters, the comment and the properties."""
        iceberg = self.format(table) == "iceberg"
        yield f"USING {self.format(table).upper()}"
        if iceberg and layout.partition is not None:
            yield f"PARTITIONED BY ({layout.every}s({self.listed([layout.partition])}))"
        clusters = self._clusters(layout)[:CLUSTER_COLUMNS]
        if clusters and not iceberg and not self._is_sail:
            yield f"CLUSTER BY ({self.listed(clusters)})"
        if table.comment:
            yield f"COMMENT {self.literals.text(table.comment)}"
        if properties := self._properties(table):
            yield f"TBLPROPERTIES ({properties})"

    def after(self, table: Table, layout: Layout, *, if_not_exists: bool) -> Iterable[str]:
        """Return the order in which Iceberg's files are written."""
        if self.format(table) == "iceberg" and not self._is_sail and (order := self._order(layout)):
            yield f"ALTER TABLE {self.named(table)} {order}"

    def alterations(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return what lays what is written from now on."""
        if self.format(table) != "iceberg":
            yield from super().alterations(table, layout)
            return
        if order := self._order(layout):
            yield order
        if properties := self._properties(table):
            yield f"SET TBLPROPERTIES ({properties})"

    def remarks(self, table: Table) -> list[str]:
        """Say which hints have no effect here: Iceberg has partitions, and any number of columns to order by."""
        if self.format(table) != "iceberg":
            return super().remarks(table)
        return [said for said in Spelled.remarks(self, table) if "Physical(partition_every" not in said]

    def _order(self, layout: Layout) -> str | None:
        if layout.kind == "library":
            return None
        order = self.listed(dict.fromkeys((*layout.cluster, *layout.sort)))
        if layout.cluster or (order and layout.partition is None):
            return f"WRITE ORDERED BY {order}"
        # Else each load would ask for its rows twice, first to learn what ranges of the order there are.
        return f"WRITE DISTRIBUTED BY PARTITION LOCALLY ORDERED BY {order}" if order else None

    def properties(self, table: Table) -> dict[str, str]:
        """Return the properties; Sail takes what Delta keeps of a file's values for the values where they are one."""
        found = super().properties(table) if self.format(table) != "iceberg" else {}
        wide = [c for c in table.columns if _is_wide(c)]
        if wide and self._is_sail and self.format(table) == "delta":
            told = [column for column in table.columns if column not in wide]
            if told:
                found["delta.dataSkippingStatsColumns"] = self.listed(told)
            else:
                found["delta.dataSkippingNumIndexedCols"] = "0"
        return found


def _is_wide(column: Column[Any]) -> bool:
    """Return whether a column's numbers have more digits than a double can tell, as which Delta keeps the ends."""
    kind = column.type
    return isinstance(kind, Numeric) and kind.asdecimal and (kind.precision or DOUBLE_DIGITS + 1) > DOUBLE_DIGITS


def design(dialect: Dialect) -> Spark:
    """Return the design for `dialect`."""
    return Spark(dialect)
