"""What the database asks of vouchers that correct one on which something rests.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted. Each looks at rows of one
unit only: that a transfer was received stands in the other unit's rows, which the verb
reads (`corrections.py`) and the audit after it (V16).

1. Money sent to another unit, or received from it, is not changed by a correction; it
   is not cancelled when it came back, nor when what was received was given back.
2. What a voucher entered in the books twice over (cancelled and entered right) is not
   entered right again: it is cancelled whole.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]

_FULL = "NEW.correction = 'full'"
_MENDED = "(NEW.correction = 'difference' OR NEW.correction = 'replacement')"

_OF = (
    "{s}vouchers t JOIN {s}vouchers v ON v.unit_id = t.unit_id AND v.position ="
    " CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END"
    " WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects"
)
"""`v`: the voucher that is corrected, as it was entered first."""

_AGAIN = "NEW.correction = 'replacement' AND t.correction = 'replacement'"

_MONEY_MOVED = (
    "EXISTS (SELECT 1 FROM {s}postings p JOIN {s}accounts o ON o.id = p.account_id"
    " AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota')"
    " WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position"
    " OR NEW.correction = 'replacement' AND p.position = NEW.corrects)"
    " GROUP BY p.fund_id HAVING SUM(CASE WHEN p.position = NEW.position"
    " THEN p.debit_fen - p.credit_fen ELSE p.credit_fen - p.debit_fen END) <> 0)"
)
"""Whether a fund has more or less money than the voucher corrected left it with."""


def standing(voucher: str) -> str:
    """Whether a voucher was not cancelled, or was entered right and stands so."""
    later = (
        f"{{s}}vouchers c WHERE c.unit_id = {voucher}.unit_id"
        f" AND c.corrects = {voucher}.position AND c.correction"
    )
    return (
        f"(NOT EXISTS (SELECT 1 FROM {later} = 'full')"
        f" OR EXISTS (SELECT 1 FROM {later} = 'replacement'"
        " AND NOT EXISTS (SELECT 1 FROM {s}vouchers x WHERE x.unit_id = c.unit_id"
        " AND x.corrects = c.position AND x.correction = 'full')))"
    )


def _alive(leg: str) -> str:
    """Whether a transfer's leg has a voucher that stands, or a draft under way."""
    booked = f"b.unit_id = {leg}.unit_id AND b.ref = {leg}.ref"
    return (
        f"(EXISTS (SELECT 1 FROM {{s}}vouchers b WHERE {booked} AND {standing('b')})"
        f" OR NOT EXISTS (SELECT 1 FROM {{s}}vouchers b WHERE {booked})"
        " AND NOT EXISTS (SELECT 1 FROM {s}draft_steps d"
        f" WHERE d.unit_id = {leg}.unit_id AND d.draft = {leg}.draft"
        " AND d.state = 'dropped'))"
    )


def _corrects(table: str, how: str, breach: str) -> str:
    """Whether a voucher made for a row `m` of a table is corrected against a rule."""
    made = f"{{s}}{table} m WHERE m.unit_id = v.unit_id AND m.ref = v.ref"
    found = f"EXISTS (SELECT 1 FROM {made} AND {breach})"
    return f"{how} AND EXISTS (SELECT 1 FROM {_OF} AND {found})"


# -- money between units --------------------------------------------------------------

_CAME_BACK = (
    "EXISTS (SELECT 1 FROM {s}transfer_returns r WHERE r.unit_id = m.unit_id"
    f" AND r.number = m.number AND {_alive('r')})"
)
_GIVEN_BACK = (
    "EXISTS (SELECT 1 FROM {s}units u JOIN {s}transfers g ON g.unit_id = m.unit_id"
    " AND g.returns = u.code || '-' || CAST(m.number AS {text})"
    f" WHERE u.id = m.from_id AND {_alive('g')})"
)
_TRANSFERS: Rules = (
    *(
        ("transfer", _corrects(table, _MENDED, f"({_AGAIN} OR {_MONEY_MOVED})"))
        for table in ("transfers", "transfer_answers", "transfer_returns")
    ),
    ("transfer", _corrects("transfers", _FULL, _CAME_BACK)),
    ("transfer", _corrects("transfer_answers", _FULL, _GIVEN_BACK)),
)

ORDERED: Mapping[str, Rules] = {"vouchers": _TRANSFERS}
"""Rules of each table, asked when a row of it is appended."""
