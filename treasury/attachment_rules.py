"""What the database asks of attachments, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Attachments and their uses are numbered without gap.
2. Before a voucher is posted papers are attached to its reference, and may be taken
   back; after that they come as supplements only, and stay.
3. A paper is attached once to a thing, and taken back once.
4. A paper that another voucher has, or one of the same kind and printed number, is
   attached with the reason why both rest on it (no double booking).

Basis: 会计基础工作规范 第五十一条（四）; 财会〔2020〕6号 第三条（四）.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]


def _follows(table: str) -> tuple[str, str]:
    return (
        "order",
        f"NEW.number <> 1 + (SELECT COUNT(*) FROM {{s}}{table} o"
        " WHERE o.unit_id = NEW.unit_id AND o.number < NEW.number)",
    )


_POSTED = (
    "EXISTS (SELECT 1 FROM {s}vouchers v"
    " WHERE v.unit_id = NEW.unit_id AND v.ref = NEW.key)"
)

_SUM = "SUM(CASE o.act WHEN 'withdraw' THEN -1 ELSE 1 END)"
"""1 while a paper is attached to a thing, 0 when it was taken back."""

_TWICE = (
    "NEW.act <> 'withdraw' AND NEW.subject = 'voucher' AND NEW.shared = '' AND EXISTS ("
    "SELECT 1 FROM {s}attachments n, {s}attachments a, {s}attachment_uses o"
    " WHERE n.unit_id = NEW.unit_id AND n.number = NEW.attachment"
    " AND a.unit_id = NEW.unit_id AND (a.number = n.number OR n.paper_number <> ''"
    " AND a.kind = n.kind AND a.paper_number = n.paper_number)"
    " AND o.unit_id = NEW.unit_id AND o.attachment = a.number"
    " AND o.subject = 'voucher' AND o.key <> NEW.key"
    f" GROUP BY o.attachment, o.key HAVING {_SUM} > 0)"
)

_USED: Rules = (
    _follows("attachment_uses"),
    (
        "posted",
        "NEW.subject = 'voucher' AND NEW.act <> 'supplement' AND " + _POSTED,
    ),
    ("posted", "NEW.act = 'supplement' AND NOT " + _POSTED),
    (
        "attached",
        f"(SELECT {_SUM} FROM {{s}}attachment_uses o WHERE o.unit_id = NEW.unit_id"
        " AND o.attachment = NEW.attachment AND o.subject = NEW.subject"
        " AND o.key = NEW.key AND o.number <= NEW.number)"
        " <> CASE NEW.act WHEN 'withdraw' THEN 0 ELSE 1 END",
    ),
    ("twice", _TWICE),
)

COUNTED = (
    "(SELECT COUNT(DISTINCT CASE a.paper_number WHEN '' THEN CAST(a.number AS {text})"
    " ELSE a.kind || ' ' || a.paper_number END)"
    " FROM {s}attachments a WHERE a.unit_id = NEW.unit_id AND a.number IN ("
    "SELECT o.attachment FROM {s}attachment_uses o WHERE o.unit_id = NEW.unit_id"
    " AND o.subject = 'voucher' AND o.key = NEW.ref AND o.act <> 'supplement'"
    f" GROUP BY o.attachment HAVING {_SUM} > 0))"
)
"""How many papers are attached to the voucher that is NEW: several files of one
printed number are one. Its count must not be less (V-04)."""

ORDERED: Mapping[str, Rules] = {
    "attachments": (_follows("attachments"),),
    "attachment_uses": _USED,
}
"""Rules of each table, asked when a row of it is appended."""
