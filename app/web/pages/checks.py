"""Checks (审计检查): run over a period, their results, and each exception."""

from typing import Any
from urllib.parse import quote

from app.web import jobs, spans, tables
from app.web.audit_works import RESULTS, findings_file
from app.web.desk import Desk, Go, Page, Sent
from app.web.jobs import Asked, Job
from app.web.pages.jobs import begin, result
from app.web.spans import Asked as AskedSpan
from ledger.errors import NotFound, Refused
from ledger.money import Money
from ledger.people import Right
from ledger.periods import parse_span
from ledger.register import lookups
from reports import parts
from reports.report import Column

ACT = "audit.run"
SHOWN = 100
"""Exceptions on a page."""
_RESULTS = (
    Column("key", "编号"),
    Column("title", "检查", width=3),
    Column("performed", "执行"),
    Column("of", "总体", width=2),
    Column("count", "笔数", "count"),
    parts.money("amount", "总体金额"),
    Column("exceptions", "例外", "count"),
    parts.money("found", "例外金额"),
    Column("reason", "未执行的原因", width=2),
)
_FINDINGS = (
    Column("title", "例外", width=2),
    Column("condition", "事实", width=4),
    parts.money("amount", "金额"),
    Column("lead", "线索"),
    Column("evidence", "凭证", width=2),
)


def show(desk: Desk) -> Page:
    """The form, and what was run lately."""
    return Page("checks.html", _told(desk))


def _told(desk: Desk) -> dict[str, Any]:
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
    last_year = str(desk.today.year - 1)
    return {
        "unit": unit,
        "runs": jobs.jobs_of(desk.settings, desk.me.person, desk.unit, ACT),
        "usual": last_year,
    }


def run(desk: Desk) -> Page | Go:
    """Have every check run in the background."""
    period = desk.form.get("period", "").strip()
    opened = desk.form.get("opened") == "yes"
    try:
        parse_span(period)
        asked = Asked(
            work="audit_works:checks",
            title=f"审计检查 {period}",
            unit=desk.unit,
            act=ACT,
            rights=(Right.AUDIT,),
            back=f"/units/{quote(desk.unit, safe='')}/checks",
            leads=f"/units/{quote(desk.unit, safe='')}/checks/{{job}}",
            typed={"period": period, "opened": "yes" if opened else ""},
        )
        return begin(desk, asked, f"{period} 打开档案" if opened else period)
    except Refused as refusal:
        return desk.refused(refusal, "checks.html", _told(desk))


def results(desk: Desk) -> Page | Sent:
    """The results of a run, check by check."""
    job = result(desk, ACT)
    rows = job.read(RESULTS)
    asked = _span(job)
    if tables.is_asked(desk):
        cells = [
            (
                *(row["key"], row["title"], "是" if row["performed"] else "否"),
                *(row["of"], row["count"], Money(row["amount_fen"])),
                *(row["exceptions"], Money(row["found_fen"]), row["reason"]),
            )
            for row in rows
        ]
        with desk.reading() as connection:
            return tables.send(
                desk, connection, "审计检查结果", asked, (_RESULTS, cells)
            )
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
    performed = [row for row in rows if row["performed"]]
    counts = {
        "performed": len(performed),
        "absent": len(rows) - len(performed),
        "clean": sum(not row["exceptions"] for row in performed),
        "exceptions": sum(row["exceptions"] for row in performed),
    }
    told = {"unit": unit, "job": job, "asked": asked, "rows": rows}
    return Page("check_results.html", told | {"counts": counts})


def exceptions(desk: Desk) -> Page | Sent:
    """The exceptions of one check, each with its vouchers."""
    job, key = result(desk, ACT), desk.places["check"]
    row = next((one for one in job.read(RESULTS) if one["key"] == key), None)
    if row is None:
        raise NotFound("检查", key)
    found = job.read(findings_file(key)) if row["exceptions"] else []
    asked = _span(job)
    with desk.reading() as connection:
        if tables.is_asked(desk):
            table = (_FINDINGS, [_cells(one) for one in found])
            return tables.send(desk, connection, f"{key}例外", asked, table)
        unit = lookups(connection).unit(desk.unit)
    page = _number(desk.query.get("page", ""), len(found))
    shown = found[(page - 1) * SHOWN : page * SHOWN]
    pages = -(-len(found) // SHOWN)
    told = {"unit": unit, "job": job, "asked": asked, "row": row, "found": shown}
    return Page("exceptions.html", told | {"page": page, "pages": pages})


def _span(job: Job) -> AskedSpan:
    period = job.asked.typed["period"]
    return spans.Asked(period, parse_span(period))


def _cells(one: dict[str, Any]) -> tuple[Any, ...]:
    return (
        *(one["title"], one["condition"], Money(one["amount_fen"])),
        *("是" if one["lead"] else "", "、".join(mark for mark, _ in one["evidence"])),
    )


def _number(typed: str, count: int) -> int:
    """The page asked for, among those there are."""
    wanted = int(typed) if typed.isdecimal() and len(typed) < 7 else 1
    return min(max(wanted, 1), max(-(-count // SHOWN), 1))
