"""`bangfu money bank reconcile` and what goes with it: reconciliations of accounts."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, Until, day_of, place_of
from app.cli.money_bank import Number, bank, money_of
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from ledger.people import Right

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treasury.open_items import Figures
    from treasury.reconciliation import Preview

app = typer.Typer(no_args_is_help=True)

STANDING = (
    ("what", "项目"),
    ("booked_on", "日期"),
    ("told", "凭据"),
    ("summary", "摘要"),
    ("days", "天数"),
    ("amount", "金额"),
)
RECONCILIATIONS = (
    ("account", "账户"),
    ("number", "次序"),
    ("until", "截止日"),
    ("bank", "银行余额"),
    ("book", "账面余额"),
    ("other", "其他资金"),
    ("items", "未达笔数"),
    ("person", "对账人"),
    ("made_at", "登记时间"),
    ("book_now", "账面现为"),
    ("reopened", "重开人"),
    ("reason", "重开原因"),
)
SHOWN: dict[str, Columns] = {
    "bank reconcile": STANDING,
    "bank reconciliations": RECONCILIATIONS,
}
"""What each command shows; `docs/cli.md` is written from it."""

MAKING = (Right.REVIEW, Right.HEAD, Right.PREPARE, Right.POST)
"""Who may reconcile; a cashier of the account's vouchers is refused besides."""
REOPENING = (Right.HEAD, Right.REVIEW)
"""Who may reopen; who made it is refused besides."""

_SIDES = (
    ("bank_in", "rows", "银行已收、单位未收"),
    ("bank_out", "rows", "银行已付、单位未付"),
    ("book_in", "postings", "单位已收、银行未收"),
    ("book_out", "postings", "单位已付、银行未付"),
)


@bank.command()
def reconcile(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    account: Number,
    until: Until,
    other: Annotated[
        str, typer.Option("--other", help="账户中不属本账的其他资金，可为负")
    ] = "",
    other_basis: Annotated[
        str, typer.Option("--other-basis", help="其他资金的依据")
    ] = "",
    ours: Annotated[
        list[str] | None,
        typer.Option("--ours", help="写明其他资金时，仍属本账的未达流水：3/12"),
    ] = None,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="只试算，不登记；写明其他资金的，一并核对")
    ] = False,
) -> None:
    """对账到某日：双方余额与未达账项相符才登记；须有制单、审核、记账或会计主管权限。

    出纳不得办理：有出纳权限的人，和期间内该账户凭证的出纳。
    """
    from treasury import reconciliation as verbs  # noqa: PLC0415 - as in `money_bank`

    asked = verbs.Asked(
        unit=unit,
        account=account,
        until=day_of(until, "--until"),
        other=money_of(other, "--other"),
        other_basis=other_basis,
        ours=tuple(place_of(text, "--ours") for text in ours or ()),
    )
    session = open_session(database, person)
    if check:
        with session.reading(unit) as connection:
            seen = verbs.preview(connection, asked)
            if asked.other is not None or asked.other_basis.strip() or asked.ours:
                verbs.judge(connection, asked, seen)
        show(STANDING, list(_standing(seen)), how)
        return
    subject = f"{account} {until}"
    with session.writing("bank.reconcile", MAKING, unit, subject) as connection:
        gaps = verbs.preview(connection, asked).gaps
        made = verbs.reconcile(connection, asked, session.act)
    for since, last in gaps:
        say(f"提示：{since} 至 {last} 没有对账单")
    say(
        f"{unit} 第 {account} 号账户已对账到 {made.until}（第 {made.number} 次）："
        f"银行 {made.bank.grouped()} 元，账面 {made.book.grouped()} 元，"
        f"未达 {made.items} 笔，其他资金 {made.other.grouped()} 元"
    )


@bank.command()
def reconciliations(
    unit: Unit, database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出对账；“账面现为”与“账面余额”不同的，对账后有补记。"""
    from treasury import reconciliation as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verbs.reconciliations(connection, unit)
    rows = [
        (
            one.account, one.number, one.until, one.bank, one.book, one.other,
            one.items, one.made_by, one.made_at, one.book_now, one.reopened_by,
            one.reason,
        )
        for one in found
    ]  # fmt: skip
    show(RECONCILIATIONS, rows, how)


@bank.command()
def reopen(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    number: Annotated[int, typer.Argument(help="第几次对账", min=1)],
    account: Number,
    reason: Annotated[str, typer.Option("--reason", help="重开的原因")],
    database: Database = "",
    person: As = "",
) -> None:
    """重开最近的一次对账：由对账人以外有审核或会计主管权限的人办理，写明原因。"""
    from treasury import reconciliation as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    subject = f"{account}/{number}"
    with session.writing("bank.reopen", REOPENING, unit, subject) as connection:
        made = verbs.reopen(connection, unit, account, number, reason, session.act)
    say(f"{unit} 第 {account} 号账户到 {made.until} 的对账已重开")


def _standing(seen: "Preview") -> "Iterator[tuple[object, ...]]":
    """What a reconciliation would say, line by line."""
    figures = seen.figures
    yield ("银行对账单余额", None, "", "", None, figures.ends.bank)
    yield ("单位日记账余额", None, "", "", None, figures.ends.book)
    for name, items, what in _SIDES:
        yield (what, None, "", "", None, getattr(figures, name))
        yield from _items(figures, items, out=name.endswith("_out"))
    yield ("银行方调节后余额", None, "", "", None, figures.adjusted)
    yield ("单位方调节后余额", None, "", "", None, figures.book_adjusted)
    yield ("其他资金（差额）", None, "", "", None, figures.other)
    for item in seen.later:
        told = item.booked_on, item.told, item.summary, None, item.amount
        yield ("对账后补记", *told)
    for one in seen.cancelled:
        what = "银行收付相抵、未入账" if one.banked else "账簿收付相抵、未经银行"
        for item in one.items:
            why = one.reason or item.summary
            yield (what, item.booked_on, item.told, why, None, item.amount)
    for since, until in seen.gaps:
        yield ("没有对账单的日期", since, f"至 {until}", "", None, None)


def _items(
    figures: "Figures", name: str, *, out: bool
) -> "Iterator[tuple[object, ...]]":
    until = figures.ends.until
    for item in figures.of(getattr(figures, name), out=out):
        told = item.booked_on, item.told, item.summary, item.age(until)
        yield ("　未达", *told, abs(item.amount))
