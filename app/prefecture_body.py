"""The management bodies of the demonstration prefecture: who sits, what they resolve.

Each union has a body of seven, elected for three years in 2022 and for five in 2025.
Only union officers are named, by their own codes; everybody else sits by designation.
All names are made up.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.clock import start_of
from app.prefecture_plan import OPENED_ON, SUCCESSION, UnitPlan
from budgets.body import (
    Ballot,
    Category,
    FundRules,
    Meeting,
    Member,
    Motion,
    Office,
    Subject,
    hold,
    members,
    register_members,
    resolve,
    set_office,
    set_rules,
)
from ledger.database import Connection
from ledger.people import Act

FOUNDED_ON = dt.date(2022, 1, 12)
RENEWED_ON = dt.date(2025, 1, 1)
_TERM_ENDS = dt.date(2030, 1, 1)
_DONOR = "同舟重工集团（虚构）"

_SEATS = (
    (Category.GOVERNMENT, "民政局代表", "民政局"),
    (Category.GOVERNMENT, "财政局代表", "财政局"),
    (Category.DONOR_UNIT, "捐资单位代表", _DONOR),
    (Category.DONOR_PERSON, "捐资个人代表", ""),
    (Category.HARDSHIP_WORKER, "特困职工代表", ""),
)
"""Who sits beside the union's chair and its head of accounts."""

_PLACES = {"province": "省总工会", "city": "市总工会", "county": "县区总工会"}


@dataclass(frozen=True, slots=True)
class Item:
    """What a meeting votes on: all present are for it unless they are told apart.

    `recused` and `against` are seats by category.
    """

    subject: Subject
    title: str
    text: str
    recused: tuple[Category, ...] = ()
    against: tuple[Category, ...] = ()


def accountant_of(unit: UnitPlan, day: dt.date) -> Act:
    """The accountant, who keeps the records of the body and makes the budget."""
    return Act(unit.accountant, start_of(day))


def head_of(unit: UnitPlan, day: dt.date) -> Act:
    """The head of accounts, who carries out what the body resolved."""
    return Act(unit.head, start_of(day))


def examiner_of(unit: UnitPlan, day: dt.date) -> Act:
    """The chair of the audit committee (经审会主任)."""
    return Act(unit.staff[-1][0], start_of(day))


def found(connection: Connection, unit: UnitPlan, day: dt.date) -> str:
    """Register a unit's body with both terms, its office and its 资金管理办法.

    Returns the key of the resolution on the base that its first meeting adopted.
    """
    act = accountant_of(unit, day)
    register_members(connection, unit.code, [*_members(unit)], act)
    office, rules, base = meet(
        connection,
        unit,
        FOUNDED_ON,
        (
            Item(Subject.OFFICE, "关于设立办公室的决议", "设办公室，承担日常工作。"),
            Item(
                Subject.RULES,
                "关于通过资金管理办法的决议",
                "通过《困难职工帮扶资金管理办法》。\n帮扶资金专款专用，量入为出。",
            ),
            base_item("核定"),
        ),
        act,
    )
    set_office(
        connection,
        unit.code,
        Office(
            name="帮扶资金管理办公室",
            head=unit.staff[1][1],
            since=FOUNDED_ON,
            resolution=office,
        ),
        act,
    )
    set_rules(
        connection,
        unit.code,
        FundRules(
            title="困难职工帮扶资金管理办法",
            paper="帮管〔2022〕2号",
            since=dt.date(2022, 2, 1),
            resolution=rules,
        ),
        act,
    )
    return base


def base_item(verb: str) -> Item:
    """What a meeting votes on where a base is set (核定) or restated (重定)."""
    text = "以送温暖资金和其他帮扶资金之和为基数，根据经费收入逐年增长。"
    return Item(Subject.BASELINE, f"关于{verb}帮扶预算基数的决议", text)


def meet(
    connection: Connection,
    unit: UnitPlan,
    on: dt.date,
    items: Sequence[Item],
    act: Act,
) -> tuple[str, ...]:
    """Hold a meeting that all members attend; return the keys of its resolutions."""
    sitting = members(connection, unit.code, on)
    chair = next(one.number for one in sitting if one.person == _chair_on(unit, on))
    held = hold(
        connection,
        unit.code,
        Meeting(
            held_on=on,
            place=f"{_PLACES[unit.level]}会议室",
            chair=chair,
            secretary=dict(unit.staff)[unit.accountant],
            present=tuple(one.number for one in sitting),
            summary=f"审议{'、'.join(dict.fromkeys(i.subject.label for i in items))}。",
        ),
        act,
    )
    return tuple(
        resolve(connection, unit.code, held.number, _motion(item, sitting), act).key
        for item in items
    )


def _motion(item: Item, sitting: Sequence[Member]) -> Motion:
    away = {one.number for one in sitting if one.category in item.recused}
    against = {one.number for one in sitting if one.category in item.against}
    votes = {one.number: Ballot.FOR for one in sitting}
    votes |= dict.fromkeys(against, Ballot.AGAINST) | dict.fromkeys(
        away, Ballot.RECUSED
    )
    return Motion(
        subject=item.subject,
        title=item.title,
        text=item.text,
        votes=votes,
        interests=dict.fromkeys(away, "所代表的单位是这笔捐赠的捐赠人"),
    )


def _members(unit: UnitPlan) -> Iterator[Member]:
    terms = (OPENED_ON, RENEWED_ON), (RENEWED_ON, _TERM_ENDS)
    for since, until in terms:
        for category, name, represents in _SEATS:
            yield Member(
                category=category,
                name=name,
                represents=represents,
                since=since,
                until=until,
            )
        person, name = unit.staff[1]
        yield _officer(unit, person, name, (since, until))
    (chair, name), since = unit.staff[0], OPENED_ON
    code, successor, its_name, day = SUCCESSION
    if unit.code == code:
        yield _officer(unit, chair, name, (since, day))
        chair, name, since = successor, its_name, day
    yield _officer(unit, chair, name, (since, _TERM_ENDS))


def _officer(
    unit: UnitPlan, person: str, name: str, term: tuple[dt.date, dt.date]
) -> Member:
    since, until = term
    return Member(
        category=Category.UNION,
        name=name,
        represents=unit.name,
        person=person,
        since=since,
        until=until,
    )


def _chair_on(unit: UnitPlan, on: dt.date) -> str:
    code, successor, _, since = SUCCESSION
    return successor if unit.code == code and on >= since else unit.staff[0][0]
