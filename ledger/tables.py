"""The schema of the ledger: every table, column, key and check.

1. Every table of a unit has `unit_id` first in its primary key, in every unique
   constraint and in every foreign key, so that units can live on different machines.
2. Amounts are whole fen in 64 bits; days are dates; instants are ISO 8601 texts in
   UTC; an absent text is the empty text.
3. SQLite tables are STRICT: it would otherwise take half a fen.
4. Rules that need more than one row are triggers: `guards.py`.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    text,
)

from ledger import appropriation_tables, ground_tables, request_tables
from ledger.closing_tables import (
    adjusting,
    checkpoints,
    closes,
    money_proofs,
    year_ends,
)
from ledger.columns import (
    Day,
    Flag,
    Whole,
    metadata,
    one_of,
    optional,
    real_day,
    required,
    table,
    unit,
)
from ledger.money import BOUND_FEN

__all__ = ["APPENDED", "KEPT", "metadata"]

PERSONS_BOUND = 10**9
"""Persons that a posting may count at most, as posting asks too."""

QUANTITY_BOUND = 10**15
"""Thousandths of an item's unit that it may move at most, as posting asks too."""

# -- what all units share -----------------------------------------------------------

units = table(
    "units",
    Column("id", Integer, primary_key=True, autoincrement=False),
    required("code", unique=True),
    required("name"),
    required("level"),
    required("type"),
    Column("parent_id", Integer, ForeignKey("units.id"), nullable=True),
    required("account_mode"),
    required("voucher_kinds"),
    Column("opened_on", Day, nullable=False),
    one_of("level", ("province", "city", "county", "township", "grassroots")),
    one_of(
        "type",
        (
            "local",
            "provincial_organ",
            "provincial_industry",
            "counterpart",
            "grassroots",
        ),
    ),
    one_of("account_mode", ("dedicated_account", "dedicated_subject")),
    one_of("voucher_kinds", ("three", "five", "one")),
    CheckConstraint("id > 0", name="id_positive"),
    CheckConstraint("parent_id IS NULL OR parent_id < id", name="parent_first"),
    real_day("opened_on"),
    clustered=False,
)

charts = table(
    "charts",
    Column("key", Text, primary_key=True),
    required("label"),
    Column("statutory", Flag, nullable=False),
)

accounts = table(
    "accounts",
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("chart", Text, ForeignKey("charts.key"), nullable=False),
    required("code"),
    required("name"),
    required("class"),
    required("side"),
    optional("role"),
    Column("parent_id", Integer, ForeignKey("accounts.id"), nullable=True),
    Column(
        "money",
        Flag,
        nullable=False,
        comment="1 where the role is cash, bank or quota: L7 counts these accounts",
    ),
    Column(
        "spends",
        Flag,
        nullable=False,
        comment="1 where a debit is an outflow that L8 asks a purpose of",
    ),
    UniqueConstraint("chart", "code"),
    Index(None, "parent_id"),
    one_of("class", ("asset", "liability", "net_asset", "income", "expense")),
    one_of("side", ("debit", "credit", "either")),
    CheckConstraint(
        "money = CASE WHEN role IN ('cash', 'bank', 'quota') THEN 1 ELSE 0 END",
        name="money_by_role",
    ),
    CheckConstraint(
        "spends = CASE WHEN class = 'expense' OR role = 'entrusted' THEN 1 ELSE 0 END",
        name="spends_by_class",
    ),
    CheckConstraint("parent_id IS NULL OR parent_id < id", name="parent_first"),
    clustered=False,
)

people = table(
    "people",
    Column("id", Integer, primary_key=True, autoincrement=False),
    required("code", unique=True),
    required("name"),
    required("kind", comment="staff, or system for the program's own acts"),
    one_of("kind", ("staff", "system")),
    clustered=False,
)

logins = table(
    "logins",
    Column("login", Text, primary_key=True),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
)

