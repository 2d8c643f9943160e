"""The addresses of money beside the vouchers: gifts, the bank."""

from app.web.access import BOOKS, MATCHING, REOPENING, STATEMENTS
from app.web.api import bank_said as bank
from app.web.api import donation_said as gifts
from app.web.api.route import FILE_BYTES, UNIT, ApiRoute, get, post
from ledger.people import Right

_PREPARE = (Right.PREPARE,)
_K = f"{UNIT}/bank/{{bank}}"
_G = f"{UNIT}/donations/{{gift}}"

DONATIONS: tuple[ApiRoute, ...] = (
    get(
        f"{UNIT}/donations",
        "donating:gifts",
        BOOKS,
        gifts.Gifts,
        "一年的捐赠，个人捐赠人只写序号",
        asks=gifts.GiftsAsked,
    ),
    get(
        _G,
        "donating:gift",
        BOOKS,
        gifts.GiftWhole,
        "一笔捐赠及其确认函、票据、去向",
        asks=gifts.NamesAsked,
    ),
    get(
        f"{UNIT}/bills",
        "donating:ranges",
        BOOKS,
        gifts.BillRanges,
        "领用的票据还有多少空白",
    ),
    post(
        f"{UNIT}/donations",
        "donating:take",
        "money.gift",
        _PREPARE,
        says="登记捐赠，货币捐赠生成已提交的草稿",
        takes=gifts.GiftGiven,
        gives=gifts.GiftTaken,
        status=201,
    ),
    post(
        f"{_G}/confirm",
        "donating:confirm",
        "money.confirm",
        _PREPARE,
        says="开具捐赠确认函",
        gives=gifts.Letter,
    ),
    post(
        f"{_G}/bill",
        "donating:bill",
        "money.bill",
        _PREPARE,
        says="开具票据",
        takes=gifts.BillGiven,
        gives=gifts.Bill,
    ),
)

BANK: tuple[ApiRoute, ...] = (
    get(
        f"{UNIT}/bank",
        "banking:accounts",
        BOOKS,
        bank.Bank,
        "银行账户及其对账单",
    ),
    get(
        _K,
        "banking:sides",
        BOOKS,
        bank.Sides,
        "一个账户的未达账项、建议的核对和已作的核对",
        asks=bank.SidesAsked,
    ),
    get(
        f"{_K}/reconciliation",
        "banking:reconciliations",
        BOOKS,
        bank.Reconciliations,
        "对账到一天会是什么，已作的对账",
        asks=bank.UntilAsked,
    ),
    post(
        f"{UNIT}/bank",
        "banking:take",
        "bank.import",
        STATEMENTS,
        says="导入对账单",
        takes=bank.StatementGiven,
        gives=bank.StatementTaken,
        status=201,
        room=FILE_BYTES,
    ),
    post(
        f"{_K}/rules",
        "banking:rules",
        "bank.match",
        STATEMENTS,
        says="按规则核对",
        takes=bank.RulesGiven,
        gives=bank.RulesMatched,
    ),
    post(
        f"{_K}/match",
        "banking:match",
        "bank.match",
        MATCHING,
        says="人工核对金额相等的流水与分录",
        takes=bank.MatchGiven,
        gives=bank.MatchMade,
        status=201,
    ),
    post(
        f"{_K}/unmatch",
        "banking:unmatch",
        "bank.unmatch",
        STATEMENTS,
        says="撤销核对",
        takes=bank.UnmatchGiven,
        gives=bank.MatchMade,
    ),
    post(
        f"{_K}/reconciliation",
        "banking:reconcile",
        "bank.reconcile",
        MATCHING,
        says="登记对账",
        takes=bank.ReconciliationGiven,
        gives=bank.Reconciliation,
        status=201,
    ),
    post(
        f"{_K}/reopen",
        "banking:reopen",
        "bank.reopen",
        REOPENING,
        says="重开最近一次对账",
        takes=bank.ReopenGiven,
        gives=bank.Reconciliation,
    ),
)
