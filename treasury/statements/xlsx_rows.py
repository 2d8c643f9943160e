"""Rows of the first sheet of an XLSX that says anything.

1. A workbook is a compressed archive: what it holds is measured as it is unpacked,
   before any of it is read as a workbook. One too big, or packed too tightly, is
   refused, and so is one that holds something else than it says.
2. A sheet is laid out as a whole up to its last row and column: a cell far away costs
   as much as all cells before it. So places are looked at first.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from ledger.sheets import cell_text
from treasury.statements.parts import Told
from treasury.statements.tabular import Row

FORM = "xlsx"

UNPACKED_MAX = 200 << 20
"""Bytes that a workbook may have unpacked."""

RATIO_MAX = 150
"""How many times smaller than its content a workbook may be packed."""

RATIO_FROM = 1 << 20
"""Bytes up to which a part may be packed as tightly as it likes."""

PARTS_MAX = 1_000
CELLS_MAX = 8_000_000
"""Cells up to the last row and column."""

_PIECE = 1 << 20
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])[^<>]*")
_AT = re.compile(rb"\sr\s*=\s*[\"']\$?([A-Za-z]{1,3})\$?([0-9]{1,7})[\"']")
_DO = "在表格软件中打开，只留对账单的那一张表，另存为 XLSX 或 CSV"


def rows(content: bytes, told: Told) -> Iterator[Row]:
    """The rows of a workbook, cells as texts.

    Raises:
        StatementFaulty: it is no workbook, or would unpack to too much.
    """
    _measure(content, told)
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


@dataclass(slots=True)
class _Places:
    """How far a sheet reaches, and whether every cell says where it stands."""

    rows: int = 0
    columns: int = 0
    unplaced: bool = False

    def take(self, piece: bytes) -> None:
        """Look at the cells of a piece of a sheet."""
        for cell in _CELL.findall(piece):
            match = _AT.search(cell)
            if match is None:
                self.unplaced = True
                return
            self.rows = max(self.rows, int(match[2]))
            self.columns = max(self.columns, _column(match[1]))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _measure(content: bytes, told: Told) -> None:
    """Unpack everything once, counting, and keep nothing (1, 2)."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS_MAX:
                told.refuse(0, "", "工作簿中的部件过多", do=_DO)
            _bound(sum(part.file_size for part in parts), len(content), told)
            unpacked = 0
            for part in parts:
                unpacked += _unpack(archive, part, told)
                _bound(unpacked, len(content), told)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ):
        told.refuse(0, "", "不是有效的 XLSX 文件", do="另存为 XLSX 或 CSV")


def _bound(unpacked: int, packed: int, told: Told) -> None:
    if unpacked > UNPACKED_MAX:
        what = f"解压后超过 {UNPACKED_MAX >> 20} MB，不予读取"
        told.refuse(0, "", what, do="按月分开导出，或另存为 CSV")
    if unpacked > max(RATIO_FROM, packed * RATIO_MAX):
        what = f"解压后大于文件的 {RATIO_MAX} 倍，不像对账单，不予读取"
        told.refuse(0, "", what, do=_DO)


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, told: Told) -> int:
    """The bytes of one part; what it holds is checked against what it says."""
    size = 0
    places = _Places()
    rest = b""
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if b"\0" in piece and part.filename.endswith((".xml", ".rels")):
                told.refuse(0, "", "工作簿的部件无法识别", do=_DO)
            # A tag that is cut in two is looked at with the next piece.
            whole, _, cut = (rest + piece).rpartition(b"<")
            places.take(whole)
            rest = b"<" + cut
            if len(rest) > _PIECE:
                told.refuse(0, "", "工作簿的部件无法识别", do=_DO)
            _bound_places(places, told)
    places.take(rest)
    _bound_places(places, told)
    return size


def _bound_places(places: _Places, told: Told) -> None:
    if places.unplaced:
        what = "有的单元格没有写明位置"
        told.refuse(0, "", what, do=_DO)
    if places.rows * places.columns > CELLS_MAX:
        what = (
            f"表格大到第 {places.rows:,} 行、第 {places.columns:,} 列，"
            f"超过 {CELLS_MAX:,} 格，不予读取"
        )
        told.refuse(0, "", what, do="删去流水以外的行和列，" + _DO)
