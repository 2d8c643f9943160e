"""自定报表: a statement on a form of the office's own.

The form is a file in the folder of the office's forms; `docs/forms.md` describes it.
The figures come from `ledger/statements.py`.
"""

from ledger import forms
from ledger.database import Connection
from ledger.register import lookups
from reports import statement_parts
from reports.catalogue import Report, Request
from reports.errors import UnknownForm
from reports.report import Document

REPORT = Report(
    name="own_statement",
    title="自定报表",
    summary="按本单位自定的报表格式编制，格式放在 `BANGFU_FORMS` 所指的文件夹",
    needs=("period", "form"),
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the statement.

    Raises:
        FormsFaulty: a form of the folder has a fault.
        NoSuchPeriod: the period has not ended, or lies before the books.
        NoSuchScope: one fund or account alone was asked for.
        StatementRefused: the form is for no unit's books, or for no such period.
        UnknownForm: the folder has no form of that key.
    """
    charts = lookups(connection).charts
    own = forms.own_forms(request.forms, charts) if request.forms else ()
    found = next((form for form in own if form.key == request.form), None)
    if found is None:
        raise UnknownForm(request.form, [(form.key, form.title) for form in own])
    return statement_parts.printed(connection, request, REPORT, (found, own))
