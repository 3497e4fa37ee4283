"""BigQuery: partitions by a column's time, with an end of their own, and blocks clustered by up to four columns.

Source: BigQuery documentation, "Data definition language statements", "Use primary and foreign keys", "Create
partitioned tables".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

from sqlalchemy import Date, DateTime, Dialect, Table

from starschema.ddl.layout import Layout, layout_on
from starschema.ddl.literals import Literals
from starschema.ddl.spelled import Spelled
from starschema.ddl.types import Types

CLUSTER_COLUMNS = 4
"""The most that BigQuery takes."""

NUMERIC_SCALE, NUMERIC_WHOLE = 9, 29
"""What NUMERIC holds behind and before the point; BIGNUMERIC holds 38 of each."""


def _number(precision: int, scale: int) -> str:
    short = scale <= NUMERIC_SCALE and precision - scale <= NUMERIC_WHOLE
    return f"{'NUMERIC' if short else 'BIGNUMERIC'}({precision}, {scale})"


_WHEN_MADE = "BigQuery partitions a table only when it is made: CREATE TABLE ... AS SELECT a new one, and rename both"

_BY_TOOL = "no ALTER of BigQuery does it: bq update --clustering_fields does"


class BigQuery(Spelled):
    """Tables as BigQuery wants them."""

    types = Types(
        boolean="BOOL",
        smallint="INT64",
        integer="INT64",
        bigint="INT64",
        double="FLOAT64",
        timestamp="DATETIME",
        timestamp_with_zone="TIMESTAMP",
        time="TIME",
        binary="BYTES",
        uuid="STRING(36)",
        text=lambda length: "STRING" if length is None else f"STRING({length})",
        number=_number,
    )
    literals = Literals(
        backslashes=True,
        timestamp=lambda text: f"DATETIME '{text}'",
        zoned=lambda text: f"TIMESTAMP '{text}+00:00'",
        binary=lambda text: f"FROM_HEX('{text}')",
    )
    primary_key = " NOT ENFORCED"
    declared_reference = " NOT ENFORCED"
    nowhere = " FROM (SELECT 1 AS one) AS one"
    refused = re.compile(r"[\x00-\x1f\x7f!\"$()*,./;?@\[\\\]^`{}~]")
    notes = (
        "Keys and references are not checked by BigQuery, its optimiser uses them; it has no unique keys and no "
        "indexes. The loads keep natural keys and grains unique.",
    )
    options: ClassVar[Mapping[str, type | tuple[type, ...]]] = {"require_partition_filter": bool, "kms_key_name": str}
    unused: ClassVar[Mapping[str, str]] = {
        "distribute_on": "BigQuery spreads rows by itself; cluster_on is what it takes",
        "replicate": "every slot reads all storage",
        "compress": "its storage is always compressed",
        "partition_span": "partitions come into being with their rows",
    }

    fixed: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(("partition_by", "partition_every"), _WHEN_MADE),
        **dict.fromkeys(("cluster_on", "sort_on", "distribute_on"), _BY_TOOL),
    }

    def comment_statements(self, table: Table, *, if_not_exists: bool) -> Iterator[str]:
        """Yield the statements that set descriptions of columns; that of the table goes with its options."""
        for column in table.columns:
            said = "NULL" if column.comment is None else self.literals.text(column.comment)
            name = self.preparer.quote(column.name)
            yield f"ALTER TABLE {self.named(table)} ALTER COLUMN {name} SET OPTIONS (description = {said})"

    def alterations(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return the description and the end of partitions."""
        options = {"description": "NULL" if table.comment is None else self.literals.text(table.comment)}
        if layout.partition is not None:
            options["partition_expiration_days"] = "NULL" if layout.expire_days is None else str(layout.expire_days)
            options["require_partition_filter"] = str(bool(self.option(table, "require_partition_filter"))).upper()
        yield f"SET OPTIONS ({', '.join(f'{name} = {value}' for name, value in options.items())})"

    def column_comment(self, comment: str) -> str:
        """Return the description."""
        return f"OPTIONS (description = {self.literals.text(comment)})"

    def clauses(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return the partitions, the clusters, and what is said of the table as a whole."""
        if layout.partition is not None:
            yield f"PARTITION BY {self._partition(table, layout)}"
        if clusters := self._clusters(layout)[:CLUSTER_COLUMNS]:
            yield f"CLUSTER BY {self.listed(clusters)}"
        options = []
        if table.comment:
            options.append(f"description = {self.literals.text(table.comment)}")
        if layout.expire_days is not None:
            options.append(f"partition_expiration_days = {layout.expire_days}")
        if layout.partition is not None and self.option(table, "require_partition_filter"):
            options.append("require_partition_filter = TRUE")
        if key := self.option(table, "kms_key_name"):
            options.append(f"kms_key_name = {self.literals.text(key)}")
        if options:
            yield f"OPTIONS ({', '.join(options)})"

    def _partition(self, table: Table, layout: Layout) -> str:
        assert layout.partition is not None
        name, kind = self.listed([layout.partition]), table.columns[layout.partition].type
        if isinstance(kind, Date) and layout.every == "day":
            return name
        word = "DATE" if isinstance(kind, Date) else "DATETIME"
        if isinstance(kind, DateTime) and kind.timezone:
            word = "TIMESTAMP"
        return f"{word}_TRUNC({name}, {layout.every.upper()})"

    def _clusters(self, layout: Layout) -> list[str]:
        """Return what rows are clustered by: what the user says, else what the rows are spread and kept in order by."""
        spread = () if layout.distribute is None or layout.kind != "fact" else (layout.distribute,)
        return list(dict.fromkeys((*layout.cluster, *spread, *(n for n in layout.sort if n != layout.partition))))

    def remarks(self, table: Table) -> list[str]:
        """Say, too, which columns are more than BigQuery can cluster by."""
        layout = layout_on(table)
        hints = super().remarks(table)
        said = [hint for hint in hints if not (layout.kind == "fact" and "distribute_on" in hint)]
        if left := self._clusters(layout)[CLUSTER_COLUMNS:]:
            said.append(f"{layout.owner}: BigQuery clusters by {CLUSTER_COLUMNS} columns; left out: {', '.join(left)}")
        return said


def design(dialect: Dialect) -> BigQuery:
    """Return the design for `dialect`."""
    return BigQuery(dialect)
