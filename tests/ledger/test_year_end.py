"""Closing a year: its vouchers, who may, what is refused, what is tested after.

The order of the steps and their accounts are those of the 2021 chart, unless said.
"""

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ledger import closing, drafts, year_end
from ledger.balances import EVER, balances
from ledger.checklist import YEAR_END
from ledger.database import reading, writing
from ledger.draft_vouchers import DraftVoucher
from ledger.errors import CloseRefused, GuardBit, VoucherRefused
from ledger.money import Money
from ledger.people import Act
from ledger.periods import Span
from ledger.vouchers import Entered, Voucher
from ledger.year_end import Preview, YearEnd
from ledger.year_end_accounts import Decision, What
from tests import building, server
from tests.building import ACT, Books, credit, debit, payment, receipt, voucher

ROOT = Path(__file__).parents[2]
DriverError = building.DriverError
DEC = dt.date(2025, 12, 20)
ORDERS = Act("张三", dt.datetime(2026, 1, 2, 8, tzinfo=dt.UTC))
REVIEWS = Act("李四", dt.datetime(2026, 1, 3, 8, tzinfo=dt.UTC))
NUMBER = "市总工办〔2025〕12号"


@pytest.fixture
def year(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """A year with receipts and aid of two funds, closed through November."""
    yield from building.copied(shelf, dialect, "year", _fill_year)


def _fill_year(books: Books) -> None:
    books.post(
        receipt("r1", 1000_00),
        payment("p1", 300_00, dated_on=DEC),
        voucher("r2", debit("102", 500_00, "F2"), credit("40302", 500_00, "F2")),
    )
    close_months(books)


def close_months(books: Books, year: int = 2025) -> None:
    with writing(books.engine) as connection:
        act = replace_day(ACT, year + 1)
        closing.close_through(connection, "U1", year * 100 + 11, act)


def preview(books: Books, *decisions: Decision, year: int = 2025) -> Preview:
    with reading(books.engine) as connection:
        return year_end.preview(connection, "U1", year, decisions)


def order(
    books: Books, *decisions: Decision, by: Act = ORDERS, year: int = 2025
) -> None:
    with writing(books.engine) as connection:
        year_end.order(connection, "U1", year, decisions, by)


def post(books: Books, by: Act = REVIEWS, year: int = 2025) -> YearEnd:
    with writing(books.engine) as connection:
        return year_end.post(connection, "U1", year, by)


def refused(books: Books, by: Act = REVIEWS) -> str:
    """The sentence of a refused closing; nothing may have been written."""
    before = books.one("SELECT COUNT(*) FROM vouchers")
    with pytest.raises(CloseRefused) as refusal:
        post(books, by)
    assert books.one("SELECT COUNT(*) FROM vouchers") == before
    assert books.one("SELECT COUNT(*) FROM closes WHERE period = 202512") == 0
    return str(refusal.value)


def order_refused(books: Books, *decisions: Decision) -> str:
    with pytest.raises(CloseRefused) as refusal:
        order(books, *decisions)
    assert books.one("SELECT COUNT(*) FROM year_ends") == 0
    return str(refusal.value)


def finished(fund: str, basis: str = NUMBER, fen: int = 0) -> Decision:
    return Decision(what=What.FINISHED, fund=fund, basis=basis, amount=Money(fen))


def closings(books: Books, until: dt.date = dt.date(2026, 1, 1)) -> dict[str, int]:
    """Balances in fen by account and fund, debit positive."""
    with reading(books.engine) as connection:
        rows = balances(connection, ["U1"], Span(EVER, until))
    return {f"{row.account} {row.fund}": row.closing.fen for row in rows if row.closing}


# -- what is posted -----------------------------------------------------------------


def test_income_and_expense_come_to_rest_in_the_carry_over(year: Books) -> None:
    order(year)
    done = post(year)
    assert done.closed.period == 202512
    assert closings(year) == {
        "102 F1": 700_00,
        "102 F2": 500_00,
        "32104 F1": -700_00,
        "32104 F2": -500_00,
    }


def test_who_orders_prepares_and_who_posts_reviews(year: Books) -> None:
    order(year)
    post(year)
    signed = year.rows(
        "SELECT DISTINCT p.code, r.code, q.code FROM vouchers v"
        " JOIN people p ON p.id = v.preparer_id JOIN people r ON r.id = v.reviewer_id"
        " JOIN people q ON q.id = v.poster_id WHERE v.entered = 'year_end'"
    )
    assert signed == [("张三", "李四", "李四")]


def test_the_preview_is_what_is_posted_and_writes_nothing(year: Books) -> None:
    before = year.one("SELECT COUNT(*) FROM vouchers")
    told = [v.summary for v in preview(year).vouchers]
    assert year.one("SELECT COUNT(*) FROM vouchers") == before
    order(year)
    post(year)
    posted = year.rows("SELECT summary FROM vouchers WHERE entered = 'year_end'")
    assert sorted(told) == sorted(row[0] for row in posted)
    assert told == [
        "年终结转本年收入（工会资金结转）",
        "年终结转本年支出（工会资金结转）",
        "年终转入累计结转结余（工会资金结转）",
    ]


def test_a_finished_project_moves_its_rest_to_the_surplus(year: Books) -> None:
    order(year, finished("F1"))
    post(year)
    found = closings(year)
    assert found["32205 F1"] == -700_00
    assert "32104 F1" not in found
    assert found["32104 F2"] == -500_00
    (basis,) = {
        row[0] for row in year.rows("SELECT basis FROM vouchers WHERE basis <> ''")
    }
    assert basis == NUMBER


def test_part_of_a_finished_project_may_move(year: Books) -> None:
    order(year, finished("F1", fen=200_00))
    post(year)
    found = closings(year)
    assert (found["32104 F1"], found["32205 F1"]) == (-500_00, -200_00)


def test_quota_left_goes_back_and_comes_again_in_january(books: Books) -> None:
    books.post(
        voucher("q", debit("111", 500_00, "F2"), credit("40302", 500_00, "F2")),
        voucher(
            "use",
            debit("50404", 120_00, "F2", purpose="生活救助"),
            credit("111", 120_00, "F2"),
        ),
    )
    close_months(books)
    # January is being spent from already: the quota must not be taken twice.
    january = dt.date(2026, 1, 5)
    books.post(
        voucher(
            "jan",
            debit("50404", 300_00, "F2", purpose="生活救助"),
            credit("111", 300_00, "F2"),
            dated_on=january,
        )
    )
    order(books)
    post(books)
    assert closings(books)["12102 F2"] == 380_00
    assert "111 F2" not in closings(books)
    after = closings(books, dt.date(2026, 2, 1))
    assert after["111 F2"] == 80_00
    assert "12102 F2" not in after


def test_undelivered_quota_is_claimed_and_surplus_returned(books: Books) -> None:
    books.post(voucher("q", debit("111", 500_00, "F2"), credit("40302", 500_00, "F2")))
    close_months(books)
    claim = Decision(
        what=What.UNDELIVERED,
        fund="F2",
        account="12101",
        amount=Money(90_00),
        basis="财库〔2025〕1号",
    )
    back = Decision(
        what=What.RETURNED,
        fund="F2",
        account="12102",
        amount=Money(100_00),
        basis="财库〔2025〕9号",
    )
    order(books, claim, back)
    post(books)
    found = closings(books)
    assert (found["12101 F2"], found["12102 F2"]) == (90_00, 400_00)
    assert found["33205 F2"] == 100_00
    assert found["32104 F2"] == -590_00


def test_the_year_after_goes_on_from_where_the_year_rested(year: Books) -> None:
    order(year)
    post(year)
    year.post(receipt("r9", 60_00, dated_on=dt.date(2026, 3, 1)))
    close_months(year, 2026)
    later = (replace_day(ORDERS, 2027), replace_day(REVIEWS, 2027))
    order(year, by=later[0], year=2026)
    post(year, by=later[1], year=2026)
    assert closings(year, dt.date(2027, 1, 1))["32104 F1"] == -760_00


def replace_day(act: Act, year: int) -> Act:
    return replace(act, at=act.at.replace(year=year))


# -- what stands in the way ---------------------------------------------------------


def test_december_does_not_close_without_the_year(year: Books) -> None:
    with reading(year.engine) as connection:
        found = closing.checklist(connection, "U1", 202512)
    assert YEAR_END in [one.key for one in found if one.blocking]
    with writing(year.engine) as connection, pytest.raises(CloseRefused):
        closing.close(connection, "U1", 202512, ACT)


def test_the_database_closes_no_december_with_results_left(year: Books) -> None:
    with year.raw() as raw, pytest.raises(DriverError, match="bangfu:year_end"):
        raw.run(
            "INSERT INTO closes SELECT 1, 202512, position, hash, hash, 2, 'x'"
            " FROM vouchers WHERE unit_id = 1 ORDER BY position DESC LIMIT 1"
        )


def test_nobody_posts_what_nobody_ordered(year: Books) -> None:
    assert "还没有人下达年终结账指令" in refused(year)


def test_who_ordered_does_not_review(year: Books) -> None:
    order(year)
    told = refused(year, replace(REVIEWS, person="zhangsan"))
    assert "同一人" in told


def test_what_was_posted_after_the_order_makes_it_void(year: Books) -> None:
    order(year)
    year.post(receipt("late", 1_00, dated_on=DEC))
    assert "账簿有变动" in refused(year)
    order(year)
    assert post(year).closed.period == 202512


def test_earlier_months_are_closed_first(books: Books) -> None:
    books.post(receipt("r", 10_00))
    assert "尚未结账" in order_refused(books)


@pytest.mark.parametrize("year", [1999, 2024, 2027])
def test_a_year_out_of_turn_is_refused_and_not_worked_out(
    books: Books, year: int
) -> None:
    books.post(receipt("r", 10_00))
    drawn = preview(books, year=year)
    assert drawn.vouchers == ()
    assert [one.key for one in drawn.obstacles if one.blocking]
    with pytest.raises(CloseRefused):
        order(books, by=replace_day(ORDERS, 2030), year=year)


def test_a_year_closes_once(year: Books) -> None:
    order(year)
    post(year)
    with pytest.raises(CloseRefused, match="已经结账"):
        post(year)
    with pytest.raises(CloseRefused, match="已经结账"):
        order(year)


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (finished("F1", basis=" "), "没有决定文号"),
        (finished("F9"), "没有这项资金"),
        (finished("G"), "不在结转科目"),
        (finished("F1", fen=700_01), "没有这么多结转可转"),
        (finished("F1", fen=-1), "金额应大于零"),
        (
            Decision(what=What.RETURNED, fund="F1", basis=NUMBER, account="12102"),
            "金额应大于零",
        ),
        (
            Decision(
                what=What.RETURNED,
                fund="F1",
                basis=NUMBER,
                account="408",
                amount=Money(1),
            ),
            "科目不合适",
        ),
    ],
)
def test_a_decision_that_cannot_be_is_told(
    year: Books, decision: Decision, told: str
) -> None:
    assert told in order_refused(year, decision)


