"""An officer's days, figures to the day, and whose a finding is: no database."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import examples
from audit.annual import Opinion, Proof
from audit.books import Books, Voucher
from audit.figures import FundYear, figures, worth
from audit.finding_kinds import Category
from audit.handover import (
    Office,
    covering,
    cut,
    part_of,
    rolled,
    runs,
    told,
    years_of,
)
from audit.handover_findings import Share, complied, evaluated, proposed
from ledger.money import Money
from ledger.periods import Span

ISO = dt.date.fromisoformat
YEAR = examples.YEAR


def span(since: str, until: str) -> Span:
    return Span(ISO(since), ISO(until))


def office(
    since: str, until: str | None, post: str = "主席", person: str = "甲"
) -> Office:
    return Office(person, "某甲", post, ISO(since), ISO(until) if until else None)


# -- days ---------------------------------------------------------------------------


def test_days_with_two_posts_are_counted_once() -> None:
    held = [
        office("2025-01-01", "2025-06-01"),
        office("2025-03-01", "2025-09-01", "主任"),
    ]
    assert runs(held, ISO("2026-01-01")) == (span("2025-01-01", "2025-09-01"),)


def test_a_returning_officer_has_two_runs_and_one_who_goes_on_has_one() -> None:
    back = [office("2025-01-01", "2025-02-01"), office("2025-05-01", None)]
    assert runs(back, ISO("2025-07-01")) == (
        span("2025-01-01", "2025-02-01"),
        span("2025-05-01", "2025-07-01"),
    )
    on = [office("2025-01-01", "2025-02-01"), office("2025-02-01", "2025-03-01")]
    assert runs(on, ISO("2025-07-01")) == (span("2025-01-01", "2025-03-01"),)


def test_a_tenure_of_one_day_is_a_run_of_one_day() -> None:
    (run,) = runs([office("2025-06-15", "2025-06-16")], ISO("2026-01-01"))
    assert (run.since, run.last_day) == (ISO("2025-06-15"), ISO("2025-06-15"))
    assert [told(part) for part in years_of(run)] == ["2025年6月15日"]


def test_what_has_not_begun_by_the_day_of_asking_is_no_tenure() -> None:
    assert runs([office("2025-06-15", None)], ISO("2025-06-15")) == ()


def test_a_run_is_cut_at_every_new_year() -> None:
    parts = list(years_of(span("2023-07-01", "2025-02-03")))
    assert [told(part) for part in parts] == [
        "2023年7月1日至12月31日",
        "2024年",
        "2025年1月1日至2月2日",
    ]


@pytest.mark.parametrize(
    ("on", "until"),
    [
        ("2025-06-20", "2025-07-01"),
        ("2025-12-30", "2026-01-01"),
        ("2027-01-01", "2026-01-01"),
    ],
)
def test_checks_are_put_to_the_months_that_have_begun(on: str, until: str) -> None:
    part = span("2025-03-04", "2025-06-16")
    assert covering(part, ISO(on)) == span("2025-01-01", until)


# -- figures ------------------------------------------------------------------------

_days = st.dates(ISO("2025-01-01"), ISO("2025-12-31"))
_moves = st.tuples(
    _days, st.integers(1, 900), st.sampled_from(["OU", "CB"]), st.booleans()
)


def kept(moves: list[tuple[dt.date, int, str, bool]]) -> Books:
    vouchers = [
        examples.voucher(
            *(
                examples.aid(yuan, fund)
                if is_paid
                else examples.moved("102", "408", yuan, fund)
            ),
            number=number,
            dated_on=day,
        )
        for number, (day, yuan, fund, is_paid) in enumerate(moves, 1)
    ]
    return examples.books(*vouchers)


@given(
    moves=st.lists(_moves, max_size=12),
    ends=st.lists(
        st.dates(ISO("2025-01-02"), ISO("2025-12-31")), unique=True, max_size=4
    ),
)
def test_officers_of_one_year_add_up_to_it_whatever_the_days(
    moves: list[tuple[dt.date, int, str, bool]], ends: list[dt.date]
) -> None:
    """However a year is shared out, nothing is left out and nothing counted twice."""
    books = kept(moves)
    bounds = [YEAR.since, *sorted(ends), YEAR.until]
    spans = [Span(*pair) for pair in pairwise(bounds)]
    parts = [part_of(books, one) for one in spans]
    whole = figures(books)
    for fund in whole.funds:
        of = [next(f for f in p.figures.funds if f.fund == fund.fund) for p in parts]
        assert sum((f.received for f in of), Money(0)) == fund.received
        assert sum((f.paid for f in of), Money(0)) == fund.paid
        assert (of[0].opening, of[-1].closing) == (fund.opening, fund.closing)
        for one, after in pairwise(of):
            assert one.closing == after.opening
    marks = [one.mark for part in parts for one in part.books.vouchers]
    assert sorted(marks) == sorted(one.mark for one in books.vouchers)
    for part in parts:
        ledger = worth(part.books, part.books.closings)
        assert {f.fund: f.closing.fen for f in part.figures.funds if f.closing} == {
            fund: fen for fund, fen in ledger.items() if fen
        }


def test_what_a_new_year_opens_with_otherwise_counts_as_adjusted() -> None:
    first = part_of(kept([]), YEAR)
    opened = replace(first.figures.funds[0], opening=Money(7))
    later = replace(first, figures=replace(first.figures, funds=(opened,)))
    (one,) = (f for f in rolled([first, later]) if f.fund == opened.fund)
    assert one.adjusted == Money(7) - first.figures.funds[0].closing
    assert one.closing == Money(7)


def test_half_a_day_more_or_less_is_a_voucher_more_or_less() -> None:
    books = kept(
        [(ISO("2025-06-15"), 10, "OU", True), (ISO("2025-06-16"), 20, "OU", True)]
    )
    before = cut(books, span("2025-01-01", "2025-06-16"))
    after = cut(books, span("2025-06-16", "2026-01-01"))
    assert [one.number for one in before.vouchers] == [1]
    assert [one.number for one in after.vouchers] == [2]
    assert before.closings == after.openings


# -- findings -----------------------------------------------------------------------


def bare(day: str, number: int, **more: str) -> Voucher:
    """A payment without a paper: T41 finds it."""
    found = examples.voucher(
        *examples.aid(5), number=number, dated_on=ISO(day), attachments=0
    )
    return found._replace(**more)


def shares(tenures: list[Office], *vouchers: Voucher) -> dict[str, Share]:
    spans = runs(tenures, ISO("2026-01-01"))
    books = examples.books(*vouchers)
    parts = [part_of(books, part) for run in spans for part in years_of(run)]
    found = complied(parts, spans, tenures).found
    return {
        one.finding.evidence[0]: one.share for one in found if one.check.key == "T41"
    }


def test_a_finding_belongs_to_who_was_in_office_on_the_day_of_the_act() -> None:
    acts = [bare("2025-02-01", 1), bare("2025-04-01", 2), bare("2025-06-30", 3)]
    held = [office("2025-03-01", "2025-06-30")]
    assert list(shares(held, *acts).values()) == [Share.BEFORE, Share.OWN, Share.AFTER]
    back = [office("2025-01-01", "2025-03-01"), office("2025-06-30", None)]
    assert list(shares(back, *acts).values()) == [Share.OWN, Share.BETWEEN, Share.OWN]


def test_findings_of_two_officers_in_one_year_are_shared_without_rest() -> None:
    acts = [bare(f"2025-{month:02d}-15", month) for month in range(1, 13)]
    one = shares([office("2025-01-01", "2025-06-15")], *acts)
    other = shares([office("2025-06-15", None)], *acts)
    own = [
        {mark for mark, share in found.items() if share is Share.OWN}
        for found in (one, other)
    ]
    assert not own[0] & own[1]
    assert own[0] | own[1] == set(one) == set(other)
    assert (len(own[0]), len(own[1])) == (5, 7)


def test_what_no_act_dates_is_nobodys_own() -> None:
    spans = (YEAR,)
    books = examples.books(
        history=(examples.month("D1", 202401, received=10),),
    )
    found = complied([part_of(books, YEAR)], spans, [office("2025-01-01", None)])
    idle = [one for one in found.found if one.check.key == "T30"]
    assert {one.share for one in idle} == {Share.UNDATED}
    assert not found.of(Share.OWN)


def test_populations_are_counted_over_the_days_in_office() -> None:
    acts = [bare("2025-02-01", 1), bare("2025-04-01", 2), bare("2025-04-02", 3)]
    run = span("2025-03-01", "2025-06-30")
    found = complied(
        [part_of(examples.books(*acts), run)], (run,), [office("2025-03-01", None)]
    )
    (tested,) = (one for one in found.tested if one.key == "T41")
    assert tested.population is not None
    assert (tested.population.count, tested.exceptions, tested.rate_bp) == (2, 2, 0)


def test_spending_without_a_budget_is_shared_by_the_day_and_rated_by_amount() -> None:
    """F02 adds a year's spending up: each officer has what they spent of it."""
    moves = [(ISO("2025-02-01"), 100, "OU", True), (ISO("2025-08-01"), 300, "OU", True)]
    books = replace(kept(moves), planned=examples.planned(approvals=()))
    own = []
    for since, until in (("2025-01-01", "2025-06-16"), ("2025-06-16", "2026-01-01")):
        run = span(since, until)
        found = complied([part_of(books, run)], (run,), [office(since, until)])
        (one,) = (f for f in found.of(Share.OWN) if f.check.key == "F02")
        (tested,) = (t for t in found.tested if t.key == "F02")
        own.append((one.finding.amount, tested.rate_bp))
    assert own == [(Money(100_00), 0), (Money(300_00), 0)]


