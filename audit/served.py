"""How many households and persons aid reached (户数、人数、人次): one rule for all.

1. 人次 is the sum of the persons stated on postings; only a posting that states
   negative persons, as a cancellation in red does, takes them back.
2. 户数 counts different file numbers (档案号) that were given something in the end:
   who gave all of it back is not counted, nor is what names no file number.
3. 人数 takes each household with the most persons it was given for at once; it is
   known only where every person stands under a file number.
4. General money of the union is left out, as everywhere in aid; so are openings,
   year-end closing, and money taken to hold for others.
5. Goods handed out of stock stand under a head of their own: their money was spent
   when they were bought.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.accounts import Role
from ledger.funds import standard_name, standard_purposes

AID = "帮扶支出"
PASSED_DOWN = "补助下级支出"
HELD = "代管资金支出"
ELSE = "其他支出"
HEADS = (AID, PASSED_DOWN, HELD, ELSE)
"""The heads under which money is spent, in the order of the papers."""

HANDED_OUT = "发放物资"
"""The head of goods given out of stock (rule 5)."""

_BY_ROLE = {
    Role.AID_EXPENSE: AID,
    Role.PASSING_DOWN: PASSED_DOWN,
    Role.ENTRUSTED: HELD,
    Role.STOCK_FUND: HANDED_OUT,
}


@dataclass(frozen=True, slots=True)
class Count:
    """Households, people and persons served; None where the books do not tell."""

    households: int | None
    people: int | None
    persons: int | None


@dataclass(frozen=True, slots=True)
class Given:
    """What one household, or nobody named, was given of one fund for one purpose."""

    head: str
    purpose: str
    fund: str
    household: tuple[str, str] | None
    fen: int
    most: int
    persons: int


@dataclass(frozen=True, slots=True)
class Served:
    """All that was given in a period."""

    given: tuple[Given, ...]

    def under(self, *heads: str) -> "Served":
        """What was given under some heads."""
        return Served(tuple(one for one in self.given if one.head in heads))

    def count(self, purpose: str = "", fund: str = "") -> Count:
        """How many were served, for one purpose or of one fund where it is named."""
        found = [
            one
            for one in self.given
            if purpose in {"", one.purpose} and fund in {"", one.fund}
        ]
        return _counted(found)

    @property
    def handed_out(self) -> int:
        """The persons (人次) to whom goods out of stock were given."""
        return self.under(HANDED_OUT).count().persons or 0


def head_of(role: Role, purpose: str) -> str:
    """The head under which spending on an account of a role, for a purpose, stands.

    What names a purpose of aid is aid, such as 法律援助 on an account of its own.
    """
    aid = standard_name(purpose) in {known.name for known in standard_purposes()}
    return _BY_ROLE.get(role, AID if aid else ELSE)


def purpose_of(purpose: str, account_name: str) -> str:
    """The purpose by which spending is told; without one, the account's own name."""
    return purpose or account_name


def _counted(found: Sequence[Given]) -> Count:
    fen: dict[tuple[str, str], int] = {}
    most: dict[tuple[str, str], int] = {}
    unnamed = False
    for one in found:
        if one.household is None:
            unnamed = unnamed or one.persons != 0
            continue
        fen[one.household] = fen.get(one.household, 0) + one.fen
        most[one.household] = max(most.get(one.household, 0), one.most)
    # What was cancelled or given back to nothing reached nobody (rule 2).
    reached = [household for household, amount in fen.items() if amount > 0]
    people = sum(most[household] for household in reached)
    told = all(most[household] for household in reached)
    return Count(
        households=len(reached) or None,
        people=people if people and told and not unnamed else None,
        persons=sum(one.persons for one in found) or None,
    )
