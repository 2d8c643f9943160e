"""会计档案: the records of a closed year as a dated, hashed set of files.

1. Only a year whose December is closed has a set. Books stand as they were known at a
   close: those of the year at the close of December, those of a month at the close of
   the month. The same books write the same bytes.
2. `manifest.json` names every file with its title, kind, retention, size and SHA-256.
   Whoever keeps the hash of the manifest itself, keeps them all.
3. The set is written into a folder beside its place and put there in one step: it
   stands whole or not at all.
4. The catalogue (会计档案目录, PDF and XLSX) lists every record; `元数据.xml` says the
   same to programs, of the set and of each file, the catalogue among them.
5. Every PDF is PDF/A-2b.

How long each is kept and how it is numbered says `archive_kinds.py`; what comes beside
the books, `archive_papers.py`.

Basis: 会计档案管理办法（财政部、国家档案局令第79号，2016年1月1日起施行）第六条、
第八条、第十四条、第十五条及附表一; 财会〔2024〕12号 第二十七条、第二十八条.
"""

import contextlib
import datetime as dt
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ledger import closing, queries
from ledger.balances import balances
from ledger.closing import Closed
from ledger.database import Connection
from ledger.errors import StatementRefused
from ledger.periods import (
    DECEMBER,
    filed_periods,
    months,
    opening_period,
    parse_span,
    period_of,
)
from ledger.register import Lookups, UnitLookup, lookups
from reports import archive_catalogue, archive_papers, archive_xml, catalogue, parts
from reports.archive_catalogue import Attached, Listed
from reports.archive_files import Files
from reports.archive_kinds import BASIS, Kind
from reports.archive_lines import EveryField
from reports.catalogue import Request
from reports.errors import NoSuchPeriod
from reports.look import PLAIN, Look
from reports.report import Block, Document, Heading, PageBreak
from reports.wording import Edition, sentence
from treasury.paper_files import PaperFolder

MANIFEST = "manifest.json"
FORM = "bangfu-archive-3"
LEDGER_LINES = 20_000
"""Postings of a year up to which its account ledgers are printed as one PDF too."""


@dataclass(frozen=True, slots=True)
class Written:
    """A set that was written: its files, and the hash of its manifest."""

    folder: Path
    files: int
    manifest_hash: str
    missing: frozenset[str]
    """Characters that no font has, printed by their number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose year is to be written, and with which sentences and look of an office.

    Up to `ledger_lines` postings the account ledgers are printed as one PDF too. With
    `papers` those of vouchers are written in the clear.
    """

    unit: str
    year: int
    papers: PaperFolder | None = None
    templates: Path | Edition | None = None
    fonts: tuple[Path, ...] = ()
    look: Look = PLAIN
    ledger_lines: int = LEDGER_LINES


# -- writing ------------------------------------------------------------------------


def write(connection: Connection, asked: Asked, folder: Path) -> Written:
    """Write the records of a closed year into a folder that is not there yet.

    Raises:
        NoSuchPeriod: the year is not closed.
        NotFound: there is no such unit.
        AttachmentRefused: a paper is missing or damaged; VaultRefused: so is its key.
        OSError: the folder cannot be written; nothing is left of it.
    """
    closed = closed_months(connection, asked.unit, asked.year)
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    part.mkdir()
    try:
        work = _work(connection, asked, closed, part)
        work.write()
        work.close()
        content = _manifest(work)
        (part / MANIFEST).write_bytes(content)
        if folder.exists():
            raise FileExistsError(folder)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    digest = hashlib.sha256(content).hexdigest()
    found = work.files
    count, missing = len(found.filed_so_far), frozenset(found.missing)
    return Written(folder, count, digest, missing)


def catalogue_of(connection: Connection, asked: Asked) -> Document:
    """The catalogue of a set without the set: its files are written and let go.

    Raises:
        NoSuchPeriod: the year is not closed.
        NotFound: there is no such unit.
    """
    closed = closed_months(connection, asked.unit, asked.year)
    with TemporaryDirectory(prefix="bangfu-archive-") as folder:
        work = _work(connection, asked, closed, Path(folder))
        work.write()
        return work.catalogue()


