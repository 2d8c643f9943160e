"""A household (家庭) as the rules on aid look at it: members by number, never by name.

The figures are of one year. The worker is member 1. What somebody has to judge
(`cannot_manage`, `risks_dropping_out`) is what the union found out and answers for.

Basis: 关于进一步做好困难职工帮扶工作的意见 第1条; fields as in the forms.
"""

from dataclasses import dataclass

from aid.errors import HouseholdRefused
from aid.medical_costs import MedicalYear
from aid.standard_kinds import Category, Stage
from ledger.accounts import Labelled
from ledger.money import ZERO, Money

WORKER = 1
"""The number of the worker among the members."""


class Livelihood(Labelled):
    """What the worker lives on, by policy (意见 第1条)."""

    MINIMUM_WAGE = "minimum_wage", "最低工资"
    LAID_OFF = "laid_off", "下岗基本生活费"
    UNEMPLOYMENT = "unemployment", "失业保险金"
    PENSION = "pension", "养老金"
    NONE = "none", "不属于上述几种"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One of a household; money is of the household's year.

    `can_work` and `seeks_work`: able, and willing but without work in spite of trying.
    """

    number: int
    income: Money = ZERO
    lives_in_town: bool = True
    is_child: bool = False
    is_employed: bool = False
    can_work: bool = False
    seeks_work: bool = False
    stage: Stage | None = None
    is_full_time: bool = True
    tuition: Money = ZERO
    risks_dropping_out: bool = False
    medical: MedicalYear | None = None

    def __post_init__(self) -> None:
        if self.number < WORKER:
            raise HouseholdRefused("成员序号应从 1 起", do="职工本人是 1")
        if self.income < ZERO or self.tuition < ZERO:
            raise HouseholdRefused("收入和学费不能为负", do="对照证明改正")

    def medical_of(self, year: int) -> MedicalYear | None:
        """The costs of a year, where there are any."""
        known = self.medical
        return known if known is not None and known.year == year else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """A worker's household in a year.

    `supplement_monthly` is what the whole household receives of the minimum-living
    supplement in a month; `relieved_by` names the department that gave relief.
    """

    year: int
    place: str
    members: tuple[Member, ...]
    livelihood: Livelihood = Livelihood.NONE
    supplement_monthly: Money = ZERO
    relieved_by: str = ""
    cannot_manage: bool = False
    is_migrant: bool = False
    settled_years: int = 0
    lives_on_wages: bool = False
    children_lawful: bool = True
    is_single_parent: bool = False
    has_three_withouts: bool = False
    loss: Money = ZERO
    loss_told: str = ""
    loss_hits_living: bool = False
    is_specially_hard: bool = False
    other_told: str = ""
    rigid_expense: Money = ZERO
    category: Category | None = None

    def __post_init__(self) -> None:
        numbers = [member.number for member in self.members]
        if WORKER not in numbers:
            raise HouseholdRefused("家庭成员中没有职工本人", do="本人的序号是 1")
        if len(set(numbers)) != len(numbers):
            raise HouseholdRefused("家庭成员的序号重复", do="每人一个序号")
        amounts = (self.supplement_monthly, self.loss, self.rigid_expense)
        if any(amount < ZERO for amount in amounts) or self.settled_years < 0:
            raise HouseholdRefused("家庭的金额和年数不能为负", do="对照证明改正")

    @property
    def size(self) -> int:
        """How many belong to it."""
        return len(self.members)

    @property
    def income(self) -> Money:
        """What all members earned in the year."""
        return Money(sum(member.income.fen for member in self.members))

    @property
    def by_number(self) -> tuple[Member, ...]:
        """The members in order of their number, in whatever order they were given."""
        return tuple(sorted(self.members, key=lambda member: member.number))

    def member(self, number: int) -> Member:
        """A member by number.

        Raises:
            HouseholdRefused: there is none.
        """
        for member in self.members:
            if member.number == number:
                return member
        what = f"家庭中没有第 {number} 号成员"
        raise HouseholdRefused(what, do="核对成员序号")
