"""An office that is audited: the yearly audit of U1 for 2025, its report issued.

On the office of `office.py`: 经甲 leads the audit J2026-1, 经乙 and 经丙 are members,
主席 heads the unit, 孙七 may only look; finding 1 is to be put right by the end of May
2026. J2026-2 has just come to fieldwork, with a population and a sample of it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.settings import Settings
from audit import engagement_keeping, engagement_steps
from audit.engagement_steps import Asked
from audit.engagements import Doing, Given, Kind
from audit.populations import Of
from audit.sampling_keeping import draw_sample
from audit.sampling_sealing import seal
from ledger import registration
from ledger.database import Connection, writing
from ledger.people import Grant, Right
from tests import building
from tests.audit import engaging, sampling
from tests.building import Books, payment
from tests.server import Shelf
from tests.web.office import SINCE, Office, give_secret, seat

PEOPLE = (*engaging.AUDITORS, "主席", "孙七")


def fill(books: Books) -> None:
    """The desks, the auditors with their secrets, and two audits."""
    engaging.fill(books)
    books.post(*(payment(f"n{n}", 1_00 + n) for n in range(5)))
    seat(books)
    viewing = Grant(person="孙七", right=Right.VIEW, unit="U1", since=SINCE)
    with writing(books.engine) as connection:
        assert not registration.register_rights(connection, [viewing], building.ACT)
        for person in PEOPLE:
            give_secret(connection, person)
        engaging.rectifying(connection)
        _second(connection)


def _second(connection: Connection) -> None:
    come_to_fieldwork(connection, "J2026-2")
    act = engaging.act("经甲", engaging.day("05-06"))
    desk = engagement_keeping.desk_of(connection, "U1", "J2026-2", act)
    seal(desk, Of.PAYMENTS)
    draw_sample(desk, 1, sampling.wanted(size=3))


def come_to_fieldwork(connection: Connection, key: str, **more: Any) -> None:
    """Begin a special audit, which gets that key, and come to its fieldwork."""
    on = engaging.day("05-06")
    given = {"kind": Kind.SPECIAL, "title": "发放专项审计", "members": ("经乙",)}
    engagement_keeping.begin(
        connection, engaging.begun(**given | more), engaging.act("经甲", on)
    )
    for doing, asked in (
        (
            Doing.NOTICE,
            Asked(paper=f"某审通〔2026〕{key}号", due_on=engaging.day("05-12")),
        ),
        (Doing.PLAN, Asked(words="抽查付款凭证")),
        (Doing.UNDERTAKING, Asked(outcome=Given.GIVEN)),
        (Doing.FIELDWORK, Asked()),
    ):
        auditee = doing is Doing.UNDERTAKING
        at = (
            engagement_keeping.auditee_desk_of
            if auditee
            else engagement_keeping.desk_of
        )
        act = engaging.act("主席" if auditee else "经甲", on)
        engagement_steps.take(at(connection, "U1", key, act), doing, asked)


def audited(shelf: Shelf, dialect: str, folder: Path) -> Iterator[Office]:
    """An office of its own for a test, with its keys, papers and work in a folder."""
    for books in building.copied(shelf, dialect, "audited desks", fill):
        settings = Settings(
            database=books.url,
            keys=folder / "keys",
            signing=folder / "signing",
            attachments=folder / "papers",
            work=folder / "work",
        )
        office = Office(books, settings)
        yield office
        for engine in office.opened:
            engine.dispose()
