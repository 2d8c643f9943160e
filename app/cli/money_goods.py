"""`bangfu money goods items | method | buy | give | issue | return | void | count | …`.

Goods and shopping vouchers: registered, bought, given, handed out by file number,
signed for, returned, lost, counted; and what is in stock, by quantity and amount.
"""

from typing import Annotated

import typer

from app.cli import goods_moves, output
from app.cli.arguments import As, Database, Period, Unit, day_of, span_of
from app.cli.output import Columns, Format, show
from app.cli.session import open_session
from app.cli.typed import amount_of, one_of
from app.clock import today
from ledger.money import ZERO
from ledger.people import Right

goods = typer.Typer(no_args_is_help=True, help="物资和购物券")
app = typer.Typer(no_args_is_help=True)
app.add_typer(goods, name="goods")
goods.registered_commands += goods_moves.app.registered_commands

ItemCode = Annotated[str, typer.Option("--item", help="物品代码")]
On = Annotated[str, typer.Option("--on", help="日期：2025-01-15")]
Account = Annotated[str, typer.Option("--account", help="库存物品的末级科目，可空")]

ITEMS = (
    ("code", "代码"),
    ("name", "名称"),
    ("measure", "单位"),
    ("kind", "类别"),
    ("face", "面值"),
    ("account", "科目"),
)
METHODS = (
    ("number", "编号"),
    ("method", "计价方法"),
    ("since", "起始日"),
    ("reason", "理由"),
)
STOCK = (
    ("fund", "资金"),
    ("item", "物品"),
    ("name", "名称"),
    ("quantity", "可发数量"),
    ("cost", "成本"),
    ("waiting_in", "待入账收入"),
    ("waiting_out", "待入账发出"),
)
LEDGER = (
    ("move", "编号"),
    ("on", "日期"),
    ("voucher", "凭证"),
    ("kind", "收发"),
    ("fund", "资金"),
    ("item", "物品"),
    ("quantity", "数量"),
    ("amount", "金额"),
    ("recipient", "档案号"),
    ("purpose", "用途"),
    ("serials", "编号段"),
    ("ref", "引用号"),
    ("status", "状态"),
)
SERIALS = (
    ("fund", "资金"),
    ("serials", "可发编号"),
    ("count", "张数"),
    ("faces", "面值合计"),
    ("move", "批次"),
)
BRIDGE = (
    ("fund", "资金"),
    ("item", "物品"),
    ("opening", "期初"),
    ("bought", "购入"),
    ("given", "受赠"),
    ("issued", "发放"),
    ("lost", "报损"),
    ("counted", "盘盈盘亏"),
    ("closing", "期末"),
)
AGREEMENT = (
    ("fund", "资金"),
    ("ledger", "明细账"),
    ("stock", "库存物品科目"),
    ("counterpart", "对应净资产"),
    ("agrees", "相符"),
    ("differing", "不符的凭证"),
    ("short", "负库存"),
)
SHOWN: dict[str, Columns] = {
    "goods items": ITEMS,
    "goods method": METHODS,
    "goods stock": STOCK,
    "goods ledger": LEDGER,
    "goods serials": SERIALS,
    "goods bridge": BRIDGE,
    "goods agreement": AGREEMENT,
}
"""What each command shows; `docs/cli.md` is written from it."""


# -- registers ----------------------------------------------------------------------


