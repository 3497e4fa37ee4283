"""Loads on an engine without transactions that end in the middle: at which statement, and what is there then."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any
from unittest import mock

from sqlalchemy import event, select

from starschema import Warehouse
from starschema.backends.apart.work import ApartWork
from starschema.backends.clickhouse import ClickHouseBackend
from starschema.ddl.physical import changed_tables
from starschema.load.ending import Ending
from starschema.model.bookkeeping import bookkeeping
from starschema.model.catalog import catalog
from starschema.model.undoing import rows_as_were
from tests.warehouses.story import Customer, Day, Mart, Sale, at, sales


class Killed(BaseException):
    """Stands for the end of the process."""


def prepare(warehouse: Warehouse) -> None:
    """Bring a warehouse to where loads can change rows, add some, delete some and infer members."""
    warehouse.create_all()
    people = [{"id": n, "name": f"N{n}", "city": "Oslo", "region": "East"} for n in range(1, 5)]
    warehouse.load(Day, start="2024-01-01", end="2024-01-31")
    warehouse.load(Customer, people, effective=at(2))
    warehouse.load(Sale, sales(1, (2, 1), (15, 1), (25, 1), (15, 9)))
    warehouse.load(Customer, [{"id": 1, "city": "Moss"}, {"id": 9, "city": "Rana"}], effective=at(20))


def late_changes(warehouse: Warehouse, **options: Any) -> Any:
    """Split versions in which there are facts, correct some in place, delete a member and take in a new one."""
    rows = [
        {"id": 1, "city": "Voss", "name": "Ann", "at": at(10), "gone": False},
        {"id": 2, "city": None, "name": None, "at": at(11), "gone": True},
        {"id": 9, "city": "Bodø", "name": None, "at": at(14), "gone": False},
        {"id": 7, "city": "Oslo", "name": "N7", "at": at(3), "gone": False},
    ]
    return warehouse.load(Customer, rows, effective="at", deleted="gone", **options)


def replaced_sales(warehouse: Warehouse, **options: Any) -> Any:
    """Replace facts, and add some, of members that nobody has told of."""
    rows = [{**row, "amount": Decimal("99.99")} for row in sales(1, (2, 1), (15, 12))] + sales(8, (29, 9), (30, 13))
    return warehouse.load(Sale, rows, on_duplicate="replace", **options)


def deleted_sales(warehouse: Warehouse, **options: Any) -> Any:
    """Delete a fact, and add one."""
    rows = [{**sales(3, (25, 1))[0], "gone": True}, {**sales(7, (12, 3))[0], "gone": False}]
    return warehouse.load(Sale, rows, deleted="gone", **options)


LOADS: tuple[Callable[..., Any], ...] = (late_changes, replaced_sales, deleted_sales)


def everything(warehouse: Warehouse, *, numbers: bool = True) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of all tables, the numbers of loads included unless these may differ."""
    found, own, described = {}, bookkeeping(Mart.metadata), catalog(Mart)
    dimensions = described.dimensions
    journals = [own.journal(each) for each in dimensions if each.versioned and each.journaled]
    tables = [spec.table for spec in (*dimensions, *described.facts)] + journals
    with warehouse.engine.connect() as connection:
        for table in tables:
            columns = [c for c in table.columns if numbers or c.name != "load_id"]
            found[table.name] = sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr)
        kept = list(connection.exec_driver_sql("SHOW TABLES LIKE 'starschema_undo_%%'").all())
        for table in (own.undo, *(rows_as_were(t.name, t.schema, t.columns.keys()) for t in changed_tables(described))):
            kept += connection.execute(select(table)).all()
        found["undo"] = [tuple(row) for row in kept]
    return found


@contextmanager
def ending_at(warehouse: Warehouse, number: int, end: Callable[[], None]) -> Iterator[list[str]]:
    """Call `end` instead of the warehouse's statement of that number, and of all after it; give the statements."""
    said: list[str] = []

    def count(statement: str) -> None:
        said.append(statement)
        if len(said) >= number:
            end()

    def executing(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        count(statement)

    insert = ClickHouseBackend.insert

    def inserting(self: Any, connection: Any, table: Any, *rest: Any) -> int:
        count(f"INSERT INTO {table.name}")
        return insert(self, connection, table, *rest)

    event.listen(warehouse.engine, "before_cursor_execute", executing)
    with mock.patch.object(ClickHouseBackend, "insert", inserting):
        try:
            yield said
        finally:
            event.remove(warehouse.engine, "before_cursor_execute", executing)


@contextmanager
def killed_at(warehouse: Warehouse, number: int) -> Iterator[list[str]]:
    """Have the load end as if its process were killed before a statement: nobody undoes anything or notes that."""

    def end() -> None:
        raise Killed

    def nothing(*_: Any) -> None:
        pass

    with (
        ending_at(warehouse, number, end) as said,
        mock.patch.object(ApartWork, "undo", nothing),
        mock.patch.object(Ending, "fail", nothing),
    ):
        yield said


def main(url: str, name: str, number: str) -> None:
    """Run a load in this process, and kill it before that statement; with 0, run it to its end and say what is so."""
    warehouse = Warehouse(url, Mart)
    load = next(each for each in LOADS if each.__name__ == name)
    if int(number):
        with ending_at(warehouse, int(number), lambda: os.kill(os.getpid(), signal.SIGKILL)):
            load(warehouse)
        return
    load(warehouse)
    print(repr(everything(warehouse, numbers=False)))


if __name__ == "__main__":
    main(*sys.argv[1:])
