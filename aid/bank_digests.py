"""Digests of the lines of files to the bank and of results.

The written form: `bangfu-payment-lines-1` or `bangfu-result-lines-1`, then for each
line in order, after the character U+001E, its parts by U+001F: line, fen and the card's
blind index in hexadecimal; or line, 1 or 0 for paid or not, fen, and the ciphertext in
hexadecimal or nothing. Nothing in it needs a key.
"""

import hashlib
from collections.abc import Iterable

PaymentRow = tuple[int, int, bytes]
ResultRow = tuple[int, int, int, bytes | None]


def payment_hash(rows: Iterable[PaymentRow]) -> bytes:
    """The digest of the lines of a payment file, which come in order."""
    found = hashlib.sha256(b"bangfu-payment-lines-1")
    for line, fen, blind in rows:
        found.update(f"\x1e{line}\x1f{fen}\x1f{bytes(blind).hex()}".encode())
    return found.digest()


def result_hash(rows: Iterable[ResultRow]) -> bytes:
    """The digest of the lines of a result, which come in order."""
    found = hashlib.sha256(b"bangfu-result-lines-1")
    for line, is_paid, fen, locked in rows:
        told = "" if locked is None else bytes(locked).hex()
        found.update(f"\x1e{line}\x1f{is_paid}\x1f{fen}\x1f{told}".encode())
    return found.digest()
