"""An object store with a lake's files: what DuckDB needs for it, and the credentials by which it reads and writes.

A secret that the user keeps in DuckDB (`CREATE PERSISTENT SECRET`) counts. For stores that speak S3 there need be none:
then the credentials are those that every program of Amazon's finds, by the environment, a profile or the role of the
machine, and `AWS_ENDPOINT_URL` says where a store is that is not Amazon's.

Source: DuckDB documentation, "S3 API Support", "AWS Extension"; AWS SDKs reference, "Service-specific endpoints".
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starschema.backends.ducklake.extensions import load_extensions
from starschema.errors import StoreError

if TYPE_CHECKING:
    import duckdb

EXTENSIONS = {
    **dict.fromkeys(("s3", "s3a", "s3n"), ("httpfs", "aws")),
    **dict.fromkeys(("gs", "gcs", "r2"), ("httpfs",)),
    **dict.fromkeys(("az", "azure", "abfss"), ("azure",)),
}
"""DuckDB's extensions by the scheme of a store's URL."""

SECRETS = {"gs": "gcs", "gcs": "gcs", "r2": "r2", "az": "azure", "azure": "azure", "abfss": "azure"}
"""The types of DuckDB's secrets, of stores other than S3."""

ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
"""What Amazon's programs ask for an endpoint, the first that is there."""


def reach(duck: duckdb.DuckDBPyConnection, path: str | None) -> None:
    """Enable DuckDB to use the store that a lake's data path names; a folder needs nothing.

    Raises:
        StoreError: There are no credentials.
        StarSchemaError: An extension is nowhere.
    """
    scheme = (path or "").partition("://")[0].lower()
    if path is None or "://" not in path or scheme not in EXTENSIONS:
        return
    load_extensions(duck, EXTENSIONS[scheme])
    kind = SECRETS.get(scheme, "s3")
    if duck.execute("SELECT name FROM which_secret(?, ?)", [path, kind]).fetchone():
        return
    if kind != "s3":
        raise StoreError(
            f"{path} cannot be used: DuckDB has no secret for it; keep one, in a DuckDB of this version and user, by "
            f"CREATE PERSISTENT SECRET (TYPE {kind}, …)"
        )
    import duckdb

    try:
        duck.execute(f"CREATE SECRET (TYPE s3, PROVIDER credential_chain, REFRESH auto{_endpoint()})")
    except duckdb.Error as error:
        raise StoreError(
            f"{path} cannot be used: no credentials are found ({str(error).splitlines()[0]}); give them as to any "
            "program of Amazon's, by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, by a profile (AWS_PROFILE) or by the "
            "machine's role, or keep them in DuckDB by CREATE PERSISTENT SECRET (TYPE s3, …)"
        ) from error


def _endpoint() -> str:
    """Return what a secret says of a store that is not Amazon's."""
    told = next((os.environ[name] for name in ENDPOINTS if os.environ.get(name)), None)
    if told is None:
        return ""
    if not re.match(r"https?://[^/\s']+/?$", told):
        raise StoreError(f"{told!r} is no endpoint of a store; give AWS_ENDPOINT_URL as http://host:port")
    parts = urlsplit(told)
    return f", ENDPOINT '{parts.netloc}', USE_SSL {str(parts.scheme == 'https').lower()}, URL_STYLE 'path'"
