"""Every mistake that a calendar can make is refused, and so are classes that are no models at all."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from sqlalchemy import JSON, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Calendar,
    Dimension,
    ModelError,
    attribute,
    natural_key,
)
from starschema.model.catalog import catalog, configure
from starschema.model.spec import dimension_spec, spec_of
from tests.model.mistakes import Make, Mart, Mistakes, OtherDay, assert_refused

mistake = Mistakes()


@mistake("Week.number: a calendar's columns are all computed; put it on a Dimension, whose natural key may be a date")
def a_column_on_a_calendar() -> object:
    class Week(Calendar, Mart):
        number: Mapped[int | None] = attribute(scd=2)

    return Week


@mistake("Week.month: a calendar's columns are all computed; put it on a Dimension")
def a_column_of_ones_own_in_place_of_a_computed_one() -> object:
    class Week(Calendar, Mart):
        month: Mapped[int | None] = attribute()

    return Week


@mistake("Week: a calendar has no versions, so leave out durable_key=")
def a_durable_key_on_a_calendar() -> object:
    class Week(Calendar, Mart, durable_key=True):
        pass

    return Week


@mistake("Week: fiscal_year_starts=13 is no month; use 1 to 12")
def a_fiscal_year_that_starts_in_no_month() -> object:
    class Week(Calendar, Mart, fiscal_year_starts=13):
        pass

    return Week


@mistake("Week: country='XX' is not supported; use an ISO 3166 code known to holidays")
def holidays_of_an_unknown_country() -> object:
    class Week(Calendar, Mart, country="XX"):
        pass

    return Week


@mistake("Week: subdivision='XX' is not supported for US; use one of ")
def holidays_of_an_unknown_subdivision() -> object:
    class Week(Calendar, Mart, country="US", subdivision="XX"):
        pass

    return Week


@mistake("Week: language='xx' is not supported for US; use one of ")
def holidays_in_an_unknown_language() -> object:
    class Week(Calendar, Mart, country="US", language="xx"):
        pass

    return Week


@mistake("Week: subdivision and language need a country; give country=")
def holidays_of_a_subdivision_of_nowhere() -> object:
    class Week(Calendar, Mart, subdivision="CA"):
        pass

    return Week


@pytest.mark.parametrize(("make", "message"), mistake)
def test_a_mistake_is_refused_with_its_remedy_and_leaves_no_trace(make: Make, message: str) -> None:
    assert_refused(make, message)


def test_the_name_of_a_refused_class_is_free_again() -> None:
    class Base(DeclarativeBase):
        pass

    def shop(kind: Any) -> type[Any]:
        class Shop(Dimension, Base):
            code: Mapped[str] = natural_key(String(4))
            size: Mapped[int | None] = attribute(kind)

        return Shop

    with pytest.raises(ModelError):
        shop(JSON())
    good = shop(Integer())
    assert [spec.cls for spec in catalog(Base).dimensions] == [good]
    gc.collect()
    configure(Base)


def test_a_class_that_is_no_model_is_refused_by_name() -> None:
    with pytest.raises(ModelError, match="int is no dimension or fact: subclass"):
        spec_of(int)
    with pytest.raises(ModelError, match="int is no dimension or fact: subclass"):
        dimension_spec(int)
    with pytest.raises(ModelError, match="int is no declarative base; give the class that your models share"):
        catalog(int)
    with pytest.raises(ModelError, match="OtherDay belongs to another declarative base than Mart"):
        catalog(Mart).spec(OtherDay)


def test_a_relationship_that_does_not_resolve_is_found_by_configure() -> None:
    from sqlalchemy.orm import relationship

    class Base(DeclarativeBase):
        pass

    class Shop(Dimension, Base):
        code: Mapped[str] = natural_key(String(4))
        owner = relationship("Nobody")

    with pytest.raises(ModelError, match="Nobody"):
        configure(Base)
