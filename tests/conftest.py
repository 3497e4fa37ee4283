"""The four databases as fixtures, Hypothesis' profiles, and what a run says at its end."""

from __future__ import annotations

import gc
import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings
from sqlalchemy import Connection, Engine, create_engine, event

from tests.backends import (
    CLICKHOUSE,
    KINDS,
    LAKE,
    OURS,
    SHARES,
    SPARK,
    ClickHouseDatabases,
    Databases,
    FileDatabases,
    LakeDatabases,
    ServerDatabases,
    SparkDatabases,
    lakes_lack,
)
from tests.services import SERVERS, Services, Unavailable

CLICKHOUSE_SHARE = 8
"""Of so many cases of a module that is marked for ClickHouse the default run takes one: each costs a second or two."""

DRAWN = ("cases", "kinds")
"""Folders all of whose cases --long tries on every engine."""

SERVICES = pytest.StashKey[Services]()

# A database is slower than Hypothesis expects of a function, and a test may empty its database between examples.
_OURS: dict[str, Any] = {
    "deadline": None,
    "print_blob": True,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
}
# The default run is the same every time, so that it says whether a change broke something; --long goes exploring.
settings.register_profile("default", max_examples=50, derandomize=True, **_OURS)
settings.register_profile("long", max_examples=1000, **_OURS)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run what takes minutes, and many Hypothesis examples")
    parser.addoption(
        "--cluster",
        action="store_true",
        help="run what is of Spark alone, on a cluster, in the environment of benchmarks.cluster",
    )


def pytest_configure(config: pytest.Config) -> None:
    found: dict[str, dict[str, str]] = getattr(config, "workerinput", {}).get("services", {})
    config.stash[SERVICES] = Services(**found)
    if not config.getoption("hypothesis_profile", None):
        # By name, since Hypothesis would pick a profile of its own where CI is set.
        settings.load_profile("long" if config.getoption("--long") else "default")


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[SERVICES].close()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Have pytest-xdist's workers use the servers that the main process found."""
    node.workerinput["services"] = node.config.stash[SERVICES].find_all()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("early") is None)
    if config.getoption("--cluster"):
        _leave_out([item for item in items if not _is_of_spark(item)], config, items)
    if config.getoption("--long"):
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="runs with --long only"))
    _leave_out(_spread([item for item in items if _is_spread(item)]), config, items)


def _leave_out(these: Iterable[pytest.Item], config: pytest.Config, items: list[pytest.Item]) -> None:
    away = set(these)
    config.hook.pytest_deselected(items=[item for item in items if item in away])
    items[:] = [item for item in items if item not in away]


def _is_of_spark(item: Any) -> bool:
    return hasattr(item, "callspec") and item.callspec.params.get("backend") == SPARK


def _is_spread(item: Any) -> bool:
    """Return whether a test is marked so and of a database, unless it is marked nearer as one of certain databases."""
    everywhere = item.get_closest_marker("everywhere") or item.get_closest_marker("only")
    spread = item.get_closest_marker("spread") is not None and everywhere is None
    return spread and hasattr(item, "callspec") and "backend" in item.callspec.params


def _spread(items: list[Any]) -> Iterator[pytest.Item]:
    """Yield the items that are left out, so that each case is tried on DuckDB and, in turn, on one other database."""
    turns: dict[str, int] = {}
    for item in items:
        kind = item.callspec.params.get("backend", KINDS[0])
        case = re.sub(rf"\b{kind}\b", "", item.nodeid)
        turn = turns.setdefault(case, len(turns))
        beyond_its_share = kind == CLICKHOUSE and turn % CLICKHOUSE_SHARE and not item.get_closest_marker("beyond")
        if beyond_its_share or kind not in (KINDS[0], KINDS[1 + turn % (len(KINDS) - 1)], *SHARES):
            yield item


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "backend" in metafunc.fixturenames:
        only = metafunc.definition.get_closest_marker("only")
        wanted = only.args if only else KINDS
        if unknown := set(wanted) - {*KINDS, *SHARES}:
            raise pytest.UsageError(f"{metafunc.definition.nodeid}: only() knows {KINDS}, not {sorted(unknown)}")
        # A thousand examples on a lake would take hours; the histories have a test with fewer.
        long = not only and metafunc.config.getoption("--long") and not is_hypothesis_test(metafunc.function)
        drawn = long and metafunc.definition.path.parent.name in DRAWN
        but, beyond = (metafunc.definition.get_closest_marker(mark) for mark in ("but", "beyond"))
        for mark, kind, anyway in (("lake", LAKE, long), ("clickhouse", CLICKHOUSE, drawn), ("spark", SPARK, drawn)):
            if beyond or metafunc.definition.get_closest_marker(mark) or (anyway and not (but and kind in but.args)):
                wanted = (*wanted, kind)
        metafunc.parametrize("backend", wanted, indirect=True)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    missing = config.stash[SERVICES].missing
    if missing:
        terminalreporter.section("DATABASES MISSING", sep="!", red=True, bold=True)
        for kind, reason in missing.items():
            terminalreporter.line(f"Nothing was tested on {kind}. Tried {reason}", red=True)
            terminalreporter.line(f"  Remedy: start one, and name it in STARSCHEMA_TEST_{kind.upper()}.")
    if failed := os.environ.get("STARSCHEMA_FAILED_GATES"):
        terminalreporter.section("QUALITY GATES FAILED", sep="!", red=True, bold=True)
        terminalreporter.line(f"See above what they say: {failed}", red=True)


