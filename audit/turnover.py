"""What funds received and paid, month by month (资金逐月收付): pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from audit.books import Account, Month, Part, Voucher
from ledger.accounts import Role

Turnover = tuple[int, str, str, int, int]
"""Period, account, fund, debit and credit in fen."""


def months_of(
    kept: Iterable[Turnover],
    accounts: Mapping[str, Account],
    vouchers: Sequence[Voucher] = (),
) -> tuple[Month, ...]:
    """What each fund received and paid, month by month; openings are received.

    Args:
        kept: sums of earlier months, as they are kept.
        accounts: what each account is.
        vouchers: of the months that are not kept.
    """
    # Looked up a million times in a large year.
    spends = {code for code, account in accounts.items() if account.spends}
    brings = {code for code, account in accounts.items() if _brings(account)}
    sums: defaultdict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
    for period, code, fund, debit, credit in kept:
        opens = period % 100 == 0 and accounts[code].part is Part.NET
        found = sums[fund, period]
        found[0] += credit if opens or code in brings else 0
        found[1] += debit if code in spends else 0
    for voucher in vouchers:
        period = voucher.period
        for line in voucher.lines:
            if line.account in spends:
                sums[line.fund, period][1] += line.debit_fen
            if line.account in brings:
                sums[line.fund, period][0] += line.credit_fen
    return tuple(
        Month(fund, period, received, paid)
        for (fund, period), (received, paid) in sorted(sums.items())
        if received or paid
    )


def _brings(account: Account) -> bool:
    brings = account.part in {Part.INCOME, Part.ENTRUSTED}
    return brings or account.role is Role.EARMARK
