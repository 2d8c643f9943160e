"""The words of the reports in another language, looked up in `locale/`.

A folder of `locale/` holds TOML files of `"中文" = "English"`. A key with places, such
as `"凭证 {1} 缺 {2} 张"`, stands for all texts of that shape, and what fills a place is
looked up in turn; `{#1}` is filled by a number alone. On the English side
`{1:voucher|vouchers}` chooses by the number, `{1:s}` by adding an s.

1. What has no entry stands as it is: a name, or what a person typed. It is never an
   error; `tests/reports/test_english.py` finds what should have had one.
2. Of several shapes that fit, the one with the most words of its own is taken.
3. Lists and sentences that have no entry whole are looked up part by part.
4. A text that was translated has no full-width marks left.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from reports.report import Language, day_in_english

LOCALES = Path(__file__).parent / "locale"

HAN = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\U00020000-\U0003ffff]")
"""A Chinese character."""

_MARKS = {
    "：": ": ",
    "，": ", ",
    "。": ". ",
    "；": "; ",
    "、": ", ",
    "（": " (",
    "）": ") ",
    "“": '"',
    "”": '"',
    "《": " ",
    "》": " ",
    "　": " ",
    "．": ". ",
    "＝": " = ",
    "＋": " + ",
    "－": " - ",
    "±": " ± ",
    "—": " - ",
    "〔": " [",
    "〕": "] ",
}
_MARK = re.compile(f"[{''.join(_MARKS)}]+")
_FULL_WIDTH = re.compile("[\u3000-\u303f\uff00-\uffef“”—]")
_SPACES = re.compile(r" {2,}")
_BEFORE = re.compile(r" +([,.;:)\]])")
_AFTER = re.compile(r"([(\[]) +")
_PLACE = re.compile(r"\{(#?)(\d)\}")
_FILLED = re.compile(r"\{(\d)(?::([^{}|]*)(?:\|([^{}|]*))?)?\}")
_NUMBER = r"-?[\d,]+(?:\.\d+)?%?"
_DAY = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
_MONTH = r"(\d{4})年(\d{1,2})月"
_DATED = re.compile(
    rf"(?P<day>{_DAY})|(?P<month>{_MONTH})|(?P<year>\d{{4}})年度?"
    r"|(?P<quarter>\d{4})年第([一二三四])季度"
)
_INDENT = "　"
_INDENTED = "\u2003"
# Where a text without an entry is cut, and what stands between its parts instead.
_CUTS = (
    ("\n", "\n"),
    ("。", ". "),
    ("；", "; "),
    ("：", ": "),
    ("——", " - "),
    ("，", ", "),
    ("、", ", "),
    ("　", " "),
    (" ", " "),
)
_ASIDE = re.compile(r"(.+)（(.+)）", re.DOTALL)
_QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True)
class _Shape:
    """An entry with places: `literal` is its longest run of words of its own."""

    pattern: re.Pattern[str]
    english: str
    own: int
    literal: str


@dataclass(frozen=True, slots=True)
class Dictionary:
    """All entries of one language; what was looked up once is kept."""

    exact: Mapping[str, str]
    shapes: tuple[_Shape, ...]
    met: dict[str, str] = field(default_factory=dict)

    def told(self, text: str) -> str:
        """The text in the other language, or as it is where it has no entry."""
        if text.isascii():
            return text
        if text not in self.met:
            self.met[text] = self._told(text)
        return self.met[text]

    def _told(self, text: str) -> str:
        bare = text.lstrip(_INDENT)
        if len(bare) < len(text):
            return _INDENTED * (len(text) - len(bare)) + self.told(bare)
        bare = text.strip()
        found = self._entry(bare) if bare else ""
        found = found or self._parts(bare)
        return found if HAN.search(found) else _half_width(found)

    def _entry(self, text: str) -> str:
        if text in self.exact:
            return self.exact[text]
        if (dated := _DATED.fullmatch(text)) is not None:
            return _date(dated)
        for shape in self.shapes:
            if shape.literal in text and (met := shape.pattern.fullmatch(text)):
                places = {key[1:]: value for key, value in met.groupdict().items()}
                return self._filled(shape.english, places)
        return ""

    def _filled(self, english: str, places: Mapping[str, str]) -> str:
        def one(match: re.Match[str]) -> str:
            value, single, several = places[match[1]], match[2], match[3]
            if single is None:
                return self.told(value)
            chosen = single if value == "1" else several or f"{single}s"
            return f"{value} {chosen}"

        return _FILLED.sub(one, english)

    def _parts(self, text: str) -> str:
        """The text put together of its parts, if any of these has an entry (rule 3)."""
        if not HAN.search(text):
            return text
        if (aside := _ASIDE.fullmatch(text)) is not None:
            told = [self.told(part) for part in aside.groups()]
            if told != list(aside.groups()):
                return f"{told[0]} ({told[1]})"
        for mark, between in _CUTS:
            parts = text.strip(mark).split(mark)
            if len(parts) == 1:
                continue
            told = [self.told(part) for part in parts]
            if told != parts if mark != "、" else _alike(told, parts):
                return between.join(told) + (between if text.endswith(mark) else "")
        if text[-1] in "。；：，" and (told_text := self.told(text[:-1])) != text[:-1]:
            return told_text + _MARKS[text[-1]]
        return text


@lru_cache(maxsize=4)
def dictionary(language: Language) -> Dictionary:
    """The dictionary of a language; of Chinese it is empty."""
    entries: dict[str, str] = {}
    for file in sorted((LOCALES / language).glob("*.toml")):
        entries |= tomllib.loads(file.read_text("utf-8"))
    exact = {key: value for key, value in entries.items() if not _PLACE.search(key)}
    shapes = [
        _shape(key, value) for key, value in entries.items() if _PLACE.search(key)
    ]
    shapes.sort(key=lambda shape: -shape.own)
    return Dictionary(exact, tuple(shapes))


def _alike(told: list[str], parts: list[str]) -> bool:
    """Whether all of a list was looked up with success, or nothing of it."""
    return told == parts or not any(map(HAN.search, told))


def _shape(key: str, english: str) -> _Shape:
    literals = [part for part in _PLACE.split(key)[::3] if part]
    met: set[str] = set()
    pattern = ""
    end = 0
    for place in _PLACE.finditer(key):
        number = place[2]
        assert number not in met, key
        met.add(number)
        what = _NUMBER if place[1] else ".*?"
        pattern += re.escape(key[end : place.start()]) + f"(?P<p{number}>{what})"
        end = place.end()
    pattern += re.escape(key[end:])
    own = sum(map(len, literals))
    longest = max(literals, key=len, default="")
    return _Shape(re.compile(pattern, re.DOTALL), english, own, longest)


def _date(dated: re.Match[str]) -> str:
    if dated["day"]:
        return day_in_english(*map(int, dated.groups()[1:4]))
    if dated["month"]:
        year, month = map(int, dated["month"].rstrip("月").split("年"))
        return day_in_english(year, month)
    if dated["year"]:
        return dated["year"]
    return f"quarter {_QUARTERS.index(dated[dated.lastindex or 0]) + 1} of {dated['quarter']}"


def _half_width(text: str) -> str:
    """The text with marks of the Latin script alone (rule 4)."""
    if not _FULL_WIDTH.search(text):
        return text
    text = _MARK.sub(lambda run: "".join(_MARKS[mark] for mark in run[0]), text)
    text = _SPACES.sub(" ", text)
    return _AFTER.sub(r"\1", _BEFORE.sub(r"\1", text)).strip(" ")
