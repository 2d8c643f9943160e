"""年度内部审计报告 as people read it."""

import contextlib
import datetime as dt
import io
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from audit import examples
from audit.annual import annual_audit, audit_of
from ledger.database import Engine, open_books, reading
from reports import audit_findings, audit_tables, fund_flows
from reports.errors import NoSuchPeriod, NoSuchScope
from reports.report import Document
from tests import prefecture
from tests.building import Books, receipt
from tests.reports import year
from tests.reports.asking import asked, document, rendered, request, rows

CITY = "130100"


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = prefecture.copied(tmp_path_factory.mktemp("prefecture"))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def report(demonstration: Engine) -> Document:
    with reading(demonstration) as connection:
        return document(connection, "annual_audit", request(CITY, "2025"))


@pytest.fixture(scope="module")
def told(report: Document) -> Any:
    return json.loads(rendered(report, "json"))


@pytest.fixture(scope="module")
def text(report: Document) -> str:
    reader = PdfReader(io.BytesIO(rendered(report, "pdf")))
    pages = "".join(page.extract_text() for page in reader.pages)
    return pages.replace(" ", "").replace("\n", "")


def test_the_elements_stand_in_the_order_of_the_standard(text: str) -> None:
    order = (
        "2025年度困难职工帮扶资金内部审计报告",
        "临川市总工会困难职工帮扶资金管理机构：",
        "一、审计概况",
        "二、审计依据",
        "三、资金筹集、使用和管理情况",
        "四、核验与检查执行情况",
        "五、审计发现",
        "六、审计结论",
        "七、审计建议",
        "八、其他事项",
        "审计组组长：",
        "审计机构盖章",
        "资金管理机构签收",
        "附件一\u3000计算明细",
        "附件二\u3000例外及线索明细",
        "附件三\u3000未执行的检查",
        "附件四\u3000被审计单位意见",
    )
    places = [text.index(element) for element in order]
    assert places == sorted(places)
    assert "医疗救助算法：未决议，默认按所在档全额计算。" in text


def test_every_finding_has_its_elements_on_paper(text: str) -> None:
    start = text.index("发现2025-01")
    finding = text[start : text.index("发现2025-02", start)]
    for label in ("性质", "标准", "事实", "原因", "影响", "涉及金额", "证据", "建议"):
        assert label in finding


def test_no_file_number_is_told_in_full(told: Any, text: str) -> None:
    everything = json.dumps(told, ensure_ascii=False)
    assert "D1301***022" in everything
    assert "D13010020230022" not in everything
    assert "D1301002" not in text


def test_what_was_not_audited_is_named_with_the_reason(told: Any, text: str) -> None:
    listed = rows(told, "not_performed", "key")
    assert listed["T05"]["reason"] == "缺少发放批次和发放单（本期没有发放）"
    assert f"{len(listed)}项因缺少数据未执行，不视为通过" in text
    assert "不包括附件三所列未执行的检查事项" in text


def test_raising_use_and_management_tell_one_story(told: Any) -> None:
    """Opening + raised - used = closing = its forms, in the totals of the tables."""
    rolled = rows(told, "rolled")["帮扶资金合计"]
    raised = rows(told, "raised")["帮扶资金合计"]
    used = rows(told, "used", "purpose")["支出合计"]
    forms = rows(told, "forms")["帮扶资金合计"]
    assert raised["received"] == rolled["received"] == "3854728.83"
    assert used["amount"] == rolled["paid"] == "3820434.36"
    assert forms["total"] == rolled["closing"] == "1344233.02"
    assert rows(told, "calculation")["帮扶资金合计"]["difference"] == "0.00"


def test_the_integrity_of_the_books_is_told_and_holds(told: Any) -> None:
    proofs = rows(told, "proofs", "title")
    assert len(proofs) == 21
    assert {row["result"] for row in proofs.values()} == {"相符"}


