"""How values are typed on a workbench, whatever their types are in the warehouse."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Dialect


@cache
def working_dialect() -> Dialect:
    """Return DuckDB's dialect with the types that values have here: those of `arrow_type`, whatever the model's are.

    An enumeration and a UUID are text, and a time with a zone is naive UTC, so that no statement asks for a type that
    exists in the warehouse only, or reads a time in the zone of the session.
    """
    from duckdb_sqlalchemy import Dialect as DuckDB
    from duckdb_sqlalchemy import DuckDBTypeCompiler

    class WorkingTypes(DuckDBTypeCompiler):
        """Spells the types that differ from the model's."""

    def text(_compiler: Any, _type: Any, *_: Any, **__: Any) -> str:
        return "VARCHAR"

    def naive(_compiler: Any, _type: Any, *_: Any, **__: Any) -> str:
        return "TIMESTAMP"

    for name in ("ENUM", "enum", "UUID", "uuid"):
        setattr(WorkingTypes, f"visit_{name}", text)
    for name in ("TIMESTAMP", "DATETIME"):
        setattr(WorkingTypes, f"visit_{name}", naive)
    dialect: Dialect = DuckDB(paramstyle="named")  # leaves percent signs as they are
    dialect.type_compiler_instance = WorkingTypes(dialect)
    return dialect
