"""Reports (报表): the catalogue, one drawn up and shown, and as a file of any format.

Who may have which, and what goes through a job, `report_rights.py` says.
"""

import html
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from app.keyring import open_vault
from app.web import long_works
from app.web.access import BOOKS
from app.web.desk import Desk, Go, Page, Sent
from app.web.job_files import KINDS
from app.web.languages import refused
from app.web.pages.jobs import begin
from app.web.report_rights import (
    ACT,
    OPEN,
    QUICK,
    SEEING,
    below,
    drawn,
    is_quick,
    report_of,
    rights_of,
)
from app.web.report_works import file_name, request_of
from ledger.errors import NotFound, RecordRefused, Refused
from ledger.register import lookups
from reports import catalogue
from reports.catalogue import Report
from reports.render.formats import FORMATS

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
        text = html.escape(refused(str(refusal), desk.language))
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
    asked = long_works.report(desk.unit, report, suffix, typed)
    matter = typed["subject"]
    return begin(desk, asked, f"{subject} {matter}".strip())


# -- what is asked ------------------------------------------------------------------


def _allowed(desk: Desk) -> Report:
    """The report that the address names, if the person may have it (1).

    Raises:
        NotFound: there is none, or they may not.
    """
    report = report_of(desk.places["name"])
    with desk.reading() as connection:
        if report is not None and desk.may(connection, *rights_of(report)):
            return report
    raise NotFound("报表", desk.places["name"])


def _complete(desk: Desk, report: Report, typed: Mapping[str, str]) -> None:
    """Go on only if what was typed is enough for the report.

    Raises:
        PeriodError: the period is none.
        NotTold: something that the report needs is missing.
        NoSuchScope: something was told that means nothing to it.
    """
    request = request_of(typed, desk.unit, (desk.settings, desk.act))
    catalogue.demand_told(report, request)
    catalogue.demand_meant(report, request, names=typed.get("names") == "yes")


def _demand_names(desk: Desk) -> None:
    if desk.form.get("names") != "yes":
        return
    with desk.reading() as connection:
        if not desk.may(connection, *SEEING):
            raise RecordRefused("没有写出姓名：您不能查看个人信息")
    open_vault(desk.settings)


def _is_quick(desk: Desk, report: Report, typed: Mapping[str, str]) -> bool:
    with desk.reading() as connection:
        return is_quick(connection, desk.unit, report, typed)


def _drawn(desk: Desk, report: Report, typed: Mapping[str, str], suffix: str) -> bytes:
    request = request_of(typed, desk.unit, (desk.settings, desk.act))
    with desk.reading() as connection:
        look = desk.settings.office_look
        return drawn(connection, report.name, request, suffix, look)


def _path(desk: Desk, report: Report) -> str:
    return f"/units/{quote(desk.unit, safe='')}/reports/{report.name}"


def _told(desk: Desk, report: Report) -> dict[str, Any]:
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        told = {
            "unit": unit,
            "funds": [(code, unit.fund_names[id_]) for code, id_ in unit.funds.items()],
            "subunits": bool(below(connection, unit.code)),
            "sees_names": desk.may(connection, *SEEING),
        }
    return told | {
        "report": report,
        "formats": [one[1:] for one in FORMATS if one in report.formats],
        "usual": str(desk.today.year - 1),
        "source": "",
    }
