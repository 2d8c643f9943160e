"""How batches stand (发放批次的状态): read again from rows, requests, drafts, results.

    draft → submitted → approved → released → paid → settled
    dropped, refused, ended

A batch is as far as its request, its draft and its results are; nothing is kept twice.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aid import batch_store
from aid.batch_paying import results_of
from aid.batch_tables import DROP, FAILED, RELEASE, SUBMIT
from ledger import draft_store, request_store
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.drafts import State as DraftState
from ledger.errors import NotFound
from ledger.money import Money
from ledger.payment_requests import Standing
from ledger.register import UnitLookup, lookups


class State(Labelled):
    """Where a batch stands."""

    DRAFT = "draft", "未提交"
    SUBMITTED = "submitted", "待批准"
    APPROVED = "approved", "已批准"
    RELEASED = "released", "已交付款凭证"
    PAID = "paid", "已付款，待银行结果"
    SETTLED = "settled", "已结清"
    ENDED = "ended", "申请未批准或已失效"
    DROPPED = "dropped", "已作废"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A batch as it stands; persons are told by file number alone.

    `unknown` lines have no result yet, `failed` were sent back by the bank.
    """

    key: str
    ref: str
    title: str
    state: State
    line_count: int
    amount: Money
    request: str
    approved: int
    approvals: int
    paid: int
    failed: int
    saved_on: dt.date
    person: str
    digest: str

    @property
    def unknown(self) -> int:
        """Lines without a result."""
        return self.line_count - self.paid - self.failed


@dataclass(frozen=True, slots=True, kw_only=True)
class StepShown:
    """A step of a batch: what was done, by whom, and how many lines it was about."""

    act: str
    label: str
    on: dt.date
    person: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShown:
    """A line of a batch with its last result."""

    line: int
    code: str
    case_key: str
    project: str
    member: int
    year: int
    period: str
    fund: str
    account: str
    purpose: str
    amount: Money
    outcome: str
    reason: str


_ACTS = {SUBMIT: "提交", RELEASE: "交付款凭证", "result": "银行结果", DROP: "作废"}
_DECIDED = 1
_TURN = {SUBMIT: 0, RELEASE: 2, "result": 3, DROP: 3}
"""What comes first of acts of one instant; what is decided comes after a submission."""
_OUTCOMES = {"paid": "已付", FAILED: "未付", "": ""}


def listed(connection: Connection, unit: str) -> tuple[Shown, ...]:
    """The batches of a unit, the latest first.

    Raises:
        NotFound: there is no such unit.
    """
    at = lookups(connection).unit(unit)
    rows = batch_store.batches(connection, at.id)
    return tuple(_shown(connection, at, rows))[::-1]


def shown(connection: Connection, unit: str, key: str) -> Shown:
    """A batch as it stands.

    Raises:
        NotFound: there is no such unit or batch.
    """
    at = lookups(connection).unit(unit)
    row = batch_store.batch(connection, at.id, key)
    if row is None:
        raise NotFound("发放批次", key, "用 bangfu aid batch list 查看")
    (found,) = _shown(connection, at, [row])
    return found


def lines(connection: Connection, unit: str, key: str) -> tuple[LineShown, ...]:
    """The lines of a batch, with the last result of each.

    Raises:
        NotFound: there is no such unit or batch.
    """
    shown(connection, unit, key)
    books = lookups(connection)
    at = books.unit(unit)
    results = results_of(connection, at.id, key)
    found = []
    for row in batch_store.lines(connection, at.id, key):
        last = results[row.line][-1] if row.line in results else None
        found.append(
            LineShown(
                line=row.line,
                code=row.code,
                case_key=row.case_key,
                project=row.project,
                member=row.member,
                year=row.year,
                period=row.period,
                fund=at.fund_codes[row.fund_id],
                account=books.account_codes[row.account_id],
                purpose=row.purpose,
                amount=Money(row.amount_fen),
                outcome=_OUTCOMES[last.outcome if last else ""],
                reason=last.reason if last else "",
            )
        )
    return tuple(found)


