"""The budgets of the demonstration prefecture, 2025 and 2026, and their control.

Its twenty years stand on a body (`app.prefecture_body`), a base and yearly totals
(`app.prefecture_growth`). Everything goes through the functions that an office uses.

1. The budgets of 2025 are such that the imported books kept to them.
2. 临川市 revised its budget of 2025; a donor's representative took no part in it.
3. 栖梧县 is under control from 2026: a provisional share, one reservation used by a
   voucher, one past its day, one open; its quarters stop, and were loosened once.
"""

import datetime as dt
from dataclasses import replace

from app.prefecture_body import (
    Item,
    accountant_of,
    base_item,
    examiner_of,
    found,
    head_of,
    meet,
)
from app.prefecture_growth import BOOKED, MERGED, record_growth, restate_merged
from app.prefecture_plan import LIVING, MEDICAL, UNITS, UnitPlan
from budgets import annual, approval, carrying, control, drafting, rules
from budgets.body import Category, Subject
from budgets.budget import Budget, BudgetLine, Source
from budgets.control import Request
from budgets.execution import execution
from budgets.lines import Line
from budgets.rules import Decision, Mode, Rule
from ledger import journal
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.vouchers import Posting, Voucher

CONTROLLED = "130121"
REVISED = "130100"

_NEXT = BOOKED + 1
_MORE_BP = 600
_THOUSAND_YUAN = 100_000

RECORDED_ON = dt.date(2026, 1, 5)
"""The day on which an office that is new to the program types in what went before."""
SHARED_ON = dt.date(2026, 1, 8)
PAID_ON = dt.date(2026, 1, 20)
DRAFTED_ON = dt.date(2026, 3, 10)
APPROVED_ON = dt.date(2026, 3, 12)
"""The days on which things are put on record in 2026, the last of them the present."""


def record_past(connection: Connection) -> None:
    """Bodies, bases, yearly totals and the budgets of 2025; its books are still open.

    Raises:
        Refused: the books are not those of the demonstration.
    """
    for unit in UNITS:
        act = accountant_of(unit, RECORDED_ON)
        base, again = found(connection, unit, RECORDED_ON), ""
        if unit.code == MERGED:
            on = dt.date(2023, 4, 18)
            (again,) = meet(connection, unit, on, [base_item("重定")], act)
        made = _draft_from_books(connection, unit)
        on = dt.date(BOOKED - 1, 12, 27)
        seen = _examined(connection, unit, made, RECORDED_ON)
        (key,) = meet(connection, unit, on, [_budget_item(BOOKED)], act)
        _approve(connection, unit, seen, key, RECORDED_ON)
        record_growth(connection, unit, base, RECORDED_ON)
        if again:
            restate_merged(connection, unit, again, RECORDED_ON)
        if unit.code == REVISED:
            _revise(connection, unit)


def open_next_year(connection: Connection) -> None:
    """The budgets of 2026, and one county under control; 2025 is closed by now.

    Raises:
        Refused: the books are not those of the demonstration.
    """
    for unit in UNITS:
        act = accountant_of(unit, DRAFTED_ON)
        if unit.code == CONTROLLED:
            _begin_control(connection, unit)
        made = drafting.from_last_year(
            connection,
            unit.code,
            _NEXT,
            _MORE_BP,
            act,
            note="按上年预算增长百分之六编制，不低于经费收入的增长",
        )
        seen = _examined(connection, unit, made, DRAFTED_ON)
        items = [_budget_item(_NEXT)]
        if unit.code == CONTROLLED:
            items.append(_LOOSER)
        act = accountant_of(unit, APPROVED_ON)
        keys = meet(connection, unit, APPROVED_ON, items, act)
        _approve(connection, unit, seen, keys[0], APPROVED_ON)
        if unit.code == CONTROLLED:
            _loosen(connection, unit, keys[1])


def _budget_item(year: int) -> Item:
    title = f"关于批准{year}年度帮扶资金预算的决议"
    return Item(Subject.BUDGET, title, "批准预算，报上级工会备案。")


# -- the budget of the year whose books are there -----------------------------------


