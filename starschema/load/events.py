"""Until when a fact has events: a change of a dimension that is newer than all of them moves none.

Without this, every load of a dimension would look through the facts for rows to re-point, of which a load in order has
none. The newest event of each time column is kept with the fact's lock row, never lowered.
"""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import Connection, FromClause, cast, func, select, update
from sqlalchemy import DateTime as DateTimeType

from starschema.load.run import Context
from starschema.model.bookkeeping import Bookkeeping
from starschema.model.spec import FactSpec


def newest_events(connection: Connection, tables: Bookkeeping, fact: FactSpec) -> dict[str, datetime]:
    """Return the newest event by time column; a column without one has no events."""
    targets = tables.targets
    row = connection.execute(
        select(targets.c.attributes).where(targets.c.target == fact.table.fullname, targets.c.lock == "history")
    ).first()
    return {} if row is None else {name: datetime.fromisoformat(told) for name, told in json.loads(row[0]).items()}


def note_events(context: Context, fact: FactSpec, rows: FromClause) -> None:
    """Remember the newest events among the rows that a load adds, while it holds the fact's lock."""
    columns = sorted({role.as_of for role in fact.roles if role.as_of is not None and role.as_of in rows.c})
    if not columns:
        return
    newest = [cast(func.max(rows.c[name]), DateTimeType) for name in columns]
    found = dict(zip(columns, context.bench.rows(select(*newest))[0], strict=True))
    known = newest_events(context.connection, context.tables, fact)
    later = {n: t for n, t in found.items() if t is not None and t > known.get(n, datetime.min)}
    if later:
        told = {name: time.isoformat() for name, time in (known | later).items()}
        targets = context.tables.targets
        context.connection.execute(
            update(targets)
            .where(targets.c.target == fact.table.fullname, targets.c.lock == "history")
            .values(attributes=json.dumps(told))
        )
