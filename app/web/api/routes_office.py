"""The addresses of what an office does beside the vouchers: closing."""

from app.web.access import BOOKS, PROVING
from app.web.api import closing_said as closing
from app.web.api.route import UNIT, ApiRoute, get, post
from ledger.people import Right

_PREPARE, _CLOSE = (Right.PREPARE,), (Right.CLOSE,)
_Y = f"{UNIT}/year-end"

CLOSING: tuple[ApiRoute, ...] = (
    get(
        f"{UNIT}/close",
        "closing_books:show",
        BOOKS,
        closing.CloseSeen,
        "一个月的结账检查单、货币资金和已结账的月份",
        asks=closing.CloseAsked,
    ),
    post(
        f"{UNIT}/close",
        "closing_books:close",
        "books.close",
        _CLOSE,
        says="结账到一个月，不能再打开",
        takes=closing.CloseGiven,
        gives=closing.Closes,
    ),
    post(
        f"{UNIT}/close/proof",
        "closing_books:prove",
        "books.proof",
        PROVING,
        says="登记盘点或余额证明",
        takes=closing.ProofGiven,
        gives=closing.ProofKept,
        status=201,
    ),
    get(
        _Y,
        "closing_books:year",
        BOOKS,
        closing.YearSeen,
        "年终结账将要记的凭证，按现有的指令",
        asks=closing.YearAsked,
    ),
    post(
        f"{_Y}/preview",
        "closing_books:preview",
        "api.year_end.preview",
        BOOKS,
        says="按所给的决定预览年终结账",
        takes=closing.YearPreviewGiven,
        gives=closing.YearSeen,
        looks=True,
    ),
    post(
        f"{_Y}/order",
        "closing_books:order",
        "books.year_end.order",
        _PREPARE,
        says="下达年终结账指令，附所见预览的摘要",
        takes=closing.YearOrderGiven,
        gives=closing.YearOrder,
    ),
    post(
        f"{_Y}/post",
        "closing_books:post",
        "books.year_end.post",
        _CLOSE,
        says="复核记账并结账全年，由另一人办理",
        takes=closing.YearPostGiven,
        gives=closing.YearPosted,
    ),
    post(
        f"{_Y}/adjust",
        "closing_books:adjust",
        "books.year_end.adjust",
        _CLOSE,
        says="12月进入审计调整期",
        takes=closing.YearAdjustGiven,
        gives=closing.YearAdjusting,
    ),
)
