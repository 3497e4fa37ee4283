"""From the input to the stage: batches read, cast to the model's types and set down on the workbench."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Column, FromClause

from starschema.errors import RejectedRows, Rejection
from starschema.load.pieces import PIECE_BYTES, cast_apart
from starschema.load.rising import Rising, rises
from starschema.load.workbench import Workbench

if TYPE_CHECKING:
    from starschema.load.casting.cast import Field
    from starschema.sources import Source

KEPT_FOR_MESSAGE = 20
"""Rejections kept beyond `reject_limit`, so that the error can show the first of them."""


@dataclass
class Rejects:
    """Rows set aside so far, and how many may be.

    Args:
        target: Name of the model class.
        limit: `reject_limit` of the load.
        lenient: Whether more are counted without an error, as a dry run does.
    """

    target: str
    limit: int
    lenient: bool = False
    count: int = 0
    kept: list[Rejection] = field(default_factory=list)

    def add(self, rejections: Sequence[Rejection]) -> None:
        """Set rows aside."""
        self.count += len(rejections)
        room = self.limit + KEPT_FOR_MESSAGE - len(self.kept)
        self.kept.extend(rejections[: max(room, 0)])

    def check(self) -> None:
        """Raise if more rows were set aside than the load allows.

        Raises:
            RejectedRows: They were.
        """
        if self.count > self.limit and not self.lenient:
            raise RejectedRows(self.target, self.count, self.limit, sorted(self.kept, key=lambda r: r.row))


@dataclass(frozen=True)
class Stage:
    """The input on the workbench.

    Args:
        table: `_row` and a column for each field that the data has; it may be a look at the input itself.
        read: Rows read, rejected ones included.
        names: Names of the fields that the data has.
    """

    table: FromClause
    read: int
    names: frozenset[str]
    rising: bool = False
    """Whether the rows came in rising order of their key, so that none has that of another."""


def leave_out(bench: Workbench, rows: FromClause) -> None:
    """Take the rows with the `_row` numbers of a working table out of the stage, and so out of all that looks at it."""
    put_to_rest(bench)
    bench.duck.execute(f"DELETE FROM stage WHERE _row IN (SELECT _row FROM {rows.name})")  # type: ignore[attr-defined]
    bench.changed("stage")


class NotAsItLies(Exception):
    """The input has to be put to rest after all, since a row of it does not fit."""


@contextmanager
def read_where_it_lies(bench: Workbench) -> Iterator[None]:
    """Run the first query that reads all of the stage, before the load has written anything.

    Raises:
        NotAsItLies: A row does not fit.
    """
    from starschema.load.casting.native import REFUSALS

    looked_at = bench.is_looked_at("stage")
    try:
        yield
    except REFUSALS as error:
        if looked_at:
            raise NotAsItLies from error
        raise


def put_to_rest(bench: Workbench) -> None:
    """Set down the rows of the stage, before the load has written anything, if they are only looked at.

    Raises:
        NotAsItLies: A row does not fit.
    """
    if bench.is_looked_at("stage"):
        with read_where_it_lies(bench):
            bench.put_to_rest("stage")
        bench.set_down()


def field_for(column: Column[Any], label: str, *, source: str | None = None, **options: Any) -> Field:
    """Return what the stage's column for a model's column takes."""
    from starschema.load.casting.cast import field_of

    return replace(field_of(column, label, source=source), **options)


def stage(
    bench: Workbench,
    source: Source,
    fields: Sequence[Field],
    columns: Sequence[Column[Any]],
    rejects: Rejects,
    *,
    zone: str,
    progress: Callable[[int], None] | None = None,
    key: Sequence[str] = (),
    at_rest: bool = True,
) -> Stage:
    """Read the whole source into a working table, casting as it goes.

    Args:
        bench: The load's workbench.
        source: The input.
        fields: What the stage's columns take.
        columns: A column for each field, in the same order, for its type.
        rejects: Takes the rows that do not fit.
        zone: The zone of times that name none.
        progress: Told after each batch how many rows have been read.
        key: Columns whose order is watched.
        at_rest: Whether a table it must be. Else, where the workbench reads the input by itself and the key rises, the
            rows stay where they are, to be read once by a query; that fails by one of `REFUSALS` if one does not fit.

    Raises:
        SourceError: The data lacks a column that must be there.
        RejectedRows: More rows than allowed do not fit.
    """
    by_name = dict(zip((f.name for f in fields), columns, strict=True))
    at_rest = at_rest or any(bench.backend.unholdable(column, "") is not None for column in columns)
    found = _read_natively(bench, source, fields, by_name, rejects.target, zone, key, at_rest=at_rest)
    if found is None:
        found = _read_cast(bench, source, fields, by_name, rejects, zone, key, progress)
    elif progress is not None:
        progress(found.read)
    table = found.looked_at
    if table is None:
        table = bench.made("stage", [(c.name, c.type) for c in stage_columns(by_name, found.present)])
    names = [f.name for f in found.present]
    rejects.add(refuse_unholdable(bench, [by_name[n] for n in names], names))
    rejects.check()
    bench.set_down()
    return Stage(table, found.read, frozenset(names), found.rises)


@dataclass(frozen=True)
class _Read:
    """What was read into the stage.

    Args:
        present: What its columns take, for those that the data has.
        read: Rows read.
        rises: Whether they came in rising order of their key.
        looked_at: The stage, if the rows are where they were.
    """

    present: Sequence[Field]
    read: int
    rises: bool
    looked_at: FromClause | None = None


def _read_natively(
    bench: Workbench,
    source: Source,
    fields: Sequence[Field],
    by_name: Mapping[str, Column[Any]],
    target: str,
    zone: str,
    key: Sequence[str],
    *,
    at_rest: bool,
) -> _Read | None:
    """Have the workbench read the input by itself; return None, with nothing done, if rows have to be cast."""
    from starschema.load.casting.native import REFUSALS

    native = bench.natively(source, fields, target, zone)
    if native is None:
        return None
    known = key if {field.name for field in native.present}.issuperset(key) else ()
    bench.set_down()
    try:
        if not at_rest and rises(bench.duck, f"({native.sql(checked=False)})", known):
            columns = [(c.name, c.type) for c in stage_columns(by_name, native.present)]
            looked_at = bench.look_at("stage", native.sql(checked=True), columns)
            return _Read(native.present, native.rows, True, looked_at)
        bench.duck.execute(f"CREATE OR REPLACE TEMP TABLE stage AS {native.sql(checked=True)}")
    except REFUSALS:
        bench.undo()
        return None
    bench.set_down()
    return _Read(native.present, native.rows, rises(bench.duck, "stage", known))


def _read_cast(
    bench: Workbench,
    source: Source,
    fields: Sequence[Field],
    by_name: Mapping[str, Column[Any]],
    rejects: Rejects,
    zone: str,
    key: Sequence[str],
    progress: Callable[[int], None] | None,
) -> _Read:
    """Read the input and cast it, setting rows aside that do not fit."""
    from starschema.load.casting.cast import present_fields

    present: Sequence[Field] | None = None
    read = 0
    rising = Rising(key)
    with cast_apart(source, fields, rejects.target, zone, [PIECE_BYTES]) as pieces:
        for piece in pieces:
            if present is None:
                present = piece.present
                bench.empty("stage", stage_columns(by_name, present))
            if piece.batches:
                bench.append("stage", piece.batches)
            for batch in piece.batches:
                rising.see(batch)
            rejects.add(piece.rejected)
            read += piece.rows
            if progress is not None:
                progress(read)
    if present is None:
        names = source.columns()
        present = list(fields) if names is None else present_fields(fields, names, rejects.target)
        bench.empty("stage", stage_columns(by_name, present))
    return _Read(present, read, rising.holds)


def stage_columns(by_name: Mapping[str, Column[Any]], present: Sequence[Field]) -> list[Column[Any]]:
    """Return the columns of a stage with these fields."""
    number: Column[Any] = Column("_row", BigInteger)
    return [number, *(Column(f.name, by_name[f.name].type) for f in present)]


def refuse_unholdable(bench: Workbench, columns: Sequence[Column[Any]], names: Sequence[str]) -> list[Rejection]:
    """Take from the stage the rows with a value that this database would not give back, and return them."""
    rejections: list[Rejection] = []
    for column, name in zip(columns, names, strict=True):
        quoted = '"' + name.replace('"', '""') + '"'
        judged = bench.backend.unholdable(column, quoted)
        if judged is None:
            continue
        bad, reason = judged
        found = bench.duck.execute(
            f"SELECT _row, CAST({quoted} AS VARCHAR), CAST(to_json(stage) AS VARCHAR) FROM stage WHERE {bad}"
        ).fetchall()
        if found:
            bench.duck.execute(f"DELETE FROM stage WHERE {bad}")
            bench.changed("stage")
        rejections += [Rejection(row, name, value, reason, record) for row, value, record in found]
    return rejections