def test_the_conclusion_says_what_the_findings_come_to(text: str) -> None:
    conclusion = text[text.index("六、审计结论") :]
    assert "存在2项可能影响资金安全的问题（性质为舞弊风险）" in conclusion


def test_the_heads_come_first_and_the_auditors_do_not_answer_for_the_fund(
    demonstration: Engine,
) -> None:
    told = asked(demonstration, "annual_audit", CITY, "2024")
    posts = [row["post"] for row in told["tables"]["officers"]["rows"]]
    assert posts == ["主席", "主席", "财务负责人", "会计", "审核", "出纳"]


def test_a_year_without_findings_says_so(demonstration: Engine) -> None:
    with reading(demonstration) as connection:
        clean = document(connection, "annual_audit", request("130121", "2025"))
    reader = PdfReader(io.BytesIO(rendered(clean, "pdf")))
    text = "".join(p.extract_text() for p in reader.pages).replace(" ", "")
    text = text.replace("\n", "")
    assert "在所执行的检查范围内未查出例外事项" in text
    assert "未发现违反专款专用和会计制度规定的事项" in text
    assert "附件四" in text


def test_the_report_as_once_known_leaves_out_what_came_later(
    demonstration: Engine,
) -> None:
    told = asked(demonstration, "annual_audit", CITY, "2025", known_at=450)
    later = asked(demonstration, "annual_audit", CITY, "2025")
    assert len(told["tables"]["exceptions"]["rows"]) < len(
        later["tables"]["exceptions"]["rows"]
    )


@pytest.mark.parametrize(
    ("period", "more"), [("2025-03", {}), ("2025", {"with_subunits": True})]
)
def test_an_annual_report_is_of_one_unit_and_one_year(
    demonstration: Engine, period: str, more: dict[str, Any]
) -> None:
    with pytest.raises(NoSuchScope, match="按单位、按年度编制"):
        asked(demonstration, "annual_audit", CITY, period, **more)


@pytest.mark.parametrize("year", ["2022", "2023", "2024", "2025"])
def test_audit_and_statement_work_the_figures_out_apart_and_agree(
    demonstration: Engine, year: str
) -> None:
    """The statement starts from kept totals, the audit from the vouchers."""
    with reading(demonstration) as connection:
        audit = annual_audit(connection, CITY, int(year), ())
        flows = fund_flows.read(connection, request(CITY, year))
    stated = {
        flow.key: (flow.opening, flow.received, flow.spent, flow.moved, flow.closing)
        for flow in flows.aid
    }
    assert stated == {
        fund.fund: (fund.opening, fund.received, fund.paid, fund.moved, fund.closing)
        for fund in audit.funds
    }


@pytest.mark.parametrize("year", ["2022", "2025"])
def test_audit_and_statement_print_the_same_households_and_persons(
    demonstration: Engine, year: str
) -> None:
    audit = asked(demonstration, "annual_audit", CITY, year)
    statement = asked(demonstration, "fund_statement", CITY, year)
    assert _counts(audit, "used") == _counts(statement, "payments")
    assert _counts(audit, "used")["支出合计"][0] > 0


def _counts(told: Any, table: str) -> dict[str, tuple[int, int]]:
    """Households and persons by purpose; of several lines, their sum or subtotal."""
    found = {}
    for row in told["tables"][table]["rows"]:
        name = row["purpose"].strip().removesuffix("　计")
        if row["style"] != "group" and not name.endswith("小计"):
            counts = (row["households"], row["persons"])
            found[name] = tuple(0 if n in {None, "—"} else n for n in counts)
    return found


def test_goods_are_spoken_of_only_where_goods_were_handed_out(books: Books) -> None:
    year.story(books)
    statement = _words(asked(books.engine, "fund_statement", "U1", "2025"))
    assert (
        "本期帮扶 2 户（记有档案号者）、19 人次（含发放库存物资 9 人次）" in statement
    )
    audit = _words(asked(books.engine, "annual_audit", "U1", "2025"))
    assert "2 户（记有档案号者）、19 人次（含发放库存物资 9 人次）" in audit
    january = _words(asked(books.engine, "fund_statement", "U1", "2025-02"))
    assert "含发放库存物资" not in january


