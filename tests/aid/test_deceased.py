"""The list of people who died: taken in whole, put right, looked up by set."""

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from aid import deceased_tables
from aid.deceased import (
    Deceased,
    Taken,
    counted,
    deceased_among,
    import_deceased,
    listed,
    read_deceased,
)
from audit.integrity import verify
from ledger.database import reading, writing
from ledger.errors import FolderFaulty
from ledger.people import Act
from tests import server
from tests.aid import filing
from tests.aid.filing import LATER, VAULT, number
from tests.building import Books, DriverError, Raw
from tests.ledger.test_guards_appended import stands_as_it_is

TAKEN = "bangfu:|duplicate key"
HEAD = "身份证号,档案号,死亡日期,来源,文号,更正原因"
OWN = f"{number(1)},,2026-02-20,县民政局,民函1号,"
SPOUSE = f"{number(3)},,2026-01-05,县民政局,民函1号,"
STRANGER = f"{number(9)},,2026-01-05,县民政局,,"


@pytest.fixture
def kept(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """A-1 of U1 with members 2 and 3; A-2, moved to U2 and closed."""
    yield from filing.filled(shelf, dialect)


def written(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "deceased.csv"
    path.write_text("\n".join((head, *lines)) + "\n", "utf-8")
    return path


def take(books: Books, path: Path, act: Act = LATER) -> Taken:
    sheet = read_deceased(path, act)
    with writing(books.engine) as connection:
        return import_deceased(connection, "U1", sheet, VAULT, act)


def faults(books: Books, path: Path) -> list[tuple[int, str, str]]:
    before = books.one("SELECT COUNT(*) FROM deceased_people")
    with pytest.raises(FolderFaulty) as refusal:
        take(books, path)
    assert number(1) not in str(refusal.value)
    assert books.one("SELECT COUNT(*) FROM deceased_people") == before
    return [(one.row, one.column, one.problem.what) for one in refusal.value.faults]


def among(books: Books, on: dt.date, *files: int) -> dict[int, tuple[Deceased, ...]]:
    with reading(books.engine) as connection:
        return deceased_among(connection, files or (1, 2), on)


def test_people_are_taken_in_once_and_found_by_set(kept: Books, tmp_path: Path) -> None:
    """The worker of A-1, the spouse, and one of whom there is no file."""
    path = written(tmp_path, OWN, SPOUSE, STRANGER)

    assert take(kept, path) == Taken(added=3, to_close=("A-1",))
    records = kept.one("SELECT COUNT(*) FROM records")
    assert take(kept, path) == Taken(same=3, to_close=("A-1",))
    assert kept.one("SELECT COUNT(*) FROM records") == records
    # On the day of death nobody is stopped, on the day after they are.
    assert among(kept, dt.date(2026, 1, 5)) == {}
    spouse = Deceased(member=3, died_on=dt.date(2026, 1, 5))
    assert among(kept, dt.date(2026, 1, 6)) == {1: (spouse,)}
    own = Deceased(member=1, died_on=dt.date(2026, 2, 20))
    assert among(kept, dt.date(2026, 3, 1)) == {1: (own, spouse)}
    assert among(kept, dt.date(2026, 3, 1), 2) == {}
    with reading(kept.engine) as connection:
        assert counted(connection) == 3
        found = listed(connection, "U1")
        assert listed(connection, "U2") == ()
        assert verify(connection).differences == ()
    assert [(one.code, one.member, one.must_close) for one in found] == [
        ("A-1", 1, True),
        ("A-1", 3, False),
    ]


def test_a_number_of_fifteen_digits_and_a_file_number_are_the_same_person(
    kept: Books, tmp_path: Path
) -> None:
    take(kept, written(tmp_path, OWN))
    old = number(1)[:6] + number(1)[8:17]
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number(1).lower())

    for who in (f"{old},", f"{wide},", ",A-1", f"{number(1)},A-1"):
        line = OWN.replace(f"{number(1)},", who)
        assert take(kept, written(tmp_path, line)).same == 1
    both = written(tmp_path, OWN, OWN.replace(number(1), old))
    assert take(kept, both).same == 1


def test_two_who_take_the_same_file_in_add_each_person_once(
    kept: Books, tmp_path: Path
) -> None:
    path = written(tmp_path, OWN, SPOUSE)
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(take, kept, path) for _ in range(2)]
        assert sorted(job.result().added for job in jobs) == [0, 2]


def test_one_bad_row_among_ten_thousand_stops_all(kept: Books, tmp_path: Path) -> None:
    rows = [f"{number(place)},,2026-01-05,县民政局,," for place in range(30, 10_029)]
    bad = f"{number(7)[:-2]}00,,2026-01-05,县民政局,,"

    ((row, column, what),) = faults(kept, written(tmp_path, *rows, bad))
    assert (row, column) == (10_001, "identity")
    assert what.startswith("身份证号码不对。原因：校验码不符")


