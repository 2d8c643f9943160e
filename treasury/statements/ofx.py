"""OFX, 1.x in SGML without closing tags and 2.x in XML, read by its tags.

1. No document type is read and no entity but the five of XML is known (`&amp;` …); a
   DOCTYPE is refused.
2. An element with text is a field and needs no closing tag; a group ends with its tag,
   or where the next one begins.
3. The amount has its sign. A day is the one that the bank writes, whatever the zone
   behind it; without DTPOSTED it is DTUSER's or DTAVAIL's.
4. OFX has a closing balance (LEDGERBAL) and no opening.

It is a small reader of our own: the library for this format may not be used with this
program's licence.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ledger.money import AmountError
from treasury.statements.figures import bank_day, ofx_amount
from treasury.statements.parts import (
    FEE,
    INTEREST,
    Movement,
    Part,
    Told,
    joined,
    plain,
    showable,
)

FORM = "ofx"

_TAG = re.compile(
    r"<(/?)([A-Za-z][A-Za-z0-9._]*)\s*/?>"
    r"([^<]*(?:<!\[CDATA\[.*?\]\]>[^<]*)*)",
    re.DOTALL,
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_ENTITY = re.compile(r"&(amp|lt|gt|quot|apos|nbsp|#[0-9]{1,6}|#x[0-9a-fA-F]{1,5});")
_ENTITIES = {
    "amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " ",
}  # fmt: skip
_TIME = re.compile(r"(\d{8})(?:\d{2,6})?(?:[.:]\d+)?\s*(?:\[[^\]]*\])?")
_HEADER = re.compile(r"(ENCODING|CHARSET)\s*[:=]\s*[\"']?([A-Za-z0-9-]+)")

_GROUPS = frozenset(
    {
        "STMTRS", "CCSTMTRS", "INVSTMTRS", "BANKACCTFROM", "STMTTRN", "LEDGERBAL",
        "AVAILBAL", "BANKACCTTO", "CCACCTTO", "CCACCTFROM", "PAYEE", "CURRENCY",
        "ORIGCURRENCY", "BANKTRANLIST", "BALLIST", "BAL", "SONRS", "STATUS",
    }
)  # fmt: skip
_STATEMENTS = ("STMTRS", "CCSTMTRS", "INVSTMTRS")
_INSIDE_ROW = frozenset({"BANKACCTTO", "CCACCTTO", "PAYEE", "CURRENCY", "ORIGCURRENCY"})
_KINDS = {"FEE": FEE, "SRVCHG": FEE, "INT": INTEREST}
_DAYS = ("DTPOSTED", "DTUSER", "DTAVAIL")


def declared_encoding(head: str) -> str:
    """The encoding that the header of version 1 declares, empty where it says none."""
    found = {key: value.upper() for key, value in _HEADER.findall(head[:2000])}
    if found.get("ENCODING") in {"UTF-8", "UNICODE"}:
        return "utf-8-sig"
    charset = found.get("CHARSET", "")
    return {"1252": "cp1252", "936": "gb18030", "ISO-8859-1": "cp1252"}.get(charset, "")


def read(text: str, told: Told) -> list[Part]:
    """The statements of a file, one for each account.

    Raises:
        StatementFaulty: it holds what is refused outright.
    """
    if re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        what = "文件带有文档类型声明（DOCTYPE、ENTITY），不予读取"
        told.refuse(0, "", what, do="请直接从网银重新导出")
    reader = _Reader(told)
    for place, closing, name, value in _tags(text):
        reader.take(place, closing=closing, name=name, value=value)
    reader.end_row()
    if not reader.parts:
        others = "信用卡或投资账户的账单不能导入" if reader.others else ""
        told.fault(0, "STMTRS", "没有找到银行账户的对账单", do=others or "重新导出")
    return reader.parts


def _tags(text: str) -> Iterator[tuple[int, bool, str, str]]:
    """Every tag: its line, whether it closes, its name and the text behind it."""
    line, at = 1, 0
    for match in _TAG.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        value = match[3].strip()
        if "&" in value or "<" in value:
            value = _ENTITY.sub(_entity, _CDATA.sub(r"\1", value))
        yield line, bool(match[1]), match[2].upper(), value


def _entity(match: re.Match[str]) -> str:
    name = match[1]
    if name[0] != "#":
        return _ENTITIES[name]
    digits = name[1:]
    number = int(f"0{digits}", 16) if digits[0] in "xX" else int(digits)
    return chr(number) if 0 < number < 0xD800 else " "  # noqa: PLR2004 - surrogates


@dataclass(slots=True)
class _Reader:
    """What has been read of a file so far."""

    told: Told
    parts: list[Part] = field(default_factory=list)
    group: list[str] = field(default_factory=list)
    """The groups that are open, the innermost last."""
    row: dict[str, str] | None = None
    place: int = 0
    others: bool = False

    def take(self, place: int, *, closing: bool, name: str, value: str) -> None:
        """Take one tag."""
        if name in _GROUPS:
            self._leave(name) if closing else self._enter(place, name)
        elif closing or not value or "STMTRS" not in self.group:
            return
        elif self.row is not None:
            self._field(name, value)
        else:
            self._head(place, name, value)

    def _enter(self, place: int, name: str) -> None:
        if name not in _INSIDE_ROW:
            self.end_row()
        if name in _STATEMENTS:
            self.group.clear()
        if name == "STMTRS":
            self.parts.append(Part(form=FORM, place=place))
        elif name in _STATEMENTS:
            self.others = True
        elif name == "STMTTRN" and "STMTRS" in self.group:
            self.row, self.place = {}, place
        self.group.append(name)

    def _leave(self, name: str) -> None:
        if name not in _INSIDE_ROW:
            self.end_row()
        if name in self.group:
            del self.group[len(self.group) - 1 - self.group[::-1].index(name) :]

    def _field(self, name: str, value: str) -> None:
        """A field of a movement, or of a group inside it."""
        assert self.row is not None
        inside = self.group[-1] if self.group else ""
        key = f"{inside}/{name}" if inside in _INSIDE_ROW else name
        self.row.setdefault(key, value)

    def _head(self, place: int, name: str, value: str) -> None:
        """A field of the statement outside its movements."""
        part = self.parts[-1]
        inside = self.group[-1] if self.group else ""
        try:
            if name == "CURDEF":
                part.currency = value.upper()
            elif (inside, name) == ("BANKACCTFROM", "ACCTID"):
                part.account = plain(value)
            elif inside == "BANKTRANLIST" and name == "DTSTART":
                part.since = _day(value)
            elif inside == "BANKTRANLIST" and name == "DTEND":
                part.until = _day(value)
            elif (inside, name) == ("LEDGERBAL", "BALAMT"):
                part.closing = ofx_amount(value)
            elif (inside, name) == ("LEDGERBAL", "DTASOF"):
                self._as_of(part, place, value)
        except ValueError as error:
            self.told.fault(place, name, str(error), found=showable(value))

    def _as_of(self, part: Part, place: int, value: str) -> None:
        day = _day(value)
        last = max((row.booked_on for row in part.rows), default=None)
        if last is not None and day < last:
            what = f"账面余额截至 {day}，早于最后一笔流水 {last}"
            self.told.fault(place, "LEDGERBAL", what, do="等余额更新后重新导出")
        elif part.until is not None and day > part.until:
            part.notes.append(f"账面余额截至 {day}，流水截至 {part.until}；请核对")
        part.until = part.until or day

    def end_row(self) -> None:
        """The movement that is open has all of its fields."""
        row, self.row = self.row, None
        if row is None:
            return
        part = self.parts[-1]
        try:
            amount = ofx_amount(row.get("TRNAMT", ""))
        except AmountError as error:
            found = showable(row.get("TRNAMT", ""))
            self.told.fault(self.place, "TRNAMT", str(error), found=found)
            return
        currency = row.get("CURRENCY/CURSYM", part.currency).upper()
        part.currency = part.currency or currency
        if currency != part.currency:
            self.told.fault(self.place, "CURSYM", "流水与账户的币种不同")
        try:
            booked_on = _day(next((row[key] for key in _DAYS if key in row), ""))
        except ValueError as error:
            self.told.fault(self.place, "DTPOSTED", str(error))
            return
        keys = ("BANKACCTTO/ACCTID", "CCACCTTO/ACCTID")
        part.rows.append(
            Movement(
                booked_on=booked_on,
                amount=amount,
                reference=plain(row.get("FITID") or row.get("REFNUM", "")),
                counterparty=plain(row.get("NAME") or row.get("PAYEE/NAME", "")),
                counterparty_account=plain(next(filter(None, map(row.get, keys)), "")),
                text=joined(row.get(key, "") for key in ("MEMO", "CHECKNUM")),
                kind=_KINDS.get(row.get("TRNTYPE", "").upper(), ""),
                place=self.place,
            )
        )


def _day(value: str) -> dt.date:
    match = _TIME.fullmatch(value.strip())
    return bank_day(match[1] if match else value)
