"""Which tables, columns and specs the classes of a model become."""

from __future__ import annotations

import pickle
from datetime import datetime

import pytest
from sqlalchemy import BigInteger, DateTime, MetaData, String, Time, UniqueConstraint, create_engine, func, select
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import DeclarativeBase, DeclarativeBaseNoMeta, Mapped, Session, relationship

from starschema import (
    Calendar,
    Dimension,
    Physical,
    TransactionFact,
    attribute,
    degenerate,
    hierarchy,
    natural_key,
    role,
)
from starschema.model.spec import UNSET, DimensionSpec, FactSpec, HierarchySpec, dimension_spec
from tests.model.retail import Customer, Day, Mart, Product, Sale, StockCount


def test_a_versioned_dimension_has_the_librarys_columns_around_its_own() -> None:
    table = Customer.__starschema__.table
    assert table.name == "dim_customer"
    assert table.columns.keys() == [
        "customer_key", "customer_id", "joined_on", "name", "city", "region", "segment", "seen_at",
        "customer_durable_key", "valid_from", "valid_to", "is_current", "lsn", "is_inferred", "load_id",
        "current_region", "previous_segment",
    ]  # fmt: skip
    nullable = {column.name for column in table.columns if column.nullable}
    assert nullable == {
        "customer_id", "joined_on", "name", "city", "region", "segment", "seen_at", "lsn", "current_region",
        "previous_segment",
    }  # fmt: skip
    assert [column.name for column in table.primary_key] == ["customer_key"]
    assert isinstance(table.c.customer_key.type, BigInteger)
    assert table.c.customer_key.autoincrement is False


def test_an_unversioned_dimension_has_no_version_columns() -> None:
    assert Product.__starschema__.table.columns.keys() == [
        "product_key",
        "shop",
        "sku",
        "title",
        "is_inferred",
        "load_id",
    ]


def test_a_natural_key_is_nullable_whatever_its_annotation_and_unique() -> None:
    found = {
        constraint.name: [column.name for column in constraint.columns]
        for cls in (Customer, Product)
        for constraint in dimension_spec(cls).table.constraints
        if isinstance(constraint, UniqueConstraint)
    }
    assert found == {
        "uq_dim_customer_natural_key": ["customer_id", "valid_from"],
        "uq_dim_product_natural_key": ["shop", "sku"],
    }
    assert Product.__starschema__.table.c.shop.nullable
    assert not Product.__starschema__.table.c.title.nullable


def test_a_dimension_is_resolved_to_plain_data() -> None:
    spec = Customer.__starschema__
    table = Customer.__starschema__.table
    assert isinstance(spec, DimensionSpec)
    assert (spec.cls, spec.name, spec.table, spec.key) == (Customer, "customer", table, table.c.customer_key)
    assert spec.natural_key == (table.c.customer_id,)
    assert [(a.name, a.scd, a.scope, a.versioned) for a in spec.attributes] == [
        ("joined_on", 0, "all", False),
        ("name", 1, "all", False),
        ("city", 2, "all", True),
        ("region", 6, "all", True),
        ("segment", 3, "all", False),
        ("seen_at", 1, "current", False),
    ]
    assert all(a.column is table.c[a.name] and a.unknown is UNSET for a in spec.attributes)
    assert [a.previous for a in spec.attributes if a.scd == 3] == [table.c.previous_segment]
    assert [a.current for a in spec.attributes if a.scd == 6] == [table.c.current_region]
    assert (spec.valid_from, spec.valid_to, spec.is_current) == (
        table.c.valid_from,
        table.c.valid_to,
        table.c.is_current,
    )
    assert (spec.sequence, spec.durable_key) == (table.c.lsn, table.c.customer_durable_key)
    assert spec.versioned
    assert spec.journaled
    assert spec.hierarchies == (HierarchySpec("geography", ("region", "city")),)


def test_the_column_of_the_value_before_or_now_has_the_type_of_the_value() -> None:
    table = Customer.__starschema__.table
    for name in ("current_region", "previous_segment"):
        of = table.c[name.split("_")[1]].type
        kind = table.c[name].type
        assert isinstance(kind, String)
        assert isinstance(of, String)
        assert kind.length == of.length


