"""PostgreSQL's binary COPY, read as Arrow: less for the server to spell, and next to nothing to do for a row.

The driver takes a turn of its own for each row, in which it does more than the server did. Here rows are taken as the
bytes that they are, as long as there are any, and cut into columns many at a time. What has no simple form on the wire,
such as a decimal, comes as its text.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, LargeBinary

from starschema.backends.exchange import incoming
from starschema.errors import LoadError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Numbers = npt.NDArray[np.int64]

PIECE_BYTES = 2 << 20
"""Rows that are cut into columns together: enough that calls do not count, few enough that the workbench takes some
while more are read."""

HEADER_BYTES = 19
"""Of what comes before the first row: a signature, flags, and the length of an extension that there is not."""

TRAILER_BYTES = 2
"""Of what comes after the last row, shorter than any."""

EPOCH_DAYS = 10_957
"""From 1970, where Arrow begins to count, to 2000, where PostgreSQL does."""

DAY = 86_400_000_000
"""Microseconds."""

BYTEA, DATE = 17, 1082

FIXED = {16: "i1", 20: ">i8", 21: ">i2", 23: ">i4", DATE: ">i4", 1114: ">i8", 1184: ">i8"}
"""For PostgreSQL's type numbers, how values of a fixed length lie on the wire."""

MOMENTS = (DATE, 1114, 1184)

TEXTS = (25, 1042, 1043)
"""The types whose bytes on the wire are their text."""

TEXT = TEXTS[0]

INLINE = 12
"""Bytes of a text that Arrow keeps in its view, beside the length; of a longer one it keeps where it lies."""


@dataclass(frozen=True)
class BinaryReading:
    """How a query is read by binary COPY.

    Args:
        copy: The statement.
        names: What the columns of the pieces are called.
        kinds: PostgreSQL's type numbers of what comes.
        values: The DuckDB expressions that make the model's values of it.
    """

    copy: str
    names: Sequence[str]
    kinds: Sequence[int]
    values: Sequence[str]

    def pieces(self, cursor: Any) -> Generator[pa.Table, None, None]:
        """Run the statement, and yield the rows in pieces, the last of which may be empty."""
        take = cursor.connection.pgconn.get_copy_data
        with cursor.copy(self.copy) as rows:
            rest = HEADER_BYTES
            data, lengths = bytearray(), list[int]()
            while True:
                size, row = take(1)
                if not size:  # it is not here yet, and the driver knows how to wait for it
                    row = rows.read()
                    size = len(row)
                if size <= 0:
                    raise _failure(cursor.connection.pgconn)
                if rest:
                    row, size, rest = row[rest:], size - rest, 0
                if size == TRAILER_BYTES:
                    break
                data += row
                lengths.append(size)
                if len(data) >= PIECE_BYTES:
                    yield cut(data, lengths, self.names, self.kinds)
                    data, lengths = bytearray(), []
            rows.read()  # to the end of the statement
        yield cut(data, lengths, self.names, self.kinds)


def binary_reading(
    cursor: Any, rows: str, names: Sequence[str], columns: Sequence[Column[Any]]
) -> BinaryReading | None:
    """Return how rows are read by binary COPY, or None if they are to come as CSV.

    Args:
        cursor: A cursor of the load's connection.
        rows: What stands for them in PostgreSQL's SQL.
        names: What their columns are called there.
        columns: What the model says of them.
    """
    encodings = {cursor.connection.info.parameter_status(f"{side}_encoding") for side in ("server", "client")}
    if find_spec("numpy") is None or encodings != {"UTF8"}:
        return None
    cursor.execute(f"SELECT * FROM {rows} LIMIT 0")
    found = [described.type_code for described in cursor.description]
    known = (*FIXED, *TEXTS, BYTEA)
    spelt = ", ".join(name if kind in known else f"{name}::text" for name, kind in zip(names, found, strict=True))
    kinds = [kind if kind in known else TEXT for kind in found]
    values = [
        name if kind == BYTEA and isinstance(column.type, LargeBinary) else incoming(column, name)
        for column, name, kind in zip(columns, names, kinds, strict=True)
    ]
    return BinaryReading(f"COPY (SELECT {spelt} FROM {rows}) TO STDOUT (FORMAT binary)", names, kinds, values)