@pytest.fixture
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database: duckdb, sqlite, postgresql or mariadb; ducklake for tests that are marked so."""
    kind: str = request.param
    return kind


def pytest_collection_finish() -> None:
    """Keep what all tests stand on out of garbage collection, which would go through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _quick_files(pytestconfig: pytest.Config) -> Iterator[None]:
    """Have SQLite not wait for the disk, and DuckDB, unless --long explores, work with one thread.

    Files of tests need survive a process that dies, but no power cut; and for rows as few as theirs, several threads
    of a file take half as long again as one.
    """
    one_thread = not pytestconfig.getoption("--long")

    def hurry(connection: Any, _: Any) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA synchronous = OFF")
        elif one_thread and type(connection).__module__.startswith("duckdb_sqlalchemy"):
            connection.execute("SET threads = 1")

    event.listen(Engine, "connect", hurry)
    yield
    event.remove(Engine, "connect", hurry)


@pytest.fixture(scope="session")
def _server_databases(request: pytest.FixtureRequest) -> Iterator[Callable[[str], ServerDatabases]]:
    pools: dict[str, ServerDatabases] = {}

    def of(kind: str) -> ServerDatabases:
        if kind not in pools:
            pools[kind] = ServerDatabases(request.config.stash[SERVICES].url(kind))
        return pools[kind]

    yield of
    for pool in pools.values():
        pool.close()


@pytest.fixture(scope="session")
def _cluster(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The process's session on a cluster of two workers, whose catalog keeps views; None where Sail is Spark."""
    if not pytestconfig.getoption("--cluster"):
        yield None
        return
    from benchmarks.cluster import cluster, session

    with cluster(tmp_path_factory.mktemp("cluster"), workers=2) as on, session(on, views=True) as spark:
        yield spark


def _go_without(what: str) -> NoReturn:
    """Skip a test for want of something; where everything should be there, fail it."""
    if os.environ.get("CI") == "true":
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


@pytest.fixture
def databases(
    backend: str, tmp_path: Path, _server_databases: Callable[[str], ServerDatabases], _cluster: Any
) -> Iterator[Databases]:
    """Empty databases of one kind: `new()` makes one, `reset()` gives up all so far (between Hypothesis examples).

    Engines that connect during the test are disposed of after it, so no test needs to see to that.
    """
    pool: Databases
    server = "postgresql" if backend == LAKE else backend
    if server in SERVERS:
        try:
            pool = _server_databases(server)
        except Unavailable as error:
            _go_without(f"no {server} to test on; tried {error}")
        if backend == LAKE:
            if lacking := lakes_lack():
                _go_without(lacking)
            pool = LakeDatabases(pool, tmp_path)
    elif backend == CLICKHOUSE:
        pool = ClickHouseDatabases(tmp_path)
    elif backend == SPARK and _cluster is not None:
        from tests.clusters import ClusterDatabases

        pool = ClusterDatabases(_cluster, tmp_path)
    elif backend == SPARK:
        pool = SparkDatabases(tmp_path)
    else:
        pool = FileDatabases(backend, tmp_path)

    def remember(connection: Connection) -> None:
        if not connection.get_execution_options().get(OURS):
            pool.engines.add(connection.engine)

    event.listen(Engine, "engine_connect", remember)
    yield pool
    event.remove(Engine, "engine_connect", remember)
    pool.reset()
    if isinstance(pool, ClickHouseDatabases):
        pool.close()


@pytest.fixture
def url(databases: Databases) -> str:
    """The URL of an empty database, once for each of the four kinds."""
    return databases.new()


@pytest.fixture
def new_url(databases: Databases) -> Callable[[], str]:
    """Gives one more empty database of the same kind at every call: a source system, say."""
    return databases.new


@pytest.fixture
def engine(url: str) -> Engine:
    """An engine on an empty database."""
    return create_engine(url)
