"""Personal numbers in free text: found and refused, shown only masked.

What is sealed can never be taken out again, so it must not get in: numbers of
identity (15 and 18 digits), bank cards and mobile telephones are refused in
summaries, parties, items and memos. References, serials and bill numbers are exempt.

Basis: 个人信息保护法 第六条、第二十八条; 财会〔2024〕12号 第三十三条.
"""

import re
import unicodedata
from datetime import date
from itertools import combinations

_RUN = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ \-]?[0-9]){10,40}[Xx]?(?![0-9A-Za-z])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_HIDDEN = re.compile(
    "[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)
"""Zero-width characters, marks of direction, tags: one name would look like another."""
_MOBILE = re.compile(r"(?:(?:00)?86)?1[3-9][0-9]{9}")
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]")
_CENTURIES = ("18", "19", "20")
_CARD = re.compile(r"(?:62|9558|4[0-9]|5[1-5]|35)[0-9]+")
SHOWN = 40
"""Characters of a faulty text that a refusal repeats."""

_PLENTY = re.compile(r"[0-9０-９].*[0-9０-９]")


def has_control(text: str) -> bool:
    """Whether a text holds a control character, which no book may print."""
    return not text.isprintable() and _CONTROL.search(text) is not None


def has_hidden(text: str) -> bool:
    """Whether a text holds what cannot be seen, or turns how the rest is read."""
    return not text.isprintable() and _HIDDEN.search(text) is not None


def personal_number(text: str) -> str:
    """The first personal number in a text, masked and named; empty where none is."""
    if len(text) < 11 or _PLENTY.search(text) is None:  # noqa: PLR2004 - a telephone
        return ""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    for match in _RUN.finditer(plain):
        groups = re.split("[ -]", match[0])
        # A day or a sum may stand before the number: every run of groups is tried.
        for first, last in combinations(range(len(groups) + 1), 2):
            digits = "".join(groups[first:last])
            if kind := _kind_of(digits):
                return f"{kind} {digits[:2]}{'*' * (len(digits) - 4)}{digits[-2:]}"
    return ""


def masked(text: str) -> str:
    """A text with every personal number in it masked; as it is where there is none."""
    if not personal_number(text):
        return text
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return _RUN.sub(lambda match: personal_number(match[0]) or match[0], plain)


def shown(text: str) -> str:
    """A text as a refusal may show it: personal numbers masked, nothing unprintable.

    What was found in a file may be anything; the sentence that tells it goes to a
    screen and stays in scrolls and logs.
    """
    if masked := personal_number(text):
        return masked
    plain = text.strip()
    if len(plain) > SHOWN:
        plain = f"{plain[:SHOWN]}…"
    return "".join(c if c.isprintable() else "□" for c in plain)


def _kind_of(digits: str) -> str:
    if _MOBILE.fullmatch(digits):
        return "手机号码"
    if _is_identity(digits):
        return "居民身份证号码"
    if 16 <= len(digits) <= 19 and _CARD.fullmatch(digits) and _luhn(digits):  # noqa: PLR2004 - lengths of cards
        return "银行卡号"
    return ""


def _is_identity(digits: str) -> bool:
    if _PROVINCE.match(digits) is None:
        return False
    if len(digits) == 15 and digits.isdigit():  # noqa: PLR2004 - the old number
        return _real_date("19" + digits[6:12])
    if len(digits) != 18 or digits[6:8] not in _CENTURIES:  # noqa: PLR2004 - in use
        return False
    # stdnum is imported where a candidate was found: most texts hold none. Its
    # `is_valid` also wants the county of that year, and so misses many real numbers.
    from stdnum.cn import ric  # noqa: PLC0415

    fits: bool = ric.calc_check_digit(digits) == digits[-1].upper()
    return fits and _real_date(digits[6:14])


def _real_date(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True


def _luhn(digits: str) -> bool:
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - Luhn's rule
    return total % 10 == 0
