"""Hand-outs (发放单) of goods and shopping vouchers to named people, from stock.

1. A hand-out is planned with all its lines; all that is wrong with any of them is told
   at once (`handout_judging.py`). Planned twice under a reference it is one.
2. A person approves it who neither planned it nor wrote one of its files. What
   was judged when it was planned is judged again when it is approved and issued.
3. It is issued by one issue of goods under its reference, so that stock, voucher,
   hand-out and files say the same. Stock is taken then, not before: of two that ask
   for the last pieces the first that is issued has them.
4. An issue whose draft was dropped, or whose voucher was cancelled in red, leaves the
   hand-out approved: it is issued anew, under the next reference, and signed for anew;
   or withdrawn.
5. What was turned down or withdrawn is at an end; another is planned instead.

Basis: 关于进一步做好困难职工帮扶工作的意见 (款物由帮扶中心直接发放);
总工发〔2015〕20号 第3条 (先建档、后帮扶、实名制).
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from aid import handout_store, recipient_store
from aid.claims import Project
from aid.errors import HandoutRefused
from aid.handout_judging import (
    Asked,
    HandoutLine,
    Judged,
    Tell,
    judge,
)
from aid.handout_reading import Handout, State, handout, lines_of
from aid.handout_tables import APPROVE, ISSUE, LINES_MOST, REFUSE, WITHDRAW
from aid.payout_checks import unlike
from aid.recipient_writing import day_value
from aid.recipients import held
from aid.standards import InForce
from budgets.records import before_unit, text_faults
from ledger.database import Connection
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import UnitLookup, append_rows, lookups
from treasury import goods_store
from treasury.drafting import free_ref
from treasury.goods_desk import Desk, Occasion, Planned, digest, open_desk
from treasury.goods_issues import Issue, hand_over


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Occasion):
    """A hand-out as it is planned: of which fund, for what, to whom.

    `year` is the year of the aid. `account` and `appropriation` are asked for on charts
    where goods are spent when they are given.
    """

    title: str
    fund: str
    purpose: str
    project: Project
    year: int
    lines: tuple[HandoutLine, ...]
    account: str = ""
    appropriation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """What judges lines beside the books: the standards in force."""

    rules: InForce | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A hand-out as it stands after an act, and what was told without refusing it."""

    handout: Handout
    warnings: tuple[str, ...] = ()
    already: bool = False


NOTHING_BESIDE = By()


# -- planning -----------------------------------------------------------------------


def plan(
    connection: Connection,
    given: Plan,
    act: Act,
    by: By = NOTHING_BESIDE,
    tell: Tell | None = None,
) -> Done:
    """Save a hand-out with all its lines, or nothing.

    Args:
        connection: the books.
        given: what is planned.
        act: who plans it.
        by: the standards.
        tell: is told of each fault by line and column; without it they are refused.

    Raises:
        HandoutRefused: another is planned under the reference, or something is wrong;
            all of it is told. With `tell` what is wrong with a line is told there.
        NotFound: there is no such unit or fund.
        GoodsRefused: no method of costing was chosen for the day.
    """
    unit = held(connection, given.unit)
    before = handout_store.by_ref(connection, unit.id, given.ref.strip())
    asked_hash = digest(given)
    if before is not None:
        if bytes(before.asked) != asked_hash:
            what = f"{given.ref} 已有发放单 {before.key}，但内容不同"
            raise HandoutRefused(what, do="另一次发放请用另一个引用号")
        return Done(handout(connection, given.unit, before.key), already=True)
    found = check(connection, given, act, by, tell)
    if found.wrong:
        return Done(_unsaved(given, found))
    number = handout_store.next_handout(connection, unit.id)
    head = f"H{given.dated_on.year}-"
    key = f"{head}{handout_store.keys_of_year(connection, unit.id, head) + 1}"
    rows = _line_rows(unit, number, given, found)
    handout_store.write_lines(connection, rows)
    row = (
        *(unit.id, number, key, given.ref.strip(), given.title.strip()),
        day_value(connection, given.dated_on),
        *(unit.funds[given.fund], given.purpose, given.project.value, given.year),
        *(given.account, given.appropriation, given.summary, given.attachments),
        *(len(rows), lines_hash(rows), asked_hash),
        *(lookups(connection).person(act.person), act.stamp),
    )
    append_rows(connection, unit, [("aid_handouts", [row])], act)
    return Done(handout(connection, given.unit, key), found.warnings)


