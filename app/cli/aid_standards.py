"""`bangfu aid standards …`, `bangfu aid sets`: what holds, and what a unit goes by."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_of, day_or_none
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.cli.typed import one_of
from app.clock import today
from ledger.funds import Origin
from ledger.people import Right

if TYPE_CHECKING:
    from aid.local_standards import LocalStandards
    from aid.standard_sets import Standard
    from aid.unit_standards import UnitStandards

app = typer.Typer(no_args_is_help=True)
standards = typer.Typer(invoke_without_command=True)
app.add_typer(standards, name="standards")

STANDARDS = (
    ("key", "代号"),
    ("label", "标准"),
    ("value", "值"),
    ("unit", "单位"),
    ("shown", "标准值"),
    ("applies", "适用"),
    ("since", "起"),
    ("until", "止"),
    ("cited", "依据"),
    ("clause", "条款"),
    ("document", "文件"),
    ("decided_by", "制定"),
    ("binding", "效力"),
    ("grade", "依据等级"),
)
SETS = (
    ("key", "代号"),
    ("label", "文件"),
    ("binding", "效力"),
    ("origins", "约束的资金来源"),
    ("since", "最早起始"),
    ("standards", "标准数"),
)
SHOWN: dict[str, Columns] = {"standards": STANDARDS, "sets": SETS}
"""What each command shows; `docs/cli.md` is written from it."""

_ON_SCREEN = ("label", "shown", "applies", "since", "until", "cited", "decided_by")
"""The columns that a table has room for; programs get all."""

Since = Annotated[str, typer.Option("--since", help="自哪日起，不早于决议的会议")]
Until = Annotated[str, typer.Option("--until", help="不再适用的第一天")]
Resolution = Annotated[str, typer.Option("--resolution", help="决议编号，如 2026-3")]
Reason = Annotated[str, typer.Option("--reason", help="更正或终止已登记的，写明原因")]

_Row = tuple[object, ...]


@standards.callback()
def list_(  # noqa: PLR0913, PLR0917 - one parameter for each option
    context: typer.Context,
    on: Annotated[str, typer.Option("--on", help="日期（默认今天）")] = "",
    unit: Annotated[
        str, typer.Option("--unit", help="单位代码：列出该单位执行的标准")
    ] = "",
    known_on: Annotated[
        str, typer.Option("--known-on", help="按这一天已经登记的（与 --unit 同用）")
    ] = "",
    place: Annotated[str, typer.Option("--place", help="地区代码，如 130102")] = "",
    local: Annotated[
        Path | None,
        typer.Option("--local", help="不用账册时，当地标准表 minimum_living.csv"),
    ] = None,
    origin: Annotated[
        str, typer.Option("--origin", help="只看这一来源的资金适用的标准")
    ] = "",
    adopt: Annotated[
        list[str] | None,
        typer.Option("--adopt", help="不用账册时，连同一套可采用的标准；可重复"),
    ] = None,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出某日有效的帮扶标准：数值、条款、由谁制定；或登记本级的标准。"""
    if context.invoked_subcommand is not None:
        if any((unit, database, person, on, place, local, origin, adopt, known_on)):
            # It would be left unheard, and the act done in other books.
            raise typer.BadParameter("选项写在子命令之后")
        return
    if unit and (local or adopt):
        told = "写明单位时按账册中登记的标准，不用 --local 和 --adopt"
        raise typer.BadParameter(told)
    day = day_of(on, "--on") if on else today()
    money = one_of(Origin, origin, "--origin") if origin else None
    if unit:
        known = day_or_none(known_on, "--known-on")
        rows = _kept(_read(unit, known, database, person), day, money, place)
    else:
        rows = [*_rules(day, money, adopt or []), *_typed(place, day, local)]
    if how is Format.TABLE:
        keys = [key for key, _ in STANDARDS]
        chosen = [keys.index(key) for key in _ON_SCREEN]
        columns = [STANDARDS[index] for index in chosen]
        show(columns, [[row[index] for index in chosen] for row in rows], how)
        return
    show(STANDARDS, rows, how)


@app.command()
def sets(how: output.As = Format.TABLE) -> None:
    """列出成套的标准：一律适用的、约束某种资金的、可由管理机构决议采用的。"""
    from aid.standard_sets import standard_sets  # noqa: PLC0415 - few commands ask

    rows = [
        (
            one.key,
            one.label,
            one.binding.label,
            "、".join(sorted(origin.label for origin in one.origins)),
            min(value.since for value in one.values),
            len(one.values),
        )
        for one in standard_sets()
    ]
    show(SETS, rows, how)


# -- keeping ------------------------------------------------------------------------


@standards.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="minimum_living.csv 或 XLSX")],
    unit: Unit,
    reason: Reason = "",
    database: Database = "",
    person: As = "",
) -> None:
    """登记当地标准：本单位及下级都按它执行；同一文件再登记一次不变。"""
    from aid import kept_standards as verbs  # noqa: PLC0415 - as above
    from aid.local_sheet import read_rows  # noqa: PLC0415 - as above

    session = open_session(database, person)
    rows = read_rows(file)
    act = "aid.standards.import"
    with session.writing(act, Right.PREPARE, unit) as connection:
        told = verbs.import_figures(connection, unit, rows, session.act, reason)
    say(
        f"{unit} 新登记当地标准 {told.added} 项，更正 {told.corrected} 项，"
        f"已登记过 {told.same} 项"
    )


