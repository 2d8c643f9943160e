"""现金日记账: what came into the safe and went out of it, by day, with daily balances.

The rules are those of `reports/journal_parts.py`.

Basis: 会计基础工作规范 第五十七条, 第六十条.
"""

from ledger.accounts import Role
from ledger.database import Connection
from reports import journal_parts
from reports.catalogue import Report, Request
from reports.report import Document

REPORT = Report(
    name="cash_journal",
    title="现金日记账",
    summary="库存现金逐笔收付、对方科目和结余，逐日合计，附本月合计、本年累计",
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the journal; its rows are read while the document is written.

    Raises:
        NoSuchScope: several units were asked for, or an account that is not of cash.
        NotFound: the unit has no such account or fund.
    """
    return journal_parts.journal(connection, request, REPORT, Role.CASH)
