"""`converted`: an amount in another currency or unit, by the rate in force at the time of the event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Column, Date, DateTime, Float, Integer, Numeric, SmallInteger, String
from sqlalchemy.orm import MappedColumn

from starschema.errors import ModelError
from starschema.model.columns import (
    ConvertedColumn,
    Declaration,
    DegenerateColumn,
    MeasureColumn,
    declaration_of,
    declared_column,
    next_order,
    refuse,
)
from starschema.model.kinds import Conversion, RatesInForce
from starschema.model.role import Role
from starschema.model.spec import FactSpec, RoleSpec
from starschema.model.storage import DIGITS

if TYPE_CHECKING:
    from starschema.model.columns import ColumnType

NOTHING: Mapping[str, Declaration | None] = {}

WHOLE_DIGITS: dict[type[Integer], int] = {SmallInteger: 5, Integer: 10, BigInteger: 19}
"""Digits of the greatest whole number that a type takes."""


def converted(
    base: Any,
    rate: Any,
    type_: ColumnType | None = None,
    *,
    by: str | tuple[str, ...] | None = None,
    as_of: str | None = None,
    divide: bool = False,
    home: Any = None,
    unit: str | None = None,
    **kw: Any,
) -> MappedColumn[Any]:
    """Declare a measure as another one in a common currency or unit, which loads compute.

    It is exact: the product, or the quotient, is rounded once, half to even, to the column's scale, in the same way on
    every database. The rate is the last one at or before the event; where there is none yet the amount is NULL until
    a load of rates, which keeps the amounts that it bears on, brings one.

    Args:
        base: The measure of this class that is converted, or its name.
        rate: A measure of the fact that holds the rates, such as `Rate.rate`; or constant factors, such as
            `{"kg": 1, "lb": Decimal("0.45359237")}`.
        type_: SQLAlchemy type; by default that of the measure.
        by: The role or column that names the currency, or a tuple of them, for each of the columns by which rates are
            known; by default those of the same names. For factors, the column that names the unit.
        as_of: The column of this class that holds the event's time; not for factors.
        divide: Whether amounts are divided by the rate, as by those of the form 1 EUR = 1.0823 USD.
        home: The currency that needs no rate.
        unit: What is counted then, such as "EUR".
        **kw: Further options of `sqlalchemy.orm.mapped_column`, such as `comment`.
    """
    refused = refuse(kw)
    said = declaration_of(base) if isinstance(base, MappedColumn) else None
    if type_ is None and isinstance(said, MeasureColumn) and isinstance(base.column.type, Numeric | Integer):
        type_ = base.column.type
    declared = ConvertedColumn(
        order=next_order(), refused=refused, base=base, rate=rate, by=by, as_of=as_of, divide=divide, home=home,
        unit=unit,
    )  # fmt: skip
    return declared_column(declared, type_, kw)


@dataclass(frozen=True)
class Converted:
    """What a class body says of a conversion, checked as far as that goes before it is mapped.

    Args:
        base: Name of the measure.
        by: Roles and columns that name the currency or unit.
        rates: The fact that holds the rates, with the column of the rate, its grain in the order of `by`, and what
            tells since when a rate is in force; None for factors.
    """

    said: ConvertedColumn
    base: str
    by: tuple[str, ...]
    rates: tuple[FactSpec, Column[Any], tuple[Column[Any], ...], RoleSpec | Column[Any]] | None = None


def planned(
    cls: type[Any],
    columns: Mapping[str, Declaration | None],
    roles: Sequence[Role[Any]],
    *,
    reversible: bool,
    shared: Mapping[str, Declaration | None] = NOTHING,
) -> dict[str, Converted]:
    """Return the conversions that a fact's class body declares, by name.

    Args:
        cls: The class.
        columns: What it declares, by name.
        roles: Its roles; of a subtype, those of its supertype too.
        reversible: Whether it is a ledger.
        shared: For a subtype, what its supertype declares.

    Raises:
        ModelError: One cannot be.
    """
    found = {}
    for name, said in columns.items():
        if isinstance(said, ConvertedColumn):
            where = f"{cls.__name__}.{name}"
            if (base := _base(said, shared)) is not None:
                raise ModelError(
                    f"{where}: rows of every kind have {base}; convert it where that is declared, or a measure of "
                    f"{cls.__name__} here"
                )
            found[name] = _planned(where, cls, said, _base(said, columns), {**shared, **columns}, roles, reversible)
    return found


def _base(said: ConvertedColumn, columns: Mapping[str, Declaration | None]) -> str | None:
    """Return the name of the column that is to be converted, if it is one of these."""
    if isinstance(said.base, str):
        return said.base if said.base in columns else None
    declared = declaration_of(said.base) if isinstance(said.base, MappedColumn) else None
    return next((name for name, each in columns.items() if each is not None and each is declared), None)


def _planned(
    where: str,
    cls: type[Any],
    said: ConvertedColumn,
    base: str | None,
    columns: Mapping[str, Declaration | None],
    roles: Sequence[Role[Any]],
    reversible: bool,
) -> Converted:
    measured = None if base is None else columns[base]
    if base is None or not isinstance(measured, MeasureColumn):
        raise ModelError(f"{where}: {said.base!r} is no measure of {cls.__name__}; convert one that measure() declares")
    if reversible and measured.additive is False:
        raise ModelError(f"{where}: {base} is not additive, so no reversal takes it back; convert one that is")
    if isinstance(said.rate, Mapping):
        return Converted(said, base, _unit_column(where, cls, said, columns))
    rates = _rate_fact(where, cls, said)
    fact, _, keys, _ = rates
    own = {role.column.name: role.name for role in fact.roles}
    wanted = tuple(own.get(key.name, key.name) for key in keys)
    by = wanted if said.by is None else (said.by,) if isinstance(said.by, str) else tuple(said.by)
    if len(by) != len(keys):
        raise ModelError(
            f"{where}: by={said.by!r} names {len(by)} column(s), but {fact.cls.__name__} knows a rate by "
            f"{len(keys)}: {', '.join(wanted)}; name one for each"
        )
    for name, key in zip(by, keys, strict=True):
        _check_by(where, cls, name, key, fact, columns, roles)
    if said.as_of is None or not isinstance(columns.get(said.as_of), DegenerateColumn):
        raise ModelError(
            f"{where}: as_of={said.as_of!r} is no column of {cls.__name__}, so nothing tells which rate was in force; "
            f"declare {said.as_of or 'sold_at'}: Mapped[datetime] = degenerate(), and name it"
        )
    if said.home is not None and len(by) != 1:
        raise ModelError(f"{where}: home={said.home!r} is one currency, but a rate is of {', '.join(by)}; leave it out")
    return Converted(said, base, by, rates)


def _unit_column(
    where: str, cls: type[Any], said: ConvertedColumn, columns: Mapping[str, Declaration | None]
) -> tuple[str]:
    """Return the column that names the unit, after a look at the factors."""
    if said.as_of is not None or said.divide or said.home is not None:
        raise ModelError(f"{where}: factors are the same at all times; leave out as_of=, divide= and home=")
    if not said.rate:
        raise ModelError(f'{where} has no factors; give such as {{"kg": 1, "lb": Decimal("0.45359237")}}')
    for unit, factor in said.rate.items():
        if isinstance(factor, bool) or not isinstance(factor, int | Decimal) or not Decimal(factor).is_finite():
            raise ModelError(f"{where}: the factor of {unit!r}, {factor!r}, is not exact; use an int or a Decimal")
        if factor <= 0:
            raise ModelError(f"{where}: the factor of {unit!r} is {factor}; it must be greater than 0")
    if not isinstance(said.by, str) or not isinstance(columns.get(said.by), DegenerateColumn):
        raise ModelError(
            f"{where}: by={said.by!r} is no column of {cls.__name__}; name the one that says the unit, "
            "unit: Mapped[str] = degenerate(String(8))"
        )
    return (said.by,)


def _rate_fact(
    where: str, cls: type[Any], said: ConvertedColumn
) -> tuple[FactSpec, Column[Any], tuple[Column[Any], ...], RoleSpec | Column[Any]]:
    """Return the fact that holds the rates, and what of it is what."""
    rate = said.rate
    fact = getattr(getattr(rate, "class_", None), "__dict__", {}).get("__starschema__")
    column: Any = next(iter(getattr(getattr(rate, "property", None), "columns", ())), None)
    if not isinstance(fact, FactSpec) or (fact.family is None and column not in [m.column for m in fact.measures]):
        raise ModelError(f"{where}: {rate} is no measure of a fact; name the rate, such as Rate.rate, or give factors")
    name = fact.cls.__name__
    if fact.stored.metadata is not cls.metadata:
        raise ModelError(f"{where}: {name} belongs to another declarative base; a star has one")
    if fact.accumulating or fact.periodic or fact.reversible or fact.conversions or fact.family:
        raise ModelError(
            f"{where}: {name} is no fact of rates; use a plain TransactionFact that converts nothing, without subtypes"
        )
    if column.nullable or isinstance(column.type, Float):
        raise ModelError(
            f"{where}: {name}.{column.name} must be exact, and always there; declare it "
            f"{column.name}: Mapped[Decimal] = measure(Numeric(18, 8), additive=False)"
        )
    calendars = {role.column: role for role in fact.roles if role.dimension.calendar is not None}
    times = [c for c in fact.grain if c in calendars or isinstance(c.type, Date | DateTime)]
    keys = tuple(c for c in fact.grain if c not in times)
    if len(times) != 1 or not keys:
        raise ModelError(
            f"{where}: the grain of {name} must be a currency and one day or time, since when its rate is in force; "
            f"it is {', '.join(c.name for c in fact.grain)}"
        )
    return fact, column, keys, calendars.get(times[0], times[0])


def _check_by(
    where: str,
    cls: type[Any],
    name: Any,
    key: Column[Any],
    fact: FactSpec,
    columns: Mapping[str, Declaration | None],
    roles: Sequence[Role[Any]],
) -> None:
    """Check that a role or column of the class names what the rates have in the column `key`."""
    known = f"{fact.cls.__name__}.{key.name}"
    there = next((role for role in fact.roles if role.column is key), None)
    if there is None:
        if not isinstance(columns.get(name), DegenerateColumn):
            raise ModelError(
                f"{where}: by={name!r} is no column of {cls.__name__}, and rates are known by {known}; name the "
                "degenerate() column that goes with it"
            )
        return
    if there.dimension.versioned:
        raise ModelError(
            f"{where}: {there.dimension.cls.__name__} has versions, and a rate is known by {known}, the key of one; "
            "make its attributes of type 0, 1 or 3, or know rates by a degenerate() column"
        )
    here = next((role for role in roles if role.name == name), None)
    if here is None or here.dimension is not there.dimension.cls:
        raise ModelError(
            f"{where}: by={name!r} is no role of {cls.__name__} to {there.dimension.cls.__name__}, by whose key rates "
            f"are known; declare {there.name} = role({there.dimension.cls.__name__})"
        )


def resolved(
    cls: type[Any], columns: Mapping[str, Column[Any]], plans: Mapping[str, Converted], roles: tuple[RoleSpec, ...]
) -> tuple[Conversion, ...]:
    """Return the conversions of a mapped fact.

    Args:
        cls: The class.
        columns: The columns of its table, by name; of a subtype, those of its supertype's table too.
        plans: What it says of them.
        roles: Its roles.

    Raises:
        ModelError: Types do not go together, or an exact result may not fit the numbers that are reckoned with.
    """
    keys = {role.name: role for role in roles}
    found = []
    for name, plan in plans.items():
        where, column, base, said = f"{cls.__name__}.{name}", columns[name], columns[plan.base], plan.said
        for number in (column, base):
            if not isinstance(number.type, Numeric | Integer) or isinstance(number.type, Float):
                raise ModelError(f"{where}: {number.name} is of type {number.type!r}, which is not exact; use Numeric")
        by = tuple(keys[n].column if n in keys else columns[n] for n in plan.by)
        rates, factors = None, {}
        if plan.rates is None:
            factors = {unit: Decimal(factor) for unit, factor in said.rate.items()}
            _check_fit(where, column, base, *factor_digits(factors.values()))
            if not column.nullable and any(part.nullable for part in (base, *by)):
                raise ModelError(f"{where} is NULL where its amount or its unit is; make it Mapped[... | None]")
        else:
            fact, rate, theirs, since = plan.rates
            for mine, other in zip(by, theirs, strict=True):
                if not any(isinstance(mine.type, k) and isinstance(other.type, k) for k in (String, Integer)):
                    raise ModelError(
                        f"{where}: {mine.name} is of type {mine.type!r} and {fact.cls.__name__}.{other.name} of "
                        f"{other.type!r}; use String, or Integer, for both"
                    )
            at = columns[str(said.as_of)]
            if not isinstance(at.type, Date | DateTime):
                raise ModelError(f"{where}: as_of={said.as_of!r} is of type {at.type!r}, which is no time; use a time")
            _check_fit(where, column, base, *digits(rate), divide=said.divide)
            if not column.nullable:
                raise ModelError(f"{where} is NULL until its rate comes; make it Mapped[... | None]")
            role = keys.get(plan.by[0])
            rates = RatesInForce(
                fact, rate, theirs, since, at, said.divide, said.home, None if role is None else role.dimension
            )
        how = "constant factors" if rates is None else f"{rates.fact.stored.name}.{rates.rate.name}"
        column.comment = column.comment or f"{base.name} in {said.unit or 'one unit'}, by {how}"
        found.append(Conversion(column, base, by, rates, factors))
    return tuple(found)


def digits(column: Column[Any]) -> tuple[int, int]:
    """Return the digits of an exact number's column, and how many of them stand behind the point."""
    kind = column.type
    if isinstance(kind, Numeric):
        return kind.precision or DIGITS, kind.scale or 0
    return next(count for cls, count in WHOLE_DIGITS.items() if isinstance(kind, cls)), 0


