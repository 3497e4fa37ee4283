"""Dimensions on record whose keys become hashes, and ones with hash keys that come to keep versions."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Engine, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, Warehouse, attribute, natural_key
from tests.migrate.environment import Migrations
from tests.migrate.seen import rows

FIRST, SECOND = date(2024, 1, 1), date(2024, 2, 1)

KEYS = "SELECT customer_id, customer_key FROM dim_customer WHERE customer_key > 0 ORDER BY customer_id, valid_from"


def declared(surrogate: Literal["number", "hash"], scd: Literal[1, 2]) -> tuple[type[DeclarativeBase], type[Any]]:
    class Mart(DeclarativeBase):
        pass

    class Customer(Dimension, Mart, surrogate=surrogate):
        customer_id: Mapped[int] = natural_key()
        town: Mapped[str | None] = attribute(String(20), scd=scd)

    return Mart, Customer


def key(*parts: str) -> int:
    text = "".join(f"{len(part)}:{part};" for part in parts)
    return int(hashlib.md5(text.encode()).hexdigest()[:16], 16) & (2**63 - 1)


def test_keys_that_were_given_stay_when_new_ones_are_hashes(engine: Engine, tmp_path: Path) -> None:
    (before, old), (after, new) = declared("number", 2), declared("hash", 2)
    warehouse = Warehouse(engine, before)
    warehouse.create_all()
    warehouse.load(old, [{"customer_id": n, "town": "Oslo"} for n in (1, 2)], effective=FIRST)
    migrations = Migrations(engine, tmp_path / "m")
    assert "creation_number" in migrations.migrate(after)
    moved = Warehouse(engine, after)
    moved.load(new, [{"customer_id": n, "town": "Moss"} for n in (1, 3)], effective=SECOND)
    start = "2024-02-01 00:00:00"
    assert rows(engine, KEYS) == [(1, 1), (1, key("1", start)), (2, 2), (3, key("3", start))]
    assert moved.verify(new)
    migrations.downgrade()
    assert migrations.difference(before) == []


def test_members_with_hash_keys_keep_them_as_their_first_versions(engine: Engine, tmp_path: Path) -> None:
    (before, old), (after, new) = declared("hash", 1), declared("hash", 2)
    warehouse = Warehouse(engine, before)
    warehouse.create_all()
    warehouse.load(old, [{"customer_id": 1, "town": "Oslo"}], effective=FIRST)
    migrations = Migrations(engine, tmp_path / "m")
    assert "start_history" in migrations.migrate(after)
    moved = Warehouse(engine, after)
    moved.load(new, [{"customer_id": 1, "town": "Moss"}], effective=SECOND)
    moved.load(new, [{"customer_id": 1, "town": "Voss"}], effective=date(2024, 1, 15))
    assert rows(engine, KEYS) == [
        (1, key("1")),
        (1, key("1", "2024-01-15 00:00:00")),
        (1, key("1", "2024-02-01 00:00:00")),
    ]
    assert moved.verify(new)
    migrations.downgrade()
    assert rows(engine, "SELECT town FROM dim_customer WHERE customer_key > 0") == [("Moss",)]
