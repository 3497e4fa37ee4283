"""What undoes a load on an engine without transactions, as tables, and a table without what loads under way have done.

Beside each table that loads change lies one of its rows as they were, `<table>_undo`, and `starschema_undo` says which
loads are under way. Together they tell what the table would be without these, which is what its view
`<table>_finished` shows: a load is seen once its rows of `starschema_undo` are gone, whole and at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    CompoundSelect,
    FromClause,
    MetaData,
    Select,
    Table,
    TableClause,
    column,
    func,
    select,
    table,
    tuple_,
    union_all,
)

from starschema.errors import LoadError

LOAD_ID = "load_id"
"""The column of most tables of a model that says which load has written a row."""

UNDO_LOAD, UNDO_STEP, UNDO_THERE = "undo_load", "undo_step", "undo_there"
"""Columns of a row as it was: for which load it was kept, at which of its steps, and whether there was one at all."""

UNDO, FINISHED = "_undo", "_finished"
"""What is behind a table's name in that of its rows as they were, and in that of its view."""


def undo_table(target: Table, metadata: MetaData) -> Table:
    """Return the table of rows of `target` as they were; of one that was not there it has the key alone."""
    key = {c.name for c in identity(target)}
    return Table(
        target.name + UNDO,
        metadata,
        Column(UNDO_LOAD, BigInteger, nullable=False, comment="Load under way for which the row is kept"),
        Column(UNDO_STEP, BigInteger, nullable=False, comment="Which of its steps was to change the row"),
        Column(UNDO_THERE, Boolean(create_constraint=False), nullable=False, comment="Whether there was a row"),
        *(Column(c.name, c.type, nullable=c.nullable or c.name not in key) for c in target.columns),
        schema=target.schema,
        comment=f"Rows of {target.name} as they were before loads that are under way",
    )


def named(name: str, schema: str | None, columns: Sequence[str]) -> TableClause:
    """Return a table by its name alone: values of its columns go from one to another as they are."""
    return table(name, *(column(each) for each in columns), schema=schema)


def rows_as_were(name: str, schema: str | None, columns: Sequence[str]) -> TableClause:
    """Return the table of the rows of another as they were, by that one's name and columns."""
    return named(name + UNDO, schema, [UNDO_LOAD, UNDO_STEP, UNDO_THERE, *columns])


def identity(target: Table) -> list[Column[Any]]:
    """Return the columns by which rows are found again: the primary key, or else what the first index is on.

    Raises:
        LoadError: There is neither.
    """
    if target.primary_key.columns:
        return list(target.primary_key.columns)
    indexes = sorted(target.indexes, key=lambda index: str(index.name))
    if not indexes:
        raise LoadError(f"{target.fullname} has neither key nor index, by which a load could be undone")
    return [target.c[c.name] for c in indexes[0].columns]


def among(key: Sequence[ColumnElement[Any]], places: Select[Any]) -> ColumnElement[bool]:
    """Return whether a row's key is one of those selected."""
    return key[0].in_(places) if len(key) == 1 else tuple_(*key).in_(places)


Among = Callable[[Sequence[ColumnElement[Any]], "Select[Any]"], ColumnElement[bool]]
"""How an engine is asked whether a row's key is one of those selected."""


def before(
    was: FromClause, names: Sequence[str], key: Sequence[str], kept: ColumnElement[bool], among: Among = among
) -> Select[Any]:
    """Select the rows that there were before a load.

    Args:
        was: The rows as they were before its steps.
        names: The columns of the table.
        key: Those that tell rows apart.
        kept: Which of `was` are of that load.
        among: How the engine is asked.
    """
    # A row that was changed several times is what it was before the first.
    first = select(*columns_of(was, key), func.min(was.c[UNDO_STEP])).where(kept).group_by(*columns_of(was, key))
    found = select(*columns_of(was, names)).where(
        kept, was.c[UNDO_THERE], among([*columns_of(was, key), was.c[UNDO_STEP]], first)
    )
    if LOAD_ID in names:  # a row that the load itself has added, and then changed, was not there
        found = found.where(was.c[LOAD_ID] != was.c[UNDO_LOAD])
    return found


def finished_query(target: Table, record: Table) -> CompoundSelect[Any]:
    """Select the rows of a table with a key as they are without what loads under way have done.

    Args:
        target: The table.
        record: `starschema_undo`, which knows the loads under way.
    """
    names, key = target.columns.keys(), [c.name for c in identity(target)]
    live = named(target.name, target.schema, names)
    was = rows_as_were(target.name, target.schema, names)
    loads = named(record.name, record.schema, [LOAD_ID])
    kept = was.c[UNDO_LOAD].in_(select(loads.c[LOAD_ID]))
    untouched = select(*live.c).where(~among(columns_of(live, key), select(*columns_of(was, key)).where(kept)))
    if LOAD_ID in names:
        untouched = untouched.where(live.c[LOAD_ID].not_in(select(loads.c[LOAD_ID])))
    return union_all(untouched, before(was, names, key, kept))


def columns_of(rows: FromClause, names: Sequence[str]) -> list[ColumnElement[Any]]:
    """Return the columns of some rows by their names."""
    return [rows.c[name] for name in names]
