"""A page that shows something is one view of the books, and its looks are logged."""

import threading

from sqlalchemy import event

from app import activity
from ledger.database import Engine, reading, writing
from tests.web.office import Office


def test_a_page_is_one_view_of_the_books(office: Office) -> None:
    browser = office.browser("张三")
    engine: Engine = office.opened[-1]
    begun: list[object] = []
    event.listen(engine, "begin", begun.append)
    for path in ("/", "/units/U1", "/units/U1/vouchers", "/units/U1/drafts"):
        assert browser.get(path)[0] == 200
        assert len(begun) == 1, path
        begun.clear()


def test_a_look_that_cannot_be_logged_shows_nothing(lite: Office) -> None:
    browser = lite.browser("张三")
    path = "/units/U1/donations?open=1"
    assert browser.get(path)[0] == 200
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with writing(lite.books.engine):
            held.set()
            done.wait(60)

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(60)
    hasty = type(browser)(lite.client(patience=0.1))
    hasty.client.cookies = browser.client.cookies
    status, page = hasty.get(path)
    done.set()
    holder.join()
    assert status == 503, page
    assert "<table" not in page
    with reading(lite.books.engine) as connection:
        logged = activity.search(connection, "张三", None, None, "money.donors")
    assert len(logged) == 1
