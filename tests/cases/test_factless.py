"""Factless facts: events without measures, coverage, and what did not happen."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, Session

from starschema import (
    Calendar,
    Dimension,
    ModelError,
    TransactionFact,
    attribute,
    degenerate,
    did_not_happen,
    natural_key,
    role,
)
from tests.cases.stars import Star


class Mart(DeclarativeBase):
    pass


class Day(Calendar, Mart):
    pass


class Student(Dimension, Mart):
    id: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(20), scd=2)


class Course(Dimension, Mart):
    code: Mapped[str] = natural_key(String(4))


class Enrolment(TransactionFact, Mart, grain="one row per student and course"):
    """What could happen: who may come to which course."""

    student = role(Student, grain=True)
    course = role(Course, grain=True)
    term: Mapped[str] = degenerate(String(6), grain=True)


class Attendance(TransactionFact, Mart, grain="one row per student, course and day"):
    """What happened."""

    day = role(Day, source="came_on", grain=True)
    student = role(Student, as_of="came_at", grain=True)
    course = role(Course, grain=True)
    came_at: Mapped[datetime] = degenerate()


@pytest.mark.beyond
def test_a_fact_needs_no_measure_and_what_did_not_happen_is_a_query(url: str) -> None:
    star = Star(url, Mart).tell("""
        load    Student id city at effective=at
                1 Oslo 01-01
                2 Oslo 01-01
                3 Oslo 01-01
        load    Enrolment id code term
                1 SQL spring
                1 ETL spring
                2 SQL spring
                3 SQL spring
                ∅ SQL spring
        counts  5 read, 5 inserted, 2 inferred
        load    Student id city at effective=at
                1 Moss 02-01
        load    Attendance came_on id code came_at
                02-02 1 SQL 02-02T09:00
                01-05 2 SQL 01-05T09:00
                02-02 2 SQL 02-02T09:00
                02-02 ∅ SQL 02-02T09:00
        counts  4 read, 4 inserted, 2 inferred
        after   Attendance day student student.city course
                01-05 2 Oslo SQL
                02-02 1 Moss SQL
                02-02 2 Oslo SQL
                02-02 unknown Unknown SQL
    """)
    with Session(star.warehouse.engine) as session:
        # Student 1 had enrolled from Oslo and came from Moss, which is the same student.
        absent = session.scalars(did_not_happen(Enrolment, Attendance))
        assert sorted((row.student.id or 0, row.course.code) for row in absent) == [(0, "SQL"), (1, "ETL"), (3, "SQL")]
        idle = session.scalars(did_not_happen(Enrolment, Attendance, roles=["course"]))
        assert [(row.student.id, row.course.code) for row in idle] == [(1, "ETL")]


def test_facts_that_share_no_role_have_nothing_that_did_not_happen() -> None:
    with pytest.raises(ModelError, match="have no role 'day' to one dimension in common; they share student, course"):
        did_not_happen(Enrolment, Attendance, roles=["day"])
    with pytest.raises(ModelError, match="Student is a dimension where a fact is needed"):
        did_not_happen(Student, Attendance)

    class OtherMart(DeclarativeBase):
        pass

    class Term(Calendar, OtherMart):
        pass

    class Holiday(TransactionFact, OtherMart, grain="one row per day"):
        term = role(Term, grain=True)

    with pytest.raises(ModelError, match="have no role of one name to one dimension in common"):
        did_not_happen(Holiday, Attendance)
