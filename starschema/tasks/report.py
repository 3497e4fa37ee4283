"""What a flow did, for people."""

from __future__ import annotations

from dataclasses import dataclass, field

from starschema.load.result import LoadResult

COUNTS = ("read", "inserted", "updated", "versioned", "closed", "removed", "unchanged", "rejected", "duplicates")
"""What is worth a column."""


@dataclass(frozen=True)
class Report:
    """How an attempt at a task went.

    Args:
        feed: The feed's name.
        piece: What was to be loaded.
        status: done, failed, or postponed to another attempt.
        result: What the load did, if there was one.
        error: Why it failed.
    """

    feed: str
    piece: str
    status: str
    result: LoadResult | None = None
    error: str | None = None

    def __str__(self) -> str:
        what = f"{self.feed}, {self.piece}"
        return f"{what}: {self.status}: {self.error}" if self.result is None else f"{what}: {self.result}"


@dataclass(frozen=True)
class FlowResult:
    """What a run of a flow did; true if nothing has failed and nothing is left to do.

    Args:
        flow: The flow's name.
        order: Its feeds, in the order of their work.
        reports: Every attempt.
        left: What was not done, and why, by feed.
        seconds: How long it took.
    """

    flow: str
    order: tuple[str, ...]
    reports: tuple[Report, ...]
    left: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    def __bool__(self) -> bool:
        return not self.failed and not self.left

    @property
    def failed(self) -> list[Report]:
        """What is not tried again by itself."""
        return [report for report in self.reports if report.status == "failed"]

    def of(self, feed: str) -> list[LoadResult]:
        """Return the results of a feed's loads."""
        return [report.result for report in self.reports if report.feed == feed and report.result is not None]

    def __str__(self) -> str:
        done = sum(report.status == "done" for report in self.reports)
        lines = [f"{self.flow}: {done} done, {len(self.failed)} failed in {self.seconds:.2f} s"]
        width = max(map(len, self.order), default=0)
        for feed in self.order:
            results = self.of(feed)
            new = [result for result in results if not result.repeated]
            counts = [f"{n:,} {name}" for name in COUNTS if (n := sum(getattr(result, name) for result in new))]
            if len(new) < len(results):
                counts.append(f"{len(results) - len(new)} done before")
            if results:
                loads = "1 load" if len(results) == 1 else f"{len(results)} loads"
                lines.append(f"  {feed:{width}}  {loads}: {', '.join(counts) or 'nothing to do'}")
            elif feed not in self.left and not any(report.feed == feed for report in self.reports):
                lines.append(f"  {feed:{width}}  nothing new")
            if feed in self.left:
                lines.append(f"  {feed:{width}}  {self.left[feed]}")
        lines += [f"  {report.feed:{width}}  FAILED {report.piece}: {report.error}" for report in self.failed]
        return "\n".join(lines)
