"""A database is read from a mark on, in pages, at a pace, read-only and with a limit on its time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from starschema import sources
from starschema.errors import SourceError
from starschema.sources.marks import mark_of, value_of
from starschema.sources.pace import Pace, before

DAY = datetime(2024, 1, 10)


@pytest.fixture
def orders(engine):
    """Orders 1 to 9, of which number n was changed at n o'clock."""
    orders = sa.Table(
        "orders",
        sa.MetaData(),
        sa.Column("region", sa.String(5), primary_key=True),
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("changed_at", sa.DateTime),
    )
    orders.metadata.create_all(engine)
    rows = [{"region": "ns"[n % 2], "id": n, "changed_at": DAY + timedelta(hours=n)} for n in range(1, 10)]
    with engine.begin() as connection:
        connection.execute(sa.insert(orders), rows)
    return orders


def ids(source):
    return [row["id"] for batch in source.batches() for row in batch.to_pylist()]


def test_the_rows_after_the_mark_are_read_again_with_those_of_the_overlap(engine, orders):
    query = sa.select(orders).order_by(orders.c.id)
    source = sources.sql(engine, query, cursor="changed_at", name="orders")
    assert (source.mark, source.reached) == ("orders", None)
    assert ids(source) == list(range(1, 10))
    assert source.reached == mark_of(DAY + timedelta(hours=9))
    source.resume(mark_of(DAY + timedelta(hours=7, minutes=3)))
    assert sorted(ids(source)) == [7, 8, 9]  # five minutes before that
    for overlap, read in ((timedelta(hours=3), [5, 6, 7, 8, 9]), ("1 hour", [7, 8, 9]), ("0 days", [8, 9])):
        since = DAY + timedelta(hours=8)
        assert sorted(ids(sources.sql(engine, query, cursor="changed_at", since=since, overlap=overlap))) == read
    nothing = sources.sql(engine, query, cursor="changed_at", since=DAY + timedelta(days=1))
    assert ids(nothing) == []
    assert nothing.reached == mark_of(DAY + timedelta(days=1))


def test_a_mark_is_told_only_once_everything_is_read(engine, orders):
    source = sources.sql(engine, sa.select(orders), cursor="id", pace=2)
    source._pace = Pace(2, sleep=lambda _: None)
    batches = source.batches()
    next(batches)
    assert source.reached is None
    batches.close()
    assert source.reached is None


def test_the_cursor_may_be_computed_and_the_select_limited_or_grouped(engine, orders):
    newest = sa.func.max(orders.c.changed_at).label("newest")
    grouped = sa.select(orders.c.region, newest, sa.func.count().label("id")).group_by(orders.c.region)
    assert ids(sources.sql(engine, grouped, cursor="newest", since=DAY + timedelta(hours=9), overlap="0 days")) == [5]
    limited = sa.select(orders).order_by(orders.c.id).limit(3)
    assert ids(sources.sql(engine, limited, cursor="id", since=3)) == [3]


@pytest.mark.parametrize("key", ["id", ("region", "id")])
@pytest.mark.parametrize("rows", [1, 2, 3, 9, 10])
def test_pages_hold_every_row_once(engine, orders, key, rows):
    source = sources.sql(engine, sa.select(orders).order_by(orders.c.changed_at.desc()), page_by=key, page_rows=rows)
    assert sorted(ids(source)) == list(range(1, 10))
    assert next(batch.num_rows for batch in list(source.batches())) == min(rows, 9)
    both = sources.sql(engine, sa.select(orders), page_by=key, page_rows=rows, cursor="id", since=4)
    assert sorted(ids(both)) == [4, 5, 6, 7, 8, 9]


def test_pages_by_a_key_that_rows_share_are_refused_before_one_is_lost(engine, orders):
    for rows in (1, 4, 5):
        with pytest.raises(SourceError, match=r"two rows share page_by=region \('n',\), so some would be lost"):
            ids(sources.sql(engine, sa.select(orders), page_by="region", page_rows=rows))
    nothing = sa.select(sa.null().label("id"))
    with pytest.raises(SourceError, match="page_by=id is NULL in a row"):
        ids(sources.sql(engine, nothing, page_by="id"))