def closed_months(connection: Connection, unit: str, year: int) -> tuple[Closed, ...]:
    """The closed months with books of a year whose December is one of them (rule 1).

    Raises:
        NoSuchPeriod: December is open.
        NotFound: there is no such unit.
    """
    begins = max(opening_period(year), period_of(lookups(connection).unit(unit).opens))
    found = tuple(
        one
        for one in closing.closes(connection, unit)
        if one.period // 100 == year and one.period >= begins
    )
    if not found or found[-1].period % 100 != DECEMBER:
        reason = "该年度尚未年终结账；先用 bangfu books year-end 办理，再归档"
        raise NoSuchPeriod("会计档案", f"{year}年度", reason)
    return found


def _work(
    connection: Connection, asked: Asked, closed: tuple[Closed, ...], folder: Path
) -> "_Work":
    files = Files(
        folder, asked.year, closed[-1].position, fonts=asked.fonts, look=asked.look
    )
    return _Work(connection, asked, closed, files)


@dataclass(slots=True)
class _Work:
    """A set while it is written: the books, and the files so far."""

    connection: Connection
    asked: Asked
    closed: tuple[Closed, ...]
    files: Files
    attached: list[Attached] = field(default_factory=list)

    @property
    def december(self) -> Closed:
        """The close of the year."""
        return self.closed[-1]

    @property
    def books(self) -> Lookups:
        """The master records."""
        return lookups(self.connection)

    @property
    def unit(self) -> UnitLookup:
        """Whose books they are."""
        return self.books.unit(self.asked.unit)

    def write(self) -> None:
        """Every record of the year."""
        self._vouchers()
        lines = self._postings()
        for month in self.closed:
            at_close = self._request(_period(month.period), month.position)
            kind = _minutes_kind(month)
            self._report("close_minutes", at_close, "结账记录", kind)
            for name in STATEMENTS:
                self._maybe(name, at_close, "月报", Kind.MONTHLY)
        self._ledgers(lines)
        year = self._yearly()
        self._report("general_ledger", year, "总账", Kind.LEDGER)
        self._report("trial_balance", year, "总账", Kind.LEDGER)
        self._report("fund_statement", year, "年报", Kind.ANNUAL)
        for name in STATEMENTS:
            self._maybe(name, year, "年报", Kind.ANNUAL)
        self._report("statement_notes", year, "年报", Kind.ANNUAL)
        self._maybe("transfer_sheet", year, "记账凭证", Kind.VOUCHERS)
        self._banks()
        self._handed_over()
        self._audits()
        self._papers()
        self.files.number()

    def close(self) -> None:
        """The catalogue of what was written, and what programs read of it all."""
        for suffix in (".pdf", ".xlsx"):
            path = f"{_CATALOGUES}/{self.asked.year}{archive_catalogue.TITLE}{suffix}"
            self.files.write(self.catalogue(), path, Kind.CATALOGUE)
        self.files.number()
        content = archive_xml.content(self.told, self.files.filed_so_far)
        (self.files.folder / archive_xml.METADATA).write_bytes(content)
        made_at = self.december.closed_at
        self.files.filed(archive_xml.METADATA, "元数据", Kind.CATALOGUE, made_at)
        self.files.number()

    def catalogue(self) -> Document:
        """The catalogue of what was written so far, but for catalogues."""
        year = self._yearly()
        listed = Listed(
            unit=self.asked.unit,
            name=self.unit.name,
            year=self.asked.year,
            files=tuple(
                one for one in self.files.filed_so_far if one.kind is not Kind.CATALOGUE
            ),
            attached=tuple(self.attached),
            unsettled=archive_papers.unsettled(self.connection, self.asked.unit, year),
        )
        known = parts.provenance(self.connection, year)
        return archive_catalogue.document(listed, known, self.asked.templates)

    @property
    def told(self) -> archive_xml.Told:
        """What is said of the whole set."""
        december = self.december
        return archive_xml.Told(
            unit=self.asked.unit,
            name=self.unit.name,
            year=self.asked.year,
            position=december.position,
            hash=december.hash.hex(),
            totals_hash=december.totals_hash.hex(),
            closed_by=december.closed_by,
            closed_at=december.closed_at,
        )

    # -- requests -------------------------------------------------------------------

    def _yearly(self, **more: Any) -> Request:
        return self._request(str(self.asked.year), self.december.position, **more)

    def _request(self, period: str, position: int | None, **more: Any) -> Request:
        # Nothing is dated by it, but what is asked for must be over.
        after = dt.datetime(self.asked.year + 1, 1, 1, 12, tzinfo=dt.UTC)
        return Request(
            unit=self.asked.unit,
            span=parse_span(period),
            period=period,
            at=after,
            known_at=position,
            templates=self.asked.templates,
            **more,
        )

    # -- records --------------------------------------------------------------------

    def _vouchers(self) -> None:
        """The vouchers of each month, bound in volumes with their covers."""
        year = self.asked.year
        closed = {one.period for one in self.closed}
        for month in months(opening_period(year), opening_period(year + 1)):
            asked = self._request(_period(month), self.december.position)
            # A month that was never closed by itself may hold openings alone.
            filed = filed_periods(asked.span, self.unit.opens)
            if month in closed or queries.vouchers(
                self.connection, self.unit.id, *filed
            ):
                self._report(
                    "voucher_book", asked, "记账凭证", Kind.VOUCHERS, (".pdf",)
                )

    def _postings(self) -> int:
        """Every field of every posting; returns how many there are."""
        year, position = self.asked.year, self.december.position
        every = EveryField(self.connection, self.books, self.unit, year, position)
        document = self._document("postings", "全部分录", (every.table(),))
        self.files.write(document, f"记账凭证/{year}全部分录.csv", Kind.VOUCHERS)
        return every.count

    def _ledgers(self, lines: int) -> None:
        """The ledger of each account that moved, and all of them as one print."""
        asked = [self._yearly(account=code) for code in self._accounts()]
        for one in asked:
            ledger = catalogue.build("account_ledger", self.connection, one)
            path = f"明细账/{self.asked.year}明细账-{_harmless(one.account)}.csv"
            self.files.write(ledger, path, Kind.ACCOUNT_LEDGER)
        if asked and lines <= self.asked.ledger_lines:
            bound = [
                catalogue.build("account_ledger", self.connection, one) for one in asked
            ]
            document = self._document("account_ledgers", "明细账", _bound(bound))
            path = f"明细账/{self.asked.year}明细账.pdf"
            self.files.write(document, path, Kind.ACCOUNT_LEDGER)

    def _accounts(self) -> Iterator[str]:
        """Accounts of the year's chart with a balance or a movement."""
        span = parse_span(str(self.asked.year))
        chart = self.books.charts[self.unit.chart_on(span.last_day.isoformat())]
        rows = balances(
            self.connection,
            (self.asked.unit,),
            span,
            ("account",),
            known_at=self.december.position,
        )
        for row in rows:
            if row.account in chart and (row.opening or row.debit or row.credit):
                yield row.account

    # -- beside the books -----------------------------------------------------------

    def _banks(self) -> None:
        """What banks sent, and what it was brought together with."""
        year = self.asked.year
        note = sentence("archive_statement", office_folder=self.asked.templates)
        for number, statement in archive_papers.bank_statements(
            self.connection, self.asked.unit, year, self.december, note
        ):
            for suffix in (".pdf", ".csv"):
                path = f"银行对账单/{year}银行对账单-{number}{suffix}"
                self.files.write(statement, path, Kind.BANK_STATEMENT)
        for place in archive_papers.reconciled(self.connection, self.asked.unit, year):
            asked = self._request(str(year), None, subject=place)
            folder = f"余额调节表/{place.replace('/', '-')}"
            self._report("bank_reconciliation", asked, folder, Kind.RECONCILIATION)

    def _handed_over(self) -> None:
        year = self.asked.year
        for key in archive_papers.handed_over(self.connection, self.asked.unit, year):
            asked = self._request(str(year), None, subject=key)
            folder, name = f"移交清册/{key}", "handover_inventory"
            self._report(name, asked, folder, Kind.HANDOVER, (".pdf",))

    def _audits(self) -> None:
        year = self.asked.year
        for one, name, subject in archive_papers.audited(
            self.connection, self.asked.unit, year
        ):
            period = str(one.span.since.year) if not subject else str(year)
            asked = self._request(period, None, subject=subject)
            folder = f"审计报告/{one.key}"
            self._report(name, asked, folder, Kind.AUDIT, (".pdf",))

    def _papers(self) -> None:
        """The papers of the year's vouchers, in the clear where they are opened."""
        at = self.connection, self.asked.unit, self.asked.year
        self.attached += archive_papers.kept(*at, self.files, self.asked.papers)

    # -- files ----------------------------------------------------------------------

    def _maybe(self, name: str, asked: Request, folder: str, kind: Kind) -> None:
        """A report that not every unit has, nor every month."""
        # It is refused while it is built, before anything of it is written.
        with contextlib.suppress(StatementRefused, NoSuchPeriod):
            self._report(name, asked, folder, kind)

    def _report(
        self,
        name: str,
        asked: Request,
        folder: str,
        kind: Kind,
        suffixes: tuple[str, ...] = (".pdf", ".csv"),
    ) -> None:
        """A report of the catalogue in some formats."""
        title = catalogue.find(name).title
        for suffix in suffixes:
            document = catalogue.build(name, self.connection, asked)
            path = f"{folder}/{asked.period}{title}{suffix}"
            span = asked.period if asked.span.since.year == self.asked.year else ""
            self.files.write(document, path, kind, span)

    def _document(self, name: str, title: str, blocks: tuple[Block, ...]) -> Document:
        known = parts.provenance(self.connection, self._yearly())
        return Document(name, title, "", known, blocks, landscape=True)


