"""The base: set once, restated by a new resolution, every one of them kept."""

import datetime as dt

import pytest

from budgets import baseline
from budgets.baseline import Baseline, Restated
from budgets.body import Meeting, Member, Motion, hold, register_members
from budgets.body import resolve as vote
from budgets.errors import BodyRefused, GrowthRefused
from budgets.growth import BaseKind, Series, Verdict
from budgets.yearly import growth_of
from ledger import registration
from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.money import ZERO
from ledger.units import Level, Unit
from tests.budgets.planning import JANUARY, resolve
from tests.budgets.resolving import first, resolved, second, typed, yuan
from tests.building import FOUNDING, Books, DriverError

BUDGETS = {2008: 120_000, 2009: 130_000, 2010: 140_000, 2011: 160_000}


@pytest.fixture
def decided(books: Books) -> Books:
    """Two resolutions on the base, one on growth, one on the base again."""
    resolved(books, "baseline", "baseline", "growth", "baseline")
    return books


def set_base(books: Books, given: Baseline) -> Baseline:
    with writing(books.engine) as connection:
        return baseline.set_base(connection, "U1", given, JANUARY)


def restate(books: Books, given: Baseline) -> Restated:
    with writing(books.engine) as connection:
        return baseline.restate(connection, "U1", given, JANUARY)


# -- setting ------------------------------------------------------------------------


def test_a_base_is_the_sum_of_its_two_parts(decided: Books) -> None:
    kept = set_base(decided, first())

    assert (kept.number, kept.total) == (1, yuan(100_000))
    with reading(decided.engine) as connection:
        assert baseline.baselines(connection, "U1") == (kept,)
        (base,) = baseline.bases(connection, "U1")
    assert (base.total, base.since_year, base.prior) == (yuan(100_000), 2006, None)
    assert kept.paper == "2005年决算表"


def test_a_base_is_set_once(decided: Books) -> None:
    set_base(decided, first())

    with pytest.raises(GrowthRefused, match=r"已按决议 2025-1 设定.*restate"):
        set_base(decided, first(resolution="2025-2"))


def test_a_base_of_nil_stands(decided: Books) -> None:
    kept = set_base(decided, first(warmth=ZERO, other=ZERO))

    assert kept.total == ZERO
    with reading(decided.engine) as connection:
        rows = growth_of(connection, "U1", Series.OWN, 2008)
    told = [str(remark.key) for remark in rows[0].remarks]
    assert told == ["base_zero", "income_missing", "year_skipped"]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"warmth": yuan(-1)}, "送温暖资金不能为负"),
        ({"other": yuan(-1)}, "其他帮扶资金不能为负"),
        ({"base_year": 2004}, "基数年度应在 2005 与今年（2025）之间"),
        ({"base_year": 2007, "since_year": 2008}, "基数年度应为 2005"),
        ({"since_year": 2005}, "起始年度 2005 应晚于基数年度 2005"),
        ({"since_year": 2027}, "起始年度至迟为明年（2026）"),
        ({"paper": " "}, "没有写明依据文件"),
        ({"reason": ""}, "单位自 2025-01-01 建账，晚于 2005 年"),
        ({"kind": BaseKind.MERGED}, "“合并”是重定的方式"),
        ({"prior": yuan(1)}, "首次设定没有上年可比预算"),
        ({"paper": "11010519491231002X"}, "个人号码"),
    ],
)
def test_a_base_that_cannot_stand_is_refused(
    decided: Books, other: dict[str, object], told: str
) -> None:
    with pytest.raises(GrowthRefused, match="没有设定") as refused:
        set_base(decided, first(**other))

    assert told in str(refused.value)


def test_all_that_is_wrong_is_told_at_once(decided: Books) -> None:
    with pytest.raises(GrowthRefused, match=r"为负.*应晚于.*没有写明依据文件"):
        set_base(decided, first(warmth=yuan(-1), since_year=2005, paper=""))


def test_a_base_cites_an_adopted_resolution_on_the_base(decided: Books) -> None:
    with pytest.raises(BodyRefused, match="预算增长"):
        set_base(decided, first(resolution="2025-3"))
    with pytest.raises(NotFound):
        set_base(decided, first(resolution="2025-9"))
    votes = {1: "for", 2: "against", 3: "against", 4: "against"}
    motion = Motion(subject="baseline", title="基数", text="同意。", votes=votes)
    with writing(decided.engine) as connection:
        lost = vote(connection, "U1", 1, motion, JANUARY)
    with pytest.raises(BodyRefused, match="表决未通过"):
        set_base(decided, first(resolution=lost.key))


def test_raw_sql_sets_no_base_without_a_resolution(decided: Books) -> None:
    row = {
        "unit_id": 1,
        "number": 1,
        "base_year": 2005,
        "since_year": 2006,
        "warmth_fen": 1,
        "other_fen": 1,
        "prior_fen": None,
        "kind": "set",
        "paper": "决算",
        "reason": "",
        "resolution": "2025-3",
    }
    with decided.raw() as raw, pytest.raises(DriverError, match="resolution"):
        raw.insert("baselines", row)


def test_a_unit_with_books_of_2005_needs_no_reason_and_is_no_later_one(
    books: Books,
) -> None:
    opened, day = dt.date(2005, 3, 1), dt.date(2025, 1, 5)
    unit = Unit(code="OLD", name="老县总工会", level=Level.COUNTY, opened_on=opened)
    member = Member(category="union", name="代表", since=opened)
    held = Meeting(held_on=day, place="会议室", chair=1, secretary="张三", present=(1,))
    motion = Motion(subject="baseline", title="基数", text="同意。", votes={1: "for"})
    with writing(books.engine) as connection:
        assert not registration.register_units(connection, [unit], FOUNDING)
        register_members(connection, "OLD", [member], JANUARY)
        hold(connection, "OLD", held, JANUARY)
        vote(connection, "OLD", 1, motion, JANUARY)

    with writing(books.engine) as connection:
        later = first(kind=BaseKind.OPENED_LATER)
        with pytest.raises(GrowthRefused, match="2005-03-01 已经建账"):
            baseline.set_base(connection, "OLD", later, JANUARY)
        kept = baseline.set_base(connection, "OLD", first(reason=""), JANUARY)
    assert kept.reason == ""


