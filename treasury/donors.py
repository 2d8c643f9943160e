"""The register of donors (捐赠人登记): who gave, and how they agree to be named.

1. An organisation stands by name, with its code (统一社会信用代码) checked; a
   collective (单位职工集体) by name; a person's name is encrypted; an anonymous donor
   has none.
2. A donor is registered once. The same code, or the same person with the same
   telephone, is the donor that stands already; so is, in a file of many, the same
   organisation without a code. At the desk a name that stands already is refused unless
   it is said to be another donor's; names are compared without spaces, width and case.
3. How a donor agrees to be named in public is dated, with the paper; what was agreed
   last by a day holds on it. It can be withdrawn, with the reason: from that day on the
   donor is not named.

Basis: 公益事业捐赠法 第五条、第十六条; 个人信息保护法 第二十五条.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from budgets.records import locked, text_faults
from ledger import store
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import UnitLookup, append, lookups
from treasury import donation_store
from treasury import donation_tables as t
from treasury.donor_names import (
    Donor,
    DonorKind,
    Look,
    Publish,
    Terms,
    called,
    context_of,
    reached,
)
from treasury.errors import DonationRefused
from treasury.vault import Vault

BLIND_NAME = "donors/name"
"""What the blind index of a person's name alone is made for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDonor:
    """A donor as told at the desk; `contact` tells apart people of one name."""

    kind: DonorKind
    name: str = ""
    uscc: str = ""
    contact: str = ""
    publish: Publish = Publish.NONE
    since: dt.date | None = None
    """From when the consent holds; the day of registration where none is told."""
    paper: str = ""
    another: bool = False
    """Whether it is another donor though one of this name stands."""


# -- registering --------------------------------------------------------------------


def add(
    connection: Connection, unit: str, given: NewDonor, vault: Vault, act: Act
) -> Donor:
    """Register a donor, or find the one that stands already (2).

    Raises:
        NotFound: there is no such unit.
        DonationRefused: the donor cannot be registered so, or one of the name stands;
            all faults are told.
    """
    _demand_unlike(connection, unit, given, vault)
    (number,) = meet(connection, unit, (given,), vault, act)
    return donor(connection, unit, number)


def _demand_unlike(
    connection: Connection, unit: str, given: NewDonor, vault: Vault
) -> None:
    """Refuse a name that stands already unless it is said to be another's (2)."""
    at = locked(connection, unit)
    rows = store.all_rows(connection, t.donors, at.id)
    code, name = _code(given.uscc), _like(given.name)
    if _is_person(given):
        blind = vault.blind(_identity(given), "donors")
        of_name = vault.blind(name, BLIND_NAME)
        same = [row.number for row in rows if _is(row.blind, blind)]
        like = [row.number for row in rows if _is(row.blind_name, of_name)]
        if same and _plain(given.contact) and not given.another:
            return
        told = "；姓名和联系方式都相同的只登记一次，另写联系方式" if same else ""
        refused = bool(like) and (bool(same) or not given.another)
    else:
        like = [
            row.number
            for row in rows
            if row.name
            and row.kind == given.kind
            and _like(row.name) == name
            # Two codes are two bodies, whatever they are called.
            and not (code and row.uscc and code != row.uscc)
        ]
        if code and any(row.uscc == code for row in rows):
            return
        told, refused = "", bool(like) and not given.another
    if refused:
        numbers = "、".join(f"{number}号" for number in like)
        why = f"同名的捐赠人已登记为捐赠人{numbers}{told}"
        do = "用已登记的序号；确属另一捐赠人的，写 --another"
        raise DonationRefused("捐赠人没有登记", why, do)


