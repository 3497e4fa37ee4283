"""A count that is compared with one on record."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class Counted(FunctionElement[int]):
    """A count, which is never NULL, in a query that is compared with another."""

    inherit_cache = True
    type = BigInteger()


@compiles(Counted)
def _as_it_is(element: Counted, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


@compiles(Counted, "databricks")
def _perhaps_null(element: Counted, compiler: Any, **options: Any) -> str:
    count = compiler.process(element.clauses, **options)
    # Sail makes a join of EXCEPT, and refuses it itself where it takes a column of one side for more than it is.
    return f"nullif({count}, -1)" if getattr(compiler.dialect, "is_sail", False) else str(count)
