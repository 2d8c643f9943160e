"""The rules that the database asks of what is sealed and closed, as SQL conditions.

`guards.py` makes triggers of them. Each is a breach where it is true; `{s}` stands for
the schema, `NEW` for the row that is inserted. Those of appropriations are in
`appropriation_rules.py`, those of payment requests in `request_rules.py`.
"""

from ledger import ground_rules, request_rules
from ledger.appropriation_rules import (
    MOVE_RULES,
    RESERVATION_RULES,
    RESERVED_RULE,
)

# The postings of the voucher, summed once by fund and account ...
SUMMED = """
  SELECT p.fund_id, p.account_id, SUM(p.debit_fen - p.credit_fen) AS change,
         COUNT(*) AS lines, MIN(p.debit_fen + p.credit_fen) AS lowest,
         MAX(CASE WHEN a.id IS NULL OR a.chart <> NEW.chart
                    OR EXISTS (SELECT 1 FROM {s}accounts c WHERE c.parent_id = a.id)
             THEN 1 ELSE 0 END) AS strange_account,
         MAX(CASE WHEN f.id IS NULL OR NEW.dated_on < f.opened_on
             THEN 1 ELSE 0 END) AS strange_fund,
         MAX(CASE WHEN p.purpose IS NULL
                  THEN CASE WHEN f.restricted = 1 AND a.spends = 1
                              AND NEW.kind <> '期初'
                              AND (p.debit_fen <> 0 OR p.credit_fen < 0
                                AND COALESCE(NEW.correction, '') <> 'full')
                            THEN 1 ELSE 0 END
                  WHEN EXISTS (SELECT 1 FROM {s}fund_purposes u
                               WHERE u.unit_id = NEW.unit_id
                                 AND u.fund_id = p.fund_id AND u.purpose = p.purpose)
                  THEN 0 ELSE 1 END) AS strange_purpose,
         MAX(COALESCE(a.money, 0)) AS money
  FROM {s}postings p
  LEFT JOIN {s}accounts a ON a.id = p.account_id
  LEFT JOIN {s}funds f ON f.unit_id = NEW.unit_id AND f.id = p.fund_id
  WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position
  GROUP BY p.fund_id, p.account_id
"""

# ... and those sums judged by fund.
JUDGED = """
  SELECT SUM(t.change) AS difference, SUM(t.lines) AS lines, MIN(t.lowest) AS lowest,
         MAX(t.strange_account) AS strange_account,
         MAX(t.strange_fund) AS strange_fund,
         MAX(t.strange_purpose) AS strange_purpose, SUM(t.money) AS pairs,
         MAX(CASE WHEN t.money = 1 AND {wrong} THEN 1 ELSE 0 END) AS wrong
  FROM ({summed}) t GROUP BY t.fund_id
"""

# A position row is right when it continues its predecessor by the voucher's lines;
# a negative one names this very voucher, which must be a correction or the bank's,
# or, where the money only grew, whoever took the fund below before.
POSITION_WRONG = """
  NOT EXISTS (
    SELECT 1 FROM {s}money_positions m
    WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position
      AND m.fund_id = t.fund_id AND m.account_id = t.account_id
      AND m.balance_fen = t.change + COALESCE(
        (SELECT b.balance_fen FROM {s}money_positions b
         WHERE b.unit_id = NEW.unit_id AND b.fund_id = t.fund_id
           AND b.account_id = t.account_id AND b.position < NEW.position
         ORDER BY b.position DESC LIMIT 1), 0)
      AND (m.balance_fen >= 0
        OR (m.overdrawn_by = NEW.position AND t.change < 0
            AND (NEW.correction IN ('full', 'difference') OR NEW.entered = 'bank'))
        OR (t.change >= 0 AND m.overdrawn_by =
          (SELECT b.overdrawn_by FROM {s}money_positions b
           WHERE b.unit_id = NEW.unit_id AND b.fund_id = t.fund_id
             AND b.account_id = t.account_id AND b.position < NEW.position
           ORDER BY b.position DESC LIMIT 1))))
"""

NOT_RED = "COALESCE(NEW.correction, 'replacement') = 'replacement'"

UNMIRRORED = """
  SELECT 1 FROM {s}postings o
  WHERE o.unit_id = NEW.unit_id AND o.position = NEW.corrects
    AND NOT EXISTS (
      SELECT 1 FROM {s}postings r
      WHERE r.unit_id = NEW.unit_id AND r.position = NEW.position AND r.line = o.line
        AND r.account_id = o.account_id AND r.fund_id = o.fund_id
        AND r.debit_fen = -o.debit_fen AND r.credit_fen = -o.credit_fen
        AND COALESCE(r.purpose, '') = COALESCE(o.purpose, '')
        AND r.persons = -o.persons AND r.quantity_milli = -o.quantity_milli)
"""

