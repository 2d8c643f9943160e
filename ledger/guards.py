"""What the database itself refuses, whoever asks: triggers on both databases.

1. Sealed rows are never changed or removed (L3), nor replaced: on SQLite `INSERT OR
   REPLACE` skips delete triggers, so an insert that meets an existing key is refused.
2. A posting comes before its voucher; none is added to a voucher that stands.
3. The voucher is the seal. When it is inserted its postings are judged: balance in
   total and within each fund (L1), red amounts (L2), accounts and funds of the books,
   purposes (L8), the open period (L5), gapless number and chain (L4, L10), the money
   of each fund (L7), and what it corrects.
   It carries the moves of the appropriations that it spends (L9), and of the payment
   requests under which money leaves (L12). No payment is imported as history of a day
   on which the unit was live (L12).
4. Rows that change what may be posted, reserved or decided are judged as they are
   appended: `guard_rules.py`, and the rules of other packages.

Each refusal is the word `bangfu:` and the number of the rule, nothing of the row.

On PostgreSQL a posting and a seal take the unit's advisory lock before they look:
without it a posting inserted before another transaction seals its voucher, and a
voucher sealed while another closes its month, both get through. The triggers read
rows of their own unit only and name the schema, so that they run on shards.
"""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Table, UniqueConstraint

from ledger.appropriation_rules import APPROPRIATION_RULE, CONTROLLED
from ledger.ground_rules import ONLY as ONLY_OF_AID
from ledger.guard_rules import (
    CORRECTION_RULE,
    JUDGED,
    MIRROR_RULE,
    NOT_RED,
    POSITION_WRONG,
    SUMMED,
    UNMIRRORED,
    VOUCHER_RULES,
)
from ledger.request_rules import HISTORY_RULE, IMPORTED_LIVE, ONLY

UNIT_LOCK = 20051
"""First key of the advisory lock of a unit; the second is the unit's id."""

_BEFORE_SEAL = ("postings", "money_positions")

# A voucher is cancelled once and replaced once. They stand here because a table that
# names PostgreSQL's own options would load its whole dialect for every command.
_ONCE = tuple(
    f"CREATE UNIQUE INDEX uq_vouchers_{name}_once ON vouchers (unit_id, corrects)"
    f" WHERE correction = '{how}'"
    for name, how in (("cancelled", "full"), ("replaced", "replacement"))
)


Ordered = Mapping[str, Sequence[tuple[str, str]]]
"""Rules by the table whose appended rows they judge. What follows a stroke in a name
makes a trigger of its own, beside the one that the table has: `vouchers/aid`."""

_ONLY = {**ONLY, **ONLY_OF_AID}


def statements(
    dialect: str, appended: Sequence[Table], ordered: Ordered
) -> tuple[str, ...]:
    """All guards of one database, as statements in the order to run them.

    `appended` are the tables that only grow, of every package; `ordered` the rules of
    their rows.
    """
    make = _sqlite if dialect == "sqlite" else _postgresql
    return (*_ONCE, *make(appended, ordered))


# -- SQLite -------------------------------------------------------------------------


def _sqlite(appended: Sequence[Table], ordered: Ordered) -> Iterator[str]:
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
            f"CREATE TRIGGER {name}_before_seal BEFORE INSERT ON {name}"
            " WHEN NEW.position < 1 OR EXISTS"
            " (SELECT 1 FROM vouchers v WHERE v.unit_id = NEW.unit_id"
            " AND v.position = NEW.position)"
            " BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END"
        )
    yield _sqlite_seal()
    yield _sqlite_correction()
    yield (
        "CREATE TRIGGER vouchers_appropriate AFTER INSERT ON vouchers"
        f" WHEN {CONTROLLED.format(s='')} BEGIN\n"
        + _sqlite_rule("L9", APPROPRIATION_RULE)
        + "END"
    )
    yield (
        "CREATE TRIGGER vouchers_history AFTER INSERT ON vouchers"
        f" WHEN {IMPORTED_LIVE.format(s='')} BEGIN\n"
        + _sqlite_rule("L12", HISTORY_RULE)
        + "END"
    )
    for name, rules in ordered.items():
        yield (
            f"CREATE TRIGGER {_named(name)}_in_order AFTER INSERT ON {_table(name)}"
            f"{_only(name)} BEGIN\n"
            + "".join(_sqlite_rule(rule, breach) for rule, breach in rules)
            + "END"
        )


def _only(name: str) -> str:
    """Which rows of a table that is written in masses are judged at all."""
    return f" WHEN ({_ONLY[name]})" if name in _ONLY else ""


def _table(name: str) -> str:
    """The table that rules are asked of."""
    return name.partition("/")[0]


def _named(name: str) -> str:
    """Rules as their trigger and function call them."""
    return name.replace("/", "_")


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


