"""Loads on Spark, tried on Sail: on tables of Delta and of Iceberg, through a dialect of our own over any session."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    insert,
    inspect,
    literal,
    make_url,
    select,
    update,
)
from sqlalchemy.exc import DataError, ProgrammingError

from starschema import StarSchemaError, Warehouse
from starschema.backends.spark.dbapi import DatabaseError, connect, filled, translated
from starschema.backends.spark.sessions import Place
from tests.backends import SparkDatabases
from tests.robust.every_type import TYPES, VALUES
from tests.robust.every_type import Mart as Types
from tests.robust.test_round_trip import shown
from tests.warehouses.every_value import check_every_value
from tests.warehouses.story import Mart, check_that_readers_see_a_load_when_it_is_done, rows, tell

FORMATS = ("delta", "iceberg")


@pytest.fixture(params=FORMATS)
def spark(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty schema, once for each format of tables."""
    databases = SparkDatabases(tmp_path, request.param)
    yield databases.new()
    databases.reset()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Engine]:
    """An engine on an empty schema, without any books."""
    databases = SparkDatabases(tmp_path)
    engine = create_engine(make_url(databases.new()).difference_update_query(["books"]))
    yield engine
    engine.dispose()
    databases.reset()


def test_loads_on_spark_end_as_on_duckdb(spark: str) -> None:
    told = []
    for url in (spark, "duckdb:///:memory:"):
        warehouse = Warehouse(url, Mart)
        warehouse.create_all()
        warehouse.create_all()
        told.append((tell(warehouse), rows(warehouse)))
    (counts, found), (expected_counts, expected) = told
    assert counts == expected_counts
    assert found == expected
    check_that_readers_see_a_load_when_it_is_done(Warehouse(spark, Mart))


def test_every_value_of_every_type_comes_back_as_it_went_in_and_is_no_change_the_next_time(spark: str) -> None:
    warehouse = Warehouse(spark, Types)
    warehouse.create_all()
    check_every_value(warehouse)


def test_a_literal_is_the_value_as_a_parameter_and_in_the_text_of_a_statement(session: Engine) -> None:
    given = [(literal(v, TYPES[name]), v) for name, own in VALUES.items() for v in own if len(repr(v)) < 1000]
    with session.connect() as connection:
        for one in range(0, len(given), 100):
            some = given[one : one + 100]
            query = select(*(value.label(f"c{i}") for i, (value, _) in enumerate(some)))
            expected = [shown(value) for _, value in some]
            assert [shown(value) for value in connection.execute(query).one()] == expected
            text = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
            found = connection.exec_driver_sql(text).one()
            assert [_plain(value) for value in found] == [_plain(value) for _, value in some]


def _plain(value: Any) -> Any:
    """Return a value as Spark has it, which knows no UUIDs, enumerations and times of day."""
    if isinstance(value, Enum):
        return shown(value.name)
    if isinstance(value, uuid.UUID):
        return shown(str(value))
    if hasattr(value, "isoformat") and not isinstance(value, date):
        return shown(value.isoformat("microseconds"))
    return shown(value)


def test_what_looks_like_a_parameter_within_a_text_or_a_name_is_none() -> None:
    statement = r"""SELECT ':`a`', "\":`a`", '\':`a`', `x:``a`, :`a`, :`b``c` FROM t"""
    expected = r"""SELECT ':`a`', "\":`a`", '\':`a`', `x:``a`, 1, 'it\'s' FROM t"""
    assert filled(statement, {"a": 1, "b`c": "it's"}) == expected


