"""管理机构会议记录: the meetings of a period, with their votes and resolutions.

1. A meeting stands on pages of its own: who sat, who came, how each voted, who was
   recused and why, and every motion in full, those voted down among them.
2. What is printed was on record when its last row was registered: place and digest are
   those of the register's chain, and later vouchers change nothing here.
3. The figures for a quorum and a majority are named with where they come from.

Basis: 帮扶工作意见 第七条.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from budgets import body
from budgets.body import Ballot, Meeting, Member, Resolution, Subject
from ledger import store, tables
from ledger.database import Connection
from ledger.periods import china_day
from ledger.register import UnitLookup, lookups
from reports import parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchPeriod, NoSuchScope
from reports.report import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    KeyValues,
    Note,
    PageBreak,
    Paragraph,
    Provenance,
    Row,
    Signatures,
    Table,
    Together,
    spelled,
)

REPORT = Report(
    name="body_minutes",
    title="管理机构会议记录",
    summary="一年或一个月内管理机构的各次会议：出席、表决、回避、决议全文，一次会议一页起",
    earlier=True,
)

KEPT_TOGETHER = 25
"""Votes that fit on a page together."""

_ATTENDANCE = (
    Column("number", "编号", "count"),
    Column("category", "类别", width=3),
    Column("name", "姓名或称谓", width=3),
    Column("represents", "代表", width=3),
    Column("attended", "出席"),
    Column("signature", "签名", width=6),
)
_VOTES = (
    Column("number", "编号", "count"),
    Column("name", "姓名或称谓", width=3),
    Column("category", "类别", width=3),
    Column("vote", "表决"),
    Column("interest", "回避理由", width=6),
)


@dataclass(frozen=True, slots=True)
class _Book:
    """The body of a unit, and the rows by which its register was chained."""

    unit: UnitLookup
    roll: dict[int, Member]
    records: dict[tuple[str, str], Any]

    def record(self, kind: str, key: object) -> Any:
        """The link of the register's chain that holds a row."""
        return self.records[kind, f"{self.unit.id}/{key}"]


def build(connection: Connection, request: Request) -> Document:
    """Draw up the minutes of every meeting held in the period.

    Raises:
        NoSuchPeriod: there was no meeting.
        NoSuchScope: several units, one fund or account, or a place in the chain.
    """
    _demand_body(request)
    unit = lookups(connection).unit(request.unit)
    span = request.span
    held = sorted(
        (
            one
            for one in body.meetings(connection, request.unit)
            if span.since <= one.held_on < span.until
        ),
        key=lambda one: (one.held_on, one.number),
    )
    if not held:
        reason = "这一期间没有登记管理机构的会议；会议用 bangfu body meeting 登记"
        raise NoSuchPeriod(REPORT.title, parts.period_title(request), reason)
    rows = store.all_rows(connection, tables.records, unit.id)
    book = _Book(
        unit,
        {one.number: one for one in body.roll(connection, request.unit)},
        {(row.kind, row.key): row for row in rows},
    )
    decided: dict[int, list[Resolution]] = {one.number: [] for one in held}
    for resolution in body.resolutions(connection, request.unit):
        if resolution.meeting in decided:
            decided[resolution.meeting].append(resolution)
    blocks: list[Block] = []
    for one in held:
        blocks += [PageBreak(titled=True)] if blocks else []
        blocks += _meeting(book, one, decided[one.number], request)
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="",
        provenance=_provenance(connection, request, book, decided),
        blocks=(*blocks, Note(request.words("register"))),
    )


def _demand_body(request: Request) -> None:
    if request.with_subunits:
        raise NoSuchScope("会议记录按单位编制，不汇总下级单位")
    if request.fund or request.account:
        raise NoSuchScope("会议记录不能只取一项资金或一个科目")
    if request.known_at is not None:
        raise NoSuchScope("会议记录不在凭证链上，不能按链位重现；请不写链位")


