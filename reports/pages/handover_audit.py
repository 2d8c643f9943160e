"""离任审计报告: the economic responsibility of an officer, ready to be signed.

1. The parts stand as audit offices set them out: head with commission, overview, the
   unit, what was done in office, money, compliance, evaluation, problems with their
   responsibility, events after leaving, recommendations, what was not audited, tables,
   undertaking, reply.
2. Officers are named: they hold posts. Recipients never: file numbers stand in part.
3. What only people know (the person's own report, causes, the final responsibility)
   has room to be written in.

Basis: 经济责任审计规定 (2019); 第2205、2106号内部审计具体准则; 帮扶工作意见 第8条.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from audit import integrity
from audit.check import Severity
from audit.engagements import Doing
from audit.handover import Office
from audit.handover_lists import previous
from audit.handover_reading import handover_audit
from ledger import catalogue
from ledger.database import Connection
from ledger.periods import Span
from ledger.units import AccountMode, Level
from reports import handover_findings as findings
from reports import handover_tables as tables
from reports import parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope
from reports.handover_page import SCOPE, TITLE, Page, asked_of, page_of, paper_of
from reports.report import (
    Block,
    Document,
    Heading,
    KeyValues,
    Note,
    PageBreak,
    Paragraph,
    Signatures,
    Together,
    spelled,
)

REPORT = Report(
    name="handover_audit",
    title=TITLE,
    summary="任期收支、决策、合规、问题与责任（--subject 人员/职务/起始日）",
    languages=("zh", "en"),
    takes=("subject",),
)

_BLANK_LINES = 6
_LINE = {"zh": 36, "en": 62}
"""Strokes of a line to write on; those that an edition in letters has are shorter."""
_OPEN_DAY = "　　　年　　月　　日"


def build(connection: Connection, request: Request) -> Document:
    """Audit the tenure and draw up the report.

    Raises:
        NotTold: no person was named.
        NoSuchScope: units below, one fund or an account was asked for; the subject is
            not written as it has to be.
        NotFound: there is no such person, or they held no such post.
    """
    if request.with_subunits or request.fund or request.account:
        raise NoSuchScope(SCOPE)
    asked = asked_of(request)
    proofs = integrity.verify(
        connection, (request.unit,), catalogue.verify(connection)
    ).lines
    audit = handover_audit(connection, asked, proofs)
    page = page_of(connection, request, audit)
    ends = audit.tenure[0].since, audit.last_day
    origin = parts.provenance(connection, request)
    posts = tables.posts(audit.offices)
    kind = "离任审计报告" if audit.left else "任中审计报告"
    title = f"{audit.name}同志帮扶资金{kind}"
    return Document(
        name=REPORT.name,
        title=title if audit.closed else title + parts.DRAFT,
        subtitle=f"被审计单位：{audit.unit_name}　职务：{posts}",
        provenance=replace(origin, period=f"任期 {ends[0]} 至 {ends[1]}"),
        recipient=_recipient(page),
        blocks=(
            *_head(page),
            *_overview(page),
            *_unit(page),
            *_work(page),
            *_money(connection, page),
            *_decided(page),
            *_last_day(page),
            *_checked(page),
            *_evaluated(page),
            *_problems(page),
            *_afterwards(page),
            *_signatures(page),
            *_annexes(page),
        ),
    )


def _recipient(page: Page) -> str:
    given = page.engagement.commission if page.engagement else None
    return given.by if given else f"{page.audit.unit_name}资金管理机构"


# -- head and overview --------------------------------------------------------------


def _head(page: Page) -> Iterator[Block]:
    audit, engagement = page.audit, page.engagement
    posts = [
        (f"职务（{'一二三四五六七八九十'[place % 10]}）", _office_told(one))
        for place, one in enumerate(audit.offices)
    ]
    auditing = page.books.unit(engagement.auditing_unit).name if engagement else ""
    begun = spelled(engagement.begun_on) if engagement else ""
    yield KeyValues(
        (
            ("报告文号", ""),
            ("审计项目", engagement.key if engagement else ""),
            ("审计单位", auditing),
            ("被审计单位", audit.unit_name),
            ("被审计领导干部", audit.name),
            *posts,
            ("任职天数", f"{audit.days} 天"),
            ("审计期间", "；".join(map(_days_told, audit.spans))),
            ("审计通知书", paper_of(page, Doing.NOTICE)),
            ("审计起止日期", f"{begun or _OPEN_DAY}至{_OPEN_DAY}"),
        ),
        name="auditee",
    )


def _office_told(one: Office) -> str:
    acting = "（代理、主持工作）" if one.acting else ""
    if one.until is None:
        return f"{one.post}{acting}，{spelled(one.since)}至今"
    last = one.until - dt.timedelta(days=1)
    return f"{one.post}{acting}，{spelled(one.since)}至{spelled(last)}"


def _days_told(span: Span) -> str:
    return f"{spelled(span.since)}至{spelled(span.last_day)}"


def _overview(page: Page) -> Iterator[Block]:
    audit = page.audit
    given = page.engagement.commission if page.engagement else None
    yield Heading("一、审计概况")
    yield page.words("purpose", commission=given, basis=audit.categories.basis)
    yield page.words(
        "scope",
        days=sum((span.until - span.since).days for span in audit.spans),
        vouchers=page.vouchers,
        funds=len(audit.parts[-1].funds),
        unaudited=page.unaudited,
        begin=audit.spans[0].since,
    )


def _unit(page: Page) -> Iterator[Block]:
    audit, unit = page.audit, page.unit
    chart = unit.chart_on(audit.last_day.isoformat())
    yield Heading("二、单位基本情况")
    yield Heading("（一）机构、人员和财务体制", 2)
    yield KeyValues(
        (
            ("单位级别", Level(unit.level).label),
            ("资金核算方式", AccountMode(unit.account_mode).label),
            ("会计科目", page.books.chart_labels.get(chart, "")),
            ("建账日期", unit.opened_on),
        ),
        name="unit",
    )
    yield tables.offices(audit)
    yield Heading("（二）内部控制和信息系统", 2)
    standing = [one for one in audit.control.rights if one.stands(audit.asked.on)]
    yield page.words(
        "control",
        rights=len(audit.control.rights),
        open_rights=len(standing),
        breaches=audit.unsegregated,
        ok=all(proof.ok is not False for proof in audit.proofs),
    )
    if audit.control.rights:
        yield tables.rights(audit, page.books)
    if audit.control.kept:
        yield Paragraph("任职期间各人经办的凭证：")
        yield tables.kept(audit, page.books)


def _work(page: Page) -> Iterator[Block]:
    yield Heading("三、任职期间主要工作")
    yield page.words("work")
    yield Together((_room_to_write(page),))


def _room_to_write(page: Page) -> Paragraph:
    """Empty lines as wide as the page, for what the books cannot say."""
    line = "＿" * _LINE[page.request.language]
    return Paragraph("\n".join([line] * _BLANK_LINES))


# -- figures ------------------------------------------------------------------------


def _money(connection: Connection, page: Page) -> Iterator[Block]:
    audit = page.audit
    yield Heading("四、任职期间资金筹集、使用和管理情况")
    yield Heading("（一）期初、期末结存", 2)
    for place, span in enumerate(audit.spans):
        name = "rolled" if not place else f"rolled_{place + 1}"
        total = audit.total(span)
        yield page.words("opening", since=span.since, until=span.last_day, total=total)
        yield tables.rolled(audit, span, name)
    post, since = audit.offices[0].post, audit.tenure[0].since
    before = previous(connection, page.request.unit, post, since)
    differing = tables.compared(audit, before) if before else []
    yield page.words(
        "previous",
        key=before.key if before else "",
        on=before.given.handed_on if before else since,
        differing=sum(bool(one[3]) for one in differing),
    )
    if before is not None:
        yield tables.taken_over(audit, before)
    yield Heading("（二）逐年收支", 2)
    yield page.words("yearly")
    yield tables.yearly(audit)


def _decided(page: Page) -> Iterator[Block]:
    audit = page.audit
    yield Heading("（三）重大经济决策", 2)
    yield page.words("decisions", count=len(audit.decisions))
    if audit.decisions:
        yield tables.decisions(audit.decisions)
    years = [year for one in audit.growth for year in one.years]
    yield Heading("（四）预算增长", 2)
    yield page.words(
        "growth",
        years=len(years),
        bad=sum(one.verdict in tables.BAD or bool(one.shortfall) for one in years),
    )
    if years:
        yield tables.growth(audit.growth)


def _last_day(page: Page) -> Iterator[Block]:
    audit, last = page.audit, page.audit.last
    held = [one for one in audit.compliance.found if one.check.key in {"T30", "T31"}]
    yield Heading("（五）离任日的结存、滞留资金和未了事项", 2)
    yield page.words(
        "last_day",
        day=audit.last_day,
        open=len(last.open),
        items=sum(one.items for one in last.money),
        stock=len(last.stock),
        unreconciled=sum(one.until is None for one in last.money),
        held=len(held),
    )
    yield tables.unspent(audit)
    if last.open:
        yield tables.open_items(last.open)
    if last.money:
        yield tables.money(last.money)
    if last.stock:
        yield tables.stock(last.stock)


# -- compliance, evaluation, problems -----------------------------------------------


def _checked(page: Page) -> Iterator[Block]:
    found = page.audit.compliance.performed
    yield Heading("五、任职期间合规情况")
    yield page.words(
        "checks",
        performed=len(found),
        exceptions=sum(one.exceptions for one in found),
        leads=sum(one.leads for one in found),
    )
    yield findings.checks(page.audit.compliance)
    for one in found:
        if one.limitation:
            yield Note(f"{one.key} {one.title}：{one.limitation}")


def _evaluated(page: Page) -> Iterator[Block]:
    heavy = [
        group
        for group in page.groups
        if group.numbered.severity in {Severity.FRAUD, Severity.LOSS}
    ]
    kinds = dict.fromkeys(group.numbered.severity.label for group in heavy)
    yield Heading("六、总体评价")
    yield page.words(
        "evaluation",
        opinion=page.audit.opinion.value,
        vouchers=page.vouchers,
        findings=len(page.groups),
        heavy=len(heavy),
        kinds="、".join(kinds),
    )


def _problems(page: Page) -> Iterator[Block]:
    audit = page.audit
    known = audit.categories
    yield Heading("七、主要问题及责任认定")
    yield Heading("（一）任职期间形成的问题", 2)
    yield page.words(
        "findings",
        count=len(page.groups),
        basis=known.basis,
        categories=findings.categories(known),
    )
    if page.raised:
        yield page.words("raised", key=page.raised[0].engagement)
    for one in page.raised:
        yield Heading(f"{one.label}　{one.title}", 3)
        yield findings.raised(one, page.books)
    for group in () if page.raised else page.groups:
        yield Heading(f"{group.number}．{group.found[0].finding.title}", 3)
        yield findings.finding(group, page.request)
    if others := findings.others(audit.compliance):
        yield Heading("（二）不属于本任期或不能按日期划分的事项", 2)
        yield page.words("others")
        yield findings.shares(others)


def _afterwards(page: Page) -> Iterator[Block]:
    audit = page.audit
    yield Heading("八、离任后事项")
    yield page.words("later", count=len(audit.later))
    if audit.later:
        yield tables.later(audit.later)
    yield Heading("九、审计建议")
    if not page.groups and not page.raised:
        yield page.words("recommendations_none")
    for one in page.raised:
        yield Paragraph(f"针对 {one.label}：{one.recommendation}")
    for group in () if page.raised else page.groups:
        told = group.numbered.recommendation
        yield Paragraph(f"{group.number}．针对问题 {group.number}：{told}")
    yield Heading("十、未审计的事项")
    yield page.words(
        "not_audited",
        not_performed=len(audit.compliance.not_performed),
        unaudited=page.unaudited,
    )


# -- signatures and annexes ---------------------------------------------------------


def _signatures(page: Page) -> Iterator[Block]:
    leader, members = "", ""
    if page.engagement is not None:
        leader = parts.person_name(page.books, page.engagement.leader)
        team = sorted(page.engagement.auditors - {page.engagement.leader})
        members = "、".join(parts.person_name(page.books, one) for one in team)
    yield Signatures(
        ("审计组组长", "审计组成员", "审计机构负责人"), (leader, members, "")
    )
    yield KeyValues((("审计机构盖章", ""), ("报告日期（签发日）", "")), name="seal")


def _annexes(page: Page) -> Iterator[Block]:
    audit = page.audit
    yield PageBreak()
    none = Paragraph(page.request.words("audit/none"))
    yield Heading("附件一　问题情况表")
    yield findings.problems(page.groups) if page.groups else none
    yield Heading("附件二　其他问题情况表")
    table = findings.other_problems(audit.compliance)
    yield table if table.rows else none
    yield Heading("附件三　未执行的检查")
    yield findings.not_performed(audit.compliance)
    ends = {"since": audit.tenure[0].since, "until": audit.last_day}
    yield Together(
        (
            Heading("附件四　承诺书"),
            page.words("commitment", **ends),
            Signatures(("被审计领导干部", "被审计单位负责人", "财务负责人")),
        )
    )
    yield Together(
        (
            Heading("附件五　被审计领导干部及所在单位意见"),
            page.words("reply"),
            _room_to_write(page),
            Signatures((f"被审计领导干部（{audit.name}）", "单位负责人（盖章）")),
        )
    )
