"""Bands: an attribute that says in which range a number lies, such as an age from 18 to under 30."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Float, Numeric, String
from sqlalchemy.orm import MappedColumn, mapped_column

from starschema.errors import ModelError
from starschema.model.columns import INFO, AttributeColumn, next_order, refuse
from starschema.model.kinds import BandSpec
from starschema.model.storage import check_type

if TYPE_CHECKING:
    from starschema.model.columns import ColumnType

LABEL_CHARACTERS = 60
"""Most characters of a label, as wide as the column is."""


@dataclass(frozen=True, kw_only=True)
class BandColumn(AttributeColumn):
    """An attribute that says in which band a number of the data lies."""

    source: Any
    bounds: tuple[Any, ...]
    labels: Any
    null: Any
    type: Any


def band(
    source: str,
    *bounds: int | Decimal | float,
    labels: Sequence[str] | None = None,
    null: str = "Unknown",
    type_: ColumnType | None = None,
    **kw: Any,
) -> MappedColumn[Any]:
    """Declare an attribute of a mini-dimension or a junk dimension: the band in which a number of the data lies.

    `band("age", 18, 65)` has the bands "under 18", "18 to under 65" and "65 and over".

    Args:
        source: The input column of the number.
        *bounds: Where a band ends and the next begins, which it includes; the first and the last band are open.
        labels: The bands' names, one more than there are bounds; made from the bounds by default.
        null: The name of the band of NULL.
        type_: SQLAlchemy type of the number; `Numeric(28, 10)` by default, exact, whatever the data brings.
        **kw: Further options of `sqlalchemy.orm.mapped_column`, such as `comment`.

    Source:
        Kimball and Ross, The Data Warehouse Toolkit, 3rd edition, chapter 5, "Type 4: Add Mini-Dimension".
    """
    refused = refuse(kw, "nullable")
    said = BandColumn(
        order=next_order(), refused=refused, source=source, bounds=bounds, labels=labels, null=null, type=type_
    )
    info = {**(kw.pop("info", None) or {}), INFO: said}
    return mapped_column(String(LABEL_CHARACTERS), info=info, sort_order=said.order, **kw)


def resolved_band(where: str, said: BandColumn) -> BandSpec:
    """Check what a band says, and return it with everything filled in.

    Args:
        where: The column's class and name, for messages.
        said: What it says.

    Raises:
        ModelError: It says something that cannot be.
    """
    if not isinstance(said.source, str) or not said.source:
        raise ModelError(f"{where}: band({said.source!r}, ...) must begin with the name of an input column")
    kind = Numeric(28, 10) if said.type is None else said.type
    column: Column[Any] = Column(said.source, kind)
    check_type(where, column)
    if not isinstance(column.type, Numeric | Float) and column.type.python_type is not int:
        raise ModelError(f"{where}: {column.type!r} is no number, and bands are of numbers; give another type_=")
    numbers = (int, float, Decimal) if isinstance(column.type, Float) else (int, Decimal)
    for bound in said.bounds:
        if not isinstance(bound, numbers) or isinstance(bound, bool):
            raise ModelError(f"{where}: {bound!r} is no bound of a band; give an int or a Decimal")
    if not said.bounds or any(low >= high for low, high in pairwise(said.bounds)):
        raise ModelError(f"{where}: bands need one or more bounds, each above the one before, not {said.bounds}")
    labels = _labels(said.bounds) if said.labels is None else tuple(said.labels)
    if len(labels) != len(said.bounds) + 1:
        raise ModelError(
            f"{where}: {len(said.bounds)} bounds make {len(said.bounds) + 1} bands, not {len(labels)} labels"
        )
    for label in (*labels, said.null):
        if not isinstance(label, str) or not 0 < len(label) <= LABEL_CHARACTERS:
            raise ModelError(f"{where}: {label!r} is no label; give a text of up to {LABEL_CHARACTERS} characters")
    if len({*labels, said.null}) <= len(labels):
        raise ModelError(f"{where}: two bands have the same label; give each its own, and the band of NULL by null=")
    return BandSpec(column, tuple(said.bounds), labels, said.null)


def _labels(bounds: Sequence[Any]) -> tuple[str, ...]:
    inner = [f"{low} to under {high}" for low, high in pairwise(bounds)]
    return (f"under {bounds[0]}", *inner, f"{bounds[-1]} and over")
