"""How tables lie in a database, held against the model: row formats, storage parameters, tablespaces and partitions.

What ALTER can change is an operation, what it cannot is told and refused. Indexes and comments are Alembic's to
compare. DuckDB and SQLite have nothing of the kind.

Source: PostgreSQL documentation, "pg_class"; MariaDB Server and MySQL 8.4 manuals, "INFORMATION_SCHEMA PARTITIONS".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, inspect, text

from starschema.ddl.dialects import design_for
from starschema.ddl.written import plain_preparer
from starschema.migrate.operations.base import TableOperation
from starschema.migrate.operations.impossible import ImpossibleOp
from starschema.migrate.operations.layouts import LayOutOp
from starschema.model.storage import MYSQL

OF_POSTGRESQL = """\
SELECT CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partitions, c.reloptions, t.spcname
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_tablespace t ON t.oid = c.reltablespace
WHERE c.relname = :name AND n.nspname = coalesce(:schema, current_schema())"""

OF_MYSQL = """\
SELECT t.row_format, p.partition_name, p.partition_expression, p.partition_description
FROM information_schema.tables t LEFT JOIN information_schema.partitions p
    ON p.table_schema = t.table_schema AND p.table_name = t.table_name
WHERE t.table_name = :name AND t.table_schema = coalesce(:schema, database()) ORDER BY p.partition_ordinal_position"""


def laid_anew(connection: Connection, table: Table) -> Iterator[TableOperation]:
    """Give what has a table that is there lie as the model wants.

    Args:
        connection: The database.
        table: The table as it should be.
    """
    name = connection.dialect.name
    where = {"name": table.name, "schema": table.schema}
    if name == "postgresql":
        yield from _of_postgresql(
            table, connection, dict(connection.execute(text(OF_POSTGRESQL), where).mappings().one())
        )
    elif name in MYSQL:
        rows = [{k.lower(): v for k, v in row.items()} for row in connection.execute(text(OF_MYSQL), where).mappings()]
        yield from _of_mysql(table, connection, rows)


def _of_postgresql(table: Table, connection: Connection, there: dict[str, Any]) -> Iterator[TableOperation]:
    wanted: Any = table.dialect_kwargs
    partitions = wanted.get("postgresql_partition_by")
    if partitions != there["partitions"]:
        so_far = "in no partitions" if there["partitions"] is None else f"partitioned by {there['partitions']}"
        then = "in none" if partitions is None else f"by {partitions}"
        yield ImpossibleOp(
            table.name,
            f"is {so_far} in the warehouse, and {then} in the model",
            design_for(connection.dialect).fixed["partition_by"],
            schema=table.schema,
        )
        return
    preparer = plain_preparer(connection.dialect)
    whole = f"ALTER TABLE {preparer.format_table(table)}"
    options = dict(option.split("=", 1) for option in there["reloptions"] or ())
    for option, value in ({} if partitions else wanted.get("postgresql_with") or {}).items():
        old = options.get(option)
        if old != str(value):
            yield LayOutOp(
                table.name,
                [f"{whole} SET ({option} = {value})"],
                undone=[f"{whole} RESET ({option})" if old is None else f"{whole} SET ({option} = {old})"],
                difference=f"has {option} = {old or 'its default'}, and {value} in the model",
                schema=table.schema,
            )
    tablespace, so_far = wanted.get("postgresql_tablespace"), there["spcname"] or "pg_default"
    if tablespace is not None and tablespace != so_far:
        # What is said of a partitioned table itself is for partitions to come.
        every = [whole, *(f"ALTER TABLE {name}" for name in _partitions(connection, table) if partitions)]
        moved, back = (
            [f"{each} SET TABLESPACE {preparer.quote(name)}" for each in every] for name in (tablespace, so_far)
        )
        yield LayOutOp(
            table.name,
            moved,
            undone=back,
            difference=f"is in tablespace {so_far}, and in {tablespace} in the model",
            schema=table.schema,
        )


def _partitions(connection: Connection, table: Table) -> list[str]:
    """Return the partitions that a table has, by their quoted names."""
    preparer = plain_preparer(connection.dialect)
    where = {"name": preparer.format_table(table)}
    query = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = to_regclass(:name) ORDER BY 1"
    return list(connection.scalars(text(query), where))


def _of_mysql(table: Table, connection: Connection, rows: list[dict[str, Any]]) -> Iterator[TableOperation]:
    dialect = connection.dialect
    preparer, wanted = plain_preparer(dialect), table.dialect_kwargs
    whole = f"ALTER TABLE {preparer.format_table(table)}"
    old, new = str(rows[0]["row_format"]).upper(), wanted.get(f"{dialect.name}_row_format")
    if new is not None and str(new).upper() != old:
        yield LayOutOp(
            table.name,
            [f"{whole} ROW_FORMAT = {new}"],
            undone=[f"{whole} ROW_FORMAT = {old}"],
            difference=f"has the row format {old}, and {new} in the model",
            schema=table.schema,
        )
    parts = [row for row in rows if row["partition_name"] is not None]
    partitions = wanted.get(f"{dialect.name}_partition_by")
    names = re.findall(r"PARTITION (\w+) VALUES", str(partitions or ""))
    if [row["partition_name"] for row in parts] == names:
        return
    listed = ", ".join(
        f"PARTITION {row['partition_name']} VALUES LESS THAN ({row['partition_description']})" for row in parts
    )
    so_far = f"RANGE ({parts[0]['partition_expression']}) ({listed})" if parts else None
    keys = [_key(connection, table), [column.name for column in table.primary_key]]
    first, back = (
        _partitioned(whole, preparer, keys[side], keys[1 - side], into) for side, into in ((1, partitions), (0, so_far))
    )
    yield LayOutOp(
        table.name,
        first,
        undone=back,
        difference=f"has {len(parts) or 'no'} partitions, and {len(names) or 'none'} in the model",
        schema=table.schema,
    )


def _partitioned(whole: str, preparer: Any, key: list[str], before: list[str], partitions: Any) -> list[str]:
    """Return what gives a table its partitions, or takes them, with the key that these want."""
    change = f"DROP PRIMARY KEY, ADD PRIMARY KEY ({', '.join(map(preparer.quote, key))})"
    if partitions is None:
        return [f"{whole} REMOVE PARTITIONING", *([] if key == before else [f"{whole} {change}"])]
    return [f"{whole} {'' if key == before else change} PARTITION BY {partitions}"]


def _key(connection: Connection, table: Table) -> list[str]:
    return list(inspect(connection).get_pk_constraint(table.name, schema=table.schema)["constrained_columns"])
