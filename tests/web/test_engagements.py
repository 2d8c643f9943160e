"""The engagement board: what it shows, whose step is whose, and what is refused."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import activity
from app.web.jobs import State as JobState
from audit.engagement_keeping import engagement_of
from audit.engagements import State
from audit.finding_reading import finding_of
from audit.sampling_keeping import sample_of
from audit.sampling_sealing import sealed_of
from ledger.database import reading
from tests import building
from tests.server import Shelf
from tests.web.audit_office import audited
from tests.web.office import Office
from tests.web.test_jobs import last_is_logged, over

BOARD = "/units/U1/engagements"


@pytest.fixture
def desks(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office that is audited, on both databases."""
    yield from audited(shelf, dialect, tmp_path)


@pytest.fixture
def one(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone."""
    yield from audited(shelf, "sqlite", tmp_path)


def test_the_board_tells_steps_teams_findings_and_what_is_late(desks: Office) -> None:
    status, page = desks.browser("审计甲").get(BOARD)
    assert status == 200
    for told in ("J2026-1", "经甲", "整改中", "J2026-1/1", "无异议", "2026-05-31"):
        assert told in page
    sheet = desks.browser("审计甲").client.get(f"{BOARD}?as=csv").text
    assert "J2026-1/1" in sheet


# -- whose step it is ---------------------------------------------------------------


def test_whoever_is_not_on_the_team_looks_and_is_refused(one: Office) -> None:
    browser = one.browser("审计甲")
    status, page = browser.get(f"{BOARD}/J2026-1")
    assert status == 200
    assert "您不在这个项目的审计组中" in page
    typed = {"doing": "withdraw", "words": "不做了"}
    status, page = browser.post(f"{BOARD}/J2026-2/steps", typed)
    assert status == 422
    assert "不在审计组中" in page
    with reading(one.books.engine) as connection:
        stands = engagement_of(connection, "U1", "J2026-2").state
        told = activity.search(connection, "审计甲", None, None, "audit.withdraw")
    assert stands is State.FIELDWORK
    assert [entry.outcome for entry in told] == [activity.REFUSED]


def test_nobody_audits_what_they_kept(one: Office) -> None:
    typed = {
        "kind": "annual",
        "title": "2025年度审计",
        "period": "2025",
        "leader": "审计甲",
        "members": "张三",
    }
    status, page = one.browser("审计甲").post(BOARD, typed)
    assert status == 422
    assert "张三" in page
    assert "不得审计自己经办的账" in page
    assert 'value="2025年度审计"' in page


def test_an_engagement_is_begun_once(desks: Office) -> None:
    browser = desks.browser("审计甲")
    typed = {
        "kind": "special",
        "title": "物资专项审计",
        "period": "2025",
        "leader": "审计甲",
        "once": "a" * 24,
    }
    assert browser.post(BOARD, typed) == (303, f"{BOARD}/J2026-3")
    assert browser.post(BOARD, typed) == (303, f"{BOARD}/J2026-3")
    assert browser.get(f"{BOARD}/J2026-4")[0] == 404


def test_a_step_too_early_is_refused_and_nothing_typed_is_lost(one: Office) -> None:
    browser = one.browser("经甲")
    form = browser.get(f"{BOARD}/J2026-2?doing=draft")[1]
    assert 'name="due"' in form
    typed = {"doing": "draft", "paper": "某审函〔2026〕8号"}
    status, page = browser.post(f"{BOARD}/J2026-2/steps", typed)
    assert status == 422
    assert "还没有审计工作底稿" in page
    assert 'value="某审函〔2026〕8号"' in page
    assert (
        browser.post(f"{BOARD}/J2026-2/steps", {"doing": "draft", "on": "x"})[0] == 422
    )


def test_a_plan_is_changed_with_its_reason(desks: Office) -> None:
    browser = desks.browser("经甲")
    typed = {"doing": "plan", "words": "加查物资", "reason": "群众来信"}
    to = f"{BOARD}/J2026-2"
    assert browser.post(f"{to}/steps", typed) == (303, to)
    assert "群众来信" in browser.get(to)[1]


def test_the_auditee_puts_right_and_the_auditors_follow_up(desks: Office) -> None:
    at = f"{BOARD}/J2026-1/findings/1"
    unit = desks.browser("主席")
    assert "报送整改" in unit.get(at)[1]
    typed = {"doing": "rectify", "words": "已补建档案", "amount": "10.00"}
    status, page = desks.browser("经甲").post(at, typed)
    assert status == 422
    assert "没有“" in page
    assert unit.post(at, typed | {"once": "b" * 24}) == (303, at)
    assert unit.post(at, typed | {"once": "b" * 24}) == (303, at)
    status, page = desks.browser("经乙").post(at, {"doing": "follow_up", "words": "好"})
    assert status == 422
    typed = {"doing": "follow_up", "outcome": "accepted", "words": "已核对"}
    assert desks.browser("经乙").post(at, typed) == (303, at)
    with reading(desks.books.engine) as connection:
        found = finding_of(connection, "U1", "J2026-1", 1)
    assert (found.state.value, str(found.recovered)) == ("closed", "10.00")


def test_a_finding_leads_to_its_vouchers_by_right(one: Office) -> None:
    at = f"{BOARD}/J2026-1/findings/1"
    assert "/units/U1/vouchers/at/" in one.browser("经乙").get(at)[1]
    assert "/units/U1/vouchers/at/" not in one.browser("委员乙").get(at)[1]
    assert one.browser("经乙").get(f"{BOARD}/J2026-1/findings/7")[0] == 404
    assert one.browser("张三").get(at)[0] == 403


def test_the_board_leads_to_findings_that_one_may_open(one: Office) -> None:
    at = f"{BOARD}/J2026-1/findings/1"
    board = one.browser("委员乙")
    for page in ("/units/U1/board", "/units/U1/funds/F1"):
        assert f'href="{at}"' in board.get(page)[1], page
    assert board.get(at)[0] == 200
    looking = one.browser("孙七")
    page = looking.get("/units/U1/board")[1]
    assert "没有审计发现" not in page
    assert f'href="{at}"' not in page
    assert looking.get(at)[0] == 403


def test_an_auditor_raises_a_finding(desks: Office) -> None:
    at = f"{BOARD}/J2026-2/findings"
    browser = desks.browser("经乙")
    typed = {
        "title": "发放依据不全",
        "severity": "record",
        "criterion": "帮扶工作意见第2条",
        "condition": "付-2号凭证没有名单\r\n也没有签收",
        "effect": "不能证明用途",
        "recommendation": "补名单",
        "amount": "20.00",
        "vouchers": "2025-01 付-9999",
    }
    status, page = browser.post(at, typed)
    assert status == 422
    assert "没有凭证“2025-01 付-9999”" in page
    assert "付-2号凭证没有名单" in page
    assert browser.get(f"{at}/new")[0] == 200
    typed["vouchers"] = "2025-01 付-2"
    assert browser.post(at, typed) == (303, f"{at}/1")
    assert "发放依据不全" in browser.get(f"{at}/1")[1]
    form = browser.get(f"{at}/1/revise")[1]
    assert 'value="20.00"' in form
    revised = typed | {"cause": "经办人疏忽", "amount": "18.00"}
    assert browser.post(f"{at}/1/revise", revised)[0] == 422
    revised["reason"] = "核对后更正"
    assert browser.post(f"{at}/1/revise", revised) == (303, f"{at}/1")
    page = browser.get(f"{at}/1")[1]
    assert "经办人疏忽" in page
    assert "18.00" in page
    assert desks.browser("审计甲").post(f"{at}/1/revise", revised)[0] == 422


# -- samples ------------------------------------------------------------------------


def test_a_sample_is_worked_item_by_item(desks: Office) -> None:
    at = f"{BOARD}/J2026-2/samples/1-1"
    browser = desks.browser("经乙")
    with reading(desks.books.engine) as connection:
        worked = sample_of(connection, "U1", "J2026-2", (1, 1))
    first, *rest = worked.open
    page = browser.get(f"{at}?item={first}")[1]
    assert "登记检查结果" in page
    assert "/units/U1/vouchers/at/" in page
    status, page = browser.post(
        at, {"item": first, "outcome": "error", "words": "多记"}
    )
    assert status == 422
    assert "错报须写明与账面不同的正确金额" in page
    typed = {"item": first, "outcome": "deviation", "words": "没有签收"}
    assert browser.post(at, typed) == (303, f"{at}?item={rest[0]}#result")
    assert browser.post(at, {"rest": "right"}) == (303, at)
    assert "没有签收" in browser.get(at)[1]
    assert "不能接受" in browser.get(f"{at}?judge=1")[1]
    assert desks.browser("审计甲").post(at, typed)[0] == 422
    assert browser.get(f"{BOARD}/J2026-2/samples/x")[0] == 404


def test_a_sample_is_enlarged_and_its_first_part_stays(desks: Office) -> None:
    at = f"{BOARD}/J2026-2/samples/1-1"
    browser = desks.browser("经乙")
    assert browser.post(at, {"rest": "right"}) == (303, at)
    with reading(desks.books.engine) as connection:
        first = sample_of(connection, "U1", "J2026-2", (1, 1))
    typed = {"size": str(first.drawing.size), "reason": "偏差超出预期"}
    status, page = browser.post(f"{at}/enlarge", typed)
    assert status == 422
    assert f"新的样本量应大于 {first.drawing.size}" in page
    assert ">偏差超出预期</textarea>" in page
    count = first.sealed.count
    status, page = browser.post(f"{at}/enlarge", typed | {"size": str(count + 1)})
    assert status == 422
    assert f"样本量 {count + 1} 超过总体中可以抽取的 {count} 个项目" in page
    typed["size"] = str(first.drawing.size + 1)
    assert browser.post(f"{at}/enlarge", typed | {"size": "²"})[0] == 422
    assert browser.post(f"{at}/enlarge", typed | {"reason": ""})[0] == 422
    assert desks.browser("审计甲").post(f"{at}/enlarge", typed)[0] == 422
    assert browser.post(f"{at}/enlarge", typed | {"once": "e" * 24}) == (303, at)
    assert browser.post(f"{at}/enlarge", typed | {"once": "e" * 24}) == (303, at)
    with reading(desks.books.engine) as connection:
        larger = sample_of(connection, "U1", "J2026-2", (1, 1))
    assert [size.reason for size in larger.sizes] == ["", "偏差超出预期"]
    drawn, more = ({i.name for i in one.sample.items} for one in (first, larger))
    assert drawn < more
    assert set(larger.results) == drawn
    assert last_is_logged(desks, "audit_sample_sizes")
    page = browser.get(at)[1]
    assert "扩大的经过" in page
    assert "扩大后的抽取总数" not in page_of_everything(desks)


def page_of_everything(desks: Office) -> str:
    """The page of a sample of everything: there is nothing to enlarge."""
    at = f"{BOARD}/J2026-2/samples/1-1"
    browser = desks.browser("经乙")
    with reading(desks.books.engine) as connection:
        count = sample_of(connection, "U1", "J2026-2", (1, 1)).sealed.count
    typed = {"size": str(count), "reason": "全部检查"}
    assert browser.post(f"{at}/enlarge", typed) == (303, at)
    return browser.get(at)[1]


def test_a_population_is_sealed_and_a_sample_drawn(desks: Office) -> None:
    at = f"{BOARD}/J2026-2/samples"
    browser = desks.browser("经乙")
    status, path = browser.post(at, {"what": "seal", "of": "vouchers"})
    assert status == 303
    assert over(desks, browser, path, "经乙").state is JobState.DONE
    assert "J2026-2/2" in browser.get(at)[1]
    assert last_is_logged(desks, "audit_populations")
    typed = {
        "what": "draw",
        "population": "2",
        "purpose": "凭证附件",
        "seed": "3 5 8",
        "seed_source": "体彩公告",
        "units": "items",
        "method": "tickets",
        "risk": "5%",
        "tolerable": "x",
        "size": "2",
    }
    status, page = browser.post(at, typed)
    assert status == 422
    assert "可容忍程度写作 5% 或 0.05" in page
    assert 'value="体彩公告"' in page
    path = browser.post(at, typed | {"tolerable": "20%"})[1]
    job = over(desks, browser, path, "经乙")
    assert job.state is JobState.DONE, job.said
    assert last_is_logged(desks, "audit_sample_sizes")
    assert browser.get(f"{at}/2-1")[0] == 200
    assert "sha256" in browser.get(f"{at}/2-1/script")[1]
    text = browser.client.get(f"{BOARD}/J2026-2/populations/2").content
    with reading(desks.books.engine) as connection:
        sealed = sealed_of(connection, "U1", "J2026-2", 2)
    assert hashlib.sha256(text).hexdigest() == sealed.digest
    assert desks.browser("审计甲").post(at, {"what": "seal", "of": "lines"})[0] == 422
    assert browser.get(f"{BOARD}/J2026-2/populations/9")[0] == 404


# -- evidence sheets and working papers ---------------------------------------------


def test_facts_are_collected_confirmed_written_and_reviewed(desks: Office) -> None:
    at = f"{BOARD}/J2026-2"
    team, leader, unit = (desks.browser(who) for who in ("经乙", "经甲", "主席"))
    facts = {"title": "没有签收", "facts": "付-2号凭证没有签收", "vouchers": "无此凭证"}
    status, page = team.post(f"{at}/sheets", facts)
    assert status == 422
    assert "没有凭证“无此凭证”" in page
    facts["vouchers"] = "2025-01 付-2"
    assert team.post(f"{at}/sheets", facts) == (303, f"{at}/sheets/1")
    assert "/units/U1/vouchers/at/" in team.get(f"{at}/sheets/1")[1]
    assert team.post(f"{at}/sheets/1", {"answer": "confirmed"})[0] == 403
    assert unit.post(f"{at}/sheets/1", {"answer": "refused"})[0] == 422
    answer = (303, f"{at}/sheets/1")
    assert unit.post(f"{at}/sheets/1", {"answer": "confirmed"}) == answer
    paper = {
        "index": "B1-1",
        "matter": "签收",
        "procedure": "抽查",
        "result": "一张",
        "conclusion": "补签",
        "sheets": "1",
        "pages": "2",
    }
    assert team.post(f"{at}/papers", paper | {"sheets": "x"})[0] == 422
    assert team.post(f"{at}/papers", paper) == (303, f"{at}/papers/B1-1")
    own = team.post(
        f"{at}/papers/B1-1/review", {"outcome": "passed", "opinion": "同意"}
    )
    assert own[0] == 422
    passed = {"outcome": "passed", "opinion": "证据充分"}
    to = f"{at}/papers/B1-1"
    assert leader.post(f"{to}/review", passed) == (303, to)
    assert "证据充分" in leader.get(to)[1]
    assert 'name="reason"' in team.get(f"{at}/papers/new?of=B1-1")[1]
    assert "复核通过" in team.get(at)[1]
    draft = {"doing": "draft", "paper": "某审函〔2026〕8号"}
    status, page = leader.post(f"{at}/steps", draft)
    assert "还没有审计工作底稿" not in page
    assert "样本 J2026-2/1-1 还有没有检查的项目" in page
    assert unit.get(to)[0] == 403
    assert team.get(f"{at}/papers/Z9-9")[0] == 404


def test_whoever_only_answers_sees_file_numbers_in_part(one: Office) -> None:
    file = "D130100202300221"
    lines = (
        building.debit("50404", 5_00, purpose="生活救助", recipient=file),
        building.credit("102", 5_00),
    )
    one.books.post(*(building.voucher(f"d{n}", *lines) for n in range(2)))
    browser = one.browser("经甲")
    path = browser.post("/units/U1/checks", {"period": "2025"})[1]
    job = over(one, browser, path, "经甲")
    found = job.read("findings-T16.json")[0]
    assert file in found["condition"]
    typed = {"engagement": "J2026-2", "title": found["title"]}
    at = f"/units/U1/checks/{job.key}/T16/take"
    taken = over(one, browser, browser.post(at, typed)[1], "经甲")
    assert taken.state is JobState.DONE, taken.said
    finding = f"{BOARD}/J2026-2/findings/1"
    assert file in browser.get(finding)[1]
    page = one.browser("委员乙").get(finding)[1]
    assert file not in page
    assert "D1301***221" in page


def test_the_team_is_changed_by_its_leader(desks: Office) -> None:
    at = f"{BOARD}/J2026-2"
    leader = desks.browser("经甲")
    kept = {"auditor": "李四", "role": "member", "reason": "人手不足"}
    status, page = leader.post(f"{at}/team", kept)
    assert status == 422
    assert "不符合独立性要求" in page
    assert 'value="人手不足"' in page
    joined = kept | {"auditor": "经丙"}
    assert leader.post(f"{at}/team", joined) == (303, at)
    assert "经丙" in leader.get(at)[1]
    assert desks.browser("经乙").post(f"{at}/team", kept)[0] == 422


def test_an_auditor_sees_the_engagements_of_all_their_units(one: Office) -> None:
    page = one.browser("审计甲").get("/engagements")[1]
    assert "J2026-1" in page
    assert "某县总工会" in page
    assert "/engagements" in one.browser("审计甲").get("/")[1]
    assert one.browser("张三").get("/engagements")[0] == 403
