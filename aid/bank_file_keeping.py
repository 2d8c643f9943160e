"""Files to the bank and results, as they are kept: what went out, what became of it.

1. The same lines are one payment file, however often and in whatever form they are
   written down; the same form gives the same bytes. The bytes are not kept.
2. A line goes to the bank once. It goes again, in the next file, only after the bank
   said that it was not paid. Nothing goes to a worker who died before the day.
3. A result is held against the payment file (`bank_results.py`) and taken in whole; the
   same bytes are taken in once.
4. No holder, no card and no word of the bank stands in clear: a card is known by its
   blind index, bytes by a keyed hash, the bank's reason is encrypted.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from aid import bank_file_store, batch_store
from aid.bank_digests import payment_hash, result_hash
from aid.bank_file_tables import aid_payment_lines, aid_result_lines
from aid.bank_files import PayLine, PaymentFile, rendered
from aid.bank_formats import BankFormat
from aid.bank_results import (
    Asked,
    Expected,
    Outcome,
    Sent,
    bare_card,
    matched,
    read_results,
    summed,
)
from aid.deceased import workers_died
from aid.errors import BankFileRefused
from aid.recipient_tables import CLOSE, DEATH
from aid.recipient_writing import CARD_INDEX
from budgets.records import locked
from ledger import store
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.people import Act
from ledger.periods import china_day
from ledger.privacy import shown
from ledger.register import UnitLookup, append_rows, lookups
from treasury.vault import Vault

_TOLD_MOST = 20


class LineState(Labelled):
    """What is known of a line that went to the bank."""

    WAITING = "waiting", "等待回盘"
    PAID = "paid", "已付"
    FAILED = "failed", "未付"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLine:
    """A line as its last payment file has it; the reason where the keys are at hand."""

    line: int
    number: int
    amount: Money
    state: LineState
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A payment file and what became of its lines."""

    batch: str
    number: int
    lines: int
    amount: Money
    paid: int
    paid_amount: Money
    failed: int
    failed_amount: Money
    made_at: str

    @property
    def waiting(self) -> int:
        """Lines of which the bank told nothing yet."""
        return self.lines - self.paid - self.failed


@dataclass(frozen=True, slots=True)
class Written:
    """A payment file as it is written; `again`: these bytes were written before."""

    number: int
    again: bool
    file: PaymentFile


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A result as it was taken in; `already`: before, and nothing changed.

    `unchanged` counts lines of which it says again what is known.
    """

    number: int
    result: int
    paid: int
    paid_amount: Money
    failed: int
    failed_amount: Money
    already: bool = False
    outcomes: tuple[Outcome, ...] = ()
    unchanged: int = 0


# -- what stands --------------------------------------------------------------------


def lines_of(
    connection: Connection, unit: str, batch: str, vault: Vault | None = None
) -> dict[int, KeptLine]:
    """What is known of a batch's lines that went to the bank, by line.

    Raises:
        NotFound: there is no such unit.
        VaultRefused: a key is not at hand, or a row was changed.
    """
    unit_id = lookups(connection).unit(unit).id
    told = bank_file_store.told(connection, unit_id, batch)
    found: dict[int, KeptLine] = {}
    for row in bank_file_store.lines(connection, unit_id, batch):
        is_paid, why = told.get((row.number, row.line), (None, None))
        reason = b""
        if why is not None and vault is not None:
            context = _context(unit_id, batch, row.number, row.line)
            reason = vault.unlock(bytes(why), context)
        found[row.line] = KeptLine(
            line=row.line,
            number=row.number,
            amount=Money(row.amount_fen),
            state=_state(is_paid),
            reason=reason.decode(),
        )
    return found


def _state(is_paid: int | None) -> LineState:
    if is_paid is None:
        return LineState.WAITING
    return LineState.PAID if is_paid else LineState.FAILED


def _context(unit_id: int, batch: str, number: int, line: int) -> str:
    """What a reason of the bank is bound to."""
    return f"aid_result_lines.locked:{unit_id}/{batch}/{number}/{line}"


def files_of(
    connection: Connection, unit: str, batch: str = ""
) -> tuple[KeptFile, ...]:
    """The payment files of a unit, or of one of its batches.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    results: dict[tuple[str, int], list[Any]] = {}
    for row in bank_file_store.all_results(connection, unit_id):
        results.setdefault((row.batch, row.number), []).append(row)
    rows = bank_file_store.all_files(connection, unit_id)
    return tuple(
        _kept(row, results.get((row.batch, row.number), []))
        for row in rows
        if batch in {"", row.batch}
    )


