"""The tables of a board's page of a unit: figures of the board pack, with links.

Every figure is that of `reports/board_*.py`; a table leads to the funds, a fund to its
accounts, and these to vouchers for who may see them.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from app.web.board_asked import Told
from app.web.desk import part
from app.web.sheets import Line, Said, Sheet
from ledger.funds import Origin
from ledger.money import ZERO, Money
from reports import board_left, budget_parts, fund_flows, parts
from reports.board_came import Came
from reports.board_left import Ages, Tied
from reports.board_parts import SOURCES, came, summed
from reports.board_years import Year
from reports.fund_parts import Part
from reports.report import Cell, Column


def unit_path(unit: str) -> str:
    """The address of a unit's page."""
    return f"/units/{part(unit)}"


def balance_path(told: Told, **filters: str) -> str:
    """The trial balance of the same period, of some of it."""
    asked = {"period": told.asked.period, **filters}
    return f"{unit_path(told.unit.code)}/balance?{urlencode(asked)}"


def fund_path(told: Told, fund: str) -> str:
    """A fund's own page, of the same period."""
    asked = urlencode({"period": told.asked.period})
    return f"{unit_path(told.unit.code)}/funds/{part(fund)}?{asked}"


# -- what came in, what it did ------------------------------------------------------


def sources(told: Told, found: Came) -> Sheet:
    """What came in by source, beside last year and the budget."""
    columns = (
        Column("source", "来源", width=2),
        parts.money("year", "本年收到"),
        parts.money("last", "上年同期"),
        Column("change", "比上年", "rate"),
        parts.money("budget", "全年预算"),
        Column("rate", "已到预算的", "rate"),
    )
    lines = [_source(told, found, key, name, origins) for key, name, origins in SOURCES]
    lines.append(_source(told, found, "", "合计", tuple(Origin)))
    sheet = Sheet("sources", "钱从哪里来", columns, tuple(lines))
    return sheet.without_empty("last", "change", "budget", "rate")


def _source(
    told: Told, found: Came, key: str, name: str, origins: tuple[Origin, ...]
) -> Line:
    _, year, last, budget = found.of(origins)
    assert year is not None
    cells: tuple[Cell, ...] = (
        *(Said(name), year, last, budget_parts.change_bp(year, last)),
        *(budget, None if budget is None else budget_parts.share_bp(year, budget)),
    )
    return Line(
        cells, _to_balance(told, "year", source=key), "plain" if key else "total"
    )


def _to_balance(told: Told, column: str, **filters: str) -> dict[str, str]:
    """A link to the balance; sums over several units lead to the units instead."""
    if len(told.board.units) > 1:
        return {column: "#units"}
    named = {key: value for key, value in filters.items() if value}
    return {column: balance_path(told, **named)}


def uses(
    told: Told, now: Mapping[str, Money], last: Mapping[str, Money] | None
) -> Sheet:
    """What was spent, by kind of aid, the most first."""
    columns = (
        Column("kind", "用途", width=2),
        parts.money("amount", "本年用掉"),
        Column("share", "占全部", "rate"),
        parts.money("last", "上年同期"),
    )
    whole = summed(list(now.values()))
    link = _to_balance(told, "amount", part="spent", fund=told.fund)
    lines = []
    for kind in sorted(now, key=lambda one: (-now[one].fen, one)):
        before = last.get(kind, ZERO) if last else None
        share = budget_parts.share_bp(now[kind], whole)
        lines.append(Line((Said(kind), now[kind], share, before), link))
    before = summed(list(last.values())) if last else None
    lines.append(Line((Said("合计"), whole, None, before), link, "total"))
    return Sheet("uses", "钱用到哪里", columns, tuple(lines)).without_empty("last")


# -- what is left -------------------------------------------------------------------


def forms(told: Told) -> Sheet:
    """In what the balance lies: bank, cash, goods, advances, claims, debts."""
    whole = told.board.whole
    columns = (Column("form", "放在哪里", width=2), parts.money("amount", "金额"))
    lines = [
        Line(
            (Said(name), whole.forms[form]),
            _to_balance(told, "amount", part=form.value, fund=told.fund),
        )
        for form, name in board_left.FORMS_TOLD
        if form in board_left.ALWAYS_TOLD or whole.forms[form]
    ]
    lines.append(Line((Said("合计（结存）"), whole.closing), style="total"))
    goods = board_left.goods_left(told.board) if told.is_aid else ZERO
    beside = goods - whole.forms[Part.GOODS]
    if beside:
        lines.append(Line((Said("另有库存物资"), beside)))
    return Sheet("forms", "钱放在哪里", columns, tuple(lines))


_LENT = "垫付借出、还没还的"


def approvals_path(unit: str) -> str:
    """Where what waits for approval is listed."""
    return f"{unit_path(unit)}/approvals"


