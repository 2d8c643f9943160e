"""Cases of one county of the demonstration, February and March 2026.

Three go all the way, to the province's record, one of them with aid before the papers;
in one an objection was dismissed, one was turned down, one waits past its deadline. The
county enters, reviews and reviews first, the city approves, the province files.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from aid import case_judging as judging
from aid import case_steps as steps
from aid import cases
from aid.case_desk import Asked
from aid.case_judging import Terms
from aid.case_kinds import Outcome
from aid.cases import Application
from aid.claims import Project
from aid.eligibility import Limb
from aid.unit_standards import UnitStandards
from app.clock import start_of
from app.prefecture_money import CITY, LIVE
from app.prefecture_plan import UNITS, UnitPlan
from ledger.database import Connection
from ledger.funds import Origin
from ledger.money import Money
from ledger.people import Act
from treasury.vault import Vault

PROVINCE = "130000"
STRUCK_CASE = "A2026-6"
APPLIED, REVIEWED, HUNG = (dt.date(2026, 2, day) for day in (24, 26, 27))
OBJECTED, ANSWERED, FIRST, APPROVED, FILED = (
    dt.date(2026, 3, day) for day in (3, 5, 9, 11, 13)
)
STRUCK, FIRST_AID, PAPERS, HUNG_AGAIN, FIRST_AGAIN, APPROVED_AGAIN, FILED_AGAIN = (
    dt.date(2026, 3, day) for day in (10, 11, 13, 16, 24, 25, 27)
)

MEDICAL_FILE, LIVING_FILE = "D13012420210037", "D13012420210019"
OBJECTED_FILE, REJECTED_FILE = "D13012420210013", "D13012420210008"
LATE_FILE, STRUCK_FILE = "D13012420210015", "D13012420210011"

WHOLE_CASE = "A2026-1"
"""The medical case, which goes all the way."""

_BEFORE_PAPERS = Money(2_000_00)
_ACCOUNTANT, _REVIEWER, _HEAD = 2, 3, 1
_PAPER = "基层工会审字〔2026〕{}号"


def keep(connection: Connection, standards: UnitStandards, vault: Vault) -> None:
    """Take the cases through their steps.

    Raises:
        Refused: the books are not those of the demonstration.
    """
    desk = _Desk(connection, vault, standards)
    medical = desk.apply(MEDICAL_FILE, Project.MEDICAL, Limb.ILLNESS, year=2025)
    living = desk.apply(LIVING_FILE, Project.LIVING, Limb.NO_EMPLOYMENT)
    objected = desk.apply(
        OBJECTED_FILE, Project.LIVING, Limb.OTHER, words="欠薪多月，家中有失能老人"
    )
    rejected = desk.apply(REJECTED_FILE, Project.LIVING, Limb.ILLNESS)
    desk.apply(LATE_FILE, Project.LIVING, Limb.THREE_WITHOUTS)
    why, paper = "自付医疗费没有超过家庭收入", _PAPER.format(4)
    desk.do(steps.reject, rejected, REVIEWED, _REVIEWER, why, paper=paper)
    for number, key in enumerate((medical, living, objected), 1):
        paper = _PAPER.format(number)
        desk.do(steps.review, key, REVIEWED, _REVIEWER, paper=paper)
        desk.do(steps.publish, key, HUNG, _ACCOUNTANT)
    desk.do(steps.object_to, objected, OBJECTED, _ACCOUNTANT, "邻居反映其有固定收入")
    words = "经入户核实，所说收入为一次性补发工资"
    desk.answer(objected, Outcome.DISMISSED, ANSWERED, words)
    ends_on = cases.case_of(connection, LIVE, medical).ends_on
    assert ends_on is not None
    for key in (medical, living, objected):
        desk.do(steps.take_down, key, ends_on, _ACCOUNTANT)
    whole = (medical, Origin.DONATION), (living, Origin.OWN_UNION)
    for key, origin in whole:
        desk.judge(judging.first_review, key, FIRST, origin)
        desk.judge(judging.approve, key, APPROVED, origin, CITY)
        desk.do(steps.file, key, FILED, _ACCOUNTANT, unit=PROVINCE)
    desk.judge(judging.first_review, objected, FIRST)
    _strike(desk)


def finish(connection: Connection, standards: UnitStandards, vault: Vault) -> None:
    """Take the case of the disaster to the province's record, after its aid was paid.

    Raises:
        Refused: as `keep`.
    """
    desk = _Desk(connection, vault, standards)
    ends_on = cases.case_of(connection, LIVE, STRUCK_CASE).ends_on
    assert ends_on is not None
    desk.do(steps.take_down, STRUCK_CASE, ends_on, _ACCOUNTANT)
    origin = Origin.OWN_UNION
    desk.judge(judging.first_review, STRUCK_CASE, FIRST_AGAIN, origin)
    desk.judge(judging.approve, STRUCK_CASE, APPROVED_AGAIN, origin, CITY)
    desk.do(steps.file, STRUCK_CASE, FILED_AGAIN, _ACCOUNTANT, unit=PROVINCE)


def _strike(desk: "_Desk") -> None:
    """A disaster: aid comes first, the papers within their days."""
    struck = desk.apply(
        STRUCK_FILE,
        Project.TEMPORARY,
        Limb.DISASTER,
        asked=_BEFORE_PAPERS,
        emergency=True,
        on=STRUCK,
    )
    judging.aid_first(
        desk.connection,
        LIVE,
        struck,
        _BEFORE_PAPERS,
        Asked(on=FIRST_AID, words="房屋失火，全家无处居住"),
        desk.vault,
        act_of(CITY, _HEAD, FIRST_AID),
        Origin.OWN_UNION,
    )
    desk.do(steps.papers, struck, PAPERS, _ACCOUNTANT)
    desk.do(steps.review, struck, PAPERS, _REVIEWER, paper=_PAPER.format(7))
    desk.do(steps.publish, struck, HUNG_AGAIN, _ACCOUNTANT)


def plan_of(code: str) -> UnitPlan:
    """A union of the prefecture."""
    return next(unit for unit in UNITS if unit.code == code)


def act_of(unit: str, place: int, day: dt.date) -> Act:
    """An act of one of a union's people, by their place among them."""
    return Act(plan_of(unit).staff[place][0], start_of(day))


