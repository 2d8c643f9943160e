"""The languages of the pages: Chinese as written in them, English by a catalogue.

What a page says in Chinese is the key; the `.po` files of `locale/en/LC_MESSAGES` have
the English, one file for one matter. What they do not have stays Chinese.
"""

from functools import lru_cache
from pathlib import Path

LANGUAGES = {"zh": "中文", "en": "English"}
_LOCALE = Path(__file__).parent / "locale"


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
    return catalogue(language).get(text, text)
