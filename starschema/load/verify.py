"""Checking a warehouse from outside: what no load should leave, but a hand or a broken disk may."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, func, select

from starschema.backends import Backend
from starschema.load.facts.rates import wrong_amounts
from starschema.load.workbench import workbench
from starschema.model.bookkeeping import Bookkeeping
from starschema.model.catalog import Catalog
from starschema.model.kinds import BridgeSpec, ConsolidatedSpec
from starschema.model.spec import AggregateSpec, DimensionSpec, FactSpec, RoleSpec, Spec
from starschema.sql import faults, levels, tree_faults
from starschema.sql.compare import Query

EXAMPLES = 5
"""Rows shown of each kind of fault."""


@dataclass(frozen=True)
class Fault:
    """One kind of fault that was found.

    Args:
        kind: What is wrong, in words.
        table: Where.
        count: How many rows.
        examples: Some of them.
    """

    kind: str
    table: str
    count: int
    examples: tuple[dict[str, Any], ...]

    def __str__(self) -> str:
        shown = "; ".join(", ".join(f"{k}={v}" for k, v in row.items()) for row in self.examples[:2])
        return f"{self.table}: {self.count:,} {self.kind}, such as {shown}"


@dataclass(frozen=True)
class Verification:
    """What a check found.

    Args:
        target: Name of the model class.
        faults: What is wrong; empty if nothing is.
    """

    target: str
    faults: tuple[Fault, ...]

    def __bool__(self) -> bool:
        return not self.faults

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults)) or f"{self.target}: no fault found"


def verify(backend: Backend, connection: Connection, catalog: Catalog, tables: Bookkeeping, spec: Spec) -> Verification:
    """Check a dimension and what refers to it, a bridge, a fact and what it refers to, or what facts add up to."""
    found: list[Fault] = []
    roles: list[tuple[FactSpec, RoleSpec]] = []
    if isinstance(spec, DimensionSpec):
        if spec.versioned:
            found += _versions(connection, tables, spec)
        found += [*_strangers(connection, tables, spec), *_kinds(connection, spec)]
        found += _levels(connection, catalog, spec)
        found += [fault for role in spec.references for fault in _dangling(connection, spec, role)]
        found += [fault for other, role in catalog.outriggers_to(spec) for fault in _dangling(connection, other, role)]
        found += [fault for bridge, side in catalog.bridges_of(spec) for fault in _dangling(connection, bridge, side)]
        roles = catalog.roles_to(spec)
    elif isinstance(spec, AggregateSpec):
        found += _slices(connection, spec)
    elif isinstance(spec, BridgeSpec):
        found += _bridge(connection, spec)
    elif isinstance(spec, ConsolidatedSpec):
        found += [fault for side in spec.sides for fault in _slices(connection, side)]
        kind = "slices with something of a fact that has no rows in them"
        left = _fault(connection, kind, spec.table.fullname, faults.leftover_slices(spec))
        found += [] if left is None else [left]
    else:
        roles = [(spec, role) for role in spec.roles]
        found += [*_amounts(backend, connection, spec), *_kinds(connection, spec)]
    for fact, role in roles:
        found += [*_dangling(connection, fact, role), *_misplaced(connection, fact, role)]
    return Verification(spec.cls.__name__, tuple(found))


def _versions(connection: Connection, tables: Bookkeeping, spec: DimensionSpec) -> list[Fault]:
    name = spec.table.fullname
    checks = {
        "versions that reach beyond the start of the next": faults.overlapping(spec, spec.table),
        "versions that end before they start": faults.inverted(spec, spec.table),
        "versions whose is_current does not go with their valid_to": faults.misjudged(spec, spec.table),
        "members with more than one current version": faults.rivalling(spec, spec.table),
    }
    if spec.journaled:
        gaps = faults.unexplained_gaps(spec, spec.table, tables.journal(spec), tables.snapshots)
        checks["versions that end though no deletion or snapshot says so"] = gaps
    return [fault for kind, query in checks.items() if (fault := _fault(connection, kind, name, query))]


def _slices(connection: Connection, spec: AggregateSpec) -> list[Fault]:
    base = spec.of.cls.__name__
    checks = {
        f"slices of {base} that are missing, or are other than this": faults.missing_slices(spec),
        f"slices that are not what {base} adds up to": faults.wrong_slices(spec),
    }
    return [f for kind, query in checks.items() if (f := _fault(connection, kind, spec.table.fullname, query))]


def _amounts(backend: Backend, connection: Connection, spec: FactSpec) -> list[Fault]:
    """Check converted amounts, which are exact, on the workbench."""
    if not spec.conversions:
        return []
    with workbench(backend, connection) as bench:
        query = wrong_amounts(bench, spec)
        names = [c.name for c in query.selected_columns]
        wrong = bench.keep("wrong_amounts", query)
        count = bench.count(wrong)
        rows = bench.rows(select(*wrong.c).limit(EXAMPLES))
    if not count:
        return []
    shown = tuple(dict(zip(names, row, strict=True)) for row in rows)
    return [
        Fault("rows whose converted amounts are not what the rates make of them", spec.table.fullname, count, shown)
    ]


def _strangers(connection: Connection, tables: Bookkeeping, spec: DimensionSpec) -> list[Fault]:
    found: list[Fault | None] = []
    for ragged in spec.ragged:
        bridge, parent = tables.closure(spec, ragged), tree_faults.parents(spec, ragged)
        kind = f"members that {bridge.table.name} does not relate to themselves"
        found.append(_fault(connection, kind, spec.table.fullname, faults.unrelated(spec, bridge.table)))
        for kind, query in {
            "rows with a key that no member has": tree_faults.strangers(spec, bridge),
            "rows that relate what the tree does not": tree_faults.astray(bridge, parent),
            "relations of the tree that are missing": tree_faults.missing(bridge, parent),
            "rows whose is_top or is_bottom is not the tree's": tree_faults.misjudged(bridge, parent),
        }.items():
            found.append(_fault(connection, kind, bridge.table.fullname, query))
    return [fault for fault in found if fault is not None]


def _levels(connection: Connection, catalog: Catalog, spec: DimensionSpec) -> list[Fault]:
    found: list[Fault | None] = []
    for hierarchy in spec.hierarchies:
        for parent, child in pairwise(hierarchy.levels):
            if hierarchy.strict:
                held = levels.times_in(spec, parent, child).subquery("held")
                query = levels.at_once(held, parent, child)
                pairs = select(query.subquery().c["_shown"].label(child)).distinct()
                kind = f"times {child} is in more than one {parent} at once"
                found.append(_fault(connection, kind, spec.table.fullname, pairs))
    base = spec.rolled_up
    for rolled, of in [*((r, spec) for r in catalog.rollups_of(spec)), *([] if base is None else [(spec, base)])]:
        table = rolled.table.fullname
        kind = f"members that rows of {of.table.name} have and it has not"
        found.append(_fault(connection, kind, table, levels.lacking(rolled, of)))
        if rolled.attributes:
            kind = f"members of which rows of {of.table.name} in force say something else"
            found.append(_fault(connection, kind, table, levels.nonconforming(rolled, of)))
    return [fault for fault in found if fault is not None]


def _kinds(connection: Connection, spec: DimensionSpec | FactSpec) -> list[Fault]:
    if spec.family is None:
        return []
    kinds, what = spec.family.kinds, "versions" if isinstance(spec, DimensionSpec) else "rows"
    kind = f"{what} that are not in the table of their kind, or in that of another"
    found = (_fault(connection, kind, k.table.fullname, faults.without_part(spec, i)) for i, k in kinds.items())
    return [fault for fault in found if fault is not None]


def _bridge(connection: Connection, spec: BridgeSpec) -> list[Fault]:
    checks = {"rows that end before they start, or reach beyond the start of the next": faults.clashing(spec)}
    if spec.weight is not None:
        checks["times at which a group's shares are not 1 together"] = faults.uneven(spec)
    found = [f for kind, query in checks.items() if (f := _fault(connection, kind, spec.table.fullname, query))]
    return [*found, *(fault for side in spec.sides for fault in _dangling(connection, spec, side))]


def _dangling(connection: Connection, spec: DimensionSpec | BridgeSpec | FactSpec, role: RoleSpec) -> list[Fault]:
    kind = f"rows whose {role.column.name} no {role.dimension.cls.__name__} has"
    fault = _fault(connection, kind, spec.table.fullname, faults.dangling(spec, role))
    return [] if fault is None else [fault]


def _misplaced(connection: Connection, fact: FactSpec, role: RoleSpec) -> list[Fault]:
    if role.as_of is None or not role.dimension.versioned:
        return []
    kind = f"rows whose {role.column.name} is not the version of {role.as_of}"
    fault = _fault(connection, kind, fact.table.fullname, faults.misplaced(fact, role))
    return [] if fault is None else [fault]


def _fault(connection: Connection, kind: str, table: str, query: Query) -> Fault | None:
    count = connection.execute(select(func.count()).select_from(query.subquery())).scalar() or 0
    if not count:
        return None
    rows = connection.execute(query.limit(EXAMPLES)).mappings()
    shown = tuple({k: v for k, v in row.items() if not k.startswith("_")} for row in rows)
    return Fault(kind, table, count, shown)
