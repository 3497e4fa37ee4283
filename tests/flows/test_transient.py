"""Which errors are worth another attempt."""

from __future__ import annotations

import psycopg
import pymysql
import pytest
from sqlalchemy.exc import DataError, OperationalError

from starschema.backends.spark import dbapi
from starschema.errors import LoadError, SourceError
from starschema.tasks.transient import is_transient

DIED = Exception("Job aborted due to stage failure: ExecutorLostFailure (executor 0 exited)")


def _refused() -> SourceError:
    error = SourceError("the file was not read")
    error.__cause__ = ConnectionResetError("by the peer")
    return error


PASS = {
    "a connection lost in a statement": OperationalError("INSERT", {}, psycopg.OperationalError("the server is gone")),
    "a connection lost in a COPY": psycopg.OperationalError("the server is gone"),
    "a connection lost in a LOAD DATA": pymysql.OperationalError(2013, "Lost connection"),
    "an executor that died": dbapi.translated(DIED),
    "a server of Spark that is not reached": dbapi.translated(Exception("StatusCode.UNAVAILABLE")),
    "a source that was not reached": _refused(),
}

STAY = {
    "a value that does not fit in a statement": DataError("INSERT", {}, psycopg.DataError("out of range")),
    "a value that does not fit in a COPY": psycopg.DataError("out of range"),
    "what Spark says of rows": dbapi.translated(Exception("[CAST_INVALID_INPUT] The value 'x' cannot be cast")),
    "what a load says of rows": LoadError("a row has no key"),
}


@pytest.mark.parametrize("error", PASS.values(), ids=PASS)
def test_what_may_be_well_again_is_tried_again(error: BaseException) -> None:
    assert is_transient(error)


@pytest.mark.parametrize("error", STAY.values(), ids=STAY)
def test_what_is_wrong_with_the_rows_is_not_tried_again(error: BaseException) -> None:
    assert not is_transient(error)
