"""What the forms of cases share: which cases, what was done, who signs.

1. A form tells what was known at the end of the period: later steps are not on it.
2. Without the keys nothing personal is told: `***` stands where the file says more.
3. A subject is one case by its key; without one every case applied for in the period
   is printed.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aid import case_desk, cases, recipients
from aid import recipient_fields as fields
from aid.case_desk import Taken
from aid.case_kinds import Case, Doing, Outcome, State
from aid.recipient_fields import FileContent
from aid.recipient_kinds import HIDDEN
from ledger.database import Connection
from ledger.money import Money
from ledger.periods import china_day
from ledger.register import Lookups, lookups
from reports import budget_parts, parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope
from reports.report import (
    Block,
    Cell,
    Column,
    Document,
    PageBreak,
    Paragraph,
    Row,
    Signatures,
    Table,
    Together,
)

KINDS = frozenset({"aid_cases", "aid_case_steps"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A case as a form prints it: its steps known by then, its file as applied."""

    case: Case
    steps: tuple[Taken, ...]
    content: FileContent | None
    words: str
    unit: str
    books: Lookups

    @property
    def name(self) -> str:
        """The applicant's name; masked without the keys."""
        return HIDDEN if self.content is None else self.content.worker.name

    def last(self, doing: Doing) -> Taken | None:
        """The last step of a kind that was known."""
        found = [one for one in self.steps if one.doing is doing]
        return found[-1] if found else None

    def refused_at(self, doing: Doing) -> Taken | None:
        """The refusal, where it was made in the place of this judging step."""
        if len(self.steps) > 1 and self.steps[-1].doing is Doing.REJECT:
            tier = case_desk.REJECTED_FROM[self.steps[-2].state]
            if self.case.own and tier is Doing.FIRST_REVIEW:
                tier = Doing.APPROVE
            return self.steps[-1] if tier is doing else None
        return None

    @property
    def ended_by_objection(self) -> Taken | None:
        """The answer to an objection that ended it."""
        last = self.steps[-1]
        return last if last.outcome is Outcome.ENDED else None

    @property
    def state(self) -> State:
        """Where it stood by then."""
        return self.steps[-1].state


def chosen(
    connection: Connection, request: Request, report: Report, *, whenever: bool = False
) -> list[Printed]:
    """The cases that a form is asked for, in the order of their numbers.

    `whenever` takes those that were applied for before the period too.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; the
            unit has no such case by then.
        VaultRefused: a key is not at hand, or a row was changed.
    """
    budget_parts.demand_plain(request, report.title, subunits=False)
    known = recipients.known_before(request.span.last_day)
    found = []
    for case in cases.cases_of(connection, request.unit):
        if request.subject not in {"", case.key}:
            continue
        if not (request.subject or whenever) and not (
            request.span.since <= case.applied_on < request.span.until
        ):
            continue
        steps = tuple(
            one
            for one in case_desk.history(
                connection, request.unit, case.key, request.vault
            )
            if one.recorded_at < known
        )
        if steps:
            found.append(_printed(connection, request, case, steps))
    if request.subject and not found:
        told = f"{request.unit} 在 {request.span.last_day} 没有申请 {request.subject}"
        raise NoSuchScope(told, do="用 bangfu aid cases list 查看")
    return found


def _printed(
    connection: Connection, request: Request, case: Case, steps: tuple[Taken, ...]
) -> Printed:
    content, words = None, HIDDEN
    if request.vault is not None:
        began = china_day(dt.datetime.fromisoformat(steps[0].recorded_at))
        row = recipients.row_of(connection, case.code, began)
        content = recipients.opened(connection, row, request.vault)
        words = case_desk.words_of(connection, case, request.vault)
    books = lookups(connection)
    name = books.unit(case.unit).name
    return Printed(
        case=case, steps=steps, content=content, words=words, unit=name, books=books
    )


def document(
    connection: Connection, request: Request, report: Report, blocks: Sequence[Block]
) -> Document:
    """The forms of a report; a sentence where there is none."""
    return Document(
        name=report.name,
        title=report.title,
        subtitle="",
        provenance=budget_parts.provenance(connection, request, KINDS),
        blocks=tuple(blocks) or (Paragraph(request.words("case_none")),),
    )


def paged(forms: Sequence[Sequence[Block]]) -> list[Block]:
    """Each form on pages of its own."""
    blocks: list[Block] = []
    for one in forms:
        blocks += [PageBreak(titled=True)] if blocks and one else []
        blocks += one
    return blocks


def key_of(case: Case) -> str:
    """A key for tables of a case: `a2026_1`."""
    return case.key.lower().replace("-", "_")


def member_told(case: Case) -> str:
    """Whom it is for, by number alone."""
    return "本人" if case.member == 1 else f"家庭成员（第 {case.member} 号）"


def asked_told(case: Case) -> Cell:
    """What is asked for, or that the rules name it."""
    return "按规定标准核定" if case.asked is None else case.asked


# -- the person and the household ---------------------------------------------------

_MEMBER = ("name", "relation", "identity", "health", "state", "workplace")


