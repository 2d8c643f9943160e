"""救助审批表: what is granted to whom by which reckoning, and who decided.

1. The sum granted stands in figures and in capitals, with the sum it was reckoned at;
   of medical aid what each reading of the brackets would give.
2. What the signer decides on stands below: what is met of the conditions with its
   clause, and every step of the reckoning, worked out again by the file and the figures
   of the last judging step, or of today where there is none yet. They need the keys.
3. What the union below granted before it passed the case up is told.
4. Every step stands with its day, its unit and its person; each tier has room to sign;
   a refusal stands where it was made, with its reason.

Basis: 关于进一步做好困难职工帮扶工作的意见 第2、10条; docs/adr/0007.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from aid.case_judging import Grounds, Terms, grounds_of
from aid.case_kinds import Doing
from aid.cases import case_of
from aid.eligibility import Answer
from aid.errors import AidRefused
from aid.kept_standards import standards_of
from ledger.database import Connection
from ledger.periods import china_day
from reports import case_parts, parts
from reports.case_parts import Printed
from reports.catalogue import Report, Request
from reports.report import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    KeyValues,
    Note,
    Paragraph,
    Row,
    Table,
)
from reports.wording import sentence

REPORT = Report(
    name="case_approval",
    title="困难职工救助审批表",
    summary="救助审批：认定理由、核算过程，核算金额与批准金额（大写）、医疗救助各种算法、各环节意见与签字",
    earlier=True,
    takes=("subject", "names"),
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the approval of one case, or of all of the period.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; the
            unit has no such case by then.
        VaultRefused: a key is not at hand, or a row was changed.
    """
    found = case_parts.chosen(connection, request, REPORT)
    forms = [[*_form(connection, request, one)] for one in found]
    return case_parts.document(connection, request, REPORT, case_parts.paged(forms))


def _form(
    connection: Connection, request: Request, printed: Printed
) -> Iterator[Block]:
    case, key = printed.case, case_parts.key_of(printed.case)
    title = "基层工会自行帮扶" if case.own else "特困职工救助"
    yield Heading(f"{title}　申请编号 {case.key}", 2)
    yield KeyValues(
        (
            ("申请人", printed.name),
            ("档案号", case.code),
            ("受理单位", printed.unit),
            ("申请日期", case.applied_on),
            ("困难情形", case.limb.label if case.limb else ""),
            ("救助项目", case.project.label),
            ("受助人", case_parts.member_told(case)),
            ("费用或就学年度", str(case.year)),
            ("申请金额（元）", case_parts.asked_told(case)),
            ("现状", printed.state.label),
        ),
        f"case_{key}",
    )
    yield Heading("核算与批准", 3)
    yield KeyValues(tuple(_sums(printed, request)), f"sums_{key}")
    if not case.own and not printed.state.is_ended:
        yield from _grounds(connection, request, printed)
    if case.from_key:
        lower = case_of(connection, case.from_unit, case.from_key)
        below = printed.books.unit(case.from_unit).name
        told = request.words(
            "case_approval_from",
            below=below,
            key=case.from_key,
            own=lower.own,
            payable=lower.payable,
        )
        yield Paragraph(told)
    yield case_parts.steps_table(printed, f"steps_{key}")
    yield Heading("签字", 3)
    yield from case_parts.opinions(printed, request)
    yield Note(request.words("case_approval_sums"))


def _grounds(
    connection: Connection, request: Request, printed: Printed
) -> Iterator[Block]:
    """The conditions and the reckoning as sentences (2)."""
    if request.vault is None:
        yield Note(request.words("case_approval_sealed"))
        return
    judged = printed.last(Doing.APPROVE) or printed.last(Doing.FIRST_REVIEW)
    on = judged.on if judged else parts.as_of(request)
    known = None
    if judged is not None:
        known = china_day(dt.datetime.fromisoformat(judged.recorded_at))
    standards = standards_of(connection, request.unit, known)
    terms = Terms(standards=standards, origin=judged.origin if judged else None)
    more = (terms, on, request.vault, known)
    try:
        found = grounds_of(connection, printed.case, *more)
    except AidRefused as refused:
        yield Note(request.words("case_approval_unjudged", why=str(refused)))
        return
    key = case_parts.key_of(printed.case)
    yield _sentences("认定理由", f"reasons_{key}", _reasons(found))
    yield _sentences("核算过程", f"steps_of_award_{key}", found.award.steps)
    again = judged and (judged.award, judged.revision) != (
        found.award.amount,
        found.revision,
    )
    if judged is None or again:
        told = sentence(
            "case_approval_note",
            office_folder=request.templates,
            judged=judged is not None,
            on=on.isoformat(),
            amount=found.award.amount,
        )
        yield Note(told)


def _reasons(found: Grounds) -> Iterator[str]:
    """E-0 and what is met; where nothing is, every answer."""
    all_ = found.eligibility.reasons
    met = [one for one in all_ if one.answer is Answer.YES]
    shown = met if found.eligibility.is_eligible else all_
    return (one.sentence for one in shown)


def _sentences(caption: str, name: str, told: Iterable[str]) -> Table:
    columns = (Column("number", "序号", "count"), Column("told", caption, width=9))
    rows = tuple(Row((number, one)) for number, one in enumerate(told, 1))
    return Table(columns, rows, caption=caption, name=name)


def _sums(printed: Printed, request: Request) -> Iterator[tuple[str, Cell]]:
    approved = printed.last(Doing.APPROVE)
    judged = approved or printed.last(Doing.FIRST_REVIEW)
    early = printed.last(Doing.AID_FIRST)
    if early is not None:
        yield "先行救助（元）", early.granted
        yield "先行救助日期", early.on
    told_of = judged or early
    origin = told_of.origin if told_of else None
    yield "资金来源", origin.label if origin else "未指明"
    yield "核算金额（元）", judged.award if judged else None
    if judged is not None and (told := case_parts.readings_told(judged, request)):
        yield "各种算法", told
    granted = approved.granted if approved else None
    yield "批准金额（元）", granted
    yield "大写", case_parts.capital(granted)
