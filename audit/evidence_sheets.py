"""An auditee's sheets read as they are (外来账套的读取): no rule of the books holds.

1. The sheets are those of a books folder (`ledger/folder.py`). Vouchers may have more
   columns (凭证号, 会计期间, 记账人); closings that are stated have a sheet here.
2. A cell that cannot be read is 0 or empty; its text and its place are kept (`Unread`).
   So is a blank where nothing can be audited without: unit, date, account, fund.
3. Numbers of persons are masked and what cannot be printed is a `□`; both are told.
4. Rows of one unit and reference are one voucher. They are two where each part balances
   alone and they stand apart, or differ in date or kind: a number used twice.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from ledger.errors import Fault, Faults
from ledger.folder import ACCOUNTS, FUNDS, OFFICERS, OPENINGS, PEOPLE, UNITS, VOUCHERS
from ledger.money import parse_fen
from ledger.periods import parse_day
from ledger.privacy import has_control, has_hidden, masked
from ledger.sheets import (
    KNOWN_TEXTS,
    Block,
    ColumnSpec,
    SheetSpec,
    Source,
    blocks,
    find_sheets,
    parse_count,
    parse_quantity,
)
from ledger.stages import Told

MASTERS = (UNITS, ACCOUNTS, FUNDS, PEOPLE, OFFICERS)
EVIDENCE_VOUCHERS = SheetSpec(
    VOUCHERS.name,
    VOUCHERS.label,
    (
        *VOUCHERS.columns,
        ColumnSpec("number", "凭证号"),
        ColumnSpec("period", "会计期间"),
        ColumnSpec("poster", "记账人"),
    ),
)
CLOSINGS = SheetSpec("closings", "期末余额", OPENINGS.columns[:6])
SHEETS = (*MASTERS, OPENINGS, CLOSINGS, EVIDENCE_VOUCHERS)

UNPRINTABLE = "□"
UNTOLD = -1
"""Attachments of a voucher whose file has no column for them."""

HEAD = (
    "kind",
    "summary",
    "attachments",
    "preparer",
    "reviewer",
    "poster",
    "cashier",
    "head",
    "posted_at",
    "corrects",
    "correction",
)
"""What a voucher says as a whole, after its place, unit, reference, number and day."""

LINE = (
    "account",
    "fund",
    "debit",
    "credit",
    "purpose",
    "party",
    "recipient",
    "persons",
    "item",
    "quantity",
    "memo",
)
_DEBIT, _CREDIT, _MEMO = 3, 4, 11
"""Places in a line, which begins with its row."""

_BALANCE = (
    "account",
    "fund",
    "debit",
    "credit",
    "party",
    "item",
    "quantity",
    "original_date",
)
_NEEDED = frozenset({"unit", "date", "account", "fund"})

Row = tuple[object, ...]


class Unread(NamedTuple):
    """A cell, row (no heading) or file (row 0) that could not be read as it stands."""

    file: str
    row: int
    heading: str
    content: str
    why: str

    def __str__(self) -> str:
        row = f":{self.row}" if self.row else ""
        column = f": {self.heading}" if self.heading else ""
        return f"{self.file}{row}{column}: {self.why}"


@dataclass(slots=True)
class Piece:
    """A voucher as the file has it: its rows that follow each other, or are one."""

    unit: str
    ref: str
    day: str
    told: tuple[str, str]
    """Number and period, where the file has those columns."""
    head: Row
    row: int
    lines: list[Row] = field(default_factory=list)

    @property
    def balances(self) -> bool:
        """Whether its debits are its credits."""
        return not sum(line[_DEBIT] - line[_CREDIT] for line in self.lines)  # type: ignore[operator] # fen


@dataclass(slots=True)
class Taken:
    """All that was read of a folder, in the order of its files."""

    cells: list[tuple[str, int, str, str]] = field(default_factory=list)
    vouchers: list[Piece] = field(default_factory=list)
    openings: list[Row] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    @property
    def units(self) -> tuple[str, ...]:
        """Codes of the units that anything speaks of, as they are met."""
        spoken = (
            (c[3] for c in self.cells if (c[0], c[2]) in _NAMES_UNITS),
            (str(row[2]) for row in self.openings),
            (piece.unit for piece in self.vouchers),
        )
        return tuple(dict.fromkeys(code for code in chain(*spoken) if code))


_NAMES_UNITS = {("units", "code"), ("funds", "unit"), ("officers", "unit")}


def read_sheets(folder: Path, tell: Told) -> Taken:
    """Read a books folder, or one XLSX, whatever its faults."""
    taken = Taken()
    faults = Faults()
    sources, found = find_sheets(folder, SHEETS)
    taken.unread += map(_of_fault, found)
    for spec in MASTERS:
        if spec.name in sources:
            _read_masters(sources[spec.name], spec, taken, faults)
    for spec in (OPENINGS, CLOSINGS):
        if spec.name in sources:
            _read_balances(sources[spec.name], spec, taken, faults)
    if VOUCHERS.name in sources:
        taken.vouchers = _read_vouchers(sources[VOUCHERS.name], taken, faults, tell)
    taken.unread += map(_of_fault, faults)
    return taken


def _of_fault(fault: Fault) -> Unread:
    why = fault.problem.what
    return Unread(fault.file, fault.row, fault.column, fault.problem.found, why)


# -- cells --------------------------------------------------------------------------

Read = tuple[object, str]
"""What a cell is read as, and why it is not what stands there; empty where it is."""


def cleaned(text: str) -> tuple[str, str]:
    """A text as it may be kept and printed, and why it is not the one that stands."""
    plain, why = text.strip(), ""
    if has_control(plain) or has_hidden(plain):
        plain = "".join(
            UNPRINTABLE if has_control(c) or has_hidden(c) else c for c in plain
        )
        why = "文字中有控制字符或看不见的字符，以□代替"
    if (safe := masked(plain)) != plain:
        plain, why = safe, "文字中有个人号码，已遮盖"
    if "\ufffd" in plain:
        why = why or "文字编码有误，无法辨认"
    return plain, why


def _number_of(parse: Callable[[str], object], blank: object) -> Callable[[str], Read]:
    def read(text: str) -> Read:
        if not text.strip():
            return blank, ""
        try:
            return parse(text), ""
        except ValueError as error:
            return blank, str(error)

    return read


def _persons(text: str) -> int:
    plain = text.strip()
    return -parse_count(plain[1:]) if plain.startswith("-") else parse_count(plain)


_DAY = _number_of(lambda text: parse_day(text).isoformat(), "")
_SPECIAL: Mapping[str, Callable[[str], Read]] = {
    "date": _DAY,
    "original_date": _DAY,
    "debit": _number_of(parse_fen, 0),
    "credit": _number_of(parse_fen, 0),
    "persons": _number_of(_persons, 0),
    "attachments": _number_of(parse_count, 0),
    "quantity": _number_of(parse_quantity, 0),
}


class _Column(dict[str, object]):
    """What each different text of a column is read as; `bad` tells why it is not."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.bad: dict[str, str] = {}
        self._read = _SPECIAL.get(key, cleaned)

    def __missing__(self, text: str) -> object:
        value, why = self._read(text)
        if key_is_blank := (self.key in _NEEDED and not text.strip()):
            why = "不能为空"
        if why:
            self.bad[text] = why
        self[text] = value
        assert not key_is_blank or not value
        return value

    def of(self, block: Block, file: str, unread: list[Unread]) -> list[object]:
        """The values of the column in a block; what could not be read is told."""
        cells = block.columns.get(self.key)
        if cells is None:
            # A column that is not there was told once, with the header.
            blank = UNTOLD if self.key == "attachments" else self._read("")[0]
            return [blank] * len(block.rows)
        if len(self) > KNOWN_TEXTS:
            self.clear()
            self.bad.clear()
        values = list(map(self.__getitem__, cells))
        if self.bad:
            unread += (
                Unread(file, row, self.key, cleaned(cell)[0], self.bad[cell])
                for row, cell in zip(block.rows, cells, strict=True)
                if cell in self.bad
            )
        return values


