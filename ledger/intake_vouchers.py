"""Vouchers and openings of a books folder: cells parsed, rows gathered into vouchers.

Rows that share a unit and a reference are one voucher, wherever they stand. What
belongs to the voucher as a whole may be left blank after its first row; where it is
given again it must agree. A row's own summary that differs goes into its memo.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Any

from ledger.codes import ATTACHMENTS_BOUND
from ledger.errors import Fault, Faults, Problem
from ledger.folder import OPENINGS, VOUCHERS
from ledger.money import parse_fen
from ledger.periods import parse_day
from ledger.sheets import (
    Block,
    Parsed,
    Source,
    UnreadNumber,
    UnreadText,
    blocks,
    parse_count,
    parse_quantity,
    was_read,
)
from ledger.texts import text_problems

OPENING_SUMMARY = "期初余额"

# A row's own part, in the order in which `_rows` takes the columns.
LINE_COLUMNS = (
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
HEAD_COLUMNS = (
    "kind",
    "attachments",
    "preparer",
    "reviewer",
    "cashier",
    "head",
    "posted_at",
    "corrects",
    "correction",
    "basis",
)

Row = tuple[object, ...]


@dataclass(slots=True)
class Draft:
    """The rows of one voucher as read: head, lines, and where they stand."""

    file: str
    unit: str
    ref: str
    day: str
    summary: str
    head: Row
    lines: list[Row]
    first_row: int
    opening: bool = False
    rows: list[int] | None = None
    """The row of each line, where they do not follow each other."""
    parts: list[int] | None = None
    """Where the rows were broken off by another voucher's: first line of each part."""

    def row_of(self, line: int) -> int:
        """The row of the file in which a line stands; line 0 is the voucher's first."""
        if line == 0:
            return self.first_row
        return self.rows[line - 1] if self.rows else self.first_row + line - 1


@dataclass(slots=True)
class VoucherSheet:
    """All vouchers of a sheet by unit and reference, and the names they use."""

    units: dict[str, dict[str, Draft]] = field(default_factory=dict)
    """The vouchers of each unit by reference, both as the file has them."""
    heads: dict[Row, Row] = field(default_factory=dict)
    """The different heads: most vouchers share theirs with others."""
    purposes: dict[tuple[object, ...], None] = field(default_factory=dict)
    """Unit, fund and purpose of the lines that name a purpose."""
    rows: int = 0
    last: Draft | None = None
    """The voucher of the row read last."""

    def drafts(self) -> Iterator[Draft]:
        """Every voucher."""
        return chain.from_iterable(of.values() for of in self.units.values())


# -- reading ------------------------------------------------------------------------


def _day(text: str) -> str:
    return parse_day(text).isoformat() if text.strip() else ""


def _amount(text: str) -> int:
    return parse_fen(text) if text and not text.isspace() else 0


def _attachments(text: str) -> int | None:
    if not text.strip():
        return None
    count = parse_count(text)
    if count > ATTACHMENTS_BOUND:
        raise ValueError("附件张数至多 9999")
    return count


def _persons(text: str) -> int:
    """Persons served; a red line takes them back."""
    plain = text.strip()
    return -parse_count(plain[1:]) if plain.startswith("-") else parse_count(plain)


_REFERENCES = frozenset({"voucher", "corrects"})
"""Numbers given by others, as `ref` is in the journal: no personal number is sought."""


def _free_text(column: str) -> Callable[[str], str]:
    if column in _REFERENCES:
        column = "ref"

    def parse(text: str) -> str:
        plain = text.strip()
        if plain:
            for problem in text_problems([(column, plain, 0)]):
                raise ValueError(str(problem))
        return plain

    return parse


def _parsers(spec_keys: Sequence[str]) -> dict[str, Parsed[Any]]:
    """A parser for each column; what it learns serves every block."""
    text, number = UnreadText(), UnreadNumber()
    special: dict[str, tuple[Callable[[str], object], object]] = {
        "date": (_day, text),
        "original_date": (_day, text),
        "debit": (_amount, number),
        "credit": (_amount, number),
        "persons": (_persons, number),
        "attachments": (_attachments, None),
        "quantity": (parse_quantity, number),
    }
    return {
        key: Parsed(*special.get(key, (_free_text(key), text))) for key in spec_keys
    }


def read_vouchers(
    source: Source, faults: Faults, tell: Callable[[str, int, int], None]
) -> VoucherSheet:
    """Read `vouchers`: cells parsed, rows gathered by unit and reference."""
    sheet = VoucherSheet()
    parsers = _parsers(VOUCHERS.keys)
    for block in blocks(source, VOUCHERS, faults):
        columns = _columns(block, parsers, source, faults)
        _gather(sheet, source.name, block, columns, faults)
        sheet.rows += len(block.rows)
        tell("读取凭证", sheet.rows, 0)
    for draft in sheet.drafts():
        if draft.parts:
            _join_parts(draft, faults)
    return sheet


def _columns(
    block: Block,
    parsers: dict[str, Parsed[Any]],
    source: Source,
    faults: Faults,
) -> dict[str, list[Any]]:
    found = {}
    for key, parsed in parsers.items():
        cells = block.columns.get(key)
        if cells is None:
            found[key] = [parsed[""]] * len(block.rows)
        else:
            found[key] = parsed.column(cells, block, (source.name, key), faults)
    return found


