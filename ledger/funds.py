"""Funds (资金): money of one origin, one channel and one restriction in one book.

1. An origin (来源) says whose money it was; a channel (渠道) by which way it came.
2. For each pair `fund_sources.toml` says, by date, the accounts and the permitted
   purposes; `purposes.toml` names the purposes (用途).
3. Money passed down keeps its origin at every tier; only its channel becomes the
   union line.
4. A fund may be spent on what both its source and its donor permit (专款专用).
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

from ledger.accounts import AccountClass, Labelled, Role, load_chart


class FundError(ValueError):
    """A fund that cannot stand; the message says what is missing or wrong."""


class Origin(Labelled):
    """Whose money it was (资金来源)."""

    CENTRAL_BUDGET = "central_budget", "中央财政"
    LOCAL_BUDGET = "local_budget", "地方财政"
    UPPER_UNION = "upper_union", "上级工会"
    OWN_UNION = "own_union", "本级工会"
    EMPLOYER = "employer", "单位行政"
    DONATION = "donation", "社会捐赠"
    MUTUAL_AID = "mutual_aid", "职工互助"
    INTEREST = "interest", "利息"
    INVESTMENT = "investment", "投资收益"
    OTHER = "other", "其他"
    GENERAL = "general", "本级工会其他资金"


class Channel(Labelled):
    """By which way the money came (资金渠道)."""

    SAME_LEVEL_TREASURY = "same_level_treasury", "同级财政"
    OTHER_LEVEL_TREASURY = "other_level_treasury", "非同级财政"
    UNION_LINE = "union_line", "工会系统转拨"
    DIRECT = "direct", "直接收取"


class ExpenseSplit(Labelled):
    """Whose money an expenditure used, as county level and above must show.

    Basis: 财会〔2021〕7号 附录1 总说明 二.
    """

    BUDGET = "budget", "财政拨款"
    UNION = "union", "工会资金"


@dataclass(frozen=True, slots=True)
class SourceAccounts:
    """The accounts of one chart that a source of money uses.

    `income` has the usual account first. `split` is None where a chart does not
    split expenditure by money; `entrusted` is empty where nothing is held for others.
    """

    chart: str
    income: tuple[str, ...]
    closing: str
    split: ExpenseSplit | None = None
    entrusted: str = ""


@dataclass(frozen=True, slots=True)
class FundSource:
    """What holds for one origin and channel from `since` up to but without `until`."""

    origin: Origin
    channel: Channel
    label: str
    clause: str
    since: dt.date
    until: dt.date | None
    purposes: tuple[str, ...]
    accounts: tuple[SourceAccounts, ...]

    @property
    def key(self) -> str:
        """Origin and channel as one key: `donation/direct`."""
        return f"{self.origin}/{self.channel}"

    def holds(self, on: dt.date) -> bool:
        """Whether the rule is in force on that day."""
        return self.since <= on and (self.until is None or on < self.until)

    def accounts_in(self, chart: str) -> SourceAccounts | None:
        """The accounts it uses in a chart; None if the chart has none for it."""
        return next((found for found in self.accounts if found.chart == chart), None)


@dataclass(frozen=True, slots=True)
class Fund:
    """One fund of a unit's book; no `purposes` means that the donor set none."""

    code: str
    name: str
    origin: Origin
    channel: Channel
    restriction: str = ""
    donor: str = ""
    purposes: tuple[str, ...] = ()
    opened_on: dt.date | None = None

    def __post_init__(self) -> None:
        if not self.code.strip():
            raise FundError("资金没有编号")
        if not self.name.strip():
            raise FundError("资金没有名称")
        if not all(purpose.strip() for purpose in self.purposes):
            raise FundError("资金的限定用途中有空白项")
        if len(set(self.purposes)) != len(self.purposes):
            raise FundError("资金的限定用途有重复")
        if self.origin is Origin.GENERAL and self.purposes:
            raise FundError("本级工会其他资金不设限定用途")

    @property
    def restricted(self) -> bool:
        """Whether the donor or the unit tied it to purposes."""
        return bool(self.purposes)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What aid money is spent on, with its default budget classes (政府收支分类)."""

    name: str
    economic: str
    functional: str
    aliases: tuple[str, ...] = ()


def permitted_purposes(fund: Fund, on: dt.date) -> tuple[str, ...] | None:
    """The purposes a fund may be spent on that day (rule 4); None means any.

    A fund's own purposes stand as they are written; those its source does not permit
    are left out, so that nothing at all may remain.
    """
    source = source_of(fund.origin, fund.channel, on)
    allowed = source.purposes if source else ()
    if not fund.purposes:
        return allowed or None
    foreign = foreign_purposes(fund, on)
    return tuple(purpose for purpose in fund.purposes if purpose not in foreign)


def foreign_purposes(fund: Fund, on: dt.date) -> tuple[str, ...]:
    """The purposes a fund names although its source does not permit them."""
    source = source_of(fund.origin, fund.channel, on)
    if source is None or not source.purposes:
        return ()
    return tuple(p for p in fund.purposes if standard_name(p) not in source.purposes)


def source_of(origin: Origin, channel: Channel, on: dt.date) -> FundSource | None:
    """The rule for an origin and channel on a day; None if the pair has none."""
    for source in fund_sources():
        if source.origin is origin and source.channel is channel and source.holds(on):
            return source
    return None


def default_channel(origin: Origin) -> Channel:
    """The way money of an origin usually comes: the first that the file lists."""
    return next(s.channel for s in fund_sources() if s.origin is origin)


def parse_origin(text: str) -> Origin | None:
    """An origin by its key or its Chinese label; None if it is neither."""
    return next((o for o in Origin if text.strip() in {o.value, o.label}), None)


def parse_channel(text: str) -> Channel | None:
    """A channel by its key or its Chinese label; None if it is neither."""
    return next((c for c in Channel if text.strip() in {c.value, c.label}), None)


def purpose_of(name: str) -> Purpose:
    """A purpose by its name or an alias; one of the unit's own takes the defaults."""
    stripped = name.strip()
    known = _purposes_by_name().get(stripped)
    if known is not None:
        return known
    default = _purposes_document()["default"]
    return Purpose(stripped, default["economic"], default["functional"])


