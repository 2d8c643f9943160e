"""Payment batches (发放批次): a list of payments by file number, as one request.

    draft → submitted → approved → released → settled
    dropped: from draft, or with its request until it is paid

1. A batch is saved once for a list: the same lines, or the same file, a second time are
   told with the batch that stands. Every line is checked; a fault refuses all of it.
2. It is submitted as one payment request (L12): fund and budget are held, as many
   approve as the band of its sum asks. What is told (`payout_checks.Weight.NOTICE`)
   needs a reason.
3. Who made the batch, or the files and cases paid in it, does not approve it.

It is paid in `batch_paying.py`. Basis: 会计法 第二十五条; 中央财政专项帮扶资金使用管理
办法 (实名制发放).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aid import batch_store, payout_reading
from aid.batch_desk import (
    batch_of,
    demand,
    digest_line,
    examine,
    makers,
    request_of,
    standards_met,
)
from aid.batch_tables import DROP, SUBMIT
from aid.errors import BatchFaulty, BatchRefused
from aid.payout_checks import check
from aid.payout_lines import PayoutLine, lines_digest
from aid.payout_reading import Basis
from aid.payout_told import Told, faults, notices
from budgets.records import text_faults
from ledger import grounds
from ledger.database import Connection
from ledger.money import Money
from ledger.payment_requests import RequestKind
from ledger.people import Act
from ledger.register import append_rows
from ledger.uncollected import uncollected
from treasury import approving, requests
from treasury.request_desk import Desk, Requested, RequestLine, open_desk
from treasury.requests import PaymentRequest

REF = "发放-"
"""How the reference of a batch's request begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch as it is handed in; `ref` is the caller's own number.

    `file_digest` tells the list that it was read from again, where it was one.
    """

    unit: str
    ref: str
    title: str
    lines: tuple[PayoutLine, ...]
    file_digest: bytes | None = None

    @property
    def amount(self) -> Money:
        """What all its lines pay."""
        return Money(sum(line.amount.fen for line in self.lines))


@dataclass(frozen=True, slots=True)
class Saved:
    """A batch under its key, with what is told of its lines."""

    key: str
    line_count: int
    amount: Money
    told: tuple[Told, ...] = ()
    already: bool = False


# -- saving -------------------------------------------------------------------------


@uncollected()
def save(connection: Connection, batch: Batch, basis: Basis, act: Act) -> Saved:
    """Keep a batch, once: every line of it is checked as if it were paid today.

    Raises:
        BatchFaulty: lines that may not be paid; all of them are told.
        BatchRefused: it says too little, its list stands in another batch, or another
            batch stands under its reference.
        NotFound: there is no such unit or person.
        VaultRefused: the keys are not at hand.
    """
    desk = open_desk(connection, batch.unit, act)
    _demand_said(batch)
    year = desk.today.year
    number = batch_store.last_number(connection, desk.unit.id, year) + 1
    key = f"B{year}-{number}"
    rows = _rows(connection, desk, batch.lines, key)
    digest = lines_digest(map(digest_line, rows))
    if (stands := _stands(connection, desk, batch, digest)) is not None:
        amount = Money(stands.sum_fen)
        return Saved(stands.key, stands.line_count, amount, already=True)
    payment = payout_reading.Payment(unit=desk.unit, on=desk.today)
    known = payout_reading.known(connection, batch.lines, payment, basis)
    found = check(batch.lines, known)
    if wrong := faults(found):
        raise BatchFaulty("发放批次没有保存", wrong)
    head = (
        *(desk.unit.id, key, year, number, batch.ref, batch.title.strip()),
        *(len(rows), batch.amount.fen, digest, batch.file_digest),
        *(standards_met(desk, batch.lines, basis, desk.today), len(notices(found))),
        *(desk.person_id, desk.today.isoformat(), act.stamp),
    )
    batch_store.add_lines(connection, rows)
    made = makers(connection, desk, rows) | {desk.person_id: "batch"}
    parts = (
        (
            "aid_batch_makers",
            [(desk.unit.id, key, *one) for one in sorted(made.items())],
        ),
        ("aid_batches", [head]),
    )
    append_rows(connection, desk.unit, parts, act)
    return Saved(key, len(rows), batch.amount, found)


def checked(  # noqa: PLR0913, PLR0917 - as every verb, and for when
    connection: Connection,
    unit: str,
    key: str,
    basis: Basis,
    act: Act,
    on: dt.date | None = None,
) -> tuple[Told, ...]:
    """Everything that is to be told of a batch now, or on a later day of payment.

    Raises:
        NotFound: there is no such unit, person or batch.
        VaultRefused: the keys are not at hand.
    """
    desk = open_desk(connection, unit, act)
    return examine(connection, desk, key, basis, on)


def _demand_said(batch: Batch) -> None:
    wrong = [*text_faults(("批次号", batch.ref, True), ("名称", batch.title, True))]
    if not batch.lines:
        wrong.append("没有发放明细")
    if [line.place for line in batch.lines] != [*range(1, len(batch.lines) + 1)]:
        wrong.append("明细的行号应从 1 起连续")
    for line in batch.lines:
        texts = ("期间", line.period, True), ("备注", line.memo, False)
        wrong += [f"第 {line.place} 行：{one}" for one in text_faults(*texts)]
    if wrong:
        raise BatchRefused("发放批次没有保存", "；".join(wrong), "改正后再保存")


def _stands(connection: Connection, desk: Desk, batch: Batch, digest: bytes) -> Any:
    """The batch that stands already with the same reference and lines, or None."""
    by_ref = batch_store.batch_by_ref(connection, desk.unit.id, batch.ref)
    if by_ref is not None and bytes(by_ref.digest) == digest:
        return by_ref
    if by_ref is not None:
        why = f"原批次 {by_ref.key}，{Money(by_ref.sum_fen).grouped()} 元"
        do = "作废原批次，并另用一个批次号"
        what = f"批次号 {batch.ref} 已经用过，但内容不同"
        raise BatchRefused(what, why, do)
    same = batch_store.batches_of_digest(
        connection, desk.unit.id, digest, batch.file_digest
    )
    if same:
        why = f"同一份名单已是发放批次 {same[0].key}（{same[0].ref}）"
        raise BatchRefused("发放批次没有保存", why, "确须重做的，先作废原批次")
    return None


def _rows(
    connection: Connection, desk: Desk, lines: Sequence[PayoutLine], key: str
) -> list[tuple[Any, ...]]:
    """Lines in the columns of their table; 0 stands for what is not known."""
    files = {
        row.code: row.file
        for row in batch_store.files_of_codes(connection, {one.code for one in lines})
    }
    revisions = {
        row.file: row.revision
        for row in batch_store.latest_revisions(connection, files.values())
    }
    rows = []
    for line in lines:
        file, account = files.get(line.code, 0), desk.accounts.get(line.account, 0)
        rows.append(
            (
                *(
                    desk.unit.id,
                    key,
                    line.place,
                    file,
                    revisions.get(file, 0),
                    line.code,
                ),
                *(line.case_key, line.project.value, line.member, line.year),
                *(
                    line.period,
                    desk.unit.funds.get(line.fund, 0),
                    account,
                    line.purpose,
                ),
                *(line.amount.fen, line.memo),
            )
        )
    return rows


# -- asking and approving -----------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How a batch is submitted: papers, why in spite of what is told, until when.

    `direct` where the treasury pays it for the unit.
    """

    evidence: str = ""
    reason: str = ""
    expires_on: dt.date | None = None
    direct: bool = False


