"""Columns, keys and checks as every table of the books has them.

On SQLite tables are STRICT and stored in the order of their primary key.
"""

import datetime as dt
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import SchemaItem
from sqlalchemy.sql.type_api import TypeEngine

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


class Day(TypeDecorator[dt.date]):
    """A date; on SQLite its ISO text, for STRICT tables know no dates."""

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite, DATE elsewhere."""
        stored: TypeEngine[Any] = Text() if dialect.name == "sqlite" else Date()
        return dialect.type_descriptor(stored)

    def process_bind_param(self, value: dt.date | None, dialect: Dialect) -> object:
        """Write a date."""
        if value is None or dialect.name != "sqlite":
            return value
        return value.isoformat()

    def process_result_value(self, value: object, dialect: Dialect) -> dt.date | None:  # noqa: ARG002 - the base class names it
        """Read a date."""
        return dt.date.fromisoformat(value) if isinstance(value, str) else value  # type: ignore[return-value] # a driver's own date


# SQLite calls every whole number INTEGER; only so are its columns STRICT.
Whole = BigInteger().with_variant(Integer(), "sqlite")
Flag = Integer


def table(name: str, *parts: SchemaItem, clustered: bool = True) -> Table:
    """A STRICT table, on SQLite stored in the order of its primary key."""
    return Table(
        name,
        metadata,
        *parts,
        sqlite_strict=True,
        sqlite_with_rowid=not clustered,
    )


def required(name: str, **more: object) -> Column[str]:
    """A text that is always there, though it may be empty."""
    return Column(name, Text, nullable=False, **more)  # type: ignore[arg-type]


def optional(name: str, **more: object) -> Column[str]:
    """A text that is empty where nothing is said."""
    return Column(name, Text, nullable=False, server_default="", **more)  # type: ignore[arg-type]


def unit() -> Column[int]:
    """The unit a row belongs to: the first column of every table of units."""
    return Column("unit_id", Integer, ForeignKey("units.id"), nullable=False)


def real_day(
    column: str, *, blank: bool = False, null: bool = False
) -> CheckConstraint:
    """On SQLite a day is text: only a day that the calendar has may stand there."""
    # Without the modifier SQLite would give 30 February back as it stands.
    test = f"{column} = date({column}, '+0 days')"
    true = f"{column} IS NULL OR {test} IS TRUE" if null else f"{test} IS TRUE"
    return CheckConstraint(
        text(f"{column} = '' OR {test}" if blank else true),
        name=f"{column}_is_a_day",
    ).ddl_if(dialect="sqlite")


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """Only these values, or none where the column may be null."""
    # Spelt out: SQLite would build a table for every IN of every row.
    any_of = " OR ".join(f"{column} = '{value}'" for value in values)
    return CheckConstraint(any_of, name=f"{column}_known")
