"""What a union publishes: sums alone, and nobody of a small group."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from ledger import fund_registration, registration
from ledger.database import reading, writing
from ledger.errors import StatementRefused
from ledger.funds import Channel, Fund, Origin
from ledger.units import Level, Unit
from ledger.vouchers import Voucher
from reports.errors import NoSuchPeriod, NoSuchScope, ReportError
from tests.building import FOUNDING, OPENED, Books, receipt, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.reports.asking import asked, document, rendered, request, rows

SUMMER = dt.date(2025, 7, 1)
PURPOSES = ("医疗救助", "子女助学", "送温暖", "王小二专项")


def aid(ref: str, purpose: str, people: int, fen: int = 100_00, **more: Any) -> Voucher:
    """So many households of one person, each given the same."""
    unit = more.get("unit", "U1")
    lines = [
        dr(
            "50404",
            fen,
            purpose=purpose,
            persons=1,
            recipient=f"{unit}-{ref}-{number:03d}",
        )
        for number in range(people)
    ]
    return voucher(ref, *lines, cr("102", fen * people), **more)


def spent(books: Books, *vouchers: Voucher) -> Books:
    with writing(books.engine) as connection:
        met = [("F1", one) for one in PURPOSES]
        fund_registration.meet_purposes(connection, "U1", met, FOUNDING)
    books.post(receipt("r", 50_000_00), *vouchers)
    return books


def paid(books: Books, **more: Any) -> dict[str, tuple[Any, ...]]:
    found = asked(books.engine, "public_edition", "U1", "2025", **more)
    return {
        kind: (row["amount"], row["households"], row["persons"])
        for kind, row in rows(found, "payments", "kind").items()
    }


def test_large_kinds_are_told_and_small_ones_together(books: Books) -> None:
    """Three are too few; the smallest other goes with them, and no sum parts them."""
    spent(
        books,
        aid("a", "生活救助", 20),
        aid("b", "医疗救助", 3),
        aid("c", "子女助学", 7),
    )
    assert paid(books) == {
        "生活救助": ("2000.00", 20, 20),
        "子女助学、医疗救助": ("1000.00", 10, 10),
        "支出合计": ("3000.00", 30, 30),
    }


def test_few_in_all_are_not_told_by_kind(sqlite_books: Books) -> None:
    books = spent(sqlite_books, aid("a", "生活救助", 3), aid("b", "医疗救助", 1))
    assert paid(books) == {"支出合计": ("400.00", "—", "—")}
    told = asked(books.engine, "public_edition", "U1", "2025")
    assert "共帮扶" not in json.dumps(told, ensure_ascii=False)


def test_aid_that_counts_nobody_is_taken_as_few(sqlite_books: Books) -> None:
    unknown = voucher("u", dr("50404", 70_00, purpose="送温暖"), cr("102", 70_00))
    books = spent(sqlite_books, aid("a", "生活救助", 9), unknown)
    assert list(paid(books)) == ["生活救助、送温暖", "支出合计"]


def test_words_of_an_office_are_not_published(sqlite_books: Books) -> None:
    """A purpose of the office's own may name somebody."""
    books = spent(sqlite_books, aid("a", "王小二专项", 8), aid("b", "生活救助", 9))
    with reading(books.engine) as connection:
        content = rendered(
            document(connection, "public_edition", request("U1", "2025")), "json"
        ).decode()
    assert "其他帮扶" in content
    for personal in ("王小二", "张三", "李四", "王五", "U1-a-000"):
        assert personal not in content


def test_two_left_out_by_a_kind_hide_the_number_of_all(sqlite_books: Books) -> None:
    """Twenty were helped, eighteen of them with 生活救助: the rest are two."""
    both = voucher(
        "b",
        *(
            dr("50404", 1_00, purpose="医疗救助", persons=1, recipient=code)
            for code in [f"U1-a-{n:03d}" for n in range(10)] + ["U1-x-1", "U1-x-2"]
        ),
        cr("102", 12_00),
    )
    books = spent(sqlite_books, aid("a", "生活救助", 18), both)
    assert paid(books)["支出合计"] == ("1812.00", "—", 30)
    notes = asked(books.engine, "public_edition", "U1", "2025")["tables"]["payments"]
    assert "不列示户数合计" in notes["note"]


def test_what_came_and_is_left_is_always_told(sqlite_books: Books) -> None:
    books = spent(sqlite_books, aid("a", "生活救助", 1))
    told = asked(books.engine, "public_edition", "U1", "2025")
    amounts = [row["amount"] for row in told["tables"]["balance"]["rows"]]
    assert amounts == ["0.00", "50000.00", "100.00", "49900.00"]
    assert rows(told, "receipts", "origin")["收入合计"]["amount"] == "50000.00"


