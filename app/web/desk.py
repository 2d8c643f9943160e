"""What a page is handed, and what it answers.

1. A page gets a `Desk`: who sits there, where, when, and what was typed. It reads and
   writes the books through it, in transactions of its own.
2. A refused act answers with the page it came from, the sentence of the refusal and
   everything that was typed.
3. The act of a writing page is logged in its transaction; a refused one is logged too.
4. A form carries a number of its own. The same form sent again, by a double click or
   the way back, leads where it led before and does nothing; with other contents it is
   refused.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlencode

from app import activity, auth, web_store
from app.clock import now, today
from app.settings import Settings
from app.web.access import Route
from app.web.sign_in import Signed
from ledger.database import LOOKUPS, Connection, Engine, reading, writing
from ledger.errors import (
    DatabaseBusy,
    DatabaseUnfit,
    GuardBit,
    RecordRefused,
    Refused,
)
from ledger.people import Act, Right
from ledger.register import Lookups, lookups


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent with a form."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """A page to show: a template and what it is told."""

    template: str
    told: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Go:
    """Somewhere else to go, after a form was taken."""

    path: str
    said: str = ""
    """What is said there once."""
    cookie: str | None = field(default=None, repr=False)
    """A session that begins with it; empty: it ended."""
    language: str = ""
    """A language that is spoken from now on."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file to hand out."""

    content: bytes = field(repr=False)
    kind: str = "application/octet-stream"
    name: str = ""
    """As it is saved; empty: it is shown."""
    framed: Literal["", "page", "paper"] = ""
    """Shown inside ours: a report's page, or a paper beside what it proves."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file on disk to hand out; it is removed afterwards."""

    path: Path
    kind: str
    name: str


Answer = Page | Go | Sent | SentFile

ONCE = "once"
ONCE_LENGTH = 64


