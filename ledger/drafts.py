"""Drafts (草稿): the life of a voucher until it stands in the books.

    draft → submitted → reviewed → settled (where money moves) → posted
    returned with a reason: from submitted, reviewed or settled, back to the preparer
    dropped with a reason: from draft, returned or submitted

1. A draft may be incomplete when it is saved; when it is submitted it may not.
2. Every step is appended with its person; one person with two log-ins is one person.
3. The preparer (制单) is who submits. After that only the preparer changes a draft,
   and only when it was returned.
4. Whoever wrote or submitted a draft does not review, settle or post it; the
   reviewer does not settle it; the cashier does not post it. Whoever approved the
   payment does not settle it (L12).
5. Nobody confirms that money moves under a request that ended or is not approved.
6. Money that a fund has not does not stop a draft from being submitted, for it may
   come in before the payment; it stops the posting (L7).

Every verb raises `NotFound` where there is no such unit, person or draft. What a
draft holds, and how it is written, is in `draft_vouchers.py`.

Basis: 会计法 第三十五条 (separation; the cashier keeps no accounts of income,
expense, claims and debts); 会计基础工作规范 第五十一条.
"""

from dataclasses import dataclass
from typing import Any

from ledger import draft_store, draft_vouchers, journal, request_store, store, tables
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.draft_vouchers import DraftVoucher
from ledger.entries import Outcome
from ledger.errors import DraftRefused, NotFound, Problem, VoucherRefused
from ledger.payment_requests import RequestKind, Standing
from ledger.people import SYSTEM, Act
from ledger.register import Lookups, UnitLookup, lookups
from ledger.texts import text_problems
from ledger.vouchers import Kind, Voucher


