"""pygrametl on PostgreSQL, as its documentation advises and then some.

All caches are prefilled and hold everything. Products, the first customers and facts go by COPY; the customers'
changes, for which it has row by row statements only, through psycopg 3's pipeline, without waiting for each answer.
`lookupasof` asks the database for each fact, so versions are looked up in a dict instead. What it has no word for,
members that a snapshot lacks and the mark of the current version, is a set and one statement.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import psycopg
import pyarrow.parquet as pq
import pygrametl
from pygrametl.tables import BulkDimension, BulkFactTable, SlowlyChangingDimension

from benchmarks.processes import contest
from benchmarks.tasks import MONTHS, loads

FOREVER = datetime(9999, 12, 31)
BATCH = 65_536


class Mart:
    """The mart's tables as pygrametl sees them.

    Args:
        url: The database.
    """

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url.replace("postgresql+psycopg:", "postgresql:"))
        self.wrapper = pygrametl.ConnectionWrapper(self.connection)

    def products(self, data: Path) -> int:
        """Load the products."""
        path = data / "products.parquet"
        product = self._bulk("dim_product", "product_key", ["product_id", "title", "category"])
        for row in _rows(path):
            product.ensure(row)
        product.endload()
        self.wrapper.commit()
        return _count(path)

    def snapshot(self, data: Path, number: int) -> int:
        """Load a snapshot of the customers: the first one in bulk, as there is nothing to compare it with."""
        path, month = data / f"customers_{number}.parquet", datetime.fromisoformat(MONTHS[number - 1])
        attributes = ["customer_id", "name", "city", "segment", "valid_from", "valid_to"]
        self.wrapper.execute("SELECT customer_id FROM dim_customer WHERE is_current AND customer_key > 0")
        gone = {row[0] for row in self.wrapper.fetchalltuples()}
        if not gone:
            first = self._bulk("dim_customer", "customer_key", attributes)
            for row in _rows(path):
                first.insert(row | {"valid_from": month, "valid_to": FOREVER})
            first.endload()
            self.wrapper.commit()
            return _count(path)
        customer = SlowlyChangingDimension(
            name="dim_customer",
            key="customer_key",
            attributes=attributes,
            lookupatts=["customer_id"],
            orderingatt="valid_from",
            fromatt="valid_from",
            fromfinder=lambda *_: month,
            toatt="valid_to",
            maxto=FOREVER,
            cachesize=-1,
            prefill=True,
            idfinder=self._next_key("dim_customer", "customer_key"),
            targetconnection=self.wrapper,
        )
        with self.connection.pipeline():
            for row in _rows(path):
                customer.scdensure(row)
                gone.discard(row["customer_id"])
            for customer_id in gone:
                customer.closecurrent({"customer_id": customer_id}, end=month)
        self.wrapper.execute(
            "UPDATE dim_customer SET is_current = false WHERE is_current AND valid_to <> %(forever)s",
            {"forever": FOREVER},
        )
        self.wrapper.commit()
        return _count(path)

    def facts(self, data: Path) -> int:
        """Load the sales."""
        path = data / "sales.parquet"
        sale = BulkFactTable(
            name="fact_sale",
            keyrefs=["order_no", "line_no", "order_date_key", "customer_key", "product_key"],
            measures=["sold_at", "quantity", "unit_price", "discount", "amount"],
            bulkloader=self._copy,
            nullsubst="\\N",
        )
        starts, keys = self._versions()
        days, products = (
            self._keys("dim_day", "day_key", "date"),
            self._keys("dim_product", "product_key", "product_id"),
        )
        for row in _rows(path):
            sold_at, customer = row["sold_at"], row["customer_id"]
            row["order_date_key"] = days.get(sold_at.date(), -1)
            row["product_key"] = products.get(row["product_id"], -1)
            place = bisect_right(starts[customer], sold_at) if customer in starts else 0
            row["customer_key"] = keys[customer][place - 1] if place else -1
            sale.insert(row)
        sale.endload()
        self.wrapper.commit()
        return _count(path)

    def _bulk(self, table: str, key: str, attributes: list[str]) -> Any:
        return BulkDimension(
            name=table,
            key=key,
            attributes=attributes,
            lookupatts=attributes[:1],
            bulkloader=self._copy,
            nullsubst="\\N",
            idfinder=self._next_key(table, key),
            targetconnection=self.wrapper,
        )

    def _next_key(self, table: str, key: str) -> Callable[..., int]:
        """Return what numbers new rows, without asking the database for each."""
        self.wrapper.execute(f"SELECT greatest(max({key}), 0) FROM {table}")
        last = self.wrapper.fetchonetuple()[0]

        def next_key(*_: Any) -> int:
            nonlocal last
            last += 1
            return int(last)

        return next_key

    def _keys(self, table: str, key: str, natural: str) -> dict[Any, int]:
        self.wrapper.execute(f"SELECT {natural}, {key} FROM {table} WHERE {key} > 0")
        return dict(self.wrapper.fetchalltuples())

    def _versions(self) -> tuple[dict[int, list[datetime]], dict[int, list[int]]]:
        """Return the starts of each customer's versions, and their keys."""
        self.wrapper.execute(
            "SELECT customer_id, valid_from, customer_key FROM dim_customer WHERE customer_key > 0 ORDER BY valid_from"
        )
        starts: dict[int, list[datetime]] = defaultdict(list)
        keys: dict[int, list[int]] = defaultdict(list)
        for customer, start, key in self.wrapper.fetchalltuples():
            starts[customer].append(start)
            keys[customer].append(key)
        return starts, keys

    def _copy(self, table: str, columns: list[str], separator: str, _rows: str, null: str, file: BinaryIO) -> None:
        statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN (DELIMITER '{separator}', NULL '{null}')"
        with self.connection.cursor() as cursor, cursor.copy(statement) as copy:
            while piece := file.read(1 << 20):
                copy.write(piece)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for batch in pq.ParquetFile(path).iter_batches(BATCH):
        yield from batch.to_pylist()


def _count(path: Path) -> int:
    return int(pq.read_metadata(path).num_rows)


if __name__ == "__main__":
    contest(loads(Mart, products=Mart.products, snapshot=Mart.snapshot, facts=Mart.facts))
