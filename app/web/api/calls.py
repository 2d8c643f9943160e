"""One request of the JSON half: who asks, what for, and the books it goes to.

1. A write is done once under its key: the same request again is answered as before,
   another one under the same key is refused.
2. The key is kept in the transaction of what was done: neither stands alone.
3. A write is logged in its transaction; a refused one is logged too.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel

from app import activity, auth, web_store
from app.clock import today
from app.settings import Settings
from app.web import tokens
from app.web.api.job_said import Accepted
from app.web.api.problems import troubled
from app.web.api.route import ACCEPTED, ApiRoute
from app.web.api.values import Asked
from app.web.desk import fresh
from app.web.numbers import number_of
from app.web.tokens import Held
from ledger.database import Connection, Engine, reading, writing
from ledger.errors import DatabaseBusy, DatabaseUnfit, Refused
from ledger.people import Act, Right
from ledger.register import UnitLookup, lookups

Given = TypeVar("Given", bound=BaseModel)

KEPT_AS = "api "
"""Before a key, so that it is told from the number of a form."""


class Answered(Exception):  # noqa: N818 - it is an answer, not an accident
    """The write was done before; what was answered then."""

    def __init__(self, status: int, answer: str) -> None:
        super().__init__(status)
        self.status, self.answer = status, answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request of somebody who may make it."""

    route: ApiRoute
    engine: Engine
    settings: Settings
    held: Held
    act: Act
    places: Mapping[str, str]
    """What the address names: unit, number, …."""
    query: Asked
    body: Asked = field(repr=False)
    key: str = ""

    @property
    def unit(self) -> str:
        """The unit that the address names; empty where it names none."""
        return self.places.get("unit", "")

    def number(self, name: str, kind: str) -> int:
        """A number that the address names.

        Raises:
            NotFound: it is no number by which anything can be called.
        """
        return number_of(self.places[name], kind)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Look at the books."""
        with reading(self.engine, recalls=True) as connection:
            yield connection

    @contextmanager
    def looking(self) -> Iterator[tuple[Connection, UnitLookup]]:
        """Look at the books of the unit that the address names."""
        with self.reading() as connection:
            yield connection, lookups(connection).unit(self.unit)

    @contextmanager
    def writing(self, subject: str = "", act: str = "") -> Iterator[Connection]:
        """Change the books in one transaction, once, and answer by `kept` in it.

        `act` is the key of the operation log where it is not that of the address.

        Raises:
            Answered: it was done before under this key (1).
        """
        try:
            with writing(self.engine) as connection:
                fresh(connection)
                self._demand_new(connection)
                yield connection
                self._log(connection, subject, activity.DONE, act)
        except (DatabaseBusy, DatabaseUnfit):
            # Nothing can be written now, a log entry neither.
            raise
        except Refused:
            with writing(self.engine) as connection:
                self._log(connection, subject, activity.REFUSED, act)
            raise

    def kept(self, connection: Connection, answer: Given) -> Given:
        """Keep what is answered, in the transaction of what was done (2)."""
        row = {
            "person_id": self.held.person_id,
            "key": KEPT_AS + self.key,
            "asked": self._asked(),
            "status": self.status_of(answer),
            "answer": answer.model_dump_json(),
            "at": self.act.stamp,
        }
        web_store.append_answer(connection, row)
        return answer

    def status_of(self, answer: BaseModel) -> int:
        """The status of an answer: that of the address, but where it names a job."""
        return ACCEPTED if isinstance(answer, Accepted) else self.route.status

    def note(self, subject: str, act: str = "") -> None:
        """Log what is looked at or handed out."""
        with writing(self.engine) as connection:
            self._log(connection, subject, activity.DONE, act)

    def may(self, connection: Connection, *rights: Right) -> bool:
        """Whether who asks has one of these rights in the unit of the address."""
        return any(
            auth.may(connection, self.held.person_id, right, self.unit, today())
            for right in rights
        )

    def demand(self, connection: Connection, *rights: Right) -> None:
        """Go on only for who has one of these rights in the unit of the address.

        Raises:
            NotAllowed: who asks has none of them.
        """
        auth.demand(connection, self.held.person_id, rights, self.unit, today())

    def demand_first(self) -> None:
        """Go on only if nothing was done under this key yet (1).

        It is for verbs that have transactions of their own; `writing` asks for itself.

        Raises:
            Answered: the same was done before under this key (1).
        """
        with self.reading() as connection:
            self._demand_new(connection)

    def before(self) -> Answered | None:
        """What was answered under this key, where the request was the same."""
        with reading(self.engine, recalls=True) as connection:
            found = self._found(connection)
        if found is None or bytes(found.asked) != self._asked():
            return None
        return Answered(found.status, found.answer)

    def units_where(self, connection: Connection, *rights: Right) -> list[str]:
        """The units in which a right is held, as far as the token reaches."""
        held = auth.rights_by_unit(connection, self.held.person_id, today())
        units = [unit for unit, its in held.items() if not its.isdisjoint(rights)]
        within = tokens.reached(connection, self.held)
        return sorted(unit for unit in units if within is None or unit in within)

    def _found(self, connection: Connection) -> Any | None:
        key = KEPT_AS + self.key
        return web_store.answer_of(connection, self.held.person_id, key)

    def _demand_new(self, connection: Connection) -> None:
        found = self._found(connection)
        if found is None:
            return
        if bytes(found.asked) != self._asked():
            raise troubled("key-used")
        raise Answered(found.status, found.answer)

    def _asked(self) -> bytes:
        """The SHA-256 of what was asked: the act, the place, all that was said."""
        parts = (self.route.path, *sorted(f"{k}={v}" for k, v in self.places.items()))
        said = "\0".join((*parts, self.body.model_dump_json()))
        return hashlib.sha256(said.encode()).digest()

    def _log(
        self, connection: Connection, subject: str, outcome: str, act: str = ""
    ) -> None:
        activity.log(
            connection,
            self.act,
            act or self.route.act,
            unit=self.unit,
            subject=subject,
            outcome=outcome,
        )
