"""starschema, as its README says to use it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pyarrow.parquet as pq

from benchmarks.model import Customer, Mart, Product, Sale
from benchmarks.processes import contest
from benchmarks.tasks import MONTHS, loads
from benchmarks.workload import LOOK_UPS
from starschema import Warehouse, backends, load, sources


def _import_all() -> None:
    """Import what a load imports when it needs it; others have all of theirs before the clock starts."""
    for name in ("numpy", "pgpq", "pyarrow.compute", "pyarrow.dataset", "pyarrow.parquet", "duckdb_sqlalchemy"):
        import_module(name)
    for package in (backends, load, sources):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)


_import_all()


def _warehouse(url: str) -> Warehouse:
    warehouse = Warehouse(url, Mart)
    warehouse.engine.connect().close()
    return warehouse


def look_ups(url: str, data: Path) -> Callable[[], int]:
    """Look up the customers of the first sales, as of a day."""
    warehouse = _warehouse(url)
    ids = pq.read_table(data / "sales.parquet", columns=["customer_id"])[0][:LOOK_UPS].to_pylist()
    return lambda: len(warehouse.keys(Customer, ids, as_of=date(2024, 3, 15)))


def _products(warehouse: Warehouse, data: Path) -> int:
    return warehouse.load(Product, data / "products.parquet").read


def _facts(warehouse: Warehouse, data: Path) -> int:
    return warehouse.load(Sale, data / "sales.parquet").read


def _snapshot(warehouse: Warehouse, data: Path, number: int) -> int:
    path = data / f"customers_{number}.parquet"
    return warehouse.load(Customer, path, effective=date.fromisoformat(MONTHS[number - 1]), snapshot=True).read


TASKS = {**loads(_warehouse, products=_products, snapshot=_snapshot, facts=_facts), "look-ups": look_ups}

if __name__ == "__main__":
    contest(TASKS)
