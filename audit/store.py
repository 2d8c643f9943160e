"""One unit's books over a run of days, read as they stand in the ledger.

The cost goes with the vouchers and postings of the span; what lies before comes from
kept totals. Nothing is read row by row.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from audit.aided_store import read_aided
from audit.audited_store import read_audited
from audit.banked_store import read_banked
from audit.books import (
    Account,
    AdvanceLine,
    Books,
    Close,
    Fund,
    Grounds,
    InStock,
    Line,
    Month,
    Standing,
    Tenure,
    Voucher,
    part_of,
)
from audit.donated_store import read_donated
from audit.imported_store import read_imported
from audit.limits import limits_on
from audit.logged_store import read_logged
from audit.papered_store import read_papered
from audit.passed_on_store import read_passed_on
from audit.planned_store import read_planned
from audit.ties import read_ties
from audit.timed_gifts import read_timed
from audit.turnover import Turnover, months_of
from ledger import ground_store, queries, spending
from ledger.accounts import AccountClass, Role
from ledger.balances import balances
from ledger.database import Connection
from ledger.periods import Span, before_openings, china_day, period_of
from ledger.queries import VoucherRow
from ledger.register import Lookups, UnitLookup, lookups
from ledger.uncollected import uncollected
from ledger.vouchers import Correction, Entered, mark
from treasury.vault import Vault


def read_books(
    connection: Connection,
    unit: str,
    span: Span,
    *,
    known_at: int | None = None,
    vault: Vault | None = None,
) -> Books:
    """One unit's books over whole months, as known now or at a chain position.

    With the keys of the vault files of recipients are opened for the checks that judge
    what they say; without, these are not performed.

    Raises:
        NotFound: there is no such unit.
        VaultRefused: keys were given; one is not at hand, or a row was changed.
    """
    with uncollected():
        return _read(connection, unit, span, known_at, vault)


def _read(
    connection: Connection,
    unit: str,
    span: Span,
    known_at: int | None,
    vault: Vault | None,
) -> Books:
    # Others may have registered what this transaction sees since it was last asked.
    master = lookups(connection, fresh=True)
    found = master.unit(unit)
    accounts = accounts_of(master, found, span)
    openings, closings = _standings(connection, found, span, known_at)
    vouchers = tuple(_vouchers(connection, master, found, (span, known_at)))
    return Books(
        unit=found.code,
        unit_name=found.name,
        span=span,
        limits=limits_on(span.last_day),
        accounts=accounts,
        funds=funds_of(connection, found),
        vouchers=vouchers,
        openings=openings,
        closings=closings,
        stock=tuple(_stock(connection, master, found, (span, known_at))),
        history=months_of(_kept(connection, master, found, span), accounts, vouchers),
        advances=tuple(_advances(connection, master, found, (span, known_at))),
        closes=_closes(connection, found, known_at),
        tenures=tuple(_tenures(connection, master, found, span)),
        ties=tuple(read_ties(connection, found, span, known_at=known_at)),
        planned=read_planned(connection, master, found, span, known_at=known_at),
        timed_gifts=tuple(read_timed(connection, found, span, known_at=known_at)),
        grounds=_grounds(connection, found, span),
        imported=read_imported(connection, found, span, known_at=known_at),
        aided=read_aided(connection, master, found, span, vault),
        audited=read_audited(connection, master, found, span),
        banked=read_banked(connection, found, span, known_at=known_at),
        passed_on=tuple(read_passed_on(connection, master, found, span)),
        donated=read_donated(connection, found, span),
        papered=read_papered(connection, found, span),
        logged=read_logged(connection, master, found, span),
    )


def read_frame(connection: Connection, unit: str, span: Span) -> Books:
    """One unit's books without their vouchers: registers and balances alone.

    The cost goes with accounts in use, not with postings.

    Raises:
        NotFound: there is no such unit.
    """
    master = lookups(connection, fresh=True)
    found = master.unit(unit)
    openings, closings = _standings(connection, found, span, None)
    return Books(
        unit=found.code,
        unit_name=found.name,
        span=span,
        limits=limits_on(span.last_day),
        accounts=accounts_of(master, found, span),
        funds=funds_of(connection, found),
        openings=openings,
        closings=closings,
        tenures=tuple(_tenures(connection, master, found, span)),
    )


def read_history(
    connection: Connection, unit: str, until: dt.date
) -> tuple[Month, ...]:
    """What each fund received and paid, by month, from the beginning up to a day.

    `until`, the first of a month, is left out. The cost goes with months times accounts
    in use, not with postings.

    Raises:
        NotFound: there is no such unit.
    """
    master = lookups(connection)
    found = master.unit(unit)
    after = Span(until, until + dt.timedelta(days=1))
    accounts = accounts_of(master, found, after)
    # What a year's books open with is no receipt of the year before.
    last = before_openings(period_of(until))
    kept = (row for row in _kept(connection, master, found, after) if row[0] < last)
    return months_of(kept, accounts)


def _grounds(connection: Connection, unit: UnitLookup, span: Span) -> Grounds | None:
    begin = ground_store.begun(connection, unit.id)
    if begin is None or begin.since >= span.until:
        return None
    return Grounds(begin.since, ground_store.grounded(connection, unit.id))


# -- master records -----------------------------------------------------------------


def accounts_of(master: Lookups, unit: UnitLookup, span: Span) -> dict[str, Account]:
    """The leaves of every chart the unit has kept; the one in use at the end wins."""
    now = unit.chart_on(span.last_day.isoformat())
    found: dict[str, Account] = {}
    for chart in (*(key for _, key in unit.charts if key != now), now):
        codes = master.charts.get(chart, {})
        mirrored = any(
            master.account_roles[id_] is Role.STOCK_FUND for id_ in codes.values()
        )
        for code, id_ in codes.items():
            if id_ not in master.above:
                found[code] = _account(master, id_, mirrored=mirrored)
    return found


def _account(master: Lookups, id_: int, *, mirrored: bool) -> Account:
    name = master.account_name(id_)
    klass = AccountClass(master.account_classes[id_])
    role = master.account_roles[id_]
    first = name.split("——", 1)[0]
    part = part_of(klass, role, first, goods_mirrored=mirrored)
    return Account(master.account_codes[id_], name, klass, role, part)


def funds_of(connection: Connection, unit: UnitLookup) -> dict[str, Fund]:
    """The funds of a unit, by code."""
    return {
        row.code: Fund(
            code=row.code,
            name=row.name,
            origin=row.origin,
            channel=row.channel,
            purposes=frozenset(unit.purposes[row.id]) if row.restricted else None,
            opened_on=row.opened_on,
        )
        for row in queries.funds(connection, unit.id)
    }


def _tenures(
    connection: Connection, master: Lookups, unit: UnitLookup, span: Span
) -> Iterator[Tenure]:
    """Posts held on any day of the span."""
    for row in queries.tenures(connection, unit.id):
        if row.since < span.until and (row.until is None or row.until > span.since):
            name = master.person_names[row.person_id]
            code = master.person_codes[row.person_id]
            acting = bool(row.acting)
            yield Tenure(name or code, row.post, row.since, row.until, acting, code)


def _closes(
    connection: Connection, unit: UnitLookup, known_at: int | None
) -> tuple[Close, ...]:
    return tuple(
        Close(row.period, row.position)
        for row in queries.closes(connection, unit.id)
        if known_at is None or row.position <= known_at
    )


# -- balances and what lies before --------------------------------------------------


def _standings(
    connection: Connection, unit: UnitLookup, span: Span, known_at: int | None
) -> tuple[tuple[Standing, ...], tuple[Standing, ...]]:
    """Balances by account and fund before the first day and after the last."""
    rows = balances(connection, (unit.code,), span, known_at=known_at)
    opening = ((row.account, row.fund, row.opening.fen) for row in rows)
    closing = ((row.account, row.fund, row.closing.fen) for row in rows)
    return (
        tuple(Standing(*row) for row in opening if row[2]),
        tuple(Standing(*row) for row in closing if row[2]),
    )


def _stock(
    connection: Connection,
    master: Lookups,
    unit: UnitLookup,
    known: tuple[Span, int | None],
) -> Iterator[InStock]:
    span, known_at = known
    roles = master.account_roles
    ids = sorted(id_ for id_, role in roles.items() if role is Role.STOCK)
    first = period_of(span.since)
    for fund, item, milli in spending.quantities(
        connection, unit.id, ids, first, position=known_at
    ):
        yield InStock(unit.fund_codes[fund], item, milli)


def _kept(
    connection: Connection, master: Lookups, unit: UnitLookup, span: Span
) -> Iterator[Turnover]:
    """Turnover of the months before the span, as it is kept."""
    ids = sorted(set(master.account_codes) - master.money - master.above)
    for period, account, fund, debit, credit in queries.months_of_funds(
        connection, unit.id, ids, period_of(span.since)
    ):
        code = master.account_codes[account]
        yield period, code, unit.fund_codes[fund], debit, credit


def _advances(
    connection: Connection,
    master: Lookups,
    unit: UnitLookup,
    known: tuple[Span, int | None],
) -> Iterator[AdvanceLine]:
    span, known_at = known
    roles = master.account_roles
    ids = sorted(id_ for id_, role in roles.items() if role is Role.ADVANCE)
    until = before_openings(period_of(span.until))
    for row in queries.claims(connection, unit.id, ids, until, position=known_at):
        arose = dt.date.fromisoformat(row.arose_on) if row.arose_on else row.dated_on
        yield AdvanceLine(
            mark=mark(row.period, row.kind, row.number),
            arose_on=arose,
            fund=unit.fund_codes[row.fund_id],
            party=row.party,
            net_fen=row.debit_fen - row.credit_fen,
        )


# -- vouchers -----------------------------------------------------------------------


def _vouchers(
    connection: Connection,
    master: Lookups,
    unit: UnitLookup,
    known: tuple[Span, int | None],
) -> Iterator[Voucher]:
    """The vouchers of the span with their lines, in chain order, openings left out."""
    span, known_at = known
    bounds = period_of(span.since), before_openings(period_of(span.until))
    heads = queries.vouchers(connection, unit.id, *bounds, position=known_at)
    places = {row.position: row for row in heads}
    cancelled = {row.corrects for row in heads if row.correction == Correction.FULL}
    postings = queries.plain_postings(connection, unit.id, bounds, known_at)
    lines = dict(_grouped(postings, master, unit))
    people = defaultdict[int | None, str](str)
    people |= dict[int | None, str](master.person_codes.items())
    for row in heads:
        corrected = None
        if row.corrects is not None:
            corrected = _corrected(connection, unit, row.corrects, places)
        yield Voucher(
            position=row.position,
            period=row.period,
            kind=row.kind,
            number=row.number,
            dated_on=row.dated_on,
            summary=row.summary,
            attachments=row.attachments,
            preparer=people[row.preparer_id],
            reviewer=people[row.reviewer_id],
            poster=people[row.poster_id],
            cashier=people[row.cashier_id],
            lines=lines.get(row.position, ()),
            recorded_on=_recorded_on(row),
            corrects=mark(*corrected[1:4]) if corrected else "",
            corrects_period=corrected.period if corrected else 0,
            correction=row.correction or "",
            cancelled=row.position in cancelled,
            entered=row.entered,
        )


def _grouped(
    postings: Iterable[Any], master: Lookups, unit: UnitLookup
) -> Iterator[tuple[int, tuple[Line, ...]]]:
    """Postings as lines, those of a voucher together."""
    accounts, funds = master.account_codes, unit.fund_codes
    # A year names few purposes and payees many times: each text is kept once.
    kept: dict[str, str] = {}
    new = tuple.__new__
    position, lines = 0, list[Line]()
    for row in postings:
        # A million rows: each is taken apart at once.
        at, _, account, fund, debit, credit, purpose, party = row[:8]
        recipient, persons, item, milli, memo = row[8:]
        if at != position and lines:
            yield position, tuple(lines)
            lines = []
        position = at
        name = purpose or ""
        told = (
            *(accounts[account], funds[fund], debit, credit),
            *(kept.setdefault(name, name), kept.setdefault(party, party)),
            *(recipient, persons, item, memo, milli),
        )
        lines.append(new(Line, told))
    if lines:
        yield position, tuple(lines)


def _corrected(
    connection: Connection,
    unit: UnitLookup,
    position: int,
    places: Mapping[int, VoucherRow],
) -> VoucherRow | None:
    # Only a correction of something before the span is looked up by itself.
    return places.get(position) or queries.voucher_at(connection, unit.id, position)


def _recorded_on(row: VoucherRow) -> dt.date | None:
    """The day it was entered: as its source says, or as it was sealed here.

    An instant that names its time zone lies in a day of China; another is read as the
    source wrote it down.
    """
    stated = row.posted_at or (row.sealed_at if row.entered == Entered.HERE else "")
    if not stated:
        return None
    try:
        instant = dt.datetime.fromisoformat(stated)
        return china_day(instant) if instant.tzinfo else instant.date()
    except (ValueError, OverflowError):
        return _leading_day(stated)


def _leading_day(stated: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(stated[:10])
    except ValueError:
        return None
