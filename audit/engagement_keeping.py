"""Engagements of audit (审计项目): beginning one, who works on it, how it stands.

1. An engagement is begun with its team; nobody is on it who may not audit the unit and
   the span (`auditors.py`).
2. A handover names the officer, a post that they held all the days that are audited,
   and the written commission; a yearly audit is of whole months.
3. Whatever is done on it goes through `desk_of`, which holds the unit and refuses who
   may not work on it. What the auditee does goes through `auditee_desk_of`.

Basis: 工会审计条例 第二十三、二十四条; 帮扶工作意见 第8条.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from aid.recipient_writing import day_value
from audit import engagement_store as store
from audit.auditors import dependence, may_audit
from audit.engagements import (
    Auditor,
    Commission,
    Doing,
    Engagement,
    Given,
    Kind,
    Role,
    State,
    Step,
)
from audit.errors import EngagementRefused, NotIndependent
from budgets.records import before_unit, locked, read_back, text_faults, written
from ledger import queries
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.people import Act
from ledger.periods import Span, china_day
from ledger.register import Lookups, UnitLookup, append_rows, lookups

Parts = list[tuple[str, Sequence[tuple[object, ...]]]]
"""Rows to be appended, by table."""

LISTED = "用 bangfu audit engagement list 查看"


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What an engagement is begun with; `members` without the leader.

    `officer` and `post` are of a handover; no day is the day of the act.
    """

    unit: str
    kind: Kind
    span: Span
    title: str
    leader: str
    members: Sequence[str] = ()
    auditing_unit: str = ""
    officer: str = ""
    post: str = ""
    commission: Commission | None = None
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Where and when one person works on an engagement; the unit is held."""

    connection: Connection
    unit: UnitLookup
    books: Lookups
    engagement: Engagement
    act: Act
    today: dt.date
    person_id: int

    @property
    def leads(self) -> bool:
        """Whether the person leads the team."""
        return self.books.person_codes[self.person_id] == self.engagement.leader


# -- beginning ----------------------------------------------------------------------


def begin(connection: Connection, given: Begun, act: Act) -> Engagement:
    """Begin an engagement with its team.

    Raises:
        NotFound: there is no such unit or person.
        NotIndependent: somebody may not audit this unit or span; all is told.
        EngagementRefused: it cannot be so; all that is wrong is told.
    """
    unit = locked(connection, given.unit)
    books = lookups(connection)
    on = given.on or china_day(act.at)
    auditing = books.unit(given.auditing_unit or given.unit)
    officer = books.person(given.officer) if given.officer else None
    team = [books.person(one) for one in (given.leader, *given.members)]
    wrong = [*_faults(connection, unit, given, officer, act)]
    if len(set(team)) < len(team):
        wrong.append("审计组中同一人写了两次")
    if officer in team:
        wrong.append("离任人员不能审计自己")
    if auditing.code not in _above(books, unit):
        wrong.append("审计单位应是本单位或它的上级工会")
    if wrong:
        raise EngagementRefused("审计项目没有立项", "；".join(wrong), "改正后重新立项")
    demand_independent(connection, unit, team, given.span, on)
    number = store.last_number(connection, unit.id, on.year) + 1
    key = f"J{on.year}-{number}"
    person = books.person(act.person)
    day = day_value(connection, on)
    row = (
        *(unit.id, key, on.year, number, given.kind.value, written(given.title)),
        *(auditing.id, day_value(connection, given.span.since)),
        *(day_value(connection, given.span.until), officer, given.post.strip()),
        *_commission_row(connection, given.commission),
        *(day, person, act.stamp),
    )
    roles = [Role.LEADER] + [Role.MEMBER] * len(given.members)
    auditors = [
        (unit.id, key, seq, who, role.value, day, "", person, act.stamp)
        for seq, (who, role) in enumerate(zip(team, roles, strict=True), 1)
    ]
    begun = (unit.id, key, 1, Doing.BEGIN.value, State.BEGUN.value, day)
    step = (*begun, "", "", "", None, "", person, act.stamp)
    parts: Parts = [
        ("audit_engagements", [row]),
        ("audit_engagement_auditors", auditors),
        ("audit_engagement_steps", [step]),
    ]
    append_rows(connection, unit, parts, act)
    return engagement_of(connection, given.unit, key)


def _above(books: Lookups, unit: UnitLookup) -> set[str]:
    """A unit's own code and those of the units above it."""
    found, code = set(), unit.code
    while code:
        found.add(code)
        code = books.units[code].parent
    return found


def _commission_row(
    connection: Connection, one: Commission | None
) -> tuple[object, ...]:
    if one is None:
        return "", "", None
    return written(one.paper), written(one.by), day_value(connection, one.on)