def test_a_decision_said_twice_is_told(year: Books) -> None:
    assert "写了两次" in order_refused(year, finished("F1"), finished("F1"))


def test_a_deficit_is_told_and_closes_as_it_is(books: Books) -> None:
    books.post(
        receipt("r", 100_00),
        voucher(
            "owed", debit("50404", 150_00, purpose="生活救助"), credit("215", 150_00)
        ),
    )
    close_months(books)
    (told,) = [o for o in preview(books).obstacles if o.key == "deficit"]
    assert "赤字 50.00 元" in told.what
    assert not told.blocking
    order(books)
    post(books)
    assert closings(books)["32104 F1"] == 50_00


def test_a_draft_stops_the_year(year: Books) -> None:
    with writing(year.engine) as connection:
        draft = DraftVoucher(unit="U1", dated_on="2025-12-30")
        drafts.save(connection, draft, ORDERS)
    assert "草稿没有记账" in order_refused(year)


# -- raw SQL ------------------------------------------------------------------------


def test_the_database_takes_no_year_end_voucher_without_an_order(year: Books) -> None:
    forged = voucher(
        "forged", debit("408", 1), credit("32103", 1), dated_on=dt.date(2025, 12, 31)
    )
    with pytest.raises(GuardBit, match="year_end"):
        year.post(replace(forged, entered=Entered.YEAR_END))


