"""Checksums that don't depend on surrogate keys: of what a contestant left, and of what it should have left.

Facts are summed by the city and the start of the customer's version and by month, the customers' history by city,
segment, start and end. What should be there is computed from the files, by none of the contestants.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
from sqlalchemy import create_engine, text

from benchmarks.contestants import Contestant

FACTS = """
SELECT c.city, c.valid_from, d.year_month, min(f.sold_at), max(f.sold_at),
    count(*), sum(c.customer_id), sum(p.product_id), sum(f.line_no), sum(f.quantity),
    sum(f.unit_price), sum(f.discount), sum(f.amount)
FROM fact_sale AS f
JOIN dim_day AS d ON d.day_key = f.order_date_key
JOIN dim_customer AS c ON c.customer_key = f.customer_key
JOIN dim_product AS p ON p.product_key = f.product_key
GROUP BY c.city, c.valid_from, d.year_month
"""

TRUE_FACTS = """
SELECT coalesce(h.city, 'Unknown'), coalesce(h.valid_from, TIMESTAMP '0001-01-01'), strftime(s.sold_at, '%Y-%m'),
    min(s.sold_at), max(s.sold_at),
    count(*), sum(h.customer_id), sum(p.product_id), sum(s.line_no), sum(s.quantity),
    sum(s.unit_price), sum(s.discount), sum(s.amount)
FROM '{sales}' AS s
LEFT JOIN '{history}' AS h
    ON h.customer_id = s.customer_id AND s.sold_at >= h.valid_from AND s.sold_at < h.valid_to
LEFT JOIN '{products}' AS p ON p.product_id = s.product_id
GROUP BY ALL
"""

HISTORY = """
SELECT city, segment, {start}, {end}, count(*), sum(customer_id), sum(length(name))
FROM {table} WHERE customer_id IS NOT NULL GROUP BY city, segment, {start}, {end}
"""


class Truth:
    """What should be in a database after each task.

    Args:
        history: The customers' versions as they should be.
        sales: The sales; a glob, where they are in several files.
        products: The products.
    """

    def __init__(self, history: Path, sales: Path, products: Path) -> None:
        duck = duckdb.connect()
        versions = HISTORY.format(table=f"'{history}'", start="valid_from", end="valid_to")
        facts = TRUE_FACTS.format(sales=sales, history=history, products=products)
        self._history = checksum(duck.execute(versions).fetchall())
        self._facts = checksum(duck.execute(facts).fetchall())

    def agrees(self, url: str, task: str, contestant: Contestant) -> bool | None:
        """Return whether the contestant has left in the database at `url` what should be there after the task.

        None if the task leaves nothing there.
        """
        if task not in ("facts", "snapshot", "workload"):
            return None
        table, start, end = contestant.history
        history = HISTORY.format(table=table, start=start, end=end)
        right = True
        engine = create_engine(url)
        with engine.connect() as connection:
            if task in ("snapshot", "workload"):
                right = checksum(connection.execute(text(history))) == self._history
            if task in ("facts", "workload"):
                right = right and checksum(connection.execute(text(FACTS))) == self._facts
        engine.dispose()
        return right


def checksum(rows: Iterable[Sequence[Any]]) -> str:
    """Return a digest of the rows, whatever their order and the database's types."""
    lines = sorted("|".join(map(_spelt, row)) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _spelt(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value)
    if isinstance(value, str):
        return value[:19] if value[4:5] == "-" and len(value) > 19 else value
    if isinstance(value, float | Decimal):
        return f"{value:.2f}".removesuffix(".00")
    return str(value)
