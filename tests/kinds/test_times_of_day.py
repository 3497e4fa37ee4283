"""Times of day beside the calendar, and several time zones on one fact."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import String, delete, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Calendar,
    RejectedRows,
    SourceError,
    TimeOfDay,
    TransactionFact,
    Warehouse,
    degenerate,
    role,
)
from starschema.model.time_of_day import TimeOfDayRules
from tests.kinds.tables import drawn, rows, seen

pytestmark = pytest.mark.spread


class Mart(DeclarativeBase):
    pass


class Day(Calendar, Mart):
    pass


class Minute(TimeOfDay, Mart):
    """One row per minute of the day."""


class Second(TimeOfDay, Mart, unit="second"):
    """One row per second of the day."""


class Sale(TransactionFact, Mart, grain="one row per sale"):
    sale_no: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[datetime | None] = degenerate()
    store_zone: Mapped[str | None] = degenerate(String(40))
    day = role(Day, source="sold_at")
    at = role(Minute, source="sold_at")
    second = role(Second, source="sold_at")
    office_day = role(Day, source="sold_at", zone="Australia/Hobart")
    office_time = role(Minute, source="sold_at", zone="Australia/Hobart")
    local_day = role(Day, source="sold_at", zone_from="store_zone", null="not applicable")
    local_time = role(Minute, source="sold_at", zone_from="store_zone")


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    created = Warehouse(url, Mart)
    created.create_all()
    return created


def shown(*columns: Any, joined: Any) -> Any:
    query = select(Sale.sale_no, *columns).select_from(Sale)
    for one in joined:
        query = query.join(one)
    return query.order_by(Sale.sale_no)


IN_THREE_ZONES = shown(
    Sale.day.date, Sale.at.time, Sale.office_day.date, Sale.office_time.time, Sale.local_day.date, Sale.local_time.time,
    joined=(Sale.day, Sale.at, Sale.office_day, Sale.office_time, Sale.local_day, Sale.local_time),
)  # fmt: skip


def test_a_day_and_a_time_of_day_are_those_of_the_roles_own_zone(warehouse: Warehouse) -> None:
    warehouse.load(Sale, rows("""
        sale_no  sold_at          store_zone
        1        01-31T13:30:59   Europe/Oslo
        2        07-31T13:30:00   America/New_York
        3        02-29T23:15:00   Asia/Kathmandu
        4        ∅                Asia/Kathmandu
        5        07-01T00:00:00   ∅
    """))  # fmt: skip
    assert seen(warehouse, IN_THREE_ZONES) == drawn("""
        sale_no  UTC               Hobart, +11 or +10  the store's
        1        01-31  13:30:00   02-01  00:30:00     01-31  14:30:00
        2        07-31  13:30:00   07-31  23:30:00     07-31  09:30:00
        3        02-29  23:15:00   03-01  10:15:00     03-01  05:00:00
        4        ∅      ∅          ∅      ∅            ∅      ∅
        5        07-01  00:00:00   07-01  10:00:00     ∅      ∅
    """)
    with warehouse.engine.connect() as connection:
        keys = connection.execute(select(Sale.local_day_key, Sale.local_time_key).where(Sale.sale_no == 5)).all()
    assert keys == [(-2, -1)]


def test_a_time_without_an_offset_is_taken_in_the_loads_zone_first(warehouse: Warehouse) -> None:
    warehouse.load(
        Sale, [{"sale_no": 1, "sold_at": "2024-07-31 15:30", "store_zone": "Asia/Tokyo"}], zone="Europe/Oslo"
    )
    assert seen(warehouse, IN_THREE_ZONES) == ["1 07-31 13:30:00 07-31 23:30:00 07-31 22:30:00"]


def test_a_row_with_a_zone_that_is_unknown_goes_to_the_quarantine(warehouse: Warehouse) -> None:
    sales = rows("""
        sale_no  sold_at  store_zone
        1        01-31    Europe/Atlantis
        2        01-31    europe/oslo
        3        01-31    PST
        4        01-31    Europe/Oslo
    """)
    with pytest.raises(RejectedRows) as caught:
        warehouse.load(Sale, sales)
    first, second, *_ = caught.value.rejections
    assert caught.value.count == 3
    assert (first.row, first.column, first.value) == (1, "store_zone", "Europe/Atlantis")
    assert "use an IANA name such as Europe/Berlin" in second.reason
    result = warehouse.load(Sale, sales, reject_limit=3)
    assert (result.inserted, result.rejected) == (1, 3)


@pytest.mark.but("clickhouse")  # which holds none of these days
def test_a_day_that_no_date_can_be_goes_to_the_quarantine(warehouse: Warehouse) -> None:
    sales = [
        {"sale_no": 1, "sold_at": datetime(9999, 12, 31, 20), "store_zone": "UTC"},
        {"sale_no": 2, "sold_at": datetime(1, 1, 1, 2), "store_zone": "America/New_York"},
        {"sale_no": 3, "sold_at": datetime(1, 1, 1, 2), "store_zone": "UTC"},
    ]
    result = warehouse.load(Sale, sales, reject_limit=2)
    assert (result.inserted, result.rejected) == (1, 2)


class LocalMart(DeclarativeBase):
    pass


class LocalDay(Calendar, LocalMart):
    pass


class Landing(TransactionFact, LocalMart, grain="one row per landing"):
    landing_no: Mapped[int] = degenerate(grain=True)
    landed_at: Mapped[datetime] = degenerate()
    day = role(LocalDay, source="landed_at", zone_from="zone")


@pytest.mark.only("clickhouse")
def test_a_local_day_that_clickhouse_cannot_hold_goes_to_the_quarantine_though_it_can_hold_the_time(url: str) -> None:
    warehouse = Warehouse(url, LocalMart)
    warehouse.create_all()
    landings = [
        {"landing_no": 1, "landed_at": datetime(1900, 1, 1, 2), "zone": "America/New_York"},
        {"landing_no": 2, "landed_at": datetime(2299, 12, 30, 20), "zone": "Australia/Hobart"},
    ]
    assert warehouse.load(Landing, landings, reject_limit=1).inserted == 1
    assert seen(warehouse, select(LocalDay.date).where(LocalDay.local_day_key > 0)) == ["2299-12-31"]
    with pytest.raises(RejectedRows, match="in the zone is none that can be kept: clickhouse holds days from 1900"):
        warehouse.load(Landing, landings[:1])


def test_every_minute_of_the_day_is_loaded_without_data(warehouse: Warehouse) -> None:
    result = warehouse.load(Minute)
    assert (result.read, result.inserted) == (1440, 1440)
    assert warehouse.load(Minute).unchanged == 1440
    columns = (Minute.minute_key, Minute.time, Minute.hour, Minute.minute, Minute.label, Minute.label_12)
    some = select(*columns, Minute.half_hour, Minute.part_of_day).where(Minute.minute_key.in_([-1, 1, 846, 1440]))
    assert seen(warehouse, some.order_by(Minute.minute_key)) == drawn("""
        key   time      hour     minute  label    label_12       half_hour  part
        -1    ∅         ∅        ∅       Unknown  Unknown        Unknown    Unknown
        1     00:00:00  0        0       '00:00'  '12:00 AM'     '00:00'    Night
        846   14:05:00  14       5       '14:05'  '2:05 PM'      '14:00'    Afternoon
        1440  23:59:00  23       59      '23:59'  '11:59 PM'     '23:30'    Evening
    """)
    assert warehouse.keys(Minute, [time(14, 5), time(14, 5, 59, 999999), "00:00", None]) == [846, 846, 1, -1]


@pytest.mark.beyond
def test_a_time_of_day_that_a_fact_names_first_is_there_complete(warehouse: Warehouse) -> None:
    result = warehouse.load(Sale, rows("""
        sale_no  sold_at                store_zone
        1        01-31T14:05:09.999999  ∅
        2        01-31T14:05:59         ∅
    """))  # fmt: skip
    assert result.inferred == 6, "two days, the minute and the one in Hobart, two seconds"
    query = shown(Sale.at.label_12, Sale.second.label, joined=(Sale.at, Sale.second))
    assert seen(warehouse, query) == ["1 '2:05 PM' '14:05:09'", "2 '2:05 PM' '14:05:59'"]
    assert warehouse.load(Minute).inserted == 1438
    assert seen(warehouse, query)[0] == "1 '2:05 PM' '14:05:09'"


class ClockMart(DeclarativeBase):
    pass


class Clock(TimeOfDay, ClockMart):
    pass


class Call(TransactionFact, ClockMart, grain="one row per call"):
    call_no: Mapped[int] = degenerate(grain=True)
    began = role(Clock, source="began", grain=True)


def test_a_time_of_day_comes_as_a_time_too_as_text_or_typed(url: str) -> None:
    warehouse = Warehouse(url, ClockMart)
    warehouse.create_all()
    began = ["14:05:30", "2024-01-31T14:05:30+02:00", time(14, 5), datetime(2024, 1, 31, 14, 5), None]
    for number, value in enumerate(began):
        warehouse.load(Call, [{"call_no": number, "began": value}])
    query = select(Call.began.label).select_from(Call).join(Call.began).order_by(Call.call_no)
    assert seen(warehouse, query) == ["'14:05'", "'12:05'", "'14:05'", "'14:05'", "Unknown"]
    with pytest.raises(RejectedRows, match=r"'2024-01-31'.*is no time of day"):
        warehouse.load(Call, [{"call_no": 9, "began": "2024-01-31"}])


@pytest.mark.only("sqlite")
def test_every_second_of_the_day_is_loaded_under_the_key_that_a_fact_gives_it(warehouse: Warehouse) -> None:
    warehouse.load(Sale, [{"sale_no": 1, "sold_at": datetime(2024, 1, 31, 14, 5, 9), "store_zone": None}])
    assert warehouse.load(Second).inserted == 86_399
    assert warehouse.keys(Second, ["00:00:00", "14:05:08", "14:05:09", "23:59:59"]) == [1, 50_709, 50_710, 86_400]


def test_a_dimension_of_times_takes_no_data() -> None:
    with pytest.raises(SourceError, match="Minute is computed, every minute of a day: leave out data"):
        Warehouse("duckdb://", Mart).load(Minute, start="2024-01-01")


def test_the_parts_of_a_day_are_the_models_own() -> None:
    rules = TimeOfDayRules(parts=((9, "Open"), (17, "Closed")))
    found = rules.rows().to_pydict()
    by_hour = dict(zip(found["hour"], found["part_of_day"], strict=True))
    assert [by_hour[hour] for hour in (0, 8, 9, 16, 17, 23)] == ["Closed", "Closed", "Open", "Open", "Closed", "Closed"]


@pytest.mark.parametrize("unit", ["minute", "second"])
def test_every_member_says_what_the_standard_library_says(unit: Any) -> None:
    found = TimeOfDayRules(unit).rows().to_pylist()
    midnight = datetime(2024, 1, 1)
    step = timedelta(minutes=1) if unit == "minute" else timedelta(seconds=1)
    assert len(found) == timedelta(days=1) // step
    for number, row in enumerate(found):
        moment = midnight + number * step
        assert (row["key"], row["time"]) == (number + 1, moment.time())
        assert (row["hour"], row["minute"], row["second"]) == (moment.hour, moment.minute, moment.second)
        assert row["label"] == moment.strftime("%H:%M" if unit == "minute" else "%H:%M:%S")
        assert row["label_12"] == moment.strftime("%I:%M %p" if unit == "minute" else "%I:%M:%S %p").lstrip("0")
        assert row["hour_12"] == int(moment.strftime("%I"))


ZONES = ["Europe/Oslo", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC", "Pacific/Apia"]
INSTANTS = st.datetimes(datetime(1975, 1, 1), datetime(2024, 12, 31))


@settings(max_examples=3)
@given(sales=st.lists(st.tuples(INSTANTS, st.sampled_from(ZONES)), min_size=1, max_size=60))
def test_the_clocks_of_every_zone_are_those_of_the_standard_library(
    warehouse: Warehouse, sales: list[tuple[datetime, str]]
) -> None:
    data = [{"sale_no": n, "sold_at": at, "store_zone": zone} for n, (at, zone) in enumerate(sales)]
    query = shown(Sale.local_day.date, Sale.local_time.time, joined=(Sale.local_day, Sale.local_time))
    with warehouse.engine.begin() as connection:
        connection.execute(delete(Sale.__table__))
    warehouse.load(Sale, data)
    with warehouse.engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(query)]
    local = [at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)) for at, zone in sales]
    assert found == [(n, there.date(), there.time().replace(second=0, microsecond=0)) for n, there in enumerate(local)]


def test_more_zones_than_are_told_apart_one_by_one_give_the_same(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = [{"sale_no": n, "sold_at": datetime(2024, 7, 1, 3), "store_zone": zone} for n, zone in enumerate(ZONES)]
    query = shown(Sale.local_day.date, Sale.local_time.time, joined=(Sale.local_day, Sale.local_time))
    warehouse.load(Sale, data)
    before = seen(warehouse, query)
    monkeypatch.setattr("starschema.sql.made_keys.FEW_ZONES", 3)
    warehouse.load(Sale, [{**row, "sale_no": row["sale_no"] + 100} for row in data])
    assert [line.split(" ", 1)[1] for line in seen(warehouse, query)[len(ZONES) :]] == [
        line.split(" ", 1)[1] for line in before
    ]
