"""Where rows wait between this process and Spark's executors, as Parquet: a folder both see, a store, or a volume."""

from __future__ import annotations

import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from glob import escape, glob
from typing import Any, Protocol

from starschema.backends.spark.volume import VolumeFiles
from starschema.backends.spark.workspace import Workspace
from starschema.errors import StoreError, without_passwords
from starschema.stores import URL, file_system, reason

PATTERN = re.compile(r"[*?\[]")
"""What fsspec takes for the pattern of a glob."""

VOLUME = re.compile(r"(?:dbfs:)?(?P<path>/Volumes/[^/]+/[^/]+/[^/]+)(?:/|$)")
"""A path in a volume of Databricks', which there is a folder."""

logger = logging.getLogger("starschema")


class Staging(Protocol):
    """A place that this process and the executors reach; what is in it lies in folders, each for one set of rows."""

    def address(self, name: str) -> str:
        """Return what the executors call a folder."""
        ...

    def filling(self, name: str) -> AbstractContextManager[str]:
        """Give a local path where to make a folder with files; then they are in the folder of that name."""
        ...

    def reading(self, name: str) -> AbstractContextManager[list[str]]:
        """Give local paths of the Parquet files that the executors have put into a folder."""
        ...

    def remove(self, name: str) -> None:
        """Remove a folder, if it is there; if it cannot be, it stays, and the log says so."""
        ...


class Folder:
    """A folder that this process and the executors see under one name.

    Args:
        path: The folder.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    def address(self, name: str) -> str:
        """Return the folder's path."""
        return os.path.join(self._path, name)

    @contextmanager
    def filling(self, name: str) -> Iterator[str]:
        """Give the path itself."""
        os.makedirs(self._path, exist_ok=True)
        yield self.address(name)

    @contextmanager
    def reading(self, name: str) -> Iterator[list[str]]:
        """Give the files themselves."""
        yield glob(os.path.join(escape(self.address(name)), "*.parquet"))

    def remove(self, name: str) -> None:
        """Remove a folder."""
        shutil.rmtree(self.address(name), ignore_errors=True)


class Files(Protocol):
    """What a store takes of a file system of fsspec's."""

    def put(self, here: list[str], there: list[str]) -> Any:
        """Put local files there."""
        ...

    def get(self, there: list[str], here: list[str]) -> Any:
        """Get files from there."""
        ...

    def ls(self, path: str, detail: bool = ...) -> Any:
        """Return the paths of what is in a folder."""
        ...

    def rm(self, path: str, recursive: bool = ...) -> Any:
        """Remove a folder."""
        ...

    def invalidate_cache(self) -> Any:
        """Look anew."""
        ...


class Store:
    """A place by fsspec, such as `s3://bucket/prefix`; files go there and come from there several at once.

    Args:
        url: The place, spelled as the executors want it: `s3a://` for Hadoop's file systems, `s3://` for others.
        files_of: Returns the file system of a URL, and the path there.

    Raises:
        StoreError: What opens it is not installed.
    """

    def __init__(self, url: str, files_of: Callable[[str], tuple[Files, str]] | None = None) -> None:
        self._url = url.rstrip("/")
        self._files_of = files_of or file_system
        with self._explained():
            if pattern := PATTERN.search(url):
                raise StoreError(f"{pattern.group()} stands for others where files are removed; name another place")
            self._files_of(self._url)

    def address(self, name: str) -> str:
        """Return the folder's URL."""
        return f"{self._url}/{name}"

    @contextmanager
    def filling(self, name: str) -> Iterator[str]:
        """Give a local path, and put what is there then."""
        with tempfile.TemporaryDirectory(prefix="starschema-") as scratch:
            local = os.path.join(scratch, "rows")
            yield local
            with self._explained():
                files, path = self._files_of(self.address(name))
                found = sorted(os.listdir(local))
                files.put([os.path.join(local, one) for one in found], [f"{path}/{one}" for one in found])

    @contextmanager
    def reading(self, name: str) -> Iterator[list[str]]:
        """Get the files, for as long as they are read."""
        with tempfile.TemporaryDirectory(prefix="starschema-") as scratch:
            with self._explained():
                files, path = self._files_of(self.address(name))
                files.invalidate_cache()
                found = _parquet(files, path)
                local = [os.path.join(scratch, f"{number}.parquet") for number in range(len(found))]
                files.get(found, local)
            yield local

    def remove(self, name: str) -> None:
        """Remove a folder."""
        try:
            files, path = self._files_of(self.address(name))
            files.invalidate_cache()
            files.rm(path, recursive=True)
        except FileNotFoundError:
            return
        except Exception as error:  # every file system raises what it likes; the rows are where they are to be
            logger.warning("%s is left behind: %s", self.address(name), reason(error, self._url))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Say of an error that it is one of the staging's."""
        try:
            yield
        except Exception as error:  # every file system raises what it likes
            shown = without_passwords(self._url)
            failure = StoreError(f"staging={shown} cannot be used: {reason(error, self._url)}")
            failure.__cause__ = error if shown == self._url else None
        else:
            return
        raise failure  # here, where it brings no other along, which may tell the password


def _parquet(files: Files, path: str) -> list[str]:
    try:
        return sorted(one for one in files.ls(path, detail=False) if one.endswith(".parquet"))
    except FileNotFoundError:  # Sail writes no file for no rows
        return []


def staging(told: str, workspace: Workspace | None = None) -> Staging:
    """Return the staging that a URL's query names: a folder's path, or the URL of a folder, or of a store.

    Args:
        told: What it names.
        workspace: The workspace of Databricks' whose volumes are meant.

    Raises:
        StoreError: What opens it is not installed.
    """
    path = re.sub("^file:(//)?(?=/)", "", told)
    volume = VOLUME.match(path)
    if volume and not os.path.isdir(volume["path"]):
        files = VolumeFiles((workspace or Workspace()).client)
        return Store(told, lambda url: (files, url.removeprefix("dbfs:")))
    if URL.match(path) and "://" not in path and not volume:
        raise StoreError(
            f"staging={told} cannot be used: the URL of a store has two slashes; what Databricks keeps itself is in "
            "volumes, /Volumes/catalog/schema/volume"
        )
    return Store(told) if URL.match(path) and not volume else Folder(path.removeprefix("dbfs:") if volume else path)
