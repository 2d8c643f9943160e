"""What people received, added up: households, people, times, money and goods."""

from collections.abc import Iterator

import pytest

from aid.aid_figures import AidFigures, Received, add_up, aid_figures
from aid.claims import Project
from aid.unit_sums import Scope, UnitSums
from ledger.balances import subtree
from ledger.database import reading
from ledger.money import Money
from ledger.periods import parse_span
from ledger.register import lookups
from tests import server
from tests.aid import batching, handing, test_file_figures
from tests.aid.handing import Centre, line
from tests.building import Books, red


@pytest.fixture
def centre(shelf: server.Shelf, dialect: str) -> Iterator[Centre]:
    yield from handing.opened(shelf, dialect)


@pytest.fixture
def tree(shelf: server.Shelf) -> Iterator[Books]:
    yield from test_file_figures.filled(shelf, "sqlite")


def of_u1(centre: Centre, period: str) -> AidFigures:
    with reading(centre.books.engine) as connection:
        sums = UnitSums(lookups(connection), "U1", ["U1"])
        (found,) = aid_figures(connection, sums, parse_span(period)).values()
    return found


def test_people_are_counted_once_in_every_sum(tree: Books) -> None:
    """The same child helped by C1 and by C2 is one person of the city."""
    with reading(tree.engine) as connection:
        books = lookups(connection)
        sums = UnitSums(books, "C", subtree(books, "C"))
        ids = {code: books.unit(code).id for code in ("C1", "C2", "G")}

    def got(unit: str, file: int, member: int, **more: int) -> Received:
        usual = {"times": 1, "money_fen": 100_00, "goods_fen": 0, "own": 0} | more
        own = bool(usual.pop("own"))
        return Received(ids[unit], own, Project.LIVING, file, member, **usual)

    found = add_up(
        [
            got("C1", 1, 1, times=2),
            got("C1", 1, 2),
            got("C2", 1, 2, goods_fen=50_00),
            got("C2", 2, 1),
            got("G", 3, 1, own=1),
        ],
        sums,
    )

    def told(scope: Scope, code: str) -> AidFigures:
        (place,) = [p for p in sums.order if (p.scope, p.code) == (scope, code)]
        return found[place]

    whole = told(Scope.SUM, "C").projects[Project.LIVING]
    assert (whole.households, whole.people, whole.times) == (2, 3, 5)
    assert (whole.money, whole.goods) == (Money(400_00), Money(50_00))
    assert whole.amount == Money(450_00)
    county = told(Scope.OWN, "C1").all
    assert (county.households, county.people, county.times) == (1, 2, 3)
    assert told(Scope.SUM, "C").all.households == 2
    assert told(Scope.SUM, "C1").own.households == 1
    assert told(Scope.OWN, "G").all.times == 0


def test_goods_count_on_the_day_of_their_voucher_at_cost(centre: Centre) -> None:
    centre.issued("h1", line("A-1", 2), line("A-3"))
    march = of_u1(centre, "2026-03").projects[Project.LIVING]

    assert (march.households, march.people, march.times) == (2, 2, 2)
    assert (march.goods, march.money) == (Money(300_00), Money(0))
    assert of_u1(centre, "2026-04").all.times == 0
    assert of_u1(centre, "2025").all.times == 0


def test_what_only_waits_was_cancelled_or_came_back_is_not_counted(
    centre: Centre,
) -> None:
    key = centre.plan("h1", line("A-1")).handout.key
    centre.approve(key)
    done = centre.issue(key).handout
    assert of_u1(centre, "2026").all.times == 0
    centre.post(done.draft)
    assert of_u1(centre, "2026").all.times == 1
    back = centre.shop.take_back("b", done.first_move, 1, dated_on=handing.DAY)
    assert of_u1(centre, "2026").all.times == 1
    centre.shop.post(back)
    assert of_u1(centre, "2026").all.times == 0


# -- money --------------------------------------------------------------------------


@pytest.fixture
def desk(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from batching.filled(shelf, dialect)


def paid(books: Books, period: str) -> AidFigures:
    with reading(books.engine) as connection:
        sums = UnitSums(lookups(connection), "U1", ["U1"])
        (found,) = aid_figures(connection, sums, parse_span(period)).values()
    return found


def test_money_counts_when_it_was_paid_and_not_when_it_came_back(desk: Books) -> None:
    """Three lines of 500: the second fails, comes back, and is paid again."""
    batching.submitted(desk)
    assert paid(desk, "2026").all.times == 0
    batching.approve(desk)
    batching.finish(desk, batching.release(desk).draft)
    whole = paid(desk, "2026-03").projects[Project.LIVING]
    assert (whole.households, whole.times, whole.money) == (3, 3, Money(1_500_00))
    assert paid(desk, "2026-04").all.times == 0

    told = batching.settle(desk, {1: "", 2: "账号户名不符"})
    left = paid(desk, "2026-03").all
    assert (left.households, left.times, left.money) == (2, 2, Money(1_000_00))
    assert told.returns is not None
    batching.finish(desk, told.returns.draft)
    batching.finish(desk, batching.repay(desk, 2, reason="卡号无误").draft)
    assert paid(desk, "2026-03").all.money == Money(1_500_00)
    batching.settle(desk, {2: "再次退回"})
    assert paid(desk, "2026-03").all.money == Money(1_000_00)


def test_a_batch_that_was_cancelled_in_red_counts_no_more(desk: Books) -> None:
    batching.paid(desk)
    assert paid(desk, "2026").all.times == 3
    ref = desk.one("SELECT v.ref FROM vouchers v ORDER BY position DESC LIMIT 1")
    desk.reverse(ref, red("red", dated_on=batching.PAID_ON))
    assert paid(desk, "2026").all.times == 0
