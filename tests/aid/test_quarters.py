"""Figures of a quarter: in time, late, missing, corrected; and what is refused."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from aid import quarter_tables, quarters
from aid.errors import QuarterRefused
from aid.quarters import Counts, Given, Quarter, Reported, State
from ledger.database import reading, writing
from ledger.people import Act
from tests import building, server
from tests.building import Books, DriverError, Raw
from tests.ledger.test_guards_appended import stands_as_it_is

ISO = dt.date.fromisoformat
FIRST = Quarter(year=2026, quarter=1)
APRIL = Act("张三", dt.datetime(2026, 4, 3, 8, tzinfo=dt.UTC))
MAY = Act("张三", dt.datetime(2026, 5, 20, 8, tzinfo=dt.UTC))
COUNTS = Counts(hotline=12, visits=3, letters=2, online=1, questions=20)


def given(**more: Any) -> Given:
    """The first quarter of 2026 of U1, gone up on 3 April."""
    usual = {"unit": "U1", "quarter": FIRST, "counts": COUNTS, "paper": "季报1号"}
    return Given(**usual | {"reported_on": ISO("2026-04-03")} | more)


def record(books: Books, act: Act = APRIL, **more: Any) -> Reported:
    with writing(books.engine) as connection:
        return quarters.record(connection, given(**more), act)


def states(books: Books, on: str) -> dict[str, tuple[State, int]]:
    with reading(books.engine) as connection:
        found = quarters.reported(connection, ["U1", "U2"], FIRST, ISO(on))
    return {one.unit: (one.state, one.late_workdays) for one in found}


def test_a_quarter_is_in_time_until_its_seventh_working_day(books: Books) -> None:
    """Qingming 2026 is 4 to 6 April: the seventh working day is the 10th."""
    told = record(books)

    assert (told.state, told.due_on, told.remark) == (
        State.IN_TIME,
        ISO("2026-04-10"),
        "",
    )
    assert (told.counts, told.counts.petitions) == (COUNTS, 6)
    assert (told.revision, told.reporter) == (1, "张三")
    assert states(books, "2026-04-10")["U2"] == (State.PENDING, 0)
    assert states(books, "2026-04-13")["U2"] == (State.MISSING, 1)
    with reading(books.engine) as connection:
        old = Quarter(year=2024, quarter=4)
        assert quarters.reported(connection, ["U1"], old, ISO("2026-04-03")) == ()


def test_what_goes_up_later_is_late_and_what_is_recorded_late_says_so(
    books: Books,
) -> None:
    late = record(books, MAY, reported_on=ISO("2026-04-14"))
    assert (late.state, late.remark) == (State.LATE, "迟2个工作日")
    told = record(books, MAY, unit="U2")
    assert (told.state, told.remark) == (State.IN_TIME, "2026-05-20才登记")


def test_a_deadline_beyond_the_holiday_notices_says_so(books: Books) -> None:
    with reading(books.engine) as connection:
        later = Quarter(year=2027, quarter=1)
        (told,) = quarters.reported(connection, ["U1"], later, ISO("2026-04-03"))
    assert (told.state, told.remark) == (State.PENDING, "")
    assert told.told == (
        "节假日安排只知道 2004 至 2026 年，"
        "其余按周末和固定日期的节日推算（清明等未计），待放假通知公布后核对"
    )
    assert record(books).told == ""


def test_a_correction_is_a_revision_with_its_reason(books: Books) -> None:
    record(books)
    more = {"counts": Counts(hotline=13), "reported_on": ISO("2026-05-20")}
    told = record(books, MAY, reason="漏计一件", **more)

    assert (told.revision, told.state, told.counts.hotline) == (2, State.IN_TIME, 13)
    assert told.corrected_on == ISO("2026-05-20")
    again = record(books, MAY, reason="漏计一件", **more)
    assert again == told
    with reading(books.engine) as connection:
        first, second = quarters.history(connection, "U1", 2026)
    assert (first.counts, first.reason) == (COUNTS, "")
    assert (second.revision, second.reason) == (2, "漏计一件")


def test_all_that_is_wrong_is_told_at_once(books: Books) -> None:
    with pytest.raises(QuarterRefused) as refused:
        record(
            books,
            counts=Counts(hotline=-1),
            reported_on=ISO("2026-03-31"),
            paper=" ",
            reason="早报",
        )
    told = str(refused.value)
    for what in ("12351热线应为零", "季度结束", "没有写明依据文件", "首次上报"):
        assert what in told
    with pytest.raises(QuarterRefused, match="晚于今天"):
        record(books, reported_on=ISO("2026-04-04"))
    with pytest.raises(QuarterRefused, match="单位设立"):
        record(books, quarter=Quarter(year=2024, quarter=4))
    record(books)
    with pytest.raises(QuarterRefused, match="没有写明更正理由"):
        record(books, MAY, counts=Counts(), reported_on=ISO("2026-05-20"))
    with pytest.raises(QuarterRefused, match="早于上一次"):
        record(books, counts=Counts(), reported_on=ISO("2026-04-02"), reason="更正")


# -- what the database refuses ------------------------------------------------------


@pytest.fixture
def raw(shelf: server.Shelf, dialect: str) -> Iterator[Raw]:
    """The first quarter of U1, on record."""
    for books in building.copied(shelf, dialect, "quarters", record):
        with books.raw() as raw:
            yield raw


def row(**fields: object) -> dict[str, Any]:
    """A correction that the database accepts."""
    place = {"unit_id": 1, "year": 2026, "quarter": 1, "revision": 2}
    counts = dict.fromkeys(quarter_tables.COUNTS, 1)
    more = {"reported_on": "2026-05-20", "reporter_id": 2, "paper": "季报2号"}
    end = {"reason": "漏计", "recorded_at": "2026-05-20T08:00:00Z"}
    return place | counts | more | end | fields


def test_a_correction_in_order_is_accepted(raw: Raw) -> None:
    raw.insert("aid_quarters", row())
    raw.insert("aid_quarters", row(revision=3))
    raw.commit()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"revision": 3}, "bangfu:order"),
        ({"quarter": 2, "reported_on": "2026-07-20"}, "bangfu:order"),
        ({"reported_on": "2026-04-02"}, "bangfu:quarter"),
        ({"recorded_at": "2026-01-01T08:00:00Z"}, "bangfu:quarter"),
        ({"reported_on": "2026-03-31"}, "quarter_over|bangfu:quarter"),
        ({"quarter": 2, "revision": 1, "reason": ""}, "quarter_over"),
        ({"hotline": -1}, "hotline_counted"),
        ({"reason": ""}, "correction_has_a_reason"),
        ({"paper": ""}, "paper_given"),
        ({"quarter": 5}, "quarter_of_four|bangfu:order"),
    ],
)
def test_what_is_out_of_order_is_refused(
    raw: Raw, fields: dict[str, Any], told: str
) -> None:
    with pytest.raises(DriverError, match=told):
        raw.insert("aid_quarters", row(**fields))


def test_what_stands_is_never_changed(raw: Raw) -> None:
    stands_as_it_is(raw, quarter_tables.aid_quarters)
