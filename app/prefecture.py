"""The demonstration prefecture: a province, a city and six counties, 2022 to 2025.

It is written as a books folder, so that it comes in as anybody's books would. All
names are made up; the same seed gives the same bytes. `app.prefecture_plan` holds the
units, people, funds and the calendar, `app.prefecture_vouchers` the entries,
`app.prefecture_mishaps` the errors, corrected or planted for the auditor to find.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from app.prefecture_book import PAYMENT, RECEIPT, Book, PassedDown, Voucher, workday
from app.prefecture_mishaps import MISHAPS
from app.prefecture_plan import (
    FUNDS,
    MEDICAL,
    OPENED_ON,
    POSTS,
    RIGHTS,
    SPRING_FESTIVAL,
    STEPS,
    SUCCESSION,
    UNITS,
    WARMTH,
    YEARS,
    Step,
    UnitPlan,
)
from app.prefecture_vouchers import (
    BANK,
    QUOTA,
    STOCK,
    STOCK_FUND,
    VERBS,
    arrive,
    issue,
    restore_quota,
    settle_advance,
)
from app.year_closing import Signers
from ledger.money import ZERO, Money

CHART = "union-2021"
IN_OFFICE_SINCE = date(2020, 1, 1)

_TIER = {"province": "p", "city": "c", "county": "x"}
_QUOTA_CANCELLED = Money(2_000_000)
_QUILTS, _QUILTS_COST = 30, Money(300_000)
_DEPOSIT = Money(500_000)
_DEPOSIT_PARTY = "市第一人民医院"

_HEADS = {
    "units.csv": "code name level type parent account_mode chart opened_on",
    "funds.csv": "unit code name source channel restriction donor purposes opened_on",
    "openings.csv": "unit date account fund debit credit party item quantity"
    " original_date",
    "people.csv": "person name units rights since until",
    "officers.csv": "person post unit since until",
    "vouchers.csv": "unit voucher date summary attachments preparer reviewer cashier"
    " head corrects correction account fund debit credit purpose party recipient"
    " persons item quantity",
}

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """What stood in an account of a fund when the books began."""

    account: str
    fund: str
    debit: Money = ZERO
    credit: Money = ZERO
    party: str = ""
    item: str = ""
    quantity: int = 0
    arose_on: date | None = None


def write_books(folder: Path, seed: int = 2005) -> None:
    """Write the prefecture's books folder; the same seed gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder, "units.csv", (_unit_row(unit) for unit in UNITS))
    _write(folder, "funds.csv", _fund_rows())
    _write(folder, "openings.csv", _opening_rows())
    _write(folder, "people.csv", _people_rows())
    _write(folder, "officers.csv", _officer_rows())
    _write(folder, "vouchers.csv", _voucher_rows(seed))


def signers_of(unit: UnitPlan) -> Signers:
    """Who closes the years of a unit."""
    return Signers(unit.accountant, unit.head)


def _write(folder: Path, name: str, rows: Iterable[Row]) -> None:
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_HEADS[name].split())
        writer.writerows(rows)


# -- who and what -------------------------------------------------------------------


def _unit_row(unit: UnitPlan) -> Row:
    mode = "dedicated_subject"
    return (
        unit.code,
        unit.name,
        unit.level,
        "local",
        unit.parent,
        mode,
        CHART,
        OPENED_ON,
    )


def _fund_rows() -> Iterator[Row]:
    for unit in UNITS:
        for code in unit.funds:
            fund = FUNDS[code]
            yield (
                unit.code,
                code,
                fund.name,
                fund.source,
                fund.channel,
                fund.restriction,
                fund.donor,
                ";".join(fund.purposes),
                OPENED_ON,
            )


def _people_rows() -> Iterator[Row]:
    for unit in UNITS:
        for (person, name), rights in zip(unit.staff, RIGHTS, strict=True):
            yield (
                person,
                name,
                unit.code,
                rights,
                IN_OFFICE_SINCE,
                _leaves(unit, person),
            )
    code, person, name, since = SUCCESSION
    yield (person, name, code, RIGHTS[0], since, "")


def _officer_rows() -> Iterator[Row]:
    for unit in UNITS:
        for (person, _), post in zip(unit.staff, POSTS, strict=True):
            yield (person, post, unit.code, IN_OFFICE_SINCE, _leaves(unit, person))
    code, person, _, since = SUCCESSION
    yield (person, POSTS[0], code, since, "")


def _leaves(unit: UnitPlan, person: str) -> date | str:
    # The first day without the post, as every range of days excludes its end.
    code, _, _, since = SUCCESSION
    return since if unit.code == code and person == unit.staff[0][0] else ""


# -- what stood at the beginning ----------------------------------------------------


