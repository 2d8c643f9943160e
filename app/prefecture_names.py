"""Made-up people of the demonstration: names, and numbers that nobody can hold.

1. Numbers of identity check, and name a county (1301 9x) that never was; so no living
   person has one. Telephones begin with digits that no operator was given, cards with
   those of no bank.
2. Every number is given out once. The same seed makes the same people.
"""

import datetime as dt
from collections import Counter
from random import Random

from stdnum import luhn
from stdnum.cn import ric

from app.prefecture_plan import SUCCESSION, UNITS

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史"
    "顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_DOUBLE = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "慕容",
    "尉迟",
    "端木",
    "令狐",
    "皇甫",
    "东方",
)
_FIRST = "秀玉春桂淑凤世国永振文志德兆瑞锦慧雅若思景云长守明家立晓"
_LAST = "芳兰英珍莲琴梅霞娟燕柱根林山河海涛峰刚民生福贵喜顺祥舟澜岚禾穗棠杉筠"
_OWN = ("古丽娜孜", "帕丽旦", "热依汗", "阿依努尔", "艾尔肯", "买合木提", "吐尔洪")
_FATHERS = ("玉素因", "斯迪科", "卡德力", "热合曼江", "托合提力", "阿不来提")
_STREETS = (
    "槐荫街",
    "柳巷",
    "东风里",
    "机床厂宿舍",
    "棉纺新村",
    "河沿路",
    "站前街",
    "杏林里",
)
_NATIONS = ("回族", "满族", "蒙古族")
_STAFF = frozenset(name for unit in UNITS for _, name in unit.staff) | {SUCCESSION[2]}

_SPREAD_PHONE, _SPREAD_CARD = 79_193, 104_729_000_711
"""Steps that reach every number of their length before one comes again."""


class Roll:
    """Whom one union's files tell of; `place` is the union's among all."""

    def __init__(self, unit: str, seed: int) -> None:
        codes = [one.code for one in UNITS]
        self.place = codes.index(unit)
        self.unit = UNITS[self.place]
        # Made-up figures that repeat for ever, nothing secret.
        self.chance = Random(f"{seed}:people:{unit}")  # noqa: S311
        self._serials: Counter[dt.date] = Counter()
        self._phones = 0
        self._cards = 0

    def surname(self) -> str:
        """A surname, now and then one of two characters."""
        if self.chance.randrange(40) == 0:
            return self.chance.choice(_DOUBLE)
        return self.chance.choice(_SURNAMES)

    def name(self, surname: str) -> str:
        """A name of a surname, none of the unions' own people."""
        while True:
            given = self.chance.choice(_FIRST) + self.chance.choice(_LAST)
            if surname + given not in _STAFF:
                return surname + given

    def far_name(self) -> str:
        """A name of two parts with a dot between."""
        return f"{self.chance.choice(_OWN)}·{self.chance.choice(_FATHERS)}"

    def nation(self) -> str:
        """What is told of somebody's nation; of few another than the most."""
        if self.chance.randrange(25) == 0:
            return self.chance.choice(_NATIONS)
        return "汉族"

    def born(self, age: int, in_year: int) -> dt.date:
        """A day of birth of somebody who reaches an age in a year."""
        first = dt.date(in_year - age, 1, 1)
        return first + dt.timedelta(self.chance.randrange(365))

    def identity(self, born_on: dt.date, *, male: bool) -> str:
        """A number of identity of 18 characters that checks (1)."""
        serial = 100 + 2 * self._serials[born_on] + male
        self._serials[born_on] += 1
        body = f"13019{self.place + 1}{born_on:%Y%m%d}{serial:03d}"
        return body + str(ric.calc_check_digit(f"{body}0"))

    def phone(self) -> str:
        """A mobile number (1)."""
        self._phones += 1
        return f"154{self.place}{self._phones * _SPREAD_PHONE % 10**7:07d}"

    def card(self) -> str:
        """The number of a bank card of 19 digits (1)."""
        self._cards += 1
        body = f"62999{self.place}{self._cards * _SPREAD_CARD % 10**12:012d}"
        return body + str(luhn.calc_check_digit(body))

    def address(self) -> str:
        """Where somebody lives."""
        home = self.unit.name.removesuffix("总工会")
        street = self.chance.choice(_STREETS)
        house, door = self.chance.randrange(1, 90), self.chance.randrange(101, 605)
        return f"{home}{street}{house}号{door}室"
