"""`Dimension`: the base class of what facts are about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from sqlalchemy import Boolean, Column, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, MappedColumn, add_mapped_attribute, mapped_column

from starschema.errors import ModelError
from starschema.model.band import BandColumn
from starschema.model.columns import (
    INFO,
    AttributeColumn,
    ConvertedColumn,
    DegenerateColumn,
    MeasureColumn,
    NaturalKeyColumn,
    declaration_of,
)
from starschema.model.declaring import (
    LAST,
    add_member,
    check_names,
    declared_columns,
    finish_table,
    is_to_be_mapped,
    members_of,
    name_table,
    natural_key_name,
    physical_of,
    snake_case,
    undone_on_error,
)
from starschema.model.hierarchy import Hierarchy, resolve_hierarchy
from starschema.model.outrigger import Outrigger
from starschema.model.physical import check_physical
from starschema.model.profile import Profile, history_name
from starschema.model.ragged import Ragged, resolve_ragged
from starschema.model.role import Role
from starschema.model.spec import BEGINNING, FOREVER, Attribute, DimensionSpec, Physical
from starschema.model.special import special_members
from starschema.model.storage import key_type, timestamp
from starschema.model.subtype import as_family, begin_family, map_subtype, supertype_of
from starschema.model.surrogate import CREATION, Surrogate, check_hashable, is_hashed
from starschema.model.systems import SYSTEMS_RESERVED, check_fed, check_systems

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import MapperProperty
    from sqlalchemy.types import TypeEngine

USE = "natural_key() or attribute()"

OTHER_KINDS = {
    DegenerateColumn: "degenerate() is for facts; a dimension's columns are made by " + USE,
    MeasureColumn: "measure() is for facts; a dimension's columns are made by " + USE,
    ConvertedColumn: "converted() is for facts; a dimension's columns are made by " + USE,
}

SIDE_COLUMNS = {3: "previous", 6: "current"}
"""Types of attribute that need a second column, and its name's first part."""

VERSION_COLUMNS = ("valid_from", "valid_to", "is_current")

RESERVED: dict[str, str] = dict.fromkeys(
    ("key", "is_inferred", "load_id", *VERSION_COLUMNS), "the library's own column"
)

JOURNAL_RESERVED: dict[str, str] = dict.fromkeys(
    ("changed_at", "change_sequence", "is_deletion", "given_attributes"), "the journal's own column"
)


