"""What an evidence package shows of people: clear in the full edition, else marks.

1. Sealed contents name nobody who is helped, but they hold file numbers, parties and
   memos. In the masked edition (隐名版) each of these is a mark: a salted commitment
   to the field, the same for the same text in every package of these books.
2. A party stays clear where it is a unit of these books, by code or name. A summary is
   masked where it repeats a party or a file number of its own voucher.
3. The salt of a text comes from the oldest key of the vault: whoever lacks the keys can
   neither guess a text nor open a mark. The full edition holds every salt, so that
   with both editions at hand each mark is proved.

The written form of a mark: the byte 1A, then the first 40 hexadecimal digits of
SHA-256("bangfu-commitment-1", salt, text). In CSV `※` stands for the byte.

Basis: 个人信息保护法 第六条、第五十一条.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from audit.errors import PackageRefused
from ledger.accounts import Labelled
from ledger.chain import US
from ledger.formulas import STARTS, harmless
from ledger.privacy import has_control, personal_number
from treasury.vault import commitment

MASK, SHOWN_MASK = "\x1a", "※"
MARK_DIGITS = 40

SUMMARY = 7
"""Place of the summary in the first row of a content, the form being place 0."""
PARTY, RECIPIENT, MEMO = 5, 6, 16
PERSONAL = (PARTY, RECIPIENT, MEMO)
"""Places in the row of a posting that may tell of a person."""

_KEPT = 1 << 16
_RUN = re.compile(f"{US}[{re.escape(''.join(STARTS))}]")


class Edition(Labelled):
    """What a package shows of people."""

    MASKED = "masked", "隐名版"
    FULL = "full", "完整版"


@dataclass(frozen=True, slots=True)
class Marks:
    """Makes marks, and tells which fields of a voucher they stand for."""

    salt_of: Callable[[str], bytes]
    """The salt of a text, the same for ever."""
    clear: frozenset[str]
    """Parties that are units."""

    def personal(
        self, head: list[str], lines: list[list[str]]
    ) -> list[tuple[int, int, str]]:
        """Row (0 is the head), place and text of each field that tells of a person."""
        found = [
            (row, place, line[place])
            for row, line in enumerate(lines, 1)
            for place in PERSONAL
            if line[place] and not (place == PARTY and line[place] in self.clear)
        ]
        summary = head[SUMMARY]
        if any(text in summary for _, place, text in found if place != MEMO):
            found.insert(0, (0, SUMMARY, summary))
        return found


def demand_told(paper: str, reason: str) -> None:
    """Go on only if a request and its reason may stand in a manifest and in the log.

    Raises:
        PackageRefused: one holds a personal number or a control character.
    """
    texts = (paper, reason)
    if any(personal_number(text) or has_control(text) for text in texts):
        raise PackageRefused(
            "证据包没有导出",
            why="书面申请的文号或理由中有个人号码或控制字符",
            do="只写文号和用途，不写个人号码",
        )


def marker(salt_of: Callable[[str], bytes]) -> Callable[[str], str]:
    """What makes the mark of a text; those met lately are kept."""

    @lru_cache(maxsize=_KEPT)
    def mark(text: str) -> str:
        return MASK + commitment(text, salt_of(text)).hex()[:MARK_DIGITS]

    return mark


def cells(fields: Sequence[str]) -> list[str]:
    """Fields as the CSV of a package shows them."""
    # A million rows are looked at as a whole: hardly any holds what is shown otherwise.
    row = US + US.join(fields)
    plain = MASK not in row and _RUN.search(row) is None
    return list(fields) if plain else [cell(field) for field in fields]


def cell(text: str) -> str:
    """A field as the CSV of a package shows it."""
    return harmless(text).replace(MASK, SHOWN_MASK)
