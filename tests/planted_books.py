"""Faults of books: numbers, persons, dates, vouchers, corrections, balances."""

import datetime as dt

from tests.planted_year import (
    PEOPLE,
    PURPOSE,
    UNIT,
    YEAR,
    Folder,
    cr,
    dr,
    fen_of,
    yuan_of,
)
from tests.planting import UNEQUAL, plant

_UNBALANCED = ("T41", "凭证借贷不平")


# numbers


@plant("中间一张凭证被抽走", "T38", "凭证断号")
def _gap(made: Folder) -> None:
    fund = made.pick("aid-OU", 3)
    last = made.vouchers.index(fund)
    # Not the last of its month: nobody could miss that.
    later = [
        v for v in made.vouchers if v.ref[:10] == fund.ref[:10] and v.ref > fund.ref
    ]
    assert later
    del made.vouchers[last]


@plant("月初第一张凭证被抽走", "T38", "凭证断号")
def _first_gone(made: Folder) -> None:
    first = next(v for v in made.vouchers if v.ref == "2025-06-付-001")
    made.vouchers.remove(first)


@plant("两张凭证用同一个号", "T38", "凭证重号")
def _double(made: Folder) -> None:
    one, other = made.pick("aid-CB", 7), made.pick("aid-CB", 7)
    gone = other.ref
    made.numbers[YEAR * 100 + 7, "付"] -= 1
    other.all(voucher=one.ref)
    last = max(v.ref for v in made.vouchers if v.ref[:10] == gone[:10])
    for made_one in made.vouchers:
        if made_one.ref == last:
            made_one.all(voucher=gone)
            for row in (r for v in made.vouchers for r in v.rows):
                if row.get("corrects") == last:
                    row["corrects"] = gone


# persons


@plant("没有审核人", "T39", "未经审核")
def _no_reviewer(made: Folder) -> None:
    made.pick("aid-OU").all(reviewer="")


@plant("没有制单人", "T39", "无制单人")
def _no_preparer(made: Folder) -> None:
    made.pick("aid-OU").all(preparer="")


@plant("自己制单自己审核", "T39", "制单与审核为同一人")
def _own_review(made: Folder) -> None:
    made.pick("aid-CB").all(reviewer=PEOPLE[0])


@plant("自己制单自己记账", "T39", "制单与记账为同一人")
def _own_posting(made: Folder) -> None:
    made.pick("aid-CB").all(poster=PEOPLE[0])


@plant("出纳制单", "T39", "出纳兼制单")
def _cashier_prepares(made: Folder) -> None:
    made.pick("aid-D1").all(cashier=PEOPLE[0])


@plant("出纳审核", "T39", "出纳兼审核")
def _cashier_reviews(made: Folder) -> None:
    made.pick("aid-D1").all(cashier=PEOPLE[1])


@plant("名册以外的人审核", "T39", "签字人员不在人员名册")
def _stranger(made: Folder) -> None:
    made.pick("aid-OU").all(reviewer="外人戊")


@plant("一人兼任出纳和会计", "T39", "出纳与会计岗位由同一人兼任")
def _both_posts(made: Folder) -> None:
    post = {"person": PEOPLE[2], "post": "会计", "unit": UNIT, "since": "2025-06-01"}
    made.sheets["officers"].append(post)


# dates


@plant("周末付款", "T40", "周末付款")
def _weekend(made: Folder) -> None:
    made.pick("aid-OU", 3).all(date="2025-03-15", posted_at="2025-03-17")


@plant("国庆节付款", "T40", "法定节日付款")
def _holiday(made: Folder) -> None:
    made.pick("aid-OU", 10).all(date="2025-10-02", posted_at="2025-10-09")


@plant("春节假期付款", "T40", "法定节日付款")
def _spring_festival(made: Folder) -> None:
    made.pick("aid-OU", 1).all(date="2025-01-29", posted_at="2025-02-05")


@plant("三个月后才记账", "T40", "凭证补记过晚")
def _late(made: Folder) -> None:
    made.pick("aid-D2", 4).all(posted_at="2025-07-30")


