"""What the database refuses of engagements, papers and findings, whoever writes."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Table

from audit import engagement_keeping as keeping
from audit import (
    engagement_tables,
    finding_tables,
    findings,
    paper_keeping,
    paper_tables,
    rectification,
    responsibility,
)
from audit.catalogue import entry_of, run_one
from audit.engagements import Doing
from audit.errors import FindingRefused
from audit.finding_kinds import Category, Outcome
from audit.papers import Review
from audit.rectification import Asked
from audit.responsibility import Judged
from audit.store import read_books
from ledger import registration
from ledger.database import writing
from ledger.people import Grant, Right
from tests import building, server
from tests.audit import engaging
from tests.audit.engaging import FIELD, desk, step
from tests.building import FOUNDING, Books, DriverError, Raw
from tests.ledger.test_guards_appended import stands_as_it_is

Row = dict[str, Any]
LATE = "2026-12-01T08:00:00Z"
TABLES = tuple(
    table
    for part in (engagement_tables, finding_tables, paper_tables)
    for table in part.APPENDED
)


def _fill_field(books: Books) -> None:
    """J2026-1 in fieldwork: a sheet without answer, two papers, a finding taken."""
    engaging.fill(books)
    with writing(books.engine) as connection:
        engaging.fieldwork(connection)
        engaging.papered(connection)
        at = desk(connection, "经乙", FIELD)
        facts = paper_keeping.Facts(title="又一事项", facts="事实")
        paper_keeping.collect(at, facts)
        paper_keeping.write(at, engaging.written(index="A1-2"))
        paper_keeping.write(at, engaging.written(index="A1-3"))
        returned = (Review.RETURNED, "补充证据")
        paper_keeping.review(desk(connection, "经甲", FIELD), "A1-3", *returned)
        entry = entry_of("T41")
        assert entry is not None
        result = run_one(entry, read_books(connection, "U1", engaging.YEAR))
        findings.take_over(at, result, result.findings[0].title)
        judged = Judged(
            person="主席", post="主席", category=Category.DIRECT, words="直接审批"
        )
        responsibility.assign(at, 1, judged)


def _fill_draft(books: Books) -> None:
    """J2026-1 sent out for comment with a finding."""
    engaging.fill(books)
    with writing(books.engine) as connection:
        engaging.drafted(connection)


def _fill_rest(books: Books) -> None:
    """J2026-1 being put right, its finding reported and answered; J2026-2 begun."""
    engaging.fill(books)
    with writing(books.engine) as connection:
        engaging.rectifying(connection)
        engaging.put_right(connection)
        engaging.handover(connection, leader="经乙", members=("经丙",))


def _raw(shelf: server.Shelf, dialect: str, name: str, fill: Any) -> Iterator[Raw]:
    for books in building.copied(shelf, dialect, name, fill):
        with books.raw() as raw:
            yield raw


@pytest.fixture
def field(shelf: server.Shelf, dialect: str) -> Iterator[Raw]:
    yield from _raw(shelf, dialect, "engaging_field", _fill_field)


@pytest.fixture
def draft(shelf: server.Shelf, dialect: str) -> Iterator[Raw]:
    yield from _raw(shelf, dialect, "engaging_draft", _fill_draft)


@pytest.fixture
def rest(shelf: server.Shelf, dialect: str) -> Iterator[Raw]:
    yield from _raw(shelf, dialect, "engaging_rest", _fill_rest)


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from engaging.filled(shelf, dialect)


def again(raw: Raw, table: str, where: str = "1 = 1", **fields: object) -> None:
    """Insert the last row of a table once more, with some fields changed.

    A field that ends in `_id` is given by a person's code.
    """
    names = [column.name for column in _table(table).columns]
    order = ", ".join(c.name for c in _table(table).primary_key.columns)
    listed = ", ".join(f'"{name}"' for name in names)
    found = raw.run(f"SELECT {listed} FROM {table} WHERE {where} ORDER BY {order}")
    row = dict(zip(names, found[-1], strict=True))
    for name, value in fields.items():
        row[name] = value
        if name.endswith("_id") and isinstance(value, str):
            ((row[name],),) = raw.run("SELECT id FROM people WHERE code = ?", (value,))
    raw.insert(table, row)


def _table(name: str) -> Table:
    (found,) = (table for table in TABLES if table.name == name)
    return found


def refused(raw: Raw, told: str, table: str, where: str = "1 = 1", **f: object) -> None:
    with pytest.raises(DriverError, match=told):
        again(raw, table, where, **f)


# -- nothing is changed -------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_rows_of_an_audit_stand_as_they_are(field: Raw, table: Table) -> None:
    assert field.run(f"SELECT 1 FROM {table.name}")
    stands_as_it_is(field, table)


# -- engagements and who audits -----------------------------------------------------

_E = "audit_engagements"


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        ("bangfu:order", {"number": 4, "key": "J2026-4"}),
        ("key_of_number", {"number": 3, "key": "J2026-9"}),
        ("bangfu:engagement", {"number": 1, "key": "J2025-1", "year": 2025}),
        ("bangfu:engagement", {"post": "副主席"}),
        ("bangfu:engagement", {"since": "2024-12-31"}),
        ("bangfu:engagement", {"until": "2025-09-02"}),
        ("bangfu:engagement", {"officer_id": "孙七"}),
        ("officer_of_handover", {"officer_id": None}),
        ("officer_of_handover", {"kind": "special"}),
        ("commission_whole", {"commission_by": ""}),
        ("commissioned_first", {"commissioned_on": "2026-03-03"}),
        ("since_before_until", {"until": "2025-01-01"}),
        ("title_given", {"title": ""}),
        ("kind_known", {"kind": "other"}),
    ],
)
def test_an_engagement_is_numbered_and_of_a_tenure(
    rest: Raw, told: str, fields: Row
) -> None:
    refused(rest, told, _E, **({"number": 3, "key": "J2026-3"} | fields))


def test_a_handover_needs_a_commission_and_a_year_whole_months(rest: Raw) -> None:
    none = {"commission_paper": "", "commission_by": "", "commissioned_on": None}
    with pytest.raises(DriverError, match="handover_commissioned"):
        again(rest, _E, number=3, key="J2026-3", **none)
    rest.connection.rollback()
    if rest.dialect == "sqlite":
        rest.run("BEGIN")
    days = {"since": "2025-01-02", "key": "J2026-3", "number": 3}
    refused(rest, "annual_of_months", _E, "key = 'J2026-1'", **days)


_A = "audit_engagement_auditors"
_NEXT = {"seq": 4, "recorded_at": LATE, "acted_on": "2026-03-02"}


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        ("bangfu:order", {"seq": 6}),
        ("bangfu:independence", {"auditor_id": "孙七"}),
        ("bangfu:independence", {"auditor_id": "张三"}),
        ("bangfu:independence", {"auditor_id": "主席"}),
        ("bangfu:engagement", {"auditor_id": "经甲", "role": "member"}),
        ("bangfu:engagement", {"auditor_id": "经丙", "person_id": "经乙"}),
        ("bangfu:engagement", {"acted_on": "2026-03-01"}),
        ("left_for_a_reason", {"role": "left", "reason": ""}),
        ("role_known", {"role": "guest"}),
    ],
)
def test_nobody_audits_who_may_not_and_the_leader_names_them(
    field: Raw, told: str, fields: Row
) -> None:
    refused(field, told, _A, **(_NEXT | {"reason": "增员"} | fields))


def test_a_right_to_audit_alone_is_not_enough(field: Raw) -> None:
    """孙七 may audit U1; then each of the things that stand against it."""
    may = {"right": "audit", "scope_id": 0, "since": "2025-01-01", "revision": 1}
    (person,) = field.run("SELECT id FROM people WHERE code = '孙七'")[0]
    field.insert("rights", may | {"person_id": person, "until": None})
    again(field, _A, **(_NEXT | {"auditor_id": "孙七", "reason": "增员"}))
    tenure = {"unit_id": 1, "person_id": person, "post": "会计", "revision": 1}
    field.insert(
        "tenures", tenure | {"since": "2025-06-01", "until": None, "acting": 0}
    )
    once_more = _NEXT | {"auditor_id": "孙七", "reason": "增员", "seq": 5}
    refused(field, "bangfu:independence", _A, **once_more)


def test_rights_and_signatures_are_judged_in_the_database_too(field: Raw) -> None:
    """张三 may audit everywhere all at once, but prepared what is audited."""
    may = {"right": "audit", "scope_id": 0, "since": "2025-01-01", "revision": 1}
    (person,) = field.run("SELECT id FROM people WHERE code = '张三'")[0]
    field.insert("rights", may | {"person_id": person, "until": None})
    ended = {"right": "prepare", "scope_id": 1, "revision": 2, "until": "2026-01-01"}
    field.insert("rights", ended | {"person_id": person, "since": "2025-01-01"})
    more = _NEXT | {"auditor_id": "张三", "reason": "增员"}
    refused(field, "bangfu:independence", _A, **more)


# -- steps of an engagement ---------------------------------------------------------

_S = "audit_engagement_steps"
_DRAFT = {"seq": 6, "act": "draft", "state": "drafted", "due_on": "2026-03-30"}


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        ("bangfu:order", {"seq": 8, "act": "plan", "state": "fieldwork", "words": "x"}),
        ("bangfu:engagement", {"act": "issue", "state": "issued", "paper": "1号"}),
        ("bangfu:engagement", {"act": "plan", "state": "planned", "words": "x"}),
        ("bangfu:engagement", {"act": "plan", "state": "fieldwork", "words": "x"}),
        ("bangfu:engagement", {"act": "withdraw", "state": "closed", "words": "x"}),
        (
            "bangfu:engagement",
            {"act": "withdraw", "state": "withdrawn", "words": "x"}
            | {"person_id": "经乙"},
        ),
        (
            "bangfu:engagement",
            {"act": "withdraw", "state": "withdrawn", "words": "x"}
            | {"acted_on": "2026-03-08"},
        ),
        ("bangfu:paper", _DRAFT),
        ("words_given", {"act": "withdraw", "state": "withdrawn"}),
        ("due_where_named", {"act": "draft", "state": "drafted"}),
        ("due_afterwards", _DRAFT | {"due_on": "2026-03-01"}),
        ("outcome_told", _DRAFT | {"outcome": "given"}),
        ("begun_first", {"act": "begin", "state": "begun"}),
    ],
)
def test_a_step_follows_from_the_one_before(field: Raw, told: str, fields: Row) -> None:
    usual: Row = {"seq": 6, "recorded_at": LATE, "person_id": "经甲"}
    refused(field, told, _S, **(usual | fields))


def test_a_letter_of_undertaking_is_not_the_auditors(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.begin(connection)
        step(connection, Doing.NOTICE, engaging.BEGUN)
        step(connection, Doing.PLAN, engaging.BEGUN)
    given = {"seq": 4, "act": "undertaking", "state": "undertaken"}
    given |= {"outcome": "given", "words": "", "recorded_at": LATE}
    with books.raw() as raw:
        refused(raw, "bangfu:independence", _S, **given)


def test_nothing_is_decided_while_a_finding_is_not(draft: Raw) -> None:
    decide = {"seq": 7, "act": "decide", "state": "decided", "due_on": None}
    refused(draft, "bangfu:finding", _S, **(decide | {"recorded_at": LATE}))


def test_an_engagement_is_not_closed_before_the_body_heard(books: Books) -> None:
    with writing(books.engine) as connection:
        engaging.issued(connection)
        step(connection, Doing.NOTIFY, engaging.day("04-04"))
        engaging.put_right(connection)
    close = {"seq": 10, "act": "close", "state": "closed", "due_on": None}
    close |= {"acted_on": "2026-06-01", "recorded_at": LATE}
    with books.raw() as raw:
        refused(raw, "bangfu:engagement", _S, **close)


# -- evidence sheets and papers -----------------------------------------------------


@pytest.mark.parametrize(
    ("told", "table", "fields"),
    [
        ("bangfu:order", "audit_evidence_sheets", {"number": 4}),
        ("bangfu:paper", "audit_evidence_sheets", {"number": 3, "person_id": "张三"}),
        ("facts_given", "audit_evidence_sheets", {"number": 3, "facts": ""}),
        (
            "bangfu:independence",
            "audit_evidence_answers",
            {"number": 2, "person_id": "经丙"},
        ),
        (
            "refused_in_words",
            "audit_evidence_answers",
            {"number": 2, "answer": "refused"},
        ),
        (
            "bangfu:paper",
            "audit_evidence_answers",
            {"number": 2, "acted_on": "2026-03-09"},
        ),
        ("bangfu:order", "audit_papers", {"revision": 3, "reason": "x"}),
        (
            "bangfu:order",
            "audit_papers",
            {"index_mark": "A1-2", "revision": 2, "reason": "没有复核过"},
        ),
        ("revised_for_a_reason", "audit_papers", {"revision": 2}),
        ("bangfu:paper", "audit_papers", {"index_mark": "A2-1", "person_id": "张三"}),
        ("pages_counted", "audit_papers", {"index_mark": "A2-1", "pages": 0}),
        ("bangfu:L6", "audit_paper_reviews", {"seq": 2, "person_id": "经乙"}),
        ("bangfu:paper", "audit_paper_reviews", {"seq": 2, "person_id": "孙七"}),
        ("bangfu:order", "audit_paper_reviews", {"seq": 3}),
        (
            "bangfu:order",
            "audit_paper_reviews",
            {"index_mark": "A1-1", "seq": 2, "outcome": "passed"},
        ),
        ("opinion_given", "audit_paper_reviews", {"seq": 2, "opinion": ""}),
        ("bangfu:paper", "audit_paper_reviews", {"seq": 2, "acted_on": "2026-03-08"}),
    ],
)
def test_evidence_and_papers_are_the_teams_and_reviewed_by_another(
    field: Raw, told: str, table: str, fields: Row
) -> None:
    refused(field, told, table, **fields)


@pytest.mark.parametrize(
    ("told", "table", "fields"),
    [
        ("bangfu:paper", "audit_evidence_sheets", {"number": 2}),
        ("bangfu:finding", "audit_findings", {"number": 2}),
    ],
)
def test_evidence_is_taken_in_fieldwork_alone(
    draft: Raw, told: str, table: str, fields: Row
) -> None:
    refused(draft, told, table, **fields)


def test_a_finding_stands_once_it_is_decided(rest: Raw) -> None:
    refused(rest, "bangfu:finding", "audit_findings", revision=2, reason="x")


# -- findings -----------------------------------------------------------------------

_F, _FS, _D = "audit_findings", "audit_finding_steps", "audit_finding_duties"


@pytest.mark.parametrize(
    ("told", "table", "fields"),
    [
        ("bangfu:order", _F, {"number": 3}),
        ("bangfu:finding", _F, {"number": 2, "person_id": "张三"}),
        ("bangfu:order", _F, {"revision": 2, "reason": "x", "exceptions": 1}),
        ("bangfu:order", _F, {"revision": 2, "reason": "x", "check_key": "T16"}),
        ("revised_for_a_reason", _F, {"revision": 2}),
        ("proved_by_something", _F, {"number": 2, "check_key": "", "links": 0}),
        ("criterion_given", _F, {"number": 2, "criterion": ""}),
        ("population_whole", _F, {"number": 2, "population": None}),
        ("digest_whole", _F, {"number": 2, "digest": b"x"}),
        ("bangfu:order", "audit_finding_exceptions", {"item": 9}),
        ("bangfu:order", "audit_finding_links", {"link": 9, "proof": "V1"}),
        ("voucher_or_proof", "audit_finding_links", {"link": 9, "proof": ""}),
        ("bangfu:order", _FS, {"seq": 3, "act": "drop", "state": "dropped"}),
        (
            "bangfu:finding",
            _FS,
            {"seq": 2, "act": "reply", "state": "replied", "outcome": "agreed"}
            | {"person_id": "主席"},
        ),
        ("bangfu:finding", _FS, {"seq": 2, "act": "revise", "state": "open"}),
        (
            "bangfu:finding",
            _FS,
            {"seq": 2, "act": "drop", "state": "dropped", "person_id": "张三"},
        ),
        (
            "bangfu:finding",
            _FS,
            {"seq": 2, "act": "drop", "state": "closed"},
        ),
        ("outcome_told", _FS, {"seq": 2, "act": "drop", "outcome": "agreed"}),
        ("bangfu:order", _D, {"seq": 3}),
        ("bangfu:finding", _D, {"seq": 2, "post": "会计"}),
        ("bangfu:finding", _D, {"seq": 2, "person_id": "张三"}),
        ("category_known", _D, {"seq": 2, "category": "other"}),
    ],
)
def test_a_finding_is_the_teams_and_its_proof_stands(
    field: Raw, told: str, table: str, fields: Row
) -> None:
    more: Row = {} if table != _FS else {"words": "x", "recorded_at": LATE}
    refused(field, told, table, **(more | fields))


def test_the_first_step_of_a_finding_is_of_the_day_it_was_raised(field: Raw) -> None:
    again(field, _F, number=2)
    more = {"number": 2, "acted_on": "2026-03-20", "recorded_at": LATE}
    refused(field, "bangfu:finding", _FS, **more)


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        ("bangfu:independence", {"act": "reply", "state": "replied"}),
        ("bangfu:finding", {"act": "rectify", "state": "rectified", "outcome": ""}),
        (
            "bangfu:finding",
            {"act": "reply", "state": "replied", "person_id": "主席"}
            | {"acted_on": "2026-03-01"},
        ),
        ("bangfu:finding", {"act": "decide", "state": "closed", "outcome": "rectify"}),
        ("due_to_rectify", {"act": "decide", "state": "decided", "due_on": None}),
        ("words_given", {"act": "reply", "state": "replied", "words": ""}),
        ("transfer_named", {"act": "decide", "state": "closed"}),
    ],
)
def test_a_finding_of_a_draft_is_answered_and_decided(
    draft: Raw, told: str, fields: Row
) -> None:
    outcomes = {"reply": "agreed", "decide": "rectify"}
    usual: Row = {"seq": 2, "words": "x", "recorded_at": LATE, "person_id": "经乙"}
    usual |= {"outcome": outcomes.get(str(fields["act"]), ""), "due_on": None}
    if told == "transfer_named":
        usual["outcome"] = "transfer"
    if fields.get("outcome") == "rectify":
        usual["due_on"] = "2026-05-31"
    if fields["act"] == "rectify":
        usual["person_id"] = "主席"
    refused(draft, told, _FS, **(usual | fields))


def test_whoever_put_it_right_does_not_say_so(books: Books) -> None:
    """孙七 reported it for the auditee, and audits the unit afterwards."""
    told = Asked(words="已补建")
    grant = Grant(person="孙七", right=Right.AUDIT, since=engaging.day("06-02"))
    with writing(books.engine) as connection:
        engaging.rectifying(connection)
        at = engaging.auditee(connection, "孙七", engaging.day("05-20"))
        rectification.rectify(at, 1, told)
        rectification.carry(desk(connection, on=engaging.day("06-01")), 1, told)
        step(connection, Doing.CLOSE, engaging.day("06-01"))
        assert not registration.register_rights(connection, [grant], FOUNDING)
        given = engaging.begun(leader="孙七", members=())
        act = engaging.act("孙七", engaging.day("06-03"))
        keeping.begin(connection, given, act)
        at = rectification.follow_desk_of(connection, "U1", "J2026-1", act)
        with pytest.raises(FindingRefused, match="报送整改的人不能认定整改"):
            rectification.follow_up(at, 1, Outcome.ACCEPTED, told)
    with books.raw() as raw:
        more = {"seq": 6, "act": "follow_up", "outcome": "accepted", "state": "closed"}
        more |= {"person_id": "孙七", "acted_on": "2026-06-03", "recorded_at": LATE}
        refused(raw, "bangfu:L6", _FS, **more)
        raw.connection.rollback()
        if raw.dialect == "sqlite":
            raw.run("BEGIN")
        again(raw, _FS, **(more | {"person_id": "经丙"}))
        assert raw.run("SELECT COUNT(*) FROM audit_finding_steps") == [(6,)]
