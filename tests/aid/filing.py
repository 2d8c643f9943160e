"""Recipients' files as plain as tests need them: made-up people, numbers that check."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from stdnum import luhn
from stdnum.cn import ric

from aid import recipient_steps as steps
from aid import recipients
from aid.identity import read_identity
from aid.recipient_fields import FileContent, PersonOnFile
from aid.recipient_writing import Given
from aid.recipients import Standing
from ledger.database import writing
from ledger.money import Money
from ledger.people import Act
from tests import building
from tests.building import Books
from tests.server import Shelf
from treasury.vault import Vault

KEY = bytes(range(32))
VAULT = Vault({1: KEY})
FILED = Act("张三", dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC))
LATER = Act("张三", dt.datetime(2026, 5, 6, 8, tzinfo=dt.UTC))
TODAY, SOON = dt.date(2026, 3, 2), dt.date(2026, 5, 6)
NAME, PHONE, ADDRESS, ILLNESS = "欧阳建国", "13912345678", "某市长青巷7号", "kidney"
CARD = "622848001234567890" + luhn.calc_check_digit("622848001234567890")
MEMBER = "欧阳小满"


def number(place: int) -> str:
    """A number of identity of 18 characters that checks; `place` tells them apart."""
    born = dt.date(1960, 1, 1) + dt.timedelta(days=place // 900)
    body = f"130102{born:%Y%m%d}{100 + place % 900:03d}"
    return body + str(ric.calc_check_digit(f"{body}0"))


def person(place: int, **told: Any) -> PersonOnFile:
    """A member of a household; the worker with the relation `self`."""
    usual = {"relation": "child", "name": MEMBER, "identity": number(place)}
    given = usual | told
    text = given.pop("identity")
    identity = None if text is None else read_identity(text)
    return PersonOnFile(identity=identity, **given)


def content(place: int = 1, *members: PersonOnFile, **told: Any) -> FileContent:
    """A file with the personal fields told."""
    keys = ("name", "identity", "illness", "state")
    own = {key: told.pop(key) for key in keys if key in told}
    usual = {"relation": "self", "name": NAME, "health": "ill", "illness": ILLNESS}
    worker = person(place, **usual | {"income": Money(4_000_00)} | own)
    from aid.bank_cards import BankCard  # noqa: PLC0415 - one use

    card = BankCard(CARD)
    common = {"category": "deep", "phone": PHONE, "address": ADDRESS, "card": card}
    more = {"year": 2025, "place": "130102", "main_cause": "own_illness"}
    return FileContent(persons=(worker, *members), **common | more | told)


def add(
    books: Books,
    given: FileContent,
    unit: str = "U1",
    code: str = "",
    act: Act = FILED,
) -> Standing:
    """Open a file in a transaction of its own."""
    with writing(books.engine) as connection:
        one = Given(content=given, code=code)
        return recipients.add(connection, unit, one, VAULT, act)


def change(books: Books, code: str, given: FileContent, act: Act = LATER) -> bool:
    """Change a file in a transaction of its own."""
    with writing(books.engine) as connection:
        return recipients.change(connection, code, given, VAULT, act)


def close(
    books: Books,
    code: str,
    reason: steps.Exit = steps.Exit.RELIEVED,
    died_on: dt.date | None = None,
    asked: steps.Asked | None = None,
) -> Standing:
    """Close a file in a transaction of its own."""
    asked = asked or steps.Asked(on=SOON, words="已就业")
    with writing(books.engine) as connection:
        return steps.close(connection, code, reason, asked, VAULT, LATER, died_on)


def reopen(
    books: Books, code: str, reason: steps.Return = steps.Return.AGAIN, words: str = ""
) -> Standing:
    """Reopen a file in a transaction of its own."""
    asked = steps.Asked(on=SOON, words=words)
    with writing(books.engine) as connection:
        return steps.reopen(connection, code, reason, asked, VAULT, LATER)


def move(
    books: Books, code: str, to: str = "U2", on: dt.date = SOON, act: Act = LATER
) -> Standing:
    """Move a file in a transaction of its own."""
    with writing(books.engine) as connection:
        asked = steps.Asked(on=on)
        return steps.move(connection, code, to, asked, VAULT, act)


def fill_recipients(books: Books) -> None:
    """A-1 of U1 with two members, changed once; A-2 of U1, moved to U2 and closed."""
    family = person(2), person(3, relation="spouse", name="司马兰")
    add(books, content(1, *family), code="A-1")
    add(books, content(4), code="A-2")
    change(books, "A-1", content(1, *family, phone="13800000000"))
    move(books, "A-2")
    close(books, "A-2", steps.Exit.DEATH, died_on=dt.date(2026, 5, 1))


def filled(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """Books with the files of `fill_recipients`, filled once a worker."""
    yield from building.copied(shelf, dialect, "recipients", fill_recipients)
