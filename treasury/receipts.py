"""Receipts (收入登记): an officer says what came in, the right voucher follows.

1. The kind of event, the fund and the chart of the day make the lines; nobody says
   debit or credit.
2. What does not fit is refused before anything is written, all of it at once
   (`receipt_faults.py`).
3. What fits becomes a submitted draft; review, the cashier and posting follow as for
   every draft. The same reference twice is one.
4. Lines in the fund that gives come first; each fund balances by itself.

Basis: 工会会计制度（2009、2021）, by event as `events.toml` says.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from ledger import fund_registration, store
from ledger.accounts import Side
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.errors import NotFound
from ledger.funds import Channel, Fund, Origin, standard_purposes
from ledger.money import Money
from ledger.people import Act
from ledger.periods import china_day
from ledger.privacy import shown
from ledger.register import Lookups, UnitLookup, append, lookups
from treasury import brought_back, drafting
from treasury.drafting import HandedIn
from treasury.errors import DeskRefused
from treasury.event_accounts import RESULTS, chart_of
from treasury.events import Asked, Event, Leg, Paid, Word, event_of, events_in
from treasury.receipt_faults import faults
from treasury.received import Case, PaidOut, Received

DONATION = "donation"
"""The event of gifts."""


def receive(connection: Connection, said: Received, act: Act) -> HandedIn:
    """Hand in what came in, as a submitted draft.

    Raises:
        DeskRefused: it does not fit event, fund, chart or day; all of it is told. Or
            something else stands under the reference.
        VoucherRefused: the voucher breaks rules of the ledger; all breaches are told.
        NotFound: there is no such unit, event or person.
    """
    case = case_of(connection, said, act)
    found = faults(case)
    if found:
        told = "".join(f"\n（{number}）{one}" for number, one in enumerate(found, 1))
        what = f"“{case.event.label}”不能登记，共 {len(found)} 处不合"
        raise DeskRefused(what, why=told)
    _meet_purpose(connection, case, act)
    done = drafting.hand_in(connection, voucher_of(case), case.event.key, act)
    if said.refund_of and not done.already:
        unit_id = lookups(connection).unit(said.unit).id
        row = {"unit_id": unit_id, "draft": done.draft, "refund_of": said.refund_of}
        append(connection, "desk_refunds", [row], act)
    return done


def demand_giver(event: str) -> None:
    """Ask that a gift be registered with its donor: nobody says again who gave it.

    Raises:
        DeskRefused: it is a gift; `donations.py` makes its voucher.
    """
    if event == DONATION:
        what = "捐款没有登记"
        raise DeskRefused(
            what,
            why="捐款要登记捐赠人，才进公示表、票据和使用情况告知书",
            do="用 bangfu money gift --donor 序号 登记；捐赠人用 bangfu money donors"
            " add 登记，不愿具名的写 --kind anonymous",
        )


def voucher_of(case: Case) -> DraftVoucher:
    """The voucher that follows from a case in which everything fits. Pure."""
    said, event = case.said, case.event
    return DraftVoucher(
        unit=said.unit,
        ref=said.ref,
        dated_on=said.dated_on.isoformat(),
        summary=said.summary or _summary(case),
        postings=tuple(_postings(case)),
        attachments=str(said.attachments) if said.attachments else "",
        basis=said.basis if event.asked(Asked.BASIS) else "",
    )


def _postings(case: Case) -> Iterator[DraftPosting]:
    for fund, leg in case.lines():
        assert fund is not None
        yield _posting(case, fund, leg)


def _posting(case: Case, fund: Fund, leg: Leg) -> DraftPosting:
    said = case.said
    spends = leg.word is Word.EXPENSE
    debits = leg.side is Side.DEBIT
    leaves = not debits and _is_money(case, fund, leg)
    memo = said.memo or (f"收回 {said.refund_of}" if said.refund_of else "")
    return DraftPosting(
        account=_account(case, fund, leg.word),
        fund=fund.code,
        debit=str(said.amount) if debits else "",
        credit="" if debits else str(said.amount),
        purpose=said.purpose if spends else "",
        party=said.party,
        recipient=said.recipient if leg.word is not Word.MONEY else "",
        # Money that comes back takes no persons back: only a red line may.
        persons=str(said.persons) if spends and said.persons else "",
        appropriation=said.appropriation if spends else "",
        request=said.request if leaves or (spends and debits) else "",
        memo=memo if leg.word is not Word.MONEY else "",
    )


def _account(case: Case, fund: Fund, word: Word) -> str:
    account = case.account(fund, word)
    assert account
    assert case.chart is not None
    named = word in {Word.DEBITED, Word.CREDITED}
    if named and case.chart[account].klass in RESULTS:
        return case.account(fund, Word.PRIOR_YEAR)
    return account


def _is_money(case: Case, fund: Fund, leg: Leg) -> bool:
    assert case.chart is not None
    return case.chart[_account(case, fund, leg.word)].is_money


def _summary(case: Case) -> str:
    said = case.said
    assert case.fund is not None
    return case.event.says.format(
        party=said.party.strip(),
        fund=case.fund.name,
        giver=case.giver.name if case.giver else "本级工会",
        purpose=said.purpose or "帮扶",
    )


# -- what the books say ---------------------------------------------------------------


def case_of(connection: Connection, said: Received, act: Act) -> Case:
    """What was said, beside what the books say, under the lock of the unit.

    Raises:
        NotFound: there is no such unit or event.
    """
    books = lookups(connection, fresh=True)
    unit = books.unit(said.unit)
    store.lock_unit(connection, unit.id)
    event = event_of(said.event, said.dated_on)
    chart = unit.chart_on(said.dated_on.isoformat())
    if event is None:
        known = "、".join(one.key for one in events_in(chart, said.dated_on))
        raise NotFound("收入事项", shown(said.event), do=f"可用的事项：{known}")
    others = tuple(sorted(unit.fund_codes[id_] for id_ in unit.general))
    return Case(
        said=said,
        event=event,
        today=china_day(act.at),
        opened_on=dt.date.fromisoformat(unit.opened_on),
        closed_on=dt.date.fromisoformat(unit.closed_on) if unit.closed_on else None,
        chart=chart_of(books, chart) if chart else None,
        fund=_fund(said.fund, unit),
        giver=_fund(said.from_fund, unit) if said.from_fund in others else None,
        others=tuple(code for code in others if code != said.fund),
        known_purposes=_purposes(said.fund, unit),
        paid=_paid(connection, said, event, unit, books),
        **_left(connection, said, event, unit),
    )


def _fund(code: str, unit: UnitLookup) -> Fund | None:
    id_ = unit.funds.get(code)
    if id_ is None:
        return None
    return Fund(
        code=code,
        name=unit.fund_names[id_],
        origin=Origin(unit.fund_origins[id_]),
        channel=Channel(unit.fund_channels[id_]),
        restriction=unit.fund_restrictions[id_],
        opened_on=dt.date.fromisoformat(unit.fund_opened[id_]),
    )


def _purposes(code: str, unit: UnitLookup) -> frozenset[str]:
    """What a fund may be spent on: one without limits, on any standard purpose too."""
    id_ = unit.funds.get(code)
    if id_ is None:
        return frozenset()
    known = frozenset(unit.purposes[id_])
    return known if id_ in unit.restricted else known | _standard()


def _standard() -> frozenset[str]:
    return frozenset(purpose.name for purpose in standard_purposes())


def _meet_purpose(connection: Connection, case: Case, act: Act) -> None:
    """Register a standard purpose that a fund without limits meets the first time."""
    said = case.said
    unit = lookups(connection).unit(said.unit)
    if said.purpose and said.purpose not in unit.purposes[unit.funds[said.fund]]:
        met = [(said.fund, said.purpose)]
        fund_registration.meet_purposes(connection, said.unit, met, act)


def _paid(
    connection: Connection,
    said: Received,
    event: Event,
    unit: UnitLookup,
    books: Lookups,
) -> PaidOut | None:
    """The voucher whose money comes back, with what came back of it before."""
    if not said.refund_of or event.paid is None:
        return None
    row = store.voucher_by_ref(connection, unit.id, said.refund_of)
    if row is None:
        return None
    return PaidOut(
        dt.date.fromisoformat(str(row.dated_on)),
        brought_back.spent_lines(connection, unit, books, row),
        _returned(connection, said, unit),
    )


def _returned(connection: Connection, said: Received, unit: UnitLookup) -> Money:
    """What others that stand have brought back of the same voucher."""
    came = brought_back.came_of(connection, unit, said.refund_of, said.ref)
    return Money(sum(map(brought_back.amount_of, came)))


def _left(
    connection: Connection, said: Received, event: Event, unit: UnitLookup
) -> dict[str, Any]:
    """What may come back at all, where the event brings money back."""
    year = said.dated_on.year
    if event.paid is Paid.THIS_YEAR:
        left = brought_back.left_of_year(connection, unit, year, said.ref)
        return {"left": left}
    if event.paid is Paid.EARLIER_YEAR:
        most = brought_back.left_of_earlier(connection, unit, said.fund, year, said.ref)
        return {"left_of_earlier": most}
    return {}
