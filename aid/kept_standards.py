"""The standards that a unit goes by, kept in the books (本级标准).

1. Local figures hold for the unit that registered them and for all below it. Of a place
   and year the nearest unit upward that has any figure goes before those above it.
2. Sets adopted and choices decided hold for the unit whose management body resolved on
   them, by an adopted resolution, and for units below that have no body of their own.
3. They hold from the day of that meeting on, or later; what went before stays as it was
   judged. A later resolution may end them, from its own day on.
4. What was entered wrongly is put right by a revision with a reason. What was known on
   a day is told as it was known then.

Basis: 关于进一步做好困难职工帮扶工作的意见 第1、7、9、10条.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from aid import kept_standard_store as kept
from aid.errors import StandardRefused
from aid.local_standards import LocalStandard, LocalStandards
from aid.recipient_writing import day_value
from aid.recipients import known_before
from aid.standard_kinds import Key
from aid.standards import Adoption, Decision, adoptable, decided
from aid.unit_standards import UnitStandards
from budgets.records import before_unit, locked, text_faults, written
from ledger.database import Connection
from ledger.money import Money
from ledger.people import Act
from ledger.register import Lookups, UnitLookup, append_rows, lookups
from treasury.approvals import demand_adopted

NOT_KEPT = "本级标准没有登记"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How many figures were added, put right, and stood already."""

    added: int = 0
    corrected: int = 0
    same: int = 0


# -- putting on record --------------------------------------------------------------


def import_figures(
    connection: Connection,
    unit: str,
    rows: Sequence[LocalStandard],
    act: Act,
    reason: str = "",
) -> Taken:
    """Take figures of places in, all of them or none; the same again changes nothing.

    `reason` says why figures that stand already are put right (4).

    Raises:
        NotFound: there is no such unit or person.
        StandardRefused: figures stand otherwise and no reason is told; all are told.
    """
    at = locked(connection, unit)
    person = lookups(connection).person(act.person)
    standing = {
        (row.place, row.since): row for row in kept.figures(connection, [at.id])
    }
    told: list[tuple[object, ...]] = []
    changed: list[str] = []
    for one in rows:
        known = standing.get((one.place, one.since))
        if known is not None and _figure(known) == one:
            continue
        if known is not None:
            was = Money(known.minimum_living_fen).grouped()
            now = one.minimum_living.grouped()
            changed.append(f"{one.place} 自 {one.since} 起（低保 {was} → {now} 元）")
        head = at.id, one.place, day_value(connection, one.since)
        why = "" if known is None else written(reason)
        supplement = one.average_supplement
        told.append((
            *(*head, 1 if known is None else known.revision + 1),
            one.minimum_living.fen,
            None if supplement is None else supplement.fen,
            *(one.urban_recipients, one.decided_by, one.paper),
            *(why, person, act.stamp),
        ))  # fmt: skip
    _demand_reason(changed, reason)
    if told:
        append_rows(connection, at, [("aid_local_figures", told)], act)
    return Taken(
        added=len(told) - len(changed),
        corrected=len(changed),
        same=len(rows) - len(told),
    )


def _demand_reason(changed: Sequence[str], reason: str) -> None:
    wrong = [*text_faults(("更正原因", reason, False))]
    if changed and not reason.strip():
        wrong.append("已经登记的数字与此不同：" + "，".join(changed))
    if wrong:
        do = "核对文号；要更正的写明更正原因（--reason）"
        raise StandardRefused("当地标准没有登记", "；".join(wrong), do)


def adopt(
    connection: Connection, unit: str, given: Adoption, act: Act, reason: str = ""
) -> bool:
    """Put a set of standards into force for a unit; whether that is new.

    The same set from the same day again, with an end, ends it (3).

    Raises:
        NotFound: there is no such unit, person or resolution.
        StandardMissing: there is no such set.
        StandardRefused: it is no matter of choice, or cannot be so; all is told.
        RequestRefused: the resolution was voted down.
    """
    adoptable(given.set)
    at = locked(connection, unit)
    found = [
        row
        for row in kept.adoptions(connection, [at.id])
        if (row.set_key, row.since) == (given.set, given.since)
    ]
    known = found[0] if found else None
    if known is not None and _adoption(known) == given:
        return False
    demand_adopted(connection, unit, given.resolution)
    _demand_day(connection, at, given, reason, same=known is not None, known=known)
    row = (
        *(at.id, given.set, day_value(connection, given.since)),
        *(1 if known is None else known.revision + 1, _until(connection, given)),
        *(given.resolution, written(reason)),
        *(lookups(connection).person(act.person), act.stamp),
    )
    append_rows(connection, at, [("aid_adoptions", [row])], act)
    return True


