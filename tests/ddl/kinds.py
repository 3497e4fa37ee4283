"""A model with every kind of dimension and fact that the retail mart lacks: what an insurer's warehouse may have."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    AccumulatingSnapshot,
    Aggregate,
    Bridge,
    Calendar,
    Consolidated,
    Dimension,
    GroupDimension,
    MiniDimension,
    PeriodicSnapshot,
    TimeOfDay,
    TransactionFact,
    attribute,
    band,
    closing,
    converted,
    counted,
    degenerate,
    except_over,
    group,
    hierarchy,
    highest,
    lag,
    level,
    measure,
    member,
    milestone,
    movement,
    natural_key,
    opening,
    outrigger,
    profile,
    ragged,
    role,
    rollup,
    status,
    total,
    weight,
)


class Mart(DeclarativeBase):
    """Every table of the mart."""


class Day(Calendar, Mart):
    """One row per calendar day."""


Month = rollup(Day, "month")


class Minute(TimeOfDay, Mart):
    """One row per minute of a day."""


class Currency(Dimension, Mart):
    """One row per currency."""

    code: Mapped[str] = natural_key(String(3))


class Demographics(MiniDimension, Mart):
    """One row per combination of bands."""

    age: Mapped[str] = band("age", 18, 30, 65)
    smokes: Mapped[bool | None] = attribute()


class Holder(Dimension, Mart, durable_key=True):
    """One row per version of somebody who is insured."""

    number: Mapped[int] = natural_key()
    country: Mapped[str | None] = attribute(String(2), scd=2)
    city: Mapped[str | None] = attribute(String(60), scd=2)
    places = hierarchy(country, city, strict=True)
    born_on = outrigger(Day)
    demographics = profile(Demographics, current=True)


class Unit(Dimension, Mart):
    """One row per unit of the organisation."""

    code: Mapped[str] = natural_key(String(8))
    parent: Mapped[str | None] = attribute(String(8))
    tree = ragged(parent)


class Policy(Dimension, Mart, subtypes="kind"):
    """What every policy has, one row per version."""

    policy_no: Mapped[str] = natural_key(String(12))
    kind: Mapped[str | None] = attribute(String(10), scd=2)
    unit_code: Mapped[str | None] = attribute(String(8), scd=2)


class CarPolicy(Policy, subtype="car"):
    """What only a car's policy has."""

    plate: Mapped[str | None] = attribute(String(10), scd=2)


class HomePolicy(Policy, subtype="home"):
    """What only a home's policy has."""

    square_metres: Mapped[int | None] = attribute(scd=2)


class Household(Dimension, Mart):
    """One row per household, whose members are insured together."""

    household_no: Mapped[int] = natural_key()


class HouseholdMembers(Bridge, Mart):
    """Who is in a household when, and for which share of its premium."""

    household = group(Household)
    holder = member(Holder)
    share: Mapped[Decimal] = weight(Numeric(9, 8))
    relation: Mapped[str | None] = attribute(String(20))


class Diagnosis(Dimension, Mart):
    """One row per diagnosis."""

    icd: Mapped[str] = natural_key(String(8))
    title: Mapped[str | None] = attribute(String(200))


class DiagnosisGroup(GroupDimension, Mart):
    """One row per combination of diagnoses that claims have named."""


class GroupDiagnoses(Bridge, Mart):
    """The diagnoses of each combination."""

    diagnosis_group = group(DiagnosisGroup)
    diagnosis = member(Diagnosis)
    share: Mapped[Decimal] = weight(Numeric(5, 4))


class Rate(TransactionFact, Mart, grain="one row per currency and day of its rate"):
    """What a currency is worth."""

    currency = role(Currency, source="code", grain=True)
    day = role(Day, grain=True)
    rate: Mapped[Decimal] = measure(Numeric(18, 8), additive=False)


