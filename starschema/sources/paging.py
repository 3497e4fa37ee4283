"""How an HTTP API tells its next page: by a link, by a number, or by a token that is handed back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LINK = re.compile(r"<([^>]*)>((?:\s*;[^,<]*)*)")
"""One entry of a Link header: the URL, and what is said of it."""

Change = str | Mapping[str, str]
"""The next page: its URL, or the parameters that change."""


@dataclass(frozen=True)
class Page:
    """A page that has been read.

    Args:
        number: Its place, from 0.
        rows: How many rows it had.
        headers: What the server said about it, by names in lower case.
        body: What it is as JSON, or None where nobody needs to know.
    """

    number: int
    rows: int
    headers: Mapping[str, str]
    body: Any = None


@dataclass(frozen=True)
class NextLink:
    """The URL of the next page is in the `Link` header, or in the body.

    Args:
        at: Where in the JSON body, such as `paging.next`; in the header by default.
    """

    at: str | None = None

    @property
    def reads_body(self) -> bool:
        """Whether the page's body tells of the next."""
        return self.at is not None

    def first(self) -> Mapping[str, str]:
        """Return the parameters of the first page."""
        return {}

    def after(self, page: Page) -> Change | None:
        """Return what the next page is, or None after the last."""
        if self.at is not None:
            found = inside(page.body, self.at)
            return str(found) if found else None
        for url, said in LINK.findall(page.headers.get("link", "")):
            if re.search(r'rel\s*=\s*"?[^";]*\bnext\b', said):
                return str(url)
        return None


@dataclass(frozen=True)
class PageNumber:
    """Pages are numbered, and the one after the last has no rows.

    Args:
        parameter: The query parameter that takes the number.
        first_number: The first page's number.
        step: What the next page's number is greater by: the rows of a page where it is an offset.
    """

    parameter: str = "page"
    first_number: int = 1
    step: int = 1
    reads_body = False

    def first(self) -> Mapping[str, str]:
        """Return the parameters of the first page."""
        return {self.parameter: str(self.first_number)}

    def after(self, page: Page) -> Change | None:
        """Return what the next page is, or None after the last."""
        if not page.rows:
            return None
        return {self.parameter: str(self.first_number + self.step * (page.number + 1))}


@dataclass(frozen=True)
class PageToken:
    """Every page but the last holds a token, a cursor, by which the next is asked for.

    Args:
        parameter: The query parameter that takes it.
        at: Where it is in the JSON body, such as `meta.next_cursor`.
    """

    parameter: str
    at: str
    reads_body = True

    def first(self) -> Mapping[str, str]:
        """Return the parameters of the first page."""
        return {}

    def after(self, page: Page) -> Change | None:
        """Return what the next page is, or None after the last."""
        found = inside(page.body, self.at)
        return None if found in (None, "", False) else {self.parameter: str(found)}


Paging = NextLink | PageNumber | PageToken


def inside(body: Any, at: str) -> Any:
    """Return what is at a dotted path of a JSON value, or None if nothing is.

    >>> inside({"data": {"items": [1, 2]}}, "data.items")
    [1, 2]
    """
    for step in at.split("."):
        if isinstance(body, Mapping):
            body = body.get(step)
        elif isinstance(body, list) and step.isdecimal() and int(step) < len(body):
            body = body[int(step)]
        else:
            return None
    return body