def standard_name(name: str) -> str:
    """The name a purpose has in the catalogue: 助学救助 is 子女助学."""
    return purpose_of(name).name


@cache
def standard_purposes() -> tuple[Purpose, ...]:
    """The purposes that come with the program, in the order of their file."""
    return purposes_from(_purposes_document())


def class_name(code: str) -> str:
    """The name of an economic or functional class (政府收支分类) that is known here."""
    document = _purposes_document()
    name: str = {**document["economic"], **document["functional"]}[code]
    return name


@cache
def fund_sources() -> tuple[FundSource, ...]:
    """Every source of money with its dates, in the order of the file."""
    return sources_from(_read("fund_sources.toml"))


def sources_from(document: Mapping[str, Any]) -> tuple[FundSource, ...]:
    """Build the sources from their file; a fault in the file is a bug of ours."""
    assert document.keys() == {"source"}
    sources = tuple(_source_from(block) for block in document["source"])
    for one, other in combinations(sources, 2):
        if one.key == other.key:
            assert _apart(one, other)
    return sources


def purposes_from(document: Mapping[str, Any]) -> tuple[Purpose, ...]:
    """Build the purposes from their file; a fault in the file is a bug of ours."""
    assert document.keys() == {"default", "purposes", "economic", "functional"}
    purposes = tuple(
        _purpose_from(name, {**document["default"], **line})
        for name, line in document["purposes"].items()
    )
    names = [name for p in purposes for name in (p.name, *p.aliases)]
    assert len(set(names)) == len(names)
    assert all(p.economic in document["economic"] for p in purposes)
    assert all(p.functional in document["functional"] for p in purposes)
    return purposes


@cache
def _purposes_by_name() -> Mapping[str, Purpose]:
    return {name: p for p in standard_purposes() for name in (p.name, *p.aliases)}


@cache
def _purposes_document() -> Mapping[str, Any]:
    return _read("purposes.toml")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("ledger").joinpath(name).read_text(encoding="utf-8"))


def _source_from(block: Mapping[str, Any]) -> FundSource:
    required = {"origin", "channel", "label", "clause", "since", "purposes", "accounts"}
    assert required <= block.keys() <= required | {"until"}
    until = block.get("until")
    assert until is None or block["since"] < until
    purposes = tuple(block["purposes"])
    known = {purpose.name for purpose in standard_purposes()}
    assert set(purposes) <= known
    return FundSource(
        origin=Origin(block["origin"]),
        channel=Channel(block["channel"]),
        label=block["label"],
        clause=block["clause"],
        since=block["since"],
        until=until,
        purposes=purposes,
        accounts=tuple(_accounts_from(line) for line in block["accounts"]),
    )


def _accounts_from(line: Mapping[str, Any]) -> SourceAccounts:
    required = {"chart", "income", "closing"}
    assert required <= line.keys() <= required | {"split", "entrusted"}
    found = SourceAccounts(
        chart=line["chart"],
        income=tuple(line["income"]),
        closing=line["closing"],
        split=ExpenseSplit(line["split"]) if "split" in line else None,
        entrusted=line.get("entrusted", ""),
    )
    _check_accounts(found)
    return found


def _check_accounts(found: SourceAccounts) -> None:
    chart = load_chart(found.chart)
    assert found.income
    for code in found.income:
        assert chart.is_leaf(code)
        assert chart[code].klass is AccountClass.INCOME
    assert chart.is_leaf(found.closing)
    assert chart[found.closing].role is Role.CLOSING
    if found.entrusted:
        assert chart[found.entrusted].role is Role.ENTRUSTED


def _apart(one: FundSource, other: FundSource) -> bool:
    first, second = sorted((one, other), key=lambda source: source.since)
    return first.until is not None and first.until <= second.since


def _purpose_from(name: str, line: Mapping[str, Any]) -> Purpose:
    assert line.keys() <= {"economic", "functional", "aliases"}
    aliases = tuple(line.get("aliases", ()))
    return Purpose(name, line["economic"], line["functional"], aliases)
