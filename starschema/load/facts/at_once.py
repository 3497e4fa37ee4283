"""A simple fact load in a warehouse that is the workbench: one statement reads the file, looks members up and appends.

So no row is set down anywhere before, and nothing but that statement sees all of a row: it fails if a value does not
fit. No key of the table finds a grain that occurs twice. That no row has the grain of another is seen from their order,
or from as many hashes as rows; that none is on record, from the table as far as the rows span. Wherever this does not
suffice, all is undone, and the load begins again in the careful way, with all rows at rest.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from sqlalchemy import FromClause, and_, func, literal, select

from starschema.backends.exchange import quoted
from starschema.load.facts.aggregates import keep_aggregates
from starschema.load.facts.as_read import is_simply_added, says_its_keys
from starschema.load.invariants import check_written
from starschema.load.keys.whole_maps import WholeMaps
from starschema.load.newest import note_events
from starschema.load.result import Outcome
from starschema.load.rising import rises
from starschema.load.run import Context
from starschema.load.stage import Rejects, Stage, stage_columns
from starschema.sql import lookup
from starschema.sql.compare import equal

if TYPE_CHECKING:
    from starschema.load.casting.native import Native
    from starschema.load.facts.fact import FactLoad


class _NotAtOnce(Exception):
    """The load has to take the careful way after all."""


def load_at_once(load: FactLoad, context: Context) -> Outcome | None:
    """Load a fact by one statement; return None, with nothing done, if it has to be loaded in the careful way."""
    from starschema.load.casting.native import REFUSALS

    if not _is_simple(load, context):
        return None
    bench = context.bench
    native = bench.natively(load.source, load.fields()[0], load.name, load.options.zone)
    if native is None or not native.rows:
        return None
    bench.set_down()
    try:
        return _AtOnce(load, context, native).run()
    except (_NotAtOnce, *REFUSALS):
        bench.undo()
        bench.drop_all()
        return None


def _is_simple(load: FactLoad, context: Context) -> bool:
    """Return whether a load can be tried in this way."""
    return (
        context.backend.in_place
        and context.lookups.wanted != "warehouse"
        and is_simply_added(load, context)
        and says_its_keys(load)
    )


class _AtOnce:
    """One load by one statement.

    Args:
        load: The load.
        context: Its surroundings.
        native: The input, as DuckDB reads it.
    """

    def __init__(self, load: FactLoad, context: Context, native: Native) -> None:
        self.load = load
        self.context = context
        self.bench = context.bench
        self.native = native
        self.maps = WholeMaps(context, load.references, Rejects(load.name, 0))
        fields, columns = load.fields()
        types = dict(zip((f.name for f in fields), columns, strict=True))
        self._columns = [(c.name, c.type) for c in stage_columns(types, native.present)]
        self.rows = self._look_at("input", checked=False)

    def run(self) -> Outcome:
        """Load.

        Raises:
            _NotAtOnce: The load has to take the careful way.
        """
        load, bench, options = self.load, self.bench, self.load.options
        table = load.spec.table
        with bench.duck.duplicate() as duck, ThreadPoolExecutor(1) as other:
            for name, rows in self.native.given.items():
                duck.register(name, rows)
            all_differ = other.submit(self._all_differ, duck)
            if not self.maps.bring(self.rows, 1.0, most=self.native.rows):
                raise _NotAtOnce
            self.maps.check()
            self._look_on_record()
            self._complete()
            if not all_differ.result():
                raise _NotAtOnce
        checked = self._look_at("checked_input", checked=True)
        staged = Stage(checked, self.native.rows, frozenset(field.name for field in self.native.present))
        ready = load.ready(self.context, staged, self.maps.maps, gaps=True)
        kept = bench.keep("ready_facts", ready) if load.aggregates else None
        if kept is not None:
            ready = select(*kept.c)
        written = bench.write(table, ready, load.columns)
        check_written(load.name, self.native.rows, written)
        note_events(self.context, load.spec, self.rows)
        if kept is not None:
            keep_aggregates(self.context, load.aggregates, kept, [])
        if options.progress is not None:
            options.progress(written)
        self.maps.leave()
        return Outcome({"read": written, "inserted": written, "inferred": self.maps.inferred})

    @property
    def _grain(self) -> list[str]:
        return [column.name for column in self.load.spec.grain]

    def _look_at(self, name: str, *, checked: bool) -> FromClause:
        return self.bench.look_at(name, self.native.sql(checked=checked), self._columns)

    def _all_differ(self, duck: Any) -> bool:
        """Return whether no row has the grain of another; run beside the rest, on a connection of its own.

        Rows of one grain have one hash. That two others have it, too, is as good as never, and does no harm.
        """
        rows = f"({self.native.sql(checked=False)})"
        if rises(duck, rows, self._grain):
            return True
        hashed = f"hash({', '.join(map(quoted, self._grain))})"
        found = duck.execute(f"SELECT count(DISTINCT {hashed}) FROM {rows}").fetchone()
        return bool(found[0] == self.native.rows)

    def _look_on_record(self) -> None:
        """See to it that no row has a grain that is on record."""
        bench, fact, rows = self.bench, self.load.spec.table, self.rows
        if self.context.connection.execute(select(literal(1)).select_from(fact).limit(1)).first() is None:
            return
        first = self._grain[0]
        there = bench.see("on_record", select(*self.load.spec.grain), self.load.spec.grain)
        span = select(func.min(rows.c[first]).label("low"), func.max(rows.c[first]).label("high")).subquery()
        within = and_(there.c[first] >= span.c.low, there.c[first] <= span.c.high)
        met = select(literal(1)).where(equal(there, rows, self._grain)).exists()
        if bench.rows(select(literal(1)).join_from(there, span, within).where(met).limit(1)):
            raise _NotAtOnce

    def _complete(self) -> None:
        """Infer the members that rows name and the maps lack."""
        references, bench = self.load.references, self.bench
        lacking = False
        for dimension, roles in references.by_dimension(self.rows):
            for missing in ("reject", "infer"):
                asked = [role for role in roles if role.missing == missing]
                if not asked:
                    continue
                wanted = references.wanted(dimension, self.rows, asked).subquery()
                unknown = lookup.unknown_members(dimension, wanted, self.maps.maps[dimension])
                if bench.rows(unknown.limit(1)):
                    if missing == "reject":
                        raise _NotAtOnce
                    lacking = True
        if lacking:
            self.maps.complete(self.rows)
        else:
            bench.set_down()
