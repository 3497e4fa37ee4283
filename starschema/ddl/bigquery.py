"""BigQuery: partitions by a column's time, with an end of their own, and blocks clustered by up to four columns.

Source: BigQuery documentation, "Data definition language statements", "Use primary and foreign keys", "Create
partitioned tables", "TABLE_CONSTRAINTS view" (what keys can be), "Create views".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from sqlalchemy import (
    Column,
    Constraint,
    CreateView,
    Date,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    Table,
)

from starschema.backends.bigquery_types import number
from starschema.ddl.layout import Layout, layout_on
from starschema.ddl.literals import Literals
from starschema.ddl.spelled import Spelled
from starschema.ddl.types import Types
from starschema.model.bookkeeping import BOOKS

CLUSTER_COLUMNS = 4
"""The most that BigQuery takes."""

KEY_COLUMNS = 16
KEY_TYPES = frozenset({"BIGNUMERIC", "BOOL", "DATE", "DATETIME", "INT64", "NUMERIC", "STRING", "TIMESTAMP"})
"""How many columns a key can have, and of which types; rows are clustered by none of others, either."""

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
        number=lambda precision, scale: f"{number(precision, scale)}({precision}, {scale})",
    )
    literals = Literals(
        backslashes=True,
        timestamp=lambda text: f"DATETIME '{text}'",
        zoned=lambda text: f"TIMESTAMP '{text}+00:00'",
        binary=lambda text: f"FROM_HEX('{text}')",
    )
    primary_key = " NOT ENFORCED"
    declared_reference = " NOT ENFORCED"
    apart = True
    views = False
    elsewhere = BOOKS
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

    def view_query(self, view: CreateView) -> str:
        """Return the query of a view, which must name the dataset of its tables."""
        if self._dataset is None:
            return super().view_query(view)
        named = view.selectable.compile(
            dialect=self.dialect,
            schema_translate_map={None: self._dataset},
            render_schema_translate=True,
            compile_kwargs={"literal_binds": True},
        )
        return str(named)

    def view_remarks(self, view: CreateView) -> list[str]:
        """Say where the dataset that a view must name is not known."""
        if view.table.schema is not None or self._dataset is not None:
            return []
        return [
            f"{view.table.name} is a view, and BigQuery's name the dataset of their tables, whatever the default is: "
            "put it before these, or give the metadata a schema"
        ]

    @property
    def _dataset(self) -> str | None:
        """The dataset of tables without a schema, which a dialect knows that is connected."""
        return getattr(self.dialect, "dataset_id", None)

    def column_comment(self, comment: str) -> str:
        """Return the description."""
        return f"OPTIONS (description = {self.literals.text(comment)})"

    def constraint(self, constraint: Constraint, layout: Layout) -> str | None:
        """Return the line of a constraint; a primary key has no name, and without one there are no references to it."""
        if isinstance(constraint, PrimaryKeyConstraint):
            held = self.listed(constraint.columns)
            return f"PRIMARY KEY ({held}){self.primary_key}" if self._has_key(constraint.table) else None
        if isinstance(constraint, ForeignKeyConstraint) and not self._has_key(constraint.referred_table):
            return None
        return super().constraint(constraint, layout)

    def _has_key(self, table: Table) -> bool:
        key = list(table.primary_key.columns)
        return 0 < len(key) <= KEY_COLUMNS and all(self._kind(column) in KEY_TYPES for column in key)

    def clauses(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return the partitions, the clusters, and what is said of the table as a whole."""
        if layout.partition is not None:
            yield f"PARTITION BY {self._partition(table, layout)}"
        if clusters := self._clusters(table, layout)[0]:
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

    def _clusters(self, table: Table, layout: Layout) -> tuple[list[str], list[str]]:
        """Return what rows are clustered by: what the user says, else what they are spread and kept in order by.

        And what of it BigQuery cannot cluster by.
        """
        spread = () if layout.distribute is None or layout.kind != "fact" else (layout.distribute,)
        wanted = dict.fromkeys((*layout.cluster, *spread, *(n for n in layout.sort if n != layout.partition)))
        taken = [name for name in wanted if self._kind(table.columns[name]) in KEY_TYPES][:CLUSTER_COLUMNS]
        return taken, [name for name in wanted if name not in taken]

    def _kind(self, column: Column[Any]) -> str:
        return self.type_of(column).partition("(")[0]

    def remarks(self, table: Table) -> list[str]:
        """Say, too, which columns are more than BigQuery can cluster by, and which key it cannot have."""
        layout = layout_on(table)
        hints = super().remarks(table)
        said = [hint for hint in hints if not (layout.kind == "fact" and "distribute_on" in hint)]
        if left := self._clusters(table, layout)[1]:
            said.append(
                f"{layout.owner}: BigQuery clusters by {CLUSTER_COLUMNS} columns, none of which holds bytes, floats or "
                f"times of day; left out: {', '.join(left)}"
            )
        if table.primary_key.columns and not self._has_key(table):
            said.append(
                f"{layout.owner}: the primary key is left out: BigQuery's have at most {KEY_COLUMNS} columns, and none "
                "that holds bytes, floats or times of day"
            )
        return said


def design(dialect: Dialect) -> BigQuery:
    """Return the design for `dialect`."""
    return BigQuery(dialect)
