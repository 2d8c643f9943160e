"""Opening a year's budget: each line holds what was approved, no more and no less.

1. Every line is opened to what it shall hold. What was opened before, such as a
   provisional share, is absorbed; a line that is not wanted any more goes to nothing.
2. No line goes below what is spent and reserved of it.
3. What the books spent before a line's first opening counts as spent.

Cost: six statements for a year of a unit; two rows and their records for a new line,
one and its record for a line that changes.
"""

from collections.abc import Iterable, Mapping

from budgets.errors import ControlRefused
from budgets.lines import Line, key_of, made_by
from ledger import appropriation_store, queries, store
from ledger.appropriations import Standing, Taken, moved
from ledger.database import Connection
from ledger.money import grouped_yuan
from ledger.people import Act
from ledger.periods import DECEMBER
from ledger.register import Lookups, UnitLookup, append_rows, lookups

Wanted = Mapping[tuple[str, str, str], tuple[int, int, int, int]]
"""Fen for each quarter, by fund, account and purpose."""


def open_to(  # noqa: PLR0913, PLR0917 - whose, when, what, why and by whom
    connection: Connection, unit: str, year: int, wanted: Wanted, basis: str, act: Act
) -> None:
    """Open every line of a year's budget for what it shall hold, no more, no less.

    Lines that are not wanted any more go to nothing. What was opened before, such as a
    provisional share, is absorbed. A year whose December is closed is history: its
    budget opens nothing.

    Raises:
        ControlRefused: lines would hold less than is spent and reserved; every one is
            told with by how much.
        NotFound: there is no such unit, fund or account.
    """
    books = lookups(connection, fresh=True)
    found = books.unit(unit)
    store.lock_unit(connection, found.id)
    if queries.closed_through(connection, found.id) >= year * 100 + DECEMBER:
        return
    lines = appropriation_store.year_lines(connection, found.id, year)
    keyed = {
        key_of(
            found, Line(unit=unit, year=year, fund=f, account=a, purpose=p), books
        ): quarters
        for (f, a, p), quarters in wanted.items()
    }
    fresh = [key for key in keyed if key not in lines]
    after = appropriation_store.next_line(connection, found.id)
    added = {key: Standing(id_) for id_, key in enumerate(fresh, after)}
    spent = appropriation_store.spent_by_line(connection, found.id, year)
    made = made_by(books, act, year, basis)
    rows, short = [], []
    for key, line in (lines | added).items():
        quarters = keyed.get(key, (0, 0, 0, 0))
        if line.seq and quarters == line.quarters:
            continue
        change = sum(quarters) - line.open
        if change < 0 and line.available + change < 0:
            short.append((key, line, sum(quarters)))
            continue
        before = 0 if line.seq else spent.get(key[1:], 0)
        taken = Taken("open", change, quarters, spent_before=before)
        rows.append(moved(found.id, line, taken, None, made))
    if short:
        raise ControlRefused(_below(short, found, books))
    lines_added: list[tuple[object, ...]] = [
        (found.id, line.id, *key) for key, line in added.items()
    ]
    parts = (("appropriations", lines_added), ("appropriation_moves", rows))
    append_rows(connection, found, parts, act)


def _below(
    short: Iterable[tuple[tuple[int, int, int, str], Standing, int]],
    unit: UnitLookup,
    books: Lookups,
) -> str:
    told = [
        f"{unit.fund_codes[fund]} {books.account_codes[account]} {purpose}："
        f"拟定 {grouped_yuan(wanted)} 元，已支出 {grouped_yuan(line.spent)} 元、"
        f"已预留 {grouped_yuan(line.reserved)} 元，"
        f"少 {grouped_yuan(line.spent + line.reserved - wanted)} 元"
        for (_, fund, account, purpose), line, wanted in short
    ]
    return "预算不能低于已支出与已预留之和：\n" + "\n".join(told)
