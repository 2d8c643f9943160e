"""Rows shown as a table for people, as JSON or CSV for programs.

JSON is a promise (`docs/cli.md`): amounts are texts in yuan with two decimals, dates
are ISO 8601. In CSV a text that a spreadsheet would run is led by an apostrophe.
"""

import csv
import datetime as dt
import errno
import json
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from app.errors import FileUnwritable
from ledger.formulas import harmless
from ledger.money import Money


class Format(StrEnum):
    """How rows are shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


As = Annotated[Format, typer.Option("--format", help="显示方式")]

REASONS = {
    errno.ENOENT: "文件或文件夹不存在",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.ENAMETOOLONG: "文件名太长",
}
"""What the system tells by a number, in words."""

TABLE_ROWS = 1_000
"""Rows that a table shows at most: it is laid out as a whole, and read by people."""

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?%?")

Rows = Iterable[Sequence[object]]
Columns = Sequence[tuple[str, str]]
"""Key and Chinese label of each column."""


def show(columns: Columns, rows: Rows, how: Format, title: str = "") -> None:
    """Write rows to standard output, JSON and CSV as they come."""
    if how is Format.JSON:
        _json([key for key, _ in columns], rows)
    elif how is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow([key for key, _ in columns])
        writer.writerows([_cell_of_csv(value) for value in row] for row in rows)
    else:
        _table(columns, rows, title)


def _json(keys: Sequence[str], rows: Rows) -> None:
    """A list of objects, written one by one as `json.dumps` would write them all."""
    before = "[\n"
    for row in rows:
        told = dict(zip(keys, map(_plain, row), strict=True))
        written = json.dumps(told, ensure_ascii=False, indent=1)
        sys.stdout.write(before + textwrap.indent(written, " "))
        before = ",\n"
    sys.stdout.write("[]\n" if before == "[\n" else "\n]\n")


def _plain(value: object) -> object:
    if isinstance(value, (Money, dt.date)):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    return value


def _cell_of_csv(value: object) -> object:
    """A value as CSV carries it: no spreadsheet runs a text, numbers stay numbers."""
    if not isinstance(value, str) or _NUMBER.fullmatch(value):
        return _plain(value)
    # With "\n" at the end of a line the writer would leave "\r" bare in it.
    return harmless(value.replace("\r\n", "\n").replace("\r", "\n"))


def _table(columns: Columns, rows: Rows, title: str) -> None:
    # Rich is imported where a table is drawn; JSON and CSV pay nothing for it.
    from rich import box  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left")
    coming = iter(rows)
    kept = list(islice(coming, TABLE_ROWS))
    left_out = sum(1 for _ in coming)
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
    if left_out:
        say(f"……另有 {left_out} 行未列出；加 --format csv 或 --format json 可得全部")


def _cell(value: object) -> str:
    if isinstance(value, Money):
        return value.grouped()
    return "" if value is None else str(_plain(value))


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Write a file that was asked for; what goes wrong is told of that file.

    Raises:
        FileUnwritable: its folder is not there, or it cannot be written.
    """
    folder = path.parent
    if not folder.is_dir():
        raise FileUnwritable(path, "文件夹不存在", f"先建立文件夹 {folder}")
    if path.is_dir():
        raise FileUnwritable(path, "这是一个文件夹", "写明文件名，如 report.pdf")
    try:
        yield
    except OSError as error:
        # A template or a font that cannot be read is another matter.
        if error.filename and Path(error.filename).parent != folder:
            raise
        do = "换一个位置，或先排除原因"
        raise FileUnwritable(path, reason(error), do) from None


def reason(error: OSError) -> str:
    """Why a file cannot be read or written, as far as the system tells."""
    return REASONS.get(error.errno or 0, f"系统错误 {error.errno}")


def say(text: str) -> None:
    """A line for people, on standard output."""
    sys.stdout.write(text + "\n")
