"""Reconciling (对账): what bank and books say on a day, and the record of it.

A reconciliation is made only where both sides come to the same; its paper is the report
银行存款余额调节表.
"""

import datetime as dt
from collections.abc import Iterator
from urllib.parse import quote

from app.web import given
from app.web.access import MATCHING, REOPENING
from app.web.bank_reading import SIDES, items_of, last_day
from app.web.bank_reading import account_of as bank_account
from app.web.desk import Desk, Go, Page
from app.web.pages.bank_matching import account_of, places_of
from ledger.errors import NotFound, Refused
from ledger.money import Money
from ledger.people import Right
from ledger.register import lookups
from treasury import reconciliation
from treasury.open_items import Figures
from treasury.reconciliation import Asked, Preview

Line = tuple[str, dt.date | None, str, str, int | None, Money | None, int]
"""What is told, with its day, its paper, its summary, its age and its amount.

Last where the voucher of a posting stands, 0 for anything else.
"""


def show(desk: Desk) -> Page:
    """What a reconciliation to a day would say."""
    refusal, seen = None, None
    try:
        asked = _asked(desk, given.queried(desk, "until", "截止日"))
        with desk.reading() as connection:
            seen = reconciliation.preview(connection, asked)
    except NotFound:
        raise
    except Refused as error:
        refusal = error
    told = _told(desk, seen)
    # Where no day was asked for, and all is reconciled, there is nothing to refuse.
    if refusal is not None and desk.query.get("until"):
        return Page("bank_reconciling.html", told | {"refusal": str(refusal)})
    return Page("bank_reconciling.html", told)


def _asked(desk: Desk, until: dt.date | None) -> Asked:
    """What is to be reconciled; without a day, to the end of the last statement."""
    number = account_of(desk)
    with desk.reading() as connection:
        day = last_day(connection, desk.unit, number, until)
    listed = given.text(desk, "ours").replace("，", ",").split(",")
    ours = places_of((one for one in listed if one.strip()), "流水")
    return Asked(
        unit=desk.unit,
        account=number,
        until=day,
        other=given.amount(desk, "other", "其他资金", signed=True),
        other_basis=given.text(desk, "other_basis"),
        ours=tuple(ours),
    )


def _told(desk: Desk, seen: Preview | None) -> dict[str, object]:
    number = account_of(desk)
    with desk.reading() as connection:
        account = bank_account(connection, desk.unit, number)
        made = [
            one
            for one in reconciliation.reconciliations(connection, desk.unit)
            if one.account == number
        ]
        standing = [one for one in made if one.stands]
        # A cashier of the unit does not reconcile, whatever other right they have.
        cashier = desk.may(connection, Right.SETTLE)
        until = desk.form.get("until") or desk.query.get("until", "")
        if seen is not None:
            until = seen.figures.ends.until.isoformat()
        return {
            "unit": lookups(connection).unit(desk.unit),
            "account": account,
            "until": until,
            "seen": seen,
            "lines": list(_lines(seen)) if seen else [],
            "made": made[::-1],
            "may_make": desk.may(connection, *MATCHING) and not cashier,
            "reopened": standing[-1]
            if standing
            and desk.may(connection, *REOPENING)
            and standing[-1].made_by != desk.me.person
            else None,
        }


def _lines(seen: Preview) -> Iterator[Line]:
    figures = seen.figures
    yield ("银行对账单余额", None, "", "", None, figures.ends.bank, 0)
    yield ("单位日记账余额", None, "", "", None, figures.ends.book, 0)
    for name, items, what in SIDES:
        yield (what, None, "", "", None, getattr(figures, name), 0)
        yield from _items(figures, name, items)
    yield ("银行方调节后余额", None, "", "", None, figures.adjusted, 0)
    yield ("单位方调节后余额", None, "", "", None, figures.book_adjusted, 0)
    yield ("其他资金（差额）", None, "", "", None, figures.other, 0)
    for item in seen.later:
        told = item.booked_on, item.told, item.summary, None, item.amount
        yield ("对账后补记", *told, item.place[0])
    for one in seen.cancelled:
        what = "银行收付相抵、未入账" if one.banked else "账簿收付相抵、未经银行"
        for item in one.items:
            why = one.reason or item.summary
            told = item.booked_on, item.told, why, None, item.amount
            yield (what, *told, 0 if one.banked else item.place[0])
    for since, until in seen.gaps:
        yield ("没有对账单的日期", since, f"{until}", "", None, None, 0)


def _items(figures: Figures, name: str, side: str) -> Iterator[Line]:
    until = figures.ends.until
    for item in items_of(figures, name, side):
        told = item.booked_on, item.told, item.summary, item.age(until)
        position = item.place[0] if side == "postings" else 0
        yield ("未达", *told, abs(item.amount), position)


# -- acts ---------------------------------------------------------------------------


def make(desk: Desk) -> Page | Go:
    """Make the reconciliation: what stands is written down."""
    try:
        asked = _asked(desk, given.day(desk, "until", "截止日"))
        subject = f"{asked.account} {asked.until}"
        with desk.writing(subject) as connection:
            made = reconciliation.reconcile(connection, asked, desk.act)
            said = (
                f"已对账到 {made.until}（第 {made.number} 次）："
                f"银行 {made.bank.grouped()} 元，账面 {made.book.grouped()} 元，"
                f"未达 {made.items} 笔"
            )
            return desk.kept(connection, _path(desk), said)
    except NotFound:
        raise
    except Refused as refusal:
        return _again(desk, refusal)


def reopen(desk: Desk) -> Page | Go:
    """Reopen the latest reconciliation, with the reason."""
    try:
        account = account_of(desk)
        number = given.number(desk, "number", "第几次对账")
        with desk.writing(f"{account}/{number}") as connection:
            made = reconciliation.reopen(
                connection,
                desk.unit,
                account,
                number,
                given.text(desk, "reason"),
                desk.act,
            )
            said = f"到 {made.until} 的对账已重开"
            return desk.kept(connection, _path(desk), said)
    except NotFound:
        raise
    except Refused as refusal:
        return _again(desk, refusal)


def _path(desk: Desk) -> str:
    unit = quote(desk.unit, safe="")
    return f"/units/{unit}/bank/{account_of(desk)}/reconciliation"


def _again(desk: Desk, refusal: Refused) -> Page:
    seen = None
    try:
        asked = _asked(desk, given.day(desk, "until", "截止日"))
        with desk.reading() as connection:
            seen = reconciliation.preview(connection, asked)
    except NotFound:
        raise
    except Refused:
        # What was typed cannot be shown; the sentence of the act says why.
        seen = None
    return desk.refused(refusal, "bank_reconciling.html", _told(desk, seen))
