"""Units, accounts, funds, people and openings of a books folder, and the odd ones."""

import datetime as dt
from pathlib import Path

import pytest

from ledger.accounts import Account, AccountClass, Role, Side
from ledger.chart_registration import register_accounts
from ledger.database import writing
from ledger.people import Act
from tests.building import ACT, Books
from tests.building import receipt as posted
from tests.ledger.folders import (
    Folder,
    Row,
    cr,
    dr,
    everything,
    payment,
    receipt,
    rows,
)

BLANK = {"debit": "", "credit": ""}


@pytest.fixture
def folder(sqlite_books: Books, tmp_path: Path) -> Folder:
    """An empty folder beside the books of U1 and U2."""
    return Folder(tmp_path / "账套", sqlite_books)


def unit(code: str, **more: str) -> Row:
    given = {"code": code, "name": f"{code}总工会", "level": "县"}
    return given | {"opened_on": "2025-01-01"} | more


def account(code: str, **more: str) -> Row:
    return {"chart": "union-2021", "code": code, "name": "户", "class": "资产"} | more


def opening(line: Row, **more: str) -> Row:
    return {"unit": "U1", "date": "2025-01-01"} | BLANK | line | more


# -- units --------------------------------------------------------------------------


def test_parents_may_stand_below_their_children(folder: Folder) -> None:
    folder.write(
        "units", unit("X", parent="Y"), unit("Y", parent="Z"), unit("Z")
    ).bring()
    query = "SELECT c.code, p.code FROM units c JOIN units p ON p.id = c.parent_id"
    assert sorted(folder.books.rows(query)) == [("X", "Y"), ("Y", "Z")]


def test_a_unit_that_names_no_day_begins_on_the_day_in_china(folder: Folder) -> None:
    late = Act("王五", dt.datetime(2026, 1, 2, 16, tzinfo=dt.UTC))
    folder.write("units", unit("X", opened_on="")).bring(late)
    query = "SELECT opened_on FROM units WHERE code = 'X'"
    assert folder.books.one(query) == "2026-01-03"


def test_a_ring_of_parents_is_refused(folder: Folder) -> None:
    folder.write(
        "units", unit("X", parent="Y"), unit("Y", parent="X"), unit("Z", parent="Z")
    )
    told = folder.told()
    assert [t.split("；")[0] for t in told] == [
        "units.csv:2: parent: 没有这个上级单位（发现：Y）",
        "units.csv:3: parent: 没有这个上级单位（发现：X）",
        "units.csv:4: code: 单位不能是自己的上级。办法：改正 parent",
    ]


def test_a_unit_that_ended_takes_no_voucher_after(folder: Folder) -> None:
    folder.write("units", unit("X", closed_on="2025-03-01", merged_into="U1"))
    folder.write(
        "funds", {"unit": "X", "code": "F1", "name": "捐", "source": "donation"}
    )
    folder.vouchers(
        receipt("last", "5", unit="X", date="2025-02-28"),
        receipt("late", "5", unit="X", date="2025-03-01"),
    )
    (told,) = folder.told()
    assert told.startswith("vouchers.csv:4: date: 单位已撤销（发现：2025-03-01）")


def test_a_unit_may_be_merged_into_one_further_down(folder: Folder) -> None:
    ending = {"closed_on": "2025-03-01", "merged_into": "Y"}
    folder.write("units", unit("X", **ending), unit("Y")).bring()
    query = "SELECT u.code FROM unit_endings e JOIN units u ON u.id = e.merged_into_id"
    assert folder.books.one(query) == "Y"


