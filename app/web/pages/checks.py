"""Checks (审计检查): run over a period, their results, and each exception."""

from typing import Any

from app.web import jobs, long_works, spans, tables, typed
from app.web.audit_marks import RESULTS, findings_file
from app.web.desk import Desk, Go, Page, Sent
from app.web.jobs import Job
from app.web.pages.jobs import begin, result
from app.web.spans import Asked as AskedSpan
from audit import engagement_keeping as keeping
from audit.evidence import intake_of, intakes
from audit.finding_kinds import WHILE, Doing
from ledger.errors import NotFound, RecordRefused, Refused
from ledger.money import Money
from ledger.periods import parse_span
from ledger.register import lookups
from reports import parts
from reports.report import Column

ACT = long_works.CHECKS
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
        evidence = intakes(connection, unit.code)
    last_year = str(desk.today.year - 1)
    return {
        "unit": unit,
        "runs": jobs.jobs_of(desk.settings, desk.me.person, desk.unit, ACT),
        "usual": last_year,
        "evidence": evidence[::-1],
        "chosen": (desk.form or desk.query).get("evidence", ""),
    }


def run(desk: Desk) -> Page | Go:
    """Have every check run in the background."""
    period = desk.form.get("period", "").strip()
    opened = desk.form.get("opened") == "yes"
    evidence = desk.form.get("evidence", "").strip()
    about = f"{evidence} {period}".strip()
    try:
        if evidence:
            with desk.reading() as connection:
                intake_of(connection, desk.unit, evidence)
        asked = long_works.checks(desk.unit, period, opened=opened, evidence=evidence)
        return begin(desk, asked, f"{about} 打开档案" if opened else about)
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
    told["evidence"] = _evidence(job)
    return Page("check_results.html", told | {"counts": counts})


def exceptions(desk: Desk) -> Page | Sent:
    """The exceptions of one check, each with its vouchers."""
    told = _exceptions(desk)
    if tables.is_asked(desk):
        table = (_FINDINGS, [_cells(one) for one in told["found"]])
        with desk.reading() as connection:
            title = f"{told['row']['key']}例外"
            return tables.send(desk, connection, title, told["asked"], table)
    return Page("exceptions.html", _paged(desk, told))


def _exceptions(desk: Desk) -> dict[str, Any]:
    job, key = result(desk, ACT), desk.places["check"]
    row = next((one for one in job.read(RESULTS) if one["key"] == key), None)
    if row is None:
        raise NotFound("检查", key)
    found = job.read(findings_file(key)) if row["exceptions"] else []
    asked = _span(job)
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        under_way = [
            one
            for one in keeping.engagements_of(connection, unit.code)
            if one.state in WHILE[Doing.RAISE]
            and desk.me.person in one.auditors
            # What it finds is of the days that it audits, and of the unit's own books.
            and one.span.since <= asked.span.since
            and asked.span.until <= one.span.until
            and not _evidence(job)
        ]
    return {
        "unit": unit,
        "job": job,
        "asked": asked,
        "evidence": _evidence(job),
        "row": row,
        "found": found,
        "titles": list(dict.fromkeys(one["title"] for one in found)),
        "engagements": under_way,
    }


def _paged(desk: Desk, told: dict[str, Any]) -> dict[str, Any]:
    found = told["found"]
    page = _number(desk.query.get("page", ""), len(found))
    shown = found[(page - 1) * SHOWN : page * SHOWN]
    return told | {"found": shown, "page": page, "pages": -(-len(found) // SHOWN)}


def take(desk: Desk) -> Page | Go:
    """Take exceptions of a check over as a finding; the check is run again for it."""
    told, form, check = _exceptions(desk), desk.form, desk.places["check"]
    key, title = typed.text_of(form, "engagement"), typed.text_of(form, "title")
    try:
        if told["evidence"]:
            raise RecordRefused(
                "外来账套的例外不能直接取用", do="在审计项目中提出发现，写明依据"
            )
        if not key or title not in told["titles"]:
            raise RecordRefused("没有写明审计项目，或取用哪一种例外")
        with desk.writing(f"{key} {check}", "audit.finding.ask") as connection:
            # Whoever does not work on it is told at once, not by the job.
            keeping.desk_of(connection, desk.unit, key, desk.act)
        said = {
            "title": title,
            "cause": typed.text_of(form, "cause"),
            "cleared": form.get("cleared", ""),
        }
        asked = long_works.take(desk.unit, key, check, said)
        return begin(desk, asked, f"{key} {check}")
    except Refused as refusal:
        return desk.refused(refusal, "exceptions.html", _paged(desk, told))


def _evidence(job: Job) -> str:
    """The evidence books that were checked; empty: the unit's own books."""
    return job.asked.typed.get("evidence", "")


def _span(job: Job) -> AskedSpan:
    period = job.asked.typed["period"]
    return spans.Asked(period, parse_span(period))


def _cells(one: dict[str, Any]) -> tuple[Any, ...]:
    return (
        *(one["title"], one["condition"], Money(one["amount_fen"])),
        *("是" if one["lead"] else "", "、".join(mark for mark, _ in one["evidence"])),
    )


def _number(asked: str, count: int) -> int:
    """The page asked for, among those there are."""
    wanted = typed.number_of(asked) or 1
    return min(max(wanted, 1), max(-(-count // SHOWN), 1))
