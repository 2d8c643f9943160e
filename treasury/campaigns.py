"""One-day campaigns (一日捐): a file of givers becomes gifts, all or nothing.

1. The number of lines and their sum are told with the file and must agree with it, to
   the fen. The same file twice, of one title, day and fund, changes nothing. The same
   file told otherwise, and another file of the same title, day and lines, in whatever
   order, is refused unless it is said to be another campaign.
2. An organisation's lines are one gift of its own: it may want a bill in its name. What
   people gave, and a department's sum without names, is one gift of the department as
   a collective: the money comes in one sum and has one bill, while each line, with the
   name encrypted, stays linked to the gift.
3. Lines tied to different purposes or funds are different gifts.
4. Rows of one giver, department and amount are told, and refused unless they are said
   to be different.
5. Each gift makes its own receipt voucher, as one entered at the desk does.

Lines come in masses: a digest of them stands in the chained row of the campaign.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from budgets.records import locked, text_faults
from ledger import store
from ledger.database import Connection
from ledger.money import Money
from ledger.people import Act
from ledger.register import UnitLookup, append, lookups
from treasury import campaign_sheet, donation_store, donations
from treasury import donation_tables as t
from treasury.campaign_sheet import CampaignLine, CampaignSheet, LineKind
from treasury.donations import BANK, Gift, NewGift
from treasury.donor_names import DonorKind, Publish
from treasury.donors import NewDonor, donors, meet
from treasury.errors import DonationRefused
from treasury.vault import Vault

LOOSE = "零星捐款"
"""How the collective of those without a department is called, after the campaign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCampaign:
    """A campaign as told with its file: the control sum and count, where it goes.

    `publish` is how the organisations agreed to be named.
    """

    title: str
    received_on: dt.date
    total: Money
    count: int
    fund: str = ""
    account: str = BANK
    publish: Publish = Publish.NONE
    repeats: bool = False
    """Whether rows that look alike are different givers (4)."""
    again: bool = False
    """Whether it is another campaign though one like it stands (1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A campaign as it was taken in."""

    unit: str
    number: int
    title: str
    received_on: dt.date
    lines: int
    total: Money
    gifts: int
    already: bool = False
    """Whether the file had been taken in before."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines that are one gift (2, 3)."""

    donor: NewDonor
    purposes: tuple[str, ...]
    fund: str
    lines: list[CampaignLine]


def take_in(  # noqa: PLR0913 - the unit, the file, what is told of it, and the keys
    connection: Connection,
    unit: str,
    path: Path,
    told: NewCampaign,
    *,
    vault: Vault,
    act: Act,
) -> Campaign:
    """Take the file of a campaign in, and hand in a voucher for each gift.

    Raises:
        NotFound: there is no such unit.
        FolderFaulty: the file has faults; every one is told.
        DonationRefused: sum or count differ, rows repeat, or a gift cannot stand.
        VoucherRefused: a voucher breaks rules.
    """
    sheet = campaign_sheet.read(path)
    at = locked(connection, unit)
    made, digest_of_file = _made_of(connection, at.id, sheet.digest)
    if not told.again:
        for row in made:
            if _is_told_so(connection, at, row, sheet, told):
                return _campaign(unit, row, already=True)
    _agree(sheet, told)
    if not told.again:
        _demand_another(made, _like(connection, unit, sheet, told, vault))
    number = len(store.all_rows(connection, t.campaigns, at.id)) + 1
    groups = _groups(sheet, told)
    kept = _record(connection, at, number, groups, told, (vault, act))
    digest = _write_lines(connection, at, number, groups, kept, vault)
    row = {
        "unit_id": at.id,
        "number": number,
        "title": told.title.strip(),
        "received_on": told.received_on,
        "file_hash": digest_of_file,
        "lines": len(sheet.lines),
        "total_fen": sheet.total.fen,
        "gifts": len(kept),
        "lines_hash": digest,
    }
    append(connection, "campaigns", [row], act)
    givers = donors(connection, unit)
    for gift in kept:
        donations.hand(connection, gift, givers[gift.donor - 1], 1, act)
    return campaigns(connection, unit)[-1]


