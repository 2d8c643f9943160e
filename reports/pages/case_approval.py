"""救助审批表: what is granted to whom by which reckoning, and who decided.

1. The sum granted stands in figures and in capitals, with the sum it was reckoned at;
   of medical aid what each reading of the brackets would give.
2. What the union below granted before it passed the case up is told.
3. Every step stands with its day, its unit and its person; each tier has room to sign.

Basis: 关于进一步做好困难职工帮扶工作的意见 第2、10条; docs/adr/0007.
"""

from collections.abc import Iterator

from aid.case_kinds import Doing
from aid.cases import case_of
from ledger.database import Connection
from reports import case_parts
from reports.case_parts import Printed
from reports.catalogue import Report, Request
from reports.report import (
    Block,
    Cell,
    Document,
    Heading,
    KeyValues,
    Note,
    Paragraph,
)

REPORT = Report(
    name="case_approval",
    title="困难职工救助审批表",
    summary="救助审批：核算金额与批准金额（大写）、医疗救助各种算法、各环节意见与签字",
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the approval of one case, or of all of the period.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; the
            unit has no such case by then.
        VaultRefused: a key is not at hand, or a row was changed.
    """
    found = case_parts.chosen(connection, request, REPORT)
    forms = [[*_form(connection, one)] for one in found]
    return case_parts.document(connection, request, REPORT, case_parts.paged(forms))


def _form(connection: Connection, printed: Printed) -> Iterator[Block]:
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
    yield KeyValues(tuple(_sums(printed)), f"sums_{key}")
    if case.from_key:
        lower = case_of(connection, case.from_unit, case.from_key)
        below = printed.books.unit(case.from_unit).name
        told = f"本申请由{below}（{case.from_key}）转来"
        if lower.payable is not None:
            how = "自行帮扶" if lower.own else "救助"
            told += f"，该会已{how} {lower.payable.grouped()} 元"
        yield Paragraph(f"{told}。")
    yield case_parts.steps_table(printed, f"steps_{key}")
    yield Heading("签字", 3)
    yield from case_parts.opinions(printed)
    yield Note(
        "核算金额按审批当日有效的标准和当时的档案计算；同一家庭此前的救助已计入。"
    )


def _sums(printed: Printed) -> Iterator[tuple[str, Cell]]:
    approved = printed.last(Doing.APPROVE)
    judged = approved or printed.last(Doing.FIRST_REVIEW)
    early = printed.last(Doing.AID_FIRST)
    if early is not None:
        yield "先行救助（元）", early.granted
        yield "先行救助日期", early.on
    yield "核算金额（元）", judged.award if judged else None
    if judged is not None and (told := case_parts.readings_told(judged)):
        yield "各种算法", told
    granted = approved.granted if approved else None
    yield "批准金额（元）", granted
    yield "大写", case_parts.capital(granted)
