"""What stands on a draft (草稿): a voucher as it was typed, complete or not.

1. Every field is text and is kept as typed, so that nothing a person entered is
   lost; an amount that can be read is kept in yuan with two decimals.
2. A draft names no person: who prepared, reviewed and paid is known from its steps.
3. A draft step is never removed, so personal numbers may not stand in it either.

The written form is JSON: keys in order, no blanks between, empty fields left out,
`form` is `bangfu-draft-1`.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from ledger.errors import Problem
from ledger.money import Money, parse_fen, yuan
from ledger.periods import opening_period, parse_day, period_of
from ledger.sheets import parse_count, parse_quantity
from ledger.texts import text_problems
from ledger.vouchers import (
    RED,
    Amounts,
    Correction,
    Entered,
    Kind,
    Posting,
    Voucher,
    amount_problems,
)

FORM = "bangfu-draft-1"

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPosting:
    """One line as it was typed; `vouchers.Posting` tells what the fields mean."""

    account: str = ""
    fund: str = ""
    debit: str = ""
    credit: str = ""
    purpose: str = ""
    party: str = ""
    recipient: str = ""
    persons: str = ""
    item: str = ""
    quantity: str = ""
    serials: str = ""
    arose_on: str = ""
    economic: str = ""
    functional: str = ""
    appropriation: str = ""
    request: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftVoucher:
    """A voucher as it was typed; `vouchers.Voucher` tells what the fields mean.

    An empty `ref` becomes one made of the draft's number, an empty `kind` is
    inferred. `entered` is `here`, `bank` for what the bank originated, or `adjustment`
    for an audit adjustment, whose `basis` is the number of the finding.
    """

    unit: str
    ref: str = ""
    dated_on: str = ""
    summary: str = ""
    postings: tuple[DraftPosting, ...] = ()
    kind: str = ""
    attachments: str = ""
    corrects: str = ""
    correction: str = ""
    entered: str = "here"
    basis: str = ""

    @property
    def period(self) -> int:
        """The period of the day that was typed; 0 while there is none."""
        try:
            day = parse_day(self.dated_on)
        except ValueError:
            return 0
        if self.kind == Kind.OPENING:
            return opening_period(day.year)
        return period_of(day)


# -- the written form ---------------------------------------------------------------


def write(voucher: DraftVoucher) -> str:
    """The draft as JSON, as its steps keep it."""
    lines = [_filled(posting) for posting in voucher.postings]
    content = {"form": FORM, **_filled(voucher), "postings": lines}
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def read(content: str) -> DraftVoucher:
    """The draft out of JSON that `write` wrote."""
    told: dict[str, Any] = json.loads(content)
    assert told.pop("form") == FORM
    lines = tuple(DraftPosting(**line) for line in told.pop("postings"))
    return DraftVoucher(**told, postings=lines)


def _filled(part: DraftVoucher | DraftPosting) -> dict[str, str]:
    return {
        name: value
        for name in _NAMES[type(part)]
        if (value := getattr(part, name)) and isinstance(value, str)
    }


# A batch of payments has ten thousand lines.
_NAMES: Mapping[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind))
    for kind in (DraftVoucher, DraftPosting)
}


def plain(voucher: DraftVoucher) -> DraftVoucher:
    """The same draft with amounts that can be read in yuan with two decimals."""
    lines = tuple(
        replace(line, debit=_plain(line.debit), credit=_plain(line.credit))
        for line in voucher.postings
    )
    return replace(voucher, postings=lines)


def _plain(amount: str) -> str:
    try:
        return yuan(parse_fen(amount))
    except ValueError:
        return amount


def drafted(voucher: Voucher) -> DraftVoucher:
    """A voucher as a draft, such as the red one that cancels another."""
    lines = tuple(_typed(posting) for posting in voucher.postings)
    return DraftVoucher(
        unit=voucher.unit,
        ref=voucher.ref,
        dated_on=voucher.dated_on.isoformat(),
        summary=voucher.summary,
        postings=lines,
        kind=voucher.kind,
        attachments=_number(voucher.attachments),
        corrects=voucher.corrects,
        correction=voucher.correction or "",
        entered=voucher.entered,
        basis=voucher.basis,
    )


_SAME = (
    "account",
    "fund",
    "purpose",
    "party",
    "recipient",
    "item",
    "serials",
    "economic",
    "functional",
    "appropriation",
    "request",
    "memo",
)


def _typed(posting: Posting) -> DraftPosting:
    sign = "-" if posting.quantity_milli < 0 else ""
    whole, thousandths = divmod(abs(posting.quantity_milli), 1000)
    quantity = f"{sign}{whole}.{thousandths:03d}"
    return DraftPosting(
        debit=str(posting.debit) if posting.debit else "",
        credit=str(posting.credit) if posting.credit else "",
        persons=_number(posting.persons),
        quantity=quantity if posting.quantity_milli else "",
        arose_on=posting.arose_on.isoformat() if posting.arose_on else "",
        **{name: getattr(posting, name) for name in _SAME},
    )


def _number(number: int) -> str:
    return str(number) if number else ""


# -- from what was typed to a voucher -----------------------------------------------


def unfit_to_keep(voucher: DraftVoucher) -> list[Problem]:
    """Rule 3: what may not even stand in a draft, by field and line."""
    texts = [
        ("serials" if name == "ref" else "draft", value, 0)
        for name, value in _filled(voucher).items()
    ]
    # References and serials are exempt: `privacy.py` says so.
    for number, line in enumerate(voucher.postings, 1):
        kept = _filled(line)
        for name in ("debit", "credit"):
            # An amount may look like a telephone; what is no amount may be one.
            if name in kept and _plain(kept[name]) != kept[name]:
                del kept[name]
        texts += [
            ("serials" if name == "serials" else "draft", value, number)
            for name, value in kept.items()
        ]
    return text_problems(texts)


def told(
    voucher: DraftVoucher, ref: str, persons: dict[str, Any]
) -> tuple[Voucher | None, list[Problem]]:
    """The voucher that a draft tells, and what cannot be read or does not balance.

    There is a voucher where every field could be read; `persons` has its preparer,
    reviewer and cashier.
    """
    reading = _Reading()
    fields_read: dict[str, Any] = {
        "dated_on": reading.field(voucher.dated_on, parse_day, "dated_on"),
        "attachments": reading.field(voucher.attachments, parse_count, "attachments"),
        "correction": reading.field(voucher.correction, _correction, "correction"),
        "entered": reading.field(voucher.entered, _entered, "entered"),
    }
    lines = [
        _posting(line, number, reading)
        for number, line in enumerate(voucher.postings, 1)
    ]
    if not voucher.summary.strip():
        blank = Problem("text", "不能为空", column="summary", do="填写摘要")
        reading.problems.append(blank)
    amounts_read = not any(p.column in {"debit", "credit"} for p in reading.problems)
    balance: list[Problem] = []
    if amounts_read:
        red = fields_read["correction"] in RED
        amounts = [Amounts(p.fund, p.debit.fen, p.credit.fen) for p in lines]
        balance = amount_problems(amounts, red_allowed=red)
    if reading.problems:
        return None, reading.problems + balance
    whole = Voucher(
        unit=voucher.unit,
        ref=ref,
        summary=voucher.summary,
        postings=tuple(lines),
        kind=voucher.kind,
        corrects=voucher.corrects,
        basis=voucher.basis,
        **fields_read,
        **persons,
    )
    return whole, balance


class _Reading:
    """Reads one field after the other and collects what cannot be read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def field(
        self, text: str, parse: Callable[[str], Value], column: str, line: int = 0
    ) -> Value | None:
        try:
            return parse(text)
        except ValueError as error:
            found = text.strip()[:40] or "（空）"
            self.problems.append(
                Problem("cell", str(error), found, "改正后再提交", line, column)
            )
            return None


