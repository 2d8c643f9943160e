"""What the bank itself did (银行扣费、结息、退回): rows of statements become vouchers.

1. Of each fee, interest and return that no voucher answers, the voucher that would
   follow is proposed with its accounts and fund; nothing is written.
2. The officer accepts it, with another fund where one may be chosen. The draft is
   handed in under a reference made of the row, so that one row gives one voucher.
3. Once the unit is live a fee leaves under a payment request that names the row (L12).
4. Interest is a receipt as the officer would enter it (`events.toml`).
5. A returned payment says to whom it had been paid: `returned.py`.

Which fund bears a fee and gets the interest: `bearing.py`.
Basis: 银行对账单与日记账逐笔核对；工会会计制度 第102、408号科目.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from budgets.records import locked
from ledger import request_store
from ledger.accounts import Labelled, Role
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.errors import NotFound
from ledger.funds import Origin
from ledger.money import Money
from ledger.payment_requests import RequestKind
from ledger.people import Act
from ledger.register import Lookups, UnitLookup, append, lookups
from treasury import bank, bearing, paying, receipts, requests
from treasury import bank_entry_store as store
from treasury.bank import BankAccount, Said
from treasury.bearing import Bearing
from treasury.drafting import HandedIn, free_ref, hand_in
from treasury.errors import DeskRefused
from treasury.received import Received
from treasury.request_desk import RequestLine
from treasury.vault import Vault

EVENT = "bank_fee"
GENERAL = "general"

Place = tuple[int, int]
"""Statement and row."""


class EntryKind(Labelled):
    """What the bank did."""

    FEE = "fee", "银行扣费"
    INTEREST = "interest", "银行结息"
    RETURN = "return", "银行退回"

    def ref(self, place: Place) -> str:
        """The reference of the voucher that a row becomes."""
        return f"{self.label}-{place[0]}/{place[1]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The voucher that would follow from a row; `fund` is empty where one must choose.

    `funds` are those to choose from, `requests` those under which a returned payment
    may have been paid. `said` is what the bank said, where it was opened.
    """

    place: Place
    kind: EntryKind
    booked_on: dt.date
    amount: Money
    debit: str
    credit: str
    fund: str
    funds: tuple[str, ...]
    why: str
    requests: tuple[str, ...] = ()
    said: Said | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the officer says of a row, where the usual is not meant."""

    fund: str = ""
    expense: str = ""
    attachments: int = 1


@dataclass(frozen=True, slots=True)
class _Case:
    """A row that is entered: of which account, in which fund, and what was said."""

    unit: UnitLookup
    account: BankAccount
    row: Any
    fund: str
    choice: Choice = Choice()

    @property
    def place(self) -> Place:
        return self.row.statement, self.row.row

    @property
    def amount(self) -> Money:
        return Money(abs(self.row.amount_fen))


@dataclass(frozen=True, slots=True)
class Entered:
    """A row that is entered: its draft, the fund, and the request if there is one."""

    place: Place
    kind: EntryKind
    fund: str
    amount: Money
    handed: HandedIn
    request: str = ""


# -- proposing ----------------------------------------------------------------------


def proposed(
    connection: Connection, unit: str, account: int, vault: Vault | None = None
) -> tuple[Proposal, ...]:
    """The vouchers that would follow from rows that none answers, by day.

    Names that the bank told are opened where the vault is at hand.

    Raises:
        NotFound: there is no such unit or bank account.
        VaultRefused: the key does not fit.
    """
    books = lookups(connection)
    found = books.unit(unit)
    at = account_of(connection, unit, account)
    answered = _answered(connection, found.id)
    rows = store.told_rows(connection, found.id, account)
    return tuple(
        _proposal(connection, (found, books), at, row, vault)
        for row in rows
        if (row.statement, row.row) not in answered
    )


def _answered(connection: Connection, unit_id: int) -> set[Place]:
    """Rows that a voucher or draft answers; a fee that was asked for and paid too."""
    entered = {
        (one.statement, one.row)
        for one in store.entries(connection, unit_id)
        if not (one.dropped or one.cancelled)
    }
    fees = store.fee_requests(connection, unit_id)
    standing = request_store.standings(connection, unit_id, list(fees.values()))
    return entered | {place for place, key in fees.items() if standing[key].paid}


def _proposal(
    connection: Connection,
    at: tuple[UnitLookup, Lookups],
    account: BankAccount,
    row: Any,
    vault: Vault | None,
) -> Proposal:
    unit, books = at
    kind, day = EntryKind(row.kind), row.booked_on
    debit = credit = ""
    keys: tuple[str, ...] = ()
    found = Bearing((), "", _unusual(kind))
    if kind is EntryKind.RETURN and row.amount_fen > 0:
        keys = tuple(store.paid_sums(connection, unit.id, row.amount_fen))
        debit, credit = account.account, payable(books, unit, day)
        found = Bearing((), "", "退回的付款：写明付款申请与收款方")
    elif kind is EntryKind.FEE and row.amount_fen < 0:
        found = bearing.bearing("fee", unit, day)
        chart = unit.chart_on(day.isoformat())
        debit, credit = bearing.rule("fee", day).account(chart), account.account
    elif kind is EntryKind.INTEREST and row.amount_fen > 0:
        found = bearing.bearing("interest", unit, day)
        debit, credit = (
            account.account,
            _income(connection, _Case(unit, account, row, found.usual)),
        )
    return Proposal(
        place=(row.statement, row.row),
        kind=kind,
        booked_on=day,
        amount=Money(abs(row.amount_fen)),
        debit=debit,
        credit=credit,
        fund=found.usual,
        funds=found.among,
        why=found.why,
        requests=keys,
        said=bank.said(row, vault) if vault else None,
    )


def _unusual(kind: EntryKind) -> str:
    return f"{kind.label}的方向与通常相反（冲正），请用普通凭证登记"


def _income(connection: Connection, one: _Case) -> str:
    """The account that interest is income on; empty where no fund is usual."""
    if not one.fund:
        return ""
    row = one.row
    said = _received(one, EntryKind.INTEREST.ref(one.place))
    act = Act("", dt.datetime.combine(row.booked_on, dt.time(12), dt.UTC))
    case = receipts.case_of(connection, said, act)
    accounts = [case.account(fund, leg.word) for fund, leg in case.lines() if fund]
    return accounts[-1] if accounts else ""


# -- accepting ----------------------------------------------------------------------


def accept(
    connection: Connection,
    unit: str,
    place: Place,
    act: Act,
    choice: Choice = Choice(),
) -> Entered:
    """Hand in the draft that a fee or interest becomes, once.

    Raises:
        NotFound: there is no such unit, person or row.
        DeskRefused: it is neither, another fund must be chosen, or the row was entered
            with another fund.
        RequestRefused: the fee may not be asked for.
        VoucherRefused: the draft breaks rules; all breaches are told.
    """
    at = locked(connection, unit)
    row = row_of(connection, at, place)
    kind = _kind(row)
    before = standing_entry(connection, at, place)
    account = account_of(connection, unit, row.account)
    case = _Case(at, account, row, _fund(at, row, choice, before), choice)
    if before is not None:
        return entered(before, at, already=True)
    key = ""
    if kind is EntryKind.INTEREST:
        ref = free_ref(connection, at.id, kind.ref(place))
        handed = receipts.receive(connection, _received(case, ref), act)
    elif request_store.live_since(connection, at.id) is None:
        handed = _fee(connection, case, act)
    else:
        handed, key = _asked_fee(connection, case, act)
    kept = {"kind": kind.value, "fund": case.fund, "request": key}
    return keep(connection, (at, row), handed, kept, act)


def keep(
    connection: Connection,
    at: tuple[UnitLookup, Any],
    handed: HandedIn,
    kept: dict[str, Any],
    act: Act,
) -> Entered:
    """Put on record which draft a row became; `kept` are the columns that differ.

    `at` is the unit and the row.
    """
    unit, row = at
    place = row.statement, row.row
    before = store.entries(connection, unit.id, place)
    told = {"request": "", "party": "", "recipient": "", "limit_on": None} | kept
    told["fund_id"] = unit.funds[told.pop("fund")]
    written = {
        "unit_id": unit.id,
        "statement": row.statement,
        "row": row.row,
        "step": 1 + (before[0].step if before else 0),
        "amount_fen": abs(row.amount_fen),
        "ref": handed.ref,
        "draft": handed.draft,
        "person_id": lookups(connection).person(act.person),
        "made_at": act.stamp,
    }
    append(connection, "bank_entries", [written | told], act)
    (found,) = store.entries(connection, unit.id, place)
    return entered(found, unit, already=handed.already)


def _kind(row: Any) -> EntryKind:
    place = f"{row.statement}/{row.row}"
    if row.kind == EntryKind.RETURN or not row.kind:
        what = f"第 {place} 行不是银行扣费或结息"
        do = "退回的付款用 bangfu money returned；其他款项登记收入或付款"
        raise DeskRefused(what, do=do)
    kind = EntryKind(row.kind)
    if (kind is EntryKind.FEE) != (row.amount_fen < 0):
        what = f"第 {place} 行：{_unusual(kind)}"
        raise DeskRefused(what)
    return kind


def _fund(unit: UnitLookup, row: Any, choice: Choice, before: Any) -> str:
    """The fund that was chosen, or the usual one."""
    kind = EntryKind(row.kind)
    sort: bearing.Sort = "fee" if kind is EntryKind.FEE else "interest"
    found = bearing.bearing(sort, unit, row.booked_on)
    if before is not None:
        stands = unit.fund_codes[before.fund_id]
        if choice.fund not in {"", stands}:
            what = f"{before.ref} 已经登记在资金 {stands}"
            raise DeskRefused(what, do="先退回并放弃那张草稿，或红字冲销后重新登记")
        return stands
    chosen = choice.fund or found.usual
    if not chosen:
        listed = "、".join(found.among) or "（没有）"
        what = f"{kind.label}没有写明资金"
        raise DeskRefused(what, why=found.why, do=f"可选：{listed}")
    if chosen not in found.among:
        listed = "、".join(found.among) or "（没有）"
        what = f"资金 {chosen} 不能承担或取得{kind.label}"
        why = bearing.rule(sort, row.booked_on).clause
        raise DeskRefused(what, why=why, do=f"可选：{listed}")
    return chosen


def _received(case: _Case, ref: str) -> Received:
    """Interest as an officer would say it."""
    id_ = case.unit.funds[case.fund]
    own = case.unit.fund_origins[id_] == Origin.GENERAL
    return Received(
        unit=case.unit.code,
        event=GENERAL if own else EntryKind.INTEREST.value,
        fund=case.fund,
        amount=case.amount,
        dated_on=case.row.booked_on,
        ref=ref,
        account=case.account.account,
        party=case.account.bank,
        summary=_summary("银行结息", case.place),
        attachments=case.choice.attachments,
    )


def _summary(what: str, place: Place) -> str:
    return f"{what}（对账单 {place[0]} 第 {place[1]} 行）"


def _expense(case: _Case) -> str:
    day = case.row.booked_on
    chart = case.unit.chart_on(day.isoformat())
    account = case.choice.expense or bearing.rule("fee", day).account(chart)
    if not account:
        what = f"科目表 {chart} 没有手续费的常用科目"
        raise DeskRefused(what, do="用 --expense 写明支出科目")
    return account


def _fee(connection: Connection, case: _Case, act: Act) -> HandedIn:
    """The voucher of a fee, of a unit that does not ask for payments yet."""
    unit, fund, text = case.unit, case.fund, str(case.amount)
    at = case.account
    voucher = DraftVoucher(
        unit=unit.code,
        ref=free_ref(connection, unit.id, EntryKind.FEE.ref(case.place)),
        dated_on=case.row.booked_on.isoformat(),
        summary=_summary("银行手续费", case.place),
        postings=(
            DraftPosting(account=_expense(case), fund=fund, debit=text, party=at.bank),
            DraftPosting(account=at.account, fund=fund, credit=text),
        ),
        attachments=str(case.choice.attachments),
        entered="bank",
    )
    return hand_in(connection, voucher, EVENT, act)


def _asked_fee(connection: Connection, case: _Case, act: Act) -> tuple[HandedIn, str]:
    """The request that names the row, and the draft that pays it (3)."""
    unit, place, choice = case.unit, case.place, case.choice
    at = case.account
    key = store.fee_requests(connection, unit.id).get(place, "")
    if not key:
        line = RequestLine(case.fund, _expense(case), "", case.amount)
        asked = requests.PaymentRequest(
            unit=unit.code,
            ref=_request_ref(connection, case),
            kind=RequestKind.FEE,
            summary=_summary("银行手续费", place),
            lines=(line,),
            statement=place[0],
            row=place[1],
        )
        saved = requests.save(connection, asked, act)
        if saved.approvals:
            raise _to_be_approved(case, line)
        key = saved.key
    stood = request_store.request_lines(connection, unit.id, [key])
    others = {unit.fund_codes[one.fund_id] for one in stood} - {case.fund}
    if others:
        listed = "、".join(sorted(others))
        what = f"付款申请 {key} 已由资金 {listed} 承担这笔扣费"
        raise DeskRefused(what, do=f"改用资金 {listed}；更换资金另作资金间调拨")
    payment = paying.Payment(
        dated_on=case.row.booked_on,
        money_account=at.account,
        attachments=choice.attachments,
    )
    return paying.pay(connection, unit.code, key, payment, act), key


def _request_ref(connection: Connection, case: _Case) -> str:
    """The reference of a fee's request: another one where the first was ended."""
    ref = EntryKind.FEE.ref(case.place)
    return next(
        one
        for number in count(1)
        if (one := ref if number == 1 else f"{ref}/{number}")
        if request_store.request_by_ref(connection, case.unit.id, one) is None
    )