def test_a_closed_year_takes_nothing_more(year: Books) -> None:
    order(year)
    post(year)
    with pytest.raises(VoucherRefused, match="会计期间已结账"):
        year.post(receipt("late", 1_00, dated_on=DEC))


def test_a_late_invoice_goes_through_the_opening_adjustment(year: Books) -> None:
    order(year)
    post(year)
    year.post(
        voucher(
            "late",
            debit("32101", 80_00),
            credit("102", 80_00),
            dated_on=dt.date(2026, 2, 1),
            summary="补付上年帮扶物资款",
        )
    )
    assert closings(year)["32104 F1"] == -700_00
    assert closings(year, dt.date(2026, 3, 1))["32101 F1"] == 80_00


# -- adjusting ----------------------------------------------------------------------


def adjust(books: Books) -> None:
    with writing(books.engine) as connection:
        year_end.begin_adjusting(connection, "U1", 2025, REVIEWS)


def adjustment(ref: str, fen: int, basis: str = "审计发现2025-3") -> Voucher:
    return replace(
        payment(ref, fen, dated_on=DEC), entered=Entered.ADJUSTMENT, basis=basis
    )


def test_an_adjusting_december_takes_adjustments_alone(year: Books) -> None:
    adjust(year)
    with pytest.raises(VoucherRefused, match="只收审计调整凭证"):
        year.post(receipt("r7", 1_00, dated_on=DEC))
    with pytest.raises(VoucherRefused, match="没有注明审计发现"):
        year.post(adjustment("a", 1_00, basis=""))
    year.post(adjustment("a", 50_00))
    order(year)
    post(year)
    assert closings(year)["32104 F1"] == -650_00


