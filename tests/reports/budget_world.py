"""A world of budgets: U1 with a base of 2005, twenty years, a budget, and control.

The base was restated once. Of the years, 2012 held, 2015 fell without a word and 2019
with the body's note. Under control a rule was loosened, and one reservation passed.
"""

import datetime as dt
from dataclasses import replace
from typing import Any

from budgets import annual, approval, baseline, control, rules, yearly
from budgets.budget import Budget, BudgetLine, Source
from budgets.control import Request as Asked
from budgets.growth import Note, Series
from budgets.lines import Line
from budgets.rules import Decision, Mode, Rule
from ledger import fund_registration, registration
from ledger.database import writing
from ledger.money import Money
from ledger.people import Act
from ledger.units import Level, Unit
from tests.budgets.planning import JANUARY
from tests.budgets.resolving import (
    FUNDS,
    first,
    register_funds,
    resolved,
    second,
    typed,
)
from tests.building import FOUNDING, Books, credit, debit, payment, receipt, voucher

SUBJECTS = ("baseline", "baseline", "growth", "budget", "control", "control", "budget")
MAKES = Act("张三", dt.datetime(2025, 1, 6, 1, tzinfo=dt.UTC))
EXAMINES = Act("李四", dt.datetime(2025, 1, 7, 1, tzinfo=dt.UTC))
APPROVES = Act("王五", dt.datetime(2025, 1, 8, 1, tzinfo=dt.UTC))
REASON = "工会经费收入减少，压减节日慰问"

BUDGETS = {
    2006: 105_000, 2007: 115_500, 2008: 127_000, 2009: 140_000, 2010: 182_000,
    2011: 190_000, 2012: 190_000, 2013: 205_000, 2014: 221_000, 2015: 198_500,
    2016: 230_000, 2017: 241_000, 2018: 259_000, 2019: 252_000, 2020: 270_000,
    2021: 281_000, 2022: 296_000, 2023: 310_000, 2024: 326_000,
}  # fmt: skip
"""It held in 2012, fell in 2015 without a word and in 2019 with the body's note."""

INCOMES = {year: 2_000_000 + 60_000 * (year - 2004) for year in range(2004, 2025)}


def yuan(amount: int) -> Money:
    return Money(amount * 100)


def found_growth(books: Books) -> None:
    """Bases, figures and the note on 2019."""
    resolved(books, *SUBJECTS)
    with writing(books.engine) as connection:
        baseline.set_base(connection, "U1", first(), JANUARY)
    typed(books, BUDGETS)
    typed(books, INCOMES, "union_income")
    typed(books, {2023: 400_000, 2024: 380_000}, "government_budget")
    with writing(books.engine) as connection:
        baseline.restate(connection, "U1", second(), JANUARY)
        note = Note(Series.OWN, 2019, REASON, "2025-3")
        yearly.add_note(connection, "U1", note, JANUARY)


def planned(fund: str, purpose: str, *quarters: int, **more: Any) -> BudgetLine:
    q1, q2, q3, q4 = map(yuan, quarters)
    spread = (q1, q2, q3, q4)
    return BudgetLine(fund, "50404", purpose, spread, **more)


SOURCES = (
    Source("OWN", yuan(12_000), yuan(345_000), "本级经费安排"),
    Source("F1", yuan(0), yuan(60_000), "一日捐"),
)
LINES = (
    planned("OWN", "生活救助", 60_000, 30_000, 30_000, 40_000, carried=yuan(12_000)),
    planned("OWN", "医疗救助", 30_000, 30_000, 30_000, 30_000),
    planned("OWN", "金秋助学", 0, 0, 60_000, 0, memo="八月发放"),
    planned("F1", "生活救助", 20_000, 10_000, 10_000, 15_000),
)


def drafted(books: Books, **more: Any) -> Budget:
    with writing(books.engine) as connection:
        given: dict[str, Any] = {"sources": SOURCES, "lines": LINES, "act": MAKES}
        return annual.draft(connection, "U1", 2025, **given | more)


def approved(books: Books, budget: Budget, key: str = "2025-4", **more: Any) -> Budget:
    with writing(books.engine) as connection:
        budget = approval.submit(connection, budget, MAKES)
        budget = approval.examine(
            connection, budget, "安排合理，同意提交审议。", EXAMINES
        )
        return approval.approve(connection, budget, key, APPROVES, **more)


def begin_control(books: Books) -> None:
    with writing(books.engine) as connection:
        rules.begin(connection, "U1", dt.date(2025, 1, 1), "2025-5", JANUARY)


def reserve(
    books: Books, purpose: str, amount: int, ref: str, fund: str = "OWN"
) -> str:
    line = Line(unit="U1", year=2025, fund=fund, account="50404", purpose=purpose)
    request = Asked(line=line, amount=yuan(amount), ref=ref, summary=f"{purpose}{ref}")
    with writing(books.engine) as connection:
        return control.reserve(connection, request, JANUARY).key


def loosen(books: Books, **more: Any) -> int:
    given: dict[str, Any] = {
        "unit": "U1",
        "rule": Rule.YEAR,
        "mode": Mode.WARN,
        "since": dt.date(2025, 1, 10),
        "until": dt.date(2025, 1, 31),
        "reason": "雪灾，须立即救助",
        "resolution": "2025-6",
    }
    with writing(books.engine) as connection:
        return rules.decide(connection, Decision(**given | more), JANUARY)


def lay_out(books: Books) -> None:
    register_funds(books)
    found_growth(books)
    approved(books, drafted(books))
    begin_control(books)
    medical = reserve(books, "医疗救助", 110_000, "申1")
    living = reserve(books, "生活救助", 50_000, "申2")
    loosen(books)
    past = reserve(books, "医疗救助", 25_000, "申3")
    books.post(
        receipt("r1", 345_000_00, "OWN"),
        receipt("r2", 60_000_00),
        paid("p1", 100_000, "医疗救助", medical),
        paid("p2", 31_000, "生活救助", living),
        paid("p3", 25_000, "医疗救助", past),
    )


def paid(ref: str, amount: int, purpose: str, key: str, fund: str = "OWN") -> Any:
    fen = amount * 100
    aid = debit("50404", fen, fund, purpose=purpose, appropriation=key)
    return voucher(ref, aid, credit("102", fen, fund))


def add_township(books: Books) -> None:
    unit = Unit(
        code="T1",
        name="某镇工会",
        level=Level.TOWNSHIP,
        parent="U1",
        chart="union-2021",
        opened_on=dt.date(2025, 1, 1),
    )
    fund = replace(FUNDS[0], code="F1", name="上级拨入")
    with writing(books.engine) as connection:
        assert not registration.register_units(connection, [unit], FOUNDING)
        assert not fund_registration.register_funds(connection, "T1", [fund], FOUNDING)
        named = [("F1", "生活救助")]
        fund_registration.meet_purposes(connection, "T1", named, FOUNDING)
    typed(books, {2023: 9_000, 2024: 8_000}, unit="T1")
    books.post(receipt("r1", 20_000_00, unit="T1"))
    books.post(payment("p1", 6_000_00, unit="T1"))
