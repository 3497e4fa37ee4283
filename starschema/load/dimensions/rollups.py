"""Keeping a shrunken roll-up: what the rows that a load of its base has written say of the level."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Column, DateTime, FromClause, String, cast, false, func, literal, null, select

from starschema.errors import RejectedRows, Rejection, StarSchemaError
from starschema.load.arrivals import Arrivals
from starschema.load.dimensions.dimension import DimensionLoad, DimensionOptions
from starschema.load.facts.aggregates import followed_by_aggregates, versions_without_level
from starschema.load.result import Outcome
from starschema.load.run import Context
from starschema.load.stage import Rejects
from starschema.model.catalog import Catalog
from starschema.model.spec import DimensionSpec
from starschema.sources import rows
from starschema.sql import levels as sql
from starschema.sql.compare import equal, same


@dataclass(frozen=True)
class RollupLoad:
    """A roll-up's part in one load of its base.

    Args:
        context: The load.
        catalog: The model.
        spec: The roll-up.
        base: The dimension whose level it is.
        limit: `reject_limit` of the load, for the message.
    """

    context: Context
    catalog: Catalog
    spec: DimensionSpec
    base: DimensionSpec
    limit: int = 0

    def keep(self, came: Arrivals | None) -> Outcome:
        """Bring the roll-up to what the base's table now says, and return what that did.

        Args:
            came: The changes that the load has brought; None if all of the base counts, as it does for a roll-up that
                is younger than it.

        Raises:
            RejectedRows: The base would say two things of one member of the level.
            StarSchemaError: It says them already.
        """
        told = self._told(came)
        if not self.context.bench.count(told):
            return Outcome({})
        bench, name = self.context.bench, self.spec.table.name
        changes = bench.keep(
            f"{name}_changes",
            select(
                func.row_number().over(order_by=[told.c[n] for n in self._key]).label("_row"),
                *(told.c[n] for n in self._names),
                cast(literal(datetime(2000, 1, 1), DateTime), DateTime).label("_time"),
                cast(null(), BigInteger).label("_sequence"),
                false().label("_deleted"),
                false().label("_sighted"),
            ),
        )
        options = DimensionOptions(effective=datetime(2000, 1, 1))
        load = DimensionLoad(self.catalog, self.spec, rows([]), options)
        given = tuple(attribute.name for attribute in self.spec.attributes)
        arrived = Arrivals(changes, given, bench.count(changes), 0)
        waiting = versions_without_level(self.context, self.catalog, self.spec, self.base)
        with followed_by_aggregates(self.context, self.catalog, self.base, waiting):
            return load.record(self.context, arrived, Rejects(self.spec.cls.__name__, 0))

    @property
    def _key(self) -> list[str]:
        return [c.name for c in self.spec.natural_key]

    @property
    def _names(self) -> list[str]:
        return [*self._key, *(attribute.name for attribute in self.spec.attributes)]

    @property
    def _columns(self) -> list[Column[object]]:
        return [self.spec.table.c[n] for n in self._names]

    @property
    def _is_new(self) -> bool:
        """Whether no load of the base has kept the roll-up yet; facts may have named members all the same."""
        kept = select(literal(1)).select_from(self.spec.table).where(self.spec.key > 0, ~self.spec.is_inferred)
        return self.context.connection.execute(kept.limit(1)).first() is None

    def _told(self, came: Arrivals | None) -> FromClause:
        """Return what is said of the members of the level of which the load may have said something new."""
        bench, base, name = self.context.bench, self.base, self.spec.table.name
        whole = came is None or self._is_new
        if base.computed and came is not None and not whole:
            return bench.keep(f"{name}_told", select(*(came.table.c[n] for n in self._names)).distinct())
        told = sql.told_by(base, self._key, self._names, None if whole else self.context.load_id)
        said = bench.fetch(f"{name}_said", told, self._columns)
        if base.computed:
            return said
        members = bench.keep(f"{name}_members", select(*(said.c[n] for n in self._key)).distinct())
        if not self.spec.attributes or not bench.count(members):
            return members
        sent = bench.send(base.table, [base.table.c[n] for n in self._key], select(*members.c))
        newest = bench.fetch(
            f"{name}_newest",
            sql.newest_of_levels(base, self._key, self._names, sent),
            [*self._columns, Column("_key", BigInteger)],
        )
        self._refuse_disputes(came, newest)
        return newest

    def _refuse_disputes(self, came: Arrivals | None, said: FromClause) -> None:
        """Refuse the load if its base says two things of a member of the level.

        Raises:
            RejectedRows: It does, by rows of the load.
            StarSchemaError: It did before.
        """
        bench, base = self.context.bench, self.base
        disputes = bench.keep(f"{self.spec.table.name}_disputes", sql.disputed(said, self._key))
        if not bench.count(disputes):
            return
        found = bench.rows(
            select(*(cast(said.c[n], String) for n in self._names), said.c["_key"])
            .join_from(said, disputes, equal(said, disputes, self._key))
            .order_by(*(said.c[n] for n in self._key), said.c["_key"])
        )
        count = len(self._key)
        first = found[0][:count]
        shown = [row for row in found if row[:count] == first][:2]
        attributes = [attribute.name for attribute in self.spec.attributes]
        parts = [
            ", ".join(
                f"{n} {v!r}" for n, v, w in zip(attributes, ours[count:-1], theirs[count:-1], strict=True) if v != w
            )
            for ours, theirs in (shown, shown[::-1])
        ]
        what = " ".join(str(value) for value in first)
        reason = (
            f"{self.spec.cls.__name__} {what} would have {parts[0]} and {parts[1]}, which the rows of "
            f"{base.cls.__name__} in force say; what a level has must follow from it: correct them, or leave the "
            f"attribute out of rollup({base.cls.__name__}, ...)"
        )
        guilty = [] if came is None else self._guilty(came, disputes)
        if not guilty:
            raise StarSchemaError(f"{base.cls.__name__}: {reason}")
        rejections = [Rejection(row, ", ".join(self._key), what, reason) for row in guilty]
        raise RejectedRows(base.cls.__name__, len(rejections), self.limit, rejections)

    def _guilty(self, came: Arrivals, disputes: FromClause) -> list[int]:
        """Return the rows of the load that say something of what is disputed, as far as they name it."""
        bench, c = self.context.bench, came.table.c
        if not all(name in c for name in self._key):
            return [row for (row,) in bench.rows(select(c["_row"]).order_by(c["_row"]).limit(1))]
        joined = select(c["_row"]).join_from(came.table, disputes, same(came.table, disputes, self._key))
        return [row for (row,) in bench.rows(joined.order_by(c["_row"]))]
