"""A progress bar for people who wait at a terminal; nothing else of the library prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext


@contextmanager
def progress_bar(name: str) -> Iterator[Callable[[int], None]]:
    """Show how many rows have been read; yields what to call with the number so far."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,.0f} rows"))
    with Progress(*columns, TimeElapsedColumn(), transient=True) as bar:
        task = bar.add_task(name, total=None)
        yield lambda read: bar.update(task, completed=read)


def progress_of(name: str, *, wanted: bool) -> AbstractContextManager[Callable[[int], None] | None]:
    """Return a progress bar, or nothing to call where none is wanted."""
    return progress_bar(name) if wanted else nullcontext()
