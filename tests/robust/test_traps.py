"""What a database would change in silence is an error, and nothing of that load stays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext
from typing import Any

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from starschema import Warehouse
from starschema.errors import LoadError
from tests.robust.every_type import Event, Mart, Thing


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    return warehouse


def alter(warehouse: Warehouse, statement: str) -> None:
    """Change a table behind the library's back, as a hasty hand would."""
    with warehouse.engine.begin() as connection:
        connection.execute(text(statement))


def number_of_events(warehouse: Warehouse) -> int:
    with Session(warehouse.engine) as session:
        return session.scalar(select(func.count()).select_from(Event)) or 0


@pytest.mark.only("mariadb")
@pytest.mark.parametrize(
    ("change", "row"),
    [
        ("short_text VARCHAR(3)", {"short_text": "four"}),
        ("small TINYINT", {"small": 300}),
        ("money DECIMAL(5,1)", {"money": Decimal("12.34")}),
        ("money DECIMAL(5,2)", {"money": Decimal("1234.00")}),
        ("content VARBINARY(2)", {"content": b"abc"}),
        ("day INTEGER NOT NULL", {"day": None}),
    ],
)
def test_mariadb_warns_where_it_changes_a_value_and_that_is_an_error(
    warehouse: Warehouse, change: str, row: dict[str, Any]
) -> None:
    alter(warehouse, f"ALTER TABLE fact_event MODIFY {change}")
    rows = [{"event_id": 1, "thing_id": 1}, {"event_id": 2, "thing_id": 2, **row}]
    with pytest.raises((LoadError, DBAPIError)) as caught:
        warehouse.load(Event, [{**dict.fromkeys(row), **one} for one in rows])
    column = change.split()[0]
    assert column in str(caught.value)
    assert number_of_events(warehouse) == 0
    assert warehouse.runs()[0]["status"] == "failed"


@pytest.mark.only("mariadb")
def test_mariadb_skips_a_duplicate_key_with_a_warning_and_that_is_an_error(warehouse: Warehouse) -> None:
    alter(warehouse, "ALTER TABLE fact_event ADD UNIQUE (short_text)")
    rows = [{"event_id": n, "thing_id": 1, "short_text": "same"} for n in (1, 2)]
    with pytest.raises((LoadError, DBAPIError), match="same"):
        warehouse.load(Event, rows)
    assert number_of_events(warehouse) == 0


@pytest.mark.only("mariadb")
def test_mariadb_keeps_to_what_is_written_whatever_its_sql_mode(warehouse: Warehouse, url: str) -> None:
    def loosen(connection: Any, _: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES,NO_ZERO_DATE'")

    loose = Warehouse(url, Mart)
    event.listen(loose.engine, "connect", loosen)
    texts = ["", "\\", "\\N", "NULL", "'", '"', "a\\'b", "%"]
    rows = [{"thing_id": n, "text": value} for n, value in enumerate(texts)]
    loose.load(Thing, rows, effective=date(2024, 1, 1))
    with Session(loose.engine) as session:
        query = select(Thing.text).where(Thing.thing_key > 0).order_by(Thing.thing_id)
        assert session.scalars(query).all() == texts
    assert loose.load(Thing, rows, effective=date(2024, 2, 1)).unchanged == len(texts)


@pytest.mark.only("postgresql")
def test_postgresql_reads_dates_as_they_are_written_whatever_its_datestyle(warehouse: Warehouse, url: str) -> None:
    def travel(connection: Any, _: Any) -> None:
        connection.execute("SET datestyle = 'SQL, DMY'")
        connection.execute("SET extra_float_digits = 0")
        connection.execute("SET bytea_output = 'escape'")
        connection.execute("SET standard_conforming_strings = off")
        connection.commit()

    odd = Warehouse(url, Mart)
    event.listen(odd.engine, "connect", travel)
    row = {"thing_id": 1, "day": date(2024, 2, 1), "double": 0.1 + 0.2, "content": b"\\\0a", "text": "\\'"}
    odd.load(Thing, [row], effective=date(2024, 1, 2))
    assert odd.load(Thing, [row], effective=date(2024, 2, 3)).unchanged == 1
    with Session(odd.engine) as session:
        thing = session.scalars(select(Thing).where(Thing.thing_id == 1)).one()
        assert (thing.day, thing.content, thing.text) == (date(2024, 2, 1), b"\\\0a", "\\'")
        assert thing.valid_from.date() == date(2024, 1, 2)


@pytest.mark.parametrize(
    "value", ["\r", "\r\r\n", ',a"\r', '"é\r\r', "\n\r", "y" * 3_000_000], ids=lambda v: repr(v[:9])
)
def test_a_text_alone_comes_through_whatever_line_ends_it_has(warehouse: Warehouse, value: str) -> None:
    rows = [{"thing_id": 1, "text": value, "short_text": value[:3]}]
    warehouse.load(Thing, rows, effective=date(2024, 1, 1))
    assert warehouse.load(Thing, rows, effective=date(2024, 2, 1)).unchanged == 1
    with Session(warehouse.engine) as session:
        assert session.scalars(select(Thing.text).where(Thing.thing_key > 0)).one() == value


def test_the_sum_of_exact_numbers_is_exact(warehouse: Warehouse) -> None:
    amounts = [Decimal("0.10"), Decimal("0.20"), Decimal("999999999999.99"), Decimal("-0.01")] * 5
    rows = [{"event_id": n, "thing_id": 1, "money": amount} for n, amount in enumerate(amounts)]
    warehouse.load(Event, rows)
    with Session(warehouse.engine) as session:
        assert session.scalar(select(func.sum(Event.money))) == sum(amounts)
        by_thing = session.execute(select(Event.thing_key, func.sum(Event.money)).group_by(Event.thing_key)).all()
        assert [row[1] for row in by_thing] == [sum(amounts)]


@pytest.mark.parametrize("amounts", [[Decimal(10**7)], [Decimal(1), Decimal(2)], [Decimal("0.5"), Decimal("1e-30")]])
def test_the_sum_of_long_numbers_is_exact_or_refused(
    warehouse: Warehouse, backend: str, amounts: list[Decimal]
) -> None:
    rows = [{"event_id": n, "thing_id": 1, "long_fine": amount} for n, amount in enumerate(amounts)]
    warehouse.load(Event, rows)
    with Session(warehouse.engine) as session:
        if backend == "sqlite":
            with pytest.raises(DBAPIError, match="integer overflow"):
                session.scalar(select(func.sum(Event.long_fine)))
        else:
            with localcontext(prec=60):
                assert session.scalar(select(func.sum(Event.long_fine))) == sum(amounts)
