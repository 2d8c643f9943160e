"""Faults of aid money: paid twice, to whom, out of which fund, goods, idle, lent."""

import datetime as dt

from tests.planted_year import (
    UNIT,
    YEAR,
    Folder,
    cr,
    dr,
)
from tests.planting import plant


@plant("同一人同月同额领两次", "T16", "同一困难职工同月同一用途重复发放同额救助")
def _paid_twice(made: Folder) -> None:
    one = made.pick("aid-OU", 2)
    again = made.aid("OU", 2, one.rows[0]["debit"])
    again.rows[0]["recipient"] = one.rows[0]["recipient"]


@plant("同一人同月再领不同金额", "T16", "同一困难职工短期内就同一用途再次领取救助")
def _paid_again(made: Folder) -> None:
    one = made.pick("aid-OU", 4)
    again = made.aid("OU", 4, "318.40")
    again.rows[0]["recipient"] = one.rows[0]["recipient"]


@plant("跨月几天后又领同额", "T16", "同一困难职工短期内就同一用途再次领取救助")
def _paid_next_month(made: Folder) -> None:
    one = made.aid("D1", 6, "777.70")
    one.all(date="2025-06-25", posted_at="2025-06-26")
    again = made.aid("D1", 7, "777.70")
    again.all(date="2025-07-03", posted_at="2025-07-04")
    again.rows[0]["recipient"] = one.rows[0]["recipient"]


@plant("无名单的同一笔款付两次", "T16", "同日同摘要同额的支付，疑似重复入账")
def _bulk_twice(made: Folder) -> None:
    for _ in range(2):
        one = made.aid("D1", 9, "4321.00", recipient="", persons="9", party="县一中")
        one.all(summary="支付助学款", date="2025-09-09", posted_at="2025-09-10")


@plant("同一事项两项资金各付一次", "T17", "同一困难职工同月同一用途由两项资金救助")
def _two_funds(made: Folder) -> None:
    one = made.pick("aid-OU", 6)
    again = made.aid("CB", 6)
    again.rows[0]["recipient"] = one.rows[0]["recipient"]


@plant("六户各发一千元", "T18", "各户等额分配整数救助金")
def _equal(made: Folder) -> None:
    for row in made.pick("batch").rows:
        row |= {side: "1000" for side in ("debit", "credit") if row[side]}
        if row.get("purpose"):
            row["purpose"] = "医疗救助"


@plant("一笔款拆成三笔", "T19", "同日多笔支付合计超过审批限额", limited=True)
def _split(made: Folder) -> None:
    for amount in ("900.10", "900.20", "900.30"):
        one = made.aid("D1", 10, amount, recipient="", persons="3", party="县职业学校")
        one.all(summary="支付学费", date="2025-10-15", posted_at="2025-10-16")


# goods


@plant("发出的比库存的多", "T28", "发出数量超过结存数量")
def _more_given(made: Folder) -> None:
    for row in made.pick("given", 2).rows:
        if row.get("item"):
            row["quantity"] = "400"


@plant("库存金额发成负数", "T28", "库存物品账面金额为负")
def _more_worth(made: Folder) -> None:
    for row in made.pick("given", 3).rows:
        row |= {side: "9000" for side in ("debit", "credit") if row[side]}


@plant("发出物资不写品名", "T28", "有数量而无品名")
def _nameless(made: Folder) -> None:
    for row in made.pick("given", 12).rows:
        row["item"] = ""


# money


@plant("一项资金全年分文未动", "T30", "有结存而长期无支出的资金")
def _idle(made: Folder) -> None:
    fund = {"unit": UNIT, "code": "ID", "name": "闲置资金", "source": "employer"}
    made.sheets["funds"].append(fund)
    for row in made.sheets["openings"][:2]:
        made.sheets["openings"].append(row | {"fund": "ID"})


@plant("帮扶支出的摘要是会议费", "T32", "帮扶支出摘要含超范围字样")
def _meeting(made: Folder) -> None:
    made.pick("aid-OU").all(summary="支付会议餐费")


@plant("帮扶支出的备注是招待", "T32", "帮扶支出摘要含超范围字样")
def _entertained(made: Folder) -> None:
    made.pick("aid-CB").rows[0]["memo"] = "招待上级检查组"


@plant("中央财政资金列办公支出", "T32", "帮扶资金列支机构自身开支")
def _central_office(made: Folder) -> None:
    made.pick("aid-CB").rows[0]["account"] = "50602"


@plant("捐赠资金列会议支出", "T32", "帮扶资金列支机构自身开支")
def _donated_meeting(made: Folder) -> None:
    made.pick("aid-D1").rows[0]["account"] = "50502"


@plant("两年前的垫付款没有收回", "T33", "垫付款逾期未收回")
def _old_advance(made: Folder) -> None:
    first, rest = ({**row} for row in made.sheets["openings"][:2])
    first |= {"account": "135", "debit": "6000", "party": "某公司"}
    first["original_date"] = "2023-02-01"
    made.sheets["openings"] += (first, rest | {"credit": "6000"})


@plant("限定用途的捐赠借出去", "T33", "限定用途的捐赠资金对外垫付")
def _tied_lent(made: Folder) -> None:
    lines = dr("135", "D1", "2500", party="某公司"), cr("102", "D1", "2500")
    made.add("lend", "付", made.workday(11), *lines, summary="借款")


@plant("帮扶资金转入其他资金", "T33", "帮扶资金转入本级工会其他资金")
def _moved(made: Folder) -> None:
    lines = (
        dr("32104", "OU", "4000"),
        cr("102", "OU", "4000"),
        dr("102", "GF", "4000"),
        cr("32205", "GF", "4000"),
    )
    made.add("move", "转", made.workday(7), *lines, summary="资金调剂")


@plant("中央财政资金用于送温暖", "T34", "支出用途超出资金限定")
def _central_gifts(made: Folder) -> None:
    made.pick("aid-CB").rows[0]["purpose"] = "送温暖"


@plant("助学捐赠用于医疗", "T34", "支出用途超出资金限定")
def _donor_crossed(made: Folder) -> None:
    made.pick("aid-D1").rows[0]["purpose"] = "医疗救助"


@plant("限定资金支出不写用途", "T34", "限定用途资金的支出未记用途")
def _no_purpose(made: Folder) -> None:
    made.pick("aid-D2").rows[0]["purpose"] = ""


@plant("资金透支", "L07", "资金结存低于零")
def _overdrawn(made: Folder) -> None:
    fund = {"unit": UNIT, "code": "LO", "name": "小额资金", "source": "employer"}
    made.sheets["funds"].append(fund)
    lines = dr("102", "LO", "500.00"), cr("408", "LO", "500.00")
    made.add("in-LO", "收", dt.date(YEAR, 3, 3), *lines, summary="收到款项")
    one = {"recipient": made.household(), "purpose": "生活救助"}
    lines = dr("50404", "LO", "700.00", **one), cr("102", "LO", "700.00")
    made.add("aid-LO", "付", dt.date(YEAR, 3, 4), *lines)
