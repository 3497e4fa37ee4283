"""What tests of loads from Parquet files share: files of rows, what a load has told, and what is there after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Table, select

from starschema import LoadResult, RejectedRows, Warehouse
from starschema.load.facts.fact import FactLoad
from starschema.model.bookkeeping import bookkeeping


def write(path: Path, rows: Sequence[dict[str, Any]], schema: pa.Schema) -> Path:
    """Write rows to a file, in several row groups."""
    pq.write_table(pa.Table.from_pylist(list(rows), schema), path, row_group_size=5)
    return path


def told(load: Callable[..., LoadResult], *given: Any, **options: Any) -> Any:
    """Return what a load did, or what it was refused with."""
    try:
        result = load(*given, **options)
    except RejectedRows as error:
        return str(error)
    return {name: value for name, value in vars(result).items() if name != "seconds"}


@contextmanager
def no_other_way() -> Iterator[None]:
    """Fail where a load of facts puts the rows to rest, as it does where the quick ways do not suffice."""

    def refuse(*_: Any) -> None:
        raise AssertionError("another way")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(FactLoad, "_at_rest", refuse)
        yield


def contents(warehouse: Warehouse, *models: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of some models or tables, and what the warehouse keeps of loads.

    The keys and the numbers of loads are among them, but the times of loads are not.
    """
    own = bookkeeping(models[0].metadata)
    found = {}
    with warehouse.engine.connect() as connection:
        for mapped in (*models, own.quarantine, own.snapshots, own.targets):
            table = mapped if isinstance(mapped, Table) else mapped.__table__
            columns = [c for c in table.columns if c.name != "stamp"]
            found[table.name] = sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr)
    # A lock of those who undo loads, which DuckDB has no need of.
    found[own.targets.name] = [row for row in found[own.targets.name] if row[0] != own.undo.name]
    return found


def check_that_files_leave_the_same(
    there: Warehouse,
    here: Warehouse,
    model: Any,
    files: Sequence[Path],
    held: Callable[[Warehouse], Any],
    **options: Any,
) -> None:
    """Load files into two warehouses; both must say the same of each, and hold the same then."""
    found, expected = ([told(w.load, model, file, **options) for file in files] for w in (there, here))
    assert found == expected
    assert held(there) == held(here)
