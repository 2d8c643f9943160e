"""Who was helped and on what it rests, read as it stands on record.

Cost: the lines of the span, the cases that anything was done about, and some queries
for each 500 files of people who were helped. Nothing that is encrypted is opened unless
keys are given.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from aid import (
    batch_store,
    deceased_store,
    eligibility,
    evidence_store,
    history_store,
    recipient_store,
    tie_store,
)
from aid.claims import Project
from aid.eligibility import Quota
from aid.errors import StandardMissing
from aid.household import WORKER
from aid.households import Ties, joined, ties_of
from aid.kept_standards import standards_of
from aid.tie_reading import marked_grounds
from aid.unit_standards import UnitStandards
from audit.aided import Act, AidCase, Aided, AidFile, Elsewhere, FileStep, Received
from audit.aided_people_store import Asked, read_people
from ledger.database import Connection
from ledger.periods import Span
from ledger.register import Lookups, UnitLookup
from ledger.vouchers import mark
from treasury.vault import Vault

_MARK_BYTES = 8
"""Of a card's blind: enough to tell two cards apart, and nothing else."""


def read_aided(
    connection: Connection,
    master: Lookups,
    unit: UnitLookup,
    span: Span,
    vault: Vault | None = None,
) -> Aided | None:
    """A unit's aid over a span; None where it has neither begun nor any on record.

    Raises:
        VaultRefused: keys were given; one is not at hand, or a row was changed.
    """
    days = span.since, span.until
    paid = list(evidence_store.paid_lines(connection, unit.id, *days))
    goods = list(evidence_store.handed_lines(connection, unit.id, *days))
    begun = tie_store.begun(connection, [unit.id]).get(unit.id)
    rows = _case_rows(connection, unit, span, {*_keys(paid), *_keys(goods)})
    if not (paid or goods or rows or begun):
        return None
    ties = ties_of(connection, {row.file for row in (*paid, *goods, *rows.values())})
    codes = {
        row.file: row.code
        for row in recipient_store.plain_of(connection, "file", ties.files)
    }
    standards = standards_of(connection, unit.code)
    own = {file: codes[file] for file in ties.of}
    people = read_people(Asked(connection, master, unit, span, own, vault))
    return Aided(
        since=begun,
        files={one.code: one for one in _files(connection, (codes, ties), span.until)},
        cases=_cases(connection, master, unit, rows, span.until),
        paid=tuple(_received(unit, row) for row in (*paid, *goods)),
        elsewhere=tuple(_elsewhere(connection, master, unit, (codes, ties), span)),
        grounds=marked_grounds(connection, unit.id),
        standards=standards,
        people=people,
        quota=_quota(connection, unit, span, standards) if rows else None,
    )


def _keys(rows: Iterable[Any]) -> Iterator[str]:
    return (row.case_key for row in rows if row.case_key)


# -- lines --------------------------------------------------------------------------


def _received(unit: UnitLookup, row: Any) -> Received:
    told = row._mapping  # noqa: SLF001 - a row of either kind, by name
    goods = "signer" in told
    signer = told.get("signer")
    return Received(
        place=f"{row.key}/{row.line}",
        mark=mark(row.month, row.kind, row.number) if row.position else "",
        on=told["on"] if goods else row.dated_on,
        code=row.code,
        member=row.member,
        project=Project(row.project),
        year=row.year,
        period=str(row.year) if goods else row.period,
        fund=unit.fund_codes[row.fund_id],
        fen=int(row.fen),
        goods=goods,
        case=row.case_key,
        signed=not goods or signer is not None,
        for_other=bool(signer) and signer != row.code,
    )


# -- files --------------------------------------------------------------------------

_Tied = tuple[Mapping[int, str], Ties]
"""File numbers of files, and those tied to them."""


def _files(connection: Connection, tied: _Tied, until: dt.date) -> Iterator[AidFile]:
    codes, ties = tied
    files, households = ties.of.keys(), joined(ties.of)
    died = {
        row.file: row.died_on
        for row in deceased_store.died_before(connection, files, until)
        if row.number == WORKER
    }
    cards = {
        row.file: bytes(row.card_blind)[:_MARK_BYTES].hex()
        for row in batch_store.latest_revisions(connection, files)
        if row.card_blind is not None
    }
    checked: defaultdict[int, set[dt.date]] = defaultdict(set)
    for row in evidence_store.rechecks(connection, files):
        checked[row.file].add(row.checked_on)
    for file, steps in batch_store.steps_of_files(connection, files).items():
        yield AidFile(
            code=codes[file],
            household=codes[households[file]],
            steps=tuple(FileStep(one.act, one.acted_on, one.reason) for one in steps),
            # A death that was entered by mistake ends where the file is reopened.
            died_on=died.get(file, steps[-1].died_on),
            card=cards.get(file, ""),
            rechecked_on=frozenset(checked[file]),
        )


