"""An office with people at every desk, and browsers of theirs.

On the small world of `tests/building.py`: 张三 prepares, 李四 reviews and posts, 赵六
settles, 审计甲 audits, 委员乙 sits on the board, all in U1; 邻县丙 prepares in U2; 王五
administers everywhere. Everybody has the same made-up secret.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from argon2 import PasswordHasher
from starlette.testclient import TestClient

from app import store
from app.roles import Role
from app.settings import Settings
from app.web import sign_in
from app.web.application import COOKIE, FORM_TOKEN, PATIENCE, create
from ledger import registration
from ledger.database import Connection, Engine, writing
from ledger.people import Grant, Person
from ledger.register import lookups
from tests import building
from tests.server import Shelf

SECRET = "春暖花开二零二六"  # noqa: S105 - made up
SINCE = dt.date(2025, 1, 1)
DESKS: Mapping[str, tuple[Role, str]] = {
    "张三": (Role.OFFICER, "U1"),
    "李四": (Role.REVIEWER, "U1"),
    "赵六": (Role.CASHIER, "U1"),
    "审计甲": (Role.AUDITOR, "U1"),
    "委员乙": (Role.BOARD, "U1"),
    "邻县丙": (Role.OFFICER, "U2"),
    "王五": (Role.ADMIN, ""),
}


def seat(books: building.Books) -> None:
    """Give everybody their desk and secret."""
    new = [Person(code=code) for code in ("审计甲", "委员乙", "邻县丙")]
    grants = [
        Grant(person=code, right=right, unit=unit, since=SINCE)
        for code, (role, unit) in DESKS.items()
        for right in role.rights
    ]
    with writing(books.engine) as connection:
        assert not registration.register_people(connection, new, building.ACT)
        assert not registration.register_rights(connection, grants, building.ACT)
        for code in DESKS:
            give_secret(connection, code)


def give_secret(connection: Connection, code: str) -> None:
    """Give somebody the secret of all, as a hash that is quickly checked.

    A hash says itself what checking it costs, so that signing in is what it is in an
    office. What a secret costs there is asked where secrets are set.
    """
    hashed = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(SECRET)
    person_id = lookups(connection).person(code)
    store.append_secret(connection, person_id, 1, hashed, building.ACT.stamp)


@dataclass(frozen=True, slots=True)
class Browser:
    """Somebody's browser."""

    client: TestClient

    @property
    def form_token(self) -> str:
        """What the forms of its session carry; empty before signing in."""
        cookie = self.client.cookies.get(COOKIE)
        return sign_in.form_token(cookie) if cookie else ""

    def sign_in(self, person: str, secret: str = SECRET, **more: str) -> int:
        """Sign in; the status of the answer."""
        typed = {"login": person, "secret": secret, **more}
        return self.client.post("/sign-in", data=typed).status_code

    def get(self, path: str) -> tuple[int, str]:
        """Open a page: its status and its text, or where it leads."""
        answer = self.client.get(path)
        return answer.status_code, answer.headers.get("location", answer.text)

    def post(
        self, path: str, typed: Mapping[str, str] | None = None, **headers: str
    ) -> tuple[int, str]:
        """Send a form of this session."""
        data = {FORM_TOKEN: self.form_token, **(typed or {})}
        answer = self.client.post(path, data=data, headers=headers)
        return answer.status_code, answer.headers.get("location", answer.text)


@dataclass(frozen=True, slots=True)
class Office:
    """Books with people at their desks, and the application on them."""

    books: building.Books
    settings: Settings
    opened: list[Engine] = field(default_factory=list)
    """What browsers opened, closed at the end."""

    def client(self, patience: float = PATIENCE) -> TestClient:
        """A way to an application of its own, whose faults are answers as outside."""
        app = create(self.settings, patience=patience)
        self.opened.append(app.state.engine)
        return TestClient(app, follow_redirects=False, raise_server_exceptions=False)

    def browser(self, person: str = "") -> Browser:
        """A new browser, in which somebody has signed in."""
        browser = Browser(self.client())
        if person:
            assert browser.sign_in(person) == 303
        return browser

    def shut(self) -> None:
        """Let go of the database: a connection that is left open is told as a fault."""
        for engine in self.opened:
            engine.dispose()


Filling = tuple[str, Callable[[building.Books], None]]
"""What is in an office's books, under the name that it is kept by."""


def offices(
    shelf: Shelf, dialect: str, folder: Path, filled: Filling = ("desks", seat)
) -> Iterator[Office]:
    """An office of its own for a test, with its keys and papers in a folder."""
    for books in building.copied(shelf, dialect, *filled):
        settings = Settings(
            database=books.url,
            keys=folder / "keys",
            attachments=folder / "papers",
            work=folder / "work",
        )
        office = Office(books, settings)
        yield office
        office.shut()
