"""Posts (任职): somebody is put into a post of a unit, and leaves it."""

from app import duties
from app.web import typed
from app.web.desk import Desk, Go, Page
from app.web.pages.people import TEMPLATE, base, subject, told, told_end
from ledger.errors import RecordRefused, Refused
from ledger.people import Tenure


def assign(desk: Desk) -> Page | Go:
    """Put somebody into a post."""
    try:
        tenure = _tenure(desk)
        with desk.writing(subject(desk, tenure.person, tenure.since)) as connection:
            duties.assign(connection, tenure, desk.act)
            said = f"已登记：{tenure.person} 任{tenure.post}，自 {tenure.since} 起"
            return desk.kept(connection, f"{base(desk)}#posts", said)
    except Refused as refusal:
        return desk.refused(refusal, TEMPLATE, told(desk))


def end(desk: Desk) -> Page | Go:
    """Let a term end, or go on."""
    try:
        tenure = _tenure(desk)
        with desk.writing(subject(desk, tenure.person, tenure.since)) as connection:
            duties.end_post(connection, tenure, desk.act)
            said = f"{tenure.person} 的{tenure.post}任期{told_end(tenure.until)}"
            return desk.kept(connection, f"{base(desk)}#posts", said)
    except Refused as refusal:
        return desk.refused(refusal, TEMPLATE, told(desk))


def _tenure(desk: Desk) -> Tenure:
    form = desk.form
    since = typed.day_of(form, "since", "任职日期")
    if since is None:
        raise RecordRefused("没有写明任职日期", do="填写起始日期")
    return Tenure(
        person=typed.text_of(form, "person"),
        post=typed.text_of(form, "post"),
        unit=desk.unit,
        since=since,
        until=typed.day_of(form, "until", "截止日期"),
        acting=form.get("acting") == "1",
    )
