"""The schema of gifts: donors, pledges, bills, confirmations, campaigns.

The rules on top of `tables.py` hold here too.

1. Organisations and collectives stand by name; the name of a person, and how a donor
   is reached, is encrypted, and a blind index finds a name again; an anonymous donor
   has neither.
2. What a gift may be spent on comes before the gift, which seals it; so do the gifts
   and the lines of a campaign, and the purposes of a consent.
3. The file of a campaign is known by its digest; where it made a campaign before, by
   the digest of the digest, and so on.
4. A bill (票据) is known by the code of its kind and its number.
"""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

from ledger.columns import (
    Day,
    Flag,
    Whole,
    one_of,
    optional,
    real_day,
    required,
    table,
    unit,
)
from ledger.money import BOUND_FEN

NUMBER_BOUND = 999_999_999_999
"""The highest number that a bill may have: twelve digits."""

STOCK_MOST = 100_000
"""Bills that are taken into stock at once, at most."""


def _fen() -> tuple[SchemaItem, ...]:
    return (
        Column("amount_fen", Whole, nullable=False),
        CheckConstraint(f"amount_fen BETWEEN 1 AND {BOUND_FEN}", name="amount_given"),
    )


def _counted(name: str, comment: str) -> tuple[SchemaItem, ...]:
    return (
        Column(name, Integer, nullable=False, comment=comment),
        CheckConstraint(f"{name} > 0", name=f"{name}_from_one"),
    )


def _day(name: str, comment: str = "") -> tuple[SchemaItem, ...]:
    return Column(name, Day, nullable=False, comment=comment or None), real_day(name)


def _flag(name: str, comment: str) -> tuple[SchemaItem, ...]:
    return (
        Column(name, Flag, nullable=False, comment=comment),
        CheckConstraint(f"{name} = 0 OR {name} = 1", name=f"{name}_flag"),
    )


def _given(name: str, comment: str = "") -> tuple[SchemaItem, ...]:
    return (
        required(name, comment=comment or None),
        CheckConstraint(f"{name} <> ''", name=f"{name}_written"),
    )


def _whole(name: str, *, blank: bool = False) -> CheckConstraint:
    test = f"length({name}) = 32"
    told = f"{name} IS NULL OR {test}" if blank else test
    return CheckConstraint(told, name=f"{name}_whole")


def _of_gift(**deferred: Any) -> tuple[SchemaItem, ...]:
    return (
        Column("gift_year", Integer, nullable=False),
        Column("gift_number", Integer, nullable=False),
        ForeignKeyConstraint(
            ["unit_id", "gift_year", "gift_number"],
            ["gifts.unit_id", "gifts.year", "gifts.number"],
            **deferred,
        ),
    )


def _of_donor() -> tuple[SchemaItem, ...]:
    return (
        Column("donor", Integer, nullable=False),
        ForeignKeyConstraint(["unit_id", "donor"], ["donors.unit_id", "donors.number"]),
    )


_LATER: dict[str, Any] = {"deferrable": True, "initially": "DEFERRED"}
"""What comes before the row that seals it waits for commit with its key."""

# -- donors and what they promise ---------------------------------------------------

donors = table(
    "donors",
    unit(),
    *_counted("number", "counted from 1 in the unit"),
    required("kind"),
    required("name", comment="of an organisation or a collective; else empty"),
    Column("uscc", Text, nullable=True, comment="统一社会信用代码"),
    Column("locked", LargeBinary, nullable=True, comment="the name of a person"),
    Column("blind", LargeBinary, nullable=True, comment="of a person's name and phone"),
    Column("blind_name", LargeBinary, nullable=True, comment="of the name alone"),
    *_day("registered_on"),
    PrimaryKeyConstraint("unit_id", "number"),
    UniqueConstraint("unit_id", "uscc"),
    UniqueConstraint("unit_id", "blind"),
    one_of("kind", ("organisation", "collective", "person", "anonymous")),
    CheckConstraint(
        "(name <> '') = (kind = 'organisation' OR kind = 'collective')",
        name="name_of_no_person",
    ),
    CheckConstraint(
        "(kind = 'person') = (locked IS NOT NULL) AND"
        " (kind = 'person') = (blind IS NOT NULL) AND"
        " (kind = 'person') = (blind_name IS NOT NULL)",
        name="person_encrypted",
    ),
    CheckConstraint("uscc IS NULL OR kind = 'organisation'", name="uscc_of_one"),
    CheckConstraint("uscc IS NULL OR length(uscc) = 18", name="uscc_whole"),
    _whole("blind", blank=True),
    _whole("blind_name", blank=True),
    Index(None, "unit_id", "blind_name"),
)

