"""What checks find in a tenure: whose act it was, for what one answers.

1. Checks are put to whole years, as the yearly audit puts them, or to the months that
   have begun of a year that is not over. So officers of one year share its findings.
   Checks that add a year's acts up in one finding, or judge what stands at the end
   (`BY_THE_DAY`), are put to the days in office alone: what happened later, and what
   grew old later, is not theirs.
2. A finding belongs to the day of the last act that proves it (the second of two
   payments, the latest step of a case): by then it was whole. By that day it is this
   officer's, or of the time before, after, or between two tenures.
3. What no act dates (a year without budget, money lying idle) is told apart and counts
   for nobody: auditors decide.
4. The books propose responsibility, the auditors decide. Who signed a voucher that
   proves a finding (制单、审核、记账、出纳) did it: 直接责任. Who led and signed none
   is proposed for 领导责任, where the list of that time has it. Of everybody else
   nothing is proposed, and 主管责任 never: it needs to know who was in charge of what.
5. Populations are counted over the days in office alone, so that exceptions stand
   beside what they are exceptions of.
6. The evaluation follows from rules, and speaks of what was audited and nothing else:
   first whether the books can be relied on and are closed, then the heaviest finding
   of one's own.

Basis: 经济责任审计规定 (2019): evaluation is prudent and goes by the facts of the
tenure alone; 第2205号内部审计具体准则.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from audit.annual import Opinion, Proof
from audit.books import Books
from audit.catalogue import entry_of, run_all
from audit.check import (
    Check,
    Finding,
    Population,
    Result,
    Severity,
    compliance_bp,
)
from audit.finding_kinds import Category
from audit.handover import Office, Part
from audit.responsibility import categories_on
from ledger.accounts import Labelled
from ledger.money import ZERO, Money
from ledger.periods import Span, first_day

_MARK = re.compile(r"([0-9]{4})-([0-9]{2}) ")


LEADING = ("主席", "主任", "书记", "部长", "处长", "局长", "院长", "会长", "负责人")
"""Words by which a post is known to lead; the books do not tell who led."""


def proposed(
    person: str, post: str, signers: Collection[str], known: Collection[Category]
) -> Category | None:
    """For what an officer answers, as the books propose it (4).

    Args:
        person: the officer's code.
        post: what they held.
        signers: codes of those who signed the vouchers that prove the finding.
        known: the categories that hold for the tenure.
    """
    if person in signers:
        return Category.DIRECT
    leads = any(word in post for word in LEADING)
    if signers and leads and Category.LEADERSHIP in known:
        return Category.LEADERSHIP
    return None


BY_THE_DAY = frozenset({"F02", "F04", "T10", "T30", "T33"})
"""Checks that are put to the days in office alone (1)."""


SUMMED = frozenset({"F02"})
"""Checks of which one exception adds up all that was spent so in a year."""


class Share(Labelled):
    """Whose time a finding belongs to (2)."""

    OWN = "own", "本任期"
    BEFORE = "before", "任前"
    BETWEEN = "between", "两段任期之间"
    AFTER = "after", "离任后"
    UNDATED = "undated", "不能按日期划分"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotted:
    """A finding with the day of its act, and whose it is.

    `year` is the year whose books were checked; `responsibility` is what the books
    propose of a finding of one's own, None where they propose nothing.
    """

    check: Check
    finding: Finding
    year: int
    on: dt.date | None
    share: Share
    responsibility: Category | None = None


class Tested(NamedTuple):
    """A check over all days in office: what it looked at, what is one's own.

    `amount` is what the exceptions come to, `reasons` say of which years it was not
    performed and why.
    """

    key: str
    title: str
    performed: bool
    population: Population | None
    exceptions: int
    leads: int
    amount: Money
    reasons: tuple[str, ...]
    limitation: str

    @property
    def rate_bp(self) -> int | None:
        """What of the population is no exception, in basis points, rounded down.

        It is counted; where one exception adds many acts up it is measured by amounts.
        """
        if self.population is None:
            return None
        whole, out = self.population.count, self.exceptions
        if self.key in SUMMED:
            whole, out = self.population.amount.fen, self.amount.fen
        return compliance_bp(whole, out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compliance:
    """All that checks came to over the days in office."""

    tested: tuple[Tested, ...]
    found: tuple[Allotted, ...]

    def of(self, *shares: Share, lead: bool = False) -> tuple[Allotted, ...]:
        """Findings, or leads, of some times, the heaviest first."""
        weights = list(Severity)
        chosen = [
            one
            for one in self.found
            if one.share in shares and one.finding.lead == lead
        ]
        return tuple(
            sorted(
                chosen,
                key=lambda one: (
                    weights.index(one.check.severity),
                    one.check.key,
                    one.on or dt.date.max,
                ),
            )
        )

    @property
    def performed(self) -> tuple[Tested, ...]:
        """The checks that were performed over at least one year."""
        return tuple(one for one in self.tested if one.performed)

    @property
    def not_performed(self) -> tuple[Tested, ...]:
        """The checks that were not, of some year or of all."""
        return tuple(one for one in self.tested if one.reasons)


def complied(
    parts: Sequence[Part], spans: Sequence[Span], offices: Sequence[Office]
) -> Compliance:
    """Put every check to the years of a tenure and say whose each finding is.

    Args:
        parts: the parts of years in office, in order.
        spans: the runs of days in office.
        offices: the posts held on them, of one person.
    """
    days = Days(parts, spans, offices)
    results: dict[int, tuple[Result, ...]] = {}
    for part in parts:
        year = part.span.since.year
        if year not in results:
            results[year] = run_all(part.whole)
    found = _once(
        [
            *(
                days.allotted(result.check, finding, year)
                for year, done in results.items()
                for result in done
                for finding in result.findings
                if result.check is not None and result.key not in BY_THE_DAY
            ),
            *_by_the_day(parts, results, days),
        ]
    )
    return Compliance(tested=tuple(_tested(parts, results, found)), found=tuple(found))


def _by_the_day(
    parts: Sequence[Part], results: Mapping[int, Sequence[Result]], days: "Days"
) -> Iterator[Allotted]:
    """What checks find that are put to the days in office alone (1)."""
    performed = {
        (year, result.key)
        for year, done in results.items()
        for result in done
        if result.performed
    }
    for part in parts:
        year = part.span.since.year
        for key in sorted(BY_THE_DAY):
            entry = entry_of(key)
            if entry is not None and (year, key) in performed:
                for finding in entry.run(part.books):
                    yield days.allotted(entry.check, finding, year)


def _once(found: Iterable[Allotted]) -> list[Allotted]:
    """Each exception once: what lasts for years is found anew in each, the last stays.

    What has no evidence is told by its words, which name its year.
    """
    kept: dict[tuple[object, ...], Allotted] = {}
    for one in found:
        finding = one.finding
        proof = finding.evidence or (finding.condition,)
        kept[finding.key, finding.title, finding.lead, *proof] = one
    return list(kept.values())


class Days:
    """The days on which things were done, and whose days they are."""

    def __init__(
        self, parts: Sequence[Part], spans: Sequence[Span], offices: Sequence[Office]
    ) -> None:
        assert spans
        self.spans = spans
        self.offices = offices
        self.dates: dict[str, dt.date] = {}
        self.signers: dict[str, tuple[str, ...]] = {}
        for part in parts:
            self._take(part.whole)

    def _take(self, books: Books) -> None:
        for one in books.vouchers:
            self.dates[one.mark] = one.dated_on
            self.signers[one.mark] = (
                one.preparer,
                one.reviewer,
                one.poster,
                one.cashier,
            )
        if books.aided is None:
            return
        for key, case in books.aided.cases.items():
            if case.acts:
                self.dates[key] = max(act.on for act in case.acts)
        for line in books.aided.paid:
            self.dates.setdefault(line.place, line.on)

    def day_of(self, finding: Finding) -> dt.date | None:
        """The day of the last act that proves a finding, None where none is known.

        A voucher of a year that was not read lies before or after all of those: the
        first day of its month stands for it.
        """
        days = [self._day(mark) for mark in finding.evidence]
        return max((day for day in days if day is not None), default=None)

    def _day(self, mark: str) -> dt.date | None:
        if mark in self.dates:
            return self.dates[mark]
        match = _MARK.match(mark)
        return first_day(int(match[1]) * 100 + int(match[2])) if match else None

    def share_of(self, day: dt.date | None) -> Share:
        """Whose a day is."""
        if day is None:
            return Share.UNDATED
        if any(span.since <= day < span.until for span in self.spans):
            return Share.OWN
        if day < self.spans[0].since:
            return Share.BEFORE
        return Share.AFTER if day >= self.spans[-1].until else Share.BETWEEN

    def allotted(self, check: Check, finding: Finding, year: int) -> Allotted:
        """A finding with its day, whose it is, and for what the books propose."""
        day = self.day_of(finding)
        share = self.share_of(day)
        own = share is Share.OWN and day is not None
        return Allotted(
            check=check,
            finding=finding,
            year=year,
            on=day,
            share=share,
            responsibility=self._proposed(finding, day) if own and day else None,
        )

    def _proposed(self, finding: Finding, day: dt.date) -> Category | None:
        held = [
            one
            for one in self.offices
            if one.since <= day and (one.until is None or day < one.until)
        ]
        signers = {
            person
            for mark in finding.evidence
            for person in self.signers.get(mark, ())
            if person
        }
        last = self.spans[-1].last_day
        known = categories_on(last).all
        found = [proposed(one.person, one.post, signers, known) for one in held]
        order = list(Category)
        told = [one for one in found if one is not None]
        return min(told, key=order.index, default=None)


def _tested(
    parts: Sequence[Part],
    results: Mapping[int, Sequence[Result]],
    found: Iterable[Allotted],
) -> Iterator[Tested]:
    own: dict[tuple[str, bool], int] = {}
    amounts: dict[str, Money] = {}
    for one in found:
        if one.share is Share.OWN:
            key = one.check.key, one.finding.lead
            own[key] = own.get(key, 0) + 1
            if not one.finding.lead:
                before = amounts.get(one.check.key, ZERO)
                amounts[one.check.key] = before + one.finding.amount
    for place, first in enumerate(next(iter(results.values()))):
        of_years = {year: done[place] for year, done in results.items()}
        performed = [year for year, one in of_years.items() if one.performed]
        yield Tested(
            key=first.key,
            title=first.title,
            performed=bool(performed),
            population=_population(first.key, parts, performed),
            exceptions=own.get((first.key, False), 0),
            leads=own.get((first.key, True), 0),
            amount=amounts.get(first.key, ZERO),
            reasons=tuple(_reasons(of_years)),
            limitation=first.check.limitation if first.check else "",
        )


def _reasons(of_years: Mapping[int, Result]) -> Iterator[str]:
    """Why it was not performed, years with the same reason together."""
    by_reason: dict[str, list[int]] = {}
    for year, one in of_years.items():
        if not one.performed:
            by_reason.setdefault(one.reason, []).append(year)
    for reason, years in by_reason.items():
        if len(years) == len(of_years):
            yield reason
        else:
            yield f"{'、'.join(map(str, years))}年：{reason}"


def _population(
    key: str, parts: Sequence[Part], performed: Sequence[int]
) -> Population | None:
    """What the check looked at on the days in office (5)."""
    entry = entry_of(key)
    if entry is None or not performed:
        return None
    looked = [
        entry.population(part.books)
        for part in parts
        if part.span.since.year in performed
    ]
    amount = sum((one.amount for one in looked), ZERO)
    return Population(looked[0].of, sum(one.count for one in looked), amount)


def evaluated(
    compliance: Compliance, proofs: Iterable[Proof], *, closed: bool
) -> Opinion:
    """What the audit of a tenure comes to (6)."""
    if any(proof.ok is False for proof in proofs):
        return Opinion.DISCLAIMED
    if not closed:
        return Opinion.WITHHELD
    weights = {one.check.severity for one in compliance.of(Share.OWN)}
    if weights & {Severity.FRAUD, Severity.LOSS}:
        return Opinion.UNSOUND
    if Severity.COMPLIANCE in weights:
        return Opinion.QUALIFIED
    return Opinion.MINOR if weights else Opinion.CLEAN


def amount_of(found: Iterable[Allotted]) -> Money:
    """What findings come to."""
    return sum((one.finding.amount for one in found), ZERO)
