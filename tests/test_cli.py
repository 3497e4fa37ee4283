"""The `starschema` command, called as a shell would: what it prints, where, and its exit code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from starschema.cli import main
from starschema.errors import without_passwords
from tests.ddl import retail

CUSTOMERS = """\
customer_id,joined_on,name,city,region
1,2024-01-01,Ann,Oslo,East
2,2024-01-01,Bo,NA,NA
"""


COMMANDS = ("ddl", "load", "runs", "verify", "rebuild", "diff", "demo")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with a model in it, where the command is called."""
    (tmp_path / "cli_shop.py").write_text(Path(retail.__file__).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    # The command adds the current directory to where Python looks.
    monkeypatch.setattr(sys, "path", [*sys.path])
    return tmp_path


class Called:
    """Call the command in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.code = 0
        self.out = ""
        self.error = ""

    def __call__(self, *arguments: str) -> Called:
        try:
            self.code = main(arguments)
        except SystemExit as stop:
            self.code = int(stop.code or 0)
        self.out, self.error = self._capsys.readouterr()
        return self

    def failed(self, code: int, *said: str) -> None:
        """Check that one line on the error stream says all of it."""
        assert self.code == code, self.error
        assert self.out == ""
        assert self.error.count("\n") == 1
        assert self.error.startswith("starschema: ")
        for part in said:
            assert part in self.error


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Called:
    return Called(capsys)


def test_help_teaches_with_examples_for_every_command(call: Called) -> None:
    assert call("--help").code == 0
    for command in COMMANDS:
        assert f"starschema {command}" in call.out
    for command in COMMANDS:
        assert f"\n  starschema {command} " in call(command, "--help").out
        assert call.code == 0


def test_a_call_without_a_command_says_how_to_call(call: Called) -> None:
    assert call().code == 2
    assert "required: command" in call.error


def test_the_command_runs_as_a_module_of_its_own() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "starschema.cli", "--help"], capture_output=True, text=True, check=True
    )
    assert "starschema demo" in done.stdout
    assert done.stderr == ""


def test_the_command_starts_without_loading_arrow_databases_or_rich() -> None:
    slow = ("pyarrow", "duckdb", "rich", "holidays")
    code = f"import sys, starschema.cli; print([name for name in {slow} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_ddl_prints_what_create_ddl_returns(shop: Path, call: Called) -> None:
    from starschema.ddl import create_ddl

    assert call("ddl", "cli_shop:Mart", "--dialect", "postgresql").code == 0
    assert call.out == create_ddl(retail.Mart, "postgresql")
    assert call.error == ""


def test_ddl_passes_its_options_on_and_writes_to_a_file(shop: Path, call: Called) -> None:
    from starschema.ddl import alter_ddl, create_ddl

    options = ("--foreign-keys", "enforced", "--if-not-exists", "--out", "create.sql")
    assert call("ddl", "cli_shop:Mart", "--dialect", "mariadb", *options).code == 0
    assert call.out == ""
    expected = create_ddl(retail.Mart, "mariadb", foreign_keys="enforced", if_not_exists=True)
    assert (shop / "create.sql").read_text(encoding="utf-8") == expected
    assert call("ddl", "cli_shop:Mart", "--dialect", "sqlite", "--drop").out == create_ddl(
        retail.Mart, "sqlite", drop=True
    )
    assert call("ddl", "cli_shop:Mart", "--dialect", "redshift", "--alter").out == alter_ddl(retail.Mart, "redshift")
    both = call("ddl", "cli_shop:Mart", "--dialect", "redshift", "--alter", "--drop")
    assert (both.code, both.out) == (2, "")


def test_a_model_that_the_database_cannot_keep_is_a_failure(shop: Path, call: Called) -> None:
    call("ddl", "cli_shop:Mart", "--dialect", "duckdb", "--foreign-keys", "enforced").failed(
        1, "Sale.customer", "declared"
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cli_shop", "should read module:Base"),
        ("nowhere.model:Mart", "there is no module 'nowhere'"),
        ("cli_shop:Shop", "module cli_shop has no 'Shop'"),
        ("cli_shop:Customer", "name the declarative base that it shares: Mart"),
        ("cli_shop:Decimal", "no declarative base"),
    ],
)
def test_a_model_that_is_not_there_is_a_usage_error(shop: Path, call: Called, name: str, said: str) -> None:
    call("ddl", name, "--dialect", "sqlite").failed(2, said)


def test_a_module_that_needs_another_one_names_that(shop: Path, call: Called) -> None:
    (shop / "cli_needy.py").write_text("import not_installed_at_all\n", encoding="utf-8")
    call("ddl", "cli_needy:Mart", "--dialect", "sqlite").failed(1, "not_installed_at_all")


def test_a_module_with_a_mistake_is_named_with_it(shop: Path, call: Called) -> None:
    (shop / "cli_broken.py").write_text("Mart = 1 / 0\n", encoding="utf-8")
    call("ddl", "cli_broken:Mart", "--dialect", "sqlite").failed(2, "cli_broken", "ZeroDivisionError: division by zero")


def test_a_mistake_in_a_model_is_told_as_the_model_tells_it(shop: Path, call: Called) -> None:
    (shop / "cli_mistaken.py").write_text(
        "from sqlalchemy.orm import DeclarativeBase\n"
        "from starschema import Dimension\n"
        "class Mart(DeclarativeBase): pass\n"
        "class Shop(Dimension, Mart): pass\n",
        encoding="utf-8",
    )
    call("ddl", "cli_mistaken:Mart", "--dialect", "sqlite").failed(1, "Shop", "natural key")


def test_traceback_shows_where_an_error_came_from(shop: Path, call: Called) -> None:
    for arguments in (
        ("--traceback", "ddl", "cli_shop:Nothing", "--dialect", "sqlite"),
        ("ddl", "cli_shop:Nothing", "--dialect", "sqlite", "--traceback"),
    ):
        assert call(*arguments).code == 2
        assert "Traceback (most recent call last)" in call.error


@pytest.mark.parametrize(
    ("shown", "hidden"),
    [
        ("postgresql+psycopg://me:secret@db/shop", "postgresql+psycopg://me:***@db/shop"),
        ("cannot reach mariadb://me:s%40cret@db:3306", "cannot reach mariadb://me:***@db:3306"),
        ("redis://:secret@db", "redis://:***@db"),
        ("postgresql://me@db/shop", "postgresql://me@db/shop"),
        ("duckdb:///shop.db", "duckdb:///shop.db"),
    ],
)
def test_passwords_in_urls_are_hidden(shown: str, hidden: str) -> None:
    assert without_passwords(shown, None) == hidden


def test_the_password_in_use_is_hidden_wherever_it_stands() -> None:
    url = "postgresql://me:s%40cret@db/shop"
    assert without_passwords("login s@cret or s%40cret failed", url) == "login *** or *** failed"


def test_a_database_that_does_not_answer_is_one_line_without_the_password(shop: Path, call: Called) -> None:
    call("runs", "--url", "postgresql+psycopg://me:secret-word@127.0.0.1:1/shop").failed(1, "127.0.0.1")
    assert "secret-word" not in call.error
    call("--traceback", "runs", "--url", "postgresql+psycopg://me:secret-word@127.0.0.1:1/shop")
    assert "Traceback" in call.error
    assert "secret-word" not in call.error


@pytest.mark.parametrize("url", ["no url", "nosuchdb://x/y"])
def test_a_url_that_is_none_is_a_usage_error(shop: Path, call: Called, url: str) -> None:
    call("runs", "--url", url).failed(2)


def test_asking_a_database_that_is_not_there_does_not_make_it(shop: Path, call: Called) -> None:
    call("runs", "--url", "duckdb:///typo.db").failed(2, "there is no file typo.db", "--create")
    call("load", "cli_shop:Customer", "customers.csv", "--url", "duckdb:///typo.db").failed(2, "typo.db")
    assert not (shop / "typo.db").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("cli_shop:Mart", "x.csv"), "no dimension or fact"),
        (("cli_shop:Customer",), "give the files to load"),
        (("cli_shop:Customer", "--snapshot", "x.csv"), "write --snapshot last"),
        (("cli_shop:Day",), "give --start and --end"),
        (("cli_shop:Day", "days.csv"), "give no files"),
        (("cli_shop:Customer", "x.csv", "--start", "2024-01-01"), "for calendars"),
        (
            ("cli_shop:Customer", "x.csv", "--period", "2024-01-01"),
            "--period is for periodic snapshots, and Customer is",
        ),
        (("cli_shop:Customer", "x.parquet", "--null", "NA"), "for CSV files"),
    ],
)
def test_a_load_that_makes_no_sense_is_a_usage_error(
    shop: Path, call: Called, arguments: tuple[str, ...], said: str
) -> None:
    call("load", *arguments, "--url", "duckdb:///shop.db").failed(2, said)
    assert not (shop / "shop.db").exists()


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [("--start", "1.2.2024", "write it as 2024-02-01"), ("--close-limit", "20%", "from 0 to 1")],
)
def test_a_value_that_cannot_be_read_is_a_usage_error(
    shop: Path, call: Called, option: str, value: str, said: str
) -> None:
    assert call("load", "cli_shop:Day", "--url", "duckdb://", option, value).code == 2
    assert said in call.error


def test_loads_are_done_counted_and_logged(shop: Path, call: Called) -> None:
    url = "duckdb:///shop.db"
    day = ("load", "cli_shop:Day", "--start", "2024-01-01", "--end", "2024-12-31", "--url", url)
    assert call(*day, "--create").code == 0, call.error
    assert call.out.count("\n") == 1
    assert "366" in call.out
    customer = ("load", "cli_shop:Customer", "customers.csv", "--url", url, "--effective", "2024-01-01")
    assert call(*customer, "--null", "", "NA", "--snapshot").code == 0, call.error
    assert call(*customer, "--null", "", "NA", "--snapshot").code == 0, call.error
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT name, city FROM dim_customer WHERE customer_key > 0 ORDER BY 1")).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [("Ann", "Oslo"), ("Bo", None)]

    assert call("runs", "--url", url).code == 0
    lines = [line for line in call.out.splitlines() if "dim_" in line]
    assert ["dim_customer" in line for line in lines] == [True, True, False]
    assert "done" in lines[0]
    assert len([line for line in call("runs", "--url", url, "--limit", "1").out.splitlines() if "dim_" in line]) == 1
    assert call("runs", "--url", url, "--failed").out == "no failed loads\n"


def test_a_failed_load_is_one_line_and_stays_in_the_log(shop: Path, call: Called) -> None:
    url = "duckdb:///shop.db"
    (shop / "bad.csv").write_text("customer_id,city\nseven,Oslo\n", encoding="utf-8")
    call("load", "cli_shop:Customer", "bad.csv", "--url", url, "--create").failed(1, "customer_id", "seven")
    assert call("runs", "--url", url, "--failed").code == 0
    assert "failed" in call.out
    assert "seven" in call.out


def test_a_failed_load_says_so_once_though_the_library_logs_it_too(shop: Path) -> None:
    (shop / "bad.csv").write_text("customer_id,city\nseven,Oslo\n", encoding="utf-8")
    command = [sys.executable, "-m", "starschema.cli", "load", "cli_shop:Customer", "bad.csv"]
    done = subprocess.run([*command, "--url", "duckdb:///shop.db", "--create"], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1


def test_a_driver_that_is_not_installed_comes_with_its_remedy(
    shop: Path, call: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    call("runs", "--url", "postgresql+psycopg://me@127.0.0.1:1/x").failed(1, "pip install 'starschema[postgresql]'")


def test_a_file_that_cannot_be_written_is_named(shop: Path, call: Called) -> None:
    call("ddl", "cli_shop:Mart", "--dialect", "sqlite", "--out", "no/such/create.sql").failed(
        1, "No such file or directory: no/such/create.sql"
    )


def test_a_table_that_is_missing_says_how_to_create_it(shop: Path, call: Called) -> None:
    engine = create_engine("sqlite:///empty.db")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE other (x INTEGER)"))
    engine.dispose()
    call("load", "cli_shop:Customer", "customers.csv", "--url", "sqlite:///empty.db").failed(
        1, "dim_customer", "--create"
    )
    call("runs", "--url", "sqlite:///empty.db").failed(1, "starschema_load")


def test_the_demo_loads_and_shows_a_history(shop: Path, call: Called) -> None:
    assert call("demo", "shop").code == 0, call.error
    assert (shop / "shop" / "retail.db").exists()
    for word in ("Oslo", "Bergen", "Anne", "99.50", "starschema runs --url duckdb:///shop/retail.db"):
        assert word in call.out
    call("demo", "shop").failed(2, "there already")
    assert call("runs", "--url", "duckdb:///shop/retail.db").out.count("done") == 4