def test_a_fact_has_its_columns_in_declared_order_and_its_grain_as_primary_key() -> None:
    table = Sale.__starschema__.table
    assert table.name == "fact_sale"
    assert table.columns.keys() == [
        "order_no", "line_no", "sold_at", "order_date_key", "customer_key", "customer_durable_key", "ship_to_key",
        "product_key", "quantity", "amount", "unit_price", "load_id",
    ]  # fmt: skip
    assert [column.name for column in table.primary_key] == ["order_no", "line_no"]
    assert [column.name for column in StockCount.__starschema__.table.primary_key] == ["product_key", "counted_on_key"]
    assert {column.name: column.nullable for column in table.columns if column.nullable} == {}
    assert [key.target_fullname for key in table.c.ship_to_key.foreign_keys] == ["dim_customer.customer_key"]


def test_a_fact_is_resolved_to_plain_data() -> None:
    spec = Sale.__starschema__
    table = Sale.__starschema__.table
    assert isinstance(spec, FactSpec)
    assert (spec.name, spec.grain_text) == ("sale", "one row per order line")
    assert spec.grain == (table.c.order_no, table.c.line_no)
    assert [(r.name, r.dimension.cls, r.source, r.as_of, r.missing, r.null) for r in spec.roles] == [
        ("order_date", Day, ("sold_at",), None, "infer", "unknown"),
        ("customer", Customer, ("customer_id",), "sold_at", "infer", "unknown"),
        ("ship_to", Customer, ("ship_to_id",), "sold_at", "infer", "not applicable"),
        ("product", Product, ("store", "sku"), None, "reject", "unknown"),
    ]
    assert [r.column for r in spec.roles] == [table.c[f"{r.name}_key"] for r in spec.roles]
    assert [r.durable for r in spec.roles] == [None, table.c.customer_durable_key, None, None]
    assert spec.degenerates == (table.c.order_no, table.c.line_no, table.c.sold_at)
    assert [(m.name, m.column, m.unit, m.additive) for m in spec.measures] == [
        ("quantity", table.c.quantity, "each", True),
        ("amount", table.c.amount, "EUR", True),
        ("unit_price", table.c.unit_price, "EUR", False),
    ]
    assert spec.load_id is table.c.load_id
    assert spec.physical == Physical(partition_by="sold_at", distribute_on="customer", sort_on=("sold_at",))


def test_tables_and_columns_are_commented_from_the_classes() -> None:
    assert Customer.__starschema__.table.comment == "One row per version of a customer."
    assert Customer.__starschema__.table.c.name.comment == "As on the invoice"
    assert Sale.__starschema__.table.comment == "one row per order line"


@pytest.mark.parametrize("name", ["seen_at", "valid_from", "valid_to"])
def test_times_keep_microseconds_on_mysql(name: str) -> None:
    kind = Customer.__starschema__.table.c[name].type
    assert kind.compile(mysql.dialect()) == "DATETIME(6)"
    assert kind.compile(postgresql.dialect()) == "TIMESTAMP WITHOUT TIME ZONE"  # type: ignore[no-untyped-call]


def test_a_time_type_that_the_user_decided_on_stays_as_it_is() -> None:
    class Base(DeclarativeBase):
        pass

    class Shift(Dimension, Base):
        code: Mapped[str] = natural_key(String(3))
        at: Mapped[datetime | None] = attribute(mysql.DATETIME(fsp=3))
        starts: Mapped[datetime | None] = attribute(Time)
        ends: Mapped[datetime | None] = attribute(DateTime().with_variant(mysql.DATETIME(fsp=1), "mysql"))

    dialect = mysql.dialect()
    kinds = [column.type.compile(dialect) for column in Shift.__starschema__.table.columns][2:5]
    assert kinds == ["DATETIME(3)", "TIME(6)", "DATETIME(1)"]


