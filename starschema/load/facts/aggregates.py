"""Aggregates follow their fact: what a load adds is added, what it changes is added up anew, in its own transaction.

Facts that are only added are added up on the workbench, and the sums are added to the slices on record. Where facts
changed, went, or moved to other slices, and where different values are counted, the slices they were in and are in are
added up anew from the fact's table. A slice's columns may be NULL, so slices are told apart on the workbench, where
comparing NULLs costs nothing; from the warehouse come the slices that agree in the column with the fewest values.

A consolidated fact is kept as one aggregate for each of its facts, all in one table: a slice goes when none of them has
a row in it, and is made empty of one that has none any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import BigInteger, Column, FromClause, MetaData, Table, cast, func, literal, select

from starschema.errors import LoadError
from starschema.load.dimensions.follow import moving_roles
from starschema.load.dimensions.merge import Merge
from starschema.load.keys.where import KEYS_SHARE, place_for
from starschema.load.log import Keys
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.model.catalog import Catalog
from starschema.model.kinds import Part
from starschema.model.spec import AggregateSpec, DimensionSpec
from starschema.sql import aggregate as sql
from starschema.sql import levels
from starschema.sql.compare import union

LISTED = 500
"""Most values of a column that a query names; of more, all slices are brought."""


class Keeper:
    """Keeps one aggregate during a load that has its lock.

    Args:
        context: The load's surroundings.
        spec: The aggregate.
    """

    def __init__(self, context: Context, spec: AggregateSpec) -> None:
        self.context = context
        self.bench = context.bench
        self.spec = spec
        self.columns = [Column(p.column.name, p.column.type) for p in spec.grain]
        self.columns += [Column(m.column.name, m.column.type) for m in spec.measures]

    @property
    def is_empty(self) -> bool:
        """Whether the aggregate was never kept, or no facts are there."""
        there = sql.has_rows(self.spec, select(literal(1)).select_from(self.spec.table))
        return self.context.connection.execute(there.limit(1)).first() is None

    def slices(self, rows: FromClause) -> FromClause:
        """Return the slices in which some rows of the fact are, that are on the workbench with their keys."""
        members = self._members(rows)
        joined = sql.on_workbench(self.spec, rows, members)
        return self.bench.keep(self._name("slices"), sql.slices(self.spec, joined, rows, members))

    def add(self, rows: FromClause) -> None:
        """Take account of rows that were added to the fact, and are on the workbench still."""
        spec = self.spec
        if self.is_empty:
            self.refresh(None)
        elif self._counts_distinct:
            self.refresh(self.slices(rows))
        elif self.bench.count(rows):
            members = self._members(rows)
            sums = sql.added_up(spec, sql.on_workbench(spec, rows, members), rows, members)
            self._plus(self.bench.keep(self._name("more"), sums))

    def add_there(self) -> None:
        """Take account of rows that the load has added to the fact, and that are in the warehouse only."""
        spec, bench = self.spec, self.bench
        joined, members = sql.in_warehouse(spec)
        mine = spec.of.load_id == self.context.load_id
        if self.is_empty:
            self.refresh(None)
        elif self._counts_distinct:
            slices = sql.slices(spec, joined, spec.of.table, members).where(mine)
            self.refresh(bench.fetch(self._name("slices"), slices, self.columns[: len(spec.grain)]))
        else:
            sums = sql.added_up(spec, joined, spec.of.table, members).where(mine)
            brought = bench.fetch(self._name("sums"), sums, self.columns)
            self._plus(bench.keep(self._name("more"), sql.typed(spec, brought)))

    @property
    def _counts_distinct(self) -> bool:
        """Whether different values are counted, which cannot be added to what is on record."""
        return any(measure.how == "distinct" for measure in self.spec.measures)

    def _plus(self, more: FromClause) -> None:
        """Add sums of slices to what is on record of these."""
        kept = self._kept(more, self._fewest(more))
        wanted = self.bench.keep(self._name("wanted"), sql.plus(self.spec, kept, more))
        self._write(wanted, kept, whole=False)

    def refresh(self, touched: FromClause | None) -> tuple[int, int, int, int]:
        """Add the touched slices up anew, or all; return how many there are, are new, differed and went."""
        spec = self.spec
        fewest = None if touched is None else self._fewest(touched)
        joined, members = sql.in_warehouse(spec)
        sums = sql.added_up(spec, joined, spec.of.table, members)
        if fewest is not None:
            part, values = fewest
            sums = sums.where(sql.within(sql.value(part, spec.of.table, members), values))
        brought = self.bench.fetch(self._name("sums"), sums, self.columns)
        wanted = self.bench.keep(self._name("typed"), sql.typed(spec, brought))
        if touched is not None:
            wanted = self.bench.keep(self._name("wanted"), sql.among(spec, wanted, touched))
        return self._write(wanted, self._kept(touched, fewest), whole=True)

    def _name(self, name: str) -> str:
        return f"{self.spec.name}_{name}"

    def _members(self, rows: FromClause) -> dict[str, FromClause]:
        """Bring what the aggregate hangs on of the members that the rows refer to."""
        found: dict[str, FromClause] = {}
        targets = self.context.tables.targets
        for role, columns in sql.attributes(self.spec).items():
            dimension = role.dimension
            key = dimension.key
            wanted = self.bench.keep(
                self._name(f"keys_{role.name}"), select(rows.c[role.column.name].label(key.name)).distinct()
            )
            above = sql.rolled(self.spec, role)
            query = sql.known_of(role, columns, above)
            last = select(func.max(targets.c.last_key)).where(targets.c.target == dimension.table.fullname)
            given = self.context.connection.execute(last).scalar() or 0
            if place_for(self.bench.count(wanted), given, KEYS_SHARE) == "warehouse":
                sent = self.bench.send(dimension.table, [key], select(*wanted.c))
                query = query.join(sent, key == sent.c[key.name])
            known = [key, *columns, *(Column(sql.rolled_key(each), BigInteger) for each in above)]
            found[role.name] = self.bench.fetch(self._name(f"at_{role.name}"), query, known)
        return found

    def _fewest(self, touched: FromClause) -> tuple[Part, list[Any]] | None:
        """Return the part of the grain in which the touched slices have the fewest values, and these; None of many."""
        distinct = [func.count(touched.c[p.column.name].distinct()) for p in self.spec.grain]
        counts = self.bench.rows(select(*distinct))[0]
        least = min(range(len(counts)), key=lambda place: counts[place])
        if counts[least] > LISTED:
            return None
        part = self.spec.grain[least]
        return part, [row[0] for row in self.bench.rows(select(touched.c[part.column.name]).distinct())]

    def _kept(self, touched: FromClause | None, fewest: tuple[Part, list[Any]] | None) -> FromClause:
        """Bring what is on record of the touched slices, or of all."""
        spec = self.spec
        columns = [*self.columns, *(Column(m.column.name, m.column.type) for m in spec.others if m.how == "rows")]
        query = select(spec.key, *(spec.table.c[c.name] for c in columns))
        if fewest is not None:
            part, values = fewest
            query = query.where(sql.within(part.column, values))
        kept = self.bench.fetch(self._name("on_record"), query, [spec.key, *columns])
        if touched is None:
            return kept
        return self.bench.keep(self._name("kept"), sql.among(spec, kept, touched))

    def _write(self, wanted: FromClause, kept: FromClause, *, whole: bool) -> tuple[int, int, int, int]:
        """Bring the slices on record to what is wanted; with `whole`, those that are not wanted go."""
        spec, bench = self.spec, self.bench
        self._check_holdable(wanted)
        gone = 0
        if whole:
            unwanted = bench.keep(self._name("unwanted"), sql.unwanted(spec, kept, wanted))
            gone = bench.count(unwanted)
            if gone:
                bench.delete(spec.table, [spec.key], select(*unwanted.c))
            if spec.others:
                wanted = bench.keep(self._name("all_wanted"), union(select(*wanted.c), sql.emptied(spec, kept, wanted)))
        paired = bench.keep(self._name("paired"), sql.paired(spec, wanted, kept))
        load_id = cast(literal(self.context.load_id), BigInteger).label(spec.load_id.name)
        measures = [m.column for m in spec.measures]
        differing = select(paired.c["_key"].label(spec.key.name), *(paired.c[m.name] for m in measures), load_id).where(
            paired.c["_differs"]
        )
        changed = bench.scalar(select(func.count()).select_from(paired).where(paired.c["_differs"]))
        if changed:
            bench.update(spec.table, [spec.key], [*measures, spec.load_id], differing)
        keys = Keys(self.context.connection, self.context.tables, spec.table.fullname)
        columns = [p.column for p in spec.grain] + measures
        new = select(
            sql.numbered_from(spec, paired, keys.last).label(spec.key.name),
            *(paired.c[c.name] for c in columns),
            *(sql.nothing(m) for m in spec.others),
            load_id,
        ).where(paired.c["_key"].is_(None))
        others = [m.column for m in spec.others]
        added = bench.write(spec.table, new, [spec.key, *columns, *others, spec.load_id])
        if added:
            keys.take(added)
        return bench.count(wanted), added, changed, gone

    def _check_holdable(self, wanted: FromClause) -> None:
        """Check that the database gives every sum back as it is.

        Raises:
            LoadError: It does not.
        """
        for measure in self.spec.measures:
            judged = self.bench.backend.unholdable(measure.column, f'"{measure.column.name}"')
            if judged is None:
                continue
            bad, reason = judged
            query = f'SELECT count(*) FROM "{wanted.name}" WHERE {bad}'  # type: ignore[attr-defined]
            if self.bench.duck.execute(query).fetchall()[0][0]:
                raise LoadError(f"{self.spec.cls.__name__}.{measure.column.name}: {reason}")


def keep_aggregates(
    context: Context, aggregates: Sequence[AggregateSpec], added: FromClause, changed: Sequence[FromClause] = ()
) -> None:
    """Bring a fact's aggregates to what the fact is after a load.

    Args:
        context: The load's surroundings.
        aggregates: The aggregates.
        added: Working table of rows that were added to the fact.
        changed: Working tables of rows that changed or went, as they were and as they are.
    """
    changed = [rows for rows in changed if context.bench.count(rows)]
    for spec in aggregates:
        keeper = Keeper(context, spec)
        if not changed:
            keeper.add(added)
        elif keeper.is_empty:
            keeper.refresh(None)
        else:
            queries = []
            for place, rows in enumerate([added, *changed]):
                found = keeper.slices(rows)
                queries.append(select(*context.bench.keep(f"{spec.name}_in_{place}", select(*found.c)).c))
            keeper.refresh(_distinct(context, spec, queries))


def keep_aggregates_there(context: Context, aggregates: Sequence[AggregateSpec]) -> None:
    """Bring a fact's aggregates to what the fact is after a load that has added rows in the warehouse only."""
    for spec in aggregates:
        Keeper(context, spec).add_there()


