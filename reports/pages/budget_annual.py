"""年度预算草案、预算书: a year's budget as it is voted on, and as it was approved.

1. What is to be voted on comes first: a version on its way to approval that is newer
   than the one in force; without one, the version in force.
2. Sources and lines add up across and down, and each fund lives within its own means.
3. Every line stands beside the same line of last year's approved budget; a revision
   beside the budget that it revises too.
4. The union's own money stands beside last year's, what growth requires, and its base;
   a fall is told before any table.

Basis: 关于做好困难职工帮扶工作的意见 六（年度预算、逐年增长）、九（略有结余）; 工会法
第四十五条.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from budgets import annual
from budgets import budget as values
from budgets.budget import IN_FORCE, Budget, Kind, State
from budgets.growth import Series as Whose
from budgets.yearly import growth_of
from ledger.database import Connection
from ledger.money import ZERO
from ledger.periods import china_day
from ledger.register import lookups
from reports import budget_parts, budget_tables, parts
from reports.budget_tables import Shown
from reports.catalogue import Report, Request
from reports.errors import NoSuchPeriod
from reports.report import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    KeyValues,
    Note,
    Paragraph,
    Row,
    Signatures,
    Table,
    Together,
    spelled,
)

REPORT = Report(
    name="budget_annual",
    title="帮扶资金年度预算",
    summary="供审议的年度预算草案或批准的预算书：来源、支出、结余，与上年预算和2005年度基数比较，经审会意见",
    earlier=True,
)

_SIGNERS = ("编制人", "财务负责人", "经审会负责人", "资金管理机构负责人")
_KINDS = frozenset(
    {"budget_versions", "budget_sources", "budget_lines", "budget_steps"}
)
_PENDING = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED, State.EXAMINED})
_NUMBERS = "一二三四五六七"

LINES_OF_OPINION = 3
"""Empty lines to write the audit committee's opinion on, before it is entered."""


def build(connection: Connection, request: Request) -> Document:
    """Draw up the draft or the approved budget of a year.

    Raises:
        NoSuchPeriod: a month was asked for.
        NoSuchScope: several units, one fund or account, or a place in the chain.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=False)
    if not parts.is_year(request):
        reason = f"年度预算按年编制，期间写作 {request.span.since.year}"
        raise NoSuchPeriod(REPORT.title, parts.period_title(request), reason)
    year = request.span.since.year
    unit = lookups(connection).unit(request.unit)
    found = _chosen(annual.versions(connection, request.unit, year))
    book = None if found is None else _book(connection, request, found)
    prefix = f"{unit.id}/{year}/"
    return Document(
        name=REPORT.name,
        title=f"{year}年度{_titled(found)}",
        subtitle="" if found is None else _subtitle(found),
        provenance=budget_parts.provenance(connection, request, _KINDS, prefix),
        blocks=(
            tuple(_numbered(_blocks(book)))
            if book
            else (Paragraph(request.words("budget_annual_none", year=year)),)
        ),
        landscape=True,
    )


def _chosen(versions: Sequence[Budget]) -> Budget | None:
    """The version to be voted on, or the one in force (1)."""
    standing = annual.in_force(versions)
    after = standing.version if standing else 0
    pending = [v for v in versions if v.state in _PENDING and v.version > after]
    return pending[-1] if pending else standing


def _book(connection: Connection, request: Request, found: Budget) -> Shown:
    before = annual.in_force(
        one
        for one in annual.versions(connection, found.unit, found.year)
        if one.version < found.version
    )
    last = annual.approved(connection, found.unit, found.year - 1)
    judged = growth_of(connection, found.unit, Whose.OWN, found.year + 1)
    books = lookups(connection)
    return Shown(
        request,
        books,
        books.unit(found.unit),
        found,
        before if found.kind is Kind.REVISION else None,
        last if last and last.kind is not Kind.PROVISIONAL else None,
        judged[-1] if judged and judged[-1].year == found.year else None,
        dict(budget_parts.printed_keys(connection, found.unit)),
    )


def _titled(found: Budget | None) -> str:
    if found is None or found.kind is Kind.ANNUAL:
        kind = "帮扶资金预算"
    else:
        kind = f"帮扶资金{found.kind.label}"
    if found is None:
        return kind
    return f"{kind}书" if found.state in IN_FORCE else f"{kind}（草案）"


def _subtitle(found: Budget) -> str:
    vote = "" if found.state in IN_FORCE else "，供审议"
    return f"第{found.version}版　{found.state.label}{vote}"


def _blocks(book: Shown) -> Iterator[Block]:
    yield Paragraph(_summary(book))
    yield _facts(book)
    yield budget_tables.sources(book)
    yield budget_tables.lines(book)
    yield budget_tables.balance(book)
    if book.revised is not None:
        yield budget_tables.differences(book, book.revised, "revision", "与调整前比较")
    yield from budget_tables.against_last(book)
    yield from budget_tables.own_money(book)
    yield from _opinion(book)
    yield budget_tables.steps(book)
    yield Note(book.words("notes"))
    yield Note(book.request.words("register"))
    maker = parts.person_name(book.books, book.budget.maker)
    yield Signatures(_SIGNERS, (maker, "", "", ""))


def _numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Tables under numbers, so that who discusses them can name them."""
    number = 0
    for block in blocks:
        if isinstance(block, Table) and block.caption:
            number += 1
            yield replace(block, caption=f"表{_NUMBERS[number - 1]}　{block.caption}")
        else:
            yield block


