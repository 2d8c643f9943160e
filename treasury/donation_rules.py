"""What the database asks of donations, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Donors, pledges, gifts, confirmations, stocks, campaigns and consents are numbered
   without a gap; gifts and confirmations in the year of their day.
2. A gift that the donor tied to purposes goes to a fund that is spent on nothing else;
   a gift of money goes to a fund of donations (L8).
3. A purpose that a donor did not name comes to a fund only under the written consent
   of every donor whose tied gift lies in it; an anonymous donor cannot give one (L8).
4. What is given back, of money that came, is no more than the gift, and no bill for it
   is still out; a gift that never came is cancelled whole.
5. Bills lie in a range that is held, ranges do not meet; within one they are used in
   order, each issued once or void, and a gift has one that stands, of what is left.
6. A confirmation speaks of a gift that stands in the books, and of each there is one
   that stands; none is void before it was issued.
7. A campaign agrees with its lines, and every gift of it with its own.
8. Nothing is added to what is sealed.
9. How a donor agrees to be named is dated in order; what was never agreed to is not
   withdrawn.
"""

from collections.abc import Mapping

from treasury.refund_rules import GIVEN_BACK

Rules = tuple[tuple[str, str], ...]

_GIFT = "{s}gifts g WHERE g.unit_id = NEW.unit_id"
_THIS_GIFT = _GIFT + " AND g.year = NEW.gift_year AND g.number = NEW.gift_number"

_BOOKED = (
    "EXISTS (SELECT 1 FROM {s}vouchers v WHERE v.unit_id = NEW.unit_id AND v.ref ="
    " '捐赠-' || CAST(NEW.gift_year AS {text}) || '-'"
    " || CAST(NEW.gift_number AS {text})"
    " AND (NOT EXISTS (SELECT 1 FROM {s}vouchers c WHERE c.unit_id = v.unit_id"
    " AND c.corrects = v.position AND c.correction = 'full')"
    " OR EXISTS (SELECT 1 FROM {s}vouchers c WHERE c.unit_id = v.unit_id"
    " AND c.corrects = v.position AND c.correction = 'replacement'"
    " AND NOT EXISTS (SELECT 1 FROM {s}vouchers x WHERE x.unit_id = c.unit_id"
    " AND x.corrects = c.position AND x.correction = 'full'))))"
)
"""Whether the voucher of the gift stands in the books, and was not cancelled."""

BILL_VOID = (
    "EXISTS (SELECT 1 FROM {s}bill_voids w WHERE w.unit_id = b.unit_id"
    " AND w.code = b.code AND w.number = b.number)"
)
LETTER_VOID = (
    "EXISTS (SELECT 1 FROM {s}confirmation_voids w WHERE w.unit_id = l.unit_id"
    " AND w.year = l.year AND w.number = l.number)"
)
"""Whether a bill `b`, or a letter `l`, was withdrawn."""


def _follows(table: str, *within: str) -> tuple[str, str]:
    """A number is one more than those before it."""
    same = "".join(f" AND o.{column} = NEW.{column}" for column in within)
    return (
        "order",
        f"NEW.number <> 1 + (SELECT COUNT(*) FROM {{s}}{table} o"
        f" WHERE o.unit_id = NEW.unit_id{same} AND o.number < NEW.number)",
    )


def _in_year(column: str) -> tuple[str, str]:
    # A session that writes dates in another style is refused, never let pass.
    return (
        "year",
        f"CAST(NEW.{column} AS {{text}}) NOT LIKE CAST(NEW.year AS {{text}}) || '-%'",
    )


def _sealed(table: str, *keys: tuple[str, str]) -> tuple[str, str]:
    same = "".join(f" AND o.{theirs} = NEW.{ours}" for theirs, ours in keys)
    return (
        "L3",
        f"EXISTS (SELECT 1 FROM {{s}}{table} o WHERE o.unit_id = NEW.unit_id{same})",
    )


_FOREIGN = (
    "EXISTS (SELECT 1 FROM {s}fund_purposes p WHERE p.unit_id = NEW.unit_id"
    " AND p.fund_id = NEW.fund_id AND NOT EXISTS (SELECT 1 FROM {s}gift_purposes q"
    " WHERE q.unit_id = p.unit_id AND q.gift_year = NEW.year"
    " AND q.gift_number = NEW.number AND q.purpose = p.purpose))"
)
"""Whether the fund of a gift is spent on what its donor did not name."""

