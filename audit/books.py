"""The books as an auditor reads them: one unit, one run of days, no database.

1. Amounts of lines are whole fen, debit and credit apart, as in the ledger.
2. What stood before the first day is in `openings` and `stock`; vouchers of kind 期初
   are part of it and not of `vouchers`.
3. `closings` are what the ledger itself says stands at the end. They are kept apart
   from openings and vouchers, so that the two can be held against each other.
4. Recipients are file numbers (档案号), never names.

Vouchers and lines are tuples: a year may hold a million of them.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from audit.aided import Aided
from audit.aided_people import People
from audit.audited import Audited
from audit.banked import Banked
from audit.book_data import NOT_ALWAYS, Data
from audit.donated import Donated
from audit.evidence_numbers import Series
from audit.imported import Imported
from audit.limits import Limits
from audit.list_kinds import ASSETS, ListKind
from audit.logged import Logged
from audit.papered import Papered
from audit.passed_on import Waited
from audit.planned import Planned
from ledger.accounts import MONEY_ROLES, AccountClass, Labelled, Role
from ledger.periods import Span
from ledger.vouchers import mark

Worked = TypeVar("Worked")


class Part(Labelled):
    """What an account is to a fund: a form its money takes, or why it is there."""

    FORM = "form", "结存形态"
    GOODS = "goods", "物资等非货币资产"
    GOODS_FUND = "goods_fund", "资产基金"
    INCOME = "income", "收入"
    EXPENSE = "expense", "支出"
    NET = "net", "净资产"
    ENTRUSTED = "entrusted", "代管经费"


class Account(NamedTuple):
    """An account with its names from the first level down.

    `leaf` is whether postings may stand on it, `known` whether a chart has it: an
    auditee's books may use what none has.
    """

    code: str
    name: str
    klass: AccountClass
    role: Role
    part: Part
    leaf: bool = True
    known: bool = True

    @property
    def own_name(self) -> str:
        """Its own name, without those above it."""
        return self.name.rsplit("——", 1)[-1]

    @property
    def first_level(self) -> str:
        """The name of the first-level account that it is or lies under."""
        return self.name.split("——", 1)[0]

    @property
    def spends(self) -> bool:
        """Whether a debit is an outflow that must name a purpose."""
        return self.part is Part.EXPENSE or self.part is Part.ENTRUSTED

    @property
    def is_money(self) -> bool:
        """Whether money itself stands here: cash, bank or quota."""
        return self.role in MONEY_ROLES


class Fund(NamedTuple):
    """A fund; `purposes` is None where its donor and its source set none.

    `known` is whether it is registered: an auditee's books may use what is not.
    """

    code: str
    name: str
    origin: str
    channel: str
    purposes: frozenset[str] | None
    opened_on: dt.date
    known: bool = True

    @property
    def is_aid(self) -> bool:
        """Whether it is aid money, not the union's other money."""
        return self.origin != "general"


class Line(NamedTuple):
    """A posting."""

    account: str
    fund: str
    debit_fen: int
    credit_fen: int
    purpose: str = ""
    party: str = ""
    recipient: str = ""
    persons: int = 0
    item: str = ""
    memo: str = ""
    quantity_milli: int = 0

    @property
    def net_fen(self) -> int:
        """Debit less credit."""
        return self.debit_fen - self.credit_fen


class Voucher(NamedTuple):
    """A voucher with its lines; persons by their codes, empty where nobody signed.

    `corrects` is the mark of the voucher it corrects and `corrects_period` that one's
    period, 0 where there is none in the books. `recorded_on` is the day it was
    entered, None where nobody knows. `cancelled` says that a later one cancels it,
    `entered` how it came in (来历).

    `attachments` is -1 where the books do not tell them.

    Of an auditee's books: `called` is what they call it, `series` the run of numbers
    that it stands in, `unread` names what of it could not be read, and `place` counts
    the vouchers as the file has them, from 1.
    """

    position: int
    period: int
    kind: str
    number: int
    dated_on: dt.date
    summary: str
    attachments: int
    preparer: str
    reviewer: str
    poster: str
    cashier: str
    lines: tuple[Line, ...]
    recorded_on: dt.date | None = None
    corrects: str = ""
    corrects_period: int = 0
    correction: str = ""
    cancelled: bool = False
    entered: str = "here"
    called: str = ""
    series: Series | None = None
    unread: tuple[str, ...] = ()
    place: int = 0

    @property
    def mark(self) -> str:
        """How papers call it: `2025-03 付-12`, or as the auditee's books do."""
        return self.called or mark(self.period, self.kind, self.number)

    @property
    def stands(self) -> bool:
        """Whether it neither was cancelled nor cancels another."""
        return not self.cancelled and self.correction != "full"

    @property
    def amount_fen(self) -> int:
        """The sum of its debits."""
        return sum(line.debit_fen for line in self.lines)


