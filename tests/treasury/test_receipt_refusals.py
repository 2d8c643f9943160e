"""What does not fit is refused with all that is wrong, and nothing is written."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from ledger import drafts, fund_registration, registration
from ledger.database import writing
from ledger.errors import NotFound, VoucherRefused
from ledger.funds import Channel, Fund, Origin
from ledger.money import BOUND_FEN, Money
from ledger.units import Level, Unit
from ledger.vouchers import Correction
from tests import building
from tests.building import (
    DAY,
    FOUNDING,
    Books,
    credit,
    debit,
    payment,
    receipt,
    red,
    voucher,
)
from tests.ledger.test_guards_appended import FILLING
from tests.server import Shelf
from tests.treasury.lineages import used
from tests.treasury.receiving import (
    LI,
    ZHANG,
    carry_through,
    handed,
    lines,
    open_units,
    said,
)
from treasury import row_fit
from treasury.errors import DeskRefused
from treasury.received import Received

GIVEN = Received(
    unit="U1",
    event="donation",
    fund="F1",
    amount=Money(1_000_00),
    dated_on=DAY,
    ref="收-1",
    attachments=1,
)
REFUND = dataclasses.replace(
    GIVEN, event="refund", ref="退-1", purpose="生活救助", amount=Money(60_00)
)


def changed(given: Received = GIVEN, **fields: Any) -> Received:
    return dataclasses.replace(given, **fields)


def refused(books: Books, given: Received) -> str:
    """The sentence of a refusal after which nothing stands that did not before."""
    counted = "SELECT COUNT(*) FROM draft_steps"
    before = books.one(counted)
    with pytest.raises(DeskRefused) as refusal:
        handed(books, given)
    assert books.one(counted) == before
    return str(refusal.value)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"fund": "F9"}, "账中没有这项资金（发现：F9）"),
        ({"fund": "F2"}, "“社会捐赠（货币）”用于社会捐赠、直接收取的资金"),
        ({"fund": "F2"}, "该资金可用的事项：upper_union"),
        ({"amount": Money(0)}, "金额应大于零"),
        ({"amount": Money(-1)}, "金额应大于零（发现：-0.01）"),
        ({"amount": Money(BOUND_FEN + 1)}, "上限"),
        ({"dated_on": dt.date(2024, 12, 31)}, "本单位自 2025-01-01 起记账"),
        ({"attachments": 0}, "应附：银行进账单或现金缴款单、捐赠票据存根"),
        ({"attachments": -1}, "附件张数不对"),
        ({"attachments": 10_000}, "附件张数不对"),
        ({"account": "408"}, "货币资金科目不合适（发现：408）；可用：102、101"),
        ({"account": "111"}, "货币资金科目不合适"),
        ({"use": ("407",)}, "所选的科目用不到（发现：407）"),
        ({"purpose": "生活救助"}, "“社会捐赠（货币）”不问用途"),
        ({"persons": 1}, "不问人次"),
        ({"persons": -1}, "人次不能为负"),
        ({"request": "2025-1"}, "不问付款申请号"),
        ({"from_fund": "G"}, "不问付出资金"),
        ({"refund_of": "p1"}, "不问当时的支出凭证"),
        ({"ref": ""}, "引用号：不能为空"),
        ({"ref": " 收-1"}, "引用号的首尾有空格"),
        ({"memo": "13912345678"}, "不能有个人号码（发现：手机号码 13*******78）"),
        ({"party": "第一行\n第二行"}, "对方单位：文字中有控制字符"),
        ({"event": "employer", "fund": "F1"}, "没有回答：哪个单位拨付的？"),
        ({"event": "own_allotted"}, "没有“本级工会拨入帮扶中心（事业单位）”这一事项"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_told(
    sqlite_books: Books, fields: dict[str, Any], told: str
) -> None:
    assert told in refused(sqlite_books, changed(**fields))


def test_all_that_is_wrong_is_told_at_once(books: Books) -> None:
    wrong = changed(fund="F2", amount=Money(0), attachments=0, persons=3, ref="")
    said = refused(books, wrong)
    assert "共 5 处不合" in said
    for told in (
        "用于社会捐赠",
        "金额应大于零",
        "没有附原始凭证",
        "不问人次",
        "不能为空",
    ):
        assert told in said


def test_an_event_that_is_none_is_told_with_those_there_are(books: Books) -> None:
    with pytest.raises(NotFound, match="可用的事项：quota、direct_payment"):
        handed(books, changed(event="lottery"))
    with pytest.raises(NotFound, match="U9"):
        handed(books, changed(unit="U9"))


def test_a_closed_unit_receives_nothing(books: Books) -> None:
    day = dt.date(2025, 2, 1)
    ended = Unit(
        code="U2",
        name="邻县总工会",
        level=Level.COUNTY,
        opened_on=dt.date(2025, 1, 1),
        closed_on=day,
    )
    with writing(books.engine) as connection:
        assert not registration.register_units(connection, [ended], FOUNDING)
    assert "单位已于 2025-02-01 撤销" in refused(
        books, changed(unit="U2", dated_on=day)
    )
    handed(books, changed(unit="U2", dated_on=day - dt.timedelta(days=1)))


def test_a_fund_receives_nothing_before_it_is_opened(books: Books) -> None:
    late = Fund(
        "F8", "后设", Origin.DONATION, Channel.DIRECT, opened_on=dt.date(2025, 3, 1)
    )
    with writing(books.engine) as connection:
        assert not fund_registration.register_funds(connection, "U1", [late], FOUNDING)
    assert "该资金自 2025-03-01 起使用" in refused(books, changed(fund="F8"))
    handed(books, changed(fund="F8", dated_on=dt.date(2025, 3, 1)))


def test_a_source_without_accounts_in_the_chart_is_told(books: Books) -> None:
    odd = Fund("F7", "利息", Origin.INTEREST, Channel.SAME_LEVEL_TREASURY)
    with writing(books.engine) as connection:
        assert not fund_registration.register_funds(connection, "U1", [odd], FOUNDING)
    said = refused(
        books,
        changed(fund="F7", event="refund_earlier", dated_on=dt.date(2025, 3, 1)),
    )
    assert "没有这一资金来源的科目（发现：利息／同级财政）" in said
    assert "用于社会捐赠" in refused(books, changed(fund="F7"))


def test_a_closed_month_is_told_by_the_ledger(books: Books) -> None:
    with books.raw() as raw:
        raw.insert("closes", FILLING["closes"])
        raw.commit()
    with pytest.raises(VoucherRefused, match="L5"):
        handed(books, changed(unit="U2"))
    assert books.one("SELECT COUNT(*) FROM draft_steps") == 0
    handed(books, changed(unit="U2", dated_on=dt.date(2025, 2, 1)))


def test_what_has_not_happened_yet_is_not_received(books: Books) -> None:
    tomorrow = dt.date(2026, 1, 3)
    assert "这一天还没有到（发现：2026-01-03）" in refused(
        books, changed(dated_on=tomorrow)
    )
    handed(books, changed(dated_on=tomorrow - dt.timedelta(days=1)))


# -- the same twice -------------------------------------------------------------------


def test_the_same_reference_twice_is_one_draft(books: Books) -> None:
    first, again = handed(books, GIVEN), handed(books, GIVEN)
    assert (first.already, again.already) == (False, True)
    assert (first.draft, first.ref) == (again.draft, again.ref)
    carry_through(books, first)
    assert handed(books, GIVEN).already
    assert books.one("SELECT COUNT(*) FROM vouchers") == 1


def test_the_same_reference_with_other_content_is_refused(books: Books) -> None:
    handed(books, GIVEN)
    assert "收-1 已经交过，但内容不同" in refused(books, changed(amount=Money(1)))
    books.post(receipt("已记", 100))
    assert "已记 已经入账" in refused(books, changed(ref="已记"))


def test_text_that_begins_like_a_formula_is_kept_as_text(books: Books) -> None:
    text = "=HYPERLINK(1)"
    done = handed(books, changed(summary=text, party="+1", memo="@a", ref="-1"))
    carry_through(books, done)
    assert books.rows("SELECT summary, ref FROM vouchers") == [(text, "-1")]
    assert books.rows("SELECT party, memo FROM postings ORDER BY line") == [
        ("+1", ""),
        ("+1", "@a"),
    ]


def test_the_summary_says_what_happened_unless_another_is_given(books: Books) -> None:
    handed(books, changed(party="{fund}公司"))
    handed(books, changed(ref="收-2", summary="一日捐"))
    with writing(books.engine) as connection:
        said = [one.voucher.summary for one in drafts.waiting(connection, "U1")]
    assert said == ["收到{fund}公司捐款（捐赠）", "一日捐"]


# -- money that comes back ------------------------------------------------------------


def _fill_paid(books: Books) -> None:
    books.post(receipt("r1", 500_00), payment("p1", 100_00))


@pytest.fixture
def paid(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """F1 paid 100 yuan of living aid on 15 January, under p1."""
    yield from building.copied(shelf, dialect, "receipt_refusals-paid", _fill_paid)


def test_what_comes_back_is_tied_to_what_was_paid(paid: Books) -> None:
    carry_through(paid, handed(paid, changed(REFUND, refund_of="p1")))
    assert lines(paid, "U1", "退-1") == [
        ("F1", "借", "102", "60.00", ""),
        ("F1", "贷", "50404", "60.00", "生活救助"),
    ]
    assert paid.rows("SELECT draft, refund_of FROM desk_refunds") == [(1, "p1")]
    assert paid.rows("SELECT memo FROM postings WHERE credit_fen = 6000") == [
        ("收回 p1",)
    ]
    assert handed(paid, changed(REFUND, refund_of="p1")).already
    # The gift that paid it has that again; a year later it would be the same.
    assert used(paid, 1) == {"F1": {2: 40_00, 0: 460_00}}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"amount": Money(100_01)}, "该凭证还可收回 100.00 元，本次 100.01 元"),
        ({"refund_of": "p9"}, "账中没有当时的支出凭证（发现：p9）"),
        ({"refund_of": "r1"}, "该凭证还可收回 0.00 元"),
        ({"purpose": "医疗救助"}, "该凭证还可收回 0.00 元"),
        ({"use": ("50405",)}, "该凭证还可收回 0.00 元"),
        ({"purpose": "旅游"}, "该资金不允许这一用途（专款专用）（发现：旅游）"),
        ({"purpose": ""}, "没有回答：当时用在哪一项帮扶上？"),
        ({"dated_on": dt.date(2025, 1, 14)}, "收回早于支出"),
        ({"dated_on": dt.date(2026, 1, 1)}, "支出的年度与事项不符"),
        ({"event": "refund_earlier", "purpose": ""}, "支出的年度与事项不符"),
        ({"fund": "F9"}, "账中没有这项资金"),
    ],
    ids=str,
)
def test_what_was_not_paid_does_not_come_back(
    paid: Books, fields: dict[str, Any], told: str
) -> None:
    assert told in refused(paid, changed(REFUND, **{"refund_of": "p1"} | fields))


def test_nothing_comes_back_twice(paid: Books) -> None:
    first = handed(paid, changed(REFUND, refund_of="p1"))
    again = changed(REFUND, refund_of="p1", ref="退-2")
    assert "还可收回 40.00 元" in refused(paid, again)
    handed(paid, changed(again, amount=Money(40_00)))
    # What was given up makes room again.
    with writing(paid.engine) as connection:
        drafts.drop(connection, "U1", first.draft, "写错", ZHANG)
    handed(paid, changed(again, ref="退-3"))


def test_what_was_cancelled_does_not_come_back(paid: Books) -> None:
    paid.reverse("p1", red("红-1"))
    for ref in ("p1", "红-1"):
        said = refused(paid, changed(REFUND, refund_of=ref, amount=Money(1)))
        assert "还可收回 0.00 元" in said


def test_money_of_an_earlier_year_comes_back_through_the_year_before(
    paid: Books,
) -> None:
    back = changed(
        REFUND,
        event="refund_earlier",
        purpose="",
        refund_of="p1",
        dated_on=dt.date(2026, 1, 2),
    )
    carry_through(paid, handed(paid, back))
    assert [line[1:3] for line in lines(paid, "U1", "退-1")] == [
        ("借", "102"),
        ("贷", "32101"),
    ]
    assert used(paid, 1) == {"F1": {2: 40_00, 0: 460_00}}
    assert "还可收回 40.00 元" in refused(paid, changed(back, ref="退-2"))


def test_a_standard_purpose_is_met_by_a_fund_without_limits(books: Books) -> None:
    open_units(books)
    told = {"purpose": "夏送清凉", "persons": 2}
    fund = "local_budget-same_level_treasury"
    handed(books, said("union-2021", "direct_payment", fund, **told))
    with writing(books.engine) as connection:
        (draft,) = drafts.waiting(connection, "K")
    assert draft.voucher.postings[0].account == "50405"


# -- money that comes back of no voucher that is named --------------------------------


def test_no_more_comes_back_than_was_spent_in_the_year(paid: Books) -> None:
    back = changed(REFUND, amount=Money(64_000_00))
    told = "资金 F1 本年在科目 50404 用于“生活救助”的支出还可收回 100.00 元"
    assert told in refused(paid, back)
    assert "收回多于本年在该用途上的支出" in refused(paid, back)
    assert "还可收回 0.00 元" in refused(paid, changed(back, purpose="夏送清凉"))


def test_what_came_back_already_counts_with_a_voucher_or_without(paid: Books) -> None:
    first = changed(REFUND)
    carry_through(paid, handed(paid, first))
    assert handed(paid, first).already
    waits = handed(paid, changed(REFUND, ref="退-2", amount=Money(30_00)))
    more = changed(REFUND, ref="退-3", amount=Money(10_01))
    for ref in ("", "p1"):
        assert "还可收回 10.00 元" in refused(paid, changed(more, refund_of=ref))
    with writing(paid.engine) as connection:
        drafts.drop(connection, "U1", waits.draft, "写错", ZHANG)
    handed(paid, more)
    # One that was cancelled in red makes room again.
    paid.reverse("退-1", red("红-1"))
    handed(paid, changed(REFUND, ref="退-4", amount=Money(89_99)))
    assert paid.rows(SPENT)[0] == (100_00,)


SPENT = (
    "SELECT SUM(p.debit_fen - p.credit_fen) FROM postings p JOIN accounts a"
    " ON a.id = p.account_id WHERE a.class = 'expense'"
)


def test_no_more_comes_back_of_earlier_years_than_the_books_tell(paid: Books) -> None:
    day = dt.date(2026, 1, 2)
    back = changed(REFUND, event="refund_earlier", purpose="", dated_on=day)
    told = refused(paid, changed(back, amount=Money(100_01)))
    assert "收回多于以前年度的支出" in told
    assert "资金 F1 账中以前年度的支出还可收回 100.00 元，本次 100.01 元" in told
    handed(paid, back)
    again = changed(back, ref="退-2")
    assert "还可收回 40.00 元" in refused(paid, again)
    handed(paid, changed(again, amount=Money(40_00)))


def test_what_was_spent_before_the_books_comes_back(paid: Books) -> None:
    back = changed(REFUND, event="refund_earlier", purpose="")
    handed(paid, changed(back, amount=Money(1_000_00)))


def test_a_difference_lessens_what_may_come_back(paid: Books) -> None:
    less = debit("50404", -30_00, purpose="生活救助"), credit("102", -30_00)
    how = Correction.DIFFERENCE
    paid.post(voucher("差-1", *less, corrects="p1", correction=how))
    back = changed(REFUND, refund_of="p1", amount=Money(70_01))
    assert "该凭证还可收回 70.00 元" in refused(paid, back)
    handed(paid, changed(back, amount=Money(70_00)))


@pytest.mark.parametrize("ref", ["", "p1"])
@pytest.mark.parametrize(
    ("field", "told"),
    [("amount", "还可收回 100.00 元"), ("purpose", "还可收回 0.00 元")],
)
def test_a_draft_that_was_changed_is_asked_again(
    paid: Books, ref: str, field: str, told: str
) -> None:
    """The preparer changes what was handed in and returned."""
    done = handed(paid, changed(REFUND, refund_of=ref))
    fen = 100_01 if field == "amount" else 60_00
    spent = "生活救助" if field == "amount" else ""
    amount = str(Money(fen))
    with writing(paid.engine) as connection:
        drafts.give_back(connection, "U1", done.draft, "改", LI)
        said = drafts.history(connection, "U1", done.draft)[-1].voucher
        money, back = said.postings
        lines = (
            dataclasses.replace(money, debit=amount),
            dataclasses.replace(back, credit=amount, purpose=spent),
        )
        more = dataclasses.replace(said, postings=lines)
        drafts.save(connection, more, ZHANG, done.draft)
        with pytest.raises(DeskRefused, match=told):
            row_fit.demand_fit(connection, "U1", done.draft)
        drafts.save(connection, said, ZHANG, done.draft)
        row_fit.demand_fit(connection, "U1", done.draft)
