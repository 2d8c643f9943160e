"""Lists of what is handed over (移交清单): drawn up, added to, signed by three.

Whoever may draw lists up sees all of a unit; whoever is named on one sees that one and
signs it, whatever else they may.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from app import duties
from app.web import given, handover_works, sheets, tables, typed
from app.web.access import BOOKS, HANDOVER
from app.web.desk import Desk, Go, Page, Sent
from app.web.pages.people import NAMED
from app.web.sheets import Line as Row
from app.web.sheets import Sheet
from app.web.spans import Asked
from audit import handover_facts
from audit import handover_keeping as keeping
from audit.handover_facts import Held
from audit.handover_kinds import FROM_BOOKS, SIGNING, Doing, LineKind
from audit.handover_lists import (
    Given,
    Inventory,
    KeptLine,
)
from audit.handover_proposing import Line
from ledger.database import Connection
from ledger.errors import NotFound, RecordRefused, Refused
from ledger.people import SYSTEM
from ledger.periods import parse_span
from ledger.register import lookups
from reports import parts
from reports.report import Column

ALL, ONE = "handovers.html", "handover.html"
_LISTS = (
    Column("key", "编号"),
    Column("post", "职务"),
    Column("leaver", "移交人"),
    Column("receiver", "接收人"),
    Column("supervisor", "监交人"),
    Column("handed_on", "移交日期", "date"),
    Column("lines", "行数", "count"),
    Column("state", "状态"),
)
_LINES = (
    Column("line", "行", "count"),
    Column("kind", "类别"),
    Column("item", "项目", width=3),
    Column("ref", "编号"),
    Column("quantity", "数量"),
    parts.money("amount", "金额"),
    Column("state", "状况", width=2),
    Column("struck", "划销理由"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of a kind, and where what they tell of can be looked at."""

    kind: LineKind
    lines: tuple[KeptLine, ...]
    links: dict[int, str]


# -- all of a unit ------------------------------------------------------------------


def show(desk: Desk) -> Page | Sent:
    """The lists of a unit, and the form to draw one up."""
    if tables.is_asked(desk):
        with desk.reading() as connection:
            found = _seen(desk, connection)
            sheet = Sheet("lists", "移交清单", _LISTS, tuple(map(_row, found)))
            return sheets.sent(desk, connection, _asked(desk), [sheet])
    return Page(ALL, _all(desk))


def _asked(desk: Desk) -> Asked:
    year = str(desk.today.year)
    return Asked(year, parse_span(year))


def _row(one: Inventory) -> Row:
    of = one.given
    people = of.leaver, of.receiver, of.supervisor
    rest = of.handed_on, len(one.standing), one.state.label
    return Row((one.key, of.post, *people, *rest))


def _seen(desk: Desk, connection: Connection) -> list[Inventory]:
    """The lists that the person may see: all, or those on which they are named."""
    every = desk.may(connection, *HANDOVER)
    return handover_works.seen(connection, desk.unit, desk.me.person, every=every)


def is_shown(desk: Desk, connection: Connection) -> bool:
    """Whether the unit's page leads here: the person draws lists up or is on one."""
    return desk.may(connection, *HANDOVER) or bool(_seen(desk, connection))


def _all(desk: Desk) -> dict[str, Any]:
    with desk.reading() as connection:
        books = lookups(connection)
        found = _seen(desk, connection)
        posts = duties.posts_in(connection, desk.unit)
        makes = desk.may(connection, *HANDOVER)
        codes = [code for code in books.person_codes.values() if code != SYSTEM]
    return {
        "unit": books.unit(desk.unit),
        "lists": found[::-1],
        "posts": posts[::-1],
        "names": {
            code: books.person_names[id_] for id_, code in books.person_codes.items()
        },
        "codes": codes if len(codes) <= NAMED else [],
        "makes": makes,
        "chosen": (desk.form or desk.query).get("tenure", ""),
        "today": desk.today,
    }


def draw_up(desk: Desk) -> Page | Go:
    """Draw a list up, with the lines that the books propose."""
    form = desk.form
    try:
        handed_on = typed.day_of(form, "on", "移交日期")
        if handed_on is None:
            raise RecordRefused("没有写明移交日期", do="填写日期：按当日日终列示")
        with desk.reading() as connection:
            posts = duties.posts_in(connection, desk.unit)
        chosen = next((p for p in posts if p.key == form.get("tenure")), None)
        if chosen is None:
            raise RecordRefused("没有写明移交哪一个任职", do="在任职中选一个")
        asked = Given(
            unit=desk.unit,
            leaver=chosen.person,
            post=chosen.post,
            since=chosen.since,
            receiver=typed.text_of(form, "receiver"),
            supervisor=typed.text_of(form, "supervisor"),
            handed_on=handed_on,
        )
        with desk.writing(chosen.person) as connection:
            made = keeping.draw_up(connection, asked, desk.act)
            said = f"{made.key}：{len(made.lines)} 行由账簿列出，请补充后签字"
            return desk.kept(connection, _path(desk, made.key), said)
    except Refused as refusal:
        return desk.refused(refusal, ALL, _all(desk))


def _path(desk: Desk, key: str) -> str:
    return f"/units/{quote(desk.unit, safe='')}/handovers/{quote(key, safe='')}"


# -- one list -----------------------------------------------------------------------


def one(desk: Desk) -> Page | Sent:
    """A list with its lines, its signatures, and what stands in the way of its end."""
    if tables.is_asked(desk):
        with desk.reading() as connection:
            found = _found(desk, connection)
            rows = tuple(Row(_cells(kept)) for kept in found.lines)
            title = f"移交清单{found.key}"
            sheet = Sheet("lines", title, _LINES, rows)
            return sheets.sent(desk, connection, _asked(desk), [sheet])
    return Page(ONE, _told(desk))