@pytest.mark.only("sqlite", "postgresql", "mariadb")
@pytest.mark.parametrize("page_by", [None, "id"])
def test_the_transaction_cannot_write_and_nothing_of_that_is_left_on_the_connection(engine, orders, page_by):
    source = sources.sql(engine, sa.select(orders), page_by=page_by, timeout=600)
    batches = source.batches()
    next(batches)
    with source._reading(engine) as connection, pytest.raises(sa.exc.DBAPIError):
        connection.execute(sa.delete(orders))
    batches.close()
    with engine.begin() as connection:
        assert connection.execute(sa.delete(orders).where(orders.c.id == 1)).rowcount == 1


@pytest.mark.only("sqlite", "postgresql", "mariadb")
def test_a_query_is_stopped_by_the_database_after_its_time(engine, orders):
    numbers = sa.select(sa.literal(1).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(sa.select(numbers.c.n + 1).where(numbers.c.n < 2_000_000_000))
    if engine.dialect.name in ("mysql", "mariadb"):
        many = [orders.alias() for _ in range(12)]
        endless = sa.select(sa.func.sum(many[0].c.id + many[1].c.id).label("id")).where(
            sa.and_(*(one.c.id > many[0].c.id - 100 for one in many[1:]))
        )
    else:
        endless = sa.select(sa.func.sum(numbers.c.n).label("id"))
    with pytest.raises(SourceError, match=r"the database refused the query: .*(interrupt|timeout|max_statement_time)"):
        ids(sources.sql(engine, endless, timeout=0.2))
    assert ids(sources.sql(engine, sa.select(orders).where(orders.c.id == 1))) == [1]


@pytest.mark.only("duckdb")
def test_a_database_that_stops_no_query_refuses_a_timeout(engine, orders):
    with pytest.raises(SourceError, match=r"timeout= is for .*; on duckdb leave it out"):
        ids(sources.sql(engine, sa.select(orders), timeout=1))


@pytest.mark.only("sqlite")
def test_a_url_is_as_good_as_an_engine_and_what_makes_no_sense_is_refused(url, engine, orders):
    query = sa.select(orders)
    assert ids(sources.sql(url, query)) == ids(sources.sql(sa.make_url(url), query)) == list(range(1, 10))
    for options, message in (
        ({"cursor": "gone"}, "cursor='gone' is not selected; it has region, id, changed_at"),
        ({"page_by": "gone"}, "page_by='gone' is not selected"),
        ({"page_by": "id", "page_rows": 0}, "page_rows=0 would read nothing"),
        ({"pace": 0}, "pace=0 would read nothing"),
        ({"overlap": "five minutes"}, "overlap='five minutes' is no duration"),
        ({"overlap": "5 parsecs"}, "overlap='5 parsecs' is no duration"),
        ({"since": 4}, "since= is of a cursor; give cursor="),
    ):
        with pytest.raises(SourceError, match=message):
            sources.sql(engine, query, **options)
    with pytest.raises(SourceError, match="the database is an engine or a URL"):
        sources.sql("shop.db", query)
    with pytest.raises(SourceError, match="give cursor="):
        sources.sql(engine, query).resume(mark_of(1))


def test_a_pace_waits_for_what_was_read_too_early():
    now, waited = [100.0], []
    pace = Pace(10, clock=lambda: now[0], sleep=waited.append)
    pace.begin()
    pace.keep(20)
    now[0] += 3
    pace.keep(20)
    pace.keep(50)
    assert waited == [2.0, 2.0]


values = st.datetimes() | st.dates() | st.integers() | st.floats(allow_nan=False) | st.text()
values |= st.decimals(allow_nan=False)


@given(values)
def test_a_mark_says_its_value_and_type(value):
    told = value_of(mark_of(value))
    assert (told, type(told)) == (value, type(value))


def test_what_is_no_mark_and_what_cannot_be_one_are_refused():
    for text in ("", "7", '{"parsec": "1"}', '{"int": "x"}', '{"decimal": "x"}', "[]"):
        with pytest.raises(SourceError, match="is no mark"):
            value_of(text)
    for value in (None, True, b"x"):
        with pytest.raises(SourceError, match="a cursor is a time"):
            mark_of(value)


def test_an_overlap_is_taken_from_values_of_its_kind_only():
    assert before(date(2024, 1, 10), "2 days") == date(2024, 1, 8)
    assert before(Decimal(7), 2) == 5
    assert (before(7, "5 minutes"), before("x", 0)) == (7, "x")
    assert before(datetime(1, 1, 1), "1 day") == datetime.min
    for value, overlap in (("x", 2), (7, timedelta(1)), (DAY, 5)):
        with pytest.raises(SourceError, match=r"cannot be taken from the cursor's value"):
            before(value, overlap)
