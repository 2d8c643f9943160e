"""Laws that hold whatever is posted: random vouchers, on both databases."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from ledger import fund_registration, registration
from ledger.database import writing
from ledger.funds import Channel, Fund, Origin
from ledger.units import Level, Unit
from ledger.vouchers import Voucher
from tests import strategies
from tests.building import FOUNDING, OPENED, Books, red

# One database serves all examples: each posts into a unit of its own.
some = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
_numbers = count(10)

FUNDS = [
    Fund("F1", "捐赠", Origin.DONATION, Channel.DIRECT),
    Fund("F2", "中央财政", Origin.CENTRAL_BUDGET, Channel.UNION_LINE),
    Fund("G", "其他资金", Origin.GENERAL, Channel.DIRECT),
]


def fresh_unit(books: Books) -> str:
    code = f"N{next(_numbers)}"
    unit = Unit(code=code, name=code, level=Level.COUNTY, opened_on=OPENED)
    with writing(books.engine) as connection:
        registration.register_units(connection, [unit], FOUNDING)
        fund_registration.register_funds(connection, code, FUNDS, FOUNDING)
        fund_registration.meet_purposes(
            connection, code, [("F1", "生活救助")], FOUNDING
        )
    return code


def in_unit(books: Books, vouchers: Iterable[Voucher]) -> tuple[int, list[Voucher]]:
    """The vouchers as those of a unit of their own, and its number."""
    code = fresh_unit(books)
    fields = Voucher.__slots__
    moved = [
        Voucher(**{name: getattr(v, name) for name in fields} | {"unit": code})
        for v in vouchers
    ]
    return books.lookups().unit(code).id, moved


def postings_of(books: Books, unit: int) -> list[tuple[Any, ...]]:
    return books.rows(
        "SELECT v.period, p.position, p.account_id, p.fund_id, COALESCE(p.purpose, ''),"
        " p.debit_fen, p.credit_fen, p.persons FROM postings p JOIN vouchers v"
        " ON v.unit_id = p.unit_id AND v.position = p.position"
        f" WHERE p.unit_id = {unit} ORDER BY p.position, p.line"
    )


@some
@given(drawn=strategies.vouchers())
def test_valid_vouchers_stand_and_every_fund_balances(
    books: Books, drawn: list[Voucher]
) -> None:
    unit, vouchers = in_unit(books, drawn)
    outcomes = books.post(*vouchers)
    assert [outcome.position for outcome in outcomes] == list(range(1, len(drawn) + 1))
    gaps = books.rows(
        "SELECT SUM(debit_fen) - SUM(credit_fen) FROM totals"
        f" WHERE unit_id = {unit} GROUP BY fund_id"
    )
    assert {int(gap) for (gap,) in gaps} == {0}


@some
@given(drawn=strategies.vouchers())
def test_totals_are_the_sums_of_postings(books: Books, drawn: list[Voucher]) -> None:
    unit, vouchers = in_unit(books, drawn)
    # Posted in two calls, so that totals are added to as well as made.
    books.post(*vouchers[:3])
    books.post(*vouchers[3:])
    sums: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for period, _, account, fund, purpose, *counted in postings_of(books, unit):
        key = (period, account, fund, purpose)
        sums[key] = [a + b for a, b in zip(sums[key], counted, strict=True)]
    kept = books.rows(
        "SELECT period, account_id, fund_id, purpose, debit_fen, credit_fen, persons"
        f" FROM totals WHERE unit_id = {unit}"
    )
    assert {row[:4]: list(row[4:]) for row in kept} == sums


@some
@given(drawn=strategies.vouchers())
def test_money_positions_are_running_sums(books: Books, drawn: list[Voucher]) -> None:
    unit, vouchers = in_unit(books, drawn)
    books.post(*vouchers)
    money = books.lookups().money
    running: dict[tuple[int, int], int] = defaultdict(int)
    expected: dict[tuple[int, int, int], int] = {}
    for _, position, account, fund, _, debit, credit, _ in postings_of(books, unit):
        if account in money:
            running[fund, account] += debit - credit
            expected[fund, account, position] = running[fund, account]
    kept = books.rows(
        "SELECT fund_id, account_id, position, balance_fen, overdrawn_by"
        f" FROM money_positions WHERE unit_id = {unit}"
    )
    assert {row[:3]: row[3] for row in kept} == expected
    assert all((row[3] < 0) == (row[4] is not None) for row in kept)


@some
@given(drawn=strategies.vouchers())
def test_cancelling_everything_leaves_nothing(
    books: Books, drawn: list[Voucher]
) -> None:
    unit, vouchers = in_unit(books, drawn)
    books.post(*vouchers)
    for voucher in vouchers:
        head = red(f"red {voucher.ref}", unit=voucher.unit, dated_on=voucher.dated_on)
        books.reverse(voucher.ref, head, unit=voucher.unit)
    left = "SELECT debit_fen, credit_fen, persons FROM totals WHERE unit_id = "
    assert set(books.rows(f"{left}{unit}")) == {(0, 0, 0)}
    latest = (
        "SELECT m.balance_fen FROM money_positions m WHERE m.unit_id = {0} AND NOT"
        " EXISTS (SELECT 1 FROM money_positions n WHERE n.unit_id = {0} AND"
        " n.fund_id = m.fund_id AND n.account_id = m.account_id"
        " AND n.position > m.position)"
    )
    assert {row[0] for row in books.rows(latest.format(unit))} <= {0}


@pytest.mark.parametrize("size", [1, 499, 500, 501])
def test_rows_written_by_the_thousand_are_the_same(books: Books, size: int) -> None:
    unit, vouchers = in_unit(books, [])
    assert vouchers == []
    code = books.lookups().unit_codes[unit]
    made = [
        Voucher(
            unit=code,
            ref=f"v{n}",
            dated_on=OPENED,
            summary="摘要",
            postings=tuple(strategies.receipt_lines(n + 1)),
            preparer="张三",
            reviewer="李四",
        )
        for n in range(size)
    ]
    books.post(*made)
    assert len(postings_of(books, unit)) == 2 * size
    assert books.one(f"SELECT COUNT(*) FROM vouchers WHERE unit_id = {unit}") == size
