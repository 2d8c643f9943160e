"""Hand-outs as they stand: what became of each, and of each of its lines.

1. A hand-out stands as its last step says; an issue as its movements of goods do.
   Where their draft was dropped or their voucher cancelled in red it is free again.
2. A line is signed for, waits for a signature, or came back to stock, in whole or in
   part, of the issue that lives.
3. A file shows every line that it was issued.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aid import handout_store
from aid.claims import Project
from aid.handout_judging import HandoutLine
from aid.handout_tables import APPROVE, ISSUE, REFUSE, WITHDRAW
from aid.recipients import row_of
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import ZERO, Money
from ledger.privacy import shown
from ledger.register import lookups
from treasury import stock
from treasury.goods_desk import quantity_text
from treasury.goods_items import Item, items
from treasury.stock import Move, Status


class State(Labelled):
    """What became of a hand-out."""

    UNSAVED = "unsaved", "未保存"
    PLANNED = "planned", "待批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未获批准"
    WITHDRAWN = "withdrawn", "已撤销"
    ISSUED = "issued", "已交单待入账"
    STANDING = "standing", "已发放入账"
    FREED = "freed", "凭证已作废或冲销，可重新发放"


class LineState(Labelled):
    """What became of a line."""

    WAITING = "waiting", "未发放"
    UNSIGNED = "unsigned", "未签收"
    SIGNED = "signed", "已签收"
    RETURNED = "returned", "已退回"
    PART_RETURNED = "part_returned", "部分退回"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """A hand-out as it stands; what issued it is told of the issue that lives."""

    number: int
    key: str
    unit: str
    ref: str
    title: str
    state: State
    lines: int
    dated_on: dt.date = dt.date.min
    fund: str = ""
    purpose: str = ""
    project: Project = Project.WARMTH
    year: int = 0
    account: str = ""
    appropriation: str = ""
    summary: str = ""
    attachments: int = 0
    planner: str = ""
    approver: str = ""
    approved_on: dt.date | None = None
    issue_ref: str = ""
    issued_on: dt.date | None = None
    first_move: int = 0
    cost: Money = ZERO
    draft: int | None = None
    steps: int = 0
    words: str = ""

    @classmethod
    def unsaved(cls, unit: str, ref: str, title: str, lines: int) -> "Handout":
        """One that is not saved, for whoever is told why elsewhere."""
        return cls(
            number=0,
            key="",
            unit=unit,
            ref=ref,
            title=title,
            state=State.UNSAVED,
            lines=lines,
        )

    @property
    def lives(self) -> bool:
        """Whether its goods are out, or taken by its draft."""
        return self.state in {State.ISSUED, State.STANDING}


@dataclass(frozen=True, slots=True)
class Step:
    """What was done with a hand-out: on which day, by whom, with what words.

    `ref` is the reference of the issue, where it is one.
    """

    label: str
    on: dt.date
    person: str
    words: str
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineStanding:
    """A line as it stands; `signer` is a file number, or that of a guardian in it."""

    handout: str
    line: int
    file: int
    recipient: str
    member: int
    item: Item
    quantity_milli: int
    serials: str
    case: str
    state: LineState
    move: int = 0
    cost: Money = ZERO
    returned_milli: int = 0
    signer: str = ""
    signed_on: dt.date | None = None
    sheet: str = ""
    issued_on: dt.date | None = None

    @property
    def told(self) -> str:
        """What it gives, as people say it: `棉被2条`, with the serials."""
        quantity = quantity_text(self.quantity_milli)
        told = f"{self.item.name}{quantity}{self.item.measure}"
        return f"{told}（{self.serials}）" if self.serials else told

    @property
    def left_milli(self) -> int:
        """What did not come back."""
        return self.quantity_milli - self.returned_milli


# -- hand-outs ----------------------------------------------------------------------


def handout(connection: Connection, unit: str, key: str) -> Handout:
    """A hand-out as it stands.

    Raises:
        NotFound: there is no such unit or hand-out.
    """
    found = lookups(connection).unit(unit)
    row = handout_store.handout(connection, found.id, key)
    if row is None:
        do = "用 bangfu aid handout list 查看"
        raise NotFound("发放单", shown(key), do)
    steps = handout_store.steps(connection, found.id, row.handout)
    return _standing(connection, unit, row, steps)


def handouts(connection: Connection, unit: str) -> tuple[Handout, ...]:
    """The hand-outs of a unit, the earliest first; a look at the goods for each issue.

    Raises:
        NotFound: there is no such unit.
    """
    found = lookups(connection).unit(unit)
    steps: dict[int, list[Any]] = {}
    for step in handout_store.steps(connection, found.id):
        steps.setdefault(step.handout, []).append(step)
    return tuple(
        _standing(connection, unit, row, steps.get(row.handout, []))
        for row in handout_store.handouts(connection, found.id)
    )


def _standing(
    connection: Connection, unit: str, row: Any, steps: Sequence[Any]
) -> Handout:
    books = lookups(connection)
    approved = next((one for one in steps if one.act == APPROVE), None)
    last = steps[-1] if steps else None
    state, move = State.PLANNED, None
    if last is not None:
        state = _ENDED.get(last.act, State.APPROVED)
        if last.act == ISSUE:
            move = _issue_move(connection, unit, last)
            state = _OF_GOODS[move.status] if move else State.FREED
    issue = last if state in {State.ISSUED, State.STANDING} else None
    return Handout(
        number=row.handout,
        key=row.key,
        unit=unit,
        ref=row.ref,
        title=row.title,
        state=state,
        lines=row.lines,
        dated_on=row.dated_on,
        fund=books.unit(unit).fund_codes[row.fund_id],
        purpose=row.purpose,
        project=Project(row.project),
        year=row.year,
        account=row.account,
        appropriation=row.appropriation,
        summary=row.summary,
        attachments=row.attachments,
        planner=books.person_codes[row.person_id],
        approver="" if approved is None else books.person_codes[approved.person_id],
        approved_on=None if approved is None else approved.acted_on,
        issue_ref=issue.issue_ref if issue else "",
        issued_on=issue.acted_on if issue else None,
        first_move=issue.first_move if issue else 0,
        cost=Money(issue.cost_fen) if issue else ZERO,
        draft=move.row.draft if issue and move else None,
        steps=len(steps),
        words="" if last is None else last.words,
    )


_DONE = {APPROVE: "批准", REFUSE: "不予批准", WITHDRAW: "撤销", ISSUE: "发放"}


def steps_of(connection: Connection, one: Handout) -> tuple[Step, ...]:
    """What was done with a hand-out after it was planned, first to last."""
    books = lookups(connection)
    unit_id = books.unit(one.unit).id
    return tuple(
        Step(
            label=_DONE[row.act],
            on=row.acted_on,
            person=books.person_codes[row.person_id],
            words=row.words,
            ref=row.issue_ref,
        )
        for row in handout_store.steps(connection, unit_id, one.number)
    )


_ENDED = {REFUSE: State.REFUSED, WITHDRAW: State.WITHDRAWN}
_OF_GOODS = {
    Status.WAITING: State.ISSUED,
    Status.STANDING: State.STANDING,
    Status.CANCELLED: State.FREED,
    Status.DROPPED: State.FREED,
}


def _issue_move(connection: Connection, unit: str, step: Any) -> Move | None:
    """The movement of line 1, which shares its fate with all others."""
    moves = stock.moves(connection, unit, ref=step.issue_ref)
    return next((one for one in moves if one.number == step.first_move), None)


# -- lines --------------------------------------------------------------------------


def lines_of(connection: Connection, one: Handout) -> tuple[HandoutLine, ...]:
    """The lines of a hand-out as they are judged."""
    unit_id = lookups(connection).unit(one.unit).id
    codes = {item.number: item.code for item in items(connection, one.unit)}
    return tuple(
        HandoutLine(
            recipient=row.recipient,
            item=codes[row.item],
            quantity_milli=row.quantity_milli,
            member=row.member,
            serials=row.serials,
            lots=tuple(
                (int(lot), int(milli))
                for lot, milli in (
                    part.split(":") for part in row.lots.split(",") if part
                )
            ),
            case=row.case_key,
        )
        for row in handout_store.lines(connection, unit_id, one.number)
    )


def line_standings(connection: Connection, one: Handout) -> tuple[LineStanding, ...]:
    """The lines of a hand-out as they stand; a few reads for all of them."""
    unit_id = lookups(connection).unit(one.unit).id
    known = {item.number: item for item in items(connection, one.unit)}
    rows = handout_store.lines(connection, unit_id, one.number)
    moves, signed, back = _of_issue(connection, one)
    return tuple(
        _line(one, row, known[row.item], (moves, signed, back)) for row in rows
    )


_OfIssue = tuple[Mapping[int, Move], Mapping[int, Any], Mapping[int, int]]


def _of_issue(connection: Connection, one: Handout) -> _OfIssue:
    """Movements, signatures and what came back, by the number of a movement."""
    if not one.lives:
        return {}, {}, {}
    unit_id = lookups(connection).unit(one.unit).id
    moves = {m.number: m for m in stock.moves(connection, one.unit, ref=one.issue_ref)}
    last = one.first_move + one.lines - 1
    rows = handout_store.signatures(connection, unit_id, one.first_move, last)
    back: dict[int, int] = {}
    refs = handout_store.return_refs(connection, unit_id, one.first_move, last)
    for ref in refs:
        for move in stock.moves(connection, one.unit, ref=ref):
            source = move.row.source
            if move.alive and source is not None:
                back[source] = back.get(source, 0) + move.row.quantity_milli
    return moves, {row.move: row for row in rows}, back


def _line(one: Handout, row: Any, item: Item, of_issue: _OfIssue) -> LineStanding:
    moves, signed, back = of_issue
    number = one.first_move + row.line - 1
    move = moves.get(number) if one.lives else None
    signature = signed.get(number) if move else None
    returned = back.get(number, 0) if move else 0
    state = LineState.WAITING
    if move is not None:
        state = LineState.UNSIGNED if signature is None else LineState.SIGNED
        if returned:
            whole = returned == row.quantity_milli
            state = LineState.RETURNED if whole else LineState.PART_RETURNED
    return LineStanding(
        handout=one.key,
        line=row.line,
        file=row.file,
        recipient=row.recipient,
        member=row.member,
        item=item,
        quantity_milli=row.quantity_milli,
        serials=row.serials,
        case=row.case_key,
        state=state,
        move=number if move else 0,
        cost=Money(move.row.cost_fen) if move else ZERO,
        returned_milli=returned,
        signer="" if signature is None else signature.signer,
        signed_on=None if signature is None else signature.signed_on,
        sheet="" if signature is None else signature.sheet,
        issued_on=one.issued_on,
    )


def unsigned(
    connection: Connection, unit: str, day: dt.date
) -> tuple[tuple[LineStanding, int], ...]:
    """Lines that were issued and neither signed for nor brought back, with their age.

    Raises:
        NotFound: there is no such unit.
    """
    found = []
    for one in handouts(connection, unit):
        if not one.lives or one.issued_on is None or one.issued_on > day:
            continue
        age = (day - one.issued_on).days
        found += [
            (line, age)
            for line in line_standings(connection, one)
            if not line.signer and line.left_milli
        ]
    return tuple(found)


Had = tuple[Handout, LineStanding]
"""A line of a hand-out that is for a file."""


def of_file(connection: Connection, code: str) -> tuple[Had, ...]:
    """What a file was ever planned to be given, in all units, as it stands.

    Raises:
        NotFound: there is no such file.
    """
    file = row_of(connection, code).file
    return of_files(connection, [file]).get(file, ())


def of_files(
    connection: Connection, files: Iterable[int]
) -> dict[int, tuple[Had, ...]]:
    """The same of many files; each hand-out on which any stood is read once."""
    wanted = set(files)
    codes = lookups(connection).unit_codes
    found: dict[int, list[Had]] = {}
    for unit_id, key in handout_store.handouts_of_files(connection, wanted):
        one = handout(connection, codes[unit_id], key)
        for line in line_standings(connection, one):
            if line.file in wanted:
                found.setdefault(line.file, []).append((one, line))
    return {
        file: tuple(sorted(had, key=lambda each: (each[0].dated_on, each[0].key)))
        for file, had in found.items()
    }
