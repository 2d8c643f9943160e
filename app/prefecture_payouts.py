"""Aid paid and handed out by one county of the demonstration, in March 2026.

白榆县 begins L13: aid is spent by batches and hand-outs from then on. A batch from a
list is paid, one payment comes back from the bank and is paid again; a batch pays what
cases were granted; goods bought before are handed out against signatures.
"""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from stdnum import luhn

from aid import batch_paying, batches, beginnings, cases, handouts
from aid.bank_cards import BankCard
from aid.batch_paying import Again, Release
from aid.batches import Asking, Batch
from aid.claims import Project
from aid.handout_judging import HandoutLine
from aid.handout_signing import Sheet, Signed, sign
from aid.handouts import Plan
from aid.payout_lines import PayoutLine
from aid.payout_reading import Basis
from aid.recipients import change, opened, row_of
from app.prefecture_cases import act_of
from app.prefecture_money import LIVE
from app.prefecture_plan import LIVING, MEDICAL, TEMPORARY, WARMTH
from app.prefecture_sent import Bank
from ledger import drafts
from ledger.database import Connection
from ledger.money import Money
from ledger.payment_requests import RequestKind
from treasury import approving, goods_items, goods_purchases, lineage, requests
from treasury.costing import Method
from treasury.goods_items import Choice, Item
from treasury.goods_purchases import Bought, Purchase
from treasury.request_desk import RequestLine
from treasury.requests import PaymentRequest

BOUGHT, BEGUN, ASKED, PAID, BACK, AGAIN, GIVEN = (
    dt.date(2026, 3, day) for day in (13, 16, 16, 17, 18, 20, 23)
)
LISTED = tuple(f"D1301242021{number:04d}" for number in (16, 17, 21, 22, 23, 26, 27))
FAILED = 5
"""The line of the first batch that came back."""
HAND_OUT = "H2026-1"
HANDED = tuple(f"D1301242021{number:04d}" for number in (41, 48, 49, 52, 54))

NEW_CARD = "629996000000000001" + luhn.calc_check_digit("629996000000000001")
"""The card of that line's household afterwards."""

_LEAST, _MORE = Money(500_00), 27_00
_PIECES, _COST = 5, Money(98_00)
_ITEM = "LB01"
_WHY = "春季集中救助，经主席办公会议逐户核定"
"""Why the list is paid that names no cases."""
_SHEET = "5e" * 32
"""The SHA-256 of the signed sheet."""
_WAITING = "P2026-2"
"""The plain request for aid that `app.prefecture_money` left waiting."""
_AID, _WARM = "50404", "50405"
_PURPOSES = {
    Project.LIVING: ("OU", LIVING),
    Project.MEDICAL: ("D2", MEDICAL),
    Project.TEMPORARY: ("OU", TEMPORARY),
}
_HEAD, _ACCOUNTANT, _REVIEWER, _CASHIER = 1, 2, 3, 4


def keep(connection: Connection, basis: Basis, folder: Path) -> None:
    """Buy goods, begin L13, pay both batches and hand the goods out.

    Args:
        connection: the books.
        basis: what payouts are checked by.
        folder: where the files to and from the bank go.

    Raises:
        Refused: the books are not those of the demonstration.
    """
    _buy(connection)
    _begin(connection)
    _pay_list(connection, basis, folder)
    _pay_cases(connection, basis, folder)
    _hand_out(connection)
    lineage.record(connection, LIVE)


def _buy(connection: Connection) -> None:
    """Goods for hand-out, expensed when they are bought."""
    act = act_of(LIVE, _ACCOUNTANT, BOUGHT)
    item = Item(code=_ITEM, name="米面油礼包", measure="份")
    goods_items.register_item(connection, LIVE, item, act)
    method = Choice(Method.FIFO, BOUGHT, "按先后发放")
    goods_items.choose_method(connection, LIVE, method, act)
    cost = Money(_COST.fen * _PIECES)
    asked = PaymentRequest(
        unit=LIVE,
        ref="慰问品-2026-001",
        kind=RequestKind.PAYMENT,
        summary="采购春季慰问品",
        payee="惠民粮油商行",
        lines=(RequestLine("OU", _WARM, WARMTH, cost),),
        evidence="采购合同",
    )
    key = requests.save(connection, asked, act).key
    approving.approve(connection, LIVE, key, act_of(LIVE, _HEAD, BOUGHT))
    line = Bought(
        item=_ITEM,
        fund="OU",
        quantity_milli=_PIECES * 1000,
        cost=cost,
        account=_WARM,
        purpose=WARMTH,
    )
    purchase = Purchase(
        unit=LIVE,
        ref="",
        dated_on=BOUGHT,
        attachments=2,
        lines=(line,),
        supplier="惠民粮油商行",
        request=key,
    )
    bought = goods_purchases.buy(connection, purchase, act)
    assert bought.draft is not None
    _post(connection, bought.draft, BOUGHT)


