"""The addresses of closing, imports, papers, stock and budgets."""

from app.web.access import APPROVING, BOOKS, PROVING, REHEARSING, RETURNING
from app.web.api import asked
from app.web.api import closing_said as closing
from app.web.api import office_said as said
from app.web.api.route import FILE_BYTES, UNIT, ApiRoute, get, post
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

_DRAFT = f"{UNIT}/drafts/{{number}}/papers"
_VOUCHER = f"{UNIT}/vouchers/{{ref}}/papers"
_B = f"{UNIT}/budgets/{{year}}/{{number}}"

IMPORTS: tuple[ApiRoute, ...] = (
    post(
        "/imports",
        "importing:take",
        "books.import",
        REHEARSING,
        says="导入账套，或只预演（rehearse）：全部导入，或列出每一处错误；"
        "超过 1 MB 的在后台办理（202）",
        takes=said.ImportGiven,
        gives=said.Imported,
        room=FILE_BYTES,
        later=True,
    ),
    get(
        "/imports/{job}",
        "importing:outcome",
        REHEARSING,
        said.ImportOutcome,
        "后台导入的结果：已导入，或各处错误",
    ),
)

PAPERS: tuple[ApiRoute, ...] = (
    get(_DRAFT, "papering:of_draft", BOOKS, said.Papers, "一张草稿的附件"),
    get(
        f"{_DRAFT}/{{paper}}",
        "papering:draft_paper",
        BOOKS,
        None,
        "取草稿的一个附件，记入日志",
    ),
    post(
        _DRAFT,
        "papering:attach",
        "money.attach",
        _PREPARE,
        says="给草稿附上附件",
        takes=said.PaperGiven,
        gives=said.PaperKept,
        status=201,
        room=FILE_BYTES,
    ),
    post(
        f"{_DRAFT}/{{paper}}/withdraw",
        "papering:withdraw",
        "money.withdraw",
        _PREPARE,
        says="撤回草稿的一个附件",
        takes=asked.ReasonGiven,
        gives=said.PaperWithdrawn,
    ),
    get(_VOUCHER, "papering:of_voucher", BOOKS, said.Papers, "一张凭证的附件"),
    get(
        f"{_VOUCHER}/{{paper}}",
        "papering:voucher_paper",
        BOOKS,
        None,
        "取凭证的一个附件，记入日志",
    ),
    post(
        _VOUCHER,
        "papering:supplement",
        "money.supplement",
        _PREPARE,
        says="给已记账的凭证补充附件",
        takes=said.SupplementGiven,
        gives=said.PaperKept,
        status=201,
        room=FILE_BYTES,
    ),
)

STOCK: tuple[ApiRoute, ...] = (
    get(
        f"{UNIT}/stock",
        "stocking:stocks",
        BOOKS,
        said.Stocks,
        "某日的库存物品",
        asks=said.StockAsked,
    ),
    get(
        f"{UNIT}/stock/moves",
        "stocking:moves",
        BOOKS,
        said.StockMoves,
        "库存物品的收发",
    ),
)

BUDGETS: tuple[ApiRoute, ...] = (
    get(
        f"{UNIT}/budgets",
        "budgeting:budgets",
        APPROVING,
        said.Budgets,
        "一年预算的各版本",
        asks=said.BudgetsAsked,
    ),
    get(_B, "budgeting:budget", APPROVING, said.Budget, "预算的一个版本"),
    post(
        f"{_B}/approve",
        "budgeting:approve",
        "budget.approve",
        (Right.REVIEW,),
        says="依决议批准预算",
        takes=said.BudgetApproveGiven,
        gives=said.BudgetHead,
    ),
    post(
        f"{_B}/return",
        "budgeting:give_back",
        "budget.return",
        RETURNING,
        says="退回预算",
        takes=said.BudgetReturnGiven,
        gives=said.BudgetHead,
    ),
)
