"""CAMT.053, versions 2 to 8, read as a stream.

1. What is kept in memory is the movements alone, whatever else the file holds.
2. Only booked entries count; the direction is the one of `CdtDbtInd`, for a reversal
   too.
3. An entry in a batch is told row by row where its rows sum up to it.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ledger.money import AmountError, Money
from treasury.statements.figures import bank_day, decimal_amount
from treasury.statements.parts import (
    FEE,
    INTEREST,
    RETURN,
    ROWS_MAX,
    Movement,
    Part,
    Told,
    joined,
    plain,
    showable,
)
from treasury.statements.xml_stream import Fields, Node, tree, walk

FORM = "camt053"

_SPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.[0-9]{3})\.001\.([0-9]{2})")
_VERSIONS = frozenset(f"{version:02d}" for version in range(2, 9))
_NOTICES = {"camt.052": "日间账户报告", "camt.054": "到账通知"}

_FAMILIES = MappingProxyType(
    {
        "CHRG": FEE, "FEES": FEE, "COME": FEE, "COMM": FEE, "COMI": FEE,
        "INTR": INTEREST,
        "RRTN": RETURN, "RRCT": RETURN, "RPCR": RETURN, "RPDD": RETURN, "UPCT": RETURN,
        "UPDD": RETURN, "RIMB": RETURN, "PMRJ": RETURN,
    }
)  # fmt: skip
"""Kinds by sub-family of the bank transaction code."""

_OPENINGS = ("OPBD", "PRCD")
_CLOSINGS = ("CLBD",)
_BETWEEN = "ITBD"
_BOOKED = "BOOK"


# -- what is looked for -------------------------------------------------------------

_PARTY = ("", "Pty/", "Agt/FinInstnId/")


def _parties(role: str) -> dict[str, str]:
    """Names of a party: of itself in versions 2 to 7, of its `Pty` from 8 on."""
    return {f"RltdPties/{role}/{way}Nm": f"{role}_name" for way in _PARTY} | {
        f"RltdPties/{role}Acct/Id/IBAN": f"{role}_account",
        f"RltdPties/{role}Acct/Id/Othr/Id": f"{role}_account",
    }


_CODE = {
    "BkTxCd/Domn/Fmly/SubFmlyCd": "family",
    "BkTxCd/Domn/Fmly/Cd": "families",
    "BkTxCd/Prtry/Cd": "own_code",
}
_ROW = {
    **_CODE,
    "Refs/AcctSvcrRef": "bank_ref",
    "Refs/EndToEndId": "end_ref",
    "Refs/TxId": "own_ref",
    "Refs/InstrId": "instruction",
    "Amt": "amount",
    "CdtDbtInd": "side",
    "AmtDtls/TxAmt/Amt": "amount_moved",
    "AmtDtls/InstdAmt/Amt": "amount_asked",
    **_parties("Dbtr"),
    **_parties("Cdtr"),
    "RmtInf/Ustrd": "text",
    "RmtInf/Strd/CdtrRefInf/Ref": "creditor_ref",
    "RtrInf/Rsn/Cd": "returned",
    "RtrInf/Rsn/Prtry": "returned",
    "AddtlTxInf": "more",
}
_ENTRY = {
    **_CODE,
    "NtryRef": "entry_ref",
    "Amt": "amount",
    "CdtDbtInd": "side",
    "RvslInd": "reversal",
    "Sts": "status",
    "Sts/Cd": "status",
    "BookgDt/Dt": "day",
    "BookgDt/DtTm": "time",
    "ValDt/Dt": "value_day",
    "ValDt/DtTm": "value_time",
    "AcctSvcrRef": "bank_ref",
    "AddtlNtryInf": "more",
}
_BALANCE = {
    "Tp/CdOrPrtry/Cd": "code",
    "Amt": "amount",
    "CdtDbtInd": "side",
    "Dt/Dt": "day",
    "Dt/DtTm": "time",
}
_STATEMENT = {
    "Acct/Id/IBAN": "account",
    "Acct/Id/Othr/Id": "account",
    "Acct/Ccy": "currency",
    "FrToDt/FrDtTm": "since",
    "FrToDt/ToDtTm": "until",
}
_RECORDS: Mapping[str, Mapping[str, str]] = {
    "BkToCstmrStmt/Stmt": _STATEMENT,
    "BkToCstmrStmt/Stmt/Bal": _BALANCE,
    "BkToCstmrStmt/Stmt/Ntry": _ENTRY,
    "BkToCstmrStmt/Stmt/Ntry/NtryDtls/TxDtls": _ROW,
}


# -- reading ------------------------------------------------------------------------


def read(content: bytes, told: Told) -> list[Part]:
    """The statements of a document.

    Raises:
        StatementFaulty: it is no CAMT.053, or holds what is refused outright.
    """
    reader = _Reader(told)
    walk(content, told, reader.plan, reader.end)
    if not reader.parts:
        told.fault(0, "Stmt", "没有找到对账单", do="确认导出的是对账单")
    return reader.parts


@dataclass(slots=True)
class _Reader:
    """What has been read of a document so far."""

    told: Told
    parts: list[Part] = field(default_factory=list)
    movements: list[Movement] = field(default_factory=list)
    """Of the statement that is open."""
    rows: list[Fields] = field(default_factory=list)
    """The rows of the entry that is open."""
    balances: list[Fields] = field(default_factory=list)
    entries: int = 0
    count: int = 0
    left_out: int = 0

    def plan(self, space: str, name: str, line: int) -> Node:
        """What is looked for in a document of this kind and version."""
        match = _SPACE.fullmatch(space)
        if match is None or name != "Document":
            self.told.refuse(line, "", "不是 CAMT.053 对账单", do="选择对账单导出")
        if match[1] != "camt.053":
            kind = _NOTICES.get(match[1], "其他报文")
            what = f"这是 {match[1]}（{kind}），不是 camt.053 对账单"
            self.told.refuse(line, "", what, do="在网银中选择对账单（camt.053）导出")
        if match[2] not in _VERSIONS:
            what = f"不支持 camt.053.001.{match[2]}"
            self.told.refuse(line, "", what, do="请银行以 02 至 08 版导出")
        return tree(_RECORDS, space)

    def end(self, kind: str, records: list[Fields]) -> None:
        """A record is whole."""
        record = records[-1]
        if kind == "Ntry":
            self.end_entry(record, records[0])
        elif kind == "TxDtls":
            self.rows.append(record)
            self._bound()
        elif kind == "Bal":
            self.balances.append(record)
            self._bound()
        else:
            self.end_statement(record)

    def end_entry(self, record: Fields, head: Fields) -> None:
        """An entry is whole: what it moved becomes rows of the statement."""
        self.entries += 1
        self._bound()
        rows, self.rows = self.rows, []
        # An entry whose status is not told is proved by the balances like all others.
        if record.get("status", _BOOKED) != _BOOKED:
            self.left_out += 1
            return
        try:
            self.movements += _movements(record, rows, head)
        except _EntryError as error:
            column = f"Ntry[{self.entries}]/{error.column}"
            self.told.fault(int(record["line"]), column, error.what, found=error.found)

    def _bound(self) -> None:
        self.count += 1
        if self.count > 2 * ROWS_MAX:
            self.told.refuse(0, "", f"流水超过 {ROWS_MAX:,} 笔", do="按月分开导出")

    def end_statement(self, record: Fields) -> None:
        """A statement is whole."""
        part = Part(form=FORM, place=int(record["line"]), rows=self.movements)
        part.account = plain(record.get("account", ""))
        part.currency = record.get("currency", "").upper()
        if self.left_out:
            part.notes.append(f"另有 {self.left_out} 笔尚未入账（非 BOOK），没有导入")
        try:
            part.since = _day(record.get("since", ""))
            part.until = _day(record.get("until", ""))
        except ValueError as error:
            self.told.fault(part.place, "FrToDt", str(error))
        self._ends(part)
        self.parts.append(part)
        self.movements = []
        self.balances, self.entries, self.left_out = [], 0, 0

    def _ends(self, part: Part) -> None:
        found: dict[str, list[Money]] = {}
        for record in self.balances:
            code = record.get("code", "")
            if code not in {*_OPENINGS, *_CLOSINGS, _BETWEEN}:
                continue
            try:
                amount = _signed(record)
                found.setdefault(code, []).append(amount)
                currency = record.get("amount_currency", "").upper()
                part.currency = part.currency or currency
                if currency not in {"", part.currency}:
                    raise _EntryError("Amt", "余额与账户的币种不同")  # noqa: TRY301
                day = _day(record.get("day") or record.get("time", ""))
            except _EntryError as error:
                line = int(record["line"])
                self.told.fault(line, "Bal/" + error.column, error.what)
            except ValueError as error:
                self.told.fault(int(record["line"]), "Bal/Dt", str(error))
            else:
                if code in _CLOSINGS:
                    part.until = part.until or day
        between = found.get(_BETWEEN, [])
        openings = [found[code][0] for code in _OPENINGS if code in found]
        closings = [found[code][-1] for code in _CLOSINGS if code in found]
        # Pages of one statement meet in balances between.
        part.opening = next(iter(openings + between[:1]), None)
        part.closing = next(iter(closings + between[-1:]), None)
        for label, balance in (("OPBD", part.opening), ("CLBD", part.closing)):
            if balance is None:
                self.told.fault(part.place, f"Bal/{label}", "缺少这项余额")


# -- entries ------------------------------------------------------------------------


class _EntryError(Exception):
    """What is wrong with an entry, and where in it."""

    def __init__(self, column: str, what: str, found: str = "") -> None:
        super().__init__(what)
        self.column = column
        self.what = what
        self.found = found


def _movements(entry: Fields, rows: list[Fields], head: Fields) -> list[Movement]:
    amount = _signed(entry)
    currency = head.get("currency", "") or entry.get("amount_currency", "")
    if entry.get("amount_currency", "") not in {"", currency}:
        raise _EntryError("Amt", "流水与账户的币种不同")
    head.setdefault("currency", currency)
    said = next((entry[key] for key in _DAYS if key in entry), "")
    if not said:
        raise _EntryError("BookgDt", "没有入账日期")
    try:
        day = bank_day(said[:10])
    except ValueError as error:
        raise _EntryError("BookgDt", str(error)) from None
    place = int(entry["line"])
    parts = _split(amount, currency, rows) if len(rows) > 1 else []
    if not parts:
        parts = [(amount, rows[0] if len(rows) == 1 else {})]
    return [
        Movement(
            day,
            part,
            None,
            _reference(entry, row),
            _other(row, part, _NAMES),
            _other(row, part, _ACCOUNTS),
            _text(entry, row),
            _kind(entry, row),
            place,
        )
        for part, row in parts
    ]


_DAYS = ("day", "time", "value_day", "value_time")
_AMOUNTS = ("amount", "amount_moved", "amount_asked")


def _split(
    whole: Money, currency: str, rows: list[Fields]
) -> list[tuple[Money, Fields]]:
    """The rows of a batch with their amounts, if they sum up to the entry (3)."""
    found = []
    for row in rows:
        key = next((key for key in _AMOUNTS if row.get(key)), "amount")
        if row.get(f"{key}_currency") != currency:
            return []
        side = row.get("side") or ("DBIT" if whole.fen < 0 else "CRDT")
        try:
            found.append((_signed({"amount": row.get(key, ""), "side": side}), row))
        except _EntryError:
            return []
    agrees = sum(amount.fen for amount, _ in found) == whole.fen
    return found if agrees else []


def _signed(record: Fields) -> Money:
    side = record.get("side", "")
    if side not in {"CRDT", "DBIT"}:
        raise _EntryError("CdtDbtInd", "没有写明收付方向（CRDT 或 DBIT）")
    try:
        amount = decimal_amount(record.get("amount", ""))
    except AmountError as error:
        raise _EntryError(
            "Amt", str(error), showable(record.get("amount", ""))
        ) from None
    if amount.fen < 0:
        raise _EntryError("Amt", "金额不能为负；方向由 CdtDbtInd 写明")
    return amount if side == "CRDT" else -amount


def _day(text: str) -> dt.date | None:
    return bank_day(text[:10]) if text else None


def _reference(entry: Fields, row: Fields) -> str:
    for record, key in (
        (row, "bank_ref"),
        (entry, "bank_ref"),
        (row, "own_ref"),
        (row, "end_ref"),
        (row, "instruction"),
        (entry, "entry_ref"),
    ):
        found = record.get(key)
        if found and found != "NOTPROVIDED":
            return plain(found)
    return ""


_NAMES = ("Dbtr_name", "Cdtr_name")
_ACCOUNTS = ("Dbtr_account", "Cdtr_account")


def _other(row: Fields, amount: Money, keys: tuple[str, str]) -> str:
    """The other party: who paid where money came in, who was paid where it left."""
    came = amount.fen > 0
    found = row.get(keys[0] if came else keys[1])
    if found is None and "returned" in row:
        found = row.get(keys[1] if came else keys[0])
    return plain(found) if found else ""


def _text(entry: Fields, row: Fields) -> str:
    texts = [row[key] for key in ("text", "creditor_ref", "more") if key in row]
    if "more" in entry:
        texts.append(entry["more"])
    return plain(texts[0]) if len(texts) == 1 else joined(texts)


def _kind(entry: Fields, row: Fields) -> str:
    if "returned" in row or entry.get("reversal", "").lower() in {"true", "1"}:
        return RETURN
    for record in (row, entry):
        for key in ("family", "families"):
            if key in record and (kind := _FAMILIES.get(record[key])):
                return kind
    return ""
