"""The medical brackets (医疗救助分段) in their three readings.

`whole_amount`          each bracket's own words: its rate of the whole self-paid sum
`marginal_from_zero`    分段计算: each part at the rate of its bracket, what lies under
                        the first at the first rate; never falls as cost rises
`marginal_above_floor`  the same, but nothing for what lies under the first bracket

1. Below the first bracket there is no aid in any reading; a fixed bracket gives its sum
   in every one.
2. A result is rounded once, at its end, half a fen up. It is never above the self-paid
   sum.

Basis: 关于进一步做好困难职工帮扶工作的意见 第10条; docs/adr/0007.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from aid.standard_kinds import Reading
from aid.standard_sets import WHOLE_BP, Bracket, shown_percent
from ledger.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class Schedule:
    """The brackets in force and the fixed sum of the last, where it has one."""

    brackets: tuple[Bracket, ...]
    fixed_sum: Money

    def amount(self, self_paid: Money, reading: Reading) -> Money:
        """What a self-paid sum gives under a reading."""
        bracket = self.bracket_of(self_paid)
        if bracket is None:
            return ZERO
        if bracket.is_fixed:
            return min(self.fixed_sum, self_paid)
        if reading is Reading.WHOLE_AMOUNT:
            return share(self_paid, bracket.rate_bp)
        parts = self.parts(self_paid, reading)
        return Money(_half_up(sum(part.fen * rate for part, rate in parts)))

    def readings(self, self_paid: Money) -> tuple[tuple[Reading, Money], ...]:
        """What a self-paid sum gives under each reading."""
        return tuple((reading, self.amount(self_paid, reading)) for reading in Reading)

    def bracket_of(self, self_paid: Money) -> Bracket | None:
        """The bracket that a self-paid sum lies in; its start is included."""
        found = None
        for bracket in self.brackets:
            if bracket.start <= self_paid:
                found = bracket
        return found

    def parts(self, self_paid: Money, reading: Reading) -> Sequence[tuple[Money, int]]:
        """The parts of a self-paid sum, each with its rate in basis points."""
        ends = [bracket.start for bracket in self.brackets[1:]]
        found = []
        for place, bracket in enumerate(self.brackets):
            from_zero = place == 0 and reading is Reading.MARGINAL_FROM_ZERO
            start = ZERO if from_zero else bracket.start
            end = min(ends[place], self_paid) if place < len(ends) else self_paid
            if start < end and not bracket.is_fixed:
                found.append((end - start, bracket.rate_bp))
        return found

    def told(self, self_paid: Money, reading: Reading) -> str:
        """How a self-paid sum gives its amount under a reading, as a sentence."""
        bracket = self.bracket_of(self_paid)
        amount = self.amount(self_paid, reading).grouped()
        paid = self_paid.grouped()
        if bracket is None:
            start = self.brackets[0].start.grouped()
            return f"自付 {paid} 元不足 {start} 元，不予医疗救助"
        start = bracket.start.grouped()
        if bracket.is_fixed:
            return f"自付 {paid} 元在 {start} 元以上，定额 {amount} 元"
        if reading is Reading.WHOLE_AMOUNT:
            rate = shown_percent(bracket.rate_bp)
            return f"自付 {paid} 元属 {start} 元起一档，{paid} × {rate} = {amount} 元"
        terms = " + ".join(
            f"{part.grouped()} × {shown_percent(rate)}"
            for part, rate in self.parts(self_paid, reading)
        )
        return f"{reading.label}：{terms or '0.00'} = {amount} 元"


def share(amount: Money, basis_points: int) -> Money:
    """A share of an amount that is not negative, half a fen rounded up."""
    assert amount >= ZERO
    return Money(_half_up(amount.fen * basis_points))


def _half_up(fen_bp: int) -> int:
    return (fen_bp + WHOLE_BP // 2) // WHOLE_BP
