"""Gifts given back (退捐): the list, and asking for one on the gift's own page."""

from app.web import donation_sheets, given, sheets
from app.web.desk import Desk, Go, Page, Sent, part
from app.web.pages import gift
from app.web.pages.campaigns import year_of
from ledger.errors import NotFound, RecordRefused, Refused
from ledger.register import lookups
from treasury import refunds
from treasury.refunds import NewRefund, Refunded


def show(desk: Desk) -> Page | Sent:
    """Every refund of a unit, and how far its money is."""
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        found = donation_sheets.giving(desk, connection)
        sheet = donation_sheets.refunds_sheet(found, desk, connection)
        if desk.query.get("as"):
            return sheets.sent(desk, connection, year_of(desk), [sheet])
    told = {"unit": unit, "sheet_of_refunds": sheet, "address": sheets.address}
    return Page("gift_refunds.html", told)


def ask(desk: Desk) -> Page | Go:
    """Give a gift back: a request for its money, or a voucher before requests."""
    key = desk.places["gift"]
    try:
        amount = given.amount(desk, "amount", "退回金额")
        if amount is None:
            raise RecordRefused("捐赠没有退回", why="没有写明金额", do="填写金额")
        wanted = NewRefund(
            gift=key,
            amount=amount,
            reason=given.text(desk, "reason"),
            paper=given.text(desk, "paper"),
            account=given.text(desk, "account") or "102",
        )
        with desk.writing(key) as connection:
            done = refunds.refund(connection, desk.unit, wanted, desk.act)
            return desk.kept(connection, _path(desk), _said(done))
    except NotFound:
        raise
    except Refused as refusal:
        return gift.refused(desk, refusal)


def again(desk: Desk) -> Page | Go:
    """Ask anew for the money of a refund whose request ended unpaid."""
    key = desk.places["gift"]
    try:
        number = given.number(desk, "refund", "第几次退回")
        with desk.writing(key) as connection:
            done = refunds.ask_again(connection, desk.unit, key, number, desk.act)
            return desk.kept(connection, _path(desk), _said(done))
    except Refused as refusal:
        return gift.refused(desk, refusal)


def _path(desk: Desk) -> str:
    return f"/units/{part(desk.unit)}/donations/{part(desk.places['gift'])}"


def _said(done: Refunded) -> str:
    one = done.refund
    amount = one.amount.grouped()
    said = f"退捐 {one.gift} 第 {one.number} 次（{one.kind.label}）：{amount} 元"
    if done.requested is not None:
        return f"{said}，付款申请 {done.requested.key} {done.requested.state.label}"
    if done.handed is not None:
        return f"{said}，凭证草稿 {done.handed.draft} 已提交，待审核"
    return said
