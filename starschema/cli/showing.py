"""How the command shows tables."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

PIPE_WIDTH = 200
"""Columns of output where no terminal says how many it has: a table in a file should not be folded."""


def console() -> Console:
    """Return where tables are printed."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else PIPE_WIDTH, highlight=False)


def table(*columns: str, right: tuple[str, ...] = ()) -> Table:
    """Return an empty table.

    Args:
        *columns: The headings.
        right: Headings of columns with numbers.
    """
    from rich.box import SIMPLE
    from rich.table import Table

    shown = Table(box=SIMPLE, pad_edge=False)
    for column in columns:
        shown.add_column(column, justify="right" if column in right else "left", overflow="fold")
    return shown


def show_rows(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows as a table, the columns in the order in which the rows have them."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    numbers = tuple(n for n in names if all(isinstance(row.get(n), int | float | Decimal | None) for row in rows))
    shown = table(*names, right=numbers)
    for row in rows:
        shown.add_row(*("[dim]NULL[/dim]" if row.get(name) is None else plain(row[name]) for name in names))
    console().print(shown)


def plain(value: Any) -> str:
    """Return `value` as text whose brackets are no markup."""
    from rich.markup import escape

    return escape(" ".join(str(value).split()))
