"""Texts that are sealed as they were written: what may not stand in them.

1. No control character, anywhere: the written form has no room for one. Nothing that
   cannot be seen, or turns the direction of reading.
2. No personal number but in references and serials (`privacy.py`).
3. Summary and reference are not blank.
4. References that look alike are one (L11): no character that cannot be seen, no
   space but U+0020 and none at the ends, no full-width letter or digit.
"""

import re
from collections.abc import Iterable, Iterator

from ledger.errors import Problem
from ledger.privacy import has_control, has_hidden, personal_number
from ledger.vouchers import Voucher


def texts_of(voucher: Voucher) -> Iterator[tuple[str, str, int]]:
    """Every text that is sealed without being looked up: (column, text, line)."""
    yield "summary", voucher.summary, 0
    yield "ref", voucher.ref, 0
    if voucher.basis:
        yield "basis", voucher.basis, 0
    if voucher.posted_at:
        yield "posted_at", voucher.posted_at, 0
    for number, posting in enumerate(voucher.postings, 1):
        for column in _FREE:
            if text := getattr(posting, column):
                yield column, text, number


_FREE = (
    "party",
    "recipient",
    "item",
    "serials",
    "economic",
    "functional",
    "appropriation",
    "request",
    "memo",
)


_EXEMPT = frozenset({"ref", "serials"})


def text_problems(texts: Iterable[tuple[str, str, int]]) -> list[Problem]:
    """What may not be sealed in texts: (column, text, line) each."""
    found = []
    for column, text, line in texts:
        if has_control(text):
            told = ("文字中有控制字符", "删去换行等控制字符")
            found.append(_text_problem(*told, line, column))
        elif column != "ref" and has_hidden(text):
            told = ("文字中有看不见的字符（零宽字符或书写方向符）", "重新键入这段文字")
            found.append(_text_problem(*told, line, column))
        elif column not in _EXEMPT and (masked := personal_number(text)):
            found.append(
                Problem(
                    "privacy",
                    "摘要等文字中不能有个人号码",
                    masked,
                    "改写档案号，证件与账号另行加密保存",
                    line,
                    column,
                )
            )
        elif column in {"summary", "ref"} and not text.strip():
            found.append(_text_problem("不能为空", "填写内容", line, column))
        elif column == "ref":
            told_apart = _reference_problems(text)
            found += [_text_problem(*told, line, column) for told in told_apart]
    return found


def _text_problem(what: str, do: str, line: int, column: str) -> Problem:
    return Problem("text", what, do=do, line=line, column=column)


def _reference_problems(text: str) -> Iterator[tuple[str, str]]:
    """What would let two references look alike and be two (rule 4)."""
    if text != text.strip():
        yield "引用号的首尾有空格", "删去首尾的空格"
    if not text.isprintable() or _UNSEEN.search(text):
        yield (
            "引用号中有看不见的字符或特殊空格",
            "重新键入引用号，空格只用半角空格",
        )
    if _WIDE.search(text):
        yield "引用号中有全角字母或数字", "改用半角字母和数字"


# Letters and marks that print as nothing, which `isprintable` lets pass: fillers,
# joiners, variation selectors, the empty Braille cell.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
