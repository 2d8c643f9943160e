"""The tables of an officer's audit: days, control, money, decisions, the last day."""

import datetime as dt
from collections.abc import Iterable, Sequence

from audit.books import quantity
from audit.figures import FundYear
from audit.handover import Office, told
from audit.handover_facts import Account, Decision, Later, Open
from audit.handover_kinds import LineKind
from audit.handover_lists import Inventory
from audit.handover_reading import Grown, HandoverAudit
from budgets.growth import Verdict
from ledger.funds import Origin
from ledger.money import ZERO, Money
from ledger.periods import Span
from ledger.register import Lookups
from reports import budget_parts, parts
from reports.report import Column, Row, Table
from treasury.goods_ledger import Bridge

_TOTAL = "合计"
BAD = frozenset({Verdict.FELL, Verdict.NO_BUDGET})
"""Verdicts on a year that say it did not grow as it had to."""


# -- people -------------------------------------------------------------------------


def offices(audit: HandoverAudit) -> Table:
    """The person's posts and who held others beside them, with their days."""
    columns = (
        Column("person", "姓名"),
        Column("post", "职务", width=2),
        Column("since", "任职起", "date"),
        Column("until", "任职止"),
        Column("days", "截至审计日天数", "count"),
        Column("note", "备注"),
    )
    rows: list[Row] = []
    for title, held in (
        ("被审计领导干部", audit.offices),
        ("同期任职人员", audit.colleagues),
    ):
        if held:
            rows.append(Row((title, *(None,) * 5), "group"))
        rows += [_office(one, audit.asked.on) for one in held]
    return Table(columns, tuple(rows), name="offices")


def _office(one: Office, on: dt.date) -> Row:
    last = "至今" if one.until is None else f"{one.until}（不含当日）"
    days = one.days(on + dt.timedelta(days=1))
    note = "代理、主持工作" if one.acting else ""
    return Row((one.name, one.post, one.since, last, days, note))


def posts(held: Iterable[Office]) -> str:
    """Posts by name, each once: `主席、主任`."""
    return "、".join(dict.fromkeys(one.post for one in held))


def rights(audit: HandoverAudit, books: Lookups) -> Table:
    """The person's rights in the unit, and whether they still hold."""
    columns = (
        Column("right", "权限"),
        Column("scope", "范围", width=2),
        Column("since", "起", "date"),
        Column("until", "止"),
        Column("state", "截至审计日"),
    )
    rows = tuple(
        Row(
            (
                one.right.label,
                books.unit(one.scope).name if one.scope else "全部单位",
                one.since,
                "" if one.until is None else f"{one.until}（不含当日）",
                "有效" if one.stands(audit.asked.on) else "已失效",
            )
        )
        for one in audit.control.rights
    )
    return Table(columns, rows, name="rights")


def kept(audit: HandoverAudit, books: Lookups) -> Table:
    """Who had a hand in how many vouchers of the tenure."""
    columns = (
        Column("person", "姓名", width=2),
        Column("prepared", "制单（张）", "count"),
        Column("reviewed", "审核（张）", "count"),
        Column("posted", "记账（张）", "count"),
        Column("settled", "出纳（张）", "count"),
    )
    rows = tuple(
        Row(
            (
                parts.person_name(books, one.person),
                *(many or None for many in one[1:]),
            )
        )
        for one in audit.control.kept
    )
    return Table(columns, rows, name="kept")


# -- money --------------------------------------------------------------------------


def rolled(audit: HandoverAudit, span: Span, name: str) -> Table:
    """Each fund over one run of days."""
    columns = (
        Column("fund", "资金", width=3),
        parts.money("opening", "任职首日期初"),
        parts.money("received", "收入"),
        parts.money("paid", "支出"),
        parts.money("moved", "资金间转入"),
        parts.money("adjusted", "其他调整"),
        parts.money("closing", "任职末日结存"),
    )
    known = audit.parts[-1].books.funds
    rows = [_rolled(known[one.fund].name, one) for one in audit.rolled(span)]
    whole = _rolled(_TOTAL, audit.total(span))
    kept_, cells = budget_parts.filled(
        columns, (*rows, Row(whole.cells, "total")), {"moved", "adjusted"}
    )
    return Table(kept_, cells, name=name)


