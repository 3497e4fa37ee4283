"""A table of any kind that gets more, or less, of what its kind can have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine, Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Aggregate,
    Consolidated,
    Dimension,
    MiniDimension,
    StarSchemaError,
    TransactionFact,
    Warehouse,
    attribute,
    band,
    counted,
    degenerate,
    hierarchy,
    level,
    lowest,
    measure,
    natural_key,
    profile,
    role,
    total,
)
from tests.migrate.environment import Migrations
from tests.migrate.seen import rows


def sums(*, more: bool) -> SimpleNamespace:
    """Sales and returns added up by shop, or by shop and day with one measure more."""

    class Mart(DeclarativeBase):
        """Every table."""

    class Shop(Dimension, Mart):
        """One row per shop."""

        shop: Mapped[str] = natural_key(String(9))

    class Sale(TransactionFact, Mart, grain="one row per sale"):
        """What was sold."""

        number: Mapped[int] = degenerate(grain=True)
        day: Mapped[str] = degenerate(String(10))
        shop = role(Shop)
        amount: Mapped[Decimal] = measure(Numeric(8, 2))

    class Return(TransactionFact, Mart, grain="one row per return"):
        """What came back."""

        number: Mapped[int] = degenerate(grain=True)
        day: Mapped[str] = degenerate(String(10))
        shop = role(Shop)
        amount: Mapped[Decimal] = measure(Numeric(8, 2))

    class Sums(Aggregate, Mart, of=Sale):
        """Sales added up."""

        shop = role(Shop)
        amount: Mapped[Decimal] = total(Sale.amount)
        if more:
            day: Mapped[str] = level(Sale.day)
            sales: Mapped[int] = counted()
            least: Mapped[Decimal | None] = lowest(Sale.amount)

    class Both(Consolidated, Mart, of=(Sale, Return)):
        """Sales and returns."""

        shop = role(Shop)
        sold: Mapped[Decimal] = total(Sale.amount)
        if more:
            day: Mapped[str] = level(Sale.day, Return.day)
            back: Mapped[Decimal] = total(Return.amount)

    return SimpleNamespace(**locals())


def test_aggregates_get_and_lose_levels_and_measures(engine: Engine, tmp_path: Path) -> None:
    old, new = sums(more=False), sums(more=True)
    wh = Warehouse(engine, old.Mart)
    wh.create_all()
    sale = {"number": 1, "day": "mon", "shop": "a", "amount": "5"}
    wh.load(old.Sale, [sale, sale | {"number": 2, "day": "tue"}, sale | {"number": 3, "amount": "2"}])
    wh.load(old.Return, [sale])
    migrations = Migrations(engine, tmp_path / "m")
    migrations.migrate(new.Mart)
    grown = Warehouse(engine, new.Mart)
    found = rows(engine, "SELECT day, amount, sales, least FROM agg_sums ORDER BY day")
    assert [(day, Decimal(str(amount)), sales, Decimal(str(least))) for day, amount, sales, least in found] == [
        ("mon", Decimal(7), 2, Decimal(2)),
        ("tue", Decimal(5), 1, Decimal(5)),
    ]
    grown.load(new.Sale, [sale | {"number": 4}])
    assert grown.verify(new.Sums)
    assert grown.verify(new.Both)
    migrations.downgrade()
    assert migrations.difference(old.Mart) == [
        f"{table} lacks what follows from the rows of others" for table in ("agg_sums", "fact_both")
    ]
    back = Warehouse(engine, old.Mart)
    back.load(old.Sale, [sale | {"number": 5}])
    back.load(old.Return, [sale | {"number": 5}])
    assert back.verify(old.Sums)
    assert back.verify(old.Both)
    assert migrations.difference(old.Mart) == []


def customers(body: Callable[[type[Any]], dict[str, Any]] | None = None, **options: Any) -> SimpleNamespace:
    """Customers, and their sales, with more or less in the class of customers."""

    class Mart(DeclarativeBase):
        """Every table."""

    class Ages(MiniDimension, Mart):
        """Bands."""

        age: Mapped[str] = band("age", 18)

    members: dict[str, Any] = {
        "__annotations__": {"no": Mapped[int], "region": Mapped[str | None], "city": Mapped[str | None]},
        "__doc__": "One row per version.",
        "__module__": __name__,
        "no": natural_key(),
        "region": attribute(String(20), scd=2),
        "city": attribute(String(20), scd=2),
    }
    if body is not None:
        more = body(Ages) if body is ages else body(members)  # type: ignore[arg-type]
        members |= more
    made = type("Customer", (Dimension, Mart), members, **options)

    class Sale(TransactionFact, Mart, grain="one row per sale"):
        """What was sold."""

        number: Mapped[int] = degenerate(grain=True)
        sold_at: Mapped[datetime] = degenerate()
        customer = role(made, source="no", as_of="sold_at")

    return SimpleNamespace(**locals())


def ages(mini: type[Any]) -> dict[str, Any]:
    return {"ages": profile(mini)}


def places(members: dict[str, Any]) -> dict[str, Any]:
    return {"places": hierarchy(members["region"], members["city"], strict=True)}


OPTIONS: dict[str, tuple[Any, dict[str, Any]]] = {
    "a sequence": (None, {"sequence": "lsn"}),
    "no journal": (None, {"journal": False}),
    "a durable key": (None, {"durable_key": True}),
    "strict levels": (places, {}),
    "a profile": (ages, {}),
}


@pytest.mark.parametrize("option", OPTIONS)
def test_what_a_class_says_more_is_migrated_and_loads_go_on(option: str, engine: Engine, tmp_path: Path) -> None:
    body, options = OPTIONS[option]
    old, new = customers(), customers(body, **options)
    wh = Warehouse(engine, old.Mart)
    wh.create_all()
    wh.load(old.made, [{"no": 1, "region": "E", "city": "Oslo"}], effective=date(2024, 1, 1))
    wh.load(old.Sale, [{"number": 1, "sold_at": datetime(2024, 2, 1), "no": 1}])
    migrations = Migrations(engine, tmp_path / "m")
    migrations.migrate(new.Mart)
    now = Warehouse(engine, new.Mart)
    change = {"no": 1, "region": "W", "city": "Voss"} | ({"age": 30} if option == "a profile" else {})
    assert now.load(new.made, [change], effective=date(2024, 3, 1)).versioned == 1
    assert now.verify(new.made)
    migrations.downgrade()
    assert migrations.difference(old.Mart) == []
    assert Warehouse(engine, old.Mart).verify(old.made)


@pytest.mark.only("duckdb")
def test_subtypes_of_members_that_are_there_are_refused(engine: Engine, tmp_path: Path) -> None:
    def accounts(*, kinds: bool) -> SimpleNamespace:
        class Mart(DeclarativeBase):
            """Every table."""

        class Account(Dimension, Mart, **({"subtypes": "kind"} if kinds else {})):  # type: ignore[misc]
            """One row per account."""

            number: Mapped[int] = natural_key()
            kind: Mapped[str | None] = attribute(String(10))

        if kinds:

            class Savings(Account, subtype="savings"):
                """What only a savings account has."""

                rate: Mapped[Decimal | None] = attribute(Numeric(5, 2))

        return SimpleNamespace(**locals())

    for was, becomes, has in ((False, True, "no subtypes in the warehouse, and some"), (True, False, "subtypes, and")):
        old, new = accounts(kinds=was), accounts(kinds=becomes)
        wh = Warehouse(engine, old.Mart)
        wh.create_all()
        migrations = Migrations(engine, tmp_path / str(was))
        assert migrations.difference(new.Mart)[0].startswith(f"dim_account has {has}")
        with pytest.raises(StarSchemaError, match=r"dim_account has .*give Account a new __tablename__"):
            migrations.write(new.Mart)
        wh.drop_all()