def _blocks_of(
    source: Source, spec: SheetSpec, taken: Taken, faults: Faults
) -> Iterator[tuple[Block, dict[str, list[object]]]]:
    columns = [_Column(key) for key in spec.keys]
    for block in blocks(source, spec, faults, lenient=True):
        found = {one.key: one.of(block, source.name, taken.unread) for one in columns}
        yield block, found


# -- master records and balances ----------------------------------------------------


def _read_masters(
    source: Source, spec: SheetSpec, taken: Taken, faults: Faults
) -> None:
    columns = [_Column(key) for key in spec.keys]
    for block in blocks(source, spec, faults, lenient=True):
        named = [
            # A master record is text here; what it means is asked when it is audited.
            (one.key, [cleaned(cell) for cell in block.columns.get(one.key, ())])
            for one in columns
        ]
        for at, row in enumerate(block.rows):
            for key, cells in named:
                text, why = cells[at] if cells else ("", "")
                if text:
                    taken.cells.append((spec.name, row, key, text))
                if why:
                    taken.unread.append(Unread(source.name, row, key, text, why))


def _read_balances(
    source: Source, spec: SheetSpec, taken: Taken, faults: Faults
) -> None:
    for block, found in _blocks_of(source, spec, taken, faults):
        for key in _BALANCE:
            blank = 0 if key == "quantity" else ""
            found.setdefault(key, [blank] * len(block.rows))
        values = (found[key] for key in ("unit", "date", *_BALANCE))
        rows = zip(block.rows, *values, strict=True)
        taken.openings += ((spec.name, *row) for row in rows)