def steps(connection: Connection, unit: str, key: str) -> tuple[StepShown, ...]:
    """What became of a batch and of its request, first to last.

    Raises:
        NotFound: there is no such unit or batch.
    """
    one = shown(connection, unit, key)
    books = lookups(connection)
    at = books.unit(unit)
    found: list[tuple[str, int, StepShown]] = []
    for row in batch_store.steps(connection, at.id, key):
        told = {
            SUBMIT: f"付款申请 {row.request}",
            RELEASE: f"草稿 {row.draft}",
            "result": f"{row.line_count} 行：已付 {Money(row.paid_fen).grouped()} 元，"
            f"未付 {Money(row.failed_fen).grouped()} 元",
            DROP: "",
        }[row.act]
        noted = f"；提示 {row.notices} 处" if row.notices else ""
        reason = f"；{row.reason}" if row.reason else ""
        step = StepShown(
            act=row.act,
            label=_ACTS[row.act],
            on=row.acted_on,
            person=books.person_codes[row.person_id],
            told=f"{told}{noted}{reason}".lstrip("；"),
        )
        found.append((row.acted_at, _TURN[row.act], step))
    moves = request_store.request_moves(connection, at.id, one.request)
    labels = {"approve": "批准", "refuse": "否决", "cancel": "撤销", "expire": "到期"}
    for move in moves:
        if move.act in labels:
            step = StepShown(
                act=move.act,
                label=labels[move.act],
                on=move.acted_on,
                person=books.person_codes[move.person_id],
                told=move.reason,
            )
            found.append((move.acted_at, _DECIDED, step))
    # Two registers are read: what was done first stands first, whatever day it names.
    return tuple(step for *_, step in sorted(found, key=lambda one: one[:2]))


def makers_of(connection: Connection, unit: str, key: str) -> frozenset[int]:
    """Who made a batch, or files and cases in it: they do not approve it.

    Raises:
        NotFound: there is no such unit.
    """
    at = lookups(connection).unit(unit)
    return frozenset(batch_store.makers(connection, at.id, key))


# -- states -------------------------------------------------------------------------


def _shown(connection: Connection, at: UnitLookup, rows: Sequence[Any]) -> list[Shown]:
    steps: dict[str, list[Any]] = {}
    for step in batch_store.steps(connection, at.id):
        steps.setdefault(step.key, []).append(step)
    requests = {
        one.key: step.request
        for one in rows
        for step in steps.get(one.key, ())
        if step.act == SUBMIT
    }
    standing = request_store.standings(connection, at.id, [*requests.values()])
    return [
        _one(
            connection,
            at,
            row,
            steps.get(row.key, ()),
            standing.get(requests.get(row.key, "")),
        )
        for row in rows
    ]


def _one(
    connection: Connection,
    at: UnitLookup,
    row: Any,
    steps: Sequence[Any],
    request: Standing | None,
) -> Shown:
    results: Mapping[int, Sequence[Any]] = {}
    if any(one.act == "result" for one in steps):
        results = results_of(connection, at.id, row.key)
    failed = sum(one[-1].outcome == FAILED for one in results.values())
    whole = len(results) == row.line_count
    return Shown(
        key=row.key,
        ref=row.ref,
        title=row.title,
        state=_state(connection, at, steps, request, whole=whole),
        line_count=row.line_count,
        amount=Money(row.sum_fen),
        request=request.key if request else "",
        approved=request.approved if request else 0,
        approvals=request.approvals if request else 0,
        paid=len(results) - failed,
        failed=failed,
        saved_on=row.saved_on,
        person=lookups(connection).person_codes[row.person_id],
        digest=bytes(row.digest).hex(),
    )


def _state(
    connection: Connection,
    at: UnitLookup,
    steps: Sequence[Any],
    request: Standing | None,
    *,
    whole: bool,
) -> State:
    if any(one.act == DROP for one in steps):
        return State.DROPPED
    if request is None:
        return State.DRAFT
    if request.ended:
        return State.ENDED
    if request.paid:
        return State.SETTLED if whole else State.PAID
    released = _is_released(connection, at, steps)
    approved = State.RELEASED if released else State.APPROVED
    return approved if request.approved >= request.approvals else State.SUBMITTED


def _is_released(connection: Connection, at: UnitLookup, steps: Sequence[Any]) -> bool:
    """Whether a draft that pays it is under way."""
    drafts = [one.draft for one in steps if one.act == RELEASE]
    if not drafts:
        return False
    last = draft_store.draft_history(connection, at.id, drafts[-1])[-1]
    return last.state not in {DraftState.DROPPED, DraftState.POSTED}
