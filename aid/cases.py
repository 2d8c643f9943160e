"""Cases (帮扶申请): what is asked for whom, and how it stands.

1. A case is about one file, which is open and held by the case's unit or by the unit
   that passed the case up; in an emergency a unit above the holder may be asked. It
   keeps the file's revision of that moment.
2. It is begun by the worker or by the union for them. What is handed in twice under one
   reference is one case; of one thing asked for there is one case under way.
3. Its steps are appended (`case_steps.py`, `case_judging.py`); each continues the one
   before. What people say in words is encrypted.
4. A grass-roots union decides on its own aid (`own`); it passes cases of 特困职工 up
   (`case_passing.py`), and the unit above pays them.

Basis: 关于进一步做好困难职工帮扶工作的意见 第2、3、9条.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aid import case_store, recipient_store
from aid.case_duties import above, is_grassroots
from aid.case_kinds import Case, Doing, Outcome, Starter, State
from aid.case_writing import (
    NOTHING,
    Step,
    case_context,
    day_value,
    sealed_words,
    step_row,
)
from aid.claims import Project
from aid.eligibility import Limb
from aid.errors import CaseRefused
from aid.household import WORKER
from aid.recipient_judging import Tell
from aid.recipient_kinds import LONGEST
from aid.recipient_tables import CLOSE
from budgets.records import before_unit, locked
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.funds import Origin
from ledger.money import ZERO, Money
from ledger.people import Act
from ledger.periods import china_day
from ledger.privacy import has_control, personal_number, shown
from ledger.register import Lookups, UnitLookup, append_rows, lookups
from ledger.texts import text_problems
from treasury.vault import Vault

__all__ = [
    "Application",
    "Case",
    "State",
    "apply",
    "case_of",
    "cases_of",
    "cases_of_file",
    "payable",
]

_YEARS = range(1990, 2201)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What is asked for; `ref` is the caller's own number, unique in the unit.

    `code` is the file number, `year` that of costs, of schooling or of the calendar.
    `asked` may be left out where the rules name an amount. `words` are encrypted; E-7
    rests on them. `from_unit` and `from_key` name the case that was passed up.
    """

    ref: str
    code: str
    project: Project
    year: int
    limb: Limb | None = None
    member: int = WORKER
    asked: Money | None = None
    own: bool = False
    emergency: bool = False
    urgent: bool = False
    started_by: Starter = Starter.PERSON
    on: dt.date | None = None
    words: str = field(default="", repr=False)
    from_unit: str = ""
    from_key: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """The keys of cases that began, in the order given, and how many stood already."""

    added: tuple[str, ...] = ()
    same: int = 0


# -- beginning ----------------------------------------------------------------------


def apply(
    connection: Connection, unit: str, given: Application, vault: Vault, act: Act
) -> Case:
    """Begin a case; handed in twice under one reference it is one.

    Raises:
        NotFound: there is no such unit or person.
        CaseRefused: it cannot be so, or another stands under its reference; all is
            told.
    """
    wrong: list[str] = []
    at = locked(connection, unit)
    save(connection, at, [given], vault, act, lambda _, __, what: wrong.append(what))
    if wrong:
        raise CaseRefused("申请没有登记", "；".join(wrong), "改正后重新登记")
    row = case_store.of_refs(connection, at.id, [given.ref])[0]
    return case_of(connection, unit, row.key)