def meet(
    connection: Connection,
    unit: str,
    given: Sequence[NewDonor],
    vault: Vault,
    act: Act,
) -> tuple[int, ...]:
    """The numbers of donors, of whom those that are not there yet are registered (2).

    Raises:
        NotFound: there is no such unit.
        DonationRefused: one of them cannot be registered so; all faults are told.
    """
    at = locked(connection, unit)
    today = china_day(act.at)
    if wrong := [why for one in given for why in _faults(one, today)]:
        do = "改正后重新登记"
        why = "；".join(dict.fromkeys(wrong))
        raise DonationRefused("捐赠人没有登记", why, do)
    standing = _Standing(store.all_rows(connection, t.donors, at.id))
    numbers, rows, terms = [], [], []
    for one in given:
        blind = vault.blind(_identity(one), "donors") if _is_person(one) else None
        number = standing.find(one, blind)
        if one.another and not one.uscc and blind is None:
            number = None
        if number is None:
            number = standing.take(one, blind)
            rows.append(_donor_row(at, number, (one, blind), vault, today))
            terms.append(_first_terms(at, number, one, vault, today))
        numbers.append(number)
    append(connection, "donors", rows, act)
    append(connection, "donor_terms", terms, act)
    return tuple(numbers)


def _donor_row(
    unit: UnitLookup,
    number: int,
    told: tuple[NewDonor, bytes | None],
    vault: Vault,
    today: dt.date,
) -> dict[str, object]:
    given, blind = told
    person = _is_person(given)
    context = context_of(unit.code, number, "name")
    return {
        "unit_id": unit.id,
        "number": number,
        "kind": str(given.kind),
        "name": "" if person else _plain(given.name),
        "uscc": _code(given.uscc) or None,
        "locked": vault.lock(_plain(given.name).encode(), context) if person else None,
        "blind": blind,
        "blind_name": vault.blind(_like(given.name), BLIND_NAME) if person else None,
        "registered_on": today,
    }


def _first_terms(
    unit: UnitLookup, number: int, given: NewDonor, vault: Vault, today: dt.date
) -> dict[str, object]:
    terms = Terms(
        revision=1,
        since=given.since or today,
        publish=given.publish,
        paper=given.paper.strip(),
    )
    return _terms_row(unit, number, terms, vault, given.contact)


def agree(  # noqa: PLR0913 - the unit, the donor, what holds, and who says so
    connection: Connection,
    unit: str,
    number: int,
    publish: Publish,
    *,
    since: dt.date,
    paper: str,
    vault: Vault,
    act: Act,
) -> Donor:
    """Put on record how a donor agrees to be named from a day on (3).

    Raises:
        NotFound: there is no such unit or donor.
        DonationRefused: the donor is anonymous, no paper is told, or the day is not
            after the last one.
    """
    at = locked(connection, unit)
    found = donor(connection, unit, number)
    wrong = list(text_faults(("依据", paper, True)))
    wrong += _publish_faults(found.kind, publish)
    if since < found.terms[-1].since:
        wrong.append(f"起始日早于现行的约定（{found.terms[-1].since}）")
    if wrong:
        what = f"{found.label}的公开约定没有改变"
        raise DonationRefused(what, "；".join(wrong), "改正后重新登记")
    terms = Terms(
        revision=len(found.terms) + 1, since=since, publish=publish, paper=paper.strip()
    )
    row = _terms_row(at, number, terms, vault, reached(found, vault))
    append(connection, "donor_terms", [row], act)
    return donor(connection, unit, number)


