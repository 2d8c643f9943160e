"""The addresses of engagements."""

from app.web.access import AUDITEE, ENGAGED
from app.web.api import audit_said as said
from app.web.api import job_said, paper_said
from app.web.api.route import UNIT, ApiRoute, get, post
from ledger.people import Right

_AUDIT = (Right.AUDIT,)
_ACCEPTED = 202
_E = f"{UNIT}/engagements/{{key}}"
_F = f"{_E}/findings/{{number}}"
_S = f"{_E}/samples/{{sample}}"

_ENGAGED: tuple[ApiRoute, ...] = (
    get(
        "/engagements",
        "engaging:everywhere",
        _AUDIT,
        said.Engagements,
        "所审各单位的审计项目",
    ),
    get(
        f"{UNIT}/engagements",
        "engaging:engagements",
        ENGAGED,
        said.Engagements,
        "一个单位的审计项目",
    ),
    get(_E, "engaging:engagement", ENGAGED, said.Engagement, "一个审计项目及其环节"),
    post(
        f"{UNIT}/engagements",
        "engaging:begin",
        "audit.begin",
        _AUDIT,
        says="立项",
        takes=said.EngagementGiven,
        gives=said.EngagementHead,
        status=201,
    ),
    post(
        f"{_E}/steps",
        "engaging:step",
        "audit.step",
        ENGAGED,
        says="办理一个环节",
        takes=said.EngagementStepGiven,
        gives=said.EngagementState,
    ),
    post(
        f"{_E}/team",
        "engaging:change_team",
        "audit.team",
        _AUDIT,
        says="调整审计组",
        takes=said.TeamGiven,
        gives=said.EngagementHead,
    ),
)

_FINDINGS: tuple[ApiRoute, ...] = (
    get(
        f"{_E}/findings",
        "engaging:findings_of",
        ENGAGED,
        said.Findings,
        "一个项目的审计发现",
    ),
    get(_F, "engaging:finding", ENGAGED, said.Finding, "一项审计发现、例外和经过"),
    post(
        f"{_E}/findings",
        "engaging:add",
        "audit.finding",
        _AUDIT,
        says="提出审计发现",
        takes=said.FindingGiven,
        gives=said.FindingState,
        status=201,
    ),
    post(
        f"{_F}/revise",
        "engaging:revise",
        "audit.revise",
        _AUDIT,
        says="修改审计发现",
        takes=said.FindingReviseGiven,
        gives=said.FindingState,
    ),
    post(
        f"{_F}/steps",
        "engaging:finding_step",
        "audit.finding.step",
        ENGAGED,
        says="答复、处理、整改、后续审计",
        takes=said.FindingStepGiven,
        gives=said.FindingState,
    ),
)

_PAPERS: tuple[ApiRoute, ...] = (
    get(
        f"{_E}/sheets/{{number}}",
        "evidencing:sheet",
        ENGAGED,
        paper_said.Sheet,
        "一张取证单",
    ),
    post(
        f"{_E}/sheets",
        "evidencing:collect",
        "audit.evidence",
        _AUDIT,
        says="编制取证单",
        takes=paper_said.SheetGiven,
        gives=paper_said.Sheet,
        status=201,
    ),
    post(
        f"{_E}/sheets/{{number}}/answer",
        "evidencing:answer",
        "audit.answer",
        AUDITEE,
        says="被审计单位确认取证单，或写明理由不予确认",
        takes=paper_said.AnswerGiven,
        gives=paper_said.Sheet,
    ),
    get(
        f"{_E}/papers/{{index}}",
        "evidencing:paper",
        _AUDIT,
        paper_said.WorkingPaper,
        "一份底稿及其复核",
    ),
    post(
        f"{_E}/papers",
        "evidencing:write",
        "audit.paper",
        _AUDIT,
        says="编制或修订底稿",
        takes=paper_said.WorkingPaperGiven,
        gives=paper_said.WorkingPaper,
        status=201,
    ),
    post(
        f"{_E}/papers/{{index}}/review",
        "evidencing:review",
        "audit.review",
        _AUDIT,
        says="复核底稿",
        takes=paper_said.ReviewGiven,
        gives=paper_said.WorkingPaper,
    ),
)

_SAMPLES: tuple[ApiRoute, ...] = (
    get(
        f"{_E}/populations",
        "evidencing:populations",
        _AUDIT,
        paper_said.Populations,
        "封存的总体",
    ),
    get(
        f"{_E}/populations/{{number}}",
        "evidencing:population",
        _AUDIT,
        None,
        "一个总体的文件，记入日志",
    ),
    post(
        f"{_E}/populations",
        "evidencing:seal",
        "audit.seal",
        _AUDIT,
        says="在后台封存总体",
        takes=paper_said.PopulationGiven,
        gives=job_said.Accepted,
        status=_ACCEPTED,
    ),
    post(
        f"{_E}/samples",
        "evidencing:draw",
        "audit.sample",
        _AUDIT,
        says="在后台抽取样本",
        takes=paper_said.SampleGiven,
        gives=job_said.Accepted,
        status=_ACCEPTED,
    ),
    get(_S, "evidencing:sample", _AUDIT, paper_said.Sample, "一个样本及其结论"),
    get(f"{_S}/script", "evidencing:script", _AUDIT, None, "重新抽取样本的脚本"),
    post(
        _S,
        "evidencing:record",
        "audit.result",
        _AUDIT,
        says="登记样本的检查结果",
        takes=paper_said.ResultsGiven,
        gives=paper_said.Sample,
    ),
    post(
        f"{_S}/enlarge",
        "evidencing:enlarge",
        "audit.enlarge",
        _AUDIT,
        says="扩大样本：填写抽取的总数，已抽取的和已检查的不变",
        takes=paper_said.EnlargeGiven,
        gives=paper_said.Sample,
    ),
)

ENGAGEMENTS: tuple[ApiRoute, ...] = (*_ENGAGED, *_FINDINGS, *_PAPERS, *_SAMPLES)
