"""What aid is spent on (L13): the grounds of a unit, as vouchers need them. Pure.

The digest's written form: `bangfu-ground-1`, then for each group in order, after the
character U+001E, these parted by U+001F: number of the fund, number of the account,
purpose, file number, fen.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from ledger.vouchers import Entered

FORM = "bangfu-ground-1"

ASKED = frozenset({Entered.HERE, Entered.BANK, Entered.ADJUSTMENT})
"""Vouchers that need a ground: what is imported as history needs none."""

Spent = tuple[int, int, str, str]
"""Fund and account by number, purpose, file number."""


@dataclass(slots=True)
class Grounds:
    """The grounds that vouchers of a unit name; no `since` where it has not begun."""

    since: str = ""
    requests: dict[str, bytes] = field(default_factory=dict)
    """The digests of what they spend, by request."""


def digest(spent: Mapping[Spent, int]) -> bytes:
    """The digest of what is spent, in fen, by fund, account, purpose and recipient."""
    found = hashlib.sha256(FORM.encode())
    for (fund, account, purpose, recipient), fen in sorted(spent.items()):
        told = f"\x1e{fund}\x1f{account}\x1f{purpose}\x1f{recipient}\x1f{fen}"
        found.update(told.encode())
    return found.digest()
