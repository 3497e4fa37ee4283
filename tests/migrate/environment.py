"""A migration environment in a folder, as a user would have one, run in this process."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import alembic
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine
from sqlalchemy.orm import DeclarativeBase

from starschema.migrate import difference, migration_options

ENV = """\
from alembic import context

attributes = context.config.attributes
if context.is_offline_mode():
    context.configure(url=attributes["engine"].url, dialect_opts={"paramstyle": "named"}, **attributes["options"])
    with context.begin_transaction():
        context.run_migrations()
else:
    with attributes["engine"].connect() as connection:
        context.configure(connection=connection, **attributes["options"])
        with context.begin_transaction():
            context.run_migrations()
"""


class Migrations:
    """The migrations of one warehouse, whose model may change between them."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        self.config = Config(stdout=StringIO())
        self.config.set_main_option("script_location", str(folder))
        self.config.attributes["engine"] = engine
        (folder / "versions").mkdir(parents=True)
        (folder / "env.py").write_text(ENV, "utf-8")
        template = Path(alembic.__file__).parent / "templates" / "generic" / "script.py.mako"
        (folder / "script.py.mako").write_text(template.read_text("utf-8"), "utf-8")
        self._number = 0

    def write(self, base: type[DeclarativeBase], **options: Any) -> str:
        """Autogenerate a migration to `base`, and return its text."""
        self._number += 1
        self.config.attributes["options"] = migration_options(base, **options)
        script = command.revision(self.config, "change", autogenerate=True, rev_id=f"r{self._number}")
        assert script is not None
        assert not isinstance(script, list)
        return Path(script.path).read_text("utf-8")

    def upgrade(self) -> None:
        command.upgrade(self.config, "head")

    def script(self, revisions: str, *, down: bool = False) -> str:
        """Return the SQL between two revisions, as `--sql` writes it."""
        self.config.output_buffer = StringIO()
        try:
            (command.downgrade if down else command.upgrade)(self.config, revisions, sql=True)
            return self.config.output_buffer.getvalue()
        finally:
            self.config.output_buffer = StringIO()

    def downgrade(self, to: str = "-1") -> None:
        command.downgrade(self.config, to)

    def migrate(self, base: type[DeclarativeBase]) -> str:
        """Autogenerate a migration, upgrade, and check that nothing is left to do."""
        written = self.write(base)
        self.upgrade()
        assert self.difference(base) == []
        return written

    def difference(self, base: type[DeclarativeBase]) -> list[str]:
        with self.engine.connect() as connection:
            return difference(connection, base)
