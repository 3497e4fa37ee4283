"""`starschema verify`: whether a warehouse holds what no load would leave behind."""

from __future__ import annotations

import argparse

from starschema.cli.naming import base_or_class_named
from starschema.cli.showing import show_rows
from starschema.cli.warehouses import opened
from starschema.model.bookkeeping import bookkeeping
from starschema.model.spec import Spec

NAME = "verify"

SUMMARY = "check histories and the keys of facts"

DESCRIPTION = """\
Check that versions neither overlap nor end before they start, that no member has two current ones, that every gap is
explained by a deletion or a snapshot, and that facts point to versions that exist and were in force at their time.

  starschema verify shop.model:Mart --url duckdb:///shop.db         everything
  starschema verify shop.model:Customer --url "$WAREHOUSE"          one dimension, and the facts that refer to it
  starschema verify shop.model:Sale --url "$WAREHOUSE"              one fact, and the dimensions it refers to

Nothing is changed, and a check is one query, so that it can run every night.

Exit codes: 0 no fault, 1 faults (they are printed, with some of the rows), 2 the command line is wrong.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to `parser`."""
    parser.add_argument("model", metavar="module:Name", help="a dimension or fact, or the declarative base of them all")
    parser.add_argument("--url", required=True, help="the warehouse as an SQLAlchemy URL")


def run(options: argparse.Namespace) -> int:
    """Print the faults, and return 1 if there are any."""
    base, cls = base_or_class_named(options.model)
    log = bookkeeping(base.metadata).loads
    warehouse = opened(options.url, base, table=log.name, schema=log.schema)
    # A dimension's check includes every fact that refers to it.
    whole = warehouse.catalog
    converting = (fact for fact in whole.facts if fact.conversions)
    others: list[Spec] = [*whole.bridges, *whole.aggregates, *whole.consolidated]
    every = [spec.cls for spec in (*whole.dimensions, *converting, *others)]
    chosen = [cls] if cls is not None else every
    sound = True
    for model in chosen:
        found = warehouse.verify(model)
        sound = sound and bool(found)
        if found:
            print(found)
        for fault in found.faults:
            print(f"{found.target}: {fault.table} has {fault.count:,} {fault.kind}, such as:")
            show_rows(fault.examples)
    return 0 if sound else 1
