"""Engagements (审计项目): the board of a unit, one with its steps, and the next step.

Steps of the auditors ask for the right to audit, those of the auditee for one of
`AUDITEE`; the verbs refuse whoever audits what they kept.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from app import auth
from app.clock import today
from app.web import spans, tables, typed
from app.web.access import AUDITEE, BOOKS
from app.web.desk import Desk, Go, Page, Sent
from audit import engagement_keeping as keeping
from audit import engagement_steps as steps
from audit.engagements import (
    BY_AUDITEE,
    LED,
    WITH_DUE,
    WITH_PAPER,
    WITH_WORDS,
    Commission,
    Doing,
    Engagement,
    Given,
    Kind,
    Role,
    next_doings,
)
from audit.finding_kinds import Doing as FindingDoing
from audit.finding_kinds import Kept
from audit.finding_reading import findings_of, steps_of
from audit.paper_keeping import papers_of, sheets_of
from audit.sampling_keeping import samples_of
from audit.sampling_sealing import populations_of
from ledger.database import Connection
from ledger.errors import RecordRefused, Refused
from ledger.people import Right
from ledger.periods import Span, parse_span
from ledger.register import lookups
from reports import parts
from reports.report import Column

PAPERS = (
    ("audit_notice", "审计通知书"),
    ("audit_plan", "审计实施方案"),
    ("audit_undertaking", "被审计单位承诺书"),
    ("audit_evidence", "审计取证单"),
    ("audit_papers", "审计工作底稿"),
    ("audit_sample", "审计抽样工作底稿"),
    ("audit_draft", "审计报告征求意见稿"),
    ("audit_special", "专项审计报告"),
    ("audit_rectify_notice", "审计整改通知书"),
    ("audit_rectification", "审计整改台账"),
)
"""The papers of an engagement, each a report that takes its key."""
_FINDINGS = (
    Column("label", "编号"),
    Column("title", "发现", width=3),
    Column("severity", "性质"),
    parts.money("amount", "金额"),
    Column("exceptions", "例外", "count"),
    Column("state", "状态"),
    Column("reply", "答复"),
    Column("due_on", "整改期限", "date"),
    Column("overdue", "逾期"),
    parts.money("recovered", "已收回"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A finding on the board, with the last reply to it."""

    kept: Kept
    reply: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Card:
    """An engagement on the board."""

    one: Engagement
    due_on: dt.date | None
    """What its last step waits for."""
    findings: int
    open: int
    late: int


def show(desk: Desk) -> Page | Sent:
    """The engagements of a unit and all its findings."""
    with desk.reading() as connection:
        lines = _lines(connection, desk.unit)
        if tables.is_asked(desk):
            table = (_FINDINGS, [_cells(line) for line in lines])
            asked = spans.asked(desk)
            return tables.send(desk, connection, "审计发现", asked, table)
    return Page("engagements.html", _board(desk))


def everywhere(desk: Desk) -> Page:
    """The engagements under way in all units that the person audits."""
    me = desk.me
    with desk.reading() as connection:
        names = lookups(connection).units
        audited = auth.units_of(connection, me.person_id, (Right.AUDIT,), desk.today)
        cards = [
            (names[code], card)
            for code in audited
            for card in _cards(connection, code, _lines(connection, code))
        ]
    cards.sort(key=lambda pair: (not pair[1].late, pair[1].one.state.is_ended))
    return Page("audits.html", {"cards": cards, "audited": len(audited)})


def _cards(connection: Connection, unit: str, lines: list[Line]) -> list[Card]:
    cards = []
    for one in keeping.engagements_of(connection, unit)[::-1]:
        history = keeping.history(connection, unit, one.key)
        own = [line for line in lines if line.kept.engagement == one.key]
        due = None if one.state.is_ended else history[-1].due_on
        open_ = sum(line.kept.state.is_open for line in own)
        late = sum(line.is_late for line in own)
        cards.append(Card(one, due, len(own), open_, late))
    return cards


