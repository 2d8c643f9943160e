"""Findings (审计发现): one with its exceptions and steps, the next step, a new one."""

from collections.abc import Mapping
from typing import Any

from app.web import finding_steps, typed
from app.web.access import AUDITEE, BOOKS
from app.web.desk import Desk, Go, Page
from app.web.pages.engagements import demand, path
from audit import engagement_keeping as keeping
from audit import finding_reading as reading
from audit import findings
from audit.check import Severity
from audit.engagements import Engagement
from audit.finding_kinds import (
    BY_AUDITEE,
    MOVES,
    OUTCOMES,
    WHILE,
    WITH_WORDS,
    Doing,
    Kept,
    Outcome,
    State,
)
from audit.rectification import Asked
from audit.voucher_marks import vouchers_of
from ledger.errors import NotFound, RecordRefused, Refused
from ledger.money import ZERO
from ledger.people import Right
from ledger.register import lookups

SHOWN = 500
"""Exceptions on a page; the rest stand in the report."""
_TEXTS = (
    *("title", "criterion", "condition", "cause", "effect", "recommendation"),
    *("evidence", "responsible"),
)
_LED = (Doing.DECIDE,)


def one(desk: Desk) -> Page:
    """One finding: what it says, by what it is proved, and what became of it."""
    return Page("finding.html", _told(desk))


def _told(desk: Desk) -> dict[str, Any]:
    key, number = desk.places["key"], _number(desk)
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        of = keeping.engagement_of(connection, unit.code, key)
        found = reading.finding_of(connection, unit.code, key, number)
        steps = reading.steps_of(connection, unit.code, key, number)[number]
        exceptions = [
            each
            for each, _ in zip(
                reading.exceptions_of(connection, unit.code, key, number),
                range(SHOWN),
                strict=False,
            )
        ]
        marks = {m for each in exceptions for m in each.evidence} | {*found.vouchers}
        places = vouchers_of(connection, unit.id, marks)
        works = desk.may(connection, *BOOKS)
        audits = desk.may(connection, Right.AUDIT)
        answers = desk.may(connection, *AUDITEE)
    if not works:
        found, exceptions = finding_steps.in_part(found, exceptions)
    mine = _mine(of, found, (desk.me.person, audits, answers))
    chosen = (desk.form or desk.query).get("doing", "")
    return {
        "unit": unit,
        "engagement": of,
        "one": found,
        "steps": steps,
        "exceptions": exceptions,
        "positions": {m: p.position for m, p in places.items()} if works else {},
        "revises": audits
        and desk.me.person in of.auditors
        and of.state in WHILE[Doing.REVISE]
        and found.state in {start for start, _, _ in MOVES[Doing.REVISE]},
        "late": found.is_overdue(desk.today),
        "doings": mine,
        "doing": next((each for each in mine if each.value == chosen), None),
        "outcomes": OUTCOMES,
        "with_words": WITH_WORDS,
    }


def _mine(of: Engagement, one: Kept, who: tuple[str, bool, bool]) -> list[Doing]:
    """Which steps a person may take now."""
    person, audits, answers = who
    on_team = audits and person in of.auditors
    carried = one.state is State.CARRIED and of.state.is_ended
    found = []
    for doing in finding_steps.VERBS:
        if one.state not in {start for start, _, _ in MOVES[doing]}:
            continue
        if of.state not in WHILE[doing] and not carried:
            continue
        may = answers and not on_team if doing in BY_AUDITEE else on_team
        if may and (doing not in _LED or person == of.leader):
            found.append(doing)
    return found


def _number(desk: Desk) -> int:
    number = typed.number_of(desk.places["number"])
    if number is None:
        raise NotFound("审计发现", desk.places["number"])
    return number