@standards.command()
def adopt(  # noqa: PLR0913, PLR0917 - one parameter for each option
    key: Annotated[str, typer.Argument(help="成套标准的代号，见 bangfu aid sets")],
    unit: Unit,
    since: Since,
    resolution: Resolution,
    until: Until = "",
    reason: Reason = "",
    database: Database = "",
    person: As = "",
) -> None:
    """采用一套标准：引用管理机构通过的决议；再登记并写明 --until 即终止。"""
    from aid import kept_standards as verbs  # noqa: PLC0415 - as above
    from aid.standard_sets import standard_set  # noqa: PLC0415 - as above
    from aid.standards import Adoption  # noqa: PLC0415 - as above

    given = Adoption(
        set=standard_set(key).key,
        since=day_of(since, "--since"),
        until=day_or_none(until, "--until"),
        resolution=resolution,
    )
    session = open_session(database, person)
    act = "aid.standards.adopt"
    with session.writing(act, Right.ADMIN, unit, given.set) as connection:
        new = verbs.adopt(connection, unit, given, session.act, reason)
    say(
        f"{unit} 自 {given.since} 起采用《{standard_set(key).label}》"
        + _ended(given.until, new=new)
    )


@standards.command()
def decide(  # noqa: PLR0913, PLR0917 - one parameter for each option
    key: Annotated[str, typer.Argument(help="标准的代号，如 medical_reading")],
    value: Annotated[
        str, typer.Argument(help="选定的值，如 marginal_from_zero、10000.00")
    ],
    unit: Unit,
    since: Since,
    resolution: Resolution,
    until: Until = "",
    reason: Reason = "",
    database: Database = "",
    person: As = "",
) -> None:
    """另定一项留给本级的标准：医疗救助算法、定额等；引用管理机构通过的决议。"""
    from aid import kept_standards as verbs  # noqa: PLC0415 - as above
    from aid.standard_kinds import Key  # noqa: PLC0415 - as above
    from aid.standards import Decision, decided, value_of  # noqa: PLC0415 - as above

    kind, day = one_of(Key, key, "KEY"), day_of(since, "--since")
    given = Decision(
        key=kind,
        value=value_of(kind, value, day),
        since=day,
        until=day_or_none(until, "--until"),
        resolution=resolution,
    )
    shown = decided(given).shown
    session = open_session(database, person)
    act = "aid.standards.decide"
    with session.writing(act, Right.ADMIN, unit, kind.value) as connection:
        new = verbs.decide(connection, unit, given, session.act, reason)
    say(f"{unit} 自 {day} 起{kind.label}：{shown}" + _ended(given.until, new=new))


def _ended(until: dt.date | None, *, new: bool) -> str:
    end = "" if until is None else f"，至 {until}（不含）"
    return end + ("" if new else "（此前已登记）")


# -- rows ---------------------------------------------------------------------------


def _read(
    unit: str, known_on: dt.date | None, database: str, person: str
) -> "UnitStandards":
    from aid.kept_standards import standards_of  # noqa: PLC0415 - as above

    with open_session(database, person).reading(unit) as connection:
        return standards_of(connection, unit, known_on)


def _kept(
    found: "UnitStandards", day: dt.date, origin: Origin | None, place: str
) -> list[_Row]:
    """What a unit goes by: its choices first, its places' figures last."""
    rows = [_row(one) for one in found.on(day, origin).going]
    if origin is None:
        rows += _bound(day)
    places = {
        one.place
        for one in found.local.until_day(day)
        if one.since.year == day.year and not place
    }
    for code in sorted(places) or ([place] if place else []):
        rows += _local(code, day, found.local)
    return rows


def _rules(day: dt.date, origin: Origin | None, adopted: list[str]) -> Iterator[_Row]:
    """The rules in force; without an origin, those that bind some money too."""
    from aid.standards import Adoption, in_force  # noqa: PLC0415 - as above

    adoptions = [Adoption(set=key, since=day, resolution="") for key in adopted]
    found = in_force(day, origin=origin, adoptions=adoptions)
    yield from map(_row, found.standards)
    if origin is None:
        yield from _bound(day)


def _bound(day: dt.date) -> Iterator[_Row]:
    """What binds money of certain origins alone."""
    from aid.standard_kinds import Binding  # noqa: PLC0415 - as above
    from aid.standard_sets import standard_sets  # noqa: PLC0415 - as above

    for one in standard_sets():
        if one.binding is Binding.ORIGIN:
            yield from (_row(value) for value in one.values if value.holds(day))


def _row(standard: "Standard") -> _Row:
    return (
        standard.key.value,
        standard.key.label,
        standard.written,
        standard.measure.value,
        standard.shown,
        standard.applies,
        standard.since,
        standard.until,
        standard.cited,
        standard.clause,
        standard.within,
        standard.decided_by,
        standard.binding.label,
        standard.grade,
    )


def _typed(place: str, day: dt.date, path: Path | None) -> Iterator[_Row]:
    """The figures of a place out of a file."""
    from aid.local_sheet import read_local  # noqa: PLC0415 - as above
    from aid.local_standards import LocalStandards  # noqa: PLC0415 - as above

    if place:
        known = LocalStandards() if path is None else read_local(path)
        yield from _local(place, day, known)


def _local(place: str, day: dt.date, known: "LocalStandards") -> Iterator[_Row]:
    """The figures of a place, as rows like the others."""
    found = known.on(place, day)
    for key, label, value, unit in found.figures:
        shown = f"{value} 人" if unit == "persons" else f"{value} 元"
        yield (
            key,
            label,
            value,
            unit,
            shown,
            place,
            found.since,
            known.until(found),
            found.paper,
            found.paper,
            found.paper,
            found.decided_by,
            "当地标准",
            "V",
        )
