"""What the bank says of a file of payments (回盘文件), read and held against it.

1. A row is found by our reference, else by card and amount; equal ones are taken in
   the order in which they were sent. A reference of another batch or file, a line that
   was not sent, one that comes twice, another amount or card, another outcome than was
   told before: each is a fault, and nothing is taken in. What was told before and is
   told alike again changes nothing: some banks' files grow from day to day.
2. A card is compared by its blind index. One that the bank masks is passed over where
   a reference tells the line.
3. A row 合计, and totals that are told beside the file, equal what the rows say.
4. A state that is neither success nor failure is a fault: the bank has not ended.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from aid.bank_files import line_of
from aid.bank_formats import BankFormat, state_of
from aid.private_sheet import harmless_text, is_total
from ledger.errors import Fault, Faults, FolderFaulty, Problem
from ledger.money import ZERO, AmountError, Money
from treasury.errors import StatementFaulty
from treasury.statements import csv_rows, xlsx_rows
from treasury.statements.figures import sheet_amount
from treasury.statements.mapping import ColumnMapping, heading_of
from treasury.statements.parts import Told, plain
from treasury.statements.reading import text_of
from treasury.statements.tabular import HEADER_SLACK, Row

RETURNED_LATER = "付后银行又退回的，按对账单用 bangfu money returned 登记，不改已有结果"
"""What to do where the bank takes back what it said."""

_CARD = re.compile(r"[0-9]{8,32}")
"""A number that the bank neither masked nor cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """A row of the bank's file; card and reason are never shown."""

    row: int
    reference: str
    card: str = field(repr=False)
    amount: Money
    is_paid: bool
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ResultFile:
    """What a bank's file says."""

    name: str
    rows: tuple[ResultRow, ...]

    @property
    def total(self) -> Money:
        """The sum of all rows, paid or not."""
        return sum((one.amount for one in self.rows), ZERO)


@dataclass(frozen=True, slots=True)
class Sent:
    """A line as it went to the bank."""

    line: int
    amount: Money
    card_blind: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a line; `is_known`: it was told before."""

    line: int
    amount: Money
    is_paid: bool
    reason: str = field(default="", repr=False)
    is_known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What else is known of a result: totals that the bank or somebody told."""

    count: int | None = None
    total: Money | None = None


# -- reading ------------------------------------------------------------------------


def read_results(name: str, content: bytes, forms: Sequence[BankFormat]) -> ResultFile:
    """Read the file of a bank by the first form whose headings it has.

    Raises:
        FolderFaulty: the file cannot be read, or has faults; all are told.
    """
    assert forms
    missing: tuple[str, ...] = ()
    for form in forms:
        rows = _rows(name, content, form)
        found = _headings(rows, form)
        if not isinstance(found, tuple):
            return _read(name, rows, found, form)
        missing = missing or found
    do = "核对文件；银行改了格式的，用 bangfu aid bank-file format add 另存一版"
    what = "表头中没有这些列：" + "、".join(missing)
    raise FolderFaulty([Fault(name, forms[0].header_row, "", _problem(what, do))])


def _rows(name: str, content: bytes, form: BankFormat) -> list[Row]:
    told = Told(name)
    try:
        if content.startswith(b"PK"):
            return list(xlsx_rows.rows(content, told))
        text = text_of(content, (), told)
        return list(csv_rows.rows(text, _mapping(form), told))
    except StatementFaulty as refusal:
        # The reader is that of statements; what is refused here is none.
        raise FolderFaulty(refusal.faults) from None


def _mapping(form: BankFormat) -> ColumnMapping:
    """The form as the reader of statements looks for headings."""
    return ColumnMapping(
        header_row=form.header_row,
        date=form.result_state,
        amount=form.result_amount,
        reference=form.result_line,
        counterparty_account=form.result_card,
        text=form.result_reason,
    )


@dataclass(frozen=True, slots=True)
class _Header:
    row: int
    places: Mapping[str, int]


def _headings(rows: Sequence[Row], form: BankFormat) -> _Header | tuple[str, ...]:
    """Where the headings stand, or those that do not."""
    wanted = {key: heading_of(one) for key, one in form.result_columns}
    missing = tuple(wanted.values())
    for number, cells in rows:
        if number < form.header_row:
            continue
        if number > form.header_row + HEADER_SLACK:
            break
        found = [heading_of(cell) for cell in cells]
        lacking = tuple(one for one in wanted.values() if one not in found)
        if not lacking:
            places = {key: found.index(one) for key, one in wanted.items()}
            return _Header(number, places)
        missing = min(missing, lacking, key=len)
    return missing


