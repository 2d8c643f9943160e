"""Entering what moved: movements, what they take, and the draft that they make.

1. What was said is entered once under its reference; the same again is answered with
   what stands, something else under it is refused. What was dropped makes room.
2. The draft is handed in with the movements, in one transaction: both stand or none.
3. On charts with a counterpart of stock (30101, 3902) goods are spent when they are
   bought and stand twice; on others (2009) they are spent when they are given.
4. What costs nothing has no posting; where all of it costs nothing there is no voucher,
   and the movement counts at once.
"""

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from budgets.records import before_unit, locked, text_faults
from ledger import queries
from ledger.accounts import Role
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.money import ZERO, Money, yuan
from ledger.people import Act
from ledger.register import Lookups, UnitLookup, append_rows, lookups
from treasury import goods_store, serials, stock
from treasury.costing import Method, Taken
from treasury.drafting import HandedIn, hand_in
from treasury.errors import GoodsRefused
from treasury.goods_items import Item
from treasury.goods_tables import QUANTITY_BOUND
from treasury.serials import SerialRange
from treasury.stock import MoveKind

FORM = "bangfu-goods-1"
"""How the digest of what was said is written: this, then JSON with keys in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What every movement says: where, under which reference, when, with what papers.

    `attachments` counts them; an empty `summary` is worded by the program.
    """

    unit: str
    ref: str
    dated_on: dt.date
    summary: str = ""
    attachments: int = 1


@dataclass(frozen=True, slots=True)
class Moved:
    """What was entered: the movements by number, their cost, and the draft."""

    ref: str
    moves: tuple[int, ...]
    cost: Money
    draft: int | None
    """None where nothing cost anything, so that there is no voucher."""
    already: bool = False


