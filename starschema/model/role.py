"""Roles: a fact's references to dimensions, each under the name of the part that the dimension plays."""

from __future__ import annotations

from typing import Any, ClassVar, Generic, Literal, NoReturn, TypeVar, cast, overload
from weakref import WeakKeyDictionary, ref
from zoneinfo import available_timezones

from sqlalchemy import Column, ForeignKey, FromClause, Table, inspect
from sqlalchemy.orm import MappedColumn, Relationship, aliased, mapped_column, relationship
from sqlalchemy.orm.util import AliasedClass

from starschema.errors import ModelError
from starschema.model.columns import next_order, refuse
from starschema.model.group_source import check_group_source
from starschema.model.spec import DimensionSpec
from starschema.model.storage import key_type

D = TypeVar("D")

MARK = "_starschema_role"
"""Attribute of a dimension table's alias that says which fact's which role it stands for."""

REFERRING = "_starschema_referring"
"""Attribute of the same alias that holds whose role it is: a weak reference to the class or alias, and the role."""

MISSING = ("infer", "unknown", "reject")
NULL = ("unknown", "not applicable")


class RoleForeignKey(ForeignKey):
    """The foreign key of one role, which never joins to another role's alias of the same dimension.

    Without it `select_from(Sale).join(Sale.ship_to)` would be ambiguous on a fact with two roles to one dimension:
    SQLAlchemy looks for any foreign key between the two tables.

    Args:
        column: The dimension's surrogate key.
        mark: The role's mark.
    """

    inherit_cache = True

    def __init__(self, column: Column[Any], mark: str) -> None:
        super().__init__(column)
        self.mark = mark

    def get_referent(self, table: FromClause) -> Column[Any] | None:
        """Return the column of `table` that this key refers to, None if `table` stands for another role."""
        if getattr(table, MARK, self.mark) != self.mark:
            return None
        found = super().get_referent(table)
        if found is None and getattr(table, MARK, None) == self.mark:
            # The alias of a dimension with subtypes is one of a view.
            return cast("Column[Any] | None", table.c.get(self.column.name))
        return found


