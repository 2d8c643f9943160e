"""V10: the rules of the seal, asked again of what stands.

A guard that was taken away and put back leaves no trace in the schema; what went in
meanwhile breaks a rule that would have refused it. Each breach is a sentence.

What can be said of every posting alike on one account, fund and purpose under one
chart is said once (`standing_breaches`); of every voucher alike on one day, once
(`day_breaches`). The rest is asked posting by posting and voucher by voucher.
"""

from collections.abc import Iterator

from audit.masters import Masters, UnitMasters
from ledger import chain, evidence
from ledger.database import Connection
from ledger.evidence import SealedHead
from ledger.vouchers import RED, Correction, Entered, Kind, Line

LINE_MARKS = len(Line._fields) - 1
"""Separators in the written form of a posting."""

HEAD_MARKS = 17
"""Separators in the written form of a voucher's head."""

OUT_OF_MONTH = "日期不在会计期间内（L5）"
MONTH_CLOSED = "记账时会计期间已结账（L5）"
DUTIES_SHARED = "不相容职务由一人担任（L6）"
OPENED_TWICE = "期初余额不是该科目表的第一张凭证"
NOT_OPENED = "科目表更换后，凭证记在新账期初余额之前"
ONLY_ADJUSTMENTS = "十二月处于审计调整期，所记不是审计调整（L5）"
NOT_ADJUSTING = "审计调整没有记在审计调整期内（L5）"
NOT_ORDERED = "年终结账凭证没有制单人下达的指令"
OVERSPENT = "资金支出超过结存（L7）"
FUND_TOO_EARLY = "日期早于资金设立日"


def holds_marks(whole: str, lines: int) -> bool:
    """Whether separators stand inside a text: lines could hide in it unnoticed."""
    marks = HEAD_MARKS + LINE_MARKS * lines
    return whole.count(chain.US) != marks or whole.count(chain.RS) != lines


def standing_breaches(
    unit: UnitMasters, masters: Masters, chart: str, key: tuple[int, int, str | None]
) -> tuple[str, ...]:
    """What every posting on this account, fund and purpose breaks (chart, L8)."""
    account, fund, purpose = key
    found = []
    if masters.account_charts.get(account) != chart:
        found.append("科目不属于凭证的科目表")
    if fund not in unit.fund_codes:
        found.append("资金未在本单位登记")
    if purpose is not None and purpose not in unit.purposes.get(fund, ()):
        found.append("用途不在资金允许的范围内（L8）")
    return tuple(found)


def asks_purpose(
    unit: UnitMasters, masters: Masters, key: tuple[int, int, str | None]
) -> bool:
    """Whether a payment on this account and fund lacks its purpose (L8)."""
    account, fund, purpose = key
    return purpose is None and fund in unit.restricted and account in masters.spends


def purpose_breaches(head: SealedHead, debit: int, credit: int) -> tuple[str, ...]:
    """The breach of a posting that should name a purpose, if it spends (L8)."""
    if head.kind == Kind.OPENING:
        return ()
    spent = debit != 0 or (credit < 0 and head.correction != Correction.FULL)
    return ("限定用途的资金支出没有用途（L8）",) if spent else ()


def side_breaches(head: SealedHead, debit: int, credit: int) -> tuple[str, ...]:
    """The breach of a posting that is not one positive amount on one side (L2)."""
    if (debit == 0) == (credit == 0):
        return ("分录不是只有借方或只有贷方（L2）",)
    return () if head.correction in RED else ("负数金额不在红字更正凭证中（L2）",)


def may_overdraw(head: SealedHead) -> bool:
    """Whether a voucher may take a fund below zero (L7)."""
    return head.correction in RED or head.entered == Entered.BANK


def day_breaches(
    unit: UnitMasters, day: str, period: int, chart: str
) -> tuple[str, ...]:
    """What every voucher of this day, period and chart breaks (L5, chart)."""
    found = []
    if str(period) not in {day[:4] + day[5:7], day[:4] + "00"}:
        found.append(OUT_OF_MONTH)
    if day < unit.opened_on:
        found.append("日期早于单位建账日（L5）")
    if unit.closed_on and day >= unit.closed_on:
        found.append("单位已撤销（L5）")
    # What stands on the last chart is taken off it on the day of the new one.
    ended = period % 100 == 0 and unit.chart_before(day) == chart
    if unit.chart_on(day) != chart and not ended:
        found.append("科目表不是当日使用的科目表")
    return tuple(found)


def year_breaches(unit: UnitMasters, head: SealedHead) -> Iterator[str]:
    """What a voucher breaks of adjusting a December and closing a year (L5)."""
    begun = unit.adjusting.get(head.period)
    adjusting = begun is not None and head.position > begun
    if head.entered == Entered.ADJUSTMENT and not adjusting:
        yield NOT_ADJUSTING
    if adjusting and head.entered not in {Entered.ADJUSTMENT, Entered.YEAR_END}:
        yield ONLY_ADJUSTMENTS
    if head.entered == Entered.YEAR_END:
        year, month = divmod(head.period, 100)
        ordered = unit.orders.get(year if month > 1 else year - 1, ())
        if head.preparer_id not in ordered:
            yield NOT_ORDERED


def correction_breaches(
    connection: Connection, unit_id: int
) -> Iterator[tuple[int, str]]:
    """Corrections of a unit that no seal would let pass, by position."""
    for position in evidence.wrong_targets(connection, unit_id):
        yield position, "更正的凭证不存在，或不能这样更正"
    for position in evidence.unmirrored(connection, unit_id):
        yield position, "红字冲销与被冲销凭证不一致"