def _summary(book: Shown) -> str:
    budget, growth = book.budget, book.growth
    return book.words(
        "summary",
        budget=budget,
        carried=sum((one.carried for one in budget.sources), ZERO),
        receipts=sum((one.receipts for one in budget.sources), ZERO),
        surplus_rate=budget_parts.percent(budget.surplus_bp),
        own=book.own,
        last=growth.last if growth else None,
        compared_year=growth.compared_year if growth else None,
        rate=budget_parts.percent(
            budget_parts.change_bp(book.own, growth.last if growth else None)
        ),
        base=growth.base.total if growth and growth.base else None,
        provisional=budget.kind is Kind.PROVISIONAL,
        reason=_reason(book),
    )


def _reason(book: Shown) -> str:
    """Why the own budget falls, as noted by the body or entered at its approval."""
    if book.growth and book.growth.note:
        return book.growth.note.reason
    opinions = (s.opinion for s in book.budget.steps if s.state is State.APPROVED)
    return next(opinions, "")


def _facts(book: Shown) -> KeyValues:
    budget = book.budget
    told: list[tuple[str, Cell]] = [
        ("编制方式", values.MADE_FROM.get(budget.made_from, budget.made_from)),
        ("编制人", parts.person_name(book.books, budget.maker)),
        ("编制日期", spelled(_day(budget.steps[0].taken_at))),
        (
            "批准决议",
            book.printed.get(budget.resolution, budget.resolution) or "待表决",
        ),
    ]
    if budget.until is not None:
        told.append(
            ("预拨比例", budget_parts.percent(budget.share_bp) + "（上年预算）")
        )
        told.append(("预拨有效期至", spelled(budget.until)))
    if budget.note:
        told.append(("编制说明", budget.note))
    return KeyValues(tuple(told), name="budget")


def _day(stamp: str) -> dt.date:
    return china_day(dt.datetime.fromisoformat(stamp))


# -- opinion and steps --------------------------------------------------------------


def _opinion(book: Shown) -> Iterator[Block]:
    """What the audit committee said, or room to say it."""
    heading = Heading("经费审查委员会审查意见", 2)
    given = [step for step in book.budget.steps if step.state is State.EXAMINED]
    if given:
        last = given[-1]
        told = book.words(
            "opinion",
            opinion=last.opinion,
            person=parts.person_name(book.books, last.person),
            on=_day(last.taken_at),
        )
        yield Together((heading, Paragraph(told)))
        return
    if book.budget.kind is Kind.PROVISIONAL:
        yield Together((heading, Paragraph(book.words("provisional"))))
        return
    columns = (
        Column("opinion", "审查意见", width=6),
        Column("person", "审查人", width=2),
        Column("day", "日期", width=2),
    )
    room = (Row(("\n" * LINES_OF_OPINION, "", "")),)
    yield heading
    yield Table(columns, room, name="opinion")
