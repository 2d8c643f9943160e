"""Lists of what is handed over through the JSON half: drawn up, signed, completed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import activity
from ledger.database import reading
from tests.audit import leaving
from tests.server import Shelf
from tests.web.office import Office, offices
from tests.web.programs import program
from tests.web.test_handovers import fill

HERE = "/units/U1/handovers"
LIST = {
    "leaver": "甲",
    "post": "会计",
    "since": leaving.BEGAN.isoformat(),
    "receiver": "乙",
    "supervisor": "丙",
    "on": leaving.LEFT.isoformat(),
}
SEAL = {"kind": "seal", "item": "财务专用章", "quantity": "1枚"}


@pytest.fixture
def desks(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office that somebody leaves, on both databases."""
    yield from offices(shelf, dialect, tmp_path, ("leaving desks", fill))


@pytest.fixture
def one(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone."""
    yield from offices(shelf, "sqlite", tmp_path, ("leaving desks", fill))


def drawn(office: Office) -> str:
    """The address of a list that 王五 draws up."""
    status, made = program(office, "王五").post(HERE, LIST)
    assert status == 201, made
    return f"{HERE}/{made['head']['key']}"


def test_a_list_is_drawn_up_once_and_added_to(desks: Office) -> None:
    admin = program(desks, "王五")
    status, told = admin.post(HERE, LIST | {"receiver": "甲"})
    assert (status, "应是三个不同的人" in told["detail"]) == (422, True)
    assert admin.post(HERE, LIST | {"post": "无此职务"})[0] == 422
    assert admin.post(HERE, LIST | {"receiver": "无此人"})[0] == 404
    status, made = admin.post(HERE, LIST, key="list")
    assert (status, made["head"]["state"]) == (201, "drawn")
    assert {"fund", "account"} <= {line["kind"] for line in made["lines"]}
    assert {"right": "prepare", "unit": "U1"} in made["left"]
    assert admin.post(HERE, LIST, key="list") == (status, made)
    assert "已有移交清单" in admin.post(HERE, LIST)[1]["detail"]
    at = f"{HERE}/{made['head']['key']}"
    assert admin.post(f"{at}/lines", SEAL | {"amount": "x"})[0] == 422
    assert admin.post(f"{at}/lines", SEAL | {"kind": "none"})[0] == 422
    status, more = admin.post(f"{at}/lines", SEAL | {"amount": "-12.50"})
    added = more["lines"][-1]
    assert (status, added["item"], added["amount"]) == (201, "财务专用章", "-12.50")
    struck = {"line": added["number"], "reason": "已由上级收存"}
    assert admin.post(f"{at}/strike", struck | {"reason": ""})[0] == 422
    assert admin.post(f"{at}/strike", struck | {"line": 999})[0] == 404
    status, less = admin.post(f"{at}/strike", struck)
    assert (status, less["lines"][-1]["struck"]) == (200, "已由上级收存")
    assert less["head"]["lines"] == made["head"]["lines"]
    assert admin.post(f"{at}/strike", struck)[0] == 422
    assert admin.get(at)[1] == less


def test_three_sign_and_nothing_is_complete_while_rights_hold(desks: Office) -> None:
    at = drawn(desks)
    people = {
        "leaver": program(desks, "甲"),
        "receiver": program(desks, "乙"),
        "supervisor": program(desks, "丙"),
    }
    steps = f"{at}/steps"
    wrong = people["receiver"].post(steps, {"doing": "leaver"})
    assert (wrong[0], "应由 甲 办理" in wrong[1]["detail"]) == (422, True)
    for doing, one in people.items():
        signed = {"doing": doing, "words": "缺钥匙一把" if doing == "receiver" else ""}
        status, told = one.post(steps, signed, key=doing)
        assert status == 200
        assert one.post(steps, signed, key=doing) == (status, told)
    assert told["head"]["state"] == "signed"
    assert told["steps"][1]["words"] == "缺钥匙一把"
    supervisor, admin = people["supervisor"], program(desks, "王五")
    late = supervisor.post(steps, {"doing": "complete"})
    assert (late[0], "移交人仍有权限" in late[1]["detail"]) == (422, True)
    end = {"person": "甲", "right": "prepare", "since": "2025-01-01"}
    ended = admin.post("/units/U1/people/rights/end", end | {"until": "2026-01-01"})
    assert ended[0] == 200
    # What was given everywhere is ended where it was given.
    everywhere = desks.browser("王五").post(
        "/people/rights/end",
        end | {"right": "view", "until": "2026-01-01"},
    )
    assert everywhere == (303, "/people")
    status, told = supervisor.post(steps, {"doing": "complete"})
    assert (status, told["head"]["state"], told["left"]) == (200, "complete", [])
    assert admin.post(steps, {"doing": "withdraw", "words": "误"})[0] == 422
    with reading(desks.books.engine) as connection:
        log = activity.search(connection, "丙", None, None, "handover-list.complete")
    assert [entry.outcome for entry in log] == ["refused", "done"]


def test_signed_lines_stay_and_a_list_is_withdrawn(one: Office) -> None:
    at, admin = drawn(one), program(one, "王五")
    assert program(one, "乙").post(f"{at}/steps", {"doing": "receiver"})[0] == 200
    assert "行不再变动" in admin.post(f"{at}/lines", SEAL)[1]["detail"]
    assert admin.post(f"{at}/strike", {"line": 1, "reason": "误"})[0] == 422
    assert admin.post(f"{at}/steps", {"doing": "withdraw"})[0] == 422, "for a reason"
    withdrawn = {"doing": "withdraw", "words": "重新编制"}
    assert admin.post(f"{at}/steps", withdrawn)[1]["head"]["state"] == "withdrawn"
    assert drawn(one) != at


def test_who_is_not_named_and_draws_none_up_sees_none(one: Office) -> None:
    at = drawn(one)
    for person, sees in (("乙", True), ("张三", True), ("委员乙", False)):
        looker = program(one, person)
        assert looker.get(at)[0] == (200 if sees else 404), person
        assert bool(looker.get(HERE)[1]["lists"]) is sees
    other = program(one, "委员乙")
    assert other.post(f"{at}/steps", {"doing": "receiver"})[0] == 404
    assert other.post(HERE, LIST)[0] == 403
    assert other.post(f"{at}/lines", SEAL)[0] == 403
    assert program(one, "乙").post(f"{at}/lines", SEAL)[0] == 403
