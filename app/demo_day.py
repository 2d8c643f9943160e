"""A day at the desks of the live county of the demonstration: the day it is tried on.

What people find when they sit down: a gift with its bill and letter, a pledge and a
one-day campaign; a draft with its paper, and one that came back; a payment and a batch
for somebody to approve; books that were handed over as evidence; the list of what the
accountant hands over.

What waits for somebody ends after some weeks; so the day is that of the clock, within
the year that the demonstration has a budget for. It is played in the copy at the desks
alone (`demo_desks.py`): the books of the demonstration and their reports do not know of
it. Names and numbers are made up.
"""

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path

from aid import batches
from aid.batches import Asking, Batch
from aid.claims import Project
from aid.kept_standards import standards_of
from aid.payout_lines import PayoutLine
from aid.payout_reading import Basis
from app import demo
from app.attachments import open_papers
from app.clock import today
from app.keyring import open_vault
from app.prefecture_cases import act_of
from app.prefecture_money import LIVE
from app.prefecture_payouts import LISTED
from app.prefecture_plan import LIVING, WARMTH
from app.settings import Settings
from audit import evidence, handover_keeping
from audit.handover_lists import Given
from ledger import drafts
from ledger.database import Connection, Engine, writing
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.money import Money
from ledger.payment_requests import RequestKind
from ledger.people import Act
from treasury import (
    attachments,
    bills,
    campaigns,
    confirmations,
    donations,
    donors,
    pledges,
    requests,
)
from treasury.attachment_reading import Described, Handed, Proves, reference_of
from treasury.campaigns import NewCampaign
from treasury.donations import NewGift
from treasury.donor_names import DonorKind, Publish
from treasury.donors import NewDonor
from treasury.paper_files import PaperFolder
from treasury.pledges import Pledge
from treasury.request_desk import RequestLine
from treasury.requests import PaymentRequest
from treasury.vault import Vault

LAST = dt.date(2026, 12, 31)
"""The last day that the budget and the chart of the demonstration know."""
_HEAD, _ACCOUNTANT, _REVIEWER, _CASHIER, _AUDITOR = 1, 2, 3, 4, 5
_BILLS = "13060126"
_AGREED = "捐赠协议（虚构）"
_CAMPAIGN = (
    "序号,姓名,单位名称,统一社会信用代码,部门,金额（元）,限定用途,资金,备注",
    "1,钱守拙,,,县医院,100.00,,,",
    "2,孙知微,,,县医院,50.00,,,",
    "3,,白榆县粮油有限公司（虚构）,,,2000.00,,,",
    "4,周见山,,,县一中,80.00,,,",
)
_RAISED, _GIVERS = Money(2_230_00), 4


@dataclass(frozen=True, slots=True)
class _Desk:
    """The county's desks on that day, and what its people need there."""

    connection: Connection
    basis: Basis
    papers: PaperFolder
    reports: Path
    day: dt.date

    @property
    def vault(self) -> Vault:
        """The keys of personal data."""
        return self.basis.vault

    def act(self, place: int = _ACCOUNTANT) -> Act:
        """An act of one of the county's people, by their place among them."""
        return act_of(LIVE, place, self.day)


def play(engine: Engine, settings: Settings, reports: Path) -> None:
    """Play the day.

    Args:
        engine: the copy of the books at the desks.
        settings: where its keys and papers lie.
        reports: where the papers of the demonstration lie; one of them is attached.

    Raises:
        Refused: the books are not those of the demonstration.
    """
    vault, papers = open_vault(settings), open_papers(settings)
    with writing(engine, "示范的一天") as connection:
        basis = Basis(vault=vault, standards=standards_of(connection, LIVE))
        desk = _Desk(connection, basis, papers, reports, min(today(), LAST))
        for part in (_give, _raise, _draft, _ask, _batch, _hand_over):
            part(desk)


def _give(desk: _Desk) -> None:
    """A firm keeps a part of its pledge; the gift is posted, billed and confirmed."""
    made, act = desk.connection, desk.act()
    firm = NewDonor(
        kind=DonorKind.ORGANISATION,
        name="白榆县春晖机械有限公司（虚构）",
        publish=Publish.FULL,
        paper=_AGREED,
    )
    number = donors.add(made, LIVE, firm, desk.vault, act).number
    pledge = Pledge(
        donor=number,
        amount=Money(30_000_00),
        promised_on=desk.day,
        due_on=desk.day.replace(month=12, day=31),
        paper="认捐书（虚构）",
    )
    kept = pledges.promise(made, LIVE, pledge, act).number
    came = NewGift(
        donor=number,
        amount=Money(12_000_00),
        received_on=desk.day,
        fund="D2",
        pledge=kept,
        paper=_AGREED,
    )
    given = donations.register(made, LIVE, came, act)
    assert given.handed is not None
    draft = given.handed.draft
    _attach(desk, "gift_use", "捐赠使用约定", given.handed.ref)
    drafts.review(made, LIVE, draft, desk.act(_REVIEWER))
    drafts.settle(made, LIVE, draft, desk.act(_CASHIER))
    drafts.post(made, LIVE, draft, desk.act(_REVIEWER))
    numbers = ("00000101", "00000150")
    paper = "领购证〔2026〕3号（虚构）"
    bills.acquire(
        made, LIVE, _BILLS, numbers, acquired_on=desk.day, paper=paper, act=act
    )
    key = given.gift.key
    bills.issue(made, LIVE, key, _BILLS, numbers[0], issued_on=desk.day, act=act)
    confirmations.confirm(made, LIVE, key, act)


