"""Files that the warehouse reads by itself, on as many machines as it has, so that their rows need not come here.

Their columns must need no more than a simple cast, and the warehouse must find the files by the names that they have
here. Whether it does, and whether a row does not fit, a look at all of them tells; if not, a load begins again with its
rows on the workbench, where they can be named.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, ColumnElement, column, false, func, literal, or_, select, table, type_coerce
from sqlalchemy.exc import DBAPIError, OperationalError

from starschema.load.casting.cast import present_fields
from starschema.load.casting.reading import Reading, reading
from starschema.load.run import Context
from starschema.load.stage import Stage, stage_columns
from starschema.sql.compare import count_if

if TYPE_CHECKING:
    from starschema.load.casting.cast import Field
    from starschema.sources import Source
    from starschema.sources.base import File

logger = logging.getLogger("starschema")

RAW = "starschema_read"
"""What the files are called in the warehouse while a load reads them."""

BAD = "_bad"
"""The column that says of a row whether it does not fit."""


class NotThere(Exception):
    """The rows have to come to the workbench after all."""


@contextmanager
def read_there(
    context: Context, source: Source, fields: Sequence[Field], columns: Sequence[Column[Any]], target: str, zone: str
) -> Iterator[Stage | None]:
    """Give the rows of a source as the warehouse reads them, with `BAD`; None where it cannot.

    Args:
        context: The load.
        source: The input.
        fields: What a stage takes.
        columns: For each field, the column that gives the type.
        target: Name of the model class, for messages.
        zone: The zone of times that name none.

    Raises:
        SourceError: The data lacks a column that must be there.
    """
    backend = context.backend
    files = source.files() if backend.reads_files and context.lookups.wanted != "workbench" else []
    rows = sum(file.rows for file in files)
    if not rows:
        yield None
        return
    first = files[0].schema
    present = present_fields(fields, first.names, target)
    types = dict(zip((field.name for field in fields), columns, strict=True))
    readings = _readings(files, present, zone)
    kinds = {field.source: first.field(field.source).type for field in present}
    zoned = any(getattr(types[field.name].type, "timezone", False) for field in present)
    locations = [file.location for file in files]
    name = None
    if readings is not None and not zoned:
        name = backend.read_files(context.connection, RAW, locations, kinds)
    if readings is None or name is None:
        yield None
        return
    try:
        raw = table(name, *(column(source) for source in kinds))
        own = stage_columns(types, present)[1:]
        values = [type_coerce(each.value, c.type).label(c.name) for each, c in zip(readings, own, strict=True)]
        faults = [fault for each in readings for fault in each.faults]
        query = select(*values, or_(false(), *faults).label(BAD)).select_from(raw)
        yield Stage(query.subquery("rows_read"), rows, frozenset(field.name for field in present))
    finally:
        backend.drop_temporary(context.connection, name)


def look(
    context: Context,
    source: Source,
    staged: Stage,
    asked: Sequence[ColumnElement[Any]] = (),
    *,
    bad: ColumnElement[bool] | None = None,
    joined: Any = None,
) -> Mapping[str, Any]:
    """Look at all rows, and return what was asked of them.

    Args:
        context: The load.
        source: The input.
        staged: Its rows, as `read_there` gives them.
        asked: Labelled sums of the rows.
        bad: When a row does not fit, beside what `BAD` says.
        joined: The rows with what they are joined with, if that multiplies none.

    Raises:
        NotThere: The warehouse does not read them, finds others, or some do not fit.
    """
    rows = staged.table
    unfit = rows.c[BAD] if bad is None else or_(rows.c[BAD], bad)
    sums = [func.count().label("_rows"), count_if(unfit).label("_unfit"), *asked]
    try:
        query = select(*sums).select_from(rows if joined is None else joined)
        seen = context.connection.execute(query).mappings().one()
    except OperationalError:  # of a machine that has died, not of the rows
        raise
    except DBAPIError as error:
        raise NotThere(f"the warehouse cannot read {source.name} ({error.orig})") from error
    if seen["_unfit"]:
        raise NotThere("a row does not fit")
    if seen["_rows"] != staged.read:
        raise NotThere(f"the warehouse finds {seen['_rows']} rows where {staged.read} are")
    return {str(name): value for name, value in seen.items()}


def refuse_repeated(context: Context, staged: Stage, key: Sequence[str]) -> None:
    """See to it that no row has the key of another.

    Raises:
        NotThere: One has.
    """
    rows = staged.table
    columns = [rows.c[name] for name in key]
    if context.backend.finds_repeats_by_sorting:
        each = select(func.row_number().over(partition_by=columns, order_by=columns).label("n")).select_from(rows)
        counted = each.subquery("counted")
        repeated = select(literal(1)).select_from(counted).where(counted.c.n > 1)
    else:
        repeated = select(literal(1)).select_from(rows).group_by(*columns).having(func.count() > 1)
    if context.connection.execute(repeated.limit(1)).first() is not None:
        raise NotThere(f"some rows have the same {', '.join(key)}")


def tell(name: str, why: NotThere) -> None:
    """Log why the rows of a load come here."""
    logger.info("%s: %s; its rows come by way of this process", name, why)


def _readings(files: Sequence[File], present: Sequence[Field], zone: str) -> list[Reading] | None:
    """Return how the columns are read, or None where a value needs more than a simple cast, or files differ."""
    first = files[0].schema
    names = [name.casefold() for name in first.names]
    if len(set(names)) < len(names):  # Spark does not tell upper case from lower case
        return None
    for file in files[1:]:
        if sorted(file.schema.names) != sorted(first.names):
            return None
        if any(file.schema.field(field.source).type != first.field(field.source).type for field in present):
            return None
    found = [reading(first.field(field.source).type, field, zone) for field in present]
    return None if None in found else [each for each in found if each is not None]
