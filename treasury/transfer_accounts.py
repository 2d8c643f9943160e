"""The accounts of money between units, by chart, origin and year. Pure.

1. Sent down: 补助下级支出, under the name of the subsidy that the receiver's income
   has; received: 上级补助收入 of the same name (40302 for 50802, 40305 for 50605).
2. Given back in the year of the subsidy: the income is reduced at the lower unit, the
   expense at the upper one. Given back later: both through 年初余额调整 of the fund's
   net assets; the 2009 edition has none, there it is 结余 itself.
3. Rejected: the sender takes back what it booked, by the same rule.

Basis: 工会会计制度（2021）第403、508号科目, 会计基础工作规范 第五十一条（五）.
That money given back reduces the income it came as is our reading (grade D): the
accounting system names no account for it; 33202 归集上缴 is for money of the treasury.
"""

import datetime as dt

from ledger.accounts import Role
from ledger.funds import Channel, Origin, SourceAccounts, source_of
from ledger.register import Lookups, UnitLookup
from treasury.errors import TransferRefused


def source_accounts(
    unit: UnitLookup, origin: Origin, channel: Channel, on: dt.date
) -> SourceAccounts:
    """What a unit's chart has for money of an origin that comes by a channel.

    Raises:
        TransferRefused: money of the origin does not come that way, or the chart has
            no account for it.
    """
    source = source_of(origin, channel, on)
    chart = unit.chart_on(on.isoformat())
    found = source.accounts_in(chart) if source else None
    if found is None:
        what = f"{origin.label}资金不能经{channel.label}进入 {unit.code} 的账簿"
        raise TransferRefused(
            what,
            why=f"科目表 {chart or '（尚未启用）'} 在 {on} 没有对应的收入科目",
            do="核对资金来源、日期和该单位的科目表",
        )
    return found


def passing_down(books: Lookups, unit: UnitLookup, origin: Origin, on: dt.date) -> str:
    """The account that money is sent down under (1).

    Raises:
        TransferRefused: the unit's chart has none.
    """
    chart = unit.chart_on(on.isoformat())
    leaves = {
        code: id_
        for code, id_ in sorted(books.charts.get(chart, {}).items())
        if books.account_roles[id_] is Role.PASSING_DOWN and id_ not in books.above
    }
    if not leaves:
        what = f"{unit.code} 不能下拨资金"
        raise TransferRefused(
            what,
            why=f"科目表 {chart} 没有“补助下级支出”科目",
            do="由设有该科目的上级工会下拨",
        )
    source = source_of(origin, Channel.UNION_LINE, on)
    accounts = source.accounts_in(chart) if source else None
    wanted = _own_name(books, chart, accounts.income[0]) if accounts else ""
    named = [c for c, id_ in leaves.items() if books.account_names[id_] == wanted]
    return (*named, *leaves)[0]


def receiving(books: Lookups, found: SourceAccounts, sent_as: str) -> str:
    """The income account whose name the giver's expense has, else the usual one (1)."""
    named = [
        code for code in found.income if _own_name(books, found.chart, code) == sent_as
    ]
    return (*named, *found.income)[0]


def prior_year(books: Lookups, unit: UnitLookup, fund: int, on: dt.date) -> str:
    """Where income and expense of earlier years are put right for a fund (2)."""
    origin = Origin(unit.fund_origins[fund])
    channel = Channel(unit.fund_channels[fund])
    found = source_accounts(unit, origin, channel, on)
    codes = books.charts[found.chart]
    above = books.account_parents.get(codes[found.closing])
    for code, id_ in sorted(codes.items()):
        if books.account_roles[id_] is Role.PRIOR_YEAR and (
            books.account_parents.get(id_) == above
        ):
            return code
    return found.closing


def name_of(books: Lookups, unit: UnitLookup, account: str, on: dt.date) -> str:
    """The own name of an account of the chart in use; empty where it has none."""
    return _own_name(books, unit.chart_on(on.isoformat()), account)


def _own_name(books: Lookups, chart: str, code: str) -> str:
    id_ = books.charts.get(chart, {}).get(code)
    return books.account_names[id_] if id_ is not None else ""
