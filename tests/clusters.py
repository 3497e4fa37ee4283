"""Empty schemas on a cluster of Spark, for a pytest that runs with --cluster in the environment that has Spark."""

from __future__ import annotations

from pathlib import Path
from secrets import token_hex
from typing import Any

from benchmarks.cluster import schema
from starschema.backends.spark import sessions
from tests.backends import Databases


class ClusterDatabases(Databases):
    """Schemas in Iceberg's catalog of a cluster; the staging and the books of each lie in a folder.

    Args:
        spark: The process's session.
        folder: The folder.
    """

    def __init__(self, spark: Any, folder: Path) -> None:
        super().__init__()
        self._spark = spark
        self._folder = folder

    def new(self) -> str:
        """Return the URL of an empty schema."""
        name = f"mart_{token_hex(4)}"
        return schema(self._spark, name, self._folder / name, views=True)

    def reset(self) -> None:
        """Let the sessions go, of which each schema had one; the schemas go with the cluster, which is quicker."""
        super().reset()
        for known in list(sessions._open.values()):
            sessions.forget(known.session)
