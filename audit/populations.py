"""What is sampled (审计总体): which items of the books there are of each kind.

1. An item is named by the place of its voucher in the chain, `P123`, and by its line in
   it where it is a line, `P123.2`; its label is the mark of the voucher.
2. Items are of vouchers dated in the span, openings left out, as the chain stood at one
   position; so they never change. A voucher that was cancelled by then, or cancels
   another, holds no payment and no gift, but is a voucher and has lines.
3. A line counts its debit as positive and its credit as negative.

`sampling_store.py` reads the same from the ledger in one query; a test holds both
against each other. Evidence that came in as books is sampled from here.
"""

from collections.abc import Iterator

from audit.books import Books, Line, Part, Voucher, aid_payments
from audit.sampling_tickets import Item
from ledger.accounts import Labelled


class Of(Labelled):
    """Kinds of populations."""

    VOUCHERS = "vouchers", "记账凭证"
    LINES = "lines", "分录（借方为正）"
    PAYMENTS = "payments", "帮扶支出"
    RECIPIENTS = "recipients", "发放到人的帮扶支出"
    DONATIONS = "donations", "捐赠收入"


def voucher_name(position: int) -> str:
    """How an item that is a voucher is called."""
    return f"P{position}"


def line_name(position: int, line: int) -> str:
    """How an item that is a line of a voucher is called; lines count from 1."""
    return f"P{position}.{line}"


def items_of(books: Books, of: Of) -> Iterator[Item]:
    """The items of a kind in books over a span."""
    if of is Of.VOUCHERS:
        for one in _dated(books):
            yield Item(voucher_name(one.position), one.amount_fen, one.mark)
        return
    wanted = {id(line) for _, line in _lines(books, of)}
    for one in _dated(books):
        for number, line in enumerate(one.lines, 1):
            if id(line) in wanted:
                fen = line.net_fen if of is Of.LINES else abs(line.net_fen)
                yield Item(line_name(one.position, number), fen, one.mark)


def _dated(books: Books) -> Iterator[Voucher]:
    span = books.span
    return (v for v in books.vouchers if span.since <= v.dated_on < span.until)


def _lines(books: Books, of: Of) -> Iterator[tuple[Voucher, Line]]:
    if of is Of.LINES:
        yield from ((v, line) for v in books.vouchers for line in v.lines)
    elif of is Of.DONATIONS:
        yield from _gifts(books)
    else:
        for one, line in aid_payments(books):
            if of is Of.PAYMENTS or line.recipient:
                yield one, line


def _gifts(books: Books) -> Iterator[tuple[Voucher, Line]]:
    income = {c for c, a in books.accounts.items() if a.part is Part.INCOME}
    given = {c for c, fund in books.funds.items() if fund.origin == "donation"}
    for one in books.vouchers:
        for line in one.lines if one.stands else ():
            if line.credit_fen > 0 and line.account in income and line.fund in given:
                yield one, line
