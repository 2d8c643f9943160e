"""The digest of a run's lines: what its record covers of what came in masses.

The written form: `bangfu-match-lines-1`, then for each row of the bank by match,
statement and row, after the character U+001E and `R`, these parted by U+001F: match,
statement, row, attempt, fen; then for each posting by match, position and line, after
U+001E and `P`, in the same way: match, position, line, attempt, fen.
"""

import hashlib
from collections.abc import Iterable

FORM = "bangfu-match-lines-1"

DigestLine = tuple[int, int, int, int, int]
"""Match; statement and row, or position and line; attempt; fen."""


def lines_hash(rows: Iterable[DigestLine], postings: Iterable[DigestLine]) -> bytes:
    """The digest of the lines of one run, each kind in its order."""
    found = hashlib.sha256(FORM.encode())
    for mark, lines in (("R", rows), ("P", postings)):
        for match, first, second, attempt, fen in lines:
            told = f"\x1e{mark}{match}\x1f{first}\x1f{second}\x1f{attempt}\x1f{fen}"
            found.update(told.encode())
    return found.digest()
