"""The run as a picture: a panel for each task on each database, a bar for each contestant."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from benchmarks.contestants import OURS
from benchmarks.goals import Row

COLUMNS, BARS = 3, 5
"""Panels beside each other, and bars that each has room for."""

OUR_COLOUR, THEIR_COLOUR, WRONG_COLOUR = "#2a6f97", "#a9b4bd", "#c44536"


def write_chart(path: Path, rows: Sequence[Row], title: str) -> None:
    """Draw the medians, from the fastest to the slowest run, as a PNG.

    Raises:
        ImportError: matplotlib is not installed.
    """
    from matplotlib.figure import Figure

    measured = [row for row in rows if row.seconds]
    panels = [list(group) for _, group in groupby(measured, key=lambda row: (row.database, row.task))]
    if not panels:
        return
    lines = -(-len(panels) // COLUMNS)
    figure = Figure(figsize=(5.2 * COLUMNS, 2.6 * lines), layout="constrained")
    figure.suptitle(title)
    axes = figure.subplots(lines, COLUMNS, squeeze=False).flat
    for axis, panel in zip(axes, panels, strict=False):
        medians = [row.median or 0.0 for row in panel]
        below = [median - min(row.seconds) for median, row in zip(medians, panel, strict=True)]
        above = [max(row.seconds) - median for median, row in zip(medians, panel, strict=True)]
        bars = axis.barh([row.who for row in panel], medians, xerr=[below, above], color=[*map(_colour, panel)])
        axis.bar_label(bars, [f" {_label(row)}" for row in panel], label_type="edge", fontsize=8)
        axis.set_title(" ".join(filter(None, (panel[0].database, panel[0].task))), fontsize=10)
        axis.set_xlabel("seconds", fontsize=8)
        axis.tick_params(labelsize=8)
        axis.margins(x=0.3)
        axis.set_ylim(max(len(panel), BARS) - 0.5, -0.5)  # the first on top, all bars of one height
        axis.spines[["top", "right"]].set_visible(False)
    for axis in axes:
        axis.remove()
    figure.savefig(path, dpi=130)


def _colour(row: Row) -> str:
    if row.remark == "WRONG":
        return WRONG_COLOUR
    is_ours = row.who == OURS or (row.task in ("growth", "micro-batch") and "by hand" not in row.who)
    return OUR_COLOUR if is_ours else THEIR_COLOUR


def _label(row: Row) -> str:
    ratio = "" if row.ratio is None or row.who == OURS else f", ratio {row.ratio:.2f}"
    goals = "".join(f" ({goal} {'met' if row.met(goal) else 'missed'})" for goal in row.goals)
    return f"{row.median:.2f}{ratio}{goals}"
