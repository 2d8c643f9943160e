"""财政拨款收入支出表: what each project of budget money had, received and spent.

工会附01表, of a year, county level and above. The figures come from
`ledger/statements.py`.
"""

from ledger.database import Connection
from reports import statement_parts
from reports.catalogue import Report, Request
from reports.report import Document

REPORT = Report(
    name="budget_statement",
    title="财政拨款收入支出表",
    summary="工会附01表，年报，县级以上有同级财政拨款的工会，每个项目一行",
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
