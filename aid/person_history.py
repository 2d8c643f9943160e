"""What a person's household had (救助记录): each payment with what it rested on.

1. Payments by batches and hand-outs of all units that stand, of the file and of those
   tied to it, and what is on record of other bodies; the earliest first.
2. Each names its case, its batch or hand-out, its voucher, and who signed for goods. A
   line that the bank sent back and that was not paid again says so and counts nothing.
3. People are file numbers, members numbers; nothing that is encrypted is opened.

Cost: a few queries, however much there is.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aid import evidence_store, history_store, recipient_store
from aid.claims import Project
from aid.households import Ties, ties_of
from aid.recipients import row_of
from ledger.balances import EVER
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.register import lookups
from ledger.vouchers import mark

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """A payment or goods; `member` is the number in the file that was asked for.

    `by` is the unit that gave it, `rests_on` its batch, hand-out or record.
    """

    on: dt.date
    by: str
    code: str
    member: int
    project: Project
    period: str
    money: Money = ZERO
    goods: Money = ZERO
    case: str = ""
    rests_on: str
    voucher: str = ""
    signed: str = ""
    came_back: bool = False
    is_own: bool = False
    """A grass-roots union's, or another body's, on its own account."""


def help_of(connection: Connection, code: str, on: dt.date) -> tuple[Help, ...]:
    """What a file's household had until a day, the earliest first.

    Raises:
        NotFound: there is no such file.
    """
    file = row_of(connection, code).file
    ties = ties_of(connection, [file])
    codes = {
        row.file: row.code
        for row in recipient_store.plain_of(connection, "file", ties.files)
    }
    found = [*_paid(connection, (file, codes, ties), on)]
    found += _handed(connection, (file, codes, ties), on)
    found += _elsewhere(connection, (file, codes, ties), on)
    return tuple(sorted(found, key=lambda one: (one.on, one.rests_on)))


_Household = tuple[int, Mapping[int, str], Ties]


def _paid(connection: Connection, household: _Household, on: dt.date) -> Iterator[Help]:
    units = lookups(connection)
    _, codes, _ = household
    for row in evidence_store.asked_for(connection, codes, EVER, on + _DAY):
        yield Help(
            on=row.dated_on,
            by=units.unit(units.unit_codes[row.unit_id]).name,
            code=codes[row.file],
            member=_member(household, row, row.revision),
            project=Project(row.project),
            period=row.period,
            money=ZERO if row.failed else Money(int(row.fen)),
            case=row.case_key,
            rests_on=f"{row.key}/{row.line}",
            voucher=mark(row.month, row.kind, row.number),
            came_back=bool(row.failed),
            is_own=bool(row.own),
        )


def _handed(
    connection: Connection, household: _Household, on: dt.date
) -> Iterator[Help]:
    units = lookups(connection)
    _, codes, _ = household
    for row in evidence_store.handed_to(connection, codes, EVER, on + _DAY):
        named = mark(row.month, row.kind, row.number) if row.position else ""
        yield Help(
            on=row.on,
            by=units.unit(units.unit_codes[row.unit_id]).name,
            code=codes[row.file],
            member=_member(household, row, 0),
            project=Project(row.project),
            period=str(row.year),
            goods=Money(int(row.fen)),
            case=row.case_key,
            rests_on=f"{row.key}/{row.line}",
            voucher=named,
            signed=f"{row.signer}（{row.signed_on}）" if row.signer else "未签收",
            is_own=bool(row.own),
        )


def _elsewhere(
    connection: Connection, household: _Household, on: dt.date
) -> Iterator[Help]:
    _, codes, _ = household
    for row in history_store.given(connection, codes):
        if row.paid_on <= on:
            yield Help(
                on=row.paid_on,
                by=row.paid_by,
                code=codes[row.file],
                member=_member(household, row, row.revision),
                project=Project(row.project),
                period=row.period,
                money=Money(row.amount_fen),
                rests_on=f"登记第{row.number}号"
                + (f" {row.paper}" if row.paper else ""),
                is_own=bool(row.is_other),
            )


def _member(household: _Household, row: Any, revision: int) -> int:
    file, _, ties = household
    return ties.number(file, row.file, revision, row.member)