def test_a_unit_set_up_later_starts_from_a_year_of_its_own(decided: Books) -> None:
    later = first(kind=BaseKind.OPENED_LATER, base_year=2012, since_year=2013)
    set_base(decided, later)

    # What restates it may be of that year or of 2005, and of no other.
    with pytest.raises(GrowthRefused, match="基数年度应为 2005"):
        restate(decided, second(since_year=2016, base_year=2015))
    done = restate(decided, second(since_year=2013, base_year=2012))
    assert done.baseline.number == 2


# -- restating ----------------------------------------------------------------------


def test_a_restatement_lists_the_later_years_with_both_figures(decided: Books) -> None:
    set_base(decided, first())
    typed(decided, BUDGETS)

    done = restate(decided, second())

    assert [row.year for row in done.affected] == [2010, 2011]
    (year_2010, _) = done.affected
    assert year_2010.before is not None
    assert year_2010.after is not None
    assert year_2010.before.base is not None
    assert year_2010.before.base.total == yuan(100_000)
    assert year_2010.before.required == yuan(130_000)
    assert year_2010.after.required == yuan(150_000)
    assert year_2010.after.verdict is Verdict.GREW
    assert year_2010.after.shortfall == yuan(10_000)


def test_what_was_judged_before_a_restatement_can_be_judged_again(
    decided: Books,
) -> None:
    set_base(decided, first())
    typed(decided, BUDGETS)
    with reading(decided.engine) as connection:
        before = growth_of(connection, "U1", Series.OWN, 2012)
    restate(decided, second())

    with reading(decided.engine) as connection:
        again = growth_of(connection, "U1", Series.OWN, 2012, known_number=1)
        now = growth_of(connection, "U1", Series.OWN, 2012)
        known = baseline.bases(connection, "U1", 1)
        with pytest.raises(NotFound, match="第3号"):
            growth_of(connection, "U1", Series.OWN, 2012, known_number=3)
        with pytest.raises(NotFound, match="第3号"):
            baseline.bases(connection, "U1", 3)
    assert again == before
    assert now != before
    assert [base.number for base in known] == [1]


def test_units_merged_carry_last_year_made_comparable(decided: Books) -> None:
    set_base(decided, first())
    typed(decided, BUDGETS)
    merged = second(kind=BaseKind.MERGED, reason="邻县总工会并入")

    with pytest.raises(GrowthRefused, match="2009年的可比预算"):
        restate(decided, merged)
    done = restate(decided, second(kind=BaseKind.MERGED, prior=yuan(145_000)))
    (year_2010, _) = done.affected
    assert year_2010.after is not None
    assert year_2010.after.verdict is Verdict.FELL
    assert year_2010.after.last == yuan(145_000)


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"reason": ""}, "没有写明理由"),
        ({"paper": ""}, "没有写明依据文件"),
        ({"kind": BaseKind.SET}, "“设定”只用于首次设定"),
        ({"kind": BaseKind.OPENED_LATER}, "“以后成立”只用于首次设定"),
        ({"kind": BaseKind.SPLIT}, "分立须写明所据的数"),
        ({"resolution": "2025-1"}, "重定须另作决议"),
        ({"since_year": 2005}, "应晚于基数年度"),
        ({"prior": yuan(-1)}, "上年可比预算不能为负"),
    ],
)
def test_a_restatement_that_cannot_stand_is_refused(
    decided: Books, other: dict[str, object], told: str
) -> None:
    set_base(decided, first())

    with pytest.raises(GrowthRefused, match="没有重定") as refused:
        restate(decided, second(**other))
    assert told in str(refused.value)


def test_nothing_is_restated_before_it_is_set(decided: Books) -> None:
    with pytest.raises(GrowthRefused, match="还没有设定过基数"):
        restate(decided, second())


# -- the certificate ----------------------------------------------------------------


def test_a_certificate_tells_every_base_with_paper_and_resolution(
    decided: Books,
) -> None:
    set_base(decided, first())
    typed(decided, BUDGETS)
    first_done = restate(decided, second())
    with writing(decided.engine) as connection:
        resolve(connection, 5, "baseline")
    later = restate(decided, second(since_year=2011, resolution="2025-5"))

    with reading(decided.engine) as connection:
        told = baseline.certificate(connection, "U1")
        effects = baseline.effects(connection, "U1", 2)
        assert baseline.effects(connection, "U1", 1) == ()
    assert (told.unit, told.name) == ("U1", "某县总工会")
    assert told.in_force == later.baseline
    assert [one.baseline.number for one in told.bases] == [1, 2, 3]
    assert [one.resolution.printed for one in told.bases] == [
        "帮管〔2025〕1号",
        "帮管〔2025〕2号",
        "帮管〔2025〕5号",
    ]
    # A later restatement changes nothing in what an earlier one affected.
    assert told.bases[1].affected == first_done.affected == effects
    assert [row.year for row in told.bases[2].affected] == [2011]


def test_a_unit_without_a_base_has_an_empty_certificate(books: Books) -> None:
    with reading(books.engine) as connection:
        told = baseline.certificate(connection, "U1")

    assert (told.bases, told.in_force) == ((), None)
