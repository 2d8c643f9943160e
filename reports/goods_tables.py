"""Goods in quantity and amount: how each item of each fund went through a period.

1. Opening + bought + given - issued - lost ± counted = closing, in both tables.
2. By fund the amounts are those of the accounts: what no register tells stands in a
   line of its own.
3. Several units are added up by origin of the money, item and measure.
"""

from collections.abc import Callable, Iterable, Sequence

from ledger.database import Connection
from ledger.funds import Origin
from ledger.money import ZERO, Money
from ledger.register import lookups
from reports import fund_flows, parts
from reports.catalogue import Request
from reports.fund_flows import Flows
from reports.report import Block, Column, Row, Table
from treasury import goods_ledger
from treasury.goods_desk import quantity_text
from treasury.goods_ledger import Amount, Bridge

STEPS = (
    ("opening", "期初结存"),
    ("bought", "购入"),
    ("given", "受赠"),
    ("issued", "发放"),
    ("lost", "报损"),
    ("counted", "盘盈盘亏"),
    ("closing", "期末结存"),
)
"""The steps of the bridge: key and title."""

UNREGISTERED = "未登记品名的物资"

Key = tuple[str, str]
"""A fund, or the origin of several; and an item with its measure."""

Steps = dict[str, Amount]


def blocks(connection: Connection, request: Request, flows: Flows) -> Iterable[Block]:
    """Both tables of the bridge, where any of the units registers goods."""
    units = parts.units_of(connection, request)
    if not goods_ledger.registered(connection, units):
        return
    names = {flow.key: flow.name for flow in flows.aid}
    found = _bridges(connection, request, units)
    _add_unregistered(found, connection, flows)
    told = {key: steps for key, steps in sorted(found.items()) if key[0] in names}
    yield from tables(told, names)


def tables(found: dict[Key, Steps], names: dict[str, str]) -> Iterable[Block]:
    """The bridge in amounts, and in quantities."""
    if not found:
        return
    yield Table(
        (*_named(), *(parts.money(key, title) for key, title in STEPS)),
        (*_rows(found, names, _money), _total(found)),
        caption="物资收发存（金额）：期初＋购入＋受赠－发放－报损±盘盈盘亏＝期末",
        name="goods_amounts",
    )
    counted = {key: steps for key, steps in found.items() if key[1] != UNREGISTERED}
    yield Table(
        (*_named(), *(Column(key, title, "count") for key, title in STEPS)),
        tuple(_rows(counted, names, _quantity)),
        caption="物资收发存（数量）",
        name="goods_quantities",
    )


def _named() -> tuple[Column, ...]:
    return (Column("fund", "资金", width=2), Column("item", "物品（单位）", width=2))


def _rows(
    found: dict[Key, Steps],
    names: dict[str, str],
    cell: Callable[[Amount], str | Money | None],
) -> Iterable[Row]:
    for (fund, item), steps in found.items():
        cells = (cell(steps.get(key, goods_ledger.NOTHING)) for key, _ in STEPS)
        yield Row((names[fund], item, *cells))


def _money(amount: Amount) -> Money | None:
    return parts.amount(amount.cost)


def _quantity(amount: Amount) -> str:
    return quantity_text(amount.quantity_milli) if amount.quantity_milli else ""


def _total(found: dict[Key, Steps]) -> Row:
    nothing = goods_ledger.NOTHING
    sums = [
        sum((steps.get(key, nothing).cost for steps in found.values()), ZERO)
        for key, _ in STEPS
    ]
    # A balance of nothing is told; a movement that did not happen is not.
    return Row(("物资合计", "", *map(parts.amount, sums[:-1]), sums[-1]), "total")


def steps_of(one: Bridge) -> Steps:
    """The steps of a bridge by their keys."""
    return {key: getattr(one, key) for key, _ in STEPS}


def item_title(one: Bridge) -> str:
    """An item as tables name it: `棉被（条）`."""
    return f"{one.item.name}（{one.item.measure}）"


def _bridges(
    connection: Connection, request: Request, units: Sequence[str]
) -> dict[Key, Steps]:
    books = lookups(connection)
    found: dict[Key, Steps] = {}
    for code in units:
        unit = books.unit(code)
        for one in goods_ledger.bridge(
            connection, code, request.span, request.known_at
        ):
            origin = Origin(unit.fund_origins[unit.funds[one.fund]])
            key = origin.value if len(units) > 1 else one.fund, item_title(one)
            _add(found, key, steps_of(one))
    return found


def _add(found: dict[Key, Steps], key: Key, more: Steps) -> None:
    steps = found.setdefault(key, {})
    for name, amount in more.items():
        steps[name] = steps.get(name, goods_ledger.NOTHING) + amount


def _add_unregistered(
    found: dict[Key, Steps], connection: Connection, flows: Flows
) -> None:
    """What the accounts hold beyond the registers, by fund (2)."""
    sums: dict[str, list[int]] = {}
    for line in fund_flows.goods(flows, lookups(connection)):
        both = sums.setdefault(line.fund, [0, 0])
        both[0] += line.opening.fen
        both[1] += line.closing.fen
    for (fund, _), steps in found.items():
        both = sums.setdefault(fund, [0, 0])
        both[0] -= steps["opening"].cost.fen
        both[1] -= steps["closing"].cost.fen
    for fund, (opening, closing) in sums.items():
        if opening or closing:
            change = closing - opening
            column = "bought" if change > 0 else "issued"
            steps = {
                "opening": Amount(0, Money(opening)),
                column: Amount(0, Money(abs(change))),
                "closing": Amount(0, Money(closing)),
            }
            _add(found, (fund, UNREGISTERED), steps)
