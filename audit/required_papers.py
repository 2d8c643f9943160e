"""Papers without which a payment is not proved (必备附件): dated data."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

AID, GOODS = "aid", "goods"


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """One of some kinds of papers that a payment must have, since a day."""

    of: str
    since: dt.date
    any_of: frozenset[str]
    grade: str
    basis: str


def required_of(what: str, day: dt.date) -> tuple[Required, ...]:
    """What a payment of a kind must have on a day; one kind of each is enough."""
    return tuple(one for one in _all() if one.of == what and one.since <= day)


@cache
def _all() -> tuple[Required, ...]:
    text = files("audit").joinpath("required_papers.toml").read_text(encoding="utf-8")
    found = []
    for block in tomllib.loads(text)["papers"]:
        kinds = frozenset(block.pop("any_of"))
        assert kinds
        found.append(Required(any_of=kinds, **block))
    return tuple(found)
