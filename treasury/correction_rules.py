"""What the database asks of vouchers that correct one on which something rests.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted. Each looks at rows of one
unit only: that a transfer was received stands in the other unit's rows, which the verb
reads (`corrections.py`) and the audit after it (V17).

1. Money sent to another unit, or received from it, is not changed by a correction; it
   is not cancelled when it came back, nor when what was received was given back.
2. What was cancelled and entered right is not entered right again, but cancelled whole.
3. What brought goods in is not cancelled, nor is their cost corrected, while something
   taken from it is out or under way; nor earlier than what was out came back in red. An
   issue is not cancelled of which something came back. Nothing goes out before its lot
   came in. So no lot is below nothing on any day.
4. What a gift came by is not cancelled while its bill or letter stands, or when it was
   given back; and its amount is not corrected.
"""

from collections.abc import Mapping

from treasury.donation_rules import BILL_VOID, LETTER_VOID
from treasury.goods_tables import INCOMING
from treasury.refund_rules import COUNTS_FEN

Rules = tuple[tuple[str, str], ...]

_FULL = "COALESCE(NEW.correction, '') = 'full'"
# Of a voucher that corrects nothing the answer is no, never unknown: PostgreSQL would
# otherwise look for what was corrected all the same.
_MENDED = "COALESCE(NEW.correction, '') IN ('difference', 'replacement')"

_OF = (
    "{s}vouchers t JOIN {s}vouchers v ON v.unit_id = t.unit_id AND v.position ="
    " CASE WHEN t.correction = 'replacement' THEN t.corrects ELSE t.position END"
    " WHERE t.unit_id = NEW.unit_id AND t.position = NEW.corrects"
)
"""`v`: the voucher that is corrected, as it was entered first."""

_AGAIN = "COALESCE(NEW.correction, '') = 'replacement' AND t.correction = 'replacement'"

_MONEY_MOVED = (
    "EXISTS (SELECT 1 FROM {s}postings p JOIN {s}accounts o ON o.id = p.account_id"
    " AND (o.role = 'cash' OR o.role = 'bank' OR o.role = 'quota')"
    " WHERE p.unit_id = NEW.unit_id AND (p.position = NEW.position"
    " OR COALESCE(NEW.correction, '') = 'replacement' AND p.position = NEW.corrects)"
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

# -- goods --------------------------------------------------------------------------


def _dropped(move: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {{s}}draft_steps d WHERE d.unit_id = {move}.unit_id"
        f" AND d.draft = {move}.draft AND d.state = 'dropped')"
    )


def _red(move: str, more: str = "") -> str:
    return (
        "EXISTS (SELECT 1 FROM {s}vouchers w JOIN {s}vouchers c"
        " ON c.unit_id = w.unit_id AND c.corrects = w.position"
        f" AND c.correction = 'full' WHERE w.unit_id = {move}.unit_id"
        f" AND w.ref = {move}.ref{more})"
    )


def _out(breach: str) -> str:
    """Whether a movement `o` that took from the lot `m` is so."""
    return (
        f"NOT {_dropped('m')} AND EXISTS (SELECT 1 FROM {{s}}goods_takings k"
        " JOIN {s}goods_moves o ON o.unit_id = k.unit_id AND o.move = k.move"
        " WHERE k.unit_id = m.unit_id AND k.lot = m.move"
        f" AND NOT {_dropped('o')} AND {breach})"
    )


_COMES_IN = "(" + " OR ".join(f"m.kind = '{kind}'" for kind in INCOMING) + ")"
_TOUCHES_STOCK = (
    f"({_FULL} OR COALESCE(NEW.correction, '') = 'difference' AND EXISTS (SELECT 1"
    " FROM {s}postings p JOIN {s}accounts a ON a.id = p.account_id"
    " AND a.role = 'stock' WHERE p.unit_id = NEW.unit_id"
    " AND p.position = NEW.position))"
)
_BACK = (
    "EXISTS (SELECT 1 FROM {s}goods_moves b WHERE b.unit_id = m.unit_id"
    f" AND b.source = m.move AND NOT {_dropped('b')} AND NOT {_red('b')})"
)
_EARLY = (
    "NEW.corrects IS NULL AND EXISTS (SELECT 1 FROM {s}goods_moves m"
    " JOIN {s}goods_takings k ON k.unit_id = m.unit_id AND k.move = m.move"
    " JOIN {s}goods_moves l ON l.unit_id = k.unit_id AND l.move = k.lot"
    " JOIN {s}vouchers w ON w.unit_id = l.unit_id AND w.ref = l.ref"
    " WHERE m.unit_id = NEW.unit_id AND m.ref = NEW.ref"
    f" AND w.dated_on > NEW.dated_on AND NOT {_dropped('m')})"
)
_LATER = _red("o", " AND c.dated_on > NEW.dated_on")
_GOODS: Rules = (
    (
        "stock",
        _corrects(
            "goods_moves",
            _TOUCHES_STOCK,
            f"{_COMES_IN} AND {_out('NOT ' + _red('o'))}",
        ),
    ),
    (
        "stock",
        _corrects("goods_moves", _FULL, f"{_COMES_IN} AND {_out(_LATER)}"),
    ),
    ("stock", _corrects("goods_moves", _FULL, f"NOT {_dropped('m')} AND {_BACK}")),
    ("stock", _EARLY),
)

# -- gifts --------------------------------------------------------------------------


def _of_gift(how: str, breach: str) -> str:
    """Whether the voucher by which a gift `m` came is corrected against a rule."""
    ref = "'捐赠-' || CAST(m.year AS {text}) || '-' || CAST(m.number AS {text})"
    gift = (
        "{s}gifts m WHERE m.unit_id = v.unit_id AND m.form = 'money'"
        f" AND v.ref = {ref}"
    )
    found = f"EXISTS (SELECT 1 FROM {gift} AND {breach})"
    return f"{how} AND EXISTS (SELECT 1 FROM {_OF} AND {found})"


def _on_gift(row: str, more: str) -> str:
    table, alias = row.split()
    return (
        f"EXISTS (SELECT 1 FROM {{s}}{table} {alias}"
        f" WHERE {alias}.unit_id = m.unit_id AND {alias}.gift_year = m.year"
        f" AND {alias}.gift_number = m.number AND {more})"
    )


_COUNTED = f"r.kind = 'refund' AND {COUNTS_FEN} > 0"
"""A refund of money that was not given up."""

_GIFTS: Rules = (
    ("bill", _of_gift(_FULL, _on_gift("bills b", f"NOT {BILL_VOID}"))),
    ("letter", _of_gift(_FULL, _on_gift("confirmations l", f"NOT {LETTER_VOID}"))),
    ("refund", _of_gift(_FULL, _on_gift("gift_refunds r", _COUNTED))),
    ("gift", _of_gift("COALESCE(NEW.correction, '') = 'difference'", "m.number > 0")),
    (
        "gift",
        _of_gift(
            "COALESCE(NEW.correction, '') = 'replacement'",
            f"({_AGAIN} OR {_MONEY_MOVED})",
        ),
    ),
)

ORDERED: Mapping[str, Rules] = {"vouchers": (*_TRANSFERS, *_GOODS, *_GIFTS)}
"""Rules of each table, asked when a row of it is appended."""
