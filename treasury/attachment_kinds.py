"""Kinds of attachments (附件种类): a dated list in `attachment_kinds.toml`."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of paper; `numbered` bears a number of its own, `until` is excluded."""

    key: str
    label: str
    since: dt.date
    until: dt.date | None = None
    numbered: bool = False
    basis: str

    def given_on(self, day: dt.date) -> bool:
        """Whether it may be chosen on a day."""
        return self.since <= day and (self.until is None or day < self.until)


def kinds_on(day: dt.date) -> Mapping[str, Kind]:
    """The kinds that may be chosen on a day, by key."""
    return {one.key: one for one in _kinds() if one.given_on(day)}


def every_kind() -> tuple[Kind, ...]:
    """Every kind there is or was, in the order of the list."""
    return _kinds()


def label_of(key: str) -> str:
    """What people call a kind; a key that is none is told as it stands."""
    return next((one.label for one in _kinds() if one.key == key), key)


@cache
def _kinds() -> tuple[Kind, ...]:
    text = files("treasury").joinpath("attachment_kinds.toml").read_text("utf-8")
    return tuple(Kind(**told) for told in tomllib.loads(text)["kinds"])
