"""Reading a model class before SQLAlchemy maps it, and taking it back when it turns out to be wrong."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy import Column, MetaData, Table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, MappedColumn
from sqlalchemy.orm.base import opt_manager_of_class

from starschema.errors import ModelError
from starschema.model.columns import Declaration, declaration_of
from starschema.model.spec import Physical
from starschema.model.storage import check_type, keep_microseconds

LAST = 1_000_000_000
"""Sort order of the library's own columns, behind every declared one."""

LONGEST = 63
"""Bytes of the longest name that every database keeps whole: PostgreSQL cuts the rest, so that two names may be one."""


def snake_case(name: str) -> str:
    """Return a class name as a table's: `HTTPOrderLine` is `http_order_line`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def is_to_be_mapped(cls: type[Any], options: Collection[object]) -> bool:
    """Return whether SQLAlchemy is about to map `cls`, as opposed to a mixin or an abstract class.

    Args:
        cls: A class that is being created.
        options: The class keywords given, which a class without a table cannot take.

    Raises:
        ModelError: The base classes are in the wrong order, `cls` refines a class that has a table, or it has no table.
    """
    name = cls.__name__
    if "__mapper__" in cls.__dict__:
        _forget(cls, [cls.__table__])
        raise ModelError(f"{name}: write the library's base class before your declarative base in the class's bases")
    parent = next((base for base in cls.__mro__[1:] if "__mapper__" in base.__dict__), None)
    if parent is not None:
        raise ModelError(
            f"{name}: {parent.__name__} has a table already and cannot be subclassed; "
            "put what both share in a class with __abstract__ = True"
        )
    if "__table__" in cls.__dict__:
        raise ModelError(f"{name}: declare columns instead of __table__, so that each one says what it means")
    has_base = any(DeclarativeBase in base.__bases__ for base in cls.__mro__) or hasattr(cls, "registry")
    if has_base and not cls.__dict__.get("__abstract__", False):
        return True
    if options:
        raise ModelError(f"{name} has no table of its own, so it takes no class keywords; give them to its subclasses")
    return False


class Plan(Protocol):
    """What a class body says, read before SQLAlchemy maps it, and completed after."""

    def resolved(self) -> Any:
        """Complete the mapped table and return what the class says."""


def map_planned(
    cls: type[Any], options: Collection[object], plan: Callable[[], Plan], mapped: Callable[[], None]
) -> None:
    """Have SQLAlchemy map `cls`, between its plan and what the plan resolves to; a mixin is left alone.

    Args:
        cls: A class that is being created.
        options: Its class keywords' values.
        plan: Reads its body.
        mapped: Lets the next class in line, SQLAlchemy's, do its part.

    Raises:
        ModelError: The class says something that no warehouse could keep.
    """
    if not is_to_be_mapped(cls, [option for option in options if option]):
        mapped()
        return
    with undone_on_error(cls):
        made = plan()
        mapped()
        cls.__starschema__ = made.resolved()


def members_of(cls: type[Any]) -> dict[str, Any]:
    """Return what the class body and those of its mixins say, the nearest last word winning."""
    found: dict[str, Any] = {}
    for base in reversed(cls.__mro__[:-1]):
        if base is not DeclarativeBase:
            found.update(vars(base))
    return found


def declared_columns(
    cls: type[Any], members: dict[str, Any], kinds: dict[type[Declaration], str], use: str
) -> dict[str, MappedColumn[Any]]:
    """Return the declared columns of `cls` by name, in declared order.

    Args:
        cls: A class that is being created.
        members: What its body and mixins say.
        kinds: The kinds of column it cannot have, with the remedy.
        use: The functions that declare the columns it can have.

    Raises:
        ModelError: A column is of another kind, or was given an option that the library decides.
    """
    found: dict[str, tuple[int, MappedColumn[Any]]] = {}
    for name, value in members.items():
        if isinstance(value, Column) or (isinstance(value, MappedColumn) and declaration_of(value) is None):
            raise ModelError(f"{cls.__name__}.{name} is a plain column; declare it with {use}")
        if not isinstance(value, MappedColumn):
            continue
        declaration = declaration_of(value)
        assert declaration is not None
        if (remedy := kinds.get(type(declaration))) is not None:
            raise ModelError(f"{cls.__name__}.{name}: {remedy}")
        check_options(f"{cls.__name__}.{name}", declaration.refused)
        found[name] = declaration.order, value
    return {name: column for name, (_, column) in sorted(found.items(), key=lambda item: item[1][0])}


def check_options(where: str, refused: tuple[str, ...]) -> None:
    """Raise if a declaration was given options that the library decides.

    Raises:
        ModelError: It was.
    """
    if refused:
        raise ModelError(f"{where}: the library decides {', '.join(refused)}; leave it out")


def check_names(cls: type[Any], named: list[tuple[str, str]], reserved: dict[str, str]) -> None:
    """Check that no two columns of a table have one name, in any spelling of upper and lower case.

    Args:
        cls: A class that is being created.
        named: Each column's name, and what it is.
        reserved: Names that the library keeps for itself, and what for.

    Raises:
        ModelError: Two columns have one name.
    """
    # Half of the databases compare column names without case, so `City` and `city` are one.
    seen = {name.lower(): what for name, what in reserved.items()}
    for name, what in named:
        if (other := seen.get(name.lower())) is not None:
            raise ModelError(f"{cls.__name__}.{name}: {what} clashes with {other} of the same name; rename one of them")
        seen[name.lower()] = what


def add_member(cls: type[Any], members: dict[str, Any], name: str, value: object, what: str) -> None:
    """Put a column or relationship on a class that is not mapped yet.

    Raises:
        ModelError: The class has something of that name.
    """
    if name in members:
        raise ModelError(f"{cls.__name__}.{name} clashes with {what} of the same name; rename it")
    setattr(cls, name, value)


def physical_of(cls: type[Any], members: dict[str, Any], keyword: Physical | None) -> Physical:
    """Return the physical hints of `cls`, from the class keyword or the class body.

    Raises:
        ModelError: Both are given.
    """
    found = [value for value in members.values() if isinstance(value, Physical)]
    if len(found) + (keyword is not None) > 1:
        raise ModelError(f"{cls.__name__} has several Physical hints; put them all in one")
    return keyword or (found[0] if found else Physical())


def name_table(cls: type[Any], members: dict[str, Any], default: str) -> None:
    """Name the table of `cls`, unless its body, a mixin or the user's base does."""
    if "__tablename__" not in members:
        cls.__tablename__ = default


