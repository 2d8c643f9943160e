"""The database's own guards over donations, attacked with plain SQL."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Table

from tests import building, server
from tests.building import Books, DriverError, Raw
from tests.ledger.test_guards_appended import stands_as_it_is
from tests.treasury.filling_donation import fill_donation
from treasury import donation_tables

DAY = "2025-03-10"
U1: dict[str, object] = {"unit_id": 1}
GIFT = U1 | {"gift_year": 2025}


@pytest.fixture
def filled(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """Books with a row in every table of donations."""
    yield from building.copied(shelf, dialect, "donations", fill_donation)


@pytest.fixture
def raw(filled: Books) -> Iterator[Raw]:
    """Another program's connection."""
    with filled.raw() as raw:
        yield raw


@pytest.fixture
def loose(filled: Books) -> Iterator[Raw]:
    """The same with foreign keys and recursion off."""
    with filled.raw(foreign_keys=False) as raw:
        yield raw


@pytest.mark.parametrize(
    "table", donation_tables.APPENDED, ids=lambda table: table.name
)
def test_no_statement_changes_what_stands(loose: Raw, table: Table) -> None:
    assert loose.run(f"SELECT COUNT(*) FROM {table.name}")[0][0] > 0
    stands_as_it_is(loose, table)


def donor(number: int, **more: object) -> dict[str, object]:
    given = {"kind": "anonymous", "name": "", "registered_on": DAY}
    return U1 | {"number": number} | given | more


def gift(number: int, **more: object) -> dict[str, object]:
    given = {
        "year": 2025, "donor": 1, "form": "money", "fund_id": 1, "account": "102",
        "amount_fen": 5, "received_on": DAY, "restricted": 0, "paper": "", "memo": "",
    }  # fmt: skip
    return U1 | {"number": number} | given | more


def refund(of: int, number: int, **more: object) -> dict[str, object]:
    given = {
        "kind": "refund", "amount_fen": 1, "decided_on": DAY, "reason": "r",
        "paper": "p",
    }  # fmt: skip
    return GIFT | {"gift_number": of, "number": number} | given | more


def bill(number: int, of: int = 2, **more: object) -> dict[str, object]:
    given = {"code": "A1", "amount_fen": 999_00, "issued_on": DAY}
    return GIFT | {"gift_number": of, "number": number} | given | more


def voided(number: int, **more: object) -> dict[str, object]:
    given = {
        "code": "A1", "voided_on": DAY, "reason": "r", "returned": 1, "paper": "",
    }  # fmt: skip
    return U1 | {"number": number} | given | more


def letter(number: int, of: int = 2, **more: object) -> dict[str, object]:
    given = {"year": 2025, "amount_fen": 999_00, "issued_on": DAY}
    return GIFT | {"gift_number": of, "number": number} | given | more


def void_letter(number: int, **more: object) -> dict[str, object]:
    given = {"year": 2025, "voided_on": DAY, "reason": "r"}
    return U1 | {"number": number} | given | more


def held(number: int, first: int, last: int, **more: object) -> dict[str, object]:
    given = {"code": "A1", "digits": 1, "acquired_on": DAY, "paper": "p"}
    return U1 | {"number": number, "first": first, "last": last} | given | more


def campaign(number: int, **more: object) -> dict[str, object]:
    given = {
        "title": "t", "received_on": DAY, "file_hash": bytes(32), "lines": 1,
        "total_fen": 5, "gifts": 1, "lines_hash": bytes(32),
    }  # fmt: skip
    return U1 | {"number": number} | given | more


def consented(number: int, of: int = 1, **more: object) -> dict[str, object]:
    given = {
        "given_on": DAY, "paper": "p", "digest": "", "was": "w", "reason": "r",
    }  # fmt: skip
    return GIFT | {"gift_number": of, "number": number} | given | more


