"""What Alembic found to change in one table, of which the library takes what it understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from alembic.autogenerate.api import AutogenContext
from alembic.operations import MigrateOperation, ops
from sqlalchemy import BigInteger, Column, MetaData, Table, UniqueConstraint, select

from starschema.ddl.postgresql import UncheckedForeignKey
from starschema.migrate.operations.columns import ChangeTypeOp
from starschema.migrate.tables import light_table, qualified
from starschema.model.spec import NOT_APPLICABLE_KEY, UNKNOWN_KEY
from starschema.model.storage import MYSQL


class Found:
    """The changes of one table.

    Args:
        context: What is being compared.
        wanted: The tables as the database should have them.
        changes: What Alembic found.
    """

    def __init__(self, context: AutogenContext, wanted: MetaData, changes: ops.ModifyTableOps) -> None:
        self.context = context
        self.wanted = wanted
        self.name = changes.table_name
        self.schema = changes.schema
        self._ops = list(changes.ops)
        for op in self._ops:
            self._without_autoincrement(op)

    def _without_autoincrement(self, op: MigrateOperation) -> None:
        """Forget what Alembic notes of every key, since it warns where it means nothing."""
        if isinstance(op, ops.AlterColumnOp) and self.context.dialect.name not in MYSQL:
            op.kw.pop("autoincrement", None)

    @property
    def added(self) -> list[str]:
        """Columns that are missing in the database."""
        return [op.column.name for op in self._ops if isinstance(op, ops.AddColumnOp)]

    @property
    def dropped(self) -> list[str]:
        """Columns that the database has too much."""
        return [op.column_name for op in self._ops if isinstance(op, ops.DropColumnOp)]

    def is_required(self, name: str) -> bool:
        """Return whether a column that the database has too much takes no NULL."""
        gone = (op for op in self._ops if isinstance(op, ops.DropColumnOp) and op.column_name == name)
        return any(not op.to_column().nullable for op in gone)

    def take_added(self, name: str) -> Column[Any]:
        """Take the addition of a column."""
        op = next(op for op in self._ops if isinstance(op, ops.AddColumnOp) and op.column.name == name)
        self._ops.remove(op)
        return op.column

    def take_dropped(self, name: str) -> Column[Any]:
        """Take the dropping of a column."""
        op = next(op for op in self._ops if isinstance(op, ops.DropColumnOp) and op.column_name == name)
        self._ops.remove(op)
        return op.to_column()

    def take_required(self) -> list[ops.AddColumnOp]:
        """Take the addition of the columns that take no NULL."""
        required = [op for op in self._ops if isinstance(op, ops.AddColumnOp) and not op.column.nullable]
        self._ops = [op for op in self._ops if op not in required]
        return required

    def take_all(self, kind: type[MigrateOperation]) -> list[MigrateOperation]:
        """Take all changes of a kind."""
        taken = [op for op in self._ops if isinstance(op, kind)]
        self._ops = [op for op in self._ops if op not in taken]
        return taken

    def take_rest(self) -> list[MigrateOperation]:
        """Take what is left."""
        left, self._ops = self._ops, []
        return left

    def take_unique(self, *keys: Sequence[str]) -> None:
        """Take what becomes of a unique key, whose columns are one of `keys`."""
        for op in list(self._ops):
            constraint = (
                op.to_constraint() if isinstance(op, ops.DropConstraintOp | ops.CreateUniqueConstraintOp) else None
            )
            if isinstance(constraint, UniqueConstraint):
                columns = [column.name for column in constraint.columns]
                if any(sorted(columns) == sorted(key) for key in keys):
                    self._ops.remove(op)

    def take_reference(self, column: str) -> tuple[str | None, bool]:
        """Take a column's new reference: the column it refers to, and whether that goes unchecked."""
        for op in list(self._ops):
            if isinstance(op, ops.CreateForeignKeyOp) and op.local_cols == [column]:
                self._ops.remove(op)
                return self._target(op), isinstance(self._declared(column), UncheckedForeignKey)
        return None, False

    def take_gone_reference(self, column: str) -> tuple[str | None, bool]:
        """Take the dropping of a column's reference."""
        for op in list(self._ops):
            if isinstance(op, ops.DropConstraintOp) and op.constraint_type == "foreignkey":
                added = op.reverse()
                if isinstance(added, ops.CreateForeignKeyOp) and added.local_cols == [column]:
                    self._ops.remove(op)
                    return self._target(added), False
        return None, False

    def take_references_along(self, renamed: Mapping[str, str]) -> None:
        """Take what would have references dropped and made again that follow their columns' new names by themselves."""
        for gone in [op for op in self._ops if isinstance(op, ops.DropConstraintOp)]:
            added = gone.reverse() if gone.constraint_type == "foreignkey" else None
            if not isinstance(added, ops.CreateForeignKeyOp):
                continue
            then = [renamed.get(name, name) for name in added.local_cols]
            for op in [op for op in self._ops if isinstance(op, ops.CreateForeignKeyOp)]:
                if op.local_cols == then and then != added.local_cols and op.referent_table == added.referent_table:
                    self._ops = [each for each in self._ops if each not in (op, gone)]

    def renamed(self, old: str, new: str) -> None:
        """Take a column's rename, and note how else it differs."""
        there, column = self.take_dropped(old), self.take_added(new)
        alter = ops.AlterColumnOp(self.name, new, schema=self.schema)
        compare = self.context.comparators.dispatch("column", qualifier=self.context.dialect.name)
        compare(self.context, alter, self.schema, self.name, new, there, column)
        self._without_autoincrement(alter)
        if alter.has_changes():
            self._ops.append(alter)

    def retyped(self) -> list[MigrateOperation]:
        """Take the changes of types, which need a look at the values."""
        done: list[MigrateOperation] = []
        for op in [op for op in self._ops if isinstance(op, ops.AlterColumnOp)]:
            if op.modify_type is None or op.existing_type is None:
                continue
            default = op.existing_server_default
            there = Column(
                op.column_name,
                op.existing_type,
                nullable=bool(op.existing_nullable),
                comment=op.existing_comment,
                server_default=None if isinstance(default, bool) else default,
            )
            done.append(ChangeTypeOp(self.name, there, op.modify_type, schema=self.schema))
            op.existing_type, op.modify_type = op.modify_type, None
            if not op.has_changes():
                self._ops.remove(op)
        return done

    def modify(self, changes: Iterable[MigrateOperation]) -> list[MigrateOperation]:
        """Return changes as Alembic wants those of one table."""
        listed = list(changes)
        return [ops.ModifyTableOps(self.name, listed, schema=self.schema)] if listed else []

    def special(self, key: str, column: Column[Any]) -> dict[int, Any]:
        """Return what the special members say in a column of the database."""
        table = light_table(self.name, self.schema, {key: BigInteger(), column.name: column.type})
        assert self.context.connection is not None
        keys = (UNKNOWN_KEY, NOT_APPLICABLE_KEY)
        query = select(table.c[key], table.c[column.name]).where(table.c[key].in_(keys))
        return {row[0]: row[1] for row in self.context.connection.execute(query)}

    def has_table(self, table: Table) -> bool:
        """Return whether the database has a table."""
        return self.context.inspector.has_table(table.name, schema=table.schema)

    def has_column(self, table: Table, column: str) -> bool:
        """Return whether the database has a column."""
        return any(
            there["name"] == column for there in self.context.inspector.get_columns(table.name, schema=table.schema)
        )

    def _declared(self, column: str) -> object:
        table = self.wanted.tables[qualified(self.name, self.schema)]
        return next((c for c in table.foreign_key_constraints if c.column_keys == [column]), None)

    def _target(self, op: ops.CreateForeignKeyOp) -> str:
        schema = op.kw.get("referent_schema")
        prefix = f"{schema}." if schema else ""
        return f"{prefix}{op.referent_table}.{op.remote_cols[0]}"
