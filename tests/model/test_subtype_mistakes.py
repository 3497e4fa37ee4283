"""Every mistake of a supertype or subtype is refused, with its place and its remedy, and leaves no trace."""

from __future__ import annotations

import pytest
from sqlalchemy import String
from sqlalchemy.orm import Mapped

from starschema import Dimension, attribute, degenerate, natural_key, outrigger, ragged
from tests.model.mistakes import Day, Make, Mart, Mistakes, assert_refused

mistake = Mistakes()


class Vehicle(Dimension, Mart, subtypes="kind"):
    plate: Mapped[str] = natural_key(String(8))
    kind: Mapped[str | None] = attribute(String(5), scd=2)
    colour: Mapped[str | None] = attribute(String(8))


class Lorry(Vehicle, subtype="lorry"):
    tons: Mapped[int | None] = attribute(scd=2)


class Animal(Dimension, Mart):
    name: Mapped[str] = natural_key(String(8))


@mistake(
    "Thing: subtypes='kind' is no attribute of it; name the one that says the kind, kind: Mapped[str | None] = attr"
)
def a_kind_that_is_not_there() -> object:
    class Thing(Dimension, Mart, subtypes="kind"):
        name: Mapped[str] = natural_key(String(8))

    return Thing


@mistake("Thing.kind: what says the kind is of type 1 or 2, on all versions")
def a_kind_of_type_0() -> object:
    class Thing(Dimension, Mart, subtypes="kind"):
        name: Mapped[str] = natural_key(String(8))
        kind: Mapped[str | None] = attribute(String(8), scd=0)

    return Thing


@mistake("Thing.kind says the kind, and is NULL while nobody knows it; declare kind: Mapped[str | None] = attribute(")
def a_kind_that_is_never_null() -> object:
    class Thing(Dimension, Mart, subtypes="kind"):
        name: Mapped[str] = natural_key(String(8))
        kind: Mapped[str] = attribute(String(8))

    return Thing


@mistake("Thing: a dimension with subtypes cannot have outriggers and profiles; leave that out")
def an_outrigger() -> object:
    class Thing(Dimension, Mart, subtypes="kind"):
        name: Mapped[str] = natural_key(String(8))
        kind: Mapped[str | None] = attribute(String(8))
        made_on = outrigger(Day)

    return Thing


@mistake("Thing: a dimension with subtypes cannot have hierarchies of any depth; leave that out")
def a_tree() -> object:
    class Thing(Dimension, Mart, subtypes="kind"):
        name: Mapped[str] = natural_key(String(8))
        kind: Mapped[str | None] = attribute(String(8))
        parent: Mapped[str | None] = attribute(String(8))
        tree = ragged(parent)

    return Thing


@mistake("Thing: a dimension with subtypes cannot have a durable key; leave that out")
def a_durable_key() -> object:
    class Thing(Dimension, Mart, subtypes="kind", durable_key=True):
        name: Mapped[str] = natural_key(String(8))
        kind: Mapped[str | None] = attribute(String(8), scd=2)

    return Thing


@mistake("Car: subtype=None is no kind of Vehicle; declare class Car(Vehicle, subtype=")
def a_subclass_without_a_kind() -> object:
    class Car(Vehicle):
        doors: Mapped[int | None] = attribute(scd=2)

    return Car


@mistake("Car: subtype='automobile' is no kind of Vehicle")
def a_kind_that_does_not_fit() -> object:
    class Car(Vehicle, subtype="automobile"):
        doors: Mapped[int | None] = attribute(scd=2)

    return Car


@mistake("Truck: subtype='lorry' is Lorry already; give each kind one class")
def a_kind_twice() -> object:
    class Truck(Vehicle, subtype="lorry"):
        doors: Mapped[int | None] = attribute(scd=2)

    return Truck


@mistake("Tanker: a subtype has no subtypes of its own; make it a subclass of Vehicle")
def a_subtype_of_a_subtype() -> object:
    class Tanker(Lorry, subtype="tank"):
        litres: Mapped[int | None] = attribute(scd=2)

    return Tanker


@mistake("Dog: subtype= is for a subclass of a dimension that says subtypes=")
def a_subtype_of_nothing() -> object:
    class Dog(Dimension, Mart, subtype="dog"):
        name: Mapped[str] = natural_key(String(8))

    return Dog


@mistake("Dog: Animal has a table already and cannot be subclassed; put what both share in a class with __abstract__")
def a_subclass_of_a_plain_dimension() -> object:
    class Dog(Animal):
        pass

    return Dog


@mistake("Car is a subtype, of which Vehicle says all but subtype=")
def an_option_of_the_supertype() -> object:
    class Car(Vehicle, subtype="car", journal=False):
        doors: Mapped[int | None] = attribute(scd=2)

    return Car


@mistake("Car.vin: a subtype has the natural key of its supertype; declare attributes only")
def a_natural_key_of_its_own() -> object:
    class Car(Vehicle, subtype="car"):
        vin: Mapped[str] = natural_key(String(8))

    return Car


@mistake("Car.doors: it is for facts; a subtype's columns are made by attribute()")
def a_column_of_a_fact() -> object:
    class Car(Vehicle, subtype="car"):
        doors: Mapped[int] = degenerate()

    return Car


@mistake("Car.doors: attributes of a subtype change as Vehicle.kind does; make it scd=2")
def an_attribute_that_changes_otherwise() -> object:
    class Car(Vehicle, subtype="car"):
        doors: Mapped[int | None] = attribute()

    return Car


@mistake("Car.doors: members of another kind have none; make it Mapped[... | None]")
def an_attribute_that_is_never_null() -> object:
    class Car(Vehicle, subtype="car"):
        doors: Mapped[int] = attribute(scd=2)

    return Car


@mistake("Car.Tons: the declared column clashes with a column of Lorry of the same name; rename one of them")
def a_column_of_another_subtype() -> object:
    class Car(Vehicle, subtype="car"):
        Tons: Mapped[int | None] = attribute(scd=2)

    return Car


@mistake("Vehicle.doors: unknown='many' does not fit Integer(); give a value that does")
def a_special_value_that_does_not_fit() -> object:
    class Car(Vehicle, subtype="car"):
        doors: Mapped[int | None] = attribute(scd=2, unknown="many")

    return Car


@pytest.mark.parametrize(("make", "message"), mistake)
def test_a_mistake_is_refused_and_leaves_no_trace(make: Make, message: str) -> None:
    before = {kind: each.attributes for kind, each in Vehicle.__starschema__.family.kinds.items()}  # type: ignore[union-attr]
    columns = Vehicle.__starschema__.table.columns.keys()
    assert_refused(make, message)
    assert {k: e.attributes for k, e in Vehicle.__starschema__.family.kinds.items()} == before  # type: ignore[union-attr]
    assert Vehicle.__starschema__.table.columns.keys() == columns
