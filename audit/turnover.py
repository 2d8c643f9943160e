"""What funds received and paid, month by month (资金逐月收付): pure."""

from collections.abc import Iterable, Mapping

from audit.books import Account, Month, Part
from ledger.accounts import Role

Turnover = tuple[int, str, str, int, int]
"""Period, account, fund, debit and credit in fen."""


def months_of(
    turnover: Iterable[Turnover], accounts: Mapping[str, Account]
) -> tuple[Month, ...]:
    """What each fund received and paid, month by month; openings are received."""
    sums: dict[tuple[str, int], list[int]] = {}
    for period, code, fund, debit, credit in turnover:
        account = accounts[code]
        received, paid = 0, 0
        if account.spends:
            paid = debit
        brings = account.part in {Part.INCOME, Part.ENTRUSTED}
        opens = account.part is Part.NET and period % 100 == 0
        if brings or opens or account.role is Role.EARMARK:
            received = credit
        if received or paid:
            found = sums.setdefault((fund, period), [0, 0])
            found[0] += received
            found[1] += paid
    return tuple(Month(*key, *found) for key, found in sorted(sums.items()))
