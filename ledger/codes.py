"""Codes and numbers: a voucher as people say it, and as the database holds it.

`entry_of` puts numbers in the place of codes and tells what is unknown; `posting_of`
goes back.
"""

import datetime as dt

from ledger.entries import Entry, period_of_entry
from ledger.errors import Problem
from ledger.money import Money
from ledger.register import Lookups, UnitLookup
from ledger.seal_times import before_opening
from ledger.sealing import infer
from ledger.tables import PERSONS_BOUND, QUANTITY_BOUND
from ledger.texts import text_problems, texts_of
from ledger.vouchers import KINDS, Kind, Line, Posting, Voucher

ATTACHMENTS_BOUND = 9999
"""Attachments that a voucher may count at most."""


def entry_of(
    voucher: Voucher, books: Lookups, problems: list[tuple[str, Problem]]
) -> Entry | None:
    """An entry with numbers for codes; None, problems told, where one is unknown."""
    found: list[Problem] = []
    unit = books.units.get(voucher.unit)
    if unit is None:
        found.append(_unknown("单位", voucher.unit, "unit"))
    day = voucher.dated_on.isoformat()
    people = [
        _person(books, voucher, column, found)
        for column in ("preparer", "reviewer", "cashier", "head")
    ]
    found += text_problems(texts_of(voucher))
    if not 0 <= voucher.attachments <= ATTACHMENTS_BOUND:
        found.append(
            Problem(
                "text",
                "附件张数应在 0 到 9999 之间",
                column="attachments",
                do="核对张数",
            )
        )
    lines: list[Line] = []
    chart = voucher.chart or (unit.chart_on(day) if unit else "")
    if unit and not chart:
        found.append(before_opening(day, unit.opened_on))
    elif unit:
        lines = _lines(voucher, unit, books.charts[chart], books, found)
    if unit and voucher.kind not in ("", *KINDS[unit.kinds], Kind.OPENING):
        found.append(_unknown("凭证字", voucher.kind, "kind"))
    if found or unit is None:
        problems += [(voucher.ref, problem) for problem in found]
        return None
    entry = Entry(
        ref=voucher.ref,
        kind=voucher.kind,
        dated_on=day,
        chart=chart,
        summary=voucher.summary,
        attachments=voucher.attachments,
        preparer_id=people[0] or 0,
        reviewer_id=people[1] or 0,
        cashier_id=people[2],
        head_id=people[3],
        posted_at=voucher.posted_at,
        corrects=voucher.corrects,
        correction=voucher.correction or "",
        entered=voucher.entered,
        basis=voucher.basis,
        lines=lines,
        period=period_of_entry(day, voucher.kind),
    )
    return entry if entry.kind else entry._replace(kind=infer(entry, unit, books))


def _person(
    books: Lookups, voucher: Voucher, column: str, found: list[Problem]
) -> int | None:
    code = getattr(voucher, column)
    if not code and column in {"cashier", "head"}:
        return None
    if code not in books.people:
        found.append(_unknown("人员", code or "（空）", column))
        return None
    return books.people[code]


def _lines(
    voucher: Voucher,
    unit: UnitLookup,
    accounts: dict[str, int],
    books: Lookups,
    found: list[Problem],
) -> list[Line]:
    lines = []
    for number, posting in enumerate(voucher.postings, 1):
        account = accounts.get(posting.account)
        fund = unit.funds.get(posting.fund)
        if account is None:
            found.append(_unknown("科目", posting.account, "account", number))
        elif account in books.above:
            found.append(not_a_leaf(posting.account, number))
        if fund is None:
            found.append(_unknown("资金", posting.fund, "fund", number))
        if _miscounted(posting):
            found.append(
                Problem(
                    "L2",
                    "人次与数量只能在红字行为负，且不能过大",
                    line=number,
                    column="persons",
                )
            )
        if account is not None and fund is not None:
            lines.append(_line(posting, account, fund))
    return lines


def _miscounted(posting: Posting) -> bool:
    red = posting.debit.fen + posting.credit.fen < 0
    return (
        (posting.persons < 0 and not red)
        or abs(posting.persons) > PERSONS_BOUND
        or abs(posting.quantity_milli) > QUANTITY_BOUND
    )


def _line(posting: Posting, account: int, fund: int) -> Line:
    return Line(
        account,
        fund,
        posting.debit.fen,
        posting.credit.fen,
        posting.purpose or None,
        arose_on=posting.arose_on.isoformat() if posting.arose_on else "",
        **{name: getattr(posting, name) for name in _SAME},
    )


def _unknown(kind: str, name: str, column: str, line: int = 0) -> Problem:
    return Problem(
        column, f"账中没有这个{kind}", name, "核对代码，或先登记", line, column
    )


def not_a_leaf(code: str, line: int = 0) -> Problem:
    """The problem of a posting on an account that has others under it."""
    return Problem(
        "account", "不是末级科目", code, "改用其下的明细科目", line, "account"
    )


# -- and back -----------------------------------------------------------------------


def posting_of(line: Line, unit: UnitLookup, books: Lookups) -> Posting:
    """A posting as people speak of it, from one as the database holds it."""
    return Posting(
        account=books.account_codes[line.account_id],
        fund=unit.fund_codes[line.fund_id],
        debit=Money(line.debit_fen),
        credit=Money(line.credit_fen),
        purpose=line.purpose or "",
        arose_on=dt.date.fromisoformat(line.arose_on) if line.arose_on else None,
        **{name: getattr(line, name) for name in _SAME},
    )


_SAME = (
    "party",
    "recipient",
    "persons",
    "item",
    "quantity_milli",
    "serials",
    "economic",
    "functional",
    "appropriation",
    "request",
    "memo",
)
