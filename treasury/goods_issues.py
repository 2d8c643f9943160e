"""Goods given (发放): to a person by file number, for a purpose that the fund allows.

1. What is given names its purpose, and the fund allows it (L8).
2. Its cost is fixed when it is handed in; from then on nobody else can have it.
3. Once a unit has begun L13 goods are given by hand-outs (`aid/handouts.py`) alone.
4. Who had how much stands in the movements; the voucher tells it where it can, for a
   posting cannot be of nothing.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from budgets.records import text_faults
from ledger import ground_store
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting
from ledger.money import yuan
from ledger.people import Act
from treasury.goods_counter import Counter, Wanted
from treasury.goods_desk import (
    Desk,
    Moved,
    Occasion,
    Planned,
    enter,
    entered,
    merged,
    open_desk,
    refused,
    sides,
    stock_posting,
)
from treasury.goods_items import item_of, items, method_on
from treasury.goods_lots import known_fund, purpose_faults
from treasury.goods_signatures import Signature, sign
from treasury.stock import MoveKind

_Group = tuple[str, str, str]
"""Item, fund and purpose: lines of which one costs nothing go together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What one person is given; `lots` are of goods costed by piece."""

    item: str
    fund: str
    quantity_milli: int
    recipient: str
    purpose: str
    serials: str = ""
    lots: tuple[tuple[int, int], ...] = ()
    signature: Signature | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue(Occasion):
    """Goods given to people.

    `account` and `appropriation` are asked for on charts where goods are spent when
    they are given.
    """

    lines: tuple[Handed, ...]
    account: str = ""
    appropriation: str = ""


def issue(connection: Connection, given: Issue, act: Act) -> Moved:
    """Give goods to people; what they cost is fixed now.

    Raises:
        GoodsRefused: there is not so much, or it may not be given so; all is told. Or
            the unit has begun L13.
        DeskRefused: another draft or voucher stands under the reference.
        VoucherRefused: the voucher breaks rules.
        NotFound: there is no such unit, item or fund.
    """
    desk = open_desk(connection, given, act)
    if (before := entered(desk)) is not None:
        return before
    if ground_store.begun(connection, desk.unit.id) is not None:
        why = "本单位已实行凭批次和发放单发放（L13），物资凭发放单发放"
        raise refused(why, do="用 bangfu aid handout plan 编制发放单")
    weighed = weigh(desk, given)
    if weighed.faults:
        raise refused(*weighed.told)
    return hand_over(desk, given, weighed.planned)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What lines would take off the shelves, and what is wrong with any of them.

    `faults` are by the place of a line, counted from 1; 0 speaks of them all.
    """

    planned: tuple[Planned, ...]
    faults: tuple[tuple[int, str, str], ...]

    @property
    def told(self) -> Iterator[str]:
        """The faults as sentences."""
        for place, item, fault in self.faults:
            yield f"第 {place} 行（{item}）：{fault}" if place else fault


def weigh(desk: Desk, given: Issue) -> Weighed:
    """Judge what is to be given, without giving it.

    A line costs a look at its item and its lots; what it needs of the books is read
    once for each item and fund.

    Raises:
        NotFound: there is no such item or fund.
    """
    method = method_on(desk.connection, given.unit, given.dated_on)
    known = {one.code: one for one in items(desk.connection, given.unit)}
    faults = [] if given.lines else [(0, "", "没有写明发给谁")]
    counter = Counter(desk, method)
    planned = []
    for place, line in enumerate(given.lines, 1):
        item = known.get(line.item) or item_of(desk.connection, given.unit, line.item)
        known_fund(desk, line.fund)
        found = list(_person_faults(line))
        found += purpose_faults(desk, line.fund, line.purpose)
        one, wrong = counter.take(item, _wanted(line))
        found += wrong
        if not sides(desk, item).counterpart and not given.account:
            found.append("该科目表在发放时列支，须写明支出科目")
        faults += [(place, item.name, fault) for fault in found]
        if one is not None:
            planned.append(
                dataclasses.replace(
                    one,
                    kind=MoveKind.ISSUE,
                    purpose=line.purpose,
                    recipient=line.recipient.strip(),
                )
            )
    return Weighed(tuple(planned), tuple(faults))


def hand_over(desk: Desk, given: Issue, planned: Sequence[Planned]) -> Moved:
    """Enter what was weighed without a fault: the movements and their draft.

    Raises:
        DeskRefused: another draft or voucher stands under the reference.
        VoucherRefused: the voucher breaks rules.
    """
    persons_of = _persons(planned)
    lines = [
        posting
        for one in merged(planned)
        for posting in _given_postings(desk, one, persons_of, given)
    ]
    told = "、".join(dict.fromkeys(line.item.name for line in planned))
    summary = f"发放{told}（{len({o.recipient for o in planned})} 人）"
    moved = enter(desk, planned, lines, "goods_issue", summary)
    for number, line in zip(moved.moves, given.lines, strict=True):
        if line.signature is not None:
            sign(desk.connection, given.unit, number, line.signature, desk.act)
    return moved


def _person_faults(line: Handed) -> Iterator[str]:
    yield from text_faults(("领取人档案号", line.recipient, True))
    if line.recipient.strip() and not re.search("[0-9]", line.recipient):
        yield "领取人写档案号，不写姓名"
    if not line.purpose.strip():
        yield "没有写明用途"


def _given_postings(
    desk: Desk, one: Planned, persons_of: Mapping[_Group, int], given: Issue
) -> Iterator[DraftPosting]:
    """What leaves stock, and what it stood against or is spent on."""
    accounts = sides(desk, one.item)
    persons = 1 if one.recipient else persons_of[one.item.code, one.fund, one.purpose]
    counterpart = bool(accounts.counterpart)
    yield DraftPosting(
        account=accounts.counterpart or given.account,
        fund=one.fund,
        debit=yuan(one.cost_fen),
        purpose=one.purpose,
        recipient=one.recipient,
        persons=str(persons),
        appropriation="" if counterpart else given.appropriation,
    )
    line = stock_posting(accounts.stock, one, debit=False)
    yield dataclasses.replace(line, recipient=one.recipient)


def _persons(planned: Sequence[Planned]) -> dict[_Group, int]:
    """How many people have something of each item, fund and purpose."""
    found: dict[_Group, set[str]] = {}
    for one in planned:
        key = one.item.code, one.fund, one.purpose
        found.setdefault(key, set()).add(one.recipient)
    return {key: len(people) for key, people in found.items()}


def _wanted(line: Handed) -> Wanted:
    return Wanted(line.fund, line.quantity_milli, line.serials, line.lots)
