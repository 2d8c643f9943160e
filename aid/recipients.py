"""Recipients (困难职工档案): one file a person, what it says, and what it said.

1. A number of identity has one file in the whole database, in its form of 18
   characters however it was typed. Who has one elsewhere is refused with the unit that
   holds it, and with nothing else.
2. What a file says is encrypted whole (`vault.py`) and bound to its place; blind
   indexes find a number, telephone, card or name again. A change is a revision: what
   was known on a day is shown as it was.
3. Members of a household may hold files of their own; such files are tied (`ties`).
   Two open files that name each other's workers are refused: they are one household
   with two heads.
4. A file is changed by the unit that holds it, while it is open (`recipient_steps.py`).
5. What is personal is in no refusal, record or log.

Basis: 困难职工档案管理办法 (一户一档、实名制、动态管理); 个人信息保护法 第五十一条.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from aid import recipient_store
from aid.bank_cards import BankCard
from aid.errors import RecipientRefused
from aid.identity import read_identity
from aid.recipient_fields import (
    FILE_FIELDS,
    PERSON_FIELDS,
    FileContent,
    PersonOnFile,
    loaded_values,
)
from aid.recipient_judging import Tell, judge
from aid.recipient_kinds import plain_name, plain_phone
from aid.recipient_tables import CLOSE
from aid.recipient_writing import (
    CARD_INDEX,
    IDENTITY_INDEX,
    NAME_INDEX,
    PHONE_INDEX,
    Given,
    Saved,
    Writing,
    member_context,
    revision_context,
)
from budgets.records import locked
from ledger import store
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.people import Act
from ledger.privacy import shown
from ledger.register import SHARED, UnitLookup, lookups
from treasury.vault import Vault

CHINA = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A file as it stands, without anything that is encrypted."""

    file: int
    code: str
    unit: str
    opened_on: dt.date
    is_open: bool
    reason: str
    acted_on: dt.date
    died_on: dt.date | None
    revision: int
    category: str
    persons: int


@dataclass(frozen=True, slots=True)
class Tie:
    """Another file that the same people belong to, and how."""

    code: str
    unit: str
    how: str


# -- saving -------------------------------------------------------------------------


def add(
    connection: Connection, unit: str, given: Given, vault: Vault, act: Act
) -> Standing:
    """Open a file.

    Raises:
        NotFound: there is no such unit.
        RecipientRefused: the person has a file, or it cannot be so; all is told.
    """
    wrong: list[str] = []
    at = held(connection, unit)
    blind = vault.blind(given.content.identity.number, IDENTITY_INDEX)
    for row in recipient_store.of_blinds(connection, [blind]):
        where = lookups(connection).unit_codes[row.unit_id]
        state = "" if row.act != CLOSE else "（已退出）"
        do = "由该单位变更、重新启用，或转出后接收"
        why = f"此人已在单位“{where}”建档{state}，一人一档"
        raise RecipientRefused("档案没有建立", why, do)
    saved = save(connection, at, [given], vault, act, _collect(wrong))
    if wrong:
        raise RecipientRefused("档案没有建立", "；".join(wrong), "改正后重新录入")
    return standing(connection, saved.added[0])


def change(
    connection: Connection, code: str, content: FileContent, vault: Vault, act: Act
) -> bool:
    """Replace what a file says; False where it says the same already.

    Raises:
        NotFound: there is no such file.
        RecipientRefused: it is closed, or cannot be so; all is told.
    """
    known = standing(connection, code)
    at = held(connection, known.unit)
    row = recipient_store.of_code(connection, code)
    if vault.blind(content.identity.number, IDENTITY_INDEX) != bytes(row.blind):
        why = "身份证号码与建档时不同，一份档案只属于一个人"
        do = "号码录错的，以“错建”退出此档，用正确的号码另建"
        raise RecipientRefused("档案没有变更", why, do)
    wrong: list[str] = []
    given = [Given(content=content, code=code)]
    saved = save(connection, at, given, vault, act, _collect(wrong))
    if wrong:
        raise RecipientRefused("档案没有变更", "；".join(wrong), "改正后重新录入")
    return bool(saved.changed)


def _collect(wrong: list[str]) -> Tell:
    return lambda _, __, what: wrong.append(what)


def held(connection: Connection, unit: str) -> UnitLookup:
    """The unit, held with what all units share: no other file is written meanwhile.

    Raises:
        NotFound: there is no such unit.
    """
    # The shared lock comes first, as in `register.append`: no two wait for each other.
    store.lock_unit(connection, SHARED)
    return locked(connection, unit)


def save(  # noqa: PLR0913, PLR0917 - as every verb, and where faults are told
    connection: Connection,
    unit: UnitLookup,
    given: Sequence[Given],
    vault: Vault,
    act: Act,
    tell: Tell,
) -> Saved:
    """Open the files that are not there, change those that say something else.

    The unit is held (`held`). Where anything is told as wrong nothing is written.
    """
    told = 0

    def count(place: int, key: str, what: str) -> None:
        nonlocal told
        told += 1
        tell(place, key, what)

    writing = Writing(connection, unit, vault, act)
    ready = [writing.sealed(one) for one in given]
    known = {
        bytes(row.blind): row
        for row in recipient_store.of_blinds(connection, {one.blind for one in ready})
    }
    judge(connection, unit, ready, known, act, count)
    if told:
        return Saved()
    return writing.write(ready, known)


# -- reading ------------------------------------------------------------------------


def standing(
    connection: Connection, code: str, known_on: dt.date | None = None
) -> Standing:
    """A file as it stands, or as it was known at the end of a day.

    Raises:
        NotFound: there is no such file, or there was none by then.
    """
    return _standing(connection, row_of(connection, code, known_on))


