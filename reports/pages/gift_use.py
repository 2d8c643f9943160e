"""资金来源使用对照表: each gift and grant, what it paid, and what is left of it.

1. First in, first out within the fund; what came back restores what it was paid from.
2. Every source with something used or left in the period is listed, with each payment
   that it paid in the period; what was used before stands in one line.
3. Given is used and left, to the fen; payments that nothing covers yet are told. What
   went back to a donor is a payment of that donor's gift.
4. A gift whose donor set a last day shows it, as agreed by the end of the period, with
   the days left then.

Basis: 关于做好困难职工帮扶工作的意见 七（专款专用、公开）.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.queries import VoucherRow
from ledger.register import lookups
from ledger.vouchers import mark
from reports import budget_parts, parts
from reports.catalogue import Report, Request
from reports.donation_parts import ends_told
from reports.errors import NoSuchScope
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
from treasury import lineage, lineage_store
from treasury.gift_limits import gift_ends
from treasury.lineage import Source, Use

REPORT = Report(
    name="gift_use",
    title="资金来源使用对照表",
    summary="一项或各项资金的每笔来源：收到多少、付了哪些款、还剩多少，逐分对应",
)

_SIGNERS = ("财务负责人", "复核人", "制表人")


@dataclass(frozen=True, slots=True)
class _Told:
    """A source with what it paid before and in the period."""

    source: Source
    head: VoucherRow
    ends: dt.date | None
    before: Money
    paid: Sequence[tuple[VoucherRow, Money]]


def build(connection: Connection, request: Request) -> Document:
    """Draw up the sources of one fund, or of all funds of a unit.

    Raises:
        NoSuchScope: units below or an account were asked for.
    """
    if request.with_subunits or request.account:
        told = f"{REPORT.title}按单位、按资金编制，不汇总下级单位"
        raise NoSuchScope(told)
    unit = lookups(connection).unit(request.unit)
    known = request.known_at
    found = lineage.sources(connection, request.unit, request.fund, known)
    lacking = [
        one
        for one in lineage.uses(connection, request.unit, request.fund, known)
        if one.uncovered
    ]
    heads = _heads(connection, unit.id, found, lacking)
    ends = gift_ends(connection, request.unit, request.span.last_day)
    listed = [*_told(found, heads, ends, request)]
    blocks: list[Block] = [Paragraph(_summary(listed, request))]
    for fund in sorted({one.source.fund for one in listed}):
        of_fund = [one for one in listed if one.source.fund == fund]
        name = budget_parts.fund_name(unit, fund)
        blocks.append(_table(of_fund, f"{name}（{fund}）", request.span.last_day))
    if lacking:
        blocks.append(_lacking(lacking, heads))
    blocks.append(Note(sentence("gift_use_notes", office_folder=request.templates)))
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="",
        provenance=parts.provenance(connection, request),
        blocks=(*blocks, Signatures(_SIGNERS)),
        landscape=True,
    )


def _heads(
    connection: Connection, unit_id: int, found: Sequence[Source], more: Sequence[Use]
) -> Mapping[int, VoucherRow]:
    """The vouchers that the page speaks of, by position."""
    places = {one.position for one in found} | {one.position for one in more}
    places |= {part.use for one in found for part in one.parts}
    return lineage_store.heads_at(connection, unit_id, places)


def _told(
    found: Sequence[Source],
    heads: Mapping[int, VoucherRow],
    ends: Mapping[str, dt.date],
    request: Request,
) -> Iterator[_Told]:
    span = request.span
    for one in found:
        head = heads[one.position]
        if head.dated_on >= span.until:
            continue
        paid = [(heads[part.use], part.amount) for part in one.parts]
        before = sum((fen for at, fen in paid if at.dated_on < span.since), ZERO)
        within = [row for row in paid if span.since <= row[0].dated_on < span.until]
        done = one.given == before and not within
        if not done or span.since <= head.dated_on:
            yield _Told(one, head, ends.get(head.ref), before, within)


def _summary(told: Sequence[_Told], request: Request) -> str:
    given = sum((one.source.given for one in told), ZERO)
    used = sum((_used(one) for one in told), ZERO)
    return sentence(
        "gift_use_summary",
        office_folder=request.templates,
        period=parts.period_title(request),
        count=len(told),
        given=given,
        used=used,
        left=given - used,
    )


def _used(one: _Told) -> Money:
    return one.before + sum((amount for _, amount in one.paid), ZERO)


def _table(told: Sequence[_Told], caption: str, on: dt.date) -> Table:
    columns = (
        Column("date", "日期", "date"),
        Column("voucher", "凭证"),
        Column("summary", "摘要", width=5),
        parts.money("given", "收到"),
        parts.money("used", "使用"),
        parts.money("left", "剩余"),
    )
    rows: list[Row] = []
    for one in told:
        rows += _rows(one, on)
    given = sum((one.source.given for one in told), ZERO)
    used = sum((_used(one) for one in told), ZERO)
    rows.append(Row(("合计", "", "", given, used, given - used), "total"))
    return Table(columns, tuple(rows), caption=caption, name="sources")


def _rows(one: _Told, on: dt.date) -> Iterator[Row]:
    head, given, left = one.head, one.source.given, one.source.given
    what = head.summary
    if one.ends is not None:
        what += f"（限用{ends_told(one.ends, on)}）"
    if not (one.before or one.paid):
        yield Row((head.dated_on, _mark(head), what, given, None, left))
        return
    yield Row((head.dated_on, _mark(head), what, given, None, None), "group")
    if one.before:
        left -= one.before
        yield Row((None, "", "　以前期间使用", None, one.before, left))
    for use, amount in one.paid:
        left -= amount
        yield Row((use.dated_on, _mark(use), f"　{use.summary}", None, amount, left))
    cells = (None, "", "　小计", given, parts.amount(_used(one)), parts.amount(left))
    yield Row(cells, "subtotal")


def _mark(head: VoucherRow) -> str:
    return mark(head.period, head.kind, head.number)


def _lacking(found: Sequence[Use], heads: Mapping[int, VoucherRow]) -> Table:
    columns = (
        Column("date", "日期", "date"),
        Column("voucher", "凭证"),
        Column("summary", "摘要", width=4),
        Column("fund", "资金"),
        parts.money("amount", "付款"),
        parts.money("uncovered", f"{budget_parts.OVER} 尚无来源"),
    )
    rows = []
    for one in found:
        head = heads[one.position]
        told = (head.dated_on, _mark(head), head.summary, one.fund)
        rows.append(Row((*told, one.amount, one.uncovered)))
    caption = "透支：尚无来源的付款"
    return Table(columns, tuple(rows), caption=caption, name="uncovered")
