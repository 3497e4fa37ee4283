"""`Aggregate`: a fact added up to coarser levels, kept by the loads of the fact and of its dimensions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from sqlalchemy import BigInteger, Float, Integer, Numeric, text
from sqlalchemy.orm import InstrumentedAttribute, Mapped, MappedColumn, mapped_column

from starschema.errors import ModelError
from starschema.model.columns import (
    AddedUpColumn,
    AttributeColumn,
    Declaration,
    DegenerateColumn,
    DerivedColumn,
    LagColumn,
    LevelColumn,
    MeasureColumn,
    NaturalKeyColumn,
    StatusColumn,
    declaration_of,
    declared_column,
    next_order,
    refuse,
)
from starschema.model.declaring import (
    LAST,
    add_member,
    check_names,
    check_physical,
    declared_columns,
    finish_table,
    is_to_be_mapped,
    members_of,
    name_table,
    physical_of,
    snake_case,
    undone_on_error,
)
from starschema.model.kinds import AggregateMeasure, Part
from starschema.model.role import MARK, Role
from starschema.model.spec import AggregateSpec, FactSpec, MeasureSpec, Physical, RoleSpec
from starschema.model.storage import DIGITS, key_type

if TYPE_CHECKING:
    from starschema.model.columns import ColumnType

T = TypeVar("T")

USE = "role(), level(), total(), counted(), lowest() or highest()"

OTHER_KINDS: dict[type[Declaration], str] = {
    **dict.fromkeys(
        (NaturalKeyColumn, AttributeColumn),
        "it is of a dimension; use level() of an attribute, such as Sale.customer.city",
    ),
    DegenerateColumn: "an aggregate has no columns of its own; use level() of a degenerate column of the fact",
    MeasureColumn: "an aggregate has no measures of its own; use total(), counted(), lowest() or highest()",
    **dict.fromkeys((LagColumn, StatusColumn, DerivedColumn), "it is of a fact; use level(), or total() of its column"),
}

MORE_DIGITS = 10
"""Digits by which a total is wider than what it adds up: ten thousand million rows fit."""


class Aggregate:
    """Base of a fact added up: mix it with your declarative base, `class SalesByMonth(Aggregate, Mart, of=Sale)`.

    The library adds the surrogate key `<name>_key`, since a level may be NULL, and `load_id`. Nothing is loaded: each
    load of the fact, and of a dimension that moves or changes what the slices hang on, keeps the aggregate in its own
    transaction.

    Args:
        of: The fact.
        physical: Hints for the physical design.

    Grain:
        One row per combination of the roles and levels that has facts.

    Source:
        Kimball and Ross, The Data Warehouse Toolkit, 3rd edition, chapter 15, "Aggregate Fact Tables".
    """

    if TYPE_CHECKING:
        __starschema__: ClassVar[AggregateSpec]
        load_id: Mapped[int]

    def __init_subclass__(cls, *, of: type[Any] | None = None, physical: Physical | None = None, **kw: Any) -> None:
        """Complete the class's columns, have SQLAlchemy map it, and resolve what it says.

        Raises:
            ModelError: The class says something that no warehouse could keep.
        """
        mapped = partial(super().__init_subclass__, **kw)
        if not is_to_be_mapped(cls, [option for option in (of, physical) if option]):
            mapped()
            return
        with undone_on_error(cls):
            plan = _Plan(cls, of, physical)
            mapped()
            cls.__starschema__ = plan.resolved()


def level(base: InstrumentedAttribute[T], **kw: Any) -> MappedColumn[T]:
    """Declare a level to which an aggregate adds up.

    Args:
        base: An attribute of a role's member, such as `Sale.customer.city`, or a degenerate column of the fact.
        **kw: Further options of `sqlalchemy.orm.mapped_column`, such as `comment`.
    """
    refused = refuse(kw, "nullable")
    column = _column_of(base)
    nullable = True if column is None else column.nullable
    declared = LevelColumn(order=next_order(), refused=refused, base=base)
    return declared_column(declared, None if column is None else column.type, kw, nullable=nullable)


def total(base: InstrumentedAttribute[T], type_: ColumnType | None = None, **kw: Any) -> MappedColumn[T]:
    """Declare the sum of a measure over each slice.

    Args:
        base: An additive measure of the fact, such as `Sale.amount`.
        type_: SQLAlchemy type; by default that of the measure with ten more digits.
        **kw: Further options of `sqlalchemy.orm.mapped_column`, such as `comment`.
    """
    column = _column_of(base)
    return _kept("total", base, type_ if type_ is not None or column is None else _wider(column.type), kw)


def lowest(base: InstrumentedAttribute[T], **kw: Any) -> MappedColumn[T]:
    """Declare the least value of a measure in each slice; see `total`."""
    column = _column_of(base)
    return _kept("lowest", base, None if column is None else column.type, kw)


def highest(base: InstrumentedAttribute[T], **kw: Any) -> MappedColumn[T]:
    """Declare the greatest value of a measure in each slice; see `total`."""
    column = _column_of(base)
    return _kept("highest", base, None if column is None else column.type, kw)


def counted(*, distinct: InstrumentedAttribute[Any] | None = None, **kw: Any) -> MappedColumn[int]:
    """Declare how many facts each slice has, or how many different values.

    Args:
        distinct: An attribute of a role's member, such as `Sale.customer.customer_id`, or a degenerate column of the
            fact, of which different values are counted. NULL is none.
        **kw: Further options of `sqlalchemy.orm.mapped_column`, such as `comment`.
    """
    return _kept("rows" if distinct is None else "distinct", distinct, BigInteger(), kw)


def _kept(how: str, base: Any, type_: Any, kw: dict[str, Any]) -> MappedColumn[Any]:
    refused = refuse(kw, "nullable")
    column = _column_of(base)
    nullable = how not in ("rows", "distinct") and column is not None and bool(column.nullable)
    return declared_column(
        AddedUpColumn(order=next_order(), refused=refused, how=how, base=base), type_, kw, nullable=nullable
    )


def _column_of(base: Any) -> Any:
    """Return the column behind a class's attribute, None if it is none; then the class body is refused later."""
    columns = getattr(getattr(base, "property", None), "columns", None)
    return columns[0] if columns else None


