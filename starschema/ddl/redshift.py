"""Redshift: rows spread by DISTKEY or copied to every node, kept in order by SORTKEY; keys that the planner trusts.

Source: Amazon Redshift Database Developer Guide, "CREATE TABLE", "ALTER TABLE", "Choose the best distribution style",
"Define table constraints".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from sqlalchemy import Dialect, Table

from starschema.ddl.layout import Layout, layout_on
from starschema.ddl.literals import Literals
from starschema.ddl.spelled import Spelled
from starschema.ddl.types import Types
from starschema.errors import ModelError

LONGEST_TEXT = 65535
"""Bytes of the longest VARCHAR; without a length it would have 256."""

BYTES = 4
"""Bytes that a character may take: lengths count bytes here."""


INTERLEAVED_COLUMNS = 8
"""The most that an interleaved sort key takes."""


def _text(length: int | None) -> str:
    return f"VARCHAR({min(BYTES * (length or LONGEST_TEXT), LONGEST_TEXT)})"


class Redshift(Spelled):
    """Tables as Redshift wants them."""

    types = Types(
        boolean="BOOLEAN",
        timestamp="TIMESTAMP",
        timestamp_with_zone="TIMESTAMPTZ",
        time="TIME",
        binary="VARBYTE(1024000)",
        uuid="CHAR(36)",
        text=_text,
    )
    literals = Literals(
        backslashes=True,
        doubles_quotes=True,
        zoned=lambda text: f"TIMESTAMPTZ '{text}+00:00'",
        binary=lambda text: f"FROM_HEX('{text}')",
    )
    unique_key = ""
    declared_reference = ""
    comments = "apart"
    notes = ("Keys and references are not checked by Redshift, its planner trusts them; the loads keep them.",)
    options: ClassVar[Mapping[str, type | tuple[type, ...]]] = {"interleaved": bool}
    unused: ClassVar[Mapping[str, str]] = {
        "partition_by": "its own tables have no partitions; the sort key lets it skip blocks",
        "expire_days": "it deletes nothing by itself",
    }
    fixed: ClassVar[Mapping[str, str]] = {"compress": "a table that is there is set to ENCODE AUTO, never back"}

    def check(self, table: Table, owner: str) -> None:
        """Refuse an interleaved sort key of more columns than Redshift takes.

        Raises:
            ModelError: It has more, or a name cannot be.
        """
        super().check(table, owner)
        keys = self._sort(layout_on(table))
        if self.option(table, "interleaved") and len(keys) > INTERLEAVED_COLUMNS:
            raise ModelError(
                f"{owner}: an interleaved sort key has {INTERLEAVED_COLUMNS} columns at most, and this one would have "
                f"{', '.join(keys)}; leave out some of cluster_on and sort_on, or the option interleaved"
            )

    def clauses(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return DISTSTYLE or DISTKEY, and the sort key; what nothing is known of is left to Redshift."""
        if (style := self._style(layout)) is not None:
            yield f"DISTSTYLE {style}"
            if style == "KEY":
                yield f"DISTKEY ({self._distributed(layout)})"
        if keys := self._sort(layout):
            kind = "INTERLEAVED" if self.option(table, "interleaved") else "COMPOUND"
            yield f"{kind} SORTKEY ({self.listed(keys)})"
        if layout.compress:
            yield "ENCODE AUTO"

    def alterations(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return the same for a table that is there; its rows are moved by and by."""
        style = self._style(layout)
        yield f"ALTER DISTSTYLE {style}" + (f" DISTKEY {self._distributed(layout)}" if style == "KEY" else "")
        keys = self._sort(layout)
        if not self.option(table, "interleaved"):
            yield f"ALTER COMPOUND SORTKEY ({self.listed(keys)})" if keys else "ALTER SORTKEY AUTO"
        if layout.compress:
            yield "ALTER ENCODE AUTO"

    def remarks(self, table: Table) -> list[str]:
        """Say, too, what is chosen by Redshift."""
        layout, said = layout_on(table), super().remarks(table)
        if layout.compress is False:
            said.append(f"{layout.owner}: Physical(compress=False) has no effect here: Redshift chooses encodings")
        return said

    def _style(self, layout: Layout) -> str | None:
        if layout.replicate:
            return "ALL"
        if layout.distribute is not None:
            return "KEY"
        if layout.replicate is False:
            return "EVEN"
        return None if layout.kind == "library" else "AUTO"

    def _distributed(self, layout: Layout) -> str:
        assert layout.distribute is not None
        return self.listed([layout.distribute])

    def _sort(self, layout: Layout) -> list[str]:
        """Return what rows are kept in order by: a compound key serves its first columns best, so these were said."""
        first, then = (layout.sort, layout.cluster) if "sort_on" in layout.said else (layout.cluster, layout.sort)
        return list(dict.fromkeys((*first, *then)))


def design(dialect: Dialect) -> Redshift:
    """Return the design for `dialect`."""
    return Redshift(dialect)
