"""`bangfu money bank …`: accounts, column mappings, statements and their rows."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_of
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.clock import today
from ledger.errors import NotFound
from ledger.money import AmountError, Money
from ledger.people import KEEPING_BOOKS, Right

if TYPE_CHECKING:
    from treasury.vault import Vault

app = typer.Typer(no_args_is_help=True)
bank = typer.Typer(no_args_is_help=True, help="银行账户与对账单")
accounts = typer.Typer(no_args_is_help=True, help="银行账户")
mapping = typer.Typer(no_args_is_help=True, help="表格对账单的列对应")
bank.add_typer(accounts, name="accounts")
bank.add_typer(mapping, name="mapping")
app.add_typer(bank, name="bank")

ACCOUNTS = (
    ("number", "序号"),
    ("bank", "开户银行"),
    ("tail", "账号尾号"),
    ("account", "科目"),
    ("since", "启用日期"),
)
MAPPINGS = (
    ("bank", "银行"),
    ("revision", "版次"),
    ("since", "启用日期"),
    ("header_row", "表头行"),
    ("says", "内容"),
    ("heading", "列名"),
)
STATEMENTS = (
    ("statement", "对账单"),
    ("account", "账户"),
    ("form", "格式"),
    ("since", "起"),
    ("until", "止"),
    ("opening", "期初余额"),
    ("closing", "期末余额"),
    ("rows", "笔数"),
    ("new_rows", "新增"),
    ("imported_at", "导入时间"),
)
ROWS = (
    ("row", "序号"),
    ("booked_on", "日期"),
    ("amount", "金额"),
    ("balance", "余额"),
    ("reference", "流水号"),
    ("kind", "类型"),
    ("counterparty", "对方户名"),
    ("counterparty_account", "对方账号"),
    ("text", "摘要"),
)
SHOWN: dict[str, Columns] = {
    "bank accounts list": ACCOUNTS,
    "bank mapping show": MAPPINGS,
    "bank statements": STATEMENTS,
    "bank rows": ROWS,
}
"""What each command shows; `docs/cli.md` is written from it."""

Number = Annotated[int, typer.Option("--account", help="银行账户的序号", min=1)]
Bank = Annotated[str, typer.Option("--bank", help="开户银行和支行的名称")]
AmountColumn = Annotated[str, typer.Option("--amount", help="金额列")]
SideColumn = Annotated[str, typer.Option("--side", help="借贷（收支）标志列")]
InColumn = Annotated[str, typer.Option("--in", help="收入列")]
OutColumn = Annotated[str, typer.Option("--out", help="支出列")]
BalanceColumn = Annotated[str, typer.Option("--balance", help="余额列")]
ReferenceColumn = Annotated[str, typer.Option("--reference", help="流水号列")]
PartyColumn = Annotated[str, typer.Option("--party", help="对方户名列")]
PartyAccountColumn = Annotated[str, typer.Option("--party-account", help="对方账号列")]
TextColumn = Annotated[str, typer.Option("--text", help="摘要列；几列用 + 连接")]
CodeColumn = Annotated[str, typer.Option("--code", help="交易类型列")]
CurrencyColumn = Annotated[str, typer.Option("--currency", help="币种列")]
OwnColumn = Annotated[str, typer.Option("--own", help="本方账号列")]
FormSince = Annotated[str, typer.Option("--since", help="银行启用这种格式的日期")]
KINDS = {"": "", "fee": "手续费", "interest": "利息", "return": "退回"}
HIDDEN = "***"
ALLOWED = (*sorted(KEEPING_BOOKS), Right.HEAD)
"""Who may take statements in."""

SEEING = (*ALLOWED, Right.AUDIT)
"""Who may look at what a bank says of others."""


@accounts.command("add")
def add(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    name: Bank,
    account: Annotated[str, typer.Option("--account", help="对应的银行存款科目代码")],
    since: Annotated[str, typer.Option("--since", help="启用日期：2026-01-01")],
    database: Database = "",
    person: As = "",
) -> None:
    """登记银行账户；账号另行输入，加密保存，只显示后四位。"""
    from app.keyring import open_vault  # noqa: PLC0415 - as above
    from treasury.bank import BankAccount, register_account  # noqa: PLC0415 - as above

    given = BankAccount(
        unit=unit, bank=name, account=account, since=day_of(since, "--since")
    )
    session = open_session(database, person)
    # A number on the command line would stay in the history of the shell.
    number: str = typer.prompt("账号", err=True)
    vault = open_vault(session.settings)
    with session.writing("bank.account", Right.ADMIN, unit, name) as connection:
        kept = register_account(connection, given, number, session.act, vault)
    say(f"{unit} 第 {kept.number} 号银行账户：{kept.bank}，尾号 {kept.tail}")


@accounts.command("list")
def list_accounts(
    unit: Unit, database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出银行账户；账号只显示后四位。"""
    from treasury import bank as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verbs.accounts(connection, unit)
    show(ACCOUNTS, [(a.number, a.bank, a.tail, a.account, a.since) for a in found], how)


