"""Kinds of events (收入事项): what can come in, and what follows from it, by date.

1. `events.toml` says for each kind which funds it is for, the lines it makes, what is
   asked, which papers are expected and the clause.
2. Accounts are told by words: what a fund's source or an account's role says is not
   said again.
3. A kind of event holds from its day on; later blocks follow under the same key.
"""

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import combinations
from string import Formatter
from typing import Any

from ledger.accounts import (
    MONEY_ROLES,
    AccountClass,
    Labelled,
    Role,
    Side,
    load_chart,
)
from ledger.funds import Channel, Origin, standard_purposes

GRADES = ("V", "D", "M")
TOLD = frozenset({"party", "fund", "giver", "purpose"})
"""What a summary may speak of."""


class Word(StrEnum):
    """By what word a line of an event names its account; `events.toml` tells each."""

    MONEY = "money"
    INCOME = "income"
    ENTRUSTED = "entrusted"
    EXPENSE = "expense"
    SPENT = "spent"
    PRIOR_YEAR = "prior_year"
    EARMARK = "earmark"
    CLAIM = "claim"
    OWED = "owed"
    DEBITED = "debited"
    CREDITED = "credited"


class Asked(Labelled):
    """What may be asked of an event beyond fund, amount and day."""

    PARTY = "party", "对方单位"
    PURPOSE = "purpose", "用途"
    PERSONS = "persons", "人次"
    RECIPIENT = "recipient", "档案号"
    FROM_FUND = "from_fund", "付出资金"
    BASIS = "basis", "决定文号"
    REFUND_OF = "refund_of", "当时的支出凭证"
    DEBITED = "debited", "应借科目"
    CREDITED = "credited", "应贷科目"
    REQUEST = "request", "付款申请号"
    APPROPRIATION = "appropriation", "预算预留号"


class Paid(StrEnum):
    """When the money that comes back was paid."""

    THIS_YEAR = "this_year"
    EARLIER_YEAR = "earlier_year"


@dataclass(frozen=True, slots=True)
class Leg:
    """One line that an event makes: a side, and the word for its account."""

    side: Side
    word: Word


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; `must` where it may not stay open."""

    field: Asked
    text: str
    must: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A kind of event from `since` up to but without `until`.

    No `origins` or `channels` means any. `giving` are the lines in the fund that
    gives, where one does. `grade` is V where the clause was read, D where it is
    derived, M where neither.
    """

    key: str
    label: str
    clause: str
    grade: str
    since: dt.date
    until: dt.date | None = None
    origins: tuple[Origin, ...] = ()
    channels: tuple[Channel, ...] = ()
    charts: tuple[str, ...]
    money: tuple[Role, ...] = ()
    entry: tuple[Leg, Leg]
    giving: tuple[Leg, ...] = ()
    asks: tuple[Question, ...] = ()
    evidence: tuple[str, ...] = ()
    paid: Paid | None = None
    request: str = ""
    says: str

    def __post_init__(self) -> None:
        assert self.key
        assert self.grade in GRADES
        assert self.until is None or self.since < self.until
        assert len(set(self.charts)) == len(self.charts) > 0
        assert set(self.money) <= MONEY_ROLES
        words = self.words
        assert bool(self.money) == (Word.MONEY in words)
        named = {Asked.DEBITED, Asked.CREDITED} & set(words)
        fields = [question.field for question in self.asks]
        assert named <= set(fields)
        assert len(set(fields)) == len(fields)
        assert bool(self.giving) == (Asked.FROM_FUND in fields)
        assert bool(self.request) <= (Asked.REQUEST in fields)
        assert bool(self.paid) == (Asked.REFUND_OF in fields)
        for legs in (self.entry, self.giving):
            assert len({leg.side for leg in legs}) == len(legs)
        assert {name for _, name, _, _ in Formatter().parse(self.says) if name} <= TOLD

    @property
    def words(self) -> tuple[Word, ...]:
        """The words for the accounts of its lines."""
        return tuple(leg.word for leg in (*self.giving, *self.entry))

    def holds(self, on: dt.date) -> bool:
        """Whether it is in force on that day."""
        return self.since <= on and (self.until is None or on < self.until)

    def is_for(self, origin: Origin, channel: Channel) -> bool:
        """Whether money of an origin comes by a channel through such an event."""
        fits = not self.origins or origin in self.origins
        return fits and (not self.channels or channel in self.channels)

    def asked(self, field: Asked) -> Question | None:
        """The question about something; None where it is not asked."""
        return next((q for q in self.asks if q.field is field), None)


