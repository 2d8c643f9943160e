"""Change of chart (新旧科目衔接): old balances closed out, new ones opened. Pure.

1. On the day of the change two vouchers of kind 期初 are made: the one takes every
   balance off the old accounts, the other puts them on the new ones.
2. Each fund keeps its assets, its debts and its net assets to the fen; what stood on
   one account may stand on several, as `charts/transition-2022.toml` says.
3. Claims and debts keep their party and the day they arose, goods their item and
   quantity: first in, first out.

Basis: 财会〔2021〕16号.
"""

import datetime as dt
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ledger import resting
from ledger.accounts import TRANSITION, load_chart
from ledger.errors import Problem
from ledger.register import Lookups, UnitLookup
from ledger.vouchers import Line


@dataclass(frozen=True, slots=True)
class Mapped:
    """A mapping file: which old account goes to which new one, and what is open."""

    basis: str
    old: str
    new: tuple[str, ...]
    on: dt.date
    moves: Mapping[str, str]
    closing: str
    stock: str
    stock_fund: str
    open: Mapping[str, str]


class Detail(NamedTuple):
    """A part of a balance: whose claim since when, or how much of which item."""

    account_id: int
    fund_id: int
    fen: int
    party: str = ""
    item: str = ""
    quantity_milli: int = 0
    arose_on: str = ""


class SheetRow(NamedTuple):
    """A row of the transfer sheet: accounts by number, debit positive, a note."""

    fund: int
    old: int
    new: int
    fen: int
    note: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """Lines of the two vouchers, and the sheet that shows where each balance went."""

    out: tuple[Line, ...]
    onto: tuple[Line, ...]
    sheet: tuple[SheetRow, ...]
    problems: tuple[Problem, ...] = ()


@cache
def mapping(old: str, new: str) -> Mapped | None:
    """The mapping file between two charts; None where there is none."""
    for entry in files("ledger").joinpath("charts").iterdir():
        if entry.name.startswith(TRANSITION):
            found = _mapped(entry.read_text(encoding="utf-8"))
            if found.old == old and new in found.new:
                return found
    return None


def _mapped(text: str) -> Mapped:
    document = tomllib.loads(text)
    assert document.keys() == {"basis", "from", "to", "on", "closing", "moves", "open"}
    found = Mapped(
        document["basis"],
        document["from"],
        tuple(document["to"]),
        document["on"],
        document["moves"],
        document["closing"]["account"],
        document["closing"]["stock"],
        document["closing"]["stock_fund"],
        document["open"],
    )
    old = load_chart(found.old)
    assert all(code in old for code in (*found.moves, *found.open, found.closing))
    county = load_chart(found.new[0])
    assert all(county.is_leaf(code) for code in found.moves.values())
    return found


def transfer(  # noqa: PLR0913, PLR0917 - where, whose, by which rules and what
    books: Lookups,
    unit: UnitLookup,
    on: dt.date,
    charts: tuple[str, str],
    balances: Mapping[tuple[int, int], int],
    details: Sequence[Detail],
) -> Transfer:
    """Where every balance of the old chart goes.

    Args:
        books: the master records.
        unit: whose books they are.
        on: the first day of the new chart.
        charts: the old one and the new one.
        balances: by account and fund in fen, debit positive, the year being closed.
        details: parts of balances that keep a party or an item; those of one account
            and fund add up to its balance, else they are left aside.
    """
    work = _Work(books, unit, on, charts)
    out: list[Line] = []
    for (account, fund), fen in sorted(balances.items(), key=_by_fund):
        if fen:
            out.append(_line(account, fund, -fen))
            work.move(account, fund, fen, _parts(balances, details, account, fund))
    onto = [line for lines in work.lines.values() for line in lines]
    return Transfer(
        tuple(out), tuple(onto), tuple(work.sheet), tuple(dict.fromkeys(work.problems))
    )


def _by_fund(row: tuple[tuple[int, int], int]) -> tuple[int, int]:
    (account, fund), _ = row
    return fund, account


def _parts(
    balances: Mapping[tuple[int, int], int],
    details: Iterable[Detail],
    account: int,
    fund: int,
) -> list[Detail]:
    found = [d for d in details if (d.account_id, d.fund_id) == (account, fund)]
    whole = sum(d.fen for d in found) == balances[account, fund]
    return found if whole else []


