"""What several reports share: where a document comes from, whose books, which account.

An account is known by its chart and its code, so a code out of a balance is looked
up in the charts that the unit has kept, the one in use on the last day first.
"""

import datetime as dt
from collections.abc import Collection
from typing import Literal

from ledger import queries
from ledger.accounts import AccountClass
from ledger.balances import subtree
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.funds import Origin
from ledger.money import Money
from ledger.periods import CHINA, china_day, period_of
from ledger.register import Lookups, UnitLookup, lookups
from reports.catalogue import Request
from reports.errors import NoSuchScope
from reports.report import Code, Column, Provenance, Row, Table

Standing = Literal["whole", "management", "auxiliary"]
"""What a book is in law: the unit's own, one for the fund, or one beside others."""

DRAFT = "（账簿尚未结账，草稿）"
"""What the first page carries while months of the period are open."""

CLASS_ORDER = tuple(AccountClass)


def money(key: str, title: str) -> Column:
    """A column of amounts."""
    return Column(key, title, "money")


def amount(value: Money) -> Money | None:
    """An amount for a cell; zero leaves the cell empty."""
    return value or None


# -- where it comes from ------------------------------------------------------------


def provenance(connection: Connection, request: Request) -> Provenance:
    """The unit, the period, and the chain of the unit as it was known.

    The moment is that of the last voucher known in any unit added up, so that the
    same books print the same bytes whenever they are printed; books without any have
    the moment of asking.
    """
    books = lookups(connection)
    unit = books.unit(request.unit)
    position, digest = _chain(connection, unit, request.known_at)
    return Provenance(
        unit=unit_title(connection, request),
        period=period_title(request),
        position=position,
        digest=digest.hex(),
        known_on=known_on(connection, request),
    )


def digest_code(drawn: Provenance) -> Code:
    """The position and the whole digest of the chain, for a machine to read.

    Whoever holds the paper can hold it against `bangfu audit digest` years later.
    """
    text = f"BANGFU1 position={drawn.position} digest={drawn.digest}"
    return Code(text, "链位与摘要")


def known_on(connection: Connection, request: Request) -> dt.datetime:
    """When the last voucher that the report knows of was sealed; else when asked."""
    books = lookups(connection)
    stamps = []
    for code in units_of(connection, request):
        unit = books.unit(code)
        position, _ = _chain(connection, unit, request.known_at)
        if last := queries.voucher_at(connection, unit.id, position):
            stamps.append(last.sealed_at)
    return dt.datetime.fromisoformat(max(stamps)) if stamps else request.at


def units_of(connection: Connection, request: Request) -> tuple[str, ...]:
    """The unit asked for, or it and all below it.

    Raises:
        NoSuchScope: several units were asked for as known at the position of one.
    """
    books = lookups(connection)
    if not request.with_subunits:
        return (books.unit(request.unit).code,)
    if request.known_at is not None:
        raise NoSuchScope("链位只属于一个单位，不能用于含下级单位的汇总")
    return subtree(books, request.unit)


def unit_title(connection: Connection, request: Request) -> str:
    """The unit's name as documents carry it, with how many units are added up."""
    name = lookups(connection).unit(request.unit).name
    below = len(units_of(connection, request)) - 1
    return f"{name}（含下级{below}个单位）" if below else name


def period_title(request: Request) -> str:
    """The period as people read it: `2025年度`, `2025年第一季度` or `2025年3月`."""
    return request.period_title


def is_year(request: Request) -> bool:
    """Whether a whole year was asked for, not a month."""
    return request.is_year


def is_quarter(request: Request) -> bool:
    """Whether a quarter was asked for."""
    return request.is_quarter


def as_of(request: Request) -> dt.date:
    """The day that a page speaks of: the last of its period, or today before that."""
    return min(request.span.last_day, china_day(request.at))


def demand_all(request: Request, title: str, *, funds: bool = True) -> None:
    """Refuse one account, and with `funds` one fund, of what is told as a whole.

    Raises:
        NoSuchScope: one alone was asked for.
    """
    if request.account or (funds and request.fund):
        narrower = "一项资金或一个科目" if funds else "一个科目"
        told = f"{title}列示全部，不能只取{narrower}"
        raise NoSuchScope(told)


def is_closed(connection: Connection, request: Request) -> bool:
    """Whether every month of the period is closed, in every book that has vouchers."""
    books = lookups(connection)
    last = period_of(request.span.last_day)
    for code in units_of(connection, request):
        unit = books.unit(code).id
        first = queries.first_period(connection, unit)
        closed = queries.closed_through(connection, unit, request.known_at)
        if first and first <= last and closed < last:
            return False
    return True


