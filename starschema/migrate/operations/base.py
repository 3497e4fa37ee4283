"""What every operation of the library has in common."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

from alembic.autogenerate.api import AutogenContext
from alembic.autogenerate.render import renderers
from alembic.operations import MigrateOperation

from starschema.migrate.rendering import rendered

WIDTH = 100
"""Characters of a call that are written on one line."""


class Operation(MigrateOperation):
    """An operation that is written as `op.name(...)` with the arguments it has."""

    name: ClassVar[str]

    @abstractmethod
    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Return the arguments to write, by position and by name; None by name is left out."""

    @abstractmethod
    def words(self) -> list[str]:
        """Say what the warehouse lacks or has too much, a line each."""

    def to_diff_tuple(self) -> tuple[Any, ...]:
        """Return the operation as Alembic's `compare_metadata` gives differences."""
        positional, named = self.arguments()
        return (self.name, *positional, named)


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
    written += [f"{name}={rendered(value, context)}" for name, value in named.items() if value is not None]
    prefix = context.opts.get("alembic_module_prefix") or ""
    line = ", ".join(written)
    if len(line) > WIDTH:
        line = "\n    " + ",\n    ".join(written) + ",\n"
    return f"{prefix}{operation.name}({line})"
