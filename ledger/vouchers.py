"""Vouchers (记账凭证) and their postings (分录): what is said before it is sealed.

A voucher is built whole or not at all. What can be known from the voucher alone is
checked here; what needs the books (accounts, funds, periods, money) is checked when
it is posted (`journal.post`).

1. L1: a voucher has two postings or more and balances within each fund.
2. L2: a posting has exactly one side, whole fen, not zero; a negative amount stands
   only in a red-letter (红字) or difference voucher.
3. L6: preparer, reviewer and cashier are different persons.

Basis: 会计基础工作规范 第五十一条 (content), 会计法 第三十五条 (separation).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ledger.errors import Problem
from ledger.money import BOUND_FEN, ZERO, Money


class Kind(StrEnum):
    """Series in which vouchers are numbered; a unit uses one set of them."""

    RECEIPT = "收"
    PAYMENT = "付"
    TRANSFER = "转"
    SINGLE = "记"
    CASH_RECEIPT = "现收"
    CASH_PAYMENT = "现付"
    BANK_RECEIPT = "银收"
    BANK_PAYMENT = "银付"
    OPENING = "期初"


class KindSet(StrEnum):
    """The series a unit keeps: three (default), five, or one."""

    THREE = "three"
    FIVE = "five"
    ONE = "one"


KINDS = {
    KindSet.THREE: (Kind.RECEIPT, Kind.PAYMENT, Kind.TRANSFER),
    KindSet.FIVE: (
        Kind.CASH_RECEIPT,
        Kind.CASH_PAYMENT,
        Kind.BANK_RECEIPT,
        Kind.BANK_PAYMENT,
        Kind.TRANSFER,
    ),
    KindSet.ONE: (Kind.SINGLE,),
}


class Correction(StrEnum):
    """How a voucher corrects another of the same year (会计基础工作规范 51-5)."""

    FULL = "full"
    """Red-letter cancellation: same accounts and sides, negative amounts."""
    DIFFERENCE = "difference"
    """Only the difference of an amount: blue upwards, red downwards."""
    REPLACEMENT = "replacement"
    """The right voucher in the place of one that was cancelled in full."""


RED = frozenset({Correction.FULL, Correction.DIFFERENCE})
"""Corrections that may hold negative amounts and may take a fund below zero."""


class Entered(StrEnum):
    """How a voucher came into the books."""

    HERE = "here"
    IMPORTED = "imported"
    BANK = "bank"
    """Originated by the bank (fee, interest, return); it may overdraw a fund."""
    ADJUSTMENT = "adjustment"
    """An audit adjustment of a December that is adjusting; its basis is a finding."""
    YEAR_END = "year_end"
    """Made by the closing of a year (`year_end.py`)."""


class Line(NamedTuple):
    """A posting as the database holds it: numbers for account and fund, fen.

    Thousands of these move at once, so they are tuples; `Posting` is what people and
    other packages speak of. `quantity_milli` is thousandths of the item's unit.
    """

    account_id: int
    fund_id: int
    debit_fen: int
    credit_fen: int
    purpose: str | None = None
    party: str = ""
    recipient: str = ""
    persons: int = 0
    item: str = ""
    quantity_milli: int = 0
    serials: str = ""
    arose_on: str = ""
    economic: str = ""
    functional: str = ""
    appropriation: str = ""
    request: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One line of a voucher: an account and a fund, debited or credited.

    `recipient` is a file number (档案号), never a name. `persons` counts persons
    served, negative only where a red line takes them back. `quantity_milli` is in
    thousandths of the item's unit.
    """

    account: str
    fund: str
    debit: Money = ZERO
    credit: Money = ZERO
    purpose: str = ""
    party: str = ""
    recipient: str = ""
    persons: int = 0
    item: str = ""
    quantity_milli: int = 0
    serials: str = ""
    arose_on: dt.date | None = None
    economic: str = ""
    functional: str = ""
    appropriation: str = ""
    request: str = ""
    memo: str = ""

    def reversed(self) -> "Posting":
        """The same line in red: same account and side, all that counts negative.

        Persons and quantities are taken back with the amount, so that sums stay true.
        """
        kept = {name: getattr(self, name) for name in Posting.__slots__}
        counted = ("debit", "credit", "persons", "quantity_milli")
        return Posting(**kept | {name: -kept[name] for name in counted})


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """What an officer says happened, with who prepared and who reviewed it.

    Persons, accounts and funds are called by their codes. `kind` may be empty: it is
    then inferred from the money that moves. `ref` is the caller's reference, unique
    in the unit. `corrects` is the reference of the voucher that is corrected. `basis`
    is the number of the decision or finding that it carries out. `chart` may be empty:
    it is then the one in force on its day.
    """

    unit: str
    ref: str
    dated_on: dt.date
    summary: str
    postings: tuple[Posting, ...]
    preparer: str
    reviewer: str
    cashier: str = ""
    head: str = ""
    kind: str = ""
    attachments: int = 0
    posted_at: str = ""
    corrects: str = ""
    correction: Correction | None = None
    entered: Entered = Entered.HERE
    basis: str = ""
    chart: str = ""