def tied(told: Told, found: Tied) -> Sheet:
    """What of the balance is promised, lent, or tied to a day; what is free."""
    columns = (
        Column("item", "事项", width=2),
        Column("count", "笔数", "count"),
        parts.money("amount", "金额"),
    )
    due = found.committed
    lent = found.lent if told.is_aid else found.lent + found.lent_by_union
    moving = found.moving + found.kept
    lending = _to_balance(told, "amount", part=Part.ADVANCE.value, fund=told.fund)
    rows: list[tuple[str, int | None, Money]] = [
        ("已申请、还没付的", due.requests, due.asked),
        ("预算中另外留好的", None, due.reserved),
        (_LENT, len(lent), board_left.open_of(lent)),
        ("半年内到期的捐赠", len(found.ending), board_left.left_of(found.ending)),
        ("已到期的捐赠", len(found.ended), board_left.left_of(found.ended)),
        ("上下级之间在途的", len(moving), board_left.amount_of(moving)),
    ]
    lines = [
        Line((Said(name), count, amount), lending if name == _LENT else {})
        for name, count, amount in rows
    ]
    if told.sees_waiting and not told.board.request.with_subunits:
        waiting = dict.fromkeys(("count", "amount"), approvals_path(told.unit.code))
        lines[0] = Line(lines[0].cells, waiting)
    free = board_left.free(told.board, found)
    lines.append(
        Line(
            (Said("随时可用的（货币资金减去欠款和已申请）"), None, free), style="total"
        )
    )
    return Sheet("tied", "其中已有去处的", columns, tuple(lines))


def ages(told: Told, found: Mapping[Origin, Ages]) -> Sheet:
    """What has not been used, by the year in which it came and its source."""
    year = told.board.year
    names = [*(str(one) for one in range(year, year - board_left.YEARS_TOLD, -1))]
    columns = (
        Column("source", "来源", width=2),
        *(parts.money(f"of_{name}", name) for name in names),
        parts.money("older", "更早或建账时"),
        parts.money("overdrawn", "透支"),
        parts.money("closing", "合计"),
    )
    lines = []
    for key, name, origins in SOURCES:
        of = [found[one] for one in origins if one in found]
        if of or not told.fund:
            lines.append(_aged(told, key, name, of))
    if len(lines) > 1 or not lines:
        lines.append(_aged(told, "", "合计", list(found.values())))
    caption = "还没有用的钱是哪一年收到的"
    return Sheet("ages", caption, columns, tuple(lines)).without_empty("overdrawn")


def _aged(told: Told, key: str, name: str, of: list[Ages]) -> Line:
    places = range(board_left.YEARS_TOLD + 2)
    sums = [summed([one[place] for one in of]) for place in places]
    link = _to_balance(told, "closing", source=key, fund=told.fund)
    cells: tuple[Cell, ...] = (Said(name), *map(parts.amount, sums), summed(sums))
    return Line(cells, link, "plain" if key else "total")


# -- by fund, by unit, by year ------------------------------------------------------


def funds(told: Told) -> Sheet:
    """Every fund from what it had to what it has; each leads to its own page."""
    columns = (
        Column("fund", "资金", width=3),
        parts.money("opening", "年初有"),
        parts.money("came", "收到"),
        parts.money("spent", "用掉"),
        parts.money("direct", "其他变动"),
        parts.money("closing", "现在还有"),
    )
    found = told.board.year_flows
    lines = [_flow(told, one, one.name, one.key) for one in found.aid]
    lines.append(_flow(told, told.board.whole, "合计", ""))
    lines += [_flow(told, one, one.name, one.key) for one in found.general]
    sheet = Sheet("funds", "各项资金", columns, tuple(lines))
    return sheet.without_empty("direct")


def _flow(told: Told, flow: fund_flows.Flow, name: str, fund: str) -> Line:
    cells: tuple[Cell, ...] = (
        *(name if fund else Said(name), flow.opening, came(flow)),
        *(flow.spent, flow.direct or None, flow.closing),
    )
    if not fund:
        return Line(cells, {}, "total")
    page = fund_path(told, fund)
    links = {"fund": page, "opening": page, "came": f"{page}#received"}
    links |= {"spent": f"{page}#spent", "closing": f"{page}#standing"}
    return Line(cells, links)


def units(told: Told) -> Sheet:
    """Every unit that is added up, with its own page."""
    columns = (
        Column("unit", "单位", width=3),
        parts.money("opening", "年初有"),
        parts.money("came", "收到"),
        parts.money("spent", "用掉"),
        parts.money("closing", "现在还有"),
    )
    lines = []
    asked = urlencode({"period": told.asked.period})
    for code, flows in told.board.unit_flows.items():
        whole = fund_flows.total(flows.aid, "")
        page = f"{unit_path(code)}/board?{asked}"
        name = told.board.books.unit(code).name
        cells = (name, whole.opening, came(whole), whole.spent, whole.closing)
        links = dict.fromkeys(("unit", "opening", "came", "spent", "closing"), page)
        lines.append(Line(cells, links))
    return Sheet("units", "各单位", columns, tuple(lines))


def years(found: tuple[Year, ...], *, of_fund: bool) -> Sheet:
    """Budget and spending of every year since 2005, the latest first."""
    titles = (
        ("own", "预算" if of_fund else "本级工会预算"),
        ("own_spent", "实际" if of_fund else "其实际"),
        ("government", "同级财政预算"),
        ("government_spent", "财政实际"),
        ("spent", "全部帮扶资金实际"),
    )
    columns = (Column("year", "年度"), *(parts.money(*one) for one in titles))
    lines = [Line(tuple(_year_cells(one, of_fund=of_fund))) for one in found[::-1]]
    note = "2005年是预算逐年增长的基数；没有账的年度，实际留空。"
    sheet = Sheet("years", "历年预算与实际", columns, tuple(lines), note)
    return sheet.without_empty("government", "government_spent", "spent")


def _year_cells(one: Year, *, of_fund: bool) -> Iterator[Cell]:
    yield f"{one.year}"
    yield one.own
    yield one.own_spent
    yield one.government
    yield one.government_spent
    yield None if of_fund else one.spent
