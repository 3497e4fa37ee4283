"""A warehouse that takes the loads of `operations` through the public API, and is compared after each of them."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, Literal, cast

import pyarrow as pa
from sqlalchemy import String, delete, insert, select, true
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, LoadResult, TransactionFact, Warehouse, attribute, degenerate, natural_key, role
from starschema.model.bookkeeping import bookkeeping
from tests.histories.operations import MEMBERS, Feed, Ledger, Load, Sales, Snapshot, day
from tests.histories.reference import Types, version_at

COUNTED = ("inserted", "updated", "versioned", "closed", "unchanged", "duplicates", "rejected")


def mart(types: Types, **options: Any) -> tuple[type[DeclarativeBase], type[Any], type[Any]]:
    """Declare a star of customers with attributes of these types, and sales to them."""

    class Mart(DeclarativeBase):
        pass

    def declared(kind: int | str) -> Any:
        if kind == "current":
            return attribute(String(20), scd=1, scope="current")
        return attribute(String(20), scd=cast("Literal[0, 1, 2, 3, 6]", kind))

    body: dict[str, Any] = {
        "__module__": __name__,
        "__annotations__": {"id": Mapped[int], **dict.fromkeys(types, Mapped[str | None])},
        "id": natural_key(),
        **{name: declared(kind) for name, kind in types.items()},
    }
    buyer_type: type[Any] = type("Customer", (Dimension, Mart), body, **options)

    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        sold_at: Mapped[datetime] = degenerate()
        customer = role(buyer_type, source="customer_id", as_of="sold_at")
        buyer = role(buyer_type, source="customer_id")

    return Mart, buyer_type, Sale


class Store:
    """A star in an empty database, with what it must hold."""

    def __init__(self, url: str, types: Types, **options: Any) -> None:
        self.types = types
        self.base, self.customer, self.sale = mart(types, **options)
        self.sequence = options.get("sequence")
        self.hashed = options.get("surrogate") == "hash"
        self.warehouse = Warehouse(url, self.base)
        self.warehouse.create_all()
        self.books = bookkeeping(self.base.metadata)
        # Only a flow makes the first two, and the third is there where loads undo themselves, which empty it.
        others = (self.books.tasks, self.books.feeds, self.books.undo)
        self.own_tables = [table for table in self.books.metadata.sorted_tables if table not in others]
        with self.warehouse.engine.connect() as connection:
            self._at_first = {
                table: [dict(row) for row in connection.execute(select(table)).mappings()] for table in self.own_tables
            }
        self.ledger = Ledger(types)

    def clear(self) -> None:
        """Empty the tables, which takes less time than to make them again."""
        customer, sale = self.customer.__table__, self.sale.__table__
        with self.warehouse.engine.begin() as connection:
            connection.execute(delete(sale).where(true()))  # ClickHouse wants to be told which
            connection.execute(delete(customer).where(customer.c.customer_key > 0))
            for table, rows in self._at_first.items():
                connection.execute(delete(table).where(true()))
                if rows:
                    connection.execute(insert(table), rows)
        self.ledger = Ledger(self.types)

    def load(self, load: Load) -> LoadResult:
        """Load, and take note of it."""
        if isinstance(load, Feed):
            result = self._feed(load)
        elif isinstance(load, Snapshot):
            result = self._snapshot(load)
        elif isinstance(load, Sales):
            result = self._sales(load)
        else:
            result = self._rebuild()
        self.ledger.record(load)
        return result

    def _feed(self, load: Feed) -> LoadResult:
        columns: dict[str, Any] = {
            "id": pa.array([row.id for row in load.rows], pa.int64()),
            "at": pa.array([day(row.day) for row in load.rows], pa.timestamp("us")),
            **_texts(load.columns, [row.values for row in load.rows]),
        }
        options: dict[str, Any] = {}
        if load.sequenced:
            columns["lsn"] = pa.array([row.sequence for row in load.rows], pa.int64())
            options["sequence"] = "lsn"
        if load.deletes:
            columns["gone"] = pa.array([row.gone for row in load.rows], pa.bool_())
            options["deleted"] = "gone"
        return self.warehouse.load(
            self.customer, pa.table(columns), effective="at", reject_limit=len(load.rows), **options
        )

    def _snapshot(self, load: Snapshot) -> LoadResult:
        data = pa.table(
            {"id": pa.array(list(load.members), pa.int64()), **_texts(load.columns, list(load.members.values()))}
        )
        return self.warehouse.load(
            self.customer, data, effective=day(load.day), snapshot=load.slice or True, close_limit=1.0
        )

    def _rebuild(self) -> LoadResult:
        before = self.versions()
        result = self.warehouse.rebuild(self.customer)
        assert self.versions() == before
        return result

    def _sales(self, load: Sales) -> LoadResult:
        first = len(self.ledger.sales)
        data = pa.table(
            {
                "number": pa.array(range(first, first + len(load.rows)), pa.int64()),
                "customer_id": pa.array([member for member, _ in load.rows], pa.int64()),
                "sold_at": pa.array([day(number) for _, number in load.rows], pa.timestamp("us")),
            }
        )
        return self.warehouse.load(self.sale, data)

    def versions(self) -> list[dict[str, Any]]:
        """Return the dimension's rows, keys included."""
        table = self.customer.__table__
        query = select(table).where(table.c.customer_key > 0).order_by(table.c.id, table.c.valid_from)
        with self.warehouse.engine.connect() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def facts(self) -> list[dict[str, Any]]:
        """Return each sale's keys."""
        table = self.sale.__table__
        with self.warehouse.engine.connect() as connection:
            return [dict(row) for row in connection.execute(select(table).order_by(table.c.number)).mappings()]

    def check(self) -> list[dict[str, Any]]:
        """Compare the database with what it must hold, and return the dimension's rows."""
        rows = self.versions()
        assert self.shown(rows) == self.ledger.dimension()
        if self.hashed:
            assert [row["customer_key"] for row in rows] == [_hash(row["id"], row["valid_from"]) for row in rows]
        by_key = {row["customer_key"]: row for row in rows}
        assert len(by_key) == len(rows)
        facts = self.facts()
        found = [by_key.get(fact["customer_key"], {"id": fact["customer_key"]}) for fact in facts]
        expected = [(member or -1, start) for member, start in self.ledger.facts()]
        assert [(version["id"], version.get("valid_from")) for version in found] == expected
        buyers = [by_key.get(fact["buyer_key"], {"id": fact["buyer_key"]})["id"] for fact in facts]
        assert buyers == [member or -1 for member, _ in self.ledger.sales]
        self._check_lookup(by_key)
        return rows

    def _check_lookup(self, by_key: dict[int, dict[str, Any]]) -> None:
        time = day(4)
        expected: list[tuple[int, datetime | None]] = []
        for member in MEMBERS:
            versions = self.ledger.versions(member)
            expected.append((member, version_at(versions, time).valid_from) if versions else (-1, None))
        keys = self.warehouse.keys(self.customer, list(MEMBERS), as_of=time)
        found = [by_key.get(key, {"id": key}) for key in keys]
        assert [(row["id"], row.get("valid_from")) for row in found] == expected

    def shown(self, rows: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
        """Return the dimension's rows as the reference gives them, without keys."""
        return [self._shown(row) for row in (self.versions() if rows is None else rows)]

    def _shown(self, row: dict[str, Any]) -> dict[str, Any]:
        names = [name for name in row if name.removeprefix("previous_").removeprefix("current_") in self.types]
        kept = ("valid_from", "valid_to", "is_current", "is_inferred")
        return {"id": row["id"], **{name: row[name] for name in sorted(names)}, **{name: row[name] for name in kept}}

    def tell(self, loads: list[Load]) -> None:
        """Load one after the other, checking all that must hold after each."""
        before: dict[Any, int] = {}
        for load in loads:
            result = self.load(load)
            assert result.read == sum(getattr(result, name) for name in COUNTED) - result.missing
            rows = self.check()
            after = {self._identity(row): row["customer_key"] for row in rows}
            moved = {
                version: (key, after[version]) for version, key in before.items() if after.get(version, key) != key
            }
            assert not moved, "versions that live on have changed keys"
            before = after

    def _identity(self, row: dict[str, Any]) -> Any:
        versioned = [row[name] for name, kind in self.types.items() if kind in (2, 6)]
        return row["id"], row["valid_from"], *versioned


def _texts(columns: tuple[str, ...], rows: list[tuple[str | None, ...]]) -> dict[str, Any]:
    return {name: pa.array([row[place] for row in rows], pa.string()) for place, name in enumerate(columns)}


def _hash(member: int, start: datetime) -> int:
    text = "".join(f"{len(part)}:{part};" for part in (str(member), str(start)))
    return int(hashlib.md5(text.encode()).hexdigest()[:16], 16) & (2**63 - 1)
