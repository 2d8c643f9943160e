"""What the pages withstand, walked over every route there is.

Forged forms, another unit's numbers, files that are not what they say, script in every
field, and fifty people at once.
"""

import io
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import func, select

from app import wiring
from app.web import sign_in
from app.web.access import Route, Scope
from app.web.application import COOKIE, FORM_TOKEN, UPLOADED_BYTES
from app.web.routes import ROUTES
from ledger.database import reading
from tests import building
from tests.server import Shelf
from tests.web import test_bank, test_batches
from tests.web.browsing import served
from tests.web.office import DESKS, Browser, Office, offices
from tests.web.office import SECRET as OURS
from tests.web.test_access import PLACES, expected, path_of
from tests.web.test_drafts import IN, OF, typed
from tests.web.test_hostile import FIELDS, SCRIPT

UNIT = "/units/U1"
WRITES = tuple(route for route in ROUTES if route.method == "POST")
SECRET = "邻县机密"  # noqa: S105 - what another unit's things are called
ENDING = {"/sign-out", "/me/sessions/end", "/me/secret"}
pytestmark = pytest.mark.slow
AT_ONCE = 50
BESIDE = ("operations", "records", "vault_keys", "web_sign_ins")
"""What grows beside the books: who came in, and the key that is made on first use."""


def may(route: Route) -> list[str]:
    """Who may go there, of those of the unit."""
    mine = [one for one, (_, unit) in DESKS.items() if unit in {"U1", ""}]
    return [one for one in mine if expected(route, one)]


def rows(office: Office, *but: str) -> dict[str, int]:
    """How many rows each table has, but for some and for sessions."""
    metadata, _ = wiring.declared()
    with reading(office.books.engine) as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar()
            for name, table in metadata.tables.items()
            if not name.startswith("web_session") and name not in but
        }


# -- forged forms -------------------------------------------------------------------


def test_no_write_goes_through_without_its_own_token(lite: Office) -> None:
    browsers = {person: lite.browser(person) for person in DESKS}
    again = {person: lite.browser(person) for person in DESKS}
    before, wrong = rows(lite), []
    for route in WRITES:
        for person in may(route)[:1]:
            browser = browsers[person]
            forged = {
                "none": None,
                "empty": "",
                "wrong": "x" * len(browser.form_token),
                "another person's": browsers["邻县丙"].form_token,
                "another session's": again[person].form_token,
                "the session itself": browser.client.cookies[COOKIE],
            }
            for kind, token in forged.items():
                data = {} if token is None else {FORM_TOKEN: token}
                answer = browser.client.post(path_of(route), data=data)
                if answer.status_code != 403:
                    wrong.append((route.path, person, kind, answer.status_code))
    assert wrong == []
    assert rows(lite) == before


def test_no_write_goes_through_from_another_site(lite: Office) -> None:
    browser, before = lite.browser("张三"), rows(lite)
    for route in WRITES:
        status, _ = browser.post(path_of(route), Origin="https://evil.example")
        assert status == 403, route.path
    assert rows(lite) == before


# -- another unit's numbers ---------------------------------------------------------


@pytest.fixture
def neighbours(lite: Office) -> Office:
    """An office whose neighbour has a voucher, a draft, and a gift with its donor."""
    lite.books.post(building.receipt("n1", 77_00, unit="U2", summary=SECRET))
    other = lite.browser("邻县丙")
    draft = typed(IN, OF, summary=SECRET, ref="n2")
    answer = other.client.post(
        "/units/U2/drafts/new", data=draft | {FORM_TOKEN: other.form_token}
    )
    assert answer.status_code == 303
    gift = {
        "amount": "1",
        "on": "2026-03-10",
        "fund": "F1",
        "kind": "organisation",
        "name": SECRET,
    }
    assert other.post("/units/U2/donations", gift)[0] == 303
    return lite


def theirs(name: str) -> str:
    """What a field or a part of an address would say of the neighbour."""
    named = {"unit": "U2", "ref": "n1", "copy": "n1", "reverse": "n1", "fund": "F1"}
    named |= {"row": "1/1", "posting": "1/1", "q": SECRET, "text": SECRET}
    return named.get(name, "1")


