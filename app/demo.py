"""The demonstration: two published years and a made-up prefecture.

From files to audit reports, through public functions only. It keeps a calendar of its
own, from 5 January to 27 March 2026, so that it is the same whenever it is built.

Everything it makes lies under one folder; an earlier demonstration there is replaced.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app import (
    prefecture,
    prefecture_aid,
    prefecture_audit,
    prefecture_bank,
    prefecture_budgets,
    prefecture_money,
    prefecture_people,
    prefecture_recipients,
    wiring,
)
from app.clock import start_of
from app.keyring import key_file, open_vault
from app.prefecture_budgets import CONTROLLED, RECORDED_ON
from app.prefecture_cases import FILED_AGAIN, MEDICAL_FILE, WHOLE_CASE
from app.prefecture_growth import FELL, MERGED
from app.prefecture_money import LIVE
from app.prefecture_payouts import HAND_OUT
from app.prefecture_plan import UNITS
from app.prefecture_recipients import MOVED
from app.settings import Settings
from app.year_closing import Signers, close_years
from ledger.balances import balances, subtree
from ledger.database import Engine, open_books, reading, writing
from ledger.intake import import_books
from ledger.money import Money
from ledger.people import SYSTEM, Act, Person
from ledger.periods import parse_span, period_of
from ledger.register import lookups
from ledger.registration import register_people
from reports import catalogue
from reports.catalogue import Request
from reports.interchange import beancount
from reports.look import PLAIN, Look
from reports.render.formats import write
from treasury.vault import Vault

EXAMPLES = Path(__file__).parents[1] / "examples"
CITY = "130100"
LEFT = "luo.changping/主席"
"""The head of the city who left on 1 July 2024."""
PROVINCE = "130000"
KEEPER = "demo"
PUBLISHED = Signers("制单员", "审核员")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Paper:
    """A report of the demonstration: which, of whom, for when, in which formats."""

    report: str
    unit: str
    period: str
    formats: tuple[str, ...]
    account: str = ""
    with_subunits: bool = False
    subject: str = ""


PAPERS = (
    Paper("annual_audit", CITY, "2025", ("html", "pdf", "docx")),
    Paper("audit_board", CITY, "2025", ("pdf",)),
    Paper("board_pack", CITY, "2025", ("html", "pdf"), with_subunits=True),
    Paper("board_pack", LIVE, "2026-02", ("pdf",)),
    Paper("fund_statement", CITY, "2025", ("html", "pdf", "xlsx", "csv", "json")),
    Paper("trial_balance", CITY, "2025", ("pdf", "xlsx")),
    Paper("account_ledger", CITY, "2025", ("pdf", "csv"), "102"),
    Paper("voucher_print", CITY, "2025-01", ("pdf",)),
    Paper("fund_statement", "FZU-LAW", "2011", ("html", "pdf")),
    Paper("annual_audit", "FZU-LAW", "2011", ("html", "pdf")),
    Paper("fund_statement", "DSCS", "2021", ("html", "pdf")),
    Paper("annual_audit", "DSCS", "2021", ("html", "pdf")),
    Paper("body_minutes", CITY, "2025", ("html", "pdf")),
    Paper("budget_baseline", MERGED, "2025", ("pdf",)),
    Paper("budget_growth", FELL, "2025", ("pdf",)),
    Paper("budget_growth", PROVINCE, "2025", ("xlsx",), with_subunits=True),
    Paper("budget_annual", CONTROLLED, "2026", ("pdf",)),
    Paper("budget_execution", CITY, "2025", ("html", "xlsx"), with_subunits=True),
    Paper("budget_execution", CONTROLLED, "2026-03", ("pdf",)),
    Paper("payment_requests", LIVE, "2026-03", ("pdf",)),
    Paper("advances_by_age", LIVE, "2026-03", ("pdf",)),
    Paper("gift_use", LIVE, "2026-03", ("pdf", "xlsx")),
    Paper("transfers_in_transit", CITY, "2026-03", ("pdf",)),
    Paper("bank_journal", LIVE, "2026-03", ("pdf",)),
    Paper("bank_reconciliation", LIVE, "2026-03", ("pdf",)),
    Paper("recipient_file", LIVE, "2026-03", ("pdf",), subject=MOVED),
    Paper("case_application", LIVE, "2026-03", ("pdf",), subject=WHOLE_CASE),
    Paper("case_notice", LIVE, "2026-03", ("pdf",), subject=WHOLE_CASE),
    Paper("case_approval", LIVE, "2026-03", ("pdf",), subject=WHOLE_CASE),
    Paper("case_registration", LIVE, "2026-03", ("pdf",), subject=MEDICAL_FILE),
    Paper("signature_list", LIVE, "2026-03", ("pdf",), subject=HAND_OUT),
    Paper("aid_statistics", LIVE, "2026-03", ("html", "xlsx")),
    Paper("aid_quarter", LIVE, "2025-Q4", ("pdf",)),
    Paper("handover_audit", CITY, "2026-03", ("html", "pdf"), subject=LEFT),
)


def build(folder: Path, say: Say, look: Look = PLAIN) -> None:
    """Build the demonstration books and their reports, in an office's look."""
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "bangfu.db"
    for stale in folder.glob("bangfu.db*"):
        if stale.is_dir():
            shutil.rmtree(stale)
        else:
            stale.unlink()
    engine = open_books(f"sqlite:///{database}")
    act = Act(KEEPER, start_of(RECORDED_ON))
    wiring.upgrade(engine, Act(SYSTEM, act.at))
    with writing(engine) as connection:
        register_people(connection, [Person(code=KEEPER, name="示范导入人")], act)
    _import_all(engine, folder, act, say)
    with writing(engine, "登记管理机构和历年预算") as connection:
        prefecture_budgets.record_past(connection)
    _close_all(engine, act, say)
    settings = Settings(database=f"sqlite:///{database}")
    vault = open_vault(settings)
    _keep_files(engine, folder / "books", vault, say)
    with writing(engine, "批准预算，实行预算控制") as connection:
        prefecture_budgets.open_next_year(connection)
    say("管理机构、基数、二十年预算；2026年预算批准，一个县实行预算控制")
    with writing(engine, "收款、付款申请、垫付、拨付") as connection:
        prefecture_money.keep(connection)
    say("一个县实行付款申请：捐赠入账，申请批准付款，垫付一笔；市拨付的款项在途")
    written = [database, key_file(settings), _keep_bank(engine, folder, vault, say)]
    with writing(engine, "困难帮扶：申请、批次、发放") as connection:
        prefecture_aid.keep(connection, folder / "books" / "aid", vault)
    say("这个县办理申请六件，审批后按批次发放两批（一笔退回后再付），发放慰问品一批")
    with writing(engine, "年度审计、离任审计") as connection:
        prefecture_audit.keep(connection)
    say("市总工会的年度审计出具报告、下达整改通知；原主席的离任审计正在实施")
    written += [*_write_papers(engine, folder, (vault, look), say)]
    written.append(_export(engine, folder, say))
    _fund_table(engine, say)
    say("\n生成的文件：")
    for path in written:
        say(f"  {path}")
    engine.dispose()