def test_the_users_own_names_schema_and_conventions_stay() -> None:
    class Base(DeclarativeBase):
        metadata = MetaData(schema="mart", naming_convention={"fk": "fk_%(table_name)s_%(column_0_name)s"})

    class HTTPHost(Dimension, Base):
        __tablename__ = "hosts"
        host: Mapped[str] = natural_key(String(80))

    class PageView(TransactionFact, Base, grain="one row per request"):
        request_id: Mapped[int] = degenerate(grain=True)
        http_host = role(HTTPHost, source="host")

    assert HTTPHost.__starschema__.table.fullname == "mart.hosts"
    assert HTTPHost.__starschema__.key.name == "http_host_key"
    assert PageView.__starschema__.table.fullname == "mart.fact_page_view"
    assert [key.name for key in PageView.__starschema__.table.foreign_key_constraints] == [
        "fk_fact_page_view_http_host_key"
    ]


def test_attributes_of_mixins_and_abstract_classes_are_the_dimensions_own() -> None:
    class Located:
        region: Mapped[str | None] = attribute(String(40), scd=2)

    class Base(DeclarativeBase):
        pass

    class Coded(Dimension, Base):
        __abstract__ = True
        code: Mapped[str] = natural_key(String(4))

    class Shop(Located, Coded):
        city: Mapped[str | None] = attribute(String(40))
        geography = hierarchy(Located.region, city)

    class Depot(Located, Coded):
        pass

    assert [a.name for a in Shop.__starschema__.attributes] == ["region", "city"]
    assert Shop.__starschema__.hierarchies == (HierarchySpec("geography", ("region", "city")),)
    assert Depot.__starschema__.table.columns.keys()[:3] == ["depot_key", "region", "code"]
    assert Depot.__starschema__.versioned
    assert Depot.__starschema__.table.c.region is not Shop.__starschema__.table.c.region


def test_a_base_without_sqlalchemys_metaclass_will_do() -> None:
    class Base(DeclarativeBaseNoMeta):
        pass

    class Shop(Dimension, Base):
        code: Mapped[str] = natural_key(String(4))
        city: Mapped[str | None] = attribute(String(40), scd=6)

    assert str(select(Shop.__starschema__.table.c.current_city)) == "SELECT dim_shop.current_city \nFROM dim_shop"
    assert hasattr(Shop, "current_city")


def test_helpers_hybrids_and_relationships_of_the_user_keep_working() -> None:
    class Base(DeclarativeBase):
        pass

    class Shop(Dimension, Base):
        code: Mapped[str] = natural_key(String(4))
        city: Mapped[str | None] = attribute(String(40))
        views = relationship("View", viewonly=True)
        limit = 5

        @hybrid_property
        def shout(self) -> str:
            return func.upper(self.city)  # type: ignore[return-value]

    class View(TransactionFact, Base, grain="one row per view"):
        view_id: Mapped[int] = degenerate(grain=True)
        shop = role(Shop, source="code")

    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Shop(shop_key=1, code="a", city="Oslo"))
        session.flush()
        session.add(View(view_id=7, shop_key=1))
        session.flush()
        assert session.scalar(select(Shop.shout)) == "OSLO"
        shop = session.scalars(select(Shop)).one()
        assert [view.view_id for view in shop.views] == [7]
        assert shop.limit == 5
        assert (shop.is_inferred, shop.load_id) == (False, 0)


def test_a_metadata_can_be_copied_and_pickled() -> None:
    copied = MetaData()
    for table in Mart.metadata.sorted_tables:
        table.to_metadata(copied)
    pickled = pickle.loads(pickle.dumps(Mart.metadata))
    for metadata in (copied, pickled):
        assert metadata.tables.keys() == Mart.metadata.tables.keys()
        sale, product = metadata.tables["fact_sale"], metadata.tables["dim_product"]
        assert str(select(sale.c.amount).join(product)).endswith(
            "JOIN dim_product ON dim_product.product_key = fact_sale.product_key"
        )


def test_a_calendar_takes_physical_hints_like_any_dimension() -> None:
    class Base(DeclarativeBase):
        pass

    class Day(Calendar, Base, physical=Physical(replicate=True)):
        pass

    assert Day.__starschema__.physical == Physical(replicate=True)
    assert not Day.__starschema__.journaled
    assert Day.__starschema__.key.name == "day_key"
