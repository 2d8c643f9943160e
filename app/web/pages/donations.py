"""The donation desk (捐赠): gifts as they come, with their donors; one is in `gift.py`.

People who give are told by their number. Their names are shown only to who asks for
them, and the look is logged.
"""

from typing import TypeVar
from urllib.parse import quote

from app.keyring import open_vault
from app.web import given, tables
from app.web.access import TEXTS
from app.web.desk import Desk, Go, Page, Sent
from app.web.giving import register_donor
from app.web.spans import Asked
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.errors import RecordRefused, Refused
from ledger.people import Right
from ledger.periods import parse_span
from ledger.register import lookups
from reports import parts
from reports.report import Cell, Column
from treasury import donations, donors
from treasury.donations import Form, Gift, NewGift
from treasury.donor_names import Donor, DonorKind, Look, Publish, called
from treasury.donors import NewDonor
from treasury.vault import Vault

Kind = TypeVar("Kind", bound=Labelled)
SHOWN = 300
"""Gifts on the page, the latest first."""
_COLUMNS = (
    Column("gift", "捐赠号"),
    Column("donor", "捐赠人", width=2),
    Column("form", "形式"),
    Column("fund", "资金"),
    parts.money("amount", "金额"),
    parts.money("returned", "已退"),
    Column("received_on", "收到日"),
    Column("purposes", "限定用途", width=2),
    Column("state", "状态"),
)


def show(desk: Desk) -> Page | Sent:
    """The gifts of a year, and the form that takes another."""
    year = _year(desk)
    with desk.reading() as connection:
        told = _told(desk, connection, year)
        if tables.is_asked(desk):
            found = donations.gifts(connection, desk.unit, year)
            known = {one.number: one for one in donors.donors(connection, desk.unit)}
            asked = Asked(str(year), parse_span(str(year)))
            cells = [_cells(one, known[one.donor]) for one in found]
            return tables.send(desk, connection, "捐赠登记", asked, (_COLUMNS, cells))
    if told["opened"]:
        desk.note("", "money.donors")
    return Page("donations.html", told)


def _cells(one: Gift, donor: Donor) -> tuple[Cell, ...]:
    name = called(donor, None, Look.FULL)
    where = one.form.label, one.fund, one.amount, one.returned, one.received_on
    return one.key, name, *where, "、".join(one.purposes), one.state


def _year(desk: Desk) -> int:
    typed = desk.query.get("year", "")
    fits = typed.isdecimal() and len(typed) == 4  # noqa: PLR2004 - digits of a year
    return int(typed) if fits else desk.today.year


def _told(desk: Desk, connection: Connection, year: int) -> dict[str, object]:
    unit = lookups(connection).unit(desk.unit)
    opens = desk.may(connection, *TEXTS)
    opened = opens and bool(desk.query.get("open"))
    vault = open_vault(desk.settings) if opened else None
    found = donations.gifts(connection, desk.unit, year)[::-1]
    register = donors.donors(connection, desk.unit)
    return {
        "unit": unit,
        "year": year,
        "gifts": found[:SHOWN],
        "count": len(found),
        "names": {one.number: called(one, vault, Look.FULL) for one in register},
        "register": register,
        "prepares": desk.may(connection, Right.PREPARE),
        "opens": opens,
        "opened": opened,
        "kinds": tuple(DonorKind),
        "publishing": tuple(Publish),
        "purposes": sorted({name for own in unit.purposes.values() for name in own}),
        "today": desk.today.isoformat(),
    }


def take(desk: Desk) -> Page | Go:
    """A gift, of a donor who is known or is registered with it."""
    try:
        vault = open_vault(desk.settings)
        # What was typed may be a name; the log has numbers alone.
        typed = given.text(desk, "donor")
        subject = typed if typed.isdecimal() and typed.isascii() else ""
        with desk.writing(subject[:9]) as connection:
            number = _donor(desk, connection, vault)
            made = donations.register(
                connection, desk.unit, _gift(desk, number), desk.act
            )
            where = "备查登记"
            if made.handed is not None:
                where = f"凭证草稿 {made.handed.draft} 已提交，待审核"
            key = made.gift.key
            said = f"捐赠 {key}：{made.gift.amount.grouped()} 元，{where}"
            path = f"/units/{quote(desk.unit, safe='')}/donations/{key}"
            return desk.kept(connection, path, said)
    except Refused as refusal:
        with desk.reading() as connection:
            told = _told(desk, connection, _year(desk))
        return desk.refused(refusal, "donations.html", told)


def _donor(desk: Desk, connection: Connection, vault: Vault) -> int:
    """The number of the donor, who is registered first where none was typed."""
    if given.text(desk, "donor"):
        return given.number(desk, "donor", "捐赠人序号")
    told = NewDonor(
        kind=_one_of(DonorKind, given.text(desk, "kind"), "捐赠人类别"),
        name=given.text(desk, "name"),
        uscc=given.text(desk, "uscc"),
        contact=given.text(desk, "contact"),
        publish=_one_of(Publish, given.text(desk, "publish") or "none", "公开约定"),
        paper=given.text(desk, "consent"),
        another=bool(desk.form.get("another")),
    )
    return register_donor(connection, desk.unit, told, vault, desk.act)


def _one_of(kinds: type[Kind], typed: str, label: str) -> Kind:
    try:
        return kinds(typed)
    except ValueError:
        what = f"没有写明{label}"
        raise RecordRefused(what, do="选择一项") from None


def _gift(desk: Desk, donor: int) -> NewGift:
    amount = given.amount(desk, "amount", "金额")
    if amount is None:
        raise RecordRefused("捐赠没有登记", why="没有写明金额", do="填写金额")
    received_on = given.day(desk, "on", "收到日")
    if received_on is None:
        raise RecordRefused(
            "捐赠没有登记", why="没有写明收到日", do="填写收到捐赠的日期"
        )
    goods = given.text(desk, "goods")
    typed = given.text(desk, "purposes").replace("，", "、").replace(",", "、")
    pledge = given.text(desk, "pledge")
    return NewGift(
        donor=donor,
        amount=amount,
        received_on=received_on,
        fund=given.text(desk, "fund"),
        purposes=tuple(one.strip() for one in typed.split("、") if one.strip()),
        until=given.day(desk, "until", "限定至"),
        form=Form.GOODS if goods else Form.MONEY,
        account=given.text(desk, "account") or "102",
        pledge=given.number(desk, "pledge", "认捐号") if pledge else None,
        paper=given.text(desk, "paper"),
        memo=goods,
        attachments=given.number(desk, "attachments", "附件张数", 1),
        again=bool(desk.form.get("again")),
    )
