"""The database goes away and comes back: told so, and well again, nothing lost."""

from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from app.web.application import API, FORM_TOKEN, PATIENCE
from ledger.database import writing
from tests.web.office import Browser, Office
from tests.web.programs import Program, token_of

UNIT = "/units/U1"


def seated(office: Office, patience: float = PATIENCE) -> tuple[Browser, Program]:
    """A browser and a program at one running application."""
    client = office.client(patience)
    browser = Browser(client)
    assert browser.sign_in("张三") == 303
    return browser, Program(client, token_of(office, "张三"))


def test_a_file_that_was_moved_away_is_neither_used_nor_made(lite: Office) -> None:
    browser, one = seated(lite)
    assert browser.get(UNIT)[0] == 200
    path = Path(lite.books.url.removeprefix("sqlite:///"))
    away = path.with_name("away.db")
    path.rename(away)
    for _ in range(3):
        assert browser.get(UNIT)[0] == 503
        status, told = one.get(UNIT)
        assert (status, told["type"]) == (503, "urn:bangfu:problem:busy")
        assert one.post(f"{UNIT}/drafts", {"ref": "d"}, key="k")[0] == 503
    assert browser.get("/ready")[0] == 503
    assert not path.exists()
    away.rename(path)
    assert browser.get(UNIT)[0] == 200
    assert one.post(f"{UNIT}/drafts", {"ref": "d"}, key="k")[0] == 201
    assert one.get(f"{UNIT}/drafts")[1]["drafts"][0]["number"] == 1


def test_a_file_that_took_its_place_is_read_and_not_the_old_one(lite: Office) -> None:
    browser, _ = seated(lite)
    path = Path(lite.books.url.removeprefix("sqlite:///"))
    lite.books.engine.dispose()
    copy = path.with_name("copy.db")
    copy.write_bytes(path.read_bytes())
    path.unlink()
    path.write_bytes(b"no books at all, but a file\n" * 300)
    assert browser.get(UNIT)[0] == 503
    copy.replace(path)
    assert browser.get(UNIT)[0] in {200, 303}


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_sessions_that_the_server_ended_are_begun_again(office: Office) -> None:
    browser, one = seated(office)
    assert browser.get(UNIT)[0] == 200
    url = make_url(office.books.url)
    for _ in range(3):
        end_sessions_of(url.database or "", str(url.query["host"]))
        first = one.get(UNIT)
        assert first[0] in {200, 503}
        assert one.get(UNIT)[0] == 200
        end_sessions_of(url.database or "", str(url.query["host"]))
        assert browser.get(UNIT)[0] in {200, 503}
        assert browser.get(UNIT)[0] == 200
        end_sessions_of(url.database or "", str(url.query["host"]))
        key = f"k{_}"
        done = one.post(f"{UNIT}/drafts", {"ref": key}, key=key)
        assert done[0] in {201, 503}
        assert one.post(f"{UNIT}/drafts", {"ref": key}, key=key)[0] == 201
    assert len(one.get(f"{UNIT}/drafts")[1]["drafts"]) == 3


def test_who_waits_for_another_writer_is_told_to_come_again(lite: Office) -> None:
    browser, one = seated(lite, patience=0.1)
    headers = {"Authorization": f"Bearer {one.token}", "Idempotency-Key": "k"}
    with writing(lite.books.engine, "导入账套"):
        assert browser.get(UNIT)[0] == 200, "reading waits for nobody"
        answer = one.client.post(f"{API}{UNIT}/drafts", json={}, headers=headers)
        page = browser.client.post(
            "/me/sessions/end", data={FORM_TOKEN: browser.form_token}
        )
    assert (answer.status_code, page.status_code) == (503, 503)
    assert answer.headers["retry-after"] == page.headers["retry-after"] == "5"
    assert "导入账套" in answer.json()["detail"]
    again = one.client.post(f"{API}{UNIT}/drafts", json={}, headers=headers)
    assert again.status_code == 201


def end_sessions_of(database: str, host: str) -> None:
    """End every session in a database, as its administrator may."""
    with psycopg.connect(
        host=host, dbname="postgres", user="postgres", autocommit=True
    ) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            (database,),
        )