_PERSON_RULE = (
    "NOT EXISTS (SELECT 1 FROM {s}people p WHERE p.id = NEW.preparer_id)"
    " OR NOT EXISTS (SELECT 1 FROM {s}people p WHERE p.id = NEW.reviewer_id)"
    " OR NOT EXISTS (SELECT 1 FROM {s}people p WHERE p.id = NEW.poster_id)"
    " OR NEW.cashier_id IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM {s}people p WHERE p.id = NEW.cashier_id)"
    " OR NEW.head_id IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM {s}people p WHERE p.id = NEW.head_id)"
)

# (rule, condition that is a breach), asked of every voucher on both databases.
VOUCHER_RULES = (
    (
        "L4",
        # Counted, for an EXISTS would be planned as a hash of all vouchers.
        "NEW.number > 1 AND 0 = (SELECT COUNT(*) FROM {s}vouchers v"
        " WHERE v.unit_id = NEW.unit_id AND v.period = NEW.period AND v.kind = NEW.kind"
        " AND v.number = NEW.number - 1 AND v.position < NEW.position)",
    ),
    (
        "L10",
        "CASE WHEN NEW.position = 1 THEN NEW.previous <> {zero} ELSE 0 ="
        " (SELECT COUNT(*) FROM {s}vouchers v WHERE v.unit_id = NEW.unit_id"
        " AND v.position = NEW.position - 1 AND v.hash = NEW.previous) END",
    ),
    (
        "L5",
        "EXISTS (SELECT 1 FROM {s}closes c"
        " WHERE c.unit_id = NEW.unit_id AND c.period >= NEW.period)",
    ),
    (
        "L5",
        "NOT EXISTS (SELECT 1 FROM {s}units u"
        " WHERE u.id = NEW.unit_id AND u.opened_on <= NEW.dated_on)",
    ),
    (
        "L5",
        "EXISTS (SELECT 1 FROM {s}unit_endings e"
        " WHERE e.unit_id = NEW.unit_id AND e.closed_on <= NEW.dated_on)",
    ),
    (
        # What an adjusting December takes, and that nothing else calls itself so.
        "L5",
        "(NEW.period % 100 = 12 OR NEW.entered = 'adjustment') AND"
        " CASE NEW.entered WHEN 'year_end' THEN 0 WHEN 'adjustment' THEN 1 ELSE -1 END"
        " IN (SELECT CASE COUNT(*) WHEN 0 THEN 1 ELSE -1 END FROM {s}adjusting a"
        " WHERE a.unit_id = NEW.unit_id AND a.period = NEW.period)",
    ),
    (
        # Who ordered a year to be closed prepared its vouchers; nobody else makes any.
        "year_end",
        "NEW.entered = 'year_end' AND NOT EXISTS (SELECT 1 FROM {s}year_ends y"
        " WHERE y.unit_id = NEW.unit_id AND y.ordered_by_id = NEW.preparer_id"
        " AND NEW.period IN (y.year * 100 + 12, y.year * 100 + 100,"
        " y.year * 100 + 101))",
    ),
    (
        # The chart in force on the day; of an opening, also the one before it.
        "chart",
        "NOT EXISTS (SELECT 1 FROM {s}unit_charts h WHERE h.unit_id = NEW.unit_id"
        " AND h.chart = NEW.chart AND h.since <= NEW.dated_on"
        " AND NOT EXISTS (SELECT 1 FROM {s}unit_charts l"
        " WHERE l.unit_id = NEW.unit_id AND l.since > h.since"
        " AND (l.since < NEW.dated_on"
        " OR l.since = NEW.dated_on AND NEW.kind <> '期初')))",
    ),
    (
        # A new chart is opened from the old one before anything else enters it.
        "transfer",
        "NEW.kind <> '期初' AND EXISTS (SELECT 1 FROM {s}unit_charts h"
        " WHERE h.unit_id = NEW.unit_id AND h.chart <> NEW.chart"
        " AND h.since < NEW.dated_on"
        " AND EXISTS (SELECT 1 FROM {s}vouchers o WHERE o.unit_id = NEW.unit_id"
        " AND o.chart = h.chart AND o.position < NEW.position)"
        " AND NOT EXISTS (SELECT 1 FROM {s}unit_charts c, {s}vouchers o"
        " WHERE c.unit_id = NEW.unit_id AND c.chart = NEW.chart"
        " AND o.unit_id = NEW.unit_id AND o.period = {year_of_since} * 100"
        " AND o.kind = '期初' AND o.chart = NEW.chart"
        " AND o.position < NEW.position))",
    ),
    ("person", _PERSON_RULE),
    (
        # Openings are the first voucher of the books. After that closing a year alone
        # makes them: once in each new chart, and once to empty the one that ends.
        "opening",
        "NEW.kind = '期初' AND EXISTS (SELECT 1 FROM {s}vouchers v"
        " WHERE v.unit_id = NEW.unit_id AND v.position < NEW.position"
        " AND (NEW.entered <> 'year_end' OR v.chart = NEW.chart"
        " AND (v.period = NEW.period OR NOT EXISTS"
        " (SELECT 1 FROM {s}unit_charts l WHERE l.unit_id = NEW.unit_id"
        " AND l.since = NEW.dated_on AND l.chart <> NEW.chart))))",
    ),
)

