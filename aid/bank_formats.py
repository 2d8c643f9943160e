"""Forms of banks' files of payments (代发文件格式): which column says what.

1. A form names the columns of the file that goes to the bank, and those of the file
   that comes back, by their headings; holder, card and amount are always there.
2. What comes back is found again by our reference, or by card and amount.
3. Words tell what became of a payment; no word tells both.

Those that come with the program stand in `bank_formats.toml`; an office records its own
(`bank_format_keeping.py`).
"""

import codecs
import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from aid.errors import BankFileRefused
from ledger.accounts import Labelled
from ledger.formulas import STARTS
from treasury.statements.mapping import heading_of

HEADER_ROW_MAX = 100


class Encoding(Labelled):
    """How the file that goes to the bank is encoded."""

    UTF_8 = "utf-8", "UTF-8（带 BOM）"
    GB18030 = "gb18030", "GB18030"

    @property
    def codec(self) -> str:
        """What Python calls it."""
        return "utf-8-sig" if self is Encoding.UTF_8 else "gb18030"

    @property
    def mark(self) -> bytes:
        """What the file begins with."""
        return codecs.BOM_UTF8 if self is Encoding.UTF_8 else b""


LABELS = {
    "line": "参考号",
    "code": "档案号",
    "holder": "户名",
    "card": "卡号",
    "branch": "开户行",
    "amount": "金额",
    "memo": "用途",
    "result_line": "回盘：参考号",
    "result_card": "回盘：卡号",
    "result_amount": "回盘：金额",
    "result_state": "回盘：状态",
    "result_reason": "回盘：失败原因",
}
"""What a column may say, and how people call it."""

HEADINGS = tuple(LABELS)
SENT = ("line", "code", "holder", "card", "branch", "amount", "memo")
RETURNED = ("line", "card", "amount", "state", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFormat:
    """The headings of a bank's files, empty where it has none; `revision` 0 is ours.

    Raises:
        BankFileRefused: a file of this form would not say enough, or twice.
    """

    bank: str
    revision: int = 0
    since: dt.date
    encoding: Encoding = Encoding.UTF_8
    header_row: int = 1
    line: str = ""
    code: str = ""
    holder: str
    card: str
    branch: str = ""
    amount: str
    memo: str = ""
    result_line: str = ""
    result_card: str = ""
    result_amount: str
    result_state: str
    result_reason: str = ""
    success: str
    failed: str

    def __post_init__(self) -> None:
        if wrong := [*self._wrong()]:
            what = "这样的代发文件格式不能使用"
            raise BankFileRefused(what, "；".join(wrong), "改正后重新保存")

    def _wrong(self) -> Iterator[str]:
        for key in ("holder", "card", "amount", "result_amount", "result_state"):
            if not getattr(self, key).strip():
                yield f"没有指明“{LABELS[key]}”列"
        if not self.result_line and not self.result_card:
            yield "回盘中参考号列和卡号列至少有一列"
        if self.result_line and not self.line:
            yield "回盘有参考号列的，付款文件也要有"
        yield from self._wrong_headings()
        yield from self._wrong_words()
        if not 1 <= self.header_row <= HEADER_ROW_MAX:
            yield f"表头行号应在 1 与 {HEADER_ROW_MAX} 之间"

    def _wrong_headings(self) -> Iterator[str]:
        for columns in (self.columns, self.result_columns):
            headings = [heading_of(heading) for _, heading in columns]
            for twice in sorted({one for one in headings if headings.count(one) > 1}):
                yield f"“{twice}”对应了两项"
            if any(heading.startswith(STARTS) for _, heading in columns):
                yield "列名不能以 = + - @ 开头"

    def _wrong_words(self) -> Iterator[str]:
        if not self.words("success") or not self.words("failed"):
            yield "成功和失败都要写明状态词"
        for word in sorted(self.words("success") & self.words("failed")):
            yield f"“{word}”既是成功又是失败"

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """What is said to the bank, and the heading that says it, in order."""
        return tuple((key, one) for key in SENT if (one := getattr(self, key)))

    @property
    def result_columns(self) -> tuple[tuple[str, str], ...]:
        """What the bank says, and the heading that says it."""
        told = ((key, getattr(self, f"result_{key}")) for key in RETURNED)
        return tuple((key, one) for key, one in told if one)

    def words(self, key: str) -> frozenset[str]:
        """Words of a state as they are compared."""
        parts = getattr(self, key).replace("；", ";").split(";")
        return frozenset(filter(None, map(state_of, parts)))


def state_of(text: str) -> str:
    """A state as it is compared: without spaces, width and case."""
    return heading_of(text).casefold()


@cache
def built_in() -> tuple[BankFormat, ...]:
    """The forms that come with the program."""
    text = files("aid").joinpath("bank_formats.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["format"]
    return tuple(made(block) for block in found)


def made(told: Mapping[str, Any]) -> BankFormat:
    """A form of texts by key, as a file or a row tells them."""
    return BankFormat(**{**told, "encoding": Encoding(told["encoding"])})
