"""Loading a junk dimension: the combinations in the data that are no members yet become members."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, select

from starschema.load.arrivals import settle
from starschema.load.members import fetch_versions, infer
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.load.stage import Rejects, field_for, stage
from starschema.model.spec import DimensionSpec
from starschema.sources import Source
from starschema.sql import lookup
from starschema.sql.made_keys import made_key


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
        columns: list[Column[Any]] = list(spec.combined)
        fields = [field_for(c, f"{name}.{c.name}") for c in columns]
        staged = stage(bench, self.source, fields, columns, rejects, zone=self.zone, progress=self.progress)
        s = staged.table.c
        key = spec.natural_key[0].name
        rows = bench.keep("stage", select(*s, made_key(spec, [s[c.name] for c in columns])[0].label(key)))
        duplicates = settle(bench, rows, [key], [], rejects)
        told = bench.keep("told_members", select(rows.c[key], *(rows.c[c.name] for c in columns)))
        versions = fetch_versions(
            bench, context.tables, spec, bench.keep("wanted", select(told.c[key])), "known_members", context.lookups
        )
        unknown = bench.keep("unknown", lookup.unknown_members(spec, told, versions))
        inserted = infer(context, context.backend, spec, unknown, "junk") if bench.count(unknown) else 0
        counts = {
            "read": staged.read,
            "inserted": inserted,
            "unchanged": bench.count(rows) - inserted,
            "duplicates": duplicates,
            "rejected": rejects.count,
        }
        return Outcome(counts, rejects.kept)
