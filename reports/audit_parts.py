"""What the papers of an engagement share: which engagement, its team, its findings.

1. A paper tells what was known at the end of the period: later steps are not on it.
2. A subject is an engagement by its key, `J2026-1`, or one thing of it: a working paper
   `J2026-1/A1-1`, an evidence sheet or a finding `J2026-1/3`. Without one every
   engagement is printed that was under way in the period.
3. File numbers of recipients are shown in part only.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, NoReturn

from aid.recipients import known_before
from audit.engagement_keeping import engagements_of, history
from audit.engagements import Doing, Engagement, Kind, Role, State, Step
from audit.finding_kinds import Kept
from audit.finding_kinds import State as FindingState
from audit.finding_reading import exceptions_of, findings_of
from audit.tables import RECORDED
from ledger.database import Connection
from ledger.register import Lookups, lookups
from reports import budget_parts, parts
from reports.audit_findings import masked
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope
from reports.report import (
    Block,
    Cell,
    Column,
    Document,
    KeyValues,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Table,
    spelled,
)
from reports.wording import sentence

BLANK = "＿＿＿＿＿＿"
"""Where somebody writes by hand."""

_MARKS_TOLD = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """An engagement as a paper prints it, with the steps known by then.

    `part` is what stands after the stroke of the subject; empty: everything.
    """

    one: Engagement
    steps: tuple[Step, ...]
    books: Lookups
    part: str

    @property
    def auditee(self) -> str:
        """The name of the unit that is audited."""
        return self.books.unit(self.one.unit).name

    @property
    def auditing(self) -> str:
        """Who audits: the audit committee of a union, or the unit above."""
        return f"{self.books.unit(self.one.auditing_unit).name}经费审查委员会"

    @property
    def span_told(self) -> str:
        """What is audited, as a sentence says it."""
        span = self.one.span
        return f"{spelled(span.since)}至{spelled(span.last_day)}"

    def last(self, doing: Doing) -> Step | None:
        """The last step of a kind that was known."""
        found = [step for step in self.steps if step.doing is doing]
        return found[-1] if found else None

    def name(self, code: str) -> str:
        """A person by their name, or code where none is registered."""
        return parts.person_name(self.books, code)

    @property
    def members(self) -> tuple[str, ...]:
        """The names of the team without its leader."""
        codes = self.one.auditors - {self.one.leader}
        return tuple(self.name(code) for code in sorted(codes))


def chosen(connection: Connection, request: Request, report: Report) -> list[Printed]:
    """The engagements that a paper is asked for, in the order of their numbers.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; the
            unit has no such engagement by then.
    """
    budget_parts.demand_plain(request, report.title, subunits=False)
    key, _, part = request.subject.partition("/")
    known = known_before(request.span.last_day)
    books, found = lookups(connection), []
    for one in engagements_of(connection, request.unit):
        if key not in {"", one.key}:
            continue
        steps = tuple(
            step
            for step in history(connection, request.unit, one.key)
            if step.recorded_at < known
        )
        if steps and (key or _under_way(steps, request.span.since)):
            found.append(Printed(one=one, steps=steps, books=books, part=part))
    if key and not found:
        told = f"{request.unit} 在 {request.span.last_day} 没有审计项目 {key}"
        raise NoSuchScope(told, do="用 bangfu audit engagement list 查看")
    return found


def _under_way(steps: Sequence[Step], since: dt.date) -> bool:
    """Whether an engagement had not ended before a day."""
    last = steps[-1]
    return last.on >= since or last.state not in {State.CLOSED, State.WITHDRAWN}


def document(
    connection: Connection,
    request: Request,
    report: Report,
    forms: Sequence[Sequence[Block]],
    *,
    issued_by: Sequence[Printed] = (),
) -> Document:
    """The papers of a report, each on pages of its own; a sentence where none is.

    `issued_by` are the engagements whose auditors draw it up; without any the auditee
    does.
    """
    provenance = budget_parts.provenance(connection, request, frozenset(RECORDED))
    if issuers := {one.auditing for one in issued_by}:
        # Whoever audits draws it up, not the unit that is audited.
        provenance = replace(provenance, unit="、".join(sorted(issuers)))
    blocks: list[Block] = []
    for form in forms:
        if not form:
            continue
        blocks += [PageBreak(titled=True)] if blocks else []
        blocks += form
    return Document(
        name=report.name,
        title=report.title,
        subtitle="",
        provenance=provenance,
        blocks=(*blocks, Note(request.words("register")))
        if blocks
        else (words(request, "none", title=report.title),),
    )


def demand_part(request: Request, what: str, *, found: bool) -> None:
    """Refuse a part of an engagement that it does not have.

    Raises:
        NoSuchScope: it has none.
    """
    if request.subject.partition("/")[2] and not found:
        told = f"没有{what} {request.subject}"
        raise NoSuchScope(told, do="用 bangfu audit engagement list 查看审计项目")


def refuse_kind(request: Request, kind: Kind) -> NoReturn:
    """Refuse an engagement that is of another kind than a paper's.

    Raises:
        NoSuchScope: always.
    """
    told = f"审计项目 {request.subject} 不是{kind.label}"
    do = "年度审计用 annual_audit，离任审计用 handover_audit"
    raise NoSuchScope(told, do=do)


def words(request: Request, template: str, **facts: Any) -> Paragraph:
    """A text of a template of engagements."""
    folder = request.templates
    return Paragraph(sentence(f"engagement/{template}", office_folder=folder, **facts))


def letter(request: Request, template: str, **facts: Any) -> Paragraph:
    """A text whose first line says whom it goes to."""
    text = words(request, template, **facts).text
    return Paragraph(text, addressed=True)


def key_of(text: str) -> str:
    """A key for tables: `j2026_1_a1_1`."""
    return text.lower().replace("-", "_").replace("/", "_")


def day_told(day: dt.date | None) -> str:
    """A day in a sentence, or room to write one."""
    return "＿＿＿＿年＿＿月＿＿日" if day is None else spelled(day)


def facts_of(printed: Printed) -> Iterator[tuple[str, Cell]]:
    """What every paper says of the engagement on top."""
    one = printed.one
    yield "审计项目", f"{one.key}　{one.title}"
    yield "项目类别", one.kind.label
    yield "被审计单位", printed.auditee
    if one.officer:
        yield "离任人员", f"{printed.name(one.officer)}（{one.post}）"
    yield "审计期间", printed.span_told
    if one.commission is not None:
        told = one.commission
        yield "书面委托", f"{told.by} {told.paper}（{spelled(told.on)}）"


def team_table(printed: Printed) -> Table:
    """Who audits, the leader first; who left is told too."""
    order = list(Role)
    team = sorted(printed.one.team, key=lambda auditor: order.index(auditor.role))
    columns = (
        Column("role", "分工"),
        Column("name", "姓名", width=2),
        Column("since", "任职日期", "date"),
    )
    rows = tuple(Row((a.role.label, printed.name(a.person), a.on)) for a in team)
    return Table(
        columns, rows, caption="审计组", name=f"team_{key_of(printed.one.key)}"
    )


# -- findings -----------------------------------------------------------------------


def findings_known(
    connection: Connection, printed: Printed, request: Request
) -> tuple[Kept, ...]:
    """The findings of an engagement that stand, one where a part is asked for."""
    return tuple(
        one
        for one in findings_of(connection, printed.one.unit, printed.one.key)
        if one.state is not FindingState.DROPPED
        and one.raised_on < request.span.until
        and printed.part in {"", str(one.number)}
    )


def finding_facts(
    connection: Connection, printed: Printed, one: Kept, request: Request
) -> KeyValues:
    """A finding with all its elements (第2106号)."""
    told = "、".join(one.vouchers[:_MARKS_TOLD])
    if len(one.vouchers) > _MARKS_TOLD:
        told += f" 等 {len(one.vouchers)} 张"
    proved = [told and f"凭证 {told}", one.evidence]
    proved.append("可重复的检查 " + "、".join(one.proofs) if one.proofs else "")
    pairs: list[tuple[str, Cell]] = [
        ("性质", one.severity.label),
        ("标准", one.criterion),
        ("事实", hidden(connection, printed, one, one.condition)),
        ("原因", one.cause),
        ("影响", one.effect),
        ("涉及金额", f"{one.amount.grouped()} 元" if one.amount else "不涉及金额"),
        ("证据", "；".join(filter(None, proved))),
    ]
    if one.population is not None:
        of, count, total = one.population
        sum_ = f"，合计 {total.grouped()} 元" if total else ""
        pairs.append(("检查总体", f"{of}：{count:,}{sum_}，例外 {one.count:,} 项"))
    for duty in one.duties:
        told = request.words(
            "engagement/duty",
            person=printed.name(duty.person),
            post=duty.post,
            category=duty.category.label,
            amount=duty.amount,
            words=duty.words,
        )
        pairs.append(("责任认定", told))
    pairs.append(("建议", one.recommendation))
    return KeyValues(tuple(pairs), f"finding_{key_of(one.label)}")


def hidden(connection: Connection, printed: Printed, one: Kept, text: str) -> str:
    """A text about a finding with its file numbers shown in part."""
    if not one.count:
        return text
    found = exceptions_of(connection, printed.one.unit, one.engagement, one.number)
    files = set(chain.from_iterable(each.recipients for each in found))
    return masked(text, files)
