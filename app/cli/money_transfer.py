"""`bangfu money transfer … | consolidate`: money between units, units as one book."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Period, Unit, WithSubunits, day_of, span_of
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.cli.typed import amount_of
from app.clock import today
from ledger.money import ZERO
from ledger.people import Right

if TYPE_CHECKING:
    from treasury.transfers import Transfer

app = typer.Typer(no_args_is_help=True)
transfer = typer.Typer(no_args_is_help=True, help="上下级之间的拨付与退回")
app.add_typer(transfer, name="transfer")

Key = Annotated[str, typer.Argument(help="拨付编号：130100-3")]
On = Annotated[str, typer.Option("--on", help="日期（默认当日）")]
Fund = Annotated[str, typer.Option("--fund", help="资金代码")]
Amount = Annotated[str, typer.Option("--amount", help="金额（元）")]
Account = Annotated[str, typer.Option("--account", help="收支科目（默认按来源）")]
Attachments = Annotated[
    int, typer.Option("--attachments", help="附件张数", min=1, max=9999)
]
MoneyAccount = Annotated[str, typer.Option("--money-account", help="货币资金科目")]

TRANSFERS = (
    ("key", "编号"),
    ("direction", "方向"),
    ("sender", "拨出单位"),
    ("receiver", "收款单位"),
    ("origin", "来源"),
    ("amount", "金额"),
    ("sent_on", "拨出日"),
    ("state", "状态"),
    ("summary", "摘要"),
)
LATE = (
    ("wait", "事项"),
    ("unit", "单位"),
    ("key", "编号"),
    ("amount", "金额"),
    ("since", "自"),
    ("days", "天数"),
    ("limit", "期限（天）"),
)
CONSOLIDATED = (
    ("origin", "来源"),
    ("opening", "期初"),
    ("in_transit_before", "期初在途"),
    ("receipts", "收入"),
    ("uses", "支出"),
    ("other", "其他变动"),
    ("closing", "期末"),
    ("in_transit", "期末在途"),
    ("between_sent", "已抵销：内部拨出"),
    ("between_received", "已抵销：内部收到"),
)
SHOWN: dict[str, Columns] = {
    "transfer list": TRANSFERS,
    "transfer late": LATE,
    "consolidate": CONSOLIDATED,
}
"""What each command shows; `docs/cli.md` is written from it."""


@transfer.command()
def send(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    to: Annotated[str, typer.Option("--to", help="收款单位代码")],
    fund: Fund,
    amount: Amount,
    ref: Annotated[str, typer.Option("--ref", help="引用号，重复提交不重复拨付")] = "",
    on: On = "",
    purpose: Annotated[str, typer.Option("--purpose", help="用途")] = "",
    request: Annotated[str, typer.Option("--request", help="付款申请号")] = "",
    onward: Annotated[
        str, typer.Option("--onward", help="其中由收款单位转拨下级的金额")
    ] = "",
    returns: Annotated[
        str, typer.Option("--returns", help="退回哪一笔拨付（编号）")
    ] = "",
    account: Account = "",
    money_account: MoneyAccount = "102",
    attachments: Attachments = 1,
    database: Database = "",
    person: As = "",
) -> None:
    """拨付下级，或把未用的退回上级：生成已提交的凭证草稿，资金来源与用途随款保留。"""
    from treasury import transfers as verb  # noqa: PLC0415 - costs time

    sending = verb.Sending(
        unit=unit,
        to=to,
        fund=fund,
        amount=amount_of(amount, "--amount"),
        dated_on=day_of(on, "--on") if on else today(),
        purpose=purpose,
        onward=amount_of(onward, "--onward") if onward else ZERO,
        account=account,
        money_account=money_account,
        returns=returns,
        request=request,
        attachments=attachments,
        ref=ref,
    )
    session = open_session(database, person)
    with session.writing("money.transfer.send", Right.PREPARE, unit, to) as connection:
        found = verb.send(connection, sending, session.act)
    say(f"拨付 {found.key}：草稿 {found.out.draft}，{found.state.label}，待审核")


@transfer.command()
def receive(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    key: Key,
    amount: Amount,
    on: On = "",
    fund: Annotated[
        str, typer.Option("--fund", help="记入的资金（默认按来源，没有则登记）")
    ] = "",
    account: Account = "",
    money_account: MoneyAccount = "102",
    attachments: Attachments = 1,
    database: Database = "",
    person: As = "",
) -> None:
    """收到上级或下级的拨款：同一笔只收一次，金额与来源须与拨出一致。"""
    from treasury import transfers as verb  # noqa: PLC0415 - as above

    sender, number = verb.parse_key(key)
    receipt = verb.Receipt(
        unit=unit,
        sender=sender,
        number=number,
        amount=amount_of(amount, "--amount"),
        dated_on=day_of(on, "--on") if on else today(),
        fund=fund,
        account=account,
        money_account=money_account,
        attachments=attachments,
    )
    session = open_session(database, person)
    act = "money.transfer.receive"
    with session.writing(act, Right.PREPARE, unit, key) as connection:
        found = verb.receive(connection, receipt, session.act)
    assert found.arrival is not None
    say(f"拨付 {key}：草稿 {found.arrival.draft}，{found.state.label}")


@transfer.command()
def reject(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    key: Key,
    reason: Annotated[str, typer.Option("--reason", help="理由")],
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """拒收一笔拨款：由拨出单位收回。"""
    from treasury import transfers as verb  # noqa: PLC0415 - as above

    sender, number = verb.parse_key(key)
    day = day_of(on, "--on") if on else today()
    given = verb.Rejection(
        unit=unit, sender=sender, number=number, on=day, reason=reason
    )
    session = open_session(database, person)
    act = "money.transfer.reject"
    with session.writing(act, Right.PREPARE, unit, key) as connection:
        found = verb.reject(connection, given, session.act)
    say(f"拨付 {key}：{found.state.label}")


@transfer.command("take-back")
def take_back(
    unit: Unit,
    key: Key,
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """收回被拒收的拨款：本年冲减支出，以前年度经年初余额调整。"""
    from treasury import transfers as verb  # noqa: PLC0415 - as above

    _, number = verb.parse_key(key)
    day = day_of(on, "--on") if on else today()
    taking = verb.TakingBack(unit=unit, number=number, dated_on=day)
    session = open_session(database, person)
    act = "money.transfer.take_back"
    with session.writing(act, Right.PREPARE, unit, key) as connection:
        found = verb.take_back(connection, taking, session.act)
    assert found.back is not None
    say(f"拨付 {key}：收回的草稿 {found.back.draft} 已提交")


@transfer.command("list")
def list_(
    unit: Unit,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    with_subunits: WithSubunits = False,
) -> None:
    """列出单位拨出和收到的款项，及其状态。"""
    from treasury import transfers as verb  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        units = _units(connection, unit, with_subunits=with_subunits)
        found = verb.read(connection, units)
    show(TRANSFERS, [_row(one) for one in found], how)


@transfer.command()
def late(  # noqa: PLR0913 - as above
    unit: Unit,
    on: On = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    with_subunits: WithSubunits = False,
) -> None:
    """列出超过期限的在途款和该转拨而未转拨的款。"""
    from treasury import transfers as verb  # noqa: PLC0415 - as above

    day = day_of(on, "--on") if on else today()
    session = open_session(database, person)
    with session.reading(unit) as connection:
        units = _units(connection, unit, with_subunits=with_subunits)
        found = verb.late(connection, units, day)
    rows = [
        (
            one.wait.label, one.unit, one.transfer.key, one.amount, one.since, one.days,
            one.limit.pass_through_days,
        )
        for one in found
    ]  # fmt: skip
    show(LATE, rows, how)


@app.command()
def consolidate(
    unit: Unit,
    period: Period,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """汇总单位及下级的资金：抵销内部拨付，在途资金单列。"""
    from treasury.consolidation import consolidated  # noqa: PLC0415 - as above

    span = span_of(period)
    session = open_session(database, person)
    with session.reading(unit) as connection:
        units = _units(connection, unit, with_subunits=True)
        found = consolidated(connection, units, span)
    rows = [
        (
            one.origin.label, one.opening, one.in_transit_before, one.receipts,
            one.uses, one.other, one.closing, one.in_transit, one.between_sent,
            one.between_received,
        )
        for one in found.rows
    ]  # fmt: skip
    show(CONSOLIDATED, rows, how)


def _units(connection: object, unit: str, *, with_subunits: bool) -> tuple[str, ...]:
    from ledger.balances import subtree  # noqa: PLC0415 - as above
    from ledger.register import lookups  # noqa: PLC0415 - as above

    if not with_subunits:
        return (unit,)
    return tuple(subtree(lookups(connection), unit))  # type: ignore[arg-type] # a connection


def _row(one: "Transfer") -> tuple[object, ...]:
    return (
        one.key,
        one.direction.label,
        one.sender,
        one.receiver,
        one.origin.label,
        one.amount,
        one.out.on,
        one.state.label,
        one.summary,
    )
