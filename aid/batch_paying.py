"""Paying a batch (发放), and what the bank did with each line.

1. An approved batch is released once, as the draft of one voucher: a line for each line
   of the batch, by file number. Every line is checked again, on the day of payment.
2. The bank's result comes line by line, all at once or in parts; the same result twice
   is one, and what was paid is not told as failed afterwards. Of a line that went to
   the bank in a payment file the bank tells, nobody else.
3. What failed comes back to 其他应付款, owed to each file number under the request, by
   one draft; it is paid again, line by line, once the card was put right.
4. When the result of every line is known, the batch is settled.

A voucher that is cancelled in red takes its payment back; the batch is released anew.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aid import batch_store
from aid.bank_file_keeping import KeptLine, LineState
from aid.bank_file_keeping import lines_of as sent_lines
from aid.bank_results import RETURNED_LATER
from aid.batch_desk import batch_of, demand, examine, lines_of, request_of
from aid.batch_tables import FAILED, PAID, RELEASE, RESULT
from aid.errors import BatchRefused
from aid.payout_lines import results_digest
from aid.payout_reading import Basis
from aid.payout_told import notices
from budgets.records import text_faults
from ledger import ground_store, request_store
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.money import Money
from ledger.people import Act
from ledger.privacy import personal_number
from ledger.register import append_rows, lookups
from ledger.uncollected import uncollected
from treasury import paying
from treasury.bank_entries import payable
from treasury.drafting import HandedIn, hand_in
from treasury.paying import Repayment
from treasury.request_desk import Desk, open_desk, standing_of

RETURNED = "退回-"
"""How the reference of what came back begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """When a batch is paid, of which account; why, in spite of what is told."""

    dated_on: dt.date
    money_account: str = "102"
    attachments: int = 1
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the bank did with a line."""

    is_paid: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a batch: its lines by their last result; the draft of returns."""

    paid: int
    failed: int
    unknown: int
    returns: HandedIn | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the result of every line is known."""
        return not self.unknown


# -- release ------------------------------------------------------------------------


@uncollected()
def release(  # noqa: PLR0913, PLR0917 - as every verb, and how
    connection: Connection, unit: str, key: str, basis: Basis, given: Release, act: Act
) -> HandedIn:
    """Hand in the draft that pays an approved batch; released twice it is one.

    Raises:
        BatchFaulty: lines that may not be paid on the day; all of them are told.
        BatchRefused: it is not submitted, or what is told needs a reason.
        RequestRefused: it is paid already.
        VoucherRefused: it is not approved, or the draft breaks another rule.
        NotFound: there is no such unit, person or batch.
    """
    desk = open_desk(connection, unit, act)
    row = batch_of(connection, desk, key)
    request = request_of(connection, desk, key)
    _meet_approved(connection, desk, key, request)
    lines = lines_of(desk, batch_store.lines(connection, desk.unit.id, key))
    told = examine(connection, desk, key, basis, given.dated_on)
    demand(f"发放批次 {key} 没有发放", told, given.reason)
    details = tuple(
        DraftPosting(
            account=line.account,
            fund=line.fund,
            debit=str(line.amount),
            purpose=line.purpose,
            recipient=line.code,
            persons="1",
        )
        for line in lines
    )
    payment = paying.Payment(
        dated_on=given.dated_on,
        money_account=given.money_account,
        attachments=given.attachments,
        summary=f"{row.title}（{key}）",
        details=details,
    )
    handed = paying.pay(connection, unit, request, payment, act)
    if not handed.already:
        noted = len(notices(told))
        values = RELEASE, None, handed.draft, 0, 0, 0, None, noted
        reason = given.reason.strip() if noted else ""
        _append_step(connection, desk, key, (*values, reason))
    return handed


def _meet_approved(connection: Connection, desk: Desk, key: str, request: str) -> None:
    standing = standing_of(connection, desk.unit, request)
    if standing.ended or (not standing.paid and standing.approved < standing.approvals):
        lacking = standing.approvals - standing.approved
        why = standing.state.label if standing.ended else f"还差 {lacking} 人批准"
        what = f"发放批次 {key} 没有发放"
        raise BatchRefused(what, why, "批准后再发放；已经失效的另建批次")


def _append_step(
    connection: Connection, desk: Desk, key: str, values: tuple[object, ...]
) -> None:
    """Append a step; its values from the act to the reason."""
    number = len(batch_store.steps(connection, desk.unit.id, key)) + 1
    step = (
        *(desk.unit.id, key, number, *values),
        *(desk.person_id, desk.today.isoformat(), desk.act.stamp),
    )
    append_rows(connection, desk.unit, (("aid_batch_steps", [step]),), desk.act)


# -- results ------------------------------------------------------------------------


def settle(  # noqa: PLR0913 - as every verb, and when it came back
    connection: Connection,
    unit: str,
    key: str,
    outcomes: Mapping[int, Outcome],
    act: Act,
    *,
    on: dt.date | None = None,
    account: str = "102",
) -> Settled:
    """Take in what the bank did with lines; what failed comes back by one draft.

    Raises:
        BatchRefused: it is not paid, a line is not of it, or a result contradicts what
            is known; all that is wrong is told.
        VoucherRefused: the draft of the returns breaks rules.
        NotFound: there is no such unit, person or batch.
    """
    desk = open_desk(connection, unit, act)
    batch_of(connection, desk, key)
    request = request_of(connection, desk, key)
    lines = {row.line: row for row in batch_store.lines(connection, desk.unit.id, key)}
    known = results_of(connection, desk.unit.id, key)
    again = repaid_lines(connection, desk.unit.id, request)
    wrong = [*_result_faults(lines, known, outcomes, again)]
    wrong += _at_the_bank(sent_lines(connection, unit, key), outcomes)
    if not standing_of(connection, desk.unit, request).paid:
        wrong.insert(0, "批次还没有付款（凭证没有入账）")
    if wrong:
        what = f"发放批次 {key} 的银行结果没有登记"
        raise BatchRefused(what, "；".join(wrong), "核对结果文件是否属于这个批次")
    new = {
        line: one
        for line, one in sorted(outcomes.items())
        if _is_open(known.get(line, ()), again.get(line, 0))
    }
    returns = None
    if new:
        sums = _take(connection, desk, key, lines, new)
        if failed := [lines[line] for line, one in new.items() if not one.is_paid]:
            given = Release(dated_on=on or desk.today, money_account=account)
            returns = _returned(connection, desk, (key, request, sums), failed, given)
    return _settled(connection, desk, key, len(lines), returns)


def results_of(connection: Connection, unit_id: int, key: str) -> dict[int, list[Any]]:
    """The results of each line since it was released last, first to last."""
    steps = batch_store.steps(connection, unit_id, key)
    released = max((one.step for one in steps if one.act == RELEASE), default=0)
    found: dict[int, list[Any]] = {}
    for row in batch_store.results(connection, unit_id, key):
        if row.step > released:
            found.setdefault(row.line, []).append(row)
    return found


def repaid_lines(connection: Connection, unit_id: int, request: str) -> dict[int, int]:
    """How often each line was paid again, by vouchers that stand."""
    moves = request_store.request_moves(connection, unit_id, request)
    places = [m.position for m in moves if m.act == "repay" and m.amount_fen > 0]
    found: dict[int, int] = {}
    begins = f"{paying.AGAIN}{request}-"
    for ref in request_store.refs_at(connection, unit_id, places).values():
        number = ref.removeprefix(begins).partition("/")[0]
        if ref.startswith(begins) and number.isdecimal():
            found[int(number)] = found.get(int(number), 0) + 1
    return found


def repaid_open(connection: Connection, unit: str, key: str) -> frozenset[int]:
    """The lines that came back, were paid again, and wait for the bank's result.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    ground = ground_store.ground_of_key(connection, unit_id, key)
    if ground is None:
        return frozenset()
    again = repaid_lines(connection, unit_id, str(ground.request))
    return frozenset(
        line
        for line, results in results_of(connection, unit_id, key).items()
        if _is_open(results, again.get(line, 0))
    )


