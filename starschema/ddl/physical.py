"""What a warehouse needs on its database: every table of a model and of the library, with keys, types and comments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    CreateView,
    ForeignKeyConstraint,
    MetaData,
    PrimaryKeyConstraint,
    Select,
    Table,
    UniqueConstraint,
)

from starschema.ddl.design import Design, ForeignKeys
from starschema.ddl.dialects import design_for, public_name
from starschema.ddl.layout import Layout, lay, layout_of
from starschema.errors import ModelError
from starschema.model.bookkeeping import BOOKS, Bookkeeping, bookkeeping
from starschema.model.catalog import Catalog, catalog
from starschema.model.family import whole_query
from starschema.model.kinds import BridgeSpec, Kind
from starschema.model.now import now_name, now_query
from starschema.model.spec import AggregateSpec, DimensionSpec, FactSpec, RoleSpec, Spec
from starschema.model.undoing import undo_table
from starschema.model.worklist import EXACT

if TYPE_CHECKING:
    from sqlalchemy import Dialect
    from sqlalchemy.orm import DeclarativeBase

    Model = type[DeclarativeBase] | Catalog

POLICIES = ("enforced", "declared", "none")
"""What `foreign_keys` may be."""


def physical_metadata(model: Model, dialect: Dialect, *, foreign_keys: ForeignKeys = "declared") -> MetaData:
    """Return the tables of `model` and of the library, as the database of `dialect` should have them.

    Nothing of the user's own metadata is changed: the tables are copies, in the order in which they are best created.

    Args:
        model: The declarative base that the model classes share, or its catalog.
        dialect: The database's dialect, connected or not.
        foreign_keys: Whether the facts' references are checked by the database ("enforced"), written where it can hold
            them without checking ("declared"), or left out ("none").

    Raises:
        ModelError: The database cannot keep the model, or is not supported.
    """
    if foreign_keys not in POLICIES:
        raise ModelError(f"foreign_keys={foreign_keys!r} is not known; use one of {', '.join(POLICIES)}")
    described = catalog_of(model)
    design = design_for(dialect)
    user = described.base.metadata
    copies = MetaData(schema=user.schema, naming_convention=user.naming_convention)
    ours = model_tables(described)
    for table in (*(table for table in user.tables.values() if table not in ours), *ours):
        table.to_metadata(copies)
    for dimension in described.dimensions:
        _adapt_dimension(described, design, copies.tables[dimension.stored.key], dimension, foreign_keys)
    for history in described.histories:
        _adapt_dimension(described, design, history.spec.table.to_metadata(copies), history.spec, foreign_keys)
    for bridge in described.bridges:
        _adapt_bridge(described, design, copies.tables[bridge.table.key], bridge, foreign_keys)
    for fact in described.facts:
        _adapt_fact(described, design, copies.tables[fact.stored.key], fact, foreign_keys)
    for owner, family in described.families:
        for kind in family.kinds.values():
            _adapt_subtype(described, design, copies.tables[kind.table.key], owner, kind, foreign_keys)
    for aggregate in (*described.aggregates, *(each.sides[0] for each in described.consolidated)):
        _adapt_aggregate(described, design, copies.tables[aggregate.table.key], aggregate, foreign_keys)
    own = bookkeeping(user)
    trees = {own.closure(each, ragged).table: each for each in described.dimensions for ragged in each.ragged}
    bridges = {*trees} | {own.retold(b) for b in described.bridges}
    for table, keys in library_tables(described).items():
        if table.name in design.elsewhere:
            continue
        copy = table.to_metadata(copies)
        if table in trees:
            _refer_to_members(design, copy, trees[table], foreign_keys)
        if table in bridges and not design.fact_primary_key:
            _drop_indexes(copy)
        _adapt(design, copy, Layout(f"the library's table {table.name}"), keys, {})
    if design.apart:
        undoing = [own.undo.to_metadata(copies), *(undo_table(table, copies) for table in changed_tables(described))]
        for table in undoing:
            _adapt(design, table, Layout(f"the library's table {table.name}"), EXACT, {})
    return copies


def physical_views(described: Catalog, metadata: MetaData) -> list[CreateView]:
    """Return the views of a catalog's dimensions and facts, over the tables of `metadata`.

    Raises:
        ModelError: A table of the model has a view's name.
    """
    found: list[tuple[DimensionSpec | FactSpec, str, Select[Any], str]] = []
    for dimension in described.dimensions:
        if dimension.family is None and (name := now_name(dimension)) is not None:
            query = now_query(dimension, metadata.tables[dimension.stored.key])
            found.append((dimension, name, query, "members as they are now"))
    for owner, family in described.families:
        query = whole_query(family, lambda each: metadata.tables[each.key])
        found.append((owner, owner.table.name, query, "every kind"))
    views: list[CreateView] = []
    for spec, name, query, what in found:
        schema = spec.stored.schema
        if any(other.name == name and other.schema == schema for other in metadata.tables.values()):
            raise ModelError(
                f"{spec.cls.__name__}: its view of {what} is {name}, which is a table of the model too; rename "
                "the table"
            )
        views.append(CreateView(query, name, schema=schema))
    return views


def catalog_of(model: Model) -> Catalog:
    """Return the catalog of `model`, which may be one already."""
    return model if isinstance(model, Catalog) else catalog(model)


def specs_of(described: Catalog) -> tuple[Spec, ...]:
    """Return everything that has a table with locks: dimensions before their facts, facts before their aggregates."""
    histories = (history.spec for history in described.histories)
    added_up: tuple[Spec, ...] = (*described.aggregates, *described.consolidated)
    return (*described.dimensions, *histories, *described.bridges, *described.facts, *added_up)


def model_tables(described: Catalog) -> list[Table]:
    """Return the tables of the model classes, in the order in which they are best created."""
    return [
        *(table for spec in described.dimensions for table in spec.tables),
        *(spec.table for spec in described.bridges),
        *(table for spec in described.facts for table in spec.tables),
        *(spec.table for spec in described.aggregates),
        *(spec.table for spec in described.consolidated),
    ]


def changed_tables(described: Catalog) -> list[Table]:
    """Return all tables that loads change but the books."""
    histories = (history.spec.table for history in described.histories)
    library = (table for table in library_tables(described) if table.name not in BOOKS)
    return [*model_tables(described), *histories, *library]


def library_tables(described: Catalog) -> dict[Table, frozenset[str]]:
    """Return the library's own tables for a catalog, each with the names of its text columns that are keys."""
    own = bookkeeping(described.base.metadata)
    tables = dict.fromkeys(
        shared_tables(own), frozenset({"target", "lock", "load_key", "slice_column", "slice_value", "name"})
    )
    for dimension in (*described.dimensions, *(history.spec for history in described.histories)):
        # Without versions there is no history that a late change could alter.
        if dimension.versioned and dimension.journaled:
            tables[own.journal(dimension)] = frozenset(column.name for column in dimension.natural_key)
        if dimension.systems:
            fed, names = own.systems(dimension), {column.name for column in dimension.natural_key}
            tables[fed.crosswalk] = tables[fed.told] = frozenset({"system", "system_key", *names})
    for closure in described.closures:
        tables[closure.table] = frozenset()
    for bridge in described.bridges:
        tables[own.retold(bridge)] = frozenset()
    return tables