class State(Labelled):
    """Where a draft stands after a step."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "已退回"
    REVIEWED = "reviewed", "已审核"
    SETTLED = "settled", "出纳已办"
    POSTED = "posted", "已记账"
    DROPPED = "dropped", "已作废"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a draft: what it led to, what stood on it then, who took it."""

    state: State
    voucher: DraftVoucher
    person: str
    taken_at: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft under its number in the unit, with the step at which it stands."""

    unit: str
    number: int
    last: Step

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.last.state

    @property
    def voucher(self) -> DraftVoucher:
        """What stands on it now."""
        return self.last.voucher


@dataclass(frozen=True, slots=True)
class Due:
    """A draft under way: the verb that is due, and what is against it by a person."""

    draft: Draft
    steps: int
    """How many steps it has taken; another number is another draft to look at."""
    verb: str
    """`review`, `settle` or `post`."""
    preparer: str
    hindrance: str
    """Why the person may not; empty: they may, if they have the right."""


# -- steps --------------------------------------------------------------------------


def save(
    connection: Connection, voucher: DraftVoucher, act: Act, number: int = 0
) -> Draft:
    """Keep a draft as it was typed: a new one, or the one of that number changed.

    Raises:
        DraftRefused: it was submitted, or belongs to another preparer, or holds
            what may not be kept.
    """
    unfit = draft_vouchers.unfit_to_keep(voucher)
    if unfit:
        raise DraftRefused(
            "草稿没有保存", why="；".join(dict.fromkeys(map(str, unfit)))
        )
    case = _open(connection, voucher.unit, number, act)
    if number:
        case.ask("修改", State.DRAFT, State.RETURNED)
        case.ask_preparer("修改")
    return case.take(State.DRAFT, voucher=draft_vouchers.plain(voucher))


def submit(connection: Connection, unit: str, number: int, act: Act) -> Draft:
    """Hand a draft over for review; who submits is its preparer.

    Raises:
        DraftRefused: it is not at this step, or belongs to another preparer.
        VoucherRefused: it breaks rules; all breaches are told.
    """
    case = _open(connection, unit, number, act)
    case.ask("提交", State.DRAFT, State.RETURNED)
    case.ask_preparer("提交")
    found = problems(connection, case.last.voucher, act, number)
    stopping = [problem for problem in found if problem.rule != "L7"]
    if stopping:
        ref = _ref(case.last.voucher, number)
        raise VoucherRefused([(ref, problem) for problem in stopping])
    return case.take(State.SUBMITTED)


def review(connection: Connection, unit: str, number: int, act: Act) -> Draft:
    """Confirm that a draft agrees with its papers (审核).

    Raises:
        DraftRefused: it is not at this step, or this person wrote it.
    """
    case = _open(connection, unit, number, act)
    case.ask_review()
    return case.take(State.REVIEWED)


def settle(connection: Connection, unit: str, number: int, act: Act) -> Draft:
    """Confirm that the money was received or paid (出纳).

    Raises:
        DraftRefused: it is not at this step, moves no money, or this person wrote
            or reviewed it, or approved the payment.
    """
    case = _open(connection, unit, number, act)
    case.ask_settle()
    return case.take(State.SETTLED)


def post(connection: Connection, unit: str, number: int, act: Act) -> Outcome:
    """Enter a reviewed (and settled) draft in the books; the draft is then done.

    Raises:
        DraftRefused: it is not at this step, or this person wrote it or paid.
        VoucherRefused: the voucher breaks rules by now; it stays where it stood.
    """
    case = _open(connection, unit, number, act)
    case.ask_post()
    codes = case.books.person_codes
    persons = {
        "preparer": codes[case.who(State.SUBMITTED)],
        "reviewer": codes[case.who(State.REVIEWED)],
        "cashier": codes.get(case.who(State.SETTLED), ""),
    }
    (outcome,) = journal.post(connection, [case.whole(persons)], act)
    case.take(State.POSTED)
    return outcome


def give_back(
    connection: Connection, unit: str, number: int, reason: str, act: Act
) -> Draft:
    """Return a draft to its preparer, with the reason (退回).

    Raises:
        DraftRefused: it is not under way, or no reason is given.
    """
    case = _open(connection, unit, number, act)
    case.ask("退回", *_UNDER_WAY)
    return case.take(State.RETURNED, reason=case.reason("退回", reason))


def drop(
    connection: Connection, unit: str, number: int, reason: str, act: Act
) -> Draft:
    """Give a draft up, with the reason (作废); its steps remain.

    Raises:
        DraftRefused: it was reviewed (return it first), or no reason is given.
    """
    case = _open(connection, unit, number, act)
    case.ask("作废", State.DRAFT, State.RETURNED, State.SUBMITTED)
    return case.take(State.DROPPED, reason=case.reason("作废", reason))


# -- reading ------------------------------------------------------------------------


def problems(
    connection: Connection, voucher: DraftVoucher, act: Act, number: int = 0
) -> list[Problem]:
    """Everything that would stop a draft from being posted now, as screens show it.

    Who will review it is not known yet, so the persons are not judged.
    """
    ref = _ref(voucher, number)
    # The program itself stands in for the reviewer, who is never the preparer.
    persons = {"preparer": act.person, "reviewer": SYSTEM}
    whole, found = draft_vouchers.told(voucher, ref, persons)
    if whole is not None:
        judged = journal.check(connection, [whole], act)
        found += [problem for _, problem in judged]
    return draft_vouchers.first_told(found)


def history(connection: Connection, unit: str, number: int) -> tuple[Step, ...]:
    """The steps of a draft in order.

    Raises:
        NotFound: there is no such unit or draft.
    """
    books = lookups(connection, fresh=True)
    rows = draft_store.draft_history(connection, books.unit(unit).id, number)
    if not rows:
        raise _no_draft(unit, number)
    return tuple(_step(row, books) for row in rows)


def waiting(
    connection: Connection, unit: str, through: int = 999_912
) -> tuple[Draft, ...]:
    """The drafts of a unit that are neither posted nor dropped, by number.

    `through` leaves out those of later periods; a draft without a date is of none
    and always told.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection, fresh=True)
    rows = draft_store.open_drafts(connection, books.unit(unit).id, through)
    return tuple(Draft(unit, row.draft, _step(row, books)) for row in rows)


def due(
    connection: Connection, unit: str, act: Act, number: int = 0
) -> tuple[Due, ...]:
    """The drafts that wait for the reviewer, the cashier or the books, by number.

    Each tells what is against its being done by the person of `act`. `number` asks of
    one draft alone; where nothing of it is due, there is none.

    Raises:
        NotFound: there is no such unit or person.
    """
    books = lookups(connection, fresh=True)
    at, person_id = books.unit(unit), books.person(act.person)
    waiting = [
        row.draft
        for row in draft_store.open_drafts(connection, at.id, 999_912)
        if State(row.state) in _UNDER_WAY and number in {0, row.draft}
    ]
    histories = draft_store.draft_histories(connection, at.id, waiting)
    return tuple(
        _Case(
            connection, books, at, draft, _steps(histories[draft]), act, person_id
        ).due()
        for draft in waiting
    )


