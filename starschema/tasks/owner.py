"""Who holds a claim: a process of a host, and whether it is alive, as far as this process can tell."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path


def owner() -> str:
    """Return what tells this process from any other."""
    pid = os.getpid()
    return f"{_place()} {pid} {_born(pid)}"


def is_dead(who: str) -> bool:
    """Return whether `who` is a process of this host that has ended; of another host's nothing is known."""
    place, *process = who.rsplit(" ", 2)
    if place != _place() or len(process) != 2:
        return False
    pid, born = int(process[0]), process[1]
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return _born(pid) not in (born, "")


def _place() -> str:
    """Return the host, and the namespace in which its process numbers mean something."""
    with suppress(OSError):
        return f"{socket.gethostname()}/{os.readlink('/proc/self/ns/pid')}"
    return socket.gethostname()


def _born(pid: int) -> str:
    """Return when a process began, in the kernel's ticks; "" where that cannot be known, "0" for one that is over."""
    try:
        said = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    fields = said.rpartition(")")[2].split()
    return "0" if fields[0] in "ZX" else fields[19]
