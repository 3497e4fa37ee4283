"""Shrunken roll-ups: the dimension of a level of another one, conformed to it by construction."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import MappedColumn

from starschema.errors import ModelError
from starschema.model.columns import attribute, natural_key
from starschema.model.dimension import Dimension
from starschema.model.spec import DimensionSpec

OF_A_MONTH = ("month_start", "month", "month_name", "quarter", "year", "fiscal_year", "fiscal_quarter", "fiscal_month")
"""What all days of a month have in common, beside its name."""

LEVELS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "month": (("year_month",), OF_A_MONTH),
    "quarter": (("year", "quarter"), ()),
    "year": (("year",), ()),
    "week": (("iso_year", "iso_week"), ()),
    "fiscal_month": (
        ("fiscal_year", "fiscal_month"),
        ("fiscal_quarter", "year_month", "month_start", "month", "month_name", "quarter", "year"),
    ),
    "fiscal_quarter": (("fiscal_year", "fiscal_quarter"), ()),
    "fiscal_year": (("fiscal_year",), ()),
}
"""The levels of a calendar: by which attributes a member is known, and what else follows from them."""


def rollup(base: type[Any], level: str | tuple[str, ...], *attributes: str, name: str | None = None) -> type[Any]:
    """Declare the dimension of a level of another one, such as the months of a calendar.

    The members of `Month = rollup(Day, "month")` are the different values that the level has in the base, its
    attributes those of the base, by name and type. Facts and aggregates of that grain refer to it as to any dimension:
    `role(Month, source="month")`. An aggregate of a fact by day may have `month = role(Month)`. A roll-up is never
    loaded: every load of the base keeps it, in its own transaction. A member stays when no row of the base has its
    value any more.

    Args:
        base: The dimension. Of a calendar the levels are month, quarter, year, week, fiscal_month, fiscal_quarter and
            fiscal_year, and their attributes are known; a month is known by its `year_month`, such as 2024-02.
        level: An attribute of the base, or several that only together tell one member from another, such as
            `rollup(Product, "brand", "category")` or `rollup(Store, ("country", "region"))`.
        *attributes: Attributes that follow from the level. A load that would leave two values of one for a member of
            the level is refused.
        name: Name of the class; by default the level's, `"brand"` being `Brand`.

    Raises:
        ModelError: The base has no such level or attribute, or is of a kind that has no roll-ups.

    Source:
        Kimball and Ross, The Data Warehouse Toolkit, 3rd edition, chapter 4, "Shrunken Rollup Dimensions".
    """
    spec = getattr(base, "__dict__", {}).get("__starschema__")
    if not isinstance(spec, DimensionSpec):
        raise ModelError(f"rollup({getattr(base, '__name__', base)}, {level!r}): that is no dimension; give one")
    where = f"rollup({base.__name__}, {level!r})"
    if spec.combined or spec.rolled_up is not None:
        what = "a junk dimension, whose members facts bring" if spec.combined else "a roll-up itself; roll up its base"
        raise ModelError(f"{where}: {base.__name__} is {what}")
    key = (level,) if isinstance(level, str) else level
    told = level if isinstance(level, str) else "_".join(level)
    if spec.calendar is not None:
        if not isinstance(level, str) or level not in LEVELS or attributes:
            raise ModelError(f"{where}: the levels of a calendar are {', '.join(LEVELS)}, and their attributes follow")
        key, attributes = LEVELS[level]
    known = {a.name: a for a in spec.attributes if a.column not in [role.column for role in spec.references]}
    for attribute_name in (*key, *attributes):
        if attribute_name not in known:
            raise ModelError(
                f"{where}: {base.__name__} has no attribute {attribute_name!r}; it has {', '.join(known) or 'none'}"
            )
    body: dict[str, MappedColumn[Any]] = {}
    for attribute_name in key:
        column = known[attribute_name].column
        body[attribute_name] = natural_key(column.type, comment=column.comment)
    for attribute_name in attributes:
        column, unknown = known[attribute_name].column, known[attribute_name].unknown
        body[attribute_name] = attribute(column.type, unknown=unknown, nullable=column.nullable, comment=column.comment)
    own = next(cls for cls in base.__mro__ if "registry" in vars(cls) and "metadata" in vars(cls))
    title = name or "".join(part.title() for part in told.split("_"))
    doc = f"One row per {' and '.join(key)} of {spec.table.name}."
    options: dict[str, Any] = {} if spec.creation is None else {"surrogate": "hash"}
    made: type[Any] = type(title, (Dimension, own), {"__doc__": doc, "__module__": base.__module__, **body}, **options)
    made.__starschema__ = replace(made.__starschema__, rolled_up=spec)
    return made
