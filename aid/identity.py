"""Numbers of identity (居民身份证号码): read, compared, shown only masked.

1. A number has 18 characters with a check character, or 15 of the old form. Spaces,
   hyphens, full-width digits and a small x are how people type; all read the same.
2. The step from 15 to 18 puts the century in and works the check character out. Born
   in 18xx are those whose old serial is 996 to 999: they were kept for people of a
   hundred years and more. All others were born in 19xx.
3. The province and the day of birth must be real. The county is not asked for: counties
   come and go, and a list of them would refuse numbers that were given out.
4. A number is never shown nor told: its text and its `repr` are masked, and a refusal
   says what is wrong without it.

Basis: GB 11643-1999 (18), GB 11643-1989 (15); 个人信息保护法 第二十八条.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field

from stdnum.cn import ric

from aid.errors import IdentityRefused
from ledger.accounts import Labelled

_OLD, _NEW = 15, 18
_CENTENARIANS = {"996", "997", "998", "999"}
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u200b\ufeff]")
_PROVINCES = frozenset(
    (
        *("11", "12", "13", "14", "15", "21", "22", "23"),
        *("31", "32", "33", "34", "35", "36", "37"),
        *("41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54"),
        *("61", "62", "63", "64", "65", "71", "81", "82", "83"),
    )
)
"""First two digits in use; 81 to 83 stand on residence permits (港澳台居民居住证)."""


class Sex(Labelled):
    """What the last serial digit says: odd is male."""

    MALE = "male", "男"
    FEMALE = "female", "女"


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A number of identity in its form of 18 characters; equal if of one person.

    `was_old` tells that it was given with 15 digits; it makes no other person.
    """

    number: str = field(repr=False)
    was_old: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        if wrong := _wrong_with(self.number):
            raise IdentityRefused("身份证号码不对", wrong, "对照证件重新录入")

    @property
    def born_on(self) -> dt.date:
        """The day of birth that the number tells."""
        return _day(self.number[6:14])

    @property
    def sex(self) -> Sex:
        """The sex that the number tells."""
        return Sex.MALE if int(self.number[16]) % 2 else Sex.FEMALE

    @property
    def masked(self) -> str:
        """The number as screens show it."""
        return f"{self.number[:2]}{'*' * (_NEW - 4)}{self.number[-2:]}"

    def __str__(self) -> str:
        return self.masked

    def age_on(self, on: dt.date) -> int:
        """Whole years of age on a day."""
        born = self.born_on
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def read_identity(text: str, on: dt.date | None = None) -> IdentityNumber:
    """Read a number of 18 or 15 characters, however it was typed.

    Args:
        text: what was typed.
        on: the day of the reading; nobody is born after it.

    Raises:
        IdentityRefused: it is no such number; the sentence does not repeat it.
    """
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    was_old = len(plain) == _OLD
    if was_old:
        plain = _lengthened(plain)
    found = IdentityNumber(plain, was_old)
    if on is not None and found.born_on > on:
        raise IdentityRefused(
            "身份证号码不对", "其中的出生日期晚于当日", "对照证件重新录入"
        )
    return found


def identity_fault(text: str, on: dt.date | None = None) -> str:
    """What is wrong with a number, without the number; empty where nothing is."""
    try:
        read_identity(text, on)
    except IdentityRefused as refusal:
        return str(refusal)
    return ""


def same_person(one: str, other: str) -> bool:
    """Whether two numbers, of 15 or 18, are those of one person.

    Raises:
        IdentityRefused: one of them is no number of identity.
    """
    return read_identity(one) == read_identity(other)


def _lengthened(old: str) -> str:
    """An old number with its century and check character."""
    if re.fullmatch(r"[0-9]{15}", old) is None:
        raise IdentityRefused(
            "身份证号码不对", "十五位号码应全是数字", "对照证件重新录入"
        )
    century = "18" if old[12:] in _CENTENARIANS else "19"
    body = f"{old[:6]}{century}{old[6:]}"
    return body + str(ric.calc_check_digit(f"{body}0"))


def _wrong_with(number: str) -> str:
    if len(number) != _NEW:
        return f"应为 18 位或 15 位，实有 {len(number)} 位"
    if re.fullmatch(r"[0-9]{17}[0-9X]", number) is None:
        return "前十七位应是数字，末位是数字或 X"
    if number[:2] not in _PROVINCES:
        return "开头两位不是省级行政区划代码"
    if number[6:8] not in {"18", "19", "20"} or not _is_day(number[6:14]):
        return "其中的出生日期不存在"
    if ric.calc_check_digit(number) != number[-1]:
        return "校验码不符，有一位录错或两位颠倒"
    return ""


def _is_day(digits: str) -> bool:
    try:
        _day(digits)
    except ValueError:
        return False
    return True


def _day(digits: str) -> dt.date:
    return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