CORRECTION_RULE = (
    "NOT EXISTS (SELECT 1 FROM {s}vouchers v WHERE v.unit_id = NEW.unit_id"
    " AND v.position = NEW.corrects AND COALESCE(v.correction, '') <> 'full'"
    " AND v.kind <> '期初' AND v.period / 100 = NEW.period / 100"
    " AND v.dated_on <= NEW.dated_on)"
    " OR NEW.correction = 'difference' AND EXISTS (SELECT 1 FROM {s}vouchers r"
    " WHERE r.unit_id = NEW.unit_id AND r.corrects = NEW.corrects"
    " AND r.correction = 'full')"
    " OR NEW.correction = 'replacement' AND NOT EXISTS (SELECT 1 FROM {s}vouchers r"
    " WHERE r.unit_id = NEW.unit_id AND r.corrects = NEW.corrects"
    " AND r.correction = 'full')"
)
MIRROR_RULE = (
    "NEW.correction = 'full' AND (EXISTS ({unmirrored}) OR"
    " (SELECT COUNT(*) FROM {s}postings o WHERE o.unit_id = NEW.unit_id"
    " AND o.position = NEW.corrects) <>"
    " (SELECT COUNT(*) FROM {s}postings r WHERE r.unit_id = NEW.unit_id"
    " AND r.position = NEW.position))"
)

_CLOSE_RULES = (
    (
        "L5",
        "EXISTS (SELECT 1 FROM {s}closes c WHERE c.unit_id = NEW.unit_id"
        " AND c.period <> NEW.period"
        " GROUP BY c.unit_id HAVING MAX(c.period) +"
        " CASE WHEN MAX(c.period) % 100 = 12 THEN 89 ELSE 1 END <> NEW.period)",
    ),
    (
        "L5",
        "NOT EXISTS (SELECT 1 FROM {s}closes c WHERE c.unit_id = NEW.unit_id"
        " AND c.period <> NEW.period) AND EXISTS (SELECT 1 FROM {s}vouchers v"
        " WHERE v.unit_id = NEW.unit_id AND v.period < NEW.period"
        " AND v.period <> NEW.period / 100 * 100)",
    ),
    (
        "L10",
        "NEW.position <> COALESCE((SELECT MAX(v.position) FROM {s}vouchers v"
        " WHERE v.unit_id = NEW.unit_id), 0)",
    ),
    (
        "L10",
        "NEW.hash <> COALESCE((SELECT v.hash FROM {s}vouchers v"
        " WHERE v.unit_id = NEW.unit_id AND v.position = NEW.position), {zero})",
    ),
)

_PASSED = "'prior_year', 'earmark', 'year_result', 'carryover_in', 'budget_return'"

_YEAR_CLOSE_RULE = (
    # December closes with the year: nothing is left of what a year passes through.
    "year_end",
    "NEW.period % 100 = 12 AND EXISTS (SELECT 1 FROM {s}totals t"
    " JOIN {s}accounts a ON a.id = t.account_id"
    " WHERE t.unit_id = NEW.unit_id AND t.period <= NEW.period"
    " AND (a.class IN ('income', 'expense')"
    f" OR a.role IN ({_PASSED}))"
    " GROUP BY t.account_id, t.fund_id"
    " HAVING SUM(t.debit_fen - t.credit_fen) <> 0)",
)

_ADJUSTING_RULE = (
    "L5",
    "EXISTS (SELECT 1 FROM {s}closes c"
    " WHERE c.unit_id = NEW.unit_id AND c.period >= NEW.period)",
)

ORDERED = {
    "closes": (*_CLOSE_RULES, _YEAR_CLOSE_RULE, RESERVED_RULE),
    "adjusting": (_ADJUSTING_RULE,),
    "reservations": RESERVATION_RULES,
    "appropriation_moves": MOVE_RULES,
    **request_rules.ORDERED,
    **ground_rules.ORDERED,
}
"""Rules of rows that change what may be posted, asked when one is appended."""
