"""What the database itself refuses, whoever asks: triggers on both databases.

1. Sealed rows are never changed or removed (L3), nor replaced: on SQLite `INSERT OR
   REPLACE` skips delete triggers, so an insert that meets an existing key is refused.
2. A posting comes before its voucher; none is added to a voucher that stands.
3. The voucher is the seal. When it is inserted its postings are judged: balance in
   total and within each fund (L1), red amounts (L2), accounts and funds of the books,
   purposes (L8), the open period (L5), gapless number and chain (L4, L10), the money
   of each fund (L7), and what it corrects.
4. Months close in order, at the head of the chain (L5).

Each refusal is the word `bangfu:` and the number of the rule, nothing of the row.

On PostgreSQL a posting and a seal take the unit's advisory lock before they look:
without it a posting inserted before another transaction seals its voucher, and a
voucher sealed while another closes its month, both get through. The triggers read
rows of their own unit only and name the schema, so that they run on shards.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Table, UniqueConstraint


UNIT_LOCK = 20051
"""First key of the advisory lock of a unit; the second is the unit's id."""

_BEFORE_SEAL = ("postings", "money_positions")

_JUDGED = """
  SELECT SUM(p.debit_fen - p.credit_fen) AS difference, COUNT(*) AS lines,
         MIN(p.debit_fen + p.credit_fen) AS lowest,
         SUM(CASE WHEN a.id IS NULL OR a.chart <> NEW.chart
                    OR EXISTS (SELECT 1 FROM {s}accounts c WHERE c.parent_id = a.id)
             THEN 1 ELSE 0 END) AS strange_accounts,
         SUM(CASE WHEN f.id IS NULL OR NEW.dated_on < f.opened_on
             THEN 1 ELSE 0 END) AS strange_funds,
         SUM(CASE WHEN p.purpose IS NULL
                  THEN CASE WHEN f.restricted = 1 AND a.spends = 1 AND p.debit_fen <> 0
                            THEN 1 ELSE 0 END
                  WHEN EXISTS (SELECT 1 FROM {s}fund_purposes u
                               WHERE u.unit_id = NEW.unit_id
                                 AND u.fund_id = p.fund_id AND u.purpose = p.purpose)
                  THEN 0 ELSE 1 END) AS strange_purposes,
         SUM(COALESCE(a.money, 0)) AS money_lines
  FROM {s}postings p
  LEFT JOIN {s}accounts a ON a.id = p.account_id
  LEFT JOIN {s}funds f ON f.unit_id = NEW.unit_id AND f.id = p.fund_id
  WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position
  GROUP BY p.fund_id
"""

_MOVED = """
  SELECT p.fund_id, p.account_id, SUM(p.debit_fen - p.credit_fen) AS change
  FROM {s}postings p JOIN {s}accounts a ON a.id = p.account_id
  WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position AND a.money = 1
  GROUP BY p.fund_id, p.account_id
"""

# A position row is right when it continues its predecessor by the voucher's lines;
# a negative one names this very voucher, which must be a correction or the bank's,
# or, where the money only grew, whoever took the fund below before.
_POSITION_WRONG = """
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

_NOT_RED = "COALESCE(NEW.correction, 'replacement') = 'replacement'"

_UNMIRRORED = """
  SELECT 1 FROM {s}postings o
  WHERE o.unit_id = NEW.unit_id AND o.position = NEW.corrects
    AND NOT EXISTS (
      SELECT 1 FROM {s}postings r
      WHERE r.unit_id = NEW.unit_id AND r.position = NEW.position AND r.line = o.line
        AND r.account_id = o.account_id AND r.fund_id = o.fund_id
        AND r.debit_fen = -o.debit_fen AND r.credit_fen = -o.credit_fen
        AND COALESCE(r.purpose, '') = COALESCE(o.purpose, ''))