@mapping.command("save")
def save_mapping(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    name: Bank,
    date: Annotated[str, typer.Option("--date", help="日期列")],
    amount: AmountColumn = "",
    side: SideColumn = "",
    money_in: InColumn = "",
    money_out: OutColumn = "",
    balance: BalanceColumn = "",
    reference: ReferenceColumn = "",
    party: PartyColumn = "",
    party_account: PartyAccountColumn = "",
    text: TextColumn = "",
    code: CodeColumn = "",
    currency: CurrencyColumn = "",
    own: OwnColumn = "",
    header: Annotated[int, typer.Option("--header", help="表头在第几行", min=1)] = 1,
    since: FormSince = "",
    database: Database = "",
    person: As = "",
) -> None:
    """保存一家银行表格对账单的列对应；再次保存成为新的一版，旧文件仍按旧版读。"""
    from treasury import bank_mappings as verbs  # noqa: PLC0415 - as above
    from treasury.statements.mapping import ColumnMapping  # noqa: PLC0415 - as above

    columns = ColumnMapping(
        header_row=header,
        date=date,
        amount=amount,
        side=side,
        money_in=money_in,
        money_out=money_out,
        balance=balance,
        reference=reference,
        counterparty=party,
        counterparty_account=party_account,
        text=text,
        code=code,
        currency=currency,
        account=own,
    )
    begins = day_of(since, "--since") if since else today()
    given = verbs.KeptMapping(bank=name, since=begins, columns=columns)
    session = open_session(database, person)
    with session.writing("bank.mapping", ALLOWED, unit, name) as connection:
        kept = verbs.save_mapping(connection, unit, given, session.act)
    say(f"{kept.bank} 的列对应已保存，第 {kept.revision} 版")


@mapping.command("show")
def show_mapping(
    unit: Unit, database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出已保存的列对应，每版每列一行。"""
    from treasury import bank_mappings as verbs  # noqa: PLC0415 - as above
    from treasury.statements.mapping import LABELS  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verbs.kept_mappings(connection, unit)
    rows = [
        (one.bank, one.revision, one.since, one.columns.header_row, label, heading)
        for one in found
        for key, label in LABELS.items()
        if (heading := getattr(one.columns, key))
    ]
    show(MAPPINGS, rows, how)


@bank.command("import")
def import_(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    account: Number,
    file: Annotated[Path, typer.Argument(help="银行导出的对账单文件")],
    opening: Annotated[
        str, typer.Option("--opening", help="期初余额（文件没有时）")
    ] = "",
    closing: Annotated[
        str, typer.Option("--closing", help="期末余额（文件没有时）")
    ] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """导入对账单：CSV、XLSX、OFX、MT940 或 CAMT.053；同一文件再次导入不产生变化。"""
    from app.keyring import open_vault  # noqa: PLC0415 - as above
    from treasury.bank import BankFile, import_statement  # noqa: PLC0415 - as above
    from treasury.statements.reading import content_of  # noqa: PLC0415 - as above

    ends = {
        "opening": money_of(opening, "--opening"),
        "closing": money_of(closing, "--closing"),
    }
    session = open_session(database, person)
    content = content_of(file)
    given = BankFile(
        unit=unit, account=account, name=file.name, content=content, **ends
    )
    vault = open_vault(session.settings)
    with session.writing("bank.import", ALLOWED, unit, str(account)) as connection:
        told = import_statement(connection, given, vault, session.act)
    for note in told.notes:
        say(f"提示：{note}")
    done = "此前已导入，没有变化" if told.already else f"新增 {told.new_rows} 笔"
    say(
        f"第 {told.statement} 号对账单，{told.since} 至 {told.until}，"
        f"共 {told.rows} 笔，{done}；期初 {told.opening.grouped()} 元，"
        f"期末 {told.closing.grouped()} 元"
    )


@bank.command()
def statements(
    unit: Unit, database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出已导入的对账单。"""
    from ledger.register import lookups  # noqa: PLC0415 - as above
    from treasury import bank_store  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        unit_id = lookups(connection).unit(unit).id
        rows = [
            (
                row.statement,
                row.account,
                row.form,
                row.since,
                row.until,
                Money(row.opening_fen),
                Money(row.closing_fen),
                row.rows,
                row.new_rows,
                row.imported_at,
            )
            for row in bank_store.statements(connection, unit_id)
        ]
    show(STATEMENTS, rows, how)


@bank.command("rows")
def list_rows(  # noqa: PLR0913 - as above
    unit: Unit,
    statement: Annotated[int, typer.Argument(help="对账单的编号", min=1)],
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    opened: Annotated[
        bool, typer.Option("--open", help="显示对方和摘要；记入操作日志")
    ] = False,
) -> None:
    """列出一份对账单新增的流水；对方和摘要只在 --open 时显示。"""
    from app.keyring import open_vault  # noqa: PLC0415 - as above
    from ledger.register import lookups  # noqa: PLC0415 - as above
    from treasury import bank_store  # noqa: PLC0415 - as above

    session = open_session(database, person)
    vault = open_vault(session.settings) if opened else None
    reading = (
        session.writing("bank.rows", SEEING, unit, str(statement))
        if opened
        else session.reading(unit)
    )
    with reading as connection:
        unit_id = lookups(connection).unit(unit).id
        known = {row.statement for row in bank_store.statements(connection, unit_id)}
        if statement not in known:
            do = "用 bangfu money bank statements 查看"
            raise NotFound("对账单", str(statement), do)
        rows = [
            _row(row, vault) for row in bank_store.rows(connection, unit_id, statement)
        ]
    show(ROWS, rows, how)


def _row(row: Any, vault: "Vault | None") -> tuple[object, ...]:
    from treasury.bank import said  # noqa: PLC0415 - as above

    hidden: tuple[str, ...] = (HIDDEN, HIDDEN, HIDDEN)
    if vault is not None:
        told = said(row, vault)
        hidden = (told.counterparty, told.counterparty_account, told.text)
    texts: tuple[str, ...] = (row.reference, KINDS[row.kind], *hidden)
    return (
        row.row,
        row.booked_on,
        Money(row.amount_fen),
        None if row.balance_fen is None else Money(row.balance_fen),
        *texts,
    )


def money_of(text: str, option: str) -> Money | None:
    """An amount as typed, or None where nothing was."""
    try:
        return Money.parse(text) if text else None
    except AmountError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None