_GIFT_RULES: Rules = (
    _follows("gifts", "year"),
    _in_year("received_on"),
    (
        "fund",
        "NEW.fund_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {s}funds f"
        " WHERE f.unit_id = NEW.unit_id AND f.id = NEW.fund_id"
        " AND f.origin = 'donation')",
    ),
    (
        "L8",
        "NEW.restricted <> CASE WHEN EXISTS (SELECT 1 FROM {s}gift_purposes q"
        " WHERE q.unit_id = NEW.unit_id AND q.gift_year = NEW.year"
        " AND q.gift_number = NEW.number) THEN 1 ELSE 0 END",
    ),
    (
        "L8",
        "NEW.restricted = 1 AND NEW.fund_id IS NOT NULL AND (NOT EXISTS (SELECT 1"
        " FROM {s}funds f WHERE f.unit_id = NEW.unit_id AND f.id = NEW.fund_id"
        f" AND f.restricted = 1) OR {_FOREIGN})",
    ),
    (
        "pledge",
        "NEW.pledge IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {s}pledges p"
        " WHERE p.unit_id = NEW.unit_id AND p.number = NEW.pledge"
        " AND p.donor = NEW.donor)",
    ),
    _sealed("campaigns", ("number", "campaign")),
)

_UNCONSENTED = (
    f"EXISTS (SELECT 1 FROM {_GIFT} AND g.fund_id = NEW.fund_id AND g.restricted = 1"
    f" AND g.amount_fen > {GIVEN_BACK}"
    " AND NOT EXISTS (SELECT 1 FROM {s}gift_purposes q WHERE q.unit_id = g.unit_id"
    " AND q.gift_year = g.year AND q.gift_number = g.number"
    " AND q.purpose = NEW.purpose)"
    " AND NOT EXISTS (SELECT 1 FROM {s}consent_purposes q, {s}purpose_consents c"
    " WHERE c.unit_id = g.unit_id AND c.gift_year = g.year"
    " AND c.gift_number = g.number AND q.unit_id = c.unit_id"
    " AND q.consent = c.number AND q.purpose = NEW.purpose"
    " AND NOT EXISTS (SELECT 1 FROM {s}consent_withdrawals w"
    " WHERE w.unit_id = c.unit_id AND w.consent = c.number)))"
)

_REFUND_RULES: Rules = (
    _follows("gift_refunds", "gift_year", "gift_number"),
    (
        "refund",
        f"EXISTS (SELECT 1 FROM {_THIS_GIFT} AND (g.amount_fen < {GIVEN_BACK}"
        " OR NEW.kind = 'cancel' AND g.amount_fen <> NEW.amount_fen"
        " OR g.form = 'money' AND (NEW.kind = 'refund') <> "
        f"({_BOOKED})))",
    ),
    (
        "bill",
        "EXISTS (SELECT 1 FROM {s}bills b WHERE b.unit_id = NEW.unit_id"
        " AND b.gift_year = NEW.gift_year AND b.gift_number = NEW.gift_number"
        f" AND NOT {BILL_VOID})",
    ),
)

_STOCK_RULES: Rules = (
    _follows("bill_stocks"),
    (
        "bill",
        "EXISTS (SELECT 1 FROM {s}bill_stocks o WHERE o.unit_id = NEW.unit_id"
        " AND o.code = NEW.code AND o.number <> NEW.number"
        " AND o.first <= NEW.last AND NEW.first <= o.last)",
    ),
)

_HELD = (
    "{s}bill_stocks k WHERE k.unit_id = NEW.unit_id AND k.code = NEW.code"
    " AND NEW.number BETWEEN k.first AND k.last"
)


def _at(table: str, number: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {{s}}{table} o WHERE o.unit_id = NEW.unit_id"
        f" AND o.code = NEW.code AND o.number = {number})"
    )


_NEXT_BLANK = (
    f"EXISTS (SELECT 1 FROM {_HELD} AND (k.first = NEW.number"
    f" OR {_at('bills', 'NEW.number - 1')} OR {_at('bill_voids', 'NEW.number - 1')}))"
)
"""Whether all numbers of the range before this one are used: the one before is."""

_BILL_RULES: Rules = (
    ("bill", f"NOT {_NEXT_BLANK} OR {_at('bill_voids', 'NEW.number')}"),
    (
        "bill",
        "EXISTS (SELECT 1 FROM {s}bills b WHERE b.unit_id = NEW.unit_id"
        " AND b.gift_year = NEW.gift_year AND b.gift_number = NEW.gift_number"
        " AND (b.code <> NEW.code OR b.number <> NEW.number)"
        f" AND NOT {BILL_VOID})",
    ),
    (
        "bill",
        f"EXISTS (SELECT 1 FROM {_THIS_GIFT}"
        f" AND g.amount_fen - {GIVEN_BACK} <> NEW.amount_fen)",
    ),
)

_VOID_RULES: Rules = (
    ("bill", f"NOT {_at('bills', 'NEW.number')} AND NOT {_NEXT_BLANK}"),
)

