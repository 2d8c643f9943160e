"""Was aid money spent under a budget that was approved, and approved in time?

1. Spending of a year without any approved budget, or before it was approved. A share
   that the management body opened beforehand (年初预拨) carries spending until its end.
2. A budget approved later than the day in `limits.toml` is a lead: no source names a
   day, the one there is this program's own.

Asked of unions at county level and above, and of those that rank with them.

Basis: 帮扶工作意见 第6条 (把帮扶资金列入年度预算).
"""

import datetime as dt
from collections.abc import Iterator

from audit import examples
from audit.book_data import Data
from audit.books import Books, Line, Part, Voucher, aid_payments
from audit.check import Check, Finding, Population, Severity, payments_of
from audit.planned import Approval, Planned
from ledger.money import Money

FIRST_NAMED = 10
"""Vouchers that a finding names; of the rest the number is told."""

_SHARE = Approval(2025, dt.date(2025, 1, 2), "2025-1", dt.date(2025, 3, 31))
_LATE = Approval(2025, dt.date(2025, 4, 20), "2025-2")
_PAID = examples.voucher(*examples.aid(500))

CHECK = Check(
    key="F02",
    title="年度预算",
    basis="《关于进一步做好困难职工帮扶工作的意见》第6条（把帮扶资金列入年度预算）",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.VOUCHERS, Data.FUNDS, Data.BUDGETS}),
    procedure="核对各年度帮扶预算的批准决议及日期，找出没有批准的预算、年初预拨期外或"
    "批准前发生的帮扶支出，以及批准过晚的预算。",
    effect="帮扶资金的使用没有经过资金管理机构批准的预算约束。",
    recommendation="编制年度预算，经审查后由资金管理机构批准；批准前的支出以年初预拨安排。",
    limitation="批准期限为本程序默认值，来源文件未规定日期；批准日期取通过决议的会议日期。",
    clean=(
        examples.books(_PAID, planned=examples.planned()),
        examples.books(_PAID, planned=examples.planned(obliged=False, approvals=())),
        examples.books(planned=examples.planned(approvals=())),
        examples.books(
            _PAID,
            planned=examples.planned(
                approvals=(_SHARE, _LATE._replace(approved_on=dt.date(2025, 3, 31)))
            ),
        ),
    ),
    broken=(
        examples.books(_PAID, planned=examples.planned(approvals=())),
        examples.books(
            _PAID,
            planned=examples.planned(
                approvals=(_LATE._replace(approved_on=dt.date(2025, 3, 20)),)
            ),
        ),
        examples.books(planned=examples.planned(approvals=(_LATE,))),
        examples.books(
            examples.voucher(*examples.aid(500), dated_on=dt.date(2025, 4, 2)),
            planned=examples.planned(approvals=(_SHARE,)),
        ),
    ),
)


def population(books: Books) -> Population:
    """Outflows of aid money that a budget has to carry."""
    return payments_of(_spending(books), "帮扶资金支出（笔）")


def run(books: Books) -> Iterator[Finding]:
    """Yield spending without a budget, then budgets approved late, by year."""
    planned = books.planned
    if planned is None or not planned.obliged:
        return
    years = range(books.span.since.year, books.span.last_day.year + 1)
    for year in years:
        yield from _unbudgeted(books, planned, year)
        yield from _late(books, planned, year)


def _spending(books: Books) -> list[tuple[Voucher, Line]]:
    return [
        (voucher, line)
        for voucher, line in aid_payments(books)
        if books.accounts[line.account].part is Part.EXPENSE
    ]


def _unbudgeted(books: Books, planned: Planned, year: int) -> Iterator[Finding]:
    # A day is asked once, however many payments it has.
    open_days: dict[dt.date, bool] = {}
    uncovered: dict[str, int] = {}
    for voucher, line in _spending(books):
        day = voucher.dated_on
        if day.year != year:
            continue
        if day not in open_days:
            open_days[day] = any(one.covers(day) for one in planned.approvals)
        if not open_days[day]:
            kept = uncovered.get(voucher.mark, 0)
            uncovered[voucher.mark] = kept + line.debit_fen
    if not uncovered:
        return
    first = next(planned.annual(year), None)
    amount = Money(sum(uncovered.values()))
    when = f"（{first.approved_on} 批准）" if first else ""
    yield Finding(
        key=CHECK.key,
        title="预算批准前支出" if first else "没有经批准的年度预算而支出",
        condition=f"{year}年{'预算批准前' if first else '没有经批准的预算，'}"
        f"发生帮扶支出凭证 {len(uncovered)} 张，{amount.grouped()} 元{when}",
        evidence=tuple(uncovered)[:FIRST_NAMED],
        amount=amount,
    )


def _late(books: Books, planned: Planned, year: int) -> Iterator[Finding]:
    last = dt.date(year, *books.limits.budget_approved_by)
    first = next(planned.annual(year), None)
    if first is not None and first.approved_on > last:
        days = (first.approved_on - last).days
        yield Finding(
            key=CHECK.key,
            title="年度预算批准过晚",
            condition=f"{year}年预算于 {first.approved_on} 批准，"
            f"比 {last} 晚 {days} 天",
            evidence=(f"决议 {first.resolution}",),
            lead=True,
        )
