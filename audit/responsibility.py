"""Responsibility of officers (责任认定): dated categories, and who bears which.

1. Which categories there are is dated data in `responsibility.toml`; the list of the
   day on which it is judged holds.
2. An officer bears it for a post that they held in the unit; a finding may be shared by
   several, such as predecessor and successor. The last word on a person holds.

Basis: 经济责任审计规定 (2010, 2019).
"""

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from aid.recipient_writing import day_value
from audit import finding_store
from audit.engagement_keeping import Desk, Parts
from audit.errors import FindingRefused
from audit.finding_kinds import WHILE, Category, Doing
from budgets.records import text_faults, written
from ledger import queries
from ledger.money import ZERO, Money
from ledger.register import append_rows


@dataclass(frozen=True, slots=True)
class Categories:
    """The categories of a time, and the rule that names them."""

    all: tuple[Category, ...]
    basis: str


def categories_on(day: dt.date) -> Categories:
    """The categories in force on a day."""
    return [found for since, found in _dated() if since <= day][-1]


@cache
def _dated() -> tuple[tuple[dt.date, Categories], ...]:
    text = files("audit").joinpath("responsibility.toml").read_text(encoding="utf-8")
    return tuple(
        (
            block["since"],
            Categories(tuple(map(Category, block["categories"])), block["basis"]),
        )
        for block in tomllib.loads(text)["categories"]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Whose responsibility a finding is, of which category, for how much, and why."""

    person: str
    post: str
    category: Category
    words: str
    amount: Money | None = None


def assign(desk: Desk, number: int, given: Judged) -> None:
    """Judge an officer's responsibility for a finding; a later word replaces it.

    Raises:
        NotFound: there is no such person.
        FindingRefused: it cannot be so; all that is wrong is told.
    """
    officer = desk.books.person(given.person)
    at = (desk.connection, desk.unit.id, desk.engagement.key)
    wrong = [*_faults(desk, officer, given)]
    if number not in {row.number for row in finding_store.last_steps(*at)}:
        wrong.append(f"审计项目没有第 {number} 号发现")
    if wrong:
        raise FindingRefused("责任没有认定", "；".join(wrong), "改正后重新认定")
    known = [row for row in finding_store.duties(*at) if row.number == number]
    row = (
        *(desk.unit.id, desk.engagement.key, number, 1, len(known) + 1),
        *(officer, written(given.post), given.category.value),
        *(None if given.amount is None else given.amount.fen, written(given.words)),
        *(day_value(desk.connection, desk.today), desk.person_id, desk.act.stamp),
    )
    parts: Parts = [("audit_finding_duties", [row])]
    append_rows(desk.connection, desk.unit, parts, desk.act)


def _faults(desk: Desk, officer: int, given: Judged) -> Iterator[str]:
    if desk.engagement.state not in WHILE[Doing.REVISE]:
        yield f"审计项目{desk.engagement.state.label}，不再认定责任"
    known = categories_on(desk.today)
    if given.category not in known.all:
        told = "、".join(one.label for one in known.all)
        yield f"责任分为{told}（{known.basis}），没有“{given.category.label}”"
    held = queries.tenures(desk.connection, desk.unit.id)
    if not any((row.person_id, row.post) == (officer, given.post) for row in held):
        yield "此人没有任过这一职务，先登记任期"
    if given.amount is not None and given.amount < ZERO:
        yield "金额不能为负"
    yield from text_faults(("职务", given.post, True), ("认定理由", given.words, True))
