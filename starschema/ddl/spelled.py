"""Tables as the library spells them itself, for databases whose physical design SQLAlchemy has no words for.

`starschema.ddl.layout` says what there should be; a `Spelled` design, one a file, is a table of differences: names of
types, what a database keeps of keys, defaults and comments, and the clauses behind the columns. Names are quoted by the
database's own SQLAlchemy dialect.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Literal, cast

from sqlalchemy import (
    Column,
    CreateView,
    DefaultClause,
    Dialect,
    Enum,
    False_,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    String,
    Table,
    True_,
    UniqueConstraint,
)
from sqlalchemy.schema import Constraint
from sqlalchemy.types import TypeEngine

from starschema.ddl.design import Design, ForeignKeys
from starschema.ddl.layout import Layout, layout_on
from starschema.ddl.literals import Literals
from starschema.ddl.types import Types
from starschema.ddl.written import plain_preparer
from starschema.errors import ModelError

OPTIONS = "starschema_options"
"""Key of a database's own options in `Table.info`."""

POLICY = "policy"
"""Key in a constraint's info of the policy for which it was made."""

CONTROL = re.compile(r"[\x00-\x1f\x7f]")
"""What no name may hold: half of the databases refuse such names, and people cannot see them."""


class Spelled(Design):
    """A design that writes its own CREATE TABLE.

    Args:
        dialect: The SQLAlchemy dialect, by which names are quoted.
    """

    types: ClassVar[Types]
    literals: ClassVar[Literals]

    primary_key: ClassVar[str | None] = ""
    """What follows PRIMARY KEY (…), such as NOT ENFORCED; None where the database keeps none."""

    unique_key: ClassVar[str | None] = None
    """The same for UNIQUE (…)."""

    declared_reference: ClassVar[str | None] = None
    """The same for FOREIGN KEY … REFERENCES …, where it is not checked."""

    checks_references: ClassVar[bool] = False
    """Whether it can check them."""

    indexed: ClassVar[bool] = False
    """Whether the database has secondary indexes."""

    defaults: ClassVar[bool] = True
    """Whether columns have defaults; no load relies on one."""

    comments: ClassVar[Literal["inside", "apart"]] = "inside"
    """Whether comments are written in CREATE TABLE or in statements of their own."""

    if_not_exists: ClassVar[str] = "IF NOT EXISTS "
    if_exists: ClassVar[str] = "IF EXISTS "

    nowhere: ClassVar[str] = ""
    """The FROM clause of a SELECT of constants that has a WHERE."""

    names_values: ClassVar[bool] = False
    """Whether each of the constants in a SELECT that is inserted needs a name, since no two may have the same."""

    leaves_files: bool = False
    """Whether a table that is dropped and made again has its rows again, so that it is emptied first."""

    refused: ClassVar[re.Pattern[str]] = CONTROL
    """What a name cannot hold here."""

    notes: ClassVar[tuple[str, ...]] = ()
    """What the head of a script says of the database."""

    options: ClassVar[Mapping[str, type | tuple[type, ...]]] = {}
    """What `Physical(options=...)` may hold for this database."""

    def __init__(self, dialect: Dialect) -> None:
        super().__init__(dialect)
        self.preparer = plain_preparer(dialect)

    # What the model needs, kept with the table.

    def take_options(self, table: Table, owner: str, options: Mapping[str, Any]) -> None:
        """Keep the options for this database.

        Raises:
            ModelError: It has no such option, or not of that type.
        """
        for name, value in options.items():
            kind = self.options.get(name)
            known = ", ".join(self.options) or "none"
            if kind is None:
                raise ModelError(f"{owner}: Physical(options=...): {name!r} is none of its options, which are {known}")
            if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
                raise ModelError(f"{owner}: Physical(options=...): {name}={value!r} is of the wrong type")
        table.info[OPTIONS] = dict(options)

    def option(self, table: Table, name: str) -> Any:
        """Return one of the table's options, or None."""
        return table.info.get(OPTIONS, {}).get(name)

    def column_type(self, column: Column[Any], *, exact: bool, indexed: bool) -> TypeEngine[Any]:
        """Note whether a key holds the column: types are spelled at the end. An enumeration is text on all of these."""
        column.info["starschema_indexed"] = indexed
        if isinstance(column.type, Enum):
            column.info["starschema_enum"] = column.type
            return String(column.type.length)
        return column.type

    def check(self, table: Table, owner: str) -> None:
        """Refuse names that the database could not keep.

        Raises:
            ModelError: One has a character that it cannot have.
        """
        self.check_name(owner, table.name, "its table")
        for column in table.columns:
            self.check_name(owner, column.name, "a column")

    def check_name(self, owner: str, name: str, what: str) -> None:
        """Refuse `name` if it has a character that no name can have here.

        Raises:
            ModelError: It has.
        """
        if found := self.refused.search(name):
            raise ModelError(
                f"{owner}: {name!r}, the name of {what}, has {found.group()!r} in it, which no name can have on "
                f"{type(self).__name__}; rename it"
            )

    def check_enforced(self, referring: str, referred: str, *, versioned: bool) -> None:
        """Refuse where the database checks no references at all.

        Raises:
            ModelError: It doesn't.
        """
        if not self.checks_references:
            raise ModelError(
                f"{referring} refers to {referred}, and {type(self).__name__} checks no references: use "
                "foreign_keys='declared', a load writes no dangling key"
            )

    def foreign_key(
        self, columns: Sequence[Column[Any]], targets: Sequence[Column[Any]], policy: ForeignKeys
    ) -> ForeignKeyConstraint | None:
        """Return the constraint, to be written as `policy` says."""
        if policy == "none" or (policy == "declared" and self.declared_reference is None):
            return None
        return ForeignKeyConstraint(columns, targets, info={POLICY: policy})

    def remarks(self, table: Table) -> list[str]:
        """Say, too, which of the user's indexes are left out."""
        said = super().remarks(table)
        layout = layout_on(table)
        if not self.indexed and layout.kind != "library":
            said += [
                f"{layout.owner}: the index {index.name} is left out: {type(self).__name__} has none"
                for index in sorted(table.indexes, key=lambda index: str(index.name))
            ]
        return said

    # How it is written.

    def create_schema(self, name: str) -> str:
        """Return the statement that creates a schema."""
        return f"CREATE SCHEMA IF NOT EXISTS {self.preparer.quote(name)}"

    def create_table(self, table: Table, *, if_not_exists: bool) -> Iterator[str]:
        """Yield the statements that create `table`, with all that goes with it."""
        layout = layout_on(table)
        yield from self.before(table, layout, if_not_exists=if_not_exists)
        lines = [self.column(column) for column in table.columns]
        lines += [line for constraint in self.constraints(table) if (line := self.constraint(constraint, layout))]
        clauses = "".join(f"\n{clause}" for clause in self.clauses(table, layout))
        yield self.guarded(
            table,
            f"CREATE {self.kind(table)} {self.if_not_exists if if_not_exists else ''}{self.named(table)} (\n\t"
            + ",\n\t".join(lines)
            + f"\n){clauses}",
            if_not_exists=if_not_exists,
        )
        yield from self.after(table, layout, if_not_exists=if_not_exists)
        if self.comments == "apart":
            yield from self.comment_statements(table, if_not_exists=if_not_exists)

    def kind(self, table: Table) -> str:
        """Return what stands between CREATE and the table's name."""
        return "TABLE"

    def guarded(self, table: Table, statement: str, *, if_not_exists: bool) -> str:
        """Return the statement so that it does nothing if the table is there, where CREATE TABLE cannot say so."""
        return statement

    def before(self, table: Table, layout: Layout, *, if_not_exists: bool) -> Iterable[str]:
        """Return the statements that must come before the table."""
        return ()

    def after(self, table: Table, layout: Layout, *, if_not_exists: bool) -> Iterable[str]:
        """Return the statements that complete the table."""
        return ()

    def clauses(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return the clauses behind the columns: the physical design."""
        return ()

    def altered(self, table: Table) -> Iterable[str]:
        """Yield the statements that give a table that is there its comments, then its layout."""
        yield from self.comment_statements(table, if_not_exists=True)
        if (layout := layout_on(table)).kind != "library":
            for change in self.alterations(table, layout):
                yield f"ALTER TABLE {self.named(table)} {change}"

    def alterations(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return what follows ALTER TABLE to give a table that is there its layout."""
        return ()

    def drop_table(self, table: Table) -> Iterable[str]:
        """Return the statements that drop `table` and what only it used."""
        return [f"DROP TABLE {self.if_exists}{self.named(table)}"]

    def create_view(self, view: CreateView, *, if_not_exists: bool) -> str:
        """Return the statement that creates a view."""
        replace = "OR REPLACE " if if_not_exists else ""
        return f"CREATE {replace}VIEW {self.named(view.table)} AS\n{self.view_query(view)}"

    def view_query(self, view: CreateView) -> str:
        """Return the query of a view."""
        return str(view.selectable.compile(dialect=self.dialect, compile_kwargs={"literal_binds": True}))

    def drop_view(self, view: CreateView) -> str:
        """Return the statement that drops a view."""
        return f"DROP VIEW {self.if_exists}{self.named(view.table)}"

    def insert(self, table: Table, row: Mapping[str, Any], key: Iterable[str], *, only_missing: bool) -> str:
        """Return the statement that inserts `row`.

        Args:
            table: Where.
            row: Values by column.
            key: The columns that tell whether the row is there.
            only_missing: Insert it only if it is not there.
        """
        values = {name: self.literals.spelled(value, table.columns[name]) for name, value in row.items()}
        into = f"INSERT INTO {self.named(table)} ({', '.join(self.preparer.quote(name) for name in row)})"
        if not only_missing:
            return f"{into} VALUES ({', '.join(values.values())})"
        same = " AND ".join(f"{self.preparer.quote(name)} = {values[name]}" for name in key)
        chosen = ", ".join(
            (f"CAST(NULL AS {self.type_of(table.columns[name])})" if row[name] is None else value)
            + (f" AS {self.preparer.quote(name)}" if self.names_values else "")
            for name, value in values.items()
        )
        return f"{into} SELECT {chosen}{self.nowhere} WHERE NOT EXISTS (SELECT 1 FROM {self.named(table)} WHERE {same})"

    def column(self, column: Column[Any]) -> str:
        """Return the line of a column."""
        parts = [self.preparer.quote(column.name), self.type_of(column)]
        if (default := self.default(column)) is not None:
            parts.append(f"DEFAULT {default}")
        if not column.nullable:
            parts.append("NOT NULL")
        if column.comment and self.comments == "inside":
            parts.append(self.column_comment(column.comment))
        return " ".join(parts)

    def column_comment(self, comment: str) -> str:
        """Return a comment as it stands in a column's line."""
        return f"COMMENT {self.literals.text(comment)}"

    def type_of(self, column: Column[Any]) -> str:
        """Return the name of the column's type; one that the user has given for this dialect stands as it is."""
        if self.dialect.name in column.type._variant_mapping:
            return str(self.dialect.type_compiler_instance.process(column.type, type_expression=column))
        known = self.types.named(column.type, indexed=column.info.get("starschema_indexed", False))
        return known or str(self.dialect.type_compiler_instance.process(column.type, type_expression=column))

    def default(self, column: Column[Any]) -> str | None:
        """Return the column's default, or None."""
        given = column.server_default
        if not self.defaults or not isinstance(given, DefaultClause):
            return None
        value: Any = given.arg
        if isinstance(value, str):
            return self.literals.text(value)
        if isinstance(value, True_ | False_):
            return self.literals.boolean(isinstance(value, True_))
        return str(value.compile(dialect=self.dialect, compile_kwargs={"literal_binds": True}))

    def constraints(self, table: Table) -> list[Constraint]:
        """Return the constraints of `table` in one order: its key, what is unique, and what it refers to."""
        order: tuple[type[Constraint], ...] = (PrimaryKeyConstraint, UniqueConstraint, ForeignKeyConstraint)
        position = {column.name: place for place, column in enumerate(table.columns)}

        def place(constraint: Constraint) -> tuple[int, list[int]]:
            columns = cast("Any", constraint).columns
            return next(i for i, k in enumerate(order) if isinstance(constraint, k)), [
                position[c.name] for c in columns
            ]

        return sorted((c for c in table.constraints if isinstance(c, order) and len(cast("Any", c).columns)), key=place)

    def constraint(self, constraint: Constraint, layout: Layout) -> str | None:
        """Return the line of a constraint, or None where the database keeps none of its kind."""
        held = self.listed(cast("Any", constraint).columns)
        if isinstance(constraint, PrimaryKeyConstraint):
            line = None if self.primary_key is None else f"PRIMARY KEY ({held}){self.primary_key}"
        elif isinstance(constraint, UniqueConstraint):
            line = None if self.unique_key is None else f"UNIQUE ({held}){self.unique_key}"
        else:
            assert isinstance(constraint, ForeignKeyConstraint)
            ending = "" if constraint.info.get(POLICY) == "enforced" else self.declared_reference
            target = self.listed(element.column for element in constraint.elements)
            whose = self.named(constraint.referred_table)
            line = None if ending is None else f"FOREIGN KEY ({held}) REFERENCES {whose} ({target}){ending}"
        name = None if constraint.name is None else self.preparer.format_constraint(constraint)
        return line if line is None or name is None else f"CONSTRAINT {name} {line}"

    def comment_statements(self, table: Table, *, if_not_exists: bool) -> Iterator[str]:
        """Yield the statements that set comments."""
        if table.comment:
            yield f"COMMENT ON TABLE {self.named(table)} IS {self.literals.text(table.comment)}"
        for column in table.columns:
            if column.comment:
                name = f"{self.named(table)}.{self.preparer.quote(column.name)}"
                yield f"COMMENT ON COLUMN {name} IS {self.literals.text(column.comment)}"

    def named(self, table: Table) -> str:
        """Return the quoted name of `table`, with its schema."""
        return self.preparer.format_table(table)

    def listed(self, columns: Iterable[Column[Any] | str]) -> str:
        """Return the quoted names of columns."""
        names = (column if isinstance(column, str) else column.name for column in columns)
        return ", ".join(self.preparer.quote(name) for name in names)