def _is_open(results: Sequence[Any], repaid: int) -> bool:
    """Whether a line waits for a result: none yet, or paid again since it failed."""
    failed = sum(one.outcome == FAILED for one in results)
    return not results or (results[-1].outcome == FAILED and repaid >= failed)


def _result_faults(
    lines: Mapping[int, Any],
    known: Mapping[int, Sequence[Any]],
    outcomes: Mapping[int, Outcome],
    again: Mapping[int, int],
) -> Iterator[str]:
    if not outcomes:
        yield "没有任何一行的结果"
    for line, one in sorted(outcomes.items()):
        results = known.get(line, ())
        if line not in lines:
            yield f"批次没有第 {line} 行"
        elif not one.is_paid and not one.reason.strip():
            yield f"第 {line} 行没有写明未付的原因"
        elif not one.is_paid and personal_number(one.reason):
            yield f"第 {line} 行的原因中有号码，删去号码"
        elif fault := [*text_faults(("原因", one.reason, False))]:
            yield f"第 {line} 行：{fault[0]}"
        elif not _is_open(results, again.get(line, 0)):
            was = results[-1].outcome == PAID
            if was != one.is_paid:
                told = f"已付，{RETURNED_LATER}" if was else "未付，且还没有再付"
                yield f"第 {line} 行已登记为{told}"


def _at_the_bank(
    sent: Mapping[int, KeptLine], outcomes: Mapping[int, Outcome]
) -> Iterator[str]:
    """Lines that a payment file told the bank to pay, and that it told nothing of."""
    waiting = [
        line
        for line in sorted(outcomes)
        if line in sent and sent[line].state is LineState.WAITING
    ]
    if waiting:
        number = sent[waiting[0]].number
        listed = "、".join(map(str, waiting[:20])) + ("等" if waiting[20:] else "")
        yield (
            f"第 {listed} 行在第 {number} 号付款文件中等待回盘，"
            "请用 bangfu aid bank-file result 导入回盘文件，不手工登记"
        )


