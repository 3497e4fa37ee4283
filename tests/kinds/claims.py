"""Claims and visits that name several diagnoses themselves."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped

from starschema import (
    Bridge,
    Dimension,
    GroupDimension,
    TransactionFact,
    Warehouse,
    attribute,
    degenerate,
    group,
    measure,
    member,
    natural_key,
    role,
    weight,
)


class Mart(DeclarativeBase):
    pass


class Diagnosis(Dimension, Mart):
    code: Mapped[str] = natural_key(String(8))
    title: Mapped[str | None] = attribute(String(30))


class DiagnosisGroup(GroupDimension, Mart):
    pass


class GroupDiagnoses(Bridge, Mart):
    group = group(DiagnosisGroup)
    diagnosis = member(Diagnosis)
    share: Mapped[Decimal] = weight(Numeric(5, 4))


class Claim(TransactionFact, Mart, grain="one row per claim"):
    id: Mapped[int] = degenerate(grain=True)
    diagnoses = role(DiagnosisGroup, source=("d1", "d2", "d3"))
    main = role(Diagnosis, source="d1")
    amount: Mapped[Decimal] = measure(Numeric(12, 2))


class Visit(TransactionFact, Mart, grain="one row per visit"):
    id: Mapped[int] = degenerate(grain=True)
    diagnoses = role(DiagnosisGroup, source="codes", separator=";", null="not applicable")


class Doctor(Dimension, Mart, durable_key=True):
    number: Mapped[int] = natural_key()
    city: Mapped[str | None] = attribute(String(20), scd=2)


class Team(GroupDimension, Mart):
    pass


class TeamDoctors(Bridge, Mart):
    team = group(Team)
    doctor = member(Doctor)
    task: Mapped[str | None] = attribute(String(10))


class Operation(TransactionFact, Mart, grain="one row per operation"):
    id: Mapped[int] = degenerate(grain=True)
    team = role(Team, source=("surgeon", "assistant"))


def claim_everything(url: str, first: int) -> int:
    """Load claims of the seven groups that three diagnoses make, in a process of its own; return what was inferred."""
    warehouse = Warehouse(url, Mart)
    named = [(a, b, c) for a in ("A", None) for b in ("B", None) for c in ("C", None)]
    rows = [
        {"id": first + n, "d1": a, "d2": b, "d3": c, "amount": 1}
        for n, (a, b, c) in enumerate(named[first % 7 :] + named[: first % 7])
    ]
    result = warehouse.load(Claim, rows)
    warehouse.engine.dispose()
    return result.inferred