def told_of(
    content: FileContent | None,
    person: Sequence[str],
    file: Sequence[str],
    *,
    each: bool = False,
) -> Iterator[tuple[str, Cell]]:
    """What a file says of the worker and the household, by the keys of its fields.

    Without the keys of the vault `content` is None, and every value is masked. The
    household's income of the year follows, and that of `each` person where asked.
    """
    worker = None if content is None else content.worker
    for keys, known, of in (
        (person, fields.PERSON_FIELDS, worker),
        (file, fields.FILE_FIELDS, content),
    ):
        for key in keys:
            (one,) = [field for field in known if field.key == key]
            told = HIDDEN if of is None else fields.shown_value(one, of, opened=True)
            yield one.label, told
    if content is not None:
        total = sum(one.earned.fen for one in content.persons)
        total += content.other_income.fen if content.other_income else 0
        yield f"家庭{content.year or ''}年总收入（元）", Money(total)
        if each:
            # Fen that cannot be shared out are left off.
            yield "家庭人均年收入（元）", Money(total // len(content.persons))


def members_table(content: FileContent, name: str, caption: str = "") -> Table:
    """The people of a household, the worker first, each with the year's income."""
    chosen = [
        next(one for one in fields.PERSON_FIELDS if one.key == key) for key in _MEMBER
    ]
    columns = (
        Column("number", "序号", "count"),
        *(Column(one.key, one.label) for one in chosen),
        Column("earned", "年收入", "money"),
    )
    rows = tuple(
        Row(
            (
                number,
                *(fields.shown_value(one, person, opened=True) for one in chosen),
                person.earned,
            )
        )
        for number, person in enumerate(content.persons, 1)
    )
    return Table(columns, rows, caption=caption, name=name)


# -- what was done ------------------------------------------------------------------

_OPINIONS: dict[Doing, str] = {
    Doing.APPLY: "登记",
    Doing.PUBLISH: "在本单位（居住社区）张贴",
    Doing.TAKE_DOWN: "撤下",
    Doing.REVIEW: "经审核，符合标准",
    Doing.FIRST_REVIEW: "经初审，符合标准",
    Doing.APPROVE: "同意救助",
    Doing.FILE: "同意备案",
    Doing.REJECT: "不予救助",
    Doing.WITHDRAW: "申请人撤回",
    Doing.REFER: "转上级工会",
    Doing.AID_FIRST: "先行救助，后补手续",
    Doing.PAPERS: "材料已补齐",
}


def opinion(one: Taken) -> str:
    """What a step says, in a sentence."""
    told = _OPINIONS.get(one.doing, one.doing.label)
    if isinstance(one.outcome, Outcome):
        told = one.outcome.label
    if one.granted is not None:
        told += f" {one.granted.grouped()} 元"
    if one.paper:
        told += f"（{one.paper}）"
    return f"{told}：{one.words}" if one.words else told


def steps_table(printed: Printed, name: str) -> Table:
    """Every step that was known, with who took it where."""
    columns = (
        Column("on", "日期", "date"),
        Column("doing", "环节"),
        Column("unit", "办理单位", width=2),
        Column("person", "办理人"),
        Column("opinion", "意见与结果", width=4),
    )
    rows = tuple(
        Row(
            (
                one.on,
                one.doing.label,
                printed.books.unit(one.by).name,
                parts.person_name(printed.books, one.person),
                opinion(one),
            )
        )
        for one in printed.steps
    )
    return Table(columns, rows, caption="办理经过", name=name)


def notice_told(printed: Printed, request: Request) -> str:
    """How the notice hung, and what came of it."""
    hung, down = printed.last(Doing.PUBLISH), printed.last(Doing.TAKE_DOWN)
    ended = hung is not None and down is not None and down.seq > hung.seq
    return request.words(
        "case_notice_result",
        since=hung.on if hung else None,
        until=down.on if down and ended else None,
        objections=sum(one.doing is Doing.OBJECT for one in printed.steps),
    )


def signed(printed: Printed, doing: Doing, title: str, request: Request) -> Block:
    """A tier's opinion with who gave it when, or with room for all of it."""
    one = printed.refused_at(doing) or printed.last(doing)
    if one is None:
        blank = Paragraph(f"{title}：")
        return Together((blank, Signatures(("经办人", "负责人（盖章）"))))
    unit = printed.books.unit(one.by).name
    who = parts.person_name(printed.books, one.person)
    told = request.words(
        "case_opinion", title=title, unit=unit, on=one.on, opinion=opinion(one)
    )
    return Together(
        (
            Paragraph(told),
            Signatures(("经办人", "负责人（盖章）"), (who, "")),
        )
    )


def opinions(printed: Printed, request: Request) -> Iterator[Block]:
    """The opinions of every tier that has to give one, and how the notice hung."""
    own = printed.case.own
    yield signed(printed, Doing.REVIEW, "基层工会审核意见", request)
    if printed.refused_at(Doing.REVIEW):
        return
    yield Paragraph(notice_told(printed, request))
    if (ended := printed.ended_by_objection) is not None:
        told = request.words("case_objection", answer=opinion(ended), on=ended.on)
        yield Paragraph(told)
        return
    if not own:
        first = "县（市、区）总工会初审意见"
        yield signed(printed, Doing.FIRST_REVIEW, first, request)
        if printed.refused_at(Doing.FIRST_REVIEW):
            return
    title = "本会审批意见" if own else "设区市总工会审批意见"
    yield signed(printed, Doing.APPROVE, title, request)


def readings_told(one: Taken, request: Request) -> str:
    """What each reading of the medical brackets would give."""
    if one.readings is None:
        return ""
    whole, zero, floor = one.readings
    return request.words("case_approval_readings", whole=whole, zero=zero, floor=floor)


def capital(amount: Money | None) -> str:
    """An amount in capitals; nothing where there is none."""
    return "" if amount is None else amount.capitals()
