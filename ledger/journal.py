"""The journal (记账): the only writer of vouchers.

`post` seals one voucher or many thousand in the caller's transaction; `reverse`
cancels one in red; `correct` cancels and enters right as one pair. All of it stands
or none. A voucher that stands already under its reference with the same content is
answered with where it stands.

Cost: one statement to read where the unit stands, whatever the size of its books,
then one each for postings, money positions, vouchers and totals.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ledger import (
    appropriation_store,
    ground_store,
    grounds,
    request_store,
    requesting,
    store,
    tables,
)
from ledger.appropriating import KEY
from ledger.appropriations import Appropriations
from ledger.codes import entry_of, posting_of
from ledger.database import Connection
from ledger.entries import Entry, Outcome, Standing, UnitState, summed
from ledger.errors import CorrectionRefused, NotFound, Problem, VoucherRefused
from ledger.grounds import Grounds
from ledger.payment_requests import Requests
from ledger.people import Act
from ledger.register import Lookups, UnitLookup, lookups
from ledger.sealing import Sealed, seal_all
from ledger.vouchers import Correction, Kind, Line, Voucher

FEW = 8
"""References that are looked up in the statement that reads where a unit stands."""

MANY = 1_000
"""Vouchers from which a load is bulk."""

Rows = Sequence[tuple[object, ...]]
Totals = dict[tuple[int, int, int, str], list[int]]


def post(
    connection: Connection, vouchers: Sequence[Voucher], act: Act
) -> tuple[Outcome, ...]:
    """Judge, number, chain and seal vouchers; units are locked in order of code.

    Vouchers of one unit are posted in the order given. The person of `act` is the
    one who posts (记账).

    Raises:
        VoucherRefused: vouchers break rules; all breaches of all vouchers are told.
    """
    try:
        return _post(connection, vouchers, act, lookups(connection))
    except (VoucherRefused, NotFound):
        # What was missing may have been registered since the look-ups were read.
        return _post(connection, vouchers, act, lookups(connection, fresh=True))


def check(
    connection: Connection, vouchers: Sequence[Voucher], act: Act
) -> tuple[tuple[str, Problem], ...]:
    """What `post` would refuse now, by reference; nothing is locked or written."""
    try:
        _judged(connection, vouchers, act, lookups(connection), lock=False)
    except (VoucherRefused, NotFound):
        try:
            books = lookups(connection, fresh=True)
            _judged(connection, vouchers, act, books, lock=False)
        except VoucherRefused as refusal:
            return refusal.found
    return ()


def reverse(
    connection: Connection, unit: str, ref: str, voucher: Voucher, act: Act
) -> Outcome:
    """Cancel a posted voucher in red: same accounts and sides, negative amounts.

    `voucher` gives the reference, date, persons and summary of the cancellation; its
    postings are taken from the voucher that is cancelled.

    Raises:
        NotFound: no voucher stands under that reference.
        VoucherRefused: it may not be cancelled (other year, twice, a cancellation).
    """
    return post(connection, [red_voucher(connection, unit, ref, voucher)], act)[0]


def correct(
    connection: Connection, red: Voucher, right: Voucher, act: Act
) -> tuple[Outcome, Outcome]:
    """Cancel a voucher and enter the right one in its place, as one atomic pair.

    `red.corrects` names the voucher that is cancelled.

    Raises:
        CorrectionRefused: the pair speaks of two units.
        VoucherRefused: either of the two breaks a rule.
    """
    if red.unit != right.unit:
        raise CorrectionRefused("冲销与更正的凭证应属于同一单位")
    cancelled = red_voucher(connection, red.unit, red.corrects, red)
    entered = replace(right, corrects=red.corrects, correction=Correction.REPLACEMENT)
    first, second = post(connection, [cancelled, entered], act)
    return first, second


def red_voucher(
    connection: Connection, unit: str, ref: str, voucher: Voucher
) -> Voucher:
    """The red-letter voucher that cancels the one under `ref`, not yet posted."""
    # Read anew: what it was posted with may have been registered since.
    books = lookups(connection, fresh=True)
    row = store.voucher_by_ref(connection, books.unit(unit).id, ref)
    if row is None:
        raise NotFound("凭证", ref, "用 bangfu books voucher list 查看引用号")
    unit_book = books.unit(unit)
    postings = tuple(
        posting_of(Line(*line), unit_book, books).reversed()
        for line in store.lines_of(connection, unit_book.id, row.position)
    )
    return replace(
        voucher,
        unit=unit,
        kind=row.kind,
        postings=postings,
        corrects=ref,
        correction=Correction.FULL,
    )


# -- posting ------------------------------------------------------------------------


def _post(
    connection: Connection, vouchers: Sequence[Voucher], act: Act, books: Lookups
) -> tuple[Outcome, ...]:
    sealed = _judged(connection, vouchers, act, books, lock=True)
    # Written only now: what is refused has changed nothing, whatever the caller does.
    for code, rows in sealed.items():
        write(connection, books.units[code].id, rows)
    outcomes = {code: iter(rows.outcomes) for code, rows in sealed.items()}
    return tuple(next(outcomes[voucher.unit]) for voucher in vouchers)


def _judged(
    connection: Connection,
    vouchers: Sequence[Voucher],
    act: Act,
    books: Lookups,
    *,
    lock: bool,
) -> dict[str, Sealed]:
    """What would be appended for each unit; every breach of every voucher is raised."""
    problems: list[tuple[str, Problem]] = []
    by_unit: dict[str, list[Entry]] = {}
    for voucher in vouchers:
        entry = entry_of(voucher, books, problems)
        if entry is not None:
            by_unit.setdefault(voucher.unit, []).append(entry)
    if problems:
        raise VoucherRefused(problems)
    poster_id = books.person(act.person)
    sealed: dict[str, Sealed] = {}
    for code in sorted(by_unit):
        unit = books.units[code]
        if lock:
            store.lock_unit(connection, unit.id)
        state = unit_state(connection, unit, by_unit[code], books)
        sealed[code] = seal_all(
            by_unit[code], state, books, poster_id=poster_id, sealed_at=act.stamp
        )
        problems += sealed[code].problems
    if problems:
        raise VoucherRefused(problems)
    return sealed


def write(connection: Connection, unit_id: int, sealed: Sealed) -> None:
    """Append what was sealed: postings and positions, then the vouchers over them."""
    if not sealed.vouchers:
        return
    # What a voucher spends of the budget stands before it, like its postings.
    appropriation_store.add_moves(connection, sealed.moves)
    request_store.add_moves(connection, sealed.request_moves, sealed.holds)
    if len(sealed.vouchers) < MANY or not store.plans_go_stale(connection):
        _write(connection, sealed.vouchers, sealed.postings, sealed.positions)
    else:
        # The guards' plans are made over what stands: a few vouchers first, so that
        # the rest is not judged by a plan for empty tables.
        last = sealed.vouchers[MANY // 4 - 1][1]
        for early in (True, False):
            parts = [
                [row for row in rows if (row[at] <= last) is early]  # type: ignore[operator] # a position
                for rows, at in (
                    (sealed.vouchers, 1),
                    (sealed.postings, 1),
                    (sealed.positions, 3),
                )
            ]
            _write(connection, *parts)
            if early:
                store.settle_statistics(connection)
    store.add_totals(connection, unit_id, sealed.totals)


def _write(
    connection: Connection, vouchers: Rows, postings: Rows, positions: Rows
) -> None:
    store.write_rows(connection, tables.postings, postings)
    store.write_rows(connection, tables.money_positions, positions)
    store.write_rows(connection, tables.vouchers, vouchers)


class Packed(NamedTuple):
    """What was sealed, in the form in which PostgreSQL takes many rows at once."""

    postings: bytes
    positions: bytes
    vouchers: bytes
    moves: Rows
    totals: Totals


def pack(connection: Connection, sealed: Sealed) -> Packed:
    """Make ready what `write_packed` will append; the connection is not used."""
    return Packed(
        postings=store.packed(connection, sealed.postings),
        positions=store.packed(connection, sealed.positions),
        vouchers=store.packed(connection, sealed.vouchers),
        moves=sealed.moves,
        totals=sealed.totals,
    )


def write_packed(connection: Connection, unit_id: int, packed: Packed) -> None:
    """Append what was packed, as `write` does, once the guards' plans are settled."""
    appropriation_store.add_moves(connection, packed.moves)
    store.write_packed(connection, tables.postings, packed.postings)
    store.write_packed(connection, tables.money_positions, packed.positions)
    store.write_packed(connection, tables.vouchers, packed.vouchers)
    store.add_totals(connection, unit_id, packed.totals)


