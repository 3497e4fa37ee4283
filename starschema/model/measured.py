"""What a fact measures, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Column


@dataclass(frozen=True)
class SemiAdditive:
    """Over which role a measure may not be summed, and what is shown over it instead."""

    role: str
    use: Literal["first", "last", "average", "min", "max"]


@dataclass(frozen=True)
class MeasureSpec:
    """A number measured by a fact.

    Args:
        name: Its name.
        column: Its column.
        unit: What is counted.
        additive: Whether it may be summed over every dimension.
        generated: Whether the load computes it.
        except_over: Over which role it may not be summed, where it may be over all others.
    """

    name: str
    column: Column[Any]
    unit: str | None = None
    additive: bool = True
    generated: bool = False
    except_over: SemiAdditive | None = None