def shared_tables(own: Bookkeeping) -> tuple[Table, ...]:
    """Return the library's tables that all models of one schema share."""
    return own.loads, own.quarantine, own.parts, own.targets, own.snapshots, own.marks


def flow_metadata(described: Catalog, dialect: Dialect) -> MetaData:
    """Return the tables that flows use, as the database of `dialect` should have them; only flows create them."""
    design = design_for(dialect)
    user = described.base.metadata
    own = bookkeeping(user)
    copies = MetaData(schema=user.schema, naming_convention=user.naming_convention)
    for table in (own.tasks, own.feeds):
        _adapt(design, table.to_metadata(copies), Layout(f"the library's table {table.name}"), EXACT, {})
    return copies


def _adapt_dimension(
    described: Catalog, design: Design, table: Table, dimension: DimensionSpec, policy: ForeignKeys
) -> None:
    key = [*dimension.natural_key, *([] if dimension.valid_from is None else [dimension.valid_from])]
    names = [column.name for column in key]
    # The natural key (with the start of the version) serves the lookups, and no two loads can write a version twice.
    if not any(
        isinstance(constraint, UniqueConstraint) and [column.name for column in constraint.columns] == names
        for constraint in table.constraints
    ):
        table.append_constraint(UniqueConstraint(*names))
    _adapt_references(design, table, dimension, dimension.references, policy)
    # Loads give the keys out themselves, from `starschema_target`.
    table.columns[dimension.key.name].autoincrement = False
    _adapt(
        design,
        table,
        layout_of(described, dimension),
        frozenset(column.name for column in dimension.natural_key),
        dimension.physical.options,
    )


def _adapt_subtype(
    described: Catalog, design: Design, table: Table, owner: DimensionSpec | FactSpec, kind: Kind, policy: ForeignKeys
) -> None:
    assert owner.family is not None
    names = [column.name for column in owner.family.key]
    supertype = table.metadata.tables[owner.stored.key]
    columns, targets = [table.columns[n] for n in names], [supertype.columns[n] for n in names]
    for column in columns:
        column.autoincrement = False
    _drop_references(table, columns)
    is_keyed = [column.name for column in supertype.primary_key] == names
    if policy == "enforced":
        versioned = isinstance(owner, DimensionSpec) and owner.versioned
        design.check_enforced(kind.cls.__name__, owner.cls.__name__, versioned=versioned)
        if not is_keyed:
            raise ModelError(
                f"{kind.cls.__name__} refers to {owner.cls.__name__} by {', '.join(names)}, which is not the whole key "
                "that its table has here, so nothing can check it: use foreign_keys='declared', or leave out "
                "Physical(partition_by=...)"
            )
    if is_keyed and (constraint := design.foreign_key(columns, targets, policy)) is not None:
        table.append_constraint(constraint)
    if isinstance(owner, FactSpec):
        own = tuple(role for role in owner.roles if role.column.name in kind.attributes)
        _adapt_references(design, table, owner, own, policy)
    whole = layout_of(described, owner)
    if whole.kind == "fact" and not design.fact_primary_key:
        _drop_key(table, names)
    # It lies as its supertype does, with which it is always joined.
    layout = Layout(
        kind.cls.__name__,
        kind=whole.kind,
        key=tuple(names),
        distribute=whole.distribute if whole.distribute in names else None,
        compress=whole.compress,
    )
    _adapt(design, table, layout, frozenset(names) if whole.kind == "fact" else frozenset(), {})


