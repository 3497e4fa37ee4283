"""Amounts in a common currency or unit: what loads make of them, drawn."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import update

from starschema import RejectedRows
from starschema.errors import LoadError
from tests.cases.currencies import Balance, Invoice, Mart, Sale, SalesByCurrency
from tests.cases.stars import Star

SALES = "Sale number code amount eur quoted"


@pytest.fixture
def star(url: str) -> Star:
    return Star(url, Mart)


@pytest.mark.spread
@pytest.mark.beyond
def test_an_amount_is_converted_by_the_last_rate_at_or_before_the_event(star: Star) -> None:
    star.tell(f"""
        load    Rate code since rate
                USD 01-01 0.9000
                USD 02-01T12:00 0.8000
                NOK 01-01 0.0850
        load    Quote currency day per_eur
                USD 01-01 1.1000
                USD 02-01 1.2500
        load    Sale number sold_at code amount
                1 01-15T10:00 USD 10.05
                2 02-01T11:59 USD 10.05
                3 02-01T12:00 USD 10.05
                4 02-02T00:00 NOK -0.30
                5 02-02T00:00 EUR 7.00
                6 02-02T00:00 NOK ∅
        counts  6 read, 6 inserted, 3 inferred, 2 unconverted
        after   {SALES}
                1 USD 10.05 9.04 9.136
                2 USD 10.05 9.04 8.040
                3 USD 10.05 8.04 8.040
                4 NOK -0.30 -0.03 ∅
                5 EUR 7.00 7.00 ∅
                6 NOK ∅ ∅ ∅
        after   SalesByCurrency currency month eur least
                EUR 2024-02 7.00 ∅
                NOK 2024-02 -0.03 ∅
                USD 2024-01 9.04 9.136
                USD 2024-02 17.08 8.040
    """)
    for model in (Sale, SalesByCurrency):
        assert star.warehouse.verify(model)


@pytest.mark.spread
def test_a_rate_of_an_unknown_currency_converts_no_amount_in_another_one(star: Star) -> None:
    star.tell("""
        load    Sale number sold_at code amount
                1 01-15 ∅ 10.00
        counts  1 read, 1 inserted, 1 inferred, 1 unconverted
        load    Rate code since rate
                ∅ 01-01 0.5000
        load    Sale number sold_at code amount
                2 01-15 ∅ 10.00
        after   Sale number eur
                1 ∅
                2 ∅
    """)
    assert star.warehouse.verify(Sale)


def test_halves_are_rounded_to_even_whatever_the_sign(star: Star) -> None:
    star.tell("""
        load    Rate code since rate
                USD 01-01 0.5000
        load    Sale number sold_at code amount
                1 01-02 USD 0.01
                2 01-02 USD 0.03
                3 01-02 USD 0.05
                4 01-02 USD -0.01
                5 01-02 USD -0.03
                6 01-02 USD 999999999.99
        after   Sale number eur
                1 0.00
                2 0.02
                3 0.02
                4 0.00
                5 -0.02
                6 500000000.00
    """)


def test_a_late_or_corrected_rate_takes_the_amounts_and_their_aggregate_along(star: Star) -> None:
    star.tell(f"""
        load    Sale number sold_at code amount
                1 01-05 USD 10.00
                2 01-15 USD 10.00
                3 01-25 USD 10.00
                4 01-25 ∅ 10.00
                5 ∅ USD 10.00
        counts  5 read, 5 inserted, 4 inferred, 5 unconverted
        load    Rate code since rate
                USD 01-20 0.9000
        counts  1 read, 1 inserted, 1 recomputed
        load    Rate code since rate
                USD 01-10 0.8000
                USD 01-01 0.7000
                NOK 01-01 0.1000
        counts  3 read, 3 inserted, 1 inferred, 2 recomputed
        after   {SALES}
                1 USD 10.00 7.00 ∅
                2 USD 10.00 8.00 ∅
                3 USD 10.00 9.00 ∅
                4 ∅ 10.00 ∅ ∅
                5 USD 10.00 ∅ ∅
        load    Rate code since rate on_duplicate=replace
                USD 01-01 0.7000
                USD 01-10 0.8500
        counts  2 read, 1 updated, 1 unchanged, 1 recomputed
        after   SalesByCurrency currency month sales eur
                USD 2024-01 3 24.50
                USD Unknown 1 ∅
                unknown 2024-01 1 ∅
        load    Rate code since rate gone deleted=gone
                USD 01-10 ∅ yes
                USD 01-20 ∅ yes
        counts  2 read, 2 removed, 2 recomputed
        after   {SALES}
                1 USD 10.00 7.00 ∅
                2 USD 10.00 7.00 ∅
                3 USD 10.00 7.00 ∅
                4 ∅ 10.00 ∅ ∅
                5 USD 10.00 ∅ ∅
        load    Quote currency day per_eur
                USD 01-12 2.0000
        counts  1 read, 1 inserted, 1 inferred, 2 recomputed
        load    Quote currency day per_eur on_duplicate=replace
                USD 01-12 4.0000
        counts  1 read, 1 updated, 2 recomputed
        after   Sale number quoted
                1 ∅
                2 2.500
                3 2.500
                4 ∅
                5 ∅
        after   SalesByCurrency currency month eur least
                USD 2024-01 21.00 2.500
                USD Unknown ∅ ∅
                unknown 2024-01 ∅ ∅
    """)
    for model in (Sale, SalesByCurrency):
        assert star.warehouse.verify(model)


@pytest.mark.spread
def test_units_are_converted_by_factors_and_one_that_has_none_is_rejected(star: Star) -> None:
    with pytest.raises(RejectedRows, match=r"has no factor in Sale\.kilos, which knows kg, lb; correct it, or add its"):
        star.load("Sale", [{"number": 1, "sold_at": None, "code": None, "unit": "stone", "weight": 5}])
    star.tell("""
        load    Sale number sold_at code unit weight
                1 ∅ ∅ kg 5
                2 ∅ ∅ lb 5
                3 ∅ ∅ ∅ 5
                4 ∅ ∅ lb ∅
                5 ∅ ∅ stone 0
        counts  5 read, 5 inserted
        after   Sale number unit weight kilos
                1 kg 5 5.000
                2 lb 5 2.268
                3 ∅ 5 ∅
                4 lb ∅ ∅
                5 stone 0 0.000
        load    Sale number sold_at code unit weight on_duplicate=replace
                1 ∅ ∅ lb 7
        after   Sale number weight kilos
                1 7 3.175
                2 5 2.268
                3 5 ∅
                4 ∅ ∅
                5 0 0.000
    """)


@pytest.mark.spread
def test_a_rate_that_is_none_and_an_amount_that_does_not_fit_are_refused(star: Star) -> None:
    for rate in ("0", "-1.5"):
        with pytest.raises(RejectedRows, match="is no rate, by which Sale is converted; it must be greater than 0"):
            star.load("Rate", [{"code": "USD", "since": "2024-01-01", "rate": rate}])
    star.tell("""
        load    Sale number sold_at code amount
                1 01-05 USD 900000000.00
        load    Rate code since rate
                NOK 01-01 9000.0000
    """)
    with pytest.raises(LoadError, match=r"Sale\.eur: the amount of the fact with number=1 would be too large"):
        star.load("Rate", [{"code": "USD", "since": "2024-01-01", "rate": "9000"}])
    with pytest.raises(RejectedRows, match=r"makes Sale\.eur too large for its column; correct it, or give the column"):
        star.load("Sale", [{"number": 2, "sold_at": "2024-01-05", "code": "NOK", "amount": "900000000"}])
    star.tell("""
        after   Sale number eur
                1 ∅
        after   Rate currency rate
                NOK 9000.0000
    """)


@pytest.mark.spread
def test_ledgers_and_snapshots_are_converted_too(star: Star) -> None:
    star.tell("""
        load    Rate code since rate
                USD 01-01 0.5000
        load    Invoice number changed_at code amount on_duplicate=reverse
                1 01-05 USD 10.01
        load    Invoice number changed_at code amount gone on_duplicate=reverse deleted=gone
                1 01-06 USD 8.03 no
                1 01-07 USD ∅ yes
        load    Rate code since rate on_duplicate=replace
                USD 01-01 0.1000
                USD 01-06 0.2000
        counts  2 read, 1 inserted, 1 updated, 4 recomputed
        after   Invoice number changed_at reversal amount eur
                1 01-05 0 10.01 1.00
                1 01-05 1 -10.01 -1.00
                1 01-06 0 8.03 1.61
                1 01-06 1 -8.03 -1.61
                1 01-07 2 0.00 0.00
        load    Balance on code amount
                01-05 USD 3.00
                01-06 USD 3.00
                01-06 EUR 1.00
        load    Balance on code amount
                01-06 USD 4.00
        counts  1 read, 1 updated, 1 removed, 1 missing
        after   Balance on currency amount eur
                01-05 USD 3.00 0.30
                01-06 USD 4.00 0.80
    """)
    for model in (Invoice, Balance):
        assert star.warehouse.verify(model)


def test_wrong_amounts_are_found_and_can_be_computed_anew(star: Star) -> None:
    star.tell("""
        load    Rate code since rate
                USD 01-01 0.5000
        load    Sale number sold_at code amount
                1 01-05 USD 10.00
                2 01-05 USD 8.00
    """)
    table = Sale.__table__
    with star.warehouse.engine.begin() as connection:
        connection.execute(update(table).where(table.c.number == 1).values(eur=Decimal("5.01")))
    (fault,) = star.warehouse.verify(Sale).faults
    assert (fault.kind, fault.count) == ("rows whose converted amounts are not what the rates make of them", 1)
    assert fault.examples[0] == {
        "number": 1, "eur": Decimal("5.01"), "quoted": None, "kilos": None,
        "right_eur": Decimal("5.00"), "right_quoted": None, "right_kilos": None,
    }  # fmt: skip
    star.result = star.warehouse.rebuild(Sale)
    assert star.counts() == "2 read, 1 updated, 1 unchanged"
    assert star.warehouse.verify(Sale)
    assert star.warehouse.verify(SalesByCurrency)


@pytest.mark.spread
def test_a_dry_run_of_rates_says_what_would_be_recomputed_and_changes_nothing(star: Star) -> None:
    star.tell("""
        load    Sale number sold_at code amount
                1 01-05 USD 10.00
        load    Rate code since rate dry_run=True
                USD 01-01 0.5000
        counts  1 read, 1 inserted, 1 recomputed
        after   Sale number eur
                1 ∅
    """)
