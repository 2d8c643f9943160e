"""Reports (报表): the catalogue, one drawn up and shown, and as a file of any format.

1. Whoever works on the books has every report; who may only look has those that tell
   neither single postings nor single people.
2. What is drawn up in a moment is shown or handed out at once; long books, PDF and word
   processor files go through a job. So does what names a matter or people: neither
   stands in an address.
3. Names of people are told to those who may see them, where they ask, and the look is
   logged.
"""

import html
import importlib
import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from app.keyring import open_vault
from app.web.access import BOOKS
from app.web.desk import Desk, Go, Page, Sent
from app.web.jobs import Asked
from app.web.pages.jobs import KINDS, begin
from app.web.report_works import file_name, request_of
from ledger import queries
from ledger.database import Connection
from ledger.errors import NotFound, RecordRefused, Refused
from ledger.people import KEEPING_BOOKS, Right
from ledger.register import UnitLookup, lookups
from reports import catalogue
from reports.catalogue import Report
from reports.render.formats import FORMATS

ACT = "report"
NAMES = "report.names"
SEEING = (*sorted(KEEPING_BOOKS), Right.APPROVE, Right.HEAD, Right.AUDIT)
"""Who may have names of people in a report."""
OPEN = frozenset(
    {
        *("balance_sheet", "income_statement", "cost_statement", "budget_statement"),
        *("state_assets", "own_statement", "trial_balance", "fund_statement"),
        *("budget_annual", "budget_baseline", "budget_execution", "budget_growth"),
        *("budget_rules", "aid_quarter", "aid_statistics", "annual_audit"),
        *("audit_board", "audit_rectification", "audit_special", "body_minutes"),
        *("transfers_in_transit", "donation_list", "close_minutes", "transfer_sheet"),
    }
)
"""Reports that tell neither single postings nor single people."""
QUICK = (".html", ".xlsx", ".csv", ".json")
HEAVY = frozenset({"annual_audit", "audit_board", "handover_audit"})
"""Reports that run every check, whatever the books hold."""
VOUCHERS = 3_000
"""Of how many vouchers a report is drawn up while one waits."""
_FIELDS = ("period", "account", "fund", "form", "with_subunits")


def show(desk: Desk) -> Page:
    """The reports that the person may have."""
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        works = desk.may(connection, *BOOKS)
    found = [one for one in catalogue.all_reports() if works or one.name in OPEN]
    groups: dict[bool, list[Report]] = {False: [], True: []}
    for one in found:
        groups[one.name in OPEN].append(one)
    return Page("reports.html", {"unit": unit, "groups": groups})


def one(desk: Desk) -> Page:
    """One report: the form, and what it asks for where that is complete."""
    report = _allowed(desk)
    if not desk.query.get("period"):
        return Page("report.html", _told(desk, report))
    try:
        _complete(desk, report, desk.query)
    except Refused as refusal:
        told = _told(desk, report) | {"typed": desk.query}
        return desk.refused(refusal, "report.html", told)
    told = _told(desk, report) | {"typed": desk.query}
    if not _is_quick(desk, report, desk.query):
        return Page("report.html", told)
    asked = {key: desk.query[key] for key in _FIELDS if desk.query.get(key)}
    source = f"{_path(desk, report)}/preview?{urlencode(asked)}"
    return Page("report.html", told | {"source": source})


def preview(desk: Desk) -> Sent:
    """A report as a page of its own, for the frame."""
    report = _allowed(desk)
    try:
        if not _is_quick(desk, report, desk.query):
            raise RecordRefused("这份报表在后台编制")
        content = _drawn(desk, report, desk.query, ".html")
        desk.note(f"{report.name} {desk.query.get('period', '')} html", ACT)
    except Refused as refusal:
        text = html.escape(str(refusal))
        page = f'<!DOCTYPE html><meta charset="utf-8"><pre>{text}</pre>'
        return Sent(page.encode(), KINDS[".html"], framed="page")
    return Sent(content, KINDS[".html"], framed="page")


