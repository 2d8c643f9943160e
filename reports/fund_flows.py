"""What each fund had, received, spent, moved and has: the figures behind statements.

1. A fund's balance (结存) is its money and claims less its debts: what stands in cash,
   bank and quota, in advances and receivables, less payables. Money held for others
   (代管) is in it and is told apart.
2. Every other account of a fund says why the balance moved. Since each voucher
   balances within each fund (L1), opening + income - expenditure ± moves = closing
   holds to the fen under every chart.
3. What a chart writes down twice, such as fixed assets beside 资产基金, stands outside
   the balance. Goods do so where the chart has an account for their counterpart;
   where it has none (2009 edition) goods bought are a form of the balance.
4. Year-end closing moves nothing: its vouchers are left out of what was received and
   spent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ledger import queries
from ledger.accounts import AccountClass, Role
from ledger.balances import Balance, balances
from ledger.database import Connection
from ledger.funds import Origin
from ledger.money import ZERO, Money
from ledger.periods import Span, period_of
from ledger.register import Lookups, UnitLookup, lookups
from reports import parts
from reports.catalogue import Request


class Part(StrEnum):
    """What an account is in a statement of funds."""

    CASH = "cash"
    BANK = "bank"
    QUOTA = "quota"
    ADVANCE = "advance"
    RECEIVABLE = "receivable"
    GOODS = "goods"
    PAYABLE = "payable"
    ENTRUSTED = "entrusted"
    INCOME = "income"
    EXPENSE = "expense"
    EARMARK = "earmark"
    RESULT = "result"
    DIRECT = "direct"
    TWICE = "twice"


FORMS = (
    Part.CASH,
    Part.BANK,
    Part.QUOTA,
    Part.ADVANCE,
    Part.RECEIVABLE,
    Part.GOODS,
    Part.PAYABLE,
)
"""In what a fund's balance stands; payables are negative."""

_MONEY = (Part.CASH, Part.BANK, Part.QUOTA)

_BY_ROLE = {
    Role.CASH: Part.CASH,
    Role.BANK: Part.BANK,
    Role.QUOTA: Part.QUOTA,
    Role.ADVANCE: Part.ADVANCE,
    Role.ENTRUSTED: Part.ENTRUSTED,
    Role.STOCK_FUND: Part.TWICE,
    Role.EARMARK: Part.EARMARK,
    Role.YEAR_RESULT: Part.RESULT,
    Role.CLOSING: Part.RESULT,
    Role.CARRYOVER_IN: Part.RESULT,
}

_BY_CLASS = {
    AccountClass.ASSET: Part.RECEIVABLE,
    AccountClass.LIABILITY: Part.PAYABLE,
    AccountClass.NET_ASSET: Part.DIRECT,
    AccountClass.INCOME: Part.INCOME,
    AccountClass.EXPENSE: Part.EXPENSE,
}

# Assets that a statutory chart writes down a second time among the net assets, and
# those counterparts; a number means nothing without its chart.
# Basis: 财会〔2009〕7号 第301、302、311号科目; 财会〔2021〕7号 附录1 第301号科目.
_TWICE = {
    "union-2009": frozenset({"151", "161", "162", "301", "302", "311"}),
    "union-2021": frozenset(
        {"151", "161", "162", "163", "171", "172", "181", "182", "301"}
    ),
    "union-2021-grassroots": frozenset({"162", "163", "182", "301"}),
}


