"""People (人员), their posts and what they may do.

1. Every act is tied to a person. One person with two log-ins is still one person.
2. A right holds in a unit and all below it, from `since` up to but without `until`.
3. An auditor has no right to prepare, review, settle or post.
"""

import datetime as dt
from dataclasses import dataclass

from ledger.accounts import Labelled
from ledger.errors import RecordRefused


class Right(Labelled):
    """What a person may do; the labels are those of the screens."""

    PREPARE = "prepare", "制单"
    REVIEW = "review", "审核"
    SETTLE = "settle", "出纳"
    POST = "post", "记账"
    APPROVE = "approve", "批准付款"
    HEAD = "head", "会计主管"
    CLOSE = "close", "结账"
    AUDIT = "audit", "审计"
    VIEW = "view", "查看"
    ADMIN = "admin", "管理"


KEEPING_BOOKS = frozenset({Right.PREPARE, Right.REVIEW, Right.SETTLE, Right.POST})


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, and the one instant at which it is done (UTC)."""

    person: str
    at: dt.datetime

    def __post_init__(self) -> None:
        assert self.at.tzinfo is not None, "an instant needs its time zone"

    @property
    def stamp(self) -> str:
        """The instant as the books write it: `2026-03-09T08:00:00Z`."""
        return self.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who acts on the books; `code` is how papers and files call them."""

    code: str
    name: str = ""
    kind: str = "staff"
    logins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A right of a person in a unit and all below it; no unit means everywhere."""

    person: str
    right: Right
    unit: str = ""
    since: dt.date
    until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """A post held in a unit, from `since` up to but without `until`."""

    person: str
    post: str
    unit: str
    since: dt.date
    until: dt.date | None = None
    acting: bool = False

    def __post_init__(self) -> None:
        if self.until is not None and self.until <= self.since:
            raise RecordRefused("任期的截止日期应晚于起始日期")


SYSTEM = "bangfu"
"""The program itself: it prepares what it brings in, a person reviews it."""
