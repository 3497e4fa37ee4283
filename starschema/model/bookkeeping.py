"""The library's own tables: the load log, the quarantine, the locks, each dimension's journal, the work of flows.

They live in a `MetaData` of their own, beside the user's, in the schema of the user's metadata.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    Index,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from starschema.model.histories import ProfileHistory, profile_history
from starschema.model.kinds import BridgeSpec
from starschema.model.ragged import ClosureTable, closure_table
from starschema.model.spec import DimensionSpec, RaggedSpec, RoleSpec
from starschema.model.storage import timestamp
from starschema.model.systems import SystemTables, system_tables
from starschema.model.worklist import feed_table, task_table


class Bookkeeping:
    """The library's own tables for one user metadata.

    Args:
        schema: Schema in which the user's tables live, or None for the database's default.
    """

    def __init__(self, schema: str | None = None) -> None:
        self.metadata = MetaData(schema=schema)
        self.loads = Table(
            "starschema_load",
            self.metadata,
            Column("load_id", BigInteger, primary_key=True, autoincrement=False),
            Column("target", String(200), nullable=False, comment="Table that was loaded"),
            Column("load_key", String(255), comment="The caller's name for this load, done at most once"),
            Column("status", String(10), nullable=False, comment="running, part, done or failed"),
            Column("source", Text, comment="Where the rows came from, without credentials"),
            Column("started_at", DateTime, nullable=False, comment="UTC"),
            Column("finished_at", DateTime, comment="UTC"),
            Column("seconds", Float),
            Column("lookups", Text, comment="JSON: dimension's table to where its members were looked up"),
            *(Column(name, BigInteger, nullable=False, default=0) for name in COUNTS),
            Column("error", Text),
            UniqueConstraint("target", "load_key", "load_id"),
            comment="One row per load: what, when, from where, how many rows, and how it ended",
        )
        self.quarantine = Table(
            "starschema_quarantine",
            self.metadata,
            Column("load_id", BigInteger, nullable=False),
            Column("target", String(200), nullable=False),
            Column("row_number", BigInteger, nullable=False, comment="Position in the input, from 1"),
            Column("column_name", String(200), comment="Input column to blame; NULL for the row as a whole"),
            Column("value", Text),
            Column("reason", Text, nullable=False),
            Column("record", Text, nullable=False, comment="The raw row as JSON"),
            Index("ix_starschema_quarantine_load", "load_id"),
            comment="Rows that could not be loaded, with the reason",
        )
        self.parts = Table(
            "starschema_part",
            self.metadata,
            Column("load_id", BigInteger, primary_key=True, autoincrement=False),
            Column("part", BigInteger, primary_key=True, autoincrement=False),
            Column("target", String(200), nullable=False),
            Column("source", Text, nullable=False, comment="File, its size and which of its rows"),
            *(Column(name, BigInteger, nullable=False, default=0) for name in COUNTS),
            comment="One row per part that is in the table, of loads in parts",
        )
        self.targets = Table(
            "starschema_target",
            self.metadata,
            Column("target", String(200), primary_key=True),
            Column("lock", String(10), primary_key=True, comment="history or members"),
            Column("last_key", BigInteger, nullable=False, comment="Highest surrogate key given so far"),
            Column("attributes", Text, nullable=False, comment="JSON: attribute to last_key when data first had it"),
            Column("stamp", String(32), comment="Drawn anew by every load that writes versions of the dimension"),
            comment="One row per table and lock: loads of one table queue up on it, and take their keys from it",
        )
        self.snapshots = Table(
            "starschema_snapshot",
            self.metadata,
            Column("target", String(200), nullable=False),
            Column("effective", DateTime, nullable=False),
            Column("slice_column", String(200), comment="NULL where the whole membership was given"),
            Column("slice_value", String(255)),
            Column("given", Text, nullable=False, comment="Comma-framed names of the attributes in the data"),
            Column("load_id", BigInteger, nullable=False),
            Index("ix_starschema_snapshot_target", "target", "effective"),
            comment="Every time and slice at which a whole membership was given",
        )
        self.marks = Table(
            "starschema_mark",
            self.metadata,
            Column("target", String(200), primary_key=True),
            Column("name", String(200), primary_key=True, comment="The source, as its reader names it"),
            Column("mark", Text, nullable=False, comment="JSON: how far the source was read, and the value's type"),
            Column("load_id", BigInteger, nullable=False, comment="Load that moved the mark last"),
            comment="How far each source was read into each table; moved in the load's own transaction",
        )
        self.undo = Table(
            "starschema_undo",
            self.metadata,
            Column("load_id", BigInteger, primary_key=True, autoincrement=False),
            Column("step", BigInteger, primary_key=True, autoincrement=False),
            Column("told", Text, nullable=False, comment="JSON: the table that is changed, and how that is undone"),
            comment="What loads under way have changed, where no transaction holds it together",
        )
        self.tasks = task_table(self.metadata)
        self.feeds = feed_table(self.metadata)
        self._journals: dict[DimensionSpec, Table] = {}
        self._closures: dict[tuple[DimensionSpec, str], ClosureTable] = {}
        self._histories: dict[tuple[DimensionSpec, str], ProfileHistory] = {}
        self._retold: dict[BridgeSpec, Table] = {}
        self._systems: dict[DimensionSpec, SystemTables] = {}

    def journal(self, dimension: DimensionSpec) -> Table:
        """Return the side table of the changes that `dimension`'s versions do not show."""
        if dimension not in self._journals:
            self._journals[dimension] = Table(
                f"{dimension.stored.name}_journal",
                self.metadata,
                *(Column(c.name, c.type, nullable=False) for c in dimension.natural_key),
                Column("changed_at", DateTime, nullable=False, comment="When the change took effect, UTC"),
                Column("change_sequence", BigInteger, comment="Orders changes of one time"),
                Column("is_deletion", Boolean(create_constraint=False), nullable=False),
                *(Column(a.name, a.column.type, nullable=True) for a in dimension.attributes),
                Column("given_attributes", Text, nullable=False, comment="Comma-framed names of those in the data"),
                Column("load_id", BigInteger, nullable=False),
                Index(
                    f"ix_{dimension.stored.name}_journal",
                    *(c.name for c in dimension.natural_key),
                    "changed_at",
                ),
                schema=dimension.stored.schema,
                comment=f"Changes of {dimension.stored.name} that its versions do not show",
            )
        return self._journals[dimension]

    def closure(self, dimension: DimensionSpec, ragged: RaggedSpec) -> ClosureTable:
        """Return the bridge of one of `dimension`'s hierarchies of any depth."""
        place = dimension, ragged.name
        if place not in self._closures:
            self._closures[place] = closure_table(self.metadata, dimension, ragged)
        return self._closures[place]

    def history(self, dimension: DimensionSpec, profile: RoleSpec) -> ProfileHistory:
        """Return the history of one of `dimension`'s profiles."""
        place = dimension, profile.name
        if place not in self._histories:
            self._histories[place] = profile_history(self.metadata, dimension, profile)
        return self._histories[place]

    def retold(self, bridge: BridgeSpec) -> Table:
        """Return the side table of the times at which a group was told to be what it was: no row of it shows them."""
        if bridge not in self._retold:
            group = bridge.group.column
            self._retold[bridge] = Table(
                f"{bridge.table.name}_journal",
                self.metadata,
                Column(group.name, group.type, primary_key=True, autoincrement=False, comment=group.comment),
                Column("changed_at", timestamp(), primary_key=True, comment="When the group was told, UTC"),
                Column("load_id", BigInteger, nullable=False),
                schema=bridge.table.schema,
                comment=f"Times of which groups were told that no row of {bridge.table.name} shows",
            )
        return self._retold[bridge]

    def systems(self, dimension: DimensionSpec) -> SystemTables:
        """Return the crosswalk of `dimension`, which several systems feed, and what these told."""
        if dimension not in self._systems:
            self._systems[dimension] = system_tables(self.metadata, dimension)
        return self._systems[dimension]


COUNTS = (
    "read",
    "inserted",
    "updated",
    "versioned",
    "closed",
    "removed",
    "unchanged",
    "inferred",
    "repointed",
    "recomputed",
    "unconverted",
    "rejected",
    "duplicates",
)
"""What a load counts, in the order it is shown."""


BOOKS = frozenset(
    {
        "starschema_load",
        "starschema_quarantine",
        "starschema_part",
        "starschema_target",
        "starschema_mark",
        "starschema_task",
        "starschema_feed",
    }
)
"""Names of the tables that say what was done and what is to be done; the others are part of the dimensions' history."""


@cache
def bookkeeping(metadata: MetaData) -> Bookkeeping:
    """Return the library's own tables that go with the user's `metadata`."""
    return Bookkeeping(metadata.schema)