def _keep_files(engine: Engine, books: Path, vault: Vault, say: Say) -> None:
    """The files of recipients that the books name, each union's from its sheet."""
    folder = books / "aid"
    prefecture_people.write_people(books / "prefecture", folder)
    with writing(engine, "困难职工建档") as connection:
        files = prefecture_recipients.take_in(connection, folder, vault)
        prefecture_recipients.go_on(connection, vault)
    say(
        f"困难职工档案 {files:,} 份（加密保存）；一份因死亡关闭、一份脱困退出、一份转移"
    )


def _keep_bank(engine: Engine, folder: Path, vault: Vault, say: Say) -> Path:
    """The bank of one county, and its statement."""
    statement = folder / "bank-130124-2026-03.csv"
    with writing(engine, "银行对账") as connection:
        prefecture_bank.keep(connection, vault, statement)
    say("这个县的银行对账单导入、核对，编制余额调节表；一笔手续费待登记")
    return statement


def _import_all(engine: Engine, folder: Path, act: Act, say: Say) -> None:
    made = folder / "books" / "prefecture"
    prefecture.write_books(made)
    for name, source in (
        ("福州大学法学院工会 2011（公布的账目）", EXAMPLES / "fzu-law-2011"),
        ("岱山县慈善总会 2021（公布的账目）", EXAMPLES / "daishan-charity-2021"),
        ("虚构的省、市、六县 2022–2025", made),
    ):
        done = import_books(engine, source, act)
        say(f"导入 {name}：凭证 {done.vouchers:,} 张，分录 {done.postings:,} 行")


