"""What a reversible fact's ledger must hold: every row that was told, and a reversal of each but the newest.

An entry is never changed. A row that is told late, after newer ones, is booked and reversed at once, so the ledger is a
function of the set of rows told, whatever the loads they came in and the order of these.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, SmallInteger, and_, cast, func, literal, or_, select

from starschema.model.spec import FactSpec
from starschema.sql.compare import Query, differs, equal, numbered, union

TOLD, REVERSAL, DELETION = 0, 1, 2
"""What an entry is: a row as it was told, one that takes it back, or the end of what its grain speaks of."""


def _names(spec: FactSpec) -> tuple[list[str], str, str]:
    """Return the grain without what the ledger adds to it, and these."""
    assert spec.reversible is not None
    reversible = spec.reversible
    return [c.name for c in reversible.of], reversible.sequence.name, reversible.reversal.name


def contradicting(spec: FactSpec, ready: FromClause, there: FromClause) -> Query:
    """Select `_row` of the rows that say something else than what is booked for their grain and sequence."""
    of, sequence, reversal = _names(spec)
    keys = [role.column.name for role in spec.roles if role.as_of is not None or not role.dimension.versioned]
    told = [c.name for c in spec.degenerates if c.name not in (*of, sequence)] + [m.name for m in spec.measures] + keys
    booked, struck = there.alias("booked"), there.alias("struck")
    here = [*of, sequence]
    stands = select(literal(1)).where(equal(booked, ready, here), booked.c[reversal] == TOLD)
    agrees = stands.where(~differs(booked, ready, told))
    gone = select(literal(1)).where(equal(struck, ready, here))
    return select(ready.c["_row"]).where(
        or_(
            and_(ready.c["_deleted"], stands.exists()),
            and_(~ready.c["_deleted"], gone.exists(), ~agrees.exists()),
        )
    )


def fresh(spec: FactSpec, ready: FromClause, there: FromClause) -> Query:
    """Select the rows of which nothing is booked, with `_first` for those that are the first of their grain."""
    of, sequence, _ = _names(spec)
    known, again = there.alias("known"), there.alias("again")
    first = and_(
        numbered([ready.c[n] for n in of], [ready.c[sequence], ready.c["_row"]]) == 1,
        ~select(literal(1)).where(equal(known, ready, of)).exists(),
    )
    told = select(literal(1)).where(equal(again, ready, [*of, sequence])).exists()
    return select(*ready.c, first.label("_first")).where(~told)


def entries(spec: FactSpec, fresh: FromClause, there: FromClause, load_id: int) -> Query:
    """Select the entries that are to be added to the ledger.

    Args:
        spec: The fact.
        fresh: Rows of which nothing is booked, with `_deleted`.
        there: What is booked of their grains.
        load_id: The load's number.
    """
    of, sequence, reversal = _names(spec)
    names = [c.name for c in spec.table.columns if c.name not in (reversal, spec.load_id.name)]
    every = union(
        select(*(there.c[n] for n in (*of, sequence))), select(*(fresh.c[n] for n in (*of, sequence)))
    ).subquery()
    newest = (
        select(*(every.c[n] for n in of), func.max(every.c[sequence]).label("_newest"))
        .group_by(*(every.c[n] for n in of))
        .subquery()
    )
    rows = union(
        select(*(there.c[n] for n in names)).where(there.c[reversal] == TOLD),
        select(*(fresh.c[n] for n in names)).where(~fresh.c["_deleted"]),
    ).subquery()
    struck = there.alias("struck")
    already = select(literal(1)).where(equal(struck, rows, [*of, sequence]), struck.c[reversal] == REVERSAL).exists()
    reversed_rows = (
        select(*_entry(spec, rows, REVERSAL, load_id))
        .join_from(rows, newest, equal(newest, rows, of))
        .where(rows.c[sequence] < newest.c["_newest"], ~already)
    )
    return union(
        select(*_entry(spec, fresh, TOLD, load_id)).where(~fresh.c["_deleted"]),
        select(*_entry(spec, fresh, DELETION, load_id)).where(fresh.c["_deleted"]),
        reversed_rows,
    )


def _entry(spec: FactSpec, rows: FromClause, kind: int, load_id: int) -> list[ColumnElement[Any]]:
    """Return the columns of an entry: of a reversal, what adds up the other way round, of a deletion, nothing of it."""
    assert spec.reversible is not None
    adding = {m.name for m in spec.measures if m.additive or m.except_over is not None}
    measured = {m.name for m in spec.measures}
    found: list[ColumnElement[Any]] = []
    for column in spec.table.columns:
        value: Any
        if column is spec.reversible.reversal:
            value = cast(literal(kind), SmallInteger)
        elif column is spec.load_id:
            value = cast(literal(load_id), BigInteger)
        elif kind == DELETION and (column.name in adding or (column.name in measured and not column.nullable)):
            value = cast(literal(0), column.type) if column.name in adding else func.coalesce(rows.c[column.name], 0)
        elif kind == REVERSAL and column.name in adding:
            value = cast(-rows.c[column.name], column.type)
        else:
            value = rows.c[column.name]
        found.append(value.label(column.name))
    return found
