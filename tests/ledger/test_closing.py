"""Closing a month: what stands in the way, what is written, what is refused after."""

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest

from ledger import (
    chain,
    closing,
    drafts,
    fund_registration,
    queries,
    registration,
    store,
)
from ledger.closing import Closed, Obstacle
from ledger.database import reading, writing
from ledger.draft_vouchers import DraftVoucher
from ledger.errors import CloseRefused, NotFound, PeriodError, VoucherRefused
from ledger.funds import Channel, Fund, Origin
from ledger.people import Act
from ledger.units import Level, Unit
from ledger.vouchers import Kind
from tests import building
from tests.building import ACT, Books, DriverError, payment, receipt, red, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.ledger.plain import digest, plain_payment
from tests.server import Shelf

FEB, MAR = dt.date(2025, 2, 10), dt.date(2025, 3, 31)
OPENINGS = voucher("open", dr("102", 50_00), cr("32104", 50_00), kind=Kind.OPENING)


def _fill_ready(books: Books) -> None:
    books.post(
        receipt("r1", 1000_00),
        payment("p1", 200_00),
        receipt("r2", 30_00, "F2", dated_on=MAR),
    )


@pytest.fixture
def ready(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """Books with vouchers in January and March 2025."""
    yield from building.copied(shelf, dialect, "closing-ready", _fill_ready)


def close(books: Books, period: int, unit: str = "U1", act: Act = ACT) -> Closed:
    with writing(books.engine) as connection:
        return closing.close(connection, unit, period, act)


def close_through(books: Books, period: int) -> tuple[Closed, ...]:
    with writing(books.engine) as connection:
        return closing.close_through(connection, "U1", period, ACT)


def checklist(books: Books, period: int, unit: str = "U1") -> tuple[Obstacle, ...]:
    """What is told, proofs of money aside: `test_proofs.py` has those."""
    with reading(books.engine) as connection:
        found = closing.checklist(connection, unit, period)
    return tuple(one for one in found if one.key != "proof")


def keys(books: Books, period: int, unit: str = "U1") -> list[str]:
    return [obstacle.key for obstacle in checklist(books, period, unit)]


def refusal(books: Books, period: int, unit: str = "U1", act: Act = ACT) -> str:
    """The sentence of a refused close; nothing may have been written."""
    before = books.rows("SELECT COUNT(*) FROM closes")
    with pytest.raises(CloseRefused) as refused:
        close(books, period, unit, act)
    assert books.rows("SELECT COUNT(*) FROM closes") == before
    assert books.one("SELECT COUNT(*) FROM checkpoints WHERE period > 202503") == 0
    return str(refused.value)


def break_totals(books: Books, change: str) -> None:
    with books.raw() as raw:
        raw.run(f"UPDATE totals SET {change}")
        raw.commit()


# -- what a close writes ------------------------------------------------------------


def test_a_close_names_the_head_of_the_chain(ready: Books) -> None:
    closed = close(ready, 202501)
    with reading(ready.engine) as connection:
        assert queries.head(connection, 1) == (closed.position, closed.hash)
    assert (closed.unit, closed.period, closed.closed_by) == ("U1", 202501, "王五")


def test_a_close_writes_the_sums_of_its_postings(ready: Books) -> None:
    close(ready, 202501)
    wanted = (
        "SELECT account_id, fund_id, COALESCE(purpose, ''), CAST(SUM(debit_fen) AS"
        " BIGINT), CAST(SUM(credit_fen) AS BIGINT) FROM postings WHERE position < 3"
        " GROUP BY account_id, fund_id, COALESCE(purpose, '')"
    )
    written = (
        "SELECT account_id, fund_id, purpose, debit_fen, credit_fen FROM checkpoints"
    )
    assert sorted(ready.rows(written)) == sorted(ready.rows(wanted))


def test_sums_run_on_from_the_close_before(ready: Books) -> None:
    january, february, march = close_through(ready, 202503)
    with reading(ready.engine) as connection:
        first = store.checkpoint_rows(connection, 1, 202501)
        assert store.checkpoint_rows(connection, 1, 202502) == first
        rows = store.checkpoint_rows(connection, 1, 202503)
    assert set(first) < set(rows)
    assert len(rows) == len(first) + 2
    assert january.totals_hash == february.totals_hash != march.totals_hash


def test_the_hash_is_that_of_the_written_form(ready: Books) -> None:
    closed = close(ready, 202501)
    with reading(ready.engine) as connection:
        rows = store.checkpoint_rows(connection, 1, 202501)
    assert closed.totals_hash == chain.totals_hash(reversed(rows))


def test_the_written_form_of_sums_has_a_fixed_example() -> None:
    rows = [(2, 1, "生活救助", 20000, 0, 3), (1, 1, "", 100000, 20000, 0)]
    text = "bangfu-totals-1\x1e1\x1f1\x1f\x1f100000\x1f20000\x1f0"
    text += "\x1e2\x1f1\x1f生活救助\x1f20000\x1f0\x1f3"
    assert chain.totals_hash(rows) == digest(text)
    assert chain.totals_hash([]) == digest("bangfu-totals-1")


def test_a_close_stands_in_the_chain_of_master_records(ready: Books) -> None:
    close(ready, 202501)
    newest = (
        "SELECT kind, key FROM records WHERE unit_id = 1 ORDER BY position DESC LIMIT 1"
    )
    assert ready.rows(newest) == [("closes", "1/202501")]


def test_openings_belong_to_the_first_close_of_their_year(books: Books) -> None:
    books.post(OPENINGS, receipt("r", 5, dated_on=MAR))
    close(books, 202502)
    assert books.one("SELECT MAX(debit_fen) FROM checkpoints") == 50_00
    assert books.one("SELECT COUNT(*) FROM checkpoints") == 2


def test_closes_are_told_in_order(ready: Books) -> None:
    made = close_through(ready, 202502)
    with reading(ready.engine) as connection:
        assert closing.closes(connection, "U1") == made
        assert closing.next_month(connection, "U1") == 202503


# -- order --------------------------------------------------------------------------


def test_a_close_tells_sqlite_how_the_books_have_grown(ready: Books) -> None:
    """Else it plans for small tables, and reads a unit again for each voucher."""
    if ready.engine.dialect.name != "sqlite":
        assert close(ready, 202501).period == 202501
        return
    close(ready, 202501)
    assert known(ready) > 0
    with writing(ready.engine) as connection:
        connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    close_through(ready, 202503)
    assert known(ready) > 0


def known(books: Books) -> int:
    """How many vouchers SQLite plans for."""
    told = "SELECT stat FROM sqlite_stat1 WHERE idx = 'sqlite_autoindex_vouchers_2'"
    with reading(books.engine) as connection:
        stat = connection.exec_driver_sql(told).scalar_one()
    return int(str(stat).split()[0])


def test_months_close_in_order(ready: Books) -> None:
    assert "2025年1月尚未结账" in refusal(ready, 202503)
    close(ready, 202501)
    assert "2025年2月尚未结账" in refusal(ready, 202503)


def test_a_month_closes_once(ready: Books) -> None:
    close(ready, 202501)
    assert "2025年1月已经结账" in refusal(ready, 202501)
    with pytest.raises(CloseRefused, match="已经结账"):
        close_through(ready, 202501)


def test_several_months_close_in_one_act(ready: Books) -> None:
    closed = close_through(ready, 202511)
    assert [one.period for one in closed] == list(range(202501, 202512))


def test_january_follows_december(ready: Books) -> None:
    ready.close_year(2025)
    late = Act("王五", dt.datetime(2026, 2, 1, tzinfo=dt.UTC))
    assert close(ready, 202601, act=late).period == 202601


def test_nothing_is_closed_where_one_of_the_months_cannot_be(ready: Books) -> None:
    with pytest.raises(CloseRefused, match="2025年12月不能结账"):
        close_through(ready, 202512)
    assert ready.one("SELECT COUNT(*) FROM closes") == 0


def test_a_unit_without_vouchers_has_nothing_to_close(books: Books) -> None:
    assert keys(books, 202501) == ["empty"]
    with pytest.raises(CloseRefused, match="还没有任何凭证"):
        close_through(books, 202501)


def test_a_month_before_the_first_voucher_is_not_closed(books: Books) -> None:
    books.post(receipt("r", 5, dated_on=MAR))
    assert "账簿从2025年3月开始" in refusal(books, 202502)
    assert close(books, 202503).position == 1


def test_a_month_before_the_books_is_told_as_such_after_a_close_too(
    ready: Books,
) -> None:
    close(ready, 202501)
    (before,) = checklist(ready, 201012)
    assert before.key == "before"
    assert before.what == "账簿从2025年1月开始，2010年12月没有账可结"
    assert before.do == "从2025年2月结起"


def test_books_that_begin_within_a_month_close_it(books: Books) -> None:
    begun = Unit(
        code="M", name="月中", level=Level.COUNTY, opened_on=dt.date(2025, 1, 9)
    )
    fund = Fund("F1", "捐赠", Origin.DONATION, Channel.DIRECT)
    with writing(books.engine) as connection:
        assert not registration.register_units(connection, [begun], ACT)
        assert not fund_registration.register_funds(connection, "M", [fund], ACT)
    books.post(receipt("m", 1_00, unit="M"))
    assert close(books, 202501, "M").position == 1


def test_the_first_close_may_lie_between_openings_and_the_first_voucher(
    books: Books,
) -> None:
    books.post(OPENINGS, receipt("r", 5, dated_on=MAR))
    assert [keys(books, period) for period in (202501, 202502, 202503)] == [[]] * 3
    assert keys(books, 202412) == ["before"]
    assert keys(books, 202504) == ["order"]


def test_openings_alone_do_not_let_their_year_be_skipped(books: Books) -> None:
    books.post(OPENINGS)
    (obstacle,) = checklist(books, 202601)
    assert str(obstacle) == "2025年1月尚未结账；按月份顺序，先结2025年1月"
    assert keys(books, 202512) == []
    with reading(books.engine) as connection:
        assert closing.next_month(connection, "U1") == 202501


@pytest.mark.parametrize("period", [202500, 202513, 2025])
def test_only_months_are_closed(ready: Books, period: int) -> None:
    with pytest.raises(PeriodError, match="只有月份"):
        close(ready, period)


def test_an_unknown_unit_is_not_found(ready: Books) -> None:
    with pytest.raises(NotFound, match="U9"):
        close(ready, 202501, unit="U9")


@pytest.mark.parametrize(
    ("hour", "closes"), [(15, False), (16, True)], ids=["30 January", "31 January"]
)
def test_a_month_closes_on_its_last_day_in_china(
    ready: Books, hour: int, *, closes: bool
) -> None:
    act = Act("王五", dt.datetime(2025, 1, 30, hour, tzinfo=dt.UTC))
    if closes:
        assert close(ready, 202501, act=act).closed_at == "2025-01-30T16:00:00Z"
    else:
        assert "2025年1月还没有过完" in refusal(ready, 202501, act=act)


# -- what stands in the way -----------------------------------------------------------


def save(books: Books, day: str) -> None:
    with writing(books.engine) as connection:
        drafts.save(connection, DraftVoucher(unit="U1", dated_on=day), ACT)


def test_an_open_draft_stops_the_close(ready: Books) -> None:
    save(ready, "2025-01-20")
    sentence = refusal(ready, 202501)
    assert "还有 1 张草稿没有记账（第 1 号）" in sentence
    assert "作废" in sentence


def test_a_draft_without_a_day_stops_every_close(ready: Books) -> None:
    save(ready, "")
    assert keys(ready, 202501) == ["drafts"]


def test_a_later_draft_does_not_stop_the_close(ready: Books) -> None:
    save(ready, "2025-02-01")
    assert keys(ready, 202501) == []


def test_many_drafts_are_counted(ready: Books) -> None:
    for _ in range(12):
        save(ready, "2025-01-20")
    (obstacle,) = checklist(ready, 202501)
    assert "12 张草稿" in obstacle.what
    assert "、10 号等）" in obstacle.what


def test_totals_that_differ_from_the_postings_stop_the_close(ready: Books) -> None:
    break_totals(ready, "persons = persons + 1")
    assert keys(ready, 202501) == ["totals"]
    assert "3 处不符" in refusal(ready, 202501)


def test_totals_that_do_not_balance_stop_the_close(ready: Books) -> None:
    break_totals(ready, "debit_fen = debit_fen + 1 WHERE purpose <> ''")
    assert keys(ready, 202501) == ["balance", "totals"]
    assert "资金 F1 借贷不等" in refusal(ready, 202501)


def test_only_the_months_that_are_closed_are_recomputed(ready: Books) -> None:
    close_through(ready, 202502)
    break_totals(ready, "persons = 9 WHERE period = 202501")
    assert keys(ready, 202503) == []


def stray_checkpoint(books: Books, period: int) -> None:
    row = {"unit_id": 1, "period": period, "account_id": 1, "fund_id": 1}
    row |= {"debit_fen": 1, "credit_fen": 0, "persons": 0}
    with books.raw() as raw:
        raw.insert("checkpoints", {"purpose": "", **row})
        raw.commit()


def test_sums_slipped_in_ahead_stop_the_close(ready: Books) -> None:
    stray_checkpoint(ready, 202501)
    assert "已有结账数" in refusal(ready, 202501)


def test_sums_slipped_under_the_last_close_stop_the_next(ready: Books) -> None:
    close(ready, 202501)
    stray_checkpoint(ready, 202501)
    assert "2025年1月的结账数与结账时的摘要不符" in refusal(ready, 202502)


def test_an_overdrawn_fund_is_listed_and_does_not_stop_the_close(ready: Books) -> None:
    ready.reverse("r1", red("red"))
    (obstacle,) = checklist(ready, 202501)
    assert (obstacle.key, obstacle.blocking) == ("overdrawn", False)
    assert obstacle.what == "资金 F1 的银行存款透支 200.00 元（由链位 4 的凭证造成）"
    assert close(ready, 202501).position == 4


def test_every_obstacle_is_told_first_things_first(ready: Books) -> None:
    ready.reverse("r1", red("red"))
    save(ready, "2025-01-20")
    break_totals(ready, "debit_fen = debit_fen + 1 WHERE purpose <> ''")
    stray_checkpoint(ready, 202501)
    # January is out of turn for March, and its totals are not looked at.
    assert keys(ready, 202503) == ["order", "drafts", "checkpoint", "overdrawn"]
    told = keys(ready, 202501)
    assert told == ["drafts", "balance", "totals", "checkpoint", "overdrawn"]
    sentence = refusal(
        ready, 202501, act=Act("王五", dt.datetime(2025, 1, 5, tzinfo=dt.UTC))
    )
    places = [
        sentence.index(word) for word in ("没有过完", "草稿", "试算", "分录", "结账数")
    ]
    assert places == sorted(places)
    assert "透支" not in sentence


# -- after the close ----------------------------------------------------------------


def test_no_voucher_enters_a_closed_month(ready: Books) -> None:
    close(ready, 202501)
    with pytest.raises(VoucherRefused) as refused:
        ready.post(receipt("late", 5))
    assert refused.value.rules == ("L5",)
    with pytest.raises(DriverError, match="bangfu:L5"):
        plain_payment(ready).write(ready)


def test_openings_do_not_enter_a_year_with_a_closed_month(ready: Books) -> None:
    close(ready, 202501)
    with pytest.raises(VoucherRefused) as refused:
        ready.post(OPENINGS)
    assert refused.value.rules == ("opening", "L5")


def test_an_open_month_takes_vouchers_beside_closed_ones(ready: Books) -> None:
    close(ready, 202501)
    (outcome,) = ready.post(receipt("feb", 5, dated_on=FEB))
    assert outcome.period == 202502
    assert close(ready, 202502).position == outcome.position


def test_a_new_year_takes_no_openings_for_its_balances_go_on(ready: Books) -> None:
    ready.close_year(2025)
    with pytest.raises(VoucherRefused) as refused:
        ready.post(dataclasses.replace(OPENINGS, dated_on=dt.date(2026, 1, 1)))
    assert refused.value.rules == ("opening",)


@pytest.mark.parametrize("table", ["closes", "checkpoints"])
@pytest.mark.parametrize("statement", ["DELETE FROM", "UPDATE"])
def test_there_is_no_unclose(ready: Books, table: str, statement: str) -> None:
    close(ready, 202501)
    change = " SET period = 202502" if statement == "UPDATE" else ""
    with ready.raw() as raw, pytest.raises(DriverError, match="bangfu:L3"):
        raw.run(f"{statement} {table}{change}")
