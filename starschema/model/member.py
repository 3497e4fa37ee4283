"""The two sides of a bridge: the groups, and the members that are in them."""

from __future__ import annotations

from typing import Any, Literal, TypeVar

from sqlalchemy import Column, Table, and_, true
from sqlalchemy.orm import MappedColumn, Relationship, mapped_column, relationship

from starschema.errors import ModelError
from starschema.model.columns import WeightColumn, declared_column, next_order, refuse
from starschema.model.role import Role
from starschema.model.spec import DimensionSpec, RoleSpec
from starschema.model.storage import key_type

D = TypeVar("D")


class Side(Role[D]):
    """A bridge's reference to a dimension, by the one key that a member has over all its versions."""

    def __init__(self, dimension: type[D], source: object, missing: object, options: dict[str, Any]) -> None:
        super().__init__(dimension, source, None, False, missing, "unknown", False, False, options)

    names_members = False

    def resolved_source(self, fact: type[Any]) -> tuple[str, ...]:
        """Check what the side says, and return its input columns.

        Raises:
            ModelError: It says something that cannot be, or its dimension has versions and no key for all of them.
        """
        where = f"{fact.__name__}.{self.name}"
        source = super().resolved_source(fact)
        if self.missing == "unknown":
            raise ModelError(
                f'{where}: missing="unknown" would make one member of all that nobody knows; use "infer" or "reject"'
            )
        dimension = self.resolved_dimension(fact)
        if dimension.versioned and dimension.durable_key is None:
            name = self.dimension.__name__
            raise ModelError(
                f"{where}: {name} keeps versions, so a bridge needs one key for all of them; declare class "
                f"{name}(..., durable_key=True)"
            )
        return source

    def columns(self, fact: type[Any], **own: Any) -> dict[str, MappedColumn[Any]]:
        """Return the column of the key; one that stands for all versions of a member refers to no single row."""
        spec = self.resolved_dimension(fact)
        own = {"primary_key": True, "autoincrement": False, **own}
        if spec.member_key is spec.key:
            return super().columns(fact, **own)
        comment = f"{self.name.replace('_', ' ').capitalize()}: {spec.member_key.name} of {spec.table.name}"
        options = {"comment": comment, **self.options, **own}
        return {self.column_name: mapped_column(key_type(), nullable=False, sort_order=self.order, **options)}

    def relationship(self, column: MappedColumn[Any]) -> Relationship[Any]:
        """Return the view-only relationship from `column` to the member, as it is now where it has versions."""
        spec: DimensionSpec = self.dimension.__dict__["__starschema__"]
        if spec.member_key is spec.key:
            return super().relationship(column)
        current = spec.is_current
        return relationship(
            self.dimension,
            primaryjoin=lambda: and_(column.column == spec.member_key, true() if current is None else current),
            foreign_keys=lambda: [column.column],
            viewonly=True,
            uselist=False,
        )

    def spec(self, owner: type[Any]) -> RoleSpec:
        """Return what the side says, resolved; `owner` is mapped."""
        table: Table = owner.__table__
        column: Column[Any] = table.c[self.column_name]
        return RoleSpec(
            name=self.name,
            dimension=self.resolved_dimension(owner),
            column=column,
            source=self.resolved_source(owner),
            missing=self.missing,  # type: ignore[arg-type]
        )


class Group(Side[D]):
    """The side of the groups; made by `group`."""


class Member(Side[D]):
    """The side of the members; made by `member`."""


def group(
    dimension: type[D],
    *,
    source: str | tuple[str, ...] | None = None,
    missing: Literal["infer", "reject"] = "infer",
    **kw: Any,
) -> Group[D]:
    """Declare whose members a bridge tells: of an account, the holders.

    Args:
        dimension: The dimension that facts refer to, such as `Account`.
        source: Input column that holds its natural key, or a tuple of them; the natural key's own names by default.
        missing: What an unknown natural key does: make an inferred member, or reject the row and so its group.
        **kw: Further options of the key's `sqlalchemy.orm.mapped_column`, such as `comment`.
    """
    return Group(dimension, source, missing, kw)


def member(
    dimension: type[D],
    *,
    source: str | tuple[str, ...] | None = None,
    missing: Literal["infer", "reject"] = "infer",
    **kw: Any,
) -> Member[D]:
    """Declare who is in a bridge's groups: the holders of an account.

    Args:
        dimension: The dimension of the members, such as `Customer`.
        source: Input column that holds its natural key, or a tuple of them; the natural key's own names by default.
        missing: What an unknown natural key does: make an inferred member, or reject the row and so its group.
        **kw: Further options of the key's `sqlalchemy.orm.mapped_column`, such as `comment`.
    """
    return Member(dimension, source, missing, kw)


def weight(type_: Any = None, **kw: Any) -> MappedColumn[Any]:
    """Declare the share that each member has of its group: between 0 and 1, and 1 together, exactly.

    Args:
        type_: An exact type, such as `Numeric(9, 8)`.
        **kw: Further options of `sqlalchemy.orm.mapped_column`, such as `comment`.
    """
    refused = refuse(kw, "nullable")
    return declared_column(WeightColumn(order=next_order(), refused=refused), type_, kw, nullable=False)
