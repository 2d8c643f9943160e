"""The digest of a statement's rows: what its record covers of what came in masses.

The written form: `bangfu-bank-rows-1`, then for each new row by its place, after the
character U+001E, these parted by U+001F: place, day, fen, fen of the balance or
nothing, reference, kind, the ciphertext and the row's key in hexadecimal, occurrence.
Nothing in it needs a key, so that whoever has the books can recompute it.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable

FORM = "bangfu-bank-rows-1"

DigestRow = tuple[int, dt.date, int, int | None, str, str, bytes, bytes, int]
"""Place, day, fen, fen of the balance, reference, kind, ciphertext, key, occurrence."""


def rows_hash(rows: Iterable[DigestRow]) -> bytes:
    """The digest of rows, which come by their places."""
    found = hashlib.sha256(FORM.encode())
    for place, day, fen, balance, reference, kind, locked, key, occurrence in rows:
        told = "" if balance is None else balance
        found.update(
            f"\x1e{place}\x1f{day}\x1f{fen}\x1f{told}\x1f{reference}\x1f{kind}"
            f"\x1f{bytes(locked).hex()}\x1f{bytes(key).hex()}\x1f{occurrence}".encode()
        )
    return found.digest()
