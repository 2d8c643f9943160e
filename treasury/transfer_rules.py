"""What the database asks of money between units, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted. Each looks at rows of one
unit only: what two units say of one transfer is held together by the audit (T31).

1. Numbers and steps have no gap; a later step follows a draft that was given up.
2. The fund has the origin and the restriction that the row tells. The union's own
   money is money of the upper union below it, and its own again when it comes back.
3. The draft was handed in under the reference that the row tells.
4. Only what stands in the books and was not cancelled comes back, and all of it.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]


def _follows(key: str, table: str, *within: str) -> tuple[str, str]:
    same = "".join(f" AND o.{column} = NEW.{column}" for column in within)
    return (
        "order",
        f"NEW.{key} <> 1 + (SELECT COUNT(*) FROM {{s}}{table} o"
        f" WHERE o.unit_id = NEW.unit_id{same} AND o.{key} < NEW.{key})",
    )


def _given_up(table: str, *within: str) -> tuple[str, str]:
    same = "".join(f" AND o.{column} = NEW.{column}" for column in within)
    return (
        "transfer",
        f"NEW.step > 1 AND NOT EXISTS (SELECT 1 FROM {{s}}{table} o, {{s}}draft_steps t"
        f" WHERE o.unit_id = NEW.unit_id{same} AND o.step = NEW.step - 1"
        " AND t.unit_id = NEW.unit_id AND t.draft = o.draft AND t.state = 'dropped')",
    )


def _of_fund(origins: str) -> str:
    return (
        "NOT EXISTS (SELECT 1 FROM {s}funds f WHERE f.unit_id = NEW.unit_id"
        " AND f.id = NEW.fund_id AND f.restriction = NEW.restriction"
        f" AND ({origins}))"
    )


_HANDED_IN = (
    "NOT EXISTS (SELECT 1 FROM {s}desk_drafts d WHERE d.unit_id = NEW.unit_id"
    " AND d.draft = NEW.draft AND d.ref = NEW.ref)"
)

_SENT: Rules = (
    _follows("number", "transfers"),
    (
        "transfer",
        _of_fund(
            "f.origin = NEW.origin"
            " OR f.origin = 'own_union' AND NEW.origin = 'upper_union'"
            " AND NEW.direction = 'down'"
            " OR f.origin = 'upper_union' AND NEW.origin = 'own_union'"
            " AND NEW.direction = 'up'"
        ),
    ),
    ("transfer", _HANDED_IN),
)

_ANSWERED: Rules = (
    _follows("step", "transfer_answers", "from_id", "number"),
    _given_up("transfer_answers", "from_id", "number"),
    ("transfer", "NEW.answer = 'received' AND " + _of_fund("f.origin = NEW.origin")),
    ("transfer", "NEW.answer = 'received' AND " + _HANDED_IN),
)

_CAME_BACK: Rules = (
    _follows("step", "transfer_returns", "number"),
    _given_up("transfer_returns", "number"),
    (
        "transfer",
        "NOT EXISTS (SELECT 1 FROM {s}transfers o, {s}vouchers v"
        " WHERE o.unit_id = NEW.unit_id AND o.number = NEW.number"
        " AND o.amount_fen = NEW.amount_fen"
        " AND v.unit_id = NEW.unit_id AND v.ref = o.ref"
        " AND NOT EXISTS (SELECT 1 FROM {s}vouchers c WHERE c.unit_id = NEW.unit_id"
        " AND c.corrects = v.position AND c.correction = 'full'))",
    ),
    ("transfer", _HANDED_IN),
)

ORDERED: Mapping[str, Rules] = {
    "transfers": _SENT,
    "transfer_answers": _ANSWERED,
    "transfer_returns": _CAME_BACK,
}
"""Rules of each table, asked when a row of it is appended."""