def test_an_edition_of_less_than_a_year_tells_sums_alone(sqlite_books: Books) -> None:
    books = spent(
        sqlite_books,
        aid("a", "生活救助", 6),
        aid("b", "生活救助", 8, dated_on=SUMMER),
    )
    for period in ("2025-Q3", "2025-07"):
        told = asked(books.engine, "public_edition", "U1", period)
        found = rows(told, "payments", "kind")
        assert list(found) == ["支出合计"]
        assert {found["支出合计"][key] for key in ("households", "persons")} == {"—"}
        assert "人次。" not in json.dumps(told["text"], ensure_ascii=False)


# -- with those below ---------------------------------------------------------------


@pytest.fixture
def tree(sqlite_books: Books) -> Books:
    """A township under the county."""
    below = Unit(
        code="U9", name="某镇工会", level=Level.TOWNSHIP, opened_on=OPENED, parent="U1"
    )
    fund = Fund("F1", "捐赠", Origin.DONATION, Channel.DIRECT)
    with writing(sqlite_books.engine) as connection:
        faults = registration.register_units(connection, [below], FOUNDING)
        faults += fund_registration.register_funds(connection, "U9", [fund], FOUNDING)
        met = [("F1", one) for one in ("生活救助", *PURPOSES)]
        fund_registration.meet_purposes(connection, "U9", met, FOUNDING)
        assert not faults
    return sqlite_books


def test_what_both_editions_leave_over_is_no_small_group(tree: Books) -> None:
    """Two below had 医疗救助: alone it stands by itself, with those below it cannot."""
    spent(
        tree,
        aid("a", "生活救助", 20),
        aid("b", "医疗救助", 9),
        receipt("r9", 9_000_00, unit="U9"),
        aid("c", "生活救助", 12, unit="U9"),
        aid("d", "医疗救助", 2, unit="U9"),
    )
    assert list(paid(tree)) == ["生活救助", "医疗救助", "支出合计"]
    both = paid(tree, with_subunits=True)
    assert both == {
        "生活救助、医疗救助": ("4300.00", 43, 43),
        "支出合计": ("4300.00", 43, 43),
    }


def test_few_below_silence_the_edition_with_them(tree: Books) -> None:
    spent(
        tree,
        aid("a", "生活救助", 20),
        receipt("r9", 9_000_00, unit="U9"),
        aid("c", "生活救助", 2, unit="U9"),
    )
    assert paid(tree, with_subunits=True) == {"支出合计": ("2200.00", "—", "—")}


def test_many_below_are_told_with_the_unit(tree: Books) -> None:
    spent(
        tree,
        aid("a", "生活救助", 20),
        receipt("r9", 9_000_00, unit="U9"),
        aid("c", "生活救助", 12, unit="U9"),
    )
    assert paid(tree, with_subunits=True)["生活救助"] == ("3200.00", 32, 32)


# -- what is refused, and whose words they are --------------------------------------


def test_what_an_edition_is_not_drawn_of_is_refused(sqlite_books: Books) -> None:
    for more, refusal in (
        ({"fund": "F1"}, NoSuchScope),
        ({"known_at": 0}, NoSuchScope),
        ({"at": dt.datetime(2025, 12, 31, 9, tzinfo=dt.UTC)}, NoSuchPeriod),
    ):
        with pytest.raises(refusal) as refused:
            asked(sqlite_books.engine, "public_edition", "U1", "2025", **more)
        assert isinstance(refused.value, ReportError | StatementRefused)


def test_an_office_puts_its_own_lines_to_complain(
    sqlite_books: Books, tmp_path: Path
) -> None:
    (tmp_path / "public_edition_contact.txt").write_text("电话：{{ unit }} #1", "utf-8")
    told = asked(
        sqlite_books.engine, "public_edition", "U1", "2025", templates=tmp_path
    )
    assert "电话：某县总工会 #1" in json.dumps(told, ensure_ascii=False)


@pytest.mark.parametrize(("people", "told"), [(3, ["700.00"]), (5, None)])
def test_few_who_were_given_goods_hide_what_went(
    sqlite_books: Books, tmp_path: Path, people: int, told: list[str] | None
) -> None:
    """Of opening, bought, given and left the last alone: no sum gives the third."""
    sqlite_books.post(
        voucher("in", dr("141", 1000_00), cr("30101", 1000_00)),
        voucher("out", dr("30101", 300_00, persons=people), cr("141", 300_00)),
    )
    (tmp_path / "public_edition_goods.txt").write_text("人少", "utf-8")
    found = asked(
        sqlite_books.engine, "public_edition", "U1", "2025", templates=tmp_path
    )
    rows_told = [row["amount"] for row in found["tables"]["goods"]["rows"]]
    assert rows_told == (told or ["0.00", "1000.00", "300.00", "700.00"])
    note = found["tables"]["goods"]["note"]
    assert ("人次" in note, note == "人少") == (told is None, told is not None)
