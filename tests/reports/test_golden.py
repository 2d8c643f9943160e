"""Every page for the example folders, as JSON and CSV, held against files on record.

`make golden` writes the files again; read them before they are committed. Dates of
sealing and digests are masked.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from ledger.database import Engine, reading
from reports import catalogue
from tests.reports.asking import document, rendered, request

GOLDEN = Path(__file__).parents[1] / "golden"
WRITE = os.environ.get("BANGFU_GOLDEN") == "write"

# Name of the file, report, unit, period, and what else is asked for.
CASES: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    ("board_pack_daishan", "board_pack", "DSCS", "2021", {}),
    ("board_pack_month", "board_pack", "FZU-LAW", "2011-11", {}),
    ("board_pack_tree", "board_pack", "DIST", "2010", {"with_subunits": True}),
    ("fund_statement_daishan", "fund_statement", "DSCS", "2021", {}),
    ("fund_statement_fzu", "fund_statement", "FZU-LAW", "2011", {}),
    ("fund_statement_street", "fund_statement", "STREET", "2010", {}),
    ("fund_statement_tree", "fund_statement", "DIST", "2010", {"with_subunits": True}),
    ("trial_balance_daishan", "trial_balance", "DSCS", "2021", {}),
    ("trial_balance_fzu", "trial_balance", "FZU-LAW", "2011", {}),
    ("trial_balance_month", "trial_balance", "FIRM", "2010-03", {}),
    ("trial_balance_tree", "trial_balance", "DIST", "2010", {"with_subunits": True}),
    ("account_ledger_daishan", "account_ledger", "DSCS", "2021", {"account": "1002"}),
    ("account_ledger_parent", "account_ledger", "DSCS", "2021", {"account": "5101"}),
    (
        "account_ledger_fund",
        "account_ledger",
        "FZU-LAW",
        "2011-11",
        {"account": "102", "fund": "OWN"},
    ),
    ("balance_sheet_fzu", "balance_sheet", "FZU-LAW", "2011", {}),
    ("balance_sheet_month", "balance_sheet", "STREET", "2010-03", {}),
    ("balance_sheet_tree", "balance_sheet", "DIST", "2010", {"with_subunits": True}),
    ("income_statement_fzu", "income_statement", "FZU-LAW", "2011", {}),
    ("income_statement_month", "income_statement", "STREET", "2010-03", {}),
    (
        "claims_statement_tree",
        "claims_statement",
        "DIST",
        "2010",
        {"with_subunits": True},
    ),
    ("cash_journal_firm", "cash_journal", "FIRM", "2010", {}),
    ("bank_journal_fzu", "bank_journal", "FZU-LAW", "2011", {}),
    ("bank_journal_daishan", "bank_journal", "DSCS", "2021-12", {}),
    ("voucher_print_fzu", "voucher_print", "FZU-LAW", "2011", {}),
    ("voucher_print_firm", "voucher_print", "FIRM", "2010-01", {}),
)


def drawn(engine: Engine, case: tuple[str, str, str, str, dict[str, Any]]) -> bytes:
    _, name, unit, period, more = case
    with reading(engine) as connection:
        report = document(connection, name, request(unit, period, **more))
        found = json.loads(rendered(report, "json"))
    return masked(json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n")


def drawn_csv(engine: Engine, case: tuple[str, str, str, str, dict[str, Any]]) -> bytes:
    _, name, unit, period, more = case
    with reading(engine) as connection:
        report = document(connection, name, request(unit, period, **more))
        return masked(rendered(report, "csv").replace(b"\r\n", b"\n"))


def masked(content: bytes) -> bytes:
    """The content without what depends on when it was sealed."""
    text = content.decode()
    text = re.sub(r'"known_on": "[^"]*"', '"known_on": "…"', text)
    text = re.sub(r"\b[0-9a-f]{64}\b", "…", text)
    return re.sub(r"(?<![\w.])[0-9a-f]{12}(?![\w.])", "…", text).encode()


@pytest.mark.parametrize("suffix", ["json", "csv"])
@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_page_says_what_it_said_before(
    published: Engine,
    case: tuple[str, str, str, str, dict[str, Any]],
    suffix: str,
) -> None:
    """If a change is meant, run `make golden` and read what differs."""
    found = (drawn if suffix == "json" else drawn_csv)(published, case)
    file = GOLDEN / f"{case[0]}.{suffix}"
    if WRITE:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(found)
    assert found.decode() == file.read_text("utf-8")


# The published books are of 2009 and of a charity: what only books of 2021 print is
# proved in test_statements.py; the audit and what a close tells by their own tests.
ELSEWHERE = {
    "aid_floor",
    "aid_history",
    "aid_late",
    "aid_quarter",
    "aid_statistics",
    "signature_list",
    "advances_by_age",
    "bank_reconciliation",
    "donation_confirmation",
    "donation_list",
    "donation_thanks",
    "donor_statement",
    "gift_use",
    "payment_requests",
    "aid_batch",
    "recipient_file",
    "returned_payments",
    "transfers_in_transit",
    "annual_audit",
    "audit_board",
    "audit_draft",
    "audit_evidence",
    "audit_notice",
    "audit_papers",
    "audit_plan",
    "audit_rectification",
    "audit_sample",
    "audit_special",
    "audit_rectify_notice",
    "audit_undertaking",
    "handover_audit",
    "handover_inventory",
    "body_minutes",
    "budget_annual",
    "budget_baseline",
    "budget_execution",
    "budget_growth",
    "budget_rules",
    "budget_statement",
    "case_application",
    "case_approval",
    "case_notice",
    "case_registration",
    "cash_count",
    "close_minutes",
    "cost_statement",
    "own_statement",
    "state_assets",
    "stock_ledger",
    "transfer_sheet",
}


def test_every_page_of_the_ledger_has_a_file_on_record() -> None:
    pages = {report.name for report in catalogue.all_reports()} - ELSEWHERE
    assert pages == {case[1] for case in CASES}


def test_no_file_on_record_is_left_over() -> None:
    expected = {f"{case[0]}.{suffix}" for case in CASES for suffix in ("json", "csv")}
    ours = {file.name for file in GOLDEN.iterdir()}
    pages = tuple({case[1] for case in CASES})
    assert {name for name in ours if name.startswith(pages)} == expected
