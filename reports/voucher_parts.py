"""How a voucher (记账凭证) is printed, alone or bound in a volume.

1. Each shows what vouchers must show: date, number, summary, accounts by number and
   full name, amounts, attachments, and who prepared, reviewed, entered, paid and
   answers for it; under the summary a line says for what and whom, where it is told.
2. A correction names what it corrects, and what was corrected names its correction.
3. The total stands in capitals as well.

Basis: 会计基础工作规范 第五十一条、第五十二条.
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from audit.books import quantity
from ledger import queries
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.periods import filed_periods
from ledger.queries import PostingRow, VoucherRow
from ledger.register import Lookups, UnitLookup, lookups
from ledger.vouchers import Correction, Kind
from reports import parts
from reports.catalogue import Request
from reports.report import (
    Column,
    Heading,
    KeyValues,
    Note,
    Row,
    Signatures,
    Table,
    Together,
)
from reports.wording import Edition, sentence

TITLE = "记账凭证"

_LINES = 5
"""What a printed voucher has lines for; those without an entry are ruled off."""

SIGNERS = ("会计主管", "记账", "审核", "出纳", "制单")

_COLUMNS = (
    Column("summary", "摘要", width=3),
    Column("account", "科目编号及名称", width=4),
    Column("fund", "资金", width=2),
    parts.money("debit", "借方金额"),
    parts.money("credit", "贷方金额"),
)


@dataclass(frozen=True, slots=True)
class Filed:
    """The vouchers of a unit's period in the order in which they are filed.

    They stand by month, series and number; `lines` are their postings by chain
    position. The rest is what they refer to, and the office's own sentences.
    """

    vouchers: Sequence[VoucherRow]
    lines: Mapping[int, Sequence[PostingRow]]
    unit: UnitLookup
    books: Lookups
    corrected: Mapping[int, VoucherRow]
    corrections: Mapping[int, Sequence[VoucherRow]]
    templates: Path | Edition | None

    def turnover(self, voucher: VoucherRow) -> Money:
        """What a voucher debits in all."""
        lines = self.lines[voucher.position]
        return sum((Money(line.debit_fen) for line in lines), ZERO)


def filed(connection: Connection, request: Request) -> Filed:
    """Read the vouchers that are filed with the request's period."""
    unit = lookups(connection).unit(request.unit)
    since, until = periods = filed_periods(request.span, unit.opens)
    found = queries.vouchers(
        connection, unit.id, since, until, position=request.known_at
    )
    book = _book(connection, request, found, periods)
    series = list(Kind)
    found.sort(key=lambda one: (one.period, series.index(Kind(one.kind)), one.number))
    lines = _lines(connection, unit, periods, request.known_at)
    return dataclasses.replace(book, vouchers=found, lines=lines)


def _book(
    connection: Connection,
    request: Request,
    found: Sequence[VoucherRow],
    periods: tuple[int, int],
) -> Filed:
    books = lookups(connection)
    unit = books.unit(request.unit)
    here = {voucher.position: voucher for voucher in found}
    corrected = {}
    for voucher in found:
        if voucher.corrects is not None:
            known = here.get(voucher.corrects)
            one = known or queries.voucher_at(connection, unit.id, voucher.corrects)
            assert one is not None, "a correction rests on what it corrects"
            corrected[voucher.corrects] = one
    corrections: dict[int, list[VoucherRow]] = {}
    for one in queries.corrections(connection, unit.id, *periods):
        if request.known_at is None or one.position <= request.known_at:
            assert one.corrects is not None
            corrections.setdefault(one.corrects, []).append(one)
    return Filed((), {}, unit, books, corrected, corrections, request.templates)


def _lines(
    connection: Connection,
    unit: UnitLookup,
    periods: tuple[int, int],
    known_at: int | None,
) -> dict[int, list[PostingRow]]:
    postings = queries.postings(connection, unit.id, *periods, position=known_at)
    by_voucher = groupby(postings, key=lambda posting: posting.position)
    return {position: list(lines) for position, lines in by_voucher}


