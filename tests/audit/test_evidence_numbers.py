"""Months and numbers of an auditee's vouchers, in whatever manner it names them."""

import datetime as dt

import pytest

from audit.evidence_numbers import Place, Series, Told, firsts, places

ISO = dt.date.fromisoformat
MARCH = ISO("2025-03-12")
RUN = Series("PZ", 3)


def told(ref: str, day: str = "2025-03-12", **more: str) -> Told:
    """A voucher of 12 March that says nothing else."""
    on = ISO(day) if day else None
    return Told(ref, more.get("number", ""), more.get("period", ""), "付", on)


def numbers(*refs: str) -> list[int]:
    return [place.number for place in places([told(ref) for ref in refs], None)]


@pytest.mark.parametrize(
    ("refs", "found"),
    [
        (("PZ001", "PZ002", "PZ004"), [1, 2, 4]),
        (("1", "2", "3"), [1, 2, 3]),
        (("付-1", "收-1", "付-2", "收-2", "付-3", "收-3"), [1, 1, 2, 2, 3, 3]),
        (("2025030001", "2025030002", "2025030003"), [1, 2, 3]),
        (("A-17", "A-802", "A-4411"), [0, 0, 0]),
        (("a1b", "a2b", "a3b"), [0, 0, 0]),
        (("甲", "乙", ""), [0, 0, 0]),
        (("PZ001", "PZ002"), [0, 0]),
    ],
)
def test_references_are_numbers_where_they_run_on(
    refs: tuple[str, ...], found: list[int]
) -> None:
    assert numbers(*refs) == found


def test_a_number_of_its_own_goes_before_the_reference() -> None:
    rows = [told(f"PZ{n:03d}", number=f"付-{n + 4}") for n in (1, 2, 3)]

    assert places(rows, None) == [Place(202503, None, n) for n in (5, 6, 7)]


def test_the_month_is_what_the_file_says_then_what_references_say_then_the_day() -> (
    None
):
    by_column = [told("a", period="2025-04"), told("b", period="4"), told("c")]
    assert [one.period for one in places(by_column, None)] == [202504, 202504, 202503]

    by_ref = [told(f"2025-03-付-{n:02d}") for n in range(1, 20)]
    by_ref.append(told("2025-04-付-01"))
    assert places(by_ref, None)[-1].period == 202504

    # Years and numbers, not years and months.
    plain = [told(f"2025-{n:02d}", "2025-07-01") for n in range(1, 12)]
    assert {one.period for one in places(plain, None)} == {202507}


@pytest.mark.parametrize("slip", ["2024-03-12", "2052-03-12", ""])
def test_a_day_far_from_those_around_it_is_a_slip(slip: str) -> None:
    rows = [told("a"), told("b"), told("c", slip), told("d"), told("e")]

    assert [one.period for one in places(rows, None)] == [202503] * 5


def test_days_that_run_on_into_another_year_are_no_slips() -> None:
    days = ("2024-12-30", "2024-12-31", "2025-01-02", "2025-01-03")
    rows = [told(str(n), day) for n, day in enumerate(days)]

    assert [p.period for p in places(rows, None)] == [202412, 202412, 202501, 202501]


def test_nothing_stands_before_the_books_begin() -> None:
    rows = [told("a", "2024-11-05"), told("b"), told("c")]

    (first, *_) = places(rows, ISO("2025-01-01"))

    assert first.period == 202501


@pytest.mark.parametrize(
    ("numbers", "first"),
    [
        ({202503: (1, 2)}, 1),
        ({202503: (3, 4)}, 1),
        ({202503: (801, 802)}, 801),
        ({202412: (7,), 202503: (9, 10)}, 8),
    ],
)
def test_a_series_begins_after_its_last_or_with_one(
    numbers: dict[int, tuple[int, ...]], first: int
) -> None:
    placed = [Place(month, RUN, n) for month, found in numbers.items() for n in found]

    assert firsts(placed, 202501) == {RUN: first}


def test_a_series_of_each_month_begins_with_one_where_most_do() -> None:
    months = [Series(f"2025-{month:02d}-", 2) for month in (1, 2, 3)]
    placed = [
        Place(202501 + at, one, 1 + 8 * (at == 2)) for at, one in enumerate(months)
    ]

    assert firsts(placed, 202501) == dict.fromkeys(months, 1)


def test_a_missing_number_is_called_as_the_others_are() -> None:
    assert RUN.called(7) == "PZ007"
