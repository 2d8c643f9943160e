"""The words of the reports in another language, looked up in `locale/`.

A folder of `locale/` holds TOML files of `"中文" = "English"`. A key with places, such
as `"凭证 {1} 缺 {2} 张"`, stands for all texts of that shape, and what fills a place is
looked up in turn; `{#1}` is filled by a number alone, `{=1}` by a text alone that has
an entry without places. On the English side `{1:voucher|vouchers}` chooses by the
number, `{1:s}` by adding an s; `{1!}` stays as it is, a name or what was typed, and
`{1?}` unless it has places itself, such as a name that was put together.

1. What has no entry stands as it is: a name, or what a person typed. It is never an
   error; `tests/reports/test_english.py` finds what should have had one.
2. Of several shapes that fit, the one with the most words of its own is taken, and of
   such the one with the fewest places.
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
    "＿": "_",
    "〔": " [",
    "〕": "] ",
}
_MARK = re.compile(f"[{''.join(_MARKS)}]+")
_FULL_WIDTH = re.compile("[\u3000-\u303f\uff00-\uffef“”—]")
_SPACES = re.compile(r" {2,}")
_BEFORE = re.compile(r" +([,.;:)\]])")
_AFTER = re.compile(r"([(\[]) +")
_PLACE = re.compile(r"\{([#=]?)(\d)\}")
_FILLED = re.compile(r"\{(\d)([!?])?(?::([^{}|]*)(?:\|([^{}|]*))?)?\}")
_NUMBER = r"-?[\d,]+(?:\.\d+)?%?"
_DAY = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
_MONTH = r"(\d{4})年(\d{1,2})月"
_DATED = re.compile(
    rf"(?P<day>{_DAY})|(?P<month>{_MONTH})|(?P<year>\d{{4}})年度?"
    r"|(?P<quarter>\d{4})年第([一二三四])季度"
)
_VOUCHER = re.compile(r"\d{4}-\d\d [付收转记]-\d+")
INDENT = "　"
INDENTED = "\u2003"
# Where a text without an entry is cut, and what stands between its parts instead.
_CUTS = (
    ("\n", "\n"),
    ("。", ". "),
    ("——", " - "),
    ("、", ", "),
    ("，", ", "),
    ("：", ": "),
    ("　", " "),
    (" ", " "),
)
_CODED = re.compile(r"([!-~]+) (.+)")
_ASIDE = re.compile(r"(.+)（([^（）]+)）", re.DOTALL)
_RANGE = re.compile(
    r"(?P<since>\d{4}年[\d月日]*)至"
    r"(?:(?P<until>\d{4}年[\d月日]*)|(?P<later>\d{1,2}月(?:\d{1,2}日)?)|(?P<now>今))"
)
_MET_MAX = 20_000
"""Texts that are kept once looked up: a server meets new names without end."""
_END = "。"
_ENDS = "；：，"
# Beside these a name may stand, which has no entry.
_NAMING = frozenset("：　 ")
_QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True)
class _Shape:
    """An entry with places: `literal` is its longest run of words of its own.

    `known` are the places that only a text with an entry fills.
    """

    pattern: re.Pattern[str]
    english: str
    own: int
    literal: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """All entries of one language; what was looked up once is kept."""

    language: Language
    exact: Mapping[str, str]
    shapes: tuple[_Shape, ...]
    met: dict[str, str] = field(default_factory=dict)

    def told(self, text: str) -> str:
        """The text in the other language, or as it is where it has no entry."""
        if text.isascii():
            return text
        if text not in self.met:
            if len(self.met) >= _MET_MAX:
                self.met.clear()
            self.met[text] = self._told(text)
        return self.met[text]

    def _told(self, text: str) -> str:
        bare = text.lstrip(INDENT)
        if len(bare) < len(text):
            return INDENTED * (len(text) - len(bare)) + self.told(bare)
        bare = text.strip()
        if bare.endswith(_END) and bare != _END:
            found = self.told(bare.removesuffix(_END))
            ended = found != bare.removesuffix(_END)
            return f"{found.removesuffix('.')}." if ended else bare
        found = self._entry(bare, alone=True) or "; ".join(self._cut(bare, "；"))
        found = found or self._entry(bare) or self._parts(bare)
        return found if HAN.search(found) else _half_width(found)

    def _entry(self, text: str, *, alone: bool = False) -> str:
        """What an entry says; `alone` takes no shape filled by several sentences."""
        if text in self.exact:
            return self.exact[text]
        if (coded := _CODED.fullmatch(text)) and coded[2] in self.exact:
            return f"{coded[1]} {self.exact[coded[2]]}"
        if coded and coded[1].isdigit() and "——" in coded[2]:
            # An account with those above it, some of which may be the unit's own.
            return f"{coded[1]} {' - '.join(map(self.told, coded[2].split('——')))}"
        if dated := _dates(text):
            return dated
        for shape in self.shapes:
            if shape.literal in text and (met := shape.pattern.fullmatch(text)):
                places = {key[1:]: value for key, value in met.groupdict().items()}
                known = all(places[key] in self.exact for key in shape.known)
                several = alone and any("；" in value for value in places.values())
                if known and not several:
                    return self._filled(shape.english, places)
        return ""

    def _filled(self, english: str, places: Mapping[str, str]) -> str:
        def one(match: re.Match[str]) -> str:
            value, kept, single, several = places[match[1]], *match.groups()[1:]
            if kept == "!" or (kept and value in self.exact):
                return value
            if single is None:
                return self.told(value)
            chosen = single if value == "1" else several or f"{single}s"
            return f"{value} {chosen}"

        return _FILLED.sub(one, english)

    def _parts(self, text: str) -> str:
        """The text put together of its parts, if these have entries (rule 3)."""
        if not HAN.search(text):
            return text
        if text[-1] in _ENDS and (bare := self.told(text[:-1])) != text[:-1]:
            return bare + _MARKS[text[-1]]
        for mark, between in _CUTS:
            if mark in text.strip(mark):
                told = self._list(text) if mark == "、" else self._cut(text, mark)
                if told:
                    return between.join(told)
        if (aside := _ASIDE.fullmatch(text)) is not None:
            told = [self.told(part) for part in aside.groups()]
            if told != list(aside.groups()):
                return f"{told[0]} ({told[1]})"
        return text

    def _cut(self, text: str, mark: str) -> list[str]:
        """The parts between marks, if enough of them have entries."""
        parts = text.split(mark)
        if len(parts) == 1:
            return []
        told = [self.told(part) for part in parts]
        changed = [new != old for new, old in zip(told, parts, strict=True)]
        plain = [HAN.search(part) is None for part in parts]
        if mark in _NAMING:
            return told if any(changed) else []
        fine = (new or bare for new, bare in zip(changed, plain, strict=True))
        return told if any(changed) and all(fine) else []

    def _list(self, text: str) -> list[str]:
        """The parts of a list, of which one with an entry may itself be a list."""
        parts, told = text.split("、"), []
        while parts:
            sizes = range(len(parts), 0, -1)
            known = ((size, self._entry("、".join(parts[:size]))) for size in sizes)
            size, found = next((one for one in known if one[1]), (1, ""))
            told.append(found or self.told(parts[0]))
            del parts[:size]
        return [] if any(HAN.search(_VOUCHER.sub("", one)) for one in told) else told


@lru_cache(maxsize=4)
def dictionary(language: Language, *more: Path) -> Dictionary:
    """The dictionary of a language; of Chinese it is empty.

    `more` are folders of further words, which go before those of the reports.
    """
    entries: dict[str, str] = {}
    folders = (LOCALES / language, *more)
    for file in (file for one in folders for file in sorted(one.glob("*.toml"))):
        for key, value in tomllib.loads(file.read_text("utf-8")).items():
            ended = key.endswith(_END)
            value = value.removesuffix(".") if ended else value  # noqa: PLW2901
            entries[key.removesuffix(_END)] = value
    exact = {key: value for key, value in entries.items() if not _PLACE.search(key)}
    shapes = [
        _shape(key, value) for key, value in entries.items() if _PLACE.search(key)
    ]
    shapes.sort(key=lambda shape: (-shape.own, shape.pattern.groups))
    return Dictionary(language, exact, tuple(shapes))


def _shape(key: str, english: str) -> _Shape:
    literals = [part for part in _PLACE.split(key)[::3] if part]
    met: set[str] = set()
    known = []
    pattern = ""
    end = 0
    for place in _PLACE.finditer(key):
        number = place[2]
        assert number not in met, key
        met.add(number)
        known += [number] if place[1] == "=" else []
        what = _NUMBER if place[1] == "#" else ".*?"
        pattern += re.escape(key[end : place.start()]) + f"(?P<p{number}>{what})"
        end = place.end()
    pattern += re.escape(key[end:])
    own = sum(map(len, literals))
    longest = max(literals, key=len, default="")
    return _Shape(re.compile(pattern, re.DOTALL), english, own, longest, tuple(known))


def _dates(text: str) -> str:
    """A date or a range of dates; nothing where it is neither."""
    if (one := _DATED.fullmatch(text)) is not None:
        return _date(one)
    if (both := _RANGE.fullmatch(text)) is not None:
        until = both["until"] or f"{text[:5]}{both['later']}"
        ends = (_dates(both["since"]), "date" if both["now"] else _dates(until))
        return " to ".join(ends)
    return ""


def _date(dated: re.Match[str]) -> str:
    if dated["day"]:
        return day_in_english(*map(int, dated.groups()[1:4]))
    if dated["month"]:
        year, month = map(int, dated["month"].rstrip("月").split("年"))
        return day_in_english(year, month)
    if dated["year"]:
        return dated["year"]
    quarter = _QUARTERS.index(dated[dated.re.groups]) + 1
    return f"quarter {quarter} of {dated['quarter']}"


def _half_width(text: str) -> str:
    """The text with marks of the Latin script alone (rule 4)."""
    if not _FULL_WIDTH.search(text):
        return text
    text = _MARK.sub(lambda run: "".join(_MARKS[mark] for mark in run[0]), text)
    text = _SPACES.sub(" ", text)
    return _AFTER.sub(r"\1", _BEFORE.sub(r"\1", text)).strip(" ")
