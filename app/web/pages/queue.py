"""The queue (待办): drafts that wait for the reviewer, the cashier and the books.

One draft and its papers are in `queue_draft.py`.
"""

from dataclasses import dataclass
from urllib.parse import quote

from app.web import draft_steps, tables
from app.web.desk import Desk, Go, Page, Sent, Taken
from app.web.spans import Asked
from ledger import drafts
from ledger.database import Connection
from ledger.draft_vouchers import DraftVoucher
from ledger.drafts import Due
from ledger.errors import DatabaseBusy, DatabaseUnfit, DraftRefused, NotFound, Refused
from ledger.money import Money, parse_fen
from ledger.people import Right
from ledger.periods import parse_span
from ledger.register import lookups
from reports import parts
from reports.report import Cell, Column
from treasury import attachments
from treasury.attachment_reading import reference_of

LABELS = {"review": "待审核", "settle": "待收付", "post": "待记账"}
DONE = {"review": "审核", "settle": "办理收付", "post": "记账", "return": "退回"}
SHOWN = 100
"""Drafts of one kind on the page, and how many are taken at once."""
_COLUMNS = (
    Column("kind", "待办"),
    Column("number", "草稿"),
    Column("date", "日期"),
    Column("summary", "摘要", width=3),
    parts.money("amount", "金额"),
    Column("preparer", "制单"),
    Column("papers", "附件"),
    Column("hindrance", "说明", width=2),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft of the queue, with what is shown of it."""

    due: Due
    amount: Money
    funds: tuple[str, ...]
    papers: int


@dataclass(frozen=True, slots=True)
class Section:
    """The drafts that wait for one step; `count` is of all, also those not shown."""

    verb: str
    label: str
    count: int
    rows: tuple[Waiting, ...]

    @property
    def has_own(self) -> bool:
        """Whether one of them is the person's to do."""
        return any(not row.due.hindrance for row in self.rows)


def amount_of(voucher: DraftVoucher) -> Money:
    """What the debit lines of a draft add up to; what is no amount counts nothing."""
    total = 0
    for line in voucher.postings:
        try:
            total += parse_fen(line.debit) if line.debit.strip() else 0
        except ValueError:
            continue
    return Money(total)


def _sections(desk: Desk, connection: Connection) -> tuple[Section, ...]:
    found = drafts.due(connection, desk.unit, desk.act)
    sections = []
    for verb, label in LABELS.items():
        if not desk.may(connection, *draft_steps.RIGHTS[verb]):
            continue
        waiting = [one for one in found if one.verb == verb]
        rows = tuple(_waiting(connection, one) for one in waiting[:SHOWN])
        sections.append(Section(verb, label, len(waiting), rows))
    return tuple(sections)


def _waiting(connection: Connection, due: Due) -> Waiting:
    voucher = due.draft.voucher
    funds = tuple(dict.fromkeys(line.fund for line in voucher.postings if line.fund))
    ref = reference_of(due.draft)
    papers = attachments.count_for(connection, due.draft.unit, ref)
    return Waiting(due, amount_of(voucher), funds, papers)


def show(desk: Desk) -> Page | Sent:
    """What waits for the person, kind by kind."""
    with desk.reading() as connection:
        sections = _sections(desk, connection)
        told = _told(desk, connection, sections)
        if tables.is_asked(desk):
            year = f"{desk.today:%Y}"
            asked, cells = Asked(year, parse_span(year)), _cells(sections)
            return tables.send(desk, connection, "待办凭证", asked, (_COLUMNS, cells))
    return Page("queue.html", told)


def _cells(sections: tuple[Section, ...]) -> list[tuple[Cell, ...]]:
    return [
        (
            *(section.label, row.due.draft.number, row.due.draft.voucher.dated_on),
            *(row.due.draft.voucher.summary, row.amount, row.due.preparer),
            *(row.papers, row.due.hindrance),
        )
        for section in sections
        for row in section.rows
    ]


def _told(
    desk: Desk, connection: Connection, sections: tuple[Section, ...]
) -> dict[str, object]:
    return {
        "unit": lookups(connection).unit(desk.unit),
        "sections": sections,
        "chosen": desk.lists.get("draft", ()),
        "done": (),
        "told": (),
        "closes": desk.may(connection, Right.CLOSE),
    }


# -- several at once ----------------------------------------------------------------


def review(desk: Desk) -> Page | Go:
    """Review all that were chosen."""
    return _several(desk, "review")


def settle(desk: Desk) -> Page | Go:
    """Confirm of all that were chosen that the money moved."""
    return _several(desk, "settle")


def post(desk: Desk) -> Page | Go:
    """Post all that were chosen."""
    return _several(desk, "post")


def give_back(desk: Desk) -> Page | Go:
    """Return all that were chosen, for one reason."""
    return _several(desk, "return")


def _several(desk: Desk, verb: str) -> Page | Go:
    """Each draft for itself: one that is refused holds up no other."""
    chosen = tuple(dict.fromkeys(desk.lists.get("draft", ())))
    if not chosen or len(chosen) > SHOWN:
        why = f"一次最多 {SHOWN} 张" if chosen else "没有选中草稿"
        refusal = DraftRefused("没有办理", why=why, do="在表中选中再提交")
        return _again(desk, refusal, [], [])
    path = f"/units/{quote(desk.unit, safe='')}/queue"
    done: list[str] = []
    refused: list[tuple[str, str]] = []
    for number in chosen:
        try:
            with desk.writing(str(numbered(number)), act_of(verb)) as connection:
                done.append(step(desk, connection, number, verb))
                if number == chosen[-1] and not refused:
                    return desk.kept(connection, path, _said(verb, done))
        except (DatabaseBusy, DatabaseUnfit, Taken):
            raise
        except Refused as refusal:
            refused.append((number, str(refusal)))
    what = f"{len(refused)} 张没有{DONE[verb]}，{len(done)} 张已{DONE[verb]}"
    return _again(desk, DraftRefused(what), done, refused)


_ACTS = {"review": "review", "settle": "settle", "post": "post", "return": "give_back"}


def act_of(verb: str) -> str:
    """The act of a step, as the operation log has it."""
    return f"draft.{_ACTS[verb]}"


def _said(verb: str, done: list[str]) -> str:
    if len(done) == 1:
        return done[0]
    return f"{len(done)} 张已{DONE[verb]}"


def step(desk: Desk, connection: Connection, typed: str, verb: str) -> str:
    """Take a step of one draft as the form says; what is said of it.

    Raises:
        NotFound: there is no such draft.
        Refused: the step may not be taken, or the draft is not what the person saw.
    """
    number = numbered(typed)
    seen = desk.form.get(f"seen_{number}", "")
    draft_steps.demand_seen(connection, desk.unit, number, seen)
    if verb != "return":
        return draft_steps.take(connection, desk.unit, number, verb, desk.act)
    reason = desk.form.get("reason", "")
    drafts.give_back(connection, desk.unit, number, reason, desk.act)
    return f"草稿 {number} 已退回"


def numbered(typed: str) -> int:
    """The number of a draft as an address or a form has it.

    Raises:
        NotFound: it is none.
    """
    if not typed.isdecimal() or len(typed) > 9:  # noqa: PLR2004 - nine digits fit
        raise NotFound("草稿", typed)
    return int(typed)


def _again(
    desk: Desk, refusal: Refused, done: list[str], refused: list[tuple[str, str]]
) -> Page:
    with desk.reading() as connection:
        told = _told(desk, connection, _sections(desk, connection))
    return desk.refused(refusal, "queue.html", told | {"done": done, "told": refused})
