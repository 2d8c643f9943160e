"""Kinds of data that checks need (检查所需数据), and which are not always there."""

from ledger.accounts import Labelled


class Data(Labelled):
    """Kinds of data that a check may need; labels say what is missing."""

    VOUCHERS = "vouchers", "记账凭证"
    FUNDS = "funds", "资金登记"
    BALANCES = "balances", "期初、期末余额"
    HISTORY = "history", "历年收付记录"
    CLOSES = "closes", "结账记录"
    APPROVAL_LIMIT = "approval_limit", "支出审批限额（管理机构尚未设定）"
    YEAR_END = "year_end", "年终结账（尚未办理）"
    STATEMENTS = "statements", "年度会计报表（非整年，或账簿不编制法定报表）"
    BUDGETS = "budgets", "管理机构、基数与预算登记（尚未登记）"
    CONTROL = "control", "预算指标（尚未下达）"
    GIFTS = "gifts", "有限定截止日的捐赠（没有登记）"
    GROUNDS = "grounds", "凭批次发放（尚未实行）"
    LIVE = "live", "付款申请（尚未实行）"
    AID = "aid", "发放批次和发放单（本期没有发放）"
    CASES = "cases", "帮扶申请审批记录（没有登记）"
    QUOTA = "quota", "当地城镇低保人数（没有登记，或不止一个地区）"
    AUDITS = "audits", "审计项目（没有登记）"
    OPENED = "opened", "困难职工档案内容（没有用密钥打开）"
    PAYROLL = "payroll", "外部数据：财政供养人员名册（没有导入）"
    ASSETS = "assets", "外部数据：车辆、房产、工商登记（均没有导入）"
    STAFF = "staff", "经办人员名册（没有导入），或困难职工档案内容（没有打开）"
    BANK = "bank", "银行账户和对账单（没有登记）"
    TRANSFERS = "transfers", "上下级资金往来（没有登记）"
    GIFT_REGISTER = "gift_register", "捐赠登记簿（没有登记）"
    PAPERS = "papers", "附件电子件（没有登记）"
    LOG = "log", "操作日志（没有记录）"


NOT_ALWAYS = {
    Data.APPROVAL_LIMIT,
    Data.YEAR_END,
    Data.STATEMENTS,
    Data.BUDGETS,
    Data.CONTROL,
    Data.GIFTS,
    Data.GROUNDS,
    Data.LIVE,
    Data.AID,
    Data.CASES,
    Data.QUOTA,
    Data.AUDITS,
    Data.OPENED,
    Data.PAYROLL,
    Data.ASSETS,
    Data.STAFF,
    Data.BANK,
    Data.TRANSFERS,
    Data.GIFT_REGISTER,
    Data.PAPERS,
    Data.LOG,
}
"""What books may lack; the rest every ledger has."""
