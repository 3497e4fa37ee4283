"""What a database says of its tables and what is in them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, inspect, text

ALEMBIC = "alembic_version"


def image(engine: Engine) -> dict[str, Any]:
    """Everything that the database says of its tables and views, and the rows in them."""
    found: dict[str, Any] = {}
    inspector = inspect(engine)
    comments = engine.dialect.supports_comments
    with engine.connect() as connection:
        for name in sorted({*inspector.get_table_names(), *inspector.get_view_names()} - {ALEMBIC}):
            columns = inspector.get_columns(name)
            listed = ", ".join(engine.dialect.identifier_preparer.quote(c["name"]) for c in columns)
            told = [(c["name"], str(c["type"]), c["nullable"], c.get("comment")) for c in columns]
            rows = connection.execute(text(f"SELECT {listed} FROM {name} ORDER BY 1, 2")).all()
            found[name] = {
                # A column that came later stands last, where the database keeps an order.
                "columns": sorted(told),
                "key": sorted(inspector.get_pk_constraint(name)["constrained_columns"]),
                "unique": sorted(sorted(u["column_names"]) for u in inspector.get_unique_constraints(name)),
                "indexes": sorted((str(i["name"]), i["column_names"]) for i in inspector.get_indexes(name)),
                "references": sorted((k["constrained_columns"], k["referred_table"]) for k in _keys(inspector, name)),
                "comment": inspector.get_table_comment(name)["text"] if comments else None,
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


def _keys(inspector: Any, name: str) -> Any:
    return inspector.get_foreign_keys(name)
