"""A program for an environment with fakesnow: what loads do on Snowflake, as far as an emulator can tell."""

from __future__ import annotations

import logging
import re
import warnings
from typing import Any

import fakesnow
from sqlalchemy import create_engine, event

from starschema import Warehouse
from tests.warehouses.story import Mart, rows, tell


def _without_what_it_cannot_read(*event: Any) -> tuple[str, Any]:
    """Take out of DDL what the emulator takes for mistakes: how far keys are to be trusted, and comments."""
    statement = re.sub(r" NOT ENFORCED( RELY)?| RELY\b", "", event[2])
    return re.sub(r"\s*COMMENT( =)? '(\\.|''|[^'])*'", "", statement), event[3]


def main() -> None:
    """Tell the same to Snowflake and to DuckDB, and compare."""
    warnings.simplefilter("ignore")
    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    with fakesnow.patch():
        engine = create_engine("snowflake://user:password@account/DB1/S1")
        event.listen(engine, "before_cursor_execute", _without_what_it_cannot_read, retval=True)
        told = []
        for warehouse in (Warehouse(engine, Mart), Warehouse("duckdb:///:memory:", Mart)):
            warehouse.create_all()
            warehouse.create_all()
            told.append((tell(warehouse), rows(warehouse)))
        (counts, found), (expected_counts, expected) = told
        assert counts == expected_counts, (counts, expected_counts)
        for name, table in expected.items():
            assert found[name] == table, (name, found[name], table)
    print("all is well")


if __name__ == "__main__":
    main()
