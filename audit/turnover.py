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
    # Looked up a million times in a large year.
    spends = {code for code, account in accounts.items() if account.spends}
    brings = {code for code, account in accounts.items() if _brings(account)}
    sums: dict[tuple[str, int], list[int]] = {}
    for period, code, fund, debit, credit in turnover:
        paid = debit if code in spends else 0
        came = code in brings
        came = came or (period % 100 == 0 and accounts[code].part is Part.NET)
        received = credit if came else 0
        if received or paid:
            found = sums.setdefault((fund, period), [0, 0])
            found[0] += received
            found[1] += paid
    return tuple(Month(*key, *found) for key, found in sorted(sums.items()))


def _brings(account: Account) -> bool:
    brings = account.part in {Part.INCOME, Part.ENTRUSTED}
    return brings or account.role is Role.EARMARK
