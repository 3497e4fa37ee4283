"""Who came to which course, and who did not: two factless facts, `python -m examples.enrolment [URL]`.

An enrolment says who could come, an attendance who did; neither measures anything. Who never came is the difference of
the two, and how many came is kept in an aggregate by the loads of attendances.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select, String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session

from starschema import (
    Aggregate,
    Calendar,
    Dimension,
    LoadResult,
    TransactionFact,
    Warehouse,
    attribute,
    counted,
    did_not_happen,
    hierarchy,
    natural_key,
    role,
    rollup,
)


class Mart(DeclarativeBase):
    """Every table of the example."""


class Day(Calendar, Mart):
    """One row per day."""


Month = rollup(Day, "month")


class Student(Dimension, Mart):
    """One row per version of a student."""

    student_id: Mapped[int] = natural_key()
    name: Mapped[str | None] = attribute(String(40))
    programme: Mapped[str | None] = attribute(String(40), scd=2)


class Course(Dimension, Mart):
    """One row per course."""

    code: Mapped[str] = natural_key(String(8))
    title: Mapped[str | None] = attribute(String(40))
    faculty: Mapped[str | None] = attribute(String(40))
    department: Mapped[str | None] = attribute(String(40))
    taught_by = hierarchy(faculty, department, strict=True)  # no department is in two faculties


class Enrolment(TransactionFact, Mart, grain="one row per student and course"):
    """Coverage: who could come to what."""

    student = role(Student, grain=True)
    course = role(Course, grain=True)


class Attendance(TransactionFact, Mart, grain="one row per student, course and day"):
    """Events: who came to what, and when."""

    day = role(Day, source="came_on", grain=True)
    student = role(Student, grain=True)
    course = role(Course, grain=True)


class AttendanceByMonth(Aggregate, Mart, of=Attendance):
    """How many came to what in a month."""

    month = role(Month)
    course = role(Course)
    times: Mapped[int] = counted()
    students: Mapped[int] = counted(distinct=Attendance.student.student_id)


STUDENTS = [(1, "Ann", "Economics"), (2, "Bo", "Law"), (3, "Cy", "Law")]
COURSES = [("SQL", "Databases", "Science", "Computing"), ("DWH", "Data warehouses", "Science", "Computing")]
ENROLLED = [(1, "SQL"), (1, "DWH"), (2, "SQL"), (3, "SQL"), (3, "DWH")]
CAME = [
    (date(2024, 2, 6), 1, "SQL"),
    (date(2024, 2, 6), 2, "SQL"),
    (date(2024, 2, 13), 1, "SQL"),
    (date(2024, 3, 5), 2, "SQL"),
    (date(2024, 3, 7), 1, "DWH"),
]
CAME_TOO = [(date(2024, 2, 13), 2, "SQL"), (date(2024, 3, 7), 1, "DWH")]
"""A second list, in which a row of the first is repeated."""


def rows(data: list[tuple[Any, ...]], *columns: str) -> list[dict[str, Any]]:
    """Return tuples as rows."""
    return [dict(zip(columns, values, strict=True)) for values in data]


def load_everything(warehouse: Warehouse) -> Iterator[LoadResult]:
    """Load who there is, who could come, and who came."""
    yield warehouse.load(Day, start="2024-01-01", end="2024-12-31")
    yield warehouse.load(Student, rows(STUDENTS, "student_id", "name", "programme"), effective=date(2024, 1, 1))
    yield warehouse.load(Course, rows(COURSES, "code", "title", "faculty", "department"))
    yield warehouse.load(Enrolment, rows(ENROLLED, "student_id", "code"))
    yield warehouse.load(Attendance, rows(CAME, "came_on", "student_id", "code"))
    yield warehouse.load(Attendance, rows(CAME_TOO, "came_on", "student_id", "code"), on_duplicate="ignore")


def never_came() -> Select[Enrolment]:
    """Select the enrolments of those who never came to the course."""
    return did_not_happen(Enrolment, Attendance)


def by_month() -> Select[str, str | None, int, int]:
    """Select how often somebody came to a course in a month, and how many did, from the aggregate."""
    kept = AttendanceByMonth
    return (
        select(kept.month.year_month, kept.course.title, kept.times, kept.students)
        .select_from(kept)
        .join(kept.month)
        .join(kept.course)
        .order_by(kept.month.year_month, kept.course.title)
    )


def main(url: str | None = None) -> None:
    """Load and ask, in the database of `url` or in a new DuckDB file."""
    warehouse = Warehouse(url or f"duckdb:///{tempfile.mkdtemp(prefix='enrolment-')}/enrolment.db", Mart)
    warehouse.create_all()
    for result in load_everything(warehouse):
        print(result)
    with Session(warehouse.engine) as session:
        for enrolment in session.scalars(never_came()):
            print(f"{enrolment.student.name} never came to {enrolment.course.title}")
        for month, title, times, students in session.execute(by_month()):
            print(f"{month}, {title}: {times} times, {students} students")


if __name__ == "__main__":
    main(*sys.argv[1:])