def save(  # noqa: PLR0913, PLR0917 - as every verb, and where faults are told
    connection: Connection,
    unit: UnitLookup,
    given: Sequence[Application],
    vault: Vault,
    act: Act,
    tell: Tell,
) -> Saved:
    """Begin the cases that do not stand yet; the unit is held.

    Where anything is told as wrong nothing is written. Costs a few look-ups for every
    five hundred cases.
    """
    files = case_store.files_of_codes(connection, {one.code for one in given})
    known = _Known(
        unit=unit,
        books=lookups(connection),
        today=china_day(act.at),
        files={
            row.code: row
            for row in recipient_store.of_files(connection, files.values())
        },
        under_way={
            _asked_for(row)
            for row in case_store.of_files(connection, files.values(), unit.id)
            if State(row.state).is_open
        },
        stand={
            row.ref: row
            for row in case_store.of_refs(connection, unit.id, {o.ref for o in given})
        },
    )
    told = same = 0
    new: list[Application] = []
    for place, one in enumerate(given):
        stands = known.stand.get(one.ref)
        if stands is not None:
            faults = [*_another(stands, one, vault, _source(one, known))]
            same += not faults
        else:
            faults = [*_faults(one, known)]
            new.append(one)
        for key, what in faults:
            told += 1
            tell(place, key, what)
    if told or not new:
        return Saved((), same)
    return Saved(_write(connection, known, new, vault, act), same)


@dataclass(slots=True)
class _Known:
    """What stands of files and cases when applications come in."""

    unit: UnitLookup
    books: Lookups
    today: dt.date
    files: Mapping[str, Any]
    under_way: set[tuple[int, str, int, int, int]]
    stand: Mapping[str, Any]
    refs: set[str] = field(default_factory=set)


def _asked_for(row: Any) -> tuple[int, str, int, int, int]:
    return row.file, row.project, row.member, row.cost_year, row.own


_Faults = Iterator[tuple[str, str]]


def _source(one: Application, known: _Known) -> int | None:
    """The unit below that the case comes from, or that is passed over in need."""
    books, unit = known.books, known.unit
    if one.from_unit:
        return books.unit(one.from_unit).id
    row = known.files.get(one.code)
    if row is None or row.unit_id == unit.id or not one.emergency:
        return None
    holder = books.units[books.unit_codes[row.unit_id]]
    return holder.id if unit in above(books, holder) else None


def _faults(one: Application, known: _Known) -> _Faults:
    """What stands against an application: the field, and why."""
    yield from _text_faults(one)
    yield from _day_faults(one, known)
    if one.ref in known.refs:
        yield "ref", "申请号在同一批中重复"
    known.refs.add(one.ref)
    row = known.files.get(one.code)
    if row is None or row.unit_id not in {known.unit.id, _source(one, known)}:
        yield "code", f"本单位没有档案“{shown(one.code)}”（先建档、后帮扶）"
    elif row.act == CLOSE:
        yield "code", f"档案 {one.code} 已退出"
    else:
        if not WORKER <= one.member <= row.persons:
            yield "member", f"家庭 {row.persons} 人，没有第 {one.member} 号成员"
        thing = (row.file, one.project.value, one.member, one.year, int(one.own))
        if thing in known.under_way:
            yield "project", "同一人、同一项目、同一年度已有申请在办"
        known.under_way.add(thing)
    yield from _kind_faults(one, known.unit)


def _text_faults(one: Application) -> _Faults:
    if not one.ref.strip():
        yield "ref", "没有写明申请号"
    for problem in text_problems([("ref", one.ref, 0)]):
        yield "ref", f"申请号：{problem}"
    if has_control(one.words) or len(one.words) > LONGEST:
        yield "words", f"说明中有控制字符，或超过 {LONGEST} 字"
    if personal_number(one.words):
        yield "words", "说明中不能有个人号码"
    if one.limb is Limb.OTHER and not one.words.strip():
        yield "words", "以“其他特别困难”申请的，须用文字写明原因（意见第1条）"


def _day_faults(one: Application, known: _Known) -> _Faults:
    on = one.on or known.today
    if on > known.today:
        yield "on", "申请日期晚于今天"
    if why := before_unit(known.unit, on):
        yield "on", f"申请日期在{why}"
    if one.year not in _YEARS:
        yield "year", "年度应为四位年份"
    elif one.year > on.year:
        yield "year", "费用或就学年度晚于申请日期"


