"""Long work as screens and programs ask for it: what each job is told (后台作业)."""

from collections.abc import Mapping
from urllib.parse import quote

from app.web import report_rights
from app.web.access import PROOF
from app.web.jobs import Asked
from audit.package_marks import Edition, demand_told
from ledger.errors import RecordRefused
from ledger.people import Right
from ledger.periods import parse_span
from reports.catalogue import Report

CHECKS = "audit.run"
TAKE = "audit.finding"
VERIFY = "audit.verify"
PACKAGE = "audit.export"
SEAL, DRAW = "audit.seal", "audit.sample"
_SAMPLING = {"seal": ("封存总体", SEAL), "draw": ("抽取样本", DRAW)}


def _unit(unit: str) -> str:
    return f"/units/{quote(unit, safe='')}"


def checks(
    unit: str, period: str, check: str = "", *, opened: bool, evidence: str = ""
) -> Asked:
    """Every check, or one, put to the books of a period; `opened`: files are opened.

    `evidence` names books that an auditee handed over; theirs are checked then.

    Raises:
        PeriodError: the period is none.
    """
    parse_span(period)
    return Asked(
        work="audit_works:checks",
        title="审计检查",
        detail=f"{evidence} {period} {check}".strip(),
        unit=unit,
        act=CHECKS,
        rights=(Right.AUDIT,),
        back=f"{_unit(unit)}/checks",
        leads=f"{_unit(unit)}/checks/{{job}}",
        typed={
            "period": period,
            "check": check,
            "opened": "yes" if opened else "",
            "evidence": evidence,
        },
    )


def take(unit: str, engagement: str, check: str, typed: Mapping[str, str]) -> Asked:
    """Exceptions of a check taken over as a finding; it is run again for that."""
    back = f"{_unit(unit)}/engagements/{quote(engagement)}"
    given = {name: typed.get(name, "") for name in ("title", "cause", "cleared")}
    return Asked(
        work="audit_works:take",
        title="取用发现",
        detail=f"{engagement} {check} {given['title']}",
        unit=unit,
        act=TAKE,
        rights=(Right.AUDIT,),
        back=back,
        leads=back,
        typed=given | {"engagement": engagement, "check": check},
    )


def verify(unit: str, digest: str) -> Asked:
    """Everything that was sealed recomputed, signed digests held against it."""
    back = f"{_unit(unit)}/proof"
    return Asked(
        work="audit_works:verify",
        title="校验",
        unit=unit,
        act=VERIFY,
        rights=PROOF,
        back=back,
        leads=f"{back}/verify/{{job}}",
        typed={"digest": digest},
    )


def package(
    unit: str, period: str, edition: Edition, told: tuple[str, str], *, audits: bool
) -> Asked:
    """An evidence package; `told` are the paper and the reason of the full edition.

    Raises:
        PeriodError: the period is none.
        RecordRefused: the full edition without paper or reason, or not by an auditor;
            the masked one with them.
    """
    paper, reason = told
    parse_span(period)
    full = edition is Edition.FULL
    if full and not audits:
        raise RecordRefused("完整版由有“审计”权限的人导出")
    if full and not (paper and reason):
        raise RecordRefused("完整版须写明书面申请的文号和理由")
    if not full and (paper or reason):
        raise RecordRefused("隐名版不写书面申请的文号和理由")
    demand_told(paper, reason)
    return Asked(
        work="audit_works:package",
        title="证据包",
        detail=f"{period} {edition.label}",
        unit=unit,
        act=PACKAGE,
        rights=(Right.AUDIT,) if full else PROOF,
        back=f"{_unit(unit)}/proof",
        typed={
            "period": period,
            "edition": edition.value,
            "paper": paper,
            "reason": reason,
        },
    )


def report(unit: str, of: Report, suffix: str, typed: Mapping[str, str]) -> Asked:
    """A report drawn up in a format, with names where they are asked for."""
    names = typed.get("names") == "yes"
    rights = report_rights.SEEING if names else report_rights.rights_of(of)
    return Asked(
        work="report_works:report",
        title=of.title,
        detail=f"{typed['period']} {suffix[1:].upper()}",
        unit=unit,
        act=report_rights.NAMES if names else report_rights.ACT,
        rights=rights,
        back=f"{_unit(unit)}/reports/{of.name}",
        typed={**typed, "name": of.name, "format": suffix[1:]},
    )


def sampling(unit: str, engagement: str, what: str, typed: Mapping[str, str]) -> Asked:
    """A population sealed (`seal`), or a sample of one drawn (`draw`)."""
    title, act = _SAMPLING[what]
    back = f"{_unit(unit)}/engagements/{quote(engagement, safe='')}/samples"
    return Asked(
        work=f"sampling_works:{what}",
        title=title,
        detail=engagement,
        unit=unit,
        act=act,
        rights=(Right.AUDIT,),
        back=back,
        leads=back,
        typed={"key": engagement, **typed},
    )
