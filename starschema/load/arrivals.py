"""What a dimension load brings: staged rows turned to changes, each with its time, and the doubtful ones set aside."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    FromClause,
    String,
    and_,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
)

from starschema.errors import Rejection
from starschema.load.dimensions.subtypes import told_by, with_kinds
from starschema.load.stage import Rejects, Stage, field_for, leave_out, stage
from starschema.load.workbench import Workbench
from starschema.model.spec import BEGINNING, FOREVER, DimensionSpec
from starschema.sources import Source
from starschema.sql import changes as sql

if TYPE_CHECKING:
    from starschema.load.casting.cast import Field
    from starschema.load.dimensions.outriggers import Outriggers

KEY = ("_time", "_sequence")
"""With the natural key, what makes two rows speak of the same change."""

OUTSIDE = "the time is not between 0001-01-01 and 9999-12-31, which mark open ends; correct it"
"""Why a change of such a time is refused."""


@dataclass(frozen=True)
class Arrivals:
    """The changes that a load brings.

    Args:
        table: `_row`, the natural key, the given attributes, `_time`, `_sequence`, `_deleted`, `_sighted`.
        given: Names of the attributes that the data has, in the model's order.
        read: Rows read.
        duplicates: Rows that repeat another one of the data.
    """

    table: FromClause
    given: tuple[str, ...]
    read: int
    duplicates: int


def arrivals(
    bench: Workbench,
    spec: DimensionSpec,
    source: Source,
    rejects: Rejects,
    outriggers: Outriggers,
    *,
    effective: datetime | str,
    sequence: str | None,
    deleted: str | None,
    sighted: bool | str,
    zone: str,
    kind: str | None = None,
    progress: Callable[[int], None] | None = None,
    at_rest: bool = True,
) -> Arrivals:
    """Read the source and return its changes.

    Args:
        bench: The load's workbench.
        spec: The dimension.
        source: The input.
        rejects: Takes the rows that cannot be loaded.
        outriggers: The dimension's references to others.
        effective: When the changes took effect, as naive UTC, or the input column that says so.
        sequence: The input column that orders changes of one time.
        deleted: The input column that says whether the member is gone.
        sighted: Whether the data is a snapshot, or the column of its slices: a row without a slice is in none.
        zone: The zone of times that name none.
        kind: The subtype that all rows are of, where they are.
        progress: Told how many rows have been read.
        at_rest: Whether the rows must not be left where they are; see `stage`.

    Raises:
        SourceError: The data lacks a column that must be there.
        RejectedRows: More rows than allowed cannot be loaded.
    """
    name = spec.cls.__name__
    fields, columns = member_fields(spec, kind, without=outriggers.columns)
    for field, read in outriggers.fields():
        fields.append(field)
        columns.append(read)
    working: list[tuple[str, str | None, Any, dict[str, Any]]] = [
        ("_time", effective if isinstance(effective, str) else None, DateTime(), {"required": True}),
        ("_sequence", sequence, BigInteger(), {}),
        ("_deleted", deleted, Boolean(), {}),
    ]
    if sequence is None and spec.sequence is not None:
        working[1] = ("_sequence", spec.sequence.name, BigInteger(), {"optional": True})
    for working_name, input_column, type_, options in working:
        if input_column is not None:
            column: Column[Any] = Column(working_name, type_)
            part = {"part": "effective time"} if working_name == "_time" else {}
            fields.append(field_for(column, f"{name}: {input_column}", source=input_column, **options, **part))
            columns.append(column)
    key = [c.name for c in spec.natural_key]
    read_in = stage(bench, source, fields, columns, rejects, zone=zone, progress=progress, key=key, at_rest=at_rest)
    staged = outriggers.keyed(with_kinds(bench, spec, kind, read_in, rejects), rejects)
    return _changes(bench, spec, staged, rejects, effective=effective, sighted=sighted)


def member_fields(
    spec: DimensionSpec, kind: str | None, *, without: Collection[Column[Any]] = ()
) -> tuple[list[Field], list[Column[Any]]]:
    """Return what a stage takes for the natural key and the attributes, with the columns that give the types.

    Args:
        spec: The dimension.
        kind: The subtype that all rows are of, where they are.
        without: The attributes that rows name in another way.
    """
    name = spec.cls.__name__
    fields = [field_for(c, f"{name}.{c.name}", required=True) for c in spec.natural_key]
    columns: list[Column[Any]] = list(spec.natural_key)
    for attribute in told_by(spec, kind):
        if attribute.column not in without:
            fields.append(field_for(attribute.column, f"{name}.{attribute.name}", optional=True))
            columns.append(attribute.column)
    return fields, columns


def _changes(
    bench: Workbench,
    spec: DimensionSpec,
    staged: Stage,
    rejects: Rejects,
    *,
    effective: datetime | str,
    sighted: bool | str,
) -> Arrivals:
    s = staged.table.c
    seen = s[sighted].is_not(None) if isinstance(sighted, str) and sighted in s else (true() if sighted else false())
    given = tuple(a.name for a in spec.attributes if a.name in staged.names)
    # The keys of profiles that the dimension itself does not refer to are brought along for their histories.
    profiles = [role.column.name for role in spec.profiles if role.column.name in staged.names - set(given)]
    time = s["_time"] if isinstance(effective, str) else cast(literal(effective, DateTime), DateTime)
    changes = bench.look(
        "changes",
        select(
            s["_row"],
            *(s[c.name] for c in spec.natural_key),
            *(s[n] for n in (*given, *profiles)),
            time.label("_time"),
            (s["_sequence"] if "_sequence" in staged.names else cast(null(), BigInteger)).label("_sequence"),
            (func.coalesce(s["_deleted"], false()) if "_deleted" in staged.names else false()).label("_deleted"),
            seen.label("_sighted"),
        ),
        staged.read if bench.is_looked_at("stage") else None,
    )
    c = changes.c
    name = spec.cls.__name__
    if isinstance(effective, str):
        outside = or_(c["_time"] <= literal(BEGINNING, DateTime), c["_time"] >= literal(FOREVER, DateTime))
        rejects.add(set_aside(bench, changes, outside, effective, c["_time"], OUTSIDE))
    references = [role.column for role in spec.references]
    for attribute in spec.attributes:
        if attribute.name in given and not attribute.column.nullable and attribute.column not in references:
            reason = f"NULL in {name}.{attribute.name}, which is NOT NULL; fill it in or make it Mapped[... | None]"
            missing = and_(c[attribute.name].is_(None), ~c["_deleted"])
            rejects.add(set_aside(bench, changes, missing, attribute.name, c[attribute.name], reason))
    key = [*(k.name for k in spec.natural_key), *KEY]
    told = [*given, *profiles]
    duplicates = 0 if staged.rising else settle(bench, changes, key, told, rejects, deleted="_deleted")
    rejects.check()
    return Arrivals(changes, given, staged.read, duplicates)


def settle(
    bench: Workbench,
    rows: FromClause,
    key: Sequence[str],
    values: Sequence[str],
    rejects: Rejects,
    *,
    deleted: str | None = None,
) -> int:
    """Take repeats and contradictions out of the stage; return how many repeats there were.

    Args:
        bench: The load's workbench.
        rows: The stage, or what looks at it.
        key: Columns that rows should not share.
        values: What they say besides.
        rejects: Takes the contradictions.
        deleted: The column that says that the rest of its row is of no account, if there is one.
    """
    repeated = bench.keep("repeated", sql.repeated_keys(rows, key))
    if not bench.count(repeated):
        return 0
    judged = bench.keep("judged", sql.verdicts(rows, repeated, key, values, deleted))
    contradicted = bench.keep("contradicted", select(*judged.c).where(judged.c["_verdict"] == sql.CONTRADICTION))
    named = ", ".join(name for name in key if not name.startswith("_"))
    reason = (
        f"contradicts another row with the same {named}"
        + (" and time" if "_time" in key else "")
        + "; nothing tells which is right: keep one, or give sequence= a column that orders them"
    )
    if "_time" not in key:
        reason = f"contradicts another row with the same {named}, the grain; keep one of them"
    in_doubt = rows.c["_row"].in_(select(contradicted.c["_row"]))
    rejects.add(set_aside(bench, rows, in_doubt, None, None, reason))
    repeats = bench.keep("repeats", select(judged.c["_row"]).where(judged.c["_verdict"] == sql.DUPLICATE))
    leave_out(bench, repeats)
    return bench.count(repeats)


def set_aside(
    bench: Workbench,
    rows: FromClause,
    condition: ColumnElement[bool],
    column: str | None,
    value: ColumnElement[Any] | None,
    reason: str,
) -> list[Rejection]:
    """Take the rows that meet `condition` out of the stage, or of what looks at it, and return them as rejections."""
    name = rows.name  # type: ignore[attr-defined]
    shown = cast(null(), String) if value is None else cast(value, String)
    found = bench.rows(select(rows.c["_row"], shown, cast(func.to_json(_whole(name)), String)).where(condition))
    if found:
        leave_out(bench, bench.keep("doomed", select(rows.c["_row"]).where(condition)))
    return [Rejection(row, column, text, reason, record) for row, text, record in found]


def _whole(name: str) -> ColumnElement[Any]:
    """Return a working table's row as a value, as DuckDB spells it: the table's name."""
    from sqlalchemy import literal_column

    return literal_column(f'"{name}"')