def _posting(line: DraftPosting, number: int, reading: _Reading) -> Posting:
    def amount(text: str) -> int:
        return parse_fen(text) if text.strip() else 0

    arose_on = reading.field(line.arose_on, _day_or_none, "arose_on", number)
    return Posting(
        debit=Money(reading.field(line.debit, amount, "debit", number) or 0),
        credit=Money(reading.field(line.credit, amount, "credit", number) or 0),
        persons=reading.field(line.persons, _persons, "persons", number) or 0,
        quantity_milli=reading.field(line.quantity, parse_quantity, "quantity", number)
        or 0,
        arose_on=arose_on,
        **{name: getattr(line, name) for name in _SAME},
    )


def _day_or_none(text: str) -> Any:
    return parse_day(text) if text.strip() else None


def _persons(text: str) -> int:
    """A count of persons; a red line takes them back, so it may be negative."""
    stripped = text.strip()
    if stripped.startswith("-"):
        return -parse_count(stripped[1:])
    return parse_count(stripped)


def _correction(text: str) -> Correction | None:
    if not text:
        return None
    if text not in set(Correction):
        raise ValueError("更正方式应为 full、difference 或 replacement")
    return Correction(text)


def _entered(text: str) -> Entered:
    if text not in {Entered.HERE, Entered.BANK, Entered.ADJUSTMENT}:
        raise ValueError("来源应为 here、bank 或 adjustment")
    return Entered(text)


def first_told(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, in the order told."""
    return list(dict.fromkeys(problems))
