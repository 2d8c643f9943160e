"""Searching (搜索): vouchers, funds, donors, files; people only by a form of their own.

1. Only what lies in units that the person may see is met: units and funds for who sees
   the unit, vouchers and donors for who works on its books, files for who may see them.
2. What is looked for comes by a form. Only what has a digit becomes an address: words
   alone may be somebody's name, and are answered where they were sent. A number of
   identity or a telephone is not taken there.
3. A person is found by name or number through the vault's blind indexes, exactly as
   typed; the answer has file numbers and numbers of donors, no name. The look is logged
   with the kind of what was typed, never with what it was.
"""

import re
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlencode

from aid import recipients
from aid.recipients import Standing
from app import auth, web_search_store
from app.keyring import open_vault
from app.web.access import BOOKS, LOOKING
from app.web.desk import Answer, Desk, Go, Page, part
from app.web_search_store import Met, Months
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.errors import NotFound, RecordRefused, Refused
from ledger.money import AmountError, Money
from ledger.people import KEEPING_BOOKS, Right
from ledger.register import Lookups, lookups
from treasury import donations, donors
from treasury.donor_names import Donor, DonorKind

SHOWN = 50
"""What is shown of each kind at most."""
DONORS_TOLD = 5
"""Of so many donors at most the gifts are listed."""
LOOKED_FOR_MOST = 60
"""Characters that are looked for at most."""
SEEING = (*sorted(KEEPING_BOOKS), Right.APPROVE, Right.HEAD, Right.AUDIT)
"""Who may see files of people, as the desk's commands have it."""

_MARK = re.compile(r"(?:(\d{4})-(\d{2})\s+)?([㐀-鿿]{1,2})\s*[-－字 ]?\s*(\d{1,6})号?")
_PERSONAL = re.compile(r"\d{15}|\d{17}[\dXx]|1\d{10}")
_YEARS = 2


class By(Labelled):
    """By what a person is looked for."""

    NAME = "name", "姓名"
    IDENTITY = "identity", "身份证号码"
    PHONE = "phone", "电话"
    CARD = "card", "银行卡号"