_SQLITE = {
    "s": "",
    "zero": "zeroblob(32)",
    "text": "TEXT",
    "backslash": "char(92)",
    "year_of_since": "CAST(substr(c.since, 1, 4) AS INTEGER)",
    "year_of_held": "CAST(substr(d.held_on, 1, 4) AS INTEGER)",
    "quarter_of_acted": "(CAST(substr(NEW.acted_on, 6, 2) AS INTEGER) + 2) / 3",
}


def _sqlite_rule(rule: str, breach: str) -> str:
    filled = breach.format(**_SQLITE)
    return f"  SELECT RAISE(ABORT, 'bangfu:{rule}') WHERE {filled};\n"


def _judged(schema: str) -> str:
    wrong = POSITION_WRONG.format(s=schema)
    return JUDGED.format(wrong=wrong, summed=SUMMED.format(s=schema))


def _sqlite_seal() -> str:
    rules = "".join(
        f"    WHEN {breach.format(**_SQLITE)}\n"
        f"      THEN RAISE(ABORT, 'bangfu:{rule}')\n"
        for rule, breach in VOUCHER_RULES
    )
    return f"""CREATE TRIGGER vouchers_seal AFTER INSERT ON vouchers BEGIN
  SELECT CASE
{rules}  END;
  SELECT CASE
    WHEN COALESCE(SUM(j.lines), 0) < 2 THEN RAISE(ABORT, 'bangfu:L1')
    WHEN MAX(ABS(j.difference)) <> 0 THEN RAISE(ABORT, 'bangfu:L1')
    WHEN MIN(j.lowest) < 0 AND {NOT_RED} THEN RAISE(ABORT, 'bangfu:L2')
    WHEN MAX(j.strange_account) > 0 THEN RAISE(ABORT, 'bangfu:account')
    WHEN MAX(j.strange_fund) > 0 THEN RAISE(ABORT, 'bangfu:fund')
    WHEN MAX(j.strange_purpose) > 0 THEN RAISE(ABORT, 'bangfu:L8')
    WHEN MAX(j.wrong) > 0 OR SUM(j.pairs) <> (
      SELECT COUNT(*) FROM money_positions m
      WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position)
      THEN RAISE(ABORT, 'bangfu:L7')
  END FROM ({_judged("")}) j;
END"""


def _sqlite_correction() -> str:
    target = CORRECTION_RULE.format(s="")
    mirror = MIRROR_RULE.format(s="", unmirrored=UNMIRRORED.format(s=""))
    return (
        "CREATE TRIGGER vouchers_correct AFTER INSERT ON vouchers"
        " WHEN NEW.corrects IS NOT NULL BEGIN\n"
        f"  SELECT RAISE(ABORT, 'bangfu:correction') WHERE {target};\n"
        f"  SELECT RAISE(ABORT, 'bangfu:correction') WHERE {mirror};\n"
        "END"
    )


# -- PostgreSQL ---------------------------------------------------------------------


def _postgresql(appended: Sequence[Table], ordered: Ordered) -> Iterator[str]:
    yield _function("bangfu_refuse_change", "RAISE EXCEPTION 'bangfu:L3';")
    yield _function("bangfu_judge_posting", _PG_POSTING)
    yield _function("bangfu_judge_voucher", _pg_voucher(), _PG_VOUCHER_NAMES)
    for name, rules in ordered.items():
        yield _function(f"bangfu_judge_{_named(name)}", _pg_ordered(rules))
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
    for name in ordered:
        yield _pg_trigger(
            f"{_named(name)}_in_order",
            f"AFTER INSERT ON public.{_table(name)}",
            f"bangfu_judge_{_named(name)}",
            _only(name),
        )
    for table in appended:
        name = table.name
        yield f"ALTER TABLE public.{name} ENABLE ALWAYS TRIGGER {name}_no_change"
    for name in _BEFORE_SEAL:
        yield f"ALTER TABLE public.{name} ENABLE ALWAYS TRIGGER {name}_before_seal"
    yield "ALTER TABLE public.vouchers ENABLE ALWAYS TRIGGER vouchers_seal"
    for name in ordered:
        trigger = f"ENABLE ALWAYS TRIGGER {_named(name)}_in_order"
        yield f"ALTER TABLE public.{_table(name)} {trigger}"


def _function(name: str, body: str, declared: str = "") -> str:
    declare = f"DECLARE\n{declared}" if declared else ""
    return (
        f"CREATE FUNCTION public.{name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $guard${declare}\nBEGIN\n{body}\nRETURN NEW;\nEND $guard$"
    )


def _pg_trigger(name: str, when: str, function: str, only: str = "") -> str:
    run = f"FOR EACH ROW{only} EXECUTE FUNCTION public.{function}()"
    return f"CREATE TRIGGER {name} {when} {run}"


# Under a stricter isolation a trigger would hold the lock and still look at the books
# as they were when its transaction began.
_PG_LOCK = f"""
IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
  RAISE EXCEPTION 'bangfu:isolation';
END IF;
PERFORM pg_catalog.pg_advisory_xact_lock({UNIT_LOCK}, NEW.unit_id);"""

