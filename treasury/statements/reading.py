"""Reading a bank's file: its format is told by what it holds, and its size is bounded.

1. A file too big is refused before it is read.
2. Texts are UTF-8, GB18030 or UTF-16 with a mark; a file with NUL characters is none.
3. One file may hold statements of several accounts: the one asked for is read.
"""

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ledger.money import Money
from treasury.errors import StatementRefused
from treasury.statements import (
    arithmetic,
    camt053,
    csv_rows,
    mt940,
    ofx,
    tabular,
    xlsx_rows,
)
from treasury.statements.mapping import ColumnMapping
from treasury.statements.parts import Part, Statement, Told

BYTES_MAX = 100 << 20
"""Bytes of the biggest file that is read."""

_HEAD = 4096
_MT940 = re.compile(r"^(\{[0-9]:.*)?:(20|25|60[FM]):", re.MULTILINE)
_FOREIGN = (
    (b"%pdf", "这是 PDF 文件"),
    (b"\xd0\xcf\x11\xe0", "这是旧版 XLS 或加密的文件"),
    (b"<html", "这是网页，不是表格"),
    (b"<!doctype html", "这是网页，不是表格"),
)
_EXPORT = "从网银导出 CSV、XLSX、OFX、MT940 或 CAMT.053"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What whoever imports a file says of it, beside the file."""

    account: str = ""
    """The number of the account, where the file may hold several."""
    mapping: ColumnMapping | None = None
    bank: str = ""
    """The bank of the account, which alone takes fees and pays interest."""
    opening: Money | None = None
    closing: Money | None = None


def content_of(path: Path) -> bytes:
    """The bytes of a file that is not too big.

    Raises:
        StatementRefused: it cannot be read, or is too big; then it is not read.
    """
    what = f"{path.name} 没有读取"
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise StatementRefused(what, why="不是文件", do="写明对账单的文件名")
        _bound(path.name, size)
        return path.read_bytes()
    except OSError:
        raise StatementRefused(what, why="文件不存在或没有权限") from None


def read(name: str, content: bytes, asked: Asked | None = None) -> Statement:
    """The statement that a file holds.

    Args:
        name: what faults call the file.
        content: its bytes.
        asked: which account, by which mapping, and what is known of its ends.

    Raises:
        StatementRefused: it is too big, or in no format that is read.
        StatementFaulty: it has faults; all are told.
    """
    asked = asked or Asked()
    _bound(name, len(content))
    told = Told(name)
    if not content.strip():
        told.refuse(0, "", "文件是空的", do="重新导出")
    parts = _parts(form_of(name, content), content, asked, told)
    told.stop()
    chosen = _chosen(parts, asked.account, told)
    return arithmetic.composed(chosen, told, asked.opening, asked.closing)


def form_of(name: str, content: bytes) -> str:
    """The format of a file, by what it holds.

    Raises:
        StatementRefused: it is none that is read.
    """
    if content.startswith(b"PK"):
        return xlsx_rows.FORM
    head = _head(content)
    low = head.lower()
    for mark, why in _FOREIGN:
        if content[:_HEAD].lstrip().lower().startswith(mark):
            what = f"{name} 不能导入"
            raise StatementRefused(what, why=why, do=_EXPORT)
    if "ofxheader" in low or "<ofx>" in low:
        return ofx.FORM
    if low.startswith(("<?xml", "<")):
        return camt053.FORM
    if _MT940.search(head):
        return mt940.FORM
    return csv_rows.FORM


def _head(content: bytes) -> str:
    head = content[:_HEAD]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace").lstrip()
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1").lstrip()


def _parts(form: str, content: bytes, asked: Asked, told: Told) -> list[Part]:
    if form == camt053.FORM:
        return camt053.read(content, told)
    if form == mt940.FORM:
        return mt940.read(text_of(content, ("cp1252",), told), told)
    if form == ofx.FORM:
        declared = ofx.declared_encoding(content[:_HEAD].decode("latin-1"))
        return ofx.read(text_of(content, (declared or "cp1252",), told), told)
    if asked.mapping is None:
        what = f"{told.file} 不能导入"
        do = "先用 bangfu money bank mapping save 保存这家银行的列对应"
        raise StatementRefused(what, why="表格文件要有列对应才能读", do=do)
    rows: Iterable[tabular.Row] = (
        xlsx_rows.rows(content, told)
        if form == xlsx_rows.FORM
        else csv_rows.rows(text_of(content, (), told), asked.mapping, told)
    )
    return tabular.read(rows, asked.mapping, form, told, asked.bank)


def text_of(content: bytes, more: Sequence[str], told: Told) -> str:
    """The content as text (2); `more` encodings are tried last."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: Sequence[str] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030", *more)
        if (at := content.find(b"\0")) >= 0:
            line = content.count(b"\n", 0, at) + 1
            told.refuse(line, "", "文件中有空字符，不是文本文件", do=_EXPORT)
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return told.refuse(0, "", "文件编码不是 UTF-8 或 GB18030", do="另存为 UTF-8")


def _bound(name: str, size: int) -> None:
    if size > BYTES_MAX:
        what = f"{name} 没有读取"
        why = f"文件有 {size >> 20} MB，上限 {BYTES_MAX >> 20} MB"
        raise StatementRefused(what, why, "按月或按季分开导出")


# -- accounts -----------------------------------------------------------------------


def _chosen(parts: list[Part], account: str, told: Told) -> list[Part]:
    """The parts of the account that is asked for (3)."""
    if account:
        named = [part for part in parts if part.account]
        found = [
            part for part in parts if not named or same_account(part.account, account)
        ]
        if not found:
            what = "文件中的账号与登记的银行账户不符"
            told.refuse(0, "", what, do="选对账户，或核对登记的账号")
        return found
    accounts = {part.account for part in parts}
    if len(accounts) > 1:
        what = f"文件中有 {len(accounts)} 个账户的对账单"
        told.refuse(0, "", what, do="写明要导入哪一个账户")
    return parts


def same_account(told: str, known: str) -> bool:
    """Whether a file means the account: it may tell bank and currency beside it."""
    one, other = bare_account(told), bare_account(known)
    last = bare_account(told.rpartition("/")[2])
    return other in {one, last} or any(
        other + currency in {one, last} for currency in ("CNY", "RMB")
    )


def bare_account(number: str) -> str:
    """A number of an account as it is compared: letters and digits alone."""
    return "".join(c for c in number.upper() if c.isalnum())
