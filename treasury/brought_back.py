"""What was brought back (收回) of what was paid, and how much yet may be.

1. Of a voucher comes back at most what it spent, its differences counted, less what
   came back of it; of one that was cancelled nothing.
2. Of what a fund spent in a year on an account for a purpose comes back at most what is
   left of it, whether a voucher is named or not: expense is never below nothing.
3. What was spent in earlier years comes back at most as the books tell of those years;
   where they tell of none there is nothing to hold it against.
4. Drafts that stand count as what is posted, until they are given up.
5. A draft that was changed since it was handed in is held to the same.
6. What is written by hand takes no more off expense of a year than is left of it (2),
   a red letter neither. What corrects a voucher of an earlier year is apart: there (3)
   holds, not the spending of this one.

`receipt_faults.py` tells what does not fit before it is handed in, `row_fit.py` asks
again at every step, `corrections.py` of what is cancelled.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ledger import draft_vouchers, store
from ledger.balances import balances
from ledger.codes import posting_of
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.money import Money, parse_fen
from ledger.periods import Span, parse_day
from ledger.register import Lookups, UnitLookup, lookups
from ledger.vouchers import Correction, Line, Posting
from treasury import event_store
from treasury.errors import DeskRefused
from treasury.events import Paid, events

Key = tuple[str, str, str]
"""Fund, account and purpose."""

BACK = {event.key: event.paid for event in events() if event.paid is not None}
"""The events by which money comes back, with when it was paid."""
_THIS = frozenset(key for key, paid in BACK.items() if paid is Paid.THIS_YEAR)
_EARLIER = frozenset(BACK) - _THIS


def spent_lines(
    connection: Connection, unit: UnitLookup, books: Lookups, row: Any
) -> tuple[Posting, ...]:
    """The lines on which a voucher spent, differences too; none where it is cancelled.

    `row` is its row in the table.
    """
    target = store.find_targets(connection, unit.id, [row.ref])[row.ref]
    if target.cancelled or row.correction == Correction.FULL:
        return ()
    found = event_store.lines_with_differences(connection, unit.id, row.position)
    lines = (Line(*line) for line in found)
    return tuple(
        posting_of(line, unit, books)
        for line in lines
        if line.account_id in books.expenses
    )


def came_of(
    connection: Connection, unit: UnitLookup, ref: str, but: str = ""
) -> tuple[DraftVoucher, ...]:
    """What stands that brings back money of a voucher, another reference apart."""
    rows = event_store.refunds(connection, unit.id, ref)
    found = (draft_vouchers.read(row.content) for row in rows)
    return tuple(one for one in found if one.ref != but)


def amount_of(voucher: DraftVoucher) -> int:
    """What a voucher brings back, in fen: its debits."""
    return sum(fen(line.debit) for line in voucher.postings)


def left_of_year(
    connection: Connection, unit: UnitLookup, year: int, but: str = ""
) -> Mapping[Key, Money]:
    """What may come back of what was spent in a year (2), where anything may."""
    span = Span(dt.date(year, 1, 1), dt.date(year + 1, 1, 1))
    by = ("account", "fund", "purpose")
    began = unit.opened_on >= span.since.isoformat()
    left: Counter[Key] = Counter()
    for one in balances(connection, (unit.code,), span, by):
        spent = (one.closing if began else one.debit - one.credit).fen
        left[one.fund, one.account, one.purpose] += spent
    for row in event_store.handed_in_as(connection, unit.id, _THIS):
        told = draft_vouchers.read(row.content)
        own, posted = told.ref == but, row.state == "posted"
        if _year(told) == year and own is posted:
            # What is posted is in the balances; what is asked of counts as not made.
            back = credits_of(told)
            left.update(back) if own else left.subtract(back)
    return {key: Money(amount) for key, amount in left.items() if amount > 0}


def left_of_earlier(
    connection: Connection, unit: UnitLookup, fund: str, year: int, but: str = ""
) -> Money | None:
    """What of earlier years may come back to a fund (3); None: the books tell none."""
    if fund not in unit.funds or int(unit.opened_on[:4]) >= year:
        return None
    day = dt.date(year, 1, 1)
    spent = event_store.spent_before(connection, unit.id, unit.funds[fund], day)
    rows = event_store.handed_in_as(connection, unit.id, _EARLIER)
    came = (draft_vouchers.read(row.content) for row in rows)
    back = sum(
        fen(line.debit)
        for told in came
        if told.ref != but
        for line in told.postings
        if line.fund == fund
    )
    return Money(max(spent - back, 0))


def credits_of(voucher: DraftVoucher) -> Counter[Key]:
    """Credits less debits of a draft that brings money back, in fen."""
    found: Counter[Key] = Counter()
    for line in voucher.postings:
        found[line.fund, line.account, line.purpose] += _credited(line)
    return found


def taken_of(voucher: DraftVoucher, unit: UnitLookup, books: Lookups) -> dict[Key, int]:
    """What a draft takes off expense, in fen, by its key."""
    chart = books.charts.get(unit.chart_on(voucher.dated_on), {})
    return {
        key: amount
        for key, amount in credits_of(voucher).items()
        if chart.get(key[1]) in books.expenses and amount > 0
    }


def _credited(line: DraftPosting) -> int:
    return fen(line.credit) - fen(line.debit)


def fen(text: str) -> int:
    """An amount as typed; what cannot be read is refused elsewhere."""
    try:
        return parse_fen(text) if text.strip() else 0
    except ValueError:
        return 0


def _year(voucher: DraftVoucher) -> int:
    try:
        return parse_day(voucher.dated_on).year
    except ValueError:
        return 0


# -- drafts that go on (5) ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Back:
    """A draft that brings money back, as it stands by now."""

    connection: Connection
    unit: UnitLookup
    books: Lookups
    told: DraftVoucher
    refund_of: str


def demand(connection: Connection, unit: UnitLookup, number: int, told: Any) -> None:
    """Go on only with a draft that brings back no more than may come back.

    `told` is the draft as it stands; one that brings nothing back is let pass.

    Raises:
        DeskRefused: it was changed, or something else came back since; or it was
            written by hand and takes more off expense than is left.
    """
    made = event_store.event_of(connection, unit.id, number)
    if not _year(told):
        return
    books = lookups(connection)
    if made is None:
        _demand_left(_Back(connection, unit, books, told, ""), number)
        return
    if made.event not in BACK:
        return
    back = _Back(connection, unit, books, told, made.refund_of or "")
    earlier = made.event in _EARLIER
    wrong = [*(_earlier_faults(back) if earlier else _year_faults(back))]
    if back.refund_of:
        wrong += _voucher_faults(back, earlier=earlier)
    if wrong:
        what = f"草稿 {number} 收回的款项多于支出"
        do = "退回草稿改正金额、资金、科目或用途，或作废草稿"
        raise DeskRefused(what, why="；".join(wrong), do=do)


def _demand_left(back: _Back, number: int) -> None:
    """Go on only with a draft by hand that leaves expense at nothing or above (6)."""
    connection, unit, told = back.connection, back.unit, back.told
    if not taken_of(told, unit, back.books):
        return
    if store.voucher_by_ref(connection, unit.id, told.ref) is not None:
        # It was posted: the ledger tells so.
        return
    corrected = store.voucher_by_ref(connection, unit.id, told.corrects)
    if corrected is not None and corrected.dated_on.year < _year(told):
        return
    if wrong := [*_year_faults(back)]:
        what = f"草稿 {number} 冲减的支出多于本年支出"
        do = "核对金额、资金、科目和用途；收到的款项按收入事项登记，已收回的不再冲减"
        raise DeskRefused(what, why="；".join(wrong), do=do)


def _year_faults(back: _Back) -> Iterable[str]:
    year = _year(back.told)
    left = left_of_year(back.connection, back.unit, year, back.told.ref)
    for key, amount in taken_of(back.told, back.unit, back.books).items():
        if amount > (most := left.get(key, Money(0))).fen:
            yield year_told(key, most, Money(amount))


def _earlier_faults(back: _Back) -> Iterable[str]:
    year, ref = _year(back.told), back.told.ref
    for fund in {line.fund for line in back.told.postings}:
        asked = sum(fen(line.debit) for line in back.told.postings if line.fund == fund)
        most = left_of_earlier(back.connection, back.unit, fund, year, ref)
        if most is not None and asked > most.fen:
            yield earlier_told(fund, most, Money(asked))


def _voucher_faults(back: _Back, *, earlier: bool) -> Iterable[str]:
    connection, unit = back.connection, back.unit
    row = store.voucher_by_ref(connection, unit.id, back.refund_of)
    left = Counter[Key]()
    for line in spent_lines(connection, unit, back.books, row):
        left[line.fund, line.account, line.purpose] += (line.debit - line.credit).fen
    came = came_of(connection, unit, back.refund_of, back.told.ref)
    asked, most = amount_of(back.told), left.total() - sum(map(amount_of, came))
    for one in came:
        left.subtract(credits_of(one))
    if not earlier:
        taken = taken_of(back.told, back.unit, back.books)
        over = [left[key] for key, amount in taken.items() if amount > left[key]]
        most = min([most, *over])
    if asked > most:
        yield f"凭证 {back.refund_of} 还可收回 {Money(max(most, 0)).grouped()} 元"


def year_told(key: Key, most: Money, asked: Money) -> str:
    """That more comes back than was spent in the year, in words."""
    fund, account, purpose = key
    left, now = most.grouped(), asked.grouped()
    if purpose:
        return (
            f"资金 {fund} 本年在科目 {account} 用于“{purpose}”的支出"
            f"还可收回 {left} 元，本次 {now} 元"
        )
    return f"资金 {fund} 本年在科目 {account} 的支出还可收回 {left} 元，本次 {now} 元"


def earlier_told(fund: str, most: Money, asked: Money) -> str:
    """That more comes back than was spent in earlier years, in words."""
    left, now = most.grouped(), asked.grouped()
    return f"资金 {fund} 账中以前年度的支出还可收回 {left} 元，本次 {now} 元"