class Standing(NamedTuple):
    """A balance by account and fund; debit is positive."""

    account: str
    fund: str
    balance_fen: int


class InStock(NamedTuple):
    """How much of an item a fund held before the first day, in thousandths."""

    fund: str
    item: str
    quantity_milli: int


class Month(NamedTuple):
    """What a fund received and paid out in a month, from its beginning on."""

    fund: str
    period: int
    received_fen: int
    paid_fen: int


class AdvanceLine(NamedTuple):
    """A line on an advance account, from the beginning on; `arose_on` is its age."""

    mark: str
    arose_on: dt.date
    fund: str
    party: str
    net_fen: int


class Close(NamedTuple):
    """A closed month and the chain position at which it was closed."""

    period: int
    position: int


class Tie(NamedTuple):
    """A cross-check (勾稽关系) of one of the year's statements, as it came out.

    `where` is the column or row it was made for, empty where there is but one.
    """

    statement: str
    check: str
    where: str
    left_fen: int
    right_fen: int


class Tenure(NamedTuple):
    """A post held by an officer; `until` is the first day out of it.

    `code` is what vouchers call that person, empty where the books do not tell.
    """

    person: str
    post: str
    since: dt.date
    until: dt.date | None
    acting: bool = False
    code: str = ""


class GiftPaid(NamedTuple):
    """What a gift paid of one voucher."""

    mark: str
    dated_on: dt.date
    amount_fen: int


class TimedGift(NamedTuple):
    """A gift with the last day that it may be spent, what it paid, what is left."""

    gift: str
    fund: str
    ends: dt.date
    left_fen: int
    paid: tuple[GiftPaid, ...]