def _rolled(name: str, one: FundYear) -> Row:
    moves = (one.opening, one.received, one.paid, one.moved, one.adjusted)
    return Row((name, *map(parts.amount, moves), one.closing))


def taken_over(audit: HandoverAudit, before: Inventory) -> Table:
    """What the list said by which the post was taken over, against the opening."""
    columns = (
        Column("fund", "资金", width=3),
        parts.money("listed", "移交清单所列"),
        parts.money("opening", "本任期期初"),
        parts.money("difference", "差额"),
    )
    known = audit.parts[0].books.funds
    rows = tuple(
        Row((known[fund].name if fund in known else fund, listed, opening, gap or None))
        for fund, listed, opening, gap in compared(audit, before)
    )
    return Table(columns, rows, name="taken_over")


def compared(
    audit: HandoverAudit, before: Inventory
) -> list[tuple[str, Money, Money, Money]]:
    """Fund, what the list said, the opening, and the difference of the two."""
    listed = {
        one.line.ref: one.line.amount or ZERO
        for one in before.standing
        if one.line.kind is LineKind.FUND
    }
    first = audit.parts[0].figures.funds
    opening = {one.fund: one.opening for one in first}
    funds = sorted({*listed, *(fund for fund, amount in opening.items() if amount)})
    return [
        (
            fund,
            listed.get(fund, ZERO),
            opening.get(fund, ZERO),
            opening.get(fund, ZERO) - listed.get(fund, ZERO),
        )
        for fund in funds
    ]


def yearly(audit: HandoverAudit) -> Table:
    """Receipts and payments year by year, parts of years by the day."""
    columns = (
        Column("part", "期间", width=3),
        Column("days", "天数", "count"),
        parts.money("opening", "期初结存"),
        parts.money("received", "收入"),
        parts.money("paid", "支出"),
        parts.money("moved", "资金间转入"),
        parts.money("adjusted", "其他调整"),
        parts.money("closing", "期末结存"),
    )
    rows = [_yearly(told(part.span), part.span, part.total) for part in audit.parts]
    whole = sum((audit.total(span) for span in audit.spans), FundYear(fund=""))
    days = sum((span.until - span.since).days for span in audit.spans)
    single = len(audit.spans) == 1
    last = (
        *(_TOTAL, days, whole.opening if single else None),
        *(whole.received, whole.paid, parts.amount(whole.moved)),
        *(parts.amount(whole.adjusted), whole.closing if single else None),
    )
    kept_, cells = budget_parts.filled(
        columns, (*rows, Row(last, "total")), {"moved", "adjusted"}
    )
    return Table(kept_, cells, name="yearly")


def _yearly(name: str, span: Span, one: FundYear) -> Row:
    moves = (one.opening, one.received, one.paid, one.moved, one.adjusted)
    days = (span.until - span.since).days
    return Row((name, days, *map(parts.amount, moves), one.closing))


def unspent(audit: HandoverAudit) -> Table:
    """What every fund still had on the last day, by origin."""
    columns = (
        Column("fund", "资金", width=3),
        Column("origin", "来源"),
        parts.money("closing", "末日结存"),
        parts.money("paid", "任职期间支出"),
    )
    known = audit.parts[-1].books.funds
    rows = tuple(
        Row(
            (
                known[one.fund].name,
                Origin(known[one.fund].origin).label,
                one.closing,
                parts.amount(one.paid),
            )
        )
        for one in audit.rolled(audit.spans[-1])
        if one.closing
    )
    return Table(columns, rows, caption="末日未使用的资金", name="unspent")


