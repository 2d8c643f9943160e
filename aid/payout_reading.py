"""What payouts are checked against, read in sets (发放前核对的依据).

1. A file counts as it stands on the day of payment; a household as its last revision
   tells it. Files are tied where one names the worker of another, or both name one.
2. What was given before is what standing batches of all units pay, to these files and
   to those tied to them, and what other duties know (`SOURCES`).
3. A line without a case is met by the cases of its file in all units.
4. Households are opened with the keys, one after the other; nothing of them is told.

Cost: a few statements for each 2,000 files, and a decryption for each person of a file.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aid import batch_store, recipient_store
from aid.case_kinds import Case, State
from aid.cases import cases_of_file, payable
from aid.claims import Project
from aid.deceased import deceased_among
from aid.errors import HouseholdRefused
from aid.history_sources import BATCHES, SOURCES
from aid.household import Household
from aid.households import joined
from aid.payout_known import CaseSeen, CasesSeen, Given, Known, Payee
from aid.payout_lines import PayoutLine
from aid.recipient_fields import household_of
from aid.recipient_tables import CLOSE, DEATH
from aid.recipients import opened_all
from aid.unit_standards import UnitStandards
from ledger.accounts import Role
from ledger.balances import subtree
from ledger.database import Connection
from ledger.funds import Origin
from ledger.money import Money
from ledger.register import Lookups, UnitLookup, lookups
from treasury.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What checking needs beside the books: the keys, and the unit's standards."""

    vault: Vault
    standards: UnitStandards


