"""Every address of the JSON half, with its act, who may do it, where, what it says.

This is the one place, as `app.web.routes` is for pages. A test walks the list and tries
every role; the OpenAPI document is written from it.
"""

from dataclasses import dataclass

from pydantic import BaseModel

from app.web.access import BOOKS, LOOKING, READING, Route, Scope
from app.web.api import asked, told
from app.web.api.values import Asked, Nothing
from ledger.people import Right


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRoute(Route):
    """An address of the JSON half; `path` is below `/api/v1`.

    `asks` is what the address may say behind the question mark, `takes` the body of a
    write, `gives` the answer; None: a file. The handler is `module:function` of
    `app.web.api`.
    """

    says: str
    asks: type[Asked] = Nothing
    takes: type[Asked] = Nothing
    gives: type[BaseModel] | None
    status: int = 200

    @property
    def writes(self) -> bool:
        """Whether it changes the books."""
        return self.method == "POST"


def _get(  # noqa: PLR0913 - the columns of the list
    path: str,
    handler: str,
    rights: tuple[Right, ...],
    gives: type[BaseModel] | None,
    says: str,
    *,
    asks: type[Asked] = Nothing,
    act: str = "",
) -> ApiRoute:
    unit = Scope.UNIT if "{unit}" in path else Scope.SOMEWHERE
    return ApiRoute(
        method="GET",
        path=path,
        act=act or "api." + handler.replace(":", "."),
        rights=rights,
        scope=unit if rights else Scope.PERSON,
        handler=handler,
        says=says,
        asks=asks,
        gives=gives,
    )


def _post(  # noqa: PLR0913 - as above
    path: str,
    handler: str,
    act: str,
    rights: tuple[Right, ...],
    *,
    says: str,
    takes: type[Asked] = Nothing,
    gives: type[BaseModel] = told.DraftState,
    status: int = 200,
) -> ApiRoute:
    return ApiRoute(
        method="POST",
        path=path,
        act=act,
        rights=rights,
        scope=Scope.UNIT,
        handler=handler,
        says=says,
        takes=takes,
        gives=gives,
        status=status,
    )


_U = "/units/{unit}"
_D = f"{_U}/drafts/{{number}}"
_R = f"{_U}/requests/{{key}}"

_MASTERS = (
    _get("/me", "masters:me", (), told.Me, "本令牌属于谁、能办什么"),
    _get("/units", "masters:units", LOOKING, told.Units, "能查看的单位"),
    _get(_U, "masters:unit", LOOKING, told.Unit, "一个单位"),
    _get(f"{_U}/funds", "masters:funds", LOOKING, told.Funds, "一个单位的资金"),
    _get(
        f"{_U}/accounts",
        "masters:accounts",
        LOOKING,
        told.Accounts,
        "一个单位的科目表",
        asks=asked.OnDay,
    ),
    _get(f"{_U}/events", "masters:events", BOOKS, told.Events, "能登记的收入事项"),
)

_BOOKS = (
    _get(
        f"{_U}/balances",
        "books:balances",
        LOOKING,
        told.Balances,
        "余额与发生额",
        asks=asked.BalanceAsked,
    ),
    _get(
        f"{_U}/vouchers",
        "books:vouchers",
        BOOKS,
        told.Vouchers,
        "记账凭证，按链位分页",
        asks=asked.VouchersAsked,
    ),
    _get(
        f"{_U}/vouchers/{{ref}}",
        "books:voucher",
        BOOKS,
        told.Voucher,
        "一张凭证及其分录",
    ),
    _get(
        f"{_U}/positions/{{position}}",
        "books:position",
        BOOKS,
        told.Voucher,
        "一个链位上的凭证",
    ),
    _get(f"{_U}/drafts", "books:drafts", BOOKS, told.Drafts, "还没有记账的草稿"),
    _get(_D, "books:draft", BOOKS, told.Draft, "一张草稿及其经过"),
    _get(
        f"{_U}/requests",
        "books:requests",
        LOOKING,
        told.Requests,
        "付款申请",
        asks=asked.RequestsAsked,
    ),
    _get(_R, "books:request", LOOKING, told.RequestSteps, "一项付款申请及其经过"),
)