def _opening_rows() -> Iterator[Row]:
    for unit in UNITS:
        for line in _openings(unit):
            yield (
                unit.code,
                OPENED_ON,
                line.account,
                line.fund,
                line.debit or "",
                line.credit or "",
                line.party,
                line.item,
                line.quantity or "",
                line.arose_on or "",
            )


def _openings(unit: UnitPlan) -> Iterator[Opening]:
    for code in unit.funds:
        fund = FUNDS[code]
        amount = Money(fund.opening_yuan * unit.size)
        if code == "LB" and unit.treasury == QUOTA:
            amount = _QUOTA_CANCELLED
            yield Opening("12102", code, debit=amount)
        else:
            yield Opening(BANK, code, debit=amount)
        if code == "OU" and _lends(unit):
            yield from _goods_and_deposit()
            amount += _DEPOSIT
        yield Opening(fund.closing_account, code, credit=amount)


def _lends(unit: UnitPlan) -> bool:
    return unit.level != "province"


def _goods_and_deposit() -> Iterator[Opening]:
    yield Opening(STOCK, "OU", debit=_QUILTS_COST, item="棉被", quantity=_QUILTS)
    yield Opening(STOCK_FUND, "OU", credit=_QUILTS_COST)
    yield Opening(
        "135", "OU", debit=_DEPOSIT, party=_DEPOSIT_PARTY, arose_on=date(2021, 11, 12)
    )


# -- what happened ------------------------------------------------------------------


def _voucher_rows(seed: int) -> Iterator[Row]:
    passed: list[PassedDown] = []
    for unit in UNITS:
        # A union above stands before those below it, so its money is known by now.
        children = tuple(child for child in UNITS if child.parent == unit.code)
        book = Book(unit, children, seed)
        _fill(book, [arrival for arrival in passed if arrival.unit == unit.code])
        passed += book.passed
        for voucher in book.vouchers:
            yield from _rows_of(unit, voucher)


def _fill(book: Book, arrivals: list[PassedDown]) -> None:
    _schedule_openings(book)
    for arrival in arrivals:
        book.schedule(arrival.on, RECEIPT, partial(arrive, arrival))
    tier = _TIER[book.unit.level]
    for step in STEPS:
        if tier in step.levels and step.fund in (*book.unit.funds, ""):
            verb, stage = VERBS[step.verb]
            for on in _days(book, step):
                book.schedule(on, stage, partial(verb, step))
    for unit, on, act in MISHAPS:
        if unit == book.unit.code:
            book.schedule(on, PAYMENT, act)
    book.run()


def _days(book: Book, step: Step) -> list[date]:
    if step.festival:
        before = timedelta(step.festival)
        return [workday(SPRING_FESTIVAL[year] - before) for year in step.years]
    return [
        workday(_near(date(year, month, step.day), book.chance.randrange(5)))
        for year in step.years
        for month in step.months
    ]


def _near(on: date, days: int) -> date:
    """A few days later, the 28th at the latest; a month's last day stays."""
    return on if on.day > 28 else on.replace(day=min(on.day + days, 28))  # noqa: PLR2004


def _schedule_openings(book: Book) -> None:
    for line in _openings(book.unit):
        if line.account == BANK:
            book.open(BANK, line.fund, line.debit)
    if book.unit.treasury == QUOTA:
        restore = partial(restore_quota, _QUOTA_CANCELLED)
        book.schedule(date(YEARS[0], 1, 4), RECEIPT, restore)
    if _lends(book.unit):
        quilts = Step("", "OU", "", purpose=WARMTH)
        lot = ("棉被", _QUILTS, _QUILTS_COST)
        book.schedule(date(2022, 1, 11), PAYMENT, partial(issue, quilts, lot))
        deposit = Step("", "OU", "", purpose=MEDICAL, party=_DEPOSIT_PARTY)
        settle = partial(settle_advance, deposit, _DEPOSIT)
        book.schedule(date(2022, 3, 15), RECEIPT, settle)


def _rows_of(unit: UnitPlan, voucher: Voucher) -> Iterator[Row]:
    _, head, accountant, reviewer, cashier, _ = (person for person, _ in unit.staff)
    shared = (
        unit.code,
        voucher.ref,
        voucher.on,
        voucher.summary,
        voucher.attachments,
        accountant,
        reviewer,
        cashier if voucher.moves_money else "",
        head,
        voucher.corrects,
        voucher.correction,
    )
    for line in voucher.lines:
        yield (
            *shared,
            line.account,
            line.fund,
            line.debit or "",
            line.credit or "",
            line.purpose,
            line.party,
            line.recipient,
            line.persons or "",
            line.item,
            line.quantity or "",
        )
