"""Payment batches (发放批次): the list, and a new one out of a list of payments.

Lines are told by file number; nobody is named. One batch is in `batch.py`.
"""

from urllib.parse import quote

from aid import batch_views
from aid.batch_lists import Usual
from aid.payment_sheet import PaymentList
from aid.payout_told import told_shortly
from app.keyring import open_vault
from app.web import given, tables
from app.web.access import CHECKING
from app.web.batch_making import Wanted, make, read_list
from app.web.desk import Desk, Go, Page, Sent
from app.web.spans import Asked
from ledger.database import Connection
from ledger.errors import RecordRefused, Refused
from ledger.people import Right
from ledger.periods import parse_span
from ledger.register import lookups
from reports import parts
from reports.report import Column
from treasury.vault import Vault

_COLUMNS = (
    Column("key", "批次"),
    Column("ref", "批次号"),
    Column("title", "名称", width=3),
    Column("state", "状态"),
    Column("lines", "行数"),
    parts.money("amount", "金额"),
    Column("request", "付款申请"),
    Column("saved_on", "编制日"),
)


def may_check(desk: Desk, connection: Connection) -> bool:
    """Whether the person may have a batch checked."""
    return desk.may(connection, *CHECKING)


def show(desk: Desk) -> Page | Sent:
    """The batches of a unit, the latest first."""
    with desk.reading() as connection:
        told = _told(desk, connection)
        if tables.is_asked(desk):
            year = f"{desk.today:%Y}"
            asked = Asked(year, parse_span(year))
            cells = [
                (
                    *(one.key, one.ref, one.title, one.state.label, one.line_count),
                    *(one.amount, one.request, one.saved_on),
                )
                for one in batch_views.listed(connection, desk.unit)
            ]
            return tables.send(desk, connection, "发放批次", asked, (_COLUMNS, cells))
    return Page("batches.html", told)


def _told(desk: Desk, connection: Connection) -> dict[str, object]:
    return {
        "unit": lookups(connection).unit(desk.unit),
        "batches": batch_views.listed(connection, desk.unit),
        "prepares": desk.may(connection, Right.PREPARE),
    }


def draft(desk: Desk) -> Page | Go:
    """A batch out of a list, or of the cases that were granted and not paid."""
    try:
        vault = open_vault(desk.settings)
        listed = _listed(desk)
        with desk.writing(given.text(desk, "ref")) as connection:
            return _kept(desk, connection, listed, vault)
    except Refused as refusal:
        with desk.reading() as connection:
            told = _told(desk, connection)
        return desk.refused(refusal, "batches.html", told)


def _listed(desk: Desk) -> PaymentList | None:
    """The list that was sent; None where the batch is made of cases."""
    upload = desk.uploads.get("list")
    if upload is None:
        if given.text(desk, "cases"):
            return None
        raise RecordRefused(
            "没有编制批次", why="没有名单", do="选择文件，或写明救助申请"
        )
    total = given.amount(desk, "total", "合计金额")
    return read_list(upload.name, upload.content, total)


def _kept(
    desk: Desk,
    connection: Connection,
    listed: PaymentList | None,
    vault: Vault,
) -> Go:
    cases = given.text(desk, "cases").replace("，", ",").split(",")
    wanted = Wanted(
        unit=desk.unit,
        ref=given.text(desk, "ref"),
        title=given.text(desk, "title"),
        usual=Usual(
            fund=given.text(desk, "fund"),
            account=given.text(desk, "account") or "50404",
            purpose=given.text(desk, "purpose"),
        ),
        cases=tuple(one.strip() for one in cases if one.strip()),
    )
    kept = make(connection, wanted, listed, vault, desk.act)
    again = "（此前已保存）" if kept.already else ""
    said = f"发放批次 {kept.key}{again}：{kept.line_count} 行，"
    said += f"{kept.amount.grouped()} 元"
    if notes := list(told_shortly(kept.told)):
        said += f"；有 {len(notes)} 处须说明理由"
    where = f"/units/{quote(desk.unit, safe='')}/batches/{quote(kept.key, safe='')}"
    return desk.kept(connection, where, said)
