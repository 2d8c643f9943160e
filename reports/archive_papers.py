"""What an archive holds beside the books: banks, handovers, audits, papers of vouchers.

1. These stand as they are on record when the set is written: a bank's statement of the
   year may be taken in after its close, a paper may come as a supplement. The same
   records write the same bytes.
2. Statements and reconciliations belong to the year of their last day, a handover to
   that in which it was completed, an audit to that in which it was closed.
3. What a bank says of others stays encrypted, and is not in a statement's file.
4. A paper is written in the clear where the caller opens the folder of papers; else it
   is listed, and stays encrypted there. One that is missing or changed refuses the set.

Basis: 会计档案管理办法 第六条、第十九条、附表一; 会计基础工作规范 第六十二条.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from audit.engagement_keeping import engagements_of, history
from audit.engagements import Doing, Engagement
from audit.engagements import Kind as Audit
from audit.handover_facts import Open, open_on
from audit.handover_kinds import Doing as Handing
from audit.handover_lists import inventories
from ledger import queries
from ledger.closing import Closed
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.periods import opening_period
from ledger.register import lookups
from ledger.vouchers import mark
from reports import fund_flows, parts
from reports.archive_catalogue import Attached
from reports.archive_files import Files
from reports.archive_kinds import Kind
from reports.catalogue import Request
from reports.fund_parts import Part
from reports.report import (
    Column,
    Document,
    KeyValues,
    Note,
    Provenance,
    Row,
    Table,
)
from treasury import attachment_store, bank_store, reconciliation_store
from treasury.attachment_kinds import label_of
from treasury.attachment_reading import VOUCHER, Form
from treasury.media import Media
from treasury.paper_files import PaperFolder

STATEMENT = "银行对账单"
_LABELS = {"": "", "fee": "手续费", "interest": "利息", "return": "退回"}


# -- banks --------------------------------------------------------------------------


def bank_statements(
    connection: Connection, unit: str, year: int, december: Closed, note: str
) -> Iterator[tuple[int, Document]]:
    """The statements that banks sent of the year, each with its number, over a note."""
    at = lookups(connection).unit(unit)
    for row in bank_store.statements(connection, at.id):
        if row.until.year == year:
            yield row.statement, _statement(connection, row, at.name, december, note)


def _statement(
    connection: Connection, row: Any, unit: str, december: Closed, note: str
) -> Document:
    columns = (
        Column("row", "行", "count"),
        Column("date", "日期", "date"),
        parts.money("into", "收入"),
        parts.money("out", "支出"),
        parts.money("balance", "余额"),
        Column("reference", "流水号", width=3),
        Column("kind", "种类"),
    )
    found = tuple(
        _movement(one)
        for one in bank_store.rows(connection, row.unit_id, row.statement)
    )
    facts = (
        ("银行账户序号", str(row.account)),
        ("对账单序号", str(row.statement)),
        ("起止日期", f"{row.since} 至 {row.until}"),
        ("期初余额", Money(row.opening_fen)),
        ("期末余额", Money(row.closing_fen)),
        ("银行文件行数", str(row.rows)),
        ("银行文件 SHA-256", bytes(row.file_hash).hex()),
        ("流水摘要", bytes(row.rows_hash).hex()),
    )
    return Document(
        name="bank_statement",
        title=STATEMENT,
        subtitle=f"账户 {row.account}　第 {row.statement} 号",
        provenance=Provenance(
            unit=unit,
            period=f"{row.since}至{row.until}",
            position=december.position,
            digest=december.hash.hex(),
            known_on=dt.datetime.fromisoformat(row.imported_at),
        ),
        blocks=(
            KeyValues(facts, name="statement"),
            Table(columns, found, name="rows"),
            Note(note),
        ),
        landscape=True,
    )


def _movement(one: Any) -> Row:
    amount = Money(one.amount_fen)
    balance = None if one.balance_fen is None else Money(one.balance_fen)
    into, out = (amount, None) if amount > ZERO else (None, -amount)
    told = (one.reference or "", _LABELS.get(one.kind, one.kind))
    return Row((one.row, one.booked_on, into, out, balance, *told))


def reconciled(connection: Connection, unit: str, year: int) -> Iterator[str]:
    """The reconciliations that stand up to days of the year, as reports call them."""
    for row in reconciliation_store.made(connection, lookups(connection).unit(unit).id):
        if row.until.year == year and row.reopened_at is None:
            yield f"{row.account}/{row.number}"


# -- handovers and audits -----------------------------------------------------------


def handed_over(connection: Connection, unit: str, year: int) -> Iterator[str]:
    """The lists of what was handed over that were completed in the year, by key."""
    for one in inventories(connection, unit):
        done = one.step(Handing.COMPLETE)
        if done is not None and done.on.year == year:
            yield one.key


def audited(
    connection: Connection, unit: str, year: int
) -> Iterator[tuple[Engagement, str, str]]:
    """Engagements closed in the year, each with its report's name and subject."""
    for one in engagements_of(connection, unit):
        steps = history(connection, unit, one.key)
        if not any(s.doing is Doing.CLOSE and s.on.year == year for s in steps):
            continue
        match one.kind:
            case Audit.ANNUAL:
                yield one, "annual_audit", ""
            case Audit.HANDOVER:
                subject = f"{one.officer}/{one.post}/{one.span.since}"
                yield one, "handover_audit", subject
            case Audit.SPECIAL:
                yield one, "audit_special", one.key


