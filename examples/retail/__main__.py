"""Load both stars and ask them: `python -m examples.retail [URL] [--celery] [--broker URL]`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import Select, func, select

from examples.retail import flows
from examples.retail.model import Call, Mart, Sale
from examples.retail.systems import export, product_feed
from starschema import Warehouse


def sold_where() -> Select[tuple[str, str, object]]:
    """What was sold, by the country where the customer lived then, and by category."""
    place = Sale.customer.country, Sale.product.category
    query = select(*place, func.sum(Sale.amount)).select_from(Sale).join(Sale.customer).join(Sale.product)
    return query.group_by(*place).order_by(*place)


def called_how_long() -> Select[tuple[str, int]]:
    """How long customers called, by the name that billing knows where the CRM knows none."""
    name = Call.customer.name
    return select(name, func.sum(Call.minutes)).select_from(Call).join(Call.customer).group_by(name).order_by(name)


def main() -> int:
    """Run the example; return 0 if all was loaded."""
    parser = argparse.ArgumentParser(prog="python -m examples.retail", description=__doc__)
    parser.add_argument("url", nargs="?", help="the warehouse as an SQLAlchemy URL; by default a file of its own")
    parser.add_argument("--celery", action="store_true", help="have a Celery worker do it")
    parser.add_argument("--broker", help="Celery's broker; by default a folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="starschema-") as scratch, product_feed() as catalog:
        folder = Path(scratch)
        export(folder)
        url = options.url or (f"sqlite:///{folder}/mart.db" if options.celery else f"duckdb:///{folder}/mart.db")
        warehouse = Warehouse(url, Mart)
        warehouse.create_all()
        if options.celery:
            done = by_celery(warehouse, url, options.broker or f"filesystem://{folder}/broker", folder, catalog)
        else:
            result = flows.retail(folder, catalog).run(warehouse)
            print(result)
            done = bool(result)
        with warehouse.engine.connect() as connection:
            print("\nsold:")
            for country, category, amount in connection.execute(sold_where()):
                print(f"  {country:8} {category:10} {amount:>9}")
            print("called:")
            for name, minutes in connection.execute(called_how_long()):
                print(f"  {name:10} {minutes:>3} min")
        warehouse.engine.dispose()
    return 0 if done else 1


def by_celery(warehouse: Warehouse, url: str, broker: str, folder: Path, catalog: str) -> bool:
    """Start a worker, have it do everything, and stop it; return whether all was done."""
    told = {flows.FOLDER: str(folder), flows.CATALOG: catalog, flows.WAREHOUSE: url, flows.BROKER: broker}
    os.environ.update(told)
    command = ["celery", "-A", "examples.retail.flows:app", "worker", "-B", "-s", str(folder / "beat"), "-l", "WARNING"]
    with (folder / "worker.log").open("wb") as log:
        worker = subprocess.Popen([sys.executable, "-m", *command], stdout=log, stderr=log)
    try:
        flow = flows.retail(folder, catalog)
        flow.start(flows.app)
        while True:
            tasks = flow.tasks(warehouse)
            if len({task.feed for task in tasks}) == len(flow.feeds) and all(t.status == "done" for t in tasks):
                print(f"{len(tasks)} tasks done by Celery")
                return True
            failed = [task for task in tasks if task.status == "failed"]
            if failed or worker.poll() is not None:
                print((folder / "worker.log").read_text(), *(task.error for task in failed), sep="\n")
                return False
            time.sleep(0.2)
    finally:
        worker.terminate()
        worker.wait()


if __name__ == "__main__":
    sys.exit(main())
