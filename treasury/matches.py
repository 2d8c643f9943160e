"""Matching (对账): rows of the bank with postings of the books, and taking it back.

1. The rules match what is certain (`matching.py`); a person matches the rest by hand,
   rows and postings of equal sums.
2. A bank account stands for an account of the books. Postings on it count from the
   bank account's first day; those before it, and lines of an opening voucher that were
   under way when the books were set up, are matched by hand. Where
   several bank accounts stand for the same account, a posting may be in any of them.
3. Postings alone are matched where they are of one voucher, or of one and what corrects
   it; lines of an opening may be among them. Rows alone, which no voucher tells, are
   matched with a reason by whoever is no cashier; the next reconciliation lists them.
4. What was matched may be undone with a reason, and matched again.
5. What a bank says of others is opened only where amount and day leave a choice.

Matching by the rules prepares a reconciliation and is for whoever keeps books, the
cashier too.

Basis: 会计基础工作规范 第六十条 (bank journals are held against statements).
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from budgets.records import locked, read_back, text_faults, written
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import UnitLookup, append, lookups
from treasury import bank_store, cashier_store
from treasury import matching_store as store
from treasury.bank import said
from treasury.errors import MatchRefused
from treasury.match_proposals import Proposed, propose
from treasury.matching import (
    BankLine,
    BookLine,
    Match,
    PostingKey,
    RowKey,
    certain,
)
from treasury.matching_digests import DigestLine, lines_hash
from treasury.matching_tables import matched_postings, matched_rows
from treasury.reconciliation_reading import resting
from treasury.vault import Vault

OPENED_AT_ONCE = 3_000
"""Open rows whose texts are opened for proposals; what is said of more costs time."""

_NOT_MATCHED = "没有核对"


@dataclass(frozen=True, slots=True)
class Matched:
    """What a run matched; `run` is 0 where there was nothing to match."""

    run: int
    first: int = 0
    last: int = 0
    rules: Mapping[str, int] = field(default_factory=dict)
    """How many matches each rule found."""
    open_rows: int = 0
    open_postings: int = 0


@dataclass(frozen=True, slots=True)
class Open:
    """What is in no match, each side by day."""

    rows: tuple[BankLine, ...]
    postings: tuple[BookLine, ...]


@dataclass(frozen=True, slots=True)
class StandingMatch:
    """A match on record; `undone` tells why it was undone, empty where it stands."""

    number: int
    account: int
    method: str
    person: str
    matched_at: str
    rows: tuple[RowKey, ...]
    postings: tuple[PostingKey, ...]
    amount: Money
    """The sum of its rows, which is that of its postings."""
    reason: str = ""
    """Why rows of the bank alone were matched."""
    undone: str = ""


# -- what is open -------------------------------------------------------------------


def open_items(
    connection: Connection, unit: str, account: int, until: dt.date | None = None
) -> Open:
    """Rows of a bank account and postings on its account of the books in no match.

    Raises:
        NotFound: there is no such unit or bank account.
    """
    unit_id = lookups(connection).unit(unit).id
    return _open(connection, unit_id, _account(connection, unit_id, account), until)


def _account(connection: Connection, unit_id: int, number: int) -> Any:
    found = bank_store.account(connection, unit_id, number)
    if found is None:
        do = "先用 bangfu money bank accounts add 登记"
        raise NotFound("银行账户", str(number), do)
    return found


def _open(
    connection: Connection, unit_id: int, account: Any, until: dt.date | None
) -> Open:
    days = account.since, until
    rows = store.open_rows(connection, unit_id, account.number, until)
    postings = store.open_postings(connection, unit_id, account.account_id, days)
    return Open(
        tuple(sorted((BankLine(*row) for row in rows), key=lambda r: (r.day, r.key))),
        tuple(sorted((BookLine(*p) for p in postings), key=lambda p: (p.day, p.key))),
    )


def _opened(
    connection: Connection, unit_id: int, rows: Sequence[BankLine], vault: Vault
) -> list[BankLine]:
    """Rows with what the bank says of others in them."""
    wanted = {row.key: row for row in rows}
    found = []
    for row in store.whole_rows(connection, unit_id, wanted):
        told = said(row, vault)
        line = wanted[row.statement, row.row]
        found.append(line._replace(counterparty=told.counterparty, text=told.text))
    return found


# -- matching -----------------------------------------------------------------------


def match_account(  # noqa: PLR0913, PLR0917 - what is matched, and who does it
    connection: Connection,
    unit: str,
    account: int,
    vault: Vault,
    act: Act,
    until: dt.date | None = None,
) -> Matched:
    """Match what is certain; a run without a match leaves nothing on record.

    Raises:
        NotFound: there is no such unit or bank account.
        VaultRefused: a row whose text is needed cannot be opened.
    """
    at = locked(connection, unit)
    store.prepare(connection)
    standing = _account(connection, at.id, account)
    left = _open(connection, at.id, standing, until)
    found = certain(
        left.rows,
        left.postings,
        lambda rows: _opened(connection, at.id, rows, vault),
    )
    told = Matched(
        run=0,
        rules=Counter(one.rule for one in found),
        open_rows=len(left.rows) - sum(len(one.rows) for one in found),
        open_postings=len(left.postings) - sum(len(one.postings) for one in found),
    )
    if not found:
        return told
    run = _write(connection, at, account, "rules", found, left, act)
    return replace(told, run=run.run, first=run.first_match, last=run.last_match)


def match_by_hand(  # noqa: PLR0913, PLR0917 - both sides, and who does it
    connection: Connection,
    unit: str,
    account: int,
    rows: Sequence[RowKey],
    postings: Sequence[PostingKey],
    act: Act,
    reason: str = "",
) -> int:
    """Match rows and postings of equal sums; the number of the match.

    Rows alone, or postings alone, are matched where they sum to zero (3).

    Raises:
        NotFound: there is no such unit, bank account, row or posting.
        MatchRefused: nothing was chosen, the sums differ, or one of them cannot be
            matched; all is told.
    """
    at = locked(connection, unit)
    standing = _account(connection, at.id, account)
    if not (rows or postings):
        do = "选中银行流水和账簿分录，再核对"
        raise MatchRefused(_NOT_MATCHED, "没有选任何流水或分录", do)
    given = Open(
        tuple(_row(connection, at.id, key) for key in sorted(set(rows))),
        tuple(_posting(connection, at.id, key) for key in sorted(set(postings))),
    )
    wrong = [*_row_faults(connection, at.id, account, given.rows)]
    wrong += _posting_faults(connection, at.id, standing.account_id, given.postings)
    banked = Money(sum(row.fen for row in given.rows))
    booked = Money(sum(posting.fen for posting in given.postings))
    if banked != booked:
        wrong.append(
            f"流水合计 {banked.grouped()} 元，分录合计 {booked.grouped()} 元，"
            f"相差 {(banked - booked).grouped()} 元"
        )
    wrong += _alone_faults(connection, at, standing, given, reason, act)
    if wrong:
        do = "差额先记账（如手续费），再核对；用 bangfu money bank open 查看未达"
        raise MatchRefused(_NOT_MATCHED, "；".join(wrong), do)
    keys = tuple(r.key for r in given.rows), tuple(p.key for p in given.postings)
    found = [Match(*keys, "person")]
    run = _write(connection, at, account, "person", found, given, act, reason)
    return int(run.first_match)


def _row(connection: Connection, unit_id: int, key: RowKey) -> BankLine:
    found = store.row(connection, unit_id, key)
    if found is None:
        do = "用 bangfu money bank open 查看"
        raise NotFound("流水", f"{key[0]}/{key[1]}", do)
    return BankLine(*key, found.booked_on, found.amount_fen)


def _posting(connection: Connection, unit_id: int, key: PostingKey) -> BookLine:
    found = store.posting(connection, unit_id, key)
    if found is None:
        do = "用 bangfu money bank open 查看"
        raise NotFound("分录", f"{key[0]}/{key[1]}", do)
    return BookLine(*found[:10])


def _row_faults(
    connection: Connection, unit_id: int, account: int, rows: Sequence[BankLine]
) -> list[str]:
    wrong = []
    for row in rows:
        label = f"流水 {row.statement}/{row.row}"
        if store.row(connection, unit_id, row.key).account != account:
            wrong.append(f"{label} 不是第 {account} 号账户的")
        wrong += _standing_faults(connection, unit_id, matched_rows, row.key, label)
    return wrong


def _posting_faults(
    connection: Connection,
    unit_id: int,
    account_id: int,
    postings: Sequence[BookLine],
) -> list[str]:
    wrong = []
    for one in postings:
        label = f"分录 {one.position}/{one.line}"
        found = store.posting(connection, unit_id, one.key)
        if found.account_id != account_id:
            wrong.append(f"{label} 不在这个账户对应的科目上")
        wrong += _standing_faults(connection, unit_id, matched_postings, one.key, label)
    return wrong


def _standing_faults(
    connection: Connection, unit_id: int, table: Any, key: RowKey, label: str
) -> list[str]:
    tries = store.tries(connection, unit_id, table, key)
    return [
        f"{label} 已在第 {one.match} 号核对中" for one in tries[-1:] if not one.undone
    ]


def _alone_faults(  # noqa: PLR0913, PLR0917 - what is matched, why and by whom
    connection: Connection,
    unit: UnitLookup,
    account: Any,
    given: Open,
    reason: str,
    act: Act,
) -> Iterator[str]:
    """Why rows or postings are not matched among themselves (3)."""
    if given.rows and given.postings:
        if reason.strip():
            yield "流水与分录相符的核对不写理由"
        return
    if given.postings:
        openings = store.openings(connection, unit.id)
        lines = [one for one in given.postings if one.position not in openings]
        if not related([(one.position, one.corrects) for one in lines]):
            yield (
                "这些分录属于互不相干的凭证，不能相抵；只有更正与被更正的凭证、"
                "同一张凭证的分录或期初分录可以"
            )
    if given.rows:
        yield from text_faults(("流水相抵、未入账的理由", reason, True))
        person = lookups(connection).person(act.person)
        if cashier_store.may_settle(
            connection, unit.code, person, china_day(act.at)
        ) or cashier_store.settled_on(connection, unit.id, account.account_id, person):
            yield "流水与流水相抵不入账，须由出纳以外的人核对（会计法）"


def related(vouchers: Sequence[tuple[int, int | None]]) -> bool:
    """Whether vouchers are one, or one and what corrects it, by position and corrects.

    The one corrected may be missing: its red voucher and what replaced it go together.
    """
    first = min((position for position, _ in vouchers), default=0)
    corrected = {corrects for _, corrects in vouchers}
    return (len(corrected) == 1 and None not in corrected) or all(
        first in {position, corrects} for position, corrects in vouchers
    )


# -- writing ------------------------------------------------------------------------


def _write(  # noqa: PLR0913, PLR0917 - what a run says of itself
    connection: Connection,
    unit: UnitLookup,
    account: int,
    method: str,
    found: Sequence[Match],
    given: Open,
    act: Act,
    reason: str = "",
) -> Any:
    """Write the lines of a run and then the run, which seals them."""
    last, before = store.last_run(connection, unit.id)
    run, first = last + 1, before + 1
    rows = [(n, key) for n, match in enumerate(found, first) for key in match.rows]
    fens = {row.key: row.fen for row in given.rows}
    rows_told = _lines(connection, unit.id, matched_rows, run, rows, fens)
    postings = [(n, k) for n, match in enumerate(found, first) for k in match.postings]
    fens = {posting.key: posting.fen for posting in given.postings}
    told = _lines(connection, unit.id, matched_postings, run, postings, fens)
    head = {
        "unit_id": unit.id,
        "run": run,
        "account": account,
        "method": method,
        "reason": written(reason),
        "first_match": first,
        "last_match": before + len(found),
        "lines": len(rows_told) + len(told),
        "lines_hash": lines_hash(rows_told, told),
        "person_id": lookups(connection).person(act.person),
        "matched_at": act.stamp,
    }
    append(connection, "match_runs", [head], act)
    return store.run_of(connection, unit.id, first)


def _lines(  # noqa: PLR0913, PLR0917 - as above
    connection: Connection,
    unit_id: int,
    table: Any,
    run: int,
    keys: Sequence[tuple[int, RowKey]],
    fens: Mapping[RowKey, int],
) -> list[DigestLine]:
    """Write the lines of one table, and tell them as the digest takes them."""
    tried = store.attempts(connection, unit_id, table)
    found = [(number, *key, tried.get(key, 0) + 1, fens[key]) for number, key in keys]
    written_ = [(unit_id, *line[:4], run, line[4]) for line in found]
    store.write_lines(connection, table, written_)
    return found


# -- proposals ----------------------------------------------------------------------


def proposals(
    connection: Connection,
    unit: str,
    account: int,
    vault: Vault,
    until: dt.date | None = None,
) -> Proposed:
    """What a person may match, ranked and explained; nothing is written.

    Raises:
        NotFound: there is no such unit or bank account.
        VaultRefused: a row cannot be opened.
    """
    unit_id = lookups(connection).unit(unit).id
    standing = _account(connection, unit_id, account)
    left = _open(connection, unit_id, standing, until)
    latest = left.rows[-OPENED_AT_ONCE:]
    opened = _opened(connection, unit_id, latest, vault)
    found = propose(
        [*left.rows[: len(left.rows) - len(latest)], *opened], left.postings
    )
    if len(left.rows) == len(latest):
        return found
    note = f"未达流水超过 {OPENED_AT_ONCE:,} 笔，更早的没有比较对方和摘要"
    return Proposed(found.proposals, (*found.notes, note))


# -- taking back --------------------------------------------------------------------


def undo(connection: Connection, unit: str, match: int, reason: str, act: Act) -> None:
    """Take a match back; its rows and postings are open again.

    Raises:
        NotFound: there is no such unit or match.
        MatchRefused: it was undone already, something rests on it, or no reason is
            given.
    """
    at = locked(connection, unit)
    run = store.run_of(connection, at.id, match)
    if run is None:
        raise NotFound("核对", str(match), "用 bangfu money bank matches 查看")
    wrong = [*text_faults(("理由", reason, True))]
    if store.undoing(connection, at.id, match) is not None:
        wrong.append(f"第 {match} 号核对此前已撤销")
    wrong += resting(connection, at.id, run.account, match)
    if wrong:
        what = "核对没有撤销"
        raise MatchRefused(what, "；".join(wrong), "改正后重新撤销")
    row = {
        "unit_id": at.id,
        "match": match,
        "reason": written(reason),
        "person_id": lookups(connection).person(act.person),
        "undone_at": act.stamp,
    }
    append(connection, "unmatches", [row], act)


# -- lists --------------------------------------------------------------------------


def matches(
    connection: Connection, unit: str, account: int | None = None, latest: int = 0
) -> tuple[StandingMatch, ...]:
    """The matches of a unit, or of one bank account, by number; or the latest of them.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    unit_id = books.unit(unit).id
    undone = {row.match: row.reason for row in store.undoings(connection, unit_id)}
    found: list[StandingMatch] = []
    for run in reversed(store.runs(connection, unit_id, account)):
        wanted = latest - len(found) if latest else run.last_match
        if not wanted:
            break
        first = max(run.first_match, run.last_match - wanted + 1)
        between = first, run.last_match
        rows = _by_match(connection, unit_id, matched_rows, between)
        postings = _by_match(connection, unit_id, matched_postings, between)
        for number in range(run.last_match, first - 1, -1):
            some = rows.get(number, [])
            found.append(
                StandingMatch(
                    number=number,
                    account=run.account,
                    method=run.method,
                    person=books.person_codes[run.person_id],
                    matched_at=run.matched_at,
                    rows=tuple(key for key, _ in some),
                    postings=tuple(key for key, _ in postings.get(number, [])),
                    amount=Money(sum(fen for _, fen in some)),
                    reason=read_back(run.reason),
                    undone=undone.get(number, ""),
                )
            )
    return tuple(found[::-1])


def _by_match(
    connection: Connection, unit_id: int, table: Any, between: tuple[int, int]
) -> dict[int, list[tuple[RowKey, int]]]:
    found: dict[int, list[tuple[RowKey, int]]] = {}
    for match, first, second, _, fen in store.digest_lines(
        connection, unit_id, table, between
    ):
        found.setdefault(match, []).append(((first, second), fen))
    return found
