"""Digests of the exceptions and links of a finding.

The written form: `bangfu-finding-1`, then for each exception in order, after the
character U+001E, its parts by U+001F: item, condition, fen, persons, evidence and file
numbers as they are kept; then for each link in order, after the character U+001D, its
number, the voucher's position or nothing, and the proof. Nothing in it needs a key.
"""

import hashlib
from collections.abc import Iterable

ExceptionRow = tuple[int, str, int, int, str, str]
LinkRow = tuple[int, int | None, str]


def finding_hash(exceptions: Iterable[ExceptionRow], links: Iterable[LinkRow]) -> bytes:
    """The digest of what proves a finding; both come in order."""
    found = hashlib.sha256(b"bangfu-finding-1")
    for row in exceptions:
        found.update(("\x1e" + "\x1f".join(map(str, row))).encode())
    for link, position, proof in links:
        told = "" if position is None else str(position)
        found.update(f"\x1d{link}\x1f{told}\x1f{proof}".encode())
    return found.digest()
