"""The addresses of money beside the vouchers: gifts."""

from app.web.access import BOOKS
from app.web.api import donation_said as gifts
from app.web.api.route import UNIT, ApiRoute, get, post
from ledger.people import Right

_PREPARE = (Right.PREPARE,)
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
