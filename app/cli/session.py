"""The books opened for one person: who acts, at what instant, in which database.

While nobody has a secret `--as` may be left out: the operating system's user acts and
is logged. From the first secret on, everybody shows theirs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from app import activity, auth
from app.clock import now, today
from app.settings import Settings, read_settings
from app.wiring import demand_current
from ledger.database import Connection, Engine, open_books, reading, writing
from ledger.errors import DatabaseUnfit, Refused
from ledger.people import Act, Person, Right
from ledger.register import founding_person, lookups
from ledger.registration import register_people

Database = Annotated[
    str, typer.Option("--database", help="数据库地址（默认取 BANGFU_DATABASE）")
]
As = Annotated[str, typer.Option("--as", help="办理人的代码或登录名")]
Unit = Annotated[str, typer.Option("--unit", help="单位代码")]


@dataclass(frozen=True, slots=True)
class Session:
    """One command's hold on the books."""

    engine: Engine
    settings: Settings
    person: str
    act: Act

    @contextmanager
    def reading(self, unit: str = "") -> Iterator[Connection]:
        """Look at the books; with rights registered, only where one has any."""
        with reading(self.engine) as connection:
            person = _identified(connection, self)
            if person is not None and not any(
                auth.may(connection, person, right, unit, today()) for right in Right
            ):
                auth.demand(connection, person, Right.VIEW, unit, today())
            yield connection

    @contextmanager
    def writing(
        self, key: str, right: Right, unit: str = "", subject: str = ""
    ) -> Iterator[Connection]:
        """Change the books in one transaction, log it, and log a refusal too."""
        try:
            with writing(self.engine) as connection:
                self.allow(connection, right, unit)
                yield connection
                self.log(connection, key, unit, subject)
        except Refused:
            self.log_refused(key, unit, subject)
            raise

    @contextmanager
    def logged(
        self, key: str, right: Right, unit: str = "", subject: str = ""
    ) -> Iterator[None]:
        """Ask whether one may, let a verb use its own transactions, and log it."""
        try:
            with writing(self.engine) as connection:
                self.allow(connection, right, unit)
            yield
        except Refused:
            self.log_refused(key, unit, subject)
            raise
        with writing(self.engine) as connection:
            self.log(connection, key, unit, subject)

    def allow(self, connection: Connection, right: Right, unit: str) -> None:
        """Go on only if the person is known and has the right."""
        person = _identified(connection, self)
        if person is None:
            _meet(connection, self)
            return
        auth.demand(connection, person, right, unit, today())

    def log(
        self, connection: Connection, key: str, unit: str, subject: str, outcome: str = activity.DONE
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

    def log_refused(self, key: str, unit: str, subject: str) -> None:
        """Put a refused act into the log, in a transaction of its own."""
        with writing(self.engine) as connection:
            self.log(connection, key, unit, subject, activity.REFUSED)


def open_session(database: str = "", person: str = "") -> Session:
    """Open the books that are asked for.

    Raises:
        DatabaseUnfit: there are none yet, or they are not at this program's revision.
    """
    settings = read_settings()
    address = database or settings.database
    if address.startswith("sqlite:///") and not Path(address[10:]).exists():
        raise DatabaseUnfit("账簿数据库尚未建立", do="先运行 bangfu init")
    engine = open_books(address)
    demand_current(engine)
    acting = person or settings.os_user or "office"
    return Session(engine, settings, person, Act(acting, now()))


def _identified(connection: Connection, session: Session) -> int | None:
    """The person's number; None while people are taken at their word and unnamed."""
    if auth.nobody_has_secret(connection) and not session.person:
        return None
    secret = ""
    if not auth.nobody_has_secret(connection):
        secret = session.settings.secret or typer.prompt(
            f"{session.person or session.act.person} 的口令", hide_input=True, err=True
        )
    return auth.identify(connection, session.act.person, secret)


def _meet(connection: Connection, session: Session) -> None:
    """Register the operating system's user the first time they act."""
    founding_person(connection, session.act)
    if session.act.person not in lookups(connection).people:
        register_people(connection, [Person(code=session.act.person)], session.act)
