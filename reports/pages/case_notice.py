"""公示: the notice of a case in the applicant's own unit, by way of one page a case.

1. It names the applicant, the unit, the cause in general words and the planned aid, and
   nothing else of a person: no number, address, diagnosis, account or family.
2. It says from when until when it hangs at least, and to whom objections go.
3. Without the keys the name and the workplace are left to be written in.
4. Without a subject those are printed that hang on the last day of the period, or today
   before that, whenever they were applied for.

Basis: 关于进一步做好困难职工帮扶工作的意见 第2条 (公示); 个人信息保护法 第六条.
"""

import datetime as dt
from collections.abc import Iterator

from aid.case_kinds import Doing, Outcome
from aid.deadlines import publication
from aid.eligibility import Limb
from aid.standards import in_force
from ledger.database import Connection
from reports import case_parts, parts
from reports.case_parts import Printed
from reports.catalogue import Report, Request
from reports.report import (
    Block,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Signatures,
    spelled,
)
from reports.wording import sentence

REPORT = Report(
    name="case_notice",
    title="拟救助困难职工公示",
    summary="本单位内的公示：申请人、单位、困难情形（概括）、拟救助事项，不含其他个人信息",
    earlier=True,
    takes=("subject", "names"),
)

CAUSES: dict[Limb, str] = {
    Limb.ILLNESS: "因病致困",
    Limb.SCHOOLING: "因学致困",
    Limb.NO_EMPLOYMENT: "就业困难",
    Limb.THREE_WITHOUTS: "生活无着",
    Limb.DISASTER: "因灾致困",
    Limb.SUPPLEMENT: "收入低，生活困难",
    Limb.OTHER: "其他原因致困",
}
"""The causes as a wall may tell them."""

_BLANK = "＿＿＿＿＿＿"


def build(connection: Connection, request: Request) -> Document:
    """Draw up the notice of one case, or of all that hang on the day (4).

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; the
            unit has no such case by then.
        VaultRefused: a key is not at hand, or a row was changed.
    """
    found = case_parts.chosen(connection, request, REPORT, whenever=True)
    if not request.subject:
        on = parts.as_of(request)
        found = [one for one in found if _hangs(one, on)]
    forms = [[*_notice(one, request)] for one in found]
    return case_parts.document(connection, request, REPORT, case_parts.paged(forms))


def _hangs(printed: Printed, on: dt.date) -> bool:
    hung, down = printed.last(Doing.PUBLISH), printed.last(Doing.TAKE_DOWN)
    if hung is None or printed.state.is_ended or _is_back(printed, hung.seq):
        return False
    is_down = down is not None and down.seq > hung.seq and down.on < on
    return hung.on <= on and not is_down


def _is_back(printed: Printed, since: int) -> bool:
    """Whether an objection sent it back after it was hung up."""
    return any(one.outcome is Outcome.BACK and one.seq > since for one in printed.steps)


def _notice(printed: Printed, request: Request) -> Iterator[Block]:
    case = printed.case
    hung = printed.last(Doing.PUBLISH)
    since = until = ""
    if hung is not None:
        end = publication(in_force(hung.on), hung.on).ends_on
        since, until = spelled(hung.on), spelled(end)
    content = printed.content
    workplace = None if content is None else content.worker.workplace
    # Each of many hangs alone, so each says what it is.
    title = "公示" if request.subject else f"{REPORT.title}　"
    yield Heading(f"{title}编号 {case.key}", 2)
    yield Paragraph(
        sentence(
            "case_notice",
            office_folder=request.templates,
            since=since,
            until=until,
            own=case.own,
        )
    )
    yield KeyValues(
        (
            ("申请人", _BLANK if content is None else content.worker.name),
            ("所在单位", _BLANK if content is None else workplace or printed.unit),
            ("困难情形", CAUSES[case.limb] if case.limb else "生活困难"),
            ("拟救助事项", case.project.label),
            ("拟救助金额（元）", case_parts.asked_told(case)),
        ),
        f"notice_{case_parts.key_of(case)}",
    )
    yield Paragraph(
        sentence("case_notice_end", office_folder=request.templates, unit=printed.unit)
    )
    yield Signatures(("工会（盖章）",))
