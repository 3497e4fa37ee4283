"""Every mistake of a fact's supertype or subtype is refused, with its place and its remedy, and leaves no trace."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import Numeric, String
from sqlalchemy.orm import Mapped

from starschema import (
    AccumulatingSnapshot,
    Aggregate,
    PeriodicSnapshot,
    Physical,
    TransactionFact,
    attribute,
    converted,
    degenerate,
    except_over,
    level,
    measure,
    milestone,
    movement,
    role,
    total,
)
from tests.model.mistakes import Customer, Day, Make, Mart, Mistakes, assert_refused

mistake = Mistakes()


class Trip(TransactionFact, Mart, grain="one row per trip", subtypes="kind"):
    number: Mapped[int] = degenerate(grain=True)
    kind: Mapped[str | None] = degenerate(String(5))
    day = role(Day, source="started_on")
    km: Mapped[int] = measure()


class Flight(Trip, subtype="air"):
    pilot = role(Customer, source="pilot")
    seats: Mapped[int] = measure()


class Ride(TransactionFact, Mart, grain="one row per ride"):
    number: Mapped[int] = degenerate(grain=True)
    day = role(Day, source="started_on")
    km: Mapped[int] = measure()


@mistake("Thing: subtypes='kind' is no degenerate column of it; name the one that says the kind, kind: Mapped[str] =")
def a_kind_that_is_not_there() -> object:
    class Thing(TransactionFact, Mart, grain="one row per thing", subtypes="kind"):
        number: Mapped[int] = degenerate(grain=True)

    return Thing


@mistake("Thing: subtypes='kind' is no degenerate column of it")
def a_kind_that_is_a_measure() -> object:
    class Thing(TransactionFact, Mart, grain="one row per thing", subtypes="kind"):
        number: Mapped[int] = degenerate(grain=True)
        kind: Mapped[int] = measure()

    return Thing


@mistake("Thing.kind says the kind, which is a text; declare kind: Mapped[str] = degenerate(String(20))")
def a_kind_that_is_a_number() -> object:
    class Thing(TransactionFact, Mart, grain="one row per thing", subtypes="kind"):
        number: Mapped[int] = degenerate(grain=True)
        kind: Mapped[int] = degenerate()

    return Thing


@mistake("Thing.kind says the kind, and a row whose kind is corrected is the same row; leave out grain=True")
def a_kind_in_the_grain() -> object:
    class Thing(TransactionFact, Mart, grain="one row per thing", subtypes="kind"):
        number: Mapped[int] = degenerate(grain=True)
        kind: Mapped[str] = degenerate(String(5), grain=True)

    return Thing


@mistake("Thing.customer: the tables of subtypes share the grain, and a key of Customer may move; use degenerate(")
def a_key_in_the_grain_that_moves() -> object:
    class Thing(TransactionFact, Mart, grain="one row per customer", subtypes="kind"):
        customer = role(Customer, grain=True)
        kind: Mapped[str] = degenerate(String(5))

    return Thing


@mistake("Thing: a fact with subtypes cannot have parts; leave that out")
def loads_in_parts() -> object:
    class Thing(TransactionFact, Mart, grain="one row per thing", subtypes="kind", parts=True):
        number: Mapped[int] = degenerate(grain=True)
        kind: Mapped[str] = degenerate(String(5))

    return Thing


@mistake("Thing: a derived snapshot has no kinds of rows; leave out subtypes= or of=")
def a_derived_snapshot() -> object:
    class Thing(PeriodicSnapshot, Mart, grain="one row per day", period="day", of=Ride, subtypes="kind"):
        day = role(Day, grain=True)
        kind: Mapped[str] = degenerate(String(5))
        km: Mapped[int] = movement(Ride.km)

    return Thing


@mistake("Thing: rows of an accumulating snapshot come in parts, which cannot say what of other kinds they have; leave")
def an_accumulating_snapshot() -> object:
    class Thing(AccumulatingSnapshot, Mart, grain="one row per thing", subtypes="kind"):  # type: ignore[call-arg]
        number: Mapped[int] = degenerate(grain=True)
        kind: Mapped[str | None] = degenerate(String(5))
        done = milestone(Day, source="done_on")

    return Thing


@mistake("Boat: subtype=None is no kind of Trip; declare class Boat(Trip, subtype=")
def a_subclass_without_a_kind() -> object:
    class Boat(Trip):
        knots: Mapped[int | None] = measure()

    return Boat


@mistake("Jet: subtype='air' is Flight already; give each kind one class")
def a_kind_twice() -> object:
    class Jet(Trip, subtype="air"):
        knots: Mapped[int | None] = measure()

    return Jet


@mistake("Jet: a subtype has no subtypes of its own; make it a subclass of Trip")
def a_subtype_of_a_subtype() -> object:
    class Jet(Flight, subtype="jet"):
        knots: Mapped[int | None] = measure()

    return Jet


@mistake("Boat: subtype= is for a subclass of a fact that says subtypes=")
def a_subtype_of_nothing() -> object:
    class Boat(TransactionFact, Mart, grain="one row per trip", subtype="sea"):
        number: Mapped[int] = degenerate(grain=True)

    return Boat


@mistake("Boat: Ride has a table already and cannot be subclassed; put what both share in a class with __abstract__")
def a_subclass_of_a_plain_fact() -> object:
    class Boat(Ride):
        pass

    return Boat


@mistake("Boat is a subtype, of which Trip says all but subtype=")
def an_option_of_the_supertype() -> object:
    class Boat(Trip, subtype="sea", grain="one row per boat trip"):
        knots: Mapped[int | None] = measure()

    return Boat


@mistake("Boat.physical: subtypes lie as Trip does; give it the hints")
def hints() -> object:
    class Boat(Trip, subtype="sea"):
        knots: Mapped[int | None] = measure()
        physical = Physical(compress=True)

    return Boat


@mistake("Boat.harbour: it is for dimensions; the columns of a fact's subtype are made by degenerate(), ")
def an_attribute() -> object:
    class Boat(Trip, subtype="sea"):
        harbour: Mapped[str | None] = attribute(String(8))

    return Boat


@mistake("Boat.done: milestones, roles with of= and roles to groups are for rows of every kind; declare it on Trip")
def a_milestone() -> object:
    class Boat(Trip, subtype="sea"):
        done = milestone(Day, source="done_on")

    return Boat


@mistake("Boat.day: Trip or another of its subtypes has a role of that name; rename it")
def a_role_of_the_supertype() -> object:
    class Boat(Trip, subtype="sea"):
        day = role(Day, source="landed_on")

    return Boat


@mistake("Boat.captain: as_of='sailed_at' is no column of Boat; declare sailed_at: Mapped[datetime] = degenerate()")
def a_role_of_a_time_that_is_not_kept() -> object:
    class Boat(Trip, subtype="sea"):
        captain = role(Customer, as_of="sailed_at")

    return Boat


@mistake("Boat.harbour: Trip says the grain of all its subtypes; leave out grain=True")
def a_role_in_the_grain() -> object:
    class Boat(Trip, subtype="sea"):
        harbour = role(Day, source="harbour", grain=True)

    return Boat


@mistake("Boat.miles: rows of every kind have km; convert it where that is declared, or a measure of Boat here")
def a_conversion_of_what_all_have() -> object:
    class Boat(Trip, subtype="sea"):
        unit: Mapped[str] = degenerate(String(2))
        miles: Mapped[Decimal] = converted("km", {"nm": 1}, Numeric(9, 2), by="unit")

    return Boat


@mistake("ByPilot.pilot: only rows of kind 'air' have that role; declare it on Trip")
def an_aggregate_by_the_role_of_one_kind() -> object:
    class ByPilot(Aggregate, Mart, of=Trip):
        pilot = role(Customer)
        km: Mapped[int] = total(Trip.km)

    return ByPilot


@mistake("Boat.leg: Trip says the grain of all its subtypes; leave out grain=True")
def a_grain_of_its_own() -> object:
    class Boat(Trip, subtype="sea"):
        leg: Mapped[int] = degenerate(grain=True)

    return Boat


@mistake("Boat.Seats: the declared column clashes with a column of Flight of the same name; rename one of them")
def a_column_of_another_subtype() -> object:
    class Boat(Trip, subtype="sea"):
        Seats: Mapped[int | None] = measure()

    return Boat


@mistake("Boat.crew: except_over('ship') is no role of Boat; it has day")
def a_semi_additive_measure_over_no_role() -> object:
    class Boat(Trip, subtype="sea"):
        crew: Mapped[int | None] = measure(additive=except_over("ship"))

    return Boat


@mistake("BySea: Flight is a subtype, and its rows are among those of Trip; make it of=Trip")
def an_aggregate_of_a_subtype() -> object:
    class BySea(Aggregate, Mart, of=Flight):
        kind: Mapped[str | None] = level(Trip.kind)
        seats: Mapped[int | None] = total(Flight.seats)

    return BySea


@pytest.mark.parametrize(("make", "message"), mistake)
def test_a_mistake_is_refused_and_leaves_no_trace(make: Make, message: str) -> None:
    spec = Trip.__starschema__
    before = spec.table.columns.keys(), spec.measures, spec.degenerates, spec.roles
    assert_refused(make, message)
    assert list(spec.family.kinds) == ["air"]  # type: ignore[union-attr]
    assert (spec.table.columns.keys(), spec.measures, spec.degenerates, spec.roles) == before


def test_a_rate_is_of_a_fact_without_subtypes() -> None:
    def make() -> object:
        class Sale(TransactionFact, Mart, grain="one row per sale"):
            number: Mapped[int] = degenerate(grain=True)
            sold_at: Mapped[dt.datetime] = degenerate()
            kind: Mapped[str] = degenerate(String(5))
            amount: Mapped[Decimal] = measure(Numeric(12, 2))
            euros: Mapped[Decimal | None] = converted(amount, Trip.km, by="kind", as_of="sold_at")

        return Sale

    assert_refused(
        make, "Sale.euros: Trip is no fact of rates; use a plain TransactionFact that converts nothing, with"
    )
