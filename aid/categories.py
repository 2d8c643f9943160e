"""Categories of hardship (困难类别) as households are sorted since 2020.

1. What is left a head and month: (income of the year − rigid expenses) ÷ 12 ÷ members.
   Under the local minimum-living standard it is deep hardship, under twice it relative.
2. Beside both, a loss or a year's medical costs of more than 80 % of the income is
   hardship by accident.
3. Ratios are those of the set `national-2020`, which a unit adopts. Comparisons are of
   whole numbers; only what is shown is rounded, half a fen up.

Basis: the sorting in use since 2020 as places restate it (grade A).
"""

from dataclasses import dataclass

from aid.household import Household
from aid.local_standards import LocalStandards
from aid.standard_kinds import Category, Key
from aid.standard_sets import WHOLE_BP, shown_percent
from aid.standards import InForce
from ledger.money import Money

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Sorted:
    """The category of a household, None where it is in none, and why."""

    category: Category | None
    told: str


def categorize(household: Household, rules: InForce, local: LocalStandards) -> Sorted:
    """Sort a household by what it has left and what it had to spend.

    Raises:
        StandardMissing: the set of ratios was not adopted, or the local standard of the
            place and year is not entered.
    """
    living = local.on(household.place, rules.on).minimum_living
    left = household.income.fen - household.rigid_expense.fen
    shares = household.size * _MONTHS
    lines = (
        (Category.DEEP, rules.one(Key.DEEP_INCOME_RATIO).number),
        (Category.RELATIVE, rules.one(Key.RELATIVE_INCOME_RATIO).number),
    )
    accident = rules.one(Key.ACCIDENT_COST_RATIO).number
    head = Money((2 * left + shares) // (2 * shares))
    told = f"扣除刚性支出后人均每月 {head.grouped()} 元，低保标准 {living.grouped()} 元"
    for category, ratio in lines:
        if left * WHOLE_BP < living.fen * ratio * shares:
            return Sorted(category, f"{told}，低于其 {shown_percent(ratio)}")
    cost, income = _cost(household), household.income
    if cost.fen * WHOLE_BP > income.fen * accident:
        told = f"费用或损失 {cost.grouped()} 元，全年收入 {income.grouped()} 元"
        told += f"，超过其 {shown_percent(accident)}"
        return Sorted(Category.ACCIDENT, told)
    return Sorted(None, f"{told}，不低于各档")


def _cost(household: Household) -> Money:
    """The loss, or what was paid for medical treatment: the larger."""
    paid = sum(
        costs.self_paid_in_all.fen
        for member in household.members
        if (costs := member.medical_of(household.year))
    )
    return max(household.loss, Money(paid))
