"""The evidence package (审计证据包): a period of one unit's books, for whoever doubts.

What leaves the house can be recomputed without it: plain files, and a verifier of one
file that shares no code with this program (`verifier/verify.py`, never imported here).

| file | holds |
|---|---|
| `canonical.bin` | one line a voucher in chain order: its seal as `ledger/chain.py` writes it, the byte 1D, its content; none for vouchers outside the period |
| `vouchers.csv`, `postings.csv` | the same in columns, amounts in yuan |
| `balances.csv` | brought forward, openings of the period, turnover, closing |
| `accounts.csv`, `funds.csv`, `officers.csv` | registers |
| `records.bin` | the unit's chain of registers: each hash; what was registered, in the masked edition only of funds and closes |
| `checkpoints.csv` | what the closes before and at the end wrote down |
| `fund_years.csv` | what the report says of each fund |
| `attachments.csv`, `attachments/` | papers of these vouchers; their content in the full edition |
| `marks.csv` | full edition: the salt of each field that the masked one hides |
| `report/`, `populations/`, `samples.csv` | the annual report; populations and samples, where there are any |
| `verify.py`, `README.txt`, `manifest.json`, `signature.json` | the verifier, how to use it, what there is, the signature |

The seals run from the first voucher of the period to the head of the chain, so that a
digest printed in minutes proves them. Rows are streamed: memory goes with accounts,
funds and papers, not with postings. `package_marks.py` says what is masked.

Basis: 第2103号内部审计具体准则 (evidence: sufficient, relevant, reliable).
"""  # noqa: E501 - a table

import csv
import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

from audit import package_samples
from audit.books import Line, Voucher
from audit.figures import Tally
from audit.package_files import Hashed, PackageFolder, placed
from audit.package_marks import Edition, Marks, cell, cells, marker
from audit.signatures import SigningKey
from audit.store import read_frame
from ledger import chain, evidence, queries, store, tables
from ledger.balances import balances
from ledger.database import Connection
from ledger.evidence import SealedHead
from ledger.money import Money
from ledger.periods import Span, opening_period, period_of
from ledger.register import SHARED, Lookups, UnitLookup, lookups
from ledger.stages import STEP, Told, silent
from ledger.vouchers import Kind
from treasury import attachment_store
from treasury.paper_files import PaperFolder

FORM = "bangfu-package-1"
GS = "\x1d"
VERIFIER = Path(__file__).parent / "verifier"

SEAL = ("position", "previous", "number", "poster", "sealed_at", "content_hash", "hash")
HEAD = (
    *("unit", "ref", "period", "kind", "dated_on", "chart", "summary", "attachments"),
    *("preparer", "reviewer", "cashier", "head", "posted_at", "corrects"),
    *("correction", "entered", "basis"),
)
LINE = (
    *("account", "fund", "debit", "credit", "purpose", "party", "recipient"),
    *("persons", "item", "quantity_milli", "serials", "arose_on", "economic"),
    *("functional", "appropriation", "request", "memo"),
)
YEARS = ("opening", "received", "paid", "moved", "adjusted", "closing")

OPEN_RECORDS = frozenset({"closes", "funds", "fund_purposes", "unit_charts"})
"""Registers that the masked edition shows; of the others it shows the hashes alone,
so that with the full edition at hand they are proved."""

_DONOR = 7
"""Place of the donor in a record of a fund."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose books of which months are to leave the house, in which edition.

    `paper` and `reason` say on whose written request the full edition leaves.
    `extras` are further files: path and what writes it, such as the report.
    """

    unit: str
    span: Span
    period: str
    salt_of: Callable[[str], bytes] = field(repr=False)
    edition: Edition = Edition.MASKED
    paper: str = ""
    reason: str = ""
    papers: PaperFolder | None = None
    key: SigningKey | None = None
    version: str = ""
    extras: Sequence[tuple[str, Callable[[Hashed], object]]] = ()
    report: str = ""
    """Why no annual report is enclosed; empty where one is."""
    tell: Told = field(default=silent, repr=False)

    def __post_init__(self) -> None:
        full = self.edition is Edition.FULL
        assert full == bool(self.paper and self.reason)


@dataclass(frozen=True, slots=True)
class Written:
    """A package that was written, by the hash of its manifest."""

    path: Path
    files: int
    manifest_hash: str
    vouchers: int
    postings: int
    papers: int
    """Papers enclosed."""