def _draft_from_books(connection: Connection, unit: UnitPlan) -> Budget:
    """A budget that the year kept to: what its books spent, and a margin."""
    carried = {
        one.fund: one for one in carrying.proposed(connection, unit.code, BOOKED)
    }
    drawn = execution(connection, [unit.code], BOOKED)
    lines: list[BudgetLine] = []
    for row in drawn.rows:
        most = max(row.spent.fen * 108, row.last_year.fen * 105) // 100
        lines.append(_line(row.key, Money(_up(most, _THOUSAND_YUAN))))
    for fund, source in carried.items():
        lines = _with_carried(lines, fund, source.carried)
    planned: dict[str, Money] = {}
    for line in lines:
        planned[line.fund] = planned.get(line.fund, ZERO) + line.planned
    sources = [
        replace(
            carried.get(fund, Source(fund)),
            receipts=Money(
                _up(planned.get(fund, ZERO).fen * 102 // 100, _THOUSAND_YUAN)
            ),
        )
        for fund in sorted(planned.keys() | carried.keys())
    ]
    act = accountant_of(unit, RECORDED_ON)
    note = "按上年支出和本年安排编制"
    return annual.draft(connection, unit.code, BOOKED, sources, lines, act, note=note)


def _line(key: tuple[str, str, str, str], total: Money) -> BudgetLine:
    _, fund, account, purpose = key
    first, second, third, fourth = total.split((30, 20, 25, 25))
    return BudgetLine(fund, account, purpose, (first, second, third, fourth))


def _with_carried(
    lines: list[BudgetLine], fund: str, carried: Money
) -> list[BudgetLine]:
    """The largest line of a fund takes a fifth of itself out of what is carried."""
    of_fund = [line for line in lines if line.fund == fund]
    if not of_fund:
        return lines
    largest = max(of_fund, key=lambda line: line.planned)
    part = min(carried.fen, largest.planned.fen // 5) // _THOUSAND_YUAN * _THOUSAND_YUAN
    smaller = _line(("", *largest.key), largest.planned - Money(part))
    return [
        replace(smaller, carried=Money(part)) if line is largest else line
        for line in lines
    ]


def _up(fen: int, step: int) -> int:
    return -(-fen // step) * step


def _examined(
    connection: Connection, unit: UnitPlan, made: Budget, day: dt.date
) -> Budget:
    """A draft with the opinion of the audit committee."""
    handed = approval.submit(connection, made, accountant_of(unit, day))
    opinion = "预算编制依据充分，收支平衡，略有结余，同意提请审议"
    return approval.examine(connection, handed, opinion, examiner_of(unit, day))


def _approve(
    connection: Connection, unit: UnitPlan, seen: Budget, key: str, day: dt.date
) -> None:
    """What was examined is approved, and filed with the union above."""
    done = approval.approve(connection, seen, key, head_of(unit, day))
    paper = f"{unit.name}工字〔{seen.year}〕{seen.version}号"
    approval.file_upward(connection, done, paper, accountant_of(unit, day))


def _revise(connection: Connection, unit: UnitPlan) -> None:
    """More medical aid out of a gift; its donor's representative keeps out of it."""
    act, more = accountant_of(unit, RECORDED_ON), Money(5_000_000)
    standing = annual.approved(connection, unit.code, BOOKED)
    assert standing is not None
    lines = [
        replace(line, quarters=(*line.quarters[:3], line.quarters[3] + more))
        if line.key == ("D2", "50404", MEDICAL)
        else line
        for line in standing.lines
    ]
    sources = [
        replace(source, receipts=source.receipts + more)
        if source.fund == "D2"
        else source
        for source in standing.sources
    ]
    made = annual.revise(
        connection, unit.code, BOOKED, sources, lines, act, note="增加大病定向救助"
    )
    seen = _examined(connection, unit, made, RECORDED_ON)
    key, _ = meet(
        connection,
        unit,
        dt.date(BOOKED, 10, 16),
        (
            Item(
                Subject.BUDGET,
                f"关于调整{BOOKED}年度帮扶资金预算的决议",
                "同舟大病定向捐赠增加五万元，全部用于医疗救助。",
                recused=(Category.DONOR_UNIT,),
            ),
            Item(
                Subject.OTHER,
                "关于提高春节慰问标准的提议",
                "每户慰问标准提高一倍。",
                against=(Category.GOVERNMENT, Category.UNION),
            ),
        ),
        act,
    )
    _approve(connection, unit, seen, key, RECORDED_ON)


# -- control ------------------------------------------------------------------------


def _begin_control(connection: Connection, unit: UnitPlan) -> None:
    """Control from New Year; a provisional share, two requests, and one is paid."""
    code, act = unit.code, accountant_of(unit, SHARED_ON)
    share, limits = meet(
        connection,
        unit,
        SHARED_ON,
        (
            Item(
                Subject.BUDGET,
                f"关于{_NEXT}年年初预拨帮扶资金的决议",
                "预算批准前，按上年预算的四分之一预拨，用至3月31日。",
            ),
            Item(
                Subject.CONTROL,
                "关于实行帮扶资金预算控制的决议",
                f"自{_NEXT}年1月1日起实行预算控制，各季度不得超过进度。",
            ),
        ),
        act,
    )
    made = drafting.provisional(
        connection, code, _NEXT, act, share_bp=2_500, until=dt.date(_NEXT, 3, 31)
    )
    approval.approve(connection, made, share, head_of(unit, SHARED_ON))
    head = head_of(unit, SHARED_ON)
    rules.begin(connection, code, dt.date(_NEXT, 1, 1), limits, head)
    stop = Decision(
        unit=code,
        rule=Rule.QUARTER,
        mode=Mode.STOP,
        since=SHARED_ON,
        until=dt.date(_NEXT, 12, 31),
        reason="均衡支出，避免年末突击用钱",
        resolution=limits,
    )
    rules.decide(connection, stop, head)
    paid = _request("申请-001", LIVING, Money(648_000), dt.date(_NEXT, 1, 31))
    _pay(connection, unit, paid, control.reserve(connection, paid, act).key)
    expired = _request("申请-002", MEDICAL, Money(1_200_000), dt.date(_NEXT, 2, 28))
    control.reserve(connection, expired, act)


_LOOSER = Item(
    Subject.CONTROL,
    "关于放宽一季度生活救助进度的决议",
    "春节后返岗困难的职工增多，3月底前生活救助可以超过一季度进度。",
)


def _loosen(connection: Connection, unit: UnitPlan, key: str) -> None:
    """Living aid passes its first quarter once, and a request is held open."""
    last = dt.date(_NEXT, 12, 31)
    request = _request("申请-003", LIVING, Money(2_600_000), last)
    loosened = Decision(
        unit=unit.code,
        rule=Rule.QUARTER,
        mode=Mode.WARN,
        since=APPROVED_ON,
        until=dt.date(_NEXT, 3, 31),
        reason="春节后返岗困难的职工增多",
        resolution=key,
        line=request.line,
    )
    rules.decide(connection, loosened, head_of(unit, APPROVED_ON))
    control.reserve(connection, request, accountant_of(unit, APPROVED_ON))


def _request(ref: str, purpose: str, amount: Money, until: dt.date) -> Request:
    line = Line(
        unit=CONTROLLED, year=_NEXT, fund="CB", account="50404", purpose=purpose
    )
    summary = f"发放困难职工{purpose}金"
    return Request(line=line, amount=amount, ref=ref, summary=summary, expires_on=until)


def _pay(connection: Connection, unit: UnitPlan, asked: Request, key: str) -> None:
    """The voucher that uses a reservation, under its key."""
    line = asked.line
    aid = Posting(
        account=line.account,
        fund=line.fund,
        debit=asked.amount,
        purpose=line.purpose,
        persons=6,
    )
    _, head, accountant, reviewer, cashier, _ = (person for person, _ in unit.staff)
    voucher = Voucher(
        unit=unit.code,
        ref=f"{PAID_ON:%Y%m}-001",
        dated_on=PAID_ON,
        summary=f"{asked.summary}（6人）",
        postings=(
            control.use(connection, unit.code, key, aid, PAID_ON),
            Posting(account="102", fund=line.fund, credit=asked.amount),
        ),
        preparer=accountant,
        reviewer=reviewer,
        cashier=cashier,
        head=head,
        attachments=3,
        basis=asked.ref,
    )
    journal.post(
        connection, [voucher], replace(head_of(unit, PAID_ON), person=reviewer)
    )
