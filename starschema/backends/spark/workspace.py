"""A workspace of Databricks', as a URL names it, and the Spark session that Databricks Connect opens there.

`databricks://token:SECRET@host/catalog.schema?cluster_id=…`, or `serverless=yes`. What the URL leaves out, Databricks
Connect finds: in the environment, in a profile, in a notebook. A URL of databricks-sqlalchemy is understood too, if its
`http_path` is a cluster's: a SQL warehouse has no Spark session.

Source: Databricks documentation, "Databricks Connect for Python", "Compute settings for Databricks Connect".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import URL

from starschema.errors import StarSchemaError

OWN = ("cluster_id", "serverless", "profile", "http_path", "catalog", "schema")
"""Parts of the URL's query that are of Databricks'."""

CLUSTER = re.compile(r"/?sql/protocolv1/o/\d+/(?P<cluster>[\w-]+)/?")
"""The HTTP path of a cluster."""

SWITCHES = {"yes": True, "true": True, "1": True, "auto": True, "no": False, "false": False, "0": False}


@dataclass(frozen=True)
class Workspace:
    """A workspace, and where in it Spark runs.

    Args:
        host: The workspace's host name.
        token: A personal access token.
        profile: A profile of Databricks' configuration file.
        cluster: The cluster's id.
        serverless: Whether Spark runs on serverless compute.
    """

    host: str | None = None
    token: str | None = field(default=None, repr=False)
    profile: str | None = None
    cluster: str | None = None
    serverless: bool = False

    @classmethod
    def of(cls, url: URL, told: dict[str, str]) -> Workspace:
        """Return what a URL says, of whose query `told` is left.

        Raises:
            StarSchemaError: It names a SQL warehouse, two computes, another user than `token`, or what nobody knows.
        """
        if unknown := sorted(told.keys() - set(OWN)):
            raise StarSchemaError(
                f"{', '.join(unknown)} in a databricks:// URL is nothing known; there are staging, books, format, "
                f"views, {', '.join(OWN)}"
            )
        if url.username not in (None, "", "token"):
            raise StarSchemaError(
                f"the user of a databricks:// URL is 'token', not {url.username!r}: databricks://token:SECRET@host/…; "
                "other ways to sign in are those of a profile (profile=) or of the environment"
            )
        cluster, path = told.get("cluster_id"), told.get("http_path")
        if path is not None:
            found = CLUSTER.fullmatch(path)
            if found is None:
                raise StarSchemaError(
                    f"http_path={path} is no cluster's, and a SQL warehouse runs no Spark session, which loads take: "
                    "name a cluster by cluster_id=…, or serverless=yes"
                )
            cluster = cluster or found["cluster"]
        switch = told.get("serverless", "no").lower()
        if switch not in SWITCHES:
            raise StarSchemaError(f"serverless={switch!r} is neither yes nor no")
        if cluster and SWITCHES[switch]:
            raise StarSchemaError("a databricks:// URL names a cluster and serverless=yes; Spark runs on one of them")
        profile = told.get("profile")
        return cls(url.host or None, url.password and str(url.password), profile, cluster, SWITCHES[switch])

    def session(self) -> Any:
        """Open a Spark session there.

        Raises:
            StarSchemaError: Databricks Connect is not installed.
        """
        try:
            from databricks.connect import DatabricksSession  # pyright: ignore[reportMissingImports]
        except ImportError as error:
            raise StarSchemaError(
                "Databricks Connect is not installed: pip install databricks-connect, of the version of the cluster's "
                f"runtime, and no pyspark beside it ({error})"
            ) from error
        builder = DatabricksSession.builder
        if self.profile:
            builder = builder.profile(self.profile)
        if not (self.host or self.token or self.cluster or self.serverless):
            return builder.getOrCreate()  # of a notebook its own
        where = {"serverless": True} if self.serverless else {"cluster_id": self.cluster}
        return builder.remote(host=self.host, token=self.token, **where).create()

    def client(self) -> Any:
        """Return a client of the workspace's API, by Databricks' SDK."""
        from databricks.sdk import WorkspaceClient

        return WorkspaceClient(host=self.host, token=self.token, profile=self.profile)
