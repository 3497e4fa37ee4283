"""Tables drawn as text: what is loaded, and what a query must find.

    no  channel  is_gift
    1   web      yes
    2   ∅        no

A blank separates the columns, so a text with blanks or digits stands in quotes. `∅` is NULL, `yes` and `no` are truth
values, days and times are ISO text without the year 2024, `∞` and `-∞` are the open ends.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import Select

from starschema import Warehouse

TOKEN = re.compile(r"'[^']*'|\S+")
WORDS = {"∅": None, "yes": True, "no": False}


def rows(drawing: str) -> list[dict[str, Any]]:
    """Return what is drawn as rows to load."""
    lines = [TOKEN.findall(line) for line in drawing.strip().splitlines()]
    names, *drawn = lines
    return [dict(zip(names, map(_value, line), strict=True)) for line in drawn]


def seen(warehouse: Warehouse, query: Select[*tuple[Any, ...]]) -> list[str]:
    """Return what a query finds, a line each row, as `drawn` gives a drawing."""
    with warehouse.engine.connect() as connection:
        return [" ".join(map(_shown, row)) for row in connection.execute(query)]


def drawn(drawing: str) -> list[str]:
    """Return the lines of a drawing, evenly spaced, without its heading."""
    return [" ".join(TOKEN.findall(line)) for line in drawing.strip().splitlines()[1:]]


def _value(token: str) -> Any:
    if token in WORDS:
        return WORDS[token]
    if token.startswith("'"):
        return token[1:-1]
    if re.fullmatch(r"\d\d-\d\d(T[\d:.]+)?", token):
        return datetime.fromisoformat(f"2024-{token}")
    if re.fullmatch(r"-?\d+", token):
        return int(token)
    return Decimal(token) if re.fullmatch(r"-?\d+\.\d+", token) else token


def _shown(value: Any) -> str:
    if value is None:
        return "∅"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        if value.year in (1, 9999):
            return "∞" if value.year == 9999 else "-∞"
        return value.isoformat().removesuffix("T00:00:00").removeprefix("2024-")
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, str) and (not value or re.search(r"\s|^[\d∅]|^(yes|no)$", value)):
        return f"'{value}'"
    return str(value)
