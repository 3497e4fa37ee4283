"""What every operation of the library has in common: it is a dataclass, whose fields are the arguments of its call."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from alembic.autogenerate.api import AutogenContext
from alembic.autogenerate.render import renderers
from alembic.operations import MigrateOperation, Operations

from starschema.ddl.dialects import design_for
from starschema.ddl.written import remark as as_remark
from starschema.migrate.rendering import rendered
from starschema.migrate.tables import qualified

if TYPE_CHECKING:
    from alembic.ddl.impl import DefaultImpl

WIDTH = 100
"""Characters of a call that are written on one line."""

LAST = ("schema", "library")
"""Arguments that are written after all others."""

UNWRITTEN = {"written": False}
"""Metadata of a field that a migration does not say: it is for the downgrade, which has an operation of its own."""

_Kind = TypeVar("_Kind", bound="type[Operation]")


def registered(name: str) -> Callable[[_Kind], _Kind]:
    """Have migrations call a dataclass as `op.name(...)`, with its fields."""

    def register(kind: _Kind) -> _Kind:
        kind.name = name
        Operations.register_operation(name, "invoked")(kind)
        called = getattr(Operations, name)
        called.__doc__ = kind.__doc__
        setattr(Operations, name, called)  # which has Alembic's module `op` take it over
        return kind

    return register


class Operation(MigrateOperation):
    """An operation that is written as `op.name(...)` with the arguments it has."""

    name: ClassVar[str]

    @classmethod
    def invoked(cls, operations: Operations, *args: Any, **kw: Any) -> None:
        """Make the operation and run it."""
        if operations.migration_context.as_sql:
            # A script has no parameters, and no server to ask how texts are written.
            cast("DefaultImpl", operations.impl).literal_binds = True
            design_for(operations.impl.dialect).go_offline()
        operations.invoke(cls(*args, **kw))

    @abstractmethod
    def words(self) -> list[str]:
        """Say what the warehouse lacks or has too much, a line each."""

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return the arguments to write, by position and by name; what is as by default is left out."""
        said = [each for each in fields(self) if each.metadata.get("written", True)]  # type: ignore[arg-type]
        positional = [getattr(self, each.name) for each in said if not each.kw_only]
        named = {
            each.name: value
            for each in sorted(said, key=lambda each: each.name in LAST)
            if each.kw_only and (value := getattr(self, each.name)) is not each.default and value not in ([], {})
        }
        return positional, named

    def to_diff_tuple(self) -> tuple[Any, ...]:
        """Return the operation as Alembic's `compare_metadata` gives differences."""
        positional, named = self.arguments()
        return (self.name, *positional, named)


def remark(operations: Operations, text: str) -> None:
    """Say something to whoever runs the script that is being written."""
    cast("DefaultImpl", operations.impl).static_output(as_remark(text))


@dataclass(eq=False)
class TableOperation(Operation):
    """An operation on one table.

    Args:
        table_name: The table.
        schema: Its schema.
    """

    table_name: str
    _: KW_ONLY
    schema: str | None = None

    @property
    def place(self) -> str:
        """The table's name, as the library's own tables know it."""
        return qualified(self.table_name, self.schema)


class Nothing(Operation):
    """Nothing to do, as something else brings about what there is to be; undone, it has to be seen to.

    Args:
        undo: How it is undone.
    """

    name = "nothing"

    def __init__(self, undo: Operation) -> None:
        self.undo = undo

    def reverse(self) -> Operation:
        """Return how it is undone."""
        return self.undo

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return nothing."""
        return [], {}

    def words(self) -> list[str]:
        """Say nothing: what brings it about does."""
        return []


@renderers.dispatch_for(Nothing)
def _render_nothing(_context: AutogenContext, _operation: Nothing) -> list[str]:
    return []


@renderers.dispatch_for(Operation)
def _render(context: AutogenContext, operation: Operation) -> str:
    positional, named = operation.arguments()
    written = [rendered(value, context) for value in positional]
    written += [f"{name}={rendered(value, context)}" for name, value in named.items()]
    prefix = context.opts.get("alembic_module_prefix") or ""
    line = ", ".join(written)
    if len(line) > WIDTH:
        line = "\n    " + ",\n    ".join(written) + ",\n"
    return f"{prefix}{operation.name}({line})"