def _kept(row: Any, results: Sequence[Any]) -> KeptFile:
    return KeptFile(
        batch=row.batch,
        number=row.number,
        lines=row.lines,
        amount=Money(row.sum_fen),
        paid=sum(one.paid for one in results),
        paid_amount=Money(sum(one.paid_fen for one in results)),
        failed=sum(one.failed for one in results),
        failed_amount=Money(sum(one.failed_fen for one in results)),
        made_at=row.made_at,
    )


# -- out ----------------------------------------------------------------------------


def write(  # noqa: PLR0913, PLR0917 - as every verb, in what form
    connection: Connection,
    unit: str,
    batch: str,
    lines: Sequence[PayLine],
    form: BankFormat,
    vault: Vault,
    act: Act,
) -> Written:
    """The payment file of lines of a batch, recorded (1, 2).

    Costs one query of the batch's lines and one statement, and three for the files.

    Raises:
        NotFound: there is no such unit.
        BankFileRefused: a line is at the bank or paid, cannot be paid so, or its worker
            died.
    """
    at = locked(connection, unit)
    _demand_alive(connection, batch, lines, china_day(act.at))
    placed = sorted(lines, key=lambda one: one.line)
    rows = [(o.line, o.amount.fen, _blind(o.card.number, vault)) for o in placed]
    digest = payment_hash(rows)
    standing = bank_file_store.files(connection, at.id, batch)
    asked = {one.line for one in lines}
    out = [
        one
        for line, one in lines_of(connection, unit, batch).items()
        if line in asked and one.state is not LineState.FAILED
    ]
    same = [one.number for one in standing if bytes(one.lines_hash) == digest]
    if out and not same:
        raise _out(batch, out)
    number = same[-1] if out else len(standing) + 1
    file = rendered(batch, number, placed, form)
    by = lookups(connection).person(act.person), act.stamp
    if not out:
        # Lines are in masses: the digest of their file stands in the chain for them.
        key = at.id, batch, number
        masses = [(*key, *row) for row in rows]
        store.write_rows(connection, aid_payment_lines, masses)
        head = *key, len(rows), file.total.fen, digest, *by
        append_rows(connection, at, [("aid_payment_files", [head])], act)
    return _writing(connection, at, (batch, number), (file, form), vault, act)


def _demand_alive(
    connection: Connection, batch: str, lines: Sequence[PayLine], day: dt.date
) -> None:
    """Refuse lines whose worker died before the day, by the list or by the file (2)."""
    rows = batch_store.files_of_codes(connection, {one.code for one in lines})
    files = {row.file: row.code for row in rows}
    died = {files[f]: on for f, on in workers_died(connection, files, day).items()}
    for file, steps in batch_store.steps_of_files(connection, files).items():
        last = steps[-1]
        on = last.died_on or last.acted_on
        if last.act == CLOSE and last.reason == DEATH and on < day:
            died.setdefault(files[file], on)
    stopped = [one for one in lines if one.code in died]
    if not stopped:
        return
    told = [
        f"第 {one.line} 行（{one.code}）已于 {died[one.code]} 死亡"
        for one in stopped[:_TOLD_MOST]
    ]
    if more := len(stopped) - len(told):
        told.append(f"另有 {more} 行")
    do = (
        f"没有报过银行的行，先用 bangfu aid batch settle {batch} --failed 行=已死亡"
        " 退回，再生成其余各行；已报银行的，通知银行止付，等回盘登记"
    )
    what = f"批次 {batch} 的付款文件没有生成"
    raise BankFileRefused(what, "；".join(told), do)


def _blind(card: str, vault: Vault) -> bytes:
    return vault.blind(bare_card(card), CARD_INDEX)


def _out(batch: str, out: Sequence[KeptLine]) -> BankFileRefused:
    """Why lines do not go to the bank again (2)."""
    told = [
        f"第 {one.line} 行在第 {one.number} 号付款文件中，{one.state.label}"
        for one in out[:_TOLD_MOST]
    ]
    if more := len(out) - len(told):
        told.append(f"另有 {more} 行")
    do = "只写未付的行；要重写原文件的，行、卡号和金额须与原来相同"
    return BankFileRefused(f"批次 {batch} 的付款文件没有生成", "；".join(told), do)


def _writing(  # noqa: PLR0913, PLR0917 - as every verb
    connection: Connection,
    unit: UnitLookup,
    key: tuple[str, int],
    made: tuple[PaymentFile, BankFormat],
    vault: Vault,
    act: Act,
) -> Written:
    file, form = made
    blind = _file_blind(file.content, vault)
    known = bank_file_store.writings(connection, unit.id, *key)
    if any(bytes(one.file_blind) == blind for one in known):
        return Written(key[1], again=True, file=file)
    by = lookups(connection).person(act.person), act.stamp
    of_form = form.bank, form.revision, form.encoding.value
    row = unit.id, *key, len(known) + 1, *of_form, blind, *by
    append_rows(connection, unit, [("aid_payment_writings", [row])], act)
    return Written(key[1], again=False, file=file)