def _words(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False)


# -- what a year must be ------------------------------------------------------------


@pytest.mark.parametrize("name", ["annual_audit", "fund_statement"])
@pytest.mark.parametrize(
    ("period", "why"),
    [("2026", "2026-12-31 才结束"), ("2024", "账簿自 2025-01-01 建账")],
)
def test_a_year_that_is_not_over_or_lies_before_the_books_is_refused(
    books: Books, name: str, period: str, why: str
) -> None:
    with pytest.raises(NoSuchPeriod, match=why):
        asked(books.engine, name, "U1", period)


def test_a_year_ends_at_midnight_in_china(books: Books) -> None:
    sixteen = dt.datetime(2025, 12, 31, 16, tzinfo=dt.UTC)
    over = replace(request("U1", "2025"), at=sixteen)
    early = replace(over, at=sixteen - dt.timedelta(seconds=1))
    with reading(books.engine) as connection:
        assert document(connection, "fund_statement", over)
        with pytest.raises(NoSuchPeriod):
            document(connection, "fund_statement", early)


def test_a_year_with_open_months_is_a_draft_without_an_opinion(books: Books) -> None:
    year.story(books)
    told = asked(books.engine, "annual_audit", "U1", "2025")
    assert told["title"].endswith("审计报告（账簿尚未结账，草稿）")
    assert "账簿尚未结账，暂不发表审计意见" in _words(told)
    statement = asked(books.engine, "fund_statement", "U1", "2025")
    assert statement["subtitle"] == "（账簿尚未结账，草稿）"


def test_a_closed_year_is_no_draft(demonstration: Engine) -> None:
    told = asked(demonstration, "annual_audit", CITY, "2025")
    statement = asked(demonstration, "fund_statement", CITY, "2025")
    assert "草稿" not in told["title"] + statement["subtitle"]


def test_a_year_without_a_voucher_is_not_called_fully_recorded(books: Books) -> None:
    books.post(receipt("r", 100))
    books.close_year(2025)
    books.close_year(2026)
    empty = replace(request("U1", "2026"), at=dt.datetime(2027, 3, 1, tzinfo=dt.UTC))
    with reading(books.engine) as connection:
        page = document(connection, "annual_audit", empty)
        words = _words(json.loads(rendered(page, "json")))
    assert "年度账簿内没有记录任何业务" in words
    assert "得到完整记录" not in words


# -- by which rules -----------------------------------------------------------------


def test_books_outside_the_unions_are_not_measured_by_the_law_of_unions(
    published: Engine,
) -> None:
    told = asked(published, "annual_audit", "DSCS", "2021")
    assert told["title"].startswith("2021年度帮扶资金内部审计报告")
    assert told["recipient"] == "岱山县慈善总会帮扶资金管理机构"
    words = "".join(part.get("paragraph", "") for part in told["text"])
    assert "帮扶 6,655 人次" in words
    for foreign in ("工会法", "工会会计制度", "困难职工"):
        assert foreign not in words


@pytest.mark.parametrize(
    ("period", "cited", "not_yet"),
    [
        ("2011", "《工会法》，", "第2106号"),
        ("2025", "《工会法》第四十五条", "《工会法》，"),
    ],
)
def test_standards_are_cited_as_they_were_in_force(
    published: Engine, demonstration: Engine, period: str, cited: str, not_yet: str
) -> None:
    engine, unit = (published, "FZU-LAW") if period == "2011" else (demonstration, CITY)
    words = _words(asked(engine, "annual_audit", unit, period))
    assert cited in words
    assert not_yet not in words


