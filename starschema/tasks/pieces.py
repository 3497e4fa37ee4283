"""The pieces of a feed's work: a file each where the source is files, else a round each time it is looked at."""

from __future__ import annotations

import datetime as dt
import glob
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starschema.errors import SourceError, without_passwords
from starschema.sources import Source, files, open_source
from starschema.sources.opening import expand
from starschema.stores import URL, file_system, reason
from starschema.tasks.feed import Feed

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Piece:
    """Something to load, that is loaded once.

    Args:
        feed: The feed's name.
        name: What people see, without passwords.
        identity: What makes it another one than those before; a file that was written again is another.
        details: What is needed to open it, as JSON can hold it.
    """

    feed: str
    name: str
    identity: str
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def asked_again_if(self) -> tuple[str, ...]:
        """The states in which its task is opened again when it is asked for again."""
        if "listing" in self.details:
            return "failed", "done"
        return ("failed",) if "round" in self.details else ()

    def task_id(self, flow: str) -> str:
        """Return the number of the task that loads it."""
        return hashlib.sha256("\n".join((flow, self.feed, self.identity)).encode()).hexdigest()[:32]


def file_pieces(feed: Feed) -> list[Piece]:
    """Return a piece for each file that is there now, in the order of their names.

    Raises:
        SourceError: A file that is named is missing. Nothing there that matches a pattern is nothing to do.
    """
    given = feed.source if isinstance(feed.source, list) else [feed.source]
    return [piece for one in given for piece in _of_one(feed, one)]


def listing_piece(feed: Feed) -> Piece:
    """Return the piece that finds the files, for where they cannot be found at once."""
    return Piece(feed.name, "its files", "its files", {"listing": True})


def round_piece(feed: Feed, number: int, mark: str | None) -> Piece:
    """Return the piece of the nth time that a feed is loaded."""
    if not feed.takes_data and (days := _days(feed)):
        return Piece(feed.name, days, days)
    return Piece(feed.name, f"round {number}", f"round {number}", {"round": number, "mark": mark})


def slice_piece(feed: Feed, start: dt.date, end: dt.date, label: str) -> Piece:
    """Return the piece of a slice of time, from `start` to before `end`."""
    details = {"slice": [start.isoformat(), end.isoformat()]}
    return Piece(feed.name, f"slice {label}", f"slice {start} {end}", details)


def source_of(feed: Feed, details: dict[str, Any]) -> Source:
    """Return the source of a piece.

    Raises:
        SourceError: It cannot be opened.
    """
    if "file" in details:
        return files(_with_password(feed, details["file"]))
    if "slice" in details:
        if feed.slices is None:
            raise SourceError(f"{feed}: it has no slices= any more, which says what a slice of time is")
        start, end = map(dt.date.fromisoformat, details["slice"])
        return open_source(feed.slices(start, end))
    if feed.of_files:
        return files(feed.source)
    source = open_source(feed.opened())
    if source.cursor is not None and not source.begins:
        source.resume(details.get("mark"))
    return source


def extracted(source: Source) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a source; of one without any, an empty batch with its columns, if they are known."""
    import pyarrow as pa

    empty = True
    for batch in source.batches():
        empty = False
        yield batch
    if empty and (names := source.columns()):
        yield pa.RecordBatch.from_arrays([pa.nulls(0, pa.string()) for _ in names], names=names)


def _of_one(feed: Feed, given: str | Path) -> list[Piece]:
    if URL.match(str(given)):
        return _remote(feed, str(given))
    try:
        found = [Path(str(one)) for one in expand(given)]
    except SourceError:
        if glob.has_magic(str(given)):
            return []
        raise
    return [_piece(feed, str(one), f"{(facts := one.stat()).st_size} {facts.st_mtime_ns}") for one in found]


def _remote(feed: Feed, url: str) -> list[Piece]:
    server = _server(url)
    try:
        there, path = file_system(url)
        found = [there.info(one) for one in sorted(there.glob(path))] if glob.has_magic(path) else [there.info(path)]
        found = [one for one in found if one["type"] == "file"]
        versions = {one["name"]: _version(there, one) for one in found}
    except Exception as error:  # every file system raises what it likes
        raise SourceError(f"{without_passwords(url)} cannot be listed: {reason(error, url)}") from error
    if server is None:
        # What opens one of the files cannot be told from what opens all: they are one piece.
        whole = hashlib.sha256(" ".join(versions.values()).encode()).hexdigest()
        return [Piece(feed.name, without_passwords(url), f"{without_passwords(url)} {whole}")] if found else []
    return [_piece(feed, without_passwords(f"{server}{name}"), version) for name, version in versions.items()]


def _server(url: str) -> str | None:
    """Return what stands before the path in a URL: the protocol, and maybe server, user and password."""
    try:
        _, path = file_system(url)
    except Exception as error:
        raise SourceError(f"{without_passwords(url)} cannot be opened: {reason(error, url)}") from error
    return url.removesuffix(path) if path and url.endswith(path) else None


def _with_password(feed: Feed, shown: str) -> str:
    """Return the URL of a file as the feed's source has it: the worklist keeps no password."""
    for one in feed.source if isinstance(feed.source, list) else [feed.source]:
        if URL.match(str(one)) and (server := _server(str(one))) and shown.startswith(without_passwords(server)):
            return server + shown.removeprefix(without_passwords(server))
    return shown


def _version(there: Any, facts: dict[str, Any]) -> str:
    """Return what is another one when a file was written again; some file systems' own word changes as it is read."""
    return f"{facts['size']} {facts['mtime']}" if "mtime" in facts else str(there.ukey(facts["name"]))


def _piece(feed: Feed, shown: str, version: str) -> Piece:
    return Piece(feed.name, shown, f"{shown} {version}", {"file": shown})


def _days(feed: Feed) -> str | None:
    """Return the days of a calendar, which is loaded once; what is derived is derived again each time."""
    from starschema.model.spec import DimensionSpec

    if not isinstance(feed.spec, DimensionSpec):
        return None
    start, end = feed.options.get("start"), feed.options.get("end")
    return "all of it" if start is None and end is None else f"{start} to {end}"
