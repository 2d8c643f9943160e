"""The change of chart on 1 January 2022: every balance arrives, by fund, to the fen."""

import datetime as dt
from dataclasses import replace

import pytest

from ledger import (
    chart_registration,
    closing,
    fund_registration,
    registration,
    transition,
    year_end,
)
from ledger.accounts import load_chart
from ledger.balances import EVER, balances
from ledger.database import reading, writing
from ledger.errors import GuardBit, RecordRefused, VoucherRefused
from ledger.funds import Channel, Fund, Origin
from ledger.periods import Span
from ledger.units import Level, Unit
from ledger.vouchers import Entered, Kind, Posting, Voucher
from tests.building import ACT, FOUNDING, Books, credit, debit, voucher
from tests.ledger.test_year_end import ORDERS, REVIEWS

CHANGE = dt.date(2022, 1, 1)
OLD, NEW = "union-2009", "union-2021"
FUNDS = (
    Fund("F1", "捐赠", Origin.DONATION, Channel.DIRECT),
    Fund("B", "预算", Origin.LOCAL_BUDGET, Channel.SAME_LEVEL_TREASURY),
    Fund("G", "其他资金", Origin.GENERAL, Channel.DIRECT),
)


def of(ref: str, *postings: Posting, **more: object) -> Voucher:
    """A voucher of U3 in 2021."""
    given = {"unit": "U3", "dated_on": dt.date(2021, 3, 10)}
    return voucher(ref, *postings, **given | more)


@pytest.fixture
def old(books: Books) -> Books:
    """A county that kept 2021 by the old chart and changes with 2022."""
    unit = Unit(
        code="U3",
        name="老县总工会",
        level=Level.COUNTY,
        opened_on=dt.date(2021, 1, 1),
        chart=OLD,
    )
    with writing(books.engine) as connection:
        assert not registration.register_units(connection, [unit], FOUNDING)
        assert not fund_registration.register_funds(connection, "U3", FUNDS, FOUNDING)
        met = [("F1", "生活救助"), ("B", "生活救助")]
        fund_registration.meet_purposes(connection, "U3", met, FOUNDING)
    books.post(
        of("r", debit("102", 1000_00), credit("408", 1000_00)),
        of("s", debit("141", 50_00, item="大米"), credit("102", 50_00)),
        of("a", debit("135", 40_00, party="某人"), credit("102", 40_00)),
        of("h", debit("102", 70_00), credit("231", 70_00)),
        of(
            "h2",
            debit("231", 10_00, purpose="生活救助"),
            credit("102", 10_00),
        ),
        of("b", debit("111", 500_00, "B"), credit("404", 500_00, "B")),
        of(
            "b2",
            debit("50204", 200_00, "B", purpose="生活救助"),
            credit("111", 200_00, "B"),
        ),
        of("g", debit("102", 900_00, "G"), credit("402", 900_00, "G")),
        of("x", debit("162", 300_00, "G"), credit("301", 300_00, "G")),
        of("v", debit("331", 5_00, "G"), credit("322", 5_00, "G")),
    )
    return books


def change(books: Books, since: dt.date = CHANGE, chart: str = NEW) -> None:
    with writing(books.engine) as connection:
        chart_registration.change_chart(connection, "U3", chart, since, FOUNDING)


def close_year(books: Books, year: int = 2021) -> None:
    with writing(books.engine) as connection:
        if closing.next_month(connection, "U3") < year * 100 + 12:
            closing.close_through(connection, "U3", year * 100 + 11, ACT)
        year_end.order(connection, "U3", year, (), ORDERS)
    with writing(books.engine) as connection:
        year_end.post(connection, "U3", year, REVIEWS)


def standing(books: Books, until: dt.date) -> dict[str, int]:
    with reading(books.engine) as connection:
        rows = balances(connection, ["U3"], Span(EVER, until))
    return {f"{row.account} {row.fund}": row.closing.fen for row in rows if row.closing}


def test_every_balance_arrives_where_the_mapping_says(old: Books) -> None:
    change(old)
    close_year(old)
    assert standing(old, dt.date(2022, 2, 1)) == {
        "102 F1": 970_00,
        "102 G": 900_00,
        "111 B": 300_00,
        "135 F1": 40_00,
        "141 F1": 50_00,
        "162 G": 300_00,
        "221 F1": -60_00,
        "30101 F1": -50_00,
        "30104 G": -300_00,
        "32104 F1": -950_00,
        "32205 G": -900_00,
        "33104 B": -300_00,
    }


def test_the_old_year_stays_as_it_was_closed(old: Books) -> None:
    change(old)
    close_year(old)
    found = standing(old, CHANGE)
    assert found["331 F1"] == -1000_00
    assert found["231 F1"] == -60_00
    assert found["11202 B"] == 300_00
    assert not [key for key in found if key.startswith(("32104", "30104"))]


