"""What the database asks of the record of sources and uses, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. What is recorded up to a head is done: nothing is added to it, and the next head
   lies after it.
2. Every running figure continues the one before it.
3. A source pays no more than it has, and of a use no more is paid than it is. What
   takes back a share is always let through: it may take several rows until what was
   corrected is met.
4. What is open agrees with the figures it is made of.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]

_RECORDED = (
    "L3",
    "EXISTS (SELECT 1 FROM {s}lineage_heads h WHERE h.unit_id = NEW.unit_id"
    " AND h.through >= NEW.at)",
)


def _before(column: str, table: str, order: str, *same: str) -> str:
    """The figure of the row before the new one among those that agree in `same`."""
    agree = "".join(f' AND b."{name}" = NEW."{name}"' for name in same)
    return (
        f"COALESCE((SELECT b.{column} FROM {{s}}{table} b"
        f" WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id{agree}"
        f" AND b.{order} < NEW.{order} ORDER BY b.{order} DESC LIMIT 1), 0)"
    )


def _later(table: str, *same: str) -> str:
    agree = "".join(f' AND o."{name}" = NEW."{name}"' for name in same)
    return (
        f"EXISTS (SELECT 1 FROM {{s}}{table} o WHERE o.unit_id = NEW.unit_id"
        f" AND o.fund_id = NEW.fund_id{agree} AND o.at > NEW.at)"
    )


def _amount(side: str, matter: str, place: str) -> str:
    """What a source or a use amounts to at a position."""
    return (
        "COALESCE((SELECT a.amount_fen FROM {s}lineage_amounts a"
        " WHERE a.unit_id = NEW.unit_id AND a.fund_id = NEW.fund_id"
        f" AND a.side = '{side}' AND a.matter = NEW.\"{matter}\""
        f" AND a.at <= NEW.{place} ORDER BY a.at DESC LIMIT 1), 0)"
    )


def _share(figure: str, column: str) -> str:
    """The last running figure of a source or a use."""
    return (
        f"COALESCE((SELECT b.{figure} FROM {{s}}lineage_shares b"
        " WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id"
        f' AND b."{column}" = NEW.matter ORDER BY b.seq DESC LIMIT 1), 0)'
    )


ORDERED: Mapping[str, Rules] = {
    "lineage_heads": (
        (
            "order",
            "NEW.after <> COALESCE((SELECT MAX(h.through) FROM {s}lineage_heads h"
            " WHERE h.unit_id = NEW.unit_id AND h.through <> NEW.through), 0)",
        ),
        (
            "L10",
            "NOT EXISTS (SELECT 1 FROM {s}vouchers v WHERE v.unit_id = NEW.unit_id"
            " AND v.position = NEW.through AND v.hash = NEW.hash)",
        ),
    ),
    "lineage_amounts": (
        _RECORDED,
        ("order", _later("lineage_amounts", "side", "matter")),
        (
            "lineage",
            "NEW.amount_fen <> NEW.change_fen + "
            + _before("amount_fen", "lineage_amounts", "at", "side", "matter"),
        ),
    ),
    "lineage_shares": (
        _RECORDED,
        (
            "order",
            "NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM {s}lineage_shares b"
            " WHERE b.unit_id = NEW.unit_id AND b.fund_id = NEW.fund_id"
            " AND b.seq = NEW.seq - 1 AND b.at <= NEW.at)",
        ),
        (
            "lineage",
            "NEW.used_fen <> NEW.change_fen + "
            + _before("used_fen", "lineage_shares", "seq", "source"),
        ),
        (
            "lineage",
            "NEW.covered_fen <> NEW.change_fen + "
            + _before("covered_fen", "lineage_shares", "seq", "use"),
        ),
        (
            "lineage",
            "NEW.share_fen <> NEW.change_fen + "
            + _before("share_fen", "lineage_shares", "seq", "use", "source"),
        ),
        (
            "lineage",
            "NEW.change_fen > 0 AND NEW.used_fen > "
            + _amount("source", "source", "at"),
        ),
        (
            "lineage",
            "NEW.change_fen > 0 AND NEW.covered_fen > " + _amount("use", "use", "at"),
        ),
    ),
    "lineage_keys": (
        _RECORDED,
        ("order", _later("lineage_keys", "request", "use")),
        (
            "lineage",
            "NEW.open_fen <> NEW.change_fen + "
            + _before("open_fen", "lineage_keys", "at", "request", "use"),
        ),
    ),
    "lineage_open": (
        (
            "L3",
            "EXISTS (SELECT 1 FROM {s}lineage_heads h WHERE h.unit_id = NEW.unit_id"
            " AND h.through >= NEW.through)",
        ),
        (
            "lineage",
            "NEW.side = 'source' AND NEW.left_fen <> "
            + _amount("source", "matter", "through")
            + " - "
            + _share("used_fen", "source"),
        ),
        (
            "lineage",
            "NEW.side = 'use' AND NEW.left_fen <> "
            + _amount("use", "matter", "through")
            + " - "
            + _share("covered_fen", "use"),
        ),
    ),
}
"""Rules of each table, asked when a row of it is appended."""
