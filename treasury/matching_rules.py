"""What the database asks of matches, as SQL conditions.

`ledger/guards.py` makes triggers of them. Each is a breach where it is true; `{s}`
stands for the schema, `NEW` for the row that is inserted.

1. Runs are counted without a gap, and so are the matches, from the last of the run
   before. Lines come before their run, and only for the next one.
2. A run holds as many lines as it says; rows and postings of each match have equal
   sums.
3. A row is one of the run's bank account, a posting one on its account of the books,
   an opening only by hand; both with the amount that they have there.
4. What was matched before is matched again only after that match was undone.
5. Postings that no row meets are of one voucher, or of one and what corrects it;
   opening lines aside. Rows that no posting meets are matched by a person, with a
   reason, who was cashier of no voucher on the account.
"""

from collections.abc import Mapping

Rules = tuple[tuple[str, str], ...]

# One question for every line: they come in masses.
_LINES: Rules = (
    (
        "L3",
        "NEW.run <> 1 + COALESCE((SELECT MAX(t.run) FROM {s}match_runs t"
        " WHERE t.unit_id = NEW.unit_id), 0)"
        ' OR NEW."match" <= COALESCE((SELECT t.last_match FROM {s}match_runs t'
        " WHERE t.unit_id = NEW.unit_id AND t.run = NEW.run - 1), 0)",
    ),
)

# Since the lines come for the next run alone, all from its first match on are its own.
_ROWS = (
    '{s}matched_rows m WHERE m.unit_id = NEW.unit_id AND m."match" >= NEW.first_match'
)
_POSTINGS = _ROWS.replace("matched_rows", "matched_postings")

_POSTINGS_OF_VOUCHERS = (
    "{s}matched_postings m JOIN {s}vouchers v ON v.unit_id = m.unit_id"
    " AND v.position = m.position WHERE m.unit_id = NEW.unit_id"
    " AND m.\"match\" >= NEW.first_match AND v.kind <> '期初'"
)

_SUMS = (
    'SELECT x."match", SUM(x.fen) AS fen FROM'
    f' (SELECT m."match", m.amount_fen AS fen FROM {_ROWS}'
    f' UNION ALL SELECT m."match", -m.amount_fen AS fen FROM {_POSTINGS}) x'
    ' GROUP BY x."match"'
)


def _again(table: str, lines: str, *key: str) -> tuple[str, str]:
    same = "".join(f' AND o."{name}" = m."{name}"' for name in key)
    return (
        "match",
        f"EXISTS (SELECT 1 FROM {lines} AND m.attempt > 1 AND 0 ="
        f" (SELECT COUNT(*) FROM {{s}}{table} o, {{s}}unmatches u"
        f" WHERE o.unit_id = m.unit_id{same} AND o.attempt = m.attempt - 1"
        ' AND u.unit_id = o.unit_id AND u."match" = o."match"))',
    )


# The vouchers of postings that no row meets, match by match: `lowest` is the first
# of them, `least` and `most` tell whether all correct the same one.
_ALONE = (
    'SELECT m."match" AS alone, MIN(v.position) AS lowest,'
    " MIN(COALESCE(v.corrects, 0)) AS least, MAX(COALESCE(v.corrects, 0)) AS most"
    f" FROM {_POSTINGS_OF_VOUCHERS} AND NOT EXISTS (SELECT 1 FROM {{s}}matched_rows r"
    ' WHERE r.unit_id = m.unit_id AND r."match" = m."match") GROUP BY m."match"'
)
_UNRELATED = (
    f"EXISTS (SELECT 1 FROM ({_ALONE}) y WHERE (y.least = 0 OR y.least <> y.most)"
    f" AND EXISTS (SELECT 1 FROM {_POSTINGS_OF_VOUCHERS}"
    ' AND m."match" = y.alone AND v.position <> y.lowest'
    " AND COALESCE(v.corrects, 0) <> y.lowest))"
)
_ROWS_ALONE = (
    f"EXISTS (SELECT 1 FROM {_ROWS} AND NOT EXISTS (SELECT 1"
    " FROM {s}matched_postings p WHERE p.unit_id = m.unit_id"
    ' AND p."match" = m."match"))'
)
_SETTLED = (
    "EXISTS (SELECT 1 FROM {s}bank_accounts a"
    " JOIN {s}postings p ON p.unit_id = a.unit_id AND p.account_id = a.account_id"
    " JOIN {s}vouchers v ON v.unit_id = p.unit_id AND v.position = p.position"
    " WHERE a.unit_id = NEW.unit_id AND a.number = NEW.account"
    " AND v.cashier_id = NEW.person_id)"
)


