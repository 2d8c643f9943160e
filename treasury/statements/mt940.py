"""MT940, as SWIFT and banks of many countries write it.

1. A field begins with its tag at the start of a line and goes on until the next tag
   that MT940 has; lines between are its continuation.
2. `:20:` begins a statement; so does an account or opening after a closing.
3. The booking day is the entry date where told, else the value date. RC is money taken
   back, RD money given back.
4. `:86:` speaks of the `:61:` before it, and of none after a closing.

The library mt-940 knows the form of `:61:` and of balances, and is asked for those. It
is not given the file: it opens a file when the content looks like a path, repeats what
it cannot read in its log, and tells no lines.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from ledger.money import AmountError, Money
from treasury.statements.figures import comma_amount, real_day
from treasury.statements.parts import (
    FEE,
    INTEREST,
    RETURN,
    Movement,
    Part,
    Told,
    joined,
    plain,
    showable,
)

FORM = "mt940"

_TAG = re.compile(
    r":(13D?|20|21|23|25P?|28C?|34F|60[FM]?|61|62[FM]?|64|65|86|90[CD]|NS):(.*)"
)
_ENVELOPE = re.compile(r"\{[0-9]:(?:[^{}]|\{[^{}]*\})*\}|\{4:|-\}.*")
_OPENING = ("60", "60F", "60M")
_CLOSING = ("62", "62F", "62M")

_TYPES = {
    "CHG": FEE, "COM": FEE, "INT": INTEREST, "RTI": RETURN, "RET": RETURN,
}  # fmt: skip
"""Kinds by the last three letters of the transaction type."""

_CODES = {"808": FEE, "814": INTEREST, "109": RETURN, "159": RETURN}
"""Kinds by the business transaction code (Geschäftsvorfallcode) before `:86:`."""

_MARKED = re.compile(r"(\d{3})([?<>^~])(?=\d{2})")
_SLASHED = re.compile(r"/([A-Z]{3,5})/")
_NAMES = ("32", "33")
_PURPOSES = ("00", *(f"{n}" for n in range(20, 30)), *(f"{n}" for n in range(60, 64)))
_QUIET = dt.timedelta(days=31)
"""An opening balance this long before the first row tells that nothing moved since."""
_HALF_YEAR = 6
"""Months between value and entry date from which the year has turned between them."""


def read(text: str, told: Told) -> list[Part]:
    """The statements of a file, page by page."""
    reader = _Reader(told)
    for place, tag, lines in _fields(text):
        reader.take(place, tag, lines)
    reader.finish()
    if not reader.parts:
        told.fault(0, ":60F:", "没有找到对账单", do="确认是 MT940 文件")
    return reader.parts


def _fields(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Every field: its line, its tag and its lines (1)."""
    place, tag, lines = 0, "", [""]
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        whole = line.rstrip("\r")
        if "{" in whole or whole.startswith("-}"):
            whole = _ENVELOPE.sub("", whole)
        bare = whole.rstrip(" ")
        match = _TAG.fullmatch(bare)
        if match is None and bare != "-" and bare:
            # A space at the end parts this word from the one on the next line.
            lines.append(whole)
        elif match is not None:
            if tag:
                yield place, tag, lines
            place, tag, lines = number, match[1], [match[2]]
        elif bare == "-" and tag:
            yield place, tag, lines
            place, tag, lines = 0, "", [""]
    if tag:
        yield place, tag, lines


