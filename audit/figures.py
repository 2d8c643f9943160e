"""The year's figures by fund, worked out from the vouchers alone.

1. opening + received - paid + moved between funds + adjusted = closing, fund by fund.
2. What is closed into its resting account is neither received nor paid.
3. Money moved between funds is what one fund's net assets lose and another's gain in
   the same voucher (单位内部调剂). Income of the current year that is made over to the
   aid fund is income of that fund, and so much less of the other.
4. Goods stand beside the money: they are held against a net asset of their own.

Basis: 工会会计制度 (equalities between money, claims, debts and net assets).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from audit.books import Books, Line, Part, Standing, Voucher
from audit.served import HANDED_OUT, HEADS, Given, Served, head_of, purpose_of
from ledger.accounts import Role
from ledger.money import ZERO, Money

WORTH = frozenset({Part.INCOME, Part.EXPENSE, Part.NET, Part.ENTRUSTED})
"""The accounts that tell why a fund holds what it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FundYear:
    """A fund's way from its opening to its closing; what was moved may be negative."""

    fund: str
    opening: Money = ZERO
    received: Money = ZERO
    paid: Money = ZERO
    moved: Money = ZERO
    adjusted: Money = ZERO

    @property
    def closing(self) -> Money:
        """What the fund holds at the end."""
        change = self.received - self.paid + self.moved + self.adjusted
        return self.opening + change

    def __add__(self, other: "FundYear") -> "FundYear":
        return FundYear(
            fund="",
            opening=self.opening + other.opening,
            received=self.received + other.received,
            paid=self.paid + other.paid,
            moved=self.moved + other.moved,
            adjusted=self.adjusted + other.adjusted,
        )


class Received(NamedTuple):
    """What a fund received under one account."""

    fund: str
    account: str
    amount: Money


class Paid(NamedTuple):
    """What was paid under one head (`served.HEADS`) for one purpose, by all aid funds.

    Households and persons (人次) are None where the books do not tell.
    """

    head: str
    purpose: str
    amount: Money
    households: int | None
    persons: int | None


class Form(NamedTuple):
    """A form a fund's money takes at the end, such as money in the bank."""

    fund: str
    role: Role
    amount: Money


@dataclass(slots=True)
class _Sums:
    """What has been added up so far, in fen."""

    received: dict[tuple[str, str], int] = field(default_factory=dict)
    paid: dict[str, int] = field(default_factory=dict)
    moved: dict[str, int] = field(default_factory=dict)
    adjusted: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The year's figures of all funds; reports show those of aid funds."""

    funds: tuple[FundYear, ...]
    received: tuple[Received, ...]
    paid: tuple[Paid, ...]
    served: Served
    forms: tuple[Form, ...]
    goods: tuple[Form, ...]


def figures(books: Books) -> Figures:
    """Work the figures of a span out, fund by fund, purpose by purpose."""
    sums = _Sums()
    for voucher in books.vouchers:
        if not books.is_closing(voucher):
            _add(sums, books, voucher)
    served = Served(tuple(_given(books)))
    return Figures(
        funds=tuple(_fund_years(books, sums)),
        received=tuple(
            Received(fund, account, Money(fen))
            for (fund, account), fen in sorted(sums.received.items())
        ),
        paid=tuple(_paid_by_purpose(books, served)),
        served=served,
        forms=_forms(books, Part.FORM),
        goods=_forms(books, Part.GOODS),
    )


class Tally:
    """What each fund received and paid, added up voucher by voucher as they come."""

    def __init__(self, books: Books) -> None:
        """`books` need no vouchers: they are given one by one."""
        self._books, self._sums = books, _Sums()

    def take(self, voucher: Voucher) -> None:
        """Add a voucher; openings are none of them."""
        if not self._books.is_closing(voucher):
            _add(self._sums, self._books, voucher)

    def years(self) -> tuple[FundYear, ...]:
        """Each fund's way from its opening to its closing."""
        return tuple(_fund_years(self._books, self._sums))


def worth(books: Books, standings: Iterable[Standing]) -> dict[str, int]:
    """What each fund holds, in fen, seen from why it is there (net assets and such)."""
    found: dict[str, int] = {}
    for account, fund, balance_fen in standings:
        if books.accounts[account].part in WORTH:
            found[fund] = found.get(fund, 0) - balance_fen
    return found