def test_an_adjustment_needs_an_adjusting_december(year: Books) -> None:
    with pytest.raises(VoucherRefused, match="审计调整只能记入"):
        year.post(adjustment("a", 1_00))


def test_january_opens_provisionally_and_is_compared(year: Books) -> None:
    year.post(receipt("jan", 5_00, dated_on=dt.date(2026, 1, 4)))
    adjust(year)
    year.post(adjustment("a", 50_00))
    order(year)
    compared = {(c.account, c.fund): c for c in post(year).compared}
    assert set(compared) == {("102", "F1"), ("32104", "F1")}
    money = compared["102", "F1"]
    assert (money.provisional, money.final) == (Money(700_00), Money(650_00))


def test_adjusting_begins_once(year: Books) -> None:
    adjust(year)
    with pytest.raises(CloseRefused, match="已经在审计调整期"):
        adjust(year)


def test_the_database_refuses_what_is_no_adjustment(year: Books) -> None:
    adjust(year)
    with year.raw() as raw, pytest.raises(DriverError, match="bangfu:L5"):
        raw.run(
            "INSERT INTO vouchers SELECT unit_id, position + 1, 202512, '付',"
            " 2, '2025-12-21', chart, summary, 0, preparer_id, reviewer_id,"
            " poster_id, NULL, NULL, '', sealed_at, 'raw', NULL, NULL, 'here', '',"
            " content_hash, hash, content_hash FROM vouchers WHERE unit_id = 1"
            " ORDER BY position DESC LIMIT 1"
        )


def test_an_adjustment_is_cancelled_by_another(year: Books) -> None:
    adjust(year)
    year.post(adjustment("a", 50_00))
    head = replace(
        building.red("a-red", dated_on=DEC),
        entered=Entered.ADJUSTMENT,
        basis="审计发现2025-3",
    )
    year.reverse("a", head)
    assert closings(year)["102 F1"] == 700_00


# -- several processes --------------------------------------------------------------


def closer(books: Books, how: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.ledger.closer", books.url, how]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_of_two_processes_that_close_a_year_one_does(year: Books) -> None:
    order(year)
    processes = [closer(year, "close") for _ in range(2)]
    told = sorted(process.communicate(timeout=60)[0].strip() for process in processes)
    assert told == ["closed", "refused"]
    assert year.one("SELECT COUNT(*) FROM vouchers WHERE entered = 'year_end'") == 3
    assert year.one("SELECT COUNT(*) FROM closes WHERE period = 202512") == 1


@pytest.mark.slow
def test_a_process_killed_amid_closing_leaves_nothing_closed(year: Books) -> None:
    order(year)
    before = closings(year)
    with closer(year, "hang") as process:
        assert process.stdout
        assert process.stdout.readline() == "written\n"
        process.kill()
    assert closings(year) == before
    assert year.one("SELECT COUNT(*) FROM vouchers WHERE entered = 'year_end'") == 0
    assert year.one("SELECT COUNT(*) FROM closes WHERE period = 202512") == 0
    assert post(year).closed.period == 202512