def _close_all(engine: Engine, act: Act, say: Say) -> None:
    signers = {unit.code: prefecture.signers_of(unit) for unit in UNITS}
    signers |= dict.fromkeys(("FZU-LAW", "DSCS"), PUBLISHED)
    years = 0
    with writing(engine, "结账") as connection:
        for code, two in sorted(signers.items()):
            years += close_years(connection, code, two, act.at)
    say(f"年终结账 {years} 个年度（逐月结账至十一月，一人下达、另一人复核记账）")


def _write_papers(
    engine: Engine, folder: Path, printing: tuple[Vault, Look], say: Say
) -> list[Path]:
    vault, look = printing
    written = []
    (folder / "reports").mkdir(exist_ok=True)
    for paper in PAPERS:
        named = paper.subject and "names" in catalogue.find(paper.report).takes
        request = Request(
            unit=paper.unit,
            span=parse_span(paper.period, quarters=True),
            period=paper.period,
            at=start_of(FILED_AGAIN),
            account=paper.account,
            with_subunits=paper.with_subunits,
            subject=paper.subject,
            vault=vault if named else None,
        )
        title = catalogue.find(paper.report).title
        say(f"生成 {title}（{paper.unit} {paper.period}）")
        for suffix in paper.formats:
            name = f"{paper.unit}-{paper.report}-{paper.period}.{suffix}"
            path = folder / "reports" / name
            with reading(engine) as connection:
                document = catalogue.build(paper.report, connection, request)
                write(document, path, look=look)
            written.append(path)
    return written


def _export(engine: Engine, folder: Path, say: Say) -> Path:
    path = folder / "prefecture-2025.beancount"
    with reading(engine) as connection, path.open("w", encoding="utf-8") as file:
        units = subtree(lookups(connection), PROVINCE)
        count = beancount.export(connection, units, parse_span("2025"), file)
    say(f"导出 beancount 账簿：{count:,} 张凭证")
    return path


def _fund_table(engine: Engine, say: Say) -> None:
    """What each fund of the city holds in money at the end of the last year."""
    span = parse_span("2025")
    with reading(engine) as connection:
        books = lookups(connection)
        unit = books.unit(CITY)
        chart = books.charts[unit.charts[-1][1]]
        money = {code for code, id_ in chart.items() if id_ in books.money}
        found: dict[str, Money] = {}
        for line in balances(connection, (CITY,), span):
            if line.account in money:
                found[line.fund] = found.get(line.fund, Money(0)) + line.closing
    year = period_of(span.last_day) // 100
    say(f"\n{unit.name} {year} 年末各项资金的货币资金（元）：")
    for code, amount in sorted(found.items()):
        name = unit.fund_names[unit.funds[code]]
        say(f"  {code:<6}{amount.grouped():>18}  {name}")
    say(f"  合计  {sum(found.values(), Money(0)).grouped():>18}")
