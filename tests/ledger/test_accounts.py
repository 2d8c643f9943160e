"""The charts hold what 财会〔2009〕7号 and 财会〔2021〕7号 prescribe, and no more."""

import datetime as dt
import tomllib
from typing import Any

import pytest

from ledger.accounts import (
    MONEY_ROLES,
    Account,
    AccountClass,
    Chart,
    ChartError,
    Role,
    Side,
    chart_from,
    is_within,
    load_chart,
    standard_charts,
    standard_keys,
)

COUNTY_2021 = """
101 库存现金 102 银行存款 111 零余额账户用款额度 121 财政应返还额度 131 应收上级经费
132 应收下级经费 135 其他应收款 141 库存物品 151 投资 161 在建工程 162 固定资产
163 累计折旧 171 无形资产 172 累计摊销 181 长期待摊费用 182 待处理财产损溢
201 应付职工薪酬 211 应付上级经费 212 应付下级经费 215 其他应付款 221 代管经费
301 资产基金 311 专用基金 321 工会资金结转 322 工会资金结余 331 财政拨款结转
332 财政拨款结余 341 预算稳定调节基金
402 拨缴经费收入 403 上级补助收入 404 政府补助收入 406 附属单位上缴收入 407 投资收益
408 其他收入 411 动用预算稳定调节基金
502 职工活动组织支出 503 职工服务支出 504 维权支出 505 业务支出 506 行政支出
507 资本性支出 508 补助下级支出 509 对附属单位的支出 510 其他支出
521 安排预算稳定调节基金
"""
GRASSROOTS_2021 = """
101 库存现金 102 银行存款 131 应收上级经费 135 其他应收款 141 库存物品 162 固定资产
163 累计折旧 182 待处理财产损溢 211 应付上级经费 215 其他应付款 301 资产基金
321 工会资金结转 322 工会资金结余 401 会费收入 402 拨缴经费收入 403 上级补助收入
405 行政补助收入 408 其他收入 501 职工活动支出 503 职工服务支出 504 维权支出
505 业务支出 507 资本性支出 510 其他支出
"""
FIRST_2009 = """
101 库存现金 102 银行存款 111 零余额账户用款额度 112 财政应返还额度 121 借出款
131 应收上级经费 132 应收下级经费 135 其他应收款 141 库存物品 151 投资 161 在建工程
162 固定资产
201 应付工资（离退休费） 202 应付地方（部门）津贴补贴 203 应付其他个人收入 211 借入款
221 应付上级经费 222 应付下级经费 225 其他应付款 231 代管经费
301 固定基金 302 在建工程占用资金 311 投资基金 321 专用基金 322 后备金 331 结余
401 会费收入 402 拨缴经费收入 403 上级补助收入 404 政府补助收入 405 行政补助收入
406 事业收入 407 投资收益 408 其他收入
501 职工活动支出 502 维权支出 503 业务支出 504 行政支出 505 资本性支出
506 补助下级支出 507 事业支出 508 其他支出
"""
SUBS_2021_SHARED = """
13101 应收上级补助 13102 应收上级转拨经费
30101 库存物品 30102 投资 30103 在建工程 30104 固定资产 30105 无形资产
30106 长期待摊费用
32101 年初余额调整 32102 单位内部调剂 32103 本年收支结转 32104 累计结转
32201 年初余额调整 32202 单位内部调剂 32203 本年收支结转 32204 结转转入
32205 累计结余
40301 一般性转移支付补助 40302 专项转移支付补助
50301 劳动和技能竞赛活动支出 50302 建家活动支出 50303 职工创新活动支出
50304 职工书屋活动支出 50305 其他服务支出
50401 劳动关系协调支出 50402 劳动保护支出 50403 法律援助支出
50404 困难职工帮扶支出 50405 送温暖支出 50406 其他维权支出
50501 培训支出 50502 会议支出 50503 专项业务支出 50504 其他业务支出
50701 房屋建筑物购建 50702 办公设备购置 50703 专用设备购置 50704 交通工具购置
50705 大型修缮 50706 信息网络购建 50707 其他资本性支出
"""
SUBS_COUNTY_2021 = """
12101 财政直接支付 12102 财政授权支付 21201 应付下级补助 21202 应付下级转拨经费
33101 年初余额调整 33102 单位内部调剂 33103 本年收支结转 33104 累计结转
33201 年初余额调整 33202 归集上缴 33203 单位内部调剂 33204 结转转入 33205 累计结余
40401 财政拨款收入 40402 非同级财政拨款收入
50201 职工教育支出 50202 文体活动支出 50203 宣传活动支出 50204 劳模职工疗休养支出
50205 会员活动支出 50206 其他活动支出
50601 工资福利支出 50602 商品和服务支出 50603 对个人和家庭的补助支出
50604 其他行政支出 50801 一般性转移支付补助 50802 专项转移支付补助
"""
SUBS_GRASSROOTS_2021 = """
50101 职工教育支出 50102 文体活动支出 50103 宣传活动支出 50104 劳模职工疗休养支出
50105 会员活动支出 50106 其他活动支出
"""
SUBS_2009 = """
11201 财政直接支付 11202 财政授权支付
13101 应收上级补助 13102 应收上级转拨经费 13103 应收建会筹备金
22201 应付下级补助 22202 应付下级转拨经费 22203 应付建会筹备金
32101 增收留成基金 32102 财务专用基金 32103 权益保障金
40301 回拨补助 40302 专项补助 40303 超收补助 40304 帮扶补助 40305 送温暖补助
40306 救灾补助 40307 其他补助
50101 职工教育费 50102 文体活动费 50103 宣传活动费 50104 其他活动支出
50201 劳动关系协调费 50202 劳动保护费 50203 法律援助费 50204 困难职工帮扶费
50205 送温暖费 50206 其他维权支出
50301 培训费 50302 会议费 50303 外事费 50304 专项业务费 50305 其他业务支出
50401 工资福利支出 50402 商品和服务支出 50403 对个人和家庭的补助 50404 其他行政支出
50501 房屋建筑物购建 50502 办公设备购置 50503 专用设备购置 50504 交通工具购置
50505 大型修缮 50506 信息网络购建 50507 其他资本性支出
50601 回拨补助 50602 专项补助 50603 超收补助 50604 帮扶补助 50605 送温暖补助
50606 救灾补助 50607 其他补助
"""