donor_terms = table(
    "donor_terms",
    unit(),
    *_of_donor(),
    *_counted("revision", "the highest one holds"),
    *_day("since"),
    required("publish", comment="how the donor agrees to be named in public"),
    Column("locked", LargeBinary, nullable=True, comment="how the donor is reached"),
    optional("paper", comment="where the donor says so"),
    optional("reason", comment="why what was agreed is withdrawn; else empty"),
    PrimaryKeyConstraint("unit_id", "donor", "revision"),
    one_of("publish", ("full", "surname", "none")),
    CheckConstraint("reason = '' OR publish = 'none'", name="withdrawn_to_none"),
    CheckConstraint(
        "revision = 1 OR paper <> '' OR reason <> ''", name="agreed_in_writing"
    ),
)

pledges = table(
    "pledges",
    unit(),
    *_counted("number", "counted from 1 in the unit"),
    *_of_donor(),
    *_fen(),
    *_day("promised_on"),
    *_day("due_on"),
    *_given("paper", "the agreement, or where it was said"),
    PrimaryKeyConstraint("unit_id", "number"),
    CheckConstraint("promised_on <= due_on", name="promised_before_due"),
)

# -- gifts --------------------------------------------------------------------------

gift_purposes = table(
    "gift_purposes",
    unit(),
    *_of_gift(**_LATER),
    *_given("purpose"),
    PrimaryKeyConstraint("unit_id", "gift_year", "gift_number", "purpose"),
)

gifts = table(
    "gifts",
    unit(),
    Column("year", Integer, nullable=False),
    *_counted("number", "counted from 1 in the year"),
    *_of_donor(),
    required("form", comment="money, or goods that only stand here as a memo"),
    Column("fund_id", Integer, nullable=True),
    required("account", comment="where the money came in; empty for goods"),
    *_fen(),
    *_day("received_on"),
    *_flag("restricted", "1: the donor said what it may be spent on"),
    Column("until", Day, nullable=True, comment="the last day of the restriction"),
    Column("pledge", Integer, nullable=True),
    Column("campaign", Integer, nullable=True),
    optional("paper", comment="the agreement"),
    optional("memo"),
    PrimaryKeyConstraint("unit_id", "year", "number"),
    ForeignKeyConstraint(["unit_id", "fund_id"], ["funds.unit_id", "funds.id"]),
    ForeignKeyConstraint(["unit_id", "pledge"], ["pledges.unit_id", "pledges.number"]),
    ForeignKeyConstraint(
        ["unit_id", "campaign"], ["campaigns.unit_id", "campaigns.number"], **_LATER
    ),
    Index(None, "unit_id", "fund_id"),
    Index(None, "unit_id", "donor"),
    one_of("form", ("money", "goods")),
    CheckConstraint("(form = 'money') = (account <> '')", name="money_has_account"),
    CheckConstraint("form = 'goods' OR fund_id IS NOT NULL", name="money_has_fund"),
    CheckConstraint("until IS NULL OR restricted = 1", name="until_of_restricted"),
    CheckConstraint("until IS NULL OR received_on <= until", name="until_later"),
    real_day("until", blank=True),
)

gift_refunds = table(
    "gift_refunds",
    unit(),
    *_of_gift(),
    *_counted("number", "counted from 1 for the gift"),
    required("kind", comment="refund; cancel: the money never came"),
    *_fen(),
    *_day("decided_on"),
    *_given("reason"),
    *_given("paper", "what the donor asked or agreed to in writing"),
    PrimaryKeyConstraint("unit_id", "gift_year", "gift_number", "number"),
    one_of("kind", ("refund", "cancel")),
)

# -- bills and confirmations --------------------------------------------------------

bill_stocks = table(
    "bill_stocks",
    unit(),
    *_counted("number", "counted from 1 in the unit"),
    *_given("code", "票据代码"),
    Column("first", Whole, nullable=False),
    Column("last", Whole, nullable=False),
    Column("digits", Integer, nullable=False, comment="how many a number is told in"),
    *_day("acquired_on"),
    *_given("paper", "how they were acquired: 票据领购证"),
    PrimaryKeyConstraint("unit_id", "number"),
    CheckConstraint("first > 0", name="first_from_one"),
    CheckConstraint("first <= last", name="first_before_last"),
    CheckConstraint(f"last <= {NUMBER_BOUND}", name="last_bounded"),
    CheckConstraint(f"last - first < {STOCK_MOST}", name="stock_bounded"),
    CheckConstraint("digits BETWEEN 1 AND 12", name="digits_bounded"),
)

bills = table(
    "bills",
    unit(),
    *_given("code"),
    Column("number", Whole, nullable=False),
    *_of_gift(),
    *_fen(),
    *_day("issued_on"),
    PrimaryKeyConstraint("unit_id", "code", "number"),
    Index(None, "unit_id", "gift_year", "gift_number"),
)

