"""What a bridge cannot say is refused when its class is made, with class, column and remedy."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import Float, Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Bridge,
    Dimension,
    ModelError,
    attribute,
    degenerate,
    group,
    measure,
    member,
    natural_key,
    outrigger,
    role,
    weight,
)
from starschema.model.bridge import special_rows
from starschema.model.catalog import catalog


def mart() -> tuple[type[DeclarativeBase], type[Dimension], type[Dimension], type[Dimension]]:
    class Mart(DeclarativeBase):
        pass

    class Account(Dimension, Mart):
        account: Mapped[str] = natural_key(String(8))

    class Customer(Dimension, Mart):
        customer: Mapped[str] = natural_key(String(8))

    class Moving(Dimension, Mart):
        moving: Mapped[str] = natural_key(String(8))
        city: Mapped[str | None] = attribute(String(20), scd=2)

    return Mart, Account, Customer, Moving


def refused(match: str, **body: object) -> None:
    base, account, customer, _ = mart()
    said = {"account": group(account), "customer": member(customer), **body}
    notes = said.pop("__annotations__", {})
    given = {name: value for name, value in said.items() if value is not None}
    with pytest.raises(ModelError, match=match):
        type("Holders", (Bridge, base), {"__annotations__": notes, "__module__": __name__, **given})
    assert "bridge_holders" not in base.metadata.tables
    assert not catalog(base).bridges


def test_a_bridge_relates_one_group_to_one_member() -> None:
    refused(r"Holders has one group\(\) and not 0 \(none\)", account=None)
    refused(r"Holders has one member\(\) and not 0 \(none\)", customer=None)
    _, account, *_ = mart()
    refused(r"Holders.other: a bridge has no roles; declare a group\(\) and a member\(\)", other=role(account))
    refused(r"Holders.other: a bridge has no roles", other=outrigger(account))
    refused(r"Holders.account: Account belongs to another declarative base", account=group(account))
    base, _, customer, moving = mart()
    with pytest.raises(
        ModelError, match=r"Holders.m: Moving keeps versions, so a bridge needs one key for all of them"
    ):
        type("Holders", (Bridge, base), {"m": group(moving), "customer": member(customer)})
    with pytest.raises(ModelError, match="would make one member of all that nobody knows"):
        type("Holders", (Bridge, base), {"c": group(customer), "d": member(customer, missing="unknown")})  # type: ignore[arg-type]


def test_its_columns_are_a_weight_and_attributes() -> None:
    text = {"__annotations__": {"x": Mapped[str | None]}}
    refused(r"Holders.x: it is of a fact; a bridge's columns are made by group\(\)", x=measure(Numeric(9, 2)))
    refused(r"Holders.x: it is of a fact", x=degenerate(String(9)))
    refused(r"Holders.x: a bridge is known by its group and member", x=natural_key(String(9)))
    refused(
        r"Holders.x: what a row says holds as long as the row; leave out scd=", x=attribute(String(9), scd=3), **text
    )
    refused("the library's own column", valid_to=attribute(String(9)), __annotations__={"valid_to": Mapped[str | None]})
    refused("clashes", account_key=attribute(String(9)), __annotations__={"account_key": Mapped[str | None]})


def test_shares_are_exact_and_hold_a_one() -> None:
    share = {"__annotations__": {"share": Mapped[Decimal]}}
    for kind in (Float(), Numeric(4, 4), Numeric(9, 8, asdecimal=False)):
        refused(r"Holders.share: shares are 1 together, exactly, so the type must", share=weight(kind), **share)
    two = {"__annotations__": {"share": Mapped[Decimal], "other": Mapped[Decimal]}}
    refused(
        r"Holders has one weight\(\) at most, not share, other",
        share=weight(Numeric(3, 2)),
        other=weight(Numeric(3, 2)),
        **two,
    )
    refused("the library decides nullable; leave it out", share=weight(Numeric(3, 2), nullable=True), **share)


def test_the_special_members_are_in_groups_of_their_own() -> None:
    base, account, customer, _ = mart()
    body = {
        "__annotations__": {"share": Mapped[Decimal], "kind": Mapped[str]},
        "account": group(account),
        "customer": member(customer),
        "share": weight(Numeric(3, 2)),
        "kind": attribute(String(8)),
    }
    made = type("Holders", (Bridge, base), body)
    (known,) = catalog(base).bridges
    assert known.cls is made
    assert [(r["account_key"], r["customer_key"], r["share"], r["kind"]) for r in special_rows(known)] == [
        (-1, -1, 1, "Unknown"),
        (-2, -2, 1, "N/A"),
    ]
    body |= {"account": group(account), "customer": member(customer), "__tablename__": "other"}
    body |= {"share": weight(Numeric(3, 2)), "level": attribute()}
    body["__annotations__"] = {"share": Mapped[Decimal], "kind": Mapped[str], "level": Mapped[int]}
    body["kind"] = attribute(String(8))
    with pytest.raises(ModelError, match=r"Others.level is NOT NULL, and the special members have no value for it"):
        type("Others", (Bridge, base), body)
