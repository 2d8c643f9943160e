"""Approval bands (审批权限): how many must approve a payment, by amount and date.

1. A unit goes live (上线) once: money leaves under approved requests from then on,
   whatever day a voucher names (L12). It takes the default bands, and the limit of
   small fees, with it.
2. Bands are changed for a later day by a resolution of the management body, all of
   them at once; one of them begins at nothing. So is the limit of small fees.

Basis: 关于做好困难职工帮扶工作的意见 七（严格帮扶资金支出审批程序）; the figures are
settings, for the sources name none.
"""

import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from budgets.records import before_unit, locked, text_faults
from budgets.resolutions import resolution
from ledger import request_store, store
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import append, lookups
from treasury import fee_limits
from treasury.errors import RequestRefused
from treasury.fee_limits import FeeLimit

APPROVALS_MOST = 5
"""Persons that a band may ask for at most."""


@dataclass(frozen=True, slots=True)
class Band:
    """Amounts from one on, and how many must approve them."""

    start: Money
    approvals: int


@dataclass(frozen=True, slots=True)
class Scale:
    """The bands that hold from a day on, the lowest first; who decided them."""

    since: dt.date
    bands: tuple[Band, ...]
    resolution: str = ""

    def approvals(self, amount: Money) -> int:
        """How many must approve an amount."""
        return max(b.approvals for b in self.bands if b.start <= amount)


def go_live(
    connection: Connection, unit: str, since: dt.date, paper: str, act: Act
) -> Scale:
    """Let money leave under approved requests alone from now on; for good.

    `since` is the first day of it, after the last voucher and not after today.

    Raises:
        RequestRefused: the unit is live already, or the day or the paper does not do.
        NotFound: there is no such unit or person.
    """
    found = locked(connection, unit)
    stands = request_store.live_since(connection, found.id)
    if stands is not None:
        what = f"{unit} 自 {stands.since} 起已经实行付款申请"
        raise RequestRefused(what, do="一经实行不能停用")
    faults = [*text_faults(("依据文件", paper, True))]
    if outside := before_unit(found, since):
        faults.append(f"{since} 在{outside}")
    if since > china_day(act.at):
        faults.append(f"{since} 还没有到，到当日再登记")
    last = store.last_day(connection, found.id)
    if last is not None and since <= last:
        after = last + dt.timedelta(days=1)
        faults.append(f"已有 {last} 的凭证，改从 {after} 或之后起实行")
    if faults:
        what = f"{unit} 不能实行付款申请"
        raise RequestRefused(what, "；".join(faults))
    made = {
        "unit_id": found.id,
        "since": since,
        "person_id": lookups(connection).person(act.person),
        "recorded_at": act.stamp,
    }
    append(connection, "go_lives", [made | {"paper": paper.strip()}], act)
    scale = Scale(since, _default(since).bands)
    _append_bands(connection, made, scale, act)
    fee_limits.append_limit(connection, made, fee_limits.default(since), act)
    return scale


def set_bands(
    connection: Connection, unit: str, scale: Scale, act: Act
) -> tuple[Scale, ...]:
    """Put other bands into force from a later day on, by resolution.

    Raises:
        RequestRefused: the unit is not live, the bands or their day do not do, or the
            resolution was not adopted.
        NotFound: there is no such unit, person or resolution.
    """
    found = locked(connection, unit)
    known = scales(connection, unit)
    if not known:
        raise not_live(unit)
    faults = [*_band_faults(scale.bands)]
    if scale.since <= known[-1].since:
        faults.append(f"新的审批权限应晚于现行的 {known[-1].since}")
    if faults:
        raise RequestRefused("审批权限没有登记", "；".join(faults))
    demand_adopted(connection, unit, scale.resolution)
    made = {
        "unit_id": found.id,
        "since": scale.since,
        "person_id": lookups(connection).person(act.person),
        "recorded_at": act.stamp,
    }
    _append_bands(connection, made, scale, act)
    return scales(connection, unit)