@dataclass(frozen=True, slots=True)
class Spending:
    """The usual expense accounts of a chart from `since` on, by purpose."""

    chart: str
    clause: str
    since: dt.date
    usual: str
    purposes: Mapping[str, str] = field(default_factory=dict)
    """Account of each purpose that does not take the usual one."""

    def account(self, purpose: str) -> str:
        """The usual expense account of a purpose, by its name in the catalogue."""
        return self.purposes.get(purpose, self.usual)


# -- looking up -----------------------------------------------------------------------


def event_of(key: str, on: dt.date) -> Event | None:
    """The kind of event under a key as it holds on a day; None where there is none."""
    return next((e for e in events() if e.key == key and e.holds(on)), None)


def events_in(chart: str, on: dt.date) -> tuple[Event, ...]:
    """What can happen under a chart on a day, in the order of the file."""
    return tuple(e for e in events() if e.holds(on) and chart in e.charts)


def spending_in(chart: str, on: dt.date) -> Spending | None:
    """The usual expense accounts under a chart on a day; None where none are told."""
    begun = [s for s in _spendings() if s.chart == chart and s.since <= on]
    return begun[-1] if begun else None


@cache
def events() -> tuple[Event, ...]:
    """Every kind of event with its dates, in the order of the file."""
    return events_from(_document())


@cache
def _spendings() -> tuple[Spending, ...]:
    return spendings_from(_document())


@cache
def _document() -> Mapping[str, Any]:
    text = files("treasury").joinpath("events.toml").read_text(encoding="utf-8")
    document: dict[str, Any] = tomllib.loads(text)
    assert document.keys() == {"event", "spending"}
    return document


# -- the file -------------------------------------------------------------------------


def events_from(document: Mapping[str, Any]) -> tuple[Event, ...]:
    """Build the kinds of events; a fault in the file is a bug of ours."""
    found = tuple(_event_from(block) for block in document["event"])
    for one, other in combinations(found, 2):
        if one.key == other.key:
            first, second = sorted((one, other), key=lambda event: event.since)
            assert first.until is not None
            assert first.until <= second.since
    return found


def spendings_from(document: Mapping[str, Any]) -> tuple[Spending, ...]:
    """Build the usual expense accounts; a fault in the file is a bug of ours."""
    found = tuple(_spending_from(block) for block in document["spending"])
    for chart in {one.chart for one in found}:
        days = [one.since for one in found if one.chart == chart]
        assert days == sorted(set(days))
    return found


def _event_from(block: Mapping[str, Any]) -> Event:
    told = dict(block)
    for chart in told["charts"]:
        load_chart(chart)
    return Event(
        **told
        | {
            "origins": tuple(map(Origin, told.get("origins", ()))),
            "channels": tuple(map(Channel, told.get("channels", ()))),
            "charts": tuple(told["charts"]),
            "money": tuple(map(Role, told.get("money", ()))),
            "entry": _legs(told["entry"]),
            "giving": _legs(told.get("giving", ())),
            "asks": tuple(_question(line) for line in told["asks"]),
            "evidence": tuple(told["evidence"]),
            "paid": Paid(told["paid"]) if "paid" in told else None,
        }
    )


def _legs(lines: Iterable[Mapping[str, str]]) -> Any:
    legs = []
    for line in lines:
        ((side, word),) = line.items()
        legs.append(Leg(Side(side), Word(word)))
    assert len(legs) in {0, 2}
    return tuple(legs)


def _question(line: Mapping[str, Any]) -> Question:
    assert line["text"].strip()
    return Question(Asked(line["field"]), line["text"], line.get("must", False))


def _spending_from(block: Mapping[str, Any]) -> Spending:
    assert block.keys() == {"chart", "clause", "since", "usual", "purposes"}
    chart = load_chart(block["chart"])
    accounts = (block["usual"], *block["purposes"])
    assert all(chart.is_leaf(code) for code in accounts)
    assert all(chart[code].klass is AccountClass.EXPENSE for code in accounts)
    named = [(p, code) for code, names in block["purposes"].items() for p in names]
    purposes = dict(named)
    assert len(purposes) == len(named)
    assert purposes.keys() <= {purpose.name for purpose in standard_purposes()}
    return Spending(
        block["chart"], block["clause"], block["since"], block["usual"], purposes
    )