@uncollected()
def submit(  # noqa: PLR0913, PLR0917 - as every verb, and how
    connection: Connection, unit: str, key: str, basis: Basis, asking: Asking, act: Act
) -> Requested:
    """Ask for what a batch pays, as one request; asked twice it is one.

    Raises:
        BatchFaulty: lines that may not be paid any more; all of them are told.
        BatchRefused: it was dropped or has ended, or what is told needs a reason.
        RequestRefused: the funds have not the money, or the unit is not live.
        ControlRefused: the budget has not the room.
        NotFound: there is no such unit, person or batch.
    """
    desk = open_desk(connection, unit, act)
    row = batch_of(connection, desk, key)
    steps = batch_store.steps(connection, desk.unit.id, key)
    if any(one.act == DROP for one in steps):
        what = f"发放批次 {key} 已经作废"
        raise BatchRefused(what, do="另建一个批次")
    rows = batch_store.lines(connection, desk.unit.id, key)
    request = _request(desk, row, rows, asking)
    if steps:
        return requests.save(connection, request, act, batch=key)
    told = examine(connection, desk, key, basis)
    demand(f"发放批次 {key} 没有提交", told, asking.reason)
    asked = requests.save(connection, request, act, batch=key)
    _ground(connection, desk, key, rows, asked.key)
    step = (
        *(desk.unit.id, key, 1, SUBMIT, asked.key, None, 0, 0, 0, None),
        *(len(notices(told)), asking.reason.strip() if notices(told) else ""),
        *(desk.person_id, desk.today.isoformat(), act.stamp),
    )
    append_rows(connection, desk.unit, (("aid_batch_steps", [step]),), act)
    return asked


