"""Load New York's flights of 2013 and ask about them.

python -m examples.flights          in a new DuckDB file
python -m examples.flights URL      in the database of that SQLAlchemy URL; a second run there changes nothing
"""

from __future__ import annotations

import calendar
import shlex
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from sqlalchemy import Row

from examples.flights import answers, load
from examples.flights.model import Mart
from starschema import Warehouse

MONTHS = tuple(calendar.month_abbr)[1:]


def main(url: str | None = None) -> None:
    """Load, correct and ask, in the database of `url` or in a new DuckDB file."""
    folder = Path(tempfile.mkdtemp(prefix="flights-"))
    url = url or f"duckdb:///{folder}/flights.db"
    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()

    console.rule("Loads")
    for result in load.load_everything(warehouse):
        print(result)

    def ask(question: answers.Question) -> Sequence[Row[*tuple[Any, ...]]]:
        with warehouse.engine.connect() as connection:
            return connection.execute(question).all()

    def show(title: str, question: answers.Question) -> None:
        console.print(table(title, [c.name for c in question.selected_columns], ask(question)))

    console.rule("A corrected file of airports: a name, and a move in July")
    show("Before", answers.versions("BNA", "ORD"))
    print(load.load_corrections(warehouse, folder), "\n")
    show("After: a correction has no history, a move has", answers.versions("BNA", "ORD"))
    show("Flights to Nashville: those after the move have followed", answers.flights_by_time_zone("BNA"))

    console.rule("Answers")
    delays: defaultdict[str, list[Any]] = defaultdict(lambda: [None] * 12)
    for airline, month, delay in ask(answers.delay_by_airline_and_month()):
        delays[airline][month - 1] = delay
    rows = [(airline, *months) for airline, months in delays.items()]
    console.print(table("Mean departure delay by airline and month, minutes", ["airline", *MONTHS], rows))
    show("Busiest routes", answers.busiest_routes())
    show("Planes", answers.planes_known())
    show("Delays and wind, drilled across two facts", answers.delay_by_wind())

    warehouse.engine.dispose()
    print(f"The warehouse is {warehouse.engine.url}. This lists what was loaded, and how it went:")
    print(f"  {sys.executable} -m starschema.cli runs --url {shlex.quote(str(warehouse.engine.url))}")


def table(title: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    """Return rows as a table for the terminal, numbers to the right."""
    shown = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE, pad_edge=False)
    shown.padding = (0, 0) if len(names) > 10 else (0, 1)  # a year of months fits 80 columns
    numbers = [all(isinstance(v, int | float | Decimal | None) for v in column) for column in zip(*rows, strict=True)]
    for name, number in zip(names, numbers, strict=True):
        shown.add_column(name, justify="right" if number else "left", overflow="fold")
    for row in rows:
        shown.add_row(*map(text, row))
    return shown


def text(value: Any) -> str:
    """Return a value as a reader wants it; databases differ in whether a mean or a sum is a float or a decimal."""
    if value is None:
        return ""
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, int) or (isinstance(value, Decimal) and value.as_tuple().exponent == 0):
        return f"{value:,}"
    return f"{value:,.1f}" if isinstance(value, float | Decimal) else str(value)


if __name__ == "__main__":
    if {"-h", "--help"} & {*sys.argv}:
        print(__doc__)
    elif len(sys.argv) > 2:
        raise SystemExit(__doc__)
    else:
        main(*sys.argv[1:])
