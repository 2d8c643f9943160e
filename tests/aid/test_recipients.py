"""Files of recipients: one a person, changed with their history, found, tied."""

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Table

from aid import recipient_tables, recipients
from aid.errors import RecipientRefused
from aid.recipient_writing import Given, revision_context
from aid.recipients import find, opened, row_of, rows_of_unit, standing, ties
from app.settings import SQLITE_FILE
from audit.integrity import verify
from ledger.database import reading, writing
from ledger.errors import GuardBit, NotFound, Refused
from ledger.people import Act
from tests import server
from tests.aid import filing
from tests.aid.filing import (
    ADDRESS,
    CARD,
    FILED,
    ILLNESS,
    MEMBER,
    NAME,
    PHONE,
    VAULT,
    add,
    change,
    content,
    number,
    person,
)
from tests.building import Books
from treasury.errors import VaultRefused
from treasury.vault import Vault, new_key


@pytest.fixture
def kept(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """A-1 of U1 with two members, changed once; A-2, moved to U2 and closed."""
    yield from filing.filled(shelf, dialect)


def content_of(books: Books, code: str, day: dt.date | None = None) -> object:
    with reading(books.engine) as connection:
        return opened(connection, row_of(connection, code, day), VAULT)


# -- one file a person --------------------------------------------------------------


def test_a_file_is_opened_and_says_what_it_was_told(books: Books) -> None:
    told = content(1, person(2), person(3, identity=None))
    one = add(books, told)

    assert (one.code, one.unit, one.persons, one.is_open) == (
        "U1-000001",
        "U1",
        3,
        True,
    )
    assert content_of(books, one.code) == told


@pytest.mark.parametrize("unit", ["U1", "U2"])
def test_a_person_has_one_file_in_all_units(books: Books, unit: str) -> None:
    add(books, content(1))

    with pytest.raises(RecipientRefused, match="已在单位“U1”建档") as refusal:
        add(books, content(1), unit=unit)
    assert number(1) not in str(refusal.value)
    assert "U1-000001" not in str(refusal.value)


def test_fifteen_digits_and_a_small_x_are_the_same_person(books: Books) -> None:
    """Born 1931-12-31: the number ends in X, and had fifteen digits before."""
    add(books, content(identity="11010519491231002X"))

    for again in (
        "110105491231002",
        "11010519491231002x",
        "１１０１０５４９１２３１００２",
    ):
        with pytest.raises(RecipientRefused, match="一人一档"):
            add(books, content(identity=again), unit="U2")


def test_two_who_open_a_file_at_once_open_one(books: Books) -> None:
    def attempt(unit: str) -> str:
        try:
            return add(books, content(1), unit=unit).unit
        except (RecipientRefused, GuardBit):
            return ""

    with ThreadPoolExecutor(2) as pool:
        done = sorted(pool.map(attempt, ("U1", "U2")))

    assert done[0] == ""
    assert done[1] in {"U1", "U2"}
    assert books.one("SELECT COUNT(*) FROM recipients") == 1


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (Given(content=content(9), code="A-1"), "档案号已用于另一人"),
        (Given(content=content(9), code=PHONE), "不能有个人号码"),
        (Given(content=content(9), code=" A"), "首尾不能有空格"),
        (Given(content=content(9), on=dt.date(2026, 3, 3)), "晚于今天"),
        (Given(content=content(9), on=dt.date(2024, 3, 3)), "建档日期在单位设立"),
        (Given(content=content(9, person(9))), "第 2 号成员与本人或另一成员"),
        (Given(content=content(9, person(8), person(8))), "第 3 号成员与本人"),
    ],
)
def test_what_cannot_stand_is_refused(books: Books, given: Given, why: str) -> None:
    add(books, content(1), code="A-1")

    with (
        writing(books.engine) as connection,
        pytest.raises(RecipientRefused, match=why) as refusal,
    ):
        recipients.add(connection, "U1", given, VAULT, FILED)
    assert PHONE not in str(refusal.value)
    assert books.one("SELECT COUNT(*) FROM recipients") == 1


# -- one head -----------------------------------------------------------------------