# A line is looked up by its key alone, and then compared: offered the account too,
# PostgreSQL reads all rows of the account for each line.
_RUNS: Rules = (
    (
        "order",
        "NEW.run <> 1 + (SELECT COALESCE(MAX(o.run), 0) FROM {s}match_runs o"
        " WHERE o.unit_id = NEW.unit_id AND o.run <> NEW.run)"
        " OR NEW.first_match <> 1 + COALESCE((SELECT o.last_match FROM {s}match_runs o"
        " WHERE o.unit_id = NEW.unit_id AND o.run = NEW.run - 1), 0)",
    ),
    (
        "match",
        f"NEW.lines <> (SELECT COUNT(*) FROM {_ROWS})"
        f" + (SELECT COUNT(*) FROM {_POSTINGS})",
    ),
    (
        "match",
        "NEW.last_match - NEW.first_match + 1 <> (SELECT CASE"
        ' WHEN MAX(ABS(y.fen)) = 0 AND MAX(y."match") = NEW.last_match'
        f" THEN COUNT(*) ELSE -1 END FROM ({_SUMS}) y)",
    ),
    (
        "match",
        f"EXISTS (SELECT 1 FROM {_ROWS} AND COALESCE((SELECT"
        " CASE WHEN b.account = NEW.account AND b.amount_fen = m.amount_fen"
        " THEN 1 END FROM {s}bank_rows b WHERE b.unit_id = m.unit_id"
        ' AND b.statement = m.statement AND b."row" = m."row"), 0) = 0)',
    ),
    (
        "match",
        f"EXISTS (SELECT 1 FROM {_POSTINGS} AND COALESCE((SELECT"
        " CASE WHEN p.account_id = (SELECT a.account_id FROM {s}bank_accounts a"
        " WHERE a.unit_id = NEW.unit_id AND a.number = NEW.account)"
        " AND p.debit_fen - p.credit_fen = m.amount_fen"
        " THEN 1 END FROM {s}postings p WHERE p.unit_id = m.unit_id"
        " AND p.position = m.position AND p.line = m.line), 0) = 0)",
    ),
    (
        "match",
        f"EXISTS (SELECT 1 FROM {_POSTINGS} AND COALESCE((SELECT"
        " CASE WHEN v.kind <> '期初' OR NEW.method = 'person' THEN 1 END"
        " FROM {s}vouchers v"
        " WHERE v.unit_id = m.unit_id AND v.position = m.position), 0) = 0)",
    ),
    ("match", _UNRELATED),
    ("match", f"(NEW.method <> 'person' OR NEW.reason = '') AND {_ROWS_ALONE}"),
    ("cashier", f"{_ROWS_ALONE} AND {_SETTLED}"),
    _again("matched_rows", _ROWS, "statement", "row"),
    _again("matched_postings", _POSTINGS, "position", "line"),
)

_UNMATCHES: Rules = (
    (
        "match",
        'NEW."match" < 1 OR NEW."match" > COALESCE((SELECT t.last_match'
        " FROM {s}match_runs t WHERE t.unit_id = NEW.unit_id"
        " ORDER BY t.run DESC LIMIT 1), 0)",
    ),
)

ORDERED: Mapping[str, Rules] = {
    "matched_rows": _LINES,
    "matched_postings": _LINES,
    "match_runs": _RUNS,
    "unmatches": _UNMATCHES,
}
"""Rules of each table, asked when a row of it is appended."""