class Role(Generic[D]):
    """A fact's reference to a dimension; made by `role`.

    On the class it is an alias of the dimension for use in queries; on an instance it is the related row.
    """

    def __init__(
        self,
        dimension: type[D],
        source: object,
        as_of: object,
        strict: bool,
        missing: object,
        null: object,
        durable: bool,
        grain: bool,
        options: dict[str, Any],
        zone: str | None = None,
        zone_from: str | None = None,
        of: str | None = None,
        system: str | None = None,
        separator: str | None = None,
        renamed_from: object = None,
        weights: object = None,
    ) -> None:
        self.dimension = dimension
        self.source = source
        self.as_of = as_of
        self.strict = strict
        self.missing = missing
        self.null = null
        self.durable = durable
        self.grain = grain
        self.zone = zone
        self.zone_from = zone_from
        self.of = of
        self.system = system
        self.separator = separator
        self.renamed_from = renamed_from
        self.weights = (weights,) if isinstance(weights, str) else weights or ()
        self.refused = refuse(options, "nullable", "primary_key")
        self.options = options
        self.order = next_order()
        self.name = ""
        self._aliases: WeakKeyDictionary[type[Any], type[D]] = WeakKeyDictionary()

    names_members: ClassVar[bool] = True
    """Whether a role to groups reads the members of each: no bridge does, which says who they are."""

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type[Any]) -> type[D]: ...

    @overload
    def __get__(self, instance: object, owner: type[Any]) -> D: ...

    def __get__(self, instance: object | None, owner: type[Any]) -> Any:
        """Return the dimension's alias for this role, or the member that an instance refers to."""
        if instance is not None:
            return getattr(instance, self.member_name)
        if isinstance(owner, AliasedClass):
            return self._alias_of(
                owner, f"{inspect(owner).name}_{self.name}", self.mark(self._said_by(inspect(owner).class_))
            )
        if "__starschema__" not in owner.__dict__:
            return self  # a mixin or an abstract class, which has no table
        return self._alias_of(owner, self.name, self.mark(self._said_by(owner)))

    def _alias_of(self, owner: type[Any], name: str, mark: str) -> type[D]:
        if owner not in self._aliases:
            spec = _spec(self.dimension)
            table = spec.table.alias(name)
            setattr(table, MARK, mark)
            setattr(table, REFERRING, (ref(owner), self))
            _keep_marks(spec.table, table)
            by_name = spec.family is not None
            self._aliases[owner] = aliased(self.dimension, table, name=name, adapt_on_names=by_name)
        return self._aliases[owner]

    def _said_by(self, owner: type[Any]) -> type[Any]:
        """Return the class whose table has the key: of a role that a subtype shares, its supertype."""
        mapped = [base for base in owner.__mro__ if "__starschema__" in base.__dict__]
        return next(base for base in reversed(mapped) if any(vars(c).get(self.name) is self for c in base.__mro__))

    def __set__(self, instance: object, value: D) -> NoReturn:
        """Refuse: the member follows from the key.

        Raises:
            AttributeError: Always.
        """
        raise AttributeError(
            f"{type(instance).__name__}.{self.name} cannot be set; set {self.column_name} to the member's surrogate key"
        )

    @property
    def column_name(self) -> str:
        """Name of the fact's foreign key column."""
        return f"{self.name}_key"

    @property
    def durable_name(self) -> str:
        """Name of the fact's column for the durable key."""
        return f"{self.name}_durable_key"

    @property
    def member_name(self) -> str:
        """Name of the view-only relationship, for loader options such as `selectinload`."""
        return f"{self.name}_member"

    def mark(self, fact: type[Any]) -> str:
        """Return what marks this role of `fact` among all roles of all facts."""
        return f"{fact.__module__}.{fact.__qualname__}.{self.name}"

    def resolved_source(self, fact: type[Any]) -> tuple[str, ...]:
        """Check what the role says, and return its input columns.

        Raises:
            ModelError: The role says something that cannot be, or its dimension is none.
        """
        where = f"{fact.__name__}.{self.name}"
        dimension = self.resolved_dimension(fact)
        if self.refused:
            raise ModelError(f"{where}: the library decides {', '.join(self.refused)}; leave it out")
        if self.missing not in MISSING:
            raise ModelError(f"{where}: missing={self.missing!r} is unknown; use {', '.join(map(repr, MISSING))}")
        if self.null not in NULL:
            raise ModelError(f"{where}: null={self.null!r} is unknown; use {' or '.join(map(repr, NULL))}")
        if self.durable and dimension.durable_key is None:
            name = self.dimension.__name__
            raise ModelError(f"{where}: {name} has no durable key; declare class {name}(..., durable_key=True)")
        old = self.renamed_from
        if old is not None and (not isinstance(old, str) or not old or hasattr(fact, old)):
            raise ModelError(
                f"{where}: renamed_from={old!r} must be a name that {fact.__name__} no longer has; "
                "correct it, or leave it out"
            )
        self._check_zone(where, dimension)
        if self.system is not None:
            return self._system_source(where, dimension)
        keys = tuple(column.name for column in dimension.named_by)
        for what, given in (("separator=", self.separator), ("weights=", self.weights)):
            if given and dimension.grouping is None:
                raise ModelError(
                    f"{where}: {what} is for a role to groups, whose members data names; {self.dimension.__name__} is "
                    "no GroupDimension"
                )
        if self.source is None and not (dimension.grouping is not None and self.names_members):
            return self.default_source(dimension)
        source = (self.source,) if isinstance(self.source, str) else self.source
        if dimension.grouping is not None and self.names_members:
            name = self.dimension.__name__
            said = (self.separator, self.weights, self.missing)
            return check_group_source(where, name, dimension.grouping, source, *said)
        if not isinstance(source, tuple) or not all(isinstance(name, str) and name for name in source):
            raise ModelError(f"{where}: source={self.source!r} must be an input column's name or a tuple of names")
        if len(source) != len(keys):
            named_by = "combination" if dimension.combined else "natural key"
            raise ModelError(
                f"{where}: source={self.source!r} names {len(source)} column(s), but the {named_by} of "
                f"{self.dimension.__name__} has {len(keys)}: {', '.join(keys)}; name one for each"
            )
        return source

    def default_source(self, dimension: DimensionSpec) -> tuple[str, ...]:
        """Return the input columns of a role that names none: those by which the dimension itself is loaded."""
        return tuple(column.name for column in dimension.named_by)

    def _system_source(self, where: str, dimension: DimensionSpec) -> tuple[str, ...]:
        """Return the input column of a key that is one system's own."""
        name = self.dimension.__name__
        if self.system not in dimension.systems:
            fed = ", ".join(dimension.systems) or "no systems"
            raise ModelError(
                f"{where}: {name} is fed by {fed}, not by {self.system!r}; declare class {name}(..., systems=(...))"
            )
        if not (isinstance(self.source, str) and self.source):
            raise ModelError(
                f"{where}: source={self.source!r} must be the input column with the key of {self.system!r}"
            )
        if self.missing == "unknown" and self.null != "unknown":
            raise ModelError(f"{where}: an unknown key is NULL too, so leave out null= or missing=")
        return (self.source,)

    def _check_zone(self, where: str, dimension: DimensionSpec) -> None:
        if self.zone is None and self.zone_from is None:
            return
        if self.zone is not None and self.zone_from is not None:
            raise ModelError(f"{where}: zone= and zone_from= are two answers to one question; give one of them")
        if not dimension.computed:
            raise ModelError(
                f"{where}: {self.dimension.__name__} has no days or times of day, which a zone could shift; "
                "leave out zone= and zone_from="
            )
        if self.zone is not None and self.zone not in available_timezones():
            raise ModelError(
                f"{where}: the time zone {self.zone!r} is unknown; use an IANA name such as 'Europe/Berlin'"
            )
        if self.zone_from is not None and not (isinstance(self.zone_from, str) and self.zone_from):
            raise ModelError(f"{where}: zone_from={self.zone_from!r} must be the name of an input column")

    def resolved_dimension(self, fact: type[Any]) -> DimensionSpec:
        """Return the dimension that plays this role.

        Raises:
            ModelError: It is none, or belongs to another declarative base.
        """
        where = f"{fact.__name__}.{self.name}"
        spec = getattr(self.dimension, "__dict__", {}).get("__starschema__")
        if not isinstance(spec, DimensionSpec):
            shown = getattr(self.dimension, "__name__", repr(self.dimension))
            raise ModelError(
                f"{where} is a role to {shown}, which is no dimension; subclass Dimension or Calendar "
                "together with your declarative base"
            )
        if spec.stored.metadata is not fact.metadata:
            raise ModelError(f"{where}: {self.dimension.__name__} belongs to another declarative base; a star has one")
        return spec

    def columns(self, fact: type[Any], **own: Any) -> dict[str, MappedColumn[Any]]:
        """Return the columns that the role puts on `fact`, by name; `own` are options of the key."""
        spec = _spec(self.dimension)
        comment = f"{self.name.replace('_', ' ').capitalize()}: key of {spec.stored.name}"
        options = {"comment": comment, **self.options, **own}
        if self.grain:
            options |= {"primary_key": True, "autoincrement": False}
        found = {
            self.column_name: mapped_column(
                key_type(),
                RoleForeignKey(spec.stored.c[spec.key.name], self.mark(fact)),
                nullable=False,
                sort_order=self.order,
                **options,
            )
        }
        if self.durable:
            found[self.durable_name] = mapped_column(
                key_type(),
                nullable=False,
                sort_order=self.order,
                comment=f"{self.name.replace('_', ' ').capitalize()}: durable key of {spec.stored.name}",
            )
        return found

    def relationship(self, column: MappedColumn[Any]) -> Relationship[Any]:
        """Return the view-only relationship from `column` to the member."""
        spec = _spec(self.dimension)
        key = spec.stored.c[spec.key.name]
        return relationship(
            self.dimension,
            primaryjoin=lambda: column.column == key,
            foreign_keys=lambda: [column.column],
            viewonly=True,
            uselist=False,
        )


