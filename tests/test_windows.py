"""Our statements are the same, and are cached, whatever other packages have registered with SQLAlchemy."""

from __future__ import annotations

import pytest
from sqlalchemy import column, func, select, table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import functions

from starschema.sql.windows import lag, lead


@pytest.mark.parametrize("dialect", [postgresql.dialect(), sqlite.dialect()], ids=lambda dialect: dialect.name)
def test_neighbours_are_asked_for_by_name_when_trinos_dialect_is_there(dialect: object) -> None:
    registry = functions._registry["_default"]
    before = dict(registry)
    try:
        from trino.sqlalchemy.compiler import TrinoSQLCompiler

        # What its import does where it is the first.
        for taken in (TrinoSQLCompiler.Lag, TrinoSQLCompiler.Lead):
            registry[taken.name] = taken
        t = table("t", column("a"))
        query = select(lag(t.c.a).over(order_by=t.c.a), lead(t.c.a).over(order_by=t.c.a))
        assert isinstance(func.lag(t.c.a), TrinoSQLCompiler.Lag)
        assert query._generate_cache_key() is not None
        assert "lag(t.a) OVER (ORDER BY t.a)" in str(query.compile(dialect=dialect))  # type: ignore[arg-type]
        assert "lead(t.a) OVER (ORDER BY t.a)" in str(query.compile(dialect=dialect))  # type: ignore[arg-type]
    finally:
        registry.clear()
        registry.update(before)
