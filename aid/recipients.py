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
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aid import recipient_store
from aid.errors import RecipientRefused
from aid.identity import IdentityNumber
from aid.recipient_fields import (
    FILE_FIELDS,
    PERSON_FIELDS,
    FileContent,
    PersonOnFile,
    kept_texts,
    loaded_values,
)
from aid.recipient_kinds import plain_name, plain_phone
from aid.recipient_tables import CLOSE, DEATH, OPEN
from budgets.records import before_unit, locked
from ledger import store
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import SHARED, UnitLookup, append_rows, lookups
from ledger.texts import text_problems
from treasury.vault import Vault

CODE_LONGEST = 40
"""Characters of a file number."""

CHINA = dt.timezone(dt.timedelta(hours=8))

Tell = Callable[[int, str, str], None]
"""Is told the place of a given file, the key of a field, and what is wrong there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file as it is handed in; `code` empty asks for the next file number."""

    content: FileContent
    code: str = ""
    on: dt.date | None = None
    """The day it is opened on; the day of the act where none is told."""


@dataclass(frozen=True, slots=True)
class Saved:
    """File numbers that were opened, those that were changed, and how many stayed."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    same: int = 0


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

    writing = _Writing(connection, unit, vault, act)
    ready = [writing.sealed(one) for one in given]
    known = {
        bytes(row.blind): row
        for row in recipient_store.of_blinds(connection, {one.blind for one in ready})
    }
    _judge_codes(connection, ready, known, count)
    for place, one in enumerate(ready):
        _judge(connection, unit, (place, one), known.get(one.blind), act, count)
    _judge_heads(connection, ready, count)
    if told:
        return Saved()
    return writing.write(ready, known)


# -- judging ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A file that is handed in, with the blinds by which it is known."""

    given: Given
    blind: bytes
    members: tuple[bytes | None, ...]
    said: bytes


def _judge(  # noqa: PLR0913, PLR0917 - what a file is judged by
    connection: Connection,
    unit: UnitLookup,
    placed: tuple[int, _Sealed],
    row: Any,
    act: Act,
    tell: Tell,
) -> None:
    """Rules 1 and 4, and the days."""
    place, one = placed
    if row is not None:
        if row.unit_id != unit.id:
            where = lookups(connection).unit_codes[row.unit_id]
            tell(place, "identity", f"此人已在单位“{where}”建档，一人一档")
        elif row.act == CLOSE:
            why = "死亡" if row.reason == DEATH else "退出"
            tell(place, "identity", f"此人的档案已因{why}关闭，先重新启用")
        elif one.given.code and one.given.code != row.code:
            tell(place, "file", "此人已有档案，档案号与所写不同")
    else:
        today = china_day(act.at)
        day = one.given.on or today
        if why := before_unit(unit, day):
            tell(place, "opened_on", f"建档日期在{why}")
        if day > today:
            tell(place, "opened_on", "建档日期晚于今天")
    _judge_members(place, one, tell)


def _judge_members(place: int, one: _Sealed, tell: Tell) -> None:
    met = {one.blind}
    for number, blind in enumerate(one.members, 2):
        if blind is None:
            continue
        if blind in met:
            what = f"第 {number} 号成员与本人或另一成员的身份证号码相同"
            tell(place, "identity", what)
        met.add(blind)


def _judge_codes(
    connection: Connection,
    ready: Sequence[_Sealed],
    known: dict[bytes, Any],
    tell: Tell,
) -> None:
    """File numbers are used once, persons are handed in once."""
    new = {one.given.code for one in ready if one.blind not in known} - {""}
    taken = recipient_store.taken_codes(connection, new)
    persons: set[bytes] = set()
    for place, one in enumerate(ready):
        if one.blind in persons:
            tell(place, "identity", "同一人出现两次，一人一档")
        persons.add(one.blind)
        code = one.given.code
        if not code or one.blind in known:
            continue
        if code in taken:
            tell(place, "file", "档案号已用于另一人")
        taken.add(code)
        if code != code.strip() or len(code) > CODE_LONGEST:
            tell(place, "file", f"档案号首尾不能有空格，至多 {CODE_LONGEST} 字")
        for problem in text_problems([("memo", code, 0)]):
            tell(place, "file", f"档案号：{problem}")