def make(desk: Desk) -> Page | Go | Sent:
    """A report as it was asked for: shown, as a file, or drawn up in a job (2)."""
    report, form = _allowed(desk), desk.form
    to = form.get("to", "")
    try:
        _complete(desk, report, form)
        _demand_names(desk)
        suffix = ".html" if to == "show" else f".{to}"
        if suffix not in report.formats:
            raise RecordRefused("没有写明报表的格式")
        quick = suffix in QUICK and _is_quick(desk, report, form)
        if quick and to == "show":
            asked = {key: form[key] for key in _FIELDS if form.get(key)}
            return Go(f"{_path(desk, report)}?{urlencode(asked)}")
        subject = f"{report.name} {form['period'].strip()} {suffix}"
        if not quick:
            return _begin(desk, report, suffix, subject)
        content = _drawn(desk, report, form, suffix)
        desk.note(subject, ACT)
    except Refused as refusal:
        return desk.refused(refusal, "report.html", _told(desk, report))
    name = file_name(desk.unit, report.name, form["period"].strip().upper(), suffix)
    return Sent(content, KINDS[suffix], name)


def _begin(desk: Desk, report: Report, suffix: str, subject: str) -> Go:
    form = desk.form
    typed = {key: form.get(key, "").strip() for key in (*_FIELDS, "subject", "names")}
    names = typed["names"] == "yes"
    asked = Asked(
        work="report_works:report",
        title=report.title,
        detail=f"{typed['period']} {suffix[1:].upper()}",
        unit=desk.unit,
        act=NAMES if names else ACT,
        rights=SEEING if names else _rights(report),
        back=_path(desk, report),
        typed=typed | {"name": report.name, "format": suffix[1:]},
    )
    matter = typed["subject"]
    return begin(desk, asked, f"{subject} {matter}".strip())


# -- what is asked ------------------------------------------------------------------


def _allowed(desk: Desk) -> Report:
    """The report that the address names, if the person may have it (1).

    Raises:
        NotFound: there is none, or they may not.
    """
    name = desk.places["name"]
    known = {one.name: one for one in catalogue.all_reports()}
    with desk.reading() as connection:
        if name in known and desk.may(connection, *_rights(known[name])):
            return known[name]
    raise NotFound("报表", name)


def _rights(report: Report) -> tuple[Right, ...]:
    return tuple(Right) if report.name in OPEN else BOOKS


def _complete(desk: Desk, report: Report, typed: Mapping[str, str]) -> None:
    """Go on only if what was typed is enough for the report.

    Raises:
        PeriodError: the period is none.
        NotTold: something that the report needs is missing.
    """
    request = request_of(typed, desk.unit, (desk.settings, desk.act))
    catalogue.demand_told(report, request)


def _demand_names(desk: Desk) -> None:
    if desk.form.get("names") != "yes":
        return
    with desk.reading() as connection:
        if not desk.may(connection, *SEEING):
            raise RecordRefused("没有写出姓名：您不能查看个人信息")
    open_vault(desk.settings)


def _is_quick(desk: Desk, report: Report, typed: Mapping[str, str]) -> bool:
    """Whether it is drawn up at once (2)."""
    if report.name in HEAVY or typed.get("subject", "").strip() or typed.get("names"):
        return False
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        units = [unit]
        if typed.get("with_subunits") == "yes":
            units += _below(connection, unit.code)
        heads = [queries.head(connection, each.id)[0] for each in units]
    return sum(heads) <= VOUCHERS


def _below(connection: Connection, code: str) -> list[UnitLookup]:
    """The units below one, however deep."""
    children = [u for u in lookups(connection).units.values() if u.parent == code]
    return children + [deep for u in children for deep in _below(connection, u.code)]


def _drawn(desk: Desk, report: Report, typed: Mapping[str, str], suffix: str) -> bytes:
    request = request_of(typed, desk.unit, (desk.settings, desk.act))
    stream = io.BytesIO()
    renderer = importlib.import_module(f"reports.render.{suffix[1:]}")
    with desk.reading() as connection:
        document = catalogue.build(report.name, connection, request)
        renderer.render(document, stream)
    return stream.getvalue()


def _path(desk: Desk, report: Report) -> str:
    return f"/units/{quote(desk.unit, safe='')}/reports/{report.name}"


def _told(desk: Desk, report: Report) -> dict[str, Any]:
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        told = {
            "unit": unit,
            "funds": [(code, unit.fund_names[id_]) for code, id_ in unit.funds.items()],
            "subunits": bool(_below(connection, unit.code)),
            "sees_names": desk.may(connection, *SEEING),
        }
    return told | {
        "report": report,
        "formats": [one[1:] for one in FORMATS if one in report.formats],
        "usual": str(desk.today.year - 1),
        "source": "",
    }