def test_an_update_or_a_delete_by_a_join_is_a_merge(session: Engine) -> None:
    metadata = MetaData()
    city = Table("city", metadata, Column("no", BigInteger), Column("name", String), Column("map", LargeBinary))
    told = Table("told", metadata, Column("no", BigInteger), Column("name", String))
    with session.connect() as connection:
        for table in (city, told):
            columns = ", ".join(
                f"{c.name} {connection.dialect.type_compiler_instance.process(c.type)}" for c in table.c
            )
            connection.exec_driver_sql(f"CREATE TABLE {table.name} ({columns}) USING delta")
        connection.execute(insert(city), [{"no": n, "name": "Oslo"} for n in (1, 2, 3)])
        connection.execute(insert(told), [{"no": 1, "name": "Moss"}, {"no": 2, "name": "it's\n\\"}])
        connection.execute(update(city).values(name=told.c.name).where(city.c.no == told.c.no))
        connection.execute(update(city).values(name="Voss").where(city.c.no > 2))
        query = select(city.c.no, city.c.name, city.c.map).order_by(city.c.no)
        assert connection.execute(query).all() == [(1, "Moss", None), (2, "it's\n\\", None), (3, "Voss", None)]
        connection.execute(delete(city).using(told).where(city.c.no == told.c.no, told.c.name == "Moss"))
        connection.execute(delete(city).where(city.c.no == 3))
        assert connection.scalars(select(city.c.no)).all() == [2]
        assert inspect(connection).get_table_names() == ["city", "told"]
        assert [c["name"] for c in inspect(connection).get_columns("city")] == ["no", "name", "map"]
        assert not inspect(connection).has_table("village")


def test_errors_are_those_of_pythons_database_interface(session: Engine) -> None:
    with session.connect() as connection:
        with pytest.raises(ProgrammingError, match="nowhere"):
            connection.exec_driver_sql("SELECT * FROM nowhere")
        with pytest.raises(DataError, match="x"):
            connection.exec_driver_sql("SELECT CAST('x' AS INT)")
        assert connection.exec_driver_sql("SELECT 1.50BD").scalar() == Decimal("1.50")


def test_an_error_tells_its_causes_without_javas_stack() -> None:
    stack = "".join(f"\tat org.apache.spark.{name}.run({name}.scala:1)\n" for name in "abcdefghijklmnop")
    error = Exception(f"calling o1.sql\n: Exception in await: \n{stack}\t... 3 more\nCaused by: all is lost\n{stack}")
    assert str(translated(error)) == "calling o1.sql\n: Exception in await: \nCaused by: all is lost"


def test_a_statement_that_came_too_late_for_its_table_is_tried_again_until_that_is_in_vain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("starschema.backends.spark.dbapi.PAUSES", (0.001,) * 3)
    said: list[str] = []

    class Busy:
        """A session at whose table another statement is always quicker, so many times."""

        def __init__(self, times: int, why: str) -> None:
            self.times, self.why = times, why

        def sql(self, statement: str) -> Any:
            said.append(statement)
            if len(said) <= self.times:
                raise RuntimeError(self.why)
            return SimpleNamespace(toArrow=lambda: pa.table({"n": [1]}))

    connect(Busy(3, "[DELTA_CONCURRENT_APPEND] …")).cursor().execute("DELETE FROM t")
    assert len(said) == 4
    for times, why, tries in ((9, "CommitFailedException", 4), (1, "no disk", 1)):
        said.clear()
        with pytest.raises(DatabaseError, match=why):
            connect(Busy(times, why)).cursor().execute("DELETE FROM t")
        assert said == ["DELETE FROM t"] * tries


def test_what_a_url_lacks_is_named(tmp_path: Path) -> None:
    with pytest.raises(StarSchemaError, match=r"add staging=/shared/folder"):
        Warehouse("spark+connect://localhost/mart?books=sqlite:///books.db", Mart)
    with pytest.raises(StarSchemaError, match=r"has no transactions over several tables.*books="):
        Warehouse(f"spark+connect://localhost/mart?staging={tmp_path}", Mart)
    with pytest.raises(StarSchemaError, match="format='orc' is none of delta, iceberg"):
        Warehouse(f"spark+connect://localhost/mart?staging={tmp_path}&format=orc", Mart)
    with pytest.raises(StarSchemaError, match="views='none' is neither yes nor no"):
        Warehouse(f"spark+connect://localhost/mart?staging={tmp_path}&views=none", Mart)
    place = Place.of(make_url("spark+connect://:secret@db:443/main.mart?use_ssl=true&staging=/srv"))
    assert place.server == "sc://db:443/;use_ssl=true;token=secret"
    assert (place.catalog, place.schema, place.staging, place.format) == ("main", "mart", "/srv", "delta")
    assert (place.views, Place.of(make_url("spark:///mart?views=no")).views) == (True, False)
