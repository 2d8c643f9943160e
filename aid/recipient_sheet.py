"""Recipients out of a file (困难职工档案表, `recipients.csv`): CSV or XLSX.

1. A row is a person; columns go by key or label. Rows with the same household (户号)
   are one household, in which one row is the worker's own (关系“本人”); a row without
   one is a worker alone. What is told of the household stands in the worker's row.
2. All faults are told at once by row and column, none with anything personal.
3. All files are taken or none. What says the same as the file that stands changes
   nothing, what says something else is a revision of it. Columns that the sheet lacks
   keep what stands (`recipient_merging.py`).
4. Another name for a known number of identity is refused unless the file number is
   written and it is confirmed; so are members who are left out, unless confirmed.

Cost: files that stand are opened, a decryption for each person of them.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aid.private_sheet import pass_on
from aid.recipient_fields import BOTH_FIELDS, SELF, FileContent
from aid.recipient_merging import HOUSEHOLD, dropped, is_renamed, merged
from aid.recipient_reading import TOLD_BY_NUMBER, Tell, read_content
from aid.recipient_store import of_blinds
from aid.recipient_tables import CLOSE
from aid.recipient_writing import IDENTITY_INDEX, Given, Saved
from aid.recipients import held, opened_all, save
from ledger.database import Connection
from ledger.errors import Fault, Faults, Problem
from ledger.one_sheet import demand_none, source_of
from ledger.people import Act
from ledger.periods import china_day, parse_day
from ledger.sheets import ColumnSpec, SheetSpec, blocks
from treasury.vault import Vault

_REQUIRED = frozenset({"name", "identity"})

RECIPIENTS = SheetSpec(
    "recipients",
    "困难职工档案",
    (
        ColumnSpec(HOUSEHOLD, "户号"),
        ColumnSpec("file", "档案号"),
        ColumnSpec("opened_on", "建档日期"),
        *(
            ColumnSpec(one.key, one.label, required=one.key in _REQUIRED)
            for one in BOTH_FIELDS
        ),
        *(ColumnSpec(key, label) for key, label in TOLD_BY_NUMBER),
    ),
)
"""The sheet."""

_OF_FILE = (HOUSEHOLD, "file", "opened_on")


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the file, with its number there."""

    row: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RecipientSheet:
    """What a file says: the files, each with the rows of its persons; its columns."""

    name: str
    given: tuple[Given, ...]
    rows: tuple[tuple[int, ...], ...]
    columns: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """What was confirmed of files that stand: members go, workers have other names."""

    members_go: bool = False
    renamed: bool = False


PLAIN = Confirmed()


def import_recipients(  # noqa: PLR0913, PLR0917 - as every verb, and what is confirmed
    connection: Connection,
    unit: str,
    sheet: RecipientSheet,
    vault: Vault,
    act: Act,
    confirmed: Confirmed = PLAIN,
) -> Saved:
    """Take the files of a sheet into a unit, all of them or none (3, 4).

    Raises:
        NotFound: there is no such unit.
        FolderFaulty: any of them cannot stand; all faults are told.
    """
    faults = Faults()

    def tell(place: int, key: str, what: str) -> None:
        faults.append(_fault(sheet.name, sheet.rows[place][0], key, what))

    at = held(connection, unit)
    standing = _standing(connection, at.id, sheet, vault)
    given = tuple(
        _met(standing.get(place), (place, one), sheet.columns, confirmed, tell)
        for place, one in enumerate(sheet.given)
    )
    saved = save(connection, at, given, vault, act, tell)
    demand_none(faults, RECIPIENTS)
    return saved


_Standing = tuple[str, FileContent]
"""The number of a file that stands, and what it says."""


def _standing(
    connection: Connection, unit_id: int, sheet: RecipientSheet, vault: Vault
) -> dict[int, _Standing]:
    """The open files of the unit that a sheet says something of, by their places."""
    places = {
        vault.blind(one.content.identity.number, IDENTITY_INDEX): place
        for place, one in enumerate(sheet.given)
    }
    rows = [
        row
        for row in of_blinds(connection, places)
        if row.unit_id == unit_id and row.act != CLOSE
    ]
    contents = opened_all(connection, rows, vault)
    return {
        places[bytes(row.blind)]: (row.code, content)
        for row, content in zip(rows, contents, strict=True)
    }


