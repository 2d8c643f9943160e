"""Money between units: sent, in transit, received, booked, rejected, taken back."""

import datetime as dt
from collections.abc import Iterator

import pytest

from ledger import fund_registration
from ledger.database import reading
from ledger.errors import NotFound
from ledger.funds import Channel, Fund, Origin
from ledger.money import Money
from ledger.register import lookups
from tests import server
from tests.building import FOUNDING, red
from tests.treasury.filling_transfer import tree
from tests.treasury.sending import ARRIVED, SENT, Line
from treasury import transfer_accounts, transfers
from treasury.errors import TransferRefused
from treasury.transfers import State


@pytest.fixture
def line(shelf: server.Shelf, dialect: str) -> Iterator[Line]:
    yield from tree(shelf, dialect)


# -- down ---------------------------------------------------------------------------


def test_money_goes_down_step_by_step(line: Line) -> None:
    """P gives C 100.00 of its own: the upper union's money at C."""
    one = line.send("P", "C", 100_00)
    assert (one.key, one.state) == ("P-1", State.SENT)
    line.post("P", one.out.draft)
    assert line.find(one).state is State.TRANSIT
    assert line.lines("P", "转拨-1") == [
        ("50802", "OWN", 100_00, 0),
        ("102", "OWN", 0, 100_00),
    ]

    taken = line.receive(one)
    assert taken.state is State.RECEIVED
    assert taken.arrival is not None
    line.post("C", taken.arrival.draft)
    done = line.find(one)
    assert done.state is State.BOOKED
    assert line.lines("C", "收拨-P-1") == [
        ("102", "OWN-2", 100_00, 0),
        ("40302", "OWN-2", 0, 100_00),
    ]
    unit = line.books.lookups().unit("C")
    fund = unit.funds["OWN-2"]
    assert unit.fund_origins[fund] == Origin.UPPER_UNION
    assert unit.fund_channels[fund] == "union_line"


def test_origin_restriction_and_purposes_are_kept_at_every_tier(line: Line) -> None:
    first = line.moved("P", "C", 500_00, "D", purpose="子女助学")
    assert first.arrival is not None
    again = {"fund": first.arrival.fund, "purpose": "子女助学"}
    second = line.moved("C", "A", 300_00, **again)
    third = line.moved("A", "S", 200_00, fund="D", purpose="子女助学")
    for one in (first, second, third):
        assert one.origin is Origin.DONATION
        assert (one.restriction, one.purposes) == ("甲地", ("子女助学",))
        assert one.arrival is not None
        unit = line.books.lookups().unit(one.receiver)
        fund = unit.funds[one.arrival.fund]
        assert unit.fund_restrictions[fund] == "甲地"
        assert unit.purposes[fund] == {"子女助学"}


def test_a_second_transfer_goes_into_the_same_fund(line: Line) -> None:
    for _ in range(2):
        line.moved("P", "C", 10_00)
    assert sorted(line.books.lookups().unit("C").funds) == ["OWN", "OWN-2"]


def test_what_is_sent_for_a_purpose_is_received_for_it_alone(line: Line) -> None:
    """P's own fund may be spent on anything; what it sends for one purpose may not."""
    one = line.moved("P", "C", 10_00, purpose="生活救助")
    assert one.arrival is not None
    unit = line.books.lookups().unit("C")
    fund = unit.funds[one.arrival.fund]
    assert (unit.purposes[fund], fund in unit.restricted) == ({"生活救助"}, True)
    other = line.sent("P", "C", 20_00, purpose="医疗救助")
    match = r"只能进只用于医疗救助的资金"
    with pytest.raises(TransferRefused, match=match):
        line.receive(other, fund=one.arrival.fund)
    second = line.booked(other)
    assert second.arrival is not None
    assert second.arrival.fund != one.arrival.fund
    again = line.moved("P", "C", 30_00, purpose="医疗救助")
    assert again.arrival is not None
    assert again.arrival.fund == second.arrival.fund


def test_two_funds_that_fit_must_be_told_apart(line: Line) -> None:
    funds = [
        Fund(
            code,
            "上级",
            Origin.UPPER_UNION,
            Channel.UNION_LINE,
            purposes=("生活救助",),
        )
        for code in ("X", "Y")
    ]
    line.do(fund_registration.register_funds, "C", funds, FOUNDING)
    one = line.sent("P", "C", 10_00)
    with pytest.raises(TransferRefused, match="X、Y"):
        line.receive(one)
    with pytest.raises(TransferRefused, match="可用的资金：X、Y"):
        line.receive(one, fund="OWN")
    assert line.booked(one, fund="Y").state is State.BOOKED


