"""What the database asks of standards that units keep, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Revisions of a day are counted without a gap, none recorded before the one it
   follows; a revision says something else.
2. What a body chose cites an adopted resolution of its own unit.
3. It holds from the day of that meeting on; a later resolution may end it, from its own
   day on.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]


def _before(table: str, *keys: str) -> str:
    same = "".join(f" AND p.{key} = NEW.{key}" for key in (*keys, "since"))
    return (
        f"SELECT 1 FROM {{s}}{table} p WHERE p.unit_id = NEW.unit_id{same}"
        " AND p.revision = NEW.revision - 1"
    )


def _same(*columns: str) -> str:
    """That columns, which may be null, say the same as those of the row before."""
    return "".join(
        f" AND (p.{name} = NEW.{name} OR (p.{name} IS NULL AND NEW.{name} IS NULL))"
        for name in columns
    )


def _ordered(before: str, *said: str) -> Rules:
    return (
        ("order", f"NEW.revision > 1 AND NOT EXISTS ({before})"),
        (
            "standard",
            f"EXISTS ({before} AND (p.recorded_at > NEW.recorded_at"
            f" OR (1 = 1{_same(*said)})))",
        ),
    )


def _resolved(before: str, *said: str) -> Rules:
    held = (
        "SELECT 1 FROM {s}resolutions r JOIN {s}meetings m ON m.unit_id = r.unit_id"
        " AND m.number = r.meeting WHERE r.unit_id = NEW.unit_id"
        " AND r.key = NEW.resolution"
    )
    ends = f"NEW.until >= m.held_on AND EXISTS ({before}{_same(*said)})"
    return (
        ("resolution", f"NOT EXISTS ({held} AND r.adopted = 1)"),
        ("day", f"NOT EXISTS ({held} AND (m.held_on <= NEW.since OR ({ends})))"),
    )


_FIGURES = _before("aid_local_figures", "place")
_ADOPTIONS = _before("aid_adoptions", "set_key")
_DECISIONS = _before("aid_decisions", "standard")
_VALUE = ("word", "amount_fen", "number")

ORDERED: Mapping[str, Rules] = {
    "aid_local_figures": _ordered(
        _FIGURES,
        *("minimum_living_fen", "average_supplement_fen", "urban_recipients"),
        *("decided_by", "paper"),
    ),
    "aid_adoptions": (
        *_ordered(_ADOPTIONS, "until", "resolution"),
        *_resolved(_ADOPTIONS),
    ),
    "aid_decisions": (
        *_ordered(_DECISIONS, "until", "resolution", *_VALUE),
        *_resolved(_DECISIONS, *_VALUE),
    ),
}
"""Rules of each table, asked when a row of it is appended."""
