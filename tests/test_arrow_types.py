"""Every column type that a model may have is staged in one Arrow type; the others are a `ModelError`."""

from __future__ import annotations

import enum

import pyarrow as pa
import pytest
import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from starschema.errors import ModelError
from starschema.model.types import arrow_type


class Color(enum.Enum):
    RED = 1


class Money(TypeDecorator):
    impl = sa.Numeric(14, 2)
    cache_ok = True


@pytest.mark.parametrize(
    ("kind", "arrow"),
    [
        (sa.Boolean(), pa.bool_()),
        (sa.SmallInteger(), pa.int16()),
        (sa.Integer(), pa.int32()),
        (sa.BigInteger(), pa.int64()),
        (sa.Numeric(12, 2), pa.decimal128(12, 2)),
        (sa.Numeric(9, 0), pa.decimal128(9, 0)),
        (sa.Numeric(38, 38), pa.decimal128(38, 38)),
        (sa.Float(), pa.float64()),
        (sa.Double(), pa.float64()),
        (sa.String(5), pa.string()),
        (sa.Text(), pa.string()),
        (sa.Unicode(5), pa.string()),
        (sa.Enum(Color), pa.string()),
        (sa.Date(), pa.date32()),
        (sa.DateTime(), pa.timestamp("us")),
        (sa.DateTime(timezone=True), pa.timestamp("us")),
        (sa.TIMESTAMP(), pa.timestamp("us")),
        (sa.Time(), pa.time64("us")),
        (sa.LargeBinary(), pa.binary()),
        (sa.Uuid(), pa.string()),
        (sa.String(5).with_variant(sa.Text(), "mysql"), pa.string()),
    ],
)
def test_a_column_type_has_its_arrow_type(kind, arrow):
    assert arrow_type(sa.Column("x", kind)) == arrow


@pytest.mark.parametrize(
    ("kind", "remedy"),
    [
        (sa.JSON(), "use Boolean"),
        (sa.Interval(), "use Boolean"),
        (sa.PickleType(), "use Boolean"),
        (sa.ARRAY(sa.Integer), "use Boolean"),
        (sa.types.NullType(), "use Boolean"),
        (Money(), "use Boolean"),
        (sa.Numeric(), r"such as Numeric\(14, 2\)"),
        (sa.Numeric(9), r"such as Numeric\(14, 2\)"),
        (sa.Numeric(5, 6), r"such as Numeric\(14, 2\)"),
        (sa.Numeric(39, 2), r"from 1 to 38 digits, not 39; use Numeric\(38, 2\)"),
    ],
)
def test_a_column_that_cannot_be_staged_is_named_with_a_remedy(kind, remedy):
    table = sa.Table("dim_thing", sa.MetaData(), sa.Column("x", kind))
    with pytest.raises(ModelError, match=rf"dim_thing\.x: .*{remedy}"):
        arrow_type(table.c.x)
