"""`bangfu money goods buy | give | open | issue | sign | return | void | count`.

What moves: each makes a submitted draft, but for what was there already, what costs
nothing, and a signature. One item at a time; a list of several goes through the verbs.
"""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.arguments import As, Database, Unit, day_of
from app.cli.output import say
from app.cli.session import Session, open_session
from app.cli.typed import amount_of, one_of
from ledger.money import ZERO
from ledger.people import Right

if TYPE_CHECKING:
    from treasury.goods_desk import Moved
    from treasury.goods_signatures import Signature

app = typer.Typer(no_args_is_help=True)

Ref = Annotated[str, typer.Option("--ref", help="引用号，单位内唯一")]
PaidRef = Annotated[
    str,
    typer.Option(
        "--ref", help="引用号，单位内唯一；依付款申请付款的由申请号而来，不写"
    ),
]
On = Annotated[str, typer.Option("--on", help="日期：2025-01-15")]
ItemCode = Annotated[str, typer.Option("--item", help="物品代码")]
Fund = Annotated[str, typer.Option("--fund", help="资金代码")]
Quantity = Annotated[str, typer.Option("--quantity", help="数量，至多三位小数")]
Serials = Annotated[str, typer.Option("--serials", help="编号：A001-A100；B7")]
Lots = Annotated[str, typer.Option("--lots", help="个别计价：批次:数量，逗号分隔")]
Account = Annotated[str, typer.Option("--account", help="科目代码")]
Purpose = Annotated[str, typer.Option("--purpose", help="用途")]
Approval = Annotated[str, typer.Option("--approval", help="批准文件")]
Appropriation = Annotated[str, typer.Option("--appropriation", help="预算预留号")]
Request = Annotated[str, typer.Option("--request", help="付款申请号")]
MoneyAccount = Annotated[str, typer.Option("--money-account", help="货币资金科目")]
Attachments = Annotated[int, typer.Option("--attachments", help="附件张数", min=0)]
Summary = Annotated[str, typer.Option("--summary", help="摘要（不写姓名）")]
Sheet = Annotated[str, typer.Option("--sheet", help="签字单的 SHA-256 摘要")]
Move = Annotated[int, typer.Option("--move", help="收发编号", min=1)]


@app.command()
def buy(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    on: On,
    item: ItemCode,
    fund: Fund,
    quantity: Quantity,
    cost: Annotated[str, typer.Option("--cost", help="价款（元），全部数量")],
    supplier: Annotated[str, typer.Option("--supplier", help="供货单位")],
    ref: PaidRef = "",
    account: Account = "",
    purpose: Purpose = "",
    serials: Serials = "",
    request: Request = "",
    appropriation: Appropriation = "",
    money_account: MoneyAccount = "102",
    attachments: Attachments = 1,
    summary: Summary = "",
    database: Database = "",
    person: As = "",
) -> None:
    """购入物资或购物券：入库和付款两笔分录，一张凭证；款项依付款申请支付。"""
    from treasury import goods_purchases as verb  # noqa: PLC0415 - as above

    line = verb.Bought(
        item=item,
        fund=fund,
        quantity_milli=_milli(quantity),
        cost=amount_of(cost, "--cost"),
        account=account,
        purpose=purpose,
        serials=serials,
        appropriation=appropriation,
    )
    whole = verb.Purchase(
        unit=unit,
        ref=_paid_ref(ref, request),
        dated_on=day_of(on, "--on"),
        summary=summary,
        attachments=attachments,
        lines=(line,),
        supplier=supplier,
        money_account=money_account,
        request=request,
    )
    session = open_session(database, person)
    _do(session, "goods.buy", verb.buy, whole)


@app.command()
def give(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    on: On,
    item: ItemCode,
    fund: Fund,
    quantity: Quantity,
    giver: Annotated[str, typer.Option("--giver", help="捐赠单位，个人写捐赠人编号")],
    valuation: Annotated[
        str,
        typer.Option("--valuation", help="voucher、appraisal、similar、nominal"),
    ],
    ref: PaidRef = "",
    amount: Annotated[str, typer.Option("--amount", help="价值（元）")] = "",
    paper: Annotated[str, typer.Option("--paper", help="计价依据")] = "",
    serials: Serials = "",
    freight: Annotated[str, typer.Option("--freight", help="运杂费（元）")] = "",
    freight_fund: Annotated[
        str, typer.Option("--freight-fund", help="承担运杂费的自有或其他资金")
    ] = "",
    freight_account: Annotated[
        str, typer.Option("--freight-account", help="运杂费列支科目")
    ] = "510",
    account: Account = "",
    request: Request = "",
    attachments: Attachments = 1,
    summary: Summary = "",
    database: Database = "",
    person: As = "",
) -> None:
    """接受实物捐赠：按凭据、评估、同类价格或名义金额计价，不确认收入。"""
    from treasury import goods_gifts as verb  # noqa: PLC0415 - as above

    line = verb.Given(
        item=item,
        fund=fund,
        quantity_milli=_milli(quantity),
        valuation=one_of(verb.Valuation, valuation, "--valuation"),
        amount=amount_of(amount, "--amount") if amount else ZERO,
        paper=paper,
        serials=serials,
    )
    carried = None
    if freight:
        paid = amount_of(freight, "--freight")
        carried = verb.Freight(amount=paid, fund=freight_fund, account=freight_account)
    whole = verb.Gift(
        unit=unit,
        ref=_paid_ref(ref, request),
        dated_on=day_of(on, "--on"),
        summary=summary,
        attachments=attachments,
        lines=(line,),
        giver=giver,
        freight=carried,
        account=account,
        request=request,
    )
    session = open_session(database, person)
    _do(session, "goods.give", verb.give, whole)