def unit_state(
    connection: Connection,
    unit: UnitLookup,
    entries: Sequence[Entry],
    books: Lookups,
) -> UnitState:
    """Where a unit's books stand, as far as these entries touch them."""
    refs = [entry.ref for entry in entries]
    few = refs if len(refs) <= FEW else []
    series = sorted({(entry.period, entry.kind) for entry in entries})
    pairs = sorted(
        {
            (line[1], line[0])
            for entry in entries
            for line in entry.lines
            if line[0] in books.money
        }
    )
    read = store.read_state(connection, unit.id, series, pairs, few)
    standing: dict[str, Standing] = {}
    if not few or read.stands:
        found = store.find_refs(connection, unit.id, refs)
        standing = {
            ref: Standing(at.position, at.content_hash, number=at.number, hash=at.hash)
            for ref, at in found.items()
        }
    targets = sorted({entry.corrects for entry in entries if entry.corrects})
    if targets:
        _know_targets(standing, store.find_targets(connection, unit.id, targets))
    differing = sorted(
        {entry.corrects for entry in entries if entry.correction == "difference"}
    )
    charted = len(unit.charts) > 1 or any(e.kind == Kind.OPENING for e in entries)
    first, openings = store.opened(connection, unit.id) if charted else (0, set())
    return UnitState(
        budget=_budget(connection, unit, entries, read, books),
        requests=_requests(connection, unit, entries, read.live_since),
        grounds=_grounds(connection, unit, entries, read.live_since),
        adjusting=read.adjusting,
        first_period=first,
        openings=openings,
        unit=unit,
        position=read.position,
        hash=read.hash,
        closed_through=read.closed_through,
        numbers=dict(zip(series, read.numbers, strict=True)),
        balances=dict(zip(pairs, read.balances, strict=True)),
        standing=standing,
        corrected={
            ref: summed(store.corrected_lines(connection, unit.id, ref))
            for ref in differing
        },
    )