@contextmanager
def followed_by_aggregates(
    context: Context, catalog: Catalog, spec: DimensionSpec, versions: FromClause | None
) -> Iterator[None]:
    """Bring aggregates to what they are after facts were moved to other versions, or versions were corrected.

    Args:
        context: The load's surroundings.
        catalog: The model.
        spec: The dimension.
        versions: Working table of the `_key` of versions whose facts may be in other slices after than before, those
            to which facts move among them; None if there are none.
    """
    aggregates = catalog.aggregates_by(spec)
    if not aggregates or versions is None or not context.bench.count(versions):
        yield
        return
    bench = context.bench
    sent = bench.send_new(
        Table("starschema_versions", MetaData(), Column("_key", BigInteger)), select(versions.c["_key"]).distinct()
    )
    before = {aggregate: _slices_of(context, aggregate, spec, sent, "before") for aggregate in aggregates}
    yield
    for aggregate in aggregates:
        keeper = Keeper(context, aggregate)
        if keeper.is_empty:  # some slices alone would look as if all were there
            keeper.refresh(None)
            continue
        after = _slices_of(context, aggregate, spec, sent, "after")
        touched = _distinct(context, aggregate, [select(*rows.c) for rows in (*before[aggregate], *after)])
        if bench.count(touched):
            keeper.refresh(touched)


