"""Levels of a dimension that several systems feed: they are of what the systems say together, and kept as any."""

from __future__ import annotations

import pytest
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, RejectedRows, attribute, hierarchy, natural_key, rollup
from tests.cases.stars import Star


class Mart(DeclarativeBase):
    pass


class Store(Dimension, Mart, systems=("erp", "maps")):
    no: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(40), scd=2)
    region: Mapped[str | None] = attribute(String(40), scd=2)
    places = hierarchy(region, city, strict=True)


City = rollup(Store, "city", "region")


@pytest.fixture
def star(url):
    return Star(url, Mart)


def test_a_roll_up_has_the_levels_that_the_systems_name_together(star):
    star.tell("""
load    Store no city effective=at at system=maps
        1 Oslo 01-01
        2 Moss 01-01
counts  2 read, 2 inserted
after   City city region
        Moss ∅
        Oslo ∅
load    Store no region effective=at at system=erp
        1 East 02-01
counts  1 read, 1 versioned
load    Store no city region effective=at at system=erp
        2 Bergen West 03-01
counts  1 read, 1 versioned
after   City city region
        Bergen West
        Moss ∅
        Oslo East
""")
    assert star.warehouse.verify(Store)


def test_a_city_in_two_regions_is_refused_whoever_tells_it(star):
    star.tell("""
load    Store no city region effective=at at system=erp
        1 Oslo East 01-01
load    Store no region effective=at at system=maps
        2 West 01-01
""")
    with pytest.raises(RejectedRows, match=r"city 'Oslo' would be in region 'East' .* and in 'West'"):
        star.tell("""
load    Store no city effective=at at system=erp
        2 Oslo 02-01
""")
    star.tell("""
after   Store no city region
        1 Oslo East
        2 ∅ West
""")