def _gather(
    sheet: VoucherSheet,
    file: str,
    block: Block,
    columns: dict[str, list[Any]],
    faults: Faults,
) -> None:
    if any(columns["purpose"]):
        named = zip(columns["unit"], columns["fund"], columns["purpose"], strict=True)
        sheet.purposes |= dict.fromkeys(key for key in named if key[2])
    heads = zip(*(columns[key] for key in HEAD_COLUMNS), strict=True)
    lines = zip(*(columns[key] for key in LINE_COLUMNS), strict=True)
    plain = (columns[key] for key in ("unit", "voucher", "date", "summary"))
    draft = sheet.last
    for row, unit, ref, day, summary, head, line in zip(
        block.rows, *plain, heads, lines, strict=True
    ):
        if draft is None or ref != draft.ref or unit != draft.unit:
            last, draft = draft, sheet.units.get(unit, {}).get(ref)
            if draft is None:
                head = sheet.heads.setdefault(head, head)  # noqa: PLW2901 - the same, once
                draft = Draft(file, unit, ref, day, summary, head, [line], row)
                sheet.units.setdefault(unit, {})[ref] = draft
                given = {"unit": unit, "voucher": ref, "date": day, "summary": summary}
                if not all(given.values()):
                    _ask_for(given, file, row, faults)
                continue
            if draft is not last:
                draft.parts = [*(draft.parts or ()), len(draft.lines)]
        if head != draft.head or day != draft.day:
            _agree(draft, head, day, row, faults)
        if summary and summary != draft.summary:
            memo = f"{summary}；{line[-1]}" if line[-1] else summary
            line = (*line[:-1], memo)  # noqa: PLW2901 - the same row, its memo full
        if draft.rows is None and row == draft.first_row + len(draft.lines):
            draft.lines.append(line)
        else:
            _add_line(draft, line, row)
    sheet.last = draft


def _join_parts(draft: Draft, faults: Faults) -> None:
    """Judge rows of one reference that stand in several places of the file.

    Parts that balance only together are one voucher. A part that balances alone is
    the voucher said again: with the same content it is the same one, with other
    content it is refused (L11).
    """
    assert draft.parts
    bounds = [*draft.parts, len(draft.lines)]
    kept = list(range(bounds[0]))
    for first, end in pairwise(bounds):
        part = draft.lines[first:end]
        so_far = [draft.lines[line] for line in kept]
        if _balances(part) and _balances(so_far):
            if part != so_far:
                faults.append(_said_otherwise(draft, first + 1))
            continue
        kept += range(first, end)
    places = [draft.row_of(line + 1) for line in kept]
    draft.lines = [draft.lines[line] for line in kept]
    draft.rows = places


def _balances(lines: Sequence[Row]) -> bool:
    sums: dict[object, int] = {}
    for _, fund, debit, credit, *_ in lines:
        sums[fund] = sums.get(fund, 0) + debit - credit  # type: ignore[operator] # fen
    return not any(sums.values())


def _said_otherwise(draft: Draft, line: int) -> Fault:
    problem = Problem(
        "L11",
        "同一凭证引用号在两处出现，内容不同",
        f"另一处在第 {draft.first_row} 行",
        "一张凭证用一个引用号；重复的行请删去",
    )
    return Fault(draft.file, draft.row_of(line), "voucher", problem)


def _ask_for(given: Mapping[str, object], file: str, row: int, faults: Faults) -> None:
    """Tell which of these cells are blank."""
    for column, value in given.items():
        if not value and was_read(value):
            faults.append(blank(file, row, column))


def _add_line(draft: Draft, line: Row, row: int) -> None:
    if draft.rows is None and row != draft.first_row + len(draft.lines):
        start = draft.first_row
        draft.rows = list(range(start, start + len(draft.lines)))
    if draft.rows is not None:
        draft.rows.append(row)
    draft.lines.append(line)


def _agree(draft: Draft, head: Row, day: object, row: int, faults: Faults) -> None:
    if day and day != draft.day:
        faults.append(_disagrees(draft, row, "date"))
    for key, here, first in zip(HEAD_COLUMNS, head, draft.head, strict=True):
        if here and here != first:
            faults.append(_disagrees(draft, row, key))


def blank(file: str, row: int, column: str) -> Fault:
    """The fault of a cell that may not be blank."""
    return Fault(file, row, column, Problem("cell", "不能为空", do="填写内容"))


def _disagrees(draft: Draft, row: int, column: str) -> Fault:
    problem = Problem(
        "voucher",
        "同一凭证各行的内容不一致",
        f"与第 {draft.first_row} 行不同",
        "同一引用号只能是一张凭证",
    )
    return Fault(draft.file, row, column, problem)


def read_openings(source: Source, faults: Faults) -> list[Draft]:
    """Read `openings`: one voucher for each unit and day."""
    parsers = _parsers(OPENINGS.keys)
    drafts: dict[tuple[object, object], Draft] = {}
    order = ("account", "fund", "debit", "credit", "party", "item", "quantity")
    for block in blocks(source, OPENINGS, faults):
        columns = _columns(block, parsers, source, faults)
        keys = (*order, "serials", "original_date")
        lines = zip(*(columns[key] for key in keys), strict=True)
        heads = zip(block.rows, columns["unit"], columns["date"], strict=True)
        for (row, unit, day), line in zip(heads, lines, strict=True):
            draft = drafts.get((unit, day))
            if draft is None:
                ref = f"期初-{day}"
                drafts[unit, day] = Draft(
                    source.name,
                    str(unit),
                    ref,
                    str(day),
                    OPENING_SUMMARY,
                    (),
                    [line],
                    row,
                    opening=True,
                )
                _ask_for({"unit": unit, "date": day}, source.name, row, faults)
            else:
                _add_line(draft, line, row)
    return list(drafts.values())
