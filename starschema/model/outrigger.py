"""Outriggers: a dimension's references to dimensions."""

from __future__ import annotations

from typing import Any, Literal, TypeVar

from sqlalchemy import Column, Table, text
from sqlalchemy.orm import MappedColumn

from starschema.errors import ModelError
from starschema.model.columns import INFO, AttributeColumn
from starschema.model.role import Role
from starschema.model.spec import NOT_APPLICABLE_KEY, UNKNOWN_KEY, DimensionSpec, RoleSpec

D = TypeVar("D")

SCD = (0, 1, 2)
"""What a change of a reference can do; a value before or beside, as types 3 and 6 keep, would be a second reference."""


class Outrigger(Role[D]):
    """A dimension's reference to a dimension; made by `outrigger`.

    Its key is an attribute of the dimension that refers, and changes as such.
    """

    def __init__(
        self,
        dimension: type[D],
        source: object,
        missing: object,
        null: object,
        zone: str | None,
        zone_from: str | None,
        scd: Any,
        options: dict[str, Any],
    ) -> None:
        super().__init__(
            dimension,
            source,
            as_of=None,
            strict=False,
            missing=missing,
            null=null,
            durable=False,
            grain=False,
            zone=zone,
            zone_from=zone_from,
            options=options,
        )
        self.scd = scd

    def default_source(self, dimension: DimensionSpec) -> tuple[str, ...]:
        """Return the outrigger's own name, or the names of a key of several columns."""
        keys = super().default_source(dimension)
        return (self.name,) if len(keys) == 1 else keys

    def resolved_source(self, fact: type[Any]) -> tuple[str, ...]:
        """Check what the outrigger says, and return its input columns.

        Raises:
            ModelError: It says something that cannot be, or its dimension is none or keeps versions.
        """
        where = f"{fact.__name__}.{self.name}"
        if self.resolved_dimension(fact).grouping is not None:
            raise ModelError(
                f"{where} refers to {self.dimension.__name__}, whose groups come into being as facts name members; "
                "refer to it from a fact, by a role"
            )
        source = super().resolved_source(fact)
        if self.resolved_dimension(fact).versioned:
            name = self.dimension.__name__
            raise ModelError(
                f"{where} refers to {name}, which keeps versions, so that every one of them would have to move it; "
                f"refer to {name} from the facts, by a role of its own"
            )
        if self.scd not in SCD or isinstance(self.scd, bool):
            raise ModelError(f"{where}: scd={self.scd!r} is no type of change of a reference; use 0, 1 or 2")
        return source

    def columns(self, fact: type[Any], **own: Any) -> dict[str, MappedColumn[Any]]:
        """Return the column that the outrigger puts on the class that refers: an attribute, as far as a load goes."""
        special = (UNKNOWN_KEY, NOT_APPLICABLE_KEY)
        said = AttributeColumn(order=self.order, scd=self.scd, unknown=special)
        return super().columns(fact, info={INFO: said}, server_default=text(str(UNKNOWN_KEY)))

    def resolved_column(self, owner: type[Any]) -> Column[Any]:
        """Return the column of the key; `owner` is mapped."""
        table: Table = owner.__table__
        return table.c[self.column_name]

    def spec(self, owner: type[Any]) -> RoleSpec:
        """Return what the outrigger says, resolved; `owner` is mapped."""
        return RoleSpec(
            name=self.name,
            dimension=self.resolved_dimension(owner),
            column=self.resolved_column(owner),
            source=self.resolved_source(owner),
            missing=self.missing,  # type: ignore[arg-type]
            null=self.null,  # type: ignore[arg-type]
            zone=self.zone,
            zone_from=self.zone_from,
        )


def outrigger(
    dimension: type[D],
    *,
    source: str | tuple[str, ...] | None = None,
    scd: Literal[0, 1, 2] = 1,
    missing: Literal["infer", "unknown", "reject"] = "infer",
    null: Literal["unknown", "not applicable"] = "unknown",
    zone: str | None = None,
    zone_from: str | None = None,
    **kw: Any,
) -> Outrigger[D]:
    """Declare that a dimension refers to a dimension.

    On an account, `opened_on = outrigger(Day)` puts `opened_on_key` on the table. In queries it is an alias, as a
    fact's role is:
    `select(Account.opened_on.year).select_from(Account).join(Account.opened_on)`, or by way of a fact
    `select_from(Payment).join(Payment.account).join(Payment.account.opened_on)`.

    Args:
        dimension: A dimension that keeps no versions, such as a calendar.
        source: Input column that holds its natural key, or a tuple of them; the outrigger's own name by default, and
            for a key of several columns their names.
        scd: What a change of the reference does: 0 keeps the first, 1 corrects it in place, 2 starts a new version.
        missing: What an unknown natural key does: make an inferred member, take the unknown member, reject the row.
        null: Which special member a NULL natural key takes.
        zone: For a calendar or a dimension of times, the IANA name of the zone in which the day is meant.
        zone_from: The same, as the input column that names each row's zone.
        **kw: Further options of the foreign key's `sqlalchemy.orm.mapped_column`, such as `comment` or `index`.

    Source:
        Kimball and Ross, The Data Warehouse Toolkit, 3rd edition, chapter 2, "Outrigger Dimensions".
    """
    return Outrigger(dimension, source, missing, null, zone, zone_from, scd, kw)
