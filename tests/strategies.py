"""Random vouchers that break no rule, for laws that hold whatever is posted."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from ledger.money import BOUND_FEN, Money
from ledger.vouchers import Entered, Posting, Voucher
from tests import building

FUNDS = {"F1": "生活救助", "F2": "医疗救助", "G": ""}
"""Each fund of unit U1 with a purpose that it allows."""

QUIET = ("135", "141", "215", "408", "32104", "50404")
"""Accounts on which no money stands."""

MONEY = ("101", "102", "111")

amounts = st.integers(1, 10**12)
fen = st.integers(-BOUND_FEN, BOUND_FEN)
money = fen.map(Money)
days = st.dates(building.OPENED, dt.date(2025, 12, 31))


@st.composite
def legs(draw: st.DrawFn, fund: str) -> list[Posting]:
    """Postings that balance within one fund: money only comes in."""
    debited = draw(st.lists(amounts, min_size=1, max_size=3))
    credited = _split(draw, sum(debited))
    return [
        *(
            _posting(draw, draw(st.sampled_from(QUIET + MONEY)), fund, debit=part)
            for part in debited
        ),
        *(
            _posting(draw, draw(st.sampled_from(QUIET)), fund, credit=part)
            for part in credited
        ),
    ]


def _split(draw: st.DrawFn, total: int) -> list[int]:
    part = draw(st.integers(1, total))
    return [part, total - part] if part < total else [total]


def _posting(draw: st.DrawFn, account: str, fund: str, **side: int) -> Posting:
    spends = account == "50404" and "debit" in side
    sides: dict[str, Any] = {name: Money(part) for name, part in side.items()}
    return Posting(
        account=account,
        fund=fund,
        purpose=FUNDS[fund] if spends else "",
        persons=draw(st.integers(0, 5)),
        party=draw(st.sampled_from(("", "县医院", "某学校"))),
        **sides,
    )


@st.composite
def payments(draw: st.DrawFn, fund: str) -> list[Posting]:
    """Money out of a fund, by the bank: it may be more than there is."""
    part, account = draw(amounts), draw(st.sampled_from(MONEY))
    return [
        _posting(draw, "50404", fund, debit=part),
        _posting(draw, account, fund, credit=part),
    ]


@st.composite
def vouchers(draw: st.DrawFn, unit: str = "U1") -> list[Voucher]:
    """A handful of vouchers of one unit, valid in any order."""
    heads = draw(st.lists(days, min_size=1, max_size=8))
    return [
        Voucher(
            unit=unit,
            ref=f"v{number}",
            dated_on=day,
            summary="凭证摘要",
            postings=tuple(_postings(draw)),
            preparer="张三",
            reviewer="李四",
            entered=Entered.BANK,
        )
        for number, day in enumerate(heads)
    ]


def _postings(draw: st.DrawFn) -> list[Posting]:
    found = []
    for fund in draw(st.lists(st.sampled_from(sorted(FUNDS)), min_size=1, unique=True)):
        found += draw(st.one_of(legs(fund), payments(fund)))
    return found


def receipt_lines(part: int) -> list[Posting]:
    """The two lines of a receipt into the bank of fund F1."""
    return [building.debit("102", part), building.credit("408", part)]
