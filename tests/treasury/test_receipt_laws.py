"""Laws of receipts, whatever is said: every fund balances, money only comes in."""

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ledger.accounts import load_chart
from ledger.draft_vouchers import DraftVoucher
from ledger.funds import Fund, Origin, fund_sources
from ledger.money import BOUND_FEN, Money
from ledger.vouchers import Posting
from tests.strategies import amounts
from treasury.events import Asked, Event, Word, events_in
from treasury.receipt_faults import faults
from treasury.receipts import voucher_of
from treasury.received import Case, PaidOut, Received

DAYS = {
    "union-2009": dt.date(2019, 5, 6),
    "union-2021": dt.date(2025, 5, 6),
    "union-2021-grassroots": dt.date(2025, 5, 6),
    "aid-institution": dt.date(2025, 5, 6),
}
ANSWERS: dict[Asked, Any] = {
    Asked.PARTY: "某单位",
    Asked.PURPOSE: "生活救助",
    Asked.PERSONS: 3,
    Asked.RECIPIENT: "档-1",
    Asked.FROM_FUND: "G",
    Asked.BASIS: "决定1号",
    Asked.REQUEST: "2025-1",
    Asked.APPROPRIATION: "2025-2",
}


def fund_for(event: Event, chart: str, day: dt.date, draw: st.DrawFn) -> Fund:
    fitting = [
        s
        for s in fund_sources()
        if s.holds(day) and s.accounts_in(chart) and event.is_for(s.origin, s.channel)
    ]
    source = draw(st.sampled_from(fitting))
    return Fund("F", source.label, source.origin, source.channel)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case in which everything fits: any event, any fund for it, any answers."""
    chart = draw(st.sampled_from(sorted(DAYS)))
    day = DAYS[chart]
    event = draw(st.sampled_from(events_in(chart, day)))
    fund = fund_for(event, chart, day, draw)
    answers = {
        question.field.value: ANSWERS[question.field]
        for question in event.asks
        if question.field in ANSWERS and (question.must or draw(st.booleans()))
    }
    if Word.DEBITED in event.words:
        named = ["1302", "2307", "500101"]
        if chart != "aid-institution":
            named = ["135", "141", "402"]
        pair = draw(st.permutations(named))
        answers |= {"debited": pair[0], "credited": pair[1]}
    paid = None
    if Word.SPENT in event.words:
        bought = "500107" if chart == "aid-institution" else "50404"
        line = Posting(account=bought, fund="F", debit=Money(BOUND_FEN))
        paid = PaidOut(day, (line,), Money(0))
        answers |= {"refund_of": "p-1"}
    giver = None
    if event.giving:
        general = next(s for s in fund_sources() if s.origin is Origin.GENERAL)
        giver = Fund("G", "其他资金", general.origin, general.channel)
        answers["from_fund"] = "G"
    said = Received(
        unit="U",
        event=event.key,
        fund="F",
        amount=Money(draw(amounts)),
        dated_on=day,
        ref="r",
        attachments=1,
        **answers,
    )
    known = load_chart(chart)
    purposes = "", ANSWERS[Asked.PURPOSE]
    return Case(
        said=said,
        event=event,
        today=dt.date(2026, 1, 1),
        opened_on=dt.date(2018, 1, 1),
        closed_on=None,
        chart=known,
        fund=fund,
        giver=giver,
        others=("G",) if giver else (),
        paid=paid,
        left={("F", a.code, p): Money(BOUND_FEN) for a in known for p in purposes},
    )


def by_fund(voucher: DraftVoucher) -> dict[str, int]:
    sums: dict[str, int] = {}
    for line in voucher.postings:
        debit = Money.parse(line.debit or "0") - Money.parse(line.credit or "0")
        sums[line.fund] = sums.get(line.fund, 0) + debit.fen
    return sums


@given(case=cases())
def test_every_draft_balances_in_every_fund(case: Case) -> None:
    assert faults(case) == []
    voucher = voucher_of(case)
    assert set(by_fund(voucher).values()) == {0}
    assert len(voucher.postings) == (4 if case.giver else 2)
    assert "{" not in voucher.summary


@given(case=cases())
def test_money_leaves_a_fund_only_for_another_fund(case: Case) -> None:
    assert case.chart is not None
    for line in voucher_of(case).postings:
        if line.credit and case.chart[line.account].is_money:
            assert case.giver is not None
            assert line.fund == "G"


@given(case=cases())
def test_aid_is_told_by_purpose_and_persons_only_where_it_is_spent(case: Case) -> None:
    assert case.chart is not None
    for line in voucher_of(case).postings:
        spends = case.chart[line.account].klass == "expense"
        assert bool(line.purpose) == (spends and Word.SPENT not in case.event.words)
        assert not line.persons or (spends and line.debit)


@given(case=cases())
def test_the_same_said_twice_is_the_same_draft(case: Case) -> None:
    assert voucher_of(case) == voucher_of(case)
