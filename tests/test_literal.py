"""A statement's text has the statement's own values, though texts are kept from load to load."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Dialect,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    column,
    literal,
    select,
    table,
)
from sqlalchemy.dialects import mysql, postgresql, sqlite

from starschema.backends.literal import literal_sql
from starschema.load.working_types import working_dialect
from starschema.sql.constants import At, Nothing

ROWS = table("rows", column("a", Integer), column("b", String))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(literal(1, Integer), literal(2, Integer), id="numbers"),
        pytest.param(literal(1, Integer), literal(True, Boolean), id="a number and a boolean that are equal"),
        pytest.param(literal(Decimal("1.0"), Numeric(9, 2)), literal(Decimal("1.00"), Numeric(9, 2)), id="scales"),
        pytest.param(literal("a", String), literal("A", String), id="cases"),
        pytest.param(At(datetime(2024, 1, 1)), At(datetime(2024, 1, 2)), id="times"),
        pytest.param(Nothing(Integer()), Nothing(String()), id="types of NULL"),
        pytest.param(ROWS.c.a.in_([1, 2]), ROWS.c.a.in_([1, 3]), id="lists"),
    ],
)
def test_statements_that_differ_in_a_value_have_texts_of_their_own(first: Any, second: Any) -> None:
    dialect = working_dialect()
    queries = [select(value.label("found"), ROWS.c.b).select_from(ROWS) for value in (first, second)]
    texts = [literal_sql(query, dialect) for query in queries]
    assert texts[0] != texts[1]
    assert texts == [str(q.compile(dialect=dialect, compile_kwargs={"literal_binds": True})) for q in queries]
    assert texts == [literal_sql(query, dialect) for query in queries]


def test_tables_of_one_name_with_other_columns_have_texts_of_their_own() -> None:
    tables = [Table("rows", MetaData(), Column(name, Integer)) for name in ("a", "b")]
    assert [literal_sql(select(each), working_dialect()) for each in tables] == [
        "SELECT rows.a \nFROM rows",
        "SELECT rows.b \nFROM rows",
    ]


@pytest.mark.parametrize("dialect", [postgresql.dialect(), mysql.dialect(), sqlite.dialect(), working_dialect()])
def test_each_dialect_has_its_own_texts(dialect: Dialect) -> None:
    query = select(ROWS.c.a.is_distinct_from(literal("it's 5 %", String)))
    assert literal_sql(query, dialect) == str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
