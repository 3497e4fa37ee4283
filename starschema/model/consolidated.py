"""`Consolidated`: facts of several kinds side by side at a grain that they share, kept by the loads of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import BigInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from starschema.errors import ModelError
from starschema.model.columns import AddedUpColumn, LevelColumn
from starschema.model.declaring import LAST, add_member, map_planned
from starschema.model.kinds import ConsolidatedSpec
from starschema.model.slices import Side, SlicesPlan, fact_of, family
from starschema.model.spec import FactSpec, Physical


class Consolidated:
    """Base of facts side by side: mix it with your declarative base, `class PlanVsSales(Consolidated, Mart)`.

    A slice has a row if any of the facts has something in it. Of a fact that has nothing, totals and counts are 0,
    `lowest` and `highest` are NULL; `<fact>_rows`, which the library adds for each of them, says how many rows of the
    fact are in the slice. It adds the surrogate key `<name>_key` and `load_id`, too. Nothing is loaded: each load of
    one of the facts, and of a dimension that the slices hang on, keeps the rows in its own transaction.

    Args:
        of: The facts, a tuple of two or more.
        physical: Hints for the physical design.

    Grain:
        One row per combination of the roles and levels in which any of the facts has a row.

    Source:
        Kimball and Ross, The Data Warehouse Toolkit, 3rd edition, chapter 7, "Consolidated Fact Tables".
    """

    if TYPE_CHECKING:
        __starschema__: ClassVar[ConsolidatedSpec]
        load_id: Mapped[int]

    def __init_subclass__(cls, *, of: Sequence[type[Any]] = (), physical: Physical | None = None, **kw: Any) -> None:
        """Complete the class's columns, have SQLAlchemy map it, and resolve what it says.

        Raises:
            ModelError: The class says something that no warehouse could keep.
        """
        mapped = partial(super().__init_subclass__, **kw)
        map_planned(cls, [of, physical], lambda: ConsolidatedPlan(cls, _facts(cls, of), physical), mapped)


def _facts(cls: type[Any], of: Any) -> list[FactSpec]:
    said = of if isinstance(of, tuple | list) else (of,)
    facts = [fact_of(cls, each, "(Plan, Sale)") for each in said]
    if len(set(facts)) < 2 or len(set(facts)) < len(facts):
        raise ModelError(
            f"{cls.__name__} consolidates several facts, each named once: of=(Plan, Sale); of one, make an Aggregate"
        )
    return facts


class ConsolidatedPlan(SlicesPlan):
    """What the class body of a consolidated fact says."""

    prefix = "fact"

    def check(self) -> None:
        """Check that what the facts share tells slices apart that are the same for each of them."""
        for side in self.sides:
            self.reserved[_rows_of(side)] = "the library's own column"
        super().check()
        for role in self.roles:
            if self.sides[0].member_of(role.name).versioned:
                raise ModelError(
                    f"{self.cls.__name__}.{role.name}: {role.dimension.__name__} has versions, of which facts hardly "
                    f"refer to the same; use level() of its attributes"
                )

    def add_level(self, name: str, said: LevelColumn) -> None:
        """Add up to a level that each of the facts has."""
        where, bases = f"{self.cls.__name__}.{name}", (said.base, *said.others)
        owners = {side.base.cls.__name__: [base for base in bases if side.source(base)] for side in self.sides}
        facts = " and ".join(owners)
        if len(bases) != len(self.sides) or any(len(mine) != 1 for mine in owners.values()):
            raise ModelError(f"{where}: level() takes one column of each of {facts}, which mean the same")
        for side, (base,) in zip(self.sides, owners.values(), strict=True):
            side.add_level(name, base)
        kinds = [side.levels[name][0].type for side in self.sides]
        if len({family(kind) for kind in kinds}) > 1:
            shown = ", ".join(map(repr, kinds))
            raise ModelError(
                f"{where}: the columns of {facts} are of types {shown}, which are not the same; use others"
            )

    def add_measure(self, name: str, said: AddedUpColumn) -> None:
        """Keep a measure of one of the facts."""
        where = f"{self.cls.__name__}.{name}"
        if said.how == "rows":
            known = ", ".join(map(_rows_of, self.sides))
            raise ModelError(f"{where}: the library counts the rows of each fact itself, {known}; leave it out")
        side = next((side for side in self.sides if side.source(said.base)), None)
        if side is None:
            facts = " or ".join(side.base.cls.__name__ for side in self.sides)
            takes = (
                "distinct= takes an attribute of a role" if said.how == "distinct" else f"{said.how}() takes a measure"
            )
            raise ModelError(f"{where}: {takes} of {facts}, not {said.base}")
        if said.how in ("lowest", "highest"):
            self.columns[name].column.nullable = True
        side.add_measure(name, said)

    def add_own(self) -> None:
        """Add the count of each fact's rows, too."""
        super().add_own()
        for place, side in enumerate(self.sides):
            name = _rows_of(side)
            column = mapped_column(
                BigInteger,
                nullable=False,
                sort_order=LAST - len(self.sides) + place,
                default=0,
                server_default=text("0"),
                comment=f"How many rows of {side.base.stored.name} are in the slice",
            )
            add_member(self.cls, self.members, name, column, "the library's own column")
            self.known.add(name)
            side.kept[name] = AddedUpColumn(order=0, how="rows"), None, None

    def resolved(self) -> ConsolidatedSpec:
        """Complete the mapped table and return what the class says."""
        table = self.finish()
        sides = [self.side_of(side, table, f"{self.name}_{side.base.name}") for side in self.sides]
        every = [measure for side in sides for measure in side.measures]
        return ConsolidatedSpec(
            cls=self.cls,
            name=self.name,
            table=table,
            key=table.c[self.key],
            sides=tuple(replace(s, others=tuple(m for m in every if m not in s.measures)) for s in sides),
            load_id=table.c["load_id"],
            physical=self.physical,
        )


def _rows_of(side: Side) -> str:
    return f"{side.base.name}_rows"