def test_what_is_no_aid_does_not_stand_under_aid(published: Engine) -> None:
    told = asked(published, "annual_audit", "FZU-LAW", "2011")
    heads = [
        row["purpose"]
        for row in told["tables"]["used"]["rows"]
        if row["style"] == "group"
    ]
    assert heads == ["帮扶支出", "其他支出"]


def test_the_published_closing_is_met_to_the_fen(published: Engine) -> None:
    """福州大学法学院工会 2011: 31,573.40 at the beginning, 28,296.50 at the end."""
    told = asked(published, "annual_audit", "FZU-LAW", "2011")
    whole = rows(told, "rolled")["帮扶资金合计"]
    assert (whole["opening"], whole["closing"]) == ("31573.40", "28296.50")


def test_books_whose_guards_were_taken_away_get_no_opinion(
    demonstration: Engine, tmp_path: Path
) -> None:
    """Somebody drops the trigger that keeps vouchers from being deleted."""
    name = demonstration.url.database
    assert name
    copy = tmp_path / "copy.db"
    with (
        contextlib.closing(sqlite3.connect(name)) as source,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        guards = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        (guard,) = target.execute(f"{guards} AND tbl_name = 'vouchers'").fetchone()
        target.execute(f"DROP TRIGGER {guard}")
        target.commit()
    engine = open_books(f"sqlite:///{copy}")
    with reading(engine) as connection:
        page = document(connection, "annual_audit", request(CITY, "2025"))
    words = rendered(page, "html").decode()
    engine.dispose()
    assert "不能依据现有账簿" in words


def test_below_the_county_the_report_goes_to_the_union_committee(
    published: Engine,
) -> None:
    with reading(published) as connection:
        page = document(connection, "annual_audit", request("FZU-LAW", "2011"))
    assert page.recipient == "福州大学法学院工会委员会"


def test_books_without_officers_say_that_none_are_registered(books: Books) -> None:
    told = asked(books.engine, "annual_audit", "U1", "2025")
    assert "officers" not in told["tables"]
    assert "账簿未登记被审计期间的责任人员" in json.dumps(told, ensure_ascii=False)


# -- the tables alone ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "shown"), [("D13010020230022", "D1301***022"), ("D17", "D***7")]
)
def test_a_file_number_is_shown_in_part(file: str, shown: str) -> None:
    assert (
        audit_findings.masked(f"档案号 {file} 领取", (file,)) == f"档案号 {shown} 领取"
    )


def test_an_empty_year_has_no_shares_and_no_forms_but_balances() -> None:
    audit = audit_of(examples.books(openings=()), 2025, ())
    used = tuple(audit_tables.used(audit, "").rows)
    assert used[-1].cells[-1] is None
    assert len(audit_tables.formed(audit, request("U1", "2025")).columns) == 2


def test_a_finding_with_many_vouchers_names_the_first_and_counts_the_rest() -> None:
    bare = [
        examples.voucher(*examples.aid(100 + n), number=n, attachments=0)
        for n in range(1, 16)
    ]
    (finding,) = audit_of(examples.books(*bare), 2025, ()).findings
    facts = dict(audit_findings.finding(finding).pairs)
    assert str(facts["证据"]).endswith("2025-03 付-12 等 15 项")


def test_a_finding_without_amounts_says_so() -> None:
    after_a_gap = examples.voucher(*examples.aid(500), number=2)
    (finding,) = audit_of(examples.books(after_a_gap), 2025, ()).findings
    facts = dict(audit_findings.finding(finding).pairs)
    assert facts["涉及金额"] == "不涉及金额"
    assert facts["检查总体"] == "记账凭证（张）：1，合计 500.00 元"


def test_attachments_that_were_not_opened_are_told_with_what_it_takes() -> None:
    audit = audit_of(examples.books(), 2025, [("附件文件", "2 份附件", None)])
    (row,) = audit_tables.proofs(audit).rows
    assert row.cells[2] == "未核验：编制本报告时不打开附件文件，须另行运行校验"
