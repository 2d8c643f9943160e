"""What `bangfu money` lists of donations: donors, gifts, bills, letters, campaigns."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.clock import today
from ledger.people import KEEPING_BOOKS, Right

if TYPE_CHECKING:
    from treasury.donor_names import Donor
    from treasury.vault import Vault

app = typer.Typer(no_args_is_help=True)
donors = typer.Typer(no_args_is_help=True, help="捐赠人登记")
bill = typer.Typer(no_args_is_help=True, help="公益事业捐赠票据")
app.add_typer(donors, name="donors")
app.add_typer(bill, name="bill")

DONORS = (
    ("donor", "序号"),
    ("kind", "类别"),
    ("name", "名称"),
    ("uscc", "统一社会信用代码"),
    ("publish", "公开约定"),
    ("since", "自"),
)
PLEDGES = (
    ("pledge", "认捐号"),
    ("donor", "捐赠人"),
    ("amount", "认捐"),
    ("came", "已到"),
    ("open", "未到"),
    ("promised_on", "认捐日"),
    ("due_on", "期限"),
    ("overdue", "逾期"),
)
GIFTS = (
    ("gift", "捐赠号"),
    ("donor", "捐赠人"),
    ("form", "形式"),
    ("fund", "资金"),
    ("amount", "金额"),
    ("returned", "已退"),
    ("left", "未退"),
    ("received_on", "收到日"),
    ("purposes", "限定用途"),
    ("until", "限定至"),
    ("state", "状态"),
)
USES = (
    ("gift", "捐赠号"),
    ("date", "日期"),
    ("summary", "事项"),
    ("purposes", "用途"),
    ("persons", "人次"),
    ("amount", "金额"),
)
STOCKS = (
    ("stock", "批"),
    ("code", "代码"),
    ("first", "起号"),
    ("last", "止号"),
    ("issued", "已开具"),
    ("void", "作废"),
    ("blank", "空白"),
    ("following", "下一号"),
)
BILLS = (
    ("code", "代码"),
    ("number", "号码"),
    ("gift", "捐赠号"),
    ("amount", "金额"),
    ("issued_on", "开具日"),
    ("voided_on", "作废日"),
    ("reason", "作废原因"),
    ("returned", "各联收回"),
)
MATTERS = (("grave", "须处理"), ("what", "事项"), ("do", "怎么办"))
LETTERS = (
    ("letter", "编号"),
    ("gift", "捐赠号"),
    ("amount", "金额"),
    ("issued_on", "开具日"),
    ("state", "状态"),
    ("voided_on", "作废日"),
    ("reason", "作废原因"),
)
CAMPAIGNS = (
    ("campaign", "序号"),
    ("title", "活动"),
    ("received_on", "收到日"),
    ("lines", "行数"),
    ("total", "总额"),
    ("gifts", "捐赠笔数"),
)
REFUNDS = (
    ("gift", "捐赠号"),
    ("number", "次"),
    ("kind", "种类"),
    ("amount", "金额"),
    ("decided_on", "决定日"),
    ("state", "付款"),
    ("reason", "理由"),
    ("paper", "依据"),
)
CONSENTS = (
    ("consent", "序号"),
    ("gift", "捐赠号"),
    ("was", "原定用途"),
    ("purposes", "新增用途"),
    ("until", "延长至"),
    ("given_on", "同意日"),
    ("withdrawn_on", "撤回日"),
    ("paper", "文件"),
    ("reason", "理由"),
)
SHOWN: dict[str, Columns] = {
    "donors list": DONORS,
    "pledges": PLEDGES,
    "gifts": GIFTS,
    "gift-use": USES,
    "bill stocks": STOCKS,
    "bill list": BILLS,
    "bill check": MATTERS,
    "confirmations": LETTERS,
    "campaigns": CAMPAIGNS,
    "gift-refunds": REFUNDS,
    "consents": CONSENTS,
}
"""What each command shows; `docs/cli.md` is written from it."""

SEEING = (*sorted(KEEPING_BOOKS), Right.HEAD, Right.AUDIT)
"""Who may see names of people."""


@donors.command("list")
def list_donors(
    unit: Unit,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    opened: Annotated[
        bool, typer.Option("--open", help="显示个人姓名；记入操作日志")
    ] = False,
) -> None:
    """列出捐赠人；个人只在 --open 时显示姓名。"""
    from app.keyring import open_vault  # noqa: PLC0415 - costs time
    from treasury import donors as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    vault = open_vault(session.settings) if opened else None
    reading = (
        session.writing("money.donors", SEEING, unit)
        if opened
        else session.reading(unit)
    )
    with reading as connection:
        found = verbs.donors(connection, unit)
        rows = [_donor(one, vault) for one in found]
    show(DONORS, rows, how)


def _donor(one: "Donor", vault: "Vault | None") -> tuple[object, ...]:
    from treasury.donor_names import Look, called  # noqa: PLC0415 - as above

    name, terms = called(one, vault, Look.FULL), one.terms[-1]
    return (
        one.number,
        one.kind.label,
        name,
        one.uscc,
        terms.publish.label,
        terms.since,
    )


@app.command()
def pledges(
    unit: Unit, database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出认捐：已到、未到、逾期。"""
    from treasury import pledges as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verbs.pledges(connection, unit)
    rows = [
        (
            one.number, one.donor, one.amount, one.came, one.open, one.promised_on,
            one.due_on, "逾期" if one.overdue(today()) else "",
        )
        for one in found
    ]  # fmt: skip
    show(PLEDGES, rows, how)


