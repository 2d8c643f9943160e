"""Closing a month (月度结账): what stands in the way, where it is done, and the close.

The year is in `year_end.py`: December closes with it.
"""

import re
from urllib.parse import quote

from app.web import draft_steps, given, tables
from app.web.access import PROVING
from app.web.desk import Desk, Go, Page, Sent
from app.web.spans import Asked
from ledger import closing, proofs
from ledger.checklist import Obstacle
from ledger.database import Connection
from ledger.errors import PeriodError, RecordRefused, Refused
from ledger.money import ZERO, Money
from ledger.people import Right
from ledger.periods import label, parse_span, period_of
from ledger.register import Lookups, UnitLookup, lookups
from reports.report import Column

_COLUMNS = (
    Column("what", "事项", width=4),
    Column("do", "办法", width=4),
    Column("blocking", "妨碍结账"),
)
_WAYS = {
    "drafts": ("drafts", "去办草稿"),
    "balance": ("balance?period={period}", "去看科目余额表"),
    "totals": ("balance?period={period}", "去看科目余额表"),
    "overdrawn": ("balance?period={period}", "去看科目余额表"),
    "year_end": ("year-end?year={year}", "去办年终结账"),
    "transfer": ("year-end?year={before}", "去办上年年终结账"),
    "proof": ("close?period={period}#proofs", "去登记"),
}
"""Where what a checklist tells is done: under the unit, by the obstacle's key."""
_MONTH = re.compile(r"(\d{4})年(\d{1,2})月")


def month_of(typed: str) -> int:
    """A month as it was typed.

    Raises:
        PeriodError: it is none.
    """
    span = parse_span(typed.strip())
    if period_of(span.since) != period_of(span.last_day):
        raise PeriodError("只有月份可以结账", do="期间写作 2025-03")
    return period_of(span.since)


def written(period: int) -> str:
    """A month as addresses and forms have it."""
    return f"{period // 100}-{period % 100:02d}"


def way_of(one: Obstacle, unit: str, period: int) -> tuple[str, str]:
    """Where something on the checklist is done, and what the link says; or empty.

    What is of one month begins with it; the rest is of the month that is asked for.
    """
    path, said = _WAYS.get(one.key, ("", ""))
    if not path:
        return "", ""
    if month := _MONTH.match(one.what):
        period = int(month[1]) * 100 + int(month[2])
    year = period // 100
    to = path.format(period=written(period), year=year, before=year - 1)
    return f"/units/{quote(unit, safe='')}/{to}", said


def show(desk: Desk) -> Page | Sent:
    """The checklist of the month that closes next, or of the one asked for."""
    with desk.reading() as connection:
        told = _told(desk, connection)
        if tables.is_asked(desk) and told["period"]:
            month = str(told["month"])
            found = closing.checklist_through(
                connection, desk.unit, month_of(month), on=desk.today
            )
            cells = [(o.what, o.do, "是" if o.blocking else "否") for o in found]
            asked = Asked(month, parse_span(month))
            table = (_COLUMNS, cells)
            return tables.send(desk, connection, "结账检查单", asked, table)
    return Page("close.html", told)


def _told(desk: Desk, connection: Connection) -> dict[str, object]:
    books = lookups(connection)
    unit = books.unit(desk.unit)
    following = closing.next_month(connection, desk.unit)
    asked = desk.form.get("period") or desk.query.get("period", "")
    period = _asked_or(asked, following)
    on = desk.today
    found = (
        closing.checklist_through(connection, desk.unit, period, on=on)
        if period
        else ()
    )
    return {
        "unit": unit,
        "period": period,
        "month": written(period) if period else "",
        "following": written(following) if following else "",
        "obstacles": [(one, *way_of(one, desk.unit, period)) for one in found],
        "blocking": sum(one.blocking for one in found),
        "closes": closing.closes(connection, desk.unit)[::-1],
        "accounts": _accounts(connection, books, unit, period),
        "sees_queue": desk.may(connection, *draft_steps.ALL),
        "may_close": desk.may(connection, Right.CLOSE),
        "may_prove": desk.may(connection, *PROVING),
        "written": written,
    }


def _asked_or(asked: str, following: int) -> int:
    """The month that is asked for; one that cannot be read is refused when it acts."""
    try:
        return month_of(asked) if asked.strip() else following
    except Refused:
        return following


def _accounts(
    connection: Connection, books: Lookups, unit: UnitLookup, period: int
) -> list[tuple[str, str, Money, proofs.Compared]]:
    if not period:
        return []
    return [
        (
            books.account_codes[one.account_id],
            books.account_name(one.account_id),
            Money(one.book_fen),
            one,
        )
        for one in proofs.compared(connection, books, unit, period)
    ]


# -- acts ---------------------------------------------------------------------------


def close(desk: Desk) -> Page | Go:
    """Close a month and the open ones before it; it does not open again."""
    try:
        period = month_of(given.text(desk, "period"))
        with desk.writing(written(period)) as connection:
            done = closing.close_through(connection, desk.unit, period, desk.act)
            said = "；".join(
                f"{label(one.period)}已结账：链位 {one.position}，"
                f"摘要 {one.hash.hex()[:16]}"
                for one in done
            )
            return desk.kept(connection, _path(desk), said)
    except Refused as refusal:
        return _again(desk, refusal)


def prove(desk: Desk) -> Page | Go:
    """Put a count of cash or a certificate of a bank on record."""
    try:
        period = month_of(given.text(desk, "period"))
        proof = _proof(desk, period)
        with desk.writing(written(period)) as connection:
            told = proofs.prove(connection, proof, desk.act)
            gap = Money(told.gap_fen)
            outcome = f"相差 {gap.grouped()} 元，查明后重新登记" if gap else "账实相符"
            said = f"{label(period)} {proof.account}：{outcome}"
            path = f"{_path(desk)}?period={written(period)}"
            return desk.kept(connection, path, said)
    except Refused as refusal:
        return _again(desk, refusal)


def _proof(desk: Desk, period: int) -> proofs.Proof:
    amount = given.amount(desk, "amount", "盘点或证明的金额")
    if amount is None:
        raise RecordRefused("没有登记", why="没有写明盘点或证明的金额", do="填写金额")
    return proofs.Proof(
        unit=desk.unit,
        period=period,
        account=given.text(desk, "account"),
        amount=amount,
        evidence=given.text(desk, "evidence"),
        other=given.amount(desk, "other", "他人的款项", signed=True) or ZERO,
        explained=given.amount(desk, "explained", "未达账项", signed=True) or ZERO,
        explanation=given.text(desk, "explanation"),
    )


def _path(desk: Desk) -> str:
    return f"/units/{quote(desk.unit, safe='')}/close"


def _again(desk: Desk, refusal: Refused) -> Page:
    with desk.reading() as connection:
        told = _told(desk, connection)
    return desk.refused(refusal, "close.html", told)
