"""The views that readers use on an engine without transactions: tables and views without what is under way.

Beside each table of a model, and beside each view of one, is one with the rows of finished loads alone, of the same
name with `_finished` behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import CreateView, Table, TableClause

from starschema.ddl.physical import model_tables
from starschema.errors import ModelError
from starschema.model.bookkeeping import bookkeeping
from starschema.model.family import whole_query
from starschema.model.now import now_name, now_query
from starschema.model.undoing import FINISHED, finished_query, named

if TYPE_CHECKING:
    from sqlalchemy import MetaData, SelectBase

    from starschema.model.catalog import Catalog


def finished_views(described: Catalog, metadata: MetaData) -> list[CreateView]:
    """Return the views of what is finished of a catalog's tables, which `metadata` has.

    Raises:
        ModelError: A table of the model has a view's name.
    """
    own = bookkeeping(described.base.metadata)
    read = [*model_tables(described), *(each.spec.table for each in described.histories)]
    read += [each.table for each in described.closures]
    read += [own.systems(each).crosswalk for each in described.dimensions if each.systems]
    found: list[tuple[str, str | None, SelectBase]] = [
        (table.name, table.schema, finished_query(table, own.undo)) for table in read
    ]
    for owner, family in described.families:
        found.append((owner.table.name, owner.table.schema, whole_query(family, _finished)))
    for spec in described.dimensions:
        if spec.family is None and (name := now_name(spec)) is not None:
            found.append((name, spec.table.schema, now_query(spec, _finished(spec.table))))
    taken = {(table.name, table.schema) for table in metadata.tables.values()}
    views = []
    for name, schema, query in found:
        if (name + FINISHED, schema) in taken:
            raise ModelError(f"the view of what is finished of {name} is {name + FINISHED}, a table of the model too")
        views.append(CreateView(query, name + FINISHED, schema=schema))
    return views


def _finished(table: Table) -> TableClause:
    columns: Any = table.columns.keys()
    return named(table.name + FINISHED, table.schema, columns)
