"""A row or more in every table of budgets, on top of what `planning.py` lays down."""

import datetime as dt

from budgets import rules, tables
from budgets.rules import Decision, Mode, Rule
from ledger.database import Connection
from ledger.register import append, lookups
from tests.budgets.planning import JANUARY, resolve

JANUARY_FIRST = dt.date(2025, 1, 1)


def fill(connection: Connection) -> None:
    """Office, rules, base, figures, growth, a rule loosened.

    The body sits, and two resolutions of 2025 and a budget stand.
    """
    keys = {
        subject: resolve(connection, number, subject)
        for number, subject in enumerate(("office", "rules", "baseline", "growth"), 3)
    }
    _fill_body(connection, keys)
    _fill_growth(connection, keys)
    key = resolve(connection, 7, "control")
    decision = Decision(
        unit="U1",
        rule=Rule.YEAR,
        mode=Mode.WARN,
        since=dt.date(2025, 1, 10),
        until=dt.date(2025, 1, 31),
        reason="雪灾救助",
        resolution=key,
    )
    rules.decide(connection, decision, JANUARY)
    names = {table.name for table in tables.APPENDED}
    assert names == {*_IN_ORDER, *_OF_PLANNING}


_OF_PLANNING = (
    "body_members", "meetings", "attendances", "votes", "resolutions",
    "budget_versions", "budget_sources", "budget_lines", "budget_steps",
)  # fmt: skip

_IN_ORDER = (
    "body_offices", "body_rules", "baselines", "yearly_figures", "growth_policies",
    "growth_notes",
)  # fmt: skip


def _append(connection: Connection, table: str, /, **row: object) -> None:
    unit_id = lookups(connection).unit("U1").id
    append(connection, table, [{"unit_id": unit_id} | row], JANUARY)


def _fill_body(connection: Connection, keys: dict[str, str]) -> None:
    begun = {"number": 1, "since": dt.date(2025, 1, 5)}
    _append(
        connection,
        "body_offices",
        name="办公室",
        head="张三",
        resolution=keys["office"],
        **begun,
    )
    _append(
        connection,
        "body_rules",
        title="资金管理办法",
        paper="帮管〔2025〕1号",
        digest="0" * 64,
        resolution=keys["rules"],
        **begun,
    )


def _fill_growth(connection: Connection, keys: dict[str, str]) -> None:
    _append(
        connection,
        "baselines",
        number=1,
        base_year=2005,
        since_year=2006,
        warmth_fen=30_000_00,
        other_fen=20_000_00,
        prior_fen=None,
        kind="set",
        paper="2005年决算",
        reason="",
        resolution=keys["baseline"],
    )
    figure = {"revision": 1, "paper": "预算文本", "reason": ""}
    for series, year, fen in (
        ("own_budget", 2024, 60_000_00),
        ("union_income", 2024, 900_000_00),
    ):
        _append(
            connection,
            "yearly_figures",
            series=series,
            year=year,
            amount_fen=fen,
            **figure,
        )
    _append(
        connection,
        "growth_policies",
        series="own",
        since_year=2025,
        revision=1,
        rule="fixed_rate",
        rate_bp=100,
        resolution=keys["growth"],
    )
    _append(
        connection,
        "growth_notes",
        series="own",
        year=2025,
        number=1,
        reason="收入减少",
        resolution=keys["growth"],
    )