def _file_blind(content: bytes, vault: Vault) -> bytes:
    """A file's SHA-256 as it may be kept: a short file could be guessed from it."""
    return vault.blind(hashlib.sha256(content).hexdigest(), "aid.bank_files")


# -- in -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A result file as it is handed in; `number` 0 is the batch's last payment file."""

    batch: str
    number: int = 0
    name: str
    content: bytes = field(repr=False)
    forms: tuple[BankFormat, ...]
    expected: Expected | None = None


def take_results(
    connection: Connection, unit: str, given: Returned, vault: Vault, act: Act
) -> TakenIn:
    """Take in what the bank says of a payment file, once (3).

    Costs one query of the batch's lines and one statement.

    Raises:
        NotFound: there is no such unit or payment file.
        BankFileRefused: these bytes were taken in for another file.
        FolderFaulty: the file has faults, is of another batch, or contradicts what was
            sent; all is told.
    """
    at = locked(connection, unit)
    number = _number(connection, at, given)
    blind = _file_blind(given.content, vault)
    known = bank_file_store.result_of(connection, at.id, blind)
    if known is not None:
        if (known.batch, known.number) != (given.batch, number):
            why = f"同一内容已作为批次 {known.batch} 第 {known.number} 号文件的回盘导入"
            raise BankFileRefused("回盘没有导入", why, "选对批次和回盘文件")
        amounts = Money(known.paid_fen), Money(known.failed_fen)
        counted = known.paid, amounts[0], known.failed, amounts[1]
        return TakenIn(number, known.result, *counted, already=True)
    result = read_results(given.name, given.content, given.forms)
    rows = [
        row
        for row in bank_file_store.lines(connection, at.id, given.batch)
        if row.number == number
    ]
    told = bank_file_store.told(connection, at.id, given.batch)
    asked = Asked(
        given.batch,
        number,
        tuple(Sent(o.line, Money(o.amount_fen), bytes(o.card_blind)) for o in rows),
        {line: bool(paid) for (of, line), (paid, _) in told.items() if of == number},
    )
    found = matched(result, asked, lambda card: _blind(card, vault), given.expected)
    new = tuple(one for one in found if not one.is_known)
    if not new:
        paid, failed = summed(found)
        return TakenIn(number, 0, *paid, *failed, already=True, unchanged=len(found))
    taken = _taken(connection, at, (given.batch, number, blind), new, vault, act)
    return replace(taken, unchanged=len(found) - len(new))


def _number(connection: Connection, unit: UnitLookup, given: Returned) -> int:
    numbers = [
        one.number for one in bank_file_store.files(connection, unit.id, given.batch)
    ]
    number = given.number or max(numbers, default=0)
    if number not in numbers:
        do = "用 bangfu aid bank-file list 查看"
        name = f"{shown(given.batch)} 第 {number} 号" if number else shown(given.batch)
        raise NotFound("付款文件", name, do)
    return number


def _taken(  # noqa: PLR0913, PLR0917 - as every verb
    connection: Connection,
    unit: UnitLookup,
    key: tuple[str, int, bytes],
    outcomes: tuple[Outcome, ...],
    vault: Vault,
    act: Act,
) -> TakenIn:
    batch, number, blind = key
    known = bank_file_store.results(connection, unit.id, batch)
    result = 1 + sum(1 for one in known if one.number == number)
    lines = [
        (one.line, int(one.is_paid), one.amount.fen, _reason(unit, key, one, vault))
        for one in outcomes
    ]
    store.write_rows(
        connection,
        aid_result_lines,
        [(unit.id, batch, number, line, result, *rest) for line, *rest in lines],
    )
    (paid, paid_amount), (failed, failed_amount) = summed(outcomes)
    counted = paid, paid_amount.fen, failed, failed_amount.fen
    by = lookups(connection).person(act.person), act.stamp
    head = unit.id, batch, number, result, blind, *counted, result_hash(lines), *by
    append_rows(connection, unit, [("aid_result_files", [head])], act)
    told = paid, paid_amount, failed, failed_amount
    return TakenIn(number, result, *told, outcomes=outcomes)


def _reason(
    unit: UnitLookup, key: tuple[str, int, bytes], one: Outcome, vault: Vault
) -> bytes | None:
    if not one.reason:
        return None
    context = _context(unit.id, key[0], key[1], one.line)
    return vault.lock(one.reason.encode(), context)
