"""What the database itself refuses of attachments, whoever asks."""

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import Table

from audit import integrity
from ledger.database import reading, writing
from tests.building import Books, DriverError, Raw, receipt
from tests.ledger.test_guards_appended import stands_as_it_is
from tests.treasury.filling_attachment import TABLES, fill_attachment

Row = dict[str, object]

PAPER: Row = {
    "unit_id": 1,
    "number": 1,
    "sha256": bytes(32),
    "size": 10,
    "media": "application/pdf",
    "kind": "invoice",
    "form": "electronic",
    "kept_at": "",
    "paper_number": "",
    "dated_on": "2025-01-15",
    "title": "发票",
    "person_id": 2,
    "stored_at": "2026-01-02T08:00:00Z",
}
USE: Row = {
    "unit_id": 1,
    "number": 1,
    "act": "attach",
    "attachment": 1,
    "subject": "voucher",
    "key": "r1",
    "reason": "",
    "shared": "",
    "person_id": 2,
    "acted_at": "2026-01-02T08:00:00Z",
}


@pytest.fixture
def raw(books: Books) -> Iterator[Raw]:
    """Another program's connection; `p` is posted, two papers stand."""
    books.post(receipt("p", 1_00))
    with books.raw() as raw:
        raw.insert("attachments", PAPER)
        raw.insert("attachments", PAPER | {"number": 2, "sha256": b"2" * 32})
        yield raw


def refused(raw: Raw, table: str, row: Row, by: str) -> None:
    """The row breaks that rule or constraint."""
    with pytest.raises(DriverError, match=by):
        raw.insert(table, row)


def test_rows_that_keep_the_rules_stand(raw: Raw) -> None:
    raw.insert("attachment_uses", USE)
    raw.insert("attachment_uses", USE | {"number": 2, "attachment": 2})
    late = {
        "number": 3,
        "act": "supplement",
        "key": "p",
        "reason": "迟",
        "shared": "同",
    }
    raw.insert("attachment_uses", USE | late)
    taken = {"number": 4, "act": "withdraw", "reason": "错"}
    raw.insert("attachment_uses", USE | taken)
    raw.insert("attachment_uses", USE | {"number": 5, "shared": "同"})


@pytest.mark.parametrize(
    ("wrong", "by"),
    [
        ({"number": 4}, "bangfu:order"),
        ({"number": 0}, "number_from_one|bangfu:order"),
        ({"number": 3, "sha256": bytes(32)}, "sha256|bangfu:L3"),
        ({"number": 3, "sha256": b"short"}, "sha256_whole"),
        ({"number": 3, "size": 0}, "size_counted"),
        ({"number": 3, "media": ""}, "media_given"),
        ({"number": 3, "kind": ""}, "kind_given"),
        ({"number": 3, "title": ""}, "title_given"),
        ({"number": 3, "form": "copy"}, "form_known"),
        ({"number": 3, "form": "scan"}, "scan_keeps_paper"),
        ({"number": 3, "kept_at": "柜"}, "scan_keeps_paper"),
    ],
)
def test_a_paper_is_whole_and_in_order(raw: Raw, wrong: Row, by: str) -> None:
    refused(raw, "attachments", PAPER | {"sha256": b"3" * 32} | wrong, by)


@pytest.mark.parametrize(
    ("wrong", "by"),
    [
        ({"number": 2}, "bangfu:order"),
        ({"attachment": 9}, "attachment|FOREIGN KEY"),
        ({"act": "lend"}, "act_known"),
        ({"subject": ""}, "subject_given"),
        ({"key": ""}, "key_given"),
        ({"reason": "迟"}, "late_with_reason"),
        ({"act": "supplement", "key": "p"}, "late_with_reason"),
        (
            {"act": "supplement", "subject": "gift", "reason": "迟"},
            "supplement_of_voucher",
        ),
        ({"key": "p"}, "bangfu:posted"),
        ({"act": "supplement", "reason": "迟"}, "bangfu:posted"),
        ({"act": "withdraw", "reason": "错"}, "bangfu:attached"),
    ],
)
def test_a_use_keeps_the_rules(raw: Raw, wrong: Row, by: str) -> None:
    with pytest.raises(DriverError, match=by):
        _committed(raw, USE | wrong)


