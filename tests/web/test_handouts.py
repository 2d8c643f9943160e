"""Hand-outs: planned from a list, approved by another, issued, signed for, returned."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from aid.claims import Project
from aid.handout_reading import LineState, State, handouts, line_standings
from app import activity
from app.web import handout_sheets, languages
from app.web.application import FORM_TOKEN
from ledger import drafts, store
from ledger.database import reading, writing
from ledger.people import Act
from ledger.register import SHARED
from tests.aid.handing import fill_centre
from tests.building import Books
from tests.server import Shelf
from tests.web import office
from tests.web.office import Office, offices

LIST = "/units/U1/handouts"
ONE = f"{LIST}/H2026-1"
HEAD = {
    "title": "春季慰问",
    "fund": "F1",
    "project": "living",
    "on": "2026-03-10",
    "ref": "web-1",
}
PLAN = HEAD | {"lines": "A-1,Q1,1\nA-3，V1，2\nA-4,Q1,1"}


def fill(books: Books) -> None:
    fill_centre(books)
    office.seat(books)


@pytest.fixture
def centre(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office with files and goods to give, on both databases."""
    yield from offices(shelf, dialect, tmp_path, ("hand-out desks", fill))


@pytest.fixture
def small(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone."""
    yield from offices(shelf, "sqlite", tmp_path, ("hand-out desks", fill))


def post(books: Books, draft: int) -> None:
    at = dt.datetime.now(dt.UTC)
    with writing(books.engine) as connection:
        drafts.review(connection, "U1", draft, Act("李四", at))
        drafts.post(connection, "U1", draft, Act("王五", at))


def states(office: Office) -> list[LineState]:
    with reading(office.books.engine) as connection:
        (one,) = handouts(connection, "U1")
        return [line.state for line in line_standings(connection, one)]


def test_a_hand_out_takes_two_persons_and_a_signed_list(centre: Office) -> None:
    officer, board = centre.browser("张三"), centre.browser("委员乙")
    once = PLAN | {"do": "plan", "once": "a-form"}
    assert officer.post(LIST, once) == (303, ONE)
    assert officer.post(LIST, once) == (303, ONE)
    assert "发放单 H2026-1（3 行）：待批准" in officer.get(ONE)[1]
    assert f"{ONE}/approve" not in officer.get(ONE)[1]
    assert officer.post(f"{ONE}/approve")[0] == 403
    page = board.get(ONE)[1]
    assert page.index("没有发现问题") < page.index(f"{ONE}/approve")
    assert "没有发现问题" not in officer.get(ONE)[1]
    assert ONE in board.get("/units/U1/approvals")[1]
    assert board.post(f"{ONE}/approve", {"opinion": "<b>同意</b>"}) == (303, ONE)
    assert ONE not in board.get("/units/U1/approvals")[1]
    page = officer.get(ONE)[1]
    assert f"{ONE}/issue" in page
    assert "<b>同意" not in page
    assert officer.post(f"{ONE}/issue", {"on": day_of_issue(centre)}) == (303, ONE)
    assert "凭证草稿 3 已提交" in officer.get(ONE)[1]
    post(centre.books, 3)
    page = officer.get(ONE)[1]
    assert "/units/U1/vouchers/web-1" in page
    assert "/units/U1/stock/moves/" in page
    assert "/units/U1/stock" not in board.get(ONE)[1]


def test_who_decides_sees_what_was_found_of_the_lines(centre: Office) -> None:
    officer, board = centre.browser("张三"), centre.browser("委员乙")
    pair = PLAN | {"lines": "A-1,Q1,1\nA-2,Q1,1", "do": "plan"}
    assert officer.post(LIST, pair) == (303, ONE)
    refused = board.post(f"{ONE}/refuse", {"reason": ""})
    assert refused[0] == 422
    for page in (board.get(ONE)[1], refused[1]):
        assert page.index("第 1 行：与第 2 行是同一户") < page.index(f"{ONE}/approve")
    with reading(centre.books.engine) as connection:
        told = activity.search(connection, "委员乙", None, None, "aid.handout.check")
    assert {one.subject for one in told} == {"H2026-1"}


def test_who_looks_waits_for_nobody_who_writes(centre: Office) -> None:
    """The unit is held by another; who decides reads a view that is consistent."""
    officer, board = centre.browser("张三"), centre.browser("委员乙")
    pair = PLAN | {"lines": "A-1,Q1,1\nA-2,Q1,1", "do": "plan"}
    assert officer.post(LIST, pair) == (303, ONE)
    unit = centre.books.lookups().unit("U1").id
    with centre.books.engine.connect() as writer:
        for held in (SHARED, unit):
            store.lock_unit(writer, held)
        status, page = board.get(ONE)
    assert (status, "第 1 行：与第 2 行是同一户" in page) == (200, True)


def day_of_issue(office: Office) -> str:
    """The first day on which what was approved may be issued."""
    with reading(office.books.engine) as connection:
        (one,) = handouts(connection, "U1")
    return max(one.dated_on, one.approved_on or one.dated_on).isoformat()


def issued(office: Office) -> None:
    """The plan, approved and issued."""
    officer = office.browser("张三")
    assert officer.post(LIST, PLAN | {"do": "plan"})[0] == 303
    assert office.browser("委员乙").post(f"{ONE}/approve")[0] == 303
    day = day_of_issue(office)
    assert officer.post(f"{ONE}/issue", {"on": day})[0] == 303


def test_lines_are_signed_for_and_the_rest_comes_back(centre: Office) -> None:
    issued(centre)
    post(centre.books, 3)
    officer = centre.browser("张三")
    assert officer.post(f"{ONE}/sign", {"line": "1"})[0] == 422
    status, page = officer.post(f"{ONE}/sign", {"line": "1", "guardian_1": "7"})
    assert status == 422
    assert 'name="line" value="1" aria-label="选 1" checked' in page
    answer = officer.client.post(
        f"{ONE}/sign",
        data={FORM_TOKEN: officer.form_token, "line": ["1", "2"]},
        files={"paper": ("签字表.pdf", b"%PDF signed")},
    )
    assert answer.status_code == 303
    assert states(centre) == [LineState.SIGNED, LineState.SIGNED, LineState.UNSIGNED]
    back = {"reason": "本人未到", "returned_on": day_of_issue(centre)}
    assert officer.post(f"{ONE}/return", back | {"line": "x"})[0] == 422
    assert officer.post(f"{ONE}/return", back) == (303, ONE)
    assert "退回 1 行" in officer.get(ONE)[1]
    assert states(centre)[2] is LineState.RETURNED
    assert officer.post(f"{ONE}/return", back)[0] == 422
    signed = back | {"line": "1"}
    status, page = officer.post(f"{ONE}/return", signed)
    assert (status, "凭交还人签字的退回单退回" in page) == (422, True)
    assert officer.post(f"{ONE}/return", signed | {"sheet": "ab" * 32})[0] == 303
    assert states(centre)[0] is LineState.RETURNED


def test_a_check_keeps_nothing_and_the_list_need_not_be_sent_again(
    small: Office,
) -> None:
    officer = small.browser("张三")
    content = "档案号,数量\nA-1,1\nA-2,1\n".encode()
    data = HEAD | {FORM_TOKEN: officer.form_token, "item": "Q1", "do": "check"}
    answer = officer.client.post(LIST, data=data, files={"list": ("名单.csv", content)})
    assert answer.status_code == 200
    assert "同一户" in answer.text
    with reading(small.books.engine) as connection:
        assert handouts(connection, "U1") == ()
        told = activity.search(connection, "张三", None, None, "aid.handout.check")
    assert [one.outcome for one in told] == ["done"]
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", answer.text, re.DOTALL)
    assert found is not None
    assert officer.post(LIST, HEAD | {"do": "plan", "lines": found[1]})[0] == 303


def test_what_is_wrong_is_told_line_by_line_and_stays(small: Office) -> None:
    officer = small.browser("张三")
    for wrong in (
        {"lines": ""},
        {"lines": "X-9,Q1,1\nX-8,Q1,1"},
        {"lines": "A-1,Q1,很多"},
        {"lines": "A-1,Q1,1000"},
        {"on": "三月"},
        {"year": "x"},
        {"project": "none"},
        {"title": ""},
        {"fund": "none"},
    ):
        typed = PLAN | {"purpose": "<em>慰问</em>", "do": "plan"} | wrong
        status, page = officer.post(LIST, typed)
        assert status == 422, wrong
        assert "<em>" not in page
        assert "&lt;em&gt;慰问&lt;/em&gt;" in page
    with reading(small.books.engine) as connection:
        assert handouts(connection, "U1") == ()
    assert officer.get(f"{LIST}/H2026-9")[0] == 404
    assert officer.post(f"{LIST}/H2026-9/issue")[0] == 404


def test_a_hand_out_is_turned_down_or_withdrawn_with_a_reason(small: Office) -> None:
    officer, board = small.browser("张三"), small.browser("委员乙")
    officer.post(LIST, PLAN | {"do": "plan"})
    assert board.post(f"{ONE}/refuse", {"reason": ""})[0] == 422
    assert board.post(f"{ONE}/refuse", {"reason": "名单未公示"}) == (303, ONE)
    assert "名单未公示" in officer.get(ONE)[1]
    two = f"{LIST}/H2026-2"
    assert officer.post(LIST, PLAN | {"do": "plan", "ref": "web-2"}) == (303, two)
    assert officer.post(f"{two}/withdraw", {"reason": "重编"}) == (303, two)
    assert f"{two}/withdraw" not in officer.get(two)[1]


def test_the_tables_are_had_as_files(small: Office) -> None:
    officer = small.browser("张三")
    officer.post(LIST, PLAN | {"do": "plan"})
    for path in (LIST, ONE):
        text = officer.client.get(f"{path}?as=csv").content.decode("utf-8-sig")
        assert "春季慰问" in text or "A-3" in text
        assert officer.client.get(f"{path}?as=xlsx").status_code == 200


def test_every_word_of_hand_outs_has_its_english() -> None:
    source = Path(handout_sheets.__file__).read_text("utf-8")
    said = set(re.findall(r'(?:Column|money|Sheet)\(\s*"\w+", "([^"]+)"', source))
    said |= {one.label for kind in (State, LineState, Project) for one in kind}
    said |= {"批准", "不予批准", "撤销", "发放"}
    assert len(said) > 40
    assert sorted(said - set(languages.catalogue("en"))) == []
