"""`bangfu money begin | bands | request | approve | refuse | cancel | pay | repay`.

Money leaves under an approved payment request: who may approve how much, what is asked
for, how far each request is, what is lent and due.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_of, day_or_none, place_of
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.cli.typed import amount_of, one_of
from app.clock import today
from ledger.people import Right

if TYPE_CHECKING:
    from treasury.approvals import Band
    from treasury.request_desk import Requested, RequestLine

app = typer.Typer(no_args_is_help=True)

Key = Annotated[str, typer.Argument(help="付款申请号：P2026-3")]
Amount = Annotated[str, typer.Option("--amount", help="金额（元）")]
On = Annotated[str, typer.Option("--on", help="日期（默认当日）")]
Paid = Annotated[str, typer.Option("--account", help="付款的货币资金科目")]
Attachments = Annotated[
    int, typer.Option("--attachments", help="附件张数", min=1, max=9999)
]
Reason = Annotated[str, typer.Option("--reason", help="理由")]
Lines = Annotated[
    list[str],
    typer.Option(
        "--line", help="资金:科目:用途=金额，用途可空；可重复：CB:50404:医疗救助=3000"
    ),
]

BANDS = (
    ("since", "自"),
    ("from", "金额自（元）"),
    ("approvals", "须批准人数"),
    ("resolution", "决议"),
)
REQUESTS = (
    ("key", "申请号"),
    ("ref", "引用号"),
    ("kind", "种类"),
    ("state", "状态"),
    ("summary", "事由"),
    ("payee", "收款方"),
    ("amount", "金额"),
    ("paid", "已付"),
    ("approved", "已批准"),
    ("approvals", "须批准"),
    ("asked_on", "申请日"),
    ("expires_on", "有效期至"),
)
STEPS = (
    ("step", "步"),
    ("act", "办理"),
    ("amount", "金额"),
    ("person", "办理人"),
    ("day", "日期"),
    ("voucher", "凭证"),
    ("reason", "意见或理由"),
)
ADVANCES = (
    ("fund", "资金"),
    ("account", "科目"),
    ("party", "借入方"),
    ("request", "申请号"),
    ("lent", "借出"),
    ("back", "已还"),
    ("open", "未还"),
    ("since", "自"),
    ("due_on", "应还日"),
    ("age_days", "账龄（天）"),
    ("late_days", "逾期（天）"),
)
SHOWN: dict[str, Columns] = {
    "bands": BANDS,
    "requests": REQUESTS,
    "request-steps": STEPS,
    "advances": ADVANCES,
}
"""What each command shows; `docs/cli.md` is written from it."""

ACTS = {
    "save": "申请",
    "approve": "批准",
    "refuse": "否决",
    "cancel": "撤销",
    "expire": "到期",
    "pay": "付款",
    "return": "银行退回",
    "repay": "再付",
    "forgo": "不再付",
}


@app.command()
def begin(
    unit: Unit,
    paper: Annotated[
        str, typer.Option("--paper", help="依据文件：会议纪要〔2026〕1号")
    ],
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """实行付款申请（L12）和凭批次发放（L13）；一经实行不能停用。"""
    from aid import beginnings  # noqa: PLC0415 - costs time
    from treasury import approvals as verb  # noqa: PLC0415 - as above

    since = day_of(on, "--on") if on else today()
    session = open_session(database, person)
    with session.writing("money.begin", Right.ADMIN, unit, paper) as connection:
        scale = verb.go_live(connection, unit, since, paper, session.act)
        beginnings.begin(connection, unit, since, paper, session.act)
    say(f"{unit} 自 {since} 起实行付款申请，帮扶支出凭发放批次")
    for band in scale.bands:
        say(f"  {band.start.grouped()} 元起：{band.approvals} 人批准")


@app.command()
def bands(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="起点=人数，可重复：0=1、50000=2；不写则列出"),
    ] = None,
    since: Annotated[str, typer.Option("--since", help="新的审批权限自哪日起")] = "",
    resolution: Annotated[
        str, typer.Option("--resolution", help="管理机构决议号：2026-3")
    ] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """审批权限：各档金额须几人批准；经决议另定。"""
    from treasury.approvals import Scale, scales, set_bands  # noqa: PLC0415 - as above

    session = open_session(database, person)
    if set_:
        scale = Scale(
            day_of(since, "--since"), tuple(_band(text) for text in set_), resolution
        )
        with session.writing("money.bands", Right.ADMIN, unit, since) as connection:
            set_bands(connection, unit, scale, session.act)
    with session.reading(unit) as connection:
        known = scales(connection, unit)
    rows = [
        (scale.since, band.start, band.approvals, scale.resolution)
        for scale in known
        for band in scale.bands
    ]
    show(BANDS, rows, how)


@app.command()
def request(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    ref: Annotated[str, typer.Option("--ref", help="引用号，单位内唯一")],
    summary: Annotated[str, typer.Option("--summary", help="事由（不写姓名）")],
    line: Lines,
    payee: Annotated[
        str,
        typer.Option("--payee", help="收款单位、档案号，调拨写调入资金；银行扣费不写"),
    ] = "",
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            help="payment 支付、advance 垫付或借出、pass_down 拨付下级、refund 退还、"
            "move 资金间调拨、fee 银行扣费、direct 财政直接支付",
        ),
    ] = "payment",
    evidence: Annotated[str, typer.Option("--evidence", help="附件或依据")] = "",
    expires: Annotated[str, typer.Option("--expires", help="有效期至")] = "",
    due: Annotated[str, typer.Option("--due", help="垫付或借出的归还日期")] = "",
    resolution: Annotated[
        str, typer.Option("--resolution", help="资金间调拨所依据的决议号")
    ] = "",
    bank_row: Annotated[
        str, typer.Option("--bank-row", help="银行扣费所在的对账单与行：1/8")
    ] = "",
    database: Database = "",
    person: As = "",
    *,
    goods: Annotated[
        bool, typer.Option("--goods", help="购入物品入库，不是发给个人")
    ] = False,
) -> None:
    """保存付款申请：当场占用资金与预算；不足的当场拒绝，并写明可用多少。"""
    from ledger.payment_requests import RequestKind  # noqa: PLC0415 - as above
    from treasury.requests import PaymentRequest, save  # noqa: PLC0415 - as above

    statement, row = place_of(bank_row, "--bank-row") if bank_row else (None, None)
    asked = PaymentRequest(
        unit=unit,
        ref=ref,
        kind=one_of(RequestKind, kind, "--kind"),
        summary=summary,
        payee=payee,
        lines=tuple(_line(text) for text in line),
        evidence=evidence,
        expires_on=day_or_none(expires, "--expires"),
        due_on=day_or_none(due, "--due"),
        resolution=resolution,
        statement=statement,
        row=row,
        for_goods=goods,
    )
    session = open_session(database, person)
    with session.writing("money.request", Right.PREPARE, unit, ref) as connection:
        found = save(connection, asked, session.act)
    again = "（此前已保存）" if found.already else ""
    say(f"付款申请 {found.key}{again}：{found.amount.grouped()} 元，{_stands(found)}")
    for warning in found.warnings:
        say(f"提示：{warning}")


@app.command()
def approve(
    unit: Unit,
    key: Key,
    opinion: Annotated[str, typer.Option("--opinion", help="意见")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """批准付款申请：申请人不能批准自己的，同一人只批准一次。"""
    from treasury import approving  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.writing("money.approve", Right.APPROVE, unit, key) as connection:
        found = approving.approve(connection, unit, key, session.act, opinion=opinion)
    say(f"付款申请 {key}：{_stands(found)}")


@app.command()
def refuse(
    unit: Unit, key: Key, reason: Reason, database: Database = "", person: As = ""
) -> None:
    """否决付款申请：占用的资金与预算退回。"""
    from treasury import approving  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.writing("money.refuse", Right.APPROVE, unit, key) as connection:
        found = approving.refuse(connection, unit, key, reason, session.act)
    say(f"付款申请 {key}：{found.state.label}")


@app.command()
def cancel(
    unit: Unit, key: Key, reason: Reason, database: Database = "", person: As = ""
) -> None:
    """撤销付款申请：占用的资金与预算退回。"""
    from treasury import approving  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.writing("money.cancel", Right.PREPARE, unit, key) as connection:
        found = approving.cancel(connection, unit, key, reason, session.act)
    say(f"付款申请 {key}：{found.state.label}")


@app.command()
def tidy(unit: Unit, database: Database = "", person: As = "") -> None:
    """清理：到期未付的申请失效，少付的申请把余下的预算退回。"""
    from treasury import approving  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.writing("money.tidy", Right.PREPARE, unit) as connection:
        ended = approving.tidy(connection, unit, session.act)
    say(f"清理：{'、'.join(ended)}" if ended else "没有要清理的付款申请")


@app.command()
def pay(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    key: Key,
    on: On = "",
    account: Paid = "102",
    attachments: Attachments = 1,
    amount: Annotated[str, typer.Option("--amount", help="少付时的金额（元）")] = "",
    persons: Annotated[int, typer.Option("--persons", help="救助人数", min=0)] = 0,
    summary: Annotated[str, typer.Option("--summary", help="摘要（默认为事由）")] = "",
    to_fund: Annotated[str, typer.Option("--to-fund", help="调入或借入的资金")] = "",
    to_account: Annotated[
        str, typer.Option("--to-account", help="调入资金的对方科目")
    ] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """按批准的申请付款：生成已提交的凭证草稿，由审核、出纳、记账接着办理。"""
    from treasury import paying  # noqa: PLC0415 - as above

    payment = paying.Payment(
        dated_on=day_of(on, "--on") if on else today(),
        money_account=account,
        attachments=attachments,
        amount=amount_of(amount, "--amount") if amount else None,
        persons=persons,
        summary=summary,
        to_fund=to_fund,
        to_account=to_account,
    )
    session = open_session(database, person)
    with session.writing("money.pay", Right.PREPARE, unit, key) as connection:
        found = paying.pay(connection, unit, key, payment, session.act)
        uncounted = paying.counts_nobody(connection, unit, key, payment)
    again = "（此前已提交）" if found.already else ""
    say(f"付款申请 {key} 的凭证草稿 {found.draft} 已提交{again}，待审核")
    if uncounted:
        say("提示：救助支出没有写明救助人数（--persons），人数统计不含这一笔")


@app.command()
def repay(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    key: Key,
    amount: Amount,
    payee: Annotated[str, typer.Option("--payee", help="收款单位，或档案号")],
    fund: Annotated[str, typer.Option("--fund", help="资金代码")],
    on: On = "",
    account: Paid = "102",
    owed: Annotated[str, typer.Option("--owed", help="其他应付款科目")] = "215",
    attachments: Attachments = 1,
    database: Database = "",
    person: As = "",
) -> None:
    """银行退回后再付：不再列支，也不再占用预算。"""
    from treasury import paying  # noqa: PLC0415 - as above

    again = paying.Repayment(
        dated_on=day_of(on, "--on") if on else today(),
        amount=amount_of(amount, "--amount"),
        payee=payee,
        fund=fund,
        owed_account=owed,
        money_account=account,
        attachments=attachments,
    )
    session = open_session(database, person)
    with session.writing("money.repay", Right.PREPARE, unit, key) as connection:
        found = paying.repay(connection, unit, key, again, session.act)
    say(f"付款申请 {key} 再付的凭证草稿 {found.draft} 已提交，待审核")


@app.command()
def requests(
    unit: Unit,
    state: Annotated[
        str,
        typer.Option(
            "--state",
            help="只列 saved、approved、paid、part_returned、returned、refused、"
            "cancelled 或 expired",
        ),
    ] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出付款申请，最新的在前。"""
    from treasury.request_list import listed  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = listed(connection, unit)
    rows = [
        (
            one.key, one.ref, one.kind.label, one.state.label, one.summary, one.payee,
            one.amount, one.paid, one.approved, one.approvals, one.asked_on,
            one.expires_on,
        )
        for one in found
        if state in {"", one.state.value}
    ]  # fmt: skip
    show(REQUESTS, rows, how)


