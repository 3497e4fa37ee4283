"""Loading a junk dimension: the combinations in the data that are no members yet become members."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, select

from starschema.load.arrivals import settle
from starschema.load.keys.members import fetch_versions, infer
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.load.stage import Rejects, field_for, stage
from starschema.model.spec import DimensionSpec
from starschema.sources import Source
from starschema.sql import lookup
from starschema.sql.made_keys import made_key, made_values


@dataclass(frozen=True)
class JunkLoad:
    """One load of one junk dimension.

    Args:
        spec: The dimension.
        source: The input.
        zone: The zone of times that name none.
        reject_limit: How many rows may be set aside.
        progress: Told how many rows have been read.
    """

    spec: DimensionSpec
    source: Source
    zone: str = "UTC"
    reject_limit: int = 0
    progress: Callable[[int], None] | None = None

    def __call__(self, context: Context) -> Outcome:
        """Load, within the transaction and the locks of `context`."""
        spec, bench, name = self.spec, context.bench, self.spec.cls.__name__
        rejects = Rejects(name, self.reject_limit, lenient=context.dry_run)
        columns: list[Column[Any]] = list(spec.named_by)
        read = [f"_read_{i}" for i in range(len(columns))]
        fields = [field_for(c, f"{name}.{c.name}", name=n) for c, n in zip(columns, read, strict=True)]
        staged = stage(bench, self.source, fields, columns, rejects, zone=self.zone, progress=self.progress)
        brought = [staged.table.c[n] for n in read]
        key = spec.natural_key[0].name
        made = zip(spec.combined, made_values(spec, brought), strict=True)
        keyed = select(
            staged.table.c["_row"], made_key(spec, brought)[0].label(key), *(value.label(c.name) for c, value in made)
        )
        rows = bench.keep("stage", keyed)
        duplicates = settle(bench, rows, [key], [], rejects)
        told = bench.keep("told_members", select(rows.c[key], *(rows.c[c.name] for c in spec.combined)))
        versions = fetch_versions(
            bench, context.tables, spec, bench.keep("wanted", select(told.c[key])), "known_members", context.lookups
        )
        unknown = bench.keep("unknown", lookup.unknown_members(spec, told, versions))
        inserted = infer(context, spec, unknown, "junk") if bench.count(unknown) else 0
        counts = {
            "read": staged.read,
            "inserted": inserted,
            "unchanged": bench.count(rows) - inserted,
            "duplicates": duplicates,
            "rejected": rejects.count,
        }
        return Outcome(counts, rejects.kept)