def _cells(kept: KeptLine) -> tuple[Any, ...]:
    line = kept.line
    what = kept.number, line.kind.label, line.item, line.ref, line.quantity
    return (*what, line.amount, line.state, kept.struck)


def _found(desk: Desk, connection: Connection) -> Inventory:
    every = desk.may(connection, *HANDOVER)
    place = desk.unit, desk.places["key"]
    return handover_works.found_by(connection, place, desk.me.person, every=every)


def _told(desk: Desk) -> dict[str, Any]:
    with desk.reading() as connection:
        books = lookups(connection)
        unit = books.unit(desk.unit)
        found = _found(desk, connection)
        left = handover_facts.rights_of(connection, books, unit, found.given.leaver)
        makes = desk.may(connection, *HANDOVER)
        sees_books = desk.may(connection, *BOOKS)
    ended = found.state in handover_works.ENDED
    numbers = {str(kept.number) for kept in found.standing}
    strikes = (desk.form or desk.query).get("strike", "")
    return {
        "unit": unit,
        "one": found,
        "names": {
            code: books.person_names[id_] for id_, code in books.person_codes.items()
        },
        "parts_of": _parts(found, unit.code, with_accounts=sees_books),
        "struck": [kept for kept in found.lines if kept.struck],
        "signatures": [
            (doing, found.signer(doing), found.step(doing)) for doing in Doing
        ],
        "left": [] if ended else _standing(left, desk),
        "ended": ended,
        "writes": makes and not found.steps,
        "strikes": strikes if strikes in numbers else "",
        "kinds": [*LineKind],
        "from_books": FROM_BOOKS,
        "mine": [] if ended else _mine(desk, found),
        "withdraws": not ended and found.signer(Doing.WITHDRAW) == desk.me.person,
        "sent": desk.route.handler,
        "sees_books": sees_books,
    }


def _standing(rights: tuple[Held, ...], desk: Desk) -> list[Held]:
    """The rights of who leaves that still hold: while any does, nothing is complete."""
    return [held for held in rights if held.stands(desk.today)]


def _mine(desk: Desk, found: Inventory) -> list[Doing]:
    """What the person may do next: sign, or say that all is handed over."""
    open_ = [doing for doing in SIGNING if found.step(doing) is None]
    ready = open_ or [Doing.COMPLETE]
    return [doing for doing in ready if found.signer(doing) == desk.me.person]


def _parts(found: Inventory, unit: str, *, with_accounts: bool) -> list[Part]:
    """The lines by kind, in the order of the paper, with the ways from them."""
    at = f"/units/{quote(unit, safe='')}"
    made = []
    for kind in LineKind:
        lines = tuple(kept for kept in found.standing if kept.line.kind is kind)
        links = {}
        for kept in lines:
            ref = quote(kept.line.ref, safe="")
            if kept.from_books and ref and kind is LineKind.FUND:
                links[kept.number] = f"{at}/funds/{ref}"
            elif kept.from_books and ref and kind is LineKind.ACCOUNT and with_accounts:
                links[kept.number] = f"{at}/accounts/{ref}"
        made.append(Part(kind, lines, links))
    return made


# -- what is done with it -----------------------------------------------------------


def add(desk: Desk) -> Page | Go:
    """Add what no book has: seals, keys, agreements, contracts, files."""
    key, form = desk.places["key"], desk.form
    try:
        kind = typed.one_of(LineKind, form, "kind", "类别")
        if kind is None:
            raise RecordRefused("没有写明类别", do="选一个类别")
        line = Line(
            kind=kind,
            item=typed.text_of(form, "item"),
            ref=typed.text_of(form, "ref"),
            quantity=typed.text_of(form, "quantity"),
            amount=given.amount(desk, "amount", "金额", signed=True),
            state=typed.text_of(form, "state"),
        )
        with desk.writing(key) as connection:
            now = keeping.add(connection, desk.unit, key, line, desk.act)
            said = f"已添加第 {now.lines[-1].number} 行"
            return desk.kept(connection, f"{_path(desk, key)}#add", said)
    except Refused as refusal:
        return desk.refused(refusal, ONE, _told(desk))


def strike(desk: Desk) -> Page | Go:
    """Strike a line out, with the reason; it stays to be read."""
    key, form = desk.places["key"], desk.form
    try:
        number = typed.number_of(typed.text_of(form, "strike")) or 0
        reason = typed.text_of(form, "reason")
        with desk.writing(key) as connection:
            keeping.strike(connection, desk.unit, key, number, reason, desk.act)
            said = f"第 {number} 行已划销"
            return desk.kept(connection, _path(desk, key), said)
    except Refused as refusal:
        return desk.refused(refusal, ONE, _told(desk))


def step(desk: Desk) -> Page | Go:
    """Sign a list, complete it, or withdraw it: each by whom the list names."""
    key, form = desk.places["key"], desk.form
    try:
        doing = typed.one_of(Doing, form, "doing", "环节")
        if doing is None:
            raise RecordRefused("没有写明办理哪一个环节")
        words = typed.text_of(form, "words")
        with desk.writing(key, f"audit.handover-list.{doing}") as connection:
            _found(desk, connection)
            now = keeping.take(connection, desk.unit, key, doing, words, desk.act)
            said = f"{doing.label}：{now.state.label}"
            return desk.kept(connection, _path(desk, key), said)
    except NotFound:
        raise
    except Refused as refusal:
        return desk.refused(refusal, ONE, _told(desk))
