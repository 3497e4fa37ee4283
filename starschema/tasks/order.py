"""In which order tables are loaded, which follows from what refers to what in the model."""

from __future__ import annotations

from starschema.errors import StarSchemaError
from starschema.model.kinds import BridgeSpec
from starschema.model.spec import DimensionSpec, FactSpec, Spec
from starschema.tasks.feed import Feed


def needed_by(spec: Spec) -> list[Spec]:
    """Return what `spec` refers to, and so finds more of if it is loaded after them."""
    needed: list[Spec] = []
    if isinstance(spec, DimensionSpec):
        needed += [role.dimension for role in (*spec.references, *spec.profiles)]
    elif isinstance(spec, BridgeSpec):
        needed += [side.dimension for side in spec.sides]
    elif isinstance(spec, FactSpec):
        needed += [role.dimension for role in spec.roles]
        if spec.periodic is not None and spec.periodic.derived is not None:
            needed.append(spec.periodic.derived.of)
    return [one for one in dict.fromkeys(needed) if one is not spec]


def all_needed_by(spec: Spec) -> set[Spec]:
    """Return everything that `spec` refers to, however many steps away."""
    found: set[Spec] = set()
    waiting = needed_by(spec)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += needed_by(one)
    return found


def prerequisites(feeds: dict[str, Feed]) -> dict[str, frozenset[str]]:
    """Return for every feed the names of those whose work must be done before its own.

    Raises:
        StarSchemaError: Tables refer to each other in a circle.
    """
    found = {}
    for name, feed in feeds.items():
        needed = all_needed_by(feed.spec)
        if feed.spec in needed:
            raise StarSchemaError(f"{feed}: {feed.model} refers to itself through other tables, so no order is right")
        found[name] = frozenset(
            other for other, one in feeds.items() if one.spec in needed or _is_matched_to(feed, one)
        )
    return found


def _is_matched_to(feed: Feed, other: Feed) -> bool:
    """Return whether members that one system tells are matched to those that another one tells."""
    return feed.spec is other.spec and bool(feed.options.get("match")) and not other.options.get("match")


def in_order(feeds: dict[str, Feed]) -> list[Feed]:
    """Return the feeds, each after those it waits for; else by priority, and as they were declared."""
    before = prerequisites(feeds)
    waiting = sorted(feeds.values(), key=lambda feed: feed.priority)
    done: list[Feed] = []
    while waiting:
        names = {feed.name for feed in done}
        ready = next(feed for feed in waiting if before[feed.name] <= names)
        waiting.remove(ready)
        done.append(ready)
    return done