def check(
    connection: Connection,
    given: Plan,
    act: Act,
    by: By = NOTHING_BESIDE,
    tell: Tell | None = None,
) -> Judged:
    """Judge a hand-out without saving it.

    Raises:
        HandoutRefused, NotFound, GoodsRefused: as `plan`.
    """
    unit = held(connection, given.unit)
    _demand("发放单没有保存", [*_head_faults(unit, given)])
    asked = Asked(
        fund=given.fund,
        purpose=given.purpose,
        project=given.project,
        year=given.year,
        lines=given.lines,
        rules=by.rules,
    )
    return _judged(connection, _issue(given), asked, act, "发放单没有保存", tell)


def lines_hash(rows: Iterable[Sequence[Any]]) -> bytes:
    """The digest of lines as they stand in the table, in order."""
    found = hashlib.sha256()
    for row in rows:
        found.update("\x1f".join(map(str, row)).encode() + b"\x1e")
    return found.digest()


def _head_faults(unit: UnitLookup, given: Plan) -> Iterable[str]:
    yield from text_faults(
        ("引用号", given.ref, True),
        ("发放名称", given.title, True),
        ("用途", given.purpose, True),
        ("摘要", given.summary, False),
    )
    if why := unlike(given.project, given.purpose):
        yield why
    if outside := before_unit(unit, given.dated_on):
        yield f"发放日期在{outside}"
    if abs(given.year - given.dated_on.year) > 1:
        yield f"救助年度 {given.year} 与发放日期相差一年以上"
    if len(given.lines) > LINES_MOST:
        yield f"一张发放单至多 {LINES_MOST} 行"
    if not given.lines:
        yield "没有写明发给谁"


def _issue(given: Plan) -> Issue:
    return Issue(
        unit=given.unit,
        ref=given.ref,
        dated_on=given.dated_on,
        summary=given.summary,
        attachments=given.attachments,
        lines=(),
        account=given.account,
        appropriation=given.appropriation,
    )


def _line_rows(
    unit: UnitLookup, number: int, given: Plan, found: Judged
) -> list[tuple[object, ...]]:
    return [
        (
            *(unit.id, number, place, found.files[line.recipient.strip()].file),
            *(line.recipient.strip(), line.member, one.item.number),
            *(one.quantity_milli, one.serials_text),
            *(",".join(f"{lot}:{milli}" for lot, milli in line.lots), line.case),
        )
        for place, (line, one) in enumerate(
            zip(given.lines, found.planned, strict=True), 1
        )
    ]


def _unsaved(given: Plan, found: Judged) -> Handout:
    """What a caller is shown that is told of faults itself."""
    return Handout.unsaved(given.unit, given.ref, given.title, len(found.given.lines))


def _judged(  # noqa: PLR0913, PLR0917 - what lines are judged for and told to
    connection: Connection,
    given: Issue,
    asked: Asked,
    act: Act,
    what: str,
    tell: Tell | None,
) -> Judged:
    wrong: list[str] = []

    def collect(place: int, _: str, fault: str) -> None:
        wrong.append(f"第 {place} 行：{fault}" if place else fault)

    desk = open_desk(connection, given, act)
    found = judge(desk, given, asked, tell or collect)
    _demand(what, wrong)
    return found


def _demand(what: str, wrong: list[str]) -> None:
    if wrong:
        raise HandoutRefused(what, "；".join(dict.fromkeys(wrong)), "改正后重新办理")


# -- approving ----------------------------------------------------------------------


