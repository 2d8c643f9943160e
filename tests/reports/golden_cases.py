"""Every report as it is held on record: of which books, of whom, for when.

A report may have several cases; the first words of a case are its report's name.
`world` is one of `golden_worlds.WORLDS`.
"""

from dataclasses import dataclass, field
from typing import Any

from app.demo import LEFT
from app.prefecture_audit import ANNUAL, HANDOVER
from app.prefecture_budgets import CONTROLLED
from app.prefecture_cases import MEDICAL_FILE, WHOLE_CASE
from app.prefecture_growth import FELL, MERGED
from app.prefecture_money import CITY, LIVE
from app.prefecture_payouts import HAND_OUT
from app.prefecture_recipients import MOVED

PROVINCE = "130000"


@dataclass(frozen=True, slots=True)
class Case:
    """A report that is held on record, and what it is asked with.

    `named` opens the vault of its books, so that people are told by name.
    """

    name: str
    report: str
    world: str
    unit: str
    period: str
    more: dict[str, Any] = field(default_factory=dict)
    named: bool = False


def _case(name: str, report: str, unit: str, period: str, **more: Any) -> Case:
    return Case(f"{report}_{name}", report, "published", unit, period, more)


def _demo(report: str, unit: str, period: str, name: str = "", **more: Any) -> Case:
    named = more.pop("named", False)
    name = f"{report}_{name}" if name else report
    return Case(name, report, "demonstration", unit, period, more, named)


_SPECIAL = {"subject": "J2026-1"}
_TREE = {"with_subunits": True}
_PUBLISHED = (
    _case("daishan", "fund_statement", "DSCS", "2021"),
    _case("fzu", "fund_statement", "FZU-LAW", "2011"),
    _case("street", "fund_statement", "STREET", "2010"),
    _case("tree", "fund_statement", "DIST", "2010", **_TREE),
    _case("daishan", "trial_balance", "DSCS", "2021"),
    _case("fzu", "trial_balance", "FZU-LAW", "2011"),
    _case("month", "trial_balance", "FIRM", "2010-03"),
    _case("tree", "trial_balance", "DIST", "2010", **_TREE),
    _case("daishan", "account_ledger", "DSCS", "2021", account="1002"),
    _case("parent", "account_ledger", "DSCS", "2021", account="5101"),
    _case("fund", "account_ledger", "FZU-LAW", "2011-11", account="102", fund="OWN"),
    _case("fzu", "balance_sheet", "FZU-LAW", "2011"),
    _case("month", "balance_sheet", "STREET", "2010-03"),
    _case("tree", "balance_sheet", "DIST", "2010", **_TREE),
    _case("fzu", "income_statement", "FZU-LAW", "2011"),
    _case("month", "income_statement", "STREET", "2010-03"),
    _case("tree", "claims_statement", "DIST", "2010", **_TREE),
    _case("firm", "cash_journal", "FIRM", "2010"),
    _case("fzu", "bank_journal", "FZU-LAW", "2011"),
    _case("daishan", "bank_journal", "DSCS", "2021-12"),
    _case("fzu", "voucher_print", "FZU-LAW", "2011"),
    _case("firm", "voucher_print", "FIRM", "2010-01"),
    _case("daishan", "annual_audit", "DSCS", "2021"),
    _case("daishan", "board_pack", "DSCS", "2021"),
    _case("month", "board_pack", "FZU-LAW", "2011-11"),
    _case("tree", "board_pack", "DIST", "2010", **_TREE),
    _case("fzu", "public_edition", "FZU-LAW", "2011"),
    _case("tree", "public_edition", "DIST", "2010", **_TREE),
    _case("fzu", "voucher_book", "FZU-LAW", "2011"),
    _case("firm", "voucher_book", "FIRM", "2010-01"),
    _case("fzu", "general_ledger", "FZU-LAW", "2011"),
    _case("month", "general_ledger", "FIRM", "2010-03"),
    _case("account", "general_ledger", "DSCS", "2021", account="1002"),
    _case("daishan", "multi_column_ledger", "DSCS", "2021", account="5101"),
    _case("purposes", "multi_column_ledger", "DSCS", "2021", account="510102"),
    _case("fzu", "statement_notes", "FZU-LAW", "2011"),
    _case("daishan", "statement_notes", "DSCS", "2021"),
)
_BOOKS = (
    _demo("account_ledger", CITY, "2025-03", "city", account="102"),
    _demo("balance_sheet", CITY, "2025", "city"),
    _demo("income_statement", CITY, "2025", "city"),
    _demo("cost_statement", CITY, "2025"),
    _demo("budget_statement", CITY, "2025"),
    _demo("state_assets", CITY, "2025"),
    _demo("fund_statement", CITY, "2025", "city"),
    _demo("close_minutes", CITY, "2025-12"),
    _demo("stock_ledger", LIVE, "2026-03"),
)
_BUDGETS = (
    _demo("body_minutes", CITY, "2025"),
    _demo("budget_annual", CONTROLLED, "2026"),
    _demo("budget_baseline", MERGED, "2025"),
    _demo("budget_execution", CITY, "2025", "tree", **_TREE),
    _demo("budget_execution", CONTROLLED, "2026-03"),
    _demo("budget_growth", FELL, "2025"),
    _demo("budget_growth", PROVINCE, "2025", "tree", **_TREE),
    _demo("budget_rules", CONTROLLED, "2026"),
)
_MONEY = (
    _demo("advances_by_age", LIVE, "2026-03"),
    _demo("bank_reconciliation", LIVE, "2026-03"),
    _demo("gift_use", LIVE, "2026-03"),
    _demo("payment_requests", LIVE, "2026-03"),
    _demo("transfers_in_transit", CITY, "2026-03"),
)
_AID = (
    _demo("aid_batch", LIVE, "2026-03"),
    _demo("aid_floor", LIVE, "2026-03", named=True),
    _demo("aid_history", LIVE, "2026-03", subject=MEDICAL_FILE),
    _demo("aid_late", LIVE, "2026-03"),
    _demo("aid_quarter", LIVE, "2025-Q4"),
    _demo("aid_statistics", LIVE, "2026-03"),
    _demo("case_application", LIVE, "2026-03", subject=WHOLE_CASE, named=True),
    _demo("case_approval", LIVE, "2026-03", subject=WHOLE_CASE, named=True),
    _demo("case_notice", LIVE, "2026-03", subject=WHOLE_CASE, named=True),
    _demo("case_registration", LIVE, "2026-03", subject=MEDICAL_FILE, named=True),
    _demo("recipient_file", LIVE, "2026-03", subject=MOVED, named=True),
    _demo("signature_list", LIVE, "2026-03", subject=HAND_OUT, named=True),
)
_AUDITS = (
    _demo("annual_audit", CITY, "2025", "city"),
    _demo("board_pack", CITY, "2025", "city"),
    _demo("public_edition", CITY, "2025", "city"),
    _demo("audit_board", CITY, "2025"),
    *(
        _demo(report, CITY, "2026", subject=ANNUAL)
        for report in (
            *("audit_draft", "audit_evidence", "audit_notice", "audit_papers"),
            *("audit_plan", "audit_rectification", "audit_rectify_notice"),
            *("audit_sample", "audit_undertaking"),
        )
    ),
    _demo("audit_notice", CITY, "2026", "handover", subject=HANDOVER),
    _demo("handover_audit", CITY, "2026-03", subject=LEFT),
)


