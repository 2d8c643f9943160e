"""银行存款余额调节表: what the bank says and what the books say, brought together.

1. It is the paper of a reconciliation on record, drawn again from what was known when
   it was made, and held against what was written down then. The newest that stands in
   the period is drawn of each bank account, or the one that `subject` names: `1` is a
   bank account, `1/3` its third reconciliation, even if it was reopened.
2. Each side has its balance, what the other knows and it does not, one line an item
   with its age in days, and what both come to.
3. Rows of the bank are told by their reference and kind: no name stands here.
4. What was matched on one side alone since the one before is told below, with who did
   it and why: no figure shows it.
5. What was entered later, for days that were reconciled, is told below and stands in no
   figure.

Basis: 会计基础工作规范 第六十二条; kept ten years (会计档案管理办法).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.register import Lookups, lookups
from reports import parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchPeriod, NoSuchScope
from reports.report import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Provenance,
    Row,
    Signatures,
    Table,
)
from reports.wording import sentence
from treasury import bank_store, reconciliation_store
from treasury.open_items import Figures, Item, total
from treasury.reconciliation_reading import Cancelled, Redrawn, redraw

REPORT = Report(
    name="bank_reconciliation",
    title="银行存款余额调节表",
    summary="已登记的对账：双方余额、逐笔未达账项及天数、其他资金、调节后余额",
    takes=("subject",),
)

_SIGNERS = ("会计主管", "复核", "制表")
_PLACE = "银行账户写作序号，如 1；某一次对账写作 1/3"
_ROWS_ALONE = "银行收付相抵、未入账：流水之间的核对"
_POSTINGS_ALONE = "账簿收付相抵、未经银行：人工作出的分录之间的核对"
_EMPTY: tuple[Cell, ...] = ("", None, None, None)

Half = tuple[Cell, ...]
"""What one side says in a line: what, day, age and amount."""


def build(connection: Connection, request: Request) -> Document:
    """Draw up the papers of a unit: of one bank account, or of each.

    Raises:
        NoSuchScope: several units, one fund, an account of the books or a place in the
            chain was asked for; each paper has a place of its own.
        NoSuchPeriod: nothing was reconciled in the period.
        NotFound: there is no such reconciliation.
    """
    if request.with_subunits or request.fund or request.account:
        told = f"{REPORT.title}按银行账户编制，不汇总下级单位，不取资金或科目"
        raise NoSuchScope(told)
    if request.known_at is not None:
        told = f"{REPORT.title}自有对账时的链位，请不写链位"
        raise NoSuchScope(told)
    unit = lookups(connection).unit(request.unit)
    chosen = _chosen(reconciliation_store.made(connection, unit.id), request)
    drawn = [redraw(connection, row) for row in chosen]
    blocks: list[Block] = []
    for number, one in enumerate(drawn):
        blocks += [PageBreak(titled=True)] if number else []
        blocks += _paper(connection, unit.id, one, request)
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle=_subtitle(drawn),
        provenance=_provenance(connection, request, drawn),
        blocks=tuple(blocks),
        landscape=True,
    )


def _chosen(made: Sequence[Any], request: Request) -> list[Any]:
    """The rows on record that are asked for (1)."""
    account, _, number = request.subject.partition("/")
    wanted = [text for text in (account, number) if text]
    if not all(text.isascii() and text.isdecimal() for text in wanted):
        raise NotFound("对账", request.subject, _PLACE)
    if account:
        made = [row for row in made if row.account == int(account)]
    if number:
        made = [row for row in made if row.number == int(number)]
        if not made:
            raise NotFound("对账", request.subject, _PLACE)
        return list(made)
    span = request.span
    within = [
        row
        for row in made
        if span.since <= row.until < span.until and row.reopened_at is None
    ]
    if not within:
        why = "该期间内没有对账，先用 bangfu money bank reconcile 对账"
        raise NoSuchPeriod(REPORT.title, parts.period_title(request), why)
    newest = {row.account: row for row in within}
    return [newest[account] for account in sorted(newest)]


def _subtitle(drawn: Sequence[Redrawn]) -> str:
    return "" if all(one.made.stands for one in drawn) else "（已重开，本表作废）"


def _provenance(
    connection: Connection, request: Request, drawn: Sequence[Redrawn]
) -> Provenance:
    """The chain as it was known at the reconciliation, at the latest of several."""
    position = max(one.made.position for one in drawn)
    return parts.provenance(connection, replace(request, known_at=position or None))


# -- one paper ----------------------------------------------------------------------


def _paper(
    connection: Connection, unit_id: int, one: Redrawn, request: Request
) -> Iterator[Block]:
    books = lookups(connection)
    made, figures = one.made, one.figures
    account = bank_store.account(connection, unit_id, made.account)
    name = f"第 {made.account} 号银行账户　{account.bank}　尾号 {account.tail}"
    yield Heading(name, 2)
    subject = parts.coded_name(books, account.account_id)
    told = request.words(
        "bank_reconciliation_made",
        on=made.until,
        account=subject,
        number=made.number,
        made_at=parts.moment(made.made_at),
    )
    yield Paragraph(told)
    yield _sides(one)
    yield from map(Note, _notes(books, one, request))
    yield Signatures(_SIGNERS, ("", "", parts.person_name(books, made.made_by)))
    if figures.others:
        yield _others(figures)
    for banked, told in ((True, _ROWS_ALONE), (False, _POSTINGS_ALONE)):
        if some := [each for each in one.cancelled if each.banked is banked]:
            yield _cancelled(books, some, told)
    if one.caught:
        told = "对账后补记：上次对账以后才记账的以前凭证（已列入本表余额）"
        yield _entered(one.caught, told, "caught")
    if one.later:
        told = "对账后补记：本次对账以后记账的凭证（不在本表余额之内）"
        yield _entered(one.later, told, "later")


def _sides(one: Redrawn) -> Table:
    """The form with its two sides, section by section (2)."""
    columns = (
        Column("book", "单位银行存款日记账", width=5),
        Column("book_date", "日期", "date"),
        Column("book_days", "天数", "count"),
        parts.money("book_amount", "金额"),
        Column("bank", "银行对账单", width=5),
        Column("bank_date", "日期 ", "date"),
        Column("bank_days", "天数 ", "count"),
        parts.money("bank_amount", "金额 "),
    )
    figures, rows = one.figures, list[Row]()
    ends = figures.ends
    rows.append(Row((*_sum("日记账余额", ends.book), *_sum("对账单余额", ends.bank))))
    sections = (
        (
            _section("加：银行已收、单位未收", figures, figures.rows, out=False),
            _section("加：单位已收、银行未收", figures, figures.postings, out=False),
        ),
        (
            _section("减：银行已付、单位未付", figures, figures.rows, out=True),
            _section("减：单位已付、银行未付", figures, figures.postings, out=True),
        ),
    )
    for left, right in sections:
        rows += _side_by_side(left, right)
    if figures.other or one.made.other_basis:
        told = _sum(f"加：其他资金（{one.made.other_basis}）", figures.other)
        rows.append(Row((*told, *_EMPTY), "subtotal"))
    last = (
        *_sum("调节后余额", figures.book_adjusted + figures.other),
        *_sum("调节后余额", figures.adjusted),
    )
    rows.append(Row(last, "total"))
    return Table(columns, tuple(rows), name="sides", dense=True)


def _sum(what: str, amount: Money) -> Half:
    return (what, None, None, amount)


def _section(
    what: str, figures: Figures, items: Sequence[Item], *, out: bool
) -> list[Half]:
    found = Figures.of(items, out=out)
    until = figures.ends.until
    lines: list[Half] = [_sum(what, abs(total(found)))]
    for item in found:
        kind = item.summary or ("转出" if out else "转入")
        told = f"　{item.told} {kind}"
        lines.append((told, item.booked_on, item.age(until), abs(item.amount)))
    return lines


def _side_by_side(left: Sequence[Half], right: Sequence[Half]) -> Iterator[Row]:
    for number, (one, other) in enumerate(zip_longest(left, right, fillvalue=_EMPTY)):
        yield Row((*one, *other), "plain" if number else "subtotal")


def _others(figures: Figures) -> Table:
    """How other money is made up, in a shared account."""
    columns = (
        Column("what", "其他资金", width=4),
        Column("count", "笔数", "count"),
        parts.money("amount", "金额"),
    )
    came, went = (Figures.of(figures.others, out=out) for out in (False, True))
    rows = (
        Row(("对账单期初的其他资金", None, figures.gap)),
        Row(("以后收入的其他资金", len(came), total(came))),
        Row(("以后支出的其他资金", len(went), total(went))),
        Row(("合计", None, figures.other), "total"),
    )
    return Table(columns, rows, caption="其他资金的构成", name="others", dense=True)


def _entered(items: Sequence[Item], caption: str, name: str) -> Table:
    columns = (
        Column("date", "日期", "date"),
        Column("voucher", "凭证"),
        Column("summary", "摘要", width=5),
        parts.money("amount", "金额（付款为负）"),
    )
    rows = [
        Row((item.booked_on, item.told, item.summary, item.amount)) for item in items
    ]
    rows.append(Row(("合计", "", "", total(items)), "total"))
    return Table(columns, tuple(rows), caption=caption, name=name, dense=True)


def _cancelled(books: Lookups, found: Sequence[Cancelled], caption: str) -> Table:
    """What was matched on one side alone (4)."""
    columns = (
        Column("match", "核对", "count"),
        Column("date", "日期", "date"),
        Column("told", "凭据", width=3),
        parts.money("amount", "金额（付款为负）"),
        Column("reason", "理由", width=4),
        Column("person", "核对人"),
    )
    rows = [
        Row(
            (
                one.match,
                item.booked_on,
                f"{item.told} {item.summary}".rstrip(),
                item.amount,
                one.reason,
                parts.person_name(books, one.person),
            )
        )
        for one in found
        for item in one.items
    ]
    name = "rows_alone" if found[0].banked else "postings_alone"
    return Table(columns, tuple(rows), caption=caption, name=name, dense=True)


def _notes(books: Lookups, one: Redrawn, request: Request) -> tuple[str, ...]:
    made, figures = one.made, one.figures
    reopened = made.reopened_by is not None and not made.stands
    text = sentence(
        "bank_reconciliation_notes",
        office_folder=request.templates,
        faults="、".join(one.faults),
        position=made.position,
        items=made.items,
        first_day=figures.ends.first_day.isoformat(),
        opening=figures.ends.opening,
        before=figures.ends.opening - figures.gap,
        gaps=[(since.isoformat(), until.isoformat()) for since, until in one.gaps],
        later=bool(one.later),
        book_now=made.book_now,
        difference=made.book_now - made.book,
        reopened_by=parts.person_name(books, made.reopened_by) if reopened else "",
        reopened_at=parts.moment(made.reopened_at) if reopened else "",
        reason=made.reason,
    )
    return Paragraph(text).lines()