def approve(  # noqa: PLR0913 - as every verb, and what it is judged by
    connection: Connection,
    unit: str,
    key: str,
    act: Act,
    by: By = NOTHING_BESIDE,
    *,
    opinion: str = "",
) -> Done:
    """Approve a hand-out; it may be issued then.

    Raises:
        HandoutRefused: it is not waiting for it, the person planned it or wrote one of
            its files, or what was planned does not hold any more; all is told.
        NotFound: there is no such unit, person or hand-out.
    """
    at = held(connection, unit)
    one = handout(connection, unit, key)
    wrong = [*text_faults(("意见", opinion, False))]
    if one.state is not State.PLANNED:
        wrong.append(f"发放单{one.state.label}")
    if one.planner == act.person:
        wrong.append("编制人不能批准自己的发放单")
    if wrote := _wrote(connection, at, one, act):
        told = "、".join(wrote[:3]) + (" 等" if len(wrote) > 3 else "")  # noqa: PLR2004 - as many as are read
        wrong.append(f"此人录入或变更过其中的档案（{told}），须由另一人批准")
    _demand(f"发放单 {key} 没有批准", wrong)
    found = _again(connection, at, one, one.dated_on, act, by, "没有批准")
    _step(connection, at, one, (APPROVE, china_day(act.at), opinion.strip()), act)
    return Done(handout(connection, unit, key), found.warnings)


def examine(
    connection: Connection, unit: str, key: str, act: Act, by: By = NOTHING_BESIDE
) -> tuple[str, ...]:
    """What is to be told of a hand-out before it is approved; nothing is saved.

    Raises:
        HandoutRefused: what was planned does not hold any more; all is told.
        NotFound: there is no such unit, person or hand-out.
    """
    at = held(connection, unit)
    one = handout(connection, unit, key)
    return _again(connection, at, one, one.dated_on, act, by, "须先改正").warnings


def refuse(connection: Connection, unit: str, key: str, reason: str, act: Act) -> Done:
    """Turn a hand-out down.

    Raises:
        HandoutRefused: it is not waiting for approval, it is the person's own, or no
            reason is given.
        NotFound: there is no such unit, person or hand-out.
    """
    at = held(connection, unit)
    one = handout(connection, unit, key)
    wrong = [*text_faults(("理由", reason, True))]
    if one.state is not State.PLANNED:
        wrong.append(f"发放单{one.state.label}")
    if one.planner == act.person:
        wrong.append("自己的发放单请用撤销")
    _demand(f"发放单 {key} 没有退回", wrong)
    _step(connection, at, one, (REFUSE, china_day(act.at), reason.strip()), act)
    return Done(handout(connection, unit, key))


def withdraw(
    connection: Connection, unit: str, key: str, reason: str, act: Act
) -> Done:
    """Take a hand-out back that is not issued, or whose issue is dead.

    Raises:
        HandoutRefused: it is issued or at an end, or no reason is given.
        NotFound: there is no such unit, person or hand-out.
    """
    at = held(connection, unit)
    one = handout(connection, unit, key)
    wrong = [*text_faults(("理由", reason, True))]
    if one.state not in {State.PLANNED, State.APPROVED, State.FREED}:
        wrong.append(f"发放单{one.state.label}")
    _demand(f"发放单 {key} 没有撤销", wrong)
    _step(connection, at, one, (WITHDRAW, china_day(act.at), reason.strip()), act)
    return Done(handout(connection, unit, key))


def _wrote(connection: Connection, at: UnitLookup, one: Handout, act: Act) -> list[str]:
    """File numbers of files on it that a person recorded."""
    rows = handout_store.lines(connection, at.id, one.number)
    codes = {row.file: row.recipient for row in rows}
    wrote = {
        file
        for (file, _), person in recipient_store.writers(connection, codes).items()
        if person == act.person
    }
    return sorted(codes[file] for file in wrote)


# -- issuing ------------------------------------------------------------------------


