"""Closing a year (年终结账): previewed, ordered by one person, posted by another.

What was seen is what is posted: the form carries the hash of the vouchers shown.
"""

from urllib.parse import quote

from app.web import given, tables, year_steps
from app.web.desk import Desk, Go, Page, Sent
from app.web.pages.close import way_of
from app.web.spans import Asked
from ledger import closing, year_end
from ledger.database import Connection
from ledger.errors import CloseRefused, Refused
from ledger.money import AmountError, Money
from ledger.people import Right
from ledger.periods import parse_span
from ledger.register import lookups
from ledger.vouchers import Voucher
from ledger.year_end_accounts import Decision, What
from ledger.year_end_drawing import december
from reports import parts
from reports.report import Cell, Column

_COLUMNS = (
    Column("voucher", "凭证"),
    Column("date", "日期"),
    Column("summary", "摘要", width=3),
    Column("basis", "依据"),
    Column("account", "科目"),
    Column("fund", "资金"),
    Column("purpose", "用途"),
    parts.money("debit", "借方"),
    parts.money("credit", "贷方"),
)
WHATS = tuple(What)
_UNTIMELY = frozenset({"order", "early", "closed", "before", "empty", "drafts"})
"""What keeps December from being adjusted yet, or any more."""
_PLACES = {What.FINISHED: (1, 2)}
"""How many parts stand before the number of a decision, three where none is told."""


def show(desk: Desk) -> Page | Sent:
    """What closing a year would post now, and all that stands in its way."""
    with desk.reading() as connection:
        told = _told(desk, connection)
        if tables.is_asked(desk):
            year = str(told["year"])
            asked = Asked(year, parse_span(year))
            shown = told["vouchers"]
            assert isinstance(shown, tuple)
            table = (_COLUMNS, _cells(shown))
            return tables.send(desk, connection, "年终结账凭证", asked, table)
    return Page("year_end.html", told)


def _cells(vouchers: tuple[Voucher, ...]) -> list[tuple[Cell, ...]]:
    return [
        (
            *(one.ref, one.dated_on, one.summary, one.basis),
            *(line.account, line.fund, line.purpose, line.debit, line.credit),
        )
        for one in vouchers
        for line in one.postings
    ]


def _year(desk: Desk, usual: int = 0) -> int:
    typed = desk.form.get("year") or desk.query.get("year", "")
    fits = typed.isdecimal() and len(typed) == 4  # noqa: PLR2004 - digits of a year
    return int(typed) if fits else usual or desk.today.year


def _told(desk: Desk, connection: Connection) -> dict[str, object]:
    year = _year(desk, closing.next_month(connection, desk.unit) // 100)
    typed = dict(desk.form) or {
        what.value: desk.query.get(what.value, "") for what in WHATS
    }
    ordered = year_end.standing_order(connection, desk.unit, year)
    refusal = ""
    try:
        asked = decisions(typed)
    except Refused as error:
        asked, refusal = [], str(error)
    if not asked and ordered is not None:
        asked = list(ordered.decisions)
    drawn = year_end.preview(connection, desk.unit, year, asked, on=desk.today)
    prepares = desk.may(connection, Right.PREPARE)
    posts = desk.may(connection, Right.CLOSE) and desk.may(connection, Right.REVIEW)
    free = not any(one.blocking for one in drawn.obstacles)
    return {
        "unit": lookups(connection).unit(desk.unit),
        "year": year,
        "whats": WHATS,
        "decided": typed,
        "vouchers": drawn.vouchers,
        "obstacles": [
            (one, *way_of(one, desk.unit, december(year))) for one in drawn.obstacles
        ],
        "ordered": ordered,
        "digest": drawn.plan.digest.hex(),
        "may_order": prepares and free,
        "may_post": posts
        and free
        and ordered is not None
        and ordered.ordered_by != desk.me.person,
        "may_adjust": desk.may(connection, Right.CLOSE)
        and not any(one.key in _UNTIMELY for one in drawn.obstacles),
        "refusal": refusal,
    }


# -- acts ---------------------------------------------------------------------------


def order(desk: Desk) -> Page | Go:
    """Order the year to be closed as it was shown."""
    year = _year(desk)
    try:
        asked = decisions(dict(desk.form))
        with desk.writing(str(year)) as connection:
            given_now = year_end.order(connection, desk.unit, year, asked, desk.act)
            seen = given.text(desk, "digest")
            year_steps.demand_seen(year, given_now.digest, seen)
            said = (
                f"{year}年年终结账指令第 {given_now.number} 号："
                f"凭证摘要 {given_now.digest.hex()[:16]}；由另一人复核记账"
            )
            return desk.kept(connection, _path(desk, year), said)
    except Refused as refusal:
        return _again(desk, refusal)


def post(desk: Desk) -> Page | Go:
    """Review and post what was ordered, and close December with the year."""
    year = _year(desk)
    try:
        with desk.writing(str(year)) as connection:
            reviews = desk.may(connection, Right.REVIEW)
            year_steps.demand_reviewing(year, reviews=reviews)
            seen = given.text(desk, "digest")
            done = year_steps.post(connection, desk.unit, year, seen, desk.act)
            said = (
                f"{year}年已结账：年终凭证 {len(done.outcomes)} 张，"
                f"链位 {done.closed.position}，摘要 {done.closed.hash.hex()[:16]}"
            )
            return desk.kept(connection, _path(desk, year), said)
    except Refused as refusal:
        return _again(desk, refusal)


def adjust(desk: Desk) -> Page | Go:
    """From now on December takes audit adjustments alone."""
    year = _year(desk)
    try:
        with desk.writing(str(year)) as connection:
            year_end.begin_adjusting(connection, desk.unit, year, desk.act)
            return desk.kept(
                connection, _path(desk, year), f"{year}年12月进入审计调整期"
            )
    except Refused as refusal:
        return _again(desk, refusal)


def _path(desk: Desk, year: int) -> str:
    return f"/units/{quote(desk.unit, safe='')}/year-end?year={year}"


def _again(desk: Desk, refusal: Refused) -> Page:
    with desk.reading() as connection:
        told = _told(desk, connection)
    told.pop("refusal")
    return desk.refused(refusal, "year_end.html", told)


# -- decisions ----------------------------------------------------------------------


def decisions(typed: dict[str, str]) -> list[Decision]:
    """The decisions as typed: a line each, `FUND:ACCOUNT:AMOUNT=NUMBER`.

    Of a finished project `FUND=NUMBER` or `FUND:AMOUNT=NUMBER`.

    Raises:
        CloseRefused: a line cannot be read.
    """
    return [
        _decision(what, line.strip())
        for what in WHATS
        for line in typed.get(what.value, "").splitlines()
        if line.strip()
    ]


def _decision(what: What, line: str) -> Decision:
    left, _, basis = line.partition("=")
    told = left.split(":")
    plain = what is What.FINISHED
    if len(told) not in _PLACES.get(what, (3,)) or not basis.strip():
        form = "资金=文号 或 资金:金额=文号" if plain else "资金:科目:金额=文号"
        unread = f"“{what.label}”有一行无法读取"
        raise CloseRefused(unread, do=f"写作 {form}")
    amount = told[-1] if len(told) > 1 else ""
    try:
        money = Money.parse(amount) if amount else Money(0)
    except AmountError as error:
        unread = f"“{what.label}”：{error}"
        do = f"金额：{given.amount_advice(error)}"
        raise CloseRefused(unread, do=do) from None
    account = "" if plain else told[1]
    return Decision(
        what=what, fund=told[0], basis=basis.strip(), amount=money, account=account
    )