class Amounts(NamedTuple):
    """What L1 and L2 look at in a posting."""

    fund: int | str
    debit_fen: int
    credit_fen: int


def amount_problems(lines: Iterable[Amounts], *, red_allowed: bool) -> list[Problem]:
    """The breaches of L1 and L2 among the postings of one voucher."""
    problems: list[Problem] = []
    differences: dict[int | str, int] = {}
    count = 0
    for count, (fund, debit, credit) in enumerate(lines, 1):
        if (debit == 0) == (credit == 0):
            problems.append(_one_side(count, both=debit != 0))
        elif debit + credit < 0 and not red_allowed:
            problems.append(_negative(count))
        elif abs(debit + credit) > BOUND_FEN:
            problems.append(_beyond(count))
        differences[fund] = differences.get(fund, 0) + debit - credit
    if count < 2:  # noqa: PLR2004 - double entry
        problems.append(Problem("L1", "凭证至少要有两行分录", do="补上对方科目的分录"))
    if any(differences.values()):
        problems.append(_unbalanced(differences))
    return problems


def _one_side(line: int, *, both: bool) -> Problem:
    return Problem(
        "L2",
        "每行分录只能有借方或贷方一个金额，且不为零",
        "两边都有金额" if both else "两边都没有金额",
        "只填借方或贷方",
        line,
        "debit",
    )


def _negative(line: int) -> Problem:
    return Problem(
        "L2",
        "负数只能用于红字更正凭证",
        "负数金额",
        "改记相反方向，或注明 corrects 与 correction",
        line,
        "debit",
    )


def _beyond(line: int) -> Problem:
    return Problem(
        "L2",
        "金额超过 90,000,000,000,000.00 元的上限",
        do="核对金额",
        line=line,
        column="debit",
    )


def _unbalanced(differences: dict[int | str, int]) -> Problem:
    total = sum(differences.values())
    if total:
        return Problem(
            "L1", "借贷不平", f"借方减贷方 {Money(total)} 元", "核对各行金额"
        )
    return Problem(
        "L1",
        "凭证总额平衡，但各资金内部借贷不平",
        f"{sum(1 for gap in differences.values() if gap)} 项资金不平",
        "资金之间的调拨要经由货币资金科目，两边各自平衡",
    )


def person_problems(
    preparer: object, reviewer: object, cashier: object
) -> list[Problem]:
    """The breaches of L6; persons are compared, not log-ins.

    `cashier` may be None or empty where no money moves or books are imported.
    """
    found = []
    if preparer == reviewer:
        found.append(_same("制单人与审核人", "reviewer"))
    if cashier and cashier == preparer:
        found.append(_same("出纳与制单人", "cashier"))
    if cashier and cashier == reviewer:
        found.append(_same("出纳与审核人", "cashier"))
    return found


def _same(who: str, column: str) -> Problem:
    return Problem(
        "L6", f"{who}是同一人", do="换由另一人办理（会计法第三十五条）", column=column
    )


def infer_kind(kinds: KindSet, moves: dict[int, int], cash: frozenset[int]) -> Kind:
    """The series a voucher belongs to, from the net money of each money account.

    Net money in is a receipt, out a payment, cash to bank or back a payment; what
    moves no money, or moves it only between funds, is a transfer.

    Args:
        kinds: the series the unit keeps.
        moves: per money account, debits less credits in fen over all funds.
        cash: which of the accounts are cash (the rest is bank or quota).
    """
    if kinds is KindSet.ONE:
        return Kind.SINGLE
    moved = {account: net for account, net in moves.items() if net}
    if not moved:
        return Kind.TRANSFER
    receipt = sum(moved.values()) > 0
    if kinds is KindSet.THREE:
        return Kind.RECEIPT if receipt else Kind.PAYMENT
    # With five series the account whose money leaves (or arrives) names the series.
    in_cash = any((net > 0) == receipt and a in cash for a, net in moved.items())
    if receipt:
        return Kind.CASH_RECEIPT if in_cash else Kind.BANK_RECEIPT
    return Kind.CASH_PAYMENT if in_cash else Kind.BANK_PAYMENT


def mark(period: int, kind: str, number: int) -> str:
    """How papers call a voucher: `2025-03 付-12`; an opening `2025 期初-1`."""
    month = f"-{period % 100:02d}" if period % 100 else ""
    return f"{period // 100}{month} {kind}-{number}"
