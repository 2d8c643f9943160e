"""移交清单: what an officer hands over, ready for three signatures.

1. Lines stand by kind and are numbered in the order of the paper; a kind of which no
   book knows anything and nobody added a line has an empty one, to be written in.
2. Who signed stands with the day; differences that the receiver noted stand as words.
3. A line that was struck out is listed at the end with its reason.

Basis: 会计法 第四十一条; 会计基础工作规范 第25至35条.
"""

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from audit.handover_kinds import FROM_BOOKS, SIGNING, Doing, LineKind
from audit.handover_lists import Inventory, KeptLine, inventories
from ledger.database import Connection
from ledger.register import Lookups, lookups
from reports import budget_parts, parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope
from reports.report import (
    Block,
    Column,
    Document,
    Heading,
    KeyValues,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Signatures,
    Table,
    Together,
)
from reports.wording import sentence

REPORT = Report(
    name="handover_inventory",
    title="移交清单",
    summary="离任移交：账簿、资金、账户、物资、印章、权限、未了事项，三方签字（--subject）",
    takes=("subject",),
)

_KINDS = frozenset({"audit_handovers", "audit_handover_lines", "audit_handover_steps"})


_EMPTY = "＿" * 36
"""A line to write on by hand."""


@dataclass(frozen=True, slots=True)
class _Signed:
    """Who signed in the program, when, and what was noted."""

    role: str
    person: str
    on: str
    words: str


@dataclass(frozen=True, slots=True)
class _Printed:
    """A list with the names of its people."""

    found: Inventory
    books: Lookups
    unit: str
    request: Request

    def name(self, code: str) -> str:
        """What a person is called."""
        return parts.person_name(self.books, code)


def build(connection: Connection, request: Request) -> Document:
    """Draw up one list, or all lists of the period.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; the
            unit has no such list by then.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=False)
    books = lookups(connection)
    unit = books.unit(request.unit).name
    blocks: list[Block] = []
    chosen = _chosen(connection, request)
    for one in chosen:
        if blocks:
            blocks.append(PageBreak(titled=True))
        blocks += _list(_Printed(one, books, unit, request))
    if not blocks:
        period = parts.period_title(request)
        blocks.append(
            Paragraph(request.words("handover_inventory_none", period=period))
        )
    prefix = f"{books.unit(request.unit).id}/{chosen[0].key}" if request.subject else ""
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle=unit,
        provenance=budget_parts.provenance(connection, request, _KINDS, prefix),
        blocks=(*blocks, Note(request.words("register"))),
    )


def _chosen(connection: Connection, request: Request) -> tuple[Inventory, ...]:
    found = inventories(connection, request.unit)
    if request.subject:
        named = tuple(one for one in found if one.key == request.subject)
        if not named:
            told = f"{request.unit} 没有编号为 {request.subject} 的移交清单"
            raise NoSuchScope(told)
        return named
    span = request.span
    return tuple(one for one in found if span.since <= one.given.handed_on < span.until)


def _list(printed: _Printed) -> Iterator[Block]:
    one, given = printed.found, printed.found.given
    key = one.key.replace("-", "_").lower()
    yield Heading(f"编号 {one.key}", 2)
    yield KeyValues(
        (
            ("单位", printed.unit),
            ("移交职务", given.post),
            ("移交人", printed.name(given.leaver)),
            ("接收人", printed.name(given.receiver)),
            ("监交人", printed.name(given.supervisor)),
            ("移交日期", given.handed_on),
            ("编制人", printed.name(one.drawn_by)),
            ("编制时间", parts.moment(one.recorded_at)),
            ("现状", one.state.label),
        ),
        name=f"list_{key}",
    )
    yield Paragraph(
        sentence(
            "handover_inventory_intro",
            office_folder=printed.request.templates,
            unit=printed.unit,
            post=given.post,
            since=one.since,
            on=given.handed_on,
            leaver=printed.name(given.leaver),
            receiver=printed.name(given.receiver),
            supervisor=printed.name(given.supervisor),
            position=one.position,
        )
    )
    yield _lines(one, f"lines_{key}")
    yield from _struck(one, f"struck_{key}")
    yield from _signed(printed)


def _lines(one: Inventory, name: str) -> Table:
    columns = (
        Column("line", "序号"),
        Column("item", "项目", width=4),
        Column("ref", "编号"),
        Column("quantity", "数量"),
        parts.money("amount", "金额"),
        Column("state", "状况", width=3),
        Column("checked", "核对"),
    )
    by_kind: dict[LineKind, list[KeptLine]] = {}
    for kept in one.standing:
        by_kind.setdefault(kept.line.kind, []).append(kept)
    rows: list[Row] = []
    number = itertools.count(1)
    for kind in LineKind:
        found = by_kind.get(kind, [])
        if not found and (kind in FROM_BOOKS or kind is LineKind.OTHER):
            continue
        rows.append(Row((kind.label, *(None,) * 6), "group"))
        rows += [_line(next(number), kept) for kept in found]
        if not found:
            rows.append(Row((None, "（没有登记，移交时填写）", *(None,) * 5)))
    return Table(columns, tuple(rows), name=name)


def _line(number: int, kept: KeptLine) -> Row:
    line = kept.line
    return Row(
        (
            *(str(number), line.item, line.ref, line.quantity, line.amount),
            *(line.state, "□"),
        )
    )


def _struck(one: Inventory, name: str) -> Iterator[Block]:
    struck = [kept for kept in one.lines if kept.struck]
    if struck:
        columns = (
            # What is not among the lines has the number that it had on record.
            Column("line", "登记行号", "count"),
            Column("item", "划销的项目", width=4),
            Column("reason", "划销理由", width=4),
        )
        rows = tuple(Row((o.number, o.line.item, o.struck)) for o in struck)
        yield Table(columns, rows, caption="划销的行", name=name)


def _signed(printed: _Printed) -> Iterator[Block]:
    one = printed.found
    receiver = one.step(Doing.RECEIVER)
    noted = receiver.words if receiver else f"{_EMPTY}\n{_EMPTY}"
    words = printed.request.words
    yield Together(
        (
            Heading("接收人注明的差异", 3),
            Paragraph(noted or words("handover_inventory_same")),
        )
    )
    roles = ("移交人", "接收人", "监交人")
    names = tuple(printed.name(one.signer(doing)) for doing in SIGNING)
    signed = tuple(
        _Signed(
            role,
            printed.name(step.person),
            str(step.on),
            "" if doing is Doing.RECEIVER else step.words,
        )
        for role, doing in zip(roles, SIGNING, strict=True)
        if (step := one.step(doing)) is not None
    )
    yield Signatures(roles, names)
    if signed:
        yield Note(words("handover_inventory_signed", signed=signed))
    ended = one.step(Doing.COMPLETE) or one.step(Doing.WITHDRAW)
    yield Paragraph(
        sentence(
            "handover_inventory_end",
            office_folder=printed.request.templates,
            state=one.state.value,
            on=ended.on if ended else dt.date.min,
            words=ended.words if ended else "",
        )
    )
