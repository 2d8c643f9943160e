"""The desk for cases: one case of a unit, under its lock, and the step to be taken.

What may be done to a case is told all at once: where it stands, whose duty it is, who
had a part in it before, the day, the words.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aid import case_store
from aid.case_duties import Duty, duty, is_grassroots
from aid.case_kinds import OPEN, Case, Doing, Outcome, State
from aid.case_writing import Notice, Step, case_context, step_context, step_row
from aid.cases import case_of
from aid.deadlines import publication
from aid.errors import CaseRefused
from aid.recipient_kinds import LONGEST
from aid.standards import in_force
from budgets.records import locked, text_faults
from ledger.database import Connection
from ledger.funds import Origin
from ledger.money import Money
from ledger.people import Act
from ledger.periods import china_day
from ledger.privacy import has_control, personal_number
from ledger.register import Lookups, UnitLookup, append_rows, lookups
from treasury.vault import Vault

DONE = (State.APPROVED, State.FILED, State.SPOT_CHECKED)

FROM: dict[Doing, tuple[State, ...]] = {
    Doing.REVIEW: (State.APPLIED,),
    Doing.PUBLISH: (State.REVIEWED, State.PUBLISHED, State.FIRST_REVIEWED),
    Doing.OBJECT: (State.PUBLISHED, State.FIRST_REVIEWED),
    Doing.ANSWER: OPEN,
    Doing.TAKE_DOWN: (*OPEN, *DONE),
    Doing.FIRST_REVIEW: (State.PUBLISHED,),
    Doing.APPROVE: (State.FIRST_REVIEWED,),
    Doing.FILE: (State.APPROVED,),
    Doing.SPOT_CHECK: (State.FILED, State.SPOT_CHECKED),
    Doing.REJECT: OPEN,
    Doing.WITHDRAW: OPEN,
    Doing.REFER: (*OPEN, *DONE),
    Doing.AID_FIRST: OPEN,
    Doing.PAPERS: (*OPEN, *DONE),
}
"""From which states each step is taken; a grass-roots union's own aid is approved from
the notice on."""

_AFTER_ANSWERS = (Doing.FIRST_REVIEW, Doing.APPROVE, Doing.REFER)
_TYPED = {Doing.TAKE_DOWN: "takedown"}

_PARTS = {
    Doing.APPLY: "登记申请",
    Doing.REVIEW: "审核",
    Doing.FIRST_REVIEW: "初审",
    Doing.APPROVE: "审批",
}
_NEXT = {
    State.APPLIED: Doing.REVIEW,
    State.REVIEWED: Doing.PUBLISH,
    State.PUBLISHED: Doing.FIRST_REVIEW,
    State.FIRST_REVIEWED: Doing.APPROVE,
    State.APPROVED: Doing.FILE,
}
REJECTED_FROM = {
    State.APPLIED: Doing.REVIEW,
    State.REVIEWED: Doing.REVIEW,
    State.PUBLISHED: Doing.FIRST_REVIEW,
    State.FIRST_REVIEWED: Doing.APPROVE,
}
"""In the place of which judging step a refusal is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The day, the words and the paper of a step; no day is the day of the act."""

    on: dt.date | None = None
    words: str = field(default="", repr=False)
    paper: str = ""


@dataclass(frozen=True, slots=True)
class CaseDesk:
    """Where and when one person deals with a case."""

    connection: Connection
    unit: UnitLookup
    books: Lookups
    case: Case
    steps: list[Any]
    duty: Duty
    act: Act
    today: dt.date
    person_id: int

    @property
    def notice(self) -> Notice:
        """The notice and the open objections as they stand."""
        case = self.case
        return Notice(case.hung_on, case.ends_on, case.last_on, case.objections)


def open_desk(
    connection: Connection, unit: str, key: str, doing: Doing, act: Act
) -> CaseDesk:
    """Take a case in hand, under the lock of its unit.

    Raises:
        NotFound: there is no such unit, person or case.
    """
    at = locked(connection, unit)
    books = lookups(connection)
    person = books.person(act.person)
    case = case_of(connection, unit, key)
    steps = case_store.steps(connection, at.id, key)
    whose = duty_of(books, case, doing)
    today = china_day(act.at)
    return CaseDesk(connection, at, books, case, steps, whose, act, today, person)


def duty_of(books: Lookups, case: Case, doing: Doing) -> Duty:
    """Which unit has to take a step of a case, and whose paper it needs."""
    unit = books.unit(case.unit)
    if doing is Doing.REJECT:
        doing = REJECTED_FROM.get(case.state, Doing.REVIEW)
    return duty(books, unit, doing, own=case.own)


def next_step(books: Lookups, case: Case) -> tuple[Doing, str] | None:
    """What is to be done of a case next, and by which unit; None where nothing is.

    A spot check is the province's choice, so nobody waits for it.
    """
    doing = _NEXT.get(case.state)
    if case.objections and case.state.is_open:
        doing = Doing.ANSWER
    elif case.awaits_papers and case.state is State.FIRST_REVIEWED:
        doing = Doing.PAPERS
    elif case.state is State.PUBLISHED and case.own:
        doing = Doing.APPROVE
    elif case.state is State.PUBLISHED and is_grassroots(books.unit(case.unit)):
        doing = Doing.REFER
    elif case.state is State.APPROVED and case.own:
        doing = None
    return None if doing is None else (doing, duty_of(books, case, doing).unit)


def acting_unit(connection: Connection, unit: str, key: str, doing: Doing) -> str:
    """The unit that a step is taken by: where the person needs the right.

    Raises:
        NotFound: there is no such unit or case.
    """
    case = case_of(connection, unit, key)
    return duty_of(lookups(connection), case, doing).unit


# -- what stands against a step -----------------------------------------------------


def faults(desk: CaseDesk, doing: Doing, asked: Asked) -> Iterator[str]:
    """What every step is asked: the state, the persons, the day, the words."""
    case = desk.case
    if case.state not in from_states(case, doing):
        yield f"申请{case.state.label}，不能{doing.label}"
    yield from _person_faults(desk, doing)
    yield from _day_faults(desk, doing, asked.on or desk.today)
    if has_control(asked.words) or len(asked.words) > LONGEST:
        yield f"说明中有控制字符，或超过 {LONGEST} 字"
    if personal_number(asked.words):
        yield "说明中不能有个人号码"
    whose = desk.duty.paper_of
    yield from text_faults((f"{whose}的文件号", asked.paper, bool(whose)))


def _person_faults(desk: CaseDesk, doing: Doing) -> Iterator[str]:
    if doing is Doing.REJECT and desk.steps[0].person_id == desk.person_id:
        yield "登记申请的人不能否决，申请人不要的用撤回"
    part = Doing.APPROVE if doing is Doing.AID_FIRST else doing
    if part not in _PARTS:
        return
    for step in desk.steps:
        taken = Doing(step.act)
        other = Doing.APPROVE if taken is Doing.AID_FIRST else taken
        if step.person_id != desk.person_id or other not in _PARTS or other is part:
            continue
        yield f"此人已{_PARTS[other]}，{_PARTS[part]}须由另一人办理（不相容职务分离）"
        return


def _day_faults(desk: CaseDesk, doing: Doing, on: dt.date) -> Iterator[str]:
    if desk.act.stamp < desk.steps[-1].recorded_at:
        yield "本机时间早于上一步的登记时间，请核对时钟"
    if on > desk.today:
        yield "日期晚于今天"
    if doing is Doing.TAKE_DOWN:
        if desk.case.hung_on is not None and on < desk.case.hung_on:
            yield f"撤下日期早于张贴（{desk.case.hung_on}）"
        return
    last = max(
        step.acted_on for step in desk.steps if step.act != Doing.TAKE_DOWN.value
    )
    if on < last:
        yield f"日期早于上一步（{last}）"


def notice_faults(desk: CaseDesk, on: dt.date) -> Iterator[str]:
    """Whether the notice has hung all its days and nobody waits for an answer."""
    case = desk.case
    if case.objections:
        yield f"公示期间有 {case.objections} 项异议没有答复"
    if case.hung_on is None or case.ends_on is None:
        return
    shown = publication(in_force(case.hung_on), case.hung_on)
    if case.last_on is not None and case.last_on < case.ends_on:
        yield f"{shown.told(case.last_on)}；须重新公示"
    elif on <= case.ends_on:
        yield (
            f"{case.hung_on} 张贴的公示应至 {case.ends_on}，"
            f"其后方可办理（{shown.standard.cited}）"
        )


def demand(what: str, wrong: list[str], do: str = "") -> None:
    """Refuse with all that is wrong, and what to do about it."""
    if wrong:
        raise CaseRefused(what, "；".join(wrong), do or "改正后重新办理")


def ways(desk: CaseDesk, doing: Doing, asked: Asked) -> str:
    """What to do where a step is refused: the commands that come before it."""
    return "；".join(dict.fromkeys(_ways(desk, doing, asked)))


def _ways(desk: CaseDesk, doing: Doing, asked: Asked) -> Iterator[str]:
    case, whose = desk.case, desk.duty.paper_of
    if case.state.is_ended:
        yield "已经办结的另行申请：bangfu aid cases apply"
        return
    after = next_step(desk.books, case)
    stands = case.state in from_states(case, doing)
    if after is not None and not stands:
        yield f"下一步由 {after[1]} {after[0].label}：{command(case, after[0])}"
    if case.objections and doing in _AFTER_ANSWERS:
        yield f"先答复异议：{command(case, Doing.ANSWER)}"
    if case.awaits_papers and doing is Doing.APPROVE:
        yield f"先补办材料：{command(case, Doing.PAPERS)}"
    if case.last_on and case.ends_on and case.last_on < case.ends_on:
        yield f"重新公示：{command(case, Doing.PUBLISH)}"
    if whose and not asked.paper.strip():
        yield f"用 --paper 写明{whose}的文件号"


def command(case: Case, doing: Doing) -> str:
    """How a step of a case is typed."""
    name = _TYPED.get(doing, doing.value.replace("_", "-"))
    return f"bangfu aid cases {name} {case.key} --unit {case.unit}"


def from_states(case: Case, doing: Doing) -> tuple[State, ...]:
    """From which states a case takes a step."""
    own = doing is Doing.APPROVE and case.own
    return (State.PUBLISHED,) if own else FROM[doing]


# -- taking it ----------------------------------------------------------------------


def take(desk: CaseDesk, step: Step, vault: Vault | None) -> Case:
    """Append a step; the case as it stands then."""
    by = desk.books.unit(desk.duty.unit)
    at = (desk.unit.id, desk.case.key, desk.case.seq + 1, by.id, desk.person_id)
    row = step_row(desk.connection, at, step, desk.notice, vault, desk.act)
    parts = [("aid_case_steps", [row])]
    append_rows(desk.connection, desk.unit, parts, desk.act)
    return case_of(desk.connection, desk.unit.code, desk.case.key)


def step_of(desk: CaseDesk, doing: Doing, state: State, asked: Asked) -> Step:
    """A step with what was asked."""
    on = asked.on or desk.today
    return Step(doing=doing, state=state, on=on, words=asked.words, paper=asked.paper)


# -- looking back -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step that was taken; `words` are empty where the keys are not at hand."""

    seq: int
    doing: Doing
    state: State
    by: str
    person: str
    on: dt.date
    paper: str
    outcome: Outcome | None
    award: Money | None
    granted: Money | None
    readings: tuple[Money, Money, Money] | None
    revision: int | None
    origin: Origin | None
    words: str = field(repr=False)
    recorded_at: str


