"""The outriggers of a dimension that is being loaded: what the data names is looked up, and the keys are attributes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Column, func, select

from starschema.load.casting.cast import Field
from starschema.load.keys.naming import is_given
from starschema.load.keys.references import References
from starschema.load.run import Context
from starschema.load.stage import Rejects, Stage
from starschema.model.spec import UNKNOWN_KEY, DimensionSpec


class Outriggers:
    """The references of one dimension, in one load of it.

    Args:
        context: The load.
        spec: The dimension.

    Attributes:
        columns: The attributes that are keys, which no data brings.
        inferred: How many members of other dimensions the data was the first to name.
    """

    def __init__(self, context: Context, spec: DimensionSpec) -> None:
        self.context = context
        others = [role for role in spec.profiles if role.column.name not in {r.column.name for r in spec.references}]
        roles = [*spec.references, *others]
        self.references = References(spec.cls.__name__, roles, optional=[role.name for role in roles])
        self.columns: frozenset[Column[Any]] = frozenset(role.column for role in spec.references)
        self.inferred = 0

    def fields(self) -> list[tuple[Field, Column[Any]]]:
        """Return what the stage takes for the references, with the columns that give the types."""
        return self.references.fields()

    def keyed(self, staged: Stage, rejects: Rejects) -> Stage:
        """Return the stage with the keys of the members that the rows name.

        Raises:
            SourceError: The data has some of a reference's columns, but not all.
        """
        if not self.references.roles:
            return staged
        bench, references = self.context.bench, self.references
        for naming in references.namings.values():
            is_given(naming, staged.table, references.owner)
        named = references.named(bench, staged, rejects)
        maps, self.inferred = references.key_maps(self.context, named.table, rejects)
        references.check(bench, maps)
        joined, parts = references.joined(named.table, maps)
        given = [part for part in parts if part.keys is not None]
        # While a load goes on, the unknown member is NULL, as any value is that nobody knows.
        keys = [func.nullif(part.key(), UNKNOWN_KEY).label(part.role.column.name) for part in given]
        table = bench.keep("stage", select(*named.table.c, *keys).select_from(joined))
        return replace(named, table=table, names=named.names | {part.role.column.name for part in given})
