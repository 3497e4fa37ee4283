"""Opening files, whatever compression they come in, and finding them by glob."""

from __future__ import annotations

import bz2
import glob
import gzip
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from starschema.errors import SourceError

COMPRESSIONS = (".gz", ".bz2", ".zst", ".xz", ".zip")

URL = re.compile(r"[A-Za-z][\w+.-]+:/")
"""How a URL begins, also one that a `Path` has made of it; a drive such as C:/ has one letter."""

UNREADABLE = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
"""What the decompressors raise for a file that is damaged or cut off."""


def suffix_of(path: Path) -> str:
    """Return the suffix that tells the format, without that of a compression."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in COMPRESSIONS:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def expand(given: str | Path | list[str | Path]) -> list[Path]:
    """Return the files that a path, a glob or a list of these names, each glob's in sorted order.

    Raises:
        SourceError: A file is missing, or a glob matches nothing.
    """
    if isinstance(given, list):
        if not given:
            raise SourceError("the list of files is empty; an empty input needs at least a file with a header")
        return [path for one in given for path in expand(one)]
    if scheme := URL.match(str(given)):
        raise SourceError(f"a {scheme[0]}… URL is no path: download the file, or read a database by (engine, select)")
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
    return found


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open `path` for reading bytes, decompressed as its suffix says.

    Raises:
        SourceError: The file cannot be opened or decompressed.
    """
    try:
        stream = _open(path)
    except UNREADABLE as error:
        raise unreadable(path, error) from error
    with stream:
        try:
            yield stream
        except UNREADABLE as error:
            raise unreadable(path, error) from error


def unreadable(path: Path, error: BaseException) -> SourceError:
    """Return the error that says `path` cannot be read, and why."""
    why = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return SourceError(f"{path} cannot be read: {why}; check that the file is whole and that you may read it")


def _open(path: Path) -> IO[bytes]:
    match path.suffix.lower():
        case ".gz":
            return cast("IO[bytes]", gzip.open(path))
        case ".bz2":
            return bz2.open(path)
        case ".xz":
            return lzma.open(path)
        case ".zst":
            import pyarrow as pa

            return cast("IO[bytes]", pa.CompressedInputStream(pa.OSFile(str(path)), "zstd"))
        case ".zip":
            archive = zipfile.ZipFile(path)
            members = [member for member in archive.namelist() if not member.endswith("/")]
            if len(members) != 1:
                archive.close()
                raise SourceError(f"{path} holds {len(members)} files where one is needed; extract it and name them")
            return archive.open(members[0])
        case _:
            return path.open("rb")
