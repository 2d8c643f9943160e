"""Forms of cases: in full with the keys, masked without; what a notice may tell."""

import datetime as dt
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from aid import case_judging as judging
from aid import case_steps as steps
from aid.claims import Project
from ledger.database import reading
from ledger.money import Money
from ledger.periods import parse_span
from reports import catalogue
from reports.catalogue import Request
from reports.errors import NoSuchScope
from reports.render import json as rendered
from reports.render import pdf, xlsx
from tests import server
from tests.aid import casework, filing
from tests.aid.casework import PAPER, TERMS, apply, day, do
from tests.aid.filing import ADDRESS, CARD, MEMBER, NAME, PHONE, VAULT, number
from tests.building import Books
from treasury.vault import Vault

FORMS = ("case_application", "case_registration", "case_notice", "case_approval")
PERSONAL = (ADDRESS, CARD, PHONE, MEMBER, number(1), number(2), "司马兰")
HANGING = dt.datetime(2026, 3, 6, 9, tzinfo=dt.UTC)
"""A day on which the notices of both cases hang."""
ILLNESS = ("终末期肾病", "尿毒症", "大病", "重病", "慢性病")


@pytest.fixture
def kept(shelf: server.Shelf) -> Iterator[Books]:
    """A2026-1 of K approved, A2026-2 published and objected to, own aid of G begun."""
    yield from casework.filled(shelf, "sqlite")


def drawn(  # noqa: PLR0913, PLR0917 - what a page is asked for
    books: Books,
    name: str,
    subject: str = "",
    vault: Vault | None = VAULT,
    period: str = "2026",
    unit: str = "K",
    at: dt.datetime = HANGING,
) -> Any:
    request = Request(
        unit=unit,
        span=parse_span(period),
        period=period,
        at=at,
        subject=subject,
        vault=vault,
    )
    stream = io.BytesIO()
    with reading(books.engine) as connection:
        document = catalogue.build(name, connection, request)
        rendered.render(document, stream)
    return json.loads(stream.getvalue())


