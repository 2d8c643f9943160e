"""Hand-outs through the JSON half: planned, approved by another, issued, signed for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aid.handout_reading import LineState, handouts
from app import activity
from ledger.database import reading
from tests.server import Shelf
from tests.web.office import Office, offices
from tests.web.programs import file, program
from tests.web.test_handouts import day_of_issue, fill, post, states

LIST = "/units/U1/handouts"
ONE = f"{LIST}/H2026-1"
HEAD = {
    "title": "春季慰问",
    "fund": "F1",
    "project": "living",
    "dated_on": "2026-03-10",
    "ref": "api-1",
}


def line(recipient: str, item: str = "Q1", pieces: int = 1) -> dict[str, Any]:
    """So many of an item for one person."""
    return {"recipient": recipient, "item": item, "quantity_milli": pieces * 1_000}


PLAN = HEAD | {"lines": [line("A-1"), line("A-3", "V1", 2), line("A-4")]}


@pytest.fixture
def centre(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office with files and goods to give, on both databases."""
    yield from offices(shelf, dialect, tmp_path, ("hand-out desks", fill))


@pytest.fixture
def small(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone."""
    yield from offices(shelf, "sqlite", tmp_path, ("hand-out desks", fill))


def test_a_hand_out_takes_two_persons_and_a_signed_list(centre: Office) -> None:
    officer, board = program(centre, "张三"), program(centre, "委员乙")
    status, made = officer.post(LIST, PLAN, key="plan")
    assert (status, made["key"], made["state"]) == (201, "H2026-1", "planned")
    assert officer.post(LIST, PLAN, key="plan") == (201, made)
    assert officer.post(LIST, PLAN)[1]["already"]
    assert officer.post(f"{ONE}/issue")[0] == 422, "nobody approved it"
    assert officer.post(f"{ONE}/approve")[0] == 403
    assert board.post(f"{ONE}/issue")[0] == 403
    assert board.post(f"{ONE}/approve", {"opinion": "同意"})[1]["state"] == "approved"
    status, made = officer.post(f"{ONE}/issue", {"on": day_of_issue(centre)})
    assert (status, made["state"], made["draft"]) == (200, "issued", 3)
    post(centre.books, 3)
    sheet = {"sheet": "ab" * 32, "lines": [{"line": 1}, {"line": 2}]}
    bad = sheet | {"lines": [{"line": 1, "guardian": 7}]}
    assert officer.post(f"{ONE}/sign", bad)[0] == 422
    assert officer.post(f"{ONE}/sign", sheet)[1] == {"key": "H2026-1", "signed": 2}
    assert officer.post(f"{ONE}/sign", sheet)[1]["signed"] == 0, "it is on record"
    back = {"reason": "本人未到", "on": day_of_issue(centre)}
    assert officer.post(f"{ONE}/return", back | {"reason": ""})[0] == 422
    status, moved = officer.post(f"{ONE}/return", back)
    assert (status, len(moved["moves"]), moved["cost"]) == (200, 1, "100.00")
    assert officer.post(f"{ONE}/return", back)[0] == 422, "nothing is left"
    _, whole = officer.get(ONE)
    assert [one["recipient"] for one in whole["each"]] == ["A-1", "A-3", "A-4"]
    assert whole["each"][0]["sheet"] == "ab" * 32
    assert [one["person"] for one in whole["steps"]][:2] == ["委员乙", "张三"]
    assert states(centre)[2] is LineState.RETURNED
    signed = back | {"lines": [1]}
    assert officer.post(f"{ONE}/return", signed)[0] == 422
    assert officer.post(f"{ONE}/return", signed | {"sheet": "cd" * 32})[0] == 200


def test_a_check_keeps_nothing_and_a_list_is_as_good_as_lines(small: Office) -> None:
    officer = program(small, "张三")
    sent = file("名单.csv", "档案号,数量\nA-1,1\nA-2,1\n".encode())
    body = HEAD | {"list": sent, "item": "Q1"}
    looking = program(small, "张三", writes=False)
    status, found = looking.post(f"{LIST}/check", body)
    assert (status, [one["cost"] for one in found["lines"]]) == (
        200,
        ["100.00", "100.00"],
    )
    assert "同一户" in str(found)
    assert officer.get(LIST)[1] == {"handouts": []}
    with reading(small.books.engine) as connection:
        told = activity.search(connection, "张三", None, None, "aid.handout.check")
    assert [one.outcome for one in told] == ["done"]
    status, made = officer.post(LIST, body)
    assert (status, made["lines"], "同一户" in str(made["warnings"])) == (201, 2, True)


def test_what_is_wrong_is_told_line_by_line_and_nothing_is_planned(
    small: Office,
) -> None:
    officer = program(small, "张三")
    for wrong in (
        {"lines": []},
        {"lines": [line("X-9"), line("X-8")]},
        {"lines": [line("A-1", pieces=1_000)]},
        {"lines": [line("A-1", "none")]},
        {"project": "none"},
        {"title": ""},
        {"fund": "none"},
        {"list": file("a.csv", b"x\n")},
        {"lines": [], "list": file("a.csv", "档案号,数量\nA-1,很多\n".encode())},
    ):
        assert officer.post(LIST, PLAN | wrong)[0] in {404, 422}, wrong
    assert officer.post(f"{LIST}/H2026-9/issue")[0] == 404
    assert officer.get(f"{LIST}/H2026-9")[0] == 404
    with reading(small.books.engine) as connection:
        assert handouts(connection, "U1") == ()


def test_a_hand_out_is_turned_down_or_withdrawn_with_a_reason(small: Office) -> None:
    officer, board = program(small, "张三"), program(small, "委员乙")
    assert officer.post(LIST, PLAN)[0] == 201
    assert board.post(f"{ONE}/refuse")[0] == 422
    assert board.post(f"{ONE}/refuse", {"reason": "重复"})[1]["state"] == "refused"
    assert officer.post(LIST, PLAN | {"ref": "api-2"})[0] == 201
    two = f"{LIST}/H2026-2"
    assert officer.post(f"{two}/withdraw")[0] == 422
    assert board.post(f"{two}/withdraw", {"reason": "改期"})[0] == 403
    assert (
        officer.post(f"{two}/withdraw", {"reason": "改期"})[1]["state"] == "withdrawn"
    )
    kept = [one["state"] for one in officer.get(LIST)[1]["handouts"]]
    assert kept == ["withdrawn", "refused"]
