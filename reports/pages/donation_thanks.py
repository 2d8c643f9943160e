"""感谢信: a letter of thanks to every donor whose gifts came in a period.

1. One letter a donor, of all their gifts of the period that stand; who gave without a
   name cannot be written to.

Basis: 公益事业捐赠法 第八条 (donors are honoured).
"""

from collections.abc import Iterator, Sequence

from ledger.database import Connection
from ledger.money import ZERO, Money
from reports import budget_parts, donation_parts, parts
from reports.catalogue import Report, Request
from reports.report import Block, Document, Heading, PageBreak, Paragraph, Signatures
from reports.wording import sentence
from treasury.campaigns import LOOSE
from treasury.donations import Form, Gift
from treasury.donor_names import Donor, DonorKind

REPORT = Report(
    name="donation_thanks",
    title="感谢信",
    summary="给一个期间内每位捐赠人的感谢信，匿名的除外",
    takes=("subject", "names"),
)

_YOU = {DonorKind.ORGANISATION: "贵单位", DonorKind.COLLECTIVE: "各位"}
_SIGNERS = ("单位（盖章）",)


def build(connection: Connection, request: Request) -> Document:
    """Write the letters of the period, or that to one donor.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for.
    """
    donation_parts.demand_fits(request, REPORT)
    known = donation_parts.register(connection, request)
    unit = donation_parts.unit_name(connection, request)
    given: dict[int, list[Gift]] = {}
    for one in donation_parts.of_period(connection, request):
        named = known[one.donor].kind is not DonorKind.ANONYMOUS
        if one.received and one.left and named:
            given.setdefault(one.donor, []).append(one)
    blocks: list[Block] = []
    for number, found in sorted(given.items()):
        if blocks:
            blocks.append(PageBreak(titled=True))
        blocks += _letter(known[number], found, request, unit)
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="",
        provenance=budget_parts.provenance(connection, request, donation_parts.KINDS),
        blocks=tuple(blocks) or (Paragraph(request.words("donation_thanks_none")),),
    )


def _letter(
    donor: Donor, found: Sequence[Gift], request: Request, unit: str
) -> Iterator[Block]:
    tied: dict[str, Money] = {}
    for one in found:
        if names := "、".join(one.purposes):
            tied[names] = tied.get(names, ZERO) + one.left
    purposes = "、".join(tied) if all(one.purposes for one in found) else ""
    name = donation_parts.own_name(donor, request)
    loose = donor.kind is DonorKind.COLLECTIVE and name.endswith(LOOSE)
    to = f"参加{name.removesuffix(LOOSE)}的各位" if loose else name
    yield Heading(f"致{to}", 2)
    text = sentence(
        "donation_thanks",
        office_folder=request.templates,
        unit=unit,
        period=parts.period_title(request),
        count=len(found),
        money=sum((one.left for one in found if one.form is Form.MONEY), ZERO),
        goods=sum((one.left for one in found if one.form is Form.GOODS), ZERO),
        purposes=purposes if len(tied) == 1 else "",
        tied=[] if purposes and len(tied) == 1 else list(tied.items()),
        you=_YOU.get(donor.kind, "您"),
    )
    for paragraph in text.splitlines():
        if paragraph.strip():
            yield Paragraph(paragraph.strip())
    yield Signatures(_SIGNERS)
