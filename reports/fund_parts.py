"""What an account is in a statement of funds: a form of the balance, or why it moved.

1. Money, claims and debts are the forms in which a fund's balance stands; money held
   for others (代管) is told apart; income, expenditure and net assets say why the
   balance moved.
2. What a chart writes down twice, such as fixed assets beside 资产基金, stands outside
   the balance. Goods do so where the chart has an account for their counterpart;
   where it has none (2009 edition) goods bought are a form of the balance.
"""

from enum import StrEnum

from ledger.accounts import AccountClass, Role
from ledger.register import Lookups
from reports import parts


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
    Role.CLOSING_RESTRICTED: Part.RESULT,
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


def part_of(books: Lookups, chart: str, account: int) -> Part:
    """What an account of a chart is in a statement of funds (rule 2)."""
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


def _writes_goods_twice(books: Lookups, chart: str) -> bool:
    accounts = books.charts[chart].values()
    return any(books.account_roles[a] is Role.STOCK_FUND for a in accounts)
