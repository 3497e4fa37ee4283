"""`dbt snapshot` with its check strategy, on PostgreSQL and DuckDB: the customers' history only, in its own table.

dbt transforms what is in the database, so on PostgreSQL a COPY brings each snapshot there first, which counts; DuckDB
reads the files where they are. Its own way to tell a deletion's time is the clock; a macro tells it the month instead.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
from dbt.cli.main import dbtRunner

from benchmarks.processes import contest
from benchmarks.tasks import MONTHS

PROJECT = """
name: contest
profile: contest
flags: {send_anonymous_usage_stats: false}
"""

SNAPSHOT = """
{% snapshot customers %}
{{ config(
    target_schema="contest",
    unique_key="customer_id",
    strategy="check",
    check_cols=["name", "city", "segment"],
    hard_deletes="invalidate",
    dbt_valid_to_current="cast('9999-12-31' as timestamp)",
) }}
select * from {{ var("arriving") }}
{% endsnapshot %}
"""

MACRO = """
{% macro snapshot_get_time() %}cast('{{ var("month") }}' as timestamp){% endmacro %}
"""


def snapshot(url: str, data: Path) -> Callable[[], int]:
    """Load the last snapshot, those before it having been loaded by dbt too."""
    project = Path(tempfile.mkdtemp())
    for path, content in {
        "dbt_project.yml": PROJECT,
        "profiles.yml": json.dumps({"contest": {"target": "it", "outputs": {"it": _target(url)}}}),
        "snapshots/customers.sql": SNAPSHOT,
        "macros/time.sql": MACRO,
    }.items():
        (project / path).parent.mkdir(exist_ok=True)
        (project / path).write_text(content)
    runner = dbtRunner()
    for number in range(1, len(MONTHS)):
        _load(runner, project, url, data, number)
    return lambda: _load(runner, project, url, data, len(MONTHS))


def _target(url: str) -> dict[str, Any]:
    if url.startswith("duckdb:"):
        return {"type": "duckdb", "path": url.removeprefix("duckdb:///"), "schema": "main", "threads": 2}
    parsed = urlsplit(url)
    return {
        "type": "postgres",
        "host": parsed.hostname,
        "port": parsed.port or 5432,
        "user": parsed.username,
        "password": parsed.password or "",
        "dbname": parsed.path.removeprefix("/"),
        "schema": "public",
        "threads": 2,
    }


def _load(runner: dbtRunner, project: Path, url: str, data: Path, number: int) -> int:
    path = data / f"customers_{number}.parquet"
    arriving = f"'{path}'" if url.startswith("duckdb:") else _copied(url, path)
    variables = json.dumps({"arriving": arriving, "month": MONTHS[number - 1]})
    folders = ["--project-dir", str(project), "--profiles-dir", str(project), "--log-path", str(project)]
    result = runner.invoke(["--quiet", "snapshot", *folders, "--vars", variables])
    if not result.success:
        raise RuntimeError(str(result.exception or [each.message for each in result.result]).replace("\n", " "))
    counted = duckdb.sql(f"SELECT count(*) FROM '{path}'").fetchone()
    assert counted is not None
    return int(counted[0])


def _copied(url: str, path: Path) -> str:
    """Copy a snapshot into PostgreSQL and return its table there."""
    import psycopg2

    with tempfile.TemporaryDirectory() as folder:
        csv = Path(folder) / "arriving.csv"
        duckdb.sql(f"COPY (FROM '{path}') TO '{csv}' (FORMAT csv)")
        connection = psycopg2.connect(url.replace("postgresql+psycopg:", "postgresql:"))
        with connection, connection.cursor() as cursor, csv.open("rb") as file:
            cursor.execute("DROP TABLE IF EXISTS arriving")
            cursor.execute("CREATE TABLE arriving (customer_id int, name text, city text, segment text)")
            cursor.copy_expert("COPY arriving FROM STDIN (FORMAT csv, HEADER)", file)
        connection.close()
    return "arriving"


if __name__ == "__main__":
    contest({"snapshot": snapshot})