@pytest.mark.parametrize(
    ("ending", "what"),
    [
        (
            {"closed_on": "2025-03-01", "merged_into": "U9"},
            "merged_into: 没有这个并入单位",
        ),
        (
            {"closed_on": "2025-03-01", "merged_into": "X"},
            "merged_into: 没有这个并入单位",
        ),
        ({"merged_into": "U1"}, "code: 并入其他单位须有撤销日期"),
        ({"closed_on": "2024-12-31"}, "code: 单位的撤销日期应晚于设立日期"),
        ({"closed_on": "2025-02-30"}, "closed_on: 没有这一天"),
        ({"level": "村"}, "level: 不认识这个值（发现：村）"),
        ({"account_mode": "口袋"}, "account_mode: 不认识这个值"),
        ({"voucher_kinds": "四类"}, "voucher_kinds: 不认识这个值"),
        ({"chart": "union-1921"}, "chart: 没有这个科目表"),
        ({"name": ""}, "name: 不能为空"),
        ({"name": "换\n行"}, "name: 文字中有控制字符"),
        ({"name": "县\u200b总"}, "name: 文字中有看不见的字符"),
        ({"name": "张三 13800138000"}, "name: 不能有个人号码"),
    ],
)
def test_a_unit_that_cannot_be_is_refused(
    folder: Folder, ending: Row, what: str
) -> None:
    (told,) = folder.write("units", unit("X", **ending)).told()
    assert told.startswith(f"units.csv:2: {what}")


def test_a_unit_ends_after_its_last_voucher(folder: Folder) -> None:
    folder.vouchers(receipt("v", "5", date="2025-03-01")).bring()
    end = unit("U1", name="某县总工会", closed_on="2025-03-01")
    (told,) = folder.write("units", end).told()
    assert told.startswith("units.csv:2: closed_on: 撤销日期之后已有记账")
    assert folder.write("units", end | {"closed_on": "2025-03-02"}).bring()


def test_an_end_is_not_moved(folder: Folder) -> None:
    end = unit("X", closed_on="2025-03-01")
    folder.write("units", end).bring()
    (told,) = folder.write("units", end | {"closed_on": "2025-04-01"}).told()
    assert told.startswith("units.csv:2: closed_on: 单位的撤销已经登记，但内容不同")


def test_an_end_told_again_changes_nothing(folder: Folder) -> None:
    end = unit("X", closed_on="2025-03-01", merged_into="U1")
    folder.write("units", end).bring()
    before = everything(folder.books)
    folder.bring()
    assert everything(folder.books) == before


def test_the_same_code_twice_is_told_at_the_second(folder: Folder) -> None:
    folder.write("units", unit("X"), unit("X"))
    fund = {"unit": "U1", "code": "F8", "name": "捐", "source": "donation"}
    folder.write("funds", fund, fund)
    found = account("10201", parent="102")
    folder.write("accounts", found, found)
    assert folder.told() == [
        "accounts.csv:3: code: 科目代码重复（发现：10201）",
        "funds.csv:3: code: 资金代码重复（发现：F8）",
        "units.csv:3: code: 单位代码重复（发现：X）",
    ]


# -- accounts -----------------------------------------------------------------------


def test_an_account_under_a_prescribed_one_takes_its_role(folder: Folder) -> None:
    folder.write("accounts", account("10201", parent="102"))
    folder.vouchers(rows("v", dr("10201", "5"), cr("408", "5"))).bring()
    query = "SELECT money, side, role FROM accounts WHERE code = '10201'"
    assert folder.books.rows(query) == [(1, "debit", "bank")]
    (told,) = folder.vouchers(rows("w", dr("102", "5"), cr("408", "5"))).told()
    assert "不是末级科目（发现：102）" in told


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (account("901"), "code: 法定科目表的一级科目不得增设（发现：901）"),
        (account("10201", parent="199"), "parent: 没有这个上级科目（发现：199）"),
        (account("10201", parent="10201"), "code: 科目不能是自己的上级科目"),
        (
            account("10201", parent="102", **{"class": "负债"}),
            "class: 与上级科目的类别不同",
        ),
        (
            account("10201", parent="102", role="entrusted"),
            "role: 货币资金科目的明细仍须是",
        ),
        (account("102", name="另一名称"), "code: 科目已经登记，但内容不同"),
        (account("10 201", parent="102"), "code: 科目编号只能由数字和字母组成"),
        (account("10201", parent="102", side="上"), "side: 不认识这个值（发现：上）"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    folder: Folder, row: Row, what: str
) -> None:
    (told,) = folder.write("accounts", row).told()
    assert told.startswith(f"accounts.csv:2: {what}")