def _board(desk: Desk) -> dict[str, Any]:
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        lines = _lines(connection, unit.code)
        cards = _cards(connection, unit.code, lines)
        audits = desk.may(connection, Right.AUDIT)
    lines.sort(key=lambda line: (not line.is_late, not line.kept.state.is_open))
    told = {"unit": unit, "cards": cards, "lines": lines, "audits": audits}
    return told | {"kinds": [*Kind], "today": desk.today}


def _lines(
    connection: Connection, unit: str, engagement: str | None = None
) -> list[Line]:
    found, lines = findings_of(connection, unit, engagement), []
    history = {
        key: steps_of(connection, unit, key)
        for key in {one.engagement for one in found}
    }
    for one in found:
        replies = [
            step.outcome
            for step in history[one.engagement][one.number]
            if step.doing is FindingDoing.REPLY and step.outcome
        ]
        reply = replies[-1].label if replies else ""
        lines.append(Line(one, reply, one.is_overdue(today())))
    return lines


def _cells(line: Line) -> tuple[Any, ...]:
    one = line.kept
    return (
        *(one.label, one.title, one.severity.label, one.amount, one.count),
        *(one.state.label, line.reply, one.due_on),
        *("是" if line.is_late else "", one.recovered),
    )


# -- beginning ----------------------------------------------------------------------


def begin(desk: Desk) -> Page | Go:
    """Begin an engagement."""
    form = desk.form
    try:
        kind = typed.one_of(Kind, form, "kind", "类别")
        if kind is None or not form.get("leader", "").strip():
            raise RecordRefused("没有写明类别或审计组长")
        given = keeping.Begun(
            unit=desk.unit,
            kind=kind,
            span=_span(desk),
            title=typed.text_of(form, "title"),
            leader=typed.text_of(form, "leader"),
            members=form.get("members", "").replace("、", " ").split(),
            auditing_unit=typed.text_of(form, "auditing_unit"),
            officer=typed.text_of(form, "officer"),
            post=typed.text_of(form, "post"),
            commission=_commission(desk),
        )
        with desk.writing(kind.value, "audit.begin") as connection:
            found = keeping.begin(connection, given, desk.act)
            return desk.kept(connection, path(desk, found.key), f"已立项 {found.key}")
    except Refused as refusal:
        return desk.refused(refusal, "engagements.html", _board(desk))


def _span(desk: Desk) -> Span:
    form = desk.form
    if period := typed.text_of(form, "period"):
        return parse_span(period)
    since = typed.day_of(form, "since", "审计期间第一日")
    until = typed.day_of(form, "until", "其后第一日")
    if since is None or until is None:
        raise RecordRefused("没有写明审计期间")
    return Span(since, until)


def _commission(desk: Desk) -> Commission | None:
    form = desk.form
    paper = typed.text_of(form, "commission")
    if not paper:
        return None
    day = typed.day_of(form, "commission_on", "委托书日期")
    if day is None:
        raise RecordRefused("没有写明委托书日期")
    return Commission(paper, typed.text_of(form, "commission_by"), day)


# -- one of them --------------------------------------------------------------------


def one(desk: Desk) -> Page:
    """One engagement: its steps, findings, samples and papers."""
    return Page("engagement.html", _told(desk))


def _told(desk: Desk) -> dict[str, Any]:
    key = desk.places["key"]
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        found = keeping.engagement_of(connection, unit.code, key)
        history = keeping.history(connection, unit.code, key)
        lines = _lines(connection, unit.code, key)
        works = desk.may(connection, *BOOKS)
        audits = desk.may(connection, Right.AUDIT)
        answers = desk.may(connection, *AUDITEE)
        samples = samples_of(connection, unit.code, key) if audits else ()
        populations = populations_of(connection, unit.code, key) if audits else ()
        sheets = sheets_of(connection, unit.code, key)
        papers = papers_of(connection, unit.code, key) if audits else ()
    own = audits and desk.me.person in found.auditors
    leads = own and desk.me.person == found.leader
    doings = [doing for doing in next_doings(found.state) if doing is not Doing.BEGIN]
    mine = [
        doing
        for doing in doings
        if (answers and not own if doing in BY_AUDITEE else own)
        and (leads or doing not in LED)
    ]
    chosen = (desk.form or desk.query).get("doing", "")
    doing = next((one for one in mine if one.value == chosen), None)
    return {
        "unit": unit,
        "one": found,
        "members": sorted(found.auditors - {found.leader}),
        "steps": history,
        "lines": lines,
        "samples": samples,
        "populations": populations,
        "doings": mine,
        "doing": doing,
        "needs": _needs(doing, replanned=any(s.doing is Doing.PLAN for s in history)),
        "given": [*Given],
        "roles": [*Role],
        "team": own and not found.state.is_ended,
        "audits": audits,
        "own": own,
        "sheets": sheets,
        "papers": papers,
        "printed": PAPERS if works else (),
    }


