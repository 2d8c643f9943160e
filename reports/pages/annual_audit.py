"""年度内部审计报告: what the yearly audit of the aid funds found, ready to be signed.

1. The elements stand in the order of 第2106号内部审计具体准则: title, recipient,
   overview, standards, findings, conclusion, recommendations, others, annexes,
   signatures; raising, use and management of the funds come before the findings.
2. What was not audited is named, with the reason, and no conclusion covers it.
3. No recipient can be told from it: file numbers are shown in part.

Basis: 帮扶工作意见 第8条 (yearly, to the management body).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from aid.kept_standards import standards_of
from aid.standard_kinds import Binding, Key
from audit import integrity
from audit.annual import AnnualAudit, annual_audit
from audit.check import Severity
from audit.engagements import Doing
from audit.figures import Form
from audit.served import PASSED_DOWN
from ledger import catalogue
from ledger.accounts import Role, load_chart, standard_keys
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.periods import label
from ledger.register import UnitLookup, lookups
from ledger.units import AccountMode, Level
from reports import audit_duties, audit_findings, audit_work, parts
from reports import audit_tables as tables
from reports.audit_work import Work
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope
from reports.report import (
    Block,
    Document,
    Heading,
    KeyValues,
    Note,
    PageBreak,
    Paragraph,
    Provenance,
    Signatures,
    Together,
    spelled,
)
from reports.wording import sentence

REPORT = Report(
    name="annual_audit",
    title="困难职工帮扶资金年度内部审计报告",
    summary="资金筹集、使用、管理情况，完整性核验，各项检查，审计发现、结论与建议",
    languages=("zh", "en"),
    takes=("names",),
    ended=True,
)

_AUDITORS = ("审计组组长", "审计组成员", "审计机构负责人")
_ANNUAL_ONLY = "年度内部审计报告按单位、按年度编制，期间应写作 2025，不含下级单位"
_FUND_BODY = frozenset({Level.PROVINCE, Level.CITY, Level.COUNTY})


def build(connection: Connection, request: Request) -> Document:
    """Audit the year and draw up the report.

    Raises:
        NoSuchScope: a month, or several units, were asked for.
        NoSuchPeriod: the year has not ended, or lies before the books.
    """
    if not parts.is_year(request) or request.with_subunits:
        raise NoSuchScope(_ANNUAL_ONLY)
    parts.demand_all(request, REPORT.title)
    proofs = integrity.verify(
        connection, (request.unit,), catalogue.verify(connection)
    ).lines
    year = request.span.since.year
    audit = annual_audit(
        connection,
        request.unit,
        year,
        proofs,
        known_at=request.known_at,
        vault=request.vault,
    )
    unit = lookups(connection).unit(request.unit)
    kept = _kept(unit, request)
    recipient = _recipient(unit, kept)
    work = audit_work.work_of(connection, request.unit, request.span)
    title = f"{year}年度{kept.money}内部审计报告"
    drawn = parts.provenance(connection, request)
    return Document(
        name=REPORT.name,
        title=title if audit.closed else title + parts.DRAFT,
        subtitle=f"被审计单位：{unit.name}",
        provenance=drawn,
        recipient=recipient,
        blocks=(
            *_overview(audit, unit, kept, (request, work)),
            *_standards(audit, kept, (request, work), _reading(connection, request)),
            *_figures(audit, kept, request),
            *_duties(connection, audit, unit, request),
            *_performed(audit, work, request),
            *_findings(audit, work, request),
            *_conclusion(audit, request),
            *_recommendations(audit, request),
            *_others(audit, work, request),
            *_signatures(audit, recipient, drawn, (request, work)),
            *_annexes(audit, request),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    """By which rules the books are kept, as the sentences have to say.

    `union_chart`: by a chart of 工会会计制度; `workers`: by one of the charts of unions
    and their aid centres, so that those who are helped are 困难职工.
    """

    union_chart: bool
    workers: bool

    @property
    def money(self) -> str:
        """What the aid money is called."""
        return "困难职工帮扶资金" if self.workers else "帮扶资金"


def _kept(unit: UnitLookup, request: Request) -> _Kept:
    chart = unit.chart_on(request.span.last_day.isoformat())
    ours = chart in standard_keys()
    return _Kept(ours and load_chart(chart).statutory, ours)


def _recipient(unit: UnitLookup, kept: _Kept) -> str:
    """The fund's management body; below the county there is none (第7条)."""
    if Level(unit.level) in _FUND_BODY or not kept.workers:
        return f"{unit.name}{kept.money}管理机构"
    return f"{unit.name}委员会"


def _words(request: Request, template: str, **facts: Any) -> Paragraph:
    return Paragraph(_text(request, template, **facts))


def _text(request: Request, template: str, **facts: Any) -> str:
    folder = request.templates
    return sentence(f"annual_audit/{template}", office_folder=folder, **facts)


