"""Leaving out of a query what is not whole yet: `select(...).where(finished(Sale))`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select

from starschema.errors import ModelError
from starschema.model.bookkeeping import bookkeeping
from starschema.model.spec import FactSpec


def finished(fact: type[Any]) -> ColumnElement[bool]:
    """Return whether a row of a fact is not of a load of which some parts are still missing.

    Only `Warehouse.load(..., workers=)` has such rows in the table; all other loads are one transaction.

    Args:
        fact: A fact that is declared with `parts=True`.

    Raises:
        ModelError: It is not.
    """
    spec = getattr(fact, "__starschema__", None)
    if not isinstance(spec, FactSpec) or not spec.parts:
        name = getattr(fact, "__name__", repr(fact))
        raise ModelError(f"{name} is no fact with parts=True; of what else there is, every row is finished")
    loads = bookkeeping(spec.table.metadata).loads
    of = select(loads.c.load_id).where(loads.c.target == spec.table.fullname, loads.c.status == "part")
    return spec.load_id.not_in(of)
