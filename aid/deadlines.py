"""Deadlines (时限) of a case: by when each step is due, and whether it was late.

1. The grass-roots union reviews within 3 working days, on the same day where it is
   urgent. A notice hangs for at least 5 whole working days. The county union reviews
   within 7. Quarterly figures go up within the first 7 working days of the quarter.
2. A period begins on the day after the act; its last day is included. The day on which
   a notice is hung up is no whole day. The first working day of a quarter counts.
3. Aid may come first and the papers after; the rules name no term for them, so the
   term is a setting.
4. Files are checked again every year by 30 April, whatever day of the week that is.
5. Where a holiday notice on the way is not known, the deadline says so.

Basis: 关于进一步做好困难职工帮扶工作的意见 第2、4、5条; docs/adr/0012.
"""

import datetime as dt
from dataclasses import dataclass

from aid.standard_kinds import Key
from aid.standard_sets import Standard
from aid.standards import InForce
from aid.workdays import after, between, known_years
from ledger.accounts import Labelled

_QUARTER = 3
_DAY = dt.timedelta(days=1)


class Step(Labelled):
    """What has to be done by a deadline."""

    REVIEW = "review", "基层审核"
    FIRST_REVIEW = "first_review", "县级初审"
    EMERGENCY_PAPERS = "emergency_papers", "补办审批手续"
    QUARTERLY = "quarterly", "季度统计上报"
    RECHECK = "recheck", "年度复核"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The last day in time of a step, with what it was counted from and by."""

    step: Step
    since: dt.date
    due_on: dt.date
    is_provisional: bool
    standard: Standard

    def is_late(self, done_on: dt.date) -> bool:
        """Whether a step done on a day was late."""
        return done_on > self.due_on

    def late_workdays(self, done_on: dt.date) -> int:
        """By how many working days a step was late; done on a day off it may be nil."""
        return between(self.due_on, done_on).workdays

    @property
    def told(self) -> str:
        """The deadline as a sentence, with the clause."""
        counted = (
            f"自 {self.since} 起，{self.step.label}应于 {self.due_on} 前（含当日）完成"
        )
        return f"{counted}（{self.standard.cited}）{provisional(self.is_provisional)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A public notice: hung up on a day, and the first end that the rules allow.

    `ends_on` is the last day on which it must still hang; approval may follow the day
    after.
    """

    hung_on: dt.date
    ends_on: dt.date
    is_provisional: bool
    standard: Standard

    @property
    def next_step_on(self) -> dt.date:
        """The first day on which the case may go on."""
        return self.ends_on + _DAY

    def shown_workdays(self, last_on: dt.date) -> int:
        """How many whole working days it hung, `last_on` being its last day."""
        return between(self.hung_on, last_on).workdays

    def is_short(self, last_on: dt.date) -> bool:
        """Whether it was taken down too early; it may end on a holiday."""
        return self.shown_workdays(last_on) < self.standard.number

    def told(self, last_on: dt.date) -> str:
        """What is to be said of a notice whose last day was `last_on`."""
        shown = between(self.hung_on, last_on)
        unsure = self.is_provisional or shown.is_provisional
        need = self.standard.number
        verdict = (
            f"少于 {need} 个工作日，应至 {self.ends_on}"
            if self.is_short(last_on)
            else f"不少于 {need} 个工作日"
        )
        return (
            f"{self.hung_on} 张贴，公示至 {last_on}，满 {shown.workdays} 个工作日，"
            f"{verdict}（{self.standard.cited}）{provisional(unsure)}"
        )


def review(rules: InForce, received_on: dt.date, *, urgent: bool = False) -> Deadline:
    """By when the grass-roots union reviews an application it received.

    Basis: 意见 第2条 审核.
    """
    standard = rules.one(Key.REVIEW_WORKDAYS)
    if not urgent:
        return _counted(Step.REVIEW, received_on, standard)
    return Deadline(
        step=Step.REVIEW,
        since=received_on,
        due_on=received_on,
        is_provisional=False,
        standard=standard,
    )


def publication(rules: InForce, hung_on: dt.date) -> Publication:
    """Until when a notice has to hang.

    Basis: 意见 第2条 公示.
    """
    standard = rules.one(Key.PUBLICATION_WORKDAYS)
    end = after(hung_on, standard.number)
    return Publication(
        hung_on=hung_on,
        ends_on=end.on,
        is_provisional=end.is_provisional,
        standard=standard,
    )


def first_review(rules: InForce, received_on: dt.date) -> Deadline:
    """By when the county union reviews what came up to it.

    Basis: 意见 第2条 审批.
    """
    standard = rules.one(Key.FIRST_REVIEW_WORKDAYS)
    return _counted(Step.FIRST_REVIEW, received_on, standard)


def emergency_papers(rules: InForce, aided_on: dt.date) -> Deadline:
    """By when the papers follow aid that came first.

    Basis: 意见 第2条 (再按程序补办审批手续); the term is a setting.
    """
    standard = rules.one(Key.EMERGENCY_PAPERS_WORKDAYS)
    return _counted(Step.EMERGENCY_PAPERS, aided_on, standard)


def quarterly(rules: InForce, year: int, quarter: int) -> Deadline:
    """By when the figures of a quarter go up: early in the quarter that follows.

    Basis: 意见 第4条 (每季度初7个工作日内逐级上报).
    """
    assert quarter in {1, 2, 3, 4}
    month = quarter * _QUARTER + 1
    begins = dt.date(year + (quarter == 4), 1 if quarter == 4 else month, 1)  # noqa: PLR2004 - the last
    standard = rules.one(Key.QUARTERLY_WORKDAYS)
    # The period is the first days of the quarter itself, so it begins with them.
    return _counted(Step.QUARTERLY, begins - _DAY, standard)


def recheck(rules: InForce, year: int) -> Deadline:
    """By when every file is checked again in a year.

    Basis: 意见 第5条 (每年4月底).
    """
    standard = rules.one(Key.RECHECK_DAY)
    return Deadline(
        step=Step.RECHECK,
        since=dt.date(year, 1, 1),
        due_on=dt.date(year, standard.number // 100, standard.number % 100),
        is_provisional=False,
        standard=standard,
    )


def provisional(is_provisional: bool) -> str:  # noqa: FBT001 - the one thing it is about
    """What is added where a holiday notice on the way is not known."""
    told = unsure(is_provisional)
    return f"；{told}" if told else ""


def unsure(is_provisional: bool) -> str:  # noqa: FBT001 - as above
    """The same by itself; holidays that follow the moon or the sun are not reckoned."""
    if not is_provisional:
        return ""
    first, last = known_years()
    return (
        f"节假日安排只知道 {first} 至 {last} 年，"
        "其余按周末和固定日期的节日推算（清明等未计），待放假通知公布后核对"
    )


def _counted(step: Step, since: dt.date, standard: Standard) -> Deadline:
    end = after(since, standard.number)
    return Deadline(
        step=step,
        since=since,
        due_on=end.on,
        is_provisional=end.is_provisional,
        standard=standard,
    )
