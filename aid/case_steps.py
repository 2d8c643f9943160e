"""What becomes of a case (办理): review, notice, objections, ends, record, spot check.

First review, approval and aid that comes first are in `case_judging.py`.

1. The grass-roots union reviews, and hangs the notice up where the worker is known. It
   hangs for at least five whole working days and comes down with its day.
2. An objection is recorded and must be answered: dismissed it lets the case go on,
   upheld it ends the case or sends it back to be reviewed again.
3. A case is rejected with its reason at any step that judges it, withdrawn by who
   asked, or referred to the next tier when what is given here is not enough.
4. What was approved is filed with the province, which checks some.

Basis: 关于进一步做好困难职工帮扶工作的意见 第2、3条.
"""

from dataclasses import replace

from aid.case_desk import (
    Asked,
    CaseDesk,
    demand,
    faults,
    open_desk,
    step_of,
    take,
    ways,
)
from aid.case_duties import is_grassroots, next_above
from aid.case_kinds import Case, Doing, Outcome, State
from aid.deadlines import Publication, publication
from aid.standards import in_force
from aid.unit_standards import UnitStandards
from ledger.database import Connection
from ledger.people import Act
from treasury.vault import Vault

_ANSWERS = (Outcome.DISMISSED, Outcome.ENDED, Outcome.BACK)
_CHECKS = (Outcome.PASSED, Outcome.FOUND)


def review(  # noqa: PLR0913, PLR0917 - as every verb
    connection: Connection, unit: str, key: str, asked: Asked, vault: Vault, act: Act
) -> Case:
    """Review an application; it meets the standard.

    Raises:
        NotFound: there is no such unit, person or case.
        CaseRefused: it does not stand so, or this person may not; all is told.
    """
    desk = open_desk(connection, unit, key, Doing.REVIEW, act)
    demand(
        _not("审核", key),
        [*faults(desk, Doing.REVIEW, asked)],
        ways(desk, Doing.REVIEW, asked),
    )
    return take(desk, step_of(desk, Doing.REVIEW, State.REVIEWED, asked), vault)


def publish(  # noqa: PLR0913, PLR0917 - as every verb, and by which rules
    connection: Connection,
    unit: str,
    key: str,
    asked: Asked,
    vault: Vault,
    act: Act,
    standards: UnitStandards | None = None,
) -> tuple[Case, Publication]:
    """Hang the notice up; until when it has to hang is told.

    Raises:
        NotFound: there is no such unit, person or case.
        CaseRefused: it does not stand so; all is told.
    """
    desk = open_desk(connection, unit, key, Doing.PUBLISH, act)
    wrong = [*faults(desk, Doing.PUBLISH, asked)]
    if desk.case.hung_on is not None and desk.case.last_on is None:
        wrong.append(f"公示自 {desk.case.hung_on} 起仍在张贴")
    demand(_not("公示", key), wrong, ways(desk, Doing.PUBLISH, asked))
    step = step_of(desk, Doing.PUBLISH, State.PUBLISHED, asked)
    rules = in_force(step.on) if standards is None else standards.on(step.on)
    notice = publication(rules, step.on)
    return take(desk, replace(step, ends_on=notice.ends_on), vault), notice


def take_down(  # noqa: PLR0913, PLR0917 - as every verb
    connection: Connection, unit: str, key: str, asked: Asked, vault: Vault, act: Act
) -> tuple[Case, Publication]:
    """Take the notice down on its last day, which may be a day off.

    Raises:
        NotFound: there is no such unit, person or case.
        CaseRefused: none hangs, or the day cannot be.
    """
    desk = open_desk(connection, unit, key, Doing.TAKE_DOWN, act)
    wrong = [*faults(desk, Doing.TAKE_DOWN, asked)]
    if desk.case.hung_on is None or desk.case.last_on is not None:
        wrong.append("没有正在张贴的公示")
    demand(f"申请 {key} 的公示没有撤下", wrong, ways(desk, Doing.TAKE_DOWN, asked))
    case = take(desk, step_of(desk, Doing.TAKE_DOWN, desk.case.state, asked), vault)
    assert case.hung_on is not None
    return case, publication(in_force(case.hung_on), case.hung_on)


