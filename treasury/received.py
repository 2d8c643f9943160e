"""What came in, as an officer says it (收到了什么): no debit and no credit.

`receipts.py` makes the voucher; `receipt_faults.py` tells what does not fit.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ledger.accounts import Chart
from ledger.funds import Fund, SourceAccounts, source_of
from ledger.money import ZERO, Money
from ledger.vouchers import Posting
from treasury.event_accounts import Choice, Place, choice
from treasury.events import Event, Leg, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One thing that happened: which kind of event, in which fund, how much, when.

    `account` is the money account, where the usual one is not meant; `use` are other
    accounts to choose where there are several. `from_fund` is the fund that gives,
    `refund_of` the reference of the voucher that comes back, `request` the payment
    request under which money leaves. Persons are called by file numbers, never names.
    """

    unit: str
    event: str
    fund: str
    amount: Money
    dated_on: dt.date
    ref: str
    account: str = ""
    use: tuple[str, ...] = ()
    party: str = ""
    purpose: str = ""
    persons: int = 0
    recipient: str = ""
    from_fund: str = ""
    basis: str = ""
    refund_of: str = ""
    debited: str = ""
    credited: str = ""
    request: str = ""
    appropriation: str = ""
    attachments: int = 0
    summary: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class PaidOut:
    """The voucher whose money comes back: its day, and the lines on which it spent."""

    dated_on: dt.date
    lines: tuple[Posting, ...]
    returned: Money = ZERO
    """What has come back of it before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What was said, beside what the books say of unit, chart and funds.

    `giver` is the fund that gives; `others` are the funds of the union's other money
    in this book. `chart` is None before the unit keeps books, `closed_on` the first
    day it no longer does.
    """

    said: Received
    event: Event
    today: dt.date
    opened_on: dt.date
    closed_on: dt.date | None
    chart: Chart | None
    fund: Fund | None
    giver: Fund | None = None
    others: tuple[str, ...] = ()
    known_purposes: frozenset[str] | None = None
    """The purposes that the fund may be spent on, None where any may be."""
    paid: PaidOut | None = None
    """The voucher under `refund_of`; None where there is none."""
    left: Mapping[tuple[str, str, str], Money] = field(default_factory=dict)
    """What of the year's expense may come back, by fund, account and purpose."""
    left_of_earlier: Money | None = None
    """What the fund spent in earlier years and may come back; None: not known."""

    def source(self, fund: Fund) -> SourceAccounts | None:
        """What a fund's source says for the chart of the day."""
        found = source_of(fund.origin, fund.channel, self.said.dated_on)
        return found.accounts_in(self.chart.key) if found and self.chart else None

    def lines(self) -> Iterator[tuple[Fund | None, Leg]]:
        """The lines to be made: those of the fund that gives come first."""
        if self.giver is not None:
            yield from ((self.giver, leg) for leg in self.event.giving)
        yield from ((self.fund, leg) for leg in self.event.entry)

    def choice(self, fund: Fund, word: Word) -> Choice:
        """The accounts that a word may mean in a fund."""
        source = self.source(fund)
        if source is None or self.chart is None:
            return Choice(())
        said = self.said
        place = Place(self.chart, source, said.dated_on, said.purpose)
        found = choice(self.event, word, place)
        return self._bought(fund, found) if word is Word.SPENT else found

    def _bought(self, fund: Fund, found: Choice) -> Choice:
        """The accounts on which the voucher that comes back spent for no purpose."""
        if self.paid is None:
            return found
        lines = [one for one in self.paid.lines if one.fund == fund.code]
        among = {one.account for one in lines if not one.purpose and one.debit}
        one = tuple(code for code in found.among if code in among)
        return Choice(one, one[0] if len(one) == 1 else "")

    def account(self, fund: Fund, word: Word) -> str:
        """The account that a word means: the one said, or the usual one, or empty."""
        accounts = self.choice(fund, word)
        asked = self.asked_for(word)
        if asked:
            return asked if asked in accounts.among else ""
        chosen = [code for code in self.said.use if code in accounts.among]
        return chosen[0] if chosen else accounts.usual

    def asked_for(self, word: Word) -> str:
        """The account that was said for this very word."""
        said = self.said
        return {
            Word.MONEY: said.account,
            Word.DEBITED: said.debited,
            Word.CREDITED: said.credited,
        }.get(word, "")
