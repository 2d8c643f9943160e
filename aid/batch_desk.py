"""The desk for payment batches: what stands of one, and how its lines are examined.

What may be saved and asked for is judged in `batches.py`, what is paid in
`batch_paying.py`.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from aid import batch_store, payout_reading, recipient_store
from aid.batch_tables import SUBMIT
from aid.claims import Project
from aid.errors import BatchFaulty, BatchRefused
from aid.payout_checks import check
from aid.payout_known import Known
from aid.payout_lines import DigestLine, PayoutLine
from aid.payout_reading import Basis
from aid.payout_told import Rule, Told, Weight, faults, notices, told_shortly
from budgets.records import text_faults
from ledger import ground_store
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.funds import Origin
from ledger.money import Money
from treasury.request_desk import Desk


def batch_of(connection: Connection, desk: Desk, key: str) -> Any:
    """A batch as it was saved.

    Raises:
        NotFound: there is no such batch.
    """
    row = batch_store.batch(connection, desk.unit.id, key)
    if row is None:
        raise NotFound("发放批次", key, "用 bangfu aid batch list 查看")
    return row


def lines_of(desk: Desk, rows: Iterable[Any]) -> tuple[PayoutLine, ...]:
    """The lines of a batch as they were handed in."""
    funds, accounts = desk.unit.fund_codes, desk.books.account_codes
    return tuple(payout_line(row, funds, accounts) for row in rows)


def payout_line(
    row: Any, funds: Mapping[int, str], accounts: Mapping[int, str]
) -> PayoutLine:
    """A row of `aid_batch_lines` as it was handed in."""
    return PayoutLine(
        place=row.line,
        code=row.code,
        project=Project(row.project),
        year=row.year,
        period=row.period,
        fund=funds[row.fund_id],
        account=accounts[row.account_id],
        purpose=row.purpose,
        amount=Money(row.amount_fen),
        member=row.member,
        case_key=row.case_key,
        memo=row.memo,
    )


def request_of(connection: Connection, desk: Desk, key: str) -> str:
    """The payment request of a batch.

    Raises:
        NotFound: there is no such batch.
        BatchRefused: it is not submitted.
    """
    batch_of(connection, desk, key)
    found = ground_store.ground_of_key(connection, desk.unit.id, key)
    if found is None:
        what = f"发放批次 {key} 还没有提交"
        raise BatchRefused(what, do="先用 bangfu aid batch submit 提交")
    return str(found.request)


# -- lines --------------------------------------------------------------------------


def digest_line(row: Sequence[Any]) -> DigestLine:
    """What is digested of a row of `aid_batch_lines`, key and file left out."""
    line, revision, code, case, project, member = *row[2:3], *row[4:9]
    year, period, fund, account, purpose, fen, memo = row[9:16]
    head = int(line), code, int(revision), case, project, int(member), int(year)
    return (*head, period, int(fund), int(account), purpose, int(fen), memo)


def makers(
    connection: Connection, desk: Desk, rows: Iterable[Sequence[Any]]
) -> dict[int, str]:
    """Who opened or changed the files, or recorded the cases, of lines."""
    told = [(row[3], row[6]) for row in rows]
    files = {file for file, _ in told}
    cases = sorted({f"{desk.unit.id}/{case}" for _, case in told if case})
    found: dict[int, str] = {}
    for what, codes in (
        (
            "case",
            batch_store.writers_of_rows(connection, desk.unit.id, "aid_cases", cases),
        ),
        ("file", {*recipient_store.writers(connection, files).values()}),
    ):
        found |= {desk.books.person(code): what for code in codes}
    return found


# -- examining ----------------------------------------------------------------------


def examine(
    connection: Connection,
    desk: Desk,
    key: str,
    basis: Basis,
    on: dt.date | None = None,
) -> tuple[Told, ...]:
    """Everything that is to be told of a batch that is paid on a day.

    Amounts that were judged when it was saved are judged again where the file changed,
    the household was given something, or other standards hold. That a line has no case
    is asked a reason for once: who submitted the batch gave it.

    Raises:
        VaultRefused: the keys are not at hand.
    """
    row = batch_of(connection, desk, key)
    rows = batch_store.lines(connection, desk.unit.id, key)
    lines = lines_of(desk, rows)
    day = on or desk.today
    same = bytes(row.standards) == standards_met(desk, lines, basis, day)
    cases = any(one.case_key for one in rows)
    payment = payout_reading.Payment(
        unit=desk.unit,
        on=day,
        but=key,
        met={one.code: one.revision for one in rows},
        # Only an amount beyond a case's standard is to be told again.
        met_at=row.saved_at if same and not (row.notices and cases) else "",
    )
    known = payout_reading.known(connection, lines, payment, basis)
    changed = _changed_cards(connection, rows, known)
    found = sorted((*check(lines, known), *changed))
    steps = batch_store.steps(connection, desk.unit.id, key)
    if not any(one.act == SUBMIT and one.reason for one in steps):
        return tuple(found)
    return tuple(
        replace(one, weight=Weight.REASONED) if one.rule is Rule.NO_CASE else one
        for one in found
    )


def _changed_cards(
    connection: Connection, rows: Sequence[Any], known: Known
) -> Iterator[Told]:
    """Lines whose card is another now: they are paid to the one that was approved."""
    before = batch_store.cards_at(connection, {one.file: one.revision for one in rows})
    for one in rows:
        if known.payees[one.code].card != before[one.file]:
            what = "编制之后变更过银行卡号，仍付编制时的卡；要付新卡的，另建批次"
            yield Told(one.line, one.code, Rule.CARD, Weight.NOTICE, what)


def standards_met(
    desk: Desk, lines: Iterable[PayoutLine], basis: Basis, day: dt.date
) -> bytes:
    """Which standards hold for the money of lines."""
    funds = {desk.unit.funds.get(one.fund, 0) for one in lines} - {0}
    origins = {Origin(desk.unit.fund_origins[fund]) for fund in funds}
    return basis.standards.fingerprint(day, origins)


def demand(what: str, told: Collection[Told], reason: str) -> None:
    """Go on only without faults, and with a reason where something is told.

    Raises:
        BatchFaulty: there are faults.
        BatchRefused: something is told and no reason is given.
    """
    if wrong := faults(told):
        raise BatchFaulty(what, wrong)
    noted = notices(told)
    unfit = [*text_faults(("理由", reason, False))]
    if unfit:
        raise BatchRefused(what, "；".join(unfit))
    if noted and not reason.strip():
        raise BatchRefused(
            what, "；".join(told_shortly(noted)), "核实后用 --reason 写明理由再办理"
        )
