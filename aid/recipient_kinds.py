"""What a field of a recipient's file may say: how it is read, kept, shown and masked.

1. What is typed is read by `read`, which refuses without repeating it. What is kept is
   text; `load` takes it back as it was kept, whatever the rules say by then.
2. A masked value tells people which one it is, and nothing to others: a name keeps its
   first character, a number its ends. What has no such ends is shown as `***`.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from aid.bank_cards import BankCard, read_card
from aid.errors import CardRefused, IdentityRefused
from aid.identity import IdentityNumber, read_identity
from aid.recipient_codes import code_of, label_of
from aid.standard_kinds import Stage
from ledger.accounts import Labelled
from ledger.money import ZERO, AmountError, Money
from ledger.periods import FIRST_YEAR, LAST_YEAR
from ledger.privacy import has_control, personal_number

HIDDEN = "***"
LONGEST = 500
"""Characters of a text."""

_PHONE = re.compile(r"\+?[0-9]{7,15}")
_SEPARATORS = re.compile(r"[\s\-()（）\u2010-\u2015]")
_MONTH = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})月?")
_DAY = re.compile(
    r"((?:19|20)[0-9]{2})(?:[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?"
    r"|([0-9]{2})([0-9]{2}))"
)
_AREA = re.compile(r"[0-9]{1,5}(\.[0-9]{1,2})?")
_PLACE = re.compile(r"[0-9]{6}")
_COUNT = re.compile(r"[0-9]{1,4}")
_YES = {"是": True, "yes": True, "true": True, "1": True, "有": True}
_NO = {"否": False, "no": False, "false": False, "0": False, "无": False}


def _same(value: object) -> str:
    return str(value)


def _hidden(_: object) -> str:
    return HIDDEN


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of field; `mask` is how it is shown to those who may not see it."""

    read: Callable[[str, dt.date], object]
    load: Callable[[str], object]
    keep: Callable[[object], str] = _same
    show: Callable[[object], str] = _same
    mask: Callable[[object], str] = _same


def _text(text: str, _: dt.date) -> str:
    plain = " ".join(text.split())
    if has_control(plain):
        raise ValueError("文字中有控制字符")
    if len(plain) > LONGEST:
        raise ValueError("文字过长，至多五百字")
    return plain


def _open_text(text: str, on: dt.date) -> str:
    """A text that is not masked: no personal number stands in it."""
    plain = _text(text, on)
    if masked := personal_number(plain):
        raise ValueError("不能有个人号码：" + masked)
    return plain


def _identity(text: str, on: dt.date) -> IdentityNumber:
    try:
        return read_identity(text, on)
    except IdentityRefused as refusal:
        raise ValueError(str(refusal)) from None


def _card(text: str, on: dt.date) -> BankCard:
    try:
        return read_card(text, on)
    except CardRefused as refusal:
        raise ValueError(str(refusal)) from None


def plain_phone(text: str) -> str:
    """A telephone as it is kept and looked up: digits alone."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))


def plain_name(text: str) -> str:
    """A name as it is looked up: without spaces, width and case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _phone(text: str, _: dt.date) -> str:
    plain = plain_phone(text)
    if _PHONE.fullmatch(plain) is None:
        raise ValueError("电话应为 7 至 15 位数字")
    return plain


def _money(text: str, _: dt.date) -> Money:
    try:
        amount = Money.parse(text)
    except AmountError as error:
        raise ValueError(str(error)) from None
    if amount < ZERO:
        raise ValueError("金额不能为负")
    return amount


def read_day(text: str) -> dt.date:
    """A day of somebody's life: older than any books may be.

    Raises:
        ValueError: it is none.
    """
    match = _DAY.fullmatch(text.strip())
    if match is None:
        raise ValueError("日期应写作 1965-03-09 或 1965年3月9日")
    try:
        return dt.date(*(int(part) for part in match.groups() if part))
    except ValueError:
        raise ValueError("没有这一天") from None


def _day(text: str, _: dt.date) -> dt.date:
    return read_day(text)


def _month(text: str, _: dt.date) -> str:
    match = _MONTH.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= 12:  # noqa: PLR2004 - months
        raise ValueError("月份应写作 2005-09")
    return f"{match[1]}-{int(match[2]):02d}"


def _year(text: str, _: dt.date) -> int:
    plain = text.removesuffix("年")
    if _COUNT.fullmatch(plain) is None or not FIRST_YEAR <= int(plain) <= LAST_YEAR:
        raise ValueError("年度应写作 2025")
    return int(plain)


def _count(text: str, _: dt.date) -> int:
    if _COUNT.fullmatch(text) is None:
        raise ValueError("应为整数")
    return int(text)


def _yes(text: str, _: dt.date) -> bool:
    found = {**_YES, **_NO}.get(text.casefold())
    if found is None:
        raise ValueError("应为“是”或“否”")
    return found


def _matching(pattern: re.Pattern[str], told: str) -> Callable[[str, dt.date], str]:
    def read(text: str, _: dt.date) -> str:
        if pattern.fullmatch(text) is None:
            raise ValueError(told)
        return text

    return read


def _number(value: object) -> str:
    assert isinstance(value, IdentityNumber | BankCard)
    return value.number


def _name_masked(value: object) -> str:
    text = str(value)
    return text[:1] + "*" * max(len(text) - 1, 1)


def _phone_masked(value: object) -> str:
    text = str(value)
    return f"{text[:3]}****{text[-2:]}"


def coded(name: str, *, secret: bool = False) -> Kind:
    """A value of a code list."""

    def read(text: str, on: dt.date) -> str:
        return code_of(name, text, on)

    def show(value: object) -> str:
        return label_of(name, str(value))

    return Kind(read, str, show=show, mask=_hidden if secret else show)


def labelled(kinds: type[Labelled]) -> Kind:
    """One of several that the rules on aid know."""

    def read(text: str, _: dt.date) -> Labelled:
        for one in kinds:
            if text in {one.value, one.label}:
                return one
        raise ValueError("应为：" + "、".join(one.label for one in kinds))

    def show(value: object) -> str:
        assert isinstance(value, kinds)
        return value.label

    return Kind(read, kinds, show=show, mask=show)


def _yes_shown(value: object) -> str:
    return "是" if value else "否"


TEXT = Kind(_open_text, str)
SECRET = Kind(_text, str, mask=_hidden)
NAME = Kind(_text, str, mask=_name_masked)
IDENTITY = Kind(_identity, IdentityNumber, keep=_number, show=_number)
CARD = Kind(_card, BankCard, keep=_number, show=_number)
PHONE = Kind(_phone, str, mask=_phone_masked)
MONEY = Kind(
    _money,
    Money.parse,
    show=lambda value: value.grouped() if isinstance(value, Money) else "",
    mask=lambda value: value.grouped() if isinstance(value, Money) else "",
)
DAY = Kind(_day, dt.date.fromisoformat)
MONTH = Kind(_month, str)
YEAR = Kind(_year, int)
COUNT = Kind(_count, int)
YES = Kind(
    _yes,
    lambda text: text == "1",
    keep=lambda value: "1" if value else "0",
    show=_yes_shown,
    mask=_yes_shown,
)
AREA = Kind(_matching(_AREA, "面积应为数字，至多两位小数"), str)
PLACE = Kind(_matching(_PLACE, "应为六位行政区划代码"), str)
STAGE = labelled(Stage)
