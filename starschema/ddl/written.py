"""A statement that is written out already: the last word on what a database gets to read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import ExecutableDDLElement
from sqlalchemy.sql.compiler import IdentifierPreparer


class Written(ExecutableDDLElement):
    """A statement as text, in which everything is quoted that has to be.

    Args:
        text: The statement, without a semicolon at its end.
    """

    def __init__(self, text: str) -> None:
        self.text = text


@compiles(Written)
def _written(element: Written, compiler: Any, **_: Any) -> str:
    # Drivers that take percent signs for parameters undo the doubling.
    return element.text.replace("%", "%%") if compiler.preparer._double_percents else element.text


def plain_preparer(dialect: Dialect) -> IdentifierPreparer:
    """Return what quotes names for a `Written`: as they are, since all percent signs are doubled at the end."""
    preparer: IdentifierPreparer = dialect.preparer(dialect)
    preparer._double_percents = False
    return preparer


def remark(text: str) -> str:
    """Return `text` as one line of SQL comment, whatever it holds: what ends a line would end the comment."""
    return "-- " + " ".join(text.split())