@app.command("open")
def open_(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    ref: Annotated[str, typer.Option("--ref", help="已入账凭证的引用号")],
    on: On,
    item: ItemCode,
    fund: Fund,
    quantity: Quantity,
    cost: Annotated[str, typer.Option("--cost", help="账面成本（元）")],
    serials: Serials = "",
    database: Database = "",
    person: As = "",
) -> None:
    """登记启用前已有的物资：对应一张已入账的凭证，不另制凭证。"""
    from treasury import goods_purchases as verb  # noqa: PLC0415 - as above
    from treasury.goods_lots import LotLine  # noqa: PLC0415 - as above

    line = LotLine(
        item=item,
        fund=fund,
        quantity_milli=_milli(quantity),
        cost=amount_of(cost, "--cost"),
        serials=serials,
    )
    whole = verb.Opening(unit=unit, ref=ref, dated_on=day_of(on, "--on"), lines=(line,))
    session = open_session(database, person)
    _do(session, "goods.open", verb.register_opening, whole)


@app.command()
def issue(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    ref: Ref,
    on: On,
    item: ItemCode,
    fund: Fund,
    quantity: Quantity,
    recipient: Annotated[str, typer.Option("--recipient", help="领取人档案号")],
    purpose: Purpose,
    serials: Serials = "",
    lots: Lots = "",
    account: Account = "",
    appropriation: Appropriation = "",
    attachments: Attachments = 1,
    summary: Summary = "",
    database: Database = "",
    person: As = "",
) -> None:
    """发放物资或购物券给一户（写档案号）；交单即占用库存，成本当时确定。"""
    from treasury import goods_issues as verb  # noqa: PLC0415 - as above

    line = verb.Handed(
        item=item,
        fund=fund,
        quantity_milli=_milli(quantity),
        recipient=recipient,
        purpose=purpose,
        serials=serials,
        lots=_lots(lots),
    )
    whole = verb.Issue(
        unit=unit,
        ref=ref,
        dated_on=day_of(on, "--on"),
        summary=summary,
        attachments=attachments,
        lines=(line,),
        account=account,
        appropriation=appropriation,
    )
    session = open_session(database, person)
    _do(session, "goods.issue", verb.issue, whole)