class Taken(Exception):  # noqa: N818 - it is an answer, not an accident
    """The form was taken before; where it led."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A person at a desk: one request."""

    route: Route
    engine: Engine
    settings: Settings
    signed: Signed | None
    act: Act
    places: Mapping[str, str]
    """What the address names: unit, number, …."""
    query: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict, repr=False)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """Fields of the form that may be given several times."""
    uploads: Mapping[str, Upload] = field(default_factory=dict, repr=False)
    """Files by field; the second of a field and later ones as `field#number`."""
    language: str = "zh"
    cookie: str = field(default="", repr=False)
    address: str = ""
    path: str = ""
    view: Connection | None = field(default=None, repr=False)
    """The books as a page that only shows something sees them, from first to last."""
    looks: list[tuple[str, str]] = field(default_factory=list, repr=False)
    """What is to be logged of them before anything is handed out: act and subject."""
    held: dict[str, frozenset[Right]] = field(default_factory=dict, repr=False)
    """The person's rights by unit, as far as they were asked for."""

    @property
    def unit(self) -> str:
        """The unit that the address names; empty where it names none."""
        return self.places.get("unit", "")

    @property
    def today(self) -> dt.date:
        """The present day in China."""
        return today()

    @property
    def me(self) -> Signed:
        """Whose session it is; only on pages that ask for one."""
        assert self.signed is not None
        return self.signed

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Look at the books."""
        if self.view is not None:
            yield self.view
            return
        with reading(self.engine, recalls=True) as connection:
            yield connection

    def kept(self, connection: Connection, path: str, said: str = "") -> Go:
        """Keep that this form was taken, in the transaction of what it did (4)."""
        once = self.form.get(ONCE, "")
        if once:
            row = {
                "person_id": self.me.person_id,
                "key": once[:ONCE_LENGTH],
                "asked": _asked(self),
                "status": 303,
                "answer": path,
                "at": self.act.stamp,
            }
            web_store.append_answer(connection, row)
        return Go(path, said)

    def _demand_new(self, connection: Connection) -> None:
        """Go on only with a form that was not taken before (4)."""
        once = self.form.get(ONCE, "")
        if not once or self.signed is None:
            return
        key = once[:ONCE_LENGTH]
        found = web_store.answer_of(connection, self.signed.person_id, key)
        if found is None:
            return
        if bytes(found.asked) == _asked(self):
            raise Taken(found.answer)
        raise RecordRefused(
            "这张表单已经提交过，现在填的与当时不同，没有再办一次。"
            "需要另办一件的，重新打开页面填写"
        )

    def _taken_meanwhile(self) -> Taken | None:
        """Where the same form led that was sent at the same time, and was taken (4)."""
        once = self.form.get(ONCE, "")
        if not once or self.signed is None:
            return None
        with reading(self.engine, recalls=True) as connection:
            found = web_store.answer_of(
                connection, self.signed.person_id, once[:ONCE_LENGTH]
            )
        same = found is not None and bytes(found.asked) == _asked(self)
        return Taken(found.answer) if found is not None and same else None

    @contextmanager
    def writing(self, subject: str = "", act: str = "") -> Iterator[Connection]:
        """Change the books in one transaction, and log it; log a refusal too (3)."""
        key = act or self.route.act
        try:
            with writing(self.engine) as connection:
                fresh(connection)
                self._demand_new(connection)
                yield connection
                self._log(connection, key, subject, activity.DONE)
        except (DatabaseBusy, DatabaseUnfit):
            # Nothing can be written now, a log entry neither.
            raise
        except Refused:
            if (before := self._taken_meanwhile()) is not None:
                raise before from None
            with writing(self.engine) as connection:
                self._log(connection, key, subject, activity.REFUSED)
            raise

    def number(self) -> str:
        """A new number for a form (4)."""
        return secrets.token_urlsafe(18)

    def as_file(self, form: str) -> str:
        """The address of this page's table as a file."""
        return f"{self.path}?{urlencode({**self.query, 'as': form})}"

    def signed_in(self, act: Act) -> "Desk":
        """The same desk for who has just shown who they are."""
        return replace(self, act=act)

    def note(self, subject: str = "", act: str = "") -> None:
        """Log a look at personal data, before anything of it is handed out."""
        self.looks.append((act or self.route.act, subject))
        if self.view is None:
            self.tell_looks()

    def tell_looks(self) -> None:
        """Log what was looked at so far."""
        if not self.looks:
            return
        with writing(self.engine) as connection:
            for key, subject in self.looks:
                self._log(connection, key, subject, activity.DONE)
        self.looks.clear()

    def _log(
        self, connection: Connection, key: str, subject: str, outcome: str
    ) -> None:
        activity.log(
            connection, self.act, key, unit=self.unit, subject=subject, outcome=outcome
        )

    def may(self, connection: Connection, *rights: Right, unit: str = "") -> bool:
        """Whether the person has one of these rights in a unit (the address's own)."""
        place = unit or self.unit
        if place not in self.held:
            me = self.me.person_id
            self.held[place] = auth.rights_in(connection, me, place, today())
        return not self.held[place].isdisjoint(rights)

    def lead_on(self, refusal: Refused) -> None:
        """Lead on where the same form went through at the very same moment (4).

        Raises:
            Taken: it did; the number of the form is what the database refused.
        """
        once = self.form.get(ONCE, "")
        if not once or not isinstance(refusal, GuardBit):
            return
        with self.reading() as connection:
            key = once[:ONCE_LENGTH]
            found = web_store.answer_of(connection, self.me.person_id, key)
        if found is not None and bytes(found.asked) == _asked(self):
            raise Taken(found.answer)

    def refused(
        self,
        refusal: Refused,
        template: str,
        told: Mapping[str, Any] | None = None,
        status: int = 422,
    ) -> Page:
        """The page again with the refusal and everything that was typed (2)."""
        self.lead_on(refusal)
        told = dict(told or {})
        return Page(
            template, {"typed": self.form, "refusal": str(refusal), **told}, status
        )


@lru_cache(maxsize=4096, typed=True)
def part(text: object) -> str:
    """A text as one part of an address, though it has slashes in it.

    A server undoes the escapes of an address before it looks for the slashes; so those
    of a text are written as in RFC 6901: `~1`, and `~0` for `~` itself.
    """
    return quote(str(text).replace("~", "~0").replace("/", "~1"), safe="")


def text_of(part: str) -> str:
    """The text that a part of an address stands for."""
    return part.replace("~1", "/").replace("~0", "~")


def _asked(desk: Desk) -> bytes:
    """The SHA-256 of a form: where it was sent, and all that it says."""
    digest = hashlib.sha256(desk.path.encode())
    for key, values in sorted(desk.lists.items()):
        for value in (key, *values):
            digest.update(b"\0" + value.encode("utf-8", "surrogatepass"))
    for key, upload in sorted(desk.uploads.items()):
        digest.update(b"\1" + key.encode() + hashlib.sha256(upload.content).digest())
    return digest.digest()


def fresh(connection: Connection) -> Lookups:
    """The master records as they are now: another process may have added to them."""
    connection.info.pop(LOOKUPS, None)
    return lookups(connection)


def desk_act(person: str) -> Act:
    """The act of a request: one person, one instant."""
    return Act(person, now())
