"""What a household had already: taken in once, counted for files that share people."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table

from aid import history_tables
from aid.claims import Earlier, Project
from aid.errors import HistoryRefused
from aid.history import (
    TakenIn,
    earlier_of,
    history_of,
    import_history,
    withdraw,
)
from aid.history_sheet import HISTORY, read_history
from aid.recipient_fields import FileContent
from audit.integrity import verify
from ledger.database import reading, writing
from ledger.errors import FolderFaulty, NotFound
from ledger.money import Money
from ledger.people import Act
from tests import server
from tests.aid import filing
from tests.aid.filing import FILED, LATER, VAULT, content, number, person
from tests.building import Books, DriverError, Raw
from tests.ledger.test_guards_appended import stands_as_it_is

TAKEN = "bangfu:|duplicate key"
HEAD = "档案号,身份证号,救助项目,成员,年度,金额,发放日期,发放单位,其他救助,凭据,备注"
LIVING = "A-1,,生活救助,,2025,600,2025-06-01,某县民政局,是,民1,临时困难"
MEDICAL = "A-1,,医疗救助,2,2025,1000.01,2025-07-01,某乡工会,否,,"
YEAR_BEFORE = f",{number(1)},送温暖,,2024,500,2024-01-20,某县总工会,否,,"


@pytest.fixture
def kept(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """A-1 of U1 with members 2 and 3; A-2, moved to U2 and closed."""
    yield from filing.filled(shelf, dialect)


def written(folder: Path, *lines: str) -> Path:
    path = folder / "payments.csv"
    path.write_text("\n".join((HEAD, *lines)) + "\n", "utf-8")
    return path


def take(books: Books, path: Path, act: Act = LATER, unit: str = "U1") -> TakenIn:
    sheet = read_history(path, act)
    with writing(books.engine) as connection:
        return import_history(connection, unit, sheet, VAULT, act)


def faults(books: Books, path: Path, unit: str = "U1") -> list[tuple[int, str, str]]:
    with pytest.raises(FolderFaulty) as refusal:
        take(books, path, unit=unit)
    assert books.one("SELECT COUNT(*) FROM aid_elsewhere") == 0
    return [(one.row, one.column, one.problem.what) for one in refusal.value.faults]


def earlier(
    books: Books, *files: int, year: int = 2025, known_on: dt.date | None = None
) -> dict[int, tuple[Earlier, ...]]:
    with reading(books.engine) as connection:
        return earlier_of(connection, files, year, known_on)


def had(project: Project, member: int, fen: int, *, other: bool = False) -> Earlier:
    return Earlier(project, member, 2025, Money(fen), other)


def test_no_two_columns_share_a_heading() -> None:
    told = [text for one in HISTORY.columns for text in (one.key, one.label)]
    assert len({*told}) == len(told)


def test_payments_are_taken_in_once_and_counted(kept: Books, tmp_path: Path) -> None:
    """Two equal payments in one list are two; the same list again is none."""
    path = written(
        tmp_path, LIVING, LIVING, MEDICAL, YEAR_BEFORE, "合计,,,,,2700.01,,,,,"
    )

    assert take(kept, path) == TakenIn(4, Money(2_700_01), 0)
    records = kept.one("SELECT COUNT(*) FROM records")
    assert take(kept, path) == TakenIn(0, Money(0), 4)
    assert kept.one("SELECT COUNT(*) FROM records") == records
    longer = written(tmp_path, *[LIVING] * 3, MEDICAL)
    assert take(kept, longer) == TakenIn(1, Money(600_00), 3)

    living = had(Project.LIVING, 1, 600_00, other=True)
    medical = had(Project.MEDICAL, 2, 1000_01)
    assert earlier(kept, 1, 2) == {1: (living, living, living, medical)}
    assert earlier(kept, 1, year=2023) == {}
    assert earlier(kept, 1, known_on=dt.date(2026, 5, 5)) == {}
    with reading(kept.engine) as connection:
        shown = history_of(connection, "A-1")
        assert verify(connection).differences == ()
    assert [one.had.paid_on.year for one in shown] == [2024, 2025, 2025, 2025, 2025]
    assert {one.code for one in shown} == {"A-1"}


def spouse(*members: Any) -> FileContent:
    """The file of the spouse, who is member 3 of A-1, with a child of A-1."""
    return content(3, *members, name="司马兰")


def test_a_households_aid_counts_for_all_files_that_share_people(
    kept: Books, tmp_path: Path
) -> None:
    """A-3 is the spouse's; its child is member 2 of A-1 and number 3 there.

    The parent in A-3 has nothing to do with A-1 but for the household.
    """
    parent = person(20, relation="parent", name="司马山")
    filing.add(kept, spouse(parent, person(2)), code="A-3")
    lines = (
        MEDICAL,
        LIVING.replace("A-1", "A-3"),
        MEDICAL.replace("A-1", "A-3").replace("救助,2", "救助,2").replace("1000", "7"),
    )
    take(kept, written(tmp_path, *lines))

    child = had(Project.MEDICAL, 2, 1000_01)
    by_spouse = had(Project.LIVING, 3, 600_00, other=True)
    assert earlier(kept, 1, 3) == {
        1: (child, by_spouse, had(Project.MEDICAL, 0, 7_01)),
        3: (
            had(Project.MEDICAL, 3, 1000_01),
            had(Project.LIVING, 1, 600_00, other=True),
            had(Project.MEDICAL, 2, 7_01),
        ),
    }
    with reading(kept.engine) as connection:
        shown = {(one.code, one.member) for one in history_of(connection, "A-1")}
    assert shown == {("A-1", 2), ("A-3", 3), ("A-3", 0)}


def test_a_member_keeps_what_was_had_under_another_number(
    kept: Books, tmp_path: Path
) -> None:
    """Member 2 becomes member 3 in a later revision, and then leaves the household."""
    take(kept, written(tmp_path, MEDICAL))
    filing.change(kept, "A-1", content(1, person(3, relation="spouse"), person(2)))
    assert earlier(kept, 1) == {1: (had(Project.MEDICAL, 3, 1000_01),)}

    filing.change(kept, "A-1", content(1))
    assert earlier(kept, 1) == {1: (had(Project.MEDICAL, 0, 1000_01),)}


def test_what_was_entered_wrongly_is_withdrawn(kept: Books, tmp_path: Path) -> None:
    path = written(tmp_path, LIVING)
    take(kept, path)
    with writing(kept.engine) as connection:
        withdraw(connection, "U1", 1, "记在他人名下", VAULT, LATER)

    assert earlier(kept, 1) == {}
    assert take(kept, path).same == 1
    with writing(kept.engine) as connection:
        with pytest.raises(HistoryRefused, match="此前已撤销"):
            withdraw(connection, "U1", 1, "又一次", VAULT, LATER)
        with pytest.raises(HistoryRefused, match="没有写明原因"):
            withdraw(connection, "U1", 1, " ", VAULT, LATER)
        with pytest.raises(NotFound):
            withdraw(connection, "U1", 2, "没有这笔", VAULT, LATER)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (LIVING.replace("A-1", "A-9"), (2, "file", "没有这份档案")),
        (LIVING.replace("A-1", "A-2"), (2, "file", "档案不在本单位")),
        (MEDICAL.replace(",2,", ",4,"), (2, "member", "档案中只有 3 人")),
        (LIVING.replace("2025-06-01", "2026-05-07"), (2, "paid_on", "日期晚于今天")),
        (LIVING.replace("2025-06-01", ""), (2, "paid_on", "不能为空")),
        (LIVING.replace("某县民政局", ""), (2, "paid_by", "不能为空")),
        (LIVING.replace("是", "也许"), (2, "other", "应为“是”或“否”")),
        (LIVING.replace("民1", filing.PHONE), (2, "paper", "摘要等文字中不能有")),
        (LIVING.replace("600", "0"), (2, "amount", "金额应大于零")),
    ],
)
def test_every_fault_is_told_by_row_and_column(
    kept: Books, tmp_path: Path, line: str, told: tuple[int, str, str]
) -> None:
    ((row, column, what),) = faults(kept, written(tmp_path, line))

    assert (row, column) == told[:2]
    assert what.startswith(told[2])


def test_a_total_that_is_not_the_sum_is_told(kept: Books, tmp_path: Path) -> None:
    path = written(tmp_path, LIVING, "合计,,,,,600.01,,,,,")

    assert faults(kept, path) == [(3, "amount", "合计与各行之和 600.00 元不符")]


# -- what the database holds --------------------------------------------------------

AT = "2026-06-01T08:00:00Z"


def payment(**fields: object) -> dict[str, Any]:
    """A second payment, which the database accepts."""
    own = {"unit_id": 1, "number": 2, "file": 1, "revision": 2, "member": 3}
    when = {"project": "living", "year": 2025, "period": "2025"}
    when |= {"paid_on": "2025-06-01", "amount_fen": 600_00, "paid_by": "民政局"}
    rest = {"is_other": 1, "paper": "", "locked": None, "occurrence": 1}
    return own | when | rest | {"recorded_at": AT} | fields


FIRST = {"member": 1, "paid_by": "某县民政局", "paper": "民1"}


def ending(**fields: object) -> dict[str, Any]:
    """The withdrawal of the first payment."""
    own = {"unit_id": 1, "number": 1, "locked": b"x" * 40, "recorded_at": AT}
    return own | fields


@pytest.fixture
def raw(kept: Books, tmp_path: Path) -> Iterator[Raw]:
    """One payment stands."""
    take(kept, written(tmp_path, LIVING))
    with kept.raw() as raw:
        yield raw


def test_what_is_in_order_is_accepted(raw: Raw) -> None:
    raw.insert("aid_elsewhere", payment())
    raw.insert("aid_elsewhere", payment(**FIRST, number=3, occurrence=2))
    raw.insert("aid_elsewhere_endings", ending())
    assert raw.run("SELECT COUNT(*) FROM aid_elsewhere") == [(3,)]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"number": 1}, TAKEN),
        ({"number": 3}, "bangfu:order"),
        (FIRST, TAKEN),
        ({"occurrence": 2}, "bangfu:order"),
        ({"member": 4}, "bangfu:household"),
        ({"revision": 3}, "bangfu:household|foreign key"),
        ({"member": 0}, "member_from_one"),
        ({"project": "gift"}, "project_known"),
        ({"amount_fen": 0}, "amount_counted"),
        ({"paid_by": ""}, "paid_by_given"),
        ({"period": ""}, "period_given"),
        ({"year": 0}, "year_real"),
        ({"is_other": 2}, "is_other_yes_or_no"),
    ],
)
def test_a_payment_is_of_a_member_and_stands_once(
    raw: Raw, fields: dict[str, object], told: str
) -> None:
    with pytest.raises(DriverError, match=told):
        raw.insert("aid_elsewhere", payment(**fields))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"locked": b"x" * 33}, "reason_given"),
        ({"recorded_at": "2026-01-01T00:00:00Z"}, "bangfu:order"),
    ],
)
def test_a_withdrawal_has_a_reason_and_comes_after(
    raw: Raw, fields: dict[str, object], told: str
) -> None:
    with pytest.raises(DriverError, match=told):
        raw.insert("aid_elsewhere_endings", ending(**fields))


@pytest.mark.parametrize(
    "table", history_tables.APPENDED, ids=lambda table: str(table.name)
)
def test_no_statement_changes_what_stands(raw: Raw, table: Table) -> None:
    raw.insert("aid_elsewhere_endings", ending())
    raw.commit()
    assert raw.run(f"SELECT COUNT(*) FROM {table.name}") == [(1,)]
    stands_as_it_is(raw, table)


@pytest.mark.parametrize(
    "table", history_tables.APPENDED, ids=lambda table: str(table.name)
)
def test_a_changed_field_is_found(
    sqlite_books: Books, tmp_path: Path, table: Table
) -> None:
    filing.add(sqlite_books, content(1), code="A-1", act=FILED)
    take(sqlite_books, written(tmp_path, LIVING))
    with writing(sqlite_books.engine) as connection:
        withdraw(connection, "U1", 1, "记错", VAULT, LATER)
    with sqlite_books.raw() as raw:
        raw.run(f"DROP TRIGGER {table.name}_no_update")
        raw.run(f"UPDATE {table.name} SET recorded_at = '2026-06-01T00:00:00Z'")
        raw.commit()
    with reading(sqlite_books.engine) as connection:
        found = verify(connection).differences

    assert any(one.place.startswith(f"{table.name} ") for one in found)
