"""Whole groups or none: a group of which one row cannot be loaded is set aside, and so is one with uneven shares."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, FromClause, cast, func, literal, select

from starschema.errors import Rejection
from starschema.load.arrivals import set_aside
from starschema.load.casting.cast import Caster, Field
from starschema.load.keys.naming import Naming
from starschema.load.run import Context
from starschema.load.stage import Rejects, leave_out
from starschema.model.kinds import BridgeSpec
from starschema.sql import bridge as sql
from starschema.sql.compare import equal

WHOLE = "{}, and a group is loaded whole or not at all: mend that row"
"""Why the other rows of a group with a faulty one are set aside."""


class Groups:
    """The groups that a load of a bridge brings.

    Args:
        context: The load.
        spec: The bridge.
        naming: The stage's columns of the group's natural key.
        rows: The stage, with `_time` and `_deleted`.
        rejects: The rows set aside so far, and those to come.
        fields: What of a row says which group and time it is of.
        time: The time of all rows, where they do not say one themselves.
        zone: The zone of times that name none.
    """

    def __init__(
        self,
        context: Context,
        spec: BridgeSpec,
        naming: Naming,
        rows: FromClause,
        rejects: Rejects,
        fields: list[Field],
        *,
        time: datetime | str,
        zone: str,
    ) -> None:
        self.bench = context.bench
        self.spec = spec
        self.naming = naming
        self.rows = rows
        self.rejects = rejects
        self.fields = fields
        self.time = time
        self.zone = zone
        self.key = [*naming.key, "_time"]
        self.every = self.bench.keep("bridge_rows", select(rows.c["_row"], *(rows.c[n] for n in self.key)))

    def set_spoiled_aside(self) -> None:
        """Set aside what is left of the groups of which a row was set aside."""
        bench, groups, rows, rejects, names = self.bench, self.every, self.rows, self.rejects, self.key
        if not rejects.count:
            return
        bad = bench.empty("bridge_bad", [Column("_row", BigInteger)])
        bench.append("bridge_bad", [_numbers([rejection.row for rejection in rejects.kept])])
        spoiled = [
            select(*(groups.c[n] for n in names), bad.c["_row"]).join_from(groups, bad, equal(groups, bad, ["_row"]))
        ]
        unread = self._unread(bad)
        if unread is not None:
            spoiled.append(select(*(unread.c[n] for n in (*names, "_row"))))
        every = spoiled[0].union_all(*spoiled[1:]).subquery()
        faulty = bench.keep(
            "bridge_spoiled",
            select(*(every.c[n] for n in names), func.min(every.c["_row"]).label("_bad")).group_by(
                *(every.c[n] for n in names)
            ),
        )
        doomed = bench.rows(
            select(rows.c["_row"], faulty.c["_bad"]).join_from(rows, faulty, equal(rows, faulty, names))
        )
        reasons = {row: WHOLE.format(f"row {bad} of the same group and time is faulty") for row, bad in doomed}
        self._set_aside(reasons, None)

    def _unread(self, bad: FromClause) -> FromClause | None:
        """Return the groups of rows that never came to the stage, as far as they can be made out."""
        bench, spec, groups, fields = self.bench, self.spec, self.every, self.fields
        staged = {
            row for (row,) in bench.rows(select(groups.c["_row"]).join_from(groups, bad, equal(groups, bad, ["_row"])))
        }
        never = [rejection for rejection in self.rejects.kept if rejection.row not in staged]
        records = [(rejection.row, json.loads(rejection.record)) for rejection in never]
        records = [(row, record) for row, record in records if all(f.source in record for f in fields)]
        if not records or self.naming.made:
            return None  # the key of such a group is made from more than the row's own text
        import pyarrow as pa

        texts = {f.source: pa.array([_text(record[f.source]) for _, record in records], pa.string()) for f in fields}
        good, _ = Caster(fields, zone=self.zone).cast(pa.RecordBatch.from_pydict(texts), 0)
        names = ["_place", *(f.name for f in fields)]
        kinds = [BigInteger(), *(c.type for c in spec.group.dimension.natural_key), DateTime()]
        read = bench.empty("bridge_unread", [Column(n, kind) for n, kind in zip(names, kinds, strict=False)])
        bench.append("bridge_unread", [good.rename_columns(names)])
        rows = bench.empty("bridge_unread_rows", [Column("_place", BigInteger), Column("_row", BigInteger)])
        bench.append("bridge_unread_rows", [_numbered([row for row, _ in records])])
        time = read.c["_time"] if "_time" in names else cast(literal(self.time, DateTime), DateTime)
        found = select(*(read.c[n] for n in self.naming.key), time.label("_time"), rows.c["_row"])
        return bench.keep("bridge_unread_groups", found.join_from(read, rows, equal(read, rows, ["_place"])))

    def set_uneven_aside(self) -> None:
        """Set the groups aside whose shares are not 1 together."""
        bench, spec, rows, names = self.bench, self.spec, self.rows, self.key
        if spec.weight is None:
            return
        wrong = bench.keep("bridge_uneven", sql.sums(spec, rows, names))
        found = bench.rows(select(rows.c["_row"], wrong.c["_sum"]).join_from(rows, wrong, equal(rows, wrong, names)))
        column = spec.weight.name
        reasons = {
            row: f"the shares of its group sum to {total.normalize():f}, not 1; correct them, since a group is loaded "
            "whole or not at all"
            for row, total in found
        }
        self._set_aside(reasons, column)

    def _set_aside(self, reasons: dict[int, str], column: str | None) -> None:
        """Set rows aside, each for its own reason."""
        if not reasons:
            return
        bench, rows = self.bench, self.rows
        doomed = bench.empty("bridge_doomed", [Column("_row", BigInteger)])
        bench.append("bridge_doomed", [_numbers(list(reasons))])
        value = None if column is None else rows.c[column]
        found = set_aside(bench, rows, rows.c["_row"].in_(select(doomed.c["_row"])), column, value, "")
        self.rejects.add([Rejection(r.row, r.column, r.value, reasons[r.row], r.record) for r in found])
        leave_out(bench, doomed)


def _numbers(rows: list[int]) -> Any:
    import pyarrow as pa

    return pa.record_batch({"_row": pa.array(sorted(set(rows)), pa.int64())})


def _numbered(rows: list[int]) -> Any:
    import pyarrow as pa

    return pa.record_batch({"_place": pa.array(range(len(rows)), pa.int64()), "_row": pa.array(rows, pa.int64())})


def _text(value: Any) -> str | None:
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