@app.command()
def sign(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    move: Move,
    signer: Annotated[str, typer.Option("--signer", help="签收人档案号")],
    on: On,
    sheet: Sheet,
    authorised: Annotated[str, typer.Option("--authorised", help="代领授权")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """登记一笔发放的签收：谁、哪天、签字单摘要；代领须有授权。"""
    from treasury import goods_signatures as verb  # noqa: PLC0415 - as above

    signed: Signature = verb.Signature(signer, day_of(on, "--on"), sheet, authorised)
    session = open_session(database, person)
    subject = str(move)
    with session.writing("goods.sign", Right.PREPARE, unit, subject) as connection:
        verb.sign(connection, unit, move, signed, session.act)
    say(f"第 {move} 号发放已登记签收")


@app.command("return")
def return_(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    ref: Ref,
    on: On,
    move: Move,
    quantity: Quantity,
    reason: Annotated[str, typer.Option("--reason", help="退回原因")],
    serials: Serials = "",
    sheet: Annotated[
        str, typer.Option("--sheet", help="交还人签字的退回单的 SHA-256（已签收的）")
    ] = "",
    attachments: Attachments = 1,
    database: Database = "",
    person: As = "",
) -> None:
    """发放后退回：按原发出成本入库，编号可再发。"""
    from treasury import goods_returns as verb  # noqa: PLC0415 - as above

    whole = verb.Return(
        unit=unit,
        ref=ref,
        dated_on=day_of(on, "--on"),
        attachments=attachments,
        issue=move,
        quantity_milli=_milli(quantity),
        reason=reason,
        serials=serials,
        sheet=sheet,
    )
    session = open_session(database, person)
    _do(session, "goods.return", verb.take_back, whole)


@app.command()
def void(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    ref: Ref,
    on: On,
    item: ItemCode,
    fund: Fund,
    quantity: Quantity,
    approval: Approval,
    serials: Serials = "",
    lots: Lots = "",
    account: Account = "",
    purpose: Purpose = "",
    appropriation: Appropriation = "",
    attachments: Attachments = 1,
    database: Database = "",
    person: As = "",
) -> None:
    """报损、作废：依批准文件核销毁损的物资或作废的购物券。"""
    from treasury import goods_losses as verb  # noqa: PLC0415 - as above

    whole = verb.Loss(
        unit=unit,
        ref=ref,
        dated_on=day_of(on, "--on"),
        attachments=attachments,
        item=item,
        fund=fund,
        quantity_milli=_milli(quantity),
        approval=approval,
        serials=serials,
        lots=_lots(lots),
        account=account,
        purpose=purpose,
        appropriation=appropriation,
    )
    session = open_session(database, person)
    _do(session, "goods.void", verb.write_off, whole)


@app.command()
def count(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    ref: Ref,
    on: On,
    item: ItemCode,
    fund: Fund,
    quantity: Annotated[str, typer.Option("--quantity", help="实盘数量")],
    keeper: Annotated[str, typer.Option("--keeper", help="保管人")],
    counter: Annotated[str, typer.Option("--counter", help="盘点人")],
    approval: Approval = "",
    value: Annotated[str, typer.Option("--value", help="盘盈的价值（元）")] = "",
    serials: Serials = "",
    lots: Lots = "",
    sheet: Sheet = "",
    account: Account = "",
    purpose: Purpose = "",
    appropriation: Appropriation = "",
    attachments: Attachments = 1,
    database: Database = "",
    person: As = "",
) -> None:
    """盘点：保管人以外的人实盘，盘盈盘亏依批准文件制单。"""
    from treasury import goods_counts as verb  # noqa: PLC0415 - as above

    line = verb.Counted(
        item=item,
        fund=fund,
        quantity_milli=_milli(quantity),
        value=amount_of(value, "--value") if value else ZERO,
        serials=serials,
        lots=_lots(lots),
    )
    whole = verb.Count(
        unit=unit,
        ref=ref,
        dated_on=day_of(on, "--on"),
        attachments=attachments,
        keeper=keeper,
        counter=counter,
        lines=(line,),
        approval=approval,
        sheet=sheet,
        account=account,
        purpose=purpose,
        appropriation=appropriation,
    )
    session = open_session(database, person)
    with session.writing("goods.count", Right.PREPARE, unit, ref) as connection:
        made = verb.count(connection, whole, session.act)
    say(f"第 {made.number} 次盘点已登记，差异 {made.differences} 项")
    if made.moved is not None:
        say(_told(made.moved))


# -- typed and told -----------------------------------------------------------------


def _do(session: Session, key: str, verb: Any, said: Any) -> None:
    """Do what was said in one transaction, and tell what came of it."""
    with session.writing(key, Right.PREPARE, said.unit, said.ref) as connection:
        moved: Moved = verb(connection, said, session.act)
    say(_told(moved))


def _told(moved: "Moved") -> str:
    numbers = "、".join(map(str, moved.moves))
    before = "原已登记" if moved.already else "已登记"
    draft = f"草稿 {moved.draft} 已提交" if moved.draft else "没有另制凭证"
    return (
        f"{moved.ref}：{before}第 {numbers} 号收发，{moved.cost.grouped()} 元；{draft}"
    )


def _paid_ref(ref: str, request: str) -> str:
    """The reference as typed; a voucher that pays a request has that of the request."""
    if ref and request:
        told = "依付款申请付款的凭证以“付款-申请号”为引用号，不写 --ref"
        raise typer.BadParameter(told, param_hint="--ref")
    if not (ref or request):
        raise typer.BadParameter("没有写明引用号", param_hint="--ref")
    return ref or request


def _milli(text: str) -> int:
    from ledger.sheets import parse_quantity  # noqa: PLC0415 - as above

    try:
        return parse_quantity(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--quantity") from None


def _lots(text: str) -> tuple[tuple[int, int], ...]:
    """Lots with their quantities: `3:2.5,4:1`."""
    found = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        lot, _, quantity = part.partition(":")
        if not (lot.isascii() and lot.isdigit()):
            raise typer.BadParameter("写作 批次:数量，如 3:2.5", param_hint="--lots")
        found.append((int(lot), _milli(quantity)))
    return tuple(found)