rights = table(
    "rights",
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    required("right"),
    Column("scope_id", Integer, nullable=False, comment="a unit's id; 0 is everywhere"),
    Column("since", Day, nullable=False),
    Column("revision", Integer, nullable=False, comment="the highest one holds"),
    Column("until", Day, nullable=True, comment="the first day without the right"),
    PrimaryKeyConstraint("person_id", "right", "scope_id", "since", "revision"),
    real_day("since"),
)

# -- what belongs to a unit ---------------------------------------------------------

unit_endings = table(
    "unit_endings",
    unit(),
    Column("closed_on", Day, nullable=False),
    Column("merged_into_id", Integer, ForeignKey("units.id"), nullable=True),
    PrimaryKeyConstraint("unit_id"),
    real_day("closed_on"),
)

unit_charts = table(
    "unit_charts",
    unit(),
    Column("chart", Text, ForeignKey("charts.key"), nullable=False),
    Column("since", Day, nullable=False),
    PrimaryKeyConstraint("unit_id", "chart"),
    UniqueConstraint("unit_id", "since"),
    real_day("since"),
)

tenures = table(
    "tenures",
    unit(),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    required("post"),
    Column("since", Day, nullable=False),
    Column("revision", Integer, nullable=False, comment="the highest one holds"),
    Column("until", Day, nullable=True, comment="the first day out of the post"),
    Column("acting", Flag, nullable=False),
    PrimaryKeyConstraint("unit_id", "person_id", "post", "since", "revision"),
    CheckConstraint("acting IN (0, 1)", name="acting_flag"),
    CheckConstraint("until IS NULL OR since < until", name="since_before_until"),
    real_day("since"),
)

funds = table(
    "funds",
    unit(),
    Column("id", Integer, nullable=False, comment="counted from 1 within the unit"),
    required("code"),
    required("name"),
    required("origin"),
    required("channel"),
    optional("restriction"),
    optional("donor"),
    Column(
        "restricted",
        Flag,
        nullable=False,
        comment="1: an outflow must name a purpose out of fund_purposes",
    ),
    Column("opened_on", Day, nullable=False),
    PrimaryKeyConstraint("unit_id", "id"),
    UniqueConstraint("unit_id", "code"),
    CheckConstraint("restricted IN (0, 1)", name="restricted_flag"),
    CheckConstraint("origin <> 'general' OR restricted = 0", name="general_is_free"),
    real_day("opened_on"),
)

fund_purposes = table(
    "fund_purposes",
    unit(),
    Column("fund_id", Integer, nullable=False),
    required("purpose"),
    PrimaryKeyConstraint("unit_id", "fund_id", "purpose"),
    ForeignKeyConstraint(["unit_id", "fund_id"], ["funds.unit_id", "funds.id"]),
    CheckConstraint("purpose <> ''", name="purpose_named"),
)

records = table(
    "records",
    Column(
        "unit_id", Integer, nullable=False, comment="0 is the chain all units share"
    ),
    Column("position", Whole, nullable=False),
    required("kind"),
    required("key"),
    required("content"),
    required("person"),
    required("recorded_at"),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("unit_id", "position"),
    UniqueConstraint("unit_id", "kind", "key"),
    CheckConstraint("position > 0", name="position_from_one"),
    CheckConstraint("length(hash) = 32", name="hash_whole"),
    CheckConstraint("length(previous) = 32", name="previous_whole"),
)

# -- the books ----------------------------------------------------------------------

_KINDS = ("收", "付", "转", "记", "现收", "现付", "银收", "银付", "期初")