"""

# (rule, condition that is a breach), asked of every voucher on both databases.
_VOUCHER_RULES = (
    (
        "L4",
        "NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM {s}vouchers v"
        " WHERE v.unit_id = NEW.unit_id AND v.period = NEW.period"
        " AND v.kind = NEW.kind AND v.number = NEW.number - 1)",
    ),
    (
        "L10",
        "CASE WHEN NEW.position = 1 THEN NEW.previous <> {zero} ELSE NOT EXISTS"
        " (SELECT 1 FROM {s}vouchers v WHERE v.unit_id = NEW.unit_id"
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
        "chart",
        "NOT EXISTS (SELECT 1 FROM {s}unit_charts h WHERE h.unit_id = NEW.unit_id"
        " AND h.chart = NEW.chart AND h.since <= NEW.dated_on"
        " AND NOT EXISTS (SELECT 1 FROM {s}unit_charts l"
        " WHERE l.unit_id = NEW.unit_id AND l.since <= NEW.dated_on"
        " AND l.since > h.since))",
    ),
)

_CORRECTION_RULE = (
    "NOT EXISTS (SELECT 1 FROM {s}vouchers v WHERE v.unit_id = NEW.unit_id"
    " AND v.position = NEW.corrects AND COALESCE(v.correction, '') <> 'full'"
    " AND v.kind <> '期初' AND v.period / 100 = NEW.period / 100"
    " AND v.dated_on <= NEW.dated_on)"
    " OR NEW.correction = 'replacement' AND NOT EXISTS (SELECT 1 FROM {s}vouchers r"
    " WHERE r.unit_id = NEW.unit_id AND r.corrects = NEW.corrects"
    " AND r.correction = 'full')"
)
_MIRROR_RULE = (
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


def statements(dialect: str, appended: Sequence[Table]) -> tuple[str, ...]:
    """All guards of one database, as statements in the order to run them.

    `appended` are the tables that only grow, of every package.
    """
    make = _sqlite if dialect == "sqlite" else _postgresql
    return tuple(make(appended))


# -- SQLite -------------------------------------------------------------------------


def _sqlite(appended: Sequence[Table]) -> Iterator[str]:
    for table in appended:
        for act in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table.name}_no_{act.lower()} BEFORE {act} ON"
                f" {table.name} BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END"
            )
        if table.name in _BEFORE_SEAL:
            # What is not sealed yet may be replaced; what is sealed is refused below.
            continue
        yield (
            f"CREATE TRIGGER {table.name}_no_replace BEFORE INSERT ON {table.name}"
            f" WHEN {_key_taken(table)} BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END"
        )
    for name in _BEFORE_SEAL:
        yield (
            f"CREATE TRIGGER {name}_before_seal BEFORE INSERT ON {name} WHEN EXISTS"
            " (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id"
            " AND v.position = NEW.position)"
            " BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END"
        )
    yield _sqlite_seal()
    yield _sqlite_correction()
    yield (
        "CREATE TRIGGER closes_in_order AFTER INSERT ON closes BEGIN\n"
        + "".join(_sqlite_rule(rule, breach) for rule, breach in _CLOSE_RULES)
        + "END"
    )


def _key_taken(table: Table) -> str:
    keys = [tuple(column.name for column in table.primary_key.columns)]
    keys += [
        tuple(column.name for column in part.columns)
        for part in sorted(
            (c for c in table.constraints if isinstance(c, UniqueConstraint)),
            key=lambda part: str(part.name),
        )
    ]
    taken = [
        f"EXISTS (SELECT 1 FROM {table.name} o WHERE "
        + " AND ".join(f'o."{name}" = NEW."{name}"' for name in key)
        + ")"
        for key in keys
    ]
    if table.name == "vouchers":
        taken += [
            f"(NEW.correction = '{how}' AND EXISTS (SELECT 1 FROM vouchers o"
            " WHERE o.unit_id = NEW.unit_id AND o.corrects = NEW.corrects"
            f" AND o.correction = '{how}'))"
            for how in ("full", "replacement")
        ]
    return " OR ".join(taken)


def _sqlite_rule(rule: str, breach: str) -> str:
    filled = breach.format(s="", zero="zeroblob(32)")
    return f"  SELECT RAISE(ABORT, 'bangfu:{rule}') WHERE {filled};\n"


def _sqlite_seal() -> str:
    judged = _JUDGED.format(s="")
    moved = _MOVED.format(s="")
    wrong = _POSITION_WRONG.format(s="")
    return (
        "CREATE TRIGGER vouchers_seal AFTER INSERT ON vouchers BEGIN\n"
        + "".join(_sqlite_rule(rule, breach) for rule, breach in _VOUCHER_RULES)
        + f"""  SELECT CASE
    WHEN COALESCE(SUM(j.lines), 0) < 2 THEN RAISE(ABORT, 'bangfu:L1')
    WHEN MAX(ABS(j.difference)) <> 0 THEN RAISE(ABORT, 'bangfu:L1')
    WHEN MIN(j.lowest) < 0 AND {_NOT_RED} THEN RAISE(ABORT, 'bangfu:L2')
    WHEN SUM(j.strange_accounts) > 0 THEN RAISE(ABORT, 'bangfu:account')
    WHEN SUM(j.strange_funds) > 0 THEN RAISE(ABORT, 'bangfu:fund')
    WHEN SUM(j.strange_purposes) > 0 THEN RAISE(ABORT, 'bangfu:L8')
  END FROM ({judged}) j;
  SELECT RAISE(ABORT, 'bangfu:L7')
  FROM (SELECT COUNT(*) AS pairs, SUM({wrong}) AS wrong FROM ({moved}) t) m
  WHERE m.wrong > 0 OR m.pairs <> (
    SELECT COUNT(*) FROM money_positions p
    WHERE p.unit_id = NEW.unit_id AND p.position = NEW.position);