@dataclass(slots=True)
class Flow:
    """One fund over a period; amounts out are positive.

    `moved` is what came from other funds less what went to them; `direct` whatever
    else changed the balance without being income or expenditure, such as corrections
    of earlier years.
    """

    key: str
    name: str
    origin: Origin
    opening: Money = ZERO
    income: Money = ZERO
    entrusted_in: Money = ZERO
    expense: Money = ZERO
    entrusted_out: Money = ZERO
    moved: Money = ZERO
    direct: Money = ZERO
    entrusted: Money = ZERO
    net_assets: Money = ZERO
    forms: dict[Part, Money] = field(default_factory=lambda: dict.fromkeys(FORMS, ZERO))

    @property
    def received(self) -> Money:
        """All that came in: income, and money taken to hold for others."""
        return self.income + self.entrusted_in

    @property
    def spent(self) -> Money:
        """All that went out: expenditure, and money held for others paid on."""
        return self.expense + self.entrusted_out

    @property
    def closing(self) -> Money:
        """The balance as the movements leave it."""
        return self.opening + self.received - self.spent + self.moved + self.direct

    @property
    def standing(self) -> Money:
        """The balance as it stands in money, claims and debts; equals `closing`."""
        return sum((self.forms[part] for part in FORMS), ZERO)

    @property
    def available(self) -> Money:
        """Money at hand less debts; what is reserved is still to be taken off."""
        money = sum((self.forms[part] for part in _MONEY), ZERO)
        return money + self.forms[Part.PAYABLE]

    @property
    def agrees(self) -> bool:
        """Whether movements, forms and net assets tell the same balance."""
        return self.closing == self.standing == self.net_assets + self.entrusted

    def __add__(self, other: "Flow") -> "Flow":
        """Two funds as one, under the name of the first."""
        amounts = {
            name: getattr(self, name) + getattr(other, name) for name in _AMOUNTS
        }
        forms = {part: self.forms[part] + other.forms[part] for part in FORMS}
        return Flow(self.key, self.name, self.origin, **amounts, forms=forms)


_AMOUNTS = (
    "opening",
    "income",
    "entrusted_in",
    "expense",
    "entrusted_out",
    "moved",
    "direct",
    "entrusted",
    "net_assets",
)


@dataclass(frozen=True, slots=True)
class Line:
    """What one account did for one fund and purpose, with year-end closing left out."""

    fund: str
    origin: Origin
    account: int
    part: Part
    purpose: str
    opening: Money
    debit: Money
    credit: Money
    closing: Money
    persons: int


@dataclass(frozen=True, slots=True)
class Flows:
    """All funds of a request, the unit's general money among them, and their lines."""

    funds: tuple[Flow, ...]
    lines: tuple[Line, ...]

    @property
    def aid(self) -> tuple[Flow, ...]:
        """The aid funds; general money stands outside every aid total."""
        return tuple(flow for flow in self.funds if flow.origin is not Origin.GENERAL)

    @property
    def general(self) -> tuple[Flow, ...]:
        """The unit's other money, where it is kept in the same book."""
        return tuple(flow for flow in self.funds if flow.origin is Origin.GENERAL)

    def aid_lines(self, *kinds: Part) -> tuple[Line, ...]:
        """The lines of aid funds on accounts of the kinds named."""
        return tuple(
            line
            for line in self.lines
            if line.part in kinds and line.origin is not Origin.GENERAL
        )


def total(flows: Sequence[Flow], name: str) -> Flow:
    """Several funds added up."""
    whole = Flow("", name, Origin.OTHER)
    for flow in flows:
        whole += flow
    return whole


def read(connection: Connection, request: Request) -> Flows:
    """The movements of every fund that was open in the period, by origin.

    Several units are added up by origin, for each numbers its funds in its own way.
    """
    books = lookups(connection)
    units = parts.units_of(connection, request)
    lines: list[Line] = []
    funds: dict[str, Flow] = {}
    for code in units:
        unit = books.unit(code)
        _open_funds(funds, unit, request, merged=len(units) > 1)
        lines += _lines(connection, unit, request, merged=len(units) > 1)
    for line in lines:
        _take(funds[line.fund], line)
    order = list(Origin)
    ranked = sorted(funds.values(), key=lambda flow: order.index(flow.origin))
    return Flows(tuple(ranked), tuple(lines))


def part_of(books: Lookups, chart: str, account: int) -> Part:
    """What an account of a chart is in a statement of funds (rule 3)."""
    role = books.account_roles[account]
    if role is Role.STOCK:
        return Part.TWICE if _writes_goods_twice(books, chart) else Part.GOODS
    twice = _TWICE.get(chart, frozenset())
    above = {books.account_codes[step] for step in parts.path(books, account)}
    if role in _BY_ROLE:
        return _BY_ROLE[role]
    if twice & above:
        return Part.TWICE
    return _BY_CLASS[AccountClass(books.account_classes[account])]


