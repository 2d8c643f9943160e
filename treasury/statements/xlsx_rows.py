"""Rows of the first sheet of an XLSX that says anything, measured before it is read."""

import io
from collections.abc import Iterator

from ledger.sheets import cell_text
from ledger.workbooks import Bounds, UnfitWorkbook, measure
from treasury.statements.parts import Told
from treasury.statements.tabular import Row

FORM = "xlsx"

BOUNDS = Bounds(unpacked=200 << 20, cells=8_000_000)
"""Far more than a statement has."""


def rows(content: bytes, told: Told) -> Iterator[Row]:
    """The rows of a workbook, cells as texts.

    Raises:
        StatementFaulty: it is no workbook, or would unpack to too much.
    """
    try:
        measure(io.BytesIO(content), BOUNDS)
    except UnfitWorkbook as unfit:
        told.refuse(0, "", unfit.what, do=unfit.do)
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = map(book.get_sheet_by_name, book.sheet_names)
        sheet = next((sheet for sheet in sheets if sheet.start is not None), None)
    except (CalamineError, OSError):
        told.refuse(0, "", "不是有效的 XLSX 文件", do="另存为 XLSX 或 CSV")
    if sheet is None:
        told.refuse(0, "", "工作簿是空的", do="重新导出")
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, list(map(cell_text, row))
