"""The tables of the donation desk: campaigns, pledges, refunds, bills, letters, gifts.

1. A gift leads to its own page, and its amount to its voucher once there is one.
2. People who give are told by their number; organisations by name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.web.desk import Desk, part
from app.web.sheets import Line, Said, Sheet
from ledger.database import Connection
from ledger.payment_requests import PaymentState
from reports import parts
from reports.report import Cell, Column
from treasury import (
    bill_check,
    bills,
    confirmations,
    consents,
    donations,
    donors,
    refunds,
)
from treasury.campaigns import Campaign
from treasury.donations import Gift
from treasury.donor_names import Look, called
from treasury.pledges import Pledge


@dataclass(frozen=True, slots=True)
class Giving:
    """The gifts of a unit, how their donors are called, and where they are shown."""

    base: str
    gifts: tuple[Gift, ...]
    names: Mapping[int, str]

    @property
    def desk(self) -> str:
        """The donation desk."""
        return f"{self.base}/donations"

    def gift(self, key: str) -> str:
        """The page of a gift."""
        return f"{self.desk}/{part(key)}"

    def voucher(self, one: Gift) -> str:
        """The voucher of a gift, or its page while it has none."""
        ref = f"{self.base}/vouchers/{part(one.ref)}"
        return ref if one.booked else self.gift(one.key)


def giving(desk: Desk, connection: Connection) -> Giving:
    """What the tables of a unit's donations are drawn from."""
    register = donors.donors(connection, desk.unit)
    return Giving(
        base=f"/units/{part(desk.unit)}",
        gifts=donations.gifts(connection, desk.unit),
        names={one.number: called(one, None, Look.FULL) for one in register},
    )


def gifts_sheet(found: Giving, gifts: Iterable[Gift]) -> Sheet:
    """Gifts of a campaign, or that kept a pledge."""
    columns = (
        Column("gift", "捐赠号"),
        Column("donor", "捐赠人", width=2),
        Column("fund", "资金"),
        parts.money("amount", "金额"),
        parts.money("returned", "已退"),
        Column("received_on", "收到日", "date"),
        Column("purposes", "限定用途", width=2),
        Column("state", "状态"),
    )
    lines = []
    for one in gifts:
        cells: tuple[Cell, ...] = (
            *(one.key, found.names[one.donor], one.fund, one.amount),
            *(one.returned or None, one.received_on, "、".join(one.purposes)),
            Said(one.state),
        )
        page = found.gift(one.key)
        links = {"gift": page, "returned": page, "amount": found.voucher(one)}
        lines.append(Line(cells, links))
    sheet = Sheet("gifts", "捐赠", columns, tuple(lines))
    return sheet.without_empty("returned", "purposes")


def campaigns_sheet(found: Giving, campaigns: Iterable[Campaign]) -> Sheet:
    """Campaigns that were taken in; each leads to its gifts."""
    columns = (
        Column("campaign", "序号"),
        Column("title", "活动", width=3),
        Column("received_on", "收到日", "date"),
        Column("lines", "名册行数", "count"),
        Column("gifts", "捐赠笔数", "count"),
        parts.money("total", "总额"),
    )
    lines = []
    for one in campaigns:
        cells = (f"{one.number}", one.title, one.received_on, one.lines, one.gifts)
        page = f"{found.desk}/campaigns/{one.number}"
        links = dict.fromkeys(("campaign", "lines", "gifts", "total"), page)
        lines.append(Line((*cells, one.total), links))
    return Sheet("campaigns", "已导入的一日捐", columns, tuple(lines))