_ENGLISH = (
    _demo("fund_statement", CITY, "2025", "english", language="en"),
    _demo("income_statement", CITY, "2025", "english", language="en"),
    _demo("annual_audit", CITY, "2025", "english", language="en"),
    _demo("handover_audit", CITY, "2026-03", "english", subject=LEFT, language="en"),
)

_SMALL = (
    Case("donation_confirmation", "donation_confirmation", "given", "U1", "2025"),
    Case("donation_list", "donation_list", "given", "U1", "2025", named=True),
    Case("donation_thanks", "donation_thanks", "given", "U1", "2025", named=True),
    Case("donor_statement", "donor_statement", "given", "U1", "2025", named=True),
    Case("cash_count", "cash_count", "counted", "U1", "2025"),
    Case("returned_payments", "returned_payments", "returned", "U1", "2025-07"),
    Case("transfer_sheet", "transfer_sheet", "changed", "U3", "2022"),
    Case("archive_catalogue", "archive_catalogue", "changed", "U3", "2021"),
    Case("handover_inventory", "handover_inventory", "left", "U1", "2025"),
    Case("audit_special", "audit_special", "special", "U1", "2026", _SPECIAL),
    Case("fund_statement_story", "fund_statement", "story", "U1", "2025"),
    Case("own_statement", "own_statement", "story", "U1", "2025", {"form": "aid"}),
)
"""What the demonstration has nothing of."""

CASES: tuple[Case, ...] = (
    *_PUBLISHED,
    *_BOOKS,
    *_BUDGETS,
    *_MONEY,
    *_AID,
    *_AUDITS,
    *_ENGLISH,
    *_SMALL,
)
