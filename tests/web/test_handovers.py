"""Lists of what is handed over on pages: drawn up, added to, signed, completed."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import activity, duties
from app.web import languages
from audit.handover_kinds import Doing, LineKind, State
from audit.handover_lists import Inventory, inventory
from ledger import registration
from ledger.database import reading, writing
from ledger.people import Grant, Right
from tests import building
from tests.audit import leaving
from tests.building import Books
from tests.server import Shelf
from tests.web.office import SINCE, Office, give_secret, offices, seat

BASE = "/units/U1/handovers"
LIST = re.compile(r"/units/U1/handovers/(Y[0-9]{4}-[0-9]+)")


def fill(books: Books) -> None:
    """The officers of `tests/audit/leaving.py` beside the desks of the office."""
    leaving.fill(books)
    seat(books)
    given = [
        Grant(person=person, right=right, unit="U1", since=SINCE)
        for person, right in (("乙", Right.VIEW), ("丙", Right.APPROVE))
    ]
    with writing(books.engine) as connection:
        assert not registration.register_rights(connection, given, building.ACT)
        for person in ("甲", "乙", "丙"):
            give_secret(connection, person)


@pytest.fixture
def desks(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office that somebody leaves, on both databases."""
    yield from offices(shelf, dialect, tmp_path, ("leaving desks", fill))