def _needs(doing: Doing | None, *, replanned: bool) -> dict[str, bool]:
    """Which fields a step has, and whether each must be filled in."""
    if doing is None:
        return {}
    fields = {"paper": doing in WITH_PAPER, "words": doing in WITH_WORDS}
    if doing is Doing.PLAN and replanned:
        fields["reason"] = True
    if doing in WITH_DUE:
        fields["due"] = doing is Doing.NOTICE
    if doing is Doing.UNDERTAKING:
        fields["outcome"] = True
    return fields


def step(desk: Desk) -> Page | Go:
    """Take a step of an engagement."""
    key, form = desk.places["key"], desk.form
    try:
        doing = typed.one_of(Doing, form, "doing", "环节")
        if doing is None or doing is Doing.BEGIN:
            raise RecordRefused("没有写明办理哪一个环节")
        asked = steps.Asked(
            on=typed.day_of(form, "on", "办理日期"),
            paper=typed.text_of(form, "paper"),
            words=typed.text_of(form, "words"),
            reason=typed.text_of(form, "reason"),
            due_on=typed.day_of(form, "due", "期限"),
            outcome=typed.one_of(Given, form, "outcome", "承诺"),
        )
        of_auditee = doing in BY_AUDITEE
        at = keeping.auditee_desk_of if of_auditee else keeping.desk_of
        with desk.writing(key, f"audit.{doing.value}") as connection:
            demand(desk, connection, of_auditee=of_auditee)
            hand = at(connection, desk.unit, key, desk.act)
            found, doubts = steps.take(hand, doing, asked)
            said = f"{doing.label}：{found.state.label}"
            told = "。".join((said, *doubts))
            return desk.kept(connection, path(desk, key), told)
    except Refused as refusal:
        return desk.refused(refusal, "engagement.html", _told(desk))


def change_team(desk: Desk) -> Page | Go:
    """Add somebody to the team, name another leader, or let somebody go."""
    key, form = desk.places["key"], desk.form
    try:
        role = typed.one_of(Role, form, "role", "角色")
        person = typed.text_of(form, "auditor")
        if role is None or not person:
            raise RecordRefused("没有写明调整何人、任何角色")
        reason, day = typed.text_of(form, "reason"), typed.day_of(form, "on", "日期")
        with desk.writing(key, "audit.team") as connection:
            demand(desk, connection, of_auditee=False)
            hand = keeping.desk_of(connection, desk.unit, key, desk.act)
            keeping.change_team(hand, person, role, reason, day)
            return desk.kept(connection, path(desk, key), "审计组已调整")
    except Refused as refusal:
        return desk.refused(refusal, "engagement.html", _told(desk))


def demand(desk: Desk, connection: Connection, *, of_auditee: bool) -> None:
    """Go on only if the person may take this side's steps.

    Raises:
        NotAllowed: they have not the right.
    """
    rights = AUDITEE if of_auditee else (Right.AUDIT,)
    auth.demand(connection, desk.me.person_id, rights, desk.unit, today())


def path(desk: Desk, key: str) -> str:
    """The address of an engagement."""
    unit, called = quote(desk.unit, safe=""), quote(key, safe="")
    return f"/units/{unit}/engagements/{called}"
