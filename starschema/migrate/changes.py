"""Changes of tables, as Alembic finds them, read as what they mean for a dimension or a fact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alembic.autogenerate.api import AutogenContext
from alembic.operations import MigrateOperation, ops
from sqlalchemy import Column, MetaData, Table

from starschema.ddl.physical import shared_tables
from starschema.migrate.found import Found
from starschema.migrate.model import MigratedModel
from starschema.migrate.operations.attributes import AddAttributeOp, RenameAttributeOp
from starschema.migrate.operations.columns import AddRequiredColumnOp, AddRoleOp, DropRoleOp
from starschema.migrate.operations.durable import AddDurableKeyOp, AddDurableRoleOp
from starschema.migrate.operations.histories import SINCE, EndHistoryOp, Reference, StartHistoryOp
from starschema.migrate.operations.roles import RenameRoleOp
from starschema.model.declaring import natural_key_name
from starschema.model.dimension import SIDE_COLUMNS, VERSION_COLUMNS
from starschema.model.spec import NOT_APPLICABLE_KEY, UNKNOWN_KEY, AggregateSpec, Attribute, DimensionSpec, FactSpec
from starschema.model.special import special_members


def read(
    context: AutogenContext, model: MigratedModel, wanted: MetaData, changed: Sequence[MigrateOperation]
) -> list[MigrateOperation]:
    """Return the changes of tables, those that mean something to the library as operations of its own.

    Args:
        context: What is being compared.
        model: The model.
        wanted: Its tables, as the database should have them.
        changed: The changes that Alembic found.
    """
    others = [op for op in changed if not isinstance(op, ops.ModifyTableOps)]
    found = {
        (op.schema, op.table_name): Found(context, wanted, op) for op in changed if isinstance(op, ops.ModifyTableOps)
    }
    done: list[MigrateOperation] = []
    # First the library's own tables, which the operations on others write to.
    own = {(table.schema, table.name) for table in shared_tables(model.own)}
    for place in [place for place in found if place in own]:
        left = found.pop(place)
        done += [*_before(left), *_rest(left)]
    catalog = model.catalog
    for dimension in catalog.dimensions:
        done += _dimension(model, dimension, wanted, found)
    consolidated = [each.sides[0] for each in catalog.consolidated]
    facts: tuple[FactSpec | AggregateSpec, ...] = (*catalog.facts, *catalog.aggregates, *consolidated)
    for spec, table in [(each, table) for each in facts for table in _tables(each)]:
        place = table.schema, table.name
        if place in found:
            done += _before(found[place])
            done += _roles(spec, found[place])
            if isinstance(spec, FactSpec):
                done += _amounts(spec, found[place])
            done += _rest(found.pop(place))
    for left in found.values():
        done += [*_before(left), *_rest(left)]
    return [*done, *others]


def _tables(spec: FactSpec | AggregateSpec) -> tuple[Table, ...]:
    return spec.tables if isinstance(spec, FactSpec) else (spec.table,)


def _before(found: Found) -> list[MigrateOperation]:
    """Return what must go before columns do: indexes and constraints on them."""
    return found.modify(found.take_all(ops.DropIndexOp))


def _rest(found: Found) -> list[MigrateOperation]:
    """Return what means no more than it says."""
    gone = [name for name in found.dropped if found.is_required(name)]
    required: list[MigrateOperation] = [
        AddRequiredColumnOp(found.name, found.take_dropped(name), schema=found.schema).reverse() for name in gone
    ]
    required += [AddRequiredColumnOp(found.name, op.column, schema=found.schema) for op in found.take_required()]
    return [*required, *found.retyped(), *found.modify(found.take_rest())]


def _roles(spec: FactSpec | AggregateSpec, found: Found) -> list[MigrateOperation]:
    """Return the roles of a fact that came or went, or have another name."""
    done: list[MigrateOperation] = []
    renamed: dict[str, str] = {}
    for role in spec.roles:
        if role.renamed_from is None:
            continue
        pairs = {f"{role.renamed_from}_key": f"{role.name}_key"}
        pairs |= {f"{role.renamed_from}_durable_key": f"{role.name}_durable_key"}
        pairs = {old: new for old, new in pairs.items() if old in found.dropped and new in found.added}
        for old, new in pairs.items():
            found.renamed(old, new)
        renamed |= pairs
        if pairs:
            done.append(RenameRoleOp(found.name, pairs, schema=found.schema))
    found.take_references_along(renamed)
    roles = spec.roles if isinstance(spec, FactSpec) else ()
    for role in roles:
        if role.durable is not None and role.durable.name in found.added and role.column.name not in found.added:
            dimension = role.dimension
            assert dimension.durable_key is not None
            done.append(
                AddDurableRoleOp(
                    found.name,
                    found.take_added(role.durable.name),
                    role=role.column.name,
                    references=f"{dimension.table.fullname}.{dimension.key.name}",
                    durable=dimension.durable_key.name,
                    schema=found.schema,
                )
            )
    keys = {column.name for role in roles for column in (role.column, role.durable) if column is not None}
    for name in [name for name in found.added if name in keys]:
        column = found.take_added(name)
        references, unchecked = found.take_reference(name)
        done.append(
            AddRoleOp(
                found.name,
                column,
                fill=NOT_APPLICABLE_KEY,
                references=references,
                unchecked=unchecked,
                schema=found.schema,
            )
        )
    for name in [name for name in found.dropped if name.endswith("_key") and found.is_required(name)]:
        column = found.take_dropped(name)
        references, unchecked = found.take_gone_reference(name)
        added = AddRoleOp(
            found.name, column, fill=UNKNOWN_KEY, references=references, unchecked=unchecked, schema=found.schema
        )
        done.append(DropRoleOp(found.name, name, schema=found.schema, added=added))
    return done


def _amounts(spec: FactSpec, found: Found) -> list[MigrateOperation]:
    """Return the converted amounts that came and take no NULL: they are nothing until they are worked out."""
    names = [each.column.name for each in spec.conversions if not each.column.nullable]
    return [
        AddRequiredColumnOp(found.name, found.take_added(name), fill=0, schema=found.schema)
        for name in names
        if name in found.added
    ]


def _dimension(
    model: MigratedModel,
    spec: DimensionSpec,
    wanted: MetaData,
    places: dict[tuple[str | None, str], Found],
) -> list[MigrateOperation]:
    """Return what became of a dimension; the tables of its subtypes, if it has some, are like any other."""
    table = spec.stored
    found = places.pop((table.schema, table.name), None)
    if found is None:
        return []
    # What systems told is kept as a journal is, attribute by attribute.
    name = f"{table.name}_told" if spec.systems else f"{table.name}_journal"
    beside = places.pop((table.schema, name), None)
    journal = name if beside is not None else None
    done = _before(found)
    library = model.own.targets.schema
    for attribute in spec.attributes:
        old = attribute.renamed_from
        if old is None or old not in found.dropped or attribute.name not in found.added:
            continue
        sides = _sides(found, old, attribute.name)
        for before, after in {old: attribute.name, **sides}.items():
            found.renamed(before, after)
        if beside is not None and old in beside.dropped:
            beside.renamed(old, attribute.name)
        done.append(
            RenameAttributeOp(
                table.name,
                old,
                attribute.name,
                beside=sides,
                journal=journal,
                schema=table.schema,
                library=library,
            )
        )
    history, durable = _history(model, spec, found), _durable(spec, found)
    # Bridges go by the durable keys as long as there are versions, so these are there before, and after.
    ends = any(isinstance(operation, EndHistoryOp) for operation in history)
    done += [*history, *durable] if ends else [*durable, *history]
    done += _gone(spec, found, beside, journal, library)
    done += _new(spec, found, beside, journal, library)
    done += _rest(found)
    return [*done, *([] if beside is None else [*_before(beside), *_rest(beside)])]


def _durable(spec: DimensionSpec, found: Found) -> list[MigrateOperation]:
    """Return whether members get or lose their durable key."""
    name = f"{spec.name}_durable_key"
    if name not in (*found.added, *found.dropped):
        return []
    comes = name in found.added
    added = AddDurableKeyOp(
        found.name,
        found.take_added(name) if comes else found.take_dropped(name),
        key=spec.key.name,
        natural_key=[column.name for column in spec.natural_key],
        schema=found.schema,
    )
    return [added if comes else added.reverse()]


def _sides(found: Found, old: str, new: str) -> dict[str, str]:
    pairs = {f"{first}_{old}": f"{first}_{new}" for first in SIDE_COLUMNS.values()}
    return {before: after for before, after in pairs.items() if before in found.dropped and after in found.added}


def _new(
    spec: DimensionSpec, found: Found, beside: Found | None, journal: str | None, library: str | None
) -> list[MigrateOperation]:
    """Return the attributes that came."""
    done: list[MigrateOperation] = []
    special = {row[spec.key.name]: row for row in special_members(spec)}
    for attribute in spec.attributes:
        if attribute.name not in found.added:
            continue
        column = found.take_added(attribute.name)
        references, unchecked = found.take_reference(attribute.name)
        kept = beside is not None and attribute.name in beside.added
        if kept:
            assert beside is not None
            beside.take_added(attribute.name)
        done.append(
            AddAttributeOp(
                found.name,
                column,
                key=spec.key.name,
                special={key: row[attribute.name] for key, row in special.items()},
                beside=[found.take_added(c.name) for c in _side_columns(attribute) if c.name in found.added],
                journal=journal if kept else None,
                references=references,
                unchecked=unchecked,
                schema=found.schema,
                library=library,
            )
        )
    return done


def _gone(
    spec: DimensionSpec, found: Found, beside: Found | None, journal: str | None, library: str | None
) -> list[MigrateOperation]:
    """Return the attributes that went."""
    done: list[MigrateOperation] = []
    sides = {f"{first}_{name}" for first in SIDE_COLUMNS.values() for name in found.dropped}
    for name in [name for name in found.dropped if name not in sides | set(VERSION_COLUMNS)]:
        column = found.take_dropped(name)
        references, unchecked = found.take_gone_reference(name)
        with_it = [f"{first}_{name}" for first in SIDE_COLUMNS.values() if f"{first}_{name}" in found.dropped]
        kept = beside is not None and name in beside.dropped
        if kept:
            assert beside is not None
            beside.take_dropped(name)
        added = AddAttributeOp(
            found.name,
            column,
            key=spec.key.name,
            special=found.special(spec.key.name, column),
            beside=[found.take_dropped(side) for side in with_it],
            journal=journal if kept else None,
            references=references,
            unchecked=unchecked,
            schema=found.schema,
            library=library,
        )
        done.append(added.reverse())
    return done


def _history(model: MigratedModel, spec: DimensionSpec, found: Found) -> list[MigrateOperation]:
    """Return whether versions begin or end."""
    starts = all(name in found.added for name in VERSION_COLUMNS)
    ends = all(name in found.dropped for name in VERSION_COLUMNS)
    if not starts and not ends:
        return []
    take = found.take_added if starts else found.take_dropped
    validity = [take(name) for name in VERSION_COLUMNS]
    keys = [column.name for column in spec.natural_key]
    found.take_unique(keys, [*keys, "valid_from"])
    roles = model.catalog.roles_to(spec)
    references: list[Reference] = [
        [held.name, role.column.name, held.schema]
        for held, role in ((fact.holder(role.column), role) for fact, role in roles)
        if found.has_table(held) and found.has_column(held, role.column.name)
    ]
    durable = f"{spec.name}_durable_key"
    keyed = _keyed_by_durable(model, spec, found) if durable in (*found.added, *found.dropped) else []
    slices: list[Reference] = [
        [aggregate.table.name, None, aggregate.table.schema]
        for aggregate in model.catalog.aggregates_by(spec)
        if found.has_table(aggregate.table)
    ]
    started = StartHistoryOp(
        found.name,
        key=spec.key.name,
        natural_key=keys,
        validity=validity,
        unique=natural_key_name(found.name),
        since=SINCE,
        references=references,
        slices=slices,
        keyed=keyed,
        schema=found.schema,
        library=model.own.targets.schema,
    )
    return [started if starts else started.reverse()]


def _keyed_by_durable(model: MigratedModel, spec: DimensionSpec, found: Found) -> list[Reference]:
    """Return the columns that held the durable keys of a dimension which loses them."""
    columns = [
        column
        for closure in model.catalog.closures
        if closure.table in {model.own.closure(spec, ragged).table for ragged in spec.ragged}
        for column in (closure.descendant_key, closure.ancestor_key)
    ]
    columns += [side.column for _, side in model.catalog.bridges_of(spec)]
    return [[column.table.name, column.name, column.table.schema] for column in columns]


def _side_columns(attribute: Attribute) -> list[Column[Any]]:
    return [column for column in (attribute.previous, attribute.current) if column is not None]
