"""What a person does with a draft that was handed over (审核、收付、记账、退回).

1. A step is taken of the draft that the person saw: one that took another step since
   is shown again first.
2. Before each step it is asked whether the draft still answers its row of the bank,
   and before it is posted whether something rests on what it corrects.
"""

from collections.abc import Mapping

from ledger import drafts
from ledger.database import Connection
from ledger.errors import DraftRefused
from ledger.people import Act, Right
from treasury import corrections, lineage, row_fit

RIGHTS: Mapping[str, tuple[Right, ...]] = {
    "review": (Right.REVIEW,),
    "settle": (Right.SETTLE,),
    "post": (Right.POST,),
    "return": (Right.REVIEW, Right.SETTLE, Right.POST),
}
"""The steps of this desk, and who may take them."""
ALL = RIGHTS["return"]


def demand_seen(connection: Connection, unit: str, number: int, seen: str) -> None:
    """Go on only with the draft that the person saw (1).

    Raises:
        NotFound: there is no such unit or draft.
        DraftRefused: it took another step since.
    """
    steps = drafts.history(connection, unit, number)
    if seen != str(len(steps)):
        what = f"草稿 {number} 没有办理"
        raise DraftRefused(
            what,
            why=f"您打开以后它有变动，现在的状态是“{steps[-1].state.label}”",
            do="重新打开这张草稿，看过再办",
        )


def take(connection: Connection, unit: str, number: int, verb: str, act: Act) -> str:
    """Review, settle or post a draft; what is said of it.

    Raises:
        NotFound: there is no such unit or draft.
        Refused: as `drafts.review`, `settle` and `post` say, or (2).
    """
    row_fit.demand_fit(connection, unit, number)
    if verb in {"review", "settle"}:
        step = drafts.review if verb == "review" else drafts.settle
        return f"草稿 {number}：{step(connection, unit, number, act).state.label}"
    assert verb == "post"
    corrections.demand(connection, drafts.history(connection, unit, number)[-1].voucher)
    done = drafts.post(connection, unit, number, act)
    lineage.follow(connection, unit)
    return f"草稿 {number} 已记账：{done.kind}字第{done.number}号，链位 {done.position}"