def pledges_sheet(found: Giving, pledges: Iterable[Pledge], desk: Desk) -> Sheet:
    """Pledges with what came in of each; that leads to the gifts."""
    columns = (
        Column("pledge", "认捐号"),
        Column("donor", "捐赠人", width=2),
        parts.money("amount", "认捐"),
        parts.money("came", "已到"),
        parts.money("open", "未到"),
        Column("promised_on", "认捐日", "date"),
        Column("due_on", "期限", "date"),
        Column("overdue", "逾期"),
        Column("paper", "依据", width=2),
    )
    lines = []
    for one in pledges:
        overdue = Said("逾期") if one.overdue(desk.today) else ""
        cells: tuple[Cell, ...] = (
            *(f"{one.number}", found.names[one.donor], one.amount, one.came),
            *(one.open, one.promised_on, one.due_on, overdue, one.paper),
        )
        page = f"{found.desk}/pledges?of={one.number}#gifts"
        links = dict.fromkeys(("pledge", "amount", "came", "open"), page)
        lines.append(Line(cells, links))
    return Sheet("pledges", "已登记的认捐", columns, tuple(lines)).without_empty(
        "overdue"
    )


def refunds_sheet(
    found: Giving, desk: Desk, connection: Connection, key: str = ""
) -> Sheet:
    """What was given back, of every gift or of one, and how far the money is."""
    columns = (
        Column("gift", "捐赠号"),
        Column("number", "次"),
        Column("kind", "种类"),
        parts.money("amount", "金额"),
        Column("decided_on", "决定日", "date"),
        Column("request", "付款申请"),
        Column("state", "付款"),
        Column("reason", "理由", width=2),
        Column("paper", "依据", width=2),
    )
    asked = refunds.paid_by(connection, desk.unit)
    states = refunds.states(connection, desk.unit)
    lines = []
    for one in refunds.refunds(connection, desk.unit, key):
        request = asked.get(one.ref, "")
        state = states[one.ref].removeprefix(f"{request} ")
        cells: tuple[Cell, ...] = (
            *(one.gift, f"{one.number}", Said(one.kind.label), one.amount),
            *(one.decided_on, request, Said(state), one.reason, one.paper),
        )
        links = dict.fromkeys(("gift", "amount"), found.gift(one.gift))
        if request:
            page = f"{found.base}/requests/{part(request)}"
            links |= {"request": page, "amount": page}
        elif state == "已付":
            links["amount"] = f"{found.base}/vouchers/{part(one.ref)}"
        lines.append(Line(cells, links))
    sheet = Sheet("refunds", "退回的捐赠", columns, tuple(lines))
    return sheet.without_empty("request")


def consents_sheet(desk: Desk, connection: Connection, key: str) -> Sheet:
    """What the donor of a gift agreed to since, and took back."""
    columns = (
        Column("consent", "同意书号"),
        Column("was", "原定用途", width=2),
        Column("purposes", "新增用途", width=2),
        Column("until", "延长至", "date"),
        Column("given_on", "同意日", "date"),
        Column("withdrawn_on", "撤回日", "date"),
        Column("paper", "依据", width=2),
        Column("reason", "理由", width=2),
    )
    lines = []
    for one in consents.consents(connection, desk.unit):
        if one.gift == key:
            cells: tuple[Cell, ...] = (
                *(f"{one.number}", one.was, "、".join(one.purposes), one.until),
                *(one.given_on, one.withdrawn_on, one.paper, one.reason),
            )
            lines.append(Line(cells))
    sheet = Sheet("consents", "捐赠人同意变更用途", columns, tuple(lines))
    return sheet.without_empty("until", "withdrawn_on")


ENDED = (PaymentState.REFUSED, PaymentState.CANCELLED, PaymentState.EXPIRED)
"""Requests that nobody will pay."""


def unpaid(desk: Desk, connection: Connection, key: str) -> list[int]:
    """The refunds of a gift whose money may have to be asked for again."""
    asked = refunds.paid_by(connection, desk.unit)
    states = refunds.states(connection, desk.unit)
    ended = {one.label for one in ENDED} | {"未付"}
    return [
        one.number
        for one in refunds.refunds(connection, desk.unit, key)
        if states[one.ref].removeprefix(f"{asked.get(one.ref, '')} ") in ended
    ]