def _take(
    connection: Connection,
    desk: Desk,
    key: str,
    lines: Mapping[int, Any],
    new: Mapping[int, Outcome],
) -> int:
    """Append results and the step that seals them; the number of the step."""
    unit_id = desk.unit.id
    number = len(batch_store.steps(connection, unit_id, key)) + 1
    told = [
        (line, PAID if one.is_paid else FAILED, one.reason.strip())
        for line, one in new.items()
    ]
    batch_store.add_results(connection, [(unit_id, key, number, *one) for one in told])
    sums = {
        outcome: sum(lines[line].amount_fen for line, one, _ in told if one == outcome)
        for outcome in (PAID, FAILED)
    }
    amounts = sums[PAID], sums[FAILED], results_digest(told)
    values = RESULT, None, None, len(told), *amounts, 0, ""
    _append_step(connection, desk, key, values)
    return number


def _returned(
    connection: Connection,
    desk: Desk,
    about: tuple[str, str, int],
    failed: Sequence[Any],
    given: Release,
) -> HandedIn:
    """The draft by which what failed comes back, owed to each file number."""
    key, request, step = about
    owed = payable(desk.books, desk.unit, given.dated_on)
    sums: dict[str, int] = {}
    postings = []
    for row in failed:
        fund = desk.unit.fund_codes[row.fund_id]
        sums[fund] = sums.get(fund, 0) + row.amount_fen
        postings.append(
            DraftPosting(
                account=owed,
                fund=fund,
                credit=str(Money(row.amount_fen)),
                recipient=row.code,
                request=request,
            )
        )
    money = [
        DraftPosting(
            account=given.money_account,
            fund=fund,
            debit=str(Money(fen)),
            request=request,
        )
        for fund, fen in sums.items()
    ]
    voucher = DraftVoucher(
        unit=desk.unit.code,
        ref=f"{RETURNED}{key}-{step}",
        dated_on=given.dated_on.isoformat(),
        summary=f"银行退回发放批次 {key} 的 {len(failed)} 行",
        postings=(*money, *postings),
        attachments=str(given.attachments),
    )
    return hand_in(connection, voucher, "bank_return", desk.act)


def _settled(
    connection: Connection, desk: Desk, key: str, count: int, returns: HandedIn | None
) -> Settled:
    known = results_of(connection, desk.unit.id, key)
    failed = sum(one[-1].outcome == FAILED for one in known.values())
    return Settled(len(known) - failed, failed, count - len(known), returns)


# -- paying again -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """When a line is paid again; why with the same card where it was not changed."""

    dated_on: dt.date
    money_account: str = "102"
    attachments: int = 1
    reason: str = ""


def repay(  # noqa: PLR0913, PLR0917 - as every verb, and how
    connection: Connection, unit: str, key: str, line: int, given: Again, act: Act
) -> HandedIn:
    """Hand in the draft that pays a failed line again.

    Raises:
        BatchRefused: the line did not fail, or its card is the same and no reason is
            given.
        RequestRefused: the return is not in the books yet.
        VoucherRefused: the draft breaks rules.
        NotFound: there is no such unit, person or batch.
    """
    desk = open_desk(connection, unit, act)
    request = request_of(connection, desk, key)
    rows = {row.line: row for row in batch_store.lines(connection, desk.unit.id, key)}
    results = results_of(connection, desk.unit.id, key).get(line, [])
    repaid = repaid_lines(connection, desk.unit.id, request).get(line, 0)
    failed = sum(one.outcome == FAILED for one in results)
    what = f"发放批次 {key} 第 {line} 行没有再付"
    if line not in rows or not failed or results[-1].outcome == PAID:
        raise BatchRefused(what, "这一行没有登记为未付", "核对行号")
    if repaid >= failed:
        raise BatchRefused(what, "已经再付，还没有登记结果", "先登记银行的结果")
    row = rows[line]
    if not given.reason.strip() and _has_same_card(connection, row):
        do = "先变更档案中的银行卡号；卡号无误的，用 --reason 写明理由"
        raise BatchRefused(what, f"档案 {row.code} 的银行卡号没有变更", do)
    repayment = Repayment(
        dated_on=given.dated_on,
        amount=Money(row.amount_fen),
        payee="",
        fund=desk.unit.fund_codes[row.fund_id],
        owed_account=payable(desk.books, desk.unit, given.dated_on),
        money_account=given.money_account,
        attachments=given.attachments,
        recipient=row.code,
        returned=str(line),
    )
    return paying.repay(connection, unit, request, repayment, act)


def _has_same_card(connection: Connection, row: Any) -> bool:
    """Whether the file's card is the one that it had when the batch was saved."""
    before = batch_store.cards_at(connection, {row.file: row.revision})
    (now,) = batch_store.latest_revisions(connection, [row.file])
    return before[row.file] == (now.card_blind and bytes(now.card_blind))