@dataclass(frozen=True, slots=True)
class People:
    """Files by number, their households, and who their members are.

    `earlier` tells the members of all revisions, by file and revision.
    """

    codes: Mapping[int, str]
    households: Mapping[int, int]
    persons: Mapping[int, tuple[bytes, ...]]
    revisions: Mapping[int, int]
    cards: Mapping[int, bytes | None]
    earlier: Mapping[tuple[int, int], tuple[bytes, ...]]

    def person(self, file: int, member: int, revision: int = 0) -> bytes:
        """Who a member of a file is, or was by a revision."""
        known = self.persons.get(file, ())
        if revision not in {0, self.revisions.get(file)}:
            known = self.earlier.get((file, revision), known[:1])
        if 0 < member <= len(known):
            return known[member - 1]
        return _unnamed(file, member)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Where and when payouts are made; `but` is the batch that is looked at.

    `met` are the revisions by which amounts were judged at `met_at` already, under the
    same standards: only what changed since is judged again.
    """

    unit: UnitLookup
    on: dt.date
    but: str = ""
    by_bank: bool = True
    met: Mapping[str, int] = field(default_factory=dict)
    met_at: str = ""


def known(
    connection: Connection, lines: Sequence[PayoutLine], payment: Payment, basis: Basis
) -> Known:
    """All that lines are checked against.

    Raises:
        VaultRefused: a key is not at hand, or a row was changed or moved.
    """
    books, unit = lookups(connection), payment.unit
    rows = batch_store.files_of_codes(connection, {one.code for one in lines})
    people = people_of(connection, {row.file: row for row in rows})
    listed = {row.code: row.file for row in rows}
    cards = {file: people.cards[file] for file in listed.values()}
    steps = batch_store.steps_of_files(connection, listed.values())
    given = [
        *_of_batches(connection, people, payment),
        *_of_others(connection, people),
    ]
    return Known(
        on=payment.on,
        units=frozenset(subtree(books, unit.code)),
        payees={
            code: _payee(books, people, (file, steps[file], cards[file]), payment.on)
            for code, file in listed.items()
        },
        given=given,
        cards=_others(connection, cards, payment),
        households=_opened(
            connection, _changed(listed, people, given, payment), basis.vault
        ),
        groups=groups(books, unit, lines, payment.on),
        origins={
            code: Origin(unit.fund_origins[id_]) for code, id_ in unit.funds.items()
        },
        deceased=_deceased(connection, people, listed.values(), payment.on),
        granted=_granted(connection, lines, payment),
        cases=_cases_of(connection, lines, listed, payment.on),
        standards=basis.standards,
        by_bank=payment.by_bank,
    )


# -- people -------------------------------------------------------------------------


def people_of(connection: Connection, files: Mapping[int, Any]) -> People:
    """Files with those tied to them: households, and who their members are."""
    own = {file: bytes(row.blind) for file, row in files.items()}
    codes = {file: str(row.code) for file, row in files.items()}
    latest = _latest(connection, own)
    members = _members(connection, latest)
    named = {
        blind
        for file, (revision, _) in latest.items()
        for blind in members.get((file, revision), ())
        if blind
    }
    # Who was named once is looked at too; only the last revision ties.
    around = {*batch_store.files_naming(connection, named | {*own.values()})}
    for row in batch_store.files_of_blinds(connection, named):
        around.add(row.file)
    around -= own.keys()
    for row in recipient_store.of_files(connection, around):
        own[row.file], codes[row.file] = bytes(row.blind), str(row.code)
    more = _latest(connection, around)
    members |= _members(connection, more)
    latest |= more
    earlier = {
        (file, revision): _named((file, own[file]), blinds)
        for (file, revision), blinds in members.items()
    }
    persons = {
        file: earlier.get((file, latest[file][0]), (blind,))
        for file, blind in own.items()
    }
    return People(
        codes,
        joined(persons),
        persons,
        {file: revision for file, (revision, _) in latest.items()},
        {file: card for file, (_, card) in latest.items()},
        earlier,
    )


def _named(
    worker: tuple[int, bytes], members: Iterable[bytes | None]
) -> tuple[bytes, ...]:
    """The people of a household by their order."""
    file, blind = worker
    others = enumerate(members, 2)
    return blind, *(one or _unnamed(file, number) for number, one in others)


_Latest = dict[int, tuple[int, bytes | None]]
"""The latest revision of each file, and the blind of its card."""


def _latest(connection: Connection, files: Iterable[int]) -> _Latest:
    return {
        row.file: (int(row.revision), row.card_blind and bytes(row.card_blind))
        for row in batch_store.latest_revisions(connection, files)
    }


def _members(
    connection: Connection, files: Iterable[int]
) -> dict[tuple[int, int], list[bytes | None]]:
    """The blinds of members beside the worker by file and revision, by their order."""
    found: dict[tuple[int, int], list[bytes | None]] = {}
    for row in batch_store.member_blinds(connection, files):
        place = row.file, row.revision
        found.setdefault(place, []).append(row.blind and bytes(row.blind))
    return found


def _unnamed(file: int, member: int) -> bytes:
    """Somebody whose number of identity is not told: known by the place in a file."""
    return f"{file}/{member}".encode()


def _payee(
    books: Lookups,
    people: People,
    told: tuple[int, Sequence[Any], bytes | None],
    on: dt.date,
) -> Payee:
    file, steps, card = told
    until = [step for step in steps if step.acted_on <= on]
    last = until[-1] if until else steps[0]
    dead = steps[-1].died_on if steps[-1].reason == DEATH else None
    return Payee(
        code=people.codes[file],
        unit=books.unit_codes[last.unit_id],
        opened_on=steps[0].acted_on,
        household=people.households[file],
        persons=people.persons[file],
        closed_on=last.acted_on if until and last.act == CLOSE else None,
        died_on=dead,
        card=card,
    )


def _others(
    connection: Connection, cards: Mapping[int, bytes | None], payment: Payment
) -> dict[bytes, set[str]]:
    found: dict[bytes, set[str]] = {}
    if payment.by_bank:
        wanted = {card for card in cards.values() if card}
        for row in batch_store.having_cards(connection, wanted):
            found.setdefault(bytes(row.card_blind), set()).add(row.code)
    return found


# -- what was given, households, money ----------------------------------------------


def _of_batches(
    connection: Connection, people: People, payment: Payment
) -> Iterator[Given]:
    """What standing batches pay to these files and those tied to them."""
    units = lookups(connection).unit_codes
    but = payment.unit.id, payment.but
    for row in batch_store.given_to(connection, people.households, but):
        yield Given(
            where=f"{units[row.unit_id]} 的发放批次 {row.key} 第 {row.line} 行",
            household=people.households[row.file],
            person=people.person(row.file, row.member, row.revision),
            project=Project(row.project),
            year=row.year,
            period=row.period,
            amount=Money(row.amount_fen),
            case_key=row.case_key if row.unit_id == payment.unit.id else "",
            is_paid=row.paid_fen > 0,
            saved_at=row.saved_at,
        )


def _of_others(connection: Connection, people: People) -> Iterator[Given]:
    """What other duties gave these files and those tied to them."""
    units = lookups(connection).unit_codes
    for key, label, source in SOURCES:
        if key == BATCHES:
            continue
        for had in source(connection, frozenset(people.households), None, ""):
            yield Given(
                where=f"{units[had.unit_id]} 的{label}（{had.paid_on}，{had.ref}）",
                household=people.households[had.file],
                person=people.person(had.file, had.member, had.revision),
                project=had.project,
                year=had.year,
                period=had.period,
                amount=had.amount,
                is_other=had.is_other,
                saved_at=had.recorded_at,
            )


def _deceased(
    connection: Connection, people: People, files: Iterable[int], on: dt.date
) -> dict[tuple[str, int], dt.date]:
    """Members of files who are on the list of the deceased, until the day."""
    found = deceased_among(connection, files, on + dt.timedelta(1))
    return {
        (people.codes[file], one.member): one.died_on
        for file, some in found.items()
        for one in some
    }


def _granted(
    connection: Connection, lines: Iterable[PayoutLine], payment: Payment
) -> dict[str, Money]:
    """What cases may be paid, where lines name any."""
    if not any(one.case_key for one in lines):
        return {}
    found = payable(connection, payment.unit.code, payment.on)
    return {one.key: one.payable for one in found if one.payable is not None}


def _cases_of(
    connection: Connection,
    lines: Iterable[PayoutLine],
    listed: Mapping[str, int],
    on: dt.date,
) -> CasesSeen:
    """The cases, in all units, of the files of lines that name none."""
    asked = {
        listed[one.code] for one in lines if not one.case_key and one.code in listed
    }
    cases = cases_of_file(connection, asked)
    units, paid = lookups(connection), {}
    for unit in {one.unit for one in cases if one.payable is not None}:
        paid[unit] = batch_store.paid_of_cases(connection, units.unit(unit).id)
    taken_over = {(one.from_unit, one.from_key) for one in cases if one.from_key}
    found: dict[tuple[str, Project, int], list[CaseSeen]] = {}
    for case in cases:
        passed = case.state is State.REFERRED and case.payable is None
        if passed and (case.unit, case.key) in taken_over:
            continue
        had = paid.get(case.unit, {}).get(case.key, 0)
        at = case.code, case.project, case.year
        found.setdefault(at, []).append(_seen(case, had, on))
    return found


def _seen(case: Case, paid: int, on: dt.date) -> CaseSeen:
    """A case with what is left of it, or why it may not be paid on a day."""
    since, where = case.approved_on or case.released_on, f"{case.key}（{case.unit}）"
    if case.payable is not None and since is not None and since <= on:
        left = Money(max(0, case.payable.fen - paid))
        return CaseSeen(where=where, state=case.state.label, left=left)
    refused = case.state in {State.REJECTED, State.WITHDRAWN}
    state = case.state.label if refused else f"未审批（{case.state.label}）"
    return CaseSeen(where=where, state=state, is_refused=refused)


def _changed(
    listed: Mapping[str, int],
    people: People,
    given: Iterable[Given],
    payment: Payment,
) -> list[int]:
    """Files whose amounts have to be judged: changed, or given something, since."""
    if not payment.met_at:
        return [*listed.values()]
    households = {
        one.household
        for one in given
        if not one.saved_at or one.saved_at >= payment.met_at
    }
    households |= {
        people.households[file]
        for code, file in listed.items()
        if people.revisions[file] != payment.met.get(code)
    }
    return [file for file in listed.values() if people.households[file] in households]


def _opened(
    connection: Connection, files: Iterable[int], vault: Vault
) -> dict[str, Household | str]:
    """The household of each file, or why it cannot be told."""
    found: dict[str, Household | str] = {}
    rows = [*recipient_store.of_files(connection, files)]
    for row, content in zip(rows, opened_all(connection, rows, vault), strict=True):
        try:
            found[row.code] = household_of(content)
        except HouseholdRefused as refusal:
            found[row.code] = str(refusal)
    return found


def groups(
    books: Lookups, unit: UnitLookup, lines: Iterable[PayoutLine], on: dt.date
) -> dict[tuple[str, str, str], str]:
    """What is wrong with each fund, account and purpose that lines name."""
    accounts = books.charts.get(unit.chart_on(on.isoformat()), {})
    found = {}
    for group in {(one.fund, one.account, one.purpose) for one in lines}:
        fund, account = unit.funds.get(group[0], 0), accounts.get(group[1], 0)
        found[group] = _unfit(books, unit, (fund, account), group)
    return found


def _unfit(
    books: Lookups, unit: UnitLookup, ids: tuple[int, int], group: tuple[str, str, str]
) -> str:
    fund, account = ids
    if not fund:
        return f"没有资金 {group[0]}"
    if not account or account in books.above:
        return f"{group[1]} 不是现行科目表的末级科目"
    if books.account_roles[account] is not Role.AID_EXPENSE:
        return f"{group[1]} 不是帮扶支出科目"
    allowed = unit.purposes[fund]
    if not group[2] or group[2] not in allowed:
        listed = "、".join(sorted(allowed)) or "（未登记任何用途）"
        return f"资金 {group[0]} 不允许用途“{group[2]}”（专款专用），允许：{listed}"
    return ""
