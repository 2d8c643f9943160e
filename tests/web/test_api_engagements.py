"""Engagements through the JSON half: steps, findings, sheets, papers and samples."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import activity
from audit.sampling_keeping import sample_of
from audit.sampling_sealing import sealed_of
from ledger.database import reading
from tests import building
from tests.server import Shelf
from tests.web.audit_office import audited
from tests.web.office import Office
from tests.web.programs import program
from tests.web.test_api_jobs import over

BOARD = "/units/U1/engagements"
FIRST, SECOND = f"{BOARD}/J2026-1", f"{BOARD}/J2026-2"


@pytest.fixture
def desks(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office that is audited, on both databases."""
    yield from audited(shelf, dialect, tmp_path)


@pytest.fixture
def one(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone."""
    yield from audited(shelf, "sqlite", tmp_path)


def test_an_engagement_is_begun_and_taken_on(desks: Office) -> None:
    auditor = program(desks, "审计甲")
    _, board = auditor.get(BOARD)
    assert [each["key"] for each in board["engagements"]] == ["J2026-2", "J2026-1"]
    assert len(auditor.get("/engagements")[1]["engagements"]) == 2
    new = {
        "kind": "special",
        "title": "物资专项审计",
        "since": "2025-01-01",
        "until": "2026-01-01",
        "leader": "审计甲",
    }
    kept = new | {"members": ["张三"]}
    assert auditor.post(BOARD, kept)[0] == 422, "nobody audits what they kept"
    assert auditor.post(BOARD, new | {"until": "2025-01-01"})[0] == 422
    status, begun = auditor.post(BOARD, new, key="begin")
    assert (status, begun["key"], begun["state"]) == (201, "J2026-3", "begun")
    assert auditor.post(BOARD, new, key="begin") == (status, begun)
    assert auditor.get(f"{BOARD}/J2026-4")[0] == 404
    assert program(desks, "张三").get(BOARD)[0] == 403
    leader, unit = program(desks, "经甲"), program(desks, "主席")
    plan = {"doing": "plan", "words": "加查物资"}
    assert leader.post(f"{SECOND}/steps", plan)[0] == 422, "a reason is missing"
    status, state = leader.post(f"{SECOND}/steps", plan | {"reason": "群众来信"})
    assert (status, state["state"]) == (200, "fieldwork")
    assert unit.post(f"{SECOND}/steps", plan)[0] == 403, "it is not the auditee's"
    assert auditor.post(f"{SECOND}/steps", plan)[0] == 422, "not on the team"
    _, whole = leader.get(SECOND)
    assert whole["steps"][-1]["reason"] == "群众来信"
    assert whole["samples"] == ["1-1"]
    assert unit.get(SECOND)[1]["samples"] == []
    joined = {"auditor": "经丙", "role": "member", "reason": "人手不足"}
    assert leader.post(f"{SECOND}/team", joined | {"auditor": "李四"})[0] == 422
    assert "经丙" in leader.post(f"{SECOND}/team", joined)[1]["members"]
    with reading(desks.books.engine) as connection:
        told = activity.search(connection, "经甲", None, None, "audit.plan")
    assert [entry.outcome for entry in told] == ["refused", "done"]


def test_a_finding_is_raised_revised_put_right_and_followed_up(desks: Office) -> None:
    team, unit = program(desks, "经乙"), program(desks, "主席")
    said = {
        "title": "发放依据不全",
        "severity": "record",
        "criterion": "帮扶工作意见第2条",
        "condition": "付-2号凭证没有名单\n也没有签收",
        "effect": "不能证明用途",
        "recommendation": "补名单",
        "amount": "20.00",
        "vouchers": ["2025-01 付-9999"],
    }
    at = f"{SECOND}/findings"
    assert team.post(at, said)[0] == 422, "there is no such voucher"
    said["vouchers"] = ["2025-01 付-2"]
    status, made = team.post(at, said)
    assert (status, made["number"], made["state"]) == (201, 1, "open")
    revised = {name: text for name, text in said.items() if name != "vouchers"}
    revised |= {"cause": "经办人疏忽", "amount": "18.00"}
    assert team.post(f"{at}/1/revise", revised)[0] == 422
    status, kept = team.post(f"{at}/1/revise", revised | {"reason": "核对后更正"})
    assert (status, kept["revision"]) == (200, 2)
    _, told = team.get(f"{at}/1")
    assert (told["cause"], told["amount"]) == ("经办人疏忽", "18.00")
    assert [f["number"] for f in team.get(at)[1]["findings"]] == [1]
    first = f"{FIRST}/findings/1"
    assert unit.get(first)[1]["steps"]
    step = f"{first}/steps"
    rectified = {"doing": "rectify", "words": "已补建档案", "amount": "10.00"}
    assert program(desks, "经甲").post(step, rectified)[0] == 403
    status, state = unit.post(step, rectified, key="right")
    assert (status, state["state"]) == (200, "rectified")
    assert unit.post(step, rectified, key="right") == (status, state)
    followed = {"doing": "follow_up", "words": "已核对"}
    assert team.post(step, followed)[0] == 422, "it has an outcome"
    assert team.post(step, {"doing": "raise"})[0] == 422
    state = team.post(step, followed | {"outcome": "accepted"})[1]
    assert state["state"] == "closed"
    assert team.get(first)[1]["recovered"] == "10.00"
    assert team.get(f"{FIRST}/findings/7")[0] == 404


def test_facts_are_collected_confirmed_written_and_reviewed(desks: Office) -> None:
    team, leader, unit = (program(desks, who) for who in ("经乙", "经甲", "主席"))
    facts = {"title": "没有签收", "facts": "付-2号凭证没有签收", "vouchers": ["无"]}
    assert team.post(f"{SECOND}/sheets", facts)[0] == 422
    facts["vouchers"] = ["2025-01 付-2"]
    status, sheet = team.post(f"{SECOND}/sheets", facts)
    assert (status, sheet["number"], sheet["answered"]) == (201, 1, None)
    answer = f"{SECOND}/sheets/1/answer"
    assert team.post(answer, {"answer": "confirmed"})[0] == 403
    assert unit.post(answer, {"answer": "refused"})[0] == 422, "in words"
    confirmed = unit.post(answer, {"answer": "confirmed"})[1]
    assert confirmed["answered"]["person"] == "主席"
    paper = {
        "index": "B1-1",
        "matter": "签收",
        "procedure": "抽查",
        "result": "一张",
        "conclusion": "补签",
        "sheets": [1],
        "pages": 2,
    }
    assert team.post(f"{SECOND}/papers", paper | {"sheets": [9]})[0] in {404, 422}
    assert team.post(f"{SECOND}/papers", paper)[1]["revision"] == 1
    review = f"{SECOND}/papers/B1-1/review"
    passed = {"outcome": "passed", "opinion": "证据充分"}
    assert team.post(review, passed)[0] == 422, "nobody reviews their own"
    assert leader.post(review, passed)[1]["passed"]
    assert team.get(f"{SECOND}/papers/B1-1")[1]["reviews"][0]["opinion"] == "证据充分"
    assert unit.get(f"{SECOND}/papers/B1-1")[0] == 403
    assert team.get(f"{SECOND}/papers/Z9-9")[0] == 404
    assert leader.get(SECOND)[1]["papers"] == ["B1-1"]


def test_a_sample_is_worked_and_says_what_it_says(desks: Office) -> None:
    team, at = program(desks, "经乙"), f"{SECOND}/samples/1-1"
    with reading(desks.books.engine) as connection:
        first = sample_of(connection, "U1", "J2026-2", (1, 1)).open[0]
    _, told = team.get(at)
    assert (told["open"], told["acceptable"]) == (len(told["items"]), None)
    wrong = {"item": first, "outcome": "error", "words": "多记"}
    assert team.post(at, {"results": [wrong]})[0] == 422, "the right amount is missing"
    found = {"item": first, "outcome": "deviation", "words": "没有签收"}
    assert program(desks, "审计甲").post(at, {"results": [found]})[0] == 422
    status, told = team.post(at, {"results": [found], "rest": True})
    assert (status, told["open"], told["acceptable"]) == (200, 0, False)
    assert [i["words"] for i in told["items"] if i["item"] == first] == ["没有签收"]
    assert "sha256" in team.fetch(f"{at}/script").text
    assert team.get(f"{SECOND}/samples/x")[0] == 404


def test_a_population_is_sealed_and_a_sample_drawn_in_jobs(desks: Office) -> None:
    team, at = program(desks, "经乙"), f"{SECOND}/populations"
    assert program(desks, "审计甲").post(at, {"of": "lines"})[0] == 422
    assert team.post(at, {"of": "vouchers", "since": "2025-01-01"})[0] == 422
    job = over(team, team.post(at, {"of": "vouchers"}))
    assert job["state"] == "done", job["said"]
    assert [p["number"] for p in team.get(at)[1]["populations"]] == [1, 2]
    drawn = {
        "population": 2,
        "purpose": "凭证附件",
        "seed": "3 5 8",
        "seed_source": "体彩公告",
        "units": "items",
        "method": "tickets",
        "risk": "0.05",
        "tolerable": "x",
        "size": 2,
    }
    assert team.post(f"{SECOND}/samples", drawn)[0] == 422
    answer = team.post(f"{SECOND}/samples", drawn | {"tolerable": "0.20"})
    job = over(team, answer)
    assert job["state"] == "done", job["said"]
    assert team.get(f"{SECOND}/samples/2-1")[1]["seed_source"] == "体彩公告"
    with reading(desks.books.engine) as connection:
        sealed = sealed_of(connection, "U1", "J2026-2", 2)
    content = team.fetch(f"{at}/2").content
    assert hashlib.sha256(content).hexdigest() == sealed.digest
    assert team.get(f"{at}/9")[0] == 404


def test_whoever_only_answers_sees_file_numbers_in_part(one: Office) -> None:
    file = "D130100202300221"
    lines = (
        building.debit("50404", 5_00, purpose="生活救助", recipient=file),
        building.credit("102", 5_00),
    )
    one.books.post(*(building.voucher(f"d{n}", *lines) for n in range(2)))
    leader = program(one, "经甲")
    job = over(leader, leader.post("/units/U1/checks", {"period": "2025"}))
    at = f"/units/U1/checks/{job['key']}/T16"
    exception = leader.get(at)[1]["exceptions"][0]
    assert file in exception["condition"]
    taken = {"engagement": "J2026-2", "title": exception["title"]}
    assert over(leader, leader.post(f"{at}/take", taken))["state"] == "done"
    assert file in str(leader.get(f"{SECOND}/findings/1"))
    told = str(program(one, "委员乙").get(f"{SECOND}/findings/1"))
    assert file not in told
    assert "D1301***221" in told


def test_a_sample_is_enlarged_and_what_was_found_stays(desks: Office) -> None:
    team, at = program(desks, "经乙"), f"{SECOND}/samples/1-1"
    first = team.post(at, {"rest": True})[1]
    drawn = len(first["items"])
    more = {"size": drawn + 1, "reason": "偏差超出预期"}
    enlarge = f"{at}/enlarge"
    for wrong in ({"size": drawn}, {"size": "4"}, {"reason": ""}):
        assert team.post(enlarge, more | wrong)[0] == 422, wrong
    assert program(desks, "审计甲").post(enlarge, more)[0] == 422, "not on the team"
    assert program(desks, "主席").post(enlarge, more)[0] == 403
    status, told = team.post(enlarge, more, key="more")
    assert (status, told["open"], len(told["items"])) == (200, 1, drawn + 1)
    assert team.post(enlarge, more, key="more") == (status, told)
    kept = {item["item"]: item["outcome"] for item in told["items"]}
    assert all(kept[item["item"]] == "right" for item in first["items"])
    assert team.post(f"{SECOND}/samples/1-9/enlarge", more)[0] == 404
    with reading(desks.books.engine) as connection:
        found = activity.search(connection, "经乙", None, None, "audit.enlarge")
    assert [entry.outcome for entry in found] == ["refused", "done", "refused"]
