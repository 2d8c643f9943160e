"""捐赠收入公示表: the gifts of a period, for publication: who, what, for what.

1. Donors stand as they agreed to be named on the day of drawing; who did not agree, or
   withdrew it by then, is not named, who is anonymous stands so.
2. Gifts that came are listed with what was given back; what did not come is not. The
   last day of a tied gift stands with the days left on the day of drawing.

Basis: 公益事业捐赠法 第二十二条; 关于做好困难职工帮扶工作的意见 七（公开）.
"""

from collections.abc import Mapping, Sequence

from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.periods import china_day
from reports import budget_parts, donation_parts, parts
from reports.catalogue import Report, Request
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
from treasury.donations import Form, Gift
from treasury.donor_names import Donor, DonorKind

REPORT = Report(
    name="donation_list",
    title="捐赠收入公示表",
    summary="一个期间收到的捐赠：捐赠人（按其同意的方式）、金额、用途、退回，可公示",
)

_SIGNERS = ("单位负责人", "财务负责人", "制表人")


def build(connection: Connection, request: Request) -> Document:
    """Draw up the gifts that one unit received in the period.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for.
    """
    donation_parts.demand_fits(request, REPORT)
    known = donation_parts.register(connection, request)
    found = [one for one in donation_parts.of_period(connection, request) if _came(one)]
    money = [one for one in found if one.form is Form.MONEY]
    blocks: list[Block] = [
        Paragraph(
            sentence(
                "donation_list_summary",
                office_folder=request.templates,
                period=parts.period_title(request),
                count=len(found),
                donors=len({one.donor for one in found}),
                money=_sum(money),
                goods=_sum([one for one in found if one.form is Form.GOODS]),
                returned=sum((one.returned for one in found), ZERO),
            )
        )
    ]
    if found:
        blocks += [_table(found, known, request), _by_kind(found, known)]
    note = sentence("donation_list_notes", office_folder=request.templates)
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="",
        provenance=budget_parts.provenance(connection, request, donation_parts.KINDS),
        blocks=(*blocks, Note(note), Signatures(_SIGNERS)),
        landscape=True,
    )


def _came(gift: Gift) -> bool:
    return gift.booked or gift.form is Form.GOODS


def _sum(found: Sequence[Gift]) -> Money:
    return sum((one.amount for one in found), ZERO)


def _table(
    found: Sequence[Gift], known: Mapping[int, Donor], request: Request
) -> Table:
    columns = (
        Column("gift", "捐赠号"),
        Column("date", "收到日期", "date"),
        Column("donor", "捐赠人", width=4),
        Column("form", "形式"),
        parts.money("amount", "金额"),
        parts.money("returned", "已退回"),
        Column("purposes", "限定用途", width=3),
        Column("memo", "说明", width=3),
    )
    rows = [
        Row(
            (
                one.key,
                one.received_on,
                donation_parts.public_name(known[one.donor], request),
                one.form.label,
                one.amount,
                parts.amount(one.returned),
                donation_parts.purposes(one, china_day(request.at)),
                one.memo,
            )
        )
        for one in found
    ]
    returned = sum((one.returned for one in found), ZERO)
    total = ("合计", None, "", "", _sum(found), parts.amount(returned), "", "")
    rows.append(Row(total, "total"))
    return Table(columns, tuple(rows), name="gifts")


def _by_kind(found: Sequence[Gift], known: Mapping[int, Donor]) -> Table:
    columns = (
        Column("kind", "捐赠人类别"),
        Column("count", "笔数", "count"),
        parts.money("amount", "金额"),
    )
    rows = []
    for kind in DonorKind:
        mine = [one for one in found if known[one.donor].kind is kind]
        if mine:
            rows.append(Row((kind.label, len(mine), _sum(mine))))
    rows.append(Row(("合计", len(found), _sum(found)), "total"))
    return Table(columns, tuple(rows), caption="按捐赠人类别", name="kinds")
