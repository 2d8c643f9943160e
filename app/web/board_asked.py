"""What a board's page is asked for: the year so far, a past year, or a past month."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from app.web import spans
from app.web.access import APPROVING, BOOKS
from app.web.desk import Desk
from app.web.spans import Asked
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.funds import Origin
from ledger.periods import Span, day_after, period_of
from ledger.register import UnitLookup, lookups
from reports import catalogue, parts
from reports.board_parts import Board
from reports.catalogue import Request
from reports.errors import NoSuchPeriod


@dataclass(frozen=True, kw_only=True)
class Told:
    """A board's page: whose, of when, and the figures that it is drawn from."""

    desk: Desk
    asked: Asked
    unit: UnitLookup
    board: Board
    sees_books: bool
    """Whether accounts and vouchers may be looked at from here."""
    sees_waiting: bool = False
    """Whether what waits for approval may be looked at from here."""

    @property
    def fund(self) -> str:
        """The fund that is told; empty for the whole unit."""
        return self.board.fund

    @cached_property
    def is_aid(self) -> bool:
        """Whether it is aid money; the union's other money is in no aid total."""
        if not self.fund:
            return True
        origin = self.unit.fund_origins[self.unit.funds[self.fund]]
        return origin != Origin.GENERAL


def asked_of(desk: Desk) -> Asked:
    """The period of the address; of this year only the months that have begun.

    Raises:
        PeriodError: what was asked for is no period.
    """
    asked = spans.asked(desk)
    through = day_after(period_of(desk.today))
    if asked.span.since < through < asked.span.until:
        return Asked(asked.period, Span(asked.span.since, through))
    return asked


def told_of(desk: Desk, connection: Connection, *, fund: str = "") -> Told:
    """The figures that the page is drawn from; each is read when it is first shown.

    Raises:
        NotFound: there is no such unit, or no such fund in it.
        NoSuchPeriod: the period has not begun, or lies before the books.
    """
    asked = asked_of(desk)
    unit = lookups(connection).unit(desk.unit)
    if fund and fund not in unit.funds:
        raise NotFound("资金", fund)
    request = Request(
        unit=unit.code,
        span=asked.span,
        period=asked.period,
        at=desk.act.at,
        with_subunits=not fund and desk.query.get("below") == "1",
        fund=fund,
        templates=desk.settings.templates,
    )
    units = parts.units_of(connection, request)
    board = Board(connection=connection, request=request, units=units)
    _demand_begun(connection, board, desk.today)
    return Told(
        desk=desk,
        asked=asked,
        unit=unit,
        board=board,
        sees_books=desk.may(connection, *BOOKS),
        sees_waiting=desk.may(connection, *APPROVING),
    )


def _demand_begun(connection: Connection, board: Board, today: dt.date) -> None:
    title, request = "资金情况", board.request
    if request.span.since > today:
        raise NoSuchPeriod(title, request.period, "该期间还没有开始")
    catalogue.demand_begun(connection, request, title)