@pytest.fixture
def one(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone."""
    yield from offices(shelf, "sqlite", tmp_path, ("leaving desks", fill))


def asked(office: Office) -> dict[str, str]:
    """甲 hands the post of the first half of 2025 over."""
    with reading(office.books.engine) as connection:
        posts = duties.posts_in(connection, "U1")
    first = next(p for p in posts if (p.person, p.since) == ("甲", leaving.BEGAN))
    return {
        "tenure": first.key,
        "receiver": "乙",
        "supervisor": "丙",
        "on": leaving.LEFT.isoformat(),
    }


def drawn(office: Office) -> str:
    """The address of a list that 王五 draws up."""
    status, path = office.browser("王五").post(BASE, asked(office))
    assert status == 303, path
    assert LIST.fullmatch(path)
    return path


def kept(office: Office, path: str) -> Inventory:
    with reading(office.books.engine) as connection:
        return inventory(connection, "U1", path.rpartition("/")[2])


def test_a_list_is_drawn_up_from_the_books_and_added_to(desks: Office) -> None:
    browser = desks.browser("王五")
    status, page = browser.post(BASE, asked(desks) | {"receiver": "甲"})
    assert status == 422
    assert "应是三个不同的人" in page
    assert 'value="甲"' in page
    at = drawn(desks)
    page = browser.get(at)[1]
    for kind in LineKind:
        assert kind.label in page or kind is LineKind.OTHER
    assert "/units/U1/accounts/102" not in page, "an administrator keeps no books"
    assert "移交人的“制单”权限（U1）" in page
    seal = {"kind": "seal", "item": "财务专用章", "quantity": "1枚", "amount": "x"}
    status, page = browser.post(f"{at}/lines", seal)
    assert status == 422
    assert 'value="财务专用章"' in page
    assert browser.post(f"{at}/lines", seal | {"amount": ""})[0] == 303
    number = kept(desks, at).lines[-1].number
    assert "财务专用章" in browser.get(f"{at}?strike={number}")[1]
    assert browser.post(f"{at}/strike", {"strike": str(number)})[0] == 422
    struck = {"strike": str(number), "reason": "已由上级收存"}
    assert browser.post(f"{at}/strike", struck) == (303, at)
    assert "已由上级收存" in browser.get(at)[1]
    sheet = browser.client.get(f"{at}?as=csv").text
    assert "财务专用章" in sheet
    assert at.rpartition("/")[2] in browser.client.get(f"{BASE}?as=csv").text


def test_three_sign_and_nothing_is_complete_while_rights_hold(desks: Office) -> None:
    at = drawn(desks)
    people = {
        Doing.LEAVER: desks.browser("甲"),
        Doing.RECEIVER: desks.browser("乙"),
        Doing.SUPERVISOR: desks.browser("丙"),
    }
    page = people[Doing.RECEIVER].get(at)[1]
    assert '<input type="hidden" name="doing" value="receiver">' in page
    assert 'value="leaver"' not in page
    status, page = people[Doing.RECEIVER].post(f"{at}/steps", {"doing": "leaver"})
    assert status == 422
    assert "应由 甲 办理" in page
    for doing, browser in people.items():
        words = "缺钥匙一把" if doing is Doing.RECEIVER else ""
        typed = {"doing": doing.value, "words": words}
        assert browser.post(f"{at}/steps", typed) == (303, at)
    supervisor = people[Doing.SUPERVISOR]
    page = supervisor.get(at)[1]
    assert "缺钥匙一把" in page
    assert "收回以前不能完成移交" in page
    status, page = supervisor.post(f"{at}/steps", {"doing": "complete"})
    assert status == 422
    assert "移交人仍有权限：制单（U1）、查看（全部单位）" in page
    assert kept(desks, at).state is State.SIGNED
    admin = desks.browser("王五")
    for to, right in (("/units/U1/people", "prepare"), ("/people", "view")):
        end = {"person": "甲", "right": right, "since": "2025-01-01"}
        ended = admin.post(f"{to}/rights/end", end | {"until": "2026-01-01"})
        assert ended == (303, to)
    assert supervisor.post(f"{at}/steps", {"doing": "complete"}) == (303, at)
    assert kept(desks, at).state is State.COMPLETE
    assert admin.post(f"{at}/steps", {"doing": "withdraw", "words": "误"})[0] == 422
    with reading(desks.books.engine) as connection:
        told = activity.search(connection, "丙", None, None, "handover-list.complete")
    outcomes = [entry.outcome for entry in told]
    assert outcomes == [activity.REFUSED, activity.DONE]


def test_signed_lines_stay_as_they_are(one: Office) -> None:
    at = drawn(one)
    assert one.browser("乙").post(f"{at}/steps", {"doing": "receiver"}) == (303, at)
    browser = one.browser("王五")
    seal = {"kind": "seal", "item": "财务专用章"}
    status, page = browser.post(f"{at}/lines", seal)
    assert status == 422
    assert "行不再变动" in page
    assert browser.post(f"{at}/strike", {"strike": "1", "reason": "误"})[0] == 422
    assert browser.post(f"{at}/steps", {"doing": "withdraw"})[0] == 422
    withdrawn = {"doing": "withdraw", "words": "重新编制"}
    assert browser.post(f"{at}/steps", withdrawn) == (303, at)
    assert kept(one, at).state is State.WITHDRAWN
    assert drawn(one) != at


def test_who_is_not_named_and_draws_none_up_sees_none(one: Office) -> None:
    at = drawn(one)
    for person, sees in (("乙", True), ("张三", True), ("委员乙", False)):
        browser = one.browser(person)
        assert browser.get(at)[0] == (200 if sees else 404), person
        assert ("Y" + at.rpartition("/Y")[2] in browser.get(BASE)[1]) is sees
    typed = {"doing": "receiver"}
    assert one.browser("委员乙").post(f"{at}/steps", typed)[0] == 404
    assert one.browser("委员乙").post(BASE, asked(one))[0] == 403
    assert "/units/U1/accounts/102" in one.browser("张三").get(at)[1]
    assert BASE in one.browser("乙").get("/units/U1")[1]
    assert BASE not in one.browser("委员乙").get("/units/U1")[1]


def test_a_list_is_drawn_up_once(one: Office) -> None:
    browser = one.browser("王五")
    typed = asked(one) | {"once": "h" * 24}
    first = browser.post(BASE, typed)
    assert first[0] == 303
    assert browser.post(BASE, typed) == first
    status, page = browser.post(BASE, asked(one))
    assert status == 422
    assert "这一任期已有移交清单" in page
    for wrong in ({"on": ""}, {"tenure": "x"}, {"on": "2099-01-01"}):
        assert browser.post(BASE, asked(one) | wrong)[0] == 422
    late = dt.date.max.isoformat()
    assert browser.post(BASE, asked(one) | {"on": late})[0] == 422


def test_every_kind_step_and_state_has_its_english() -> None:
    labels = {each.label for kind in (LineKind, Doing, State) for each in kind}
    assert labels - set(languages.catalogue("en")) == set()