def object_to(  # noqa: PLR0913, PLR0917 - as every verb
    connection: Connection, unit: str, key: str, asked: Asked, vault: Vault, act: Act
) -> Case:
    """Record an objection to what was published; its words are encrypted.

    Raises:
        NotFound: there is no such unit, person or case.
        CaseRefused: it does not stand so, or nothing is said; all is told.
    """
    desk = open_desk(connection, unit, key, Doing.OBJECT, act)
    wrong = [*faults(desk, Doing.OBJECT, asked), *_wordless(asked, "异议")]
    demand(f"申请 {key} 的异议没有登记", wrong, ways(desk, Doing.OBJECT, asked))
    return take(desk, step_of(desk, Doing.OBJECT, desk.case.state, asked), vault)


def answer(  # noqa: PLR0913, PLR0917 - as every verb, and what it comes to
    connection: Connection,
    unit: str,
    key: str,
    outcome: Outcome,
    asked: Asked,
    vault: Vault,
    act: Act,
) -> Case:
    """Answer the oldest objection that is open.

    Raises:
        NotFound: there is no such unit, person or case.
        CaseRefused: none is open, or nothing is said; all is told.
    """
    assert outcome in _ANSWERS
    desk = open_desk(connection, unit, key, Doing.ANSWER, act)
    wrong = [*faults(desk, Doing.ANSWER, asked), *_wordless(asked, "答复")]
    open_ = _open_objections(desk)
    if not open_:
        wrong.append("没有待答复的异议")
    demand(f"申请 {key} 的异议没有答复", wrong, ways(desk, Doing.ANSWER, asked))
    state = {Outcome.ENDED: State.REJECTED, Outcome.BACK: State.APPLIED}.get(
        outcome, desk.case.state
    )
    step = step_of(desk, Doing.ANSWER, state, asked)
    return take(desk, replace(step, outcome=outcome, answers=open_[0]), vault)


def reject(  # noqa: PLR0913, PLR0917 - as every verb
    connection: Connection, unit: str, key: str, asked: Asked, vault: Vault, act: Act
) -> Case:
    """Give no aid, with the reason; whoever has to judge the case next does so.

    Raises:
        NotFound: there is no such unit, person or case.
        CaseRefused: it is decided, or no reason is given; all is told.
    """
    desk = open_desk(connection, unit, key, Doing.REJECT, act)
    wrong = [*faults(desk, Doing.REJECT, asked), *_wordless(asked, "理由")]
    demand(f"申请 {key} 没有否决", wrong, ways(desk, Doing.REJECT, asked))
    return take(desk, step_of(desk, Doing.REJECT, State.REJECTED, asked), vault)


def withdraw(  # noqa: PLR0913, PLR0917 - as every verb
    connection: Connection, unit: str, key: str, asked: Asked, vault: Vault, act: Act
) -> Case:
    """Take a case back at the wish of who asked.

    Raises:
        NotFound: there is no such unit, person or case.
        CaseRefused: it is decided; all is told.
    """
    desk = open_desk(connection, unit, key, Doing.WITHDRAW, act)
    demand(
        _not("撤回", key),
        [*faults(desk, Doing.WITHDRAW, asked)],
        ways(desk, Doing.WITHDRAW, asked),
    )
    return take(desk, step_of(desk, Doing.WITHDRAW, State.WITHDRAWN, asked), vault)


