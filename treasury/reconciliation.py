"""Bank reconciliation (银行存款余额调节表): in the order of days, locked, reopened.

1. It stands for a bank account on a day that statements reach. One bank account alone
   stands for its account of the books: which bank a posting not yet banked went through
   could not be told otherwise, so each needs a sub-account of its own.
2. What each side does not know yet explains the difference to the fen; what it does not
   is other money, told signed and with its basis, or the act is refused. Other money is
   in a shared account, or in what the account held when it was first known here.
3. With other money told, in a book without a fund `general`, rows that nothing meets
   are other money's, but for those named as ours.
4. It follows the last one that stands. Whoever was cashier of a voucher on the account
   since then does not make it, nor who may settle: persons, not log-ins.
5. Up to its day no row is added and no match that it rests on is undone. Matches made
   since may be undone: it does not rest on them. The newest that stands is reopened by
   another person, with a reason; a new one may be made then.
6. Vouchers of days before may still be posted while the month is open: they are told as
   entered later (对账后补记), and their items are open in the next one.

What was under way when an account was first known: each item is best a line of its own
in the opening voucher, so that the row of the bank that ends it is matched with it.

Basis: 会计基础工作规范 第六十条、第六十二条.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from budgets.records import locked, text_faults
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import UnitLookup, append, lookups
from treasury import bank_store, cashier_store, reconciliation_store
from treasury.errors import MatchRefused
from treasury.open_items import Figures, Item, Place, hints
from treasury.reconciliation_reading import (
    Cancelled,
    Made,
    Redrawn,
    cancelled,
    columns_of,
    drawn,
    gaps,
    posting,
    reconciliations,
    redraw,
)
from treasury.reconciliation_store import Books, Known

__all__ = [
    "Asked",
    "Made",
    "Preview",
    "Redrawn",
    "judge",
    "preview",
    "reconcile",
    "reconciliations",
    "redraw",
    "reopen",
]

_NOT_MADE = "对账没有完成"
_FIRST_TOLD = 5
_CASHIER = (
    "办理人是期间内该账户凭证的出纳，出纳不得兼任稽核（会计法）",
    "由出纳以外的人对账",
)
_NO_CASHIER = (
    "办理人有“出纳”权限，出纳不得兼任稽核（会计法）",
    "由没有出纳权限的人对账，如制单、审核、记账人员或会计主管",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be reconciled, and the other money that is said to lie there.

    `other` is None where the account holds none; `ours` names rows that are ours though
    nothing meets them, by statement and row.
    """

    unit: str
    account: int
    until: dt.date
    other: Money | None = None
    other_basis: str = ""
    ours: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What stands on a day, before anything is decided."""

    figures: Figures
    shared: bool
    last: dt.date | None
    """The day of the last one that stands."""
    later: tuple[Item, ...]
    """Postings up to that day that were entered after it was made (6)."""
    gaps: tuple[tuple[dt.date, dt.date], ...]
    """Days between statements that none covers; the balances on both sides agree."""
    cancelled: tuple[Cancelled, ...]
    """What was matched on one side alone since the last one."""


# -- making -------------------------------------------------------------------------


def preview(connection: Connection, asked: Asked) -> Preview:
    """What a reconciliation would say; nothing is changed.

    Raises:
        NotFound: there is no such unit or bank account.
        MatchRefused: the day cannot be reconciled, whatever it would say.
    """
    unit = lookups(connection).unit(asked.unit)
    account = bank_store.account(connection, unit.id, asked.account)
    if account is None:
        do = "用 bangfu money bank accounts list 查看"
        raise NotFound("银行账户", str(asked.account), do)
    books = Books(unit.id, asked.account, account.account_id)
    known = reconciliation_store.known_now(connection, unit.id)
    last = _last_standing(connection, books)
    if why := _why_not(connection, books, known, asked, last):
        raise MatchRefused(_NOT_MADE, *why)
    shared = asked.other is not None and not unit.general
    figures = drawn(connection, books, known, asked.until, (shared, asked.ours))
    later: Sequence[Any] = ()
    if last is not None:
        later = reconciliation_store.entered_later(
            connection, books, last.until, last.position
        )
    spans = reconciliation_store.spans(connection, books, known)
    return Preview(
        figures,
        shared,
        last.until if last is not None else None,
        tuple(map(posting, later)),
        tuple(gaps(spans, asked.until)),
        cancelled(connection, books, known, asked.until, last),
    )


def reconcile(connection: Connection, asked: Asked, act: Act) -> Made:
    """Make a reconciliation: what stood is written down and locked.

    Raises:
        NotFound: there is no such unit or bank account.
        MatchRefused: it is not the day, the person, or the figures do not agree.
    """
    at = locked(connection, asked.unit)
    seen = preview(connection, asked)
    account = bank_store.account(connection, at.id, asked.account)
    books = Books(at.id, asked.account, account.account_id)
    person = lookups(connection).person(act.person)
    _demand_person(connection, books, account.since, asked, person)
    if cashier_store.may_settle(connection, asked.unit, person, china_day(act.at)):
        raise MatchRefused(_NOT_MADE, *_NO_CASHIER)
    _demand_day(asked.until, act)
    judge(connection, asked, seen)
    figures, known = seen.figures, reconciliation_store.known_now(connection, at.id)
    standing = reconciliation_store.made(connection, at.id, asked.account)
    row = {
        "unit_id": at.id,
        "account": asked.account,
        "number": len(standing) + 1,
        "until": asked.until,
        **columns_of(figures),
        "other_basis": asked.other_basis.strip(),
        "shared": int(seen.shared),
        "ours": " ".join(f"{statement}/{row}" for statement, row in asked.ours),
        "last_statement": known.last_statement,
        "last_match": known.last_match,
        "position": known.position,
        "items": figures.count,
        "items_hash": figures.digest,
        "person_id": person,
        "made_at": act.stamp,
    }
    append(connection, "reconciliations", [row], act)
    return reconciliations(connection, asked.unit, asked.account)[-1]


def _last_standing(connection: Connection, books: Books) -> Any:
    found = reconciliation_store.made(connection, books.unit_id, books.account)
    standing = [row for row in found if row.reopened_at is None]
    return standing[-1] if standing else None


def _why_not(
    connection: Connection, books: Books, known: Known, asked: Asked, last: Any
) -> tuple[str, str] | None:
    """Why a day cannot be reconciled and what to do, or None."""
    if more := reconciliation_store.sharing(connection, books):
        told = "、".join(f"第 {number} 号" for number in more)
        return (
            f"{told}银行账户对应同一个科目，未达的分录分不清属于哪个账户",
            "为每个银行账户设一个明细科目",
        )
    spans = reconciliation_store.spans(connection, books, known)
    if not spans:
        return "这个账户还没有对账单", "先用 bangfu money bank import 导入"
    first, end = spans[0].since, max(span.until for span in spans)
    if not first <= asked.until <= end:
        return (
            f"对账单只有 {first} 至 {end} 的，没有到 {asked.until}",
            f"导入包含 {asked.until} 的对账单，或对到 {end}",
        )
    if last is not None and asked.until <= last.until:
        return (
            f"已对账到 {last.until}（第 {last.number} 号），对账须按日期先后",
            "对以后的日期；要改以前的，先由另一人重开",
        )
    return None


def _demand_day(until: dt.date, act: Act) -> None:
    today = china_day(act.at)
    if until >= today:
        why = f"{until} 还没有过完（今天是 {today}）"
        raise MatchRefused(_NOT_MADE, why, "过了这一天再对")


def _demand_person(
    connection: Connection,
    books: Books,
    since: dt.date,
    asked: Asked,
    person: int,
) -> None:
    last = _last_standing(connection, books)
    if person in reconciliation_store.cashiers(
        connection, books, since, asked.until, last
    ):
        raise MatchRefused(_NOT_MADE, *_CASHIER)


def judge(connection: Connection, asked: Asked, seen: Preview) -> None:
    """The difference is told as other money to the fen, or there is none (2).

    Raises:
        NotFound: there is no such unit.
        MatchRefused: what is said of other money is not so.
    """
    unit = lookups(connection).unit(asked.unit)
    figures, found = seen.figures, seen.figures.other
    if asked.other is None:
        if asked.ours or asked.other_basis.strip():
            raise MatchRefused(
                _NOT_MADE, "没有写明其他资金的金额", "写明 --other，没有的不写依据"
            )
        if found:
            raise MatchRefused(
                _NOT_MADE, _difference(figures, found, seen.gaps), _what_to_do(unit)
            )
        return
    faults = [*text_faults(("其他资金的依据", asked.other_basis, True))]
    if asked.ours and not seen.shared:
        faults.append("账内有本级其他资金，流水都属本账，不须指明哪些是本账的")
    open_rows = {row.place for row in figures.rows if row.met_on is None}
    for statement, row in asked.ours:
        if (statement, row) not in open_rows:
            faults.append(f"流水 {statement}/{row} 不是这个账户的未达流水")
    if faults:
        raise MatchRefused(_NOT_MADE, "；".join(faults), "改正后重新对账")
    if asked.other != found:
        told = asked.other.grouped()
        off = found - asked.other
        hinted = _hinted(hints(figures, off))
        rows = [*Figures.of(figures.others, out=False)]
        rows += Figures.of(figures.others, out=True)
        same = [row for row in rows if abs(row.amount.fen) == abs(off.fen)]
        hinted += "".join(
            f"；{row.booked_on} 流水 {row.place[0]}/{row.place[1]} 的金额与相差数相同"
            for row in same[:_FIRST_TOLD]
        )
        raise MatchRefused(
            _NOT_MADE,
            f"其他资金写作 {told} 元，按流水和账簿推算为 {found.grouped()} 元，"
            f"相差 {off.grouped()} 元{hinted}",
            "核对其他资金的余额；属于本账而未记账的流水，用 --ours 指明",
        )


def _difference(
    figures: Figures,
    found: Money,
    gaps: Sequence[tuple[dt.date, dt.date]],
) -> str:
    told = (
        f"银行方调节后 {figures.adjusted.grouped()} 元，单位方调节后"
        f" {figures.book_adjusted.grouped()} 元，相差 {found.grouped()} 元"
    )
    begins = f"；对账单期初（{figures.ends.first_day}）余额"
    begins += f" {figures.ends.opening.grouped()} 元，此前入账而未核对的分录"
    begins += f" {(figures.ends.opening - figures.gap).grouped()} 元"
    lacking = "".join(f"；{since} 至 {until} 没有对账单" for since, until in gaps)
    return told + begins + lacking + _hinted(hints(figures, found))


def _hinted(found: Iterator[str]) -> str:
    told = list(found)
    more = f"；另有 {len(told) - _FIRST_TOLD} 处" if len(told) > _FIRST_TOLD else ""
    return "".join(f"；{one}" for one in told[:_FIRST_TOLD]) + more


def _what_to_do(unit: UnitLookup) -> str:
    told = "核对启用时的余额和流水的核对；启用时的未达账项，在期初凭证中单列一行再核对"
    if unit.general:
        return f"{told}，或用 --other 写明金额和依据"
    return f"{told}；账户中另有本级其他资金的，用 --other 写明金额和依据"


# -- reopening ----------------------------------------------------------------------


def reopen(  # noqa: PLR0913, PLR0917 - which one, why, and who
    connection: Connection, unit: str, account: int, number: int, reason: str, act: Act
) -> Made:
    """Reopen the newest reconciliation of an account that stands.

    Raises:
        NotFound: there is no such unit or reconciliation.
        MatchRefused: it is not the newest, or the person made it.
    """
    at = locked(connection, unit)
    found = reconciliation_store.made(connection, at.id, account)
    if not 0 < number <= len(found):
        do = "用 bangfu money bank reconciliations 查看"
        raise NotFound("对账", f"{account}/{number}", do)
    person = lookups(connection).person(act.person)
    faults = [*text_faults(("重开的原因", reason, True))]
    if found[number - 1].reopened_at is not None:
        faults.append("已经重开")
    elif any(row.reopened_at is None for row in found[number:]):
        faults.append("之后还有对账，须从最近的一次重开")
    if found[number - 1].person_id == person:
        faults.append("重开须由做对账的人以外的人办理")
    if faults:
        why = "；".join(faults)
        do = "改正后由有权的另一人办理"
        raise MatchRefused("对账没有重开", why, do)
    row = {
        "unit_id": at.id,
        "account": account,
        "number": number,
        "reason": reason.strip(),
        "person_id": person,
        "reopened_at": act.stamp,
    }
    append(connection, "reconciliation_reopenings", [row], act)
    return reconciliations(connection, unit, account)[number - 1]
