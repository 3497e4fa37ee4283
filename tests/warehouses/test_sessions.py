"""Which Spark session a warehouse has: one of its own beside the process's, and another when that one is gone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import DBAPIError

from starschema import StarSchemaError, Warehouse
from starschema.backends.spark import sessions
from starschema.backends.spark.dbapi import SessionLost, connect, translated
from starschema.backends.spark.sessions import Place, session_for
from starschema.backends.spark.statements import interrupt, name_of
from tests.backends import sail
from tests.failures.processes import PATIENCE, start
from tests.failures.retail import Customer, customers, load_everything, state, warehouse
from tests.failures.test_sail_crashes import Sail, apart, lived, new_sail
from tests.warehouses.story import Day, Mart

__all__ = ["new_sail"]

FIRST = ("spark_catalog", "default")
"""Where a session begins."""


class Session:
    """A session as far as one is asked for, and not of Spark's own making."""

    def __init__(self, settings: dict[str, str] | None = None) -> None:
        self.catalog = self.conf = self
        self.settings = dict(settings or {})
        self.place = FIRST
        self.is_stopped = False
        self.refusing = ""

    def set(self, name: str, value: str) -> None:
        assert not name.startswith("spark.sql.catalog.") or self.place == FIRST, "a catalog that is in use is made"
        self.settings[name] = value

    def get(self, name: str, default: str | None = None) -> str | None:
        return self.settings.get(name, default)

    def currentCatalog(self) -> str:
        return self.place[0]

    def currentDatabase(self) -> str:
        return self.place[1]

    def setCurrentCatalog(self, name: str) -> None:
        self.place = (name, "")

    def setCurrentDatabase(self, name: str) -> None:
        self.place = (self.place[0], name)

    def sql(self, statement: str) -> Any:
        if self.refusing:
            raise RuntimeError(self.refusing)
        return SimpleNamespace(toArrow=lambda: pa.table({"version": ["4.1.0 0123456"]}))


class Connected(Session):
    """One of Spark Connect since 4.1."""

    def cloneSession(self) -> Session:
        return Session(self.settings)


class TooNew(Session):
    """One of Spark Connect 4.1 whose server is older."""

    def cloneSession(self) -> Session:
        raise RuntimeError("status = StatusCode.UNIMPLEMENTED")


class Classic(Session):
    """One of PySpark in the process of Spark's driver."""

    def __init__(self, context: Any, java: Any) -> None:
        super().__init__(java.settings)
        self.sparkContext = context
        self._jsparkSession = java

    @property
    def client(self) -> Any:
        raise RuntimeError("SparkSession.client is only supported with Spark Connect")

    def addTag(self, tag: str) -> None:
        """Tag jobs, as it can since 4.0."""

    def sql(self, statement: str) -> Any:
        if statement == "SELECT current_catalog(), current_database()":
            return SimpleNamespace(head=lambda: self.place)
        for words, use in (("SET CATALOG ", self.setCurrentCatalog), ("USE NAMESPACE ", self.setCurrentDatabase)):
            if statement.startswith(words):
                return use(statement.removeprefix(words).strip("`"))
        return super().sql(statement)


class Java:
    """The session that one of PySpark's stands for."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.settings = settings
        self.stopped: bool | None = False

    def cloneSession(self) -> Java:
        return Java(self.settings)

    def sparkContext(self) -> Java:
        return self

    def isStopped(self) -> bool:
        if self.stopped is None:
            raise ConnectionRefusedError
        return self.stopped


Active = Callable[[Any], Any]


@pytest.fixture
def active(monkeypatch: pytest.MonkeyPatch) -> Active:
    """Has a session be the process's, or none."""
    from pyspark.errors import PySparkRuntimeError

    monkeypatch.setattr(sessions, "_open", {})
    monkeypatch.setattr(sessions, "_warned", set())

    def is_active(session: Any) -> Any:
        def found() -> Any:
            if session is None:
                raise PySparkRuntimeError("there is none")
            return session

        monkeypatch.setattr("pyspark.sql.SparkSession.active", found)
        return session

    return is_active


def at(database: str = "", query: str = "staging=/srv") -> Place:
    return Place.of(make_url(f"spark:///{database}?{query}"))