def withdrawal(consent: int, **more: object) -> dict[str, object]:
    given = {"withdrawn_on": DAY, "reason": "r", "paper": ""}
    return U1 | {"consent": consent} | given | more


def terms(revision: int, **more: object) -> dict[str, object]:
    given = {"since": DAY, "publish": "none", "paper": "p", "reason": ""}
    return U1 | {"donor": 1, "revision": revision} | given | more


def line(row: int, of: int = 3, **more: object) -> dict[str, object]:
    given = {"campaign": 1, "department": "", "name": "x", "amount_fen": 5}
    return GIFT | {"gift_number": of, "row": row} | given | more


TRUE: tuple[tuple[str, dict[str, object]], ...] = (
    ("donors", donor(4)),
    ("gifts", gift(4)),
    ("gift_refunds", refund(2, 2, amount_fen=999_00)),
    ("bills", bill(3)),
    ("bill_voids", voided(3)),
    ("bill_voids", voided(2)),
    ("confirmations", letter(3)),
    ("confirmation_voids", void_letter(2)),
    ("bill_stocks", held(2, 10, 20)),
    ("purpose_consents", consented(3, until="2025-12-31")),
    ("consent_withdrawals", withdrawal(2)),
    ("donor_terms", terms(2)),
)
FALSE: tuple[tuple[str, dict[str, object]], ...] = (
    ("donors", donor(5)),
    ("donors", donor(4, kind="person")),
    ("donors", donor(4, kind="organisation")),
    ("donors", donor(4, name="某人")),
    ("donors", donor(4, kind="collective", name="甲", uscc="91110000600037341L")),
    ("donor_terms", terms(3)),
    ("pledges", U1 | {
        "number": 3, "donor": 1, "amount_fen": 5, "promised_on": DAY, "due_on": DAY,
        "paper": "p",
    }),
    ("gifts", gift(5)),
    ("gifts", gift(4, received_on="2024-03-10")),
    ("gifts", gift(4, fund_id=2)),
    ("gifts", gift(4, restricted=1)),
    ("gifts", gift(4, fund_id=None)),
    ("gifts", gift(4, account="")),
    ("gifts", gift(4, amount_fen=0)),
    ("gifts", gift(4, until=DAY)),
    ("gifts", gift(4, pledge=1, donor=2)),
    ("gifts", gift(4, campaign=1)),
    ("gift_purposes", GIFT | {"gift_number": 2, "purpose": "医疗救助"}),
    ("gift_refunds", refund(2, 3)),
    ("gift_refunds", refund(2, 2, amount_fen=999_01)),
    ("gift_refunds", refund(2, 2, kind="cancel", amount_fen=999_00)),
    ("gift_refunds", refund(3, 1)),
    ("gift_refunds", refund(3, 1, kind="cancel", amount_fen=1)),
    ("gift_refunds", refund(1, 1)),
    ("bill_stocks", held(2, 9, 20)),
    ("bill_stocks", held(3, 10, 20)),
    ("bill_stocks", held(2, 20, 10)),
    ("bills", bill(4)),
    ("bills", bill(10)),
    ("bills", bill(3, code="B1")),
    ("bills", bill(3, amount_fen=1_000_00)),
    ("bills", bill(3, 1, amount_fen=1_000_00)),
    ("bills", bill(1)),
    ("bills", bill(2)),
    ("bill_voids", voided(4)),
    ("bill_voids", voided(3, returned=0)),
    ("bill_voids", voided(1)),
    ("confirmations", letter(4)),
    ("confirmations", letter(1)),
    ("confirmations", letter(3, 1)),
    ("confirmations", letter(3, 1, amount_fen=1_000_00)),
    ("confirmations", letter(3, year=2026)),
    ("confirmations", letter(3, amount_fen=1_000_00)),
    ("confirmations", letter(3, 3, amount_fen=5_00)),
    ("confirmation_voids", void_letter(1)),
    ("confirmation_voids", void_letter(3)),
    ("confirmation_voids", void_letter(2, reason="")),
    ("confirmation_voids", void_letter(2, voided_on="2025-03-09")),
    ("campaign_lines", line(9)),
    ("campaigns", campaign(2)),
    ("campaigns", campaign(3)),
    ("consent_purposes", U1 | {"consent": 1, "purpose": "生活救助"}),
    ("purpose_consents", consented(3)),
    ("purpose_consents", consented(3, until="2025-06-30")),
    ("purpose_consents", consented(3, 2, until="2025-12-31")),
    ("consent_withdrawals", withdrawal(1)),
    ("consent_withdrawals", withdrawal(3)),
    ("consent_withdrawals", withdrawal(2, reason="")),
    ("consent_withdrawals", withdrawal(2, withdrawn_on="2025-03-09")),
    ("donor_terms", terms(2, paper="")),
    ("donor_terms", terms(2, since="2025-03-09")),
    ("donor_terms", terms(2, reason="r")),
    ("donor_terms", terms(2, reason="r", publish="full")),
    ("fund_purposes", U1 | {"fund_id": "tied", "purpose": "生活救助"}),
)  # fmt: skip


