"""Star schemas declared once, as SQLAlchemy classes: the tables, the loads and the queries follow from them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from starschema.errors import (
    KeyCollision,
    ModelError,
    OutOfOrder,
    RejectedRows,
    SourceError,
    StarSchemaError,
    TooManyClosed,
)
from starschema.model.accumulating import AccumulatingSnapshot, lag, milestone, status
from starschema.model.aggregate import Aggregate, counted, highest, level, lowest, total
from starschema.model.band import band
from starschema.model.bridge import Bridge
from starschema.model.calendar import Calendar
from starschema.model.columns import attribute, degenerate, except_over, measure, natural_key
from starschema.model.conformance import check_conformed
from starschema.model.consolidated import Consolidated
from starschema.model.converted import converted
from starschema.model.coverage import did_not_happen
from starschema.model.dimension import Dimension
from starschema.model.fact import TransactionFact
from starschema.model.finished import finished
from starschema.model.group import GroupDimension
from starschema.model.hierarchy import hierarchy
from starschema.model.junk import JunkDimension
from starschema.model.member import group, member, weight
from starschema.model.mini import MiniDimension
from starschema.model.now import as_now
from starschema.model.outrigger import outrigger
from starschema.model.periodic import PeriodicSnapshot, closing, movement, opening
from starschema.model.profile import profile
from starschema.model.ragged import ragged
from starschema.model.role import role
from starschema.model.rollup import rollup
from starschema.model.spec import Physical
from starschema.model.time_of_day import TimeOfDay
from starschema.sql.groups import as_then, in_force

if TYPE_CHECKING:
    from starschema.ddl import create_ddl
    from starschema.load.result import LoadResult
    from starschema.tasks import Flow
    from starschema.warehouse import Warehouse

__all__ = [
    "AccumulatingSnapshot",
    "Aggregate",
    "Bridge",
    "Calendar",
    "Consolidated",
    "Dimension",
    "Flow",
    "GroupDimension",
    "JunkDimension",
    "KeyCollision",
    "LoadResult",
    "MiniDimension",
    "ModelError",
    "OutOfOrder",
    "PeriodicSnapshot",
    "Physical",
    "RejectedRows",
    "SourceError",
    "StarSchemaError",
    "TimeOfDay",
    "TooManyClosed",
    "TransactionFact",
    "Warehouse",
    "as_now",
    "as_then",
    "attribute",
    "band",
    "check_conformed",
    "closing",
    "converted",
    "counted",
    "create_ddl",
    "degenerate",
    "did_not_happen",
    "except_over",
    "finished",
    "group",
    "hierarchy",
    "highest",
    "in_force",
    "lag",
    "level",
    "lowest",
    "measure",
    "member",
    "milestone",
    "movement",
    "natural_key",
    "opening",
    "outrigger",
    "profile",
    "ragged",
    "role",
    "rollup",
    "status",
    "total",
    "weight",
]

__version__ = "0.1.0"

_LATER = {
    "Flow": "starschema.tasks",
    "LoadResult": "starschema.load.result",
    "Warehouse": "starschema.warehouse",
    "create_ddl": "starschema.ddl",
}


def __getattr__(name: str) -> Any:
    # A model needs no database driver and no Arrow, so whoever only declares one does not wait for them.
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_LATER[name]), name)
    globals()[name] = found
    return found
