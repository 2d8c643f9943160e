"""One draft of the queue with its papers: what one reviews, settles and posts.

A draft that was returned before stands beside what it was then.
"""

from urllib.parse import quote

from app.web import draft_steps
from app.web.desk import Desk, Go, Page
from app.web.pages import queue
from ledger import drafts
from ledger.database import Connection
from ledger.draft_vouchers import DraftVoucher
from ledger.drafts import Due, State, Step
from ledger.errors import NotFound, Refused
from ledger.money import AmountError, Money
from ledger.people import Act
from ledger.register import lookups
from treasury import attachment_reading, attachments, corrections, row_fit
from treasury.attachment_kinds import label_of

_IMAGES = frozenset({"image/png", "image/jpeg"})
"""Papers that are shown beside the voucher; others are opened."""


def show(desk: Desk) -> Page:
    """One draft with its lines, what is against it, and its papers."""
    return Page("queue_draft.html", _told(desk))


def _told(desk: Desk) -> dict[str, object]:
    number = queue.numbered(desk.places["draft"])
    with desk.reading() as connection:
        books = lookups(connection)
        unit = books.unit(desk.unit)
        steps = drafts.history(connection, desk.unit, number)
        voucher = steps[-1].voucher
        due = next(iter(drafts.due(connection, desk.unit, desk.act, number)), None)
        chart = books.charts.get(unit.chart_on(voucher.dated_on or "9999"), {})
        papers = _papers(connection, desk.unit, number)
        told = {
            "problems": _problems(connection, desk, number, due),
            "may_take": due is not None
            and not due.hindrance
            and desk.may(connection, *draft_steps.RIGHTS[due.verb]),
            "may_return": due is not None
            and desk.may(connection, *draft_steps.RIGHTS["return"]),
        }
    before = _before(steps)
    return {
        **told,
        "unit": unit,
        "number": number,
        "steps": steps,
        "voucher": voucher,
        "due": due,
        "labels": queue.LABELS,
        "verbs": queue.DONE,
        "names": {code: books.account_name(id_) for code, id_ in chart.items()},
        "grouped": _grouped,
        "total": queue.amount_of(voucher),
        "papers": papers,
        "images": _IMAGES,
        "kind_of": label_of,
        "before": before,
        "changed": _changed(voucher, before),
    }


def _grouped(typed: str) -> str:
    """An amount as columns show it; what is none stays as it was typed."""
    try:
        return Money.parse(typed).grouped()
    except AmountError:
        return typed


def _papers(connection: Connection, unit: str, number: int) -> tuple[object, ...]:
    ref = attachment_reading.reference(connection, unit, number)
    return attachment_reading.attached(connection, unit, "voucher", ref)


def _problems(
    connection: Connection, desk: Desk, number: int, due: Due | None
) -> list[str]:
    """What would stop the draft from being posted now, and what is to be known."""
    if due is None:
        return []
    voucher = due.draft.voucher
    prepared = Act(due.preparer, desk.act.at)
    found = [
        *drafts.problems(connection, voucher, prepared, number),
        *attachments.problems(connection, desk.unit, number),
        *corrections.findings(connection, voucher),
    ]
    told = list(dict.fromkeys(str(one) for one in found))
    try:
        row_fit.demand_fit(connection, desk.unit, number)
    except Refused as refusal:
        told.append(str(refusal))
    return told


def _before(steps: tuple[Step, ...]) -> Step | None:
    """How the draft stood when it was returned last, with the reason."""
    returned = [one for one in steps if one.state is State.RETURNED]
    return returned[-1] if returned else None


def _changed(voucher: DraftVoucher, before: Step | None) -> frozenset[int]:
    """Which lines, counted from 1, are not what they were."""
    if before is None:
        return frozenset()
    old = before.voucher.postings
    return frozenset(
        number
        for number, line in enumerate(voucher.postings, 1)
        if number > len(old) or old[number - 1] != line
    )


# -- steps --------------------------------------------------------------------------


def review(desk: Desk) -> Page | Go:
    """Confirm that the draft agrees with its papers."""
    return _take(desk, "review")


def settle(desk: Desk) -> Page | Go:
    """Confirm that the money moved."""
    return _take(desk, "settle")


def post(desk: Desk) -> Page | Go:
    """Enter the draft in the books."""
    return _take(desk, "post")


def give_back(desk: Desk) -> Page | Go:
    """Return the draft with the reason."""
    return _take(desk, "return")


def _take(desk: Desk, verb: str) -> Page | Go:
    number = queue.numbered(desk.places["draft"])
    try:
        with desk.writing(str(number), queue.act_of(verb)) as connection:
            said = queue.step(desk, connection, str(number), verb)
            return desk.kept(connection, _next(desk, connection, number, verb), said)
    except NotFound:
        raise
    except Refused as refusal:
        return desk.refused(refusal, "queue_draft.html", _told(desk))


def _next(desk: Desk, connection: Connection, number: int, verb: str) -> str:
    """The next draft that waits for the same step by this person; else the queue."""
    path = f"/units/{quote(desk.unit, safe='')}/queue"
    found = [
        one.draft.number
        for one in drafts.due(connection, desk.unit, desk.act)
        if one.verb == verb and not one.hindrance
    ]
    later = [one for one in found if one > number] or found
    return f"{path}/{later[0]}" if later else path