_CONFIRMATION_RULES: Rules = (
    _follows("confirmations", "year"),
    _in_year("issued_on"),
    (
        "gift",
        f"EXISTS (SELECT 1 FROM {_THIS_GIFT} AND"
        f" (g.amount_fen - {GIVEN_BACK} <> NEW.amount_fen"
        f" OR g.form = 'money' AND NOT {_BOOKED}))",
    ),
    (
        "letter",
        "EXISTS (SELECT 1 FROM {s}confirmations l WHERE l.unit_id = NEW.unit_id"
        " AND l.gift_year = NEW.gift_year AND l.gift_number = NEW.gift_number"
        " AND NOT (l.year = NEW.year AND l.number = NEW.number)"
        f" AND NOT {LETTER_VOID})",
    ),
)

_LETTER_VOID_RULES: Rules = (
    (
        "day",
        "EXISTS (SELECT 1 FROM {s}confirmations l WHERE l.unit_id = NEW.unit_id"
        " AND l.year = NEW.year AND l.number = NEW.number"
        " AND l.issued_on > NEW.voided_on)",
    ),
)

_LINES = "{s}campaign_lines l WHERE l.unit_id = NEW.unit_id AND l.campaign = NEW.number"

_CAMPAIGN_RULES: Rules = (
    _follows("campaigns"),
    (
        "campaign",
        f"NEW.lines <> (SELECT COUNT(*) FROM {_LINES}) OR"
        f" NEW.total_fen <> (SELECT COALESCE(SUM(l.amount_fen), 0) FROM {_LINES})",
    ),
    (
        "campaign",
        f"NEW.gifts <> (SELECT COUNT(*) FROM {_GIFT} AND g.campaign = NEW.number)",
    ),
    (
        "campaign",
        f"EXISTS (SELECT 1 FROM {_LINES} AND NOT EXISTS (SELECT 1 FROM {_GIFT}"
        " AND g.campaign = NEW.number AND g.year = l.gift_year"
        " AND g.number = l.gift_number))",
    ),
    (
        "campaign",
        f"EXISTS (SELECT 1 FROM {_GIFT} AND g.campaign = NEW.number"
        " AND g.amount_fen <> (SELECT COALESCE(SUM(l.amount_fen), 0)"
        f" FROM {_LINES} AND l.gift_year = g.year AND l.gift_number = g.number))",
    ),
)

_CONSENT_RULES: Rules = (
    _follows("purpose_consents"),
    (
        "consent",
        "NEW.until IS NULL AND NOT EXISTS (SELECT 1 FROM {s}consent_purposes q"
        " WHERE q.unit_id = NEW.unit_id AND q.consent = NEW.number)",
    ),
    (
        "consent",
        f"NOT EXISTS (SELECT 1 FROM {_THIS_GIFT} AND g.restricted = 1 AND EXISTS"
        " (SELECT 1 FROM {s}donors d WHERE d.unit_id = g.unit_id"
        " AND d.number = g.donor AND d.kind <> 'anonymous'))",
    ),
)

_TERMS_BEFORE = (
    "{s}donor_terms o WHERE o.unit_id = NEW.unit_id AND o.donor = NEW.donor"
    " AND o.revision = NEW.revision - 1"
)

ORDERED: Mapping[str, Rules] = {
    "donors": (_follows("donors"),),
    "donor_terms": (
        (
            "order",
            "NEW.revision <> 1 + (SELECT COUNT(*) FROM {s}donor_terms o"
            " WHERE o.unit_id = NEW.unit_id AND o.donor = NEW.donor"
            " AND o.revision < NEW.revision)",
        ),
        ("since", f"EXISTS (SELECT 1 FROM {_TERMS_BEFORE} AND o.since > NEW.since)"),
        (
            "consent",
            f"NEW.reason <> '' AND NOT EXISTS (SELECT 1 FROM {_TERMS_BEFORE}"
            " AND o.publish <> 'none')",
        ),
    ),
    "pledges": (_follows("pledges"),),
    "gift_purposes": (
        _sealed("gifts", ("year", "gift_year"), ("number", "gift_number")),
    ),
    "gifts": _GIFT_RULES,
    "fund_purposes": (("consent", _UNCONSENTED),),
    "gift_refunds": _REFUND_RULES,
    "bill_stocks": _STOCK_RULES,
    "bills": _BILL_RULES,
    "bill_voids": _VOID_RULES,
    "confirmations": _CONFIRMATION_RULES,
    "confirmation_voids": _LETTER_VOID_RULES,
    "campaign_lines": (_sealed("campaigns", ("number", "campaign")),),
    "campaigns": _CAMPAIGN_RULES,
    "consent_purposes": (_sealed("purpose_consents", ("number", "consent")),),
    "purpose_consents": _CONSENT_RULES,
}
"""Rules of each table, asked when a row of it is appended."""
