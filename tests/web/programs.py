"""Programs that act for somebody through the JSON half, by a token of theirs."""

import base64
import itertools
from dataclasses import dataclass, field
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from app.web import tokens
from app.web.application import API
from app.web.desk import desk_act
from app.web.tokens import Wish
from ledger.database import writing
from ledger.register import lookups
from tests.web.office import Office

_KEYS = itertools.count(1)


def file(name: str, content: bytes) -> dict[str, str]:
    """A file as it is sent in a body."""
    return {"name": name, "content": base64.b64encode(content).decode()}


def token_of(
    office: Office, person: str, *, writes: bool = True, unit: str = "", days: int = 30
) -> str:
    """A token of somebody."""
    wish = Wish(label="测试", days=days, writes=writes, unit=unit)
    with writing(office.books.engine) as connection:
        id_ = lookups(connection).person(person)
        return tokens.make(connection, id_, wish, desk_act(person))


@dataclass(frozen=True, slots=True)
class Program:
    """Somebody's program; it tells the status and the JSON of each answer."""

    client: TestClient
    token: str
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **query: Any) -> tuple[int, Any]:
        """Ask for something."""
        answer = self.client.get(
            API + path, params=query, headers={**self._shown(), **self.headers}
        )
        return answer.status_code, answer.json()

    def post(
        self, path: str, body: object = None, key: str | None = None
    ) -> tuple[int, Any]:
        """Have something done, under a key of its own unless one is given."""
        key = f"k{next(_KEYS)}" if key is None else key
        headers = {**self._shown(), "Idempotency-Key": key, **self.headers}
        answer = self.client.post(API + path, json=body or {}, headers=headers)
        return answer.status_code, answer.json()

    def fetch(self, path: str) -> Response:
        """The whole answer to a GET, where it is a file."""
        return self.client.get(API + path, headers=self._shown())

    def send(self, path: str, body: object = None) -> Response:
        """The whole answer to a POST, under a key of its own."""
        headers = {**self._shown(), "Idempotency-Key": f"k{next(_KEYS)}"}
        return self.client.post(API + path, json=body or {}, headers=headers)

    def _shown(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def program(office: Office, person: str, **wish: Any) -> Program:
    """A program with a new token of somebody."""
    return Program(office.client(), token_of(office, person, **wish))
