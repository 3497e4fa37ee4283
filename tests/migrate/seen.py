"""What a database says of its tables and what is in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, inspect, text
from sqlalchemy.engine.reflection import ObjectKind

ALEMBIC = "alembic_version"


def image(engine: Engine) -> dict[str, Any]:
    """Everything that the database says of its tables and views, and the rows in them."""
    found: dict[str, Any] = {}
    inspector = inspect(engine)

    def said(ask: Callable[..., dict[Any, Any]]) -> dict[str, Any]:
        """Ask of all at once: DuckDB's dialect reads as much for one table as for all."""
        return {name: told for (_, name), told in ask(kind=ObjectKind.ANY).items()}

    every, keys, indexes = map(
        said, (inspector.get_multi_columns, inspector.get_multi_pk_constraint, inspector.get_multi_indexes)
    )
    unique, references = map(said, (inspector.get_multi_unique_constraints, inspector.get_multi_foreign_keys))
    comments = said(inspector.get_multi_table_comment) if engine.dialect.supports_comments else {}
    with engine.connect() as connection:
        for name in sorted(every.keys() - {ALEMBIC}):
            columns = every[name]
            listed = ", ".join(engine.dialect.identifier_preparer.quote(c["name"]) for c in columns)
            told = [(c["name"], str(c["type"]), c["nullable"], c.get("comment")) for c in columns]
            rows = connection.execute(text(f"SELECT {listed} FROM {name} ORDER BY 1, 2")).all()
            found[name] = {
                # A column that came later stands last, where the database keeps an order.
                "columns": sorted(told),
                "key": sorted(keys[name]["constrained_columns"]) if name in keys else [],
                "unique": sorted(sorted(u["column_names"]) for u in unique.get(name, ())),
                "indexes": sorted((str(i["name"]), i["column_names"]) for i in indexes.get(name, ())),
                "references": sorted((k["constrained_columns"], k["referred_table"]) for k in references.get(name, ())),
                "comment": comments[name]["text"] if name in comments else None,
                "rows": [dict(row._mapping) for row in rows],
            }
    return found


def rows(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def run(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
