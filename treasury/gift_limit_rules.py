"""What the database asks of a gift's end and of consents that end, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Nothing is asked of a fund, or spent from it, after the end of a tied gift that has
   something left in it. What goes back to a donor spends nothing; a voucher that
   cancels or replaces another mends what stood.
2. Nothing is asked or spent for a purpose that a donor no longer agrees to.
3. An end is only moved on, and only where there is one.
4. A consent is not withdrawn once money was spent under it, nor before it was given.

What is left is as recorded (`lineage_tables.py`); of what is not recorded yet all is.
"""

from collections.abc import Mapping

from treasury.refund_rules import GIVEN_BACK

Rules = tuple[tuple[str, str], ...]

_STANDS = (
    "NOT EXISTS (SELECT 1 FROM {s}consent_withdrawals w"
    " WHERE w.unit_id = c.unit_id AND w.consent = c.number)"
)
_CONSENT_OF = (
    "{s}purpose_consents c WHERE c.unit_id = g.unit_id AND c.gift_year = g.year"
    " AND c.gift_number = g.number AND " + _STANDS
)


def _end(before: str = "") -> str:
    """The last day of a gift `g`, as far as the consents before some number go."""
    told = f" AND c.number < {before}" if before else ""
    return (
        f"COALESCE((SELECT c.until FROM {_CONSENT_OF} AND c.until IS NOT NULL{told}"
        " ORDER BY c.number DESC LIMIT 1), g.until)"
    )


_LEFT = (
    "COALESCE((SELECT a.amount_fen FROM {s}lineage_amounts a"
    " WHERE a.unit_id = g.unit_id AND a.fund_id = g.fund_id AND a.side = 'source'"
    " AND a.matter = v.position ORDER BY a.at DESC LIMIT 1), g.amount_fen)"
    " - COALESCE((SELECT b.used_fen FROM {s}lineage_shares b"
    " WHERE b.unit_id = g.unit_id AND b.fund_id = g.fund_id"
    " AND b.source = v.position ORDER BY b.seq DESC LIMIT 1), 0)"
)
_REF = "'捐赠-' || CAST(g.year AS {text}) || '-' || CAST(g.number AS {text})"


def _ended(fund: str, day: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM {s}funds f"
        " JOIN {s}gifts g ON g.unit_id = f.unit_id AND g.fund_id = f.id"
        " AND g.until IS NOT NULL AND g.form = 'money'"
        f" JOIN {{s}}vouchers v ON v.unit_id = g.unit_id AND v.ref = {_REF}"
        f" WHERE f.unit_id = NEW.unit_id AND f.id = {fund} AND f.restricted = 1"
        f" AND {_end()} < {day} AND {_LEFT} > 0)"
    )


def _unconsented(fund: str, purpose: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM {s}consent_withdrawals x"
        " JOIN {s}purpose_consents y ON y.unit_id = x.unit_id AND y.number = x.consent"
        " JOIN {s}consent_purposes z ON z.unit_id = x.unit_id AND z.consent = x.consent"
        " JOIN {s}gifts g ON g.unit_id = x.unit_id AND g.year = y.gift_year"
        " AND g.number = y.gift_number"
        f" WHERE x.unit_id = NEW.unit_id AND g.fund_id = {fund}"
        f" AND z.purpose = {purpose} AND g.amount_fen > {GIVEN_BACK}"
        " AND NOT EXISTS (SELECT 1 FROM {s}gift_purposes n"
        " WHERE n.unit_id = g.unit_id AND n.gift_year = g.year"
        f" AND n.gift_number = g.number AND n.purpose = {purpose})"
        f" AND NOT EXISTS (SELECT 1 FROM {_CONSENT_OF} AND EXISTS (SELECT 1"
        " FROM {s}consent_purposes q WHERE q.unit_id = c.unit_id"
        f" AND q.consent = c.number AND q.purpose = {purpose})))"
    )


def _spends(breach: str) -> str:
    """What a voucher spends: the lines that L8 asks a purpose of."""
    return (
        "COALESCE(NEW.correction, '') NOT IN ('full', 'replacement')"
        " AND EXISTS (SELECT 1 FROM {s}postings p"
        " JOIN {s}accounts o ON o.id = p.account_id AND o.spends = 1"
        " WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position"
        f" AND p.debit_fen > 0 AND {breach})"
    )


def _asks(breach: str) -> str:
    """What a request asks for."""
    return (
        "NEW.kind <> 'refund' AND EXISTS (SELECT 1 FROM {s}payment_request_lines l"
        " JOIN {s}accounts o ON o.id = l.account_id AND o.spends = 1"
        f" WHERE l.unit_id = NEW.unit_id AND l.key = NEW.key AND {breach})"
    )


_GIFT = (
    "{s}gifts g WHERE g.unit_id = NEW.unit_id AND g.year = NEW.gift_year"
    " AND g.number = NEW.gift_number"
)
_WITHDRAWN = (
    "{s}purpose_consents y JOIN {s}gifts g ON g.unit_id = y.unit_id"
    " AND g.year = y.gift_year AND g.number = y.gift_number"
    " WHERE y.unit_id = NEW.unit_id AND y.number = NEW.consent"
)
_SPENT = (
    "(SELECT COALESCE(SUM(p.debit_fen - p.credit_fen), 0) FROM {s}postings p"
    " JOIN {s}vouchers v ON v.unit_id = p.unit_id AND v.position = p.position"
    " JOIN {s}accounts o ON o.id = p.account_id AND o.spends = 1"
    " WHERE p.unit_id = g.unit_id AND p.fund_id = g.fund_id"
)

ORDERED: Mapping[str, Rules] = {
    "vouchers": (
        ("gift_end", _spends(_ended("p.fund_id", "NEW.dated_on"))),
        ("consent", _spends(_unconsented("p.fund_id", "p.purpose"))),
    ),
    "payment_requests": (
        ("gift_end", _asks(_ended("l.fund_id", "NEW.asked_on"))),
        ("consent", _asks(_unconsented("l.fund_id", "l.purpose"))),
    ),
    "purpose_consents": (
        (
            "gift_end",
            f"NEW.until IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {_GIFT}"
            f" AND g.until IS NOT NULL AND {_end('NEW.number')} < NEW.until)",
        ),
    ),
    "consent_withdrawals": (
        (
            "day",
            f"EXISTS (SELECT 1 FROM {_WITHDRAWN} AND y.given_on > NEW.withdrawn_on)",
        ),
        (
            "consent",
            f"EXISTS (SELECT 1 FROM {_WITHDRAWN} AND EXISTS (SELECT 1"
            " FROM {s}consent_purposes z WHERE z.unit_id = y.unit_id"
            " AND z.consent = y.number AND NOT EXISTS (SELECT 1 FROM {s}gift_purposes n"
            " WHERE n.unit_id = g.unit_id AND n.gift_year = g.year"
            " AND n.gift_number = g.number AND n.purpose = z.purpose)"
            f" AND {_SPENT} AND p.purpose = z.purpose) > 0))",
        ),
        (
            "consent",
            f"EXISTS (SELECT 1 FROM {_WITHDRAWN} AND y.until IS NOT NULL"
            f" AND {_SPENT} AND v.dated_on > {_end('y.number')}) > 0)",
        ),
    ),
}
"""Rules of each table, asked when a row of it is appended."""