def _provenance(
    connection: Connection,
    request: Request,
    book: _Book,
    decided: dict[int, list[Resolution]],
) -> Provenance:
    """The register's chain at the last row that is printed (2)."""
    told = [book.record("meetings", number) for number in decided]
    for resolved in decided.values():
        told += [book.record("resolutions", one.key) for one in resolved]
    last = max(told, key=lambda row: row.position)
    return Provenance(
        unit=parts.unit_title(connection, request),
        period=parts.period_title(request),
        position=last.position,
        digest=bytes(last.hash).hex(),
        known_on=dt.datetime.fromisoformat(last.recorded_at),
    )


# -- one meeting --------------------------------------------------------------------


def _meeting(
    book: _Book, held: Meeting, decided: Sequence[Resolution], request: Request
) -> Iterator[Block]:
    sitting = [one for one in book.roll.values() if one.sits_on(held.held_on)]
    chair = book.roll[held.chair]
    yield Heading(f"{spelled(held.held_on)}　第 {held.number} 次会议")
    facts: tuple[tuple[str, Cell], ...] = (
        ("日期", spelled(held.held_on)),
        ("地点", held.place),
        ("主持人", f"{chair.name}（{chair.group}）"),
        ("记录人", held.secretary),
        ("出席", _counted(len(sitting), len(held.present), request)),
        ("登记", _registered(book.record("meetings", held.number))),
    )
    yield KeyValues(facts, name=f"meeting_{held.number}")
    if held.summary:
        yield Heading("会议摘要", 3)
        yield Paragraph(held.summary)
    yield _attendance(held, sitting)
    for one in decided:
        yield from _resolution(book, one, request)
    if not decided:
        yield Paragraph(request.words("body_minutes_none"))
    yield Note(request.words("body_minutes_rule"))
    yield Signatures(("主持人", "记录人"), (chair.name, held.secretary))


def _counted(sitting: int, present: int, request: Request) -> str:
    needed = body.quorum(sitting)
    return request.words(
        "body_minutes_present",
        sitting=sitting,
        present=present,
        needed=needed,
        fit=present >= needed,
    )


def _registered(record: Any) -> str:
    day = spelled(china_day(dt.datetime.fromisoformat(record.recorded_at)))
    short = bytes(record.hash).hex()[:12]
    return f"{record.person}，{day}，登记链位 {record.position}，摘要 {short}"


def _attendance(held: Meeting, sitting: Sequence[Member]) -> Table:
    rows = tuple(
        Row(
            (
                one.number,
                one.group,
                one.name,
                one.represents,
                "出席" if one.number in held.present else "缺席",
                "",
            )
        )
        for one in sitting
    )
    name = f"attendance_{held.number}"
    return Table(_ATTENDANCE, rows, caption="成员出席情况", name=name, roomy=True)


# -- one resolution -----------------------------------------------------------------


def _resolution(book: _Book, one: Resolution, request: Request) -> Iterator[Block]:
    outcome = "通过" if one.adopted else "未通过，不能引用"
    needed = body.majority(one.present, one.recused)
    entitled = one.present - one.recused
    majority = request.words("body_minutes_majority", entitled=entitled, needed=needed)
    yield Heading(f"{one.printed}　{one.title}", 2)
    told = (
        f"赞成 {one.votes_for}，反对 {one.votes_against}，"
        f"弃权 {one.abstained}，回避 {one.recused}"
    )
    facts: tuple[tuple[str, Cell], ...] = (
        ("决议编号", one.key),
        ("事项", Subject(one.subject).label),
        ("结果", outcome),
        ("票数", told),
        ("通过所需", majority),
        ("登记", _registered(book.record("resolutions", one.key))),
    )
    yield KeyValues(facts, name=f"resolution_{one.year}_{one.number}")
    yield Paragraph(one.text)
    rows = tuple(
        Row(
            (
                vote.member,
                book.roll[vote.member].name,
                book.roll[vote.member].group,
                Ballot(vote.vote).label,
                vote.interest,
            )
        )
        for vote in one.votes
    )
    name = f"votes_{one.year}_{one.number}"
    table = Table(_VOTES, rows, caption=f"{one.printed}表决情况", name=name)
    # A table that fits on a page is kept whole: it is read and signed as one.
    yield Together((table,)) if len(rows) <= KEPT_TOGETHER else table
