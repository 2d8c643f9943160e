"""Errors of the demonstration prefecture: some corrected in red, some left to find.

Planted for the auditor, each permitted by the ledger, all in the city's book:

1. One file number paid twice for the same purpose in the same month (May 2025).
2. A voucher without attachments (April 2025).
3. A payment dated on a holiday (3 October 2025).
4. An advance older than a year (paid in November 2023, never settled).
5. A round sum split equally among eight households (September 2025).
6. An earmarked fund without payment since 2023: D3, whose steps end in that year.
"""

from dataclasses import replace
from datetime import date
from functools import partial

from app.prefecture_book import PAYMENT, Act, Book, Line, Voucher, later
from app.prefecture_plan import LIVING, MEDICAL, WARMTH, Step
from app.prefecture_vouchers import BANK, advance_amount
from ledger.money import Money

_CITY = "130100"


def _paid(line: Line) -> list[Line]:
    return [line, Line(BANK, line.fund, credit=line.debit)]


# -- corrected in red ---------------------------------------------------------------


def wrong_account(book: Book, on: date) -> None:
    """A festival visit is booked as living aid; found days later and entered anew."""
    people = book.chance.randrange(3, 6)
    line = Line("50404", "OU", Money(people * 50_000), purpose=LIVING, persons=people)
    wrong = book.post(on, f"走访慰问困难职工（{people}人）", _paid(line))
    found = later(on, book.chance.randrange(6, 12))
    book.schedule(found, PAYMENT, partial(_cancel_and_enter_right, wrong))


def _cancel_and_enter_right(wrong: Voucher, book: Book, on: date) -> None:
    red = [line.red() for line in wrong.lines]
    book.post_correction(
        on, f"冲销{wrong.ref}号凭证：科目记错", red, (wrong.ref, "full")
    )
    right = replace(wrong.lines[0], account="50405", purpose=WARMTH)
    book.post(on, f"更正{wrong.ref}号凭证：{wrong.summary}", _paid(right))


def wrong_amount(book: Book, on: date) -> None:
    """Two figures change places: 2,310 is booked where the bank paid 2,130."""
    (recipient,) = book.recipients(1, MEDICAL, on)
    line = Line(
        "50404", "D2", Money(231_000), purpose=MEDICAL, recipient=recipient, persons=1
    )
    wrong = book.post(on, "发放大病定向救助金（1户）", _paid(line))
    book.schedule(later(on, 7), PAYMENT, partial(_take_back_difference, wrong))


def _take_back_difference(wrong: Voucher, book: Book, on: date) -> None:
    line = replace(wrong.lines[0], debit=Money(-18_000), persons=0)
    book.post_correction(
        on,
        f"调减{wrong.ref}号凭证：金额多记180.00元",
        _paid(line),
        (wrong.ref, "difference"),
    )


# -- left for the auditor -----------------------------------------------------------


def pay_twice(book: Book, on: date) -> None:
    """Plant 1: the second payment looks like any other."""
    (recipient,) = book.recipients(1, MEDICAL, on)
    line = Line(
        "50404", "D2", Money(320_000), purpose=MEDICAL, recipient=recipient, persons=1
    )
    _pay_household(line, book, on)
    book.schedule(later(on, 11), PAYMENT, partial(_pay_household, line))


def _pay_household(line: Line, book: Book, on: date) -> None:
    book.post(on, "发放大病定向救助金（1户）", _paid(line))


def pay_without_papers(book: Book, on: date) -> None:
    """Plant 2: nothing is attached."""
    line = Line("50404", "OU", Money(180_000), purpose=LIVING, persons=2)
    voucher = book.post(on, "发放困难职工临时生活救助（2人）", _paid(line))
    book.vouchers[-1] = replace(voucher, attachments=0)


def pay_on_holiday(book: Book, on: date) -> None:
    """Plant 3: an office that is shut pays out."""
    line = Line("50405", "OU", Money(240_000), purpose=WARMTH, persons=4)
    book.post(on, "走访慰问困难职工（4人）", _paid(line))


def advance_and_forget(book: Book, on: date) -> None:
    """Plant 4: nobody asks for the deposit back."""
    step = Step("", "OU", "垫付住院押金", account="135", party="临川市职工医院")
    advance_amount(step, Money(800_000), book, on)


def split_equally(book: Book, on: date) -> None:
    """Plant 5: eight households get a thousand each, whatever their bills."""
    each = Money(100_000)
    lines = [
        Line("50404", "D2", each, purpose=MEDICAL, recipient=recipient, persons=1)
        for recipient in book.recipients(8, MEDICAL, on)
    ]
    total = Money(each.fen * len(lines))
    book.post(on, "发放大病定向救助金（8户）", [*lines, Line(BANK, "D2", credit=total)])


MISHAPS: tuple[tuple[str, date, Act], ...] = (
    ("130102", date(2022, 5, 12), wrong_account),
    ("130121", date(2023, 6, 8), wrong_account),
    (_CITY, date(2023, 11, 14), advance_and_forget),
    ("130124", date(2024, 3, 19), wrong_account),
    ("130104", date(2024, 8, 7), wrong_amount),
    (_CITY, date(2025, 3, 18), wrong_account),
    (_CITY, date(2025, 4, 22), pay_without_papers),
    (_CITY, date(2025, 5, 9), pay_twice),
    ("130125", date(2025, 7, 10), wrong_account),
    (_CITY, date(2025, 9, 16), split_equally),
    (_CITY, date(2025, 10, 3), pay_on_holiday),
)