# -- one voucher --------------------------------------------------------------------


def printed(book: Filed, voucher: VoucherRow) -> Together:
    """One voucher, kept on one page."""
    notes = tuple(Note(note) for note in references(book, voucher))
    return Together(
        (
            Heading(f"{book.unit.name}　{TITLE}", 2),
            KeyValues(_head(voucher), name=f"voucher_{voucher.position}"),
            _table(book, voucher, book.lines[voucher.position]),
            *notes,
            Signatures(SIGNERS, _signers(book.books, voucher), dated=False),
            Note(_mark(book, voucher)),
        )
    )


def _head(voucher: VoucherRow) -> tuple[tuple[str, str], ...]:
    day = voucher.dated_on
    return (
        ("日期", f"{day.year}年{day.month}月{day.day}日"),
        ("字号", number(voucher)),
        ("附件", f"{voucher.attachments}张"),
    )


def number(voucher: VoucherRow) -> str:
    """A voucher's series and number as the paper has them: `付字第12号`."""
    return f"{voucher.kind}字第{voucher.number}号"


def _table(book: Filed, voucher: VoucherRow, lines: Sequence[PostingRow]) -> Table:
    rows = [_row(book, voucher, line) for line in lines]
    debit = sum((Money(line.debit_fen) for line in lines), ZERO)
    credit = sum((Money(line.credit_fen) for line in lines), ZERO)
    total = Row(("合计", f"（大写）{debit.capitals()}", "", debit, credit), "total")
    name = f"voucher_{voucher.position}"
    return Table(
        _COLUMNS, (*rows, total), name=name, alike=True, dense=True, least=_LINES
    )


def _row(book: Filed, voucher: VoucherRow, line: PostingRow) -> Row:
    return Row(
        (
            "\n".join((voucher.summary, *_details(line))),
            parts.coded_name(book.books, line.account_id),
            book.unit.fund_names[line.fund_id],
            parts.amount(Money(line.debit_fen)),
            parts.amount(Money(line.credit_fen)),
        )
    )


def _details(line: PostingRow) -> Iterator[str]:
    """For what, for whom, of what and by whom, in one line."""
    pieces = quantity(line.quantity_milli) if line.quantity_milli else ""
    told = (
        ("用途", line.purpose),
        ("档案号", line.recipient),
        ("人数", str(line.persons) if line.persons else ""),
        ("物品", f"{line.item} {pieces}".strip()),
        ("往来", line.party),
        ("备注", line.memo),
    )
    if any(value for _, value in told):
        yield "　".join(f"{label}：{value}" for label, value in told if value)


def references(book: Filed, voucher: VoucherRow) -> Iterator[str]:
    """What the voucher corrects, and what corrects it (rule 2)."""
    if voucher.corrects is not None:
        yield _told(book, "corrects", voucher, book.corrected[voucher.corrects])
    for later in book.corrections.get(voucher.position, ()):
        yield _told(book, "corrected", later, later)


def _told(book: Filed, way: str, correction: VoucherRow, other: VoucherRow) -> str:
    assert correction.correction is not None
    return sentence(
        "voucher_correction",
        office_folder=book.templates,
        way=way,
        how=Correction(correction.correction).value,
        day=other.dated_on,
        number=number(other),
    )


def _signers(books: Lookups, voucher: VoucherRow) -> tuple[str, ...]:
    ids = (
        voucher.head_id,
        voucher.poster_id,
        voucher.reviewer_id,
        voucher.cashier_id,
        voucher.preparer_id,
    )
    return tuple("" if person is None else _name(books, person) for person in ids)


def _name(books: Lookups, person: int) -> str:
    return books.person_names[person] or books.person_codes[person]


def _mark(book: Filed, voucher: VoucherRow) -> str:
    """Where the voucher stands in the chain, as a later print must repeat it."""
    return sentence(
        "voucher_mark",
        office_folder=book.templates,
        voucher=voucher,
        digest=voucher.hash.hex()[:12],
    )
