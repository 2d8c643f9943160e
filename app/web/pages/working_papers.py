"""Evidence sheets and working papers (取证单、底稿): written, answered, reviewed.

Both are the team's; the answer to a sheet is the auditee's. Who wrote a paper does not
review it: the verb refuses.
"""

import re
from typing import Any

from app.web import typed
from app.web.access import AUDITEE, BOOKS
from app.web.desk import Desk, Go, Page
from app.web.pages.engagements import demand, path
from audit import engagement_keeping as keeping
from audit import paper_keeping as papers
from audit.engagements import Engagement
from audit.papers import Answer, Paper, Review
from audit.voucher_marks import vouchers_of
from ledger.errors import NotFound, RecordRefused, Refused
from ledger.register import UnitLookup, lookups

_BETWEEN = re.compile(r"[\s、,，]+")


def _engagement(desk: Desk) -> tuple[UnitLookup, Engagement]:
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        return unit, keeping.engagement_of(connection, unit.code, desk.places["key"])


def _on_team(desk: Desk, of: Engagement) -> bool:
    return desk.me.person in of.auditors and not of.state.is_ended


# -- evidence sheets ----------------------------------------------------------------


def sheet(desk: Desk) -> Page:
    """One evidence sheet, with the auditee's answer or the form for it."""
    return Page("sheet.html", _sheet(desk))


def _number(desk: Desk) -> int:
    number = typed.number_of(desk.places["number"])
    if number is None:
        raise NotFound("取证单", desk.places["number"])
    return number


def _sheet(desk: Desk) -> dict[str, Any]:
    unit, of = _engagement(desk)
    with desk.reading() as connection:
        found = papers.sheet_of(connection, unit.code, of.key, _number(desk))
        places = vouchers_of(connection, unit.id, found.vouchers)
        works = desk.may(connection, *BOOKS)
        answers = desk.may(connection, *AUDITEE)
    waits = found.answered is None and not of.state.is_ended
    return {
        "unit": unit,
        "engagement": of,
        "one": found,
        "positions": {m: p.position for m, p in places.items()} if works else {},
        "answers": answers and waits and desk.me.person not in of.auditors,
        "kinds": [*Answer],
    }


def answer(desk: Desk) -> Page | Go:
    """Confirm an evidence sheet, or refuse it in words, as the auditee."""
    key, number, form = desk.places["key"], _number(desk), desk.form
    try:
        how = typed.one_of(Answer, form, "answer", "意见")
        if how is None:
            raise RecordRefused("没有写明情况属实还是不予确认")
        day = typed.day_of(form, "on", "答复日期")
        with desk.writing(f"{key}/{number}", "audit.answer") as connection:
            demand(desk, connection, of_auditee=True)
            hand = keeping.auditee_desk_of(connection, desk.unit, key, desk.act)
            papers.answer(hand, number, how, typed.text_of(form, "words"), day)
            return desk.kept(
                connection, f"{path(desk, key)}/sheets/{number}", how.label
            )
    except Refused as refusal:
        return desk.refused(refusal, "sheet.html", _sheet(desk))


def new_sheet(desk: Desk) -> Page:
    """The form for an evidence sheet."""
    unit, of = _engagement(desk)
    return Page("sheet_new.html", {"unit": unit, "engagement": of})


def collect(desk: Desk) -> Page | Go:
    """Write an evidence sheet."""
    key, form = desk.places["key"], desk.form
    try:
        given = papers.Facts(
            title=typed.text_of(form, "title"),
            facts=typed.text_of(form, "facts"),
            amount=typed.amount_of(form, "amount", "金额"),
            vouchers=[
                line.strip()
                for line in form.get("vouchers", "").splitlines()
                if line.strip()
            ],
            papers=typed.text_of(form, "papers"),
            on=typed.day_of(form, "on", "取证日期"),
        )
        with desk.writing(key, "audit.evidence") as connection:
            hand = keeping.desk_of(connection, desk.unit, key, desk.act)
            one = papers.collect(hand, given)
            to = f"{path(desk, key)}/sheets/{one.number}"
            return desk.kept(connection, to, f"取证单 {one.number} 待被审计单位确认")
    except Refused as refusal:
        unit, of = _engagement(desk)
        return desk.refused(refusal, "sheet_new.html", {"unit": unit, "engagement": of})


