"""Facts reach the members of their groups, as these were at the event or as they are, and shares add up exactly."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, aliased

from starschema import (
    Bridge,
    Dimension,
    ModelError,
    TransactionFact,
    Warehouse,
    as_then,
    attribute,
    degenerate,
    group,
    in_force,
    member,
    natural_key,
    role,
)
from tests.kinds.accounts import (
    FEBRUARY,
    JANUARY,
    AccountHolders,
    Holder,
    Mart,
    Payment,
    b,
    tell,
)
from tests.kinds.tables import rows, seen


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    created = Warehouse(url, Mart)
    created.create_all()
    return created


PAYMENTS = """
    number paid_at account amount
    1      01-10   A       10.01
    2      02-10   A       10.01
    3      02-10   B       5.00
    4      02-10   ∅       7.77
    5      02-10   X       1.00
"""


@pytest.mark.beyond
def test_facts_add_up_by_shares_exactly_as_it_was_and_as_it_is(warehouse: Warehouse) -> None:
    warehouse.load(Holder, rows("holder city\nann Oslo\nbo Moss"), effective=JANUARY)
    warehouse.load(Holder, rows("holder city\nann Rome"), effective=FEBRUARY)
    tell(warehouse, "account holder share\nA ann 0.3333\nA bo 0.6667\nB bo 1", JANUARY)
    tell(warehouse, "account holder share\nA ann 1", FEBRUARY)
    warehouse.load(Payment, rows(PAYMENTS))

    def paid(on: Any) -> list[str]:
        query = (
            select(b.holder.city, func.sum(Payment.amount * b.share), func.count())
            .select_from(Payment)
            .join(b, on(Payment.account, b))
            .join(b.holder, on(Payment.account, b.holder))
            .group_by(b.holder.city)
        )
        with warehouse.engine.connect() as connection:
            found = [(city, amount.normalize(), count) for city, amount, count in connection.execute(query)]
        return sorted(f"{city} {amount} {count}" for city, amount, count in found)

    assert paid(as_then) == [
        "Moss 11.673667 2",
        "Oslo 3.336333 1",
        "Rome 10.01 1",
        "Unknown 7.77 1",
    ], "account X has no holders that anybody knows"
    assert paid(in_force) == ["Moss 5 1", "Rome 20.02 2", "Unknown 7.77 1"]
    assert paid(lambda side, joined: in_force(side, joined, date(2024, 1, 20))) == [
        "Moss 18.347334 3",
        "Oslo 6.672666 2",
        "Unknown 7.77 1",
    ]
    with Session(warehouse.engine) as session:
        held = session.scalars(select(b).where(b.share == 1, b.valid_from == datetime(2024, 2, 1))).one()
        assert (held.account_member.account, held.holder_member.city) == ("A", "Rome")


def test_aliases_of_a_fact_and_of_a_bridge_find_each_other(warehouse: Warehouse) -> None:
    tell(warehouse, "account holder share\nA ann 0.5\nA bo 0.5", JANUARY)
    warehouse.load(Payment, rows(PAYMENTS))
    paid, held, who = aliased(Payment, name="paid"), aliased(AccountHolders, name="held"), aliased(Holder, name="who")
    query = (
        select(who.holder, func.count())
        .select_from(paid)
        .join(held, as_then(Payment.account, held, fact=paid))
        .join(who, in_force(Payment.account, who, fact=paid, bridge=held))
        .where(paid.number < 3)
        .group_by(who.holder)
        .order_by(who.holder)
    )
    assert seen(warehouse, query) == ["ann 2", "bo 2"]


def test_a_group_with_versions_is_met_by_the_durable_key_of_the_fact(url: str) -> None:
    class Own(DeclarativeBase):
        pass

    class Patient(Dimension, Own, durable_key=True):
        patient: Mapped[int] = natural_key()
        ward: Mapped[str | None] = attribute(String(20), scd=2)

    class Diagnosis(Dimension, Own):
        code: Mapped[str] = natural_key(String(8))

    class Diagnoses(Bridge, Own):
        patient = group(Patient, source="who")
        diagnosis = member(Diagnosis, missing="reject")

    class Visit(TransactionFact, Own, grain="one row per visit"):
        number: Mapped[int] = degenerate(grain=True)
        day: Mapped[date] = degenerate()
        patient = role(Patient, as_of="day", durable=True)

    warehouse = Warehouse(url, Own)
    warehouse.create_all()
    warehouse.load(Diagnosis, rows("code\nflu\ncold"))
    warehouse.load(Patient, rows("patient ward\n7 East"), effective=JANUARY)
    warehouse.load(Patient, rows("patient ward\n7 West"), effective=FEBRUARY)
    done = warehouse.load(Diagnoses, rows("who code\n7 flu\n7 cold\n8 flu\n8 typo"), effective=JANUARY, reject_limit=2)
    assert (done.inserted, done.rejected, done.inferred) == (2, 2, 1), "8 is whole or not at all"
    warehouse.load(Visit, rows("number day patient\n1 01-10 7\n2 02-10 7"))
    query = (
        select(Visit.patient.ward, Diagnoses.diagnosis.code)
        .select_from(Visit)
        .join(Visit.patient)
        .join(Diagnoses, as_then(Visit.patient, Diagnoses))
        .join(Diagnoses.diagnosis)
        .order_by(Visit.number, Diagnoses.diagnosis.code)
    )
    assert seen(warehouse, query) == ["East cold", "East flu", "West cold", "West flu"]
    assert warehouse.verify(Diagnoses)
    # A move that began and ended at one time takes no version from a patient whom the bridge names.
    warehouse.load(Patient, rows("patient gone\n7 yes"), effective=JANUARY, deleted="gone")
    warehouse.load(Patient, rows("patient gone\n7 yes"), effective=FEBRUARY, deleted="gone")
    assert warehouse.verify(Diagnoses)
    assert warehouse.verify(Patient)


def test_a_join_that_cannot_be_meant_is_refused() -> None:
    class Own(DeclarativeBase):
        pass

    class Doctor(Dimension, Own, durable_key=True):
        number: Mapped[int] = natural_key()
        ward: Mapped[str | None] = attribute(String(20), scd=2)

    class Ward(Dimension, Own):
        ward: Mapped[str] = natural_key(String(20))

    class Team(Bridge, Own):
        doctor = group(Doctor)
        ward = member(Ward)

    class Shift(TransactionFact, Own, grain="one row per shift"):
        number: Mapped[int] = degenerate(grain=True)
        doctor = role(Doctor)
        ward = role(Ward)

    for call, expected in (
        (lambda: as_then(Shift.doctor, Team), "Shift.doctor has no time of the event: declare it with as_of="),
        (
            lambda: in_force(Shift.doctor, Team),
            "Team knows Doctor by its durable key; declare Shift.doctor with durable",
        ),
        (lambda: in_force(Shift.ward, Team), "Team relates groups of Doctor, and Shift.ward is a role to Ward"),
        (lambda: in_force(Ward, Team), "is no role of a fact; give one such as Payment.account"),
        (lambda: in_force(Shift.ward, Ward), "is no bridge and no member of one"),
        (lambda: in_force(Shift.ward, Team.ward, fact=aliased(Team)), "give an alias of Shift"),
    ):
        with pytest.raises(ModelError, match=expected):
            call()