class Grounds(NamedTuple):
    """Since when aid is spent by batches alone (L13); the vouchers that pay them."""

    since: dt.date
    positions: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """One unit's books over a run of days, with what lies before them."""

    unit: str
    unit_name: str
    span: Span
    limits: Limits
    accounts: Mapping[str, Account]
    funds: Mapping[str, Fund]
    vouchers: Sequence[Voucher] = ()
    openings: Sequence[Standing] = ()
    closings: Sequence[Standing] = ()
    stock: Sequence[InStock] = ()
    history: Sequence[Month] = ()
    advances: Sequence[AdvanceLine] = ()
    closes: Sequence[Close] = ()
    tenures: Sequence[Tenure] = ()
    ties: Sequence[Tie] = ()
    planned: Planned | None = None
    timed_gifts: Sequence[TimedGift] = ()
    grounds: Grounds | None = None
    imported: Imported | None = None
    aided: Aided | None = None
    audited: Audited | None = None
    banked: Banked | None = None
    passed_on: Sequence[Waited] = ()
    donated: Donated | None = None
    papered: Papered | None = None
    logged: Logged | None = None
    first_numbers: Mapping[Series, int] = field(default_factory=dict)
    """With which number each series of an auditee's references should begin."""
    carried: Sequence[Standing] | None = None
    """What should stand before the first day by the year before, where known."""
    people: frozenset[str] | None = None
    """Everybody who may sign, by code; None where there is no list."""
    astray: Sequence[Voucher] = ()
    """The few vouchers of the same books whose days lie outside all others."""
    nothing_read: bool = False
    """Whether no line of an auditee's vouchers could be read: nothing follows then."""
    _kept: dict[str, Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What many checks ask for, worked out once (`once`)."""

    def once(self, name: str, work: Callable[["Books"], Worked]) -> Worked:
        """What is worked out of these books under a name, the first time it is asked.

        Books do not change, so it stays true.
        """
        if name not in self._kept:
            self._kept[name] = work(self)
        found: Worked = self._kept[name]
        return found

    @property
    def money(self) -> frozenset[str]:
        """The accounts that money itself stands on."""
        accounts = self.accounts.items()
        return frozenset(code for code, account in accounts if account.is_money)

    @property
    def has(self) -> frozenset[Data]:
        """The kinds of data that are there."""
        found = set(Data) - NOT_ALWAYS
        if self.nothing_read:
            found -= {Data.VOUCHERS, Data.BALANCES, Data.HISTORY}
        if self.limits.approval_limit is not None:
            found.add(Data.APPROVAL_LIMIT)
        if any(self._closes_year(voucher) for voucher in self.vouchers):
            found.add(Data.YEAR_END)
        found |= {kind for kind, part in self._parts() if part}
        if self.aided is not None:
            found |= self._aid()
        if self.audited is not None:
            found.add(Data.AUDITS)
        if self.planned is not None:
            found.add(Data.BUDGETS)
            if self.planned.controlled:
                found.add(Data.CONTROL)
        return frozenset(found)

    def _parts(self) -> Iterator[tuple[Data, object]]:
        """Kinds of data that are there where something of them is."""
        yield Data.STATEMENTS, self.ties
        yield Data.GIFTS, self.timed_gifts
        yield Data.GROUNDS, self.grounds
        yield Data.LIVE, self.imported
        yield Data.BANK, self.banked
        yield Data.TRANSFERS, self.passed_on
        yield Data.GIFT_REGISTER, self.donated
        yield Data.PAPERS, self.papered
        yield Data.LOG, self.logged

    def _aid(self) -> set[Data]:
        assert self.aided is not None
        found = {Data.AID} if self.aided.paid else set()
        if self.aided.cases:
            found.add(Data.CASES)
        if self.aided.quota is not None:
            found.add(Data.QUOTA)
        return found | self._people(self.aided.people)

    @staticmethod
    def _people(people: People) -> set[Data]:
        """What is known of the people behind file numbers."""
        found = {Data.OPENED, Data.STAFF} if people.opened else set()
        kinds = people.kinds()
        for data, asked in (
            (Data.PAYROLL, {ListKind.PAYROLL}),
            (Data.ASSETS, ASSETS),
            (Data.STAFF, {ListKind.STAFF}),
        ):
            if kinds & asked:
                found.add(data)
        return found

    def _closes_year(self, voucher: Voucher) -> bool:
        return voucher.period % 100 == 12 and self.is_closing(voucher)  # noqa: PLR2004 - December

    def is_closing(self, voucher: Voucher) -> bool:
        """Whether it only carries income and expense to where they rest."""
        rests = False
        for line in voucher.lines:
            part = self.accounts[line.account].part
            if part is Part.NET:
                rests = True
            elif part is not Part.INCOME and part is not Part.EXPENSE:
                return False
        return rests


def quantity(milli: int) -> str:
    """Thousandths of an item's unit as people write them: `3.5`."""
    whole, rest = divmod(abs(milli), 1000)
    sign = "-" if milli < 0 else ""
    return f"{sign}{whole:,}.{rest:03d}".rstrip("0").removesuffix(".")


def aid_payments(books: Books) -> Sequence[tuple[Voucher, Line]]:
    """Outflows of aid money that stand: neither cancelled nor red."""
    return books.once("aid_payments", lambda found: tuple(_aid_payments(found)))


def listed_payments(books: Books) -> Sequence[tuple[Voucher, Line]]:
    """Those of them that name a file number."""

    def listed(found: Books) -> tuple[tuple[Voucher, Line], ...]:
        return tuple(one for one in aid_payments(found) if one[1].recipient)

    return books.once("listed_payments", listed)


def _aid_payments(books: Books) -> Iterator[tuple[Voucher, Line]]:
    # Looked up a million times in a large year.
    spending = {code for code, account in books.accounts.items() if account.spends}
    aid = {code for code, fund in books.funds.items() if fund.is_aid}
    for voucher in books.vouchers:
        if not voucher.stands:
            continue
        for line in voucher.lines:
            if line.account in spending and line.debit_fen > 0 and line.fund in aid:
                yield voucher, line


def months_between(earlier: int, later: int) -> int:
    """Whole months from one period to another; openings count as January."""
    return (
        (later // 100 - earlier // 100) * 12
        + max(later % 100, 1)
        - max(earlier % 100, 1)
    )


def part_of(
    klass: AccountClass, role: Role, first_level: str, *, goods_mirrored: bool
) -> Part:
    """What an account is to a fund.

    Args:
        klass: its element of accounting.
        role: what it is for.
        first_level: the name of its first-level account.
        goods_mirrored: whether its chart holds goods against a net asset of their own
            (资产基金); where it does not, goods are a form of the fund's money.
    """
    if role is Role.ENTRUSTED:
        return Part.ENTRUSTED
    if klass in _BY_CLASS:
        return _BY_CLASS[klass]
    if klass is AccountClass.NET_ASSET:
        mirrors = role is Role.STOCK_FUND or first_level in _ASSET_FUNDS
        return Part.GOODS_FUND if mirrors else Part.NET
    if first_level in _MIRRORED or (role is Role.STOCK and goods_mirrored):
        return Part.GOODS
    return Part.FORM


_BY_CLASS = {
    AccountClass.INCOME: Part.INCOME,
    AccountClass.EXPENSE: Part.EXPENSE,
    AccountClass.LIABILITY: Part.FORM,
}

# Net assets that only mirror assets, in the editions of 2009 and 2021.
_ASSET_FUNDS = frozenset({"资产基金", "固定基金", "在建工程占用资金", "投资基金"})
_MIRRORED = frozenset(
    {"投资", "在建工程", "固定资产", "累计折旧", "无形资产", "累计摊销"}
    | {"长期待摊费用", "待处理财产损溢"}
)
