"""Every mistake that a dimension of times, or a role with a zone, can make is refused, with its place and remedy."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import String
from sqlalchemy.orm import Mapped

from starschema import TimeOfDay, TransactionFact, attribute, degenerate, role
from tests.model.mistakes import Customer, Day, Make, Mart, Mistakes, assert_refused

mistake = Mistakes()


@mistake("Clock: unit='hour' is unknown; use 'minute' or 'second'")
def an_unknown_unit() -> object:
    class Clock(TimeOfDay, Mart, unit="hour"):  # type: ignore[arg-type]
        pass

    return Clock


@mistake("Clock: parts={24: 'Never'} is no part of a day; give its name, up to 20 characters, by an hour from 0 to 23")
def a_part_that_begins_at_no_hour() -> object:
    class Clock(TimeOfDay, Mart, parts={6: "Day", 24: "Never"}):
        pass

    return Clock


@mistake("Clock: parts= names no part of the day; give the hours in which they begin")
def no_parts() -> object:
    class Clock(TimeOfDay, Mart, parts={}):
        pass

    return Clock


@mistake("Clock.shift: the columns of a dimension of times are all computed; put it on a Dimension")
def a_column_of_its_own() -> object:
    class Clock(TimeOfDay, Mart):
        shift: Mapped[str | None] = attribute(String(10))

    return Clock


@mistake("Clock: a dimension of times has no versions, so leave out sequence=")
def a_sequence() -> object:
    class Clock(TimeOfDay, Mart, sequence="lsn"):
        pass

    return Clock


@mistake("Sale.day: the time zone 'Atlantis' is unknown; use an IANA name such as 'Europe/Berlin'")
def an_unknown_zone() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        day = role(Day, source="sold_at", zone="Atlantis")

    return Sale


@mistake("Sale.day: zone= and zone_from= are two answers to one question; give one of them")
def two_zones() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        day = role(Day, source="sold_at", zone="UTC", zone_from="zone")

    return Sale


@mistake("Sale.buyer: Customer has no days or times of day, which a zone could shift; leave out zone= and zone_from=")
def a_zone_for_a_customer() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        buyer = role(Customer, zone="UTC")

    return Sale


@mistake("Sale.day: sold_on is a Date, which is the same day in every zone; leave out zone= and zone_from=")
def a_zone_for_a_date() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        sold_on: Mapped[date] = degenerate()
        day = role(Day, source="sold_on", zone="Europe/Oslo")

    return Sale


@mistake("Sale: roles 'day' and 'again' to Day read the same source sold_at; give each its own source=")
def two_roles_of_one_zone() -> object:
    class Sale(TransactionFact, Mart, grain="one row per sale"):
        number: Mapped[int] = degenerate(grain=True)
        sold_at: Mapped[datetime] = degenerate()
        day = role(Day, source="sold_at", zone="Europe/Oslo")
        again = role(Day, source="sold_at", zone="Europe/Oslo")

    return Sale


@pytest.mark.parametrize(("make", "message"), mistake)
def test_a_mistake_is_refused_with_its_place_and_remedy(make: Make, message: str) -> None:
    assert_refused(make, message)
