"""A simple fact load whose files the warehouse reads by itself: none of their rows comes to the process that loads.

One query looks at all rows, with the members that they name: whether every value fits, whom the warehouse does not
know, and what the newest events are. Members that are not known are the only thing that is brought here, to be
inferred. One `INSERT … SELECT` then reads the files again, looks the keys up and appends the rows. Wherever this does
not suffice, nothing has been done to the fact yet, and the load begins again with its rows on the workbench. What
aggregates take of the rows is added up where they are then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Float,
    FromClause,
    Table,
    and_,
    cast,
    func,
    literal,
    select,
    true,
    union_all,
)

from starschema.errors import LoadError
from starschema.load.facts.aggregates import keep_aggregates_there
from starschema.load.facts.as_read import adds_events, says_its_grain
from starschema.load.facts.rates_there import is_converted_there, look_at_amounts, with_amounts, without_rate
from starschema.load.facts.subtypes import with_fact_kinds_there
from starschema.load.invariants import check_written
from starschema.load.keys.members import infer, take_turns
from starschema.load.keys.naming import told_combinations
from starschema.load.keys.naming_there import is_made_there, named_there
from starschema.load.newest import note_newest
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.load.stage import Stage
from starschema.load.there import NotThere, look, read_there, refuse_repeated, tell
from starschema.sql import lookup
from starschema.sql.compare import Query, count_if, equal
from starschema.sql.constants import Nothing
from starschema.sql.referring import joined, map_in_place

if TYPE_CHECKING:
    from starschema.load.facts.fact import FactLoad
    from starschema.model.spec import DimensionSpec, RoleSpec


def load_read_there(load: FactLoad, context: Context) -> Outcome | None:
    """Load a fact from files that the warehouse reads; return None, with nothing done, if it has to be loaded else."""
    namings = load.references.namings
    if not (adds_events(load, context) and says_its_grain(load) and is_converted_there(load.spec)):
        return None
    if not all(map(is_made_there, namings.values())):
        return None
    fields, columns = load.fields()
    with read_there(context, load.source, fields, columns, load.name, load.options.zone) as staged:
        try:
            if staged is None:
                return None
            named = named_there(context, staged, namings, load.name)
            return _ReadThere(load, context, with_fact_kinds_there(load.spec, load.options.kind, namings, named)).run()
        except NotThere as why:
            tell(load.name, why)
            return None


class _ReadThere:
    """One load of files that the warehouse reads.

    Args:
        load: The load.
        context: Its surroundings.
        staged: The rows, as the warehouse reads them.
    """

    def __init__(self, load: FactLoad, context: Context, staged: Stage) -> None:
        self.load = load
        self.context = context
        self.connection = context.connection
        self.staged = staged
        self.rows = staged.table
        self.named = load.references.by_dimension(self.rows)
        self.maps: Mapping[DimensionSpec, FromClause] = {each: map_in_place(each) for each, _ in self.named}

    def run(self) -> Outcome:
        """Load.

        Raises:
            LoadError: Versions on record overlap, or the files changed meanwhile.
            NotThere: The load has to take another way.
        """
        load, fact = self.load, self.load.spec
        for dimension, _ in self.named:
            self.context.lookups.look_up_there(dimension)
        self._check_versions()
        seen = self._look()
        refuse_repeated(self.context, self.staged, [c.name for c in fact.grain])
        self._look_on_record(seen)
        if fact.conversions:
            look_at_amounts(self.context, fact, self._ready())
        inferred = self._infer(seen)
        self._append()
        mine = select(func.count(), without_rate(fact)).where(fact.load_id == self.context.load_id)
        written, unconverted = self.connection.execute(mine.select_from(fact.table)).one()
        check_written(load.name, self.staged.read, written)
        note_newest(self.context, fact, {name: seen[name] for name in self._events if seen[name] is not None})
        keep_aggregates_there(self.context, load.aggregates)
        if load.options.progress is not None:
            load.options.progress(written)
        counts = {"read": written, "inserted": written, "inferred": inferred, "unconverted": unconverted}
        return Outcome(counts)

    @property
    def _events(self) -> list[str]:
        """The columns with the times of events."""
        times = {role.as_of for role in self.load.spec.roles if role.as_of is not None}
        return sorted(time for time in times if time in self.rows.c)

    def _check_versions(self) -> None:
        """Check that every row finds one version at most for each reference.

        Raises:
            LoadError: One finds more, so versions on record overlap.
        """
        asked = {each: lookup.versions_of_one_time(each, keys) for each, keys in self.maps.items()}
        found = [select(literal(n).label("n")).select_from(q.subquery()) for n, q in enumerate(asked.values())]
        if found and self._any(union_all(*found)):
            for dimension, query in asked.items():
                if (twice := self.connection.execute(query).first()) is not None:
                    raise LoadError(lookup.tell_of_one_time(self.load.name, dimension, twice))

    def _look(self) -> Mapping[str, Any]:
        """Look at all rows, with the members that they name, and return what there is to know of them."""
        rows = self.rows
        found, parts = joined(rows, self.load.spec.roles, self.load.sources, self.maps)
        first = rows.c[self.load.spec.grain[0].name]
        asked: list[ColumnElement[Any]] = [func.min(first).label("_low"), func.max(first).label("_high")]
        asked += [cast(func.max(rows.c[name]), DateTime).label(name) for name in self._events]
        asked += [count_if(p.key(gaps=True).is_(None)).label(_lacking(p.role)) for p in parts if p.keys is not None]
        return look(self.context, self.load.source, self.staged, asked, joined=found)

    def _look_on_record(self, seen: Mapping[str, Any]) -> None:
        """See to it that no row has a grain that is on record.

        Raises:
            NotThere: One has.
        """
        fact = self.load.spec
        if not self._any(select(literal(1)).select_from(fact.table)):
            return
        first = fact.grain[0]
        met = [equal(fact.table, self.rows, [c.name for c in fact.grain])]
        if not isinstance(first.type, Float):  # which knows of values that are neither less nor more
            # Said of the table itself, it spares the warehouse the files of other times.
            met.append(first.between(literal(seen["_low"], first.type), literal(seen["_high"], first.type)))
        if self._any(select(literal(1)).select_from(fact.table).join(self.rows, and_(*met))):
            raise NotThere("a row has a grain that is on record")

    def _infer(self, seen: Mapping[str, Any]) -> int:
        """Infer the members that rows name and the warehouse lacks; return how many.

        Raises:
            NotThere: Some must not be inferred.
        """
        context = self.context
        lacking = {
            dimension: [role for role in roles if role.missing != "unknown" and seen[_lacking(role)]]
            for dimension, roles in self.named
        }
        if any(role.missing == "reject" for roles in lacking.values() for role in roles):
            raise NotThere("a row names a member that does not exist")
        adding = [dimension for dimension, roles in lacking.items() if roles]
        if not adding:
            return 0
        # All at once, in the order of all loads, so that none waits in a circle.
        take_turns(context, [d for d, roles in self.named if any(role.missing == "infer" for role in roles)])
        inferred = 0
        for number, dimension in enumerate(adding):
            named = self._named(dimension, lacking[dimension]).subquery("wanted")
            unknown = lookup.unknown_members(dimension, named, dimension.table)
            columns = [*dimension.natural_key, *dimension.combined]
            members = context.bench.fetch(f"lacking_{number}", unknown, columns)
            inferred += infer(context, dimension, members, f"lacking_{number}")
        return inferred

    def _named(self, dimension: DimensionSpec, roles: Sequence[RoleSpec]) -> Query:
        """Select the members that rows name in some roles, each once, with all that rows tell of them."""
        references = self.load.references
        if not dimension.combined:
            return references.wanted(dimension, self.rows, roles)
        told = told_combinations(self.rows, [references.namings[role.name] for role in roles]).subquery("told")
        # Rows of another kind than a role's name nothing in it.
        return select(told).where(told.c[dimension.natural_key[0].name].is_not(None)).distinct()

    def _ready(self) -> Query:
        """Select the rows with their keys."""
        ready: Query = self.load.ready(self.context, self.staged, self.maps)
        return ready

    def _append(self) -> None:
        """Append the rows, with their keys; of rows of several kinds, to the table of each kind its own."""
        fact, ready = self.load.spec, self._ready()
        if fact.conversions:
            ready = with_amounts(self.context, fact, ready)
        rows = ready.subquery("finished")
        self._insert(fact.stored, rows, true())
        if fact.family is not None and fact.family.by in self.rows.c:
            for identity, kind in fact.family.kinds.items():
                self._insert(kind.table, rows, rows.c[fact.family.by] == identity)

    def _insert(self, table: Table, rows: FromClause, wanted: ColumnElement[bool]) -> None:
        # All columns, since some engines insert nothing less.
        columns = [(rows.c[c.name] if c.name in rows.c else Nothing(c.type)).label(c.name) for c in table.columns]
        self.context.backend.append(self.connection, table, select(*columns).select_from(rows).where(wanted))

    def _any(self, query: Any) -> bool:
        return self.connection.execute(query.limit(1)).first() is not None


def _lacking(role: RoleSpec) -> str:
    return f"_lacking_{role.name}"
