"""Loading a fact: stage, grain, key lookup, append."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, ColumnElement, FromClause, and_, cast, func, inspect, literal, null, select

from starschema.errors import LoadError, StarSchemaError
from starschema.load.arrivals import set_aside, settle
from starschema.load.members import fetch_versions, infer
from starschema.load.naming import fields_of, named, namings, told_members
from starschema.load.newest import note_events
from starschema.load.plan import fact_samples as samples
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.load.stage import Rejects, Stage, field_for, leave_out, stage
from starschema.model.spec import DimensionSpec, FactSpec, RoleSpec
from starschema.sources import Source
from starschema.sql import lookup
from starschema.sql.compare import differs, equal


@dataclass(frozen=True)
class FactOptions:
    """How a fact is loaded; see `Warehouse.load`."""

    zone: str = "UTC"
    on_duplicate: str = "error"
    reject_limit: int = 0
    period: Any = None
    progress: Callable[[int], None] | None = None


class FactLoad:
    """One load of one fact.

    Args:
        spec: The fact.
        source: The input.
        options: How to load it.
    """

    partial: ClassVar[bool] = False
    """Whether data may lack columns that make a row complete, since they may come later."""

    def __init__(self, spec: FactSpec, source: Source, options: FactOptions) -> None:
        self.spec = spec
        self.source = source
        self.options = options
        self.name = spec.cls.__name__
        if options.on_duplicate not in ("error", "ignore", "replace"):
            raise StarSchemaError(
                f"{self.name}: on_duplicate={options.on_duplicate!r} is none of 'error', 'ignore' and 'replace'"
            )
        self.own = [*spec.degenerates, *(m.column for m in spec.measures if not m.generated)]
        """Columns that the data brings as they are."""
        self.namings = namings(spec)
        self.sources = {name: naming.key for name, naming in self.namings.items()}
        """Stage columns of each role's natural key."""

    def __call__(self, context: Context) -> Outcome:
        """Load, within the transaction and the locks of `context`."""
        bench = context.bench
        rejects = Rejects(self.name, self.options.reject_limit, lenient=context.dry_run)
        staged = self._stage(context, rejects)
        rows = staged.table
        present = [c.name for c in self.own if c.name in staged.names]
        grain = [n for c in self.spec.grain for n in self._stage_names(c)]
        rest = [*present, *(n for names in self.sources.values() for n in names)]
        counts = {
            "read": staged.read,
            "duplicates": settle(bench, rows, grain, [n for n in rest if n not in grain], rejects),
        }
        maps, counts["inferred"] = self._key_maps(context, rows, rejects)
        note_events(context, self.spec, rows)
        ready = self._ready(context, staged, maps)
        self._check(context, staged, maps)
        columns = [*self.own, *(r.column for r in self.spec.roles), *self._durable(), self.spec.load_id]
        rejects.check()
        keyed = self._grain_is_key(context)
        # In the key's order, rows go into its index faster.
        sent = ready.order_by(*(ready.selected_columns[c.name] for c in self.spec.grain)) if keyed else ready
        written = None
        if keyed and self.options.on_duplicate == "error":
            # A grain that is there already is rare: to look only if the database finds one spares most loads the look.
            written = bench.try_to_write(self.spec.table, sent, columns)
        if written is None:
            counts |= self._on_record(context, rows, ready, rejects)
            counts["duplicates"] += counts.pop("ignored", 0)
            rejects.check()
            written = bench.write(self.spec.table, sent, columns)
        expected = bench.count(rows)
        if written != expected:
            raise LoadError(f"{self.name}: {expected} rows were ready but {written} were written; the load was undone")
        counts["inserted"] = written
        counts["rejected"] = rejects.count
        return Outcome(counts, rejects.kept, samples(context, ready, rejects))

    def required(self, column: Column[Any]) -> bool:
        """Return whether every row of data must tell the column."""
        return not column.nullable

    def _grain_is_key(self, context: Context) -> bool:
        """Return whether the database finds a grain that is there already, and can take back what it wrote so far."""
        if not context.backend.undoes_parts:
            return False
        table = self.spec.table
        key = inspect(context.connection).get_pk_constraint(table.name, table.schema)
        return set(key["constrained_columns"]) == {c.name for c in self.spec.grain}

    def _durable(self) -> list[Column[Any]]:
        return [role.durable for role in self.spec.roles if role.durable is not None]

    def _stage_names(self, column: Column[Any]) -> list[str]:
        """Return the stage columns from which a grain column comes."""
        for role in self.spec.roles:
            if role.column is column:
                return list(self.sources[role.name])
        return [column.name]

    def _stage(self, context: Context, rejects: Rejects) -> Stage:
        fields = []
        columns: list[Column[Any]] = []
        for column in self.own:
            required = self.required(column)
            label = f"{self.name}.{column.name}"
            part = "NOT NULL column" if column not in self.spec.grain else "grain column"
            fields.append(field_for(column, label, required=required, optional=not required, part=part))
            columns.append(column)
        for role in self.spec.roles:
            for field, column in fields_of(self.namings[role.name], self.name):
                fields.append(replace(field, optional=field.optional or self.partial))
                columns.append(column)
        staged = stage(
            context.bench, self.source, fields, columns, rejects, zone=self.options.zone, progress=self.options.progress
        )
        return named(context.bench, staged, self.namings, self.name, rejects)

    def _key_maps(
        self, context: Context, rows: FromClause, rejects: Rejects
    ) -> tuple[dict[DimensionSpec, FromClause], int]:
        """Bring the key map of every dimension that the rows name, new members inferred."""
        bench = context.bench
        inferred = 0
        maps: dict[DimensionSpec, FromClause] = {}
        dimensions = sorted({role.dimension for role in self.spec.roles}, key=lambda d: d.table.fullname)
        for number, dimension in enumerate(dimensions):
            roles = [role for role in self.spec.roles if role.dimension is dimension]
            name = f"map_{number}"
            wanted = bench.keep(f"{name}_wanted", self._wanted(dimension, rows, roles))
            bring = partial(
                fetch_versions, bench, context.tables, dimension, wanted, f"{name}_versions", context.lookups
            )
            versions = bring()
            unknown = bench.keep(f"{name}_unknown", lookup.unknown_members(dimension, wanted, versions))
            if bench.count(unknown):
                self._reject_unknown(context, rows, unknown, roles, rejects)
                inferring = [role for role in roles if role.missing == "infer"]
                if inferring:
                    mine = bench.keep(f"{name}_mine", self._wanted(dimension, rows, inferring))
                    lacking = bench.keep(f"{name}_lacking", lookup.unknown_members(dimension, mine, versions))
                    if bench.count(lacking):
                        told = told_members(bench, rows, lacking, [self.namings[role.name] for role in inferring])
                        inferred += infer(context, context.backend, dimension, told, name)
                        versions = bring()
            maps[dimension] = bench.keep(name, lookup.key_map(dimension, versions))
        return maps, inferred

    def _wanted(self, dimension: DimensionSpec, rows: FromClause, roles: list[RoleSpec]) -> Any:
        return lookup.wanted_members(dimension, rows, [self.sources[role.name] for role in roles])

    def _reject_unknown(
        self, context: Context, rows: FromClause, unknown: FromClause, roles: list[RoleSpec], rejects: Rejects
    ) -> None:
        for role in roles:
            if role.missing != "reject":
                continue
            names = self.sources[role.name]
            keys = [c.name for c in role.dimension.natural_key]
            lacking = (
                select(literal(1))
                .where(and_(*(rows.c[n] == unknown.c[k] for n, k in zip(names, keys, strict=True))))
                .exists()
            )
            reason = (
                f"names a {role.dimension.cls.__name__} that does not exist, and {self.name}.{role.name} says "
                "missing='reject'; load the dimension first"
            )
            column = ", ".join(role.source)
            value = rows.c[self.namings[role.name].read[0]]
            rejects.add(set_aside(context.bench, rows, lacking, column, value, reason))

    def _join(self, staged: FromClause, maps: dict[DimensionSpec, FromClause]) -> tuple[FromClause, list[Any]]:
        """Join the stage with a key map for each role; return it with the role's map, source columns and time."""
        joined: FromClause = staged
        parts = []
        for role in self.spec.roles:
            keys = lookup.role_map(maps[role.dimension], role)
            source = [staged.c[n] for n in self.sources[role.name]]
            time = staged.c[role.as_of] if role.as_of is not None and role.as_of in staged.c else None
            names = [c.name for c in role.dimension.natural_key]
            same = and_(*(s == keys.c[n] for s, n in zip(source, names, strict=True)))
            joined = joined.outerjoin(keys, and_(same, lookup.answers(keys, time)))
            parts.append((role, keys, source, time))
        return joined, parts

    def _ready(self, context: Context, staged: Stage, maps: dict[DimensionSpec, FromClause]) -> Any:
        """Select the finished rows, as the fact's table takes them."""
        joined, parts = self._join(staged.table, maps)
        columns: list[ColumnElement[Any]] = [
            (staged.table.c[c.name] if c.name in staged.names else cast(null(), c.type)).label(c.name) for c in self.own
        ]
        columns += [lookup.role_key(*part).label(part[0].column.name) for part in parts]
        for role, keys, source, time in parts:
            if role.durable is not None:
                columns.append(lookup.role_key(role, keys, source, time, key="_durable").label(role.durable.name))
        columns.append(cast(literal(context.load_id), BigInteger).label(self.spec.load_id.name))
        return select(*columns).select_from(joined)

    def _check(self, context: Context, staged: Stage, maps: dict[DimensionSpec, FromClause]) -> None:
        """Check that every row finds one version at most per role, else the join would multiply it.

        Raises:
            LoadError: One finds more, so versions on record overlap.
        """
        for dimension, keys in maps.items():
            names = [keys.c[c.name] for c in dimension.natural_key]
            twice = select(*names).group_by(*names, keys.c["_from"]).having(func.count() > 1).limit(1)
            found = context.bench.rows(twice)
            if found:
                raise LoadError(
                    f"{self.name}: {dimension.cls.__name__} {found[0]!r} has two versions of one time, so no key is "
                    "right; nothing was loaded"
                )

    def _on_record(self, context: Context, rows: FromClause, ready: Any, rejects: Rejects) -> dict[str, int]:
        """Deal with rows whose grain is in the table already, as `on_duplicate` says."""
        bench, fact = context.bench, self.spec
        nothing = {"updated": 0, "unchanged": 0, "ignored": 0}
        if context.connection.execute(select(literal(1)).select_from(fact.table).limit(1)).first() is None:
            return nothing
        names = [c.name for c in fact.grain]
        by_role = any(role.column in fact.grain for role in fact.roles)
        numbered = bench.keep("numbered", ready.add_columns(rows.c["_row"])) if by_role or self._replaces else rows
        replaced = [c for c in fact.table.columns if c is not fact.load_id]
        columns = replaced if self._replaces else list(fact.grain)
        sent = bench.send(fact.table, fact.grain, select(*(numbered.c[n] for n in names)))
        there = bench.fetch(
            "there", select(*columns).join_from(fact.table, sent, equal(fact.table, sent, names)), columns
        )
        met = bench.keep("met", select(numbered.c["_row"]).join_from(numbered, there, equal(numbered, there, names)))
        count = bench.count(met)
        if not count:
            return nothing
        repeated = rows.c["_row"].in_(select(met.c["_row"]))
        if self.options.on_duplicate == "error":
            reason = (
                f"{self.name} already has a row of this grain ({', '.join(names)}); "
                "leave it out, or load with on_duplicate='ignore' or 'replace'"
            )
            rejects.add(set_aside(bench, rows, repeated, names[0], None, reason))
            return nothing
        counts = dict(nothing)
        if self._replaces:
            others = [c for c in replaced if c.name not in names]
            changed = bench.keep(
                "changed_facts",
                select(*numbered.c).join_from(
                    numbered,
                    there,
                    and_(equal(numbered, there, names), differs(numbered, there, [c.name for c in others])),
                ),
            )
            counts["updated"] = bench.count(changed)
            counts["unchanged"] = count - counts["updated"]
            if counts["updated"]:
                written = [*others, fact.load_id]
                bench.update(
                    fact.table, fact.grain, written, select(*(changed.c[c.name] for c in [*fact.grain, *written]))
                )
        else:
            counts["ignored"] = count
        leave_out(bench, met)
        return counts

    @property
    def _replaces(self) -> bool:
        return self.options.on_duplicate == "replace"
