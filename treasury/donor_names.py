"""A donor, and by what name for whose eyes.

1. How a donor agrees to be named in public is dated; what was agreed last by a day
   holds on it. Nobody is named who did not agree.
2. People are shown masked (王**) but to those who may see them (`Look.FULL`); without
   the keys they are told by their number.

Basis: 公益事业捐赠法 第五条 (the donor's wishes); 个人信息保护法 第二十五条.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from ledger.accounts import Labelled
from treasury.vault import Vault


class DonorKind(Labelled):
    """What a donor is."""

    ORGANISATION = "organisation", "单位"
    COLLECTIVE = "collective", "集体"
    PERSON = "person", "个人"
    ANONYMOUS = "anonymous", "匿名"


class Publish(Labelled):
    """How a donor agrees to be named in public."""

    FULL = "full", "公开姓名或名称"
    SURNAME = "surname", "只公开姓氏"
    NONE = "none", "不公开"


class Look(StrEnum):
    """For whose eyes a donor is named."""

    FULL = "full"
    MASKED = "masked"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a donor agrees to be named from a day on."""

    revision: int
    since: dt.date
    publish: Publish
    paper: str
    reason: str = ""
    """Why what was agreed before is withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Donor:
    """A donor as registered; what is encrypted is opened by `called` and `reached`."""

    unit: str
    number: int
    kind: DonorKind
    name: str
    uscc: str
    registered_on: dt.date
    sealed_name: bytes | None
    sealed_contact: bytes | None
    terms: tuple[Terms, ...]

    def publish_on(self, day: dt.date) -> Publish:
        """What was agreed last by a day; nothing before anything was."""
        held = [one.publish for one in self.terms if one.since <= day]
        return held[-1] if held else Publish.NONE

    @property
    def label(self) -> str:
        """The donor without a name: `捐赠人3号`."""
        return f"捐赠人{self.number}号"


ANONYMOUS = "匿名爱心人士"
UNNAMED = "爱心人士（不公开）"
UNNAMED_UNIT = "爱心单位（不公开）"


def called(
    donor: Donor, vault: Vault | None, look: Look, day: dt.date | None = None
) -> str:
    """A donor's name for whoever looks; `day` is that of a publication (3, 4).

    Without the vault people are told by their number.

    Raises:
        VaultRefused: the name cannot be opened with the keys at hand.
    """
    if donor.kind is DonorKind.ANONYMOUS:
        return ANONYMOUS
    if look is Look.PUBLIC:
        assert day is not None, "a publication has a day"
        publish = donor.publish_on(day)
        if publish is Publish.NONE:
            return UNNAMED if donor.kind is DonorKind.PERSON else UNNAMED_UNIT
        look = Look.FULL if publish is Publish.FULL else Look.MASKED
    if donor.kind is not DonorKind.PERSON:
        return donor.name
    if vault is None:
        return donor.label
    name = _opened(
        vault, donor.sealed_name, context_of(donor.unit, donor.number, "name")
    )
    return name if look is Look.FULL else masked(name)


def reached(donor: Donor, vault: Vault) -> str:
    """How a donor is reached; empty where nothing was told.

    Raises:
        VaultRefused: it cannot be opened with the keys at hand.
    """
    if donor.sealed_contact is None:
        return ""
    context = context_of(donor.unit, donor.number, "contact")
    return _opened(vault, donor.sealed_contact, context)


_ALL = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔"
    "申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空令狐呼延轩辕百里东郭西门南门纳兰完颜拓跋梁丘"
)
_DOUBLE = frozenset(_ALL[place : place + 2] for place in range(0, len(_ALL), 2))
"""Surnames of two characters (复姓)."""


def masked(name: str) -> str:
    """A name with all but the surname left out; of a foreign one its initials."""
    if name.isascii():
        return " ".join(f"{part[0]}." for part in name.split())
    known = name[:2] in _DOUBLE and len(name) > len("欧阳")
    return f"{name[:2] if known else name[:1]}**"


def _opened(vault: Vault, sealed: bytes | None, context: str) -> str:
    assert sealed is not None
    return vault.unlock(sealed, context).decode()


def context_of(unit: str, number: int, what: str) -> str:
    """The place that what is encrypted of a donor is bound to."""
    return f"donors/{unit}/{number}/{what}"
