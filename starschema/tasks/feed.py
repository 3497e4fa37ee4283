"""A feed: one source, the business rule that its rows go through, and the table that they are loaded into."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from starschema.errors import StarSchemaError
from starschema.model.declaring import snake_case
from starschema.model.kinds import BridgeSpec, ConsolidatedSpec
from starschema.model.spec import AggregateSpec, DimensionSpec, FactSpec, spec_of
from starschema.warehouse import Warehouse

if TYPE_CHECKING:
    from starschema.model.spec import Spec

NAME = re.compile(r"[A-Za-z][\w.-]{0,59}")
"""What flows and feeds may be called: queues, folders and tasks are named after them."""

OWN = frozenset({"self", "model", "data", "effective", "load_key", "dry_run", "progress", "alongside"})
"""What `Warehouse.load` takes that a feed says otherwise, or that the flow sees to."""

Rule = Callable[[Any], Any]
"""A business rule: a batch of Arrow in, Arrow out."""


@dataclass(eq=False)
class Feed:
    """What feeds one table from one source; made by `Flow.feed`.

    Args:
        flow: The flow's name.
        cls: The model class.
        source: What is loaded, or a function that returns it.
        given: The name that was given, if one was.
        sql: The business rule as SQL over `source`.
        effective: When the changes took effect, as for `Warehouse.load`.
        priority: 1 comes first.
        schedule: When to look for work.
        queue: The queue of its messages.
        rate_limit: How many of its tasks a worker may begin, such as "10/m".
        time_limit: Seconds that a task may take.
        slices: Returns the source of a slice of time, for backfills.
        options: Further options of the load.
        rule: The business rule as a function.
    """

    flow: str
    cls: type[Any]
    source: Any = None
    given: str | None = None
    sql: str | None = None
    effective: Any = None
    priority: int = 5
    schedule: Any = None
    queue: str | None = None
    rate_limit: str | None = None
    time_limit: float | None = None
    slices: Callable[[dt.date, dt.date], Any] | None = None
    options: dict[str, Any] = field(default_factory=dict)
    rule: Rule | None = None

    def __post_init__(self) -> None:
        self._check()

    def __call__(self, rule: Rule) -> Rule:
        """Take `rule` for the business rule, and its name for the feed's; return it as it is, so that it can be tested.

        Raises:
            StarSchemaError: There is a rule already, or a source is missing that it could be applied to.
        """
        if self.rule is not None or self.sql is not None:
            raise StarSchemaError(f"{self}: it has a business rule already; apply both in one function")
        if not self.takes_data:
            raise StarSchemaError(f"{self}: {self.model} is computed, so there is no data for a business rule")
        self.rule = rule
        self._check()
        return rule

    def __str__(self) -> str:
        return f"feed {self.flow}.{self.name}"

    @property
    def name(self) -> str:
        """The name given, or the business rule's, or the model's."""
        called = getattr(self.rule, "__name__", "")
        return self.given or (called if NAME.fullmatch(called) else snake_case(self.model))

    @property
    def spec(self) -> Spec:
        """What the model class says; of a subtype, what its supertype does."""
        return spec_of(self.cls)

    @property
    def model(self) -> str:
        """The name of the model class."""
        return self.cls.__name__

    @property
    def takes_data(self) -> bool:
        """Whether the table is loaded from data, rather than computed or derived."""
        if isinstance(self.spec, DimensionSpec):
            return not self.spec.computed
        return not (isinstance(self.spec, FactSpec) and self.spec.periodic is not None and self.spec.periodic.derived)

    @property
    def has_times(self) -> bool:
        """Whether its rows took effect at a time that the load must know."""
        if isinstance(self.spec, DimensionSpec):
            return not self.spec.computed and not self.spec.combined
        return isinstance(self.spec, BridgeSpec)

    @property
    def of_files(self) -> bool:
        """Whether the source is files, each of which is a piece of work."""
        source = self.source
        return isinstance(source, str | Path) or (
            isinstance(source, list) and bool(source) and all(isinstance(one, str | Path) for one in source)
        )

    @property
    def known_by_content(self) -> bool:
        """Whether the same rows loaded again would tell nothing new, whatever was loaded in between.

        Where they would, as of a snapshot of who is a member now, each piece of work is a load of its own, and they are
        done in order.
        """
        if isinstance(self.spec, DimensionSpec) and self.spec.combined:
            return True
        if isinstance(self.spec, DimensionSpec | BridgeSpec):
            return isinstance(self.effective, str) and not self.options.get("snapshot")
        if not isinstance(self.spec, FactSpec) or self.spec.periodic is not None:
            return False
        return self.spec.accumulating is not None or (
            self.options.get("on_duplicate", "error") != "replace" and not self.options.get("deleted")
        )

    def opened(self) -> Any:
        """Return what the source is now: called, if it is a function."""
        source = self.source
        if inspect.isroutine(source) or inspect.isclass(source):
            return cast("Callable[[], Any]", source)()
        return source

    def _check(self) -> None:
        if not NAME.fullmatch(self.name):
            raise StarSchemaError(f"{self.flow}: {self.name!r} cannot name a feed; give name= with letters, digits, _")
        if isinstance(self.spec, AggregateSpec | ConsolidatedSpec):
            raise StarSchemaError(f"{self}: {self.model} is kept by the loads of facts; feed these")
        taken = set(inspect.signature(Warehouse.load).parameters) - OWN
        if unknown := sorted(set(self.options) - taken):
            raise StarSchemaError(f"{self}: no load takes {unknown[0]}=; it takes {', '.join(sorted(taken))}")
        if not self.takes_data and self.source is not None:
            raise StarSchemaError(f"{self}: {self.model} is computed; leave out source=, give start= and end=")
        if self.takes_data and self.source is None and self.slices is None:
            raise StarSchemaError(f"{self}: nothing feeds {self.model}; give source=, such as a path")
        if not 1 <= self.priority <= 10:
            raise StarSchemaError(f"{self}: priority={self.priority} is out of bounds; 1 comes first, 10 last")
        if self.effective is not None and not isinstance(self.spec, DimensionSpec | BridgeSpec):
            raise StarSchemaError(f"{self}: {self.model} is a fact; leave out effective=, which dimensions take")