def _judge_heads(connection: Connection, ready: Sequence[_Sealed], tell: Tell) -> None:
    """Rule 3: nobody's member names that somebody as a member."""
    households = {one.blind: set(one.members) - {None} for one in ready}
    named: dict[bytes, set[bytes]] = {}
    files: dict[int, list[Any]] = {}
    for row in recipient_store.naming(connection, households):
        owner = bytes(row.owner)
        # What stands of a file that is handed in is replaced by it.
        if owner not in households and owner in households[bytes(row.blind)]:
            files.setdefault(row.file, []).append(row)
    for row in recipient_store.of_files(connection, files):
        if row.act != CLOSE:
            for one in files[row.file]:
                named.setdefault(bytes(one.blind), set()).add(bytes(one.owner))
    for place, one in enumerate(ready):
        heads = named.get(one.blind, set()) | {
            member
            for member in households[one.blind]
            if one.blind in households.get(member, set())  # type: ignore[arg-type] # None was taken out
        }
        if heads:
            what = "家庭成员另有档案，其家庭成员又有本人：一户不能有两个户主"
            tell(place, "relation", what)


# -- writing ------------------------------------------------------------------------

IDENTITY_INDEX = "recipients.identity"
NAME_INDEX = "recipient_revisions.name"
PHONE_INDEX = "recipient_revisions.phone"
CARD_INDEX = "recipient_revisions.card"
_SAID = "recipient_revisions.said"


def identity_context(file: int) -> str:
    """What a file's number of identity is bound to."""
    return f"recipients.locked:{file}"


def revision_context(file: int, revision: int) -> str:
    """What a revision is bound to."""
    return f"recipient_revisions.locked:{file}/{revision}"


def member_context(file: int, revision: int, number: int) -> str:
    """What a member of a revision is bound to."""
    return f"recipient_members.locked:{file}/{revision}/{number}"


def step_context(file: int, step: int) -> str:
    """What the words to a step are bound to."""
    return f"recipient_steps.locked:{file}/{step}"


