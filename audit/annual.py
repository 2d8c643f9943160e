"""The yearly internal audit (年度内部审计): figures, checks, findings, opinion.

1. Figures of raising, use and management come from the vouchers (`figures.py`).
2. Findings of one kind out of one check are one finding; each exception stays in it.
3. A lead (线索) is no finding: it is listed apart and weighs nothing in the opinion.
4. The opinion follows from rules: first whether the books can be relied on at all
   and are closed, then the heaviest finding. It speaks of what was audited and of
   nothing else.

Basis: 帮扶工作意见 第8条 (yearly audit, reported to the management body); 第2106号内部
审计具体准则 (report); the elements of a finding are those of 第2104、2106号.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from audit.books import Books, Tenure
from audit.catalogue import run_all
from audit.check import Check, Finding, Population, Result, Severity
from audit.engagement_keeping import annual_of
from audit.figures import Figures, FundYear, figures
from audit.finding_kinds import Kept
from audit.finding_kinds import State as Standing
from audit.finding_reading import findings_of
from audit.store import read_books
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.periods import Span, parse_span
from ledger.uncollected import uncollected
from treasury.vault import Vault

CAUSE_OPEN = "待核实"
"""What stands under cause until the auditee has been heard."""

_TOLD = 3


class Proof(NamedTuple):
    """One recomputation of what was sealed: what, how much of it, whether it held.

    `ok` is None where it was not performed.
    """

    title: str
    figure: str
    ok: bool | None


class Opinion(Labelled):
    """What the audit comes to, the worst first."""

    DISCLAIMED = "disclaimed", "无法表示意见"
    WITHHELD = "withheld", "账簿尚未结账，暂不发表审计意见"
    UNSOUND = "unsound", "存在影响资金安全的问题"
    QUALIFIED = "qualified", "基本合规，存在需要整改的问题"
    MINOR = "minor", "合规，个别记录需要完善"
    CLEAN = "clean", "未发现问题"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedFinding:
    """What was found, in the form of an audit finding; `exceptions` in full.

    `amount` adds up the exceptions; `population` is what the check looked at.
    """

    number: str
    title: str
    check: Check
    population: Population
    exceptions: tuple[Finding, ...]
    cause: str = CAUSE_OPEN

    @property
    def criterion(self) -> str:
        """The clause it is measured by."""
        return self.check.basis

    @property
    def severity(self) -> Severity:
        """How heavy it weighs."""
        return self.check.severity

    @property
    def condition(self) -> str:
        """The facts: the first exceptions in words, how many there are in all."""
        told = "；".join(found.condition for found in self.exceptions[:_TOLD])
        count = len(self.exceptions)
        if count == 1:
            return f"{told}。"
        more = "" if count <= _TOLD else "；其余见附件"
        return f"共 {count} 项：{told}{more}。"

    @property
    def effect(self) -> str:
        """What follows from it."""
        return self.check.effect

    @property
    def recommendation(self) -> str:
        """What to do about it."""
        return self.exceptions[0].recommendation or self.check.recommendation

    @property
    def amount(self) -> Money:
        """The sum of the exceptions."""
        return sum((found.amount for found in self.exceptions), ZERO)

    @property
    def evidence(self) -> tuple[str, ...]:
        """Every voucher or record that proves it, each once."""
        marks = (mark for found in self.exceptions for mark in found.evidence)
        return tuple(dict.fromkeys(marks))

    @property
    def recipients(self) -> tuple[str, ...]:
        """Every file number concerned, each once."""
        files = (name for found in self.exceptions for name in found.recipients)
        return tuple(dict.fromkeys(files))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualAudit:
    """The audit of one unit's aid funds for one year."""

    year: int
    books: Books
    figures: Figures
    proofs: tuple[Proof, ...]
    results: tuple[Result, ...]
    findings: tuple[NumberedFinding, ...]
    leads: tuple[NumberedFinding, ...]
    own: tuple[Kept, ...] = ()
    """What the auditors of the year's engagement raised themselves, and stands."""

    @property
    def span(self) -> Span:
        """The days that were audited."""
        return self.books.span

    @property
    def officers(self) -> Sequence[Tenure]:
        """Who held which post in the year."""
        return self.books.tenures

    @property
    def funds(self) -> tuple[FundYear, ...]:
        """The aid funds; the union's other money stands outside."""
        known = self.books.funds
        return tuple(fund for fund in self.figures.funds if known[fund.fund].is_aid)

    @property
    def total(self) -> FundYear:
        """All aid funds together."""
        total = FundYear(fund="")
        for fund in self.funds:
            total += fund
        return total

    @property
    def performed(self) -> tuple[Result, ...]:
        """The checks that were performed."""
        return tuple(result for result in self.results if result.performed)

    @property
    def not_performed(self) -> tuple[Result, ...]:
        """The checks that were not, each with its reason."""
        return tuple(result for result in self.results if not result.performed)

    @property
    def closed(self) -> bool:
        """Whether every month of the year is closed."""
        december = self.year * 100 + 12
        return any(close.period >= december for close in self.books.closes)

    @property
    def weights(self) -> tuple[Severity, ...]:
        """How heavy each finding weighs: those of checks, then the auditors' own."""
        found = [one.severity for one in self.findings]
        return (*found, *(one.severity for one in self.own))

    @property
    def opinion(self) -> Opinion:
        """What it comes to (rule 4)."""
        if any(proof.ok is False for proof in self.proofs):
            return Opinion.DISCLAIMED
        if not self.closed:
            return Opinion.WITHHELD
        weights = set(self.weights)
        if weights & {Severity.FRAUD, Severity.LOSS}:
            return Opinion.UNSOUND
        if Severity.COMPLIANCE in weights:
            return Opinion.QUALIFIED
        return Opinion.MINOR if weights else Opinion.CLEAN