# Units, charts, people, accounts, funds and purposes of a voucher are asked for by the
# seal, once for all of them: eight keys more would double the cost of a voucher.
vouchers = table(
    "vouchers",
    Column("unit_id", Integer, nullable=False),
    Column("position", Whole, nullable=False, comment="place in the unit's chain"),
    Column("period", Integer, nullable=False, comment="YYYYMM; openings YYYY00"),
    required("kind"),
    Column("number", Integer, nullable=False),
    Column("dated_on", Day, nullable=False),
    required("chart"),
    required("summary"),
    Column("attachments", Integer, nullable=False),
    Column("preparer_id", Integer, nullable=False),
    Column("reviewer_id", Integer, nullable=False),
    Column("poster_id", Integer, nullable=False),
    Column("cashier_id", Integer, nullable=True),
    Column("head_id", Integer, nullable=True),
    optional("posted_at", comment="as the source states it, else empty"),
    required("sealed_at", comment="when it was sealed here, UTC"),
    required("ref"),
    Column("corrects", Whole, nullable=True, comment="position of the one corrected"),
    Column("correction", Text, nullable=True),
    required("entered"),
    optional("basis", comment="number of the decision or finding it carries out"),
    Column("content_hash", LargeBinary, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("unit_id", "position"),
    UniqueConstraint("unit_id", "period", "kind", "number"),
    UniqueConstraint("unit_id", "ref"),
    one_of("kind", _KINDS),
    one_of("entered", ("here", "imported", "bank", "adjustment", "year_end")),
    CheckConstraint(
        "entered <> 'adjustment' OR (basis <> '' AND period % 100 = 12)",
        name="adjustment_rests_on_finding",
    ),
    one_of("correction", ("full", "difference", "replacement")),
    CheckConstraint(
        "(corrects IS NULL) = (correction IS NULL)", name="correction_names_voucher"
    ),
    CheckConstraint("corrects < position", name="correction_follows"),
    CheckConstraint("position > 0", name="position_from_one"),
    CheckConstraint("number > 0", name="number_from_one"),
    CheckConstraint("attachments BETWEEN 0 AND 9999", name="attachments_counted"),
    CheckConstraint("summary <> ''", name="summary_given"),
    CheckConstraint("ref <> ''", name="ref_given"),
    CheckConstraint("preparer_id <> reviewer_id", name="l6_preparer_reviewer"),
    CheckConstraint("cashier_id <> preparer_id", name="l6_cashier_preparer"),
    CheckConstraint("cashier_id <> reviewer_id", name="l6_cashier_reviewer"),
    CheckConstraint("length(content_hash) = 32", name="content_hash_whole"),
    CheckConstraint("length(previous) = 32", name="previous_whole"),
    CheckConstraint("length(hash) = 32", name="hash_whole"),
    real_day("dated_on"),
    CheckConstraint(
        text(
            "period = CAST(substr(dated_on, 1, 4) AS INTEGER) * 100 + CASE kind "
            "WHEN '期初' THEN 0 ELSE CAST(substr(dated_on, 6, 2) AS INTEGER) END"
        ),
        name="l5_date_in_period",
    ).ddl_if(dialect="sqlite"),
    CheckConstraint(
        text(
            "period = CAST(EXTRACT(YEAR FROM dated_on) AS INTEGER) * 100 + CASE kind "
            "WHEN '期初' THEN 0 ELSE CAST(EXTRACT(MONTH FROM dated_on) AS INTEGER) END"
        ),
        name="l5_date_in_period",
    ).ddl_if(dialect="postgresql"),
)

postings = table(
    "postings",
    Column("unit_id", Integer, nullable=False),
    Column("position", Whole, nullable=False),
    Column("line", Integer, nullable=False, comment="from 1 within the voucher"),
    Column("account_id", Integer, nullable=False),
    Column("fund_id", Integer, nullable=False),
    Column("debit_fen", Whole, nullable=False),
    Column("credit_fen", Whole, nullable=False),
    Column("purpose", Text, nullable=True),
    optional("party"),
    optional("recipient", comment="file number 档案号, never a name"),
    Column("persons", Integer, nullable=False, server_default="0"),
    optional("item"),
    Column("quantity_milli", Whole, nullable=False, server_default="0"),
    optional("serials"),
    optional("arose_on", comment="day an opening advance arose, for its age"),
    optional("economic"),
    optional("functional"),
    optional("appropriation", comment="L9: key from budgets.control"),
    optional("request", comment="L12: key from treasury.requests"),
    optional("memo"),
    PrimaryKeyConstraint("unit_id", "position", "line"),
    # The posting comes first and the voucher seals it, so the key waits for commit.
    ForeignKeyConstraint(
        ["unit_id", "position"],
        ["vouchers.unit_id", "vouchers.position"],
        deferrable=True,
        initially="DEFERRED",
    ),
    Index(None, "unit_id", "account_id", "position"),
    CheckConstraint("line > 0", name="line_from_one"),
    CheckConstraint("(debit_fen = 0) <> (credit_fen = 0)", name="l2_one_side"),
    CheckConstraint(
        f"debit_fen + credit_fen BETWEEN -{BOUND_FEN} AND {BOUND_FEN}",
        name="l2_bounded",
    ),
    # A red line takes back the persons that its amount was counted for.
    CheckConstraint(
        "persons >= 0 OR debit_fen + credit_fen < 0", name="persons_counted"
    ),
    CheckConstraint(
        f"persons BETWEEN -{PERSONS_BOUND} AND {PERSONS_BOUND}", name="persons_bounded"
    ),
    CheckConstraint(
        f"quantity_milli BETWEEN -{QUANTITY_BOUND} AND {QUANTITY_BOUND}",
        name="quantity_bounded",
    ),
    real_day("arose_on", blank=True),
)

money_positions = table(
    "money_positions",
    Column("unit_id", Integer, nullable=False),
    Column("fund_id", Integer, nullable=False),
    Column("account_id", Integer, nullable=False),
    Column("position", Whole, nullable=False),
    Column("balance_fen", Whole, nullable=False),
    Column(
        "overdrawn_by",
        Whole,
        nullable=True,
        comment="position of the voucher that took the fund below zero",
    ),
    PrimaryKeyConstraint("unit_id", "fund_id", "account_id", "position"),
    ForeignKeyConstraint(
        ["unit_id", "position"],
        ["vouchers.unit_id", "vouchers.position"],
        deferrable=True,
        initially="DEFERRED",
    ),
    CheckConstraint(
        "(balance_fen < 0) = (overdrawn_by IS NOT NULL)", name="l7_overdrawn_named"
    ),
    # The seal looks the rows of one voucher up by position.
    Index(None, "unit_id", "position"),
)

totals = table(
    "totals",
    Column("unit_id", Integer, nullable=False),
    Column("period", Integer, nullable=False),
    Column("account_id", Integer, nullable=False),
    Column("fund_id", Integer, nullable=False),
    Column("purpose", Text, nullable=False, comment="empty where none is named"),
    Column("debit_fen", Whole, nullable=False),
    Column("credit_fen", Whole, nullable=False),
    Column("persons", Whole, nullable=False),
    PrimaryKeyConstraint("unit_id", "period", "account_id", "fund_id", "purpose"),
)

draft_steps = table(
    "draft_steps",
    unit(),
    Column("draft", Integer, nullable=False, comment="counted from 1 in the unit"),
    Column("step", Integer, nullable=False, comment="counted from 1 in the draft"),
    required("state"),
    required("content", comment="the voucher as JSON, as it stood at this step"),
    Column("period", Integer, nullable=False),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False),
    required("taken_at"),
    optional("reason"),
    PrimaryKeyConstraint("unit_id", "draft", "step"),
    CheckConstraint("step > 0", name="step_from_one"),
    one_of(
        "state",
        ("draft", "submitted", "returned", "reviewed", "settled", "posted", "dropped"),
    ),
    # Which drafts are open is asked without their contents.
    Index(None, "unit_id", "draft", "step", "state"),
)

APPENDED = (
    units,
    charts,
    accounts,
    people,
    logins,
    rights,
    unit_endings,
    unit_charts,
    tenures,
    funds,
    fund_purposes,
    records,
    vouchers,
    postings,
    money_positions,
    closes,
    adjusting,
    year_ends,
    money_proofs,
    checkpoints,
    draft_steps,
    *appropriation_tables.APPENDED,
    *request_tables.APPENDED,
    *ground_tables.APPENDED,
)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

KEPT = (totals,)
"""Caches written by the journal and recomputed by the audit."""
