"""Vouchers and openings of a books folder: from rows to entries ready to be sealed.

Rows that share a unit and a reference are one voucher, wherever they stand. What
belongs to the voucher as a whole may be left blank after its first row; where it is
given again it must agree. A row's own summary that differs goes into its memo.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ledger import store
from ledger.database import Connection
from ledger.errors import Fault, Problem
from ledger.folder import OPENINGS, VOUCHERS
from ledger.funds import standard_name
from ledger.journal import not_a_leaf, text_problems
from ledger.money import parse_fen
from ledger.people import SYSTEM, Act
from ledger.register import Lookups, UnitLookup
from ledger.sealing import Entry, infer
from ledger.sheets import (
    Block,
    Parsed,
    Source,
    blocks,
    parse_count,
    parse_day,
    parse_quantity,
)
from ledger.vouchers import KINDS, Correction, Entered, Kind, Line

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
)

Row = tuple[object, ...]
Gathered = tuple[dict[str, list[tuple[Entry, "Draft"]]], list[Fault]]


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

    def row_of(self, line: int) -> int:
        """The row of the file in which a line stands; line 0 is the voucher's first."""
        if line == 0:
            return self.first_row
        return self.rows[line - 1] if self.rows else self.first_row + line - 1


@dataclass(slots=True)
class VoucherSheet:
    """All vouchers of a sheet by unit and reference, and the names they use."""

    drafts: dict[tuple[str, str], Draft] = field(default_factory=dict)
    rows: int = 0


# -- reading ------------------------------------------------------------------------



def _day_text(text: str) -> str:
    return parse_day(text).isoformat()


def _optional_day(text: str) -> str:
    return _day_text(text) if text.strip() else ""


def _amount(text: str) -> int:
    return parse_fen(text) if text and not text.isspace() else 0


def _optional_count(text: str) -> int | None:
    return parse_count(text) if text.strip() else None


def _free_text(column: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        plain = text.strip()
        if plain:
            for problem in text_problems([(column, plain, 0)]):
                raise ValueError(str(problem))
        return plain

    return parse


def _parsers(spec_keys: Sequence[str]) -> dict[str, Parsed[object]]:
    """A parser for each column; what it learns serves every block."""
    special: dict[str, tuple[Callable[[str], object], object]] = {
        "date": (_day_text, ""),
        "original_date": (_optional_day, ""),
        "debit": (_amount, 0),
        "credit": (_amount, 0),
        "persons": (parse_count, 0),
        "attachments": (_optional_count, None),
        "quantity": (parse_quantity, 0),
    }
    return {
        key: Parsed(*special.get(key, (_free_text(key), "")))  # type: ignore[arg-type] # each its own type
        for key in spec_keys
    }


def read_vouchers(
    source: Source, faults: list[Fault], tell: Callable[[str, int, int], None]
) -> VoucherSheet:
    """Read `vouchers`: cells parsed, rows gathered by unit and reference."""
    sheet = VoucherSheet()
    parsers = _parsers(VOUCHERS.keys)
    for block in blocks(source, VOUCHERS, faults):
        columns = _columns(block, parsers, source, faults)
        _gather(sheet, source.name, block, columns, faults)
        sheet.rows += len(block.rows)
        tell("读取凭证", sheet.rows, 0)
    return sheet


def _columns(
    block: Block,
    parsers: dict[str, Parsed[object]],
    source: Source,
    faults: list[Fault],
) -> dict[str, list[object]]:
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
    columns: dict[str, list[object]],
    faults: list[Fault],
) -> None:
    heads = zip(*(columns[key] for key in HEAD_COLUMNS), strict=True)
    lines = zip(*(columns[key] for key in LINE_COLUMNS), strict=True)
    keys = zip(columns["unit"], columns["voucher"], strict=True)
    plain = zip(block.rows, columns["date"], columns["summary"], strict=True)
    drafts = sheet.drafts
    for key, head, line, (row, day, summary) in zip(
        keys, heads, lines, plain, strict=True
    ):
        draft = drafts.get(key)  # type: ignore[call-overload] # a pair of texts
        if draft is None:
            unit, ref = key
            drafts[key] = Draft(file, unit, ref, day, summary, head, [line], row)  # type: ignore[index, arg-type]
            if not ref or not unit:
                faults.append(_blank(file, row, "unit" if ref else "voucher"))
            if not summary:
                faults.append(_blank(file, row, "summary"))
            continue
        if head != draft.head or day != draft.day:
            _agree(draft, head, day, row, faults)
        if summary and summary != draft.summary:
            memo = f"{summary}；{line[-1]}" if line[-1] else summary
            line = (*line[:-1], memo)  # noqa: PLW2901 - the same row, its memo full
        _add_line(draft, line, row)


def _add_line(draft: Draft, line: Row, row: int) -> None:
    if draft.rows is None and row != draft.first_row + len(draft.lines):
        start = draft.first_row
        draft.rows = list(range(start, start + len(draft.lines)))
    if draft.rows is not None:
        draft.rows.append(row)
    draft.lines.append(line)