def test_what_was_wrong_is_put_right_with_a_reason(kept: Books, tmp_path: Path) -> None:
    """Another day for the worker; the spouse lives."""
    take(kept, written(tmp_path, OWN, SPOUSE))
    other = OWN.replace("02-20", "02-25")
    lives = f"{number(3)},,,县民政局,,"

    assert faults(kept, written(tmp_path, other)) == [
        (2, "died_on", "此人已在名单上，死亡日期不同")
    ]
    assert faults(kept, written(tmp_path, OWN, other)) == [
        (3, "died_on", "与第 2 行是同一人，死亡日期不同")
    ]
    assert faults(kept, written(tmp_path, lives)) == [(2, "died_on", "不能为空")]
    unknown = f"{number(9)},,,县民政局,,此人健在"
    assert faults(kept, written(tmp_path, unknown)) == [
        (2, "died_on", "此人不在名单上，没有可更正的")
    ]
    right = written(tmp_path, f"{other}日期录错", f"{lives}同名，此人健在")
    assert take(kept, right) == Taken(corrected=2, to_close=("A-1",))
    assert take(kept, right) == Taken(same=2, to_close=("A-1",))
    own = Deceased(member=1, died_on=dt.date(2026, 2, 25))
    assert among(kept, dt.date(2026, 3, 1)) == {1: (own,)}
    with reading(kept.engine) as connection:
        assert counted(connection) == 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (OWN.replace(number(1), ""), (2, "file", "没有写明是谁")),
        (OWN.replace("县民政局", ""), (2, "source", "不能为空")),
        (OWN.replace("2026-02-20", "2026-05-07"), (2, "died_on", "日期晚于今天")),
        (OWN.replace("2026-02-20", "1959-12-31"), (2, "died_on", "日期早于身份证")),
        (OWN.replace("2026-02-20", "二月"), (2, "died_on", "日期应写作")),
        (OWN.replace(f"{number(1)},", ",A-9"), (2, "file", "没有这份档案")),
        (OWN.replace(f"{number(1)},", f"{number(4)},A-1"), (2, "identity", "身份证")),
        (OWN.replace(number(1), number(1)[:-1]), (2, "identity", "身份证号码不对")),
    ],
)
def test_every_fault_is_told_by_row_and_column(
    kept: Books, tmp_path: Path, line: str, told: tuple[int, str, str]
) -> None:
    ((row, column, what),) = faults(kept, written(tmp_path, line))

    assert (row, column) == told[:2]
    assert what.startswith(told[2])


# -- what the database holds --------------------------------------------------------

AT = "2026-06-01T08:00:00Z"
OF_STRANGER = VAULT.blind(number(9), "recipients.identity")
OF_WORKER = VAULT.blind(number(1), "recipients.identity")


def person(**fields: object) -> dict[str, Any]:
    """A stranger, whom the database accepts."""
    own = {"unit_id": 1, "blind": OF_STRANGER, "revision": 1, "died_on": "2026-05-01"}
    rest = {"source": "民政局", "paper": "", "locked": None, "recorded_at": AT}
    return own | rest | fields


SECOND = {"blind": OF_WORKER, "revision": 2, "locked": b"x" * 40}


@pytest.fixture
def raw(kept: Books, tmp_path: Path) -> Iterator[Raw]:
    """The worker of A-1 stands on the list."""
    take(kept, written(tmp_path, OWN))
    with kept.raw(foreign_keys=False) as raw:
        yield raw


def test_what_is_in_order_is_accepted(raw: Raw) -> None:
    raw.insert("deceased_people", person())
    raw.insert("deceased_people", person(**SECOND, died_on=None))
    assert raw.run("SELECT COUNT(*) FROM deceased_people") == [(3,)]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"blind": OF_WORKER}, TAKEN),
        ({"blind": b"short"}, "blind_whole"),
        ({"died_on": None}, "death_dated"),
        ({"source": ""}, "source_given"),
        ({"locked": b"x" * 40}, "reason_locked"),
        ({"revision": 0}, "revision_from_one"),
        ({"recorded_at": ""}, "recorded_at_given"),
        ({"revision": 2, "locked": b"x" * 40}, "bangfu:order"),
        (SECOND | {"revision": 3}, "bangfu:order"),
        (SECOND | {"locked": None}, "reason_locked"),
        (SECOND | {"locked": b"x" * 33}, "reason_given"),
        (SECOND | {"died_on": "2026-02-20"}, "bangfu:deceased"),
        (SECOND | {"recorded_at": "2026-01-01T00:00:00Z"}, "bangfu:deceased"),
    ],
)
def test_a_person_stands_once_and_is_put_right_with_a_reason(
    raw: Raw, fields: dict[str, object], told: str
) -> None:
    with pytest.raises(DriverError, match=told):
        raw.insert("deceased_people", person(**fields))


def test_no_statement_changes_what_stands(raw: Raw) -> None:
    (table,) = deceased_tables.APPENDED
    assert raw.run("SELECT COUNT(*) FROM deceased_people") == [(1,)]
    stands_as_it_is(raw, table)


def test_a_changed_field_is_found(sqlite_books: Books, tmp_path: Path) -> None:
    take(sqlite_books, written(tmp_path, STRANGER))
    with sqlite_books.raw() as raw:
        raw.run("DROP TRIGGER deceased_people_no_update")
        raw.run("UPDATE deceased_people SET died_on = '2026-01-06'")
        raw.commit()
    with reading(sqlite_books.engine) as connection:
        found = verify(connection).differences

    assert any(one.place.startswith("deceased_people ") for one in found)
