"""Who may have which report, and what is drawn up at once (报表的权限).

1. Whoever works on the books has every report; who may only look has those that tell
   neither single postings nor single people.
2. What is drawn up in a moment is handed out at once; long books, PDF and word
   processor files go through a job. So does what names a matter or people: neither
   stands in an address.
3. Names of people are told to those who may see them, where they ask, and the look is
   logged.
"""

import importlib
import io
from collections.abc import Mapping

from app.web.access import BOOKS
from ledger import queries
from ledger.database import Connection
from ledger.people import KEEPING_BOOKS, Right
from ledger.register import UnitLookup, lookups
from reports import catalogue
from reports.catalogue import Report, Request
from reports.look import Look
from reports.render.formats import options

ACT = "report"
NAMES = "report.names"
SEEING = (*sorted(KEEPING_BOOKS), Right.APPROVE, Right.HEAD, Right.AUDIT)
"""Who may have names of people in a report."""
OPEN = frozenset(
    {
        *("balance_sheet", "income_statement", "cost_statement", "budget_statement"),
        *("state_assets", "own_statement", "trial_balance", "fund_statement"),
        *("budget_annual", "budget_baseline", "budget_execution", "budget_growth"),
        *("budget_rules", "aid_quarter", "aid_statistics", "annual_audit"),
        *("audit_board", "audit_rectification", "audit_special", "body_minutes"),
        *("transfers_in_transit", "donation_list", "close_minutes", "transfer_sheet"),
    }
)
"""Reports that tell neither single postings nor single people."""
QUICK = (".html", ".xlsx", ".csv", ".json")
HEAVY = frozenset({"annual_audit", "audit_board", "handover_audit"})
"""Reports that run every check, whatever the books hold."""
VOUCHERS = 3_000
"""Of how many vouchers a report is drawn up while one waits."""


def report_of(name: str) -> Report | None:
    """A report of the catalogue, or None where it has none so called."""
    return next((one for one in catalogue.all_reports() if one.name == name), None)


def rights_of(report: Report) -> tuple[Right, ...]:
    """Rights, one of which whoever has a report has (1)."""
    return tuple(Right) if report.name in OPEN else BOOKS


def is_quick(
    connection: Connection, unit: str, report: Report, typed: Mapping[str, str]
) -> bool:
    """Whether a report is drawn up at once (2)."""
    if report.name in HEAVY or typed.get("subject", "").strip() or typed.get("names"):
        return False
    units = [lookups(connection).unit(unit)]
    if typed.get("with_subunits") == "yes":
        units += below(connection, unit)
    heads = [queries.head(connection, each.id)[0] for each in units]
    return sum(heads) <= VOUCHERS


def below(connection: Connection, code: str) -> list[UnitLookup]:
    """The units below one, however deep."""
    children = [u for u in lookups(connection).units.values() if u.parent == code]
    return children + [deep for u in children for deep in below(connection, u.code)]


def drawn(
    connection: Connection, name: str, request: Request, suffix: str, look: Look
) -> bytes:
    """A report drawn up at once, in one of the forms of `QUICK`.

    Raises:
        Refused: it cannot be drawn up as it is asked for.
    """
    stream = io.BytesIO()
    renderer = importlib.import_module(f"reports.render.{suffix[1:]}")
    document = catalogue.build(name, connection, request)
    renderer.render(document, stream, **options(suffix, look))
    return stream.getvalue()