class _Work:
    """The new lines, by account and fund, as balances are moved one by one."""

    def __init__(
        self,
        books: Lookups,
        unit: UnitLookup,
        on: dt.date,
        charts: tuple[str, str],
    ) -> None:
        self.books = books
        self.unit = unit
        self.on = on
        self.old, self.new = charts
        self.rules = mapping(*charts)
        self.codes = books.charts[self.new]
        self.lines: dict[tuple[int, int], list[Line]] = {}
        self.sheet: list[SheetRow] = []
        self.problems: list[Problem] = []

    def move(self, account: int, fund: int, fen: int, parts: list[Detail]) -> None:
        """Put one old balance where it belongs."""
        rule = self._rule(account)
        if rule is None:
            self._tell(account, "衔接表没有说明这个旧科目转往何处", "先在旧账中转平")
            return
        old_code, new_code = rule
        assert self.rules is not None
        if old_code == self.rules.closing:
            self._rest(account, fund, fen)
            return
        note = self.rules.open.get(old_code, "")
        self._onto(account, fund, fen, new_code, parts, note)
        if old_code == self.rules.stock:
            # Stock now stands against 资产基金, and leaves what the fund may spend.
            self._onto(account, fund, -fen, self.rules.stock_fund, [], "库存物品占用")
            self._rest(account, fund, fen, "减：库存物品占用")

    def _rule(self, account: int) -> tuple[str, str] | None:
        if self.rules is None:
            return None
        step: int | None = account
        while step is not None:
            code = self.books.account_codes[step]
            if code == self.rules.closing:
                return code, ""
            if code in self.rules.moves:
                return code, self.rules.moves[code]
            step = self.books.account_parents.get(step)
        return None

    def _rest(self, account: int, fund: int, fen: int, note: str = "") -> None:
        at = resting.resting(self.books, self.unit, fund, self.new, self.on)
        if at is None:
            code = self.unit.fund_codes[fund]
            self._tell(account, f"资金 {code} 在新科目表没有唯一的累计结转结余科目")
            return
        self._add(at.closing, _line(at.closing, fund, fen))
        self.sheet.append(SheetRow(fund, account, at.closing, fen, note))

    def _onto(  # noqa: PLR0913, PLR0917 - what is moved, and where
        self,
        account: int,
        fund: int,
        fen: int,
        code: str,
        parts: list[Detail],
        note: str,
    ) -> None:
        into = self._leaf(account, code)
        if into is None:
            what = "新科目表没有对应的末级科目"
            self._tell(account, what, f"在新科目表 {code} 下增设同号明细科目或先转平")
            return
        for part in parts or [Detail(account, fund, fen)]:
            line = _line(into, fund, part.fen)
            kept = {name: getattr(part, name) for name in ("party", "item", "arose_on")}
            self._add(
                into, line._replace(quantity_milli=abs(part.quantity_milli), **kept)
            )
        self.sheet.append(SheetRow(fund, account, into, fen, note))

    def _leaf(self, account: int, code: str) -> int | None:
        """The new account, or under it the one of the old number."""
        top = self.codes.get(code)
        if top is None or top not in self.books.above:
            return top
        own = self.codes.get(self.books.account_codes[account])
        found = own is not None and own not in self.books.above
        under = found and resting.lies_within(self.books, own or 0, top)
        return own if under else None

    def _add(self, account: int, line: Line) -> None:
        """One line each for what has no party and no item of its own."""
        lines = self.lines.setdefault((line.fund_id, account), [])
        plain = not (line.party or line.item or line.arose_on)
        for place, other in enumerate(lines):
            if plain and not (other.party or other.item or other.arose_on):
                net = line.debit_fen - line.credit_fen
                net += other.debit_fen - other.credit_fen
                lines[place : place + 1] = [_line(account, line.fund_id, net)] * bool(
                    net
                )
                return
        lines.append(line)

    def _tell(self, account: int, what: str, do: str = "") -> None:
        name = self.books.account_name(account)
        code = self.books.account_codes[account]
        self.problems.append(Problem("transfer", what, f"{code} {name}", do))


def _line(account: int, fund: int, fen: int) -> Line:
    return Line(account, fund, max(fen, 0), max(-fen, 0))


# -- parts of balances --------------------------------------------------------------


class Movement(NamedTuple):
    """A posting on a claim or on stock, in the order of the chain."""

    account_id: int
    fund_id: int
    party: str
    item: str
    arose_on: str
    fen: int
    quantity_milli: int


def still_open(movements: Iterable[Movement]) -> Iterator[Detail]:
    """What is left of claims, debts and goods, first in, first out (rule 3)."""
    queues: dict[tuple[int, int, str, str], list[Movement]] = {}
    for one in movements:
        queue = queues.setdefault(one[:4], [])
        _settle(queue, one)
    for (account, fund, party, item), queue in queues.items():
        if item:
            fen = sum(one.fen for one in queue)
            pieces = sum(one.quantity_milli for one in queue)
            if fen:
                yield Detail(account, fund, fen, party, item, pieces, "")
            continue
        for one in queue:
            yield Detail(account, fund, one.fen, party, "", 0, one.arose_on)


def _settle(queue: list[Movement], one: Movement) -> None:
    """Take a movement against the oldest of the other sign; the rest joins the row."""
    if one.item:
        queue.append(one)
        return
    left = one.fen
    while queue and left and (queue[0].fen > 0) != (left > 0):
        first = queue[0]
        if abs(first.fen) > abs(left):
            queue[0] = first._replace(fen=first.fen + left)
            return
        left += first.fen
        del queue[0]
    if left:
        queue.append(one._replace(fen=left))
