"""Sheets of a books folder: CSV or one XLSX, read by column and in blocks.

1. UTF-8, with or without a mark, and GB18030 are read; any line ending.
2. The first row names the columns, by English key or Chinese label; a missing
   required column, an unknown one and a column named twice are faults.
3. A cell is text; what it means is parsed once for each different text.
"""

import codecs
import csv
import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Generic, TypeVar

from ledger.errors import Fault, Faults, Problem
from ledger.privacy import shown
from ledger.workbooks import Bounds, UnfitWorkbook, measure

BLOCK_ROWS = 20_000
KNOWN_TEXTS = 50_000
"""Different texts of one column that are remembered before all are forgotten."""

CSV = ".csv"
XLSX = ".xlsx"
BOUNDS = Bounds(unpacked=2 << 30, cells=40_000_000)
"""What a workbook of books may hold: a full sheet of all columns that a voucher has."""

SPREADSHEET_EXACT = 10**13
"""Below this a spreadsheet, which keeps fifteen digits, keeps every fen."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column: its English key, its Chinese label, and whether it must be there."""

    key: str
    label: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A sheet of the books folder and its columns."""

    name: str
    label: str
    columns: tuple[ColumnSpec, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The English keys of the columns in order."""
        return tuple(column.key for column in self.columns)


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a sheet by column; `rows` are their numbers in the file."""

    rows: Sequence[int]
    columns: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a sheet is read from: a CSV file, or a sheet inside an XLSX."""

    path: Path
    sheet: str = ""

    @property
    def name(self) -> str:
        """How faults call it."""
        return f"{self.path.name}[{self.sheet}]" if self.sheet else self.path.name


class Unreadable(Exception):  # noqa: N818 - it becomes a fault at once
    """A file that cannot be read as a sheet at all."""


# -- finding ------------------------------------------------------------------------


def find_sheets(
    folder: Path, specs: Sequence[SheetSpec]
) -> tuple[dict[str, Source], Faults]:
    """The sheets that a folder, or one XLSX, holds; and what it should not hold."""
    faults = Faults()
    found: dict[str, Source] = {}
    names = {spec.name: spec.name for spec in specs} | {
        spec.label: spec.name for spec in specs
    }
    for path in _files(folder):
        if path.suffix.lower() == XLSX:
            _take_workbook(path, names, found, faults)
        else:
            _take(Source(path), path.stem, names, found, faults)
    if not found and not faults:
        faults.append(
            Fault(
                folder.name,
                0,
                "",
                Problem(
                    "folder",
                    "没有找到任何账套文件",
                    do="放入 units.csv、funds.csv、vouchers.csv 等",
                ),
            )
        )
    return found, faults


def _files(folder: Path) -> list[Path]:
    """The files to read, workbooks first; a spreadsheet's own traces are no books."""
    if not folder.is_dir():
        return [folder] if folder.suffix.lower() == XLSX else []
    found = [path for path in sorted(folder.iterdir()) if path.name[0] not in ".~"]
    return [
        path for kind in (XLSX, CSV) for path in found if path.suffix.lower() == kind
    ]


def _take_workbook(
    path: Path, names: Mapping[str, str], found: dict[str, Source], faults: Faults
) -> None:
    try:
        _measured(path)
        book = _workbook(path)
        # A new workbook comes with empty sheets that nobody meant.
        sheets = [
            name
            for name in book.sheet_names
            if name.strip() in names or _sheet(book, name).start is not None
        ]
    except Unreadable as error:
        faults.append(Fault(path.name, 0, "", Problem("file", str(error))))
        return
    for sheet in sheets:
        _take(Source(path, sheet), sheet, names, found, faults)


def _take(
    source: Source,
    stem: str,
    names: Mapping[str, str],
    found: dict[str, Source],
    faults: Faults,
) -> None:
    name = names.get(stem.strip())
    if name is None:
        do = f"改用这些名称之一：{'、'.join(sorted(set(names.values())))}"
        problem = Problem("file", "不认识这个文件或工作表", shown(stem), do)
        faults.append(Fault(source.name, 0, "", problem))
    elif name in found:
        problem = Problem("file", "同一内容出现在两个文件中", stem, "只保留一个")
        faults.append(Fault(source.name, 0, "", problem))
    else:
        found[name] = source


# -- reading ------------------------------------------------------------------------


def blocks(
    source: Source, spec: SheetSpec, faults: Faults, *, lenient: bool = False
) -> Iterator[Block]:
    """The rows of a sheet in blocks; columns that the file lacks are empty texts.

    Where it is `lenient` faults are told as ever, but what can be read is read: the
    columns that are known, rows of another width, what a broken quote leaves.
    """
    try:
        in_book = bool(source.sheet)
        chunks = _xlsx_chunks(source) if in_book else _csv_chunks(source.path, lenient)
        numbers, rows = next(chunks, ([], []))
        if not rows:
            faults.append(Fault(source.name, 0, "", Problem("file", "文件是空的")))
            return
        before = len(faults)
        places = _header(rows[0], source, spec, faults)
        if places and (lenient or len(faults) == before):
            width = len(rows[0])
            for chunk in chain([(numbers[1:], rows[1:])], chunks):
                fitted = _fitted(chunk, width, source, faults) if lenient else chunk
                yield from _blocks(fitted, places, width, source, faults)
    except Unreadable as error:
        faults.append(Fault(source.name, 0, "", Problem("file", str(error))))