# -- working papers -----------------------------------------------------------------


def paper(desk: Desk) -> Page:
    """One working paper with its reviews."""
    return Page("paper.html", _paper(desk))


def _paper(desk: Desk) -> dict[str, Any]:
    unit, of = _engagement(desk)
    with desk.reading() as connection:
        found = papers.paper_of(connection, unit.code, of.key, desk.places["index"])
    on_team = _on_team(desk, of)
    return {
        "unit": unit,
        "engagement": of,
        "one": found,
        "reviews": on_team and found.person != desk.me.person and not found.passed,
        "own": on_team,
        "kinds": [*Review],
    }


def review(desk: Desk) -> Page | Go:
    """Let a working paper pass, or return it, as somebody else of the team."""
    key, index, form = desk.places["key"], desk.places["index"], desk.form
    try:
        how = typed.one_of(Review, form, "outcome", "复核")
        if how is None:
            raise RecordRefused("没有写明复核通过还是退回")
        opinion, day = typed.text_of(form, "opinion"), typed.day_of(form, "on", "日期")
        with desk.writing(f"{key}/{index}", "audit.review") as connection:
            demand(desk, connection, of_auditee=False)
            hand = keeping.desk_of(connection, desk.unit, key, desk.act)
            papers.review(hand, index, how, opinion, day)
            return desk.kept(connection, f"{path(desk, key)}/papers/{index}", how.label)
    except Refused as refusal:
        return desk.refused(refusal, "paper.html", _paper(desk))


def new_paper(desk: Desk) -> Page:
    """The form for a working paper; `?of=A1-1` revises one."""
    told = _form(desk)
    before: Paper | None = told["before"]
    if before is None:
        return Page("paper_new.html", told)
    names = ("index", "matter", "procedure", "result", "conclusion", "symbols")
    known = {name: getattr(before, name) for name in names}
    sheets = " ".join(map(str, before.sheets))
    known |= {"sheets": sheets, "pages": str(before.pages)}
    return Page("paper_new.html", told | {"typed": known})


def _form(desk: Desk) -> dict[str, Any]:
    unit, of = _engagement(desk)
    index = (desk.form.get("index") or desk.query.get("of") or "").strip()
    with desk.reading() as connection:
        found = papers.papers_of(connection, unit.code, of.key)
        sheets = papers.sheets_of(connection, unit.code, of.key)
    before = next((one for one in found if one.index == index), None)
    return {"unit": unit, "engagement": of, "before": before, "sheets": sheets}


def write(desk: Desk) -> Page | Go:
    """Write a working paper, or a revision of one with its reason."""
    key, form = desk.places["key"], desk.form
    try:
        texts = ("index", "matter", "procedure", "result", "conclusion", "symbols")
        told = [one for one in _BETWEEN.split(form.get("sheets", "")) if one]
        sheets = [typed.number_of(one) or 0 for one in told]
        pages = typed.number_of(typed.text_of(form, "pages") or "1")
        if not pages or 0 in sheets:
            raise RecordRefused("页数和取证单编号应是整数")
        said: dict[str, Any] = {n: typed.text_of(form, n) for n in (*texts, "reason")}
        given = papers.Written(
            **said,
            sheets=sheets,
            pages=pages,
            on=typed.day_of(form, "on", "编制日期"),
        )
        with desk.writing(f"{key}/{given.index}", "audit.paper") as connection:
            demand(desk, connection, of_auditee=False)
            hand = keeping.desk_of(connection, desk.unit, key, desk.act)
            one = papers.write(hand, given)
            to = f"{path(desk, key)}/papers/{one.index}"
            return desk.kept(connection, to, f"底稿 {one.index} 待复核")
    except Refused as refusal:
        return desk.refused(refusal, "paper_new.html", _form(desk))
