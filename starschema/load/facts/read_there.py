"""A simple fact load whose files the warehouse reads by itself, on as many machines as it has.

No row of them comes to the process that loads. One query looks at all of them, with the members that they name:
whether every value fits, whom the warehouse does not know, and what their newest events are. Members that are not
known are the only thing that is brought here, to be inferred. One `INSERT … SELECT` then reads the files again, looks
the keys up and appends the rows. Wherever this does not suffice, nothing has been done to the fact yet, and the load
begins again in the careful way, with its rows on the workbench.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Float,
    FromClause,
    and_,
    case,
    cast,
    column,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    table,
    type_coerce,
    union_all,
)
from sqlalchemy.exc import DBAPIError

from starschema.errors import LoadError
from starschema.load.casting.cast import present_fields
from starschema.load.casting.reading import Reading, reading
from starschema.load.facts.as_read import is_simply_added, says_its_keys
from starschema.load.keys.members import infer, take_turns
from starschema.load.newest import note_newest
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.load.stage import Stage, stage_columns
from starschema.sql import lookup
from starschema.sql.compare import equal
from starschema.sql.constants import Nothing
from starschema.sql.referring import joined, map_in_place

if TYPE_CHECKING:
    from starschema.load.casting.cast import Field
    from starschema.load.facts.fact import FactLoad
    from starschema.model.spec import DimensionSpec, RoleSpec
    from starschema.sources.base import File

logger = logging.getLogger("starschema")

RAW = "starschema_read"
"""What the files are called in the warehouse while a load reads them."""


class _NotThere(Exception):
    """The load has to read the rows itself after all."""


def load_read_there(load: FactLoad, context: Context) -> Outcome | None:
    """Load a fact from files that the warehouse reads; return None, with nothing done, if it has to be loaded else."""
    if not _is_simple(load, context):
        return None
    files = load.source.files()
    if not files or not sum(file.rows for file in files):
        return None
    fields, columns = load.fields()
    present = present_fields(fields, files[0].schema.names, load.name)
    readings = _readings(files, present, load.options.zone)
    types = dict(zip((field.name for field in fields), columns, strict=True))
    if readings is None or any(getattr(types[field.name].type, "timezone", False) for field in present):
        return None
    kinds = {field.source: files[0].schema.field(field.source).type for field in present}
    name = context.backend.read_files(context.connection, RAW, [file.location for file in files], kinds)
    if name is None:
        return None
    try:
        raw = table(name, *(column(source) for source in kinds))
        own = [(c.name, c.type) for c in stage_columns(types, present)[1:]]
        values = [type_coerce(each.value, kind).label(n) for each, (n, kind) in zip(readings, own, strict=True)]
        faults = [fault for each in readings for fault in each.faults]
        rows = select(*values, or_(false(), *faults).label("_bad")).select_from(raw).subquery("rows_read")
        staged = Stage(rows, sum(file.rows for file in files), frozenset(field.name for field in present))
        return _ReadThere(load, context, staged).run()
    except _NotThere as why:
        logger.info("%s: %s; its rows come by way of this process", load.name, why)
        return None
    finally:
        context.backend.drop_temporary(context.connection, name)


def _is_simple(load: FactLoad, context: Context) -> bool:
    """Return whether a load can be tried in this way: nothing follows from its rows, nor is anything made of them."""
    return (
        context.backend.reads_files
        and is_simply_added(load, context)
        and says_its_keys(load)
        and context.lookups.wanted != "workbench"
        and not load.aggregates
    )


def _readings(files: Sequence[File], present: Sequence[Field], zone: str) -> list[Reading] | None:
    """Return how the columns are read, or None where a value needs more than a simple cast, or files differ."""
    first = files[0].schema
    names = [name.casefold() for name in first.names]
    if len(set(names)) < len(names):  # Spark does not tell upper case from lower case
        return None
    for file in files[1:]:
        if sorted(file.schema.names) != sorted(first.names):
            return None
        if any(file.schema.field(field.source).type != first.field(field.source).type for field in present):
            return None
    found = [reading(first.field(field.source).type, field, zone) for field in present]
    return None if None in found else [each for each in found if each is not None]


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
            _NotThere: The load has to take the careful way.
        """
        load, fact = self.load, self.load.spec
        for dimension, _ in self.named:
            self.context.lookups.look_up_there(dimension)
        seen = self._look()
        self._refuse_repeated(seen)
        inferred = self._infer(seen)
        ready = load.ready(self.context, self.staged, self.maps)
        given = {c.name: c for c in ready.selected_columns}
        # All columns, since some engines insert nothing less.
        columns = {c.name: given.get(c.name, Nothing(c.type).label(c.name)) for c in fact.table.columns}
        query = ready.with_only_columns(*columns.values(), maintain_column_froms=True)
        self.connection.execute(insert(fact.table).from_select(list(columns), query, include_defaults=False))
        mine = select(func.count()).select_from(fact.table).where(fact.load_id == self.context.load_id)
        written, expected = int(self.connection.execute(mine).scalar_one()), self.staged.read
        if written != expected:
            raise LoadError(f"{load.name}: {expected} rows were ready but {written} were written; the load was undone")
        note_newest(self.context, fact, {name: seen[name] for name in self._events if seen[name] is not None})
        if load.options.progress is not None:
            load.options.progress(written)
        return Outcome({"read": written, "inserted": written, "inferred": inferred})

    @property
    def _events(self) -> list[str]:
        """The columns with the times of events."""
        times = {role.as_of for role in self.load.spec.roles if role.as_of is not None}
        return sorted(time for time in times if time in self.rows.c)

    @property
    def _first(self) -> ColumnElement[Any]:
        """The first column of the grain."""
        return self.rows.c[self.load.spec.grain[0].name]

    def _look(self) -> Mapping[str, Any]:
        """Look at all rows, with the members that they name, and return what there is to know of them.

        Raises:
            _NotThere: The warehouse does not read them, or a value does not fit.
        """
        rows = self.rows
        found, parts = joined(rows, self.load.spec.roles, self.load.sources, self.maps)
        asked: list[ColumnElement[Any]] = [func.count().label("_rows"), _count(rows.c["_bad"]).label("_bad_rows")]
        asked += [func.min(self._first).label("_low"), func.max(self._first).label("_high")]
        asked += [cast(func.max(rows.c[name]), DateTime).label(name) for name in self._events]
        asked += [_count(p.key(gaps=True).is_(None)).label(_lacking(p.role)) for p in parts if p.keys is not None]
        try:
            seen = self.connection.execute(select(*asked).select_from(found)).mappings().one()
        except DBAPIError as error:
            raise _NotThere(f"the warehouse cannot read {self.load.source.name} ({error.orig})") from error
        if seen["_bad_rows"]:
            raise _NotThere("a row does not fit")
        self._check_versions()
        if seen["_rows"] != self.staged.read:
            raise _NotThere(f"the warehouse finds {seen['_rows']} rows where {self.staged.read} are")
        return {str(name): value for name, value in seen.items()}

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

    def _refuse_repeated(self, seen: Mapping[str, Any]) -> None:
        """See to it that no row has the grain of another, of the files or on record.

        Raises:
            _NotThere: One has, which the careful way names.
        """
        rows, fact = self.rows, self.load.spec
        grain = [rows.c[c.name] for c in fact.grain]
        if self._any(select(literal(1)).select_from(rows).group_by(*grain).having(func.count() > 1)):
            raise _NotThere("some rows have the same grain")
        if not self._any(select(literal(1)).select_from(fact.table)):
            return
        first = fact.grain[0]
        met = [equal(fact.table, rows, [c.name for c in fact.grain])]
        if not isinstance(first.type, Float):  # which knows of values that are neither less nor more
            # Said of the table itself, it spares the warehouse the files of other times.
            met.append(first.between(literal(seen["_low"], first.type), literal(seen["_high"], first.type)))
        if self._any(select(literal(1)).select_from(fact.table).join(rows, and_(*met))):
            raise _NotThere("a row has a grain that is on record")

    def _infer(self, seen: Mapping[str, Any]) -> int:
        """Infer the members that rows name and the warehouse lacks; return how many.

        Raises:
            _NotThere: Some must not be inferred.
        """
        load, context = self.load, self.context
        lacking = {
            dimension: [role for role in roles if role.missing != "unknown" and seen[_lacking(role)]]
            for dimension, roles in self.named
        }
        if any(role.missing == "reject" for roles in lacking.values() for role in roles):
            raise _NotThere("a row names a member that does not exist")
        adding = [dimension for dimension, roles in lacking.items() if roles]
        if not adding:
            return 0
        # All at once, in the order of all loads, so that none waits in a circle.
        take_turns(context, [d for d, roles in self.named if any(role.missing == "infer" for role in roles)])
        inferred = 0
        for number, dimension in enumerate(adding):
            wanted = load.references.wanted(dimension, self.rows, lacking[dimension]).subquery("wanted")
            unknown = lookup.unknown_members(dimension, wanted, dimension.table)
            members = context.bench.fetch(f"lacking_{number}", unknown, dimension.natural_key)
            inferred += infer(context, dimension, members, f"lacking_{number}")
        return inferred

    def _any(self, query: Any) -> bool:
        return self.connection.execute(query.limit(1)).first() is not None


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Return how many rows meet a condition."""
    return func.count(case((condition, 1)))


def _lacking(role: RoleSpec) -> str:
    return f"_lacking_{role.name}"
