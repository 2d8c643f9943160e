"""Who signed for a hand-out (领取签名), and what of it came back to stock.

1. The signed sheet stands as its SHA-256 with the lines that it signs for. Who signs is
   the worker, or a guardian on record on the day (`guardians.py`); nobody else.
2. A line is signed for once. Signatures are recorded all or none.
3. What nobody came for goes back to stock, one voucher for all such lines, at the cost
   with which it went; the hand-out and the file show it. What was signed for comes back
   by a slip that who gives it back signed (`goods_returns.py`).
4. An issue that was cancelled takes its signatures with it; who is issued anew signs
   anew.

Basis: 关于进一步做好困难职工帮扶工作的意见 (款物直接发放到困难职工手中).
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aid import handout_store
from aid.errors import HandoutRefused
from aid.guardians import Guardian, guardians_on
from aid.handout_reading import (
    Handout,
    LineStanding,
    LineState,
    handout,
    line_standings,
)
from aid.recipients import held
from ledger.database import Connection
from ledger.money import Money
from ledger.people import Act
from ledger.periods import china_day
from treasury import stock
from treasury.goods_desk import Moved
from treasury.goods_returns import Back, Returns, take_back_all, worded
from treasury.goods_signatures import Signature, sign_all

WORKER = 0
"""Who signs where no guardian is named."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A line that somebody signed for: the worker, or a guardian by its number."""

    line: int
    guardian: int = WORKER


@dataclass(frozen=True, slots=True)
class Sheet:
    """A signed sheet: its SHA-256, and the day on which it was signed."""

    digest: str
    on: dt.date


def sign(  # noqa: PLR0913, PLR0917 - as every verb, the sheet and its lines
    connection: Connection,
    unit: str,
    key: str,
    sheet: Sheet,
    signed: Sequence[Signed],
    act: Act,
) -> int:
    """Put a signed sheet on record with the lines that it signs for; how many are new.

    What is on record of the same sheet already is passed over.

    Raises:
        HandoutRefused: the hand-out is not issued, a line is not there, is signed for
            on another sheet or came back, or who signs may not; all is told.
        GoodsRefused: the sheet or the day cannot be.
        NotFound: there is no such unit or hand-out.
    """
    held(connection, unit)
    one = handout(connection, unit, key)
    wrong = [*_sheet_faults(one, sheet, signed, act)]
    lines = {line.line: line for line in line_standings(connection, one)}
    files = {lines[given.line].file for given in signed if given.line in lines}
    guardians = guardians_on(connection, files, sheet.on)
    made: list[tuple[int, Signature]] = []
    for given in signed:
        line = lines.get(given.line)
        if line is None:
            wrong.append(f"没有第 {given.line} 行")
            continue
        by = _guardian(guardians.get(line.file, ()), given.guardian)
        faults = [*_faults(line, given, by, sheet)]
        wrong += [f"第 {line.line} 行（档案 {line.recipient}）：{f}" for f in faults]
        if line.sheet != sheet.digest and not faults:
            made.append((line.move, _signature(line, by, sheet)))
    if wrong:
        why = "；".join(dict.fromkeys(wrong))
        what = f"发放单 {key} 的签收没有登记"
        raise HandoutRefused(what, why, "改正后重新登记")
    if made:
        sign_all(connection, unit, made, act)
    return len(made)


def _sheet_faults(
    one: Handout, sheet: Sheet, signed: Sequence[Signed], act: Act
) -> Iterator[str]:
    if not one.lives:
        yield f"发放单{one.state.label}"
    if not sheet.digest:
        yield "没有写明签字表（扫描件的 SHA-256 摘要）"
    if not signed:
        yield "没有写明哪些行已签收"
    if len({given.line for given in signed}) < len(signed):
        yield "同一行写了两次"
    if sheet.on > china_day(act.at):
        yield "签收日期晚于今天"
    if one.issued_on is not None and sheet.on < one.issued_on:
        yield f"签收日期早于发放日期 {one.issued_on}"


def _guardian(held_: Sequence[Guardian], number: int) -> Guardian | None:
    return next((one for one in held_ if one.number == number), None)


