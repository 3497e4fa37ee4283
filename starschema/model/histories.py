"""The history of the profiles of a dimension's members: a dimension of the library's own, with versions in time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Boolean, Column, MetaData, Table, UniqueConstraint, false, text, true

from starschema.model.declaring import natural_key_name
from starschema.model.spec import BEGINNING, FOREVER, UNKNOWN_KEY, Attribute, DimensionSpec, RoleSpec
from starschema.model.storage import key_type, timestamp


@dataclass(frozen=True, eq=False)
class ProfileHistory:
    """Which profile each member had when.

    Args:
        of: The dimension whose members they are.
        profile: The reference to the mini-dimension.
        spec: The history, as a load sees it: the members' natural key, and the profile's key as a versioned attribute.
        lookup: The same, as a look-up sees it: the profile's key is what is found.
    """

    of: DimensionSpec
    profile: RoleSpec
    spec: DimensionSpec
    lookup: DimensionSpec


def profile_history(metadata: MetaData, of: DimensionSpec, profile: RoleSpec) -> ProfileHistory:
    """Return the history of a profile, whose table is put in `metadata`.

    Args:
        metadata: The library's own.
        of: The dimension that has the profile.
        profile: The reference to the mini-dimension.
    """
    key, found = f"{of.name}_{profile.name}_key", profile.column.name
    name = f"{of.table.name}_{profile.name}"
    sequence = (
        [] if of.sequence is None else [Column(of.sequence.name, key_type(), comment="Orders changes of one time")]
    )
    table = Table(
        name,
        metadata,
        Column(key, key_type(), primary_key=True, autoincrement=False, comment="Surrogate key"),
        *(Column(c.name, c.type, comment=c.comment) for c in of.natural_key),
        Column(
            found,
            key_type(),
            nullable=False,
            server_default=text(str(UNKNOWN_KEY)),
            comment=f"Key of {profile.dimension.table.name}",
        ),
        Column("valid_from", timestamp(), nullable=False, default=BEGINNING, comment="Start of the version, UTC"),
        Column("valid_to", timestamp(), nullable=False, default=FOREVER, comment="Exclusive end of the version, UTC"),
        Column("is_current", Boolean(), nullable=False, server_default=true(), comment="Whether it is in force"),
        *sequence,
        Column("is_inferred", Boolean(), nullable=False, server_default=false(), comment="Always false"),
        Column("load_id", key_type(), nullable=False, server_default=text("0"), comment="Load that wrote the row last"),
        schema=of.table.schema,
        comment=f"Which {profile.dimension.table.name} each member of {of.table.name} had when",
    )
    c = table.c
    table.append_constraint(
        UniqueConstraint(*(c[k.name] for k in of.natural_key), c.valid_from, name=natural_key_name(name))
    )
    cls = type(f"{of.cls.__name__}.{profile.name}", (), {})
    spec = DimensionSpec(
        cls=cls,
        name=f"{of.name}_{profile.name}",
        table=table,
        key=c[key],
        natural_key=tuple(c[k.name] for k in of.natural_key),
        attributes=(Attribute(found, c[found], scd=2, unknown=(UNKNOWN_KEY, UNKNOWN_KEY)),),
        is_inferred=c.is_inferred,
        load_id=c.load_id,
        valid_from=c.valid_from,
        valid_to=c.valid_to,
        is_current=c.is_current,
        sequence=None if of.sequence is None else c[of.sequence.name],
        journaled=of.journaled,
        references=(replace(profile, column=c[found]),),
    )
    return ProfileHistory(of, profile, spec, replace(spec, key=c[found]))
