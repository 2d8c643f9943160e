"""What is asked for whom (拟救助事项), and what it is granted (救助金额): the types."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from aid.errors import HouseholdRefused
from aid.household import WORKER, Household
from aid.standard_kinds import Reading
from ledger.accounts import Labelled
from ledger.funds import Origin
from ledger.money import ZERO, Money


class Project(Labelled):
    """What aid is for; the labels are purposes of the ledger."""

    LIVING = "living", "生活救助"
    MEDICAL = "medical", "医疗救助"
    SCHOOLING = "schooling", "子女助学"
    WARMTH = "warmth", "送温暖"
    TEMPORARY = "temporary", "临时救助"


@dataclass(frozen=True, slots=True)
class Earlier:
    """Aid that the household already had.

    `year` is the year of costs, of schooling, or of the calendar. `is_other`: given by
    another body on its own account (基层自行帮扶、民政), so that medical aid takes it
    off the self-paid sum instead of being barred by it; caps and floors leave it out.
    """

    project: Project
    member: int
    year: int
    amount: Money
    is_other: bool = False

    def __post_init__(self) -> None:
        if self.amount < ZERO:
            raise HouseholdRefused("此前的救助金额不能为负", do="对照发放记录改正")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is asked for whom: a project, a member, a year, and out of whose money.

    `on` is the day of the decision, by whose standards it is computed; `asked` may be
    left out where the rules name an amount.
    """

    project: Project
    household: Household
    member: int = WORKER
    year: int
    on: dt.date
    origin: Origin | None = None
    asked: Money | None = None
    earlier: tuple[Earlier, ...] = ()

    def __post_init__(self) -> None:
        if self.asked is not None and self.asked < ZERO:
            raise HouseholdRefused("申请金额不能为负", do="写明大于零的金额")

    def had(self, project: Project, member: int | None = None) -> Money:
        """Aid of the year that counts for a project: of a member, or of all."""
        return self._sum(project, member, of_others=False)

    def had_of_others(self, project: Project, member: int) -> Money:
        """What other bodies gave a member in the year on their own account."""
        return self._sum(project, member, of_others=True)

    def _sum(self, project: Project, member: int | None, *, of_others: bool) -> Money:
        return Money(
            sum(
                one.amount.fen
                for one in self.earlier
                if one.project is project
                and one.year == self.year
                and one.is_other is of_others
                and member in {None, one.member}
            )
        )


@dataclass(frozen=True, slots=True)
class Award:
    """What a request is granted; `readings` are of medical aid alone."""

    project: Project
    member: int
    year: int
    amount: Money
    steps: tuple[str, ...]
    reading: Reading | None = None
    readings: tuple[tuple[Reading, Money], ...] = ()

    @property
    def is_changed_by_reading(self) -> bool:
        """Whether another reading of the brackets would give another amount."""
        return len({amount for _, amount in self.readings}) > 1


def made(
    claim: Claim,
    amount: Money,
    steps: Iterable[str],
    *,
    reading: Reading | None = None,
    readings: tuple[tuple[Reading, Money], ...] = (),
) -> Award:
    """The award of a claim, with the steps that led to it."""
    assert amount >= ZERO, "an award below nil"
    return Award(
        claim.project,
        claim.member,
        claim.year,
        amount,
        tuple(steps),
        reading,
        readings,
    )