# -- bills and letters --------------------------------------------------------------


def stocks_sheet(desk: Desk, connection: Connection) -> Sheet:
    """Ranges of bills, and how many of each are issued, void and blank."""
    columns = (
        Column("stock", "批"),
        Column("code", "票据代码"),
        Column("first", "起号"),
        Column("last", "止号"),
        Column("issued", "已开具", "count"),
        Column("void", "作废", "count"),
        Column("blank", "空白", "count"),
        Column("following", "下一号"),
        Column("acquired_on", "领购日", "date"),
    )
    lines = []
    for one in bill_check.held(connection, desk.unit):
        stock = one.stock
        cells: tuple[Cell, ...] = (
            *(f"{stock.number}", stock.code, stock.told(stock.first)),
            *(stock.told(stock.last), one.issued, one.void, one.blank),
            *(one.following, stock.acquired_on),
        )
        lines.append(Line(cells, dict.fromkeys(("issued", "void"), "#bills")))
    return Sheet("stocks", "票据号段", columns, tuple(lines))


def bills_sheet(found: Giving, desk: Desk, connection: Connection) -> Sheet:
    """Bills that were used, with the gift of each."""
    columns = (
        Column("code", "票据代码"),
        Column("number", "号码"),
        Column("gift", "捐赠号"),
        parts.money("amount", "金额"),
        Column("issued_on", "开具日", "date"),
        Column("voided_on", "作废日", "date"),
        Column("reason", "作废原因", width=2),
        Column("returned", "各联收回"),
    )
    digits = {one.code: one.digits for one in bills.stocks(connection, desk.unit)}
    gifts = {one.key: one for one in found.gifts}
    lines = []
    for one in bills.bills(connection, desk.unit):
        returned = "" if one.voided_on is None else Said("是" if one.returned else "否")
        cells: tuple[Cell, ...] = (
            *(one.code, f"{one.number:0{digits[one.code]}d}", one.gift, one.amount),
            *(one.issued_on, one.voided_on, one.reason, returned),
        )
        links = {}
        if one.gift:
            links["gift"] = found.gift(one.gift)
            links["amount"] = found.voucher(gifts[one.gift])
        lines.append(Line(cells, links))
    sheet = Sheet("bills", "已用票据", columns, tuple(lines))
    return sheet.without_empty("voided_on", "reason", "returned")


def letters_sheet(found: Giving, desk: Desk, connection: Connection) -> Sheet:
    """Letters that confirm gifts, and how each stands."""
    columns = (
        Column("letter", "编号"),
        Column("gift", "捐赠号"),
        parts.money("amount", "金额"),
        Column("issued_on", "开具日", "date"),
        Column("state", "状态"),
        Column("voided_on", "作废日", "date"),
        Column("reason", "作废原因", width=2),
    )
    gifts = {one.key: one for one in found.gifts}
    lines = []
    for one in confirmations.confirmations(connection, desk.unit):
        of = gifts[one.gift]
        cells: tuple[Cell, ...] = (
            *(one.printed, one.gift, one.amount, one.issued_on),
            *(Said(one.state(cancelled=of.cancelled)), one.voided_on, one.reason),
        )
        links = {"gift": found.gift(one.gift), "letter": found.gift(one.gift)}
        lines.append(Line(cells, links | {"amount": found.voucher(of)}))
    sheet = Sheet("letters", "捐赠确认函", columns, tuple(lines))
    return sheet.without_empty("voided_on", "reason")


def matters_sheet(desk: Desk, connection: Connection) -> Sheet:
    """What has to be looked into: numbers missing, sums that differ, copies out."""
    columns = (
        Column("grave", "须处理"),
        Column("what", "事项", width=3),
        Column("do", "怎么办", width=2),
    )
    lines = [
        Line((Said("是" if one.grave else "否"), one.what, one.do))
        for one in bill_check.check(connection, desk.unit)
    ]
    return Sheet("matters", "缺号检查", columns, tuple(lines))
