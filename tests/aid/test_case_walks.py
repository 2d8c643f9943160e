"""Cases taken at random: what the code lets pass the database accepts."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from aid import case_judging as judging
from aid import case_steps as steps
from aid.case_desk import Asked, history
from aid.case_kinds import Case, Doing, Outcome, State
from aid.cases import cases_of
from aid.claims import Project
from aid.errors import AidRefused
from audit.integrity import verify
from ledger.database import reading, writing
from ledger.money import Money
from tests import server
from tests.aid import casework
from tests.aid.casework import TERMS, apply, day
from tests.aid.filing import VAULT
from tests.building import Books

PEOPLE = ("张三", "李四", "王五", "赵六", "孙七", "档案员")
LIKELY = {
    State.APPLIED: (Doing.REVIEW,),
    State.REVIEWED: (Doing.PUBLISH,),
    State.PUBLISHED: (Doing.TAKE_DOWN, Doing.FIRST_REVIEW, Doing.APPROVE),
    State.FIRST_REVIEWED: (Doing.APPROVE, Doing.PAPERS),
    State.APPROVED: (Doing.FILE, Doing.PAPERS),
    State.FILED: (Doing.SPOT_CHECK,),
}
SUM = Money(100_00)


@pytest.fixture
def tree(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """P over C over K over G, with a file or two each."""
    yield from casework.tree(shelf, dialect)


def take(books: Books, chance: random.Random, case: Case, on: dt.date) -> str:
    """One step at random, more often one that may be; the name of its outcome."""
    likely = chance.random() < 0.7
    doing = chance.choice(LIKELY.get(case.state, (*Doing,)) if likely else (*Doing,))
    if case.objections and chance.random() < 0.5:
        doing = Doing.ANSWER
    if doing is Doing.APPLY:
        doing = Doing.OBJECT
    when = on - dt.timedelta(days=chance.choice((0, 0, 0, 0, 1, 9)))
    verb, told = VERBS[doing]
    asked = Asked(
        on=when,
        words=chance.choice(("", "话", "话", "话")),
        paper=chance.choice(("", "1号", "1号")),
    )
    now = on - dt.timedelta(days=chance.choice((0,) * 9 + (1,)))
    act = casework.act(chance.choice(PEOPLE), now)
    try:
        with writing(books.engine) as connection:
            more = (*told(chance), asked, VAULT, act)
            verb(connection, case.unit, case.key, *more)
    except AidRefused:
        return f"{doing} refused"
    return doing.value


def _plain(_: random.Random) -> tuple[Any, ...]:
    return ()


def _judged(_: random.Random) -> tuple[Any, ...]:
    return (TERMS,)


VERBS: dict[Doing, tuple[Any, Any]] = {
    Doing.REVIEW: (steps.review, _plain),
    Doing.PUBLISH: (steps.publish, _plain),
    Doing.TAKE_DOWN: (steps.take_down, _plain),
    Doing.OBJECT: (steps.object_to, _plain),
    Doing.REJECT: (steps.reject, _plain),
    Doing.WITHDRAW: (steps.withdraw, _plain),
    Doing.REFER: (steps.refer, _plain),
    Doing.PAPERS: (steps.papers, _plain),
    Doing.FILE: (steps.file, _plain),
    Doing.FIRST_REVIEW: (judging.first_review, _judged),
    Doing.APPROVE: (judging.approve, _judged),
    Doing.AID_FIRST: (judging.aid_first, lambda _: (SUM,)),
    Doing.ANSWER: (
        steps.answer,
        lambda c: (c.choice((Outcome.DISMISSED, Outcome.BACK, Outcome.ENDED)),),
    ),
    Doing.SPOT_CHECK: (
        steps.spot_check,
        lambda c: (c.choice((Outcome.PASSED, Outcome.FOUND)),),
    ),
}


def sensible(case: Case, taken: tuple[Any, ...]) -> None:
    """What holds of every case, however it came about."""
    by = Counter(one.doing for one in taken)
    if case.state in {State.APPROVED, State.FILED, State.SPOT_CHECKED}:
        roles = (Doing.APPLY, Doing.REVIEW, Doing.FIRST_REVIEW, Doing.APPROVE)
        people = {
            role: {one.person for one in taken if one.doing is role} for role in roles
        }
        for role in roles:
            for other in roles:
                assert role is other or not people[role] & people[other]
        assert by[Doing.APPROVE] == 1
        assert case.payable is not None
        assert case.objections == 0
    if case.granted is None:
        assert not by[Doing.APPROVE] + by[Doing.AID_FIRST]
    assert by[Doing.AID_FIRST] <= 1
    assert case.objections == by[Doing.OBJECT] - by[Doing.ANSWER]
    if case.state.is_ended:
        assert taken[-1].state is case.state
        assert case.hung_on is None or case.last_on is not None
    days = [one.on for one in taken if one.doing is not Doing.TAKE_DOWN]
    assert days == sorted(days)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_step_that_the_code_lets_pass_is_refused_by_the_database(
    tree: Books, seed: int
) -> None:
    """A guard that bites would come out as `GuardBit`, which is no `AidRefused`."""
    chance = random.Random(seed)  # noqa: S311 - the same walk every time
    own: dict[str, Any] = {"own": True, "limb": None, "asked": SUM}
    told = Counter[str]()
    for number in range(5):
        more = own if number % 3 == 2 else {}
        unit, code = ("G", "G-1") if number % 3 else ("K", "K-1")
        kind = (Project.MEDICAL, Project.TEMPORARY)[number // 3]
        case = apply(
            tree,
            unit,
            ref=f"r{number}",
            code=code,
            project=kind,
            emergency=chance.random() < 0.5,
            **{"asked": SUM} | more,
        )
        on = day("03-02")
        for _ in range(30):
            on += dt.timedelta(days=chance.choice((0, 0, 1, 3, 9)))
            told[take(tree, chance, case, on)] += 1
            with reading(tree.engine) as connection:
                (case,) = (
                    one for one in cases_of(connection, unit) if one.key == case.key
                )
                sensible(case, history(connection, unit, case.key))
    assert sum(told[one.value] for one in Doing) > 15
    with reading(tree.engine) as connection:
        assert verify(connection).differences == ()
