"""DDL of a model: what a warehouse needs (`physical`), and how each database spells it (one file per dialect)."""

from __future__ import annotations

from starschema.ddl.design import ForeignKeys
from starschema.ddl.dialects import SUPPORTED
from starschema.ddl.execute import create_all, drop_all
from starschema.ddl.physical import physical_metadata
from starschema.ddl.statements import alter_ddl, create_ddl, create_statements, drop_statements

__all__ = [
    "SUPPORTED",
    "ForeignKeys",
    "alter_ddl",
    "create_all",
    "create_ddl",
    "create_statements",
    "drop_all",
    "drop_statements",
    "physical_metadata",
]
