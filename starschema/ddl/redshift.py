"""Redshift: rows spread by DISTKEY or copied to every node, kept in order by SORTKEY; keys that the planner trusts.

Source: Amazon Redshift Database Developer Guide, "CREATE TABLE", "Choose the best distribution style", "Define table
constraints".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from sqlalchemy import Dialect, Table

from starschema.ddl.layout import Layout, layout_on
from starschema.ddl.literals import Literals
from starschema.ddl.spelled import Spelled
from starschema.ddl.types import Types

LONGEST_TEXT = 65535
"""Bytes of the longest VARCHAR; without a length it would have 256."""

BYTES = 4
"""Bytes that a character may take: lengths count bytes here."""


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
    literals = Literals(backslashes=True, doubles_quotes=True, binary=lambda text: f"FROM_HEX('{text}')")
    unique_key = ""
    declared_reference = ""
    comments = "apart"
    notes = ("Keys and references are not checked by Redshift, its planner trusts them; the loads keep them.",)
    unused: ClassVar[Mapping[str, str]] = {
        "partition_by": "its own tables have no partitions; the sort key lets it skip blocks",
        "expire_days": "it deletes nothing by itself",
    }

    def clauses(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return DISTSTYLE or DISTKEY, and the sort key; what nothing is known of is left to Redshift."""
        if layout.replicate:
            yield "DISTSTYLE ALL"
        elif layout.distribute is not None:
            yield f"DISTSTYLE KEY DISTKEY ({self.listed([layout.distribute])})"
        elif layout.replicate is False:
            yield "DISTSTYLE EVEN"
        elif layout.kind != "library":
            yield "DISTSTYLE AUTO"
        if layout.cluster:
            yield f"INTERLEAVED SORTKEY ({self.listed(layout.cluster)})"
        elif layout.sort:
            yield f"COMPOUND SORTKEY ({self.listed(layout.sort)})"
        if layout.compress:
            yield "ENCODE AUTO"

    def remarks(self, table: Table) -> list[str]:
        """Say, too, where an interleaved sort key takes the place of the other."""
        layout, said = layout_on(table), super().remarks(table)
        if layout.cluster and "sort_on" in layout.said:
            said.append(f"{layout.owner}: a table has one sort key, so cluster_on is used and sort_on is left out")
        if layout.compress is False:
            said.append(f"{layout.owner}: Physical(compress=False) has no effect here: Redshift chooses encodings")
        return said


def design(dialect: Dialect) -> Redshift:
    """Return the design for `dialect`."""
    return Redshift(dialect)
