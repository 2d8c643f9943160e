"""Evidence books (外来账套): taken in as they were handed over, looked at, checked.

1. Files are taken in with all their faults, and never change the unit's own books.
2. What could not be read is told whole, as the file has it.
3. A voucher of them is shown as its file has it; the look is logged, for it may name
   people.
4. More than a megabyte is taken in by a job. Where it is refused, the way back has what
   was typed; the files are sent anew.
"""

import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from app import auth
from app.web import evidence_works, jobs, sheets, tables, typed
from app.web.desk import Desk, Go, Page, Sent
from app.web.import_works import AT_ONCE_BYTES
from app.web.pages.jobs import begin
from app.web.sheets import Line, Sheet
from app.web.spans import Asked
from audit import evidence, evidence_store
from audit.evidence import Intake
from ledger.errors import NotFound, Refused
from ledger.money import grouped_yuan, yuan
from ledger.people import Right
from ledger.periods import parse_span
from ledger.privacy import shown
from ledger.register import lookups
from reports.report import Column

ALL, ONE = "evidence_all.html", "evidence.html"
UNREAD_SHOWN = 200
_INTAKES = (
    Column("key", "编号"),
    Column("auditee", "被审计单位"),
    Column("name", "名称", width=2),
    Column("vouchers", "凭证", "count"),
    Column("postings", "分录", "count"),
    Column("debit", "借方合计"),
    Column("credit", "贷方合计"),
    Column("unread", "无法读取", "count"),
    Column("folder_hash", "文件摘要", width=3),
    Column("rows_hash", "内容摘要", width=3),
    Column("taken_at", "接收时间（UTC）"),
    Column("person", "接收人"),
)
_UNREAD = (
    Column("file", "文件"),
    Column("row", "行"),
    Column("column", "列"),
    Column("why", "原因", width=2),
    Column("content", "原文", width=3),
)


def show(desk: Desk) -> Page | Sent:
    """The evidence books of a unit, and the form to take some in."""
    if tables.is_asked(desk):
        with desk.reading() as connection:
            found = evidence.intakes(connection, desk.unit)
            lines = tuple(Line(_cells(one)) for one in found)
            sheet = Sheet("intakes", "外来账套", _INTAKES, lines)
            return sheets.sent(desk, connection, _asked(desk), [sheet])
    return Page(ALL, {**_all(desk), "typed": _typed_before(desk)})


def _typed_before(desk: Desk) -> Mapping[str, str]:
    """What was typed for the job that the way here comes from (4)."""
    who = desk.me.person_id, desk.me.person
    with suppress(NotFound), desk.reading() as connection:
        job = jobs.own(connection, desk.settings, desk.query.get("job", ""), who)
        if job.asked.work == evidence_works.WORK and job.asked.unit == desk.unit:
            return job.asked.typed
    return {}


def _asked(desk: Desk) -> Asked:
    year = str(desk.today.year)
    return Asked(year, parse_span(year))


def _cells(one: Intake) -> tuple[str | int, ...]:
    counts = one.counts
    return (
        *(str(one.key), one.auditee, one.auditee_name),
        *(counts["vouchers"], counts["postings"]),
        *(yuan(one.debit), yuan(one.credit), counts["unread"]),
        *(one.folder_hash, one.rows_hash, one.taken_at, one.person),
    )


def _all(desk: Desk) -> dict[str, Any]:
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        found = evidence.intakes(connection, unit.code)
    return {"unit": unit, "found": found[::-1], "yuan": grouped_yuan}


def take(desk: Desk) -> Page | Go:
    """Take in what was sent, sealed; the same files are one intake."""
    form = desk.form
    try:
        with desk.reading() as connection:
            person, right = desk.me.person_id, (Right.AUDIT,)
            auth.demand(connection, person, right, desk.unit, desk.today)
        name, auditee = (typed.text_of(form, key) for key in ("name", "auditee"))
        if sum(len(one.content) for one in desk.uploads.values()) > AT_ONCE_BYTES:
            return _later(desk, name, auditee)
        handed = evidence_works.handed(desk.uploads.values(), name)
        with desk.writing(shown(handed.name)) as connection:
            one = evidence.take_in(
                connection, handed, desk.unit, desk.act, auditee=auditee
            )
            path = evidence_works.path_of(desk.unit, str(one.key))
            return desk.kept(connection, path, evidence_works.said_of(one))
    except Refused as refusal:
        return desk.refused(refusal, ALL, _all(desk))


def _later(desk: Desk, name: str, auditee: str) -> Go:
    with tempfile.TemporaryDirectory(prefix="bangfu-") as place:
        books = evidence_works.laid(desk.uploads.values(), name, Path(place))
        called = shown(books.name)
        asked = evidence_works.asked_of(desk.unit, called, name=name, auditee=auditee)
        return begin(desk, asked, called, Path(place))


# -- one ----------------------------------------------------------------------------


def one(desk: Desk) -> Page | Sent:
    """One intake: its digests, its files, and all that could not be read."""
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        found = evidence.intake_of(connection, unit.code, desk.places["evidence"])
        if tables.is_asked(desk):
            lines = tuple(
                Line((each.file, str(each.row or ""), each.heading, each.why,
                      shown(each.content)))
                for each in found.unread
            )  # fmt: skip
            sheet = Sheet("unread", f"{found.key}无法读取", _UNREAD, lines)
            return sheets.sent(desk, connection, _asked(desk), [sheet])
        files = evidence_store.files(
            connection, (unit.id, found.key.year, found.key.number)
        )
    unread = [(each, shown(each.content)) for each in found.unread[:UNREAD_SHOWN]]
    return Page(
        ONE,
        {
            "unit": unit,
            "one": found,
            "files": files,
            "unread": unread,
            "yuan": grouped_yuan,
            "usual": str(desk.today.year - 1),
        },
    )


def voucher(desk: Desk) -> Page:
    """A voucher of evidence books, as its file has it."""
    key, number = desk.places["evidence"], typed.number_of(desk.places["place"])
    if not number:
        raise NotFound("凭证", f"{key} {desk.places['place']}")
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        found = evidence.intake_of(connection, unit.code, key)
        head, lines = evidence_store.voucher(connection, unit.code, key, number)
    desk.note(f"{found.key} {number}")
    return Page(
        "evidence_voucher.html",
        {
            "unit": unit,
            "one": found,
            "head": head,
            "lines": lines,
            "number": number,
            "last": found.counts["vouchers"],
            "sums": tuple(
                grouped_yuan(sum(getattr(line, side) for line in lines))
                for side in ("debit_fen", "credit_fen")
            ),
            "yuan": grouped_yuan,
        },
    )
