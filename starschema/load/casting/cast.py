"""Raw batches to the stage's types; every row that does not fit is named with its column, value and remedy."""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from sqlalchemy import Column, Enum, String, Uuid

from starschema.errors import Rejection, SourceError
from starschema.load.casting.attempt import Attempt
from starschema.load.casting.convert import clock, convert, plain, to_uuid
from starschema.load.casting.kernels import pc
from starschema.model.types import arrow_type

ROW_NUMBER = "row_number"
"""Column of the cast batch with each row's position in the input, from 1."""


@dataclass(frozen=True)
class Field:
    """One column of the stage, and what its values must be.

    Args:
        name: Its name in the stage.
        source: The input column that it comes from.
        type: Its Arrow type, as `arrow_type` gives it.
        label: Model class and column, for messages.
        required: Whether NULL is rejected.
        max_length: Most characters that the column holds; longer text is rejected, never cut.
        enum: The only texts that the column takes.
        optional: Whether the data may lack the column, which then is not in the stage either.
        uuid: Whether the text is a UUID, to be brought to its canonical form.
        part: What the column is to the model, for the message about NULL.
        of_moment: Whether a time of day is also taken from a date and time, as it was then in UTC.
        separator: What stands between several values in one text, where a list of them is taken, too.
    """

    name: str
    source: str
    type: pa.DataType
    label: str
    required: bool = False
    max_length: int | None = None
    enum: tuple[str, ...] | None = None
    optional: bool = False
    uuid: bool = False
    part: str = "natural key"
    of_moment: bool = False
    separator: str | None = None


def field_of(
    column: Column[Any], label: str, *, source: str | None = None, required: bool = False, optional: bool = False
) -> Field:
    """Return the field that fills `column`, with the limits that its type sets.

    Args:
        column: A column of the model's table.
        label: Model class and column, for messages.
        source: The input column, by default of the same name.
        required: Whether NULL is rejected.
        optional: Whether the data may lack the input column.

    Raises:
        ModelError: Loads cannot fill a column of this type.
    """
    kind = column.type
    return Field(
        name=column.name,
        source=source or column.name,
        type=arrow_type(column),
        label=label,
        required=required,
        max_length=kind.length if isinstance(kind, String) and not isinstance(kind, Enum) else None,
        enum=tuple(kind.enums) if isinstance(kind, Enum) else None,
        optional=optional,
        uuid=isinstance(kind, Uuid),
    )


def present_fields(fields: Sequence[Field], columns: Sequence[str], target: str) -> list[Field]:
    """Return the fields whose input column the data has.

    Args:
        fields: All fields of the stage.
        columns: The columns of the data.
        target: Name of the model class that is being loaded.

    Raises:
        SourceError: The data lacks a column that must be there.
    """
    known = set(columns)
    for field in fields:
        if field.source not in known and not field.optional:
            folded = {column.casefold(): column for column in columns}
            near = difflib.get_close_matches(field.source.casefold(), list(folded), n=1)
            hint = f"; did you mean {folded[near[0]]!r}?" if near else ""
            has = ", ".join(map(repr, columns)) or "no columns"
            raise SourceError(f"{target}: the data lacks column {field.source!r} for {field.label}; it has {has}{hint}")
    return [field for field in fields if field.source in known]


