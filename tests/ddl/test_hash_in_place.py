"""Hash keys made where the rows are: as reviewed on every database, and the same as those of loads on those here."""

from __future__ import annotations

from datetime import date

import pytest
import sqlglot
from sqlalchemy import Column, Date, Engine, Integer, MetaData, String, Table, delete, insert, select
from sqlalchemy.dialects import mysql
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Dimension, TransactionFact, Warehouse, attribute, degenerate, natural_key, role
from starschema.ddl import SUPPORTED
from starschema.ddl.dialects import offline_dialect
from starschema.errors import StarSchemaError
from starschema.model.spec import DimensionSpec, FactSpec
from starschema.sql.referring import infer_members, insert_facts
from tests.ddl.test_snapshots import PARSERS, compare


class Mart(DeclarativeBase):
    """Members known by hashes."""

    __surrogate__ = "hash"


class Part(Dimension, Mart, durable_key=True):
    """One row per version of a part."""

    maker: Mapped[int] = natural_key()
    code: Mapped[str] = natural_key(String(20))
    title: Mapped[str | None] = attribute(String(20), scd=2)


class Lot(Dimension, Mart):
    """One row per lot, known by a day."""

    day: Mapped[date] = natural_key()


class Use(TransactionFact, Mart, grain="one row per use"):
    """Which part was used."""

    number: Mapped[int] = degenerate(grain=True)
    part = role(Part, durable=True)
    lot = role(Lot)


STAGE = Table(
    "stage",
    MetaData(),
    Column("number", Integer),
    Column("maker", Integer),
    Column("code", String(20).with_variant(mysql.VARCHAR(20, collation="utf8mb4_nopad_bin"), "mariadb")),
    Column("day", Date),
)
FACT: FactSpec = Use.__starschema__
PART: DimensionSpec = Part.__starschema__


@pytest.mark.parametrize("dialect", [name for name in SUPPORTED if name != "sqlite"])
def test_a_hash_is_as_reviewed_and_is_sql(dialect: str) -> None:
    statement = infer_members(FACT, PART, STAGE, 12, 7)
    text = str(statement.compile(dialect=offline_dialect(dialect), compile_kwargs={"literal_binds": True}))
    compare(f"hash_in_place_{dialect}.sql", f"{text};\n")
    assert len([s for s in sqlglot.parse(text, read=PARSERS.get(dialect, dialect)) if s]) == 1


def test_what_has_no_hash_in_place_is_refused_in_words() -> None:
    with pytest.raises(StarSchemaError, match="sqlite has no MD5, of which hash keys are made: load the dimension by"):
        infer_members(FACT, PART, STAGE, 12, 7).compile(dialect=offline_dialect("sqlite"))
    with pytest.raises(StarSchemaError, match=r"Lot\.day is of type Date\(\), of which databases write different text"):
        infer_members(FACT, Lot.__starschema__, STAGE, 12, 7)


@pytest.mark.only("duckdb", "postgresql", "mariadb")
def test_keys_made_in_place_are_those_that_a_load_gives(engine: Engine) -> None:
    warehouse = Warehouse(engine, Mart)
    warehouse.create_all()
    codes = ["", "a", "A ", "é", "日本", "\N{GRINNING FACE}x", "it's 100%; \\", "1:1;"]
    uses = [
        {"number": number, "maker": maker, "code": code, "day": date(2024, 1, 1)}
        for number, (maker, code) in enumerate((maker, code) for maker in (-1, 0, 2147483647) for code in codes)
    ]
    warehouse.load(Use, uses)
    fact, part = Use.__table__, Part.__table__
    told = [part.c[name] for name in ("part_key", "part_durable_key", "maker", "code", "is_inferred")]
    with engine.begin() as connection:
        expected = connection.execute(select(fact).order_by(fact.c.number)).all()
        members = connection.execute(select(*told).order_by(part.c.part_key)).all()
        connection.execute(delete(fact))
        connection.execute(delete(part).where(part.c.part_key > 0))
        STAGE.create(connection)
        connection.execute(insert(STAGE), uses)
        connection.execute(infer_members(FACT, PART, STAGE, 0, expected[0].load_id))
        connection.execute(insert_facts(FACT, STAGE, expected[0].load_id))
        assert connection.execute(select(fact).order_by(fact.c.number)).all() == expected
        assert connection.execute(select(*told).order_by(part.c.part_key)).all() == members
        numbers = connection.scalars(select(part.c.creation_number).where(part.c.part_key > 0)).all()
        assert sorted(numbers) == list(range(1, len(uses) + 1))
    assert warehouse.verify(Part)
    assert warehouse.verify(Use)