def _kind_faults(one: Application, unit: UnitLookup) -> _Faults:
    if one.asked is not None and one.asked <= ZERO:
        yield "asked", "申请金额应大于零；由规定计算的可以不写"
    if one.limb is Limb.GROUND or (one.limb is None and not one.own):
        yield "limb", "没有写明所依据的困难情形（E-1 至 E-7）"
    if one.own and not is_grassroots(unit):
        yield "own", "只有基层工会有自行帮扶；本单位按特困职工救助办理"
    if one.own and one.from_unit:
        yield "own", "自行帮扶不由下级转来"


def _another(
    stands: Any, one: Application, vault: Vault, source: int | None
) -> _Faults:
    """Where the case that stands under the reference says something else."""
    told = b""
    if stands.locked is not None:
        context = case_context(stands.unit_id, stands.key)
        told = vault.unlock(bytes(stands.locked), context)
    given = (
        *(one.code, one.project.value, one.member, one.year),
        *(one.asked.fen if one.asked else None, one.limb.value if one.limb else ""),
        *(one.own, one.emergency, one.urgent, one.started_by.value),
        *(source, one.from_key, one.words.strip()),
        one.on or stands.applied_on,
    )
    kept = (
        *(stands.code, stands.project, stands.member, stands.cost_year),
        *(stands.asked_fen, stands.limb),
        *(bool(stands.own), bool(stands.emergency), bool(stands.urgent)),
        *(stands.started_by, stands.from_unit_id, stands.from_key, told.decode()),
        stands.applied_on,
    )
    if given != kept:
        yield "ref", f"申请号已用于 {stands.key}，内容不同；更正请先撤回原申请"


def _write(
    connection: Connection,
    known: _Known,
    new: Sequence[Application],
    vault: Vault,
    act: Act,
) -> tuple[str, ...]:
    """Cases with their first steps, all at once."""
    unit, books = known.unit, lookups(connection)
    person = books.person(act.person)
    numbers = case_store.last_numbers(connection, unit.id)
    rows = [known.files[one.code] for one in new]
    writers = recipient_store.writers(connection, {row.file for row in rows})
    cases, steps, keys = [], [], []
    for one, file in zip(new, rows, strict=True):
        on = one.on or known.today
        number = numbers[on.year] = numbers.get(on.year, 0) + 1
        key = f"A{on.year}-{number}"
        wrote = books.people.get(writers.get((file.file, file.revision), ""))
        words = sealed_words(vault, one.words, case_context(unit.id, key))
        cases.append(
            (
                *(unit.id, key, on.year, number, one.ref, file.file, file.revision),
                *(wrote, one.project.value, one.member, one.year),
                *(one.asked.fen if one.asked else None, int(one.own)),
                *(int(one.emergency), int(one.urgent), one.started_by.value),
                *(one.limb.value if one.limb else "", _source(one, known)),
                *(one.from_key, day_value(connection, on), words, person, act.stamp),
            )
        )
        first = Step(doing=Doing.APPLY, state=State.APPLIED, on=on)
        at = (unit.id, key, 1, unit.id, person)
        steps.append(step_row(connection, at, first, NOTHING, None, act))
        keys.append(key)
    parts = (("aid_cases", cases), ("aid_case_steps", steps))
    append_rows(connection, unit, parts, act)
    return tuple(keys)


# -- reading ------------------------------------------------------------------------


def case_of(connection: Connection, unit: str, key: str) -> Case:
    """A case as it stands.

    Raises:
        NotFound: there is no such unit or case.
    """
    unit_id = lookups(connection).unit(unit).id
    row = case_store.of_key(connection, unit_id, key)
    if row is None:
        do = "--unit 写受理这项申请的单位，不是审批单位；用 bangfu aid cases list 查看"
        raise NotFound("申请", shown(key), do)
    telling = case_store.telling(connection, unit_id, [key])
    return _cases(connection, [row], telling)[0]


