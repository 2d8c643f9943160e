"""Vouchers (记账凭证): the list of a period, and one with its postings."""

from typing import Any

from app.web import spans, tables, taking_back
from app.web.desk import Desk, Go, Page, Sent, part
from app.web.numbers import number_of
from app.web.pages import draft_papers
from ledger import queries
from ledger.errors import NotFound, Refused
from ledger.money import Money
from ledger.people import Right
from ledger.periods import period_of
from ledger.register import lookups
from ledger.vouchers import Correction
from reports.report import Column
from treasury import attachments
from treasury.attachment_kinds import kinds_on
from treasury.attachment_reading import Proves

SHOWN = 1_000
"""Vouchers on a page."""
BACK = 20
"""Lines of a voucher that are offered to come back, one by one."""


_COLUMNS = (
    Column("date", "日期", "date"),
    Column("voucher", "凭证"),
    Column("ref", "引用号"),
    Column("summary", "摘要", width=3),
    Column("preparer", "制单"),
    Column("papers", "附件", "count"),
)


def show(desk: Desk) -> Page | Sent:
    """The vouchers of a period, the latest first."""
    asked = spans.asked(desk, monthly=True)
    with desk.reading() as connection:
        books = lookups(connection)
        unit = books.unit(desk.unit)
        since, last = period_of(asked.span.since), period_of(asked.span.last_day)
        if since % 100 == 1:
            since -= 1
        found = queries.vouchers(connection, unit.id, since, last + 1)
        rows = [(row, books.person_codes[row.preparer_id]) for row in found[::-1]]
        if tables.is_asked(desk):
            cells = [
                (
                    *(row.dated_on, f"{row.kind}-{row.number}", row.ref),
                    *(row.summary, preparer, row.attachments),
                )
                for row, preparer in rows
            ]
            return tables.send(desk, connection, "记账凭证", asked, (_COLUMNS, cells))
    told = {"unit": unit, "asked": asked, "rows": rows[:SHOWN], "count": len(rows)}
    return Page("vouchers.html", told)


def at(desk: Desk) -> Go:
    """The voucher at a chain position, under its own address."""
    position = desk.places["position"]
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        head = queries.voucher_at(connection, unit.id, number_of(position, "凭证"))
    if head is None:
        raise NotFound("凭证", position)
    return Go(f"/units/{part(unit.code)}/vouchers/{part(head.ref)}")


def one(desk: Desk) -> Page:
    """One voucher as it is sealed, with what corrects it and its papers."""
    return Page("voucher.html", _told(desk))


def supplement(desk: Desk) -> Page | Go:
    """Attach a paper to a posted voucher, with the reason; the voucher stays."""
    ref = desk.places["ref"]
    try:
        with (
            draft_papers.handed(desk, "attach") as paper,
            desk.writing(ref) as connection,
        ):
            assert paper is not None
            reason = desk.form.get("paper_reason", "").strip()
            shared = desk.form.get("paper_shared", "").strip()
            to = Proves(key=ref, reason=reason, shared=shared)
            attachments.supplement(connection, desk.unit, paper, to, desk.act)
            where = f"/units/{part(desk.unit)}/vouchers/{part(ref)}"
            return desk.kept(connection, where, "附件已补充，凭证没有改动")
    except NotFound:
        raise
    except Refused as refusal:
        return desk.refused(refusal, "voucher.html", _told(desk))


def _told(desk: Desk) -> dict[str, Any]:
    ref = desk.places["ref"]
    with desk.reading() as connection:
        books = lookups(connection)
        unit = books.unit(desk.unit)
        head = queries.voucher(connection, unit.id, ref)
        if head is None:
            raise NotFound("凭证", ref)
        lines = [
            (row, books.account_codes[row.account_id], unit.fund_codes[row.fund_id])
            for row in queries.postings_of(connection, unit.id, head.position)
        ]
        corrected = head.corrects and queries.voucher_at(
            connection, unit.id, head.corrects
        )
        later = [
            row
            for row in queries.corrections(
                connection, unit.id, head.period, head.period + 1
            )
            if row.corrects == head.position
        ]
        names = books.account_names
        rows = [row for row, *_ in lines]
        gone = any(row.correction == Correction.FULL for row in later)
        back = [] if gone else taking_back.ways(unit, head, rows, books, desk.today)
        papers = draft_papers.of_voucher(connection, desk.unit, ref)
        prepares = desk.may(connection, Right.PREPARE)
        people = books.person_codes
    total = sum((row.debit_fen for row, *_ in lines), 0)
    return {
        "unit": unit,
        "head": head,
        "lines": lines,
        "names": names,
        "people": people,
        "corrected": corrected,
        "later": later,
        "total": Money(total),
        "prepares": prepares,
        "back": back[:BACK],
        "papers": papers,
        "paper_kinds": kinds_on(desk.today).values(),
        "money_of": Money,
    }
