"""Bridges: the rows of a group at a time are the whole of it from then on, whatever the order of the loads."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import delete, insert, or_, select, text, update

from starschema import (
    RejectedRows,
    SourceError,
    StarSchemaError,
    TooManyClosed,
    Warehouse,
    create_ddl,
)
from tests.kinds.accounts import (
    APRIL,
    FEBRUARY,
    HEADING,
    JANUARY,
    MARCH,
    AccountHolders,
    Holder,
    Mart,
    b,
    tell,
    who,
)
from tests.kinds.tables import drawn, rows, seen

pytestmark = pytest.mark.spread


@pytest.fixture
def warehouse(url: str) -> Warehouse:
    created = Warehouse(url, Mart)
    created.create_all()
    return created


def test_the_rows_of_a_group_are_the_whole_of_it_from_their_time_on(warehouse: Warehouse) -> None:
    first = tell(warehouse, "account holder share kind\nA ann 0.5 owner\nA bo 0.5 ∅\nB cy 1 ∅", JANUARY)
    assert (first.inserted, first.inferred) == (3, 5)
    second = tell(warehouse, "account holder share kind\nA ann 0.25 owner\nA cy 0.75 owner", FEBRUARY)
    assert (second.versioned, second.inserted, second.closed, second.missing) == (1, 1, 1, 1)
    assert who(warehouse) == drawn(f"""
        {HEADING}
        A ann 0.5000  owner 01-01 02-01
        A bo  0.5000  ∅     01-01 02-01
        A ann 0.2500  owner 02-01 ∞
        A cy  0.7500  owner 02-01 ∞
        B cy  1.0000  ∅     01-01 ∞
    """)
    again = tell(warehouse, "account holder share kind\nA ann 0.25 owner\nA cy 0.75 owner", MARCH)
    assert again.unchanged == 2
    corrected = tell(warehouse, "account holder share kind\nA ann 1 owner", FEBRUARY)
    assert (corrected.updated, corrected.closed) == (1, 1)
    assert who(warehouse)[2:-1] == drawn(f"""
        {HEADING}
        A ann 1.0000  owner 02-01 03-01
        A ann 0.2500  owner 03-01 ∞
        A cy  0.7500  owner 03-01 ∞
    """), "what March told again holds from March on, though February says something else now"
    assert warehouse.verify(AccountHolders)
    assert warehouse.verify(Holder)


def test_a_late_group_splits_what_it_falls_in(warehouse: Warehouse) -> None:
    tell(warehouse, "account holder share\nA ann 0.5\nA bo 0.5", JANUARY)
    tell(warehouse, "account holder share\nA ann 0.5\nA bo 0.5", MARCH)
    late = tell(warehouse, "account holder share\nA ann 0.5\nA cy 0.5", FEBRUARY)
    assert (late.unchanged, late.inserted, late.closed) == (1, 1, 1)
    assert who(warehouse) == drawn(f"""
        {HEADING}
        A ann 0.5000 ∅ 01-01 ∞
        A bo  0.5000 ∅ 01-01 02-01
        A cy  0.5000 ∅ 02-01 03-01
        A bo  0.5000 ∅ 03-01 ∞
    """)


def test_several_times_come_in_one_load_and_a_load_key_is_done_once(warehouse: Warehouse) -> None:
    drawing = "at account holder share\n01-01 A ann 1\n02-01 A bo 1\n02-01 A bo 1\n01-15 A ann 1"
    done = tell(warehouse, drawing, load_key="one")
    assert (done.read, done.inserted, done.duplicates) == (4, 3, 1)
    assert tell(warehouse, drawing, load_key="one").repeated
    assert who(warehouse) == drawn(f"""
        {HEADING}
        A ann 1.0000 ∅ 01-01 02-01
        A bo  1.0000 ∅ 02-01 ∞
    """)
    before = seen(warehouse, select(b.load_id).where(b.account_key > 0))
    assert tell(warehouse, drawing).unchanged == 3
    assert seen(warehouse, select(b.load_id).where(b.account_key > 0)) == before, "a repeat writes nothing"


def test_a_snapshot_empties_the_groups_that_it_lacks_whenever_they_are_told(warehouse: Warehouse) -> None:
    tell(warehouse, "account holder share\nA ann 1\nB bo 1", JANUARY)
    with pytest.raises(TooManyClosed, match="AccountHolders: the snapshot lacks 1 of 2 groups, more than"):
        tell(warehouse, "account holder share\nA ann 1", MARCH, snapshot=True)
    closed = tell(warehouse, "account holder share\nA ann 1", MARCH, snapshot=True, close_limit=1)
    assert (closed.unchanged, closed.closed, closed.missing) == (1, 1, 1)
    tell(warehouse, "account holder share\nC cy 1", FEBRUARY)
    tell(warehouse, "account holder share\nB bo 1", APRIL)
    assert who(warehouse) == drawn(f"""
        {HEADING}
        A ann 1.0000 ∅ 01-01 ∞
        B bo  1.0000 ∅ 01-01 03-01
        B bo  1.0000 ∅ 04-01 ∞
        C cy  1.0000 ∅ 02-01 03-01
    """)
    ignored = tell(warehouse, "account holder share\nA ann 1", date(2024, 5, 1), snapshot=True, on_missing="ignore")
    assert (ignored.unchanged, ignored.closed) == (1, 0)


def test_a_row_that_is_marked_says_that_a_group_may_be_empty(warehouse: Warehouse) -> None:
    tell(warehouse, "account holder share\nA ann 0.5\nA bo 0.5\nB bo 1", JANUARY)
    done = tell(
        warehouse,
        "account holder share gone\nA ann ∅ yes\nA bo 1 no\nB ∅ ∅ yes\nC ∅ ∅ yes",
        FEBRUARY,
        deleted="gone",
    )
    assert (done.updated, done.versioned, done.unchanged, done.closed - done.missing) == (0, 1, 1, 2)
    tell(warehouse, "account holder share\nC cy 1", JANUARY)
    assert who(warehouse) == drawn(f"""
        {HEADING}
        A ann 0.5000 ∅ 01-01 02-01
        A bo  0.5000 ∅ 01-01 02-01
        A bo  1.0000 ∅ 02-01 ∞
        B bo  1.0000 ∅ 01-01 02-01
        C cy  1.0000 ∅ 01-01 02-01
    """)


FAULTY = """
    account holder    share kind
    A       ann       0.5   ∅
    A       bo        0.4   ∅
    B       ann       1.5   ∅
    B       bo        -0.5  ∅
    C       ann       0.5   ∅
    C       bo        0.5   ∅
    C       ann       0.4   ∅
    D       ann       0.5   ∅
    D       ∅         0.5   ∅
    E       ann       0.5   ∅
    E       bo        ∅     ∅
    F       ann       0.5   ∅
    F       benedicta 0.5   ∅
    G       ann       0.5   ∅
    G       bo        0.50001 ∅
    H       cy        1     ∅
