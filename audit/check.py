"""What a check is: a question put to the books, and what it may find.

1. A check is a pure function of the books; the same books give the same findings.
2. It says what it looked at (`Population`), so that a clean answer means something.
3. A check whose data are absent is not performed; it is never counted as passed.
4. Every check carries books it is content with and books it is not: its tests and
   its documentation.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from audit.book_data import Data
from audit.books import Books, Line, Voucher
from ledger.accounts import Labelled
from ledger.money import ZERO, Money

_KEY = re.compile(r"[A-Z]\d\d")


class Severity(Labelled):
    """How heavy the findings of a check weigh, the heaviest first."""

    FRAUD = "fraud", "舞弊风险"
    LOSS = "loss", "资金损失"
    COMPLIANCE = "compliance", "合规问题"
    RECORD = "record", "记录质量"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check of the catalogue, with all that a report says about it.

    Attributes:
        key: its number in the catalogue: T16.
        title: what it is called.
        basis: the clause that findings are measured by.
        severity: how heavy its findings weigh.
        needs: the kinds of data without which it is not performed.
        procedure: what is done, in the words of a working paper.
        effect: what follows from what it finds.
        recommendation: what to do about it.
        limitation: what it cannot see; empty where there is nothing to say.
        clean: books in which it finds nothing.
        broken: books in each of which it finds something.
    """

    key: str
    title: str
    basis: str
    severity: Severity
    needs: frozenset[Data]
    procedure: str
    effect: str
    recommendation: str
    limitation: str = ""
    clean: tuple[Books, ...]
    broken: tuple[Books, ...]

    def __post_init__(self) -> None:
        assert _KEY.fullmatch(self.key), self.key
        assert self.clean
        assert self.broken


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One exception: what kind it is, what was met, and by what it is proved.

    `lead` marks what only calls for a closer look (线索) and proves nothing yet.
    `evidence` names vouchers as `2025-03 付-12`. `recommendation` says what to do
    about findings of this title, where the check's own says too much or too little.
    """

    key: str
    title: str
    condition: str
    evidence: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    amount: Money = ZERO
    persons: int = 0
    recommendation: str = ""
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Population:
    """What a check looked at: how many of what, and their sum."""

    of: str
    count: int
    amount: Money = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The outcome of one check; `reason` says why it was not performed."""

    key: str
    title: str
    performed: bool
    check: Check | None = None
    reason: str = ""
    population: Population | None = None
    findings: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        assert self.performed == (not self.reason)
        assert self.performed == (self.population is not None)


def vouchers_of(books: Books) -> Population:
    """All vouchers of the span and the sum of their debits."""
    total = books.once("vouchers_fen", _debits)
    return Population("记账凭证（张）", len(books.vouchers), Money(total))


def _debits(books: Books) -> int:
    return sum(n.debit_fen for voucher in books.vouchers for n in voucher.lines)


def payments_of(payments: Iterable[tuple[Voucher, Line]], of: str) -> Population:
    """Payments and their sum."""
    amounts = [line.debit_fen for _, line in payments]
    return Population(of, len(amounts), Money(sum(amounts)))


def received_of(books: Books) -> Population:
    """Lines of batches and hand-outs, and their sum."""
    paid = books.aided.paid if books.aided else ()
    total = sum(one.fen for one in paid)
    return Population("发放批次和发放单（行）", len(paid), Money(total))


def cases_of(books: Books) -> Population:
    """Cases that were decided or are under way, and what was granted."""
    cases = books.aided.cases.values() if books.aided else ()
    total = sum(case.granted_fen or 0 for case in cases)
    return Population("帮扶申请（件）", len(cases), Money(total))


def compliance_bp(whole: int, exceptions: int) -> int | None:
    """What part of a population met the rule, in basis points, rounded down.

    None where there is no such part: of nothing, and where exceptions concern more
    than the population counts.
    """
    if not whole or exceptions > whole:
        return None
    return (whole - exceptions) * 10_000 // whole
