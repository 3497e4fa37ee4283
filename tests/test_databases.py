"""The databases of the test suite: empty, apart from each other, and really the four kinds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, create_engine, inspect, text

from tests.backends import KINDS, LAKE, Databases


@pytest.mark.parametrize("turn", ["first", "second"])
def test_every_test_gets_an_empty_database_whatever_the_last_one_left(engine: Engine, turn: str) -> None:
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE left_behind (a INTEGER)"))
    leaked = engine.connect()
    leaked.execute(text("SELECT a FROM left_behind"))  # its lock must not keep the next test waiting
    leaked.detach()
    leaked.close()


def test_several_connections_see_the_same_database(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE shared (a INTEGER)"))
        connection.execute(text("INSERT INTO shared VALUES (7)"))
    with engine.connect() as one, engine.connect() as other:
        assert one.scalar(text("SELECT a FROM shared")) == other.scalar(text("SELECT a FROM shared")) == 7


def test_a_second_database_of_the_kind_is_another_one(url: str, new_url: Callable[[], str], backend: str) -> None:
    assert backend in (*KINDS, LAKE)
    second = new_url()
    assert second != url
    with create_engine(url).begin() as connection:
        connection.execute(text("CREATE TABLE here (a INTEGER)"))
    assert inspect(create_engine(second)).get_table_names() == []


def test_reset_gives_an_empty_database_within_one_test(databases: Databases) -> None:
    for _ in range(3):
        databases.reset()
        engine = create_engine(databases.new())
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE example (a INTEGER)"))


@pytest.mark.only("sqlite", "mariadb")
def test_a_test_about_some_databases_runs_on_these_only(backend: str) -> None:
    assert backend in {"sqlite", "mariadb"}