def test_claims_keep_their_party_and_their_day(old: Books) -> None:
    change(old)
    close_year(old)
    assert old.rows(
        "SELECT p.party, p.arose_on FROM postings p JOIN accounts a"
        " ON a.id = p.account_id WHERE a.chart = 'union-2021' AND a.code = '135'"
    ) == [("某人", "2021-03-10")]
    assert old.rows(
        "SELECT p.item FROM postings p JOIN accounts a"
        " ON a.id = p.account_id WHERE a.chart = 'union-2021' AND a.code = '141'"
    ) == [("大米",)]


def test_the_new_chart_takes_nothing_before_its_openings(old: Books) -> None:
    change(old)
    january = of("jan", debit("102", 1), credit("408", 1), dated_on=dt.date(2022, 1, 5))
    with pytest.raises(VoucherRefused, match="新账还没有期初余额"):
        old.post(january)
    close_year(old)
    old.post(january)


def test_the_old_chart_takes_nothing_after_the_change(old: Books) -> None:
    change(old)
    close_year(old)
    late = of("late", debit("102", 1), credit("408", 1), dated_on=dt.date(2022, 1, 5))
    with pytest.raises(VoucherRefused, match="不用这个科目表"):
        old.post(replace(late, chart=OLD))


def test_openings_by_hand_are_no_way_into_a_new_chart(old: Books) -> None:
    change(old)
    close_year(old)
    again = of(
        "again",
        debit("102", 1),
        credit("32104", 1),
        dated_on=CHANGE,
        kind=Kind.OPENING,
    )
    with pytest.raises(VoucherRefused, match="期初余额只能是账簿的第一张凭证"):
        old.post(again)
    with pytest.raises(VoucherRefused, match="期初余额只能是账簿的第一张凭证"):
        old.post(
            of(
                "again",
                debit("102", 1),
                credit("331", 1),
                dated_on=CHANGE,
                kind=Kind.OPENING,
                chart=OLD,
            )
        )


def test_what_the_new_chart_has_no_account_for_is_moved_and_named(old: Books) -> None:
    change(old)
    old.post(of("adv", debit("121", 5_00), credit("102", 5_00)))
    with writing(old.engine) as connection:
        closing.close_through(connection, "U3", 202111, ACT)
        drawn = year_end.preview(connection, "U3", 2021)
    notes = [row.note for row in drawn.sheet if row.fen == 5_00]
    assert notes == ["借出款在新制度中没有对应科目，暂转入其他应收款"]
    close_year(old)
    assert standing(old, dt.date(2022, 2, 1))["135 F1"] == 45_00


@pytest.mark.parametrize(
    ("since", "chart", "told"),
    [
        (dt.date(2022, 2, 1), NEW, "1 月 1 日"),
        (dt.date(2021, 1, 1), NEW, "更换日应在其后"),
        (CHANGE, "aid-institution", "没有从 union-2009 到 aid-institution 的衔接表"),
        (CHANGE, "nothing", "没有从 union-2009 到 nothing 的衔接表"),
    ],
)
def test_a_change_that_cannot_be_is_refused(
    old: Books, since: dt.date, chart: str, told: str
) -> None:
    with pytest.raises(RecordRefused, match=told):
        change(old, since, chart)


def test_a_chart_does_not_change_under_vouchers(old: Books) -> None:
    old.post(of("j", debit("102", 1), credit("408", 1), dated_on=dt.date(2022, 1, 5)))
    with pytest.raises(RecordRefused, match="已有凭证"):
        change(old)


def test_the_change_belongs_to_who_ordered_the_year(old: Books) -> None:
    change(old)
    forged = of(
        "forged",
        debit("331", 900_00),
        credit("102", 900_00),
        dated_on=CHANGE,
        kind=Kind.OPENING,
        chart=OLD,
        entered=Entered.YEAR_END,
    )
    with pytest.raises(GuardBit, match="year_end"):
        old.post(forged)


def test_an_ended_chart_is_not_emptied_by_hand(old: Books) -> None:
    change(old)
    with pytest.raises(VoucherRefused, match="期初余额只能是账簿的第一张凭证"):
        old.post(
            of(
                "out",
                debit("231", 60_00),
                credit("102", 60_00),
                dated_on=CHANGE,
                kind=Kind.OPENING,
                chart=OLD,
            )
        )


def test_every_old_account_has_a_way() -> None:
    rules = transition.mapping(OLD, NEW)
    assert rules is not None
    chart = load_chart(OLD)
    without = [
        account.code
        for account in chart
        if chart.is_leaf(account.code)
        and account.klass not in {"income", "expense"}
        and not any(step.code in rules.moves for step in chart.path(account.code))
        and account.code != rules.closing
    ]
    assert without == []
    assert set(rules.open) <= {*rules.moves}


def test_a_reference_of_the_year_end_is_nobody_elses(old: Books) -> None:
    with pytest.raises(VoucherRefused, match="留给年终结账"):
        old.post(of("年终结账-2021-01", debit("102", 1), credit("408", 1)))
