"""What an audit report says of findings, leads and exceptions, and the reply to them.

File numbers of recipients are shown in part only: `D1301***017`.
"""

from collections.abc import Iterable, Iterator

from audit.annual import AnnualAudit, NumberedFinding
from audit.finding_kinds import Kept
from reports import parts
from reports.report import Column, KeyValues, Row, Table

_MARKS_TOLD = 12
_ASKED = ("是否认可", "原因及说明", "整改措施", "完成期限")


def masked(text: str, files: Iterable[str]) -> str:
    """A text with every file number in it shown in part: `D1301***017`."""
    for file in sorted(files, key=len, reverse=True):
        text = text.replace(file, _part(file))
    return text


def _part(file: str) -> str:
    shown = (5, 3) if len(file) > 10 else (1, 1)  # noqa: PLR2004 - short ones show less
    return f"{file[: shown[0]]}***{file[-shown[1] :]}"


# -- findings -----------------------------------------------------------------------


def finding(found: NumberedFinding) -> KeyValues:
    """One finding with all its elements."""
    marks = found.evidence[:_MARKS_TOLD]
    more = len(found.evidence) - len(marks)
    evidence = "、".join(marks) + (f" 等 {len(found.evidence)} 项" if more else "")
    population = found.population
    looked_at = f"{population.of}：{population.count:,}"
    if population.amount:
        looked_at += f"，合计 {population.amount.grouped()} 元"
    return KeyValues(
        (
            ("性质", found.severity.label),
            ("标准", found.criterion),
            ("事实", masked(found.condition, found.recipients)),
            ("原因", found.cause),
            ("影响", found.effect),
            (
                "涉及金额",
                f"{found.amount.grouped()} 元" if found.amount else "不涉及金额",
            ),
            ("检查总体", looked_at),
            ("证据", evidence),
            ("建议", found.recommendation),
        ),
        name=f"finding_{found.number.replace('-', '_').lower()}",
    )


def own(found: Kept) -> KeyValues:
    """A finding that the auditors raised themselves, with all its elements."""
    amount = f"{found.amount.grouped()} 元" if found.amount else "不涉及金额"
    proved = "、".join((*found.vouchers, *found.proofs))
    return KeyValues(
        (
            ("性质", found.severity.label),
            ("标准", found.criterion),
            ("事实", found.condition),
            ("原因", found.cause),
            ("影响", found.effect),
            ("涉及金额", amount),
            ("证据", "；".join(filter(None, (proved, found.evidence)))),
            ("建议", found.recommendation),
            ("办理情况", found.state.label),
        ),
        name=f"own_{found.number}",
    )


def leads(audit: AnnualAudit) -> Table:
    """What calls for a closer look, one line a kind."""
    columns = (
        Column("number", "编号"),
        Column("title", "线索", width=2),
        Column("condition", "情况", width=4),
        parts.money("amount", "涉及金额"),
    )
    rows = tuple(
        Row(
            (
                lead.number,
                lead.title,
                masked(lead.condition, lead.recipients),
                parts.amount(lead.amount),
            )
        )
        for lead in audit.leads
    )
    return Table(columns, rows, name="leads")


# -- annexes ------------------------------------------------------------------------


def exceptions(audit: AnnualAudit) -> Table:
    """Every exception and every lead, one by one."""
    columns = (
        Column("number", "编号"),
        Column("key", "检查"),
        Column("condition", "情况", width=5),
        parts.money("amount", "金额"),
        Column("evidence", "证据", width=2),
    )

    def rows() -> Iterator[Row]:
        for found in (*audit.findings, *audit.leads):
            for one in found.exceptions:
                yield Row(
                    (
                        found.number,
                        found.check.key,
                        masked(one.condition, one.recipients),
                        parts.amount(one.amount),
                        "、".join(one.evidence),
                    )
                )

    return Table(columns, tuple(rows()), name="exceptions")


def reply(audit: AnnualAudit) -> Table:
    """The form on which the audited unit answers each finding."""
    columns = (Column("item", "事项"), Column("answer", "被审计单位填写", width=6))

    def rows() -> Iterator[Row]:
        for found in audit.findings:
            yield Row((f"发现 {found.number}　{found.title}", None), "group")
            for item in _ASKED:
                yield Row((item, ""))

    return Table(columns, tuple(rows()), name="reply", roomy=True)