class Dimension:
    """Base of a dimension: mix it with your own declarative base, `class Customer(Dimension, Mart)`.

    The library adds the surrogate key `customer_key`, `is_inferred`, `load_id` and, where an attribute is versioned,
    `valid_from`, `valid_to` and `is_current`. The surrogate key's name depends on the class, so declare
    `customer_key: Mapped[int]` in the class body if editors and type checkers should know it.

    Args:
        sequence: Name of a column, which the library adds, that orders changes of one time.
        journal: Whether changes that leave no version of their own are kept in a side table.
        durable_key: Whether to add `customer_durable_key`, one key per member over all its versions.
        surrogate: Whether keys are counted up, "number", or follow from the natural key and the version's start,
            "hash", so that any warehouse has the same ones; see `starschema.sql.hashed`. For all dimensions of a
            declarative base, `__surrogate__ = "hash"` in its body.
        systems: Names of the systems that feed the dimension, the best first: of each attribute the value counts that
            the best of those tells that tell one. Keys of their own are found in `dim_customer_crosswalk`, what they
            told is kept in `dim_customer_told`.
        physical: Hints for the physical design.
        subtypes: Name of the attribute that says a member's kind, where classes declare kinds of it:
            `class Savings(Account, subtype="savings")`, whose attributes are in a table of its own, by the same key.
        subtype: For such a class, the kind.

    Grain:
        One row per member, or per version of a member where an attribute is versioned.
    """

    if TYPE_CHECKING:
        __starschema__: ClassVar[DimensionSpec]
        is_inferred: Mapped[bool]
        load_id: Mapped[int]
        valid_from: Mapped[datetime]
        valid_to: Mapped[datetime]
        is_current: Mapped[bool]

    def __init_subclass__(
        cls,
        *,
        sequence: str | None = None,
        journal: bool = True,
        durable_key: bool = False,
        surrogate: Surrogate | None = None,
        systems: tuple[str, ...] = (),
        physical: Physical | None = None,
        subtypes: str | None = None,
        subtype: str | None = None,
        **kw: Any,
    ) -> None:
        """Complete the class's columns, have SQLAlchemy map it, and resolve what it says.

        Raises:
            ModelError: The class says something that no warehouse could keep.
        """
        given = [
            option for option in (sequence, not journal, durable_key, surrogate, systems, physical, subtypes) if option
        ]
        if (supertype := supertype_of(cls)) is not None:
            if given:
                raise ModelError(
                    f"{cls.__name__} is a subtype, of which {supertype.cls.__name__} says all but subtype="
                )
            map_subtype(cls, supertype, subtype, partial(super().__init_subclass__, **kw))
            return
        if subtype is not None:
            raise ModelError(f"{cls.__name__}: subtype= is for a subclass of a dimension that says subtypes=")
        if not is_to_be_mapped(cls, given):
            super().__init_subclass__(**kw)
            return
        with undone_on_error(cls):
            plan = _Plan(cls, sequence, journal, durable_key, is_hashed(cls, surrogate), systems, physical)
            if subtypes is not None:
                begin_family(cls, subtypes, plan.members, plan.attributes)
            super().__init_subclass__(**kw)
            spec = cls._resolved(plan.resolved())
            cls.__starschema__ = spec if subtypes is None else as_family(spec, subtypes)
            special_members(cls.__starschema__)

    @classmethod
    def _resolved(cls, spec: DimensionSpec) -> DimensionSpec:
        """Return `spec` with what this kind of dimension says besides.

        Raises:
            ModelError: It cannot have something that is declared.
        """
        for attribute in spec.attributes:
            if isinstance(attribute.column.info.get(INFO), BandColumn):
                raise ModelError(
                    f"{cls.__name__}.{attribute.name}: a band is for a mini-dimension or a junk dimension; declare it "
                    "on one, of which this dimension has a profile()"
                )
        return spec