def _step(row: Any, books: Lookups) -> Step:
    return Step(
        State(row.state),
        draft_vouchers.read(row.content),
        books.person_codes[row.person_id],
        row.taken_at,
        row.reason,
    )


def _ref(voucher: DraftVoucher, number: int) -> str:
    return voucher.ref or f"草稿-{number}"


# -- one draft under the hands of one person ------------------------------------------

_BY_ANOTHER = "换由另一人办理（会计法第三十五条）"


@dataclass(frozen=True, slots=True)
class _Case:
    connection: Connection
    books: Lookups
    unit: UnitLookup
    number: int
    steps: tuple[tuple[State, int, str], ...]
    """State, person and content of each step so far."""
    act: Act
    person_id: int

    @property
    def last(self) -> Step:
        state, person_id, content = self.steps[-1]
        voucher = draft_vouchers.read(content)
        return Step(state, voucher, self.books.person_codes[person_id], "")

    def who(self, state: State) -> int:
        """The person of the last step to a state since the draft was last submitted."""
        taken = [step[0] for step in self.steps]
        begin = len(taken) - 1 - taken[::-1].index(State.SUBMITTED)
        found = [step[1] for step in self.steps[begin:] if step[0] is state]
        return found[-1] if found else 0

    def refused(self, verb: str, why: str, do: str) -> DraftRefused:
        return DraftRefused(f"草稿 {self.number} 不能{verb}", why=why, do=do)

    def ask(self, verb: str, *states: State) -> None:
        """Let the act go on from these states only."""
        state = self.steps[-1][0]
        if state not in states:
            why = f"草稿目前的状态是“{state.label}”"
            raise self.refused(verb, why, _NEXT[state])

    def ask_preparer(self, verb: str) -> None:
        """Rule 3: once submitted, a draft is its preparer's."""
        for state, person_id, _ in reversed(self.steps):
            if state is State.SUBMITTED:
                if person_id != self.person_id:
                    do = "由制单人办理，或作废后另填一张"
                    raise self.refused(verb, "提交过的草稿只能由制单人改动", do)
                return

    def ask_other(self, verb: str) -> None:
        """Rule 4: nobody passes what they wrote themselves."""
        own = (State.DRAFT, State.SUBMITTED)
        authors = {person_id for state, person_id, _ in self.steps if state in own}
        if self.person_id in authors:
            raise self.refused(verb, "填制或提交过这张草稿的人不能经办", _BY_ANOTHER)

    def ask_review(self) -> None:
        self.ask("审核", State.SUBMITTED)
        self.ask_other("审核")
        self.ask_requests("审核")

    def ask_settle(self) -> None:
        self.ask("办理收付", State.REVIEWED)
        if not self.moves_money():
            raise self.refused("办理收付", "凭证不涉及货币资金", "直接记账")
        self.ask_other("办理收付")
        if self.person_id == self.who(State.REVIEWED):
            raise self.refused("办理收付", "审核人不能兼任出纳", _BY_ANOTHER)
        if approved := self.approved_by(self.person_id):
            why = f"此人批准过付款申请 {'、'.join(approved)}"
            raise self.refused("办理收付", why, "换由另一人办理（会计法第二十五条）")
        self.ask_requests("办理收付")

    def ask_requests(self, verb: str) -> None:
        """Rule 5: no money leaves under a request that ended or waits for approval."""
        for key, one in self.requests().items():
            waits = not one.paid and one.approved < one.approvals
            if one.ended or (waits and one.kind is not RequestKind.FEE):
                why = f"付款申请 {key} {one.state.label}"
                raise self.refused(verb, why, "退回草稿；另行申请，批准后付款")

    def ask_post(self) -> None:
        self.ask("记账", State.REVIEWED, State.SETTLED)
        if self.last.state is State.REVIEWED and self.moves_money():
            raise self.refused("记账", "涉及货币资金，出纳尚未办理收付", "先由出纳办理")
        self.ask_other("记账")
        if self.person_id == self.who(State.SETTLED):
            raise self.refused("记账", "出纳不能登记收支账目", _BY_ANOTHER)

    def due(self) -> Due:
        """The step that is due, asked of the person in whose hands it is."""
        verb, ask = "post", self.ask_post
        if self.last.state is State.SUBMITTED:
            verb, ask = "review", self.ask_review
        elif self.last.state is State.REVIEWED and self.moves_money():
            verb, ask = "settle", self.ask_settle
        hindrance = ""
        try:
            ask()
        except DraftRefused as refusal:
            hindrance = str(refusal)
        draft = Draft(self.unit.code, self.number, self.last)
        preparer = self.books.person_codes[self.who(State.SUBMITTED)]
        return Due(draft, len(self.steps), verb, preparer, hindrance)

    def reason(self, verb: str, reason: str) -> str:
        if not reason.strip():
            raise self.refused(verb, "没有写明原因", "写明原因")
        unfit = text_problems([("reason", reason, 0)])
        if unfit:
            raise self.refused(verb, str(unfit[0]), "改写原因")
        return reason.strip()

    def whole(self, persons: dict[str, str]) -> Voucher:
        """The voucher to post; it could be read when it was submitted."""
        voucher = self.last.voucher
        ref = _ref(voucher, self.number)
        whole, _ = draft_vouchers.told(voucher, ref, persons)
        assert whole is not None
        return whole

    def approved_by(self, person_id: int) -> list[str]:
        """The payment requests on it that a person approved."""
        found = self.requests()
        return [key for key, one in found.items() if person_id in one.approvers]

    def requests(self) -> dict[str, Standing]:
        """The payment requests that it names, as they stand."""
        keys = {line.request for line in self.last.voucher.postings} - {""}
        if not keys:
            return {}
        return request_store.standings(self.connection, self.unit.id, sorted(keys))

    def moves_money(self) -> bool:
        """Whether money enters or leaves, so that the cashier has a part in it."""
        whole = self.whole({"preparer": "", "reviewer": ""})
        if whole.kind == Kind.OPENING:
            return False
        chart = self.unit.chart_on(whole.dated_on.isoformat())
        codes = self.books.charts.get(chart, {})
        moves: dict[int, int] = {}
        for posting in whole.postings:
            account = codes.get(posting.account, 0)
            change = posting.debit.fen - posting.credit.fen
            moves[account] = moves.get(account, 0) + change
        return any(net for account, net in moves.items() if account in self.books.money)

    def take(
        self, state: State, *, voucher: DraftVoucher | None = None, reason: str = ""
    ) -> Draft:
        """Append a step; the content is that of the step before unless given."""
        kept = voucher or self.last.voucher
        row = (
            self.unit.id,
            self.number,
            len(self.steps) + 1,
            state.value,
            draft_vouchers.write(kept),
            kept.period,
            self.person_id,
            self.act.stamp,
            reason,
        )
        store.write_rows(self.connection, tables.draft_steps, [row])
        person = self.books.person_codes[self.person_id]
        step = Step(state, kept, person, self.act.stamp, reason)
        return Draft(self.unit.code, self.number, step)