class Milestone(Role[D]):
    """A role that a row of an accumulating snapshot gets when a step is reached; made by `milestone`."""


def role(
    dimension: type[D],
    *,
    source: str | tuple[str, ...] | tuple[tuple[str, ...], ...] | None = None,
    as_of: str | None = None,
    strict: bool = False,
    missing: Literal["infer", "unknown", "reject"] = "infer",
    null: Literal["unknown", "not applicable"] = "unknown",
    durable: bool = False,
    grain: bool = False,
    zone: str | None = None,
    zone_from: str | None = None,
    of: str | None = None,
    system: str | None = None,
    separator: str | None = None,
    renamed_from: str | None = None,
    weights: str | tuple[str, ...] | None = None,
    **kw: Any,
) -> Role[D]:
    """Declare that a fact refers to a dimension, under the name of the part that it plays.

    `Sale.customer` is an alias of the dimension: `select(Sale.customer.city).select_from(Sale).join(Sale.customer)`.
    `sale.customer` is the member itself, loaded when it is first asked for, or by `selectinload(Sale.customer_member)`.

    Args:
        dimension: The dimension.
        source: Input column that holds its natural key, or a tuple of them; the natural key's own names by default.
            For a junk dimension, the columns of its attributes; for a `GroupDimension`, those of its members, each a
            tuple where the members' key is composite: `(("system_1", "code_1"), ("system_2", "code_2"))`.
        as_of: Column of the fact that holds the event's time, for the version that was in force then; without it the
            current version is taken.
        strict: Whether an event outside every version's interval takes the unknown member, not the nearest version.
        missing: What an unknown natural key does: make an inferred member, take the unknown member, reject the row.
        null: Which special member a NULL natural key takes.
        durable: Whether the fact also carries the member's durable key.
        grain: Whether the role is one of the columns that identify a row.
        zone: For a calendar or a dimension of times, the IANA name of the zone in which the event's day or time of day
            is meant; UTC by default.
        zone_from: The same, as the input column that names each row's zone.
        of: For a mini-dimension, the name of the role, of the same fact, whose member's profile at the time of the
            event is meant; without it the fact's own data brings the profile. In an aggregate, for a roll-up, the
            fact's role to its base, where the fact has several.
        system: For a dimension with `systems=`, the one whose key `source` holds; the crosswalk knows whose it is. Of a
            key that it does not know no member can be inferred: the row is rejected, unless `missing="unknown"`.
        separator: For a `GroupDimension`, what stands between the members' natural keys, where one column names all; a
            list of them will do, too.
        renamed_from: The name that it had before, so that a migration renames its column; may stay afterwards.
        weights: For a `GroupDimension`, the input columns of its members' shares, one for each member, which are 1
            together; without it all have the same.
        **kw: Further options of the foreign key's `sqlalchemy.orm.mapped_column`, such as `comment` or `index`.
    """
    said = (dimension, source, as_of, strict, missing, null, durable, grain, kw, zone, zone_from, of, system)
    return Role(*said, separator, renamed_from, weights)


def _keep_marks(table: Table, alias: FromClause) -> None:
    """Let the outriggers' foreign keys of an alias join to their own aliases only, as those of the table do.

    SQLAlchemy gives an alias plain foreign keys. With these, `join(Sale.customer).join(Sale.day)` would join the fact's
    day by the customer's outrigger to that calendar, without a word.
    """
    for column in table.columns:
        marks = [key.mark for key in column.foreign_keys if isinstance(key, RoleForeignKey)]
        for mark, key in zip(marks, alias.c[column.key].foreign_keys, strict=False):
            key.__class__ = RoleForeignKey
            setattr(key, "mark", mark)  # noqa: B010


def _spec(dimension: type[Any]) -> DimensionSpec:
    spec: DimensionSpec = dimension.__dict__["__starschema__"]
    return spec
