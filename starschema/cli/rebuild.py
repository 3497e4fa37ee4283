"""`starschema rebuild`: a dimension's history made again."""

from __future__ import annotations

import argparse

from starschema.cli.naming import base_of, class_named
from starschema.cli.warehouses import opened
from starschema.model.spec import spec_of

NAME = "rebuild"

SUMMARY = "make a dimension's history again, after a type of change was changed"

DESCRIPTION = """\
Make a dimension's versions again from what its versions and its journal hold, after the model has given an attribute
another type: attribute(scd=1) that is now attribute(scd=2), say. What was loaded is not loaded again.

  starschema rebuild shop.model:Customer --url duckdb:///shop.db

An aggregate is added up anew, and a roll-up or the bridge of a tree is made from all rows on record.

Versions that remain keep their keys, and facts are pointed to the version of their time. A type that needs another
column (3 needs previous_<name>, 6 needs current_<name>) needs that column in the table first. It is one transaction,
and changes nothing if nothing is to be changed.

Exit codes: 0 done, 1 nothing was changed, 2 the command line is wrong.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to `parser`."""
    parser.add_argument("model", metavar="module:Class", help="the dimension, aggregate or fact")
    parser.add_argument("--url", required=True, help="the warehouse as an SQLAlchemy URL")
    parser.add_argument("--no-repoint", action="store_true", help="leave facts at the version that they point to")


def run(options: argparse.Namespace) -> None:
    """Rebuild, and print what that did."""
    cls = class_named(options.model)
    table = spec_of(cls).table
    warehouse = opened(options.url, base_of(cls), table=table.name, schema=table.schema)
    print(warehouse.rebuild(cls, repoint=not options.no_repoint))