_UNDER_WAY = (State.SUBMITTED, State.REVIEWED, State.SETTLED)

_NEXT = {
    State.DRAFT: "由制单人先提交",
    State.SUBMITTED: "等待审核，或退回制单人",
    State.RETURNED: "由制单人改正后再提交",
    State.REVIEWED: "等待出纳办理或记账，或退回制单人",
    State.SETTLED: "等待记账，或退回制单人",
    State.POSTED: "已记账的凭证不能改动；用红字冲销或差额更正",
    State.DROPPED: "另填一张",
}


def _open(connection: Connection, unit: str, number: int, act: Act) -> _Case:
    """Take a draft in hand (0: a new one), under the lock of its unit."""
    books = lookups(connection, fresh=True)
    found = books.unit(unit)
    person_id = books.person(act.person)
    store.lock_unit(connection, found.id)
    rows = draft_store.draft_history(connection, found.id, number) if number else []
    if number and not rows:
        raise _no_draft(unit, number)
    steps = _steps(rows)
    number = number or draft_store.next_draft(connection, found.id)
    return _Case(connection, books, found, number, steps, act, person_id)


def _steps(rows: list[Any]) -> tuple[tuple[State, int, str], ...]:
    return tuple((State(row.state), row.person_id, row.content) for row in rows)


def _no_draft(unit: str, number: int) -> NotFound:
    return NotFound(f"单位 {unit} 的草稿", str(number), "核对草稿编号")