# -- what is refused ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "to", "more", "said"),
    [
        ("P", "U1", {}, "没有上下级关系"),
        ("P", "P", {}, "没有上下级关系"),
        ("A", "B", {"fund": "OWN"}, "没有上下级关系"),
        ("P", "C", {"fund": "G"}, "本级工会其他资金"),
        ("P", "C", {"fen": 0}, "金额不对"),
        ("P", "C", {"onward": Money(101)}, "须转拨"),
        ("P", "C", {"origin": Origin.DONATION}, "不改变资金的来源"),
        ("P", "C", {"returns": "C-1"}, "这是下拨"),
        ("P", "C", {"dated_on": dt.date(2024, 12, 31)}, "之前"),
    ],
)
def test_money_that_may_not_go_is_refused_with_a_reason(
    line: Line, unit: str, to: str, more: dict[str, object], said: str
) -> None:
    given: dict[str, object] = {"fen": 100} | more
    with pytest.raises(TransferRefused, match=said):
        line.send(unit, to, **given)  # type: ignore[arg-type] # by name
    assert line.books.one("SELECT COUNT(*) FROM transfers") == 0


def test_a_fund_that_is_not_there_is_not_found(line: Line) -> None:
    with pytest.raises(NotFound, match="资金"):
        line.send("P", "C", 100, "NONE")


def test_grass_roots_have_no_account_to_send_down(line: Line) -> None:
    """S has nobody below; its chart could not send down either."""
    with reading(line.books.engine) as connection:
        books = lookups(connection)
        with pytest.raises(TransferRefused, match="补助下级支出"):
            transfer_accounts.passing_down(
                books, books.unit("S"), Origin.DONATION, SENT
            )


def test_sent_twice_under_one_reference_is_one(line: Line) -> None:
    one = line.send("P", "C", 100_00, ref="R1")
    assert line.send("P", "C", 100_00, ref="R1").key == one.key
    with pytest.raises(TransferRefused, match="内容不同"):
        line.send("P", "C", 100_01, ref="R1")
    line.drop("P", one.out.draft)
    assert line.find(one).state is State.VOID
    with pytest.raises(TransferRefused, match="已作废"):
        line.send("P", "C", 100_00, ref="R1")
    assert line.send("P", "C", 100_00, ref="R2").key == "P-2"


def test_received_twice_is_one_and_otherwise_refused(line: Line) -> None:
    one = line.sent("P", "C", 100_00)
    taken = line.receive(one)
    assert line.receive(one) == taken
    with pytest.raises(TransferRefused, match="内容不同"):
        line.receive(one, dated_on=dt.date(2025, 2, 6))
    with pytest.raises(TransferRefused, match="不能再拒收"):
        line.reject(one)
    assert line.books.one("SELECT COUNT(*) FROM transfer_answers") == 1


def test_a_receipt_given_up_may_be_made_anew(line: Line) -> None:
    one = line.sent("P", "C", 100_00)
    taken = line.receive(one)
    assert taken.arrival is not None
    line.drop("C", taken.arrival.draft)
    assert line.find(one).state is State.TRANSIT
    done = line.booked(one, dated_on=dt.date(2025, 2, 6))
    assert done.state is State.BOOKED
    assert line.books.rows("SELECT step FROM transfer_answers") == [(1,), (2,)]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"unit": "A"}, "不是拨给 A 的"),
        ({"amount": Money(99_99)}, "拨款 100.00 元，收款 99.99 元"),
        ({"origin": Origin.DONATION}, "来源是上级工会，收款填社会捐赠"),
        ({"dated_on": dt.date(2025, 1, 31)}, "早于拨出日"),
    ],
)
def test_a_receipt_of_something_else_is_refused(
    line: Line, more: dict[str, object], said: str
) -> None:
    one = line.sent("P", "C", 100_00)
    with pytest.raises(TransferRefused, match=said):
        line.receive(one, **more)
    assert line.books.one("SELECT COUNT(*) FROM transfer_answers") == 0


def test_what_the_sender_has_not_booked_cannot_be_received(line: Line) -> None:
    one = line.send("P", "C", 100_00)
    with pytest.raises(TransferRefused, match="尚未记账"):
        line.receive(one)
    with pytest.raises(TransferRefused, match="尚未记账"):
        line.reject(one)


def test_what_the_sender_cancelled_cannot_be_received(line: Line) -> None:
    one = line.sent("P", "C", 100_00)
    line.books.reverse("转拨-1", red("x", unit="P", dated_on=ARRIVED), "P")
    assert line.find(one).state is State.VOID
    with pytest.raises(TransferRefused, match="已作废"):
        line.receive(one)


def test_a_transfer_that_is_not_there_is_not_found(line: Line) -> None:
    one = line.send("P", "C", 1)
    with pytest.raises(NotFound, match="P-9"):
        line.receive(one, number=9)
    with pytest.raises(NotFound, match="单位编号-序号"):
        transfers.parse_key("P1")
    assert transfers.parse_key("330-1-12") == ("330-1", 12)


# -- rejected -----------------------------------------------------------------------


