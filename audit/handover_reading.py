"""The audit of an officer on leaving, read as the books stand (离任审计).

The tenure is that of one person in one unit: all posts held there, or one of them, or
one of them from one day on. It ends with the last day in office, or, while that has
not come, with the day of asking.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audit import handover_facts as facts
from audit import handover_store
from audit.annual import Opinion, Proof
from audit.figures import FundYear
from audit.handover import Office, Part, covering, part_of, rolled, runs, years_of
from audit.handover_findings import Compliance, Share, complied, evaluated
from audit.responsibility import Categories, categories_on
from audit.store import read_books
from budgets.growth import YearGrowth
from ledger import queries
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.periods import Span, first_day, period_of
from ledger.register import Lookups, UnitLookup, lookups
from treasury.goods_ledger import Bridge

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose audit it is: `post` and `since` narrow it to one post, to one tenure of it.

    `on` is the last day that is read: what was done later is not told.
    """

    unit: str
    person: str
    on: dt.date
    post: str = ""
    since: dt.date | None = None
    known_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """Years of a series of budgets, judged: 本级工会 or 财政."""

    series: str
    years: tuple[YearGrowth, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """Who may do what, who kept what, and what was not kept apart."""

    rights: tuple[facts.Held, ...]
    kept: tuple[facts.Kept, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LastDay:
    """What stood at the end of the last day."""

    open: tuple[facts.Open, ...]
    stock: tuple[Bridge, ...]
    money: tuple[facts.Account, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverAudit:
    """The audit of one officer's tenure in one unit.

    `tenure` are the days in office, `spans` those that the books reach: what lies
    before their first voucher cannot be audited. `left` is whether the tenure had ended
    by the day of asking.
    """

    asked: Asked
    unit_name: str
    name: str
    offices: tuple[Office, ...]
    colleagues: tuple[Office, ...]
    tenure: tuple[Span, ...]
    spans: tuple[Span, ...]
    parts: tuple[Part, ...]
    compliance: Compliance
    proofs: tuple[Proof, ...]
    control: Control
    decisions: tuple[facts.Decision, ...]
    growth: tuple[Grown, ...]
    last: LastDay
    later: tuple[facts.Later, ...]
    categories: Categories
    closed_through: int
    left: bool

    @property
    def last_day(self) -> dt.date:
        """The last day in office, or the day of asking while that has not come."""
        return self.spans[-1].last_day

    @property
    def days(self) -> int:
        """How many days in office, each counted once."""
        return sum((span.until - span.since).days for span in self.tenure)

    @property
    def closed(self) -> bool:
        """Whether every month that ended in office is closed."""
        # The month in which somebody leaves is closed by who comes after.
        last = self.last_day
        ended = period_of(last + _DAY) != period_of(last)
        before = period_of(last) if ended else period_of(last.replace(day=1) - _DAY)
        return before < period_of(self.spans[0].since) or self.closed_through >= before

    @property
    def opinion(self) -> Opinion:
        """What it comes to."""
        return evaluated(self.compliance, self.proofs, closed=self.closed)

    def of_run(self, span: Span) -> tuple[Part, ...]:
        """The parts of one run of days."""
        return tuple(
            part
            for part in self.parts
            if span.since <= part.span.since and part.span.until <= span.until
        )

    def rolled(self, span: Span) -> tuple[FundYear, ...]:
        """Each aid fund over one run of days; what never had anything is left out."""
        return tuple(
            one
            for one in rolled(self.of_run(span))
            if any((one.opening, one.received, one.paid, one.moved, one.adjusted))
        )

    def total(self, span: Span) -> FundYear:
        """All aid funds over one run of days."""
        return sum(self.rolled(span), FundYear(fund=""))

    @property
    def unsegregated(self) -> int:
        """How many findings of one's own say that duties were not kept apart."""
        own = self.compliance.of(Share.OWN)
        return sum(one.check.key in {"T22", "T39"} for one in own)


def handover_audit(
    connection: Connection,
    asked: Asked,
    proofs: Iterable[tuple[str, str, bool | None]],
) -> HandoverAudit:
    """Audit an officer's tenure.

    Args:
        connection: one consistent view of the books.
        asked: whose.
        proofs: what `integrity.verify` recomputed: its `lines`.

    Raises:
        NotFound: there is no such unit or person, or they held no such post by then.
    """
    books = lookups(connection, fresh=True)
    unit = books.unit(asked.unit)
    everybody = offices_in(connection, books, unit)
    mine = _mine(books, everybody, asked)
    tenure = runs(mine, asked.on + _DAY)
    spans = _reached(tenure, queries.first_period(connection, unit.id))
    parts = _parts(connection, asked, spans)
    last_day = spans[-1].last_day
    person = books.person_codes[books.person(asked.person)]
    return HandoverAudit(
        asked=asked,
        unit_name=unit.name,
        name=books.person_names[books.person(asked.person)] or person,
        offices=tuple(mine),
        colleagues=_beside(everybody, mine, spans),
        tenure=tenure,
        spans=spans,
        parts=parts,
        compliance=complied(parts, spans, mine),
        proofs=tuple(Proof(*proof) for proof in proofs),
        control=Control(
            rights=facts.rights_of(connection, books, unit, person),
            kept=facts.who_kept([one for p in parts for one in p.books.vouchers]),
        ),
        decisions=facts.decisions(connection, books, unit, spans),
        growth=_growth(parts),
        last=_last_day(connection, books, unit, (last_day, asked.known_at)),
        later=facts.events_after(connection, unit, spans, asked.on + _DAY),
        categories=categories_on(last_day),
        closed_through=queries.closed_through(connection, unit.id, asked.known_at),
        left=all(
            one.until is not None and one.until <= asked.on + _DAY for one in mine
        ),
    )


def _parts(
    connection: Connection, asked: Asked, spans: Sequence[Span]
) -> tuple[Part, ...]:
    """The parts of years that the books reach, in order."""
    return tuple(
        part_of(
            read_books(
                connection,
                asked.unit,
                covering(span, asked.on),
                known_at=asked.known_at,
            ),
            span,
        )
        for run in spans
        for span in years_of(run)
    )


def _last_day(
    connection: Connection,
    books: Lookups,
    unit: UnitLookup,
    known: tuple[dt.date, int | None],
) -> LastDay:
    day, known_at = known
    return LastDay(
        open=facts.open_on(connection, books, unit, day),
        stock=facts.in_stock(connection, unit, day, known_at),
        money=facts.money_on(connection, books, unit, day),
    )


def offices_in(
    connection: Connection, books: Lookups, unit: UnitLookup
) -> tuple[Office, ...]:
    """Every post ever held in a unit, by begin."""
    return tuple(
        Office(
            person=books.person_codes[row.person_id],
            name=books.person_names[row.person_id] or books.person_codes[row.person_id],
            post=row.post,
            since=row.since,
            until=row.until,
            acting=bool(row.acting),
        )
        for row in handover_store.tenures(connection, unit.id)
    )


def _mine(books: Lookups, everybody: Iterable[Office], asked: Asked) -> list[Office]:
    person = books.person_codes[books.person(asked.person)]
    found = [
        one
        for one in everybody
        if one.person == person
        and asked.post in {"", one.post}
        and asked.since in {None, one.since}
        and one.since <= asked.on
    ]
    if not found:
        what = " ".join(
            (asked.person, asked.post, asked.since.isoformat() if asked.since else "")
        ).strip()
        do = f"核对人员、职务和起始日；只看 {asked.on} 以前在 {asked.unit} 的任职"
        raise NotFound("任职", what, do)
    return found


def _reached(tenure: Sequence[Span], first: int) -> tuple[Span, ...]:
    """The days that the books reach; all of them where none has a voucher."""
    begin = first_day(first) if first else tenure[0].since
    found = [
        Span(max(span.since, begin), span.until)
        for span in tenure
        if begin < span.until
    ]
    return tuple(found or tenure)


def _beside(
    everybody: Iterable[Office], mine: Sequence[Office], spans: Sequence[Span]
) -> tuple[Office, ...]:
    """Posts of others held on any day of the tenure, and the one's own others."""
    return tuple(
        one
        for one in everybody
        if one not in mine
        and any(
            one.since < span.until and (one.until is None or one.until > span.since)
            for span in spans
        )
    )


def _growth(parts: Sequence[Part]) -> tuple[Grown, ...]:
    own: dict[int, YearGrowth] = {}
    government: dict[int, YearGrowth] = {}
    for part in parts:
        planned = part.whole.planned
        if planned is not None:
            own |= {row.year: row for row in planned.own}
            government |= {row.year: row for row in planned.government}
    named = (("本级工会帮扶预算", own), ("财政帮扶预算", government))
    return tuple(
        Grown(series=name, years=tuple(years[year] for year in sorted(years)))
        for name, years in named
        if years
    )
