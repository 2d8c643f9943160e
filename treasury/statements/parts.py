"""What a bank's file says: movements, the parts it is told in, and the whole.

1. An amount is above zero for what came in and below for what went out.
2. A text is kept as the bank wrote it, but for line breaks and what cannot be printed.
3. A kind is told only where the bank's own code tells it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NoReturn

from ledger.errors import Fault, Faults, Problem
from ledger.money import Money
from treasury.errors import StatementFaulty

FEE = "fee"
INTEREST = "interest"
RETURN = "return"

FORMS = ("csv", "xlsx", "ofx", "mt940", "camt053")
"""The formats that are read."""

CURRENCIES = frozenset({"", "CNY", "RMB", "CNH", "人民币", "156"})
"""How banks call the only currency that is kept here; some files name none."""

ROWS_MAX = 500_000
"""Movements that one file may have."""

_SHOWABLE = frozenset("0123456789.,+-/: ¥￥年月日")
_DIGITS_MAX = 8


@dataclass(frozen=True, slots=True)
class Movement:
    """One row of a statement; `place` is its row or line in the file."""

    booked_on: dt.date
    amount: Money
    balance: Money | None = None
    reference: str = ""
    counterparty: str = ""
    counterparty_account: str = ""
    text: str = ""
    kind: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement that adds up, over the days from `since` to `until`, both included.

    `account` and `currency` are as the file says, empty where it says nothing. `notes`
    tell what was worked out or left out.
    """

    form: str
    account: str
    currency: str
    since: dt.date
    until: dt.date
    opening: Money
    closing: Money
    rows: tuple[Movement, ...]
    notes: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Part:
    """One statement of a file, or one page of it, as far as it says."""

    form: str
    account: str = ""
    currency: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    opening: Money | None = None
    closing: Money | None = None
    rows: list[Movement] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    place: int = 0


@dataclass(slots=True)
class Told:
    """A file's name, and the faults that were met in it."""

    file: str
    faults: Faults = field(default_factory=Faults)

    def fault(
        self, row: int, column: str, what: str, *, found: str = "", do: str = ""
    ) -> None:
        """Note a fault at a place of the file; `found` only if it may be shown."""
        problem = Problem("statement", what, found, do)
        self.faults.append(Fault(self.file, row, column, problem))

    def stop(self) -> None:
        """Refuse the file if anything was wrong with it.

        Raises:
            StatementFaulty: it has faults; all are told.
        """
        if self.faults:
            raise StatementFaulty(self.faults)

    def refuse(self, row: int, column: str, what: str, *, do: str = "") -> NoReturn:
        """Refuse the file for a fault after which nothing more can be read.

        Raises:
            StatementFaulty: always; with the faults met before.
        """
        self.fault(row, column, what, do=do)
        raise StatementFaulty(self.faults)


def plain(text: str) -> str:
    """A text on one line, without what cannot be printed."""
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return "".join(c for c in line if c.isprintable())


def joined(texts: Iterable[str]) -> str:
    """Texts that say something, one after the other, none twice."""
    return " ".join(dict.fromkeys(filter(None, map(plain, texts))))


def showable(text: str) -> str:
    """What stood in a cell, if it is an amount or a day; otherwise only how long.

    In a shifted row a cell of amounts holds a name or the number of an account.
    """
    short = text.strip()
    digits = sum(map(str.isdigit, short))
    if set(short) <= _SHOWABLE and digits <= _DIGITS_MAX:
        return short or "空白"
    return f"{len(short)} 个字符，内容不显示"
