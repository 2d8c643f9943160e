"""An officer's tenure as read from a database, on SQLite and on PostgreSQL."""

import datetime as dt
from collections.abc import Iterator

import pytest

from audit.annual import Opinion, audit_of
from audit.handover_facts import Open, events_after, money_on, open_on
from audit.handover_findings import Share
from audit.handover_reading import Asked, HandoverAudit, handover_audit
from audit.store import read_books
from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.money import Money
from ledger.people import Act, Right
from ledger.periods import Span, parse_span
from ledger.register import lookups
from tests import building, server
from tests.audit import engaging
from tests.audit.leaving import BEGAN, ISO, LEFT, fill
from tests.budgets import planning
from tests.building import Books, debit, red
from tests.treasury import asking, reconciling
from treasury import approving

END = ISO("2025-12-31")


@pytest.fixture
def left(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """Officers who come and go."""
    yield from building.copied(shelf, dialect, "leaving", fill)


def audited(
    books: Books, person: str, on: dt.date = END, **more: object
) -> HandoverAudit:
    asked = Asked(unit="U1", person=person, on=on, **more)  # type: ignore[arg-type]
    with reading(books.engine) as connection:
        return handover_audit(connection, asked, ())


def flows(found: HandoverAudit) -> tuple[Money, Money]:
    totals = [found.total(span) for span in found.spans]
    received = sum((one.received for one in totals), Money(0))
    return received, sum((one.paid for one in totals), Money(0))


def test_a_tenure_of_one_day_has_the_vouchers_of_that_day(left: Books) -> None:
    found = audited(left, "丙")
    assert (found.days, found.left, found.closed) == (1, True, True)
    assert flows(found) == (Money(400_00), Money(0))
    (part,) = found.parts
    assert (part.total.opening, part.total.closing) == (
        Money(1_000_00),
        Money(1_400_00),
    )
    assert [one.person for one in found.colleagues] == ["甲"]


def test_an_officer_who_returns_has_both_runs_and_nothing_between(left: Books) -> None:
    found = audited(left, "甲")
    assert found.spans == (
        Span(BEGAN, ISO("2025-06-16")),
        Span(ISO("2025-10-01"), ISO("2026-01-01")),
    )
    assert (found.days, found.left) == (166 + 92, False)
    assert flows(found) == (Money(1_400_00), Money(40_00))
    first, second = found.spans
    assert found.total(first).closing == Money(1_390_00)
    assert found.total(second).opening == Money(1_370_00)


def test_officers_of_one_year_add_up_to_the_yearly_audit(left: Books) -> None:
    one, other = audited(left, "甲"), audited(left, "乙")
    received, paid = (
        mine + theirs for mine, theirs in zip(flows(one), flows(other), strict=True)
    )
    with reading(left.engine) as connection:
        whole = audit_of(read_books(connection, "U1", parse_span("2025")), 2025, ())
    assert (received, paid) == (whole.total.received, whole.total.paid)
    own = [
        {
            (found.check.key, found.finding.evidence)
            for found in audit.compliance.of(Share.OWN)
        }
        for audit in (one, other)
    ]
    year = {
        (result.key, finding.evidence)
        for result in whole.results
        for finding in result.findings
        if not finding.lead
    }
    assert not own[0] & own[1]
    assert own[0] | own[1] == year
    assert len(year) > 2


def test_one_post_or_one_tenure_may_be_asked_for(left: Books) -> None:
    second = audited(left, "甲", post="会计", since=ISO("2025-10-01"))
    assert flows(second) == (Money(0), Money(30_00))
    for asked in (("乙", {"post": "主席"}), ("甲", {"since": ISO("2025-02-01")})):
        with pytest.raises(NotFound, match="核对人员、职务和起始日"):
            audited(left, asked[0], **asked[1])  # type: ignore[arg-type]
    with pytest.raises(NotFound, match="任职"):
        audited(left, "乙", on=ISO("2025-06-15"))


def test_rights_and_who_kept_the_books_are_told(left: Books) -> None:
    found = audited(left, "甲")
    assert {(one.right, one.scope) for one in found.control.rights} == {
        (Right.PREPARE, "U1"),
        (Right.VIEW, ""),
    }
    kept = {one.person: one[1:] for one in found.control.kept}
    assert kept["甲"] == (1, 0, 0, 0)
    assert kept["张三"] == (3, 0, 0, 0)
    assert kept["李四"] == (0, 4, 0, 0)
    assert kept["王五"] == (0, 0, 4, 0)


def test_a_chain_position_leaves_later_vouchers_out(left: Books) -> None:
    assert flows(audited(left, "甲", known_at=2)) == (Money(1_400_00), Money(0))


def test_months_that_ended_in_office_have_to_be_closed(left: Books) -> None:
    assert audited(left, "丙").closed
    found = audited(left, "乙")
    assert (found.closed, found.opinion) == (False, Opinion.WITHHELD)


def test_what_corrects_the_tenure_afterwards_is_told(left: Books) -> None:
    left.post(building.payment("p0", 7_00, dated_on=ISO("2025-05-20")))
    left.reverse("p0", red("x0", dated_on=ISO("2025-05-21")))
    left.reverse("p1", red("x1", dated_on=ISO("2025-06-20")))
    left.reverse("p2", red("x2", dated_on=ISO("2025-06-21")))
    (later,) = audited(left, "甲", since=BEGAN).later
    assert (later.kind, later.about, later.amount) == (
        "红字冲销",
        "2025-06 付-1",
        Money(-10_00),
    )
    assert audited(left, "甲", since=BEGAN, on=ISO("2025-06-19")).later == ()
    assert audited(left, "丙").later == ()


# -- what was open on the last day --------------------------------------------------


def opened(books: Books, day: str) -> dict[str, list[Open]]:
    told: dict[str, list[Open]] = {}
    with reading(books.engine) as connection:
        known = lookups(connection, fresh=True)
        for one in open_on(connection, known, known.unit("U1"), ISO(day)):
            told.setdefault(one.kind, []).append(one)
    return told


def test_a_request_is_open_from_the_day_it_is_asked_until_it_is_paid(
    books: Books,
) -> None:
    asking.live(books)
    key = asking.approved(books)
    cancelled = asking.save(books, asking.request("申2"))
    asking.pay(books, key)
    with writing(books.engine) as connection:
        at = dt.datetime(2025, 1, 20, 8, tzinfo=dt.UTC)
        approving.cancel(connection, "U1", cancelled, "重复", Act("张三", at))
    many = {
        day: len(opened(books, day).get("未办结付款申请", []))
        for day in ("2025-01-09", "2025-01-10", "2025-01-15", "2025-01-20")
    }
    assert list(many.values()) == [0, 2, 1, 0]


def test_a_reservation_is_open_while_something_of_it_is_left(books: Books) -> None:
    planning.plan(books)
    key = planning.reserve(books, 5_00).key
    day = planning.JANUARY.at.date().isoformat()
    (found,) = opened(books, day)["未使用预算预留"]
    assert (found.amount, key in found.what) == (Money(5_00), True)
    assert "未使用预算预留" not in opened(books, "2024-12-31")
    planning.release(books, key)
    assert "未使用预算预留" not in opened(books, day)


def test_an_advance_is_open_with_its_age(books: Books) -> None:
    lent = debit("135", 5_00, party="某医院"), building.credit("102", 5_00)
    books.post(building.receipt("r", 9_00), building.voucher("a", *lent))
    (found,) = opened(books, "2025-01-25")["垫付、借出款"]
    assert (found.amount, found.days) == (Money(5_00), 10)
    assert opened(books, "2025-01-14") == {}


def test_an_account_tells_how_far_it_was_reconciled_on_the_day(
    shelf: server.Shelf, dialect: str
) -> None:
    for books in reconciling.copied(shelf, dialect):
        reconciling.make(books)
        with reading(books.engine) as connection:
            known = lookups(connection, fresh=True)
            unit = known.unit("U1")
            (before,) = money_on(connection, known, unit, ISO("2025-03-30"))
            (after,) = money_on(connection, known, unit, ISO("2025-03-31"))
        assert before.until is None
        assert (after.until, after.items > 0) == (reconciling.MARCH, True)
        assert after.book - before.book == Money(300_00)


def test_a_finding_is_open_until_it_is_closed(
    shelf: server.Shelf, dialect: str
) -> None:
    for books in engaging.filled(shelf, dialect):
        with writing(books.engine) as connection:
            engaging.rectifying(connection)
        assert "未办结审计发现" not in opened(books, "2026-03-09")
        (found,) = opened(books, "2026-05-01")["未办结审计发现"]
        assert (found.what, found.amount) == ("J2026-1/1 发放没有档案", Money(30_00))
        with writing(books.engine) as connection:
            engaging.put_right(connection)
        assert "未办结审计发现" not in opened(books, "2026-05-25")


def test_nothing_happened_after_a_tenure_without_vouchers(books: Books) -> None:
    with reading(books.engine) as connection:
        unit = lookups(connection, fresh=True).unit("U1")
        spans = [Span(BEGAN, LEFT)]
        assert events_after(connection, unit, spans, END) == ()
