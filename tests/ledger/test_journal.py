"""Posting: what is accepted, how it is numbered, and what is refused in which order."""

import datetime as dt
from collections.abc import Iterator

import pytest

from ledger import fund_registration, journal, registration
from ledger.database import writing
from ledger.errors import NotFound, VoucherRefused
from ledger.funds import Channel, Fund, Origin
from ledger.people import Act
from ledger.units import Level, Unit
from ledger.vouchers import Posting, Voucher
from tests import building
from tests.building import ACT, FOUNDING, OPENED, Books, payment, receipt, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.ledger.test_guards_closes import close, close_row
from tests.server import Shelf

ISO = dt.date.fromisoformat
GOOD = receipt("good", 5)


def _fill_ready(books: Books) -> None:
    books.post(receipt("r1", 1000_00), receipt("r2", 500_00, "F2"))


@pytest.fixture
def ready(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """Books in which F1 has 1,000 yuan and F2 500 yuan in the bank."""
    yield from building.copied(shelf, dialect, "journal-ready", _fill_ready)


def refused(books: Books, *vouchers: Voucher, act: Act = ACT) -> tuple[str, ...]:
    """The rules broken, in the order told; nothing may have been written."""
    before = books.one("SELECT COUNT(*) FROM postings")
    with pytest.raises(VoucherRefused) as refusal:
        books.post(*vouchers, act=act)
    assert books.one("SELECT COUNT(*) FROM postings") == before
    return refusal.value.rules


# -- what stands --------------------------------------------------------------------


def test_a_voucher_stands_with_number_position_and_hash(books: Books) -> None:
    (outcome,) = books.post(receipt("r1", 5))
    stands = "SELECT ref, position, period, kind, number, hash FROM vouchers"
    ref, position, period, kind, number, digest = books.rows(stands)[0]
    assert outcome == (ref, position, period, kind, number, bytes(digest), False)
    assert outcome[:5] == ("r1", 1, 202501, "收", 1)


def test_every_field_is_kept(books: Books) -> None:
    full = Posting(
        account="50404",
        fund="F1",
        debit=dr("101", 3).debit,
        purpose="生活救助",
        party="县医院",
        recipient="档-001",
        persons=2,
        item="大米",
        quantity_milli=1500,
        serials="00012345678901234567",
        arose_on=ISO("2024-12-01"),
        economic="30305",
        functional="2012906",
        appropriation="A1",
        request="P1",
        memo="备注",
    )
    said = voucher(
        "v",
        full,
        cr("408", 3),
        cashier="赵六",
        head="王五",
        attachments=3,
        posted_at="2025-01-16",
    )
    books.post(said)
    with writing(books.engine) as connection:
        red = journal.red_voucher(connection, "U1", "v", said)
    assert red.postings == tuple(posting.reversed() for posting in said.postings)
    head = "SELECT attachments, cashier_id, head_id, posted_at, summary FROM vouchers"
    assert books.rows(head) == [(3, 5, 4, "2025-01-16", "凭证摘要")]


def test_many_vouchers_stand_in_the_order_given(books: Books) -> None:
    many = [receipt("r", 10_000_00), *(payment(f"p{n}", 100) for n in range(700))]
    outcomes = books.post(*many)
    assert [outcome.position for outcome in outcomes] == list(range(1, 702))
    assert [outcome.number for outcome in outcomes[1:]] == list(range(1, 701))
    assert books.one("SELECT COUNT(*) FROM postings") == 1402


def test_vouchers_of_two_units_stand_in_their_own_chains(books: Books) -> None:
    outcomes = books.post(
        receipt("a", 1, unit="U2"), receipt("b", 1), receipt("c", 1, unit="U2")
    )
    assert [(o.ref, o.position) for o in outcomes] == [("a", 1), ("b", 1), ("c", 2)]


def test_the_same_reference_stands_in_two_units(books: Books) -> None:
    books.post(receipt("same", 1), receipt("same", 2, unit="U2"))
    assert books.one("SELECT COUNT(*) FROM vouchers WHERE ref = 'same'") == 2


def test_nothing_to_post_is_done_at_once(books: Books) -> None:
    assert books.post() == ()


def test_a_voucher_may_touch_hundreds_of_funds(books: Books) -> None:
    funds = [
        Fund(f"D{n:03}", f"捐赠{n}", Origin.DONATION, Channel.DIRECT)
        for n in range(900)
    ]
    with writing(books.engine) as connection:
        assert not fund_registration.register_funds(connection, "U1", funds, FOUNDING)
    lines = [
        line for f in funds for line in (dr("102", 5, f.code), cr("408", 5, f.code))
    ]
    books.post(voucher("wide", *lines))
    spent = [
        line for f in funds for line in (dr("135", 2, f.code), cr("102", 2, f.code))
    ]
    books.post(voucher("wider", *spent))
    balances = "SELECT DISTINCT balance_fen FROM money_positions WHERE position = 2"
    assert books.rows(balances) == [(3,)]


def test_totals_and_positions_are_sums_of_postings(ready: Books) -> None:
    ready.post(payment("p1", 30_00), payment("p2", 20_00))
    spent = "SELECT debit_fen, credit_fen FROM totals WHERE purpose = '生活救助'"
    assert ready.rows(spent) == [(50_00, 0)]
    latest = "SELECT balance_fen FROM money_positions ORDER BY position DESC LIMIT 1"
    assert ready.one(latest) == 950_00


# -- once and once only (L11) -------------------------------------------------------


def test_the_same_voucher_posted_again_is_one_voucher(ready: Books) -> None:
    (again,) = ready.post(receipt("r1", 1000_00))
    assert again.already
    assert again.position == 1
    assert ready.one("SELECT COUNT(*) FROM vouchers") == 2


def test_the_same_voucher_twice_in_one_call_is_one_voucher(books: Books) -> None:
    first, second = books.post(GOOD, GOOD)
    assert (first.already, second.already) == (False, True)
    assert first.position == second.position == 1


def test_many_known_vouchers_are_told_from_new_ones(books: Books) -> None:
    many = [receipt(f"r{n}", n + 1) for n in range(600)]
    books.post(*many[:300])
    outcomes = books.post(*many)
    assert [outcome.already for outcome in outcomes] == [True] * 300 + [False] * 300


@pytest.mark.parametrize(
    "changed",
    [
        receipt("r1", 1000_01),
        receipt("r1", 1000_00, "F2"),
        receipt("r1", 1000_00, summary="别的摘要"),
        receipt("r1", 1000_00, dated_on=ISO("2025-01-16")),
        receipt("r1", 1000_00, reviewer="赵六"),
        receipt("r1", 1000_00, cashier="赵六"),
        receipt("r1", 1000_00, attachments=1),
        receipt("r1", 1000_00, entered="imported"),
        voucher("r1", cr("408", 1000_00), dr("102", 1000_00)),
    ],
    ids=lambda changed: changed.summary,
)
def test_other_content_under_a_reference_is_refused(
    ready: Books, changed: Voucher
) -> None:
    assert refused(ready, changed) == ("L11",)


def test_other_content_under_a_reference_of_the_same_call_is_refused(
    books: Books,
) -> None:
    assert refused(books, GOOD, receipt("good", 6)) == ("L11",)


# -- one refusal each ---------------------------------------------------------------

TWO = (dr("102", 5), cr("408", 5))
BIG = 9_000_000_000_000_001

REFUSED: dict[str, tuple[Voucher, tuple[str, ...]]] = {
    "unbalanced": (voucher("x", dr("102", 5), cr("408", 4)), ("L1",)),
    "balanced in total only": (
        voucher("x", dr("102", 5), cr("408", 5, "F2")),
        ("L1",),
    ),
    "one line": (voucher("x", dr("102", 5)), ("L1", "L1")),
    "no line": (voucher("x"), ("L1",)),
    "zero": (voucher("x", dr("102", 0), cr("408", 0)), ("L2", "L2")),
    "both sides": (
        voucher("x", dr("102", 5, credit=cr("408", 5).credit), *TWO),
        ("L2",),
    ),
    "negative": (voucher("x", dr("102", -5), cr("408", -5)), ("L2", "L2")),
    "beyond the bound": (receipt("x", BIG), ("L2", "L2")),
    "far beyond the bound": (receipt("x", 10**30), ("L2", "L2")),
    "unknown unit": (receipt("x", 5, unit="U9"), ("unit",)),
    "unknown account": (voucher("x", dr("999", 5), cr("408", 5)), ("account",)),
    "account of another chart": (
        voucher("x", dr("40304", 5), cr("102", 5)),
        ("account",),
    ),
    "account above others": (voucher("x", dr("504", 5), cr("102", 5)), ("account",)),
    "unknown fund": (receipt("x", 5, "F9"), ("fund", "fund")),
    "fund of another unit": (receipt("x", 5, "F2", unit="U2"), ("fund", "fund")),
    "unknown preparer": (receipt("x", 5, preparer="某人"), ("preparer",)),
    "no reviewer": (receipt("x", 5, reviewer=""), ("reviewer",)),
    "unknown cashier": (receipt("x", 5, cashier="某人"), ("cashier",)),
    "unknown head": (receipt("x", 5, head="某人"), ("head",)),
    "strange kind": (receipt("x", 5, kind="银收"), ("kind",)),
    "own review": (receipt("x", 5, reviewer="张三"), ("L6",)),
    "own review by another log-in": (receipt("x", 5, reviewer="zhangsan"), ("L6",)),
    "cashier reviewed": (receipt("x", 5, cashier="李四"), ("L6",)),
    "cashier prepared": (receipt("x", 5, cashier="zhangsan"), ("L6",)),
    "overspent": (payment("x", 1000_01), ("L7",)),
    "money of another account": (
        voucher("x", dr("102", 1), cr("101", 1)),
        ("L7",),
    ),
    "foreign purpose": (payment("x", 5, purpose="团建"), ("L8",)),
    "purpose not of this source": (payment("x", 5, "F2", "送温暖"), ("L8",)),
    "no purpose": (payment("x", 5, "F2", ""), ("L8",)),
    "entrusted money without purpose": (
        voucher("x", dr("221", 5, "F2"), cr("102", 5, "F2")),
        ("L8",),
    ),
    "passed down without purpose": (
        voucher("x", dr("50801", 5, "F2"), cr("102", 5, "F2")),
        ("L8",),
    ),
    "before the books": (receipt("x", 5, dated_on=ISO("2024-12-31")), ("L5",)),
    "attachments": (receipt("x", 5, attachments=10_000), ("text",)),
    "negative attachments": (receipt("x", 5, attachments=-1), ("text",)),
    "negative persons": (voucher("x", dr("102", 5, persons=-1), TWO[1]), ("L2",)),
    "too many persons": (voucher("x", dr("102", 5, persons=2**31), TWO[1]), ("L2",)),
    "too much of an item": (
        voucher("x", dr("102", 5, quantity_milli=10**16), TWO[1]),
        ("L2",),
    ),
    "no summary": (receipt("x", 5, summary=" "), ("text",)),
    "no reference": (receipt("", 5), ("text",)),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_breaks_a_rule_is_refused(ready: Books, what: str) -> None:
    bad, rules = REFUSED[what]
    assert refused(ready, bad) == rules


def test_one_refused_voucher_refuses_all(ready: Books) -> None:
    assert refused(ready, GOOD, payment("x", 10**9), receipt("y", 6)) == ("L7",)


def test_a_refusal_in_one_unit_leaves_the_other_as_it_was(ready: Books) -> None:
    with writing(ready.engine) as connection:
        bad = payment("x", 1, unit="U2", purpose="")
        with pytest.raises(VoucherRefused):
            journal.post(connection, [GOOD, bad], ACT)
    assert ready.one("SELECT COUNT(*) FROM vouchers") == 2


def test_a_closed_month_takes_nothing(ready: Books) -> None:
    close(ready, close_row(ready, 202501))
    assert refused(ready, GOOD) == ("L5",)
    ready.post(receipt("feb", 5, dated_on=ISO("2025-02-01")))


def test_a_unit_that_ended_takes_nothing(books: Books) -> None:
    unit = Unit(
        code="U3",
        name="撤销的工会",
        level=Level.COUNTY,
        opened_on=OPENED,
        closed_on=ISO("2025-02-01"),
    )
    fund = Fund("F1", "捐赠", Origin.DONATION, Channel.DIRECT)
    with writing(books.engine) as connection:
        registration.register_units(connection, [unit], FOUNDING)
        fund_registration.register_funds(connection, "U3", [fund], FOUNDING)
    books.post(receipt("last", 5, unit="U3", dated_on=ISO("2025-01-31")))
    late = receipt("x", 5, unit="U3", dated_on=ISO("2025-02-01"))
    assert refused(books, late) == ("L5",)


def test_a_fund_takes_nothing_before_it_opened(books: Books) -> None:
    fund = Fund("L", "晚", Origin.DONATION, Channel.DIRECT, opened_on=ISO("2025-02-01"))
    with writing(books.engine) as connection:
        fund_registration.register_funds(connection, "U1", [fund], FOUNDING)
    assert refused(books, receipt("x", 5, "L")) == ("fund", "fund")


def test_a_poster_nobody_knows_is_refused(books: Books) -> None:
    with pytest.raises(NotFound, match="某人"):
        books.post(GOOD, act=Act("某人", ACT.at))


def test_an_entrusted_or_passed_down_payment_with_its_purpose_stands(
    ready: Books,
) -> None:
    purpose = {"fund": "F2", "purpose": "医疗救助"}
    ready.post(
        voucher("a", dr("221", 5, **purpose), cr("102", 5, "F2")),
        voucher("b", dr("50801", 5, **purpose), cr("102", 5, "F2")),
    )
    assert ready.one("SELECT COUNT(*) FROM vouchers") == 4


# -- refusals have an order ---------------------------------------------------------


def test_unknown_names_are_told_before_broken_rules(ready: Books) -> None:
    bad = voucher("x", dr("999", 5), cr("408", 4, "F9"), preparer="某人", summary="")
    assert refused(ready, bad) == ("preparer", "text", "account", "fund")


def test_rules_are_told_in_their_order(ready: Books) -> None:
    close(ready, close_row(ready, 202501))
    lines = dr("50404", 900_00, "F2", purpose="送温暖"), cr("102", 900_01, "F2")
    bad = voucher("x", *lines, reviewer="张三", corrects="nothing")
    assert refused(ready, bad) == ("L1", "L6", "L5", "L8", "correction", "L7")


def test_each_voucher_is_told_with_its_reference_and_line(ready: Books) -> None:
    bad = payment("a", 5, purpose="团建"), voucher("b", dr("102", 0), *TWO)
    with pytest.raises(VoucherRefused) as refusal:
        ready.post(*bad)
    told = [(ref, problem.line) for ref, problem in refusal.value.found]
    assert told == [("a", 1), ("b", 1)]
    assert str(refusal.value).startswith("凭证 a 第1行: [L8]")