def _header(
    header: Sequence[str], source: Source, spec: SheetSpec, faults: Faults
) -> dict[str, int]:
    """The place of each known column; the first, where one is named twice."""
    known = {column.key: column.key for column in spec.columns} | {
        column.label: column.key for column in spec.columns
    }
    places: dict[str, int] = {}
    for place, cell in enumerate(header):
        key = known.get(cell.strip())
        if key is None:
            do = f"可用的列：{'、'.join(spec.keys)}"
            name = shown(cell) or "（空）"
            faults.append(
                Fault(source.name, 1, name, Problem("header", "不认识这一列", name, do))
            )
        elif key in places:
            faults.append(
                Fault(
                    source.name,
                    1,
                    key,
                    Problem("header", "同一列出现两次", cell.strip()),
                )
            )
        else:
            places[key] = place
    for column in spec.columns:
        if column.required and column.key not in places:
            do = f"加上 {column.key}（{column.label}）列"
            faults.append(
                Fault(
                    source.name, 1, column.key, Problem("header", "缺少必需的列", do=do)
                )
            )
    return places


def _fitted(chunk: "_Chunk", width: int, source: Source, faults: Faults) -> "_Chunk":
    """Rows made as wide as the header: cut, or filled with empty texts; each told."""
    numbers, rows = chunk
    for number, row in zip(numbers, rows, strict=True):
        if len(row) != width and any(cell.strip() for cell in row):
            faults.append(_uneven(source.name, number, len(row), width))
    return numbers, [[*row[:width], *[""] * (width - len(row))] for row in rows]


def _blocks(
    chunk: "_Chunk",
    places: Mapping[str, int],
    width: int,
    source: Source,
    faults: Faults,
) -> Iterator[Block]:
    """One block of a chunk, or none; rows of another width are faults."""
    numbers, rows = chunk
    if not all(map(width.__eq__, map(len, rows))):
        kept = []
        for at, row in enumerate(rows):
            if len(row) == width:
                kept.append(at)
            elif any(cell.strip() for cell in row):
                faults.append(_uneven(source.name, numbers[at], len(row), width))
        numbers = [numbers[at] for at in kept]
        rows = [rows[at] for at in kept]
    if rows:
        yield _block(numbers, rows, places)


def _uneven(file: str, number: int, found: int, width: int) -> Fault:
    told = f"{found} 列，表头 {width} 列"
    problem = Problem("row", "列数与表头不符", told, "检查逗号与引号")
    return Fault(file, number, "", problem)


def _block(
    numbers: Sequence[int],
    cells: Sequence[Sequence[str]],
    places: Mapping[str, int],
) -> Block:
    by_place = list(zip(*cells, strict=True))
    # Blank rows are rare: they are looked for only where the first column is blank.
    blank = [
        at
        for at, row in enumerate(cells)
        if (not row[0] or row[0].isspace()) and not any(map(str.strip, row))
    ]
    if blank:
        gone = set(blank)
        numbers = [n for at, n in enumerate(numbers) if at not in gone]
        by_place = [
            tuple(cell for at, cell in enumerate(column) if at not in gone)
            for column in by_place
        ]
    return Block(numbers, {key: by_place[place] for key, place in places.items()})


_Chunk = tuple[list[int], list[Sequence[str]]]
"""Rows as they follow each other, and the number of each in the file."""


def _csv_chunks(path: Path, lenient: bool) -> Iterator[_Chunk]:  # noqa: FBT001 - of `blocks`
    try:
        errors = "replace" if lenient else "strict"
        file = path.open(encoding=_encoding(path, lenient), errors=errors, newline="")
    except OSError:
        raise Unreadable("文件无法打开") from None
    with file:
        reader = csv.reader(file, strict=not lenient)
        line = 1
        whole = False
        while not whole:
            numbers: list[int] = []
            rows: list[Sequence[str]] = []
            broken = ""
            try:
                for row in islice(reader, BLOCK_ROWS):
                    rows.append(row)
                    # A cell may hold line ends; a row is called by its first line.
                    numbers.append(line)
                    line = reader.line_num + 1
            except csv.Error:
                broken = f"第 {reader.line_num} 行"
            whole = not rows
            if not all(rows):
                numbers = [
                    number for number, row in zip(numbers, rows, strict=True) if row
                ]
                rows = [row for row in rows if row]
            if rows:
                yield numbers, rows
            if broken:
                raise Unreadable(broken + "的引号或字符有误，无法读取")


