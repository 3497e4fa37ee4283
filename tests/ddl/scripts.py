"""Run a script of many statements as the databases' own shells would: whole, without SQLAlchemy's help."""

from __future__ import annotations

from typing import Any

from sqlalchemy import create_engine


def run_script(url: str, script: str) -> None:
    if url.startswith("mariadb"):
        from pymysql.constants import CLIENT

        engine = create_engine(url, connect_args={"client_flag": CLIENT.MULTI_STATEMENTS})
    else:
        engine = create_engine(url)
    raw = engine.raw_connection()
    driver: Any = raw.driver_connection
    if url.startswith("sqlite"):
        driver.executescript(script)
    elif url.startswith("mariadb"):
        cursor = driver.cursor()
        cursor.execute(script)
        while cursor.nextset():
            pass
    else:
        driver.execute(script)
    raw.commit()
    raw.close()
    engine.dispose()
