"""Lists from outside: taken in whole and once, kept blind, held by the database."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from audit import aid_examples as given
from audit import list_tables
from audit.aided_people import Hit
from audit.integrity import verify
from audit.list_kinds import KeptList, ListKind, ListSource
from audit.list_sheet import read_list
from audit.lists import ListTaken, import_list, lists_for
from ledger.database import reading, writing
from ledger.errors import FolderFaulty
from tests.aid.filing import LATER, VAULT, number
from tests.building import Books, DriverError
from tests.ledger.test_guards_appended import stands_as_it_is

HEAD = "身份证号,姓名,类别,起始日期,终止日期"
STAFF_HEAD = "人员代码,身份证号,联系电话,银行卡号,家庭住址"
CAR = f"{number(1)},欧阳建国,小型轿车,2020-05-06,"
TRUCK = f"{number(1)},欧阳建国,轻型货车,2021-01-05,2024-12-31"
OTHER = f"{number(9)},司马兰,小型轿车,,"
DAY = dt.date(2026, 2, 28)
VEHICLES = ListSource(
    kind=ListKind.VEHICLES, source="市交管局", paper="函〔2026〕7号", as_of=DAY
)


def written(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "list.csv"
    path.write_text("\n".join((head, *lines)) + "\n", "utf-8")
    return path


def take(
    books: Books, path: Path, source: ListSource = VEHICLES, *, skip: bool = False
) -> ListTaken:
    sheet = read_list(path, source.kind, skip=skip)
    with writing(books.engine) as connection:
        return import_list(connection, "U1", sheet, source, VAULT, LATER)


def kept(books: Books, unit: str = "U1") -> tuple[KeptList, ...]:
    with reading(books.engine) as connection:
        return lists_for(connection, unit)


def faults(books: Books, path: Path, **more: Any) -> list[tuple[int, str, str]]:
    with pytest.raises(FolderFaulty) as refusal:
        take(books, path, **more)
    assert number(1) not in str(refusal.value)
    assert books.one("SELECT COUNT(*) FROM audit_list_people") == 0
    return [(one.row, one.column, one.problem.what) for one in refusal.value.faults]


def test_a_list_is_taken_in_once_in_whatever_order(
    books: Books, tmp_path: Path
) -> None:
    assert take(books, written(tmp_path, CAR, TRUCK, OTHER)) == ListTaken(1, 3, 0)
    records = books.one("SELECT COUNT(*) FROM records")
    again = take(books, written(tmp_path, OTHER, TRUCK, CAR))
    assert again == ListTaken(1, 3, 0, same=True)
    assert books.one("SELECT COUNT(*) FROM records") == records
    assert take(books, written(tmp_path, CAR)) == ListTaken(2, 1, 0)

    first, second = kept(books)
    assert (first.key, first.people, second.number) == ("U1/1", 3, 2)
    assert first.told == "车辆登记（市交管局，函〔2026〕7号，截至 2026-02-28）"
    assert kept(books, "U2") == ()
    with reading(books.engine) as connection:
        assert verify(connection).differences == ()


def test_nothing_of_a_person_is_kept_but_what_finds_them_again(
    books: Books, tmp_path: Path
) -> None:
    take(books, written(tmp_path, CAR))
    with books.raw() as raw:
        rows = repr(raw.run("SELECT * FROM audit_list_people"))
        rows += repr(raw.run("SELECT content FROM records"))
    assert "小型轿车" in rows
    assert number(1) not in rows
    assert "欧阳" not in rows


def test_every_fault_is_told_and_nothing_taken_in(books: Books, tmp_path: Path) -> None:
    bad = (
        f"{number(1)[:-2]}00,甲,,,",
        f"{number(2)},乙,,2024-01-01,2023-01-01",
        f"{number(3)},丙,{number(4)},,",
        f"{number(5)},丁,,不详,",
    )
    told = faults(books, written(tmp_path, CAR, *bad))
    assert [(row, column) for row, column, _ in told] == [
        (3, "identity"),
        (4, "until"),
        (5, "what"),
        (6, "since"),
    ]
    late = ListSource(
        kind=ListKind.VEHICLES, source=" ", as_of=LATER.at.date() + dt.timedelta(2)
    )
    told = faults(books, written(tmp_path, CAR), source=late)
    assert {what for _, _, what in told} == {
        "没有写明名单的来源",
        "名单的截至日期晚于今天",
    }


def test_rows_that_nobody_can_be_met_by_are_counted_where_asked(
    books: Books, tmp_path: Path
) -> None:
    path = written(tmp_path, CAR, f"{number(2)[:-1]},乙,,,", ",丙,,,")
    assert take(books, path, skip=True) == ListTaken(1, 1, 2)
    assert kept(books)[0].skipped == 2
    nobody = written(tmp_path, f"{number(2)[:-1]},乙,,,")
    with pytest.raises(FolderFaulty, match="没有一行的身份证号可以辨认"):
        take(books, nobody, skip=True)


def test_a_list_of_the_staff_names_people_of_the_books(
    books: Books, tmp_path: Path
) -> None:
    staff = ListSource(kind=ListKind.STAFF, source="本会", as_of=DAY)
    known = f"张三,{number(1)},139-1234-5678,,某市长青巷7号"
    stranger = f"某某,{number(2)},,,"
    path = written(tmp_path, known, stranger, head=STAFF_HEAD)
    assert faults(books, path, source=staff) == [(3, "person", "没有登记这个人员")]
    path = written(tmp_path, known, head=STAFF_HEAD)
    assert take(books, path, staff) == ListTaken(1, 1, 0)
    with books.raw() as raw:
        ((blind, phone, card),) = raw.run(
            "SELECT blind, phone_blind, card_blind FROM audit_list_people"
        )
    assert bytes(phone) == VAULT.blind("13912345678", "recipient_revisions.phone")
    assert bytes(blind) == VAULT.blind(number(1), "recipients.identity")
    assert card is None


def test_of_lists_of_one_source_the_nearest_holds_and_of_a_day_the_later() -> None:
    """Somebody who is on the list of 2023 alone has left the payroll by 2025."""
    payroll = ListKind.PAYROLL
    old = given.kept_list(payroll, number=1, as_of=dt.date(2023, 2, 28))
    wrong = given.kept_list(payroll, number=2)
    right = given.kept_list(payroll, number=3)
    people = given.people(
        lists=(old, wrong, right),
        met={
            "m1": (Hit("payroll/1"), Hit("payroll/2")),
            "m2": (Hit("payroll/3"), Hit("payroll/3", until=dt.date(2025, 1, 1))),
        },
    )
    found = [
        (person.member, listed.number)
        for person, listed, _ in people.hits("K1", dt.date(2025, 3, 12), payroll)
    ]
    assert found == [(2, 3)]
    before = [*people.hits("K1", dt.date(2023, 5, 1), payroll)]
    assert [(person.member, listed.number) for person, listed, _ in before] == [(1, 1)]


# -- what the database holds --------------------------------------------------------

AT = "2026-06-01T08:00:00Z"
BLIND = VAULT.blind(number(7), "recipients.identity")


def listed(**fields: object) -> dict[str, Any]:
    """A second list of U1 that seals one person."""
    own = {"unit_id": 1, "number": 2, "kind": "vehicles", "source": "市交管局"}
    sums = {"as_of": "2026-05-01", "people": 1, "skipped": 0, "digest": bytes(32)}
    return own | {"paper": ""} | sums | {"recorded_at": AT} | fields


def row(**fields: object) -> dict[str, Any]:
    """The first person of the second list."""
    own = {"unit_id": 1, "list": 2, "line": 1, "blind": BLIND, "what": ""}
    none = dict.fromkeys(("phone_blind", "card_blind", "address_blind"))
    days = dict.fromkeys(("since", "until", "person_id"))
    return own | none | days | fields


@pytest.fixture
def one(books: Books, tmp_path: Path) -> Books:
    """U1 has one list with one car."""
    take(books, written(tmp_path, CAR))
    return books


def test_what_is_in_order_is_accepted(one: Books) -> None:
    with one.raw(foreign_keys=False) as raw:
        raw.insert("audit_list_people", row())
        raw.insert("audit_lists", listed())
        assert raw.run("SELECT COUNT(*) FROM audit_lists") == [(2,)]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"list": 1, "line": 2}, "bangfu:list"),
        ({"list": 1}, "bangfu:L|duplicate key|bangfu:list"),
        ({"blind": None}, "somebody_told|who_told"),
        ({"blind": b"short"}, "blind_whole"),
        ({"phone_blind": b"short"}, "phone_blind_whole"),
        ({"line": 0}, "line_from_one"),
        ({"since": "2026-02-02", "until": "2026-02-01"}, "days_in_order"),
    ],
)
def test_nobody_is_added_to_a_list_that_stands_or_without_being_known(
    one: Books, fields: dict[str, object], told: str
) -> None:
    with one.raw(foreign_keys=False) as raw, pytest.raises(DriverError, match=told):
        raw.insert("audit_list_people", row(**fields))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"people": 2}, "bangfu:list"),
        ({"kind": "staff"}, "bangfu:list"),
        ({"number": 3}, "bangfu:order"),
        ({"kind": "dreams"}, "kind_known"),
        ({"source": ""}, "source_given"),
        ({"people": 0}, "people_from_one"),
        ({"skipped": -1}, "skipped_counted"),
        ({"digest": b"x"}, "digest_whole"),
        ({"recorded_at": ""}, "recorded_at_given"),
    ],
)
def test_a_list_seals_as_many_as_it_says_and_follows_the_last(
    one: Books, fields: dict[str, object], told: str
) -> None:
    with one.raw(foreign_keys=False) as raw:
        raw.insert("audit_list_people", row())
        with pytest.raises(DriverError, match=told):
            raw.insert("audit_lists", listed(**fields))


@pytest.mark.parametrize("table", list_tables.APPENDED, ids=lambda one: one.name)
def test_no_statement_changes_what_stands(one: Books, table: Any) -> None:
    with one.raw(foreign_keys=False) as raw:
        assert raw.run(f"SELECT COUNT(*) FROM {table.name}") == [(1,)]
        stands_as_it_is(raw, table)


def test_a_changed_row_of_a_list_is_found(sqlite_books: Books, tmp_path: Path) -> None:
    take(sqlite_books, written(tmp_path, CAR))
    with sqlite_books.raw() as raw:
        raw.run("DROP TRIGGER audit_list_people_no_update")
        raw.run("UPDATE audit_list_people SET what = '自行车'")
        raw.commit()
    with reading(sqlite_books.engine) as connection:
        found = verify(connection).differences
    assert any(one.place.startswith("audit_list_people ") for one in found)