_PG_POSTING = f"""{_PG_LOCK}
IF EXISTS (SELECT 1 FROM public.vouchers v
           WHERE v.unit_id = NEW.unit_id AND v.position = NEW.position) THEN
  RAISE EXCEPTION 'bangfu:L3';
END IF;"""

_PG_VOUCHER_NAMES = "  first_position bigint; verdict pg_catalog.text;"
_PG_ZERO = "'\\x" + "00" * 32 + "'::pg_catalog.bytea"

_POSTGRESQL = {
    "s": "public.",
    "zero": _PG_ZERO,
    "text": "pg_catalog.text",
    "backslash": "pg_catalog.chr(92)",
    "year_of_since": "CAST(EXTRACT(YEAR FROM c.since) AS INTEGER)",
    "year_of_held": "CAST(EXTRACT(YEAR FROM d.held_on) AS INTEGER)",
    "quarter_of_acted": "CAST(EXTRACT(QUARTER FROM NEW.acted_on) AS INTEGER)",
}


def _pg_rule(rule: str, breach: str) -> str:
    filled = breach.format(**_POSTGRESQL)
    return f"IF ({filled}) THEN\n  RAISE EXCEPTION 'bangfu:{rule}';\nEND IF;\n"


def _pg_voucher() -> str:
    # A statement's rows of a unit are judged together, by the trigger of the last of
    # them: to start a query for each row costs three times what its answer costs.
    # The rows of one statement share xmin and cmin, which nobody can write. A row that
    # has a successor leaves the judging to it; a successor that was there before its
    # predecessor cannot be, for it was refused by L10.
    rules = "".join(
        f"    WHEN {breach.format(**_POSTGRESQL)} THEN '{rule}'\n"
        for rule, breach in VOUCHER_RULES
    )
    target = CORRECTION_RULE.format(s="public.")
    unmirrored = UNMIRRORED.format(s="public.")
    mirror = MIRROR_RULE.format(s="public.", unmirrored=unmirrored)
    controlled = CONTROLLED.format(s="public.")
    unappropriated = APPROPRIATION_RULE.format(**_POSTGRESQL)
    history = f"{IMPORTED_LIVE} AND {HISTORY_RULE}".format(s="public.")
    verdict = f"""CASE
{rules}    ELSE (SELECT CASE
      WHEN COALESCE(SUM(j.lines), 0) < 2 OR MAX(ABS(j.difference)) <> 0 THEN 'L1'
      WHEN MIN(j.lowest) < 0 AND {NOT_RED} THEN 'L2'
      WHEN MAX(j.strange_account) > 0 THEN 'account'
      WHEN MAX(j.strange_fund) > 0 THEN 'fund'
      WHEN MAX(j.strange_purpose) > 0 THEN 'L8'
      WHEN MAX(j.wrong) > 0 OR SUM(j.pairs) <> (
        SELECT COUNT(*) FROM public.money_positions m
        WHERE m.unit_id = NEW.unit_id AND m.position = NEW.position) THEN 'L7'
      WHEN NEW.corrects IS NOT NULL AND ({target} OR {mirror}) THEN 'correction'
      WHEN {controlled} AND {unappropriated} THEN 'L9'
      WHEN {history} THEN 'L12'
    END FROM ({_judged("public.")}) j)
  END""".replace("NEW.", "w.")
    return f"""IF EXISTS (SELECT 1 FROM public.vouchers n, public.vouchers me
           WHERE me.unit_id = NEW.unit_id AND me.position = NEW.position
             AND n.unit_id = NEW.unit_id AND n.position = NEW.position + 1
             AND n.xmin = me.xmin AND n.cmin = me.cmin) THEN
  RETURN NEW;
END IF;
{_PG_LOCK}
SELECT o.position + 1 INTO first_position
FROM public.vouchers o, public.vouchers me
WHERE me.unit_id = NEW.unit_id AND me.position = NEW.position
  AND o.unit_id = NEW.unit_id AND o.position < NEW.position
  AND NOT (o.xmin = me.xmin AND o.cmin = me.cmin)
ORDER BY o.position DESC LIMIT 1;
SELECT q.verdict INTO verdict FROM (
  SELECT w.position, {verdict} AS verdict
  FROM public.vouchers w WHERE w.unit_id = NEW.unit_id
    AND w.position BETWEEN COALESCE(first_position, 1) AND NEW.position) q
WHERE q.verdict IS NOT NULL ORDER BY q.position LIMIT 1;
IF verdict IS NOT NULL THEN
  RAISE EXCEPTION 'bangfu:%', verdict;
END IF;"""


def _pg_ordered(rules: Sequence[tuple[str, str]]) -> str:
    return _PG_LOCK + "\n" + "".join(_pg_rule(rule, breach) for rule, breach in rules)