def test_another_units_numbers_open_nothing_and_change_nothing(
    neighbours: Office,
) -> None:
    query = {name: theirs(name) for name in ("copy", "reverse", "ref", "fund", "text")}
    places = PLACES | {"ref": "n1", "gift": "2026-1", "draft": "1", "position": "1"}
    fields = {name: theirs(name) for name in FIELDS}
    browsers = {person: neighbours.browser(person) for person in DESKS}
    before, told = standing(neighbours), []
    for route in (one for one in ROUTES if one.path not in ENDING):
        for person in [one for one in may(route) if DESKS[one][1]][:2]:
            browser = browsers[person]
            for unit in ("U1", "U2"):
                path = route.path.format(**{**places, "unit": unit})
                if route.method == "GET":
                    answer = browser.client.get(path, params=query)
                else:
                    data = fields | {FORM_TOKEN: browser.form_token}
                    answer = browser.client.post(path, data=data)
                there = route.scope is Scope.UNIT and unit == "U2"
                if SECRET in answer.text.replace(f'value="{SECRET}"', ""):
                    told.append((person, route.path, unit, "told"))
                if (there and answer.status_code != 404) or answer.status_code >= 500:
                    told.append((person, route.path, unit, answer.status_code))
    assert told == []
    assert standing(neighbours) == before


def standing(office: Office) -> list[tuple[str, list[tuple[object, ...]]]]:
    """What the neighbour has, row by row."""
    metadata, _ = wiring.declared()
    with reading(office.books.engine) as connection:
        units = metadata.tables["units"]
        query = select(units.c.id).where(units.c.code == "U2")
        unit = connection.execute(query).scalar_one()
        return [
            (name, sorted(map(tuple, connection.execute(mine)), key=repr))
            for name, table in sorted(metadata.tables.items())
            if "unit_id" in table.columns and name != "operations"
            for mine in [select(table).where(table.c.unit_id == unit)]
        ]


# -- files that are not what they say -----------------------------------------------


