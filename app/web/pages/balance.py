"""The trial balance (科目余额表): every figure leads to what it is made of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.web import spans, tables
from app.web.access import BOOKS
from app.web.desk import Desk, Page, Sent
from ledger.balances import Balance, balances
from ledger.errors import NotFound
from ledger.money import ZERO, Money
from ledger.register import Lookups, UnitLookup, lookups
from reports import parts
from reports.board_parts import SOURCES
from reports.fund_parts import Part, part_of
from reports.report import Column

_COLUMNS = (
    Column("account", "科目"),
    Column("name", "名称", width=2),
    Column("fund", "资金"),
    parts.money("opening", "期初"),
    parts.money("debit", "借方"),
    parts.money("credit", "贷方"),
    parts.money("closing", "期末"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Which rows are wanted: of a fund, of a source, of a kind of account."""

    fund: str = ""
    source: str = ""
    part: str = ""

    @property
    def is_any(self) -> bool:
        """Whether some rows are left out."""
        return bool(self.fund or self.source or self.part)


def show(desk: Desk) -> Page | Sent:
    """Opening, turnover and closing of each account and fund over a period."""
    asked = spans.asked(desk)
    wanted = Narrowed(
        fund=desk.query.get("fund", "").strip(),
        source=desk.query.get("source", ""),
        part=desk.query.get("part", ""),
    )
    with desk.reading() as connection:
        books = lookups(connection)
        unit = books.unit(desk.unit)
        if wanted.fund and wanted.fund not in unit.funds:
            raise NotFound("资金", wanted.fund)
        rows = balances(connection, (unit.code,), asked.span)
        names = {
            books.account_codes[id_]: name for id_, name in books.account_names.items()
        }
        linked = desk.may(connection, *BOOKS)
        rows = sorted(
            _narrowed(books, unit, rows, wanted),
            key=lambda row: (row.account, row.fund),
        )
        if tables.is_asked(desk):
            cells = [
                (
                    *(row.account, names[row.account], row.fund),
                    *(row.opening, row.debit, row.credit, row.closing),
                )
                for row in rows
            ]
            return tables.send(desk, connection, "科目余额表", asked, (_COLUMNS, cells))
    told = {"unit": unit, "rows": rows, "names": names, "asked": asked}
    total = [sum(of, ZERO) for of in zip(*map(_amounts, rows), strict=True)]
    return Page(
        "balance.html", told | {"linked": linked, "wanted": wanted, "total": total}
    )


def _amounts(row: Balance) -> tuple[Money, Money, Money, Money]:
    return row.opening, row.debit, row.credit, row.closing


def _narrowed(
    books: Lookups, unit: UnitLookup, rows: Sequence[Balance], wanted: Narrowed
) -> Iterator[Balance]:
    """The rows that are wanted; a board's page leads to them."""
    chart_of = {id_: key for key, of in books.charts.items() for id_ in of.values()}
    parts_of = {
        books.account_codes[id_]: part_of(books, chart_of[id_], id_)
        for _, chart in unit.charts
        for id_ in books.charts[chart].values()
    }
    origins = {key: of for key, _, of in SOURCES}
    kinds = _SEVERAL.get(wanted.part, frozenset({wanted.part}))
    for row in rows:
        origin = unit.fund_origins[unit.funds[row.fund]]
        if wanted.fund not in {"", row.fund}:
            continue
        if wanted.source and origin not in origins.get(wanted.source, ()):
            continue
        if wanted.part and parts_of.get(row.account) not in kinds:
            continue
        yield row


_SEVERAL: Mapping[str, frozenset[str]] = {
    "spent": frozenset({Part.EXPENSE, Part.ENTRUSTED}),
    "money": frozenset({Part.BANK, Part.CASH, Part.QUOTA}),
}
"""Kinds of accounts that are asked for together."""
