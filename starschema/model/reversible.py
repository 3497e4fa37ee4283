"""Reversible facts: ledgers to which corrections are added, and in which nothing is ever changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from sqlalchemy import Date, DateTime, Integer, SmallInteger, text
from sqlalchemy.orm import mapped_column

from starschema.errors import ModelError
from starschema.model.columns import DegenerateColumn, declaration_of
from starschema.model.declaring import LAST, add_member
from starschema.model.fact import RESERVED, FactPlan
from starschema.model.kinds import ReversibleSpec
from starschema.model.role import Role
from starschema.model.spec import FactSpec, Physical

REVERSAL = "reversal"
"""Name of the column that says whether an entry takes another one back."""


class ReversiblePlan(FactPlan):
    """What the class body of a reversible fact says."""

    is_reversible = True
    reserved: ClassVar[dict[str, str]] = RESERVED | {REVERSAL: "the library's own column"}

    def __init__(self, cls: type[Any], grain: str, physical: Physical | None, sequence: str) -> None:
        self.sequence = sequence
        super().__init__(cls, grain, physical)

    def check(self) -> None:
        """Check the column that orders rows, too."""
        super().check()
        where = self.cls.__name__
        said = declaration_of(self.columns[self.sequence]) if self.sequence in self.columns else None
        if not isinstance(said, DegenerateColumn):
            raise ModelError(
                f"{where}: reversible={self.sequence!r} is no column of it; name the one that tells a newer row from "
                f"an older one, {self.sequence}: Mapped[datetime] = degenerate()"
            )
        if said.grain:
            raise ModelError(f"{where}: reversible={self.sequence!r} is in the grain, so no row could correct another")
        self.of = [
            name
            for name, column in self.columns.items()
            if isinstance(told := declaration_of(column), DegenerateColumn) and told.grain
        ]

    def check_role(self, role: Role[Any]) -> None:
        """Refuse roles in the grain, too."""
        super().check_role(role)
        if role.grain:
            raise ModelError(
                f"{self.cls.__name__}.{role.name}: what is reversed is found again by the grain, which cannot hang on "
                "a key; use degenerate(grain=True) columns"
            )

    def add_own(self) -> None:
        """Make the column that orders rows a part of the key, and add the one that tells reversals."""
        super().add_own()
        ordering = self.columns[self.sequence].column
        ordering.primary_key, ordering.nullable, ordering.autoincrement = True, False, False
        reversal = mapped_column(
            SmallInteger,
            primary_key=True,
            autoincrement=False,
            sort_order=LAST,
            default=0,
            server_default=text("0"),
            comment="0 for a row as it was told, 1 for what takes it back, measures negated, 2 for a deletion",
        )
        add_member(self.cls, self.members, REVERSAL, reversal, "the library's own column")
        self.known.add(REVERSAL)

    def resolved(self) -> FactSpec:
        """Complete the mapped table and return what the class says."""
        spec = super().resolved()
        table = spec.table
        ordering = table.c[self.sequence]
        if not isinstance(ordering.type, Integer | Date | DateTime):
            raise ModelError(
                f"{self.cls.__name__}: reversible={self.sequence!r} is of type {ordering.type!r}, which orders "
                "nothing; use a number or a time"
            )
        of = tuple(table.c[name] for name in self.of)
        return replace(spec, reversible=ReversibleSpec(of, ordering, table.c[REVERSAL]))
