"""科目余额表: every account with its opening, turnover and closing, and their proof.

1. An account with others under it shows what those add up to, column by column, so
   that every sum is the sum of the lines below its heading.
2. The balance of an account stands on the side on which it is, over all its funds.
3. Debits and credits agree in opening, turnover and closing; the page says so.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ledger import queries
from ledger.accounts import AccountClass
from ledger.balances import Balance, balances
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.periods import Span
from ledger.register import Lookups, lookups
from reports import parts
from reports.catalogue import Report, Request
from reports.report import Block, Column, Document, Note, Row, Signatures, Style, Table
from reports.wording import sentence

REPORT = Report(
    name="trial_balance",
    title="科目余额表",
    summary="各科目期初余额、本期及本年累计发生额、期末余额，附试算平衡",
    languages=("zh", "en"),
)

_SIGNERS = ("财务负责人", "复核", "制表人")


@dataclass(frozen=True, slots=True)
class _Key:
    """An account as it stands among the others: its class and its path of codes."""

    klass: str
    codes: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class _Sums:
    """Pairs of debit and credit: opening, period, year to date, closing."""

    amounts: tuple[Money, ...] = (ZERO,) * 8

    def __add__(self, other: "_Sums") -> "_Sums":
        pairs = zip(self.amounts, other.amounts, strict=True)
        return _Sums(tuple(one + two for one, two in pairs))

    def cells(self, *, year: bool) -> tuple[Money | None, ...]:
        """The amounts for a row; a year needs no year to date."""
        shown = self.amounts[:4] + self.amounts[6:] if year else self.amounts
        return tuple(map(parts.amount, shown))

    @property
    def carried(self) -> Money:
        """What the year opened with; debit is positive."""
        *_, debit, credit, closing_debit, closing_credit = self.amounts
        return closing_debit - closing_credit - debit + credit

    @property
    def agrees(self) -> bool:
        """Whether every pair has the same debit as credit."""
        return self.amounts[::2] == self.amounts[1::2]


def build(connection: Connection, request: Request) -> Document:
    """Draw up the table.

    Raises:
        NoSuchScope: one account alone was asked for.
    """
    parts.demand_all(request, REPORT.title, funds=False)
    books = lookups(connection)
    leaves = _leaves(connection, request, books)
    year = parts.is_year(request)
    rows, whole = _rows(leaves, year=year)
    blocks: list[Block] = [
        Table(
            _columns(year=year),
            tuple(rows),
            caption="各单位合计" if request.with_subunits else "",
            name="accounts",
        ),
        Note(_proof(whole, request)),
        *parts.chains(connection, request),
    ]
    if _open_results(connection, request, leaves):
        blocks.append(Note(request.words("trial_balance_not_closed")))
    if note := parts.scope_note(connection, request):
        blocks.append(Note(note))
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle=_subtitle(connection, request),
        provenance=parts.provenance(connection, request),
        blocks=(*blocks, Signatures(_SIGNERS)),
        landscape=True,
    )


def _open_results(
    connection: Connection, request: Request, leaves: dict[_Key, _Sums]
) -> bool:
    """Whether income or expenditure of earlier years was never closed."""
    books, january = lookups(connection), request.span.since.year * 100
    units = (books.unit(code).id for code in parts.units_of(connection, request))
    # What books begun within the year open with is of this year.
    if not any(0 < queries.first_period(connection, unit) < january for unit in units):
        return False
    results = {AccountClass.INCOME, AccountClass.EXPENSE}
    return any(key.klass in results and sums.carried for key, sums in leaves.items())


def _subtitle(connection: Connection, request: Request) -> str:
    if not request.fund:
        return ""
    unit = lookups(connection).unit(request.unit)
    number = parts.fund_id(unit, request.fund)
    return f"资金：{request.fund} {unit.fund_names[number]}"


def _proof(whole: _Sums, request: Request) -> str:
    return sentence(
        "trial_balance_proof",
        office_folder=request.templates,
        whole=whole.amounts,
        agrees=whole.agrees,
    )


def _columns(*, year: bool) -> tuple[Column, ...]:
    turnover = "本年" if year else "本期"
    to_date = (
        ()
        if year
        else (
            parts.money("year_debit", "本年累计借方"),
            parts.money("year_credit", "本年累计贷方"),
        )
    )
    opening = "年初" if year else "期初"
    closing = "年末" if year else "期末"
    return (
        Column("code", "科目编号"),
        Column("name", "科目名称", width=4),
        parts.money("opening_debit", f"{opening}借方余额"),
        parts.money("opening_credit", f"{opening}贷方余额"),
        parts.money("debit", f"{turnover}借方发生额"),
        parts.money("credit", f"{turnover}贷方发生额"),
        *to_date,
        parts.money("closing_debit", f"{closing}借方余额"),
        parts.money("closing_credit", f"{closing}贷方余额"),
    )


# -- reading ------------------------------------------------------------------------


def _leaves(
    connection: Connection, request: Request, books: Lookups
) -> dict[_Key, _Sums]:
    """The accounts on which postings stand, with their eight amounts."""
    span = request.span
    january = Span(dt.date(span.since.year, 1, 1), span.until)
    period = _nets(connection, request, books, span)
    year = (
        period if parts.is_year(request) else _nets(connection, request, books, january)
    )
    return {
        key: _sums(period.get(key), year.get(key))
        for key in sorted(period.keys() | year.keys(), key=_order)
    }


def _order(key: _Key) -> tuple[int, tuple[str, ...]]:
    return parts.CLASS_ORDER.index(AccountClass(key.klass)), key.codes


def _nets(
    connection: Connection, request: Request, books: Lookups, span: Span
) -> dict[_Key, Balance]:
    units = parts.units_of(connection, request)
    found: dict[_Key, Balance] = {}
    by = ("unit", "account", "fund") if request.fund else ("unit", "account")
    if request.fund:
        parts.fund_id(books.unit(request.unit), request.fund)
    for one in balances(connection, units, span, by, known_at=request.known_at):
        if one.fund != request.fund:
            continue
        key = _key(books, one, request)
        found[key] = _together(found[key], one) if key in found else one
    return found


def _key(books: Lookups, one: Balance, request: Request) -> _Key:
    account = parts.account_id(books, books.unit(one.unit), one.account, request)
    steps = parts.path(books, account)
    return _Key(
        books.account_classes[account],
        tuple(books.account_codes[step] for step in steps),
        books.account_name(account),
    )


def _together(one: Balance, other: Balance) -> Balance:
    return replace(
        one,
        opening=one.opening + other.opening,
        debit=one.debit + other.debit,
        credit=one.credit + other.credit,
    )


def _sums(period: Balance | None, year: Balance | None) -> _Sums:
    """An account that did nothing in the period has its place by the year alone."""
    assert year is not None
    opening = period.opening if period else year.closing
    turnover = (period.debit, period.credit) if period else (ZERO, ZERO)
    to_date = (year.debit, year.credit)
    return _Sums((*_sided(opening), *turnover, *to_date, *_sided(year.closing)))


def _sided(balance: Money) -> tuple[Money, Money]:
    """A balance on its side (rule 2)."""
    return (balance, ZERO) if balance > ZERO else (ZERO, -balance)


# -- rows ---------------------------------------------------------------------------


def _rows(leaves: dict[_Key, _Sums], *, year: bool) -> tuple[list[Row], _Sums]:
    rows: list[Row] = []
    whole = _Sums()
    for klass in AccountClass:
        below = {key: sums for key, sums in leaves.items() if key.klass == klass}
        if not below:
            continue
        subtotal = sum(below.values(), _Sums())
        rows += _class_rows(below, year=year)
        rows.append(_row("", f"{klass.label}类小计", subtotal, "subtotal", year=year))
        whole += subtotal
    rows.append(_row("", "合计", whole, "total", year=year))
    return rows, whole


def _class_rows(below: dict[_Key, _Sums], *, year: bool) -> Iterable[Row]:
    """The accounts of a class, those above them first (rule 1)."""
    told: set[tuple[str, ...]] = set()
    for key, sums in below.items():
        names = key.name.split("——")
        for depth in range(1, len(key.codes)):
            above = key.codes[:depth]
            if above not in told:
                told.add(above)
                under = [s for k, s in below.items() if k.codes[:depth] == above]
                name = "　" * (depth - 1) + names[depth - 1]
                yield _row(above[-1], name, _added(under), "plain", year=year)
        indent = "　" * (len(key.codes) - 1)
        yield _row(key.codes[-1], indent + names[-1], sums, "plain", year=year)


def _added(sums: Sequence[_Sums]) -> _Sums:
    return sum(sums, _Sums())


def _row(code: str, name: str, sums: _Sums, style: Style, *, year: bool) -> Row:
    return Row((code, name, *sums.cells(year=year)), style)