def withdraw(  # noqa: PLR0913 - as above
    connection: Connection,
    unit: str,
    number: int,
    *,
    on: dt.date,
    reason: str,
    vault: Vault,
    act: Act,
) -> Donor:
    """Put on record that a donor is no longer to be named from a day on (3).

    Raises:
        NotFound: there is no such unit or donor.
        DonationRefused: nothing was agreed to, the day is before it was, or no reason
            is told.
    """
    at = locked(connection, unit)
    found = donor(connection, unit, number)
    last = found.terms[-1]
    wrong = list(text_faults(("撤回的理由", reason, True)))
    if last.publish is Publish.NONE:
        wrong.append("没有同意过公开，或已撤回")
    elif on < last.since:
        wrong.append(f"撤回日期早于现行的约定（{last.since}）")
    if wrong:
        what = f"{found.label}的公开同意没有撤回"
        raise DonationRefused(what, "；".join(wrong), "改正后重新登记")
    terms = Terms(
        revision=last.revision + 1,
        since=on,
        publish=Publish.NONE,
        paper="",
        reason=reason.strip(),
    )
    row = _terms_row(at, number, terms, vault, reached(found, vault))
    append(connection, "donor_terms", [row], act)
    return donor(connection, unit, number)


def _terms_row(
    unit: UnitLookup, number: int, terms: Terms, vault: Vault, contact: str
) -> dict[str, object]:
    context = context_of(unit.code, number, "contact")
    plain = contact.strip().encode()
    return {
        "unit_id": unit.id,
        "donor": number,
        "revision": terms.revision,
        "since": terms.since,
        "publish": str(terms.publish),
        "locked": vault.lock(plain, context) if plain else None,
        "paper": terms.paper,
        "reason": terms.reason,
    }


def _faults(given: NewDonor, today: dt.date) -> Iterator[str]:
    """What is wrong with a donor as told."""
    anonymous = given.kind is DonorKind.ANONYMOUS
    if anonymous and (given.name.strip() or given.contact.strip()):
        yield "匿名捐赠人不登记姓名和联系方式"
    elif not anonymous and not _plain(given.name):
        yield f"没有写明{given.kind.label}的名称或姓名"
    if given.uscc and given.kind is not DonorKind.ORGANISATION:
        yield f"{given.kind.label}没有统一社会信用代码"
    elif given.uscc and not _valid_code(given.uscc):
        yield "统一社会信用代码校验不符，应为18位"
    if given.since is not None and given.since > today:
        yield f"公开约定的起始日 {given.since} 在今天之后"
    # A person's name is encrypted, not sealed; a number in it is no name all the same.
    yield from text_faults(("名称", given.name, False), ("依据", given.paper, False))
    yield from _publish_faults(given.kind, given.publish)


def _publish_faults(kind: DonorKind, publish: Publish) -> Iterator[str]:
    if kind is DonorKind.ANONYMOUS and publish is not Publish.NONE:
        yield "匿名捐赠人不能公开姓名"
    elif publish is Publish.SURNAME and kind is not DonorKind.PERSON:
        yield f"{kind.label}没有姓氏，公开约定写 full 或 none"


def _valid_code(text: str) -> bool:
    # A command that registers no donor does not pay for the library.
    from stdnum.cn import uscc  # noqa: PLC0415

    valid: bool = uscc.is_valid(_code(text))
    return valid


class _Standing:
    """The donors of a unit by what they are known by (2)."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._count = 0
        self._people: dict[bytes, int] = {}
        self._codes: dict[str, tuple[int, str]] = {}
        self._names: dict[tuple[str, str], int] = {}
        for row in rows:
            blind = None if row.blind is None else bytes(row.blind)
            self._take(row.kind, row.name, row.uscc or "", blind)

    def find(self, given: NewDonor, blind: bytes | None) -> int | None:
        """The donor that stands already, if there is one.

        Raises:
            DonationRefused: the code stands under another name.
        """
        if blind is not None:
            return self._people.get(blind)
        name, code = _plain(given.name), _code(given.uscc)
        if not code:
            return self._names.get((given.kind, name))
        number, held_by = self._codes.get(code, (None, name))
        if held_by != name:
            why = f"{code} 已登记为捐赠人{number}号“{held_by}”"
            raise DonationRefused("捐赠人没有登记", why, "核对代码和名称")
        return number

    def take(self, given: NewDonor, blind: bytes | None) -> int:
        """Number a donor that is new."""
        name = "" if _is_person(given) else _plain(given.name)
        return self._take(given.kind, name, _code(given.uscc), blind)

    def _take(self, kind: str, name: str, code: str, blind: bytes | None) -> int:
        self._count += 1
        if blind is not None:
            self._people[blind] = self._count
        if code:
            self._codes[code] = self._count, name
        if name:
            # Without a code a name stands for the donor that had it first.
            self._names.setdefault((kind, name), self._count)
        return self._count


# -- reading ------------------------------------------------------------------------


def donors(connection: Connection, unit: str) -> tuple[Donor, ...]:
    """Every donor of a unit, by number.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    terms: dict[int, list[Any]] = {}
    for row in store.all_rows(connection, t.donor_terms, unit_id):
        terms.setdefault(row.donor, []).append(row)
    rows = store.all_rows(connection, t.donors, unit_id)
    return tuple(_donor(unit, row, terms.get(row.number, [])) for row in rows)


