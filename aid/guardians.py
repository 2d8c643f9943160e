"""Recorded guardians (监护人、代领人): who may receive in a worker's place.

1. Aid is received by the worker, or by a guardian who was on record on that day. A
   guardian is recorded with the paper that appoints, by the unit that holds the file.
2. Name, number of identity, telephone and bank card are encrypted whole (`vault.py`)
   and bound to their place; they are shown masked. The number of identity is checked
   and is not the worker's own.
3. A guardian is never changed: one that is not any more ends on a day, with the reason,
   and another is recorded. What was signed for before stands.
4. In clear a guardian is a place in a file: `A-7/2` is the second of file A-7.

Basis: 民法典 第二十七条、第二十八条 (guardians); 个人信息保护法 第五十一条.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from aid import guardian_store
from aid.bank_cards import BankCard
from aid.errors import GuardianRefused
from aid.guardian_tables import RELATIONS
from aid.identity import IdentityNumber
from aid.recipient_kinds import LONGEST, plain_phone
from aid.recipient_tables import CLOSE
from aid.recipient_writing import IDENTITY_INDEX, day_value, packed
from aid.recipients import held, row_of
from budgets.records import before_unit, text_faults
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.people import Act
from ledger.periods import china_day
from ledger.privacy import has_control
from ledger.register import UnitLookup, append_rows, lookups
from treasury.vault import Vault


class Relation(Labelled):
    """What a guardian is to the worker."""

    SPOUSE = "spouse", "配偶"
    PARENT = "parent", "父母"
    CHILD = "child", "子女"
    SIBLING = "sibling", "兄弟姐妹"
    RELATIVE = "relative", "其他亲属"
    COURT = "court", "法院指定"
    COMMUNITY = "community", "村（居）委会或民政部门"
    OTHER = "other", "其他（有书面委托）"


assert tuple(one.value for one in Relation) == RELATIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who a guardian is; nothing of it is ever shown by accident."""

    name: str = field(repr=False)
    identity: IdentityNumber = field(repr=False)
    phone: str = field(default="", repr=False)
    card: BankCard | None = field(default=None, repr=False)
    """For aid that is paid to the guardian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian:
    """A guardian of a file, without who it is; `until` is the first day it is none."""

    file: int
    number: int
    relation: Relation
    since: dt.date
    until: dt.date | None
    paper: str
    unit: str

    def holds(self, day: dt.date) -> bool:
        """Whether it is one on a day."""
        return self.since <= day and (self.until is None or day < self.until)

    def signer(self, code: str) -> str:
        """How lists and registers call it, of the file's number."""
        return f"{code}/{self.number}"


@dataclass(frozen=True, slots=True)
class Opened:
    """A guardian, who it is, and why it ended where it did."""

    guardian: Guardian
    who: Who
    reason: str = ""


# -- recording ----------------------------------------------------------------------


def record(  # noqa: PLR0913, PLR0917 - as every verb, and what appoints whom
    connection: Connection,
    code: str,
    who: Who,
    appointed: tuple[Relation, str, dt.date, dt.date | None],
    vault: Vault,
    act: Act,
) -> Guardian:
    """Record a guardian; the same one again is the one on record.

    Args:
        connection: the books.
        code: the file number.
        who: the person.
        appointed: the relation, the paper, since when, and until when if it is told.
        vault: the keys.
        act: who records it.

    Raises:
        NotFound: there is no such file.
        GuardianRefused: the file is closed, or it cannot be so; all is told.
    """
    row, at = _held(connection, code)
    relation, paper, since, until = appointed
    blind = vault.blind(who.identity.number, IDENTITY_INDEX)
    known = _guardians(connection, [row.file]).get(row.file, ())
    for one in _with_blind(connection, row.file, blind, known):
        told = (one.relation, one.paper, one.since, one.until)
        if told == (relation, paper.strip(), since, until):
            return one
    wrong = [*_faults(row, at, who, appointed, act)]
    if blind == bytes(row.blind):
        wrong.append("监护人不能是本人")
    for one in _with_blind(connection, row.file, blind, known):
        if one.until is None or (until is None or since < one.until):
            wrong.append(f"此人已是第 {one.number} 号监护人，期间重叠，先终止")
            break
    _demand("监护人没有登记", wrong)
    number = len(known) + 1
    value = packed(
        {
            "name": who.name.strip(),
            "identity": who.identity.number,
            "phone": plain_phone(who.phone),
            "card": who.card.number if who.card else "",
            "issuer": who.card.issuer if who.card else "",
        }
    )
    locked = vault.lock(value, _context(row.file, number, 1))
    values = (
        *(at.id, row.file, number, 1, relation.value),
        day_value(connection, since),
        None if until is None else day_value(connection, until),
        *(blind, locked, paper.strip(), act.stamp),
    )
    append_rows(connection, at, [("aid_guardians", [values])], act)
    return guardian(connection, code, number)