bill_voids = table(
    "bill_voids",
    unit(),
    *_given("code"),
    Column("number", Whole, nullable=False),
    *_day("voided_on"),
    *_given("reason"),
    *_flag("returned", "1: every copy is at hand (各联收回)"),
    optional("paper", comment="what was declared of a copy that is lost"),
    PrimaryKeyConstraint("unit_id", "code", "number"),
    CheckConstraint("returned = 1 OR paper <> ''", name="lost_declared"),
)

confirmations = table(
    "confirmations",
    unit(),
    Column("year", Integer, nullable=False),
    *_counted("number", "counted from 1 in the year"),
    *_of_gift(),
    *_fen(),
    *_day("issued_on"),
    PrimaryKeyConstraint("unit_id", "year", "number"),
    Index(None, "unit_id", "gift_year", "gift_number"),
)

confirmation_voids = table(
    "confirmation_voids",
    unit(),
    Column("year", Integer, nullable=False),
    *_counted("number", "of the letter, which stays used"),
    *_day("voided_on"),
    *_given("reason"),
    PrimaryKeyConstraint("unit_id", "year", "number"),
    ForeignKeyConstraint(
        ["unit_id", "year", "number"],
        ["confirmations.unit_id", "confirmations.year", "confirmations.number"],
    ),
)

# -- campaigns ----------------------------------------------------------------------

campaign_lines = table(
    "campaign_lines",
    unit(),
    Column("campaign", Integer, nullable=False),
    *_counted("row", "in the file; the header is 1"),
    *_of_gift(),
    required("department"),
    required("name", comment="of an organisation; empty for a person"),
    Column("locked", LargeBinary, nullable=True, comment="the name of a person"),
    *_fen(),
    PrimaryKeyConstraint("unit_id", "campaign", "row"),
    ForeignKeyConstraint(
        ["unit_id", "campaign"], ["campaigns.unit_id", "campaigns.number"], **_LATER
    ),
    CheckConstraint("name = '' OR locked IS NULL", name="name_of_no_person"),
)

campaigns = table(
    "campaigns",
    unit(),
    *_counted("number", "counted from 1 in the unit"),
    *_given("title"),
    *_day("received_on"),
    Column("file_hash", LargeBinary, nullable=False, comment="SHA-256 of the file"),
    *_counted("lines", "told with the file, and found in it"),
    Column("total_fen", Whole, nullable=False, comment="told with the file"),
    *_counted("gifts", "that it became"),
    Column("lines_hash", LargeBinary, nullable=False, comment="of its lines"),
    PrimaryKeyConstraint("unit_id", "number"),
    UniqueConstraint("unit_id", "file_hash"),
    _whole("file_hash"),
    _whole("lines_hash"),
)

# -- a donor's consent to another purpose, or to a later day ------------------------

consent_purposes = table(
    "consent_purposes",
    unit(),
    Column("consent", Integer, nullable=False),
    *_given("purpose"),
    PrimaryKeyConstraint("unit_id", "consent", "purpose"),
    ForeignKeyConstraint(
        ["unit_id", "consent"],
        ["purpose_consents.unit_id", "purpose_consents.number"],
        **_LATER,
    ),
)

purpose_consents = table(
    "purpose_consents",
    unit(),
    *_counted("number", "counted from 1 in the unit"),
    *_of_gift(),
    *_day("given_on"),
    *_given("paper", "the donor's letter"),
    optional("digest", comment="SHA-256 of the paper, in hexadecimal"),
    *_given("was", "what it could be spent on before"),
    *_given("reason"),
    Column("until", Day, nullable=True, comment="the last day it may be spent now"),
    PrimaryKeyConstraint("unit_id", "number"),
    CheckConstraint("digest = '' OR length(digest) = 64", name="digest_whole"),
    real_day("until", blank=True),
)

consent_withdrawals = table(
    "consent_withdrawals",
    unit(),
    Column("consent", Integer, nullable=False),
    *_day("withdrawn_on"),
    *_given("reason"),
    optional("paper", comment="where the donor says so"),
    PrimaryKeyConstraint("unit_id", "consent"),
    ForeignKeyConstraint(
        ["unit_id", "consent"], ["purpose_consents.unit_id", "purpose_consents.number"]
    ),
)

APPENDED: tuple[Table, ...] = (
    donors,
    donor_terms,
    pledges,
    gift_purposes,
    gifts,
    gift_refunds,
    bill_stocks,
    bills,
    bill_voids,
    confirmations,
    confirmation_voids,
    campaign_lines,
    campaigns,
    consent_purposes,
    purpose_consents,
    consent_withdrawals,
)
"""Tables that only grow: no row of them is ever changed or removed (L3)."""

RECORDED = tuple(found.name for found in APPENDED if found is not campaign_lines)
"""Those of them whose every row stands in the unit's chain of records; the lines of a
campaign are covered by its digest."""
