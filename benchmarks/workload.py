"""What every contestant reads: customers, products and sales in Parquet files, made from nothing but sizes and a seed.

Customers come as snapshots of four months. From one to the next 8 % of them change, 1 % leave and 1 % arrive. A sale
names a customer of its own time, except for one in a hundred that names nobody and one that names a stranger, so that
every way to look up a version by time, the simplest too, must find the same one.

The customers' true history is made first and the snapshots are cut out of it: what a contestant makes of the snapshots
is compared with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.tasks import MONTHS

FIRST_DAY, LAST_DAY = "2024-01-01", "2024-12-31"
"""Of the calendar."""

FOREVER = "9999-12-31"

PRODUCTS = 20_000

LOOK_UPS = 100_000
"""How many sales' customers are looked up where look-ups are measured."""

STRANGER = 900_000_000
"""The first of the customer ids, and of the product ids, that no dimension knows."""


@dataclass(frozen=True)
class Workload:
    """The files of one size.

    Args:
        folder: Where they are.
        facts: How many sales there are.
        members: How many customers the first snapshot has.
        snapshots: How many snapshots there are, four at most.
        first_order: Number of the first order line, for batches that follow each other.
        seed: Makes other data of the same sizes.
        scattered: Whether the numbers of orders that follow each other are far from each other, as random ones are.
    """

    folder: Path
    facts: int
    members: int
    snapshots: int = len(MONTHS)
    first_order: int = 0
    seed: int = 1
    scattered: bool = False

    @property
    def sales(self) -> Path:
        """The sales."""
        return self.folder / "sales.parquet"

    @property
    def products(self) -> Path:
        """The products."""
        return self.folder / "products.parquet"

    @property
    def history(self) -> Path:
        """The customers' versions as they should be."""
        return self.folder / "history.parquet"

    def customers(self, number: int) -> Path:
        """Return the snapshot of a month, from 1."""
        return self.folder / f"customers_{number}.parquet"

    def write(self) -> None:
        """Write all files, those of the sales last."""
        self.folder.mkdir(parents=True, exist_ok=True)
        duck = duckdb.connect()
        _define(duck, self)
        _copy(duck, _HISTORY.format(months=self._months(), last=self.snapshots, people=self._people()), self.history)
        for number, month in enumerate(MONTHS[: self.snapshots], 1):
            present = f"valid_from <= TIMESTAMP '{month}' AND TIMESTAMP '{month}' < valid_to ORDER BY customer_id"
            rows = f"SELECT customer_id, name, city, segment FROM '{self.history}' WHERE {present}"
            _copy(duck, rows, self.customers(number))
        _copy(duck, _PRODUCTS, self.products)
        self.write_sales(duck)

    def write_sales(self, duck: duckdb.DuckDBPyConnection | None = None) -> None:
        """Write the sales only."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if duck is None:
            duck = duckdb.connect()
            _define(duck, self)
        last = self.first_order + self.facts
        order = "reverse" if self.scattered else ""
        query = _SALES.format(first=self.first_order, last=last, people=self._people(), order=order)
        _copy(duck, query, self.sales)

    def _people(self) -> int:
        return self.members + (self.snapshots - 1) * (self.members // 100)

    def _months(self) -> str:
        following = [*MONTHS[1 : self.snapshots], FOREVER]
        pairs = zip(MONTHS[: self.snapshots], following, strict=True)
        return ", ".join(f"({n}, TIMESTAMP '{a}', TIMESTAMP '{b}')" for n, (a, b) in enumerate(pairs, 1))


def _define(duck: duckdb.DuckDBPyConnection, sizes: Workload) -> None:
    """Define chance, and by it the months in which a customer arrives, changes and leaves."""
    members, a_hundredth, last = sizes.members, max(sizes.members // 100, 1), sizes.snapshots
    duck.execute(f"CREATE MACRO chance(i, what, n) AS CAST(hash(i, what, {sizes.seed}) % n AS BIGINT)")
    duck.execute(
        f"CREATE MACRO arrives(id) AS CASE WHEN id < {members} THEN 1 ELSE 2 + (id - {members}) // {a_hundredth} END"
    )
    duck.execute(
        f"CREATE MACRO leaves(id) AS CASE WHEN id < {members} AND chance(id, 'leave', 100) BETWEEN 2 AND {last} "
        "THEN chance(id, 'leave', 100) ELSE 99 END"
    )
    duck.execute("CREATE MACRO changes(id, month) AS month > arrives(id) AND chance(id, 'change ' || month, 100) < 8")


def _copy(duck: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    duck.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")


_HISTORY = """
WITH months (month, starts, following) AS (VALUES {months}),
present AS (
    SELECT CAST(id AS INTEGER) AS id, starts, following,
        max(CASE WHEN changes(id, month) THEN month ELSE 0 END) OVER (PARTITION BY id ORDER BY month) AS version
    FROM range({people}) AS people (id), months
    WHERE month >= arrives(id) AND month < leaves(id)
)
SELECT id AS customer_id,
    'Customer ' || id AS name,
    'City ' || (chance(id, 'city', 200) + version * 7) % 200 AS city,
    'Segment ' || (chance(id, 'segment', 5) + version) % 5 AS segment,
    min(starts) AS valid_from, max(following) AS valid_to
FROM present
GROUP BY id, version
"""

_PRODUCTS = f"""
SELECT CAST(id AS INTEGER) AS product_id, 'Product ' || id AS title, 'Category ' || chance(id, 'kind', 12) AS category
FROM range({PRODUCTS}) AS products (id)
"""

_SALES = f"""
WITH drawn AS (
    SELECT i, chance(i, 'who', {{people}}) AS id,
        chance(i, 'buyer', 100) AS buyer, chance(i, 'article', 200) AS article,
        CAST(1 + chance(i, 'quantity', 9) AS INTEGER) AS quantity,
        CAST((100 + chance(i, 'price', 50000)) / 100 AS DECIMAL(12, 2)) AS unit_price,
        CAST(chance(i, 'discount', 100) / 100 AS DECIMAL(12, 2)) AS discount
    FROM range({{first}}, {{last}}) AS lines (i)
)
SELECT 'O' || {{order}}(lpad(CAST(i // 3 AS VARCHAR), 9, '0')) AS order_no,
    CAST(1 + i % 3 AS INTEGER) AS line_no,
    CASE
        WHEN arrives(id) > 1 THEN TIMESTAMP '{MONTHS[-1]}' + to_seconds(chance(i, 'time', 30 * 86400))
        WHEN leaves(id) < 99 THEN TIMESTAMP '{MONTHS[0]}' + to_seconds(chance(i, 'time', 31 * 86400))
        ELSE TIMESTAMP '{MONTHS[0]}' + to_seconds(chance(i, 'time', 121 * 86400))
    END AS sold_at,
    CAST(CASE buyer WHEN 0 THEN NULL WHEN 1 THEN {STRANGER} + id ELSE id END AS INTEGER) AS customer_id,
    CAST(CASE article WHEN 0 THEN NULL WHEN 1 THEN {STRANGER} ELSE 0 END + chance(i, 'product', {PRODUCTS}) AS INTEGER)
        AS product_id,
    quantity, unit_price, discount,
    CAST(quantity * unit_price - discount AS DECIMAL(14, 2)) AS amount
FROM drawn
"""