def end(  # noqa: PLR0913, PLR0917 - as every verb, and why and when
    connection: Connection,
    code: str,
    number: int,
    until: dt.date,
    reason: str,
    vault: Vault,
    act: Act,
) -> Guardian:
    """End a guardian: from a day on it is none; the reason is encrypted.

    Raises:
        NotFound: there is no such file or guardian.
        GuardianRefused: it ended already or earlier, the day cannot be, or no reason
            is given.
    """
    row, at = _held(connection, code)
    one = guardian(connection, code, number)
    first = next(
        found
        for found in guardian_store.of_files(connection, [row.file])
        if found.number == number
    )
    wrong = []
    if has_control(reason) or not 0 < len(reason.strip()) <= LONGEST:
        wrong.append(f"写明终止的理由，至多 {LONGEST} 字，没有控制字符")
    if until <= one.since:
        wrong.append(f"终止日期应晚于起始日期 {one.since}")
    if one.until is not None and until >= one.until:
        wrong.append(f"已于 {one.until} 终止")
    if until > china_day(act.at):
        wrong.append("终止日期晚于今天")
    if _ended(connection, row.file, number):
        wrong.append("已经终止过")
    _demand(f"第 {number} 号监护人没有终止", wrong)
    locked = vault.lock(reason.strip().encode(), _context(row.file, number, 2))
    values = (
        *(at.id, row.file, number, 2, one.relation.value),
        *(day_value(connection, one.since), day_value(connection, until)),
        *(bytes(first.blind), locked, one.paper, act.stamp),
    )
    append_rows(connection, at, [("aid_guardians", [values])], act)
    return guardian(connection, code, number)


def _held(connection: Connection, code: str) -> tuple[Any, UnitLookup]:
    unit = lookups(connection).unit_codes[row_of(connection, code).unit_id]
    at = held(connection, unit)
    row = row_of(connection, code)
    if row.unit_id != at.id:
        why = "档案刚刚转到另一单位"
        raise GuardianRefused("没有办理", why, "重新查看后再办")
    return row, at


def _faults(
    row: Any,
    at: UnitLookup,
    who: Who,
    appointed: tuple[Relation, str, dt.date, dt.date | None],
    act: Act,
) -> Iterator[str]:
    _, paper, since, until = appointed
    yield from text_faults(("委托或指定的文书", paper, True))
    if row.act == CLOSE:
        yield "档案已退出"
    if not who.name.strip() or has_control(who.name) or len(who.name) > LONGEST:
        yield "没有写明姓名，或姓名中有控制字符"
    if who.identity.age_on(since) < ADULT:
        yield f"监护人在 {since} 未满 {ADULT} 周岁"
    if outside := before_unit(at, since):
        yield f"起始日期在{outside}"
    if since > china_day(act.at):
        yield "起始日期晚于今天"
    if until is not None and until <= since:
        yield "终止日期应晚于起始日期"


