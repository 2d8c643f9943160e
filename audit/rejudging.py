"""The rules of the seal, asked again of what stands.

A guard that was taken away and put back leaves no trace in the schema; what went in
meanwhile breaks a rule that would have refused it. Each breach is a sentence.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger import chain, queries
from ledger.database import Connection
from ledger.register import Lookups, UnitLookup
from ledger.vouchers import RED, Entered, Line

LINE_MARKS = len(Line._fields) - 1
"""Separators in the written form of a posting."""

HEAD_MARKS = 16
"""Separators in the written form of a voucher's head."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the rules ask of a voucher's head, out of its written form."""

    chart: str
    correction: str
    entered: str

    @classmethod
    def read(cls, text: str) -> "Head":
        """Take the fields where `chain.py` states them."""
        fields = text.split(chain.US)
        chart, correction, entered = fields[6], fields[-2], fields[-1]
        return cls(chart, correction, entered)

    @property
    def red(self) -> bool:
        """Whether negative amounts may stand here."""
        return self.correction in RED

    @property
    def may_overdraw(self) -> bool:
        """Whether a fund may be taken below zero (L7)."""
        return self.red or self.entered == Entered.BANK


def holds_marks(whole: str, lines: int) -> bool:
    """Whether separators stand inside a text: lines could hide in it unnoticed."""
    marks = HEAD_MARKS + LINE_MARKS * lines
    return whole.count(chain.US) != marks or whole.count(chain.RS) != lines


def line_breaches(
    head: Head, lines: Sequence[Any], unit: UnitLookup, books: Lookups
) -> Iterator[str]:
    """Breaches of L2, L8 and of the chart by the postings of one voucher.

    Lines are the rows of `evidence.sealed_lines`.
    """
    allowed, restricted, spends = unit.purposes, unit.restricted, books.spends
    for _, account, fund, debit, credit, purpose, _, _, _, chart in lines:
        if debit + credit < 0 and not head.red:
            yield "负数金额不在红字更正凭证中（L2）"
        if chart != head.chart:
            yield "科目不属于凭证的科目表"
        if purpose:
            if purpose not in allowed.get(fund, ()):
                yield "用途不在资金允许的范围内（L8）"
        elif fund in restricted and account in spends and debit > 0:
            yield "限定用途的资金支出没有用途（L8）"


def mirror_breaches(
    connection: Connection, unit_id: int, cancelled: Mapping[int, int]
) -> Iterator[tuple[int, str]]:
    """Cancellations that are no mirror of what they cancel, by position."""
    for position, target in cancelled.items():
        red = queries.postings_of(connection, unit_id, position)
        original = queries.postings_of(connection, unit_id, target)
        if [_turned(line) for line in original] != [_plain(line) for line in red]:
            yield position, "红字冲销与被冲销凭证不一致"


def _plain(line: queries.PostingRow) -> tuple[object, ...]:
    amounts = (line.debit_fen, line.credit_fen, line.persons, line.quantity_milli)
    return (line.account_id, line.fund_id, line.purpose, *amounts)


def _turned(line: queries.PostingRow) -> tuple[object, ...]:
    amounts = (line.debit_fen, line.credit_fen, line.persons, line.quantity_milli)
    return (line.account_id, line.fund_id, line.purpose, *(-each for each in amounts))
