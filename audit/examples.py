"""Small books to prove checks with: built by hand, a few vouchers each.

The year is 2025, the chart union-2021. Fund OU is the union's own aid money, CB comes
from the central budget, D1 is a donation for schooling and medical aid, GF the
union's other money. Each fund begins with 100,000 yuan in the bank.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from audit.books import (
    Account,
    AdvanceLine,
    Books,
    Close,
    Fund,
    Line,
    Month,
    Standing,
    Voucher,
    part_of,
)
from audit.limits import limits_on
from audit.planned import Approval, Planned, Seat
from budgets.growth import Base, BaseKind, Note, Series, YearGrowth, judge
from ledger.accounts import load_chart
from ledger.money import Money
from ledger.periods import Span, period_of

OPENED = dt.date(2022, 1, 1)
YEAR = Span(dt.date(2025, 1, 1), dt.date(2026, 1, 1))
OPENING_FEN = 10_000_000
DAY = dt.date(2025, 3, 12)

_CENTRAL = frozenset(
    ("生活救助", "医疗救助", "子女助学", "法律援助", "职业培训", "职业介绍")
)
FUNDS = {
    "OU": Fund("OU", "工会自筹", "own_union", "direct", None, OPENED),
    "CB": Fund("CB", "中央财政", "central_budget", "union_line", _CENTRAL, OPENED),
    "D1": Fund(
        "D1", "助学捐赠", "donation", "direct", frozenset(("子女助学",)), OPENED
    ),
    "GF": Fund("GF", "其他资金", "general", "direct", None, OPENED),
}
_RESTS = {"OU": "32104", "CB": "32104", "D1": "32104", "GF": "32205"}


def books(*vouchers: Voucher, **more: Any) -> Books:
    """Books with these vouchers; closings follow from them unless given."""
    openings = tuple(more.pop("openings", tuple(_openings())))
    made = Books(
        unit="U1",
        unit_name="示例县总工会",
        span=YEAR,
        limits=limits_on(YEAR.last_day),
        accounts=accounts(),
        funds=FUNDS,
        vouchers=vouchers,
        openings=openings,
        closings=_carried(openings, vouchers),
    )
    return replace(made, **more)


def accounts() -> dict[str, Account]:
    """The leaves of the chart union-2021 as books show them."""
    chart = load_chart("union-2021")
    found = {}
    for account in chart:
        if chart.is_leaf(account.code):
            first = chart.path(account.code)[0].name
            part = part_of(account.klass, account.role, first, goods_mirrored=True)
            name = chart.full_name(account.code)
            code = account.code
            found[code] = Account(code, name, account.klass, account.role, part)
    return found


def voucher(*lines: Line, number: int = 1, **more: Any) -> Voucher:
    """A payment voucher of 12 March 2025, duly signed; `more` says what differs."""
    day = more.get("dated_on", DAY)
    plain = Voucher(
        position=number,
        period=period_of(day),
        kind="付",
        number=number,
        dated_on=day,
        summary="发放困难职工救助金",
        attachments=2,
        preparer="制单员",
        reviewer="审核员",
        poster="记账员",
        cashier="出纳员",
        lines=lines,
    )
    return plain._replace(**more)


def aid(
    yuan: int, fund: str = "OU", purpose: str = "生活救助", **more: Any
) -> tuple[Line, Line]:
    """Aid paid out of the bank: Dr 50404, Cr 102."""
    fen = yuan * 100
    return (
        Line("50404", fund, fen, 0, purpose, **more),
        Line("102", fund, 0, fen),
    )


def moved(debit: str, credit: str, yuan: int, fund: str = "OU") -> tuple[Line, Line]:
    """One account debited, another credited, in one fund."""
    return (
        Line(debit, fund, debit_fen=yuan * 100, credit_fen=0),
        Line(credit, fund, debit_fen=0, credit_fen=yuan * 100),
    )


def advance(yuan: int, arose_on: dt.date, fund: str = "OU") -> AdvanceLine:
    """Money advanced to a hospital on a day."""
    return AdvanceLine("2024-01 付-9", arose_on, fund, "某医院", yuan * 100)


def month(fund: str, period: int, received: int = 0, paid: int = 0) -> Month:
    """What a fund received and paid in a month, in yuan."""
    return Month(fund, period, received * 100, paid * 100)


def closed(*periods: int, position: int = 5) -> tuple[Close, ...]:
    """Months closed when the chain stood at a position."""
    return tuple(Close(period, position) for period in periods)


def planned(**more: Any) -> Planned:
    """A whole body with its office, and a budget approved in time; `more` differs."""
    whole = Planned(
        own=grown({2024: 1000, 2025: 1100}),
        seats=seats("government", "union", "donor_unit", "hardship_worker"),
        office_since=OPENED,
        approvals=(Approval(2025, dt.date(2025, 1, 20), "2025-1"),),
    )
    return replace(whole, **more)


def seats(*categories: str) -> tuple[Seat, ...]:
    """A seat for each category, taken since the books began."""
    return tuple(Seat(category, OPENED) for category in categories)


def grown(
    budgeted: dict[int, int], *, note: Note | None = None, base: int | None = 800
) -> tuple[YearGrowth, ...]:
    """The year 2025 of the union's own budget, in yuan by the year, judged.

    It grows from a base of 2005, in yuan, unless there is none; income stays the same.
    """
    bases = []
    if base is not None:
        half, rest = yuan(base // 2), yuan(base - base // 2)
        bases.append(Base(1, 2005, 2006, half, rest, BaseKind.SET, None, "2024-1"))
    years = judge(
        Series.OWN,
        bases,
        {year: yuan(whole) for year, whole in budgeted.items()},
        {year: yuan(50_000) for year in (2022, 2023, 2024, 2025)},
        policies=(),
        notes=() if note is None else (note,),
        until=2026,
    )
    return tuple(row for row in years if row.year == YEAR.since.year)


def yuan(whole: int) -> Money:
    """Whole yuan."""
    return Money(whole * 100)


def _openings() -> Iterable[Standing]:
    for fund, account in _RESTS.items():
        yield Standing("102", fund, OPENING_FEN)
        yield Standing(account, fund, -OPENING_FEN)


def _carried(
    openings: Iterable[Standing], vouchers: Iterable[Voucher]
) -> tuple[Standing, ...]:
    sums: dict[tuple[str, str], int] = {}
    for standing in openings:
        key = standing.account, standing.fund
        sums[key] = sums.get(key, 0) + standing.balance_fen
    for one in vouchers:
        for line in one.lines:
            key = line.account, line.fund
            sums[key] = sums.get(key, 0) + line.net_fen
    return tuple(Standing(*key, fen) for key, fen in sorted(sums.items()))
