"""What a dimension with several systems cannot be is said when the class is made."""

from __future__ import annotations

import pytest
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Calendar,
    Dimension,
    ModelError,
    TransactionFact,
    attribute,
    degenerate,
    natural_key,
    outrigger,
    role,
)


class Mart(DeclarativeBase):
    pass


class Day(Calendar, Mart):
    pass


class Customer(Dimension, Mart, systems=("crm", "billing")):
    no: Mapped[int] = natural_key()


@pytest.mark.parametrize(
    ("options", "body", "message"),
    [
        ({"systems": "crm"}, {}, "Made: systems='crm' is no tuple of names"),
        ({"systems": ("crm", "")}, {}, "is no tuple of names"),
        ({"systems": ("crm", "crm")}, {}, "names one twice"),
        ({"systems": ("x" * 61,)}, {}, "by more than 60 characters"),
        ({"sequence": "lsn"}, {}, "the sequences of several systems do not compare; leave out sequence="),
        ({}, {"opened_on": outrigger(Day)}, r"has no outrigger\(\), profile\(\) or ragged\(\)"),
        ({}, {"city": attribute(String(9)), "__annotations__": {"city": Mapped[str]}}, r"Made.city: a system may not"),
        (
            {},
            {"system": attribute(String(9)), "__annotations__": {"system": Mapped[str | None]}},
            "Made.system: the decl",
        ),
    ],
)
def test_a_mistake_is_named_with_its_remedy(options, body, message):
    annotations = {"no": Mapped[int], **body.get("__annotations__", {})}
    namespace = {"__module__": __name__, "no": natural_key(), **body, "__annotations__": annotations}
    with pytest.raises(ModelError, match=message):
        type("Made", (Dimension, Mart), namespace, **{"systems": ("crm", "billing"), **options})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"system": "erp", "source": "no"}, r"Made.buyer: Customer is fed by crm, billing, not by 'erp'"),
        ({"system": "crm"}, r"Made.buyer: source=None must be the input column with the key of 'crm'"),
        ({"system": "crm", "source": ("a", "b")}, r"must be the input column with the key of 'crm'"),
        (
            {"system": "crm", "source": "no", "missing": "unknown", "null": "not applicable"},
            "leave out null= or missing=",
        ),
        ({"system": "crm", "source": "no", "dimension": Day}, "Day is fed by no systems, not by 'crm'"),
    ],
)
def test_a_role_by_a_systems_key_is_to_a_dimension_that_has_the_system(options, message):
    dimension = options.pop("dimension", Customer)
    with pytest.raises(ModelError, match=message):

        class Made(TransactionFact, Mart, grain="one row per order"):
            order_no: Mapped[str] = degenerate(String(12), grain=True)
            buyer = role(dimension, **options)


def test_a_calendar_is_fed_by_nobody():
    with pytest.raises(ModelError, match="a calendar has no versions, so leave out systems="):

        class Other(Calendar, Mart, systems=("crm",)):
            pass
