"""A volume of Databricks' as it is seen from outside, by the Files API: what the staging takes of a file system.

On Databricks itself a volume is a folder.

Source: Databricks documentation, "Files API", "Manage files in volumes".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from typing import Any

from starschema.errors import StoreError

AT_ONCE = 8
"""How many files go or come at a time."""


class VolumeFiles:
    """The files of volumes.

    Args:
        client: Gives a client of the workspace's API, when it is first needed.

    Raises:
        StoreError: Databricks' SDK is not installed.
    """

    def __init__(self, client: Callable[[], Any]) -> None:
        if find_spec("databricks.sdk") is None:
            raise StoreError("volumes of Databricks' are reached by its SDK: pip install 'starschema[databricks]'")
        self._client = client

    @cached_property
    def _api(self) -> Any:
        return self._client().files

    def put(self, here: Sequence[str], there: Sequence[str]) -> None:
        """Upload local files, several at once."""
        with _said_as_of_files():
            for folder in sorted({path.rpartition("/")[0] for path in there}):
                self._api.create_directory(folder)
            _each(self._upload, here, there)

    def get(self, there: Sequence[str], here: Sequence[str]) -> None:
        """Download files, several at once."""
        with _said_as_of_files():
            _each(self._download, there, here)

    def ls(self, path: str, detail: bool = False) -> list[str]:
        """Return what is in a folder."""
        with _said_as_of_files():
            return [str(one.path) for one in self._api.list_directory_contents(path)]

    def rm(self, path: str, recursive: bool = True) -> None:
        """Remove a folder and all that is in it."""
        with _said_as_of_files():
            found = list(self._api.list_directory_contents(path))
            for one in found:
                if one.is_directory:
                    self.rm(str(one.path))
            _each(self._api.delete, [str(one.path) for one in found if not one.is_directory])
            self._api.delete_directory(path)

    def invalidate_cache(self) -> None:
        """Do nothing: nothing is remembered."""

    def _upload(self, here: str, there: str) -> None:
        with open(here, "rb") as file:
            self._api.upload(there, file, overwrite=True)

    def _download(self, there: str, here: str) -> None:
        with open(here, "wb") as file, self._api.download(there).contents as contents:
            while piece := contents.read(1 << 20):
                file.write(piece)


def _each(action: Callable[..., Any], *arguments: Sequence[str]) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(action, *arguments))


@contextmanager
def _said_as_of_files() -> Iterator[None]:
    """Raise the SDK's errors as those that file systems raise."""
    from databricks.sdk.errors import NotFound, PermissionDenied, Unauthenticated

    try:
        yield
    except NotFound as error:
        raise FileNotFoundError(str(error)) from error
    except (PermissionDenied, Unauthenticated) as error:
        raise PermissionError(f"{error}; whoever signs in needs READ VOLUME and WRITE VOLUME") from error
