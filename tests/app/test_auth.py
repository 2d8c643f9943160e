"""Who acts, and whether they may."""

import datetime as dt

import pytest

from app import auth
from app.errors import NotAllowed, NotIdentified, SecretRefused
from ledger import registration
from ledger.database import reading, writing
from ledger.errors import NotFound, Problem
from ledger.people import Grant, Right
from ledger.register import append, lookups
from tests import building

SECRET = "春暖花开二零二六"  # noqa: S105 - made up
NEW_YEAR = dt.date(2026, 1, 1)
DAY = dt.date(2026, 3, 9)


def set_secret(office: building.Books, person: str, secret: str = SECRET) -> None:
    with writing(office.engine) as connection:
        auth.set_secret(connection, person, secret, building.ACT)


def identify(office: building.Books, person: str, secret: str = "") -> int:
    with reading(office.engine) as connection:
        return auth.identify(connection, person, secret)


def give(office: building.Books, *grants: Grant) -> None:
    assert refused(office, *grants) == []


def refused(office: building.Books, *grants: Grant) -> list[tuple[int, Problem]]:
    with writing(office.engine) as connection:
        return registration.register_rights(connection, grants, building.ACT)


def granted(right: Right, unit: str = "", until: dt.date | None = None) -> Grant:
    return Grant(person="张三", right=right, unit=unit, since=NEW_YEAR, until=until)


def slip_in(office: building.Books, grant: Grant) -> None:
    """A right that stands although no verb would register it."""
    with writing(office.engine) as connection:
        books = lookups(connection)
        row = {
            "person_id": books.person(grant.person),
            "right": grant.right.value,
            "scope_id": books.unit(grant.unit).id,
            "since": grant.since,
            "revision": 1,
            "until": grant.until,
        }
        append(connection, "rights", [row], building.ACT)


def may(
    office: building.Books,
    person: str,
    right: Right,
    unit: str,
    on: dt.date = DAY,
) -> bool:
    with reading(office.engine) as connection:
        id_ = lookups(connection).person(person)
        return auth.may(connection, id_, right, unit, on)


# -- who ----------------------------------------------------------------------------


def test_while_nobody_has_a_secret_people_are_taken_at_their_word(
    office: building.Books,
) -> None:
    with reading(office.engine) as connection:
        assert auth.nobody_has_secret(connection)
    assert identify(office, "张三") == identify(office, "zhangsan")


def test_one_secret_ends_the_trying_out_for_everybody(office: building.Books) -> None:
    set_secret(office, "张三")
    assert identify(office, "zhangsan", SECRET) == office.lookups().person("张三")
    with pytest.raises(NotIdentified):
        identify(office, "李四")


def test_a_wrong_secret_and_an_unknown_person_are_refused_alike(
    office: building.Books,
) -> None:
    set_secret(office, "张三")
    with pytest.raises(NotIdentified) as wrong:
        identify(office, "张三", "不是这个口令呀")
    with pytest.raises(NotIdentified) as unknown:
        identify(office, "查无此人", SECRET)
    assert str(wrong.value) == str(unknown.value)


def test_the_latest_secret_holds(office: building.Books) -> None:
    set_secret(office, "张三")
    set_secret(office, "zhangsan", "秋高气爽二零二六")
    assert identify(office, "张三", "秋高气爽二零二六")
    with pytest.raises(NotIdentified):
        identify(office, "张三", SECRET)


def test_a_secret_is_never_kept_as_it_was_said(office: building.Books) -> None:
    set_secret(office, "张三")
    ((kept,),) = office.rows("SELECT argon2 FROM secrets")
    assert kept.startswith("$argon2id$")
    assert SECRET not in kept


@pytest.mark.parametrize(
    ("person", "secret"),
    [("张三", "短口令"), ("zhangsan", "ZhangSan"), ("bangfu", SECRET)],
)
def test_a_weak_secret_is_refused(
    office: building.Books, person: str, secret: str
) -> None:
    with pytest.raises(SecretRefused):
        set_secret(office, person, secret)
    assert office.one("SELECT COUNT(*) FROM secrets") == 0


def test_a_secret_needs_a_registered_person(office: building.Books) -> None:
    with pytest.raises(NotFound, match="查无此人"):
        set_secret(office, "查无此人")


def test_the_program_itself_never_logs_in(office: building.Books) -> None:
    with pytest.raises(NotIdentified):
        identify(office, "bangfu")


# -- whether ------------------------------------------------------------------------


def test_while_no_right_is_registered_everybody_may(office: building.Books) -> None:
    assert may(office, "张三", Right.CLOSE, "X")


def test_a_right_holds_in_its_unit_and_below_and_not_above(
    office: building.Books,
) -> None:
    give(office, Grant(person="张三", right=Right.REVIEW, unit="C", since=NEW_YEAR))
    assert may(office, "张三", Right.REVIEW, "C")
    assert may(office, "张三", Right.REVIEW, "X")
    assert not may(office, "张三", Right.REVIEW, "P")
    assert not may(office, "张三", Right.REVIEW, "")
    assert not may(office, "张三", Right.POST, "C")
    assert not may(office, "李四", Right.REVIEW, "C")