def cases_of(
    connection: Connection,
    unit: str,
    states: Iterable[State] = (),
    year: int | None = None,
) -> tuple[Case, ...]:
    """The cases of a unit by number: all, or those in some states or of one year.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    rows = case_store.of_unit(connection, unit_id, states, year)
    return tuple(_cases(connection, rows, case_store.telling(connection, unit_id)))


def cases_of_units(
    connection: Connection, units: Iterable[str], states: Iterable[State]
) -> tuple[Case, ...]:
    """The cases of many units that stand in some states, by unit and number.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    ids = [books.unit(code).id for code in units]
    return _of_rows(connection, case_store.of_units(connection, ids, states))


def cases_of_file(connection: Connection, files: Iterable[int]) -> tuple[Case, ...]:
    """The cases about files in all units, by unit and number."""
    return _of_rows(connection, case_store.of_files(connection, files))


def _of_rows(connection: Connection, rows: Sequence[Any]) -> tuple[Case, ...]:
    found: list[Case] = []
    for unit_id in sorted({row.unit_id for row in rows}):
        own = [row for row in rows if row.unit_id == unit_id]
        telling = case_store.telling(connection, unit_id, [row.key for row in own])
        found += _cases(connection, own, telling)
    return tuple(found)


def payable(connection: Connection, unit: str, on: dt.date) -> tuple[Case, ...]:
    """The cases of a unit that money may be paid for, on a day (意见 第2、9条).

    Those that were approved by then, and those of an emergency whose aid goes before
    the papers. What was paid already is not looked at.

    Raises:
        NotFound: there is no such unit.
    """
    found = []
    for case in cases_of(connection, unit):
        since = case.approved_on or case.released_on
        if case.payable is not None and since is not None and since <= on:
            found.append(case)
    return tuple(found)


def _cases(
    connection: Connection, rows: Iterable[Any], telling: Iterable[Any]
) -> list[Case]:
    units = lookups(connection).unit_codes
    more: dict[str, dict[str, Any]] = {}
    for step in telling:
        more.setdefault(step.key, {})[step.act] = step
    return [_case(row, more.get(row.key, {}), units) for row in rows]


def _case(row: Any, told: Mapping[str, Any], units: Mapping[int, str]) -> Case:
    approved, early = told.get(Doing.APPROVE), told.get(Doing.AID_FIRST)
    papers, refer = told.get(Doing.PAPERS), told.get(Doing.REFER)
    answer = told.get(Doing.ANSWER)
    back = answer is not None and answer.outcome == Outcome.BACK
    money_of = approved or early
    return Case(
        unit=units[row.unit_id],
        key=row.key,
        ref=row.ref,
        file=row.file,
        code=row.code,
        revision=row.revision,
        project=Project(row.project),
        member=row.member,
        year=row.cost_year,
        asked=None if row.asked_fen is None else Money(row.asked_fen),
        own=bool(row.own),
        emergency=bool(row.emergency),
        urgent=bool(row.urgent),
        started_by=Starter(row.started_by),
        limb=Limb(row.limb) if row.limb else None,
        from_unit=units.get(row.from_unit_id or 0, ""),
        from_key=row.from_key,
        applied_on=row.applied_on,
        state=State(row.state),
        seq=row.seq,
        acted_on=row.acted_on,
        hung_on=row.hung_on,
        ends_on=row.ends_on,
        last_on=row.last_on,
        objections=row.objections,
        granted=Money(money_of.granted_fen) if money_of else None,
        released=Money(early.granted_fen) if early else None,
        released_on=early.acted_on if early else None,
        papers_on=papers.acted_on if papers else None,
        approved_on=approved.acted_on if approved else None,
        origin=Origin(money_of.origin) if money_of and money_of.origin else None,
        upper=units.get((refer.to_unit_id or 0) if refer else 0, ""),
        returned_on=answer.acted_on if answer and back else None,
    )
