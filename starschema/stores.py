"""Files that are not here: the file system of a URL, by fsspec, and what to say where it cannot be used."""

from __future__ import annotations

import re
from typing import Any

from starschema.errors import StarSchemaError, without_passwords

URL = re.compile(r"[A-Za-z][\w+.-]+:/")
"""How a URL begins, also one that a `Path` has made of it; a drive such as C:/ has one letter."""

OBJECT_STORE = re.compile(r"(s3a?|gs|gcs)://", re.IGNORECASE)
"""How the URLs begin that name a bucket where others name a user and a host."""

_EXTRAS = {"s3": "s3", "s3a": "s3", "sftp": "sftp", "ssh": "sftp"}
"""The extras of this package that bring what a URL's scheme needs."""

_DENIED = ("PermissionError", "NoCredentialsError", "PartialCredentialsError", "ClientAuthenticationError")
"""Errors, some of packages that need not be there, that say who may not."""


def file_system(url: str) -> tuple[Any, str]:
    """Return the file system of a URL, and the path in it.

    Raises:
        StarSchemaError: The URL is of an object store and has a password.
        Exception: What fsspec or the file system's package raises; see `reason`.
    """
    if OBJECT_STORE.match(url) and without_passwords(url) != url:
        raise StarSchemaError(
            "an object store takes no password in a URL, and its package would log it as part of the bucket's name; "
            "give the keys in the environment or in its configuration file"
        )
    from fsspec.core import url_to_fs

    files, path = url_to_fs(url)
    return files, str(path)


def reason(error: BaseException, url: str) -> str:
    """Return why the file system of a URL has failed and, where that is known, the remedy; without a password."""
    said = without_passwords(str(error) or type(error).__name__, url)
    scheme = re.split(r"::?", url, maxsplit=1)[0].lower()
    if isinstance(error, ImportError) and scheme in _EXTRAS:
        return f"{said}: pip install 'starschema[{_EXTRAS[scheme]}]'"
    if {kind.__name__ for kind in type(error).__mro__}.intersection(_DENIED):
        where = " (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile)" if scheme in ("s3", "s3a") else ""
        return f"{said}; check the credentials in the environment{where}, and what they have a right to"
    if isinstance(error, FileNotFoundError) and OBJECT_STORE.match(url):
        return f"{said}; check the bucket's name, and that it is there"
    return said