def _begin(connection: Connection) -> None:
    """L13; the request that still waits for money goes into a batch instead."""
    act = act_of(LIVE, _ACCOUNTANT, BOUGHT)
    approving.cancel(connection, LIVE, _WAITING, "改由发放批次办理", act)
    paper = "县总工会主席办公会议纪要〔2026〕3号"
    beginnings.begin(connection, LIVE, BEGUN, paper, act_of(LIVE, _HEAD, BEGUN))


def _pay_list(connection: Connection, basis: Basis, folder: Path) -> None:
    """A batch of living aid; one line comes back and is paid again."""
    lines = tuple(
        _line(place, code, Project.LIVING, Money(_LEAST.fen + place * _MORE))
        for place, code in enumerate(LISTED, 1)
    )
    key = _paid(connection, basis, "2026年3月生活救助", lines)
    bank = Bank(folder, basis.vault)
    done = bank.pay(connection, key, (PAID, BACK), FAILED)
    assert done.returns is not None
    _post(connection, done.returns.draft, BACK)
    _put_card_right(connection, basis)
    again = Again(dated_on=AGAIN)
    act = act_of(LIVE, _ACCOUNTANT, AGAIN)
    handed = batch_paying.repay(connection, LIVE, key, FAILED, again, act)
    _post(connection, handed.draft, AGAIN)
    done = bank.pay(connection, key, (AGAIN, GIVEN))
    assert done.is_settled


def _put_card_right(connection: Connection, basis: Basis) -> None:
    """The file gets the card that the household has now."""
    code = LISTED[FAILED - 1]
    row = row_of(connection, code)
    content = opened(connection, row, basis.vault)
    new = replace(content, card=BankCard(NEW_CARD))
    change(connection, code, new, basis.vault, act_of(LIVE, _ACCOUNTANT, AGAIN))


def _pay_cases(connection: Connection, basis: Basis, folder: Path) -> None:
    """A batch of what cases were granted, each of its own fund."""
    due = cases.payable(connection, LIVE, ASKED)
    granted = {one.key: one.payable for one in due if one.payable is not None}
    lines = tuple(
        _line(place, one.code, one.project, granted[one.key], one.key, one.year)
        for place, one in enumerate(due, 1)
    )
    key = _paid(connection, basis, "2026年3月审批救助", lines)
    done = Bank(folder, basis.vault).pay(connection, key, (PAID, BACK))
    assert done.is_settled


def _line(  # noqa: PLR0913, PLR0917 - what a line says
    place: int,
    code: str,
    project: Project,
    amount: Money,
    case: str = "",
    year: int = 2026,
) -> PayoutLine:
    fund, purpose = _PURPOSES[project]
    return PayoutLine(
        place=place,
        code=code,
        project=project,
        year=year,
        period="2026-03",
        fund=fund,
        account=_AID,
        purpose=purpose,
        amount=amount,
        case_key=case,
    )


def _paid(
    connection: Connection, basis: Basis, title: str, lines: tuple[PayoutLine, ...]
) -> str:
    """Save a batch, have it approved, release and post it; its key."""
    act = act_of(LIVE, _ACCOUNTANT, ASKED)
    batch = Batch(unit=LIVE, ref=title, title=title, lines=lines)
    key = batches.save(connection, batch, basis, act).key
    asking = Asking(evidence="发放名册", reason=_WHY)
    batches.submit(connection, LIVE, key, basis, asking, act)
    batches.approve(connection, LIVE, key, act_of(LIVE, _HEAD, ASKED))
    act = act_of(LIVE, _ACCOUNTANT, PAID)
    given = Release(dated_on=PAID, attachments=3)
    handed = batch_paying.release(connection, LIVE, key, basis, given, act)
    _post(connection, handed.draft, PAID)
    return key


def _hand_out(connection: Connection) -> None:
    """Goods from stock to five households, signed for the same day."""
    lines = tuple(
        HandoutLine(recipient=code, item=_ITEM, quantity_milli=1000) for code in HANDED
    )
    plan = Plan(
        unit=LIVE,
        ref="发放-春季慰问品",
        dated_on=GIVEN,
        title="春季走访慰问品发放",
        fund="OU",
        purpose=WARMTH,
        project=Project.WARMTH,
        year=2026,
        lines=lines,
    )
    act = act_of(LIVE, _ACCOUNTANT, GIVEN)
    key = handouts.plan(connection, plan, act).handout.key
    handouts.approve(connection, LIVE, key, act_of(LIVE, _HEAD, GIVEN))
    issued = handouts.issue(connection, LIVE, key, act).handout
    assert issued.draft is not None
    _post(connection, issued.draft, GIVEN, pays=False)
    signed = [Signed(line) for line in range(1, len(lines) + 1)]
    sign(connection, LIVE, key, Sheet(_SHEET, GIVEN), signed, act)


def _post(
    connection: Connection, draft: int, day: dt.date, *, pays: bool = True
) -> None:
    """Take a submitted draft to the books: reviewed, settled where it asks, posted."""
    drafts.review(connection, LIVE, draft, act_of(LIVE, _REVIEWER, day))
    if pays:
        drafts.settle(connection, LIVE, draft, act_of(LIVE, _CASHIER, day))
    drafts.post(connection, LIVE, draft, act_of(LIVE, _REVIEWER, day))
