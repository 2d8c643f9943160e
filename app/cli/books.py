"""`bangfu books`: import, balances, ledgers, vouchers, closing, registers."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from app.cli import output
from app.cli.output import Format, say, show
from app.cli.progress import stages
from app.cli.session import As, Database, Unit, open_session
from app.clock import today
from ledger import balances as balance_sheets
from ledger import queries, register
from ledger.errors import NotFound
from ledger.money import Money
from ledger.people import Right
from ledger.periods import Span, parse_span, period_of
from ledger.sheets import parse_day
from ledger.vouchers import Voucher

app = typer.Typer(no_args_is_help=True)
voucher_app = typer.Typer(no_args_is_help=True, help="凭证：列出、查看、红字冲销")
app.add_typer(voucher_app, name="voucher")

From = Annotated[str, typer.Option("--from", help="起始日期（含当日）")]
Until = Annotated[str, typer.Option("--until", help="截止日期（含当日）")]
Period = Annotated[str, typer.Option("--period", help="期间：2025 或 2025-03")]


def day_of(text: str, option: str) -> dt.date:
    """A day as typed; a wrong one is wrong usage."""
    try:
        return parse_day(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


@app.command("import")
def import_(
    folder: Annotated[Path, typer.Argument(help="账套文件夹，或一个 XLSX", exists=True)],
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """导入账套：全部成功，或列出全部错误而不作任何改动。"""
    from ledger import intake  # noqa: PLC0415 - only an import needs it

    session = open_session(database, person)
    asked = session.logged("books.import", Right.POST, subject=folder.name)
    with asked, stages() as told:
        imported = intake.import_books(session.engine, folder, session.act, told)
    columns = (
        ("units", "单位"),
        ("vouchers", "新凭证"),
        ("postings", "分录"),
        ("already", "已在账中"),
    )
    row = (imported.units, imported.vouchers, imported.postings, imported.already)
    show(columns, [row], how)


@app.command()
def balance(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    until: Until,
    since: From = "",
    by: Annotated[str, typer.Option(help="分组：account、fund、purpose、origin、unit，可用逗号连接")] = "account,fund",
    known_at: Annotated[int, typer.Option("--known-at", help="只算到这一链位")] = 0,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    with_subunits: Annotated[bool, typer.Option("--with-subunits", help="包含下级单位")] = False,
) -> None:
    """余额：期初、本期借方、本期贷方、期末（借方为正）。"""
    last = day_of(until, "--until")
    first = day_of(since, "--from") if since else dt.date(last.year, 1, 1)
    span = Span(first, last + dt.timedelta(days=1))
    keys = tuple(part.strip() for part in by.split(","))
    if not set(keys) <= set(balance_sheets.DIMENSIONS):
        raise typer.BadParameter("可用：account、fund、purpose、origin、unit", param_hint="--by")
    with open_session(database, person).reading(unit) as connection:
        books = register.lookups(connection)
        chosen = balance_sheets.subtree(books, unit) if with_subunits else (unit,)
        found = balance_sheets.balances(
            connection, chosen, span, keys, known_at=known_at or None
        )
    labels = {
        "unit": "单位",
        "account": "科目",
        "fund": "资金",
        "purpose": "用途",
        "origin": "来源",
    }
    columns = [(key, labels[key]) for key in keys]
    columns += [("opening", "期初"), ("debit", "借方"), ("credit", "贷方")]
    columns += [("closing", "期末"), ("persons", "人次")]
    rows = [
        (
            *(getattr(line, key) for key in keys),
            line.opening,
            line.debit,
            line.credit,
            line.closing,
            line.persons,
        )
        for line in found
    ]
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
    last = day_of(until, "--until")
    first = day_of(since, "--from") if since else dt.date(last.year, 1, 1)
    span = Span(first, last + dt.timedelta(days=1))
    with open_session(database, person).reading(unit) as connection:
        books = register.lookups(connection)
        known = books.unit(unit)
        ids = [
            id_
            for chart in {chart for _, chart in known.charts}
            for code, id_ in books.charts[chart].items()
            if code == account or _is_under(books, id_, account)
        ]
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
            connection, known.id, ids, span.since, span.until, fund_id=known.funds.get(fund)
        )
        rows: list[tuple[object, ...]] = [
            ("", "", "期初余额", "", "", Money(0), Money(0), running)
        ]
        for line in lines:
            if line.period % 100 == 0:
                # Openings stand in the first line already.
                continue
            running += Money(line.debit_fen - line.credit_fen)
            rows.append(
                (
                    line.dated_on,
                    f"{line.kind}-{line.number}",
                    line.summary,
                    books.account_codes[line.account_id],
                    known.fund_codes[line.fund_id],
                    Money(line.debit_fen),
                    Money(line.credit_fen),
                    running,
                )
            )
    columns = (
        ("date", "日期"),
        ("voucher", "凭证号"),
        ("summary", "摘要"),
        ("account", "科目"),
        ("fund", "资金"),
        ("debit", "借方"),
        ("credit", "贷方"),
        ("balance", "余额"),
    )
    show(columns, rows, how)


def _is_under(books: register.Lookups, account_id: int, code: str) -> bool:
    parent = books.account_parents.get(account_id)
    while parent is not None:
        if books.account_codes[parent] == code:
            return True
        parent = books.account_parents.get(parent)
    return False


@app.command()
def close(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    period: Period,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    check: Annotated[bool, typer.Option("--check", help="只列检查单，不结账")] = False,
) -> None:
    """结账：把一个月（及之前未结的月份）结账；结账后不能反结账。"""
    from ledger import closing  # noqa: PLC0415 - only closing needs it

    month = period_of(parse_span(period).last_day)
    session = open_session(database, person)
    columns = (("what", "事项"), ("do", "办法"), ("blocking", "妨碍结账"))
    if check:
        with session.reading(unit) as connection:
            found = closing.checklist(connection, unit, month)
        show(columns, [(o.what, o.do, "是" if o.blocking else "否") for o in found], how)
        return
    with session.writing("books.close", Right.CLOSE, unit, period) as connection:
        done = closing.close_through(connection, unit, month, session.act)
    for closed in done:
        say(f"{unit} {closed.period} 已结账：链位 {closed.position}，摘要 {closed.hash.hex()[:16]}")


# -- vouchers -----------------------------------------------------------------------


@voucher_app.command("list")
def voucher_list(
    unit: Unit,
    period: Period,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出一个期间的凭证。"""
    span = parse_span(period)
    with open_session(database, person).reading(unit) as connection:
        books = register.lookups(connection)
        first = period_of(span.since)
        if first % 100 == 1:
            first -= 1
        found = queries.vouchers(
            connection, books.unit(unit).id, first, period_of(span.last_day) + 1
        )
    columns = (
        ("ref", "引用号"),
        ("date", "日期"),
        ("kind", "字"),
        ("number", "号"),
        ("summary", "摘要"),
        ("position", "链位"),
        ("hash", "摘要值"),
    )
    rows = [
        (v.ref, v.dated_on, v.kind, v.number, v.summary, v.position, v.hash.hex()[:16])
        for v in found
    ]
    show(columns, rows, how)


