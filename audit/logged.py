"""The operation log as an auditor reads it: no database.

1. `broken` are places where the log is not as it was written.
2. `unlogged` are vouchers and records that somebody made since the log began, while
   the log tells of nothing that this person did at that instant.
3. `privileged` are acts that give power or take a lock away, done or refused.

Basis: 财会〔2024〕12号 (who did what, and when).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

PRIVILEGED = {
    "people.grant": "授予或收回权限",
    "people.secret": "设置口令",
    "people.add": "登记人员",
    "keys.add": "更换密钥",
    "bank.reopen": "重开银行对账",
    "books.change_chart": "更换科目表",
    "budget.rule": "放宽预算控制",
    "budget.control": "实行预算控制",
}
"""Acts that give power or take a lock away, by their key in the log."""


class BrokenEntry(NamedTuple):
    """A place in the log of a unit, or in the one all share."""

    log: str
    position: int
    what: str


class Unlogged(NamedTuple):
    """What was made and not logged; `at` is UTC as it was sealed."""

    told: str
    person: str
    at: str


class PrivilegedAct(NamedTuple):
    """An act that gives power or takes a lock away."""

    place: str
    at: str
    person: str
    act: str
    subject: str
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """The log of a unit and the one that all share, over a span."""

    entries: int
    broken: Sequence[BrokenEntry] = ()
    unlogged: Sequence[Unlogged] = ()
    privileged: Sequence[PrivilegedAct] = ()
