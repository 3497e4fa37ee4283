"""What a load says of itself: results and the log agree, errors name their cause, and no password is ever told."""

from __future__ import annotations

import json
import logging
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import create_engine, func, literal_column, make_url, select, table

from starschema import RejectedRows, SourceError, Warehouse
from starschema.backends import backend_for
from starschema.backends.engines import engine
from starschema.errors import StarSchemaError
from starschema.model.bookkeeping import COUNTS, bookkeeping
from tests.failures.retail import Customer, Mart, Sale, customers, sales, state, warehouse

pytestmark = pytest.mark.spread

SECRET = "hunter2-s3cret"


@pytest.fixture
def mart(url: str) -> Warehouse:
    created = warehouse(url)
    created.create_all()
    return created


def sale(number: Any, **other: Any) -> dict[str, Any]:
    return {"order_no": number, "sold_at": datetime(2024, 1, 1), "customer_id": 1, "amount": "1.00", **other}


def quarantine(mart: Warehouse) -> list[Any]:
    rows = bookkeeping(Mart.metadata).quarantine
    with mart.engine.connect() as connection:
        return list(connection.execute(select(rows).order_by(rows.c.load_id, rows.c.row_number)).mappings())


def test_the_result_balances_and_the_log_says_the_same(mart: Warehouse) -> None:
    results = [
        mart.load(Customer, customers(20, date(2024, 1, 1)), effective="at", load_key="a"),
        mart.load(Customer, customers(20, date(2024, 2, 1), prefix="town"), effective="at"),
        mart.load(Customer, customers(20, date(2024, 1, 10), prefix="late"), effective="at"),
        mart.load(Customer, customers(12, date(2024, 3, 1)).drop_columns(["at"]), effective=date(2024, 3, 1),
                  snapshot=True, close_limit=1.0),
        mart.load(Sale, sales(300, 20)),
        mart.load(Sale, sales(310, 20), on_duplicate="ignore"),
        mart.load(Sale, [sale(1), sale(1), sale(2, customer_id=2)], on_duplicate="replace"),
        mart.load(Sale, [sale(9000), sale(9001, amount="x"), sale(None)], reject_limit=5),
    ]  # fmt: skip
    assert [result.read for result in results] == [20, 20, 20, 12, 300, 310, 3, 3]
    for result in results:
        accounted = result.inserted + result.updated + result.versioned + result.closed - result.missing
        assert accounted + result.unchanged + result.duplicates + result.rejected == result.read
    runs = {run["load_id"]: run for run in mart.runs()}
    for result in results:
        run = runs[result.load_id]
        assert {name: run[name] for name in COUNTS} == {name: getattr(result, name) for name in COUNTS}
        assert (run["status"], run["load_key"], run["error"]) == ("done", result.load_key, None)
        assert run["seconds"] == pytest.approx(result.seconds)
        assert run["started_at"] <= run["finished_at"]
    assert [run["load_id"] for run in mart.runs()] == sorted(runs, reverse=True)
    assert [run["load_id"] for run in mart.runs(limit=2)] == sorted(runs, reverse=True)[:2]


def test_a_load_key_given_again_returns_the_first_result_and_changes_nothing(mart: Warehouse) -> None:
    first = mart.load(Sale, [sale(1), sale(2, amount="oops")], reject_limit=1, load_key="Monday ✓ 'x' %")
    before = state(str(mart.engine.url)) if mart.engine.dialect.name == "sqlite" else None
    again = mart.load(Sale, [sale(7), sale(8), sale(9)], load_key="Monday ✓ 'x' %")
    assert again.repeated
    assert {name: getattr(again, name) for name in COUNTS} == {name: getattr(first, name) for name in COUNTS}
    assert (again.load_id, again.load_key) == (first.load_id, first.load_key)
    assert again.seconds == pytest.approx(first.seconds)
    assert before is None or state(str(mart.engine.url)) == before
    assert len(mart.runs()) == 1
    # another key, by one letter's case or a blank, is another load
    for number, key in enumerate(["monday ✓ 'x' %", "Monday ✓ 'x' % "]):
        assert not mart.load(Sale, [sale(100 + number)], load_key=key).repeated
    # and so is the same key on another table
    assert not mart.load(Customer, customers(3, date(2024, 1, 1)), effective="at", load_key="Monday ✓ 'x' %").repeated


@pytest.mark.everywhere
def test_a_load_that_failed_can_be_done_again_with_its_key(mart: Warehouse) -> None:
    with pytest.raises(RejectedRows):
        mart.load(Sale, [sale(1), sale(2, amount="oops")], load_key="k")
    assert mart.load(Sale, [sale(1)], load_key="k").inserted == 1
    assert [run["status"] for run in mart.runs()] == ["done", "failed"]


@pytest.mark.everywhere
def test_rejected_rows_undo_everything(mart: Warehouse) -> None:
    mart.load(Sale, [sale(1)])
    bad = [sale(2), sale(3, customer_id=500), sale(4, amount="12.345"), sale(None), sale(5, sold_at="31.12.2024")]
    with pytest.raises(RejectedRows) as caught:
        mart.load(Sale, bad, reject_limit=2)
    assert (caught.value.count, caught.value.limit) == (3, 2)
    assert [(r.row, r.column) for r in caught.value.rejections] == [(3, "amount"), (4, "order_no"), (5, "sold_at")]
    with mart.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Sale)) == 1
        assert connection.scalar(select(func.count()).select_from(Customer).where(Customer.customer_key > 0)) == 1
    assert quarantine(mart) == []
    failed = mart.runs()[0]
    assert failed["status"] == "failed"
    for part in ("RejectedRows: Sale: 3 row(s) rejected, reject_limit is 2", "row 3, column 'amount'", "12.345"):
        assert part in failed["error"]


