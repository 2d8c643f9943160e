"""The fund of a gift: one that stands, or one registered for what the donor said.

1. A gift without limits goes to any fund of donations.
2. A gift tied to purposes goes to a fund that is spent on nothing else (专款专用): to
   one that stands with purposes within the donor's, or to a new one with the donor's.
3. Purposes are compared by the name they have in the catalogue; a fund keeps its own
   spelling.

Basis: 公益事业捐赠法 第十八条.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ledger import fund_registration
from ledger.database import Connection
from ledger.funds import (
    Channel,
    Fund,
    Origin,
    SourceAccounts,
    source_of,
    standard_name,
)
from ledger.people import Act
from ledger.register import UnitLookup, lookups
from treasury.errors import DonationRefused


@dataclass(frozen=True, slots=True)
class Intent:
    """What is asked of the fund of one gift, whose number is `key`."""

    key: str
    fund: str
    purposes: tuple[str, ...]
    donor: int
    day: dt.date
    goods: bool = False


def fund_for(
    connection: Connection, unit: UnitLookup, intent: Intent, act: Act
) -> tuple[str, tuple[str, ...]]:
    """The fund that a gift goes to, and the donor's purposes as they are written.

    Goods without a fund have none.

    Raises:
        DonationRefused: the fund is none of donations, or is spent on other things.
    """
    purposes = standard(intent.purposes)
    if intent.goods and not intent.fund:
        return "", purposes
    at = lookups(connection).unit(unit.code)
    if intent.fund in at.funds:
        return intent.fund, _into(at, intent.fund, purposes)
    if not purposes:
        what = f"{unit.code} 没有资金“{intent.fund}”"
        raise DonationRefused(what, do="写明已登记的捐赠资金，或写明限定用途")
    told = "、".join(purposes)
    fund = Fund(
        intent.fund or f"捐赠{intent.key}",
        f"定向捐赠{intent.key}（{told}）",
        Origin.DONATION,
        Channel.DIRECT,
        restriction=f"限用于{told}",
        donor=f"捐赠人{intent.donor}号",
        purposes=purposes,
        opened_on=intent.day,
    )
    if fund.code in at.funds:
        what = f"资金代码“{fund.code}”已被占用"
        raise DonationRefused(what, do="用 --fund 另写一个资金代码")
    found = fund_registration.register_funds(connection, unit.code, [fund], act)
    assert not found, "the source of donations permits any purpose"
    return fund.code, purposes


def accounts_of(
    connection: Connection, unit: str, fund: str, day: dt.date
) -> SourceAccounts:
    """The accounts that a fund uses in the chart of a day.

    Raises:
        DonationRefused: the chart has none for it.
    """
    at = lookups(connection).unit(unit)
    id_ = at.funds[fund]
    channel = Channel(at.fund_channels[id_])
    source = source_of(Origin(at.fund_origins[id_]), channel, day)
    found = source.accounts_in(at.chart_on(day.isoformat())) if source else None
    if found is None:
        what = f"{day} 的科目表没有捐赠收入科目"
        do = "选用标准科目表，或用凭证直接登记收入"
        raise DonationRefused(what, do=do)
    return found


def standard(purposes: Sequence[str]) -> tuple[str, ...]:
    """Purposes by the names of the catalogue, each once (3)."""
    return tuple(dict.fromkeys(standard_name(purpose) for purpose in purposes))


def _into(unit: UnitLookup, fund: str, purposes: tuple[str, ...]) -> tuple[str, ...]:
    """The purposes of a gift that goes to a fund that stands (1, 2)."""
    id_ = unit.funds[fund]
    if unit.fund_origins[id_] != Origin.DONATION:
        what = f"资金“{fund}”不是社会捐赠资金"
        raise DonationRefused(what, do="选用来源为社会捐赠的资金")
    if not purposes:
        return ()
    spent_on = unit.purposes[id_] if id_ in unit.restricted else set()
    named = {standard_name(purpose): purpose for purpose in spent_on}
    if not spent_on or not set(named) <= set(purposes):
        others = "、".join(sorted(set(named) - set(purposes)))
        why = f"该资金还可用于{others}" if others else "该资金没有限定用途"
        what = f"限定用途的捐赠不能并入资金“{fund}”"
        do = "不写资金，另设一项限定资金；或选用途在捐赠人限定之内的资金"
        raise DonationRefused(what, f"{why}（专款专用）", do)
    return tuple(named.get(purpose, purpose) for purpose in purposes)
