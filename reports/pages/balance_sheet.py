"""资产负债表: what a union has, what it owes, and what is left to it.

工会01表, of a month or a year. The figures come from `ledger/statements.py`.
"""

from ledger.database import Connection
from reports import statement_parts
from reports.catalogue import Report, Request
from reports.report import Document

REPORT = Report(
    name="balance_sheet",
    title="资产负债表",
    summary="工会01表，月报、年报；未结转的收支并入各项结转结余",
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
