"""The parser of the `starschema` command, and what its errors look like."""

from __future__ import annotations

import argparse
import logging
import sys
import traceback
from collections.abc import Sequence

from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from starschema.cli import ddl, demo, diff, flow, load, rebuild, runs, verify
from starschema.cli.naming import UsageError
from starschema.errors import StarSchemaError, without_passwords

OK, FAILED, USAGE = 0, 1, 2
"""Exit codes."""

DRIVERS = {"psycopg": "postgresql", "pymysql": "mysql", "alembic": "alembic"}
"""Packages that are not always installed, and the extra that installs them."""

DESCRIPTION = """\
Keep a star schema that is described once, as SQLAlchemy classes.

  starschema demo                                             a small warehouse to play with
  starschema ddl shop.model:Mart --dialect postgresql         its tables as SQL
  starschema load shop.model:Customer customers.csv --url duckdb:///shop.db --create
  starschema runs --url duckdb:///shop.db                     what was loaded, and how it went
  starschema flow run shop.flows:flow --url duckdb:///shop.db look for work of a flow, and do it
  starschema verify shop.model:Mart --url duckdb:///shop.db   whether every history and every key is sound
  starschema rebuild shop.model:Customer --url duckdb:///shop.db
  starschema diff shop.model:Mart --url duckdb:///shop.db     what the warehouse lacks or has too much

Each command has more examples: starschema load --help
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 done, 1 the load, model or warehouse is at fault, 2 the call is.

    Args:
        arguments: What follows the command's name; by default the process's own.
    """
    options = _parser().parse_args(arguments)
    # What the library logs, the command says itself; without a handler Python would print both.
    logging.getLogger("starschema").addHandler(logging.NullHandler())
    try:
        code: int | None = options.run(options)
    except BrokenPipeError:  # the reader has seen enough, as with `| head`
        sys.stderr.close()
        return OK
    except KeyboardInterrupt:
        return _fail(options, "interrupted; what had not ended is undone", FAILED)
    except (UsageError, ArgumentError) as error:
        return _fail(options, str(error), USAGE)
    except (StarSchemaError, SQLAlchemyError, ImportError, OSError) as error:
        return _fail(options, _said(error), FAILED)
    except Exception as error:
        kind = type(error).__name__
        return _fail(options, f"unexpected {kind}: {error} (--traceback shows where; please report it)", FAILED)
    return code or OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="starschema", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--traceback", action="store_true", help="show where an error came from")
    commands = parser.add_subparsers(metavar="command", required=True)
    for command in (ddl, load, runs, verify, rebuild, diff, flow, demo):
        own = commands.add_parser(
            command.NAME,
            help=command.SUMMARY,
            description=command.DESCRIPTION,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        # SUPPRESS: without it the default here would undo a --traceback given before the command's name.
        own.add_argument("--traceback", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        command.add_arguments(own)
        own.set_defaults(run=command.run)
    return parser


def _said(error: Exception) -> str:
    """Return what went wrong in the words of whoever noticed, and the remedy for a driver that is not installed."""
    if isinstance(error, ImportError) and error.name in DRIVERS:
        return f"{error.name} is not installed: pip install 'starschema[{DRIVERS[error.name]}]'"
    cause = getattr(error, "orig", None) or error
    match getattr(cause, "args", ()):
        case (int(number), str(words)):  # as MySQL's driver and the operating system put it
            place = getattr(cause, "filename", None)
            return f"{words}: {place}" if place else f"{words} (error {number})"
    return str(cause)


def _fail(options: argparse.Namespace, message: str, code: int) -> int:
    if options.traceback:
        print(without_passwords(traceback.format_exc(), getattr(options, "url", None)), file=sys.stderr)
        return code
    line = " ".join(message.split())
    print(f"starschema: {without_passwords(line, getattr(options, 'url', None))}", file=sys.stderr)
    return code
