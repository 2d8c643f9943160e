"""Papers of an engagement: each says what it has to, and what was known by then."""

import datetime as dt
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from audit.engagements import Doing
from ledger.database import reading, writing
from ledger.periods import parse_span
from reports import catalogue
from reports.catalogue import Request
from reports.errors import NoSuchScope
from reports.render import json as rendered
from reports.render import pdf
from tests import server
from tests.audit import engaging
from tests.audit.engaging import step
from tests.building import Books

PAPERS = (
    *("audit_notice", "audit_plan", "audit_undertaking", "audit_evidence"),
    *("audit_papers", "audit_draft", "audit_rectify_notice", "audit_rectification"),
)


@pytest.fixture
def books(shelf: server.Shelf) -> Iterator[Books]:
    yield from engaging.filled(shelf, "sqlite")


def asked(subject: str = "J2026-1", period: str = "2026") -> Request:
    at = dt.datetime(2026, 6, 3, 2, tzinfo=dt.UTC)
    span = parse_span(period)
    return Request(unit="U1", span=span, period=period, at=at, subject=subject)


def drawn(books: Books, name: str, subject: str = "J2026-1", **more: str) -> str:
    stream = io.BytesIO()
    with reading(books.engine) as connection:
        request = asked(subject, **more)
        rendered.render(catalogue.build(name, connection, request), stream)
    found: Any = json.loads(stream.getvalue())
    return json.dumps(found, ensure_ascii=False)


def told(found: str, *parts: str) -> None:
    for part in parts:
        assert part in found, part


def test_a_notice_says_who_audits_what_when_and_what_to_make_ready(
    books: Books,
) -> None:
    with writing(books.engine) as connection:
        engaging.begin(connection)
    blank = drawn(books, "audit_notice")
    told(blank, "＿＿＿＿年＿＿月＿＿日起进点", "＿＿＿＿＿＿号")
    with writing(books.engine) as connection:
        step(connection, Doing.NOTICE, engaging.BEGUN)
    found = drawn(books, "audit_notice")
    told(found, "某审通〔2026〕1号", "某县总工会：", "2025年1月1日至2025年12月31日")
    told(found, "审计组自2026年3月9日起进点", "经甲", "经丙、经乙", "困难职工档案")
    assert "述职报告" not in found


def test_the_notice_of_a_handover_names_officer_and_commission(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.handover(connection)
    found = drawn(books, "audit_notice")
    told(found, "受某市总工会组织部委托（某组函〔2026〕5号，2026年2月20日）")
    told(found, "对主席同志任主席期间", "述职报告")
    told(drawn(books, "audit_undertaking"), '["离任人员", "主席"]', "没有账外资金")


def test_a_plan_tells_its_changes_and_an_undertaking_its_answer(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.fieldwork(connection)
        changed = {"words": "重点：增加物资", "reason": "增加物资盘点"}
        step(connection, Doing.PLAN, engaging.FIELD, **changed)
    found = drawn(books, "audit_plan")
    told(found, "第 2 版", "重点：增加物资", "首版", "增加物资盘点", "组长")
    told(drawn(books, "audit_undertaking"), "2026年3月6日 已收到承诺", "承诺书")


def test_a_sheet_and_a_paper_stand_alone_or_all_together(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.fieldwork(connection)
        engaging.papered(connection)
    sheet = drawn(books, "audit_evidence", "J2026-1/1")
    told(
        sheet,
        "30.00 元（叁拾元整）",
        "2025-01 付-1",
        "情况属实。（主席，2026年3月10日）",
    )
    paper = drawn(books, "audit_papers", "J2026-1/A1-1")
    told(paper, "索引号 A1-1　第 1 版　共 3 页", "J2026-1/1", "√ 与附件核对一致")
    told(paper, "复核通过", "程序适当，证据充分，同意结论。", "经乙")
    assert "索引号 A1-1" in drawn(books, "audit_papers")
    with pytest.raises(NoSuchScope, match="没有底稿 J2026-1/A9-9"):
        drawn(books, "audit_papers", "J2026-1/A9-9")
    with pytest.raises(NoSuchScope, match="没有取证单 J2026-1/2"):
        drawn(books, "audit_evidence", "J2026-1/2")
    with pytest.raises(NoSuchScope, match="没有审计项目 J2026-7"):
        drawn(books, "audit_evidence", "J2026-7")


def test_a_draft_tells_every_element_and_a_notice_what_to_put_right(
    books: Books,
) -> None:
    with writing(books.engine) as connection:
        engaging.rectifying(connection)
    draft = drawn(books, "audit_draft")
    told(draft, "共 1 项发现，涉及金额 30.00 元", "于2026年3月30日前书面答复")
    told(draft, "无异议：属实，已通知补建档案", "先建档、后帮扶", "取证单1；底稿A1-1")
    told(draft, "可重复的检查 T01", "凭证 2025-01 付-1", "不能证明款项")
    notice = drawn(books, "audit_rectify_notice")
    told(notice, "某审整〔2026〕1号", "某审报〔2026〕1号", "2026年4月3日")
    told(notice, "2026-05-31", "于2026年5月31日前书面报送", "第一责任人")


def test_the_ledger_tells_what_was_done_and_what_is_late(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.rectifying(connection)
    late = drawn(books, "audit_rectification")
    told(late, "待整改（逾期）", "限期整改", "2026-05-31")
    with writing(books.engine) as connection:
        engaging.put_right(connection)
    found = drawn(books, "audit_rectification")
    told(found, "已补建档案（整改报告1号）", "整改到位：已核对档案", "10.00", "已办结")


def test_a_paper_tells_nothing_that_came_after_the_period(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.rectifying(connection)
    early = drawn(books, "audit_rectification", period="2026-03")
    assert "限期整改" not in early
    assert "情况属实" in drawn(books, "audit_evidence", period="2026-03")
    assert "本期没有审计整改通知书" in drawn(
        books, "audit_rectify_notice", "", period="2025"
    )
    with pytest.raises(NoSuchScope, match="没有审计项目"):
        drawn(books, "audit_notice", period="2026-02")


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_is_printed(books: Books, name: str) -> None:
    with writing(books.engine) as connection:
        engaging.rectifying(connection)
    stream = io.BytesIO()
    with reading(books.engine) as connection:
        missing = pdf.render(catalogue.build(name, connection, asked()), stream)
    assert not missing
    assert stream.getvalue().startswith(b"%PDF-")