_CATALOGUES = archive_xml.METADATA.partition("/")[0]

STATEMENTS = (
    "balance_sheet",
    "income_statement",
    "budget_statement",
    "state_assets",
    "cost_statement",
    "claims_statement",
)
"""Statutory statements; each unit has those of its chart."""


def _minutes_kind(month: Closed) -> Kind:
    """December's minutes tell how the year was closed, and stay with its statements."""
    return Kind.ANNUAL if month.period % 100 == DECEMBER else Kind.MONTHLY


def _period(period: int) -> str:
    return f"{period // 100}-{period % 100:02d}"


def _harmless(code: str) -> str:
    """An account's code as a file's name."""
    return "".join(c if c.isalnum() or c in "-." else "_" for c in code)


def _bound(ledgers: list[Document]) -> tuple[Block, ...]:
    """Several ledgers as one, each under its account and on a page of its own."""
    blocks: list[Block] = []
    for number, ledger in enumerate(ledgers):
        if number:
            blocks.append(PageBreak())
        blocks += (Heading(ledger.subtitle, 1), *ledger.blocks)
    return tuple(blocks)


def _manifest(work: _Work) -> bytes:
    december = work.december
    told = {
        "form": FORM,
        "basis": BASIS,
        "unit": work.asked.unit,
        "unit_name": work.unit.name,
        "year": work.asked.year,
        "position": december.position,
        "hash": december.hash.hex(),
        "totals_hash": december.totals_hash.hex(),
        "closed_by": december.closed_by,
        "closed_at": december.closed_at,
        "kept_from": f"{work.asked.year + 1}-01-01",
        "files": [
            one.told(work.asked.unit)
            for one in sorted(work.files.filed_so_far, key=lambda one: one.path)
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