_REPORTS = (
    _get("/reports", "reporting:reports", LOOKING, told.Reports, "能编制的报表"),
    _get(
        f"{_U}/reports/{{name}}",
        "reporting:report",
        LOOKING,
        None,
        "编制一份报表",
        asks=asked.ReportAsked,
        act="report",
    ),
)

_AUDIT = (
    _get(
        f"{_U}/checks",
        "auditing:checks",
        (Right.AUDIT,),
        told.Checks,
        "执行审计检查",
        asks=asked.ChecksAsked,
        act="audit.run",
    ),
    _get(
        f"{_U}/integrity",
        "auditing:integrity",
        BOOKS,
        told.Integrity,
        "重新计算封存的一切",
    ),
    _get(f"{_U}/digest", "auditing:digest", LOOKING, told.Digest, "链位与摘要值"),
    _get(
        "/operations",
        "auditing:operations",
        READING,
        told.Operations,
        "操作日志，按人员、日期、内容查询",
        asks=asked.OperationsAsked,
    ),
    _get(
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
    _post(
        f"{_U}/drafts",
        "drafting:save",
        "draft.save",
        (Right.PREPARE,),
        says="新填一张草稿",
        takes=asked.DraftGiven,
        status=201,
    ),
    _post(
        _D,
        "drafting:change",
        "draft.save",
        (Right.PREPARE,),
        says="改一张草稿",
        takes=asked.DraftGiven,
    ),
    _post(
        f"{_D}/submit",
        "drafting:submit",
        "draft.submit",
        (Right.PREPARE,),
        says="提交审核",
    ),
    _post(
        f"{_D}/review",
        "drafting:review",
        "draft.review",
        (Right.REVIEW,),
        says="审核",
    ),
    _post(
        f"{_D}/settle",
        "drafting:settle",
        "draft.settle",
        (Right.SETTLE,),
        says="款项已收付",
    ),
    _post(
        f"{_D}/post",
        "drafting:post",
        "draft.post",
        (Right.POST,),
        says="记账",
        gives=told.Posted,
    ),
    _post(
        f"{_D}/return",
        "drafting:give_back",
        "draft.give_back",
        (Right.REVIEW, Right.SETTLE, Right.POST),
        says="退回制单人",
        takes=asked.ReasonGiven,
    ),
    _post(
        f"{_D}/drop",
        "drafting:drop",
        "draft.drop",
        (Right.PREPARE,),
        says="作废草稿",
        takes=asked.ReasonGiven,
    ),
)

_MONEY = (
    _post(
        f"{_U}/receipts",
        "paying:receive",
        "money.receive",
        (Right.PREPARE,),
        says="登记收到的款项，生成已提交的草稿",
        takes=asked.ReceiptGiven,
        gives=told.HandedIn,
        status=201,
    ),
    _post(
        f"{_U}/requests",
        "paying:request",
        "money.request",
        (Right.PREPARE,),
        says="保存付款申请",
        takes=asked.RequestGiven,
        gives=told.RequestState,
        status=201,
    ),
    _post(
        f"{_R}/approve",
        "paying:approve",
        "money.approve",
        (Right.APPROVE,),
        says="批准付款申请",
        takes=asked.OpinionGiven,
        gives=told.RequestState,
    ),
    _post(
        f"{_R}/refuse",
        "paying:refuse",
        "money.refuse",
        (Right.APPROVE,),
        says="否决付款申请",
        takes=asked.ReasonGiven,
        gives=told.RequestState,
    ),
    _post(
        f"{_R}/cancel",
        "paying:cancel",
        "money.cancel",
        (Right.PREPARE,),
        says="撤销付款申请",
        takes=asked.ReasonGiven,
        gives=told.RequestState,
    ),
    _post(
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
    *_REPORTS,
    *_AUDIT,
    *_DRAFTS,
    *_MONEY,
)