# -- papers of vouchers -------------------------------------------------------------


def of_vouchers(
    connection: Connection, unit: str, year: int
) -> Iterator[tuple[str, Any]]:
    """Papers attached to vouchers of the year: the voucher's mark, and the row."""
    at = lookups(connection).unit(unit)
    # Openings stand before January.
    span = opening_period(year), opening_period(year + 1)
    marks = {
        one.ref: mark(one.period, one.kind, one.number)
        for one in queries.vouchers(connection, at.id, *span)
    }
    found = attachment_store.attached(connection, at.id, VOUCHER)
    yield from sorted(
        ((marks[row.key], row) for row in found if row.key in marks),
        key=lambda pair: (pair[1].number, pair[0]),
    )


def kept(
    connection: Connection,
    unit: str,
    year: int,
    files: Files,
    opened: PaperFolder | None,
) -> Iterator[Attached]:
    """Write the papers where their folder is opened, and tell of each (4).

    Raises:
        AttachmentRefused: a paper is missing or damaged.
        VaultRefused: it was changed, or the key is missing.
    """
    written: set[int] = set()
    for voucher, row in of_vouchers(connection, unit, year):
        path = ""
        if opened is not None:
            path = f"原始凭证/附件-{row.number:05d}{_SUFFIXES[Media(row.media)]}"
            if row.number not in written:
                written.add(row.number)
                pieces = opened.pieces(unit, bytes(row.sha256), row.size)
                files.pour(path, pieces)
                files.filed(path, row.title, Kind.ATTACHMENT, row.stored_at)
        yield Attached(
            voucher=voucher,
            number=row.number,
            title=row.title,
            kind=label_of(row.kind),
            form=Form(row.form).label,
            size=row.size,
            digest=bytes(row.sha256).hex(),
            path=path,
        )


_SUFFIXES = {
    Media.PDF: ".pdf",
    Media.PNG: ".png",
    Media.JPEG: ".jpg",
    Media.OFD: ".ofd",
    Media.XML: ".xml",
    Media.XLSX: ".xlsx",
    Media.DOCX: ".docx",
    Media.TEXT: ".txt",
}
assert set(_SUFFIXES) == set(Media), "a kind of paper has no ending here"


# -- what is not settled ------------------------------------------------------------


def unsettled(connection: Connection, unit: str, request: Request) -> tuple[Open, ...]:
    """What was open at the end of the year, with what others owe and are owed."""
    books = lookups(connection)
    at = books.unit(unit)
    flows = fund_flows.read(connection, request)
    sums: dict[tuple[str, int], Money] = {}
    for line in flows.lines:
        if line.part in {Part.RECEIVABLE, Part.PAYABLE}:
            key = line.fund, line.account
            sums[key] = sums.get(key, ZERO) + line.closing
    day = request.span.last_day
    names = {flow.key: flow.name for flow in flows.funds}
    return (
        *open_on(connection, books, at, day),
        *(
            Open(
                "应收款项" if amount > ZERO else "应付款项",
                f"{parts.coded_name(books, account)}（{names[fund]}）",
                None,
                amount if amount > ZERO else -amount,
                None,
            )
            for (fund, account), amount in sums.items()
            if amount
        ),
    )
