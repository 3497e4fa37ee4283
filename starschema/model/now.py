"""A dimension as it is now: one row per member, for facts that carry the durable key (type 7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import Column, FromClause, MetaData, Select, Table, and_, exists, literal, select
from sqlalchemy.orm import aliased

from starschema.errors import ModelError
from starschema.model.spec import DimensionSpec, dimension_spec

D = TypeVar("D")


def as_now(dimension: type[D]) -> type[D]:
    """Return an alias of `dimension` over its view `dim_<name>_now`: every member once, as its newest version says.

    A fact with `role(Customer, as_of="sold_at", durable=True)` is reported as things were through `Sale.customer`, and
    as things are by `join(now, Sale.customer_durable_key == now.customer_durable_key)` with `now = as_now(Customer)`.

    Args:
        dimension: A dimension with versions and `durable_key=True`.

    Raises:
        ModelError: It has no such view.

    Grain:
        One row per member, the deleted, the inferred and the special ones included.

    Source:
        Kimball and Ross, The Data Warehouse Toolkit, 3rd edition, chapter 5, "Type 7: Dual Type 1 and Type 2".
    """
    spec = dimension_spec(dimension)
    name = now_name(spec)
    if name is None:
        need = "durable_key=True" if spec.versioned else "versions, so its table is as it is now"
        raise ModelError(f"{dimension.__name__} has no view of its members as they are now: it lacks {need}")
    columns = [Column(c.name, c.type, primary_key=c is spec.key) for c in _columns(spec)]
    view = Table(name, MetaData(), *columns, schema=spec.table.schema)
    # Under a name of its own, so that one query can have several.
    return aliased(dimension, view.alias(), adapt_on_names=True)


def now_name(spec: DimensionSpec) -> str | None:
    """Return the name of the dimension's view, or None where the model calls for none.

    Types 1 and 3 have every member once anyway, and type 6 has the newest values on every version; without a durable
    key on the fact nothing could be joined to the view.
    """
    return f"{spec.table.name}_now" if spec.versioned and spec.durable_key is not None else None


def now_query(
    spec: DimensionSpec, table: FromClause, columns: Sequence[str] | None = None
) -> Select[tuple[object, ...]]:
    """Select the newest version of every member.

    Args:
        spec: The dimension.
        table: Its table, as the database has it.
        columns: What to show of it; all that the model has by default.
    """
    # Both under names of their own: to ClickHouse the table's name would mean the nearer of the two.
    newest, later = table.alias("newest"), table.alias("later")
    # The special members' natural keys are NULL, which equals nothing, so nothing is later than they are.
    same = and_(*(later.c[c.name] == newest.c[c.name] for c in spec.natural_key))
    newer = exists(select(literal(1)).where(same, later.c["valid_from"] > newest.c["valid_from"]))
    shown = [c.name for c in _columns(spec)] if columns is None else columns
    return select(*(newest.c[name] for name in shown)).where(~newer)


def _columns(spec: DimensionSpec) -> list[Column[object]]:
    """Return the table's columns, the durable key first: here it is what identifies a row."""
    columns: list[Column[object]] = list(spec.table.columns)
    return sorted(columns, key=lambda column: column is not spec.durable_key)
