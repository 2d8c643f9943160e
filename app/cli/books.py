"""`bangfu books`: import, balances, ledgers, closing, registers."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from app.cli import closing, drafts, output, people, vouchers, year_end
from app.cli.arguments import (
    As,
    Database,
    From,
    Unit,
    Until,
    WithSubunits,
    span_until,
)
from app.cli.output import Columns, Format, show
from app.cli.progress import stages
from app.cli.session import open_session
from ledger import balances as balance_sheets
from ledger import queries, register
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.people import Right
from ledger.privacy import shown

app = typer.Typer(no_args_is_help=True)
app.add_typer(vouchers.app, name="voucher")
app.add_typer(drafts.app, name="draft")
app.add_typer(people.app, name="people")
app.add_typer(year_end.app, name="year-end")
app.command()(closing.close)
app.command()(closing.proof)
app.command("change-chart")(closing.change_chart)

IMPORTED = (
    ("units", "单位"),
    ("vouchers", "新凭证"),
    ("postings", "分录"),
    ("already", "已在账中"),
)
DIMENSIONS = (
    ("unit", "单位"),
    ("account", "科目"),
    ("fund", "资金"),
    ("purpose", "用途"),
    ("origin", "来源"),
)
SUMS = (
    ("opening", "期初"),
    ("debit", "借方"),
    ("credit", "贷方"),
    ("closing", "期末"),
    ("persons", "人次"),
)
LEDGER = (
    ("date", "日期"),
    ("voucher", "凭证号"),
    ("summary", "摘要"),
    ("account", "科目"),
    ("fund", "资金"),
    ("debit", "借方"),
    ("credit", "贷方"),
    ("balance", "余额"),
)
UNITS = (
    ("code", "代码"),
    ("name", "名称"),
    ("level", "级别"),
    ("parent", "上级"),
    ("chart", "科目表"),
    ("opened_on", "建账日"),
    ("closed_on", "撤销日"),
)
FUNDS = (
    ("code", "代码"),
    ("name", "名称"),
    ("origin", "来源"),
    ("restricted", "限定用途"),
    ("purposes", "用途"),
)
ORIGINS = (
    ("origin", "来源"),
    ("channel", "渠道"),
    ("label", "名称"),
    ("since", "起"),
    ("purposes", "允许的用途"),
    ("clause", "依据"),
)
ACCOUNTS = (
    ("code", "代码"),
    ("name", "名称"),
    ("class", "类别"),
    ("side", "方向"),
    ("role", "用途标记"),
)

SHOWN: dict[str, Columns] = {
    "import": IMPORTED,
    "balance": (*DIMENSIONS, *SUMS),
    "ledger": LEDGER,
    **closing.SHOWN,
    **year_end.SHOWN,
    "units": UNITS,
    "funds": FUNDS,
    "funds --origins": ORIGINS,
    "accounts": ACCOUNTS,
}
"""What each command shows; `docs/cli.md` is written from it."""


@app.command("import")
def import_(
    folder: Annotated[Path, typer.Argument(help="账套文件夹，或一个 XLSX")],
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """导入账套：全部成功，或列出全部错误而不作任何改动。"""
    from ledger import intake  # noqa: PLC0415 - only an import needs it

    if not folder.exists():
        what = f"没有这个文件夹或文件：{shown(str(folder))}"
        raise typer.BadParameter(what, param_hint="folder")
    session = open_session(database, person)

    def permit(connection: Connection, touched: intake.Touched) -> None:
        for unit in touched.units:
            session.allow(connection, Right.POST, unit)
        if touched.new:
            session.allow(connection, Right.POST, "")
        if touched.rights:
            session.allow(connection, Right.ADMIN, "")

    asked = session.logged("books.import", None, subject=folder.name)
    with asked, stages() as told:
        imported = intake.import_books(
            session.engine, folder, session.act, told, permit
        )
    row = (imported.units, imported.vouchers, imported.postings, imported.already)
    show(IMPORTED, [row], how)


@app.command()
def balance(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    until: Until,
    since: From = "",
    by: Annotated[
        str,
        typer.Option(help="分组：account、fund、purpose、origin、unit，可用逗号连接"),
    ] = "account,fund",
    known_at: Annotated[
        int, typer.Option("--known-at", help="只算到这一链位", min=0)
    ] = 0,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    with_subunits: WithSubunits = False,
) -> None:
    """余额：期初、本期借方、本期贷方、期末（借方为正）。"""
    span = span_until(since, until)
    keys = tuple(dict.fromkeys(part.strip() for part in by.split(",")))
    if not set(keys) <= set(balance_sheets.DIMENSIONS):
        raise typer.BadParameter(
            "可用：account、fund、purpose、origin、unit", param_hint="--by"
        )
    if known_at and with_subunits:
        raise typer.BadParameter("每个单位有自己的链位", param_hint="--known-at")
    with open_session(database, person).reading(unit) as connection:
        books = register.lookups(connection)
        chosen = balance_sheets.subtree(books, unit) if with_subunits else (unit,)
        found = balance_sheets.balances(
            connection, chosen, span, keys, known_at=known_at or None
        )
    labels = dict(DIMENSIONS)
    columns = [*((key, labels[key]) for key in keys), *SUMS]
    rows = [tuple(getattr(line, key) for key, _ in columns) for line in found]
    show(columns, rows, how)


@app.command()
def ledger(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    account: Annotated[str, typer.Option(help="科目代码")],
    until: Until,
    since: From = "",
    fund: Annotated[str, typer.Option(help="只看一项资金")] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """明细账：一个科目（及其下级）的逐笔发生与余额。"""
    span = span_until(since, until)
    with open_session(database, person).reading(unit) as connection:
        books = register.lookups(connection)
        known = books.unit(unit)
        ids = _accounts_under(books, known, account)
        if not ids:
            raise NotFound("科目", account, "用 bangfu books accounts 查看")
        if fund and fund not in known.funds:
            raise NotFound("资金", fund, "用 bangfu books funds 查看")
        codes = {books.account_codes[id_] for id_ in ids}
        sums = balance_sheets.balances(connection, (unit,), span)
        running = sum(
            (s.opening for s in sums if s.account in codes and fund in {"", s.fund}),
            Money(0),
        )
        lines = queries.account_lines(
            connection,
            known.id,
            ids,
            span.since,
            span.until,
            fund_id=known.funds.get(fund),
        )
        # Shown while they are read: years of postings are not held at once.
        show(LEDGER, _ledger(lines, running, books, known), how)


def _ledger(
    lines: Iterable[queries.LedgerRow],
    running: Money,
    books: register.Lookups,
    unit: register.UnitLookup,
) -> Iterator[tuple[object, ...]]:
    """The opening, then each posting with what stands after it."""
    yield "", "", "期初余额", "", "", Money(0), Money(0), running
    for line in lines:
        if line.period % 100 == 0:
            # Openings stand in the first line already.
            continue
        running += Money(line.debit_fen - line.credit_fen)
        yield (
            line.dated_on,
            f"{line.kind}-{line.number}",
            line.summary,
            books.account_codes[line.account_id],
            unit.fund_codes[line.fund_id],
            Money(line.debit_fen),
            Money(line.credit_fen),
            running,
        )


def _accounts_under(
    books: register.Lookups, unit: register.UnitLookup, code: str
) -> list[int]:
    """The accounts of that code in the unit's charts, and all under them."""
    return [
        id_
        for chart in {chart for _, chart in unit.charts}
        for own, id_ in books.charts[chart].items()
        if own == code or _is_under(books, id_, code)
    ]


