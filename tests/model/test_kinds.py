"""What the kinds of fact become: tables, and plain data."""

from __future__ import annotations

import pytest
from sqlalchemy import BigInteger, Numeric, String

from starschema import create_ddl
from starschema.model.catalog import catalog
from starschema.model.spec import SemiAdditive
from tests.model.kinds import Balance, Customer, Day, Invoice, Mart, Order, PaidByMonth, Payment, PaymentsByCity


def test_an_accumulating_snapshot_has_a_key_for_each_milestone_and_what_the_load_computes() -> None:
    table = Order.__starschema__.table
    assert table.columns.keys() == [
        "order_no", "changed_at", "ordered_key", "shipped_key", "shipped_at", "paid_key", "paid_at", "state",
        "days_to_ship", "hours_to_pay", "customer_key", "amount", "load_id", "told",
    ]  # fmt: skip
    assert [column.name for column in table.primary_key] == ["order_no"]
    assert table.c.days_to_ship.comment == "Calendar days"
    assert table.c.told.nullable


def test_an_accumulating_snapshot_is_resolved_to_plain_data() -> None:
    spec = Order.__starschema__
    table = spec.table
    kind = spec.accumulating
    assert kind is not None
    assert [(m.role.name, m.role.dimension.cls, m.role.null, m.time) for m in kind.milestones] == [
        ("ordered", Day, "not applicable", None),
        ("shipped", Day, "not applicable", table.c.shipped_at),
        ("paid", Day, "not applicable", table.c.paid_at),
    ]
    assert [(lag.column, lag.start.role.name, lag.end.role.name, lag.unit) for lag in kind.lags] == [
        (table.c.days_to_ship, "ordered", "shipped", "days"),
        (table.c.hours_to_pay, "shipped", "paid", "hours"),
    ]
    assert (kind.status, kind.sequence, kind.told) == (table.c.state, table.c.changed_at, table.c.told)
    assert [(m.name, m.unit, m.generated) for m in spec.measures] == [
        ("amount", "EUR", False),
        ("days_to_ship", "days", True),
        ("hours_to_pay", "hours", True),
    ]


def test_a_periodic_snapshot_knows_its_period() -> None:
    spec = Balance.__starschema__
    assert spec.periodic is not None
    assert spec.periodic.column is spec.table.c.day_key
    assert spec.periodic.role is spec.roles[0]
    assert spec.periodic.derived is None


def test_a_semi_additive_measure_knows_over_which_role_it_may_not_be_summed() -> None:
    found = {m.name: (m.additive, m.except_over) for m in Balance.__starschema__.measures}
    assert found == {
        "owed": (False, SemiAdditive("day", "average")),
        "limit": (False, SemiAdditive("day", "last")),
    }
    stood = {m.name: (m.additive, m.except_over) for m in PaidByMonth.__starschema__.measures}
    assert stood == {
        "before": (False, SemiAdditive("day", "first")),
        "paid": (True, None),
        "after": (False, SemiAdditive("day", "last")),
    }


def test_a_derived_snapshot_knows_what_it_follows_from() -> None:
    spec, base = PaidByMonth.__starschema__, Payment.__starschema__
    assert spec.table.columns.keys() == ["customer_key", "day_key", "before", "paid", "after", "load_id"]
    assert [column.name for column in spec.table.primary_key] == ["customer_key", "day_key"]
    assert spec.periodic is not None
    derived = spec.periodic.derived
    assert derived is not None
    assert (derived.of, derived.every) == (base, "month")
    assert derived.roles == {"customer": base.roles[1], "day": base.roles[0]}
    amount = base.table.c.amount
    assert [(m.column.name, m.part, m.base) for m in derived.measures] == [
        ("before", "opening", amount), ("paid", "movement", amount), ("after", "closing", amount),
    ]  # fmt: skip
    assert [(m.unit, m.additive, m.generated) for m in spec.measures] == [
        ("EUR", False, True), ("EUR", True, True), ("EUR", False, True),
    ]  # fmt: skip
    before, after = spec.table.c.before.type, spec.table.c.after.type
    assert isinstance(before, Numeric)
    assert isinstance(after, Numeric)
    assert (before.precision, after.precision) == (14, 18)


def test_an_aggregate_has_a_surrogate_key_and_the_columns_of_what_it_adds_up() -> None:
    spec, base = PaymentsByCity.__starschema__, Payment.__starschema__
    table = spec.table
    assert table.name == "agg_payments_by_city"
    assert table.columns.keys() == [
        "payments_by_city_key", "day_key", "city", "payments", "customers", "amount", "load_id",
    ]  # fmt: skip
    assert [column.name for column in table.primary_key] == ["payments_by_city_key"]
    assert {column.name for column in table.columns if column.nullable} == {"city"}
    city, amount = table.c.city.type, table.c.amount.type
    assert isinstance(city, String)
    assert city.length == 60
    assert isinstance(amount, Numeric)
    assert (amount.precision, amount.scale) == (24, 2)
    assert isinstance(table.c.payments.type, BigInteger)
    day, customer = base.roles
    assert [(p.column, p.source, p.via, p.is_attribute) for p in spec.grain] == [
        (table.c.day_key, day.column, day, False),
        (table.c.city, Customer.__starschema__.table.c.city, customer, True),
    ]
    assert [(m.column.name, m.how, m.source, m.via) for m in spec.measures] == [
        ("payments", "rows", None, None),
        ("customers", "distinct", Customer.__starschema__.table.c.customer_id, customer),
        ("amount", "total", base.table.c.amount, None),
    ]
    assert (spec.of, spec.roles) == (base, (day, customer))
    found = catalog(Mart)
    assert found.aggregates_of(base) == found.aggregates_by(Day.__starschema__) == (spec,)


def test_a_reversible_fact_has_the_order_of_its_rows_and_reversals_in_its_key() -> None:
    spec = Invoice.__starschema__
    table = spec.table
    assert table.columns.keys() == ["invoice_no", "told_at", "customer_key", "amount", "load_id", "reversal"]
    assert spec.grain == (table.c.invoice_no, table.c.told_at, table.c.reversal)
    assert spec.reversible is not None
    assert spec.reversible.of == (table.c.invoice_no,)
    assert (spec.reversible.sequence, spec.reversible.reversal) == (table.c.told_at, table.c.reversal)
    assert not table.c.told_at.nullable


@pytest.mark.parametrize("dialect", ["duckdb", "sqlite", "postgresql", "mysql", "mariadb"])
def test_every_kind_has_its_ddl(dialect: str) -> None:
    script = create_ddl(Mart, dialect)
    for model in (Order, Balance, Payment, Invoice, PaidByMonth, PaymentsByCity):
        assert f"CREATE TABLE {model.__starschema__.table.name} (" in script
        assert f"'{model.__starschema__.table.name}', 'history'" in script