def _faults(
    connection: Connection,
    unit: UnitLookup,
    given: Begun,
    officer: int | None,
    act: Act,
) -> Iterator[str]:
    today = china_day(act.at)
    on = given.on or today
    yield from text_faults(("项目名称", given.title, True), ("职务", given.post, False))
    if on > today:
        yield "立项日期晚于今天"
    if why := before_unit(unit, on):
        yield f"立项日期在{why}"
    if given.span.since > on:
        yield "审计期间在立项日期之后"
    if given.kind is Kind.ANNUAL and (given.span.since.day, given.span.until.day) != (
        1,
        1,
    ):
        yield "年度内部审计按整年或整月，不能从月中起止"
    yield from _commission_faults(given, on)
    if (given.kind is Kind.HANDOVER) != bool(given.officer and given.post.strip()):
        yield "离任审计须写明离任人员和职务，其他审计不写"
    elif officer is not None and not any(
        row.person_id == officer
        and row.post == given.post.strip()
        and row.since <= given.span.since
        and (row.until is None or row.until >= given.span.until)
        for row in queries.tenures(connection, unit.id)
    ):
        yield "离任人员在审计期间没有全程任这一职务，先登记任期"


def _commission_faults(given: Begun, on: dt.date) -> Iterator[str]:
    one = given.commission
    if one is None:
        if given.kind is Kind.HANDOVER:
            yield "离任审计须有书面委托（工会审计条例第二十四条）"
        return
    yield from text_faults(("委托书文号", one.paper, True), ("委托人", one.by, True))
    if one.on > on:
        yield "委托书日期晚于立项日期"


def demand_independent(
    connection: Connection,
    unit: UnitLookup,
    team: Sequence[int],
    span: Span,
    on: dt.date,
) -> None:
    """Go on only if everybody may audit a unit's days.

    Raises:
        NotIndependent: somebody may not; all is told, by codes alone.
    """
    wrong = [
        told for who in team for told in dependence(connection, unit, who, span, on)
    ]
    if wrong:
        raise NotIndependent(
            "审计组成员不符合独立性要求", "；".join(wrong), "换由他人，或先调整权限"
        )


# -- working on it ------------------------------------------------------------------


def desk_of(connection: Connection, unit: str, key: str, act: Act) -> Desk:
    """Take an engagement in hand as one of its auditors; the unit is held.

    Args:
        connection: a writing transaction.
        unit: the auditee's code.
        key: of the engagement, `J2025-1`.
        act: who works on it, and when.

    Raises:
        NotFound: there is no such unit, person or engagement.
        NotIndependent: the person is not on the team, or has no right to audit the
            unit any more.
        EngagementRefused: it is closed or withdrawn.
    """
    desk = open_desk(connection, unit, key, act)
    demand_open(desk)
    code = desk.books.person_codes[desk.person_id]
    what = f"{code} 不能办理审计项目 {key}"
    if code not in desk.engagement.auditors:
        raise NotIndependent(what, "不在审计组中", "由组长调整审计组")
    at = (connection, desk.books, desk.unit, desk.person_id)
    if not may_audit(*at, desk.today):
        raise NotIndependent(what, "没有对本单位的“审计”权限", "先登记权限")
    return desk


def auditee_desk_of(
    connection: Connection, unit: str, key: str, act: Act, *, ended: bool = False
) -> Desk:
    """Take an engagement in hand as somebody of the auditee; the unit is held.

    Raises:
        NotFound: there is no such unit, person or engagement.
        NotIndependent: the person audits it.
        EngagementRefused: it is closed or withdrawn.
    """
    desk = open_desk(connection, unit, key, act)
    demand_open(desk, ended=ended)
    code = desk.books.person_codes[desk.person_id]
    if any(one.person == code for one in desk.engagement.team):
        raise NotIndependent(
            "审计组的人不能代被审计单位办理", "承诺、确认、答复和整改由被审计单位作出"
        )
    return desk


def open_desk(connection: Connection, unit: str, key: str, act: Act) -> Desk:
    """Take an engagement in hand without asking who; the unit is held.

    Raises:
        NotFound: there is no such unit, person or engagement.
    """
    at = locked(connection, unit)
    books = lookups(connection)
    person = books.person(act.person)
    found = engagement_of(connection, unit, key)
    return Desk(connection, at, books, found, act, china_day(act.at), person)


def demand_open(desk: Desk, *, ended: bool = False) -> None:
    """Go on only with an engagement that is under way, or closed where `ended`.

    Raises:
        EngagementRefused: it is closed or withdrawn.
    """
    one = desk.engagement
    if one.state.is_ended and not (ended and one.state is State.CLOSED):
        what = f"审计项目 {one.key} {one.state.label}"
        raise EngagementRefused(what, do="另行立项")


