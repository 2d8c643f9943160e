"""Was the year closed to the end?

After the year is closed, income and expense are nil, and so are the accounts by which
a year is carried into its resting place: of 321, 322, 331 and 332 only 32104, 32205,
33104 and 33205 stand open. Before that there is nothing to check.

Basis: 会计基础工作规范 第六十三条 for every book; for those of unions also 工会会计制度
第321、322、331、332号科目.
"""

from collections.abc import Iterator
from datetime import date

from audit import examples
from audit.book_data import Data
from audit.books import Account, Books, Part, Standing
from audit.check import Check, Finding, Population, Severity
from ledger.accounts import CLOSING_ROLES, AccountClass, Role
from ledger.money import Money

_CLEARED = frozenset(
    {
        Role.EARMARK,
        Role.PRIOR_YEAR,
        Role.YEAR_RESULT,
        Role.CARRYOVER_IN,
        Role.BUDGET_RETURN,
    }
)
_GIFT = examples.moved("102", "408", 10)
_DECEMBER = date(2025, 12, 31)
_OWN = Account(
    "32109", "工会资金结转——其他结转", AccountClass.NET_ASSET, Role.NONE, Part.NET
)

CHECK = Check(
    key="T45",
    title="年终结转未结清",
    basis="《会计基础工作规范》第六十三条；"
    "工会账簿并依《工会会计制度》（财会〔2021〕7号）第321、322、331、332号科目",
    severity=Severity.RECORD,
    needs=frozenset({Data.BALANCES, Data.YEAR_END}),
    procedure="年终结账后核对收入、支出科目及本年收支结转、单位内部调剂、"
    "年初余额调整等明细科目余额是否为零：各项结转结余只留累计结转、累计结余。",
    effect="年末结转结余数不实，影响下年度可用资金。",
    recommendation="补作结转凭证，重新核对年末结转结余。",
    clean=(
        examples.books(
            examples.voucher(*_GIFT),
            examples.voucher(
                *examples.moved("408", "32104", 10), number=2, dated_on=_DECEMBER
            ),
        ),
    ),
    broken=(
        examples.books(
            examples.voucher(*_GIFT),
            examples.voucher(
                *examples.moved("408", "32103", 9), number=2, dated_on=_DECEMBER
            ),
        ),
        # An own account beside the accumulated carry-over, into which no year closes.
        examples.books(
            examples.voucher(*_GIFT),
            examples.voucher(
                *examples.moved("408", "32109", 10), number=2, dated_on=_DECEMBER
            ),
            accounts={**examples.accounts(), "32109": _OWN},
        ),
    ),
)


def population(books: Books) -> Population:
    """Accounts that must be nil once the year is closed."""
    rows = list(_to_clear(books))
    total = sum(abs(row.balance_fen) for row in rows)
    return Population("应结清的科目余额（项）", len(rows), Money(total))


def _to_clear(books: Books) -> Iterator[Standing]:
    """What may not stand open: of accounts that years close into, the rest of them."""
    closing = {
        account.first_level
        for account in books.accounts.values()
        if account.role in CLOSING_ROLES
    }
    for row in books.closings:
        account = books.accounts[row.account]
        result = account.part in {Part.INCOME, Part.EXPENSE}
        beside = account.first_level in closing and account.role not in CLOSING_ROLES
        if result or beside or account.role in _CLEARED:
            yield row


def run(books: Books) -> Iterator[Finding]:
    """Yield each account that the closing of the year left open."""
    for row in _to_clear(books):
        if row.balance_fen:
            name = books.accounts[row.account].name
            amount = abs(Money(row.balance_fen))
            yield Finding(
                key=CHECK.key,
                title="年终结账后科目尚有余额",
                condition=f"{books.funds[row.fund].name}“{name}”余额"
                f" {amount.grouped()} 元未结清",
                evidence=(f"科目 {row.account} 资金 {row.fund}",),
                amount=amount,
            )
