"""PostgreSQL's partitions: one for all that has none of its own yet, and a function that makes what is wanted.

A load writes rows of any time: what no partition takes goes to the default one. The function makes the partitions of
the months that are found there, moves their rows out, and makes those of the months to come; run it every night.
"""

from __future__ import annotations

from sqlalchemy import DateTime, Dialect, Table, event
from sqlalchemy.sql.compiler import IdentifierPreparer

from starschema.ddl.design import add_to_key
from starschema.ddl.layout import Layout, layout_on
from starschema.ddl.written import Written, plain_preparer

AHEAD = 3
"""How many ranges to come the function makes, unless told another number."""

NAMES = {"day": "YYYYMMDD", "month": "YYYYMM", "year": "YYYY"}
"""How a partition is named by its range, as to_char writes it."""


def partition(table: Table, layout: Layout, dialect: Dialect) -> None:
    """Have `table` partitioned by the time that its layout names, with a default partition and the function.

    The table's key then holds that time, without which PostgreSQL could not check it.

    Args:
        table: A fact's physical table.
        layout: Its layout.
        dialect: The database's dialect.

    Raises:
        ModelError: The time can be NULL.
    """
    assert layout.partition is not None
    add_to_key(table, layout)
    table.dialect_kwargs["postgresql_partition_by"] = f"RANGE ({dialect.identifier_preparer.quote(layout.partition)})"
    preparer = plain_preparer(dialect)
    whole, rest = preparer.format_table(table), preparer.format_table(table, name=f"{table.name}_default")
    function = preparer.format_table(table, name=f"{table.name}_partitions")
    for statement in (
        f"CREATE TABLE IF NOT EXISTS {rest} PARTITION OF {whole} DEFAULT",
        _function(table, table.name, layout, preparer),
        f"SELECT {function}()",
    ):
        event.listen(table, "after_create", Written(statement))
    event.listen(table, "after_drop", Written(_dropped(table, table.name, preparer)))


def renamed(table: Table, old: str, dialect: Dialect) -> tuple[list[str], list[str]]:
    """Return what has the partitions of a table that was renamed, and the function, bear its name; and the way back.

    Args:
        table: The physical table, by its new name; on the way back it has its old one already.
        old: Its old name.
        dialect: The database's dialect.
    """
    preparer, layout = plain_preparer(dialect), layout_on(table)

    def to(name: str, other: str, called: str) -> list[str]:
        # The function of either name is made anew, since it says the names itself.
        return [
            _partitions(table, other, name, called, preparer),
            _dropped(table, other, preparer),
            _function(table, name, layout, preparer),
        ]

    return to(table.name, old, table.name), to(old, table.name, table.name)


def _dropped(table: Table, name: str, preparer: IdentifierPreparer) -> str:
    return f"DROP FUNCTION IF EXISTS {preparer.format_table(table, name=f'{name}_partitions')}(integer)"


def _partitions(table: Table, old: str, new: str, called: str, preparer: IdentifierPreparer) -> str:
    """Return what renames the partitions of a table, which is called so meanwhile, from one name to another."""
    whole = preparer.format_table(table, name=called)
    return _in_words(
        f"""
DECLARE
    part record;
BEGIN
    FOR part IN
        SELECT n.nspname, c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE i.inhparent = to_regclass({_text(whole)}) AND starts_with(c.relname, {_text(old + "_")})
    LOOP
        EXECUTE format('ALTER TABLE %I.%I RENAME TO %I', part.nspname, part.relname,
            {_text(new)} || substr(part.relname, {len(old) + 1}));
    END LOOP;
END
""",
        "DO ",
    )


def _function(table: Table, name: str, layout: Layout, preparer: IdentifierPreparer) -> str:
    """Return what makes the function for a table, by a name that it has or will have."""
    assert layout.partition is not None
    whole, rest, function = (
        preparer.format_table(table, name=n) for n in (name, f"{name}_default", f"{name}_partitions")
    )
    kind = table.columns[layout.partition].type
    zoned = isinstance(kind, DateTime) and kind.timezone
    column = preparer.quote(layout.partition)
    time = f"({column} AT TIME ZONE 'UTC')" if zoned else column
    bound = "YYYY-MM-DD HH24:MI:SS" + ('"+00"' if zoned else "")
    every, step = layout.every, f"interval '1 {layout.every}'"
    schema = "current_schema()" if table.schema is None else _text(table.schema)
    body = f"""
DECLARE
    starts timestamp;
    part text;
    lower_bound text;
    upper_bound text;
    made integer := 0;
BEGIN
    FOR starts IN
        SELECT date_trunc('{every}', {time}) FROM {rest} WHERE isfinite({column}) AND {time} >= '0001-01-01' GROUP BY 1
        UNION
        SELECT generate_series(date_trunc('{every}', now() AT TIME ZONE 'UTC'),
            date_trunc('{every}', now() AT TIME ZONE 'UTC') + ahead * {step}, {step})
        ORDER BY 1
    LOOP
        part := format('%I.%I', {schema}, {_text(name + "_")} || to_char(starts, '{NAMES[every]}'));
        CONTINUE WHEN to_regclass(part) IS NOT NULL;
        lower_bound := to_char(starts, '{bound}');
        upper_bound := to_char(starts + {step}, '{bound}');
        EXECUTE format('CREATE TABLE %s (LIKE {_inside(whole)} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
        EXECUTE format('WITH moved AS (DELETE FROM {_inside(rest)} WHERE {_inside(column)} >= %L AND '
            '{_inside(column)} < %L RETURNING *) INSERT INTO %s SELECT * FROM moved', lower_bound, upper_bound, part);
        EXECUTE format('ALTER TABLE {_inside(whole)} ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
            part, lower_bound, upper_bound);
        made := made + 1;
    END LOOP;
    RETURN made;
END
"""
    begins = (
        f"CREATE OR REPLACE FUNCTION {function}(ahead integer DEFAULT {AHEAD}) RETURNS integer LANGUAGE plpgsql AS "
    )
    return _in_words(body, begins)


def _in_words(body: str, begins: str) -> str:
    """Return a statement with a body of PL/pgSQL."""
    tag = "$starschema$"
    while tag in body:  # a name could hold it
        tag = f"{tag[:-1]}_$"
    return f"{begins}{tag}{body}{tag}"


def _text(value: str) -> str:
    """Return a text as SQL, whatever the session says of backslashes."""
    quoted = value.replace("'", "''")
    return f"E'{quoted.replace(chr(92), chr(92) * 2)}'" if "\\" in value else f"'{quoted}'"


def _inside(name: str) -> str:
    """Return a quoted name as it stands in a format string that stands in a text."""
    return name.replace("%", "%%").replace("'", "''")
