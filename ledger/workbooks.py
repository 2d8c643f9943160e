"""What a workbook (XLSX) holds, measured before any of it is read as one.

1. A workbook is a compressed archive: it is unpacked once, counting and keeping
   nothing. One too big, or packed too tightly, is unfit, and so is one that holds
   something else than it says.
2. A sheet is laid out as a whole up to its last row and column: a cell far away costs
   as much as all cells before it. So places are looked at first.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

RATIO_MAX = 150
"""How many times smaller than its content a workbook may be packed."""

RATIO_FROM = 1 << 20
"""Bytes up to which it may be packed as tightly as it likes."""

PARTS_MAX = 1_000

_PIECE = 1 << 20
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])[^<>]*")
_AT = re.compile(rb"\sr\s*=\s*[\"']\$?([A-Za-z]{1,3})\$?([0-9]{1,7})[\"']")
_ANEW = "在表格软件中打开，只留要导入的那一张表，另存为 XLSX 或 CSV"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # packed in an unknown way
    RuntimeError,  # a password
    OSError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a workbook may hold: bytes unpacked, and cells up to the last place."""

    unpacked: int
    cells: int


class UnfitWorkbook(Exception):  # noqa: N818 - it becomes a fault at once
    """A workbook that is not read: why, and what to do."""

    def __init__(self, what: str, do: str) -> None:
        self.what = what
        self.do = do
        super().__init__(f"{what}；{do}")


def measure(file: IO[bytes], bounds: Bounds) -> None:
    """Hold a workbook against its bounds; it takes one pass over what it unpacks to.

    Raises:
        UnfitWorkbook: it is none, or holds more than may be read.
    """
    packed = file.seek(0, 2)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS_MAX:
                raise UnfitWorkbook("工作簿中的部件过多", _ANEW)
            _bound(sum(part.file_size for part in parts), packed, bounds)
            unpacked = 0
            for part in parts:
                unpacked += _unpack(archive, part, bounds)
                _bound(unpacked, packed, bounds)
    except _BROKEN:
        do = "另存为新的 XLSX 或 CSV"
        raise UnfitWorkbook("不是有效的 XLSX 文件", do) from None


def _bound(unpacked: int, packed: int, bounds: Bounds) -> None:
    if unpacked > bounds.unpacked:
        what = f"解压后超过 {bounds.unpacked >> 20} MB，不予读取"
        raise UnfitWorkbook(what, "分成几个文件，或另存为 CSV")
    if unpacked > max(RATIO_FROM, packed * RATIO_MAX):
        what = f"解压后大于文件的 {RATIO_MAX} 倍，不像手工或系统导出的表，不予读取"
        raise UnfitWorkbook(what, _ANEW)


@dataclass(slots=True)
class _Places:
    """How far a sheet reaches, and whether every cell says where it stands."""

    bounds: Bounds
    rows: int = 0
    columns: int = 0

    def take(self, piece: bytes) -> None:
        """Look at the cells of a piece of a sheet."""
        for cell in _CELL.findall(piece):
            match = _AT.search(cell)
            if match is None:
                raise UnfitWorkbook("有的单元格没有写明位置", _ANEW)
            self.rows = max(self.rows, int(match[2]))
            self.columns = max(self.columns, _column(match[1]))
        if self.rows * self.columns > self.bounds.cells:
            what = (
                f"表格大到第 {self.rows:,} 行、第 {self.columns:,} 列，"
                f"超过 {self.bounds.cells:,} 格，不予读取"
            )
            raise UnfitWorkbook(what, "删去数据以外的行和列，" + _ANEW)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, bounds: Bounds) -> int:
    """The bytes of one part; what it holds is checked against what it says."""
    size = 0
    places = _Places(bounds)
    rest = b""
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if b"\0" in piece and part.filename.endswith((".xml", ".rels")):
                raise UnfitWorkbook("工作簿的部件无法识别", _ANEW)
            # A tag that is cut in two is looked at with the next piece.
            whole, _, cut = (rest + piece).rpartition(b"<")
            places.take(whole)
            rest = b"<" + cut
            if len(rest) > _PIECE:
                raise UnfitWorkbook("工作簿的部件无法识别", _ANEW)
    places.take(rest)
    return size
