"""A donor's consent to another purpose (变更捐赠用途): in writing, or not at all.

1. What a tied gift may be spent on changes only with the donor's written consent: the
   paper, its day, the purposes before and after, and why. An anonymous donor cannot
   be asked.
2. The fund that holds the gift may be spent on the new purpose once every donor whose
   tied gift lies in it named it or agreed (L8); until then it is told who has not.
3. Purposes are only added: what was agreed once stays on record.

Basis: 公益事业捐赠法 第十八条 (a purpose is changed with the donor's consent).
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from budgets.records import locked, text_faults
from ledger import store
from ledger.database import Connection
from ledger.funds import standard_name
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import UnitLookup, append, lookups
from treasury import donation_tables as t
from treasury.donations import Gift, gift, gifts
from treasury.donor_names import DonorKind
from treasury.donors import donor
from treasury.errors import DonationRefused
from treasury.gift_funds import standard


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A donor's letter; `was` are the purposes before, `digest` that of the paper."""

    number: int = 0
    gift: str
    purposes: tuple[str, ...]
    given_on: dt.date
    paper: str
    digest: str = ""
    reason: str
    was: str = ""


@dataclass(frozen=True, slots=True)
class Consented:
    """A consent on record, the purposes its fund gained, and who has not agreed."""

    consent: Consent
    fund: str
    opened: tuple[str, ...]
    waiting: tuple[str, ...]
    """The gifts whose donors have yet to agree."""


def consent(connection: Connection, unit: str, given: Consent, act: Act) -> Consented:
    """Put a donor's consent on record, and open the fund where all have agreed.

    Raises:
        NotFound: there is no such unit or gift.
        DonationRefused: the gift is not tied, its donor is anonymous, or the papers
            are missing; all faults are told.
    """
    at = locked(connection, unit)
    found = gift(connection, unit, given.gift)
    purposes = _spelled(at, found, given.purposes)
    if wrong := list(_faults(connection, found, given, purposes, act)):
        what = f"捐赠 {found.key} 的用途没有改变"
        do = "取得捐赠人的书面同意后登记"
        raise DonationRefused(what, "；".join(wrong), do)
    number = len(store.all_rows(connection, t.purpose_consents, at.id)) + 1
    rows = [
        {"unit_id": at.id, "consent": number, "purpose": purpose}
        for purpose in purposes
    ]
    append(connection, "consent_purposes", rows, act)
    row = {
        "unit_id": at.id,
        "number": number,
        "gift_year": found.year,
        "gift_number": found.number,
        "given_on": given.given_on,
        "paper": given.paper.strip(),
        "digest": given.digest.lower(),
        "was": "、".join(found.purposes),
        "reason": given.reason.strip(),
    }
    append(connection, "purpose_consents", [row], act)
    kept = consents(connection, unit)[number - 1]
    if not found.fund:
        return Consented(kept, "", (), ())
    opened, waiting = _open_fund(connection, at, found, purposes, act)
    return Consented(kept, found.fund, opened, waiting)


def consents(connection: Connection, unit: str) -> tuple[Consent, ...]:
    """Every consent of a unit's donors, by number.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    named: dict[int, list[str]] = {}
    for row in store.all_rows(connection, t.consent_purposes, unit_id):
        named.setdefault(row.consent, []).append(row.purpose)
    return tuple(
        Consent(
            number=row.number,
            gift=f"{row.gift_year}-{row.gift_number}",
            purposes=tuple(named[row.number]),
            given_on=row.given_on,
            paper=row.paper,
            digest=row.digest,
            reason=row.reason,
            was=row.was,
        )
        for row in store.all_rows(connection, t.purpose_consents, unit_id)
    )


def _faults(
    connection: Connection,
    found: Gift,
    given: Consent,
    purposes: Sequence[str],
    act: Act,
) -> Iterator[str]:
    if not found.purposes:
        yield "捐赠人没有限定用途，不需要变更"
    if donor(connection, found.unit, found.donor).kind is DonorKind.ANONYMOUS:
        yield "匿名捐赠人无法书面同意，不能变更"
    if not found.left:
        yield f"该笔捐赠{found.state}"
    if not purposes:
        yield "没有写明变更后的用途"
    elif set(purposes) <= set(found.purposes):
        yield "变更后的用途都在原定用途之内"
    if not found.received_on <= given.given_on <= china_day(act.at):
        yield f"同意日期 {given.given_on} 应在收到捐赠之后、今天之前"
    if given.digest and not re.fullmatch("[0-9a-fA-F]{64}", given.digest):
        yield "书面文件的摘要应为64位十六进制数"
    yield from text_faults(
        ("书面同意的文件", given.paper, True),
        ("理由", given.reason, True),
        *(("用途", purpose, True) for purpose in given.purposes),
    )


def _spelled(unit: UnitLookup, found: Gift, purposes: Sequence[str]) -> tuple[str, ...]:
    """The purposes as the fund of the gift spells those that it has."""
    spent_on = unit.purposes[unit.funds[found.fund]] if found.fund else set()
    named = {standard_name(purpose): purpose for purpose in spent_on}
    return tuple(named.get(purpose, purpose) for purpose in standard(purposes))


def _open_fund(
    connection: Connection,
    unit: UnitLookup,
    found: Gift,
    purposes: Sequence[str],
    act: Act,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Add the purposes that all donors of the fund agree to (2)."""
    id_ = unit.funds[found.fund]
    agreed: dict[str, set[str]] = {}
    for one in consents(connection, unit.code):
        agreed.setdefault(one.gift, set()).update(one.purposes)
    tied = [
        one
        for one in gifts(connection, unit.code)
        if one.fund == found.fund and one.purposes and one.left
    ]
    opened, waiting = [], set()
    for purpose in purposes:
        missing = {
            one.key
            for one in tied
            if purpose not in {*one.purposes, *agreed.get(one.key, ())}
        }
        waiting |= missing
        if not missing and purpose not in unit.purposes[id_]:
            opened.append(purpose)
    rows = [
        {"unit_id": unit.id, "fund_id": id_, "purpose": purpose} for purpose in opened
    ]
    append(connection, "fund_purposes", rows, act)
    return tuple(opened), tuple(sorted(waiting))