def _raise(desk: _Desk) -> None:
    """A one-day campaign: its gifts wait for review."""
    told = NewCampaign(
        title=f"{desk.day.year}年慈善一日捐",
        received_on=desk.day,
        total=_RAISED,
        count=_GIVERS,
        fund="D2",
    )
    with tempfile.TemporaryDirectory(prefix="bangfu-") as folder:
        path = Path(folder) / "一日捐.csv"
        path.write_text("\n".join(_CAMPAIGN) + "\n", encoding="utf-8")
        vault, act = desk.vault, desk.act()
        campaigns.take_in(desk.connection, LIVE, path, told, vault=vault, act=act)


def _draft(desk: _Desk) -> None:
    """Interest that rests on a paper, and a draft that came back."""
    act = desk.act()
    earned = _interest(desk, "收到活期存款利息", "UU", "128.40")
    kept = drafts.save(desk.connection, earned, act)
    _attach(desk, "bank_journal", "银行存款日记账", reference_of(kept))
    back = drafts.save(desk.connection, _interest(desk, "利息", "CB", "9.10"), act)
    drafts.submit(desk.connection, LIVE, back.number, act)
    why = "摘要没有写明哪一个季度"
    drafts.give_back(desk.connection, LIVE, back.number, why, desk.act(_REVIEWER))


def _attach(desk: _Desk, report: str, title: str, ref: str) -> None:
    """A paper of the demonstration stands for the one that there would be."""
    described = Described(kind="other", dated_on=desk.day, title=title)
    file = desk.reports / f"{LIVE}-{report}-2026-03.pdf"
    paper = Handed(file, desk.papers, described)
    attachments.attach(desk.connection, LIVE, paper, Proves(key=ref), desk.act())


def _interest(desk: _Desk, summary: str, fund: str, amount: str) -> DraftVoucher:
    lines = (
        DraftPosting(account="102", fund=fund, debit=amount),
        DraftPosting(account="408", fund=fund, credit=amount),
    )
    return DraftVoucher(
        unit=LIVE,
        dated_on=desk.day.isoformat(),
        summary=summary,
        attachments="1",
        postings=lines,
    )


def _ask(desk: _Desk) -> None:
    """A payment that waits to be approved."""
    cost = Money(3_600_00)
    asked = PaymentRequest(
        unit=LIVE,
        ref="慰问品-2026-002",
        for_goods=True,
        kind=RequestKind.PAYMENT,
        summary="采购节日慰问品",
        payee="惠民粮油商行",
        lines=(RequestLine("OU", "50405", WARMTH, cost),),
        evidence="采购合同",
    )
    requests.save(desk.connection, asked, desk.act())


def _batch(desk: _Desk) -> None:
    """A batch of living aid that waits to be approved."""
    lines = tuple(
        PayoutLine(
            place=place,
            code=code,
            project=Project.LIVING,
            year=desk.day.year,
            period=f"{desk.day:%Y-%m}",
            fund="OU",
            account="50404",
            purpose=LIVING,
            amount=Money(520_00),
        )
        for place, code in enumerate(LISTED, 1)
    )
    title = f"{desk.day.year}年{desk.day.month}月生活救助"
    batch = Batch(unit=LIVE, ref=title, title=title, lines=lines)
    key = batches.save(desk.connection, batch, desk.basis, desk.act()).key
    asking = Asking(evidence="发放名册", reason="经主席办公会议逐户核定")
    batches.submit(desk.connection, LIVE, key, desk.basis, asking, desk.act())


def _hand_over(desk: _Desk) -> None:
    """Books of a merged union as evidence; what the accountant hands over."""
    folder = evidence.read_folder(demo.EXAMPLES / "fzu-law-2011")
    evidence.take_in(desk.connection, folder, LIVE, desk.act(_AUDITOR))
    leaver, receiver, supervisor = (
        desk.act(place).person for place in (_ACCOUNTANT, _REVIEWER, _HEAD)
    )
    given = Given(
        unit=LIVE,
        leaver=leaver,
        post="会计",
        receiver=receiver,
        supervisor=supervisor,
        handed_on=desk.day,
    )
    handover_keeping.draw_up(desk.connection, given, desk.act(_HEAD))