class Caster:
    """Casts raw batches to the stage's types.

    Args:
        fields: The columns of the stage, all of which the batches have.
        zone: IANA name of the zone in which times without an offset are taken.

    Raises:
        SourceError: There is no such zone.
    """

    def __init__(self, fields: Sequence[Field], *, zone: str = "UTC") -> None:
        self.fields = tuple(fields)
        self.zone = zone
        self.schema = pa.schema(
            [pa.field(ROW_NUMBER, pa.int64()), *(pa.field(field.name, field.type) for field in self.fields)]
        )
        try:
            pc.assume_timezone(pa.array([0], pa.timestamp("us")), zone, ambiguous="earliest", nonexistent="earliest")
        except pa.ArrowInvalid:
            raise SourceError(f"the time zone {zone!r} is unknown; use an IANA name such as 'Europe/Berlin'") from None

    def cast(self, batch: pa.RecordBatch, first_row: int) -> tuple[pa.RecordBatch, list[Rejection]]:
        """Return the good rows in the stage's types, with their row numbers, and the rejected rows.

        A row with several faults is rejected once, for the first of them in the order of the fields.

        Args:
            batch: Raw rows.
            first_row: Position of the batch's first row in the input, from 1.

        Raises:
            SourceError: The batch lacks one of the fields' columns.
        """
        arrays: list[pa.Array] = [pa.arange(first_row, first_row + batch.num_rows)]
        faults: dict[int, tuple[Field, str]] = {}
        for field in self.fields:
            place = batch.schema.get_field_index(field.source)
            if place < 0:
                raise SourceError(
                    f"{field.label}: rows from {first_row} on lack column {field.source!r}; load them apart"
                )
            attempt = self._column(batch.column(place), field)
            arrays.append(attempt.values)
            for row, reason in attempt.faults.items():
                faults.setdefault(row, (field, reason))
        good = pa.RecordBatch.from_arrays(arrays, schema=self.schema)
        if not faults:
            return good, []
        rows = sorted(faults)
        rejected = pc.is_in(arrays[0], value_set=pa.array([first_row + row for row in rows], pa.int64()))
        return good.filter(pc.invert(rejected)), _rejections(batch, first_row, rows, faults)

    def _column(self, raw: pa.Array, field: Field) -> Attempt:
        several = None
        if field.separator is not None and (pa.types.is_list(raw.type) or pa.types.is_large_list(raw.type)):
            raw, several = _joined(raw, field.separator)
        attempt = (clock if field.of_moment else convert)(raw, field.type, self.zone)
        if several is not None:
            attempt.refuse(several, f"has the separator {field.separator!r} in one of its elements; use another one")
        if field.uuid:
            to_uuid(attempt)
        if field.max_length is not None and pa.types.is_string(field.type):
            attempt.refuse(
                pc.greater(pc.utf8_length(attempt.values), field.max_length),
                f"is longer than the {field.max_length} characters of {field.label}; shorten it, or widen the column",
            )
        if field.enum is not None:
            attempt.refuse(
                pc.invert(pc.is_in(attempt.values, value_set=pa.array(field.enum, pa.string()))),
                f"is not among the values of {field.label}: {', '.join(field.enum)}",
            )
        if field.required:
            attempt.blame(
                pc.is_null(plain(raw)),
                f"NULL in {field.part} {field.label}: every row needs a value here; fill it in, or leave the row out",
            )
        return attempt


def _joined(lists: pa.Array, separator: str) -> tuple[pa.Array, pa.Array]:
    """Return lists as texts, and which of them have the separator in an element; one that is NULL is an empty text."""
    elements = pc.fill_null(pc.cast(lists.values, pa.string()), "")
    texts = pc.binary_join(pa.ListArray.from_arrays(pc.cast(lists.offsets, pa.int32()), elements), separator)
    within = pc.match_substring(pc.fill_null(pc.cast(pc.list_flatten(lists), pa.string()), ""), separator)
    places = pc.filter(pc.list_parent_indices(lists), within)
    return texts, pc.is_in(pa.arange(0, len(lists)), value_set=pc.cast(places, pa.int64()))


def _rejections(
    batch: pa.RecordBatch, first_row: int, rows: list[int], faults: dict[int, tuple[Field, str]]
) -> list[Rejection]:
    texts = [_texts(column, rows) for column in batch.columns]
    names = batch.schema.names
    rejections = []
    for place, row in enumerate(rows):
        field, reason = faults[row]
        record = dict(zip(names, (column[place] for column in texts), strict=True))
        value = record[field.source]
        rejections.append(
            Rejection(
                row=first_row + row,
                column=field.source,
                value=value if value is None or isinstance(value, str) else json.dumps(value),
                reason=reason,
                record=json.dumps(record, ensure_ascii=False),
            )
        )
    return rejections


def _texts(column: pa.Array, rows: list[int]) -> list[object]:
    """Return raw values as JSON has them: truth values and integers as they are, everything else as text."""
    column = plain(column)
    kind = column.type
    try:
        taken = column.take(pa.array(rows, pa.int64()))
        if not (pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_binary(kind)):
            taken = taken.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        values = (column[row].as_py() for row in rows)  # nested and exotic types
        return [None if value is None else str(value) for value in values]
    if pa.types.is_binary(kind):
        return [None if value is None else value.hex() for value in taken.to_pylist()]
    if pa.types.is_string(taken.type):  # or what passes for it, of bytes that are none
        told = taken.cast(pa.binary()).to_pylist()
        return [None if value is None else value.decode("utf-8", "backslashreplace") for value in told]
    return list(taken.to_pylist())