def told(raw: Raw, row: dict[str, Any]) -> dict[str, object]:
    if row.get("fund_id") != "tied":
        return row
    found = raw.run("SELECT fund_id FROM gifts WHERE number = 1")[0][0]
    return row | {"fund_id": found}


@pytest.mark.parametrize(("table", "row"), TRUE, ids=lambda part: str(part)[:40])
def test_what_is_right_is_let_in(raw: Raw, table: str, row: dict[str, object]) -> None:
    raw.insert(table, row)
    raw.commit()


@pytest.mark.parametrize(("table", "row"), FALSE, ids=lambda part: str(part)[:40])
def test_what_is_wrong_is_kept_out(
    raw: Raw, table: str, row: dict[str, object]
) -> None:
    def write() -> None:
        raw.insert(table, told(raw, row))
        raw.commit()

    with pytest.raises(DriverError):
        write()


LINES_OFF = [{"total_fen": 6}, {"lines": 2}, {"gifts": 2}]


@pytest.mark.parametrize("off", [{}, *LINES_OFF])
def test_a_campaign_agrees_with_its_lines_to_the_fen(
    raw: Raw, off: dict[str, object]
) -> None:
    def write() -> None:
        raw.insert("gifts", gift(4, campaign=2))
        raw.insert("campaign_lines", line(2, 4, campaign=2))
        raw.insert("campaigns", campaign(2, **off))
        raw.commit()

    if not off:
        write()
        return
    with pytest.raises(DriverError):
        write()


def test_the_lines_of_a_campaign_are_those_of_its_gifts(raw: Raw) -> None:
    raw.insert("gifts", gift(4, campaign=2, amount_fen=6))
    raw.insert("campaign_lines", line(2, 4, campaign=2))
    with pytest.raises(DriverError):
        raw.insert("campaigns", campaign(2))


def test_a_line_of_another_gift_is_kept_out(raw: Raw) -> None:
    raw.insert("gifts", gift(4, campaign=2))
    raw.insert("campaign_lines", line(2, 3, campaign=2))
    with pytest.raises(DriverError):
        raw.insert("campaigns", campaign(2))


def test_a_consent_is_of_a_tied_gift(raw: Raw) -> None:
    raw.insert("consent_purposes", U1 | {"consent": 3, "purpose": "生活救助"})
    with pytest.raises(DriverError):
        raw.insert("purpose_consents", consented(3, 2))


def test_a_tied_gift_goes_to_no_wider_fund(raw: Raw) -> None:
    raw.insert("gift_purposes", GIFT | {"gift_number": 4, "purpose": "金秋助学"})
    with pytest.raises(DriverError):
        raw.insert("gifts", gift(4, restricted=1))