def test_a_chart_of_ones_own_has_first_level_accounts(folder: Folder) -> None:
    own = [
        account("1002", chart="own", name="银行存款", role="bank"),
        account("4101", chart="own", name="捐赠收入", **{"class": "收入"}),
    ]
    folder.write("accounts", *own).write("units", unit("X", chart="own"))
    folder.write(
        "funds", {"unit": "X", "code": "F1", "name": "捐", "source": "donation"}
    )
    folder.vouchers(rows("v", dr("1002", "5"), cr("4101", "5"), unit="X"))
    assert folder.bring().vouchers == 1


def test_a_ring_of_accounts_is_refused(folder: Folder) -> None:
    ring = [
        account("1", chart="own", parent="2"),
        account("2", chart="own", parent="1"),
    ]
    told = folder.write("accounts", *ring).told()
    assert [one.split("；")[0] for one in told] == [
        "accounts.csv:2: parent: 没有这个上级科目（发现：2）",
        "accounts.csv:3: parent: 没有这个上级科目（发现：1）",
    ]


def test_nothing_is_put_under_an_account_that_holds_postings(folder: Folder) -> None:
    folder.vouchers(receipt("v", "5")).bring()
    (told,) = folder.write("accounts", account("10201", parent="102")).told()
    assert told.startswith(
        "accounts.csv:2: parent: 上级科目已有记账，不能再在其下增设明细科目"
    )


def test_the_register_itself_refuses_an_account_under_postings(books: Books) -> None:
    books.post(posted("v", 5))
    new = Account(
        "union-2021", "10201", "户", AccountClass.ASSET, Side.DEBIT, Role.BANK, "102"
    )
    with writing(books.engine) as connection:
        ((place, problem),) = register_accounts(connection, [new], ACT)
    assert (place, problem.rule) == (0, "account")
    assert books.one("SELECT COUNT(*) FROM accounts WHERE code = '10201'") == 0


# -- funds --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"unit": "U9"}, "unit: 没有这个单位（发现：U9）"),
        ({"source": "彩票"}, "source: 不认识这个值（发现：彩票）"),
        ({"channel": "天上"}, "channel: 不认识这个值（发现：天上）"),
        (
            {"source": "general", "purposes": "生活救助"},
            "code: 本级工会其他资金不设限定用途",
        ),
        (
            {"source": "central_budget", "purposes": "旅游"},
            "purposes: 资金来源不允许这些用途",
        ),
        ({"purposes": "助学;助学"}, "code: 资金的限定用途有重复"),
        ({"opened_on": "明天"}, "opened_on: 日期应写作"),
    ],
)
def test_a_fund_that_cannot_be_is_refused(folder: Folder, more: Row, what: str) -> None:
    fund = {"unit": "U1", "code": "F8", "name": "捐", "source": "donation"} | more
    (told,) = folder.write("funds", fund).told()
    assert told.startswith(f"funds.csv:2: {what}")


def test_a_fund_is_not_used_before_it_was_set_up(folder: Folder) -> None:
    fund = {"unit": "U1", "code": "F8", "name": "捐", "source": "donation"}
    folder.write("funds", fund | {"opened_on": "2025-02-01"})
    told = folder.vouchers(receipt("v", "5", "F8")).told()
    assert told[0].startswith("vouchers.csv:2: fund: 日期早于资金设立日")


