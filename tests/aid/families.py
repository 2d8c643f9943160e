"""Households and local figures, as plain as a test needs them."""

import datetime as dt
from typing import Any

from aid.claims import Claim, Earlier, Project
from aid.household import Household, Livelihood, Member
from aid.local_standards import LocalStandard, LocalStandards
from aid.medical_costs import Cost, CostKind, MedicalYear, Paid
from aid.standard_kinds import Key
from aid.standards import Adoption, Decision
from aid.unit_standards import UnitStandards
from ledger.money import Money

PLACE = "130102"
YEAR = 2025
DAY = dt.date(2025, 11, 20)
MONTHLY = Money(80_000)
"""The minimum-living standard of the place: 800 yuan."""

LOCAL = LocalStandards(
    [
        LocalStandard(
            place=PLACE,
            since=dt.date(YEAR, 1, 1),
            minimum_living=MONTHLY,
            average_supplement=Money(40_000),
            urban_recipients=1_999,
            decided_by="某市人民政府",
            paper="某政〔2025〕1号",
        )
    ]
)


def yuan(text: str) -> Money:
    """An amount as people write it."""
    return Money.parse(text)


def costs(drug: str, outside: str = "0", *paid: Paid, **more: Any) -> MedicalYear:
    """A year's costs: drugs of the catalogue, and what lies outside it."""
    of = (Cost(CostKind.DRUG, yuan(drug)), Cost(CostKind.OUTSIDE, yuan(outside)))
    return MedicalYear(year=YEAR, costs=of, paid=paid, **more)


def worker(**told: Any) -> Member:
    """The worker, who earns 4,000 yuan a year unless told otherwise."""
    return Member(**{"number": 1, "income": yuan("4000"), **told})


def family(*members: Member, **told: Any) -> Household:
    """A household in hardship that meets E-0."""
    usual: dict[str, Any] = {
        "year": YEAR,
        "place": PLACE,
        "members": members or (worker(),),
        "livelihood": Livelihood.MINIMUM_WAGE,
        "supplement_monthly": yuan("300"),
        "cannot_manage": True,
    }
    return Household(**usual | told)


def claim(project: Project, household: Household, **told: Any) -> Claim:
    """What is asked for the worker in the year of the tests."""
    usual: dict[str, Any] = {
        "project": project,
        "household": household,
        "year": YEAR,
        "on": DAY,
    }
    return Claim(**usual | told)


def ill(drug: str, **told: Any) -> Claim:
    """A claim of medical aid for the worker, who paid so much."""
    household = family(worker(medical=costs(drug)))
    return claim(Project.MEDICAL, household, **told)


def had(project: Project, amount: str, member: int = 1, **told: Any) -> Earlier:
    """Aid of the year of the tests."""
    return Earlier(project, member, told.pop("year", YEAR), yuan(amount), **told)


def standards(*adopted: str, **decided: Any) -> UnitStandards:
    """What a unit goes by that adopted sets, and decided keys, from 2020 on."""
    since = dt.date(2020, 1, 1)
    return UnitStandards(
        LOCAL,
        [Adoption(set=key, since=since, resolution="2020-1") for key in adopted],
        [
            Decision(key=Key(key), value=value, since=since, resolution="2020-2")
            for key, value in decided.items()
        ],
    )