def _failure(connection: Any) -> Exception:
    """Return why there are no more rows, though the last one has not come."""
    from psycopg.errors import error_from_result

    failure: Exception = LoadError("the server has broken off a COPY")
    while (result := connection.get_result()) is not None:
        failure = error_from_result(result, encoding="utf-8")
    return failure


def cut(data: bytearray, lengths: Sequence[int], names: Sequence[str], kinds: Sequence[int]) -> pa.Table:
    """Cut rows, each of which is a count of values and then the length and the bytes of each, into columns.

    Args:
        data: The rows, one after the other.
        lengths: How many bytes each has.
        names: What the columns are called.
        kinds: PostgreSQL's type numbers.

    Raises:
        LoadError: The rows are not what they should be.
    """
    import numpy as np
    import pyarrow as pa

    data += bytes(16)  # so that the first bytes of the last value can be looked at, however few it has
    ends = np.cumsum(np.array(lengths, np.int64))
    place = ends - np.array(lengths, np.int64)
    sound = bool((_at(data, ">i2", place) == len(kinds)).all())
    place += 2
    columns = []
    for kind in kinds:
        sizes = _at(data, ">i4", place).astype(np.int64)
        place, missing = place + 4, sizes < 0
        sizes[missing] = 0
        columns.append(
            _fixed(data, kind, place, missing) if kind in FIXED else _views(data, kind, place, sizes, missing)
        )
        place = place + sizes
    if not sound or not (place == ends).all():
        raise LoadError("the server has sent rows of another form than its binary COPY has")
    return pa.table(dict(zip(names, columns, strict=True)))


def _at(data: bytearray, form: str, place: Numbers) -> npt.NDArray[Any]:
    """Return the numbers that lie at some places."""
    import numpy as np

    every = np.ndarray((len(data) - np.dtype(form).itemsize + 1,), form, data, strides=(1,))
    return every[place]


def _fixed(data: bytearray, kind: int, place: Numbers, missing: npt.NDArray[np.bool_]) -> pa.Array:
    import pyarrow as pa

    values = _at(data, FIXED[kind], place)
    values = values.astype(bool) if FIXED[kind] == "i1" else values.astype(values.dtype.newbyteorder("="))
    if kind in MOMENTS:
        values = _since_1970(values, EPOCH_DAYS if kind == DATE else EPOCH_DAYS * DAY, missing)
    found = pa.array(values, mask=missing if missing.any() else None)
    if kind in MOMENTS:
        return found.view(pa.date32() if kind == DATE else pa.timestamp("us"))
    return found


def _since_1970(values: npt.NDArray[Any], offset: int, missing: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
    """Return times counted from 1970 instead of 2000; the ends of the scale are infinite on both sides."""
    import numpy as np

    last = np.iinfo(values.dtype).max
    infinite = (values == last) | (values == -last - 1)
    if (~missing & ~infinite & (values > last - offset)).any():
        raise LoadError("a time on record is later than the workbench can hold")
    found: npt.NDArray[Any] = values + values.dtype.type(offset)
    found[infinite] = np.sign(values[infinite]) * values.dtype.type(last)
    return found


def _views(data: bytearray, kind: int, place: Numbers, sizes: Numbers, missing: npt.NDArray[np.bool_]) -> pa.Array:
    """Return texts or bytes where they lie: no byte of a long one is copied."""
    import numpy as np
    import pyarrow as pa

    first = np.lib.stride_tricks.sliding_window_view(np.frombuffer(data, np.uint8), INLINE)[place]
    first[np.arange(INLINE) >= sizes[:, None]] = 0
    views = np.empty((len(sizes), 4), np.int32)
    views[:, 0] = sizes
    views[:, 1:] = first.view(np.int32)
    long = sizes > INLINE
    views[long, 2] = 0
    views[long, 3] = place[long]
    valid = pa.py_buffer(np.packbits(~missing, bitorder="little")) if missing.any() else None
    form = pa.binary_view() if kind == BYTEA else pa.string_view()
    return pa.Array.from_buffers(form, len(sizes), [valid, pa.py_buffer(views), pa.py_buffer(data)])
