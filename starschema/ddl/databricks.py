"""Databricks: Delta tables with liquid clustering, keys that the optimiser may rely on.

Partitions of Delta are folders, which split small tables too finely and can't be changed; liquid clustering by the same
column is what Databricks recommends for all new tables.

Source: Databricks documentation, "Use liquid clustering for tables", "CONSTRAINT clause".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from sqlalchemy import Column, Dialect, Table

from starschema.ddl.layout import Layout, layout_on
from starschema.ddl.literals import Literals
from starschema.ddl.spelled import Spelled
from starschema.ddl.types import Types
from starschema.errors import ModelError

CLUSTER_COLUMNS = 4
"""The most that liquid clustering takes."""

NEEDS_MAPPING = re.compile(r"[ ,;{}()=]")
"""What a column's name can have only where Delta maps names to those of the files."""

TABLE_REFUSED = re.compile(r"[./ \x00-\x1f\x7f]")
"""What a table's name cannot have in Unity Catalog."""


class Databricks(Spelled):
    """Tables as Databricks wants them."""

    types = Types(
        boolean="BOOLEAN",
        integer="INT",
        double="DOUBLE",
        timestamp="TIMESTAMP_NTZ",
        timestamp_with_zone="TIMESTAMP",
        time="STRING",  # 09:30:00.000000, which sorts as the time does
        binary="BINARY",
        uuid="STRING",
        text=lambda length: "STRING" if length is None else f"VARCHAR({length})",
        number=lambda precision, scale: f"DECIMAL({precision}, {scale})",
    )
    literals = Literals(
        backslashes=True,
        timestamp=lambda text: f"TIMESTAMP_NTZ '{text}'",
        zoned=lambda text: f"TIMESTAMP '{text}+00:00'",
        time=lambda text: f"'{text}'",
    )
    primary_key: ClassVar[str | None] = " NOT ENFORCED RELY"
    declared_reference: ClassVar[str | None] = " NOT ENFORCED"
    notes = (
        "Keys and references are not checked by Databricks, its optimiser relies on primary keys; it has no unique "
        "keys and no indexes. The loads keep natural keys and grains unique. Times of day are text.",
    )
    options: ClassVar[Mapping[str, type | tuple[type, ...]]] = {"tblproperties": dict}
    unused: ClassVar[Mapping[str, str]] = {
        "partition_span": "clusters come into being with their rows",
        "partition_every": "liquid clustering finds the ranges itself",
        "distribute_on": "it spreads rows by itself; cluster_on is what it takes",
        "replicate": "small tables are broadcast to every node at the join",
        "compress": "Delta's files are always compressed",
        "expire_days": "it deletes nothing by itself",
    }

    def check(self, table: Table, owner: str) -> None:
        """Refuse names of tables that Unity Catalog does not take.

        Raises:
            ModelError: It is one.
        """
        super().check(table, owner)
        if found := TABLE_REFUSED.search(table.name):
            raise ModelError(
                f"{owner}: {table.name!r}, the name of its table, has {found.group()!r} in it, which Unity Catalog "
                "does not take; set __tablename__"
            )

    def column(self, column: Column[Any]) -> str:
        """Return the line of a column, NOT NULL before DEFAULT."""
        parts = [self.preparer.quote(column.name), self.type_of(column)]
        if not column.nullable:
            parts.append("NOT NULL")
        if (default := self.default(column)) is not None:
            parts.append(f"DEFAULT {default}")
        if column.comment:
            parts.append(self.column_comment(column.comment))
        return " ".join(parts)

    def clauses(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return the format, the clusters, the comment and the features that the columns need."""
        yield "USING DELTA"
        if clusters := self._clusters(layout)[:CLUSTER_COLUMNS]:
            yield f"CLUSTER BY ({self.listed(clusters)})"
        if table.comment:
            yield f"COMMENT {self.literals.text(table.comment)}"
        if properties := self._properties(table):
            yield f"TBLPROPERTIES ({properties})"

    def alterations(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return the clusters, for what is written from now on, and the properties."""
        clusters = self._clusters(layout)[:CLUSTER_COLUMNS]
        yield f"CLUSTER BY ({self.listed(clusters)})" if clusters else "CLUSTER BY NONE"
        if properties := self._properties(table):
            yield f"SET TBLPROPERTIES ({properties})"

    def comment_statements(self, table: Table, *, if_not_exists: bool) -> Iterator[str]:
        """Yield the statements that set comments."""
        if table.comment:
            yield f"COMMENT ON TABLE {self.named(table)} IS {self.literals.text(table.comment)}"
        for column in table.columns:
            if column.comment:
                name, said = self.preparer.quote(column.name), self.literals.text(column.comment)
                yield f"ALTER TABLE {self.named(table)} ALTER COLUMN {name} COMMENT {said}"

    def _properties(self, table: Table) -> str:
        properties = self.properties(table)
        properties |= {str(key): str(value) for key, value in (self.option(table, "tblproperties") or {}).items()}
        text = self.literals.text
        return ", ".join(f"{text(key)} = {text(value)}" for key, value in properties.items())

    def properties(self, table: Table) -> dict[str, str]:
        """Return the properties that the columns of `table` need."""
        properties: dict[str, str] = {}
        if self.defaults and any(column.server_default is not None for column in table.columns):
            properties["delta.feature.allowColumnDefaults"] = "supported"
        if any(NEEDS_MAPPING.search(column.name) for column in table.columns):
            properties["delta.columnMapping.mode"] = "name"
        return properties

    def _clusters(self, layout: Layout) -> list[str]:
        if layout.kind == "library":
            return []
        times = () if layout.partition is None else (layout.partition,)
        return list(dict.fromkeys((*times, *layout.cluster, *layout.sort)))

    def remarks(self, table: Table) -> list[str]:
        """Say, too, which columns are more than liquid clustering takes."""
        layout, said = layout_on(table), super().remarks(table)
        if left := self._clusters(layout)[CLUSTER_COLUMNS:]:
            said.append(f"{layout.owner}: it clusters by {CLUSTER_COLUMNS} columns; left out: {', '.join(left)}")
        return said


def design(dialect: Dialect) -> Databricks:
    """Return the design for `dialect`."""
    return Databricks(dialect)