def listed(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def names(chart: Chart, *, first_level: bool) -> dict[str, str]:
    chosen = chart.first_level() if first_level else [a for a in chart if a.parent]
    return {a.code: a.name for a in chosen}


@pytest.mark.parametrize(
    ("key", "prescribed", "count"),
    [
        ("union-2021", COUNTY_2021, 45),
        ("union-2021-grassroots", GRASSROOTS_2021, 24),
        ("union-2009", FIRST_2009, 42),
    ],
)
def test_first_level_accounts_are_those_prescribed(
    key: str, prescribed: str, count: int
) -> None:
    found = names(load_chart(key), first_level=True)
    assert found == listed(prescribed)
    assert len(found) == count


@pytest.mark.parametrize(
    ("key", "prescribed"),
    [
        ("union-2021", SUBS_2021_SHARED + SUBS_COUNTY_2021),
        ("union-2021-grassroots", SUBS_2021_SHARED + SUBS_GRASSROOTS_2021),
        ("union-2009", SUBS_2009),
    ],
)
def test_sub_accounts_are_those_prescribed(key: str, prescribed: str) -> None:
    assert names(load_chart(key), first_level=False) == listed(prescribed)


@pytest.mark.parametrize(
    ("key", "since", "until", "document"),
    [
        ("union-2009", dt.date(2010, 1, 1), dt.date(2022, 1, 1), "财会〔2009〕7号"),
        ("union-2021", dt.date(2022, 1, 1), None, "财会〔2021〕7号"),
        ("union-2021-grassroots", dt.date(2022, 1, 1), None, "财会〔2021〕7号"),
    ],
)
def test_a_statutory_chart_names_its_document_and_its_dates(
    key: str, since: dt.date, until: dt.date | None, document: str
) -> None:
    chart = load_chart(key)
    assert (chart.since, chart.until, chart.statutory) == (since, until, True)
    assert document in chart.basis


def test_the_editions_follow_each_other_without_a_gap() -> None:
    old, new = load_chart("union-2009"), load_chart("union-2021")
    last, first = dt.date(2021, 12, 31), dt.date(2022, 1, 1)
    assert old.in_force(last)
    assert not old.in_force(first)
    assert new.in_force(first)
    assert not new.in_force(last)


def test_the_book_of_an_aid_institution_says_that_it_is_not_statutory() -> None:
    chart = load_chart("aid-institution")
    assert not chart.statutory
    assert "辅助账" in chart.label


@pytest.mark.parametrize("chart", standard_charts(), ids=lambda chart: chart.key)
def test_assets_and_expenditure_stand_on_the_debit_side_the_rest_on_credit(
    chart: Chart,
) -> None:
    exceptions = {"163": Side.CREDIT, "172": Side.CREDIT, "182": Side.EITHER}
    for account in chart:
        debit = account.klass in {AccountClass.ASSET, AccountClass.EXPENSE}
        usual = Side.DEBIT if debit else Side.CREDIT
        assert account.side is exceptions.get(account.code, usual)


@pytest.mark.parametrize("key", ["union-2021", "union-2021-grassroots", "union-2009"])
def test_the_first_digit_of_a_statutory_code_agrees_with_its_class(key: str) -> None:
    digits = dict(zip(AccountClass, "12345", strict=True))
    assert all(a.code.startswith(digits[a.klass]) for a in load_chart(key))


@pytest.mark.parametrize(
    ("role", "codes_2021", "codes_2009"),
    [
        (Role.CASH, ["101"], ["101"]),
        (Role.BANK, ["102"], ["102"]),
        (Role.QUOTA, ["111"], ["111"]),
        (Role.QUOTA_RETURN, ["12101", "12102"], ["11201", "11202"]),
        (Role.UPPER_RECEIVABLE, ["13101", "13102"], ["13101", "13102", "13103"]),
        (Role.LOWER_RECEIVABLE, ["132"], ["132"]),
        (Role.ADVANCE, ["135"], ["135"]),
        (Role.STOCK, ["141"], ["141"]),
        (Role.STOCK_FUND, ["30101"], []),
        (Role.UPPER_PAYABLE, ["211"], ["221"]),
        (Role.LOWER_PAYABLE, ["21201", "21202"], ["22201", "22202", "22203"]),
        (Role.PAYABLE, ["215"], ["225"]),
        (Role.ENTRUSTED, ["221"], ["231"]),
        (Role.PRIOR_YEAR, ["32101", "32201", "33101", "33201"], []),
        (Role.EARMARK, ["32102", "32202", "33102", "33203"], []),
        (Role.YEAR_RESULT, ["32103", "32203", "33103"], []),
        (Role.CARRYOVER_IN, ["32204", "33204"], []),
        (Role.BUDGET_RETURN, ["33202"], []),
        (Role.CLOSING, ["32104", "32205", "33104", "33205"], ["331"]),
        (Role.AID_EXPENSE, ["50404", "50405"], ["50204", "50205"]),
        (Role.PASSING_DOWN, ["50801", "50802"], [f"5060{n}" for n in range(1, 8)]),
    ],
)
def test_each_role_is_played_by_the_accounts_meant_for_it(
    role: Role, codes_2021: list[str], codes_2009: list[str]
) -> None:
    for key, codes in (("union-2021", codes_2021), ("union-2009", codes_2009)):
        assert [a.code for a in load_chart(key).with_role(role)] == codes


def test_the_same_number_means_different_things_in_the_two_editions() -> None:
    old, new = load_chart("union-2009"), load_chart("union-2021")
    assert (old["221"].name, new["221"].name) == ("应付上级经费", "代管经费")
    assert old["221"] != new["221"]


def test_money_stands_in_cash_bank_and_quota_alone() -> None:
    money = [a.code for a in load_chart("union-2021") if a.is_money]
    assert money == ["101", "102", "111"]
    assert {Role.CASH, Role.BANK, Role.QUOTA} == MONEY_ROLES


def test_labels_are_chinese_and_keys_english() -> None:
    assert [k.label for k in AccountClass] == ["资产", "负债", "净资产", "收入", "支出"]
    assert [side.label for side in Side] == ["借", "贷", "借或贷"]
    assert AccountClass("net_asset") is AccountClass.NET_ASSET
    assert str(Side.DEBIT) == "debit"
    assert Role("") is Role.NONE


def test_only_accounts_without_others_under_them_are_leaves() -> None:
    chart = load_chart("union-2021")
    assert chart.is_leaf("50404")
    assert chart.is_leaf("102")
    assert not chart.is_leaf("504")
    assert not chart.is_leaf("999")


def test_an_account_is_shown_with_the_names_above_it() -> None:
    chart = load_chart("union-2021")
    assert chart.full_name("50404") == "维权支出——困难职工帮扶支出"
    assert chart.full_name("102") == "银行存款"


def test_accounts_lie_within_those_above_them_and_within_themselves() -> None:
    chart = load_chart("union-2021")
    assert is_within("50404", "504", chart)
    assert is_within("504", "504", chart)
    assert not is_within("504", "50404", chart)
    assert not is_within("50404", "503", chart)


def own_chart(*accounts: Account) -> Chart:
    return Chart("own", "本单位科目表", dt.date(2021, 1, 1), None, accounts, "自设")


def bank(code: str = "1002", **changes: Any) -> Account:
    facts = {"name": "银行存款", "klass": AccountClass.ASSET, "side": Side.DEBIT}
    return Account(**({"chart": "own", "code": code} | facts | changes))


def test_subordination_follows_parents_and_not_digits() -> None:
    """Account 10021 looks like a child of 1002 but has no parent; 9 is its child."""
    chart = own_chart(bank(), bank("10021"), bank("9", parent="1002"))
    assert not is_within("10021", "1002", chart)
    assert is_within("9", "1002", chart)
    assert [a.code for a in chart.children("1002")] == ["9"]


def test_a_sub_account_takes_side_and_role_from_above_unless_it_states_its_own() -> (
    None
):
    parent = bank(role=Role.BANK)
    heir = parent.sub_account("100201", "代管经费")
    assert (heir.side, heir.role, heir.parent) == (Side.DEBIT, Role.BANK, "1002")
    other = parent.sub_account("100202", "过渡户", side=Side.EITHER, role=Role.NONE)
    assert (other.side, other.role) == (Side.EITHER, Role.NONE)


def test_a_union_may_add_sub_accounts_which_makes_the_account_above_no_leaf() -> None:
    chart = load_chart("union-2021")
    wider = chart.extended([chart["102"].sub_account("10201", "代管经费")])
    assert wider.is_leaf("10201")
    assert not wider.is_leaf("102")
    assert chart.is_leaf("102")
    assert "10201" not in chart
    assert wider.get("10201") == wider["10201"]
    assert chart.get("10201") is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"chart": " "}, "科目须注明所属科目表"),
        ({"code": ""}, "科目编号只能由数字和字母组成"),
        ({"code": "10-02"}, "科目编号只能由数字和字母组成"),
        ({"name": "　"}, "科目没有名称"),
        ({"parent": "1002"}, "科目不能是自己的上级科目"),
    ],
)
def test_an_account_cannot_be_built_wrong(
    changes: dict[str, str], message: str
) -> None:
    with pytest.raises(ChartError, match=message):
        bank(**changes)


