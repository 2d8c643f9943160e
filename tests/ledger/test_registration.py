"""Registering by hand: what contradicts is told, and two at once lose nothing."""

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from ledger import chart_registration, fund_registration, journal, registration
from ledger.accounts import Account, AccountClass, Side
from ledger.chart_registration import found_books
from ledger.database import Connection, writing
from ledger.errors import RecordRefused, Refused
from ledger.funds import Channel, Fund, Origin
from ledger.people import Grant, Person, Right, Tenure
from ledger.registration import Found
from ledger.units import Level, Unit
from tests.building import ACT, CHART, FOUNDING, OPENED, U1, Books, receipt
from tests.ledger.test_races import wait_until_blocked

Verb = Callable[[Connection], list[Found]]


def people(*codes: str) -> Verb:
    rows = [Person(code=code) for code in codes]
    return lambda connection: registration.register_people(connection, rows, ACT)


def unit(*codes: str) -> Verb:
    rows = [Unit(code=c, name=c, level=Level.COUNTY, opened_on=OPENED) for c in codes]
    return lambda connection: registration.register_units(connection, rows, ACT)


def ended(closed_on: str) -> Verb:
    row = replace(U1, closed_on=dt.date.fromisoformat(closed_on))
    return lambda connection: registration.register_units(connection, [row], ACT)


def account(code: str) -> Verb:
    row = Account(CHART, code, code, AccountClass.ASSET, Side.DEBIT)
    return lambda c: chart_registration.register_accounts(c, [row], ACT)


def fund(code: str) -> Verb:
    row = Fund(code, code, Origin.DONATION, Channel.DIRECT)
    return lambda c: fund_registration.register_funds(c, "U1", [row], ACT)


def purpose(name: str) -> Verb:
    def meet(connection: Connection) -> list[Found]:
        fund_registration.meet_purposes(connection, "U1", [("F1", name)], ACT)
        return []

    return meet


def right(until: str) -> Verb:
    end = dt.date.fromisoformat(until)
    row = Grant(person="张三", right=Right.VIEW, since=OPENED, until=end)
    return lambda connection: registration.register_rights(connection, [row], ACT)


def post_held(until: str) -> Verb:
    end = dt.date.fromisoformat(until)
    row = Tenure(person="张三", post="主任", unit="U1", since=OPENED, until=end)
    return lambda connection: registration.register_tenures(connection, [row], ACT)


def posted(day: str) -> Verb:
    voucher = receipt("r1", 100, dated_on=dt.date.fromisoformat(day))

    def post(connection: Connection) -> list[Found]:
        journal.post(connection, [voucher], ACT)
        return []

    return post


def at_once(books: Books, first: Verb, second: Verb) -> list[str]:
    """Two acts on two connections, the second while the first has not ended.

    What the second was told: problems, or the sentence of a refusal.
    """
    told: list[str] = []

    def other() -> None:
        try:
            with writing(books.engine) as connection:
                found = second(connection)
        except Refused as refusal:
            told.append(str(refusal))
        else:
            told.extend(str(problem) for _, problem in found)

    thread = threading.Thread(target=other)
    try:
        with writing(books.engine) as connection:
            assert first(connection) == []
            thread.start()
            wait_until_blocked(books)
    finally:
        thread.join()
    return told


BOTH_STAND: dict[str, tuple[Verb, Verb, str]] = {
    # two acts, and what they leave together
    "two people": (people("甲"), people("乙"), "people WHERE code IN ('甲', '乙')"),
    "two units": (unit("X"), unit("Y"), "units WHERE code IN ('X', 'Y')"),
    "two accounts": (account("191"), account("192"), "accounts WHERE code LIKE '19%'"),
    "two funds": (fund("N1"), fund("N2"), "funds WHERE code IN ('N1', 'N2')"),
    "two ends of a right": (right("2026-01-01"), right("2026-02-01"), "rights"),
    "two ends of a post": (post_held("2026-01-01"), post_held("2026-02-01"), "tenures"),
}


@pytest.mark.parametrize("what", BOTH_STAND)
def test_two_who_register_at_once_both_do(postgresql_books: Books, what: str) -> None:
    first, second, left = BOTH_STAND[what]
    assert at_once(postgresql_books, first, second) == []
    assert postgresql_books.one(f"SELECT COUNT(*) FROM {left}") == 2


ONE_STANDS: dict[str, tuple[Verb, str]] = {
    "a person": (people("甲"), "people WHERE code = '甲'"),
    "a unit": (unit("X"), "units WHERE code = 'X'"),
    "an account": (account("191"), "accounts WHERE code = '191'"),
    "a fund": (fund("N1"), "funds WHERE code = 'N1'"),
    "a purpose": (purpose("新用途"), "fund_purposes WHERE purpose = '新用途'"),
    "a right": (right("2026-01-01"), "rights"),
    "a post": (post_held("2026-01-01"), "tenures"),
    "an end": (ended("2026-01-01"), "unit_endings"),
}


@pytest.mark.parametrize("what", ONE_STANDS)
def test_what_two_register_at_once_stands_once(
    postgresql_books: Books, what: str
) -> None:
    act, left = ONE_STANDS[what]
    assert at_once(postgresql_books, act, act) == []
    assert postgresql_books.one(f"SELECT COUNT(*) FROM {left}") == 1


def test_a_unit_does_not_end_before_a_voucher_about_to_stand(
    postgresql_books: Books,
) -> None:
    told = at_once(postgresql_books, posted("2025-01-15"), ended("2025-01-15"))
    assert len(told) == 1
    assert "撤销日期之后已有记账" in told[0]
    assert postgresql_books.one("SELECT COUNT(*) FROM unit_endings") == 0


def test_a_chart_that_contradicts_the_programs_own_is_told(books: Books) -> None:
    before = books.one("SELECT COUNT(*) FROM records")
    with books.raw() as raw:
        # As an owner of the database could do it, past the guards.
        if books.dialect == "postgresql":
            raw.run("ALTER TABLE accounts DISABLE TRIGGER ALL")
        else:
            raw.run("DROP TRIGGER accounts_no_update")
        raw.run(f"UPDATE accounts SET name = '钱' WHERE id = {cash(books)}")
        raw.commit()
    told = "union-2021 科目已经登记，但内容不同 101。办法：.*程序维护者"
    with pytest.raises(RecordRefused, match=told), writing(books.engine) as connection:
        found_books(connection, FOUNDING)
    assert books.one("SELECT COUNT(*) FROM records") == before


def cash(books: Books) -> int:
    return books.lookups().charts[CHART]["101"]
