"""`starschema load --dry-run`, `starschema verify` and `starschema rebuild`, called as a shell would."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.test_cli import CUSTOMERS, Called, call, shop

__all__ = ["call", "shop"]  # fixtures

URL = "duckdb:///shop.db"


@pytest.fixture
def loaded(shop: Path, call: Called) -> Path:
    """A warehouse with two customers, one of whom has bought something."""
    (shop / "sales.csv").write_text(
        "order_no,line_no,sold_at,customer_id,product_code,quantity,amount,unit_price\n"
        "A,1,2024-03-01,1,tea,1,2.00,2.00\n",
        encoding="utf-8",
    )
    customers = ("load", "cli_shop:Customer", "customers.csv", "--effective", "2024-01-01", "--url", URL)
    assert call(*customers, "--create").code == 0, call.error
    assert call("load", "cli_shop:Sale", "sales.csv", "--url", URL).code == 0, call.error
    return shop


def execute(statement: str) -> list[tuple[object, ...]]:
    engine = create_engine(URL)
    with engine.begin() as connection:
        result = connection.execute(text(statement))
        rows = [tuple(row) for row in result] if result.returns_rows else []
    engine.dispose()
    return rows


def test_a_dry_run_shows_counts_and_rows_and_changes_nothing(loaded: Path, call: Called) -> None:
    before = execute("SELECT * FROM dim_customer ORDER BY 1"), execute("SELECT * FROM starschema_load ORDER BY 1")
    (loaded / "moved.csv").write_text(
        CUSTOMERS.replace("Oslo", "[b]ergen").replace("2,2024-01-01,Bo", "3,2024-01-01,Cy"), encoding="utf-8"
    )
    arguments = ("load", "cli_shop:Customer", "moved.csv", "--effective", "2024-02-01", "--url", URL)
    assert call(*arguments, "--dry-run").code == 0, call.error
    counts, *rest = call.out.splitlines()
    assert counts.startswith("Customer: 2 read, 1 inserted, 1 versioned, 1 repointed in ")
    assert counts.endswith("(dry run, nothing was changed)")
    shown = "\n".join(rest)
    for heading in ("To be inserted, 1:", "To start a new version, 1:", "Versions that would end, 1:"):
        assert heading in shown
    for value in ("Cy", "[b]ergen", "Oslo", "2024-02-01"):
        assert value in shown
    after = execute("SELECT * FROM dim_customer ORDER BY 1"), execute("SELECT * FROM starschema_load ORDER BY 1")
    assert after == before


def test_a_dry_run_that_would_reject_rows_shows_them_and_fails(loaded: Path, call: Called) -> None:
    (loaded / "bad.csv").write_text("customer_id,city\n1,Oslo\nseven,Oslo\n", encoding="utf-8")
    arguments = ("load", "cli_shop:Customer", "bad.csv", "--effective", "2024-02-01", "--url", URL, "--dry-run")
    assert call(*arguments).code == 1
    assert "To be rejected, 1:" in call.out
    assert "seven" in call.out
    assert "The load would fail: 1 rows rejected are more than --reject-limit 0." in call.out
    assert call(*arguments, "--reject-limit", "1").code == 0
    assert "would fail" not in call.out


def test_a_dry_run_creates_nothing(shop: Path, call: Called) -> None:
    call("load", "cli_shop:Customer", "customers.csv", "--url", URL, "--create", "--dry-run").failed(2, "--create")
    call("load", "cli_shop:Customer", "customers.csv", "--url", URL, "--dry-run").failed(2, "no file shop.db")
    assert not (shop / "shop.db").exists()


def test_a_sound_warehouse_has_no_faults(loaded: Path, call: Called) -> None:
    assert call("verify", "cli_shop:Mart", "--url", URL).code == 0, call.out
    names = ("Day", "Customer", "Product", "OrderFlags")
    assert call.out == "".join(f"{name}: no fault found\n" for name in names)
    assert call("verify", "cli_shop:Sale", "--url", URL).code == 0
    assert call.out == "Sale: no fault found\n"


@pytest.mark.parametrize("name", ["Mart", "Sale", "Customer"])
def test_faults_are_printed_with_rows_and_make_the_command_fail(loaded: Path, call: Called, name: str) -> None:
    execute("UPDATE fact_sale SET customer_key = 77")
    assert call("verify", f"cli_shop:{name}", "--url", URL).code == 1
    assert "fact_sale has 1 rows whose customer_key no Customer has, such as:" in call.out
    assert "77" in call.out
    assert call.error == ""


def test_verify_needs_a_model_and_a_warehouse(shop: Path, call: Called) -> None:
    call("verify", "cli_shop:Decimal", "--url", URL).failed(2, "no declarative base")
    call("verify", "cli_shop:Mart", "--url", URL).failed(2, "no file shop.db")


def test_a_history_is_rebuilt_after_a_type_was_changed(loaded: Path, call: Called) -> None:
    (loaded / "renamed.csv").write_text(CUSTOMERS.replace("Ann", "Anne"), encoding="utf-8")
    call("load", "cli_shop:Customer", "renamed.csv", "--effective", "2024-02-01", "--url", URL)
    names = "SELECT name FROM dim_customer WHERE customer_id = 1 ORDER BY valid_from"
    assert execute(names) == [("Anne",)]
    model = (loaded / "cli_shop.py").read_text(encoding="utf-8")
    (loaded / "cli_shop_two.py").write_text(
        model.replace("attribute(String(80), scd=1)", "attribute(String(80), scd=2)"), encoding="utf-8"
    )
    assert call("rebuild", "cli_shop_two:Customer", "--url", URL).code == 0, call.error
    assert call.out.startswith("Customer: ")
    assert "1 versioned" in call.out
    assert execute(names) == [("Ann",), ("Anne",)]
    assert call("verify", "cli_shop_two:Mart", "--url", URL).code == 0, call.out


def test_what_has_no_history_cannot_be_rebuilt(loaded: Path, call: Called) -> None:
    call("rebuild", "cli_shop:Product", "--url", URL).failed(1, "Product keeps no versions")
    call("rebuild", "cli_shop:Sale", "--url", URL).failed(1, "Sale is a fact")
