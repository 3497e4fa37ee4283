"""What a calendar says about each day, against the standard library."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from starschema.model.calendar import CalendarRules
from tests.model.retail import Day

days = st.dates(date(1, 1, 1), date(9999, 12, 31))
months = st.integers(1, 12)


def rows(rules: CalendarRules, start: date, end: date) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rules.rows(start, end).to_pylist()
    return found


@given(days, st.integers(0, 800), months)
def test_every_day_is_there_once_and_says_what_the_standard_library_says(
    start: date, length: int, fiscal_year_starts: int
) -> None:
    end = date.fromordinal(min(start.toordinal() + length, date.max.toordinal()))
    found = rows(CalendarRules(fiscal_year_starts), start, end)
    assert [row["date"].toordinal() for row in found] == list(range(start.toordinal(), end.toordinal() + 1))
    for row in found:
        day = row["date"]
        assert row["key"] == int(day.isoformat().replace("-", ""))
        assert (row["year"], row["month"], row["day_of_month"]) == (day.year, day.month, day.day)
        assert (row["iso_year"], row["iso_week"], row["day_of_week"]) == tuple(day.isocalendar())
        assert row["day_of_year"] == (day - date(day.year, 1, 1)).days + 1
        assert row["month_start"] == date(day.year, day.month, 1)
        assert row["year_month"] == day.isoformat()[:7]
        assert row["quarter"] == {1: 1, 2: 1, 3: 1, 4: 2, 5: 2, 6: 2, 7: 3, 8: 3, 9: 3, 10: 4, 11: 4, 12: 4}[day.month]
        assert row["is_weekend"] == (day.weekday() in (5, 6))
        assert (row["is_holiday"], row["holiday_name"]) == (False, None)


@given(st.dates(date(1, 1, 1), date(9998, 12, 31)), months)
def test_a_fiscal_year_has_twelve_months_and_is_named_by_the_year_in_which_it_ends(day: date, starts: int) -> None:
    [row] = rows(CalendarRules(starts), day, day)
    first_year = day.year if day.month >= starts else day.year - 1
    assert row["fiscal_year"] == (first_year if starts == 1 else first_year + 1)
    assert row["fiscal_month"] == (day.year - first_year) * 12 + day.month - starts + 1
    assert row["fiscal_quarter"] == -(-row["fiscal_month"] // 3)


def test_a_fiscal_year_from_july() -> None:
    found = rows(CalendarRules(7), date(2023, 6, 30), date(2023, 7, 1))
    assert [(r["fiscal_year"], r["fiscal_quarter"], r["fiscal_month"]) for r in found] == [(2023, 4, 12), (2024, 1, 1)]


def test_the_last_month_there_is_has_a_fiscal_year_too() -> None:
    [row] = rows(CalendarRules(7), date.max, date.max)
    assert (row["fiscal_year"], row["fiscal_month"]) == (10000, 6)


def test_a_leap_day_in_full() -> None:
    assert rows(CalendarRules(), date(2024, 2, 29), date(2024, 2, 29)) == [
        {
            "key": 20240229,
            "date": date(2024, 2, 29),
            "day_of_month": 29,
            "day_of_year": 60,
            "day_of_week": 4,
            "day_name": "Thursday",
            "is_weekend": False,
            "iso_week": 9,
            "iso_year": 2024,
            "month": 2,
            "month_name": "February",
            "month_start": date(2024, 2, 1),
            "year_month": "2024-02",
            "quarter": 1,
            "year": 2024,
            "fiscal_year": 2024,
            "fiscal_quarter": 1,
            "fiscal_month": 2,
            "is_holiday": False,
            "holiday_name": None,
        }
    ]


def test_weekdays_are_named_from_monday_and_months_from_january() -> None:
    found = rows(CalendarRules(), date(2024, 1, 1), date(2024, 12, 31))
    assert [row["day_name"] for row in found[:7]] == [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]  # fmt: skip
    assert list(dict.fromkeys(row["month_name"][:3] for row in found)) == [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]  # fmt: skip


def test_holidays_are_those_of_the_country_and_its_part() -> None:
    def names(rules: CalendarRules, *places: date) -> list[str | None]:
        return [rows(rules, day, day)[0]["holiday_name"] for day in places]

    new_year, fourth, lincoln = date(2024, 1, 1), date(2024, 7, 4), date(2024, 2, 12)
    assert names(CalendarRules(country="US"), new_year, fourth, lincoln) == ["New Year's Day", "Independence Day", None]
    assert names(CalendarRules(country="US", subdivision="CT"), lincoln) == ["Lincoln's Birthday"]
    assert names(CalendarRules(country="DE"), new_year, fourth) == ["Neujahr", None]
    assert names(CalendarRules(country="DE", language="en_US"), new_year) == ["New Year's Day"]


def test_no_days_are_no_rows_of_the_same_columns() -> None:
    rules = CalendarRules(country="US")
    none = rules.rows(date(2024, 1, 2), date(2024, 1, 1), key="day_key")
    assert none.num_rows == 0
    assert none.schema == rules.rows(date(2024, 1, 1), date(2024, 1, 1), key="day_key").schema


def test_the_rows_have_the_columns_of_the_table() -> None:
    spec = Day.__starschema__
    assert isinstance(spec.calendar, CalendarRules)
    assert spec.calendar.fiscal_year_starts == 7
    found = spec.calendar.rows(date(2024, 1, 1), date(2024, 1, 1), key=spec.key.name)
    own = {spec.is_inferred.name, spec.load_id.name}
    assert found.column_names == [name for name in spec.table.columns.keys() if name not in own]  # noqa: SIM118


def test_a_calendar_has_hierarchies_of_its_own() -> None:
    assert {found.name: found.levels for found in Day.__starschema__.hierarchies} == {
        "months": ("year", "quarter", "month"),
        "weeks": ("iso_year", "iso_week"),
        "fiscal_months": ("fiscal_year", "fiscal_quarter", "fiscal_month"),
    }


@pytest.mark.parametrize("country", [None, "US"])
def test_a_hundred_years_can_be_computed_at_once(country: str | None) -> None:
    found = CalendarRules(country=country).rows(date(1950, 1, 1), date(1950, 1, 1) + timedelta(days=36_524))
    assert found.num_rows == 36_525
