"""`starschema diff`: what a warehouse lacks or has too much, in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from starschema import Warehouse
from starschema.cli import main
from starschema.migrate import difference
from tests.ddl import retail
from tests.ddl.retail import Mart
from tests.migrate.models import Mart as Whole
from tests.migrate.seen import run


def test_a_whole_warehouse_differs_in_nothing(engine: Engine) -> None:
    Warehouse(engine, Whole).create_all()
    with engine.connect() as connection:
        assert difference(connection, Whole) == []


def test_what_is_missing_or_too_much_is_said_in_words(engine: Engine) -> None:
    Warehouse(engine, Mart).create_all()
    run(
        engine,
        "DROP TABLE dim_customer_journal",
        "ALTER TABLE fact_sale ADD COLUMN remark VARCHAR(20)",
        "ALTER TABLE dim_day DROP COLUMN quarter",
        "DELETE FROM dim_product WHERE product_key = -2",
        "DELETE FROM starschema_target WHERE target = 'dim_product'",
    )
    with engine.connect() as connection:
        assert difference(connection, Mart) == [
            "table dim_customer_journal is missing",
            "dim_day lacks column quarter",
            "fact_sale has column remark, which is not in the model",
            "dim_product lacks the special member -2",
            "dim_product has no row in starschema_target, so no load could run",
        ]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "diff_shop.py").write_text(Path(retail.__file__).read_text("utf-8"), "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_the_command_says_it_with_its_exit_code(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def diff(model: str, url: str) -> tuple[int, str, str]:
        code = main(["diff", model, "--url", url])
        return (code, *capsys.readouterr())

    url = "sqlite:///shop.db"
    code, out, error = diff("diff_shop:Mart", url)
    assert (code, out) == (2, "")
    assert "no file shop.db" in error
    engine = create_engine(url)
    Warehouse(engine, Mart).create_all()
    assert diff("diff_shop:Mart", url)[:2] == (0, "sqlite:///shop.db is as Mart describes it\n")
    run(engine, "DROP TABLE fact_sale")
    engine.dispose()
    assert diff("diff_shop:Mart", url)[:2] == (1, "table fact_sale is missing\n")
    assert diff("diff_shop:Sale", url)[0] == 2
