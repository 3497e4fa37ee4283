"""Python values to Arrow arrays without loss: what Arrow would change in silence becomes text instead."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from starschema.errors import SourceError

if TYPE_CHECKING:
    import pyarrow as pa


class Number(str):
    """A JSON number with a fraction or an exponent, kept as it was written."""

    __slots__ = ()


PLAIN = frozenset({str, Number, int, float, bool, Decimal, bytes, date, datetime, time})


def array_of(values: Sequence[object], name: str, first_row: int, where: str) -> pa.Array:
    """Return `values` as an Arrow array that says exactly the same.

    One type of value becomes the Arrow type for it. Values of several types become text, since Arrow would turn
    a `datetime` among dates into a date, or an integer among floats into the nearest float.

    Args:
        values: One column of the input.
        name: Its name, for messages.
        first_row: Position of the first value in the input, from 1.
        where: The source's name, for messages.

    Raises:
        SourceError: A value has no exact counterpart.
    """
    import pyarrow as pa

    kinds = set(map(type, values)) - {type(None)}
    if not kinds <= PLAIN:
        values = [
            value if type(value) in PLAIN else _plain(value, name, first_row + i, where)
            for i, value in enumerate(values)
        ]
        kinds = set(map(type, values)) - {type(None)}
    if not kinds:
        return pa.nulls(len(values))
    if len(kinds) == 1:
        (kind,) = kinds
        try:
            exact = _of_one_kind(values, kind)
        except (pa.ArrowInvalid, OverflowError):
            exact = None  # an integer over 64 bits, a decimal over 76 digits: text says it all
        except UnicodeEncodeError:
            row = first_row + next(i for i, value in enumerate(values) if _is_broken_text(value))
            raise SourceError(
                f"{where}, row {row}, column {name!r}: the text holds half a surrogate pair, which no database stores; "
                "decode the input with errors='replace' or mend it"
            ) from None
        if exact is not None:
            return exact
    elif bytes in kinds:
        row = first_row + next(i for i, value in enumerate(values) if isinstance(value, bytes))
        raise SourceError(f"{where}, row {row}, column {name!r}: bytes among other values; decode the bytes")
    return pa.array([None if value is None else text_of(value) for value in values], pa.string())


def _of_one_kind(values: Sequence[object], kind: type) -> pa.Array | None:
    import pyarrow as pa

    present = [value for value in values if value is not None]
    if kind is datetime:
        aware = {value.tzinfo is not None for value in present if isinstance(value, datetime)}
        if len(aware) > 1:
            return None  # Arrow would take the naive ones for UTC
        return pa.array(values, pa.timestamp("us", "UTC") if aware == {True} else pa.timestamp("us"))
    if kind is time and any(value.tzinfo is not None for value in present if isinstance(value, time)):
        return None
    if kind is Decimal and not all(value.is_finite() for value in present if isinstance(value, Decimal)):
        return None
    if kind is Number:
        return pa.array(values, pa.string())
    return pa.array(values)


def text_of(value: object) -> str:
    """Return the text that says `value` exactly, in the form that casts read back."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _plain(value: object, name: str, row: int, where: str) -> object:
    """Return the plain value that stands for `value`, whose own type Arrow does not know."""
    if value is None:
        return None
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Enum):
        # As SQLAlchemy's Enum does: a member is its name, unless it is text or a number itself.
        return value.value if isinstance(value, str | int) else value.name
    if isinstance(value, dict | list | tuple) or dataclasses.is_dataclass(value):
        return json_text(value)
    if type(value).__name__ in ("NaTType", "NAType"):
        return None  # how pandas spells NULL
    if isinstance(value, datetime):
        return value.isoformat()  # a subclass such as pandas' knows nanoseconds, which datetime does not
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if isinstance(value, time):
        return value.isoformat()
    if hasattr(value, "item") and hasattr(value, "dtype"):
        return _plain_scalar(value, name, row, where)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    for kind in (int, float, Decimal, str):
        if isinstance(value, kind):
            return kind(value)
    raise SourceError(
        f"{where}, row {row}, column {name!r}: a {type(value).__name__} cannot be loaded (value {value!r}); "
        "give text, a number, a date, a time, bytes, or None"
    )


def _plain_scalar(value: Any, name: str, row: int, where: str) -> object:
    """Return a NumPy scalar as the Python value it holds."""
    if value.dtype.kind in "Mm":
        text = str(value)
        return None if text == "NaT" else text
    inner = value.item()
    return inner if inner is None or type(inner) in PLAIN else _plain(inner, name, row, where)


def json_text(value: object) -> str:
    """Return `value` as JSON text, with every number written as it was read."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json_text(str(k))}: {json_text(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(json_text, value)) + "]"
    if isinstance(value, Number | Decimal):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return json_text({field.name: getattr(value, field.name) for field in dataclasses.fields(value)})
    if value is None or isinstance(value, str | int | float):
        return json.dumps(value, ensure_ascii=False)
    return json.dumps(text_of(value), ensure_ascii=False)


def batch_of(columns: Mapping[str, Sequence[object]], first_row: int, where: str) -> pa.RecordBatch:
    """Return columns of Python values as one record batch.

    Raises:
        SourceError: A value has no exact counterpart in Arrow.
    """
    import pyarrow as pa

    arrays = [array_of(values, name, first_row, where) for name, values in columns.items()]
    return pa.RecordBatch.from_arrays(arrays, names=list(columns))


def chunks(rows: Iterable[Any], size: int) -> Iterable[list[Any]]:
    """Yield `rows` in lists of `size`."""
    from itertools import islice

    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _is_broken_text(value: object) -> bool:
    return isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value)
