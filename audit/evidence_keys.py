"""Keys of evidence books (外来账套编号): `E2025-1`, year of intake and number in it."""

import re
from typing import NamedTuple

from ledger.errors import NotFound
from ledger.privacy import shown

_KEY = re.compile(r"[Ee](\d{4})-(\d{1,6})")


class EvidenceKey(NamedTuple):
    """The key of an intake, unique in the unit that the evidence belongs to."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"E{self.year}-{self.number}"


def parse_key(text: str) -> EvidenceKey:
    """Read a key as it is typed.

    Raises:
        NotFound: it is no key of evidence.
    """
    match = _KEY.fullmatch(text.strip())
    if match is None:
        raise NotFound("外来账套", shown(text), "编号写作 E2025-1 的形式")
    return EvidenceKey(int(match[1]), int(match[2]))