def write(connection: Connection, asked: Asked, target: Path) -> Written:
    """Write a package to a folder or a `.zip` that is not there yet.

    Args:
        connection: a reading transaction: one consistent view.
        asked: what is to be written.
        target: where; a name that ends in `.zip` asks for one file.

    Raises:
        NotFound: there is no such unit.
        OSError: it cannot be written; nothing is left of it.
        AttachmentRefused: a paper is missing or damaged (full edition).
    """
    with placed(target) as folder:
        work = _Work(connection, asked, folder)
        told = work.write()
        digest = folder.close(told, asked.key)
    chained = told["chain"]
    return Written(
        target,
        len(folder.files),
        digest,
        chained["vouchers"],
        chained["postings"],
        told["attachments"]["enclosed"],
    )


class _Work:
    """A package while it is written."""

    def __init__(
        self, connection: Connection, asked: Asked, folder: PackageFolder
    ) -> None:
        self.connection, self.asked, self.folder = connection, asked, folder
        self.frame = read_frame(connection, asked.unit, asked.span)
        self.books: Lookups = lookups(connection)
        self.unit: UnitLookup = self.books.unit(asked.unit)
        self.periods = _periods(asked.span)
        self.tally = Tally(self.frame)
        self.openings: dict[tuple[str, str], int] = {}
        self.vouchers = self.postings = 0
        known = self.books.units.values()
        clear = frozenset(text for u in known for text in (u.code, u.name))
        self.marks = Marks(asked.salt_of, clear)
        self.mark = marker(asked.salt_of)
        self.full = asked.edition is Edition.FULL
        self.attached = attachment_store.attached(connection, self.unit.id, "voucher")
        self._wanted = {row.key for row in self.attached}
        self._met: set[str] = set()

    def write(self) -> dict[str, Any]:
        """Every file but the manifest; what the manifest says of them."""
        head = queries.head(self.connection, self.unit.id)
        first = evidence.first_position(self.connection, self.unit.id, self.periods)
        after = head[0] if first is None else first - 1
        self._chain(after + 1)
        self._registers()
        self._balances()
        enclosed = self._papers()
        records = self._records()
        self._samples()
        for path, fill in self.asked.extras:
            with self.folder.open(path) as stream:
                fill(stream)
        for name in ("verify.py", "README.txt"):
            with self.folder.open(name) as stream:
                stream.write((VERIFIER / name).read_bytes())
        before = queries.hash_at(self.connection, self.unit.id, after)
        return self._told(records, enclosed) | {
            "chain": {
                "after": after,
                "after_hash": (before or chain.GENESIS).hex(),
                "position": head[0],
                "digest": head[1].hex(),
                "vouchers": self.vouchers,
                "postings": self.postings,
            }
        }

    def _told(self, records: tuple[int, str], enclosed: int) -> dict[str, Any]:
        asked = self.asked
        position, digest = store.record_head(self.connection, SHARED)
        return {
            "form": FORM,
            "edition": asked.edition.value,
            "unit": self.unit.code,
            "unit_name": self.unit.name,
            "period": asked.period,
            "since": self.periods[0],
            "until": self.periods[1],
            "records": {"position": records[0], "digest": records[1]},
            "shared": {"position": position, "digest": digest.hex()},
            "paper": asked.paper,
            "reason": asked.reason,
            "report": asked.report,
            "attachments": {"listed": len(self.attached), "enclosed": enclosed},
            "versions": {
                "program": asked.version,
                "voucher": chain.VOUCHER_FORM,
                "seal": chain.SEAL_FORM,
                "record": chain.RECORD_FORM,
                "totals": chain.TOTALS_FORM,
            },
        }

    # -- vouchers -------------------------------------------------------------------

    def _chain(self, first: int) -> None:
        """Canonical bytes, vouchers and postings, in one pass along the chain."""
        rows = evidence.lines_of(self.connection, self.unit.id, self.periods)
        lines = ((at, list(of)) for at, of in itertools.groupby(rows, itemgetter(0)))
        heads = evidence.heads_from(self.connection, self.unit.id, first)
        whole = queries.head(self.connection, self.unit.id)[0] - first + 1
        since, until = self.periods
        with ExitStack() as files:
            canonical = files.enter_context(self.folder.open("canonical.bin"))
            tables_ = [
                csv.writer(
                    files.enter_context(self.folder.open(path)), lineterminator="\n"
                )
                for path in ("vouchers.csv", "postings.csv", *self._salted())
            ]
            tables_[0].writerow((*SEAL, *HEAD))
            tables_[1].writerow(("position", "line", *LINE))
            if self.full:
                tables_[2].writerow(("position", "line", "field", "salt"))
            for head in heads:
                seal = self._seal(head)
                inside = since <= head.period < until
                group = next(lines, (0, []))[1] if inside else []
                content = self._take(head, seal, group, tables_) if inside else ""
                text = chain.US.join((chain.SEAL_FORM, self.unit.code, *seal[:6]))
                canonical.write(f"{text}{GS}{content}\n")
                if (done := head.position - first + 1) % STEP == 0:
                    self.asked.tell("写出凭证", done, whole)

    def _salted(self) -> tuple[str, ...]:
        return ("marks.csv",) if self.full else ()

    def _seal(self, head: SealedHead) -> list[str]:
        return [
            str(head.position),
            bytes(head.previous).hex(),
            str(head.number),
            self.books.person_codes.get(head.poster_id, "?"),
            head.sealed_at,
            bytes(head.content_hash).hex(),
            bytes(head.hash).hex(),
        ]

    def _take(
        self,
        head: SealedHead,
        seal: list[str],
        group: list[Any],
        writers: list[Any],
    ) -> str:
        """One voucher into its tables and sums; its content as the edition shows it."""
        top = [chain.VOUCHER_FORM, *self._head(head)]
        accounts, funds = self.books.account_codes, self.unit.fund_codes
        texts = [
            chain.line_text(row[1:], accounts, funds).split(chain.US) for row in group
        ]
        self._sum(head, texts)
        for row, place, text in self.marks.personal(top, texts):
            if self.full:
                salt = self.asked.salt_of(text).hex()
                writers[2].writerow((head.position, row, place, salt))
            else:
                (texts[row - 1] if row else top)[place] = self.mark(text)
        writers[0].writerow(cells((*seal, *top[1:])))
        for number, line in enumerate(texts, 1):
            shown = cells(line)
            shown[2:4] = str(Money(int(line[2]))), str(Money(int(line[3])))
            writers[1].writerow((head.position, number, *shown))
        if head.ref in self._wanted:
            self._met.add(head.ref)
        self.vouchers, self.postings = self.vouchers + 1, self.postings + len(texts)
        return chain.RS.join(map(chain.US.join, (top, *texts)))

    def _head(self, head: SealedHead) -> Iterator[str]:
        people = self.books.person_codes

        def person(number: int | None) -> str:
            return "" if number is None else people.get(number, "?")

        yield from (self.unit.code, head.ref, str(head.period), head.kind)
        yield from (head.dated_on, head.chart, head.summary, str(head.attachments))
        yield from (person(head.preparer_id), person(head.reviewer_id))
        yield from (person(head.cashier_id), person(head.head_id), head.posted_at)
        yield from (head.corrected_ref or "", head.correction or "")
        yield from (head.entered, head.basis)

    def _sum(self, head: SealedHead, texts: list[list[str]]) -> None:
        lines = tuple(Line(t[0], t[1], int(t[2]), int(t[3])) for t in texts)
        if head.kind == Kind.OPENING:
            for line in lines:
                key = line.account, line.fund
                self.openings[key] = self.openings.get(key, 0) + line.net_fen
        else:
            self.tally.take(_plain(head, lines))

    # -- registers and sums ---------------------------------------------------------

    def _registers(self) -> None:
        shown = self.frame.accounts
        self.folder.rows(
            "accounts.csv",
            ("id", "chart", "code", "name", "class", "role", "part"),
            (
                (*(id_, key, cell(code), cell(shown[code].name)), *shown[code][2:5])
                for _, key in self.unit.charts
                for code, id_ in sorted(self.books.charts[key].items())
                if code in shown
            ),
        )
        self.folder.rows(
            "funds.csv",
            ("id", "code", "name", "origin", "channel", "opened_on", "purposes"),
            (
                (
                    *(self.unit.funds[code], cell(code), cell(fund.name), fund.origin),
                    *(fund.channel, fund.opened_on, cell(_purposes(fund.purposes))),
                )
                for code, fund in self.frame.funds.items()
            ),
        )
        self.folder.rows(
            "officers.csv",
            ("person", "post", "since", "until", "acting"),
            (
                (cell(one.person), cell(one.post), one.since, one.until, one.acting)
                for one in self.frame.tenures
            ),
        )

    def _balances(self) -> None:
        """Balances as the ledger keeps them, and what the vouchers say of each fund."""
        rows = balances(
            self.connection, (self.unit.code,), self.asked.span, ("account", "fund")
        )

        def told() -> Iterator[tuple[object, ...]]:
            for row in sorted(rows, key=lambda row: (row.account, row.fund)):
                opened = Money(self.openings.get((row.account, row.fund), 0))
                moved = (row.opening - opened, opened, row.debit, row.credit)
                yield cell(row.account), cell(row.fund), *moved, row.closing

        columns = ("brought_forward", "openings", "debit", "credit", "closing")
        self.folder.rows("balances.csv", ("account", "fund", *columns), told())
        self.folder.rows(
            "fund_years.csv",
            ("fund", *YEARS),
            (
                (cell(year.fund), *(getattr(year, name) for name in YEARS))
                for year in self.tally.years()
            ),
        )

    def _records(self) -> tuple[int, str]:
        """The chain of the registers, and the checkpoints that it holds; its head."""
        position, digest = 0, chain.GENESIS.hex()
        rows = evidence.ordered_rows(self.connection, tables.records, self.unit.id)
        with self.folder.open("records.bin") as stream:
            for row in rows:
                position, digest = row["position"], bytes(row["hash"]).hex()
                fields = [digest]
                if self._may_show(row["kind"], row["content"]):
                    names = ("kind", "key", "content", "person", "recorded_at")
                    fields += [row[name] for name in names]
                stream.write(chain.US.join(fields) + "\n")
        self.folder.rows(
            "checkpoints.csv",
            ("period", "account", "fund", "purpose", "debit", "credit", "persons"),
            (
                (period, *row)
                for period in self._closes()
                for row in sorted(
                    queries.checkpoint_at(self.connection, self.unit.id, period)
                )
            ),
        )
        return position, digest

    def _may_show(self, kind: str, content: str) -> bool:
        if kind == "funds":
            return self.full or not content.split(chain.RS)[_DONOR]
        return self.full or kind in OPEN_RECORDS

    def _closes(self) -> Iterator[int]:
        """The last close before the period, and that of its last month."""
        closed = [row.period for row in queries.closes(self.connection, self.unit.id)]
        first, last = (
            period_of(self.asked.span.since),
            period_of(self.asked.span.last_day),
        )
        before = first - 1 if first % 100 > 1 else first - 100 + 11
        yield from (period for period in closed if period in {before, last})

    def _samples(self) -> None:
        """Sealed populations and samples, where an engagement has any."""
        within = self.connection, self.unit.code, self.asked.span
        for path, text in package_samples.population_files(*within):
            with self.folder.open(path) as stream:
                stream.write(text)
        rows = package_samples.sample_rows(*within)
        if first := next(rows, None):
            listed = itertools.chain((first,), rows)
            self.folder.rows("samples.csv", package_samples.COLUMNS, listed)

    # -- papers ---------------------------------------------------------------------

    def _papers(self) -> int:
        """The papers of the vouchers; the full edition encloses them."""
        self.attached = [row for row in self.attached if row.key in self._met]
        shown = cell if self.full else lambda text: cell(self.mark(text))
        fields = ("number", "media", "kind", "form", "dated_on")
        self.folder.rows(
            "attachments.csv",
            ("voucher", "sha256", "bytes", *fields, "title"),
            (
                (
                    *(cell(row.key), bytes(row.sha256).hex(), row.size),
                    *(getattr(row, name) for name in fields),
                    shown(row.title),
                )
                for row in self.attached
            ),
        )
        if not self.full or self.asked.papers is None:
            return 0
        once = {bytes(row.sha256): row.size for row in self.attached}
        for digest, size in sorted(once.items()):
            with self.folder.open(f"attachments/{digest.hex()}") as stream:
                for piece in self.asked.papers.pieces(self.unit.code, digest, size):
                    stream.write(piece)
        return len(once)


def _periods(span: Span) -> tuple[int, int]:
    """The periods of whole months, with the openings of a year that begins there."""

    def opened(period: int) -> int:
        return opening_period(period // 100) if period % 100 == 1 else period

    return opened(period_of(span.since)), opened(period_of(span.until))


def _plain(head: SealedHead, lines: tuple[Line, ...]) -> Voucher:
    """A voucher as far as sums look at it."""
    return Voucher(
        position=head.position,
        period=head.period,
        kind=head.kind,
        number=head.number,
        dated_on=dt.date.fromisoformat(head.dated_on),
        summary="",
        attachments=0,
        preparer="",
        reviewer="",
        poster="",
        cashier="",
        lines=lines,
    )


def _purposes(purposes: frozenset[str] | None) -> str:
    return "" if purposes is None else ";".join(sorted(purposes))
