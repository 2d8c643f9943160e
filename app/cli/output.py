"""Rows shown as a table for people, as JSON or CSV for programs.

JSON is a promise (`docs/cli.md`): amounts are texts in yuan with two decimals, dates
are ISO 8601.
"""

import csv
import datetime as dt
import json
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated

import typer

from ledger.money import Money


class Format(StrEnum):
    """How rows are shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


As = Annotated[Format, typer.Option("--format", help="显示方式")]

Rows = Iterable[Sequence[object]]
Columns = Sequence[tuple[str, str]]
"""Key and Chinese label of each column."""


def show(columns: Columns, rows: Rows, how: Format, title: str = "") -> None:
    """Write rows to standard output."""
    if how is Format.JSON:
        keys = [key for key, _ in columns]
        found = [dict(zip(keys, map(_plain, row), strict=True)) for row in rows]
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    elif how is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow([key for key, _ in columns])
        writer.writerows([_plain(value) for value in row] for row in rows)
    else:
        _table(columns, rows, title)


def _plain(value: object) -> object:
    if isinstance(value, (Money, dt.date)):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    return value


def _table(columns: Columns, rows: Rows, title: str) -> None:
    # Rich is imported where a table is drawn; JSON and CSV pay nothing for it.
    from rich import box  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left")
    kept = [list(row) for row in rows]
    for place, (_, label) in enumerate(columns):
        money = any(isinstance(row[place], (Money, int)) for row in kept)
        table.add_column(label, justify="right" if money else "left")
    for row in kept:
        table.add_row(*(_cell(value) for value in row))
    console = Console()
    if not console.is_terminal:
        # A file or a pipe has no edge: nothing is cut off.
        console = Console(width=max(console.width, 200))
    console.print(table)


def _cell(value: object) -> str:
    if isinstance(value, Money):
        return value.grouped()
    return "" if value is None else str(_plain(value))


def say(text: str) -> None:
    """A line for people, on standard output."""
    sys.stdout.write(text + "\n")