def set_fee_limit(
    connection: Connection, unit: str, given: FeeLimit, act: Act
) -> tuple[FeeLimit, ...]:
    """Let fees of another size pass without approval from a later day on.

    Raises:
        RequestRefused: the unit is not live, the amounts or the day do not do, or the
            resolution was not adopted.
        NotFound: there is no such unit, person or resolution.
    """
    found = locked(connection, unit)
    known = fee_limits.limits(connection, unit)
    if not known:
        raise not_live(unit)
    faults = []
    if given.since <= known[-1].since:
        faults.append(f"新的限额应晚于现行的 {known[-1].since}")
    if given.each < ZERO or given.month < given.each:
        faults.append("每笔限额不能为负，每月限额不能小于每笔限额")
    if faults:
        raise RequestRefused("银行扣费免批限额没有登记", "；".join(faults))
    demand_adopted(connection, unit, given.resolution)
    made = {
        "unit_id": found.id,
        "since": given.since,
        "person_id": lookups(connection).person(act.person),
        "recorded_at": act.stamp,
    }
    fee_limits.append_limit(connection, made, given, act)
    return fee_limits.limits(connection, unit)


def scales(connection: Connection, unit: str) -> tuple[Scale, ...]:
    """All bands of a unit, the earliest first; none where it is not live.

    Raises:
        NotFound: there is no such unit.
    """
    found = lookups(connection).unit(unit)
    by_day: dict[dt.date, list[Any]] = {}
    for row in request_store.bands(connection, found.id):
        by_day.setdefault(row.since, []).append(row)
    return tuple(
        Scale(
            since,
            tuple(Band(Money(r.from_fen), r.approvals) for r in reversed(rows)),
            rows[0].resolution,
        )
        for since, rows in sorted(by_day.items())
    )


def needed(known: Sequence[Scale], amount: Money, on: dt.date) -> int:
    """How many must approve an amount that is asked for on a day."""
    in_force = [scale for scale in known if scale.since <= on]
    return in_force[-1].approvals(amount) if in_force else 1


def not_live(unit: str) -> RequestRefused:
    """What is told where money still leaves without requests."""
    what = f"{unit} 还没有实行付款申请"
    return RequestRefused(
        what,
        do="先用 bangfu money begin 登记实行日期；此后付款须有批准的申请",
    )


def demand_adopted(connection: Connection, unit: str, key: str) -> None:
    """Go on only with a resolution that the unit's body adopted, on whatever subject.

    Raises:
        RequestRefused: it was voted down.
        NotFound: there is no such unit or resolution.
    """
    found = resolution(connection, unit, key)
    if not found.adopted:
        what = f"决议 {key} 没有通过，不能作为依据"
        raise RequestRefused(what, do="引用通过的决议")


@cache
def default_scales() -> tuple[Scale, ...]:
    """The bands that come with the program, the earliest first."""
    text = files("treasury").joinpath("approval_bands.toml").read_text("utf-8")
    found = []
    for block in tomllib.loads(text)["scale"]:
        assert block.keys() == {"since", "clause", "bands"}
        bands = tuple(
            Band(Money.parse(band["from"]), band["approvals"])
            for band in block["bands"]
        )
        assert not [*_band_faults(bands)]
        found.append(Scale(block["since"], bands))
    return tuple(sorted(found, key=lambda scale: scale.since))


def _default(on: dt.date) -> Scale:
    known = default_scales()
    return next((s for s in reversed(known) if s.since <= on), known[0])


def _band_faults(bands: Sequence[Band]) -> list[str]:
    starts = [band.start.fen for band in bands]
    faults = []
    if not bands or min(starts) != 0:
        faults.append("审批权限应从 0 元起")
    if len(set(starts)) != len(starts):
        faults.append("审批权限的起点有重复")
    if any(not 1 <= band.approvals <= APPROVALS_MOST for band in bands):
        faults.append(f"审批人数应在 1 到 {APPROVALS_MOST} 之间")
    if any(fen < 0 for fen in starts):
        faults.append("审批权限的起点不能为负")
    return faults


def _append_bands(
    connection: Connection, made: dict[str, Any], scale: Scale, act: Act
) -> None:
    rows = [
        {
            **made,
            "from_fen": band.start.fen,
            "approvals": band.approvals,
            "resolution": scale.resolution,
        }
        for band in scale.bands
    ]
    append(connection, "approval_bands", rows, act)
