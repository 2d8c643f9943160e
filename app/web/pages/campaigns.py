"""Campaigns (一日捐): a list of givers taken in whole, and the gifts that it made.

The list is held against a control sum and count: a fen of difference, and nothing is
taken in. Names of people go into the books encrypted and are not shown here.
"""

from typing import Any

from app.keyring import open_vault
from app.web import donation_sheets, given, sheets
from app.web.desk import Desk, Go, Page, Sent, part
from app.web.giving import take_campaign
from app.web.numbers import number_of
from app.web.spans import Asked
from ledger.database import Connection
from ledger.errors import NotFound, RecordRefused, Refused
from ledger.people import Right
from ledger.periods import parse_span
from ledger.register import lookups
from treasury import campaigns as verbs
from treasury.campaigns import NewCampaign
from treasury.donor_names import Publish


def year_of(desk: Desk) -> Asked:
    """The present year, for tables that are of no period."""
    year = str(desk.today.year)
    return Asked(year, parse_span(year))


def show(desk: Desk) -> Page | Sent:
    """The campaigns of a unit, the latest first, and the form that takes one in."""
    with desk.reading() as connection:
        told = _told(desk, connection)
        if desk.query.get("as"):
            return sheets.sent(desk, connection, year_of(desk), [told["campaigns"]])
    return Page("campaigns.html", told)


def _told(desk: Desk, connection: Connection) -> dict[str, Any]:
    found = donation_sheets.giving(desk, connection)
    every = verbs.campaigns(connection, desk.unit)[::-1]
    return {
        "unit": lookups(connection).unit(desk.unit),
        "campaigns": donation_sheets.campaigns_sheet(found, every),
        "address": sheets.address,
        "prepares": desk.may(connection, Right.PREPARE),
        "publishing": tuple(Publish),
        "today": desk.today.isoformat(),
    }


def one(desk: Desk) -> Page | Sent:
    """One campaign with its gifts, each with its voucher."""
    number = number_of(desk.places["campaign"], "一日捐")
    with desk.reading() as connection:
        every = verbs.campaigns(connection, desk.unit)
        campaign = next((one for one in every if one.number == number), None)
        if campaign is None:
            raise NotFound("一日捐", str(number))
        found = donation_sheets.giving(desk, connection)
        of_it = [one for one in found.gifts if one.campaign == number]
        sheet = donation_sheets.gifts_sheet(found, of_it)
        if desk.query.get("as"):
            return sheets.sent(desk, connection, year_of(desk), [sheet])
        unit = lookups(connection).unit(desk.unit)
    told = {"unit": unit, "campaign": campaign, "sheet_of_gifts": sheet}
    return Page("campaign.html", told | {"address": sheets.address})


def take(desk: Desk) -> Page | Go:
    """Take a campaign in; the same file again changes nothing."""
    try:
        vault = open_vault(desk.settings)
        upload = desk.uploads.get("list")
        if upload is None:
            raise RecordRefused("名册没有导入", why="没有选择文件", do="选择名册")
        told = _new(desk)
        with desk.writing(told.title) as connection:
            made = take_campaign(
                connection, desk.unit, upload, told, vault=vault, act=desk.act
            )
            before = "（此前已导入，没有变化）" if made.already else ""
            said = (
                f"一日捐 {made.number} 号“{made.title}”{before}：{made.lines} 行，"
                f"{made.total.grouped()} 元，{made.gifts} 笔捐赠，凭证草稿已提交"
            )
            where = f"/units/{part(desk.unit)}/donations/campaigns/{made.number}"
            return desk.kept(connection, where, said)
    except Refused as refusal:
        with desk.reading() as connection:
            again = _told(desk, connection)
        return desk.refused(refusal, "campaigns.html", again)


def _new(desk: Desk) -> NewCampaign:
    total = given.amount(desk, "total", "控制总额")
    if total is None:
        raise RecordRefused("名册没有导入", why="没有写明控制总额", do="填写控制总额")
    publish = given.text(desk, "publish") or Publish.NONE.value
    if publish not in set(Publish):
        raise RecordRefused("公开约定不在可选之列", do="选择一项")
    return NewCampaign(
        title=given.text(desk, "title"),
        received_on=given.day(desk, "on", "收到日") or desk.today,
        total=total,
        count=given.number(desk, "count", "控制笔数"),
        fund=given.text(desk, "fund"),
        account=given.text(desk, "account") or "102",
        publish=Publish(publish),
        repeats=bool(desk.form.get("repeats")),
        again=bool(desk.form.get("again")),
    )
