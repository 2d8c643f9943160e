"""`bangfu aid begin`, `bangfu aid batch …`: payments to many people by one request.

Lines are told by file number; nobody is named.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_of, day_or_none
from app.cli.money_bank import money_of
from app.cli.output import Columns, Format, say, show
from app.cli.session import Session, open_session
from app.clock import today
from ledger.database import Connection
from ledger.people import Right

if TYPE_CHECKING:
    from aid.batch_paying import Outcome, Settled
    from aid.payout_reading import Basis
    from aid.payout_told import Told
    from treasury.vault import Vault

app = typer.Typer(no_args_is_help=True)
batch = typer.Typer(no_args_is_help=True, help="发放批次")
app.add_typer(batch, name="batch")

BATCHES = (
    ("key", "批次"),
    ("ref", "批次号"),
    ("title", "名称"),
    ("state", "状态"),
    ("lines", "行数"),
    ("amount", "金额"),
    ("request", "付款申请"),
    ("approved", "已批准"),
    ("approvals", "须批准"),
    ("paid", "已付行"),
    ("failed", "未付行"),
    ("saved_on", "编制日"),
)
LINES = (
    ("line", "行"),
    ("code", "档案号"),
    ("case", "救助申请"),
    ("project", "救助项目"),
    ("member", "成员"),
    ("year", "年度"),
    ("period", "期间"),
    ("fund", "资金"),
    ("account", "科目"),
    ("purpose", "用途"),
    ("amount", "金额"),
    ("outcome", "结果"),
    ("reason", "原因"),
)
TOLD = (
    ("line", "行"),
    ("code", "档案号"),
    ("rule", "核对项目"),
    ("weight", "处理"),
    ("what", "发现"),
)
SHOWN: dict[str, Columns] = {
    "batch list": BATCHES,
    "batch show": LINES,
    "batch check": TOLD,
}
"""What each command shows; `docs/cli.md` is written from it."""

Key = Annotated[str, typer.Argument(help="发放批次：B2026-1")]
Reason = Annotated[
    str, typer.Option("--reason", help="有提示时，仍要办理的理由（不写姓名）")
]
Why = Annotated[str, typer.Option("--reason", help="理由")]
On = Annotated[str, typer.Option("--on", help="付款日期（默认当日）")]
Account = Annotated[str, typer.Option("--money-account", help="付款的货币资金科目")]
Attachments = Annotated[
    int, typer.Option("--attachments", help="附件张数", min=1, max=9999)
]


@app.command()
def begin(
    unit: Unit,
    paper: Annotated[
        str, typer.Option("--paper", help="依据文件：会议纪要〔2026〕2号")
    ],
    since: Annotated[str, typer.Option("--since", help="自哪日起（默认今天）")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """实行凭批次发放（L13）：此后帮扶支出须凭发放批次或发放清单；不能停用。"""
    from aid import beginnings  # noqa: PLC0415 - few commands ask

    day = day_of(since, "--since") if since else today()
    session = open_session(database, person)
    with session.writing("aid.begin", Right.ADMIN, unit, paper) as connection:
        new = beginnings.begin(connection, unit, day, paper, session.act)
    say(f"{unit} 自 {day} 起帮扶支出凭发放批次" + ("" if new else "（此前已登记）"))


@batch.command()
def draft(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    ref: Annotated[str, typer.Option("--ref", help="批次号，单位内唯一")],
    title: Annotated[str, typer.Option("--title", help="名称（不写姓名）")],
    file: Annotated[
        Path | None, typer.Argument(help="发放名单 CSV 或 XLSX；按申请编制的不写")
    ] = None,
    case: Annotated[
        list[str] | None, typer.Option("--case", help="按已批准的申请编制；可重复")
    ] = None,
    fund: Annotated[str, typer.Option("--fund", help="名单没有写明的资金")] = "",
    account: Annotated[
        str, typer.Option("--account", help="名单没有写明的支出科目")
    ] = "50404",
    purpose: Annotated[
        str, typer.Option("--purpose", help="名单没有写明的用途（默认为救助项目）")
    ] = "",
    total: Annotated[str, typer.Option("--total", help="应有的合计金额")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """编制发放批次：按名单，或按已批准而未发放的申请；逐行核对，有误则全部不保存。"""
    from aid import batch_lists, batches  # noqa: PLC0415 - as above

    usual = batch_lists.Usual(fund=fund, account=account, purpose=purpose)
    expected = money_of(total, "--total")
    session = open_session(database, person)
    vault = _vault(session)
    listed = None if file is None else batch_lists.read_list(file, expected)
    digest = None if listed is None else listed.digest(vault)
    with session.writing("aid.batch.draft", Right.PREPARE, unit, ref) as connection:
        basis = _basis(connection, unit, vault)
        lines = (
            batch_lists.of_cases(connection, unit, case or [], usual, session.act)
            if listed is None
            else batch_lists.of_list(connection, listed, usual, vault)
        )
        made = batches.Batch(
            unit=unit, ref=ref, title=title, lines=lines, file_digest=digest
        )
        kept = batches.save(connection, made, basis, session.act)
    again = "（此前已保存）" if kept.already else ""
    say(f"发放批次 {kept.key}{again}：{kept.line_count} 行，{kept.amount.grouped()} 元")
    _tell(kept.told)


def _basis(connection: Connection, unit: str, vault: "Vault") -> "Basis":
    """The keys, and the standards that the unit goes by."""
    from aid.kept_standards import standards_of  # noqa: PLC0415 - as above
    from aid.payout_reading import Basis  # noqa: PLC0415 - as above

    return Basis(vault=vault, standards=standards_of(connection, unit))


def _vault(session: Session) -> "Vault":
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    return open_vault(session.settings)


def _tell(told: "tuple[Told, ...]") -> None:
    from aid.payout_told import told_shortly  # noqa: PLC0415 - as above

    for one in told_shortly(told):
        say(f"提示：{one}")


@batch.command()
def check(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    key: Key,
    on: On = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """核对发放批次：按付款日逐行列出不得发放的，和须说明理由的。"""
    from aid import batches  # noqa: PLC0415 - as above

    day = day_or_none(on, "--on")
    session = open_session(database, person)
    vault = _vault(session)
    with session.writing("aid.batch.check", _SEEING, unit, key) as connection:
        basis = _basis(connection, unit, vault)
        found = batches.checked(connection, unit, key, basis, session.act, day)
    rows = [(o.place, o.code, o.rule.label, o.weight.label, o.what) for o in found]
    show(TOLD, rows, how)


_SEEING = (Right.PREPARE, Right.REVIEW, Right.APPROVE, Right.HEAD, Right.AUDIT)
"""Who may have a batch checked: files are opened for it, and it is logged."""


@batch.command()
def submit(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    key: Key,
    reason: Reason = "",
    evidence: Annotated[str, typer.Option("--evidence", help="附件或依据")] = "",
    expires: Annotated[str, typer.Option("--expires", help="有效期至")] = "",
    database: Database = "",
    person: As = "",
    *,
    direct: Annotated[bool, typer.Option("--direct", help="财政直接支付")] = False,
) -> None:
    """提交发放批次：成为一项付款申请，当场占用资金与预算。"""
    from aid import batches  # noqa: PLC0415 - as above

    asking = batches.Asking(
        evidence=evidence,
        reason=reason,
        expires_on=day_or_none(expires, "--expires"),
        direct=direct,
    )
    session = open_session(database, person)
    vault = _vault(session)
    with session.writing("aid.batch.submit", Right.PREPARE, unit, key) as connection:
        basis = _basis(connection, unit, vault)
        found = batches.submit(connection, unit, key, basis, asking, session.act)
    again = "（此前已提交）" if found.already else ""
    say(
        f"发放批次 {key} 已提交{again}：付款申请 {found.key}，"
        f"{found.amount.grouped()} 元，须 {found.approvals} 人批准"
    )
    for warning in found.warnings:
        say(f"提示：{warning}")


@batch.command()
def approve(
    unit: Unit,
    key: Key,
    opinion: Annotated[str, typer.Option("--opinion", help="意见")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """批准发放批次：编制人、建档或变更过其中档案的人不能批准。"""
    from aid import batches  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.writing("aid.batch.approve", Right.APPROVE, unit, key) as connection:
        found = batches.approve(connection, unit, key, session.act, opinion=opinion)
    say(f"发放批次 {key}：已批准 {found.approved} 人，须 {found.approvals} 人")


@batch.command()
def refuse(
    unit: Unit, key: Key, reason: Why, database: Database = "", person: As = ""
) -> None:
    """否决发放批次：占用的资金与预算退回。"""
    from aid import batches  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.writing("aid.batch.refuse", Right.APPROVE, unit, key) as connection:
        batches.refuse(connection, unit, key, reason, session.act)
    say(f"发放批次 {key} 已否决")


@batch.command()
def drop(
    unit: Unit, key: Key, reason: Why, database: Database = "", person: As = ""
) -> None:
    """作废发放批次，连同未付的付款申请。"""
    from aid import batches  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.writing("aid.batch.drop", Right.PREPARE, unit, key) as connection:
        batches.drop(connection, unit, key, reason, session.act)
    say(f"发放批次 {key} 已作废")


@batch.command()
def release(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    key: Key,
    on: On = "",
    account: Account = "102",
    attachments: Attachments = 1,
    reason: Reason = "",
    database: Database = "",
    person: As = "",
) -> None:
    """发放：按付款日再核对，生成逐人一行的付款凭证草稿，由审核、出纳、记账接着办理。"""
    from aid import batch_paying  # noqa: PLC0415 - as above

    given = batch_paying.Release(
        dated_on=day_of(on, "--on") if on else today(),
        money_account=account,
        attachments=attachments,
        reason=reason,
    )
    session = open_session(database, person)
    vault = _vault(session)
    with session.writing("aid.batch.release", Right.PREPARE, unit, key) as connection:
        basis = _basis(connection, unit, vault)
        found = batch_paying.release(connection, unit, key, basis, given, session.act)
    again = "（此前已提交）" if found.already else ""
    say(f"发放批次 {key} 的凭证草稿 {found.draft} 已提交{again}，待审核")


@batch.command()
def settle(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    key: Key,
    paid: Annotated[
        str, typer.Option("--paid", help="已付的行：1,3-9；all 为其余各行")
    ] = "",
    failed: Annotated[
        list[str] | None,
        typer.Option("--failed", help="未付的行与原因：3=户名不符；可重复"),
    ] = None,
    on: On = "",
    account: Account = "102",
    database: Database = "",
    person: As = "",
) -> None:
    """登记银行结果：逐行已付或未付；未付的退回其他应付款，按档案号挂账。"""
    from aid import batch_paying, batch_views  # noqa: PLC0415 - as above

    bad = dict(map(_failed, failed or []))
    day = day_or_none(on, "--on")
    session = open_session(database, person)
    with session.writing("aid.batch.settle", Right.PREPARE, unit, key) as connection:
        count = batch_views.shown(connection, unit, key).line_count
        outcomes = {**_paid(paid, count, set(bad)), **bad}
        done = batch_paying.settle(
            connection,
            unit,
            key,
            outcomes,
            session.act,
            on=day,
            account=account,
        )
    _settled(key, done)


def _settled(key: str, done: "Settled") -> None:
    state = "已结清" if done.is_settled else f"尚有 {done.unknown} 行没有结果"
    say(f"发放批次 {key}：已付 {done.paid} 行，未付 {done.failed} 行，{state}")
    if done.returns is not None:
        say(f"退回款项的凭证草稿 {done.returns.draft} 已提交，待审核")


def _failed(text: str) -> "tuple[int, Outcome]":
    from aid.batch_paying import Outcome  # noqa: PLC0415 - as above

    line, _, why = text.partition("=")
    if not line.strip().isdecimal():
        raise typer.BadParameter("应为 行=原因，如 3=户名不符", param_hint="--failed")
    return int(line), Outcome(is_paid=False, reason=why.strip())


def _paid(text: str, count: int, bad: set[int]) -> "dict[int, Outcome]":
    from aid.batch_paying import Outcome  # noqa: PLC0415 - as above

    if text == "all":
        return {
            line: Outcome(is_paid=True)
            for line in range(1, count + 1)
            if line not in bad
        }
    return {
        line: Outcome(is_paid=True) for part in text.split(",") for line in _span(part)
    }


def _span(text: str) -> Iterator[int]:
    if not text.strip():
        return
    first, _, last = text.partition("-")
    if not first.strip().isdecimal() or not (last or first).strip().isdecimal():
        raise typer.BadParameter("应为行号：1,3-9，或 all", param_hint="--paid")
    yield from range(int(first), int(last or first) + 1)


@batch.command()
def repay(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    key: Key,
    line: Annotated[int, typer.Option("--line", help="未付的行")],
    on: On = "",
    account: Account = "102",
    attachments: Attachments = 1,
    reason: Annotated[
        str, typer.Option("--reason", help="银行卡没有变更时，再付的理由")
    ] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """银行退回后再付一行：先变更档案中的银行卡。"""
    from aid import batch_paying  # noqa: PLC0415 - as above

    given = batch_paying.Again(
        dated_on=day_of(on, "--on") if on else today(),
        money_account=account,
        attachments=attachments,
        reason=reason,
    )
    session = open_session(database, person)
    with session.writing("aid.batch.repay", Right.PREPARE, unit, key) as connection:
        found = batch_paying.repay(connection, unit, key, line, given, session.act)
    say(f"发放批次 {key} 第 {line} 行再付的凭证草稿 {found.draft} 已提交，待审核")


@batch.command("list")
def list_(
    unit: Unit, database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出发放批次，最新的在前。"""
    from aid import batch_views  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = batch_views.listed(connection, unit)
    rows = [
        (
            one.key, one.ref, one.title, one.state.label, one.line_count, one.amount,
            one.request, one.approved, one.approvals, one.paid, one.failed,
            one.saved_on,
        )
        for one in found
    ]  # fmt: skip
    show(BATCHES, rows, how)


@batch.command("show")
def show_(
    unit: Unit,
    key: Key,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """一个发放批次的每一行，按档案号，连同银行结果。"""
    from aid import batch_views  # noqa: PLC0415 - as above
    from aid.claims import Project  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = batch_views.lines(connection, unit, key)
    rows = [
        (
            one.line, one.code, one.case_key, Project(one.project).label, one.member,
            one.year, one.period, one.fund, one.account, one.purpose, one.amount,
            one.outcome, one.reason,
        )
        for one in found
    ]  # fmt: skip
    show(LINES, rows, how)
