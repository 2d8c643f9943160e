"""捐赠收入公示表: the gifts of a period, for publication: who, what, for what.

1. Donors stand as they agreed to be named on the day of drawing; who did not agree, or
   withdrew it by then, is not named, who is anonymous stands so.
2. Gifts that came are listed with what was given back; what did not come is not. The
   last day of a tied gift stands with the days left on the day of drawing.
3. What the books received as donations without a gift on record stands in a line of
   its own, so that the total is that of the books.
4. What people gave by the list of a campaign counts as theirs, not as the collective's
   under which the gift stands.

Basis: 公益事业捐赠法 第二十二条; 关于做好困难职工帮扶工作的意见 七（公开）.
"""

from collections.abc import Mapping, Sequence

from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.periods import china_day
from ledger.register import lookups
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
from treasury.donation_store import line_rows
from treasury.donations import Form, Gift, unregistered
from treasury.donor_names import Donor, DonorKind

REPORT = Report(
    name="donation_list",
    title="捐赠收入公示表",
    summary="一个期间收到的捐赠：捐赠人（按其同意的方式）、金额、用途、退回，可公示",
    takes=("subject", "names"),
)

UNREGISTERED = "未登记捐赠人"
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
    other = ZERO if request.subject else _unregistered(connection, request)
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
                unregistered=other,
            )
        )
    ]
    if found or other:
        people = _people(connection, request, found, known)
        blocks.append(_table(found, known, request, other))
        blocks.append(_by_kind(found, known, people, other))
    note = sentence("donation_list_notes", office_folder=request.templates)
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="",
        provenance=budget_parts.provenance(connection, request, donation_parts.KINDS),
        blocks=(*blocks, Note(note), Signatures(_SIGNERS)),
        landscape=True,
    )


def _unregistered(connection: Connection, request: Request) -> Money:
    return unregistered(connection, request.unit, request.span)


def _people(
    connection: Connection,
    request: Request,
    found: Sequence[Gift],
    known: Mapping[int, Donor],
) -> tuple[int, Money, int]:
    """Lines and money of people under collectives, and gifts all of people (4)."""
    unit_id = lookups(connection).unit(request.unit).id
    mine = {
        (one.year, one.number): one.amount
        for one in found
        if one.campaign and known[one.donor].kind is DonorKind.COLLECTIVE
    }
    count, sums = 0, dict.fromkeys(mine, ZERO)
    for campaign in sorted({one.campaign for one in found if one.campaign}):
        for line in line_rows(connection, unit_id, campaign):
            place = line.gift_year, line.gift_number
            if place in mine and line.locked is not None:
                count += 1
                sums[place] += Money(line.amount_fen)
    whole = sum(sums[place] == amount for place, amount in mine.items())
    return count, sum(sums.values(), ZERO), whole


def _came(gift: Gift) -> bool:
    return gift.booked or gift.form is Form.GOODS


def _sum(found: Sequence[Gift]) -> Money:
    return sum((one.amount for one in found), ZERO)


def _table(
    found: Sequence[Gift], known: Mapping[int, Donor], request: Request, other: Money
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
    if other:
        told = "账上收到、没有登记捐赠人"
        money = Form.MONEY.label
        cells = ("", None, UNREGISTERED, money, other, parts.amount(ZERO), "", told)
        rows.append(Row(cells))
    returned = sum((one.returned for one in found), ZERO)
    given = _sum(found) + other
    total = ("合计", None, "", "", given, parts.amount(returned), "", "")
    rows.append(Row(total, "total"))
    return Table(columns, tuple(rows), name="gifts")


def _by_kind(
    found: Sequence[Gift],
    known: Mapping[int, Donor],
    people: tuple[int, Money, int],
    other: Money,
) -> Table:
    columns = (
        Column("kind", "捐赠人类别"),
        Column("count", "笔数", "count"),
        parts.money("amount", "金额"),
    )
    lines, theirs, whole = people
    told: list[tuple[str, int | None, Money]] = []
    for kind in DonorKind:
        mine = [one for one in found if known[one.donor].kind is kind]
        amount, count = _sum(mine), len(mine)
        if kind is DonorKind.COLLECTIVE:
            amount, count = amount - theirs, count - whole
        if count:
            told.append((kind.label, count, amount))
    if lines:
        told.append(("个人（一日捐名册）", lines, theirs))
    if other:
        told.append((UNREGISTERED, None, other))
    rows = [Row(cells) for cells in told]
    counted = sum(count or 0 for _, count, _ in told)
    rows.append(Row(("合计", counted, _sum(found) + other), "total"))
    return Table(columns, tuple(rows), caption="按捐赠人类别", name="kinds")
