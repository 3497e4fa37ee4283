"""Looking up surrogate keys for callers, by the same statements as fact loads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, and_, cast, func, literal, select

from starschema.backends import Backend
from starschema.errors import StarSchemaError
from starschema.load.keys.members import fetch_versions
from starschema.load.keys.where import Lookups
from starschema.load.stage import Rejects, field_for, stage
from starschema.load.workbench import workbench
from starschema.model.bookkeeping import Bookkeeping
from starschema.model.spec import UNKNOWN_KEY, DimensionSpec
from starschema.sources import rows as rows_source
from starschema.sql import lookup
from starschema.sql.made_keys import made_key


def look_up(
    backend: Backend, tables: Bookkeeping, spec: DimensionSpec, values: Sequence[Any], as_of: dt.datetime | None
) -> list[int]:
    """Return a surrogate key for each natural key, in its order; -1 where there is no member."""
    name = spec.cls.__name__
    width = len(spec.named_by)
    given = [c.name for c in spec.named_by]
    if width > 1 and any(not isinstance(v, tuple | list) or len(v) != width for v in values if v is not None):
        what = "combination" if spec.combined else "natural key"
        raise StarSchemaError(f"{name}.keys: the {what} is ({', '.join(given)}); give tuples of {width} values")
    if not values:
        return []
    spread = [
        dict.fromkeys(given) if v is None else dict(zip(given, v if width > 1 else (v,), strict=True)) for v in values
    ]
    fields = [field_for(c, f"{name}.{c.name}") for c in spec.named_by]
    columns: list[Column[Any]] = list(spec.named_by)
    names = [c.name for c in spec.natural_key]
    with backend.transaction() as connection, workbench(backend, connection) as bench:
        staged = stage(bench, rows_source(spread), fields, columns, Rejects(name, 0), zone="UTC").table
        made = made_key(spec, [staged.c[n] for n in given])
        staged = bench.keep("named", select(staged.c["_row"], *(k.label(n) for k, n in zip(made, names, strict=True))))
        wanted = bench.keep("wanted", lookup.wanted_members(spec, staged, [names]))
        versions = fetch_versions(bench, tables, spec, wanted, "wanted_versions", Lookups())
        keys = bench.keep("key_map", lookup.key_map(spec, versions))
        time = None if as_of is None else cast(literal(as_of, DateTime), DateTime)
        same = and_(*(staged.c[n] == keys.c[n] for n in names))
        found = bench.rows(
            select(cast(func.coalesce(keys.c["_key"], UNKNOWN_KEY), BigInteger))
            .join_from(staged, keys, and_(same, lookup.answers(keys, time)), isouter=True)
            .order_by(staged.c["_row"])
        )
    # None stands for no member, though all parts of a combination may be NULL.
    return [UNKNOWN_KEY if v is None else int(row[0]) for v, row in zip(values, found, strict=True)]