def _add(sums: _Sums, books: Books, voucher: Voucher) -> None:
    accounts = books.accounts
    is_move = _is_move(books, voucher)
    for line in voucher.lines:
        part = accounts[line.account].part
        if part is Part.EXPENSE or (part is Part.ENTRUSTED and line.debit_fen):
            _count(sums.paid, line.fund, line.net_fen)
        elif part is Part.ENTRUSTED or part is Part.INCOME:
            _receive(sums, line)
        elif part is Part.NET:
            earmarked = accounts[line.account].role is Role.EARMARK
            kind = sums.moved if earmarked or is_move else sums.adjusted
            _count(kind, line.fund, -line.net_fen)


def _receive(sums: _Sums, line: Line) -> None:
    key = line.fund, line.account
    sums.received[key] = sums.received.get(key, 0) - line.net_fen


def _count(sums: dict[str, int], fund: str, fen: int) -> None:
    sums[fund] = sums.get(fund, 0) + fen


def _is_move(books: Books, voucher: Voucher) -> bool:
    changes: dict[str, int] = {}
    for line in voucher.lines:
        if books.accounts[line.account].part is Part.NET:
            _count(changes, line.fund, line.net_fen)
    moved = [fen for fen in changes.values() if fen]
    return len(moved) > 1 and not sum(moved)


def _fund_years(books: Books, sums: _Sums) -> Iterator[FundYear]:
    openings = worth(books, books.openings)
    received: dict[str, int] = {}
    for (fund, _), fen in sums.received.items():
        _count(received, fund, fen)
    for fund in books.funds:
        yield FundYear(
            fund=fund,
            opening=Money(openings.get(fund, 0)),
            received=Money(received.get(fund, 0)),
            paid=Money(sums.paid.get(fund, 0)),
            moved=Money(sums.moved.get(fund, 0)),
            adjusted=Money(sums.adjusted.get(fund, 0)),
        )


def _paid_by_purpose(books: Books, served: Served) -> Iterator[Paid]:
    """What was paid, by head and purpose, the largest first."""
    amounts: dict[tuple[str, str], int] = {}
    for line in _outflows(books):
        key = _head_and_purpose(books, line)
        if key[0] != HANDED_OUT:
            amounts[key] = amounts.get(key, 0) + line.net_fen
    ordered = sorted(amounts, key=lambda key: (HEADS.index(key[0]), -amounts[key]))
    for head, purpose in ordered:
        count = served.under(head).count(purpose)
        amount = Money(amounts[head, purpose])
        yield Paid(head, purpose, amount, count.households, count.persons)


def _given(books: Books) -> Iterator[Given]:
    """What every household was given, line by line added up."""
    sums: dict[tuple[str, str, str, str], list[int]] = {}
    for line in _outflows(books):
        key = line.account, line.fund, line.purpose, line.recipient
        found = sums.setdefault(key, [0, line.persons, 0])
        found[0] += line.net_fen
        found[1] = max(found[1], line.persons)
        found[2] += line.persons
    for (account, fund, purpose, recipient), (fen, most, persons) in sums.items():
        yield Given(
            head=head_of(books.accounts[account].role, purpose),
            purpose=purpose_of(purpose, books.accounts[account].own_name),
            fund=fund,
            household=(books.unit, recipient) if recipient else None,
            fen=fen,
            most=most,
            persons=persons,
        )


def _head_and_purpose(books: Books, line: Line) -> tuple[str, str]:
    account = books.accounts[line.account]
    purpose = purpose_of(line.purpose, account.own_name)
    return head_of(account.role, line.purpose), purpose


def _outflows(books: Books) -> Iterator[Line]:
    """What aid funds spent, and what goods they gave out of stock."""
    given = {
        code: account.part is Part.ENTRUSTED
        for code, account in books.accounts.items()
        if account.spends or account.role is Role.STOCK_FUND
    }
    aid = {code for code, fund in books.funds.items() if fund.is_aid}
    for voucher in books.vouchers:
        if books.is_closing(voucher):
            continue
        for line in voucher.lines:
            if line.account not in given or line.fund not in aid:
                continue
            # Of money held for others, what comes in is not spent.
            if line.debit_fen or not given[line.account]:
                yield line


def _forms(books: Books, part: Part) -> tuple[Form, ...]:
    sums: dict[tuple[str, Role], int] = {}
    for account, fund, balance_fen in books.closings:
        found = books.accounts[account]
        if found.part is part:
            key = fund, found.role
            sums[key] = sums.get(key, 0) + balance_fen
    return tuple(
        Form(fund, role, Money(fen))
        for (fund, role), fen in sorted(sums.items())
        if fen
    )