def _request(
    desk: Desk, row: Any, rows: Sequence[Any], asking: Asking
) -> PaymentRequest:
    unit, books = desk.unit, desk.books
    sums: dict[tuple[int, int, str], int] = {}
    for one in rows:
        group = one.fund_id, one.account_id, one.purpose
        sums[group] = sums.get(group, 0) + one.amount_fen
    people = len({one.file for one in rows})
    return PaymentRequest(
        unit=unit.code,
        ref=f"{REF}{row.key}",
        kind=RequestKind.DIRECT if asking.direct else RequestKind.PAYMENT,
        summary=row.title,
        payee=f"困难职工 {people} 人（{row.key}）",
        lines=tuple(
            RequestLine(
                unit.fund_codes[fund], books.account_codes[account], purpose, Money(fen)
            )
            for (fund, account, purpose), fen in sorted(sums.items())
        ),
        evidence=asking.evidence,
        expires_on=asking.expires_on,
    )


def _ground(
    connection: Connection, desk: Desk, key: str, rows: Sequence[Any], request: str
) -> None:
    """What the request is of (L13), and who may not approve it."""
    spent: dict[grounds.Spent, int] = {}
    for one in rows:
        group = one.fund_id, one.account_id, one.purpose, one.code
        spent[group] = spent.get(group, 0) + one.amount_fen
    known = batch_store.makers(connection, desk.unit.id, key)
    made = makers(connection, desk, [tuple(one) for one in rows])
    new = [
        (desk.unit.id, key, *one) for one in sorted(made.items()) if one[0] not in known
    ]
    ground = (
        *(desk.unit.id, key, request, grounds.digest(spent)),
        *(desk.person_id, desk.act.stamp),
    )
    parts = (("aid_batch_makers", new), ("aid_grounds", [ground]))
    append_rows(connection, desk.unit, parts, desk.act)


def approve(
    connection: Connection, unit: str, key: str, act: Act, *, opinion: str = ""
) -> Requested:
    """Approve a batch; who made it, or files and cases in it, may not.

    Raises:
        BatchRefused: it is not submitted, or the person made what it pays.
        RequestRefused: as `approving.approve`.
        NotFound: there is no such unit, person or batch.
    """
    desk = open_desk(connection, unit, act)
    request = request_of(connection, desk, key)
    rows = batch_store.lines(connection, desk.unit.id, key)
    made = makers(connection, desk, [tuple(one) for one in rows])
    if desk.person_id in made.keys() | batch_store.makers(
        connection, desk.unit.id, key
    ):
        why = "此人编制了这个批次，或建立、变更过其中的档案或申请"
        do = "换由另一人批准（会计法第二十五条）"
        what = f"发放批次 {key} 没有批准"
        raise BatchRefused(what, why, do)
    return approving.approve(connection, unit, request, act, opinion=opinion, batch=key)


def refuse(
    connection: Connection, unit: str, key: str, reason: str, act: Act
) -> Requested:
    """Turn a batch down with its request; it ends.

    Raises:
        BatchRefused: it is not submitted.
        RequestRefused: as `approving.refuse`.
        NotFound: there is no such unit, person or batch.
    """
    desk = open_desk(connection, unit, act)
    request = request_of(connection, desk, key)
    return approving.refuse(connection, unit, request, reason, act)


def drop(connection: Connection, unit: str, key: str, reason: str, act: Act) -> None:
    """Give a batch up, with its request where it was submitted.

    Raises:
        BatchRefused: no reason is given, or it was dropped before.
        RequestRefused: its request is paid or has ended.
        NotFound: there is no such unit, person or batch.
    """
    desk = open_desk(connection, unit, act)
    batch_of(connection, desk, key)
    steps = batch_store.steps(connection, desk.unit.id, key)
    wrong = [*text_faults(("理由", reason, True))]
    if any(one.act == DROP for one in steps):
        wrong.append("已经作废")
    if wrong:
        what = f"发放批次 {key} 没有作废"
        raise BatchRefused(what, "；".join(wrong))
    if steps:
        approving.cancel(connection, unit, steps[0].request, reason, act)
    step = (
        *(desk.unit.id, key, len(steps) + 1, DROP, None, None, 0, 0, 0, None, 0),
        *(reason.strip(), desk.person_id, desk.today.isoformat(), act.stamp),
    )
    append_rows(connection, desk.unit, (("aid_batch_steps", [step]),), act)
