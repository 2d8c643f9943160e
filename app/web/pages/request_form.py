"""What a form says of a payment request, and of how it is paid."""

from collections.abc import Callable
from typing import TypeVar

from app.web.desk import Desk
from ledger.money import AmountError, Money
from ledger.payment_requests import RequestKind
from ledger.periods import parse_day
from treasury.errors import RequestRefused
from treasury.paying import Payment
from treasury.request_desk import RequestLine
from treasury.requests import PaymentRequest

Value = TypeVar("Value")

_COLUMNS = ("fund", "account", "purpose", "amount")
ROWS, MORE, LINES_MOST = 3, 10, 200
Row = tuple[str, str, str, str]
"""Fund, account, purpose and amount as they were typed."""
_BLANK: Row = ("", "", "", "")


class _Reading:
    """Reads one field after the other and collects what cannot be read."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def field(
        self, text: str, parse: Callable[[str], Value], label: str
    ) -> Value | None:
        try:
            return parse(text.strip()) if text.strip() else None
        except (AmountError, ValueError) as error:
            self.wrong.append(f"{label}：{error}")
            return None

    def demand(self) -> None:
        if self.wrong:
            why, do = "；".join(self.wrong), "改正后再提交"
            raise RequestRefused("没有办理", why, do)


def rows(desk: Desk) -> list[Row]:
    """The lines as they were typed, with some empty ones after them."""
    filled = _filled(desk)
    spare = MORE if desk.form.get("do") == "more" else 1
    return [*filled, *[_BLANK] * max(ROWS - len(filled), spare)]


def _filled(desk: Desk) -> list[Row]:
    columns = [desk.lists.get(key, ()) for key in _COLUMNS]
    if len(set(map(len, columns))) != 1:
        return []
    found = []
    for fund, account, purpose, amount in zip(*columns, strict=True):
        row = (fund.strip(), account.strip(), purpose.strip(), amount.strip())
        if any(row[1:]):
            found.append(row)
    return found[:LINES_MOST]


def said(desk: Desk) -> PaymentRequest:
    """The request that a form says.

    Raises:
        RequestRefused: it cannot be read; all that is wrong is told.
    """
    typed, reading = desk.form, _Reading()
    filled = _filled(desk)
    lines = []
    for number, (fund, account, purpose, amount) in enumerate(filled, 1):
        label = f"第 {number} 行金额"
        read = reading.field(amount or "0", Money.parse, label)
        lines.append(RequestLine(fund, account, purpose, read or Money(0)))
    kind = reading.field(typed.get("kind", ""), _kind, "种类")
    expires_on = reading.field(typed.get("expires_on", ""), parse_day, "有效期至")
    due_on = reading.field(typed.get("due_on", ""), parse_day, "归还日期")
    statement = reading.field(typed.get("statement", ""), _place, "对账单")
    row = reading.field(typed.get("row", ""), _place, "流水行")
    if not filled:
        reading.wrong.append("没有写明资金、科目与金额")
    reading.demand()
    return PaymentRequest(
        unit=desk.unit,
        ref=typed.get("ref", "").strip(),
        kind=kind or RequestKind.PAYMENT,
        summary=typed.get("summary", "").strip(),
        payee=typed.get("payee", "").strip(),
        lines=tuple(lines),
        evidence=typed.get("evidence", "").strip(),
        expires_on=expires_on,
        due_on=due_on,
        resolution=typed.get("resolution", "").strip(),
        statement=statement,
        row=row,
        for_goods=bool(typed.get("for_goods")),
    )


def payment(desk: Desk) -> Payment:
    """How a form says that a request is paid.

    Raises:
        RequestRefused: it cannot be read; all that is wrong is told.
    """
    typed, reading = desk.form, _Reading()
    dated_on = reading.field(typed.get("dated_on", ""), parse_day, "日期")
    amount = reading.field(typed.get("amount", ""), Money.parse, "金额")
    persons = reading.field(typed.get("persons", ""), _count, "人次")
    attachments = reading.field(typed.get("attachments", ""), _count, "附件张数")
    reading.demand()
    return Payment(
        dated_on=dated_on or desk.today,
        money_account=typed.get("account", "").strip() or "102",
        attachments=1 if attachments is None else attachments,
        amount=amount,
        persons=persons or 0,
        summary=typed.get("summary", "").strip(),
        to_fund=typed.get("to_fund", "").strip(),
        to_account=typed.get("to_account", "").strip(),
    )


def _kind(text: str) -> RequestKind:
    if text not in set(RequestKind):
        raise ValueError("没有这一种类")
    return RequestKind(text)


def _place(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 9:  # noqa: PLR2004 - nine digits fit
        raise ValueError("应为整数")
    return int(text)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 6:  # noqa: PLR2004 - a million
        raise ValueError("应为整数")
    return int(text)