def test_what_grew_old_after_leaving_is_not_the_leavers() -> None:
    """Lent in November 2023: within a year in June 2024, overdue in December."""
    year = span("2024-01-01", "2025-01-01")
    lent = examples.advance(80, ISO("2023-11-14"))._replace(mark="2023-11 付-2")
    books = replace(
        examples.books(advances=(lent,)),
        span=year,
        history=(examples.month("OU", 202401, paid=1),),
    )
    found = {}
    for since, until in (("2024-01-01", "2024-07-01"), ("2024-07-01", "2025-01-01")):
        run = span(since, until)
        done = complied([part_of(books, run)], (run,), [office(since, until)])
        found[until] = [one.share for one in done.found if one.check.key == "T33"]
    assert found == {"2024-07-01": [], "2025-01-01": [Share.BEFORE]}


def test_what_lasts_for_years_is_one_exception() -> None:
    lent = examples.advance(80, ISO("2023-11-14"))._replace(mark="2023-11 付-2")
    days = [span("2024-01-01", "2025-01-01"), span("2025-01-01", "2026-01-01")]
    parts = [
        part_of(replace(examples.books(advances=(lent,)), span=one), one)
        for one in days
    ]
    whole = Span(days[0].since, days[1].until)
    done = complied(parts, (whole,), [office("2024-01-01", None)])
    found = [one for one in done.found if one.check.key == "T33"]
    assert [(one.year, one.share) for one in found] == [(2025, Share.BEFORE)]


