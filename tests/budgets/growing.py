"""Growth as tests speak of it: whole yuan, a base of a hundred, what is told."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from budgets.growth import (
    Base,
    BaseKind,
    Note,
    Policy,
    Rule,
    Series,
    Verdict,
    YearGrowth,
    judge,
)
from ledger.money import Money

OWN, GOVERNMENT = Series.OWN, Series.GOVERNMENT


def yuan(amounts: Mapping[int, int]) -> dict[int, Money]:
    return {year: Money(amount * 100) for year, amount in amounts.items()}


def base(number: int = 1, since: int = 2006, total: int = 100, **other: Any) -> Base:
    """A base of whole yuan, two fifths of it 送温暖."""
    warmth = total * 2 // 5
    found = Base(
        number,
        2005,
        since,
        Money(warmth * 100),
        Money((total - warmth) * 100),
        BaseKind.SET,
        None,
        f"决议{number}",
    )
    return dataclasses.replace(found, **other)


def policy(rule: Rule, rate_bp: int = 0, since: int = 2006) -> Policy:
    return Policy(OWN, rule, rate_bp, since, "决议9", "")


STEADY = (policy(Rule.AT_LEAST_LAST_YEAR),)


def judged(  # noqa: PLR0913 - what a case leaves out is as in most cases
    figures: Mapping[int, int],
    until: int,
    *,
    bases: Sequence[Base] = (base(),),
    incomes: Mapping[int, int] | None = None,
    policies: Sequence[Policy] = STEADY,
    notes: Sequence[Note] = (),
    series: Series = OWN,
) -> tuple[YearGrowth, ...]:
    return judge(
        series,
        bases,
        yuan(figures),
        yuan(incomes or {}),
        policies=policies,
        notes=notes,
        until=until,
    )


def told(rows: Sequence[YearGrowth]) -> list[tuple[int, str]]:
    return [(remark.year, str(remark.key)) for row in rows for remark in row.remarks]


def verdicts(rows: Sequence[YearGrowth]) -> list[Verdict]:
    return [row.verdict for row in rows]


def text(rows: Sequence[YearGrowth]) -> str:
    (remark,) = [remark for row in rows for remark in row.remarks]
    return remark.text


FOUR_YEARS = {2006: 110, 2007: 120, 2008: 200, 2009: 210}


def yuans(*amounts: int) -> list[Money]:
    return [Money(amount * 100) for amount in amounts]