def donor(connection: Connection, unit: str, number: int) -> Donor:
    """One donor.

    Raises:
        NotFound: there is no such unit or donor.
    """
    found = donors(connection, unit)
    if not 1 <= number <= len(found):
        do = "用 bangfu money donors list 查看"
        raise NotFound("捐赠人", str(number), do)
    return found[number - 1]


def named(
    connection: Connection, unit: str, name: str, vault: Vault | None, *, contact: str
) -> Donor | None:
    """The donor of a name, a person with the contact they are told apart by."""
    for one in donors(connection, unit):
        if one.name and one.name == _plain(name):
            return one
        opened = vault is not None and one.kind is DonorKind.PERSON
        if opened and called(one, vault, Look.FULL) == _plain(name):
            assert vault is not None
            if contact.strip() in {"", reached(one, vault)}:
                return one
    return None


def called_so(
    connection: Connection, units: Sequence[str], text: str, most: int
) -> tuple[Donor, ...]:
    """Donors of units whose name has the words; of persons there is none to read.

    They come without what was agreed with them.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    ids = [books.unit(code).id for code in units]
    rows = donation_store.donors_called(connection, ids, text, most)
    return tuple(_donor(books.unit_codes[row.unit_id], row, ()) for row in rows)


def persons_called(
    connection: Connection, units: Sequence[str], name: str, vault: Vault, most: int
) -> tuple[Donor, ...]:
    """Persons of exactly that name among the donors of units, found by its index.

    They come without what was agreed with them. The caller logs the look.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    ids = [books.unit(code).id for code in units]
    blind = vault.blind(_like(name), BLIND_NAME)
    rows = donation_store.donors_of_blind(connection, ids, blind, most)
    return tuple(_donor(books.unit_codes[row.unit_id], row, ()) for row in rows)


def _donor(unit: str, row: Any, terms: Sequence[Any]) -> Donor:
    contact = terms[-1].locked if terms else None
    return Donor(
        unit=unit,
        number=row.number,
        kind=DonorKind(row.kind),
        name=row.name,
        uscc=row.uscc or "",
        registered_on=row.registered_on,
        sealed_name=bytes(row.locked) if row.locked is not None else None,
        sealed_contact=bytes(contact) if contact is not None else None,
        terms=tuple(
            Terms(
                revision=one.revision,
                since=one.since,
                publish=Publish(one.publish),
                paper=one.paper,
                reason=one.reason,
            )
            for one in terms
        ),
    )


def _identity(given: NewDonor) -> str:
    return f"{_plain(given.name)}\x1f{''.join(given.contact.split())}"


def _is_person(given: NewDonor) -> bool:
    return given.kind is DonorKind.PERSON


def _is(kept: bytes | None, blind: bytes) -> bool:
    return kept is not None and bytes(kept) == blind


def _like(name: str) -> str:
    """A name as it is compared: without spaces, and in one width and case."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _plain(name: str) -> str:
    return " ".join(name.split())


def _code(text: str) -> str:
    return text.strip().upper()
