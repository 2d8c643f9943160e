"""Audits and their findings as the books of an auditor have them."""

from collections.abc import Iterator

import pytest

from audit import engagement_keeping as keeping
from audit.audited import Audit, AuditFinding
from audit.book_data import Data
from audit.catalogue import entry_of, run_one
from audit.check import Result
from audit.engagements import Doing
from audit.finding_kinds import Outcome
from audit.rectification import Asked, decide, drop
from audit.store import read_books
from audit.terms import is_head
from ledger.database import reading, writing
from ledger.periods import Span, parse_span
from tests import server
from tests.audit import engaging
from tests.audit.engaging import LEFT, act, day, desk, step
from tests.building import OPENED, Books


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from engaging.filled(shelf, dialect)


def audits(books: Books, period: str = "2026") -> tuple[Audit, ...]:
    with reading(books.engine) as connection:
        found = read_books(connection, "U1", parse_span(period))
    assert (found.audited is not None) == (Data.AUDITS in found.has)
    return () if found.audited is None else tuple(found.audited.audits)


def checked(books: Books, key: str, period: str) -> Result:
    entry = entry_of(key)
    assert entry is not None
    with reading(books.engine) as connection:
        return run_one(entry, read_books(connection, "U1", parse_span(period)))


def test_books_without_an_audit_tell_that_none_is_on_record(books: Books) -> None:
    assert audits(books) == ()
    result = checked(books, "T51", "2026")
    assert (result.performed, result.reason) == (False, "缺少审计项目（没有登记）")


def test_an_audit_is_read_with_its_days_and_its_findings(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.rectifying(connection)
        engaging.handover(connection)
    first, second = audits(books)
    assert first == Audit(
        key="J2026-1",
        kind="annual",
        since=OPENED,
        until=engaging.YEAR.until,
        begun_on=engaging.BEGUN,
        issued_on=day("04-03"),
        received_on=day("04-10"),
        findings=(AuditFinding("J2026-1/1", "发放没有档案", 30_00, day("05-31")),),
    )
    assert (second.officer, second.post, second.until) == ("主席", "主席", LEFT)
    # A year before, nothing was to be put right by its end.
    (before, _) = audits(books, "2025")
    assert before.findings[0].due_on is None


def test_what_was_dropped_or_withdrawn_is_left_out(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.drafted(connection)
        drop(desk(connection, on=day("03-21")), 1, Asked(words="不成立"))
        given = engaging.begun(leader="经乙", members=())
        keeping.begin(connection, given, act("经乙"))
    assert [(one.key, one.findings) for one in audits(books)] == [
        ("J2026-1", ()),
        ("J2026-2", ()),
    ]
    with writing(books.engine) as connection:
        step(connection, Doing.WITHDRAW, day("03-22"))
    assert [one.key for one in audits(books)] == ["J2026-2"]


def test_a_finding_that_is_late_is_found_until_it_is_closed(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.rectifying(connection)
    result = checked(books, "T50", "2026")
    assert [one.title for one in result.findings] == ["审计发现逾期未整改"]
    assert result.findings[0].evidence == ("J2026-1/1",)
    assert checked(books, "T50", "2026-05").findings == ()
    with writing(books.engine) as connection:
        engaging.put_right(connection)
    assert checked(books, "T50", "2026").findings == ()


def test_years_and_heads_without_a_report_are_found(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.drafted(connection)
    titles = [one.title for one in checked(books, "T51", "2026").findings]
    assert titles == ["年度没有审计"]
    # The chair left in 2025, whose audit is the first on record.
    titles = [one.title for one in checked(books, "T51", "2025").findings]
    assert titles == ["离任没有审计"]
    with writing(books.engine) as connection:
        at = desk(connection, on=day("04-01"))
        decide(at, 1, Outcome.NONE, Asked())
        step(connection, Doing.DECIDE, day("04-01"))
        step(connection, Doing.ISSUE, day("04-02"))
        engaging.handover(connection)
    titles = [one.title for one in checked(books, "T51", "2026").findings]
    assert titles == ["审计报告没有报管理机构"]
    (lead,) = checked(books, "T51", "2025").findings
    assert (lead.title, lead.lead) == ("离任审计没有报告", True)
    with writing(books.engine) as connection:
        step(connection, Doing.RECEIVE, day("04-10"))
    assert checked(books, "T51", "2026").findings == ()


def test_heads_are_told_by_their_posts() -> None:
    heads = {"主席", "工会主席", "会长", "帮扶中心主任", "主要负责人"}
    others = {"副主席", "工会副主席", "副主任", "经审会主任", "财务负责人", "会计"}
    assert {post for post in heads | others if is_head(post, LEFT)} == heads
    assert Span(OPENED, LEFT) == engaging.TERM
