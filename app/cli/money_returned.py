"""`bangfu money bank entries | bank enter | fee-limit | returned | returns | …`.

What the bank itself did becomes vouchers: fees, interest, and payments that it sent
back, which are paid again or, after their limit, given up.
"""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_of, day_or_none, place_of
from app.cli.money_bank import HIDDEN, SEEING, Number, bank
from app.cli.money_request import Attachments, On, Reason
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.cli.typed import amount_of
from app.clock import today
from ledger.people import Right

if TYPE_CHECKING:
    from treasury.bank_entries import Proposal
    from treasury.open_returns import OpenReturn

app = typer.Typer(no_args_is_help=True)

Row = Annotated[str, typer.Option("--row", help="对账单编号/行号：1/8")]
Fund = Annotated[str, typer.Option("--fund", help="资金（默认按规定选定）")]
Attached = Attachments

PROPOSALS = (
    ("row", "对账单行"),
    ("kind", "类型"),
    ("booked_on", "日期"),
    ("amount", "金额"),
    ("debit", "借方科目"),
    ("credit", "贷方科目"),
    ("fund", "资金"),
    ("funds", "可选资金"),
    ("requests", "可能的付款申请"),
    ("counterparty", "对方户名"),
    ("text", "摘要"),
    ("why", "说明"),
)
RETURNS = (
    ("row", "对账单行"),
    ("request", "付款申请"),
    ("fund", "资金"),
    ("payee", "收款方"),
    ("came", "退回"),
    ("open", "未再付"),
    ("since", "退回日期"),
    ("age_days", "账龄（天）"),
    ("limit_on", "可注销日"),
    ("days_left", "还有（天）"),
    ("ending", "注销草稿"),
)
LIMITS = (
    ("since", "自"),
    ("days", "待付天数"),
    ("decided_by", "规定"),
    ("grade", "依据等级"),
    ("clause", "依据"),
)
FEE_LIMITS = (
    ("since", "自"),
    ("each", "每笔（元）"),
    ("month", "每月合计（元）"),
    ("resolution", "决议"),
)
SHOWN: dict[str, Columns] = {
    "bank entries": PROPOSALS,
    "returns": RETURNS,
    "return-limit": LIMITS,
    "fee-limit": FEE_LIMITS,
}
"""What each command shows; `docs/cli.md` is written from it."""


@bank.command("entries")
def entries(  # noqa: PLR0913 - one parameter for each option
    unit: Unit,
    account: Number,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    opened: Annotated[
        bool, typer.Option("--open", help="显示对方和摘要；记入操作日志")
    ] = False,
) -> None:
    """银行扣费、结息、退回中尚无凭证的，各将成为怎样的凭证；只列出，不登记。"""
    from app.keyring import open_vault  # noqa: PLC0415 - costs time
    from treasury import bank_entries as verb  # noqa: PLC0415 - as above

    session = open_session(database, person)
    vault = open_vault(session.settings) if opened else None
    reading = (
        session.writing("bank.rows", SEEING, unit, str(account))
        if opened
        else session.reading(unit)
    )
    with reading as connection:
        found = verb.proposed(connection, unit, account, vault)
    show(PROPOSALS, [_proposal(one) for one in found], how)


@bank.command("enter")
def enter(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    row: Row,
    fund: Fund = "",
    expense: Annotated[
        str, typer.Option("--expense", help="扣费的支出科目（默认按规定选定）")
    ] = "",
    attachments: Attached = 1,
    database: Database = "",
    person: As = "",
) -> None:
    """把一笔银行扣费或结息登记为凭证草稿；同一行再次登记不产生变化。"""
    from treasury import bank_entries as verb  # noqa: PLC0415 - as above

    place = place_of(row, "--row")
    choice = verb.Choice(fund=fund, expense=expense, attachments=attachments)
    session = open_session(database, person)
    with session.writing("bank.enter", Right.PREPARE, unit, row) as connection:
        found = verb.accept(connection, unit, place, session.act, choice)
    under = f"，付款申请 {found.request}" if found.request else ""
    _say(
        f"{found.kind.label} {found.amount.grouped()} 元，资金 {found.fund}{under}",
        found.handed,
    )


@app.command()
def returned(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    row: Row,
    request: Annotated[str, typer.Option("--request", help="付款申请号：P2026-3")],
    payee: Annotated[
        str, typer.Option("--payee", help="收款方：单位名称，或档案号（不写姓名）")
    ] = "",
    fund: Annotated[
        str, typer.Option("--fund", help="付款的资金（只有一项时可省）")
    ] = "",
    attachments: Attached = 1,
    database: Database = "",
    person: As = "",
) -> None:
    """银行退回的付款：借银行存款、贷其他应付款，记在原收款方与原申请名下。"""
    from treasury import returned as verb  # noqa: PLC0415 - as above

    given = verb.Return(
        place=place_of(row, "--row"),
        request=request,
        payee=payee,
        fund=fund,
        attachments=attachments,
    )
    session = open_session(database, person)
    with session.writing("money.returned", Right.PREPARE, unit, row) as connection:
        found = verb.returned(connection, unit, given, session.act)
    _say(
        f"退回 {found.amount.grouped()} 元，{found.request}，资金 {found.fund}",
        found.handed,
    )