def change_team(
    desk: Desk, person: str, role: Role, reason: str, on: dt.date | None = None
) -> Engagement:
    """Add somebody, name another leader, or let somebody go; `reason` says why.

    Raises:
        NotFound: nobody is registered under this code.
        NotIndependent: they may not audit this unit or span.
        EngagementRefused: not by this person, or not so; all is told.
    """
    who = desk.books.person(person)
    code = desk.books.person_codes[who]
    one, day = desk.engagement, on or desk.today
    wrong = [*text_faults(("调整理由", reason, True))]
    if role is not Role.LEADER and not desk.leads:
        wrong.append("调整审计组成员由组长办理")
    if code == one.leader:
        wrong.append("组长已是此人；组长退出或改任，先另定组长")
    if role is Role.LEFT and code not in one.auditors:
        wrong.append("此人不在审计组中")
    if role is Role.MEMBER and code in one.auditors:
        wrong.append("此人已在审计组中")
    if not one.begun_on <= day <= desk.today:
        wrong.append("日期应在立项以后，不晚于今天")
    if one.officer == code:
        wrong.append("离任人员不能审计自己")
    if wrong:
        raise EngagementRefused("审计组没有调整", "；".join(wrong), "改正后重新办理")
    if role is not Role.LEFT:
        demand_independent(desk.connection, desk.unit, [who], one.span, day)
    seq = len(store.team(desk.connection, desk.unit.id, one.key)) + 1
    row = (
        *(desk.unit.id, one.key, seq, who, role.value),
        *(day_value(desk.connection, day), written(reason)),
        *(desk.person_id, desk.act.stamp),
    )
    parts = [("audit_engagement_auditors", [row])]
    append_rows(desk.connection, desk.unit, parts, desk.act)
    return engagement_of(desk.connection, desk.unit.code, one.key)


# -- looking ------------------------------------------------------------------------


def engagement_of(connection: Connection, unit: str, key: str) -> Engagement:
    """An engagement as it stands.

    Raises:
        NotFound: there is no such unit or engagement.
    """
    books = lookups(connection)
    at = books.unit(unit)
    row = store.of_key(connection, at.id, key)
    if row is None:
        raise NotFound("审计项目", key, LISTED)
    return _engagement(books, row, store.team(connection, at.id, key))


def engagements_of(connection: Connection, unit: str) -> tuple[Engagement, ...]:
    """The engagements of a unit, in the order of their numbers.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    at = books.unit(unit)
    teams: dict[str, list[Any]] = {}
    for row in store.team(connection, at.id):
        teams.setdefault(row.key, []).append(row)
    rows = store.of_units(connection, [at.id])
    return tuple(_engagement(books, row, teams[row.key]) for row in rows)


def annual_of(connection: Connection, unit: str, span: Span) -> Engagement | None:
    """The yearly audit of just this span: the last one that was not withdrawn.

    Raises:
        NotFound: there is no such unit.
    """
    found = [
        one
        for one in engagements_of(connection, unit)
        if one.kind is Kind.ANNUAL
        and one.span == span
        and one.state is not State.WITHDRAWN
    ]
    return found[-1] if found else None


def history(connection: Connection, unit: str, key: str) -> tuple[Step, ...]:
    """The steps of an engagement, first to last.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    return tuple(
        Step(
            seq=row.seq,
            doing=Doing(row.act),
            state=State(row.state),
            on=row.acted_on,
            paper=read_back(row.paper),
            words=read_back(row.words),
            reason=read_back(row.reason),
            due_on=row.due_on,
            outcome=Given(row.outcome) if row.outcome else None,
            person=books.person_codes[row.person_id],
            recorded_at=row.recorded_at,
        )
        for row in store.steps(connection, books.unit(unit).id, key)
    )


def _engagement(books: Lookups, row: Any, team: Sequence[Any]) -> Engagement:
    commission = None
    if row.commissioned_on is not None:
        told = (read_back(row.commission_paper), read_back(row.commission_by))
        commission = Commission(*told, row.commissioned_on)
    return Engagement(
        unit=books.unit_codes[row.unit_id],
        key=row.key,
        kind=Kind(row.kind),
        title=read_back(row.title),
        auditing_unit=books.unit_codes[row.auditing_unit_id],
        span=Span(row.since, row.until),
        officer="" if row.officer_id is None else books.person_codes[row.officer_id],
        post=row.post,
        commission=commission,
        begun_on=row.begun_on,
        team=tuple(_team(books, team)),
        seq=row.seq,
        state=State(row.state),
        acted_on=row.acted_on,
    )


def _team(books: Lookups, rows: Sequence[Any]) -> Iterator[Auditor]:
    """Who is on the team, or was: the last leader leads, one before is a member."""
    last: dict[int, Auditor] = {}
    leader = [row.auditor_id for row in rows if row.role == Role.LEADER.value][-1]
    for row in rows:
        role = Role(row.role)
        if role is Role.LEADER and row.auditor_id != leader:
            role = Role.MEMBER
        code = books.person_codes[row.auditor_id]
        last[row.auditor_id] = Auditor(code, role, row.acted_on)
    yield from last.values()
