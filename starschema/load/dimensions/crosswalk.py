"""Whose key is whose: the natural key of each row that a system brings, by the crosswalk, the row itself or a match.

What a system's key stands for is looked up among what is on record, else it is what the row itself names, else the one
member that agrees with the row in the columns to match. Once found it stays: that a customer moves to another address
makes no other customer of the account.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, DateTime, FromClause, String, and_, cast, func, literal, select

from starschema.load.arrivals import set_aside
from starschema.load.log import now
from starschema.load.run import Context
from starschema.load.stage import Rejects
from starschema.model.spec import DimensionSpec
from starschema.model.systems import SystemTables
from starschema.sql.compare import Query, equal, same, union

KEY = "system_key"


class Crosswalk:
    """The crosswalk of one dimension, in a load of one system.

    Args:
        context: The load.
        spec: The dimension.
        tables: Its crosswalk, and what systems told.
        system: The system.
        match: The columns by which a key is matched that nothing else resolves.
        rejects: Takes the rows of keys that stay open.
    """

    def __init__(
        self,
        context: Context,
        spec: DimensionSpec,
        tables: SystemTables,
        system: str,
        match: Sequence[str],
        rejects: Rejects,
    ) -> None:
        self.context = context
        self.bench = context.bench
        self.spec = spec
        self.table = tables.crosswalk
        self.system = system
        self.match = tuple(match)
        self.rejects = rejects
        self.names = [c.name for c in spec.natural_key]

    def resolved(self, stage: FromClause, *, named: bool) -> FromClause:
        """Return the natural key of every key in the stage; rows of other keys are set aside.

        Args:
            stage: The stage, with `system_key`, and what is to be matched.
            named: Whether it has the natural key too.
        """
        bench = self.bench
        keys = bench.keep("system_keys", select(stage.c[KEY]).distinct())
        known = self._on_record(keys)
        found = [select(*known.c, literal("").label("_by"))]
        if named:
            self._refuse_contradictions(stage, known)
            given = bench.keep("given_keys", self._given(stage, known))
            found.append(select(*given.c, literal("given").label("_by")))
        if self.match:
            settled = bench.keep("settled_keys", union(*(select(q.subquery().c[KEY]) for q in found)))
            matched = self._matched(stage, settled)
            if matched is not None:
                found.append(select(*matched.c, literal(", ".join(self.match)).label("_by")))
        resolved = bench.keep("resolved_keys", union(*found))
        self._refuse_open(stage, resolved, named=named)
        self._write(resolved)
        return resolved

    def _on_record(self, keys: FromClause) -> FromClause:
        """Bring what the crosswalk knows of the keys."""
        table = self.table
        sent = self.bench.send(table, [table.c[KEY]], select(keys.c[KEY]))
        columns = [table.c[KEY], *(table.c[n] for n in self.names)]
        query = select(*columns).join_from(table, sent, equal(table, sent, [KEY])).where(table.c.system == self.system)
        return self.bench.fetch("known_keys", query, columns)

    def _named(self, stage: FromClause) -> ColumnElement[bool]:
        return and_(*(stage.c[n].is_not(None) for n in self.names))

    def _refuse_contradictions(self, stage: FromClause, known: FromClause) -> None:
        """Set aside the rows that name another member than the crosswalk does, or than other rows of their key."""
        other = select(literal(1)).where(known.c[KEY] == stage.c[KEY], ~same(known, stage, self.names)).exists()
        reason = (
            f"names another {self.spec.cls.__name__} than the crosswalk has for this key of {self.system!r}; correct "
            f"the row, or the crosswalk in {self.table.name}"
        )
        self._set_aside(stage, and_(self._named(stage), other), reason)
        given = select(stage.c[KEY], *(stage.c[n] for n in self.names)).where(self._named(stage)).distinct().subquery()
        torn = select(given.c[KEY]).group_by(given.c[KEY]).having(func.count() > 1)
        reason = f"is the key of several {self.spec.cls.__name__}s in this data; keep the rows of one of them"
        self._set_aside(stage, stage.c[KEY].in_(torn), reason)

    def _given(self, stage: FromClause, known: FromClause) -> Query:
        is_known = select(literal(1)).where(known.c[KEY] == stage.c[KEY]).exists()
        columns = [stage.c[KEY], *(stage.c[n] for n in self.names)]
        return select(*columns).where(self._named(stage), ~is_known).distinct()

    def _matched(self, stage: FromClause, settled: FromClause) -> FromClause | None:
        """Return the one member on record that each key matches which is not settled yet."""
        bench, spec = self.bench, self.spec
        complete = and_(*(stage.c[n].is_not(None) for n in self.match))
        is_settled = select(literal(1)).where(settled.c[KEY] == stage.c[KEY]).exists()
        values = [stage.c[n] for n in self.match]
        open_keys = bench.keep("open_keys", select(stage.c[KEY], *values).where(complete, ~is_settled).distinct())
        if not bench.count(open_keys):
            return None
        columns = [spec.table.c[n] for n in self.match]
        sent = bench.send(spec.table, columns, select(*(open_keys.c[n] for n in self.match)).distinct())
        query = select(*spec.natural_key, *columns).join_from(spec.table, sent, equal(spec.table, sent, self.match))
        if spec.is_current is not None:
            query = query.where(spec.is_current)
        on_record = bench.fetch("members_to_match", query.where(spec.key > 0), [*spec.natural_key, *columns])
        # Here texts are compared to the letter, which not every database does.
        pairs = bench.keep(
            "matches",
            select(open_keys.c[KEY], *(on_record.c[n] for n in self.names))
            .join_from(open_keys, on_record, equal(open_keys, on_record, self.match))
            .distinct(),
        )
        self._refuse_ambiguous(stage, pairs)
        one = select(pairs.c[KEY]).group_by(pairs.c[KEY]).having(func.count() == 1)
        return bench.keep("matched_keys", select(*pairs.c).where(pairs.c[KEY].in_(one)))

    def _refuse_ambiguous(self, stage: FromClause, pairs: FromClause) -> None:
        """Set aside the rows that match several members, naming these."""
        shown = func.concat_ws(", ", *(cast(pairs.c[n], String) for n in self.names))
        candidates = func.array_to_string(func.list_sort(func.list(shown)), "; ")
        several = select(pairs.c[KEY], candidates).group_by(pairs.c[KEY]).having(func.count() > 1)
        names = dict(self.bench.rows(several))
        if not names:
            return
        columns = ", ".join(self.match)
        before = len(self.rejects.kept)
        self._set_aside(stage, stage.c[KEY].in_(select(several.subquery().c[KEY])), "")
        for place in range(before, len(self.rejects.kept)):
            rejection = self.rejects.kept[place]
            reason = (
                f"matches several {self.spec.cls.__name__}s by {columns}: {names.get(rejection.value)}; "
                "give the natural key of the right one"
            )
            self.rejects.kept[place] = replace(rejection, reason=reason)

    def _refuse_open(self, stage: FromClause, resolved: FromClause, *, named: bool) -> None:
        is_resolved = select(literal(1)).where(resolved.c[KEY] == stage.c[KEY]).exists()
        tried = f"none on record has its {', '.join(self.match)}" if self.match else "there is no match= to find it by"
        reason = (
            f"no {self.spec.cls.__name__} is known for this key of {self.system!r}, and {tried}; load the system first "
            f"that gives {', '.join(self.names)}, or give {'it' if named else 'a column of that name'} here"
        )
        self._set_aside(stage, ~is_resolved, reason)

    def _set_aside(self, stage: FromClause, condition: ColumnElement[bool], reason: str) -> None:
        self.rejects.add(set_aside(self.bench, stage, condition, KEY, stage.c[KEY], reason))

    def _write(self, resolved: FromClause) -> None:
        new = select(*resolved.c).where(resolved.c["_by"] != "").subquery()
        if not self.bench.count(self.bench.keep("new_keys", select(*new.c))):
            return
        said: dict[str, Any] = {
            "system": literal(self.system, String),
            "matched_by": cast(new.c["_by"], String),
            "matched_at": cast(literal(now(), DateTime), DateTime),
            "load_id": cast(literal(self.context.load_id), BigInteger),
        }
        columns = list(self.table.columns)
        rows = select(*(said[c.name].label(c.name) if c.name in said else new.c[c.name] for c in columns))
        self.bench.write(self.table, rows, columns)
