"""A donor's consent to another purpose or a later day (变更捐赠用途、延长期限).

1. What a tied gift may be spent on changes only with the donor's written consent: the
   paper, its day, the purposes before and after, and why. An anonymous donor cannot
   be asked.
2. The fund that holds the gift may be spent on the new purpose once every donor whose
   tied gift lies in it named it or agreed (L8); until then it is told who has not.
3. Purposes are only added: what was agreed once stays on record.
4. The last day that a gift may be spent is moved on in the same way.
5. A consent can be withdrawn from a day on, with the reason, as long as nothing was
   spent under it: nothing for its purposes, nothing after the end that it moved. What
   was spent was spent with consent, and stays so. From then on `gift_limits.py` lets
   nothing be spent on it.

Basis: 公益事业捐赠法 第十八条 (a purpose is changed with the donor's consent).
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from budgets.records import locked, text_faults
from ledger import store
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.funds import standard_name
from ledger.money import Money
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import UnitLookup, append, lookups
from treasury import donation_store
from treasury import donation_tables as t
from treasury.donations import Gift, gift, gifts
from treasury.donor_names import DonorKind
from treasury.donors import donor
from treasury.errors import DonationRefused
from treasury.gift_funds import standard


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A donor's letter; `was` are the purposes before, `digest` that of the paper.

    `until` is the last day that the gift may be spent from now on, where it changes.
    """

    number: int = 0
    gift: str
    purposes: tuple[str, ...]
    given_on: dt.date
    paper: str
    digest: str = ""
    reason: str
    was: str = ""
    until: dt.date | None = None
    withdrawn_on: dt.date | None = None


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
        "until": given.until,
    }
    append(connection, "purpose_consents", [row], act)
    kept = consents(connection, unit)[number - 1]
    if not found.fund:
        return Consented(kept, "", (), ())
    opened, waiting = _open_fund(connection, at, found, purposes, act)
    return Consented(kept, found.fund, opened, waiting)


def withdraw(  # noqa: PLR0913 - the consent, from when and why, and who says so
    connection: Connection,
    unit: str,
    number: int,
    *,
    on: dt.date,
    reason: str,
    paper: str,
    act: Act,
) -> Consent:
    """Put on record that a donor takes a consent back (5).

    Raises:
        NotFound: there is no such unit or consent.
        DonationRefused: money was spent under it, or it was withdrawn already.
    """
    at = locked(connection, unit)
    standing = consents(connection, unit)
    if not 1 <= number <= len(standing):
        raise NotFound("同意书", str(number), "用 bangfu money consents 查看")
    kept = standing[number - 1]
    wrong = list(
        text_faults(("理由", reason, True), ("书面文件", paper, False)),
    )
    if kept.withdrawn_on is not None:
        wrong.append(f"该同意已于 {kept.withdrawn_on} 撤回")
    if not kept.given_on <= on <= china_day(act.at):
        wrong.append(f"撤回日期 {on} 应在同意日期 {kept.given_on} 之后、今天之前")
    wrong += _spent_faults(connection, at, kept)
    if wrong:
        what = f"同意书 {number} 号没有撤回"
        raise DonationRefused(what, "；".join(wrong))
    row = {
        "unit_id": at.id,
        "consent": number,
        "withdrawn_on": on,
        "reason": reason.strip(),
        "paper": paper.strip(),
    }
    append(connection, "consent_withdrawals", [row], act)
    return consents(connection, unit)[number - 1]


def _spent_faults(
    connection: Connection, unit: UnitLookup, kept: Consent
) -> Iterator[str]:
    """What was spent under a consent (5)."""
    found = gift(connection, unit.code, kept.gift)
    if not found.fund:
        return
    id_ = unit.funds[found.fund]
    for purpose in kept.purposes:
        if purpose not in found.purposes:
            spent = donation_store.spent(connection, unit.id, id_, purpose=purpose)
            if spent > 0:
                yield f"“{purpose}”已支出 {Money(spent).grouped()} 元，已支出的不能撤回"
    if kept.until is not None:
        end = donation_store.end_before(
            connection, unit.id, (found.year, found.number), kept.number
        )
        spent = donation_store.spent(connection, unit.id, id_, after=end)
        if spent > 0:
            yield f"{end} 之后已支出 {Money(spent).grouped()} 元，已支出的不能撤回"


def consents(connection: Connection, unit: str) -> tuple[Consent, ...]:
    """Every consent of a unit's donors, by number.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    named: dict[int, list[str]] = {}
    for row in store.all_rows(connection, t.consent_purposes, unit_id):
        named.setdefault(row.consent, []).append(row.purpose)
    gone = {
        row.consent: row.withdrawn_on
        for row in store.all_rows(connection, t.consent_withdrawals, unit_id)
    }
    return tuple(
        Consent(
            number=row.number,
            gift=f"{row.gift_year}-{row.gift_number}",
            purposes=tuple(named.get(row.number, ())),
            given_on=row.given_on,
            paper=row.paper,
            digest=row.digest,
            reason=row.reason,
            was=row.was,
            until=row.until,
            withdrawn_on=gone.get(row.number),
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
    if given.until is not None and (found.ends is None or given.until <= found.ends):
        yield f"限定截止日只能延后，现为 {found.ends or '不限'}"
    if not purposes and given.until is None:
        yield "没有写明变更后的用途"
    elif purposes and set(purposes) <= set(found.purposes):
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
        if one.withdrawn_on is not None:
            continue
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