def scope_note(
    connection: Connection, request: Request, *, eliminated: bool = False
) -> str:
    """What a reader must know of the books that a document was drawn from.

    A document that leaves out what units passed on to each other has `eliminated` it.
    """
    books = lookups(connection)
    units = [books.unit(code) for code in units_of(connection, request)]
    charts = {unit.chart_on(request.span.last_day.isoformat()) for unit in units}
    standings = {_standing(unit, request) for unit in units}
    return standing_words(
        request,
        added=len(units) > 1 and not eliminated,
        many_charts=len(units) > 1 and len(charts - {""}) > 1,
        standings=standings,
    )


def standing_words(
    request: Request,
    *,
    added: bool,
    many_charts: bool,
    standings: Collection[Standing],
) -> str:
    """What books are that were added up, and what each of them is in law."""
    return request.words(
        "scope",
        added=added,
        many_charts=many_charts,
        auxiliary="auxiliary" in standings,
        management="management" in standings,
    )


def chains(connection: Connection, request: Request) -> tuple[Table, ...]:
    """Position and digest of every unit added up; nothing where there is but one."""
    units = units_of(connection, request)
    if len(units) == 1:
        return ()
    columns = (
        Column("unit", "单位编号"),
        Column("name", "单位名称", width=2),
        Column("position", "链位", "count"),
        Column("digest", "摘要"),
    )
    return (
        Table(
            columns,
            tuple(_chain_row(connection, code) for code in units),
            caption="所含单位的账簿链位",
            name="chains",
        ),
    )


def _chain_row(connection: Connection, code: str) -> Row:
    unit = lookups(connection).unit(code)
    position, digest = queries.head(connection, unit.id)
    return Row((code, unit.name, position, digest.hex()[:12]))


def _standing(unit: UnitLookup, request: Request) -> Standing:
    """What the book is in law: whole, for the fund alone, or an auxiliary one."""
    if unit.chart_on(request.span.last_day.isoformat()) == "aid-institution":
        return "auxiliary"
    return "whole" if Origin.GENERAL in unit.fund_origins.values() else "management"


def _chain(
    connection: Connection, unit: UnitLookup, known_at: int | None
) -> tuple[int, bytes]:
    if known_at is None:
        return queries.head(connection, unit.id)
    digest = queries.hash_at(connection, unit.id, known_at)
    if digest is None:
        raise NotFound("链位", str(known_at), "用 bangfu audit digest 查看账簿的链位")
    return known_at, digest


# -- accounts -----------------------------------------------------------------------


def account_id(books: Lookups, unit: UnitLookup, code: str, request: Request) -> int:
    """The number of an account in the charts that a unit has kept.

    Raises:
        NotFound: none of its charts has the account.
    """
    now = unit.chart_on(request.span.last_day.isoformat())
    kept = [chart for _, chart in reversed(unit.charts)]
    for chart in (now, *kept):
        if code in books.charts.get(chart, {}):
            return books.charts[chart][code]
    raise NotFound("科目", code, "用 bangfu books accounts 查看本单位的科目表")


def path(books: Lookups, account: int) -> tuple[int, ...]:
    """An account with those above it, the first-level one first."""
    steps = [account]
    while (above := books.account_parents.get(steps[-1])) is not None:
        steps.append(above)
    return tuple(reversed(steps))


def coded_name(books: Lookups, account: int) -> str:
    """Number and full name: `50404 维权支出——困难职工帮扶支出`."""
    return f"{books.account_codes[account]} {books.account_name(account)}"


def person_name(books: Lookups, code: str) -> str:
    """The name of a person; the code where none is registered."""
    return books.person_names[books.people[code]] or code


def moment(stamp: str) -> str:
    """An instant as people read it: `2026年1月2日 16:00（北京时间）`."""
    at = dt.datetime.fromisoformat(stamp).astimezone(CHINA)
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}（北京时间）"


def fund_id(unit: UnitLookup, code: str) -> int:
    """The number of a unit's fund.

    Raises:
        NotFound: the unit has no such fund.
    """
    if code not in unit.funds:
        raise NotFound("资金", code, "用 bangfu books funds 查看本单位的资金")
    return unit.funds[code]


def coded_leaf(books: Lookups, account: int) -> str:
    """Number and own name, where the account above is named already."""
    return f"{books.account_codes[account]} {books.account_names[account]}"


# -- vouchers -----------------------------------------------------------------------


def voucher_number(kind: str, number: int) -> str:
    """A voucher's series and number: `付-12`."""
    return f"{kind}-{number}"
