"""On which accounts an event stands: from words to accounts of a chart. Pure.

1. Income, entrusted money and the closing account are those that the fund's source
   names for the chart; what stands beside the closing account is told by its role.
2. Where an account has been divided, its parts are offered and one must be chosen.
3. What is offered first is usual; where nothing is usual one must be chosen.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ledger.accounts import (
    CLOSING_ROLES,
    Account,
    AccountClass,
    Chart,
    Role,
    Side,
    is_within,
)
from ledger.funds import SourceAccounts, standard_name
from ledger.register import Lookups
from treasury.events import Event, Leg, Word, spending_in

RESULTS = frozenset({AccountClass.INCOME, AccountClass.EXPENSE})
CLOSED = CLOSING_ROLES | {Role.YEAR_RESULT, Role.PRIOR_YEAR, Role.EARMARK}
"""Roles of accounts that closing alone, or a decision, moves."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The accounts that a line may stand on; `usual` is empty where one must choose."""

    among: tuple[str, ...]
    usual: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands: the chart of the day, and what the fund's source says."""

    chart: Chart
    source: SourceAccounts
    on: dt.date
    purpose: str = ""


def choice(event: Event, word: Word, place: Place) -> Choice:
    """The accounts that a word of an event may mean there."""
    chart = place.chart
    if word is Word.MONEY:
        return _money(event, chart)
    if word in {Word.EXPENSE, Word.SPENT}:
        spent = _expense(place)
        return spent if word is Word.EXPENSE else Choice(spent.among)
    if word is Word.CLAIM:
        claims = [a.code for a in chart.with_role(Role.UPPER_RECEIVABLE)]
        return Choice(tuple(claims), claims[0] if claims else "")
    if word is Word.OWED:
        debts = [a.code for a in chart.with_role(Role.PAYABLE)]
        return Choice(tuple(debts), debts[0] if debts else "")
    if word in {Word.DEBITED, Word.CREDITED}:
        open_to = [a for a in chart if a.role not in CLOSED and chart.is_leaf(a.code)]
        return Choice(tuple(a.code for a in open_to))
    return _of_fund(word, place)


def _of_fund(word: Word, place: Place) -> Choice:
    """Rule 1: what the fund's source says, and what stands beside it."""
    source, chart = place.source, place.chart
    if word is Word.INCOME:
        return _named(source.income, chart)
    if word is Word.ENTRUSTED:
        return _named([source.entrusted] if source.entrusted else (), chart)
    return _beside(source.closing, Role(word.value), chart)


def chart_of(books: Lookups, key: str) -> Chart:
    """A chart as the books hold it, with the accounts it has gained."""
    return Chart(
        key=key,
        label=books.chart_labels[key],
        since=dt.date.min,
        until=None,
        basis="",
        accounts=tuple(
            Account(
                chart=key,
                code=code,
                name=books.account_names[id_],
                klass=AccountClass(books.account_classes[id_]),
                side=Side(books.account_sides[id_]),
                role=books.account_roles[id_],
                parent=books.account_codes.get(books.account_parents.get(id_, 0), ""),
            )
            for code, id_ in books.charts[key].items()
        ),
    )


def told(legs: Iterable[Leg], event: Event, place: Place) -> str:
    """The accounts of lines as people read them: `借 102 银行存款；贷 408 其他收入`."""
    return "；".join(
        f"{leg.side.label} {_told(choice(event, leg.word, place), leg.word, place)}"
        for leg in legs
    )


def _told(accounts: Choice, word: Word, place: Place) -> str:
    if word in {Word.DEBITED, Word.CREDITED}:
        return "所说的科目（收入、支出改记年初余额调整）"
    if word is Word.SPENT:
        return "当时的支出科目"
    if not accounts.among:
        return "（该科目表没有）"
    usual = accounts.usual or accounts.among[0]
    named = f"{usual} {place.chart.full_name(usual)}"
    if word is Word.EXPENSE:
        return f"{named}（随用途）"
    rest = [code for code in accounts.among if code != usual]
    if not rest:
        return named
    return f"{named}（{'或' if accounts.usual else '须选定，或'} {'、'.join(rest)}）"


def _money(event: Event, chart: Chart) -> Choice:
    by_role = [[a.code for a in chart.with_role(role)] for role in event.money]
    first = next((codes for codes in by_role if codes), [])
    among = tuple(code for codes in by_role for code in codes)
    # Of two bank accounts neither is usual: the cashier must find the money.
    return Choice(among, first[0] if len(first) == 1 else "")


def _named(codes: Collection[str], chart: Chart) -> Choice:
    among = [a.code for code in codes for a in _leaves_within(code, chart)]
    first = next(iter(codes), "")
    usual = among[0] if among and among[0] == first else ""
    return Choice(tuple(among), usual)


def _expense(place: Place) -> Choice:
    chart = place.chart
    among = tuple(
        a.code
        for a in chart
        if a.klass is AccountClass.EXPENSE
        and a.role is not Role.PASSING_DOWN
        and chart.is_leaf(a.code)
    )
    spending = spending_in(chart.key, place.on)
    named = spending.account(standard_name(place.purpose)) if spending else ""
    return Choice(among, named if named in among else "")


def _beside(closing: str, role: Role, chart: Chart) -> Choice:
    """The accounts of a role beside a closing account, or that one where it is alone.

    Basis: 财会〔2009〕7号 第331号科目 (one account takes all).
    """
    parent = chart[closing].parent
    beside = [
        leaf.code
        for account in chart.children(parent)
        if parent and account.role is role
        for leaf in _leaves_within(account.code, chart)
    ]
    if not beside and not parent:
        beside = [leaf.code for leaf in _leaves_within(closing, chart)]
    return Choice(tuple(beside), beside[0] if len(beside) == 1 else "")


def _leaves_within(code: str, chart: Chart) -> list[Account]:
    if chart.is_leaf(code):
        return [chart[code]]
    return [
        a for a in chart if chart.is_leaf(a.code) and is_within(a.code, code, chart)
    ]
