"""Key maps that stay in the process between its loads, true as long as nobody has written versions since.

A load that writes versions, of whatever process, sets the dimension's stamp anew in its own transaction; so does one
that infers members. A kept map is good as long as the stamp is what it was when the map was brought. A stamp is drawn
by lot, so that one of a dimension that was dropped and created again is none that was there before.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import Connection, select, update

from starschema.model.bookkeeping import Bookkeeping

if TYPE_CHECKING:
    import pyarrow as pa

KEPT_BYTES = 128_000_000
"""What the maps of one warehouse may take together; those that would be too much are brought by every load."""


class KeptKeys:
    """The key maps that one warehouse keeps, by the dimension's table. Loads in several threads may share it."""

    def __init__(self) -> None:
        self._maps: dict[str, tuple[str, pa.Table]] = {}
        self._guard = threading.Lock()

    def of(self, target: str, stamp: str | None) -> pa.Table | None:
        """Return the key map of a dimension whose stamp is this one, or None."""
        with self._guard:
            of, found = self._maps.get(target, (None, None))
        return found if stamp is not None and of == stamp else None

    def keep(self, maps: Mapping[str, tuple[str, pa.Table]]) -> None:
        """Keep maps, each with the stamp of its time, that a load has found and committed; the smallest first."""
        with self._guard:
            known = sorted({**self._maps, **maps}.items(), key=lambda item: item[1][1].nbytes)
            self._maps = {}
            total = 0
            for target, (stamp, found) in known:
                total += found.nbytes
                if total <= KEPT_BYTES:
                    self._maps[target] = (stamp, found)


def stamp_of(connection: Connection, tables: Bookkeeping, target: str) -> str | None:
    """Return the stamp of a dimension; None before its first version."""
    targets = tables.targets
    query = select(targets.c.stamp).where(targets.c.target == target, targets.c.lock == "members")
    found: str | None = connection.execute(query).scalar()
    return found


def stamp_anew(connection: Connection, tables: Bookkeeping, target: str) -> None:
    """Have key maps of a dimension brought again, wherever they are kept; the caller has its turn to add members."""
    targets = tables.targets
    connection.execute(
        update(targets).where(targets.c.target == target, targets.c.lock == "members").values(stamp=uuid4().hex)
    )
