"""往来款项明细表: who owes the union and whom it owes, account by account.

Of a year, edition of 2009. The figures come from `ledger/statements.py`.
"""

from ledger.database import Connection
from reports import statement_parts
from reports.catalogue import Report, Request
from reports.report import Document

REPORT = Report(
    name="claims_statement",
    title="往来款项明细表",
    summary="2009年制度年报，按科目和往来单位列债权债务",
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
