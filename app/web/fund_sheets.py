"""The tables of a fund's page: what came, went and stands, account by account.

1. They are the lines that the fund's figures are made of: received and spent of a table
   add up to what the fund received and spent, and what stands to its balance.
2. An account leads to its ledger for who keeps or audits the books; for others to the
   trial balance of the fund, where no person is named.
"""

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from app.web.board_asked import Told
from app.web.board_sheets import balance_path, unit_path
from app.web.desk import part
from app.web.sheets import Line, Said, Sheet
from ledger.money import ZERO, Money
from reports import parts
from reports.fund_flows import Line as Moved
from reports.fund_parts import FORMS, Part
from reports.report import Column

Amount = Callable[[Moved], Money]


def received(told: Told) -> Sheet:
    """What came in, by account and purpose."""
    columns = (*_named("用途"), parts.money("amount", "收到"))
    lines = _lines(told, received_of, ("amount",))
    return Sheet("received", "收到的钱", columns, lines).without_empty("purpose")


def spent(told: Told) -> Sheet:
    """What went out, by account and purpose."""
    columns = (*_named("用途"), parts.money("amount", "用掉"))
    lines = _lines(told, spent_of, ("amount",))
    return Sheet("spent", "用掉的钱", columns, lines).without_empty("purpose")


def standing(told: Told) -> Sheet:
    """In which accounts the balance stands."""
    columns = (*_named(""), parts.money("amount", "现在有"))
    lines = _lines(told, _standing_of, ("amount",))
    return Sheet("standing", "结存的组成", columns, lines)


def received_of(line: Moved) -> Money:
    """What a line adds to what the fund received, other funds' money with it."""
    if line.part in {Part.INCOME, Part.EARMARK}:
        return line.credit - line.debit
    return line.credit if line.part is Part.ENTRUSTED else ZERO


def spent_of(line: Moved) -> Money:
    """What a line adds to what the fund spent."""
    if line.part is Part.EXPENSE:
        return line.debit - line.credit
    return line.debit if line.part is Part.ENTRUSTED else ZERO


def _standing_of(line: Moved) -> Money:
    return line.closing if line.part in FORMS else ZERO


def _named(purpose: str) -> tuple[Column, ...]:
    columns = (Column("account", "科目"), Column("name", "名称", width=2))
    return (*columns, Column("purpose", purpose)) if purpose else columns


def _lines(told: Told, amount: Amount, linked: tuple[str, ...]) -> tuple[Line, ...]:
    """The accounts with an amount, and their sum."""
    books, sums = told.board.books, _sums(told, amount)
    lines = []
    by_purpose = amount is not _standing_of
    for (account, purpose), sum_ in sorted(sums.items()):
        name = books.account_names[account]
        code = books.account_codes[account]
        cells = (code, name, *((purpose,) if by_purpose else ()), sum_)
        link = account_path(told, code, purpose)
        lines.append(Line(cells, dict.fromkeys(("account", *linked), link)))
    whole = sum(sums.values(), ZERO)
    empty = ("",) if by_purpose else ()
    lines.append(Line((Said("合计"), "", *empty, whole), {}, "total"))
    return tuple(lines)


def _sums(told: Told, amount: Amount) -> dict[tuple[int, str], Money]:
    sums: dict[tuple[int, str], Money] = {}
    for line in told.board.year_flows.lines:
        key = line.account, "" if amount is _standing_of else line.purpose
        if found := amount(line):
            sums[key] = sums.get(key, ZERO) + found
    return {key: sum_ for key, sum_ in sums.items() if sum_}


def account_path(told: Told, account: str, purpose: str = "") -> str:
    """Where an account of the fund leads (2)."""
    if not told.sees_books:
        return balance_path(told, fund=told.fund)
    named = {"period": told.asked.period, "fund": told.fund, "purpose": purpose}
    asked = urlencode({key: value for key, value in named.items() if value})
    return f"{unit_path(told.unit.code)}/accounts/{part(account)}?{asked}"


def all_sheets(told: Told) -> Iterator[Sheet]:
    """The tables that only a fund has."""
    yield received(told)
    yield spent(told)
    yield standing(told)
