"""What is told of payouts when they are checked (核对结果): rule, weight and words.

A fault is refused; a notice needs a reason; where one was given it is told so.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ledger.accounts import Labelled


class Rule(Labelled):
    """What a line is checked for."""

    NO_FILE = "no_file", "档案"
    EXITED = "exited", "已退出"
    DECEASED = "deceased", "已死亡"
    ELSEWHERE = "elsewhere", "不在本单位"
    TWICE = "twice", "重复发放"
    HOUSEHOLD = "household", "同一家庭"
    PAID_BEFORE = "paid_before", "已经发放"
    LISTED = "listed", "已经列入批次"
    CASE = "case", "救助申请"
    NO_CASE = "no_case", "没有审批的申请"
    CARD = "card", "银行卡"
    SHARED_CARD = "shared_card", "共用银行卡"
    MONEY = "money", "资金与科目"
    AMOUNT = "amount", "金额"
    STANDARD = "standard", "救助标准"


class Weight(Labelled):
    """Whether a line may go on."""

    FAULT = "fault", "不得发放"
    NOTICE = "notice", "须说明理由"
    REASONED = "reasoned", "已说明理由"


NO_CASE = "名单未列申请"
"""What is told of a line that has no case."""


@dataclass(frozen=True, slots=True, order=True)
class Told:
    """What is told of a line; nothing personal is in it."""

    place: int
    code: str
    rule: Rule
    weight: Weight
    what: str

    def __str__(self) -> str:
        return f"第 {self.place} 行（{self.code}）{self.rule.label}：{self.what}"


def faults(found: Collection[Told]) -> tuple[Told, ...]:
    """Those that are refused."""
    return tuple(one for one in found if one.weight is Weight.FAULT)


def notices(found: Collection[Told]) -> tuple[Told, ...]:
    """Those that need a reason."""
    return tuple(one for one in found if one.weight is Weight.NOTICE)


def told_shortly(found: Collection[Told]) -> Iterator[str]:
    """Everything that is told, lines that merely have no case in one sentence."""
    count = 0
    for one in found:
        plain = (one.rule, one.what) == (Rule.NO_CASE, NO_CASE)
        if not plain or not count:
            yield str(one)
        count += plain
    if count > 1:
        yield f"另有 {count - 1} 行{Rule.NO_CASE.label}：{NO_CASE}"
