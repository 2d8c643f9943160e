"""受助人救助记录: all that a person's household had, and what each payment rested on.

1. The file is named by its number (`--subject`); those tied to it are told with theirs.
2. What the bank sent back is listed and not added up; aid that a grass-roots union or
   another body gave on its own account is added up apart.

Basis: 困难职工档案管理办法 (一户一档); 关于进一步做好困难职工帮扶工作的意见 第4条.
"""

from collections.abc import Sequence

from aid.claims import Project
from aid.person_history import Help, help_of
from aid.recipients import standing
from ledger.balances import subtree
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.register import lookups
from reports import aid_parts, budget_parts, parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope, NotTold
from reports.report import (
    Block,
    Column,
    Document,
    Note,
    Paragraph,
    Row,
    Signatures,
    Table,
)
from reports.wording import sentence

REPORT = Report(
    name="aid_history",
    title="受助人救助记录",
    summary="一份档案的历次救助：金额、申请、批次或发放单、凭证、签收（--subject）",
    earlier=True,
    takes=("subject",),
)

_SIGNERS = ("档案管理人", "复核人", "经办人")


def build(connection: Connection, request: Request) -> Document:
    """Draw up the aid of a file's household until the end of the period.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; neither
            the unit nor one below it holds the file.
        NotTold: no file was named.
        NotFound: there is no such file.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=False)
    if not request.subject:
        raise NotTold(REPORT.title, ["档案号（--subject）"])
    on = parts.as_of(request)
    _demand_held(connection, request)
    found = help_of(connection, request.subject, on)
    counted = [one for one in found if not one.is_own]
    text = sentence(
        "aid_history_summary",
        office_folder=request.templates,
        code=request.subject,
        on=on,
        count=len(found),
        money=_sum(counted, goods=False),
        goods=_sum(counted, goods=True),
        own=_sum([one for one in found if one.is_own], goods=False),
        back=sum(one.came_back for one in found),
    )
    blocks: list[Block] = [Paragraph(text)]
    if found:
        blocks += [_table(found), _by_project(counted)]
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle=f"档案号 {request.subject}",
        provenance=aid_parts.provenance(connection, request),
        blocks=(*blocks, Note(request.words("register")), Signatures(_SIGNERS)),
        landscape=True,
    )


def _demand_held(connection: Connection, request: Request) -> None:
    """Only the unit that holds a file, and those above it, print its aid."""
    held_by = standing(connection, request.subject).unit
    if held_by not in subtree(lookups(connection), request.unit):
        told = f"{request.unit} 及其下级没有这份档案"
        raise NoSuchScope(told, do="用 bangfu aid recipients find 查找所在单位")


def _sum(found: Sequence[Help], *, goods: bool) -> Money:
    return sum((one.goods if goods else one.money for one in found), ZERO)


def _table(found: Sequence[Help]) -> Table:
    columns = (
        Column("on", "日期", "date"),
        Column("by", "发放单位", width=3),
        Column("code", "档案号"),
        Column("member", "成员", "count"),
        Column("project", "项目"),
        Column("period", "所属期"),
        parts.money("money", "资金"),
        parts.money("goods", "物资"),
        Column("case", "申请"),
        Column("rests_on", "批次、发放单", width=2),
        Column("voucher", "凭证"),
        Column("signed", "签收"),
        Column("remark", "说明"),
    )
    rows = [
        Row(
            (
                one.on,
                one.by,
                one.code,
                one.member or None,
                one.project.label,
                one.period,
                parts.amount(one.money),
                parts.amount(one.goods),
                one.case,
                one.rests_on,
                one.voucher,
                one.signed,
                _remark(one),
            )
        )
        for one in found
    ]
    money, goods = (_sum(found, goods=goods) for goods in (False, True))
    total = (None, "合计", "", None, "", "", money, goods, "", "", "", "", "")
    rows.append(Row(total, "total"))
    optional = {"goods", "case", "signed", "remark"}
    kept, shown = budget_parts.filled(columns, rows, optional)
    return Table(kept, shown, caption="历次救助", name="history")


def _remark(one: Help) -> str:
    if one.came_back:
        return "银行退回未再付"
    return "自行帮扶或其他救助" if one.is_own else ""


def _by_project(found: Sequence[Help]) -> Table:
    """What was had of each project in each year, others' own account left out."""
    columns = (
        Column("year", "年度"),
        Column("project", "项目"),
        Column("times", "次数", "count"),
        parts.money("amount", "金额"),
    )
    sums: dict[tuple[str, Project], list[Help]] = {}
    for one in found:
        if not one.came_back:
            sums.setdefault((one.period[:4], one.project), []).append(one)
    order = list(Project)
    rows = tuple(
        Row(
            (
                year,
                project.label,
                len(lines),
                _sum(lines, goods=False) + _sum(lines, goods=True),
            )
        )
        for (year, project), lines in sorted(
            sums.items(), key=lambda pair: (pair[0][0], order.index(pair[0][1]))
        )
    )
    return Table(columns, rows, caption="分年度、分项目合计", name="projects")
