"""Balances of any range, now or as once known, against a plain recomputation."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.year_closing import Signers, close_year
from ledger import closing, fund_registration, queries, registration
from ledger.balances import EVER, Balance, balances, subtree
from ledger.database import LOOKUPS, Connection, open_books, reading, writing
from ledger.errors import NotFound
from ledger.funds import Channel, Fund, Origin
from ledger.money import Money
from ledger.people import Act
from ledger.periods import DECEMBER, Span
from ledger.register import Lookups, lookups
from ledger.units import Level, Unit
from ledger.vouchers import Kind, Voucher
from tests import building, server
from tests.building import ACT, FOUNDING, Books, payment, receipt, red, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.server import Shelf

FIRST, LAST = dt.date(2025, 1, 1), dt.date(2025, 12, 31)
LATE = dt.date(2026, 6, 1)
LONG_AFTER = Act("王五", dt.datetime(2035, 1, 1, tzinfo=dt.UTC))


def read(
    books: Books,
    span: Span,
    by: Sequence[str] = ("account", "fund"),
    units: Sequence[str] = ("U1",),
    known_at: int | None = None,
) -> list[Balance]:
    with reading(books.engine) as connection:
        return balances(connection, units, span, by, known_at=known_at)


def short(found: list[Balance]) -> list[tuple[str, str, int, int, int]]:
    return [
        (b.account, b.fund, b.opening.fen, b.debit.fen, b.credit.fen) for b in found
    ]


# -- by example -----------------------------------------------------------------------


def _fill_ready(books: Books) -> None:
    books.post(
        voucher("open", dr("102", 50_00), cr("32104", 50_00), kind=Kind.OPENING),
        receipt("r1", 1000_00),
        payment("p1", 200_00, dated_on=dt.date(2025, 3, 10)),
    )


@pytest.fixture
def ready(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """F1 opened 2025 with 50 yuan, took 1,000 on 15 January, paid 200 in March."""
    yield from building.copied(shelf, dialect, "balances-ready", _fill_ready)


def test_openings_stand_before_the_first_day_of_their_year(ready: Books) -> None:
    year = Span(FIRST, dt.date(2026, 1, 1))
    assert short(read(ready, year)) == [
        ("102", "F1", 50_00, 1000_00, 200_00),
        ("32104", "F1", -50_00, 0, 0),
        ("408", "F1", 0, 0, 1000_00),
        ("50404", "F1", 0, 200_00, 0),
    ]


def test_the_closing_balance_of_a_day_holds_that_day(ready: Books) -> None:
    for until, wanted in ((15, 50_00), (16, 1050_00)):
        span = Span(EVER, dt.date(2025, 1, until))
        bank = [b.closing for b in read(ready, span) if b.account == "102"]
        assert bank == [Money(wanted)]


def test_a_span_inside_a_month_tells_what_moved_in_it(ready: Books) -> None:
    span = Span(dt.date(2025, 3, 10), dt.date(2025, 3, 11))
    bank = [row for row in short(read(ready, span)) if row[0] == "102"]
    assert bank == [("102", "F1", 1050_00, 0, 200_00)]


def test_what_was_posted_later_is_not_known_before(ready: Books) -> None:
    year = Span(FIRST, dt.date(2026, 1, 1))
    (bank, *_) = read(ready, year, known_at=2)
    assert (bank.debit, bank.credit) == (Money(1000_00), Money(0))
    assert read(ready, year, known_at=0) == []


def test_only_what_is_asked_for_is_told_apart(ready: Books) -> None:
    year = Span(FIRST, dt.date(2026, 1, 1))
    (whole,) = read(ready, year, by=())
    assert (whole.debit, whole.credit) == (Money(1200_00), Money(1200_00))
    (origin,) = read(ready, year, by=("unit", "origin"))
    assert (origin.unit, origin.origin, origin.fund) == ("U1", "donation", "")
    aided = [b for b in read(ready, year, by=("purpose",)) if b.purpose]
    assert [(b.purpose, b.debit) for b in aided] == [("生活救助", Money(200_00))]


def test_persons_are_counted_in_the_span(books: Books) -> None:
    served = [
        dr("50404", 5, purpose="生活救助", persons=3),
        cr("102", 5),
    ]
    books.post(receipt("r", 5), voucher("p", *served))
    assert read(books, Span(FIRST, LAST), by=())[0].persons == 3
    assert read(books, Span(dt.date(2025, 2, 1), LAST)) != []
    assert read(books, Span(dt.date(2025, 2, 1), LAST), by=()) == []


def test_units_add_up(ready: Books) -> None:
    ready.post(receipt("u2", 7_00, unit="U2"))
    year = Span(FIRST, dt.date(2026, 1, 1))
    both = read(ready, year, by=("account",), units=("U1", "U2"))
    assert both[0].debit == Money(1007_00)
    apart = read(ready, year, by=("unit",), units=("U1", "U2"))
    assert [b.unit for b in apart] == ["U1", "U2"]


def test_an_unknown_unit_is_not_found(books: Books) -> None:
    with pytest.raises(NotFound, match="U9"):
        read(books, Span(FIRST, LAST), units=("U9",))


def test_the_units_below_are_found_at_any_depth(books: Books) -> None:
    below = [
        Unit(
            code="U11", name="下级", level=Level.TOWNSHIP, parent="U1", opened_on=FIRST
        ),
        Unit(
            code="U111",
            name="再下级",
            level=Level.GRASSROOTS,
            parent="U11",
            opened_on=FIRST,
        ),
    ]
    with writing(books.engine) as connection:
        assert not registration.register_units(connection, below, FOUNDING)
    assert subtree(books.lookups(), "U1") == ("U1", "U11", "U111")
    assert subtree(books.lookups(), "U2") == ("U2",)


def test_a_fund_registered_by_another_connection_is_told(ready: Books) -> None:
    """A connection keeps its look-ups; another one registers and posts meanwhile."""
    with reading(ready.engine) as connection:
        balances(connection, ["U1"], Span(FIRST, LAST))
        stale = connection.info[LOOKUPS]
    fund = Fund("F9", "新资金", Origin.GENERAL, Channel.DIRECT)
    with writing(ready.engine) as connection:
        assert not fund_registration.register_funds(connection, "U1", [fund], FOUNDING)
    ready.post(receipt("new", 9_00, "F9"))
    with ready.engine.connect() as connection:
        connection.info[LOOKUPS] = stale
    with reading(ready.engine) as connection:
        found = balances(connection, ["U1"], Span(FIRST, LAST), ("fund",))
    assert [b.fund for b in found if b.debit == Money(9_00)] == ["F9"]


def test_streamed_reads_leave_the_connection_as_it_was(ready: Books) -> None:
    with reading(ready.engine) as connection:
        before = dict(connection.get_execution_options())
        rows = list(queries.postings(connection, 1, 0, 209912))
        assert connection.get_execution_options() == before
    assert len(rows) == 6


def test_households_are_counted_by_fund_and_purpose(books: Books) -> None:
    lines = [
        dr("50404", 5, purpose="生活救助", recipient=file)
        for file in ("档-1", "档-2", "档-1")
    ]
    books.post(receipt("r", 15), voucher("p", *lines, cr("102", 15)))
    with reading(books.engine) as connection:
        found = queries.households(connection, 1, 202501, 202502)
    assert found == {(1, "生活救助"): 2}


# -- by recomputation ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Story:
    """Vouchers by day, how many months to close after how many of them, spans."""

    days: list[tuple[dt.date, int, bool]]
    closes: list[tuple[int, int]]
    spans: list[Span]


def days(since: dt.date = FIRST, until: dt.date = LATE) -> st.SearchStrategy[dt.date]:
    # Starts of months are where mistakes live.
    any_day = st.dates(since, until)
    return any_day | any_day.map(lambda day: day.replace(day=1))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    early = dt.date(2024, 11, 1)
    since, until = sorted((draw(days(early)), draw(days(early))))
    return Span(since, until if until > since else since + dt.timedelta(days=1))


STORIES = st.builds(
    Story,
    days=st.lists(
        st.tuples(days(), st.integers(1, 999), st.booleans()), min_size=1, max_size=14
    ),
    closes=st.lists(st.tuples(st.integers(1, 14), st.integers(1, 9)), max_size=3),
    spans=st.lists(spans(), min_size=1, max_size=4),
)


def tell(books: Books, story: Story) -> None:
    """Post and close as the story says; what a close forbids moves to a later month."""
    due = dict(story.closes)
    opening = voucher("open", dr("102", 7_00), cr("32104", 7_00), kind=Kind.OPENING)
    books.post(opening, receipt("first", 100_000_00, dated_on=FIRST))
    closed = 202412
    for count, (day, fen, spends) in enumerate(story.days, 1):
        late = day
        while late.year * 100 + late.month <= closed:
            late = (late.replace(day=1) + dt.timedelta(days=32)).replace(
                day=day.day % 28 + 1
            )
        books.post(made(f"v{count}", late, fen, spends=spends))
        if count in due:
            with writing(books.engine) as connection:
                for _ in range(due[count]):
                    closed = closing.next_month(connection, "U1")
                    close_month(connection, closed)


def close_month(connection: Connection, period: int) -> None:
    """Close a month; December with its year."""
    if period % 100 == DECEMBER:
        two = Signers("张三", "李四")
        close_year(connection, "U1", period // 100, two, LONG_AFTER.at)
    else:
        closing.close(connection, "U1", period, LONG_AFTER)


def made(ref: str, day: dt.date, fen: int, *, spends: bool) -> Voucher:
    if not spends:
        return receipt(ref, fen, "F1" if fen % 2 else "G", dated_on=day)
    aid = dr("50404", fen, purpose="生活救助", persons=fen % 5)
    return voucher(ref, aid, cr("102", fen), dated_on=day)


Plain = dict[tuple[str, str, str], list[int]]


def plainly(rows: list[tuple[object, ...]], span: Span, known_at: int) -> Plain:
    """Opening, debit, credit and persons, out of nothing but postings and dates.

    Openings stand at the beginning of their year's first day; they are no turnover.
    """
    sums: Plain = {}
    since, until = span.since.isoformat(), span.until.isoformat()
    for position, period, day, account, fund, purpose, debit, credit, persons in rows:
        assert isinstance(position, int)
        assert isinstance(period, int)
        assert isinstance(debit, int)
        assert isinstance(credit, int)
        assert isinstance(persons, int)
        is_opening = period % 100 == 0
        on = f"{period // 100}-01-01" if is_opening else str(day)
        if position > known_at or on >= until:
            continue
        found = sums.setdefault((str(account), str(fund), str(purpose)), [0, 0, 0, 0])
        if on < since or is_opening:
            found[0] += debit - credit
        else:
            found[1] += debit
            found[2] += credit
            found[3] += persons
    return {key: kept for key, kept in sums.items() if any(kept)}


POSTINGS = """
SELECT v.position, v.period, v.dated_on, a.code, f.code, COALESCE(p.purpose, ''),
       p.debit_fen, p.credit_fen, p.persons
