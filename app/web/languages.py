"""The languages of the pages: Chinese as written in them, English by a catalogue.

What a page says in Chinese is the key; `locale/en/LC_MESSAGES/web.po` has the English.
What the catalogue does not have stays Chinese.
"""

from functools import lru_cache
from pathlib import Path

LANGUAGES = {"zh": "中文", "en": "English"}
_LOCALE = Path(__file__).parent / "locale"


def catalogue_path(language: str) -> Path:
    """Where the catalogue of a language stands."""
    return _LOCALE / language / "LC_MESSAGES" / "web.po"


@lru_cache(maxsize=4)
def catalogue(language: str) -> dict[str, str]:
    """What the pages say in Chinese, and what that is in a language."""
    if language == "zh":
        return {}
    from babel.messages.pofile import read_po  # noqa: PLC0415 - read once

    with catalogue_path(language).open("rb") as file:
        read = read_po(file, locale=language)
    return {
        str(message.id): str(message.string)
        for message in read
        if message.id and message.string
    }


def said(text: str, language: str) -> str:
    """A text of the pages in a language."""
    return catalogue(language).get(text, text)
