"""Groups that facts make: one for each combination of members, and who is in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from starschema import RejectedRows, StarSchemaError, Warehouse, in_force
from tests.backends import IN_ONE_PROCESS
from tests.failures.processes import at_once
from tests.kinds.claims import (
    Claim,
    Diagnosis,
    DiagnosisGroup,
    Doctor,
    GroupDiagnoses,
    Mart,
    Operation,
    Team,
    TeamDoctors,
    Visit,
    claim_everything,
)

pytestmark = pytest.mark.spread

LONG = settings().max_examples > 100


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    made = Warehouse(url, Mart)
    made.create_all()
    return made


def claims(*rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [dict(zip(("id", "d1", "d2", "d3"), (*row, None, None, None), strict=False)) | {"amount": 6} for row in rows]


def groups(warehouse: Warehouse, fact: type[Any] = Claim) -> dict[int, str]:
    """Return the members of each row's group, with their shares."""
    query = (
        select(fact.id, GroupDiagnoses.diagnosis_key, Diagnosis.code, GroupDiagnoses.share)
        .select_from(fact)
        .outerjoin(GroupDiagnoses, GroupDiagnoses.group_key == fact.diagnoses_key)
        .outerjoin(Diagnosis, Diagnosis.diagnosis_key == GroupDiagnoses.diagnosis_key)
        .order_by(fact.id, Diagnosis.code)
    )
    found: dict[int, list[str]] = {}
    special = {-1: "unknown", -2: "n/a"}
    with warehouse.engine.connect() as connection:
        for id_, key, code, share in connection.execute(query):
            found.setdefault(id_, []).append(f"{special.get(key, code)} {share:.4f}")
    return {id_: ", ".join(shown) for id_, shown in found.items()}


def count_of(warehouse: Warehouse, model: type[Any]) -> int:
    table = model.__table__
    with warehouse.engine.connect() as connection:
        return connection.scalar(select(func.count()).where(table.columns[0] > 0)) or 0


@pytest.mark.beyond
def test_a_combination_is_one_group_whatever_the_order_of_its_members(warehouse: Warehouse) -> None:
    first = warehouse.load(Claim, claims((1, "A", "B"), (2, "B", "A", "A"), (3, "C", "A", "B"), (4,)))
    assert (first.inserted, first.inferred) == (4, 5)
    second = warehouse.load(Claim, claims((5, None, "B", "A"), (6, "C"), (7, "D")))
    assert (second.inserted, second.inferred) == (3, 3)
    assert groups(warehouse) == {
        1: "A 0.5000, B 0.5000",
        2: "A 0.5000, B 0.5000",
        3: "A 0.3334, B 0.3333, C 0.3333",
        4: "unknown 1.0000",
        5: "A 0.5000, B 0.5000",
        6: "C 1.0000",
        7: "D 1.0000",
    }
    assert count_of(warehouse, DiagnosisGroup) == 4
    assert all(warehouse.verify(model) for model in (GroupDiagnoses, Claim, Diagnosis, DiagnosisGroup))


def test_members_are_named_in_one_text_or_in_a_list(warehouse: Warehouse) -> None:
    warehouse.load(Claim, claims((1, "A", "B")))
    rows = [{"id": 1, "codes": " B; A;"}, {"id": 2, "codes": ""}, {"id": 3, "codes": None}, {"id": 4, "codes": "A"}]
    assert warehouse.load(Visit, rows).inferred == 1
    listed = pa.table({"id": [5, 6, 7], "codes": pa.array([["A", "B", None], [], None], pa.list_(pa.string()))})
    assert warehouse.load(Visit, listed).inferred == 0
    both, nobody = "A 0.5000, B 0.5000", "n/a 1.0000"
    assert groups(warehouse, Visit) == {1: both, 2: nobody, 3: nobody, 4: "A 1.0000", 5: both, 6: nobody, 7: nobody}


def test_a_text_that_names_what_is_no_member_is_set_aside(warehouse: Warehouse) -> None:
    rows = [{"id": 1, "codes": "A;much too long"}, {"id": 2, "codes": "A"}]
    with pytest.raises(RejectedRows, match=r"'much too long' is longer than the 8 characters of Visit\.diagnoses"):
        warehouse.load(Visit, rows)
    assert warehouse.load(Visit, rows, reject_limit=1).rejected == 1
    assert groups(warehouse, Visit) == {2: "A 1.0000"}
    listed = pa.table({"id": [3, 4], "codes": pa.array([["B"], ["A", "B;C"]], pa.list_(pa.string()))})
    with pytest.raises(RejectedRows, match="has the separator ';' in one of its elements; use another one"):
        warehouse.load(Visit, listed.slice(1))


def test_a_fact_that_is_replaced_is_in_another_group(warehouse: Warehouse) -> None:
    warehouse.load(Claim, claims((1, "A", "B"), (2, "A")))
    again = warehouse.load(Claim, claims((1, "B"), (2, "A", "A")), on_duplicate="replace")
    assert (again.updated, again.unchanged) == (1, 1)
    assert groups(warehouse) == {1: "B 1.0000", 2: "A 1.0000"}
    nothing = warehouse.load(Claim, claims((3, "X", "Y")), dry_run=True)
    assert nothing.inferred == 3
    assert count_of(warehouse, DiagnosisGroup) == 3