def issue(  # noqa: PLR0913, PLR0917 - as every verb, the day, and what it is judged by
    connection: Connection,
    unit: str,
    key: str,
    act: Act,
    on: dt.date | None = None,
    by: By = NOTHING_BESIDE,
) -> Done:
    """Issue an approved hand-out: its goods leave stock, and a draft is handed in.

    Args:
        connection: the books.
        unit: the unit.
        key: the hand-out.
        act: who issues it.
        on: the day, from the planned one on; the planned one where none is told.
        by: the standards.

    Raises:
        HandoutRefused: it is not approved, the person approved it, the day lies before
            the plan or the approval, or a line does not hold any more; all is told.
        DeskRefused: another draft or voucher stands under the reference.
        VoucherRefused: the voucher breaks rules.
        NotFound: there is no such unit, person or hand-out.
    """
    at = held(connection, unit)
    one = handout(connection, unit, key)
    day = on or one.dated_on
    if one.state in {State.ISSUED, State.STANDING} and on in {None, one.issued_on}:
        return Done(one, already=True)
    wrong = []
    if one.state not in {State.APPROVED, State.FREED}:
        wrong.append(f"发放单{one.state.label}")
    if one.approver == act.person:
        wrong.append("批准人不能自己办理发放")
    if day < one.dated_on:
        wrong.append(f"发放日期早于计划日期 {one.dated_on}")
    if one.approved_on is not None and day < one.approved_on:
        wrong.append(f"发放日期早于批准日期 {one.approved_on}，改用 --on 写明")
    _demand(f"发放单 {key} 没有发放", wrong)
    found = _again(connection, at, one, day, act, by, "没有发放")
    _demand(f"发放单 {key} 没有发放", _renumbered(connection, at, one, found.planned))
    desk = open_desk(connection, found.given, act)
    _issued(desk, one, found)
    hand_over(desk, found.given, found.planned)
    return Done(handout(connection, unit, key), found.warnings)


def _again(  # noqa: PLR0913, PLR0917 - what is judged anew, and for which act
    connection: Connection,
    at: UnitLookup,
    one: Handout,
    day: dt.date,
    act: Act,
    by: By,
    what: str,
) -> Judged:
    """Judge a hand-out anew, as it stands, for a day."""
    given = Issue(
        unit=one.unit,
        ref=free_ref(connection, at.id, one.ref),
        dated_on=day,
        summary=one.summary or f"{one.title}（发放单 {one.key}）",
        attachments=one.attachments,
        lines=(),
        account=one.account,
        appropriation=one.appropriation,
    )
    asked = Asked(
        fund=one.fund,
        purpose=one.purpose,
        project=one.project,
        year=one.year,
        lines=lines_of(connection, one),
        handout=one.number,
        rules=by.rules,
    )
    return _judged(connection, given, asked, act, f"发放单 {one.key} {what}", None)


def _renumbered(
    connection: Connection, at: UnitLookup, one: Handout, planned: Sequence[Planned]
) -> list[str]:
    """Lines whose serials are told otherwise now: their batch came in anew."""
    rows = handout_store.lines(connection, at.id, one.number)
    return [
        f"第 {row.line} 行的编号段已变，撤销后重新编制"
        for row, found in zip(rows, planned, strict=True)
        if row.serials != found.serials_text
    ]


def _issued(desk: Desk, one: Handout, found: Judged) -> None:
    """Append the step of the issue, which names the movements to come."""
    first = goods_store.next_number(desk.connection, desk.unit.id, "goods_moves")
    told = (
        found.given.ref,
        first,
        first + len(found.planned) - 1,
        sum(line.cost_fen for line in found.planned),
    )
    taken = (ISSUE, desk.occasion.dated_on, "")
    _step(desk.connection, desk.unit, one, taken, desk.act, told)


def _step(  # noqa: PLR0913, PLR0917 - as every verb, and what an issue tells
    connection: Connection,
    at: UnitLookup,
    one: Handout,
    taken: tuple[str, dt.date, str],
    act: Act,
    told: tuple[object, ...] = ("", None, None, None),
) -> None:
    what, on, words = taken
    person = lookups(connection).person(act.person)
    row = (
        *(at.id, one.number, one.steps + 1, what, day_value(connection, on)),
        *(person, words, *told, act.stamp),
    )
    append_rows(connection, at, [("aid_handout_steps", [row])], act)