def factor_digits(factors: Any) -> tuple[int, int]:
    """Return the digits that hold every factor, and how many of them stand behind the point."""
    scale = max(max(0, -int(f.normalize().as_tuple().exponent)) for f in factors)
    whole = max(len(str(int(f))) for f in factors)
    return whole + scale, scale


def digits_on_the_way(column: Column[Any], base: Column[Any], rate: int, scale: int, *, divide: bool) -> int:
    """Return the most digits of a number from which an amount is reckoned.

    Args:
        column: The amount.
        base: What is converted.
        rate: The digits of the rate.
        scale: How many of them stand behind the point.
        divide: Whether the rate divides.
    """
    (amount, own), (_, wanted) = digits(base), digits(column)
    shift = wanted + scale - own if divide else wanted - own - scale
    return max(amount + max(shift, 0), rate + max(-shift, 0)) if divide else amount + rate + max(shift, 0)


def _check_fit(where: str, column: Column[Any], base: Column[Any], rate: int, scale: int, divide: bool = False) -> None:
    """Check that what is reckoned with on the way has no more digits than a whole number of 128 bits."""
    needed = digits_on_the_way(column, base, rate, scale, divide=divide)
    if needed > DIGITS:
        raise ModelError(
            f"{where}: an exact result takes up to {needed} digits on the way, and {DIGITS} can be reckoned with; give "
            f"{base.name}, its rate or {column.name} fewer digits"
        )