class Since(Enum):
    """How far back vouchers are looked for by words and amounts."""

    LATELY = ""
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Place:
    """A unit or a fund that was met."""

    path: str
    name: str
    within: str


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher that was met, and by what."""

    path: str
    met: Met
    unit: str
    by: str


@dataclass(frozen=True, slots=True)
class Scopes:
    """The units that the person may see, by what they may see of them (1)."""

    looked: tuple[str, ...]
    books: tuple[str, ...]
    files: tuple[str, ...]


def show(desk: Desk) -> Page:
    """What was looked for, in what the person may see."""
    text = desk.query.get("q", "").strip()[:LOOKED_FOR_MOST]
    return _looked(desk, text, desk.query.get("since", ""))


def _looked(desk: Desk, text: str, since: str) -> Page:
    told = _nothing(text, since)
    with desk.reading() as connection:
        scopes = _scopes(desk, connection)
        told["may_see_people"] = bool(scopes.files or scopes.books)
        if text and not _is_personal(text):
            told |= _found(connection, scopes, text, _months(desk, since))
    return Page("search.html", told)


def take(desk: Desk) -> Answer:
    """Take what is looked for out of a form; it becomes an address if it may (2)."""
    text = desk.form.get("q", "").strip()[:LOOKED_FOR_MOST]
    if _is_personal(text):
        what = "证件号码和电话不在这里查，请用下面的“查找个人”"
        refusal = RecordRefused(what)
        return Page("search.html", {**_told(desk), "refusal": str(refusal)}, 422)
    if not any(map(str.isdecimal, text)):
        return _looked(desk, text, desk.form.get("since", ""))
    asked = {"q": text}
    if desk.form.get("since") == Since.ALL.value:
        asked["since"] = Since.ALL.value
    return Go(f"/search?{urlencode(asked)}")


def people(desk: Desk) -> Answer:
    """Find a person by name or number; logged (3)."""
    by, text = desk.form.get("by", ""), desk.form.get("text", "").strip()
    told = _told(desk)
    try:
        if by not in set(By) or not text:
            raise RecordRefused("没有查找", "没有写明按什么查、查什么", "补上再查")
        vault = open_vault(desk.settings)
        with desk.writing(by, "aid.recipients.find") as connection:
            scopes = _scopes(desk, connection)
            files = [
                one
                for one in recipients.find(connection, by, text, vault)
                if one.unit in scopes.files
            ]
            given: tuple[Donor, ...] = ()
            if by == By.NAME:
                given = donors.persons_called(
                    connection, scopes.books, text, vault, SHOWN
                )
            books = lookups(connection)
            told |= {
                "files": _files(files, books),
                "donors": _donors(connection, given, books),
            }
    except Refused as refusal:
        return Page("search.html", {**told, "refusal": str(refusal)}, 422)
    return Page("search.html", {**told, "asked_people": True})


def _told(desk: Desk) -> dict[str, object]:
    with desk.reading() as connection:
        scopes = _scopes(desk, connection)
    return {
        **_nothing("", ""),
        "may_see_people": bool(scopes.files or scopes.books),
    }


def _nothing(text: str, since: str) -> dict[str, object]:
    return {
        "text": text,
        "since": since,
        "places": (),
        "vouchers": (),
        "donors": (),
        "files": (),
        "asked_people": False,
        "ways": tuple(By),
        "shown": SHOWN,
    }


def _is_personal(text: str) -> bool:
    return bool(_PERSONAL.fullmatch(re.sub(r"[\s-]", "", text)))


def _scopes(desk: Desk, connection: Connection) -> Scopes:
    person, on = desk.me.person_id, desk.today
    looked, books, files = (
        tuple(auth.units_of(connection, person, rights, on))
        for rights in (LOOKING, BOOKS, SEEING)
    )
    return Scopes(looked, books, files)


def _months(desk: Desk, since: str) -> Months | None:
    if since == Since.ALL.value:
        return None
    year = desk.today.year
    return ((year - _YEARS + 1) * 100, year * 100 + 99)


def _found(
    connection: Connection, scopes: Scopes, text: str, months: Months | None
) -> dict[str, object]:
    books = lookups(connection)
    given = donors.called_so(connection, scopes.books, text, SHOWN)
    files = []
    try:
        one = recipients.standing(connection, text)
        files = [one] if one.unit in scopes.files else []
    except NotFound:
        pass
    return {
        "places": tuple(_places(books, scopes, text))[:SHOWN],
        "vouchers": tuple(_vouchers(connection, scopes, text, months))[:SHOWN],
        "donors": _donors(connection, given, books),
        "files": _files(files, books),
    }


def _path(unit: str, *rest: str) -> str:
    return "/units/" + "/".join(part(one) for one in (unit, *rest))


def _places(books: Lookups, scopes: Scopes, text: str) -> list[Place]:
    found = []
    for code in scopes.looked:
        unit = books.units[code]
        if text == code or text in unit.name:
            found.append(Place(_path(code), unit.name, code))
        for fund, id_ in unit.funds.items():
            if text == fund or text in unit.fund_names[id_]:
                path = _path(code, "funds", fund)
                found.append(Place(path, unit.fund_names[id_], unit.name))
    return found


def _vouchers(
    connection: Connection, scopes: Scopes, text: str, months: Months | None
) -> list[Voucher]:
    """Vouchers by every way that the text allows, each voucher once."""
    books = lookups(connection)
    units = [books.units[code].id for code in scopes.books]
    if not units:
        return []
    ways = [("引用号", web_search_store.by_ref(connection, units, text, SHOWN))]
    if match := _MARK.fullmatch(text):
        year, month, kind, number = match.groups()
        within = (int(year + month),) * 2 if year else months
        found = web_search_store.by_number(
            connection, units, (kind, int(number)), within, SHOWN
        )
        ways.append(("字号", found))
    if (amount := _amount(text)) is not None:
        by_amount = web_search_store.by_amount
        ways.append(("金额", by_amount(connection, units, amount.fen, months, SHOWN)))
    by_words, by_file = web_search_store.by_words, web_search_store.by_file
    ways.append(("摘要", by_words(connection, units, text, months, SHOWN)))
    if text.isascii():
        ways.append(("档案号", by_file(connection, units, text, months, SHOWN)))
    seen: dict[tuple[int, int], Voucher] = {}
    for by, found in ways:
        for met in found:
            code = books.unit_codes[met.unit_id]
            path = _path(code, "vouchers", met.ref)
            one = Voucher(path, met, books.units[code].name, by)
            seen.setdefault((met.unit_id, met.position), one)
    return list(seen.values())


def _amount(text: str) -> Money | None:
    try:
        found = Money.parse(text.replace(",", "").replace("，", "").removesuffix("元"))
    except AmountError:
        return None
    return found or None


@dataclass(frozen=True, slots=True)
class Giver:
    """A donor that was met; a person is told by number."""

    unit: str
    label: str
    name: str
    kind: str
    gifts: tuple[tuple[str, Money, str], ...] = ()
    """Number, amount and where its voucher is; empty while none is booked."""


def _donors(
    connection: Connection, found: tuple[Donor, ...], books: Lookups
) -> tuple[Giver, ...]:
    """Donors with their gifts, of so many as are looked at one by one."""
    told = len(found) <= DONORS_TOLD
    return tuple(
        Giver(
            books.units[one.unit].name,
            one.label,
            "" if one.kind is DonorKind.PERSON else one.name,
            one.kind.label,
            _gifts(connection, one) if told else (),
        )
        for one in found
    )


def _gifts(connection: Connection, donor: Donor) -> tuple[tuple[str, Money, str], ...]:
    return tuple(
        (
            one.key,
            one.amount,
            _path(donor.unit, "vouchers", one.ref) if one.booked else "",
        )
        for one in donations.gifts(connection, donor.unit)
        if one.donor == donor.number
    )[-SHOWN:]


@dataclass(frozen=True, slots=True)
class File:
    """A file that was met, by its number."""

    code: str
    path: str
    unit: str
    is_open: bool
    on: str


def _files(found: list[Standing], books: Lookups) -> tuple[File, ...]:
    return tuple(
        File(
            one.code,
            f"/search?{urlencode({'q': one.code})}",
            books.units[one.unit].name,
            one.is_open,
            one.opened_on.isoformat(),
        )
        for one in found[:SHOWN]
    )
