"""`bangfu money events | receive`: what came in, said without debit and credit."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_of, day_or_none
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.cli.typed import amount_of
from app.clock import today
from ledger.people import Right

if TYPE_CHECKING:
    from treasury.listing import Listed

app = typer.Typer(no_args_is_help=True)

EVENTS = (
    ("key", "事项"),
    ("label", "名称"),
    ("sources", "资金来源与渠道"),
    ("entry", "分录"),
    ("asks", "要说明的"),
    ("evidence", "应附凭证"),
    ("clause", "依据"),
    ("since", "起用"),
)
SHOWN: dict[str, Columns] = {"events": EVENTS}
"""What each command shows; `docs/cli.md` is written from it."""


EventKey = Annotated[str, typer.Option("--event", help="事项，见 bangfu money events")]
Fund = Annotated[str, typer.Option("--fund", help="资金代码")]
Amount = Annotated[str, typer.Option("--amount", help="金额（元）")]
On = Annotated[str, typer.Option("--on", help="哪一天：2026-03-09")]
Ref = Annotated[str, typer.Option("--ref", help="引用号，单位内唯一")]
Attachments = Annotated[int, typer.Option("--attachments", help="附件张数", min=0)]
Account = Annotated[str, typer.Option("--account", help="货币资金科目（默认用惯用的）")]
Use = Annotated[list[str] | None, typer.Option("--use", help="有多个科目可用时选定的")]
Party = Annotated[
    str, typer.Option("--party", help="对方单位（个人写登记号，不写姓名）")
]
Purpose = Annotated[str, typer.Option("--purpose", help="用途")]
Persons = Annotated[int, typer.Option("--persons", help="人次", min=0)]
Recipient = Annotated[str, typer.Option("--recipient", help="档案号")]
FromFund = Annotated[
    str, typer.Option("--from-fund", help="付出资金（本级工会其他资金）")
]
Basis = Annotated[str, typer.Option("--basis", help="决定或结论的文号")]
RefundOf = Annotated[str, typer.Option("--refund-of", help="当时支出凭证的引用号")]
Debited = Annotated[str, typer.Option("--debited", help="更正以前年度差错：应借科目")]
Credited = Annotated[str, typer.Option("--credited", help="应贷科目")]
Request = Annotated[str, typer.Option("--request", help="付款申请号")]
Appropriation = Annotated[str, typer.Option("--appropriation", help="预算预留号")]
Summary = Annotated[
    str, typer.Option("--summary", help="摘要（默认由事项写成；不写姓名）")
]
Memo = Annotated[str, typer.Option("--memo", help="备注（不写姓名）")]


@app.command()
def events(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Annotated[
        str, typer.Option("--unit", help="单位代码；不写则列出各科目表的全部事项")
    ] = "",
    fund: Annotated[
        str, typer.Option("--fund", help="只列这项资金可用的事项；须写单位")
    ] = "",
    on: Annotated[str, typer.Option("--on", help="哪一天的规则（默认今天）")] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出收入事项：要说明什么、应附什么凭证、在本单位科目表下怎样记账。"""
    # Above, these would cost every command the time it takes to load them.
    from treasury import listing  # noqa: PLC0415

    day = day_or_none(on, "--on") or today()
    if fund and not unit:
        raise typer.BadParameter("写 --fund 时须写 --unit", param_hint="--fund")
    if not unit:
        found = listing.everywhere(day)
    else:
        session = open_session(database, person)
        with session.reading(unit) as connection:
            found = listing.in_unit(connection, unit, day, fund)
    show(EVENTS, [_row(one) for one in found], how)


def _row(one: "Listed") -> tuple[object, ...]:
    event = one.event
    return (
        event.key,
        event.label,
        one.sources,
        "\n".join(one.entries),
        "\n".join(
            f"{question.field}{'（必填）' if question.must else ''}：{question.text}"
            for question in event.asks
        ),
        "、".join(event.evidence),
        event.clause,
        event.since,
    )


@app.command()
def receive(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    event: EventKey,
    fund: Fund,
    amount: Amount,
    on: On,
    ref: Ref,
    attachments: Attachments = 0,
    account: Account = "",
    use: Use = None,
    party: Party = "",
    purpose: Purpose = "",
    persons: Persons = 0,
    recipient: Recipient = "",
    from_fund: FromFund = "",
    basis: Basis = "",
    refund_of: RefundOf = "",
    debited: Debited = "",
    credited: Credited = "",
    request: Request = "",
    appropriation: Appropriation = "",
    summary: Summary = "",
    memo: Memo = "",
    database: Database = "",
    person: As = "",
) -> None:
    """登记收到的款项：说明发生了什么，生成已提交的草稿；捐款用 bangfu money gift。"""
    from treasury import receipts  # noqa: PLC0415 - as above
    from treasury.received import Received  # noqa: PLC0415 - as above

    receipts.demand_giver(event)
    said = Received(
        unit=unit,
        event=event,
        fund=fund,
        amount=amount_of(amount, "--amount"),
        dated_on=day_of(on, "--on"),
        ref=ref,
        account=account,
        use=tuple(use or ()),
        party=party,
        purpose=purpose,
        persons=persons,
        recipient=recipient,
        from_fund=from_fund,
        basis=basis,
        refund_of=refund_of,
        debited=debited,
        credited=credited,
        request=request,
        appropriation=appropriation,
        attachments=attachments,
        summary=summary,
        memo=memo,
    )
    session = open_session(database, person)
    with session.writing("money.receive", Right.PREPARE, unit, ref) as connection:
        done = receipts.receive(connection, said, session.act)
    new = f"{ref} 已交单：草稿 {done.draft}，{said.amount.grouped()} 元，等待审核"
    say(f"{ref} 原已交单：草稿 {done.draft}" if done.already else new)
