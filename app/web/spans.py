"""The period that a page is asked for: `?period=2025`, `2025-03` or `2025-Q1`."""

from dataclasses import dataclass

from app.web.desk import Desk
from ledger.periods import Span, parse_span


@dataclass(frozen=True, slots=True)
class Asked:
    """A period as it was asked for."""

    period: str
    span: Span


def asked(desk: Desk, *, monthly: bool = False) -> Asked:
    """The period of the address; else this year, or this month.

    Raises:
        PeriodError: what was asked for is no period.
    """
    usual = f"{desk.today:%Y-%m}" if monthly else f"{desk.today:%Y}"
    period = desk.query.get("period", "").strip() or usual
    return Asked(period, parse_span(period))
