"""One hand-out (发放单): its lines, and what several people do with it.

Who planned it does not approve it, and who approved it does not issue it. Signatures
are on paper: here stand the digest of the sheet and the lines that it signs for.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from aid import handout_reading, handout_signing
from aid import handouts as verbs
from aid.handout_reading import Handout, State
from aid.handout_signing import Sheet, Signed
from aid.kept_standards import standards_of
from app.web import given, handout_sheets, sheets, stock_form
from app.web.access import BOOKS
from app.web.desk import Desk, Go, Page, Sent, part
from app.web.pages.handouts import told_of
from app.web.spans import Asked
from ledger.database import Connection
from ledger.errors import NotFound, RecordRefused, Refused
from ledger.people import Right
from ledger.periods import parse_span
from ledger.register import lookups

_LINE = re.compile(r"[1-9][0-9]{0,5}")


def show(desk: Desk) -> Page | Sent:
    """A hand-out with its lines by file number, and what was done with it."""
    with desk.reading() as connection:
        told = _told(desk, connection)
        if desk.query.get("as"):
            year = str(desk.today.year)
            asked = Asked(year, parse_span(year))
            return sheets.sent(desk, connection, asked, [told["sheet_of_lines"]])
    return Page("handout.html", told | _found(desk, told))


def _found(desk: Desk, told: dict[str, Any]) -> dict[str, Any]:
    """What was found of the lines, for who decides; it is judged anew and logged."""
    if "approve" not in told["may"]:
        return {"found": None}
    one = told["handout"]
    desk.note(one.key, "aid.handout.check")
    try:
        with desk.reading() as connection:
            rules = standards_of(connection, one.unit).on(one.dated_on)
            by = verbs.By(rules=rules)
            found = verbs.examine(connection, one.unit, one.key, desk.act, by)
    except Refused as refusal:
        found = (str(refusal),)
    return {"found": found}


def _told(desk: Desk, connection: Connection) -> dict[str, Any]:
    one = handout_reading.handout(connection, desk.unit, desk.places["handout"])
    lines = handout_reading.line_standings(connection, one)
    sees = desk.may(connection, *BOOKS)
    stock = f"/units/{part(desk.unit)}/stock" if sees else ""
    return {
        "unit": lookups(connection).unit(desk.unit),
        "handout": one,
        "lines": lines,
        "sheet_of_lines": handout_sheets.lines_sheet(stock, lines),
        "steps": handout_reading.steps_of(connection, one),
        "may": _may(desk, connection, one),
        "picked": desk.lists.get("line", ()),
        "sees_books": sees,
        "address": sheets.address,
        "today": desk.today.isoformat(),
    }


def _may(desk: Desk, connection: Connection, one: Handout) -> frozenset[str]:
    """What the person may do with a hand-out as it stands."""
    found, me = set(), desk.me.person
    if desk.may(connection, Right.PREPARE):
        if one.state in {State.PLANNED, State.APPROVED, State.FREED}:
            found.add("withdraw")
        if one.state in {State.APPROVED, State.FREED} and one.approver != me:
            found.add("issue")
        if one.lives:
            found.add("sign")
        if one.state is State.STANDING:
            found.add("return")
    planned = one.state is State.PLANNED and one.planner != me
    if planned and desk.may(connection, Right.APPROVE):
        found |= {"approve", "refuse"}
    return frozenset(found)


# -- acts ---------------------------------------------------------------------------


def approve(desk: Desk) -> Page | Go:
    """Approve the hand-out."""
    return _acted(desk, _approved)


def refuse(desk: Desk) -> Page | Go:
    """Turn the hand-out down, with the reason."""
    return _acted(desk, _refused)


def withdraw(desk: Desk) -> Page | Go:
    """Take the hand-out back before anything is given."""
    return _acted(desk, _withdrawn)


def issue(desk: Desk) -> Page | Go:
    """Issue the hand-out: goods leave stock, and a draft is handed in."""
    return _acted(desk, _issued)


def sign(desk: Desk) -> Page | Go:
    """Put a signed sheet on record with the lines that it signs for."""
    return _acted(desk, _signed)


def give_back(desk: Desk) -> Page | Go:
    """Bring back to stock what nobody came for."""
    return _acted(desk, _given_back)


def _acted(desk: Desk, act: Callable[[Desk, Connection, str], str]) -> Page | Go:
    key = desk.places["handout"]
    where = f"/units/{part(desk.unit)}/handouts/{part(key)}"
    try:
        with desk.writing(key) as connection:
            return desk.kept(connection, where, act(desk, connection, key))
    except NotFound:
        raise
    except Refused as refusal:
        with desk.reading() as connection:
            told = _told(desk, connection)
        told |= _found(desk, told) | {"typed": stock_form.typed(desk)}
        return desk.refused(refusal, "handout.html", told)


def _approved(desk: Desk, connection: Connection, key: str) -> str:
    opinion = given.text(desk, "opinion")
    return told_of(verbs.approve(connection, desk.unit, key, desk.act, opinion=opinion))


def _refused(desk: Desk, connection: Connection, key: str) -> str:
    reason = given.text(desk, "reason")
    return told_of(verbs.refuse(connection, desk.unit, key, reason, desk.act))


def _withdrawn(desk: Desk, connection: Connection, key: str) -> str:
    reason = given.text(desk, "reason")
    return told_of(verbs.withdraw(connection, desk.unit, key, reason, desk.act))


def _issued(desk: Desk, connection: Connection, key: str) -> str:
    day = given.day(desk, "on", "发放日期")
    return told_of(verbs.issue(connection, desk.unit, key, desk.act, day))


def _signed(desk: Desk, connection: Connection, key: str) -> str:
    sheet = Sheet(
        stock_form.sheet(desk), given.day(desk, "signed_on", "签收日期") or desk.today
    )
    signed = [
        Signed(line, given.number(desk, f"guardian_{line}", "监护人的编号", 0))
        for line in _chosen(desk)
    ]
    count = handout_signing.sign(connection, desk.unit, key, sheet, signed, desk.act)
    return f"{key}：新登记签收 {count} 行"


def _given_back(desk: Desk, connection: Connection, key: str) -> str:
    moved = handout_signing.give_back(
        connection,
        desk.unit,
        key,
        given.day(desk, "returned_on", "退回日期") or desk.today,
        given.text(desk, "reason"),
        desk.act,
        lines=list(_chosen(desk)),
        sheet=stock_form.sheet(desk),
    )
    said = f"{key}：退回 {len(moved.moves)} 行，{moved.cost.grouped()} 元"
    if moved.draft is None:
        return f"{said}，没有另制凭证"
    return f"{said}；凭证草稿 {moved.draft} 已提交，等待审核"


def _chosen(desk: Desk) -> Iterator[int]:
    for text in desk.lists.get("line", ()):
        if not _LINE.fullmatch(text):
            raise RecordRefused("选中的行读不出", do="重新选择")
        yield int(text)