# -- what was audited, and by which standards ---------------------------------------


def _overview(
    audit: AnnualAudit,
    unit: UnitLookup,
    kept: _Kept,
    asked: tuple[Request, Work | None],
) -> Iterator[Block]:
    request, work = asked
    yield Heading("一、审计概况")
    yield _words(request, "purpose", unit=unit.name, year=audit.year, kept=kept)
    yield KeyValues(
        (
            ("报告文号", work.paper(Doing.ISSUE) if work else ""),
            ("被审计单位", unit.name),
            ("单位级别", Level(unit.level).label),
            ("资金核算方式", AccountMode(unit.account_mode).label),
            ("审计事项", f"{kept.money}的筹集、使用和管理"),
            (
                "审计期间",
                f"{spelled(audit.span.since)}至{spelled(audit.span.last_day)}",
            ),
        ),
        name="auditee",
    )
    if work is not None:
        yield audit_work.team(work)
    yield _words(
        request,
        "scope",
        since=audit.span.since,
        until=audit.span.last_day,
        vouchers=len(audit.books.vouchers),
        funds=len(audit.funds),
        general=len(audit.books.funds) - len(audit.funds),
        samples=len(work.samples) if work else 0,
    )
    if tables.responsible(audit):
        yield Paragraph("被审计期间的责任人员：")
        yield tables.officers(audit)
    else:
        yield _words(request, "officers_none")


def _reading(connection: Connection, request: Request) -> str:
    """How medical brackets were read at the end of the year, and who chose so."""
    day = request.span.last_day
    rules = standards_of(connection, request.unit).on(day)
    chosen = rules.one_or_none(Key.MEDICAL_READING)
    if chosen is None:
        return ""
    return _text(
        request,
        "medical_reading",
        resolved=chosen.binding is Binding.RESOLUTION,
        chosen=chosen.shown,
        clause=chosen.clause,
    )


def _standards(
    audit: AnnualAudit,
    kept: _Kept,
    asked: tuple[Request, Work | None],
    reading: str,
) -> Iterator[Block]:
    request, work = asked
    yield Heading("二、审计依据")
    yield _words(
        request,
        "standards",
        kept=kept,
        year=audit.year,
        performed=len(audit.performed),
        not_performed=len(audit.not_performed),
        reading=reading,
        heard=work is not None and work.printed.last(Doing.DRAFT) is not None,
    )


# -- raising, use, management -------------------------------------------------------


def _figures(audit: AnnualAudit, kept: _Kept, request: Request) -> Iterator[Block]:
    paid = audit.figures.paid
    passed_down = sum((one.amount for one in paid if one.head == PASSED_DOWN), ZERO)
    served = audit.figures.served
    closed = max((close.period for close in audit.books.closes), default=0)
    yield Heading("三、资金筹集、使用和管理情况")
    yield Heading("（一）筹集情况", 2)
    yield _words(request, "raising", year=audit.year, total=audit.total)
    yield tables.raised(audit, request)
    yield Heading("（二）使用情况", 2)
    yield _words(
        request,
        "use",
        kept=kept,
        total=audit.total,
        passed_down=passed_down,
        served=served.count(),
        handed_out=served.handed_out,
    )
    note = _text(request, "use_note", handed_out=served.handed_out)
    yield tables.used(audit, note)
    yield Heading("（三）管理情况", 2)
    yield _words(
        request,
        "management",
        total=audit.total,
        closed=label(closed) if closed else "",
        goods=_held(audit, audit.figures.goods, Role.STOCK),
        advances=_held(audit, audit.figures.forms, Role.ADVANCE),
        within_means=audit.total.closing >= ZERO
        and not any(found.check.key == "L07" for found in audit.findings),
    )
    yield tables.rolled(audit)
    yield Paragraph("年末结存的形态：")
    yield tables.formed(audit, request)


def _duties(
    connection: Connection, audit: AnnualAudit, unit: UnitLookup, request: Request
) -> Iterator[Block]:
    yield Heading("（四）预算和基数职责", 2)
    yield from audit_duties.duty(audit, request)
    yield Heading("（五）银行账户对账情况", 2)
    yield from audit_duties.bank_accounts(connection, unit, request)


def _held(audit: AnnualAudit, forms: Iterable[Form], role: Role) -> Money:
    """What all aid funds together hold in one form."""
    aid = audit.books.funds
    amounts = (f.amount for f in forms if f.role is role and aid[f.fund].is_aid)
    return sum(amounts, ZERO)


# -- what was done, and what came of it ---------------------------------------------


