"""成本费用表: what a union's work cost, wear and stock used up included.

工会附03表, of a month or a year, county level and above. The figures come from
`ledger/statements.py`.
"""

from ledger.database import Connection
from reports import statement_parts
from reports.catalogue import Report, Request
from reports.report import Document

REPORT = Report(
    name="cost_statement",
    title="成本费用表",
    summary="工会附03表，月报、年报，县级以上工会",
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
