"""How many households and persons aid reached (户数、人数、人次), as far as books tell.

1. 人次 is the sum of the persons stated on postings.
2. 户数 counts different file numbers (档案号) that were given something in the end;
   what names no file number is not counted.
3. 人数 takes each household with the most persons it was given for at once; it is
   known only where every person stands under a file number.
4. General money of the union is left out, as everywhere in aid.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger import spending
from ledger.accounts import Role
from ledger.database import Connection
from ledger.funds import Origin, standard_name, standard_purposes
from ledger.periods import period_of
from ledger.register import Lookups, UnitLookup, lookups
from ledger.spending import ServedRow
from reports import parts
from reports.catalogue import Request

AID = "帮扶支出"
PASSED_DOWN = "补助下级支出"
HELD = "代管资金支出"
ELSE = "其他支出"
HEADS = (AID, PASSED_DOWN, HELD, ELSE)
"""The heads under which money is spent, in the order of the statement."""

HANDED_OUT = "发放物资"
"""The head of goods given out of stock: their money was spent when they were bought."""

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


def read(connection: Connection, request: Request) -> Served:
    """Who was served in a period; the cost goes with its postings."""
    books = lookups(connection)
    units = parts.units_of(connection, request)
    found: list[Given] = []
    for code in units:
        unit = books.unit(code)
        rows = spending.served(
            connection,
            unit.id,
            _accounts(books),
            period_of(request.span.since),
            period_of(request.span.until),
            position=request.known_at,
        )
        aid = (row for row in rows if unit.fund_origins[row.fund_id] != Origin.GENERAL)
        found += [_given(books, unit, row, merged=len(units) > 1) for row in aid]
    return Served(tuple(found))


def head_of(books: Lookups, account: int, purpose: str) -> str:
    """The head under which spending on an account, for a purpose, stands.

    What names a purpose of aid is aid, such as 法律援助 on an account of its own.
    """
    aid = standard_name(purpose) in {known.name for known in standard_purposes()}
    return _BY_ROLE.get(books.account_roles[account], AID if aid else ELSE)


def purpose_of(books: Lookups, account: int, purpose: str) -> str:
    """The purpose by which spending is told; without one, the account's name."""
    return purpose or books.account_names[account]


def _accounts(books: Lookups) -> tuple[int, ...]:
    handed_out = {a for a, r in books.account_roles.items() if r is Role.STOCK_FUND}
    return tuple(sorted((books.spends | handed_out) - books.above))


def _given(books: Lookups, unit: UnitLookup, row: ServedRow, *, merged: bool) -> Given:
    fund = unit.fund_origins[row.fund_id] if merged else unit.fund_codes[row.fund_id]
    return Given(
        head=head_of(books, row.account_id, row.purpose),
        purpose=purpose_of(books, row.account_id, row.purpose),
        fund=fund,
        household=(unit.code, row.recipient) if row.recipient else None,
        fen=row.fen,
        most=row.most,
        persons=row.persons,
    )


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
    # What was cancelled to nothing reached nobody (rule 2).
    reached = [household for household, amount in fen.items() if amount > 0]
    people = sum(most[household] for household in reached)
    told = all(most[household] for household in reached)
    return Count(
        households=len(reached) or None,
        people=people if people and told and not unnamed else None,
        persons=sum(one.persons for one in found) or None,
    )