def _wider(kind: Any) -> Any:
    if isinstance(kind, Numeric) and not isinstance(kind, Float) and kind.precision is not None:
        return Numeric(min(kind.precision + MORE_DIGITS, max(DIGITS, kind.precision)), kind.scale)
    return BigInteger() if isinstance(kind, Integer) else kind


class _Plan:
    """What an aggregate's class body says, before it is mapped, and how that becomes an `AggregateSpec` after."""

    def __init__(self, cls: type[Any], of: type[Any] | None, physical: Physical | None) -> None:
        self.cls = cls
        self.name = snake_case(cls.__name__)
        self.key = f"{self.name}_key"
        base = getattr(of, "__dict__", {}).get("__starschema__")
        if not isinstance(base, FactSpec):
            raise ModelError(f"{cls.__name__}: of={of!r} is no fact; declare class {cls.__name__}(..., of=Sale)")
        if base.table.metadata is not cls.metadata:
            raise ModelError(f"{cls.__name__}: {base.cls.__name__} belongs to another declarative base; a star has one")
        self.base: FactSpec = base
        self.members = members_of(cls)
        self.columns = declared_columns(cls, self.members, OTHER_KINDS, USE)
        self.roles = sorted(
            (value for value in self.members.values() if isinstance(value, Role)), key=lambda role: role.order
        )
        self.physical = physical_of(cls, self.members, physical)
        self._check()
        name_table(cls, self.members, f"agg_{self.name}")
        self._add_own()

    def _check(self) -> None:
        where = self.cls.__name__
        reserved = {
            self.key: "the surrogate key",
            "load_id": "the library's own column",
            "key": "the library's own column",
        }
        named = [(name, "the declared column") for name in self.columns]
        check_names(self.cls, [*named, *((r.column_name, f"the key of role {r.name!r}") for r in self.roles)], reserved)
        said = {name: declaration_of(column) for name, column in self.columns.items()}
        self.levels = {n: self._level(f"{where}.{n}", w.base) for n, w in said.items() if isinstance(w, LevelColumn)}
        self.kept = {n: self._measure(f"{where}.{n}", w) for n, w in said.items() if isinstance(w, AddedUpColumn)}
        self.kept_roles = {role.name: self._role(role) for role in self.roles}
        if not self.levels and not self.roles:
            raise ModelError(
                f"{where} adds up everything; give it roles of {self.base.cls.__name__}, or levels such as "
                f"month = level({self.base.cls.__name__}.order_date.year_month)"
            )
        if not self.kept:
            raise ModelError(f"{where} keeps nothing; declare total(), counted(), lowest() or highest()")
        for name, declared in said.items():
            if isinstance(declared, AddedUpColumn) and declared.how == "total":
                self._check_total(f"{where}.{name}", declared)

    def _role(self, role: Role[Any]) -> RoleSpec:
        """Return the fact's role that an aggregate's role keeps."""
        found = next((r for r in self.base.roles if r.name == role.name), None)
        where, base = f"{self.cls.__name__}.{role.name}", self.base.cls.__name__
        if found is None or found.dimension.cls is not role.dimension:
            raise ModelError(
                f"{where}: {base} has no role {role.name!r} to {role.dimension.__name__}; keep one that it has"
            )
        if (role.source, role.as_of, role.strict, role.durable, role.grain) != (None, None, False, False, False):
            raise ModelError(f"{where}: what it refers to follows from {base}.{role.name}; leave out all options")
        self._check_followed(where, found, None)
        return found

    def _check_followed(self, where: str, role: RoleSpec, column: Any) -> None:
        """Check that dimension loads can tell which facts change slices when the role's members change."""
        moving = {other.column.name for other in role.dimension.references}
        if role.through is not None or (column is not None and column.name in moving):
            raise ModelError(
                f"{where}: {self.base.cls.__name__}.{role.name} hangs on the history of another dimension, which "
                "aggregates do not follow; use a role or an attribute that does not"
            )

    def _source(self, base: Any) -> tuple[Any, RoleSpec | None] | None:
        """Return the column of the fact or of a role's dimension that `base` is, with the role, or None."""
        column = _column_of(base)
        if column is None:
            return None
        if getattr(base, "class_", None) is self.base.cls and not getattr(base.parent, "is_aliased_class", False):
            return column, None
        mark = getattr(getattr(base.parent, "selectable", None), MARK, None)
        for role in self.base.roles:
            if mark == f"{self.base.cls.__module__}.{self.base.cls.__qualname__}.{role.name}":
                return column, role
        return None

    def _level(self, where: str, base: Any) -> tuple[Any, RoleSpec | None]:
        found = self._source(base)
        if found is None or (found[1] is None and found[0] not in self.base.degenerates):
            name = self.base.cls.__name__
            raise ModelError(
                f"{where}: level() takes an attribute of a role of {name}, such as {name}.customer.city, or a "
                f"degenerate column of it, not {base}"
            )
        if found[1] is not None:
            self._check_followed(where, found[1], found[0])
        return found

    def _measure(self, where: str, said: AddedUpColumn) -> tuple[Any, RoleSpec | None]:
        if said.how == "rows":
            return None, None
        found, name = self._source(said.base), self.base.cls.__name__
        if said.how == "distinct":
            if found is None or (found[1] is None and found[0] not in self.base.degenerates):
                raise ModelError(
                    f"{where}: distinct= takes an attribute of a role of {name}, or a degenerate column of it, not "
                    f"{said.base}"
                )
            if found[1] is not None:
                self._check_followed(where, found[1], found[0])
            return found
        if found is None or found[1] is not None or found[0] not in [m.column for m in self.base.measures]:
            raise ModelError(f"{where}: {said.how}() takes a measure of {name}, not {said.base}")
        return found

    def _check_total(self, where: str, said: AddedUpColumn) -> None:
        measured: MeasureSpec = next(m for m in self.base.measures if m.column is self.kept[where.partition(".")[2]][0])
        name = f"{self.base.cls.__name__}.{measured.name}"
        if isinstance(measured.column.type, Float):
            raise ModelError(f"{where}: a sum of floating point numbers depends on their order; make {name} a Numeric")
        if measured.additive:
            return
        semi = measured.except_over
        if semi is None:
            raise ModelError(f"{where}: {name} is not additive; use lowest() or highest(), or what it is made of")
        whole = [*self.kept_roles.values(), *(role for _, role in self.levels.values() if self._is_whole(role))]
        if all(role.name != semi.role for role in whole if role is not None):
            raise ModelError(
                f"{where}: {name} does not add up over {semi.role!r}; keep that role: {semi.role} = role(...)"
            )

    def _is_whole(self, role: RoleSpec | None) -> bool:
        """Return whether the levels tell every member of the role from every other: they have its natural key."""
        if role is None:
            return False
        have = {column.name for column, via in self.levels.values() if via is role}
        return {column.name for column in role.dimension.natural_key} <= have

    def _add_own(self) -> None:
        key = mapped_column(key_type(), primary_key=True, autoincrement=False, sort_order=-1, comment="Surrogate key")
        add_member(self.cls, self.members, self.key, key, "the surrogate key")
        for role in self.roles:
            columns = role.columns(self.cls)
            add_member(self.cls, self.members, role.column_name, columns[role.column_name], f"role {role.name!r}")
            related = role.relationship(columns[role.column_name])
            add_member(self.cls, self.members, role.member_name, related, f"the member of role {role.name!r}")
        load_id = mapped_column(
            key_type(),
            nullable=False,
            sort_order=LAST,
            default=0,
            server_default=text("0"),
            comment="Load that wrote the row last",
        )
        add_member(self.cls, self.members, "load_id", load_id, "the library's own column")
        self.known = {self.key, *self.columns, *(role.column_name for role in self.roles), "load_id"}
        check_physical(self.cls, self.physical, self.known, [role.name for role in self.roles])

    def resolved(self) -> AggregateSpec:
        """Complete the mapped table and return what the class says."""
        cls, table = self.cls, self.cls.__table__
        finish_table(cls, table, self.known, USE)
        roles = [Part(table.c[f"{name}_key"], role.column, role) for name, role in self.kept_roles.items()]
        levels = [Part(table.c[name], column, role) for name, (column, role) in self.levels.items()]
        order = list(table.columns.keys())
        parts = sorted([*roles, *levels], key=lambda part: order.index(part.column.name))
        table.comment = table.comment or (
            f"{self.base.cls.__name__} by {', '.join(part.column.name for part in parts)}"
        )
        said: dict[str, Any] = {name: declaration_of(column) for name, column in self.columns.items()}
        return AggregateSpec(
            cls=cls,
            name=self.name,
            table=table,
            key=table.c[self.key],
            of=self.base,
            grain=tuple(parts),
            measures=tuple(
                AggregateMeasure(table.c[name], said[name].how, column, role)
                for name, (column, role) in self.kept.items()
            ),
            load_id=table.c["load_id"],
            physical=self.physical,
        )
