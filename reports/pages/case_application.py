"""特困职工申请表（附件1）: what the worker or the union for them asks for.

1. The person and the household stand as the file told them when the case was begun.
2. The declaration is signed by the worker; whoever recorded it signs beside.
3. Below stand the opinions of the grass-roots union with the notice, of the county and
   of the city union, with what they came to or room for it.

Basis: 关于进一步做好困难职工帮扶工作的意见 第2条 (附件1).
"""

from collections.abc import Iterator

from ledger.database import Connection
from reports import case_parts, parts
from reports.case_parts import Printed
from reports.catalogue import Report, Request
from reports.report import (
    Block,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Signatures,
    Together,
)
from reports.wording import sentence

REPORT = Report(
    name="case_application",
    title="特困职工申请表",
    summary="附件1：申请人、家庭、困难情形、申请事项、本人声明及各级工会意见",
    earlier=True,
    takes=("subject", "names"),
)

_PERSON = ("name", "identity", "nation", "politics", "health", "state", "workplace")
_FILE = (
    *("phone", "address", "registration", "marriage", "housing", "livelihood"),
    *("supplement_monthly", "relieved_by"),
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the application of one case, or of all of the period.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; the
            unit has no such case by then.
        VaultRefused: a key is not at hand, or a row was changed.
    """
    found = case_parts.chosen(connection, request, REPORT)
    forms = [[*_form(one, request)] for one in found]
    return case_parts.document(connection, request, REPORT, case_parts.paged(forms))


def _form(printed: Printed, request: Request) -> Iterator[Block]:
    case, key = printed.case, case_parts.key_of(printed.case)
    title = "基层工会自行帮扶" if case.own else "特困职工救助"
    yield Heading(f"{title}　申请编号 {case.key}", 2)
    yield KeyValues(
        (
            ("受理单位", printed.unit),
            ("档案号", case.code),
            ("申请日期", case.applied_on),
            ("申请方式", case.started_by.label),
            ("申请类别", "突遇特殊困难" if case.emergency else "日常"),
        ),
        f"case_{key}",
    )
    yield Heading("申请人", 3)
    yield KeyValues(
        tuple(case_parts.told_of(printed.content, _PERSON, _FILE)), f"person_{key}"
    )
    if printed.content is not None:
        yield Heading("家庭成员", 3)
        yield case_parts.members_table(printed.content, f"members_{key}")
    yield Heading("困难情形与申请事项", 3)
    yield KeyValues(
        (
            ("困难情形", case.limb.label if case.limb else ""),
            ("申请理由", printed.words),
            ("申请项目", case.project.label),
            ("受助人", case_parts.member_told(case)),
            ("费用或就学年度", str(case.year)),
            ("申请金额（元）", case_parts.asked_told(case)),
        ),
        f"asked_{key}",
    )
    told = sentence("case_application", office_folder=request.templates)
    who = parts.person_name(printed.books, printed.steps[0].person)
    yield Together((Paragraph(told), Signatures(("申请人", "登记人"), ("", who))))
    # The form asks the workplace; the books keep nothing of it, so it is room to write.
    opinion = Paragraph("基层党组织或行政意见：")
    yield Together((opinion, Signatures(("经办人", "负责人（盖章）"))))
    yield Heading("各级工会意见", 3)
    yield from case_parts.opinions(printed, request)
