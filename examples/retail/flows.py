"""What feeds the mart: where each system's rows are, and the business rules that make them agree."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import DateTime, Integer, String, column, select, table

from examples.retail.model import Call, Customer, Day, Mart, Product, Sale
from starschema import Flow, sources

FOLDER, CATALOG, WAREHOUSE, BROKER = "RETAIL_FOLDER", "RETAIL_CATALOG", "RETAIL_WAREHOUSE", "RETAIL_BROKER"
"""Variables of the environment that tell Celery's workers where everything is."""

CUSTOMERS = table(
    "customers",
    column("id", Integer),
    column("mail", String),
    column("full_name", String),
    column("country", String),
    column("updated_at", DateTime),
)

CALLS = table(
    "calls",
    column("no", Integer),
    column("called_at", DateTime),
    column("customer_id", Integer),
    column("seconds", Integer),
)

ACCOUNTS = """
with named as (select *, trim(split_part(KUNDE, ',', 1)) as last, trim(split_part(KUNDE, ',', 2)) as first from source)
select KONTO as account, lower(EMAIL) as email, strptime(SEIT, '%d.%m.%Y') as since,
    first[1] || lower(first[2:]) || ' ' || last[1] || lower(last[2:]) as name,
    case LAND when 'NO' then 'Norway' when 'SE' then 'Sweden' when 'DE' then 'Germany' end as country
from named
"""
"""Billing shouts, writes surnames first and countries as codes."""

PRODUCTS = """
select no as sku, title, "group" as category, cast(cents as decimal(12, 0)) * 0.01 as price from source
"""
"""The feed has prices in cents."""


def retail(folder: Path, catalog: str) -> Flow:
    """Return the flow.

    Args:
        folder: Where the CRM's database and billing's exports are, and where extracts land.
        catalog: URL of the product feed.
    """
    flow = Flow("retail", Mart, landing=folder / "landing")
    crm = f"sqlite:///{folder}/crm.db"
    flow.feed(Day, start="2024-01-01", end="2024-12-31")

    @flow.feed(
        Customer,
        sources.sql(crm, select(CUSTOMERS), name="crm customers", cursor="updated_at"),
        system="crm",
        effective="updated_at",
        priority=1,
    )
    def crm_customers(batch: Any) -> Any:
        return pa.table(
            {
                "customer_id": batch["id"],
                "email": pc.utf8_lower(batch["mail"]),
                "name": batch["full_name"],
                "country": batch["country"],
                "updated_at": batch["updated_at"],
            }
        )

    flow.feed(
        Customer,
        lambda: sources.csv(folder / "accounts.csv", delimiter=";", encoding="cp1252"),
        name="billing_accounts",
        sql=ACCOUNTS,
        system="billing",
        system_key="account",
        match="email",
        effective="since",
        priority=2,
    )

    flow.feed(
        Product,
        lambda: sources.http(
            catalog, records="catalog/product", columns={n: n for n in ("title", "group", "cents")} | {"no": "@no"}
        ),
        name="products",
        sql=PRODUCTS,
        effective=date(2024, 1, 1),
    )

    @flow.feed(Sale, lambda: sources.csv(str(folder / "invoices-*.csv"), delimiter=";"), on_duplicate="ignore")
    def invoices(batch: Any) -> Any:
        amount = pc.replace_substring(pc.replace_substring(batch["BETRAG"], ".", ""), ",", ".")
        return pa.table(
            {
                "invoice_no": batch["RECHNUNG"],
                "line_no": batch["POS"],
                "sold_at": pc.strptime(batch["DATUM"], format="%d.%m.%Y", unit="us"),
                "account": batch["KONTO"],
                "sku": pc.replace_substring_regex(pc.utf8_upper(batch["ARTIKEL"]), "^P", "P-"),
                "quantity": batch["MENGE"],
                "amount": amount,
            }
        )

    @flow.feed(Call, sources.sql(crm, select(CALLS), name="crm calls"), on_duplicate="ignore")
    def calls(batch: Any) -> Any:
        return pa.table(
            {
                "call_no": batch["no"],
                "called_at": batch["called_at"],
                "customer_id": batch["customer_id"],
                "minutes": pc.divide(pc.add(batch["seconds"], 59), 60),  # as billed: every minute begun
            }
        )

    return flow


def __getattr__(name: str) -> Any:
    """Make the app for `celery -A examples.retail.flows:app worker -B` when it is asked for."""
    if name != "app":
        raise AttributeError(name)
    flow = retail(Path(os.environ[FOLDER]), os.environ[CATALOG])
    return flow.celery(broker=os.environ[BROKER], url=os.environ[WAREHOUSE], sweep=1.0)
