"""The auditor's view of the books, and the limits that checks go by."""

import datetime as dt

import pytest

from audit import examples
from audit.book_data import Data
from audit.books import Part, aid_payments, months_between, part_of, quantity
from audit.limits import limits_on
from ledger.accounts import AccountClass, Role
from ledger.vouchers import mark


@pytest.mark.parametrize(
    ("milli", "told"), [(30_000, "30"), (1_234_500, "1,234.5"), (-1, "-0.001")]
)
def test_a_quantity_is_written_without_idle_figures(milli: int, told: str) -> None:
    assert quantity(milli) == told


def test_a_voucher_is_called_as_papers_call_it() -> None:
    assert mark(202503, "付", 12) == "2025-03 付-12"
    assert examples.voucher(number=7).mark == "2025-03 付-7"
    assert mark(202400, "期初", 1) == "2024 期初-1"


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        (202503, 202503, 0),
        (202412, 202501, 1),
        (202200, 202201, 0),
        (202305, 202512, 31),
    ],
)
def test_months_are_counted_and_openings_stand_in_january(
    earlier: int, later: int, months: int
) -> None:
    assert months_between(earlier, later) == months


ASSET, NET = AccountClass.ASSET, AccountClass.NET_ASSET


@pytest.mark.parametrize(
    ("klass", "role", "first_level", "mirrored", "part"),
    [
        (ASSET, Role.BANK, "银行存款", True, Part.FORM),
        (ASSET, Role.ADVANCE, "其他应收款", True, Part.FORM),
        (ASSET, Role.STOCK, "库存物品", True, Part.GOODS),
        (ASSET, Role.STOCK, "库存物品", False, Part.FORM),
        (ASSET, Role.NONE, "固定资产", False, Part.GOODS),
        (NET, Role.STOCK_FUND, "资产基金", True, Part.GOODS_FUND),
        (NET, Role.NONE, "固定基金", False, Part.GOODS_FUND),
        (NET, Role.CLOSING, "工会资金结转", True, Part.NET),
        (AccountClass.LIABILITY, Role.ENTRUSTED, "代管经费", True, Part.ENTRUSTED),
        (AccountClass.LIABILITY, Role.PAYABLE, "其他应付款", True, Part.FORM),
        (AccountClass.INCOME, Role.NONE, "其他收入", True, Part.INCOME),
        (AccountClass.EXPENSE, Role.AID_EXPENSE, "维权支出", True, Part.EXPENSE),
    ],
)
def test_an_account_is_a_form_of_the_money_or_why_it_is_there(
    klass: AccountClass, role: Role, first_level: str, *, mirrored: bool, part: Part
) -> None:
    assert part_of(klass, role, first_level, goods_mirrored=mirrored) is part


def test_payments_of_aid_leave_out_what_was_cancelled_and_other_money() -> None:
    books = examples.books(
        examples.voucher(*examples.aid(500), number=1),
        examples.voucher(*examples.aid(600), number=2, cancelled=True),
        examples.voucher(*examples.aid(600), number=3, correction="full"),
        examples.voucher(*examples.aid(700, "GF"), number=4),
    )
    assert [line.debit_fen for _, line in aid_payments(books)] == [50_000]


def test_a_year_is_closed_when_december_carries_income_to_its_rest() -> None:
    closing = examples.moved("408", "32103", 10)
    december = dt.date(2025, 12, 31)
    early = examples.books(examples.voucher(*closing))
    late = examples.books(examples.voucher(*closing, dated_on=december))
    assert Data.YEAR_END not in early.has
    assert Data.YEAR_END in late.has


@pytest.mark.parametrize(
    ("day", "is_holiday"),
    [
        (dt.date(2025, 10, 3), True),
        (dt.date(2025, 5, 2), True),
        (dt.date(2024, 5, 2), False),
        (dt.date(2005, 5, 2), True),
        (dt.date(1995, 10, 3), False),
        (dt.date(2025, 3, 12), False),
    ],
)
def test_holidays_of_a_fixed_date_are_those_in_force(
    day: dt.date, *, is_holiday: bool
) -> None:
    assert limits_on(day).is_holiday(day) is is_holiday


def test_no_approval_limit_stands_until_a_body_sets_one() -> None:
    limits = limits_on(dt.date(2025, 12, 31))
    assert limits.approval_limit is None
    assert (limits.idle_months, limits.advance_months) == (12, 12)
