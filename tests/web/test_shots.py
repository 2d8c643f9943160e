"""The desks of the demonstration: a day was played, and every page has what to show."""

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import demo_desks
from app.prefecture_money import LIVE
from app.settings import Settings
from app.web.application import create
from app.web.routes import ROUTES
from audit import integrity
from ledger import catalogue, drafts
from ledger.database import open_books, reading
from ledger.drafts import State
from tests import demonstration
from tests.web import shots

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def seated(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Desks in a copy of the demonstration, and where they lie."""
    folder = tmp_path_factory.mktemp("desks") / "demo"
    shutil.copytree(demonstration.built()[0], folder)
    return demo_desks.seated(folder, lambda _said: None), folder


def test_the_day_leaves_whole_books_and_something_to_do(
    seated: tuple[str, Path],
) -> None:
    engine = open_books(seated[0])
    with reading(engine) as connection:
        report = integrity.verify(connection, (), catalogue.verify(connection))
        waiting = drafts.waiting(connection, LIVE)
    engine.dispose()
    assert report.differences == ()
    assert {one.state for one in waiting} == {
        State.DRAFT,
        State.SUBMITTED,
        State.RETURNED,
    }


def test_every_page_finds_what_its_address_names(
    seated: tuple[str, Path], tmp_path: Path
) -> None:
    app = create(Settings(database=seated[0], work=tmp_path))
    opened = []
    for person, role in demo_desks.PEOPLE.items():
        client = TestClient(app, follow_redirects=False)
        typed = {"login": person, "secret": demo_desks.SECRET}
        assert client.post("/sign-in", data=typed).status_code == 303
        for route in ROUTES:
            if route.method != "GET" or "{job}" in route.path:
                continue
            if shots.first_of(route) is role:
                path = route.path.format_map(shots.places_of(route, {}))
                assert client.get(path + shots.ASKED).status_code in {200, 303}, path
                opened.append(path)
    app.state.engine.dispose()
    assert len(opened) > len(ROUTES) / 3


def test_the_page_of_the_unions_other_money_tells_what_it_lent(
    seated: tuple[str, Path], tmp_path: Path
) -> None:
    app = create(Settings(database=seated[0], work=tmp_path))
    client = TestClient(app, follow_redirects=False)
    client.post("/sign-in", data={"login": "委员戊", "secret": demo_desks.SECRET})
    page = client.get(f"/units/{LIVE}/funds/GF?as=csv&table=tied").text
    app.state.engine.dispose()
    assert "垫付借出、还没还的,1,5000.00" in page
