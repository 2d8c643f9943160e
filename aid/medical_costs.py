"""Medical costs of a year (年度医疗费): what of them the patient paid, and what counts.

1. Costs are of three kinds: drugs and treatment within the catalogue of the employees'
   basic medical insurance, and what lies outside it.
2. What others paid is taken off: basic insurance, serious-illness pooling, commercial
   insurance, any other aid. It is taken off the costs within the catalogue, but for
   the part that the settlement sheet says was for costs outside it.
3. Aid looks at what is left within the catalogue; whether a household is in need, at
   all that is left.

Basis: 关于进一步做好困难职工帮扶工作的意见 第1条, 第10条.
"""

from dataclasses import dataclass

from aid.errors import HouseholdRefused
from ledger.accounts import Labelled
from ledger.money import ZERO, Money


class CostKind(Labelled):
    """What was paid for, by the catalogue of the basic medical insurance."""

    DRUG = "drug", "目录内药品"
    TREATMENT = "treatment", "目录内诊疗"
    OUTSIDE = "outside", "目录外"


class Payer(Labelled):
    """Who paid a part of the costs before the patient did."""

    BASIC = "basic", "基本医疗保险"
    SERIOUS = "serious", "大病统筹"
    COMMERCIAL = "commercial", "商业保险"
    OTHER_AID = "other_aid", "其他救助"


@dataclass(frozen=True, slots=True)
class Cost:
    """A sum of costs of one kind."""

    kind: CostKind
    amount: Money


@dataclass(frozen=True, slots=True)
class Paid:
    """What another paid; `outside` is its part for costs outside the catalogue."""

    payer: Payer
    amount: Money
    outside: Money = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicalYear:
    """A person's medical costs of a calendar year.

    `is_listed`: the illness is among the serious and chronic ones that the rules of the
    medical insurance name.
    """

    year: int
    costs: tuple[Cost, ...]
    paid: tuple[Paid, ...] = ()
    is_listed: bool = True

    def __post_init__(self) -> None:
        amounts = [one.amount for one in self.costs] + [one.amount for one in self.paid]
        if any(amount < ZERO for amount in amounts):
            raise HouseholdRefused("医疗费用不能为负", do="对照结算单改正")
        if any(not ZERO <= one.outside <= one.amount for one in self.paid):
            raise HouseholdRefused(
                "报销中用于目录外的部分超过了报销金额", do="对照结算单改正"
            )

    @property
    def total(self) -> Money:
        """All costs."""
        return Money(sum(one.amount.fen for one in self.costs))

    @property
    def outside(self) -> Money:
        """The costs outside the catalogue."""
        return Money(
            sum(one.amount.fen for one in self.costs if one.kind is CostKind.OUTSIDE)
        )

    @property
    def within(self) -> Money:
        """The costs within the catalogue."""
        return self.total - self.outside

    def paid_by(self, payer: Payer) -> Money:
        """What one kind of payer paid."""
        return Money(sum(one.amount.fen for one in self.paid if one.payer is payer))

    @property
    def self_paid(self) -> Money:
        """What the patient paid within the catalogue; never below nil."""
        off = sum(one.amount.fen - one.outside.fen for one in self.paid)
        return Money(max(self.within.fen - off, 0))

    @property
    def self_paid_in_all(self) -> Money:
        """What the patient paid, outside the catalogue too; never below nil."""
        return Money(max(self.total.fen - sum(one.amount.fen for one in self.paid), 0))

    def told(self) -> tuple[str, ...]:
        """How the self-paid sum came about, as sentences."""
        within = f"{self.year} 年医疗费合计 {self.total.grouped()} 元"
        if self.outside:
            within += f"，其中目录外 {self.outside.grouped()} 元不计"
        parts = [
            f"{payer.label} {amount.grouped()} 元"
            for payer in Payer
            if (amount := self.paid_by(payer))
        ]
        off = f"扣除{'、'.join(parts)}，" if parts else "没有报销和其他救助，"
        return within, f"{off}目录内个人自付 {self.self_paid.grouped()} 元"