@voucher_app.command("show")
def voucher_show(
    unit: Unit,
    ref: Annotated[str, typer.Option(help="凭证引用号")],
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """查看一张凭证。"""
    with open_session(database, person).reading(unit) as connection:
        books = register.lookups(connection)
        known = books.unit(unit)
        head = queries.voucher(connection, known.id, ref)
        if head is None:
            raise NotFound("凭证", ref, "用 bangfu books voucher list 查看引用号")
        lines = queries.postings_of(connection, known.id, head.position)
    title = f"{head.dated_on} {head.kind}字第{head.number}号 {head.summary}"
    columns = (
        ("account", "科目"),
        ("name", "科目名称"),
        ("fund", "资金"),
        ("debit", "借方"),
        ("credit", "贷方"),
        ("purpose", "用途"),
        ("recipient", "档案号"),
        ("persons", "人次"),
        ("memo", "备注"),
    )
    rows = [
        (
            books.account_codes[line.account_id],
            books.account_name(line.account_id),
            known.fund_codes[line.fund_id],
            Money(line.debit_fen),
            Money(line.credit_fen),
            line.purpose or "",
            line.recipient,
            line.persons,
            line.memo,
        )
        for line in lines
    ]
    show(columns, rows, how, title)


@voucher_app.command("reverse")
def voucher_reverse(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    ref: Annotated[str, typer.Option(help="被冲销凭证的引用号")],
    new_ref: Annotated[str, typer.Option(help="红字凭证的引用号")],
    preparer: Annotated[str, typer.Option(help="制单人")],
    reviewer: Annotated[str, typer.Option(help="审核人")],
    date: Annotated[str, typer.Option(help="红字凭证的日期（默认今天）")] = "",
    summary: Annotated[str, typer.Option(help="摘要")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """红字冲销一张已记账的凭证（会计基础工作规范 第五十一条）。"""
    from ledger import journal  # noqa: PLC0415 - only posting needs it

    session = open_session(database, person)
    with session.writing("books.reverse", Right.POST, unit, ref) as connection:
        books = register.lookups(connection)
        head = queries.voucher(connection, books.unit(unit).id, ref)
        if head is None:
            raise NotFound("凭证", ref, "用 bangfu books voucher list 查看引用号")
        words = f"注销 {head.dated_on} {head.kind}字第{head.number}号凭证"
        red = Voucher(
            unit=unit,
            ref=new_ref,
            dated_on=day_of(date, "--date") if date else today(),
            summary=summary or words,
            postings=(),
            preparer=preparer,
            reviewer=reviewer,
        )
        done = journal.reverse(connection, unit, ref, red, session.act)
    say(f"已冲销：{done.kind}字第{done.number}号，链位 {done.position}")


# -- registers ----------------------------------------------------------------------


@app.command()
def units(
    database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出单位。"""
    with open_session(database, person).reading() as connection:
        found = register.lookups(connection).units.values()
    columns = (
        ("code", "代码"),
        ("name", "名称"),
        ("level", "级别"),
        ("parent", "上级"),
        ("chart", "科目表"),
        ("opened_on", "建账日"),
        ("closed_on", "撤销日"),
    )
    rows = [
        (u.code, u.name, u.level, u.parent, u.charts[-1][1], u.opened_on, u.closed_on)
        for u in found
    ]
    show(columns, rows, how)


@app.command()
def funds(
    unit: Unit = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    origins: Annotated[bool, typer.Option("--origins", help="列出资金来源与渠道")] = False,
) -> None:
    """列出一个单位的资金，或资金来源的规定。"""
    if origins:
        _show_origins(how)
        return
    with open_session(database, person).reading(unit) as connection:
        known = register.lookups(connection).unit(unit)
    columns = (
        ("code", "代码"),
        ("name", "名称"),
        ("origin", "来源"),
        ("restricted", "限定用途"),
        ("purposes", "用途"),
    )
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
    show(columns, rows, how)


def _show_origins(how: Format) -> None:
    from ledger.funds import fund_sources  # noqa: PLC0415 - only this list needs it

    columns = (
        ("origin", "来源"),
        ("channel", "渠道"),
        ("label", "名称"),
        ("since", "起"),
        ("purposes", "允许的用途"),
        ("clause", "依据"),
    )
    rows = [
        (s.origin, s.channel, s.label, s.since, "、".join(s.purposes) or "不限", s.clause)
        for s in fund_sources()
    ]
    show(columns, rows, how)


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
    columns = (
        ("code", "代码"),
        ("name", "名称"),
        ("class", "类别"),
        ("side", "方向"),
        ("role", "用途标记"),
    )
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
    show(columns, rows, how)


@app.command()
def people(
    database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出登记的人员。"""
    with open_session(database, person).reading() as connection:
        books = register.lookups(connection)
    columns = (("person", "人员"), ("name", "姓名"))
    rows = [(c, books.person_names[id_]) for id_, c in books.person_codes.items()]
    show(columns, rows, how)
