"""Opening files wherever they lie and whatever compression they come in, and finding them by glob."""

from __future__ import annotations

import bz2
import glob
import gzip
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from starschema.errors import SourceError, without_passwords
from starschema.stores import URL, file_system, reason

COMPRESSIONS = (".gz", ".bz2", ".zst", ".xz", ".zip")

UNREADABLE = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
"""What the decompressors raise for a file that is damaged or cut off."""


@dataclass(frozen=True)
class Stored:
    """A file that is not in the local file system.

    Args:
        name: Its URL, without a password.
        open: Opens it for reading bytes, any number of times; what it raises is an `OSError`.
    """

    name: str
    open: Callable[[], IO[bytes]] = field(repr=False, compare=False)

    def __str__(self) -> str:
        return self.name

    @property
    def suffixes(self) -> list[str]:
        """The suffixes of its name, as a `Path` has them."""
        return PurePosixPath(self.name).suffixes


Location = Path | Stored
"""Where a file lies."""

Paths = str | Path | list[str | Path]
"""A file, a glob, or a list of these, as paths or fsspec URLs."""


def suffix_of(location: Location) -> str:
    """Return the suffix that tells the format, without that of a compression."""
    suffixes = [suffix.lower() for suffix in location.suffixes]
    if suffixes and suffixes[-1] in COMPRESSIONS:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def shown(given: Paths) -> str:
    """Return what the load's log shows of paths, without passwords."""
    return without_passwords(", ".join(map(str, given)) if isinstance(given, list) else str(given))


def expand(given: Paths) -> list[Location]:
    """Return the files that a path, a URL, a glob or a list of these names, each glob's in sorted order.

    Raises:
        SourceError: A file is missing, or a glob matches nothing.
    """
    if isinstance(given, list):
        if not given:
            raise SourceError("the list of files is empty; an empty input needs at least a file with a header")
        return [location for one in given for location in expand(one)]
    if URL.match(str(given)):
        return _remote(given)
    path = Path(given).expanduser()
    if path.is_dir():
        raise SourceError(f"{path} is a directory; name its files, such as {path}/*.csv")
    if path.exists():
        return [path]
    if not glob.has_magic(str(path)):
        raise SourceError(f"{path} does not exist; check the path (working directory: {Path.cwd()})")
    found = sorted(Path(name) for name in glob.glob(str(path), recursive=True) if Path(name).is_file())
    if not found:
        raise SourceError(f"no file matches {path}; check the pattern (working directory: {Path.cwd()})")
    return list(found)


def _remote(given: str | Path) -> list[Location]:
    """Return the files that a URL names, by fsspec."""
    url, name = str(given), shown(given)
    if isinstance(given, Path):
        raise SourceError(f"{name} is a URL, of which a Path drops a slash; give it as text")
    if url.lower().startswith(("http://", "https://")):
        raise SourceError(f"{name}: what a web server answers is read by sources.http(url), not as a file")
    if not re.match(r"[A-Za-z0-9]+(::|://)", url):
        raise SourceError(f"{name} is no URL of files; read a database by (engine, select) or sources.sql()")
    try:
        files, path = file_system(url)
        if not glob.has_magic(path):
            if files.isdir(path):
                raise SourceError(f"{name} is a directory; name its files, such as {name.rstrip('/')}/*.csv")
            if not files.exists(path):
                raise SourceError(f"{name} does not exist; check the URL")
            return [Stored(name, _opener(files, path))]
        found = sorted(one for one in files.glob(path) if files.isfile(one))
        names = {one: without_passwords(_in_the_words_of(url, files.unstrip_protocol(one))) for one in found}
    except SourceError:
        raise
    except Exception as error:  # every file system raises what it likes
        failure = SourceError(f"{name} cannot be read: {reason(error, url)}")
        failure.__cause__ = error if name == url else None
    else:
        if not found:
            raise SourceError(f"no file matches {name}; check the pattern")
        return [Stored(names[one], _opener(files, one)) for one in found]
    raise failure  # here, where it brings no other along, which may tell the password


def _in_the_words_of(given: str, found: str) -> str:
    """Return the URL of a file with the scheme of the one that was given: others know a store by s3a:// alone."""
    scheme, path = given.partition("://")[0], found.partition("://")[2]
    return f"{scheme}://{path}" if path and "::" not in given else found


def _opener(files: Any, path: str) -> Callable[[], IO[bytes]]:
    def open_again() -> IO[bytes]:
        try:
            return cast("IO[bytes]", files.open(path, "rb"))
        except OSError:
            raise
        except Exception as error:
            raise OSError(str(error)) from error

    return open_again


@contextmanager
def opened(location: Location) -> Iterator[IO[bytes]]:
    """Open a file for reading bytes, decompressed as its suffix says.

    Raises:
        SourceError: The file cannot be opened or decompressed.
    """
    try:
        with ExitStack() as files:
            yield _decompressed(location, files)
    except UNREADABLE as error:
        raise unreadable(location, error) from error


def unreadable(location: Location, error: BaseException) -> SourceError:
    """Return the error that says a file cannot be read, and why."""
    why = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return SourceError(f"{location} cannot be read: {why}; check that the file is whole and that you may read it")


def is_compressed(location: Location) -> bool:
    """Return whether the name of a file says that it is compressed."""
    return any(str(location).lower().endswith(suffix) for suffix in COMPRESSIONS)


def _decompressed(location: Location, files: ExitStack) -> IO[bytes]:
    raw = files.enter_context(location.open("rb") if isinstance(location, Path) else location.open())
    suffix = location.suffixes[-1].lower() if location.suffixes else ""
    match suffix:
        case ".gz":
            return files.enter_context(cast("IO[bytes]", gzip.open(raw)))
        case ".bz2":
            return files.enter_context(bz2.open(raw))
        case ".xz":
            return files.enter_context(lzma.open(raw))
        case ".zst":
            import pyarrow as pa

            return cast("IO[bytes]", files.enter_context(pa.CompressedInputStream(pa.PythonFile(raw, "r"), "zstd")))
        case ".zip":
            archive = files.enter_context(zipfile.ZipFile(raw))
            members = [member for member in archive.namelist() if not member.endswith("/")]
            if len(members) != 1:
                raise SourceError(
                    f"{location} holds {len(members)} files where one is needed; extract it and name them"
                )
            return files.enter_context(archive.open(members[0]))
        case _:
            return raw
