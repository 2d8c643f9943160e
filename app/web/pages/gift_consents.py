"""A donor's consent (同意变更用途) to another purpose or a longer time, or its end.

The letter stays on paper: here stand what it says and, where told, its SHA-256.
"""

from app.web import given, stock_form
from app.web.desk import Desk, Go, Page, part
from app.web.pages import gift
from ledger.errors import NotFound, RecordRefused, Refused
from treasury import consents
from treasury.consents import Consent, Consented


def record(desk: Desk) -> Page | Go:
    """Put a consent on record; the fund opens where all of its donors agreed."""
    key = desk.places["gift"]
    try:
        on = given.day(desk, "given_on", "同意日")
        if on is None:
            raise RecordRefused("同意书没有登记", why="没有写明日期", do="填写")
        typed = given.text(desk, "purposes").replace("，", "、").replace(",", "、")
        wanted = Consent(
            gift=key,
            purposes=tuple(one.strip() for one in typed.split("、") if one.strip()),
            given_on=on,
            paper=given.text(desk, "letter"),
            digest=stock_form.sheet(desk),
            reason=given.text(desk, "why"),
            until=given.day(desk, "extended", "延长至"),
        )
        with desk.writing(key) as connection:
            done = consents.consent(connection, desk.unit, wanted, desk.act)
            return desk.kept(connection, _path(desk), _said(done))
    except NotFound:
        raise
    except Refused as refusal:
        return gift.refused(desk, refusal)


def withdraw(desk: Desk) -> Page | Go:
    """Put on record that a donor took a consent back; what was spent by it stays."""
    try:
        number = given.number(desk, "consent", "同意书号")
        day = given.day(desk, "withdrawn_on", "撤回日") or desk.today
        with desk.writing(str(number)) as connection:
            consents.withdraw(
                connection,
                desk.unit,
                number,
                on=day,
                reason=given.text(desk, "why"),
                paper=given.text(desk, "letter"),
                act=desk.act,
            )
            said = f"同意书 {number} 号自 {day} 起撤回"
            return desk.kept(connection, _path(desk), said)
    except Refused as refusal:
        return gift.refused(desk, refusal)


def _path(desk: Desk) -> str:
    return f"/units/{part(desk.unit)}/donations/{part(desk.places['gift'])}"


def _said(done: Consented) -> str:
    named = list(done.consent.purposes)
    if done.consent.until:
        named.append(f"可用至 {done.consent.until}")
    said = f"同意书 {done.consent.number} 号：{'、'.join(named)}"
    if done.opened:
        said += f"；资金“{done.fund}”现可用于{'、'.join(done.opened)}"
    if done.waiting:
        said += f"；资金中还有捐赠未经其捐赠人同意：{'、'.join(done.waiting)}"
    return said
