"""`bangfu aid …`: standards and sets of them; every part of aid hangs on here."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import (
    aid_bank_files,
    aid_batches,
    aid_cases,
    aid_deceased,
    aid_floors,
    aid_guardians,
    aid_handouts,
    aid_history,
    aid_quarters,
    aid_recipients,
    aid_statistics,
    aid_tie,
    output,
)
from app.cli.arguments import day_of
from app.cli.output import Columns, Format, show
from app.cli.typed import one_of
from app.clock import today
from ledger.funds import Origin

if TYPE_CHECKING:
    from aid.standard_sets import Standard

app = typer.Typer(no_args_is_help=True)
_PARTS = (
    aid_bank_files,
    aid_batches,
    aid_cases,
    aid_deceased,
    aid_floors,
    aid_guardians,
    aid_handouts,
    aid_history,
    aid_quarters,
    aid_recipients,
    aid_statistics,
    aid_tie,
)
for part in _PARTS:
    app.registered_groups += part.app.registered_groups
    app.registered_commands += part.app.registered_commands

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
SHOWN: dict[str, Columns] = {
    "standards": STANDARDS,
    "sets": SETS,
    **aid_bank_files.SHOWN,
    **aid_batches.SHOWN,
    **aid_cases.SHOWN,
    **aid_deceased.SHOWN,
    **aid_floors.SHOWN,
    **aid_guardians.SHOWN,
    **aid_handouts.SHOWN,
    **aid_history.SHOWN,
    **aid_quarters.SHOWN,
    **aid_recipients.SHOWN,
    **aid_statistics.SHOWN,
    **aid_tie.SHOWN,
}
"""What each command shows; `docs/cli.md` is written from it."""

_ON_SCREEN = ("label", "shown", "applies", "since", "until", "cited", "decided_by")
"""The columns that a table has room for; programs get all."""

_Row = tuple[object, ...]


@app.command()
def standards(  # noqa: PLR0913, PLR0917 - one parameter for each option
    on: Annotated[str, typer.Option("--on", help="日期（默认今天）")] = "",
    place: Annotated[str, typer.Option("--place", help="地区代码，如 130102")] = "",
    local: Annotated[
        Path | None, typer.Option("--local", help="当地标准表 minimum_living.csv")
    ] = None,
    origin: Annotated[
        str, typer.Option("--origin", help="只看这一来源的资金适用的标准")
    ] = "",
    adopt: Annotated[
        list[str] | None, typer.Option("--adopt", help="连同一套可采用的标准；可重复")
    ] = None,
    how: output.As = Format.TABLE,
) -> None:
    """列出某日有效的帮扶标准：数值、条款、由谁制定；写明地区时连同当地标准。"""
    day = day_of(on, "--on") if on else today()
    money = one_of(Origin, origin, "--origin") if origin else None
    rows = [*_rules(day, money, adopt or [])]
    if place:
        rows += _local(place, day, local)
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


def _rules(day: dt.date, origin: Origin | None, adopted: list[str]) -> Iterator[_Row]:
    """The rules in force; without an origin, those that bind some money too."""
    from aid.standard_kinds import Binding  # noqa: PLC0415 - as above
    from aid.standard_sets import standard_sets  # noqa: PLC0415 - as above
    from aid.standards import Adoption, in_force  # noqa: PLC0415 - as above

    adoptions = [Adoption(set=key, since=day, resolution="") for key in adopted]
    found = in_force(day, origin=origin, adoptions=adoptions)
    yield from map(_row, found.standards)
    if origin is None:
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


def _local(place: str, day: dt.date, path: Path | None) -> Iterator[_Row]:
    """The figures of a place, as rows like the others."""
    from aid.local_sheet import read_local  # noqa: PLC0415 - as above
    from aid.local_standards import LocalStandards  # noqa: PLC0415 - as above

    known = LocalStandards() if path is None else read_local(path)
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