@pytest.mark.parametrize(
    "session", [Classic(None, Java({"a": "1"})), Connected({"a": "1"})], ids=["classic", "spark connect"]
)
def test_warehouses_of_one_process_have_sessions_beside_that_of_the_process(session: Any, active: Active) -> None:
    active(session)
    one, other, further = (session_for(at(place)) for place in ("lake.one", "lake.other", "sales"))
    assert [each.place for each in (one, other, further)] == [
        ("lake", "one"),
        ("lake", "other"),
        ("spark_catalog", "sales"),
    ]
    assert all(each.settings == {"a": "1", "spark.sql.session.timeZone": "UTC"} for each in (one, other, further))
    assert session_for(at("lake.one")) is one
    assert (session.place, session.settings) == (FIRST, {"a": "1"})


def test_statements_of_a_classic_session_end_with_its_process_and_have_no_name() -> None:
    session = Classic(None, Java({}))
    assert name_of(session, 7) is None
    interrupt(session, {"session": "a", "user": "", "tag": "b"})
    assert name_of(Session(), 7) is None


ICEBERG = "staging=/srv&format=iceberg"
LOOKING = "spark.sql.catalog.lake.cache-enabled"


@pytest.mark.parametrize("session", [Classic(None, Java({})), Connected()], ids=["classic", "spark connect"])
def test_tables_of_iceberg_are_not_kept_as_they_once_were(session: Any, active: Active, caplog: Any) -> None:
    active(session)
    assert session_for(at("lake.one", ICEBERG)).settings[LOOKING] == "false"
    session.place = ("lake", "mart")
    assert session_for(at("", ICEBERG)).settings[LOOKING] == "false"
    assert LOOKING not in session_for(at("lake.one")).settings  # Delta looks at its log each time
    assert (session.settings, caplog.messages) == ({}, [])


def test_a_session_of_the_callers_own_that_keeps_them_is_warned_of_once(active: Active, caplog: Any) -> None:
    active(None)
    session_for(at("lake.one", ICEBERG), Session({LOOKING: "false"}))
    assert caplog.messages == []
    for _ in range(2):
        session_for(at("lake.other", ICEBERG), Session())
    (message,) = caplog.messages
    assert message.startswith(f"the session has not set {LOOKING} to false")


def test_a_warehouse_whose_url_names_no_schema_is_where_the_process_is(active: Active) -> None:
    session = active(Connected())
    session.place = ("lake", "mart")
    assert session_for(at()).place == ("lake", "mart")
    assert session_for(at("other")).place == ("lake", "other")
    session.place = ("lake", "")
    assert session_for(at(query="staging=/elsewhere")).place == ("lake", "")


@pytest.mark.parametrize("session", [Session(), TooNew()], ids=["before 4.1", "of an older server"])
def test_where_sessions_cannot_be_cloned_all_warehouses_are_in_one_schema(session: Any, active: Active) -> None:
    active(session)
    assert session_for(at("lake.one")) is session
    assert session_for(at("lake.one", "staging=/elsewhere")) is session
    with pytest.raises(StarSchemaError, match="has a warehouse in another schema already"):
        session_for(at("lake.other"))
    assert session.place == ("lake", "one")


def test_a_session_that_cannot_be_cloned_for_another_reason_says_so(active: Active) -> None:
    class Broken(Session):
        def cloneSession(self) -> Session:
            raise RuntimeError("the disk is full")

    active(Broken())
    with pytest.raises(RuntimeError, match="the disk is full"):
        session_for(at("lake.one"))


def test_a_process_that_has_no_session_any_more_is_told_so(active: Active) -> None:
    java = Java({})
    active(Classic(None, java))
    session_for(at("lake.one"))._jsparkSession.stopped = True
    for gone in (True, None):
        java.stopped = gone
        with pytest.raises(StarSchemaError, match="spark:/// is the process's own SparkSession, and there is none"):
            session_for(at("lake.one"))
    active(None)
    with pytest.raises(StarSchemaError, match="there is none"):
        session_for(at("lake.one"))
    again = active(Classic(None, Java({"a": "2"})))
    assert session_for(at("lake.one")).settings["a"] == again.settings["a"] == "2"