def _faults(
    line: LineStanding, given: Signed, by: Guardian | None, sheet: Sheet
) -> Iterator[str]:
    if given.guardian != WORKER and by is None:
        yield f"{sheet.on} 没有登记在案的第 {given.guardian} 号监护人，不能代领"
    if line.sheet:
        signer = line.recipient if by is None else by.signer(line.recipient)
        if (line.sheet, line.signer) != (sheet.digest, signer):
            yield f"已于 {line.signed_on} 签收"
    elif line.state is LineState.RETURNED:
        yield "已退回"


def _signature(line: LineStanding, by: Guardian | None, sheet: Sheet) -> Signature:
    if by is None:
        return Signature(line.recipient, sheet.on, sheet.digest)
    authorised = f"监护人（{by.relation.label}）：{by.paper}"
    return Signature(by.signer(line.recipient), sheet.on, sheet.digest, authorised)


def give_back(  # noqa: PLR0913, PLR0917 - as every verb, the day, why and of which lines
    connection: Connection,
    unit: str,
    key: str,
    on: dt.date,
    reason: str,
    act: Act,
    *,
    lines: Sequence[int] = (),
    ref: str = "",
    sheet: str = "",
) -> Moved:
    """Bring back to stock what nobody signed for, or the lines that are named.

    Args:
        connection: the books.
        unit: the unit.
        key: the hand-out.
        on: the day on which it comes back.
        reason: why.
        act: who enters it.
        lines: which; all that are not signed for where none is told.
        ref: of its voucher; the next one of the hand-out where none is told.
        sheet: SHA-256 of the slip signed by who gives back what was signed for.

    Raises:
        HandoutRefused: it is not issued, or there is nothing to bring back.
        GoodsRefused: the issue is not in the books yet, the day cannot be, or a line
            was signed for and there is no slip.
        NotFound: there is no such unit or hand-out.
    """
    at = held(connection, unit)
    one = handout(connection, unit, key)
    what = f"发放单 {key} 没有退回"
    if not one.lives:
        raise HandoutRefused(what, f"发放单{one.state.label}", "发放入账后才能退回")
    last = one.first_move + one.lines - 1
    before = handout_store.return_refs(connection, at.id, one.first_move, last)
    if ref in before and (
        done := _done(connection, one, ref, (worded(reason, sheet), lines))
    ):
        return done
    chosen = _chosen(line_standings(connection, one), lines, what)
    whole = Returns(
        unit=unit,
        ref=ref or f"{one.issue_ref}-退{len(before) + 1}",
        dated_on=on,
        summary=f"{one.title}（发放单 {key}）退回 {len(chosen)} 份",
        lines=tuple(Back(one.move, one.left_milli, one.serials) for one in chosen),
        reason=reason,
        sheet=sheet,
    )
    return take_back_all(connection, whole, act)


def _done(
    connection: Connection, one: Handout, ref: str, asked: tuple[str, Sequence[int]]
) -> Moved | None:
    """What came back under a reference already, if it is what is asked for."""
    reason, lines = asked
    alive = [move for move in stock.moves(connection, one.unit, ref=ref) if move.alive]
    if not alive:
        return None
    back = {(move.row.source or 0) - one.first_move + 1 for move in alive}
    if (lines and set(lines) != back) or alive[0].row.approval != reason:
        what = f"{ref} 已经登记过退回，但内容不同"
        raise HandoutRefused(what, do="另一次退回请用另一个引用号")
    cost = Money(sum(move.row.cost_fen for move in alive))
    numbers = tuple(move.number for move in alive)
    return Moved(ref, numbers, cost, alive[0].row.draft, already=True)


def _chosen(
    standing: Sequence[LineStanding], lines: Sequence[int], what: str
) -> list[LineStanding]:
    """The lines that come back: those named, or all that nobody signed for."""
    known = {line.line: line for line in standing if line.left_milli}
    if strange := [str(number) for number in lines if number not in known]:
        told = "、".join(strange)
        raise HandoutRefused(what, f"没有第 {told} 行，或已全部退回", "查看后重办")
    chosen = [known[number] for number in sorted(set(lines))] or [
        line for line in known.values() if not line.signer
    ]
    if not chosen:
        raise HandoutRefused(what, "没有未签收的行", "已签收的用 --lines 写明")
    return chosen
