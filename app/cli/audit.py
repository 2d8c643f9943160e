"""`bangfu audit`: recompute what was sealed, run the checks, keep engagements.

Engagements, their papers and findings stand in the `audit_….py`, by duty; what leaves
the house in `audit_package.py`.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import activity
from app.cli import (
    audit_annual,
    audit_engagements,
    audit_evidence,
    audit_findings,
    audit_handovers,
    audit_lists,
    audit_package,
    audit_papers,
    audit_samples,
    audit_sampling,
    output,
)
from app.cli.arguments import As, Database, Period, Unit, span_of
from app.cli.output import Columns, Format, say, show
from app.cli.progress import stages
from app.cli.session import Session, open_session
from ledger import catalogue, queries, register, store
from ledger.errors import NotFound, Refused
from ledger.people import Right
from treasury.attachment_store import any_attachment

if TYPE_CHECKING:
    from audit.integrity import IntegrityReport
    from treasury.paper_files import PaperFolder
    from treasury.vault import Vault

app = typer.Typer(no_args_is_help=True)
_PARTS = (
    audit_annual,
    audit_engagements,
    audit_papers,
    audit_findings,
    audit_handovers,
    audit_lists,
    audit_package,
    audit_sampling,
    audit_samples,
)
for part in _PARTS:
    app.registered_groups += part.app.registered_groups
    app.registered_commands += part.app.registered_commands
app.command()(audit_evidence.intake)
app.command("intakes")(audit_evidence.evidence_list)

DIFFERENCES = (("test", "校验"), ("place", "位置"), ("what", "差异"))
RESULTS = (
    ("key", "编号"),
    ("title", "检查"),
    ("performed", "执行"),
    ("population", "总体"),
    ("count", "笔数"),
    ("amount", "金额"),
    ("findings", "发现"),
    ("reason", "未执行的原因"),
)
FINDINGS = (
    ("key", "编号"),
    ("title", "发现"),
    ("condition", "事实"),
    ("amount", "金额"),
    ("lead", "线索"),
    ("evidence", "凭证"),
)
HEADS = (
    ("unit", "单位"),
    ("name", "名称"),
    ("position", "链位"),
    ("hash", "摘要值"),
    ("records_position", "登记链位"),
    ("records_hash", "登记链摘要值"),
)

SHOWN: dict[str, Columns] = {
    **audit_evidence.SHOWN,
    "verify": DIFFERENCES,
    "run": RESULTS,
    "run --findings": FINDINGS,
    "digest": HEADS,
    **{name: columns for part in _PARTS for name, columns in part.SHOWN.items()},
}
"""What each command shows; `docs/cli.md` is written from it."""


@app.command()
def verify(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit = "",
    digest: Annotated[
        Path | None, typer.Option("--digest", help="一并核对的摘要单：全文或 JSON")
    ] = None,
    public_key: Annotated[
        list[Path] | None,
        typer.Option("--public-key", help="别处签发的摘要单的公钥文件，可写几次"),
    ] = None,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """重新计算凭证链、平衡、汇总、编号、登记与数据库结构；有差异时退出码为 1。

    写明摘要单的，还用它核对今天的账簿：签发以前的历史被改写、签发以后有删除的，都能发现。
    """
    # What recomputes everything loads the stores of everything.
    from audit import integrity  # noqa: PLC0415

    session = open_session(database, person)
    told = audit_package.read_file(digest) if digest else ()
    keys = audit_package.known_keys(session.settings, public_key or ())
    with stages() as tell, session.reading(unit) as connection:
        schema = catalogue.verify(connection)
        papers = _papers(session) if any_attachment(connection) else None
        units = (unit,) if unit else ()
        report = integrity.verify(connection, units, schema, papers, tell)
        log = activity.verify(connection)
        held = audit_package.held(connection, told, keys, unit)
    if how is Format.TABLE:
        _tell(report)
        for line in held:
            say(f"摘要单 {line.place}：{line.held.label}")
    rows = [(d.test, d.place, d.what) for d in report.differences]
    rows += [("log", f"{b.unit} 第 {b.position} 条", b.what) for b in log]
    rows += [("digest", f"摘要单 {h.place}", h.held.label) for h in held if h.differs]
    if rows or how is not Format.TABLE:
        show(DIFFERENCES, rows, how)
    if hidden := sum(done.hidden for done in report.units):
        sys.stderr.write(f"另有 {hidden} 处差异未列出\n")
    if rows:
        sys.stderr.write("发现差异：账簿与封存时不一致\n")
        raise typer.Exit(1)


_OUTCOMES = {True: "通过", False: "不通过", None: "未执行"}


def _papers(session: Session) -> "PaperFolder | None":
    """The files of attachments; where they cannot be opened, V15 is not performed."""
    from app.attachments import open_papers  # noqa: PLC0415 - where there are any

    try:
        return open_papers(session.settings)
    except Refused as refusal:
        sys.stderr.write(f"附件没有校验：{refusal}\n")
        return None


def _tell(report: "IntegrityReport") -> None:
    for unit in report.units:
        counts = f"凭证 {unit.vouchers:,} 张，分录 {unit.postings:,} 行"
        say(f"{unit.unit} {unit.name}：{counts}")
        say(f"  链位 {unit.position}，摘要 {unit.digest}")
        head = f"{unit.records_position}，摘要 {unit.records_digest}"
        say(f"  登记与结账链位 {head}")
    say(f"共用登记链位 {report.shared_position}，摘要 {report.shared_digest}")
    columns = (("test", "校验"), ("figure", "范围"), ("ok", "结果"))
    rows = [(test, figure, _OUTCOMES[held]) for test, figure, held in report.lines]
    show(columns, rows, Format.TABLE)


@app.command()
def digest(
    unit: Unit = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    sign: Annotated[
        bool, typer.Option("--sign", help="签名，作为摘要单写入会议记录或报送上级")
    ] = False,
) -> None:
    """列出各单位凭证链和登记链（含结账）、共用登记链（*）的链位与摘要。

    另存于账簿之外：日后链位变小，或同一链位的摘要不同，即有删改。
    """
    session = open_session(database, person)
    if sign:
        audit_package.show_signed(session, unit, how)
        return
    with session.reading(unit) as connection:
        books = register.lookups(connection)
        chosen = [books.unit(unit)] if unit else books.units.values()
        rows: list[tuple[object, ...]] = [
            (
                u.code,
                u.name,
                *queries.head(connection, u.id),
                *store.record_head(connection, u.id),
            )
            for u in chosen
        ]
        # Every unit rests on the registers that all share.
        shared = store.record_head(connection, register.SHARED)
        rows.append((register.SHARED_CODE, "各单位共用", None, None, *shared))
    show(HEADS, rows, how)


@app.command()
def run(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    period: Period,
    check: Annotated[str, typer.Option("--check", help="只执行一项检查")] = "",
    evidence: Annotated[
        str, typer.Option("--evidence", help="对外来账套执行，如 E2025-1")
    ] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    findings: Annotated[
        bool, typer.Option("--findings", help="列出发现，而不是各项检查的结果")
    ] = False,
    opened: Annotated[
        bool,
        typer.Option("--open", help="用密钥打开档案，执行核对档案内容的检查；记入日志"),
    ] = False,
) -> None:
    """执行审计检查；缺少数据的列为未执行，不视为通过。"""
    # The checks are loaded where they are run.
    from audit.catalogue import entry_of, run_all, run_one  # noqa: PLC0415
    from audit.evidence_store import read_evidence  # noqa: PLC0415
    from audit.store import read_books  # noqa: PLC0415

    wanted = entry_of(check) if check else None
    if check and wanted is None:
        raise NotFound("检查", check, "见 docs/checks.md")
    session = open_session(database, person)
    vault = _vault(session) if opened else None
    asked = " ".join(filter(None, (evidence, period, check)))
    act = "audit.run.open" if opened else "audit.run"
    with session.logged(act, Right.AUDIT, unit, asked), stages() as tell:
        span = span_of(period)
        tell("读取账簿", 0, 0)
        with session.reading(unit) as connection:
            if evidence:
                books = read_evidence(connection, unit, evidence, span)
            else:
                books = read_books(connection, unit, span, vault=vault)
        results = (run_one(wanted, books),) if wanted else run_all(books, tell)
    if findings:
        rows = [
            (
                f.key,
                f.title,
                f.condition,
                f.amount,
                "是" if f.lead else "",
                " ".join(f.evidence),
            )
            for result in results
            for f in result.findings
        ]
        show(FINDINGS, rows, how)
        return
    show(RESULTS, [_result(result) for result in results], how)


def _vault(session: Session) -> "Vault":
    from app.keyring import open_vault  # noqa: PLC0415 - few ask

    return open_vault(session.settings)


def _result(result: object) -> tuple[object, ...]:
    from audit.check import Result  # noqa: PLC0415 - as above

    assert isinstance(result, Result)
    of = result.population
    return (
        result.key,
        result.title,
        "是" if result.performed else "否",
        of.of if of else "",
        of.count if of else None,
        of.amount if of else None,
        len(result.findings) if result.performed else None,
        result.reason,
    )