def _encoding(path: Path, lenient: bool) -> str:  # noqa: FBT001 - of `blocks`
    with path.open("rb") as file:
        if file.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            raise Unreadable("文件编码是 UTF-16；另存为 UTF-8")
    for encoding in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as file:
                while part := file.read(1 << 20):
                    decoder.decode(part)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    if lenient:
        return "utf-8-sig"
    raise Unreadable("文件编码既不是 UTF-8 也不是 GB18030")


def _workbook(path: Path):  # type: ignore[no-untyped-def] # noqa: ANN202 - calamine's own type
    # Only folders with a workbook pay for the reader.
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    try:
        return CalamineWorkbook.from_path(str(path))
    except _workbook_errors():
        raise Unreadable("不是有效的 XLSX 文件") from None


def _measured(path: Path) -> None:
    try:
        with path.open("rb") as file:
            measure(file, BOUNDS)
    except UnfitWorkbook as unfit:
        raise Unreadable(str(unfit)) from None
    except OSError:
        raise Unreadable("文件无法打开") from None


def _sheet(book, name: str):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202 - as above
    try:
        return book.get_sheet_by_name(name)
    except _workbook_errors():
        raise Unreadable("工作表已损坏，无法读取") from None


def _workbook_errors() -> tuple[type[Exception], ...]:
    from python_calamine import CalamineError  # noqa: PLC0415 - as above

    return (CalamineError, OSError)


def _xlsx_chunks(source: Source) -> Iterator[_Chunk]:
    sheet = _sheet(_workbook(source.path), source.sheet)
    if sheet.start is None:
        return
    # Rows come one by one, from the first row of the sheet and its first used column.
    found = enumerate(sheet.iter_rows(), 1)
    used = islice(found, sheet.start[0], None)
    while chunk := list(islice(used, BLOCK_ROWS)):
        yield (
            [number for number, _ in chunk],
            [[cell_text(value) for value in row] for _, row in chunk],
        )


def cell_text(value: object) -> str:
    """A cell of a workbook as text; fifteen digits of a number are the sheet's own."""
    if isinstance(value, float):
        if value.is_integer():
            return str(int(value))
        if abs(value) >= SPREADSHEET_EXACT:
            return f"{value!r}（超过十五位）"
        # More than fifteen digits are the float's, not the spreadsheet's.
        return f"{value:.15g}"
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


# -- parsing ------------------------------------------------------------------------


class UnreadText(str):
    """Stands in the place of a text that is a fault; it was told, and is told once."""

    __slots__ = ()


class UnreadNumber(int):
    """Stands in the place of a number that is a fault."""


def was_read(value: object) -> bool:
    """Whether a cell's value is what stood there, not the stand-in of a fault."""
    return not isinstance(value, (UnreadText, UnreadNumber))


class Parsed(dict[str, Value], Generic[Value]):
    """What each different text of a column means; a fault is kept beside it.

    Looking a text up parses it the first time. `bad` has the texts that are faults.
    """

    def __init__(self, parse: Callable[[str], Value], blank: Value) -> None:
        super().__init__()
        self._parse = parse
        self._blank = blank
        self.bad: dict[str, Problem] = {}

    def __missing__(self, text: str) -> Value:
        try:
            value = self._parse(text)
        except ValueError as error:
            self.bad[text] = Problem("cell", str(error), shown(text))
            value = self._blank
        self[text] = value
        return value

    def column(
        self,
        cells: Sequence[str],
        block: Block,
        place: tuple[str, str],
        faults: Faults,
    ) -> list[Value]:
        """The values of a column; faults are told for every row that has one."""
        if len(self) > KNOWN_TEXTS:
            # References and amounts hardly come again: they would only be held.
            self.clear()
            self.bad.clear()
        if not any(cells):
            values = [self[""]] * len(cells)
        else:
            values = list(map(self.__getitem__, cells))
        if self.bad:
            name, key = place
            for row, cell in zip(block.rows, cells, strict=True):
                if cell in self.bad:
                    faults.append(Fault(name, row, key, self.bad[cell]))
        return values


def parse_count(text: str) -> int:
    """Read a whole number that is not negative; blank is 0."""
    plain = text.strip()
    if not plain:
        return 0
    if not re.fullmatch(r"\d{1,9}", plain):
        raise ValueError("应为不带小数的非负整数")
    return int(plain)


def parse_quantity(text: str) -> int:
    """Read a quantity with at most three decimals, in thousandths; blank is 0."""
    plain = text.strip()
    if not plain:
        return 0
    match = re.fullmatch(r"(-?)(\d{1,12})(?:\.(\d{1,3}))?", plain)
    if match is None:
        raise ValueError("数量应为数字，至多三位小数")
    milli = int(match[2]) * 1000 + int((match[3] or "0").ljust(3, "0"))
    return -milli if match[1] else milli
