"""The DDL of one model for every database, as reviewed; needs none of them.

After a change that is meant: STARSCHEMA_UPDATE_SNAPSHOTS=1 pytest tests/ddl/test_snapshots.py, then read the diff.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import re
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
import sqlglot
from sqlalchemy.orm import DeclarativeBase, Mapped
from sqlglot import exp

from examples.flights.model import Mart as Flights
from starschema import Physical, TransactionFact, degenerate
from starschema.ddl import SUPPORTED, alter_ddl, create_ddl
from starschema.errors import ModelError
from starschema.model.physical import HINTS
from tests.ddl.hints import Hinted
from tests.ddl.kinds import Mart as Kinds
from tests.ddl.retail import Mart

EXPECTED = Path(__file__).parent / "expected"

MODELS: dict[str, Any] = {"retail": Mart, "flights": Flights, "hints": Hinted, "kinds": Kinds}

KINDS = ("duckdb", "sqlite", "postgresql", "mariadb", "snowflake", "bigquery", "clickhouse", "spark", "sqlserver")
"""Databases for which every kind of table is written down: the four that loads know, and a warehouse of each sort."""

PARSERS = {"postgresql": "postgres", "mariadb": "mysql", "sqlserver": "tsql", "spark": "databricks"}
"""Names that sqlglot has for databases, where they are others."""

TAKEN_WHOLE = {
    "duckdb": r"(CREATE|DROP) TYPE",
    "redshift": r"CREATE TABLE",
    "sqlserver": r"CREATE (CLUSTERED|PARTITION)|IF |EXEC|DROP PARTITION",
    "oracle": r"CREATE TABLE|ALTER TABLE|ALTER SESSION",
}
"""Statements, by their beginning, that sqlglot takes whole instead of reading what they say."""


SAID: dict[str, Any] = {
    "partition_by": "day",
    "partition_every": "day",
    "partition_span": (dt.date(2023, 1, 1), dt.date(2024, 12, 31)),
    "expire_days": 30,
    "distribute_on": "no",
    "sort_on": ("no",),
    "cluster_on": ("no",),
    "replicate": True,
    "compress": False,
}
"""For each hint, what is no default."""


def star(hint: str, *, said: bool) -> type[DeclarativeBase]:
    """A fact with a hint, or the same without it."""
    needed: dict[str, Any] = {}
    if hint in ("partition_every", "partition_span", "expire_days"):
        needed["partition_by"] = "at"
    if hint == "partition_every":
        needed["partition_span"] = (dt.date(2024, 1, 1), dt.date(2024, 12, 31))

    class Base(DeclarativeBase):
        pass

    class Event(TransactionFact, Base, grain="one row per event"):
        """What happened."""

        no: Mapped[int] = degenerate(grain=True)
        at: Mapped[dt.datetime] = degenerate()
        day: Mapped[dt.date] = degenerate()
        physical = Physical(**needed | ({hint: SAID[hint]} if said else {}))

    Base.kept = Event  # type: ignore[attr-defined]  # SQLAlchemy's registry does not keep its classes alive
    return Base


@cache
def written(model: str, dialect: str) -> str:
    return create_ddl(MODELS[model], dialect)


def compare(name: str, text: str) -> None:
    file = EXPECTED / name
    if os.environ.get("STARSCHEMA_UPDATE_SNAPSHOTS"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def check_that_it_is_sql(text: str, dialect: str, caplog: Any, *, whole: str = "-") -> None:
    """Read a script as sqlglot does, which raises where it is no SQL, but for what may be taken whole."""
    name = PARSERS.get(dialect, dialect)
    with caplog.at_level(logging.ERROR, "sqlglot"):
        # One by one, since sqlglot would put an IF of SQL Server into the one before.
        scripts = text.split(";\n") if dialect == "sqlserver" else [text]
        statements = [s for script in scripts for s in sqlglot.parse(script, read=name) if s is not None]
    assert len(statements) == len(re.findall(r";$", _without_bodies(text), re.MULTILINE))
    taken = [f"{s.this}{s.expression}" for s in statements if isinstance(s, exp.Command)]
    assert [s for s in taken if not re.match(f"{TAKEN_WHOLE.get(dialect, '-')}|{whole}", s)] == []


def _without_bodies(text: str) -> str:
    return re.sub(r"\$starschema\$.*?\$starschema\$", "", text, flags=re.DOTALL)


@pytest.mark.parametrize(("model", "dialect"), [(m, d) for m in MODELS for d in (KINDS if m == "kinds" else SUPPORTED)])
def test_the_ddl_of_a_model_is_as_reviewed_and_is_sql(model: str, dialect: str, caplog: Any) -> None:
    text = written(model, dialect)
    compare(f"{model}_{dialect}.sql", text)
    check_that_it_is_sql(text, dialect, caplog)


@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "sqlserver", "snowflake", "bigquery", "clickhouse"])
def test_a_script_that_can_run_again_is_as_reviewed(dialect: str) -> None:
    compare(f"retail_{dialect}_if_not_exists.sql", create_ddl(Mart, dialect, if_not_exists=True))


@pytest.mark.parametrize("dialect", SUPPORTED)
def test_a_script_that_drops_everything_is_as_reviewed(dialect: str, caplog: Any) -> None:
    text = create_ddl(Hinted, dialect, drop=True)
    compare(f"hints_{dialect}_drop.sql", text)
    check_that_it_is_sql(text, dialect, caplog)
    created = re.findall(
        r"CREATE (?:TRANSIENT )?TABLE (?:IF NOT EXISTS )?(\S+) \(", _without_bodies(written("hints", dialect))
    )
    assert sorted(created) == sorted(re.findall(r"DROP TABLE IF EXISTS ([^\s;]+)", text))


@pytest.mark.parametrize("dialect", SUPPORTED)
def test_a_script_that_lays_tables_anew_is_as_reviewed(dialect: str, caplog: Any) -> None:
    text = alter_ddl(Hinted, dialect)
    compare(f"hints_{dialect}_alter.sql", text)
    if dialect != "sqlserver":  # whose EXEC behind an IF sqlglot does not read
        check_that_it_is_sql(text, dialect, caplog, whole="ALTER TABLE")


@pytest.mark.parametrize("dialect", SUPPORTED)
def test_every_hint_is_used_or_said_to_be_of_no_effect(dialect: str) -> None:
    """With one hint more or less, the script is another, or says what becomes of it."""
    for hint in HINTS:
        with_it, without = (star(hint, said=said) for said in (True, False))
        assert create_ddl(with_it, dialect) != create_ddl(without, dialect), hint


@pytest.mark.parametrize("dialect", SUPPORTED)
def test_writing_the_ddl_changes_nothing_of_the_users_metadata(dialect: str) -> None:
    before = {table.key: [str(column.type) for column in table.columns] for table in Mart.metadata.tables.values()}
    first = written("retail", dialect)
    create_ddl(Mart, "mariadb", foreign_keys="none")
    assert create_ddl(Mart, dialect) == first
    after = {table.key: [str(column.type) for column in table.columns] for table in Mart.metadata.tables.values()}
    assert after == before
    assert len(Mart.metadata.tables["fact_sale"].foreign_keys) == 4
    assert [column.name for column in Mart.metadata.tables["fact_sale"].primary_key] == ["order_no", "line_no"]


@pytest.mark.parametrize(
    ("dialect", "policy", "references"),
    [
        ("sqlite", "declared", 4),
        ("sqlite", "enforced", 4),
        ("sqlite", "none", 0),
        ("postgresql", "declared", 0),
        ("postgresql", "enforced", 4),
        ("mariadb", "declared", 0),
        ("mariadb", "enforced", 4),
        ("mysql", "enforced", 4),
        ("duckdb", "declared", 0),
        ("duckdb", "none", 0),
        ("snowflake", "declared", 4),
        ("snowflake", "none", 0),
        ("oracle", "declared", 4),
        ("oracle", "enforced", 4),
        ("sqlserver", "declared", 0),
        ("sqlserver", "enforced", 4),
        ("clickhouse", "declared", 0),
    ],
)
def test_foreign_keys_are_written_where_the_policy_says(
    dialect: str, policy: Literal["enforced", "declared", "none"], references: int
) -> None:
    assert create_ddl(Mart, dialect, foreign_keys=policy).count("FOREIGN KEY") == references


@pytest.mark.parametrize("dialect", ["redshift", "snowflake", "bigquery", "databricks", "clickhouse", "trino"])
def test_a_warehouse_that_checks_no_references_refuses_checked_ones(dialect: str) -> None:
    with pytest.raises(ModelError, match=r"Sale\.order_date refers to Day, and \w+ checks no references.*'declared'"):
        create_ddl(Mart, dialect, foreign_keys="enforced")


def test_duckdb_refuses_checked_references_to_a_history() -> None:
    with pytest.raises(ModelError, match=r"Sale\.customer refers to Customer.*foreign_keys='declared'"):
        create_ddl(Mart, "duckdb", foreign_keys="enforced")


def test_an_unknown_dialect_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ModelError, match=r"'db2'; supported are duckdb, sqlite, postgresql, mysql, mariadb, redshift"):
        create_ddl(Mart, "db2")


def test_a_dialect_that_is_not_installed_says_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.exc import NoSuchModuleError

    from starschema.ddl import dialects

    class Missing:
        def get_dialect(self) -> None:
            raise NoSuchModuleError("no such dialect")

    monkeypatch.setattr(dialects, "make_url", lambda _: Missing())
    with pytest.raises(ModelError, match=r"snowflake is not installed: pip install 'starschema\[snowflake\]'"):
        create_ddl(Mart, "snowflake")


def test_an_unknown_policy_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ModelError, match=r"'some'.*enforced, declared, none"):
        create_ddl(Mart, "sqlite", foreign_keys="some")  # type: ignore[arg-type]
