"""Who takes part: each contestant is a module that runs as a program of its own and times nothing but its load.

Tasks are `facts` (the sales, into an empty table, all dimensions being there), `snapshot` (the customers of the last
month, those of the months before being there), `workload` (products, all snapshots and the sales, into a mart with
nothing but a calendar) and `look-ups` (the surrogate keys of the customers of many sales, in one call).
"""

from __future__ import annotations

from dataclasses import dataclass, field

LOADS = {"facts": "facts", "snapshot": "snapshot", "workload": "workload"}

LOOK_UPS = {"look-ups": "look-ups"}


@dataclass(frozen=True)
class Contestant:
    """One way to do the tasks on one database.

    Args:
        name: What the table calls it.
        database: The kind of database that it loads.
        module: Its program, below `benchmarks.contestants`.
        tasks: The tasks that it does, with the program's own names of them.
        packages: What it needs in an environment of its own; none for the one that runs the benchmark.
        history: Table, start and end of the customers' history, where it isn't the mart's own.
    """

    name: str
    database: str
    module: str
    tasks: dict[str, str] = field(default_factory=lambda: LOADS)
    packages: tuple[str, ...] = ()
    history: tuple[str, str, str] = ("dim_customer", "valid_from", "valid_to")


OURS = "ours"

SNAPSHOT = {"snapshot": "snapshot"}

DATABASES = ("postgresql", "duckdb", "mariadb", "sqlite")

DLT = ("contest.customers", "_dlt_valid_from", "_dlt_valid_to")

DBT = ("contest.customers", "dbt_valid_from", "dbt_valid_to")

CONTESTANTS = [
    *(Contestant(OURS, database, "ours", LOADS | LOOK_UPS) for database in DATABASES),
    Contestant("by hand", "postgresql", "by_hand_postgresql", LOADS | LOOK_UPS),
    *(Contestant("by hand", database, f"by_hand_{database}") for database in DATABASES[1:]),
    Contestant("bare binary COPY", "postgresql", "bare_copy", {"facts": "binary"}),
    Contestant("bare CSV COPY", "postgresql", "bare_copy", {"facts": "csv"}),
    Contestant("bare INSERT", "duckdb", "bare_copy", {"facts": "duckdb"}),
    Contestant("bare LOAD DATA", "mariadb", "bare_copy", {"facts": "mariadb"}),
    Contestant("bare executemany", "sqlite", "bare_copy", {"facts": "sqlite"}),
    Contestant("pygrametl", "postgresql", "pygrametl", packages=("pygrametl>=2.8", "psycopg[binary]>=3.2", "pyarrow")),
    *(
        Contestant("dlt", database, "dlt", SNAPSHOT, ("dlt[postgres,duckdb]", "duckdb<2", "pyarrow", "pandas"), DLT)
        for database in ("postgresql", "duckdb")
    ),
    *(
        Contestant(
            "dbt",
            database,
            "dbt",
            SNAPSHOT,
            ("dbt-core==1.10.*", "dbt-postgres", "dbt-duckdb==1.10.*", "duckdb<2"),
            DBT,
        )
        for database in ("postgresql", "duckdb")
    ),
]