@dataclass(frozen=True, slots=True)
class Picked:
    """Serials that leave, or come back to, a range that came in."""

    range_move: int
    range_part: int
    serials: SerialRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One movement, worked out but not yet entered."""

    kind: MoveKind
    item: Item
    fund: str
    quantity_milli: int
    cost_fen: int
    method: Method | None = None
    valuation: str = ""
    purpose: str = ""
    recipient: str = ""
    party: str = ""
    approval: str = ""
    source: int | None = None
    counting: int | None = None
    takings: tuple[Taken, ...] = ()
    ranges: tuple[SerialRange, ...] = ()
    picked: tuple[Picked, ...] = ()

    @property
    def told(self) -> str:
        """What moved, as summaries say it: `棉被20条`."""
        quantity = quantity_text(self.quantity_milli)
        return f"{self.item.name}{quantity}{self.item.measure}"

    @property
    def serials_text(self) -> str:
        """Its serials as people write them."""
        return serials.write([*self.ranges, *(one.serials for one in self.picked)])


@dataclass(frozen=True, slots=True)
class Desk:
    """One act on a unit's goods, under the unit's lock."""

    connection: Connection
    unit: UnitLookup
    occasion: Occasion
    asked: bytes
    act: Act

    @property
    def books(self) -> Lookups:
        """The master records."""
        return lookups(self.connection)


def quantity_text(milli: int) -> str:
    """Thousandths as people write a quantity: 1500 is `1.5`."""
    sign = "-" if milli < 0 else ""
    whole, rest = divmod(abs(milli), 1000)
    return f"{sign}{whole}.{rest:03d}".rstrip("0").rstrip(".")


def quantity_faults(quantity_milli: int) -> Iterator[str]:
    """What is wrong with a quantity."""
    if quantity_milli <= 0:
        yield "数量应大于零"
    elif quantity_milli > QUANTITY_BOUND:
        yield "数量超过上限"


# -- opening the desk ---------------------------------------------------------------


def open_desk(connection: Connection, occasion: Occasion, act: Act) -> Desk:
    """Take the unit in hand for what is said.

    Raises:
        GoodsRefused: the reference, the day or the summary may not stand.
        NotFound: there is no such unit.
    """
    unit = locked(connection, occasion.unit)
    faults = list(
        text_faults(("引用号", occasion.ref, True), ("摘要", occasion.summary, False))
    )
    if outside := before_unit(unit, occasion.dated_on):
        faults.append(f"日期 {occasion.dated_on} 在{outside}")
    if faults:
        raise refused(*faults)
    return Desk(connection, unit, occasion, digest(occasion), act)


def digest(said: Occasion) -> bytes:
    """The digest of what was said, in the form named on top."""
    content = json.dumps(
        {"form": FORM, "what": type(said).__name__} | dataclasses.asdict(said),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        default=str,
    )
    return hashlib.sha256(content.encode()).digest()


def refused(*faults: str, do: str = "") -> GoodsRefused:
    """The refusal that tells all that is wrong."""
    return GoodsRefused("物资没有登记", why="；".join(dict.fromkeys(faults)), do=do)


def entered(desk: Desk) -> Moved | None:
    """What stands under the reference already, if it is the same.

    Raises:
        GoodsRefused: something else stands under it.
    """
    alive = [
        move
        for move in stock.moves(desk.connection, desk.unit.code, ref=desk.occasion.ref)
        if move.status is not stock.Status.DROPPED
    ]
    if not alive:
        return None
    if any(move.row.asked != desk.asked for move in alive):
        what = f"{desk.occasion.ref} 已经登记过，但内容不同"
        raise GoodsRefused(
            what,
            why=f"该引用号下有{alive[0].kind.label}，{alive[0].status.label}",
            do="改正请先作废原草稿；另一件事请用另一个引用号",
        )
    cost = Money(sum(move.row.cost_fen for move in alive))
    numbers = tuple(move.number for move in alive)
    return Moved(desk.occasion.ref, numbers, cost, alive[0].row.draft, already=True)


# -- accounts -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sides:
    """The accounts of stock and of its counterpart; that one empty where none is."""

    stock: str
    counterpart: str


def sides(desk: Desk, item: Item) -> Sides:
    """The accounts on which an item stands in the chart of the day.

    Raises:
        GoodsRefused: the chart has none, or several to choose from.
    """
    chart = desk.unit.chart_on(desk.occasion.dated_on.isoformat())
    stock_leaves = leaves(desk.books, chart, Role.STOCK)
    counterparts = leaves(desk.books, chart, Role.STOCK_FUND)
    own = [code for code in stock_leaves if item.account in {"", code}]
    if len(own) != 1:
        told = "、".join(stock_leaves) or "没有"
        why = f"可用的库存物品末级科目：{told}"
        do = "登记物品时用 --account 指明一个"
        what = f"物品 {item.code} 不知记入哪个科目"
        raise GoodsRefused(what, why=why, do=do)
    if len(counterparts) > 1:
        why = "库存物品的资产基金下有多个末级科目"
        raise GoodsRefused("对应的净资产科目不唯一", why=why, do="只设一个末级科目")
    return Sides(own[0], counterparts[0] if counterparts else "")


def leaves(books: Lookups, chart: str, role: Role) -> list[str]:
    """The codes of the leaves of a role in a chart."""
    return sorted(
        code
        for code, account in books.charts.get(chart, {}).items()
        if books.account_roles[account] is role and account not in books.above
    )


# -- postings -----------------------------------------------------------------------


def stock_posting(account: str, one: Planned, *, debit: bool) -> DraftPosting:
    """The line on stock, with what and how much it is."""
    amount = yuan(one.cost_fen)
    return DraftPosting(
        account=account,
        fund=one.fund,
        debit=amount if debit else "",
        credit="" if debit else amount,
        item=one.item.code,
        quantity=quantity_text(one.quantity_milli),
        serials=one.serials_text,
        party=one.party,
    )


def merged(planned: Sequence[Planned]) -> list[Planned]:
    """What has postings: what costs nothing goes with something of its kind, or not.

    A posting cannot be nothing (L2), so of one item, fund and purpose all go together
    where one of them costs nothing; who had them is told by the movements.
    """
    groups: dict[tuple[str, str, str], list[Planned]] = {}
    for one in planned:
        key = one.item.code, one.fund, one.purpose
        groups.setdefault(key, []).append(one)
    found = []
    for group in groups.values():
        if all(one.cost_fen for one in group):
            found += group
        elif any(one.cost_fen for one in group):
            found.append(_together(group))
    return found


def _together(group: Sequence[Planned]) -> Planned:
    return dataclasses.replace(
        group[0],
        quantity_milli=sum(one.quantity_milli for one in group),
        cost_fen=sum(one.cost_fen for one in group),
        recipient="",
        takings=(),
        picked=tuple(piece for one in group for piece in one.picked),
    )


# -- entering -----------------------------------------------------------------------


def enter(
    desk: Desk,
    planned: Sequence[Planned],
    postings: Sequence[DraftPosting],
    event: str,
    summary: str,
) -> Moved:
    """Hand in the draft and append the movements that it stands for.

    Raises:
        DeskRefused: another draft or voucher stands under the reference.
        VoucherRefused: the voucher breaks rules; all breaches are told.
    """
    handed = _drafted(desk, postings, event, summary) if postings else None
    return append_moves(desk, planned, handed)


def _drafted(
    desk: Desk, postings: Sequence[DraftPosting], event: str, summary: str
) -> HandedIn:
    said = desk.occasion
    voucher = DraftVoucher(
        unit=said.unit,
        ref=said.ref,
        dated_on=said.dated_on.isoformat(),
        summary=said.summary or summary,
        postings=tuple(postings),
        attachments=str(said.attachments),
    )
    return hand_in(desk.connection, voucher, event, desk.act)


def append_moves(
    desk: Desk, planned: Sequence[Planned], handed: HandedIn | None
) -> Moved:
    """Append movements with what they take and bring, in the order given."""
    number = goods_store.next_number(desk.connection, desk.unit.id, "goods_moves")
    head = None
    if handed is None and planned[0].kind is not MoveKind.OPENING:
        head, _ = queries.head(desk.connection, desk.unit.id)
    parts: list[tuple[str, Sequence[tuple[object, ...]]]] = []
    for place, one in enumerate(planned, number):
        parts += _rows(desk, one, place, handed, head)
    append_rows(desk.connection, desk.unit, parts, desk.act)
    return Moved(
        ref=handed.ref if handed else desk.occasion.ref,
        moves=tuple(range(number, number + len(planned))),
        cost=sum((Money(one.cost_fen) for one in planned), ZERO),
        draft=handed.draft if handed else None,
    )


def _rows(
    desk: Desk, one: Planned, number: int, handed: HandedIn | None, head: int | None
) -> Iterable[tuple[str, Sequence[tuple[object, ...]]]]:
    unit_id = desk.unit.id
    yield "goods_takings", [(unit_id, number, *taken) for taken in one.takings]
    yield (
        "goods_ranges",
        [
            (unit_id, number, part, one.item.number, *_span(span, prefixed=True))
            for part, span in enumerate(one.ranges, 1)
        ],
    )
    yield (
        "goods_serials",
        [
            (
                *(unit_id, number, part, piece.range_move, piece.range_part),
                *_span(piece.serials),
                one.source,
            )
            for part, piece in enumerate(one.picked, 1)
        ],
    )
    row = (
        *(unit_id, number, one.kind.value, one.item.number),
        *(desk.unit.funds[one.fund], desk.occasion.dated_on.isoformat()),
        *(one.quantity_milli, one.cost_fen, one.method.value if one.method else ""),
        *(one.valuation, one.purpose, one.recipient, one.party, one.approval),
        *(one.serials_text, one.source, one.counting),
        handed.ref if handed else desk.occasion.ref,
        *(handed.draft if handed else None, head, desk.asked),
    )
    yield "goods_moves", [row]


def _span(span: SerialRange, *, prefixed: bool = False) -> tuple[object, ...]:
    numbers = (span.first, span.last)
    return (span.prefix, span.width, *numbers) if prefixed else numbers