@pytest.mark.parametrize(
    ("signer", "post", "wanted"),
    [
        ("甲", "会计", Category.DIRECT),
        ("乙", "主席", Category.LEADERSHIP),
        ("乙", "会计", None),
    ],
)
def test_who_signed_is_proposed_as_direct_and_who_led_as_leadership(
    signer: str, post: str, wanted: Category | None
) -> None:
    held = [office("2025-01-01", None, post)]
    books = examples.books(bare("2025-02-01", 1, preparer=signer))
    found = complied([part_of(books, YEAR)], (YEAR,), held)
    (one,) = (one for one in found.found if one.check.key == "T41")
    assert one.responsibility is wanted


def test_leadership_is_proposed_only_where_the_list_of_the_time_has_it() -> None:
    old = (Category.DIRECT, Category.SUPERVISORY)
    assert proposed("甲", "主席", ("乙",), old) is None
    assert proposed("甲", "主席", ("乙",), tuple(Category)) is Category.LEADERSHIP
    assert proposed("甲", "主席", (), tuple(Category)) is None


def test_the_evaluation_follows_the_books_then_the_heaviest_finding_of_ones_own() -> (
    None
):
    held = [office("2025-03-01", "2025-06-30")]
    run = span("2025-03-01", "2025-06-30")

    def of(*vouchers: Voucher) -> Opinion:
        part = part_of(examples.books(*vouchers), run)
        return evaluated(complied([part], (run,), held), (), closed=True)

    assert of(bare("2025-02-01", 1)) is Opinion.CLEAN
    assert of(bare("2025-03-01", 1)) is Opinion.MINOR
    twice = [
        examples.voucher(
            *examples.aid(500, recipient="D1"), number=n, dated_on=ISO(day)
        )
        for n, day in ((1, "2025-04-01"), (2, "2025-04-02"))
    ]
    assert of(*twice) is Opinion.UNSOUND
    none = complied([part_of(examples.books(), run)], (run,), held)
    assert evaluated(none, (), closed=False) is Opinion.WITHHELD
    broken = (Proof("链", "1", ok=False),)
    assert evaluated(none, broken, closed=True) is Opinion.DISCLAIMED


def test_an_empty_tenure_has_figures_of_nothing() -> None:
    part = part_of(examples.books(), span("2025-06-15", "2025-06-16"))
    assert part.total == replace(
        FundYear(fund=""), opening=Money(3 * examples.OPENING_FEN)
    )
