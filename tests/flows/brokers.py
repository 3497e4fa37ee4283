"""Where the tests' message brokers come from: as with databases, a named one, a local one, or a private one."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from kombu import Connection
from kombu.exceptions import OperationalError

from tests import services
from tests.services import START_SECONDS, Unavailable

BROKERS = {
    "rabbitmq": "amqp://guest:guest@127.0.0.1:5672//",
    "redis": "redis://127.0.0.1:6379/0",
}
"""The kinds of broker, and where each usually is."""


def broker(kind: str, started: ExitStack) -> str:
    """Return the URL of a broker; without one, skip the test with a word why, or fail it on CI."""
    attempts = []
    named = os.environ.get(f"STARSCHEMA_TEST_{kind.upper()}")
    for place, attempt in (
        ("as named, or on its usual port", lambda: named or BROKERS[kind]),
        ("from installed programs", lambda: private(kind, started).url),
        ("from apt", lambda: _installed(kind, started)),
    ):
        try:
            url = attempt()
            _answer(url)
        except (Unavailable, OperationalError, OSError) as error:
            attempts.append(f"{place}: {error}")
        else:
            return url
    said = f"no {kind} to test on; tried {'; '.join(attempts)}"
    if os.environ.get("CI") == "true":
        pytest.fail(said, pytrace=False)
    pytest.skip(said)


class Private:
    """A broker of the test's own, which it may kill and start again.

    Args:
        url: Where it answers.
        command: What starts it.
        environment: Variables for that.
        started: Ends it.
        pid_file: Where it says its number, if that is not the command's.
    """

    def __init__(
        self,
        url: str,
        command: list[str],
        environment: dict[str, str],
        started: ExitStack,
        pid_file: Path | None = None,
    ) -> None:
        self.url = url
        self._pid_file = pid_file
        self._command = command
        self._environment = os.environ | environment
        self._process: subprocess.Popen[bytes] | None = None
        started.callback(self.kill)
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._process = subprocess.Popen(
            self._command,
            env=self._environment,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                _answer(self.url)
                return
            except (OperationalError, OSError) as error:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    self.kill()
                    raise Unavailable(f"{self._command[0]} did not start: {error}") from error
                time.sleep(0.2)

    def kill(self) -> None:
        """Kill it at once."""
        if self._process is not None:
            if self._pid_file is not None and self._pid_file.exists():
                with suppress(ProcessLookupError, ValueError):
                    os.kill(int(self._pid_file.read_text()), signal.SIGKILL)
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


def private(kind: str, started: ExitStack) -> Private:
    """Start a private broker.

    Raises:
        Unavailable: Its programs are not installed.
    """
    folder, port = services._folder(started), services.free_port()
    if kind == "redis":
        program = services._program("redis-server", "valkey-server")
        # What was told is on disk, so that a restart loses nothing.
        kept = ["--appendonly", "yes", "--appendfsync", "always"]
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), *kept]
        return Private(f"redis://127.0.0.1:{port}/0", command, {}, started)
    program = services._program("rabbitmq-server")
    folder.chmod(0o777)  # it runs as a user of its own
    # The usual configuration names the usual port.
    (folder / "rabbitmq.conf").write_text(f"listeners.tcp.1 = 127.0.0.1:{port}\n", "utf-8")
    (folder / "rabbitmq-env.conf").touch()
    environment = {
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "rabbitmq-env.conf"),
        "RABBITMQ_NODENAME": f"starschema-{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(services.free_port()),
        "RABBITMQ_MNESIA_BASE": str(folder),
        "RABBITMQ_LOG_BASE": str(folder),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
    }
    return Private(f"amqp://guest:guest@127.0.0.1:{port}//", [program], environment, started, folder / "pid")


def _installed(kind: str, started: ExitStack) -> str:
    package = {"redis": "redis-server", "rabbitmq": "rabbitmq-server"}[kind]
    found: list[str] = []

    def start(stack: ExitStack) -> services.URL:
        found.append(private(kind, stack).url)
        return services.make_url("sqlite://")

    services._installed(package, start, started)
    return found[0]


def _answer(url: str) -> None:
    with Connection(url, connect_timeout=5) as connection:
        if urlsplit(url).scheme == "redis":
            connection.default_channel.client.ping()
        else:
            connection.ensure_connection(max_retries=1, timeout=5)
