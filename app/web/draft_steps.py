"""The steps of a draft as screens and programs take them, with what each asks first.

1. A draft that was made of a row goes on only while it answers that row.
2. What corrects a voucher is refused where something else rests on that voucher.
3. What was posted is followed in the lineage of gifts and grants.
4. At a desk a step is taken of the draft that the person saw: one that took another
   step since is shown again first.
"""

from collections.abc import Mapping

from ledger import drafts
from ledger.database import Connection
from ledger.draft_vouchers import DraftVoucher
from ledger.drafts import Draft
from ledger.entries import Outcome
from ledger.errors import DraftRefused
from ledger.people import Act, Right
from treasury import corrections, lineage, row_fit

RIGHTS: Mapping[str, tuple[Right, ...]] = {
    "review": (Right.REVIEW,),
    "settle": (Right.SETTLE,),
    "post": (Right.POST,),
    "return": (Right.REVIEW, Right.SETTLE, Right.POST),
}
"""The steps after a draft was handed over, and who may take them."""
ALL = RIGHTS["return"]


def save(
    connection: Connection, voucher: DraftVoucher, act: Act, number: int = 0
) -> Draft:
    """Keep a draft as it was typed: a new one, or the one of that number changed.

    Raises:
        DraftRefused: it may not be kept so, or not by this person.
        DeskRefused: it was handed in under another reference.
        NotFound: there is no such unit or draft.
    """
    if number:
        row_fit.demand_ref(connection, voucher.unit, number, voucher.ref)
    return drafts.save(connection, voucher, act, number)


def submit(connection: Connection, unit: str, number: int, act: Act) -> Draft:
    """Hand a draft over for review; it raises what `drafts.submit` does."""
    _demand_nothing_rests_on(connection, unit, number)
    row_fit.demand_fit(connection, unit, number)
    return drafts.submit(connection, unit, number, act)


def review(connection: Connection, unit: str, number: int, act: Act) -> Draft:
    """Confirm that a draft agrees with its papers; raises as `drafts.review`."""
    _demand_nothing_rests_on(connection, unit, number)
    row_fit.demand_fit(connection, unit, number)
    return drafts.review(connection, unit, number, act)


def settle(connection: Connection, unit: str, number: int, act: Act) -> Draft:
    """Confirm that the money moved; raises as `drafts.settle`."""
    row_fit.demand_fit(connection, unit, number)
    return drafts.settle(connection, unit, number, act)


def post(connection: Connection, unit: str, number: int, act: Act) -> Outcome:
    """Enter a draft in the books; raises as `drafts.post`."""
    _demand_nothing_rests_on(connection, unit, number)
    row_fit.demand_fit(connection, unit, number)
    done = drafts.post(connection, unit, number, act)
    lineage.follow(connection, unit)
    return done


def _demand_nothing_rests_on(connection: Connection, unit: str, number: int) -> None:
    voucher = drafts.history(connection, unit, number)[-1].voucher
    if voucher.corrects:
        corrections.demand(connection, voucher)


# -- at a desk ----------------------------------------------------------------------


def demand_seen(connection: Connection, unit: str, number: int, seen: str) -> None:
    """Go on only with the draft that the person saw (4).

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
        Refused: as `drafts.review`, `settle` and `post` say, or (1, 2).
    """
    if verb in {"review", "settle"}:
        step = review if verb == "review" else settle
        return f"草稿 {number}：{step(connection, unit, number, act).state.label}"
    assert verb == "post"
    done = post(connection, unit, number, act)
    return f"草稿 {number} 已记账：{done.kind}字第{done.number}号，链位 {done.position}"