def packed(*told: dict[str, str]) -> bytes:
    """Texts by key as they are encrypted."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


@dataclass(frozen=True, slots=True)
class _Writing:
    """One saving: the unit that holds the files, the keys, the act."""

    connection: Connection
    unit: UnitLookup
    vault: Vault
    act: Act

    def sealed(self, given: Given) -> _Sealed:
        """The blinds of what is handed in."""
        content = given.content
        told = packed(kept_texts(content), *map(kept_texts, content.persons))
        return _Sealed(
            given,
            self._blind(content.identity),
            tuple(
                None if one.identity is None else self._blind(one.identity)
                for one in content.persons[1:]
            ),
            self.vault.blind(told.decode(), _SAID),
        )

    def _blind(self, identity: IdentityNumber) -> bytes:
        return self.vault.blind(identity.number, IDENTITY_INDEX)

    def write(self, ready: Sequence[_Sealed], known: dict[bytes, Any]) -> Saved:
        """Write what is new or says something else."""
        next_file = recipient_store.next_file(self.connection)
        added, changed, same = [], [], 0
        files: list[tuple[object, ...]] = []
        steps: list[tuple[object, ...]] = []
        revised: list[tuple[_Sealed, int, int]] = []
        for one in ready:
            row = known.get(one.blind)
            if row is None:
                file, next_file = next_file, next_file + 1
                files.append(self._file(one, file))
                steps.append(self._opening(one, file))
                revised.append((one, file, 1))
                added.append(str(files[-1][2]))
            elif bytes(row.said) != one.said:
                revised.append((one, row.file, row.revision + 1))
                changed.append(row.code)
            else:
                same += 1
        members = [row for told in revised for row in self._members(*told)]
        parts = (
            ("recipients", files),
            ("recipient_steps", steps),
            ("recipient_members", members),
            ("recipient_revisions", [self._revision(*told) for told in revised]),
        )
        written = [(name, rows) for name, rows in parts if rows]
        if written:
            append_rows(self.connection, self.unit, written, self.act)
        return Saved(tuple(added), tuple(changed), same)

    def _day(self, one: _Sealed) -> object:
        return day_value(self.connection, one.given.on or china_day(self.act.at))

    def _file(self, one: _Sealed, file: int) -> tuple[object, ...]:
        code = one.given.code or f"{self.unit.code}-{file:06d}"
        number = one.given.content.identity.number.encode()
        sealed = self.vault.lock(number, identity_context(file))
        head = self.unit.id, file, code, one.blind, sealed
        return (*head, self._day(one), self.act.stamp)

    def _opening(self, one: _Sealed, file: int) -> tuple[object, ...]:
        words = self.vault.lock(b"", step_context(file, 1))
        head = self.unit.id, file, 1, OPEN, self._day(one)
        return (*head, "", None, None, words, self.act.stamp)

    def _revision(self, one: _Sealed, file: int, revision: int) -> tuple[object, ...]:
        content, lock = one.given.content, self.vault.lock
        told = packed(kept_texts(content), kept_texts(content.worker))
        name = self.vault.blind(plain_name(content.worker.name), NAME_INDEX)
        phone = content.phone and self.vault.blind(content.phone, PHONE_INDEX)
        card = content.card and self.vault.blind(content.card.number, CARD_INDEX)
        return (
            self.unit.id,
            file,
            revision,
            content.category or "",
            len(content.persons),
            lock(told, revision_context(file, revision)),
            one.said,
            name,
            phone or None,
            card or None,
            self.act.stamp,
        )

    def _members(
        self, one: _Sealed, file: int, revision: int
    ) -> list[tuple[object, ...]]:
        persons = one.given.content.persons[1:]
        rows: list[tuple[object, ...]] = []
        for number, (person, blind) in enumerate(
            zip(persons, one.members, strict=True), 2
        ):
            context = member_context(file, revision, number)
            sealed = self.vault.lock(packed(kept_texts(person)), context)
            rows.append((self.unit.id, file, revision, number, blind, sealed))
        return rows


def day_value(connection: Connection, day: dt.date) -> object:
    """A day as the driver takes it in rows of whole columns."""
    return day.isoformat() if connection.dialect.name == "sqlite" else day


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
        raise NotFound("档案" if known_on is None else f"{known_on} 的档案", code, do)
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
    """What a file says, of a row of `row_of` or `rows_of_unit`.

    Raises:
        VaultRefused: the key is not at hand, or the row was changed or moved.
    """
    told, worker = _unpacked(
        vault, row.locked, revision_context(row.file, row.revision)
    )
    persons = [_person(worker)]
    for one in recipient_store.members(connection, row.file, row.revision):
        context = member_context(one.file, one.revision, one.number)
        persons.append(_person(*_unpacked(vault, one.locked, context)))
    return FileContent(persons=tuple(persons), **loaded_values(FILE_FIELDS, told))


def worker_of(row: Any, vault: Vault) -> PersonOnFile:
    """The worker alone, of such a row.

    Raises:
        VaultRefused: as `opened`.
    """
    context = revision_context(row.file, row.revision)
    return _person(_unpacked(vault, row.locked, context)[1])


def _unpacked(vault: Vault, sealed: bytes, context: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(vault.unlock(bytes(sealed), context))
    return found


def _person(texts: dict[str, str]) -> PersonOnFile:
    return PersonOnFile(**loaded_values(PERSON_FIELDS, texts))


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
    from aid.identity import read_identity  # noqa: PLC0415 - one of four asks

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
