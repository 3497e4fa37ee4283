"""SQL Server: facts in a clustered columnstore, partitions by a function and a scheme, texts compared by code point.

A unique constraint takes two NULLs for equal, and the special members have no natural key: so that is a filtered unique
index. Even the binary collation ignores trailing spaces, which no collation of SQL Server tells apart.

Source: Transact-SQL reference, "CREATE COLUMNSTORE INDEX", "CREATE PARTITION FUNCTION", "sp_addextendedproperty".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from sqlalchemy import Column, CreateView, Dialect, PrimaryKeyConstraint, String, Table, UniqueConstraint
from sqlalchemy.schema import Constraint

from starschema.ddl.design import add_to_key, refuse_wide_keys
from starschema.ddl.layout import Layout, layout_on, listing_remarks, starts_of
from starschema.ddl.literals import Literals
from starschema.ddl.spelled import Spelled
from starschema.ddl.types import Types

COLLATION = "Latin1_General_100_BIN2"
"""Compares code points; a server's default would take 'ab' and 'AB' for one key."""

KEY_BYTES = 1700
"""What the key of a nonclustered index may take."""

LONGEST_TEXT = 4000
"""Characters of the longest NVARCHAR that is no NVARCHAR(max)."""

KEY_LENGTH = 255
"""Characters of a key column whose text has no declared length."""


def _text(length: int | None) -> str:
    return f"NVARCHAR({'max' if length is None or length > LONGEST_TEXT else length})"


