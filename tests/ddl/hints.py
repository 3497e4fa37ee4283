"""A model that uses every hint of `Physical`, every type that a column can have, a schema and what needs care."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from uuid import UUID

from sqlalchemy import DateTime, Double, LargeBinary, MetaData, Numeric, SmallInteger, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Dimension,
    Physical,
    TimeOfDay,
    TransactionFact,
    attribute,
    degenerate,
    measure,
    natural_key,
    ragged,
    role,
)


class Size(enum.Enum):
    small = "S"
    large = "L"


class Hinted(DeclarativeBase):
    metadata = MetaData(
        schema="mart", naming_convention={"pk": "pk_%(table_name)s", "ix": "ix_%(table_name)s_%(column_0_name)s"}
    )


class Clock(TimeOfDay, Hinted):
    """One row per minute."""


class Place(Dimension, Hinted, durable_key=True):
    """One row per version of a place, in the order of its \\ name's 100%."""

    code: Mapped[str] = natural_key(String(20))
    name: Mapped[str | None] = attribute(String(60), scd=2, unknown="It's \\ unknown", index=True)
    size: Mapped[Size | None] = attribute(scd=1)
    remarks: Mapped[str | None] = attribute(Text, scd=1)
    picture: Mapped[bytes | None] = attribute(LargeBinary, scd=1, unknown=b"\x00\xff")
    opens: Mapped[dt.time | None] = attribute(scd=1, unknown=dt.time(9, 30))
    passport: Mapped[UUID | None] = attribute(scd=1, unknown=UUID(int=7))
    height: Mapped[float | None] = attribute(Double, scd=1, unknown=1.5)
    floors: Mapped[int | None] = attribute(SmallInteger, scd=1)
    seen: Mapped[dt.datetime | None] = attribute(
        DateTime(timezone=True), scd=1, unknown=dt.datetime(2000, 1, 1, 2, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    )
    rent: Mapped[Decimal | None] = attribute(Numeric(38, 12), scd=1, unknown=(Decimal("-0.50"), Decimal("1e3")))
    parent: Mapped[str | None] = attribute(String(20), scd=1)
    tree = ragged(parent)
    physical = Physical(
        replicate=True,
        compress=True,
        options={"oracle": {"tablespace": "dims"}, "snowflake": {"transient": True}},
    )


class Event(TransactionFact, Hinted, grain="one row per event"):
    """What happened where."""

    no: Mapped[int] = degenerate(grain=True)
    day: Mapped[dt.date] = degenerate()
    at: Mapped[dt.datetime] = degenerate()
    place = role(Place, source="code", as_of="at")
    time = role(Clock, source="at")
    amount: Mapped[Decimal] = measure(Numeric(14, 2), unit="EUR")
    physical = Physical(
        partition_by="day",
        partition_every="year",
        partition_span=(dt.date(2022, 5, 1), dt.date(2024, 12, 31)),
        expire_days=3650,
        distribute_on="place",
        sort_on=("at", "place"),
        cluster_on=("place", "time"),
        compress=True,
        options={
            "bigquery": {"require_partition_filter": True},
            "clickhouse": {"engine": "ReplacingMergeTree(load_id)", "settings": {"index_granularity": 1024}},
            "databricks": {"tblproperties": {"delta.appendOnly": "false"}},
            "snowflake": {"data_retention_time_in_days": 7},
            "trino": {"format": "ORC"},
        },
    )