@plant("日期属于下一个月", "T40", "凭证日期不在所属期间")
def _wrong_month(made: Folder) -> None:
    made.pick("aid-OU", 5).all(date="2025-06-12", posted_at="2025-06-13")


@plant("日期写成上一年", "T40", "凭证日期不在所属期间")
def _last_year(made: Folder) -> None:
    made.pick("aid-OU", 8).all(date="2024-08-13", posted_at="")


@plant("日期写成后年", "T40", "凭证日期不在所属期间")
def _year_to_come(made: Folder) -> None:
    made.pick("aid-CB", 9).all(date="2027-09-13", posted_at="")


@plant("下年度的凭证混入本年账套", "T40", "凭证日期在审计期间之外")
def _next_year(made: Folder) -> None:
    lines = dr("50404", "OU", "333.21", recipient=made.household(), purpose="生活救助")
    made.add("late", "付", dt.date(2026, 1, 6), lines, cr("102", "OU", "333.21"))


# vouchers


@plant("借贷不平", "T41", "凭证借贷不平", UNEQUAL)
def _unbalanced(made: Folder) -> None:
    made.pick("aid-OU").rows[1]["credit"] = "1.00"


@plant("一项资金列支、另一项资金付款", "T41", "凭证各资金内部借贷不平", UNEQUAL)
def _across_funds(made: Folder) -> None:
    made.pick("aid-OU").rows[1]["fund"] = "CB"


@plant("摘要空白", "T41", "凭证摘要空白")
def _no_summary(made: Folder) -> None:
    made.pick("aid-OU").all(summary="  ")


@plant("没有附件", "T41", "凭证未附原始凭证")
def _no_papers(made: Folder) -> None:
    made.pick("aid-CB").all(attachments="0")


@plant("金额不是数字", "T41", "凭证内容无法读取", _UNBALANCED, UNEQUAL,
        ("T41", "分录借贷两方同时有金额或均无金额"))  # fmt: skip
def _no_number(made: Folder) -> None:
    made.pick("aid-OU").rows[0]["debit"] = "五百元"


@plant("日期不是日期", "T41", "凭证内容无法读取")
def _no_day(made: Folder) -> None:
    one = made.pick("aid-OU", 11)
    day = one.day
    one.all(date=f"{day.year}年{day.month}月三十二日", posted_at="")


@plant("缺科目", "T41", "凭证内容无法读取", ("T41", "科目不在科目表中"))
def _no_account(made: Folder) -> None:
    made.pick("aid-OU").rows[0]["account"] = ""


@plant("一行借贷都有金额", "T41", "分录借贷两方同时有金额或均无金额")
def _both_sides(made: Folder) -> None:
    one = made.pick("aid-OU")
    amount = one.rows[0]["debit"]
    one.rows[1] |= {"debit": "1.00", "credit": yuan_of(fen_of(amount) + 100)}


@plant("科目表中没有的科目", "T41", "科目不在科目表中")
def _strange_account(made: Folder) -> None:
    made.pick("aid-OU").rows[0]["account"] = "50499"


@plant("记在总账科目上", "T41", "科目不是末级科目")
def _upper_account(made: Folder) -> None:
    made.pick("aid-OU").rows[0]["account"] = "504"


@plant("没有登记的资金", "T41", "资金没有登记")
def _strange_fund(made: Folder) -> None:
    amount = "1000.00"
    lines = dr("102", "小金库", amount), cr("408", "小金库", amount)
    made.add("in-x", "收", made.workday(3), *lines, summary="收到款项")
    pays = dr(
        "50404", "小金库", "900.00", recipient=made.household(), purpose="生活救助"
    )
    made.add("aid-x", "付", dt.date(2025, 3, 28), pays, cr("102", "小金库", "900.00"))