class SQLServer(Spelled):
    """Tables as SQL Server wants them."""

    types = Types(
        boolean="BIT",
        integer="INT",
        double="FLOAT(53)",
        timestamp="DATETIME2(6)",
        timestamp_with_zone="DATETIMEOFFSET(6)",
        time="TIME(6)",
        binary="VARBINARY(max)",
        uuid="UNIQUEIDENTIFIER",
        text=_text,
        key_length=KEY_LENGTH,
        number=lambda precision, scale: f"DECIMAL({precision}, {scale})",
    )
    literals = Literals(
        prefix="N",
        true="1",
        false="0",
        timestamp=lambda text: f"'{text}'",
        zoned=lambda text: f"'{text} +00:00'",
        date=lambda text: f"'{text}'",
        time=lambda text: f"'{text}'",
        binary=lambda text: f"0x{text}",
    )
    unique_key = ""
    checks_references = True
    indexed = True
    comments = "apart"
    if_not_exists = ""
    notes = ("Texts that differ in trailing spaces only are equal to SQL Server, in keys too.",)
    options: ClassVar[Mapping[str, type | tuple[type, ...]]] = {"columnstore": bool}
    unused: ClassVar[Mapping[str, str]] = {
        "distribute_on": "one server holds all rows",
        "replicate": "one server holds all rows",
        "expire_days": "SQL Server deletes nothing by itself",
    }

    def arrange(self, table: Table, layout: Layout) -> None:
        """Have the key of a partitioned fact hold the column of its partitions, as their indexes want."""
        if self._partitioned(layout):
            add_to_key(table, layout)

    def check(self, table: Table, owner: str) -> None:
        """Refuse keys that SQL Server could not index.

        Raises:
            ModelError: A key is wider than 1700 bytes, or a name cannot be.
        """
        super().check(table, owner)
        widths = []
        for constraint in table.constraints:
            if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint) and layout_on(table).kind != "library":
                kind = "the primary key" if isinstance(constraint, PrimaryKeyConstraint) else "a unique key"
                widths.append((kind, {column.name: _width(column) for column in constraint.columns}))
        refuse_wide_keys(table, owner, KEY_BYTES, widths)

    def create_schema(self, name: str) -> str:
        """Return the statement that creates a schema, which must be alone in its batch."""
        text, create = self.literals.text, f"CREATE SCHEMA {self.preparer.quote(name)}"
        missing = f"IF SCHEMA_ID({text(name)}) IS NULL EXEC ({text(create)})"
        return f"EXEC sys.sp_executesql {text(missing)}"

    def guarded(self, table: Table, statement: str, *, if_not_exists: bool) -> str:
        """Return the statement behind a look whether the table is there."""
        there = f"IF OBJECT_ID({self.literals.text(self.named(table))}, N'U') IS NULL\n"
        return f"{there if if_not_exists else ''}{statement}"

    def before(self, table: Table, layout: Layout, *, if_not_exists: bool) -> Iterable[str]:
        """Yield the partition function and the partition scheme."""
        if not self._partitioned(layout):
            return
        assert layout.partition is not None
        column = table.columns[layout.partition]
        function, scheme = self._names(table)
        text, quote = self.literals.text, self.preparer.quote
        bounds = ", ".join(f"'{day.isoformat()}'" for day in starts_of(layout))
        statements = {
            function: f"CREATE PARTITION FUNCTION {quote(function)} ({self.type_of(column)}) AS RANGE RIGHT "
            f"FOR VALUES ({bounds})",
            scheme: f"CREATE PARTITION SCHEME {quote(scheme)} AS PARTITION {quote(function)} ALL TO ([PRIMARY])",
        }
        for (name, statement), where in zip(statements.items(), ("functions", "schemes"), strict=True):
            missing = f"IF NOT EXISTS (SELECT 1 FROM sys.partition_{where} WHERE name = {text(name)})\n"
            yield f"{missing if if_not_exists else ''}{statement}"

    def clauses(self, table: Table, layout: Layout) -> Iterable[str]:
        """Return where the rows go, and how a table without a columnstore is compressed."""
        if self._partitioned(layout):
            yield self._on_scheme(table, layout)
        if not self._columnstore(table, layout) and layout.compress:
            yield "WITH (DATA_COMPRESSION = PAGE)"

    def after(self, table: Table, layout: Layout, *, if_not_exists: bool) -> Iterable[str]:
        """Yield the columnstore, the unique indexes that leave out NULL, and the table's own indexes."""
        if self._columnstore(table, layout):
            rest = self._columnstore_rest(table, layout)
            yield self._index(table, f"cci_{table.name}", "CLUSTERED COLUMNSTORE", rest, if_not_exists)
        for constraint in self.constraints(table):
            if isinstance(constraint, UniqueConstraint) and (nullable := _nullable(constraint)):
                held = self.listed(constraint.columns)
                known = " AND ".join(f"{self.listed([column])} IS NOT NULL" for column in nullable)
                name = str(constraint.name or f"uq_{table.name}")
                yield self._index(table, name, "UNIQUE", f" ({held}) WHERE {known}", if_not_exists)
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            kind = "UNIQUE NONCLUSTERED" if index.unique else "NONCLUSTERED"
            yield self._index(table, str(index.name), kind, f" ({self.listed(index.columns)})", if_not_exists)

    fixed: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("partition_by", "partition_every", "partition_span"),
        "SQL Server has rows of a table that is there lie elsewhere by no ALTER: CREATE PARTITION FUNCTION and SCHEME, "
        "then make its clustered index anew ON the scheme",
    )

    def altered(self, table: Table) -> Iterable[str]:
        """Yield the comments, and what makes a columnstore anew or compresses the table without one."""
        yield from self.comment_statements(table, if_not_exists=False, anew=True)
        layout = layout_on(table)
        if self._columnstore(table, layout):
            name = f"cci_{table.name}"
            text, create = self.literals.text, f"CREATE CLUSTERED COLUMNSTORE INDEX {self.preparer.quote(name)}"
            there = f"SELECT 1 FROM sys.indexes WHERE name = {text(name)} AND object_id = OBJECT_ID"
            whole = f"{create} ON {self.named(table)}{self._columnstore_rest(table, layout, again=True)}"
            first = f"{create} ON {self.named(table)}{self._columnstore_rest(table, layout)}"
            yield f"IF EXISTS ({there}({text(self.named(table))}))\n{whole}\nELSE\n{first}"
        elif layout.compress is not None:
            kind = "PAGE" if layout.compress else "NONE"
            yield f"ALTER TABLE {self.named(table)} REBUILD WITH (DATA_COMPRESSION = {kind})"

    def _columnstore_rest(self, table: Table, layout: Layout, *, again: bool = False) -> str:
        order = f" ORDER ({self.listed(layout.sort)})" if "sort_on" in layout.said else ""
        where = f" {self._on_scheme(table, layout)}" if self._partitioned(layout) else ""
        return f"{order}{' WITH (DROP_EXISTING = ON)' if again else ''}{where}"

    def constraint(self, constraint: Constraint, layout: Layout) -> str | None:
        """Return the line of a constraint; what NULLs would break is an index of its own."""
        if isinstance(constraint, UniqueConstraint) and _nullable(constraint):
            return None
        line = super().constraint(constraint, layout)
        table: Any = constraint.table
        if line is not None and isinstance(constraint, PrimaryKeyConstraint) and self._columnstore(table, layout):
            name = "" if line.startswith("CONSTRAINT") else f"CONSTRAINT {self.preparer.quote(f'pk_{table.name}')} "
            return name + line.replace("PRIMARY KEY ", "PRIMARY KEY NONCLUSTERED ", 1)
        return line

    def column(self, column: Column[Any]) -> str:
        """Return the line of a column, with the collation of a text."""
        line = super().column(column)
        kind = self.type_of(column)
        if isinstance(column.type, String) and kind.startswith("NVARCHAR"):
            name = self.preparer.quote(column.name)
            return line.replace(f"{name} {kind}", f"{name} {kind} COLLATE {COLLATION}", 1)
        return line

    def drop_table(self, table: Table) -> Iterable[str]:
        """Yield the statements that drop the table, then its partition scheme and function."""
        yield from super().drop_table(table)
        if self._partitioned(layout_on(table)):
            function, scheme = self._names(table)
            for name, what in ((scheme, "SCHEME"), (function, "FUNCTION")):
                there = f"SELECT 1 FROM sys.partition_{what.lower()}s WHERE name = {self.literals.text(name)}"
                yield f"IF EXISTS ({there}) DROP PARTITION {what} {self.preparer.quote(name)}"

    def create_view(self, view: CreateView, *, if_not_exists: bool) -> str:
        """Return the statement that creates a view, which must be alone in its batch."""
        statement = super().create_view(view, if_not_exists=False)
        if if_not_exists:
            statement = statement.replace("CREATE VIEW", "CREATE OR ALTER VIEW", 1)
        return f"EXEC sys.sp_executesql {self.literals.text(statement)}"

    def comment_statements(self, table: Table, *, if_not_exists: bool, anew: bool = False) -> Iterator[str]:
        """Yield the extended properties that tools show as descriptions; `anew` takes away those that are there."""
        text = self.literals.text
        schema = text(table.schema or self.dialect.default_schema_name or "dbo")
        levels = f"N'SCHEMA', {schema}, N'TABLE', {text(table.name)}"
        every = [(table.comment, "NULL, NULL")]
        every += [(column.comment, f"N'COLUMN', {text(column.name)}") for column in table.columns]
        for comment, below in every:
            if comment:
                words = text(" ".join(comment.split()))
                there = f"SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', {levels}, {below})"
                rest = f"{levels}, {below}".removesuffix(", NULL, NULL")
                said = f"EXEC sys.sp_addextendedproperty N'MS_Description', {words}, {rest}"
                missing = f"IF NOT EXISTS ({there})\n" if if_not_exists else ""
                if anew:
                    yield f"IF EXISTS ({there}) EXEC sys.sp_dropextendedproperty N'MS_Description', {rest}"
                yield f"{missing}{said}"

    def remarks(self, table: Table) -> list[str]:
        """Say, too, what is missing for partitions, and what a rowstore does not keep in order."""
        layout = layout_on(table)
        said = [*super().remarks(table), *listing_remarks(layout)]
        if layout.cluster:
            said.append(f"{layout.owner}: Physical(cluster_on=...) has no effect here: sort_on orders a columnstore")
        if "sort_on" in layout.said and not self._columnstore(table, layout):
            said.append(f"{layout.owner}: Physical(sort_on=...) has no effect without a columnstore")
        return said

    def _partitioned(self, layout: Layout) -> bool:
        return layout.kind == "fact" and layout.partition_said and layout.span is not None

    def _columnstore(self, table: Table, layout: Layout) -> bool:
        wanted = self.option(table, "columnstore")
        return layout.kind == "fact" and layout.compress is not False if wanted is None else bool(wanted)

    def _names(self, table: Table) -> tuple[str, str]:
        # Partition functions are the database's, whatever schema a table is in.
        whole = table.name if table.schema is None else f"{table.schema}_{table.name}"
        return f"pf_{whole}", f"ps_{whole}"

    def _on_scheme(self, table: Table, layout: Layout) -> str:
        assert layout.partition is not None
        return f"ON {self.preparer.quote(self._names(table)[1])} ({self.listed([layout.partition])})"

    def _index(self, table: Table, name: str, kind: str, rest: str, if_not_exists: bool) -> str:
        text, whole = self.literals.text, self.named(table)
        there = f"SELECT 1 FROM sys.indexes WHERE name = {text(name)} AND object_id = OBJECT_ID({text(whole)})"
        missing = f"IF NOT EXISTS ({there})\n" if if_not_exists else ""
        return f"{missing}CREATE {kind} INDEX {self.preparer.quote(name)} ON {whole}{rest}"


def design(dialect: Dialect) -> SQLServer:
    """Return the design for `dialect`."""
    return SQLServer(dialect)


def _nullable(constraint: UniqueConstraint) -> list[Column[Any]]:
    return [column for column in constraint.columns if column.nullable]


def _width(column: Column[Any]) -> int:
    return 2 * (column.type.length or KEY_LENGTH) if isinstance(column.type, String) else 16
