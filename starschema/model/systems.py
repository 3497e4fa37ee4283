"""A dimension that several systems feed: which of their keys is which member, and what each of them told when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, Index, MetaData, String, Table, Text

from starschema.errors import ModelError
from starschema.model.spec import DimensionSpec
from starschema.model.storage import key_type, timestamp

SYSTEM_CHARACTERS = 60
"""Most characters of a system's name."""

KEY_CHARACTERS = 255
"""Most characters of a member's key in a system."""

SYSTEMS_RESERVED: dict[str, str] = dict.fromkeys(
    ("system", "system_key", "matched_by", "matched_at", "told_at", "told_sequence", "is_deletion", "given_attributes"),
    "the column of what systems tell",
)


@dataclass(frozen=True, eq=False)
class SystemTables:
    """The tables beside a dimension that several systems feed.

    Args:
        crosswalk: Each system's keys, and the members that they are.
        told: What each system told of a member, and when.
    """

    crosswalk: Table
    told: Table


def check_systems(where: str, systems: Any) -> tuple[str, ...]:
    """Return the systems' names, in the order of their priority.

    Args:
        where: The class's name, for messages.
        systems: What the class says.

    Raises:
        ModelError: It says something that could not be kept.
    """
    if isinstance(systems, str) or not all(isinstance(name, str) and name for name in systems):
        raise ModelError(f"{where}: systems={systems!r} is no tuple of names; write ('crm', 'billing'), the best first")
    names = tuple(systems)
    if len(set(names)) < len(names) or any(len(name) > SYSTEM_CHARACTERS for name in names):
        raise ModelError(
            f"{where}: systems={names} names one twice, or by more than {SYSTEM_CHARACTERS} characters; rename it"
        )
    return names


def check_fed(spec: DimensionSpec) -> None:
    """Check that what several systems tell can be put together to what a dimension declares.

    Raises:
        ModelError: It cannot.
    """
    where = spec.cls.__name__
    if spec.sequence is not None:
        raise ModelError(
            f"{where}: the sequences of several systems do not compare; leave out sequence=, and give it to the loads"
        )
    if spec.references or spec.profiles or spec.ragged:
        raise ModelError(f"{where}: a dimension with systems= has no outrigger(), profile() or ragged(); leave it out")
    for attribute in spec.attributes:
        if not attribute.column.nullable:
            raise ModelError(
                f"{where}.{attribute.name}: a system may not have told it yet, so it can be NULL; "
                "make it Mapped[... | None]"
            )


def system_tables(metadata: MetaData, dimension: DimensionSpec) -> SystemTables:
    """Return the tables beside a dimension that several systems feed, which are put in `metadata`."""
    table = dimension.table
    keys = [c.name for c in dimension.natural_key]

    def named(comment: str) -> list[Column[Any]]:
        return [
            Column("system", String(SYSTEM_CHARACTERS), nullable=False, comment="The system, as systems= names it"),
            Column("system_key", String(KEY_CHARACTERS), nullable=False, comment=comment),
            *(Column(c.name, c.type, nullable=False) for c in dimension.natural_key),
        ]

    crosswalk = Table(
        f"{table.name}_crosswalk",
        metadata,
        *_primary(named("The member's key there"), 2),
        Column("matched_by", String(KEY_CHARACTERS), nullable=False, comment="given, or the columns that matched"),
        Column("matched_at", timestamp(), nullable=False, comment="When that became known, UTC"),
        Column("load_id", key_type(), nullable=False, comment="Load that found it"),
        Index(f"ix_{table.name}_crosswalk", *keys),
        schema=table.schema,
        comment=f"Which member of {table.name} each system's key is",
    )
    told = Table(
        f"{table.name}_told",
        metadata,
        *named("The member's key there"),
        Column("told_at", timestamp(), nullable=False, comment="Since when it holds, UTC"),
        Column("told_sequence", key_type(), nullable=True, comment="Orders what is told of one time"),
        Column("is_deletion", Boolean(create_constraint=False), nullable=False, comment="The member is gone there"),
        *(Column(a.name, a.column.type, nullable=True) for a in dimension.attributes),
        Column("given_attributes", Text, nullable=False, comment="Comma-framed names of those in the data"),
        Column("load_id", key_type(), nullable=False, comment="Load that told it"),
        Index(f"ix_{table.name}_told", *keys, "told_at"),
        schema=table.schema,
        comment=f"What each system told of the members of {table.name}, from which these are put together",
    )
    return SystemTables(crosswalk, told)


def _primary(columns: Sequence[Column[Any]], count: int) -> Sequence[Column[Any]]:
    """Make the first columns the primary key."""
    for column in columns[:count]:
        column.primary_key = True
    return columns
