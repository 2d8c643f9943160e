"""What the engagement of a year adds to its report, on the audited demonstration."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app import prefecture_audit
from app.clock import start_of
from app.prefecture_plan import UNITS
from audit import (
    engagement_keeping,
    engagement_steps,
    examples,
    findings,
    paper_keeping,
)
from audit.annual import audit_of
from audit.audited import Audit, Audited, AuditFinding
from audit.check import Severity
from audit.engagement_steps import Asked
from audit.engagements import Doing, Given, Kind
from audit.errors import EngagementRefused, FindingRefused
from ledger.database import Connection, Engine, writing
from ledger.money import Money
from ledger.people import Act
from ledger.periods import parse_span
from reports import audit_work
from reports.errors import NoSuchScope
from reports.report import Table
from reports.wording import TEMPLATES
from tests import prefecture
from tests.reports.asking import NOW, asked, request

CITY = "130100"
SAID = findings.Said(
    title="虚列医疗救助套取现金",
    severity=Severity.FRAUD,
    criterion="会计法第十四条",
    condition="两张发票与医院存根不符。",
    effect="资金流失。",
    recommendation="追回资金并移送。",
    amount=Money(5_000_00),
    evidence="底稿 A1-1",
)
"""A finding that no check made."""


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = prefecture.copied(tmp_path_factory.mktemp("audited"))
    with writing(engine) as connection:
        prefecture_audit.keep(connection)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def told(audited: Engine) -> Any:
    return asked(audited, "annual_audit", CITY, "2025")


def test_the_report_carries_its_number_and_its_team(told: Any) -> None:
    assert told["values"]["auditee"]["报告文号"] == "冀工审报〔2026〕5号"
    engagement = told["values"]["engagement"]
    assert engagement["审计组组长"] == "白正德"
    assert engagement["审计组成员"] == "魏道直"
    signers = [part["signatures"] for part in told["text"] if "signatures" in part]
    assert ["审计组组长", "白正德"] in signers[0]


def test_a_sample_tells_rate_limit_and_what_follows(told: Any) -> None:
    (sample,) = told["tables"]["samples"]["rows"]
    assert sample["mark"] == f"{prefecture_audit.ANNUAL}/1-1"
    assert (sample["size"], sample["deviations"]) == (43, 1)
    assert sample["limit"].startswith("偏差率 2.33%，上限 9.91%")
    assert sample["conclusion"] == "可容忍偏差率 10.00%，不超过可容忍程度"


def test_findings_stand_with_reply_decision_and_state(told: Any) -> None:
    rows = told["tables"]["engagement_findings"]["rows"]
    states = {row["check"]: row["state"] for row in rows}
    assert states == {
        "T16": "已办结",
        "T30": "待整改",
        "T33": "待整改",
        "T41": "待整改",
    }
    assert all(row["reply"].startswith("无异议") for row in rows)
    assert {row["due_on"] for row in rows} == {"2026-04-30"}


def test_a_finding_that_nobody_was_heard_on_says_so(told: Any) -> None:
    """The engagement has what its auditors took over; T51 they did not."""
    headings = [part["heading"] for part in told["text"] if "heading" in part]
    apart = [one for one in headings if "审计项目中未登记" in one]
    assert apart == ["发现 2025-04　年度没有审计（审计项目中未登记，未征求意见）"]


def test_a_finding_is_called_by_both_its_numbers(told: Any) -> None:
    """What the auditee answered under one number is read here under another."""
    headings = [part["heading"] for part in told["text"] if "heading" in part]
    both = [one.partition("（即 ")[2] for one in headings if "（即 " in one]
    rows = told["tables"]["engagement_findings"]["rows"]
    assert sorted(both) == sorted(f"J2026-1/{row['number']}）" for row in rows)


def test_the_body_received_it_on_a_day(told: Any) -> None:
    words = "".join(part.get("paragraph", "") for part in told["text"])
    assert "已于2026年3月24日收到本报告" in words


def test_without_an_engagement_the_report_is_a_draft_of_the_books(
    audited: Engine,
) -> None:
    told = asked(audited, "annual_audit", CITY, "2024")
    assert "engagement" not in told["values"]
    assert "samples" not in told["tables"]
    words = "".join(part.get("paragraph", "") for part in told["text"])
    assert "本次审计未作抽样" in words


def test_what_became_of_earlier_findings_is_told(told: Any) -> None:
    """Of two findings of 2024 one was closed in time; the other is overdue."""
    assert "earlier" not in told["tables"]
    day = dt.date.fromisoformat
    found = (
        AuditFinding(
            "J2025-1/1", "重复发放", 320_000, day("2025-06-30"), day("2025-05-06")
        ),
        AuditFinding("J2025-1/2", "垫付款逾期未收回", 800_000, day("2025-06-30")),
    )
    before = Audit(
        "J2025-1",
        "annual",
        day("2024-01-01"),
        day("2025-01-01"),
        day("2025-03-01"),
        findings=found,
    )
    books = examples.books(audited=Audited(audits=(before,)))
    asked_for = request("U1", "2025")
    (table,) = audit_work.earlier(audit_of(books, 2025, ()), None, asked_for)
    assert isinstance(table, Table)
    states = [row.cells[-1] for row in table.checked_rows()]
    assert states == ["2025-05-06 办结", "未办结，逾期"]


def test_the_paper_of_a_sample_prints_what_draws_it_again(audited: Engine) -> None:
    told = asked(audited, "audit_sample", CITY, "2026", subject="J2026-1/1-1")
    items = told["tables"]["items_j2026_1_1_1"]["rows"]
    assert len(items) == 43
    assert [row["outcome"] for row in items].count("偏差") == 1
    lines = [row["text"] for row in told["tables"]["script_j2026_1_1_1"]["rows"]]
    assert lines[0] == "import csv, hashlib, sys"
    assert lines[6].startswith("　　return")
    facts = told["values"]["sample_j2026_1_1_1"]
    assert "双色球" in facts["种子"]
    with pytest.raises(NoSuchScope):
        asked(audited, "audit_sample", CITY, "2026", subject="J2026-1/9-9")


def test_what_auditors_found_themselves_weighs_in_report_and_brief(
    audited: Engine,
) -> None:
    """A fraud that no check sees is in findings, conclusion, proposals and brief."""
    title = SAID.title
    before = asked(audited, "annual_audit", COUNTY, "2025")
    assert title not in json.dumps(before, ensure_ascii=False)
    with writing(audited) as connection:
        _in_the_field(connection)
        desk = engagement_keeping.desk_of(connection, COUNTY, "J2026-1", _act(11))
        findings.raise_own(desk, SAID)
        with pytest.raises(FindingRefused, match="没有编号为“V99”的检查或核验"):
            findings.raise_own(desk, SAID, proofs=("V99",))
    told = asked(audited, "annual_audit", COUNTY, "2025")
    words = "".join(part.get("paragraph", "") for part in told["text"])
    assert "可能影响资金安全的问题（性质为舞弊风险" in words
    assert "针对发现 J2026-1/1：追回资金并移送。" in words
    assert told["values"]["own_1"]["事实"] == "两张发票与医院存根不符。"
    brief = asked(audited, "audit_board", COUNTY, "2025")
    titles = [row["title"] for row in brief["tables"]["wrong"]["rows"]]
    assert title in titles
    words = "".join(part.get("paragraph", "") for part in brief["text"])
    assert "须由管理机构决定处理" in words


def test_a_special_audit_has_a_report_of_its_own(
    audited: Engine, tmp_path: Path
) -> None:
    with writing(audited) as connection:
        _in_the_field(connection, unit="130125", kind=Kind.SPECIAL)
        key = "J2026-1"
        desk = engagement_keeping.desk_of(connection, "130125", key, _act(11))
        findings.raise_own(desk, SAID)
    (tmp_path / "engagement").mkdir()
    (tmp_path / "engagement" / "special_findings.txt").write_text("本单位措辞", "utf-8")
    more = {"subject": key, "templates": tmp_path}
    told = asked(audited, "audit_special", "130125", "2026-03", **more)
    assert told["values"]["own_1"]["性质"] == "舞弊风险"
    words = "".join(part.get("paragraph", "") for part in told["text"])
    assert "审计内容：全部检查" in words
    assert "本单位措辞" in words
    assert "针对发现 J2026-1/1：追回资金并移送。" in words
    with pytest.raises(NoSuchScope, match="不是专项审计"):
        asked(audited, "audit_special", CITY, "2026-03", subject=key)


UNMET = {
    # The report of a special audit has a test of its own.
    *("special_findings", "special_scope"),
    # Said where there is nothing to tell, or a sample was drawn.
    *("duty", "none", "sample_script", "symbols_none"),
}
"""Sentences that these audits do not come to; `test_wording.py` finds their calls."""


def test_every_sentence_of_audits_is_asked_of_the_office_first(
    audited: Engine, tmp_path: Path
) -> None:
    names = [
        file.relative_to(TEMPLATES).with_suffix("").as_posix()
        for part in ("engagement", "handover_audit")
        for file in sorted((TEMPLATES / part).glob("*.txt"))
        if file.stem not in UNMET
    ]
    for name in names:
        path = (tmp_path / name).with_suffix(".txt")
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"〔{name}〕", "utf-8")
    with writing(audited) as connection:
        key = prefecture_audit.HANDOVER
        desk = engagement_keeping.desk_of(connection, CITY, key, _act(20))
        paper_keeping.collect(desk, paper_keeping.Facts(title="事项", facts="事实"))
        findings.raise_own(desk, SAID)
    subject = prefecture_audit.ANNUAL
    papers = ("notice", "undertaking", "evidence", "draft", "rectify_notice")
    open_ = asked(
        audited, "audit_evidence", CITY, "2026", subject=key, templates=tmp_path
    )
    told = json.dumps(open_, ensure_ascii=False)
    told += "".join(
        json.dumps(
            asked(
                audited,
                f"audit_{paper}",
                CITY,
                "2026",
                subject=subject,
                templates=tmp_path,
            ),
            ensure_ascii=False,
        )
        for paper in papers
    )
    later = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
    officers = (("luo.changping/主席", later), ("luo.changping/主席", NOW))
    for officer, at in (*officers, ("ji.wenzhao/主席", NOW)):
        page = asked(
            audited,
            "handover_audit",
            CITY,
            "2026-03",
            subject=officer,
            templates=tmp_path,
            at=at,
        )
        told += json.dumps(page, ensure_ascii=False)
    assert {name for name in names if f"〔{name}〕" not in told} == set()


COUNTY = "130121"


def _act(day: int, person: str = prefecture_audit.LEADER) -> Act:
    return Act(person, start_of(dt.date(2026, 3, day)))


def _in_the_field(
    connection: Connection, unit: str = COUNTY, kind: Kind = Kind.ANNUAL
) -> None:
    given = engagement_keeping.Begun(
        unit=unit,
        kind=kind,
        span=parse_span("2025"),
        title="年度审计",
        leader=prefecture_audit.LEADER,
        auditing_unit=unit,
    )
    below = replace(given, auditing_unit="130123")
    with pytest.raises(EngagementRefused, match="审计单位应是本单位或它的上级工会"):
        engagement_keeping.begin(connection, below, _act(2))
    engagement_keeping.begin(connection, given, _act(2))
    head = next(one.head for one in UNITS if one.code == unit)
    starts = dt.date(2026, 3, 9)
    for doing, day, said in (
        (Doing.NOTICE, 2, {"paper": "1号", "due_on": starts}),
        (Doing.PLAN, 3, {"words": "全部检查"}),
        (Doing.UNDERTAKING, 4, {"outcome": Given.GIVEN}),
        (Doing.FIELDWORK, 9, {}),
    ):
        open_ = engagement_keeping.desk_of
        person = prefecture_audit.LEADER
        if doing is Doing.UNDERTAKING:
            open_, person = engagement_keeping.auditee_desk_of, head
        desk = open_(connection, unit, "J2026-1", _act(day, person))
        engagement_steps.take(desk, doing, Asked(**said))  # type: ignore[arg-type] # as each step says
