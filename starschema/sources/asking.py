"""Asking a web server, again and again while it is only busy: one GET, its answer whole or not at all.

The answer goes to a temporary file first. So one that breaks off is asked for again, and no row of it was taken twice.
"""

from __future__ import annotations

import email.utils
import gzip
import http.client
import random
import shutil
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any, cast
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from starschema.errors import SourceError

TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that mean: not now."""

FIRST_WAIT = 0.5
"""Seconds before the second try; every further one waits twice as long, less up to a half by chance."""

LONGEST_WAIT = 60.0
"""Seconds that a wait grows to."""

PATIENCE = 600.0
"""Seconds after which to come again, asked for by a server, that are too many for a load to wait."""

SHOWN_BYTES = 200
"""How much of an answer that is an error is shown."""


@dataclass(frozen=True)
class Asker:
    """Asks for URLs of one server.

    Args:
        headers: What to send along, such as the authorisation; to that server only.
        timeout: How long the server may be silent.
        retries: How often to ask again.
        sleep: Waits for some seconds.

    Units:
        `timeout` counts seconds.
    """

    headers: Mapping[str, str]
    timeout: float
    retries: int
    sleep: Callable[[float], None] = time.sleep

    def ask(self, url: str, shown: str, into: IO[bytes]) -> dict[str, str]:
        """Write what the server answers to a file; return the answer's headers, by names in lower case.

        Args:
            url: What to ask for.
            shown: What messages call it.
            into: An empty file.

        Raises:
            SourceError: It says no, or is busy for too long.
        """
        if urlsplit(url).scheme not in ("http", "https"):
            raise SourceError(
                f"{shown}: {urlsplit(url).scheme or 'no'} is no scheme of the web; give http:// or https://"
            )
        for tried in range(self.retries + 1):
            into.seek(0)
            into.truncate()
            asked: float | None = None
            try:
                return self._once(url, into)
            except HTTPError as error:
                with error:
                    said = error.read(SHOWN_BYTES).decode("utf-8", "replace").strip()
                    why = f"the server answers {error.code} {error.reason}" + (f": {said}" if said else "")
                    asked = _retry_after(error.headers.get("Retry-After"))
                if error.code not in TRANSIENT:
                    raise SourceError(f"{shown}: {why}; check the URL and its parameters, or the rights") from error
                cause: Exception = error
            except (OSError, http.client.HTTPException, EOFError) as error:
                reason = error.reason if isinstance(error, URLError) else error
                why = str(reason) or type(error).__name__
                if isinstance(reason, ssl.SSLCertVerificationError):
                    raise SourceError(f"{shown}: {why}; have the server's certificate mended") from error
                cause = error
            if tried == self.retries or (asked or 0) > PATIENCE:
                wait = f", and asks to wait {asked:.0f} s" if asked else ""
                raise SourceError(f"{shown}: {why}{wait}; tried {tried + 1} times, try again later") from cause
            grown = min(LONGEST_WAIT, FIRST_WAIT * 2**tried)
            self.sleep(asked if asked is not None else grown * random.uniform(0.5, 1))
        raise AssertionError("unreachable")

    def _once(self, url: str, into: IO[bytes]) -> dict[str, str]:
        request = Request(url, headers={"User-Agent": "starschema", "Accept-Encoding": "gzip", **self.headers})
        opener = build_opener(_SameServer(frozenset(name.capitalize() for name in self.headers)))
        with opener.open(request, timeout=self.timeout) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            body = _Counted(response)
            encoding = headers.get("content-encoding", "identity").lower()
            if encoding in ("gzip", "x-gzip"):
                with gzip.open(cast("IO[bytes]", body)) as plain:
                    shutil.copyfileobj(plain, into)
            elif encoding in ("identity", ""):
                shutil.copyfileobj(cast("IO[bytes]", body), into)
            else:
                raise SourceError(f"{without_query(url)}: the server encodes its answer as {encoding}, unasked")
            length = headers.get("content-length", "")
            if length.isdecimal() and body.count < int(length):
                raise EOFError(f"the answer broke off after {body.count} of {length} bytes")
        into.flush()
        return headers


class _Counted:
    """A stream that counts what is read of it; Python's own says nothing of an answer that broke off."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        data = cast("bytes", self._stream.read(size))
        self.count += len(data)
        return data


class _SameServer(HTTPRedirectHandler):
    """Follows to another server without what was meant for this one.

    Args:
        private: Names of the headers that are not for others, as `Request` spells them.
    """

    def __init__(self, private: frozenset[str]) -> None:
        self.private = private

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        if urlsplit(newurl).scheme not in ("http", "https"):
            raise SourceError(f"{without_query(req.full_url)}: the server sends us to {without_query(newurl)}")
        request = super().redirect_request(req, fp, code, msg, headers, newurl)
        if request is not None and not same_server(req.full_url, newurl):
            for name in self.private:
                request.headers.pop(name, None)
        return request


def same_server(one: str, other: str) -> bool:
    """Return whether two URLs are of one server, asked in one way."""
    return urlsplit(one)[:2] == urlsplit(other)[:2]


def without_query(url: str) -> str:
    """Return a URL without its user, password and query, any of which may be secret."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _retry_after(said: str | None) -> float | None:
    """Return the seconds that a server asks to wait, told as a number or as a date."""
    if not said:
        return None
    if said.strip().isdecimal():
        return float(said)
    try:
        until = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