def versions_at_work(
    context: Context, catalog: Catalog, spec: DimensionSpec, merged: Merge | None, moves: FromClause | None
) -> FromClause | None:
    """Return the `_key` of versions whose facts may be in other slices after a load than before, or None.

    Args:
        context: The load's surroundings.
        catalog: The model.
        spec: The dimension that is loaded.
        merged: What the load makes of it, or None if it corrects nothing.
        moves: From which version to which facts move, or None if they do not.
    """
    aggregates = catalog.aggregates_by(spec)
    if not aggregates:
        return None
    queries = []
    told = {
        column.name
        for aggregate in aggregates
        for role, columns in sql.attributes(aggregate).items()
        for column in columns
        if role.dimension is spec
    }
    if merged is not None and told & merged.changed:
        queries.append(select(merged.updated.c["_key"]))
    if moves is not None and moving_roles(context, catalog, spec, moves, None if merged is None else merged.dropped):
        queries += [select(moves.c["_old_key"].label("_key")), select(moves.c["_new_key"].label("_key"))]
    if not queries:
        return None
    return context.bench.keep("versions_at_work", union(*queries))


def versions_without_level(
    context: Context, catalog: Catalog, rolled: DimensionSpec, base: DimensionSpec
) -> FromClause | None:
    """Return the `_key` of versions whose level a roll-up does not have yet, if aggregates have its members' keys."""
    if not any(part.rolled is rolled for spec in catalog.aggregates_by(base) for part in spec.grain):
        return None
    query = levels.without_member(rolled, base)
    return context.bench.fetch(f"{rolled.name}_waiting", query, [Column("_key", BigInteger)])


