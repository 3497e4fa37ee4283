"""Input that DuckDB reads by itself: files, and Arrow in memory, of which no value needs more than a simple cast.

Such an input need not be cast by Arrow. What else a value must be, a condition of the query sees to; if a
row does not meet it, the query fails, and the rows have to be cast one column after the other, to say which it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
from sqlalchemy import ColumnElement, case, func, literal_column, or_, select, true

from starschema.backends.exchange import arrow_to_duckdb
from starschema.backends.literal import literal_sql
from starschema.load.casting.cast import Field, present_fields
from starschema.load.casting.reading import Reading, plain, reading
from starschema.load.working_types import working_dialect

if TYPE_CHECKING:
    from starschema.sources import Source
    from starschema.sources.base import Scan

REFUSALS = (
    duckdb.InvalidInputException,
    duckdb.ConstraintException,
    duckdb.ConversionException,
    duckdb.IOException,
    duckdb.OutOfMemoryException,
)
"""What a query over files may fail with that are read all the same when they are cast; or that reader says why not."""


@dataclass(frozen=True)
class Native:
    """An input that DuckDB reads by itself.

    Args:
        present: What the stage's columns take, for those that the data has.
        rows: How many rows there are.
    """

    present: Sequence[Field]
    rows: int
    _scans: Sequence[tuple[Scan, Sequence[Reading]]]

    @property
    def given(self) -> dict[str, pa.Table]:
        """What lies in memory, by the names that DuckDB is to know it by."""
        return {scan.relation: scan.data for scan, _ in self._scans if scan.data is not None}

    def sql(self, *, checked: bool) -> str:
        """Return SQL for the rows as the stage has them.

        Args:
            checked: Whether it fails, by one of `REFUSALS`, if a row does not fit.
        """
        return " UNION ALL ".join(self._of(scan, readings, checked) for scan, readings in self._scans)

    def _of(self, scan: Scan, readings: Sequence[Reading], checked: bool) -> str:
        pairs = zip(readings, self.present, strict=True)
        place: ColumnElement[int] = literal_column(scan.place)
        rows = select(place.label("_row"), *(reading.value.label(field.name) for reading, field in pairs))
        query = f"{literal_sql(rows, working_dialect())} FROM {scan.relation}"
        faults = [fault for reading in readings for fault in reading.faults]
        if checked and faults:
            fails = case((or_(*faults), func.error("a row does not fit")), else_=true())
            query += f" WHERE {literal_sql(fails, working_dialect())}"
        return query


def natively(
    duck: duckdb.DuckDBPyConnection, source: Source, fields: Sequence[Field], target: str, zone: str
) -> Native | None:
    """Return the input as DuckDB reads it by itself, or None if it has to be cast.

    Args:
        duck: The workbench; it comes to know what is `given`.
        source: The input.
        fields: What the stage's columns take.
        target: Name of the model class, for messages.
        zone: The zone of times that name none.

    Raises:
        SourceError: The data lacks a column that must be there.
    """
    scans = source.scans()
    if not scans:
        return None
    present = present_fields(fields, scans[0].schema.names, target)
    found = []
    for scan in scans:
        readings = [reading(scan.schema.field(field.source).type, field, zone) for field in present]
        if None in readings:
            return None
        if scan.data is not None:
            duck.register(scan.relation, scan.data)
        kinds = {name: kind for name, kind, *_ in duck.execute(f"DESCRIBE SELECT * FROM {scan.relation}").fetchall()}
        as_seen = all(
            arrow_to_duckdb(str(plain(scan.schema.field(field.source).type))).replace(" ", "") == kinds[field.source]
            for field in present
        )
        if not as_seen:
            if scan.data is not None:
                duck.unregister(scan.relation)
            return None
        found.append((scan, [each for each in readings if each is not None]))
    return Native(present, sum(scan.rows for scan in scans), found)
