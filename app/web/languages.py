"""The languages of the pages: Chinese as written in them, English by a catalogue.

What a page says in Chinese is the key; the `.po` files of `locale/en/LC_MESSAGES` have
the English, one file for one matter. What they do not have is looked up among the words
of the reports (`reports/dictionary.py`) and of the TOML files of `locale/en`, which
know texts with places: titles of checks and what they find, names of accounts, parts
of refusals, which have a file for the package that they stand in.
What neither has stays Chinese.
"""

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from reports.dictionary import Dictionary, dictionary

LANGUAGES = {"zh": "中文", "en": "English"}
_LOCALE = Path(__file__).parent / "locale"
_WORDS = (_LOCALE / "en", _LOCALE / "en" / "refusals")
_MARKS = {"。原因：": ". Why: ", "。办法：": ". What to do: ", "。": ". ", "\n": "\n"}
_JOINTS = re.compile(f"({'|'.join(_MARKS)})")
_PLACED = re.compile(
    r"凭证 (?P<ref>.*?)(?: 第(?P<line>\d+)行)?: \[(?P<rule>[^\]]+)\] "
    r"|[^\s：]+(?::\d+)?(?:: [^\s:：]+)?: |（(?P<number>\d+)）|\d+\. "
    r"|第 (?P<at>\d+) 行(?P<who>（[^）]*）)?(?P<label>[^：；（ ]*)："
    r"|共 (?P<many>\d+) 处："
    r"|(?P<side>支出|来源)第 (?P<item>\d+) 项（(?P<of>[^）]*)）："
)
"""Where a rule was broken, as `VoucherRefused` and `FolderFaulty` tell it, or which of
several faults it is."""
_RUN_MAX = 4
_BREACH = re.compile(
    r"(?P<what>.*?)（发现：(?P<found>(?:(?!（发现：).)*?)）(?:；(?P<do>(?:(?!（发现：).)*))?"
)
"""What broke a rule, what was found, and what to do, as a `Problem` tells it."""
_HAN = re.compile("[\u3400-\u9fff]")
_WEIGHT = re.compile(r"([01])(?:\.(\d{0,3}))?")
_IN_PART = "Not done; the program says this in Chinese in part. "


def preferred(header: str) -> str:
    """The language that an `Accept-Language` asks for; Chinese where it names none."""
    best, language = 0, "zh"
    for one in header.split(","):
        name, _, weight = one.strip().partition(";q=")
        known = name.lower().partition("-")[0]
        if known in LANGUAGES and (met := _WEIGHT.fullmatch(weight or "1")):
            asked = int(f"{met[1]}{met[2] or '':0<3}"[:4])
            if asked > best:
                best, language = asked, known
    return language


def catalogue_paths(language: str) -> list[Path]:
    """The files of a language, in order of name."""
    return sorted((_LOCALE / language / "LC_MESSAGES").glob("*.po"))


@lru_cache(maxsize=4)
def catalogue(language: str) -> dict[str, str]:
    """What the pages say in Chinese, and what that is in a language."""
    if language == "zh":
        return {}
    from babel.messages.pofile import read_po  # noqa: PLC0415 - read once

    found: dict[str, str] = {}
    for path in catalogue_paths(language):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and message.string:
                    found[str(message.id)] = str(message.string)
    return found


def said(text: str, language: str) -> str:
    """A text of the pages in a language."""
    if language == "zh" or not text:
        return text
    return catalogue(language).get(text) or _told(text)


def refused(text: str, language: str) -> str:
    """A refusal in a language, part by part: what, why, what to do.

    A part that has no English stays as it is; the sentence says so before it.
    """
    if language == "zh" or not text:
        return text
    sentence, same = _in_parts(text)
    return f"{_IN_PART}{sentence}" if same else f"{sentence.removesuffix('.')}."


def explained(text: str, language: str) -> str:
    """What stands in the way, as pages list it: part by part, like a refusal."""
    return text if language == "zh" else _in_parts(text)[0]


def _in_parts(text: str) -> tuple[str, bool]:
    """The parts of a text in English, and whether one has none."""
    parts = _JOINTS.split(text)
    told = [_MARKS.get(part) or _part(part) for part in parts]
    same = any(
        new == old and _HAN.search(old) for new, old in zip(told, parts, strict=True)
    )
    return "".join(told).removesuffix(" "), same


def _part(text: str) -> str:
    """A part of a refusal; of a breach, its place, what was found and what to do."""
    if met := _PLACED.match(text):
        return _place(met) + _part(text[met.end() :])
    if text.endswith("："):
        return f"{_part(text[:-1])}:"
    if met := _BREACH.fullmatch(text):
        do = f"; {_joined(met['do'])}" if met["do"] else ""
        return f"{_part(met['what'])} (found: {_told(met['found'])}){do}"
    return _joined(text)


def _place(met: re.Match[str]) -> str:
    if met["rule"]:
        line = f", line {met['line']}" if met["line"] else ""
        return f"Voucher {met['ref']}{line}: [{met['rule']}] "
    if met["at"]:
        who = f" ({met['who'][1:-1]})" if met["who"] else ""
        label = f" {_told(met['label'])}" if met["label"] else ""
        return f"Line {met['at']}{who}{label}: "
    if met["many"]:
        return f"{met['many']} places: "
    if met["side"]:
        side = {"支出": "Spending", "来源": "Sources"}[met["side"]]
        return f"{side}, item {met['item']} ({met['of']}): "
    return f"({met['number']}) " if met["number"] else met[0]


def _run(text: str) -> str:
    met = _PLACED.match(text)
    return _place(met) + _told(text[met.end() :]) if met else _told(text)


def _joined(text: str) -> str:
    """Sentences that stand one after another, of which one may be several of ours."""
    parts, told = text.split("；"), []
    while parts:
        sizes = range(min(len(parts), _RUN_MAX), 0, -1)
        runs = ("；".join(parts[:size]) for size in sizes)
        made = [(size, run, _run(run)) for size, run in zip(sizes, runs, strict=True)]
        # The longest run that is ours; one with names in it is known by its change.
        size, _, new = next(
            (one for one in made if not _HAN.search(one[2])),
            min(made, key=lambda one: (one[1] == one[2], len(_HAN.findall(one[2])))),
        )
        told.append(new)
        del parts[:size]
    return "; ".join(told)


def _told(text: str) -> str:
    return _words().told(text)


@lru_cache(maxsize=1)
def _words() -> Dictionary:
    """The words of texts with places, and those of the pages that these lack."""
    known = dictionary("en", *_WORDS)
    return replace(known, exact={**catalogue("en"), **known.exact}, met={})