def _adapt_fact(described: Catalog, design: Design, table: Table, fact: FactSpec, policy: ForeignKeys) -> None:
    grain = [column.name for column in fact.grain]
    shared = tuple(role for role in fact.roles if fact.kind_having(role.column) is None)
    _adapt_references(design, table, fact, shared, policy)
    for name in grain:
        table.columns[name].autoincrement = False
    if not design.fact_primary_key:
        _drop_key(table, grain)
    _adapt(design, table, layout_of(described, fact), frozenset(grain), fact.physical.options)


def _adapt_bridge(described: Catalog, design: Design, table: Table, bridge: BridgeSpec, policy: ForeignKeys) -> None:
    # A durable key stands for all versions of a member, so it refers to no row that a database could check.
    single = tuple(side for side in bridge.sides if side.dimension.member_key is side.dimension.key)
    _adapt_references(design, table, bridge, single, policy)
    if not design.fact_primary_key:
        _drop_indexes(table)
    _adapt(design, table, layout_of(described, bridge), frozenset(), bridge.physical.options)


def _adapt_references(
    design: Design, table: Table, spec: Spec, roles: tuple[RoleSpec, ...], policy: ForeignKeys
) -> None:
    for role in roles:
        column = table.columns[role.column.name]
        target = table.metadata.tables[role.dimension.stored.key].columns[role.dimension.key.name]
        _drop_references(table, [column])
        if policy == "enforced":
            design.check_enforced(
                f"{spec.cls.__name__}.{role.name}", role.dimension.cls.__name__, versioned=role.dimension.versioned
            )
        constraint = design.foreign_key([column], [target], policy)
        if constraint is not None:
            table.append_constraint(constraint)


def _refer_to_members(design: Design, table: Table, dimension: DimensionSpec, policy: ForeignKeys) -> None:
    """Have the bridge of a tree refer to its members, unless their keys stand for all versions of one."""
    if dimension.member_key is not dimension.key:
        return
    if policy == "enforced":
        design.check_enforced(f"The bridge {table.name}", dimension.cls.__name__, versioned=dimension.versioned)
    target = table.metadata.tables[dimension.stored.key].columns[dimension.key.name]
    for name in ("descendant_key", "ancestor_key"):
        constraint = design.foreign_key([table.columns[name]], [target], policy)
        if constraint is not None:
            table.append_constraint(constraint)


def _drop_indexes(table: Table) -> None:
    """Take the key and the indexes off a bridge: it is as long as facts, and as little in need of them there."""
    table.indexes.clear()
    _drop_key(table, [column.name for column in table.primary_key])


def _drop_key(table: Table, key: list[str]) -> None:
    """Take the primary key off a table, which its loads keep unique without."""
    for name in key:
        table.columns[name].primary_key = False
        table.columns[name].nullable = False
    table.append_constraint(PrimaryKeyConstraint())
    table.info["grain"] = key


def _adapt_aggregate(
    described: Catalog, design: Design, table: Table, aggregate: AggregateSpec, policy: ForeignKeys
) -> None:
    table.columns[aggregate.key.name].autoincrement = False
    _adapt_references(design, table, aggregate, aggregate.references, policy)
    levels = frozenset(part.column.name for part in aggregate.grain)
    _adapt(design, table, layout_of(described, aggregate), levels, aggregate.physical.options)


def _adapt(
    design: Design, table: Table, layout: Layout, keys: frozenset[str], options: dict[str, dict[str, Any]]
) -> None:
    lay(table, layout)
    wanted = options.get(public_name(design.dialect)) or options.get(design.dialect.name) or {}
    design.take_options(table, layout.owner, wanted)
    design.arrange(table, layout)
    indexed = _indexed(table)
    for column in table.columns:
        column.type = design.column_type(column, exact=column.name in keys, indexed=column.name in indexed | keys)
    design.finish(table)
    design.check(table, layout.owner)


def _indexed(table: Table) -> frozenset[str]:
    keyed = [c for c in table.constraints if isinstance(c, PrimaryKeyConstraint | UniqueConstraint)]
    return frozenset(column.name for holder in (*keyed, *table.indexes) for column in holder.columns)


def _drop_references(table: Table, columns: Sequence[Column[Any]]) -> None:
    """Take the model's own reference off `columns`: the policy decides how it is written."""
    names = [column.name for column in columns]
    for constraint in [c for c in table.constraints if isinstance(c, ForeignKeyConstraint)]:
        if constraint.column_keys == names:
            table.constraints.discard(constraint)
            for element in constraint.elements:
                table.foreign_keys.discard(element)
                element.parent.foreign_keys.discard(element)
