"""Lists of payees (发放名单): who is paid how much for what; CSV or XLSX.

1. A row is one payment to one payee (`payees.py`). Columns go by key or label; amounts
   are yuan.
2. The member is a number of the household, the worker (本人) where none is told. The
   year is of the costs, of schooling, or of the calendar; it follows from the period
   (2026, 2026-03) where it is not told, and the period from the year.
3. A row 合计 may end the list; it, and a total that is told beside the list, equal the
   sum of the rows to the fen.
4. All faults are told at once by row and column, and nothing personal with them. A list
   of 9,999 good rows and one bad one is not read, and that row is told.
5. A list is known again by what it says, whatever file says it in whatever order. What
   is kept of it is made with a key: numbers of identity could be guessed from a plain
   hash.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aid.claims import Project
from aid.household import WORKER
from aid.payees import PAYEE, Payee, read_payee
from aid.private_sheet import demand_filled, is_total, private_fault, private_rows
from ledger.errors import Fault, Faults, Problem
from ledger.intake_cells import Cells, tell
from ledger.money import ZERO, AmountError, Money
from ledger.one_sheet import demand_none
from ledger.periods import FIRST_YEAR, LAST_YEAR
from ledger.sheets import ColumnSpec, SheetSpec
from ledger.texts import text_problems
from treasury.vault import Vault

PAYMENT = (
    *PAYEE,
    ColumnSpec("project", "救助项目", required=True),
    ColumnSpec("member", "成员"),
    ColumnSpec("year", "年度"),
    ColumnSpec("period", "期间"),
    ColumnSpec("amount", "金额", required=True),
    ColumnSpec("fund", "资金"),
    ColumnSpec("account", "科目"),
    ColumnSpec("purpose", "用途"),
    ColumnSpec("case", "救助申请号"),
    ColumnSpec("memo", "备注"),
)
"""What a row says of a payment."""

PAYEES = SheetSpec("payees", "发放名单", PAYMENT)
"""The sheet."""

TEXTS = ("fund", "account", "purpose", "case", "memo")
_OWN = frozenset({"本人", "职工本人"})
_MEMBERS_MOST = 99
_EMPTY = Problem("file", "文件中没有付款", do="每笔付款写一行")
_PERIOD = re.compile(r"([0-9]{4})(?:年|[-./年]([0-9]{1,2})月?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRow:
    """One payment of a list.

    `fund`, `account` and `purpose` are empty where the list leaves them to whoever
    takes it in; `case_key` is empty where no case is named.
    """

    row: int
    payee: Payee
    project: Project
    member: int = WORKER
    year: int
    period: str
    amount: Money
    fund: str = ""
    account: str = ""
    purpose: str = ""
    case_key: str = ""
    memo: str = field(default="", repr=False)

    @property
    def said(self) -> str:
        """What the row says, whatever its place; numbers of identity are in it."""
        identity = self.payee.identity
        return "\x1f".join(
            (
                *(self.payee.code, "" if identity is None else identity.number),
                *(self.project.value, str(self.member), str(self.year), self.period),
                *(str(self.amount.fen), self.fund, self.account, self.purpose),
                *(self.case_key, self.memo),
            )
        )


@dataclass(frozen=True, slots=True)
class PaymentList:
    """A list as it was read; `name` is how faults call the file."""

    name: str
    rows: tuple[PaymentRow, ...]

    @property
    def total(self) -> Money:
        """The sum of the rows."""
        return sum((one.amount for one in self.rows), ZERO)

    def digest(self, vault: Vault) -> bytes:
        """32 bytes (HMAC-SHA-256) by which the list is known again (5)."""
        return digest_of([one.said for one in self.rows], vault)

    def fault(self, row: PaymentRow, column: str, what: str, do: str = "") -> Fault:
        """A fault that is met later: with a fund, a case, a file."""
        return Fault(self.name, row.row, column, Problem("cell", what, do=do))


def digest_of(said: Sequence[str], vault: Vault) -> bytes:
    """What a list says, in any order, as it may be kept (5)."""
    return vault.blind("\x1e".join(sorted(said)), "aid.lists")


def read_payments(path: Path, total: Money | None = None) -> PaymentList:
    """Read a list of payees.

    Args:
        path: a CSV, or a workbook with a sheet 发放名单.
        total: what the rows must add up to, where somebody says so.

    Raises:
        FolderFaulty: the file has faults; every one is told.
    """
    faults = Faults()
    lines = [*private_rows(path, PAYEES, faults, _EMPTY)]
    name = lines[0].file if lines else path.name
    lines, ending = parted(lines, faults)
    rows = [
        row for cells in lines if (row := payment_of(cells, faults, TEXTS)) is not None
    ]
    if len(rows) == len(lines):
        found = sum((row.amount for row in rows), ZERO)
        compare_totals(name, found, ending, total, faults)
    demand_none(faults, PAYEES)
    return PaymentList(name, tuple(rows))


# -- totals -------------------------------------------------------------------------


def parted(
    lines: Sequence[Cells], faults: Faults
) -> tuple[list[Cells], tuple[Cells, Money] | None]:
    """The rows of payments, and the row of the total with its amount (3)."""
    totals = [place for place, cells in enumerate(lines) if _ends(cells)]
    if not totals:
        return [*lines], None
    first = totals[0]
    for place in totals[1:]:
        what = f"第 {lines[first].row} 行已是合计"
        do = "只留一行合计，写在最后"
        faults.append(private_fault(lines[place], "amount", what, do))
    if len(totals) == 1 and first != len(lines) - 1:
        what = f"第 {lines[first].row} 行合计之后不能再有付款"
        last = lines[-1]
        told = Problem("row", what, do="把合计写在最后一行")
        faults.append(Fault(last.file, last.row, "", told))
    kept = [cells for place, cells in enumerate(lines) if place not in {*totals}]
    if not kept:
        faults.append(Fault(lines[first].file, 0, "", _EMPTY))
    amount = amount_of(lines[first], faults, least=ZERO)
    return kept, None if amount is None else (lines[first], amount)


def compare_totals(
    name: str,
    found: Money,
    ending: tuple[Cells, Money] | None,
    told: Money | None,
    faults: Faults,
) -> None:
    """Tell where a total is not the sum of the rows."""
    if ending is not None and ending[1] != found:
        what = f"合计与各行之和 {found.grouped()} 元不符"
        faults.append(
            private_fault(ending[0], "amount", what, _apart(ending[1], found))
        )
    if told is not None and told != found:
        what = f"各行之和 {found.grouped()} 元，所报合计 {told.grouped()} 元"
        problem = Problem("total", what, do=_apart(told, found))
        faults.append(Fault(name, 0, "amount", problem))


def _apart(told: Money, found: Money) -> str:
    return f"相差 {abs(told - found).grouped()} 元，核对各行和合计"


def _ends(cells: Cells) -> bool:
    return any(
        is_total(text)
        for key, text in cells.values.items()
        if key not in {"amount", "memo"}
    )


# -- rows ---------------------------------------------------------------------------


def payment_of(
    cells: Cells, faults: Faults, texts: Sequence[str] = ()
) -> PaymentRow | None:
    """What a row says of a payment; None where it has faults, which are told."""
    before = len(faults)
    demand_filled(cells, ("project", "amount"), faults)
    payee = read_payee(cells, faults)
    project = _project(cells, faults)
    member = _member(cells, faults)
    year, period = _times(cells, faults)
    amount = amount_of(cells, faults) if cells["amount"] else None
    told = [(key, cells[key], 0) for key in texts]
    tell([(0, problem) for problem in text_problems(told)], [cells], faults)
    if len(faults) > before or payee is None or project is None or amount is None:
        return None
    return PaymentRow(
        row=cells.row,
        payee=payee,
        project=project,
        member=member,
        year=year,
        period=period,
        amount=amount,
        fund=cells["fund"],
        account=cells["account"],
        purpose=cells["purpose"],
        case_key=cells["case"],
        memo=cells["memo"],
    )


def _project(cells: Cells, faults: Faults) -> Project | None:
    text = cells["project"]
    for one in Project:
        if text in {one.value, one.label}:
            return one
    if text:
        do = "可用：" + "、".join(one.label for one in Project)
        faults.append(private_fault(cells, "project", "不认识这个救助项目", do))
    return None


def _member(cells: Cells, faults: Faults) -> int:
    text = unicodedata.normalize("NFKC", cells["member"])
    if not text or text in _OWN:
        return WORKER
    if re.fullmatch(r"[0-9]{1,2}", text) and 1 <= int(text) <= _MEMBERS_MOST:
        return int(text)
    do = "写成员在档案中的序号，本人为 1；不写姓名"
    faults.append(private_fault(cells, "member", "成员应为序号", do))
    return WORKER


def _times(cells: Cells, faults: Faults) -> tuple[int, str]:
    """The year and the period (2); year 0 where they cannot be read."""
    before = len(faults)
    year = _year(cells, faults)
    told = _period(cells, faults)
    if len(faults) > before:
        return 0, ""
    if told is None:
        if not year:
            do = "写年度 2026，或期间 2026-03"
            faults.append(private_fault(cells, "year", "没有写明年度或期间", do))
        return year, str(year)
    of, month = told
    return year or of, f"{of}-{month:02d}" if month else str(of)


def _year(cells: Cells, faults: Faults) -> int:
    text = unicodedata.normalize("NFKC", cells["year"])
    match = re.fullmatch(r"([0-9]{4})年?", text)
    year = int(match[1]) if match else 0
    if text and not FIRST_YEAR <= year <= LAST_YEAR:
        faults.append(private_fault(cells, "year", "年度应写作 2026"))
        return 0
    return year


def _period(cells: Cells, faults: Faults) -> tuple[int, int] | None:
    text = unicodedata.normalize("NFKC", cells["period"])
    if not text:
        return None
    match = _PERIOD.fullmatch(text)
    if match is not None:
        year, month = int(match[1]), int(match[2] or 0)
        in_year = not match[2] or 1 <= month <= 12  # noqa: PLR2004 - months
        if FIRST_YEAR <= year <= LAST_YEAR and in_year:
            return year, month
    faults.append(private_fault(cells, "period", "期间应写作 2026 或 2026-03"))
    return None


def amount_of(cells: Cells, faults: Faults, least: Money = Money(1)) -> Money | None:  # noqa: B008 - frozen
    """The amount of a row; None where it is none or too small, which is told."""
    try:
        amount = Money.parse(cells["amount"])
    except AmountError as error:
        faults.append(private_fault(cells, "amount", str(error)))
        return None
    if amount < least:
        faults.append(private_fault(cells, "amount", "金额应大于零"))
        return None
    return amount
