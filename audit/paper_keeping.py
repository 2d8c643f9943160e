"""Evidence sheets and working papers (取证单、底稿): written, answered, reviewed.

The rules are those of `papers.py`; both are written by the team in fieldwork.

Basis: 第2103、2104号内部审计具体准则.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from aid.recipient_writing import day_value
from audit import paper_store as store
from audit.engagement_keeping import Desk, Parts
from audit.engagements import State
from audit.errors import PaperRefused
from audit.papers import INDEX, Answer, Answered, Paper, Review, Reviewed, Sheet
from audit.voucher_marks import vouchers_of
from budgets.records import read_back, text_faults, written
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.periods import Span
from ledger.register import Lookups, append_rows, lookups

BETWEEN = "、"
"""What stands between several marks of vouchers, or numbers of sheets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an evidence sheet tells; `vouchers` by their marks."""

    title: str
    facts: str
    amount: Money | None = None
    vouchers: Sequence[str] = ()
    papers: str = ""
    on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a working paper says; no span is that of the engagement.

    `reason` says why an earlier revision is changed.
    """

    index: str
    matter: str
    procedure: str
    result: str
    conclusion: str
    span: Span | None = None
    symbols: str = ""
    sheets: Sequence[int] = ()
    pages: int = 1
    on: dt.date | None = None
    reason: str = ""


# -- evidence sheets ----------------------------------------------------------------


def collect(desk: Desk, given: Facts) -> Sheet:
    """Write an evidence sheet.

    Raises:
        PaperRefused: it cannot be so; all that is wrong is told.
    """
    at = (desk.connection, desk.unit.id, desk.engagement.key)
    found = vouchers_of(desk.connection, desk.unit.id, given.vouchers)
    wrong = [
        *_day_faults(desk, given.on, desk.engagement.acted_on),
        *(f"没有凭证“{one}”" for one in given.vouchers if one not in found),
        *text_faults(
            ("事项", given.title, True),
            ("事实", given.facts, True),
            ("附件", given.papers, False),
        ),
    ]
    _demand("取证单没有登记", wrong)
    number = len(store.sheets(*at)) + 1
    row = (
        *(desk.unit.id, desk.engagement.key, number, written(given.title)),
        *(written(given.facts), None if given.amount is None else given.amount.fen),
        *(BETWEEN.join(dict.fromkeys(given.vouchers)), written(given.papers)),
        *_by(desk, given.on),
    )
    _append(desk, "audit_evidence_sheets", row)
    return sheet_of(desk.connection, desk.unit.code, desk.engagement.key, number)


def answer(
    desk: Desk, number: int, how: Answer, words: str = "", on: dt.date | None = None
) -> Sheet:
    """Confirm an evidence sheet or refuse it in words, as the auditee.

    Raises:
        NotFound: there is no such sheet.
        PaperRefused: it was answered, or not so; all that is wrong is told.
    """
    unit, key = desk.unit.code, desk.engagement.key
    one = sheet_of(desk.connection, unit, key, number)
    wrong = [
        *_day_faults(desk, on, one.on),
        *text_faults(("不予确认的理由", words, how is Answer.REFUSED)),
    ]
    if one.answered is not None:
        wrong.append(f"取证单 {number} 已答复；有出入的另写一份")
    _demand("取证单没有答复", wrong)
    row = (desk.unit.id, key, number, how.value, written(words), *_by(desk, on))
    _append(desk, "audit_evidence_answers", row)
    return sheet_of(desk.connection, unit, key, number)


# -- working papers -----------------------------------------------------------------


def write(desk: Desk, given: Written) -> Paper:
    """Write a working paper, or a revision of one that was reviewed.

    Raises:
        PaperRefused: it cannot be so; all that is wrong is told.
    """
    unit, key = desk.unit.code, desk.engagement.key
    known = [
        one
        for one in papers_of(desk.connection, unit, key, every=True)
        if one.index == given.index
    ]
    numbers = {one.number for one in sheets_of(desk.connection, unit, key)}
    since = known[-1].on if known else desk.engagement.begun_on
    wrong = [
        *_day_faults(desk, given.on, since),
        *_paper_faults(given, known),
        *(f"没有取证单 {one}" for one in given.sheets if one not in numbers),
    ]
    _demand("工作底稿没有登记", wrong)
    span = given.span or desk.engagement.span
    row = (
        *(desk.unit.id, key, given.index, len(known) + 1, written(given.matter)),
        *(day_value(desk.connection, day) for day in (span.since, span.until)),
        *(written(given.procedure), written(given.result), written(given.conclusion)),
        *(written(given.symbols), BETWEEN.join(map(str, given.sheets)), given.pages),
        *_by(desk, given.on, written(given.reason)),
    )
    _append(desk, "audit_papers", row)
    return paper_of(desk.connection, unit, key, given.index)


def _paper_faults(given: Written, known: Sequence[Paper]) -> Iterator[str]:
    if not INDEX.fullmatch(given.index):
        yield "索引号写成 A1-1 的形式"
    if given.pages < 1:
        yield "页数从 1 起"
    yield from text_faults(
        ("审计事项", given.matter, True),
        ("审计程序", given.procedure, True),
        ("执行结果", given.result, True),
        ("结论、意见和建议", given.conclusion, True),
        ("标识说明", given.symbols, False),
        ("修改理由", given.reason, bool(known)),
    )
    if given.reason.strip() and not known:
        yield "第一版不写修改理由"
    if known and not known[-1].reviews:
        yield f"底稿 {given.index} 的上一版还没有复核"


