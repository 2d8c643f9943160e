"""What a board looks at beside money: audit findings, open and closed, and delays.

A finding that auditors worded themselves is told by its number alone, for its words may
name people; one that a check found carries the check's own title (as in the pack).
"""

from collections.abc import Iterable

from app.web.access import ENGAGED
from app.web.board_asked import Told
from app.web.desk import part
from app.web.sheets import Line, Said, Sheet
from audit.finding_kinds import Kept
from audit.finding_reading import findings_of_fund, findings_on
from ledger.money import ZERO, Money
from reports import board_did, board_left, board_wrong, parts
from reports.board_left import Tied
from reports.board_parts import summed
from reports.report import Cell, Column


def findings(told: Told) -> Sheet:
    """The findings of the unit, or those on vouchers of the fund, open ones first."""
    columns = (
        Column("severity", "性质"),
        Column("title", "审计发现", width=4),
        parts.money("amount", "涉及金额"),
        Column("raised_on", "提出", "date"),
        Column("due_on", "整改期限", "date"),
        Column("state", "情况"),
    )
    found = sorted(_found(told), key=lambda pair: _rank(told, pair[1]))
    opened = _opened(told, {unit for unit, _ in found})
    lines = tuple(
        Line(_finding(told, one), _way(unit, one) if unit in opened else {})
        for unit, one in found
    )
    return Sheet("findings", "审计发现", columns, lines)


def _found(told: Told) -> list[tuple[str, Kept]]:
    """Findings, each with its unit."""
    connection, on, own = told.board.connection, told.board.on, told.unit.code
    if told.fund:
        found = findings_of_fund(connection, own, told.fund, on)
        return [(own, one) for one in found]
    units = told.board.units
    return [(code, one) for code in units for one in findings_on(connection, code, on)]


def _opened(told: Told, units: Iterable[str]) -> set[str]:
    """The units in which the reader may open findings."""
    connection = told.board.connection
    return {unit for unit in units if told.desk.may(connection, *ENGAGED, unit=unit)}


def _way(unit: str, one: Kept) -> dict[str, str]:
    """Where a finding is opened."""
    return {
        "title": f"/units/{part(unit)}/engagements/{part(one.engagement)}"
        f"/findings/{one.number}"
    }


def _rank(told: Told, one: Kept) -> tuple[bool, bool, int, int]:
    late = one.is_overdue(told.board.on)
    return not one.state.is_open, not late, -one.raised_on.toordinal(), -one.amount.fen


def _finding(told: Told, one: Kept) -> tuple[Cell, ...]:
    title = one.title if one.check else one.label
    state = "逾期" if one.is_overdue(told.board.on) else one.state.label
    return (
        *(Said(one.severity.label), title, one.amount or None),
        *(one.raised_on, one.due_on, Said(state)),
    )


def matters(told: Told, tied: Tied) -> Sheet:
    """How many of each thing that should not be, also where there is none."""
    board = told.board
    found = board_wrong.read(board, board_did.below_floor(board), tied)
    on = board.on
    late = [one for one in tied.lent + tied.lent_by_union if one.late_days(on)]
    moving = [one for one in tied.moving + tied.kept if one.is_late]
    due = tied.committed
    over = summed([-one.available for one in found.over])
    overdue = found.overdue(board)
    returned = summed([one.open for one in found.returned])
    rows: list[tuple[str, int, Money | None]] = [
        ("超过预算的项目", len(found.over), over),
        ("逾期没有整改的审计发现", len(overdue), summed([o.amount for o in overdue])),
        ("逾期没有办的帮扶申请和复核", len(found.late), None),
        ("过期没付的付款申请", due.late, due.of_late),
        ("逾期没有还的垫付借出", len(late), board_left.open_of(late)),
        ("超期的上下级拨款", len(moving), board_left.amount_of(moving)),
        ("银行退回、待重付的", len(found.returned), returned),
        ("预算没有增长的单位", found.fell, None),
        ("生活救助不足下限的户", found.below.count, found.below.missing or None),
    ]
    columns = (
        Column("matter", "要看的事", width=3),
        Column("count", "几项", "count"),
        parts.money("amount", "金额"),
    )
    lines = []
    for name, count, amount in rows:
        link = {"count": "#findings"} if "审计" in name else {}
        told_amount = None if amount == ZERO else amount
        lines.append(Line((Said(name), count, told_amount), link))
    return Sheet("matters", "要看的事", columns, tuple(lines))
