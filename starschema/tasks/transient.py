"""Which errors may be gone when the work is tried again, and when to try."""

from __future__ import annotations

import errno
import random
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from starschema.errors import SourceError, StarSchemaError, StoreError

LONGEST = 600.0
"""Most seconds between two attempts."""

BUSY = frozenset({errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN})
"""Errors of the operating system that pass."""

UNREACHED = frozenset({"SoftTimeLimitExceeded", "HTTPClientError", "ConnectionError", "ConnectTimeout", "ReadTimeout"})
"""Errors that pass, by name: of Celery, of Amazon's botocore and of requests, which need not be there."""

OF_DRIVERS = frozenset({"OperationalError", "InterfaceError"})
"""Errors that pass, by the names that PEP 249 gives them; from bulk paths they come without SQLAlchemy around them."""

CONFLICTS = ("Could not set lock on file", "Transaction conflict", "Conflict on", "cannot commit")
"""What DuckDB says when another process or thread was there first; it has no class of error for it."""


def is_transient(error: BaseException) -> bool:
    """Return whether `error` comes from a database, a network or a machine that may be well again later.

    What is wrong with the data, the model or the business rule stays wrong. A source that could not be read is judged
    by why it could not.
    """
    return any(_passes(one) for one in _chain(error))


def delay(attempt: int, backoff: float) -> float:
    """Return how many seconds to wait after the nth attempt: twice as long each time, give or take a half."""
    return float(min(LONGEST, backoff * 2.0 ** (attempt - 1)) * random.uniform(0.5, 1.5))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the error, and what a source or a store that could not be used had met with."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ if isinstance(seen, SourceError | StoreError | DBAPIError | OSError) else None


def _passes(error: BaseException) -> bool:
    if isinstance(error, StarSchemaError):
        return False
    if (UNREACHED | OF_DRIVERS).intersection(kind.__name__ for kind in type(error).__mro__):
        return True
    if isinstance(error, PoolTimeout | ConnectionError | TimeoutError):
        return True
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or any(said in str(error) for said in CONFLICTS)
    status = getattr(error, "code", None) or getattr(error, "status", None)  # of an HTTP error
    if isinstance(status, int) and (status in (408, 425, 429) or status >= 500):
        return True
    reason = getattr(error, "reason", None)  # urllib says there why it got no answer
    if isinstance(reason, BaseException) and reason is not error:
        return _passes(reason)
    return isinstance(error, OSError) and error.errno in BUSY