def history(
    connection: Connection, unit: str, key: str, vault: Vault | None = None
) -> tuple[Taken, ...]:
    """The steps of a case, first to last; the words where the keys are at hand.

    Raises:
        NotFound: there is no such unit.
        VaultRefused: a key is not at hand, or a row was changed.
    """
    books = lookups(connection)
    unit_id = books.unit(unit).id
    found = []
    for row in case_store.steps(connection, unit_id, key):
        sums = (row.whole_fen, row.from_zero_fen, row.above_floor_fen)
        found.append(
            Taken(
                seq=row.seq,
                doing=Doing(row.act),
                state=State(row.state),
                by=books.unit_codes[row.by_unit_id],
                person=books.person_codes[row.person_id],
                on=row.acted_on,
                paper=row.paper,
                outcome=Outcome(row.outcome) if row.outcome else None,
                award=_money(row.award_fen),
                granted=_money(row.granted_fen),
                readings=None
                if row.whole_fen is None
                else (Money(sums[0]), Money(sums[1]), Money(sums[2])),
                revision=row.revision,
                origin=Origin(row.origin) if row.origin else None,
                words=_opened(vault, row.locked, step_context(unit_id, key, row.seq)),
                recorded_at=row.recorded_at,
            )
        )
    return tuple(found)


def words_of(connection: Connection, case: Case, vault: Vault) -> str:
    """What was said to an application.

    Raises:
        VaultRefused: a key is not at hand, or the row was changed.
    """
    unit_id = lookups(connection).unit(case.unit).id
    row = case_store.of_key(connection, unit_id, case.key)
    return _opened(vault, row.locked, case_context(unit_id, case.key))


def _money(fen: int | None) -> Money | None:
    return None if fen is None else Money(fen)


def _opened(vault: Vault | None, sealed: bytes | None, context: str) -> str:
    if vault is None or sealed is None:
        return ""
    return vault.unlock(bytes(sealed), context).decode()