def _read(
    name: str, rows: Sequence[Row], header: _Header, form: BankFormat
) -> ResultFile:
    faults = Faults()
    reader = _Reader(name, header.places, form, faults)
    found: list[ResultRow] = []
    ending: tuple[int, str] | None = None
    for number, cells in rows:
        if number <= header.row or not any(cell.strip() for cell in cells):
            continue
        if any(map(is_total, cells)):
            ending = number, reader.cell(cells, "amount")
            continue
        row = reader.row(number, cells)
        if row is not None:
            found.append(row)
    if not found and not faults:
        faults.append(Fault(name, 0, "", _problem("文件中没有回盘结果", "重新导出")))
    result = ResultFile(name, tuple(found))
    if ending is not None and ending[1] and not faults:
        reader.compare(*ending, result.total)
    _demand_none(faults)
    return result


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads rows by where their columns stand."""

    name: str
    places: Mapping[str, int]
    form: BankFormat
    faults: Faults

    def cell(self, cells: Sequence[str], key: str) -> str:
        """What a row says of a thing, without the mark of a harmless text."""
        place = self.places.get(key)
        if place is None or place >= len(cells):
            return ""
        return plain(cells[place]).removeprefix("'").strip()

    def row(self, number: int, cells: Sequence[str]) -> ResultRow | None:
        """A row; None where it has faults, which are told."""
        amount = self._amount(number, self.cell(cells, "amount"))
        state = state_of(self.cell(cells, "state"))
        is_paid = state in self.form.words("success")
        if not is_paid and state not in self.form.words("failed"):
            do = "等银行处理完再导入；状态词不同的，另存一版格式"
            self._tell(number, "state", "处理状态既不是成功也不是失败", do)
            return None
        if amount is None:
            return None
        return ResultRow(
            row=number,
            reference=unicodedata.normalize("NFKC", self.cell(cells, "line")),
            card=self.cell(cells, "card"),
            amount=amount,
            is_paid=is_paid,
            reason="" if is_paid else self.cell(cells, "reason"),
        )

    def compare(self, number: int, text: str, found: Money) -> None:
        """Tell where the row of the total is not the sum of the rows (3)."""
        amount = self._amount(number, text)
        if amount is not None and amount != found:
            what = f"合计 {amount.grouped()} 元，各行之和 {found.grouped()} 元"
            self._tell(number, "amount", what, "向银行重新取回盘文件")

    def _amount(self, number: int, text: str) -> Money | None:
        try:
            amount = sheet_amount(text)
        except AmountError as error:
            self._tell(number, "amount", str(error), found=harmless_text(text))
            return None
        if amount is None or amount <= ZERO:
            self._tell(number, "amount", "金额应大于零", found=harmless_text(text))
            return None
        return amount

    def _tell(
        self, number: int, key: str, what: str, do: str = "", found: str = ""
    ) -> None:
        column = dict(self.form.result_columns)[key]
        problem = Problem("result", what, found, do)
        self.faults.append(Fault(self.name, number, column, problem))


# -- holding against what was sent --------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """The payment file that a result is held against.

    `decided` are lines that were told before, and whether they were paid.
    """

    batch: str
    number: int
    sent: tuple[Sent, ...]
    decided: Mapping[int, bool] = field(default_factory=dict)


def matched(
    result: ResultFile,
    asked: Asked,
    blind: Callable[[str], bytes],
    expected: Expected | None = None,
) -> tuple[Outcome, ...]:
    """What became of the lines that a result tells, by line.

    Args:
        result: what the bank says.
        asked: what was sent.
        blind: the blind index of a card's number.
        expected: totals that are told beside the file.

    Raises:
        FolderFaulty: the result is not of this file, or contradicts it; all is told.
    """
    faults = Faults()
    _compare(result, expected or Expected(), faults)
    matching = _Matching(result.name, asked, blind, faults)
    found = [one for row in result.rows if (one := matching.outcome(row)) is not None]
    if matching.strangers == len(result.rows):
        what = f"这不是批次 {asked.batch} 第 {asked.number} 号付款文件的回盘"
        problem = _problem(what, "选对批次和付款文件")
        raise FolderFaulty([Fault(result.name, 0, "", problem)])
    _demand_none(faults)
    return tuple(sorted(found, key=lambda one: one.line))


def _compare(result: ResultFile, expected: Expected, faults: Faults) -> None:
    """Rule 3."""
    count, told = len(result.rows), (expected.count, expected.total)
    if told[0] is not None and told[0] != count:
        what = f"文件有 {count} 笔，所报 {told[0]} 笔"
        faults.append(Fault(result.name, 0, "", _problem(what, "核对回盘文件")))
    if told[1] is not None and told[1] != result.total:
        what = f"文件合计 {result.total.grouped()} 元，所报 {told[1].grouped()} 元"
        faults.append(Fault(result.name, 0, "", _problem(what, "核对回盘文件")))


class _Matching:
    """Finds the line of each row (1)."""

    def __init__(
        self, name: str, asked: Asked, blind: Callable[[str], bytes], faults: Faults
    ) -> None:
        self.name = name
        self.asked = asked
        self.blind = blind
        self.faults = faults
        self.strangers = 0
        """Rows that are of another batch or file."""
        self.taken: dict[int, int] = {}
        """Lines that a row told, with the number of the row."""
        self.by_line = {one.line: one for one in asked.sent}
        self.by_card: dict[bytes, list[Sent]] = {}
        for one in asked.sent:
            self.by_card.setdefault(one.card_blind, []).append(one)

    def outcome(self, row: ResultRow) -> Outcome | None:
        """What a row tells of a line; None where it is a fault, which is told."""
        sent = self._by_reference(row) if row.reference else self._by_card(row)
        if sent is None:
            return None
        if (first := self.taken.setdefault(sent.line, row.row)) != row.row:
            self._tell(row, f"付款第 {sent.line} 行在回盘第 {first} 行已有结果")
        elif row.amount != sent.amount:
            what = (
                f"付款第 {sent.line} 行的金额 {row.amount.grouped()} 元，与付款文件不符"
            )
            self._tell(row, what)
        elif row.reference and not self._is_card_of(row, sent):
            self._tell(row, f"付款第 {sent.line} 行的卡号与付款文件不符")
        elif (was := self.asked.decided.get(sent.line)) in {None, row.is_paid}:
            told = sent.line, sent.amount, row.is_paid, row.reason
            return Outcome(*told, is_known=was is not None)
        else:
            what = f"付款第 {sent.line} 行此前已有结果：" + ("未付", "已付")[bool(was)]
            self._tell(row, f"{what}；{RETURNED_LATER}" if was else what)
        return None

    def _by_reference(self, row: ResultRow) -> Sent | None:
        line = line_of(row.reference, self.asked.batch, self.asked.number)
        if line is None:
            self.strangers += 1
            self._tell(row, "参考号属于另一批次或另一付款文件")
            return None
        if line not in self.by_line:
            self._tell(row, f"付款文件中没有付款第 {line} 行")
        return self.by_line.get(line)

    def _by_card(self, row: ResultRow) -> Sent | None:
        if not is_whole(row.card):
            self._tell(row, "没有参考号，卡号又不完整，认不出是哪一行")
            return None
        known = self.by_card.get(self.blind(bare_card(row.card)), [])
        if not known:
            self.strangers += 1
            self._tell(row, "付款文件中没有这个卡号")
            return None
        equal = [one for one in known if one.amount == row.amount]
        if not equal:
            self._tell(row, "这个卡号的金额与付款文件不符")
            return None
        free = [one for one in equal if one.line not in self.taken]
        undecided = (one for one in free if one.line not in self.asked.decided)
        return next(chain(undecided, free), equal[-1])

    def _is_card_of(self, row: ResultRow, sent: Sent) -> bool:
        """Rule 2."""
        if not is_whole(row.card):
            return True
        return self.blind(bare_card(row.card)) == sent.card_blind

    def _tell(self, row: ResultRow, what: str) -> None:
        problem = _problem(what, "核对回盘文件，不要手工改动")
        self.faults.append(Fault(self.name, row.row, "", problem))


def bare_card(text: str) -> str:
    """The number of a card as it is compared: without spaces, hyphens and width."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text))


def is_whole(card: str) -> bool:
    """Whether a number of a card can be compared at all."""
    return _CARD.fullmatch(bare_card(card)) is not None


def _problem(what: str, do: str = "") -> Problem:
    return Problem("result", what, do=do)


def _demand_none(faults: Faults) -> None:
    if faults:
        kept = sorted(faults, key=lambda one: one.row)
        raise FolderFaulty(kept, len(faults) - len(kept))


def summed(outcomes: Iterable[Outcome]) -> Iterator[tuple[int, Money]]:
    """How many lines were paid and their sum, then of those that were not."""
    told = [*outcomes]
    for is_paid in (True, False):
        some = [one.amount for one in told if one.is_paid is is_paid]
        yield len(some), sum(some, ZERO)