def bomb(name: str = "xl/workbook.xml", megabytes: int = 200) -> bytes:
    """A small archive that unpacks to very much."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as file,
    ):
        for _ in range(megabytes):
            file.write(b"\0" * (1 << 20))
    return stream.getvalue()


UNFIT = {
    "empty.csv": b"",
    "nothing.xlsx": b"no workbook",
    "program.csv": b"MZ\x90\0\x03" * 9,
    "page.pdf": b"<!DOCTYPE html><script>x7()</script>",
    "page.png": b"<svg onload=x7()>",
    "letters.csv": b"\xff\xfe\x00\x81\n",
    "wide.csv": b"a," * 20_000 + b"\n",
}


@pytest.fixture(scope="module")
def unfit() -> dict[str, bytes]:
    """Files of every unfit kind by their names."""
    packed = bomb()
    assert len(packed) < 1 << 20
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("xl/workbook.xml", packed)
        archive.writestr("../../outside.csv", "x")
    return UNFIT | {"bomb.xlsx": packed, "nested.xlsx": inner.getvalue()}


@pytest.fixture
def banked(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    yield from offices(shelf, "sqlite", tmp_path, ("bank desks", test_bank.fill))


@pytest.fixture
def aided(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    yield from offices(shelf, "sqlite", tmp_path, ("batch desks", test_batches.fill))


def refused(
    browser: Browser, path: str, field: str, given: dict[str, bytes], **said: str
) -> None:
    """Each file is refused in words, and one that is too large before it is read."""
    for name, content in given.items():
        answer = browser.client.post(
            path,
            data=said | {FORM_TOKEN: browser.form_token},
            files={field: (name, content)},
        )
        assert answer.status_code == 422, (path, name, answer.status_code)
        assert 'class="refusal"' in answer.text, (path, name)
        assert "<script>x7()" not in answer.text
    headers = {"Content-Length": str(UPLOADED_BYTES + 1)}
    assert browser.client.post(path, content=b"", headers=headers).status_code == 413


def test_unfit_statements_are_refused(banked: Office, unfit: dict[str, bytes]) -> None:
    before = rows(banked, *BESIDE)
    refused(banked.browser("张三"), f"{UNIT}/bank", "statement", unfit, account="1")
    assert rows(banked, *BESIDE) == before


def test_unfit_lists_are_refused(aided: Office, unfit: dict[str, bytes]) -> None:
    said = {"ref": "三月", "title": "三月救助", "fund": "F1", "total": "1.00"}
    before = rows(aided, *BESIDE)
    refused(aided.browser("张三"), f"{UNIT}/batches", "list", unfit, **said)
    assert rows(aided, *BESIDE) == before


def test_unfit_papers_are_refused(lite: Office, unfit: dict[str, bytes]) -> None:
    said = {
        "paper_kind": "bank_slip",
        "paper_dated_on": "2025-02-03",
        "paper_title": "银行回单",
    }
    browser = lite.browser("张三")
    draft = typed(IN, OF) | {FORM_TOKEN: browser.form_token}
    assert browser.client.post(f"{UNIT}/drafts/new", data=draft).status_code == 303
    given = {name: unfit[name] for name in ("nothing.xlsx", "page.pdf", "page.png")}
    refused(browser, f"{UNIT}/drafts/1/papers", "paper", given, do="attach", **said)
    folder = lite.settings.attachments
    assert folder is not None
    assert not [path for path in folder.rglob("*") if path.is_file()]
    # An archive is kept as it is: nobody unpacks it here, and it is saved, not shown.
    packed = {"paper": ("bomb.xlsx", unfit["bomb.xlsx"])}
    data = said | {"do": "attach", FORM_TOKEN: browser.form_token}
    at = f"{UNIT}/drafts/1/papers"
    assert browser.client.post(at, data=data, files=packed).status_code == 303
    answer = browser.client.get(f"{at}/1")
    assert answer.content == unfit["bomb.xlsx"]
    assert answer.headers["Content-Disposition"].startswith("attachment")


# -- script in every field ----------------------------------------------------------


def test_script_in_every_field_is_kept_as_text_and_never_runs(lite: Office) -> None:
    lite.books.post(building.receipt("r1", 100_00, summary=SCRIPT))
    browsers = {person: lite.browser(person) for person in DESKS}
    officer = browsers["张三"]
    lines = {"account": "102", "fund": "F1", "debit": "1", "memo": SCRIPT}
    draft = typed(lines, OF, summary=SCRIPT, ref="r<b>2", basis=SCRIPT)
    kept = officer.client.post(
        f"{UNIT}/drafts/new", data=draft | {FORM_TOKEN: officer.form_token}
    )
    assert kept.status_code == 303
    gift = {
        "amount": "1",
        "on": "2026-03-10",
        "fund": "F1",
        "kind": "organisation",
        "name": SCRIPT,
    }
    assert officer.post(f"{UNIT}/donations", gift | {"paper": SCRIPT})[0] == 303
    places = PLACES | {"gift": "2026-1"}
    raw = []
    for method in ("POST", "GET"):
        for route in (one for one in ROUTES if one.method == method):
            for person in may(route)[:1]:
                if route.path in ENDING or route.scope is Scope.OPEN:
                    continue
                path = route.path.format(**places)
                asked = dict.fromkeys((*FIELDS, "q", "period", "until"), SCRIPT)
                browser = browsers[person]
                answer = browser.client.request(
                    method,
                    path,
                    params=asked if method == "GET" and person == "张三" else {},
                    data=asked | {FORM_TOKEN: browser.form_token}
                    if method == "POST"
                    else None,
                )
                html = answer.headers.get("content-type", "").startswith("text/html")
                if answer.status_code >= 500 or (html and SCRIPT in answer.text):
                    raw.append((method, path, answer.status_code))
    assert raw == []
    shown = officer.get(f"{UNIT}/drafts/1")[1]
    assert "&lt;script&gt;x7()&lt;/script&gt;" in shown


# -- many at once -------------------------------------------------------------------


def test_fifty_people_at_once_are_all_served(office: Office) -> None:
    """They look around, and some write; who waits too long is told to come again."""
    people = [one for one in DESKS if DESKS[one][1] == "U1"]
    office.books.post(building.receipt("r1", 100_00))
    with served(office.settings) as address:
        sessions = {one: signed(address, one) for one in people}
        start = threading.Barrier(AT_ONCE)

        def one(number: int) -> tuple[str, list[int]]:
            person = people[number % len(people)]
            cookie, token = sessions[person]
            with httpx2.Client(base_url=address, timeout=120) as client:
                client.cookies.set(COOKIE, cookie)
                start.wait(60)
                seen = [
                    tried(client, path)
                    for path in (UNIT, f"{UNIT}/board", f"{UNIT}/balance?period=2025")
                ]
                if person != "张三":
                    return "", seen
                form = typed(IN, OF, ref=f"d{number}", once=f"form-{number}")
                data = form | {FORM_TOKEN: token}
                answer = client.post(f"{UNIT}/drafts/new", data=data)
                return answer.headers.get("location", ""), seen

        with ThreadPoolExecutor(AT_ONCE) as pool:
            done = list(pool.map(one, range(AT_ONCE)))
    assert {status for _, seen in done for status in seen} == {200}
    made = [where for where, _ in done if where]
    assert len(made) == len(set(made)) == AT_ONCE // len(people)


def signed(address: str, person: str) -> tuple[str, str]:
    """Somebody's session, and what its forms carry."""
    with httpx2.Client(base_url=address, timeout=60) as client:
        typed_in = {"login": person, "secret": OURS}
        assert client.post("/sign-in", data=typed_in).status_code == 303
        cookie = client.cookies[COOKIE]
        return cookie, sign_in.form_token(cookie)


def tried(client: httpx2.Client, path: str) -> int:
    """Open a page, and once more where one is told to come again."""
    answer = client.get(path)
    if answer.status_code == 503:
        assert answer.headers["Retry-After"]
        answer = client.get(path)
    return answer.status_code
