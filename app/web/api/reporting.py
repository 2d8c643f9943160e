"""The catalogue of reports: one drawn up at once, or in a job."""

from collections.abc import Mapping

from app.keyring import open_vault
from app.web import long_works, report_rights
from app.web.api import asked, job_said, told
from app.web.api.calls import Call
from app.web.api.working import begin
from app.web.desk import Sent
from app.web.job_files import KINDS
from app.web.report_works import file_name, request_of
from ledger.errors import NotFound, RecordRefused
from reports import catalogue
from reports.catalogue import Report


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
                open=one.name in report_rights.OPEN,
            )
            for one in catalogue.all_reports()
        ]
    )


def _allowed(call: Call) -> Report:
    """The report that the address names, if who asks may have it.

    Raises:
        NotFound: there is none, or they may not.
    """
    found = report_rights.report_of(call.places["name"])
    if found is not None:
        with call.reading() as connection:
            if call.may(connection, *report_rights.rights_of(found)):
                return found
    raise NotFound("报表", call.places["name"])


def _typed(query: asked.ReportAsked | job_said.ReportGiven) -> dict[str, str]:
    """What is asked for, as `request_of` reads it."""
    given = query.model_dump(exclude={"form", "statement"})
    return {
        name: ("yes" if value else "") if isinstance(value, bool) else str(value)
        for name, value in given.items()
    } | {"form": query.statement, "period": query.period.strip().upper()}


def _suffix(call: Call, report: Report, form: str, typed: Mapping[str, str]) -> str:
    """The ending of a form in which the report is written.

    Raises:
        NotTold: something that the report needs is missing.
        NoSuchScope: something was told that means nothing to it.
        RecordRefused: it is not written in this form.
    """
    request = request_of(typed, call.unit, (call.settings, call.act))
    catalogue.demand_told(report, request)
    catalogue.demand_meant(report, request, names=typed.get("names") == "yes")
    if f".{form}" not in report.formats:
        told_ = "、".join(one.removeprefix(".") for one in report.formats)
        raise RecordRefused("这份报表没有这种格式", do=f"可用：{told_}")
    return f".{form}"


def report(call: Call) -> Sent:
    """A report that is drawn up in a moment; people are told by number in it."""
    query, found = call.query, _allowed(call)
    assert isinstance(query, asked.ReportAsked)
    typed = _typed(query)
    suffix = _suffix(call, found, query.form, typed)
    with call.reading() as connection:
        if not report_rights.is_quick(connection, call.unit, found, typed):
            what = "这份报表在后台编制"
            raise RecordRefused(what, do="POST 同一地址，得到后台作业")
        request = request_of(typed, call.unit, (call.settings, call.act))
        look = call.settings.office_look
        content = report_rights.drawn(connection, found.name, request, suffix, look)
    call.note(f"{found.name} {request.period} {suffix}", report_rights.ACT)
    name = file_name(call.unit, found.name, request.period, suffix)
    return Sent(content, KINDS[suffix], name)


def make(call: Call) -> job_said.Accepted:
    """A report drawn up in a job: of any size, of one matter, or with names."""
    body, found = call.body, _allowed(call)
    assert isinstance(body, job_said.ReportGiven)
    typed = _typed(body)
    suffix = _suffix(call, found, body.form, typed)
    if body.names:
        with call.reading() as connection:
            call.demand(connection, *report_rights.SEEING)
        open_vault(call.settings)
    subject = f"{found.name} {typed['period']} {suffix} {body.subject}".strip()
    return begin(call, long_works.report(call.unit, found, suffix, typed), subject)
