"""The operation log (操作日志): searched by person, days and content, and as a file."""

import datetime as dt
from urllib.parse import urlencode

from app.activity import DONE
from app.web import log_files, log_search
from app.web.desk import Desk, Page, Sent
from app.web.log_search import ROWS_MAX, Sought
from app.web.tables import KINDS
from ledger.errors import NotFound, RecordRefused, Refused
from ledger.periods import parse_day

SHOWN = 200
"""Entries on a page."""
_LENGTH = 100


def show(desk: Desk) -> Page | Sent:
    """Entries that one may read, the latest first."""
    query = {
        key: desk.query.get(key, "").strip()[:_LENGTH]
        for key in ("person", "since", "until", "text", "cursor")
    }
    try:
        sought = Sought(
            person=query["person"],
            since=_day(query["since"]),
            until=_after(query["until"]),
            text=query["text"],
            cursor=query["cursor"],
        )
        form = desk.query.get("as", "")
        if form:
            return _file(desk, sought, form)
        with desk.reading() as connection:
            found, cursor = log_search.page(
                connection, desk.me.person_id, sought, SHOWN
            )
    except NotFound:
        raise
    except Refused as refusal:
        told = {"asked": query, "found": [], "older": "", "done": DONE}
        return Page("log.html", {**told, "refusal": str(refusal)}, 422)
    older = urlencode({**query, "cursor": cursor}) if cursor else ""
    return Page(
        "log.html", {"asked": query, "found": found, "older": older, "done": DONE}
    )


def _file(desk: Desk, sought: Sought, form: str) -> Sent:
    if form not in KINDS:
        raise NotFound("文件格式", form, "可用：xlsx、csv")
    with desk.reading() as connection:
        found, _ = log_search.page(connection, desk.me.person_id, sought, ROWS_MAX)
    desk.note(form, "log.export")
    return log_files.written(found, sought, form)


def _day(typed: str) -> dt.date | None:
    if not typed:
        return None
    try:
        return parse_day(typed)
    except ValueError as error:
        raise RecordRefused(str(error)) from None


def _after(typed: str) -> dt.date | None:
    """The day after a last day, as people type it."""
    last = _day(typed)
    return last + dt.timedelta(days=1) if last else None
