"""The floor: finished rows, keys and all, sent to the table in the way that its database takes them fastest.

They lie ready in a file, in the very bytes that the database reads where it reads bytes, so that nothing is measured
but the database at work.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks.processes import contest

PIECE = 1 << 20


def binary(url: str, data: Path) -> Callable[[], int]:
    """COPY … (FORMAT binary) into PostgreSQL."""
    return _copy(url, data / "finished_postgresql.bin", "binary")


def csv(url: str, data: Path) -> Callable[[], int]:
    """COPY … (FORMAT csv) into PostgreSQL."""
    return _copy(url, data / "finished_postgresql.csv", "csv")


def _copy(url: str, path: Path, form: str) -> Callable[[], int]:
    import psycopg

    connection = psycopg.connect(url.replace("postgresql+psycopg:", "postgresql:"), autocommit=True)

    def load() -> int:
        with connection.cursor() as cursor, path.open("rb") as file:
            with cursor.copy(f"COPY fact_sale FROM STDIN (FORMAT {form})") as copy:
                while piece := file.read(PIECE):
                    copy.write(piece)
            return cursor.rowcount

    return load


def duckdb(url: str, data: Path) -> Callable[[], int]:
    """INSERT … SELECT from Parquet into DuckDB."""
    import duckdb

    connection = duckdb.connect(url.removeprefix("duckdb:///"))

    def load() -> int:
        counted = connection.execute(f"INSERT INTO fact_sale FROM '{data}/finished_duckdb.parquet'").fetchone()
        assert counted is not None
        return int(counted[0])

    return load


def mariadb(url: str, data: Path) -> Callable[[], int]:
    """LOAD DATA LOCAL into MariaDB."""
    from benchmarks.contestants.by_hand_mariadb import connect

    connection = connect(url)

    def load() -> int:
        with connection.cursor() as cursor:
            rows = cursor.execute(
                f"LOAD DATA LOCAL INFILE '{data}/finished_mariadb.csv' INTO TABLE fact_sale "
                "CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"'"
            )
        connection.commit()
        return int(rows)

    return load


def sqlite(url: str, data: Path) -> Callable[[], int]:
    """One `executemany` into SQLite."""
    from benchmarks.contestants.by_hand_sqlite import connect, tuples

    connection = connect(url)

    def load() -> int:
        connection.execute("BEGIN IMMEDIATE")
        places = ", ".join("?" * 11)
        finished = tuples(data / "finished_sqlite.parquet")
        rows = connection.executemany(f"INSERT INTO fact_sale VALUES ({places})", finished).rowcount
        connection.execute("COMMIT")
        return rows

    return load


if __name__ == "__main__":
    contest({"binary": binary, "csv": csv, "duckdb": duckdb, "mariadb": mariadb, "sqlite": sqlite})
