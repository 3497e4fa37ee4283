"""A role under another name keeps the keys of its rows, in the fact and in what follows from it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine, Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Aggregate,
    Calendar,
    Dimension,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    measure,
    natural_key,
    role,
    total,
)
from tests.migrate.environment import Migrations
from tests.migrate.seen import image, rows


def shop(buyer: str, day: str, payee: str, *, renamed: bool) -> SimpleNamespace:
    """Sales with roles of some names: one in the grain, one with a durable key and an index, one of a subtype."""

    class Mart(DeclarativeBase):
        """Every table."""

    class Day(Calendar, Mart):
        """One row per day."""

    class Member(Dimension, Mart, durable_key=True):
        """One row per version of a member."""

        no: Mapped[int] = natural_key()
        town: Mapped[str | None] = attribute(String(20), scd=2)

    def before(name: str, now: str) -> str | None:
        return name if renamed and name != now else None

    def of(base: type, name: str, body: dict[str, object], **options: object) -> type:
        return type(name, (base, Mart), {"__module__": __name__, "__doc__": f"{name}.", **body}, **options)

    sale = of(
        TransactionFact,
        "Sale",
        {
            "__annotations__": {"number": Mapped[int], "at": Mapped[datetime], "kind": Mapped[str | None]}
            | {"amount": Mapped[Decimal]},
            "number": degenerate(grain=True),
            "at": degenerate(),
            "kind": degenerate(String(5)),
            day: role(Day, source="at", grain=True, renamed_from=before("day", day)),
            buyer: role(Member, source="no", as_of="at", durable=True, index=True, renamed_from=before("buyer", buyer)),
            "amount": measure(Numeric(9, 2)),
        },
        grain="one row per sale",
        subtypes="kind",
    )
    wire = type(
        "Wire",
        (sale,),
        {
            "__module__": __name__,
            "__doc__": "Sales by wire.",
            payee: role(Member, source="payee", as_of="at", renamed_from=before("payee", payee)),
        },
        subtype="wire",
    )
    by_day = of(
        Aggregate,
        "ByDay",
        {"__annotations__": {"amount": Mapped[Decimal]}, day: role(Day), "amount": total(sale.amount)},
        of=sale,
    )
    return SimpleNamespace(Mart=Mart, Member=Member, Sale=sale, Wire=wire, ByDay=by_day)


def test_renamed_roles_keep_their_keys(engine: Engine, tmp_path: Path) -> None:
    old, new = shop("buyer", "day", "payee", renamed=False), shop("customer", "sold", "bank", renamed=True)
    wh = Warehouse(engine, old.Mart)
    wh.create_all()
    wh.load(old.Member, [{"no": 1, "town": "Oslo"}, {"no": 2, "town": "Rome"}], effective=date(2024, 1, 1))
    sale = {"number": 1, "at": datetime(2024, 2, 5), "kind": "wire", "no": 1, "payee": 2, "amount": 5}
    wh.load(old.Sale, [sale, {**sale, "number": 2, "kind": None, "no": None, "payee": None}])
    before = image(engine)
    kept = "SELECT number, {1}_key, {0}_key, {0}_durable_key FROM fact_sale ORDER BY number"
    held = rows(engine, kept.format("buyer", "day"))
    migrations = Migrations(engine, tmp_path / "m")
    written = migrations.migrate(new.Mart)
    assert written.count("op.rename_role(") == 10  # five columns, there and back
    assert "add_column" not in written
    assert "drop_column" not in written
    assert rows(engine, kept.format("customer", "sold")) == held
    assert rows(engine, "SELECT bank_key FROM fact_wire") == [(2,)]
    now = Warehouse(engine, new.Mart)
    assert now.load(new.Sale, [{**sale, "number": 3}]).inserted == 1
    assert now.load(new.Member, [{"no": 1, "town": "Moss"}], effective=date(2024, 2, 1)).repointed == 2
    for model in (new.Member, new.Sale, new.Wire, new.ByDay):
        assert now.verify(model), now.verify(model)
    now.load(new.Sale, [{**sale, "number": 3, "gone": True}], deleted="gone", on_duplicate="replace")
    migrations.downgrade()
    left = migrations.difference(old.Mart)
    assert left == [], left
    after = image(engine)
    assert {t: v["columns"] for t, v in after.items()} == {t: v["columns"] for t, v in before.items()}
    assert {t: (v["key"], v["indexes"], v["references"]) for t, v in after.items()} == {
        t: (v["key"], v["indexes"], v["references"]) for t, v in before.items()
    }
    assert Warehouse(engine, old.Mart).verify(old.Sale)


@pytest.mark.only("duckdb")
def test_a_rename_is_told_in_words(engine: Engine, tmp_path: Path) -> None:
    old, new = shop("buyer", "day", "payee", renamed=False), shop("customer", "day", "payee", renamed=True)
    Warehouse(engine, old.Mart).create_all()
    migrations = Migrations(engine, tmp_path / "m")
    said = "fact_sale has column buyer_key, which is customer_key in the model"
    assert said in migrations.difference(new.Mart)