class Claim(TransactionFact, Mart, grain="one row per claim and line", subtypes="kind"):
    """What was claimed."""

    claim_no: Mapped[str] = degenerate(String(12), grain=True)
    line_no: Mapped[int] = degenerate(grain=True)
    happened_at: Mapped[datetime] = degenerate()
    kind: Mapped[str | None] = degenerate(String(10))
    day = role(Day, source="happened_at", zone="Europe/Oslo")
    minute = role(Minute, source="happened_at")
    policy = role(Policy, as_of="happened_at")
    holder = role(Holder, as_of="happened_at", durable=True)
    demographics = role(Demographics, of="holder")
    diagnoses = role(DiagnosisGroup, source=("icd_1", "icd_2", "icd_3"), null="not applicable")
    amount: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")


class Accident(Claim, subtype="accident"):
    """What only an accident's claim has."""

    police_report: Mapped[str | None] = degenerate(String(20))
    other_policy = role(Policy, source="other_policy_no", as_of="happened_at", null="not applicable")
    injured: Mapped[int] = measure(unit="each")


class Premium(TransactionFact, Mart, grain="one row per premium", reversible="told_at"):
    """What was charged, in the policy's own currency; corrections are added."""

    premium_no: Mapped[int] = degenerate(grain=True)
    told_at: Mapped[datetime] = degenerate()
    due_on: Mapped[date] = degenerate()
    day = role(Day, source="due_on")
    household = role(Household)
    currency = role(Currency, source="code")
    charged: Mapped[Decimal] = measure(Numeric(14, 2))
    euros: Mapped[Decimal | None] = converted(
        charged, Rate.rate, as_of="due_on", home="EUR", type_=Numeric(14, 2), unit="EUR"
    )


class Settlement(AccumulatingSnapshot, Mart, grain="one row per claim", sequence="changed_at"):
    """How far claims have come."""

    claim_no: Mapped[str] = degenerate(String(12), grain=True)
    changed_at: Mapped[datetime] = degenerate()
    reported = milestone(Day, source="reported_on")
    paid = milestone(Day, source="paid_on")
    days_to_pay: Mapped[int | None] = lag("reported", "paid")
    state: Mapped[str | None] = status(String(10))
    reserve: Mapped[Decimal | None] = measure(Numeric(14, 2), unit="EUR")


class Movement(TransactionFact, Mart, grain="one row per movement of the reserve"):
    """What was put aside, and taken."""

    movement_no: Mapped[int] = degenerate(grain=True)
    day = role(Day)
    unit = role(Unit, source="unit_code")
    amount: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")


class Reserve(PeriodicSnapshot, Mart, grain="one row per unit and month", period="day", of=Movement, every="month"):
    """What is put aside, as each month closes."""

    day = role(Day, grain=True)
    unit = role(Unit, grain=True)
    opened: Mapped[Decimal] = opening(Movement.amount)
    moved: Mapped[Decimal] = movement(Movement.amount)
    closed: Mapped[Decimal] = closing(Movement.amount)


class Standing(PeriodicSnapshot, Mart, grain="one row per household and day", period="day"):
    """What each household owes."""

    day = role(Day, grain=True)
    household = role(Household, grain=True)
    owed: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR", additive=except_over(day, use="last"))


class Covered(TransactionFact, Mart, grain="one row per household and month in which it is covered"):
    """Who is covered when: coverage, without numbers."""

    month = role(Month, source="month", grain=True)
    household = role(Household, grain=True)


class ClaimsByMonth(Aggregate, Mart, of=Claim):
    """Claims by month and place."""

    month: Mapped[str | None] = level(Claim.day.year_month)
    city: Mapped[str | None] = level(Claim.holder.city)
    kind: Mapped[str | None] = level(Claim.kind)
    claims: Mapped[int] = counted()
    holders: Mapped[int] = counted(distinct=Claim.holder.number)
    amount: Mapped[Decimal] = total(Claim.amount)
    dearest: Mapped[Decimal] = highest(Claim.amount)
    injured: Mapped[int | None] = total(Accident.injured)


class ClaimsOfMonth(Aggregate, Mart, of=Claim):
    """Claims by the member of a roll-up."""

    month = role(Month)
    claims: Mapped[int] = counted()


class ClaimsAndPremiums(Consolidated, Mart, of=(Claim, Premium)):
    """Claims beside premiums, by month."""

    month: Mapped[str | None] = level(Claim.day.year_month, Premium.day.year_month)
    claimed: Mapped[Decimal] = total(Claim.amount)
    charged: Mapped[Decimal | None] = total(Premium.euros)