"""
MEND = "{} of the same group and time is faulty, and a group is loaded whole or not at all: mend that row"
REASONS = [
    ("share", "the shares of its group sum to 0.9, not 1; correct them"),
    ("share", "the shares of its group sum to 0.9, not 1; correct them"),
    ("share", "AccountHolders.share is a share of the group, from 0 to 1"),
    ("share", "AccountHolders.share is a share of the group, from 0 to 1"),
    (None, "contradicts another row with the same"),
    (None, MEND.format("row 5")),
    (None, "contradicts another row with the same"),
    (None, MEND.format("row 9")),
    ("holder", "NULL in the natural key of AccountHolders.holder: every row needs a value here"),
    (None, MEND.format("row 11")),
    ("share", "NULL in weight AccountHolders.share"),
    (None, MEND.format("row 13")),
    ("holder", "is longer than the 8 characters of AccountHolders.holder"),
    (None, MEND.format("row 15")),
    ("share", ""),
]


def test_a_group_that_is_at_fault_goes_to_the_quarantine_whole(warehouse: Warehouse) -> None:
    with pytest.raises(RejectedRows):
        tell(warehouse, FAULTY, JANUARY)
    assert who(warehouse) == []
    done = tell(warehouse, FAULTY, JANUARY, reject_limit=15)
    assert (done.read, done.inserted, done.rejected, done.inferred) == (16, 1, 15, 2)
    assert who(warehouse) == drawn(f"{HEADING}\nH cy 1.0000 ∅ 01-01 ∞")
    q = warehouse._tables.quarantine.c
    with warehouse.engine.connect() as connection:
        kept = connection.execute(select(q.row_number, q.column_name, q.reason).order_by(q.row_number)).all()
    assert [row[0] for row in kept] == list(range(1, 16))
    for (_, column, reason), (expected_column, expected) in zip(kept, REASONS, strict=True):
        assert column == expected_column
        assert expected in reason


def test_a_group_without_a_key_or_a_time_is_of_no_group(warehouse: Warehouse) -> None:
    done = tell(warehouse, "at account holder share\n∅ A ann 1\n01-01 ∅ bo 1\n01-01 B cy 1", reject_limit=2)
    assert (done.rejected, done.inserted) == (2, 1)
    with pytest.raises(SourceError, match="mark open ends"):
        tell(warehouse, "account holder share\nA ann 1", date(9999, 12, 31))
    with pytest.raises(StarSchemaError, match="a snapshot has one time"):
        tell(warehouse, "at account holder share\n01-01 A ann 1", snapshot=True)
    with pytest.raises(StarSchemaError, match="leave out snapshot="):
        tell(warehouse, "account holder share\nA ann 1", JANUARY, snapshot="account")
    with pytest.raises(StarSchemaError, match="AccountHolders is a bridge; rebuild"):
        warehouse.rebuild(AccountHolders)


def test_a_dry_run_changes_nothing(warehouse: Warehouse) -> None:
    planned = warehouse.load(AccountHolders, rows("account holder share\nA ann 1"), effective=JANUARY, dry_run=True)
    assert (planned.inserted, who(warehouse)) == (1, [])


@pytest.mark.everywhere
def test_what_a_hand_has_broken_is_found(warehouse: Warehouse) -> None:
    tell(warehouse, "account holder share\nA ann 0.5\nA bo 0.5", JANUARY)
    tell(warehouse, "account holder share\nA ann 0.25\nA bo 0.75", FEBRUARY)
    table = AccountHolders.__table__
    with warehouse.engine.begin() as connection:
        connection.execute(
            update(AccountHolders)
            .where(b.share == Decimal("0.5"), b.account_key > 0)
            .values(valid_to=datetime(2024, 3, 1))
        )
    assert [f.kind.split(",")[0] for f in warehouse.verify(AccountHolders).faults] == [
        "rows that end before they start",
        "times at which a group's shares are not 1 together",
    ]
    with warehouse.engine.begin() as connection:
        stray = dict(connection.execute(select(table).where(table.c.holder_key == -2)).mappings().one())
        connection.execute(delete(table).where(or_(table.c.account_key > 0, table.c.holder_key == -2)))
        connection.execute(insert(table).values(**{**stray, "holder_key": 99}))
    expected = "bridge_account_holders: 1 rows whose holder_key no Holder has, such as account_key=-2"
    assert expected in str(warehouse.verify(AccountHolders))
    assert expected in str(warehouse.verify(Holder))


@pytest.mark.everywhere
@pytest.mark.spark
def test_everything_of_a_bridge_is_dropped_and_made_again(warehouse: Warehouse) -> None:
    tell(warehouse, "account holder share\nA ann 1", JANUARY)
    warehouse.create_all()
    warehouse.drop_all()
    with warehouse.engine.connect() as connection, pytest.raises(Exception, match="bridge_account_holders"):
        connection.execute(text("SELECT * FROM bridge_account_holders"))
    warehouse.create_all(foreign_keys="none")
    assert who(warehouse) == []


@pytest.mark.everywhere
def test_the_script_has_the_bridge_with_its_key_and_comments() -> None:
    script = create_ddl(Mart, "postgresql", foreign_keys="enforced")
    wanted = " ".join(script.split())
    assert (
        "PRIMARY KEY (account_key, holder_key, valid_from), FOREIGN KEY(account_key) REFERENCES dim_account" in wanted
    )
    assert "COMMENT ON COLUMN bridge_account_holders.share IS 'Share of the group; 1 together'" in script
    assert "CREATE INDEX ix_bridge_account_holders_member ON bridge_account_holders (holder_key)" in script
    assert "holder_key) REFERENCES" not in script, "a durable key stands for many rows"
    assert "CREATE TABLE bridge_account_holders_journal" in script