def annual_audit(  # noqa: PLR0913 - whose, of when, as known when, with which keys
    connection: Connection,
    unit: str,
    year: int,
    proofs: Iterable[tuple[str, str, bool | None]],
    *,
    known_at: int | None = None,
    vault: Vault | None = None,
) -> AnnualAudit:
    """Audit a unit's year, as known now or at a chain position.

    Args:
        connection: one consistent view of the books.
        unit: its code.
        year: the calendar year.
        proofs: what `integrity.verify` recomputed: its `lines`.
        known_at: a chain position; later vouchers are left out.
        vault: the keys, for the checks that judge what files of recipients say.

    Raises:
        NotFound: there is no such unit.
        VaultRefused: keys were given; one is not at hand, or a row was changed.
    """
    span = parse_span(str(year))
    books = read_books(connection, unit, span, known_at=known_at, vault=vault)
    return replace(audit_of(books, year, proofs), own=_own(connection, unit, span))


def _own(connection: Connection, unit: str, span: Span) -> tuple[Kept, ...]:
    """Findings of the year's engagement that no check made."""
    engagement = annual_of(connection, unit, span)
    if engagement is None:
        return ()
    return tuple(
        found
        for found in findings_of(connection, unit, engagement.key)
        if not found.check and found.state is not Standing.DROPPED
    )


def audit_of(
    books: Books, year: int, proofs: Iterable[tuple[str, str, bool | None]]
) -> AnnualAudit:
    """Audit a year of books that are at hand."""
    with uncollected():
        results, worked_out = run_all(books), figures(books)
    return AnnualAudit(
        year=year,
        books=books,
        figures=worked_out,
        proofs=tuple(Proof(*proof) for proof in proofs),
        results=results,
        findings=tuple(_numbered(results, str(year), lead=False)),
        leads=tuple(_numbered(results, f"{year}-X", lead=True)),
    )


def _numbered(
    results: Iterable[Result], prefix: str, *, lead: bool
) -> Iterator[NumberedFinding]:
    """Findings of one kind together, the heaviest first, numbered from 1."""
    kinds: dict[tuple[int, str, str], list[Finding]] = {}
    by_key = {result.key: result for result in results}
    weights = list(Severity)
    for result in by_key.values():
        for finding in result.findings:
            if finding.lead == lead:
                assert result.check is not None
                weight = weights.index(result.check.severity)
                kind = (weight, result.key, finding.title)
                kinds.setdefault(kind, []).append(finding)
    ordered = sorted(kinds.items(), key=lambda item: item[0][:2])
    for number, ((_, key, title), exceptions) in enumerate(ordered, 1):
        result = by_key[key]
        assert result.check is not None
        assert result.population is not None
        yield NumberedFinding(
            number=f"{prefix}{'' if lead else '-'}{number:02d}",
            title=title,
            check=result.check,
            population=result.population,
            exceptions=tuple(exceptions),
        )