@plant("资金设立之前就有支出", "T41", "收支早于资金设立")
def _before_its_fund(made: Folder) -> None:
    fund = {"unit": UNIT, "code": "NF", "name": "新设资金", "source": "employer"}
    made.sheets["funds"].append(fund | {"opened_on": "2025-09-01"})
    lines = dr("102", "NF", "600.00"), cr("408", "NF", "600.00")
    day = dt.date(YEAR, 8, 5)
    made.add("in-NF", "收", day, *lines, summary="收到款项")
    one = {"recipient": made.household(), "purpose": "生活救助"}
    lines = dr("50404", "NF", "550.00", **one), cr("102", "NF", "550.00")
    made.add("aid-NF", "付", dt.date(YEAR, 9, 5), *lines)


# corrections


def _red(made: Folder, fund: str, **head: str) -> None:
    one = {"recipient": made.household(), "purpose": PURPOSE[fund]}
    lines = dr("50404", fund, "-88.15", **one), cr("102", fund, "-88.15")
    made.add("red", "付", made.workday(9), *lines, **head)


@plant("红字不注明冲哪一张", "T42", "红字凭证未注明更正对象")
def _red_alone(made: Folder) -> None:
    _red(made, "OU")


@plant("冲销账内没有的凭证", "T42", "被更正的凭证不在账内")
def _red_of_nothing(made: Folder) -> None:
    _red(made, "CB", corrects="2025-08-付-777", correction="full")


@plant("在本年冲销上年的凭证", "T42", "更正其他年度的凭证")
def _red_of_last_year(made: Folder) -> None:
    one = {"recipient": made.household(), "purpose": "子女助学"}
    lines = dr("50404", "D1", "88.15", **one), cr("102", "D1", "88.15")
    made.add("old", "付", dt.date(2024, 12, 12), *lines)
    _red(made, "D1", corrects="2024-12-付-001", correction="full")


def _received_less(made: Folder, month: int, how: str) -> None:
    one = made.pick("in-D2", month)
    amount = one.rows[0]["debit"] if how == "full" else "750.00"
    lines = dr("102", "D2", f"-{amount}"), cr("408", "D2", f"-{amount}")
    day = dt.date(YEAR, month, 28)
    more = {"summary": "更正", "corrects": one.ref, "correction": how}
    made.add("less", "收", day, *lines, **more)


@plant("收款入账后红字冲掉", "L10", "收款入账后冲销或调减")
def _receipt_cancelled(made: Folder) -> None:
    _received_less(made, 5, "full")


@plant("收款入账后调减", "L10", "收款入账后冲销或调减")
def _receipt_lowered(made: Folder) -> None:
    _received_less(made, 8, "difference")


# equalities


@plant("期末余额虚报", "T43", "期末余额与凭证推算不符")
def _wrong_closing(made: Folder) -> None:
    made.misstated_fen = 5_000_00


@plant("期初与上年期末不同", "T43", "期初余额与上期期末不符")
def _wrong_opening(made: Folder) -> None:
    before = [row | {"date": "2024-01-01"} for row in made.sheets["openings"]]
    for row in before[:2]:
        row |= {k: "199000" for k in ("debit", "credit") if row[k]}
    made.sheets["openings"] += before


@plant("期初借贷不平", "T43", "资金结存形态与结转结余不等")
def _unbalanced_opening(made: Folder) -> None:
    made.sheets["openings"][2]["debit"] = "200100"


@plant("物资入账不记资产基金", "T43", "非货币资产与资产基金不等", UNEQUAL)
def _goods_alone(made: Folder) -> None:
    lines = dr("141", "OU", "260", item="米面", quantity="5"), cr("102", "OU", "260")
    made.add("goods", "付", made.workday(6), *lines, summary="购买米面")


# the year's end


@plant("收入没有结转", "T45", "年终结账后科目尚有余额")
def _income_open(made: Folder) -> None:
    made.unclosed.append(("408", "D1"))


@plant("支出没有结转", "T45", "年终结账后科目尚有余额")
def _expense_open(made: Folder) -> None:
    made.unclosed.append(("50404", "CB"))


@plant("只结转到本年收支结转", "T45", "年终结账后科目尚有余额")
def _half_way(made: Folder) -> None:
    made.rest["D2"] = "32103"
