"""For what an officer answers (责任类别): the dated list, and what the books propose.

1. Which categories there are depends on the day that the tenure ended:
   `responsibility.toml` has the lists with what set them.
2. The books propose, the auditors decide. Who signed a voucher that proves a finding
   (制单、审核、记账、出纳) did it: 直接责任. Who led and signed none of them is
   proposed for 领导责任. Of everybody else, and of what no voucher proves, nothing is.
3. 主管责任 needs to know who was in charge of what; the books never propose it.

Basis: 中办发〔2010〕32号 (three categories); 中办发〔2019〕45号 (two).
"""

import datetime as dt
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from audit.finding_kinds import Category as Responsibility


@dataclass(frozen=True, slots=True)
class Categories:
    """The categories that hold for tenures ending on a day, and what set them.

    `until` is the first day on which they no longer hold, None where they still do.
    """

    since: dt.date
    until: dt.date | None
    basis: str
    categories: tuple[Responsibility, ...]


def categories_on(day: dt.date) -> Categories:
    """The categories that hold for a tenure whose last day is this."""
    found = [one for one in _lists() if one.since <= day]
    return found[-1] if found else _lists()[0]


def proposed(
    person: str, post: str, signers: Collection[str], day: dt.date
) -> Responsibility | None:
    """What the books propose (2); None where they propose nothing.

    Args:
        person: the officer's code.
        post: what they held.
        signers: codes of those who signed the vouchers that prove the finding.
        day: the last day of the tenure.
    """
    if person in signers:
        return Responsibility.DIRECT
    known = categories_on(day).categories
    leads = any(word in post for word in _document()["leading"]["words"])
    if signers and leads and Responsibility.LEADERSHIP in known:
        return Responsibility.LEADERSHIP
    return None


@cache
def _lists() -> tuple[Categories, ...]:
    return tuple(
        Categories(
            since=block["since"],
            until=block.get("until"),
            basis=block["basis"],
            categories=tuple(map(Responsibility, block["categories"])),
        )
        for block in _document()["list"]
    )


@cache
def _document() -> dict[str, Any]:
    text = files("audit").joinpath("responsibility.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
