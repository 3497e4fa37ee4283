"""Stars as drawings: which rows are loaded into which table, and what the tables hold then.

    load    Order order_no ordered_on amount    a load of Order, its columns, and its rows below
            A 01-01 5.00
            B 01-02 ∅
    load    Customer id city at effective=at    options stand behind the columns
            1 Oslo 01-01
    load    Day start=2024-01-01 end=2024-01-05 a load without rows
    counts  2 read, 2 inserted                  what the last load counted, zeros left out
    after   Order order_no ordered amount       what a table holds, by its first columns
            A 01-01 5.00

Days and times are of 2024; `∅` is NULL, `'7'` is text. Among the columns after `after`, a role is shown by its member's
natural key, `unknown` or `n/a`; `customer.city` is an attribute of the member.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from sqlalchemy import String, case, cast, select

from starschema import LoadResult, Warehouse
from starschema.model.bookkeeping import COUNTS
from starschema.model.spec import DimensionSpec, RoleSpec
from tests.cases.drawn import SHOWN, TOKEN, blocks, moment, option, shown, tidy, value

TIME = re.compile(r"\d\d-\d\dT[\d:.]+$")


class Star:
    """A star in an empty database, and the loads that are drawn.

    Args:
        url: The database.
        base: The declarative base of its classes.
    """

    def __init__(self, url: str, base: type[Any]) -> None:
        self.warehouse = Warehouse(url, base)
        self.warehouse.create_all()
        self.models = {mapper.class_.__name__: mapper.class_ for mapper in base.registry.mappers}
        self.result = LoadResult("nothing")

    def tell(self, drawing: str, **options: Any) -> Star:
        """Do what is drawn, its loads with `options` too, and check what is drawn of it."""
        for word, lines in blocks(drawing):
            if word == "counts":
                assert [self.counts()] == [tidy(line) for line in lines]
                continue
            name, *names = lines[0].split()
            if word == "load":
                given = {n: option(v) for n, v in (pair.split("=") for pair in names if "=" in pair)}
                columns = [n for n in names if "=" not in n]
                rows = [dict(zip(columns, map(told, TOKEN.findall(line)), strict=True)) for line in lines[1:]]
                self.load(name, rows if columns else None, **{**options, **given})
            else:
                assert word == "after", f"a drawing knows no {word!r}"
                assert self.holds(name, names) == [tidy(line) for line in lines[1:]]
        return self

    def load(self, name: str, rows: list[dict[str, Any]] | None, **options: Any) -> LoadResult:
        """Load rows into the table of the class called `name`."""
        self.result = self.warehouse.load(self.models[name], rows, **options)
        return self.result

    def counts(self) -> str:
        """Return what the last load counted, as a drawing shows it."""
        found = ((getattr(self.result, name), name) for name in (*COUNTS, "missing"))
        return ", ".join(f"{count} {name}" for count, name in found if count)

    def holds(self, name: str, columns: list[str]) -> list[str]:
        """Return some columns of a table as lines, ordered by them."""
        spec = self.models[name].__starschema__
        query = select(*(self._column(spec, column) for column in columns)).select_from(self._joined(spec, columns))
        if isinstance(spec, DimensionSpec):
            query = query.where(spec.key > 0)
        with self.warehouse.engine.connect() as connection:
            return sorted(" ".join(map(shown_member, row)) for row in connection.execute(query))

    def _column(self, spec: Any, name: str) -> Any:
        role, _, attribute = name.partition(".")
        found = _roles(spec).get(role)
        if found is None:
            return spec.table.c[name]
        member = _member(found)
        if attribute:
            return member.c[attribute]
        own = spec.table.c[found.column.name]
        key = member.c[found.dimension.natural_key[0].name]
        return case(*((own == k, text) for k, text in SHOWN.items()), else_=cast(key, String))

    def _joined(self, spec: Any, columns: list[str]) -> Any:
        joined = spec.table
        for role in dict.fromkeys(column.partition(".")[0] for column in columns):
            if (found := _roles(spec).get(role)) is not None:
                member = _member(found)
                own = spec.table.c[found.column.name]
                joined = joined.join(member, member.c[found.dimension.key.name] == own)
        return joined


def _roles(spec: Any) -> dict[str, RoleSpec]:
    if isinstance(spec, DimensionSpec):
        return {}
    return {role.name: role for role in spec.roles if role.column.name in spec.table.c}


@cache
def _member(role: RoleSpec) -> Any:
    return role.dimension.table.alias(role.name)


def told(token: str) -> Any:
    """Return a drawn value as data."""
    return moment(token) if TIME.match(token) else value(token)


def shown_member(found: Any) -> str:
    """Return a value of a table as it is drawn; the text of a member's day or number is shown as those are."""
    return shown(found) if not isinstance(found, str) else re.sub(r"^2024-(\d\d-\d\d)$", r"\1", found)