def _is_under(books: register.Lookups, account_id: int, code: str) -> bool:
    parent = books.account_parents.get(account_id)
    while parent is not None:
        if books.account_codes[parent] == code:
            return True
        parent = books.account_parents.get(parent)
    return False


# -- registers ----------------------------------------------------------------------


@app.command()
def units(
    database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出单位。"""
    with open_session(database, person).reading() as connection:
        found = register.lookups(connection).units.values()
    rows = [
        (u.code, u.name, u.level, u.parent, u.charts[-1][1], u.opened_on, u.closed_on)
        for u in found
    ]
    show(UNITS, rows, how)


@app.command()
def funds(
    unit: Unit = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    origins: Annotated[
        bool, typer.Option("--origins", help="列出资金来源与渠道")
    ] = False,
) -> None:
    """列出一个单位的资金，或资金来源的规定。"""
    if origins:
        _show_origins(how)
        return
    if not unit:
        raise typer.BadParameter("须写明 --unit，或用 --origins", param_hint="--unit")
    with open_session(database, person).reading(unit) as connection:
        known = register.lookups(connection).unit(unit)
    rows = [
        (
            code,
            known.fund_names[id_],
            known.fund_origins[id_],
            "是" if id_ in known.restricted else "否",
            "、".join(sorted(known.purposes[id_])),
        )
        for code, id_ in known.funds.items()
    ]
    show(FUNDS, rows, how)


def _show_origins(how: Format) -> None:
    from ledger.funds import fund_sources  # noqa: PLC0415 - only this list needs it

    rows = [
        (
            s.origin,
            s.channel,
            s.label,
            s.since,
            "、".join(s.purposes) or "不限",
            s.clause,
        )
        for s in fund_sources()
    ]
    show(ORIGINS, rows, how)


@app.command()
def accounts(
    chart: Annotated[str, typer.Option(help="科目表")] = "union-2021",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出一个科目表。"""
    with open_session(database, person).reading() as connection:
        books = register.lookups(connection)
    if chart not in books.charts:
        raise NotFound("科目表", chart, f"可用：{'、'.join(sorted(books.charts))}")
    rows = [
        (
            code,
            books.account_name(id_),
            books.account_classes[id_],
            books.account_sides[id_],
            str(books.account_roles[id_]),
        )
        for code, id_ in sorted(books.charts[chart].items())
    ]
    show(ACCOUNTS, rows, how)
