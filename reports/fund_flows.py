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
from dataclasses import dataclass, field, replace

from ledger import spending
from ledger.accounts import AccountClass, Role
from ledger.balances import Balance, balances
from ledger.database import Connection
from ledger.funds import Origin
from ledger.money import ZERO, Money
from ledger.periods import Span, period_of
from ledger.register import Lookups, UnitLookup, lookups
from reports import parts
from reports.catalogue import Request
from reports.fund_parts import FORMS, Part, part_of

_MONEY = (Part.CASH, Part.BANK, Part.QUOTA)


@dataclass(slots=True)
class Flow:
    """One fund over a period; amounts out are positive.

    `moved` is what came from other funds less what went to them; `direct` whatever
    else changed the balance without being income or expenditure, such as corrections
    of earlier years. `net_assets` is the fund's own part by the accounts of net
    assets, income and expenditure, goods and fixed assets left out.
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
        """Whether movements and forms tell the same balance (rule 2)."""
        return self.closing == self.standing

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
    asset: bool
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
    last_day = request.span.last_day.isoformat()
    merged = len(units) > 1
    lines: list[Line] = []
    funds: dict[str, Flow] = {}
    for code in units:
        unit = books.unit(code)
        found = _lines(connection, unit, request, merged=merged)
        _open_funds(funds, unit, found, last_day=last_day, merged=merged)
        lines += found
    for line in lines:
        _take(funds[line.fund], line)
    order = list(Origin)
    ranked = sorted(funds.values(), key=lambda flow: order.index(flow.origin))
    return Flows(tuple(ranked), tuple(lines))


def goods(flows: Flows, books: Lookups) -> tuple[Line, ...]:
    """What goods came in and went out, by aid fund and account; purposes are one."""
    found: dict[tuple[str, int], Line] = {}
    for line in flows.aid_lines(Part.GOODS, Part.TWICE):
        if books.account_roles[line.account] is Role.STOCK:
            key = line.fund, line.account
            found[key] = _together(found[key], line) if key in found else line
    return tuple(found.values())


def written_twice(flows: Flows) -> tuple[Money, Money]:
    """Assets of aid funds that are written down twice, and their counterparts."""
    lines = flows.aid_lines(Part.TWICE)
    assets = [line.closing for line in lines if line.asset]
    others = [-line.closing for line in lines if not line.asset]
    return sum(assets, ZERO), sum(others, ZERO)


def _together(one: Line, other: Line) -> Line:
    return replace(
        one,
        opening=one.opening + other.opening,
        debit=one.debit + other.debit,
        credit=one.credit + other.credit,
        closing=one.closing + other.closing,
        persons=one.persons + other.persons,
    )


def _open_funds(
    funds: dict[str, Flow],
    unit: UnitLookup,
    lines: Sequence[Line],
    *,
    last_day: str,
    merged: bool,
) -> None:
    """A flow for every fund that was open, or that has lines all the same."""
    used = {line.fund for line in lines}
    for code, number in unit.funds.items():
        origin = Origin(unit.fund_origins[number])
        key = origin.value if merged else code
        if unit.fund_opened[number] <= last_day or key in used:
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
                asset=books.account_classes[account] == AccountClass.ASSET,
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
    rows = spending.closing_legs(
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
    if line.part not in {Part.ENTRUSTED, Part.TWICE}:
        flow.net_assets -= line.closing
