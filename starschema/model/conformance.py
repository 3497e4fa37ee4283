"""Conformance: what bears one name in several stars means one thing, so that their answers can stand side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column

from starschema.errors import ModelError
from starschema.model.spec import DimensionSpec, MeasureSpec

if TYPE_CHECKING:
    from starschema.model.catalog import Catalog


@dataclass(frozen=True)
class _Said:
    """What one class says of a name.

    Args:
        subject: What is to be the same wherever it occurs.
        aspect: Which part of it.
        value: What it is here.
        where: The class that says so.
    """

    subject: str
    aspect: str
    value: str
    where: str


def check_conformed(*bases: type[Any], attributes: Sequence[str] = ()) -> None:
    """Check that stars agree on what they share, within one declarative base or over several.

    Of the dimensions of one base this is checked whenever it is used; of bases in one database, `create_all` compares
    what is there already.

    Dimensions of one name must have one natural key, and their attributes of one name the same type, the same type of
    change and, where both have a comment, the same definition; one may have fewer of them. Measures of one name must
    have the same type, unit, additivity and definition in every fact.

    Args:
        *bases: The declarative bases, such as `Mart`.
        attributes: Names of attributes that must mean the same in every dimension that has them, whatever its name.

    Raises:
        ModelError: Something differs; the message names all of it.

    Source:
        Kimball and Ross, The Data Warehouse Toolkit, 3rd edition, chapter 4, "Conformed Dimensions" and "Conformed
        Facts".
    """
    from starschema.model.catalog import configure

    catalogs = [configure(base) for base in bases]
    every = [_of_dimensions(catalog, attributes) for catalog in catalogs] + [_of_measures(one) for one in catalogs]
    _refuse_differences(said for some in every for said in some)


def check_dimensions(catalog: Catalog) -> None:
    """Check that dimensions of one base that share a name, as of two stars, agree like those that are checked by hand.

    Raises:
        ModelError: They differ.
    """
    names = [dimension.cls.__name__ for dimension in catalog.dimensions]
    if len(set(names)) < len(names):
        _refuse_differences(_of_dimensions(catalog, ()))


def _refuse_differences(every: Iterable[_Said]) -> None:
    said = sorted(every, key=lambda s: (s.subject, s.aspect))
    differences = []
    for (subject, aspect), group in groupby(said, key=lambda s: (s.subject, s.aspect)):
        where: dict[str, list[str]] = {}
        for one in group:
            where.setdefault(one.value, []).append(one.where)
        if len(where) > 1:
            told = ", ".join(f"{value} in {' and '.join(dict.fromkeys(places))}" for value, places in where.items())
            differences.append(f"{subject} differs in {aspect}: {told}")
    if differences:
        raise ModelError(
            "; ".join(differences) + "; declare what has one name alike, or give what differs names of its own"
        )


def _of_dimensions(catalog: Catalog, attributes: Sequence[str]) -> Iterator[_Said]:
    for dimension in catalog.dimensions:
        where, name = _place(dimension.cls), dimension.cls.__name__
        key = ", ".join(column.name for column in dimension.natural_key)
        yield _Said(name, "natural key", key, where)
        for column in dimension.natural_key:
            yield from _column(f"{name}.{column.name}", column, where)
        yield from _attributes(dimension, f"{name}.", [a.name for a in dimension.attributes], where)
        yield from _attributes(dimension, "attribute ", attributes, where)


def _of_measures(catalog: Catalog) -> Iterator[_Said]:
    for fact in catalog.facts:
        for measure in fact.measures:
            yield from _measure(measure, _place(fact.cls))


def _attributes(dimension: DimensionSpec, prefix: str, names: Sequence[str], where: str) -> Iterator[_Said]:
    for attribute in dimension.attributes:
        if attribute.name in names:
            yield from _column(f"{prefix}{attribute.name}", attribute.column, where)
            yield _Said(f"{prefix}{attribute.name}", "type of change", str(attribute.scd), where)


def _measure(measure: MeasureSpec, where: str) -> Iterator[_Said]:
    subject = f"measure {measure.name}"
    yield from _column(subject, measure.column, where)
    yield _Said(subject, "unit", measure.unit or "none", where)
    additivity = "additive" if measure.additive else "not additive"
    if measure.except_over is not None:
        additivity = f"additive except over {measure.except_over.role}"
    yield _Said(subject, "additivity", additivity, where)


def _column(subject: str, column: Column[Any], where: str) -> Iterator[_Said]:
    yield _Said(subject, "type", repr(column.type), where)
    if column.comment:
        yield _Said(subject, "definition", repr(column.comment), where)


def _place(cls: type[Any]) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"
