"""国有资产情况表: the assets of a union at both ends of a year.

工会附02表, of a year, county level and above. The figures come from
`ledger/statements.py`.
"""

from ledger.database import Connection
from reports import statement_parts
from reports.catalogue import Report, Request
from reports.report import Document

REPORT = Report(
    name="state_assets",
    title="国有资产情况表",
    summary="工会附02表，年报，县级以上工会",
    languages=("zh", "en"),
    ended=True,
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the statement.

    Raises:
        NoSuchPeriod: the period has not ended, or lies before the books.
        NoSuchScope: one fund or account alone was asked for.
        StatementRefused: the unit's books draw up no such statement.
    """
    return statement_parts.statutory(connection, request, REPORT)