@app.command()
def gifts(
    unit: Unit,
    year: Annotated[int | None, typer.Option("--year", help="只列一年")] = None,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出捐赠及其状态。"""
    from treasury import donations as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verbs.gifts(connection, unit, year)
    rows = [
        (
            one.key, one.donor, one.form.label, one.fund, one.amount, one.returned,
            one.left, one.received_on, "、".join(one.purposes), one.ends, one.state,
        )
        for one in found
    ]  # fmt: skip
    show(GIFTS, rows, how)


@app.command("gift-use")
def gift_use(
    unit: Unit,
    donor: Annotated[int, typer.Option("--donor", help="捐赠人序号", min=1)],
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """一位捐赠人的捐赠付了哪些款，还剩多少。"""
    from treasury.donor_statement import statement  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = statement(connection, unit, donor)
    rows: list[tuple[object, ...]] = []
    for one in found:
        key = one.gift.key
        rows.append((key, one.gift.received_on, "收到", "", None, one.given))
        rows += [
            (key, back.paid_on, "退回", "", None, back.amount) for back in one.refunded
        ]
        if one.returned and not one.refunded:
            rows.append((key, None, "退回", "", None, one.returned))
        rows += [
            (
                key, paid.paid_on, paid.summary, "、".join(paid.purposes),
                paid.persons or None, paid.amount,
            )
            for paid in one.paid
        ]  # fmt: skip
        rows.append((key, None, "剩余", "", None, one.left))
    show(USES, rows, how)


@bill.command()
def stocks(
    unit: Unit, database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出票据号段：已开具、作废、空白各多少，下一号。"""
    from treasury.bill_check import held  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = held(connection, unit)
    rows = [
        (
            one.stock.number, one.stock.code, one.stock.told(one.stock.first),
            one.stock.told(one.stock.last), one.issued, one.void, one.blank,
            one.following,
        )
        for one in found
    ]  # fmt: skip
    show(STOCKS, rows, how)


@bill.command("list")
def list_bills(
    unit: Unit, database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出已用票据：开具、作废、各联是否收回。"""
    from treasury import bills as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verbs.bills(connection, unit)
        ranges = verbs.stocks(connection, unit)
    digits = {one.code: one.digits for one in ranges}
    rows = [
        (
            one.code, f"{one.number:0{digits[one.code]}d}", one.gift, one.amount,
            one.issued_on, one.voided_on, one.reason,
            "" if one.voided_on is None else ("是" if one.returned else "否"),
        )
        for one in found
    ]  # fmt: skip
    show(BILLS, rows, how)


@bill.command("check")
def check_bills(
    unit: Unit, database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """缺号检查：缺号、重叠、重复、金额不符、未收回的联次、未开票的捐赠。"""
    from treasury.bill_check import check  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = check(connection, unit)
    rows = [("是" if one.grave else "", one.what, one.do) for one in found]
    show(MATTERS, rows, how)
    if any(one.grave for one in found):
        raise typer.Exit(1)
    if not found and how is Format.TABLE:
        say("没有缺号，也没有其他事项")


@app.command()
def confirmations(
    unit: Unit, database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出已开具的捐赠确认函：有效、已作废，或捐赠已冲销而没有收回。"""
    from treasury import confirmations as verbs  # noqa: PLC0415 - as above
    from treasury.donations import gifts as given  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verbs.confirmations(connection, unit)
        cancelled = {one.key for one in given(connection, unit) if one.cancelled}
    rows = [
        (
            one.printed, one.gift, one.amount, one.issued_on,
            one.state(cancelled=one.gift in cancelled), one.voided_on, one.reason,
        )
        for one in found
    ]  # fmt: skip
    show(LETTERS, rows, how)


@app.command()
def campaigns(
    unit: Unit, database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出已导入的一日捐。"""
    from treasury import campaigns as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verbs.campaigns(connection, unit)
    rows = [
        (c.number, c.title, c.received_on, c.lines, c.total, c.gifts) for c in found
    ]
    show(CAMPAIGNS, rows, how)


@app.command("gift-refunds")
def gift_refunds(
    unit: Unit, database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出退回的捐赠及其付款情况。"""
    from treasury import refunds as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verbs.refunds(connection, unit)
        states = verbs.states(connection, unit)
    rows = [
        (
            one.gift, one.number, one.kind.label, one.amount, one.decided_on,
            states[one.ref], one.reason, one.paper,
        )
        for one in found
    ]  # fmt: skip
    show(REFUNDS, rows, how)


@app.command()
def consents(
    unit: Unit, database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出捐赠人同意变更用途、延长期限的文件，及其撤回。"""
    from treasury import consents as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verbs.consents(connection, unit)
    rows = [
        (
            one.number, one.gift, one.was, "、".join(one.purposes), one.until,
            one.given_on, one.withdrawn_on, one.paper, one.reason,
        )
        for one in found
    ]  # fmt: skip
    show(CONSENTS, rows, how)
