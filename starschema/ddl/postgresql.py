"""PostgreSQL: exact as it comes; references that are declared and not checked from 18 on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import Column, Connection, Date, DateTime, Dialect, ForeignKeyConstraint, Index, Table, text
from sqlalchemy.ext.compiler import compiles

from starschema.ddl.design import Design, ForeignKeys
from starschema.ddl.layout import Layout, layout_on
from starschema.ddl.partitions import partition
from starschema.ddl.written import plain_preparer
from starschema.model.declaring import LONGEST

LOCK = 0x57A25CE3
"""Number of the advisory lock under which tables are created; any would do, it must only be the library's own."""


class UncheckedForeignKey(ForeignKeyConstraint):
    """A foreign key that planners and tools may read and that costs a load nothing."""

    inherit_cache = True


@compiles(UncheckedForeignKey, "postgresql")
def _not_enforced(constraint: UncheckedForeignKey, compiler: Any, **options: Any) -> str:
    return f"{compiler.visit_foreign_key_constraint(constraint, **options)} NOT ENFORCED"


class PostgreSQL(Design):
    """Tables as PostgreSQL wants them."""

    unused: ClassVar[Mapping[str, str]] = {
        "partition_span": "partitions are made as they are needed",
        "expire_days": "PostgreSQL deletes nothing by itself; a partition that is old can be detached",
        "distribute_on": "one server holds all rows",
        "cluster_on": "PostgreSQL keeps no order of rows; CLUSTER makes one once",
        "replicate": "one server holds all rows",
        "compress": "PostgreSQL compresses long values only",
    }

    def arrange(self, table: Table, layout: Layout) -> None:
        """Partition a fact by time where the user says so, and index a time in whose order rows come by its blocks."""
        if layout.kind != "fact":
            return
        if layout.partition_said:
            partition(table, layout, self.dialect)
        times = [layout.partition if layout.partition_said else None, layout.sort[0] if _sorted(layout) else None]
        for name in dict.fromkeys(name for name in times if name is not None):
            if isinstance(table.columns[name].type, Date | DateTime):
                Index(f"brin_{table.name}_{name}"[:LONGEST], table.columns[name], postgresql_using="brin")

    def remarks(self, table: Table) -> list[str]:
        """Say, too, what is neither partitioned nor indexed by blocks."""
        layout, said = layout_on(table), super().remarks(table)
        if layout.partition_said and layout.kind != "fact":
            said.append(f"{layout.owner}: only facts are partitioned here; Physical(partition_by=...) has no effect")
        if _sorted(layout) and not any(index.dialect_kwargs.get("postgresql_using") for index in table.indexes):
            said.append(f"{layout.owner}: Physical(sort_on=...) has no effect here: PostgreSQL keeps no order of rows")
        return said

    fixed: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("partition_by", "partition_every"),
        "PostgreSQL partitions a table only when it is made: rename it, make it anew, INSERT ... SELECT, drop the old",
    )

    def altered(self, table: Table) -> Iterable[str]:
        """Yield the statements that give a table that is there its storage parameters and its tablespace."""
        preparer = plain_preparer(self.dialect)
        whole, options = preparer.format_table(table), table.dialect_kwargs
        if (given := options.get("postgresql_with")) and "postgresql_partition_by" not in options:
            yield f"ALTER TABLE {whole} SET ({', '.join(f'{name} = {value}' for name, value in given.items())})"
        if tablespace := options.get("postgresql_tablespace"):
            yield f"ALTER TABLE {whole} SET TABLESPACE {preparer.quote(tablespace)}"

    def binary(self, digits: str) -> str:
        """Decode them."""
        return f"decode('{digits}', 'hex')"

    def go_offline(self) -> None:
        """Write backslashes as they are: a connection would ask the server, where that is standard since 9.1."""
        self.dialect._backslash_escapes = False  # type: ignore[attr-defined]

    def foreign_key(
        self, columns: Sequence[Column[Any]], targets: Sequence[Column[Any]], policy: ForeignKeys
    ) -> ForeignKeyConstraint | None:
        """Write a declared one NOT ENFORCED, which the server must know: 18 and later do."""
        # An offline dialect has no version, a connected one has a tuple.
        version: tuple[int, ...] | None = getattr(self.dialect, "server_version_info", None)
        if policy == "declared" and version is not None and version >= (18,):
            return UncheckedForeignKey(columns, targets)
        return super().foreign_key(columns, targets, policy)

    def lock(self, connection: Connection) -> None:
        """Queue up: two CREATE TABLE IF NOT EXISTS at once fail on the catalogue's own unique index."""
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})


def design(dialect: Dialect) -> Design:
    """Return the design for `dialect`."""
    return PostgreSQL(dialect)


def _sorted(layout: Layout) -> bool:
    return "sort_on" in layout.said
