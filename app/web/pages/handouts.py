"""Hand-outs (发放单) of goods and shopping vouchers: the list, and a new one.

People are told by file number; nobody is named. One hand-out is in `handout.py`.
"""

import csv
import io
import secrets
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from aid import handout_reading, handout_sheet, handouts
from aid.claims import Project
from aid.handout_judging import HandoutLine
from aid.handout_sheet import HANDOUT, HandoutSheet
from aid.handouts import Done, Plan
from app.web import given, handout_sheets, sheets
from app.web.access import BOOKS
from app.web.desk import Desk, Go, Page, Sent, Upload, part
from app.web.handout_works import by_standards, read_list
from app.web.spans import Asked
from ledger.database import Connection
from ledger.errors import RecordRefused, Refused
from ledger.people import Right
from ledger.periods import parse_span
from ledger.register import lookups
from treasury.goods_desk import quantity_text
from treasury.goods_items import items

_HEADINGS = tuple(column.label for column in HANDOUT.columns)
_KEYS = tuple(column.key for column in HANDOUT.columns)


def show(desk: Desk) -> Page | Sent:
    """The hand-outs of a unit, the latest first."""
    with desk.reading() as connection:
        told = _told(desk, connection)
        if desk.query.get("as"):
            year = str(desk.today.year)
            asked = Asked(year, parse_span(year))
            return sheets.sent(desk, connection, asked, [told["handouts"]])
    usual = {
        "on": desk.today.isoformat(),
        "ref": f"发放-{desk.today:%Y%m%d}-{secrets.token_hex(2)}",
    }
    return Page("handouts.html", told | {"typed": usual})


def _told(desk: Desk, connection: Connection) -> dict[str, Any]:
    unit = lookups(connection).unit(desk.unit)
    found = handout_reading.handouts(connection, desk.unit)[::-1]
    base = f"/units/{part(desk.unit)}"
    return {
        "unit": unit,
        "handouts": handout_sheets.handouts_sheet(f"{base}/handouts", found),
        "address": sheets.address,
        "prepares": desk.may(connection, Right.PREPARE),
        "sees_stock": desk.may(connection, *BOOKS),
        "items": items(connection, desk.unit),
        "projects": tuple(Project),
        "headings": ", ".join(_HEADINGS if desk.language == "zh" else _KEYS),
        "checked": None,
    }


# -- planning -----------------------------------------------------------------------


def plan(desk: Desk) -> Page | Go:
    """Plan a hand-out, or have it checked only: then nothing is kept."""
    try:
        sheet = _sheet(desk)
        head = _head(desk)
        if desk.form.get("do") == "check":
            return _check(desk, head, sheet)
        with desk.writing(head.ref) as connection:
            by = by_standards(connection, head)
            done = handout_sheet.plan_sheet(connection, head, sheet, desk.act, by)
            where = f"/units/{part(desk.unit)}/handouts/{part(done.handout.key)}"
            return desk.kept(connection, where, told_of(done))
    except Refused as refusal:
        with desk.reading() as connection:
            told = _told(desk, connection)
        return desk.refused(refusal, "handouts.html", told)


def _check(desk: Desk, head: Plan, sheet: HandoutSheet) -> Page:
    """What each would be given. The lines stand in the form again, for the plan."""
    with desk.writing(head.ref, "aid.handout.check") as connection:
        whole = replace(head, lines=sheet.lines)
        found = handouts.check(
            connection, whole, desk.act, by_standards(connection, head)
        )
        told = _told(desk, connection)
    told["checked"] = handout_sheets.checked_sheet(found)
    typed = {**desk.form, "lines": _text(sheet.lines), "once": ""}
    return Page("handouts.html", told | {"typed": typed})


def told_of(done: Done) -> str:
    """What a hand-out is after an act, in a sentence, with what else is to be told."""
    one = done.handout
    before = "此前已办理，" if done.already else ""
    cost = ""
    if one.lives:
        cost = f"，{one.cost.grouped()} 元；凭证草稿 {one.draft} 已提交，等待审核"
    said = f"发放单 {one.key}（{one.lines} 行）：{before}{one.state.label}{cost}"
    return "\n".join((said, *(f"提示：{told}" for told in done.warnings)))


def _head(desk: Desk) -> Plan:
    typed = given.text(desk, "project") or Project.WARMTH.value
    if typed not in set(Project):
        raise RecordRefused("没有选救助项目", do="选择一项")
    project = Project(typed)
    day = given.day(desk, "on", "发放日期") or desk.today
    return Plan(
        unit=desk.unit,
        ref=given.text(desk, "ref"),
        title=given.text(desk, "title"),
        dated_on=day,
        fund=given.text(desk, "fund"),
        purpose=given.text(desk, "purpose") or project.label,
        project=project,
        year=given.number(desk, "year", "救助年度", day.year),
        lines=(),
        account=given.text(desk, "account"),
        appropriation=given.text(desk, "appropriation"),
    )


def _sheet(desk: Desk) -> HandoutSheet:
    """The lines of the file that was sent, or of those that were typed."""
    upload = desk.uploads.get("list")
    typed = given.text(desk, "lines")
    if upload is None and not typed:
        raise RecordRefused("没有写明发给谁", do="选择名单文件，或逐行填写")
    if upload is not None:
        return read_list(upload, given.text(desk, "item"))
    sent = Upload("lines.csv", _headed(typed).encode())
    return read_list(sent, given.text(desk, "item"), "lines")


def _headed(typed: str) -> str:
    """Lines as a table: without headings they are file, item, quantity, ….."""
    plain = typed.replace("，", ",").replace("\t", ",")
    if plain.startswith((HANDOUT.columns[0].label, HANDOUT.columns[0].key)):
        return plain
    most = max(line.count(",") for line in plain.split("\n"))
    return f"{','.join(_HEADINGS[: most + 1])}\n{plain}"


def _text(lines: Iterable[HandoutLine]) -> str:
    """Lines as they are typed, with their headings."""
    told = io.StringIO()
    table = csv.writer(told, lineterminator="\n")
    table.writerow(_HEADINGS)
    for line in lines:
        lots = "；".join(f"{lot}:{quantity_text(milli)}" for lot, milli in line.lots)
        quantity = quantity_text(line.quantity_milli)
        row = (line.recipient, line.item, quantity, line.serials, line.member)
        table.writerow((*row, line.case, lots))
    return told.getvalue()
