"""Roles in queries and on instances."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import String, create_engine, event, func, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, aliased, selectinload

from starschema import Dimension, TransactionFact, degenerate, natural_key, role
from starschema.model.spec import dimension_spec
from starschema.model.special import special_members
from tests.model.retail import Customer, Day, Mart, Product, Sale, StockCount

# A plain SQLite engine keeps decimals as floats, of which SQLAlchemy warns; that is not what these tests are about.
pytestmark = pytest.mark.filterwarnings("ignore:Dialect sqlite.* does .not. support Decimal")


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    Mart.metadata.create_all(engine)
    with Session(engine) as session:
        for cls in (Day, Customer, Product):
            session.execute(insert(cls), special_members(dimension_spec(cls)))
        oslo, moss = datetime(2024, 1, 1), datetime(2024, 2, 1)
        session.add_all(
            [
                Day(day_key=20240115, date=date(2024, 1, 15), year=2024),
                Customer(customer_key=1, customer_id=17, customer_durable_key=1, city="Oslo", valid_from=oslo),
                Customer(customer_key=2, customer_id=42, customer_durable_key=2, city="Moss", valid_from=moss),
            ]
        )
        session.flush()
        for line, (customer, ship_to, amount) in enumerate([(1, 2, "12.10"), (1, 1, "0.20"), (2, -2, "5.00")], 1):
            session.add(
                Sale(
                    order_no="A1",
                    line_no=line,
                    sold_at=datetime(2024, 1, 15, 12),
                    order_date_key=20240115,
                    customer_key=customer,
                    customer_durable_key=customer,
                    ship_to_key=ship_to,
                    product_key=-1,
                    quantity=1,
                    amount=Decimal(amount),
                    unit_price=Decimal(1),
                )
            )
        session.commit()
        yield session
    engine.dispose()


def test_a_role_joins_by_itself_where_two_roles_go_to_one_dimension(session: Session) -> None:
    query = (
        select(Sale.customer.city, func.sum(Sale.amount))
        .select_from(Sale)
        .join(Sale.customer)
        .group_by(Sale.customer.city)
        .order_by(Sale.customer.city)
    )
    assert session.execute(query).all() == [("Moss", Decimal("5.00")), ("Oslo", Decimal("12.30"))]


def test_two_roles_to_one_dimension_are_two_aliases(session: Session) -> None:
    query = (
        select(Sale.line_no, Sale.customer.city, Sale.ship_to.city, Sale.order_date.year)
        .select_from(Sale)
        .join(Sale.customer)
        .join(Sale.ship_to)
        .join(Sale.order_date)
        .order_by(Sale.line_no)
    )
    assert "dim_customer AS ship_to ON ship_to.customer_key = fact_sale.ship_to_key" in str(query)
    assert session.execute(query).all() == [
        (1, "Oslo", "Moss", 2024),
        (2, "Oslo", "Oslo", 2024),
        (3, "Moss", "Not applicable", 2024),
    ]


def test_the_order_of_the_joins_is_of_no_matter() -> None:
    query = select(Sale.line_no).join(Sale.ship_to).join(Sale.product).join(Sale.customer)
    for name, key in (("ship_to", "customer_key"), ("customer", "customer_key"), ("product", "product_key")):
        assert f"AS {name} ON {name}.{key} = fact_sale.{name}_key" in str(query)


def test_a_role_joins_by_an_explicit_condition(session: Session) -> None:
    query = (
        select(Sale.ship_to.city, func.count())
        .select_from(Sale)
        .join(Sale.ship_to, Sale.ship_to_key == Sale.ship_to.customer_key)  # type: ignore[attr-defined]
        .where(Sale.ship_to.city == "Moss")
        .group_by(Sale.ship_to.city)
    )
    assert session.execute(query).all() == [("Moss", 1)]


def test_an_aliased_fact_joins_its_roles_by_an_explicit_condition() -> None:
    earlier = aliased(Sale)
    query = select(earlier.amount).join(Sale.customer, earlier.customer_key == Sale.customer.customer_key)
    assert str(query).endswith("JOIN dim_customer AS customer ON fact_sale_1.customer_key = customer.customer_key")


def test_a_dimension_with_one_role_joins_as_itself() -> None:
    query = select(Product.title, func.sum(Sale.quantity)).select_from(Sale).join(Product).group_by(Product.title)
    assert "JOIN dim_product ON dim_product.product_key = fact_sale.product_key" in str(query)


def test_two_facts_do_not_mix_their_roles_to_a_shared_dimension() -> None:
    assert Sale.product is not StockCount.product
    sales = select(Sale.product.sku, func.sum(Sale.quantity).label("sold")).join_from(Sale, Sale.product)
    stock = select(StockCount.product.sku, func.sum(StockCount.pieces).label("left"))
    sold = sales.group_by(Sale.product.sku).subquery()
    left = stock.join_from(StockCount, StockCount.product).group_by(StockCount.product.sku).subquery()
    query = str(select(sold.c.sku, sold.c.sold, left.c.left).join(left, left.c.sku == sold.c.sku))
    assert "FROM fact_sale JOIN dim_product AS product ON product.product_key = fact_sale.product_key" in query
    assert (
        "FROM fact_stock_count JOIN dim_product AS product ON product.product_key = fact_stock_count.product_key"
        in query
    )


def test_facts_that_share_a_role_by_a_mixin_have_an_alias_each() -> None:
    class Base(DeclarativeBase):
        pass

    class Shop(Dimension, Base):
        code: Mapped[str] = natural_key(String(4))

    class InShop:
        shop = role(Shop, source="code")

    class Visit(InShop, TransactionFact, Base, grain="one row per visit"):
        visit_id: Mapped[int] = degenerate(grain=True)

    class Theft(InShop, TransactionFact, Base, grain="one row per theft"):
        theft_id: Mapped[int] = degenerate(grain=True)

    assert Visit.shop is not Theft.shop
    for query, key in (
        (select(Visit.visit_id).join(Visit.shop), "fact_visit.shop_key"),
        (select(Theft.theft_id).join(Theft.shop), "fact_theft.shop_key"),
    ):
        assert str(query).endswith(f"JOIN dim_shop AS shop ON shop.shop_key = {key}")
    both = select(Visit.visit_id).join(Theft, Theft.theft_id == Visit.visit_id).join(Theft.shop)
    assert str(both).endswith("JOIN dim_shop AS shop ON shop.shop_key = fact_theft.shop_key")


def test_a_role_is_one_alias_however_often_it_is_asked_for() -> None:
    assert Sale.customer is Sale.customer
    assert str(select(Sale.customer.city)) == "SELECT customer.city \nFROM dim_customer AS customer"


def test_an_instance_gives_the_member_of_each_role(session: Session) -> None:
    sale = session.get_one(Sale, ("A1", 1))
    assert (sale.customer.city, sale.ship_to.city) == ("Oslo", "Moss")
    assert sale.order_date.date == date(2024, 1, 15)
    assert sale.product.title == "Unknown"
    assert sale.customer.label == "None (Oslo)"


def test_members_can_be_loaded_in_one_go(session: Session) -> None:
    query = select(Sale).options(selectinload(Sale.customer_member)).order_by(Sale.line_no)
    sales = session.scalars(query).all()
    sent: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *arguments: sent.append(arguments[2]))
    assert [sale.customer.city for sale in sales] == ["Oslo", "Oslo", "Moss"]
    assert sent == []


def test_a_member_cannot_be_set_since_it_follows_from_the_key() -> None:
    with pytest.raises(AttributeError, match="set customer_key to the member's surrogate key"):
        Sale().customer = Customer()
