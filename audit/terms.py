"""Terms of an audit (审计的期限): dated data in `terms.toml`."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from audit.engagements import AUDIT_POSTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms in force on a day, in working days or days, and on what they rest."""

    notice_workdays: int
    comment_days: int
    rectify_days: int
    heads: tuple[str, ...]
    basis: str


def terms_on(day: dt.date) -> Terms:
    """The terms in force on a day."""
    return [terms for since, terms in _all() if since <= day][-1]


def is_head(post: str, day: dt.date) -> bool:
    """Whether whoever holds a post answers for the fund, by its name.

    Deputies and auditors do not.
    """
    if post.startswith("副") or "副" in post[-3:-1]:
        return False
    if any(word in post for word in AUDIT_POSTS):
        return False
    return post.endswith(terms_on(day).heads)


@cache
def _all() -> tuple[tuple[dt.date, Terms], ...]:
    text = files("audit").joinpath("terms.toml").read_text(encoding="utf-8")
    blocks = tomllib.loads(text)["terms"]
    return tuple(
        (block.pop("since"), Terms(heads=tuple(block.pop("heads")), **block))
        for block in blocks
    )
