"""Statements as texts with their values in them, for what takes no parameters: DuckDB's DDL, COPY, a cursor's SELECT.

A small load is some fifty of them, the same from load to load, and to compile one takes as long as to run it on a few
rows; so the texts are kept.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

from sqlalchemy import ClauseElement, Dialect
from sqlalchemy.util import LRUCache

KEPT = 1000
"""How many texts are kept for each dialect, some kilobytes each: those of a dozen dimensions and facts."""

_texts: WeakKeyDictionary[Dialect, LRUCache[object, str]] = WeakKeyDictionary()


def literal_sql(statement: ClauseElement, dialect: Dialect) -> str:
    """Return a statement in a dialect's SQL, with its values as literals.

    Args:
        statement: The statement.
        dialect: The dialect.
    """
    kept = _texts.get(dialect)
    if kept is None:
        kept = _texts[dialect] = LRUCache(KEPT)
    key = _key(statement)
    if key is None:
        return _compiled(statement, dialect)
    text = kept.get(key)
    if text is None:
        text = kept[key] = _compiled(statement, dialect)
    return text


def _compiled(statement: ClauseElement, dialect: Dialect) -> str:
    return str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def _key(statement: ClauseElement) -> object | None:
    """Return what tells a text from others, or None if that cannot be said."""
    found = statement._generate_cache_key()
    if found is None:
        return None
    # 1 and True are equal, and 1.0 and 1.00, but not in SQL.
    values = tuple((type(value), value, repr(value)) for value in (b.effective_value for b in found.bindparams))
    try:
        hash(values)
    except TypeError:
        return None
    return found.key, values
