"""`starschema diff`: what a warehouse lacks or has too much, held against its model."""

from __future__ import annotations

import argparse

from starschema.backends.ducklake.address import database_url
from starschema.cli.naming import base_named
from starschema.cli.warehouses import opened_as_it_is

NAME = "diff"

SUMMARY = "compare a warehouse with its model"

DESCRIPTION = """\
Say in words what a warehouse lacks or has too much, held against its model: tables, columns and their types, keys,
comments, views, special members. Nothing is changed; a migration is made by `alembic revision --autogenerate`.

  starschema diff shop.model:Mart --url duckdb:///shop.db
  starschema diff shop.model:Mart --url "$WAREHOUSE" || echo "migrate first"

Needs Alembic: pip install 'starschema[alembic]'.

Exit codes: 0 no difference, 1 differences, 2 the command line is wrong.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to `parser`."""
    parser.add_argument("model", metavar="module:Base", help="the declarative base that the model classes share")
    parser.add_argument("--url", required=True, help="the warehouse as an SQLAlchemy URL")
    parser.add_argument(
        "--foreign-keys",
        choices=("enforced", "declared", "none"),
        default="declared",
        help="how the warehouse was created; declared by default",
    )


def run(options: argparse.Namespace) -> int:
    """Print the differences, and return 1 if there are any."""
    from starschema.migrate import difference

    base = base_named(options.model)
    engine = opened_as_it_is(options.url, base).engine
    try:
        with engine.connect() as connection:
            found = difference(connection, base, foreign_keys=options.foreign_keys)
    finally:
        engine.dispose()
    for line in found:
        print(line)
    if not found:
        print(f"{database_url(options.url).render_as_string(hide_password=True)} is as {base.__name__} describes it")
    return 1 if found else 0