ADULT = 18
"""Years of age from which one may be a guardian (民法典 第十七条)."""


def _demand(what: str, wrong: list[str]) -> None:
    if wrong:
        raise GuardianRefused(what, "；".join(wrong), "改正后重新办理")


def _context(file: int, number: int, revision: int) -> str:
    return f"aid_guardians.locked:{file}/{number}/{revision}"


# -- reading ------------------------------------------------------------------------


def guardians_on(
    connection: Connection, files: Iterable[int], day: dt.date
) -> dict[int, tuple[Guardian, ...]]:
    """The guardians of files on a day; a read for some hundred files."""
    found = {
        file: tuple(one for one in all_ if one.holds(day))
        for file, all_ in _guardians(connection, files).items()
    }
    return {file: held_ for file, held_ in found.items() if held_}


def guardian(connection: Connection, code: str, number: int) -> Guardian:
    """A guardian of a file by its number.

    Raises:
        NotFound: there is no such file or guardian.
    """
    file = row_of(connection, code).file
    for one in _guardians(connection, [file]).get(file, ()):
        if one.number == number:
            return one
    do = "用 bangfu aid guardians list 查看"
    raise NotFound("监护人", str(number), do)


def opened(connection: Connection, code: str, vault: Vault) -> tuple[Opened, ...]:
    """The guardians that a file has or had, and who they are.

    Raises:
        NotFound: there is no such file.
        VaultRefused: a key is not at hand, or a row was changed or moved.
    """
    file = row_of(connection, code).file
    return tuple(opened_all(connection, [file], vault))


def opened_all(
    connection: Connection, files: Iterable[int], vault: Vault
) -> Iterator[Opened]:
    """The guardians that many files have or had, and who they are.

    Raises:
        VaultRefused: a key is not at hand, or a row was changed or moved.
    """
    files = list(files)
    known = _guardians(connection, files)
    rows: dict[tuple[int, int], list[Any]] = {}
    for row in guardian_store.of_files(connection, files):
        rows.setdefault((row.file, row.number), []).append(row)
    for one in (one for all_ in known.values() for one in all_):
        first, *ends = rows[one.file, one.number]
        reason = b""
        if ends:
            context = _context(one.file, one.number, 2)
            reason = vault.unlock(bytes(ends[0].locked), context)
        yield Opened(one, _who(first, vault), reason.decode())


def _who(row: Any, vault: Vault) -> Who:
    context = _context(row.file, row.number, row.revision)
    (told,) = json.loads(vault.unlock(bytes(row.locked), context))
    card = BankCard(told["card"], told["issuer"]) if told["card"] else None
    return Who(
        name=told["name"],
        identity=IdentityNumber(told["identity"]),
        phone=told["phone"],
        card=card,
    )


def _guardians(
    connection: Connection, files: Iterable[int]
) -> dict[int, tuple[Guardian, ...]]:
    units = lookups(connection).unit_codes
    found: dict[int, dict[int, Guardian]] = {}
    for row in guardian_store.of_files(connection, files):
        # Of the revisions of one the last holds; only the end tells another day.
        found.setdefault(row.file, {})[row.number] = Guardian(
            file=row.file,
            number=row.number,
            relation=Relation(row.relation),
            since=row.since,
            until=row.until,
            paper=row.paper,
            unit=units[row.unit_id],
        )
    return {file: tuple(all_.values()) for file, all_ in found.items()}


def _with_blind(
    connection: Connection, file: int, blind: bytes, known: Sequence[Guardian]
) -> list[Guardian]:
    numbers = {
        row.number
        for row in guardian_store.of_blind(connection, blind)
        if row.file == file
    }
    return [one for one in known if one.number in numbers]


def _ended(connection: Connection, file: int, number: int) -> bool:
    rows = guardian_store.of_files(connection, [file])
    return any(row.number == number and row.revision > 1 for row in rows)
