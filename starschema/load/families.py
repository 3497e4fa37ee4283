"""Supertypes and subtypes as loads write them: which table takes what, and what no row of a kind can have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, ColumnElement, FromClause, Select, String, and_, cast, literal, or_, select

from starschema.model.kinds import Family
from starschema.sql.compare import Query, equal

if TYPE_CHECKING:
    from starschema.load.stage import Rejects
    from starschema.load.workbench import Workbench


@dataclass(frozen=True)
class Wrong:
    """What a row can say that cannot be.

    Args:
        condition: When it does.
        column: The column that is to blame.
        value: Its value.
        reason: Why that cannot be.
    """

    condition: ColumnElement[bool]
    column: str
    value: ColumnElement[Any]
    reason: str


OF_ANOTHER = "is of {} {!r} only, and the row says another or none; leave it NULL"


def refuse_wrong(bench: Workbench, rows: FromClause, wrong: Iterable[Wrong], rejects: Rejects) -> None:
    """Set the rows of the stage aside that say what cannot be."""
    from starschema.load.arrivals import set_aside

    for each in wrong:
        rejects.add(set_aside(bench, rows, each.condition, each.column, each.value, each.reason))


def of_other_kinds(name: str, family: Family, rows: FromClause, but: ColumnElement[bool]) -> Iterator[Wrong]:
    """Yield what is wrong of rows of no known kind, and of those with something of another kind than theirs.

    Args:
        name: Name of the class that is loaded, for messages.
        family: What makes it a supertype.
        rows: The rows, which say the kind.
        but: The rows that say nothing of this.
    """
    said = rows.c[family.by]
    known = ", ".join(map(repr, family.kinds))
    reason = f"is no {family.by} of {name} that is declared; known are {known}: correct it, or declare its class"
    yield Wrong(and_(said.not_in(list(family.kinds)), ~but), family.by, said, reason)
    for identity, kind in family.kinds.items():
        reason = OF_ANOTHER.format(family.by, identity)
        for value in (rows.c[n] for n in kind.attributes if n in rows.c):
            wrong = value.is_not(None) & or_(said.is_(None), said != identity) & ~but
            yield Wrong(wrong, value.name, cast(value, String), reason)


def write_parts(bench: Workbench, family: Family, query: Query, columns: Sequence[Column[Any]]) -> int:
    """Write new rows to the tables that take their parts; return how many there are."""
    rows = bench.keep("whole_rows", query)
    stored = [family.stored.c[c.name] for c in columns if c.name in family.stored.c]
    written = bench.write(family.stored, select(*(rows.c[c.name] for c in stored)), stored)
    for identity, kind in family.kinds.items():
        own = [c for c in kind.table.columns if c.name in rows.c]
        bench.write(kind.table, select(*(rows.c[c.name] for c in own)).where(rows.c[family.by] == identity), own)
    return written


def update_parts(bench: Workbench, family: Family, columns: Sequence[Column[Any]], query: Query) -> None:
    """Update rows in the tables that have them; one whose kind changes goes from one table to another."""
    rows = bench.keep("whole_changes", query)
    key = [c.name for c in family.key]
    names = {c.name for c in columns}

    def told(more: Sequence[Column[Any]], among: FromClause = rows) -> Select[*tuple[Any, ...]]:
        return select(*(among.c[n] for n in key), *(among.c[c.name] for c in more))

    stored = [c for c in family.stored.columns if c.name in names]
    if stored:
        bench.update(family.stored, family.key, stored, told(stored))
    for identity, kind in family.kinds.items():
        at = [kind.table.c[n] for n in key]
        own = [kind.table.c[name] for name in kind.attributes if name in names]
        if family.by in names:
            bench.delete(kind.table, at, told([]).where(rows.c[family.by].is_distinct_from(identity)))
            coming = bench.keep("of_kind", select(*rows.c).where(rows.c[family.by] == identity))
            sent = bench.send(kind.table, at, told([], coming))
            query = select(*at).join_from(kind.table, sent, equal(kind.table, sent, key))
            there = bench.fetch("there_of_kind", query, at)
            is_there = select(literal(1)).where(equal(coming, there, key)).exists()
            bench.write(kind.table, told(own, coming).where(~is_there), [*at, *own])
        if own:
            # Rows of other kinds have NULL where those of this one may not.
            of_it = [rows.c[c.name].is_not(None) for c in own if not c.nullable]
            bench.update(kind.table, at, own, told(own).where(*of_it))


def delete_parts(bench: Workbench, family: Family, query: Query) -> None:
    """Delete rows from all tables that have them."""
    rows = bench.keep("whole_gone", query)
    for table in reversed(family.tables):
        key = [table.c[c.name] for c in family.key]
        bench.delete(table, key, select(*(rows.c[c.name] for c in key)))
