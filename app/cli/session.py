"""The books opened for one person: who acts, at what instant, in which database.

1. While nobody has a secret `--as` may be left out: the operating system's user acts
   and is logged. From the first secret on, everybody shows theirs.
2. A secret is asked for before the books are locked: nobody waits for someone typing.
3. An act is logged in the transaction in which it is done; a refused one is logged in
   a transaction of its own.
"""

import getpass
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from app import activity, auth
from app.clock import now, today
from app.errors import SecretNotAsked
from app.settings import SQLITE_FILE, Settings, demand_folders, read_settings
from app.wiring import demand_current
from ledger.database import Connection, Engine, open_books, reading, writing
from ledger.errors import DatabaseBusy, DatabaseUnfit, Refused
from ledger.people import Act, Person, Right
from ledger.privacy import shown
from ledger.register import founding_person, lookups

Allowed = Right | tuple[Right, ...] | None
"""The right that an act asks for, any of several, or none beside being known."""


@dataclass(frozen=True, slots=True)
class Session:
    """One command's hold on the books."""

    engine: Engine
    settings: Settings
    person: str
    """As `--as` says, empty where it was left out."""
    act: Act
    secret: str
    guarded: bool
    """Whether people show secrets in these books."""

    @contextmanager
    def reading(self, unit: str = "") -> Iterator[Connection]:
        """Look at the books; with rights registered, only where one has any."""
        with reading(self.engine) as connection:
            person = self._identified(connection)
            if person is not None:
                self._demand_any(connection, person, unit)
            yield connection

    @contextmanager
    def writing(
        self, key: str, right: Allowed, unit: str = "", subject: str = ""
    ) -> Iterator[Connection]:
        """Change the books in one transaction, log it, and log a refusal too."""
        with (
            self._refusals_logged(key, unit, subject),
            writing(self.engine) as connection,
        ):
            self.allow(connection, right, unit)
            yield connection
            self.log(connection, key, unit, subject)

    @contextmanager
    def logged(
        self, key: str, right: Allowed, unit: str = "", subject: str = ""
    ) -> Iterator[None]:
        """Ask whether one may, let a verb use its own transactions, and log it."""
        with self._refusals_logged(key, unit, subject):
            with writing(self.engine) as connection:
                self.allow(connection, right, unit)
            yield
        with writing(self.engine) as connection:
            self.log(connection, key, unit, subject)

    @contextmanager
    def _refusals_logged(self, key: str, unit: str, subject: str) -> Iterator[None]:
        try:
            yield
        except (DatabaseBusy, DatabaseUnfit):
            # Nothing can be written now, a log entry neither.
            raise
        except Refused:
            with writing(self.engine) as connection:
                self.log(connection, key, unit, subject, activity.REFUSED)
            raise

    def allow(self, connection: Connection, right: Allowed, unit: str) -> None:
        """Go on only if the person is known and has the right, or one of several."""
        person = self._identified(connection)
        if person is None:
            _meet(connection, self.act)
        elif right is not None:
            rights = right if isinstance(right, tuple) else (right,)
            auth.demand(connection, person, rights, unit, today())

    def log(
        self,
        connection: Connection,
        key: str,
        unit: str,
        subject: str,
        outcome: str = activity.DONE,
    ) -> None:
        """Put an act into the operation log."""
        activity.log(
            connection,
            self.act,
            key,
            unit=unit,
            subject=subject,
            os_user=self.settings.os_user,
            outcome=outcome,
        )

    def _identified(self, connection: Connection) -> int | None:
        """The person's number; None while people are taken at their word, unnamed."""
        if not self.person and not self.guarded:
            return None
        return auth.identify(connection, self.act.person, self.secret)

    def _demand_any(self, connection: Connection, person: int, unit: str) -> None:
        """Whoever has any right may look."""
        if not any(
            auth.may(connection, person, right, unit, today()) for right in Right
        ):
            auth.demand(connection, person, (Right.VIEW,), unit, today())


def open_session(database: str = "", person: str = "") -> Session:
    """Open the books that are asked for, and ask who acts.

    Raises:
        DatabaseUnfit: there are none yet, or they are not at this program's revision.
    """
    settings = read_settings()
    address = database or settings.database
    settings = replace(settings, database=address)
    demand_folders(settings)
    path = address.removeprefix(SQLITE_FILE)
    if path != address and not Path(path.partition("?")[0]).exists():
        raise DatabaseUnfit("账簿数据库尚未建立", do="先运行 bangfu init")
    engine = open_books(address)
    demand_current(engine)
    claimed = person or settings.os_user or "office"
    with reading(engine) as connection:
        guarded = not auth.nobody_has_secret(connection)
        books = lookups(connection)
    known = books.people.get(claimed)
    # A log-in is told by the code of whom it belongs to; what is neither may be
    # anything, and stands in the log for ever.
    code = books.person_codes[known] if known else shown(claimed)
    secret = _secret(settings, code) if guarded else ""
    return Session(engine, settings, person, Act(code, now()), secret, guarded)


def _secret(settings: Settings, code: str) -> str:
    return settings.secret or ask_hidden(f"{code} 的口令", "BANGFU_SECRET")


def ask_hidden(what: str, variable: str) -> str:
    """Ask for a secret at the terminal, which does not show it.

    Raises:
        SecretNotAsked: there is none; the variable is where it can be set instead.
    """
    with warnings.catch_warnings():
        # Without a terminal the secret would be shown as it is typed, or waited for.
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            asked: str = typer.prompt(what, hide_input=True, err=True)
        except getpass.GetPassWarning:
            sys.stderr.write("\n")
            raise SecretNotAsked(variable) from None
    return asked


def _meet(connection: Connection, act: Act) -> None:
    """Register the operating system's user the first time they act."""
    # A person is registered once; looking at the books registers nobody.
    from ledger.registration import register_people  # noqa: PLC0415

    founding_person(connection, act)
    if act.person not in lookups(connection).people:
        register_people(connection, [Person(code=act.person)], act)
