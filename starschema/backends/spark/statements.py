"""What a load's statements are known by on a server of Spark Connect, where they outlive the process that sent them.

A process that is killed takes nothing with it that its server has under way: rows could appear once the load is undone.
So each statement has a tag, and the load's record the session, in which another process interrupts what has the tag.
On a SparkSession of the classic kind the driver is the process itself.

Source: Spark documentation, `SparkSession.addTag`, `SparkSession.interruptTag`; tried on Sail 0.7.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from starschema.backends.spark.sessions import client_of, hang_up

GONE = "INVALID_HANDLE.SESSION_"
"""What a server says where it has the session no more, nor anything of it under way."""


def name_of(session: Any, load_id: int) -> dict[str, str] | None:
    """Return what the statements of a load are to be known by in a session; None where they end with the process."""
    client = client_of(session)
    # Spark Connect has tags since 3.5. To interrupt takes more of its client than is public: without that, no name.
    if not (hasattr(session, "addTag") and hasattr(getattr(client, "_builder", None), "_params")):
        return None
    tag = f"starschema-load-{load_id}-{uuid4().hex}"
    return {"session": client._session_id, "user": client._user_id or "", "tag": tag}


@contextmanager
def tagged(session: Any, tag: str | None) -> Iterator[None]:
    """Have what this thread sends meanwhile carry a tag."""
    if tag is not None:
        session.addTag(tag)
    try:
        yield
    finally:
        if tag is not None:
            session.removeTag(tag)


def interrupt(session: Any, name: Mapping[str, str]) -> None:
    """Interrupt what a load has under way, in whatever session of the same server.

    Args:
        session: One of the server's.
        name: What `name_of` has returned.
    """
    client = client_of(session)
    if client is None:
        return
    way, whose = copy.copy(client._builder), {"session_id": name["session"]}
    if name["user"]:
        whose["user_id"] = name["user"]
    way._params = {**way._params, **whose}
    other = type(client)(connection=way)
    try:
        other.interrupt_tag(name["tag"])
    except Exception as error:
        if GONE not in str(error):
            raise
    finally:
        hang_up(other)  # which leaves the session to whoever has it