def _met(
    standing: _Standing | None,
    placed: tuple[int, Given],
    columns: frozenset[str],
    confirmed: Confirmed,
    tell: Tell,
) -> Given:
    """What is handed in with what stands; tells what is not confirmed of it (4)."""
    place, given = placed
    if standing is None:
        return given
    code, old = standing
    if is_renamed(old, given.content) and not (confirmed.renamed and given.code):
        do = "核对身份证号；确已改名的写明档案号并用 --renamed"
        what = f"姓名与档案不同（{code}）：{do}"
        tell(place, "name", what)
    gone = "、".join(map(str, dropped(old, given.content, columns)))
    if gone and not confirmed.members_go:
        what = f"表中没有档案 {code} 的第 {gone} 号成员；确要去掉的用 --replace"
        tell(place, HOUSEHOLD, what)
    return replace(given, content=merged(old, given.content, columns))


def read_recipients(path: Path, act: Act) -> RecipientSheet:
    """The files that a CSV or a workbook tells, as read on the day of the act.

    Raises:
        FolderFaulty: the file has faults; every one is told.
    """
    faults = Faults()
    today = china_day(act.at)
    given: list[Given] = []
    rows: list[tuple[int, ...]] = []
    source, lines = _lines(path, faults)
    for household in _households(lines):
        one = _given(source, household, today, faults)
        if one is not None:
            given.append(one)
            rows.append(tuple(line.row for line in household))
    demand_none(faults, RECIPIENTS)
    columns = frozenset(lines[0].texts)
    return RecipientSheet(source, tuple(given), tuple(rows), columns)


def _fault(name: str, row: int, key: str, what: str) -> Fault:
    return Fault(name, row, key, Problem("cell", what))


def _lines(path: Path, faults: Faults) -> tuple[str, list[_Line]]:
    source = source_of(path, RECIPIENTS, faults)
    if source is None:
        return path.name, []
    found = Faults()
    lines = [
        _Line(row, dict(zip(block.columns, texts, strict=True)))
        for block in blocks(source, RECIPIENTS, found)
        for row, *texts in zip(block.rows, *block.columns.values(), strict=True)
    ]
    pass_on(found, RECIPIENTS, faults)
    if not lines and not found:
        what = Problem("file", "文件中没有档案", do="每人写一行")
        faults.append(Fault(source.name, 0, "", what))
    return source.name, lines


def _households(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Rows by household, in the order in which each is met first (1)."""
    found: dict[object, list[_Line]] = {}
    for line in lines:
        key = line.texts.get("household", "").strip()
        found.setdefault(key or line.row, []).append(line)
    yield from found.values()


def _given(
    name: str, household: Sequence[_Line], today: dt.date, faults: Faults
) -> Given | None:
    def tell(place: int, key: str, what: str) -> None:
        faults.append(_fault(name, household[place].row, key, what))

    persons = [dict(line.texts) for line in household]
    if len(persons) == 1 and not persons[0].get("relation", "").strip():
        persons[0]["relation"] = SELF
    content = read_content(persons, today, tell)
    told = {key: _once(key, persons, tell) for key in _OF_FILE}
    on = None
    if told["opened_on"]:
        try:
            on = parse_day(told["opened_on"])
        except ValueError as error:
            tell(0, "opened_on", str(error))
    if content is None:
        return None
    return Given(content=content, code=told["file"], on=on)


def _once(
    key: str,
    persons: Sequence[Mapping[str, str]],
    tell: Callable[[int, str, str], None],
) -> str:
    """What the rows of a household say of their file: the same, or nothing."""
    texts = {one.get(key, "").strip() for one in persons} - {""}
    if len(texts) > 1:
        tell(0, key, "同一户各行所写不同")
    return min(texts, default="")