def _committed(raw: Raw, row: Row) -> None:
    raw.insert("attachment_uses", row)
    raw.commit()


def test_a_paper_is_attached_once_and_taken_back_once(raw: Raw, books: Books) -> None:
    raw.insert("attachment_uses", USE)
    raw.commit()
    taken = USE | {"act": "withdraw", "reason": "错"}
    with books.raw() as other:
        refused(other, "attachment_uses", USE | {"number": 2}, "bangfu:attached")
    with books.raw() as other:
        other.insert("attachment_uses", taken | {"number": 2})
        refused(other, "attachment_uses", taken | {"number": 3}, "bangfu:attached")


def test_a_paper_that_was_posted_with_its_voucher_is_not_taken_back(
    raw: Raw, books: Books
) -> None:
    late: Row = {"act": "supplement", "key": "p", "reason": "迟"}
    raw.insert("attachment_uses", USE | late)
    raw.commit()
    with books.raw() as other:
        taken = USE | {"number": 2, "act": "withdraw", "key": "p", "reason": "错"}
        refused(other, "attachment_uses", taken, "bangfu:posted")


def test_a_second_voucher_rests_on_a_paper_only_with_a_reason(
    raw: Raw, books: Books
) -> None:
    raw.insert("attachment_uses", USE)
    raw.commit()
    other_voucher = USE | {"number": 2, "key": "r2"}
    with books.raw() as other:
        refused(other, "attachment_uses", other_voucher, "bangfu:twice")
    with books.raw() as other:
        other.insert("attachment_uses", other_voucher | {"subject": "gift"})
        other.insert("attachment_uses", other_voucher | {"number": 3, "shared": "同"})


@pytest.mark.parametrize(
    ("other", "twice"),
    [
        ({}, True),
        ({"kind": "receipt"}, False),
        ({"paper_number": "002"}, False),
    ],
)
def test_the_same_printed_number_is_the_same_paper(
    raw: Raw, other: Row, *, twice: bool
) -> None:
    numbered = PAPER | {"paper_number": "001"}
    raw.insert("attachments", numbered | {"number": 3, "sha256": b"3" * 32})
    raw.insert("attachments", numbered | {"number": 4, "sha256": b"4" * 32} | other)
    raw.insert("attachment_uses", USE | {"attachment": 3})
    again = USE | {"number": 2, "attachment": 4, "key": "r2"}
    if twice:
        refused(raw, "attachment_uses", again, "bangfu:twice")
    else:
        raw.insert("attachment_uses", again)


def test_a_posting_and_a_paper_at_once_wait_for_each_other(
    postgresql_books: Books,
) -> None:
    with postgresql_books.raw() as raw:
        raw.insert("attachments", PAPER)
        raw.commit()
    with postgresql_books.raw() as first:
        first.insert("attachment_uses", USE)
        held = postgresql_books.rows(
            "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        )
        assert held[0][0] >= 1


# -- what stands (L3) ---------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_statement_changes_what_stands(books: Books, table: Table) -> None:
    with writing(books.engine) as connection:
        fill_attachment(connection)
    with books.raw(foreign_keys=False) as raw:
        assert raw.run(f"SELECT COUNT(*) FROM {table.name}")[0][0] > 0
        stands_as_it_is(raw, table)


@pytest.mark.parametrize(
    ("table", "column"),
    [("attachments", "title"), ("attachment_uses", "key"), ("vault_keys", "met_at")],
)
def test_a_changed_row_is_found(books: Books, table: str, column: str) -> None:
    with writing(books.engine) as connection:
        fill_attachment(connection)
    with books.raw() as raw:
        if raw.dialect == "sqlite":
            raw.run(f"DROP TRIGGER {table}_no_update")
        else:
            raw.run(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        raw.run(f"UPDATE {table} SET {column} = 'x'")
        raw.commit()
    with reading(books.engine) as connection:
        found = integrity.verify(connection)
    assert [(d.test, d.place.split()[0]) for d in found.differences] == [("V7", table)]


def test_a_day_that_the_calendar_has_not_is_refused(sqlite_books: Books) -> None:
    assert dt.date.fromisoformat("2025-02-28")
    with sqlite_books.raw() as raw:
        refused(raw, "attachments", PAPER | {"dated_on": "2025-02-30"}, "is_a_day")
