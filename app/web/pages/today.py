"""What waits in a unit today (今日): on its own page, and as lists of their own.

Every count leads to what is counted. Cases are called by their file numbers, never by
names.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from aid.case_deadlines import waiting
from app.web import tables
from app.web.desk import Desk, Page, Sent, part
from app.web.spans import Asked
from ledger import closing, drafts
from ledger.database import Connection
from ledger.drafts import State
from ledger.errors import NotFound
from ledger.money import Money
from ledger.payment_requests import PaymentState
from ledger.periods import next_period, parse_span, period_of
from ledger.register import lookups
from reports import parts
from reports.report import Cell, Column
from treasury import advances, bank, matching_store, request_list

SOON_DAYS = 7
"""Days before its last one that a request is told to run out."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that waits: what, how many, where they are listed, by when."""

    label: str
    count: int
    path: str
    by: str = ""


def duties(desk: Desk, connection: Connection) -> list[Duty]:
    """What waits in the unit of the desk; what waits for nobody is left out."""
    base = f"/units/{part(desk.unit)}"
    found = [
        *_drafts(connection, desk, base),
        *_requests(connection, desk, base),
        *_lists(connection, desk, base),
    ]
    return [one for one in found if one.count]


def _drafts(connection: Connection, desk: Desk, base: str) -> Iterator[Duty]:
    count = Counter(one.state for one in drafts.waiting(connection, desk.unit))
    labels = {
        State.RETURNED: "退回的草稿",
        State.DRAFT: "没有提交的草稿",
        State.SUBMITTED: "等待审核的草稿",
        State.REVIEWED: "等待出纳或记账的草稿",
        State.SETTLED: "等待记账的草稿",
    }
    for state, label in labels.items():
        yield Duty(label, count[state], f"{base}/drafts?state={state.value}")


def _requests(connection: Connection, desk: Desk, base: str) -> Iterator[Duty]:
    every = request_list.listed(connection, desk.unit)
    labels = {
        PaymentState.SAVED: "等待批准的付款申请",
        PaymentState.APPROVED: "已批准、可以付款的申请",
    }
    for state, label in labels.items():
        found = request_list.standing(every, state, desk.today)
        days = [one.expires_on for one in found]
        by = min(days, default=None)
        soon = by is not None and (by - desk.today).days <= SOON_DAYS
        path = f"{base}/requests?open={state.value}"
        yield Duty(label, len(days), path, str(by) if soon else "")


def _lists(connection: Connection, desk: Desk, base: str) -> Iterator[Duty]:
    for key in ("bank", "cases", "advances"):
        label, _, read = LISTS[key]
        rows = read(connection, desk)
        days = [str(row[0]) for row in rows if row[0]] if key in _DATED else []
        yield Duty(label, len(rows), f"{base}/today/{key}", min(days, default=""))
    # What stands in the way of a close is asked on its own page: it adds up a month.
    months = _open_months(connection, desk)
    by = f"{months[0] // 100}-{months[0] % 100:02d}" if months else ""
    yield Duty(LISTS["months"][0], len(months), f"{base}/today/months", by)


# -- lists --------------------------------------------------------------------------


def show(desk: Desk) -> Page | Sent:
    """One of the lists."""
    key = desk.places["what"]
    if key not in LISTS:
        raise NotFound("页面", key)
    label, columns, read = LISTS[key]
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        rows = read(connection, desk)
        listed = _open_rows(connection, desk) if key == "bank" else []
        if tables.is_asked(desk):
            year = f"{desk.today:%Y}"
            asked = Asked(year, parse_span(year))
            return tables.send(desk, connection, label, asked, (columns, rows))
    told = {"unit": unit, "label": label, "columns": columns, "rows": rows}
    told["ways"] = [path for path, _ in listed]
    return Page("today_list.html", told)


Rows = Sequence[tuple[Cell, ...]]


def _cases(connection: Connection, desk: Desk) -> Rows:
    return [
        (
            str(due.on) if due else "",
            *(doing.label, case.unit, case.key, case.code),
            *(case.project.label, case.state.label),
        )
        for case, doing, due in waiting(connection, desk.unit, desk.today)
    ]


def _advances(connection: Connection, desk: Desk) -> Rows:
    return [
        (
            str(one.due_on) if one.due_on else "",
            *(one.fund, one.account, one.party, one.request, one.open),
        )
        for one in advances.advances(connection, desk.unit, desk.today)
    ]


def _bank(connection: Connection, desk: Desk) -> Rows:
    return [cells for _, cells in _open_rows(connection, desk)]


def _open_rows(
    connection: Connection, desk: Desk
) -> list[tuple[str, tuple[Cell, ...]]]:
    """The rows in no match by day, each with the place where it is matched."""
    unit = lookups(connection).unit(desk.unit)
    base, found = f"/units/{part(desk.unit)}/bank", []
    for account in bank.accounts(connection, desk.unit):
        open_ = matching_store.open_rows(connection, unit.id, account.number, None)
        found += [
            (
                f"{base}/{account.number}#row-{row.statement}-{row.row}",
                (
                    str(row.booked_on),
                    *(f"{account.bank} {account.tail}".strip(), account.account),
                    *(f"{row.statement}/{row.row}", Money(row.amount_fen)),
                ),
            )
            for row in open_
        ]
    return sorted(found, key=lambda row: (str(row[1][0]), str(row[1][3])))


def _months(connection: Connection, desk: Desk) -> Rows:
    """The months that are over and not closed, with what stands in the way."""
    found = _open_months(connection, desk)
    stands = ""
    if found:
        first = closing.checklist(connection, desk.unit, found[0], on=desk.today)
        stands = "\n".join(map(str, first))
    return [
        (f"{month // 100}-{month % 100:02d}", "" if place else stands)
        for place, month in enumerate(found)
    ]


def _open_months(connection: Connection, desk: Desk) -> list[int]:
    month, now = closing.next_month(connection, desk.unit), period_of(desk.today)
    found = []
    while month and month < now:
        found.append(month)
        month = next_period(month)
    return found


_DATED = frozenset({"cases", "advances"})
"""Lists whose first column is a day by which something is due."""
_Read = Callable[[Connection, Desk], Rows]
LISTS: dict[str, tuple[str, tuple[Column, ...], _Read]] = {
    "bank": (
        "没有勾对的银行流水",
        (
            Column("day", "日期"),
            Column("bank", "银行账户", width=2),
            Column("account", "科目"),
            Column("row", "对账单行"),
            parts.money("amount", "金额"),
        ),
        _bank,
    ),
    "cases": (
        "等待本单位办理的申请",
        (
            Column("due", "期限"),
            Column("doing", "办理"),
            Column("unit", "单位"),
            Column("case", "申请"),
            Column("code", "档案号"),
            Column("project", "项目", width=2),
            Column("state", "状态"),
        ),
        _cases,
    ),
    "advances": (
        "没有归还的垫付与借出",
        (
            Column("due", "应还日"),
            Column("fund", "资金"),
            Column("account", "科目"),
            Column("party", "往来单位", width=2),
            Column("request", "付款申请"),
            parts.money("open", "未还"),
        ),
        _advances,
    ),
    "months": (
        "等待结账的月份",
        (Column("month", "月份"), Column("obstacles", "结账前须办理", width=4)),
        _months,
    ),
}
"""Each list with its title, its columns and how it is read."""
