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

from starschema.backends.base import arrow_to_duckdb, quoted
from starschema.load.casting.cast import Field, present_fields

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

_KINDS = frozenset({"bool", "int16", "int32", "int64", "double", "string", "date32[day]", "time64[us]", "binary"})
"""Arrow's types, beside times and decimals, that mean the same to DuckDB."""


@dataclass(frozen=True)
class _Reading:
    """How DuckDB reads a column.

    Args:
        value: Its value in the stage's type.
        faults: When a row does not fit, each as SQL.
    """

    value: str
    faults: Sequence[str]


@dataclass(frozen=True)
class Native:
    """An input that DuckDB reads by itself.

    Args:
        present: What the stage's columns take, for those that the data has.
        rows: How many rows there are.
    """

    present: Sequence[Field]
    rows: int
    _scans: Sequence[tuple[Scan, Sequence[_Reading]]]

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

    def _of(self, scan: Scan, readings: Sequence[_Reading], checked: bool) -> str:
        pairs = zip(readings, self.present, strict=True)
        columns = ", ".join(f"{reading.value} AS {quoted(field.name)}" for reading, field in pairs)
        query = f"SELECT {scan.place} AS _row, {columns} FROM {scan.relation}"
        faults = " OR ".join(fault for reading in readings for fault in reading.faults)
        if checked and faults:
            query += f" WHERE CASE WHEN {faults} THEN error('a row does not fit') ELSE true END"
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
        readings = [_reading(scan.schema.field(field.source).type, field, zone) for field in present]
        if None in readings:
            return None
        if scan.data is not None:
            duck.register(scan.relation, scan.data)
        kinds = {name: kind for name, kind, *_ in duck.execute(f"DESCRIBE SELECT * FROM {scan.relation}").fetchall()}
        as_seen = all(
            arrow_to_duckdb(str(_plain(scan.schema.field(field.source).type))).replace(" ", "") == kinds[field.source]
            for field, reading in zip(present, readings, strict=True)
            if reading is not None
        )
        if not as_seen:
            if scan.data is not None:
                duck.unregister(scan.relation)
            return None
        found.append((scan, [reading for reading in readings if reading is not None]))
    return Native(present, sum(scan.rows for scan in scans), found)


def _plain(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    if pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind):
        return pa.binary()
    return kind


def _reading(given: pa.DataType, field: Field, zone: str) -> _Reading | None:
    """Return how a column is read for a field, or None where a value may have no counterpart."""
    kind, target = _plain(given), field.type
    moments = [each for each in (kind, target) if pa.types.is_timestamp(each)]
    known = str(kind) in _KINDS or pa.types.is_decimal128(kind) or kind == pa.timestamp("us")
    if not known or field.uuid or not _holds(target, kind) or (moments and zone != "UTC"):
        return None
    column = quoted(field.source)
    value = column if kind == target else f"CAST({column} AS {arrow_to_duckdb(str(target))})"
    faults = [f"{column} IS NULL"] if field.required else []
    if pa.types.is_integer(kind) and target.bit_width < kind.bit_width:
        bound = 1 << (target.bit_width - 1)
        faults.append(f"{column} NOT BETWEEN {-bound} AND {bound - 1}")
        value = f"TRY_CAST({column} AS {arrow_to_duckdb(str(target))})"
    if pa.types.is_string(kind):
        faults.append(f"contains({column}, chr(0))")
        if field.max_length is not None:
            faults.append(f"length({column}) > {field.max_length}")
        if field.enum is not None:
            words = ", ".join("'" + word.replace("'", "''") + "'" for word in field.enum)
            faults.append(f"{column} NOT IN ({words})")
    if pa.types.is_date32(kind):
        faults.append(f"{column} NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'")
    if pa.types.is_timestamp(kind):
        last = "TIMESTAMP '9999-12-31 23:59:59.999999'"
        faults.append(f"{column} NOT BETWEEN TIMESTAMP '0001-01-01' AND {last}")
    return _Reading(value, faults)


def _holds(target: pa.DataType, kind: pa.DataType) -> bool:
    """Return whether a type holds the values of another, as casting has them."""
    if target == kind:
        return True
    if pa.types.is_integer(target) and pa.types.is_integer(kind):
        return True  # that a value is not too large is a condition of the query
    if pa.types.is_decimal128(target) and pa.types.is_decimal128(kind):
        return bool(target.scale == kind.scale and target.precision > kind.precision)
    day_and_time = (pa.date32(), pa.timestamp("us"))
    return target in day_and_time and kind in day_and_time
