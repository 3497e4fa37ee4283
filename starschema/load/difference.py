"""The difference between the rows that a fact's table should hold and those that it does, and how it is made good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, FromClause, and_, func, literal, select

from starschema.errors import LoadError
from starschema.load.facts.aggregates import keep_aggregates
from starschema.load.run import Context
from starschema.load.workbench import Workbench
from starschema.model.spec import AggregateSpec, FactSpec
from starschema.sql.compare import Query, differs, equal


@dataclass(frozen=True)
class Difference:
    """Rows of a fact that are wanted, set against those on record.

    Args:
        spec: The fact.
        new: Selects the rows that are not on record, as the table takes them.
        inserted: How many.
        there: Working table of the rows on record.
        changed: Rows on record with other values, as they are wanted.
        updated: How many.
        moved: The columns in which any of them differs.
        gone: Rows on record that nobody wants.
        removed: How many.
    """

    spec: FactSpec
    new: Query
    inserted: int
    there: FromClause
    changed: FromClause
    updated: int
    moved: tuple[Column[Any], ...]
    gone: FromClause
    removed: int

    def write(self, context: Context, aggregates: Sequence[AggregateSpec] = ()) -> None:
        """Make the difference good, in the fact and in the aggregates that follow from it.

        Raises:
            LoadError: Not all that was new was written.
        """
        spec, bench = self.spec, context.bench
        if self.removed:
            bench.delete(spec.table, spec.grain, select(*(self.gone.c[c.name] for c in spec.grain)))
        if self.updated:
            written = [*self.moved, spec.load_id]
            rows = select(*(self.changed.c[c.name] for c in [*spec.grain, *written]))
            bench.update(spec.table, spec.grain, written, rows)
        # In the key's order, rows go into its index faster.
        in_order = self.new.order_by(*(self.new.selected_columns[c.name] for c in spec.grain))
        written_rows = bench.write(spec.table, in_order, list(spec.table.columns))
        if written_rows != self.inserted:
            raise LoadError(f"{spec.cls.__name__}: {self.inserted} rows were new but {written_rows} were written")
        if aggregates:
            keep_aggregates(context, aggregates, bench.keep("new_facts", self.new), self._changed(bench))

    def _changed(self, bench: Workbench) -> list[FromClause]:
        """Return the rows that changed or went, as they were and as they are."""
        names = [c.name for c in self.spec.grain]
        met = equal(self.there, self.changed, names)
        before = bench.keep("facts_before", select(*self.there.c).join_from(self.there, self.changed, met))
        return [before, self.changed, self.gone]


def difference(bench: Workbench, spec: FactSpec, wanted: FromClause, there: FromClause, *, whole: bool) -> Difference:
    """Set the rows that are wanted against those on record.

    Args:
        bench: The load's workbench.
        spec: The fact.
        wanted: Working table with all columns of the fact, one row a grain.
        there: Working table of the rows on record, without `load_id`.
        whole: Whether rows on record that are not wanted are to go.
    """
    grain = [c.name for c in spec.grain]
    rest = [c for c in spec.table.columns if c is not spec.load_id and c.name not in grain]
    found = and_(equal(wanted, there, grain), differs(wanted, there, [c.name for c in rest]))
    changed = bench.keep("changed_facts", select(*wanted.c).join_from(wanted, there, found))
    new = select(*(wanted.c[c.name] for c in spec.table.columns)).where(~_met(there, wanted, grain))
    gone = bench.keep("gone_facts", select(*there.c).where(~_met(wanted, there, grain) if whole else literal(1) == 0))
    updated = bench.count(changed)
    return Difference(
        spec=spec,
        new=new,
        inserted=int(bench.scalar(select(func.count()).select_from(new.subquery()))),
        there=there,
        changed=changed,
        updated=updated,
        moved=_moved(bench, changed, there, grain, rest) if updated else (),
        gone=gone,
        removed=bench.count(gone),
    )


def _met(rows: FromClause, by: FromClause, grain: Sequence[str]) -> Any:
    return select(literal(1)).where(equal(rows, by, grain)).exists()


def _moved(
    bench: Workbench, changed: FromClause, there: FromClause, grain: Sequence[str], columns: Sequence[Column[Any]]
) -> tuple[Column[Any], ...]:
    """Return the columns in which any row differs, since an update of the others costs and changes nothing."""
    moves = [func.bool_or(changed.c[c.name].is_distinct_from(there.c[c.name])) for c in columns]
    found = bench.rows(select(*moves).join_from(changed, there, equal(changed, there, grain)))[0]
    return tuple(column for column, differs in zip(columns, found, strict=True) if differs)
