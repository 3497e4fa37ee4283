"""The input a piece at a time: read and cast, in a thread of its own where the source does not mind."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starschema.backends.ahead import ahead
from starschema.errors import Rejection

if TYPE_CHECKING:
    import pyarrow as pa

    from starschema.load.casting.cast import Field
    from starschema.sources import Source

PIECE_BYTES = 16_000_000
"""Cast rows that go to the workbench together: enough for a second core to take its part, few enough to hold three."""


@dataclass
class Piece:
    """Some of the input, cast.

    Args:
        present: What the stage's columns take, for those that the data has.
        batches: The rows that fit, each with its `_row` number.
        rejected: Those that do not.
        rows: How many rows both are.
        bytes: How much memory the batches take.
    """

    present: Sequence[Field]
    batches: list[pa.RecordBatch] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    rows: int = 0
    bytes: int = 0


def cast_apart(
    source: Source, fields: Sequence[Field], target: str, zone: str, sizes: Sequence[int]
) -> AbstractContextManager[Iterator[Piece]]:
    """Read a source and cast it, a piece ahead in a thread of its own where the source does not mind which that is.

    Args:
        source: The input.
        fields: What the stage's columns take.
        target: Name of the model class, for messages.
        zone: The zone of times that name none.
        sizes: How many bytes the first pieces have at least, the last of them also those that follow.
    """

    def make() -> Generator[Piece, None, None]:
        return _cast(source, fields, target, zone, sizes)

    return ahead(make, pieces=1) if source.any_thread else closing(make())


def _cast(
    source: Source, fields: Sequence[Field], target: str, zone: str, sizes: Sequence[int]
) -> Generator[Piece, None, None]:
    from starschema.load.casting.cast import Caster, present_fields

    wanted = iter(sizes)
    size = next(wanted)
    caster: Caster | None = None
    piece: Piece | None = None
    read = 0
    for batch in source.batches():
        if caster is None or piece is None:
            present = present_fields(fields, batch.schema.names, target)
            caster, piece = Caster(present, zone=zone), Piece(present)
        good, bad = caster.cast(batch, read + 1)
        read += batch.num_rows
        piece.rows += batch.num_rows
        piece.rejected += bad
        if good.num_rows:
            piece.batches.append(good.rename_columns(["_row", *good.schema.names[1:]]))
            piece.bytes += good.nbytes
        if piece.bytes >= size:
            yield piece
            piece = Piece(piece.present)
            size = next(wanted, size)
    if piece is not None and piece.rows:
        yield piece
