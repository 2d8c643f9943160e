"""The languages of the pages: Chinese as written in them, English by a catalogue.

What a page says in Chinese is the key; the `.po` files of `locale/en/LC_MESSAGES` have
the English, one file for one matter. What they do not have is looked up among the words
of the reports (`reports/dictionary.py`) and of the TOML files of `locale/en`, which
know texts with places: titles of checks and what they find, names of accounts, parts
of refusals, which have a file for the package that they stand in.
What neither has stays Chinese.
"""

import re
from functools import lru_cache
from pathlib import Path

from reports.dictionary import dictionary

LANGUAGES = {"zh": "中文", "en": "English"}
_LOCALE = Path(__file__).parent / "locale"
_WORDS = (_LOCALE / "en", _LOCALE / "en" / "refusals")
_MARKS = {"。原因：": ". Why: ", "。办法：": ". What to do: ", "。": ". ", "\n": "\n"}
_JOINTS = re.compile(f"({'|'.join(_MARKS)})")
_BREACH = re.compile(
    r"(?:凭证 (?P<ref>.*?)(?: 第(?P<line>\d+)行)?: \[(?P<rule>[^\]]+)\] "
    r"|(?P<cell>[^\s：]+(?::\d+)?(?:: [^\s:：]+)?: ))?"
    r"(?P<what>.*?)(?:（发现：(?P<found>.*?)）)?(?P<do>；.*)?"
)
"""A breach of a rule with its place, as `VoucherRefused` and `FolderFaulty` tell it."""
_HAN = re.compile("[\u3400-\u9fff]")
_IN_PART = "Not done; the program says this in Chinese in part. "


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
    if language == "zh":
        return text
    parts = _JOINTS.split(text)
    told = [_MARKS.get(part) or _part(part) for part in parts]
    same = any(
        new == old and _HAN.search(old) for new, old in zip(told, parts, strict=True)
    )
    sentence = "".join(told).removesuffix(" ")
    return f"{_IN_PART}{sentence}" if same else f"{sentence.removesuffix('.')}."


def _part(text: str) -> str:
    """A part of a refusal; of a breach, its place, what was found and what to do."""
    met = _BREACH.fullmatch(text)
    if met is None or not (met["ref"] or met["cell"] or met["found"]):
        return _told(text)
    line = f", line {met['line']}" if met["line"] else ""
    place = f"Voucher {met['ref']}{line}: [{met['rule']}] " if met["ref"] else ""
    if met["found"] is None:
        return (place or met["cell"]) + _told(met["what"] + (met["do"] or ""))
    found = f" (found: {_told(met['found'])})"
    do = f"; {_told(met['do'][1:])}" if met["do"] else ""
    return f"{place or met['cell'] or ''}{_told(met['what'])}{found}{do}"


def _told(text: str) -> str:
    return dictionary("en", *_WORDS).told(text)
