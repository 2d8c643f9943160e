"""`bangfu aid bank-file …`: payment files to the bank, and what it says of them.

Holder and card stand in clear in the file that is written, and nowhere else.
"""

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_of, day_or_none
from app.cli.money_bank import money_of
from app.cli.output import Columns, Format, say, show
from app.cli.session import Session, open_session
from app.cli.typed import one_of
from app.clock import today
from ledger.people import Right

if TYPE_CHECKING:
    from aid.bank_formats import BankFormat

app = typer.Typer(no_args_is_help=True)
bank_file = typer.Typer(no_args_is_help=True, help="代发付款文件与回盘")
form = typer.Typer(no_args_is_help=True, help="代发文件格式")
bank_file.add_typer(form, name="format")
app.add_typer(bank_file, name="bank-file")

FORMATS = (
    ("bank", "银行"),
    ("revision", "版次"),
    ("since", "启用日期"),
    ("encoding", "编码"),
    ("says", "内容"),
    ("heading", "列名"),
)
FILES = (
    ("batch", "批次"),
    ("number", "付款文件"),
    ("lines", "笔数"),
    ("amount", "金额"),
    ("paid", "已付笔数"),
    ("paid_amount", "已付金额"),
    ("failed", "未付笔数"),
    ("failed_amount", "未付金额"),
    ("waiting", "等待笔数"),
    ("made_at", "生成时间"),
)
LINES = (
    ("line", "行号"),
    ("number", "付款文件"),
    ("amount", "金额"),
    ("state", "状态"),
    ("reason", "银行所述原因"),
)
SHOWN: dict[str, Columns] = {
    "bank-file formats": FORMATS,
    "bank-file list": FILES,
    "bank-file lines": LINES,
}
"""What each command shows; `docs/cli.md` is written from it."""

PAYING = (Right.PREPARE, Right.SETTLE, Right.HEAD)
"""Who may write payment files and take results in."""

SEEING = (*PAYING, Right.REVIEW, Right.APPROVE, Right.AUDIT)
HIDDEN = "***"

Batch = Annotated[str, typer.Argument(help="发放批次，如 B2026-1")]
Bank = Annotated[str, typer.Option("--bank", help="银行名称的开头")]
Number = Annotated[int, typer.Option("--file", help="付款文件的编号", min=0)]