# -- cases --------------------------------------------------------------------------


def _case_rows(
    connection: Connection, unit: UnitLookup, span: Span, keys: set[str]
) -> Mapping[str, Any]:
    """Cases that anything was done about, and those that lines name."""
    rows = evidence_store.cases(connection, unit.id, span.since, span.until)
    found = {row.key: row for row in rows}
    lacking = keys - found.keys()
    for row in evidence_store.cases_of_keys(connection, unit.id, lacking):
        found[row.key] = row
    return found


def _cases(
    connection: Connection,
    master: Lookups,
    unit: UnitLookup,
    rows: Mapping[str, Any],
    until: dt.date,
) -> Mapping[str, AidCase]:
    steps: defaultdict[str, list[Any]] = defaultdict(list)
    for step in evidence_store.case_steps(connection, unit.id, rows, until):
        steps[step.key].append(step)
    return {
        key: _case(master, row, steps[key]) for key, row in rows.items() if steps[key]
    }


def _case(master: Lookups, row: Any, steps: list[Any]) -> AidCase:
    def last(name: str) -> Any:
        told = (getattr(step, name) for step in reversed(steps))
        return next((value for value in told if value is not None), None)

    names = ("whole_fen", "from_zero_fen", "above_floor_fen")
    readings = [last(name) for name in names]
    granted = [s.granted_fen for s in steps if s.act == "approve"]
    released = [s.granted_fen for s in steps if s.act == "aid_first"]
    return AidCase(
        key=row.key,
        code=row.code,
        project=Project(row.project),
        member=row.member,
        year=row.cost_year,
        acts=tuple(
            Act(step.act, step.acted_on, master.person_codes[step.person_id])
            for step in steps
        ),
        own=bool(row.own),
        emergency=bool(row.emergency),
        urgent=bool(row.urgent),
        limb=row.limb,
        hung_on=last("hung_on"),
        last_on=last("last_on"),
        granted_fen=granted[-1] if granted else None,
        released_fen=released[-1] if released else None,
        award_fen=last("award_fen"),
        readings_fen=() if None in readings else tuple(readings),
        asked_fen=row.asked_fen,
        revision=last("revision"),
    )


def _quota(
    connection: Connection, unit: UnitLookup, span: Span, standards: UnitStandards
) -> Quota | None:
    """The quota of E-6 at the end of the span, by figures kept of one place."""
    on = span.last_day
    rows = standards.local.until_day(on)
    places = {one.place for one in rows if one.since.year == on.year}
    if len(places) != 1:
        return None
    limb = eligibility.Limb.SUPPLEMENT.value
    taken = evidence_store.files_taken(connection, unit.id, limb, span.until)
    try:
        return eligibility.quota(standards.on(on), standards.local, places.pop(), taken)
    except StandardMissing:
        return None


# -- elsewhere ----------------------------------------------------------------------


def _elsewhere(
    connection: Connection,
    master: Lookups,
    unit: UnitLookup,
    tied: _Tied,
    span: Span,
) -> Iterator[Elsewhere]:
    """What the same households had of others since the beginning of the year before.

    Aid that others gave on their own account is left out: it is no second payment.
    """
    _, ties = tied
    since = dt.date(span.since.year - 1, 1, 1)
    for row in evidence_store.paid_to(connection, ties.files, since, span.until):
        if row.unit_id != unit.id and not row.own:
            where = f"{master.unit_codes[row.unit_id]} 的发放批次 {row.key}/{row.line}"
            yield _other(tied, row, where, (row.dated_on, row.period, row.fen))
    for row in evidence_store.handed_to(connection, ties.files, since, span.until):
        if row.unit_id != unit.id and not row.own:
            where = f"{master.unit_codes[row.unit_id]} 的发放单 {row.key}/{row.line}"
            yield _other(tied, row, where, (row.on, str(row.year), row.fen))
    for row in history_store.given(connection, ties.files):
        if since <= row.paid_on < span.until and not row.is_other:
            where = f"{row.paid_by}（登记为第 {row.number} 号）"
            yield _other(tied, row, where, (row.paid_on, row.period, row.amount_fen))


def _other(
    tied: _Tied, row: Any, where: str, told: tuple[dt.date, str, int]
) -> Elsewhere:
    """A payment of others, of the person as the unit's own file numbers them."""
    codes, ties = tied
    revision = row._mapping.get("revision", 0)  # noqa: SLF001 - where a row tells it
    code, member = codes[row.file], row.member
    asked = (file for file, others in ties.of.items() if row.file in others)
    for file in sorted(asked, key=lambda one: one != row.file):
        if number := ties.number(file, row.file, revision, row.member):
            code, member = codes[file], number
            break
    on, period, fen = told
    return Elsewhere(
        where=where,
        on=on,
        code=code,
        member=member,
        project=Project(row.project),
        year=row.year,
        period=period,
        fen=int(fen),
    )