def test_a_donor_s_own_purpose_is_spent_on_and_no_other(folder: Folder) -> None:
    fund = {"unit": "U1", "code": "F8", "name": "捐", "source": "donation"}
    folder.write("funds", fund | {"purposes": "生活救助；修缮房屋"})
    folder.vouchers(receipt("r", "9", "F8"), payment("p", "5", "F8")).bring()
    lines = dr("50404", "1", "F8", purpose="子女助学"), cr("102", "1", "F8")
    (told,) = folder.vouchers(rows("q", *lines)).told()
    assert "不允许这一用途" in told
    assert "修缮房屋" in told


# -- people -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "what"),
    [
        (
            [{"person": "甲", "rights": "统帅"}],
            "2: rights: 不认识这项权限（发现：统帅）",
        ),
        ([{"person": "甲", "rights": "post", "units": "U9"}], "2: units: 没有这个单位"),
        ([{"person": "", "name": "某人"}], "2: person: 不能为空"),
        (
            [
                {
                    "person": "甲",
                    "rights": "post",
                    "since": "2025-02-01",
                    "until": "2025-02-01",
                }
            ],
            "2: until: 权限的截止日期应晚于起始日期",
        ),
        (
            [
                {"person": "甲", "rights": "post", "until": "2025-02-01"},
                {"person": "甲", "rights": "记账", "until": "2025-03-01"},
            ],
            "3: until: 同一权限有两个截止日期（发现：记账）",
        ),
        (
            [{"person": "甲", "name": "甲某"}, {"person": "甲", "name": "乙某"}],
            "3: name: 同一人员的姓名不一致",
        ),
        (
            [{"person": "甲", "logins": "x"}, {"person": "乙", "logins": "x"}],
            "3: logins: 登录名或代码已属于另一人",
        ),
        (
            [{"person": "甲", "logins": "zhangsan"}],
            "2: logins: 登录名或代码已属于另一人（发现：zhangsan）",
        ),
        ([{"person": "zhangsan"}], "2: logins: 登录名或代码已属于另一人"),
        ([{"person": "甲", "logins": "李四"}], "2: logins: 登录名或代码已属于另一人"),
        (
            [{"person": "13800138000"}],
            "2: person: 不能有个人号码（发现：手机号码 13*******00）",
        ),
    ],
)
def test_people_who_contradict_themselves_are_refused(
    folder: Folder, people: list[Row], what: str
) -> None:
    (told,) = folder.write("people", *people).told()
    assert told.startswith(f"people.csv:{what}")


def test_log_ins_of_several_rows_belong_to_the_person(folder: Folder) -> None:
    folder.write(
        "people", {"person": "甲", "logins": "a"}, {"person": "甲", "logins": "b;c"}
    )
    folder.bring()
    assert folder.books.one("SELECT COUNT(*) FROM logins") == 4


@pytest.mark.parametrize(
    ("officers", "what"),
    [
        (
            [("张三", "2025-01-01", ""), ("张三", "2025-06-01", "")],
            "3: since: 同一人同一职务的任期重叠",
        ),
        (
            [("张三", "2025-01-01", "2025-06-01"), ("张三", "2025-01-01", "")],
            "3: since: 同一人同一职务",
        ),
        (
            [("张三", "2025-06-01", "2025-06-01")],
            "2: until: 任期的截止日期应晚于起始日期",
        ),
    ],
)
def test_one_person_holds_a_post_once_at_a_time(
    folder: Folder, officers: list[tuple[str, str, str]], what: str
) -> None:
    lines = [
        {"person": person, "post": "主任", "unit": "U1", "since": since, "until": until}
        for person, since, until in officers
    ]
    (told,) = folder.write("officers", *lines).told()
    assert told.startswith(f"officers.csv:{what}")


def test_a_post_in_a_unit_that_is_not_there_is_told(folder: Folder) -> None:
    post = {"person": "张三", "post": "主任", "unit": "U9", "since": "2025-01-01"}
    (told,) = folder.write("officers", post).told()
    assert told == "officers.csv:2: unit: 没有这个单位（发现：U9）；核对单位代码"


