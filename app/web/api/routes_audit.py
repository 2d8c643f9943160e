"""The addresses of reports, of long work, and of the audit office."""

from app.web.access import LOOKING, PROOF
from app.web.api import asked, told
from app.web.api import evidence_said as handed
from app.web.api import job_said as said
from app.web.api.route import FILE_BYTES, UNIT, ApiRoute, get, post
from ledger.people import Right

_AUDIT = (Right.AUDIT,)
_ACCEPTED = 202
_C = f"{UNIT}/checks"

REPORTS: tuple[ApiRoute, ...] = (
    get("/reports", "reporting:reports", LOOKING, told.Reports, "能编制的报表"),
    get(
        f"{UNIT}/reports/{{name}}",
        "reporting:report",
        LOOKING,
        None,
        "即时编制一份报表；大的、PDF 和 DOCX 用 POST",
        asks=asked.ReportAsked,
        act="report",
    ),
    post(
        f"{UNIT}/reports/{{name}}",
        "reporting:make",
        "report",
        LOOKING,
        says="在后台编制一份报表",
        takes=said.ReportGiven,
        gives=said.Accepted,
        status=_ACCEPTED,
        looks=True,
    ),
)

JOBS: tuple[ApiRoute, ...] = (
    get(
        "/jobs",
        "working:jobs_of",
        (),
        said.Jobs,
        "自己的后台作业",
        asks=said.JobsAsked,
    ),
    get("/jobs/{job}", "working:job", (), said.Job, "一项后台作业办到哪里"),
    get("/jobs/{job}/files/{name}", "working:file", (), None, "作业生成的一个文件"),
    post(
        "/jobs/{job}/stop",
        "working:stop",
        "web.jobs.stop",
        (),
        says="停止一项作业",
        gives=said.Job,
        looks=True,
    ),
)

AUDIT: tuple[ApiRoute, ...] = (
    post(
        _C,
        "auditing:checks",
        "audit.run",
        _AUDIT,
        says="在后台执行审计检查",
        takes=said.ChecksGiven,
        gives=said.Accepted,
        status=_ACCEPTED,
        looks=True,
    ),
    get(f"{_C}/{{job}}", "auditing:checked", _AUDIT, said.ChecksRun, "检查的结果"),
    get(
        f"{_C}/{{job}}/{{check}}",
        "auditing:exceptions",
        _AUDIT,
        said.CheckExceptions,
        "一项检查的例外",
        asks=said.ExceptionsAsked,
    ),
    post(
        f"{_C}/{{job}}/{{check}}/take",
        "auditing:take",
        "audit.finding",
        _AUDIT,
        says="在后台把例外取用为审计发现",
        takes=said.TakeGiven,
        gives=said.Accepted,
        status=_ACCEPTED,
    ),
    post(
        f"{UNIT}/integrity",
        "auditing:verify",
        "audit.verify",
        PROOF,
        says="在后台重新计算封存的一切",
        takes=said.VerifyGiven,
        gives=said.Accepted,
        status=_ACCEPTED,
        looks=True,
    ),
    get(
        f"{UNIT}/integrity/{{job}}",
        "auditing:verified",
        PROOF,
        said.Verified,
        "重新计算的结果",
    ),
    get(f"{UNIT}/digest", "auditing:digest", LOOKING, told.Digest, "链位与摘要值"),
    post(
        f"{UNIT}/digest",
        "auditing:sign",
        "audit.digest",
        PROOF,
        says="签发链位与摘要值",
        gives=said.SignedDigest,
        looks=True,
    ),
    post(
        f"{UNIT}/packages",
        "auditing:package",
        "audit.export",
        PROOF,
        says="在后台写证据包",
        takes=said.PackageGiven,
        gives=said.Accepted,
        status=_ACCEPTED,
        looks=True,
    ),
)

_E = f"{UNIT}/evidence"

EVIDENCE: tuple[ApiRoute, ...] = (
    get(
        _E,
        "taking_evidence:intakes",
        _AUDIT,
        handed.EvidenceIntakes,
        "一个单位的外来账套",
    ),
    get(
        f"{_E}/{{evidence}}",
        "taking_evidence:one",
        _AUDIT,
        handed.Evidence,
        "一份外来账套的摘要值、文件和无法读取的内容",
    ),
    get(
        f"{_E}/{{evidence}}/vouchers/{{place}}",
        "taking_evidence:voucher",
        _AUDIT,
        handed.EvidenceVoucher,
        "外来账套的一张凭证，照文件所写，记入日志",
        act="audit.evidence.look",
    ),
    post(
        _E,
        "taking_evidence:take",
        "audit.intake",
        _AUDIT,
        says="接收外来账套，连同错误原样封存；同样的文件只接收一次；"
        "超过 1 MB 的在后台办理（202）",
        takes=handed.EvidenceGiven,
        gives=handed.EvidenceIntake,
        status=201,
        room=FILE_BYTES,
        later=True,
    ),
)