@dataclass(slots=True)
class _Reader:
    """What has been read of a file so far."""

    told: Told
    parts: list[Part] = field(default_factory=list)
    part: Part | None = None
    movement: Movement | None = None
    details: list[str] = field(default_factory=list)
    opened_on: dt.date = dt.date.min

    def take(self, place: int, tag: str, lines: list[str]) -> None:
        """Take one field."""
        closed = self.part is not None and self.part.closing is not None
        if tag == "20" or (closed and tag in {"25", "25P", *_OPENING}):
            self._begin(place)
        if self.part is None:
            if tag == "61":
                self.told.fault(place, ":61:", "流水之前没有 :20: 和 :60F:")
            return
        if tag in {"25", "25P"}:
            self.part.account = plain(lines[0])
        elif tag in _OPENING:
            self._open(place, tag, lines[0])
        elif tag in _CLOSING:
            self._close(place, tag, lines[0])
        elif tag == "61":
            self._end_movement()
            self.movement = self._movement(place, lines)
        elif tag == "86" and self.movement is not None:
            self.details.append("\n".join(lines))

    def finish(self) -> None:
        """The file has ended."""
        self._end_movement()
        if self.part is not None:
            self._keep(self.part)
        self.part = None

    def _begin(self, place: int) -> None:
        account = self.part.account if self.part is not None else ""
        self.finish()
        self.part = Part(form=FORM, account=account, place=place)

    def _keep(self, part: Part) -> None:
        if part.opening is None:
            self.told.fault(part.place, ":60F:", "缺少期初余额", do="重新导出")
        if part.closing is None:
            self.told.fault(part.place, ":62F:", "缺少期末余额", do="重新导出")
        first = min((row.booked_on for row in part.rows), default=self.opened_on)
        if dt.timedelta(0) < first - self.opened_on <= _QUIET:
            part.since = self.opened_on + dt.timedelta(days=1)
        self.parts.append(part)

    def _open(self, place: int, tag: str, value: str) -> None:
        assert self.part is not None
        if self.part.opening is not None:
            self.told.fault(place, f":{tag}:", "同一份对账单有两个期初余额")
        found = self._balance(place, tag, value)
        if found is not None:
            self.part.opening, self.opened_on, self.part.currency = found

    def _close(self, place: int, tag: str, value: str) -> None:
        assert self.part is not None
        self._end_movement()
        found = self._balance(place, tag, value)
        if found is None:
            return
        closing, day, currency = found
        if self.part.closing is not None:
            self.told.fault(place, f":{tag}:", "同一份对账单有两个期末余额")
        if self.part.opening is not None and currency != self.part.currency:
            self.told.fault(place, f":{tag}:", "期初、期末余额的币种不同")
        self.part.closing, self.part.currency, self.part.until = closing, currency, day

    def _balance(
        self, place: int, tag: str, value: str
    ) -> tuple[Money, dt.date, str] | None:
        match = _grammar("60F").match(value.strip())
        if match is None:
            self.told.fault(place, f":{tag}:", "余额的写法不对", do="应如 C260131CNY1,")
            return None
        try:
            amount = comma_amount(match["amount"])
            day = _opening_day(match) if tag in _OPENING else _day(match)
        except ValueError as error:
            self.told.fault(place, f":{tag}:", str(error))
            return None
        sign = -1 if match["status"].upper() == "D" else 1
        return Money(sign * amount.fen), day, match["currency"].upper()

    def _movement(self, place: int, lines: list[str]) -> Movement | None:
        more = " ".join(lines[1:])
        line = lines[0].strip() + (f"\n{more}" if more else "")
        match = _grammar("61").match(line)
        if match is None:
            found = showable(lines[0])
            self.told.fault(place, ":61:", "流水行的写法不对", found=found)
            return None
        try:
            amount = comma_amount(match["amount"])
            day = _booked(match)
        except AmountError as error:
            found = showable(match["amount"])
            self.told.fault(place, ":61:", str(error), found=found)
            return None
        except ValueError as error:
            self.told.fault(place, ":61:", str(error))
            return None
        mark = match["status"].upper()
        sign = 1 if mark in {"C", "RD"} else -1
        own = plain(match["customer_reference"] or "")
        banks = plain(match["bank_reference"] or "")
        kind = _TYPES.get((match["id"] or "")[1:4].upper(), "")
        return Movement(
            booked_on=day,
            amount=Money(sign * amount.fen),
            reference=banks or ("" if own.upper() == "NONREF" else own),
            text=plain(match["extra_details"] or ""),
            kind=RETURN if mark in {"RC", "RD"} else kind,
            place=place,
        )

    def _end_movement(self) -> None:
        """The movement has all of its text."""
        if self.movement is not None:
            assert self.part is not None
            detail = _detail("\n".join(self.details)) if self.details else _Detail()
            self.part.rows.append(
                replace(
                    self.movement,
                    counterparty=detail.name,
                    counterparty_account=detail.account,
                    text=joined((self.movement.text, detail.text)),
                    kind=self.movement.kind or detail.kind,
                )
            )
        self.movement = None
        self.details = []


@cache
def _grammar(tag: str) -> re.Pattern[str]:
    # Only files in this format pay for the library.
    from mt940 import tags  # noqa: PLC0415

    known = tags.StatementGLS() if tag == "61" else tags.FinalOpeningBalance()
    return known.re


def _booked(match: re.Match[str]) -> dt.date:
    """The entry date, in the year that lies nearest to the value date (3)."""
    valued = _day(match)
    month, day = match["entry_month"] or "", match["entry_day"] or ""
    if not (month.strip() and day.strip()):
        return valued
    year = valued.year
    if valued.month - int(month) > _HALF_YEAR:
        year += 1
    elif int(month) - valued.month > _HALF_YEAR:
        year -= 1
    return real_day(year, int(month), int(day))


def _opening_day(match: re.Match[str]) -> dt.date:
    """The day of an opening; some banks write 000000, then the first day of all."""
    try:
        return _day(match)
    except ValueError:
        return dt.date.min


def _day(match: re.Match[str]) -> dt.date:
    year, month, day = match["year"], match["month"], match["day"]
    return real_day(2000 + int(year), int(month), int(day))


# -- what :86: says -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Detail:
    name: str = ""
    account: str = ""
    text: str = ""
    kind: str = ""


def _detail(value: str) -> _Detail:
    # Inside a marked field a line end means nothing; elsewhere it parts words.
    flat = value.replace("\n", "")
    if match := _MARKED.match(flat):
        return _marked(match[1], flat[match.end() :].split(match[2]))
    if value.startswith("/") and _SLASHED.match(value):
        return _slashed(flat)
    return _Detail(text=plain(value))


def _marked(code: str, fields: list[str]) -> _Detail:
    """`020?00…?20…?31…?32…`: two digits name each field."""
    found: dict[str, str] = {}
    for part in fields:
        found[part[:2]] = found.get(part[:2], "") + part[2:]
    purpose = "".join(found.get(key, "") for key in _PURPOSES[1:])
    return _Detail(
        name=plain("".join(found.get(key, "") for key in _NAMES)),
        account=plain(found.get("31", "")),
        text=joined((found.get("00", ""), purpose)),
        kind=_CODES.get(code, ""),
    )


def _slashed(value: str) -> _Detail:
    """`/NAME/…/IBAN/…/REMI/…`: words in capitals name each field."""
    _, *parts = _SLASHED.split(value)
    found = dict(zip(parts[::2], parts[1::2], strict=True))
    account, _, rest = found.get("CNTP", "").partition("/")
    names = rest.split("/")
    return _Detail(
        name=plain(found.get("NAME") or (names[1] if len(names) > 1 else "")),
        account=plain(found.get("IBAN") or account),
        text=joined(
            found.get(key, "") for key in ("TRTP", "REMI", "EREF", "ORDP", "PREF")
        )
        or plain(value),
    )
