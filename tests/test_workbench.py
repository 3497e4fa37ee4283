"""The workbench knows how many rows its working tables have, whatever became of them since they were made."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, create_engine, func, select

from starschema.backends import backend_for
from starschema.load import idle
from starschema.load.stage import leave_out
from starschema.load.workbench import Workbench, workbench
from starschema.sql.compare import Query

KINDS = ["duckdb:///:memory:", "sqlite://"]
"""A warehouse that is the workbench, and one that is not."""


@pytest.fixture(params=KINDS)
def bench(request: pytest.FixtureRequest) -> Iterator[Workbench]:
    engine = create_engine(request.param)
    try:
        with backend_for(engine).transaction() as connection, workbench(backend_for(engine), connection) as found:
            yield found
    finally:
        engine.dispose()


def numbers(last: int) -> Query:
    """Select 1 to `last` as `_row`."""
    return select(func.unnest(func.range(1, last + 1), type_=BigInteger).label("_row"))


def test_rows_that_come_and_go_are_counted(bench: Workbench) -> None:
    rows = bench.keep("stage", numbers(5))
    assert bench.count(rows) == 5
    leave_out(bench, bench.keep("left_out", numbers(2)))
    assert bench.count(rows) == 3
    bench.add(rows, numbers(4))
    assert bench.count(rows) == 7
    assert bench.count(bench.keep("stage", numbers(1))) == 1
    assert bench.count(bench.empty("stage", [Column("_row", BigInteger)])) == 0


def test_what_is_only_looked_at_is_counted_as_it_is_then(bench: Workbench) -> None:
    rows = bench.keep("stage", numbers(5))
    seen = bench.look("seen", select(*rows.c).where(rows.c["_row"] > 1))
    assert bench.count(seen) == 4
    leave_out(bench, bench.keep("left_out", numbers(3)))
    assert bench.count(seen) == 2


def test_a_name_may_be_a_view_and_then_a_table(bench: Workbench) -> None:
    first = bench.look("it", numbers(2))
    assert bench.count(first) == 2
    bench.drop(first)
    second = bench.keep("it", numbers(3))
    assert bench.count(second) == 3
    bench.drop_all()
    with pytest.raises(duckdb.CatalogException):
        bench.count(second)


def test_a_table_of_the_warehouse_is_not_taken_for_a_working_table_of_its_name() -> None:
    engine = create_engine(KINDS[0])
    town = Table("town", MetaData(), Column("id", Integer), Column("name", String))
    with engine.begin() as connection:
        town.create(connection)
    with backend_for(engine).transaction() as connection, workbench(backend_for(engine), connection) as bench:
        bench.keep("other", numbers(4))
        seen = bench.see("town_seen", select(town.c.id), [town.c.id])
        assert (bench.count(town), bench.count(seen)) == (0, 0)
        assert bench.write(town, select(bench.keep("ids", numbers(3)).c["_row"].label("id")), [town.c.id]) == 3
        assert bench.count(seen) == 3
    engine.dispose()


def test_a_database_in_memory_is_used_again_without_a_trace_unless_it_failed_or_spilled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[duckdb.DuckDBPyConnection] = []
    connect = duckdb.connect

    def noted(*arguments: Any, **options: Any) -> duckdb.DuckDBPyConnection:
        opened.append(connect(*arguments, **options))
        return opened[-1]

    def used(work: str) -> int:
        with idle.database() as duck:
            assert duck.execute("SELECT table_name FROM duckdb_tables()").fetchall() == []
            duck.execute(work)
        return len(opened)

    monkeypatch.setattr(duckdb, "connect", noted)
    monkeypatch.setattr(idle, "_idle", [])
    assert [used("CREATE TEMP TABLE a AS SELECT 1 AS one") for _ in range(3)] == [1, 1, 1]
    with pytest.raises(duckdb.ParserException):
        used("nonsense")
    spill = "CREATE TEMP TABLE a AS SELECT md5(range::VARCHAR) AS text FROM range(2_000_000)"
    assert used(f"SET memory_limit = '40MB'; {spill}") == 2
    assert used("SELECT 1") == 3
    if (child := os.fork()) == 0:
        os._exit(len(idle._idle))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert used("SELECT 1") == 4


def test_what_has_failed_is_undone_and_the_load_goes_on(bench: Workbench) -> None:
    kept = bench.keep("kept", numbers(3))
    bench.set_down()
    with pytest.raises(duckdb.InvalidInputException):
        bench.duck.execute("SELECT error('no')").fetchall()
    bench.undo()
    assert bench.count(kept) == 3
    assert bench.scalar(select(func.sum(kept.c["_row"]))) == 6
