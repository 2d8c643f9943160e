"""Money in and out of one county of the demonstration, in March 2026.

白榆县 goes live: its money leaves under approved requests from then on. A gift comes in
and is posted; a request is approved and paid out of it, another waits, a third was
cancelled; the union's other money is lent to an aid fund; the city sends money that is
still in transit. Everything goes through the functions that an office uses.
"""

import datetime as dt

from app.prefecture_body import accountant_of, head_of
from app.prefecture_budgets import APPROVED_ON
from app.prefecture_plan import MEDICAL, UNITS, UnitPlan
from ledger import drafts
from ledger.database import Connection
from ledger.entries import Outcome
from ledger.money import Money
from ledger.payment_requests import RequestKind
from ledger.people import Act
from treasury import (
    approvals,
    approving,
    lineage,
    paying,
    receipts,
    requests,
    transfers,
)
from treasury.received import Received
from treasury.request_desk import RequestLine
from treasury.requests import PaymentRequest
from treasury.transfers import Sending

LIVE = "130124"
"""The county that is live."""

CITY = "130100"
GIFT, _AID, _LOAN, _SENT = (Money(yuan * 100) for yuan in (20_000, 6_800, 5_000, 8_000))


def keep(connection: Connection) -> None:
    """Let the county go live, and take its first days.

    Raises:
        Refused: the books are not those of the demonstration.
    """
    unit = _plan(LIVE)
    act, head = accountant_of(unit, APPROVED_ON), head_of(unit, APPROVED_ON)
    paper = "县总工会主席办公会议纪要〔2026〕2号"
    approvals.go_live(connection, LIVE, APPROVED_ON, paper, head)
    gift = Received(
        unit=LIVE,
        event="donation",
        fund="D2",
        amount=GIFT,
        dated_on=APPROVED_ON,
        ref="捐赠-2026-001",
        party="白榆建材有限公司",
        attachments=2,
    )
    _post(connection, unit, receipts.receive(connection, gift, act).draft)
    key = _asked(connection, unit, "医疗-2026-001", _line("D2", "50404", MEDICAL, _AID))
    approving.approve(connection, LIVE, key, head, opinion="同意")
    payment = paying.Payment(dated_on=APPROVED_ON, attachments=3, persons=2)
    paid = paying.pay(connection, LIVE, key, payment, act)
    _post(connection, unit, paid.draft)
    _asked(connection, unit, "医疗-2026-002", _line("D2", "50404", MEDICAL, _AID))
    other = _asked(
        connection, unit, "医疗-2026-003", _line("D2", "50404", MEDICAL, Money(90_000))
    )
    approving.cancel(connection, LIVE, other, "申请人已获其他救助", act)
    _lend(connection, unit)
    _send(connection)
    for code in (LIVE, CITY):
        lineage.record(connection, code)


def _line(fund: str, account: str, purpose: str, amount: Money) -> RequestLine:
    return RequestLine(fund, account, purpose, amount)


def _asked(connection: Connection, unit: UnitPlan, ref: str, line: RequestLine) -> str:
    """A request for medical aid, saved by the accountant; its key."""
    asked = PaymentRequest(
        unit=unit.code,
        ref=ref,
        kind=RequestKind.PAYMENT,
        summary="大病困难职工医疗救助",
        payee="县人民医院",
        lines=(line,),
        evidence="救助审批表",
    )
    return requests.save(connection, asked, accountant_of(unit, APPROVED_ON)).key


def _lend(connection: Connection, unit: UnitPlan) -> None:
    """The union's other money lends to the fund of its own budget, until summer."""
    act, head = accountant_of(unit, APPROVED_ON), head_of(unit, APPROVED_ON)
    asked = PaymentRequest(
        unit=unit.code,
        ref="垫付-2026-001",
        kind=RequestKind.ADVANCE,
        summary="垫付春季慰问款，待上级补助到账归还",
        payee="OU",
        lines=(_line("GF", "135", "", _LOAN),),
        due_on=dt.date(2026, 6, 30),
    )
    key = requests.save(connection, asked, act).key
    approving.approve(connection, unit.code, key, head)
    payment = paying.Payment(dated_on=APPROVED_ON, to_fund="OU")
    draft = paying.pay(connection, unit.code, key, payment, act).draft
    reviewer = _act(unit, 3)
    drafts.review(connection, unit.code, draft, reviewer)
    drafts.post(connection, unit.code, draft, reviewer)


def _send(connection: Connection) -> None:
    """The city sends money down; the county has not booked it yet."""
    city = _plan(CITY)
    sending = Sending(
        unit=CITY,
        to=LIVE,
        fund="OU",
        amount=_SENT,
        dated_on=APPROVED_ON,
        purpose="医疗救助",
        ref="拨付-2026-001",
        attachments=1,
    )
    one = transfers.send(connection, sending, accountant_of(city, APPROVED_ON))
    _post(connection, city, one.out.draft)


def _post(connection: Connection, unit: UnitPlan, draft: int) -> Outcome:
    """Take a submitted draft to the books: reviewed, settled, posted by three."""
    reviewer, cashier = _act(unit, 3), _act(unit, 4)
    drafts.review(connection, unit.code, draft, reviewer)
    drafts.settle(connection, unit.code, draft, cashier)
    return drafts.post(connection, unit.code, draft, reviewer)


def _act(unit: UnitPlan, place: int) -> Act:
    """An act of the reviewer (3) or the cashier (4)."""
    return Act(unit.staff[place][0], head_of(unit, APPROVED_ON).at)


def _plan(code: str) -> UnitPlan:
    return next(unit for unit in UNITS if unit.code == code)