def spending_accounts(books: Lookups) -> tuple[int, ...]:
    """The accounts whose debits serve persons: spending, and goods handed out."""
    handed_out = {a for a, r in books.account_roles.items() if r is Role.STOCK_FUND}
    return tuple(sorted(books.spends | handed_out))


def _writes_goods_twice(books: Lookups, chart: str) -> bool:
    accounts = books.charts[chart].values()
    return any(books.account_roles[a] is Role.STOCK_FUND for a in accounts)


def _open_funds(
    funds: dict[str, Flow], unit: UnitLookup, request: Request, *, merged: bool
) -> None:
    for code, number in unit.funds.items():
        if unit.fund_opened[number] > request.span.last_day.isoformat():
            continue
        origin = Origin(unit.fund_origins[number])
        key = origin.value if merged else code
        name = origin.label if merged else unit.fund_names[number]
        funds.setdefault(key, Flow(key, name, origin))


def _lines(
    connection: Connection, unit: UnitLookup, request: Request, *, merged: bool
) -> list[Line]:
    books = lookups(connection)
    by = ("account", "fund", "purpose")
    found = balances(
        connection, [unit.code], request.span, by, known_at=request.known_at
    )
    kinds = _kinds(books, unit, request, found)
    closed = _closed(connection, unit, request)
    lines = []
    for one in found:
        account, part = kinds[one.account]
        origin = Origin(unit.fund_origins[unit.funds[one.fund]])
        key = origin.value if merged else one.fund
        legs = closed.get((account, unit.funds[one.fund], one.purpose), (0, 0))
        lines.append(
            Line(
                fund=key,
                origin=origin,
                account=account,
                part=part,
                purpose=one.purpose,
                opening=one.opening,
                debit=one.debit - Money(legs[0]),
                credit=one.credit - Money(legs[1]),
                closing=one.closing,
                persons=one.persons,
            )
        )
    return lines


def _kinds(
    books: Lookups, unit: UnitLookup, request: Request, found: Sequence[Balance]
) -> dict[str, tuple[int, Part]]:
    chart_of = {a: key for key, codes in books.charts.items() for a in codes.values()}
    kinds = {}
    for code in {one.account for one in found}:
        account = parts.account_id(books, unit, code, request)
        kinds[code] = account, part_of(books, chart_of[account], account)
    return kinds


def _closed(
    connection: Connection, unit: UnitLookup, request: Request
) -> dict[tuple[int, int, str], tuple[int, int]]:
    """What year-end vouchers moved, by account, fund and purpose (rule 4)."""
    books = lookups(connection)
    results: list[int] = []
    standing: list[int] = []
    for _, chart in unit.charts:
        for account in books.charts[chart].values():
            part = part_of(books, chart, account)
            if part is Part.RESULT:
                results.append(account)
            elif part in FORMS:
                standing.append(account)
    since, until = periods(request.span)
    rows = queries.closing_legs(
        connection,
        unit.id,
        results,
        standing,
        since,
        until,
        position=request.known_at,
    )
    return {
        (row.account_id, row.fund_id, row.purpose): (row.debit_fen, row.credit_fen)
        for row in rows
    }


def periods(span: Span) -> tuple[int, int]:
    """The months of a span, the second one excluded."""
    return period_of(span.since), period_of(span.until)


def _take(flow: Flow, line: Line) -> None:
    """Add one line to its fund."""
    credited = line.credit - line.debit
    if line.part in FORMS:
        flow.opening += line.opening
        flow.forms[line.part] += line.closing
        return
    match line.part:
        case Part.INCOME:
            flow.income += credited
        case Part.EXPENSE:
            flow.expense -= credited
        case Part.ENTRUSTED:
            flow.entrusted_in += line.credit
            flow.entrusted_out += line.debit
            flow.entrusted -= line.closing
        case Part.EARMARK:
            flow.moved += credited
        case _:
            flow.direct += credited
    if line.part is not Part.ENTRUSTED:
        flow.net_assets -= line.closing
