"""A ledger as a workbook: `workbooks.py ours|plain ROWS FILE` answers with JSON.

Plain is XlsxWriter with the same cells and formats, in its own constant memory.
"""

import datetime as dt
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from child import peak_mib

from ledger.money import Money
from reports.report import Column, Document, Provenance, Row, Table

COLUMNS = (
    Column("date", "日期", "date"),
    Column("voucher", "凭证字号"),
    Column("summary", "摘要"),
    Column("fund", "资金"),
    Column("debit", "借方", "money"),
    Column("credit", "贷方", "money"),
    Column("side", "方向"),
    Column("balance", "余额", "money"),
)
FEW = 300
"""Rows of the workbook that is written before, so that all is loaded."""


def main() -> int:
    """Write a few rows, then all; tell seconds and what memory these took more."""
    how, count, path = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    write = {"ours": ours, "plain": plain}[how]
    write(FEW, path)
    start = peak_mib()
    begun = time.perf_counter()
    write(count, path)
    seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "more_mib": peak_mib() - start}))
    return 0


def rows(count: int) -> Iterator[Row]:
    """Lines of an account, and the sum of each thousand."""
    balance = debit = 0
    for number in range(count):
        balance += number * 137
        debit += number * 137
        day = dt.date(2025, number % 12 + 1, number % 28 + 1)
        told = (f"付-{number % 9999 + 1}", "发放困难职工生活救助金", "专项资金")
        yield Row((day, *told, Money(number * 137), None, "借", Money(balance)))
        if number % 1000 == 999:
            sums = (Money(debit), None, "借", Money(balance))
            yield Row((day, "", "合计", "", *sums), "subtotal")
            debit = 0


def ours(count: int, path: Path) -> None:
    """The ledger as a document."""
    from reports.render.formats import write  # noqa: PLC0415 - the other needs none

    known = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    drawn = Provenance("单位", "2025年度", 1, "0" * 64, known)
    table = Table(COLUMNS, rows(count), name="lines")
    write(Document("account_ledger", "明细账", "", drawn, (table,)), path)


def plain(count: int, path: Path) -> None:
    """The same cells, written with the library alone."""
    import xlsxwriter  # noqa: PLC0415 - as above

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("明细账")
    base = {"font_name": "宋体", "font_size": 10.5, "border": 1}
    text = book.add_format(base | {"text_wrap": True})
    money = book.add_format(base | {"num_format": "#,##0.00"})
    day = book.add_format(base | {"num_format": "yyyy-mm-dd"})
    for index, column in enumerate(COLUMNS):
        sheet.write_string(0, index, column.title, text)
    for number, row in enumerate(rows(count), 1):
        for index, cell in enumerate(row.cells):
            _plain_cell(sheet, number, index, cell, (text, money, day))
    book.close()


def _plain_cell(
    sheet: Any, row: int, index: int, cell: Any, looks: tuple[Any, Any, Any]
) -> None:
    text, money, day = looks
    if cell is None:
        sheet.write_blank(row, index, None, money)
    elif isinstance(cell, str):
        sheet.write_string(row, index, cell, text)
    elif isinstance(cell, Money):
        sheet.write_number(row, index, cell.fen / 100, money)
    else:
        sheet.write_datetime(row, index, cell, day)


if __name__ == "__main__":
    sys.exit(main())