def _slices_of(
    context: Context, spec: AggregateSpec, dimension: DimensionSpec, sent: FromClause, when: str
) -> list[FromClause]:
    """Bring the slices of the facts that refer to any of the versions sent, for each role that bears on slices."""
    joined, members = sql.in_warehouse(spec)
    columns = [Column(p.column.name, p.column.type) for p in spec.grain]
    found = []
    for role in spec.roles:
        if role.dimension is dimension:
            facts = joined.join(sent, sent.c["_key"] == role.column)
            query = sql.slices(spec, facts, spec.of.table, members)
            found.append(context.bench.fetch(f"{spec.name}_{when}_{role.name}", query, columns))
    return found


def _distinct(context: Context, spec: AggregateSpec, queries: Sequence[Any]) -> FromClause:
    every = union(*queries).subquery()
    return context.bench.keep(f"{spec.name}_touched", select(*every.c).distinct())


class AggregateRebuild:
    """Adds facts up anew.

    Args:
        aggregates: An aggregate, or the sides of a consolidated fact.
    """

    def __init__(self, aggregates: Sequence[AggregateSpec]) -> None:
        self.aggregates = aggregates

    def __call__(self, context: Context) -> Outcome:
        """Rebuild, within the transaction and the locks of `context`."""
        found = [Keeper(context, spec).refresh(None) for spec in self.aggregates]
        every, added, changed, gone = (sum(counts) for counts in zip(*found, strict=True))
        counts = {"read": every, "inserted": added, "updated": changed, "unchanged": every - added - changed}
        return Outcome(counts | {"removed": gone, "missing": gone})
