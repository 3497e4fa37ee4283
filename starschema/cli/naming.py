"""Find the model that a command line names as `module:Name`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy.orm import DeclarativeBase

from starschema.errors import StarSchemaError

if TYPE_CHECKING:
    from starschema.tasks import Flow


class UsageError(Exception):
    """The command line asks for something that is not there."""


def base_named(name: str) -> type[DeclarativeBase]:
    """Return the declarative base that `name` ("module:Base") names.

    Raises:
        UsageError: There is none.
    """
    found = _object_named(name, "Base")
    if not isinstance(found, type) or not hasattr(found, "registry"):
        raise UsageError(f"{name} is no declarative base; name the class that your models share, as shop.model:Mart")
    if "__starschema__" in vars(found):
        raise UsageError(f"{name} is one table; name the declarative base that it shares: {base_of(found).__name__}")
    return cast("type[DeclarativeBase]", found)


def class_named(name: str) -> type[Any]:
    """Return the model class that `name` ("module:Class") names.

    Raises:
        UsageError: There is none.
    """
    found = _object_named(name, "Class")
    if not isinstance(found, type) or "__starschema__" not in vars(found):
        raise UsageError(f"{name} is no dimension or fact; name a model class, such as shop.model:Customer")
    return found


def base_or_class_named(name: str) -> tuple[type[DeclarativeBase], type[Any] | None]:
    """Return the declarative base that `name` names, or the model class and its base.

    Raises:
        UsageError: There is no such thing.
    """
    found = _object_named(name, "Base")
    if isinstance(found, type) and "__starschema__" in vars(found):
        return base_of(found), found
    return base_named(name), None


def flow_named(name: str) -> Flow:
    """Return the flow that `name` ("module:flow") names.

    Raises:
        UsageError: There is none.
    """
    from starschema.tasks import Flow

    found = _object_named(name, "flow")
    if not isinstance(found, Flow):
        raise UsageError(f"{name} is no flow; name a starschema.Flow, such as shop.flows:flow")
    return found


def app_named(name: str) -> Any:
    """Return the Celery app that `name` ("module:app") names.

    Raises:
        UsageError: There is none.
    """
    found = _object_named(name, "app")
    if not hasattr(found, "send_task"):
        raise UsageError(f"{name} is no Celery app; name what flow.celery() returned, such as shop.workers:app")
    return found


def base_of(cls: type[Any]) -> type[DeclarativeBase]:
    """Return the declarative base of the model class `cls`."""
    # The base is the class that holds the registry itself; models only inherit it.
    return next(base for base in cls.__mro__ if "registry" in vars(base) and "metadata" in vars(base))


def _object_named(name: str, kind: str) -> Any:
    module_name, colon, attribute = name.partition(":")
    if not colon or not module_name or not attribute:
        example = {"Base": "shop.model:Mart", "flow": "shop.flows:flow", "app": "shop.workers:app"}.get(
            kind, "shop.model:Sale"
        )
        raise UsageError(f"{name!r} should read module:{kind}, such as {example}")
    # The command lives elsewhere, so Python does not look here by itself.
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module_name}.".startswith(f"{error.name}."):
            raise  # the module is there, and needs another one that is not
        raise UsageError(f"there is no module {error.name!r} here ({here}) or among the installed ones") from error
    except StarSchemaError:
        raise  # it says itself what is wrong with the model
    except Exception as error:
        raise UsageError(
            f"module {module_name} fails when imported: {type(error).__name__}: {error} (--traceback shows where)"
        ) from error
    found: Any = module
    for part in attribute.split("."):
        if not hasattr(found, part):
            raise UsageError(f"module {module_name} has no {attribute!r}")
        found = getattr(found, part)
    return found
