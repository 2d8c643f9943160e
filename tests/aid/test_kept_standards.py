"""Standards in the books: nearest unit, known at a time, resolutions, guards."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from aid import kept_standard_tables, kept_standards
from aid.errors import StandardMissing, StandardRefused
from aid.kept_standards import Taken
from aid.local_standards import LocalStandard
from aid.standard_kinds import WORDS, Key
from aid.standard_sets import standard_sets
from aid.standards import Adoption, Decision, value_of
from aid.unit_standards import UnitStandards
from ledger import registration
from ledger.database import reading, writing
from ledger.money import Money
from ledger.people import Act
from ledger.units import Level, Unit, UnitType
from tests import building, server
from tests.budgets import sitting
from tests.building import FOUNDING, OPENED, Books, DriverError, Raw
from tests.ledger.test_guards_appended import stands_as_it_is
from treasury.errors import RequestRefused

ISO = dt.date.fromisoformat
FEBRUARY = Act("张三", dt.datetime(2026, 2, 3, 8, tzinfo=dt.UTC))
MAY = Act("张三", dt.datetime(2026, 5, 20, 8, tzinfo=dt.UTC))
HELD = sitting.HELD
TEAM = Unit(
    code="U11",
    name="某厂工会",
    level=Level.GRASSROOTS,
    type=UnitType.GRASSROOTS,
    parent="U1",
    opened_on=OPENED,
)
BRACKET = Key.MEDICAL_READING


def figure(yuan: int = 800, place: str = "130102", **more: Any) -> LocalStandard:
    """The figures of a place in 2026."""
    told = {
        "since": ISO("2026-01-01"),
        "decided_by": "市政府",
        "paper": "市政〔2026〕1号",
    }
    return LocalStandard(
        **{"place": place, "minimum_living": Money(yuan * 100)} | told | more
    )


def take(
    books: Books,
    *rows: LocalStandard,
    unit: str = "U1",
    act: Act = FEBRUARY,
    reason: str = "",
) -> Taken:
    with writing(books.engine) as connection:
        return kept_standards.import_figures(connection, unit, rows, act, reason)


def of(books: Books, unit: str, known_on: str = "") -> UnitStandards:
    known = ISO(known_on) if known_on else None
    with reading(books.engine) as connection:
        return kept_standards.standards_of(connection, unit, known)


def living(books: Books, unit: str, day: str = "2026-06-01", known_on: str = "") -> int:
    """The figure of 130102 that a unit goes by, in yuan."""
    found = of(books, unit, known_on).local.on("130102", ISO(day))
    return found.minimum_living.fen // 100


def adopt(books: Books, set_: str = "hubei", reason: str = "", **more: Any) -> bool:
    told = {"set": set_, "since": HELD, "resolution": "2026-1"}
    with writing(books.engine) as connection:
        given = Adoption(**told | more)
        return kept_standards.adopt(connection, "U1", given, FEBRUARY, reason)


def decide(
    books: Books, value: int | str | Money, key: Key = BRACKET, **more: Any
) -> bool:
    reason = more.pop("reason", "")
    told = {"key": key, "value": value, "since": HELD, "resolution": "2026-1"}
    with writing(books.engine) as connection:
        given = Decision(**told | more)
        return kept_standards.decide(connection, "U1", given, FEBRUARY, reason)


def fill(books: Books) -> None:
    """U11 under U1; a body of U1 that adopted 2026-1 and voted 2026-2 down."""
    with writing(books.engine) as connection:
        assert not registration.register_units(connection, [TEAM], FOUNDING)
    sitting.found_body(books)
    sitting.resolve(books)
    sitting.resolve(books, "aaaa")


@pytest.fixture
def seated(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from building.copied(shelf, dialect, "kept standards", fill)


# -- figures ------------------------------------------------------------------------


def test_the_nearest_unit_upward_that_has_the_place_and_year_wins(
    seated: Books,
) -> None:
    """U1 has 2025 and 2026; U11 its own of July 2026, which stands for all of 2026."""
    take(seated, figure(), figure(700, since=ISO("2025-01-01")), figure(600, "130104"))
    assert (living(seated, "U1"), living(seated, "U11")) == (800, 800)

    take(seated, figure(820, since=ISO("2026-07-01")), unit="U11")
    assert living(seated, "U11", "2026-07-01") == 820
    assert living(seated, "U1", "2026-07-01") == 800
    with pytest.raises(StandardMissing, match="130102 2026-06-30"):
        living(seated, "U11", "2026-06-30")
    assert living(seated, "U11", "2025-03-01") == 700
    assert of(seated, "U11").local.on("130104", HELD).minimum_living == Money(600_00)
    with pytest.raises(StandardMissing, match="bangfu aid standards import"):
        living(seated, "U2")
    with reading(seated.engine) as connection:
        all_ = kept_standards.standards_of_all(connection, ["U1", "U2", "U11"])
    assert [len(all_[u].local.until_day(HELD)) for u in ("U1", "U2", "U11")] == [
        3,
        0,
        2,
    ]


def test_the_same_file_twice_changes_nothing_and_a_revision_needs_its_reason(
    seated: Books,
) -> None:
    rows = (
        figure(average_supplement=Money(400_00), urban_recipients=9),
        figure(place="130104"),
    )
    assert take(seated, *rows) == Taken(added=2)
    assert take(seated, *rows, act=MAY) == Taken(same=2)

    right = figure(810), figure(place="130104"), figure(place="130105")
    with pytest.raises(
        StandardRefused, match=r"130102 自 2026-01-01 起.*800\.00 → 810\.00"
    ):
        take(seated, *right, act=MAY)
    assert living(seated, "U1") == 800
    told = take(seated, *right, act=MAY, reason="抄错")
    assert told == Taken(added=1, corrected=1, same=1)
    assert take(seated, *right, act=MAY, reason="抄错") == Taken(same=3)

    assert living(seated, "U11") == 810
    assert living(seated, "U11", known_on="2026-05-19") == 800
    assert living(seated, "U11", known_on="2026-05-20") == 810
    with pytest.raises(StandardMissing):
        living(seated, "U11", known_on="2026-02-02")


# -- what a body chose --------------------------------------------------------------


def test_sets_and_choices_hold_for_the_body_and_for_units_without_one(
    seated: Books,
) -> None:
    assert adopt(seated)
    assert not adopt(seated)
    assert decide(seated, "marginal_from_zero")
    assert not decide(seated, "marginal_from_zero")
    fixed = Key.MEDICAL_FIXED_SUM
    assert decide(seated, Money(10_000_00), fixed)
    assert decide(seated, 15, Key.EMERGENCY_PAPERS_WORKDAYS)

    for unit in ("U1", "U11"):
        found = of(seated, unit)
        assert [one.set for one in found.adoptions] == ["hubei"]
        rules = found.on(HELD)
        assert rules.one(BRACKET).word == "marginal_from_zero"
        assert rules.one(BRACKET).clause == "决议 2026-1"
        assert rules.one(fixed).money == Money(10_000_00)
        assert rules.one(Key.EMERGENCY_PAPERS_WORKDAYS).number == 15
        before = found.on(HELD - dt.timedelta(days=1))
        assert before.one(BRACKET).word == "whole_amount"
    assert of(seated, "U2").on(HELD).one(BRACKET).word == "whole_amount"
    unknown = of(seated, "U1", "2026-02-02")
    assert (unknown.adoptions, unknown.decisions) == ((), ())


def test_a_later_resolution_ends_what_was_chosen_from_its_own_day_on(
    seated: Books,
) -> None:
    adopt(seated)
    decide(seated, "marginal_from_zero")
    sitting.hold(seated, 1, 2, 3, held_on=ISO("2026-01-19"))
    later = sitting.resolve(seated, "fff", 2).key
    end = {"resolution": later, "until": ISO("2026-01-19"), "reason": "不再适用"}

    with pytest.raises(StandardRefused, match="不溯及以前"):
        adopt(seated, **end | {"until": ISO("2026-01-18")})
    with pytest.raises(StandardRefused, match="没有写明更正原因"):
        adopt(seated, **end | {"reason": ""})
    assert adopt(seated, **end)
    with pytest.raises(StandardRefused, match="不溯及以前"):
        decide(seated, "marginal_above_floor", **end)
    assert decide(seated, "marginal_from_zero", **end)

    found = of(seated, "U1")
    for day, word in ((18, "marginal_from_zero"), (19, "whole_amount")):
        rules = found.on(dt.date(2026, 1, day))
        assert rules.one(BRACKET).word == word
        documents = {one.within for one in rules.standards}
        assert (len(documents) > 2) == (day == 18)


def test_what_a_body_may_not_choose_is_refused(seated: Books) -> None:
    with pytest.raises(RequestRefused, match="没有通过"):
        adopt(seated, resolution="2026-2")
    with pytest.raises(RequestRefused, match="没有通过"):
        decide(seated, "marginal_from_zero", resolution="2026-2")
    with pytest.raises(StandardRefused, match="一律适用"):
        adopt(seated, "opinion")
    with pytest.raises(StandardMissing):
        adopt(seated, "nowhere")
    with pytest.raises(StandardRefused, match="不由本级决议另定"):
        decide(seated, 1, Key.PUBLICATION_WORKDAYS)
    with pytest.raises(StandardRefused, match="不能低于"):
        decide(seated, Money(7_999_99), Key.MEDICAL_FIXED_SUM)
    with pytest.raises(StandardRefused) as refused:
        adopt(seated, since=ISO("2024-12-31"), until=ISO("2024-12-31"), reason="早")
    for what in ("不溯及以前", "截止日期", "首次登记", "单位设立"):
        assert what in str(refused.value)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        (BRACKET, "从0元起分段累计", "marginal_from_zero"),
        (BRACKET, "marginal_from_zero", "marginal_from_zero"),
        (Key.MEDICAL_FIXED_SUM, "10,000", Money(10_000_00)),
        (Key.EMERGENCY_PAPERS_WORKDAYS, "15", 15),
    ],
)
def test_a_choice_is_read_as_its_standard_is_measured(
    key: Key, text: str, value: int | str | Money
) -> None:
    assert value_of(key, text, HELD) == value


@pytest.mark.parametrize("text", ["", "15.5", "很多"])
def test_a_choice_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(StandardRefused, match="数值不对"):
        value_of(Key.EMERGENCY_PAPERS_WORKDAYS, text, HELD)


def test_the_database_knows_what_the_rules_leave_to_a_unit() -> None:
    """The lists of the tables are those of the files."""
    t = kept_standard_tables
    free = {v.key: v for s in standard_sets() for v in s.values if v.freedom != "none"}
    assert {*t.FREE_WORDS, *t.FREE_SUMS, *t.FREE_NUMBERS} == set(free)
    assert set(t.FREE_WORDS) == set(WORDS)
    assert free[Key.MEDICAL_FIXED_SUM].number == t.FIXED_SUM_LEAST_FEN


# -- what the database refuses ------------------------------------------------------


def keep_all(books: Books) -> None:
    fill(books)
    take(books, figure())
    adopt(books)
    decide(books, "marginal_from_zero")


@pytest.fixture
def raw(shelf: server.Shelf, dialect: str) -> Iterator[Raw]:
    """One of each on record."""
    for books in building.copied(shelf, dialect, "standards kept", keep_all):
        with books.raw() as raw:
            yield raw


END = {"person_id": 2, "recorded_at": "2026-05-20T08:00:00Z"}
ROWS: dict[str, dict[str, Any]] = {
    "aid_local_figures": {
        "unit_id": 1,
        "place": "130102",
        "since": "2026-01-01",
        "revision": 2,
        "minimum_living_fen": 81_000,
        "decided_by": "市政府",
        "paper": "2号",
        "reason": "抄错",
        **END,
    },
    "aid_adoptions": {
        "unit_id": 1,
        "set_key": "hubei",
        "since": "2026-01-12",
        "revision": 2,
        "until": "2026-01-12",
        "resolution": "2026-1",
        "reason": "误登",
        **END,
    },
    "aid_decisions": {
        "unit_id": 1,
        "standard": "medical_reading",
        "since": "2026-01-12",
        "revision": 2,
        "word": "marginal_above_floor",
        "resolution": "2026-1",
        "reason": "误登",
        **END,
    },
}
"""A revision of each that the database accepts."""

_FIXED = {"standard": "medical_fixed_sum", "revision": 1, "word": "", "reason": ""}


@pytest.mark.parametrize("table", ROWS)
def test_a_revision_in_order_is_accepted_and_never_changed(
    raw: Raw, table: str
) -> None:
    raw.insert(table, ROWS[table])
    raw.commit()
    (declared,) = (t for t in kept_standard_tables.APPENDED if t.name == table)
    stands_as_it_is(raw, declared)


@pytest.mark.parametrize(
    ("table", "fields", "told"),
    [
        ("figures", {"revision": 3}, "bangfu:order"),
        ("figures", {"recorded_at": "2026-01-01T08:00:00Z"}, "bangfu:standard"),
        ("figures", {"reason": ""}, "revision_has_a_reason"),
        ("figures", {"minimum_living_fen": 0}, "living_positive"),
        ("figures", {"place": "13010"}, "place_of_six|bangfu:order"),
        ("figures", {"paper": ""}, "source_given"),
        (
            "figures",
            {"minimum_living_fen": 80_000, "paper": "市政〔2026〕1号"},
            "bangfu:standard",
        ),
        ("adoptions", {"until": None}, "bangfu:standard"),
        ("adoptions", {"resolution": "2026-2"}, "bangfu:resolution"),
        ("adoptions", {"resolution": "2025-9"}, "bangfu:resolution"),
        ("adoptions", {"unit_id": 2, "revision": 1, "reason": ""}, "bangfu:|since_bef"),
        (
            "adoptions",
            {"since": "2026-01-11", "until": None, "revision": 1, "reason": ""},
            "bangfu:day",
        ),
        ("adoptions", {"set_key": "opinion"}, "set_adoptable|bangfu:order"),
        ("adoptions", {"until": "2026-01-11"}, "since_before_until|bangfu:day"),
        ("decisions", {"resolution": "2026-2"}, "bangfu:resolution"),
        ("decisions", {"word": "marginal_from_zero"}, "bangfu:standard"),
        ("decisions", {"word": "patient"}, "medical_reading_known"),
        ("decisions", {"standard": "publication_workdays"}, "known|fits"),
        ("decisions", {"amount_fen": 900_000}, "amount_fen_fits"),
        ("decisions", {**_FIXED, "amount_fen": 799_999}, "sum_not_below"),
        ("decisions", {**_FIXED, "number": 3}, "number_fits|amount_fen_fits"),
    ],
)
def test_what_cannot_be_so_is_refused(
    raw: Raw, table: str, fields: dict[str, Any], told: str
) -> None:
    name = {"figures": "aid_local_figures"}.get(table, f"aid_{table}")
    with pytest.raises(DriverError, match=told):
        raw.insert(name, ROWS[name] | fields)