class _Desk:
    """The county's desk for cases."""

    def __init__(
        self, connection: Connection, vault: Vault, standards: UnitStandards
    ) -> None:
        self.connection = connection
        self.vault = vault
        self.standards = standards
        self.entered = 0

    def apply(
        self,
        file: str,
        project: Project,
        limb: Limb,
        on: dt.date = APPLIED,
        **told: Any,
    ) -> str:
        """Enter an application; its key."""
        self.entered += 1
        usual: dict[str, Any] = {
            "ref": f"申请-2026-{self.entered:03d}",
            "year": on.year,
        }
        said = {"code": file, "project": project, "limb": limb, "on": on}
        given = Application(**usual | said | told)
        act = act_of(LIVE, _ACCOUNTANT, on)
        return cases.apply(self.connection, LIVE, given, self.vault, act).key

    def do(  # noqa: PLR0913 - a step, when and by whom
        self,
        verb: Callable[..., object],
        key: str,
        on: dt.date,
        place: int,
        words: str = "",
        *,
        unit: str = LIVE,
        paper: str = "",
    ) -> None:
        """Take a step."""
        asked = Asked(on=on, words=words, paper=paper)
        act = act_of(unit, place, on)
        verb(self.connection, LIVE, key, asked, self.vault, act)

    def answer(self, key: str, outcome: Outcome, on: dt.date, words: str) -> None:
        """Answer an objection."""
        asked = Asked(on=on, words=words)
        act = act_of(LIVE, _REVIEWER, on)
        steps.answer(self.connection, LIVE, key, outcome, asked, self.vault, act)

    def judge(
        self,
        verb: Callable[..., object],
        key: str,
        on: dt.date,
        origin: Origin | None = None,
        unit: str = LIVE,
    ) -> None:
        """Review a case first, or approve it, for whose money."""
        terms = Terms(standards=self.standards, origin=origin)
        asked, act = Asked(on=on), act_of(unit, _HEAD, on)
        verb(self.connection, LIVE, key, terms, asked, self.vault, act)