def text(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


def test_an_application_tells_the_person_and_every_opinion(kept: Books) -> None:
    told = text(drawn(kept, "case_application", "A2026-1"))
    for one in (NAME, number(1), ADDRESS, MEMBER, "本人声明", "公示结果", "2,400.00"):
        assert one in told, one
    assert "自 2026年3月4日 起公示，至 2026年3月11日 撤下，没有异议" in told
    assert (
        "设区市总工会审批意见（某市总工会，2026年3月13日）：同意救助 2,400.00 元"
        in told
    )


def test_an_approval_tells_the_sum_in_capitals_and_every_reading(kept: Books) -> None:
    told = text(drawn(kept, "case_approval", "A2026-1"))
    for one in (
        *("贰仟肆佰元整", "2400.00", "从0元起分段累计 2,800.00 元", NAME),
        *("从起付线以上分段累计 2,300.00 元", "某市总工会", "某区总工会"),
    ):
        assert one in told, one
    for one in (ADDRESS, CARD, PHONE, number(1)):
        assert one not in told, one


def test_an_approval_tells_what_the_signer_decides_on(kept: Books) -> None:
    """Before approval by the file as it stands; a refusal stands where it was made."""
    tables = drawn(kept, "case_approval", "A2026-1")["tables"]
    reasons = [row["told"] for row in tables["reasons_a2026_1"]["rows"]]
    assert [one.split("：")[0] for one in reasons] == ["基本条件", "大病、重病、慢性病"]
    assert all("（意见第1条）" in one for one in reasons)
    steps_ = " ".join(r["told"] for r in tables["steps_of_award_a2026_1"]["rows"])
    for one in ("个人自付 30,000.00 元", "4,000.00 元", "医疗救助 2,400.00 元"):
        assert one in steps_, one
    waiting = text(drawn(kept, "case_approval", "A2026-2"))
    assert "尚未初审，以上按" in waiting
    masked = text(drawn(kept, "case_approval", "A2026-1", vault=None))
    assert "选“写出姓名”（--names）编制时列出" in masked
    assert "个人自付" not in masked
    asked = apply(kept, ref="r9", code="K-2", year=2024, asked=Money(1_00)).key
    why = "家中另有收入"
    do(kept, steps.reject, asked, "李四", day("03-03"), words=why)
    told = text(drawn(kept, "case_approval", asked))
    assert (
        f"基层工会审核意见（某区总工会，2026年3月3日）：不予救助（{PAPER}）：{why}"
        in told
    )
    assert "设区市总工会审批意见" not in told


def test_a_registration_tells_every_grant_of_a_file(kept: Books) -> None:
    found = drawn(kept, "case_registration")
    told = text(found)
    assert NAME in told
    assert "K-2" not in told
    (grant, total) = found["tables"]["file_1_grants"]["rows"]
    assert (grant["key"], grant["granted"]) == ("A2026-1", "2400.00")
    assert total["granted"] == "2400.00"
    worker, *_ = members = found["tables"]["file_1_members"]["rows"]
    assert worker["name"] == NAME
    assert len(members) > 1
    masked = drawn(kept, "case_registration", vault=None)
    assert "file_1_members" not in masked["tables"]
    other = drawn(kept, "case_registration", "K-2")
    assert len(other["tables"]["file_2_grants"]["rows"]) == 1


@pytest.mark.parametrize("subject", ["", "A2026-1", "A2026-2"])
def test_a_notice_tells_who_where_why_and_how_much_and_nothing_else(
    kept: Books, subject: str
) -> None:
    """Never a number, an address, a diagnosis, an account or the family."""
    told = text(drawn(kept, "case_notice", subject))
    for one in (NAME, "某区总工会", "因病致困", "医疗救助", "2026年3月11日"):
        assert one in told, one
    for one in (*PERSONAL, *ILLNESS, "K-1", "K-2", "有车", "4000", "30000"):
        assert one not in told, one


def test_without_a_subject_only_what_hangs_on_the_day_is_printed(kept: Books) -> None:
    later = dt.datetime(2026, 3, 12, 9, tzinfo=dt.UTC)
    told = text(drawn(kept, "case_notice", at=later))
    assert "编号 A2026-2" in told
    assert "A2026-1" not in told
    assert "编号 A2026-1" in text(drawn(kept, "case_notice", "A2026-1", at=later))
    done = text(drawn(kept, "case_notice", period="2026-02"))
    assert "本期没有这类申请" in done
    masked = drawn(kept, "case_notice", "A2026-2", None)
    assert text(masked).count("＿＿＿＿＿＿") >= 2


def test_a_notice_for_a_child_does_not_tell_of_the_child(kept: Books) -> None:
    apply(kept, ref="r9", member=2, project=Project.SCHOOLING, asked=Money(1_000_00))
    casework.reviewed(kept, "A2026-3")
    do(kept, steps.publish, "A2026-3", "张三", day("03-04"))
    told = text(drawn(kept, "case_notice", "A2026-3"))
    assert "1000.00" in told
    for one in (*PERSONAL, "成员", "家庭"):
        assert one not in told, one


@pytest.mark.parametrize("name", FORMS)
def test_without_the_keys_nobody_is_named(kept: Books, name: str) -> None:
    told = text(drawn(kept, name, vault=None))
    for one in (NAME, *PERSONAL, "有车"):
        assert one not in told, one
    assert "***" in told or "＿＿" in told


def test_a_form_tells_what_was_known_by_then(kept: Books) -> None:
    """On the last of February nothing was asked for yet."""
    assert "本期没有这类申请" in text(drawn(kept, "case_approval", period="2026-02"))
    with pytest.raises(NoSuchScope, match="没有申请 A2026-1"):
        drawn(kept, "case_approval", "A2026-1", period="2026-02")
    with pytest.raises(NoSuchScope, match="没有这份档案"):
        drawn(kept, "case_registration", "U-1")


def test_aid_that_came_first_and_own_aid_are_told(kept: Books) -> None:
    sum_ = Money(1_000_00)
    when = day("03-06")
    do(kept, judging.aid_first, "A2026-2", "赵六", when, sum_, words="突发车祸")
    told = text(drawn(kept, "case_approval", "A2026-2"))
    assert "先行救助" in told
    assert "1000.00" in told
    casework.published(kept, "A2026-1", "G")
    more = {"unit": "G", "paper": ""}
    do(kept, judging.approve, "A2026-1", "赵六", day("03-12"), TERMS, **more)
    own = text(drawn(kept, "case_approval", "A2026-1", unit="G"))
    assert "基层工会自行帮扶" in own
    assert "初审意见" not in own
    assert filing.NAME in own


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_printed_in_every_format(kept: Books, name: str) -> None:
    request = Request(
        unit="K", span=parse_span("2026"), period="2026", at=HANGING, vault=VAULT
    )
    for render, begins in ((pdf.render, b"%PDF"), (xlsx.render, b"PK")):
        stream = io.BytesIO()
        with reading(kept.engine) as connection:
            document = catalogue.build(name, connection, request)
            assert not render(document, stream)
        assert stream.getvalue().startswith(begins)