@app.command()
def returns(
    unit: Unit,
    on: On = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """退回而未再付的款项，按账龄列出，并写明可以注销的日期。"""
    from treasury import open_returns as verb  # noqa: PLC0415 - as above

    day = day_of(on, "--on") if on else today()
    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verb.open_returns(connection, unit, day)
    rows = [
        (
            _told(one), one.payee.request, one.payee.fund, one.payee.name, one.came,
            one.open, one.since, one.age_days(day), one.limit_on, one.days_left(day),
            one.ending or "",
        )
        for one in found
    ]  # fmt: skip
    show(RETURNS, rows, how)


@app.command("returned-pay")
def returned_pay(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    row: Row,
    on: On = "",
    amount: Annotated[str, typer.Option("--amount", help="少付时的金额（元）")] = "",
    account: Annotated[str, typer.Option("--account", help="付款的科目")] = "102",
    attachments: Attached = 1,
    database: Database = "",
    person: As = "",
) -> None:
    """把退回的款项再付给原收款方：从其他应付款支付，不另列支出。"""
    from treasury import open_returns as verb  # noqa: PLC0415 - as above

    given = verb.PayingAgain(
        place=place_of(row, "--row"),
        on=day_of(on, "--on") if on else today(),
        amount=amount_of(amount, "--amount") if amount else None,
        money_account=account,
        attachments=attachments,
    )
    session = open_session(database, person)
    with session.writing("money.repay", Right.PREPARE, unit, row) as connection:
        found = verb.pay_again(connection, unit, given, session.act)
    _say("再付", found)


@app.command("returned-cancel")
def returned_cancel(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    row: Row,
    reason: Reason,
    on: On = "",
    purpose: Annotated[
        str, typer.Option("--purpose", help="原支出的用途（有多项时写明）")
    ] = "",
    attachments: Attached = 1,
    database: Database = "",
    person: As = "",
) -> None:
    """注销过了期限仍未再付的退回款项：本年的冲减支出，以前年度的记年初余额调整。"""
    from treasury import open_returns as verb  # noqa: PLC0415 - as above

    given = verb.GivingUp(
        place=place_of(row, "--row"),
        reason=reason,
        on=day_or_none(on, "--on"),
        purpose=purpose,
        attachments=attachments,
    )
    session = open_session(database, person)
    with session.writing("money.returned.end", Right.PREPARE, unit, row) as connection:
        found = verb.give_up(connection, unit, given, session.act)
    _say("注销退回款项", found)


@app.command("return-limit")
def return_limit(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    days: Annotated[
        int, typer.Option("--days", help="待付天数；不写则列出", min=0)
    ] = 0,
    since: Annotated[str, typer.Option("--since", help="自哪日起退回的款项")] = "",
    resolution: Annotated[
        str, typer.Option("--resolution", help="管理机构决议号：2026-3")
    ] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """退回款项的待付期限：默认的，以及本单位经决议另定的。"""
    from treasury import return_limits as verb  # noqa: PLC0415 - as above

    session = open_session(database, person)
    if days:
        day = day_of(since, "--since")
        given = verb.ReturnLimit(since=day, days=days, decided_by=resolution)
        with session.writing("money.limit", Right.ADMIN, unit, since) as connection:
            verb.set_limit(connection, unit, given, session.act)
    with session.reading(unit) as connection:
        found = verb.limits(connection, unit)
    rows = [
        (one.since, one.days, one.decided_by, one.grade, one.clause) for one in found
    ]
    show(LIMITS, rows, how)


@app.command("fee-limit")
def fee_limit(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    each: Annotated[
        str, typer.Option("--each", help="每笔限额（元）；不写则列出")
    ] = "",
    month: Annotated[str, typer.Option("--month", help="每月合计限额（元）")] = "",
    since: Annotated[str, typer.Option("--since", help="新的限额自哪日起")] = "",
    resolution: Annotated[
        str, typer.Option("--resolution", help="管理机构决议号：2026-3")
    ] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """银行扣费免批限额：以内的无须批准，超过的按审批权限批准；经决议另定。"""
    from treasury import approvals, fee_limits  # noqa: PLC0415 - as above

    session = open_session(database, person)
    if each:
        given = fee_limits.FeeLimit(
            since=day_of(since, "--since"),
            each=amount_of(each, "--each"),
            month=amount_of(month, "--month"),
            resolution=resolution,
        )
        with session.writing("money.limit", Right.ADMIN, unit, since) as connection:
            approvals.set_fee_limit(connection, unit, given, session.act)
    with session.reading(unit) as connection:
        found = fee_limits.limits(connection, unit)
    rows = [(one.since, one.each, one.month, one.resolution) for one in found]
    show(FEE_LIMITS, rows, how)


# -- what was typed, what is told ---------------------------------------------------


def _proposal(one: "Proposal") -> tuple[object, ...]:
    said = (HIDDEN, HIDDEN)
    if one.said is not None:
        said = one.said.counterparty, one.said.text
    return (
        f"{one.place[0]}/{one.place[1]}", one.kind.label, one.booked_on, one.amount,
        one.debit, one.credit, one.fund, "、".join(one.funds), "、".join(one.requests),
        *said, one.why,
    )  # fmt: skip


def _told(one: "OpenReturn") -> str:
    return f"{one.place[0]}/{one.place[1]}" if one.place else ""


def _say(what: str, handed: Any) -> None:
    again = "（此前已登记）" if handed.already else ""
    say(f"{what}：草稿 {handed.draft} 已提交{again}，引用号 {handed.ref}")