END"""
    )


def _sqlite_correction() -> str:
    target = _CORRECTION_RULE.format(s="")
    mirror = _MIRROR_RULE.format(s="", unmirrored=_UNMIRRORED.format(s=""))
    return (
        "CREATE TRIGGER vouchers_correct AFTER INSERT ON vouchers"
        " WHEN NEW.corrects IS NOT NULL BEGIN\n"
        f"  SELECT RAISE(ABORT, 'bangfu:correction') WHERE {target};\n"
        f"  SELECT RAISE(ABORT, 'bangfu:correction') WHERE {mirror};\n"
        "END"
    )


# -- PostgreSQL ---------------------------------------------------------------------


def _postgresql(appended: Sequence[Table]) -> Iterator[str]:
    yield _function("bangfu_refuse_change", "RAISE EXCEPTION 'bangfu:L3';")
    yield _function("bangfu_judge_posting", _PG_POSTING)
    yield _function("bangfu_judge_voucher", _pg_voucher(), _PG_VOUCHER_NAMES)
    yield _function("bangfu_judge_close", _pg_close())
    for table in appended:
        yield _pg_trigger(
            f"{table.name}_no_change",
            f"BEFORE UPDATE OR DELETE ON public.{table.name}",
            "bangfu_refuse_change",
        )
    for name in _BEFORE_SEAL:
        yield _pg_trigger(
            f"{name}_before_seal",
            f"BEFORE INSERT ON public.{name}",
            "bangfu_judge_posting",
        )
    yield _pg_trigger(
        "vouchers_seal", "AFTER INSERT ON public.vouchers", "bangfu_judge_voucher"
    )
    yield _pg_trigger(
        "closes_in_order", "AFTER INSERT ON public.closes", "bangfu_judge_close"
    )
    for table in appended:
        yield f"ALTER TABLE public.{table.name} ENABLE ALWAYS TRIGGER {table.name}_no_change"
    for name in _BEFORE_SEAL:
        yield f"ALTER TABLE public.{name} ENABLE ALWAYS TRIGGER {name}_before_seal"
    yield "ALTER TABLE public.vouchers ENABLE ALWAYS TRIGGER vouchers_seal"
    yield "ALTER TABLE public.closes ENABLE ALWAYS TRIGGER closes_in_order"


def _function(name: str, body: str, declared: str = "") -> str:
    declare = f"DECLARE\n{declared}" if declared else ""
    return (
        f"CREATE FUNCTION public.{name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $guard${declare}\nBEGIN\n{body}\nRETURN NEW;\nEND $guard$"
    )


def _pg_trigger(name: str, when: str, function: str) -> str:
    return f"CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION public.{function}()"


# Under a stricter isolation a trigger would hold the lock and still look at the books
# as they were when its transaction began.
_PG_LOCK = f"""IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock({UNIT_LOCK}, NEW.unit_id);"""

_PG_POSTING = f"""{_PG_LOCK}
IF EXISTS (SELECT 1 FROM public.vouchers v
           WHERE v.unit_id = NEW.unit_id AND v.position = NEW.position) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;"""

_PG_VOUCHER_NAMES = """
  lines bigint; gap numeric; lowest bigint; accounts bigint; funds bigint;
  purposes bigint; money bigint;
"""


def _pg_rule(rule: str, breach: str) -> str:
    zero = "'\\x" + "00" * 32 + "'::bytea"
    filled = breach.format(s="public.", zero=zero)
    return f"IF ({filled}) THEN\n  RAISE EXCEPTION 'bangfu:{rule}';\nEND IF;\n"


def _pg_voucher() -> str:
    judged = _JUDGED.format(s="public.")
    moved = _MOVED.format(s="public.")
    wrong = _POSITION_WRONG.format(s="public.")
    target = _CORRECTION_RULE.format(s="public.")
    mirror = _MIRROR_RULE.format(
        s="public.", unmirrored=_UNMIRRORED.format(s="public.")
    )
    return (
        _PG_LOCK
        + "\n"
        + "".join(_pg_rule(rule, breach) for rule, breach in _VOUCHER_RULES)
        + f"""SELECT COALESCE(SUM(j.lines), 0), MAX(ABS(j.difference)), MIN(j.lowest),
  SUM(j.strange_accounts), SUM(j.strange_funds), SUM(j.strange_purposes),
  SUM(j.money_lines)
INTO lines, gap, lowest, accounts, funds, purposes, money
FROM ({judged}) j;
IF lines < 2 OR gap <> 0 THEN RAISE EXCEPTION 'bangfu:L1'; END IF;
IF lowest < 0 AND {_NOT_RED} THEN RAISE EXCEPTION 'bangfu:L2'; END IF;
IF accounts > 0 THEN RAISE EXCEPTION 'bangfu:account'; END IF;
IF funds > 0 THEN RAISE EXCEPTION 'bangfu:fund'; END IF;
IF purposes > 0 THEN RAISE EXCEPTION 'bangfu:L8'; END IF;
IF (SELECT COUNT(*) FILTER (WHERE {wrong}) > 0 OR COUNT(*) <> (
      SELECT COUNT(*) FROM public.money_positions m
      WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position)
    FROM ({moved}) t) THEN
  RAISE EXCEPTION 'bangfu:L7';
END IF;
IF NEW.corrects IS NOT NULL AND ({target} OR {mirror}) THEN
  RAISE EXCEPTION 'bangfu:correction';
END IF;"""
    )


def _pg_close() -> str:
    return (
        _PG_LOCK
        + "\n"
        + "".join(_pg_rule(rule, breach) for rule, breach in _CLOSE_RULES)
    )