def _agree(
    draft: Draft, head: Row, day: object, row: int, faults: list[Fault]
) -> None:
    if day and day != draft.day:
        faults.append(_disagrees(draft, row, "date"))
    for key, here, first in zip(HEAD_COLUMNS, head, draft.head, strict=True):
        if here and here != first:
            faults.append(_disagrees(draft, row, key))


def _blank(file: str, row: int, column: str) -> Fault:
    return Fault(file, row, column, Problem("cell", "不能为空", do="填写内容"))


def _disagrees(draft: Draft, row: int, column: str) -> Fault:
    problem = Problem(
        "voucher",
        "同一凭证各行的内容不一致",
        f"与第 {draft.first_row} 行不同",
        "同一引用号只能是一张凭证",
    )
    return Fault(draft.file, row, column, problem)


def read_openings(source: Source, faults: list[Fault]) -> list[Draft]:
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
                    source.name, str(unit), ref, str(day), OPENING_SUMMARY, (), [line], row, opening=True
                )
            else:
                _add_line(draft, line, row)
    return list(drafts.values())


# -- entries ------------------------------------------------------------------------


class _Resolver:
    """Codes of one unit and chart to numbers, each looked up once."""

    def __init__(self, unit: UnitLookup, chart: str, books: Lookups) -> None:
        self.accounts: dict[object, int] = {}
        self.purposes: dict[tuple[int, object], str | None] = {}
        self._unit = unit
        self._chart = books.charts.get(chart, {})
        self._books = books

    def line_problems(self, account: object, fund: object, line: int) -> list[Problem]:
        """Why a line's account or fund is none of this unit's."""
        found = []
        id_ = self._chart.get(str(account))
        if id_ is None:
            found.append(
                Problem("account", "科目表中没有这个科目", str(account), "核对科目代码与科目表", line, "account")
            )
        elif id_ in self._books.above:
            found.append(not_a_leaf(str(account), line))
        if fund not in self._unit.funds:
            found.append(
                Problem("fund", "本单位没有这项资金", str(fund), "在 funds.csv 中登记", line, "fund")
            )
        return found

    def account(self, code: object) -> int | None:
        """The number of a leaf account; None where there is none of that code."""
        id_ = self.accounts.get(code)
        if id_ is None:
            id_ = self._chart.get(str(code))
            if id_ is None or id_ in self._books.above:
                return None
            self.accounts[code] = id_
        return id_

    def purpose(self, fund: int, text: object) -> str | None:
        """A purpose as the fund calls it: its own word, else the standard one."""
        if not text:
            return None
        key = (fund, text)
        if key not in self.purposes:
            known = self._unit.purposes[fund]
            name = str(text)
            if name not in known and standard_name(name) in known:
                name = standard_name(name)
            self.purposes[key] = name
        return self.purposes[key]


def voucher_entries(sheet: VoucherSheet, books: Lookups, into: Gathered) -> None:
    """Turn the vouchers of a sheet into entries by unit; tell what is unknown.

    The sheet is emptied as it is used, so that a million rows are held once.
    """
    by_unit, faults = into
    resolvers: dict[tuple[str, str], _Resolver] = {}
    while sheet.drafts:
        _, draft = sheet.drafts.popitem()
        unit = books.units.get(draft.unit)
        if unit is None:
            if draft.unit:
                faults.append(_unknown(draft, "单位", draft.unit, "unit"))
            continue
        chart = unit.chart_on(draft.day) or unit.charts[0][1]
        resolver = resolvers.get((unit.code, chart))
        if resolver is None:
            resolver = resolvers[unit.code, chart] = _Resolver(unit, chart, books)
        lines = _voucher_lines(draft, unit, resolver, faults)
        entry = _entry(draft, unit, chart, books, lines, faults)
        if entry is not None and lines is not None:
            by_unit.setdefault(unit.code, []).append((entry, draft))
            # The rows now stand in the entry; only their places are still needed.
            draft.lines = []


def _voucher_lines(
    draft: Draft, unit: UnitLookup, resolver: _Resolver, faults: list[Fault]
) -> list[Line] | None:
    lines: list[Line] = []
    whole = True
    funds = unit.funds
    for number, row in enumerate(draft.lines, 1):
        code, fund, debit, credit, purpose, party, recipient, persons, item, quantity, memo = row
        account_id = resolver.account(code)
        fund_id = funds.get(fund)  # type: ignore[call-overload] # a text
        if account_id is None or fund_id is None:
            whole = False
            for problem in resolver.line_problems(code, fund, number):
                faults.append(
                    Fault(draft.file, draft.row_of(number), problem.column, problem)
                )
            continue
        lines.append(
            Line(
                account_id,
                fund_id,
                debit,  # type: ignore[arg-type] # parsed as fen
                credit,  # type: ignore[arg-type]
                resolver.purpose(fund_id, purpose) if purpose else None,
                party,  # type: ignore[arg-type]
                recipient,  # type: ignore[arg-type]
                persons,  # type: ignore[arg-type]
                item,  # type: ignore[arg-type]
                quantity,  # type: ignore[arg-type]
                "",
                "",
                "",
                "",
                "",
                "",
                memo,  # type: ignore[arg-type]
            )
        )
    return lines if whole else None