def row_of(connection: Connection, code: str, known_on: dt.date | None = None) -> Any:
    """The row of a file with its last step and its latest revision.

    Raises:
        NotFound: as `standing`.
    """
    row = recipient_store.of_code(connection, code, known_before(known_on))
    if row is None:
        do = "用 bangfu aid recipients find 查找"
        # Somebody may have typed a number of identity in the place of a file number.
        what = "档案" if known_on is None else f"{known_on} 的档案"
        raise NotFound(what, shown(code), do)
    return row


def known_before(day: dt.date | None) -> str:
    """The instant before which all of a day in China is known, as rows tell it."""
    if day is None:
        return ""
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), CHINA)
    return end.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _standing(connection: Connection, row: Any) -> Standing:
    return Standing(
        file=row.file,
        code=row.code,
        unit=lookups(connection).unit_codes[row.unit_id],
        opened_on=row.opened_on,
        is_open=row.act != CLOSE,
        reason=row.reason,
        acted_on=row.acted_on,
        died_on=row.died_on,
        revision=row.revision,
        category=row.category,
        persons=row.persons,
    )


def opened(connection: Connection, row: Any, vault: Vault) -> FileContent:
    """What a file says, of a row of `row_of`.

    Raises:
        VaultRefused: the key is not at hand, or the row was changed or moved.
    """
    members = recipient_store.members(connection, row.file, row.revision)
    return _content(row, members, vault)


def opened_all(
    connection: Connection, rows: Sequence[Any], vault: Vault
) -> Iterator[FileContent]:
    """What each of many files says, of rows of `rows_of_unit`.

    Raises:
        VaultRefused: as `opened`.
    """
    revisions = {row.file: row.revision for row in rows}
    members = recipient_store.members_of_all(connection, revisions)
    for row in rows:
        yield _content(row, members.get(row.file, []), vault)


def _content(row: Any, members: Sequence[Any], vault: Vault) -> FileContent:
    context = revision_context(row.file, row.revision)
    told, worker = _unpacked(vault, row.locked, context)
    persons = [_person(worker)]
    for one in members:
        context = member_context(one.file, one.revision, one.number)
        persons.append(_person(*_unpacked(vault, one.locked, context)))
    return FileContent(persons=tuple(persons), **loaded_values(FILE_FIELDS, told))


def _unpacked(vault: Vault, sealed: bytes, context: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(vault.unlock(bytes(sealed), context))
    return found


def _person(texts: dict[str, str]) -> PersonOnFile:
    return PersonOnFile(**loaded_values(PERSON_FIELDS, texts))


@dataclass(frozen=True, slots=True)
class PayAccount:
    """Where a worker is paid, as a revision says; never shown."""

    holder: str = field(repr=False)
    card: BankCard | None
    bank: str


def accounts_at(
    connection: Connection, asked: Iterable[tuple[int, int]], vault: Vault
) -> dict[tuple[int, int], PayAccount]:
    """The bank accounts that revisions of files tell, by file and revision.

    Raises:
        VaultRefused: as `opened`.
    """
    found = {}
    for row in recipient_store.revisions_at(connection, asked):
        context = revision_context(row.file, row.revision)
        told, worker = _unpacked(vault, row.locked, context)
        kept = loaded_values(FILE_FIELDS, told)
        name, card, bank = _person(worker).name, kept.get("card"), kept.get("bank")
        account = PayAccount(name, card, bank or "")
        found[row.file, row.revision] = account
    return found


def rows_of_unit(
    connection: Connection, unit: str, known_on: dt.date | None = None
) -> list[tuple[Standing, Any]]:
    """The files that a unit holds, or held at the end of a day, with their rows.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    rows = recipient_store.of_unit(connection, unit_id, known_before(known_on))
    return [(_standing(connection, row), row) for row in rows]


# -- finding ------------------------------------------------------------------------


def find(
    connection: Connection, by: str, text: str, vault: Vault
) -> tuple[Standing, ...]:
    """The files of a number of identity, a telephone, a card or a name.

    Args:
        connection: the books.
        by: `identity`, `phone`, `card` or `name`.
        text: what is looked for, as typed.
        vault: the keys.

    Raises:
        IdentityRefused: it is no number of identity.
    """
    if by == "identity":
        number = read_identity(text).number
        blinds = [vault.blind(number, IDENTITY_INDEX)]
        rows = list(recipient_store.of_blinds(connection, blinds))
    else:
        index, purpose, plain = {
            "name": ("name_blind", NAME_INDEX, plain_name),
            "phone": ("phone_blind", PHONE_INDEX, plain_phone),
            "card": ("card_blind", CARD_INDEX, plain_phone),
        }[by]
        blind = vault.blind(plain(text), purpose)
        rows = recipient_store.found_by(connection, index, blind)
    return tuple(_standing(connection, row) for row in rows)


def ties(connection: Connection, code: str) -> tuple[Tie, ...]:
    """Other files that the worker or the members of a file belong to (3).

    Raises:
        NotFound: there is no such file.
    """
    row = row_of(connection, code)
    own = bytes(row.blind)
    members = {
        bytes(one.blind)
        for one in recipient_store.members(connection, row.file, row.revision)
        if one.blind is not None
    }
    how: dict[int, str] = {}
    for one in recipient_store.naming(connection, members | {own}):
        named = "本人是其家庭成员" if bytes(one.blind) == own else "有共同的家庭成员"
        how.setdefault(one.file, named)
    for one in recipient_store.of_blinds(connection, members):
        how[one.file] = "家庭成员的档案"
    how.pop(row.file, None)
    units = lookups(connection).unit_codes
    found = recipient_store.of_files(connection, how)
    return tuple(
        Tie(one.code, units[one.unit_id], how[one.file])
        for one in sorted(found, key=lambda one: int(one.file))
    )
