"""Loads at the same time end as if they had been one after another; processes, or threads on DuckDB."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, make_url, select, text

from starschema import LoadResult
from tests.failures.loads import count_sales, load_sales, load_visits, move_customers, replace_sales
from tests.failures.processes import at_once
from tests.failures.retail import Customer, Sale, customers, overlaps, state, warehouse


@pytest.fixture
def threads(backend: str) -> bool:
    """Whether the loads run in threads: one process at a time can open a DuckDB file."""
    return backend == "duckdb"


@pytest.fixture
def made(url: str) -> str:
    """The URL of the empty mart, to which this process has no connection left."""
    created = warehouse(url)
    created.create_all()
    created.engine.dispose()
    return url


def results(outcomes: list[Any]) -> list[LoadResult]:
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
    return outcomes


def rows(url: str, query: Any) -> list[tuple[Any, ...]]:
    opened = warehouse(url)
    with opened.engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(query).all()]
    opened.engine.dispose()
    return found


def test_eight_fact_loads_that_name_one_unknown_customer_make_one_member(made: str, threads: bool) -> None:
    done = results(at_once([(load_sales, (made, 1000 * n, 200, 99)) for n in range(8)], threads=threads))
    assert sum(result.inferred for result in done) == 1
    assert sum(result.inserted for result in done) == 1600
    assert len({result.load_id for result in done}) == 8
    ((key,),) = rows(made, select(Customer.customer_key).where(Customer.customer_id == 99))
    assert rows(made, select(Sale.customer_key, func.count()).group_by(Sale.customer_key)) == [(key, 1600)]
    assert rows(made, select(func.sum(Sale.amount))) == [(Decimal("160.00"),)]


def test_one_load_key_from_four_processes_is_loaded_once_and_all_are_told_the_same(made: str, threads: bool) -> None:
    done = results(at_once([(load_sales, (made, 0, 500, 7, "monday.csv")) for _ in range(4)], threads=threads))
    assert sorted(result.repeated for result in done) == [False, True, True, True]
    alike = [dataclasses.replace(result, repeated=False, seconds=0.0) for result in done]
    assert alike == [alike[0]] * 4
    assert (alike[0].inserted, alike[0].inferred) == (500, 1)
    assert rows(made, select(func.count()).select_from(Sale)) == [(500,)]
    (run,) = warehouse(made).runs()
    assert (run["status"], run["load_key"], run["inserted"]) == ("done", "monday.csv", 500)


def test_two_dimension_loads_at_once_end_as_one_after_the_other(made: str, threads: bool, new_url: Any) -> None:
    loads = [("Oslo", [date(2024, 1, 5), date(2024, 1, 15)]), ("Bergen", [date(2024, 1, 5), date(2024, 1, 10)])]
    works = [(move_customers, (made, 300, city, days)) for city, days in loads]
    results(at_once(works, threads=threads))
    expected = []
    for order in (loads, loads[::-1]):
        url = new_url()
        warehouse(url).create_all()
        for city, days in order:
            move_customers(url, 300, city, days)
        expected.append(unkeyed(state(url)))
    assert unkeyed(state(made)) in expected
    assert overlaps(made) == []


def unkeyed(found: dict[str, list[Any]]) -> Any:
    """Return the dimension and the journal without surrogate keys, which depend on the order."""
    return sorted(map(repr, (row[1:] for row in found["dim_customer"]))), found["dim_customer_journal"]


def test_a_fact_load_and_a_dimension_load_at_once_leave_every_fact_in_its_version(made: str, threads: bool) -> None:
    first = warehouse(made)
    first.load(Customer, customers(50, date(2023, 12, 1)), effective="at")
    first.engine.dispose()
    for turn in range(3):
        days = [date(2024, 1, 3 + turn), date(2024, 2, 2 + turn)]
        works = [
            (load_sales, (made, 10_000 * turn, 2_000, 7)),
            (move_customers, (made, 50, f"city{turn}", days)),
            (load_visits, (made, 10_000 * turn, 2_000, 50)),
        ]
        results(at_once(works, threads=threads))
    query = (
        select(Sale.order_no)
        .join(Customer, Sale.customer_key == Customer.customer_key)
        .where((Sale.sold_at < Customer.valid_from) | (Sale.sold_at >= Customer.valid_to))
    )
    assert rows(made, query) == []
    assert rows(made, select(func.count()).select_from(Sale)) == [(6_000,)]
    assert overlaps(made) == []


def test_a_reader_sees_all_of_a_load_or_nothing(made: str, threads: bool) -> None:
    works: list[Any] = [(load_sales, (made, 0, 20_000, 1)), (count_sales, (made, 20_000))]
    _, seen = results(at_once(works, threads=threads))
    assert seen in ({0, 20_000}, {20_000})


def impatient(url: str) -> str:
    if url.startswith("postgresql"):
        return make_url(url).update_query_dict({"options": "-c lock_timeout=50s"}).render_as_string(hide_password=False)
    return url


def hurried(url: str) -> str:
    """Return the URL with which a session of PostgreSQL gives up waiting for a lock after a second."""
    return make_url(url).update_query_dict({"options": "-c lock_timeout=1s"}).render_as_string(hide_password=False)


@pytest.mark.only("postgresql", "mariadb")
def test_loads_of_different_tables_do_not_wait_for_each_other(made: str) -> None:
    opened = warehouse(made)
    opened.load(Customer, customers(10, date(2023, 12, 1)), effective="at")
    with opened.engine.connect() as other, other.begin():
        # what a load of Sale holds until it commits
        lock = (
            "SELECT lock FROM starschema_target WHERE target = 'fact_sale' FOR UPDATE"
            if made.startswith("postgresql")
            else "SELECT `lock` FROM starschema_target WHERE target = 'fact_sale' FOR UPDATE"
        )
        other.execute(text(lock)).all()
        # A load that waited would fail: MariaDB gives up after 50 seconds, and PostgreSQL is told to.
        assert load_visits(impatient(made), 0, 100, 10).inserted == 100


def held(url: str, lock: str, mode: str) -> str:
    """Return what takes a lock of the sales as another load would."""
    column = "lock" if url.startswith("postgresql") else "`lock`"
    shared = "FOR SHARE" if url.startswith("postgresql") else "LOCK IN SHARE MODE"
    return (
        f"SELECT {column} FROM starschema_target WHERE target = 'fact_sale' AND {column} = '{lock}' "
        f"{shared if mode == 'share' else 'FOR UPDATE'}"
    )


@pytest.mark.only("postgresql", "mariadb")
def test_loads_that_only_add_to_a_fact_go_on_side_by_side_and_others_wait(made: str) -> None:
    opened = warehouse(made)
    opened.load(Customer, customers(10, date(2023, 12, 1)), effective="at")
    with opened.engine.connect() as other, other.begin():
        # what a load that only adds holds from its beginning
        other.execute(text(held(made, "history", "share"))).all()
        assert load_sales(impatient(made), 0, 100, 1).inserted == 100
        if made.startswith("postgresql"):  # MariaDB would give up after 50 seconds
            (waited,) = at_once([(replace_sales, (hurried(made), 0, 10, 1))], threads=False)
            assert "lock timeout" in str(waited)
    assert replace_sales(made, 0, 10, 1).unchanged == 10


@pytest.mark.only("postgresql", "mariadb")
def test_of_loads_side_by_side_that_bring_the_same_rows_one_gets_them_in(made: str) -> None:
    outcomes = at_once([(load_sales, (made, 0, 500, 7)) for _ in range(4)], threads=False)
    done = [one for one in outcomes if isinstance(one, LoadResult)]
    refused = [str(one).partition(";")[0] for one in outcomes if isinstance(one, Exception)]
    assert [result.inserted for result in done] == [500]
    assert len(refused) == 3
    assert all(said.startswith("RejectedRows: Sale: 500 row(s) rejected") for said in refused)
    assert rows(made, select(func.count()).select_from(Sale)) == [(500,)]


def test_a_load_waits_for_its_turn(made: str, threads: bool) -> None:
    works = [(load_sales, (made, 100_000 * n, 3_000, n % 2 + 1)) for n in range(4)]
    done = results(at_once(works, threads=threads))
    assert [result.inserted for result in done] == [3_000] * 4
    assert rows(made, select(func.count()).select_from(Sale)) == [(12_000,)]
    assert {run["status"] for run in warehouse(made).runs()} == {"done"}
