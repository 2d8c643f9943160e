"""`bangfu audit handover` and `handover-list …`: an officer, what they hand over.

`handover` shows figures; the report itself is `bangfu report handover_audit`.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_of, day_or_none
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.cli.typed import one_of
from app.clock import today
from ledger.money import Money
from ledger.people import Right

if TYPE_CHECKING:
    from audit.handover_lists import Inventory
    from audit.handover_reading import HandoverAudit

app = typer.Typer(no_args_is_help=True)
lists = typer.Typer(no_args_is_help=True, help="移交清单：编制、签字、完成")
app.add_typer(lists, name="handover-list")

YEARS = (
    ("part", "期间"),
    ("days", "天数"),
    ("opening", "期初结存"),
    ("received", "收入"),
    ("paid", "支出"),
    ("moved", "资金间转入"),
    ("adjusted", "其他调整"),
    ("closing", "期末结存"),
)
FUNDS = (("fund", "资金"), *YEARS[2:])
FOUND = (
    ("share", "归属"),
    ("key", "检查"),
    ("on", "行为日期"),
    ("title", "发现"),
    ("condition", "事实"),
    ("amount", "金额"),
    ("lead", "线索"),
    ("responsibility", "拟认定责任"),
    ("evidence", "证据"),
)
OPEN = (
    ("kind", "类别"),
    ("what", "事项"),
    ("since", "起始日"),
    ("days", "天数"),
    ("amount", "金额"),
    ("note", "说明"),
)
LISTS = (
    ("key", "编号"),
    ("post", "职务"),
    ("leaver", "移交人"),
    ("receiver", "接收人"),
    ("supervisor", "监交人"),
    ("handed_on", "移交日期"),
    ("lines", "行数"),
    ("state", "状态"),
)
LINES = (
    ("line", "行"),
    ("kind", "类别"),
    ("item", "项目"),
    ("ref", "编号"),
    ("quantity", "数量"),
    ("amount", "金额"),
    ("state", "状况"),
    ("struck", "划销理由"),
)
SHOWN: dict[str, Columns] = {
    "handover": YEARS,
    "handover --funds": FUNDS,
    "handover --findings": FOUND,
    "handover --open": OPEN,
    "handover-list list": LISTS,
    "handover-list show": LINES,
}
"""What each command shows; `docs/cli.md` is written from it."""

MAKING = (Right.PREPARE, Right.HEAD, Right.CLOSE, Right.AUDIT, Right.ADMIN)
"""Who may draw up a list: whoever keeps, leads or audits books, or manages rights."""

Person = Annotated[str, typer.Option("--person", help="被审计领导干部的人员代码")]
Post = Annotated[str, typer.Option("--post", help="只看一个职务")]
Since = Annotated[str, typer.Option("--since", help="任职起始日，任过不止一次时写明")]
On = Annotated[str, typer.Option("--on", help="截至日期（默认当日）")]
Key = Annotated[str, typer.Argument(help="移交清单编号，如 Y2025-1")]
Words = Annotated[str, typer.Option("--words", help="意见：接收人注明的差异")]
Reason = Annotated[str, typer.Option("--reason", help="理由")]


@app.command()
def handover(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    officer: Person,
    post: Post = "",
    since: Since = "",
    on: On = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    funds: Annotated[bool, typer.Option("--funds", help="按资金列出")] = False,
    findings: Annotated[
        bool, typer.Option("--findings", help="列出发现，及其归属和拟认定的责任")
    ] = False,
    still_open: Annotated[
        bool, typer.Option("--open", help="列出任职末日的未了事项")
    ] = False,
) -> None:
    """离任审计的数据：任期逐年收支，或资金、发现、未了事项。"""
    from audit.handover_reading import Asked, handover_audit  # noqa: PLC0415 - few ask

    asked = Asked(
        unit=unit,
        person=officer,
        on=day_of(on, "--on") if on else today(),
        post=post,
        since=day_or_none(since, "--since"),
    )
    session = open_session(database, person)
    with (
        session.logged("audit.handover", Right.AUDIT, unit, officer),
        session.reading(unit) as connection,
    ):
        found = handover_audit(connection, asked, ())
    if how is Format.TABLE:
        for span in found.tenure:
            say(f"{found.name} {span.since} 至 {span.last_day}")
        say(f"任职 {found.days} 天")
    if funds:
        show(FUNDS, _funds(found), how)
    elif findings:
        show(FOUND, _findings(found), how)
    elif still_open:
        show(OPEN, _open(found), how)
    else:
        show(YEARS, _years(found), how)


def _years(found: "HandoverAudit") -> list[tuple[object, ...]]:
    from audit.handover import told  # noqa: PLC0415 - as above

    return [
        (
            *(told(part.span), (part.span.until - part.span.since).days),
            *_figures(part.total),
        )
        for part in found.parts
    ]


def _funds(found: "HandoverAudit") -> list[tuple[object, ...]]:
    return [
        (one.fund, *_figures(one)) for span in found.spans for one in found.rolled(span)
    ]


def _figures(one: object) -> tuple[object, ...]:
    from audit.figures import FundYear  # noqa: PLC0415 - as above

    assert isinstance(one, FundYear)
    flows = one.received, one.paid, one.moved, one.adjusted
    return (one.opening, *flows, one.closing)


def _findings(found: "HandoverAudit") -> list[tuple[object, ...]]:
    return [
        (
            one.share.label,
            one.check.key,
            one.on,
            one.finding.title,
            one.finding.condition,
            one.finding.amount,
            "是" if one.finding.lead else "",
            one.responsibility.label if one.responsibility else "",
            " ".join(one.finding.evidence),
        )
        for one in found.compliance.found
    ]


def _open(found: "HandoverAudit") -> list[tuple[object, ...]]:
    return [
        (one.kind, one.what, one.since, one.days, one.amount, one.note)
        for one in found.last.open
    ]


# -- lists of what is handed over ---------------------------------------------------


@lists.command()
def begin(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    leaver: Annotated[str, typer.Option("--leaver", help="移交人的人员代码")],
    post: Annotated[str, typer.Option("--post", help="移交的职务")],
    receiver: Annotated[str, typer.Option("--receiver", help="接收人的人员代码")],
    supervisor: Annotated[str, typer.Option("--supervisor", help="监交人的人员代码")],
    on: Annotated[str, typer.Option("--on", help="移交日期：按当日日终列示")],
    since: Since = "",
    database: Database = "",
    person: As = "",
) -> None:
    """编制移交清单：账簿、资金、账户、物资、权限、未了事项由账簿列出。"""
    from audit.handover_keeping import draw_up  # noqa: PLC0415 - few commands ask
    from audit.handover_lists import Given  # noqa: PLC0415 - as above

    given = Given(
        unit=unit,
        leaver=leaver,
        post=post,
        receiver=receiver,
        supervisor=supervisor,
        handed_on=day_of(on, "--on"),
        since=day_or_none(since, "--since"),
    )
    session = open_session(database, person)
    with session.writing("audit.handover-list.begin", MAKING, unit, leaver) as db:
        found = draw_up(db, given, session.act)
    say(f"{found.key}：{len(found.lines)} 行，移交人、接收人、监交人签字后完成")


@lists.command()
def add(  # noqa: PLR0913, PLR0917 - one parameter for each option
    key: Key,
    unit: Unit,
    kind: Annotated[
        str,
        typer.Option(
            "--kind", help="印章 seal、钥匙 key、协议 agreement、合同 contract 等"
        ),
    ],
    item: Annotated[str, typer.Option("--item", help="项目名称")],
    ref: Annotated[str, typer.Option("--ref", help="编号")] = "",
    quantity: Annotated[str, typer.Option("--quantity", help="数量，如 1枚")] = "",
    amount: Annotated[str, typer.Option("--amount", help="金额（元）")] = "",
    state: Annotated[str, typer.Option("--state", help="状况或存放处")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """添加账簿没有的项目：印章、钥匙、银行协议、合同、档案资料。"""
    from audit import handover_keeping as verbs  # noqa: PLC0415 - few commands ask
    from audit.handover_kinds import LineKind  # noqa: PLC0415 - as above
    from audit.handover_proposing import Line  # noqa: PLC0415 - as above

    line = Line(
        kind=one_of(LineKind, kind, "--kind"),
        item=item,
        ref=ref,
        quantity=quantity,
        amount=Money.parse(amount) if amount else None,
        state=state,
    )
    session = open_session(database, person)
    with session.writing("audit.handover-list.add", MAKING, unit, key) as connection:
        found = verbs.add(connection, unit, key, line, session.act)
    say(f"{key} 第{found.lines[-1].number}行：{item}")


@lists.command()
def strike(  # noqa: PLR0913, PLR0917 - one parameter for each option
    key: Key,
    line: Annotated[int, typer.Argument(help="行号", min=1)],
    unit: Unit,
    reason: Reason,
    database: Database = "",
    person: As = "",
) -> None:
    """划销一行，写明理由；原行保留。"""
    from audit import handover_keeping as verbs  # noqa: PLC0415 - few commands ask

    session = open_session(database, person)
    with session.writing("audit.handover-list.strike", MAKING, unit, key) as db:
        verbs.strike(db, unit, key, line, reason, session.act)
    say(f"{key} 第{line}行已划销")


@lists.command()
def sign(  # noqa: PLR0913, PLR0917 - one parameter for each option
    key: Key,
    unit: Unit,
    role: Annotated[
        str,
        typer.Option(
            "--as-role", help="移交人 leaver、接收人 receiver、监交人 supervisor"
        ),
    ],
    words: Words = "",
    database: Database = "",
    person: As = "",
) -> None:
    """以移交人、接收人或监交人的身份签字；接收人可注明差异。"""
    from audit.handover_kinds import SIGNING, Doing  # noqa: PLC0415 - few commands ask

    doing = one_of(Doing, role, "--as-role")
    if doing not in SIGNING:
        told = "写 leaver、receiver 或 supervisor"
        raise typer.BadParameter(told, param_hint="--as-role")
    _step(key, unit, doing, words, (database, person))


@lists.command()
def complete(key: Key, unit: Unit, database: Database = "", person: As = "") -> None:
    """完成移交：三方已签字，移交人在本单位的权限已收回；由监交人办理。"""
    from audit.handover_kinds import Doing  # noqa: PLC0415 - few commands ask

    _step(key, unit, Doing.COMPLETE, "", (database, person))


@lists.command()
def withdraw(
    key: Key, unit: Unit, reason: Reason, database: Database = "", person: As = ""
) -> None:
    """撤回移交清单，写明理由；由编制人办理，完成以后不能撤回。"""
    from audit.handover_kinds import Doing  # noqa: PLC0415 - few commands ask

    _step(key, unit, Doing.WITHDRAW, reason, (database, person))


def _step(
    key: str, unit: str, doing: object, words: str, asked: tuple[str, str]
) -> None:
    """A step of a list; whoever is named on it needs no right of their own."""
    from audit import handover_keeping as verbs  # noqa: PLC0415 - few commands ask
    from audit.handover_kinds import Doing  # noqa: PLC0415 - as above

    assert isinstance(doing, Doing)
    session = open_session(*asked)
    with session.writing(f"audit.handover-list.{doing}", None, unit, key) as db:
        found = verbs.take(db, unit, key, doing, words, session.act)
    say(f"{key} {doing.label}：{found.state.label}")


@lists.command("list")
def list_(
    unit: Unit,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出单位的移交清单。"""
    from audit.handover_lists import inventories  # noqa: PLC0415 - few commands ask

    with open_session(database, person).reading(unit) as connection:
        found = inventories(connection, unit)
    show(LISTS, [_listed(one) for one in found], how)


def _listed(one: "Inventory") -> tuple[object, ...]:
    given = one.given
    people = given.leaver, given.receiver, given.supervisor
    rest = given.handed_on, len(one.standing), one.state.label
    return (one.key, given.post, *people, *rest)


@lists.command("show")
def show_(
    key: Key,
    unit: Unit,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出一份移交清单的各行和签字。"""
    from audit.handover_lists import inventory  # noqa: PLC0415 - few commands ask

    with open_session(database, person).reading(unit) as connection:
        found = inventory(connection, unit, key)
    rows: list[tuple[object, ...]] = [
        (
            *(one.number, one.line.kind.label, one.line.item, one.line.ref),
            *(one.line.quantity, one.line.amount, one.line.state, one.struck),
        )
        for one in found.lines
    ]
    show(LINES, rows, how)
    if how is Format.TABLE:
        for step in found.steps:
            words = f"：{step.words}" if step.words else ""
            say(f"{step.on} {step.doing.label} {step.person}{words}")
        say(found.state.label)
