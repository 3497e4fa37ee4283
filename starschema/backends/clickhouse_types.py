"""SQLAlchemy's types as ClickHouse holds their values; its own dialect knows the names and leaves the values alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Dialect, LargeBinary, Time, Uuid, func, type_coerce
from sqlalchemy.types import String, TypeEngine

from starschema.backends.identifier import Identifier
from starschema.model.spec import BEGINNING, FOREVER

FIRST, LAST = dt.datetime(1900, 1, 1), dt.datetime(2299, 12, 31)
"""What stands for the beginning and the end of time, and for nothing else: the first and last day of a DateTime64."""


class Moment(DateTime):
    """A time: the beginning and the end of time are the first and the last day there are."""

    def bind_processor(self, dialect: Dialect) -> Any:
        """Return what spells a time to the microsecond."""

        def process(value: Any) -> Any:
            return str(held(value)) if isinstance(value, dt.datetime) else value

        return process

    def literal_processor(self, dialect: Dialect) -> Any:
        """Return what spells a time as a constant."""

        def process(value: dt.datetime) -> str:
            return f"toDateTime64('{held(value)}', 6, 'UTC')"

        return process

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Return what gives the beginning and the end of time their names back, and a zone where there is one."""

        def process(value: Any) -> Any:
            if not isinstance(value, dt.datetime):
                return value
            naive = {FIRST: BEGINNING, LAST: FOREVER}.get(found := value.replace(tzinfo=None), found)
            return naive.replace(tzinfo=dt.UTC) if self.timezone else naive

        return process


class TimeOfDay(Time):
    """A time of day, as text: 09:30:00.000000 sorts as it should."""

    def bind_processor(self, dialect: Dialect) -> Any:
        """Return what spells it."""
        return lambda value: value.isoformat("microseconds") if isinstance(value, dt.time) else value

    def literal_processor(self, dialect: Dialect) -> Any:
        """Return what spells it as a constant."""
        return lambda value: f"'{value.isoformat('microseconds')}'"

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Return what reads it."""
        return lambda value: dt.time.fromisoformat(value) if isinstance(value, str) else value


class Bytes(LargeBinary):
    """Bytes, as the digits of their values on the way: a text that is not UTF-8 the driver would read wrongly."""

    def column_expression(self, colexpr: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return the digits."""
        return type_coerce(func.hex(colexpr), self)

    def bind_processor(self, dialect: Dialect) -> Any:
        """Return what spells the digits."""
        return lambda value: None if value is None else bytes(value).hex()

    def bind_expression(self, bindvalue: Any) -> ColumnElement[Any]:
        """Return the bytes of digits."""
        return func.unhex(bindvalue, type_=String())

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Return what reads the digits."""
        return lambda value: bytes.fromhex(value) if isinstance(value, str) else value


COLSPECS: dict[type[TypeEngine[Any]], type[TypeEngine[Any]]] = {
    DateTime: Moment,
    Time: TimeOfDay,
    Uuid: Identifier,
    LargeBinary: Bytes,
}


def held(value: dt.datetime) -> dt.datetime:
    """Return a time as it is held, naive UTC."""
    naive = value if value.tzinfo is None else value.astimezone(dt.UTC).replace(tzinfo=None)
    return FIRST if naive <= BEGINNING else LAST if naive >= FOREVER else naive
