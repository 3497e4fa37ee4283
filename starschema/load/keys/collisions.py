"""Hash keys that two versions or members would share: found before any of them is written, never after."""

from __future__ import annotations

from sqlalchemy import Column, FromClause, select

from starschema.errors import KeyCollision
from starschema.load.workbench import Workbench
from starschema.model.spec import DimensionSpec
from starschema.sql import hashed
from starschema.sql.compare import Query


def refuse_collisions(bench: Workbench, spec: DimensionSpec, new: FromClause) -> None:
    """Check the versions that are to be written, against each other and against those on record.

    Args:
        bench: The load's workbench.
        spec: A dimension whose keys are hashes.
        new: The versions, whose key is `_key` or has its own name.

    Raises:
        KeyCollision: Two have the same key; names both.
    """
    if not bench.count(new):
        return
    names = [*(c.name for c in spec.natural_key), *(["valid_from"] if spec.versioned else [])]
    key = new.c["_key"] if "_key" in new.c else new.c[spec.key.name]
    durable = [] if spec.durable_key is None else [new.c[spec.durable_key.name]]
    mine = bench.keep("new_hashes", select(*(new.c[n] for n in names), key.label(spec.key.name), *durable))
    for column in (spec.key, spec.durable_key):
        if column is not None:
            others = _on_record(bench, spec, mine, column, names)
            for rows in (mine, others):
                query = hashed.collisions(spec, mine, rows, column.name, lasting=column is spec.durable_key)
                _refuse(bench, spec, query)


def _on_record(
    bench: Workbench, spec: DimensionSpec, mine: FromClause, column: Column[int], names: list[str]
) -> FromClause:
    table = spec.table
    sent = bench.send(table, [column], select(mine.c[column.name]).distinct())
    columns = [*(table.c[n] for n in names), column]
    return bench.fetch(
        "hashes_on_record", select(*columns).join_from(table, sent, column == sent.c[column.name]), columns
    )


def _refuse(bench: Workbench, spec: DimensionSpec, query: Query) -> None:
    for row in bench.rows(query):
        *values, key = row
        half = len(values) // 2
        labels = [c.name for c in query.selected_columns][:half]
        one, other = (
            ", ".join(f"{name}={value!r}" for name, value in zip(labels, told, strict=True))
            for told in (values[:half], values[half:])
        )
        raise KeyCollision(
            f"{spec.cls.__name__}: {one} and {other} have the same hash key, {key}, so nothing was loaded; "
            'have the keys counted up, surrogate="number", or change one of the natural keys'
        )
