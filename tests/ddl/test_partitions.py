"""PostgreSQL's partitions and MariaDB's, on the real databases: loads do not notice them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import DateTime, Numeric, func, inspect, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Dimension,
    ModelError,
    Physical,
    TransactionFact,
    Warehouse,
    attribute,
    create_ddl,
    degenerate,
    measure,
    natural_key,
    role,
)


class Mart(DeclarativeBase):
    pass


class Shop(Dimension, Mart):
    id: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(scd=2)


class Sale(TransactionFact, Mart, grain="one row per sale"):
    number: Mapped[int] = degenerate(grain=True)
    sold_at: Mapped[dt.datetime] = degenerate()
    shop = role(Shop, as_of="sold_at", source="shop_id")
    amount: Mapped[Decimal] = measure(Numeric(12, 2), unit="EUR")
    physical = Physical(partition_by="sold_at", partition_span=(dt.date(2023, 1, 1), dt.date(2024, 6, 30)))


def sales(*rows: tuple[int, str, int]) -> list[dict[str, Any]]:
    return [{"number": n, "sold_at": at, "shop_id": 1, "amount": Decimal(amount)} for n, at, amount in rows]


def facts(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    with warehouse.engine.connect() as connection:
        query = select(Sale.number, Sale.sold_at, Sale.amount, Shop.city).join(Sale.shop_member)
        return [(n, str(at)[:10], int(a), city) for n, at, a, city in connection.execute(query.order_by(Sale.number))]


@pytest.mark.only("postgresql", "mariadb")
def test_loads_of_a_partitioned_fact_end_as_those_of_any(url: str) -> None:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    warehouse.load(Shop, [{"id": 1, "city": "Oslo"}], effective=dt.date(2023, 1, 1))
    loaded = warehouse.load(Sale, sales((1, "2023-05-05", 10), (2, "2024-02-29", 20), (3, "1999-01-01", 30)))
    assert (loaded.read, loaded.inserted) == (3, 3)
    # The same grain at another time is the same row, though the key of the database would let it in.
    again = warehouse.load(Sale, sales((1, "2024-07-01", 11), (4, "2031-01-01", 40)), on_duplicate="replace")
    assert (again.inserted, again.updated) == (1, 1)
    with pytest.raises(Exception, match="already has a row of this grain"):
        warehouse.load(Sale, sales((2, "2024-03-01", 20)))
    warehouse.load(Shop, [{"id": 1, "city": "Bergen"}], effective=dt.date(2024, 1, 1))
    assert facts(warehouse) == [
        (1, "2024-07-01", 11, "Bergen"),
        (2, "2024-02-29", 20, "Bergen"),
        (3, "1999-01-01", 30, "Oslo"),
        (4, "2031-01-01", 40, "Bergen"),
    ]
    assert warehouse.verify(Sale)
    warehouse.create_all()
    warehouse.drop_all()
    assert inspect(warehouse.engine).get_table_names() == []


@pytest.mark.only("mariadb")
def test_rows_lie_in_the_listed_partitions(url: str) -> None:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    warehouse.load(Sale, sales((1, "2023-05-05", 10), (2, "2024-07-01", 20), (3, "1999-01-01", 30)))
    query = text(
        "SELECT partition_name FROM information_schema.partitions "
        "WHERE table_schema = database() AND table_name = 'fact_sale' ORDER BY partition_ordinal_position"
    )
    with warehouse.engine.connect() as connection:
        names = connection.scalars(query).all()
        assert (names[0], names[1], names[-2], names[-1]) == ("p_20230101", "p_20230201", "p_20240701", "p_last")
        for name in ("p_20230101", "p_20230601", "p_last"):
            assert connection.scalar(text(f"SELECT count(*) FROM fact_sale PARTITION ({name})")) == 1


@pytest.mark.only("postgresql")
def test_the_function_makes_the_partitions_of_what_is_there_and_of_what_is_to_come(url: str) -> None:
    warehouse = Warehouse(url, Mart)
    warehouse.create_all()
    warehouse.load(Sale, sales((1, "2023-05-05", 10), (2, "2023-05-31", 20), (3, "1999-01-01", 30)))
    with warehouse.engine.begin() as connection:
        rest = text("SELECT count(*) FROM fact_sale_default")
        assert connection.scalar(rest) == 3
        assert connection.scalar(text("SELECT fact_sale_partitions()")) == 2
        assert connection.scalar(rest) == 0
        assert connection.scalar(text("SELECT fact_sale_partitions()")) == 0
        assert connection.scalar(text("SELECT fact_sale_partitions(ahead => 5)")) == 2
        assert connection.scalar(text("SELECT count(*) FROM fact_sale_202305")) == 2
        plan = "\n".join(connection.scalars(text("EXPLAIN SELECT * FROM fact_sale WHERE sold_at >= '2999-01-01'")))
        assert "fact_sale_202305" not in plan
    warehouse.load(Sale, sales((4, "2023-05-07", 10)))
    assert [row[0] for row in facts(warehouse)] == [1, 2, 3, 4]
    indexes = inspect(warehouse.engine).get_indexes("fact_sale")
    assert [index["dialect_options"]["postgresql_using"] for index in indexes] == ["brin"]


@pytest.mark.only("postgresql")
def test_a_partitioned_fact_of_a_schema_with_hostile_names_is_loaded_too(url: str) -> None:
    from sqlalchemy import MetaData

    class Base(DeclarativeBase):
        metadata = MetaData(schema="o'dd %s \\")

    class Visit(TransactionFact, Base, grain="one row per visit"):
        __tablename__ = "v \"i' %I $starschema$ \\"
        no: Mapped[int] = degenerate(grain=True)
        when: Mapped[dt.datetime] = degenerate(DateTime(timezone=True))
        minutes: Mapped[int] = measure(unit="min")
        physical = Physical(partition_by="when", partition_every="day")

    warehouse = Warehouse(url, Base)
    warehouse.create_all()
    warehouse.load(Visit, [{"no": 1, "when": "2024-01-01T00:00:00Z", "minutes": 5}])
    with warehouse.engine.begin() as connection:
        prepared: Any = connection.dialect.identifier_preparer
        function = prepared.format_table(Visit.__table__, name=f"{Visit.__tablename__}_partitions")
        assert connection.exec_driver_sql(f"SELECT {function}(0)").scalar() == 1
        assert connection.scalar(select(func.count()).select_from(Visit)) == 1
    warehouse.drop_all()


@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "sqlserver", "oracle"])
def test_partitions_by_a_time_that_may_be_null_are_refused(dialect: str) -> None:
    class Base(DeclarativeBase):
        pass

    class Visit(TransactionFact, Base, grain="one row per visit"):
        no: Mapped[int] = degenerate(grain=True)
        ended_at: Mapped[dt.datetime | None] = degenerate()
        minutes: Mapped[int] = measure(unit="min")
        physical = Physical(partition_by="ended_at", partition_span=(dt.date(2024, 1, 1), dt.date(2024, 12, 31)))

    with pytest.raises(ModelError, match=r"Visit: Physical\(partition_by='ended_at'\).*NOT NULL"):
        create_ddl(Base, dialect)
    assert "DATETIME_TRUNC" in create_ddl(Base, "bigquery")


def test_partitions_by_what_is_no_time_are_refused() -> None:
    class Base(DeclarativeBase):
        pass

    class Visit(TransactionFact, Base, grain="one row per visit"):
        no: Mapped[int] = degenerate(grain=True)
        minutes: Mapped[int] = measure(unit="min")
        physical = Physical(partition_by="no")

    with pytest.raises(
        ModelError, match=r"Visit: Physical\(partition_by='no'\) is of type Integer\(\), which is no time"
    ):
        create_ddl(Base, "snowflake")


def test_hints_that_contradict_themselves_are_refused() -> None:
    class Base(DeclarativeBase):
        pass

    wrong: Any
    for wrong, said in (
        ({"partition_every": "week", "partition_by": "at"}, "'week'"),
        ({"expire_days": 0, "partition_by": "at"}, "number of days"),
        ({"partition_span": (dt.date(2024, 2, 1), dt.date(2024, 1, 1)), "partition_by": "at"}, "two dates in order"),
        ({"expire_days": 10}, "give partition_by= as well"),
    ):
        with pytest.raises(ModelError, match=f"Visit: .*{said}"):

            class Visit(TransactionFact, Base, grain="one row per visit", physical=Physical(**wrong)):
                at: Mapped[dt.datetime] = degenerate(grain=True)
                minutes: Mapped[int] = measure(unit="min")
