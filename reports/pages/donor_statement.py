"""捐赠使用情况告知书: for each donor what their gifts paid for, and what is left.

1. Every gift of the donor that came until the end of the period stands with every
   payment that it paid until then; given is given back, used and left, to the fen.
2. Nobody who received is named; how many people a voucher reached is told with it.

Basis: 公益事业捐赠法 第二十一条、第二十二条.
"""

from collections.abc import Iterator, Sequence

from ledger.database import Connection
from ledger.money import ZERO, Money
from reports import budget_parts, donation_parts, parts
from reports.catalogue import Report, Request
from reports.report import (
    Block,
    Column,
    Document,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Signatures,
    Table,
)
from reports.wording import sentence
from treasury.donations import Form, gifts
from treasury.donor_names import Donor
from treasury.donor_statement import GiftUse, Paid, uses

REPORT = Report(
    name="donor_statement",
    title="捐赠使用情况告知书",
    summary="每位捐赠人的各笔捐赠付了哪些款、惠及多少人、还剩多少，逐分对应",
    takes=("subject", "names"),
)

_SIGNERS = ("单位负责人", "财务负责人", "制表人")


def build(connection: Connection, request: Request) -> Document:
    """Draw up the statements of one donor, or of all, as of the end of the period.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for.
    """
    donation_parts.demand_fits(request, REPORT)
    until = request.span.until
    given = [
        one
        for one in gifts(connection, request.unit)
        if one.received_on < until and donation_parts.asked_for(request, one)
    ]
    known = donation_parts.register(connection, request)
    found = uses(connection, request.unit, given)
    blocks: list[Block] = []
    for number in sorted({one.gift.donor for one in found}):
        mine = [one for one in found if one.gift.donor == number]
        if blocks:
            # No donor is handed what another gave.
            blocks.append(PageBreak(titled=True))
        blocks += _of_donor(known[number], mine, request)
    empty = Paragraph(request.words("donor_statement_none"))
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="",
        provenance=budget_parts.provenance(connection, request, donation_parts.KINDS),
        blocks=tuple(blocks) or (empty,),
        landscape=True,
    )


def _of_donor(
    donor: Donor, found: Sequence[GiftUse], request: Request
) -> Iterator[Block]:
    used = sum((_used(one, request) for one in found), ZERO)
    given = sum((one.given for one in found), ZERO)
    returned = sum((_returned(one, request) for one in found), ZERO)
    money = [one for one in found if one.gift.form is Form.MONEY]
    yield Heading(donation_parts.own_name(donor, request), 2)
    yield Paragraph(
        sentence(
            "donor_statement_summary",
            office_folder=request.templates,
            on=parts.as_of(request),
            count=len(found),
            given=given,
            returned=returned,
            used=used,
            left=sum((_left(one, request) for one in money), ZERO),
            persons=sum(
                paid.persons for one in found for paid in _until(one.paid, request)
            ),
        )
    )
    yield _table(found, request, f"uses_{donor.number}")
    yield Note(sentence("donor_statement_notes", office_folder=request.templates))
    yield Signatures(_SIGNERS)


def _used(one: GiftUse, request: Request) -> Money:
    return sum((part.amount for part in _until(one.paid, request)), ZERO)


def _returned(one: GiftUse, request: Request) -> Money:
    if one.gift.form is Form.GOODS:
        return one.returned
    return sum((part.amount for part in _until(one.refunded, request)), ZERO)


def _left(one: GiftUse, request: Request) -> Money:
    return one.given - _returned(one, request) - _used(one, request)


def _until(parts: Sequence[Paid], request: Request) -> Iterator[Paid]:
    """What happened until the end of the period."""
    return (part for part in parts if part.paid_on < request.span.until)


def _table(found: Sequence[GiftUse], request: Request, name: str) -> Table:
    columns = (
        Column("date", "日期", "date"),
        Column("what", "事项", width=6),
        Column("purposes", "用途", width=3),
        Column("persons", "惠及（人次）", "count"),
        parts.money("given", "捐赠"),
        parts.money("out", "使用或退回"),
        parts.money("left", "剩余"),
    )
    rows: list[Row] = []
    for one in found:
        rows += _rows(one, request)
    return Table(columns, tuple(rows), name=name)


def _rows(one: GiftUse, request: Request) -> Iterator[Row]:
    gift, left = one.gift, one.given
    goods = gift.form is Form.GOODS
    what = f"捐赠 {gift.key}" + (f"（实物：{gift.memo}）" if goods else "")
    tied = donation_parts.purposes(gift)
    yield Row((gift.received_on, what, tied, None, one.given, None, left), "group")
    if goods and one.returned:
        left -= one.returned
        yield Row((None, "　退回", "", None, None, one.returned, left))
    for back in _until(one.refunded, request):
        left -= back.amount
        yield Row((back.paid_on, "　退回", "", None, None, back.amount, left))
    for paid in _until(one.paid, request):
        left -= paid.amount
        yield Row(
            (
                paid.paid_on,
                f"　{paid.summary}",
                "、".join(paid.purposes),
                paid.persons or None,
                None,
                paid.amount,
                left,
            )
        )