@pytest.mark.parametrize(
    ("accounts", "message"),
    [
        ([bank(), bank()], "科目编号重复：1002"),
        ([bank(chart="another")], "科目属于另一个科目表：1002"),
        ([bank(parent="1")], "上级科目不存在：1"),
        (
            [bank(), bank("9", parent="1002", klass=AccountClass.INCOME)],
            "科目与其上级科目的类别不同：9",
        ),
        ([bank("1", parent="2"), bank("2", parent="1")], "科目互为上下级：1"),
        (
            [bank("3", parent="1"), bank("1", parent="2"), bank("2", parent="1")],
            "科目互为上下级：3",
        ),
    ],
)
def test_a_chart_cannot_be_built_wrong(accounts: list[Account], message: str) -> None:
    with pytest.raises(ChartError, match=message):
        own_chart(*accounts)


def test_a_chart_must_begin_before_it_ends() -> None:
    day = dt.date(2021, 1, 1)
    with pytest.raises(ChartError, match="起始日期应早于截止日期"):
        Chart("own", "本单位科目表", day, day, (bank(),), "自设")


def test_an_unknown_chart_is_refused_by_name() -> None:
    with pytest.raises(ChartError, match="没有这个科目表：union-1998"):
        load_chart("union-1998")
    assert "union-2021" in standard_keys()


CHART_FILE = """
key = "own"
label = "本单位科目表"
basis = "自设"
since = 2021-01-01
statutory = false
[asset]
"1002" = { name = "银行存款", role = "bank" }
"100201" = { name = "帮扶专户", parent = "1002" }
"""


def test_a_chart_file_is_read_line_by_line() -> None:
    chart = chart_from(tomllib.loads(CHART_FILE))
    assert [a.code for a in chart.with_role(Role.BANK)] == ["100201"]
    assert chart.in_force(dt.date(2030, 1, 1))
    assert not chart.in_force(dt.date(2020, 12, 31))


@pytest.mark.parametrize(
    "faulty",
    [
        CHART_FILE + 'colour = "red"\n',
        CHART_FILE.replace("role =", "rule ="),
        CHART_FILE.replace("since", "colour = 1\nsince"),
        CHART_FILE + '[income]\n"408" = { name = "利息", parent = "1002" }\n',
    ],
)
def test_a_faulty_chart_file_stops_the_program(faulty: str) -> None:
    with pytest.raises((AssertionError, AttributeError)):
        chart_from(tomllib.loads(faulty))