def campaigns(connection: Connection, unit: str) -> tuple[Campaign, ...]:
    """Every campaign of a unit, by number.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    rows = store.all_rows(connection, t.campaigns, unit_id)
    return tuple(_campaign(unit, row) for row in rows)


def altered(connection: Connection, unit_id: int) -> tuple[int, ...]:
    """The campaigns whose lines are not those that were taken in.

    The unit is told by its number: an audit asks of registers that may be broken.
    """
    found = []
    for row in store.all_rows(connection, t.campaigns, unit_id):
        lines = donation_store.line_rows(connection, unit_id, row.number)
        if _digest([tuple(line) for line in lines]) != bytes(row.lines_hash):
            found.append(row.number)
    return tuple(found)


def names(
    connection: Connection, unit: str, number: int, vault: Vault
) -> tuple[tuple[int, str, str, str, Money], ...]:
    """Row, gift, department, name and amount of every line of a campaign.

    Raises:
        NotFound: there is no such unit.
        VaultRefused: a name cannot be opened with the keys at hand.
    """
    unit_id = lookups(connection).unit(unit).id
    return tuple(
        (
            line.row,
            f"{line.gift_year}-{line.gift_number}",
            line.department,
            line.name if line.locked is None else _opened(unit, line, vault),
            Money(line.amount_fen),
        )
        for line in donation_store.line_rows(connection, unit_id, number)
    )


# -- the same campaign, or another ---------------------------------------------------


def _made_of(
    connection: Connection, unit_id: int, digest: bytes
) -> tuple[list[Any], bytes]:
    """The campaigns that a file became, and the digest of it for one more.

    The first is known by the digest of the file, each further one by that of the
    digest before: no two campaigns of a unit have the same.
    """
    made = []
    while (row := donation_store.campaign_of(connection, unit_id, digest)) is not None:
        made.append(row)
        digest = hashlib.sha256(digest).digest()
    return made, digest


def _is_told_so(
    connection: Connection,
    unit: UnitLookup,
    row: Any,
    sheet: CampaignSheet,
    told: NewCampaign,
) -> bool:
    """Whether a campaign of this file has this title, day and fund."""
    if (row.title, row.received_on) != (told.title.strip(), told.received_on):
        return False
    # Lines that name a fund, or are tied, go there whatever fund is told.
    loose = {line.row for line in sheet.lines if not line.fund and not line.purposes}
    lines = donation_store.line_rows(connection, unit.id, row.number)
    of_loose = {(one.gift_year, one.gift_number) for one in lines if one.row in loose}
    funds = {
        unit.fund_codes[gift.fund_id]
        for gift in store.all_rows(connection, t.gifts, unit.id)
        if (gift.year, gift.number) in of_loose
    }
    return funds <= {told.fund}


def _demand_another(made: Sequence[Any], like: int) -> None:
    """Refuse what looks like a campaign that stands (1)."""
    if not made and not like:
        return
    why = f"活动名称、日期和全部各行与已导入的 {like} 号相同"
    if made and not like:
        told = "、".join(
            f"{row.number} 号“{row.title}”（{row.received_on}）" for row in made
        )
        why = f"同一份名册已导入为 {told}，活动名称、日期或资金不同"
    do = "确属另一次的，勾选“确属另一次”；用命令的，加 --again"
    raise DonationRefused("一日捐名册没有导入", why, do)


# -- from lines to gifts ------------------------------------------------------------


def _agree(sheet: CampaignSheet, told: NewCampaign) -> None:
    """Refuse a file that is not what was told of it (1, 4)."""
    what = "一日捐名册没有导入"
    wrong = list(text_faults(("活动名称", told.title, True)))
    if told.total != sheet.total:
        differs = sheet.total - told.total
        wrong.append(
            f"名册合计 {sheet.total.grouped()} 元，控制总额 {told.total.grouped()} 元，"
            f"相差 {differs.grouped()} 元"
        )
    if told.count != len(sheet.lines):
        wrong.append(f"名册 {len(sheet.lines)} 行，控制笔数 {told.count}")
    if wrong:
        raise DonationRefused(what, "；".join(wrong), "核对名册与收款后重新导入")
    if (repeated := sheet.repeated()) and not told.repeats:
        why = f"姓名、部门、金额相同：{campaign_sheet.told_rows(repeated)}"
        raise DonationRefused(what, why, "删去重复的行；确属不同的，加 --repeats")


def _like(
    connection: Connection,
    unit: str,
    sheet: CampaignSheet,
    told: NewCampaign,
    vault: Vault,
) -> int:
    """The campaign of the same title, day and lines (1); 0 where there is none."""
    asked = sorted((one.department, one.name, one.amount.fen) for one in sheet.lines)
    same = (told.title.strip(), told.received_on, len(asked), sheet.total)
    for one in campaigns(connection, unit):
        if (one.title, one.received_on, one.lines, one.total) == same:
            lines = names(connection, unit, one.number, vault)
            if sorted((*line[2:4], line[4].fen) for line in lines) == asked:
                return one.number
    return 0


def _groups(sheet: CampaignSheet, told: NewCampaign) -> list[_Group]:
    """The gifts that the lines become, in the order in which they are met."""
    found: dict[tuple[object, ...], _Group] = {}
    for line in sheet.lines:
        donor = _donor(line, told)
        key = (donor, line.purposes, line.fund)
        group = found.setdefault(key, _Group(donor, line.purposes, line.fund, []))
        group.lines.append(line)
    return list(found.values())


def _donor(line: CampaignLine, told: NewCampaign) -> NewDonor:
    if line.kind is LineKind.ORGANISATION:
        return NewDonor(
            kind=DonorKind.ORGANISATION,
            name=line.name,
            uscc=line.uscc,
            publish=told.publish,
            since=told.received_on,
            paper=told.title,
        )
    # Nobody is named by the name of a collective.
    name = f"{line.department}职工" if line.department else f"{told.title}{LOOSE}"
    return NewDonor(
        kind=DonorKind.COLLECTIVE,
        name=name,
        publish=Publish.FULL,
        since=told.received_on,
        paper=told.title,
    )


def _record(  # noqa: PLR0913, PLR0917 - the gifts, where they go, who writes them
    connection: Connection,
    unit: UnitLookup,
    number: int,
    groups: Sequence[_Group],
    told: NewCampaign,
    by: tuple[Vault, Act],
) -> tuple[Gift, ...]:
    vault, act = by
    numbers = meet(connection, unit.code, [one.donor for one in groups], vault, act)
    given = [
        NewGift(
            donor=donor,
            amount=sum((line.amount for line in group.lines), Money(0)),
            received_on=told.received_on,
            # What is tied goes to a fund of its own unless the line names one.
            fund=group.fund or ("" if group.purposes else told.fund),
            purposes=group.purposes,
            account=told.account,
            paper=told.title,
            again=True,
        )
        for donor, group in zip(numbers, groups, strict=True)
    ]
    return donations.record(connection, unit, given, act, number)


# -- lines --------------------------------------------------------------------------


def _write_lines(  # noqa: PLR0913, PLR0917 - the lines of one campaign
    connection: Connection,
    unit: UnitLookup,
    number: int,
    groups: Sequence[_Group],
    kept: Sequence[Gift],
    vault: Vault,
) -> bytes:
    """Write the lines, the names of people encrypted; their digest."""
    rows = []
    for gift, group in zip(kept, groups, strict=True):
        for line in group.lines:
            person = line.kind is LineKind.PERSON
            context = _context(unit.code, number, line.row)
            sealed = vault.lock(line.name.encode(), context) if person else None
            name = "" if person else line.name
            of_gift = (gift.year, gift.number)
            rows.append(
                (
                    unit.id,
                    number,
                    line.row,
                    *of_gift,
                    line.department,
                    name,
                    sealed,
                    line.amount.fen,
                )
            )
    rows.sort(key=lambda row: row[2])
    store.write_rows(connection, t.campaign_lines, rows)
    return _digest(rows)


def _digest(rows: Sequence[tuple[Any, ...]]) -> bytes:
    found = hashlib.sha256()
    for row in rows:
        told = [part.hex() if isinstance(part, bytes) else str(part) for part in row]
        found.update("\x1f".join(told).encode() + b"\x1e")
    return found.digest()


def _opened(unit: str, line: Any, vault: Vault) -> str:
    context = _context(unit, line.campaign, line.row)
    return vault.unlock(bytes(line.locked), context).decode()


def _context(unit: str, number: int, row: int) -> str:
    return f"campaign_lines/{unit}/{number}/{row}"


def _campaign(unit: str, row: Any, *, already: bool = False) -> Campaign:
    return Campaign(
        unit=unit,
        number=row.number,
        title=row.title,
        received_on=row.received_on,
        lines=row.lines,
        total=Money(row.total_fen),
        gifts=row.gifts,
        already=already,
    )
