"""Every address of the JSON half, with its act, who may do it, where, what it says.

This is the one place, as `app.web.routes` is for pages: the list of each matter stands
in a file of its own. A test walks the whole and tries every role, another holds it
against the pages; the OpenAPI document is written from it.
"""

from app.web.access import BATCHES, BOOKS, LOOKING, READING
from app.web.api import asked, told
from app.web.api.route import UNIT, ApiRoute, get, post
from app.web.api.routes_aid import BATCHES as BATCH_ROUTES
from app.web.api.routes_audit import AUDIT, EVIDENCE, JOBS, REPORTS
from app.web.api.routes_engagements import ENGAGEMENTS
from app.web.api.routes_goods import GOODS, HANDOUTS
from app.web.api.routes_money import BANK, DONATIONS, GIFT_DESK
from app.web.api.routes_office import BUDGETS, CLOSING, IMPORTS, PAPERS, STOCK
from app.web.api.routes_people import ACCOUNTS, HANDOVERS, PEOPLE
from ledger.people import Right

__all__ = ["API_ROUTES", "ApiRoute"]

_U = UNIT
_D = f"{_U}/drafts/{{number}}"
_R = f"{_U}/requests/{{key}}"

_MASTERS = (
    get("/me", "masters:me", (), told.Me, "本令牌属于谁、能办什么"),
    get("/units", "masters:units", LOOKING, told.Units, "能查看的单位"),
    get(_U, "masters:unit", LOOKING, told.Unit, "一个单位"),
    get(f"{_U}/funds", "masters:funds", LOOKING, told.Funds, "一个单位的资金"),
    get(
        f"{_U}/accounts",
        "masters:accounts",
        LOOKING,
        told.Accounts,
        "一个单位的科目表",
        asks=asked.OnDay,
    ),
    get(f"{_U}/events", "masters:events", BOOKS, told.Events, "能登记的收入事项"),
)

_BOOKS = (
    get(
        f"{_U}/balances",
        "books:balances",
        LOOKING,
        told.Balances,
        "余额与发生额",
        asks=asked.BalanceAsked,
    ),
    get(
        f"{_U}/vouchers",
        "books:vouchers",
        BOOKS,
        told.Vouchers,
        "记账凭证，按链位分页",
        asks=asked.VouchersAsked,
    ),
    get(
        f"{_U}/vouchers/{{ref}}",
        "books:voucher",
        BOOKS,
        told.Voucher,
        "一张凭证及其分录",
    ),
    get(
        f"{_U}/positions/{{position}}",
        "books:position",
        BOOKS,
        told.Voucher,
        "一个链位上的凭证",
    ),
    get(f"{_U}/drafts", "books:drafts", BOOKS, told.Drafts, "还没有记账的草稿"),
    get(_D, "books:draft", BOOKS, told.Draft, "一张草稿及其经过"),
    get(
        f"{_U}/requests",
        "books:requests",
        BATCHES,
        told.Requests,
        "付款申请",
        asks=asked.RequestsAsked,
    ),
    get(_R, "books:request", BATCHES, told.RequestSteps, "一项付款申请及其经过"),
)

_OPERATIONS = (
    get(
        "/operations",
        "auditing:operations",
        READING,
        told.Operations,
        "操作日志，按人员、日期、内容查询",
        asks=asked.OperationsAsked,
    ),
    get(
        "/operations/file",
        "auditing:operations_file",
        READING,
        None,
        "操作日志，写成文件",
        asks=asked.LogFileAsked,
        act="log.export",
    ),
)

_DRAFTS = (
    post(
        f"{_U}/drafts",
        "drafting:save",
        "draft.save",
        (Right.PREPARE,),
        says="新填一张草稿",
        takes=asked.DraftGiven,
        status=201,
        gives=told.DraftState,
    ),
    post(
        _D,
        "drafting:change",
        "draft.save",
        (Right.PREPARE,),
        says="改一张草稿",
        takes=asked.DraftGiven,
        gives=told.DraftState,
    ),
    post(
        f"{_D}/submit",
        "drafting:submit",
        "draft.submit",
        (Right.PREPARE,),
        says="提交审核",
        gives=told.DraftState,
    ),
    post(
        f"{_D}/review",
        "drafting:review",
        "draft.review",
        (Right.REVIEW,),
        says="审核",
        gives=told.DraftState,
    ),
    post(
        f"{_D}/settle",
        "drafting:settle",
        "draft.settle",
        (Right.SETTLE,),
        says="款项已收付",
        gives=told.DraftState,
    ),
    post(
        f"{_D}/post",
        "drafting:post",
        "draft.post",
        (Right.POST,),
        says="记账",
        gives=told.Posted,
    ),
    post(
        f"{_D}/return",
        "drafting:give_back",
        "draft.give_back",
        (Right.REVIEW, Right.SETTLE, Right.POST),
        says="退回制单人",
        takes=asked.ReasonGiven,
        gives=told.DraftState,
    ),
    post(
        f"{_D}/drop",
        "drafting:drop",
        "draft.drop",
        (Right.PREPARE,),
        says="作废草稿",
        takes=asked.ReasonGiven,
        gives=told.DraftState,
    ),
)

_MONEY = (
    post(
        f"{_U}/receipts",
        "paying:receive",
        "money.receive",
        (Right.PREPARE,),
        says="登记收到的款项，生成已提交的草稿",
        takes=asked.ReceiptGiven,
        gives=told.HandedIn,
        status=201,
    ),
    post(
        f"{_U}/requests",
        "paying:request",
        "money.request",
        (Right.PREPARE,),
        says="保存付款申请",
        takes=asked.RequestGiven,
        gives=told.RequestState,
        status=201,
    ),
    post(
        f"{_R}/approve",
        "paying:approve",
        "money.approve",
        (Right.APPROVE,),
        says="批准付款申请",
        takes=asked.ApprovalGiven,
        gives=told.RequestState,
    ),
    post(
        f"{_R}/refuse",
        "paying:refuse",
        "money.refuse",
        (Right.APPROVE,),
        says="否决付款申请",
        takes=asked.ReasonGiven,
        gives=told.RequestState,
    ),
    post(
        f"{_R}/cancel",
        "paying:cancel",
        "money.cancel",
        (Right.PREPARE,),
        says="撤销付款申请",
        takes=asked.ReasonGiven,
        gives=told.RequestState,
    ),
    post(
        f"{_R}/pay",
        "paying:pay",
        "money.pay",
        (Right.PREPARE,),
        says="按批准的申请付款，生成已提交的草稿",
        takes=asked.PaymentGiven,
        gives=told.HandedIn,
    ),
)

API_ROUTES: tuple[ApiRoute, ...] = (
    *_MASTERS,
    *_BOOKS,
    *REPORTS,
    *JOBS,
    *AUDIT,
    *EVIDENCE,
    *ENGAGEMENTS,
    *_OPERATIONS,
    *_DRAFTS,
    *_MONEY,
    *GIFT_DESK,
    *DONATIONS,
    *BATCH_ROUTES,
    *ACCOUNTS,
    *BANK,
    *CLOSING,
    *IMPORTS,
    *PAPERS,
    *STOCK,
    *GOODS,
    *HANDOUTS,
    *BUDGETS,
    *PEOPLE,
    *HANDOVERS,
)
