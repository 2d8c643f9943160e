"""The officer's drafts (草稿): those of a unit, and the way that one of them took.

The editor is in `draft_editor.py`, the papers of a draft in `draft_papers.py`.
"""

from collections import Counter

from app.web import draft_form, tables
from app.web.access import BOOKS
from app.web.desk import Desk, Go, Page, Sent, part
from app.web.pages import draft_editor, draft_papers
from app.web.spans import Asked
from ledger import draft_lists, drafts
from ledger.drafts import Draft, State
from ledger.errors import NotFound, Refused
from ledger.money import Money
from ledger.people import Right
from ledger.periods import parse_span
from ledger.register import lookups
from reports import parts
from reports.report import Column
from treasury import corrections
from treasury.attachment_kinds import kinds_on

ORDER = (
    State.RETURNED,
    State.DRAFT,
    State.SUBMITTED,
    State.REVIEWED,
    State.SETTLED,
)
"""What asks for the officer first."""
_COLUMNS = (
    Column("number", "草稿"),
    Column("state", "状态"),
    Column("date", "日期"),
    Column("summary", "摘要", width=3),
    parts.money("amount", "金额"),
    Column("preparer", "制单"),
    Column("person", "经手"),
    Column("reason", "退回原因", width=2),
)


def show(desk: Desk) -> Page | Sent:
    """The drafts of a unit that are neither posted nor dropped."""
    wanted = desk.query.get("state", "")
    if wanted and wanted not in {state.value for state in ORDER}:
        raise NotFound("状态", wanted)
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        found = drafts.waiting(connection, desk.unit)
        prepares = desk.may(connection, Right.PREPARE)
        counts = Counter(one.state for one in found)
        owners = draft_lists.preparers(
            connection, desk.unit, [one.number for one in found]
        )
        mine = desk.query.get("whose") == "mine"
        rows = [
            (one, Money(draft_form.total(one.voucher)), owners[one.number])
            for one in sorted(found, key=_place)
            if wanted in {"", one.state.value}
            and (not mine or owners[one.number] == desk.me.person)
        ]
        if tables.is_asked(desk):
            cells = [
                (
                    *(one.number, one.state.label, one.voucher.dated_on),
                    *(one.voucher.summary, amount),
                    *(owner, one.last.person, one.last.reason),
                )
                for one, amount, owner in rows
            ]
            year = f"{desk.today:%Y}"
            asked = Asked(year, parse_span(year))
            return tables.send(desk, connection, "草稿", asked, (_COLUMNS, cells))
    told = {"unit": unit, "rows": rows, "wanted": wanted, "prepares": prepares}
    states = [(state, counts[state]) for state in ORDER]
    told |= {"states": states, "mine": mine}
    own = sum(owner == desk.me.person for owner in owners.values())
    return Page("drafts.html", told | {"count": len(found), "own": own})


def _place(draft: Draft) -> tuple[int, int]:
    return ORDER.index(draft.state), -draft.number


def one(desk: Desk) -> Page:
    """One draft: in the editor for who may change it, else as it stands."""
    number = draft_editor.numbered(desk)
    with desk.reading() as connection:
        steps = drafts.history(connection, desk.unit, number)
        prepares = desk.may(connection, Right.PREPARE)
        last = steps[-1]
        fits = len(last.voucher.postings) <= draft_form.LINES_MOST
        if prepares and fits and draft_form.may_change(steps, desk.me.person):
            view = draft_editor.View(last.voucher, number, len(steps), last)
            return draft_editor.page(desk, connection, view)
    return _as_it_stands(desk, number)


def _as_it_stands(desk: Desk, number: int, refusal: Refused | None = None) -> Page:
    with desk.reading() as connection:
        books = lookups(connection)
        unit = books.unit(desk.unit)
        steps = drafts.history(connection, desk.unit, number)
        voucher = steps[-1].voucher
        chart = books.charts.get(unit.chart_on(voucher.dated_on), {})
        names = {
            code: books.account_name(chart[code])
            for code in {line.account for line in voucher.postings}
            if code in chart
        }
        papers = draft_papers.of(connection, desk.unit, number)
        state = steps[-1].state
        open_ = state in {State.DRAFT, State.RETURNED, State.SUBMITTED}
        told = {
            "unit": unit,
            "number": number,
            "steps": steps,
            "voucher": voucher,
            "names": names,
            "papers": papers,
            "head": draft_form.HEAD,
            "corrections": draft_form.CORRECTIONS,
            "grouped": draft_form.grouped,
            "prepares": desk.may(connection, Right.PREPARE),
            "droppable": open_,
            "findings": corrections.findings(connection, voucher) if open_ else [],
            "paper_kinds": kinds_on(desk.today).values(),
            "total": Money(draft_form.total(voucher)),
            "sees_books": desk.may(connection, *BOOKS),
        }
    if refusal is not None:
        return desk.refused(refusal, "draft.html", told)
    return Page("draft.html", told)


def drop(desk: Desk) -> Page | Go:
    """Give a draft up, with the reason."""
    number = draft_editor.numbered(desk)
    where = f"/units/{part(desk.unit)}/drafts"
    try:
        with desk.writing(str(number)) as connection:
            reason = desk.form.get("reason", "")
            drafts.drop(connection, desk.unit, number, reason, desk.act)
            return desk.kept(connection, where, f"草稿 {number} 已作废")
    except NotFound:
        raise
    except Refused as refusal:
        return _as_it_stands(desk, number, refusal)


def papers(desk: Desk) -> Page | Go:
    """Attach a paper to a draft that nobody has reviewed, or take one back."""
    number = draft_editor.numbered(desk)
    do = desk.form.get("do", "").partition(":")[0]
    act = "money.withdraw" if do == "withdraw" else "money.attach"
    try:
        with (
            draft_papers.handed(desk, do or "attach") as paper,
            desk.writing(str(number), act) as connection,
        ):
            draft_papers.take(desk, connection, number, paper)
            said = f"草稿 {number} 的附件已{'撤回' if do == 'withdraw' else '附上'}"
            where = f"/units/{part(desk.unit)}/drafts/{number}"
            return desk.kept(connection, where, said)
    except NotFound:
        raise
    except Refused as refusal:
        return _as_it_stands(desk, number, refusal)