def step(desk: Desk) -> Page | Go:
    """Take a step of a finding."""
    key, number, form = desk.places["key"], _number(desk), desk.form
    try:
        doing = typed.one_of(Doing, form, "doing", "环节")
        outcome = typed.one_of(Outcome, form, "outcome", "结果")
        asked = Asked(
            words=typed.text_of(form, "words"),
            paper=typed.text_of(form, "paper"),
            on=typed.day_of(form, "on", "办理日期"),
            due_on=typed.day_of(form, "due", "期限"),
            amount=typed.amount_of(form, "amount", "收回金额"),
        )
        step_ = finding_steps.step_of(doing, outcome, asked)
        doing, subject = step_.doing, f"{key}/{number}"
        with desk.writing(subject, f"audit.{doing.value}") as connection:
            demand(desk, connection, of_auditee=doing in BY_AUDITEE)
            hand = finding_steps.hand_of(connection, desk.unit, key, doing, desk.act)
            kept = finding_steps.take(hand, number, step_)
            to = f"{path(desk, key)}/findings/{number}"
            return desk.kept(connection, to, f"{doing.label}：{kept.state.label}")
    except Refused as refusal:
        return desk.refused(refusal, "finding.html", _told(desk))


# -- new ones -----------------------------------------------------------------------


def new(desk: Desk) -> Page:
    """The form for a finding of the auditor's own."""
    return Page("finding_new.html", _form(desk))


def _form(desk: Desk) -> dict[str, Any]:
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        of = keeping.engagement_of(connection, unit.code, desk.places["key"])
    told = {"unit": unit, "engagement": of, "severities": [*Severity]}
    return told | {"revised": 0}


def add(desk: Desk) -> Page | Go:
    """Raise a finding of the auditor's own."""
    key, form = desk.places["key"], desk.form
    try:
        said = _said(form)
        lists = [
            [line.strip() for line in form.get(name, "").splitlines() if line.strip()]
            for name in ("vouchers", "proofs")
        ]
        with desk.writing(key, "audit.finding") as connection:
            hand = keeping.desk_of(connection, desk.unit, key, desk.act)
            kept = findings.raise_own(hand, said, *lists)
            to = f"{path(desk, key)}/findings/{kept.number}"
            return desk.kept(connection, to, f"已提出 {kept.label}")
    except Refused as refusal:
        return desk.refused(refusal, "finding_new.html", _form(desk))


def _said(form: Mapping[str, str]) -> findings.Said:
    severity = typed.one_of(Severity, form, "severity", "性质")
    if severity is None:
        raise RecordRefused("没有写明性质")
    persons = typed.number_of(typed.text_of(form, "persons") or "0")
    if persons is None:
        raise RecordRefused("人次应是整数")
    return findings.Said(
        **{name: typed.text_of(form, name) for name in _TEXTS},
        severity=severity,
        amount=typed.amount_of(form, "amount", "金额") or ZERO,
        persons=persons,
    )


def revising(desk: Desk) -> Page:
    """The form to change what a finding says; what proves it stays."""
    key, number = desk.places["key"], _number(desk)
    with desk.reading() as connection:
        found = reading.finding_of(connection, desk.unit, key, number)
    said = findings.said_of(found)
    known = {name: getattr(said, name) for name in _TEXTS}
    known |= {"severity": said.severity.value, "persons": str(said.persons)}
    known["amount"] = str(said.amount)
    return Page("finding_new.html", _form(desk) | {"typed": known, "revised": number})


def revise(desk: Desk) -> Page | Go:
    """Change what a finding says, with the reason."""
    key, number, form = desk.places["key"], _number(desk), desk.form
    try:
        said, reason = _said(form), typed.text_of(form, "reason")
        with desk.writing(f"{key}/{number}", "audit.revise") as connection:
            demand(desk, connection, of_auditee=False)
            hand = keeping.desk_of(connection, desk.unit, key, desk.act)
            kept = findings.revise(hand, number, said, reason)
            to = f"{path(desk, key)}/findings/{number}"
            return desk.kept(connection, to, f"{kept.label} 第 {kept.revision} 版")
    except Refused as refusal:
        told = _form(desk) | {"revised": number}
        return desk.refused(refusal, "finding_new.html", told)
