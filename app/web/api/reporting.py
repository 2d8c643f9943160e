"""The catalogue of reports, and one of them in any form."""

import tempfile
from pathlib import Path

from app.web.api import asked, told
from app.web.api.calls import Call
from app.web.api.values import span
from app.web.desk import Sent
from reports import catalogue
from reports.catalogue import Request
from reports.render.formats import write

KINDS = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def reports(_call: Call) -> told.Reports:
    """Every report, what it must be told, and the forms it is written in."""
    return told.Reports(
        reports=[
            told.Report(
                name=one.name,
                title=one.title,
                summary=one.summary,
                needs=["statement" if need == "form" else need for need in one.needs],
                forms=[form.removeprefix(".") for form in one.formats],
                quarters=one.quarters,
            )
            for one in catalogue.all_reports()
        ]
    )


def report(call: Call) -> Sent:
    """A report of the unit; people are told by number in it, never by name."""
    query, name = call.query, call.places["name"]
    assert isinstance(query, asked.ReportAsked)
    request = Request(
        unit=call.unit,
        span=span(query.period),
        period=query.period.strip().upper(),
        at=call.act.at,
        with_subunits=query.with_subunits,
        account=query.account,
        fund=query.fund,
        form=query.statement,
        known_at=query.known_at or None,
        templates=call.settings.templates,
        forms=call.settings.forms,
        subject=query.subject,
    )
    fonts = (call.settings.fonts,) if call.settings.fonts else ()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{query.form}"
        with call.reading() as connection:
            document = catalogue.build(name, connection, request)
            write(document, path, font_folders=fonts, look=call.settings.office_look)
        content = path.read_bytes()
    call.note(f"{name} {request.period} .{query.form}")
    saved = f"{call.unit}-{name}-{request.period}.{query.form}"
    return Sent(content, KINDS[query.form], saved)
