"""Snowflake: micro-partitions that CLUSTER BY keeps together, keys that the optimiser relies on.

A table is clustered where its author says so: rows that come in the order of time lie well without, and reclustering
costs credits for as long as the table lives.

Source: Snowflake documentation, "CREATE TABLE", "Clustering keys & clustered tables", "Constraint properties".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from sqlalchemy import DateTime, Dialect, Table

from starschema.ddl.layout import Layout, layout_on
from starschema.ddl.literals import Literals
from starschema.ddl.spelled import Spelled
from starschema.ddl.types import Types
from starschema.errors import ModelError

CLUSTER_COLUMNS = 4
"""Columns of a clustering key: more cost more than they help."""

GRANULES = {"day": "DAY", "month": "MONTH", "year": "YEAR"}


class Snowflake(Spelled):
    """Tables as Snowflake wants them."""

    types = Types(
        boolean="BOOLEAN",
        double="FLOAT",
        timestamp="TIMESTAMP_NTZ(6)",
        timestamp_with_zone="TIMESTAMP_TZ(6)",
        time="TIME(6)",
        binary="BINARY",
        uuid="VARCHAR(36)",
        text=lambda length: "VARCHAR" if length is None else f"VARCHAR({length})",
        number=lambda precision, scale: f"NUMBER({precision}, {scale})",
    )
    literals = Literals(
        backslashes=True,
        timestamp=lambda text: f"'{text}'",
        zoned=lambda text: f"'{text} +00:00'",
        date=lambda text: f"'{text}'",
        time=lambda text: f"'{text}'",
    )
    primary_key = " NOT ENFORCED RELY"
    unique_key = " NOT ENFORCED"  # special members have no natural key, so nobody may rely on it
    declared_reference = " NOT ENFORCED RELY"
    notes = ("Keys and references are not checked by Snowflake, its optimiser relies on them; the loads keep them.",)
    options: ClassVar[Mapping[str, type | tuple[type, ...]]] = {"transient": bool, "data_retention_time_in_days": int}
    unused: ClassVar[Mapping[str, str]] = {
        "partition_span": "micro-partitions come into being with their rows",
        "distribute_on": "Snowflake spreads micro-partitions by itself",
        "replicate": "every warehouse reads all micro-partitions",
        "compress": "micro-partitions are always compressed",
        "expire_days": "it deletes nothing by itself",
    }

    def check(self, table: Table, owner: str) -> None:
        """Refuse a retention that a transient table cannot have.

        Raises:
            ModelError: It is longer than a day, or a name cannot be.
        """
        super().check(table, owner)
        days = self.option(table, "data_retention_time_in_days")
        if self.option(table, "transient") and days is not None and days > 1:
            raise ModelError(
                f"{owner}: Physical(options=...): a transient table keeps one day at most, so "
                f"data_retention_time_in_days={days} cannot be; leave out transient, or the retention"
            )

    def alterations(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return the clustering key, or that there is none, and the retention."""
        keys = self._cluster(table, layout)
        yield f"CLUSTER BY ({', '.join(keys)})" if keys else "DROP CLUSTERING KEY"
        days = self.option(table, "data_retention_time_in_days")
        name = "DATA_RETENTION_TIME_IN_DAYS"
        yield f"UNSET {name}" if days is None else f"SET {name} = {days}"

    def kind(self, table: Table) -> str:
        """Return TRANSIENT TABLE for one without fail-safe."""
        return "TRANSIENT TABLE" if self.option(table, "transient") else "TABLE"

    def clauses(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return the clustering key, where the user asks for one, the retention, and the comment."""
        if keys := self._cluster(table, layout):
            yield f"CLUSTER BY ({', '.join(keys)})"
        if (days := self.option(table, "data_retention_time_in_days")) is not None:
            yield f"DATA_RETENTION_TIME_IN_DAYS = {days}"
        if table.comment:
            yield f"COMMENT = {self.literals.text(table.comment)}"

    def _cluster(self, table: Table, layout: Layout) -> list[str]:
        keys = []
        if layout.partition is not None and layout.partition_said:
            name = self.listed([layout.partition])
            # The range rather than the time: every value of a clustering key that differs is work.
            plain = layout.every == "day" and not isinstance(table.columns[layout.partition].type, DateTime)
            keys.append(name if plain else f"DATE_TRUNC('{GRANULES[layout.every]}', {name})")
        sort = layout.sort if "sort_on" in layout.said else ()
        wanted = dict.fromkeys(name for name in (*layout.cluster, *sort) if not keys or name != layout.partition)
        return [*keys, *(self.listed([name]) for name in wanted)][:CLUSTER_COLUMNS]

    def remarks(self, table: Table) -> list[str]:
        """Say, too, which columns are more than a clustering key should have."""
        layout, said = layout_on(table), super().remarks(table)
        wanted = {*layout.cluster, *(layout.sort if "sort_on" in layout.said else ())}
        if len(wanted) > CLUSTER_COLUMNS:
            said.append(f"{layout.owner}: the clustering key has the first {CLUSTER_COLUMNS} columns only")
        return said


def design(dialect: Dialect) -> Snowflake:
    """Return the design for `dialect`."""
    return Snowflake(dialect)
