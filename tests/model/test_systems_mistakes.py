"""What a dimension with several systems cannot be is said when the class is made."""

from __future__ import annotations

import pytest
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import Calendar, Dimension, ModelError, attribute, natural_key, outrigger


class Mart(DeclarativeBase):
    pass


class Day(Calendar, Mart):
    pass


@pytest.mark.parametrize(
    ("options", "body", "message"),
    [
        ({"systems": "crm"}, {}, "Made: systems='crm' is no tuple of names"),
        ({"systems": ("crm", "")}, {}, "is no tuple of names"),
        ({"systems": ("crm", "crm")}, {}, "names one twice"),
        ({"systems": ("x" * 61,)}, {}, "by more than 60 characters"),
        ({"sequence": "lsn"}, {}, "ordered by time alone; leave out sequence= or systems="),
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


def test_a_calendar_is_fed_by_nobody():
    with pytest.raises(ModelError, match="a calendar has no versions, so leave out systems="):

        class Other(Calendar, Mart, systems=("crm",)):
            pass