def refer(  # noqa: PLR0913, PLR0917 - as every verb
    connection: Connection, unit: str, key: str, asked: Asked, vault: Vault, act: Act
) -> Case:
    """Pass a case up to the next tier; it ends here, and begins anew there.

    What was granted here stays granted. A grass-roots union passes a case of 特困职工
    up when its notice has hung.

    Raises:
        NotFound: there is no such unit, person or case.
        CaseRefused: it does not stand so, no reason is given, or an objection is open;
            all is told.
    """
    desk = open_desk(connection, unit, key, Doing.REFER, act)
    wrong = [*faults(desk, Doing.REFER, asked), *_wordless(asked, "理由")]
    if desk.case.objections and not desk.case.state.is_ended:
        wrong.append(f"有 {desk.case.objections} 项异议没有答复")
    to = next_above(desk.books, desk.unit)
    if to is None and not asked.paper.strip():
        wrong.append("上级工会没有在此记账，须写明上报的文件号")
    demand(f"申请 {key} 没有转上级", wrong, ways(desk, Doing.REFER, asked))
    step = step_of(desk, Doing.REFER, State.REFERRED, asked)
    return take(desk, replace(step, to_unit_id=None if to is None else to.id), vault)


def papers(  # noqa: PLR0913, PLR0917 - as every verb
    connection: Connection, unit: str, key: str, asked: Asked, vault: Vault, act: Act
) -> Case:
    """Record that the papers of aid that came first are there.

    Raises:
        NotFound: there is no such unit, person or case.
        CaseRefused: no aid came first, or they are there; all is told.
    """
    desk = open_desk(connection, unit, key, Doing.PAPERS, act)
    wrong = [*faults(desk, Doing.PAPERS, asked)]
    if not desk.case.awaits_papers:
        wrong.append("没有待补办的先行救助")
    demand(f"申请 {key} 的材料没有登记", wrong, ways(desk, Doing.PAPERS, asked))
    return take(desk, step_of(desk, Doing.PAPERS, desk.case.state, asked), vault)


def file(  # noqa: PLR0913, PLR0917 - as every verb
    connection: Connection, unit: str, key: str, asked: Asked, vault: Vault, act: Act
) -> Case:
    """File an approved case with the province.

    Raises:
        NotFound: there is no such unit, person or case.
        CaseRefused: it does not stand so; all is told.
    """
    desk = open_desk(connection, unit, key, Doing.FILE, act)
    wrong = [*faults(desk, Doing.FILE, asked), *_of_own(desk)]
    demand(_not("备案", key), wrong, ways(desk, Doing.FILE, asked))
    return take(desk, step_of(desk, Doing.FILE, State.FILED, asked), vault)


def spot_check(  # noqa: PLR0913, PLR0917 - as every verb, and what it comes to
    connection: Connection,
    unit: str,
    key: str,
    outcome: Outcome,
    asked: Asked,
    vault: Vault,
    act: Act,
) -> Case:
    """Record a spot check of the province.

    Raises:
        NotFound: there is no such unit, person or case.
        CaseRefused: it does not stand so, or what was found is not said.
    """
    assert outcome in _CHECKS
    desk = open_desk(connection, unit, key, Doing.SPOT_CHECK, act)
    wrong = [*faults(desk, Doing.SPOT_CHECK, asked), *_of_own(desk)]
    if outcome is Outcome.FOUND:
        wrong += _wordless(asked, "发现的问题")
    demand(f"申请 {key} 的抽查没有登记", wrong, ways(desk, Doing.SPOT_CHECK, asked))
    step = step_of(desk, Doing.SPOT_CHECK, State.SPOT_CHECKED, asked)
    return take(desk, replace(step, outcome=outcome), vault)


def _not(what: str, key: str) -> str:
    return f"申请 {key} 没有{what}"


def _wordless(asked: Asked, what: str) -> list[str]:
    return [] if asked.words.strip() else [f"没有写明{what}"]


def _of_own(desk: CaseDesk) -> list[str]:
    return ["基层工会自行帮扶不报省总备案"] if desk.case.own else []


def _open_objections(desk: CaseDesk) -> list[int]:
    answered = {step.answers for step in desk.steps}
    return [
        step.seq
        for step in desk.steps
        if step.act == Doing.OBJECT and step.seq not in answered
    ]


def must_pass_up(desk: CaseDesk) -> bool:
    """Whether the case's unit decides on nothing but its own aid."""
    return is_grassroots(desk.unit) and not desk.case.own
