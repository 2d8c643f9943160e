"""What happens in the demonstration prefecture, as vouchers (工会会计制度 2021).

A verb turns a step of the calendar into one voucher, and lets fall due what follows
from it: goods bought are handed out, advances come back, money passed down arrives.
The codes R, X, C and Y name the entries: receipts, spending, corrections, year end.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from app.prefecture_book import (
    LAST,
    PAYMENT,
    RECEIPT,
    Book,
    Line,
    PassedDown,
    later,
    workday,
)
from app.prefecture_plan import GOODS, MEDICAL, YEARS, Step
from ledger.money import ZERO, Money

BANK, QUOTA, CASH = "102", "111", "101"
STOCK, STOCK_FUND = "141", "30101"
_INTEREST_PER_100K = 50
_ARRIVED = {
    "CB": "收到上级工会转拨中央财政专项帮扶资金",
    "UU": "收到上级工会帮扶补助",
}


def _pay_from(book: Book, fund: str) -> str:
    return book.unit.treasury if fund == "LB" else BANK


# -- money in -----------------------------------------------------------------------


def receive(step: Step, book: Book, on: date) -> None:
    """R3 to R5, R8, R11: money arrives in the bank."""
    amount = book.sized(step.yuan, on)
    _move(book, on, step, (BANK, step.account, amount))


def treasury(step: Step, book: Book, on: date) -> None:
    """R1, R3: the same-level budget gives a payment quota, or pays into the bank."""
    amount = book.sized(step.yuan, on, step_yuan=1000)
    _move(book, on, step, (book.unit.treasury, step.account, amount))


def _move(book: Book, on: date, step: Step, entry: tuple[str, str, Money]) -> None:
    debit, credit, amount = entry
    lines = [
        Line(debit, step.fund, debit=amount, party=step.party),
        Line(credit, step.fund, credit=amount, party=step.party),
    ]
    book.post(on, step.summary, lines)


def arrive(arrival: PassedDown, book: Book, on: date) -> None:
    """R5: what the giver booked under 50802 the receiver books under 40302."""
    step = Step("", arrival.fund, arrival.summary, party="上级工会")
    _move(book, on, step, (BANK, "40302", arrival.amount))


def interest(step: Step, book: Book, on: date) -> None:
    """R10: the quarter's interest, to each fund what its bank balance earned."""
    lines = []
    for fund in book.unit.funds:
        earned = Money(book.held(BANK, fund).fen * _INTEREST_PER_100K // 100_000)
        if earned:
            income = "221" if fund == "MA" else "408"
            lines.append(Line(BANK, fund, debit=earned, party="开户银行"))
            lines.append(Line(income, fund, credit=earned))
    book.post(on, step.summary, lines)


def earmark(step: Step, book: Book, on: date) -> None:
    """R6: own surplus becomes aid money, each fund balanced through the bank."""
    _between_funds(step, book, on, ("32202", "32102"))


def reallocate(step: Step, book: Book, on: date) -> None:
    """Own income of the current year becomes aid money; nil for the unit."""
    _between_funds(step, book, on, ("402", "402"))


def _between_funds(step: Step, book: Book, on: date, sides: tuple[str, str]) -> None:
    amount = min(book.sized(step.yuan, on), book.free(BANK, "GF"))
    if not amount:
        return
    book.post(
        on,
        step.summary,
        [
            Line(sides[0], "GF", debit=amount),
            Line(BANK, "GF", credit=amount),
            Line(BANK, step.fund, debit=amount),
            Line(sides[1], step.fund, credit=amount),
        ],
    )


# -- money out ----------------------------------------------------------------------


def pay_listed(step: Step, book: Book, on: date) -> None:
    """X1 to X4: aid by bank, a line for each household's file number."""
    account = _pay_from(book, step.fund)
    free = book.free(account, step.fund)
    amounts = []
    for _ in range(book.heads(step.heads, on)):
        amount = _what_one_gets(step, book, on)
        if amount > free:
            break
        free -= amount
        amounts.append(amount)
    if not amounts:
        return
    recipients = book.recipients(len(amounts), step.purpose, on)
    lines = [
        Line(
            step.account,
            step.fund,
            amount,
            purpose=step.purpose,
            recipient=r,
            persons=1,
        )
        for r, amount in zip(recipients, amounts, strict=True)
    ]
    summary = f"{on.month}月{step.summary}（{len(lines)}户）"
    total = sum(amounts, ZERO)
    book.post(on, summary, [*lines, Line(account, step.fund, credit=total)])
    _perhaps_recover(book, on, lines[0], account)


def _what_one_gets(step: Step, book: Book, on: date) -> Money:
    grown = step.yuan * (100 + 7 * (on.year - YEARS[0]))
    if step.purpose == MEDICAL:
        return Money(grown * book.chance.randrange(3_000, 17_001) // 10_000)
    return Money(grown * book.chance.randrange(70, 131) // 100_000 * 1_000)


def _perhaps_recover(book: Book, on: date, line: Line, account: str) -> None:
    # C1: one household in twenty-five gives back what it should not have had.
    back = later(on, book.chance.randrange(8, 25))
    if book.chance.randrange(25) == 0 and back.year == on.year and account == BANK:
        book.schedule(back, RECEIPT, partial(_recover, line))


def _recover(paid: Line, book: Book, on: date) -> None:
    back = replace(paid, debit=ZERO, credit=paid.debit, persons=0)
    summary = f"收回不再符合条件的{paid.purpose}金"
    book.post(on, summary, [Line(BANK, paid.fund, debit=paid.debit), back])


def pay_batch(step: Step, book: Book, on: date) -> None:
    """X1 to X5, X10: aid by bank, one line for all, the list among the papers."""
    account = _pay_from(book, step.fund)
    heads, amount = _affordable(step, book, on, account)
    if heads:
        _spend_on_heads(step, (account, heads, amount), book, on)


def _affordable(step: Step, book: Book, on: date, account: str) -> tuple[int, Money]:
    grown = step.yuan * (100 + 7 * (on.year - YEARS[0])) // 100
    each = max(grown // 10 * 10, 1)
    heads = min(
        book.heads(step.heads, on), book.free(account, step.fund).fen // (each * 100)
    )
    return heads, Money(heads * each * 100)


def _spend_on_heads(
    step: Step, entry: tuple[str, int, Money], book: Book, on: date
) -> None:
    account, heads, amount = entry
    expense = Line(
        step.account,
        step.fund,
        debit=amount,
        purpose=step.purpose,
        party=step.party,
        persons=heads,
    )
    summary = f"{step.summary}（{heads}人）"
    book.post(on, summary, [expense, Line(account, step.fund, credit=amount)])


def direct(step: Step, book: Book, on: date) -> None:
    """R2: the treasury pays the households itself; no money of the unit moves."""
    if book.unit.treasury == QUOTA:
        heads = book.heads(step.heads, on)
        amount = Money(heads * step.yuan * 100)
        _spend_on_heads(step, ("40401", heads, amount), book, on)


def cash_visit(step: Step, book: Book, on: date) -> None:
    """X5: cash is drawn, and given from door to door some days later."""
    heads, amount = _affordable(step, book, on, BANK)
    if not heads:
        return
    _move(book, on, replace(step, summary="提取现金备春节慰问"), (CASH, BANK, amount))
    entry = (CASH, heads, amount)
    book.schedule(later(on, 2), PAYMENT, partial(_spend_on_heads, step, entry))


def pass_down(step: Step, book: Book, on: date) -> None:
    """X11: a share of the fund goes to the unions below, by their size."""
    hundreds = book.free(BANK, step.fund).fen * step.share // 100 // 10_000
    purposes = step.purpose.split(";")
    lines = []
    for child, part in zip(
        book.children,
        Money(hundreds).split([unit.size for unit in book.children]),
        strict=True,
    ):
        amount = Money(part.fen * 10_000)
        if not amount:
            return
        lines += [
            Line("50802", step.fund, share, purpose=purpose, party=child.name)
            for purpose, share in zip(
                purposes, amount.split((5, 3, 2)[: len(purposes)]), strict=True
            )
        ]
        fund = "UU" if step.fund == "OU" else step.fund
        arrives = later(on, book.chance.randrange(1, 5))
        book.passed.append(
            PassedDown(child.code, fund, amount, arrives, _ARRIVED[fund])
        )
    total = sum((line.debit for line in lines), ZERO)
    book.post(on, step.summary, [*lines, Line(BANK, step.fund, credit=total)])


def spend(step: Step, book: Book, on: date) -> None:
    """The union's other spending, outside every aid total."""
    amount = min(book.sized(step.yuan, on, step_yuan=1), book.free(BANK, step.fund))
    if amount:
        _move(book, on, step, (step.account, BANK, amount))


def cancel_quota(_: Step, book: Book, on: date) -> None:
    """Y7: what is left of the year's quota is cancelled, and restored in January."""
    left = book.held(QUOTA, "LB")
    if not left:
        return
    step = Step("", "LB", "年末注销未用零余额账户额度")
    _move(book, on, step, ("12102", QUOTA, left))
    if on.year < YEARS[-1]:
        new_year = workday(date(on.year + 1, 1, 2))
        book.schedule(new_year, RECEIPT, partial(restore_quota, left))


def restore_quota(amount: Money, book: Book, on: date) -> None:
    """The quota cancelled at the year's end comes back."""
    step = Step("", "LB", "恢复上年注销的零余额账户额度")
    _move(book, on, step, (QUOTA, "12102", amount))


# -- goods and advances -------------------------------------------------------------


def buy_goods(step: Step, book: Book, on: date) -> None:
    """X6: goods for hand-out, expensed and taken into stock in one voucher."""
    pieces, cost = _affordable(step, book, on, BANK)
    if not pieces:
        return
    item = GOODS[step.summary]
    book.post(
        on,
        f"{step.summary}（{item}{pieces}份）",
        [
            Line(STOCK, step.fund, cost, item=item, quantity=pieces),
            Line(STOCK_FUND, step.fund, credit=cost),
            Line(step.account, step.fund, cost, purpose=step.purpose, party=step.party),
            Line(BANK, step.fund, credit=cost),
        ],
    )
    _schedule_issues(book, on, step, (item, pieces, cost))


def gift_in_kind(step: Step, book: Book, on: date) -> None:
    """R9: goods given to the union; no income, only freight from other money."""
    pieces = book.heads(step.heads, on)
    value, freight = Money(pieces * step.yuan * 100), Money(28_000)
    item = GOODS[step.summary]
    book.post(
        on,
        f"{step.summary}（{item}{pieces}份）",
        [
            Line(STOCK, step.fund, value, item=item, quantity=pieces),
            Line(STOCK_FUND, step.fund, credit=value, party=step.party),
            Line("510", "GF", debit=freight, party="运输公司"),
            Line(BANK, "GF", credit=freight),
        ],
    )
    _schedule_issues(book, on, step, (item, pieces, value))


def _schedule_issues(
    book: Book, on: date, step: Step, goods: tuple[str, int, Money]
) -> None:
    # Two rounds; the second takes what is left, so that the stock ends at nothing.
    item, pieces, value = goods
    first = pieces * 2 // 3 or pieces
    parts = [n for n in (first, pieces - first) if n]
    for index, (quantity, cost) in enumerate(
        zip(parts, value.split(parts), strict=True)
    ):
        due = later(on, 3 + 6 * index + book.chance.randrange(3))
        lot = (item, quantity, cost)
        book.schedule(due, PAYMENT, partial(issue, step, lot))


def issue(step: Step, lot: tuple[str, int, Money], book: Book, on: date) -> None:
    """X7: goods leave the stock for the households."""
    item, quantity, cost = lot
    out = Line(STOCK_FUND, step.fund, cost, purpose=step.purpose, persons=quantity)
    stock = Line(STOCK, step.fund, credit=cost, item=item, quantity=quantity)
    book.post(on, f"发放{item}（{quantity}份）", [out, stock])


def advance(step: Step, book: Book, on: date) -> None:
    """X12: a hospital deposit is advanced; most comes back, the rest becomes aid."""
    amount = min(book.sized(step.yuan, on), book.free(BANK, step.fund))
    if not amount:
        return
    advance_amount(step, amount, book, on)
    back = workday(on + timedelta(book.chance.randrange(40, 75)))
    book.schedule(back, RECEIPT, partial(settle_advance, step, amount))


def advance_amount(step: Step, amount: Money, book: Book, on: date) -> None:
    """X12, first half: money goes out against a claim."""
    _move(book, on, step, (step.account, BANK, amount))


def settle_advance(step: Step, amount: Money, book: Book, on: date) -> None:
    """X12, second half: the deposit comes back less what the household needed."""
    aid, returned = amount.split((1, 3))
    (recipient,) = book.recipients(1, MEDICAL, on)
    book.post(
        on,
        "收回住院押金，结转医疗救助",
        [
            Line(BANK, step.fund, debit=returned, party=step.party),
            Line(
                "50404", step.fund, aid, purpose=MEDICAL, recipient=recipient, persons=1
            ),
            Line("135", step.fund, credit=amount, party=step.party),
        ],
    )


Verb = Callable[[Step, Book, date], None]

VERBS: dict[str, tuple[Verb, int]] = {
    "receive": (receive, RECEIPT),
    "treasury": (treasury, RECEIPT),
    "interest": (interest, RECEIPT),
    "earmark": (earmark, PAYMENT),
    "reallocate": (reallocate, PAYMENT),
    "pass_down": (pass_down, PAYMENT),
    "pay_listed": (pay_listed, PAYMENT),
    "pay_batch": (pay_batch, PAYMENT),
    # X8: goods bought and handed out at once are an expense like any other.
    "hand_out": (pay_batch, PAYMENT),
    "direct": (direct, PAYMENT),
    "cash_visit": (cash_visit, PAYMENT),
    "buy_goods": (buy_goods, PAYMENT),
    "gift_in_kind": (gift_in_kind, PAYMENT),
    "advance": (advance, PAYMENT),
    "spend": (spend, PAYMENT),
    "cancel_quota": (cancel_quota, LAST),
}