@goods.command()
def items(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    code: Annotated[str, typer.Option("--code", help="登记或改名的物品代码")] = "",
    name: Annotated[str, typer.Option("--name", help="名称")] = "",
    measure: Annotated[str, typer.Option("--measure", help="计量单位")] = "",
    face: Annotated[str, typer.Option("--face", help="购物券每张面值（元）")] = "",
    account: Account = "",
    rename: Annotated[str, typer.Option("--rename", help="改名的理由")] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出物品；写 --code 则登记一种，再写 --rename 则改名。"""
    from treasury import goods_items as verb  # noqa: PLC0415 - as above

    session = open_session(database, person)
    if code:
        value = amount_of(face, "--face") if face else ZERO
        kind = verb.ItemKind.VOUCHER if face else verb.ItemKind.GOODS
        with session.writing("goods.item", Right.PREPARE, unit, code) as connection:
            if rename:
                new = verb.Renaming(code, name, rename)
                verb.rename(connection, unit, new, session.act)
            else:
                item = verb.Item(
                    code=code,
                    name=name,
                    measure=measure,
                    kind=kind,
                    face=value,
                    account=account,
                )
                verb.register_item(connection, unit, item, session.act)
    with session.reading(unit) as connection:
        rows = [
            (one.code, one.name, one.measure, one.kind.label, one.face, one.account)
            for one in verb.items(connection, unit)
        ]
    show(ITEMS, rows, how)


@goods.command()
def method(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    choose: Annotated[
        str, typer.Option("--choose", help="fifo、weighted_average、specific")
    ] = "",
    since: Annotated[str, typer.Option("--since", help="起始日")] = "",
    reason: Annotated[str, typer.Option("--reason", help="选定或变更的理由")] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出发出计价方法；写 --choose 则自某日起选定或变更（留痕，不得随意变更）。"""
    from treasury import goods_items as verb  # noqa: PLC0415 - as above
    from treasury.costing import Method  # noqa: PLC0415 - as above

    session = open_session(database, person)
    if choose:
        chosen = one_of(Method, choose, "--choose")
        choice = verb.Choice(chosen, day_of(since, "--since"), reason)
        with session.writing("goods.method", Right.ADMIN, unit, choose) as connection:
            verb.choose_method(connection, unit, choice, session.act)
    with session.reading(unit) as connection:
        rows = [
            (one.number, one.method.label, one.since, one.reason)
            for one in verb.choices(connection, unit)
        ]
    show(METHODS, rows, how)


# -- looking ------------------------------------------------------------------------


@goods.command()
def stock(
    unit: Unit,
    on: Annotated[str, typer.Option("--on", help="某日（默认今天）")] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """现存：各资金各物品的可发数量、成本，和待入账的收发。"""
    from ledger.register import lookups  # noqa: PLC0415 - as above
    from treasury import stock as verb  # noqa: PLC0415 - as above
    from treasury.goods_desk import quantity_text  # noqa: PLC0415 - as above
    from treasury.goods_items import items as all_items  # noqa: PLC0415 - as above

    day = day_of(on, "--on") if on else today()
    session = open_session(database, person)
    rows = []
    with session.reading(unit) as connection:
        funds = lookups(connection).unit(unit).funds
        for one in all_items(connection, unit):
            for fund in funds:
                there = verb.shelf(connection, unit, one, fund, day)
                figures = (there.quantity_milli, there.waiting_in, there.waiting_out)
                if any(figures):
                    left, coming, going = map(quantity_text, figures)
                    row = (fund, one.code, one.name, left, there.cost, coming, going)
                    rows.append(row)
    show(STOCK, rows, how)


@goods.command()
def ledger(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    item: Annotated[str, typer.Option("--item", help="物品代码，可空")] = "",
    fund: Annotated[str, typer.Option("--fund", help="资金代码，可空")] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """逐笔收发（含待入账、已冲销、已作废）；印制明细账用报表 stock_ledger。"""
    from ledger.money import Money  # noqa: PLC0415 - as above
    from ledger.register import lookups  # noqa: PLC0415 - as above
    from treasury import goods_items  # noqa: PLC0415 - as above
    from treasury import stock as verb  # noqa: PLC0415 - as above
    from treasury.goods_desk import quantity_text  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        number = goods_items.item_of(connection, unit, item).number if item else None
        codes = {o.number: o.code for o in goods_items.items(connection, unit)}
        funds = lookups(connection).unit(unit).fund_codes
        rows = [
            (
                move.number,
                move.on,
                f"{move.row.voucher_kind}-{move.row.number}"
                if move.row.position
                else "",
                move.kind.label,
                funds[move.row.fund_id],
                codes[move.row.item],
                quantity_text(move.signed_milli),
                Money(move.signed_fen),
                move.row.recipient,
                move.row.purpose,
                move.row.serials,
                move.row.ref,
                move.status.label,
            )
            for move in verb.moves(connection, unit, item=number, fund=fund or None)
        ]
    show(LEDGER, rows, how)


@goods.command()
def serials(
    unit: Unit,
    item: ItemCode,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """购物券现存可发的编号段、张数和面值。"""
    from ledger.money import Money  # noqa: PLC0415 - as above
    from treasury import stock as verb  # noqa: PLC0415 - as above
    from treasury.goods_items import item_of  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        one = item_of(connection, unit, item)
        rows = [
            (
                registered.fund,
                str(piece),
                piece.count,
                Money(one.face.fen * piece.count),
                registered.move,
            )
            for registered, piece in verb.roll(connection, unit, one).left()
        ]
    show(SERIALS, rows, how)


@goods.command()
def bridge(
    unit: Unit,
    period: Period,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """收发存：期初＋购入＋受赠－发放－报损±盘盈盘亏＝期末，数量（金额）。"""
    from treasury import goods_ledger as verb  # noqa: PLC0415 - as above
    from treasury.goods_desk import quantity_text  # noqa: PLC0415 - as above

    span = span_of(period)
    names = [key for key, _ in BRIDGE[2:]]
    session = open_session(database, person)
    with session.reading(unit) as connection:
        rows = []
        for one in verb.bridge(connection, unit, span):
            steps = [getattr(one, name) for name in names]
            told = [
                f"{quantity_text(s.quantity_milli)}（{s.cost.grouped()}）"
                for s in steps
            ]
            rows.append((one.fund, one.item.code, *told))
    show(BRIDGE, rows, how)


@goods.command()
def agreement(
    unit: Unit,
    on: On,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """明细账与库存物品科目核对；不符的列出凭证，库存曾为负的列出物品，退出码 1。"""
    from treasury import goods_ledger as verb  # noqa: PLC0415 - as above
    from treasury.goods_desk import quantity_text  # noqa: PLC0415 - as above

    day = day_of(on, "--on")
    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verb.agreement(connection, unit, day)
    rows = [
        (
            one.fund,
            one.ledger,
            one.stock,
            one.counterpart,
            "是" if one.agrees else "否",
            "、".join(one.differing),
            "、".join(
                f"{short.item} {short.on} {quantity_text(short.quantity_milli)}"
                for short in one.short
            ),
        )
        for one in found
    ]
    show(AGREEMENT, rows, how)
    if not all(one.agrees for one in found):
        raise typer.Exit(1)