def _budget(
    connection: Connection,
    unit: UnitLookup,
    entries: Sequence[Entry],
    read: store.UnitRead,
    books: Lookups,
) -> Appropriations | None:
    if not (read.controlled_since or read.budgeted):
        return None
    lines = [line for entry in entries for line in entry.lines]
    concern = appropriation_store.Concern(
        years=sorted({entry.period // 100 for entry in entries}),
        accounts=sorted({line[0] for line in lines if line[0] in books.expenses}),
        keys=sorted({str(line[KEY]) for line in lines if line[KEY]}),
    )
    return appropriation_store.read(connection, unit.id, concern, read.controlled_since)


def _requests(
    connection: Connection, unit: UnitLookup, entries: Sequence[Entry], since: str
) -> Requests | None:
    if not since:
        return None
    keys = {
        str(line[requesting.KEY])
        for entry in entries
        if entry.entered in requesting.ASKED
        for line in entry.lines
        if line[requesting.KEY]
    }
    return request_store.read(connection, unit.id, sorted(keys), since)


def _grounds(
    connection: Connection, unit: UnitLookup, entries: Sequence[Entry], since: str
) -> Grounds:
    asked = [entry for entry in entries if entry.entered in grounds.ASKED]
    if not (since and asked):
        return Grounds()
    keys = {str(line[requesting.KEY]) for entry in asked for line in entry.lines}
    return ground_store.read(connection, unit.id, keys - {""})


def _know_targets(
    standing: dict[str, Standing], targets: dict[str, store.Target]
) -> None:
    for ref, target in targets.items():
        known = standing.get(ref, Standing(target.position))
        standing[ref] = known._replace(**target._asdict())