def finish_table(cls: type[Any], table: Table, known: Collection[str], use: str) -> None:
    """Check the mapped table of `cls`, and complete its types and comments.

    Args:
        cls: A class that was just mapped.
        table: Its table.
        known: The names of the columns it should have.
        use: The functions that declare columns.

    Raises:
        ModelError: A column is of no type that a load can carry, or was not declared.
    """
    _check_length(cls, table.name, LONGEST - len(natural_key_name("")), "its table's name")
    for column in table.columns:
        _check_length(cls, column.name, LONGEST, "a column's name")
        if column.name not in known:
            raise ModelError(f"{cls.__name__}.{column.name} is a plain column; declare it with {use} in the class body")
        if column.name.startswith("_"):
            raise ModelError(
                f"{cls.__name__}.{column.name}: names that begin with _ are the loads' own; rename the column"
            )
        check_type(f"{cls.__name__}.{column.name}", column)
        keep_microseconds(column)
        column.comment = column.comment or column.doc
    if table.comment is None and cls.__dict__.get("__doc__"):
        table.comment = " ".join(inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0].split())


def natural_key_name(table: str) -> str:
    """Return the name of the unique constraint on the natural key of the dimension kept in `table`."""
    return f"uq_{table}_natural_key"


def _check_length(cls: type[Any], name: str, longest: int, what: str) -> None:
    if len(name.encode()) > longest:
        raise ModelError(f"{cls.__name__}: {name!r} is {what} and longer than {longest} bytes; shorten it")


@contextmanager
def undone_on_error(cls: type[Any]) -> Iterator[None]:
    """Map a class, and leave no trace of it in its metadata and registry if that fails.

    Raises:
        ModelError: In place of SQLAlchemy's own errors, naming the class.
    """
    metadata: MetaData = cls.metadata
    before = set(metadata.tables)
    try:
        yield
    except Exception as error:
        _forget(cls, [metadata.tables[name] for name in metadata.tables.keys() - before])
        if isinstance(error, SQLAlchemyError):
            raise ModelError(f"{cls.__name__}: {error}") from error
        raise


def _forget(cls: type[Any], tables: list[Table]) -> None:
    for table in tables:
        cls.metadata.remove(table)
    # SQLAlchemy has no public way to forget a single class; without a mapper there may be a manager already.
    if (manager := opt_manager_of_class(cls)) is not None:
        cls.registry._dispose_manager_and_mapper(manager)
        cls.registry._managers.pop(manager, None)
