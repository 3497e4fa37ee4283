"""What the kinds of fact become: tables, and plain data."""

from __future__ import annotations

from tests.model.kinds import Day, Order


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