class _Plan:
    """What a dimension's class body says, before it is mapped, and how that becomes a `DimensionSpec` after."""

    def __init__(
        self,
        cls: type[Any],
        sequence: str | None,
        journal: bool,
        durable_key: bool,
        hashed: bool,
        systems: tuple[str, ...],
        physical: Physical | None,
    ) -> None:
        self.cls = cls
        self.name = snake_case(cls.__name__)
        self.sequence = sequence
        self.hashed = hashed
        # What systems told is kept, and says all that a journal would.
        self.fed = bool(systems)
        self.journal = journal and not self.fed
        self.members = members_of(cls)
        self.durable_key = f"{self.name}_durable_key" if durable_key else None
        self.outriggers = sorted((v for v in self.members.values() if isinstance(v, Outrigger)), key=lambda o: o.order)
        self._add_outriggers()
        self.columns = declared_columns(cls, self.members, OTHER_KINDS, USE)
        self.keys = [name for name, column in self.columns.items() if _is_key(column)]
        self.attributes = {name: _said(column) for name, column in self.columns.items() if not _is_key(column)}
        self.versioned = any(said.scd in (2, 6) for said in self.attributes.values())
        self.physical = physical_of(cls, self.members, physical)
        self.side_columns = {
            f"{SIDE_COLUMNS[said.scd]}_{name}": name
            for name, said in self.attributes.items()
            if said.scd in SIDE_COLUMNS
        }
        self._check()
        self.hierarchies = tuple(
            resolve_hierarchy(cls.__name__, name, value, self.columns)
            for name, value in self.members.items()
            if isinstance(value, Hierarchy)
        )
        name_table(cls, self.members, f"dim_{self.name}")
        self.systems = check_systems(cls.__name__, systems) if systems else ()
        self.own = self._own_columns()
        for name, column in self.own.items():
            add_member(cls, self.members, name, column, "the library's own column")
        self.known = {*self.columns, *self.own, *self.side_columns}
        check_physical(cls, self.physical, self.known)

    def _add_outriggers(self) -> None:
        for outrigger in self.outriggers:
            outrigger.resolved_source(self.cls)
            if isinstance(outrigger, Profile) and not outrigger.current:
                continue
            ((name, column),) = outrigger.columns(self.cls).items()
            what = f"outrigger {outrigger.name!r}"
            add_member(self.cls, self.members, name, column, f"the key of {what}")
            related = outrigger.relationship(column)
            add_member(self.cls, self.members, outrigger.member_name, related, f"the member of {what}")
            self.members[name] = column

    def _check(self) -> None:
        where = self.cls.__name__
        if not self.keys:
            raise ModelError(f"{where} has no natural key; declare the column that identifies a member: natural_key()")
        for name, value in self.members.items():
            if isinstance(value, Role) and not isinstance(value, Outrigger):
                raise ModelError(
                    f"{where}.{name}: a dimension has no roles; declare the role on a fact, or make it an outrigger()"
                )
        for name, said in self.attributes.items():
            if said.scd not in (0, 1, 2, 3, 6) or isinstance(said.scd, bool):
                raise ModelError(f"{where}.{name}: scd={said.scd!r} is no type of change; use 0, 1, 2, 3 or 6")
            if said.scope not in ("all", "current"):
                raise ModelError(f'{where}.{name}: scope={said.scope!r} is unknown; use "all" or "current"')
            if said.scope == "current" and said.scd != 1:
                raise ModelError(f'{where}.{name}: scope="current" is for scd=1 only, not scd={said.scd}; leave it out')
            if said.renamed_from is not None and (not said.renamed_from or said.renamed_from in self.columns):
                raise ModelError(
                    f"{where}.{name}: renamed_from={said.renamed_from!r} must be a name that {where} no longer has; "
                    "give the one that the column had before"
                )
            if said.scope == "current" and not self.versioned:
                raise ModelError(f'{where}.{name}: scope="current" needs versions, and {where} has none; leave it out')
        reserved = {
            f"{self.name}_key": "the surrogate key",
            **RESERVED,
            **(JOURNAL_RESERVED if self.journal else {}),
            **(SYSTEMS_RESERVED if self.fed else {}),
            **({CREATION: "the library's own column"} if self.hashed else {}),
        }
        named = [(name, "the declared column") for name in self.columns]
        named += [(name, f"the column that {of!r} needs") for name, of in self.side_columns.items()]
        if self.durable_key:
            named.append((self.durable_key, "the durable key"))
        for profile in self.outriggers:
            if isinstance(profile, Profile) and not profile.current:
                named.append((profile.column_name, f"the key of profile {profile.name!r}"))
        check_names(self.cls, named, reserved)
        if self.sequence is not None:
            if not isinstance(self.sequence, str) or not self.sequence.isidentifier():
                raise ModelError(f"{where}: sequence={self.sequence!r} must be the name of a column to add")
            taken = {f"{self.name}_key": "the surrogate key", **RESERVED, **dict(named)}
            check_names(self.cls, [(self.sequence, "the sequence column")], taken)

    def _own_columns(self) -> dict[str, MappedColumn[Any]]:
        """Return the columns that the library adds before mapping, by name."""
        key = mapped_column(key_type(), primary_key=True, autoincrement=False, sort_order=-1, comment="Surrogate key")
        own = {f"{self.name}_key": key}
        if self.durable_key:
            own[self.durable_key] = _own(key_type(), "One key per member, over all its versions")
        if self.versioned:
            own["valid_from"] = _own(timestamp(), "Start of the version, UTC", default=BEGINNING)
            own["valid_to"] = _own(timestamp(), "Exclusive end of the version, UTC", default=FOREVER)
            own["is_current"] = _own(Boolean(), "Whether the version is in force", default=True, server_default=true())
        if self.sequence:
            own[self.sequence] = _own(key_type(), "Orders changes of one time", nullable=True)
        own["is_inferred"] = _own(
            Boolean(), "True while only a fact has named the member", default=False, server_default=false()
        )
        if self.hashed:
            own[CREATION] = _own(key_type(), "Orders rows by their first load", default=0, server_default=text("0"))
        own["load_id"] = _own(key_type(), "Load that wrote the row last", default=0, server_default=text("0"))
        return own

    def resolved(self) -> DimensionSpec:
        """Complete the mapped table and return what the class says."""
        cls, table = self.cls, self.cls.__table__
        finish_table(cls, table, self.known, USE)
        for profile in self.outriggers:
            if isinstance(profile, Profile):
                history_name(f"{cls.__name__}.{profile.name}", table.name, profile.name)
        for name, of in self.side_columns.items():
            # Only now is the type known that the annotation stands for.
            said = "Value before the last change" if name.startswith("previous_") else "Newest value of the member"
            side = mapped_column(table.c[of].type, nullable=True, comment=f"{said} of {of}")
            add_mapped_attribute(cls, name, cast("MapperProperty[Any]", side))
        unique = [*self.keys, *(("valid_from",) if self.versioned else ())]
        table.append_constraint(
            UniqueConstraint(*(table.c[name] for name in unique), name=natural_key_name(table.name))
        )

        def column(name: str | None) -> Column[Any] | None:
            return None if name is None else table.c[name]

        valid_from, valid_to, is_current = (column(name if self.versioned else None) for name in VERSION_COLUMNS)
        spec = DimensionSpec(
            cls=cls,
            name=self.name,
            table=table,
            key=table.c[f"{self.name}_key"],
            natural_key=tuple(table.c[name] for name in self.keys),
            attributes=tuple(
                Attribute(
                    name,
                    table.c[name],
                    scd=said.scd,
                    scope=said.scope,
                    unknown=said.unknown,
                    previous=column(f"previous_{name}" if said.scd == 3 else None),
                    current=column(f"current_{name}" if said.scd == 6 else None),
                    renamed_from=said.renamed_from,
                )
                for name, said in self.attributes.items()
            ),
            is_inferred=table.c["is_inferred"],
            load_id=table.c["load_id"],
            valid_from=valid_from,
            valid_to=valid_to,
            is_current=is_current,
            sequence=column(self.sequence),
            durable_key=column(self.durable_key),
            journaled=self.journal,
            hierarchies=self.hierarchies,
            references=tuple(o.spec(cls) for o in self.outriggers if self.columns.get(o.column_name) is not None),
            profiles=tuple(o.spec(cls) for o in self.outriggers if isinstance(o, Profile)),
            physical=self.physical,
            systems=self.systems,
            creation=column(CREATION if self.hashed else None),
        )
        if self.hashed:
            check_hashable(spec)
        ragged = (
            resolve_ragged(f"{cls.__name__}.{name}", value, self.columns, spec)
            for name, value in self.members.items()
            if isinstance(value, Ragged)
        )
        spec = replace(spec, ragged=tuple(ragged))
        if spec.systems:
            check_fed(spec)
        return spec


def refuse_version_options(cls: type[Any], kind: str, given: Collection[str]) -> None:
    """Raise if a class of a kind that has no versions was given an option for them.

    Raises:
        ModelError: It was.
    """
    for option in ("sequence", "journal", "durable_key", "systems"):
        if option in given:
            raise ModelError(f"{cls.__name__}: {kind} has no versions, so leave out {option}=")


def _is_key(column: MappedColumn[Any]) -> bool:
    return isinstance(declaration_of(column), NaturalKeyColumn)


def _own(type_: TypeEngine[Any], comment: str, *, nullable: bool = False, **defaults: Any) -> MappedColumn[Any]:
    return mapped_column(type_, nullable=nullable, sort_order=LAST, comment=comment, **defaults)


def _said(column: MappedColumn[Any]) -> AttributeColumn:
    said = declaration_of(column)
    assert isinstance(said, AttributeColumn)
    return said
