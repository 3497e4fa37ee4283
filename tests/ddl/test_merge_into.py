"""MERGE on every database: as reviewed on all, and against plain Python on those that are here."""

from __future__ import annotations

from typing import Any

import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Engine, Integer, MetaData, String, Table, insert, select
from sqlalchemy.schema import CreateTable

from starschema.ddl import SUPPORTED
from starschema.ddl.dialects import offline_dialect
from starschema.errors import StarSchemaError
from starschema.sql.merge_into import merge_statements
from tests.ddl.test_snapshots import PARSERS, compare

METADATA = MetaData()
CITY = Table(
    "city",
    METADATA,
    Column("country", Integer, primary_key=True, autoincrement=False),
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("order", String(10)),
    Column("note", String(10)),
)
STAGE = Table("stage", METADATA, *(Column(c.name, c.type) for c in CITY.columns))
KEY = ("country", "no")


@pytest.mark.parametrize("dialect", SUPPORTED)
def test_a_merge_is_as_reviewed_and_is_sql(dialect: str) -> None:
    known = offline_dialect(dialect)
    statements = merge_statements(known, CITY, select(*STAGE.c).where(STAGE.c.no > 0), KEY, ("order", "note"))
    statements += merge_statements(known, CITY, select(*STAGE.c), KEY, ())
    texts = [str(s.compile(dialect=known, compile_kwargs={"literal_binds": True})) for s in statements]
    written = "\n\n".join(text.rstrip(";") + ";" for text in texts) + "\n"
    compare(f"merge_{dialect}.sql", written)
    assert len([s for s in sqlglot.parse(written, read=PARSERS.get(dialect, dialect)) if s]) == len(texts)


def test_a_merge_of_columns_that_are_not_there_is_refused() -> None:
    for dialect in ("snowflake", "sqlite"):
        known = offline_dialect(dialect)
        with pytest.raises(StarSchemaError, match="city: what is to be merged lacks note"):
            merge_statements(known, CITY, select(STAGE.c.country, STAGE.c.no), KEY, ("note",))
        with pytest.raises(StarSchemaError, match="city has no column colour"):
            merge_statements(known, CITY, select(*STAGE.c, STAGE.c.no.label("colour")), KEY, ("note",))
    source = select(STAGE.c.country, STAGE.c.no, STAGE.c.order)
    with pytest.raises(StarSchemaError, match=r"on clickhousedb a row that changes is written anew.*it lacks note"):
        merge_statements(offline_dialect("clickhouse"), CITY, source, KEY, ("order",))


Rows = dict[tuple[int, int], tuple[str | None, str | None]]
TEXTS = st.sampled_from([None, "", "a", "A"])
TABLES = st.dictionaries(st.tuples(st.integers(1, 2), st.integers(1, 3)), st.tuples(TEXTS, TEXTS), max_size=6)


def listed(rows: Rows) -> list[dict[str, Any]]:
    return [{"country": c, "no": n, "order": o, "note": t} for (c, n), (o, t) in rows.items()]


def test_a_merge_ends_as_a_dict_that_is_updated(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(CreateTable(CITY))
        connection.execute(CreateTable(STAGE))

    @settings(max_examples=15)
    @given(held=TABLES, told=TABLES, changes=st.booleans())
    def check(held: Rows, told: Rows, changes: bool) -> None:
        with engine.begin() as connection:
            for table, rows in ((CITY, held), (STAGE, told)):
                connection.execute(table.delete())
                if rows:
                    connection.execute(insert(table), listed(rows))
            changed = ("order", "note") if changes else ()
            for statement in merge_statements(engine.dialect, CITY, select(*STAGE.c), KEY, changed):
                connection.execute(statement)
            found = {(c, n): (o, t) for c, n, o, t in connection.execute(select(*CITY.c))}
        assert found == (held | told if changes else told | held)

    check()
