"""Loads on ClickHouse, within the process, with the books in a file: what they do is what they do on DuckDB."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Date, DateTime, LargeBinary, Numeric, String, create_engine, make_url, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, RejectedRows, Warehouse, attribute, natural_key
from starschema.backends import backend_for
from starschema.backends.apart.backend import ApartBackend
from starschema.ddl import create_statements
from tests.backends import Databases
from tests.ddl.kinds import Mart as Kinds
from tests.warehouses.story import Customer, Mart, check_that_readers_see_a_load_when_it_is_done, rows, tell

pytestmark = pytest.mark.only("clickhouse")


def test_loads_on_clickhouse_end_as_on_duckdb(url: str) -> None:
    told = []
    for warehouse in (Warehouse(url, Mart), Warehouse("duckdb:///:memory:", Mart)):
        warehouse.create_all()
        warehouse.create_all()
        told.append((tell(warehouse), rows(warehouse)))
    assert told[0] == told[1]
    check_that_readers_see_a_load_when_it_is_done(Warehouse(url, Mart))


def test_what_is_dropped_leaves_nothing_here_or_in_the_books(url: str) -> None:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    with warehouse.engine.connect() as connection:
        assert ("starschema_undo",) in connection.exec_driver_sql("SHOW TABLES").all()
        assert connection.books_connection.exec_driver_sql("SELECT count(*) FROM starschema_target").scalar()
    warehouse.drop_all()
    with warehouse.engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW TABLES").all() == []
        told = "SELECT count(*) FROM sqlite_master WHERE type = 'table'"
        assert connection.books_connection.exec_driver_sql(told).scalar() == 0


def test_what_rows_of_another_kind_lack_is_null_in_a_view_that_a_script_has_made(url: str) -> None:
    engine = create_engine(make_url(url).difference_update_query(["books"]))
    with engine.connect() as connection:
        for statement in create_statements(Kinds, connection.dialect):
            connection.execute(statement)
        connection.exec_driver_sql("INSERT INTO fact_claim (claim_no, line_no) VALUES ('a', 1)")
        for nulls in (0, 1):
            read = f"SELECT other_policy_key, injured FROM fact_claim_whole SETTINGS join_use_nulls = {nulls}"
            assert connection.exec_driver_sql(read).all() == [(None, None)]
    engine.dispose()


COMMENT = "SELECT Settings['log_comment'] FROM system.processes"
"""What statements under way are known by; this one is always among them."""

ENDLESS = "INSERT INTO endless SELECT sum(cityHash64(number)) FROM numbers(1000000000000) SETTINGS max_threads = 1"


def test_a_load_is_known_by_a_comment_on_its_statements_as_long_as_it_lasts(url: str) -> None:
    warehouse, seen = Warehouse(url, Mart), []
    warehouse.create_all()

    def look(connection: Any, *_: Any) -> None:
        seen.append(connection.exec_driver_sql(COMMENT).scalar())

    for number in (1, 2):
        warehouse.load(Customer, [{"id": number}], effective=date(2024, 1, 1), alongside=look)
    assert [comment.rpartition(" ")[0] for comment in seen] == ["starschema load 1", "starschema load 2"]
    with warehouse.engine.connect() as connection:
        assert connection.exec_driver_sql(COMMENT).scalar() == ""


def test_rows_are_there_when_a_statement_ends_and_none_is_taken_for_a_repeat(url: str) -> None:
    names = ("async_insert", "insert_deduplicate", "deduplicate_insert", "deduplicate_insert_select")
    asked = ", ".join(f"toString(getSetting('{name}'))" for name in names)
    warehouse, seen = Warehouse(url, Mart), []
    warehouse.create_all()

    def look(connection: Any, *_: Any) -> None:
        seen.extend(connection.exec_driver_sql(f"SELECT {asked}").one())

    warehouse.load(Customer, [{"id": 1}], effective=date(2024, 1, 1), alongside=look)
    assert seen == ["false", "false", "disable", "disable"]


def test_what_a_load_has_under_way_is_stopped_by_its_comment_and_nothing_else_is(url: str) -> None:
    engine = Warehouse(url, Mart).engine
    backend, name, other = backend_for(engine), {"log_comment": "it's \\ 100%"}, {"log_comment": "another"}
    assert isinstance(backend, ApartBackend)
    with engine.connect() as loading, engine.connect() as undoing, ThreadPoolExecutor(1) as thread:
        loading.exec_driver_sql("CREATE TABLE endless (x UInt64) ENGINE = MergeTree ORDER BY x")
        backend.sign(loading, name)
        running = thread.submit(loading.exec_driver_sql, ENDLESS)
        while name["log_comment"] not in undoing.exec_driver_sql(COMMENT).scalars().all():
            assert not running.done()
        backend.stop(undoing, other)
        assert not running.done()
        backend.stop(undoing, name)
        with pytest.raises(DBAPIError, match="QUERY_WAS_CANCELLED"):
            running.result(60)
        assert undoing.exec_driver_sql("SELECT count(*) FROM endless").scalar() == 0


class Kept(DeclarativeBase):
    pass


class Thing(Dimension, Kept):
    id: Mapped[int] = natural_key()
    text: Mapped[str | None] = attribute(String(40), scd=2)
    amount: Mapped[Decimal | None] = attribute(Numeric(38, 10))
    moment: Mapped[datetime | None] = attribute(DateTime())
    day: Mapped[date | None] = attribute(Date())
    data: Mapped[bytes | None] = attribute(LargeBinary(20))
    number: Mapped[float | None] = attribute()
    flag: Mapped[bool | None] = attribute()


def _things(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    with warehouse.engine.connect() as connection:
        columns = [c for c in Thing.__table__.columns if c.name not in ("load_id",)]
        return sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr)


TEXTS = ["", " ", "'", "\\", "\\N", "NULL", "\n", "é", "%s"]

VALUES = st.fixed_dictionaries(
    {
        "text": st.none()
        | st.sampled_from(["", " ", "'", "\\", "\\N", "NULL", "\n", "é", "%s", "\x00"])
        | st.text(max_size=9),
        "amount": st.none() | st.decimals(-(10**27), 10**27, places=10, allow_nan=False),
        "moment": st.none()
        | st.datetimes(datetime(1900, 1, 1, 0, 0, 0, 1), datetime(2299, 12, 30, 23, 59, 59, 999999)),
        "day": st.none() | st.dates(date(1900, 1, 1), date(2299, 12, 31)),
        "data": st.none() | st.binary(max_size=9),
        "number": st.none() | st.floats(allow_nan=False),
        "flag": st.none() | st.booleans(),
    }
)


@settings(max_examples=3)
@given(batches=st.lists(st.lists(VALUES, min_size=1, max_size=5), min_size=1, max_size=3))
def test_values_come_back_as_they_were_whatever_is_loaded_over_them(
    databases: Databases, batches: list[list[dict[str, Any]]]
) -> None:
    warehouses = [Warehouse(databases.new(), Kept), Warehouse("duckdb:///:memory:", Kept)]
    for warehouse in warehouses:
        warehouse.create_all()
        for number, batch in enumerate(batches, 1):
            told = [{"id": place, **values} for place, values in enumerate(batch)]
            warehouse.load(Thing, told, effective=datetime(2024, 1, number))
        assert warehouse.verify(Thing)
    assert _things(warehouses[0]) == _things(warehouses[1])
    databases.reset()


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("moment", datetime(1850, 1, 1), "holds times after 1900-01-01 00:00:00"),
        ("moment", datetime(1900, 1, 1), "stand for the ends of time"),
        ("moment", datetime(2300, 1, 1), "before 2299-12-31"),
        ("day", date(1899, 12, 31), "holds days from 1900-01-01 to 2299-12-31"),
    ],
)
def test_times_that_clickhouse_does_not_have_are_refused(url: str, column: str, value: Any, reason: str) -> None:
    warehouse = Warehouse(url, Kept)
    warehouse.create_all()
    with pytest.raises(RejectedRows, match=reason):
        warehouse.load(Thing, [{"id": 1, column: value}], effective=datetime(2024, 1, 1))
