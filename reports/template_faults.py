"""What is wrong with a sentence of an office, told in Chinese, then in English.

Jinja tells it in English alone. What it says often is told in Chinese here; of the
rest the kind of fault is told, and its own words stand second.
"""

import re

_UNDEFINED = (
    (re.compile(r"^'(.+)' is undefined$"), "没有给出变量“{}”"),
    (re.compile(r"has no attribute '(.+)'$"), "没有名为“{}”的项"),
    (re.compile(r"has no element (.+)$"), "没有第 {} 项"),
    (re.compile(r"^No filter named '(.+?)'"), "没有名为“{}”的过滤器"),
    (re.compile(r"^No test named '(.+?)'"), "没有名为“{}”的判断"),
)
_MALFORMED = (
    (re.compile(r"unknown tag '(.+?)'"), "不认识的标记“{}”"),
    (re.compile(r"^Unexpected end of template"), "没有写完，缺少结尾的标记"),
    (re.compile(r"^unexpected char '(.+)'"), "多出字符“{}”"),
    (re.compile(r"^unexpected '(.+?)'"), "多出“{}”"),
    (re.compile(r"^expected token '(.+?)'"), "此处应有“{}”"),
    *_UNDEFINED[3:],
)
_MARKS = {"end of print statement": "}}", "end of statement block": "%}"}
"""What Jinja calls by words and a template writes as marks."""

_PRINTED = re.compile(r"\{\{.*?\}\}")
_CHINESE = re.compile("[\u4e00-\u9fff]")


def of_syntax(said: str) -> tuple[str, str]:
    """Why a template is malformed, in Chinese and in English."""
    if _CHINESE.search(said):
        return f"写法有误（{said}）", "it breaks the rules for templates"
    return f"写法有误（{_told(_MALFORMED, said) or '符号或次序不对'}）", said


def of_filling(said: str, written: str, *, by_template: bool) -> tuple[str, str]:
    """Why a template cannot be filled in, in Chinese and in English.

    `written` is the line of the template. `by_template` says whether Jinja itself found
    the fault, or a filter or an operation failed on the value that it was given.
    """
    if _CHINESE.search(said):
        return f"不能填写（{said}）", "what is to be printed is no text, number or date"
    told = _told(_UNDEFINED, said) if by_template else ""
    if not told:
        places = "、".join(_PRINTED.findall(written))
        told = f"所给的值不能写成 {places}" if places else "所给的值不能这样写"
    return f"不能填写（{told}）", said


def _told(known: tuple[tuple[re.Pattern[str], str], ...], said: str) -> str:
    for pattern, chinese in known:
        if found := pattern.search(said):
            return chinese.format(*(_MARKS.get(one, one) for one in found.groups()))
    return ""