def _entry(  # noqa: PLR0913, PLR0917 - the parts of one voucher
    draft: Draft,
    unit: UnitLookup,
    chart: str,
    books: Lookups,
    lines: list[Line] | None,
    faults: list[Fault],
) -> Entry | None:
    kind, attachments, preparer, reviewer, cashier, head, posted, corrects, how = draft.head
    before = len(faults)
    people = [
        _person(draft, books, code, column, faults)
        for code, column in (
            (preparer, "preparer"),
            (reviewer, "reviewer"),
            (cashier, "cashier"),
            (head, "head"),
        )
    ]
    if kind and kind not in KINDS[unit.kinds]:
        faults.append(_unknown(draft, "凭证字", str(kind), "kind"))
    if how and how not in CORRECTIONS:
        faults.append(_unknown(draft, "更正方式", str(how), "correction"))
    if len(faults) > before or lines is None or not draft.day:
        return None
    entry = Entry(
        draft.ref,
        str(kind),
        draft.day,
        chart,
        draft.summary,
        attachments or 0,  # type: ignore[arg-type] # a count
        people[0] or 0,
        people[1] or 0,
        people[2],
        people[3],
        str(posted),
        str(corrects),
        CORRECTIONS.get(str(how), ""),
        Entered.IMPORTED,
        lines,
    )
    return entry if kind else entry._replace(kind=infer(entry, unit, books))


CORRECTIONS = {
    str(Correction.FULL): str(Correction.FULL),
    str(Correction.DIFFERENCE): str(Correction.DIFFERENCE),
    str(Correction.REPLACEMENT): str(Correction.REPLACEMENT),
    "红字冲销": str(Correction.FULL),
    "差额更正": str(Correction.DIFFERENCE),
    "更正": str(Correction.REPLACEMENT),
}


def _person(
    draft: Draft, books: Lookups, code: object, column: str, faults: list[Fault]
) -> int | None:
    if not code:
        if column in {"preparer", "reviewer"}:
            faults.append(_blank(draft.file, draft.first_row, column))
        return None
    person = books.people.get(str(code))
    if person is None:
        faults.append(_unknown(draft, "人员", str(code), column))
    return person


def _unknown(draft: Draft, kind: str, name: str, column: str) -> Fault:
    problem = Problem(column, f"不认识这个{kind}", name, "核对是否写错，或先登记")
    return Fault(draft.file, draft.first_row, column, problem)


def opening_entries(
    connection: Connection,
    openings: list[Draft],
    books: Lookups,
    act: Act,
    into: Gathered,
) -> None:
    """Turn openings into entries of kind 期初: prepared by the program, reviewed by
    the person who imports; one that stands keeps the reviewer it had."""
    by_unit, faults = into
    for draft in openings:
        unit = books.units.get(draft.unit)
        if unit is None:
            faults.append(_unknown(draft, "单位", draft.unit, "unit"))
            continue
        chart = unit.chart_on(draft.day) or unit.charts[0][1]
        lines = _opening_lines(draft, unit, _Resolver(unit, chart, books), faults)
        stands = store.voucher_by_ref(connection, unit.id, draft.ref)
        entry = Entry(
            draft.ref,
            Kind.OPENING,
            draft.day,
            chart,
            OPENING_SUMMARY,
            0,
            books.person(SYSTEM),
            stands.reviewer_id if stands else books.person(act.person),
            None,
            None,
            "",
            "",
            "",
            Entered.IMPORTED,
            lines,
        )
        if len(lines) == len(draft.lines) and draft.day:
            by_unit.setdefault(unit.code, []).append((entry, draft))


def _opening_lines(
    draft: Draft, unit: UnitLookup, resolver: _Resolver, faults: list[Fault]
) -> list[Line]:
    lines = []
    for number, row in enumerate(draft.lines, 1):
        account, fund, debit, credit, party, item, quantity, serials, arose = row
        problems = resolver.line_problems(account, fund, number)
        if problems:
            place = draft.row_of(number)
            faults += [Fault(draft.file, place, found.column, found) for found in problems]
            continue
        account_id = resolver.account(account)
        assert account_id is not None
        lines.append(
            Line(
                account_id,
                unit.funds[str(fund)],
                debit,  # type: ignore[arg-type] # parsed as fen
                credit,  # type: ignore[arg-type]
                None,
                party=str(party),
                item=str(item),
                quantity_milli=quantity,  # type: ignore[arg-type]
                serials=str(serials),
                arose_on=str(arose),
            )
        )
    return lines
