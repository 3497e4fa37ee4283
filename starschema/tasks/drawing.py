"""The plan of a flow: what waits for what, as a tree for terminals and as Mermaid for documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.tree import Tree

    from starschema.tasks.feed import Feed
    from starschema.tasks.flow import Flow


def tree(flow: Flow) -> Tree:
    """Return the feeds as a tree: each below the last of those that it waits for, the others named beside it."""
    from rich.markup import escape
    from rich.tree import Tree

    root = Tree(f"[bold]{escape(flow.name)}[/bold]")
    places: dict[str, Tree] = {}
    for feed in flow.in_order:
        before = sorted(_directly_before(flow, feed), key=list(places).index)
        others = sorted(map(escape, before[:-1]))
        also = f" [dim](and after {', '.join(others)})[/dim]" if others else ""
        text = f"{escape(feed.name)} → {feed.model}{escape(_notes(feed))}{also}"
        places[feed.name] = (places[before[-1]] if before else root).add(text)
    return root


def mermaid(flow: Flow) -> str:
    """Return the feeds and what they wait for as a Mermaid flowchart."""
    numbers = {feed.name: f"f{n}" for n, feed in enumerate(flow.in_order, 1)}
    lines = ["flowchart LR"]
    lines += [f'    {numbers[feed.name]}["{feed.name} → {feed.model}"]' for feed in flow.in_order]
    for feed in flow.in_order:
        lines += [f"    {numbers[one]} --> {numbers[feed.name]}" for one in sorted(_directly_before(flow, feed))]
    return "\n".join(lines)


def _directly_before(flow: Flow, feed: Feed) -> set[str]:
    """Return what a feed waits for, without what that waits for itself."""
    before = flow.before[feed.name]
    return {one for one in before if not any(one in flow.before[other] for other in before)}


def _notes(feed: Feed) -> str:
    notes = [] if feed.priority == 5 else [f"priority {feed.priority}"]
    notes += [f"{name} {value}" for name in ("queue", "schedule") if (value := getattr(feed, name))]
    return f" [{', '.join(notes)}]" if notes else ""
