"""Books for beancount (账簿核对), so that a program that is not ours judges them.

1. An account there is unit, fund and account under the root of its class, such as
   `Assets:U130100:FD1:1002-银行存款`; two accounts of ours never become one there.
2. Each voucher of the span is a transaction with its reference, number, place in the
   chain and the first half of a hash; red amounts stay negative. What stood before the
   span is one opening transaction a unit.
3. Each account and fund that moved in a month is asserted at the month's end, to the
   fen. What is asserted comes from the kept totals, not from the postings written, so
   that the other program compares the two.

Vouchers are written in chain order, month by month; the other program sorts by date
itself. Memory goes with the vouchers of one month.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TextIO

from ledger import queries
from ledger.balances import EVER
from ledger.database import Connection
from ledger.money import yuan
from ledger.periods import (
    Span,
    day_after,
    first_day,
    months,
    opening_period,
    period_of,
)
from ledger.queries import PostingRow, SumRow, VoucherRow
from ledger.register import Lookups, UnitLookup, lookups

CURRENCY = "CNY"

_ROOTS = {
    "asset": "Assets",
    "liability": "Liabilities",
    "net_asset": "Equity",
    "income": "Income",
    "expense": "Expenses",
}
_ESCAPES = str.maketrans(
    {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
)
_HASH_SHOWN = 16


def export(
    connection: Connection, units: Sequence[str], span: Span, stream: TextIO
) -> int:
    """Write the books of units over a span of days; the number of vouchers written.

    Raises:
        NotFound: there is no such unit.
    """
    # Others may have registered since the look-ups were kept.
    books = lookups(connection, fresh=True)
    chosen = [books.unit(code) for code in units]
    stream.write(_heading(chosen, span))
    return sum(_write_unit(connection, books, unit, span, stream) for unit in chosen)


def component(code: str) -> str:
    """A code as part of an account's name there; different codes stay different.

    Letters and digits stand, a hyphen is doubled, anything else is its number in
    hexadecimal between hyphens. What the result follows gives its first capital.
    """
    return "".join(map(_character, code))


def account_name(
    books: Lookups, unit: UnitLookup, account_id: int, fund_id: int
) -> str:
    """The name there of an account of one unit and fund."""
    root = _ROOTS[books.account_classes[account_id]]
    # The code leads, for a part may not begin with a Chinese character.
    code = books.account_codes[account_id]
    code = code if code[:1].isdigit() or code[:1].isupper() else f"A{code}"
    # No hyphen is left in the name, so the last one parts it from the code.
    name = "".join(filter(_stands, books.account_names[account_id]))
    parts = f"U{component(unit.code)}:F{component(unit.fund_codes[fund_id])}"
    return f"{root}:{parts}:{code}-{name}"


def _character(character: str) -> str:
    if _stands(character):
        return character
    return "--" if character == "-" else f"-{ord(character):X}-"


def _stands(character: str) -> bool:
    return character.isalpha() or character.isdecimal()


def _heading(units: Sequence[UnitLookup], span: Span) -> str:
    named = units[0].name if units else ""
    more = f"等{len(units)}个单位" if len(units) > 1 else ""
    title = f"{named}{more}账簿 {span.since} 至 {span.last_day}"
    return (
        f'option "title" {_quoted(title)}\noption "operating_currency" "{CURRENCY}"\n'
    )


def _quoted(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return f'"{text.translate(_ESCAPES)}"'


# -- one unit -----------------------------------------------------------------------


def _write_unit(
    connection: Connection, books: Lookups, unit: UnitLookup, span: Span, stream: TextIO
) -> int:
    book = _UnitBook(connection, books, unit, span)
    stream.write(f"\n; {unit.code} {unit.name}\n")
    stream.writelines(book.carried())
    begun = queries.first_period(connection, unit.id)
    last = queries.last_period(connection, unit.id)
    since, until = max(begun, period_of(span.since)), period_of(span.last_day)
    for year in range(since // 100, min(last, until) // 100 + 1):
        stream.writelines(book.vouchers(opening_period(year)))
    for period in months(since, min(max(last, *book.opened, 0), until) + 1):
        stream.writelines(book.vouchers(period))
        stream.writelines(book.assertions(period))
    return book.written


@dataclass(slots=True)
class _UnitBook:
    """The books of one unit while they are written."""

    connection: Connection
    books: Lookups
    unit: UnitLookup
    span: Span
    written: int = 0
    names: dict[tuple[int, int], str] = field(default_factory=dict)
    balances: dict[str, int] = field(default_factory=dict)
    """Balance of each account there, in fen, at the end of the last month asserted."""
    opened: dict[int, dict[tuple[int, int], int]] = field(default_factory=dict)
    """Openings by the month of their date; kept totals hold them before January."""

    def carried(self) -> Iterator[str]:
        """What stood before the span, as one transaction on its first day."""
        before: dict[tuple[int, int], int] = {}
        for row in self._before():
            key = row.account_id, row.fund_id
            before[key] = before.get(key, 0) + row.debit_fen - row.credit_fen
        sums = {key: fen for key, fen in sorted(before.items()) if fen}
        if not sums:
            return
        yield from self._open(sums)
        yield f'\n{self.span.since} * "期初余额"\n'
        for key, fen in sums.items():
            name = self.names[key]
            self.balances[name] = self.balances.get(name, 0) + fen
            yield f"  {name}  {yuan(fen)} {CURRENCY}\n"

    def _before(self) -> list[SumRow]:
        since = self.span.since
        opening, month = opening_period(since.year), period_of(since)
        reads = (self.connection, self.unit.id)
        days = EVER, since
        rows = queries.totals_between(*reads, 0, opening)
        # An opening dated inside the span is a voucher of the span.
        rows += queries.postings_between(*reads, opening, opening + 1, days)
        rows += queries.totals_between(*reads, opening + 1, month)
        if since.day > 1:
            rows += queries.postings_between(*reads, month, month + 1, days)
        return rows

    def vouchers(self, period: int) -> Iterator[str]:
        """The vouchers of a period that lie in the span, in chain order."""
        since, until = self.span.since, self.span.until
        reads = (self.connection, self.unit.id, period, period + 1)
        heads = {
            head.position: head
            for head in queries.vouchers(*reads)
            if since <= head.dated_on < until
        }
        for position, found in groupby(queries.postings(*reads), itemgetter(0)):
            head = heads.get(position)
            if head is None:
                continue
            lines = list(found)
            keys = [(line.account_id, line.fund_id) for line in lines]
            if not self.names.keys() >= set(keys):
                yield from self._open(keys)
            yield self._transaction(head, lines)
            self.written += 1
            if period % 100 == 0:
                month = self.opened.setdefault(period_of(head.dated_on), {})
                for key, line in zip(keys, lines, strict=True):
                    fen = line.debit_fen - line.credit_fen
                    month[key] = month.get(key, 0) + fen

    def _transaction(self, head: VoucherRow, lines: Sequence[PostingRow]) -> str:
        parties = {line.party for line in lines if line.party}
        payee = f"{_quoted(parties.pop())} " if len(parties) == 1 else ""
        corrects = f"  corrects: {head.corrects}\n" if head.corrects else ""
        heading = (
            f"\n{head.dated_on} * {payee}{_quoted(head.summary)}\n"
            f"  ref: {_quoted(head.ref)}\n"
            f'  number: "{head.kind}-{head.number}"\n'
            f"  position: {head.position}\n{corrects}"
            f'  hash: "{head.hash.hex()[:_HASH_SHOWN]}"\n'
        )
        written = [heading]
        names = self.names
        for line in lines:
            amount = yuan(line.debit_fen - line.credit_fen)
            name = names[line.account_id, line.fund_id]
            written.append(f"  {name}  {amount} {CURRENCY}\n")
            # Once the payee has taken the one party, the set is empty.
            if line.purpose or line.recipient or line.persons or parties:
                written += _posting_notes(line, with_party=bool(parties))
        return "".join(written)

    def _open(self, keys: Iterable[tuple[int, int]]) -> Iterator[str]:
        """Open what is met for the first time, on the day its fund was opened."""
        for key in keys:
            if key in self.names:
                continue
            account_id, fund_id = key
            name = account_name(self.books, self.unit, account_id, fund_id)
            if name not in self.names.values():
                full = _quoted(self.books.account_name(account_id))
                fund = _quoted(self.unit.fund_names[fund_id])
                yield (
                    f"\n{self.unit.fund_opened[fund_id]} open {name}  {CURRENCY}\n"
                    f"  account: {full}\n  fund: {fund}\n"
                )
            self.names[key] = name

    def assertions(self, period: int) -> Iterator[str]:
        """The balances at the end of a month of all that moved in it."""
        since = max(first_day(period), self.span.since)
        until = min(day_after(period), self.span.until)
        reads = (self.connection, self.unit.id, period, period + 1)
        if (since, until) == (first_day(period), day_after(period)):
            rows = queries.totals_between(*reads)
        else:
            rows = queries.postings_between(*reads, (since, until))
        moved = [
            ((row.account_id, row.fund_id), row.debit_fen - row.credit_fen)
            for row in rows
        ]
        moved += self.opened.pop(period, {}).items()
        yield from self._open(key for key, _ in moved)
        touched = set()
        for key, fen in moved:
            name = self.names[key]
            self.balances[name] = self.balances.get(name, 0) + fen
            touched.add(name)
        yield "\n"
        for name in sorted(touched):
            # Without a tolerance of zero a difference of one fen would pass.
            amount = yuan(self.balances[name])
            yield f"{until} balance {name}  {amount} ~ 0 {CURRENCY}\n"


def _posting_notes(line: PostingRow, *, with_party: bool) -> Iterator[str]:
    if line.purpose:
        yield f"    purpose: {_quoted(line.purpose)}\n"
    if with_party and line.party:
        yield f"    party: {_quoted(line.party)}\n"
    if line.recipient:
        yield f"    recipient: {_quoted(line.recipient)}\n"
    if line.persons:
        yield f"    persons: {line.persons}\n"
