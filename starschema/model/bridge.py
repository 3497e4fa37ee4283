"""`Bridge`: the base class of what relates groups to their members: accounts to holders, patients to diagnoses."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import Float, Index, Numeric, text
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

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
    WeightColumn,
    declaration_of,
)
from starschema.model.declaring import (
    LAST,
    LONGEST,
    add_member,
    check_names,
    declared_columns,
    finish_table,
    map_planned,
    members_of,
    name_table,
    physical_of,
    snake_case,
)
from starschema.model.kinds import BridgeSpec, Grouping
from starschema.model.member import Group, Member, Side
from starschema.model.physical import check_physical
from starschema.model.role import Role
from starschema.model.spec import (
    BEGINNING,
    FOREVER,
    NOT_APPLICABLE_KEY,
    UNKNOWN_KEY,
    UNSET,
    Attribute,
    Physical,
)
from starschema.model.special import special_value
from starschema.model.storage import key_type, timestamp

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.types import TypeEngine

USE = "group(), member(), weight() or attribute()"

OTHER_KINDS: dict[type[Declaration], str] = {
    NaturalKeyColumn: "a bridge is known by its group and member; declare group() and member()",
    **dict.fromkeys(
        (
            DegenerateColumn,
            MeasureColumn,
            LagColumn,
            StatusColumn,
            DerivedColumn,
            LevelColumn,
            AddedUpColumn,
        ),
        "it is of a fact; a bridge's columns are made by " + USE,
    ),
}

OWN: dict[str, str] = dict.fromkeys(("valid_from", "valid_to", "load_id"), "the library's own column")


class Bridge:
    """Base of a bridge: mix it with your own declarative base, `class AccountHolders(Bridge, Mart)`.

    It says who is in which group when: `account = group(Account)`, `customer = member(Customer)`, at will
    `share: Mapped[Decimal] = weight(Numeric(9, 8))` and attributes. The library adds the keys `account_key` and
    `customer_key`, durable ones where the dimensions have them, `valid_from`, `valid_to` and `load_id`.

    `wh.load(AccountHolders, rows, effective=...)` takes plain rows, one for each member of a group: all rows of a group
    at a time are the whole of that group from then on, until the next time of which it is told. Who is not named any
    more is out of it. Facts of groups that nobody is in find no row, so join them by an outer join.

    Args:
        physical: Hints for the physical design.

    Grain:
        One row per group, member and time in which the row says the same.

    Source:
        Kimball and Ross, The Data Warehouse Toolkit, 3rd edition, chapters 8 and 10, "Bridge Tables" and "Multivalued
        Dimensions and Weighting Factors".
    """

    if TYPE_CHECKING:
        __starschema__: ClassVar[BridgeSpec]
        valid_from: Mapped[datetime]
        valid_to: Mapped[datetime]
        load_id: Mapped[int]

    def __init_subclass__(cls, *, physical: Physical | None = None, **kw: Any) -> None:
        """Complete the class's columns, have SQLAlchemy map it, and resolve what it says.

        Raises:
            ModelError: The class says something that no warehouse could keep.
        """
        mapped = partial(super().__init_subclass__, **kw)
        map_planned(cls, [physical], lambda: _Plan(cls, physical), mapped)


class _Plan:
    """What a bridge's class body says, before it is mapped, and how that becomes a `BridgeSpec` after."""

    def __init__(self, cls: type[Any], physical: Physical | None) -> None:
        self.cls = cls
        self.name = snake_case(cls.__name__)
        self.members = members_of(cls)
        self.columns = declared_columns(cls, self.members, OTHER_KINDS, USE)
        self.group, self.member = self._sides()
        self.physical = physical_of(cls, self.members, physical)
        self.weight = self._weight()
        self._check()
        name_table(cls, self.members, f"bridge_{self.name}")
        self._add_own()

    def _sides(self) -> tuple[Group[Any], Member[Any]]:
        where = self.cls.__name__
        roles = [value for value in self.members.values() if isinstance(value, Role)]
        for role in roles:
            if not isinstance(role, Side):
                raise ModelError(f"{where}.{role.name}: a bridge has no roles; declare a group() and a member()")
        groups = [role for role in roles if isinstance(role, Group)]
        members = [role for role in roles if isinstance(role, Member)]
        for found, what in ((groups, "group"), (members, "member")):
            if len(found) != 1:
                listed = ", ".join(side.name for side in found) or "none"
                raise ModelError(f"{where} has one {what}() and not {len(found)} ({listed}); relate two dimensions")
        for side in (*groups, *members):
            side.resolved_source(self.cls)
        return groups[0], members[0]

    def _weight(self) -> str | None:
        found = [name for name, column in self.columns.items() if isinstance(declaration_of(column), WeightColumn)]
        if len(found) > 1:
            raise ModelError(f"{self.cls.__name__} has one weight() at most, not {', '.join(found)}")
        return found[0] if found else None

    def _check(self) -> None:
        where = self.cls.__name__
        named = [(name, "the declared column") for name in self.columns]
        named += [(side.column_name, f"the key of {side.name!r}") for side in (self.group, self.member)]
        check_names(self.cls, named, OWN)
        for name, column in self.columns.items():
            said = declaration_of(column)
            if isinstance(said, AttributeColumn) and (said.scd not in (1, 2) or said.scope != "all"):
                raise ModelError(f"{where}.{name}: what a row says holds as long as the row; leave out scd= and scope=")

    def _add_own(self) -> None:
        cls, members = self.cls, self.members
        for side in (self.group, self.member):
            ((name, column),) = side.columns(cls).items()
            add_member(cls, members, name, column, f"the key of {side.name!r}")
            add_member(cls, members, side.member_name, side.relationship(column), f"the member of {side.name!r}")
        own = {
            "valid_from": _own(timestamp(), "Since when, UTC", primary_key=True, default=BEGINNING),
            "valid_to": _own(timestamp(), "Exclusive end, UTC", default=FOREVER),
            "load_id": _own(key_type(), "Load that wrote the row last", default=0, server_default=text("0")),
        }
        for name, column in own.items():
            add_member(cls, members, name, column, "the library's own column")
        self.known = {*self.columns, *own, self.group.column_name, self.member.column_name}
        check_physical(cls, self.physical, self.known, [self.group.name, self.member.name])

    def resolved(self) -> BridgeSpec:
        """Complete the mapped table and return what the class says."""
        cls, table = self.cls, self.cls.__table__
        finish_table(cls, table, self.known, USE)
        index = f"ix_{table.name}_member"
        if len(index.encode()) > LONGEST:
            raise ModelError(f"{cls.__name__}: {table.name!r} is too long a name for a bridge's table; shorten it")
        Index(index, table.c[self.member.column_name])
        weight = None if self.weight is None else table.c[self.weight]
        if weight is not None:
            weight.comment = weight.comment or "Share of the group; 1 together"
            kind = weight.type
            whole = isinstance(kind, Numeric) and not isinstance(kind, Float) and kind.asdecimal
            if not whole or kind.precision is None or kind.precision <= (kind.scale or 0):
                raise ModelError(
                    f"{cls.__name__}.{self.weight}: shares are 1 together, exactly, so the type must be exact and hold "
                    f"a 1; give weight(Numeric(9, 8)) and not {kind!r}"
                )
        spec = BridgeSpec(
            cls=cls,
            name=self.name,
            table=table,
            group=self.group.spec(cls),
            member=self.member.spec(cls),
            attributes=tuple(self._attribute(name, column) for name, column in self.columns.items()),
            weight=weight,
            valid_from=table.c["valid_from"],
            valid_to=table.c["valid_to"],
            load_id=table.c["load_id"],
            physical=self.physical,
        )
        special_rows(spec)
        if spec.group.dimension.grouping is not None:
            self._make_groups(spec, spec.group.dimension.grouping)
        return spec

    def _make_groups(self, spec: BridgeSpec, grouping: Grouping) -> None:
        """Have the groups of a `GroupDimension` made here."""
        where, group, member = self.cls.__name__, spec.group.dimension, spec.member.dimension
        name = f"{where}.{spec.member.name}"
        if grouping.bridge is not None:
            raise ModelError(
                f"{where}: {grouping.bridge.cls.__name__} says already who is in a {group.cls.__name__}; leave one out"
            )
        if member.combined or member.clock or member.grouping or member.systems:
            raise ModelError(
                f"{name}: facts name the members of a {group.cls.__name__} by their natural keys, and that of "
                f"{member.cls.__name__} is made from what data brings; use a dimension that has one of its own"
            )
        if spec.member.missing != "infer":
            raise ModelError(f"{name}: members that only facts name come into being; leave out missing=")
        for attribute in spec.attributes:
            if attribute.column is not spec.weight and not attribute.column.nullable:
                raise ModelError(
                    f"{where}.{attribute.name}: a group that facts make says nothing but its members; make it "
                    "Mapped[... | None]"
                )
        grouping.bridge = spec

    def _attribute(self, name: str, column: MappedColumn[Any]) -> Attribute:
        said = declaration_of(column)
        unknown = said.unknown if isinstance(said, AttributeColumn) else 1 if name == self.weight else UNSET
        return Attribute(name, self.cls.__table__.c[name], scd=2, unknown=unknown)


def special_rows(spec: BridgeSpec) -> list[dict[str, Any]]:
    """Return the rows that have the special members of one dimension in the groups that those of the other are.

    So a fact of nobody known is not lost where it is joined to the bridge.

    Raises:
        ModelError: An attribute is NOT NULL and there is nothing to put in it, or what it says does not fit.
    """
    return [
        {
            spec.group.column.name: key,
            spec.member.column.name: key,
            **{attribute.name: special_value(spec.cls, attribute, key) for attribute in spec.attributes},
            "valid_from": BEGINNING,
            "valid_to": FOREVER,
            "load_id": 0,
        }
        for key in (UNKNOWN_KEY, NOT_APPLICABLE_KEY)
    ]


def _own(type_: TypeEngine[Any], comment: str, **options: Any) -> MappedColumn[Any]:
    return mapped_column(type_, nullable=False, sort_order=LAST, comment=comment, **options)