def test_a_member_may_hold_a_file_which_is_tied(books: Books) -> None:
    add(books, content(1, person(2), person(3)), code="A-1")
    add(books, content(2), code="A-2", unit="U2")
    add(books, content(4, person(3)), code="A-4")

    with reading(books.engine) as connection:
        found = {code: ties(connection, code) for code in ("A-1", "A-2", "A-4")}

    assert [(t.code, t.unit, t.how) for t in found["A-1"]] == [
        ("A-2", "U2", "家庭成员的档案"),
        ("A-4", "U1", "有共同的家庭成员"),
    ]
    assert [(t.code, t.how) for t in found["A-2"]] == [("A-1", "本人是其家庭成员")]
    assert [(t.code, t.how) for t in found["A-4"]] == [("A-1", "有共同的家庭成员")]


def test_a_household_with_two_heads_is_refused(books: Books) -> None:
    """1 names 2 as a member; 2 may hold a file, but not name 1."""
    add(books, content(1, person(2)), code="A-1")

    with pytest.raises(RecipientRefused, match="一户不能有两个户主"):
        add(books, content(2, person(1)), unit="U2")
    add(books, content(2), code="A-2", unit="U2")
    with pytest.raises(RecipientRefused, match="一户不能有两个户主"):
        change(books, "A-2", content(2, person(1)))
    # When 1 does not name 2 any more, 2 may name 1.
    change(books, "A-1", content(1))
    assert change(books, "A-2", content(2, person(1)))


def test_a_closed_file_is_no_second_head_until_it_is_reopened(books: Books) -> None:
    add(books, content(1, person(2)), code="A-1")
    filing.close(books, "A-1")
    add(books, content(2, person(1)), code="A-2", act=filing.LATER)

    with pytest.raises(RecipientRefused, match="一户不能有两个户主"):
        filing.reopen(books, "A-1")


# -- history ------------------------------------------------------------------------


def test_a_change_keeps_what_was_known(books: Books) -> None:
    """Filed on 2 March, changed on 6 May: 5 May knows the first, 6 May the second."""
    first, second = content(1, person(2)), content(1, phone="13800000000")
    add(books, first, code="A-1")
    assert change(books, "A-1", second)
    assert not change(books, "A-1", second)

    assert content_of(books, "A-1") == second
    assert content_of(books, "A-1", dt.date(2026, 5, 6)) == second
    assert content_of(books, "A-1", dt.date(2026, 5, 5)) == first
    with pytest.raises(NotFound, match="2026-03-01"):
        content_of(books, "A-1", dt.date(2026, 3, 1))
    assert books.one("SELECT COUNT(*) FROM recipient_revisions") == 2


def test_a_day_ends_when_it_ends_in_china(books: Books) -> None:
    """16:30 UTC of 1 March is half an hour past midnight of 2 March in China."""
    late = Act("张三", dt.datetime(2026, 3, 1, 16, 30, tzinfo=dt.UTC))
    add(books, content(1), code="A-1", act=late)

    with reading(books.engine) as connection, pytest.raises(NotFound):
        standing(connection, "A-1", dt.date(2026, 3, 1))
    with reading(books.engine) as connection:
        assert standing(connection, "A-1", dt.date(2026, 3, 2)).revision == 1


def test_a_file_stays_that_of_its_person(books: Books) -> None:
    add(books, content(1), code="A-1")

    with pytest.raises(RecipientRefused, match="一份档案只属于一个人"):
        change(books, "A-1", content(2))
    with pytest.raises(NotFound, match="档案“A-9”"):
        change(books, "A-9", content(2))


# -- finding ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "text", "codes"),
    [
        ("identity", number(1), ["A-1"]),
        ("identity", number(2), []),
        ("phone", "138 0000-0000", ["A-1"]),
        ("phone", PHONE, ["A-2"]),
        ("card", CARD, ["A-1", "A-2"]),
        ("name", f" {NAME} ", ["A-1", "A-2"]),
        ("name", NAME[:2], []),
    ],
)
def test_a_file_is_found_by_what_it_says_now(
    kept: Books, by: str, text: str, codes: list[str]
) -> None:
    with reading(kept.engine) as connection:
        assert [one.code for one in find(connection, by, text, VAULT)] == codes


def test_a_unit_lists_what_it_holds_and_what_it_held(kept: Books) -> None:
    with reading(kept.engine) as connection:
        now = {
            u: [one.code for one, _ in rows_of_unit(connection, u)]
            for u in ["U1", "U2"]
        }
        then = [one.code for one, _ in rows_of_unit(connection, "U1", filing.TODAY)]

    assert now == {"U1": ["A-1"], "U2": ["A-2"]}
    assert then == ["A-1", "A-2"]


