"""The addresses of payment batches."""

from app.web.access import BATCHES as SEEING
from app.web.access import CHECKING, PAYING
from app.web.api import asked, told
from app.web.api import batch_said as said
from app.web.api.route import FILE_BYTES, UNIT, ApiRoute, get, post
from ledger.people import Right

_PREPARE, _APPROVE = (Right.PREPARE,), (Right.APPROVE,)
_B = f"{UNIT}/batches/{{batch}}"

BATCHES: tuple[ApiRoute, ...] = (
    get(f"{UNIT}/batches", "batching:batches_of", SEEING, said.Batches, "发放批次"),
    get(
        _B,
        "batching:batch",
        SEEING,
        said.Batch,
        "一个批次及其各行，只写档案号",
    ),
    post(
        f"{UNIT}/batches",
        "batching:draft",
        "aid.batch.draft",
        _PREPARE,
        says="按名单或救助申请编制批次",
        takes=said.BatchGiven,
        gives=said.BatchSaved,
        status=201,
        room=FILE_BYTES,
    ),
    post(
        f"{_B}/check",
        "batching:check",
        "aid.batch.check",
        CHECKING,
        says="逐行核对，打开档案并记入日志",
        takes=said.CheckGiven,
        gives=said.BatchChecked,
        looks=True,
    ),
    post(
        f"{_B}/submit",
        "batching:submit",
        "aid.batch.submit",
        _PREPARE,
        says="提交批次，生成付款申请",
        takes=said.SubmitGiven,
        gives=said.BatchAsked,
    ),
    post(
        f"{_B}/approve",
        "batching:approve",
        "aid.batch.approve",
        _APPROVE,
        says="批准批次",
        takes=asked.OpinionGiven,
        gives=said.BatchAsked,
    ),
    post(
        f"{_B}/refuse",
        "batching:refuse",
        "aid.batch.refuse",
        _APPROVE,
        says="否决批次",
        takes=asked.ReasonGiven,
        gives=said.BatchAsked,
    ),
    post(
        f"{_B}/drop",
        "batching:drop",
        "aid.batch.drop",
        _PREPARE,
        says="作废批次及其未付的申请",
        takes=asked.ReasonGiven,
        gives=said.BatchState,
    ),
    post(
        f"{_B}/release",
        "batching:release",
        "aid.batch.release",
        _PREPARE,
        says="交付款凭证，一人一行，生成已提交的草稿",
        takes=said.ReleaseGiven,
        gives=told.HandedIn,
    ),
    post(
        f"{_B}/settle",
        "batching:settle",
        "aid.batch.settle",
        _PREPARE,
        says="逐行登记银行的结果",
        takes=said.SettleGiven,
        gives=said.BatchSettled,
    ),
    post(
        f"{_B}/file",
        "batch_banking:write",
        "aid.bank-file.write",
        PAYING,
        says="写出付款文件，含姓名和卡号，每次记入日志",
        takes=said.BankFileGiven,
        gives=None,
    ),
    post(
        f"{_B}/result",
        "batch_banking:result",
        "aid.bank-file.result",
        PAYING,
        says="导入银行的回盘",
        takes=said.ResultGiven,
        gives=said.ResultTaken,
        room=FILE_BYTES,
    ),
    post(
        f"{_B}/repay",
        "batch_banking:repay",
        "aid.batch.repay",
        _PREPARE,
        says="退回的一行再付，生成已提交的草稿",
        takes=said.RepayGiven,
        gives=told.HandedIn,
    ),
)
