"""Minutes of the management body: who came, how they voted, what was resolved."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from budgets import body
from ledger.database import reading, writing
from reports.errors import NoSuchPeriod, NoSuchScope
from reports.report import PageBreak
from reports.wording import sentence
from tests.budgets.sitting import SECRETARY, found_body, hold, motion, resolve
from tests.building import Books, receipt
from tests.reports.asking import asked, document, rendered, request, rows

MARCH = dt.date(2026, 3, 3)
LATER = replace(SECRETARY, at=dt.datetime(2026, 4, 1, 17, tzinfo=dt.UTC))


@pytest.fixture
def met(books: Books) -> Books:
    """A body of five that voted twice in January, and met without a quorum too."""
    found_body(books)
    resolve(books, "fraf", subject="budget", title="关于预算的决议", text="一。\n二。")
    resolve(books, "aaaf", title="关于理财的动议")
    hold(books, 1, 5, held_on=dt.date(2026, 1, 15), summary="听取汇报。")
    return books


def minutes(books: Books, period: str = "2026", **more: Any) -> Any:
    return asked(books.engine, "body_minutes", "U1", period, **more)


def printed(books: Books, suffix: str, period: str = "2026") -> bytes:
    with reading(books.engine) as connection:
        report = document(connection, "body_minutes", request("U1", period))
        return rendered(report, suffix)


def of_kind(report: Any, kind: str) -> list[str]:
    return [part[kind] for part in report["text"] if kind in part]


def test_attendance_tells_who_came_and_who_did_not(met: Books) -> None:
    found = rows(minutes(met), "attendance_1", "number")
    assert [found[n]["attended"] for n in range(1, 6)] == ["出席"] * 4 + ["缺席"]
    assert found[5]["name"] == "特困职工代表一"
    assert found[3]["category"] == "主要捐资单位"


def test_votes_and_recusals_stand_with_their_reasons(met: Books) -> None:
    found = rows(minutes(met), "votes_2026_1", "number")
    told = [(found[n]["vote"], found[n]["interest"]) for n in range(1, 5)]
    assert told == [("赞成", ""), ("回避", "有利害关系"), ("反对", ""), ("赞成", "")]


def test_a_resolution_stands_in_full_with_its_number_and_count(met: Books) -> None:
    report = minutes(met)
    facts = report["values"]["resolution_2026_1"]
    assert facts["事项"] == "年度预算"
    assert facts["结果"] == "通过"
    assert facts["票数"] == "赞成 2，反对 1，弃权 0，回避 1"
    assert facts["通过所需"] == "有表决权 3 人，至少须赞成 2 票"
    assert "帮管〔2026〕1号　关于预算的决议" in of_kind(report, "heading")
    assert of_kind(report, "paragraph")[:2] == ["一。", "二。"]


def test_what_was_voted_down_is_printed_as_such(met: Books) -> None:
    facts = minutes(met)["values"]["resolution_2026_2"]
    assert facts["结果"] == "未通过，不能引用"


def test_a_meeting_without_a_quorum_says_so(met: Books) -> None:
    report = minutes(met)
    told = report["values"]["meeting_2"]["出席"]
    assert told == "在任 5 人，出席 2 人，未达到表决所需的 3 人"
    assert "本次会议没有表决事项。" in of_kind(report, "paragraph")
    assert "听取汇报。" in of_kind(report, "paragraph")


def test_the_rule_is_named_with_its_grade_for_every_meeting(met: Books) -> None:
    notes = of_kind(minutes(met), "note")
    rule = sentence("body_minutes_rule")
    assert notes == [rule, rule, sentence("register")]
    assert "依据等级 D" in rule


def test_chair_and_secretary_sign_each_meeting(met: Books) -> None:
    signed = [["主持人", "县民政局代表"], ["记录人", "张三"]]
    assert of_kind(minutes(met), "signatures") == [signed, signed]


def test_every_meeting_begins_a_page(met: Books) -> None:
    with reading(met.engine) as connection:
        report = document(connection, "body_minutes", request("U1", "2026"))
        breaks = [piece for piece in report.pieces() if isinstance(piece, PageBreak)]
    assert len(breaks) == 1


def test_a_month_holds_its_own_meetings(met: Books) -> None:
    with writing(met.engine) as connection:
        held = body.meeting(connection, "U1", 1)
        again = replace(held, number=0, held_on=MARCH)
        number = body.hold(connection, "U1", again, LATER).number
        body.resolve(connection, "U1", number, motion(), LATER)
    report = minutes(met, "2026-03")
    assert set(report["tables"]) == {"attendance_3", "votes_2026_3"}
    told = report["values"]["meeting_3"]["登记"]
    # Five in the afternoon in Greenwich is the next day in China.
    assert told.startswith("张三，2026年4月2日，登记链位 ")


def test_place_and_digest_are_those_of_the_register(met: Books) -> None:
    report = minutes(met)
    ((position, digest, stamp),) = met.rows(
        "SELECT position, hash, recorded_at FROM records"
        " WHERE unit_id = 1 AND kind = 'meetings' AND key = '1/2'"
    )
    assert (report["position"], report["digest"]) == (position, bytes(digest).hex())
    assert report["known_on"] == stamp.replace("Z", "+00:00")


@pytest.mark.parametrize("suffix", ["json", "csv", "html"])
def test_later_vouchers_change_nothing(met: Books, suffix: str) -> None:
    before = printed(met, suffix)
    met.post(receipt("r1", 100_00))
    assert printed(met, suffix) == before


@pytest.mark.parametrize("period", ["2025", "2026-02"])
def test_a_period_without_a_meeting_is_refused(met: Books, period: str) -> None:
    with pytest.raises(NoSuchPeriod, match="没有登记管理机构的会议"):
        minutes(met, period)


@pytest.mark.parametrize(
    "more",
    [{"with_subunits": True}, {"fund": "F1"}, {"account": "102"}, {"known_at": 1}],
)
def test_minutes_are_of_one_whole_body(met: Books, more: dict[str, Any]) -> None:
    with pytest.raises(NoSuchScope):
        minutes(met, **more)