@bank_file.command()
def formats(
    unit: Unit, database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出代发文件格式，每列一行；版次 0 是程序自带的。"""
    from aid import bank_format_keeping as verbs  # noqa: PLC0415 - few commands ask
    from aid.bank_formats import LABELS, built_in  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = (*verbs.formats(connection, unit), *built_in())
    labels = {**LABELS, "success": "成功的状态词", "failed": "失败的状态词"}
    rows = [
        (one.bank, one.revision, one.since, one.encoding.label, label, heading)
        for one in found
        for key, label in labels.items()
        if (heading := getattr(one, key))
    ]
    show(FORMATS, rows, how)


@form.command("add")
def add_format(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    bank: Bank,
    columns: Annotated[
        list[str],
        typer.Option(
            "--set",
            help="代号=列名，可重复；代号见 formats，如 card=账号、result_state=状态",
        ),
    ],
    encoding: Annotated[
        str, typer.Option("--encoding", help="utf-8 或 gb18030")
    ] = "utf-8",
    header: Annotated[
        int, typer.Option("--header", help="回盘的表头在第几行", min=1)
    ] = 1,
    since: Annotated[str, typer.Option("--since", help="银行启用的日期")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """保存一家银行的代发文件格式；没有写的列照程序自带的；再次保存成为新的一版。"""
    from aid import bank_format_keeping as verbs  # noqa: PLC0415 - as above
    from aid.bank_formats import Encoding  # noqa: PLC0415 - as above

    begins = day_of(since, "--since") if since else today()
    kind = one_of(Encoding, encoding, "--encoding")
    session = open_session(database, person)
    told = {"bank": bank, "since": begins, "encoding": kind, "header_row": header}
    given = _form(columns, told)
    with session.writing("aid.bank-file.format", PAYING, unit, bank) as connection:
        kept = verbs.save_format(connection, unit, given, session.act)
    say(f"{kept.bank} 的代发文件格式已保存，第 {kept.revision} 版")


def _form(columns: list[str], told: dict[str, object]) -> "BankFormat":
    """The form of the program with what is said of it."""
    from aid.bank_formats import HEADINGS, BankFormat, built_in  # noqa: PLC0415 - same

    known = (*HEADINGS, "success", "failed")
    (usual,) = built_in()
    said = {one.name: getattr(usual, one.name) for one in fields(usual)} | told
    for text in columns:
        key, mark, heading = text.partition("=")
        if not mark or key.strip() not in known:
            wrong = f"“{text}”应写成 代号=列名；代号：{'、'.join(known)}"
            raise typer.BadParameter(wrong, param_hint="--set")
        said[key.strip()] = heading.strip()
    return BankFormat(**said)


@bank_file.command()
def write(  # noqa: PLR0913, PLR0917 - as above
    batch: Batch,
    unit: Unit,
    to: Annotated[Path, typer.Option("--to", help="写到哪个文件；不能已存在")],
    bank: Bank = "",
    number: Number = 0,
    encoding: Annotated[
        str, typer.Option("--encoding", help="utf-8 或 gb18030（默认按格式）")
    ] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """生成付款文件：含户名和卡号，只有本人可读，账簿中不留；重写的内容相同。"""
    from dataclasses import replace  # noqa: PLC0415 - as above

    from aid import bank_file_keeping as keeping  # noqa: PLC0415 - as above
    from aid.bank_format_keeping import formats_of  # noqa: PLC0415 - as above
    from aid.bank_formats import Encoding  # noqa: PLC0415 - as above
    from aid.batch_bank_files import due, released_lines  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above
    from app.private_files import demand_free, write_private  # noqa: PLC0415 - same

    kind = one_of(Encoding, encoding, "--encoding") if encoding else None
    session = open_session(database, person)
    demand_free(to)
    vault = open_vault(session.settings)
    with session.writing("aid.bank-file.write", PAYING, unit, batch) as connection:
        lines = released_lines(connection, unit, batch, vault)
        chosen = due(connection, unit, batch, lines, number)
        fitting = formats_of(connection, unit, bank)[0]
        if kind is not None:
            fitting = replace(fitting, encoding=kind)
        done = keeping.write(
            connection, unit, batch, chosen, fitting, vault, session.act
        )
    write_private(to, done.file.content)
    again = "（与此前生成的相同）" if done.again else ""
    say(
        f"批次 {batch} 第 {done.number} 号付款文件{again}：{done.file.lines} 笔，"
        f"合计 {done.file.total.grouped()} 元；SHA-256 {done.file.sha256}"
    )
    say("提示：文件中有户名和卡号，上传后删除")


@bank_file.command()
def result(  # noqa: PLR0913, PLR0917 - as above
    batch: Batch,
    file: Annotated[Path, typer.Argument(help="银行的回盘文件，CSV 或 XLSX")],
    unit: Unit,
    bank: Bank = "",
    number: Number = 0,
    count: Annotated[
        int | None, typer.Option("--count", help="应有的笔数", min=0)
    ] = None,
    total: Annotated[str, typer.Option("--total", help="应有的合计金额")] = "",
    on: Annotated[str, typer.Option("--on", help="退回入账的日期（默认今天）")] = "",
    account: Annotated[
        str, typer.Option("--account", help="退回到哪个银行科目")
    ] = "102",
    database: Database = "",
    person: As = "",
) -> None:
    """导入回盘：与付款文件逐笔核对，全部符合才登记；同一文件再次导入不产生变化。"""
    from aid import batch_bank_files as verbs  # noqa: PLC0415 - as above
    from aid.bank_file_keeping import Returned  # noqa: PLC0415 - as above
    from aid.bank_format_keeping import formats_of  # noqa: PLC0415 - as above
    from aid.bank_results import Expected  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above
    from treasury.statements.reading import content_of  # noqa: PLC0415 - as above

    expected = Expected(count=count, total=money_of(total, "--total"))
    day = day_or_none(on, "--on")
    session = open_session(database, person)
    content = content_of(file)
    vault = open_vault(session.settings)
    with session.writing("aid.bank-file.result", PAYING, unit, batch) as connection:
        given = Returned(
            batch=batch,
            number=number,
            name=file.name,
            content=content,
            forms=formats_of(connection, unit, bank),
            expected=expected,
        )
        told = verbs.take_batch_results(
            connection,
            unit,
            given,
            vault,
            session.act,
            dated_on=day,
            money_account=account,
        )
    _tell(batch, told)


def _tell(batch: str, told: object) -> None:
    from aid.batch_bank_files import TakenResult  # noqa: PLC0415 - as above

    assert isinstance(told, TakenResult)
    one = told.file
    if one.already:
        say(f"批次 {batch} 第 {one.number} 号付款文件的这份回盘此前已导入，没有变化")
        return
    say(
        f"批次 {batch} 第 {one.number} 号付款文件的第 {one.result} 份回盘："
        f"已付 {one.paid} 笔，{one.paid_amount.grouped()} 元；"
        f"未付 {one.failed} 笔，{one.failed_amount.grouped()} 元"
    )
    if one.unchanged:
        say(f"提示：另有 {one.unchanged} 笔此前已登记，结果相同，没有变化")
    assert told.batch is not None
    if told.batch.returns is not None:
        say(f"提示：未付的已成第 {told.batch.returns.draft} 号草稿，退回待再付")


@bank_file.command("list")
def list_(
    unit: Unit,
    batch: Annotated[str, typer.Option("--batch", help="只看这个批次")] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出付款文件和回盘的笔数、金额。"""
    from aid.bank_file_keeping import files_of  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = files_of(connection, unit, batch)
    rows = [tuple(getattr(one, key) for key, _ in FILES) for one in found]
    show(FILES, rows, how)


@bank_file.command()
def lines(  # noqa: PLR0913 - as above
    batch: Batch,
    unit: Unit,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    opened: Annotated[
        bool, typer.Option("--open", help="显示银行所述原因；记入操作日志")
    ] = False,
) -> None:
    """列出一个批次各行在银行的状态；银行所述原因只在 --open 时显示。"""
    from aid.bank_file_keeping import lines_of  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    session = open_session(database, person)
    vault = open_vault(session.settings) if opened else None
    with _looking(session, unit, batch, opened=opened) as connection:
        found = lines_of(connection, unit, batch, vault)
    rows = [
        (
            *(one.line, one.number, one.amount, one.state.label),
            one.reason if opened or one.state.value != "failed" else HIDDEN,
        )
        for one in found.values()
    ]
    show(LINES, rows, how)


def _looking(session: Session, unit: str, batch: str, *, opened: bool):  # type: ignore[no-untyped-def] # noqa: ANN202 - either of two contexts
    if not opened:
        return session.reading(unit)
    return session.writing("aid.bank-file.lines", SEEING, unit, batch)
