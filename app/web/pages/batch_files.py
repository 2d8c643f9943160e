"""A batch at the bank: the payment file, the file of results, and paying a line again.

The payment file holds names and card numbers. It is handed out and not kept; every
time is logged.
"""

from typing import Any
from urllib.parse import quote

from aid import bank_file_keeping as keeping
from aid import batch_bank_files as files
from aid import batch_paying
from aid.bank_file_keeping import Returned
from aid.bank_format_keeping import formats_of
from aid.bank_results import Expected
from aid.batch_bank_files import TakenResult
from aid.batch_paying import Again
from app.keyring import open_vault
from app.web import given
from app.web.desk import Desk, Go, Page, Sent
from app.web.pages import batch
from ledger.errors import NotFound, RecordRefused, Refused


def write(desk: Desk) -> Page | Sent:
    """The payment file of the lines that are due, with names and card numbers."""
    key = desk.places["batch"]
    try:
        vault = open_vault(desk.settings)
        number = given.number(desk, "file", "付款文件的编号", 0)
        with desk.writing(key) as connection:
            lines = files.released_lines(connection, desk.unit, key, vault)
            chosen = files.due(connection, desk.unit, key, lines, number)
            form = formats_of(connection, desk.unit, given.text(desk, "bank"))[0]
            done = keeping.write(
                connection, desk.unit, key, chosen, form, vault, desk.act
            )
    except NotFound:
        raise
    except Refused as refusal:
        return batch.refused(desk, refusal)
    name = f"{desk.unit}-{key}-{done.number}.csv"
    return Sent(done.file.content, "text/csv", name)


def result(desk: Desk) -> Page | Go:
    """What the bank returned, held against the payment file line by line."""
    key = desk.places["batch"]
    try:
        vault = open_vault(desk.settings)
        upload = desk.uploads.get("result")
        if upload is None:
            raise RecordRefused("回盘没有导入", why="没有选择文件", do="选择回盘文件")
        count = given.text(desk, "count")
        expected = Expected(
            count=given.number(desk, "count", "应有的笔数") if count else None,
            total=given.amount(desk, "total", "应有的合计金额"),
        )
        on = given.day(desk, "on", "退回入账的日期")
        number = given.number(desk, "file", "付款文件的编号", 0)
        with desk.writing(key) as connection:
            told = files.take_batch_results(
                connection,
                desk.unit,
                Returned(
                    batch=key,
                    number=number,
                    name=upload.name,
                    content=upload.content,
                    forms=formats_of(connection, desk.unit, given.text(desk, "bank")),
                    expected=expected,
                ),
                vault,
                desk.act,
                dated_on=on,
                money_account=given.text(desk, "account") or "102",
            )
            return desk.kept(connection, _path(desk), _said(told))
    except NotFound:
        raise
    except Refused as refusal:
        return batch.refused(desk, refusal)


def _said(told: TakenResult) -> str:
    one: Any = told.file
    if one.already:
        return f"第 {one.number} 号付款文件的这份回盘此前已导入，没有变化"
    said = (
        f"第 {one.number} 号付款文件的第 {one.result} 份回盘："
        f"已付 {one.paid} 笔，{one.paid_amount.grouped()} 元；"
        f"未付 {one.failed} 笔，{one.failed_amount.grouped()} 元"
    )
    if one.unchanged:
        said += f"；另有 {one.unchanged} 笔此前已登记，没有变化"
    if told.batch is not None and told.batch.returns is not None:
        said += f"；未付的已成第 {told.batch.returns.draft} 号草稿，退回待再付"
    return said


def repay(desk: Desk) -> Page | Go:
    """Pay a line again that came back."""
    key = desk.places["batch"]
    try:
        line = given.number(desk, "line", "行号")
        told = Again(
            dated_on=given.day(desk, "on", "付款日期") or desk.today,
            money_account=given.text(desk, "account") or "102",
            attachments=given.number(desk, "attachments", "附件张数", 1),
            reason=given.text(desk, "reason"),
        )
        with desk.writing(key) as connection:
            found = batch_paying.repay(connection, desk.unit, key, line, told, desk.act)
            said = f"第 {line} 行再付的凭证草稿 {found.draft} 已提交，待审核"
            return desk.kept(connection, _path(desk), said)
    except NotFound:
        raise
    except Refused as refusal:
        return batch.refused(desk, refusal)


def _path(desk: Desk) -> str:
    key = quote(desk.places["batch"], safe="")
    return f"/units/{quote(desk.unit, safe='')}/batches/{key}"