@app.command("request-steps")
def request_steps(
    unit: Unit,
    key: Key,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """一项付款申请的每一步：谁、何时、多少、哪张凭证。"""
    from treasury.request_list import steps  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = steps(connection, unit, key)
    rows = [
        (one.seq, ACTS[one.act], one.amount, one.person, one.on, one.ref, one.reason)
        for one in found
    ]
    show(STEPS, rows, how)


@app.command()
def advances(
    unit: Unit,
    on: On = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """垫付与借出：未还的，按账龄与逾期列出。"""
    from treasury import advances as verb  # noqa: PLC0415 - as above

    day = day_of(on, "--on") if on else today()
    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verb.advances(connection, unit, day)
    rows = [
        (
            one.fund, one.account, one.party, one.request, one.lent, one.back, one.open,
            one.since, one.due_on, one.age_days(day), one.late_days(day),
        )
        for one in found
    ]  # fmt: skip
    show(ADVANCES, rows, how)


# -- what was typed -----------------------------------------------------------------


def _stands(found: "Requested") -> str:
    lacking = max(found.approvals - found.approved, 0)
    told = f"还须 {lacking} 人批准" if lacking else "可以付款"
    return f"{found.state.label}，{told}，有效期至 {found.expires_on}"


def _line(text: str) -> "RequestLine":
    from treasury.request_desk import RequestLine  # noqa: PLC0415 - as above

    place, equals, amount = text.rpartition("=")
    parts = place.split(":")
    if not equals or len(parts) not in {2, 3}:
        raise typer.BadParameter("写作 资金:科目:用途=金额", param_hint="--line")
    fund, account, purpose = (*parts, "")[:3]
    return RequestLine(fund, account, purpose, amount_of(amount, "--line"))


def _band(text: str) -> "Band":
    from treasury.approvals import Band  # noqa: PLC0415 - as above

    start, equals, count = text.partition("=")
    if not equals or not count.isdecimal():
        raise typer.BadParameter("写作 起点=人数，如 50000=2", param_hint="--set")
    return Band(amount_of(start, "--set"), int(count))
