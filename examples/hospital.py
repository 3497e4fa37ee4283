"""What a hospital's visits cost by diagnosis: groups that facts make, `python -m examples.hospital [URL]`.

A visit has as many diagnoses as the doctor notes. Each combination is a group, made when a visit first names it, and a
bridge has the members of each group with equal weights; so costs add up to what was paid, however many diagnoses share
them. The visit's flags are a junk dimension, its time of day one of minutes, in the hospital's own zone, and the doctor
refers to the day of her licence by an outrigger.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sqlalchemy import Numeric, Select, String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Bridge,
    Calendar,
    Dimension,
    GroupDimension,
    JunkDimension,
    LoadResult,
    TimeOfDay,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    group,
    in_force,
    measure,
    member,
    natural_key,
    outrigger,
    role,
    weight,
)

ZONE = "Australia/Hobart"


class Mart(DeclarativeBase):
    """Every table of the example."""


class Day(Calendar, Mart):
    """One row per day."""


class Minute(TimeOfDay, Mart):
    """One row per minute of a day."""


class Doctor(Dimension, Mart):
    """One row per doctor."""

    name: Mapped[str] = natural_key(String(20))
    licensed_on = outrigger(Day)


class Diagnosis(Dimension, Mart):
    """One row per diagnosis."""

    code: Mapped[str] = natural_key(String(8))
    title: Mapped[str | None] = attribute(String(40))


class DiagnosisGroup(GroupDimension, Mart):
    """One row per combination of diagnoses."""


class GroupDiagnoses(Bridge, Mart):
    """The diagnoses of each combination."""

    diagnosis_group = group(DiagnosisGroup)
    diagnosis = member(Diagnosis)
    share: Mapped[Decimal] = weight(Numeric(5, 4))


class Flags(JunkDimension, Mart):
    """One row per combination of what is ticked on the form."""

    arrival: Mapped[str | None] = attribute(String(10))
    is_emergency: Mapped[bool | None] = attribute()


class Visit(TransactionFact, Mart, grain="one row per visit"):
    """Who came when, and what it cost."""

    visit_no: Mapped[int] = degenerate(grain=True)
    day = role(Day, source="came_at", zone=ZONE)
    minute = role(Minute, source="came_at", zone=ZONE)
    doctor = role(Doctor, source="doctor")
    diagnoses = role(DiagnosisGroup, source="diagnoses", separator=",")
    flags = role(Flags)
    cost: Mapped[Decimal] = measure(Numeric(12, 2), unit="AUD")


DOCTORS = [("Ann", date(2001, 6, 1)), ("Bo", date(2019, 2, 1))]
TITLES = [("J10", "Influenza"), ("I10", "High blood pressure"), ("E11", "Diabetes")]
NAMES = ("visit_no", "came_at", "doctor", "diagnoses", "arrival", "is_emergency", "cost")
VISITS = [
    (1, "2024-01-31T20:30:00Z", "Ann", "J10", "ambulance", True, "300.00"),
    (2, "2024-02-01T03:00:00Z", "Bo", "I10, E11", "on foot", False, "100.00"),
    (3, "2024-02-02T22:15:00Z", "Ann", "E11, I10, J10", "on foot", True, "90.00"),
    (4, "2024-02-03T01:00:00Z", "Bo", None, "on foot", False, "20.00"),
]


def load_everything(warehouse: Warehouse) -> Iterator[LoadResult]:
    """Load the doctors, the visits, and then what the diagnoses are called."""
    yield warehouse.load(Minute)
    yield warehouse.load(Doctor, [{"name": name, "licensed_on": day} for name, day in DOCTORS])
    yield warehouse.load(Visit, [dict(zip(NAMES, visit, strict=True)) for visit in VISITS])
    yield warehouse.load(Diagnosis, [{"code": code, "title": title} for code, title in TITLES])


def cost_by_diagnosis() -> Select[str | None, Decimal]:
    """Select what each diagnosis cost, each visit's cost shared among its diagnoses."""
    bridge, title = GroupDiagnoses, GroupDiagnoses.diagnosis.title
    found = select(title, func.sum(Visit.cost * bridge.share)).group_by(title).order_by(title)
    return found.join_from(Visit, bridge, in_force(Visit.diagnoses, bridge)).join(bridge.diagnosis)


def main(url: str | None = None) -> None:
    """Load and ask, in the database of `url` or in a new DuckDB file."""
    warehouse = Warehouse(url or f"duckdb:///{tempfile.mkdtemp(prefix='hospital-')}/hospital.db", Mart)
    warehouse.create_all()
    for result in load_everything(warehouse):
        print(result)
    with warehouse.engine.connect() as connection:
        for title, cost in connection.execute(cost_by_diagnosis()):
            print(f"{title}: {cost:.2f} AUD")
        came = select(Visit.visit_no, Visit.day.date, Visit.minute.label, Visit.flags.arrival).select_from(Visit)
        for row in connection.execute(came.join(Visit.day).join(Visit.minute).join(Visit.flags)):
            print(*row)


if __name__ == "__main__":
    main(*sys.argv[1:])