# -- vouchers -----------------------------------------------------------------------


def _read_vouchers(
    source: Source, taken: Taken, faults: Faults, tell: Told
) -> list[Piece]:
    pieces: list[Piece] = []
    done = 0
    for block, found in _blocks_of(source, EVIDENCE_VOUCHERS, taken, faults):
        _gather(pieces, source.name, block, found, taken.unread)
        done += len(block.rows)
        tell("读取凭证", done, 0)
    return _joined(pieces)


def _gather(
    pieces: list[Piece],
    file: str,
    block: Block,
    found: Mapping[str, Sequence[object]],
    unread: list[Unread],
) -> None:
    heads = zip(*(found[key] for key in HEAD), strict=True)
    lines = zip(block.rows, *(found[key] for key in LINE), strict=True)
    keys = ("unit", "voucher", "date", "number", "period")
    plain = zip(*(found[key] for key in keys), strict=True)
    piece = pieces[-1] if pieces else None
    for (unit, ref, day, *told), head, line in zip(plain, heads, lines, strict=True):
        if piece is None or _is_new(piece, (unit, ref, day), head):
            number, period = told
            piece = Piece(
                str(unit),
                str(ref),
                str(day),
                (str(number), str(period)),
                head,
                line[0],
            )
            pieces.append(piece)
            if not ref:
                why = "没有凭证引用号"
                unread.append(Unread(file, piece.row, "voucher", "", why))
        elif head != piece.head:
            line = _agreed(piece, head, line, file, unread)  # noqa: PLW2901 - its memo full
        piece.lines.append(line)


_KIND, _SUMMARY = HEAD.index("kind"), HEAD.index("summary")


def _is_new(piece: Piece, key: Row, head: Row) -> bool:
    unit, ref, day = key
    if (unit, ref) != (piece.unit, piece.ref):
        return True
    differs = (day and day != piece.day) or (
        head[_KIND] and head[_KIND] != piece.head[_KIND]
    )
    if not ref:
        return bool(differs or head[_SUMMARY] != piece.head[_SUMMARY])
    return bool(differs) and piece.balances


def _agreed(piece: Piece, head: Row, line: Row, file: str, unread: list[Unread]) -> Row:
    """A row whose head differs: its own summary is a memo, all else is told."""
    for place, (here, first) in enumerate(zip(head, piece.head, strict=True)):
        if not here or here == first:
            continue
        if place == _SUMMARY:
            memo = f"{here}；{line[_MEMO]}" if line[_MEMO] else here
            line = (*line[:_MEMO], memo)
        else:
            why = f"与同一凭证第 {piece.row} 行不同，以该行为准"
            row = line[0]
            assert isinstance(row, int)
            unread.append(Unread(file, row, HEAD[place], str(here), why))
    return line


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Rule 4: parts that stand apart are one voucher where none balances alone."""
    first: dict[tuple[str, str], Piece] = {}
    found: list[Piece] = []
    for piece in pieces:
        before = first.get((piece.unit, piece.ref)) if piece.ref else None
        if before is None:
            first[piece.unit, piece.ref] = piece
            found.append(piece)
        elif before.day == piece.day and not before.balances and not piece.balances:
            before.lines += piece.lines
        else:
            found.append(piece)
    return found
