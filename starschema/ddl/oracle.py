"""Oracle: partitions that come into being by themselves, references that the optimiser relies on.

A unique key with a NULL in it is still unique in its other columns here, and the special members have no natural key:
so that is a unique index over expressions that are NULL where the natural key is. An empty text is NULL.

Source: Oracle Database SQL Language Reference, "CREATE TABLE", "constraint"; VLDB and Partitioning Guide, "Interval
Partitioning".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from sqlalchemy import Column, DateTime, Dialect, ForeignKeyConstraint, Table, UniqueConstraint
from sqlalchemy.schema import Constraint

from starschema.ddl.layout import Layout, layout_on
from starschema.ddl.literals import Literals
from starschema.ddl.spelled import POLICY, Spelled
from starschema.ddl.types import Types
from starschema.errors import ModelError

LONGEST_TEXT = 4000
"""Bytes of the longest VARCHAR2, unless a database was set up for more."""

KEY_LENGTH = 255
"""Characters of a key column whose text has no declared length."""

FIRST = dt.date(2000, 1, 1)
"""Where the partitions begin that come into being by themselves; what is older shares one, unless a span is given."""

INTERVALS = {
    "day": "NUMTODSINTERVAL(1, 'DAY')",
    "month": "NUMTOYMINTERVAL(1, 'MONTH')",
    "year": "NUMTOYMINTERVAL(1, 'YEAR')",
}


def _text(length: int | None) -> str:
    return "CLOB" if length is not None and length > LONGEST_TEXT else f"VARCHAR2({length or LONGEST_TEXT} CHAR)"


class Oracle(Spelled):
    """Tables as Oracle wants them."""

    types = Types(
        boolean="NUMBER(1)",
        smallint="NUMBER(5)",
        integer="NUMBER(10)",
        bigint="NUMBER(19)",
        double="BINARY_DOUBLE",
        timestamp="TIMESTAMP(6)",
        timestamp_with_zone="TIMESTAMP(6) WITH TIME ZONE",
        time="VARCHAR2(15 CHAR)",  # 09:30:00.000000, which sorts as the time does
        binary="BLOB",
        uuid="VARCHAR2(36 CHAR)",
        text=_text,
        long_text="CLOB",
        key_length=KEY_LENGTH,
        number=lambda precision, scale: f"NUMBER({precision}, {scale})",
    )
    literals = Literals(true="1", false="0", time=lambda text: f"'{text}'", binary=lambda text: f"HEXTORAW('{text}')")
    unique_key = ""
    declared_reference = " RELY DISABLE NOVALIDATE"
    checks_references = True
    indexed = True
    comments = "apart"
    nowhere = " FROM DUAL"
    refused = re.compile(r"[\x00-\x1f\x7f\"]")
    notes = (
        "IF [NOT] EXISTS needs Oracle 23ai. An empty text is NULL to Oracle; times of day are text; SQL*Plus takes & "
        "for a variable unless SET DEFINE OFF.",
    )
    options: ClassVar[Mapping[str, type | tuple[type, ...]]] = {"tablespace": str}
    unused: ClassVar[Mapping[str, str]] = {
        "distribute_on": "one database holds all rows",
        "replicate": "one database holds all rows",
        "expire_days": "Oracle deletes nothing by itself",
        "sort_on": "rows of a heap are in no order; cluster_on makes attribute clustering",
    }

    def create_schema(self, name: str) -> str:
        """Return the statement that has the tables made in a schema, which is a user and must be there."""
        return f"ALTER SESSION SET CURRENT_SCHEMA = {self.preparer.quote(name)}"

    def check(self, table: Table, owner: str) -> None:
        """Refuse partitions that Oracle cannot make by itself.

        Raises:
            ModelError: Their column can be NULL or has a zone, or a name cannot be.
        """
        super().check(table, owner)
        layout = layout_on(table)
        if not self._partitioned(layout):
            return
        assert layout.partition is not None
        column = table.columns[layout.partition]
        if column.nullable or (isinstance(column.type, DateTime) and column.type.timezone):
            raise ModelError(
                f"{owner}: Physical(partition_by={column.name!r}) names a column that may be NULL or has a time zone, "
                "by which Oracle cannot make interval partitions; use a Date or DateTime that is NOT NULL"
            )

    def clauses(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return the tablespace, the compression, the order and the partitions."""
        if tablespace := self.option(table, "tablespace"):
            yield f"TABLESPACE {self.preparer.quote(tablespace)}"
        if layout.compress is not None:
            yield "COMPRESS BASIC" if layout.compress else "NOCOMPRESS"
        if layout.cluster:
            yield f"CLUSTERING BY LINEAR ORDER ({self.listed(layout.cluster)})"
        if self._partitioned(layout):
            yield self._partitions(table, layout)

    fixed: ClassVar[Mapping[str, str]] = {
        "cluster_on": "ALTER TABLE ... DROP CLUSTERING goes before the one that a table has is added anew"
    }

    def alterations(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return where and how its rows lie, the partitions by time last."""
        moved = ["MOVE"]
        if tablespace := self.option(table, "tablespace"):
            moved.append(f"TABLESPACE {self.preparer.quote(tablespace)}")
        if layout.compress is not None:
            moved.append("COMPRESS BASIC" if layout.compress else "NOCOMPRESS")
        if len(moved) > 1 and not self._partitioned(layout):
            yield f"{' '.join(moved)} ONLINE"
        if layout.cluster:
            yield f"ADD CLUSTERING BY LINEAR ORDER ({self.listed(layout.cluster)})"
        if self._partitioned(layout):
            yield f"MODIFY {self._partitions(table, layout)} ONLINE"

    def _partitions(self, table: Table, layout: Layout) -> str:
        assert layout.partition is not None
        first = layout.span[0] if layout.span else FIRST
        kind = table.columns[layout.partition].type
        bound = dt.datetime(first.year, first.month, first.day)
        start = self.literals.timestamp(bound.isoformat(" ")) if isinstance(kind, DateTime) else f"DATE '{first}'"
        return (
            f"PARTITION BY RANGE ({self.listed([layout.partition])}) INTERVAL ({INTERVALS[layout.every]}) "
            f"(PARTITION p_first VALUES LESS THAN ({start}))"
        )

    def after(self, table: Table, layout: Layout, *, if_not_exists: bool) -> Iterable[str]:
        """Yield the unique indexes that leave out NULL, and the table's own indexes."""
        ahead = self.if_not_exists if if_not_exists else ""
        for constraint in self.constraints(table):
            if isinstance(constraint, UniqueConstraint) and (known := _known(self, constraint)):
                held = ", ".join(f"CASE WHEN {known} THEN {self.listed([c])} END" for c in constraint.columns)
                name = self.preparer.quote(str(constraint.name or f"uq_{table.name}"))
                yield f"CREATE UNIQUE INDEX {ahead}{name} ON {self.named(table)} ({held})"
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            kind = "UNIQUE INDEX" if index.unique else "INDEX"
            name = self.preparer.quote(str(index.name))
            yield f"CREATE {kind} {ahead}{name} ON {self.named(table)} ({self.listed(index.columns)})"
        for constraint in self.constraints(table):
            if isinstance(constraint, ForeignKeyConstraint) and constraint.info.get(POLICY) == "declared":
                line = super().constraint(constraint, layout)
                # A second one of the same columns is an error, so a script that can run again says it only once.
                yield self._once(f"ALTER TABLE {self.named(table)} ADD {line}", if_not_exists=if_not_exists)

    def constraint(self, constraint: Constraint, layout: Layout) -> str | None:
        """Return the line of a constraint, but for one that is an index of its own or is added later."""
        if isinstance(constraint, UniqueConstraint) and _known(self, constraint):
            return None
        if isinstance(constraint, ForeignKeyConstraint) and constraint.info.get(POLICY) == "declared":
            return None
        return super().constraint(constraint, layout)

    def remarks(self, table: Table) -> list[str]:
        """Say, too, which tables are not partitioned."""
        layout, said = layout_on(table), super().remarks(table)
        if layout.partition_said and layout.kind != "fact":
            said.append(f"{layout.owner}: only facts are partitioned here; Physical(partition_by=...) has no effect")
        return said

    def drop_table(self, table: Table) -> Iterable[str]:
        """Return the statement that drops `table` without keeping it in the recycle bin."""
        return [f"DROP TABLE {self.if_exists}{self.named(table)} PURGE"]

    def _once(self, statement: str, *, if_not_exists: bool) -> str:
        if not if_not_exists:
            return statement
        there = -2275  # such a referential constraint already exists in the table
        run = f"EXECUTE IMMEDIATE {self.literals.text(statement)}"
        return f"BEGIN {run}; EXCEPTION WHEN OTHERS THEN IF SQLCODE != {there} THEN RAISE; END IF; END"

    def _partitioned(self, layout: Layout) -> bool:
        return layout.kind == "fact" and layout.partition_said


def design(dialect: Dialect) -> Oracle:
    """Return the design for `dialect`."""
    return Oracle(dialect)


def _known(oracle: Oracle, constraint: UniqueConstraint) -> str:
    nullable: list[Column[Any]] = [column for column in constraint.columns if column.nullable]
    return " AND ".join(f"{oracle.listed([column])} IS NOT NULL" for column in nullable)