def test_rejected_money_reduces_the_expense_of_the_year(line: Line) -> None:
    one = line.sent("P", "C", 100_00)
    with pytest.raises(TransferRefused, match="拒收理由"):
        line.reject(one, " ")
    with pytest.raises(TransferRefused, match="拒收以后才能退回"):
        line.take_back(one)
    assert line.reject(one).state is State.REJECTED
    assert line.reject(one).state is State.REJECTED
    with pytest.raises(TransferRefused, match="已经拒收"):
        line.reject(one, "另一个理由")
    with pytest.raises(TransferRefused, match="不能再收款"):
        line.receive(one)

    with pytest.raises(TransferRefused, match="早于拨出日"):
        line.take_back(one, dt.date(2025, 1, 20))
    back = line.take_back(one)
    assert back.back is not None
    assert line.take_back(one) == back
    line.post("P", back.back.draft)
    assert line.find(one).state is State.RETURNED
    assert line.lines("P", "转拨退回-1") == [
        ("102", "OWN", 100_00, 0),
        ("50802", "OWN", 0, 100_00),
    ]
    with pytest.raises(TransferRefused, match="已退回"):
        line.take_back(one)


def test_rejected_money_of_an_earlier_year_goes_through_the_opening(line: Line) -> None:
    one = line.reject(line.sent("P", "C", 100_00))
    line.books.close_year(2025, "P")
    back = line.take_back(one, dt.date(2026, 1, 5))
    assert back.back is not None
    line.post("P", back.back.draft)
    assert line.lines("P", "转拨退回-1") == [
        ("102", "OWN", 100_00, 0),
        ("32101", "OWN", 0, 100_00),
    ]


def test_a_return_given_up_may_be_made_anew(line: Line) -> None:
    one = line.reject(line.sent("P", "C", 100_00))
    back = line.take_back(one)
    assert back.back is not None
    line.drop("P", back.back.draft)
    again = line.take_back(one, dt.date(2025, 2, 9))
    assert again.back is not None
    assert again.back.draft != back.back.draft
    assert line.find(one).state is State.REJECTED


# -- up -----------------------------------------------------------------------------


def test_money_given_back_in_its_year_reduces_income_and_expense(line: Line) -> None:
    came = line.moved("P", "C", 100_00)
    up = line.moved("C", "P", 40_00, "OWN-2", returns=came.key)
    assert (up.origin, up.state) == (Origin.OWN_UNION, State.BOOKED)
    assert line.lines("C", "转拨-1") == [
        ("40302", "OWN-2", 40_00, 0),
        ("102", "OWN-2", 0, 40_00),
    ]
    assert line.lines("P", "收拨-C-1") == [
        ("102", "OWN", 40_00, 0),
        ("50802", "OWN", 0, 40_00),
    ]
    with pytest.raises(TransferRefused, match="还可退回 60"):
        line.send("C", "P", 60_01, "OWN-2", returns=came.key)


def test_money_given_back_later_goes_through_the_opening_on_both_sides(
    line: Line,
) -> None:
    came = line.moved("P", "C", 100_00)
    for unit in "PC":
        line.books.close_year(2025, unit)
    day = dt.date(2026, 1, 5)
    sent = line.sent("C", "P", 40_00, "OWN-2", returns=came.key, dated_on=day)
    line.booked(sent, dated_on=day)
    assert [row[0] for row in line.lines("C", "转拨-1")] == ["32101", "102"]
    assert [row[0] for row in line.lines("P", "收拨-C-1")] == ["102", "32101"]


def test_surplus_goes_up_without_a_transfer_on_record(line: Line) -> None:
    line.moved("P", "C", 100_00)
    up = line.moved("C", "P", 10_00, "OWN-2", origin=Origin.OWN_UNION)
    assert up.origin is Origin.OWN_UNION
    kept = line.sent("C", "P", 10_00, "OWN-2")
    assert kept.origin is Origin.UPPER_UNION
    with pytest.raises(TransferRefused, match="没有收退回款"):
        line.receive(kept)


@pytest.mark.parametrize(
    ("fund", "returns", "said"),
    [
        ("OWN", "P-1", "它收在资金 OWN-2 中"),
        ("OWN-2", "P-2", "在途"),
        ("OWN-2", "C-1", "它是 C 拨给 A 的"),
    ],
)
def test_what_did_not_come_that_way_does_not_go_back(
    line: Line, fund: str, returns: str, said: str
) -> None:
    line.moved("P", "C", 100_00)
    line.sent("P", "C", 100_00)
    line.sent("C", "A", 100_00)
    with pytest.raises(TransferRefused, match=said):
        line.send("C", "P", 10_00, fund, returns=returns)


# -- ties ---------------------------------------------------------------------------


def test_ties_name_both_vouchers_of_what_is_booked(line: Line) -> None:
    """P has four openings before, C one."""
    line.moved("P", "C", 100_00)
    line.sent("P", "C", 50_00)
    with reading(line.books.engine) as connection:
        for units in (["P"], ["C"], ["P", "C"]):
            assert transfers.ties(connection, units) == [("P", 5, "C", 2)]
        assert transfers.ties(connection, ["A"]) == []
