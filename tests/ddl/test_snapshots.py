"""The DDL of one model for every database, as reviewed; needs none of them.

After a change that is meant: STARSCHEMA_UPDATE_SNAPSHOTS=1 pytest tests/ddl/test_snapshots.py, then read the diff.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import pytest

from starschema.ddl import SUPPORTED, create_ddl
from starschema.errors import ModelError
from tests.ddl.retail import Mart

SNAPSHOTS = Path(__file__).parent / "snapshots"


def compare(name: str, written: str) -> None:
    file = SNAPSHOTS / name
    if os.environ.get("STARSCHEMA_UPDATE_SNAPSHOTS"):
        file.write_text(written, encoding="utf-8")
    assert written == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("dialect", SUPPORTED)
def test_the_ddl_of_a_model_is_as_reviewed(dialect: str) -> None:
    compare(f"{dialect}.sql", create_ddl(Mart, dialect))


def test_a_script_that_can_run_again_is_as_reviewed() -> None:
    compare("postgresql_if_not_exists.sql", create_ddl(Mart, "postgresql", if_not_exists=True))


def test_a_script_that_can_run_again_on_mysql_is_as_reviewed() -> None:
    compare("mysql_if_not_exists.sql", create_ddl(Mart, "mysql", if_not_exists=True))


def test_a_script_that_drops_everything_is_as_reviewed() -> None:
    compare("postgresql_drop.sql", create_ddl(Mart, "postgresql", drop=True))


@pytest.mark.parametrize("dialect", SUPPORTED)
def test_writing_the_ddl_changes_nothing_of_the_users_metadata(dialect: str) -> None:
    before = {table.key: [str(column.type) for column in table.columns] for table in Mart.metadata.tables.values()}
    first = create_ddl(Mart, dialect, foreign_keys="none")
    create_ddl(Mart, "mariadb")
    assert create_ddl(Mart, dialect, foreign_keys="none") == first
    after = {table.key: [str(column.type) for column in table.columns] for table in Mart.metadata.tables.values()}
    assert after == before
    assert len(Mart.metadata.tables["fact_sale"].foreign_keys) == 3


@pytest.mark.parametrize(
    ("dialect", "policy", "references"),
    [
        ("sqlite", "declared", 3),
        ("sqlite", "enforced", 3),
        ("sqlite", "none", 0),
        ("postgresql", "declared", 0),
        ("postgresql", "enforced", 3),
        ("mariadb", "declared", 0),
        ("mariadb", "enforced", 3),
        ("mysql", "enforced", 3),
        ("duckdb", "declared", 0),
        ("duckdb", "none", 0),
    ],
)
def test_foreign_keys_are_written_where_the_policy_says(
    dialect: str, policy: Literal["enforced", "declared", "none"], references: int
) -> None:
    assert create_ddl(Mart, dialect, foreign_keys=policy).count("FOREIGN KEY") == references


def test_duckdb_refuses_checked_references_to_a_history() -> None:
    with pytest.raises(ModelError, match=r"Sale\.customer refers to Customer.*foreign_keys='declared'"):
        create_ddl(Mart, "duckdb", foreign_keys="enforced")


def test_an_unknown_dialect_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ModelError, match=r"'oracle'; supported are duckdb, sqlite, postgresql, mysql, mariadb"):
        create_ddl(Mart, "oracle")


def test_an_unknown_policy_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ModelError, match=r"'some'.*enforced, declared, none"):
        create_ddl(Mart, "sqlite", foreign_keys="some")  # type: ignore[arg-type]
