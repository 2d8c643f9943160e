"""People and duties (人员与职责): who may do what in a unit, and who holds which post.

`/people` has the rights that were given everywhere, and everybody who is registered.
What is sent is taken by this module (rights), `posts.py` and `users.py` (people who
sign in), each of which answers a refusal with this page.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from app import auth, duties
from app.duties import Held, Post
from app.roles import Role
from app.web import people_works, sheets, sign_in, tables, typed
from app.web.desk import Desk, Go, Page, Sent
from app.web.people_works import Desks, Way
from app.web.sheets import Line, Sheet
from app.web.spans import Asked
from ledger.database import Connection
from ledger.errors import RecordRefused, Refused
from ledger.people import SYSTEM, Grant, Right
from ledger.periods import parse_span
from ledger.register import Lookups
from reports.report import Cell, Column

TEMPLATE = "people.html"
NAMED = 500
"""People that a field offers by name; of more, the code is typed."""
_RIGHTS = (
    Column("person", "人员"),
    Column("name", "姓名"),
    Column("right", "权限"),
    Column("unit", "授权单位"),
    Column("since", "自", "date"),
    Column("until", "至（不含）", "date"),
    Column("signs_in", "登录"),
)
_POSTS = (
    Column("post", "职务"),
    Column("person", "人员"),
    Column("name", "姓名"),
    Column("since", "自", "date"),
    Column("until", "至（不含）", "date"),
    Column("acting", "代理"),
)
_PEOPLE = (
    Column("person", "人员"),
    Column("name", "姓名"),
    Column("signs_in", "登录"),
    Column("held", "现有权限", width=3),
)


@dataclass(frozen=True, slots=True)
class Ending:
    """The form that changes when a right or a term ends."""

    to: str
    """Where it is sent, below the page."""
    fields: Mapping[str, str]
    label: str
    until: str


def show(desk: Desk) -> Page | Sent:
    """Who may do what, who holds which post; on all units, who is registered."""
    if tables.is_asked(desk):
        with desk.reading() as connection:
            found = _sheets(desk, connection)
            year = str(desk.today.year)
            asked = Asked(year, parse_span(year))
            return sheets.sent(desk, connection, asked, found)
    return Page(TEMPLATE, told(desk))


def told(desk: Desk) -> dict[str, object]:
    """What the page shows, whichever form was sent."""
    with desk.reading() as connection:
        found = people_works.desks_of(connection, desk.unit, desk.today)
        books = found.books
        unit = books.unit(desk.unit) if desk.unit else None
        demanded = sign_in.code_rule_of(connection, desk.unit)
        people = _people(desk, connection, found) if unit is None else []
        administers = desk.may(connection, Right.ADMIN)
        everywhere = auth.may(
            connection, desk.me.person_id, Right.ADMIN, "", desk.today
        )
    over = bool(desk.query.get("past"))
    rights = [held for held in found.rights if over or not held.is_over(desk.today)]
    posts = [post for post in found.posts if over or not post.is_over(desk.today)]
    codes = [code for code in books.person_codes.values() if code != SYSTEM]
    place = {"unit": unit} if unit else {}
    return place | {
        "sent": desk.route.handler,
        "base": base(desk),
        "rights": rights,
        "posts": posts,
        "ended": len(found.rights) - len(rights) + len(found.posts) - len(posts),
        "past": over,
        "names": {code: books.person_names[id_] for id_, code in _known(books)},
        "places": {code: one.name for code, one in books.units.items()},
        "signing_in": {id_: way.label for id_, way in found.ways.items()},
        "code_missing": Way.CODE_MISSING.label,
        "people": people,
        "codes": codes if len(codes) <= NAMED else [],
        "demanded": demanded,
        "administers": administers,
        "everywhere": everywhere,
        "roles": [*Role],
        "kinds": [*Right],
        "ending": _ending(desk, found),
        "today": desk.today,
        "sheet_of": lambda key, form: sheets.address(desk, key, form),
    }


def _known(books: Lookups) -> list[tuple[int, str]]:
    return [(id_, code) for id_, code in books.person_codes.items() if code != SYSTEM]


def base(desk: Desk) -> str:
    """The address of the page."""
    return f"/units/{quote(desk.unit, safe='')}/people" if desk.unit else "/people"


def _ending(desk: Desk, found: Desks) -> Ending | None:
    """The right or the term whose end is to be changed: chosen, or sent and refused."""
    form = desk.form
    if desk.route.handler == "people:end":
        known = {right.value: right.label for right in Right}
        label = known.get(form.get("right", ""), "")
        return _sent(form, "rights/end", ("person", "right", "since"), label)
    if desk.route.handler == "posts:end":
        names = ("person", "post", "since")
        return _sent(form, "posts/end", names, form.get("post", ""))
    right, post = desk.query.get("end", ""), desk.query.get("leave", "")
    for held in found.rights:
        if held.key == right and held.unit == desk.unit:
            fields = {"person": held.person, "right": held.right.value}
            return _asked("rights/end", fields, held.right.label, held)
    for one in found.posts:
        if one.key == post:
            fields = {"person": one.person, "post": one.post}
            return _asked("posts/end", fields, one.post, one)
    return None


def _sent(
    form: Mapping[str, str], to: str, names: tuple[str, ...], label: str
) -> Ending:
    fields = {name: form.get(name, "") for name in names}
    return Ending(to, fields, label, form.get("until", ""))


def _asked(to: str, fields: dict[str, str], label: str, one: Held | Post) -> Ending:
    until = one.until.isoformat() if one.until else ""
    return Ending(to, fields | {"since": one.since.isoformat()}, label, until)


# -- what is there ------------------------------------------------------------------


def _people(
    desk: Desk, connection: Connection, found: Desks
) -> list[tuple[str, str, str, list[tuple[str, str, list[Right]]]]]:
    """Everybody with how they sign in and what they may now, by where it was given."""
    books = found.books
    given: dict[int, dict[str, list[Right]]] = {}
    for held in duties.rights_everywhere(connection):
        if held.since <= desk.today and not held.is_over(desk.today):
            places = given.setdefault(held.person_id, {})
            places.setdefault(held.unit, []).append(held.right)
    people = []
    for id_, code in sorted(_known(books), key=lambda one: one[1]):
        where = [
            (unit, books.units[unit].name if unit else "", rights)
            for unit, rights in sorted(given.get(id_, {}).items())
        ]
        people.append((code, books.person_names[id_], found.ways[id_].label, where))
    return people


def _sheets(desk: Desk, connection: Connection) -> list[Sheet]:
    found = people_works.desks_of(connection, desk.unit, desk.today)
    books = found.books
    rights = [Line(_right_cells(held, found)) for held in found.rights]
    made = [Sheet("rights", "权限", _RIGHTS, tuple(rights))]
    if desk.unit:
        posts = [Line(_post_cells(post, books)) for post in found.posts]
        return [*made, Sheet("posts", "任职", _POSTS, tuple(posts))]
    people = []
    for code, name, way, places in _people(desk, connection, found):
        held = "；".join(
            f"{place or '全部单位'}：{'、'.join(right.label for right in rights)}"
            for _, place, rights in places
        )
        people.append(Line((code, name, way, held)))
    return [*made, Sheet("people", "人员", _PEOPLE, tuple(people))]


def _right_cells(held: Held, found: Desks) -> tuple[Cell, ...]:
    name = found.books.person_names[held.person_id]
    where = held.unit or "全部单位"
    days = held.since, held.until
    way = found.ways[held.person_id].label
    return held.person, name, held.right.label, where, *days, way


def _post_cells(post: Post, books: Lookups) -> tuple[Cell, ...]:
    name = books.person_names[post.person_id]
    acting = "是" if post.acting else ""
    return post.post, post.person, name, post.since, post.until, acting


# -- rights -------------------------------------------------------------------------


def give(desk: Desk) -> Page | Go:
    """Give somebody a right, or those of a desk."""
    form = desk.form
    person, what = typed.text_of(form, "person"), typed.text_of(form, "what")
    try:
        since = typed.day_of(form, "since", "起始日期") or desk.today
        until = typed.day_of(form, "until", "截止日期")
        grants = [
            Grant(person=person, right=right, unit=desk.unit, since=since, until=until)
            for right in people_works.wanted(what)
        ]
        with desk.writing(subject(desk, person, what, since)) as connection:
            given = duties.give(connection, grants, desk.act, desk.today)
            labels = "、".join(one.right.label for one in given)
            return desk.kept(connection, base(desk), f"已给 {person}：{labels}")
    except Refused as refusal:
        return desk.refused(refusal, TEMPLATE, told(desk))


def subject(desk: Desk, person: str, *more: object) -> str:
    """What the log says of an act: the person's code, where there is one, and more."""
    with desk.reading() as connection:
        return people_works.subject(connection, person, *more)


def end(desk: Desk) -> Page | Go:
    """Let a right end, or go on."""
    form = desk.form
    person = typed.text_of(form, "person")
    try:
        right = typed.one_of(Right, form, "right", "权限")
        since = typed.day_of(form, "since", "起始日期")
        until = typed.day_of(form, "until", "截止日期")
        if right is None or since is None:
            raise RecordRefused("没有写明哪一项权限", do="在列表中选一项")
        grant = Grant(
            person=person, right=right, unit=desk.unit, since=since, until=until
        )
        with desk.writing(subject(desk, person, right.value, since)) as connection:
            duties.change_end(connection, grant, desk.act, desk.today)
            label = f"{person} 的“{right.label}”"
            return desk.kept(connection, base(desk), label + told_end(until))
    except Refused as refusal:
        return desk.refused(refusal, TEMPLATE, told(desk))


def told_end(until: dt.date | None) -> str:
    """When something ends from now on."""
    return f"至 {until} 前有效" if until else "不再限期"
