"""Quarterly figures (季度统计): hotline, petitions, questions, and when they went up.

1. A unit counts what came to it itself: calls to 12351, petitions (来访、来信、网络),
   questions about aid. What came to units below it is theirs; sums are made of both.
2. Figures go up when the quarter is over, by its seventh working day after; the day of
   the first revision tells whether they were in time.
3. A correction is a revision with its reason; it changes no day on which they went up.
4. A unit owes the figures of each quarter on whose last day it was there.

Basis: 关于进一步做好困难职工帮扶工作的意见 第4条 (每季度初7个工作日内逐级上报).
"""

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from aid import quarter_store
from aid.deadlines import Deadline, quarterly, unsure
from aid.errors import QuarterRefused
from aid.quarter_tables import COUNT_BOUND, COUNTS
from aid.recipient_writing import day_value
from aid.standards import in_force
from budgets.records import before_unit, locked, read_back, text_faults, written
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.people import Act
from ledger.periods import Span, china_day, quarter_span
from ledger.register import Lookups, append_rows, lookups


class State(Labelled):
    """Whether a unit's figures went up, and in time."""

    IN_TIME = "in_time", "按时"
    LATE = "late", "迟报"
    MISSING = "missing", "未报"
    PENDING = "pending", "未到期"


LABELS = dict(
    zip(
        COUNTS,
        ("12351热线", "来访", "来信", "网络信访", "帮扶咨询"),
        strict=True,
    )
)
"""What is counted, as people read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What came to a unit in a quarter."""

    hotline: int = 0
    visits: int = 0
    letters: int = 0
    online: int = 0
    questions: int = 0

    @property
    def petitions(self) -> int:
        """Petitions, however they came."""
        return self.visits + self.letters + self.online

    @property
    def all(self) -> tuple[int, ...]:
        """Every count, in the order of the form."""
        return tuple(getattr(self, name) for name in COUNTS)

    def __add__(self, other: "Counts") -> "Counts":
        pairs = zip(COUNTS, self.all, other.all, strict=True)
        return Counts(**{name: one + two for name, one, two in pairs})


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """A quarter of a year."""

    year: int
    quarter: int

    @property
    def span(self) -> Span:
        """Its days."""
        return quarter_span(self.year, self.quarter)

    @property
    def label(self) -> str:
        """How people call it."""
        return f"{self.year}年第{'一二三四'[self.quarter - 1]}季度"

    @classmethod
    def of(cls, day: dt.date) -> "Quarter":
        """The quarter that a day lies in."""
        return cls(year=day.year, quarter=(day.month + 2) // 3)

    @property
    def deadline(self) -> Deadline:
        """By when its figures go up."""
        return quarterly(in_force(self.span.until), self.year, self.quarter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The figures of a quarter as they are handed in."""

    unit: str
    quarter: Quarter
    counts: Counts
    reported_on: dt.date
    paper: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A unit's figures of a quarter as they stand, or that there are none.

    `reported_on` is the day they first went up, `recorded_on` the day on which that was
    put on record; `revision` is 0 where they did not go up.
    """

    unit: str
    quarter: Quarter
    state: State
    due_on: dt.date
    revision: int = 0
    counts: Counts = Counts()
    reported_on: dt.date | None = None
    recorded_on: dt.date | None = None
    is_provisional: bool = False
    corrected_on: dt.date | None = None
    late_workdays: int = 0
    reporter: str = ""
    paper: str = ""
    reason: str = ""

    @property
    def remark(self) -> str:
        """What has to be said of when they went up; empty where nothing has."""
        if self.state is State.IN_TIME and self.recorded_on is not None:
            late = self.recorded_on > self.due_on
            return f"{self.recorded_on}才登记" if late else ""
        return f"迟{self.late_workdays}个工作日" if self.late_workdays else ""

    @property
    def told(self) -> str:
        """The remark, and whether the deadline was counted without a holiday notice."""
        return "；".join(filter(None, (self.remark, unsure(self.is_provisional))))


# -- putting on record --------------------------------------------------------------


def record(connection: Connection, given: Given, act: Act) -> Reported:
    """Put a quarter's figures on record, or a correction of them; twice is once.

    Raises:
        NotFound: there is no such unit or person.
        QuarterRefused: they cannot be so; all that is wrong is told.
    """
    unit = locked(connection, given.unit)
    books = lookups(connection)
    reporter = books.person(act.person)
    one = given.quarter
    known = list(quarter_store.revisions(connection, [unit.id], one.year, one.quarter))
    if known and _same(known[-1], given):
        return _told(books, unit.code, one, known, china_day(act.at))
    wrong = [
        *_count_faults(given.counts),
        *_day_faults(given, known, act),
        *text_faults(
            ("依据文件", given.paper, True), ("更正理由", given.reason, bool(known))
        ),
    ]
    if why := before_unit(unit, one.span.last_day):
        wrong.append(f"{one.label}末在{why}，本单位不报这一季度")
    if given.reason.strip() and not known:
        wrong.append("首次上报不写更正理由")
    if wrong:
        what = f"{one.label}的统计没有登记"
        raise QuarterRefused(what, "；".join(wrong), "改正后重新登记")
    row = (
        *(unit.id, one.year, one.quarter, len(known) + 1),
        *given.counts.all,
        day_value(connection, given.reported_on),
        reporter,
        *(written(given.paper), written(given.reason), act.stamp),
    )
    append_rows(connection, unit, [("aid_quarters", [row])], act)
    (found,) = reported(connection, [unit.code], one, china_day(act.at))
    return found


def _same(row: Any, given: Given) -> bool:
    """Whether the last revision says the same already."""
    told = (*_counts(row).all, row.reported_on, row.paper, row.reason)
    asked = (*given.counts.all, given.reported_on)
    return told == (*asked, written(given.paper), written(given.reason))


def _count_faults(counts: Counts) -> Iterator[str]:
    for name, many in zip(COUNTS, counts.all, strict=True):
        if not 0 <= many <= COUNT_BOUND:
            yield f"{LABELS[name]}应为零或正的件数"


def _day_faults(given: Given, known: Sequence[Any], act: Act) -> Iterator[str]:
    if given.reported_on < given.quarter.span.until:
        last = given.quarter.span.last_day
        yield f"上报日期应在季度结束（{last}）以后"
    if given.reported_on > china_day(act.at):
        yield "上报日期晚于今天"
    if known and given.reported_on < known[-1].reported_on:
        yield f"更正日期早于上一次（{known[-1].reported_on}）"


# -- reading ------------------------------------------------------------------------


def reported(
    connection: Connection, units: Sequence[str], quarter: Quarter, on: dt.date
) -> tuple[Reported, ...]:
    """What each unit that owes a quarter has on record of it, as it is on a day.

    One query for all units.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    last = quarter.span.last_day
    owing = [code for code in units if not before_unit(books.unit(code), last)]
    ids = [books.unit(code).id for code in owing]
    found: dict[int, list[Any]] = {}
    rows = quarter_store.revisions(connection, ids, quarter.year, quarter.quarter)
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return tuple(
        _told(books, code, quarter, found.get(books.unit(code).id, []), on)
        for code in owing
    )


def history(connection: Connection, unit: str, year: int) -> tuple[Reported, ...]:
    """Every revision that a unit has on record of a year's quarters, as it said.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    rows = list(quarter_store.revisions(connection, [books.unit(unit).id], year, None))
    found = []
    for place, row in enumerate(rows):
        quarter = Quarter(year=year, quarter=row.quarter)
        before = [one for one in rows[: place + 1] if one.quarter == row.quarter]
        found.append(_told(books, unit, quarter, before, row.reported_on))
    return tuple(found)


def _told(
    books: Lookups, unit: str, quarter: Quarter, rows: Sequence[Any], on: dt.date
) -> Reported:
    """The last of the revisions, in time or not by the day of the first."""
    deadline = quarter.deadline
    if not rows:
        is_past = deadline.is_late(on)
        return Reported(
            unit=unit,
            quarter=quarter,
            state=State.MISSING if is_past else State.PENDING,
            due_on=deadline.due_on,
            is_provisional=deadline.is_provisional,
            late_workdays=deadline.late_workdays(on) if is_past else 0,
        )
    first, last = rows[0].reported_on, rows[-1]
    is_late = deadline.is_late(first)
    return Reported(
        unit=unit,
        quarter=quarter,
        state=State.LATE if is_late else State.IN_TIME,
        due_on=deadline.due_on,
        is_provisional=deadline.is_provisional,
        revision=last.revision,
        counts=_counts(last),
        reported_on=first,
        recorded_on=china_day(dt.datetime.fromisoformat(rows[0].recorded_at)),
        corrected_on=last.reported_on if last.revision > 1 else None,
        late_workdays=deadline.late_workdays(first) if is_late else 0,
        reporter=books.person_codes[last.reporter_id],
        paper=read_back(last.paper),
        reason=read_back(last.reason),
    )


def _counts(row: Any) -> Counts:
    return Counts(**{field.name: getattr(row, field.name) for field in _FIELDS})


_FIELDS = dataclasses.fields(Counts)