def _to_be_approved(case: _Case, line: RequestLine) -> DeskRefused:
    place = f"{case.place[0]}/{case.place[1]}"
    what = f"第 {place} 行扣费 {case.amount.grouped()} 元超过免批限额，须先批准"
    return DeskRefused(
        what,
        why="限额见 bangfu money fee-limit",
        do=f"先用 bangfu money request --kind fee --bank-row {place}"
        f" --line {line.fund}:{line.account}={line.amount} 申请，批准后再登记",
    )


# -- what stands --------------------------------------------------------------------


def account_of(connection: Connection, unit: str, number: int) -> BankAccount:
    """A bank account of a unit by its number.

    Raises:
        NotFound: there is no such unit or account.
    """
    for one in bank.accounts(connection, unit):
        if one.number == number:
            return one
    raise NotFound("银行账户", str(number), "用 bangfu money bank accounts list 查看")


def row_of(connection: Connection, unit: UnitLookup, place: Place) -> Any:
    """A row of a statement of the unit.

    Raises:
        NotFound: there is none.
    """
    row = store.row(connection, unit.id, place)
    if row is None:
        told = f"{place[0]}/{place[1]}"
        raise NotFound("银行流水", told, "用 bangfu money bank rows 查看")
    return row


def standing_entry(connection: Connection, unit: UnitLookup, place: Place) -> Any:
    """The entry of a row whose draft or voucher stands, or None."""
    for one in store.entries(connection, unit.id, place):
        if not (one.dropped or one.cancelled):
            return one
    return None


def entered(row: Any, unit: UnitLookup, *, already: bool) -> Entered:
    """An entry on record as callers are told of it."""
    handed = HandedIn(unit.code, row.draft, row.ref, already)
    place = row.statement, row.row
    fund, amount = unit.fund_codes[row.fund_id], Money(row.amount_fen)
    return Entered(place, EntryKind(row.kind), fund, amount, handed, row.request)


def payable(books: Lookups, unit: UnitLookup, on: dt.date) -> str:
    """其他应付款 of the chart in use on a day, its first part where it is divided."""
    chart = books.charts.get(unit.chart_on(on.isoformat()), {})
    return min(_payables(books, chart), default="")


def _payables(books: Lookups, chart: dict[str, int]) -> Iterator[str]:
    for code, id_ in chart.items():
        if books.account_roles[id_] is Role.PAYABLE and id_ not in books.above:
            yield code