# -- decisions and growth -----------------------------------------------------------


def decisions(found: Sequence[Decision]) -> Table:
    """Every major decision, in order of the day."""
    columns = (
        Column("on", "日期", "date"),
        Column("kind", "类别"),
        Column("what", "事项", width=4),
        parts.money("amount", "金额"),
        Column("proof", "依据"),
    )
    rows = tuple(
        Row((one.on, one.kind, one.what, parts.amount(one.amount), one.proof))
        for one in found
    )
    return Table(columns, rows, name="decisions")


def growth(found: Sequence[Grown]) -> Table:
    """Each year's budget beside what it had to reach."""
    columns = (
        Column("year", "年度"),
        parts.money("figure", "预算"),
        parts.money("last", "上年可比数"),
        Column("rate", "增长率", "rate"),
        Column("base_rate", "比基数", "rate"),
        parts.money("required", "应达数"),
        parts.money("shortfall", "低于应达数"),
        Column("verdict", "结论"),
    )
    rows: list[Row] = []
    for one in found:
        rows.append(Row((one.series, *(None,) * 7), "group"))
        rows += [
            Row(
                (
                    str(year.year),
                    year.figure,
                    year.last,
                    year.rate_bp,
                    year.base_rate_bp,
                    year.required,
                    parts.amount(year.shortfall),
                    year.verdict.label,
                )
            )
            for year in one.years
        ]
    kept_, cells = budget_parts.filled(columns, rows, {"base_rate", "shortfall"})
    return Table(kept_, cells, name="growth")


# -- the last day and after ---------------------------------------------------------


def open_items(found: Sequence[Open]) -> Table:
    """What was open at the end of the last day, with its age."""
    columns = (
        Column("kind", "类别"),
        Column("what", "事项", width=4),
        Column("since", "起始日", "date"),
        Column("days", "天数", "count"),
        parts.money("amount", "金额"),
        Column("note", "说明", width=2),
    )
    rows = tuple(
        Row((one.kind, one.what, one.since, one.days, one.amount, one.note))
        for one in found
    )
    return Table(columns, rows, caption="未了事项", name="open")


def money(found: Sequence[Account]) -> Table:
    """Accounts of money, and how far each is reconciled."""
    columns = (
        Column("code", "科目"),
        Column("name", "账户", width=3),
        parts.money("book", "账面余额"),
        Column("until", "对账到"),
        Column("items", "未达账项", "count"),
    )
    rows = tuple(
        Row(
            (
                one.code,
                one.name + (f"（尾号 {one.tail}）" if one.tail else ""),
                one.book,
                str(one.until) if one.until else "没有对账记录",
                one.items if one.until else None,
            )
        )
        for one in found
    )
    return Table(columns, rows, caption="货币资金及对账情况", name="money")


def stock(found: Sequence[Bridge]) -> Table:
    """Goods that were not handed out by the end of the last day."""
    columns = (
        Column("item", "物品", width=3),
        Column("fund", "资金"),
        Column("quantity", "数量"),
        parts.money("cost", "账面成本"),
    )
    rows = tuple(
        Row(
            (
                one.item.name,
                one.fund,
                quantity(one.closing.quantity_milli) + one.item.measure,
                one.closing.cost,
            )
        )
        for one in found
    )
    return Table(columns, rows, caption="尚未发出的库存物品", name="stock")


def later(found: Sequence[Later]) -> Table:
    """What was done afterwards to vouchers of the tenure."""
    columns = (
        Column("on", "日期", "date"),
        Column("kind", "事项"),
        Column("proof", "凭证"),
        Column("about", "涉及的任职期间凭证或申请", width=2),
        parts.money("amount", "金额"),
    )
    rows = tuple(Row((o.on, o.kind, o.proof, o.about, o.amount)) for o in found)
    return Table(columns, rows, name="later")
