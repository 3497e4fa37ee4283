"""Profiles: what a dimension's members are in a mini-dimension, and when."""

from __future__ import annotations

from typing import Any, TypeVar, overload

from sqlalchemy import Column

from starschema.errors import ModelError
from starschema.model.declaring import LONGEST, natural_key_name
from starschema.model.outrigger import Outrigger
from starschema.model.spec import DimensionSpec
from starschema.model.storage import key_type

D = TypeVar("D")


class Profile(Outrigger[D]):
    """A dimension's profile in a mini-dimension; made by `profile`."""

    def __init__(self, dimension: type[D], source: object, current: bool, options: dict[str, Any]) -> None:
        super().__init__(dimension, source, "infer", "unknown", None, None, 1, options)
        self.current = current

    @overload
    def __get__(self, instance: None, owner: type[Any]) -> type[D]: ...

    @overload
    def __get__(self, instance: object, owner: type[Any]) -> D: ...

    def __get__(self, instance: object | None, owner: type[Any]) -> Any:
        """Return the alias of the mini-dimension, or the member, where the current profile is kept."""
        return super().__get__(instance, owner) if self.current else self

    def default_source(self, dimension: DimensionSpec) -> tuple[str, ...]:
        """Return the names of the mini-dimension's attributes and bands, be there only one."""
        return tuple(column.name for column in dimension.named_by)

    def resolved_source(self, fact: type[Any]) -> tuple[str, ...]:
        """Check what the profile says, and return its input columns.

        Raises:
            ModelError: It is of no mini-dimension, or its table's name would be too long.
        """
        where = f"{fact.__name__}.{self.name}"
        source = super().resolved_source(fact)
        if not self.resolved_dimension(fact).combined:
            raise ModelError(
                f"{where}: a profile is of a mini-dimension, and {self.dimension.__name__} is none; "
                f"subclass MiniDimension, or refer to {self.dimension.__name__} by outrigger()"
            )
        if self.options and not self.current:
            raise ModelError(f"{where}: without current=True there is no column; leave out {', '.join(self.options)}")
        return source

    def resolved_column(self, owner: type[Any]) -> Column[Any]:
        """Return the column of the key; without a current profile, one that no table has."""
        return super().resolved_column(owner) if self.current else Column(self.column_name, key_type())


def profile(
    dimension: type[D], *, current: bool = False, source: str | tuple[str, ...] | None = None, **kw: Any
) -> Profile[D]:
    """Declare that the members of a dimension have a profile in a mini-dimension, which their load keeps.

    Data of a customer with `demographics = profile(Demographics)` brings the columns of Demographics, all of them or
    none. Which profile a customer had when is kept in a table of its own, `dim_customer_demographics`; a change of
    profile never makes a version of the customer.

    Args:
        dimension: The mini-dimension.
        current: Whether the customer also refers to the current profile, by `demographics_key`, which is overwritten on
            every version (type 5).
        source: Input columns of its attributes and bands, in their order; their own names by default.
        **kw: With `current=True`, further options of the key's `sqlalchemy.orm.mapped_column`, such as `comment`.

    Source:
        Kimball and Ross, The Data Warehouse Toolkit, 3rd edition, chapter 5, "Type 5: Add Mini-Dimension and Type 1
        Outrigger".
    """
    return Profile(dimension, source, current, kw)


def history_name(where: str, table: str, profile: str) -> str:
    """Return the name of the table in which the profiles are kept.

    Args:
        where: The profile's class and name, for messages.
        table: Name of the dimension's table.
        profile: Name of the profile.

    Raises:
        ModelError: It is too long for some database.
    """
    name = f"{table}_{profile}"
    longest = LONGEST - len(natural_key_name(""))
    if len(name.encode()) > longest:
        raise ModelError(
            f"{where}: {name!r} is the name of the table of its profiles and longer than {longest} bytes; "
            "shorten the profile's name"
        )
    return name