# -- what lies in the database ------------------------------------------------------


def test_nothing_personal_lies_in_the_database_in_clear(kept: Books) -> None:
    """Every text and every byte of every table, and on SQLite the files themselves."""
    secrets = [NAME, MEMBER, PHONE, ADDRESS, ILLNESS, CARD, "已就业", "own_illness"]
    secrets += [number(place) for place in range(1, 5)]
    held = b"\n".join(
        value.encode() if isinstance(value, str) else bytes(value)
        for table in recipient_tables.recipients.metadata.sorted_tables
        for row in kept.rows(f"SELECT * FROM {table.name}")
        for value in row
        if isinstance(value, str | bytes | memoryview)
    )
    if kept.dialect == "sqlite":
        path = kept.url.removeprefix(SQLITE_FILE)
        for ending in ("", "-wal"):
            try:
                with open(path + ending, "rb") as file:  # noqa: PTH123 - a suffix is added
                    held += file.read()
            except FileNotFoundError:
                continue

    assert b"A-1" in held
    for secret in secrets:
        assert secret.encode() not in held
        assert secret.encode().hex().encode() not in held


def test_a_lost_or_wrong_key_opens_nothing_and_says_what_to_do(kept: Books) -> None:
    for keys in ({2: filing.KEY}, {1: new_key()}):
        with reading(kept.engine) as connection:
            row = row_of(connection, "A-1")
            with pytest.raises(VaultRefused, match="办法：") as refusal:
                opened(connection, row, Vault(keys))
        assert NAME not in str(refusal.value)


def test_a_new_key_locks_what_comes_and_the_old_one_opens_what_was(
    books: Books,
) -> None:
    """After `keys add` a file opens as before; its next revision has the new key."""
    first, second = content(1), content(1, phone="13800000000")
    add(books, first, code="A-1")
    both = Vault({1: filing.KEY, 2: new_key()})
    with writing(books.engine) as connection:
        assert find(connection, "identity", number(1), both)[0].code == "A-1"
        assert recipients.change(connection, "A-1", second, both, filing.LATER)
        row = row_of(connection, "A-1")
        assert opened(connection, row, both) == second
        assert (
            opened(connection, row_of(connection, "A-1", filing.TODAY), both) == first
        )

    numbers = [
        int.from_bytes(bytes(locked)[1:5], "big")
        for (locked,) in books.rows(
            "SELECT locked FROM recipient_revisions ORDER BY revision"
        )
    ]
    assert numbers == [1, 2]


def test_a_value_that_was_moved_to_another_file_does_not_open(kept: Books) -> None:
    with reading(kept.engine) as connection:
        one, other = row_of(connection, "A-1"), row_of(connection, "A-2")
        context = revision_context(one.file, one.revision)
        with pytest.raises(VaultRefused, match="内容被改动"):
            VAULT.unlock(bytes(other.locked), context)


# -- verified -----------------------------------------------------------------------


def test_whole_files_are_found_whole(kept: Books) -> None:
    with reading(kept.engine) as connection:
        report = verify(connection)

    assert report.differences == ()


@pytest.mark.parametrize(
    "table", recipient_tables.APPENDED, ids=lambda table: str(table.name)
)
def test_a_changed_field_is_found(sqlite_books: Books, table: Table) -> None:
    filing.fill_recipients(sqlite_books)
    with sqlite_books.raw(foreign_keys=False) as raw:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in raw.run(f"{triggers} AND tbl_name LIKE 'recipient%'"):
            raw.run(f"DROP TRIGGER {name}")
        column = "recorded_at" if "recorded_at" in table.columns else "locked"
        value = "'2026-06-01T00:00:00Z'" if column == "recorded_at" else "x'00'"
        raw.run(f"UPDATE {table.name} SET {column} = {value} WHERE file = 1")
        raw.commit()
    with reading(sqlite_books.engine) as connection:
        found = verify(connection).differences

    assert {(one.test, one.what) for one in found} >= {("V7", "与登记时的内容不同")}
    assert any(one.place.startswith(f"{table.name} ") for one in found)


def test_a_unit_that_is_not_there_is_told(books: Books) -> None:
    with pytest.raises(Refused, match="账中没有单位“U9”"):
        add(books, content(1), unit="U9")
