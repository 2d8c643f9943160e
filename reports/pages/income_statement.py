"""收入支出表: what a union received and spent, and what it is left with.

工会02表, of a month or a year. The figures come from `ledger/statements.py`.
"""

from ledger.database import Connection
from reports import statement_parts
from reports.catalogue import Report, Request
from reports.report import Document

REPORT = Report(
    name="income_statement",
    title="收入支出表",
    summary="工会02表，月报列本月数、本年累计数，年报列本年数、上年数",
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
