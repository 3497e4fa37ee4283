"""Trino over Iceberg: partitions by a column's time, files in order; no keys at all.

Source: Trino documentation, "Iceberg connector".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import ClassVar

from sqlalchemy import Dialect, Table

from starschema.ddl.layout import Layout
from starschema.ddl.literals import Literals
from starschema.ddl.spelled import Spelled
from starschema.ddl.types import Types


class Trino(Spelled):
    """Tables as Trino's Iceberg connector wants them."""

    types = Types(
        boolean="BOOLEAN",
        smallint="INTEGER",  # Iceberg has nothing shorter
        double="DOUBLE",
        timestamp="TIMESTAMP(6)",
        timestamp_with_zone="TIMESTAMP(6) WITH TIME ZONE",
        time="TIME(6)",
        binary="VARBINARY",
        uuid="UUID",
        text=lambda _: "VARCHAR",  # Iceberg keeps no lengths
        number=lambda precision, scale: f"DECIMAL({precision}, {scale})",
    )
    literals = Literals(uuid=lambda text: f"UUID '{text}'")
    primary_key = None
    defaults = False
    notes = (
        "Iceberg tables have no keys, no defaults, no lengths of texts and no indexes; the loads keep natural keys and "
        "grains unique.",
    )
    options: ClassVar[Mapping[str, type | tuple[type, ...]]] = {"format": str, "location": str}
    unused: ClassVar[Mapping[str, str]] = {
        "partition_span": "partitions come into being with their rows",
        "distribute_on": "Iceberg's files lie on no node; cluster_on is what it takes",
        "replicate": "small tables are broadcast to every node at the join",
        "compress": "Parquet files are always compressed",
        "expire_days": "it deletes nothing by itself",
    }

    def clauses(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return the comment, and the partitions and the order as properties."""
        if table.comment:
            yield f"COMMENT {self.literals.text(table.comment)}"
        yield f"WITH ({', '.join(self._properties(table, layout))})"

    def alterations(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return the partitions and the order of what is written from now on."""
        properties = [each for each in self._properties(table, layout) if not each.startswith("location ")]
        for name in ("partitioning", "sorted_by"):
            if not any(each.startswith(f"{name} ") for each in properties):
                properties.append(f"{name} = ARRAY[]")
        yield f"SET PROPERTIES {', '.join(properties)}"

    def _properties(self, table: Table, layout: Layout) -> list[str]:
        text = self.literals.text
        properties = [f"format = {text(self.option(table, 'format') or 'PARQUET')}"]
        if layout.partition is not None:
            properties.append(f"partitioning = ARRAY[{text(f'{layout.every}({self.inside(layout.partition)})')}]")
        if order := dict.fromkeys((*layout.cluster, *layout.sort)):
            properties.append(f"sorted_by = ARRAY[{', '.join(text(self.inside(name)) for name in order)}]")
        if location := self.option(table, "location"):
            properties.append(f"location = {text(location)}")
        return properties

    def inside(self, name: str) -> str:
        """Return a column's name as it stands in a property, where names that are no plain words are quoted."""
        return name if re.fullmatch(r"[a-z_][a-z0-9_]*", name) else '"' + name.replace('"', '""') + '"'


def design(dialect: Dialect) -> Trino:
    """Return the design for `dialect`."""
    return Trino(dialect)
