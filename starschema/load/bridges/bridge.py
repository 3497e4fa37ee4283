"""Loading a bridge: stage, whole groups or none, the keys of both sides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    FromClause,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
)

from starschema.errors import SourceError, StarSchemaError
from starschema.load.arrivals import OUTSIDE, set_aside, settle
from starschema.load.bridges.groups import Groups
from starschema.load.bridges.memberships import Memberships
from starschema.load.casting.cast import Field
from starschema.load.keys.references import References
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.load.stage import Rejects, Stage, field_for, stage
from starschema.model.kinds import BridgeSpec
from starschema.model.spec import BEGINNING, FOREVER, RoleSpec
from starschema.sources import Source
from starschema.sql.bridge import GROUP, MEMBER


@dataclass(frozen=True)
class BridgeOptions:
    """How a bridge is loaded; see `Warehouse.load`."""

    effective: datetime | str
    snapshot: bool = False
    on_missing: str = "close"
    close_limit: float = 0.2
    deleted: str | None = None
    zone: str = "UTC"
    reject_limit: int = 0
    progress: Callable[[int], None] | None = None


class BridgeLoad:
    """One load of one bridge.

    Args:
        spec: The bridge.
        source: The input.
        options: How to load it.

    Raises:
        SourceError: The time is one that marks an open end.
        StarSchemaError: The options do not go with each other.
    """

    def __init__(self, spec: BridgeSpec, source: Source, options: BridgeOptions) -> None:
        self.spec = spec
        self.source = source
        self.options = options
        self.name = spec.cls.__name__
        self.references = References(self.name, spec.sides)
        self.group_key, self.member_key = (self.references.namings[side.name].key for side in spec.sides)
        if options.snapshot and isinstance(options.effective, str):
            raise StarSchemaError(
                f"{self.name}: a snapshot has one time: give effective= a date, not the column {options.effective!r}"
            )
        if not isinstance(options.effective, str) and not BEGINNING < options.effective < FOREVER:
            raise SourceError(f"{self.name}: effective={options.effective}: {OUTSIDE}")

    def __call__(self, context: Context) -> Outcome:
        """Load, within the transaction and the locks of `context`."""
        bench, spec = context.bench, self.spec
        rejects = Rejects(self.name, self.options.reject_limit, lenient=context.dry_run)
        staged, fields = self._stage(context, rejects)
        rows = staged.table
        naming, time, zone = self.references.namings[spec.group.name], self.options.effective, self.options.zone
        groups = Groups(context, spec, naming, rows, rejects, fields, time=time, zone=zone)
        duplicates = self._settle(context, rows, rejects)
        groups.set_spoiled_aside()
        groups.set_uneven_aside()
        rows = self._without_members(context, rows)
        maps, inferred = self.references.key_maps(context, rows, rejects)
        groups.set_spoiled_aside()
        rejects.check()
        joined, parts = self.references.joined(rows, maps)
        self.references.check(bench, maps)
        keys = [part.key("_durable" if _lasting(part.role) else "_key") for part in parts]
        told = bench.keep(
            "bridge_told",
            select(
                rows.c["_row"],
                keys[0].label(GROUP),
                keys[1].label(MEMBER),
                *self._values(rows),
                rows.c["_time"],
                rows.c["_deleted"],
            ).select_from(joined),
        )
        counts = {"read": staged.read, "duplicates": duplicates, "inferred": inferred, "rejected": rejects.count}
        options = self.options
        snapshot = None
        if options.snapshot and options.on_missing == "close" and isinstance(options.effective, datetime):
            snapshot = options.effective
        kept = Memberships(context, spec, told, snapshot, options.close_limit)
        return Outcome(counts | kept.record(), rejects.kept)

    def _stage(self, context: Context, rejects: Rejects) -> tuple[Stage, list[Field]]:
        """Read the input; return it with its times, and the fields that say which group a row is of."""
        spec, bench, effective = self.spec, context.bench, self.options.effective
        fields, columns = [], list[Column[Any]]()
        for field, column in self.references.fields():
            fields.append(field)
            columns.append(column)
        known = {*self.references.namings[spec.group.name].read, self.references.namings[spec.group.name].zone, "_time"}
        for attribute in spec.attributes:
            needed = attribute.column is spec.weight and self.options.deleted is None
            label = f"{self.name}.{attribute.name}"
            optional = attribute.column is not spec.weight
            fields.append(field_for(attribute.column, label, required=needed, optional=optional, part="weight"))
            columns.append(attribute.column)
        working: list[tuple[str, str | None, Any, dict[str, Any]]] = [
            ("_time", effective if isinstance(effective, str) else None, DateTime(), {"required": True}),
            ("_deleted", self.options.deleted, Boolean(), {}),
        ]
        for name, source, kind, options in working:
            if source is not None:
                fields.append(field_for(Column(name, kind), f"{self.name}: {source}", source=source, **options))
                columns.append(Column(name, kind))
        progress = self.options.progress
        staged = stage(bench, self.source, fields, columns, rejects, zone=self.options.zone, progress=progress)
        staged = self.references.named(bench, staged, rejects)
        s = staged.table.c
        more = []
        if "_time" not in staged.names:
            more.append(cast(literal(effective, DateTime), DateTime).label("_time"))
        deleted = func.coalesce(s["_deleted"], false()) if "_deleted" in staged.names else false()
        told = [c for c in s if c.name != "_deleted"]
        rows = bench.keep("stage", select(*told, *more, deleted.label("_deleted")))
        return Stage(rows, staged.read, staged.names), [f for f in fields if f.name in known]

    def _settle(self, context: Context, rows: FromClause, rejects: Rejects) -> int:
        """Set the rows aside that say too little, too much or one thing and another; return how many say it twice."""
        bench, spec, r = context.bench, self.spec, rows.c
        if isinstance(self.options.effective, str):
            outside = or_(r["_time"] <= literal(BEGINNING, DateTime), r["_time"] >= literal(FOREVER, DateTime))
            rejects.add(set_aside(bench, rows, outside, self.options.effective, r["_time"], OUTSIDE))
        for side, names in zip(spec.sides, (self.group_key, self.member_key), strict=True):
            lacking = or_(*(r[n].is_(None) for n in names))
            if side is spec.member:
                lacking = and_(lacking, ~r["_deleted"])
            reason = (
                f"NULL in the natural key of {self.name}.{side.name}: every row needs a value here; fill it in, or "
                "leave the row out"
            )
            rejects.add(set_aside(bench, rows, lacking, ", ".join(side.source), None, reason))
        for attribute in spec.attributes:
            if attribute.column.nullable:
                continue
            value = r[attribute.name] if attribute.name in r else cast(null(), attribute.column.type)
            reason = f"NULL in {self.name}.{attribute.name}, which is NOT NULL; fill it in"
            rejects.add(set_aside(bench, rows, and_(value.is_(None), ~r["_deleted"]), attribute.name, value, reason))
        if spec.weight is not None:
            share = r[spec.weight.name]
            reason = f"{self.name}.{spec.weight.name} is a share of the group, from 0 to 1; correct it"
            outside = and_(or_(share < 0, share > 1), ~r["_deleted"])
            rejects.add(set_aside(bench, rows, outside, spec.weight.name, share, reason))
        key = [*self.group_key, *self.member_key, "_time"]
        given = [attribute.name for attribute in spec.attributes if attribute.name in r]
        return settle(bench, rows, key, given, rejects, deleted="_deleted")

    def _without_members(self, context: Context, rows: FromClause) -> FromClause:
        """Return the stage without the members of rows that say that they are no more: nobody need know them."""
        if self.options.deleted is None:
            return rows
        told = [
            case((rows.c["_deleted"], null()), else_=c).label(c.name) if c.name in self.member_key else c
            for c in rows.c
        ]
        return context.bench.keep("stage", select(*told))

    def _values(self, rows: FromClause) -> list[ColumnElement[Any]]:
        return [
            (rows.c[a.name] if a.name in rows.c else cast(null(), a.column.type)).label(a.name)
            for a in self.spec.attributes
        ]


def _lasting(side: RoleSpec) -> bool:
    return side.dimension.member_key is not side.dimension.key
