"""Annual budgets for tests: of U1, made by 张三, examined by 赵六, approved by 李四.

Beside the small world there is fund F3, the union's own money. The budget of 2025 has
10,000 of F1 for 生活救助 and 20,000 of F3 for 送温暖; 500 of each stays as surplus.
"""

import datetime as dt
from collections.abc import Sequence

from budgets import annual, approval
from budgets.budget import Budget, BudgetLine, Source
from ledger import fund_registration
from ledger.database import Connection, reading, writing
from ledger.funds import Channel, Fund, Origin
from ledger.money import Money
from ledger.people import Act
from tests.budgets.planning import resolve, seat_body
from tests.building import FOUNDING, Books

MAKER = Act("张三", dt.datetime(2025, 1, 10, 8, tzinfo=dt.UTC))
SAME_MAKER = Act("zhangsan", dt.datetime(2025, 1, 10, 9, tzinfo=dt.UTC))
EXAMINER = Act("赵六", dt.datetime(2025, 1, 11, 8, tzinfo=dt.UTC))
APPROVER = Act("李四", dt.datetime(2025, 1, 12, 8, tzinfo=dt.UTC))


def yuan(amount: int) -> Money:
    return Money(amount * 100)


def source(fund: str, receipts: int, carried: int = 0) -> Source:
    return Source(fund, yuan(carried), yuan(receipts))


def line(
    fund: str,
    quarters: Sequence[int],
    purpose: str = "生活救助",
    account: str = "50404",
    carried: int = 0,
) -> BudgetLine:
    first, second, third, fourth = map(yuan, quarters)
    cells = (first, second, third, fourth)
    return BudgetLine(fund, account, purpose, cells, yuan(carried))


SOURCES = (source("F1", 10_500), source("F3", 20_500))
LINES = (
    line("F1", (4_000, 2_000, 2_000, 2_000)),
    line("F3", (5_000, 5_000, 5_000, 5_000), "送温暖"),
)


def ready(books: Books) -> None:
    """Register F3 and seat the body; its resolutions 1 and 2 are on budgets, 3 not."""
    own = Fund("F3", "本级帮扶", Origin.OWN_UNION, Channel.DIRECT)
    with writing(books.engine) as connection:
        assert not fund_registration.register_funds(connection, "U1", [own], FOUNDING)
        seat_body(connection)
        for number, subject in enumerate(("budget", "budget", "other"), 1):
            resolve(connection, number, subject)


def draft(
    books: Books,
    sources: Sequence[Source] = SOURCES,
    lines: Sequence[BudgetLine] = LINES,
    year: int = 2025,
) -> Budget:
    with writing(books.engine) as connection:
        return annual.draft(connection, "U1", year, sources, lines, MAKER)


def revise(
    books: Books, sources: Sequence[Source], lines: Sequence[BudgetLine]
) -> Budget:
    with writing(books.engine) as connection:
        return annual.revise(connection, "U1", 2025, sources, lines, MAKER)


def examined(connection: Connection, budget: Budget) -> Budget:
    """Take a draft to the day before its approval."""
    handed = approval.submit(connection, budget, MAKER)
    return approval.examine(connection, handed, "同意", EXAMINER)


def approve(books: Books, budget: Budget, key: str = "2025-1", why: str = "") -> Budget:
    """Take a draft all the way."""
    with writing(books.engine) as connection:
        seen = examined(connection, budget)
        return approval.approve(connection, seen, key, APPROVER, reason=why)


def in_force(books: Books, year: int = 2025) -> Budget | None:
    with reading(books.engine) as connection:
        return annual.approved(connection, "U1", year)


OPEN = (
    "SELECT f.code, a.purpose, m.open_fen FROM appropriations a"
    " JOIN funds f ON f.unit_id = a.unit_id AND f.id = a.fund_id"
    " JOIN appropriation_moves m ON m.unit_id = a.unit_id"
    " AND m.appropriation_id = a.id WHERE a.year = {year} AND m.seq ="
    " (SELECT MAX(l.seq) FROM appropriation_moves l WHERE l.unit_id = a.unit_id"
    " AND l.appropriation_id = a.id) ORDER BY f.code, a.purpose"
)


def opened(books: Books, year: int = 2025) -> dict[tuple[str, str], int]:
    """Whole yuan open on each line, by fund and purpose."""
    rows = books.rows(OPEN.format(year=year))
    return {(fund, purpose): fen // 100 for fund, purpose, fen in rows}
