"""What is asked of rows that the warehouse reads by itself."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import Integer, String, column, create_engine, values

from starschema.load.stage import Stage
from starschema.load.there import NotThere, refuse_repeated


@pytest.mark.parametrize("by_sorting", [False, True])
def test_rows_that_occur_twice_are_found_by_grouping_and_by_sorting(by_sorting: bool) -> None:
    def look(*rows: tuple[str | None, int]) -> None:
        table = values(column("number", String), column("line", Integer), name="rows_read").data(list(rows))
        with create_engine("duckdb:///:memory:").connect() as connection:
            backend = SimpleNamespace(finds_repeats_by_sorting=by_sorting)
            context = cast(Any, SimpleNamespace(backend=backend, connection=connection))
            refuse_repeated(context, Stage(table, len(rows), frozenset()), ["number", "line"])

    look(("A", 1), ("A", 2), ("B", 1), ("B", 2))
    with pytest.raises(NotThere, match="some rows have the same number, line"):
        look(("A", 1), ("A", 2), ("B", 1), ("A", 2))
    with pytest.raises(NotThere):
        look((None, 1), ("A", 1), (None, 1))
