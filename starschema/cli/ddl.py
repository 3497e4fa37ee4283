"""`starschema ddl`: a model's tables as SQL."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from starschema.cli.naming import base_named
from starschema.ddl import SUPPORTED, alter_ddl, create_ddl

NAME = "ddl"

SUMMARY = "print a model's tables as SQL"

DESCRIPTION = f"""\
Print the SQL that creates a model's tables, their special members and the library's own tables. No database is needed.

  starschema ddl shop.model:Mart --dialect postgresql > create.sql
  starschema ddl shop.model:Mart --dialect mariadb --if-not-exists --out create.sql
  starschema ddl shop.model:Mart --dialect duckdb --drop
  starschema ddl shop.model:Mart --dialect snowflake --alter

module:Base is found like an import, the current directory included. Dialects: {", ".join(SUPPORTED)}.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to `parser`."""
    parser.add_argument("model", metavar="module:Base", help="the declarative base that the model classes share")
    parser.add_argument("--dialect", required=True, choices=SUPPORTED, metavar="NAME", help="the database to write for")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write to FILE instead of the terminal")
    parser.add_argument(
        "--foreign-keys",
        choices=("enforced", "declared", "none"),
        default="declared",
        help="checked by the database; written where it can hold them unchecked (the default); or left out",
    )
    parser.add_argument("--if-not-exists", action="store_true", help="write a script that can run again")
    other = parser.add_mutually_exclusive_group()
    other.add_argument("--drop", action="store_true", help="write the script that drops the tables instead")
    other.add_argument(
        "--alter",
        action="store_true",
        help="write the script that gives tables that are there the layout and comments of the model, as far as ALTER "
        "can; it says what it cannot",
    )


def run(options: argparse.Namespace) -> None:
    """Write the DDL."""
    base = base_named(options.model)
    if options.alter:
        written = alter_ddl(base, options.dialect)
    else:
        written = create_ddl(
            base,
            options.dialect,
            foreign_keys=options.foreign_keys,
            if_not_exists=options.if_not_exists,
            drop=options.drop,
        )
    if options.out is None:
        sys.stdout.write(written)
        sys.stdout.flush()
    else:
        options.out.write_text(written, encoding="utf-8")
