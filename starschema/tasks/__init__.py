"""Flows: which sources feed which tables, in what order, by one process or by Celery's workers.

Three concerns stay apart. Sources and business rules are the user's; processing is `Warehouse.load`; the flow follows
from the model, since a fact waits for its dimensions.
"""

from __future__ import annotations

from starschema.tasks.feed import Feed
from starschema.tasks.flow import Flow

__all__ = ["Feed", "Flow"]