def _performed(
    audit: AnnualAudit, work: Work | None, request: Request
) -> Iterator[Block]:
    yield Heading("四、核验与检查执行情况")
    yield Heading("（一）账簿完整性核验", 2)
    yield _words(request, "integrity", ok=all(proof.ok for proof in audit.proofs))
    yield tables.proofs(audit)
    yield Heading("（二）各项检查的总体与例外", 2)
    exceptions = sum(len(found.exceptions) for found in audit.findings)
    yield _words(
        request,
        "checks",
        performed=len(audit.performed),
        clean=sum(
            not any(not f.lead for f in result.findings) for result in audit.performed
        ),
        exceptions=exceptions,
        findings=len(audit.findings),
        leads=sum(len(lead.exceptions) for lead in audit.leads),
    )
    yield tables.checks(audit)
    for result in audit.performed:
        if result.check and result.check.limitation:
            yield Note(f"{result.key} {result.title}：{result.check.limitation}")
    yield Heading("（三）抽样结果", 2)
    yield from audit_work.samples(work, request)


def _findings(
    audit: AnnualAudit, work: Work | None, request: Request
) -> Iterator[Block]:
    yield Heading("五、审计发现")
    yield Heading("（一）发现的问题", 2)
    yield _words(request, "findings", count=len(audit.weights))
    for found in audit.findings:
        told, there = audit_work.told_in(work, found)
        yield Heading(f"发现 {found.number}　{found.title}{there}", 3)
        yield audit_findings.finding(told)
    for own in audit.own:
        yield Heading(f"发现 {own.label}　{own.title}", 3)
        yield audit_findings.own(own)
    if audit.leads:
        yield Heading("（二）需要进一步核实的线索", 2)
        yield _words(request, "leads")
        yield audit_findings.leads(audit)
    if work is not None:
        place = "（三）" if audit.leads else "（二）"
        yield Heading(f"{place}审计项目登记的发现、意见与处理", 2)
        yield from audit_work.kept_findings(work, request)


def _conclusion(audit: AnnualAudit, request: Request) -> Iterator[Block]:
    heavy = [one for one in audit.weights if one in {Severity.FRAUD, Severity.LOSS}]
    kinds = dict.fromkeys(one.label for one in heavy)
    yield Heading("六、审计结论")
    yield _words(
        request,
        "conclusion",
        opinion=audit.opinion.value,
        unit=audit.books.unit_name,
        year=audit.year,
        vouchers=len(audit.books.vouchers),
        findings=len(audit.weights),
        records=len(audit.weights),
        heavy=len(heavy),
        kinds="、".join(kinds),
    )


def _recommendations(audit: AnnualAudit, request: Request) -> Iterator[Block]:
    yield Heading("七、审计建议")
    if not audit.weights:
        yield _words(request, "recommendations_none")
    told = [(found.number, found.recommendation) for found in audit.findings]
    told += [(own.label, own.recommendation) for own in audit.own]
    for count, (number, recommendation) in enumerate(told, 1):
        yield Paragraph(f"{count}．针对发现 {number}：{recommendation}")


def _others(audit: AnnualAudit, work: Work | None, request: Request) -> Iterator[Block]:
    yield Heading("八、其他事项")
    yield from audit_work.earlier(audit, work, request)
    yield _words(request, "other")


def _signatures(
    audit: AnnualAudit,
    recipient: str,
    drawn: Provenance,
    asked: tuple[Request, Work | None],
) -> Iterator[Block]:
    request, work = asked
    names = audit_work.signers(work)
    yield Signatures(_AUDITORS, (*names, "") if names else ())
    issued = work.printed.last(Doing.ISSUE) if work else None
    day = spelled(issued.on) if issued else ""
    yield KeyValues((("审计机构盖章", ""), ("报告日期（签发日）", day)), name="seal")
    yield parts.digest_code(drawn)
    received = work.printed.last(Doing.RECEIVE) if work else None
    receipt = _words(
        request,
        "receipt",
        recipient=recipient,
        year=audit.year,
        on=received.on if received else None,
        words=received.words if received else "",
    )
    yield Together(
        (
            Heading("资金管理机构签收", 2),
            receipt,
            Signatures(("签收人", "资金管理机构负责人")),
        )
    )


# -- annexes ------------------------------------------------------------------------


def _annexes(audit: AnnualAudit, request: Request) -> Iterator[Block]:
    yield PageBreak()
    yield Heading("附件一　计算明细")
    yield tables.calculation(audit, request)
    yield Heading("附件二　例外及线索明细")
    if audit.findings or audit.leads:
        yield audit_findings.exceptions(audit)
    else:
        yield Paragraph(request.words("audit/none"))
    yield Heading("附件三　未执行的检查")
    yield tables.not_performed(audit)
    yield Heading("附件四　被审计单位意见")
    yield _words(request, "reply")
    if audit.findings:
        yield audit_findings.reply(audit)
    yield Signatures(("被审计单位主要负责人", "财务负责人"))