def test_a_right_without_a_unit_holds_everywhere(office: building.Books) -> None:
    give(office, Grant(person="张三", right=Right.ADMIN, since=NEW_YEAR))
    assert may(office, "张三", Right.ADMIN, "X")
    assert may(office, "张三", Right.ADMIN, "")


def test_a_right_holds_from_its_first_day_until_the_day_it_ends(
    office: building.Books,
) -> None:
    until = dt.date(2026, 4, 1)
    right = Right.POST
    give(
        office,
        Grant(person="张三", right=right, unit="X", since=NEW_YEAR, until=until),
    )
    assert not may(office, "张三", right, "X", NEW_YEAR - dt.timedelta(days=1))
    assert may(office, "张三", right, "X", NEW_YEAR)
    assert may(office, "张三", right, "X", until - dt.timedelta(days=1))
    assert not may(office, "张三", right, "X", until)


def test_the_latest_revision_of_a_right_holds(office: building.Books) -> None:
    grant = {"person": "张三", "right": Right.POST, "unit": "X", "since": NEW_YEAR}
    give(office, Grant(**grant))  # type: ignore[arg-type]
    give(office, Grant(**grant, until=DAY))  # type: ignore[arg-type]
    assert not may(office, "张三", Right.POST, "X")


def test_whoever_audits_a_unit_does_not_keep_its_books(office: building.Books) -> None:
    give(office, granted(Right.POST, "X"), granted(Right.CLOSE, "X"))
    slip_in(office, granted(Right.AUDIT, "P"))
    assert not may(office, "张三", Right.POST, "X")
    assert may(office, "张三", Right.AUDIT, "X")
    assert may(office, "张三", Right.CLOSE, "X")
    with reading(office.engine) as connection:
        id_ = lookups(connection).person("张三")
        with pytest.raises(NotAllowed, match="权限。原因：经审人员不得记账"):
            auth.demand(connection, id_, (Right.POST,), "X", DAY)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (granted(Right.AUDIT, "X"), granted(Right.PREPARE, "X")),
        (granted(Right.REVIEW, "X"), granted(Right.AUDIT, "X")),
        (granted(Right.AUDIT, "P"), granted(Right.SETTLE, "X")),
        (granted(Right.AUDIT, "X"), granted(Right.POST, "P")),
        (granted(Right.POST, "X"), granted(Right.AUDIT)),
        (granted(Right.AUDIT, "X", DAY), granted(Right.POST, "X")),
    ],
    ids=lambda grant: f"{grant.right} {grant.unit} {grant.until}",
)
def test_nobody_is_given_the_right_to_audit_what_they_book(
    office: building.Books, first: Grant, second: Grant
) -> None:
    ((place, problem),) = refused(office, first, second)
    assert place == 1
    assert "经审人员不得记账" in problem.what
    assert office.one("SELECT COUNT(*) FROM rights") == 1
    give(office, first)
    ((place, again),) = refused(office, second)
    assert (place, again) == (0, problem)


def test_rights_to_audit_and_to_book_may_follow_each_other_or_lie_apart(
    office: building.Books,
) -> None:
    give(
        office,
        granted(Right.POST, "X", DAY),
        Grant(person="张三", right=Right.AUDIT, unit="C", since=DAY),
        Grant(person="李四", right=Right.POST, unit="X", since=NEW_YEAR),
        granted(Right.VIEW),
        granted(Right.CLOSE),
    )
    assert may(office, "张三", Right.AUDIT, "X")
    assert not may(office, "张三", Right.POST, "X")


def test_a_right_that_contradicts_another_may_be_taken_back(
    office: building.Books,
) -> None:
    give(office, granted(Right.POST, "X"))
    slip_in(office, granted(Right.AUDIT, "X"))
    give(office, granted(Right.POST, "X"))
    give(office, granted(Right.AUDIT, "X", DAY))
    assert may(office, "张三", Right.POST, "X")
    assert len(refused(office, granted(Right.AUDIT, "X"))) == 1


def test_a_demand_is_met_or_says_what_right_is_missing(office: building.Books) -> None:
    give(office, Grant(person="张三", right=Right.POST, unit="X", since=NEW_YEAR))
    with reading(office.engine) as connection:
        id_ = lookups(connection).person("张三")
        auth.demand(connection, id_, (Right.POST,), "X", DAY)
        with pytest.raises(NotAllowed, match="张三 在单位“X”没有“结账”权限"):
            auth.demand(connection, id_, (Right.CLOSE,), "X", DAY)
        with pytest.raises(NotAllowed, match="在全部单位没有“管理”权限"):
            auth.demand(connection, id_, (Right.ADMIN,), "", DAY)
        auth.demand(connection, id_, (Right.HEAD, Right.POST), "X", DAY)
        with pytest.raises(NotAllowed, match="没有“审核”或“会计主管”权限"):
            auth.demand(connection, id_, (Right.REVIEW, Right.HEAD), "X", DAY)


def test_a_right_is_asked_for_in_a_unit_that_exists(office: building.Books) -> None:
    with pytest.raises(NotFound, match="Y"):
        may(office, "张三", Right.POST, "Y")
