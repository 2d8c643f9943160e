"""The operation log as a file (CSV, XLSX), for those who audit or administer."""

import importlib
import io

from app.activity import DONE, Operation
from app.clock import now
from app.web.desk import Sent
from app.web.log_search import Sought
from app.web.tables import KINDS
from reports.report import Column, Document, Provenance, Row, Table

COLUMNS = (
    Column("at", "时间（UTC）"),
    Column("person", "人员"),
    Column("os_user", "系统用户"),
    Column("unit", "单位"),
    Column("position", "序号", "count"),
    Column("act", "操作"),
    Column("subject", "对象"),
    Column("outcome", "结果"),
)
TITLE = "操作日志"
_NO_CHAIN = "0" * 64
"""The log has a chain for each unit: none of them speaks for all."""


def written(found: list[Operation], sought: Sought, form: str) -> Sent:
    """Entries of the log as a file."""
    rows = tuple(Row(_cells(one)) for one in found)
    first = sought.since.isoformat() if sought.since else ""
    last = sought.until.isoformat() if sought.until else ""
    document = Document(
        name="operations",
        title=TITLE,
        subtitle="",
        provenance=Provenance(
            unit=TITLE,
            period=f"{first}—{last}" if first or last else "全部",
            position=0,
            digest=_NO_CHAIN,
            known_on=now(),
        ),
        blocks=(Table(COLUMNS, rows),),
    )
    stream = io.BytesIO()
    importlib.import_module(f"reports.render.{form}").render(document, stream)
    return Sent(stream.getvalue(), KINDS[form], f"{TITLE}.{form}")


def _cells(one: Operation) -> tuple[str | int, ...]:
    outcome = "完成" if one.outcome == DONE else "拒绝"
    return (
        one.at,
        one.person,
        one.os_user,
        one.unit,
        one.position,
        one.act,
        one.subject,
        outcome,
    )
