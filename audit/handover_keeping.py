"""Lists of what is handed over (移交清单): drawn up, signed by three, completed.

1. A list is of one post that somebody leaves. Its first lines come from the books; what
   no book knows is added by hand, what is wrong is struck out with a reason.
2. Once somebody signed no line is added: all three sign the same lines. Differences
   that the receiver notes stand as words with the signature.
3. Who leaves, who receives and who supervises are three persons; each signs as
   themself, in any order.
4. The supervisor completes it when all have signed and no right of the leaver holds in
   the unit any more.
5. It is withdrawn by who drew it up, with a reason, while it is not complete; then it
   may be drawn up anew.

Basis: 会计法 第四十一条 (handover with a supervisor); 会计基础工作规范 第25至35条.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from aid.recipient_writing import day_value
from audit import handover_facts
from audit import handover_list_store as rows_of
from audit.errors import HandoverRefused
from audit.handover_kinds import SIGNING, Doing, State
from audit.handover_lists import Given, Inventory, inventory
from audit.handover_proposing import Line, Place, proposed
from audit.handover_tables import LINES_MOST
from budgets.records import locked, text_faults, written
from ledger import queries
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import BOUND_FEN
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import Lookups, UnitLookup, append_rows, lookups

# -- drawing up ---------------------------------------------------------------------


def draw_up(connection: Connection, given: Given, act: Act) -> Inventory:
    """Draw a list up, with the lines that the books propose.

    Raises:
        NotFound: there is no such unit or person.
        HandoverRefused: it cannot be so; all that is wrong is told.
    """
    unit = locked(connection, given.unit)
    books = lookups(connection)
    people = [
        books.person(code) for code in (given.leaver, given.receiver, given.supervisor)
    ]
    tenure, wrong = _tenure(connection, unit, people[0], given)
    wrong += _people_faults(people)
    if given.handed_on > china_day(act.at):
        wrong.append("移交日期晚于今天")
    if tenure is not None and (key := _other(connection, unit, tenure)):
        wrong.append(f"这一任期已有移交清单 {key}")
    if wrong or tenure is None:
        what = f"{unit.code} 的移交清单没有编制"
        raise HandoverRefused(what, "；".join(wrong), "改正后重新编制")
    year = china_day(act.at).year
    number = rows_of.last_number(connection, unit.id, year) + 1
    key = f"Y{year}-{number}"
    head = (
        *(unit.id, key, year, number, people[0], given.post),
        *(day_value(connection, tenure.since), tenure.revision, people[1], people[2]),
        day_value(connection, given.handed_on),
        queries.head(connection, unit.id)[0],
        *(books.person(act.person), act.stamp),
    )
    place = Place(books, unit, books.person_codes[people[0]], given.handed_on)
    lines = proposed(connection, place)
    rows = _line_rows((unit, key, 1), lines, books.person(act.person), act)
    append_rows(
        connection,
        unit,
        [("audit_handovers", [head]), ("audit_handover_lines", rows)],
        act,
    )
    return inventory(connection, unit.code, key)


def _tenure(
    connection: Connection, unit: UnitLookup, person: int, given: Given
) -> tuple[Any, list[str]]:
    """The tenure that ends, or why there is none."""
    found = [
        row
        for row in queries.tenures(connection, unit.id)
        if row.person_id == person
        and row.post == given.post
        and given.since in {None, row.since}
    ]
    if not found:
        return None, ["移交人在本单位没有这一任职"]
    if len(found) > 1:
        days = "、".join(str(row.since) for row in found)
        return None, [f"移交人任此职不止一次（自 {days}），须写明起始日期"]
    if given.handed_on < found[0].since:
        return None, [f"移交日期早于任职（{found[0].since}）"]
    return found[0], []


def _people_faults(people: Sequence[int]) -> list[str]:
    if len(set(people)) == len(people):
        return []
    return ["移交人、接收人和监交人应是三个不同的人"]


def _other(connection: Connection, unit: UnitLookup, tenure: Any) -> str:
    """The list of the same tenure that is not withdrawn."""
    place = tenure.person_id, tenure.post, tenure.since
    for row in rows_of.lists(connection, unit.id):
        steps = rows_of.steps(connection, unit.id, row.key)
        is_withdrawn = any(step.act == Doing.WITHDRAW for step in steps)
        if (row.leaver_id, row.post, row.since) == place and not is_withdrawn:
            return str(row.key)
    return ""


# -- lines --------------------------------------------------------------------------


def add(connection: Connection, unit: str, key: str, line: Line, act: Act) -> Inventory:
    """Add a line by hand, before anybody signed.

    Raises:
        NotFound: there is no such unit, list or person.
        HandoverRefused: it is signed or ended, or the line cannot be so.
    """
    at, found = _writable(connection, unit, key, "没有添加")
    wrong = [
        *text_faults(
            ("项目", line.item, True),
            ("编号", line.ref, False),
            ("数量", line.quantity, False),
            ("状况", line.state, False),
        )
    ]
    if line.amount is not None and abs(line.amount.fen) > BOUND_FEN:
        wrong.append("金额太大")
    if len(found.lines) >= LINES_MOST:
        wrong.append("行数太多")
    if wrong:
        what = f"{key} 没有添加"
        raise HandoverRefused(what, "；".join(wrong), "改正后重新添加")
    _append_line(connection, at, found, line, act)
    return inventory(connection, unit, key)


def strike(  # noqa: PLR0913, PLR0917 - which line of which list, why, and who
    connection: Connection, unit: str, key: str, number: int, reason: str, act: Act
) -> Inventory:
    """Strike a line out, with a reason, before anybody signed.

    Raises:
        NotFound: there is no such unit, list, line or person.
        HandoverRefused: it is signed or ended, struck out already, or for no reason.
    """
    at, found = _writable(connection, unit, key, "没有划销")
    line = next((one for one in found.lines if one.number == number), None)
    if line is None:
        raise NotFound("清单行", f"{key} 第{number}行", "用 handover-list show 查看")
    wrong = [*text_faults(("划销理由", reason, True))]
    if line.struck:
        wrong.append("该行已经划销")
    if wrong:
        what = f"{key} 没有划销"
        raise HandoverRefused(what, "；".join(wrong), "改正后重新办理")
    told = Line(kind=line.line.kind, item=f"划销第{number}行", state=reason)
    _append_line(connection, at, found, told, act, number)
    return inventory(connection, unit, key)


def _append_line(  # noqa: PLR0913, PLR0917 - which list, what, whose, what it strikes
    connection: Connection,
    at: UnitLookup,
    found: Inventory,
    line: Line,
    act: Act,
    strikes: int | None = None,
) -> None:
    person = lookups(connection).person(act.person)
    first = rows_of.count_lines(connection, at.id, found.key) + 1
    rows = _line_rows((at, found.key, first), [line], person, act, strikes)
    append_rows(connection, at, [("audit_handover_lines", rows)], act)


def _line_rows(
    where: tuple[UnitLookup, str, int],
    lines: Sequence[Line],
    person: int,
    act: Act,
    strikes: int | str | None = "proposed",
) -> list[tuple[object, ...]]:
    """Rows of lines; those that nobody adds are proposed by the books."""
    unit, key, first = where
    by_books = strikes == "proposed"
    return [
        (
            *(unit.id, key, number, str(line.kind), written(line.item), line.ref),
            written(line.quantity),
            None if line.amount is None else line.amount.fen,
            written(line.state),
            *(None if by_books else strikes, int(by_books), person, act.stamp),
        )
        for number, line in enumerate(lines, first)
    ]


def _writable(
    connection: Connection, unit: str, key: str, verb: str
) -> tuple[UnitLookup, Inventory]:
    at = locked(connection, unit)
    found = inventory(connection, unit, key)
    if found.steps:
        do = "先撤回清单再重新编制" if found.state is not State.COMPLETE else ""
        why = f"清单{found.state.label}，行不再变动"
        what = f"{key} {verb}"
        raise HandoverRefused(what, why, do)
    return at, found


# -- signing ------------------------------------------------------------------------


def take(  # noqa: PLR0913, PLR0917 - which list, what, what is said, and who
    connection: Connection, unit: str, key: str, doing: Doing, words: str, act: Act
) -> Inventory:
    """Sign a list, complete it, or withdraw it.

    Raises:
        NotFound: there is no such unit, list or person.
        HandoverRefused: it is not this person's, not the time for it, or the leaver
            still has rights in the unit; all that stands in the way is told.
    """
    at = locked(connection, unit)
    books = lookups(connection)
    found = inventory(connection, unit, key)
    wrong = [
        *_step_faults(books, found, doing, act),
        *text_faults(("意见" if doing in SIGNING else "理由", words, _needs(doing))),
    ]
    if doing is Doing.COMPLETE and not wrong:
        wrong += _rights_left(connection, books, at, found, china_day(act.at))
    if wrong:
        what = f"{key} 没有{doing.label}"
        do = "收回移交人在本单位的权限后再完成" if _is_right(wrong) else "改正后再办"
        raise HandoverRefused(what, "；".join(wrong), do)
    row = (
        *(at.id, key, len(found.steps) + 1, str(doing)),
        rows_of.count_lines(connection, at.id, key),
        day_value(connection, china_day(act.at)),
        written(words),
        *(books.person(act.person), act.stamp),
    )
    parts = [("audit_handover_steps", [row])]
    append_rows(connection, at, parts, act)
    return inventory(connection, unit, key)


def _needs(doing: Doing) -> bool:
    return doing is Doing.WITHDRAW


def _step_faults(
    books: Lookups, found: Inventory, doing: Doing, act: Act
) -> Iterator[str]:
    if found.state in {State.COMPLETE, State.WITHDRAWN}:
        yield f"清单{found.state.label}"
        return
    if found.step(doing) is not None:
        yield f"已经办过{doing.label}"
    wanted = found.signer(doing)
    if books.person_codes[books.person(act.person)] != wanted:
        yield f"应由 {wanted} 办理"
    if not found.standing:
        yield "清单没有内容"
    if doing is Doing.COMPLETE:
        missing = [one.label for one in SIGNING if found.step(one) is None]
        if missing:
            yield f"还缺{'、'.join(missing)}"


_STILL = "移交人仍有权限："


def _rights_left(
    connection: Connection,
    books: Lookups,
    unit: UnitLookup,
    found: Inventory,
    day: dt.date,
) -> Iterator[str]:
    held = handover_facts.rights_of(connection, books, unit, found.given.leaver)
    standing = [
        f"{one.right.label}（{one.scope or '全部单位'}）"
        for one in held
        if one.stands(day)
    ]
    if standing:
        yield _STILL + "、".join(standing)


def _is_right(wrong: Sequence[str]) -> bool:
    return any(one.startswith(_STILL) for one in wrong)
