"""MERGE, which SQLAlchemy has none of, and what stands for it where a database has none either.

A merge brings the rows of a table to what a query says of them: those with a key that is there are changed where they
differ, the others are added. It runs where the table is, and moves no row out of the warehouse.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Dialect,
    FromClause,
    Subquery,
    Table,
    and_,
    exists,
    false,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.elements import ClauseElement

from starschema.errors import StarSchemaError
from starschema.sql.compare import Query, equal

IN_TWO = ("sqlite", "mysql", "mariadb", "redshift")
"""Databases without a MERGE, or whose MERGE cannot pass over what is as it should be; they have UPDATE … FROM."""

REPLACING = ("clickhousedb",)
"""Databases that cannot update by a join: what differs is deleted, and added as it should be."""

CHANGING = "WHEN MATCHED AND ({condition}) THEN UPDATE SET {values}"


class MergeInto(Executable, ClauseElement):
    """A MERGE statement.

    Args:
        target: The table.
        source: A query whose columns have the names of the table's.
        key: Names of the columns that tell one row from another, NULL in none.
        changed: Names of the columns to bring up to date where any differs; none for a merge that only adds.
    """

    inherit_cache = False
    __visit_name__ = "merge_into"

    def __init__(self, target: Table, source: Query, key: Sequence[str], changed: Sequence[str]) -> None:
        self.target = target
        self.source: Subquery = source.subquery("told")
        self.key = tuple(key)
        self.changed = tuple(changed)
        self.names = tuple(column.name for column in self.source.c)
        check_names(target, self.names, (*self.key, *self.changed))


class DeleteNamed(Executable, ClauseElement):
    """A DELETE of the rows whose keys a query selects; the dialect's own leaves out whose column is meant.

    Args:
        target: The table.
        key: Names of the columns of its key.
        query: Selects keys.
    """

    inherit_cache = False
    __visit_name__ = "delete_named"

    def __init__(self, target: Table, key: Sequence[str], query: Query) -> None:
        self.target = target
        self.key = tuple(key)
        self.query = query


@compiles(DeleteNamed)
def _delete_named(statement: DeleteNamed, compiler: Any, **options: Any) -> str:
    names = ", ".join(compiler.preparer.quote(name) for name in statement.key)
    query = compiler.process(statement.query, **options)
    return f"DELETE FROM {compiler.preparer.format_table(statement.target)} WHERE ({names}) IN ({query})"


def merge_statements(
    dialect: Dialect, target: Table, source: Query, key: Sequence[str], changed: Sequence[str]
) -> list[Executable]:
    """Return what merges the rows of `source` into `target`, in order, on the database of `dialect`.

    One statement where the database has a MERGE that can tell what differs. Else two, which want a transaction, or,
    on a database that has none, to be run again when they were interrupted: the second run ends as one would have.

    Args:
        dialect: The database's dialect.
        target: The table.
        source: A query whose columns have the names of the table's, one row for each key.
        key: Names of the columns that tell one row from another, NULL in none.
        changed: Names of the columns to bring up to date where any differs; none for a merge that only adds.

    Raises:
        StarSchemaError: A column is in the one and not in the other.
    """
    if dialect.name not in (*IN_TWO, *REPLACING):
        return [MergeInto(target, source, key, changed)]
    told = source.subquery("told")
    names = [column.name for column in told.c]
    check_names(target, names, (*key, *changed))
    same = equal(target, told, key)
    if dialect.name in REPLACING:
        if missing := [column.name for column in target.columns if column.name not in names]:
            raise StarSchemaError(
                f"{target.name}: on {dialect.name} a row that changes is written anew, so the query must tell all "
                f"columns; it lacks {', '.join(missing)}"
            )
        stale = select(*(told.c[name] for name in key)).join_from(told, target, same)
        stale = stale.where(_differs(target, told, changed))
        kept = select(*(target.c[name] for name in key))
        rest = select(*told.c).where(_keys(told, key).not_in(kept))
        added = insert(target).from_select(names, rest, include_defaults=False)
        return [*([DeleteNamed(target, key, stale)] if changed else []), added]
    there = exists(select(literal(1)).select_from(target).where(same))
    added = insert(target).from_select(names, select(*told.c).where(~there), include_defaults=False)
    if not changed:
        return [added]
    values = {target.c[name]: told.c[name] for name in changed}
    return [update(target).values(values).where(same, _differs(target, told, changed)), added]


def check_names(target: Table, told: Sequence[str], wanted: Sequence[str]) -> None:
    """Check that a query tells the columns that are wanted, and none that the table lacks.

    Raises:
        StarSchemaError: It does not.
    """
    if missing := [name for name in wanted if name not in told]:
        raise StarSchemaError(f"{target.name}: what is to be merged lacks {', '.join(missing)}")
    if unknown := [name for name in told if name not in target.c]:
        raise StarSchemaError(f"{target.name} has no column {', '.join(unknown)}")


def _keys(rows: FromClause, key: Sequence[str]) -> Any:
    """Return the key of a row as one value, which can be looked for in a list of them."""
    columns = [rows.c[name] for name in key]
    return columns[0] if len(columns) == 1 else tuple_(*columns)


def _differs(left: FromClause, right: FromClause, names: Sequence[str]) -> ColumnElement[bool]:
    """Return whether any column differs, in words that every database knows; NULL differs from a value."""
    return or_(false(), *(_distinct(left.c[name], right.c[name]) for name in names))


def _distinct(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(one != other, and_(one.is_(None), other.is_not(None)), and_(one.is_not(None), other.is_(None)))


def _merge(
    merge: MergeInto,
    compiler: Any,
    options: Any,
    *,
    alias: str = " AS ",
    hint: str = "",
    update: str = CHANGING,
    end: str = "",
) -> str:
    """Write a MERGE.

    Args:
        merge: The statement.
        compiler: SQLAlchemy's compiler for the dialect.
        options: What the compiler was told.
        alias: What stands between a table and its alias.
        hint: What stands behind the target's name.
        update: The clause WHEN MATCHED, with places for the condition and the assignments.
        end: What the statement ends with.
    """
    quote = compiler.preparer.quote
    into, told = quote("held"), quote(merge.source.name)
    query = compiler.process(merge.source.element, **options)

    def both(name: str) -> tuple[str, str]:
        return f"{into}.{quote(name)}", f"{told}.{quote(name)}"

    same = " AND ".join("{} = {}".format(*both(name)) for name in merge.key)
    lines = [
        f"MERGE INTO {compiler.preparer.format_table(merge.target)}{hint}{alias}{into}",
        f"USING ({query}){alias}{told}",
        f"ON ({same})",
    ]
    if merge.changed:
        # Whose column is set needs no saying, and some databases do not let one say it.
        values = ", ".join(f"{quote(name)} = {told}.{quote(name)}" for name in merge.changed)
        lines.append(
            update.format(condition=" OR ".join(_words(compiler, *both(n)) for n in merge.changed), values=values)
        )
    listed = ", ".join(quote(name) for name in merge.names)
    lines.append(f"WHEN NOT MATCHED THEN INSERT ({listed}) VALUES ({', '.join(both(n)[1] for n in merge.names)})")
    return "\n".join(lines) + end


def _words(compiler: Any, one: str, other: str) -> str:
    """Return that two columns differ, NULL from a value too."""
    match compiler.dialect.name:
        case "oracle":
            return f"DECODE({one}, {other}, 0, 1) = 1"  # takes two NULLs for equal
        case "databricks":
            return f"NOT ({one} <=> {other})"
        case "mssql":  # IS DISTINCT FROM came with 2022
            return f"EXISTS (SELECT {one} EXCEPT SELECT {other})"
    return f"{one} IS DISTINCT FROM {other}"


@compiles(MergeInto)
def _standard(merge: MergeInto, compiler: Any, **options: Any) -> str:
    return _merge(merge, compiler, options)


@compiles(MergeInto, "oracle")
def _oracle(merge: MergeInto, compiler: Any, **options: Any) -> str:
    changing = "WHEN MATCHED THEN UPDATE SET {values} WHERE {condition}"
    return _merge(merge, compiler, options, alias=" ", update=changing)


@compiles(MergeInto, "mssql")
def _mssql(merge: MergeInto, compiler: Any, **options: Any) -> str:
    # Without the lock, two merges at once would both add one key; without the semicolon it is a syntax error.
    return _merge(merge, compiler, options, hint=" WITH (HOLDLOCK)", end=";")