def test_rejected_rows_within_the_limit_are_set_aside_with_place_reason_and_record(mart: Warehouse) -> None:
    rows = [sale(1), sale(2, amount="12,50"), sale(3), sale(3, amount="9.99")]
    result = mart.load(Sale, rows, reject_limit=10)
    assert (result.inserted, result.rejected) == (1, 3)
    aside = quarantine(mart)
    assert [(row["row_number"], row["column_name"], row["value"]) for row in aside] == [
        (2, "amount", "12,50"),
        (3, None, None),
        (4, None, None),
    ]
    assert {(row["load_id"], row["target"]) for row in aside} == {(result.load_id, "fact_sale")}
    assert "write it as 1234.50" in aside[0]["reason"]
    assert "order_no" in aside[1]["reason"]
    records = [json.loads(row["record"]) for row in aside]
    assert [record["order_no"] for record in records] == [2, 3, 3]


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        ([sale(1, amount="abc")], ["Sale", "row 1", "'amount'", "'abc'", "write it as 1234.50"]),
        ([sale(1, amount=10**11)], ["Sale", "row 1", "'amount'", "10 digits", "widen the column"]),
        ([sale(1, sold_at=None)], ["Sale", "row 1", "'sold_at'", "NULL", "Sale.sold_at"]),
        ([sale(1, customer_id="x")], ["Sale", "row 1", "'customer_id'", "'x'"]),
        ([sale(1), sale(1, amount=2)], ["Sale", "row 1", "row 2", "order_no", "grain", "keep one"]),
        ([{"order_no": 1, "sold_at": "2024-01-01", "customer": 1, "amount": 1}], ["'customer_id'", "'customer'"]),
    ],
    ids=["no number", "too large", "null", "bad key", "contradiction", "missing column"],
)  # fmt: skip
def test_an_error_names_class_row_column_value_and_remedy(
    mart: Warehouse, rows: list[dict[str, Any]], parts: list[str]
) -> None:
    with pytest.raises(StarSchemaError) as caught:
        mart.load(Sale, rows)
    assert [part for part in parts if part not in str(caught.value)] == []
    (run,) = mart.runs()
    assert run["error"] == f"{type(caught.value).__name__}: {caught.value}"


@pytest.mark.everywhere
def test_a_failing_source_is_told_without_its_password(mart: Warehouse, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    url = make_url(f"postgresql+psycopg://someone:{SECRET}@127.0.0.1:1/nowhere?connect_timeout=2")
    query = select(literal_column("1").label("order_no")).select_from(table("orders"))
    with pytest.raises(SourceError, match="postgresql://127") as caught:
        mart.load(Sale, (create_engine(url), query))
    check_nothing_is_told(mart, caught.value, caplog)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (f"postgresql+psycopg://someone:{SECRET}@db.example/mart", "URL"),
        (f"s3://key:{SECRET}@b/x.csv", r"s3://key:\*\*\*@b/x.csv cannot be read"),
    ],
)
def test_a_url_given_for_a_path_is_told_without_its_password(
    mart: Warehouse, caplog: pytest.LogCaptureFixture, data: str, said: str
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(SourceError, match=said) as caught:
        mart.load(Sale, data)
    check_nothing_is_told(mart, caught.value, caplog)


def test_an_error_with_a_url_in_it_is_logged_without_its_password(
    mart: Warehouse, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    def rows() -> Any:
        yield sale(1)
        raise ConnectionError(f"no answer from https://someone:{SECRET}@api.example/orders?page=2")

    with pytest.raises(ConnectionError):
        mart.load(Sale, rows())
    (run,) = mart.runs()
    assert run["error"] == "ConnectionError: no answer from https://someone:***@api.example/orders?page=2"
    assert SECRET not in caplog.text


@pytest.mark.only("postgresql", "mariadb")
def test_a_wrong_password_is_not_told(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = make_url(url).set(username="nobody_here", password=SECRET, port=1)
    refused = Warehouse(wrong.render_as_string(hide_password=False), Mart)
    assert SECRET not in repr(refused)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the driver's own
        refused.load(Sale, [sale(1)])
    assert SECRET not in told(caught.value)
    assert SECRET not in caplog.text


def told(error: BaseException) -> str:
    """Return everything that a traceback of `error` would say."""
    texts = []
    seen: BaseException | None = error
    while seen is not None:
        texts += [str(seen), repr(seen)]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(texts)


def check_nothing_is_told(mart: Warehouse, error: BaseException, caplog: pytest.LogCaptureFixture) -> None:
    assert SECRET not in told(error)
    assert SECRET not in caplog.text
    assert SECRET not in repr(mart.runs())


def test_neither_a_warehouse_nor_its_books_tell_their_passwords() -> None:
    books = "postgresql+psycopg://ann:second-secret@127.0.0.1:1/books"
    apart = backend_for(engine("clickhousedb://ann:first-secret@127.0.0.1:1/mart", books))
    assert apart.told(OSError("first-secret and second-secret")) == "OSError: *** and ***"
