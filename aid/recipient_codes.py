"""Code lists of a recipient's file (档案代码表): values by key and by label.

1. A value is chosen by its key or its label. One that was replaced is not chosen from
   its day on; files that have it keep it, and it is still shown by its label.
2. Lists are data (`recipient_codes.toml`); a value is added there, never edited.
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Code:
    """A value of a list; `until` is the day from which it is no longer chosen."""

    key: str
    label: str
    until: dt.date | None = None


@cache
def code_lists() -> Mapping[str, tuple[Code, ...]]:
    """The lists that come with the program, by name."""
    text = files("aid").joinpath("recipient_codes.toml").read_text(encoding="utf-8")
    return {
        name: tuple(_code(key, told) for key, told in block.items() if key != "label")
        for name, block in tomllib.loads(text).items()
    }


def _code(key: str, told: str | Mapping[str, object]) -> Code:
    if isinstance(told, str):
        return Code(key, told)
    label, until = told["label"], told["until"]
    assert isinstance(label, str)
    assert isinstance(until, dt.date)
    return Code(key, label, until)


def code_of(name: str, text: str, on: dt.date) -> str:
    """The key of the value that a text names.

    Raises:
        ValueError: the list has no such value on the day; it says which it has.
    """
    standing = [c for c in code_lists()[name] if c.until is None or on < c.until]
    for code in standing:
        if text in {code.key, code.label}:
            return code.key
    told = "、".join(code.label for code in standing)
    raise ValueError("应为：" + told)


def label_of(name: str, key: str) -> str:
    """What a value is called; the key itself where the list does not have it."""
    return next((code.label for code in code_lists()[name] if code.key == key), key)