FROM postings p
JOIN vouchers v ON v.unit_id = p.unit_id AND v.position = p.position
JOIN accounts a ON a.id = p.account_id
JOIN funds f ON f.unit_id = p.unit_id AND f.id = p.fund_id
WHERE p.unit_id = 1
"""


def agree(books: Books, wanted: Sequence[Span]) -> None:
    """Every balance, at every position and now, is what the postings say."""
    rows = books.rows(POSTINGS)
    last = max(int(row[0]) for row in rows)
    by = ("account", "fund", "purpose")
    with reading(books.engine) as connection:
        for span in wanted:
            for known_at in (None, *range(last + 1)):
                found = balances(connection, ["U1"], span, by, known_at=known_at)
                kept = {
                    (b.account, b.fund, b.purpose): [
                        b.opening.fen,
                        b.debit.fen,
                        b.credit.fen,
                        b.persons,
                    ]
                    for b in found
                }
                told = plainly(rows, span, last if known_at is None else known_at)
                assert kept == told, (span, known_at)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(story=STORIES)
def test_balances_are_what_the_postings_say_whatever_was_closed(
    shelf: server.Shelf, dialect: str, story: Story
) -> None:
    with shelf.copied(dialect, "unit") as url:
        books = Books(open_books(url), url)
        try:
            tell(books, story)
            agree(books, story.spans)
        finally:
            books.engine.dispose()


def test_a_close_changes_no_balance(ready: Books) -> None:
    ready.reverse("p1", red("red", dated_on=dt.date(2025, 3, 31)))
    edges = [dt.date(2025, month, day) for month in (1, 2, 3, 4) for day in (1, 15)]
    wanted = [Span(a, b) for a in edges for b in edges if a < b]
    before = [read(ready, span, ("account", "purpose")) for span in wanted]
    for period in (202501, 202502, 202503):
        with writing(ready.engine) as connection:
            closing.close(connection, "U1", period, ACT)
        after = [read(ready, span, ("account", "purpose")) for span in wanted]
        assert after == before
    agree(ready, wanted)


def test_a_view_that_recalls_reads_anew_what_has_grown(ready: Books) -> None:
    """Look-ups are shared by views until a table of them has one row more."""

    def seen() -> Lookups:
        with reading(ready.engine, recalls=True) as connection:
            return lookups(connection)

    first = seen()
    assert seen() is first
    fund = Fund("F9", "新资金", Origin.GENERAL, Channel.DIRECT)
    with writing(ready.engine) as connection:
        assert not fund_registration.register_funds(connection, "U1", [fund], FOUNDING)
    assert "F9" in seen().units["U1"].funds
    assert "F9" not in first.units["U1"].funds
    with reading(ready.engine) as connection:
        assert lookups(connection) is not seen()
