"""How far sources were read: a mark per table and source, read and moved in the transaction of the load."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from starschema.errors import StarSchemaError
from starschema.model.bookkeeping import Bookkeeping
from starschema.sources import Source
from starschema.sources.marks import later, mark_of, value_of

NAME_CHARACTERS = 200
"""Most characters of the name under which a mark is kept."""


def mark_on_record(connection: Connection, tables: Bookkeeping, target: str, name: str) -> str | None:
    """Return how far the source of this name was read into a table, or None if it never was."""
    marks = tables.marks
    return connection.execute(
        select(marks.c.mark).where(marks.c.target == target, marks.c.name == name)
    ).scalar_one_or_none()


def resume(connection: Connection, tables: Bookkeeping, target: str, source: Source) -> None:
    """Have a source begin where the last load of the table had read it to, while the table's lock is held.

    Raises:
        StarSchemaError: The source has a cursor, and no name under which a mark could be kept, or too long a one.
    """
    if source.mark is None:
        if source.cursor is not None and not source.begins:
            raise StarSchemaError(
                f"{source.name} has a cursor and no name: give name=, under which the warehouse keeps how far it was "
                "read, or since= to say where it begins"
            )
        return
    if len(source.mark) > NAME_CHARACTERS:
        raise StarSchemaError(
            f"the source's name {source.mark!r} has more than {NAME_CHARACTERS} characters; shorten it"
        )
    source.resume(mark_on_record(connection, tables, target, source.mark))


def move_mark(connection: Connection, tables: Bookkeeping, target: str, source: Source, load_id: int) -> None:
    """Remember how far a source has been read, with the rows that were read; a mark never goes back."""
    if source.mark is None or source.reached is None:
        return
    marks = tables.marks
    here = (marks.c.target == target, marks.c.name == source.mark)
    earlier = mark_on_record(connection, tables, target, source.mark)
    if earlier is None:
        moved = insert(marks).values(target=target, name=source.mark, mark=source.reached, load_id=load_id)
        connection.execute(moved)
        return
    highest = later(value_of(earlier), value_of(source.reached))
    assert highest is not None
    connection.execute(update(marks).where(*here).values(mark=mark_of(highest), load_id=load_id))
