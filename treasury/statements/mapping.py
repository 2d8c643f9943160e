"""Column mappings (列对应): which column of a bank's table says what.

1. A mapping names a column by its heading. The amount stands in one signed column, in
   one with a column of the side beside it, or in one column for in and one for out.
2. Several columns of texts are told with `+` between their headings.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields

from treasury.errors import StatementRefused

HEADER_ROW_MAX = 100

LABELS = {
    "date": "日期",
    "amount": "金额",
    "side": "借贷标志",
    "money_in": "收入",
    "money_out": "支出",
    "balance": "余额",
    "reference": "流水号",
    "counterparty": "对方户名",
    "counterparty_account": "对方账号",
    "text": "摘要",
    "code": "交易类型",
    "currency": "币种",
    "account": "本方账号",
}
"""What a column may say, and how people call it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """The headings of a bank's table, by what they say; empty where it has none."""

    header_row: int = 1
    date: str
    amount: str = ""
    side: str = ""
    money_in: str = ""
    money_out: str = ""
    balance: str = ""
    reference: str = ""
    counterparty: str = ""
    counterparty_account: str = ""
    text: str = ""
    code: str = ""
    currency: str = ""
    account: str = ""

    def __post_init__(self) -> None:
        """Refuse a mapping that tells no amounts, or tells them twice."""
        if wrong := tuple(self._wrong()):
            what = "这样的列对应不能使用"
            raise StatementRefused(what, "；".join(wrong), "改正后重新保存")

    def _wrong(self) -> Iterator[str]:
        if not 1 <= self.header_row <= HEADER_ROW_MAX:
            yield f"表头行号应在 1 与 {HEADER_ROW_MAX} 之间"
        if not self.date.strip():
            yield "没有指明日期列"
        in_and_out = bool(self.money_in) and bool(self.money_out)
        if bool(self.amount) == in_and_out or bool(self.money_in) != bool(
            self.money_out
        ):
            yield "金额列，或收入列和支出列，二者择一"
        if self.side and not self.amount:
            yield "借贷标志列要与金额列同用"
        # What happened and the bank's code for it may stand in one column.
        said = [heading for key, heading in self.columns if key != "code"]
        for heading in sorted({one for one in said if said.count(one) > 1}):
            yield f"“{heading}”对应了两项"

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """What is said and the heading that says it, for every heading named."""
        return tuple(
            (one.name, heading)
            for one in fields(self)
            if one.name in LABELS
            for heading in split(getattr(self, one.name))
        )


def split(headings: str) -> tuple[str, ...]:
    """The headings that are told with `+` between them, as they are compared."""
    return tuple(filter(None, map(heading_of, headings.split("+"))))


def heading_of(cell: str) -> str:
    """A heading as it is compared: without spaces, full-width signs as half-width."""
    return "".join(unicodedata.normalize("NFKC", cell).split())