def review(
    desk: Desk, index: str, outcome: Review, opinion: str, on: dt.date | None = None
) -> Paper:
    """Review the last revision of a working paper that somebody else wrote.

    Raises:
        NotFound: there is no such paper.
        PaperRefused: by whoever wrote it, or it passed; all that is wrong is told.
    """
    unit, key = desk.unit.code, desk.engagement.key
    one = paper_of(desk.connection, unit, key, index)
    code = desk.books.person_codes[desk.person_id]
    wrote = {
        p.person
        for p in papers_of(desk.connection, unit, key, every=True)
        if p.index == index
    }
    wrong = [
        *_day_faults(desk, on, one.on),
        *text_faults(("复核意见", opinion, True)),
    ]
    if code in wrote:
        wrong.append("编制底稿的人不能复核（第2104号准则，分级复核）")
    if one.passed:
        wrong.append(f"底稿 {index} 第 {one.revision} 版已复核通过")
    _demand("底稿没有复核", wrong)
    row = (
        *(desk.unit.id, key, index, one.revision, len(one.reviews) + 1),
        *(outcome.value, written(opinion), *_by(desk, on)),
    )
    _append(desk, "audit_paper_reviews", row)
    return paper_of(desk.connection, unit, key, index)


# -- what they share ----------------------------------------------------------------


def _day_faults(desk: Desk, on: dt.date | None, since: dt.date) -> Iterator[str]:
    state = desk.engagement.state
    if state is not State.FIELDWORK:
        yield f"审计项目{state.label}，取证和底稿在实施阶段办理"
    if not since <= (on or desk.today) <= desk.today:
        yield f"日期应不早于 {since}，不晚于今天"


def _demand(what: str, wrong: Sequence[str]) -> None:
    if wrong:
        raise PaperRefused(what, "；".join(wrong), "改正后重新办理")


def _by(desk: Desk, on: dt.date | None, *between: object) -> tuple[object, ...]:
    """The day, what stands after it, and who did it when: the end of every row."""
    day = day_value(desk.connection, on or desk.today)
    return day, *between, desk.person_id, desk.act.stamp


def _append(desk: Desk, name: str, row: tuple[object, ...]) -> None:
    parts: Parts = [(name, [row])]
    append_rows(desk.connection, desk.unit, parts, desk.act)


# -- looking ------------------------------------------------------------------------


def sheets_of(connection: Connection, unit: str, key: str) -> tuple[Sheet, ...]:
    """The evidence sheets of an engagement, by number.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    unit_id = books.unit(unit).id
    answers = store.answers(connection, unit_id, key)
    return tuple(
        _sheet(books, row, answers.get(row.number))
        for row in store.sheets(connection, unit_id, key)
    )


def sheet_of(connection: Connection, unit: str, key: str, number: int) -> Sheet:
    """An evidence sheet.

    Raises:
        NotFound: there is no such unit or sheet.
    """
    for one in sheets_of(connection, unit, key):
        if one.number == number:
            return one
    told = f"{key}/{number}"
    raise NotFound("取证单", told, "用 bangfu audit evidence list 查看")


def _sheet(books: Lookups, row: Any, told: Any) -> Sheet:
    answered = told and Answered(
        answer=Answer(told.answer),
        words=read_back(told.words),
        on=told.acted_on,
        person=books.person_codes[told.person_id],
    )
    return Sheet(
        number=row.number,
        title=read_back(row.title),
        facts=read_back(row.facts),
        amount=None if row.amount_fen is None else Money(row.amount_fen),
        vouchers=tuple(filter(None, row.vouchers.split(BETWEEN))),
        papers=read_back(row.papers),
        on=row.acted_on,
        person=books.person_codes[row.person_id],
        answered=answered,
    )


def papers_of(
    connection: Connection, unit: str, key: str, *, every: bool = False
) -> tuple[Paper, ...]:
    """The working papers of an engagement by index: the last revision, or every one.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    unit_id = books.unit(unit).id
    reviews: dict[tuple[str, int], list[Reviewed]] = {}
    for row in store.reviews(connection, unit_id, key):
        told = Reviewed(
            outcome=Review(row.outcome),
            opinion=read_back(row.opinion),
            on=row.acted_on,
            person=books.person_codes[row.person_id],
        )
        reviews.setdefault((row.index_mark, row.revision), []).append(told)
    found = [
        _paper(books, row, reviews.get((row.index_mark, row.revision), []))
        for row in store.papers(connection, unit_id, key)
    ]
    last = {one.index: one for one in found}
    kept = found if every else last.values()
    return tuple(sorted(kept, key=lambda one: (*_order(one.index), one.revision)))


def _order(index: str) -> tuple[str, int, int]:
    """Marks by letter and numbers: A2-1 before A10-1."""
    part, _, number = index.partition("-")
    return part[0], int(part[1:] or 0), int(number)


def paper_of(connection: Connection, unit: str, key: str, index: str) -> Paper:
    """The last revision of a working paper.

    Raises:
        NotFound: there is no such unit or paper.
    """
    for one in papers_of(connection, unit, key):
        if one.index == index:
            return one
    told = f"{key}/{index}"
    raise NotFound("工作底稿", told, "用 bangfu audit paper list 查看")


def _paper(books: Lookups, row: Any, reviews: Sequence[Reviewed]) -> Paper:
    return Paper(
        index=row.index_mark,
        revision=row.revision,
        matter=read_back(row.matter),
        span=Span(row.since, row.until),
        procedure=read_back(row.procedure),
        result=read_back(row.result),
        conclusion=read_back(row.conclusion),
        symbols=read_back(row.symbols),
        sheets=tuple(map(int, filter(None, row.sheets.split(BETWEEN)))),
        pages=row.pages,
        on=row.acted_on,
        reason=read_back(row.reason),
        person=books.person_codes[row.person_id],
        reviews=tuple(reviews),
    )
