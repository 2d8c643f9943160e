"""Lines of payouts (发放明细): who is given what, by file number. Pure.

The digest's written form: `bangfu-payout-lines-1`, then for each line in order, after
the character U+001E, these parted by U+001F: number of the line, file number, revision
of the file, case, project, member, year, period, number of the fund, number of the
account, purpose, fen, memo. That of results: `bangfu-payout-results-1`, and for each
line in order its number, outcome and reason. Nothing in them needs a key.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from aid.claims import Project
from aid.household import WORKER
from ledger.money import Money

LINES_FORM = "bangfu-payout-lines-1"
RESULTS_FORM = "bangfu-payout-results-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutLine:
    """What one recipient is given: for whom of the household, of which money.

    `place` is its number in the list, from 1; `year` is the year of costs, of schooling
    or of the calendar; `period` is what it is for, such as 2026 or 2026-03.
    """

    place: int
    code: str
    project: Project
    year: int
    period: str
    fund: str
    account: str
    purpose: str
    amount: Money
    member: int = WORKER
    case_key: str = ""
    memo: str = ""


DigestLine = tuple[int, str, int, str, str, int, int, str, int, int, str, int, str]
"""What of a line is digested, as the module tells."""

DigestResult = tuple[int, str, str]
"""Line, outcome, reason."""


def lines_digest(lines: Iterable[DigestLine]) -> bytes:
    """The digest of lines, which come by their numbers."""
    return _digest(LINES_FORM, lines)


def results_digest(results: Iterable[DigestResult]) -> bytes:
    """The digest of results, which come by the numbers of their lines."""
    return _digest(RESULTS_FORM, results)


def _digest(form: str, rows: Iterable[tuple[object, ...]]) -> bytes:
    found = hashlib.sha256(form.encode())
    for row in rows:
        told = "\x1f".join(map(str, row))
        found.update(f"\x1e{told}".encode())
    return found.digest()
