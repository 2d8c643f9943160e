"""Problems (RFC 9457): how the JSON half says that something was not done.

A problem names its type, which stays the same whatever the sentence says, and repeats
nothing of what was sent but the names of fields and the rules that were broken. Its
sentences are Chinese, or English where `Accept-Language` asks for that.
"""

from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.errors import NotAllowed
from app.web.languages import explained, refused, said
from ledger.errors import (
    DatabaseBusy,
    DatabaseUnfit,
    FolderFaulty,
    GuardBit,
    NotFound,
    Refused,
    VoucherRefused,
)
from reports.errors import UnknownReport

MEDIA = "application/problem+json"
_TYPE = "urn:bangfu:problem:"
RETRY_SECONDS = 5
BUSY = 503

TITLES: Mapping[str, tuple[int, str]] = {
    "malformed": (400, "请求无法读取"),
    "token": (401, "令牌无效"),
    "not-allowed": (403, "没有这项权限"),
    "read-only": (403, "令牌只能查看"),
    "codes-missing": (403, "须先启用动态口令"),
    "not-found": (404, "没有这一项，或者您不能查看"),
    "method": (405, "这个地址不能这样使用"),
    "too-large": (413, "请求过大"),
    "media": (415, "请求应为 JSON"),
    "fields": (422, "填写不合要求"),
    "key": (422, "缺少 Idempotency-Key，或不合要求"),
    "key-used": (422, "这个 Idempotency-Key 用于过别的请求"),
    "rules": (422, "凭证不合规则"),
    "refused": (422, "没有办理"),
    "fault": (500, "程序出错"),
    "busy": (BUSY, "账簿现在不能使用"),
}
"""Every type of problem: its status and its title."""


class Breach(BaseModel):
    """A rule that was broken, by which voucher or file, and line; 0 is the whole."""

    model_config = ConfigDict(title="Breach")

    rule: str
    ref: str
    line: int
    what: str
    do: str
    column: str = ""


class FieldFault(BaseModel):
    """A field that does not fit, and why."""

    model_config = ConfigDict(title="FieldFault")

    field: str
    what: str


class Problem(BaseModel):
    """What was not done, and why (RFC 9457)."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(examples=[_TYPE + "refused"])
    title: str
    status: int
    detail: str
    rules: list[Breach] = []
    fields: list[FieldFault] = []


class Troubled(Exception):  # noqa: N818 - it is an answer, not an accident
    """Something was not done; the problem that tells it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.type)
        self.problem = problem


def problem(
    kind: str,
    detail: str = "",
    *,
    rules: Iterable[Breach] = (),
    fields: Iterable[FieldFault] = (),
) -> Problem:
    """A problem of a type."""
    status, title = TITLES[kind]
    return Problem(
        type=_TYPE + kind,
        title=title,
        status=status,
        detail=detail or title,
        rules=list(rules),
        fields=list(fields),
    )


def troubled(kind: str, detail: str = "") -> Troubled:
    """A problem of a type, to be raised."""
    return Troubled(problem(kind, detail))


_TOLD_AS: tuple[tuple[type[Refused], str], ...] = (
    (DatabaseBusy, "busy"),
    (DatabaseUnfit, "busy"),
    (NotFound, "not-found"),
    (UnknownReport, "not-found"),
    (NotAllowed, "not-allowed"),
    (VoucherRefused, "rules"),
    (FolderFaulty, "rules"),
)


def of_refusal(refusal: Refused) -> Problem:
    """The problem that a refusal is."""
    found = (kind for refused, kind in _TOLD_AS if isinstance(refusal, refused))
    return problem(next(found, "refused"), str(refusal), rules=_breaches(refusal))


def _breaches(refusal: Refused) -> list[Breach]:
    if isinstance(refusal, VoucherRefused):
        return [
            Breach(rule=p.rule, ref=ref, line=p.line, what=str(p), do=p.do)
            for ref, p in refusal.found
        ]
    if isinstance(refusal, FolderFaulty):
        return [
            Breach(
                rule=one.problem.rule,
                ref=one.file,
                line=one.row,
                what=str(one.problem),
                do=one.problem.do,
                column=one.column,
            )
            for one in refusal.faults
        ]
    if isinstance(refusal, GuardBit):
        return [Breach(rule=refusal.rule, ref="", line=0, what=str(refusal), do="")]
    return []


def in_language(told: Problem, language: str) -> Problem:
    """A problem with its sentences in a language; what was sent stays as it is."""
    if language == "zh":
        return told
    rules = [_breach_in(one, language) for one in told.rules]
    fields = [
        one.model_copy(update={"what": explained(one.what, language)})
        for one in told.fields
    ]
    detail = "; ".join(f"{one.field}: {one.what}" for one in fields)
    return told.model_copy(
        update={
            "title": said(told.title, language),
            "detail": detail or refused(told.detail, language),
            "rules": rules,
            "fields": fields,
        }
    )


def _breach_in(one: Breach, language: str) -> Breach:
    told = {"what": explained(one.what, language), "do": explained(one.do, language)}
    return one.model_copy(update=told)


# -- fields -------------------------------------------------------------------------

_WORDS = {
    "missing": "必填",
    "extra_forbidden": "不认识这一项",
    "string_type": "应为文字",
    "string_too_long": "文字过长",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "写法不对",
    "string_unicode": "含有不能保存的字符",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_parsing_size": "数目过大",
    "int_from_float": "应为整数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "list_type": "应为列表",
    "too_long": "项数过多",
    "too_short": "至少一项",
    "literal_error": "不在可用的值之内",
    "enum": "不在可用的值之内",
    "greater_than_equal": "数目过小",
    "less_than_equal": "数目过大",
    "model_type": "应为一个对象",
}
_FIELDS_TOLD = 50
_NAME_MAX = 60


def of_fields(error: ValidationError) -> Problem:
    """The problem that ill-fitting fields are; what was sent is not repeated."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    if any(one["type"] == "json_invalid" for one in found):
        return problem("malformed", "请求内容不是 JSON")
    faults = [
        FieldFault(field=_place(one["loc"]), what=_word(one["type"], one["msg"]))
        for one in found[:_FIELDS_TOLD]
    ]
    told = "；".join(f"{one.field}：{one.what}" for one in faults)
    return problem("fields", told, fields=faults)


def _place(loc: tuple[int | str, ...]) -> str:
    named = ".".join(str(part) for part in loc)[:_NAME_MAX]
    return "".join(c if c.isprintable() else "□" for c in named)


def _word(kind: str, message: str) -> str:
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    return _WORDS.get(kind, "不合要求")