def decide(
    connection: Connection, unit: str, given: Decision, act: Act, reason: str = ""
) -> bool:
    """Put a unit's own choice of a standard into force; whether that is new.

    The same choice from the same day again, with an end, ends it (3).

    Raises:
        NotFound: there is no such unit, person or resolution.
        StandardRefused: the rules do not leave it to the unit, or it cannot be so.
        RequestRefused: the resolution was voted down.
    """
    decided(given)
    at = locked(connection, unit)
    found = [
        row
        for row in kept.decisions(connection, [at.id])
        if (row.standard, row.since) == (given.key.value, given.since)
    ]
    known = found[0] if found else None
    if known is not None and _decision(known) == given:
        return False
    demand_adopted(connection, unit, given.resolution)
    same = known is not None and _decision(known).value == given.value
    _demand_day(connection, at, given, reason, same=same, known=known)
    value = given.value
    row = (
        *(at.id, given.key.value, day_value(connection, given.since)),
        *(1 if known is None else known.revision + 1, _until(connection, given)),
        value if isinstance(value, str) else "",
        value.fen if isinstance(value, Money) else None,
        value if isinstance(value, int) else None,
        *(given.resolution, written(reason)),
        *(lookups(connection).person(act.person), act.stamp),
    )
    append_rows(connection, at, [("aid_decisions", [row])], act)
    return True


def _demand_day(  # noqa: PLR0913 - what stands, and what is asked
    connection: Connection,
    unit: UnitLookup,
    given: Adoption | Decision,
    reason: str,
    *,
    same: bool,
    known: Any,
) -> None:
    """Go on only with days that the resolution can set, and a reason where due."""
    held = kept.held_on(connection, unit.id, given.resolution)
    since, until = given.since, given.until
    ends = same and until is not None and until >= held
    wrong = [*text_faults(("更正原因", reason, known is not None))]
    if held > since and not ends:
        wrong.append(
            f"{since} 早于决议 {given.resolution} 的会议（{held}），决议不溯及以前"
        )
    if until is not None and (until < since or (until == since and known is None)):
        wrong.append("截止日期应晚于起始日期")
    if known is None and reason.strip():
        wrong.append("首次登记不写更正原因")
    if outside := before_unit(unit, since):
        wrong.append(f"{since} 在{outside}")
    if wrong:
        raise StandardRefused(NOT_KEPT, "；".join(wrong), "改正后重新登记")


def _until(connection: Connection, given: Adoption | Decision) -> object:
    return None if given.until is None else day_value(connection, given.until)


# -- reading ------------------------------------------------------------------------


def standards_of(
    connection: Connection, unit: str, known_on: dt.date | None = None
) -> UnitStandards:
    """What a unit goes by, as was known at the end of a day, or is known now.

    Raises:
        NotFound: there is no such unit.
    """
    return standards_of_all(connection, [unit], known_on)[unit]


def standards_of_all(
    connection: Connection, units: Iterable[str], known_on: dt.date | None = None
) -> dict[str, UnitStandards]:
    """What each of several units goes by; four queries for 2,000 units and those above.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    upward = {code: tuple(_upward(books, code)) for code in units}
    ids = sorted({one for some in upward.values() for one in some})
    before = known_before(known_on)
    figures = _by_unit(kept.figures(connection, ids, before))
    adopted = _by_unit(kept.adoptions(connection, ids, before))
    chosen = _by_unit(kept.decisions(connection, ids, before))
    bodies = kept.with_bodies(connection, ids)
    found = {}
    for code, chain in upward.items():
        body = next((one for one in chain if one in bodies), None)
        found[code] = UnitStandards(
            LocalStandards(_nearest(figures.get(one, ()) for one in chain)),
            map(_adoption, adopted.get(body, ())),
            map(_decision, chosen.get(body, ())),
        )
    return found


def _upward(books: Lookups, unit: str) -> Iterator[int]:
    """A unit and all above it, the nearest first."""
    code = unit
    while code:
        one = books.unit(code)
        yield one.id
        code = one.parent


def _by_unit(rows: Iterable[Any]) -> dict[int | None, list[Any]]:
    found: dict[int | None, list[Any]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return found


def _nearest(of_units: Iterable[Iterable[Any]]) -> Iterator[LocalStandard]:
    """Of each place and year the figures of the first unit that has any (1)."""
    taken: set[tuple[str, int]] = set()
    for rows in of_units:
        told = [row for row in rows if (row.place, row.since.year) not in taken]
        taken |= {(row.place, row.since.year) for row in told}
        yield from map(_figure, told)


def _figure(row: Any) -> LocalStandard:
    supplement = row.average_supplement_fen
    return LocalStandard(
        place=row.place,
        since=row.since,
        minimum_living=Money(row.minimum_living_fen),
        average_supplement=None if supplement is None else Money(supplement),
        urban_recipients=row.urban_recipients,
        decided_by=row.decided_by,
        paper=row.paper,
    )


def _adoption(row: Any) -> Adoption:
    return Adoption(
        set=row.set_key, since=row.since, until=row.until, resolution=row.resolution
    )


def _decision(row: Any) -> Decision:
    value: int | str | Money = row.word
    if row.amount_fen is not None:
        value = Money(row.amount_fen)
    elif row.number is not None:
        value = row.number
    return Decision(
        key=Key(row.standard),
        value=value,
        since=row.since,
        until=row.until,
        resolution=row.resolution,
    )
