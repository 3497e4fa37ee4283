"""DuckDB's extensions, from PyPI packages where they are installed, else as DuckDB itself gets them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from starschema.errors import StarSchemaError

if TYPE_CHECKING:
    import duckdb

EXTENSIONS = ("postgres_scanner", "ducklake")
"""What a lake with its catalog in PostgreSQL takes, in the order in which they are loaded."""

OTHERS = ("azure",)
"""Extensions that a lake may take and the extra does not bring."""


def load_extensions(duck: duckdb.DuckDBPyConnection, names: Sequence[str] = EXTENSIONS) -> None:
    """Load extensions, by default those of every lake.

    Raises:
        StarSchemaError: One of them is nowhere.
    """
    import duckdb

    for name in names:
        file = _packaged(name, duckdb.__version__)
        try:
            if file is None:
                duck.install_extension(name)
                duck.load_extension(name)
            else:
                duck.execute(f"LOAD '{file}'")
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            package = f"duckdb-extension-{name}" if name in OTHERS else "'starschema[ducklake]'"
            raise StarSchemaError(
                f"DuckDB {duckdb.__version__} finds no extension {name!r}: pip install {package} brings it, with the "
                f"version of DuckDB that it is made for ({reason})"
            ) from error


def _packaged(name: str, version: str) -> str | None:
    """Return the file of an extension that is installed as a Python package for this version of DuckDB."""
    spec = find_spec(f"duckdb_extension_{name}")
    for folder in (spec and spec.submodule_search_locations) or ():
        file = Path(folder, "extensions", f"v{version}", f"{name}.duckdb_extension")
        if file.exists():
            return str(file).replace("'", "''")
    return None
