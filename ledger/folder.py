"""The books folder (账套文件夹): which sheets it has and what their columns are called.

Beside the columns of the form itself, `people.csv` may name log-ins, for one person
with two log-ins is still one person.
"""

from ledger.sheets import ColumnSpec, SheetSpec


def _spec(name: str, label: str, *columns: str) -> SheetSpec:
    """Columns as `key=标签`, a required one with `!` in front."""
    found = []
    for column in columns:
        key, title = column.lstrip("!").split("=")
        found.append(ColumnSpec(key, title, column.startswith("!")))
    return SheetSpec(name, label, tuple(found))


UNITS = _spec(
    "units",
    "单位",
    "!code=单位代码",
    "!name=单位名称",
    "!level=级别",
    "type=类型",
    "parent=上级单位",
    "account_mode=账户方式",
    "chart=科目表",
    "voucher_kinds=凭证字",
    "opened_on=建账日期",
    "closed_on=撤销日期",
    "merged_into=并入单位",
)
ACCOUNTS = _spec(
    "accounts",
    "科目",
    "!chart=科目表",
    "!code=科目代码",
    "!name=科目名称",
    "!class=类别",
    "parent=上级科目",
    "side=余额方向",
    "role=用途标记",
)
FUNDS = _spec(
    "funds",
    "资金",
    "!unit=单位",
    "!code=资金代码",
    "!name=资金名称",
    "!source=来源",
    "channel=渠道",
    "restriction=限定",
    "donor=捐赠人",
    "purposes=用途",
    "opened_on=设立日期",
)
OPENINGS = _spec(
    "openings",
    "期初余额",
    "!unit=单位",
    "!date=日期",
    "!account=科目",
    "!fund=资金",
    "!debit=借方",
    "!credit=贷方",
    "party=往来单位",
    "item=物品",
    "quantity=数量",
    "serials=编号",
    "original_date=发生日期",
)
PEOPLE = _spec(
    "people",
    "人员",
    "!person=人员",
    "name=姓名",
    "units=单位",
    "rights=权限",
    "since=起",
    "until=止",
    "logins=登录名",
)
OFFICERS = _spec(
    "officers",
    "任职",
    "!person=人员",
    "!post=职务",
    "!unit=单位",
    "!since=任职日期",
    "until=离任日期",
    "acting=代理",
)
VOUCHERS = _spec(
    "vouchers",
    "凭证",
    "!unit=单位",
    "!voucher=凭证引用号",
    "!date=日期",
    "kind=凭证字",
    "!summary=摘要",
    "attachments=附件数",
    "!preparer=制单",
    "!reviewer=审核",
    "cashier=出纳",
    "head=会计主管",
    "posted_at=记账时间",
    "corrects=更正凭证",
    "correction=更正方式",
    "basis=依据",
    "!account=科目",
    "!fund=资金",
    "!debit=借方",
    "!credit=贷方",
    "purpose=用途",
    "party=往来单位",
    "recipient=档案号",
    "persons=人数",
    "item=物品",
    "quantity=数量",
    "memo=备注",
)

SHEETS = (UNITS, ACCOUNTS, FUNDS, OPENINGS, PEOPLE, OFFICERS, VOUCHERS)
