"""捐赠确认函: our own letters that gifts came, as they were issued in a period.

1. One letter a page, with its number, the gift, the amount in figures and capitals.
2. Each says that it is no receipt for taxes (不作为税前扣除凭证).

Basis: 公益事业捐赠法 第十六条.
"""

from collections.abc import Iterator

from ledger.database import Connection
from ledger.periods import china_day
from reports import budget_parts, donation_parts
from reports.catalogue import Report, Request
from reports.report import (
    Block,
    Document,
    Heading,
    KeyValues,
    Note,
    PageBreak,
    Paragraph,
    Signatures,
)
from reports.wording import sentence
from treasury.confirmations import Confirmation, confirmations
from treasury.donations import Form, Gift, gifts
from treasury.donor_names import Donor

REPORT = Report(
    name="donation_confirmation",
    title="捐赠确认函",
    summary="一个期间开具的捐赠确认函，连续编号，标明不作为税前扣除凭证",
    takes=("subject", "names"),
)

_SIGNERS = ("单位（盖章）", "经办人")


def build(connection: Connection, request: Request) -> Document:
    """Print the letters of the period, or that of one gift or donor.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for.
    """
    donation_parts.demand_fits(request, REPORT)
    by_key = {one.key: one for one in gifts(connection, request.unit)}
    known = donation_parts.register(connection, request)
    unit = donation_parts.unit_name(connection, request)
    span = request.span
    found = [
        one
        for one in confirmations(connection, request.unit)
        if span.since <= one.issued_on < span.until
        and donation_parts.asked_for(request, by_key[one.gift])
    ]
    blocks: list[Block] = []
    for one in found:
        gift = by_key[one.gift]
        if blocks:
            blocks.append(PageBreak(titled=True))
        blocks += _letter(one, gift, known[gift.donor], request, unit)
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="",
        provenance=budget_parts.provenance(connection, request, donation_parts.KINDS),
        blocks=tuple(blocks)
        or (Paragraph(request.words("donation_confirmation_none")),),
    )


def _letter(
    one: Confirmation, gift: Gift, donor: Donor, request: Request, unit: str
) -> Iterator[Block]:
    assert one.issued_on <= china_day(request.at)
    yield Heading(one.printed, 2)
    if not one.stands or gift.cancelled:
        told = request.words(
            "donation_confirmation_void",
            voided_on="" if one.stands else str(one.voided_on),
            reason=one.reason,
        )
        yield Note(told)
    yield Heading(f"{donation_parts.own_name(donor, request)}：", 3)
    yield Paragraph(
        sentence(
            "donation_confirmation",
            office_folder=request.templates,
            unit=unit,
            received_on=gift.received_on,
            organised=donor.kind in donation_parts.ORGANISED,
            goods=gift.form is Form.GOODS,
            memo=gift.memo,
            amount=one.amount,
            purposes="" if not gift.purposes else donation_parts.purposes(gift),
        )
    )
    pairs = (
        ("编号", one.printed),
        ("捐赠号", gift.key),
        ("金额（元）", one.amount),
        ("大写", one.amount.capitals()),
        ("收到日期", gift.received_on),
        ("开具日期", one.issued_on),
    )
    yield KeyValues(pairs, name=f"letter_{one.year}_{one.number}")
    yield Note(sentence("donation_confirmation_note", office_folder=request.templates))
    yield Signatures(_SIGNERS)
