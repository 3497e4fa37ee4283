"""`starschema demo`: a small warehouse, made before your eyes."""

from __future__ import annotations

import argparse
import shlex
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Executable, func, select

from starschema.cli.naming import UsageError
from starschema.cli.showing import console, plain, table

NAME = "demo"

SUMMARY = "make a small warehouse to play with"

DESCRIPTION = """\
Make a small retail warehouse in one DuckDB file, load it, ask it a few questions, and say what to try next.

  starschema demo             in a temporary directory
  starschema demo shop        in the directory shop, made if need be
"""

CUSTOMERS = [
    {"customer_id": 1, "name": "Ann", "city": "Oslo", "country": "Norway"},
    {"customer_id": 2, "name": "Bo", "city": "Malmö", "country": "Sweden"},
    {"customer_id": 3, "name": "Chris", "city": "Aarhus", "country": "Denmark"},
]

CHANGES = [
    {"customer_id": 1, "name": "Anne", "city": "Bergen", "country": "Norway", "updated_at": "2024-02-01"},
    {"customer_id": 2, "name": "Bo", "city": "Aarhus", "country": "Denmark", "updated_at": "2024-02-15"},
]

_SALE = ("order_no", "line_no", "sold_at", "customer_id", "quantity", "amount")

SALES = [
    dict(zip(_SALE, sale, strict=True))
    for sale in (
        ("A-1", 1, "2024-01-10 09:30", 1, 2, "39.80"),
        ("A-1", 2, "2024-01-10 09:30", 1, 1, "12.50"),
        ("A-2", 1, "2024-02-03 14:05", 1, 1, "19.90"),
        ("A-3", 1, "2024-02-20 11:00", 2, 5, "99.50"),
        ("A-4", 1, "2024-03-01 16:45", None, 1, "8.00"),  # nobody said who: the unknown member
        ("A-5", 1, "2024-03-02 10:15", 9, 3, "30.00"),  # a customer not heard of yet: an inferred member
    )
]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to `parser`."""
    parser.add_argument("directory", nargs="?", type=Path, help="where to put the file; default a temporary directory")


def run(options: argparse.Namespace) -> None:
    """Make the warehouse and show it."""
    from starschema import Warehouse
    from starschema.cli.retail import Customer, Day, Mart, Sale

    directory = options.directory or Path(tempfile.mkdtemp(prefix="starschema-"))
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / "retail.db"
    if file.exists():
        raise UsageError(f"{file} is there already; delete it or name another directory")
    url = URL.create("duckdb", database=str(file)).render_as_string()

    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    print(warehouse.load(Day, start=date(2024, 1, 1), end=date(2024, 12, 31)))
    print(warehouse.load(Customer, CUSTOMERS, effective=date(2024, 1, 1), snapshot=True))
    print(warehouse.load(Customer, CHANGES, effective="updated_at"))
    print(warehouse.load(Sale, SALES, load_key="demo"))
    print()

    who = (Customer.customer_id, Customer.name, Customer.city, Customer.valid_from, Customer.is_current)
    _show(
        warehouse,
        "Customers, a version for every move",
        select(*who).order_by(Customer.customer_id, Customer.valid_from),
    )
    where = (Sale.customer.country, Sale.customer.city)
    sold = select(*where, func.sum(Sale.quantity).label("quantity"), func.sum(Sale.amount).label("amount"))
    sold = sold.select_from(Sale).join(Sale.customer).group_by(*where).order_by(*where)
    _show(warehouse, "Sales, by where the customer lived then", sold)
    warehouse.engine.dispose()

    console().print("[bold]Try next[/bold]")
    print(f"  starschema runs --url {shlex.quote(url)}")
    print("  starschema ddl starschema.cli.retail:Mart --dialect postgresql")
    print("  python")
    print("  >>> from starschema import Warehouse")
    print("  >>> from starschema.cli.retail import Customer, Mart")
    print(f"  >>> Warehouse({url!r}, Mart).keys(Customer, [1, 2])")


def _show(warehouse: Any, title: str, statement: Executable) -> None:
    with warehouse.engine.connect() as connection:
        result = connection.execute(statement)
        shown = table(*result.keys(), right=("quantity", "amount"))
        for row in result:
            shown.add_row(*("" if value is None else plain(value) for value in row))
    console().print(f"[bold]{plain(title)}[/bold]", shown)