@pytest.mark.parametrize(
    "said",
    [
        "<_MultiThreadedRendezvous of RPC that terminated with: status = StatusCode.UNAVAILABLE",
        "[INVALID_HANDLE.SESSION_CHANGED] The handle 0123 is invalid. The existing Spark server driver has restarted.",
        "[INVALID_HANDLE.SESSION_CLOSED] The handle 0123 is invalid. Session was closed.",
        "Received incorrect server side session identifier for request. Please create a new Spark Session",
    ],
)
def test_after_an_error_that_says_that_the_session_is_gone_the_next_connection_has_a_new_one(
    active: Active, said: str
) -> None:
    active(Connected())
    engine = create_engine("spark:///lake.one?staging=/srv")
    first = session_for(at("lake.one"))
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        first.refusing = "there is no table of this name"
        with pytest.raises(DBAPIError, match="no table"):
            connection.exec_driver_sql("SELECT 1")
        assert session_for(at("lake.one")) is first
        first.refusing = said
        with pytest.raises(DBAPIError, match=r"Session|UNAVAILABLE") as caught:
            connection.exec_driver_sql("SELECT 1")
        assert isinstance(caught.value.orig, SessionLost)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar()
    assert session_for(at("lake.one")) is not first


def test_a_connection_whose_session_was_stopped_meanwhile_is_given_to_nobody(active: Active) -> None:
    active(Connected())
    engine = create_engine("spark:///lake.one?staging=/srv")
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    session = session_for(at("lake.one"))
    session.is_stopped, session.refusing = True, "no"
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar()
    assert session_for(at("lake.one")) is not session
    with pytest.raises(SessionLost):
        connect(session).cursor().execute("SELECT 1")
    assert not isinstance(translated(RuntimeError("no")), SessionLost)


def load_days_in_a_thread(server: str, folder: str) -> Any:
    """Load into the process's session, made here, from another thread; return what its current schema is then."""
    from pyspark.sql import SparkSession

    session: Any = SparkSession.builder.remote(server).create()
    session.sql(f"CREATE SCHEMA mart LOCATION 'file://{folder}/mart'")
    found = []

    def load() -> None:
        warehouse = Warehouse(f"spark:///mart?staging={folder}/staging&books=sqlite:///{folder}/books.db", Mart)
        warehouse.create_all()
        found.append(warehouse.load(Day, start="2024-01-01", end="2024-01-31").inserted)

    thread = threading.Thread(target=load)
    thread.start()
    thread.join()
    return found


def test_the_process_session_is_found_from_any_thread(tmp_path: Path) -> None:
    (tmp_path / "staging").mkdir()
    assert apart(load_days_in_a_thread, f"sc://{sail()}/", str(tmp_path)) == [31]


def load_before_and_after(url: str, folder: str, size: int) -> Any:
    """Load, wait until Sail was killed and started again, and go on; return how often that was refused."""
    warehouse(url).load(Customer, customers(size // 8, date(2024, 1, 1)), effective="at", load_key="first")
    Path(folder, "loaded").touch()
    deadline = time.monotonic() + PATIENCE
    while not Path(folder, "again").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    refused = 0
    for _ in range(3):
        try:
            load_everything(url, size)
        except DBAPIError:
            refused += 1
        else:
            return refused, state(url)
    raise AssertionError("the session stays lost")


def test_a_process_goes_on_when_its_sail_was_started_again(new_sail: Callable[[], Sail], tmp_path: Path) -> None:
    one = new_sail()
    loader, outcome = start(load_before_and_after, (one.url, str(tmp_path), 50))
    deadline = time.monotonic() + PATIENCE
    while not (tmp_path / "loaded").exists():
        assert time.monotonic() < deadline, "the load hangs"
        assert loader.is_alive()
        time.sleep(0.05)
    one.kill()
    one.start()
    (tmp_path / "again").touch()
    assert outcome.poll(PATIENCE), "the load hangs"
    found = outcome.recv()
    loader.join()
    if isinstance(found, Exception):
        raise found
    refused, left = found
    assert refused <= 1
    assert left == lived(tmp_path, 50)