def test_two_persons_may_hold_a_post_together(folder: Folder) -> None:
    post = {"post": "主任", "unit": "U1", "since": "2025-01-01", "acting": "是"}
    folder.write(
        "officers", post | {"person": "张三"}, post | {"person": "李四"}
    ).bring()
    assert folder.books.one("SELECT COUNT(*) FROM tenures WHERE acting = 1") == 2


def test_a_post_that_ended_is_told_by_a_later_revision(folder: Folder) -> None:
    post = {"person": "张三", "post": "主任", "unit": "U1", "since": "2025-01-01"}
    folder.write("officers", post).bring()
    folder.write("officers", post | {"until": "2025-06-01"}).bring()
    folder.bring()
    assert folder.books.rows("SELECT revision FROM tenures ORDER BY 1") == [(1,), (2,)]


# -- openings -----------------------------------------------------------------------


def test_openings_balance_within_each_fund(folder: Folder) -> None:
    folder.write("openings", opening(dr("102", "5")), opening(cr("32104", "5", "F2")))
    (told,) = folder.told()
    assert told.startswith("openings.csv:2: 凭证总额平衡，但各资金内部借贷不平")


def test_openings_are_one_voucher_of_a_unit_and_stand_first(folder: Folder) -> None:
    folder.vouchers(payment("p", "5", date="2025-01-01"))
    folder.write("openings", opening(dr("102", "5")), opening(cr("32104", "5"))).bring()
    query = "SELECT kind, period, number FROM vouchers ORDER BY position"
    assert folder.books.rows(query) == [("期初", 202500, 1), ("付", 202501, 1)]


def test_a_second_day_of_openings_would_count_twice_and_is_refused(
    folder: Folder,
) -> None:
    lines = opening(dr("102", "5")), opening(cr("32104", "5"))
    later = [line | {"date": "2026-01-01"} for line in lines]
    (told,) = folder.write("openings", *lines, *later).told()
    assert told.startswith("openings.csv:4: date: 期初余额只能是账簿的第一张凭证")


def test_openings_do_not_follow_vouchers(folder: Folder) -> None:
    folder.vouchers(receipt("v", "5")).bring()
    folder.write("openings", opening(dr("102", "5")), opening(cr("32104", "5")))
    (told,) = folder.told()
    assert told.startswith("openings.csv:2: date: 期初余额只能是账簿的第一张凭证")
    assert "账中已有 1 张凭证" in told


def test_openings_changed_afterwards_are_refused(folder: Folder) -> None:
    folder.write("openings", opening(dr("102", "5")), opening(cr("32104", "5"))).bring()
    folder.write("openings", opening(dr("102", "6")), opening(cr("32104", "6")))
    (told,) = folder.told()
    assert told.startswith(
        "openings.csv:2: voucher: 同一凭证引用号已经入账，但内容不同"
    )


def test_an_opening_keeps_the_day_its_advance_arose(folder: Folder) -> None:
    old = opening(
        dr("135", "5"), original_date="2019-07-01", party="某企业", serials="0012"
    )
    folder.write("openings", old, opening(cr("32104", "5"))).bring()
    query = "SELECT arose_on, party, serials FROM postings WHERE line = 1"
    assert folder.books.rows(query) == [("2019-07-01", "某企业", "0012")]


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"date": ""}, "openings.csv:2: date: 不能为空"),
        ({"unit": "U9"}, "openings.csv:2: unit: 不认识这个单位"),
        ({"account": "999"}, "openings.csv:2: account: 科目表中没有这个科目"),
        ({"fund": "F9"}, "openings.csv:2: fund: 本单位没有这项资金"),
        ({"debit": "五元"}, "openings.csv:2: debit: 不是金额"),
        ({"original_date": "很久以前"}, "openings.csv:2: original_date: 日期应写作"),
    ],
)
def test_a_faulty_opening_is_told_at_its_place(
    folder: Folder, more: Row, place: str
) -> None:
    folder.write("openings", opening(dr("102", "5"), **more), opening(cr("32104", "5")))
    assert folder.told()[0].startswith(place)
