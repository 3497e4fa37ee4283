"""Functions that the workbench and Spark have by different names, so that one expression serves both."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


def spell(kind: type[FunctionElement[Any]], on_workbench: str, on_spark: str) -> None:
    """Say how a function is written, of whose arguments the first is {0}."""

    @compiles(kind)
    def written(element: FunctionElement[Any], compiler: Any, **options: Any) -> str:
        form = on_spark if compiler.dialect.name == "databricks" else on_workbench
        return form.format(*(compiler.process(part, **options) for part in element.clauses))
