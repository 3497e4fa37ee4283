"""The first load of a dimension, of files that the warehouse reads by itself: none of their rows comes here.

All members are new, so there is nothing to hold them against. A look at all rows tells whether they fit, and one
`INSERT … SELECT` makes a version of each, with the keys in the order of the natural keys: where many machines read, no
row has a place. Wherever this does not suffice, the load begins again with its rows on the workbench.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from starschema.load.arrivals import Arrivals, member_fields
from starschema.load.dimensions.judged import lacking_there, told_there
from starschema.load.dimensions.snapshot import Snapshot
from starschema.load.invariants import check_written
from starschema.load.log import Keys
from starschema.load.newest import note_change
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.load.stage import Stage
from starschema.load.there import NotThere, look, read_there, refuse_repeated, tell
from starschema.sql import straight
from starschema.sql.hashed_in_place import is_made_in_place

if TYPE_CHECKING:
    from starschema.load.dimensions.dimension import DimensionLoad


def load_first_there(load: DimensionLoad, context: Context, keys: Keys) -> tuple[Outcome, Arrivals] | None:
    """Load members that are all new; return what was done and what came, or None if the rows have to come here.

    Args:
        load: The load, of a dimension that nothing else follows from.
        context: Its surroundings.
        keys: The dimension's surrogate keys, of which none is given yet.
    """
    spec, options = load.spec, load.options
    ordered = spec.sequence is not None or options.sequence is not None
    if ordered or isinstance(options.snapshot, str) or not (spec.creation is None or is_made_in_place(spec)):
        return None
    fields, columns = member_fields(spec, options.kind)
    with read_there(context, load.source, fields, columns, load.name, options.zone) as staged:
        try:
            return None if staged is None else _loaded(load, context, keys, staged)
        except NotThere as why:
            tell(load.name, why)
            return None


def _loaded(load: DimensionLoad, context: Context, keys: Keys, staged: Stage) -> tuple[Outcome, Arrivals] | None:
    spec, options, connection = load.spec, load.options, context.connection
    came = told_there(spec, staged)
    if any(not a.column.nullable and a.name not in came.given for a in spec.attributes):
        return None
    if spec.versioned and not load.is_straight(context, came, keys):
        return None
    assert isinstance(options.effective, datetime)
    context.lookups.look_up_there(spec)
    look(context, load.source, staged, bad=lacking_there(spec, came))
    refuse_repeated(context, staged, [c.name for c in spec.natural_key])
    first = straight.first(spec, staged.table, options.effective, context.load_id)
    for hashed in (spec.key, spec.durable_key):
        if spec.creation is not None and hashed is not None:  # whose is the same, the workbench tells
            refuse_repeated(context, replace(staged, table=first.subquery("first")), [hashed.name])
    context.backend.append(connection, spec.table, first)
    mine = select(func.count()).select_from(spec.table).where(spec.load_id == context.load_id)
    written = int(connection.execute(mine).scalar_one())
    check_written(load.name, staged.read, written)
    keys.know(came.given)
    keys.take(written)
    if options.closes(spec):
        Snapshot(context, spec, options.effective, None, came.table, came.given).record()
    if spec.versioned:
        note_change(context, spec, options.effective)
    if options.progress is not None:
        options.progress(written)
    return Outcome({"read": written, "inserted": written}), came
