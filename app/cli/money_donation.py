"""`bangfu money donors | gift | pledge | bill | confirm | campaign | consent …`.

Donors and how they agree to be named, gifts with their vouchers, the legal papers,
letters that confirm, campaigns, refunds, and what a gift paid for.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.arguments import As, Database, Unit, day_of, day_or_none
from app.cli.donation_consents import app as consented
from app.cli.donation_consents import vault_of
from app.cli.donation_lists import SHOWN as LISTED
from app.cli.donation_lists import app as lists
from app.cli.donation_lists import bill, donors
from app.cli.output import Columns, say
from app.cli.session import open_session
from app.cli.typed import amount_of, one_of
from app.clock import today
from ledger.people import Right

if TYPE_CHECKING:
    from treasury.refunds import Refunded

app = typer.Typer(no_args_is_help=True)
app.registered_commands += lists.registered_commands
app.registered_groups += lists.registered_groups
app.registered_commands += consented.registered_commands

SHOWN: dict[str, Columns] = dict(LISTED)
"""What each command shows; `docs/cli.md` is written from it."""

DonorNumber = Annotated[int, typer.Option("--donor", help="捐赠人序号", min=1)]
GiftKey = Annotated[str, typer.Argument(help="捐赠号：2026-12")]
Amount = Annotated[str, typer.Option("--amount", help="金额（元）")]
On = Annotated[str, typer.Option("--on", help="日期（默认当日）")]
Paper = Annotated[str, typer.Option("--paper", help="依据的文件：协议、来函、同意书")]
Reason = Annotated[str, typer.Option("--reason", help="理由")]
Purposes = Annotated[
    list[str] | None, typer.Option("--purpose", help="捐赠人限定的用途；可重复")
]
Code = Annotated[str, typer.Option("--code", help="票据代码")]
Publish = Annotated[
    str, typer.Option("--publish", help="full 公开、surname 只公开姓氏、none 不公开")
]
FundCode = Annotated[str, typer.Option("--fund", help="资金代码")]
Account = Annotated[str, typer.Option("--account", help="货币资金科目")]


@donors.command("add")
def add_donor(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            help="organisation 单位、collective 集体、person 个人、anonymous 匿名",
        ),
    ],
    name: Annotated[str, typer.Option("--name", help="单位或集体的名称")] = "",
    uscc: Annotated[str, typer.Option("--uscc", help="统一社会信用代码")] = "",
    publish: Publish = "none",
    since: Annotated[str, typer.Option("--since", help="公开约定自哪日起")] = "",
    paper: Paper = "",
    database: Database = "",
    person: As = "",
    *,
    another: Annotated[
        bool, typer.Option("--another", help="确属另一位同名的捐赠人")
    ] = False,
) -> None:
    """登记捐赠人；个人的姓名和联系方式另行输入，加密保存。同名的已登记时不再登记。"""
    from treasury.donor_names import DonorKind, Publish  # noqa: PLC0415 - costs time
    from treasury.donors import NewDonor, add  # noqa: PLC0415 - as above

    of_kind = one_of(DonorKind, kind, "--kind")
    session = open_session(database, person)
    contact = ""
    if of_kind is DonorKind.PERSON:
        if name:
            told = "个人姓名不写在命令行上，另行输入"
            raise typer.BadParameter(told, param_hint="--name")
        # What is typed on the command line stays in the history of the shell.
        name = typer.prompt("姓名", err=True)
        contact = typer.prompt("联系方式（可空）", default="", err=True)
    given = NewDonor(
        kind=of_kind,
        name=name,
        uscc=uscc,
        contact=contact,
        publish=one_of(Publish, publish, "--publish"),
        since=day_or_none(since, "--since"),
        paper=paper,
        another=another,
    )
    vault = vault_of(session)
    with session.writing("money.donor", Right.PREPARE, unit) as connection:
        found = add(connection, unit, given, vault, session.act)
    say(f"{found.label}（{found.kind.label}）已登记")


@app.command()
def pledge(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    donor: DonorNumber,
    amount: Amount,
    due: Annotated[str, typer.Option("--due", help="到账期限")],
    paper: Paper,
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """登记认捐：金额、期限与依据。"""
    from treasury.pledges import Pledge, promise  # noqa: PLC0415 - as above

    given = Pledge(
        donor=donor,
        amount=amount_of(amount, "--amount"),
        promised_on=day_of(on, "--on") if on else today(),
        due_on=day_of(due, "--due"),
        paper=paper,
    )
    session = open_session(database, person)
    with session.writing("money.pledge", Right.PREPARE, unit) as connection:
        found = promise(connection, unit, given, session.act)
    say(f"认捐 {found.number} 号：{found.amount.grouped()} 元，{found.due_on} 前到账")


@app.command()
def gift(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    donor: DonorNumber,
    amount: Amount,
    fund: FundCode = "",
    purpose: Purposes = None,
    until: Annotated[str, typer.Option("--until", help="限定截止日")] = "",
    goods: Annotated[str, typer.Option("--goods", help="实物的名称（备查登记）")] = "",
    account: Account = "102",
    pledge_: Annotated[
        int | None, typer.Option("--pledge", help="履行的认捐号", min=1)
    ] = None,
    paper: Annotated[str, typer.Option("--paper", help="捐赠协议")] = "",
    on: On = "",
    attachments: Annotated[int, typer.Option("--attachments", min=0)] = 1,
    database: Database = "",
    person: As = "",
    *,
    again: Annotated[
        bool, typer.Option("--again", help="确属另一笔同日同额的捐赠")
    ] = False,
) -> None:
    """登记捐赠：货币捐赠生成收款凭证草稿；限定用途的进专项资金。"""
    from treasury.donations import Form, NewGift, register  # noqa: PLC0415 - as above

    given = NewGift(
        donor=donor,
        amount=amount_of(amount, "--amount"),
        received_on=day_of(on, "--on") if on else today(),
        fund=fund,
        purposes=tuple(purpose or ()),
        until=day_or_none(until, "--until"),
        form=Form.GOODS if goods else Form.MONEY,
        account=account,
        pledge=pledge_,
        paper=paper,
        memo=goods,
        attachments=attachments,
        again=again,
    )
    session = open_session(database, person)
    subject = str(donor)
    with session.writing("money.gift", Right.PREPARE, unit, subject) as connection:
        found = register(connection, unit, given, session.act)
    say(f"捐赠 {found.gift.key}：{found.gift.amount.grouped()} 元，{_where(found)}")


@app.command("gift-again")
def gift_again(
    key: GiftKey,
    unit: Unit,
    attachments: Annotated[int, typer.Option("--attachments", min=0)] = 1,
    database: Database = "",
    person: As = "",
) -> None:
    """草稿作废了、还没有入账的捐赠重新交单。"""
    from treasury.donations import hand_again  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.writing("money.gift", Right.PREPARE, unit, key) as connection:
        done = hand_again(connection, unit, key, attachments, session.act)
    say(f"捐赠 {key}：凭证草稿 {done.draft} 已提交，待审核")


@bill.command()
def stock(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    code: Code,
    first: Annotated[str, typer.Option("--first", help="起号，如票面：00000101")],
    last: Annotated[str, typer.Option("--last", help="止号")],
    paper: Paper,
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """空白票据入库：一个号段；号段不能重叠。"""
    from treasury.bills import acquire  # noqa: PLC0415 - as above

    day = day_of(on, "--on") if on else today()
    session = open_session(database, person)
    with session.writing("money.bills", Right.PREPARE, unit, code) as connection:
        found = acquire(
            connection,
            unit,
            code,
            (first, last),
            acquired_on=day,
            paper=paper,
            act=session.act,
        )
    count = found.last - found.first + 1
    say(f"票据第 {found.number} 批：{code} {first}—{last}，{count} 份")


@bill.command()
def issue(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    key: GiftKey,
    code: Code,
    number: Annotated[str, typer.Option("--number", help="号码（默认下一份）")] = "",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """为一笔捐赠开具公益事业捐赠票据：按号码顺序，一笔一份有效。"""
    from treasury import bills as verbs  # noqa: PLC0415 - as above

    day = day_of(on, "--on") if on else today()
    session = open_session(database, person)
    with session.writing("money.bill", Right.PREPARE, unit, key) as connection:
        found = verbs.issue(
            connection, unit, key, code, number, issued_on=day, act=session.act
        )
        (range_,) = (
            one
            for one in verbs.stocks(connection, unit)
            if one.holds(found.code, found.number)
        )
    assert found.amount is not None
    printed, amount = range_.told(found.number), found.amount.grouped()
    say(f"捐赠 {key}：票据 {found.code} 第 {printed} 号，{amount} 元")


@bill.command()
def void(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    code: Code,
    number: Annotated[str, typer.Option("--number", help="号码")],
    reason: Reason,
    paper: Annotated[str, typer.Option("--paper", help="有联次遗失时的声明")] = "",
    database: Database = "",
    person: As = "",
    *,
    returned: Annotated[
        bool, typer.Option("--returned", help="各联已收回，存根一并留存")
    ] = False,
) -> None:
    """作废票据：已开具的，或写坏的下一份空白票据。"""
    from treasury import bills as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.writing("money.void", Right.PREPARE, unit, code) as connection:
        found = verbs.void(
            connection,
            unit,
            code,
            number,
            reason=reason,
            returned=returned,
            paper=paper,
            act=session.act,
        )
    say(f"票据 {found.code} 第 {found.number} 号已作废")


@app.command()
def confirm(unit: Unit, key: GiftKey, database: Database = "", person: As = "") -> None:
    """开具捐赠确认函：连续编号，一笔一份；再次开具是同一份。"""
    from treasury import confirmations as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.writing("money.confirm", Right.PREPARE, unit, key) as connection:
        found = verbs.confirm(connection, unit, key, session.act)
    say(f"捐赠 {key}：{found.printed}，{found.amount.grouped()} 元")
    say("本函不作为税前扣除凭证；打印用 bangfu report donation_confirmation")


@app.command("confirm-void")
def confirm_void(
    unit: Unit,
    letter: Annotated[str, typer.Option("--letter", help="确认函：年-序号，2026-3")],
    reason: Reason,
    database: Database = "",
    person: As = "",
) -> None:
    """作废捐赠确认函，写明原因；编号不再使用。"""
    from treasury import confirmations as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    act = "money.confirm.void"
    with session.writing(act, Right.PREPARE, unit, letter) as connection:
        found = verbs.void(connection, unit, letter, reason, session.act)
    say(f"{found.printed} 已作废；捐赠 {found.gift}")


@app.command()
def campaign(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    file: Annotated[Path, typer.Argument(help="名册：XLSX 或 CSV")],
    title: Annotated[str, typer.Option("--title", help="活动名称：2026年一日捐")],
    total: Annotated[str, typer.Option("--total", help="控制总额（元）")],
    count: Annotated[int, typer.Option("--count", help="控制笔数", min=1)],
    fund: FundCode = "",
    on: On = "",
    account: Account = "102",
    publish: Publish = "none",
    database: Database = "",
    person: As = "",
    *,
    repeats: Annotated[
        bool, typer.Option("--repeats", help="相同的行确属不同的人")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="确属另一次活动，虽名册相同")
    ] = False,
) -> None:
    """导入一日捐名册：控制总额差一分也不导入；名称、日期、资金和文件都相同的不重复导入。"""
    from treasury.campaigns import NewCampaign, take_in  # noqa: PLC0415 - as above
    from treasury.donor_names import Publish  # noqa: PLC0415 - as above

    told = NewCampaign(
        title=title,
        received_on=day_of(on, "--on") if on else today(),
        total=amount_of(total, "--total"),
        count=count,
        fund=fund,
        account=account,
        publish=one_of(Publish, publish, "--publish"),
        repeats=repeats,
        again=again,
    )
    session = open_session(database, person)
    vault = vault_of(session)
    with session.writing("money.campaign", Right.PREPARE, unit, title) as connection:
        found = take_in(connection, unit, file, told, vault=vault, act=session.act)
    before = "（此前已导入，没有变化）" if found.already else ""
    say(
        f"一日捐 {found.number} 号“{found.title}”{before}：{found.lines} 行，"
        f"{found.total.grouped()} 元，{found.gifts} 笔捐赠"
    )


@app.command("gift-refund")
def gift_refund(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    key: GiftKey,
    amount: Amount,
    reason: Reason,
    paper: Paper,
    account: Account = "102",
    database: Database = "",
    person: As = "",
) -> None:
    """退回捐赠：实行付款申请后，款项凭批准的退还申请支付。"""
    from treasury.refunds import NewRefund, refund  # noqa: PLC0415 - as above

    given = NewRefund(
        gift=key,
        amount=amount_of(amount, "--amount"),
        reason=reason,
        paper=paper,
        account=account,
    )
    session = open_session(database, person)
    with session.writing("money.giftback", Right.PREPARE, unit, key) as connection:
        found = refund(connection, unit, given, session.act)
    _tell(found)


@app.command("gift-refund-again")
def gift_refund_again(
    unit: Unit,
    key: GiftKey,
    number: Annotated[int, typer.Option("--number", help="第几次退回", min=1)],
    database: Database = "",
    person: As = "",
) -> None:
    """退还申请被否决、撤销或过期后，再次申请付款。"""
    from treasury.refunds import ask_again  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.writing("money.giftback", Right.PREPARE, unit, key) as connection:
        found = ask_again(connection, unit, key, number, session.act)
    _tell(found)


def _where(found: object) -> str:
    handed = getattr(found, "handed", None)
    return f"凭证草稿 {handed.draft} 已提交，待审核" if handed else "备查登记"


def _tell(found: "Refunded") -> None:
    one = found.refund
    amount = one.amount.grouped()
    told = f"退捐 {one.gift} 第 {one.number} 次（{one.kind.label}）：{amount} 元"
    if found.requested is not None:
        say(f"{told}，付款申请 {found.requested.key} {found.requested.state.label}")
    elif found.handed is not None:
        say(f"{told}，凭证草稿 {found.handed.draft} 已提交，待审核")
    else:
        say(told)