@pytest.mark.everywhere
def test_what_is_claimed_is_shared_among_the_diagnoses(warehouse: Warehouse) -> None:
    warehouse.load(Diagnosis, [{"code": "A", "title": "Ague"}], effective=dt.date(2024, 1, 1))
    warehouse.load(Claim, claims((1, "A", "B"), (2, "A"), (3,)))
    paid = func.sum(Claim.amount * GroupDiagnoses.share)
    query = (
        select(GroupDiagnoses.diagnosis.title, paid)
        .select_from(Claim)
        .join(GroupDiagnoses, in_force(Claim.diagnoses, GroupDiagnoses))
        .join(GroupDiagnoses.diagnosis)
        .group_by(GroupDiagnoses.diagnosis.title)
    )
    with warehouse.engine.connect() as connection:
        found = {title: f"{amount:.2f}" for title, amount in connection.execute(query)}
    assert found == {"Ague": "9.00", None: "3.00", "Unknown": "6.00"}


def test_members_with_versions_are_in_groups_by_their_durable_keys(warehouse: Warehouse) -> None:
    for day, city in ((1, "Oslo"), (2, "Moss")):
        warehouse.load(Doctor, [{"number": 7, "city": city}], effective=dt.date(2024, 1, day))
    warehouse.load(Operation, [{"id": 1, "surgeon": 7, "assistant": 8}, {"id": 2, "surgeon": 8, "assistant": 7}])
    warehouse.load(Operation, [{"id": 3, "surgeon": None, "assistant": 8}])
    query = select(TeamDoctors.team_key, TeamDoctors.doctor_key, TeamDoctors.task).where(TeamDoctors.team_key > 0)
    with warehouse.engine.connect() as connection:
        lasting = dict(
            connection.execute(select(Doctor.number, Doctor.doctor_durable_key).where(Doctor.number > 0)).all()
        )
        found = sorted(connection.execute(query).all())
        teams = list(connection.execute(select(Operation.team_key).order_by(Operation.id)).scalars())
    assert teams[0] == teams[1] != teams[2]
    wanted = [(teams[0], lasting[7], None), (teams[0], lasting[8], None), (teams[2], lasting[8], None)]
    assert [tuple(row) for row in found] == sorted(wanted)
    assert warehouse.verify(TeamDoctors)
    assert count_of(warehouse, Team) == 2


def test_groups_and_their_bridge_are_not_loaded_by_themselves(warehouse: Warehouse) -> None:
    with pytest.raises(StarSchemaError, match="DiagnosisGroup has the groups that facts make; load these"):
        warehouse.load(DiagnosisGroup, [{"combination": "x"}])
    with pytest.raises(StarSchemaError, match="GroupDiagnoses says who is in the groups that facts make; load these"):
        warehouse.load(GroupDiagnoses, [{"combination": "x", "code": "A", "share": 1}])


@pytest.mark.everywhere
def test_eight_loads_at_once_make_one_group_per_combination(url: str, backend: str) -> None:
    created = Warehouse(url, Mart)
    created.create_all()
    created.engine.dispose()
    done = at_once([(claim_everything, (url, 1001 * n)) for n in range(8)], threads=backend in IN_ONE_PROCESS)
    assert [outcome for outcome in done if isinstance(outcome, Exception)] == []
    assert sum(done) == 10
    assert (count_of(created, DiagnosisGroup), count_of(created, GroupDiagnoses)) == (7, 12)
    assert created.verify(GroupDiagnoses)
    assert created.verify(Claim)


ROWS = st.lists(st.lists(st.sampled_from("ABCDE"), max_size=3), min_size=1, max_size=4)


@settings(max_examples=40 if LONG else 5)
@given(loads=st.lists(st.tuples(st.booleans(), ROWS), min_size=1, max_size=4))
def test_any_loads_leave_the_groups_that_sets_are(warehouse: Warehouse, loads: Sequence[tuple[bool, Any]]) -> None:
    warehouse.drop_all()
    warehouse.create_all()
    told: dict[type[Any], dict[int, frozenset[str]]] = {Claim: {}, Visit: {}}
    for listed, rows in loads:
        fact = Visit if listed else Claim
        start = len(told[fact])
        told[fact] |= {start + n: frozenset(row) for n, row in enumerate(rows)}
        if listed:
            warehouse.load(Visit, [{"id": start + n, "codes": ";".join(row)} for n, row in enumerate(rows)])
        else:
            warehouse.load(Claim, claims(*((start + n, *row) for n, row in enumerate(rows))))
    keys: dict[frozenset[str], set[int]] = {}
    with warehouse.engine.connect() as connection:
        for fact, rows_of in told.items():
            for id_, key in connection.execute(select(fact.id, fact.diagnoses_key)):
                keys.setdefault(rows_of[id_], set()).add(key)
        kept = select(GroupDiagnoses.group_key, Diagnosis.code, GroupDiagnoses.share).join(
            GroupDiagnoses.diagnosis_member
        )
        members = [tuple(row) for row in connection.execute(kept.where(GroupDiagnoses.group_key > 0))]
    assert keys.pop(frozenset(), {-1}) <= {-1, -2}
    assert all(len(found) == 1 for found in keys.values())
    for names, (key,) in keys.items():
        mine = [(code, share) for own, code, share in members if own == key]
        assert sorted(code for code, _ in mine) == sorted(names)
        assert sum((Decimal(share) for _, share in mine), Decimal(0)) == 1
    assert len(members) == sum(map(len, keys))
