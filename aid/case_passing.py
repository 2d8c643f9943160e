"""Cases that come up from below (上报): taken over, with what was done there.

1. A unit takes over a case that the unit below passed up to it. What was asked for is
   the same; review, notice and answers come with their days, persons and papers.
2. The case names the one below, so that what that unit granted on its own is told.
3. It is taken over once.

Basis: 关于进一步做好困难职工帮扶工作的意见 第2、3条.
"""

from typing import Any

from aid import case_store
from aid.case_kinds import Case, Doing, Outcome, State
from aid.case_writing import (
    NOTHING,
    Notice,
    Step,
    carried,
    case_context,
    step_context,
    step_row,
)
from aid.cases import Application, apply, case_of
from aid.eligibility import Limb
from aid.errors import CaseRefused
from budgets.records import locked
from ledger.database import Connection
from ledger.people import Act
from ledger.register import append_rows, lookups
from treasury.vault import Vault

_TAKEN_OVER = (
    *(Doing.REVIEW, Doing.PUBLISH, Doing.TAKE_DOWN, Doing.OBJECT, Doing.ANSWER),
)


def take_over(  # noqa: PLR0913, PLR0917 - as every verb, and what from where
    connection: Connection,
    unit: str,
    below: tuple[str, str],
    vault: Vault,
    act: Act,
    ref: str = "",
    limb: Limb | None = None,
) -> Case:
    """Go on with a case that a unit below passed up; taken over twice it is one.

    Args:
        connection: the books.
        unit: who takes it over.
        below: the unit and the key of the case that was passed up.
        vault: the keys.
        act: who does it, and when.
        ref: the caller's own number; the unit below and its key where none is told.
        limb: what is relied upon, where the case below told none.

    Raises:
        NotFound: there is no such unit, person or case.
        CaseRefused: it was not passed up to this unit, or cannot be so; all is told.
    """
    at = locked(connection, unit)
    books = lookups(connection)
    source = books.unit(below[0])
    lower = case_of(connection, *below)
    stands = case_store.passed_up(connection, at.id, source.id, lower.key)
    if stands is not None:
        return case_of(connection, unit, stands.key)
    if lower.state is not State.REFERRED or lower.upper != unit:
        what = f"没有接收 {below[0]} 的申请 {lower.key}"
        why = f"该申请{lower.state.label}，没有转给本单位"
        raise CaseRefused(what, why, "由下级先“转上级”")
    steps = case_store.steps(connection, source.id, lower.key)
    person = books.person(act.person)
    if any(one.act == Doing.REVIEW and one.person_id == person for one in steps):
        what, why = f"没有接收申请 {lower.key}", "此人在下级审核过这项申请"
        raise CaseRefused(what, why, "由另一人接收")
    row = case_store.of_key(connection, source.id, lower.key)
    words = _words(vault, row.locked, case_context(source.id, lower.key))
    given = _application(source.code, lower, words, ref, limb)
    case = apply(connection, unit, given, vault, act)
    _copy(connection, case, steps, vault, act)
    return case_of(connection, unit, case.key)


def _application(
    below: str, lower: Case, words: str, ref: str, limb: Limb | None
) -> Application:
    """What was asked for below, as it is asked for here."""
    return Application(
        ref=ref or f"{below}:{lower.key}",
        code=lower.code,
        project=lower.project,
        year=lower.year,
        limb=limb or lower.limb,
        member=lower.member,
        asked=None if lower.own else lower.asked,
        emergency=lower.emergency,
        urgent=lower.urgent,
        started_by=lower.started_by,
        on=lower.applied_on,
        words=words,
        from_unit=below,
        from_key=lower.key,
    )


def _copy(
    connection: Connection, case: Case, steps: list[Any], vault: Vault, act: Act
) -> None:
    """What was done below, as steps of this case."""
    at = lookups(connection).unit(case.unit)
    numbers = {1: 1}
    notice, seq, rows = NOTHING, 1, []
    state = State.APPLIED
    for one in steps:
        doing = Doing(one.act)
        if doing not in _TAKEN_OVER:
            continue
        seq += 1
        numbers[one.seq] = seq
        context = step_context(one.unit_id, one.key, one.seq)
        state = _state_after(doing, one.outcome, state)
        step = Step(
            doing=doing,
            state=state,
            on=one.acted_on,
            words=_words(vault, one.locked, context),
            paper=one.paper,
            answers=None if one.answers is None else numbers[one.answers],
            outcome=Outcome(one.outcome) if one.outcome else None,
            ends_on=one.ends_on,
        )
        place = (at.id, case.key, seq, one.by_unit_id, one.person_id)
        rows.append(step_row(connection, place, step, notice, vault, act))
        notice = carried(notice, step)
    rows += _down(connection, case, steps, (seq, state, notice), act)
    append_rows(connection, at, [("aid_case_steps", rows)], act)


def _down(
    connection: Connection,
    case: Case,
    steps: list[Any],
    stands: tuple[int, State, Notice],
    act: Act,
) -> list[tuple[Any, ...]]:
    """A notice that still hung came down when the case was passed up."""
    seq, state, notice = stands
    if notice.hung_on is None or notice.last_on is not None:
        return []
    last = steps[-1]
    at = lookups(connection).unit(case.unit)
    step = Step(doing=Doing.TAKE_DOWN, state=state, on=last.last_on)
    place = (at.id, case.key, seq + 1, last.by_unit_id, last.person_id)
    return [step_row(connection, place, step, notice, None, act)]


def _state_after(doing: Doing, outcome: str, before: State) -> State:
    if doing is Doing.REVIEW:
        return State.REVIEWED
    if doing is Doing.PUBLISH:
        return State.PUBLISHED
    return State.APPLIED if outcome == Outcome.BACK else before


def _words(vault: Vault, sealed: bytes | None, context: str) -> str:
    return "" if sealed is None else vault.unlock(bytes(sealed), context).decode()
